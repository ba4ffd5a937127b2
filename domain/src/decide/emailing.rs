//! The record itself by plain e-mail, which is the requester's right once she was warned of the risk and still wants
//! it, 45 CFR 164.524(c)(2) and (3). What has left can't be called back, so that it goes only where all of that is
//! noted, to an address that was confirmed.

use super::{Decision, Moment, add_task, agreed_way, decision, end_tasks, is_for_requester};
use crate::event::{Actor, Happened};
use crate::id::{DeliveryId, NoticeId};
use crate::request::{Emailing, Reached, Request};
use crate::review;
use crate::wire::NotEmailed;
use crate::word::{TaskKind, Way, Work};
use chrono::NaiveDate;

/// Bytes of a package that a message can take. The provider's limit is 40 MB with the package in base 64, where 57 bytes
/// are a line of 78.
pub const LIMIT: u64 = 28_000_000;
/// What is left is for the text and the headers.
const _: () = assert!(LIMIT / 57 * 78 < 39_000_000);

/// Whether a package of that size goes to the requester by plain e-mail without anyone of the desk.
pub fn goes(request: &Request, size: u64) -> bool {
    is_meant(request) && obstacle(request, size).is_none()
}

/// Why a package of that size that is to go by plain e-mail waits for a person.
pub fn why_not(request: &Request, size: u64) -> Option<NotEmailed> {
    if is_meant(request) {
        obstacle(request, size)
    } else {
        None
    }
}

fn is_meant(request: &Request) -> bool {
    is_for_requester(request) && agreed_way(request) == Way::Email
}

fn obstacle(request: &Request, size: u64) -> Option<NotEmailed> {
    let is_accepted = request.agreed.as_ref().is_some_and(|agreed| agreed.risk_accepted);
    if !is_accepted {
        return Some(NotEmailed::RiskNotAccepted);
    }
    if request.contact.email.is_none() || !request.contact_proven {
        return Some(NotEmailed::NotConfirmed);
    }
    (size > LIMIT).then_some(NotEmailed::TooLarge)
}

/// Whether the message with the record waits to go, or has gone and not arrived yet.
pub fn is_on_its_way(request: &Request) -> bool {
    request
        .emailing
        .as_ref()
        .is_some_and(|emailing| match emailing.reached {
            Reached::Outbox | Reached::Provider => true,
            Reached::Mailbox => false,
        })
}

/// The message with the record that waits in the outbox.
pub fn waiting(request: &Request) -> Option<&NoticeId> {
    let emailing = request.emailing.as_ref();
    emailing
        .filter(|emailing| emailing.reached == Reached::Outbox)
        .map(|emailing| &emailing.notice)
}

/// Whether this is the message by which the record goes, or went.
pub fn is_by(request: &Request, notice: &NoticeId) -> bool {
    request
        .emailing
        .as_ref()
        .is_some_and(|emailing| emailing.notice == *notice)
}

/// The message goes into the outbox. No clock stops before it has gone.
pub(super) fn begin(next: &mut Request, notice: NoticeId) {
    next.emailing = Some(Emailing {
        notice,
        reached: Reached::Outbox,
    });
    end_tasks(next, &[TaskKind::HandOverRecord, TaskKind::AskArrival]);
}

/// What is on its way, or went and may have got lost, counts no more: nobody knows that access was given.
pub(super) fn forget(next: &mut Request) {
    let was_answer = next
        .emailing
        .take()
        .is_some_and(|emailing| emailing.reached == Reached::Provider);
    if was_answer && next.work == Work::Ready && !review::gave_more(next) {
        next.answered_on = None;
    }
    end_tasks(next, &[TaskKind::AskArrival]);
}

/// What is on its way counts no more: it does not go, or what becomes of it answers nothing. The record is a person's
/// to hand over.
pub(super) fn leave_to_a_person(next: &mut Request, on: NaiveDate) {
    forget(next);
    if next.work == Work::Ready {
        add_task(next, TaskKind::HandOverRecord, on);
    }
}

/// The provider took the message: access is given, 45 CFR 164.524(b)(2)(i)(A). That it went is so, whatever the request
/// is by now.
pub fn sent(request: &Request, delivery: DeliveryId, notice: NoticeId, moment: Moment) -> Decision {
    let is_own = is_by(request, &notice);
    let happened = Happened::RecordEmailed { delivery, notice };
    decision(request, moment, Actor::Desk, happened, |next| {
        if let Some(emailing) = next.emailing.as_mut().filter(|_| is_own) {
            emailing.reached = Reached::Provider;
            next.answered_on.get_or_insert(moment.on);
        }
    })
}

/// The receiving side has the message. Its word may come before it is noted that the provider took it, and then says
/// both. `None` where it says nothing new.
pub fn arrived(request: &Request, delivery: DeliveryId, notice: NoticeId, moment: Moment) -> Option<Decision> {
    let emailing = request.emailing.as_ref().filter(|emailing| emailing.notice == notice)?;
    let happened = match emailing.reached {
        Reached::Outbox => Happened::RecordEmailed { delivery, notice },
        Reached::Provider => Happened::MailArrived { notice },
        Reached::Mailbox => return None,
    };
    Some(decision(request, moment, Actor::Desk, happened, |next| {
        end_tasks(next, &[TaskKind::AskArrival]);
        next.answered_on.get_or_insert(moment.on);
        if next.work == Work::Ready {
            next.work = Work::Delivered;
            if let Some(emailing) = &mut next.emailing {
                emailing.reached = Reached::Mailbox;
            }
            end_tasks(next, &[TaskKind::HandOverRecord, TaskKind::ReachRequester]);
        } else {
            // She took it by its link meanwhile: should this come back, she has it all the same.
            next.emailing = None;
        }
    }))
}

/// The message with the record is lost, be it after the receiving side had it: it was no answer, unless she took the
/// record by its link meanwhile.
pub(super) fn lose(next: &mut Request, moment: Moment) {
    let was_answer = next.work == Work::Ready || !is_on_its_way(next);
    next.emailing = None;
    if was_answer || next.work != Work::Closed {
        add_task(next, TaskKind::ReachRequester, moment.on);
    }
    if !was_answer {
        return;
    }
    if next.work != Work::Ready {
        next.version += 1;
        next.work = Work::Ready;
    }
    if !review::gave_more(next) {
        next.answered_on = None;
    }
    add_task(next, TaskKind::HandOverRecord, moment.on);
}
