//! The passcode, and what to do without it.

use super::Door;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::urgent;
use crate::component::button::{Look, submit_button};
use crate::component::error_summary::error_summary;
use crate::component::failure_view::action_failed;
use crate::component::field::{Kind, Label, field};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use crate::load::spawn;
use crate::page::{column, entitle_form, h1, h2};
use crate::session::language;
use crate::text::{delivery, fill, say};
use domain::parse;
use domain::wire::ProveDelivery;
use domain::word::Language;
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Attempt {
    form: RwSignal<ProveDelivery>,
    errors: Errors,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

pub fn passcode(door: Door) -> El {
    let language = language();
    let attempt = Attempt {
        form: RwSignal::new(ProveDelivery::default()),
        errors: RwSignal::new(Vec::new()),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    let Attempt {
        form,
        errors,
        busy,
        failure,
    } = attempt;
    entitle_form(say(delivery::TITLE, language), errors);
    let label = Label {
        id: "passcode",
        text: say(delivery::PASSCODE, language),
        hint: say(delivery::PASSCODE_HINT, language),
    };
    let answer = Answer::of(form, |form| &mut form.passcode);
    let form = el("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            prove(attempt, door);
        })
        .add(field(label, Kind::code("off"), answer, errors))
        .live(move || failure.with(|failure| trouble(failure.as_ref()?, language)))
        .add(submit_button(Look::Filled, busy, move || {
            let label = if busy.get() { delivery::OPENING } else { delivery::OPEN };
            say(label, language).to_owned()
        }));
    column()
        .add(error_summary("error-summary", errors))
        .add(h1(say(delivery::TITLE, language)))
        .add(p(say(delivery::LEAD, language)).class("lead"))
        .add(form)
        .add(h2(say(delivery::NO_PASSCODE, language)))
        .add(p(say(delivery::NO_PASSCODE_TEXT, language)))
}

fn prove(attempt: Attempt, door: Door) {
    if attempt.busy.get_untracked() {
        return;
    }
    let form = attempt.form.get_untracked();
    attempt.failure.set(None);
    if let Err(error) = parse::passcode(&form) {
        attempt.errors.set(vec![error]);
        return;
    }
    attempt.errors.set(Vec::new());
    attempt.busy.set(true);
    let id = door.id.get_value();
    spawn(async move {
        let answer = api::prove_delivery(&id, &form).await;
        attempt.busy.try_set(false);
        match answer {
            Ok(_) => {
                door.open();
                browser::soon(browser::focus_heading);
            }
            Err(failure) => {
                attempt.errors.set(failure.errors());
                attempt.failure.set(Some(failure));
            }
        }
    });
}

fn trouble(failure: &Failure, language: Language) -> Option<El> {
    // The error above says what to do when none is left.
    if let Some(left) = failure.tries_left().filter(|left| *left > 0) {
        let words = if left == 1 {
            delivery::TRY_LEFT
        } else {
            delivery::TRIES_LEFT
        };
        return Some(p(&fill(say(words, language), &[&left.to_string()])));
    }
    if !failure.errors().is_empty() {
        return None;
    }
    Some(match failure.status() {
        400..=428 => urgent(say(delivery::NOT_OPENED, language)).add(p(say(delivery::NOT_OPENED_TEXT, language))),
        _ => action_failed(failure, language),
    })
}
