//! Ask for my record: the form, the check, and the receipt with the code. One address, three steps, so that
//! the back button never loses an answer.

mod check;
mod questions;
mod receipt;

use super::home::missing;
use super::{back, column, contact, entitle, entitle_form, h1, h2, link, skeleton};
use crate::address::Place;
use crate::api;
use crate::browser;
use crate::component::failure_view::failure_view;
use crate::el::{El, el, react};
use crate::form::Errors;
use crate::json;
use crate::load::{Load, reload};
use crate::session::{language, session};
use crate::text::{ask, say};
use check::check;
use domain::field::FieldError;
use domain::id::{LocationId, PracticeId};
use domain::parse;
use domain::wire::{PracticeCard, SubmitRequest, Submitted};
use leptos::prelude::*;
use questions::questions;
use receipt::receipt;
use serde::{Deserialize, Serialize};

/// What this page knows. A draft stays in the tab until it is sent.
#[derive(Clone, Copy)]
struct Draft {
    card: StoredValue<PracticeCard>,
    form: RwSignal<SubmitRequest>,
    errors: Errors,
}

/// What was sent, kept in the tab until the code is entered.
#[derive(Clone, Serialize, Deserialize)]
struct Sent {
    submitted: Submitted,
    email: String,
}

impl Draft {
    fn new(card: PracticeCard) -> Self {
        let slot = draft_slot(&card.practice);
        let kept = browser::stored(&slot).and_then(|text| json::read(&text).ok());
        let form = RwSignal::new(kept.unwrap_or_else(|| SubmitRequest {
            language: language().tag().to_owned(),
            ..SubmitRequest::default()
        }));
        react(move || {
            let untouched = form.with(|form| form.given_name.is_empty() && form.family_name.is_empty());
            if let (false, Ok(text)) = (untouched, form.with(serde_json::to_string)) {
                browser::store(&slot, &text);
            }
        });
        Self {
            card: StoredValue::new(card),
            form,
            errors: RwSignal::new(Vec::new()),
        }
    }

    fn practice(self) -> PracticeId {
        self.card.with_value(|card| card.practice.clone())
    }

    fn address(self, step: &str) -> String {
        let path = Place::Ask(self.practice()).path();
        if step.is_empty() {
            return path;
        }
        [path.as_str(), "?step=", step].concat()
    }

    /// Everything that is wrong with it.
    fn faults(self) -> Vec<FieldError> {
        let offered: Vec<LocationId> = self.card.with_value(|card| {
            card.locations
                .iter()
                .map(|location| location.location.clone())
                .collect()
        });
        self.form
            .with_untracked(|form| parse::submit(form, &offered, browser::today()))
            .err()
            .unwrap_or_default()
    }
}

fn draft_slot(practice: &PracticeId) -> String {
    ["draft ", practice.as_str()].concat()
}

fn sent_slot(practice: &PracticeId) -> String {
    ["sent ", practice.as_str()].concat()
}

fn sent(practice: &PracticeId) -> Option<Sent> {
    json::read(&browser::stored(&sent_slot(practice))?).ok()
}

pub fn ask(practice: &PracticeId) -> El {
    let session = session();
    let card = RwSignal::new(Load::Waiting);
    let practice = practice.clone();
    let begin = move || {
        let practice = practice.clone();
        reload(card, async move { api::practice(&practice).await });
    };
    begin();
    el("div").live(move || {
        Some(card.with(|card| {
            match card {
                Load::Waiting => column().add(h1(say(ask::TITLE, language()))).add(skeleton(6)),
                Load::Failed(failure) if failure.status() == 404 => missing(),
                Load::Failed(failure) => column()
                    .add(h1(say(ask::TITLE, language())))
                    .add(failure_view(failure, begin.clone())),
                Load::Ready(card) => {
                    session.practice_name.set(Some(card.name.clone()));
                    steps(card.clone())
                }
            }
        }))
    })
}

/// The step that the address names, as far as what was typed allows it.
fn steps(card: PracticeCard) -> El {
    let draft = Draft::new(card);
    let step = session().query("step");
    el("div").live(move || {
        let sent = sent(&draft.practice());
        Some(match (step.get().as_deref(), sent) {
            (Some("code"), Some(sent)) => receipt(draft, sent),
            (Some("check"), _) if draft.faults().is_empty() => check(draft),
            (Some(_) | None, sent) => questions(draft, sent.as_ref()),
        })
    })
}
