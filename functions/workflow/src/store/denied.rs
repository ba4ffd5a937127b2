//! The rows by which a denial is found in the month in which it was given: written with the letter, never changed. What was
//! denied, and what became of it, is in the history of the request.

use super::item::{self, Stored};
use chrono::NaiveDate;
use domain::event::Event;
use domain::id::{PracticeId, RequestId};
use domain::report;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct StoredDenial {
    pub practice: PracticeId,
    pub request: RequestId,
    /// The event with the letter.
    pub seq: u64,
    pub on: NaiveDate,
}

impl StoredDenial {
    /// The row of an event, if its letter denies something.
    pub fn of_event(practice: &PracticeId, event: &Event) -> Option<Self> {
        report::denies(event).then(|| Self {
            practice: practice.clone(),
            request: event.request.clone(),
            seq: event.seq,
            on: event.on,
        })
    }
}

/// What a practice denied in a month, `2026-01`.
pub fn denied_key(practice: &PracticeId, month: &str) -> String {
    format!("{practice}#DENIED#{month}")
}

impl Stored for StoredDenial {
    fn pk(&self) -> String {
        item::request_pk(&self.request)
    }

    fn sk(&self) -> String {
        format!("DENIAL#{:08}", self.seq)
    }

    fn index(&self) -> Vec<(&'static str, String)> {
        vec![
            ("calendar_pk", denied_key(&self.practice, &report::month(self.on))),
            ("calendar_sk", format!("{}#{}#{:08}", self.on, self.request, self.seq)),
        ]
    }
}
