//! The second look at what was withheld on a ground that another professional may judge again, 45 CFR 164.524(a)(4)
//! and (d)(4).

use crate::clock;
use crate::decide::Refusal;
use crate::event::{Event, Happened};
use crate::id::{MemberId, RecordId};
use crate::practice::Member;
use crate::record::{Item, Items, Record, Withholding};
use crate::request::Request;
use crate::task::Assignee;
use crate::wire::Placement;
use crate::wire::review::Bar;
use crate::word::{Outcome, ReviewOutcome, Role, Stage, Work};
use chrono::{NaiveDate, TimeDelta};
use std::collections::BTreeSet;

/// The law says "within a reasonable period" and gives no number. This is the desk's own, as long as a first answer may
/// take.
pub const DAYS: i64 = 30;

/// The review that was asked for last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The number of the event whose letter denied.
    pub denial: u64,
    pub asked_on: NaiveDate,
    /// What is looked at again: everything that the letter withheld on such a ground.
    pub items: Vec<RecordId>,
    /// What the reviews before it gave.
    pub given: Vec<RecordId>,
    pub reviewer: Option<Assignee>,
    pub decided: Option<Decided>,
    /// How far its time had run when that was last told.
    pub warned: Option<Stage>,
}

/// What the reviewer found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub on: NaiveDate,
    pub outcome: ReviewOutcome,
    /// What goes out now, and can't be withheld any more.
    pub overturned: Vec<RecordId>,
    /// The number of the event with the letter.
    pub letter: u64,
    /// The day on which the letter was known to have reached the requester.
    pub notified_on: Option<NaiveDate>,
}

impl Review {
    pub fn due_on(&self) -> NaiveDate {
        due_on(self.asked_on)
    }

    /// The day on which it is to be told next how far its time has run.
    pub fn warn_on(&self) -> Option<NaiveDate> {
        if self.decided.is_some() {
            return None;
        }
        match self.warned {
            None => Some(self.due_on() - TimeDelta::days(clock::SOON_DAYS)),
            Some(Stage::Soon) => Some(self.due_on()),
            Some(Stage::Today) => Some(self.due_on() + TimeDelta::days(1)),
            Some(Stage::Overdue) => None,
        }
    }

    /// How far its time has run, where that is to be told.
    pub fn stage(&self, today: NaiveDate) -> Option<Stage> {
        match (self.due_on() - today).num_days() {
            ..=-1 => Some(Stage::Overdue),
            0 => Some(Stage::Today),
            1..=clock::SOON_DAYS => Some(Stage::Soon),
            _ => None,
        }
    }
}

/// By when a review that is asked for on that day is decided.
pub fn due_on(asked_on: NaiveDate) -> NaiveDate {
    asked_on + TimeDelta::days(DAYS)
}

/// The review that nobody has decided yet.
pub fn undecided(request: &Request) -> Option<&Review> {
    request.review.as_ref().filter(|review| review.decided.is_none())
}

/// Whether something of a review is still to happen: its decision, or that its letter arrives.
pub fn is_open(request: &Request) -> bool {
    request.review.as_ref().is_some_and(|review| match &review.decided {
        None => true,
        Some(decided) => decided.notified_on.is_none(),
    })
}

/// Whether that event holds the letter with the outcome of the review.
pub fn is_letter(request: &Request, seq: u64) -> bool {
    let decided = request.review.as_ref().and_then(|review| review.decided.as_ref());
    decided.is_some_and(|decided| decided.letter == seq)
}

/// What the review, and those before it, gave to the requester.
pub fn given(request: &Request) -> impl Iterator<Item = &RecordId> {
    let reviews = request.review.iter();
    reviews.flat_map(|review| {
        let overturned = review.decided.iter().flat_map(|decided| &decided.overturned);
        review.given.iter().chain(overturned)
    })
}

/// Whether a review gave this record to the requester. Then nobody keeps it back again.
pub fn gave(request: &Request, record: &RecordId) -> bool {
    given(request).any(|given| given == record)
}

/// Whether a review gave something. The answer of before it was one, whatever becomes of what goes out after it.
pub fn gave_more(request: &Request) -> bool {
    given(request).next().is_some()
}

/// Whether a member who does nothing but reviews may see a request: while one is open that is theirs or nobody's.
pub fn is_for(request: &Request, member: &Member) -> bool {
    let review = request.review.as_ref().filter(|_| is_open(request));
    review.is_some_and(|review| match &review.reviewer {
        None => true,
        Some(reviewer) => reviewer.id == member.id,
    })
}

/// A letter that withheld something which another professional may judge again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denial {
    pub seq: u64,
    pub on: NaiveDate,
}

