//! The desk's daily work on a request: whose it is, notes, messages, tasks, contacts, agreements, links.

use crate::call::{Call, Reply};
use crate::change::{self, Effects, Once};
use crate::failure::Failure;
use crate::notice;
use crate::session;
use crate::store::StoreError;
use crate::store::dynamo::{Tried, Write};
use crate::store::item::{NoticeKind, StoredNotice};
use crate::submit;
use crate::world::World;
use crate::zone;
use chrono::TimeDelta;
use domain::decide::work::{self, Lies};
use domain::decide::{self, Decision, Refusal, emailing};
use domain::delivery::{self, Delivery};
use domain::email::Changed;
use domain::event::Happened;
use domain::field::{Code, FieldError};
use domain::id::{MemberId, NoticeId, PracticeId, RequestId};
use domain::parse;
use domain::practice::Clerk;
use domain::request::{Request, receipt_folded};
use domain::task::Assignee;
use domain::wire::{self, DeliveryState};
use domain::word::Work;

const ATTEMPTS: usize = 8;
/// A history that only grows must be one that people can read.
const MESSAGES_AN_HOUR: u32 = 10;

/// An active member of the practice who may do the desk's work.
pub async fn assignee(world: &World, practice: &PracticeId, member: &MemberId) -> Result<Assignee, Failure> {
    let member = world.table.member(practice, member).await?;
    let able = member.filter(|member| Clerk::of(member).is_some());
    let able = able.ok_or_else(|| Failure::invalid(vec![FieldError::new("member", Code::MemberUnknown)]))?;
    Ok(Assignee {
        id: able.id,
        name: able.name,
    })
}

async fn optional(
    world: &World,
    practice: &PracticeId,
    member: Option<&MemberId>,
) -> Result<Option<Assignee>, Failure> {
    match member {
        Some(member) => Ok(Some(assignee(world, practice, member).await?)),
        None => Ok(None),
    }
}

