//! An answer that was none: the request is taken up again, and its clock never stopped.

use super::super::desk::Desk;
use super::super::sheet::{Sheet, fold, sheet};
use crate::api;
use crate::component::field::{Label, text_area};
use crate::el::El;
use crate::form::{Answer, Errors};
use domain::parse;
use domain::wire::Reopen;
use leptos::prelude::*;

pub fn reopening(desk: Desk) -> El {
    let reason = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let label = Label {
        id: "reopen-reason",
        text: "Why is it taken up again?",
        hint: "For staff. The receipt stays, and with it the due date.",
    };
    let what = Sheet {
        name: "reopen",
        button: "Take it up again",
        done: "The request is open again.",
        clear: vec![reason],
    };
    let fields = vec![text_area(label, Answer::own(reason), errors)];
    let form = sheet(desk, what, errors, fields, move || {
        let form = Reopen {
            reason: reason.get_untracked(),
        };
        parse::reopen(&form).map_err(|error| vec![error])?;
        Ok(api::reopen(&desk.request(), desk.version(), &form))
    });
    fold("reopen", "Take the request up again").add(form)
}
