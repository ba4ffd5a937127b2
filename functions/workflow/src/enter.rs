//! What came by telephone, fax, mail or in person, as a clerk enters it.

use crate::call::{Call, Reply};
use crate::change::{self, Once};
use crate::failure::Failure;
use crate::session;
use crate::store::StoreError;
use crate::store::item::StoredRepeat;
use crate::submit::Opening;
use crate::world::World;
use crate::zone;
use domain::decide::{self, NewRequest};
use domain::parse;
use domain::practice::Clerk;
use domain::request::receipt_number;
use domain::wire;

/// `POST /api/practices/{practice}/entries`.
pub async fn enter(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let clerk: Clerk = session::authority(&member)?;
    let practice = world.table.practice(&member.practice).await?.ok_or(Failure::NotFound)?;
    let once = Once::new(world, call, member.id.as_str())?;
    if let Some(repeat) = once.kept().await? {
        return with_pin(world, &repeat);
    }
    let form: wire::EnterRequest = call.form()?;
    let today = zone::latest_day(call.now, &practice);
    let command = parse::enter(&form, &parse::locations(&practice), today).map_err(Failure::invalid)?;
    let received = zone::received(call.now, &practice, command.ask.location.as_ref());
    let moment = zone::moment(call.now, &received.time_zone);
    let new = NewRequest {
        id: call.seed.id("request"),
        practice: practice.id.clone(),
        receipt: receipt_number(call.seed.bytes("receipt")),
    };
    let decision = decide::acknowledged(decide::enter(command, new, received, &clerk, moment), &practice);
    let request = &decision.next;
    let opening = Opening::new(world, call, request).await?;
    let answer = wire::Entered {
        request: request.id.clone(),
        receipt: request.receipt.clone(),
        pin: String::new(),
        due: request.due(),
        kind: request.kind,
    };
    let repeat = once.keep(201, &answer, None)?;
    match change::commit(world, None, &decision, Some(&repeat), opening.writes).await {
        Ok(()) => with_pin(world, &repeat),
        Err(Failure::Store(StoreError::Repeated)) => match once.kept().await? {
            Some(repeat) => with_pin(world, &repeat),
            None => Err(Failure::Busy),
        },
        Err(failure) => Err(failure),
    }
}

/// The PIN is computed again and never stored.
fn with_pin(world: &World, repeat: &StoredRepeat) -> Result<Reply, Failure> {
    let answer: wire::Entered = serde_json::from_str(&repeat.answer).map_err(|_| Failure::Broken("a kept answer"))?;
    let pin = world.secret.pin(&answer.request, 0);
    Reply::json(repeat.status, &wire::Entered { pin, ..answer })
}
