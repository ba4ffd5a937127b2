//! What travels of the evidence of one request, for the officer alone: everything that is kept of it as one value, and the
//! same as a document for people.

use super::report::DisclosureCard;
use super::{PracticeCard, RequestPage, What};
use crate::id::{NoticeId, PolicyId, RecordId};
use crate::iso;
use crate::word::{Ground, Judgement};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// `GET /api/requests/{request}/evidence`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    #[serde(deserialize_with = "iso::read_instant")]
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    pub practice: PracticeCard,
    /// As it stands, with both dates and how long it is kept. Its history and letters stand here for themselves.
    pub request: RequestPage,
    pub chain: Chain,
    pub events: Vec<EventCard>,
    pub letters: Vec<LetterCard>,
    pub messages: Vec<MessageCard>,
    pub items: Vec<ItemCard>,
    /// What went out by this request.
    pub went_out: Vec<DisclosureCard>,
    /// The accounting of 45 CFR 164.528 of the patient, by whichever request.
    pub accounting: Vec<DisclosureCard>,
    pub released: Vec<ReleasedCard>,
    pub in_force: InForce,
    /// All of it for people.
    pub document: Document,
}

/// What the page reads of the evidence.
#[derive(Clone, Deserialize)]
pub struct EvidencePage {
    pub document: Document,
}

/// Whether the history is the one that was written.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Chain {
    pub holds: bool,
    /// The number of the first event that is not as it was written, or is missing.
    pub broken_at: Option<u64>,
    /// The last hash, as the request names it.
    pub head: String,
    /// How each hash is made, for whoever checks them.
    pub rule: String,
}

/// One event of the history.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventCard {
    pub seq: u64,
    /// None of one that can't be read any more.
    #[serde(default, deserialize_with = "iso::read_optional_instant")]
    pub at: Option<DateTime<Utc>>,
    /// The day at the location.
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub on: Option<NaiveDate>,
    pub what: Option<What>,
    pub by: String,
    pub facts: Vec<Fact>,
    /// The exact text that its hash was made of.
    pub body: String,
    pub hash: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fact {
    pub name: String,
    pub value: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LetterCard {
    /// The number of its event.
    pub seq: u64,
    #[serde(deserialize_with = "iso::read_day")]
    pub on: NaiveDate,
    pub heading: String,
    pub text: String,
    /// It never went out.
    pub taken_back: bool,
}

/// An e-mail, and what became of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessageCard {
    pub message: NoticeId,
    pub kind: MessageKind,
    #[serde(deserialize_with = "iso::read_instant")]
    pub queued_at: DateTime<Utc>,
    pub state: MessageState,
    /// When the history tells of its fate, by the number of that event.
    pub told_by: Vec<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    Acknowledgement,
    Code,
    Ready,
    Record,
    Letter,
    Message,
    ContactChanged,
    CouldOpen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    Queued,
    Sent,
    Arrived,
    Bounced,
    /// What it spoke of had passed before it could be sent.
    Lapsed,
    Refused,
}

/// What was decided about one record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemCard {
    pub record: RecordId,
    pub file: String,
    pub judgement: Option<Judgement>,
    pub withheld: Option<WithheldCard>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WithheldCard {
    pub ground: Ground,
    pub citation: String,
    pub what: String,
    pub reason: String,
    /// The file that goes out in its place.
    pub rest: Option<String>,
    /// Each condition that was asked, with its answer.
    pub conditions: Vec<Fact>,
    pub determined: Option<JudgedCard>,
    pub approved: Option<JudgedCard>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JudgedCard {
    pub by: String,
    pub licence: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub on: NaiveDate,
    pub words: String,
}

/// What one release sent, by its manifest, which outlives the package.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReleasedCard {
    /// The number of its event.
    pub seq: u64,
    /// The SHA-256 of the manifest itself.
    pub manifest: String,
    /// None where the manifest is missing or not the one that was released.
    pub files: Option<Vec<FileCard>>,
    pub taken_back: bool,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileCard {
    pub path: String,
    /// Bytes.
    pub size: u64,
    pub sha256: String,
}

/// What the practice had in writing on the days that count.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InForce {
    pub days: Vec<DayCard>,
    /// Each version that was in effect on one of them.
    pub papers: Vec<PaperCard>,
    /// Until the last of them.
    pub trainings: Vec<TrainingCard>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayCard {
    #[serde(deserialize_with = "iso::read_day")]
    pub on: NaiveDate,
    pub why: Vec<String>,
    /// Titles and offices.
    pub handlers: Vec<String>,
    pub papers: Vec<PolicyId>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PaperCard {
    pub paper: PolicyId,
    pub name: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub from: NaiveDate,
    #[serde(deserialize_with = "iso::read_day")]
    pub entered_on: NaiveDate,
    pub by: String,
    /// The last day, where that was said.
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub until: Option<NaiveDate>,
    /// Where it was in writing before it was entered, if it was.
    pub was_at: String,
    /// Of who handles requests, where there is one.
    pub telephone: Option<String>,
    /// May be empty of who handles requests.
    pub text: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrainingCard {
    pub member: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub on: NaiveDate,
    pub what: String,
}

/// A document for people, in the order of reading.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document {
    pub title: String,
    /// What stands before everything else.
    pub notice: Vec<String>,
    pub sections: Vec<Section>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Section {
    /// Its place in the document, by which the table of contents leads there.
    pub id: String,
    pub heading: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "kind", content = "content")]
pub enum Block {
    Heading(String),
    Paragraph(String),
    /// Text with lines of its own, as a letter has.
    Text(String),
    Facts(Vec<Fact>),
}
