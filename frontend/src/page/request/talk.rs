//! What has happened, what staff noted, and what was written to and by the requester.

use super::desk::Desk;
use super::section;
use super::sheet::{Sheet, fold, sheet};
use super::who;
use crate::api;
use crate::component::choices::checkbox;
use crate::component::field::{Label, text_area};
use crate::component::history_list::history_list;
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use domain::parse;
use domain::route::Name;
use domain::wire::{SendMessage, WriteNote};
use leptos::prelude::*;

pub fn talk(desk: Desk) -> El {
    let may_write = desk.may(Name::SendMessage);
    // Also of a closed request: whoever writes after its end is answered.
    section("Notes, messages, history")
        .id("talk")
        .add(note(desk))
        .add_some(may_write.then(|| message(desk)))
        .live(move || Some(desk.page.with(|page| history_list(&page.history, who::before))))
}

fn note(desk: Desk) -> El {
    let words = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let label = Label {
        id: "note-text",
        text: "Note",
        hint: "Staff of this practice read it. The requester does not.",
    };
    let what = Sheet {
        name: "note",
        button: "Keep the note",
        done: "The note is kept.",
        clear: vec![words],
    };
    let fields = vec![text_area(label, Answer::own(words), errors)];
    let form = sheet(desk, what, errors, fields, move || {
        let form = WriteNote {
            text: words.get_untracked(),
        };
        parse::note(&form).map_err(|error| vec![error])?;
        Ok(api::write_note(&desk.request(), &form))
    });
    fold("note", "Write a note").add(form)
}

fn message(desk: Desk) -> El {
    let [words, asks] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    let has_mail = desk.part(|page| page.email.is_some());
    let how = move || {
        Some(p(if has_mail.get() {
            "It stands on the status page of the request. An e-mail says that there is a message, and not what it says."
        } else {
            "There is no e-mail address. The message stands on the status page; a task reminds you to call or to post it."
        }))
    };
    let label = Label {
        id: "message-text",
        text: "Message",
        hint: "",
    };
    let ask = Label {
        id: "message-asks",
        text: "We ask something and wait for the answer",
        hint: "The time to answer the request goes on meanwhile.",
    };
    let what = Sheet {
        name: "message",
        button: "Send the message",
        done: "The message is sent.",
        clear: vec![words, asks],
    };
    let fields = vec![
        el("div").live(how),
        text_area(label, Answer::own(words), errors),
        checkbox(ask, Answer::own(asks), errors),
    ];
    let form = sheet(desk, what, errors, fields, move || {
        let form = SendMessage {
            text: words.get_untracked(),
            asks: asks.get_untracked(),
        };
        parse::message(&form).map_err(|error| vec![error])?;
        Ok(api::send_message(&desk.request(), &form))
    });
    fold("message", "Write to the requester").add(form)
}
