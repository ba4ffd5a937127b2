//! Every error of a form at once, above it, each a link to its field. Takes the focus when it appears.

use crate::browser;
use crate::form::Errors;
use crate::session::language;
use crate::text::{common, say};
use domain::field::FieldError;
use domain::text;
use leptos::prelude::*;

#[component]
pub fn ErrorSummary(id: &'static str, errors: Errors) -> AnyView {
    let language = language();
    Effect::new(move |_| {
        if !errors.with(Vec::is_empty) {
            request_animation_frame(move || {
                browser::focus(id);
            });
        }
    });
    (move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            view! {
                <div class="error-summary" id=id tabindex="-1">
                    <div role="alert">
                        <h2>{say(common::PROBLEM, language)}</h2>
                        <ul>{errors.into_iter().map(line).collect_view()}</ul>
                    </div>
                </div>
            }
        })
    })
    .into_any()
}

fn line(error: FieldError) -> AnyView {
    let href = ["#", error.field.as_str()].concat();
    let field = error.field.clone();
    let follow = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        browser::focus(&field);
    };
    view! { <li><a href=href on:click=follow>{text::error(error.code, language())}</a></li> }.into_any()
}
