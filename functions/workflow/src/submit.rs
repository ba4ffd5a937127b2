//! A new request. It counts as received with this call, whether or not its code ever comes back.

use crate::call::{Call, Reply};
use crate::change::{self, Once};
use crate::contact;
use crate::failure::Failure;
use crate::store::StoreError;
use crate::store::dynamo::Write;
use crate::store::item::{NoticeKind, NoticeState, StoredNotice, StoredReceipt, StoredRepeat};
use crate::world::World;
use crate::zone;
use domain::decide::{self, NewRequest};
use domain::id::{ChallengeId, RequestId};
use domain::parse;
use domain::request::{Request, receipt_number};
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
        return with_pin(world, repeat);
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
    let decision = decide::acknowledged(decide::submit(command, new, received), &practice);
    let request = &decision.next;
    let opening = Opening::new(world, call, request).await?;
    let answer = wire::Submitted {
        request: request.id.clone(),
        receipt: request.receipt.clone(),
        challenge: opening.challenge,
        pin: None,
        due: request.due(),
    };
    let repeat = once.keep(201, &answer, None)?;
    match change::commit(world, None, &decision, Some(&repeat), opening.writes).await {
        Ok(()) => with_pin(world, repeat),
        Err(Failure::Store(StoreError::Repeated)) => match once.kept().await? {
            Some(repeat) => with_pin(world, repeat),
            None => Err(Failure::Busy),
        },
        Err(failure) => Err(failure),
    }
}

/// The kept answer, with the PIN where there is no e-mail address: it is computed again and never stored.
fn with_pin(world: &World, repeat: StoredRepeat) -> Result<Reply, Failure> {
    let mut answer: wire::Submitted =
        serde_json::from_str(&repeat.answer).map_err(|_| Failure::Broken("a kept answer"))?;
    if answer.challenge.is_none() {
        answer.pin = Some(world.secret.pin(&answer.request, 0));
    }
    Reply::json(repeat.status, &answer)
}

/// The rows that every new request begins with besides itself: what finds it, and what proves its contact.
pub struct Opening {
    pub challenge: Option<ChallengeId>,
    pub writes: Vec<Write>,
}

impl Opening {
    pub async fn new(world: &World, call: &Call, request: &Request) -> Result<Self, Failure> {
        let mut writes = vec![Write::new(&StoredReceipt::of(request))?];
        let Some(email) = &request.contact.email else {
            return Ok(Self {
                challenge: None,
                writes,
            });
        };
        let contact = world.secret.contact(&request.practice, email);
        let challenge = contact::first_code(call, Some(request.id.clone()), contact);
        writes.push(Write::new(&challenge)?);
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
        Ok(Self {
            challenge: Some(challenge.id),
            writes,
        })
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
        due_at: None,
        message: None,
        report: None,
    }
}
