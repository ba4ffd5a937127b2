//! The time that the law gives, with its working. Compares dates, never instants; nothing here is stored
//! but the days of receipt, their zone and the states.

use crate::law::{self, EXTENSION_CITATION, FEDERAL, Found, Limit, Starts, Version};
use crate::wire::{Clock, Due, Extendable, Figure, Given, Reading, Standing, StateFound, StateNote};
use crate::word::{Access, Extends, Kind, Stage, Unit};
use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};

pub(crate) const SOON_DAYS: i64 = 7;

/// What the time depends on.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// The rules in force at receipt.
    pub law: Version,
    pub kind: Kind,
    pub access: Access,
    pub is_electronic: bool,
    /// Whether the record holds mental-health care; `None` where nobody has said.
    pub mental_health: Option<bool>,
    /// Where the record is held, two letters each.
    pub states: &'a [String],
    /// The first ask, oral or written, of this request or of one that it is linked to. Day 0.
    pub received_on: NaiveDate,
    pub written_on: Option<NaiveDate>,
    pub time_zone: &'a str,
    pub extensions: &'a [Extension],
}

/// An extension, which counts from the day on which its letter was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    pub of: Extends,
    /// The day that it promises.
    pub until: NaiveDate,
    /// The day on which it was decided.
    pub on: NaiveDate,
    /// The day on which its letter went: the provider took it, or a person posted it or handed it over. None while it has
    /// not gone, and again when it came back.
    pub given_on: Option<NaiveDate>,
    /// The number of the event with its letter.
    pub letter: u64,
}

impl Extension {
    /// What an extension does whose letter goes on the day that it is decided.
    pub fn given(of: Extends, until: NaiveDate, on: NaiveDate) -> Self {
        Self {
            of,
            until,
            on,
            given_on: Some(on),
            letter: 0,
        }
    }
}

/// The legal due date and the day to act by. A date on a weekend stays where it is, since no rule moves it on, and the last
/// open day before it is named. An ask that is routed elsewhere has no working where no limit of ours runs; its date is then
/// only its place in the worklist.
pub fn due(ask: &Ask<'_>) -> Due {
    let limits = match ask.kind {
        Kind::Access | Kind::Directive => {
            let of_states = ask.states.iter().flat_map(|state| law::limits_of(state, ask.law));
            std::iter::once(FEDERAL).chain(of_states).collect()
        }
        Kind::Amendment => vec![law::AMENDMENT],
        Kind::Authorization => {
            let of_states = ask.states.iter();
            of_states
                .flat_map(|state| law::limits_of_authorization(state, ask.law))
                .collect()
        }
        Kind::Subpoena | Kind::Treatment | Kind::Complaint => Vec::new(),
    };
    let mut working: Vec<_> = limits.into_iter().flat_map(|limit| figures(limit, ask)).collect();
    let earliest = |counts: fn(Standing) -> bool| {
        let counting = working.iter().filter(|figure| counts(figure.standing));
        counting.map(|figure| figure.due_on).min()
    };
    let nowhere = count(ask.received_on, FEDERAL.days, FEDERAL.unit, Closed::Nothing).0;
    let earliest_legal = earliest(is_legal);
    let due_on = earliest_legal.unwrap_or(nowhere);
    let target_on = earliest(|standing| standing != Standing::Moved).unwrap_or(due_on);
    for (on, counts) in [
        (Some(due_on), is_legal as fn(Standing) -> bool),
        (Some(target_on).filter(|target_on| *target_on < due_on), is_cautious),
    ] {
        let winner = working
            .iter_mut()
            .find(|figure| counts(figure.standing) && Some(figure.due_on) == on);
        if let Some(winner) = winner {
            winner.wins = true;
        }
    }
    Due {
        received_on: ask.received_on,
        time_zone: ask.time_zone.to_owned(),
        due_on,
        target_on,
        last_open: last_open(target_on),
        due_last_open: earliest_legal.and_then(last_open),
        states: if ask.kind.is_access() {
            notes(ask, &working)
        } else {
            Vec::new()
        },
        working,
    }
}

/// Whether a breach is reported on it.
fn is_legal(standing: Standing) -> bool {
    match standing {
        Standing::Limit | Standing::Extension => true,
        Standing::Moved
        | Standing::Unverified
        | Standing::EveryWeekday
        | Standing::OralAsk
        | Standing::PerhapsMentalHealth => false,
    }
}

fn is_cautious(standing: Standing) -> bool {
    !is_legal(standing) && standing != Standing::Moved
}

/// What a limit comes to: as the law has it, and counted cautiously where that is earlier.
fn figures(limit: Limit, ask: &Ask<'_>) -> Vec<Figure> {
    let runs = limit.covers.runs(ask.access, ask.is_electronic, ask.mental_health);
    if runs == Some(false) {
        return Vec::new();
    }
    let start = match limit.starts {
        Starts::Receipt => Some(ask.received_on),
        Starts::Written => ask.written_on,
    };
    let mut figures = Vec::new();
    if let Some(start) = start.filter(|_| runs.is_some() && limit.is_verified) {
        let first = figure(limit, start, limit.days, Closed::Holidays, Standing::Limit);
        match extended(limit, start, first.due_on, ask) {
            Some(until) => figures.extend([
                Figure {
                    standing: Standing::Moved,
                    ..first
                },
                until,
            ]),
            None => figures.push(first),
        }
    }
    let standing = if !limit.is_verified {
        Standing::Unverified
    } else if runs.is_none() {
        Standing::PerhapsMentalHealth
    } else if start != Some(ask.received_on) {
        Standing::OralAsk
    } else {
        Standing::EveryWeekday
    };
    // What is extended is counted cautiously as far as it is extended.
    let days = figures.last().map_or(limit.days, |legal| legal.days);
    let cautious = figure(limit, ask.received_on, days, Closed::Weekends, standing);
    if figures.last().is_none_or(|legal| cautious.due_on < legal.due_on) {
        figures.push(cautious);
    }
    figures
}

