//! The passcode for the patient, or the PIN told again: shown once, with how to hand it over.

use super::desk::Desk;
use super::section;
use crate::browser;
use crate::component::button::{Look, button};
use crate::el::{El, el, p, react};
use crate::text::staff;
use leptos::prelude::*;

const SECTION: &str = "handover";
const PIN_SECTION: &str = "handover-pin";

pub fn handover(desk: Desk) -> El {
    react(move || {
        let is_shown = desk.passcode.with(Option::is_some);
        browser::hold(browser::PASSCODE, is_shown);
        if is_shown {
            browser::focus_soon(SECTION);
        }
    });
    react(move || {
        if desk.pin.with(Option::is_some) {
            browser::focus_soon(PIN_SECTION);
        }
    });
    on_cleanup(|| browser::hold(browser::PASSCODE, false));
    let passcode = move || {
        let number = panel("Passcode", &desk.passcode.get()?)
            .add(p(staff::HAND_OVER))
            .add(p(staff::ONLY_NOW));
        let title = "Give the patient this passcode";
        Some(shown(SECTION, title, number, "I gave it to the patient", desk.passcode))
    };
    let pin = move || {
        let number = panel("PIN", &desk.pin.get()?).add(p(staff::TELL_PIN));
        let title = "Tell the requester this PIN";
        Some(shown(PIN_SECTION, title, number, "I told the requester", desk.pin))
    };
    el("div").live(passcode).live(pin)
}

fn panel(label: &str, number: &str) -> El {
    el("div")
        .class("panel")
        .add(p(label).class("panel-label"))
        .add(in_groups(number))
}

fn shown(id: &str, title: &str, number: El, done: &str, secret: RwSignal<Option<String>>) -> El {
    let done = button(Look::Outlined, done, move || {
        secret.set(None);
        browser::focus_heading();
    });
    section(title)
        .id(id)
        .class("handover")
        .attr("tabindex", "-1")
        .add(number)
        .add(done)
}

/// As it is said: in two groups to the eye, digit by digit to a screen reader.
fn in_groups(passcode: &str) -> El {
    let (first, second) = passcode.split_at_checked(passcode.len() / 2).unwrap_or((passcode, ""));
    let spelled: Vec<String> = passcode.chars().map(String::from).collect();
    let shown = el("span")
        .attr("aria-hidden", "true")
        .text(&[first, " ", second].concat());
    el("p")
        .class("panel-value")
        .add(shown)
        .add(el("span").class("unseen").text(&spelled.join(", ")))
}
