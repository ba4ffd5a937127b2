//! A new link to a package, and switching the present one off.

use crate::call::{Call, Reply};
use crate::change::{self, Effects, Turn};
use crate::failure::Failure;
use crate::store::dynamo::{Table, Write};
use crate::store::item::{DeliveryWhat, NoticeKind};
use crate::submit;
use crate::world::World;
use domain::decide::{self, Refusal};
use domain::delivery::Delivery;
use domain::id::DeliveryId;

/// `POST /api/requests/{request}/deliveries`.
pub async fn reissue(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let current = in_force(world, turn).await?;
            let id = call.seed.id("delivery");
            let (decision, opened, replaced) = decide::reissue(&turn.request, &turn.clerk, &current, id, turn.moment)?;
            let mut writes = Table::delivery_writes(None, &opened, DeliveryWhat::Opened, call.now)?;
            if let Some(replaced) = &replaced {
                let what = DeliveryWhat::Revoked;
                writes.extend(Table::delivery_writes(Some(&current), replaced, what, call.now)?);
            }
            let kind = NoticeKind::Ready {
                delivery: opened.id.clone(),
            };
            writes.push(Write::new(&submit::notice(call, &turn.request.id, kind))?);
            let effects = Effects {
                writes,
                passcode: Some(opened.passcode),
                deliveries: replaced.into_iter().chain([opened]).collect(),
            };
            Ok((decision, effects))
        })
    })
    .await
}

/// `POST /api/requests/{request}/deliveries/{delivery}/revocation`.
pub async fn revoke(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let named: DeliveryId = call.id(1)?;
            let current = in_force(world, turn).await?;
            if current.id != named {
                return Err(Refusal::NotInForce.into());
            }
            let (decision, revoked) = decide::revoke(&turn.request, &turn.clerk, &current, turn.moment)?;
            let effects = Effects {
                writes: Table::delivery_writes(Some(&current), &revoked, DeliveryWhat::Revoked, call.now)?,
                deliveries: vec![revoked],
                passcode: None,
            };
            Ok((decision, effects))
        })
    })
    .await
}

async fn in_force(world: &World, turn: &Turn) -> Result<Delivery, Failure> {
    let request = &turn.request;
    let id = request.delivery.as_ref().ok_or(Refusal::WrongStage(request.work))?;
    world
        .table
        .delivery(id)
        .await?
        .ok_or(Failure::Broken("the delivery in force is missing"))
}
