//! A file of the designated record set, and where it stands in one request.

use crate::chain::Hash;
use crate::id::{PatientId, PracticeId, RecordId};
use crate::person::{Email, PersonName, folded};
use crate::request::Scope;
use crate::wire::{Candidate, Obstacle, Placement};
use crate::word::{Category, Concern, Format, Judgement, Rejection};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// The person the record is about, in the practice's index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patient {
    pub id: PatientId,
    pub practice: PracticeId,
    pub name: PersonName,
    pub birth_date: NaiveDate,
    /// Contacts that were known before any request.
    pub contacts: Vec<Email>,
}

impl Patient {
    /// How well the patient fits what a requester says of herself.
    pub fn candidate(&self, name: &PersonName, birth_date: NaiveDate, email: &Email, records: u32) -> Candidate {
        Candidate {
            patient: self.id.clone(),
            given_name: self.name.given().to_owned(),
            family_name: self.name.family().to_owned(),
            birth_date: self.birth_date,
            name_matches: folded(&self.name.full()) == folded(&name.full()),
            birth_date_matches: self.birth_date == birth_date,
            contact_matches: self.contacts.contains(email),
            records,
        }
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    pub id: RecordId,
    pub practice: PracticeId,
    pub patient: PatientId,
    /// The file's name as it was uploaded.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Of the whole file, ISO-HDLC, as in zip.
    pub crc32: u32,
    pub category: Category,
    pub service_date: Option<NaiveDate>,
    pub state: State,
}

#[derive(Clone, PartialEq, Eq)]
pub enum State {
    /// Granted; may arrive until then.
    Expected {
        until: DateTime<Utc>,
    },
    Inspected(Inspection),
    Rejected(Rejection),
    /// A member took it off the list before it had been taken. It is listed again if it arrives.
    Discarded,
    /// It was uploaded for a request that turned out to be about another patient.
    Withdrawn,
}

impl State {
    /// Whether the record stands in the staff ledger.
    pub fn is_listed(&self) -> bool {
        match self {
            Self::Expected { .. } | Self::Inspected(_) | Self::Rejected(_) => true,
            Self::Discarded | Self::Withdrawn => false,
        }
    }
}

/// What was found in the file on arrival.
#[derive(Clone, PartialEq, Eq)]
pub struct Inspection {
    pub format: Format,
    pub sha256: Hash,
    pub concerns: Vec<Concern>,
    /// The person that the file names, where that is another.
    pub names_person: Option<String>,
}

/// What members decided about records of one request.
pub type Judgements = BTreeMap<RecordId, Judgement>;

/// Where a record stands in a request as of `now`.
pub fn placement(record: &Record, scope: &Scope, judgement: Option<Judgement>, now: DateTime<Utc>) -> Placement {
    // A member may say that a record is what was asked for, whatever its category and date.
    if judgement != Some(Judgement::Keep) && !scope.covers(record.category, record.service_date) {
        return Placement::NotAskedFor;
    }
    match &record.state {
        State::Rejected(_) | State::Discarded | State::Withdrawn => Placement::Rejected,
        State::Expected { until } if *until < now => Placement::Rejected,
        State::Expected { .. } => Placement::Waiting,
        State::Inspected(inspection) => {
            if judgement == Some(Judgement::SetAside) {
                Placement::SetAside
            } else if !inspection.concerns.is_empty() && judgement.is_none() {
                Placement::NeedsJudgement
            } else {
                Placement::In
            }
        }
    }
}

/// Why the records of a request can't be released now, among what the records themselves say.
pub fn obstacles(placements: impl IntoIterator<Item = Placement>) -> Vec<Obstacle> {
    let (mut inside, mut waiting, mut rejected, mut open) = (false, false, false, false);
    for placement in placements {
        match placement {
            Placement::In => inside = true,
            Placement::Waiting => waiting = true,
            Placement::Rejected => rejected = true,
            Placement::NeedsJudgement => open = true,
            Placement::SetAside | Placement::NotAskedFor => {}
        }
    }
    let mut obstacles = Vec::new();
    if waiting {
        obstacles.push(Obstacle::UploadsUnderWay);
    }
    if rejected {
        obstacles.push(Obstacle::FilesNotTaken);
    }
    if open {
        obstacles.push(Obstacle::ConcernsOpen);
    }
    if !inside && obstacles.is_empty() {
        obstacles.push(Obstacle::NothingToRelease);
    }
    obstacles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn record(state: State) -> Record {
        Record {
            id: RecordId::parse("r").unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            patient: PatientId::parse("q").unwrap(),
            name: "scan.PDF".to_owned(),
            size: 1,
            crc32: 0,
            category: Category::Imaging,
            service_date: None,
            state,
        }
    }

    fn inspected(concerns: Vec<Concern>) -> Record {
        record(State::Inspected(Inspection {
            format: Format::Pdf,
            sha256: Hash::of(b"x"),
            concerns,
            names_person: None,
        }))
    }

    #[test]
    fn every_record_is_in_or_out_with_its_reason() {
        let now = at("2026-11-24T12:00:00Z");
        let expected = |until| record(State::Expected { until: at(until) });
        let imaging = Scope::Part {
            from: None,
            until: None,
            categories: vec![Category::Imaging],
        };
        let billing = Scope::Part {
            from: None,
            until: None,
            categories: vec![Category::Billing],
        };
        let doubt = || inspected(vec![Concern::OtherPerson]);
        for (record, scope, judgement, placed) in [
            (inspected(vec![]), &Scope::Whole, None, Placement::In),
            (inspected(vec![]), &imaging, None, Placement::In),
            (inspected(vec![]), &billing, None, Placement::NotAskedFor),
            (inspected(vec![]), &billing, Some(Judgement::Keep), Placement::In),
            (
                inspected(vec![]),
                &Scope::Whole,
                Some(Judgement::SetAside),
                Placement::SetAside,
            ),
            (doubt(), &Scope::Whole, None, Placement::NeedsJudgement),
            (doubt(), &billing, None, Placement::NotAskedFor),
            (doubt(), &Scope::Whole, Some(Judgement::Keep), Placement::In),
            (doubt(), &Scope::Whole, Some(Judgement::SetAside), Placement::SetAside),
            (
                expected("2026-11-24T12:00:00Z"),
                &Scope::Whole,
                None,
                Placement::Waiting,
            ),
            (
                expected("2026-11-24T11:59:59Z"),
                &Scope::Whole,
                None,
                Placement::Rejected,
            ),
            (
                record(State::Rejected(Rejection::Empty)),
                &billing,
                None,
                Placement::NotAskedFor,
            ),
            (
                record(State::Rejected(Rejection::Empty)),
                &Scope::Whole,
                Some(Judgement::Keep),
                Placement::Rejected,
            ),
        ] {
            assert_eq!(placement(&record, scope, judgement, now), placed);
        }
    }

    #[test]
    fn nothing_is_released_past_an_open_question() {
        use Placement::{In, NeedsJudgement, NotAskedFor, Rejected, SetAside, Waiting};
        for (placements, expected) in [
            (vec![In, SetAside, NotAskedFor], vec![]),
            (vec![], vec![Obstacle::NothingToRelease]),
            (vec![SetAside], vec![Obstacle::NothingToRelease]),
            (vec![In, Rejected], vec![Obstacle::FilesNotTaken]),
            (vec![In, Waiting], vec![Obstacle::UploadsUnderWay]),
            (vec![In, NeedsJudgement], vec![Obstacle::ConcernsOpen]),
            (
                vec![Waiting, NeedsJudgement],
                vec![Obstacle::UploadsUnderWay, Obstacle::ConcernsOpen],
            ),
        ] {
            assert_eq!(obstacles(placements.clone()), expected, "{placements:?}");
        }
    }
}
