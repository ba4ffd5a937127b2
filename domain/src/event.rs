//! One line of an append-only history, with the complete content of what it sent.

use crate::chain::Hash;
use crate::id::{DeliveryId, MemberId, PatientId, RecordId, RequestId};
use crate::letter::Release;
use crate::wire::What;
use crate::word::{Evidence, Judgement};
use chrono::{DateTime, NaiveDate, Utc};

#[derive(Clone, PartialEq, Eq)]
pub struct Event {
    pub request: RequestId,
    /// 1 for the first of a request.
    pub seq: u64,
    pub at: DateTime<Utc>,
    /// The day at the location.
    pub on: NaiveDate,
    pub actor: Actor,
    pub happened: Happened,
}

#[derive(Clone, PartialEq, Eq)]
pub enum Actor {
    Requester,
    Member {
        id: MemberId,
        name: String,
    },
    /// A job of the desk's own.
    Desk,
}

#[derive(Clone, PartialEq, Eq)]
pub enum Happened {
    Submitted,
    ContactProven,
    Verified {
        patient: PatientId,
        evidence: Vec<Evidence>,
    },
    RecordJudged {
        record: RecordId,
        judgement: Judgement,
    },
    Released {
        manifest: Hash,
        letter: Box<Release>,
    },
    PackageReady {
        delivery: DeliveryId,
        sha256: Hash,
        size: u64,
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
}

impl Happened {
    pub fn what(&self) -> What {
        match self {
            Self::Submitted => What::Submitted,
            Self::ContactProven => What::ContactProven,
            Self::Verified { .. } => What::Verified,
            Self::RecordJudged { .. } => What::RecordJudged,
            Self::Released { .. } => What::Released,
            Self::PackageReady { .. } => What::PackageReady,
            Self::DeliveryReissued { .. } => What::DeliveryReissued,
            Self::DeliveryRevoked { .. } => What::DeliveryRevoked,
            Self::Collected { .. } => What::Collected,
            Self::Closed => What::Closed,
        }
    }
}
