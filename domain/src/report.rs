//! What an officer reports of a period: how timely the answers were, how requests ended, and what was withheld.

use crate::clock;
use crate::csv;
use crate::decide;
use crate::event::{Event, Happened};
use crate::iso;
use crate::record::{Item, Items};
use crate::request::Request;
use crate::text;
use crate::wire::Reading;
use crate::wire::report::{ChannelCount, Denial, DenialLog, KindCount, OutcomeCount, OverdueCount, Report};
use crate::word::{Ground, Outcome};
use chrono::{Datelike, Months, NaiveDate};

/// A longer period would be a longer answer than one call gives.
const MOST_MONTHS: usize = 12;

/// Whole months, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first days of both.
    from: NaiveDate,
    until: NaiveDate,
}

impl Period {
    /// From `2026-01` to `2026-03`: in their order, and no more than a year.
    pub fn parse(from: &str, until: &str) -> Option<Self> {
        let first = |month: &str| iso::day(&[month, "-01"].concat());
        let period = Self {
            from: first(from)?,
            until: first(until)?,
        };
        let count = period.months().take(MOST_MONTHS + 1).count();
        (1..=MOST_MONTHS).contains(&count).then_some(period)
    }

    /// The month of a day.
    pub fn of(day: NaiveDate) -> Self {
        let first = day.with_day(1).unwrap_or(day);
        Self {
            from: first,
            until: first,
        }
    }

    /// Its first and its last month.
    pub fn ends(self) -> (String, String) {
        (month(self.from), month(self.until))
    }

    /// Its months, the first one first.
    pub fn months(self) -> impl Iterator<Item = String> {
        let until = self.until;
        let next = |day: &NaiveDate| day.checked_add_months(Months::new(1));
        std::iter::successors(Some(self.from), next)
            .take_while(move |day| *day <= until)
            .map(month)
    }
}

