//! What travels between the page and the functions, as JSON. Forms carry what a person typed, as text;
//! `parse` turns them into commands and lists every error at once.

pub mod evidence;
pub mod misdirection;
pub mod papers;
pub mod report;
pub mod retention;
pub mod review;

pub mod fee;

use crate::fee::{Cents, Fee, Terms};
use crate::field::FieldError;
use crate::id::{ChallengeId, DeliveryId, LocationId, MemberId, PatientId, PracticeId, RecordId, RequestId, ScanId};
use crate::iso;
use crate::word::{
    Access, Category, Channel, Concern, Evidence, Extends, Format, Ground, Judgement, Kind, Language, Outcome,
    Rejection, Relation, Role, Sensitivity, TaskKind, Unit, WaitsFor, Way, Work,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

// ---------------------------------------------------------------------------------------- forms

/// `POST /api/practices/{practice}/requests`. No reason is asked.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct SubmitRequest {
    pub given_name: String,
    pub family_name: String,
    pub birth_month: String,
    pub birth_day: String,
    pub birth_year: String,
    /// `self` or empty, `representative`, or `directive`.
    pub requester: String,
    /// A relation's wire name, and the representative's own name.
    pub relation: String,
    pub requester_given_name: String,
    pub requester_family_name: String,
    /// Of a directive: to whom and where the record shall go.
    pub recipient: String,
    pub recipient_place: String,
    /// `email` or empty, `telephone`, or `mail`: what must be there; the others may.
    pub reach: String,
    pub email: String,
    pub telephone: String,
    pub address: String,
    /// `yes` or empty: in no other way than these, 45 CFR 164.522(b).
    pub confidential: String,
    /// `yes` or empty.
    pub interpreter: String,
    /// A way's wire name; empty means download.
    pub way: String,
    /// Form and format, in the person's own words; may be empty.
    pub format: String,
    /// Dollars, like `25`: up to there, no question about a fee is wanted. Empty: every fee needs a yes.
    pub tell_above: String,
    /// A location's id, or empty for "I am not sure".
    pub location: String,
    /// `whole` or `part`.
    pub extent: String,
    /// `YYYY-MM-DD` or empty; only for a part.
    pub from: String,
    pub until: String,
    /// Wire names of categories; empty means all; only for a part.
    pub categories: Vec<String>,
    /// `copy` or `inspection`.
    pub access: String,
    /// `en` or `es`.
    pub language: String,
}

/// `POST /api/practices/{practice}/entries`: what came by another way than the page, as a clerk enters it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct EnterRequest {
    pub ask: SubmitRequest,
    /// A kind's wire name.
    pub kind: String,
    /// Who sent another ask than one for access.
    pub sender: String,
    /// A channel's wire name.
    pub channel: String,
    /// `YYYY-MM-DD`; at least one of the two.
    pub oral_on: String,
    pub written_on: String,
}

/// `POST /api/requests/{request}/correction`: everything as it shall stand, also what was right.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CorrectRequest {
    /// A kind's wire name.
    pub kind: String,
    /// Of an ask for access: `self` or empty, or `representative`.
    pub requester: String,
    /// A relation's wire name, and the representative's own name.
    pub relation: String,
    pub requester_given_name: String,
    pub requester_family_name: String,
    /// Of a directive: to whom and where the record shall go.
    pub recipient: String,
    pub recipient_place: String,
    /// Who sent another ask than one for access.
    pub sender: String,
    /// The patient's.
    pub given_name: String,
    pub family_name: String,
    pub birth_month: String,
    pub birth_day: String,
    pub birth_year: String,
    /// `YYYY-MM-DD`; at least one of the two.
    pub oral_on: String,
    pub written_on: String,
    /// Whether the record holds mental-health care: `yes`, `no`, or empty where nobody knows.
    pub mental_health: String,
    /// Why; needed where the request is due later for it.
    pub reason: String,
}

/// `POST /api/practices/{practice}/pins`: come back to a request with its receipt number and PIN.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ProvePin {
    pub receipt: String,
    pub pin: String,
}

/// `POST /api/practices/{practice}/searches`: by the beginning of the patient's family name, or by receipt number. With
/// a given name, the family name is the whole one, and the given name its beginning.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct SearchRequests {
    pub family_name: String,
    pub given_name: String,
    pub receipt: String,
}

/// `POST /api/requests/{request}/assignment`; `member` empty takes it from everyone.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Assign {
    pub member: String,
}

/// `POST /api/practices/{practice}/assignments`: 1 to 50 requests.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AssignMany {
    pub member: String,
    pub requests: Vec<String>,
}

/// `POST /api/requests/{request}/notes`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct WriteNote {
    pub text: String,
}

