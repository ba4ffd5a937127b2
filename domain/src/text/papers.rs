//! What is said of the practice's papers and trainings, to staff.

use super::date;
use crate::papers::{Keep, Standing, Subject};
use crate::wire::papers::TrainingCard;
use crate::word::Language;

pub fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::AccessRequests => "Requests for records",
        Subject::Denials => "Denials and reviews",
        Subject::Fees => "Fees for copies",
        Subject::Verification => "Making sure who asks",
        Subject::WrongReleases => "Records that went to someone wrong",
        Subject::Retention => "How long papers are kept",
        Subject::Other => "Another subject",
        Subject::RecordSets => "Records that patients may see",
        Subject::Handlers => "Who handles requests",
    }
}

/// What a paper or a training is about.
pub fn about(of: Subject, title: &str) -> String {
    match (of, title) {
        (_, "") => subject(of).to_owned(),
        (Subject::Other, title) => title.to_owned(),
        (_, title) => format!("{}: {title}", subject(of)),
    }
}

pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::InForce => "In effect",
        Standing::Coming => "Coming",
        Standing::Former => "Former",
        Standing::Superseded => "Never in effect",
    }
}

/// Whether it was read, or a training was held.
pub fn learned(training: &TrainingCard) -> String {
    let about = about(training.subject, &training.title);
    match training.version_from {
        Some(from) => format!("Read the policy “{about}” of {from}"),
        None => format!("Trained: {about}"),
    }
}

/// Until when it is kept, and why, 45 CFR 164.530(j)(2).
pub fn keep(keep: Keep) -> String {
    match keep {
        Keep::InEffect => "Kept as long as it is in effect, and six years from then (45 CFR 164.530(j)(2)).".to_owned(),
        Keep::Until { counted_from, until } => format!(
            "Kept until {}: six years from {}, the day it was entered or went out of effect, whichever is later (45 CFR \
             164.530(j)(2)).",
            date(until, Language::English),
            date(counted_from, Language::English)
        ),
    }
}