/// `2026-01`, the month of a day.
pub fn month(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// A report as it grows, request by request.
pub struct Tally {
    report: Report,
    days: Vec<u32>,
}

impl Tally {
    pub fn new(period: Period) -> Self {
        let (from, until) = period.ends();
        Self {
            report: Report {
                from,
                until,
                answered: 0,
                median_tenths: None,
                p90_days: None,
                on_time: 0,
                late: 0,
                extended: 0,
                open: 0,
                open_extended: 0,
                overdue: Vec::new(),
                outcomes: Vec::new(),
                kinds: Vec::new(),
                channels: Vec::new(),
            },
            days: Vec::new(),
        }
    }

    /// A request that was answered in the period. What was withdrawn needed no answer, and nothing is said of its time.
    pub fn answered(&mut self, request: &Request) {
        let Some(answered_on) = request.answered_on else {
            return;
        };
        let report = &mut self.report;
        if let Some(outcome) = request.outcome {
            count(
                &mut report.outcomes,
                outcome,
                |row| (row.outcome, &mut row.count),
                || OutcomeCount { outcome, count: 0 },
            );
        }
        let (kind, channel) = (request.kind, request.intake.channel);
        count(
            &mut report.kinds,
            kind,
            |row| (row.kind, &mut row.count),
            || KindCount { kind, count: 0 },
        );
        count(
            &mut report.channels,
            channel,
            |row| (row.channel, &mut row.count),
            || ChannelCount { channel, count: 0 },
        );
        if !request.kind.is_access() || request.outcome == Some(Outcome::Withdrawn) {
            return;
        }
        report.answered += 1;
        report.extended += u32::from(request.extension.is_some());
        match clock::read(request.due(), Some(answered_on), answered_on).reading {
            Reading::AnsweredLate(_) => report.late += 1,
            Reading::Answered
            | Reading::OnTime(_)
            | Reading::DueSoon(_)
            | Reading::DueToday
            | Reading::Overdue(_)
            | Reading::NotCounted => report.on_time += 1,
        }
        let days = (answered_on - request.clock_ask().received_on).num_days();
        self.days.push(u32::try_from(days).unwrap_or(0));
    }

    /// A request of the worklist, as of today at its location.
    pub fn open(&mut self, request: &Request, today: NaiveDate) {
        if request.answered_on.is_some() || !request.kind.is_access() {
            return;
        }
        let report = &mut self.report;
        report.open += 1;
        report.open_extended += u32::from(request.extension.is_some());
        let Reading::Overdue(days) = clock::read(request.due(), None, today).reading else {
            return;
        };
        let waits_for = decide::waits_for(request);
        count(
            &mut report.overdue,
            waits_for,
            |row| (row.waits_for, &mut row.count),
            || OverdueCount {
                waits_for,
                count: 0,
                most_days: 0,
            },
        );
        if let Some(row) = report.overdue.iter_mut().find(|row| row.waits_for == waits_for) {
            row.most_days = row.most_days.max(days);
        }
    }

    /// The report, with the most frequent of each list first.
    pub fn report(mut self) -> Report {
        self.days.sort_unstable();
        let mut report = self.report;
        report.median_tenths = median_tenths(&self.days);
        report.p90_days = percentile(&self.days, 90);
        report.overdue.sort_by_key(|row| std::cmp::Reverse(row.count));
        report.outcomes.sort_by_key(|row| std::cmp::Reverse(row.count));
        report.kinds.sort_by_key(|row| std::cmp::Reverse(row.count));
        report.channels.sort_by_key(|row| std::cmp::Reverse(row.count));
        report
    }
}

/// Adds one to the row of a word, which begins where there is none yet.
fn count<R, W: PartialEq>(rows: &mut Vec<R>, word: W, parts: fn(&mut R) -> (W, &mut u32), new: impl FnOnce() -> R) {
    if !rows.iter_mut().any(|row| parts(row).0 == word) {
        rows.push(new());
    }
    for row in rows {
        let (other, count) = parts(row);
        if other == word {
            *count += 1;
        }
    }
}

/// The middle one of sorted values, or the middle between two.
fn median_tenths(sorted: &[u32]) -> Option<u32> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    Some((lower + upper) * 5)
}

/// The smallest of sorted values that so many in a hundred do not exceed, by nearest rank.
fn percentile(sorted: &[u32], percent: usize) -> Option<u32> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

/// Whether the answer of a request withheld something on a ground.
pub fn has_denial(request: &Request) -> bool {
    match request.outcome {
        Some(Outcome::ReleasedInPart | Outcome::Denied) => true,
        Some(
            Outcome::Released
            | Outcome::NotHeld
            | Outcome::NoAuthority
            | Outcome::Unverified
            | Outcome::Inspected
            | Outcome::Withdrawn
            | Outcome::RoutedElsewhere,
        )
        | None => false,
    }
}

/// What of a request was withheld. What is not this representative's to see is no denial, 45 CFR 164.502(g), and no list
/// tells that it exists.
pub fn denials(request: &Request, items: &Items, events: &[Event]) -> Vec<Denial> {
    let letter = events.iter().rev().find_map(|event| match &event.happened {
        Happened::Released { letter, .. } => Some(letter.released_on),
        _ => None,
    });
    let withheld = items.values().filter_map(|item| match item {
        Item::Withheld(withheld) if withheld.ground != Ground::N3 => Some(withheld),
        _ => None,
    });
    withheld
        .map(|withheld| {
            let (determination, approval) = (withheld.determination.as_ref(), withheld.approval.as_ref());
            Denial {
                request: request.id.clone(),
                receipt: request.receipt.clone(),
                received_on: request.clock_ask().received_on,
                ground: withheld.ground,
                citation: withheld.ground.citation().to_owned(),
                in_part: withheld.rest.is_some(),
                determined_by: determination.map(|it| it.name.clone()),
                licence: determination.map(|it| it.licence.clone()),
                determined_on: determination.map(|it| it.on),
                approved_by: approval.map(|it| it.name.clone()),
                approved_on: approval.map(|it| it.on),
                letter_on: letter,
            }
        })
        .collect()
}