/// `POST /api/requests/{request}/delays`: why a record that is ready does not go out yet.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ExplainDelay {
    pub reason: String,
}

/// `POST /api/requests/{request}/messages`, and `POST /api/status/messages` by the requester.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct SendMessage {
    pub text: String,
    /// `yes`: something is asked of the requester. Staff only.
    pub asks: String,
}

/// `POST /api/status/arrival`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ConfirmArrival {
    /// `yes` or `no`.
    pub opened: String,
}

/// `POST /api/requests/{request}/tasks`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AddTask {
    pub text: String,
    /// A member's id, or empty.
    pub member: String,
    /// `YYYY-MM-DD`.
    pub due_on: String,
}

/// `POST /api/requests/{request}/contact`: the whole contact as it shall be.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ChangeContact {
    pub reach: String,
    pub email: String,
    pub telephone: String,
    pub address: String,
    pub confidential: String,
    /// Wire names of evidence; at least one.
    pub evidence: Vec<String>,
}

/// `POST /api/requests/{request}/pin`: who is told was made sure of.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct GivePin {
    /// Wire names of evidence; at least one.
    pub evidence: Vec<String>,
}

/// `POST /api/requests/{request}/scans`: a PDF or a picture of what came on paper.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AttachScan {
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// As of an upload.
    pub crc32: String,
}

/// `POST /api/requests/{request}/arrangement`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Arrange {
    pub way: String,
    pub format: String,
    pub appointment: String,
    /// `yes`: the risk of plain e-mail was explained and accepted.
    pub risk_accepted: String,
}

/// `POST /api/requests/{request}/links`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct LinkRequest {
    pub receipt: String,
}

/// `POST /api/requests/{request}/records/{record}/withholding`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct WithholdRecord {
    /// A ground's wire name.
    pub ground: String,
    pub what: String,
    pub reason: String,
    /// How long, where the law of a state asks for that.
    pub duration: String,
    /// `whole` or `part`.
    pub extent: String,
    /// Of a part: the record that goes out in its place.
    pub rest: String,
    /// Of a study that still runs: when it should end; empty where nobody knows.
    pub ends_on: String,
    /// The ground's conditions that hold, by their names: each must be asked and answered.
    pub conditions: Vec<String>,
}

/// `POST /api/requests/{request}/records/{record}/determination`, by a licensed professional.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Determine {
    /// `yes`: the ground's standard is met. `no` lets the record go out.
    pub stands: String,
    pub rationale: String,
}

/// `POST /api/requests/{request}/records/{record}/approval`, by the officer.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Approve {
    /// `yes` or `no`.
    pub stands: String,
    /// On what legal reading, where the ground needs one.
    pub note: String,
}

/// `POST /api/requests/{request}/answer`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AnswerRequest {
    /// An ending's wire name.
    pub ending: String,
    /// Where to ask, what is missing, or what was agreed, as the letter says it.
    pub more: String,
}

/// `POST /api/requests/{request}/extension`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Extend {
    pub reason: String,
    /// `YYYY-MM-DD`.
    pub until: String,
}

/// `POST /api/requests/{request}/release`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ReleaseRecord {
    /// What of it is not held here.
    pub not_held: Vec<NotHeldForm>,
    /// Of a record of a substance-use program to a third party.
    #[serde(skip_serializing_if = "ConsentForm::is_empty")]
    pub consent: ConsentForm,
}

/// The patient's written consent, 42 CFR 2.31.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ConsentForm {
    /// `yes` where it was seen.
    pub seen: String,
    /// What it covers, as the letter says it.
    pub scope: String,
}

impl ConsentForm {
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty() && self.scope.is_empty()
    }
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct NotHeldForm {
    pub what: String,
    /// Where it can be asked for; empty where nobody knows.
    pub ask: String,
}

/// `POST /api/requests/{request}/letter`: what would be sent now. `kind` is `release`, `extension`, `fee`, `review`, `directive`,
/// `breach` or an ending.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct PreviewLetter {
    pub kind: String,
    pub reason: String,
    pub until: String,
    pub more: String,
    /// Of `breach`: the case, and what its letter would say.
    pub misdirection: u64,
    pub breach: misdirection::WriteBreach,
    /// Of a release.
    pub not_held: Vec<NotHeldForm>,
    #[serde(skip_serializing_if = "ConsentForm::is_empty")]
    pub consent: ConsentForm,
    pub fee: fee::QuoteFee,
    pub review: review::DecideReview,
    /// Of `directive`: how the record goes to the third party.
    pub handing: String,
}

/// `POST /api/requests/{request}/routing`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct RouteRequest {
    pub to: String,
    /// Points of the kind's checklist that are there, by their names.
    pub checked: Vec<String>,
    /// Those that are not. Each point is answered.
    pub missing: Vec<String>,
}

