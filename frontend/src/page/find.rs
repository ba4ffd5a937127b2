//! Come back to a request: by its receipt number and a code to the e-mail address, or by its receipt number and PIN.

use super::ask::sent_slot;
use super::code::code_form;
use super::{back, column, contact, entitle_form, h1, h2};
use crate::address::Place;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::button::{Look, submit_button};
use crate::component::choices::{Choice, radio_buttons};
use crate::component::error_summary::error_summary;
use crate::component::failure_view::action_failed;
use crate::component::field::{Kind, Label, field};
use crate::el::{El, el, p, react};
use crate::form::{Answer, Errors};
use crate::load::{Load, Loading, load, spawn};
use crate::session::{Session, language, session};
use crate::text::{ask, common, fill, say};
use domain::id::{ChallengeId, PracticeId};
use domain::parse;
use domain::wire::{FindRequest, PracticeCard, ProvePin};
use domain::word::Language;
use leptos::prelude::*;
use std::rc::Rc;

#[derive(Clone, Copy)]
struct Search {
    session: Session,
    practice: StoredValue<PracticeId>,
    card: Loading<PracticeCard>,
    form: RwSignal<FindRequest>,
    /// `code` or `pin`.
    by: RwSignal<String>,
    pin: RwSignal<String>,
    errors: Errors,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Failure>>,
}

impl Search {
    /// Where the tab keeps the challenge of the code that was sent.
    fn slot(self) -> String {
        self.practice
            .with_value(|practice| ["find ", practice.as_str()].concat())
    }

    fn by_pin(self) -> bool {
        self.by.with(|by| by == "pin")
    }

    /// It is proven: shows where the request stands. What the tab kept to get here is no longer needed.
    fn open(self) {
        let practice = self.practice.get_value();
        browser::forget(&self.slot());
        browser::forget(&sent_slot(&practice));
        self.session.replace(&Place::Status(practice).path());
    }

    fn path(self) -> String {
        Place::Find(self.practice.get_value()).path()
    }
}

pub fn find(practice: PracticeId) -> El {
    let language = language();
    let session = session();
    let asked = practice.clone();
    let search = Search {
        session,
        practice: StoredValue::new(practice),
        card: load(async move { api::practice(&asked).await }),
        form: RwSignal::new(FindRequest::default()),
        by: RwSignal::new("code".to_owned()),
        pin: RwSignal::new(String::new()),
        errors: RwSignal::new(Vec::new()),
        busy: RwSignal::new(false),
        trouble: RwSignal::new(None),
    };
    react(move || {
        search.card.with(|card| {
            if let Load::Ready(card) = card {
                session.practice_name.set(Some(card.name.clone()));
            }
        });
    });
    let step = session.query("step");
    el("div").live(move || {
        let challenge = browser::stored(&search.slot()).and_then(|text| ChallengeId::parse(&text));
        Some(match (step.get().as_deref(), challenge) {
            (Some("code"), Some(challenge)) => enter_code(search, challenge, language),
            (Some(_) | None, _) => questions(search, language),
        })
    })
}

