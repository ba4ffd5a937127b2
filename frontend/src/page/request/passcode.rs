//! The passcode for the patient: shown once, with how to hand it over.

use super::desk::Desk;
use super::section;
use crate::browser;
use crate::component::button::{Look, button};
use crate::el::{El, el, p, react};
use crate::text::staff;
use leptos::prelude::*;

const SECTION: &str = "handover";

pub fn handover(desk: Desk) -> El {
    react(move || {
        let is_shown = desk.passcode.with(Option::is_some);
        browser::hold(browser::PASSCODE, is_shown);
        if is_shown {
            browser::focus_soon(SECTION);
        }
    });
    on_cleanup(|| browser::hold(browser::PASSCODE, false));
    el("div").live(move || {
        let passcode = desk.passcode.get()?;
        let done = button(Look::Outlined, "I gave it to the patient", move || {
            desk.passcode.set(None);
            browser::focus_heading();
        });
        let number = el("div")
            .class("panel")
            .add(p("Passcode").class("panel-label"))
            .add(in_groups(&passcode))
            .add(p(staff::HAND_OVER))
            .add(p(staff::ONLY_NOW));
        Some(
            section("Give the patient this passcode")
                .id(SECTION)
                .class("handover")
                .attr("tabindex", "-1")
                .add(number)
                .add(done),
        )
    })
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