/// `POST /api/requests/{request}/reopening`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Reopen {
    pub reason: String,
}

/// `POST /api/requests/{request}/hand-over`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct HandOver {
    /// A handing's wire name.
    pub handing: String,
    /// To whom, or who looked at what.
    pub note: String,
    /// `YYYY-MM-DD`: the day on which the letter of an extension went; empty is today.
    pub on: String,
}

/// `POST /api/practices/{practice}/members/{member}`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ChangeMember {
    /// `yes` or `no`.
    pub active: String,
    /// Who takes over the work of a member who is switched off; empty leaves it to be assigned.
    pub takes_over: String,
}

/// `POST /api/practices/{practice}/challenges`: come back to a request with its receipt number.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct FindRequest {
    pub receipt: String,
    pub email: String,
}

/// `POST /api/challenges/{challenge}/proof`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ProveContact {
    pub code: String,
}

/// `POST /api/requests/{request}/candidates`: both empty searches by the request's own name and date of birth.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Candidates {
    pub family_name: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
}

/// `POST /api/requests/{request}/verification`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Verify {
    pub patient: String,
    /// Wire names of evidence; at least one.
    pub evidence: Vec<String>,
    /// The paper that shows that a representative may act, or that a directive is signed.
    pub authority: String,
}

/// `POST /api/requests/{request}/uploads`: 1 to 50 files.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct GrantUploads {
    pub files: Vec<UploadFile>,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UploadFile {
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// CRC-32 of the whole file (ISO-HDLC, as in zip), 8 hexadecimal digits.
    pub crc32: String,
    /// A category's wire name; empty means other.
    pub category: String,
    /// `YYYY-MM-DD`, or empty where unknown.
    pub service_date: String,
    /// A sensitivity's wire name; empty means ordinary.
    pub sensitivity: String,
}

/// `POST /api/requests/{request}/records/{record}/judgement`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct JudgeRecord {
    /// A judgement's wire name.
    pub judgement: String,
}

/// `POST /api/deliveries/{delivery}/proof`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ProveDelivery {
    pub passcode: String,
}

// -------------------------------------------------------------------------------------- answers

/// `GET /api/practices/{practice}`: what anyone may know of a practice.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PracticeCard {
    pub practice: PracticeId,
    pub name: String,
    /// Name or title of the person to ask, 45 CFR 164.530(a)(1).
    pub contact: String,
    pub telephone: String,
    pub locations: Vec<LocationCard>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LocationCard {
    pub location: LocationId,
    pub name: String,
    pub address: String,
}

/// The legal due date and the day to act by, with their working.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Due {
    /// The first ask, oral or written.
    #[serde(deserialize_with = "iso::read_day")]
    pub received_on: NaiveDate,
    /// IANA name of the zone that `received_on` was read in.
    pub time_zone: String,
    /// The earliest limit that is read in the law: to answer later is a breach.
    #[serde(deserialize_with = "iso::read_day")]
    pub due_on: NaiveDate,
    /// The day to act by: the earliest of the limits, and of the figures that are counted cautiously or that nobody read
    /// in the law itself.
    #[serde(deserialize_with = "iso::read_day")]
    pub target_on: NaiveDate,
    /// The last open day before `target_on`, where that is a weekend or a federal holiday.
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub last_open: Option<NaiveDate>,
    /// The same before `due_on`.
    #[serde(
        default,
        deserialize_with = "iso::read_optional_day",
        skip_serializing_if = "Option::is_none"
    )]
    pub due_last_open: Option<NaiveDate>,
    /// Each figure that was considered; in a list of requests none.
    pub working: Vec<Figure>,
    /// The states whose law says nothing shorter, for people to know that it was looked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<StateNote>,
}

/// One figure that was considered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figure {
    pub citation: String,
    /// The day that is day 0.
    #[serde(deserialize_with = "iso::read_day")]
    pub from: NaiveDate,
    pub days: u32,
    pub unit: Unit,
    /// Federal holidays that were not counted.
    #[serde(default, deserialize_with = "iso::read_days", skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<NaiveDate>,
    #[serde(deserialize_with = "iso::read_day")]
    pub due_on: NaiveDate,
    pub standing: Standing,
    /// The legal due date, or the day to act by, is this one's.
    pub wins: bool,
}

/// What a figure is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A limit that is read in the law.
    Limit,
    /// A limit that the one extension moved.
    Moved,
    /// The extension itself.
    Extension,
    /// Nobody read this figure in the law itself.
    Unverified,
    /// Counted without holidays, since nobody read which ones the state leaves out.
    EveryWeekday,
    /// Counted from the oral ask, where the limit runs from a written one.
    OralAsk,
    /// It counts where the record holds mental-health care, which nobody has said.
    PerhapsMentalHealth,
}

