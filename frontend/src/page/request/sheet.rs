//! A form of the desk: what is wrong stands above it and at its questions, its one button sends it.

use super::desk::Desk;
use crate::api::Change;
use crate::browser;
use crate::component::button::{Look, submit_button};
use crate::component::clock_view::details;
use crate::component::error_summary::error_summary;
use crate::el::{El, el};
use crate::form::Errors;
use domain::field::FieldError;
use leptos::prelude::*;

pub struct Sheet {
    /// Stands before the wire names of its fields, since a page has several forms with a reason or a text.
    pub name: &'static str,
    pub button: &'static str,
    /// What is said when it went.
    pub done: &'static str,
    /// What is emptied then.
    pub clear: Vec<RwSignal<String>>,
}

/// `send` parses, and makes the change. What holds the form folds up when it went.
pub fn sheet(
    desk: Desk,
    sheet: Sheet,
    errors: Errors,
    fields: Vec<El>,
    send: impl Fn() -> Result<Change, Vec<FieldError>> + 'static,
) -> El {
    sheet_boxed(desk, sheet, errors, fields, Box::new(send))
}

type Send = Box<dyn Fn() -> Result<Change, Vec<FieldError>>>;

/// Not generic, so that all forms share one piece of code.
fn sheet_boxed(desk: Desk, sheet: Sheet, errors: Errors, fields: Vec<El>, send: Send) -> El {
    let Sheet {
        name,
        button,
        done,
        clear,
    } = sheet;
    // As parsed, and as answered: both by the wire names alone.
    let found: Errors = RwSignal::new(Vec::new());
    crate::el::react(move || errors.set(named(name, found.get())));
    let form = el("form").id(&[name, "-form"].concat()).attr("novalidate", "");
    let form = form.on("submit", move |event| {
        event.prevent_default();
        match send() {
            Err(wrong) => found.set(wrong),
            Ok(change) => {
                found.set(Vec::new());
                let clear = clear.clone();
                let then = move || {
                    for text in clear {
                        text.try_set(String::new());
                    }
                    browser::fold_up(&fold_id(name));
                };
                desk.submit(change, found, done, Box::new(then));
            }
        }
    });
    form.add(error_summary(name, errors))
        .add_all(fields)
        .add(submit_button(Look::Outlined, desk.busy, move || button.to_owned()))
}

fn named(name: &str, errors: Vec<FieldError>) -> Vec<FieldError> {
    let errors = errors.into_iter();
    errors
        .map(|error| FieldError {
            field: [name, "-", &error.field].concat(),
            code: error.code,
        })
        .collect()
}

/// What is one click away, with a form or more in it.
pub fn fold(name: &str, summary: &str) -> El {
    details(summary).id(&fold_id(name)).class("fold")
}

pub fn fold_id(name: &str) -> String {
    [name, "-fold"].concat()
}
