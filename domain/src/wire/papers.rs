//! What the practice has in writing, and who was trained.

use crate::id::{MemberId, PolicyId, TrainingId};
use crate::iso;
use crate::papers::{Standing, Subject};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// `GET /api/practices/{practice}/papers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PapersPage {
    /// The day on which it is so.
    #[serde(deserialize_with = "iso::read_day")]
    pub today: NaiveDate,
    /// By subject and title; of each the newest first.
    pub papers: Vec<PaperCard>,
    /// What the caller is to read.
    pub to_read: Vec<PolicyId>,
    /// For an officer: everyone who works here, with the policies that are in effect. Else the caller alone.
    pub readers: Vec<ReaderCard>,
    /// The newest first. For an officer all of them, those of former members among them. Else the caller's own.
    pub trainings: Vec<TrainingCard>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PaperCard {
    pub version: PolicyId,
    pub subject: Subject,
    /// Of another policy; of a system or place; of a position or office. Else empty.
    pub title: String,
    pub text: String,
    pub telephone: Option<String>,
    #[serde(deserialize_with = "iso::read_day")]
    pub from: NaiveDate,
    /// The last day, where that was said.
    #[serde(deserialize_with = "iso::read_optional_day", default)]
    pub until: Option<NaiveDate>,
    pub standing: Standing,
    /// The first day on which it is no longer in effect, where that is known.
    #[serde(deserialize_with = "iso::read_optional_day", default)]
    pub ended_on: Option<NaiveDate>,
    /// Where it was in writing before it was entered here, where it was in effect by then.
    pub paper: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub entered_on: NaiveDate,
    pub entered_by: String,
    pub keep: KeepCard,
}

/// How long something is kept, 45 CFR 164.530(j)(2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeepCard {
    /// None while it is in effect, or will be.
    #[serde(deserialize_with = "iso::read_optional_day", default)]
    pub until: Option<NaiveDate>,
    pub working: String,
}

/// A member, and the policies that are in effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReaderCard {
    pub member: MemberId,
    pub name: String,
    pub policies: Vec<ReadCard>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadCard {
    pub version: PolicyId,
    pub subject: Subject,
    pub title: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub from: NaiveDate,
    /// None where it is still to be read.
    #[serde(deserialize_with = "iso::read_optional_day", default)]
    pub read_on: Option<NaiveDate>,
}

/// One line of the register of trainings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrainingCard {
    pub training: TrainingId,
    pub member: MemberId,
    pub member_name: String,
    /// The version that was read, and the first day of its effect; none of a training.
    pub version: Option<PolicyId>,
    #[serde(deserialize_with = "iso::read_optional_day", default)]
    pub version_from: Option<NaiveDate>,
    pub subject: Subject,
    pub title: String,
    /// What the training was.
    pub words: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub on: NaiveDate,
    #[serde(deserialize_with = "iso::read_day")]
    pub entered_on: NaiveDate,
    pub entered_by: String,
    pub keep: KeepCard,
}

/// `POST /api/practices/{practice}/papers`: a new version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct WritePaper {
    pub subject: String,
    /// Of another policy; the system or place; the position or office.
    pub title: String,
    pub text: String,
    /// Of a position or office. May be empty.
    pub telephone: String,
    /// The first day.
    pub from: String,
    /// The last day of a system, place, position or office. May be empty.
    pub until: String,
    /// Where it was in writing until now, if it has been in effect already.
    pub paper: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PaperWritten {
    pub version: PolicyId,
}

/// `POST /api/practices/{practice}/attestations`: the caller has read a version, or was trained on a subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Attest {
    /// What was read, from the first word to the last. Then nothing else is asked.
    pub version: String,
    pub subject: String,
    /// Of another subject.
    pub title: String,
    /// The day of the training.
    pub on: String,
    /// What it was.
    pub words: String,
}

/// `POST /api/practices/{practice}/trainings`: a training that was held elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct EnterTraining {
    pub member: String,
    pub subject: String,
    /// Of another subject.
    pub title: String,
    pub on: String,
    pub words: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrainingEntered {
    pub training: TrainingId,
}
