//! The time that the law gives, with its working. Compares dates, never instants; nothing here is stored
//! but the day of receipt and its zone.

use crate::wire::{Clock, Due, Reading, RuleWorking};
use crate::word::Kind;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The version of the rules that a request is held to from its receipt on.
pub const LAW: &str = "2026-11";

/// 45 CFR 164.524(b)(2)(i): act no later than 30 days after receipt.
const FEDERAL_DAYS: u32 = 30;
const FEDERAL_CITATION: &str = "45 CFR 164.524(b)(2)(i)";
/// 45 CFR 164.524(b)(2)(ii): at most 30 days more, once.
const EXTENSION_DAYS: u32 = 30;
const EXTENSION_CITATION: &str = "45 CFR 164.524(b)(2)(ii)";
/// 45 CFR 164.526(b)(2): 60 days to act on a request for amendment.
const AMENDMENT_DAYS: u32 = 60;
const AMENDMENT_CITATION: &str = "45 CFR 164.526(b)(2)(i)";
const SOON_DAYS: i64 = 7;

/// The legal due date of a request. The day of receipt is day 0; a due date on a weekend stays where it is,
/// since no rule moves it on, and the last weekday before it is named. An ask that is routed elsewhere has no working
/// where no limit of ours runs; its date is then only its place in the worklist.
pub fn due(received_on: NaiveDate, time_zone: &str, kind: Kind, extension: Option<NaiveDate>) -> Due {
    let rule = match kind {
        Kind::Access | Kind::Directive => Some((FEDERAL_CITATION, FEDERAL_DAYS)),
        Kind::Amendment => Some((AMENDMENT_CITATION, AMENDMENT_DAYS)),
        Kind::Authorization | Kind::Subpoena | Kind::Treatment | Kind::Complaint => None,
    };
    let (_, days) = rule.unwrap_or((FEDERAL_CITATION, FEDERAL_DAYS));
    let first_on = received_on + Days::new(u64::from(days));
    let due_on = extension.unwrap_or(first_on);
    let mut working: Vec<_> = rule
        .into_iter()
        .map(|(citation, days)| RuleWorking {
            citation: citation.to_owned(),
            days,
            due_on: first_on,
            wins: extension.is_none(),
        })
        .collect();
    working.extend(extension.map(|until| RuleWorking {
        citation: EXTENSION_CITATION.to_owned(),
        days: u32::try_from((until - received_on).num_days()).unwrap_or(0),
        due_on: until,
        wins: true,
    }));
    Due {
        received_on,
        time_zone: time_zone.to_owned(),
        due_on,
        last_weekday: last_weekday(due_on),
        working,
    }
}

/// The last day that an extension may promise, where one may still be given today: once, inside the first limit,
/// 45 CFR 164.524(b)(2)(ii).
pub fn extendable_until(due: &Due, kind: Kind, extension: Option<NaiveDate>, today: NaiveDate) -> Option<NaiveDate> {
    let may = kind.is_access() && extension.is_none() && today <= due.due_on;
    may.then(|| last_extension(due.received_on))
}

/// The day that no extension reaches past.
pub fn last_extension(received_on: NaiveDate) -> NaiveDate {
    received_on + Days::new(u64::from(FEDERAL_DAYS + EXTENSION_DAYS))
}

/// Whether what ran before runs longer, or does not run any more.
pub fn runs_later(before: &Due, after: &Due) -> bool {
    let (ran, runs) = (!before.working.is_empty(), !after.working.is_empty());
    ran && (!runs || after.due_on > before.due_on)
}

/// The clock of a request as of `today` at its location. An answer that arrived late stays late.
pub fn read(due: Due, answered_on: Option<NaiveDate>, today: NaiveDate) -> Clock {
    let reading = if due.working.is_empty() {
        Reading::NotCounted
    } else {
        reading(due.due_on, answered_on, today)
    };
    Clock { due, today, reading }
}

fn reading(due_on: NaiveDate, answered_on: Option<NaiveDate>, today: NaiveDate) -> Reading {
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

fn last_weekday(date: NaiveDate) -> Option<NaiveDate> {
    let back = match date.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => return None,
    };
    Some(date - Days::new(back))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_federal_limit_is_thirty_calendar_days_and_never_rolls_over_a_weekend() {
        for (received, due_on, last_weekday) in [
            ("2026-01-02", "2026-02-01", Some("2026-01-30")),
            ("2026-01-30", "2026-03-01", Some("2026-02-27")),
            ("2026-11-24", "2026-12-24", None),
            ("2026-12-18", "2027-01-17", Some("2027-01-15")),
            ("2026-03-08", "2026-04-07", None),
            ("2028-01-30", "2028-02-29", None),
            ("2027-01-30", "2027-03-01", None),
            ("2026-12-01", "2026-12-31", None),
            ("2026-06-04", "2026-07-04", Some("2026-07-03")),
        ] {
            let due = due(day(received), "America/Chicago", Kind::Access, None);

            assert_eq!(due.due_on, day(due_on), "received {received}");
            assert_eq!(due.last_weekday, last_weekday.map(day), "received {received}");
            assert_eq!(due.working.iter().filter(|rule| rule.wins).count(), 1);
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
            let due = due(day("2026-11-24"), "America/Chicago", Kind::Access, None);
            assert_eq!(read(due, None, day(today)).reading, expected, "{today}");
        }
    }

    #[test]
    fn an_answer_stays_as_early_or_as_late_as_it_was() {
        for (answered_on, expected) in [
            ("2026-11-24", Reading::Answered),
            ("2026-12-24", Reading::Answered),
            ("2026-12-25", Reading::AnsweredLate(1)),
            ("2027-01-23", Reading::AnsweredLate(30)),
        ] {
            let due = due(day("2026-11-24"), "America/Chicago", Kind::Access, None);

            let read = read(due, Some(day(answered_on)), day("2027-06-01"));

            assert_eq!(read.reading, expected, "{answered_on}");
        }
    }

    #[test]
    fn an_extension_is_given_once_inside_the_first_thirty_days_and_ends_by_the_sixtieth() {
        let received = day("2026-01-02");
        let due = |extension| due(received, "America/Chicago", Kind::Access, extension);
        for (today, expected) in [
            ("2026-01-02", Some("2026-03-03")),
            ("2026-02-01", Some("2026-03-03")),
            ("2026-02-02", None),
        ] {
            let until = extendable_until(&due(None), Kind::Access, None, day(today));
            assert_eq!(until, expected.map(day), "{today}");
        }
        let extended = due(Some(day("2026-02-20")));
        assert_eq!(extended.due_on, day("2026-02-20"));
        assert_eq!(extended.working.iter().filter(|rule| rule.wins).count(), 1);
        assert_eq!(
            extendable_until(&extended, Kind::Access, Some(day("2026-02-20")), day("2026-01-20")),
            None
        );
    }

    #[test]
    fn no_clock_of_access_runs_for_another_ask() {
        for (kind, due_on) in [
            (Kind::Directive, Some("2026-02-01")),
            (Kind::Amendment, Some("2026-03-03")),
            (Kind::Authorization, None),
            (Kind::Subpoena, None),
            (Kind::Treatment, None),
            (Kind::Complaint, None),
        ] {
            let clock = read(
                due(day("2026-01-02"), "America/Chicago", kind, None),
                None,
                day("2027-01-01"),
            );

            assert_eq!(clock.reading == Reading::NotCounted, due_on.is_none(), "{kind:?}");
            assert_eq!(
                clock.due.working.first().map(|rule| rule.due_on),
                due_on.map(day),
                "{kind:?}"
            );
        }
    }
}