/// `3.5` or `3`: tenths of a day.
pub fn days(tenths: u32) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => [(tenths / 10).to_string(), rest.to_string()].join("."),
    }
}

/// A report as a table of figures.
pub fn report_csv(report: &Report) -> String {
    let row = |part: &str, figure: &str, value: String| vec![part.to_owned(), figure.to_owned(), value];
    let number = |part: &str, figure: &str, value: u32| row(part, figure, value.to_string());
    let some = |value: Option<String>| value.unwrap_or_default();
    let time = "Time to answer";
    let mut rows = vec![
        row("Period", "From", report.from.clone()),
        row("Period", "To", report.until.clone()),
        number(time, "Answered", report.answered),
        row(time, "Median days", some(report.median_tenths.map(days))),
        row(
            time,
            "90th percentile, days",
            some(report.p90_days.map(|days| days.to_string())),
        ),
        number(time, "On time", report.on_time),
        number(time, "Late", report.late),
        number(time, "With an extension", report.extended),
        number("Open today", "Open", report.open),
        number("Open today", "With an extension", report.open_extended),
    ];
    let overdue = report.overdue.iter();
    rows.extend(overdue.map(|it| number("Overdue today, waits for", text::waits_for(it.waits_for), it.count)));
    let outcomes = report.outcomes.iter();
    rows.extend(outcomes.map(|it| number("How they ended", text::outcome(it.outcome), it.count)));
    let kinds = report.kinds.iter();
    rows.extend(kinds.map(|it| number("What was asked", text::kind(it.kind), it.count)));
    let channels = report.channels.iter();
    rows.extend(channels.map(|it| number("How they came", text::channel(it.channel), it.count)));
    csv::document(&["Part", "Figure", "Value"], rows)
}

