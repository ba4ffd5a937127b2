//! One choice of few. The first choice carries the wire name as its id, so that an error's link lands there.

use super::field::{ErrorText, described_by, part};
use crate::form::{Answer, Errors, error_of};
use leptos::prelude::*;

pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
}

impl Choice {
    pub fn new(value: &str, label: &str, hint: &str) -> Self {
        Self {
            value: value.to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
        }
    }
}

#[component]
pub fn RadioButtons(
    id: &'static str,
    legend: &'static str,
    #[prop(optional)] hint: &'static str,
    choices: Vec<Choice>,
    answer: Answer,
    errors: Errors,
) -> AnyView {
    let error = error_of(errors, id);
    let radios = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| radio(id, index, choice, answer))
        .collect_view();
    view! {
        <div class="group" class:wrong=move || error.get().is_some()>
            <fieldset aria-describedby=move || described_by(id, !hint.is_empty(), error.get().is_some())>
                <legend>{legend}</legend>
                {(!hint.is_empty()).then(|| view! { <p class="hint" id=part(id, "hint")>{hint}</p> })}
                <ErrorText id error/>
                {radios}
            </fieldset>
        </div>
    }
    .into_any()
}

fn radio(name: &'static str, index: usize, choice: Choice, answer: Answer) -> AnyView {
    let Choice { value, label, hint } = choice;
    let id = if index == 0 {
        name.to_owned()
    } else {
        part(name, &index.to_string())
    };
    let hint_id = (!hint.is_empty()).then(|| part(&id, "hint"));
    let (own, chosen) = (value.clone(), value.clone());
    view! {
        <div class="choice">
            <input
                type="radio"
                id=id.clone()
                name=name
                value=value
                aria-describedby=hint_id.clone()
                prop:checked=move || answer.get.with(|answer| *answer == own)
                on:change=move |_| answer.set.run(chosen.clone())
            />
            <label for=id>{label}</label>
            {hint_id.map(|id| view! { <p class="hint" id=id>{hint}</p> })}
        </div>
    }
    .into_any()
}
