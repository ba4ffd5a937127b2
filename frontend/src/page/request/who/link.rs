//! Two asks for the same record.

use super::super::desk::Desk;
use super::super::sheet::{Sheet, fold, sheet};
use crate::api;
use crate::component::button::{Look, button};
use crate::component::failure_view::action_failed;
use crate::component::field::{Kind, Label, field};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use crate::load::{Load, spawn};
use domain::field::{Code, FieldError};
use domain::text;
use domain::wire::{Found, LinkRequest, RequestPage, SearchRequests, WorklistRow};
use domain::word::{Language, Work};
use leptos::prelude::*;

pub fn link(desk: Desk) -> El {
    let receipt = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let label = Label {
        id: "link-receipt",
        text: "Receipt number of the other request",
        hint: "For asks for the same record. The earliest receipt then counts for all, and none waits for another.",
    };
    let kind = Kind {
        class: "input medium receipt",
        ..Kind::TEXT
    };
    let what = Sheet {
        name: "link",
        button: "Link them",
        done: "The requests are linked.",
        clear: vec![receipt],
    };
    let fields = vec![field(label, kind, Answer::own(receipt), errors), others(desk, receipt)];
    let form = sheet(desk, what, errors, fields, move || {
        let form = LinkRequest {
            receipt: receipt.get_untracked(),
        };
        if form.receipt.trim().is_empty() {
            return Err(vec![FieldError::new("receipt", Code::LinkUnknown)]);
        }
        Ok(api::link_request(&desk.request(), desk.version(), &form))
    });
    fold("link", "Link to another request for the same record").add(form)
}

/// Other requests under the patient's name, to choose from.
fn others(desk: Desk, receipt: RwSignal<String>) -> El {
    let shown = RwSignal::new(None::<Load<Found>>);
    let look = button(Look::Link, "Look for other requests under this name", move || {
        let (practice, form) = desk.page.with_untracked(|page| {
            let form = SearchRequests {
                family_name: page.family_name.clone(),
                given_name: page.given_name.clone(),
                ..SearchRequests::default()
            };
            (page.practice.clone(), form)
        });
        shown.set(Some(Load::Waiting));
        spawn(async move {
            let next = match api::search(&practice, &form).await {
                Ok(found) => Load::Ready(found),
                Err(failure) => Load::Failed(failure),
            };
            shown.try_set(Some(next));
        });
    });
    let list = move || {
        shown.with(|shown| {
            Some(match shown.as_ref()? {
                Load::Waiting => p("Looking").class("waiting"),
                Load::Failed(failure) => action_failed(failure, Language::English),
                Load::Ready(found) => desk.page.with(|page| choices(page, found, receipt)),
            })
        })
    };
    el("div")
        .add(look)
        .add(el("div").attr("aria-live", "polite").live(list))
}

fn choices(page: &RequestPage, found: &Found, receipt: RwSignal<String>) -> El {
    let is_linked = |row: &WorklistRow| page.linked.iter().any(|linked| linked.request == row.request);
    let is_other = |row: &&WorklistRow| {
        row.request != page.request && !is_linked(row) && row.work != Work::Closed && row.kind.is_access()
    };
    let rows: Vec<_> = found
        .rows
        .iter()
        .filter(is_other)
        .map(|row| choice(row, receipt))
        .collect();
    if rows.is_empty() {
        return p("No other open request is under this name.").class("hint");
    }
    let more = found
        .more
        .then(|| p("There are more under this name than are shown.").class("hint"));
    el("div").add(el("ul").class("tasks").add_all(rows)).add_some(more)
}

fn choice(row: &WorklistRow, receipt: RwSignal<String>) -> El {
    let came = text::date(row.clock.due.received_on, Language::English);
    let words = [&row.receipt, ", ", &row.patient_name, ", received ", &came].concat();
    let number = row.receipt.clone();
    let which = el("span").class("unseen").text(": ").text(&row.receipt);
    let choose = button(Look::Small, "Choose", move || receipt.set(number.clone())).add(which);
    el("li").class("task").add(p(&words).class("task-words")).add(choose)
}