/// `POST /api/requests/{request}/assignment`.
pub async fn assign(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::Assign = call.form()?;
            let member = parse::member("member", &form.member).map_err(|error| Failure::invalid(vec![error]))?;
            let to = optional(world, &turn.request.practice, member.as_ref()).await?;
            let decision = work::assign(&turn.request, &turn.authority()?, to, turn.moment)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// `POST /api/practices/{practice}/assignments`: each request in a transaction of its own; one that can't be assigned
/// holds the others up in nothing.
pub async fn assign_many(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let clerk: Clerk = session::authority(&member)?;
    let once = Once::new(world, call, member.id.as_str())?;
    if let Some(repeat) = once.kept().await? {
        return Ok(submit::repeated(repeat));
    }
    let form: wire::AssignMany = call.form()?;
    let command = parse::assign_many(&form).map_err(Failure::invalid)?;
    let to = optional(world, &member.practice, command.member.as_ref()).await?;
    let mut answer = wire::AssignedMany {
        assigned: 0,
        left: Vec::new(),
    };
    for id in command.requests {
        if assign_one(world, call, &clerk, &id, to.as_ref()).await? {
            answer.assigned += 1;
        } else {
            answer.left.push(id.to_string());
        }
    }
    let repeat = once.keep(200, &answer, None)?;
    match world.table.transact(vec![Write::first(&repeat)?], true).await {
        Ok(()) | Err(StoreError::Repeated) => Ok(submit::repeated(repeat)),
        Err(error) => Err(error.into()),
    }
}

async fn assign_one(
    world: &World,
    call: &Call,
    clerk: &Clerk,
    id: &RequestId,
    to: Option<&Assignee>,
) -> Result<bool, Failure> {
    for _ in 0..ATTEMPTS {
        let request = world.table.request(id).await?;
        let Some(request) = request.filter(|request| request.practice == *clerk.practice()) else {
            return Ok(false);
        };
        if request.assignee.as_ref() == to {
            return Ok(true);
        }
        let moment = zone::moment(call.now, &request.received.time_zone);
        let Ok(decision) = work::assign(&request, clerk, to.cloned(), moment) else {
            return Ok(false);
        };
        match change::commit(world, Some(&request), &decision, None, Vec::new()).await {
            Ok(()) => return Ok(true),
            Err(Failure::Store(StoreError::Conflict)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(false)
}

/// `POST /api/requests/{request}/notes`.
pub async fn note(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let form: wire::WriteNote = call.form()?;
            let text = parse::note(&form).map_err(|error| Failure::invalid(vec![error]))?;
            let decision = work::note(&turn.request, &turn.authority()?, text, turn.moment);
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// `POST /api/requests/{request}/delays`.
pub async fn explain_delay(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let form: wire::ExplainDelay = call.form()?;
            let reason = parse::delay(&form).map_err(|error| Failure::invalid(vec![error]))?;
            let decision = work::explain_delay(&turn.request, &turn.authority()?, reason, turn.moment)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// `POST /api/requests/{request}/messages`: it lies on the status page, and an e-mail says so without a word of it.
pub async fn message(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let form: wire::SendMessage = call.form()?;
            let message = parse::message(&form).map_err(|error| Failure::invalid(vec![error]))?;
            let decision = work::send_message(&turn.request, &turn.authority()?, message, turn.moment)?;
            let mut effects = Effects::default();
            if turn.request.contact.email.is_some() {
                let notice = submit::notice(call, &turn.request.id, NoticeKind::Message);
                effects.writes.push(Write::new(&notice)?);
            }
            Ok((decision, effects))
        })
    })
    .await
}

/// `POST /api/status/messages`.
pub async fn write_to_practice(world: &World, call: &Call) -> Result<Reply, Failure> {
    let request = session::requester(world, call).await?;
    let ends_at_s = (call.now + TimeDelta::hours(2)).timestamp();
    let tried = Tried::Message(&request.id, call.now);
    if world
        .table
        .try_secret(&tried, MESSAGES_AN_HOUR, ends_at_s)
        .await?
        .is_none()
    {
        return Err(Failure::TooManyMessages);
    }
    change::by_requester(world, call, |request, moment| {
        let form: wire::SendMessage = call.form()?;
        let (text, _) = parse::message(&form).map_err(|error| Failure::invalid(vec![error]))?;
        Ok(work::receive_message(request, text, moment))
    })
    .await
}

/// `POST /api/status/arrival`.
pub async fn confirm_arrival(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::by_requester(world, call, |request, moment| {
        let form: wire::ConfirmArrival = call.form()?;
        let opened = parse::arrival(&form).map_err(|error| Failure::invalid(vec![error]))?;
        Ok(work::confirm_arrival(request, opened, moment)?)
    })
    .await
}

/// `POST /api/requests/{request}/tasks`.
pub async fn add_task(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::AddTask = call.form()?;
            let task = parse::task(&form).map_err(Failure::invalid)?;
            let owner = optional(world, &turn.request.practice, task.member.as_ref()).await?;
            let decision = work::add_own_task(&turn.request, &turn.authority()?, task, owner, turn.moment)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// `POST /api/requests/{request}/tasks/{task}/completion`.
pub async fn finish_task(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let number = call.ids.get(1).and_then(|text| text.parse().ok());
            let number: u64 = number.ok_or(Failure::NotFound)?;
            let decision = work::finish_task(&turn.request, &turn.authority()?, number, turn.moment)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// `POST /api/requests/{request}/contact`. The e-mail address that was there is told of whatever was changed, unless the
/// requester is reached in confidence: then someone who reads it may be the danger, 45 CFR 164.522(b).
pub async fn change_contact(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::ChangeContact = call.form()?;
            let command = parse::change_contact(&form).map_err(Failure::invalid)?;
            let decision =
                work::change_contact(&turn.request, &turn.authority()?, command, turn.moment).map_err(|refusal| {
                    match refusal {
                        Refusal::ContactNotOnFile => {
                            Failure::invalid(vec![FieldError::new("evidence", Code::ContactNotOnFile)])
                        }
                        refusal => refusal.into(),
                    }
                })?;
            let (before, after) = (&turn.request.contact, &decision.next.contact);
            let is_safe = !before.is_confidential && !after.is_confidential;
            let mut effects = Effects::default();
            let changed = Changed::between(before, after).filter(|_| is_safe);
            if let (Some(old), Some(changed)) = (&before.email, changed) {
                let kind = NoticeKind::ContactChanged {
                    to: old.as_str().to_owned(),
                    changed,
                };
                let notice = StoredNotice {
                    id: call.seed.id("old contact"),
                    ..submit::notice(call, &turn.request.id, kind)
                };
                effects.writes.push(Write::new(&notice)?);
            }
            if after.email.is_some() && before.email != after.email {
                effects.writes.extend(answer_again(world, call, &decision).await?);
            }
            Ok((decision, effects))
        })
    })
    .await
}

