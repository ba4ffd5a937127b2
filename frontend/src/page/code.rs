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
    /// Another code was sent while the form was there.
    is_resent: RwSignal<bool>,
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
        is_resent: RwSignal::new(false),
        wait: RwSignal::new(0),
        trouble: RwSignal::new(None),
    };
    let slot = code.slot();
    if browser::stored(&slot).is_none() {
        code.begin_wait();
    }
    if browser::stored(&code.spent_slot()).is_some_and(|text| !text.is_empty()) {
        code.tries_left.set(Some(0));
    }
    code.count_down();
    let label = Label {
        id: "code",
        text: say(ask::CODE, language),
        hint: "",
    };
    let is_over = Memo::new(move |_| code.is_over());
    let form = move || {
        let on_proven = on_proven.clone();
        el("form")
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
            .add(submit_button(Look::Filled, code.busy, move || {
                let label = if code.busy.get() { ask::CONFIRMING } else { ask::CONFIRM };
                say(label, language).to_owned()
            }))
            .add(el("h2").class("minor").text(say(ask::NO_CODE, language)))
            .add(p(say(ask::NO_CODE_TEXT, language)))
    };
    el("div")
        .add(error_summary("code-errors", errors))
        .live(move || (!is_over.get()).then(&form))
        .live(move || {
            code.trouble
                .with(|failure| failure.as_ref().map(|failure| action_failed(failure, language)))
        })
        .live(move || Some(resending(code, is_over.get(), language)))
}

impl Challenge {
    /// This code can't be proven any more: what is left is another one.
    fn is_over(self) -> bool {
        let is_spent = |error: &FieldError| matches!(error.code, Code::CodeExpired | Code::CodeSpent);
        self.tries_left.get() == Some(0) || self.errors.with(|errors| errors.iter().any(is_spent))
    }

    /// Where the tab keeps from when on another code may be asked for, so that a reload does not start over.
    fn slot(self) -> String {
        self.id.with_value(|id| ["resend ", id.as_str()].concat())
    }

    /// Where the tab keeps that this code is over.
    fn spent_slot(self) -> String {
        self.id.with_value(|id| ["spent ", id.as_str()].concat())
    }

    fn begin_wait(self) {
        browser::store(&self.slot(), &(browser::now_s() + WAIT_SECONDS).to_string());
    }

    fn count_down(self) {
        let from = browser::stored(&self.slot()).and_then(|text| text.parse::<u32>().ok());
        let left = move || {
            let left = from.unwrap_or_default().saturating_sub(browser::now_s());
            left.min(WAIT_SECONDS)
        };
        self.wait.set(left());
        spawn(async move {
            while self.wait.try_get_untracked().is_some_and(|left| left > 0) {
                browser::sleep(1000).await;
                self.wait.try_set(left());
            }
        });
    }
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
            if code.is_over() {
                browser::store(&code.spent_slot(), "1");
            }
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
                code.is_resent.set(true);
                browser::store(&code.spent_slot(), "");
                browser::announce(say(ask::RESENT, language));
                code.begin_wait();
                code.count_down();
            }
            Err(failure) if matches!(failure.status(), 404 | 409) => code.resends_left.set(Some(0)),
            Err(failure) => code.trouble.set(Some(failure)),
        }
    });
}

/// Once the code is over, this is what the error above leads to.
fn resending(code: Challenge, is_over: bool, language: Language) -> El {
    let id = if is_over { "code" } else { "resend" };
    let left = code.resends_left.get();
    let sent = code
        .is_resent
        .get()
        .then(|| p(say(ask::RESENT, language)).class("good-text"));
    if left == Some(0) {
        let no_more = p(say(ask::NO_RESENDS, language)).id(id).attr("tabindex", "-1");
        return el("div").add_some(sent).add(no_more);
    }
    let blocked = move || code.wait.get() > 0 || code.busy.get();
    let again = el("button")
        .attr("type", "button")
        .id(id)
        .class(if is_over { "button" } else { "button outlined" })
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
    let left = left.map(|left| p(&fill(say(ask::RESENDS_LEFT, language), &[&left.to_string()])));
    el("div").add_some(sent).add_some(left).add(again)
}

fn tries(left: u32, language: Language) -> El {
    let words = if left == 1 { ask::TRY_LEFT } else { ask::TRIES_LEFT };
    p(&fill(say(words, language), &[&left.to_string()]))
}
