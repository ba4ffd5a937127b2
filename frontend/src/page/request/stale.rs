//! A colleague or the desk itself was faster: what became of the request meanwhile, beside what was about to be done.

use super::desk::Desk;
use super::who;
use crate::component::alert::{Weight, alert};
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
    let said = desk.said.get_untracked();
    alert(Weight::Notice, &title)
        .attr("role", "alert")
        .add(p(
            "Your change was not made. Look at the request as it stands now; what you typed stays.",
        ))
        .add(
            el("div")
                .class("sides")
                .live(move || Some(theirs(desk, &desk.newer.get())))
                .add_some(said.map(|said| yours(&said))),
        )
        .add(anew(desk))
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
            let seen = desk.page.with_untracked(|page| page.history.len());
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
        .add(p(&said.act).class("strong"))
        .add_some((!said.answers.is_empty()).then(|| el("dl").class("summary").add_all(rows)))
}

fn side(heading: &str) -> El {
    el("div").add(el("h3").text(heading))
}