/// The message about the answer that lies there, to where the requester is reached now.
async fn answer_again(world: &World, call: &Call, decision: &Decision) -> Result<Option<Write>, Failure> {
    let next = &decision.next;
    let kind = match (next.work, &next.delivery) {
        (Work::Ready, Some(delivery)) if decide::goes_by_itself(next) => NoticeKind::Ready {
            delivery: delivery.clone(),
            again: false,
        },
        (Work::Answered, _) => {
            let events = world.table.events(&next.id).await?;
            let answer = events.iter().rev().find_map(|event| match event.happened {
                Happened::Answered { .. } => Some(event.seq),
                _ => None,
            });
            NoticeKind::Letter {
                seq: answer.ok_or(Failure::Broken("an answer without its letter"))?,
                extends: false,
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(Write::new(&submit::notice(call, &next.id, kind))?))
}

/// `POST /api/requests/{request}/arrangement`.
pub async fn arrange(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::Arrange = call.form()?;
            let agreed = parse::arrange(&form).map_err(Failure::invalid)?;
            let package = open_package(world, call, &turn.request).await?;
            let notice: NoticeId = call.seed.id("record");
            let lies = package.as_ref().map(|delivery| Lies {
                size: delivery.package.size,
                notice: notice.clone(),
            });
            let decision = work::arrange(&turn.request, &turn.authority()?, (agreed, lies), turn.moment)?;
            let mut effects = Effects::default();
            if !decide::goes_by_itself(&turn.request) {
                effects.writes.extend(answer_again(world, call, &decision).await?);
            }
            if let Some(delivery) = package.filter(|_| emailing::waiting(&decision.next) == Some(&notice)) {
                let kind = NoticeKind::Record { delivery: delivery.id };
                effects.writes.push(Write::new(&StoredNotice {
                    id: notice,
                    due_at: Some(call.now + TimeDelta::seconds(notice::WAIT_SECONDS)),
                    ..submit::notice(call, &turn.request.id, kind)
                })?);
            }
            Ok((decision, effects))
        })
    })
    .await
}

/// The package that lies there, as long as it can be had by its link.
async fn open_package(world: &World, call: &Call, request: &Request) -> Result<Option<Delivery>, Failure> {
    let Some(delivery) = &request.delivery else {
        return Ok(None);
    };
    let delivery = world.table.delivery(delivery).await?;
    Ok(delivery.filter(|delivery| match delivery::state(delivery, call.now) {
        DeliveryState::Open | DeliveryState::Exhausted => true,
        DeliveryState::Expired | DeliveryState::Revoked => false,
    }))
}

/// The requests that one is linked to, as far as they are still kept.
pub async fn linked(world: &World, request: &Request) -> Result<Vec<Request>, Failure> {
    let mut found = Vec::with_capacity(request.linked.len());
    for other in &request.linked {
        found.extend(world.table.request(&other.request).await?);
    }
    Ok(found)
}

/// `POST /api/requests/{request}/links`: all requests that become linked, in one transaction.
pub async fn link(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::LinkRequest = call.form()?;
            let unknown = || Failure::invalid(vec![FieldError::new("receipt", Code::LinkUnknown)]);
            let receipt = receipt_folded(&form.receipt);
            let other = world.table.request_of(&turn.request.practice, &receipt).await?;
            let other = other.ok_or_else(unknown)?;
            let (own, theirs) = (linked(world, &turn.request).await?, linked(world, &other).await?);
            let authority = turn.authority()?;
            let (decision, others) = work::link(&turn.request, &authority, &other, (&own, &theirs), turn.moment)
                .map_err(|refusal| match refusal {
                    Refusal::LinkDoesNotFit => unknown(),
                    refusal => refusal.into(),
                })?;
            let mut effects = Effects::default();
            for (other, theirs) in &others {
                effects.writes.extend(change::writes(world, other, theirs)?);
            }
            Ok((decision, effects))
        })
    })
    .await
}
