//! Everything but a release that ends a request, holds its answer up lawfully, or takes an end back.

use super::{Decision, Moment, Refusal, add_task, at_stage, by, decision, end_tasks};
use crate::clock;
use crate::event::Happened;
use crate::letter::{Answer, Says};
use crate::practice::{Clerk, Officer};
use crate::request::Request;
use crate::word::{Ending, Handing, Outcome, TaskKind, Work};
use chrono::NaiveDate;

/// Whether the one extension to that day may be given today, 45 CFR 164.524(b)(2)(ii).
pub fn may_extend(request: &Request, until: NaiveDate, moment: Moment) -> Result<(), Refusal> {
    at_stage(request, &[Work::Received, Work::Gathering])?;
    let due = request.due();
    let last =
        clock::extendable_until(&due, request.kind, request.extension, moment.on).ok_or(Refusal::MayNotExtend)?;
    if until <= due.due_on || until > last {
        return Err(Refusal::UntilTooLate);
    }
    Ok(())
}

/// The one extension. Its letter must go inside the first limit, so that without an e-mail address it is a task for
/// today.
pub fn extend(request: &Request, officer: &Officer, letter: Answer, moment: Moment) -> Result<Decision, Refusal> {
    let Says::Extension { until, .. } = &letter.says else {
        return Err(Refusal::MayNotExtend);
    };
    let until = *until;
    may_extend(request, until, moment)?;
    let happened = Happened::Extended {
        letter: Box::new(letter),
    };
    Ok(decision(request, moment, by(officer), happened, |next| {
        next.version += 1;
        next.extension = Some(until);
        if next.contact.email.is_none() {
            add_task(next, TaskKind::PostLetter, moment.on);
        }
    }))
}

/// Whether the request can end so now.
pub fn may_answer(request: &Request, ending: Ending) -> Result<(), Refusal> {
    if !request.kind.is_access() {
        return Err(Refusal::NotAccess);
    }
    match ending {
        Ending::NotHeld | Ending::NoAuthority | Ending::Unverified => {
            at_stage(request, &[Work::Received, Work::Gathering])
        }
        Ending::Withdrawn => at_stage(request, &[Work::Received, Work::Gathering, Work::Ready]),
    }
}

/// A letter without a record ends the request. It is closed when the letter has arrived; what the requester took back
/// needs no answer.
pub fn answer(request: &Request, clerk: &Clerk, letter: Answer, moment: Moment) -> Result<Decision, Refusal> {
    let Says::Ending { ending, .. } = &letter.says else {
        return Err(Refusal::WrongStage(request.work));
    };
    let ending = *ending;
    may_answer(request, ending)?;
    let happened = Happened::Answered {
        letter: Box::new(letter),
    };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.outcome = Some(ending.outcome());
        next.is_asked = false;
        if ending == Ending::Withdrawn {
            next.work = Work::Closed;
            next.answered_on.get_or_insert(moment.on);
            next.tasks.clear();
            return;
        }
        next.work = Work::Answered;
        if next.contact.email.is_some() {
            next.answered_on.get_or_insert(moment.on);
        } else {
            add_task(next, TaskKind::PostLetter, moment.on);
        }
    }))
}

/// Another kind of ask went to who answers it. No clock of access ran.
pub fn route(
    request: &Request,
    clerk: &Clerk,
    (to, checked): (String, Vec<String>),
    moment: Moment,
) -> Result<Decision, Refusal> {
    if request.kind.is_access() {
        return Err(Refusal::WrongStage(request.work));
    }
    at_stage(request, &[Work::Received])?;
    let happened = Happened::Routed { to, checked };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.work = Work::Closed;
        next.outcome = Some(Outcome::RoutedElsewhere);
        next.answered_on.get_or_insert(moment.on);
        next.tasks.clear();
    }))
}

/// The record or the letter went to the requester outside the page.
pub fn hand_over(
    request: &Request,
    clerk: &Clerk,
    (handing, note): (Handing, String),
    moment: Moment,
) -> Result<Decision, Refusal> {
    at_stage(request, &[Work::Ready, Work::Delivered, Work::Answered])?;
    let happened = Happened::HandedOver { handing, note };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.work = match next.work {
            Work::Answered => Work::Closed,
            _ => Work::Delivered,
        };
        next.answered_on.get_or_insert(moment.on);
        if handing == Handing::Inspected {
            next.outcome = Some(Outcome::Inspected);
        }
        end_tasks(
            next,
            &[
                TaskKind::HandOverRecord,
                TaskKind::PostLetter,
                TaskKind::ReachRequester,
                TaskKind::HelpOpen,
            ],
        );
    }))
}

/// Takes a request up again. Its receipt stays, and with it the clock: an answer that was none does not stop it.
pub fn reopen(request: &Request, clerk: &Clerk, reason: String, moment: Moment) -> Result<Decision, Refusal> {
    at_stage(request, &[Work::Delivered, Work::Answered, Work::Closed])?;
    Ok(decision(
        request,
        moment,
        by(clerk),
        Happened::Reopened { reason },
        back,
    ))
}

/// Takes back what was decided last while nothing of it has gone out: a release that is still packed, or a letter
/// whose message waits.
pub fn undo(request: &Request, clerk: &Clerk, is_letter_waiting: bool, moment: Moment) -> Result<Decision, Refusal> {
    if !can_undo(request, is_letter_waiting) {
        return Err(Refusal::NothingToUndo);
    }
    Ok(decision(request, moment, by(clerk), Happened::Undone, |next| {
        end_tasks(next, &[TaskKind::PostLetter]);
        back(next);
    }))
}

pub fn can_undo(request: &Request, is_letter_waiting: bool) -> bool {
    match request.work {
        // With a link out there, the job makes one anew.
        Work::Assembling => request.delivery.is_none(),
        Work::Answered => is_letter_waiting || super::has_task(request, TaskKind::PostLetter),
        Work::Received | Work::Gathering | Work::Ready | Work::Delivered | Work::Closed => false,
    }
}

fn back(next: &mut Request) {
    next.version += 1;
    next.work = if next.patient.is_some() {
        Work::Gathering
    } else {
        Work::Received
    };
    next.outcome = None;
    next.job = None;
    next.answered_on = None;
}