/// What was found about a state that has no shorter limit for this ask.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StateNote {
    pub name: String,
    pub found: StateFound,
    pub citation: String,
    /// Whether that was read.
    pub is_verified: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StateFound {
    /// Its shorter limit is for another kind of access.
    ForAnotherAccess,
    /// Thirty days, as the federal limit.
    ThirtyDays,
    /// Its limit is of others, or of other asks.
    NotBinding,
    NoNumber,
}

/// What an extension may promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Extendable {
    /// The promised day comes after this one: before that no limit moves.
    #[serde(deserialize_with = "iso::read_day")]
    pub after: NaiveDate,
    #[serde(deserialize_with = "iso::read_day")]
    pub last: NaiveDate,
    /// The earlier limit of a state, past which this one moves nothing.
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub stays: Option<NaiveDate>,
}

/// More time that was decided on, and how far its letter is.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExtensionCard {
    pub of: Extends,
    #[serde(deserialize_with = "iso::read_day")]
    pub until: NaiveDate,
    pub given: Given,
}

/// How far the letter of an extension is, 45 CFR 164.524(b)(2)(ii)(A).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "state", content = "day")]
pub enum Given {
    /// It went in time, on that day.
    Counts(#[serde(deserialize_with = "iso::read_day")] NaiveDate),
    /// It has not gone yet, and must by that day.
    Waits(#[serde(deserialize_with = "iso::read_day")] NaiveDate),
    /// It did not go in time: nothing moved.
    Void,
}

/// A clock as of `today`, never stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clock {
    pub due: Due,
    /// Today where the request is answered.
    #[serde(deserialize_with = "iso::read_day")]
    pub today: NaiveDate,
    /// Of the legal due date.
    pub reading: Reading,
    /// Of the day to act by: the same, where that is the legal due date.
    pub target: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "state", content = "days")]
pub enum Reading {
    /// Days left, more than 7.
    OnTime(u32),
    /// Days left, 1 to 7.
    DueSoon(u32),
    DueToday,
    /// Days late.
    Overdue(u32),
    /// The answer arrived in time; nothing runs any more.
    Answered,
    /// The answer arrived this many days late.
    AnsweredLate(u32),
    /// Another ask than one for access: no limit of ours runs.
    NotCounted,
}

/// 201 of `submit_request`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Submitted {
    pub request: RequestId,
    /// For people: `7K3M-92QF-4D`.
    pub receipt: String,
    /// None where there is no e-mail address to prove.
    pub challenge: Option<ChallengeId>,
    /// Of a request without an e-mail address: opens its status page together with the receipt number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    pub due: Due,
}

/// 202 of `FindRequest`, the same whether or not such a request exists; and of `ResendCode`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Challenged {
    pub challenge: ChallengeId,
    /// How often a code can still be sent.
    pub resends_left: u32,
}

/// 200 of `ProveContact`; the session is in a cookie.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactProven {
    pub receipt: String,
}

/// `GET /api/status`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Status {
    pub receipt: String,
    pub practice: PracticeCard,
    pub stage: Work,
    pub access: Access,
    pub language: Language,
    pub clock: Clock,
    pub history: Vec<HistoryLine>,
    /// Where the record can be fetched, once it is ready. The page asks for the passcode.
    pub delivery: Option<DeliveryId>,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub delivery_expires_on: Option<NaiveDate>,
    pub kind: Kind,
    pub way: Way,
    /// When and where to come.
    pub appointment: String,
    /// We asked something and wait for the answer. The clock does not.
    pub is_asked: bool,
    /// The record was taken; whether it can be opened is not known yet.
    pub asks_arrival: bool,
    /// What lies behind the link is a letter alone: every item is withheld.
    pub letter_only: bool,
    /// Letters that went without a record, the newest first.
    pub letters: Vec<LetterView>,
    /// The letter that answers the request is not among them yet: its message waits to go.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answer_waits: bool,
    /// By when it would be decided, where a second look at what was withheld can be asked for today.
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub review_by: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<review::ReviewStatus>,
    /// What a copy costs, where a fee was quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Fee>,
}

/// A letter as it was written.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LetterView {
    /// The number of its event, by which its PDF is asked for.
    pub seq: u64,
    #[serde(deserialize_with = "iso::read_day")]
    pub on: NaiveDate,
    pub heading: String,
    pub text: String,
}

impl LetterView {
    /// Whether it is the one that says that the request came: no other goes with the first event.
    pub fn acknowledges(&self) -> bool {
        self.seq == 1
    }
}

