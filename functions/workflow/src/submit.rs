//! A new request. It counts as received with this call, whether or not its code ever comes back.

use crate::call::{Call, Reply};
use crate::change;
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

/// The key of one person's submission is as good as anyone's, since nobody is known yet; the fingerprint binds
/// it to the very same answers.
const ACTOR: &str = "anyone";

/// `POST /api/practices/{practice}/requests`.
pub async fn submit(world: &World, call: &Call) -> Result<Reply, Failure> {
    let practice = world.table.practice(&call.id(0)?).await?.ok_or(Failure::NotFound)?;
    let key = call.key()?;
    let fingerprint = change::fingerprint(call);
    if let Some(reply) = repeated(world, call, key, &fingerprint).await? {
        return Ok(reply);
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
    let challenge = contact::first_code(call, Some(request.id.clone()));
    let answer = wire::Submitted {
        request: request.id.clone(),
        receipt: request.receipt.clone(),
        challenge: challenge.id.clone(),
        due: clock::due(request.received.on, &request.received.time_zone),
    };
    let repeat = StoredRepeat {
        actor: ACTOR.to_owned(),
        key: key.to_owned(),
        fingerprint: fingerprint.clone(),
        status: 201,
        answer: serde_json::to_string(&answer).map_err(|_| Failure::Broken("an answer is not JSON"))?,
        passcode: None,
        made_at_s: call.now.timestamp(),
        ends_at_s: change::repeat_ends_at_s(call),
    };
    let kind = NoticeKind::Acknowledgement {
        challenge: challenge.id.clone(),
    };
    let writes = vec![Write::new(&challenge)?, Write::new(&notice(call, &request.id, kind))?];
    match change::commit(world, None, &decision, Some(&repeat), writes).await {
        Ok(()) => Ok(Reply::bytes(201, repeat.answer.into_bytes())),
        Err(Failure::Store(StoreError::Repeated)) => {
            repeated(world, call, key, &fingerprint).await?.ok_or(Failure::Busy)
        }
        Err(failure) => Err(failure),
    }
}

/// A message in the outbox.
pub fn notice(call: &Call, request: &RequestId, kind: NoticeKind) -> StoredNotice {
    StoredNotice {
        id: call.seed.id("notice"),
        request: request.clone(),
        kind,
        state: NoticeState::Queued,
        queued_at: call.now,
        held_until: None,
        message: None,
    }
}

async fn repeated(world: &World, call: &Call, key: &str, fingerprint: &str) -> Result<Option<Reply>, Failure> {
    let Some(repeat) = change::kept(world, call, ACTOR, key).await? else {
        return Ok(None);
    };
    let repeat = change::same_body(repeat, fingerprint)?;
    Ok(Some(Reply::bytes(repeat.status, repeat.answer.into_bytes())))
}
