//! The receipt: the number, the day by which we answer, and the code that proves the e-mail address.

use super::{Draft, Sent, column, contact, entitle_form, h1, h2, sent_slot};
use crate::address::Place;
use crate::browser;
use crate::component::clock_view::working;
use crate::component::panel::panel;
use crate::el::{El, p};
use crate::page::code::code_form;
use crate::session::{language, session};
use crate::text::{ask, common, fill, say};
use domain::text;
use leptos::prelude::*;
use std::rc::Rc;

pub fn receipt(draft: Draft, sent: Sent) -> El {
    let language = language();
    let session = session();
    let errors = RwSignal::new(Vec::new());
    entitle_form(say(ask::SENT_TITLE, language), errors);
    let practice = draft.practice();
    let on_proven = Rc::new(move || {
        browser::forget(&sent_slot(&practice));
        session.replace(&Place::Status(practice.clone()).path());
    });
    let Sent { submitted, email } = sent;
    let due_on = text::date(submitted.due.due_on, language);
    let number = panel(say(ask::RECEIPT, language), &submitted.receipt).add(p(say(ask::RECEIPT_KEEP, language)));
    column()
        .add(h1(say(ask::SENT_TITLE, language)))
        .add(number)
        .add(p(say(ask::COUNTS_NOW, language)))
        .add(p(&fill(say(ask::MUST_ANSWER, language), &[&due_on])).class("strong"))
        .add(working(&submitted.due))
        .add(h2(say(ask::CODE_TITLE, language)))
        .add(p(&fill(say(ask::CODE_LEAD, language), &[&email])))
        .add_some(
            submitted
                .challenge
                .map(|challenge| code_form(challenge, errors, on_proven)),
        )
        .add(h2(say(common::WHOM_TO_CALL, language)))
        .add(draft.card.with_value(|card| contact(card, language)))
}
