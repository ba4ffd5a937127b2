//! The clock of a request: words first, a bar from receipt to due date, the working one click away.

use super::tag::Tone;
use crate::browser;
use crate::el::{El, el, p};
use crate::session::language;
use crate::text::{clock, fill, say};
use domain::text;
use domain::wire::{Clock, Due, Reading};
use domain::word::Language;

/// Words, bar and working.
pub fn clock_view(clock: &Clock) -> El {
    small_clock(clock).add_some(is_counted(clock).then(|| working(&clock.due)))
}

/// Words and bar.
pub fn small_clock(clock: &Clock) -> El {
    el("div")
        .class(&["clock ", tone(clock.reading).class()].concat())
        .add(p(&in_words(clock, language())).class("clock-words"))
        .add_some(is_counted(clock).then(|| clock_bar(clock)))
}

/// Whether a limit of ours runs.
pub fn is_counted(clock: &Clock) -> bool {
    clock.reading != Reading::NotCounted
}

/// How far the time has run; the words beside it say the same.
pub fn clock_bar(clock: &Clock) -> El {
    let total = (clock.due.due_on - clock.due.received_on).num_days().max(1);
    let run = (clock.today - clock.due.received_on).num_days().clamp(0, total);
    let part = el("div").class("bar-run");
    browser::set_style(
        &part.element(),
        "width",
        &[&(run * 100 / total).to_string(), "%"].concat(),
    );
    el("div").class("bar").attr("aria-hidden", "true").add(part)
}

/// The rules that were considered and the arithmetic.
pub fn working(due: &Due) -> El {
    let language = language();
    let rules = due.working.iter().map(|rule| {
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
        el("li")
            .text(&line)
            .text(if wins { say(clock::WINS, language) } else { "" })
    });
    let weekday = due
        .last_weekday
        .map(|day| p(&fill(say(clock::LAST_WEEKDAY, language), &[&text::date(day, language)])));
    let zone = due.time_zone.replace('_', " ");
    details(say(clock::WORKING, language))
        .class("working")
        .add(el("ul").add_all(rules))
        .add(p(&fill(say(clock::DAY_ZERO, language), &[&zone])))
        .add_some(weekday)
}

/// Something that is one click away.
pub fn details(summary: &str) -> El {
    el("details").add(el("summary").text(summary))
}

/// `Due Tuesday, April 7, 2027 · 6 days left`.
pub fn in_words(clock: &Clock, language: Language) -> String {
    let due_on = text::date(clock.due.due_on, language);
    let pattern = match clock.reading {
        Reading::Answered | Reading::AnsweredLate(_) => clock::WAS_DUE,
        Reading::OnTime(_) | Reading::DueSoon(_) | Reading::Overdue(_) => clock::DUE,
        Reading::DueToday => return fill(say(clock::DUE_TODAY, language), &[&due_on]),
        // There is no due date to say.
        Reading::NotCounted => return left(clock.reading, language),
    };
    let due = fill(say(pattern, language), &[&due_on]);
    [due.as_str(), " · ", &left(clock.reading, language)].concat()
}

/// `6 days left`.
pub fn left(reading: Reading, language: Language) -> String {
    let (one, many, days) = match reading {
        Reading::OnTime(days) | Reading::DueSoon(days) => (clock::DAY_LEFT, clock::DAYS_LEFT, days),
        Reading::Overdue(days) => (clock::DAY_LATE, clock::DAYS_LATE, days),
        Reading::AnsweredLate(days) => (clock::ANSWERED_DAY_LATE, clock::ANSWERED_DAYS_LATE, days),
        Reading::DueToday => return say(clock::TODAY, language).to_owned(),
        Reading::Answered => return say(clock::ANSWERED, language).to_owned(),
        Reading::NotCounted => return say(clock::NOT_COUNTED, language).to_owned(),
    };
    let words = if days == 1 { one } else { many };
    fill(say(words, language), &[&days.to_string()])
}

pub fn tone(reading: Reading) -> Tone {
    match reading {
        Reading::OnTime(_) => Tone::Good,
        Reading::DueSoon(_) | Reading::DueToday => Tone::Soon,
        Reading::Overdue(_) => Tone::Late,
        Reading::Answered | Reading::AnsweredLate(_) | Reading::NotCounted => Tone::Plain,
    }
}
