//! Where the person is: the address bar as a signal, and links that move within the page. A router crate
//! would weigh more than all of our pages together.

use crate::browser;
use crate::el::react;
use domain::id::{DeliveryId, PracticeId, RequestId};
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, MouseEvent, UrlSearchParams};

/// What an address leads to.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    Home,
    Ask(PracticeId),
    /// The same form on the practice's own tablet, which the next patient uses, too.
    Kiosk(PracticeId),
    Find(PracticeId),
    HowToAsk(PracticeId),
    Status(PracticeId),
    Delivery(DeliveryId),
    SignIn,
    Worklist(PracticeId),
    Request(PracticeId, RequestId),
    Evidence(PracticeId, RequestId),
    Enter(PracticeId),
    Morning(PracticeId),
    Members(PracticeId),
    Reports(PracticeId),
    Fees(PracticeId),
    Papers(PracticeId),
    Missing,
}

impl Place {
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let found = match parts.as_slice() {
            [] => Some(Self::Home),
            ["p", practice] => PracticeId::parse(practice).map(Self::Ask),
            ["p", practice, "kiosk"] => PracticeId::parse(practice).map(Self::Kiosk),
            ["p", practice, "find"] => PracticeId::parse(practice).map(Self::Find),
            ["p", practice, "how-to-ask"] => PracticeId::parse(practice).map(Self::HowToAsk),
            ["p", practice, "status"] => PracticeId::parse(practice).map(Self::Status),
            ["d", delivery] => DeliveryId::parse(delivery).map(Self::Delivery),
            ["staff"] => Some(Self::SignIn),
            ["staff", practice] => PracticeId::parse(practice).map(Self::Worklist),
            ["staff", practice, "enter"] => PracticeId::parse(practice).map(Self::Enter),
            ["staff", practice, "morning"] => PracticeId::parse(practice).map(Self::Morning),
            ["staff", practice, "members"] => PracticeId::parse(practice).map(Self::Members),
            ["staff", practice, "reports"] => PracticeId::parse(practice).map(Self::Reports),
            ["staff", practice, "fees"] => PracticeId::parse(practice).map(Self::Fees),
            ["staff", practice, "papers"] => PracticeId::parse(practice).map(Self::Papers),
            ["staff", practice, "requests", request] => PracticeId::parse(practice)
                .zip(RequestId::parse(request))
                .map(|(practice, request)| Self::Request(practice, request)),
            ["staff", practice, "requests", request, "evidence"] => PracticeId::parse(practice)
                .zip(RequestId::parse(request))
                .map(|(practice, request)| Self::Evidence(practice, request)),
            _ => None,
        };
        found.unwrap_or(Self::Missing)
    }

    pub fn path(&self) -> String {
        match self {
            Self::Home | Self::Missing => "/".to_owned(),
            Self::Ask(practice) => ["/p/", practice.as_str()].concat(),
            Self::Kiosk(practice) => ["/p/", practice.as_str(), "/kiosk"].concat(),
            Self::Find(practice) => ["/p/", practice.as_str(), "/find"].concat(),
            Self::HowToAsk(practice) => ["/p/", practice.as_str(), "/how-to-ask"].concat(),
            Self::Status(practice) => ["/p/", practice.as_str(), "/status"].concat(),
            Self::Delivery(delivery) => ["/d/", delivery.as_str()].concat(),
            Self::SignIn => "/staff".to_owned(),
            Self::Worklist(practice) => ["/staff/", practice.as_str()].concat(),
            Self::Request(practice, request) => ["/staff/", practice.as_str(), "/requests/", request.as_str()].concat(),
            Self::Evidence(practice, request) => [
                "/staff/",
                practice.as_str(),
                "/requests/",
                request.as_str(),
                "/evidence",
            ]
            .concat(),
            Self::Enter(practice) => ["/staff/", practice.as_str(), "/enter"].concat(),
            Self::Morning(practice) => ["/staff/", practice.as_str(), "/morning"].concat(),
            Self::Members(practice) => ["/staff/", practice.as_str(), "/members"].concat(),
            Self::Reports(practice) => ["/staff/", practice.as_str(), "/reports"].concat(),
            Self::Fees(practice) => ["/staff/", practice.as_str(), "/fees"].concat(),
            Self::Papers(practice) => ["/staff/", practice.as_str(), "/papers"].concat(),
        }
    }

    /// The practice whose desk it belongs to.
    pub fn desk(self) -> Option<PracticeId> {
        match self {
            Self::Worklist(practice)
            | Self::Request(practice, _)
            | Self::Evidence(practice, _)
            | Self::Enter(practice)
            | Self::Morning(practice)
            | Self::Members(practice)
            | Self::Reports(practice) => Some(practice),
            Self::Fees(practice) | Self::Papers(practice) => Some(practice),
            Self::Home
            | Self::Ask(_)
            | Self::Kiosk(_)
            | Self::Find(_)
            | Self::HowToAsk(_)
            | Self::Status(_)
            | Self::Delivery(_)
            | Self::SignIn
            | Self::Missing => None,
        }
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    pub path: String,
    query: String,
    /// Without its `#`.
    pub hash: String,
}

