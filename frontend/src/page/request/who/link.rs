//! Two asks for the same record.

use super::super::desk::Desk;
use super::super::sheet::{Sheet, fold, sheet};
use crate::api;
use crate::component::field::{Kind, Label, field};
use crate::el::El;
use crate::form::{Answer, Errors};
use domain::field::{Code, FieldError};
use domain::wire::LinkRequest;
use leptos::prelude::*;

pub fn link(desk: Desk) -> El {
    let receipt = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let label = Label {
        id: "link-receipt",
        text: "Receipt number of the other request",
        hint: "For two asks for the same record. The earlier receipt then counts for both, and neither waits for the other.",
    };
    let kind = Kind {
        class: "input medium receipt",
        ..Kind::TEXT
    };
    let what = Sheet {
        name: "link",
        button: "Link them",
        done: "The two requests are linked.",
        clear: vec![receipt],
    };
    let fields = vec![field(label, kind, Answer::own(receipt), errors)];
    let form = sheet(desk, what, errors, fields, move || {
        let form = LinkRequest {
            receipt: receipt.get_untracked(),
        };
        if form.receipt.trim().is_empty() {
            return Err(vec![FieldError::new("receipt", Code::LinkUnknown)]);
        }
        Ok(api::link_request(&desk.request(), desk.version(), &form))
    });
    fold("link", "Link to another request for the same record").add(form)
}
