//! An extension, by the officer, inside the limit that it moves: the federal one, 45 CFR 164.524(b)(2)(ii), or a state's by
//! its own law.

use super::super::desk::Desk;
use super::super::sheet::fold;
use super::lettered::{Lettered, lettered};
use crate::api;
use crate::component::field::{Kind, Label, field, text_area};
use crate::el::{El, p};
use crate::form::{Answer, Errors};
use chrono::NaiveDate;
use domain::parse;
use domain::route::Name;
use domain::text;
use domain::wire::{Extend, Extendable, PreviewLetter};
use domain::word::Language;
use leptos::prelude::*;
use std::rc::Rc;

pub fn extension(desk: Desk, [of_state, federal]: [Option<Extendable>; 2]) -> El {
    let in_words = |on: NaiveDate| text::date(on, Language::English);
    let in_state = of_state.map(|may| {
        let words = [
            "Under the law of the state, once, before its own limit is over: to a day after ",
            &in_words(may.after),
            " and to ",
            &in_words(may.last),
            " at the latest. Its letter leaves the federal extension as it is.",
        ];
        p(&words.concat())
    });
    let rule = federal.map(|may| {
        let words = [
            "Once, before the first 30 days are over: to a day after ",
            &in_words(may.after),
            " and to ",
            &in_words(may.last),
            " at the latest, 60 days after receipt. The letter gives the reason and the day. 45 CFR 164.524(b)(2)(ii)",
        ];
        p(&words.concat())
    });
    let stays = federal.and_then(|may| may.stays).map(|on| {
        let words = [
            "The limit of the state, ",
            &in_words(on),
            ", does not move any further by it: an answer after that day is late there. The extension only keeps the federal limit from being missed as well.",
        ];
        p(&words.concat()).class("inset")
    });
    let part = fold("extend", "We need more time")
        .add_some(in_state)
        .add_some(rule)
        .add_some(stays);
    if !desk.may(Name::Extend) {
        return part.add(p("The privacy officer decides about it.").class("aside"));
    }
    let [reason, until] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    let fields = vec![
        text_area(
            Label {
                id: "extend-reason",
                text: "Why do we need more time?",
                hint: "As the letter shall say it, in its language. For example: The older part of the record is in another building.",
            },
            Answer::own(reason),
            errors,
        ),
        field(
            Label {
                id: "extend-until",
                text: "By when will we be done?",
                hint: "",
            },
            Kind::DATE,
            Answer::own(until),
            errors,
        ),
    ];
    let what = Lettered {
        name: "extend",
        done: "The letter is on its way. The extension counts when it has gone.",
        form: Rc::new(move || PreviewLetter {
            kind: "extension".to_owned(),
            reason: reason.get(),
            until: until.get(),
            ..PreviewLetter::default()
        }),
        parse: |form| parse::extend(&form.reason, &form.until).map(|_| ()),
        send: |desk, form| {
            let form = Extend {
                reason: form.reason,
                until: form.until,
            };
            api::extend(&desk.request(), desk.version(), &form)
        },
    };
    part.add(lettered(desk, what, errors, fields))
}
