//! What the page asks of the browser besides HTTP: the day, dates in words, focus, the tab's storage, time.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::word::Language;
use js_sys::{Object, Promise, Reflect};
use leptos::prelude::on_cleanup;
use send_wrapper::SendWrapper;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, Element, Event, HtmlDialogElement, HtmlElement, HtmlInputElement, KeyboardEvent, Storage, Window,
};

fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// Takes away what the document shows while the page is loading.
pub fn clear_body() {
    if let Some(body) = document().body() {
        body.set_text_content(None);
    }
}

/// Where this page is served, as it is written on paper.
pub fn host() -> String {
    window().location().host().unwrap_or_default()
}

/// Saves a text that was made here as a file.
pub fn save_file(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let url =
        web_sys::Blob::new_with_str_sequence(&parts).and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob));
    let (Ok(url), Ok(link)) = (url, document().create_element("a")) else {
        return;
    };
    link.set_attribute("href", &url).ok();
    link.set_attribute("download", name).ok();
    if let Some(link) = link.dyn_ref::<HtmlElement>() {
        link.click();
    }
    // The browser has begun to read it by then.
    soon(move || {
        web_sys::Url::revoke_object_url(&url).ok();
    });
}

/// JSON in lines that people can read, without one of its members; as it came, where that can't be made.
pub fn indented_without(json: &str, member: &str) -> String {
    let lines = js_sys::JSON::parse(json).ok().and_then(|value| {
        Reflect::delete_property(value.unchecked_ref::<Object>(), &JsValue::from_str(member)).ok()?;
        let lines = js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &JsValue::from_f64(2.0));
        lines.ok().and_then(|lines| lines.as_string())
    });
    lines.unwrap_or_else(|| json.to_owned())
}

/// Today where the person is. The functions judge by the practice's own day.
pub fn today() -> NaiveDate {
    let now = js_sys::Date::new_0();
    let year = i32::try_from(now.get_full_year()).unwrap_or(1970);
    NaiveDate::from_ymd_opt(year, now.get_month() + 1, now.get_date()).unwrap_or_default()
}

/// The clock of this device, in seconds.
pub fn now_s() -> u32 {
    (js_sys::Date::now() / 1000.0) as u32
}

/// `Apr 7, 2027`, for dense tables.
pub fn short_date(date: NaiveDate) -> String {
    without_weekday(date, "short", Language::English)
}

/// `April 7, 1948`: nobody knows a date of birth by its weekday.
pub fn birth_date(date: NaiveDate, language: Language) -> String {
    without_weekday(date, "long", language)
}

fn without_weekday(date: NaiveDate, month: &str, language: Language) -> String {
    let wanted = options(&[
        ("year", "numeric"),
        ("month", month),
        ("day", "numeric"),
        ("timeZone", "UTC"),
    ]);
    at_midnight(date)
        .to_locale_date_string(locale(language), &wanted)
        .into()
}

/// With the hour and the time zone of the person who reads.
pub fn instant_in_words(at: DateTime<Utc>, language: Language) -> String {
    let wanted = options(&[
        ("weekday", "long"),
        ("year", "numeric"),
        ("month", "long"),
        ("day", "numeric"),
        ("hour", "numeric"),
        ("minute", "2-digit"),
        ("timeZoneName", "short"),
    ]);
    let at = js_sys::Date::new(&JsValue::from(at.timestamp_millis() as f64));
    at.to_locale_string(locale(language), &wanted).into()
}

fn locale(language: Language) -> &'static str {
    match language {
        Language::English => "en-US",
        Language::Spanish => "es-US",
    }
}

fn at_midnight(date: NaiveDate) -> js_sys::Date {
    let day = js_sys::Date::new(&JsValue::from(0));
    day.set_utc_full_year_with_month_date(
        u32::try_from(date.year()).unwrap_or(1970),
        i32::try_from(date.month0()).unwrap_or(0),
        i32::try_from(date.day()).unwrap_or(1),
    );
    day
}

fn options(pairs: &[(&str, &str)]) -> JsValue {
    let wanted = Object::new();
    for (name, value) in pairs {
        set(&wanted, name, &JsValue::from_str(value));
    }
    wanted.into()
}

