//! Check your answers, then send them.

use super::record::INSPECTION;
use super::who::{DIRECTIVE, REPRESENTATIVE};
use super::{Draft, Sent, back, column, entitle, h1, sent_slot};
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::urgent;
use crate::component::button::{Look, busy_button};
use crate::component::failure_view;
use crate::component::summary_list::{Row, summary_list};
use crate::el::{El, p};
use crate::load::spawn;
use crate::session::{self, language, session};
use crate::text::{ask, common, fill, say};
use domain::parse;
use domain::text;
use domain::wire::{SubmitRequest, Submitted};
use domain::word::{Access, Category, Language, Relation, Way, of};
use leptos::prelude::*;

pub fn check(draft: Draft) -> El {
    let language = language();
    let session = session();
    let title = say(ask::CHECK_TITLE, language);
    entitle(title);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let settle = move |answer: Result<Submitted, Failure>| match answer {
        Ok(submitted) => {
            keep(draft, submitted);
            session.replace(&draft.address("code"));
        }
        Err(refused) if refused.status() == 422 && !refused.errors().is_empty() => {
            draft.errors.set(refused.errors());
            session.replace(&draft.questions());
        }
        Err(other) => failure.set(Some(other)),
    };
    let label = move || {
        let label = if busy.get() { ask::SENDING } else { ask::SEND };
        say(label, language).to_owned()
    };
    let send = busy_button(Look::Filled, busy, label, move || {
        busy.set(true);
        failure.set(None);
        let (practice, form) = (draft.practice(), draft.form.get_untracked());
        spawn(async move {
            let answer = api::submit(&practice, &form).await;
            busy.try_set(false);
            settle(answer);
        });
    });
    column()
        .add(back(&draft.questions(), say(common::BACK, language)))
        .add(h1(title))
        .add(summary_list(rows(draft, language)))
        .live(move || failure.with(|failure| failure.as_ref().map(|failure| not_sent(failure, language))))
        .add(p(say(ask::SEND_NOTE, language)))
        .add(send)
}

/// The answer stays in the tab; the draft is no longer needed, and going back does not offer it again.
fn keep(draft: Draft, submitted: Submitted) {
    let practice = draft.practice();
    let email = draft.form.with_untracked(|form| form.email.trim().to_owned());
    if let Ok(text) = serde_json::to_string(&Sent { submitted, email }) {
        browser::store(&sent_slot(&practice), &text);
    }
    let letters = draft.form.with_untracked(|form| session::parse(&form.language));
    draft.clear(letters.unwrap_or_else(language));
}

fn not_sent(failure: &Failure, language: Language) -> El {
    urgent(say(ask::NOT_SENT, language))
        .add(p(failure_view::title(failure, language)))
        .add(p(say(ask::NOT_SENT_TEXT, language)))
}

