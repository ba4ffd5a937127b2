//! The header that stays: patient, clock, and the one next action.

use super::desk::{Desk, is_waiting, open_delivery};
use super::judging::{APPROVE, DETERMINE};
use super::release::label;
use super::review;
use super::wrong;
use super::{AGAIN_DIALOG, CLOSE_DIALOG, RELEASE_DIALOG, h1, link};
use crate::address::Place;
use crate::browser;
use crate::component::button::{Look, busy_button, button, submit_button};
use crate::component::clock_view::small_clock;
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, p};
use crate::load::Load;
use domain::clock::is_counted;
use domain::route::Name;
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
        .add(h1(&name))
        .live(move || {
            desk.page
                .with(|page| page.keep.hold.is_some())
                .then(|| tag(Tone::Plain, "Legal hold"))
        });
    let row = el("div")
        .class("wide")
        .add(who)
        .live(move || {
            Some(desk.page.with(|page| match is_counted(&page.clock) {
                true => small_clock(&page.clock),
                false => p("No access clock runs for this").class("waiting"),
            }))
        })
        .add(el("div").class("sticky-next").live(move || Some(next(desk))));
    el("div").class("sticky").add(row)
}

fn next(desk: Desk) -> El {
    let next = desk.page.with(|page| page.next);
    if let Some(review) = review::next(desk, matches!(next, NextAction::Nothing | NextAction::Close)) {
        return review;
    }
    if let Some(wrong) = wrong::next(desk, matches!(next, NextAction::Nothing)) {
        return wrong;
    }
    let act = match next {
        NextAction::Verify if desk.may(Name::Verify) => {
            let confirm = || "Confirm who asks".to_owned();
            Some(submit_button(Look::Filled, desk.busy, confirm).attr("form", "verify-form"))
        }
        NextAction::Route if desk.may(Name::RouteRequest) => {
            let pass = || "Pass it on".to_owned();
            Some(submit_button(Look::Filled, desk.busy, pass).attr("form", "route-form"))
        }
        NextAction::AddRecords => release_or_add(desk),
        NextAction::Determine if desk.may(Name::Determine) => Some(go("Judge what is withheld", DETERMINE)),
        NextAction::Approve if desk.may(Name::Approve) => Some(go("Approve or release", APPROVE)),
        NextAction::WaitForCollection
            if desk.may(Name::ReissueDelivery) && desk.page.with(|page| open_delivery(page).is_none()) =>
        {
            Some(button(Look::Filled, "Send a new link", || {
                browser::open_dialog(AGAIN_DIALOG)
            }))
        }
        NextAction::Close if desk.may(Name::Close) => Some(button(Look::Filled, "Close the request", || {
            browser::open_dialog(CLOSE_DIALOG)
        })),
        NextAction::HandOver if desk.may(Name::HandOver) => Some(button(Look::Filled, "Hand it over", || {
            browser::unfold("hand-over-fold")
        })),
        NextAction::Verify
        | NextAction::Route
        | NextAction::Determine
        | NextAction::Approve
        | NextAction::WaitForCollection
        | NextAction::Close
        | NextAction::HandOver
        | NextAction::WaitForPackage
        | NextAction::WaitForLetter
        | NextAction::WaitForEmail
        | NextAction::Nothing => None,
    };
    act.unwrap_or_else(|| p(text::next(next)).class("waiting"))
}

/// To what is to be done, further down.
fn go(label: &str, place: &'static str) -> El {
    button(Look::Filled, label, move || {
        browser::focus(place);
    })
}

/// While records are gathered, the next action depends on what stands in the way of the release.
fn release_or_add(desk: Desk) -> Option<El> {
    let may = desk.may(Name::Release);
    desk.records.with(|records| match records {
        Load::Ready(list) if list.obstacles.contains(&Obstacle::ProtectedOpen) && desk.may(Name::Approve) => {
            Some(go("Decide about protected care", "ledger"))
        }
        _ if !may => None,
        Load::Ready(list) if list.obstacles.is_empty() => Some(busy_button(
            Look::Filled,
            desk.busy,
            move || label(desk),
            || {
                browser::open_dialog(RELEASE_DIALOG);
            },
        )),
        Load::Ready(list) if is_waiting(list) => Some(p("Checking the files").class("waiting")),
        Load::Ready(list) if list.obstacles.contains(&Obstacle::ConcernsOpen) => {
            Some(go("Decide about files", "decide"))
        }
        Load::Ready(list) if list.obstacles == [Obstacle::ProtectedOpen] => {
            Some(p(text::obstacle(Obstacle::ProtectedOpen)).class("waiting"))
        }
        Load::Ready(_) | Load::Waiting | Load::Failed(_) => {
            Some(button(Look::Filled, "Add records", || browser::click("files")))
        }
    })
}