fn set(target: &Object, name: &str, value: &JsValue) {
    Reflect::set(target, &JsValue::from_str(name), value).ok();
}

pub fn set_title(title: &str) {
    document().set_title(title);
}

pub fn set_language(language: Language) {
    if let Some(root) = document().document_element() {
        root.set_attribute("lang", language.tag()).ok();
    }
}

/// The place that reads out a result once.
pub const LIVE_REGION: &str = "live-region";

/// Says something to people who can't see it appear.
pub fn announce(text: &str) {
    if let Some(region) = document().get_element_by_id(LIVE_REGION) {
        region.set_text_content(Some(text));
    }
}

/// Moves the focus, and scrolls to where the whole question can be read. `false` where there is no such element.
pub fn focus(id: &str) -> bool {
    let found = document().get_element_by_id(id);
    let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    element.focus().ok();
    let question = element.closest(".group").ok().flatten();
    question.as_ref().unwrap_or(&element).scroll_into_view();
    true
}

/// As `focus`, after the browser has drawn what was built.
pub fn focus_soon(id: impl AsRef<str> + 'static) {
    soon(move || {
        focus(id.as_ref());
    });
}

/// Moves the focus to the page's heading, or to the errors above it, and scrolls to the top.
pub fn focus_heading() {
    focus_title(document().query_selector(".error-summary, h1").ok().flatten());
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

fn focus_title(title: Option<Element>) {
    if let Some(title) = title.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        title.set_attribute("tabindex", "-1").ok();
        title.focus().ok();
    }
}

pub fn is_there(id: &str) -> bool {
    document().get_element_by_id(id).is_some()
}

/// The id of what has the focus.
pub fn focused() -> Option<String> {
    Some(document().active_element()?.id())
}

/// The id of what has the focus, empty where it has none, if it is within the element.
pub fn focused_in(element: &Element) -> Option<String> {
    let focused = document().active_element()?;
    element.contains(Some(&focused)).then(|| focused.id())
}

/// What had the focus was built anew: the same again has it, or else the heading of its section, so that
/// nobody who goes by keyboard starts over at the top of the page.
pub fn give_focus_back(id: &str, parent: &Element) {
    let same = (!id.is_empty()).then(|| document().get_element_by_id(id)).flatten();
    if let Some(same) = same.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        same.focus().ok();
        return;
    }
    let section = parent.closest("section").ok().flatten();
    let heading = section.and_then(|section| section.query_selector("h2").ok().flatten());
    focus_title(heading.or_else(|| document().query_selector("h1").ok().flatten()));
}

pub fn click(id: &str) {
    let found = document().get_element_by_id(id);
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

/// Empties a file input, so that the same file can be chosen again.
pub fn empty_input(id: &str) {
    let found = document().get_element_by_id(id);
    if let Some(input) = found.and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) {
        input.set_value("");
    }
}

/// Tells the keys that are meant for the page, until what surrounds it is taken away.
pub fn on_keys(run: fn(&str)) {
    let listener = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !modified && !is_typing() {
            let key = event.key();
            // Else a browser may take it for its own search.
            if key == "/" {
                event.prevent_default();
            }
            run(&key);
        }
    });
    let listener = SendWrapper::new(listener.into_js_value());
    window()
        .add_event_listener_with_callback("keydown", listener.unchecked_ref())
        .ok();
    on_cleanup(move || {
        window()
            .remove_event_listener_with_callback("keydown", listener.unchecked_ref())
            .ok();
    });
}

/// What the selector finds, in the order of the page.
fn all(selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = document().query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.get(index)?.dyn_into().ok())
        .collect()
}

/// The ids of everything on the page, in its order.
pub fn ids() -> Vec<String> {
    all("main [id]").iter().map(|element| element.id()).collect()
}

