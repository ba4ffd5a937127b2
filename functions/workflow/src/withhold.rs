//! Keeping a record back on a ground: the proposal, the licensed professional's determination, the officer's approval.

use crate::call::{Call, Reply};
use crate::change;
use crate::failure::Failure;
use crate::judge::Item;
use crate::world::World;
use domain::decide::Refusal;
use domain::decide::holding;
use domain::field::{Code, FieldError};
use domain::parse;
use domain::practice::{Authority, Officer};
use domain::wire;

/// `POST /api/requests/{request}/records/{record}/withholding`.
pub async fn withhold(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::WithholdRecord = call.form()?;
            let command = parse::withhold(&form).map_err(Failure::invalid)?;
            let item = Item::load(world, call, turn).await?;
            let rest = command.rest.as_ref().and_then(|rest| item.ledger.placement(rest));
            let officer: Option<Officer> = Authority::of(&turn.member);
            let held = holding::withhold(
                &turn.request,
                &turn.authority()?,
                officer.as_ref(),
                item.standing(turn),
                (command, rest),
                turn.moment,
            )
            .map_err(|refusal| match refusal {
                Refusal::ConditionsOpen(open) => {
                    let errors = open
                        .into_iter()
                        .map(|asked| FieldError::new(asked, Code::ConditionOpen));
                    Failure::invalid(errors.collect())
                }
                Refusal::StudyEnded => Failure::invalid(vec![FieldError::new("ends_on", Code::StudyEnded)]),
                Refusal::RestDoesNotGoOut => Failure::invalid(vec![FieldError::new("rest", Code::RestMissing)]),
                Refusal::DurationMissing => Failure::invalid(vec![FieldError::new("duration", Code::DurationMissing)]),
                refusal => refusal.into(),
            })?;
            item.kept(held)
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
            let item = Item::load(world, call, turn).await?;
            let held = holding::determine(
                &turn.request,
                &turn.authority()?,
                item.standing(turn),
                found,
                turn.moment,
            )
            .map_err(|refusal| match refusal {
                Refusal::LicenceMissing => Failure::invalid(vec![FieldError::new("rationale", Code::LicenceMissing)]),
                refusal => refusal.into(),
            })?;
            item.kept(held)
        })
    })
    .await
}

/// `POST /api/requests/{request}/records/{record}/approval`.
pub async fn approve(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::Approve = call.form()?;
            let found = parse::approve(&form).map_err(Failure::invalid)?;
            let item = Item::load(world, call, turn).await?;
            let held = holding::approve(
                &turn.request,
                &turn.authority()?,
                item.standing(turn),
                found,
                turn.moment,
            )
            .map_err(|refusal| match refusal {
                Refusal::LegalNoteMissing => Failure::invalid(vec![FieldError::new("note", Code::LegalNoteMissing)]),
                refusal => refusal.into(),
            })?;
            item.kept(held)
        })
    })
    .await
}
