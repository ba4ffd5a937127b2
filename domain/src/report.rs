//! What an officer reports of a period: how timely the answers were, how requests ended, and what was withheld.

use crate::clock;
use crate::csv;
use crate::decide;
use crate::event::{Actor, Event, Happened};
use crate::fee::{Cents, Fee, Standing};
use crate::id::RecordId;
use crate::iso;
use crate::letter::Withheld;
use crate::request::Request;
use crate::review::{self, Review};
use crate::text;
use crate::wire::Reading;
use crate::wire::report::{
    ChannelCount, DelayCount, Denial, DenialLog, FeeFigures, KindCount, Money, OutcomeCount, OverdueCount, Report,
    ReviewFigures,
};
use crate::word::{Became, Outcome, ReviewOutcome};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeSet;

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

    /// Whether a day lies in it.
    pub fn has(self, day: NaiveDate) -> bool {
        let (from, until) = self.ends();
        (from..=until).contains(&month(day))
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
    review_days: Vec<u32>,
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
                delays: Vec::new(),
                fees: FeeFigures::default(),
                reviews: ReviewFigures::default(),
                outcomes: Vec::new(),
                kinds: Vec::new(),
                channels: Vec::new(),
            },
            days: Vec::new(),
            review_days: Vec::new(),
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
        if let Some(fee) = &request.fee {
            count_fee(&mut report.fees, fee);
        }
        if let Some(review) = &request.review {
            self.review_days.extend(count_review(&mut report.reviews, review));
        }
        if !request.kind.is_access() || request.outcome == Some(Outcome::Withdrawn) {
            return;
        }
        report.answered += 1;
        report.extended += u32::from(!request.extensions.is_empty());
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
        if let Some(review) = review::undecided(request) {
            self.report.reviews.open += 1;
            self.report.reviews.open_late += u32::from(today > review.due_on());
        }
        if request.answered_on.is_some() || !request.kind.is_access() {
            return;
        }
        let report = &mut self.report;
        report.open += 1;
        report.open_extended += u32::from(!request.extensions.is_empty());
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
        let reason = request.delay.as_deref().unwrap_or_default();
        match report.delays.iter_mut().find(|row| row.reason == reason) {
            Some(row) => {
                row.count += 1;
                row.most_days = row.most_days.max(days);
            }
            None => report.delays.push(DelayCount {
                reason: reason.to_owned(),
                count: 1,
                most_days: days,
            }),
        }
    }

    /// The report, with the most frequent of each list first.
    pub fn report(mut self) -> Report {
        self.days.sort_unstable();
        self.review_days.sort_unstable();
        let mut report = self.report;
        report.reviews.median_tenths = median_tenths(&self.review_days);
        report.delays.sort_by_key(|row| std::cmp::Reverse(row.count));
        report.median_tenths = median_tenths(&self.days);
        report.p90_days = percentile(&self.days, 90);
        report.overdue.sort_by_key(|row| std::cmp::Reverse(row.count));
        report.outcomes.sort_by_key(|row| std::cmp::Reverse(row.count));
        report.kinds.sort_by_key(|row| std::cmp::Reverse(row.count));
        report.channels.sort_by_key(|row| std::cmp::Reverse(row.count));
        report
    }
}

fn count_fee(fees: &mut FeeFigures, fee: &Fee) {
    let add = |money: &mut Money, cents: Cents| {
        if cents > 0 {
            money.count += 1;
            money.cents += u64::from(cents);
        }
    };
    let total = fee.quote.total;
    add(&mut fees.quoted, total);
    add(&mut fees.paid, fee.paid);
    match fee.standing {
        Standing::Agreed => add(&mut fees.agreed, total),
        Standing::NotNeeded => add(&mut fees.not_asked, total),
        Standing::Waived => add(&mut fees.waived, total),
        Standing::FreeCopy | Standing::Look => fees.chose_free += 1,
        Standing::Asked | Standing::Lapsed => {}
    }
}

