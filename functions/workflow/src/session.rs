//! One session mechanism: a `__Host-` cookie with a random token, whose keyed hash finds the row; idle and
//! absolute expiry, checked here since the table deletes late.

use crate::call::Call;
use crate::failure::Failure;
use crate::store::item::{StoredAccess, StoredSession, Whose};
use crate::world::World;
use chrono::TimeDelta;
use domain::id::{DeliveryId, MemberId, PracticeId};
use domain::practice::{Authority, Member, Right};
use domain::request::Request;
use domain::review;
use domain::route::Session;
use std::fmt::Write as _;

/// 45 CFR 164.312(a)(2)(iii), automatic log-off.
const IDLE_MINUTES: i64 = 30;
/// The row is not written at every call.
const TOUCH_MINUTES: i64 = 2;

fn absolute(kind: Session) -> TimeDelta {
    match kind {
        Session::Staff => TimeDelta::hours(12),
        Session::Requester | Session::Recipient => TimeDelta::hours(2),
    }
}

/// A new session: the row to commit, and the value for `Set-Cookie`.
pub fn open(world: &World, call: &Call, whose: Whose) -> (StoredSession, String) {
    let kind = match whose {
        Whose::Staff { .. } => Session::Staff,
        Whose::Requester { .. } => Session::Requester,
        Whose::Recipient { .. } => Session::Recipient,
    };
    let token = call.seed.token("session");
    let row = StoredSession {
        hash: world.secret.session(&token),
        whose,
        opened_at: call.now,
        seen_at: call.now,
        ends_at_s: (call.now + absolute(kind)).timestamp(),
    };
    (row, set_cookie(kind.cookie(), &token, "Strict", None))
}

/// Ends the session of a kind, if there is one; the value goes into `Set-Cookie`.
pub async fn close(world: &World, call: &Call, kind: Session) -> Result<String, Failure> {
    if let Some(token) = call.cookie(kind.cookie()) {
        world.table.close_session(&world.secret.session(token)).await?;
    }
    Ok(set_cookie(kind.cookie(), "", "Strict", Some(0)))
}

pub fn set_cookie(name: &str, value: &str, same_site: &str, max_age_s: Option<u32>) -> String {
    let mut cookie = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite={same_site}");
    if let Some(seconds) = max_age_s {
        let _ = write!(cookie, "; Max-Age={seconds}");
    }
    cookie
}

async fn whose(world: &World, call: &Call, kind: Session) -> Result<Whose, Failure> {
    let token = call.cookie(kind.cookie()).ok_or(Failure::NotSignedIn)?;
    let hash = world.secret.session(token);
    let session = world.table.session(&hash).await?.ok_or(Failure::NotSignedIn)?;
    let idle = call.now - session.seen_at;
    if session.ends_at_s <= call.now.timestamp() || idle >= TimeDelta::minutes(IDLE_MINUTES) {
        return Err(Failure::NotSignedIn);
    }
    if idle >= TimeDelta::minutes(TOUCH_MINUTES) {
        world.table.touch_session(&hash, call.now).await?;
    }
    Ok(session.whose)
}

/// The person who works for some practice.
pub async fn staff(world: &World, call: &Call) -> Result<MemberId, Failure> {
    match whose(world, call, Session::Staff).await? {
        Whose::Staff { member } => Ok(member),
        Whose::Requester { .. } | Whose::Recipient { .. } => Err(Failure::NotSignedIn),
    }
}

/// The request whose contact the caller proved, if that contact is still the one.
pub async fn requester(world: &World, call: &Call) -> Result<Request, Failure> {
    let (id, proven) = match whose(world, call, Session::Requester).await? {
        Whose::Requester { request, epoch } => (request, epoch),
        Whose::Staff { .. } | Whose::Recipient { .. } => return Err(Failure::NotSignedIn),
    };
    let request = world.table.request(&id).await?;
    request
        .filter(|request| request.contact_epoch == proven)
        .ok_or(Failure::NotSignedIn)
}

/// Whether the caller proved the second factor of this delivery. Another's is not found.
pub async fn recipient(world: &World, call: &Call, delivery: &DeliveryId) -> Result<(), Failure> {
    match whose(world, call, Session::Recipient).await? {
        Whose::Recipient { delivery: proven } if proven == *delivery => Ok(()),
        Whose::Recipient { .. } | Whose::Staff { .. } | Whose::Requester { .. } => Err(Failure::NotSignedIn),
    }
}

/// The caller as a member of a practice whom the call's route admits, read now: a foreign practice is not found.
pub async fn member(world: &World, call: &Call, practice: &PracticeId) -> Result<Member, Failure> {
    let staff = staff(world, call).await?;
    let member = world.table.member(practice, &staff).await?.ok_or(Failure::NotFound)?;
    admitted(call, member)
}

/// The request of the call's path, and the caller as a member whom the route admits. A request that does not exist and
/// one of another practice are answered alike.
pub async fn member_of_request(world: &World, call: &Call) -> Result<(Member, Request), Failure> {
    let staff = staff(world, call).await?;
    let request = world.table.request(&call.id(0)?).await?.ok_or(Failure::NotFound)?;
    let member = world
        .table
        .member(&request.practice, &staff)
        .await?
        .ok_or(Failure::NotFound)?;
    let member = admitted(call, member)?;
    if may_see(&member, &request) {
        Ok((member, request))
    } else {
        Err(Failure::NotFound)
    }
}

/// Whether a member may see a request of the practice. Who does nothing but reviews sees those that wait for one.
pub fn may_see(member: &Member, request: &Request) -> bool {
    !member.only_reviews() || review::is_for(request, member)
}

fn admitted(call: &Call, member: Member) -> Result<Member, Failure> {
    if call.route.caller.admits(&member) {
        Ok(member)
    } else {
        Err(Failure::NotPermitted)
    }
}

/// What a member may do, as the decisions ask for it.
pub fn authority<R: Right>(member: &Member) -> Result<Authority<R>, Failure> {
    Authority::of(member).ok_or(Failure::NotPermitted)
}

/// Writes down who reads what, before it is read; without that line nothing is shown.
pub async fn note_access(
    world: &World,
    call: &Call,
    member: &Member,
    request: Option<&Request>,
) -> Result<(), Failure> {
    let row = StoredAccess {
        practice: member.practice.clone(),
        at: call.now,
        id: call.seed.token("access"),
        member: member.id.clone(),
        route: call.route.path.to_owned(),
        request: request.map(|request| request.id.clone()),
    };
    Ok(world.table.put_row(&row).await?)
}
