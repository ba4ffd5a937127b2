//! What a member says of one record in a request, and taking a file off the list that never became one.

use crate::call::{Call, Reply};
use crate::change::{self, Effects, Turn};
use crate::failure::Failure;
use crate::store::dynamo::Write;
use crate::store::item::{StoredItem, StoredRecord};
use crate::world::World;
use domain::decide;
use domain::parse;
use domain::record::{Record, State};
use domain::wire;

/// `POST /api/requests/{request}/records/{record}/judgement`.
pub async fn judge(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::JudgeRecord = call.form()?;
            let judgement = parse::judgement(&form).map_err(|error| Failure::invalid(vec![error]))?;
            let record = record(world, call, turn).await?;
            let decision = decide::judge(&turn.request, &turn.clerk, &record, judgement, turn.moment)?;
            let item = StoredItem {
                request: turn.request.id.clone(),
                record: record.id,
                judgement,
            };
            let effects = Effects {
                writes: vec![Write::any(&item)?],
                ..Effects::default()
            };
            Ok((decision, effects))
        })
    })
    .await
}

/// `POST /api/requests/{request}/records/{record}/discard`.
pub async fn discard(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let record = record(world, call, turn).await?;
            let decision = decide::discard(&turn.request, &turn.clerk, &record, turn.moment)?;
            let discarded = Record {
                state: State::Discarded,
                ..record
            };
            let effects = Effects {
                writes: vec![Write::discarded(&StoredRecord::from(&discarded))?],
                ..Effects::default()
            };
            Ok((decision, effects))
        })
    })
    .await
}

/// The record that the path names, of the request's patient.
async fn record(world: &World, call: &Call, turn: &Turn) -> Result<Record, Failure> {
    let id = call.id(1)?;
    let patient = decide::may_add_records(&turn.request)?;
    world
        .table
        .record(turn.clerk.practice(), patient, &id)
        .await?
        .filter(|record| record.state.is_listed())
        .ok_or(Failure::NotFound)
}