fn rows(draft: Draft, language: Language) -> Vec<Row> {
    let form = draft.form.get_untracked();
    let row = |key, value: String, id: &str| Row {
        key: say(key, language),
        value,
        change: Some((
            say(ask::CHANGE, language),
            [draft.questions().as_str(), "#", id].concat(),
        )),
    };
    let birth_date = domain::person::birth_date(&form.birth_month, &form.birth_day, &form.birth_year, browser::today());
    let birth_date = birth_date.map(|date| browser::birth_date(date, language));
    let mut rows = vec![row(ask::REQUESTER, requester(&form, language), "requester")];
    if form.requester == DIRECTIVE {
        let to = [form.recipient.trim(), form.recipient_place.trim()].join(", ");
        rows.push(row(ask::SENT_TO, to, "recipient"));
    }
    rows.extend([
        row(ask::NAME, name(&form.given_name, &form.family_name), "given_name"),
        row(ask::BIRTH_DATE, birth_date.unwrap_or_default(), "birth_month"),
    ]);
    if draft.card.with_value(|card| card.locations.len() > 1) {
        rows.push(row(ask::PLACE, place(draft, &form.location, language), "location"));
    }
    rows.extend([
        row(ask::RECORD, scope(&form, language), "extent"),
        row(ask::WAY, way(&form, language), "way"),
    ]);
    let typed = [
        (ask::FORMAT, &form.format, "format"),
        (ask::TELL_ABOVE, &form.tell_above, "tell_above"),
        (ask::EMAIL, &form.email, "email"),
        (ask::TELEPHONE, &form.telephone, "telephone"),
        (ask::ADDRESS, &form.address, "address"),
    ];
    let typed = typed.into_iter().filter(|(_, text, _)| !text.trim().is_empty());
    rows.extend(typed.map(|(key, text, id)| row(key, text.trim().to_owned(), id)));
    let wishes = [
        (&form.confidential, ask::CONFIDENTIAL),
        (&form.interpreter, ask::INTERPRETER),
    ];
    let wishes: Vec<&str> = wishes
        .into_iter()
        .filter(|(answer, _)| *answer == "yes")
        .map(|(_, words)| say(words, language))
        .collect();
    if !wishes.is_empty() {
        rows.push(row(ask::WISHES, wishes.join("; "), "confidential"));
    }
    let letters = session::parse(&form.language).unwrap_or(language);
    rows.push(row(ask::LANGUAGE, text::language(letters).to_owned(), "language"));
    rows
}

fn name(given: &str, family: &str) -> String {
    [given.trim(), family.trim()].join(" ")
}

fn requester(form: &SubmitRequest, language: Language) -> String {
    match form.requester.as_str() {
        REPRESENTATIVE => {
            let own = name(&form.requester_given_name, &form.requester_family_name);
            let relation = of(&form.relation, &Relation::WIRE);
            let relation = relation.map_or("", |relation| text::relation(relation, language));
            let who = say(ask::REPRESENTATIVE, language);
            [who, ": ", &own, ", ", relation].concat()
        }
        DIRECTIVE => say(ask::DIRECTIVE, language).to_owned(),
        _ => say(ask::SELF, language).to_owned(),
    }
}

fn place(draft: Draft, id: &str, language: Language) -> String {
    let name = draft.card.with_value(|card| {
        let found = card.locations.iter().find(|place| place.location.as_str() == id);
        found.map(|place| place.name.clone())
    });
    name.unwrap_or_else(|| say(ask::LOCATION_UNSURE, language).to_owned())
}

fn way(form: &SubmitRequest, language: Language) -> String {
    let words = if form.access == INSPECTION {
        text::access(Access::Inspection, language)
    } else {
        of(&form.way, &Way::WIRE).map_or("", |way| text::way(way, language))
    };
    words.to_owned()
}

fn scope(form: &SubmitRequest, language: Language) -> String {
    if form.extent == "whole" {
        return say(ask::WHOLE, language).to_owned();
    }
    let date = |typed: &str, pattern| {
        let date = parse::optional_date("", typed, domain::field::Code::FromNotReal);
        let date = date.ok().flatten()?;
        Some(fill(say(pattern, language), &[&text::date(date, language)]))
    };
    let dates: Vec<String> = [date(&form.from, ask::FROM_DATE), date(&form.until, ask::UNTIL_DATE)]
        .into_iter()
        .flatten()
        .collect();
    let dates = if dates.is_empty() {
        say(ask::ALL_DATES, language).to_owned()
    } else {
        dates.join(" ")
    };
    let kinds: Vec<&str> = Category::ALL
        .into_iter()
        .filter(|category| form.categories.iter().any(|wire| wire == category.wire()))
        .map(|category| text::category(category, language))
        .collect();
    let kinds = if kinds.is_empty() {
        say(ask::ALL_KINDS, language).to_owned()
    } else {
        kinds.join(", ")
    };
    [say(ask::PART, language), ": ", &dates, "; ", &kinds].concat()
}
