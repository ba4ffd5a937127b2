//! The home of staff: the open requests of a practice, the most urgent first.

use super::sign_in::signed_out;
use super::{entitle, skeleton};
use crate::address::Place;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::button::{Button, Look};
use crate::component::clock_view::{ClockBar, left, tone};
use crate::component::dialog::{Dialog, DialogHandle};
use crate::component::failure_view::FailureView;
use crate::component::tag::{Tag, Tone};
use crate::load::{Load, Loading, load, reload};
use crate::session::{Session, session};
use crate::text::staff;
use domain::id::PracticeId;
use domain::text;
use domain::wire::{self, WorklistRow};
use domain::word::Language;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, KeyboardEvent};

#[component]
pub fn Worklist(practice: PracticeId) -> AnyView {
    entitle("Requests");
    know_me(session(), practice.clone());
    let asked = practice.clone();
    let list = load(async move { api::worklist(&asked, None).await });
    let keys = DialogHandle::new();
    let listener = window_event_listener(leptos::ev::keydown, move |event| on_key(&event, keys));
    on_cleanup(move || listener.remove());
    let practice = StoredValue::new(practice);
    let retry = Callback::new(move |()| {
        let practice = practice.get_value();
        reload(list, async move { api::worklist(&practice, None).await });
    });
    view! {
        <div class="wide">
            <h1>"Requests"</h1>
            {move || match list.get() {
                Load::Waiting => skeleton(8),
                Load::Failed(failure) => failed(failure, retry),
                Load::Ready(page) if page.rows.is_empty() => empty(&practice.get_value()),
                Load::Ready(page) => view! { <Rows practice=practice.get_value() list page keys/> }.into_any(),
            }}
            <Dialog handle=keys id="keys-title" title="Keys".to_owned() back="Close">
                {key_list()}
            </Dialog>
        </div>
    }
    .into_any()
}

/// Who is signed in, and what the practice is called, for the header.
pub fn know_me(session: Session, practice: PracticeId) {
    spawn_local(async move {
        if session.me.with_untracked(Option::is_none)
            && let Ok(me) = api::me().await
        {
            session.me.set(Some(me));
        }
        let name = session.me.with_untracked(|me| {
            let memberships = &me.as_ref()?.memberships;
            let found = memberships.iter().find(|membership| membership.practice == practice)?;
            Some(found.practice_name.clone())
        });
        session.practice_name.set(name);
    });
}

/// In place of a staff page.
pub fn failed(failure: Failure, retry: Callback<()>) -> AnyView {
    match failure.status() {
        401 => signed_out(),
        403 | 404 => view! {
            <p class="lead">"You can’t see this."</p>
            <p>"It may not exist, or you may not be a member of this practice. Ask the privacy officer to add you."</p>
            <p><a href=Place::SignIn.path()>"Choose another practice"</a></p>
        }
        .into_any(),
        _ => view! { <FailureView failure on_retry=retry/> }.into_any(),
    }
}

fn empty(practice: &PracticeId) -> AnyView {
    let link = Place::Ask(practice.clone()).path();
    let href = link.clone();
    view! {
        <div class="empty">
            <p class="lead">"No open requests."</p>
            <p>"Requests from patients appear here, the most urgent first. Give patients this link to ask for their records:"</p>
            <p><a href=href>{link}</a></p>
        </div>
    }
    .into_any()
}

