//! The rows of what a practice has in writing and of who was trained: added, never changed, and deleted by nothing.

use super::item::{self, Stored};
use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{MemberId, PolicyId, PracticeId, TrainingId};
use domain::papers::{Learned, Person, PolicyVersion, Subject, Topic, Training};
use domain::person::Telephone;
use serde::{Deserialize, Serialize};

pub const POLICY_PREFIX: &str = "POLICY#";
pub const TRAINING_PREFIX: &str = "TRAINING#";

#[derive(Serialize, Deserialize)]
pub struct StoredPolicy {
    pub practice: PracticeId,
    pub id: PolicyId,
    pub subject: Subject,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub telephone: Option<String>,
    pub from: NaiveDate,
    #[serde(default)]
    pub until: Option<NaiveDate>,
    #[serde(default)]
    pub paper: String,
    pub entered_at: DateTime<Utc>,
    pub entered_on: NaiveDate,
    pub by: MemberId,
    pub by_name: String,
}

impl Stored for StoredPolicy {
    fn pk(&self) -> String {
        item::practice_pk(&self.practice)
    }

    fn sk(&self) -> String {
        format!("{POLICY_PREFIX}{}", self.id)
    }
}

impl StoredPolicy {
    pub fn new(practice: &PracticeId, version: &PolicyVersion) -> Self {
        Self {
            practice: practice.clone(),
            id: version.id.clone(),
            subject: version.topic.subject,
            title: version.topic.title.clone(),
            text: version.text.clone(),
            telephone: version.telephone.as_ref().map(|it| it.as_str().to_owned()),
            from: version.from,
            until: version.until,
            paper: version.paper.clone(),
            entered_at: version.entered_at,
            entered_on: version.entered_on,
            by: version.by.id.clone(),
            by_name: version.by.name.clone(),
        }
    }
}

impl From<StoredPolicy> for PolicyVersion {
    fn from(stored: StoredPolicy) -> Self {
        Self {
            id: stored.id,
            topic: Topic {
                subject: stored.subject,
                title: stored.title,
            },
            text: stored.text,
            telephone: stored.telephone.map(Telephone::stored),
            from: stored.from,
            until: stored.until,
            paper: stored.paper,
            entered_at: stored.entered_at,
            entered_on: stored.entered_on,
            by: Person {
                id: stored.by,
                name: stored.by_name,
            },
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct StoredTraining {
    pub practice: PracticeId,
    pub id: TrainingId,
    pub member: MemberId,
    pub member_name: String,
    pub learned: StoredLearned,
    pub on: NaiveDate,
    pub entered_at: DateTime<Utc>,
    pub entered_on: NaiveDate,
    pub by: MemberId,
    pub by_name: String,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum StoredLearned {
    Read {
        version: PolicyId,
    },
    Trained {
        subject: Subject,
        #[serde(default)]
        title: String,
        #[serde(default)]
        words: String,
    },
}

impl Stored for StoredTraining {
    fn pk(&self) -> String {
        item::practice_pk(&self.practice)
    }

    /// A version is read once by each member: two calls at the same instant make one row.
    fn sk(&self) -> String {
        match &self.learned {
            StoredLearned::Read { version } => format!("{TRAINING_PREFIX}READ#{}#{version}", self.member),
            StoredLearned::Trained { .. } => format!("{TRAINING_PREFIX}HELD#{}", self.id),
        }
    }
}

impl StoredTraining {
    pub fn new(practice: &PracticeId, training: &Training) -> Self {
        Self {
            practice: practice.clone(),
            id: training.id.clone(),
            member: training.member.id.clone(),
            member_name: training.member.name.clone(),
            learned: match &training.learned {
                Learned::Read(version) => StoredLearned::Read {
                    version: version.clone(),
                },
                Learned::Trained { topic, words } => StoredLearned::Trained {
                    subject: topic.subject,
                    title: topic.title.clone(),
                    words: words.clone(),
                },
            },
            on: training.on,
            entered_at: training.entered_at,
            entered_on: training.entered_on,
            by: training.by.id.clone(),
            by_name: training.by.name.clone(),
        }
    }
}

impl From<StoredTraining> for Training {
    fn from(stored: StoredTraining) -> Self {
        Self {
            id: stored.id,
            member: Person {
                id: stored.member,
                name: stored.member_name,
            },
            learned: match stored.learned {
                StoredLearned::Read { version } => Learned::Read(version),
                StoredLearned::Trained { subject, title, words } => Learned::Trained {
                    topic: Topic { subject, title },
                    words,
                },
            },
            on: stored.on,
            entered_at: stored.entered_at,
            entered_on: stored.entered_on,
            by: Person {
                id: stored.by,
                name: stored.by_name,
            },
        }
    }
}
