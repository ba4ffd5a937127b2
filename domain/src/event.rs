//! One line of an append-only history, with the complete content of what it sent.

use crate::chain::Hash;
use crate::id::{DeliveryId, JobId, MemberId, NoticeId, PatientId, RecordId, RequestId};
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
    /// Where another patient was chosen before, what was uploaded for this request was withdrawn from that one's
    /// list.
    Verified {
        patient: PatientId,
        evidence: Vec<Evidence>,
        withdrawn: Vec<RecordId>,
    },
    /// Links to upload these were given out.
    UploadsGranted {
        records: Vec<RecordId>,
    },
    RecordJudged {
        record: RecordId,
        /// The file's name.
        file: String,
        judgement: Judgement,
    },
    /// A file that was rejected or never arrived is no longer listed.
    RecordDiscarded {
        record: RecordId,
        file: String,
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
    /// The job can't go on: what was released is not what lies there.
    AssemblyFailed {
        job: JobId,
    },
    /// The provider refused a message for good.
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
}

impl Happened {
    pub fn what(&self) -> What {
        match self {
            Self::Submitted => What::Submitted,
            Self::ContactProven => What::ContactProven,
            Self::Verified { .. } => What::Verified,
            Self::UploadsGranted { .. } => What::UploadsGranted,
            Self::RecordJudged { judgement, .. } => match judgement {
                Judgement::Keep => What::RecordKept,
                Judgement::SetAside => What::RecordSetAside,
            },
            Self::RecordDiscarded { .. } => What::RecordDiscarded,
            Self::Released { .. } => What::Released,
            Self::PackageReady { .. } => What::PackageReady,
            Self::AssemblyFailed { .. } => What::AssemblyFailed,
            Self::MailFailed { .. } => What::MailFailed,
            Self::DeliveryReissued { .. } => What::DeliveryReissued,
            Self::DeliveryRevoked { .. } => What::DeliveryRevoked,
            Self::Collected { .. } => What::Collected,
            Self::Closed => What::Closed,
        }
    }

    /// Whether the requester is told. What staff and the desk do among themselves is not hers to be troubled with.
    pub fn is_for_requester(&self) -> bool {
        match self {
            Self::Submitted
            | Self::ContactProven
            | Self::Verified { .. }
            | Self::Released { .. }
            | Self::PackageReady { .. }
            | Self::AssemblyFailed { .. }
            | Self::DeliveryReissued { .. }
            | Self::DeliveryRevoked { .. }
            | Self::Collected { .. }
            | Self::Closed => true,
            Self::UploadsGranted { .. }
            | Self::RecordJudged { .. }
            | Self::RecordDiscarded { .. }
            | Self::MailFailed { .. } => false,
        }
    }

    /// Whether a decision that was made before it is stale. What happens by itself, or only adds, makes none stale.
    pub fn makes_stale(&self) -> bool {
        !matches!(
            self,
            Self::ContactProven | Self::UploadsGranted { .. } | Self::MailFailed { .. } | Self::Collected { .. }
        )
    }

    /// The file that it was done to.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::RecordJudged { file, .. } | Self::RecordDiscarded { file, .. } => Some(file),
            _ => None,
        }
    }
}
