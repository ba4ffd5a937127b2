//! What was to happen by itself and did not: notices and jobs whose stream record was lost or given up on are
//! brought up again, and one that will not end is reported, and made somebody's. What the mail provider never told becomes
//! somebody's to find out. And clocks that run on are told of.

use crate::change;
use crate::edge;
use crate::failure::Failure;
use crate::members;
use crate::notice;
use crate::store::item::{HANDOVER_PREFIX, NOTICE_PREFIX};
use crate::track;
use crate::world::World;
use chrono::{DateTime, TimeDelta, Utc};
use domain::decide::{misdirecting, review, work};
use domain::id::{MemberId, NoticeId, PracticeId, RequestId};
use domain::misdirection::Case;
use domain::word::Stage;

/// The stream has had its chance by then.
const STUCK_SECONDS: i64 = 10;
/// After that a person must look: trying on is of no use.
const HOPELESS_HOURS: i64 = 24;
/// Guam's, ahead of UTC.
const EARLIEST_ZONE_HOURS: i64 = 10;

pub async fn sweep(world: &World, now: DateTime<Utc>) -> Result<(), Failure> {
    let hopeless = now - TimeDelta::hours(HOPELESS_HOURS);
    let rows = world
        .table
        .undone(hopeless, now - TimeDelta::seconds(STUCK_SECONDS))
        .await?;
    let brought_up = rows.len();
    // One that fails holds no other up.
    let mut failed = None;
    for (pk, sk) in rows {
        if let Err(failure) = bring_up(world, pk, &sk, now).await {
            tracing::error!(cause = edge::chain(&failure), kind = sk, "not brought up");
            failed = Some(failure);
        }
    }
    for notice in world.table.unreported(now).await? {
        if let Err(failure) = track::give_up_waiting(world, &notice.request, &notice.id, now).await {
            tracing::error!(
                cause = edge::chain(&failure),
                notice.id = notice.id.as_str(),
                "nobody was told to ask"
            );
            failed = Some(failure);
        }
    }
    // Nowhere in the United States is it a later day than that.
    let latest = (now + TimeDelta::hours(EARLIEST_ZONE_HOURS)).date_naive();
    for warning in world.table.warnings(latest).await? {
        if let Err(failure) = warn(world, &warning.request, now).await {
            tracing::error!(
                cause = edge::chain(&failure),
                request.id = warning.request.as_str(),
                "nobody was told of a clock"
            );
            failed = Some(failure);
        }
    }
    tracing::info!(brought_up, "swept");
    let stuck = world.table.undone(DateTime::UNIX_EPOCH, hopeless).await?;
    for (pk, sk) in &stuck {
        tracing::error!(row = pk, kind = sk, "not done within a day");
        if let Err(failure) = give_up(world, pk, sk, now).await {
            tracing::error!(cause = edge::chain(&failure), kind = sk, "nobody was told of it");
            failed = Some(failure);
        }
    }
    // The function fails, which is what the alarm watches.
    match failed {
        Some(failure) => Err(failure),
        None if stuck.is_empty() => Ok(()),
        None => Err(Failure::Broken("something was not done within a day")),
    }
}

/// Tells how far a request's clock, that of its review and those of what went to someone wrong have run, once for each stage. The alarm hears of what is overdue by this line.
async fn warn(world: &World, request: &RequestId, now: DateTime<Utc>) -> Result<(), Failure> {
    let is_told = change::by_itself(world, request, now, work::warn, || Ok(Vec::new())).await?;
    let warned = if is_told {
        world.table.request(request).await?.and_then(|request| request.warned)
    } else {
        None
    };
    let is_told = change::by_itself(world, request, now, review::warn, || Ok(Vec::new())).await?;
    let of_review = if is_told {
        let request = world.table.request(request).await?;
        request.and_then(|request| request.review?.warned)
    } else {
        None
    };
    // One case at a time.
    let mut is_told = false;
    while change::by_itself(world, request, now, misdirecting::warn, || Ok(Vec::new())).await? {
        is_told = true;
    }
    if is_told {
        tell_of_wrong_releases(world, request).await?;
    }
    match of_review {
        Some(Stage::Overdue) => {
            tracing::warn!(
                request.id = request.as_str(),
                stage = "review_overdue",
                "a review is late"
            );
        }
        Some(Stage::Soon | Stage::Today) => tracing::info!(request.id = request.as_str(), "a review's time ran on"),
        None => {}
    }
    match warned {
        Some(Stage::Overdue) => tracing::warn!(request.id = request.as_str(), stage = "overdue", "a clock ran out"),
        Some(Stage::Soon | Stage::Today) => tracing::info!(request.id = request.as_str(), "a clock ran on"),
        None => {}
    }
    Ok(())
}

async fn tell_of_wrong_releases(world: &World, request: &RequestId) -> Result<(), Failure> {
    let cases = world.table.request(request).await?.map(|request| request.misdirections);
    let is_late = |case: &Case| case.is_open() && case.warned == Some(Stage::Overdue);
    if cases.unwrap_or_default().iter().any(is_late) {
        tracing::warn!(
            request.id = request.as_str(),
            stage = "wrong_release_overdue",
            "nobody was told of a wrong release in time"
        );
    } else {
        tracing::info!(request.id = request.as_str(), "the time of a wrong release ran on");
    }
    Ok(())
}

async fn bring_up(world: &World, pk: String, sk: &str, now: DateTime<Utc>) -> Result<(), Failure> {
    let Some((practice, member)) = handover(&pk, sk) else {
        return Ok(world.table.touch_undone(pk, sk, now).await?);
    };
    match world.table.handover(&practice, &member).await? {
        Some(handover) => members::hand_over(world, &handover, now).await,
        None => Ok(()),
    }
}

/// A message that did not go within a day is a person's. Jobs are given up where they run.
async fn give_up(world: &World, pk: &str, sk: &str, now: DateTime<Utc>) -> Result<(), Failure> {
    match notice_of(pk, sk) {
        Some((request, notice)) => notice::give_up_stuck(world, &request, &notice, now).await,
        None => Ok(()),
    }
}

fn notice_of(pk: &str, sk: &str) -> Option<(RequestId, NoticeId)> {
    let request = RequestId::parse(pk.strip_prefix("REQUEST#")?)?;
    Some((request, NoticeId::parse(sk.strip_prefix(NOTICE_PREFIX)?)?))
}

/// Whose work is to go over, where a row orders that; no stream brings it up.
fn handover(pk: &str, sk: &str) -> Option<(PracticeId, MemberId)> {
    let practice = PracticeId::parse(pk.strip_prefix("PRACTICE#")?)?;
    Some((practice, MemberId::parse(sk.strip_prefix(HANDOVER_PREFIX)?)?))
}
