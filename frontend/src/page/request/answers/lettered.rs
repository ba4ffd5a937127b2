//! An answer that is a letter: it is asked for, read, and only then sent.

use super::super::desk::Desk;
use super::super::preview::Preview;
use crate::api::Change;
use crate::component::button::{Look, busy_button, submit_button};
use crate::component::error_summary::error_summary;
use crate::el::{El, el, react};
use crate::form::Errors;
use crate::said::SAID;
use domain::field::FieldError;
use domain::wire::PreviewLetter;
use leptos::prelude::*;
use std::rc::Rc;

pub struct Lettered {
    /// Stands before the wire names of its fields.
    pub name: &'static str,
    /// What is said when it went.
    pub done: &'static str,
    /// As typed; read again whenever that changes.
    pub form: Rc<dyn Fn() -> PreviewLetter>,
    pub parse: fn(&PreviewLetter) -> Result<(), Vec<FieldError>>,
    pub send: fn(Desk, PreviewLetter) -> Change,
}

pub fn lettered(desk: Desk, what: Lettered, errors: Errors, fields: Vec<El>) -> El {
    let Lettered {
        name,
        done,
        form,
        parse,
        send,
    } = what;
    let found: Errors = RwSignal::new(Vec::new());
    react(move || {
        let named = found.get().into_iter().map(|error| FieldError {
            field: [name, "-", &error.field].concat(),
            ..error
        });
        errors.set(named.collect());
    });
    let read = form.clone();
    let preview = Preview::new(desk, move || drop(read()));
    let asked = form.clone();
    let then = move || {
        let form = form.clone();
        Some(busy_button(
            Look::Outlined,
            desk.busy,
            || "Send this letter".to_owned(),
            move || {
                let change = send(desk, untrack(|| form()));
                desk.submit(change, found, done, Box::new(|| ()));
            },
        ))
    };
    let form = el("form").attr("novalidate", "").on("submit", move |event| {
        event.prevent_default();
        let form = untrack(|| asked());
        let wrong = parse(&form).err().unwrap_or_default();
        if wrong.is_empty() {
            preview.load(form);
        }
        found.set(wrong);
    });
    let form =
        form.add(error_summary(name, errors))
            .add_all(fields)
            .add(submit_button(Look::Outlined, desk.busy, || {
                "Show the letter".to_owned()
            }));
    el("div").attr(SAID, "").add(form).add(preview.view(then))
}
