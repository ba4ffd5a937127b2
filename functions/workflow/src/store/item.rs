//! The stored rows: their keys, their fields, and the one mapping from and to the domain. Every row carries a
//! schema number; `upcast` brings an older one up to date before it is read.

use super::StoreError;
use super::misdirection::{StoredCase, StoredNoticeOfBreach, StoredStep};
use super::review::{StoredFinding, StoredOutcome, StoredReview};
use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::chain::Hash;
use domain::clock::Extension;
use domain::delivery::{Bound, Delivery, Package};
use domain::disclosure::Misdirection;
use domain::email::Changed;
use domain::event::{Actor, Event, Happened};
use domain::fee::{Cents, Choice, Fee, Line, Medium, Quote, Schedule};
use domain::id::{
    ChallengeId, DeliveryId, JobId, LocationId, MemberId, NoticeId, PatientId, PracticeId, RecordId, RequestId, ScanId,
};
use domain::law::Version;
use domain::letter::acknowledgement::{Acknowledgement, Asks, Step};
use domain::letter::directive::Sent;
use domain::letter::state::Addition;
use domain::letter::{Answer, Extent, NotHeld, Reader, Release, Says, Withheld};
use domain::person::{Address, Contact, Email, PersonName, Telephone, folded};
use domain::practice::{Location, Member, Practice};
use domain::record::{Approval, Determination, Inspection, Item, Patient, Record, State, Withholding};
use domain::report;
use domain::request::{
    Agreed, Emailing, Entry, Intake, Linked, Pending, Reached, Received, Request, Requester, Scope, receipt_folded,
};
use domain::retention::LegalHold;
use domain::task::{Assignee, Task};
use domain::word::{
    Access, Category, Channel, Concern, Ending, Evidence, Extends, Format, Ground, Handing, Judgement, Kind, Language,
    Outcome, Rejection, Relation, Role, Sensitivity, Stage, TaskKind, Way, Work,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

pub type Row = HashMap<String, AttributeValue>;

/// The schema that this code writes.
pub const SCHEMA: u32 = 1;

/// A kind of row.
pub trait Stored: Serialize + DeserializeOwned {
    fn pk(&self) -> String;
    fn sk(&self) -> String;

    /// Keys of the indexes that the row is in: attribute and value.
    fn index(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// When the row may be deleted, in seconds of the epoch.
    fn expires_at_s(&self) -> Option<i64> {
        None
    }
}

pub fn to_row<T: Stored>(stored: &T) -> Result<Row, StoreError> {
    let mut row: Row = serde_dynamo::to_item(stored).map_err(|_| StoreError::Unreadable("a row can't be written"))?;
    row.insert("pk".to_owned(), AttributeValue::S(stored.pk()));
    row.insert("sk".to_owned(), AttributeValue::S(stored.sk()));
    row.insert("schema".to_owned(), AttributeValue::N(SCHEMA.to_string()));
    for (attribute, value) in stored.index() {
        row.insert(attribute.to_owned(), AttributeValue::S(value));
    }
    if let Some(seconds) = stored.expires_at_s() {
        row.insert("expires_at_s".to_owned(), AttributeValue::N(seconds.to_string()));
    }
    Ok(row)
}

pub fn from_row<T: Stored>(row: Row) -> Result<T, StoreError> {
    serde_dynamo::from_item(upcast(row)?).map_err(|_| StoreError::Unreadable("fields do not fit"))
}

/// Rows of this schema stay as they are; there is none older yet, and a newer one is not ours to guess at.
fn upcast(row: Row) -> Result<Row, StoreError> {
    let schema = row
        .get("schema")
        .and_then(|value| value.as_n().ok()?.parse::<u32>().ok());
    match schema {
        Some(SCHEMA) => Ok(row),
        Some(_) => Err(StoreError::Unreadable("another schema")),
        None => Err(StoreError::Unreadable("no schema")),
    }
}

// -------------------------------------------------------------------------------------- practice

#[derive(Serialize, Deserialize)]
pub struct StoredPractice {
    pub id: PracticeId,
    pub name: String,
    pub contact: String,
    pub telephone: String,
    pub locations: Vec<StoredLocation>,
    #[serde(default)]
    pub fees: Schedule,
}

#[derive(Serialize, Deserialize)]
pub struct StoredLocation {
    pub id: LocationId,
    pub name: String,
    pub address: String,
    pub state: String,
    pub time_zone: String,
}

pub fn practice_pk(practice: &PracticeId) -> String {
    format!("PRACTICE#{practice}")
}

pub const SETTINGS_SK: &str = "SETTINGS";

impl Stored for StoredPractice {
    fn pk(&self) -> String {
        practice_pk(&self.id)
    }

    fn sk(&self) -> String {
        SETTINGS_SK.to_owned()
    }
}

impl From<&Practice> for StoredPractice {
    fn from(practice: &Practice) -> Self {
        Self {
            id: practice.id.clone(),
            name: practice.name.clone(),
            contact: practice.contact.clone(),
            telephone: practice.telephone.clone(),
            locations: practice
                .locations
                .iter()
                .map(|location| StoredLocation {
                    id: location.id.clone(),
                    name: location.name.clone(),
                    address: location.address.clone(),
                    state: location.state.clone(),
                    time_zone: location.time_zone.clone(),
                })
                .collect(),
            fees: practice.fees,
        }
    }
}

impl From<StoredPractice> for Practice {
    fn from(stored: StoredPractice) -> Self {
        Self {
            id: stored.id,
            name: stored.name,
            contact: stored.contact,
            telephone: stored.telephone,
            locations: stored
                .locations
                .into_iter()
                .map(|location| Location {
                    id: location.id,
                    name: location.name,
                    address: location.address,
                    state: location.state,
                    time_zone: location.time_zone,
                })
                .collect(),
            fees: stored.fees,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct StoredMember {
    pub id: MemberId,
    pub practice: PracticeId,
    pub name: String,
    pub roles: Vec<Role>,
    #[serde(default)]
    pub licence: String,
    pub active: bool,
}

pub const MEMBER_PREFIX: &str = "MEMBER#";

pub fn member_sk(member: &MemberId) -> String {
    format!("{MEMBER_PREFIX}{member}")
}

/// By what a person's memberships are found.
pub fn memberships_key(member: &MemberId) -> String {
    format!("MEMBER#{member}")
}

impl Stored for StoredMember {
    fn pk(&self) -> String {
        practice_pk(&self.practice)
    }

    fn sk(&self) -> String {
        member_sk(&self.id)
    }

    fn index(&self) -> Vec<(&'static str, String)> {
        vec![
            ("party_pk", memberships_key(&self.id)),
            ("party_sk", self.practice.to_string()),
        ]
    }
}

impl From<&Member> for StoredMember {
    fn from(member: &Member) -> Self {
        Self {
            id: member.id.clone(),
            practice: member.practice.clone(),
            name: member.name.clone(),
            roles: member.roles.clone(),
            licence: member.licence.clone(),
            active: member.active,
        }
    }
}

impl From<StoredMember> for Member {
    fn from(stored: StoredMember) -> Self {
        Self {
            id: stored.id,
            practice: stored.practice,
            name: stored.name,
            roles: stored.roles,
            licence: stored.licence,
            active: stored.active,
        }
    }
}

/// The work of a member who was switched off goes over to another one.
#[derive(Clone, Serialize, Deserialize)]
pub struct StoredHandover {
    pub practice: PracticeId,
    pub member: MemberId,
    pub takes_over: Option<MemberId>,
    pub began_at: DateTime<Utc>,
    pub finished: bool,
}

pub const HANDOVER_PREFIX: &str = "HANDOVER#";

impl Stored for StoredHandover {
    fn pk(&self) -> String {
        practice_pk(&self.practice)
    }

    fn sk(&self) -> String {
        format!("{HANDOVER_PREFIX}{}", self.member)
    }

    fn index(&self) -> Vec<(&'static str, String)> {
        if self.finished {
            Vec::new()
        } else {
            outbox(self.began_at, self.member.as_str())
        }
    }
}

// --------------------------------------------------------------------------------------- patient

#[derive(Serialize, Deserialize)]
pub struct StoredPatient {
    pub id: PatientId,
    pub practice: PracticeId,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: NaiveDate,
    pub contacts: Vec<String>,
}

pub fn patient_pk(practice: &PracticeId, patient: &PatientId) -> String {
    format!("PATIENT#{practice}#{patient}")
}

pub const PROFILE_SK: &str = "PROFILE";

/// Patients of a practice with that date of birth.
pub fn born_key(practice: &PracticeId, birth_date: NaiveDate) -> String {
    format!("{practice}#{birth_date}")
}

impl Stored for StoredPatient {
    fn pk(&self) -> String {
        patient_pk(&self.practice, &self.id)
    }

    fn sk(&self) -> String {
        PROFILE_SK.to_owned()
    }

    fn index(&self) -> Vec<(&'static str, String)> {
        vec![
            ("patient_pk", born_key(&self.practice, self.birth_date)),
            (
                "patient_sk",
                format!("{}#{}", folded(&self.family_name), folded(&self.given_name)),
            ),
        ]
    }
}

impl From<&Patient> for StoredPatient {
    fn from(patient: &Patient) -> Self {
        Self {
            id: patient.id.clone(),
            practice: patient.practice.clone(),
            given_name: patient.name.given().to_owned(),
            family_name: patient.name.family().to_owned(),
            birth_date: patient.birth_date,
            contacts: patient.contacts.iter().map(|email| email.as_str().to_owned()).collect(),
        }
    }
}

impl TryFrom<StoredPatient> for Patient {
    type Error = StoreError;

    fn try_from(stored: StoredPatient) -> Result<Self, StoreError> {
        Ok(Self {
            id: stored.id,
            practice: stored.practice,
            name: name(&stored.given_name, &stored.family_name)?,
            birth_date: stored.birth_date,
            contacts: stored.contacts.into_iter().map(Email::stored).collect(),
        })
    }
}

fn name(given: &str, family: &str) -> Result<PersonName, StoreError> {
    PersonName::parse(given, family).map_err(|_| StoreError::Unreadable("a name"))
}

/// The rules that a row is held to. One that only a newer program knows is not read by another.
fn law(name: &str) -> Result<Version, StoreError> {
    Version::parse(name).ok_or(StoreError::Unreadable("a version of the rules"))
}

fn hash(text: &str) -> Result<Hash, StoreError> {
    Hash::parse(text).ok_or(StoreError::Unreadable("a hash"))
}

#[derive(Serialize, Deserialize)]
pub struct StoredRecord {
    pub id: RecordId,
    pub practice: PracticeId,
    pub patient: PatientId,
    pub name: String,
    pub size: u64,
    pub crc32: u32,
    pub category: Category,
    pub service_date: Option<NaiveDate>,
    #[serde(default = "ordinary")]
    pub sensitivity: Sensitivity,
    pub state: StoredState,
}

fn ordinary() -> Sensitivity {
    Sensitivity::Ordinary
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StoredState {
    Expected {
        until: DateTime<Utc>,
    },
    Inspected {
        format: Format,
        sha256: String,
        concerns: Vec<Concern>,
        names_person: Option<String>,
    },
    Rejected {
        rejection: Rejection,
    },
    Discarded,
    Withdrawn,
}

pub const RECORD_PREFIX: &str = "RECORD#";

pub fn record_sk(record: &RecordId) -> String {
    format!("{RECORD_PREFIX}{record}")
}

impl Stored for StoredRecord {
    fn pk(&self) -> String {
        patient_pk(&self.practice, &self.patient)
    }

    fn sk(&self) -> String {
        record_sk(&self.id)
    }
}

impl From<&Record> for StoredRecord {
    fn from(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            practice: record.practice.clone(),
            patient: record.patient.clone(),
            name: record.name.clone(),
            size: record.size,
            crc32: record.crc32,
            category: record.category,
            service_date: record.service_date,
            sensitivity: record.sensitivity,
            state: match &record.state {
                State::Expected { until } => StoredState::Expected { until: *until },
                State::Inspected(inspection) => StoredState::Inspected {
                    format: inspection.format,
                    sha256: inspection.sha256.to_string(),
                    concerns: inspection.concerns.clone(),
                    names_person: inspection.names_person.clone(),
                },
                State::Rejected(rejection) => StoredState::Rejected { rejection: *rejection },
                State::Discarded => StoredState::Discarded,
                State::Withdrawn => StoredState::Withdrawn,
            },
        }
    }
}

impl TryFrom<StoredRecord> for Record {
    type Error = StoreError;

    fn try_from(stored: StoredRecord) -> Result<Self, StoreError> {
        Ok(Self {
            id: stored.id,
            practice: stored.practice,
            patient: stored.patient,
            name: stored.name,
            size: stored.size,
            crc32: stored.crc32,
            category: stored.category,
            service_date: stored.service_date,
            sensitivity: stored.sensitivity,
            state: match stored.state {
                StoredState::Expected { until } => State::Expected { until },
                StoredState::Inspected {
                    format,
                    sha256,
                    concerns,
                    names_person,
                } => State::Inspected(Inspection {
                    format,
                    sha256: hash(&sha256)?,
                    concerns,
                    names_person,
                }),
                StoredState::Rejected { rejection } => State::Rejected(rejection),
                StoredState::Discarded => State::Discarded,
                StoredState::Withdrawn => State::Withdrawn,
            },
        })
    }
}

// --------------------------------------------------------------------------------------- request

#[derive(Serialize, Deserialize)]
pub struct StoredRequest {
    pub id: RequestId,
    pub practice: PracticeId,
    pub receipt: String,
    pub version: u64,
    pub seq: u64,
    pub head: String,
    pub law: String,
    #[serde(default = "own_access")]
    pub kind: Kind,
    pub work: Work,
    pub outcome: Option<Outcome>,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: NaiveDate,
    #[serde(default)]
    pub requester: StoredRequester,
    pub email: Option<String>,
    #[serde(default)]
    pub telephone: Option<String>,
    #[serde(default)]
    pub address: Option<String>,
    #[serde(default)]
    pub is_confidential: bool,
    /// Keyed hash of the contact, by which the request is found again.
    pub contact: String,
    #[serde(default)]
    pub contact_epoch: u32,
    pub contact_proven: bool,
    pub language: Language,
    #[serde(default)]
    pub interpreter: bool,
    pub access: Access,
    pub scope: StoredScope,
    #[serde(default = "download")]
    pub way: Way,
    #[serde(default)]
    pub format: String,
    #[serde(default)]
    pub agreed: Option<StoredAgreed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell_above: Option<Cents>,
    #[serde(default)]
    pub intake: Option<StoredIntake>,
    #[serde(default)]
    pub linked: Option<StoredLinks>,
    /// Of rows of before: the one extension, given on the day of its decision.
    #[serde(default)]
    pub extension: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<StoredExtension>,
    #[serde(default)]
    pub assignee: Option<StoredAssignee>,
    #[serde(default)]
    pub tasks: Vec<StoredTask>,
    #[serde(default)]
    pub determinations: u32,
    #[serde(default)]
    pub approvals: u32,
    #[serde(default)]
    pub is_asked: bool,
    pub location: Option<LocationId>,
    pub received_at: DateTime<Utc>,
    pub received_on: NaiveDate,
    pub time_zone: String,
    #[serde(default)]
    pub states: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mental_health: Option<bool>,
    /// The day to act by, which the worklist is sorted by; derived again from the receipt whenever it is shown.
    pub due_on: NaiveDate,
    pub patient: Option<PatientId>,
    pub evidence: Vec<Evidence>,
    pub passcodes: u32,
    pub job: Option<JobId>,
    pub delivery: Option<DeliveryId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emailing: Option<StoredEmailing>,
    pub answered_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned: Option<Stage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<StoredReview>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay: Option<String>,
    pub fee: Option<Fee>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misdirections: Vec<StoredCase>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<StoredLegalHold>,
}

#[derive(Serialize, Deserialize)]
pub struct StoredExtension {
    #[serde(default)]
    pub of: Extends,
    pub until: NaiveDate,
    pub on: NaiveDate,
    pub given_on: Option<NaiveDate>,
    pub letter: u64,
}

/// The one extension of a row of before: nobody kept when its letter went, so that it is as given as it was then.
fn extended_before(until: NaiveDate, extended_on: Option<NaiveDate>, received_on: NaiveDate) -> Extension {
    let of = if until <= received_on + Days::new(30) {
        Extends::State
    } else {
        Extends::Federal
    };
    Extension::given(of, until, extended_on.unwrap_or(received_on))
}

impl From<&Extension> for StoredExtension {
    fn from(extension: &Extension) -> Self {
        let Extension {
            of,
            until,
            on,
            given_on,
            letter,
        } = *extension;
        Self {
            of,
            until,
            on,
            given_on,
            letter,
        }
    }
}

impl From<StoredExtension> for Extension {
    fn from(stored: StoredExtension) -> Self {
        let StoredExtension {
            of,
            until,
            on,
            given_on,
            letter,
        } = stored;
        Self {
            of,
            until,
            on,
            given_on,
            letter,
        }
    }
}

fn own_access() -> Kind {
    Kind::Access
}

fn download() -> Way {
    Way::Download
}

#[derive(Default, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum StoredRequester {
    #[default]
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

impl From<&Requester> for StoredRequester {
    fn from(requester: &Requester) -> Self {
        match requester {
            Requester::Patient => Self::Patient,
            Requester::Representative { name, relation } => Self::Representative {
                given_name: name.given().to_owned(),
                family_name: name.family().to_owned(),
                relation: *relation,
            },
            Requester::Directed { to, place } => Self::Directed {
                to: to.clone(),
                place: place.clone(),
            },
            Requester::Other { name } => Self::Other { name: name.clone() },
        }
    }
}

impl TryFrom<StoredRequester> for Requester {
    type Error = StoreError;

    fn try_from(stored: StoredRequester) -> Result<Self, StoreError> {
        Ok(match stored {
            StoredRequester::Patient => Self::Patient,
            StoredRequester::Representative {
                given_name,
                family_name,
                relation,
            } => Self::Representative {
                name: name(&given_name, &family_name)?,
                relation,
            },
            StoredRequester::Directed { to, place } => Self::Directed { to, place },
            StoredRequester::Other { name } => Self::Other { name },
        })
    }
}

/// What was entered of a request before it was put right.
#[derive(Serialize, Deserialize)]
pub struct StoredEntry {
    kind: Kind,
    requester: StoredRequester,
    given_name: String,
    family_name: String,
    birth_date: NaiveDate,
    oral_on: Option<NaiveDate>,
    written_on: Option<NaiveDate>,
    received_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mental_health: Option<bool>,
}

impl From<&Entry> for StoredEntry {
    fn from(entry: &Entry) -> Self {
        Self {
            kind: entry.kind,
            requester: StoredRequester::from(&entry.requester),
            given_name: entry.name.given().to_owned(),
            family_name: entry.name.family().to_owned(),
            birth_date: entry.birth_date,
            oral_on: entry.oral_on,
            written_on: entry.written_on,
            received_on: entry.received_on,
            mental_health: entry.mental_health,
        }
    }
}

impl TryFrom<StoredEntry> for Entry {
    type Error = StoreError;

    fn try_from(stored: StoredEntry) -> Result<Self, StoreError> {
        Ok(Self {
            kind: stored.kind,
            requester: stored.requester.try_into()?,
            name: name(&stored.given_name, &stored.family_name)?,
            birth_date: stored.birth_date,
            oral_on: stored.oral_on,
            written_on: stored.written_on,
            received_on: stored.received_on,
            mental_health: stored.mental_health,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub struct StoredAgreed {
    way: Way,
    format: String,
    appointment: String,
    risk_accepted: bool,
}

impl From<&Agreed> for StoredAgreed {
    fn from(agreed: &Agreed) -> Self {
        Self {
            way: agreed.way,
            format: agreed.format.clone(),
            appointment: agreed.appointment.clone(),
            risk_accepted: agreed.risk_accepted,
        }
    }
}

impl From<StoredAgreed> for Agreed {
    fn from(stored: StoredAgreed) -> Self {
        Self {
            way: stored.way,
            format: stored.format,
            appointment: stored.appointment,
            risk_accepted: stored.risk_accepted,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct StoredIntake {
    channel: Channel,
    oral_on: Option<NaiveDate>,
    written_on: Option<NaiveDate>,
}

impl From<&Intake> for StoredIntake {
    fn from(intake: &Intake) -> Self {
        Self {
            channel: intake.channel,
            oral_on: intake.oral_on,
            written_on: intake.written_on,
        }
    }
}

impl From<StoredIntake> for Intake {
    fn from(stored: StoredIntake) -> Self {
        Self {
            channel: stored.channel,
            oral_on: stored.oral_on,
            written_on: stored.written_on,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct StoredLinked {
    request: RequestId,
    receipt: String,
    received_on: NaiveDate,
}

impl From<&Linked> for StoredLinked {
    fn from(linked: &Linked) -> Self {
        Self {
            request: linked.request.clone(),
            receipt: linked.receipt.clone(),
            received_on: linked.received_on,
        }
    }
}

impl From<StoredLinked> for Linked {
    fn from(stored: StoredLinked) -> Self {
        Self {
            request: stored.request,
            receipt: stored.receipt,
            received_on: stored.received_on,
        }
    }
}

/// One as it was stored when there could be no more than one.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum StoredLinks {
    One(StoredLinked),
    Many(Vec<StoredLinked>),
}

impl StoredLinks {
    fn of(links: &[Linked]) -> Option<Self> {
        (!links.is_empty()).then(|| links.into())
    }
}

impl From<&[Linked]> for StoredLinks {
    fn from(links: &[Linked]) -> Self {
        match links {
            [one] => Self::One(one.into()),
            many => Self::Many(many.iter().map(StoredLinked::from).collect()),
        }
    }
}

impl From<StoredLinks> for Vec<Linked> {
    fn from(stored: StoredLinks) -> Self {
        match stored {
            StoredLinks::One(one) => vec![one.into()],
            StoredLinks::Many(many) => many.into_iter().map(Linked::from).collect(),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct StoredEmailing {
    notice: NoticeId,
    reached: StoredReached,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredReached {
    Outbox,
    Provider,
    Mailbox,
}

impl From<&Emailing> for StoredEmailing {
    fn from(emailing: &Emailing) -> Self {
        Self {
            notice: emailing.notice.clone(),
            reached: match emailing.reached {
                Reached::Outbox => StoredReached::Outbox,
                Reached::Provider => StoredReached::Provider,
                Reached::Mailbox => StoredReached::Mailbox,
            },
        }
    }
}

impl From<StoredEmailing> for Emailing {
    fn from(stored: StoredEmailing) -> Self {
        Self {
            notice: stored.notice,
            reached: match stored.reached {
                StoredReached::Outbox => Reached::Outbox,
                StoredReached::Provider => Reached::Provider,
                StoredReached::Mailbox => Reached::Mailbox,
            },
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct StoredLegalHold {
    reason: String,
    by: String,
    on: NaiveDate,
}

impl From<&LegalHold> for StoredLegalHold {
    fn from(hold: &LegalHold) -> Self {
        Self {
            reason: hold.reason.clone(),
            by: hold.by.clone(),
            on: hold.on,
        }
    }
}

impl From<StoredLegalHold> for LegalHold {
    fn from(stored: StoredLegalHold) -> Self {
        Self {
            reason: stored.reason,
            by: stored.by,
            on: stored.on,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct StoredAssignee {
    id: MemberId,
    name: String,
}

impl From<&Assignee> for StoredAssignee {
    fn from(assignee: &Assignee) -> Self {
        Self {
            id: assignee.id.clone(),
            name: assignee.name.clone(),
        }
    }
}

impl From<StoredAssignee> for Assignee {
    fn from(stored: StoredAssignee) -> Self {
        Self {
            id: stored.id,
            name: stored.name,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct StoredTask {
    number: u64,
    kind: TaskKind,
    text: String,
    owner: Option<StoredAssignee>,
    due_on: NaiveDate,
}

impl From<&Task> for StoredTask {
    fn from(task: &Task) -> Self {
        Self {
            number: task.number,
            kind: task.kind,
            text: task.text.clone(),
            owner: task.owner.as_ref().map(StoredAssignee::from),
            due_on: task.due_on,
        }
    }
}

impl From<StoredTask> for Task {
    fn from(stored: StoredTask) -> Self {
        Self {
            number: stored.number,
            kind: stored.kind,
            text: stored.text,
            owner: stored.owner.map(Assignee::from),
            due_on: stored.due_on,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "extent", rename_all = "snake_case")]
pub enum StoredScope {
    Whole,
    Part {
        from: Option<NaiveDate>,
        until: Option<NaiveDate>,
        categories: Vec<Category>,
    },
}

impl From<&Scope> for StoredScope {
    fn from(scope: &Scope) -> Self {
        match scope {
            Scope::Whole => Self::Whole,
            Scope::Part {
                from,
                until,
                categories,
            } => Self::Part {
                from: *from,
                until: *until,
                categories: categories.clone(),
            },
        }
    }
}

impl From<StoredScope> for Scope {
    fn from(stored: StoredScope) -> Self {
        match stored {
            StoredScope::Whole => Self::Whole,
            StoredScope::Part {
                from,
                until,
                categories,
            } => Self::Part {
                from,
                until,
                categories,
            },
        }
    }
}

pub fn request_pk(request: &RequestId) -> String {
    format!("REQUEST#{request}")
}

pub const REQUEST_SK: &str = "REQUEST";

/// The open requests of a practice. One shard until a practice needs more.
pub fn worklist_key(practice: &PracticeId) -> String {
    format!("{practice}#OPEN#0")
}

/// The requests of a practice that were answered in a month, `2026-01`, by the day. Reports go by the answer and not by the
/// closing, which may be weeks later and is nobody's time.
pub fn answered_key(practice: &PracticeId, month: &str) -> String {
    format!("{practice}#ANSWERED#{month}")
}

/// Requests of a practice by the patient's family name, folded; by its first two letters, so that no key holds all.
pub fn name_key(practice: &PracticeId, family: &str) -> String {
    let first: String = family.chars().take(2).collect();
    format!("{practice}#NAME#{first}")
}

/// Which request a receipt number is of.
#[derive(Serialize, Deserialize)]
pub struct StoredReceipt {
    pub practice: PracticeId,
    /// Folded: capitals and digits alone.
    pub receipt: String,
    pub request: RequestId,
}

impl StoredReceipt {
    pub fn of(request: &Request) -> Self {
        Self {
            practice: request.practice.clone(),
            receipt: receipt_folded(&request.receipt),
            request: request.id.clone(),
        }
    }
}

pub fn receipt_pk(practice: &PracticeId, receipt: &str) -> String {
    format!("RECEIPT#{practice}#{receipt}")
}

impl Stored for StoredReceipt {
    fn pk(&self) -> String {
        receipt_pk(&self.practice, &self.receipt)
    }

    fn sk(&self) -> String {
        ALONE_SK.to_owned()
    }
}

pub fn contact_key(practice: &PracticeId, contact: &str) -> String {
    format!("CONTACT#{practice}#{contact}")
}

impl Stored for StoredRequest {
    fn pk(&self) -> String {
        request_pk(&self.id)
    }

    fn sk(&self) -> String {
        REQUEST_SK.to_owned()
    }

    fn index(&self) -> Vec<(&'static str, String)> {
        let mut index = vec![
            ("party_pk", contact_key(&self.practice, &self.contact)),
            ("party_sk", format!("{}#{}", self.received_on, self.id)),
            ("patient_pk", name_key(&self.practice, &folded(&self.family_name))),
            (
                "patient_sk",
                format!(
                    "{}#{}#{}#{}",
                    folded(&self.family_name),
                    folded(&self.given_name),
                    self.received_on,
                    self.id
                ),
            ),
        ];
        if let Some(on) = self.answered_on {
            index.push(("calendar_pk", answered_key(&self.practice, &report::month(on))));
            index.push(("calendar_sk", format!("{on}#{}", self.id)));
        }
        match self.work {
            // One that a person must still do something about stays in the list.
            Work::Closed if self.tasks.is_empty() && !self.review.as_ref().is_some_and(StoredReview::is_open) => {}
            Work::Closed
            | Work::Received
            | Work::Gathering
            | Work::Assembling
            | Work::Ready
            | Work::Delivered
            | Work::Answered => {
                index.push(("worklist_pk", worklist_key(&self.practice)));
                index.push(("worklist_sk", format!("{}#{}", self.due_on, self.id)));
            }
        }
        index
    }
}

impl StoredRequest {
    pub fn new(request: &Request, contact: String, due_on: NaiveDate) -> Self {
        Self {
            id: request.id.clone(),
            practice: request.practice.clone(),
            receipt: request.receipt.clone(),
            version: request.version,
            seq: request.seq,
            head: request.head.to_string(),
            law: request.law.name().to_owned(),
            kind: request.kind,
            work: request.work,
            outcome: request.outcome,
            given_name: request.name.given().to_owned(),
            family_name: request.name.family().to_owned(),
            birth_date: request.birth_date,
            requester: StoredRequester::from(&request.requester),
            email: request.contact.email.as_ref().map(|email| email.as_str().to_owned()),
            telephone: request.contact.telephone.as_ref().map(|it| it.as_str().to_owned()),
            address: request.contact.address.as_ref().map(|it| it.as_str().to_owned()),
            is_confidential: request.contact.is_confidential,
            contact,
            contact_epoch: request.contact_epoch,
            contact_proven: request.contact_proven,
            language: request.language,
            interpreter: request.interpreter,
            way: request.way,
            format: request.format.clone(),
            agreed: request.agreed.as_ref().map(StoredAgreed::from),
            tell_above: request.tell_above,
            intake: Some(StoredIntake::from(&request.intake)),
            linked: StoredLinks::of(&request.linked),
            extension: None,
            extended_on: None,
            extensions: request.extensions.iter().map(StoredExtension::from).collect(),
            assignee: request.assignee.as_ref().map(StoredAssignee::from),
            tasks: request.tasks.iter().map(StoredTask::from).collect(),
            determinations: request.pending.determinations,
            approvals: request.pending.approvals,
            is_asked: request.is_asked,
            access: request.access,
            scope: StoredScope::from(&request.scope),
            location: request.location.clone(),
            received_at: request.received.at,
            received_on: request.received.on,
            time_zone: request.received.time_zone.clone(),
            states: request.received.states.clone(),
            mental_health: request.mental_health,
            due_on,
            patient: request.patient.clone(),
            evidence: request.evidence.clone(),
            passcodes: request.passcodes,
            job: request.job.clone(),
            delivery: request.delivery.clone(),
            emailing: request.emailing.as_ref().map(StoredEmailing::from),
            answered_on: request.answered_on,
            warned: request.warned,
            review: request.review.as_ref().map(StoredReview::from),
            delay: request.delay.clone(),
            fee: request.fee.clone(),
            misdirections: request.misdirections.iter().map(StoredCase::from).collect(),
            hold: request.hold.as_ref().map(StoredLegalHold::from),
        }
    }
}

impl TryFrom<StoredRequest> for Request {
    type Error = StoreError;

    fn try_from(stored: StoredRequest) -> Result<Self, StoreError> {
        Ok(Self {
            id: stored.id,
            practice: stored.practice,
            receipt: stored.receipt,
            version: stored.version,
            seq: stored.seq,
            head: hash(&stored.head)?,
            law: law(&stored.law)?,
            kind: stored.kind,
            work: stored.work,
            outcome: stored.outcome,
            name: name(&stored.given_name, &stored.family_name)?,
            birth_date: stored.birth_date,
            requester: stored.requester.try_into()?,
            contact: Contact {
                email: stored.email.map(Email::stored),
                telephone: stored.telephone.map(Telephone::stored),
                address: stored.address.map(Address::stored),
                is_confidential: stored.is_confidential,
            },
            contact_epoch: stored.contact_epoch,
            contact_proven: stored.contact_proven,
            language: stored.language,
            interpreter: stored.interpreter,
            way: stored.way,
            format: stored.format,
            agreed: stored.agreed.map(Agreed::from),
            tell_above: stored.tell_above,
            intake: stored.intake.map_or(
                Intake {
                    channel: Channel::Web,
                    oral_on: None,
                    written_on: Some(stored.received_on),
                },
                Intake::from,
            ),
            linked: stored.linked.map(Vec::from).unwrap_or_default(),
            extensions: match stored.extension {
                Some(until) => vec![extended_before(until, stored.extended_on, stored.received_on)],
                None => stored.extensions.into_iter().map(Extension::from).collect(),
            },
            assignee: stored.assignee.map(Assignee::from),
            tasks: stored.tasks.into_iter().map(Task::from).collect(),
            pending: Pending {
                determinations: stored.determinations,
                approvals: stored.approvals,
            },
            is_asked: stored.is_asked,
            access: stored.access,
            scope: Scope::from(stored.scope),
            location: stored.location,
            received: Received {
                at: stored.received_at,
                on: stored.received_on,
                time_zone: stored.time_zone,
                states: stored.states,
            },
            mental_health: stored.mental_health,
            patient: stored.patient,
            evidence: stored.evidence,
            passcodes: stored.passcodes,
            job: stored.job,
            delivery: stored.delivery,
            emailing: stored.emailing.map(Emailing::from),
            answered_on: stored.answered_on,
            warned: stored.warned,
            review: stored.review.map(Into::into),
            delay: stored.delay,
            fee: stored.fee,
            misdirections: stored.misdirections.into_iter().map(Into::into).collect(),
            hold: stored.hold.map(LegalHold::from),
        })
    }
}

/// When the sweep is to tell how far a request's clock has run. A row of its own, since the request is found by its contact
/// in the same index.
#[derive(Serialize, Deserialize)]
pub struct StoredWarning {
    pub request: RequestId,
    /// None where nothing is left to tell.
    pub on: Option<NaiveDate>,
}

/// The warnings by their day.
pub const WARNINGS: &str = "WARNINGS";

impl Stored for StoredWarning {
    fn pk(&self) -> String {
        request_pk(&self.request)
    }

    fn sk(&self) -> String {
        "WARNING".to_owned()
    }

    fn index(&self) -> Vec<(&'static str, String)> {
        self.on.map_or(Vec::new(), |on| {
            vec![
                ("party_pk", WARNINGS.to_owned()),
                ("party_sk", format!("{on}#{}", self.request)),
            ]
        })
    }
}

/// What was decided about a record in one request: a judgement, or a withholding.
#[derive(Serialize, Deserialize)]
pub struct StoredItem {
    pub request: RequestId,
    pub record: RecordId,
    pub judgement: Option<Judgement>,
    #[serde(default)]
    pub withholding: Option<StoredWithholding>,
}

#[derive(Serialize, Deserialize)]
pub struct StoredWithholding {
    ground: Ground,
    what: String,
    reason: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    duration: String,
    rest: Option<RecordId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ends_on: Option<NaiveDate>,
    #[serde(default)]
    conditions: Vec<String>,
    determination: Option<StoredDetermination>,
    approval: Option<StoredApproval>,
}

#[derive(Serialize, Deserialize)]
struct StoredDetermination {
    by: MemberId,
    name: String,
    licence: String,
    on: NaiveDate,
    rationale: String,
}

#[derive(Serialize, Deserialize)]
struct StoredApproval {
    by: MemberId,
    name: String,
    on: NaiveDate,
    #[serde(default)]
    note: String,
}

impl StoredItem {
    /// `None` where nothing is decided any more.
    pub fn new(request: &RequestId, record: &RecordId, item: Option<&Item>) -> Self {
        let (judgement, withholding) = match item {
            Some(Item::Judged(judgement)) => (Some(*judgement), None),
            Some(Item::Withheld(withholding)) => (None, Some(StoredWithholding::from(&**withholding))),
            None => (None, None),
        };
        Self {
            request: request.clone(),
            record: record.clone(),
            judgement,
            withholding,
        }
    }

    pub fn item(self) -> Option<Item> {
        match (self.judgement, self.withholding) {
            (_, Some(withholding)) => Some(Item::Withheld(Box::new(withholding.into()))),
            (Some(judgement), None) => Some(Item::Judged(judgement)),
            (None, None) => None,
        }
    }
}

impl From<&Withholding> for StoredWithholding {
    fn from(withholding: &Withholding) -> Self {
        Self {
            ground: withholding.ground,
            what: withholding.what.clone(),
            reason: withholding.reason.clone(),
            duration: withholding.duration.clone(),
            rest: withholding.rest.clone(),
            ends_on: withholding.ends_on,
            conditions: withholding.conditions.clone(),
            determination: withholding.determination.as_ref().map(|found| StoredDetermination {
                by: found.by.clone(),
                name: found.name.clone(),
                licence: found.licence.clone(),
                on: found.on,
                rationale: found.rationale.clone(),
            }),
            approval: withholding.approval.as_ref().map(|approval| StoredApproval {
                by: approval.by.clone(),
                name: approval.name.clone(),
                on: approval.on,
                note: approval.note.clone(),
            }),
        }
    }
}

impl From<StoredWithholding> for Withholding {
    fn from(stored: StoredWithholding) -> Self {
        Self {
            ground: stored.ground,
            what: stored.what,
            reason: stored.reason,
            duration: stored.duration,
            rest: stored.rest,
            ends_on: stored.ends_on,
            conditions: stored.conditions,
            determination: stored.determination.map(|found| Determination {
                by: found.by,
                name: found.name,
                licence: found.licence,
                on: found.on,
                rationale: found.rationale,
            }),
            approval: stored.approval.map(|approval| Approval {
                by: approval.by,
                name: approval.name,
                on: approval.on,
                note: approval.note,
            }),
        }
    }
}

pub const ITEM_PREFIX: &str = "ITEM#";

impl Stored for StoredItem {
    fn pk(&self) -> String {
        request_pk(&self.request)
    }

    fn sk(&self) -> String {
        format!("{ITEM_PREFIX}{}", self.record)
    }
}

// ----------------------------------------------------------------------------------------- event

/// An event as it was hashed. `body` holds the exact bytes.
#[derive(Serialize, Deserialize)]
pub struct StoredEvent {
    /// The row of what the event is of.
    pub owner: String,
    pub seq: u64,
    pub body: String,
    /// The head of the chain after this event.
    pub head: String,
}

pub const EVENT_PREFIX: &str = "EVENT#";

pub fn event_sk(seq: u64) -> String {
    format!("{EVENT_PREFIX}{seq:08}")
}

impl Stored for StoredEvent {
    fn pk(&self) -> String {
        self.owner.clone()
    }

    fn sk(&self) -> String {
        event_sk(self.seq)
    }
}

#[derive(Serialize, Deserialize)]
struct EventBody {
    request: RequestId,
    seq: u64,
    at: DateTime<Utc>,
    on: NaiveDate,
    actor: StoredActor,
    happened: StoredHappened,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum StoredActor {
    Requester,
    Member { id: MemberId, name: String },
    Desk,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum StoredHappened {
    Submitted {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<Box<StoredAnswer>>,
    },
    ContactProven,
    Verified {
        patient: PatientId,
        evidence: Vec<Evidence>,
        #[serde(default)]
        authority: String,
        #[serde(default)]
        withdrawn: Vec<RecordId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unlinked: Option<StoredLinks>,
    },
    UploadsGranted {
        records: Vec<RecordId>,
    },
    RecordJudged {
        record: RecordId,
        /// Not in the first events of this kind.
        #[serde(default)]
        file: String,
        judgement: Judgement,
    },
    RecordDiscarded {
        record: RecordId,
        file: String,
    },
    Released {
        manifest: String,
        letter: Box<StoredRelease>,
    },
    PackageReady {
        delivery: DeliveryId,
        sha256: String,
        size: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bound: Option<String>,
    },
    AssemblyFailed {
        job: JobId,
    },
    MailFailed {
        notice: NoticeId,
    },
    DeliveryReissued {
        delivery: DeliveryId,
        replaces: Option<DeliveryId>,
    },
    DeliveryRevoked {
        delivery: DeliveryId,
    },
    Collected {
        delivery: DeliveryId,
    },
    Closed,
    Entered {
        intake: StoredIntake,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<Box<StoredAnswer>>,
    },
    Withheld {
        record: RecordId,
        file: String,
        ground: Ground,
        reason: String,
        #[serde(default)]
        conditions: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rest: Option<RecordId>,
    },
    Determined {
        record: RecordId,
        file: String,
        stands: bool,
        rationale: String,
        licence: String,
    },
    Approved {
        record: RecordId,
        file: String,
        stands: bool,
        #[serde(default)]
        note: String,
    },
    Extended {
        letter: Box<StoredAnswer>,
    },
    Answered {
        letter: Box<StoredAnswer>,
    },
    Routed {
        to: String,
        checked: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        verdict: Option<String>,
    },
    Assigned {
        to: Option<StoredAssignee>,
    },
    NoteWritten {
        text: String,
    },
    MessageSent {
        text: String,
        asks: bool,
    },
    MessageReceived {
        text: String,
    },
    TaskAdded {
        task: StoredTask,
    },
    TaskDone {
        number: u64,
    },
    ContactChanged {
        evidence: Vec<Evidence>,
    },
    PinGiven {
        evidence: Vec<Evidence>,
    },
    ScanAttached {
        scan: ScanId,
        file: String,
        media_type: String,
    },
    Arranged {
        agreed: StoredAgreed,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lapsed: Option<Cents>,
    },
    HandedOver {
        handing: Handing,
        note: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<NaiveDate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<Box<StoredAnswer>>,
    },
    Linked {
        to: StoredLinks,
    },
    Unlinked {
        from: StoredLinked,
    },
    Corrected {
        before: Box<StoredEntry>,
        reason: String,
        unlinked: Option<StoredLinks>,
    },
    Reopened {
        reason: String,
    },
    Undone,
    ExtensionUndone {
        letter: u64,
    },
    PrintFailed {
        letter: u64,
    },
    PackageTaken {
        way: Way,
    },
    MailBounced {
        notice: NoticeId,
    },
    MailArrived {
        notice: NoticeId,
    },
    ExtensionGiven {
        notice: NoticeId,
    },
    RecordEmailed {
        delivery: DeliveryId,
        notice: NoticeId,
    },
    MailUnreported {
        notice: NoticeId,
    },
    ClockWarned {
        stage: Stage,
    },
    Misdirected {
        on: NaiveDate,
        to: String,
        place: String,
        what_went: String,
        why: String,
    },
    DelayExplained {
        reason: String,
    },
    ArrivalConfirmed {
        opened: bool,
    },
    ReviewAsked {
        denial: u64,
        items: Vec<RecordId>,
        channel: Channel,
        asked_on: NaiveDate,
    },
    ReviewAssigned {
        to: StoredAssignee,
        licence: String,
    },
    ReviewUnassigned,
    ReviewDecided {
        findings: Vec<StoredFinding>,
        licence: String,
        letter: StoredAnswer,
    },
    ReviewHandedOver {
        handing: Handing,
        note: String,
    },
    ReviewWarned {
        stage: Stage,
    },
    FeeQuoted {
        quote: Box<Quote>,
        letter: Option<Box<StoredAnswer>>,
    },
    FeeAnswered {
        choice: Choice,
        cents: Cents,
    },
    FeeWaived {
        cents: Cents,
    },
    FeePaid {
        cents: Cents,
    },
    WrongRelease {
        case: u64,
        step: StoredStep,
    },
    HoldPlaced {
        reason: String,
    },
    HoldLifted {
        reason: String,
    },
}

#[derive(Serialize, Deserialize)]
pub struct StoredAnswer {
    language: Language,
    practice: String,
    contact: String,
    telephone: String,
    recipient: String,
    receipt: String,
    received_on: NaiveDate,
    written_on: NaiveDate,
    says: StoredSays,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "says", rename_all = "snake_case")]
enum StoredSays {
    Extension {
        #[serde(default)]
        of: Extends,
        reason: String,
        until: NaiveDate,
        #[serde(default)]
        working: Vec<String>,
    },
    Ending {
        ending: Ending,
        more: String,
    },
    ReviewOutcome {
        outcome: StoredOutcome,
    },
    FeeEstimate {
        lines: Vec<Line>,
        total: Cents,
        asks: bool,
        /// Letters of before it were all written as of paper.
        #[serde(default = "paper")]
        medium: Medium,
    },
    Breach {
        notice: StoredNoticeOfBreach,
    },
    Acknowledgement {
        asks: Asks,
        access: Access,
        scope: StoredScope,
        way: Way,
        format: String,
        step: Step,
        due_on: NaiveDate,
        working: Vec<String>,
    },
    DirectiveFulfilled {
        to: String,
        place: String,
        sent_on: NaiveDate,
        handing: Handing,
        files: u32,
        size: u64,
        withheld: Vec<StoredWithheld>,
        left_out: bool,
        states: Vec<Addition>,
    },
}

fn paper() -> Medium {
    Medium::Paper
}

fn stored_letter(letter: Option<&Answer>) -> Option<Box<StoredAnswer>> {
    letter.map(|letter| Box::new(StoredAnswer::from(letter)))
}

fn read_letter(stored: Option<Box<StoredAnswer>>) -> Option<Box<Answer>> {
    stored.map(|stored| Box::new(Answer::from(*stored)))
}

impl From<&Answer> for StoredAnswer {
    fn from(letter: &Answer) -> Self {
        Self {
            language: letter.language,
            practice: letter.practice.clone(),
            contact: letter.contact.clone(),
            telephone: letter.telephone.clone(),
            recipient: letter.recipient.clone(),
            receipt: letter.receipt.clone(),
            received_on: letter.received_on,
            written_on: letter.written_on,
            says: match &letter.says {
                Says::Extension {
                    of,
                    reason,
                    until,
                    working,
                } => StoredSays::Extension {
                    of: *of,
                    reason: reason.clone(),
                    until: *until,
                    working: working.clone(),
                },
                Says::Ending { ending, more } => StoredSays::Ending {
                    ending: *ending,
                    more: more.clone(),
                },
                Says::ReviewOutcome(outcome) => StoredSays::ReviewOutcome {
                    outcome: StoredOutcome::from(outcome),
                },
                Says::Breach(notice) => StoredSays::Breach {
                    notice: StoredNoticeOfBreach::from(notice),
                },
                Says::FeeEstimate {
                    lines,
                    total,
                    asks,
                    medium,
                } => StoredSays::FeeEstimate {
                    lines: lines.clone(),
                    total: *total,
                    asks: *asks,
                    medium: *medium,
                },
                Says::Acknowledgement(letter) => StoredSays::Acknowledgement {
                    asks: letter.asks.clone(),
                    access: letter.access,
                    scope: StoredScope::from(&letter.scope),
                    way: letter.way,
                    format: letter.format.clone(),
                    step: letter.step,
                    due_on: letter.due_on,
                    working: letter.working.clone(),
                },
                Says::DirectiveFulfilled(sent) => StoredSays::DirectiveFulfilled {
                    to: sent.to.clone(),
                    place: sent.place.clone(),
                    sent_on: sent.sent_on,
                    handing: sent.handing,
                    files: sent.files,
                    size: sent.size,
                    withheld: sent.withheld.iter().map(StoredWithheld::from).collect(),
                    left_out: sent.left_out,
                    states: sent.states.clone(),
                },
            },
        }
    }
}

impl From<StoredAnswer> for Answer {
    fn from(stored: StoredAnswer) -> Self {
        Self {
            language: stored.language,
            practice: stored.practice,
            contact: stored.contact,
            telephone: stored.telephone,
            recipient: stored.recipient,
            receipt: stored.receipt,
            received_on: stored.received_on,
            written_on: stored.written_on,
            says: match stored.says {
                StoredSays::Extension {
                    of,
                    reason,
                    until,
                    working,
                } => Says::Extension {
                    of,
                    reason,
                    until,
                    working,
                },
                StoredSays::Ending { ending, more } => Says::Ending { ending, more },
                StoredSays::ReviewOutcome { outcome } => Says::ReviewOutcome(outcome.into()),
                StoredSays::Breach { notice } => Says::Breach(notice.into()),
                StoredSays::FeeEstimate {
                    lines,
                    total,
                    asks,
                    medium,
                } => Says::FeeEstimate {
                    lines,
                    total,
                    asks,
                    medium,
                },
                StoredSays::Acknowledgement {
                    asks,
                    access,
                    scope,
                    way,
                    format,
                    step,
                    due_on,
                    working,
                } => Says::Acknowledgement(Acknowledgement {
                    asks,
                    access,
                    scope: scope.into(),
                    way,
                    format,
                    step,
                    due_on,
                    working,
                }),
                StoredSays::DirectiveFulfilled {
                    to,
                    place,
                    sent_on,
                    handing,
                    files,
                    size,
                    withheld,
                    left_out,
                    states,
                } => Says::DirectiveFulfilled(Sent {
                    to,
                    place,
                    sent_on,
                    handing,
                    files,
                    size,
                    withheld: withheld.into_iter().map(Withheld::from).collect(),
                    left_out,
                    states,
                }),
            },
        }
    }
}

#[derive(Serialize, Deserialize)]
struct StoredWithheld {
    ground: Ground,
    what: String,
    reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ends_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    duration: String,
}

#[derive(Serialize, Deserialize)]
struct StoredNotHeld {
    what: String,
    ask: String,
}

impl From<&Withheld> for StoredWithheld {
    fn from(item: &Withheld) -> Self {
        Self {
            ground: item.ground,
            what: item.what.clone(),
            reason: item.reason.clone(),
            ends_on: item.ends_on,
            duration: item.duration.clone(),
        }
    }
}

impl From<StoredWithheld> for Withheld {
    fn from(stored: StoredWithheld) -> Self {
        Self {
            ground: stored.ground,
            what: stored.what,
            reason: stored.reason,
            ends_on: stored.ends_on,
            duration: stored.duration,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct StoredRelease {
    language: Language,
    /// It is for whom the patient named.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    third_party: bool,
    practice: String,
    contact: String,
    telephone: String,
    recipient: String,
    #[serde(default)]
    patient: Option<String>,
    receipt: String,
    received_on: NaiveDate,
    released_on: NaiveDate,
    access: Access,
    #[serde(default = "download")]
    way: Way,
    whole: bool,
    /// It does not say whether that is everything.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    given: bool,
    files: u32,
    size: u64,
    #[serde(default)]
    withheld: Vec<StoredWithheld>,
    #[serde(default)]
    left_out: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    not_held: Vec<StoredNotHeld>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    states: Vec<Addition>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    consent: Option<String>,
}

/// The bytes of an event, which its hash covers.
pub fn event_body(event: &Event) -> Result<String, StoreError> {
    let body = EventBody {
        request: event.request.clone(),
        seq: event.seq,
        at: event.at,
        on: event.on,
        actor: match &event.actor {
            Actor::Requester => StoredActor::Requester,
            Actor::Member { id, name } => StoredActor::Member {
                id: id.clone(),
                name: name.clone(),
            },
            Actor::Desk => StoredActor::Desk,
        },
        happened: stored_happened(&event.happened),
    };
    serde_json::to_string(&body).map_err(|_| StoreError::Unreadable("an event can't be written"))
}

pub fn event(stored: &StoredEvent) -> Result<Event, StoreError> {
    let body: EventBody = serde_json::from_str(&stored.body).map_err(|_| StoreError::Unreadable("an event"))?;
    Ok(Event {
        request: body.request,
        seq: body.seq,
        at: body.at,
        on: body.on,
        actor: match body.actor {
            StoredActor::Requester => Actor::Requester,
            StoredActor::Member { id, name } => Actor::Member { id, name },
            StoredActor::Desk => Actor::Desk,
        },
        happened: happened(body.happened)?,
    })
}

fn stored_happened(happened: &Happened) -> StoredHappened {
    match happened {
        Happened::Submitted { letter } => StoredHappened::Submitted {
            letter: stored_letter(letter.as_deref()),
        },
        Happened::ContactProven => StoredHappened::ContactProven,
        Happened::Verified {
            patient,
            evidence,
            authority,
            withdrawn,
            unlinked,
        } => StoredHappened::Verified {
            patient: patient.clone(),
            evidence: evidence.clone(),
            authority: authority.clone(),
            withdrawn: withdrawn.clone(),
            unlinked: StoredLinks::of(unlinked),
        },
        Happened::UploadsGranted { records } => StoredHappened::UploadsGranted {
            records: records.clone(),
        },
        Happened::RecordJudged {
            record,
            file,
            judgement,
        } => StoredHappened::RecordJudged {
            record: record.clone(),
            file: file.clone(),
            judgement: *judgement,
        },
        Happened::RecordDiscarded { record, file } => StoredHappened::RecordDiscarded {
            record: record.clone(),
            file: file.clone(),
        },
        Happened::Released { manifest, letter } => StoredHappened::Released {
            manifest: manifest.to_string(),
            letter: Box::new(StoredRelease {
                language: letter.language,
                third_party: match letter.reader {
                    Reader::Requester => false,
                    Reader::ThirdParty => true,
                },
                practice: letter.practice.clone(),
                contact: letter.contact.clone(),
                telephone: letter.telephone.clone(),
                recipient: letter.recipient.clone(),
                patient: letter.patient.clone(),
                receipt: letter.receipt.clone(),
                received_on: letter.received_on,
                released_on: letter.released_on,
                access: letter.access,
                way: letter.way,
                whole: match letter.extent {
                    Extent::Whole => true,
                    Extent::Part | Extent::Given => false,
                },
                given: letter.extent == Extent::Given,
                files: letter.files,
                size: letter.size,
                withheld: letter.withheld.iter().map(StoredWithheld::from).collect(),
                left_out: letter.left_out,
                not_held: letter
                    .not_held
                    .iter()
                    .map(|pointer| StoredNotHeld {
                        what: pointer.what.clone(),
                        ask: pointer.ask.clone(),
                    })
                    .collect(),
                states: letter.states.clone(),
                consent: letter.consent.clone(),
            }),
        },
        Happened::PackageReady {
            delivery,
            sha256,
            size,
            bound,
        } => StoredHappened::PackageReady {
            delivery: delivery.clone(),
            sha256: sha256.to_string(),
            size: *size,
            bound: bound.map(|bound| bound.to_string()),
        },
        Happened::AssemblyFailed { job } => StoredHappened::AssemblyFailed { job: job.clone() },
        Happened::MailFailed { notice } => StoredHappened::MailFailed { notice: notice.clone() },
        Happened::DeliveryReissued { delivery, replaces } => StoredHappened::DeliveryReissued {
            delivery: delivery.clone(),
            replaces: replaces.clone(),
        },
        Happened::DeliveryRevoked { delivery } => StoredHappened::DeliveryRevoked {
            delivery: delivery.clone(),
        },
        Happened::Collected { delivery } => StoredHappened::Collected {
            delivery: delivery.clone(),
        },
        Happened::Closed => StoredHappened::Closed,
        Happened::Entered { intake, letter } => StoredHappened::Entered {
            intake: intake.into(),
            letter: stored_letter(letter.as_deref()),
        },
        Happened::Withheld {
            record,
            file,
            ground,
            reason,
            conditions,
            rest,
        } => StoredHappened::Withheld {
            record: record.clone(),
            file: file.clone(),
            ground: *ground,
            reason: reason.clone(),
            conditions: conditions.clone(),
            rest: rest.clone(),
        },
        Happened::Determined {
            record,
            file,
            stands,
            rationale,
            licence,
        } => StoredHappened::Determined {
            record: record.clone(),
            file: file.clone(),
            stands: *stands,
            rationale: rationale.clone(),
            licence: licence.clone(),
        },
        Happened::Approved {
            record,
            file,
            stands,
            note,
        } => StoredHappened::Approved {
            record: record.clone(),
            file: file.clone(),
            stands: *stands,
            note: note.clone(),
        },
        Happened::Extended { letter } => StoredHappened::Extended {
            letter: Box::new((&**letter).into()),
        },
        Happened::Answered { letter } => StoredHappened::Answered {
            letter: Box::new((&**letter).into()),
        },
        Happened::Routed { to, checked, verdict } => StoredHappened::Routed {
            verdict: verdict.clone(),
            to: to.clone(),
            checked: checked.clone(),
        },
        Happened::Assigned { to } => StoredHappened::Assigned {
            to: to.as_ref().map(StoredAssignee::from),
        },
        Happened::NoteWritten { text } => StoredHappened::NoteWritten { text: text.clone() },
        Happened::MessageSent { text, asks } => StoredHappened::MessageSent {
            text: text.clone(),
            asks: *asks,
        },
        Happened::MessageReceived { text } => StoredHappened::MessageReceived { text: text.clone() },
        Happened::TaskAdded { task } => StoredHappened::TaskAdded { task: task.into() },
        Happened::TaskDone { number } => StoredHappened::TaskDone { number: *number },
        Happened::ContactChanged { evidence } => StoredHappened::ContactChanged {
            evidence: evidence.clone(),
        },
        Happened::PinGiven { evidence } => StoredHappened::PinGiven {
            evidence: evidence.clone(),
        },
        Happened::ScanAttached { scan, file, media_type } => StoredHappened::ScanAttached {
            scan: scan.clone(),
            file: file.clone(),
            media_type: media_type.clone(),
        },
        Happened::Arranged { agreed, lapsed } => StoredHappened::Arranged {
            agreed: agreed.into(),
            lapsed: *lapsed,
        },
        Happened::HandedOver {
            handing,
            note,
            on,
            letter,
        } => StoredHappened::HandedOver {
            handing: *handing,
            note: note.clone(),
            on: *on,
            letter: stored_letter(letter.as_deref()),
        },
        Happened::Linked { to } => StoredHappened::Linked {
            to: to.as_slice().into(),
        },
        Happened::Unlinked { from } => StoredHappened::Unlinked { from: from.into() },
        Happened::Corrected {
            before,
            reason,
            unlinked,
        } => StoredHappened::Corrected {
            before: Box::new(StoredEntry::from(&**before)),
            reason: reason.clone(),
            unlinked: StoredLinks::of(unlinked),
        },
        Happened::Reopened { reason } => StoredHappened::Reopened { reason: reason.clone() },
        Happened::Undone => StoredHappened::Undone,
        Happened::PrintFailed { letter } => StoredHappened::PrintFailed { letter: *letter },
        Happened::ExtensionUndone { letter } => StoredHappened::ExtensionUndone { letter: *letter },
        Happened::PackageTaken { way } => StoredHappened::PackageTaken { way: *way },
        Happened::MailBounced { notice } => StoredHappened::MailBounced { notice: notice.clone() },
        Happened::ExtensionGiven { notice } => StoredHappened::ExtensionGiven { notice: notice.clone() },
        Happened::MailArrived { notice } => StoredHappened::MailArrived { notice: notice.clone() },
        Happened::RecordEmailed { delivery, notice } => StoredHappened::RecordEmailed {
            delivery: delivery.clone(),
            notice: notice.clone(),
        },
        Happened::MailUnreported { notice } => StoredHappened::MailUnreported { notice: notice.clone() },
        Happened::ClockWarned { stage } => StoredHappened::ClockWarned { stage: *stage },
        Happened::Misdirected { misdirection } => StoredHappened::Misdirected {
            on: misdirection.on,
            to: misdirection.to.clone(),
            place: misdirection.place.clone(),
            what_went: misdirection.what.clone(),
            why: misdirection.why.clone(),
        },
        Happened::DelayExplained { reason } => StoredHappened::DelayExplained { reason: reason.clone() },
        Happened::ArrivalConfirmed { opened } => StoredHappened::ArrivalConfirmed { opened: *opened },
        Happened::ReviewAsked {
            denial,
            items,
            channel,
            asked_on,
        } => StoredHappened::ReviewAsked {
            denial: *denial,
            items: items.clone(),
            channel: *channel,
            asked_on: *asked_on,
        },
        Happened::ReviewAssigned { to, licence } => StoredHappened::ReviewAssigned {
            to: StoredAssignee::from(to),
            licence: licence.clone(),
        },
        Happened::ReviewUnassigned => StoredHappened::ReviewUnassigned,
        Happened::ReviewDecided {
            findings,
            licence,
            letter,
        } => StoredHappened::ReviewDecided {
            findings: findings.iter().map(StoredFinding::from).collect(),
            licence: licence.clone(),
            letter: StoredAnswer::from(&**letter),
        },
        Happened::ReviewHandedOver { handing, note } => StoredHappened::ReviewHandedOver {
            handing: *handing,
            note: note.clone(),
        },
        Happened::ReviewWarned { stage } => StoredHappened::ReviewWarned { stage: *stage },
        Happened::FeeQuoted { quote, letter } => StoredHappened::FeeQuoted {
            quote: quote.clone(),
            letter: stored_letter(letter.as_deref()),
        },
        Happened::FeeAnswered { choice, cents } => StoredHappened::FeeAnswered {
            choice: *choice,
            cents: *cents,
        },
        Happened::FeeWaived { cents } => StoredHappened::FeeWaived { cents: *cents },
        Happened::FeePaid { cents } => StoredHappened::FeePaid { cents: *cents },
        Happened::WrongRelease { case, step } => StoredHappened::WrongRelease {
            case: *case,
            step: StoredStep::from(step),
        },
        Happened::HoldPlaced { reason } => StoredHappened::HoldPlaced { reason: reason.clone() },
        Happened::HoldLifted { reason } => StoredHappened::HoldLifted { reason: reason.clone() },
    }
}

fn happened(stored: StoredHappened) -> Result<Happened, StoreError> {
    Ok(match stored {
        StoredHappened::Submitted { letter } => Happened::Submitted {
            letter: read_letter(letter),
        },
        StoredHappened::ContactProven => Happened::ContactProven,
        StoredHappened::Verified {
            patient,
            evidence,
            authority,
            withdrawn,
            unlinked,
        } => Happened::Verified {
            patient,
            evidence,
            authority,
            withdrawn,
            unlinked: unlinked.map(Vec::from).unwrap_or_default(),
        },
        StoredHappened::UploadsGranted { records } => Happened::UploadsGranted { records },
        StoredHappened::RecordJudged {
            record,
            file,
            judgement,
        } => Happened::RecordJudged {
            record,
            file,
            judgement,
        },
        StoredHappened::RecordDiscarded { record, file } => Happened::RecordDiscarded { record, file },
        StoredHappened::Released { manifest, letter } => Happened::Released {
            manifest: hash(&manifest)?,
            letter: Box::new(Release {
                language: letter.language,
                reader: if letter.third_party {
                    Reader::ThirdParty
                } else {
                    Reader::Requester
                },
                practice: letter.practice,
                contact: letter.contact,
                telephone: letter.telephone,
                recipient: letter.recipient,
                patient: letter.patient,
                receipt: letter.receipt,
                received_on: letter.received_on,
                released_on: letter.released_on,
                access: letter.access,
                way: letter.way,
                extent: match (letter.whole, letter.given) {
                    (_, true) => Extent::Given,
                    (true, false) => Extent::Whole,
                    (false, false) => Extent::Part,
                },
                files: letter.files,
                size: letter.size,
                withheld: letter.withheld.into_iter().map(Withheld::from).collect(),
                left_out: letter.left_out,
                not_held: letter
                    .not_held
                    .into_iter()
                    .map(|pointer| NotHeld {
                        what: pointer.what,
                        ask: pointer.ask,
                    })
                    .collect(),
                states: letter.states,
                consent: letter.consent,
            }),
        },
        StoredHappened::PackageReady {
            delivery,
            sha256,
            size,
            bound,
        } => Happened::PackageReady {
            delivery,
            sha256: hash(&sha256)?,
            size,
            bound: bound.as_deref().map(hash).transpose()?,
        },
        StoredHappened::AssemblyFailed { job } => Happened::AssemblyFailed { job },
        StoredHappened::MailFailed { notice } => Happened::MailFailed { notice },
        StoredHappened::DeliveryReissued { delivery, replaces } => Happened::DeliveryReissued { delivery, replaces },
        StoredHappened::DeliveryRevoked { delivery } => Happened::DeliveryRevoked { delivery },
        StoredHappened::Collected { delivery } => Happened::Collected { delivery },
        StoredHappened::Closed => Happened::Closed,
        StoredHappened::Entered { intake, letter } => Happened::Entered {
            intake: intake.into(),
            letter: read_letter(letter),
        },
        StoredHappened::Withheld {
            record,
            file,
            ground,
            reason,
            conditions,
            rest,
        } => Happened::Withheld {
            record,
            file,
            ground,
            reason,
            conditions,
            rest,
        },
        StoredHappened::Determined {
            record,
            file,
            stands,
            rationale,
            licence,
        } => Happened::Determined {
            record,
            file,
            stands,
            rationale,
            licence,
        },
        StoredHappened::Approved {
            record,
            file,
            stands,
            note,
        } => Happened::Approved {
            record,
            file,
            stands,
            note,
        },
        StoredHappened::Extended { letter } => Happened::Extended {
            letter: Box::new((*letter).into()),
        },
        StoredHappened::Answered { letter } => Happened::Answered {
            letter: Box::new((*letter).into()),
        },
        StoredHappened::Routed { to, checked, verdict } => Happened::Routed { to, checked, verdict },
        StoredHappened::Assigned { to } => Happened::Assigned {
            to: to.map(Assignee::from),
        },
        StoredHappened::NoteWritten { text } => Happened::NoteWritten { text },
        StoredHappened::MessageSent { text, asks } => Happened::MessageSent { text, asks },
        StoredHappened::MessageReceived { text } => Happened::MessageReceived { text },
        StoredHappened::TaskAdded { task } => Happened::TaskAdded { task: task.into() },
        StoredHappened::TaskDone { number } => Happened::TaskDone { number },
        StoredHappened::ContactChanged { evidence } => Happened::ContactChanged { evidence },
        StoredHappened::PinGiven { evidence } => Happened::PinGiven { evidence },
        StoredHappened::ScanAttached { scan, file, media_type } => Happened::ScanAttached { scan, file, media_type },
        StoredHappened::Arranged { agreed, lapsed } => Happened::Arranged {
            agreed: agreed.into(),
            lapsed,
        },
        StoredHappened::HandedOver {
            handing,
            note,
            on,
            letter,
        } => Happened::HandedOver {
            handing,
            note,
            on,
            letter: read_letter(letter),
        },
        StoredHappened::Linked { to } => Happened::Linked { to: to.into() },
        StoredHappened::Unlinked { from } => Happened::Unlinked { from: from.into() },
        StoredHappened::Corrected {
            before,
            reason,
            unlinked,
        } => Happened::Corrected {
            before: Box::new((*before).try_into()?),
            reason,
            unlinked: unlinked.map(Vec::from).unwrap_or_default(),
        },
        StoredHappened::Reopened { reason } => Happened::Reopened { reason },
        StoredHappened::Undone => Happened::Undone,
        StoredHappened::PrintFailed { letter } => Happened::PrintFailed { letter },
        StoredHappened::ExtensionUndone { letter } => Happened::ExtensionUndone { letter },
        StoredHappened::PackageTaken { way } => Happened::PackageTaken { way },
        StoredHappened::MailBounced { notice } => Happened::MailBounced { notice },
        StoredHappened::ExtensionGiven { notice } => Happened::ExtensionGiven { notice },
        StoredHappened::MailArrived { notice } => Happened::MailArrived { notice },
        StoredHappened::RecordEmailed { delivery, notice } => Happened::RecordEmailed { delivery, notice },
        StoredHappened::MailUnreported { notice } => Happened::MailUnreported { notice },
        StoredHappened::ClockWarned { stage } => Happened::ClockWarned { stage },
        StoredHappened::Misdirected {
            on,
            to,
            place,
            what_went,
            why,
        } => Happened::Misdirected {
            misdirection: Misdirection {
                on,
                to,
                place,
                what: what_went,
                why,
            },
        },
        StoredHappened::DelayExplained { reason } => Happened::DelayExplained { reason },
        StoredHappened::ArrivalConfirmed { opened } => Happened::ArrivalConfirmed { opened },
        StoredHappened::ReviewAsked {
            denial,
            items,
            channel,
            asked_on,
        } => Happened::ReviewAsked {
            denial,
            items,
            channel,
            asked_on,
        },
        StoredHappened::ReviewAssigned { to, licence } => Happened::ReviewAssigned { to: to.into(), licence },
        StoredHappened::ReviewUnassigned => Happened::ReviewUnassigned,
        StoredHappened::ReviewDecided {
            findings,
            licence,
            letter,
        } => Happened::ReviewDecided {
            findings: findings.into_iter().map(Into::into).collect(),
            licence,
            letter: Box::new(letter.into()),
        },
        StoredHappened::ReviewHandedOver { handing, note } => Happened::ReviewHandedOver { handing, note },
        StoredHappened::ReviewWarned { stage } => Happened::ReviewWarned { stage },
        StoredHappened::FeeQuoted { quote, letter } => Happened::FeeQuoted {
            quote,
            letter: read_letter(letter),
        },
        StoredHappened::FeeAnswered { choice, cents } => Happened::FeeAnswered { choice, cents },
        StoredHappened::FeeWaived { cents } => Happened::FeeWaived { cents },
        StoredHappened::FeePaid { cents } => Happened::FeePaid { cents },
        StoredHappened::WrongRelease { case, step } => Happened::WrongRelease {
            case,
            step: step.into(),
        },
        StoredHappened::HoldPlaced { reason } => Happened::HoldPlaced { reason },
        StoredHappened::HoldLifted { reason } => Happened::HoldLifted { reason },
    })
}

// --------------------------------------------------------------------------------------- notices

/// A message to someone, to be sent once.
#[derive(Clone, Serialize, Deserialize)]
pub struct StoredNotice {
    pub id: NoticeId,
    pub request: RequestId,
    pub kind: NoticeKind,
    pub state: NoticeState,
    pub queued_at: DateTime<Utc>,
    /// Not before then; none means at once.
    #[serde(default)]
    pub due_at: Option<DateTime<Utc>>,
    /// The provider's id of the message.
    pub message: Option<String>,
    /// What the provider owes, of a message that it took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
}

/// By when the provider should have said what became of a message, and to whom it went: the keyed hash of the contact.
#[derive(Clone, Serialize, Deserialize)]
pub struct Report {
    pub due_at: DateTime<Utc>,
    pub contact: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NoticeKind {
    /// The receipt of a request, with its first code.
    Acknowledgement { challenge: ChallengeId },
    /// A further code.
    Code { challenge: ChallengeId, issue: u32 },
    /// The package lies behind a link; `again` where an earlier one stopped working.
    Ready {
        delivery: DeliveryId,
        #[serde(default)]
        again: bool,
    },
    /// The record itself, as an attachment.
    Record { delivery: DeliveryId },
    /// A letter without a record lies on the status page: the content of that event. `extends`: the request goes on after
    /// it, as after the extension or a quote of a fee.
    Letter {
        seq: u64,
        #[serde(default)]
        extends: bool,
    },
    /// The practice wrote.
    Message,
    /// To the address that was there before: what was changed of the contact.
    ContactChanged {
        to: String,
        #[serde(default)]
        changed: Changed,
    },
    /// Whether what was taken can be opened.
    CouldOpen { delivery: DeliveryId },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    Queued,
    Sent,
    /// The receiving side has it.
    Delivered,
    /// The receiving side sent it back.
    Bounced,
    /// What it spoke of had passed before it could be sent.
    Lapsed,
    /// The provider refused it for good.
    Failed,
}

impl NoticeState {
    /// As the row has it.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Bounced => "bounced",
            Self::Lapsed => "lapsed",
            Self::Failed => "failed",
        }
    }
}

pub const NOTICE_PREFIX: &str = "NOTICE#";

/// Notices and jobs that are not done, by when they began: what a stream lost is found here.
pub const OUTBOX: &str = "OUTBOX";

/// Messages that the provider took and has not reported on, by when it should have: what it kept silent about is found
/// here.
pub const REPORTS: &str = "REPORTS";

fn outbox(since: DateTime<Utc>, id: &str) -> Vec<(&'static str, String)> {
    by_instant(OUTBOX, since, id)
}

fn by_instant(list: &str, at: DateTime<Utc>, id: &str) -> Vec<(&'static str, String)> {
    vec![
        ("party_pk", list.to_owned()),
        ("party_sk", format!("{}#{id}", outbox_instant(at))),
    ]
}

/// An instant as these lists are sorted by it.
pub fn outbox_instant(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

pub fn notice_sk(notice: &NoticeId) -> String {
    format!("{NOTICE_PREFIX}{notice}")
}

impl Stored for StoredNotice {
    fn pk(&self) -> String {
        request_pk(&self.request)
    }

    fn sk(&self) -> String {
        notice_sk(&self.id)
    }

    fn index(&self) -> Vec<(&'static str, String)> {
        match (self.state, &self.report) {
            (NoticeState::Queued, _) => outbox(self.due_at.unwrap_or(self.queued_at), self.id.as_str()),
            (NoticeState::Sent, Some(report)) => by_instant(REPORTS, report.due_at, self.id.as_str()),
            (NoticeState::Sent, None)
            | (NoticeState::Delivered | NoticeState::Bounced | NoticeState::Lapsed | NoticeState::Failed, _) => {
                Vec::new()
            }
        }
    }
}

/// One sender has the notice until then. A row of its own: a change of the notice's row would come back by the
/// stream.
#[derive(Serialize, Deserialize)]
pub struct StoredHold {
    pub request: RequestId,
    pub notice: NoticeId,
    pub until_s: i64,
}

pub fn hold_sk(notice: &NoticeId) -> String {
    format!("HOLD#{notice}")
}

impl Stored for StoredHold {
    fn pk(&self) -> String {
        request_pk(&self.request)
    }

    fn sk(&self) -> String {
        hold_sk(&self.notice)
    }

    fn expires_at_s(&self) -> Option<i64> {
        Some(self.until_s)
    }
}

/// How many records of a package are assembled. Apart from the job for the same reason as a hold.
#[derive(Serialize, Deserialize)]
pub struct StoredProgress {
    pub request: RequestId,
    pub job: JobId,
    /// How often the job was begun.
    pub runs: u32,
    pub done: u32,
    pub total: u32,
    pub ends_at_s: i64,
}

pub fn progress_sk(job: &JobId) -> String {
    format!("PROGRESS#{job}")
}

impl Stored for StoredProgress {
    fn pk(&self) -> String {
        request_pk(&self.request)
    }

    fn sk(&self) -> String {
        progress_sk(&self.job)
    }

    fn expires_at_s(&self) -> Option<i64> {
        Some(self.ends_at_s)
    }
}

/// The assembly of one package.
#[derive(Clone, Serialize, Deserialize)]
pub struct StoredJob {
    pub id: JobId,
    pub request: RequestId,
    pub manifest: String,
    /// What the delivery will be called, so that a repeated job makes the same one.
    pub delivery: DeliveryId,
    pub notice: NoticeId,
    pub queued_at: DateTime<Utc>,
    pub finished: bool,
}

pub const JOB_PREFIX: &str = "JOB#";

pub fn job_sk(job: &JobId) -> String {
    format!("{JOB_PREFIX}{job}")
}

impl Stored for StoredJob {
    fn pk(&self) -> String {
        request_pk(&self.request)
    }

    fn sk(&self) -> String {
        job_sk(&self.id)
    }

    fn index(&self) -> Vec<(&'static str, String)> {
        if self.finished {
            Vec::new()
        } else {
            outbox(self.queued_at, self.id.as_str())
        }
    }
}

// -------------------------------------------------------------------------------------- delivery

#[derive(Serialize, Deserialize)]
pub struct StoredDelivery {
    pub id: DeliveryId,
    pub practice: PracticeId,
    pub request: RequestId,
    pub language: Language,
    pub passcode: u32,
    pub expires_at: DateTime<Utc>,
    pub revoked: bool,
    pub claimed: u32,
    pub last_claim_at: Option<DateTime<Utc>>,
    pub package_key: String,
    pub file_name: String,
    pub size: u64,
    pub sha256: String,
    pub manifest: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<StoredBound>,
    pub seq: u64,
    pub head: String,
}

/// The one PDF beside a package.
#[derive(Serialize, Deserialize)]
pub struct StoredBound {
    pub key: String,
    pub size: u64,
    pub sha256: String,
    pub pages: u32,
    pub records: u32,
}

pub fn delivery_pk(delivery: &DeliveryId) -> String {
    format!("DELIVERY#{delivery}")
}

pub const DELIVERY_SK: &str = "DELIVERY";

impl Stored for StoredDelivery {
    fn pk(&self) -> String {
        delivery_pk(&self.id)
    }

    fn sk(&self) -> String {
        DELIVERY_SK.to_owned()
    }

    fn index(&self) -> Vec<(&'static str, String)> {
        vec![
            ("party_pk", deliveries_key(&self.request)),
            ("party_sk", format!("{:08}", self.passcode)),
        ]
    }
}

/// The deliveries of a request, in their order.
pub fn deliveries_key(request: &RequestId) -> String {
    format!("DELIVERIES#{request}")
}

impl From<&Delivery> for StoredDelivery {
    fn from(delivery: &Delivery) -> Self {
        Self {
            id: delivery.id.clone(),
            practice: delivery.practice.clone(),
            request: delivery.request.clone(),
            language: delivery.language,
            passcode: delivery.passcode,
            expires_at: delivery.expires_at,
            revoked: delivery.revoked,
            claimed: delivery.claimed,
            last_claim_at: delivery.last_claim_at,
            package_key: delivery.package.key.clone(),
            file_name: delivery.package.file_name.clone(),
            size: delivery.package.size,
            sha256: delivery.package.sha256.to_string(),
            manifest: delivery.package.manifest.to_string(),
            bound: delivery.package.bound.as_ref().map(StoredBound::from),
            seq: delivery.seq,
            head: delivery.head.to_string(),
        }
    }
}

impl TryFrom<StoredDelivery> for Delivery {
    type Error = StoreError;

    fn try_from(stored: StoredDelivery) -> Result<Self, StoreError> {
        Ok(Self {
            id: stored.id,
            practice: stored.practice,
            request: stored.request,
            language: stored.language,
            passcode: stored.passcode,
            expires_at: stored.expires_at,
            revoked: stored.revoked,
            claimed: stored.claimed,
            last_claim_at: stored.last_claim_at,
            package: Package {
                key: stored.package_key,
                file_name: stored.file_name,
                size: stored.size,
                sha256: hash(&stored.sha256)?,
                manifest: hash(&stored.manifest)?,
                bound: stored.bound.map(Bound::try_from).transpose()?,
            },
            seq: stored.seq,
            head: hash(&stored.head)?,
        })
    }
}

impl From<&Bound> for StoredBound {
    fn from(bound: &Bound) -> Self {
        Self {
            key: bound.key.clone(),
            size: bound.size,
            sha256: bound.sha256.to_string(),
            pages: bound.pages,
            records: bound.records,
        }
    }
}

impl TryFrom<StoredBound> for Bound {
    type Error = StoreError;

    fn try_from(stored: StoredBound) -> Result<Self, StoreError> {
        Ok(Self {
            key: stored.key,
            size: stored.size,
            sha256: hash(&stored.sha256)?,
            pages: stored.pages,
            records: stored.records,
        })
    }
}

/// One line of a delivery's own history, as it is hashed.
#[derive(Serialize, Deserialize)]
pub struct DeliveryEventBody {
    pub delivery: DeliveryId,
    pub seq: u64,
    pub at: DateTime<Utc>,
    pub what: DeliveryWhat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryWhat {
    Opened,
    Claimed,
    Resumed,
    /// A single file was opened.
    Viewed,
    Revoked,
}

// --------------------------------------------------------------------- codes, sessions, repeats

/// One code and its tries. `request` is none where nobody asked with these particulars: such a challenge
/// behaves like any other and never opens.
#[derive(Clone, Serialize, Deserialize)]
pub struct StoredChallenge {
    pub id: ChallengeId,
    pub request: Option<RequestId>,
    /// Keyed hash of the contact that the codes go to, or would go to.
    #[serde(default)]
    pub contact: String,
    /// How often a code was sent; each has its own digits.
    pub issue: u32,
    pub issued_at: DateTime<Utc>,
    /// Tries of the present code.
    pub tries: u32,
    pub proven: bool,
    pub ends_at_s: i64,
}

pub fn challenge_pk(challenge: &ChallengeId) -> String {
    format!("CODE#{challenge}")
}

/// What was mailed to one contact within one hour without anyone signed in: codes, or acknowledgements.
pub fn mailed_pk(kind: &str, contact: &str, now: DateTime<Utc>) -> String {
    format!("MAILED#{kind}#{contact}#{}", now.format("%Y-%m-%dT%H"))
}

/// The sort key of rows that stand alone.
pub const ALONE_SK: &str = "-";

impl Stored for StoredChallenge {
    fn pk(&self) -> String {
        challenge_pk(&self.id)
    }

    fn sk(&self) -> String {
        ALONE_SK.to_owned()
    }

    fn expires_at_s(&self) -> Option<i64> {
        Some(self.ends_at_s)
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub struct StoredSession {
    /// Keyed hash of the token.
    pub hash: String,
    pub whose: Whose,
    pub opened_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub ends_at_s: i64,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Whose {
    Staff {
        member: MemberId,
    },
    Requester {
        request: RequestId,
        /// Of the contact that was proven.
        #[serde(default)]
        epoch: u32,
    },
    Recipient {
        delivery: DeliveryId,
    },
}

pub fn session_pk(hash: &str) -> String {
    format!("SESSION#{hash}")
}

impl Stored for StoredSession {
    fn pk(&self) -> String {
        session_pk(&self.hash)
    }

    fn sk(&self) -> String {
        ALONE_SK.to_owned()
    }

    fn expires_at_s(&self) -> Option<i64> {
        Some(self.ends_at_s)
    }
}

/// What a change answered, so that its repetition answers the same.
#[derive(Clone, Serialize, Deserialize)]
pub struct StoredRepeat {
    pub actor: String,
    pub key: String,
    /// SHA-256 of method, path and body.
    pub fingerprint: String,
    pub status: u16,
    /// The answer without its secrets.
    pub answer: String,
    /// The number of the passcode that the answer shows, which is computed again.
    pub passcode: Option<u32>,
    pub made_at_s: i64,
    pub ends_at_s: i64,
}

pub fn repeat_pk(actor: &str, key: &str) -> String {
    format!("IDEMPOTENCY#{actor}#{key}")
}

impl Stored for StoredRepeat {
    fn pk(&self) -> String {
        repeat_pk(&self.actor, &self.key)
    }

    fn sk(&self) -> String {
        ALONE_SK.to_owned()
    }

    fn expires_at_s(&self) -> Option<i64> {
        Some(self.ends_at_s)
    }
}

/// Who read what. Append-only.
#[derive(Serialize, Deserialize)]
pub struct StoredAccess {
    pub practice: PracticeId,
    pub at: DateTime<Utc>,
    pub id: String,
    pub member: MemberId,
    pub route: String,
    pub request: Option<RequestId>,
}

impl Stored for StoredAccess {
    fn pk(&self) -> String {
        format!("ACCESS#{}#{}", self.practice, self.at.date_naive())
    }

    fn sk(&self) -> String {
        format!("{}#{}", self.at.format("%Y-%m-%dT%H:%M:%S%.6fZ"), self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_under_rules_that_are_not_known_here_is_not_read_by_others() {
        assert!(law(Version::NEWEST.name()).is_ok());
        for unknown in ["", "2027-05"] {
            let refused = law(unknown).unwrap_err().to_string();
            assert_eq!(refused, "a stored row can't be read: a version of the rules");
        }
    }

    #[test]
    fn the_extension_of_a_row_of_before_was_given_on_the_day_of_its_decision() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        for (until, extended_on, of, given_on) in [
            ("2027-01-10", Some("2026-12-01"), Extends::Federal, "2026-12-01"),
            ("2027-01-10", None, Extends::Federal, "2026-11-24"),
            ("2026-12-20", Some("2026-12-01"), Extends::State, "2026-12-01"),
        ] {
            let read = extended_before(day(until), extended_on.map(day), day("2026-11-24"));

            assert_eq!(read, Extension::given(of, day(until), day(given_on)));
        }
    }

    #[test]
    fn one_link_is_stored_as_when_there_could_be_no_more_and_several_as_a_list() {
        let linked = |receipt: &str| Linked {
            request: RequestId::parse("r").unwrap(),
            receipt: receipt.to_owned(),
            received_on: "2026-11-10".parse().unwrap(),
        };
        let one = serde_json::json!({ "request": "r", "receipt": "A", "received_on": "2026-11-10" });
        let two = serde_json::json!([one, { "request": "r", "receipt": "B", "received_on": "2026-11-10" }]);
        for (links, stored) in [
            (vec![], serde_json::Value::Null),
            (vec![linked("A")], one.clone()),
            (vec![linked("A"), linked("B")], two),
        ] {
            let written = StoredLinks::of(&links);
            assert_eq!(serde_json::to_value(&written).unwrap(), stored);

            let row = serde_dynamo::to_attribute_value::<_, AttributeValue>(&written).unwrap();
            let read: Option<StoredLinks> = serde_dynamo::from_attribute_value(row).unwrap();
            assert_eq!(read.map(Vec::from).unwrap_or_default(), links);
        }
    }

    #[test]
    fn a_letter_is_read_back_as_it_was_kept_and_so_is_one_from_before_states_and_consents_were_in_it() {
        let letter = Release {
            language: Language::English,
            reader: Reader::Requester,
            practice: "Lakeside Family Medicine".to_owned(),
            contact: "the privacy officer".to_owned(),
            telephone: "512-555-0140".to_owned(),
            recipient: "One Mhvtestveteran".to_owned(),
            patient: None,
            receipt: "7K3M-92QF-4D".to_owned(),
            received_on: "2026-11-24".parse().unwrap(),
            released_on: "2026-12-01".parse().unwrap(),
            access: Access::Copy,
            way: Way::Download,
            extent: Extent::Whole,
            files: 7,
            size: 10,
            withheld: Vec::new(),
            left_out: false,
            not_held: Vec::new(),
            states: Addition::ALL.to_vec(),
            consent: Some("His whole record".to_owned()),
        };
        let released = |letter: Release| Event {
            request: RequestId::parse("r").unwrap(),
            seq: 1,
            at: "2026-12-01T15:00:00Z".parse().unwrap(),
            on: "2026-12-01".parse().unwrap(),
            actor: Actor::Desk,
            happened: Happened::Released {
                manifest: Hash::of(b"manifest"),
                letter: Box::new(letter),
            },
        };
        let read = |body: String| {
            event(&StoredEvent {
                owner: "r".to_owned(),
                seq: 1,
                body,
                head: String::new(),
            })
        };
        let kept = released(letter.clone());
        let body = event_body(&kept).unwrap();
        let named = "\"states\":[\"review_committee\",\"other_provider\",\"mental_health\",\"signature\"]";
        assert!(body.contains(named));
        assert!(read(body.clone()).unwrap() == kept);

        let before = released(Release {
            states: Vec::new(),
            consent: None,
            ..letter
        });
        let without = body.replace(&format!(",{named},\"consent\":\"His whole record\""), "");
        assert!(!without.contains("states") && !without.contains("consent"));
        assert_eq!(event_body(&before).unwrap(), without);
        assert!(read(without).unwrap() == before);
    }

    fn answer(says: Says) -> Answer {
        Answer {
            language: Language::Spanish,
            practice: "Lakeside Family Medicine".to_owned(),
            contact: "the privacy officer".to_owned(),
            telephone: "512-555-0140".to_owned(),
            recipient: "One Mhvtestveteran".to_owned(),
            receipt: "7K3M-92QF-4D".to_owned(),
            received_on: "2026-11-24".parse().unwrap(),
            written_on: "2026-12-01".parse().unwrap(),
            says,
        }
    }

    fn acknowledgement(asks: Asks, scope: Scope, step: Step) -> Answer {
        answer(Says::Acknowledgement(Acknowledgement {
            asks,
            access: Access::Copy,
            scope,
            way: Way::Paper,
            format: "One PDF".to_owned(),
            step,
            due_on: "2026-12-24".parse().unwrap(),
            working: vec!["Received, and 30 days more.".to_owned()],
        }))
    }

    #[test]
    fn the_letters_of_a_beginning_and_of_a_hand_over_are_read_back_and_so_are_events_from_before_them() {
        let third_party = Asks::ThirdParty {
            to: "Rivera and Cole".to_owned(),
            place: "1 Main St".to_owned(),
        };
        let part = Scope::Part {
            from: Some("2024-01-01".parse().unwrap()),
            until: None,
            categories: vec![Category::Imaging],
        };
        let sent = answer(Says::DirectiveFulfilled(Sent {
            to: "Rivera and Cole".to_owned(),
            place: "1 Main St".to_owned(),
            sent_on: "2026-12-01".parse().unwrap(),
            handing: Handing::Posted,
            files: 7,
            size: 4_200,
            withheld: vec![Withheld {
                ground: Ground::R1,
                what: "A page".to_owned(),
                reason: "It would harm.".to_owned(),
                ends_on: Some("2027-06-30".parse().unwrap()),
                duration: "Until June".to_owned(),
            }],
            left_out: true,
            states: Addition::ALL.to_vec(),
        }));
        let intake = Intake {
            channel: Channel::Fax,
            oral_on: None,
            written_on: Some("2026-11-24".parse().unwrap()),
        };
        let submitted = |letter| Happened::Submitted { letter };
        let entered = |letter| Happened::Entered {
            intake: intake.clone(),
            letter,
        };
        let handed = |letter| Happened::HandedOver {
            handing: Handing::Posted,
            note: "By certified mail".to_owned(),
            on: None,
            letter,
        };
        let event_of = |happened| Event {
            request: RequestId::parse("r").unwrap(),
            seq: 1,
            at: "2026-12-01T15:00:00Z".parse().unwrap(),
            on: "2026-12-01".parse().unwrap(),
            actor: Actor::Requester,
            happened,
        };
        let own = acknowledgement(Asks::Own, Scope::Whole, Step::Code);
        for (with, without) in [
            (submitted(Some(Box::new(own))), submitted(None)),
            (
                entered(Some(Box::new(acknowledgement(Asks::Another, part, Step::Person)))),
                entered(None),
            ),
            (
                submitted(Some(Box::new(acknowledgement(third_party, Scope::Whole, Step::Code)))),
                submitted(None),
            ),
            (handed(Some(Box::new(sent))), handed(None)),
        ] {
            for happened in [with, without] {
                let kept = event_of(happened);
                let body = event_body(&kept).unwrap();
                assert_eq!(body.contains("letter"), kept.happened.letter().is_some());
                let read = event(&StoredEvent {
                    owner: "r".to_owned(),
                    seq: 1,
                    body,
                    head: String::new(),
                });
                assert!(read.unwrap() == kept);
            }
        }
    }
}
