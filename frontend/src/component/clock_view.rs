//! The clock of a request: words first, a bar from receipt to due date, the working one click away.

use super::tag::Tone;
use crate::session::language;
use crate::text::{clock, fill, say};
use domain::text;
use domain::wire::{Clock, Due, Reading};
use domain::word::Language;
use leptos::prelude::*;

/// Words, bar and working.
#[component]
pub fn ClockView(clock: Clock) -> AnyView {
    let language = language();
    let words = in_words(&clock, language);
    let tone = tone(clock.reading);
    view! {
        <div class=["clock ", tone.class()].concat()>
            <p class="clock-words">{words}</p>
            <ClockBar clock=clock.clone()/>
            <Working due=clock.due/>
        </div>
    }
    .into_any()
}

/// How far the time has run; the words beside it say the same.
#[component]
pub fn ClockBar(clock: Clock) -> AnyView {
    let total = (clock.due.due_on - clock.due.received_on).num_days().max(1);
    let run = (clock.today - clock.due.received_on).num_days().clamp(0, total);
    let width = [(run * 100 / total).to_string().as_str(), "%"].concat();
    view! {
        <div class="bar" aria-hidden="true">
            <div class="bar-run" style:width=width></div>
        </div>
    }
    .into_any()
}

/// The rules that were considered and the arithmetic.
#[component]
pub fn Working(due: Due) -> AnyView {
    let language = language();
    let rules = due
        .working
        .iter()
        .map(|rule| {
            let line = fill(
                say(clock::RULE, language),
                &[
                    &text::date(due.received_on, language),
                    &rule.days.to_string(),
                    &text::date(rule.due_on, language),
                    &rule.citation,
                ],
            );
            let wins = rule.wins && due.working.len() > 1;
            view! { <li>{line}{wins.then(|| say(clock::WINS, language))}</li> }.into_any()
        })
        .collect_view();
    let weekday = due
        .last_weekday
        .map(|day| view! { <p>{fill(say(clock::LAST_WEEKDAY, language), &[&text::date(day, language)])}</p> });
    view! {
        <details class="working">
            <summary>{say(clock::WORKING, language)}</summary>
            <ul>{rules}</ul>
            <p>{fill(say(clock::DAY_ZERO, language), &[&due.time_zone.replace('_', " ")])}</p>
            {weekday}
        </details>
    }
    .into_any()
}

/// `Due Tuesday, April 7, 2027 · 6 days left`.
pub fn in_words(clock: &Clock, language: Language) -> String {
    let due_on = text::date(clock.due.due_on, language);
    let due = match clock.reading {
        Reading::Answered => fill(say(clock::WAS_DUE, language), &[&due_on]),
        Reading::OnTime(_) | Reading::DueSoon(_) | Reading::DueToday | Reading::Overdue(_) => {
            fill(say(clock::DUE, language), &[&due_on])
        }
    };
    [due.as_str(), " · ", &left(clock.reading, language)].concat()
}

/// `6 days left`.
pub fn left(reading: Reading, language: Language) -> String {
    let (one, many, days) = match reading {
        Reading::OnTime(days) | Reading::DueSoon(days) => (clock::DAY_LEFT, clock::DAYS_LEFT, days),
        Reading::Overdue(days) => (clock::DAY_LATE, clock::DAYS_LATE, days),
        Reading::DueToday => return say(clock::TODAY, language).to_owned(),
        Reading::Answered => return say(clock::ANSWERED, language).to_owned(),
    };
    let words = if days == 1 { one } else { many };
    fill(say(words, language), &[&days.to_string()])
}

pub fn tone(reading: Reading) -> Tone {
    match reading {
        Reading::OnTime(_) => Tone::Good,
        Reading::DueSoon(_) | Reading::DueToday => Tone::Soon,
        Reading::Overdue(_) => Tone::Late,
        Reading::Answered => Tone::Plain,
    }
}
