//! The 6-digit code: tries, and sending it again.

use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Alert, Weight};
use crate::component::button::{Look, SubmitButton};
use crate::component::error_summary::ErrorSummary;
use crate::component::failure_view;
use crate::component::field::{Field, Kind};
use crate::form::{Answer, Errors};
use crate::session::language;
use crate::text::{ask, common, fill, say};
use domain::field::{Code, FieldError};
use domain::id::ChallengeId;
use domain::parse;
use domain::wire::{Challenged, ContactProven, ProveContact};
use domain::word::Language;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::SubmitEvent;

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

#[component]
pub fn CodeForm(challenge: ChallengeId, errors: Errors, on_proven: Callback<()>) -> AnyView {
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
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        prove(code, on_proven);
    };
    let label = Signal::derive(move || {
        let label = if code.busy.get() { ask::CONFIRMING } else { ask::CONFIRM };
        say(label, language).to_owned()
    });
    let kind = Kind::new("text", Some("numeric"), Some("one-time-code"), "input code");
    view! {
        <ErrorSummary id="code-errors" errors/>
        <form novalidate=true on:submit=on_submit>
            <Field
                id="code"
                label=say(ask::CODE, language)
                kind
                answer=Answer::of(code.form, |form| &mut form.code)
                errors
            />
            {move || code.tries_left.get().map(|left| tries(left, language))}
            {move || code.trouble.get().map(|failure| trouble(&failure, language))}
            <SubmitButton look=Look::Filled label busy=code.busy/>
        </form>
        <h2 class="minor">{say(ask::NO_CODE, language)}</h2>
        <p>{say(ask::NO_CODE_TEXT, language)}</p>
        {move || resending(code, language)}
    }
    .into_any()
}

fn prove(code: Challenge, on_proven: Callback<()>) {
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
    spawn_local(async move {
        let answer = api::prove_contact(&challenge, &form).await;
        code.busy.try_set(false);
        settle(code, answer, on_proven);
    });
}

fn settle(code: Challenge, answer: Result<ContactProven, Failure>, on_proven: Callback<()>) {
    match answer {
        Ok(_) => on_proven.run(()),
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
    spawn_local(async move {
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
    spawn_local(async move {
        while wait.try_get_untracked().is_some_and(|left| left > 0) {
            browser::sleep(1000).await;
            wait.try_update(|left| *left = left.saturating_sub(1));
        }
    });
}

fn resending(code: Challenge, language: Language) -> AnyView {
    let left = code.resends_left.get();
    if left == Some(0) && code.wait.get() == 0 {
        return view! { <p>{say(ask::NO_RESENDS, language)}</p> }.into_any();
    }
    let sent = left.map(|left| {
        view! {
            <p class="good-text">{say(ask::RESENT, language)}</p>
            <p>{fill(say(ask::RESENDS_LEFT, language), &[&left.to_string()])}</p>
        }
    });
    let blocked = Signal::derive(move || code.wait.get() > 0 || code.busy.get());
    let label = Signal::derive(move || match code.wait.get() {
        0 => say(ask::RESEND, language).to_owned(),
        left => fill(say(ask::RESEND_WAIT, language), &[&left.to_string()]),
    });
    let press = Callback::new(move |()| {
        if !blocked.get_untracked() {
            resend(code, language);
        }
    });
    view! {
        {sent}
        <button type="button" class="button outlined" aria-disabled=move || blocked.get().to_string() on:click=move |_| press.run(())>
            {move || label.get()}
        </button>
    }
    .into_any()
}

fn tries(left: u32, language: Language) -> AnyView {
    let words = if left == 1 { ask::TRY_LEFT } else { ask::TRIES_LEFT };
    view! { <p>{fill(say(words, language), &[&left.to_string()])}</p> }.into_any()
}

fn trouble(failure: &Failure, language: Language) -> AnyView {
    view! {
        <Alert weight=Weight::Trouble title=failure_view::title(failure, language) urgent=true>
            <p>{say(common::NOTHING_CHANGED, language)}</p>
        </Alert>
    }
    .into_any()
}
