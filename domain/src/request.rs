//! One ask for a record, from receipt to close.

use crate::chain::Hash;
use crate::clock::{self, Extension};
use crate::fee::{Cents, Fee};
use crate::id::{DeliveryId, JobId, LocationId, NoticeId, PatientId, PracticeId, RequestId};
use crate::law::Version;
use crate::misdirection::{self, Case};
use crate::person::{Contact, PersonName};
use crate::retention::LegalHold;
use crate::review::{self, Review};
use crate::task::{Assignee, Task};
use crate::wire;
use crate::word::{Access, Category, Channel, Evidence, Kind, Language, Outcome, Relation, Stage, Way, Work};
use chrono::{DateTime, NaiveDate, Utc};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub id: RequestId,
    pub practice: PracticeId,
    /// For people: `7K3M-92QF-4D`.
    pub receipt: String,
    /// Moves with what staff decide, so that a stale decision is seen.
    pub version: u64,
    /// The number of the last event.
    pub seq: u64,
    /// The head of the event chain, set when the event's bytes are known.
    pub head: Hash,
    /// The version of the rules in force at receipt.
    pub law: Version,
    pub kind: Kind,
    pub work: Work,
    pub outcome: Option<Outcome>,
    /// The patient's.
    pub name: PersonName,
    pub birth_date: NaiveDate,
    pub requester: Requester,
    pub contact: Contact,
    /// Moves with each change of the contact: sessions, codes and the PIN of before open nothing any more.
    pub contact_epoch: u32,
    pub contact_proven: bool,
    pub language: Language,
    /// The requester wants an interpreter.
    pub interpreter: bool,
    pub access: Access,
    pub scope: Scope,
    pub way: Way,
    /// The form and format asked for, 45 CFR 164.524(c)(2); empty where any will do.
    pub format: String,
    pub agreed: Option<Agreed>,
    /// Up to what the requester wants no question about a fee; where nothing was said, every fee needs a yes.
    pub tell_above: Option<Cents>,
    pub location: Option<LocationId>,
    pub received: Received,
    /// Whether the record holds mental-health care, for which some states have a limit of their own; `None` where nobody
    /// has said.
    pub mental_health: Option<bool>,
    pub intake: Intake,
    /// Every earlier or later ask for the same record, in the order in which they were linked: the earliest receipt counts.
    pub linked: Vec<Linked>,
    /// As they were decided; each counts from the day on which its letter was given.
    pub extensions: Vec<Extension>,
    pub patient: Option<PatientId>,
    pub evidence: Vec<Evidence>,
    pub assignee: Option<Assignee>,
    pub tasks: Vec<Task>,
    pub pending: Pending,
    /// The requester was asked something and has not answered. No clock waits for it.
    pub is_asked: bool,
    /// How many passcodes have been given out; the last one is the one in force.
    pub passcodes: u32,
    pub job: Option<JobId>,
    /// The delivery in force.
    pub delivery: Option<DeliveryId>,
    /// The message with the record in it, where that goes by plain e-mail.
    pub emailing: Option<Emailing>,
    /// The day at the location on which access was first given, 45 CFR 164.524(b)(2)(i)(A): the record lay there and
    /// its link was sent. When it is collected is the patient's own affair, and what happens later starts no clock again.
    pub answered_on: Option<NaiveDate>,
    /// How far its clock had run when that was last told. A due date that moves, or an answer that came back, is told
    /// anew.
    pub warned: Option<Stage>,
    /// The second look at what was withheld, where one was asked for.
    pub review: Option<Review>,
    /// Why what was ready did not go out, as it was explained last.
    pub delay: Option<String>,
    /// What the copy costs; none where nobody quoted a fee, which is as a rule.
    pub fee: Option<Fee>,
    /// What went to someone wrong, each a case of its own, the oldest first.
    pub misdirections: Vec<Case>,
    /// Nothing of it may be let go.
    pub hold: Option<LegalHold>,
}

impl Request {
    /// The legal due date and the day to act by, with their working.
    pub fn due(&self) -> wire::Due {
        clock::due(&self.clock_ask())
    }

    /// The same as whoever asks is told it. That a record holds mental-health care is the patient's own to know: to others
    /// it stays a thing that may be, 45 CFR 164.502(g).
    pub fn due_told(&self) -> wire::Due {
        clock::due(&self.told_ask())
    }

