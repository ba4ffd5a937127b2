//! Come back to a request: receipt number and e-mail address, then a code.

use super::code::code_form;
use super::{back, column, contact, entitle_form, h1, h2};
use crate::address::Place;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::button::{Look, submit_button};
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
use domain::wire::{FindRequest, PracticeCard};
use domain::word::Language;
use leptos::prelude::*;
use std::rc::Rc;

#[derive(Clone, Copy)]
struct Search {
    session: Session,
    practice: StoredValue<PracticeId>,
    card: Loading<PracticeCard>,
    form: RwSignal<FindRequest>,
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
    let email = Label {
        id: "email",
        text: say(ask::EMAIL, language),
        hint: "",
    };
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
        .add(field(
            email,
            Kind::EMAIL,
            Answer::of(form, |form| &mut form.email),
            errors,
        ))
        .live(move || {
            search
                .trouble
                .with(|failure| failure.as_ref().map(|failure| action_failed(failure, language)))
        })
        .add(submit_button(Look::Filled, busy, move || {
            say(ask::SEND_CODE, language).to_owned()
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

fn send(search: Search) {
    if search.busy.get_untracked() {
        return;
    }
    let form = search.form.get_untracked();
    let faults = parse::find(&form).err().unwrap_or_default();
    let is_fine = faults.is_empty();
    search.errors.set(faults);
    search.trouble.set(None);
    if !is_fine {
        return;
    }
    search.busy.set(true);
    let practice = search.practice.get_value();
    spawn(async move {
        let answer = api::find_request(&practice, &form).await;
        search.busy.try_set(false);
        match answer {
            Ok(challenged) => {
                browser::store(&search.slot(), challenged.challenge.as_str());
                search.session.go(&[search.path().as_str(), "?step=code"].concat());
            }
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
    let on_proven = Rc::new(move || {
        browser::forget(&search.slot());
        search
            .session
            .replace(&Place::Status(search.practice.get_value()).path());
    });
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