/// How many days it took, where it is decided.
fn count_review(reviews: &mut ReviewFigures, review: &Review) -> Option<u32> {
    reviews.asked += 1;
    let decided = review.decided.as_ref()?;
    match decided.outcome {
        ReviewOutcome::Upheld => reviews.upheld += 1,
        ReviewOutcome::Overturned => reviews.overturned += 1,
        ReviewOutcome::OverturnedInPart => reviews.overturned_in_part += 1,
    }
    u32::try_from((decided.on - review.asked_on).num_days()).ok()
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

/// Whether an answer of a request withheld something on a ground, as far as the request itself shows it.
pub fn has_denial(request: &Request) -> bool {
    if request.review.is_some() {
        return true;
    }
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

/// Whether the letter of an event kept something back from the requester on a ground. What is not this representative's to
/// see is no denial, 45 CFR 164.502(g), and no letter and no list tells that it exists.
pub fn denies(event: &Event) -> bool {
    match &event.happened {
        Happened::Released { letter, .. } => !letter.withheld.is_empty(),
        _ => false,
    }
}

/// What the letters of a request denied in a period, and what became of it: from the history, so that a denial stays where
/// it was given, whatever the record holds now.
pub fn denials(request: &Request, events: &[Event], period: Period) -> Vec<Denial> {
    let mut denials = Vec::new();
    for (place, event) in events.iter().enumerate().filter(|(_, event)| period.has(event.on)) {
        let Happened::Released { letter, .. } = &event.happened else {
            continue;
        };
        let (before, after) = events.split_at(place);
        let after = &after[1..];
        if !was_given(after) {
            continue;
        }
        let mut records = BTreeSet::new();
        for withheld in &letter.withheld {
            let proposal = proposal(before, withheld, &records);
            records.extend(proposal.as_ref().map(|proposal| proposal.record.clone()));
            denials.push(denial(request, event, withheld, proposal, after));
        }
    }
    denials
}

/// Whether a release went out. One that was taken back, or could not be packed, told nobody anything.
fn was_given(after: &[Event]) -> bool {
    let mut is_packed = false;
    for event in after {
        match event.happened {
            Happened::Undone => return false,
            Happened::AssemblyFailed { .. } if !is_packed => return false,
            Happened::PackageReady { .. } => is_packed = true,
            Happened::Released { .. }
            | Happened::Reopened { .. }
            | Happened::Answered { .. }
            | Happened::ReviewAsked { .. } => return true,
            _ => {}
        }
    }
    true
}

/// What staff decided about a record before a letter told of it.
struct Proposal<'a> {
    record: RecordId,
    in_part: bool,
    /// What was decided since.
    since: &'a [Event],
}

/// The last proposal to withhold a record, with the words of the letter; each record is one of them once.
fn proposal<'a>(before: &'a [Event], withheld: &Withheld, others: &BTreeSet<RecordId>) -> Option<Proposal<'a>> {
    let mut seen = others.clone();
    before.iter().enumerate().rev().find_map(|(place, event)| {
        let Happened::Withheld {
            record,
            ground,
            reason,
            rest,
            ..
        } = &event.happened
        else {
            return None;
        };
        let is_last = seen.insert(record.clone());
        // Of a source in confidence the letter gives the ground alone.
        let is_told = *reason == withheld.reason || withheld.reason.is_empty();
        (is_last && *ground == withheld.ground && is_told).then(|| Proposal {
            record: record.clone(),
            in_part: rest.is_some(),
            since: &before[place + 1..],
        })
    })
}