/// Moves the focus by so many along the elements that the selector finds.
pub fn move_focus(selector: &str, by: i64) {
    let all = all(selector);
    let focused = document().active_element();
    let here = all
        .iter()
        .position(|element| focused.as_ref() == Some(element.as_ref()));
    let last = i64::try_from(all.len()).unwrap_or(0) - 1;
    let next = here
        .and_then(|here| i64::try_from(here).ok())
        .map_or(0, |here| (here + by).clamp(0, last));
    if let Some(element) = usize::try_from(next).ok().and_then(|next| all.get(next)) {
        element.focus().ok();
    }
}

/// Whether a key belongs to the control that has the focus, and not to the page.
fn is_typing() -> bool {
    document()
        .active_element()
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"))
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// Text kept for this tab only.
pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

pub fn store(key: &str, value: &str) {
    if let Some(storage) = storage() {
        storage.set_item(key, value).ok();
    }
}

pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        storage.remove_item(key).ok();
    }
}

/// Text kept by this browser, also when it is closed. Nothing of a patient belongs here.
pub fn kept(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

pub fn keep(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        storage.set_item(key, value).ok();
    }
}

/// Everything that this tab was told to keep.
pub fn forget_all() {
    if let Some(storage) = storage() {
        storage.clear().ok();
    }
}

pub fn random_key() -> String {
    window().crypto().map(|crypto| crypto.random_uuid()).unwrap_or_default()
}

/// Leaves for another address; an attachment is saved and the page stays.
pub fn go_to(url: &str) {
    window().location().assign(url).ok();
}

/// Shows another address in a tab of its own, which can't reach this one; in this tab where the browser allows no other.
pub fn open_tab(url: &str) {
    match window().open_with_url_and_target(url, "_blank") {
        Ok(Some(tab)) => {
            tab.set_opener(&JsValue::NULL).ok();
        }
        Ok(None) | Err(_) => go_to(url),
    }
}

/// Opens what is folded, and goes there.
pub fn unfold(id: &str) {
    if let Some(part) = document().get_element_by_id(id) {
        part.set_attribute("open", "").ok();
        go_to_summary(&part);
    }
}

/// Folds up what is open. The focus stays at what opens it again.
pub fn fold_up(id: &str) {
    if let Some(part) = document().get_element_by_id(id) {
        part.remove_attribute("open").ok();
        go_to_summary(&part);
    }
}

fn go_to_summary(part: &Element) {
    let summary = part.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
        summary.focus().ok();
        summary.scroll_into_view();
    }
}

/// Prints one part of the page by itself.
pub fn print_only(part: &Element) {
    const ALONE: &str = "printed-alone";
    let list = part.class_list();
    list.add_1(ALONE).ok();
    let done = Closure::<dyn Fn()>::new(move || {
        list.remove_1(ALONE).ok();
    });
    window().set_onafterprint(Some(done.into_js_value().unchecked_ref()));
    window().print().ok();
}

/// After the browser has drawn what was built.
pub fn soon(run: impl FnOnce() + 'static) {
    let run = Closure::once_into_js(run);
    window().request_animation_frame(run.unchecked_ref()).ok();
}

/// By the object model: the policy of the page allows no style in HTML.
pub fn set_style(element: &Element, property: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        element.style().set_property(property, value).ok();
    }
}

pub fn open_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.show_modal().ok();
    }
}

pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

fn dialog(id: &str) -> Option<HtmlDialogElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

thread_local! {
    static HOLDS: std::cell::Cell<u8> = const { std::cell::Cell::new(0) };
}

/// What would be lost if the page were left. One bit each.
pub const PASSCODE: u8 = 1;
pub const UPLOAD: u8 = 2;

/// While on for any reason, the browser asks before the page is left.
pub fn hold(reason: u8, on: bool) {
    let before = HOLDS.get();
    HOLDS.set(if on { before | reason } else { before & !reason });
    let on = HOLDS.get() != 0;
    let ask = on.then(|| Closure::<dyn Fn(Event)>::new(|event: Event| event.prevent_default()).into_js_value());
    window().set_onbeforeunload(ask.as_ref().map(JsCast::unchecked_ref));
}

pub fn is_held() -> bool {
    window().onbeforeunload().is_some()
}

pub fn reload() {
    window().location().reload().ok();
}

pub fn print() {
    window().print().ok();
}

pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
            .ok();
    });
    JsFuture::from(promise).await.ok();
}
