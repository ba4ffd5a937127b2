//! How long the request is kept, with the working; and for the officer its legal hold, and the evidence of all of it.

use super::desk::Desk;
use super::sheet::{Sheet, fold, sheet};
use super::{link, section};
use crate::address::Place;
use crate::api;
use crate::component::clock_view::details;
use crate::component::field::{Label, text_area};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use domain::parse::keeping::hold as parse;
use domain::route::Name;
use domain::text::{self, retention};
use domain::wire::retention::{Hold, HoldCard, Keep};
use domain::word::Language;
use leptos::prelude::*;

pub fn keeping(desk: Desk) -> El {
    let keep = desk.part(|page| page.keep.clone());
    let is_held = desk.part(|page| page.keep.hold.is_some());
    let (may_hold, may_gather) = (desk.may(Name::Hold), desk.may(Name::Evidence));
    section("How long this is kept")
        .id("keeping")
        .live(move || Some(keep.with(shown)))
        .live(move || may_hold.then(|| form(desk, is_held.get())))
        .add_some(may_gather.then(|| evidence(desk)))
}

fn shown(keep: &Keep) -> El {
    let lines = retention::working(keep);
    let working = details("How we worked this out")
        .class("working")
        .add(el("ul").add_all(lines.iter().map(|line| el("li").text(line))))
        .add(p(retention::KEPT));
    el("div")
        .add(p(&retention::keep(keep)))
        .add_some(keep.hold.as_ref().map(held))
        .add(working)
}

fn held(hold: &HoldCard) -> El {
    let on = text::date(hold.on, Language::English);
    p(&[
        "Legal hold since ",
        &on,
        ", put there by ",
        &hold.by,
        ": ",
        &hold.reason,
    ]
    .concat())
}

/// Either way with a reason, which stays in the history.
fn form(desk: Desk, is_held: bool) -> El {
    let reason = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let (holds, button, done) = match is_held {
        false => ("yes", "Put it under a legal hold", "It is under a legal hold."),
        true => ("no", "Take the hold off", "The hold is off."),
    };
    let label = Label {
        id: "hold-reason",
        text: "Why?",
        hint: "It stays in the history. The requester does not see it.",
    };
    let sheet_of = Sheet {
        name: "hold",
        button,
        done,
        clear: vec![reason],
    };
    let fields = vec![text_area(label, Answer::own(reason), errors)];
    let form = sheet(desk, sheet_of, errors, fields, move || {
        let form = Hold {
            holds: holds.to_owned(),
            reason: reason.get_untracked(),
        };
        parse(&form)?;
        Ok(api::hold(&desk.request(), &form))
    });
    let summary = match is_held {
        false => "A complaint, an investigation or a lawsuit: put it under a legal hold",
        true => "Take the legal hold off",
    };
    fold("hold", summary).add(form)
}

fn evidence(desk: Desk) -> El {
    let place = desk
        .page
        .with_untracked(|page| Place::Evidence(page.practice.clone(), page.request.clone()));
    el("p")
        .id("evidence")
        .add(link(&place.path(), "Gather the evidence of this request"))
}
