//! Ask for a record: the form, the check, and the receipt with the code or the PIN. One address, three steps, so that
//! the back button never loses an answer.

mod check;
mod kiosk;
pub mod questions;
pub mod reach;
pub mod receipt;
pub mod record;
pub mod who;

use super::home::missing;
use super::{back, column, contact, entitle, entitle_form, h1, h2, link, skeleton};
use crate::address::Place;
use crate::api;
use crate::browser;
use crate::component::failure_view::failure_view;
use crate::component::field::Kind;
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
use domain::word::Language;
use leptos::prelude::*;
use questions::questions;
use receipt::receipt;
use serde::{Deserialize, Serialize};

/// Whose device the form is filled in on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Device {
    Own,
    /// The practice's: the browser keeps nothing, for the next patient uses it, too.
    Shared,
}

/// What this page knows. A draft stays in the tab until it is sent.
#[derive(Clone, Copy)]
pub struct Draft {
    pub card: StoredValue<PracticeCard>,
    pub form: RwSignal<SubmitRequest>,
    pub errors: Errors,
    pub device: Device,
}

/// What was sent, kept in the tab until the code is entered.
#[derive(Clone, Serialize, Deserialize)]
struct Sent {
    submitted: Submitted,
    email: String,
}

impl Draft {
    fn new(card: PracticeCard, device: Device) -> Self {
        let slot = draft_slot(&card.practice);
        let kept = browser::stored(&slot).and_then(|text| json::read(&text).ok());
        let form = RwSignal::new(kept.unwrap_or_else(|| unanswered(device, language())));
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
            device,
        }
    }

    /// Takes away what was typed and what the tab keeps of it.
    fn clear(self, language: Language) {
        self.form.set(unanswered(self.device, language));
        browser::forget(&draft_slot(&self.practice()));
        self.errors.set(Vec::new());
    }

    /// One line of text, which the browser may fill in on the person's own device.
    pub fn kind(self, autocomplete: &'static str) -> Kind {
        Kind::text(match self.device {
            Device::Own => autocomplete,
            Device::Shared => "off",
        })
    }

    fn practice(self) -> PracticeId {
        self.card.with_value(|card| card.practice.clone())
    }

    fn address(self, step: &str) -> String {
        let place = match self.device {
            Device::Own => Place::Ask,
            Device::Shared => Place::Kiosk,
        };
        let path = place(self.practice()).path();
        if step.is_empty() {
            return path;
        }
        [path.as_str(), "?step=", step].concat()
    }

    /// Where the questions are.
    fn questions(self) -> String {
        self.address(match self.device {
            Device::Own => "",
            Device::Shared => kiosk::QUESTIONS,
        })
    }

    /// Everything that is wrong with it.
    fn faults(self) -> Vec<FieldError> {
        self.form
            .with_untracked(|form| parse::submit(form, &self.offered(), browser::today()))
            .err()
            .unwrap_or_default()
    }

    /// The places to choose from.
    pub fn offered(self) -> Vec<LocationId> {
        self.card.with_value(|card| {
            card.locations
                .iter()
                .map(|location| location.location.clone())
                .collect()
        })
    }
}

/// The form with what most people choose. A shared device is for those who may have no e-mail.
pub fn unanswered(device: Device, language: Language) -> SubmitRequest {
    let (reach, access, way) = match device {
        Device::Own => ("email", "copy", "download"),
        Device::Shared => ("telephone", "", ""),
    };
    SubmitRequest {
        requester: "self".to_owned(),
        reach: reach.to_owned(),
        access: access.to_owned(),
        way: way.to_owned(),
        language: language.tag().to_owned(),
        ..SubmitRequest::default()
    }
}

fn draft_slot(practice: &PracticeId) -> String {
    ["draft ", practice.as_str()].concat()
}

pub fn sent_slot(practice: &PracticeId) -> String {
    ["sent ", practice.as_str()].concat()
}

fn sent(practice: &PracticeId) -> Option<Sent> {
    json::read(&browser::stored(&sent_slot(practice))?).ok()
}

pub fn ask(practice: &PracticeId, device: Device) -> El {
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
                    steps(card.clone(), device)
                }
            }
        }))
    })
}

/// The step that the address names, as far as what was typed allows it.
fn steps(card: PracticeCard, device: Device) -> El {
    let draft = Draft::new(card, device);
    let step = session().query("step");
    el("div").live(move || {
        let sent = sent(&draft.practice());
        let shown = match (step.get().as_deref(), sent) {
            (Some("code"), Some(sent)) => receipt(draft, sent),
            (Some("check"), _) if draft.faults().is_empty() => check(draft),
            (None, _) if device == Device::Shared => return Some(kiosk::start(draft)),
            (Some(_) | None, sent) => questions(draft, sent.as_ref()),
        };
        Some(match device {
            Device::Own => shown,
            Device::Shared => kiosk::watched(draft, shown),
        })
    })
}
