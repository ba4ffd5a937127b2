//! The header that stays: patient, clock, and the one next action.

use super::desk::{Desk, is_waiting, open_delivery};
use super::{AGAIN_DIALOG, CLOSE_DIALOG, RELEASE_DIALOG, h1, link};
use crate::address::Place;
use crate::browser;
use crate::component::button::{Look, busy_button, button, submit_button};
use crate::component::clock_view::small_clock;
use crate::el::{El, el, p};
use crate::load::Load;
use crate::text::staff;
use domain::text;
use domain::wire::{NextAction, Obstacle};
use leptos::prelude::*;

pub fn header(desk: Desk) -> El {
    let (back, name) = desk.page.with_untracked(|page| {
        let back = Place::Worklist(page.practice.clone()).path();
        (back, [page.given_name.as_str(), " ", &page.family_name].concat())
    });
    let who = el("div")
        .class("sticky-who")
        .add(link(&back, "Requests").class("back"))
        .add(h1(&name));
    let row = el("div")
        .class("wide")
        .add(who)
        .live(move || Some(desk.page.with(|page| small_clock(&page.clock))))
        .add(el("div").class("sticky-next").live(move || Some(next(desk))));
    el("div").class("sticky").add(row)
}

fn next(desk: Desk) -> El {
    match desk.page.with(|page| page.next) {
        NextAction::Verify => {
            let confirm = || "Confirm who asks".to_owned();
            submit_button(Look::Filled, desk.busy, confirm).attr("form", "verify-form")
        }
        NextAction::AddRecords => release_or_add(desk),
        NextAction::WaitForCollection if desk.page.with(|page| open_delivery(page).is_none()) => {
            button(Look::Filled, "Send a new link", || browser::open_dialog(AGAIN_DIALOG))
        }
        NextAction::Close => button(Look::Filled, "Close the request", || browser::open_dialog(CLOSE_DIALOG)),
        next @ (NextAction::WaitForPackage
        | NextAction::WaitForCollection
        | NextAction::Nothing
        | NextAction::Determine
        | NextAction::Approve
        | NextAction::HandOver
        | NextAction::Route
        | NextAction::WaitForLetter) => p(text::next(next)).class("waiting"),
    }
}

/// While records are gathered, the next action depends on what stands in the way of the release.
fn release_or_add(desk: Desk) -> El {
    desk.records.with(|records| match records {
        Load::Ready(list) if list.obstacles.is_empty() => {
            let label = ["Release ", &staff::records(list.releasable as usize)].concat();
            busy_button(
                Look::Filled,
                desk.busy,
                move || label.clone(),
                || {
                    browser::open_dialog(RELEASE_DIALOG);
                },
            )
        }
        Load::Ready(list) if is_waiting(list) => p("Checking the files").class("waiting"),
        Load::Ready(list) if list.obstacles.contains(&Obstacle::ConcernsOpen) => {
            button(Look::Filled, "Decide about files", || {
                browser::focus("decide");
            })
        }
        Load::Ready(_) | Load::Waiting | Load::Failed(_) => {
            button(Look::Filled, "Add records", || browser::click("files"))
        }
    })
}
