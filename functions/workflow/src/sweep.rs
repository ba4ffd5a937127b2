//! What was to happen by itself and did not: notices and jobs whose stream record was lost or given up on are
//! brought up again, and one that will not end is reported.

use crate::failure::Failure;
use crate::world::World;
use chrono::{DateTime, TimeDelta, Utc};

/// The stream has had its chance by then.
const STUCK_MINUTES: i64 = 5;
/// After that a person must look: trying on is of no use.
const HOPELESS_HOURS: i64 = 24;

pub async fn sweep(world: &World, now: DateTime<Utc>) -> Result<(), Failure> {
    let hopeless = now - TimeDelta::hours(HOPELESS_HOURS);
    let rows = world
        .table
        .undone(hopeless, now - TimeDelta::minutes(STUCK_MINUTES))
        .await?;
    let brought_up = rows.len();
    for (pk, sk) in rows {
        world.table.touch_undone(pk, &sk, now).await?;
    }
    tracing::info!(brought_up, "swept");
    let stuck = world.table.undone(DateTime::UNIX_EPOCH, hopeless).await?;
    for (pk, sk) in &stuck {
        tracing::error!(row = pk, kind = sk, "not done within a day");
    }
    // The function fails, which is what the alarm watches.
    if stuck.is_empty() {
        Ok(())
    } else {
        Err(Failure::Broken("something was not done within a day"))
    }
}
