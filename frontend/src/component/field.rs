//! One line of text with its label, hint and error.

use crate::form::{Answer, Errors, error_of};
use crate::session::language;
use domain::field::FieldError;
use domain::text;
use leptos::prelude::*;

/// What the browser may know of a field: keyboard, autofill, width.
#[derive(Clone, Copy)]
pub struct Kind {
    pub input: &'static str,
    pub mode: Option<&'static str>,
    pub autocomplete: Option<&'static str>,
    pub class: &'static str,
}

impl Kind {
    pub const TEXT: Self = Self::new("text", None, None, "input");
    pub const DATE: Self = Self::new("date", None, None, "input medium");

    pub const fn new(
        input: &'static str,
        mode: Option<&'static str>,
        autocomplete: Option<&'static str>,
        class: &'static str,
    ) -> Self {
        Self {
            input,
            mode,
            autocomplete,
            class,
        }
    }
}

#[component]
pub fn Field(
    /// The wire name, which is the id.
    id: &'static str,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    kind: Kind,
    answer: Answer,
    errors: Errors,
) -> AnyView {
    let error = error_of(errors, id);
    view! {
        <div class="group" class:wrong=move || error.get().is_some()>
            <label for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=part(id, "hint")>{hint}</p> })}
            <ErrorText id error/>
            <input
                id=id
                name=id
                class=kind.class
                type=kind.input
                inputmode=kind.mode
                autocomplete=kind.autocomplete
                spellcheck="false"
                aria-describedby=move || described_by(id, !hint.is_empty(), error.get().is_some())
                aria-invalid=move || error.get().is_some().to_string()
                prop:value=answer.get
                on:input=move |event| answer.set.run(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

/// The same words as in the summary.
#[component]
pub fn ErrorText(id: &'static str, error: Signal<Option<FieldError>>) -> AnyView {
    let language = language();
    (move || {
        error
            .get()
            .map(|error| view! { <p class="error" id=part(id, "error")>{text::error(error.code, language)}</p> })
    })
    .into_any()
}

/// The id of a hint or an error.
pub fn part(id: &str, part: &str) -> String {
    [id, "-", part].concat()
}

/// The ids of what explains a field, for `aria-describedby`.
pub fn described_by(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    match (has_hint, has_error) {
        (true, true) => Some([part(id, "hint"), part(id, "error")].join(" ")),
        (true, false) => Some(part(id, "hint")),
        (false, true) => Some(part(id, "error")),
        (false, false) => None,
    }
}