#[component]
fn Rows(practice: PracticeId, list: Loading<wire::Worklist>, page: wire::Worklist, keys: DialogHandle) -> AnyView {
    let busy = RwSignal::new(false);
    let count = staff::counted(page.rows.len(), "open request", "open requests");
    let more = page.next.clone().map(|after| {
        let practice = practice.clone();
        let press = Callback::new(move |()| load_more(practice.clone(), list, after.clone(), busy));
        let label = Signal::derive(move || if busy.get() { "Loading" } else { "Show more" }.to_owned());
        view! { <Button look=Look::Outlined label on_press=press busy/> }
    });
    let shown = if page.next.is_some() {
        " shown, the most urgent first"
    } else {
        ", the most urgent first"
    };
    let rows = page.rows.into_iter().map(|line| row(&practice, line)).collect_view();
    view! {
        <p class="aside">
            {count}{shown}
            <button type="button" class="link keys" on:click=move |_| keys.open()>"Keys"</button>
        </p>
        <table class="worklist">
            <caption class="unseen">"Open requests by due date"</caption>
            <thead>
                <tr>
                    <th scope="col">"Due"</th>
                    <th scope="col">"Patient"</th>
                    <th scope="col">"Next"</th>
                    <th scope="col">"Wants"</th>
                    <th scope="col">"E-mail"</th>
                    <th scope="col">"Location"</th>
                    <th scope="col">"Receipt"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {more}
    }
    .into_any()
}

fn row(practice: &PracticeId, row: WorklistRow) -> AnyView {
    let href = Place::Request(practice.clone(), row.request.clone()).path();
    let (proven, proven_tone) = match row.contact_proven {
        true => ("Confirmed", Tone::Plain),
        false => ("Not confirmed", Tone::Soon),
    };
    let clock_class = ["clock-cell ", tone(row.clock.reading).class()].concat();
    let due_on = browser::short_date(row.clock.due.due_on);
    view! {
        <tr>
            <td class=clock_class>
                <span class="left">{left(row.clock.reading, Language::English)}</span>
                <span class="due">{due_on}</span>
                <ClockBar clock=row.clock/>
            </td>
            <th scope="row"><a href=href>{row.patient_name}</a></th>
            <td data-label="Next">{text::work(row.work)}</td>
            <td data-label="Wants">{text::access(row.access, Language::English)}</td>
            <td data-label="E-mail"><Tag tone=proven_tone text=proven/></td>
            <td data-label="Location">{row.location_name.unwrap_or_else(|| "Not sure".to_owned())}</td>
            <td data-label="Receipt" class="receipt">{row.receipt}</td>
        </tr>
    }
    .into_any()
}

fn load_more(practice: PracticeId, list: Loading<wire::Worklist>, after: String, busy: RwSignal<bool>) {
    busy.set(true);
    spawn_local(async move {
        let answer = api::worklist(&practice, Some(&after)).await;
        busy.try_set(false);
        let Ok(next) = answer else {
            browser::announce("The rest could not be loaded. Try again.");
            return;
        };
        browser::announce(&staff::counted(next.rows.len(), "more request", "more requests"));
        list.try_update(|list| {
            if let Load::Ready(list) = list {
                list.rows.extend(next.rows);
                list.next = next.next;
            }
        });
    });
}

fn on_key(event: &KeyboardEvent, keys: DialogHandle) {
    if browser::is_typing() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    match event.key().as_str() {
        "j" => move_row(1),
        "k" => move_row(-1),
        "?" => keys.open(),
        _ => {}
    }
}

/// Moves the focus along the links of the rows.
fn move_row(by: i64) {
    let document = browser::document();
    let Ok(links) = document.query_selector_all(".worklist tbody a") else {
        return;
    };
    let count = i64::from(links.length());
    let focused = document.active_element();
    let here = (0..count).find(|index| {
        let link = u32::try_from(*index).ok().and_then(|index| links.get(index));
        link.as_ref() == focused.as_ref().map(|element| element.unchecked_ref())
    });
    let next = here.map_or(0, |here| (here + by).clamp(0, count - 1));
    let link = u32::try_from(next).ok().and_then(|next| links.get(next));
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        link.focus().ok();
    }
}

fn key_list() -> AnyView {
    view! {
        <dl class="summary">
            <div class="summary-row"><dt><kbd>"j"</kbd></dt><dd>"Next request"</dd></div>
            <div class="summary-row"><dt><kbd>"k"</kbd></dt><dd>"Request before"</dd></div>
            <div class="summary-row"><dt><kbd>"Enter"</kbd></dt><dd>"Open the request"</dd></div>
            <div class="summary-row"><dt><kbd>"?"</kbd></dt><dd>"Show these keys"</dd></div>
        </dl>
    }
    .into_any()
}
