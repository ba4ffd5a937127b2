//! A date that people know by heart, in three boxes, which are typed faster than picked.

use super::field::{ErrorText, described_by, part};
use crate::form::{Answer, Errors, error_of_any};
use leptos::prelude::*;

/// The label and the answer of one box.
pub struct DateBox {
    pub id: &'static str,
    pub label: &'static str,
    pub autocomplete: &'static str,
    pub answer: Answer,
}

#[component]
pub fn MemorableDate(
    legend: &'static str,
    hint: &'static str,
    /// Month, day, year.
    boxes: [DateBox; 3],
    /// The ids of the three.
    names: &'static [&'static str],
    errors: Errors,
) -> AnyView {
    let error = error_of_any(errors, names);
    let group = "birth_date";
    let inputs = boxes.map(|part| {
        let DateBox {
            id,
            label,
            autocomplete,
            answer,
        } = part;
        let is_wrong = move || error.get().is_some_and(|error| error.field == id).to_string();
        view! {
            <div class="date-part">
                <label for=id>{label}</label>
                <input
                    id=id
                    name=id
                    class=if id == "birth_year" { "input year" } else { "input two" }
                    inputmode="numeric"
                    autocomplete=autocomplete
                    maxlength=if id == "birth_year" { "4" } else { "2" }
                    aria-invalid=is_wrong
                    prop:value=answer.get
                    on:input=move |event| answer.set.run(event_target_value(&event))
                />
            </div>
        }
        .into_any()
    });
    view! {
        <div class="group" class:wrong=move || error.get().is_some()>
            <fieldset aria-describedby=move || described_by(group, true, error.get().is_some())>
                <legend>{legend}</legend>
                <p class="hint" id=part(group, "hint")>{hint}</p>
                <ErrorText id=group error/>
                <div class="date-parts">{inputs.into_iter().collect_view()}</div>
            </fieldset>
        </div>
    }
    .into_any()
}
