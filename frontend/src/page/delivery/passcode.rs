//! The passcode, and what to do without it.

use super::Door;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Alert, Weight};
use crate::component::button::{Look, SubmitButton};
use crate::component::error_summary::ErrorSummary;
use crate::component::failure_view;
use crate::component::field::{Field, Kind};
use crate::form::{Answer, Errors};
use crate::page::entitle_form;
use crate::session::language;
use crate::text::{common, delivery, fill, say};
use domain::parse;
use domain::wire::ProveDelivery;
use domain::word::Language;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::SubmitEvent;

#[derive(Clone, Copy)]
struct Attempt {
    form: RwSignal<ProveDelivery>,
    errors: Errors,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

#[component]
pub fn Passcode(door: Door) -> AnyView {
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
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        prove(attempt, door);
    };
    let label = Signal::derive(move || {
        let label = if busy.get() { delivery::OPENING } else { delivery::OPEN };
        say(label, language).to_owned()
    });
    let kind = Kind::new("text", Some("numeric"), Some("off"), "input code");
    view! {
        <div class="column">
            <ErrorSummary id="error-summary" errors/>
            <h1>{say(delivery::TITLE, language)}</h1>
            <p class="lead">{say(delivery::LEAD, language)}</p>
            <form novalidate=true on:submit=on_submit>
                <Field
                    id="passcode"
                    label=say(delivery::PASSCODE, language)
                    hint=say(delivery::PASSCODE_HINT, language)
                    kind
                    answer=Answer::of(form, |form| &mut form.passcode)
                    errors
                />
                {move || failure.get().map(|failure| trouble(&failure, language))}
                <SubmitButton look=Look::Filled label busy/>
            </form>
            <h2>{say(delivery::NO_PASSCODE, language)}</h2>
            <p>{say(delivery::NO_PASSCODE_TEXT, language)}</p>
        </div>
    }
    .into_any()
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
    spawn_local(async move {
        let answer = api::prove_delivery(&id, &form).await;
        attempt.busy.try_set(false);
        match answer {
            Ok(_) => {
                door.open();
                browser::focus_heading();
            }
            Err(failure) => {
                attempt.errors.set(failure.errors());
                attempt.failure.set(Some(failure));
            }
        }
    });
}

fn trouble(failure: &Failure, language: Language) -> Option<AnyView> {
    if let Some(left) = failure.tries_left() {
        let words = if left == 1 {
            delivery::TRY_LEFT
        } else {
            delivery::TRIES_LEFT
        };
        return Some(view! { <p>{fill(say(words, language), &[&left.to_string()])}</p> }.into_any());
    }
    if !failure.errors().is_empty() {
        return None;
    }
    let (title, text) = match failure.status() {
        400..=428 => (
            say(delivery::NOT_OPENED, language),
            say(delivery::NOT_OPENED_TEXT, language),
        ),
        _ => (
            failure_view::title(failure, language),
            say(common::NOTHING_CHANGED, language),
        ),
    };
    Some(
        view! {
            <Alert weight=Weight::Trouble title urgent=true>
                <p>{text}</p>
            </Alert>
        }
        .into_any(),
    )
}
