//! What went out of the patient's record, for the officer: loaded when it is looked at, since that is written down.

use super::desk::Desk;
use super::section;
use crate::api;
use crate::browser;
use crate::component::button::{Look, button};
use crate::component::failure_view::failure_view;
use crate::el::{El, el, p, react};
use crate::load::{Load, spawn};
use crate::page::reports::went_out;
use crate::page::skeleton;
use domain::disclosure::{accounting_csv, log_csv};
use domain::route::Name;
use domain::wire::report::{DisclosureLog, PatientDisclosures};
use leptos::prelude::*;

pub fn disclosures(desk: Desk) -> El {
    if !desk.may(Name::PatientDisclosures) {
        return el("div");
    }
    section("What went out").id("disclosures").add(log(desk))
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