/// 200 of `ViewLetter` and of `ViewOwnLetter`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LetterPdf {
    /// None while the PDF is being made: ask again in a second.
    pub url: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HistoryLine {
    #[serde(deserialize_with = "iso::read_instant")]
    pub at: DateTime<Utc>,
    /// Local date at the practice.
    #[serde(deserialize_with = "iso::read_day")]
    pub on: NaiveDate,
    pub what: What,
    /// The member who did it, for staff only.
    pub by: Option<String>,
    /// The file that it was done to, for staff only.
    pub file: Option<String>,
    /// What a person wrote; for the requester only what is meant for her.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// What was entered before it was corrected, for staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<EntryCard>,
}

/// What was entered of a request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EntryCard {
    pub kind: Kind,
    pub requester: RequesterCard,
    pub given_name: String,
    pub family_name: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub birth_date: NaiveDate,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub oral_on: Option<NaiveDate>,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub written_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mental_health: Option<bool>,
}

/// What happened, for people to read. Texts by language stand in `text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum What {
    Submitted,
    ContactProven,
    Verified,
    UploadsGranted,
    RecordKept,
    RecordSetAside,
    RecordDuplicate,
    RecordOutside,
    RecordDiscarded,
    Released,
    PackageReady,
    AssemblyFailed,
    MailFailed,
    DeliveryReissued,
    DeliveryRevoked,
    Collected,
    Closed,
    Entered,
    Withheld,
    Determined,
    DeterminedOut,
    Approved,
    ApprovalRefused,
    Extended,
    Answered,
    Routed,
    Assigned,
    Unassigned,
    NoteWritten,
    MessageSent,
    MessageReceived,
    TaskAdded,
    TaskDone,
    ContactChanged,
    PinGiven,
    ScanAttached,
    Arranged,
    /// And a fee for another copy lapsed with it.
    ArrangedAnew,
    Posted,
    HandedOver,
    Inspected,
    Emailed,
    Linked,
    Reopened,
    Undone,
    ExtensionUndone,
    PackageTaken,
    MailBounced,
    MailArrived,
    ExtensionGiven,
    PrintFailed,
    Opened,
    NotOpened,
    Unlinked,
    Corrected,
    MailUnreported,
    DueSoon,
    DueToday,
    Overdue,
    DelayExplained,
    Misdirected,
    ReviewAsked,
    ReviewAssigned,
    ReviewUnassigned,
    ReviewDecided,
    ReviewTold,
    ReviewDueSoon,
    ReviewDueToday,
    ReviewOverdue,
    FeeQuoted,
    FeeNone,
    FeeAgreed,
    FeeFreeCopy,
    FeeLook,
    FeeWaived,
    FeePaid,
    WrongReleaseAccounted,
    WrongReleaseRecalled,
    WrongReleaseAssessed,
    NoBreachFound,
    BreachFound,
    BreachWritten,
    BreachTold,
    WrongReleaseDueSoon,
    WrongReleaseDueToday,
    WrongReleaseOverdue,
    HoldPlaced,
    HoldLifted,
}

/// `GET /api/practices/{practice}/calendar`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarAddress {
    /// Of the caller's calendar: whoever has it reads receipt numbers and due dates.
    pub url: String,
}

/// `GET /api/me`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    pub member: MemberId,
    pub name: String,
    pub memberships: Vec<Membership>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Membership {
    pub practice: PracticeId,
    pub practice_name: String,
    pub roles: Vec<Role>,
}

/// `GET /api/practices/{practice}/worklist?after=…`: open requests by due date, 50 a page. Filters: `location`,
/// `assignee` (a member's id, or `none`), `work`, `kind`, `waits`, `clock` (`overdue`, `today`, `soon`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Worklist {
    pub rows: Vec<WorklistRow>,
    /// Put into `after` for the next page; `None` on the last.
    pub next: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WorklistRow {
    pub request: RequestId,
    pub receipt: String,
    pub patient_name: String,
    pub access: Access,
    pub work: Work,
    pub contact_proven: bool,
    pub location_name: Option<String>,
    pub clock: Clock,
    pub kind: Kind,
    pub waits_for: WaitsFor,
    pub assignee: Option<AssigneeCard>,
    /// Open tasks.
    pub tasks: Vec<TaskCard>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<review::ReviewCard>,
    /// The day to act by of what went to someone wrong, where that is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misdirected: Option<misdirection::MisdirectionDue>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssigneeCard {
    pub member: MemberId,
    pub name: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaskCard {
    pub number: u64,
    pub kind: TaskKind,
    pub text: String,
    pub owner: Option<AssigneeCard>,
    #[serde(deserialize_with = "iso::read_day")]
    pub due_on: NaiveDate,
}

/// 200 of `SearchRequests`, the newest first, at most 50.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Found {
    pub rows: Vec<WorklistRow>,
    /// There are others that the search fits; it must be narrowed to see them.
    pub more: bool,
}