impl Address {
    fn now() -> Self {
        let location = window().location();
        let text = |part: Result<String, JsValue>| part.unwrap_or_default();
        Self {
            path: text(location.pathname()),
            query: text(location.search()),
            hash: text(location.hash()).trim_start_matches('#').to_owned(),
        }
    }

    pub fn query(&self, name: &str) -> Option<String> {
        UrlSearchParams::new_with_str(&self.query).ok()?.get(name)
    }

    /// The same place with one part of the query set, or gone where the value is empty.
    pub fn with_query(&self, name: &str, value: &str) -> String {
        let Ok(query) = UrlSearchParams::new_with_str(&self.query) else {
            return self.path.clone();
        };
        if value.is_empty() {
            query.delete(name);
        } else {
            query.set(name, value);
        }
        [self.path.as_str(), "?", &String::from(query.to_string())].concat()
    }
}

/// Follows the address bar from now on, and takes over the links that stay within this program.
pub fn follow(for_staff: bool) -> RwSignal<Address> {
    let address = RwSignal::new(Address::now());
    let on_back = Closure::<dyn Fn()>::new(move || address.set(Address::now()));
    listen("popstate", on_back.into_js_value());
    let on_click = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
        // Where the browser asks before the page is left, it must follow the link itself.
        if let Some(href) = inner_link(&event, for_staff).filter(|_| !browser::is_held()) {
            event.prevent_default();
            go(address, &href);
        }
    });
    listen("click", on_click.into_js_value());
    address
}

/// As the page's first script tells the programs apart.
fn is_for_staff(path: &str) -> bool {
    path == "/staff" || path.starts_with("/staff/")
}

fn listen(event: &str, listener: JsValue) {
    window()
        .add_event_listener_with_callback(event, listener.unchecked_ref())
        .ok();
}

/// The address of a plain click on a link that neither leads to the other program nor is the API's.
fn inner_link(event: &MouseEvent, for_staff: bool) -> Option<String> {
    let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return None;
    }
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link: HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    let ours = link.origin() == window().location().origin().ok()? && is_for_staff(&link.pathname()) == for_staff;
    let kept = link.target().is_empty() && link.rel() != "external";
    (ours && kept).then(|| link.href())
}

/// Moves on; the back button returns.
pub fn go(address: RwSignal<Address>, href: &str) {
    let here = address.with_untracked(|address| Place::parse(&address.path));
    // The next patient must not find her way back into this one's request.
    if matches!(here, Place::Kiosk(_)) {
        return replace(address, href);
    }
    if let Ok(history) = window().history() {
        history.push_state_with_url(&JsValue::NULL, "", Some(href)).ok();
    }
    address.set(Address::now());
}

/// Moves on; the back button skips the page that was left.
pub fn replace(address: RwSignal<Address>, href: &str) {
    if let Ok(history) = window().history() {
        history.replace_state_with_url(&JsValue::NULL, "", Some(href)).ok();
    }
    address.set(Address::now());
}

/// After a move, the focus goes to the field that the address names, or else to the heading.
pub fn keep_focus(address: RwSignal<Address>) {
    let last = RefCell::new(None);
    react(move || {
        let here = address.with(|address| (address.path.clone(), address.query("step")));
        let hash = address.with_untracked(|address| address.hash.clone());
        let before = last.replace(Some(here.clone()));
        if before.is_some_and(|before| before != here) {
            browser::soon(move || {
                if hash.is_empty() || !browser::focus(&hash) {
                    browser::focus_heading();
                }
            });
        }
    });
}
