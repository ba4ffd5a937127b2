//! The 6-digit code: tries, and sending it again.

use crate::api::{self, Failure};
use crate::browser;
use crate::component::button::{Look, submit_button};
use crate::component::error_summary::error_summary;
use crate::component::failure_view::action_failed;
use crate::component::field::{Kind, Label, field};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use crate::load::spawn;
use crate::session::language;
use crate::text::{ask, fill, say};
use domain::field::{Code, FieldError};
use domain::id::ChallengeId;
use domain::parse;
use domain::wire::{Challenged, ContactProven, ProveContact};
use domain::word::Language;
use leptos::prelude::*;
use std::rc::Rc;

const WAIT_SECONDS: u32 = 30;

/// What the form knows.
#[derive(Clone, Copy)]
struct Challenge {
    id: StoredValue<ChallengeId>,
    form: RwSignal<ProveContact>,
    errors: Errors,
    busy: RwSignal<bool>,
    tries_left: RwSignal<Option<u32>>,
    resends_left: RwSignal<Option<u32>>,
    /// Seconds until another code may be asked for.
    wait: RwSignal<u32>,
    trouble: RwSignal<Option<Failure>>,
}

pub fn code_form(challenge: ChallengeId, errors: Errors, on_proven: Rc<dyn Fn()>) -> El {
    let language = language();
    let code = Challenge {
        id: StoredValue::new(challenge),
        form: RwSignal::new(ProveContact::default()),
        errors,
        busy: RwSignal::new(false),
        tries_left: RwSignal::new(None),
        resends_left: RwSignal::new(None),
        wait: RwSignal::new(WAIT_SECONDS),
        trouble: RwSignal::new(None),
    };
    count_down(code.wait);
    let label = Label {
        id: "code",
        text: say(ask::CODE, language),
        hint: "",
    };
    let form = el("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            prove(code, on_proven.clone());
        })
        .add(field(
            label,
            Kind::code("one-time-code"),
            Answer::of(code.form, |form| &mut form.code),
            errors,
        ))
        .live(move || code.tries_left.get().map(|left| tries(left, language)))
        .live(move || {
            code.trouble
                .with(|failure| failure.as_ref().map(|failure| action_failed(failure, language)))
        })
        .add(submit_button(Look::Filled, code.busy, move || {
            let label = if code.busy.get() { ask::CONFIRMING } else { ask::CONFIRM };
            say(label, language).to_owned()
        }));
    el("div")
        .add(error_summary("code-errors", errors))
        .add(form)
        .add(el("h2").class("minor").text(say(ask::NO_CODE, language)))
        .add(p(say(ask::NO_CODE_TEXT, language)))
        .live(move || Some(resending(code, language)))
}

fn prove(code: Challenge, on_proven: Rc<dyn Fn()>) {
    if code.busy.get_untracked() {
        return;
    }
    let form = code.form.get_untracked();
    code.trouble.set(None);
    if let Err(error) = parse::code(&form) {
        code.errors.set(vec![error]);
        return;
    }
    code.errors.set(Vec::new());
    code.busy.set(true);
    let challenge = code.id.get_value();
    spawn(async move {
        let answer = api::prove_contact(&challenge, &form).await;
        code.busy.try_set(false);
        settle(code, answer, on_proven);
    });
}

fn settle(code: Challenge, answer: Result<ContactProven, Failure>, on_proven: Rc<dyn Fn()>) {
    match answer {
        Ok(_) => on_proven(),
        Err(failure) if !failure.errors().is_empty() => {
            code.tries_left.set(failure.tries_left());
            code.errors.set(failure.errors());
        }
        Err(failure) if failure.status() == 404 => {
            code.errors.set(vec![FieldError::new("code", Code::CodeExpired)]);
        }
        Err(failure) => code.trouble.set(Some(failure)),
    }
}

fn resend(code: Challenge, language: Language) {
    code.trouble.set(None);
    code.busy.set(true);
    let challenge = code.id.get_value();
    spawn(async move {
        let answer = api::resend_code(&challenge).await;
        code.busy.try_set(false);
        match answer {
            Ok(Challenged {
                challenge,
                resends_left,
            }) => {
                code.id.set_value(challenge);
                code.resends_left.set(Some(resends_left));
                code.tries_left.set(None);
                code.errors.set(Vec::new());
                code.form.set(ProveContact::default());
                browser::announce(say(ask::RESENT, language));
                code.wait.set(WAIT_SECONDS);
                count_down(code.wait);
            }
            Err(failure) if matches!(failure.status(), 404 | 409) => code.resends_left.set(Some(0)),
            Err(failure) => code.trouble.set(Some(failure)),
        }
    });
}

fn count_down(wait: RwSignal<u32>) {
    spawn(async move {
        while wait.try_get_untracked().is_some_and(|left| left > 0) {
            browser::sleep(1000).await;
            wait.try_update(|left| *left = left.saturating_sub(1));
        }
    });
}

fn resending(code: Challenge, language: Language) -> El {
    let left = code.resends_left.get();
    if left == Some(0) && code.wait.get() == 0 {
        return p(say(ask::NO_RESENDS, language));
    }
    let blocked = move || code.wait.get() > 0 || code.busy.get();
    let again = el("button")
        .attr("type", "button")
        .class("button outlined")
        .live_attr("aria-disabled", move || Some(blocked().to_string()))
        .live_text(move || match code.wait.get() {
            0 => say(ask::RESEND, language).to_owned(),
            left => fill(say(ask::RESEND_WAIT, language), &[&left.to_string()]),
        })
        .on("click", move |_| {
            if !untrack(blocked) {
                resend(code, language);
            }
        });
    let sent = left.map(|left| {
        el("div")
            .add(p(say(ask::RESENT, language)).class("good-text"))
            .add(p(&fill(say(ask::RESENDS_LEFT, language), &[&left.to_string()])))
    });
    el("div").add_some(sent).add(again)
}

fn tries(left: u32, language: Language) -> El {
    let words = if left == 1 { ask::TRY_LEFT } else { ask::TRIES_LEFT };
    p(&fill(say(words, language), &[&left.to_string()]))
}
