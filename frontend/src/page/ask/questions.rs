//! The questions, one group at a time, every error at once.

use super::{Draft, Sent, column, entitle_form, h1, h2, link};
use crate::address::Place;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, submit_button};
use crate::component::choices::{Choice, checkboxes, radio_buttons};
use crate::component::error_summary::error_summary;
use crate::component::field::{Kind, Label, field};
use crate::component::memorable_date::{DateBox, memorable_date};
use crate::el::{El, el, p};
use crate::form::{Answer, Answers};
use crate::session::{language, session};
use crate::text::{Pair, ask, common, fill, say};
use domain::text;
use domain::word::{Access, Category, Language};
use leptos::prelude::*;

pub fn questions(draft: Draft, sent: Option<&Sent>) -> El {
    let language = language();
    let session = session();
    entitle_form(say(ask::TITLE, language), draft.errors);
    let name = draft.card.with_value(|card| card.name.clone());
    let find = Place::Find(draft.practice()).path();
    let asked_already = p(say(ask::ASKED_ALREADY, language))
        .class("aside")
        .text(" ")
        .add(link(&find, say(ask::FIND_LINK, language)));
    let form = el("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            let faults = draft.faults();
            let is_fine = faults.is_empty();
            draft.errors.set(faults);
            if is_fine {
                session.go(&draft.address("check"));
            }
        })
        .add(h2(say(ask::ABOUT_YOU, language)))
        .add_all(person(draft, language))
        .add_some(location(draft, language))
        .add(h2(say(ask::ABOUT_RECORD, language)))
        .add_all(record(draft, language))
        .add(submit_button(Look::Filled, RwSignal::new(false), move || {
            say(common::CONTINUE, language).to_owned()
        }));
    column()
        .add(error_summary("error-summary", draft.errors))
        .add(h1(say(ask::TITLE, language)))
        .add_some(sent.map(|sent| unfinished(draft, sent, language)))
        .add(p(&fill(say(ask::LEAD, language), &[&name])).class("lead"))
        .add(asked_already)
        .add(form)
}

fn unfinished(draft: Draft, sent: &Sent, language: Language) -> El {
    let title = fill(say(ask::UNFINISHED, language), &[&sent.submitted.receipt]);
    let go_on = link(&draft.address("code"), say(ask::UNFINISHED_LINK, language));
    alert(Weight::Notice, &title).add(el("p").add(go_on))
}

fn label(id: &'static str, text: Pair, hint: Option<Pair>, language: Language) -> Label {
    Label {
        id,
        text: say(text, language),
        hint: hint.map_or("", |hint| say(hint, language)),
    }
}

fn person(draft: Draft, language: Language) -> [El; 4] {
    let Draft { form, errors, .. } = draft;
    let boxes = [
        DateBox {
            id: "birth_month",
            label: say(ask::MONTH, language),
            autocomplete: "bday-month",
            answer: Answer::of(form, |form| &mut form.birth_month),
        },
        DateBox {
            id: "birth_day",
            label: say(ask::DAY, language),
            autocomplete: "bday-day",
            answer: Answer::of(form, |form| &mut form.birth_day),
        },
        DateBox {
            id: "birth_year",
            label: say(ask::YEAR, language),
            autocomplete: "bday-year",
            answer: Answer::of(form, |form| &mut form.birth_year),
        },
    ];
    [
        field(
            label("given_name", ask::GIVEN_NAME, Some(ask::NAME_HINT), language),
            Kind::text("given-name"),
            Answer::of(form, |form| &mut form.given_name),
            errors,
        ),
        field(
            label("family_name", ask::FAMILY_NAME, None, language),
            Kind::text("family-name"),
            Answer::of(form, |form| &mut form.family_name),
            errors,
        ),
        memorable_date(
            label("birth_date", ask::BIRTH_DATE, Some(ask::BIRTH_DATE_HINT), language),
            boxes,
            errors,
        ),
        field(
            label("email", ask::EMAIL, Some(ask::EMAIL_HINT), language),
            Kind::EMAIL,
            Answer::of(form, |form| &mut form.email),
            errors,
        ),
    ]
}

/// Asked only where there is a choice.
fn location(draft: Draft, language: Language) -> Option<El> {
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

fn record(draft: Draft, language: Language) -> [El; 4] {
    let Draft { form, errors, .. } = draft;
    let choice = |value: &str, text: &str, hint: Pair| Choice::new(value, text).hint(say(hint, language));
    let extents = vec![
        choice("whole", say(ask::WHOLE, language), ask::WHOLE_HINT),
        choice("part", say(ask::PART, language), ask::PART_HINT),
    ];
    let ways = vec![
        choice("copy", text::access(Access::Copy, language), ask::COPY_HINT),
        choice(
            "inspection",
            text::access(Access::Inspection, language),
            ask::INSPECTION_HINT,
        ),
    ];
    let languages = [Language::English, Language::Spanish]
        .map(|language| Choice::new(language.tag(), text::language(language)))
        .into();
    let is_part = Memo::new(move |_| form.with(|form| form.extent == "part"));
    [
        radio_buttons(
            label("extent", ask::EXTENT, None, language),
            extents,
            &Answer::of(form, |form| &mut form.extent),
            errors,
        ),
        el("div").live(move || is_part.get().then(|| scope(draft, language))),
        radio_buttons(
            label("access", ask::ACCESS, None, language),
            ways,
            &Answer::of(form, |form| &mut form.access),
            errors,
        ),
        radio_buttons(
            label("language", ask::LETTERS, None, language),
            languages,
            &Answer::of(form, |form| &mut form.language),
            errors,
        ),
    ]
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
