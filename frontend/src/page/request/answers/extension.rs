//! The one extension, by the officer, inside the first limit: 45 CFR 164.524(b)(2)(ii).

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
use domain::wire::{Extend, PreviewLetter};
use domain::word::Language;
use leptos::prelude::*;
use std::rc::Rc;

pub fn extension(desk: Desk, last: NaiveDate) -> El {
    let until_last = text::date(last, Language::English);
    let rule = [
        "Once, before the first 30 days are over, and to ",
        &until_last,
        " at the latest: 60 days after receipt. The letter gives the reason and the day. 45 CFR 164.524(b)(2)(ii)",
    ];
    let part = fold("extend", "We need more time").add(p(&rule.concat()));
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
        done: "The letter about the extension is on its way.",
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