/// `GET /api/practices/{practice}/morning`: what an officer looks at first. Lists of what must be acted on, by
/// location where there is more than one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Morning {
    pub open: u32,
    pub places: Vec<MorningPlace>,
    pub overdue: MorningList,
    pub due_today: MorningList,
    pub unassigned: MorningList,
    /// The requester can't be reached as was asked.
    pub bounced: MorningList,
    /// Something automatic failed.
    pub stuck: MorningList,
    pub approvals: MorningList,
    /// A record of it went to someone wrong, and that is not done with.
    pub misdirected: MorningList,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MorningList {
    /// How many there are, also where not all of them are among the rows.
    pub count: u32,
    /// The most urgent ones, at most 25.
    pub rows: Vec<WorklistRow>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MorningPlace {
    /// None for requests that name no location.
    pub location_name: Option<String>,
    pub open: u32,
    pub overdue: u32,
    pub due_today: u32,
}

/// `GET /api/practices/{practice}/members`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Members {
    pub members: Vec<MemberCard>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MemberCard {
    pub member: MemberId,
    pub name: String,
    pub roles: Vec<Role>,
    pub active: bool,
}

/// 200 of `AssignMany`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssignedMany {
    pub assigned: u32,
    /// Requests that could not be assigned: they are closed, or not there.
    pub left: Vec<String>,
}

/// 201 of `EnterRequest`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entered {
    pub request: RequestId,
    pub receipt: String,
    /// Told or handed to the requester, never mailed with the receipt number's e-mail.
    pub pin: String,
    pub due: Due,
    pub kind: Kind,
}

/// 200 of `PreviewLetter`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LetterPreview {
    pub heading: String,
    pub text: String,
}

/// 200 of `GivePin`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PinGiven {
    pub pin: String,
}

/// 201 of `AttachScan`: `PUT` the bytes to `url` with exactly these headers, within 15 minutes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScanGranted {
    pub scan: ScanId,
    pub url: String,
    pub headers: Vec<(String, String)>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScanCard {
    pub scan: ScanId,
    pub name: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub on: NaiveDate,
}

/// 200 of `TakePackage`, of `ViewFile`, of `ViewBound` and of `ViewScan`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link {
    /// Works for 5 minutes.
    pub url: String,
}

/// `GET /api/requests/{request}`, for staff. The answer of every change, too.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequestPage {
    pub request: RequestId,
    /// Goes into `If-Match`, in double quotes.
    pub version: u64,
    pub practice: PracticeId,
    pub practice_name: String,
    pub receipt: String,
    pub work: Work,
    pub outcome: Option<Outcome>,
    pub given_name: String,
    pub family_name: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub birth_date: NaiveDate,
    pub kind: Kind,
    pub requester: RequesterCard,
    pub email: Option<String>,
    pub telephone: Option<String>,
    pub address: Option<String>,
    pub is_confidential: bool,
    pub interpreter: bool,
    pub contact_proven: bool,
    pub language: Language,
    pub access: Access,
    pub scope: Scope,
    pub way: Way,
    pub format: String,
    pub agreed: Option<AgreedCard>,
    /// Up to what, in cents, the requester wants no question about a fee; where nothing was said, every fee needs a yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell_above: Option<Cents>,
    pub channel: Channel,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub oral_on: Option<NaiveDate>,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub written_on: Option<NaiveDate>,
    /// Whether the record holds mental-health care, where someone has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mental_health: Option<bool>,
    /// Every other ask for the same record.
    #[serde(default)]
    pub linked: Vec<LinkedCard>,
    pub location_name: Option<String>,
    /// The states whose law counts beside the federal rule, two letters each.
    #[serde(default)]
    pub states: Vec<String>,
    pub clock: Clock,
    /// More time that was decided on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<ExtensionCard>,
    /// Where one may be given today.
    #[serde(default)]
    pub extendable: Option<Extendable>,
    /// The same of a state's own shorter limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_extendable: Option<Extendable>,
    pub assignee: Option<AssigneeCard>,
    pub tasks: Vec<TaskCard>,
    pub waits_for: WaitsFor,
    /// What was decided last has not gone out and can be taken back.
    pub can_undo: bool,
    /// Letters that were written, the newest first.
    pub letters: Vec<LetterView>,
    /// Pictures of what came on paper.
    pub scans: Vec<ScanCard>,
    pub patient: Option<Candidate>,
    pub evidence: Vec<Evidence>,
    pub next: NextAction,
    pub job: Option<JobProgress>,
    pub deliveries: Vec<DeliveryCard>,
    /// Where the record is to go by plain e-mail and is not on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_emailed: Option<NotEmailed>,
    /// The provider refused an e-mail to the requester for good: someone must call.
    pub mail_failed: bool,
    /// A review of what was withheld can be asked for.
    #[serde(default)]
    pub reviewable: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<review::ReviewCard>,
    /// What a copy costs, where a fee was quoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Fee>,
    /// What a quote would be held to.
    pub fee_terms: Terms,
    /// What went to someone wrong, the oldest first.
    #[serde(default)]
    pub misdirections: Vec<misdirection::MisdirectionCard>,
    /// How long it must be kept.
    pub keep: retention::Keep,
    pub history: Vec<HistoryLine>,
}

