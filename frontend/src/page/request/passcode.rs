//! The passcode for the patient: shown once, with how to hand it over.

use super::desk::Desk;
use super::section;
use crate::browser;
use crate::component::button::{Look, button};
use crate::component::panel::panel;
use crate::el::{El, el, p, react};
use crate::text::staff;
use leptos::prelude::*;

const SECTION: &str = "handover";

pub fn handover(desk: Desk) -> El {
    react(move || {
        if desk.passcode.with(Option::is_some) {
            browser::soon(|| {
                browser::focus(SECTION);
            });
        }
    });
    el("div").live(move || {
        let passcode = desk.passcode.get()?;
        let done = button(Look::Outlined, "I gave it to the patient", move || {
            desk.passcode.set(None);
            browser::focus_heading();
        });
        let number = panel("Passcode", &passcode)
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
