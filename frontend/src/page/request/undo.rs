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
    let can = desk.part(|page| page.can_undo);
    el("div").live(move || can.get().then(|| offer(desk)))
}

fn offer(desk: Desk) -> El {
    let (title, words) = match desk.page.with_untracked(|page| page.work) {
        Work::Assembling => (
            "Nothing has gone out yet",
            "You can still take the release back. The package is thrown away, and you can change what goes out.",
        ),
        Work::Received | Work::Gathering | Work::Ready | Work::Delivered | Work::Answered | Work::Closed => (
            "The letter has not gone out yet",
            "You can still take it back. The letter is not sent, and the request is open again where it was.",
        ),
    };
    let press = move || {
        let change = api::undo(&desk.request(), desk.version());
        desk.make(change, "Taken back. Nothing went out.");
    };
    let take_back = desk
        .may(Name::Undo)
        .then(|| button(Look::Outlined, "Take it back", press));
    alert(Weight::Notice, title).add(p(words)).add_some(take_back)
}
