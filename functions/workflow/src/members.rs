//! Who works for a practice. Switching a member off takes effect at the next call; the work goes over.

use crate::call::{Call, Reply};
use crate::change::{self, Once};
use crate::failure::Failure;
use crate::session;
use crate::store::StoreError;
use crate::store::dynamo::Write;
use crate::store::item::{StoredHandover, StoredMember};
use crate::submit;
use crate::work::assignee;
use crate::world::World;
use crate::zone;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::decide::{review, work};
use domain::field::{Code, FieldError};
use domain::id::{MemberId, PracticeId, RequestId};
use domain::parse;
use domain::practice::Member;
use domain::task::Assignee;
use domain::wire::{self, MemberCard, Members};

const ROWS: i32 = 200;
/// By then every call that still took the member for active has ended, and the list of open requests, which follows the
/// table with a delay, has what such a call assigned.
const SETTLED_SECONDS: i64 = 60;

/// `GET /api/practices/{practice}/members`.
pub async fn list(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let mut members = world.table.members(&member.practice).await?;
    members.sort_by(|left, right| left.name.cmp(&right.name));
    let members = members.iter().map(card).collect();
    Reply::json(200, &Members { members })
}

fn card(member: &Member) -> MemberCard {
    MemberCard {
        member: member.id.clone(),
        name: member.name.clone(),
        roles: member.roles.clone(),
        active: member.active,
    }
}

/// `POST /api/practices/{practice}/members/{member}`. The row is changed together with the order to hand the work over;
/// what of it is not done now, or not seen yet, the sweep does.
pub async fn change(world: &World, call: &Call) -> Result<Reply, Failure> {
    let officer = session::member(world, call, &call.id(0)?).await?;
    let id: MemberId = call.id(1)?;
    let once = Once::new(world, call, officer.id.as_str())?;
    if let Some(repeat) = once.kept().await? {
        return Ok(submit::repeated(repeat));
    }
    let member = world
        .table
        .member(&officer.practice, &id)
        .await?
        .ok_or(Failure::NotFound)?;
    let form: wire::ChangeMember = call.form()?;
    let (active, takes_over) = parse::change_member(&form).map_err(Failure::invalid)?;
    let wrong = |field: &str| Failure::invalid(vec![FieldError::new(field, Code::MemberUnknown)]);
    // Someone must be left who can switch members on again.
    if !active && member.id == officer.id {
        return Err(wrong("active"));
    }
    let to = match takes_over.filter(|_| !active) {
        Some(other) if other == member.id => return Err(wrong("takes_over")),
        Some(other) => {
            let able = successor(world, &officer.practice, &other).await?;
            Some(able.ok_or_else(|| wrong("takes_over"))?)
        }
        None => None,
    };
    let read = StoredMember::from(&member);
    let changed = Member { active, ..member };
    let repeat = once.keep(200, &card(&changed), None)?;
    let handover = StoredHandover {
        practice: officer.practice.clone(),
        member: changed.id.clone(),
        takes_over: to.as_ref().map(|to| to.id.clone()),
        began_at: call.now,
        finished: active,
    };
    let writes = vec![
        Write::first(&repeat)?,
        Write::over(&StoredMember::from(&changed), &read)?,
        Write::any(&handover)?,
    ];
    match world.table.transact(writes, true).await {
        Ok(()) => {}
        Err(StoreError::Repeated) => return Ok(submit::repeated(repeat)),
        Err(StoreError::Conflict) => return Err(Failure::Changed),
        Err(error) => return Err(error.into()),
    }
    hand_over(world, &handover, call.now).await?;
    Ok(submit::repeated(repeat))
}

/// Who takes over, if that is still someone who does the desk's work. A store that does not answer says nothing of it.
async fn successor(world: &World, practice: &PracticeId, member: &MemberId) -> Result<Option<Assignee>, Failure> {
    match assignee(world, practice, member).await {
        Ok(able) => Ok(Some(able)),
        Err(Failure::Invalid { .. }) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Gives what is open of a member to another one, or to nobody, which is a task. The order ends with a pass through the
/// list that began late enough to see everything.
pub async fn hand_over(world: &World, handover: &StoredHandover, now: DateTime<Utc>) -> Result<(), Failure> {
    if handover.finished {
        return Ok(());
    }
    let to: Option<Assignee> = match &handover.takes_over {
        Some(member) => successor(world, &handover.practice, member).await?,
        None => None,
    };
    let mut after: Option<(NaiveDate, RequestId)> = None;
    loop {
        let page = world.table.worklist(&handover.practice, after, ROWS).await?;
        for request in &page.rows {
            if review::release_reviewer(
                request,
                &handover.member,
                zone::moment(now, &request.received.time_zone),
            )
            .is_some()
            {
                change::by_itself(
                    world,
                    &request.id,
                    now,
                    |current, moment| review::release_reviewer(current, &handover.member, moment),
                    || Ok(Vec::new()),
                )
                .await?;
            }
            let owner = |who: &Option<Assignee>| who.as_ref().is_some_and(|who| who.id == handover.member);
            if !owner(&request.assignee) && !request.tasks.iter().any(|task| owner(&task.owner)) {
                continue;
            }
            change::by_itself(
                world,
                &request.id,
                now,
                |current, moment| work::reassign(current, &handover.member, to.clone(), moment),
                || Ok(Vec::new()),
            )
            .await?;
        }
        after = page
            .rows
            .last()
            .filter(|_| page.next.is_some())
            .map(|last| (last.act_on(), last.id.clone()));
        if after.is_none() {
            break;
        }
    }
    if now - handover.began_at < TimeDelta::seconds(SETTLED_SECONDS) {
        return Ok(());
    }
    let done = StoredHandover {
        finished: true,
        ..handover.clone()
    };
    match world.table.transact(vec![Write::over(&done, handover)?], false).await {
        // The member was switched on or off again meanwhile, and that order is another.
        Ok(()) | Err(StoreError::Conflict) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