/// The denial that stands and can be reviewed now. There is one review of each; a new denial can be reviewed anew.
pub fn reviewable(request: &Request, events: &[Event]) -> Result<Denial, Refusal> {
    match request.work {
        Work::Ready | Work::Delivered | Work::Closed => {}
        work @ (Work::Received | Work::Gathering | Work::Assembling | Work::Answered) => {
            return Err(Refusal::WrongStage(work));
        }
    }
    match request.outcome {
        Some(Outcome::Denied | Outcome::ReleasedInPart) => {}
        Some(
            Outcome::Released
            | Outcome::NotHeld
            | Outcome::NoAuthority
            | Outcome::Unverified
            | Outcome::Inspected
            | Outcome::Withdrawn
            | Outcome::RoutedElsewhere,
        )
        | None => return Err(Refusal::NothingToReview),
    }
    let last = events.iter().rev().find_map(|event| match &event.happened {
        Happened::Released { letter, .. } => Some((event, letter)),
        _ => None,
    });
    let (event, _) = last
        .filter(|(_, letter)| letter.withheld.iter().any(|item| item.ground.is_reviewable()))
        .ok_or(Refusal::NothingToReview)?;
    match &request.review {
        Some(review) if review.decided.is_none() => Err(Refusal::ReviewOpen),
        Some(review) if review.denial == event.seq => Err(Refusal::ReviewDecided),
        Some(_) | None => Ok(Denial {
            seq: event.seq,
            on: event.on,
        }),
    }
}

/// What a decision about a review looks at besides the request.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    pub events: &'a [Event],
    pub ledger: &'a [(Record, Placement)],
    pub items: &'a Items,
    /// Everyone who works or worked for the practice.
    pub members: &'a [Member],
}

impl<'a> Case<'a> {
    /// What is withheld on a ground that another professional may judge again.
    pub fn withheld(self) -> impl Iterator<Item = (&'a Record, &'a Withholding)> {
        let withheld = self
            .ledger
            .iter()
            .filter(|(_, placement)| *placement == Placement::Withheld);
        withheld.filter_map(move |(record, _)| match self.items.get(&record.id)? {
            Item::Withheld(withholding) if withholding.ground.is_reviewable() => Some((record, &**withholding)),
            Item::Withheld(_) | Item::Judged(_) => None,
        })
    }

    /// Everyone who took part in withholding one of these records, from what was decided about it and from the whole
    /// history: who proposed it, who judged it, whichever way, who sent the letter that denied it, and who looked at it a second
    /// time.
    pub fn took_part(self, records: &[RecordId]) -> BTreeSet<MemberId> {
        let mut took_part = BTreeSet::new();
        for record in records {
            if let Some(Item::Withheld(withholding)) = self.items.get(record) {
                took_part.extend(withholding.determination.iter().map(|found| found.by.clone()));
                took_part.extend(withholding.approval.iter().map(|approval| approval.by.clone()));
            }
        }
        for event in self.events {
            let about = match &event.happened {
                Happened::Withheld { record, .. }
                | Happened::Determined { record, .. }
                | Happened::Approved { record, .. } => records.contains(record),
                // Which records a letter withheld, it does not say by their ids.
                Happened::Released { letter, .. } => letter.withheld.iter().any(|item| item.ground.is_reviewable()),
                Happened::ReviewDecided { findings, .. } => {
                    findings.iter().any(|finding| records.contains(&finding.record))
                }
                _ => false,
            };
            if about {
                took_part.extend(event.actor.member().cloned());
            }
        }
        took_part
    }

    /// Why a member may not review these records; `None` where nothing stands in the way, 45 CFR 164.524(a)(4).
    pub fn bar(self, member: &Member, records: &[RecordId]) -> Option<Bar> {
        if !member.active {
            return Some(Bar::NotActive);
        }
        if self.took_part(records).contains(&member.id) {
            return Some(Bar::TookPart);
        }
        if member.licence.trim().is_empty() {
            return Some(Bar::NoLicence);
        }
        (!member.roles.contains(&Role::Reviewer)).then_some(Bar::NotReviewer)
    }

    /// Whether anyone of the practice may review these records.
    pub fn someone_may(self, records: &[RecordId]) -> bool {
        self.members.iter().any(|member| self.bar(member, records).is_none())
    }
}

/// What the reviewer found about one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub record: RecordId,
    /// The standard of its ground is met: it stays withheld.
    pub stands: bool,
    /// Kept here, and sent to nobody.
    pub rationale: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_of_a_review_is_told_on_the_day_on_which_it_begins() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let review = |warned| Review {
            denial: 1,
            asked_on: day("2026-11-01"),
            items: Vec::new(),
            given: Vec::new(),
            reviewer: None,
            decided: None,
            warned,
        };
        assert_eq!(review(None).due_on(), day("2026-12-01"));
        for (warned, on) in [
            (None, Some("2026-11-24")),
            (Some(Stage::Soon), Some("2026-12-01")),
            (Some(Stage::Today), Some("2026-12-02")),
            (Some(Stage::Overdue), None),
        ] {
            let told = review(warned).warn_on();

            assert_eq!(told, on.map(day), "{warned:?}");
            let next = told.map(|on| review(warned).stage(on));
            assert!(next.is_none_or(|stage| stage > warned), "{warned:?}: {next:?}");
        }
    }
}
