//! How much of the record, how it is wanted, and in which language we write.

use super::Draft;
use super::questions::{label, more};
use crate::component::choices::{Choice, checkboxes, radio_buttons, radios};
use crate::component::field::{Kind, field, fieldset};
use crate::el::{El, el};
use crate::form::{Answer, Answers};
use crate::text::{Pair, ask, say};
use domain::text;
use domain::word::{Access, Category, Language, Way};
use leptos::prelude::*;

/// Among the ways: to look at the record at the practice.
pub const INSPECTION: &str = "inspection";

pub fn extent(draft: Draft, language: Language) -> El {
    let Draft { form, errors, .. } = draft;
    let choice = |value, text, hint| Choice::new(value, say(text, language)).hint(say(hint, language));
    let extents = vec![
        choice("whole", ask::WHOLE, ask::WHOLE_HINT),
        choice("part", ask::PART, ask::PART_HINT),
    ];
    let is_part = Memo::new(move |_| form.with(|form| form.extent == "part"));
    el("div")
        .add(radio_buttons(
            label("extent", ask::EXTENT, None, language),
            extents,
            &Answer::of(form, |form| &mut form.extent),
            errors,
        ))
        .live(move || is_part.get().then(|| scope(draft, language)))
}

fn scope(draft: Draft, language: Language) -> El {
    let Draft { form, errors, .. } = draft;
    let kinds = Category::ALL
        .map(|category| Choice::new(category.wire(), text::category(category, language)))
        .into();
    el("div")
        .class("inset")
        .add(field(
            label("from", ask::FROM, Some(ask::FROM_HINT), language),
            Kind::DATE,
            Answer::of(form, |form| &mut form.from),
            errors,
        ))
        .add(field(
            label("until", ask::UNTIL, Some(ask::UNTIL_HINT), language),
            Kind::DATE,
            Answer::of(form, |form| &mut form.until),
            errors,
        ))
        .add(checkboxes(
            label("categories", ask::CATEGORIES, Some(ask::CATEGORIES_HINT), language),
            kinds,
            &Answers::of(form, |form| &mut form.categories),
            errors,
        ))
}

/// A copy by one of the ways, or a look at the record: one question to a person, two answers on the wire.
pub fn way(draft: Draft, language: Language) -> El {
    let Draft { form, errors, .. } = draft;
    let choice = |wire, words, hint: Pair| Choice::new(wire, words).hint(say(hint, language));
    let way = |(wire, way)| {
        let hint = match way {
            Way::Download => ask::COPY_HINT,
            Way::Paper => ask::PAPER_HINT,
            Way::InPerson => ask::IN_PERSON_HINT,
            Way::Email => ask::EMAIL_RISK,
        };
        choice(wire, text::way(way, language), hint)
    };
    let mut choices: Vec<Choice> = Way::WIRE.into_iter().map(way).collect();
    let look = text::access(Access::Inspection, language);
    choices.push(choice(INSPECTION, look, ask::INSPECTION_HINT));
    let answer = Answer::new(
        move || {
            form.with(|form| {
                if form.access == INSPECTION {
                    &form.access
                } else {
                    &form.way
                }
                .clone()
            })
        },
        move |chosen| {
            form.update(|form| {
                let is_look = chosen == INSPECTION;
                form.access = if is_look { INSPECTION } else { "copy" }.to_owned();
                form.way = if is_look { "in_person".to_owned() } else { chosen };
            });
        },
    );
    // What is missing may be either.
    let names = vec!["way", "access"];
    let question = label("way", ask::ACCESS, None, language);
    fieldset(question, names, errors, radios("way", choices, &answer))
}

/// The form and format that the person asks for, 45 CFR 164.524(c)(2).
pub fn format(draft: Draft, language: Language) -> El {
    let Draft { form, errors, .. } = draft;
    let format = field(
        label("format", ask::FORMAT, Some(ask::FORMAT_HINT), language),
        Kind::TEXT,
        Answer::of(form, |form| &mut form.format),
        errors,
    );
    let is_used = move || form.with(|form| !form.format.is_empty());
    more(ask::MORE_FORMAT, is_used, language).add(format)
}

/// Up to what a fee needs no question, 45 CFR 164.524(c)(4). Who leaves it empty is asked about every fee.
pub fn fee(draft: Draft, language: Language) -> El {
    let Draft { form, errors, .. } = draft;
    let amount = Kind {
        mode: "decimal",
        class: "input medium",
        ..Kind::TEXT
    };
    let fee = field(
        label("tell_above", ask::TELL_ABOVE, Some(ask::TELL_ABOVE_HINT), language),
        amount,
        Answer::of(form, |form| &mut form.tell_above),
        errors,
    );
    let is_used = move || form.with(|form| !form.tell_above.is_empty());
    more(ask::MORE_FEE, is_used, language).add(fee)
}

pub fn letters(draft: Draft, language: Language) -> El {
    let languages = [Language::English, Language::Spanish]
        .map(|language| Choice::new(language.tag(), text::language(language)))
        .into();
    radio_buttons(
        label("language", ask::LETTERS, None, language),
        languages,
        &Answer::of(draft.form, |form| &mut form.language),
        draft.errors,
    )
}
