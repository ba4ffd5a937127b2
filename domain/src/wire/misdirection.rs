//! What travels of a record that went to someone wrong.

use super::Reading;
use crate::id::DeliveryId;
use crate::iso;
use crate::word::misdirection::{Conclusion, Exception, Factor, Recall, Risk, Whom};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// `POST /api/requests/{request}/misdirections`: a record went to someone wrong. With a link, nothing else need be known: it
/// is switched off with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Misdirect {
    /// The link, where it went by one.
    pub delivery: String,
    /// The day on which it went out. With a link it may be empty: the day on which that was made.
    pub on: String,
    /// The first day on which it was known, or would have been. Empty for today.
    pub discovered_on: String,
    /// Empty where that is not known yet.
    pub to: String,
    /// May be empty.
    pub place: String,
    /// These two may be empty as long as it is not known who got it.
    pub what: String,
    pub why: String,
}

/// `POST /api/requests/{request}/misdirections/{misdirection}/recipient`: it is known who got it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AccountMisdirection {
    pub to: String,
    /// May be empty.
    pub place: String,
    pub what: String,
    pub why: String,
}

/// `POST /api/requests/{request}/misdirections/{misdirection}/recall`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct RecallMisdirection {
    /// `asked`, or what who got it attests: `given_back`, `destroyed`, `not_looked_at`.
    pub recall: String,
    pub on: String,
    pub words: String,
}

/// `POST /api/requests/{request}/misdirections/{misdirection}/assessment`: an exception, or the four factors, as far as they
/// are judged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AssessMisdirection {
    /// `none`, or its name.
    pub exception: String,
    pub exception_why: String,
    /// `low`, `high`, or empty.
    pub information: String,
    pub information_why: String,
    pub recipient: String,
    pub recipient_why: String,
    pub seen: String,
    pub seen_why: String,
    pub mitigation: String,
    pub mitigation_why: String,
}

impl AssessMisdirection {
    /// What was answered about a factor, and why.
    pub fn of(&self, factor: Factor) -> (&str, &str) {
        match factor {
            Factor::Information => (&self.information, &self.information_why),
            Factor::Recipient => (&self.recipient, &self.recipient_why),
            Factor::Seen => (&self.seen, &self.seen_why),
            Factor::Mitigation => (&self.mitigation, &self.mitigation_why),
        }
    }
}

/// `POST /api/requests/{request}/misdirections/{misdirection}/decision`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct DecideMisdirection {
    /// `yes` or `no`.
    pub breach: String,
    pub reason: String,
    /// Of how many people it was; empty for one.
    pub people: String,
    /// How many of them live in one state, where most do; asked of more than 500.
    pub residents: String,
    /// How many of them live in Texas; asked from 250 on.
    pub texans: String,
}

/// `POST /api/requests/{request}/misdirections/{misdirection}/letter`: what the person is told, 45 CFR 164.404(c)(1), in the
/// letter's language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct WriteBreach {
    /// `patient`, `representative` or `other`.
    pub addressee: String,
    /// Of another one.
    pub name: String,
    /// `yes` where she agreed to electronic notice, or `no`.
    pub electronic: String,
    pub happened: String,
    pub kinds: String,
    pub protect: String,
    pub doing: String,
}

/// `POST /api/requests/{request}/misdirections/{misdirection}/notices`: someone was told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct TellBreach {
    /// `person`, `secretary`, `media` or `attorney_general`.
    pub whom: String,
    pub on: String,
    pub note: String,
}

/// By when something must be done about what went to someone wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MisdirectionDue {
    /// The day to act by.
    #[serde(deserialize_with = "iso::read_day")]
    pub act_on: NaiveDate,
    /// The last day that the law gives.
    #[serde(deserialize_with = "iso::read_day")]
    pub due_on: NaiveDate,
    /// Of that last day, as of today.
    pub reading: Reading,
}

/// The case of one wrong release, on the page of its request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MisdirectionCard {
    /// Of its own among those of its request.
    pub number: u64,
    pub delivery: Option<DeliveryId>,
    #[serde(deserialize_with = "iso::read_day")]
    pub went_on: NaiveDate,
    #[serde(deserialize_with = "iso::read_day")]
    pub discovered_on: NaiveDate,
    /// Empty where it is not known yet.
    pub to: String,
    pub place: String,
    pub what: String,
    pub why: String,
    pub opened_by: String,
    pub recalls: Vec<RecallCard>,
    pub exception: Option<Exception>,
    pub exception_why: String,
    pub factors: Vec<FactorCard>,
    /// All four factors were judged to be low.
    pub is_low: bool,
    pub conclusion: Option<Conclusion>,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub decided_on: Option<NaiveDate>,
    pub reason: String,
    pub people: u32,
    pub residents: u32,
    pub texans: u32,
    /// The number of the event with the letter.
    pub letter: Option<u64>,
    /// It is to be printed and posted.
    pub by_post: bool,
    pub duties: Vec<DutyCard>,
    /// None where nothing is left to do.
    pub due: Option<MisdirectionDue>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecallCard {
    pub recall: Recall,
    #[serde(deserialize_with = "iso::read_day")]
    pub on: NaiveDate,
    pub words: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FactorCard {
    pub factor: Factor,
    pub risk: Risk,
    pub words: String,
}

/// Someone who must be told, and how that day was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DutyCard {
    pub whom: Whom,
    /// Day 0.
    #[serde(deserialize_with = "iso::read_day")]
    pub from: NaiveDate,
    pub days: u32,
    #[serde(deserialize_with = "iso::read_day")]
    pub due_on: NaiveDate,
    #[serde(deserialize_with = "iso::read_day")]
    pub act_on: NaiveDate,
    pub citation: String,
    pub is_verified: bool,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub told_on: Option<NaiveDate>,
    pub reading: Reading,
}
