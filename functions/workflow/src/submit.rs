//! A new request. It counts as received with this call, whether or not its code ever comes back.

use crate::call::{Call, Reply};
use crate::change::{self, Once};
use crate::contact;
use crate::failure::Failure;
use crate::store::StoreError;
use crate::store::dynamo::Write;
use crate::store::item::{NoticeKind, NoticeState, StoredNotice, StoredRepeat};
use crate::world::World;
use crate::zone;
use domain::clock;
use domain::decide::{self, NewRequest};
use domain::id::RequestId;
use domain::parse;
use domain::request::receipt_number;
use domain::wire;

/// Whose key it is that comes without a session: one person's is as good as anyone's, and its fingerprint binds it
/// to the very same answers.
pub const ANYONE: &str = "anyone";
/// What is counted for a contact, and how many of them it gets.
const ACKNOWLEDGEMENTS: &str = "acknowledgements";
const ACKNOWLEDGEMENTS_AN_HOUR: u32 = 6;

/// `POST /api/practices/{practice}/requests`.
pub async fn submit(world: &World, call: &Call) -> Result<Reply, Failure> {
    let practice = world.table.practice(&call.id(0)?).await?.ok_or(Failure::NotFound)?;
    let once = Once::new(world, call, ANYONE)?;
    if let Some(repeat) = once.kept().await? {
        return Ok(repeated(repeat));
    }
    let form: wire::SubmitRequest = call.form()?;
    let today = zone::latest_day(call.now, &practice);
    let command = parse::submit(&form, &parse::locations(&practice), today).map_err(Failure::invalid)?;
    let received = zone::received(call.now, &practice, command.location.as_ref());
    let new = NewRequest {
        id: call.seed.id("request"),
        practice: practice.id.clone(),
        receipt: receipt_number(call.seed.bytes("receipt")),
    };
    let decision = decide::submit(command, new, received);
    let request = &decision.next;
    let reached_by = world.secret.contact(&practice.id, &request.email);
    let challenge = contact::first_code(call, Some(request.id.clone()), reached_by);
    let answer = wire::Submitted {
        request: request.id.clone(),
        receipt: request.receipt.clone(),
        challenge: challenge.id.clone(),
        due: clock::due(request.received.on, &request.received.time_zone),
    };
    let repeat = once.keep(201, &answer, None)?;
    let mut writes = vec![Write::new(&challenge)?];
    // Past the limit the request counts as any other; only its message stays away from an address that someone floods.
    let mailed = world
        .table
        .mailed(ACKNOWLEDGEMENTS, &challenge.contact, call.now)
        .await?;
    if mailed < ACKNOWLEDGEMENTS_AN_HOUR {
        let kind = NoticeKind::Acknowledgement {
            challenge: challenge.id.clone(),
        };
        writes.push(Write::new(&notice(call, &request.id, kind))?);
        writes.push(Write::count_mail(ACKNOWLEDGEMENTS, &challenge.contact, call.now));
    }
    match change::commit(world, None, &decision, Some(&repeat), writes).await {
        Ok(()) => Ok(repeated(repeat)),
        Err(Failure::Store(StoreError::Repeated)) => once.kept().await?.map(repeated).ok_or(Failure::Busy),
        Err(failure) => Err(failure),
    }
}

/// The answer that is kept for a key.
pub fn repeated(repeat: StoredRepeat) -> Reply {
    Reply::bytes(repeat.status, repeat.answer.into_bytes())
}

/// A message in the outbox.
pub fn notice(call: &Call, request: &RequestId, kind: NoticeKind) -> StoredNotice {
    StoredNotice {
        id: call.seed.id("notice"),
        request: request.clone(),
        kind,
        state: NoticeState::Queued,
        queued_at: call.now,
        message: None,
    }
}
