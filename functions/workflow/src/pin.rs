//! Coming back to a request with its receipt number and PIN, without an e-mail address.

use crate::call::{Call, Reply};
use crate::change::{self, Once};
use crate::failure::Failure;
use crate::secret;
use crate::session;
use crate::store::StoreError;
use crate::store::dynamo::Tried;
use crate::store::item::Whose;
use crate::world::World;
use crate::zone;
use chrono::TimeDelta;
use domain::decide::{Refusal, work};
use domain::field::{Code, FieldError};
use domain::parse;
use domain::practice::Clerk;
use domain::wire;

/// Wrong PINs of one receipt number within an hour.
const TRIES: u32 = 5;
const ATTEMPTS: usize = 8;

/// `POST /api/practices/{practice}/pins`: the right PIN opens a session for the one request it belongs to. A receipt
/// number that does not exist answers as one with another PIN.
pub async fn prove(world: &World, call: &Call) -> Result<Reply, Failure> {
    let practice = world.table.practice(&call.id(0)?).await?.ok_or(Failure::NotFound)?;
    let form: wire::ProvePin = call.form()?;
    let typed = parse::pin(&form).map_err(Failure::invalid)?;
    let tried = Tried::Pin(&practice.id, &typed.receipt, call.now);
    let ends_at_s = (call.now + TimeDelta::hours(2)).timestamp();
    let Some(tries) = world.table.try_secret(&tried, TRIES, ends_at_s).await? else {
        return Err(wrong(Code::PinSpent, 0));
    };
    let found = world.table.request_of(&practice.id, &typed.receipt).await?;
    let Some(request) =
        found.filter(|request| secret::same(&world.secret.pin(&request.id, request.contact_epoch), &typed.pin))
    else {
        let left = TRIES.saturating_sub(tries);
        return Err(wrong(if left == 0 { Code::PinSpent } else { Code::PinWrong }, left));
    };
    world.table.forget_tries(&tried).await?;
    let (session, cookie) = session::open(
        world,
        call,
        Whose::Requester {
            request: request.id,
            epoch: request.contact_epoch,
        },
    );
    world.table.put_row(&session).await?;
    let receipt = request.receipt;
    Ok(Reply::json(200, &wire::ContactProven { receipt })?.with_cookie(cookie))
}

/// `POST /api/requests/{request}/pin`: told again to a requester who lost it. The PIN is computed, and never kept with the
/// key.
pub async fn give(world: &World, call: &Call) -> Result<Reply, Failure> {
    call.key()?;
    for _ in 0..ATTEMPTS {
        let (member, request) = session::member_of_request(world, call).await?;
        let clerk: Clerk = session::authority(&member)?;
        let once = Once::new(world, call, member.id.as_str())?;
        let pin = world.secret.pin(&request.id, request.contact_epoch);
        let reply = Reply::json(200, &wire::PinGiven { pin });
        if once.kept().await?.is_some() {
            return reply;
        }
        let form: wire::GivePin = call.form()?;
        let evidence = parse::give_pin(&form).map_err(Failure::invalid)?;
        let moment = zone::moment(call.now, &request.received.time_zone);
        let decision = work::give_pin(&request, &clerk, evidence, moment).map_err(|refusal| match refusal {
            Refusal::ContactNotOnFile => Failure::invalid(vec![FieldError::new("evidence", Code::ContactNotOnFile)]),
            refusal => refusal.into(),
        })?;
        let repeat = once.keep(200, &(), None)?;
        match change::commit(world, Some(&request), &decision, Some(&repeat), Vec::new()).await {
            Ok(()) => return reply,
            Err(Failure::Store(StoreError::Conflict | StoreError::Repeated)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}

fn wrong(code: Code, left: u32) -> Failure {
    Failure::Invalid {
        errors: vec![FieldError::new("pin", code)],
        tries_left: Some(left),
    }
}
