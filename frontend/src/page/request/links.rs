//! The links that were given to the patient: how long they work, switching one off, sending a new one.

use super::desk::Desk;
use super::{AGAIN_DIALOG, section, wrong};
use crate::api;
use crate::browser;
use crate::component::button::{Look, busy_button, button};
use crate::component::dialog::dialog;
use crate::component::table::{Column, cell, row_heading, table, unseen_caption};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, p};
use crate::load::spawn;
use crate::text::staff;
use domain::id::DeliveryId;
use domain::route::Name;
use domain::text;
use domain::wire::{DeliveryCard, DeliveryState};
use domain::word::{Language, Work};
use leptos::prelude::*;

const OFF_DIALOG: &str = "off-dialog";

pub fn links(desk: Desk) -> El {
    let is_there = desk.part(|page| !page.deliveries.is_empty());
    el("div").live(move || is_there.get().then(|| given(desk)))
}

fn given(desk: Desk) -> El {
    let meant = RwSignal::new(None::<DeliveryId>);
    let list = move || {
        let columns = [
            Column("State", false),
            Column("Works until", false),
            Column("Downloads", false),
            Column("Switch off", false),
            Column("Went wrong", false),
        ];
        let caption = unseen_caption("Links for the patient");
        Some(desk.page.with(|page| {
            let rows = page.deliveries.iter().map(|delivery| row(desk, delivery, meant));
            table("ledger", caption, &columns, rows)
        }))
    };
    let send = move || {
        let may_send = desk
            .page
            .with(|page| matches!(page.work, Work::Ready | Work::Delivered));
        (may_send && desk.may(Name::ReissueDelivery))
            .then(|| button(Look::Outlined, "Send a new link", || browser::open_dialog(AGAIN_DIALOG)))
    };
    let again = vec![
        p(
            "The old link stops working at once. The patient gets the new link by e-mail, and you get a new passcode to hand over.",
        ),
        busy_button(
            Look::Filled,
            desk.busy,
            || "Send a new link".to_owned(),
            move || {
                browser::close_dialog(AGAIN_DIALOG);
                reissue(desk);
            },
        ),
    ];
    let off = vec![
        p("The patient can’t download with it any more. What was downloaded stays with the patient."),
        busy_button(
            Look::Warning,
            desk.busy,
            || "Switch the link off".to_owned(),
            move || {
                browser::close_dialog(OFF_DIALOG);
                if let Some(delivery) = meant.get_untracked() {
                    revoke(desk, delivery);
                }
            },
        ),
    ];
    section("Links for the patient")
        .id("links")
        .live(list)
        .live(send)
        .add(dialog(AGAIN_DIALOG, || "Send a new link?".to_owned(), "Go back", again))
        .add(dialog(
            OFF_DIALOG,
            || "Switch this link off?".to_owned(),
            "Go back",
            off,
        ))
}

fn row(desk: Desk, delivery: &DeliveryCard, meant: RwSignal<Option<DeliveryId>>) -> El {
    let is_open = delivery.state == DeliveryState::Open;
    let tone = if is_open { Tone::Good } else { Tone::Plain };
    let id = delivery.delivery.clone();
    let off = (is_open && desk.may(Name::RevokeDelivery)).then(|| {
        button(Look::Plain, "Switch off", move || {
            meant.set(Some(id.clone()));
            browser::open_dialog(OFF_DIALOG);
        })
    });
    let until = text::date(delivery.expires_on, Language::English);
    el("tr")
        .add(row_heading().add(tag(tone, staff::delivery_state(delivery.state))))
        .add(cell("Works until").text(&until))
        .add(cell("Downloads").text(&staff::downloads(delivery)))
        .add(el("td").add_some(off))
        .add(el("td").add_some(stop(desk, delivery)))
}

/// In one click, also of a link that has ended; unless its case is open.
fn stop(desk: Desk, delivery: &DeliveryCard) -> Option<El> {
    let id = delivery.delivery.clone();
    let is_stopped = desk.page.with_untracked(|page| {
        let mut cases = page.misdirections.iter();
        cases.any(|card| card.due.is_some() && card.delivery.as_ref() == Some(&id))
    });
    (!is_stopped && desk.may(Name::Misdirect)).then(|| {
        button(Look::Plain, "This went to someone wrong", move || {
            wrong::stop_link(desk, id.clone());
        })
    })
}

fn reissue(desk: Desk) {
    if !desk.begin() {
        return;
    }
    let (request, version) = (desk.request(), desk.version());
    spawn(async move {
        let answer = api::reissue_delivery(&request, version).await;
        let answer = answer.map(|reissued| {
            desk.passcode.try_set(Some(reissued.passcode));
            reissued.page
        });
        desk.settle(answer, "A new link is on its way. Give the patient the passcode.");
    });
}

fn revoke(desk: Desk, delivery: DeliveryId) {
    let change = api::revoke_delivery(&desk.request(), &delivery, desk.version());
    desk.make(change, "The link is switched off.");
}
