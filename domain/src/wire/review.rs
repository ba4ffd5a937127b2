//! What travels of a review.

use super::{AssigneeCard, Reading};
use crate::id::{MemberId, RecordId};
use crate::iso;
use crate::word::{Ground, ReviewOutcome};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// `POST /api/requests/{request}/review`: the requester asked by another way than the page.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct EnterReview {
    /// A channel's wire name.
    pub channel: String,
    /// The day on which it came: `2027-01-31`.
    pub asked_on: String,
}

/// `POST /api/requests/{request}/review/reviewer`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AssignReview {
    pub member: String,
}

/// `POST /api/requests/{request}/review/decision`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct DecideReview {
    /// One for each record of the review.
    pub findings: Vec<FindingForm>,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct FindingForm {
    pub record: String,
    /// `yes` or `no`: whether the standard of its ground is met.
    pub stands: String,
    pub rationale: String,
}

/// A review in short, on the page of its request and in the worklist.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewCard {
    #[serde(deserialize_with = "iso::read_day")]
    pub asked_on: NaiveDate,
    #[serde(deserialize_with = "iso::read_day")]
    pub due_on: NaiveDate,
    /// As of today.
    pub reading: Reading,
    pub reviewer: Option<AssigneeCard>,
    pub outcome: Option<ReviewOutcome>,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub decided_on: Option<NaiveDate>,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub notified_on: Option<NaiveDate>,
}

/// What the requester sees of it: nobody's name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewStatus {
    #[serde(deserialize_with = "iso::read_day")]
    pub asked_on: NaiveDate,
    #[serde(deserialize_with = "iso::read_day")]
    pub due_on: NaiveDate,
    /// Someone looks at it.
    pub is_assigned: bool,
    pub outcome: Option<ReviewOutcome>,
}

/// `GET /api/requests/{request}/review`: what is looked at again, and who may.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewPage {
    pub items: Vec<ReviewItem>,
    /// Everyone who is a reviewer or holds a licence.
    pub members: Vec<ReviewMember>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewItem {
    pub record: RecordId,
    /// The file's name.
    pub name: String,
    pub ground: Ground,
    /// What the letter said it is, and why.
    pub what: String,
    pub reason: String,
    /// The first professional's words, which were sent to nobody.
    pub rationale: String,
    /// What the reviewer found.
    pub stands: Option<bool>,
    pub found: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewMember {
    pub member: MemberId,
    pub name: String,
    /// Why not; none where the member may.
    pub bar: Option<Bar>,
}

/// Why a member may not review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    NotActive,
    /// Proposed, judged or approved it, or looked at it a second time before.
    TookPart,
    NoLicence,
    NotReviewer,
}
