//! The clock of a request: words first, a bar from receipt to due date, the working one click away.

use super::tag::Tone;
use crate::browser;
use crate::el::{El, el, p};
use crate::session::language;
use crate::text::{clock as clock_words, fill, say};
use chrono::NaiveDate;
use domain::clock::{self, Aim};
use domain::text;
use domain::wire::{Clock, Due, Reading};
use domain::word::Language;

/// Words, bar and working for the requester, who is told the legal due date.
pub fn clock_view(clock: &Clock) -> El {
    let words = in_words(clock, language());
    let view = shown(clock, (tone(clock.reading), clock.due.due_on), &words);
    view.add_some(has_limit(clock).then(|| working(&clock.due)))
}

/// Words and bar for staff, who go by the day to act by.
pub fn small_clock(clock: &Clock) -> El {
    let due = has_limit(clock).then(|| ["The limit is ", &browser::short_date(clock.due.due_on)].concat());
    let target = text::date(clock.due.target_on, Language::English);
    let (words, limit) = match clock::aim(clock) {
        Aim::Limit(_) => (in_words(clock, Language::English), None),
        Aim::Target(reading) => (
            ["Aim for ", &target, " \u{b7} ", &left(reading, Language::English)].concat(),
            due,
        ),
        Aim::Missed(reading) => (
            ["Our aim has passed \u{b7} ", &left(reading, Language::English)].concat(),
            due,
        ),
    };
    shown(clock, goes_by(clock), &words).add_some(limit.map(|limit| p(&limit).class("clock-limit")))
}

fn shown(clock: &Clock, goes_by: (Tone, NaiveDate), words: &str) -> El {
    el("div")
        .class(&["clock ", goes_by.0.class()].concat())
        .add(p(words).class("clock-words"))
        .add_some(clock::is_counted(clock).then(|| clock_bar(clock, goes_by.1)))
}

/// How urgent a request is to staff, and by which day.
pub fn goes_by(clock: &Clock) -> (Tone, NaiveDate) {
    match clock::aim(clock) {
        Aim::Limit(reading) => (tone(reading), clock.due.due_on),
        Aim::Target(reading) => (tone(reading), clock.due.target_on),
        Aim::Missed(_) => (Tone::Soon, clock.due.due_on),
    }
}

/// `6 days left`, of the day that staff go by.
pub fn left_to_staff(clock: &Clock) -> String {
    match clock::aim(clock) {
        Aim::Limit(reading) | Aim::Target(reading) => left(reading, Language::English),
        Aim::Missed(reading) => ["aim has passed, ", &left(reading, Language::English)].concat(),
    }
}

/// Whether a limit of ours runs, which is what whoever asks is told.
pub fn has_limit(clock: &Clock) -> bool {
    clock.reading != Reading::NotCounted
}

/// How far the time to that day has run; the words beside it say the same.
pub fn clock_bar(clock: &Clock, until: NaiveDate) -> El {
    let total = (until - clock.due.received_on).num_days().max(1);
    let run = (clock.today - clock.due.received_on).num_days().clamp(0, total);
    let part = el("div").class("bar-run");
    browser::set_style(
        &part.element(),
        "width",
        &[&(run * 100 / total).to_string(), "%"].concat(),
    );
    el("div").class("bar").attr("aria-hidden", "true").add(part)
}

/// The figures that were considered and the arithmetic.
pub fn working(due: &Due) -> El {
    let language = language();
    let lines = text::working(due, language);
    let figures = lines.iter().map(|line| el("li").text(line));
    let last_open = |on: NaiveDate, open: Option<NaiveDate>| {
        let days = [&text::date(on, language), &text::date(open?, language)];
        Some(p(&fill(
            say(clock_words::LAST_OPEN, language),
            &days.map(String::as_str),
        )))
    };
    let of_limit = (due.due_on != due.target_on)
        .then(|| last_open(due.due_on, due.due_last_open))
        .flatten();
    let zone = due.time_zone.replace('_', " ");
    details(say(clock_words::WORKING, language))
        .class("working")
        .add(el("ul").add_all(figures))
        .add(p(&fill(say(clock_words::DAY_ZERO, language), &[&zone])))
        .add_some(last_open(due.target_on, due.last_open))
        .add_some(of_limit)
}

/// Something that is one click away.
pub fn details(summary: &str) -> El {
    el("details").add(el("summary").text(summary))
}

/// `Due Tuesday, April 7, 2027 · 6 days left`.
fn in_words(clock: &Clock, language: Language) -> String {
    let due_on = text::date(clock.due.due_on, language);
    let pattern = match clock.reading {
        Reading::Answered | Reading::AnsweredLate(_) => clock_words::WAS_DUE,
        Reading::OnTime(_) | Reading::DueSoon(_) | Reading::Overdue(_) => clock_words::DUE,
        Reading::DueToday => return fill(say(clock_words::DUE_TODAY, language), &[&due_on]),
        // There is no due date to say.
        Reading::NotCounted => return left(clock.reading, language),
    };
    let due = fill(say(pattern, language), &[&due_on]);
    [due.as_str(), " · ", &left(clock.reading, language)].concat()
}

/// `6 days left`.
fn left(reading: Reading, language: Language) -> String {
    let (one, many, days) = match reading {
        Reading::OnTime(days) | Reading::DueSoon(days) => (clock_words::DAY_LEFT, clock_words::DAYS_LEFT, days),
        Reading::Overdue(days) => (clock_words::DAY_LATE, clock_words::DAYS_LATE, days),
        Reading::AnsweredLate(days) => (clock_words::ANSWERED_DAY_LATE, clock_words::ANSWERED_DAYS_LATE, days),
        Reading::DueToday => return say(clock_words::TODAY, language).to_owned(),
        Reading::Answered => return say(clock_words::ANSWERED, language).to_owned(),
        Reading::NotCounted => return say(clock_words::NOT_COUNTED, language).to_owned(),
    };
    let words = if days == 1 { one } else { many };
    fill(say(words, language), &[&days.to_string()])
}

fn tone(reading: Reading) -> Tone {
    match reading {
        Reading::OnTime(_) => Tone::Good,
        Reading::DueSoon(_) | Reading::DueToday => Tone::Soon,
        Reading::Overdue(_) => Tone::Late,
        Reading::Answered | Reading::AnsweredLate(_) | Reading::NotCounted => Tone::Plain,
    }
}
