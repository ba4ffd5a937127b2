//! What was decided last, taken back while nothing of it has gone out.

use super::desk::Desk;
use crate::api;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, button};
use crate::el::{El, el, p};
use domain::route::Name;
use domain::word::Work;
use leptos::prelude::*;

pub fn undo(desk: Desk) -> El {
    let from = desk.part(|page| page.can_undo.then_some(page.work));
    el("div").live(move || from.get().map(|work| offer(desk, work)))
}

fn offer(desk: Desk, from: Work) -> El {
    let (title, words) = match from {
        Work::Assembling => (
            "Nothing has gone out yet",
            "You can still take the release back. The package is thrown away, and you can change what goes out.",
        ),
        Work::Ready => (
            "The record has not gone out yet",
            "It goes by plain e-mail within a minute or two, and nothing can call it back then. Until it has gone you can \
             take the release back and change what goes out.",
        ),
        Work::Received | Work::Gathering => (
            "The letter about more time has not gone out yet",
            "The privacy officer can still take it back. The letter is not sent, and the request is due when it was \
             before.",
        ),
        Work::Delivered | Work::Answered | Work::Closed => (
            "The letter has not gone out yet",
            "You can still take it back. The letter is not sent, and the request is open again where it was.",
        ),
    };
    let press = move || {
        let change = api::undo(&desk.request(), desk.version());
        desk.make(change, "Taken back. Nothing went out.");
    };
    // More time is the officer's to give, and to take back.
    let may = match from {
        Work::Received | Work::Gathering => desk.may(Name::Extend),
        Work::Assembling | Work::Ready | Work::Delivered | Work::Answered | Work::Closed => desk.may(Name::Undo),
    };
    let take_back = may.then(|| button(Look::Outlined, "Take it back", press));
    alert(Weight::Notice, title).add(p(words)).add_some(take_back)
}