fn figure(limit: Limit, from: NaiveDate, days: u32, closed: Closed, standing: Standing) -> Figure {
    let (due_on, holidays) = count(from, days, limit.unit, closed);
    Figure {
        citation: limit.citation.to_owned(),
        from,
        days,
        unit: limit.unit,
        holidays,
        due_on,
        standing,
        wins: false,
    }
}

/// The limit as the extension moves it: one whose letter was given inside it, and no further than it may reach, 45 CFR
/// 164.524(b)(2)(ii). While the letter has not gone nothing is moved, and what went too late never moves anything. A limit
/// of a state moves only where its own law lets it, by whichever letter came first in its time; the federal one by its own
/// extension alone.
fn extended(limit: Limit, start: NaiveDate, first_on: NaiveDate, ask: &Ask<'_>) -> Option<Figure> {
    let is_of = |of: Extends| match (limit.state, of) {
        (None, Extends::State) => false,
        (None, Extends::Federal) | (Some(_), Extends::Federal | Extends::State) => true,
    };
    let given = ask
        .extensions
        .iter()
        .find(|given| is_of(given.of) && given.given_on.is_some_and(|on| on <= first_on))?;
    let most = figure(
        limit,
        start,
        limit.extended_days?,
        Closed::Holidays,
        Standing::Extension,
    );
    let until = most.due_on.min(given.until);
    (until > first_on).then(|| Figure {
        citation: match limit.state {
            None => EXTENSION_CITATION.to_owned(),
            Some(_) => most.citation,
        },
        due_on: until,
        holidays: most.holidays.into_iter().filter(|holiday| *holiday <= until).collect(),
        ..most
    })
}

/// What is said of the states that have no figure here.
fn notes(ask: &Ask<'_>, working: &[Figure]) -> Vec<StateNote> {
    let note = |code: &String| {
        let state = law::state_of(code)?;
        let has_figure =
            law::limits_of(code, ask.law).any(|limit| working.iter().any(|figure| figure.citation == limit.citation));
        let found = match state.found {
            Found::Shorter | Found::Longer => StateFound::ForAnotherAccess,
            Found::ThirtyDays => StateFound::ThirtyDays,
            Found::NotBinding => StateFound::NotBinding,
            Found::NoNumber => StateFound::NoNumber,
        };
        (!has_figure).then(|| StateNote {
            name: state.name.to_owned(),
            found,
            citation: state.citation.to_owned(),
            is_verified: state.is_verified,
        })
    };
    ask.states.iter().filter_map(note).collect()
}

/// The days that are not counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closed {
    Nothing,
    Weekends,
    Holidays,
}

/// The last of so many days after the day `from`, which is day 0, and the holidays that were passed over.
fn count(from: NaiveDate, days: u32, unit: Unit, closed: Closed) -> (NaiveDate, Vec<NaiveDate>) {
    let closed = match unit {
        Unit::Calendar => Closed::Nothing,
        Unit::Working | Unit::Business => closed,
    };
    if closed == Closed::Nothing {
        return (from + Days::new(u64::from(days)), Vec::new());
    }
    let (mut on, mut left, mut holidays) = (from, days, Vec::new());
    while left > 0 {
        on = on + Days::new(1);
        if is_weekend(on) {
            continue;
        }
        if closed == Closed::Holidays && is_federal_holiday(on) {
            holidays.push(on);
            continue;
        }
        left -= 1;
    }
    (on, holidays)
}

