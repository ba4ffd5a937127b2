//! What travels of how long a request is kept, and of its legal hold.

use super::What;
use crate::iso;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// `POST /api/requests/{request}/hold`, by the officer.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Hold {
    /// `yes`: nothing of the request may be let go. `no` takes the hold off again.
    pub holds: String,
    pub reason: String,
}

/// How long a request must be kept, with the working.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Keep {
    pub standing: KeepStanding,
    /// The last day on which it must be kept, as the working has it; of what is held or open, not before the end of that.
    #[serde(deserialize_with = "iso::read_day")]
    pub until: NaiveDate,
    pub citation: String,
    pub working: Vec<KeepFigure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldCard>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum KeepStanding {
    /// Whatever the date, until the officer takes the hold off.
    Held,
    /// The request is in effect still.
    Open,
    Until,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeepFigure {
    pub since: KeepSince,
    #[serde(deserialize_with = "iso::read_day")]
    pub on: NaiveDate,
    #[serde(deserialize_with = "iso::read_day")]
    pub until: NaiveDate,
    /// The date is this one's.
    pub wins: bool,
}

/// From what six years are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "since", content = "what")]
pub enum KeepSince {
    Received,
    /// The last event that changed anything.
    Happened(What),
    /// The last link ends.
    LinkEnds,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HoldCard {
    pub reason: String,
    pub by: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub on: NaiveDate,
}
