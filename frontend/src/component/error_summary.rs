//! Every error of a form at once, above it, each a link to its field. Takes the focus when it appears.

use crate::browser;
use crate::el::{El, el, react};
use crate::form::Errors;
use crate::session::language;
use crate::text::{common, error_in_words, say};
use domain::field::FieldError;
use leptos::prelude::*;

pub fn error_summary(id: &'static str, errors: Errors) -> El {
    let language = language();
    react(move || {
        if !errors.with(Vec::is_empty) {
            browser::soon(move || {
                browser::focus(id);
            });
        }
    });
    el("div").live(move || {
        let errors = in_page_order(errors.get());
        let read_out = el("div")
            .attr("role", "alert")
            .add(el("h2").text(say(common::PROBLEM, language)))
            .add(el("ul").add_all(errors.iter().map(line)));
        let summary = el("div")
            .class("error-summary")
            .id(id)
            .attr("tabindex", "-1")
            .add(read_out);
        (!errors.is_empty()).then_some(summary)
    })
}

/// As the fields follow one another; an error whose field is not there comes last.
fn in_page_order(mut errors: Vec<FieldError>) -> Vec<FieldError> {
    let mut ordered = Vec::with_capacity(errors.len());
    for id in browser::ids() {
        if let Some(at) = errors.iter().position(|error| error.field == id) {
            ordered.push(errors.remove(at));
        }
    }
    ordered.append(&mut errors);
    ordered
}

fn line(error: &FieldError) -> El {
    let field = error.field.clone();
    let link = el("a")
        .attr("href", &["#", &field].concat())
        .text(error_in_words(error, language()))
        .on("click", move |event| {
            event.prevent_default();
            browser::focus(&field);
        });
    el("li").add(link)
}