fn questions(search: Search, language: Language) -> El {
    let Search { form, errors, busy, .. } = search;
    entitle_form(say(ask::FIND_TITLE, language), errors);
    let receipt = Label {
        id: "receipt",
        text: say(ask::RECEIPT, language),
        hint: say(ask::RECEIPT_HINT, language),
    };
    let by = Label {
        id: "by",
        text: say(ask::FIND_BY, language),
        hint: "",
    };
    let ways = vec![
        Choice::new("code", say(ask::FIND_BY_CODE, language)),
        Choice::new("pin", say(ask::FIND_BY_PIN, language)).hint(say(ask::FIND_BY_PIN_HINT, language)),
    ];
    let is_pin = Memo::new(move |_| search.by_pin());
    let receipt_kind = Kind {
        class: "input medium receipt",
        ..Kind::TEXT
    };
    let form = el("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            send(search);
        })
        .add(field(
            receipt,
            receipt_kind,
            Answer::of(form, |form| &mut form.receipt),
            errors,
        ))
        .add(radio_buttons(by, ways, &Answer::own(search.by), errors))
        .live(move || Some(proof(search, is_pin.get(), language)))
        .live(move || {
            search
                .trouble
                .with(|failure| failure.as_ref().map(|failure| action_failed(failure, language)))
        })
        .add(submit_button(Look::Filled, busy, move || {
            let label = if is_pin.get() { ask::SHOW } else { ask::SEND_CODE };
            say(label, language).to_owned()
        }));
    column()
        .add(error_summary("error-summary", errors))
        .add(h1(say(ask::FIND_TITLE, language)))
        .add(p(say(ask::FIND_LEAD, language)).class("lead"))
        .add(form)
        .add(h2(say(ask::LOST_RECEIPT, language)))
        .add(p(say(ask::LOST_RECEIPT_TEXT, language)))
        .live(move || call(search, language))
}

/// What shows that the request is hers.
fn proof(search: Search, is_pin: bool, language: Language) -> El {
    let label = |id, words| Label {
        id,
        text: say(words, language),
        hint: "",
    };
    if is_pin {
        let question = label("pin", ask::PIN);
        return field(question, Kind::code("off"), Answer::own(search.pin), search.errors);
    }
    let answer = Answer::of(search.form, |form| &mut form.email);
    field(label("email", ask::EMAIL), Kind::EMAIL, answer, search.errors)
}

fn send(search: Search) {
    if search.busy.get_untracked() {
        return;
    }
    let form = search.form.get_untracked();
    let pin = untrack(|| search.by_pin()).then(|| ProvePin {
        receipt: form.receipt.clone(),
        pin: search.pin.get_untracked(),
    });
    let faults = match &pin {
        Some(pin) => parse::pin(pin).err(),
        None => parse::find(&form).err(),
    };
    let faults = faults.unwrap_or_default();
    let is_fine = faults.is_empty();
    search.errors.set(faults);
    search.trouble.set(None);
    if !is_fine {
        return;
    }
    search.busy.set(true);
    let practice = search.practice.get_value();
    spawn(async move {
        let sent = match pin {
            Some(pin) => api::prove_pin(&practice, &pin).await.map(|_| None),
            None => api::find_request(&practice, &form).await.map(Some),
        };
        search.busy.try_set(false);
        match sent {
            Ok(Some(challenged)) => {
                browser::store(&search.slot(), challenged.challenge.as_str());
                search.session.go(&[search.path().as_str(), "?step=code"].concat());
            }
            Ok(None) => search.open(),
            Err(failure) if !failure.errors().is_empty() => search.errors.set(failure.errors()),
            Err(failure) => search.trouble.set(Some(failure)),
        }
    });
}

fn enter_code(search: Search, challenge: ChallengeId, language: Language) -> El {
    let errors = RwSignal::new(Vec::new());
    entitle_form(say(ask::FIND_CODE_TITLE, language), errors);
    let typed = search.form.with_untracked(|form| form.email.trim().to_owned());
    let email = if typed.is_empty() {
        say(ask::YOUR_ADDRESS, language)
    } else {
        &typed
    };
    let lead = fill(say(ask::FIND_CODE_LEAD, language), &[email]);
    let on_proven = Rc::new(move || search.open());
    column()
        .add(back(&search.path(), say(common::BACK, language)))
        .add(h1(say(ask::FIND_CODE_TITLE, language)))
        .add(p(&lead))
        .add(code_form(challenge, errors, on_proven))
        .add(h2(say(common::WHOM_TO_CALL, language)))
        .live(move || call(search, language))
}

fn call(search: Search, language: Language) -> Option<El> {
    search.card.with(|card| match card {
        Load::Ready(card) => Some(contact(card, language)),
        Load::Waiting | Load::Failed(_) => None,
    })
}