fn is_weekend(on: NaiveDate) -> bool {
    matches!(on.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Whether federal offices are closed on this day of the week, 5 U.S.C. 6103: one that falls on a Saturday is kept on the
/// Friday before it, one on a Sunday on the Monday after.
fn is_federal_holiday(on: NaiveDate) -> bool {
    let (month, day, weekday) = (on.month(), on.day(), on.weekday());
    let nth =
        |of_month: u32, of_week: Weekday, nth: u32| month == of_month && weekday == of_week && (day - 1) / 7 + 1 == nth;
    let fixed = |of_month: u32, of_day: u32| {
        let is =
            |other: Option<NaiveDate>| other.is_some_and(|other| (other.month(), other.day()) == (of_month, of_day));
        (month, day) == (of_month, of_day)
            || (weekday == Weekday::Fri && is(on.succ_opt()))
            || (weekday == Weekday::Mon && is(on.pred_opt()))
    };
    fixed(1, 1)
        || nth(1, Weekday::Mon, 3)
        || nth(2, Weekday::Mon, 3)
        || (month == 5 && weekday == Weekday::Mon && day > 24)
        || fixed(6, 19)
        || fixed(7, 4)
        || nth(9, Weekday::Mon, 1)
        || nth(10, Weekday::Mon, 2)
        || fixed(11, 11)
        || nth(11, Weekday::Thu, 4)
        || fixed(12, 25)
}

/// The last open day before a closed one.
fn last_open(date: NaiveDate) -> Option<NaiveDate> {
    let is_closed = |on: NaiveDate| is_weekend(on) || is_federal_holiday(on);
    let mut on = date;
    while is_closed(on) {
        on = on - Days::new(1);
    }
    (on != date).then_some(on)
}

/// What an extension of that kind may promise, where one may still be given today: once, inside the limit that it moves,
/// 45 CFR 164.524(b)(2)(ii). A shorter limit that is missed does not forbid the federal one, nor does one that its state's own
/// extension moved. That of a state ends with the federal limit, which it does not move.
pub fn extendable(ask: &Ask<'_>, of: Extends, today: NaiveDate) -> Option<Extendable> {
    if !ask.kind.is_access() || ask.extensions.iter().any(|extension| extension.of == of) {
        return None;
    }
    let last_on = match of {
        Extends::Federal => last_extension(ask.received_on),
        Extends::State => count(ask.received_on, FEDERAL.days, FEDERAL.unit, Closed::Nothing).0,
    };
    let mut extensions = ask.extensions.to_vec();
    extensions.push(Extension::given(of, last_on, today));
    let most = due(&Ask {
        extensions: &extensions,
        ..*ask
    });
    // What another extension moved before is none of this one's.
    let known = due(ask);
    let is_new = |figure: &&Figure| !known.working.contains(figure);
    let new = |standing| {
        most.working
            .iter()
            .filter(is_new)
            .filter(move |figure| figure.standing == standing)
    };
    let after = new(Standing::Moved).map(|figure| figure.due_on).min()?;
    let last = new(Standing::Extension).map(|figure| figure.due_on).max()?;
    Some(Extendable {
        after,
        last,
        stays: (most.due_on < last).then_some(most.due_on),
    })
}

/// How far an extension has come.
pub fn given(ask: &Ask<'_>, extension: &Extension, today: NaiveDate) -> Given {
    let moves = |on: NaiveDate| {
        let alone = Extension {
            given_on: Some(on),
            ..*extension
        };
        let due = due(&Ask {
            extensions: &[alone],
            ..*ask
        });
        let moved = due.working.iter().filter(|figure| figure.standing == Standing::Moved);
        moved.map(|figure| figure.due_on).min()
    };
    match extension.given_on {
        Some(on) if moves(on).is_some() => Given::Counts(on),
        Some(_) => Given::Void,
        None => moves(today).map_or(Given::Void, Given::Waits),
    }
}

/// The day that no extension reaches past.
pub fn last_extension(received_on: NaiveDate) -> NaiveDate {
    let days = FEDERAL.extended_days.unwrap_or(FEDERAL.days);
    count(received_on, days, FEDERAL.unit, Closed::Nothing).0
}

/// Whether what ran before runs longer, by the law or by the day to act by, or does not run any more.
pub fn runs_later(before: &Due, after: &Due) -> bool {
    let (ran, runs) = (!before.working.is_empty(), !after.working.is_empty());
    ran && (!runs || after.due_on > before.due_on || after.target_on > before.target_on)
}

/// The clock of a request as of `today` at its location. An answer that arrived late stays late.
pub fn read(due: Due, answered_on: Option<NaiveDate>, today: NaiveDate) -> Clock {
    let read = |on, runs| match runs {
        false => Reading::NotCounted,
        true => reading(on, answered_on, today),
    };
    let legal = read(due.due_on, has_limit(&due));
    let target = read(due.target_on, !due.working.is_empty());
    Clock {
        due,
        today,
        reading: legal,
        target,
    }
}

/// Whether there is a legal due date at all, and not only a day to act by.
fn has_limit(due: &Due) -> bool {
    due.working.iter().any(|figure| is_legal(figure.standing))
}

/// Whether any day is counted to.
pub fn is_counted(clock: &Clock) -> bool {
    clock.target != Reading::NotCounted
}

/// What a person goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// The legal due date.
    Limit(Reading),
    /// The day to act by, which comes first.
    Target(Reading),
    /// The day to act by has passed, and the legal due date has not.
    Missed(Reading),
}

pub fn aim(clock: &Clock) -> Aim {
    match (clock.reading, clock.target) {
        (Reading::NotCounted, target) if is_counted(clock) => Aim::Target(target),
        (Reading::OnTime(_) | Reading::DueSoon(_), Reading::Overdue(_)) => Aim::Missed(clock.reading),
        (Reading::OnTime(_) | Reading::DueSoon(_), target) if clock.due.target_on < clock.due.due_on => {
            Aim::Target(target)
        }
        (
            Reading::OnTime(_)
            | Reading::DueSoon(_)
            | Reading::DueToday
            | Reading::Overdue(_)
            | Reading::Answered
            | Reading::AnsweredLate(_)
            | Reading::NotCounted,
            _,
        ) => Aim::Limit(clock.reading),
    }
}

/// Whether an answer is due today, or already should have gone out to be safe.
pub fn is_for_today(clock: &Clock) -> bool {
    match aim(clock) {
        // Where there is no limit, the day to act by stays what it goes by.
        Aim::Missed(_) | Aim::Target(Reading::Overdue(_)) => true,
        Aim::Limit(reading) | Aim::Target(reading) => reading == Reading::DueToday,
    }
}

/// How far it has run, where that is to be told.
pub fn stage(clock: &Clock) -> Option<Stage> {
    if is_for_today(clock) {
        return Some(Stage::Today);
    }
    match aim(clock) {
        Aim::Limit(Reading::Overdue(_)) => Some(Stage::Overdue),
        Aim::Limit(Reading::DueSoon(_)) | Aim::Target(Reading::DueSoon(_)) => Some(Stage::Soon),
        Aim::Limit(_) | Aim::Target(_) | Aim::Missed(_) => None,
    }
}

/// The day on which the next stage is to be told.
pub fn next_stage_on(due: &Due, told: Option<Stage>) -> Option<NaiveDate> {
    if due.working.is_empty() {
        return None;
    }
    match told {
        None => Some(due.target_on - TimeDelta::days(SOON_DAYS)),
        Some(Stage::Soon) => Some(due.target_on),
        Some(Stage::Today) => has_limit(due).then(|| due.due_on + TimeDelta::days(1)),
        Some(Stage::Overdue) => None,
    }
}

/// How far it is to a day, or by how much it was met.
pub fn reading(due_on: NaiveDate, answered_on: Option<NaiveDate>, today: NaiveDate) -> Reading {
    let days_left = (due_on - answered_on.unwrap_or(today)).num_days();
    let days = u32::try_from(days_left.unsigned_abs()).unwrap_or(u32::MAX);
    if answered_on.is_some() {
        if days_left < 0 {
            Reading::AnsweredLate(days)
        } else {
            Reading::Answered
        }
    } else if days_left < 0 {
        Reading::Overdue(days)
    } else if days_left == 0 {
        Reading::DueToday
    } else if days_left <= SOON_DAYS {
        Reading::DueSoon(days)
    } else {
        Reading::OnTime(days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A copy of a record that was asked for in writing.
    pub(super) fn ask(received: &str) -> Ask<'static> {
        Ask {
            law: Version::NEWEST,
            kind: Kind::Access,
            access: Access::Copy,
            is_electronic: true,
            mental_health: None,
            states: &[],
            received_on: day(received),
            written_on: Some(day(received)),
            time_zone: "America/Chicago",
            extensions: &[],
        }
    }

    pub(super) fn states(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    pub(super) fn in_state(code: &str, access: Access, received: &str) -> Due {
        let states = states(&[code]);
        due(&Ask {
            access,
            states: &states,
            ..ask(received)
        })
    }

    fn extension(until: &str, on: &str) -> [Extension; 1] {
        [Extension::given(Extends::Federal, day(until), day(on))]
    }

    pub(super) fn extended(received: &str, until: &str, on: &str) -> Ask<'static> {
        Ask {
            // A test ends soon enough.
            extensions: Box::leak(Box::new(extension(until, on))),
            ..ask(received)
        }
    }

    pub(super) fn winners(due: &Due) -> usize {
        due.working.iter().filter(|figure| figure.wins).count()
    }

    #[test]
    fn the_federal_limit_is_thirty_calendar_days_and_never_rolls_over_a_closed_day() {
        for (received, due_on, last_open) in [
            ("2026-01-02", "2026-02-01", Some("2026-01-30")),
            ("2026-01-30", "2026-03-01", Some("2026-02-27")),
            ("2026-11-24", "2026-12-24", None),
            ("2026-12-18", "2027-01-17", Some("2027-01-15")),
            ("2026-03-08", "2026-04-07", None),
            ("2028-01-30", "2028-02-29", None),
            ("2027-01-30", "2027-03-01", None),
            ("2026-12-01", "2026-12-31", None),
            // The Fourth of July is a Saturday and kept on the Friday before.
            ("2026-06-04", "2026-07-04", Some("2026-07-02")),
            ("2026-11-25", "2026-12-25", Some("2026-12-24")),
        ] {
            let due = due(&ask(received));

            assert_eq!(
                (due.due_on, due.target_on),
                (day(due_on), day(due_on)),
                "received {received}"
            );
            assert_eq!(due.last_open, last_open.map(day), "received {received}");
            assert_eq!(due.due_last_open, due.last_open, "received {received}");
            assert_eq!((due.working.len(), winners(&due)), (1, 1));
        }
    }

    /// Law.md, part A4: the days that are counted cautiously, and what the federal limit makes of them.
    #[test]
    fn the_limits_of_the_states_come_out_as_the_law_has_them() {
        let copies = [
            ("CA", ["2026-01-17", "2026-02-14", "2026-12-09", "2027-01-02"]),
            ("TN", ["2026-01-16", "2026-02-13", "2026-12-08", "2027-01-01"]),
            ("TX", ["2026-01-17", "2026-02-14", "2026-12-09", "2027-01-02"]),
            ("WA", ["2026-01-23", "2026-02-20", "2026-12-15", "2027-01-08"]),
            ("MD", ["2026-02-01", "2026-03-01", "2026-12-23", "2027-01-17"]),
            ("NV", ["2026-01-16", "2026-02-13", "2026-12-08", "2027-01-01"]),
            ("LA", ["2026-01-17", "2026-02-14", "2026-12-09", "2027-01-02"]),
            ("MA", ["2026-01-23", "2026-02-20", "2026-12-15", "2027-01-08"]),
            ("DE", ["2026-02-01", "2026-03-01", "2026-12-24", "2027-01-17"]),
            ("NE", ["2026-02-01", "2026-03-01", "2026-12-24", "2027-01-17"]),
            ("CO", ["2026-02-01", "2026-03-01", "2026-12-24", "2027-01-17"]),
        ];
        let inspections = [
            ("CA", ["2026-01-09", "2026-02-06", "2026-12-01", "2026-12-25"]),
            ("NE", ["2026-01-12", "2026-02-09", "2026-12-04", "2026-12-28"]),
            ("NY", ["2026-01-12", "2026-02-09", "2026-12-04", "2026-12-28"]),
            ("NV", ["2026-01-16", "2026-02-13", "2026-12-08", "2027-01-01"]),
            ("WA", ["2026-01-23", "2026-02-20", "2026-12-15", "2027-01-08"]),
        ];
        let received = ["2026-01-02", "2026-01-30", "2026-11-24", "2026-12-18"];
        for (access, rows) in [(Access::Copy, &copies[..]), (Access::Inspection, &inspections[..])] {
            for (state, targets) in rows {
                for (received, target_on) in received.iter().zip(targets) {
                    let due = in_state(state, access, received);

                    assert_eq!(due.target_on, day(target_on), "{state} {access:?} {received}");
                    assert!(due.due_on >= due.target_on && due.due_on <= day(received) + Days::new(30));
                    assert_eq!(winners(&due), 1 + usize::from(due.target_on < due.due_on), "{state}");
                }
            }
        }
    }

    /// Law.md, J.1: where a date falls on a weekend or holiday, the last open day before it is shown: of each of both.
    #[test]
    fn each_date_has_its_own_last_open_day() {
        for (received, dates, open) in [
            // The target falls on a Saturday, the limit on a Monday.
            ("2026-01-02", ["2026-01-17", "2026-01-26"], [Some("2026-01-16"), None]),
            ("2026-01-30", ["2026-02-14", "2026-02-23"], [Some("2026-02-13"), None]),
        ] {
            let due = in_state("TX", Access::Copy, received);

            assert_eq!([due.target_on, due.due_on], dates.map(day), "{received}");
            assert_eq!(
                [due.last_open, due.due_last_open],
                open.map(|on| on.map(day)),
                "{received}"
            );
        }
        let california = states(&["CA"]);
        let oral = due(&Ask {
            states: &california,
            written_on: None,
            ..ask("2026-01-02")
        });
        assert_eq!((oral.target_on, oral.due_on), (day("2026-01-17"), day("2026-02-01")));
        assert_eq!(
            (oral.last_open, oral.due_last_open),
            (Some(day("2026-01-16")), Some(day("2026-01-30")))
        );
    }

    /// Law.md, J.1: Texas, received 2026-01-02: legal at the latest 2026-01-26, the target three days before. Where the
    /// record holds mental-health care its own limit is earlier; where nobody has said, that is the target.
    #[test]
    fn a_legal_date_passes_over_holidays_and_the_target_does_not() {
        let states = states(&["TX"]);
        for (mental_health, due_on, target_on) in [
            (Some(false), "2026-01-26", "2026-01-23"),
            (None, "2026-01-26", "2026-01-17"),
            (Some(true), "2026-01-17", "2026-01-17"),
        ] {
            let due = due(&Ask {
                states: &states,
                mental_health,
                ..ask("2026-01-02")
            });

            assert_eq!(
                (due.due_on, due.target_on),
                (day(due_on), day(target_on)),
                "{mental_health:?}"
            );
        }
        let due = in_state("TX", Access::Copy, "2026-01-02");
        let occupations = due
            .working
            .iter()
            .find(|figure| figure.standing == Standing::Limit && figure.wins);
        assert_eq!(occupations.unwrap().holidays, [day("2026-01-19")], "which ones is said");
    }

    #[test]
    fn an_oral_ask_is_a_target_where_the_limit_runs_from_a_written_one() {
        let states = states(&["CA"]);
        for (written_on, due_on) in [
            (None, "2026-12-10"),
            (Some("2026-11-20"), "2026-12-05"),
            (Some("2026-11-10"), "2026-11-25"),
        ] {
            let due = due(&Ask {
                states: &states,
                written_on: written_on.map(day),
                ..ask("2026-11-10")
            });

            assert_eq!(
                (due.due_on, due.target_on),
                (day(due_on), day("2026-11-25")),
                "{written_on:?}"
            );
        }
    }

    #[test]
    fn the_earliest_of_the_states_that_hold_the_record_counts() {
        let states = states(&["CA", "CO", "TN"]);

        let due = due(&Ask {
            states: &states,
            ..ask("2026-11-24")
        });

        // Ten working days in Tennessee, passing over Thanksgiving.
        assert_eq!((due.due_on, due.target_on), (day("2026-12-09"), day("2026-12-08")));
        let names: Vec<_> = due.states.iter().map(|state| state.name.as_str()).collect();
        assert_eq!(names, ["Colorado"], "what has a figure needs no word");
        assert_eq!(due.states[0].found, StateFound::NoNumber);
    }

    #[test]
    fn an_unverified_figure_is_never_the_later_date() {
        for state in law::STATES {
            for access in [Access::Copy, Access::Inspection] {
                let due = in_state(state.code, access, "2026-11-24");
                let unverified = due
                    .working
                    .iter()
                    .filter(|figure| figure.standing == Standing::Unverified);

                assert!(
                    due.due_on <= day("2026-12-24") && due.target_on <= due.due_on,
                    "{}",
                    state.name
                );
                for figure in unverified {
                    assert!(!figure.wins || figure.due_on == due.target_on);
                    assert!(figure.due_on >= due.target_on);
                }
            }
        }
    }

    #[test]
    fn a_request_is_overdue_on_the_day_after_and_not_before() {
        for (today, expected) in [
            ("2026-11-24", Reading::OnTime(30)),
            ("2026-12-16", Reading::OnTime(8)),
            ("2026-12-17", Reading::DueSoon(7)),
            ("2026-12-23", Reading::DueSoon(1)),
            ("2026-12-24", Reading::DueToday),
            ("2026-12-25", Reading::Overdue(1)),
            ("2027-12-24", Reading::Overdue(365)),
        ] {
            let clock = read(due(&ask("2026-11-24")), None, day(today));
            assert_eq!((clock.reading, clock.target), (expected, expected), "{today}");
        }
        let clock = read(in_state("TX", Access::Copy, "2026-01-02"), None, day("2026-01-24"));
        assert_eq!(
            (clock.reading, clock.target),
            (Reading::DueSoon(2), Reading::Overdue(7))
        );
    }

    #[test]
    fn a_person_goes_by_the_target_until_it_has_passed_and_by_the_limit_from_its_day_on() {
        let states = states(&["TX"]);
        let texas = |mental_health| Ask {
            states: &states,
            mental_health,
            ..ask("2026-01-02")
        };
        for (today, expected, told) in [
            ("2026-01-03", Aim::Target(Reading::OnTime(20)), None),
            ("2026-01-15", Aim::Target(Reading::OnTime(8)), None),
            ("2026-01-16", Aim::Target(Reading::DueSoon(7)), Some(Stage::Soon)),
            ("2026-01-23", Aim::Target(Reading::DueToday), Some(Stage::Today)),
            ("2026-01-24", Aim::Missed(Reading::DueSoon(2)), Some(Stage::Today)),
            ("2026-01-26", Aim::Limit(Reading::DueToday), Some(Stage::Today)),
            ("2026-01-27", Aim::Limit(Reading::Overdue(1)), Some(Stage::Overdue)),
        ] {
            let clock = read(due(&texas(Some(false))), None, day(today));
            assert_eq!((aim(&clock), stage(&clock)), (expected, told), "{today}");
            assert_eq!(is_for_today(&clock), told == Some(Stage::Today), "{today}");
        }
        let due_on = due(&texas(Some(false)));
        for (told, on) in [
            (None, Some("2026-01-16")),
            (Some(Stage::Soon), Some("2026-01-23")),
            (Some(Stage::Today), Some("2026-01-27")),
            (Some(Stage::Overdue), None),
        ] {
            assert_eq!(next_stage_on(&due_on, told), on.map(day), "after {told:?}");
        }
        let answered = read(due(&texas(None)), Some(day("2026-01-20")), day("2026-01-24"));
        assert_eq!(aim(&answered), Aim::Limit(Reading::Answered));
    }

    #[test]
    fn where_both_days_are_one_a_person_goes_by_the_limit_and_where_none_is_counted_by_none() {
        let federal = due(&ask("2026-11-24"));
        assert_eq!(federal.target_on, federal.due_on);
        for (today, expected) in [("2026-11-24", Reading::OnTime(30)), ("2026-12-17", Reading::DueSoon(7))] {
            let clock = read(federal.clone(), None, day(today));
            assert_eq!(aim(&clock), Aim::Limit(expected), "{today}");
        }
        let uncounted = Ask {
            kind: Kind::Subpoena,
            ..ask("2026-11-24")
        };
        let clock = read(due(&uncounted), None, day("2026-11-24"));
        assert_eq!(
            (is_counted(&clock), aim(&clock)),
            (false, Aim::Limit(Reading::NotCounted))
        );
    }

    #[test]
    fn an_answer_stays_as_early_or_as_late_as_it_was() {
        for (answered_on, expected) in [
            ("2026-11-24", Reading::Answered),
            ("2026-12-24", Reading::Answered),
            ("2026-12-25", Reading::AnsweredLate(1)),
            ("2027-01-23", Reading::AnsweredLate(30)),
        ] {
            let read = read(due(&ask("2026-11-24")), Some(day(answered_on)), day("2027-06-01"));

            assert_eq!(read.reading, expected, "{answered_on}");
        }
    }

    #[test]
    fn an_extension_is_given_once_inside_the_first_thirty_days_and_ends_by_the_sixtieth() {
        for (today, expected) in [("2026-01-02", true), ("2026-02-01", true), ("2026-02-02", false)] {
            let may = extendable(&ask("2026-01-02"), Extends::Federal, day(today));
            let (after, last) = (day("2026-02-01"), day("2026-03-03"));
            let expected = expected.then_some(Extendable {
                after,
                last,
                stays: None,
            });
            assert_eq!(may, expected, "{today}");
        }
        let given = extension("2026-02-20", "2026-01-20");
        let ask = Ask {
            extensions: &given,
            ..ask("2026-01-02")
        };
        let due = due(&ask);
        assert_eq!((due.due_on, winners(&due)), (day("2026-02-20"), 1));
        assert_eq!(due.working[0].standing, Standing::Moved);
        assert_eq!(extendable(&ask, Extends::Federal, day("2026-01-20")), None);
        // One that promised too much, or whose letter went too late, as an earlier receipt may show.
        for (until, on, due_on) in [
            ("2026-03-20", "2026-02-01", "2026-03-03"),
            ("2026-02-20", "2026-02-02", "2026-02-01"),
            ("2026-01-20", "2026-01-10", "2026-02-01"),
        ] {
            let given = extension(until, on);
            let ask = Ask {
                extensions: &given,
                ..ask
            };
            assert_eq!(super::due(&ask).due_on, day(due_on), "{until} given on {on}");
        }
    }

    /// 45 CFR 164.524(b)(2)(ii)(A): the statement is given inside the first limit, and not only written.
    #[test]
    fn an_extension_counts_when_its_letter_went_inside_the_first_limit_and_before_that_moves_nothing() {
        let by = day("2026-02-01");
        for (given_on, today, due_on, expected) in [
            (None, "2026-01-20", "2026-02-01", Given::Waits(by)),
            (None, "2026-02-01", "2026-02-01", Given::Waits(by)),
            (None, "2026-02-02", "2026-02-01", Given::Void),
            (Some("2026-02-01"), "2026-02-20", "2026-02-20", Given::Counts(by)),
            (Some("2026-02-02"), "2026-02-20", "2026-02-01", Given::Void),
        ] {
            let extensions = [Extension {
                given_on: given_on.map(day),
                ..Extension::given(Extends::Federal, day("2026-02-20"), day("2026-01-20"))
            }];
            let ask = Ask {
                extensions: &extensions,
                ..ask("2026-01-02")
            };

            assert_eq!(due(&ask).due_on, day(due_on), "given on {given_on:?}");
            assert_eq!(
                given(&ask, &extensions[0], day(today)),
                expected,
                "{given_on:?} on {today}"
            );
            assert_eq!(
                extendable(&ask, Extends::Federal, day("2026-01-21")),
                None,
                "there is one all the same"
            );
        }
    }

    /// Law.md, J.3: on day 18 of a Californian request the extension is still given, and the state's limit stays overdue.
    #[test]
    fn a_states_limit_that_is_missed_forbids_no_extension_and_stays_missed() {
        let california = states(&["CA"]);
        let late = Ask {
            states: &california,
            ..ask("2026-01-02")
        };
        let may = extendable(&late, Extends::Federal, day("2026-01-20")).unwrap();
        assert_eq!(
            (may.after, may.last, may.stays),
            (day("2026-02-01"), day("2026-03-03"), Some(day("2026-01-17")))
        );

        let given = Ask {
            states: &california,
            extensions: &extension("2026-03-03", "2026-01-20"),
            ..ask("2026-01-02")
        };
        let clock = read(due(&given), None, day("2026-01-20"));

        assert_eq!(clock.reading, Reading::Overdue(3));
        assert!(
            clock
                .due
                .working
                .iter()
                .any(|figure| figure.due_on == day("2026-03-03"))
        );
    }

    #[test]
    fn a_states_own_extension_moves_its_own_limit_as_far_as_it_reaches() {
        let washington = states(&["WA"]);
        let nebraska = states(&["NE"]);
        for (states, access, until, on, due_on) in [
            // 21 working days, passing over New Year's Day (before) and Martin Luther King's day.
            (&washington, Access::Copy, "2026-01-30", "2026-01-20", "2026-01-30"),
            (&washington, Access::Copy, "2026-03-03", "2026-01-20", "2026-02-03"),
            (&washington, Access::Copy, "2026-03-03", "2026-01-30", "2026-01-26"),
            (&nebraska, Access::Inspection, "2026-01-20", "2026-01-12", "2026-01-20"),
            (&nebraska, Access::Inspection, "2026-03-03", "2026-01-12", "2026-01-23"),
            (&nebraska, Access::Inspection, "2026-03-03", "2026-01-13", "2026-01-12"),
        ] {
            let due = due(&Ask {
                states,
                access,
                extensions: &extension(until, on),
                ..ask("2026-01-02")
            });

            assert_eq!(due.due_on, day(due_on), "{states:?} until {until} given on {on}");
        }
    }

    /// Law.md, part A4, by J.1: 21 working days without weekends are the day to act by, also where the letter may promise more.
    #[test]
    fn an_extended_limit_of_a_state_has_its_cautious_day_too() {
        let washington = states(&["WA"]);
        for (received, last, cautious) in [
            ("2026-01-02", "2026-02-03", "2026-02-02"),
            ("2026-01-30", "2026-03-03", "2026-03-02"),
            ("2026-11-24", "2026-12-24", "2026-12-23"),
            ("2026-12-18", "2027-01-21", "2027-01-18"),
        ] {
            let given = extension("2027-12-31", received);
            let ask = Ask {
                states: &washington,
                extensions: &given,
                ..ask(received)
            };

            let due = due(&ask);

            assert_eq!((due.due_on, due.target_on), (day(last), day(cautious)), "{received}");
            assert_eq!(winners(&due), 2, "{received}");
            let sooner = [Extension {
                until: day(cautious),
                ..given[0]
            }];
            let promised = super::due(&Ask {
                extensions: &sooner,
                ..ask
            });
            assert_eq!((promised.due_on, promised.target_on), (day(cautious), day(cautious)));
        }
    }

    /// Law.md, part A4, and product.md: 60 calendar days, whatever day that is.
    #[test]
    fn one_extension_reaches_sixty_calendar_days_after_receipt() {
        for (received, last) in [
            ("2026-01-02", "2026-03-03"),
            ("2026-01-30", "2026-03-31"),
            ("2026-11-24", "2027-01-23"),
            ("2026-12-18", "2027-02-16"),
            ("2026-03-08", "2026-05-07"),
            ("2026-11-01", "2026-12-31"),
            ("2028-01-30", "2028-03-30"),
            ("2027-01-30", "2027-03-31"),
            ("2026-12-01", "2027-01-30"),
            ("2026-06-04", "2026-08-03"),
        ] {
            let may = extendable(&ask(received), Extends::Federal, day(received)).unwrap();
            assert_eq!(may.last, day(last), "{received}");

            let given = extension(last, received);
            let due = due(&Ask {
                extensions: &given,
                ..ask(received)
            });
            assert_eq!((due.due_on, due.target_on), (day(last), day(last)), "{received}");
        }
    }

    /// One of each kind: what a state's law lets move uses up nothing of the federal rule, and moves nothing of it.
    #[test]
    fn a_states_own_extension_leaves_the_federal_one_as_it_was() {
        let washington = states(&["WA"]);
        let plain = Ask {
            states: &washington,
            ..ask("2026-01-02")
        };
        let promises = |ask: &Ask<'_>, of, today| {
            let may = extendable(ask, of, day(today))?;
            Some((may.after.to_string(), may.last.to_string()))
        };
        let said = |after: &str, last: &str| Some((after.to_owned(), last.to_owned()));
        let of_state = said("2026-01-26", "2026-02-01");
        let federal = said("2026-02-01", "2026-03-03");
        assert_eq!(promises(&plain, Extends::State, "2026-01-26"), of_state);
        assert_eq!(
            promises(&plain, Extends::State, "2026-01-27"),
            None,
            "its limit has passed"
        );
        assert_eq!(promises(&plain, Extends::Federal, "2026-01-27"), federal);
        assert_eq!(promises(&ask("2026-01-02"), Extends::State, "2026-01-10"), None);

        let one = [Extension::given(Extends::State, day("2026-01-30"), day("2026-01-20"))];
        let extended = Ask {
            extensions: &one,
            ..plain
        };
        assert_eq!(due(&extended).due_on, day("2026-01-30"));
        assert_eq!(promises(&extended, Extends::State, "2026-01-21"), None, "once");
        assert_eq!(promises(&extended, Extends::Federal, "2026-01-28"), federal);

        let both = [
            one[0],
            Extension::given(Extends::Federal, day("2026-02-20"), day("2026-01-28")),
        ];
        let extended = Ask {
            extensions: &both,
            ..plain
        };
        let due = due(&extended);
        assert_eq!(
            due.due_on,
            day("2026-01-30"),
            "the state's limit is where its letter left it"
        );
        assert!(due.working.iter().any(|figure| figure.due_on == day("2026-02-20")));
        assert_eq!(promises(&extended, Extends::Federal, "2026-01-29"), None, "once");
        for extension in &both {
            let counts = Given::Counts(extension.on);
            assert_eq!(given(&extended, extension, day("2026-02-01")), counts);
        }
    }

    /// Law.md, J.6: Evidence Code 1158. Nobody read it in the law itself, so that it is a day to act by and no limit.
    #[test]
    fn an_authorization_in_california_has_a_day_to_act_by_and_no_limit() {
        let california = states(&["CA"]);
        let due = due(&Ask {
            kind: Kind::Authorization,
            states: &california,
            ..ask("2026-01-02")
        });
        assert_eq!(due.target_on, day("2026-01-07"));
        assert_eq!(due.working.len(), 1);
        for (today, target, told) in [
            ("2026-01-02", Reading::DueSoon(5), Some(Stage::Soon)),
            ("2026-01-07", Reading::DueToday, Some(Stage::Today)),
            ("2026-06-01", Reading::Overdue(145), Some(Stage::Today)),
        ] {
            let clock = read(due.clone(), None, day(today));

            assert_eq!((clock.reading, clock.target), (Reading::NotCounted, target), "{today}");
            assert_eq!((aim(&clock), stage(&clock)), (Aim::Target(target), told), "{today}");
        }
        assert_eq!(next_stage_on(&due, Some(Stage::Today)), None, "no breach is reported");
        let answered = read(due, Some(day("2026-01-05")), day("2026-06-01"));
        assert_eq!(answered.target, Reading::Answered);
    }

    #[test]
    fn no_clock_of_access_runs_for_another_ask() {
        let texas = states(&["TX"]);
        for (kind, due_on) in [
            (Kind::Directive, Some("2026-01-26")),
            (Kind::Amendment, Some("2026-03-03")),
            (Kind::Authorization, None),
            (Kind::Subpoena, None),
            (Kind::Treatment, None),
            (Kind::Complaint, None),
        ] {
            let due = due(&Ask {
                kind,
                states: &texas,
                mental_health: Some(false),
                ..ask("2026-01-02")
            });
            let clock = read(due, None, day("2027-01-01"));

            assert_eq!(clock.reading == Reading::NotCounted, due_on.is_none(), "{kind:?}");
            if let Some(due_on) = due_on {
                assert_eq!(clock.due.due_on, day(due_on), "{kind:?}");
            }
        }
    }

    #[test]
    fn the_federal_holidays_of_a_year_are_eleven_days_and_kept_on_a_weekday() {
        for (year, expected) in [
            (
                2026,
                [
                    "2026-01-01",
                    "2026-01-19",
                    "2026-02-16",
                    "2026-05-25",
                    "2026-06-19",
                    "2026-07-03",
                    "2026-09-07",
                    "2026-10-12",
                    "2026-11-11",
                    "2026-11-26",
                    "2026-12-25",
                ],
            ),
            (
                2027,
                [
                    "2027-01-01",
                    "2027-01-18",
                    "2027-02-15",
                    "2027-05-31",
                    "2027-06-18",
                    "2027-07-05",
                    "2027-09-06",
                    "2027-10-11",
                    "2027-11-11",
                    "2027-11-25",
                    "2027-12-24",
                ],
            ),
        ] {
            let days = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days().take(364);
            let holidays: Vec<_> = days.filter(|on| is_federal_holiday(*on) && !is_weekend(*on)).collect();
            assert_eq!(holidays, expected.map(day), "{year}");
        }
        assert!(
            is_federal_holiday(day("2027-12-31")),
            "New Year\u{2019}s Day of 2028 is a Saturday"
        );
    }
}

#[cfg(test)]
mod working;
