//! Keeping a record back on a ground: the proposal, the licensed professional's determination, the officer's approval.

use crate::call::{Call, Reply};
use crate::change;
use crate::failure::Failure;
use crate::judge::{item, kept};
use crate::records::Ledger;
use crate::world::World;
use domain::decide::Refusal;
use domain::decide::holding;
use domain::field::{Code, FieldError};
use domain::parse;
use domain::wire;

/// `POST /api/requests/{request}/records/{record}/withholding`.
pub async fn withhold(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::WithholdRecord = call.form()?;
            let command = parse::withhold(&form).map_err(Failure::invalid)?;
            let (record, before) = item(world, call, turn).await?;
            let rest = match &command.rest {
                Some(rest) => Ledger::load(world, &turn.request, call.now).await?.placement(rest),
                None => None,
            };
            let held = holding::withhold(
                &turn.request,
                &turn.authority()?,
                (&record, before.as_ref()),
                rest,
                command,
                turn.moment,
            )
            .map_err(|refusal| match refusal {
                Refusal::RestDoesNotGoOut => Failure::invalid(vec![FieldError::new("rest", Code::RestMissing)]),
                refusal => refusal.into(),
            })?;
            kept(&record, held)
        })
    })
    .await
}

/// `POST /api/requests/{request}/records/{record}/determination`.
pub async fn determine(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::Determine = call.form()?;
            let found = parse::determine(&form).map_err(Failure::invalid)?;
            let (record, before) = item(world, call, turn).await?;
            let held = holding::determine(
                &turn.request,
                &turn.authority()?,
                (&record, before.as_ref()),
                found,
                turn.moment,
            )?;
            kept(&record, held)
        })
    })
    .await
}

/// `POST /api/requests/{request}/records/{record}/approval`.
pub async fn approve(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::Approve = call.form()?;
            let stands = parse::approve(&form).map_err(|error| Failure::invalid(vec![error]))?;
            let (record, before) = item(world, call, turn).await?;
            let held = holding::approve(
                &turn.request,
                &turn.authority()?,
                (&record, before.as_ref()),
                stands,
                turn.moment,
            )?;
            kept(&record, held)
        })
    })
    .await
}
