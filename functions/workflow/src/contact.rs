//! Proving a contact by a 6-digit code, and coming back to a request with its receipt number.

use crate::call::{Call, Reply};
use crate::change::{self, Once};
use crate::failure::Failure;
use crate::secret;
use crate::session;
use crate::store::StoreError;
use crate::store::dynamo::Write;
use crate::store::item::{NoticeKind, StoredChallenge, Whose};
use crate::submit;
use crate::world::World;
use crate::zone;
use chrono::TimeDelta;
use domain::decide;
use domain::field::{Code, FieldError};
use domain::id::{ChallengeId, RequestId};
use domain::parse;
use domain::request::receipt_folded;
use domain::route::Session;
use domain::wire;

/// Minutes that a code works.
const CODE_MINUTES: i64 = 10;
/// Tries of one code.
const TRIES: u32 = 5;
/// Codes that one challenge sends in all.
const CODES: u32 = 4;
/// What is counted for a contact, and how many of them it gets within an hour, whatever the challenge.
const CODES_MAILED: &str = "codes";
const CODES_AN_HOUR: u32 = 6;
/// Seconds between two codes.
const RESEND_SECONDS: i64 = 30;
/// A challenge is forgotten after so long.
const FORGET_HOURS: i64 = 24;
const ATTEMPTS: usize = 8;

/// A challenge whose first code is sent now.
pub fn first_code(call: &Call, request: Option<RequestId>, contact: String) -> StoredChallenge {
    StoredChallenge {
        id: call.seed.id("challenge"),
        request,
        contact,
        issue: 1,
        issued_at: call.now,
        tries: 0,
        proven: false,
        ends_at_s: forgotten_at_s(call),
    }
}

fn forgotten_at_s(call: &Call) -> i64 {
    (call.now + TimeDelta::hours(FORGET_HOURS)).timestamp()
}

/// `POST /api/practices/{practice}/challenges`: answers the same whether or not such a request exists.
pub async fn find(world: &World, call: &Call) -> Result<Reply, Failure> {
    let practice = world.table.practice(&call.id(0)?).await?.ok_or(Failure::NotFound)?;
    let once = Once::new(world, call, submit::ANYONE)?;
    if let Some(repeat) = once.kept().await? {
        return Ok(submit::repeated(repeat));
    }
    let form: wire::FindRequest = call.form()?;
    let command = parse::find(&form).map_err(Failure::invalid)?;
    let contact = world.secret.contact(&practice.id, &command.email);
    let request = world
        .table
        .requests_of(&practice.id, &contact)
        .await?
        .into_iter()
        .find(|request| receipt_folded(&request.receipt) == command.receipt);
    let challenge = first_code(call, request.map(|request| request.id), contact);
    let challenge = within_limit(world, call, challenge).await?;
    let repeat = once.keep(202, &challenged(&challenge), None)?;
    let writes = vec![Write::first(&repeat)?, Write::new(&challenge)?];
    match send_code(world, call, &challenge, writes, true).await {
        Ok(()) => Ok(submit::repeated(repeat)),
        Err(Failure::Store(StoreError::Repeated)) => once.kept().await?.map(submit::repeated).ok_or(Failure::Busy),
        Err(failure) => Err(failure),
    }
}

/// `POST /api/challenges/{challenge}/resend`: other digits and new tries.
pub async fn resend(world: &World, call: &Call) -> Result<Reply, Failure> {
    let id: ChallengeId = call.id(0)?;
    let before = call.now - TimeDelta::seconds(RESEND_SECONDS);
    let current = world.table.challenge(&id).await?.ok_or(Failure::TooManyCodes)?;
    if current.issue >= CODES || current.issued_at > before {
        return Err(Failure::TooManyCodes);
    }
    let challenge = StoredChallenge {
        issue: current.issue + 1,
        issued_at: call.now,
        tries: 0,
        // Where the answer to a right code was lost, another code is the way on.
        proven: false,
        ends_at_s: forgotten_at_s(call),
        ..current.clone()
    };
    let challenge = within_limit(world, call, challenge).await?;
    let writes = vec![Write::issued(&challenge, current.issue)?];
    send_code(world, call, &challenge, writes, false).await?;
    Reply::json(202, &challenged(&challenge))
}

/// Past the limit of its contact a challenge belongs to no request any more: no message is sent, no code opens it,
/// and it is answered as ever, so that a stranger learns nothing. Only messages that are really sent count, so that no
/// stranger can use them up.
async fn within_limit(world: &World, call: &Call, challenge: StoredChallenge) -> Result<StoredChallenge, Failure> {
    if challenge.request.is_none() {
        return Ok(challenge);
    }
    let mailed = world.table.mailed(CODES_MAILED, &challenge.contact, call.now).await?;
    let request = challenge.request.filter(|_| mailed < CODES_AN_HOUR);
    Ok(StoredChallenge { request, ..challenge })
}

