//! The request ends without a record: not held, no authority, not known who asks, or taken back.

use super::super::desk::Desk;
use super::super::sheet::fold;
use super::lettered::{Lettered, lettered};
use crate::api;
use crate::component::choices::{Choice, radio_buttons};
use crate::component::field::{Label, text_area};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use domain::parse;
use domain::text;
use domain::wire::{AnswerRequest, PreviewLetter};
use domain::word::{Ending, Work, of};
use leptos::prelude::*;
use std::rc::Rc;

pub fn ending(desk: Desk, work: Work) -> El {
    let [ending, more] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    // What lies ready can be taken back by who asked, and by nobody else.
    let can_end = |ending: Ending| work != Work::Ready || ending == Ending::Withdrawn;
    let choices = Ending::WIRE.into_iter().filter(|(_, ending)| can_end(*ending));
    let choices = choices
        .map(|(name, ending)| Choice::new(name, text::ending(ending)))
        .collect();
    let label = Label {
        id: "answer-ending",
        text: "How does the request end?",
        hint: "",
    };
    let fields = vec![
        radio_buttons(label, choices, &Answer::own(ending), errors),
        el("div").live(move || {
            let chosen = ending.with(|ending| of(ending, &Ending::WIRE))?;
            Some(asked_more(chosen, more, errors))
        }),
    ];
    let what = Lettered {
        name: "answer",
        done: "The request is answered.",
        form: Rc::new(move || PreviewLetter {
            kind: ending.get(),
            more: more.get(),
            ..PreviewLetter::default()
        }),
        parse: |form| parse::answer(&answer(form)).map(|_| ()),
        send: |desk, form| api::answer(&desk.request(), desk.version(), &answer(&form)),
    };
    fold("answer", "Answer without a record")
        .add(p(
            "A record that is there is released, or withheld on a ground. These are for everything else.",
        ))
        .add(lettered(desk, what, errors, fields))
}

fn answer(form: &PreviewLetter) -> AnswerRequest {
    AnswerRequest {
        ending: form.kind.clone(),
        more: form.more.clone(),
    }
}

fn asked_more(ending: Ending, more: RwSignal<String>, errors: Errors) -> El {
    let (text, hint) = match ending {
        Ending::NotHeld => (
            "Where can the requester ask? (optional)",
            "If you know who holds the record, the letter must say so: 45 CFR 164.524(d)(3). In the language of the letter.",
        ),
        Ending::NoAuthority => (
            "What is missing, and how can the requester bring it?",
            "Which paper would do, and how it can be sent; of someone who may be abusing the patient, whom to call, and nothing of \
             why (45 CFR 164.502(g)(5)). In the language of the letter.",
        ),
        Ending::Unverified => (
            "What is missing, and how can the requester bring it?",
            "Offer more than one way; a photo ID is never a must. In the language of the letter.",
        ),
        Ending::Withdrawn => (
            "What was agreed? (optional)",
            "Who said it, when and how. In the language of the letter.",
        ),
    };
    text_area(
        Label {
            id: "answer-more",
            text,
            hint,
        },
        Answer::own(more),
        errors,
    )
}
