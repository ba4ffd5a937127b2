//! A new link to a package, and switching the present one off.

use crate::call::{Call, Reply};
use crate::change::{self, Effects, Turn};
use crate::failure::Failure;
use crate::store::dynamo::{Table, Write};
use crate::store::item::{DeliveryWhat, NoticeKind, StoredJob};
use crate::submit;
use crate::world::World;
use chrono::{DateTime, TimeDelta, Utc};
use domain::decide::{self, Refusal, Renewal};
use domain::delivery::{self, Delivery};
use domain::id::DeliveryId;

/// The packages bucket clears a package away after so many days, as infra/template.yaml says.
const PACKAGE_DAYS: i64 = 35;

/// `POST /api/requests/{request}/deliveries`.
pub async fn reissue(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let current = in_force(world, turn).await?;
            let id: DeliveryId = call.seed.id("delivery");
            let job = job(call, turn, &current, id.clone());
            let renewal = if will_outlast_a_link(world, &current, call.now).await? {
                Renewal::Package
            } else {
                Renewal::Assembly(job.id.clone())
            };
            let reissued = decide::reissue(&turn.request, &turn.authority()?, &current, id, renewal, turn.moment)?;
            let mut writes = Vec::new();
            match &reissued.opened {
                Some(opened) => {
                    writes.extend(Table::delivery_writes(None, opened, DeliveryWhat::Opened, call.now)?);
                    if turn.request.contact.email.is_some() {
                        let kind = NoticeKind::Ready {
                            delivery: opened.id.clone(),
                            again: true,
                        };
                        writes.push(Write::new(&submit::notice(call, &turn.request.id, kind))?);
                    }
                }
                None => writes.push(Write::new(&job)?),
            }
            if let Some(replaced) = &reissued.replaced {
                let what = DeliveryWhat::Revoked;
                writes.extend(Table::delivery_writes(Some(&current), replaced, what, call.now)?);
            }
            let effects = Effects {
                writes,
                passcode: Some(reissued.decision.next.passcodes),
                deliveries: reissued.replaced.into_iter().chain(reissued.opened).collect(),
                ..Effects::default()
            };
            Ok((reissued.decision, effects))
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
            let (decision, revoked) = decide::revoke(&turn.request, &turn.authority()?, &current, turn.moment)?;
            let effects = Effects {
                writes: Table::delivery_writes(Some(&current), &revoked, DeliveryWhat::Revoked, call.now)?,
                deliveries: vec![revoked],
                ..Effects::default()
            };
            Ok((decision, effects))
        })
    })
    .await
}

/// The job that assembles the released package once more.
fn job(call: &Call, turn: &Turn, current: &Delivery, delivery: DeliveryId) -> StoredJob {
    StoredJob {
        id: call.seed.id("job"),
        request: turn.request.id.clone(),
        manifest: current.package.manifest.to_string(),
        delivery,
        notice: call.seed.id("notice"),
        queued_at: call.now,
        finished: false,
    }
}

/// Whether the package lies there, and will for as long as a link that begins now.
async fn will_outlast_a_link(world: &World, current: &Delivery, now: DateTime<Utc>) -> Result<bool, Failure> {
    let head = world.packages().head(&current.package.key).await?;
    let written_at = head.and_then(|head| head.written_at);
    let kept = TimeDelta::days(PACKAGE_DAYS - delivery::OPEN_DAYS);
    Ok(written_at.is_some_and(|at| now - at < kept))
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
