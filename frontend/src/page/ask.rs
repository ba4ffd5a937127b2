//! Ask for my record: the form, the check, and the receipt with the code. One address, three steps, so that
//! the back button never loses an answer.

mod check;
mod questions;
mod receipt;

use super::home::Missing;
use super::skeleton;
use crate::address::Place;
use crate::api;
use crate::browser;
use crate::component::failure_view::FailureView;
use crate::form::Errors;
use crate::load::{Load, load, reload};
use crate::session::{language, session};
use crate::text::{ask, say};
use check::Check;
use domain::field::FieldError;
use domain::id::{LocationId, PracticeId};
use domain::parse;
use domain::wire::{PracticeCard, SubmitRequest, Submitted};
use leptos::prelude::*;
use questions::Questions;
use receipt::Receipt;
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
        let kept = browser::stored(&slot).and_then(|text| serde_json::from_str(&text).ok());
        let form = RwSignal::new(kept.unwrap_or_else(|| SubmitRequest {
            language: language().tag().to_owned(),
            ..SubmitRequest::default()
        }));
        Effect::new(move |_| {
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
    serde_json::from_str(&browser::stored(&sent_slot(practice))?).ok()
}

#[component]
pub fn Ask(practice: PracticeId) -> AnyView {
    let session = session();
    let asked = practice.clone();
    let card = load(async move { api::practice(&asked).await });
    let retry = Callback::new(move |()| {
        let asked = practice.clone();
        reload(card, async move { api::practice(&asked).await });
    });
    (move || match card.get() {
        Load::Waiting => view! {
            <div class="column"><h1>{say(ask::TITLE, language())}</h1>{skeleton(6)}</div>
        }
        .into_any(),
        Load::Failed(failure) if failure.status() == 404 => view! { <Missing/> }.into_any(),
        Load::Failed(failure) => view! {
            <div class="column">
                <h1>{say(ask::TITLE, language())}</h1>
                <FailureView failure on_retry=retry/>
            </div>
        }
        .into_any(),
        Load::Ready(card) => {
            session.practice_name.set(Some(card.name.clone()));
            view! { <Steps card/> }.into_any()
        }
    })
    .into_any()
}

/// The step that the address names, as far as what was typed allows it.
#[component]
fn Steps(card: PracticeCard) -> AnyView {
    let draft = Draft::new(card);
    let step = session().query("step");
    (move || {
        let sent = sent(&draft.practice());
        match (step.get().as_deref(), sent) {
            (Some("code"), Some(sent)) => view! { <Receipt draft sent/> }.into_any(),
            (Some("check"), _) if draft.faults().is_empty() => view! { <Check draft/> }.into_any(),
            (Some(_) | None, sent) => view! { <Questions draft sent/> }.into_any(),
        }
    })
    .into_any()
}