/// Who asks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "who", from = "RequesterFields")]
pub enum RequesterCard {
    Patient,
    Representative {
        given_name: String,
        family_name: String,
        relation: Relation,
    },
    Directed {
        to: String,
        place: String,
    },
    Other {
        name: String,
    },
}

/// As it is read: field by field, since the page's reader knows of no type that must be looked at twice.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct RequesterFields {
    who: Who,
    #[serde(default)]
    name: String,
    #[serde(default)]
    given_name: String,
    #[serde(default)]
    family_name: String,
    relation: Option<Relation>,
    #[serde(default)]
    to: String,
    #[serde(default)]
    place: String,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum Who {
    Patient,
    Representative,
    Directed,
    Other,
}

impl From<RequesterFields> for RequesterCard {
    fn from(fields: RequesterFields) -> Self {
        let RequesterFields {
            who,
            name,
            given_name,
            family_name,
            relation,
            to,
            place,
        } = fields;
        match (who, relation) {
            (Who::Patient, _) => Self::Patient,
            (Who::Representative, Some(relation)) => Self::Representative {
                given_name,
                family_name,
                relation,
            },
            (Who::Directed, _) => Self::Directed { to, place },
            (Who::Representative | Who::Other, _) => Self::Other { name },
        }
    }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgreedCard {
    pub way: Way,
    pub format: String,
    pub appointment: String,
    pub risk_accepted: bool,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkedCard {
    pub request: RequestId,
    pub receipt: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub received_on: NaiveDate,
}

/// The one thing to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NextAction {
    Verify,
    AddRecords,
    WaitForPackage,
    WaitForCollection,
    Close,
    Nothing,
    /// A licensed professional must judge.
    Determine,
    /// The officer must approve.
    Approve,
    /// Post it or hand it over.
    HandOver,
    /// Another ask: go through its checklist and route it.
    Route,
    WaitForLetter,
    /// The record is on its way by plain e-mail.
    WaitForEmail,
}

/// Why a record that is to go by plain e-mail waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotEmailed {
    /// Nobody has noted that the risk was explained and accepted, for this address.
    RiskNotAccepted,
    /// The address is not confirmed.
    NotConfirmed,
    /// No message takes so much.
    TooLarge,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Scope {
    /// Everything, 45 CFR 164.501.
    pub whole: bool,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub until: Option<NaiveDate>,
    /// Empty means all.
    pub categories: Vec<Category>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JobProgress {
    pub done: u32,
    pub total: u32,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeliveryCard {
    pub delivery: DeliveryId,
    pub state: DeliveryState,
    #[serde(deserialize_with = "iso::read_day")]
    pub expires_on: NaiveDate,
    pub claims_left: u32,
    pub claimed: u32,
    /// The record as one PDF, where there is one.
    pub bound: Option<BoundCard>,
}

/// `POST /api/requests/{request}/package`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct TakePackage {
    /// The one PDF instead of the package.
    pub bound: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    Open,
    Exhausted,
    Expired,
    Revoked,
}

/// 200 of `Candidates`: patients of the index, the likeliest first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CandidateList {
    pub candidates: Vec<Candidate>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Candidate {
    pub patient: PatientId,
    pub given_name: String,
    pub family_name: String,
    #[serde(deserialize_with = "iso::read_day")]
    pub birth_date: NaiveDate,
    pub name_matches: bool,
    pub birth_date_matches: bool,
    /// The request's e-mail is a contact on file.
    pub contact_matches: bool,
    pub records: u32,
}

/// 200 of `Verify` and of `ReissueDelivery`. The passcode is shown to staff once, to be handed to the patient; a repeat
/// of the same call shows the same.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WithPasscode {
    pub passcode: String,
    pub page: RequestPage,
}

/// 200 of `SignOut`: where the pool's own session ends; it comes back to the page.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignedOut {
    pub location: String,
}

/// 201 of `GrantUploads`, in the order of the files.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Granted {
    pub uploads: Vec<Upload>,
}

/// `PUT` the file's bytes to `url` with exactly these headers, within 15 minutes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Upload {
    pub record: RecordId,
    pub url: String,
    pub headers: Vec<(String, String)>,
}