fn denial(
    request: &Request,
    event: &Event,
    withheld: &Withheld,
    proposal: Option<Proposal<'_>>,
    after: &[Event],
) -> Denial {
    let record = proposal.as_ref().map(|proposal| &proposal.record);
    let since = proposal.as_ref().map_or(&[][..], |proposal| proposal.since);
    let determined = since.iter().rev().find_map(|event| match &event.happened {
        Happened::Determined {
            record: of,
            stands: true,
            licence,
            ..
        } if Some(of) == record => Some((event, licence.clone())),
        _ => None,
    });
    let approved = since.iter().rev().find(|event| match &event.happened {
        Happened::Approved {
            record: of,
            stands: true,
            ..
        } => Some(of) == record,
        _ => false,
    });
    Denial {
        request: request.id.clone(),
        receipt: request.receipt.clone(),
        received_on: request.clock_ask().received_on,
        ground: withheld.ground,
        citation: withheld.ground.citation().to_owned(),
        in_part: proposal.as_ref().is_some_and(|proposal| proposal.in_part),
        determined_by: determined.as_ref().and_then(|(event, _)| name(&event.actor)),
        determined_on: determined.as_ref().map(|(event, _)| event.on),
        licence: determined.map(|(_, licence)| licence),
        approved_by: approved.and_then(|event| name(&event.actor)),
        approved_on: approved.map(|event| event.on),
        letter_on: Some(event.on),
        became: became(event.seq, withheld, record, after),
    }
}

fn name(actor: &Actor) -> Option<String> {
    match actor {
        Actor::Member { name, .. } => Some(name.clone()),
        Actor::Requester | Actor::Desk => None,
    }
}

/// What became of it by now, 45 CFR 164.524(a)(4).
fn became(denial: u64, withheld: &Withheld, record: Option<&RecordId>, after: &[Event]) -> Became {
    let mut became = Became::Stands;
    for (place, event) in after.iter().enumerate() {
        match &event.happened {
            Happened::ReviewAsked { denial: of, items, .. }
                if *of == denial && record.is_some_and(|record| items.contains(record)) =>
            {
                became = Became::InReview;
            }
            Happened::ReviewDecided { findings, .. } if became == Became::InReview => {
                let finding = findings.iter().find(|finding| Some(&finding.record) == record);
                match finding {
                    Some(finding) if !finding.stands => return Became::Overturned,
                    Some(_) | None => became = Became::Upheld,
                }
            }
            Happened::Reopened { .. } => became = Became::Reopened,
            Happened::Released { letter, .. } if was_given(&after[place + 1..]) => {
                let is_there = |other: &Withheld| other.ground == withheld.ground && other.reason == withheld.reason;
                if !letter.withheld.iter().any(is_there) {
                    return Became::GivenLater;
                }
                if became == Became::Reopened {
                    became = Became::Stands;
                }
            }
            _ => {}
        }
    }
    became
}

/// `3.5` or `3`: tenths of a day.
pub fn days(tenths: u32) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => [(tenths / 10).to_string(), rest.to_string()].join("."),
    }
}

/// Where nobody explained a delay.
pub const NO_REASON: &str = "No reason given";

