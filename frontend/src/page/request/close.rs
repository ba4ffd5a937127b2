//! Close the request, when the answer has arrived.

use super::desk::{Desk, open_delivery};
use super::{CLOSE_DIALOG, section};
use crate::api;
use crate::browser;
use crate::component::button::{Look, busy_button, button};
use crate::component::dialog::dialog;
use crate::el::{El, el, p};
use domain::route::Name;
use domain::text;
use domain::wire::NextAction;
use domain::word::Language;
use leptos::prelude::*;

pub fn close(desk: Desk) -> El {
    let may = desk.may(Name::Close);
    let is_next = desk.part(|page| page.next == NextAction::Close);
    let offer = move || {
        let ask = || {
            button(Look::Outlined, "Close the request", || {
                browser::open_dialog(CLOSE_DIALOG)
            })
        };
        (may && is_next.get()).then(|| {
            section("Close")
                .id("close")
                .add(p(
                    "The requester has the record. When you close the request, it leaves the list of open requests. Its history stays.",
                ))
                .add(ask())
        })
    };
    let still_open = move || {
        let open = desk
            .page
            .with(|page| open_delivery(page).map(|delivery| delivery.expires_on))?;
        let until = text::date(open, Language::English);
        let words = [
            "The link stays open until ",
            &until,
            ". If it should not, go back and switch it off first.",
        ];
        Some(p(&words.concat()))
    };
    let question = vec![
        p("It leaves the list of open requests. No new link can be sent after that."),
        el("div").live(still_open),
        busy_button(
            Look::Filled,
            desk.busy,
            || "Close the request".to_owned(),
            move || {
                browser::close_dialog(CLOSE_DIALOG);
                send(desk);
            },
        ),
    ];
    el("div").live(offer).add(dialog(
        CLOSE_DIALOG,
        || "Close this request?".to_owned(),
        "Go back",
        question,
    ))
}

fn send(desk: Desk) {
    let change = api::close(&desk.request(), desk.version());
    desk.make(change, "The request is closed.");
}
