//! The receipt: the number, the day by which we answer, and the code that proves the e-mail address, or the PIN where
//! there is none.

use super::{Device, Draft, Sent, column, contact, entitle_form, h1, h2, kiosk, link, sent_slot};
use crate::address::Place;
use crate::browser;
use crate::component::button::{Look, button};
use crate::component::clock_view::working;
use crate::component::panel::panel;
use crate::el::{El, el, p};
use crate::page::code::code_form;
use crate::session::{language, session};
use crate::text::{Pair, ask, common, fill, say};
use domain::text;
use domain::wire::Due;
use domain::word::Language;
use leptos::prelude::*;
use std::rc::Rc;

pub(super) fn receipt(draft: Draft, sent: Sent) -> El {
    let language = language();
    let session = session();
    let errors = RwSignal::new(Vec::new());
    entitle_form(say(ask::SENT_TITLE, language), errors);
    let practice = draft.practice();
    let Sent { submitted, email } = sent;
    let find = link(&Place::Find(practice.clone()).path(), say(ask::FIND_LINK, language));
    let on_proven = Rc::new(move || {
        browser::forget(&sent_slot(&practice));
        session.replace(&Place::Status(practice.clone()).path());
    });
    let top = column().add(h1(say(ask::SENT_TITLE, language)));
    let page = match (submitted.pin, submitted.challenge, draft.device) {
        (Some(pin), _, device) => top
            .add_all(number_and_pin(&submitted.receipt, &pin, language))
            .add_all(answered_by(ask::COUNTS, &submitted.due, language))
            .add_some((device == Device::Own).then(|| el("p").add(find))),
        (None, Some(challenge), Device::Own) => top
            .add_all(number(&submitted.receipt, ask::COUNTS_NOW, &submitted.due, language))
            .add(h2(say(ask::CODE_TITLE, language)))
            .add(p(&fill(say(ask::CODE_LEAD, language), &[&email])))
            .add(code_form(challenge, errors, on_proven)),
        // The code is in the patient's own mailbox, not at this tablet.
        (None, _, _) => top
            .add_all(number(&submitted.receipt, ask::COUNTS, &submitted.due, language))
            .add(p(say(ask::KIOSK_NEWS, language))),
    };
    page.add_some((draft.device == Device::Shared).then(|| kiosk::done(draft, language)))
        .add(h2(say(common::WHOM_TO_CALL, language)))
        .add(draft.card.with_value(|card| contact(card, language)))
}

/// The receipt of a request that came with an e-mail address.
fn number(receipt: &str, counts: Pair, due: &Due, language: Language) -> [El; 4] {
    let number = panel(say(ask::RECEIPT, language), receipt).add(p(say(ask::RECEIPT_KEEP, language)));
    let [counts, by_when, working] = answered_by(counts, due, language);
    [number, counts, by_when, working]
}

/// The receipt of one without: the PIN stands in for the code, and nobody can send it again.
pub fn number_and_pin(receipt: &str, pin: &str, language: Language) -> [El; 3] {
    let keep = p(say(ask::PIN_KEEP, language)).class("strong");
    // In two groups, as it is copied by hand.
    let (first, second) = pin.split_at_checked(4).unwrap_or((pin, ""));
    let both = panel(say(ask::RECEIPT, language), receipt)
        .add(p(say(ask::PIN, language)).class("panel-label"))
        .add(p(&[first, " ", second].concat()).class("panel-value"));
    let print = button(Look::Outlined, say(common::PRINT, language), browser::print);
    [keep, both, el("p").add(print)]
}

pub fn answered_by(counts: Pair, due: &Due, language: Language) -> [El; 3] {
    let due_on = text::date(due.due_on, language);
    [
        p(say(counts, language)),
        p(&fill(say(ask::MUST_ANSWER, language), &[&due_on])).class("strong"),
        working(due),
    ]
}