    pub fn told_ask(&self) -> clock::Ask<'_> {
        let is_own = self.requester == Requester::Patient;
        clock::Ask {
            mental_health: self.mental_health.filter(|_| is_own),
            ..self.clock_ask()
        }
    }

    /// The day on which it is to be told next how far the clock has run.
    pub fn warn_on(&self) -> Option<NaiveDate> {
        let of_review = self.review.as_ref().and_then(Review::warn_on);
        let of_misdirections = self.misdirections.iter().filter_map(Case::warn_on);
        let others = of_review.into_iter().chain(of_misdirections);
        self.warn_of_clock_on().into_iter().chain(others).min()
    }

    /// The same of the request's own clock alone.
    pub fn warn_of_clock_on(&self) -> Option<NaiveDate> {
        if self.answered_on.is_some() || self.work == Work::Closed {
            return None;
        }
        clock::next_stage_on(&self.due(), self.warned)
    }

    /// The day to act by, which the worklist goes by: the review's, or that of a wrong release, where the request itself waits
    /// for no answer.
    pub fn act_on(&self) -> NaiveDate {
        if self.answered_on.is_none() && self.work != Work::Closed {
            return self.due().target_on;
        }
        let of_review = review::undecided(self).map(Review::due_on);
        let of_misdirection = misdirection::act_on(self);
        let first = of_review.into_iter().chain(of_misdirection).min();
        first.unwrap_or_else(|| self.due().target_on)
    }

    /// What its time depends on: the earliest receipt, with the extension if there is one.
    pub fn clock_ask(&self) -> clock::Ask<'_> {
        let others = self.linked.iter().map(|other| other.received_on);
        clock::Ask {
            law: self.law,
            kind: self.kind,
            access: self.access,
            is_electronic: self.way.is_electronic(),
            mental_health: self.mental_health,
            states: &self.received.states,
            received_on: others.fold(self.received.on, NaiveDate::min),
            written_on: self.intake.written_on,
            time_zone: &self.received.time_zone,
            extensions: &self.extensions,
        }
    }

    /// What was entered, as it stands.
    pub fn entry(&self) -> Entry {
        Entry {
            kind: self.kind,
            requester: self.requester.clone(),
            name: self.name.clone(),
            birth_date: self.birth_date,
            oral_on: self.intake.oral_on,
            written_on: self.intake.written_on,
            received_on: self.received.on,
            mental_health: self.mental_health,
        }
    }

    /// Whom a letter is for.
    pub fn addressee(&self) -> String {
        match &self.requester {
            Requester::Patient | Requester::Directed { .. } => self.name.full(),
            Requester::Representative { name, .. } => name.full(),
            Requester::Other { name } => name.clone(),
        }
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requester {
    Patient,
    /// 45 CFR 164.502(g).
    Representative {
        name: PersonName,
        relation: Relation,
    },
    /// The patient, in a signed paper that names a third party and where to send, 45 CFR 164.524(c)(3)(ii).
    Directed {
        to: String,
        place: String,
    },
    /// Someone with another ask.
    Other {
        name: String,
    },
}

impl Requester {
    /// Whether a paper must show that this person may ask; and whether there may be records that the requester, or
    /// whoever shall get them, must not even know of.
    pub fn needs_paper(&self) -> bool {
        match self {
            Self::Representative { .. } | Self::Directed { .. } => true,
            Self::Patient | Self::Other { .. } => false,
        }
    }

    pub fn is_representative(&self) -> bool {
        match self {
            Self::Representative { .. } => true,
            Self::Patient | Self::Directed { .. } | Self::Other { .. } => false,
        }
    }
}

/// What of a request can be entered wrongly: what is asked, by whom, about whom, and when it came.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: Kind,
    pub requester: Requester,
    /// The patient's.
    pub name: PersonName,
    pub birth_date: NaiveDate,
    pub oral_on: Option<NaiveDate>,
    pub written_on: Option<NaiveDate>,
    /// The first of both.
    pub received_on: NaiveDate,
    pub mental_health: Option<bool>,
}

/// How a request came. The oral and the written date are both kept: some clocks run from the written one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    pub channel: Channel,
    pub oral_on: Option<NaiveDate>,
    pub written_on: Option<NaiveDate>,
}

