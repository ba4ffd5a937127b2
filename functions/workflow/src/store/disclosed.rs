//! The rows of the log of what went out: written with what they tell of, never changed, found by month, by request and by
//! patient.

use super::item::{self, Stored};
use chrono::{DateTime, NaiveDate, Utc};
use domain::disclosure::Disclosure;
use domain::id::{DeliveryId, PatientId, PracticeId, RequestId};
use domain::report;
use domain::word::Outgoing;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct StoredDisclosure {
    /// Of the event that it came with, so that no line is written twice.
    pub id: String,
    pub practice: PracticeId,
    pub request: RequestId,
    pub receipt: String,
    pub patient: Option<PatientId>,
    pub at: DateTime<Utc>,
    pub on: NaiveDate,
    pub how: Outgoing,
    pub to: String,
    pub place: String,
    pub by: Option<String>,
    pub what: String,
    pub why: String,
}

pub const PREFIX: &str = "DISCLOSURE#";

/// What went out of a practice in a month, `2026-01`.
pub fn disclosed_key(practice: &PracticeId, month: &str) -> String {
    format!("{practice}#DISCLOSED#{month}")
}

/// What went out of a patient's record.
pub fn disclosed_of_key(practice: &PracticeId, patient: &PatientId) -> String {
    format!("DISCLOSED#{practice}#{patient}")
}

impl Stored for StoredDisclosure {
    fn pk(&self) -> String {
        item::request_pk(&self.request)
    }

    fn sk(&self) -> String {
        format!("{PREFIX}{}", self.id)
    }

    fn index(&self) -> Vec<(&'static str, String)> {
        let place = format!("{}#{}#{}", self.on, self.request, self.id);
        let mut index = vec![
            ("calendar_pk", disclosed_key(&self.practice, &report::month(self.on))),
            ("calendar_sk", place.clone()),
        ];
        if let Some(patient) = &self.patient {
            index.push(("party_pk", disclosed_of_key(&self.practice, patient)));
            index.push(("party_sk", place));
        }
        index
    }
}

impl StoredDisclosure {
    /// The line of an event of the request.
    pub fn of_event(seq: u64, line: Disclosure) -> Self {
        Self::new(format!("{seq:08}"), line)
    }

    /// The line of an event of a delivery.
    pub fn of_link(delivery: &DeliveryId, seq: u64, line: Disclosure) -> Self {
        Self::new(format!("{delivery}#{seq:08}"), line)
    }

    fn new(id: String, line: Disclosure) -> Self {
        Self {
            id,
            practice: line.practice,
            request: line.request,
            receipt: line.receipt,
            patient: line.patient,
            at: line.at,
            on: line.on,
            how: line.how,
            to: line.to,
            place: line.place,
            by: line.by,
            what: line.what,
            why: line.why,
        }
    }
}

impl From<StoredDisclosure> for Disclosure {
    fn from(stored: StoredDisclosure) -> Self {
        Self {
            practice: stored.practice,
            request: stored.request,
            receipt: stored.receipt,
            patient: stored.patient,
            at: stored.at,
            on: stored.on,
            how: stored.how,
            to: stored.to,
            place: stored.place,
            by: stored.by,
            what: stored.what,
            why: stored.why,
        }
    }
}
