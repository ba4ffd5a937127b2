//! Check your answers, then send them.

use super::{Draft, Sent, back, column, draft_slot, entitle, h1, sent_slot};
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::urgent;
use crate::component::button::{Look, busy_button};
use crate::component::failure_view;
use crate::component::summary_list::{Row, summary_list};
use crate::el::{El, p};
use crate::load::spawn;
use crate::session::{language, session};
use crate::text::{ask, common, fill, say};
use domain::parse;
use domain::text;
use domain::wire::{SubmitRequest, Submitted};
use domain::word::{Access, Category, Language};
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
            session.replace(&draft.address(""));
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
        .add(back(&draft.address(""), say(common::BACK, language)))
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
    draft.form.update(|form| {
        *form = SubmitRequest {
            language: std::mem::take(&mut form.language),
            ..SubmitRequest::default()
        };
    });
    browser::forget(&draft_slot(&practice));
    draft.errors.set(Vec::new());
}

fn not_sent(failure: &Failure, language: Language) -> El {
    urgent(say(ask::NOT_SENT, language))
        .add(p(failure_view::title(failure, language)))
        .add(p(say(ask::NOT_SENT_TEXT, language)))
}

fn rows(draft: Draft, language: Language) -> Vec<Row> {
    let form = draft.form.get_untracked();
    let change = |id: &str| {
        Some((
            say(ask::CHANGE, language),
            [draft.address("").as_str(), "#", id].concat(),
        ))
    };
    let birth_date = domain::person::birth_date(&form.birth_month, &form.birth_day, &form.birth_year, browser::today());
    let mut rows = vec![
        Row {
            key: say(ask::NAME, language),
            value: [form.given_name.trim(), form.family_name.trim()].join(" "),
            change: change("given_name"),
        },
        Row {
            key: say(ask::BIRTH_DATE, language),
            value: birth_date
                .map(|date| browser::birth_date(date, language))
                .unwrap_or_default(),
            change: change("birth_month"),
        },
        Row {
            key: say(ask::EMAIL, language),
            value: form.email.trim().to_owned(),
            change: change("email"),
        },
    ];
    if draft.card.with_value(|card| card.locations.len() > 1) {
        rows.push(Row {
            key: say(ask::PLACE, language),
            value: place(draft, &form.location, language),
            change: change("location"),
        });
    }
    let letters = crate::session::parse(&form.language).unwrap_or(language);
    rows.extend([
        Row {
            key: say(ask::RECORD, language),
            value: scope(&form, language),
            change: change("extent"),
        },
        Row {
            key: say(ask::WAY, language),
            value: way(&form.access, language),
            change: change("access"),
        },
        Row {
            key: say(ask::LANGUAGE, language),
            value: text::language(letters).to_owned(),
            change: change("language"),
        },
    ]);
    rows
}

fn place(draft: Draft, id: &str, language: Language) -> String {
    let name = draft.card.with_value(|card| {
        let found = card.locations.iter().find(|place| place.location.as_str() == id);
        found.map(|place| place.name.clone())
    });
    name.unwrap_or_else(|| say(ask::LOCATION_UNSURE, language).to_owned())
}

fn way(wire: &str, language: Language) -> String {
    let access = if wire == "inspection" {
        Access::Inspection
    } else {
        Access::Copy
    };
    text::access(access, language).to_owned()
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
