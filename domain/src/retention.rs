//! How long what is kept of a request must be kept: six years from its creation or from the day when it last was in effect,
//! whichever is later, 45 CFR 164.530(j)(2). That is a rule about the papers of a request: its history, letters, messages,
//! scans, the log of what went out, and the manifest with its hashes, which outlives the package. The patient's chart is
//! never touched by it. A legal hold overrides every date.

use crate::event::{Event, Happened};
use crate::request::Request;
use crate::review;
use crate::wire::retention::{HoldCard, Keep, KeepFigure, KeepSince, KeepStanding};
use crate::word::Work;
use chrono::{Datelike, Months, NaiveDate};

pub const CITATION: &str = "45 CFR 164.530(j)(2)";
const MONTHS: u32 = 6 * 12;

/// Nothing of the request may be let go, since a complaint, an investigation or a lawsuit may ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalHold {
    pub reason: String,
    /// The officer who put it there.
    pub by: String,
    pub on: NaiveDate,
}

/// The last day on which a request must be kept. `links` are the days on which its links end: until then something may
/// still be fetched, which the log of what went out will tell.
pub fn keep(request: &Request, events: &[Event], links: &[NaiveDate]) -> Keep {
    let last = events.iter().rev().find(|event| counts(&event.happened));
    let since = [
        Some((KeepSince::Received, request.received.on)),
        last.map(|event| (KeepSince::Happened(event.happened.what()), event.on)),
        links.iter().max().map(|ends| (KeepSince::LinkEnds, *ends)),
    ];
    let figures: Vec<_> = since.into_iter().flatten().collect();
    let from = figures.iter().map(|(_, on)| *on).max().unwrap_or(request.received.on);
    Keep {
        standing: standing(request),
        until: six_years_after(from),
        citation: CITATION.to_owned(),
        working: figures
            .into_iter()
            .map(|(since, on)| KeepFigure {
                since,
                on,
                until: six_years_after(on),
                wins: on == from,
            })
            .collect(),
        hold: request.hold.as_ref().map(|hold| HoldCard {
            reason: hold.reason.clone(),
            by: hold.by.clone(),
            on: hold.on,
        }),
    }
}

/// What is open is in effect: its six years have not begun.
fn standing(request: &Request) -> KeepStanding {
    let is_open = request.work != Work::Closed || review::is_open(request) || !request.tasks.is_empty();
    match (&request.hold, is_open) {
        (Some(_), _) => KeepStanding::Held,
        (None, true) => KeepStanding::Open,
        (None, false) => KeepStanding::Until,
    }
}

/// Everything that happens to a request is written down and kept as long as the rest. Only that it was held, and no more,
/// does not make it last longer: a hold that ends leaves the date that was there.
fn counts(happened: &Happened) -> bool {
    !matches!(happened, Happened::HoldPlaced { .. } | Happened::HoldLifted { .. })
}

