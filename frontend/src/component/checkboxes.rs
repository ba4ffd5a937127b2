//! Any number of choices. The first carries the wire name as its id, so that an error's link lands there.

use super::field::{ErrorText, described_by, part};
use super::radio_buttons::Choice;
use crate::form::{Answers, Errors, error_of};
use leptos::prelude::*;

#[component]
pub fn Checkboxes(
    id: &'static str,
    legend: &'static str,
    #[prop(optional)] hint: &'static str,
    choices: Vec<Choice>,
    answers: Answers,
    errors: Errors,
) -> AnyView {
    let error = error_of(errors, id);
    let boxes = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| checkbox(id, index, choice, answers))
        .collect_view();
    view! {
        <div class="group" class:wrong=move || error.get().is_some()>
            <fieldset aria-describedby=move || described_by(id, !hint.is_empty(), error.get().is_some())>
                <legend>{legend}</legend>
                {(!hint.is_empty()).then(|| view! { <p class="hint" id=part(id, "hint")>{hint}</p> })}
                <ErrorText id error/>
                {boxes}
            </fieldset>
        </div>
    }
    .into_any()
}

fn checkbox(name: &'static str, index: usize, choice: Choice, answers: Answers) -> AnyView {
    let id = if index == 0 {
        name.to_owned()
    } else {
        part(name, &index.to_string())
    };
    let (own, value) = (choice.value.clone(), choice.value);
    view! {
        <div class="choice">
            <input
                type="checkbox"
                id=id.clone()
                name=name
                prop:checked=move || answers.get.with(|answers| answers.contains(&own))
                on:change=move |event| answers.toggle(&value, event_target_checked(&event))
            />
            <label for=id>{choice.label}</label>
        </div>
    }
    .into_any()
}
