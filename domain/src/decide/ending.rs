//! Everything but a release that ends a request, holds its answer up lawfully, or takes an end back.

use super::{
    Decision, Moment, Refusal, add_task, at_stage, by, complete, decision, directive, emailing, end_tasks, has_task,
    review,
};
use crate::clock;
use crate::delivery::Delivery;
use crate::event::Happened;
use crate::letter::{Answer, Letter, Says};
use crate::practice::{Clerk, Officer};
use crate::request::Request;
use crate::word::{Ending, Handing, Outcome, TaskKind, Work};
use chrono::NaiveDate;

/// Whether the one extension to that day may be given today, 45 CFR 164.524(b)(2)(ii).
pub fn may_extend(request: &Request, until: NaiveDate, moment: Moment) -> Result<(), Refusal> {
    at_stage(request, &[Work::Received, Work::Gathering])?;
    let may = clock::extendable(&request.clock_ask(), moment.on).ok_or(Refusal::MayNotExtend)?;
    if until <= may.after || until > may.last {
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
    complete(Letter::Answer(&letter))?;
    let happened = Happened::Extended {
        letter: Box::new(letter),
    };
    Ok(decision(request, moment, by(officer), happened, |next| {
        next.version += 1;
        next.extension = Some(until);
        next.extended_on = Some(moment.on);
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
    review::none_open(request)?;
    complete(Letter::Answer(&letter))?;
    let happened = Happened::Answered {
        letter: Box::new(letter),
    };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.outcome = Some(ending.outcome());
        next.is_asked = false;
        next.emailing = None;
        end_tasks(next, &[TaskKind::AskArrival]);
        let goes_by_mail = next.contact.email.is_some();
        let needs_no_answer = ending == Ending::Withdrawn;
        if goes_by_mail || needs_no_answer {
            next.answered_on.get_or_insert(moment.on);
        }
        if goes_by_mail && needs_no_answer {
            next.work = Work::Closed;
            next.tasks.clear();
            return;
        }
        next.work = Work::Answered;
        if !goes_by_mail {
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
    let is_letter = has_task(request, TaskKind::PostLetter);
    match (request.work, handing) {
        // The letter of an extension; the work goes on.
        (Work::Received | Work::Gathering, Handing::Posted | Handing::InPerson | Handing::Emailed) if is_letter => {}
        // What the patient is told of a record that went to a third party.
        (Work::Delivered, Handing::Posted | Handing::InPerson | Handing::Emailed)
            if directive::waits_for_letter(request) => {}
        // Nothing can be looked at but a record.
        (work @ Work::Delivered, Handing::Inspected) if directive::waits_for_letter(request) => {
            return Err(Refusal::WrongStage(work));
        }
        (Work::Answered, Handing::Posted | Handing::InPerson | Handing::Emailed) => {}
        (Work::Ready | Work::Delivered, _) => {}
        (work, _) => return Err(Refusal::WrongStage(work)),
    }
    let happened = Happened::HandedOver {
        handing,
        note,
        letter: None,
    };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        if directive::waits_for_letter(request) {
            end_tasks(next, &[TaskKind::PostLetter, TaskKind::ReachRequester]);
            return;
        }
        let ended = match next.work {
            Work::Received | Work::Gathering => {
                end_tasks(next, &[TaskKind::PostLetter]);
                return;
            }
            Work::Answered => Work::Closed,
            Work::Ready | Work::Delivered | Work::Assembling | Work::Closed => Work::Delivered,
        };
        next.work = ended;
        next.emailing = None;
        next.answered_on.get_or_insert(moment.on);
        if handing == Handing::Inspected && next.outcome == Some(Outcome::Released) {
            next.outcome = Some(Outcome::Inspected);
        }
        end_tasks(
            next,
            &[
                TaskKind::HandOverRecord,
                TaskKind::PostLetter,
                TaskKind::ReachRequester,
                TaskKind::HelpOpen,
                TaskKind::AskArrival,
            ],
        );
    }))
}

/// Takes a request up again. Its receipt stays, and with it the clock: an answer that was none does not stop it. A link
/// that still works is switched off with it, since there may be what must not be there.
pub fn reopen(
    request: &Request,
    clerk: &Clerk,
    current: Option<&Delivery>,
    reason: String,
    moment: Moment,
) -> Result<(Decision, Option<Delivery>), Refusal> {
    at_stage(request, &[Work::Delivered, Work::Answered, Work::Closed])?;
    review::none_open(request)?;
    let decision = decision(request, moment, by(clerk), Happened::Reopened { reason }, |next| {
        next.delivery = None;
        back(next);
    });
    Ok((decision, switched_off(current)))
}

/// The link, if it still worked.
pub(super) fn switched_off(current: Option<&Delivery>) -> Option<Delivery> {
    current.filter(|delivery| !delivery.revoked).map(|delivery| Delivery {
        revoked: true,
        ..delivery.clone()
    })
}

/// Takes back what was decided last while nothing of it has gone out: a release that is still packed or whose message
/// with the record waits, or a letter whose message waits. A link that works is switched off with it, be it an earlier
/// release's: what is decided next may keep back what it leads to.
pub fn undo(
    request: &Request,
    clerk: &Clerk,
    (current, is_letter_waiting): (Option<&Delivery>, bool),
    moment: Moment,
) -> Result<(Decision, Option<Delivery>), Refusal> {
    if !can_undo(request, is_letter_waiting) {
        return Err(Refusal::NothingToUndo);
    }
    let decision = decision(request, moment, by(clerk), Happened::Undone, |next| {
        next.delivery = None;
        let answered_on = next.answered_on;
        back(next);
        review::still_to_release(next, answered_on, moment.on);
    });
    Ok((decision, switched_off(current)))
}

pub fn can_undo(request: &Request, is_letter_waiting: bool) -> bool {
    match request.work {
        // With a link out there, the job makes one anew.
        Work::Assembling => request.delivery.is_none(),
        // What is to be posted can be read on the status page already.
        Work::Answered => is_letter_waiting,
        // What she had before is not taken back with it.
        Work::Ready => {
            emailing::waiting(request).is_some() && request.answered_on.is_none() && request.review.is_none()
        }
        Work::Received | Work::Gathering | Work::Delivered | Work::Closed => false,
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
    next.emailing = None;
    next.answered_on = None;
}
