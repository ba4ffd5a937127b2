//! The time that the law gives, with its working. Compares dates, never instants; nothing here is stored
//! but the day of receipt and its zone.

use crate::wire::{Clock, Due, Reading, RuleWorking};
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The version of the rules that a request is held to from its receipt on.
pub const LAW: &str = "2026-11";

/// 45 CFR 164.524(b)(2)(i): act no later than 30 days after receipt.
const FEDERAL_DAYS: u32 = 30;
const FEDERAL_CITATION: &str = "45 CFR 164.524(b)(2)(i)";
const SOON_DAYS: i64 = 7;

/// The legal due date of a request. The day of receipt is day 0; a due date on a weekend stays where it is,
/// since no rule moves it on, and the last weekday before it is named.
pub fn due(received_on: NaiveDate, time_zone: &str) -> Due {
    let federal_on = received_on + Days::new(u64::from(FEDERAL_DAYS));
    Due {
        received_on,
        time_zone: time_zone.to_owned(),
        due_on: federal_on,
        last_weekday: last_weekday(federal_on),
        working: vec![RuleWorking {
            citation: FEDERAL_CITATION.to_owned(),
            days: FEDERAL_DAYS,
            due_on: federal_on,
            wins: true,
        }],
    }
}

/// The clock of a request as of `today` at its location. An answer that arrived late stays late.
pub fn read(due: Due, answered_on: Option<NaiveDate>, today: NaiveDate) -> Clock {
    let reading = reading(due.due_on, answered_on, today);
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
            let due = due(day(received), "America/Chicago");

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
            let due = due(day("2026-11-24"), "America/Chicago");
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
            let due = due(day("2026-11-24"), "America/Chicago");

            let read = read(due, Some(day(answered_on)), day("2027-06-01"));

            assert_eq!(read.reading, expected, "{answered_on}");
        }
    }
}
