//! The record that the patient directed to a third party, 45 CFR 164.524(c)(3)(ii): when it is noted that it went, the patient
//! is told what went to whom, and what was withheld, by a letter of the same event.

use super::{Decision, Refusal, add_task, complete, has_task};
use crate::event::{Event, Happened};
use crate::letter::{Answer, Letter, directive};
use crate::practice::Practice;
use crate::request::{Request, Requester};
use crate::word::{Handing, Outcome, TaskKind, Work};
use chrono::NaiveDate;

/// What the patient is to be told once that hand-over is noted; `None` where no record goes to a third party by it.
pub fn letter(
    request: &Request,
    practice: &Practice,
    events: &[Event],
    handing: Handing,
    on: NaiveDate,
) -> Option<Answer> {
    let Requester::Directed { to, place } = &request.requester else {
        return None;
    };
    if !tells(request) {
        return None;
    }
    let last = events.iter().rev().find_map(|event| match &event.happened {
        Happened::Released { letter, .. } => Some(letter),
        _ => None,
    });
    let release = last.filter(|release| release.files > 0)?;
    let to = (to.clone(), place.clone(), handing);
    Some(directive::sent(request, practice, release, to, on))
}

/// The hand-over with that letter. Without an e-mail address the letter is a task for today.
pub fn told(handed: Decision, letter: Answer) -> Result<Decision, Refusal> {
    let Happened::HandedOver { handing, note, .. } = handed.event.happened else {
        return Ok(handed);
    };
    complete(Letter::Answer(&letter))?;
    let Decision { mut next, event } = handed;
    if next.contact.email.is_none() {
        add_task(&mut next, TaskKind::PostLetter, event.on);
    }
    let letter = Some(Box::new(letter));
    let happened = Happened::HandedOver { handing, note, letter };
    let event = Event { happened, ..event };
    Ok(Decision { next, event })
}

/// The record went to the third party, and the letter about it is still to be posted to the patient.
pub fn waits_for_letter(request: &Request) -> bool {
    request.work == Work::Delivered && is_directed(request) && has_task(request, TaskKind::PostLetter)
}

/// Whether a hand-over that is noted now takes a record to a third party.
pub fn tells(request: &Request) -> bool {
    is_directed(request) && is_out(request) && !waits_for_letter(request)
}

/// Whether a message with a letter is about a record that went to a third party.
pub fn is_told(request: &Request) -> bool {
    is_directed(request) && is_out(request) && request.work != Work::Ready
}

fn is_directed(request: &Request) -> bool {
    match &request.requester {
        Requester::Directed { .. } => true,
        Requester::Patient | Requester::Representative { .. } | Requester::Other { .. } => false,
    }
}

/// Whether a record lies there or went out.
fn is_out(request: &Request) -> bool {
    let has_record = match request.outcome {
        Some(Outcome::Released | Outcome::ReleasedInPart | Outcome::Inspected) => true,
        Some(
            Outcome::Denied
            | Outcome::NotHeld
            | Outcome::NoAuthority
            | Outcome::Unverified
            | Outcome::Withdrawn
            | Outcome::RoutedElsewhere,
        )
        | None => false,
    };
    has_record && matches!(request.work, Work::Ready | Work::Delivered | Work::Closed)
}
