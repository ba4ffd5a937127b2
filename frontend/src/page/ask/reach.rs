//! How we reach the person: one way that must be there, the others one click away.

use super::Draft;
use super::questions::{label, more};
use crate::component::choices::{Choice, checkbox, radio_buttons};
use crate::component::field::{Kind, field, text_area};
use crate::el::{El, el};
use crate::form::{Answer, error_of};
use crate::text::{ask, say};
use domain::word::Language;
use leptos::prelude::*;

/// A way to reach someone, by its wire name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Email,
    Telephone,
    Mail,
}

const ALL: [(&str, Reach); 3] = [
    ("email", Reach::Email),
    ("telephone", Reach::Telephone),
    ("mail", Reach::Mail),
];

pub fn reach(draft: Draft, language: Language) -> El {
    let Draft { form, errors, .. } = draft;
    let choices = ALL
        .map(|(wire, reach)| {
            let words = match reach {
                Reach::Email => ask::BY_EMAIL,
                Reach::Telephone => ask::BY_TELEPHONE,
                Reach::Mail => ask::BY_MAIL,
            };
            Choice::new(wire, say(words, language))
        })
        .into();
    // What the chosen way to get the record needs is shown, too.
    let shown = Memo::new(move |_| {
        form.with(|form| {
            ALL.map(|(wire, reach)| {
                form.reach == wire
                    || match reach {
                        Reach::Email => form.way == "email",
                        Reach::Telephone => false,
                        Reach::Mail => form.way == "paper",
                    }
            })
        })
    });
    el("div")
        .add(radio_buttons(
            label("reach", ask::REACH, None, language),
            choices,
            &Answer::of(form, |form| &mut form.reach),
            errors,
        ))
        .live(move || Some(boxes(draft, shown.get(), language)))
        .add_all(wishes(draft, language))
}

fn boxes(draft: Draft, shown: [bool; 3], language: Language) -> El {
    let Draft { form, errors, .. } = draft;
    let of = |wanted: bool| {
        ALL.into_iter()
            .zip(shown)
            .filter(move |(_, is_shown)| *is_shown == wanted)
            .map(move |((_, reach), _)| one(draft, reach, language))
    };
    // What was typed or is wrong where it can't be seen.
    let is_used = move || {
        let typed = form.with(|form| [&form.email, &form.telephone, &form.address].map(|typed| !typed.is_empty()));
        let wrong = ["email", "telephone", "address"].map(|field| error_of(errors, &[field]).is_some());
        let used = typed.into_iter().zip(wrong).zip(shown);
        used.into_iter()
            .any(|((typed, wrong), is_shown)| !is_shown && (typed || wrong))
    };
    let chosen = el("div").class("inset").add_all(of(true));
    let others = shown
        .contains(&false)
        .then(|| more(ask::OTHER_REACH, is_used, language).add_all(of(false)));
    el("div").add(chosen).add_some(others)
}

fn one(draft: Draft, reach: Reach, language: Language) -> El {
    let Draft { form, errors, .. } = draft;
    match reach {
        Reach::Email => {
            let kind = Kind {
                autocomplete: draft.kind("email").autocomplete,
                ..Kind::EMAIL
            };
            let question = label("email", ask::EMAIL, Some(ask::EMAIL_HINT), language);
            field(question, kind, Answer::of(form, |form| &mut form.email), errors)
        }
        Reach::Telephone => {
            let kind = Kind {
                input: "tel",
                mode: "tel",
                class: "input medium",
                ..draft.kind("tel")
            };
            let question = label("telephone", ask::TELEPHONE, Some(ask::TELEPHONE_HINT), language);
            field(question, kind, Answer::of(form, |form| &mut form.telephone), errors)
        }
        Reach::Mail => text_area(
            label("address", ask::ADDRESS, None, language),
            Answer::of(form, |form| &mut form.address),
            errors,
        ),
    }
}

/// Confidential communications, 45 CFR 164.522(b), and an interpreter.
fn wishes(draft: Draft, language: Language) -> [El; 2] {
    let Draft { form, errors, .. } = draft;
    [
        checkbox(
            label(
                "confidential",
                ask::CONFIDENTIAL,
                Some(ask::CONFIDENTIAL_HINT),
                language,
            ),
            Answer::of(form, |form| &mut form.confidential),
            errors,
        ),
        checkbox(
            label("interpreter", ask::INTERPRETER, None, language),
            Answer::of(form, |form| &mut form.interpreter),
            errors,
        ),
    ]
}
