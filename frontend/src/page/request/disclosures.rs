//! What went out of the patient's record, for the officer: loaded when it is looked at, since that is written down; and
//! the form for what went to someone wrong.

use super::desk::Desk;
use super::section;
use super::sheet::{Sheet, fold, sheet};
use crate::api;
use crate::browser;
use crate::component::button::{Look, button};
use crate::component::failure_view::failure_view;
use crate::component::field::{Kind, Label, field, text_area};
use crate::el::{El, el, p, react};
use crate::form::{Answer, Errors};
use crate::load::{Load, spawn};
use crate::page::reports::went_out;
use crate::page::skeleton;
use domain::disclosure::{accounting_csv, log_csv};
use domain::parse::misdirecting::misdirection;
use domain::route::Name;
use domain::wire::report::{DisclosureLog, Misdirect, PatientDisclosures};
use leptos::prelude::*;

pub fn disclosures(desk: Desk) -> El {
    if !desk.may(Name::Misdirect) {
        return el("div");
    }
    section("What went out")
        .id("disclosures")
        .add(log(desk))
        .add(wrong(desk))
}

fn log(desk: Desk) -> El {
    let state = RwSignal::new(None::<Load<PatientDisclosures>>);
    let ask = move || {
        let request = desk.request();
        spawn(async move {
            let next = match api::patient_disclosures(&request).await {
                Ok(list) => Load::Ready(list),
                Err(failure) => Load::Failed(failure),
            };
            state.try_set(Some(next));
        });
    };
    let first = move || {
        state.set(Some(Load::Waiting));
        ask();
    };
    // What has happened since may be a line of it.
    let happened = desk.part(|page| page.history.len());
    react(move || {
        // Read, and not only tracked: what nobody reads is never worked out again.
        let _ = happened.get();
        if state.with_untracked(|found| matches!(found, Some(Load::Ready(_)))) {
            ask();
        }
    });
    el("div").live(move || {
        Some(state.with(|found| match found {
            None => button(Look::Small, "Show what went out of this patient’s record", first).id("show-disclosures"),
            Some(Load::Waiting) => skeleton(2),
            Some(Load::Failed(failure)) => failure_view(failure, first),
            Some(Load::Ready(list)) => shown(desk, list),
        }))
    })
}

fn shown(desk: Desk, list: &PatientDisclosures) -> El {
    if list.disclosures.is_empty() {
        return p("Nothing went out yet.").class("aside");
    }
    let log = DisclosureLog {
        from: String::new(),
        until: String::new(),
        disclosures: list.disclosures.clone(),
    };
    let (all, accounting) = (log_csv(&log), accounting_csv(&log));
    let practice = desk.page.with_untracked(|page| page.practice.clone());
    el("div").add(went_out(&practice, &list.disclosures)).add(
        el("div")
            .class("buttons")
            .add(button(Look::Small, "Save this log (CSV)", move || {
                browser::save_file("access-desk-releases-of-one-patient.csv", &all);
            }))
            .add(button(Look::Small, "Save the accounting (CSV)", move || {
                browser::save_file("access-desk-accounting-of-one-patient.csv", &accounting);
            })),
    )
}

/// The accounting asks when, to whom, where, what and why, 45 CFR 164.528(b)(2).
fn wrong(desk: Desk) -> El {
    let [on, to, place, what, why] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    let label = |id, text, hint| Label { id, text, hint };
    let line = |label, value| field(label, Kind::TEXT, Answer::own(value), errors);
    let day = label("wrong-on", "On which day did it go out?", "");
    let fields = vec![
        field(day, Kind::DATE, Answer::own(on), errors),
        line(
            label("wrong-to", "Who got it?", "A name, or who it was as far as you know."),
            to,
        ),
        line(
            label("wrong-place", "At which address?", "Leave it empty if you don’t know."),
            place,
        ),
        line(
            label("wrong-what", "What was it?", "For example: one visit note of May 2024."),
            what,
        ),
        text_area(
            label(
                "wrong-why",
                "How did it come about?",
                "It stands in the accounting that the patient can ask for.",
            ),
            Answer::own(why),
            errors,
        ),
    ];
    let sheet_of = Sheet {
        name: "wrong",
        button: "Write it down",
        done: "It stands in the accounting.",
        clear: vec![on, to, place, what, why],
    };
    let form = sheet(desk, sheet_of, errors, fields, move || {
        let form = Misdirect {
            on: on.get_untracked(),
            to: to.get_untracked(),
            place: place.get_untracked(),
            what: what.get_untracked(),
            why: why.get_untracked(),
        };
        misdirection(&form, desk.page.with_untracked(|page| page.clock.today))?;
        Ok(api::misdirect(&desk.request(), &form))
    });
    fold("wrong", "A record went to someone wrong: write it down")
        .add(p("This is for the accounting of 45 CFR 164.528. Switch the link off first, if there is one, and ask whoever got it to give it back. Whether the patient must be told is another step.").class("hint"))
        .add(form)
}
