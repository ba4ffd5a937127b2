//! What people read of a review.

use crate::wire::review::Bar;
use crate::word::{Ground, Language, ReviewOutcome};

/// The one question to a reviewer about a record: the standard of its ground, 45 CFR 164.524(a)(3).
pub fn question(ground: Ground) -> &'static str {
    match ground {
        Ground::R1 => {
            "In your professional judgment, is access reasonably likely to endanger the life or physical safety of the \
             patient or of another person?"
        }
        Ground::R2 => {
            "In your professional judgment, is access reasonably likely to cause substantial harm to another person whom \
             it names, who is not a provider?"
        }
        Ground::R3 => {
            "In your professional judgment, is access by this representative reasonably likely to cause substantial harm \
             to the patient or to another person?"
        }
        // No review is asked about these.
        Ground::U1 | Ground::U2 | Ground::U3 | Ground::U4 | Ground::U5 | Ground::U6 | Ground::N3 => {
            "In your professional judgment, is the standard of this ground met?"
        }
    }
}

/// Why a member may not review.
pub fn bar(bar: Bar) -> &'static str {
    match bar {
        Bar::NotActive => "does not work here any more",
        Bar::TookPart => "took part in the denial",
        Bar::NoLicence => "no licence on file",
        Bar::NotReviewer => "not a reviewer here",
    }
}

pub fn outcome(outcome: ReviewOutcome, language: Language) -> &'static str {
    match (outcome, language) {
        (ReviewOutcome::Upheld, Language::English) => "It stays as it was decided first",
        (ReviewOutcome::Upheld, Language::Spanish) => "Queda como se decidió primero",
        (ReviewOutcome::Overturned, Language::English) => "All of it goes out",
        (ReviewOutcome::Overturned, Language::Spanish) => "Se entrega todo",
        (ReviewOutcome::OverturnedInPart, Language::English) => "A part of it goes out",
        (ReviewOutcome::OverturnedInPart, Language::Spanish) => "Se entrega una parte",
    }
}
