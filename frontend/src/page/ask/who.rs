//! For whom it is asked, and whose record it is.

use super::Draft;
use super::questions::label;
use crate::component::choices::{Choice, radio_buttons};
use crate::component::field::{Kind, field};
use crate::component::memorable_date::{DateBox, memorable_date};
use crate::el::{El, el};
use crate::form::Answer;
use crate::page::h2;
use crate::text::{ask, say};
use domain::text;
use domain::wire::SubmitRequest;
use domain::word::{Language, Relation};
use leptos::prelude::*;

/// One line of the form.
type Part = fn(&mut SubmitRequest) -> &mut String;

pub const REPRESENTATIVE: &str = "representative";
pub const DIRECTIVE: &str = "directive";

/// For whom it may be asked.
pub fn choices(language: Language) -> Vec<Choice> {
    vec![
        Choice::new("self", say(ask::SELF, language)),
        Choice::new(REPRESENTATIVE, say(ask::REPRESENTATIVE, language)).hint(say(ask::REPRESENTATIVE_HINT, language)),
        Choice::new(DIRECTIVE, say(ask::DIRECTIVE, language)).hint(say(ask::DIRECTIVE_HINT, language)),
    ]
}

pub fn requester(draft: Draft, choices: Vec<Choice>, language: Language) -> El {
    let Draft { form, errors, .. } = draft;
    let who = Memo::new(move |_| form.with(|form| form.requester.clone()));
    el("div")
        .add(radio_buttons(
            label("requester", ask::REQUESTER, None, language),
            choices,
            &Answer::of(form, |form| &mut form.requester),
            errors,
        ))
        .live(move || match who.get().as_str() {
            REPRESENTATIVE => Some(representative(draft, language)),
            DIRECTIVE => Some(recipient(draft, language)),
            _ => None,
        })
}

fn representative(draft: Draft, language: Language) -> El {
    let relations = Relation::WIRE
        .map(|(wire, relation)| Choice::new(wire, text::relation(relation, language)))
        .into();
    let name = |id, words, autocomplete, part: Part| {
        field(
            label(id, words, None, language),
            draft.kind(autocomplete),
            Answer::of(draft.form, part),
            draft.errors,
        )
    };
    el("div")
        .class("inset")
        .add(radio_buttons(
            label("relation", ask::RELATION, Some(ask::RELATION_HINT), language),
            relations,
            &Answer::of(draft.form, |form| &mut form.relation),
            draft.errors,
        ))
        .add(name(
            "requester_given_name",
            ask::OWN_GIVEN_NAME,
            "given-name",
            |form| &mut form.requester_given_name,
        ))
        .add(name(
            "requester_family_name",
            ask::OWN_FAMILY_NAME,
            "family-name",
            |form| &mut form.requester_family_name,
        ))
}

/// To whom and where, 45 CFR 164.524(c)(3)(ii).
pub fn recipient(draft: Draft, language: Language) -> El {
    let line = |id, words, hint, part: Part| {
        field(
            label(id, words, Some(hint), language),
            Kind::TEXT,
            Answer::of(draft.form, part),
            draft.errors,
        )
    };
    el("div")
        .class("inset")
        .add(line("recipient", ask::RECIPIENT, ask::RECIPIENT_HINT, |form| {
            &mut form.recipient
        }))
        .add(line(
            "recipient_place",
            ask::RECIPIENT_PLACE,
            ask::RECIPIENT_PLACE_HINT,
            |form| &mut form.recipient_place,
        ))
}

/// Whose record it is. Who acts for someone else gives the other person's name here.
pub fn patient(draft: Draft, language: Language) -> El {
    let is_other = Memo::new(move |_| draft.form.with(|form| form.requester == REPRESENTATIVE));
    el("div").live(move || {
        let (heading, hint) = if is_other.get() {
            (ask::ABOUT_PATIENT, ask::PATIENT_NAME_HINT)
        } else {
            (ask::ABOUT_YOU, ask::NAME_HINT)
        };
        let autocomplete = |own| if is_other.get() { "off" } else { own };
        let person = person(draft, say(hint, language), autocomplete, language);
        Some(el("div").add(h2(say(heading, language))).add_all(person))
    })
}

/// Name and date of birth.
pub fn person(
    draft: Draft,
    hint: &'static str,
    autocomplete: impl Fn(&'static str) -> &'static str,
    language: Language,
) -> [El; 3] {
    let Draft { form, errors, .. } = draft;
    let part = |id, words, own, part: Part| DateBox {
        id,
        label: say(words, language),
        autocomplete: draft.kind(autocomplete(own)).autocomplete,
        answer: Answer::of(form, part),
    };
    let boxes = [
        part("birth_month", ask::MONTH, "bday-month", |form| &mut form.birth_month),
        part("birth_day", ask::DAY, "bday-day", |form| &mut form.birth_day),
        part("birth_year", ask::YEAR, "bday-year", |form| &mut form.birth_year),
    ];
    let mut given_name = label("given_name", ask::GIVEN_NAME, None, language);
    given_name.hint = hint;
    [
        field(
            given_name,
            draft.kind(autocomplete("given-name")),
            Answer::of(form, |form| &mut form.given_name),
            errors,
        ),
        field(
            label("family_name", ask::FAMILY_NAME, None, language),
            draft.kind(autocomplete("family-name")),
            Answer::of(form, |form| &mut form.family_name),
            errors,
        ),
        memorable_date(
            label("birth_date", ask::BIRTH_DATE, Some(ask::BIRTH_DATE_HINT), language),
            boxes,
            errors,
        ),
    ]
}

/// Asked only where there is a choice.
pub fn location(draft: Draft, language: Language) -> Option<El> {
    let mut choices: Vec<Choice> = draft.card.with_value(|card| {
        let places = card.locations.iter();
        places
            .map(|place| Choice::new(place.location.as_str(), &place.name).hint(&place.address))
            .collect()
    });
    if choices.len() < 2 {
        return None;
    }
    choices.push(Choice::new("", say(ask::LOCATION_UNSURE, language)).hint(say(ask::LOCATION_UNSURE_HINT, language)));
    let answer = Answer::of(draft.form, |form| &mut form.location);
    Some(radio_buttons(
        label("location", ask::LOCATION, None, language),
        choices,
        &answer,
        draft.errors,
    ))
}