/// The same day six years later. February 29 has none: it is March 1, since the day before would be too early.
pub fn six_years_after(day: NaiveDate) -> NaiveDate {
    let same = day.checked_add_months(Months::new(MONTHS));
    let same = same.and_then(|same| match same.day() == day.day() {
        true => Some(same),
        false => same.succ_opt(),
    });
    same.unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::at;
    use crate::event::Actor;
    use crate::task::Task;
    use crate::wire::What;
    use crate::word::TaskKind;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn event(seq: u64, on: &str, happened: Happened) -> Event {
        Event {
            request: at(Work::Closed).id,
            seq,
            at: "2026-12-01T15:00:00Z".parse().unwrap(),
            on: day(on),
            actor: Actor::Desk,
            happened,
        }
    }

    fn held(request: Request) -> Request {
        Request {
            hold: Some(LegalHold {
                reason: "A complaint".to_owned(),
                by: "Kim Osei".to_owned(),
                on: day("2027-01-05"),
            }),
            ..request
        }
    }

    #[test]
    fn six_years_end_on_the_same_day_and_those_of_february_29_on_march_1() {
        for (from, until) in [
            ("2026-11-24", "2032-11-24"),
            ("2026-02-28", "2032-02-28"),
            ("2028-02-28", "2034-02-28"),
            ("2028-02-29", "2034-03-01"),
            ("2024-02-29", "2030-03-01"),
            ("2027-03-01", "2033-03-01"),
            ("2026-12-31", "2032-12-31"),
        ] {
            assert_eq!(six_years_after(day(from)), day(until), "{from}");
        }
    }

    /// Received on November 24, 2026, and closed on December 5.
    #[test]
    fn the_last_thing_that_happened_counts_or_the_day_on_which_the_last_link_ends() {
        let reopened = || Happened::Reopened {
            reason: "More was found".to_owned(),
        };
        let paid = || Happened::FeePaid { cents: 650 };
        for (later, links, until, since) in [
            (None, &[][..], "2032-12-05", KeepSince::Happened(What::Closed)),
            (Some(reopened()), &[], "2033-02-07", KeepSince::Happened(What::Reopened)),
            (Some(paid()), &[], "2033-02-07", KeepSince::Happened(What::FeePaid)),
            (None, &["2026-12-20", "2026-12-31"], "2032-12-31", KeepSince::LinkEnds),
            (
                Some(paid()),
                &["2026-12-31"],
                "2033-02-07",
                KeepSince::Happened(What::FeePaid),
            ),
        ] {
            let mut events = vec![
                event(1, "2026-11-24", Happened::Submitted { letter: None }),
                event(2, "2026-12-05", Happened::Closed),
            ];
            events.extend(later.map(|happened| event(3, "2027-02-07", happened)));
            let links: Vec<_> = links.iter().map(|link| day(link)).collect();

            let keep = keep(&at(Work::Closed), &events, &links);

            assert_eq!((keep.standing, keep.until), (KeepStanding::Until, day(until)));
            let wins: Vec<_> = keep.working.iter().filter(|it| it.wins).map(|it| it.since).collect();
            assert_eq!(wins, [since]);
            assert!(keep.working.iter().all(|it| it.until <= keep.until));
        }
    }

    #[test]
    fn a_request_without_a_history_is_kept_from_its_receipt() {
        let keep = keep(&at(Work::Closed), &[], &[]);

        assert_eq!(keep.until, day("2032-11-24"));
        assert_eq!(keep.working.len(), 1);
        assert_eq!(keep.citation, "45 CFR 164.530(j)(2)");
    }

    #[test]
    fn what_is_open_has_not_begun_its_six_years_and_what_is_held_has_no_end() {
        let with_task = Request {
            tasks: vec![Task {
                number: 1,
                kind: TaskKind::AnswerMessage,
                text: String::new(),
                owner: None,
                due_on: day("2026-12-01"),
            }],
            ..at(Work::Closed)
        };
        for (request, standing) in [
            (at(Work::Received), KeepStanding::Open),
            (at(Work::Answered), KeepStanding::Open),
            (at(Work::Delivered), KeepStanding::Open),
            (with_task.clone(), KeepStanding::Open),
            (at(Work::Closed), KeepStanding::Until),
            (held(at(Work::Closed)), KeepStanding::Held),
            (held(at(Work::Received)), KeepStanding::Held),
            (held(with_task), KeepStanding::Held),
        ] {
            assert_eq!(keep(&request, &[], &[]).standing, standing, "{:?}", request.work);
        }
        assert_eq!(keep(&held(at(Work::Closed)), &[], &[]).hold.unwrap().by, "Kim Osei");
    }

    #[test]
    fn a_hold_and_its_end_leave_the_date_that_was_there() {
        let reason = || "A complaint".to_owned();
        let events = [
            event(1, "2026-11-24", Happened::Submitted { letter: None }),
            event(2, "2026-12-05", Happened::Closed),
            event(3, "2030-01-01", Happened::HoldPlaced { reason: reason() }),
            event(4, "2031-01-01", Happened::HoldLifted { reason: reason() }),
        ];

        let keep = keep(&at(Work::Closed), &events, &[]);

        assert_eq!(keep.until, day("2032-12-05"));
    }
}
