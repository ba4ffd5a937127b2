//! What an officer reads of a period.

use crate::id::RequestId;
use crate::iso;
use crate::word::{Became, Channel, Ground, Kind, Outcome, Outgoing, WaitsFor};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// `GET /api/practices/{practice}/reports`: how timely the answers of a period were, and how its requests ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// Months, both included: `2026-01`.
    pub from: String,
    pub until: String,
    /// Asks for access that were answered in the period, those that were withdrawn left out.
    pub answered: u32,
    /// In tenths of a day: the median of an even count may lie between two days.
    pub median_tenths: Option<u32>,
    pub p90_days: Option<u32>,
    pub on_time: u32,
    pub late: u32,
    /// Of the answered ones: those whose time was extended.
    pub extended: u32,
    /// Asks for access that wait for an answer today, whatever the period.
    pub open: u32,
    pub open_extended: u32,
    pub overdue: Vec<OverdueCount>,
    /// The same ones by the reason that was given last for the delay.
    pub delays: Vec<DelayCount>,
    /// Of the asks that were answered in the period.
    pub fees: FeeFigures,
    pub reviews: ReviewFigures,
    /// Of every ask that ended in the period.
    pub outcomes: Vec<OutcomeCount>,
    pub kinds: Vec<KindCount>,
    pub channels: Vec<ChannelCount>,
}

/// Those whose legal due date has passed, by whom they wait for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OverdueCount {
    pub waits_for: WaitsFor,
    pub count: u32,
    /// Of the one that is latest.
    pub most_days: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DelayCount {
    /// As staff wrote it, 45 CFR 171.103; empty where nobody gave one.
    pub reason: String,
    pub count: u32,
    /// Of the one that is latest.
    pub most_days: u32,
}

/// How many, and how much together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Money {
    pub count: u32,
    pub cents: u64,
}

/// What became of the fees, 45 CFR 164.524(c)(4). One that was quoted again counts as it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeeFigures {
    pub quoted: Money,
    pub agreed: Money,
    /// So little that the requester wanted no question.
    pub not_asked: Money,
    pub waived: Money,
    pub paid: Money,
    /// The requester chose a way that costs nothing.
    pub chose_free: u32,
}

/// The reviews of denials, 45 CFR 164.524(a)(4), of the asks that were answered in the period, whenever the review was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewFigures {
    pub asked: u32,
    pub upheld: u32,
    pub overturned: u32,
    pub overturned_in_part: u32,
    /// From the ask to the decision, in tenths of a day.
    pub median_tenths: Option<u32>,
    /// Undecided today, whatever the period.
    pub open: u32,
    /// Of them: past the desk's own limit.
    pub open_late: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutcomeCount {
    pub outcome: Outcome,
    pub count: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KindCount {
    pub kind: Kind,
    pub count: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelCount {
    pub channel: Channel,
    pub count: u32,
}

/// `GET /api/practices/{practice}/denials`: what was withheld in the answers that were given in a period, also where it is
/// not withheld any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DenialLog {
    pub from: String,
    pub until: String,
    pub denials: Vec<Denial>,
}

/// One item that was withheld, as it was when the letter was written. It names no patient: who may read the request opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Denial {
    pub request: RequestId,
    pub receipt: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub received_on: NaiveDate,
    pub ground: Ground,
    /// As the ground says it.
    pub citation: String,
    /// The rest of the file went out.
    pub in_part: bool,
    /// A licensed professional, where the ground needs one.
    pub determined_by: Option<String>,
    pub licence: Option<String>,
    #[serde(deserialize_with = "iso::read_optional_day", default)]
    pub determined_on: Option<NaiveDate>,
    pub approved_by: Option<String>,
    #[serde(deserialize_with = "iso::read_optional_day", default)]
    pub approved_on: Option<NaiveDate>,
    /// The day of the letter that says so.
    #[serde(deserialize_with = "iso::read_optional_day", default)]
    pub letter_on: Option<NaiveDate>,
    /// As it stands today.
    pub became: Became,
}

/// `GET /api/practices/{practice}/disclosures`: what went out in a period, by its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DisclosureLog {
    pub from: String,
    pub until: String,
    pub disclosures: Vec<DisclosureCard>,
}

/// `GET /api/requests/{request}/disclosures`: what went out of the record of the patient that a request is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PatientDisclosures {
    pub disclosures: Vec<DisclosureCard>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DisclosureCard {
    pub request: RequestId,
    pub receipt: String,
    /// When it was written down.
    #[serde(deserialize_with = "iso::read_instant")]
    pub at: DateTime<Utc>,
    /// The day on which it went out.
    #[serde(deserialize_with = "iso::read_day")]
    pub on: NaiveDate,
    pub how: Outgoing,
    pub to: String,
    /// An address, where there is one.
    pub place: String,
    /// The member who did it.
    pub by: Option<String>,
    /// Of what went to someone wrong alone.
    pub what: String,
    pub why: String,
}
