//! A colleague or the desk itself was faster: what became of the request meanwhile, beside what was about to be done.

use super::desk::Desk;
use super::who;
use crate::browser;
use crate::component::button::{Look, button};
use crate::component::history_list::history_list;
use crate::el::{El, el, p};
use crate::load::Load;
use crate::said::Said;
use domain::text;
use domain::wire::{Problem, RequestPage};
use domain::word::Language;
use leptos::prelude::*;

pub fn stale(desk: Desk, problem: &Problem) -> El {
    let mut title = match &problem.changed_by {
        Some(by) => ["Changed by ", by, " meanwhile"].concat(),
        None => "The desk went on meanwhile".to_owned(),
    };
    if let Some(what) = problem.changed {
        title.push_str(": ");
        title.push_str(text::what(what, Language::English));
    }
    // Read out once, and not again when the rest has come.
    let read_out = el("div")
        .attr("role", "alert")
        .add(p(&title).class("alert-title"))
        .add(p(
            "Your change was not made. Below this, the page still shows the request as it was.",
        ));
    let said = desk.said.get_untracked();
    let sides = el("div")
        .class("sides")
        .live(move || Some(theirs(desk, &desk.newer.get())))
        .add_some(said.map(|said| yours(&said)));
    el("div").class("alert").add(read_out).add(sides).add(anew(desk))
}

/// What was not saved stays in view, beside the request as it is now, until it is of no use any more.
pub fn kept(desk: Desk) -> Option<El> {
    let said = desk.kept.get()?;
    let done = button(Look::Plain, "I don’t need this any more", move || {
        desk.kept.set(None);
        browser::focus_heading();
    });
    Some(
        el("div")
            .class("alert")
            .add(p("The request is shown as it is now. Your change was not made."))
            .add(yours(&said))
            .add(done),
    )
}

pub fn anew(desk: Desk) -> El {
    button(Look::Outlined, "Show the request as it is now", move || desk.refresh())
}

fn theirs(desk: Desk, newer: &Load<RequestPage>) -> El {
    let side = side("What happened meanwhile");
    match newer {
        Load::Waiting => side.add(p("Loading").class("waiting")),
        Load::Failed(_) => side.add(p("It could not be loaded.")),
        Load::Ready(newer) => {
            let seen = desk.seen.get_untracked();
            match newer.history.get(seen..) {
                Some(lines @ [_, ..]) => side.add(history_list(lines, who::before)),
                _ => side.add(p("Nothing that the history tells of.")),
            }
        }
    }
}

fn yours(said: &Said) -> El {
    let rows = said.answers.iter().map(|(question, answer)| {
        el("div")
            .class("summary-row")
            .add(el("dt").text(question))
            .add(el("dd").text(answer))
    });
    side("Yours, not saved")
        .add(p(&["You pressed \u{201c}", &said.act, "\u{201d}."].concat()))
        .add_some((!said.answers.is_empty()).then(|| el("dl").class("summary").add_all(rows)))
}

fn side(name: &str) -> El {
    el("div")
        .attr("role", "group")
        .attr("aria-label", name)
        .add(p(name).class("strong"))
}
