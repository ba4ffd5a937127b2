//! Words of the staff pages, in English only. Labels of one place stand in that place.

use domain::text;
use domain::wire::{DeliveryCard, DeliveryState, RecordCard, RecordState, Scope};
use domain::word::{Kind, Language, TaskKind};

const ENGLISH: Language = Language::English;

pub const HAND_OVER: &str = "Say it on the telephone number on file, or give it in person. Never send it to the e-mail address that gets the link: whoever reads that mailbox would then have both.";
pub const ONLY_NOW: &str = "We show it only now. If it gets lost, there is a new one: check again who asks, or, after the release, send a new link.";
pub const TELL_PIN: &str =
    "Say it on the telephone number on file, or give it in person. Never send it together with the receipt number.";
pub const MAIL_FAILED: &str = "An e-mail to the requester could not be delivered. Call the requester.";
pub const CLOCK_RUNS: &str = "The time to answer runs either way. An unproven e-mail address does not stop it.";
pub const UPLOAD_HINT: &str = "Any file of the record. PDF, pictures, DICOM, C-CDA, FHIR and text are looked into; others need your decision. Drop several here, or choose them. Up to 50 files at a time, 5 GB each.";
pub const SIGNED_OUT: &str =
    "You have been signed out. Sign in again in the new tab, then come back here: what you typed is still here.";
pub const OUR_FAULT: &str = "Something went wrong on our side. Nothing was changed. Try again.";
pub const OFFLINE: &str = "We could not connect. It is safe to try again: it counts only once.";
pub const TOO_OFTEN: &str = "That was too often in a short while. Wait a minute, then try again.";
pub const NOT_ALLOWED: &str =
    "You may not do this, or it is no longer there. Ask the privacy officer of your practice.";

pub const FOR_DESK: &str = "The desk does this: a clerk or the privacy officer.";

/// `1 record`, `12 records`.
pub fn records(count: usize) -> String {
    counted(count, "record", "records")
}

pub fn counted(count: usize, one: &str, many: &str) -> String {
    [count.to_string().as_str(), " ", if count == 1 { one } else { many }].concat()
}

/// What was asked for.
pub fn scope(scope: &Scope) -> String {
    if scope.whole {
        return "The whole record".to_owned();
    }
    let mut words = "A part of the record".to_owned();
    if let Some(from) = scope.from {
        words.push_str(", from ");
        words.push_str(&text::date(from, ENGLISH));
    }
    if let Some(until) = scope.until {
        words.push_str(", until ");
        words.push_str(&text::date(until, ENGLISH));
    }
    if !scope.categories.is_empty() {
        let kinds: Vec<&str> = scope
            .categories
            .iter()
            .map(|category| text::category(*category, ENGLISH))
            .collect();
        words.push_str(": ");
        words.push_str(&kinds.join(", "));
    }
    words
}

/// What a record's file is.
pub fn kind(record: &RecordCard) -> &'static str {
    match record.state {
        RecordState::Expected => "not here yet",
        RecordState::Inspected(format) => text::format(format, Language::English),
        RecordState::Rejected(rejection) => text::rejection(rejection),
    }
}

/// What is asked, in a word or two for a list.
pub fn kind_in_short(kind: Kind) -> &'static str {
    match kind {
        Kind::Access => "Record",
        Kind::Directive => "Record, to someone else",
        Kind::Authorization => "Authorization",
        Kind::Subpoena => "Subpoena",
        Kind::Treatment => "For treatment",
        Kind::Amendment => "Correction",
        Kind::Complaint => "Complaint",
    }
}

/// A task, in a word or two for a list, and whether something failed.
pub fn task_in_short(kind: TaskKind) -> (&'static str, bool) {
    match kind {
        TaskKind::Own => ("To do", false),
        TaskKind::ReachRequester => ("E-mail came back", true),
        TaskKind::PostLetter => ("Post the letter", false),
        TaskKind::HandOverRecord => ("Hand over", false),
        TaskKind::RepackRecord => ("Packing failed", true),
        TaskKind::DecideProtected => ("What they may know", true),
        TaskKind::AnswerMessage => ("Answer a message", false),
        TaskKind::HelpOpen => ("Can’t open it", true),
        TaskKind::AssignAgain => ("Assign again", true),
        TaskKind::AskArrival => ("Ask whether it arrived", true),
        TaskKind::AnswerLate => ("Limit has passed", true),
        TaskKind::DesignateReviewer => ("Find a reviewer", true),
        TaskKind::ReviewLate => ("Review is late", true),
        TaskKind::PostReview => ("Post the outcome", false),
        TaskKind::OpenSuspended => ("Study should have ended", false),
        TaskKind::ReleaseReviewed => ("Release the rest", false),
        TaskKind::WrongRelease => ("Wrong release", true),
        TaskKind::PostBreach => ("Post the breach letter", false),
        TaskKind::ArrangeFree => ("Wants it free", false),
        TaskKind::TellFormer => ("Tell the old contact", false),
        TaskKind::PrintFailed => ("No PDF of a letter", true),
        TaskKind::FileDenial => ("File the denial", false),
        TaskKind::NoteDenial => ("Note the denial", false),
    }
}

pub fn delivery_state(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Open => "Open",
        DeliveryState::Exhausted => "All downloads used",
        DeliveryState::Expired => "Ended",
        DeliveryState::Revoked => "Switched off",
    }
}

pub fn downloads(delivery: &DeliveryCard) -> String {
    let done = counted(delivery.claimed as usize, "download", "downloads");
    [done.as_str(), ", ", &delivery.claims_left.to_string(), " left"].concat()
}