/// What was agreed about form and manner, 45 CFR 164.524(c)(2) and (3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    pub way: Way,
    pub format: String,
    /// When and where to come, for an inspection or a hand-over.
    pub appointment: String,
    /// The risk of plain e-mail was explained, and accepted.
    pub risk_accepted: bool,
}

/// The message with the record in it, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emailing {
    pub notice: NoticeId,
    pub reached: Reached,
}

/// How far a message with a record has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// It waits in the outbox and can be taken back.
    Outbox,
    /// The provider took it: it can't be called back.
    Provider,
    /// The receiving side has it.
    Mailbox,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    pub request: RequestId,
    pub receipt: String,
    pub received_on: NaiveDate,
}

/// How many of a request's withheld items still wait for someone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    pub determinations: u32,
    pub approvals: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub at: DateTime<Utc>,
    /// The day at the location.
    pub on: NaiveDate,
    /// IANA name of the location's zone.
    pub time_zone: String,
    /// The states whose limits run, two letters each: of the location, or, where none was named, of all of the practice.
    pub states: Vec<String>,
}

/// What of the record set is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    Whole,
    Part {
        from: Option<NaiveDate>,
        until: Option<NaiveDate>,
        /// Empty means all.
        categories: Vec<Category>,
    },
}

impl Scope {
    /// A record without a service date is in, whatever the dates: leaving it out would be a guess.
    pub fn covers(&self, category: Category, service_date: Option<NaiveDate>) -> bool {
        match self {
            Self::Whole => true,
            Self::Part {
                from,
                until,
                categories,
            } => {
                let in_dates = service_date
                    .is_none_or(|date| from.is_none_or(|from| from <= date) && until.is_none_or(|until| date <= until));
                in_dates && (categories.is_empty() || categories.contains(&category))
            }
        }
    }

    pub fn wire(&self) -> wire::Scope {
        match self {
            Self::Whole => wire::Scope {
                whole: true,
                from: None,
                until: None,
                categories: Vec::new(),
            },
            Self::Part {
                from,
                until,
                categories,
            } => wire::Scope {
                whole: false,
                from: *from,
                until: *until,
                categories: categories.clone(),
            },
        }
    }
}

/// Letters and digits of a receipt number.
pub const RECEIPT_LETTERS: usize = 10;

/// A receipt number from random bytes: 10 characters in groups, in capitals.
pub fn receipt_number(random: [u8; 7]) -> String {
    let text = crate::id::base32(&random).to_uppercase();
    format!("{}-{}-{}", &text[..4], &text[4..8], &text[8..10])
}

/// A receipt number as typed: capitals, without blanks and hyphens; the letters that the alphabet lacks are
/// read as the digits they look like. What is longer than a number is none, and is cut: a key of the table is made of it.
pub fn receipt_folded(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| match character.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .take(RECEIPT_LETTERS + 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn a_part_covers_its_dates_and_categories_and_what_has_no_date() {
        let scope = Scope::Part {
            from: day("2024-01-01"),
            until: day("2024-12-31"),
            categories: vec![Category::Imaging],
        };

        for (category, date, covered) in [
            (Category::Imaging, day("2024-01-01"), true),
            (Category::Imaging, day("2024-12-31"), true),
            (Category::Imaging, None, true),
            (Category::Imaging, day("2023-12-31"), false),
            (Category::Imaging, day("2025-01-01"), false),
            (Category::Billing, day("2024-06-01"), false),
        ] {
            assert_eq!(scope.covers(category, date), covered, "{category:?} {date:?}");
            assert!(Scope::Whole.covers(category, date));
        }
    }

    #[test]
    fn a_receipt_number_is_found_as_it_is_misread() {
        let receipt = receipt_number([0, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x40]);

        assert_eq!(receipt.len(), 12);
        assert_eq!(receipt_folded(&receipt.to_lowercase()), receipt_folded(&receipt));
        assert_eq!(receipt_folded(" o1il-"), "0111");
    }

    #[test]
    fn what_is_longer_than_a_receipt_number_is_none_and_does_not_grow() {
        let receipt = receipt_folded(&receipt_number([7; 7]));

        let longer = receipt_folded(&receipt.repeat(300));

        assert_ne!(longer, receipt);
        assert_eq!(longer.len(), RECEIPT_LETTERS + 1);
    }
}