/// The figures of fees that are sums, with their names.
pub fn fees(fees: &FeeFigures) -> [(&'static str, Money); 5] {
    [
        ("Quoted", fees.quoted),
        ("Agreed", fees.agreed),
        ("Without a question, as the requester wanted", fees.not_asked),
        ("Waived", fees.waived),
        ("Paid", fees.paid),
    ]
}

/// `12.50`.
pub fn dollars(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
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
    rows.extend(report.delays.iter().map(|it| {
        let reason = if it.reason.is_empty() { NO_REASON } else { &it.reason };
        number("Overdue today, reason given", reason, it.count)
    }));
    for (figure, money) in fees(&report.fees) {
        rows.push(number("Fees", figure, money.count));
        rows.push(row("Fees", &[figure, ", dollars"].concat(), dollars(money.cents)));
    }
    rows.push(number("Fees", "Chose a way without a fee", report.fees.chose_free));
    let reviews = &report.reviews;
    rows.extend([
        number("Reviews of denials", "Asked for", reviews.asked),
        number("Reviews of denials", "Upheld", reviews.upheld),
        number("Reviews of denials", "Overturned", reviews.overturned),
        number("Reviews of denials", "Overturned in part", reviews.overturned_in_part),
        row(
            "Reviews of denials",
            "Median days",
            some(reviews.median_tenths.map(days)),
        ),
        number("Reviews of denials", "Open today", reviews.open),
        number("Reviews of denials", "Open today and late", reviews.open_late),
    ]);
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
            text::became(denial.became).to_owned(),
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
            "What became of it",
        ],
        rows.collect::<Vec<_>>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::at;
    use crate::word::{Channel, Extends, Ground, Kind, Language, WaitsFor, Work};

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
            extensions: vec![clock::Extension::given(
                Extends::Federal,
                day("2027-01-10"),
                day("2026-12-10"),
            )],
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

    #[test]
    fn what_is_overdue_is_counted_by_the_reason_that_was_given_for_the_delay() {
        let explained = |reason: &str| Request {
            delay: Some(reason.to_owned()),
            ..at(Work::Gathering)
        };
        let mut tally = Tally::new(Period::of(day("2026-12-05")));
        for (request, today) in [
            (at(Work::Gathering), "2026-12-25"),
            (explained("The scanner is broken"), "2026-12-26"),
            (explained("The scanner is broken"), "2026-12-30"),
            (explained("Not late"), "2026-12-24"),
        ] {
            tally.open(&request, day(today));
        }

        let delays: Vec<_> = tally
            .report()
            .delays
            .into_iter()
            .map(|it| (it.reason, it.count, it.most_days))
            .collect();
        assert_eq!(
            delays,
            [("The scanner is broken".to_owned(), 2, 6), (String::new(), 1, 1)]
        );
    }

    fn with_fee(standing: Standing, total: Cents, paid: Cents) -> Request {
        let quote = crate::fee::Quote {
            medium: crate::fee::Medium::Paper,
            method: crate::fee::Method::Cost,
            lines: Vec::new(),
            total,
            working: Vec::new(),
        };
        Request {
            fee: Some(Fee {
                quote,
                standing,
                agreed: None,
                paid_on: None,
                paid,
            }),
            ..answered(3)
        }
    }

    #[test]
    fn fees_are_counted_and_summed_by_how_they_stand() {
        let report = report_of(&[
            with_fee(Standing::Asked, 500, 0),
            with_fee(Standing::Agreed, 1_000, 1_000),
            with_fee(Standing::Agreed, 200, 0),
            with_fee(Standing::NotNeeded, 300, 0),
            with_fee(Standing::NotNeeded, 0, 0),
            with_fee(Standing::Waived, 700, 0),
            with_fee(Standing::FreeCopy, 400, 0),
            with_fee(Standing::Look, 400, 0),
            with_fee(Standing::Lapsed, 100, 50),
            answered(3),
        ]);

        let money = |count, cents| Money { count, cents };
        let fees = report.fees;
        assert_eq!(
            [fees.quoted, fees.agreed, fees.not_asked, fees.waived, fees.paid],
            [
                money(8, 3_600),
                money(2, 1_200),
                money(1, 300),
                money(1, 700),
                money(2, 1_050)
            ]
        );
        assert_eq!(fees.chose_free, 2);
        let csv = report_csv(&report);
        assert!(
            csv.contains("Fees,Paid,2\r\n") && csv.contains("\"Paid, dollars\",10.50"),
            "{csv}"
        );
    }

    fn reviewed(asked_on: &str, decided: Option<(&str, ReviewOutcome)>) -> Request {
        Request {
            review: Some(Review {
                denial: 5,
                asked_on: day(asked_on),
                items: Vec::new(),
                reviewer: None,
                decided: decided.map(|(on, outcome)| review::Decided {
                    on: day(on),
                    outcome,
                    overturned: Vec::new(),
                    letter: 8,
                    notified_on: None,
                }),
                given: Vec::new(),
                warned: None,
            }),
            ..answered(3)
        }
    }

    #[test]
    fn reviews_are_counted_by_how_they_ended_and_by_their_days_and_open_ones_as_of_today() {
        let open = reviewed("2026-12-01", None);
        let mut tally = Tally::new(Period::of(day("2026-11-27")));
        for request in [
            &reviewed("2026-12-01", Some(("2026-12-05", ReviewOutcome::Upheld))),
            &reviewed("2026-12-01", Some(("2026-12-08", ReviewOutcome::Overturned))),
            &reviewed("2026-12-01", Some(("2026-12-09", ReviewOutcome::OverturnedInPart))),
            &open,
            &answered(3),
        ] {
            tally.answered(request);
        }
        tally.open(&open, day("2026-12-31"));
        tally.open(&open, day("2027-01-01"));

        assert_eq!(
            tally.report().reviews,
            ReviewFigures {
                asked: 4,
                upheld: 1,
                overturned: 1,
                overturned_in_part: 1,
                median_tenths: Some(70),
                open: 2,
                open_late: 1,
            }
        );
    }

    fn record(text: &str) -> RecordId {
        RecordId::parse(text).unwrap()
    }

    /// A history: what happened on which day, one after the other.
    fn history(steps: Vec<(&str, Happened)>) -> Vec<Event> {
        let request = answered(10);
        let steps = steps.into_iter().enumerate();
        steps
            .map(|(place, (on, happened))| {
                let name = match &happened {
                    Happened::Determined { .. } => "Lee Park",
                    _ => "Kim Osei",
                };
                Event {
                    request: request.id.clone(),
                    seq: place as u64 + 1,
                    at: "2026-12-03T15:00:00Z".parse().unwrap(),
                    on: day(on),
                    actor: Actor::Member {
                        id: crate::id::MemberId::parse("kim").unwrap(),
                        name: name.to_owned(),
                    },
                    happened,
                }
            })
            .collect()
    }

    fn kept_back(of: &str, ground: Ground, reason: &str) -> Happened {
        Happened::Withheld {
            record: record(of),
            file: "Ana López.pdf".to_owned(),
            ground,
            reason: reason.to_owned(),
            conditions: Vec::new(),
            rest: None,
        }
    }

    fn determined(of: &str) -> Happened {
        Happened::Determined {
            record: record(of),
            file: "Ana López.pdf".to_owned(),
            stands: true,
            rationale: "Danger.".to_owned(),
            licence: "MD 123, Texas".to_owned(),
        }
    }

    fn approved(of: &str) -> Happened {
        Happened::Approved {
            record: record(of),
            file: "Ana López.pdf".to_owned(),
            stands: true,
            note: String::new(),
        }
    }

    fn released(withheld: &[(Ground, &str)]) -> Happened {
        let mut letter = crate::letter::tests::letter(Language::English);
        letter.withheld = withheld
            .iter()
            .map(|(ground, reason)| Withheld {
                ground: *ground,
                what: "A note about Ana López".to_owned(),
                reason: (*reason).to_owned(),
                ends_on: None,
                duration: String::new(),
            })
            .collect();
        Happened::Released {
            manifest: crate::chain::Hash::START,
            letter: Box::new(letter),
        }
    }

    /// Records `a`, on R1, and `c`, on U1, that are denied by the event of that number, on December 3.
    const DENIAL: u64 = 7;

    fn denied() -> Vec<(&'static str, Happened)> {
        vec![
            ("2026-11-24", Happened::Submitted { letter: None }),
            ("2026-12-01", kept_back("a", Ground::R1, "Danger to life.")),
            ("2026-12-01", determined("a")),
            ("2026-12-02", approved("a")),
            ("2026-12-01", kept_back("c", Ground::U1, "Her own notes.")),
            ("2026-12-02", approved("c")),
            (
                "2026-12-03",
                released(&[(Ground::R1, "Danger to life."), (Ground::U1, "Her own notes.")]),
            ),
        ]
    }

    fn log_of(events: &[Event]) -> Vec<Denial> {
        denials(&answered(10), events, Period::of(day("2026-12-05")))
    }

    #[test]
    fn the_log_says_who_decided_and_when_and_nothing_of_the_patient_or_of_protected_care() {
        let mut steps = denied();
        steps.insert(1, ("2026-11-30", kept_back("b", Ground::N3, "Protected.")));

        let log = log_of(&history(steps));

        let found: Vec<_> = log
            .iter()
            .map(|it| {
                (
                    it.ground,
                    it.determined_by.as_deref(),
                    it.licence.as_deref(),
                    it.approved_by.as_deref(),
                    it.letter_on,
                )
            })
            .collect();
        let letter = Some(day("2026-12-03"));
        assert_eq!(
            found,
            [
                (
                    Ground::R1,
                    Some("Lee Park"),
                    Some("MD 123, Texas"),
                    Some("Kim Osei"),
                    letter
                ),
                (Ground::U1, None, None, Some("Kim Osei"), letter),
            ]
        );
        let csv = denials_csv(&DenialLog {
            from: "2026-12".to_owned(),
            until: "2026-12".to_owned(),
            denials: log,
        });
        assert!(csv.contains("45 CFR 164.524(a)(3)(i)") && csv.contains("\"MD 123, Texas\""));
        for trace in ["Mhvtestveteran", "López", "164.502", "Danger"] {
            assert!(!csv.contains(trace), "{trace}");
        }
    }

    #[test]
    fn a_denial_stays_in_its_month_whatever_becomes_of_it_and_the_log_says_what_did() {
        let asked = || Happened::ReviewAsked {
            denial: DENIAL,
            items: vec![record("a")],
            channel: Channel::Web,
            asked_on: day("2026-12-10"),
        };
        let reviewed = |stands| Happened::ReviewDecided {
            findings: vec![review::Finding {
                record: record("a"),
                stands,
                rationale: String::new(),
            }],
            licence: "MD 9".to_owned(),
            letter: Box::new(crate::letter::tests::answer(
                Language::English,
                crate::letter::Says::ReviewOutcome(crate::letter::review::Outcome {
                    asked_on: day("2026-12-10"),
                    found: Vec::new(),
                }),
            )),
        };
        let reopened = || Happened::Reopened {
            reason: "More was found.".to_owned(),
        };
        let all = [(Ground::R1, "Danger to life."), (Ground::U1, "Her own notes.")];
        use Became::{GivenLater, InReview, Overturned, Reopened, Stands, Upheld};
        for (then, r1, u1) in [
            (vec![], Stands, Stands),
            (vec![asked()], InReview, Stands),
            (vec![asked(), reviewed(true)], Upheld, Stands),
            (vec![asked(), reviewed(false)], Overturned, Stands),
            (vec![asked(), reviewed(false), released(&all[1..])], Overturned, Stands),
            (vec![reopened()], Reopened, Reopened),
            (vec![reopened(), released(&all)], Stands, Stands),
            (vec![reopened(), released(&all[1..])], GivenLater, Stands),
            (vec![reopened(), released(&[])], GivenLater, GivenLater),
            (vec![reopened(), released(&[]), Happened::Undone], Reopened, Reopened),
        ] {
            let mut steps = denied();
            steps.extend(then.into_iter().map(|happened| ("2027-01-15", happened)));
            let events = history(steps);

            let log = log_of(&events);

            let found: Vec<_> = log.iter().map(|it| it.became).collect();
            assert_eq!(
                found,
                [r1, u1],
                "{:?}",
                events.last().map(|event| event.happened.what())
            );
            let before = denials(&answered(10), &events, Period::of(day("2026-11-30")));
            assert!(before.is_empty(), "in its own month alone");
        }
    }

    #[test]
    fn what_was_taken_back_before_it_went_out_or_was_never_packed_was_no_denial() {
        let failed = Happened::AssemblyFailed {
            job: crate::id::JobId::parse("j").unwrap(),
        };
        for (then, given) in [(Happened::Undone, 0), (failed, 0), (Happened::Closed, 2)] {
            let mut steps = denied();
            steps.push(("2026-12-03", then));
            assert_eq!(log_of(&history(steps)).len(), given);
        }
    }
}