/// The denial log as a table.
pub fn denials_csv(log: &DenialLog) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let rows = log.denials.iter().map(|denial| {
        vec![
            denial.receipt.clone(),
            denial.received_on.to_string(),
            text::ground_for_staff(denial.ground).to_owned(),
            denial.citation.clone(),
            if denial.in_part {
                "A part of the file"
            } else {
                "The whole file"
            }
            .to_owned(),
            denial.determined_by.clone().unwrap_or_default(),
            denial.licence.clone().unwrap_or_default(),
            day(denial.determined_on),
            denial.approved_by.clone().unwrap_or_default(),
            day(denial.approved_on),
            day(denial.letter_on),
        ]
    });
    csv::document(
        &[
            "Receipt number",
            "Received",
            "Ground",
            "Citation",
            "Withheld",
            "Determined by",
            "Licence",
            "Determined on",
            "Approved by",
            "Approved on",
            "Letter of",
        ],
        rows.collect::<Vec<_>>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::at;
    use crate::event::Actor;
    use crate::id::RecordId;
    use crate::letter::{Extent, Release};
    use crate::record::{Approval, Determination, Withholding};
    use crate::word::{Access, Channel, Judgement, Kind, Language, WaitsFor, Way, Work};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Received on November 24, 2026, and answered after so many days.
    fn answered(days: i64) -> Request {
        Request {
            outcome: Some(Outcome::Released),
            answered_on: Some(day("2026-11-24") + chrono::TimeDelta::days(days)),
            ..at(Work::Closed)
        }
    }

    fn report_of(requests: &[Request]) -> Report {
        let mut tally = Tally::new(Period::of(day("2026-12-05")));
        for request in requests {
            tally.answered(request);
        }
        tally.report()
    }

    #[test]
    fn a_period_is_one_to_twelve_whole_months_in_their_order() {
        for (from, until, months) in [
            ("2026-01", "2026-01", Some(1)),
            ("2025-12", "2026-01", Some(2)),
            ("2026-01", "2026-12", Some(12)),
            ("2026-01", "2027-01", None),
            ("2026-02", "2026-01", None),
            ("2026-13", "2026-13", None),
            ("2026", "2026", None),
            ("2026-01-01", "2026-01-01", None),
            ("", "", None),
            ("9999-12", "9999-12", Some(1)),
            ("0001-01", "9999-12", None),
        ] {
            let period = Period::parse(from, until);
            assert_eq!(period.map(|period| period.months().count()), months, "{from} {until}");
        }
        let months: Vec<_> = Period::parse("2025-11", "2026-02").unwrap().months().collect();
        assert_eq!(months, ["2025-11", "2025-12", "2026-01", "2026-02"]);
    }

    #[test]
    fn the_median_of_an_even_count_lies_between_two_and_p90_is_the_nearest_rank() {
        for (values, median, p90) in [
            (&[][..], None, None),
            (&[4], Some(40), Some(4)),
            (&[3, 4], Some(35), Some(4)),
            (&[1, 2, 9], Some(20), Some(9)),
            (&[1, 2, 3, 4], Some(25), Some(4)),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Some(55), Some(9)),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], Some(60), Some(10)),
        ] {
            assert_eq!(median_tenths(values), median, "{values:?}");
            assert_eq!(percentile(values, 90), p90, "{values:?}");
        }
        assert_eq!([days(35), days(30), days(0)], ["3.5", "3", "0"]);
    }

    #[test]
    fn an_empty_period_has_no_figures_and_no_rows() {
        let report = report_of(&[]);

        assert_eq!((report.answered, report.on_time, report.late), (0, 0, 0));
        assert_eq!((report.median_tenths, report.p90_days), (None, None));
        assert!(report.outcomes.is_empty() && report.kinds.is_empty() && report.channels.is_empty());
        assert!(report_csv(&report).contains("Time to answer,Median days,\r\n"));
    }

    #[test]
    fn answers_are_in_time_up_to_the_limit_and_late_from_the_day_after() {
        let report = report_of(&[answered(0), answered(30), answered(31)]);

        assert_eq!((report.answered, report.on_time, report.late), (3, 2, 1));
        assert_eq!((report.median_tenths, report.p90_days), (Some(300), Some(31)));
    }

    #[test]
    fn an_extended_answer_is_in_time_until_the_extended_day() {
        let extended = Request {
            extension: Some(day("2027-01-10")),
            extended_on: Some(day("2026-12-10")),
            ..answered(47)
        };

        let report = report_of(&[extended]);

        assert_eq!((report.answered, report.on_time, report.extended), (1, 1, 1));
    }

    #[test]
    fn what_was_withdrawn_or_is_answered_elsewhere_has_an_ending_and_no_time() {
        let withdrawn = Request {
            outcome: Some(Outcome::Withdrawn),
            ..answered(3)
        };
        let mut routed = Request {
            kind: Kind::Subpoena,
            outcome: Some(Outcome::RoutedElsewhere),
            ..answered(1)
        };
        routed.intake.channel = Channel::Mail;

        let report = report_of(&[withdrawn, routed.clone(), routed]);

        assert_eq!((report.answered, report.median_tenths), (0, None));
        let outcomes: Vec<_> = report.outcomes.iter().map(|it| (it.outcome, it.count)).collect();
        assert_eq!(outcomes, [(Outcome::RoutedElsewhere, 2), (Outcome::Withdrawn, 1)]);
        let channels: Vec<_> = report.channels.iter().map(|it| (it.channel, it.count)).collect();
        assert_eq!(channels, [(Channel::Mail, 2), (Channel::Web, 1)]);
    }

    #[test]
    fn what_is_overdue_is_counted_by_whom_it_waits_for() {
        let mut tally = Tally::new(Period::of(day("2026-12-05")));
        let asked = Request {
            is_asked: true,
            ..at(Work::Received)
        };
        for (request, today) in [
            (&at(Work::Received), "2026-12-24"),
            (&at(Work::Received), "2026-12-25"),
            (&at(Work::Gathering), "2026-12-30"),
            (&asked, "2026-12-26"),
            (&answered(3), "2027-06-01"),
        ] {
            tally.open(request, day(today));
        }

        let report = tally.report();

        assert_eq!(report.open, 4);
        let overdue: Vec<_> = report
            .overdue
            .iter()
            .map(|it| (it.waits_for, it.count, it.most_days))
            .collect();
        assert_eq!(overdue, [(WaitsFor::Desk, 2, 6), (WaitsFor::Requester, 1, 2)]);
    }

    fn withheld(ground: Ground) -> Item {
        Item::Withheld(Box::new(Withholding {
            ground,
            what: "A note about Ana López".to_owned(),
            reason: "It would harm.".to_owned(),
            rest: None,
            conditions: Vec::new(),
            determination: ground.is_reviewable().then(|| Determination {
                by: crate::id::MemberId::parse("lee").unwrap(),
                name: "Lee Park".to_owned(),
                licence: "MD 123, Texas".to_owned(),
                on: day("2026-12-01"),
                rationale: "Danger.".to_owned(),
            }),
            approval: Some(Approval {
                by: crate::id::MemberId::parse("kim").unwrap(),
                name: "Kim Osei".to_owned(),
                on: day("2026-12-02"),
                note: String::new(),
            }),
        }))
    }

    fn released(on: &str) -> Event {
        let request = answered(10);
        let letter = Release {
            reader: crate::letter::Reader::Requester,
            language: Language::English,
            practice: "Lakeside".to_owned(),
            contact: "Privacy officer".to_owned(),
            telephone: "512-555-0100".to_owned(),
            recipient: "One Mhvtestveteran".to_owned(),
            patient: None,
            receipt: request.receipt.clone(),
            received_on: request.received.on,
            released_on: day(on),
            access: Access::Copy,
            way: Way::Download,
            extent: Extent::Whole,
            files: 1,
            size: 1,
            withheld: Vec::new(),
            left_out: false,
            states: Vec::new(),
        };
        Event {
            request: request.id,
            seq: 5,
            at: "2026-12-03T15:00:00Z".parse().unwrap(),
            on: day(on),
            actor: Actor::Desk,
            happened: Happened::Released {
                manifest: crate::chain::Hash::START,
                letter: Box::new(letter),
            },
        }
    }

    #[test]
    fn the_log_says_who_decided_and_when_and_nothing_of_the_patient_or_of_protected_care() {
        let items = Items::from([
            (RecordId::parse("a").unwrap(), withheld(Ground::R1)),
            (RecordId::parse("b").unwrap(), withheld(Ground::N3)),
            (RecordId::parse("c").unwrap(), withheld(Ground::U1)),
            (RecordId::parse("d").unwrap(), Item::Judged(Judgement::Keep)),
        ]);
        let events = [released("2026-12-02"), released("2026-12-03")];

        let log = denials(&answered(10), &items, &events);

        let found: Vec<_> = log
            .iter()
            .map(|it| {
                (
                    it.ground,
                    it.determined_by.as_deref(),
                    it.licence.as_deref(),
                    it.letter_on,
                )
            })
            .collect();
        let letter = Some(day("2026-12-03"));
        assert_eq!(
            found,
            [
                (Ground::R1, Some("Lee Park"), Some("MD 123, Texas"), letter),
                (Ground::U1, None, None, letter),
            ]
        );
        let csv = denials_csv(&DenialLog {
            from: "2026-12".to_owned(),
            until: "2026-12".to_owned(),
            denials: log,
        });
        assert!(csv.contains("45 CFR 164.524(a)(3)(i)") && csv.contains("\"MD 123, Texas\""));
        for trace in ["Mhvtestveteran", "López", "164.502"] {
            assert!(!csv.contains(trace), "{trace}");
        }
    }
}
