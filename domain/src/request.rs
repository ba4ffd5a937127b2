//! One ask for a record, from receipt to close.

use crate::chain::Hash;
use crate::id::{DeliveryId, JobId, LocationId, PatientId, PracticeId, RequestId};
use crate::person::{Email, PersonName};
use crate::wire;
use crate::word::{Access, Category, Evidence, Language, Outcome, Work};
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
    pub law: String,
    pub work: Work,
    pub outcome: Option<Outcome>,
    pub name: PersonName,
    pub birth_date: NaiveDate,
    pub email: Email,
    pub contact_proven: bool,
    pub language: Language,
    pub access: Access,
    pub scope: Scope,
    pub location: Option<LocationId>,
    pub received: Received,
    pub patient: Option<PatientId>,
    pub evidence: Vec<Evidence>,
    /// How many passcodes have been given out; the last one is the one in force.
    pub passcodes: u32,
    pub job: Option<JobId>,
    /// The delivery in force.
    pub delivery: Option<DeliveryId>,
    /// The day at the location on which access was first given, 45 CFR 164.524(b)(2)(i)(A): the record lay there and
    /// its link was sent. When it is collected is the patient's own affair, and what happens later starts no clock again.
    pub answered_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub at: DateTime<Utc>,
    /// The day at the location.
    pub on: NaiveDate,
    /// IANA name of the location's zone.
    pub time_zone: String,
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

/// A receipt number from random bytes: 10 characters in groups, in capitals.
pub fn receipt_number(random: [u8; 7]) -> String {
    let text = crate::id::base32(&random).to_uppercase();
    format!("{}-{}-{}", &text[..4], &text[4..8], &text[8..10])
}

/// A receipt number as typed: capitals, without blanks and hyphens; the letters that the alphabet lacks are
/// read as the digits they look like.
pub fn receipt_folded(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| match character.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
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
}
