//! The rows of what a practice has in writing and of who was trained: added, never changed, and deleted by nothing.

use super::item::{self, Stored};
use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{MemberId, PolicyId, PracticeId, TrainingId};
use domain::papers::{Content, Handler, Learned, Person, PolicyVersion, Subject, Topic, Training};
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
    pub content: StoredContent,
    pub from: NaiveDate,
    #[serde(default)]
    pub paper: String,
    pub entered_at: DateTime<Utc>,
    pub entered_on: NaiveDate,
    pub by: MemberId,
    pub by_name: String,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum StoredContent {
    Text { text: String },
    Handlers { handlers: Vec<StoredHandler> },
}

#[derive(Serialize, Deserialize)]
pub struct StoredHandler {
    title: String,
    telephone: Option<String>,
    from: NaiveDate,
    until: Option<NaiveDate>,
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
            content: StoredContent::from(&version.content),
            from: version.from,
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
            content: stored.content.into(),
            from: stored.from,
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

impl From<&Content> for StoredContent {
    fn from(content: &Content) -> Self {
        match content {
            Content::Text(text) => Self::Text { text: text.clone() },
            Content::Handlers(handlers) => Self::Handlers {
                handlers: handlers
                    .iter()
                    .map(|handler| StoredHandler {
                        title: handler.title.clone(),
                        telephone: handler
                            .telephone
                            .as_ref()
                            .map(|telephone| telephone.as_str().to_owned()),
                        from: handler.from,
                        until: handler.until,
                    })
                    .collect(),
            },
        }
    }
}

impl From<StoredContent> for Content {
    fn from(stored: StoredContent) -> Self {
        match stored {
            StoredContent::Text { text } => Self::Text(text),
            StoredContent::Handlers { handlers } => Self::Handlers(
                handlers
                    .into_iter()
                    .map(|handler| Handler {
                        title: handler.title,
                        telephone: handler.telephone.map(Telephone::stored),
                        from: handler.from,
                        until: handler.until,
                    })
                    .collect(),
            ),
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
