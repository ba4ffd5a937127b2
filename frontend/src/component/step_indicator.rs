//! The steps of a request in plain words: done, now, to come.

use crate::session::language;
use crate::text::{common, say};
use leptos::prelude::*;

#[component]
pub fn StepIndicator(
    label: &'static str,
    steps: Vec<&'static str>,
    /// From 0; the number of steps when all are done.
    current: usize,
) -> AnyView {
    let language = language();
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(index, step)| {
            let (class, state) = if index < current {
                ("step done", say(common::STEP_DONE, language))
            } else if index == current {
                ("step now", say(common::STEP_NOW, language))
            } else {
                ("step", say(common::STEP_LATER, language))
            };
            let now = (index == current).then_some("step");
            view! {
                <li class=class aria-current=now>
                    <span class="step-name">{step}</span>
                    <span class="step-state">{state}</span>
                </li>
            }
            .into_any()
        })
        .collect_view();
    view! { <ol class="steps" aria-label=label>{steps}</ol> }.into_any()
}