/// `GET /api/requests/{request}/records`: the staff ledger, every record of the patient.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordList {
    pub records: Vec<RecordCard>,
    /// How many would go out if all were released now.
    pub releasable: u32,
    /// Bytes.
    pub releasable_size: u64,
    /// Why release is not possible now; empty when it is.
    pub obstacles: Vec<Obstacle>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordCard {
    pub record: RecordId,
    pub name: String,
    pub size: u64,
    pub category: Category,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub service_date: Option<NaiveDate>,
    pub state: RecordState,
    pub concerns: Vec<Concern>,
    /// The name that the file itself gives, where that is another person's.
    pub names_person: Option<String>,
    pub sensitivity: Sensitivity,
    pub judgement: Option<Judgement>,
    pub withholding: Option<WithholdingCard>,
    pub placement: Placement,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WithholdingCard {
    pub ground: Ground,
    pub what: String,
    pub reason: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub duration: String,
    /// The name of the file that goes out in its place.
    pub rest: Option<String>,
    /// When the study should end.
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub ends_on: Option<NaiveDate>,
    pub determined_by: Option<String>,
    pub rationale: Option<String>,
    pub approved_by: Option<String>,
    /// The conditions that were found to hold, by their names.
    #[serde(default)]
    pub conditions: Vec<String>,
    /// On what legal reading it was approved; may be empty.
    #[serde(default)]
    pub legal_note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "state", content = "detail")]
pub enum RecordState {
    /// Granted, not yet arrived.
    Expected,
    /// Looked at on arrival.
    Inspected(Format),
    Rejected(Rejection),
}

/// Where a record stands in this request: in, or out with its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// Goes out, or went out.
    In,
    /// Waits for its upload or its inspection.
    Waiting,
    /// Waits for a judgement on its concerns.
    NeedsJudgement,
    /// A member set it aside.
    SetAside,
    /// Its information goes out in another file.
    Duplicate,
    /// Not part of the designated record set.
    OutsideRecordSet,
    /// Withheld on a ground, with every judgement that it needs.
    Withheld,
    WaitsForDetermination,
    WaitsForApproval,
    /// Care that this requester may not know of: the officer decides.
    Protected,
    /// Not this representative's to see, as the officer decided; nothing shows that it exists.
    NotTheirs,
    /// Not in the dates or categories asked for.
    NotAskedFor,
    /// Its file can't be taken.
    Rejected,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    NotVerified,
    NothingToRelease,
    UploadsUnderWay,
    /// Files that were rejected or never arrived are still listed.
    FilesNotTaken,
    ConcernsOpen,
    ProtectedOpen,
    DeterminationOpen,
    ApprovalOpen,
    /// What was to go out in place of a withheld part does not.
    RestNotOut,
    /// A file that is withheld goes out under another name.
    SameFileGoesOut,
    /// Another kind of ask: nothing is released on it here.
    NotAccess,
    AlreadyReleased,
}

/// 200 of `ProveDelivery`; the session is in a cookie.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeliveryProven {
    pub delivery: DeliveryId,
}

/// `GET /api/deliveries/{delivery}`, after proof.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeliveryPage {
    pub practice: PracticeCard,
    pub language: Language,
    pub state: DeliveryState,
    #[serde(deserialize_with = "iso::read_instant")]
    pub expires_at: DateTime<Utc>,
    /// Local date at the practice.
    #[serde(deserialize_with = "iso::read_day")]
    pub expires_on: NaiveDate,
    pub claims_left: u32,
    /// A download begun less than 24 hours ago may be taken up again without using a claim, until then.
    #[serde(default, deserialize_with = "iso::read_optional_instant")]
    pub resumable_until: Option<DateTime<Utc>>,
    pub file_name: String,
    /// Bytes of the whole package.
    pub size: u64,
    pub sha256: String,
    pub files: Vec<DeliveredFile>,
    /// The record as one PDF, where there is one.
    pub bound: Option<BoundCard>,
    pub letter: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BoundCard {
    pub pages: u32,
    /// How many of the files are in it.
    pub files: u32,
    /// Bytes.
    pub size: u64,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeliveredFile {
    /// By which `ViewFile` opens it.
    pub record: RecordId,
    pub path: String,
    pub size: u64,
    pub format: Format,
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub service_date: Option<NaiveDate>,
}

/// 200 of `Claim`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Claimed {
    /// Works for 5 minutes.
    pub url: String,
    pub claims_left: u32,
    #[serde(deserialize_with = "iso::read_instant")]
    pub resumable_until: DateTime<Utc>,
}

/// RFC 9457, `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// `urn:access-desk:problem:…`
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Of a 412: who changed it meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<What>,
    /// Of wrong codes and passcodes: how many tries are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u32>,
    /// Of a refused release: why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obstacles: Vec<Obstacle>,
}