/// Commits a challenge's new code with its message.
async fn send_code(
    world: &World,
    call: &Call,
    challenge: &StoredChallenge,
    mut writes: Vec<Write>,
    first_is_repeat: bool,
) -> Result<(), Failure> {
    if let Some(request) = &challenge.request {
        let kind = NoticeKind::Code {
            challenge: challenge.id.clone(),
            issue: challenge.issue,
        };
        writes.push(Write::new(&submit::notice(call, request, kind))?);
        writes.push(Write::count_mail(CODES_MAILED, &challenge.contact, call.now));
    }
    match world.table.transact(writes, first_is_repeat).await {
        Err(StoreError::Conflict) => Err(Failure::TooManyCodes),
        result => Ok(result?),
    }
}

/// `POST /api/challenges/{challenge}/proof`: the right code opens a session for the one request it belongs to.
pub async fn prove(world: &World, call: &Call) -> Result<Reply, Failure> {
    let id: ChallengeId = call.id(0)?;
    let form: wire::ProveContact = call.form()?;
    let typed = parse::code(&form).map_err(|error| Failure::invalid(vec![error]))?;
    let issued_after = call.now - TimeDelta::minutes(CODE_MINUTES);
    let Some(challenge) = world.table.try_code(&id, issued_after, TRIES).await? else {
        return Err(closed(world, call, &id).await?);
    };
    let right = secret::same(&world.secret.code(&id, challenge.issue), &typed);
    let Some(request) = challenge.request.clone().filter(|_| right) else {
        let left = TRIES.saturating_sub(challenge.tries);
        let code = if left == 0 { Code::CodeSpent } else { Code::CodeWrong };
        return Err(wrong(code, left));
    };
    for _ in 0..ATTEMPTS {
        let current = world.table.request(&request).await?.ok_or(Failure::NotFound)?;
        // The contact was changed meanwhile: what proves the old one proves nothing.
        if change::contact(world, &current) != challenge.contact {
            return Err(closed(world, call, &id).await?);
        }
        let used = StoredChallenge {
            proven: true,
            ..challenge.clone()
        };
        let whose = Whose::Requester {
            request: request.clone(),
            epoch: current.contact_epoch,
        };
        let (session, cookie) = session::open(world, call, whose);
        let writes = vec![Write::unproven(&used, challenge.issue)?, Write::new(&session)?];
        let moment = zone::moment(call.now, &current.received.time_zone);
        let committed = match decide::prove_contact(&current, moment) {
            Some(decision) => change::commit(world, Some(&current), &decision, None, writes).await,
            None => world.table.transact(writes, false).await.map_err(Failure::from),
        };
        match committed {
            Ok(()) => {
                let receipt = current.receipt;
                return Ok(Reply::json(200, &wire::ContactProven { receipt })?.with_cookie(cookie));
            }
            Err(Failure::Store(StoreError::Conflict)) => {
                // The request moved on, or the same code came back twice at once and the other was first.
                let now = world.table.challenge(&id).await?;
                if now.is_none_or(|now| now.proven || now.issue != challenge.issue) {
                    return Err(closed(world, call, &id).await?);
                }
            }
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}

/// `POST /api/status/leave`: whoever looked at her request or her record here leaves nothing open behind.
pub async fn leave(world: &World, call: &Call) -> Result<Reply, Failure> {
    let requester = session::close(world, call, Session::Requester).await?;
    let recipient = session::close(world, call, Session::Recipient).await?;
    Ok(Reply::empty().with_cookie(requester).with_cookie(recipient))
}

/// Why no try was left. A challenge that never was reads as one whose time is over.
async fn closed(world: &World, call: &Call, id: &ChallengeId) -> Result<Failure, Failure> {
    let spent = world.table.challenge(id).await?.is_some_and(|challenge| {
        challenge.issued_at > call.now - TimeDelta::minutes(CODE_MINUTES)
            && (challenge.proven || challenge.tries >= TRIES)
    });
    Ok(wrong(if spent { Code::CodeSpent } else { Code::CodeExpired }, 0))
}

fn wrong(code: Code, left: u32) -> Failure {
    Failure::Invalid {
        errors: vec![FieldError::new("code", code)],
        tries_left: Some(left),
    }
}

fn challenged(challenge: &StoredChallenge) -> wire::Challenged {
    wire::Challenged {
        challenge: challenge.id.clone(),
        resends_left: CODES.saturating_sub(challenge.issue),
    }
}
