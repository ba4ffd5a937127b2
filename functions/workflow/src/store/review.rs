//! A review as it is stored: in its request's row, and in the events.

use chrono::NaiveDate;
use domain::id::RecordId;
use domain::letter::review::{Found, Outcome};
use domain::review::{Decided, Finding, Review};
use domain::word::{Ground, ReviewOutcome, Stage};
use serde::{Deserialize, Serialize};

use super::item::StoredAssignee;

#[derive(Serialize, Deserialize)]
pub struct StoredReview {
    denial: u64,
    asked_on: NaiveDate,
    items: Vec<RecordId>,
    #[serde(default)]
    given: Vec<RecordId>,
    reviewer: Option<StoredAssignee>,
    decided: Option<StoredDecided>,
    warned: Option<Stage>,
}

#[derive(Serialize, Deserialize)]
struct StoredDecided {
    on: NaiveDate,
    outcome: ReviewOutcome,
    overturned: Vec<RecordId>,
    letter: u64,
    notified_on: Option<NaiveDate>,
}

impl StoredReview {
    /// Whether its decision, or the letter's arrival, is still to come.
    pub fn is_open(&self) -> bool {
        self.decided
            .as_ref()
            .is_none_or(|decided| decided.notified_on.is_none())
    }
}

impl From<&Review> for StoredReview {
    fn from(review: &Review) -> Self {
        Self {
            denial: review.denial,
            asked_on: review.asked_on,
            items: review.items.clone(),
            given: review.given.clone(),
            reviewer: review.reviewer.as_ref().map(StoredAssignee::from),
            decided: review.decided.as_ref().map(|decided| StoredDecided {
                on: decided.on,
                outcome: decided.outcome,
                overturned: decided.overturned.clone(),
                letter: decided.letter,
                notified_on: decided.notified_on,
            }),
            warned: review.warned,
        }
    }
}

impl From<StoredReview> for Review {
    fn from(stored: StoredReview) -> Self {
        Self {
            denial: stored.denial,
            asked_on: stored.asked_on,
            items: stored.items,
            given: stored.given,
            reviewer: stored.reviewer.map(Into::into),
            decided: stored.decided.map(|decided| Decided {
                on: decided.on,
                outcome: decided.outcome,
                overturned: decided.overturned,
                letter: decided.letter,
                notified_on: decided.notified_on,
            }),
            warned: stored.warned,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct StoredFinding {
    record: RecordId,
    stands: bool,
    rationale: String,
}

impl From<&Finding> for StoredFinding {
    fn from(finding: &Finding) -> Self {
        Self {
            record: finding.record.clone(),
            stands: finding.stands,
            rationale: finding.rationale.clone(),
        }
    }
}

impl From<StoredFinding> for Finding {
    fn from(stored: StoredFinding) -> Self {
        Self {
            record: stored.record,
            stands: stored.stands,
            rationale: stored.rationale,
        }
    }
}

/// What the letter of a review says.
#[derive(Serialize, Deserialize)]
pub struct StoredOutcome {
    asked_on: NaiveDate,
    found: Vec<StoredFound>,
}

#[derive(Serialize, Deserialize)]
struct StoredFound {
    ground: Ground,
    what: String,
    stands: bool,
}

impl From<&Outcome> for StoredOutcome {
    fn from(outcome: &Outcome) -> Self {
        let found = outcome.found.iter().map(|found| StoredFound {
            ground: found.ground,
            what: found.what.clone(),
            stands: found.stands,
        });
        Self {
            asked_on: outcome.asked_on,
            found: found.collect(),
        }
    }
}

impl From<StoredOutcome> for Outcome {
    fn from(stored: StoredOutcome) -> Self {
        let found = stored.found.into_iter().map(|found| Found {
            ground: found.ground,
            what: found.what,
            stands: found.stands,
        });
        Self {
            asked_on: stored.asked_on,
            found: found.collect(),
        }
    }
}
