//! Finding a request by its receipt number or the patient's last name. What is typed goes into no address.

use super::{Board, failed, ticked};
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, button, submit_button};
use crate::component::failure_view::action_failed;
use crate::component::field::{Kind, Label, field};
use crate::el::{El, el, p};
use crate::form::Answer;
use crate::load::spawn;
use crate::text::staff;
use domain::field::FieldError;
use domain::parse;
use domain::request::{RECEIPT_LETTERS, receipt_folded};
use domain::wire::{Found, SearchRequests};
use domain::word::Language;
use leptos::prelude::*;

/// One box for both, by the wire name of the first.
pub const FIELD: &str = "family_name";

pub fn search(board: Board) -> El {
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let label = Label {
        id: FIELD,
        text: "Find a request",
        hint: "Last name, last name and first name as in “Lopez, Ana”, or receipt number. Closed requests are found, too.",
    };
    let send = move || {
        let form = form(&typed.get_untracked());
        let faults = parse::search(&form).err().unwrap_or_default();
        let is_fine = faults.is_empty();
        board.errors.set(in_the_box(faults));
        failure.set(None);
        if !is_fine || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn(async move {
            let answer = api::search(&board.practice(), &form).await;
            busy.try_set(false);
            match answer {
                Ok(found) => {
                    browser::announce(&count(&found));
                    board.selected.try_set(Vec::new());
                    board.found.try_set(Some(found));
                }
                Err(refused) if !refused.errors().is_empty() => {
                    board.errors.try_set(in_the_box(refused.errors()));
                }
                Err(other) => {
                    failure.try_set(Some(other));
                }
            }
        });
    };
    let trouble = move || {
        let failure = failure.get()?;
        Some(match failure.status() {
            401 | 403 | 404 => failed(&failure, || {}),
            _ => action_failed(&failure, Language::English),
        })
    };
    el("form")
        .class("find")
        .attr("role", "search")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .add(field(label, Kind::TEXT, Answer::own(typed), board.errors))
        .add(submit_button(Look::Outlined, busy, || "Find".to_owned()))
        .live(trouble)
}

/// What is wrong with either name is said at the one box.
fn in_the_box(errors: Vec<FieldError>) -> Vec<FieldError> {
    let here = |error: FieldError| FieldError::new(FIELD, error.code);
    errors.into_iter().map(here).collect()
}

/// A name may look like a receipt number, so that what could be one is looked for as both.
fn form(typed: &str) -> SearchRequests {
    let receipt = if receipt_folded(typed).len() == RECEIPT_LETTERS {
        typed.to_owned()
    } else {
        String::new()
    };
    let (family, given) = typed.split_once(',').unwrap_or((typed, ""));
    SearchRequests {
        family_name: family.to_owned(),
        given_name: given.to_owned(),
        receipt,
    }
}

fn count(found: &Found) -> String {
    let counted = staff::counted(found.rows.len(), "request", "requests");
    if found.more {
        return ["There are more than these ", &counted].concat();
    }
    [&counted, " found"].concat()
}

/// In place of the list.
pub fn result(board: Board, found: &Found) -> El {
    let back = button(Look::Link, "Show the open requests", move || {
        board.selected.set(Vec::new());
        board.found.set(None);
    });
    let line = p(&count(found)).class("aside").add(back);
    if found.rows.is_empty() {
        return el("div").class("empty").add(line).add(p(
            "Check the spelling. A last name is found by its beginning, with a first name after it only as a whole. A receipt number is found only as a whole.",
        ));
    }
    let narrow = found.more.then(|| {
        alert(
            Weight::Notice,
            "Not every request that fits is shown. Add the first name after a comma, as in “Lopez, Ana”, or look for the receipt number.",
        )
    });
    el("div")
        .add(line)
        .add_some(narrow)
        .add(ticked(board, "Requests found", &found.rows))
}
