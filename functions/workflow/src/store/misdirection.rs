//! A record that went to someone wrong, as it is stored: its case in its request's row, and each step in the events.

use super::item::StoredAnswer;
use chrono::NaiveDate;
use domain::disclosure::Misdirection;
use domain::id::DeliveryId;
use domain::letter::breach::Notice;
use domain::misdirection::{Affected, Assessed, Assessment, Case, Decided, Finding, Opened, Sent, Step, Told, Weighed};
use domain::person::Email;
use domain::word::Stage;
use domain::word::misdirection::{Exception, Factor, Recall, Risk, Whom};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct StoredCase {
    number: u64,
    delivery: Option<DeliveryId>,
    went_on: NaiveDate,
    discovered_on: NaiveDate,
    is_accounted: bool,
    address: Option<String>,
    assessed: Option<StoredAssessed>,
    decided: Option<StoredDecided>,
    letter: Option<StoredSent>,
    told: Vec<StoredTold>,
    warned: Option<Stage>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredAssessed {
    Exception(Exception),
    Factors(Vec<(Factor, Risk)>),
}

#[derive(Serialize, Deserialize)]
struct StoredDecided {
    on: NaiveDate,
    finding: StoredFinding,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum StoredFinding {
    Excepted { exception: Exception },
    LowProbability,
    Breach { people: u32, residents: u32, texans: u32 },
}

#[derive(Serialize, Deserialize)]
struct StoredSent {
    seq: u64,
    on: NaiveDate,
    by_post: bool,
}

#[derive(Serialize, Deserialize)]
struct StoredTold {
    whom: Whom,
    on: NaiveDate,
}

impl From<&Case> for StoredCase {
    fn from(case: &Case) -> Self {
        Self {
            number: case.number,
            delivery: case.delivery.clone(),
            went_on: case.went_on,
            discovered_on: case.discovered_on,
            is_accounted: case.is_accounted,
            address: case.address.as_ref().map(|address| address.as_str().to_owned()),
            assessed: case.assessed.as_ref().map(|assessed| match assessed {
                Assessed::Exception(exception) => StoredAssessed::Exception(*exception),
                Assessed::Factors(found) => StoredAssessed::Factors(found.clone()),
            }),
            decided: case.decided.as_ref().map(|decided| StoredDecided {
                on: decided.on,
                finding: decided.finding.into(),
            }),
            letter: case.letter.as_ref().map(|letter| StoredSent {
                seq: letter.seq,
                on: letter.on,
                by_post: letter.by_post,
            }),
            told: case
                .told
                .iter()
                .map(|told| StoredTold {
                    whom: told.whom,
                    on: told.on,
                })
                .collect(),
            warned: case.warned,
        }
    }
}

impl From<StoredCase> for Case {
    fn from(stored: StoredCase) -> Self {
        Self {
            number: stored.number,
            delivery: stored.delivery,
            went_on: stored.went_on,
            discovered_on: stored.discovered_on,
            is_accounted: stored.is_accounted,
            address: stored.address.map(Email::stored),
            assessed: stored.assessed.map(|assessed| match assessed {
                StoredAssessed::Exception(exception) => Assessed::Exception(exception),
                StoredAssessed::Factors(found) => Assessed::Factors(found),
            }),
            decided: stored.decided.map(|decided| Decided {
                on: decided.on,
                finding: decided.finding.into(),
            }),
            letter: stored.letter.map(|letter| Sent {
                seq: letter.seq,
                on: letter.on,
                by_post: letter.by_post,
            }),
            told: stored
                .told
                .into_iter()
                .map(|told| Told {
                    whom: told.whom,
                    on: told.on,
                })
                .collect(),
            warned: stored.warned,
        }
    }
}

impl From<Finding> for StoredFinding {
    fn from(finding: Finding) -> Self {
        match finding {
            Finding::Excepted(exception) => Self::Excepted { exception },
            Finding::LowProbability => Self::LowProbability,
            Finding::Breach(Affected {
                people,
                residents,
                texans,
            }) => Self::Breach {
                people,
                residents,
                texans,
            },
        }
    }
}

impl From<StoredFinding> for Finding {
    fn from(stored: StoredFinding) -> Self {
        match stored {
            StoredFinding::Excepted { exception } => Self::Excepted(exception),
            StoredFinding::LowProbability => Self::LowProbability,
            StoredFinding::Breach {
                people,
                residents,
                texans,
            } => Self::Breach(Affected {
                people,
                residents,
                texans,
            }),
        }
    }
}

/// One step, in an event.
#[derive(Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum StoredStep {
    Opened {
        delivery: Option<DeliveryId>,
        discovered_on: NaiveDate,
        wrong: StoredMisdirection,
    },
    Accounted {
        wrong: StoredMisdirection,
    },
    Recalled {
        recall: Recall,
        on: NaiveDate,
        words: String,
    },
    Excepted {
        exception: Exception,
        words: String,
    },
    Weighed {
        factors: Vec<StoredWeighed>,
    },
    Decided {
        finding: StoredFinding,
        reason: String,
    },
    Written {
        letter: Box<StoredAnswer>,
        is_electronic: bool,
    },
    Told {
        whom: Whom,
        on: NaiveDate,
        note: String,
    },
    Warned {
        stage: Stage,
    },
}

#[derive(Serialize, Deserialize)]
pub struct StoredMisdirection {
    on: NaiveDate,
    to: String,
    place: String,
    what: String,
    why: String,
}

#[derive(Serialize, Deserialize)]
pub struct StoredWeighed {
    factor: Factor,
    risk: Risk,
    words: String,
}

impl From<&Misdirection> for StoredMisdirection {
    fn from(wrong: &Misdirection) -> Self {
        Self {
            on: wrong.on,
            to: wrong.to.clone(),
            place: wrong.place.clone(),
            what: wrong.what.clone(),
            why: wrong.why.clone(),
        }
    }
}

impl From<StoredMisdirection> for Misdirection {
    fn from(stored: StoredMisdirection) -> Self {
        Self {
            on: stored.on,
            to: stored.to,
            place: stored.place,
            what: stored.what,
            why: stored.why,
        }
    }
}

impl From<&Step> for StoredStep {
    fn from(step: &Step) -> Self {
        match step {
            Step::Opened(opened) => Self::Opened {
                delivery: opened.delivery.clone(),
                discovered_on: opened.discovered_on,
                wrong: StoredMisdirection::from(&opened.wrong),
            },
            Step::Accounted(wrong) => Self::Accounted {
                wrong: StoredMisdirection::from(wrong),
            },
            Step::Recalled { recall, on, words } => Self::Recalled {
                recall: *recall,
                on: *on,
                words: words.clone(),
            },
            Step::Assessed(Assessment::Exception { exception, words }) => Self::Excepted {
                exception: *exception,
                words: words.clone(),
            },
            Step::Assessed(Assessment::Factors(weighed)) => Self::Weighed {
                factors: weighed
                    .iter()
                    .map(|it| StoredWeighed {
                        factor: it.factor,
                        risk: it.risk,
                        words: it.words.clone(),
                    })
                    .collect(),
            },
            Step::Decided { finding, reason } => Self::Decided {
                finding: (*finding).into(),
                reason: reason.clone(),
            },
            Step::Written { letter, is_electronic } => Self::Written {
                letter: Box::new(StoredAnswer::from(&**letter)),
                is_electronic: *is_electronic,
            },
            Step::Told { whom, on, note } => Self::Told {
                whom: *whom,
                on: *on,
                note: note.clone(),
            },
            Step::Warned(stage) => Self::Warned { stage: *stage },
        }
    }
}

impl From<StoredStep> for Step {
    fn from(stored: StoredStep) -> Self {
        match stored {
            StoredStep::Opened {
                delivery,
                discovered_on,
                wrong,
            } => Self::Opened(Opened {
                delivery,
                discovered_on,
                wrong: wrong.into(),
            }),
            StoredStep::Accounted { wrong } => Self::Accounted(wrong.into()),
            StoredStep::Recalled { recall, on, words } => Self::Recalled { recall, on, words },
            StoredStep::Excepted { exception, words } => Self::Assessed(Assessment::Exception { exception, words }),
            StoredStep::Weighed { factors } => {
                let weighed = factors.into_iter().map(|it| Weighed {
                    factor: it.factor,
                    risk: it.risk,
                    words: it.words,
                });
                Self::Assessed(Assessment::Factors(weighed.collect()))
            }
            StoredStep::Decided { finding, reason } => Self::Decided {
                finding: finding.into(),
                reason,
            },
            StoredStep::Written { letter, is_electronic } => Self::Written {
                letter: Box::new((*letter).into()),
                is_electronic,
            },
            StoredStep::Told { whom, on, note } => Self::Told { whom, on, note },
            StoredStep::Warned { stage } => Self::Warned(stage),
        }
    }
}

/// What the letter of a breach says.
#[derive(Serialize, Deserialize)]
pub struct StoredNoticeOfBreach {
    went_on: NaiveDate,
    discovered_on: NaiveDate,
    patient: Option<String>,
    happened: String,
    kinds: String,
    protect: String,
    doing: String,
    address: String,
}

impl From<&Notice> for StoredNoticeOfBreach {
    fn from(notice: &Notice) -> Self {
        Self {
            went_on: notice.went_on,
            discovered_on: notice.discovered_on,
            patient: notice.patient.clone(),
            happened: notice.happened.clone(),
            kinds: notice.kinds.clone(),
            protect: notice.protect.clone(),
            doing: notice.doing.clone(),
            address: notice.address.clone(),
        }
    }
}

impl From<StoredNoticeOfBreach> for Notice {
    fn from(stored: StoredNoticeOfBreach) -> Self {
        Self {
            went_on: stored.went_on,
            discovered_on: stored.discovered_on,
            patient: stored.patient,
            happened: stored.happened,
            kinds: stored.kinds,
            protect: stored.protect,
            doing: stored.doing,
            address: stored.address,
        }
    }
}
