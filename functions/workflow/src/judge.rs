//! What a member says of one record in a request.

use crate::call::{Call, Reply};
use crate::change::{self, Effects};
use crate::failure::Failure;
use crate::store::dynamo::Write;
use crate::store::item::StoredItem;
use crate::world::World;
use domain::decide;
use domain::id::RecordId;
use domain::parse;
use domain::wire;

/// `POST /api/requests/{request}/records/{record}/judgement`.
pub async fn judge(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let record: RecordId = call.id(1)?;
            let form: wire::JudgeRecord = call.form()?;
            let judgement = parse::judgement(&form).map_err(|error| Failure::invalid(vec![error]))?;
            let patient = decide::may_add_records(&turn.request)?;
            if world
                .table
                .record(turn.clerk.practice(), patient, &record)
                .await?
                .is_none()
            {
                return Err(Failure::NotFound);
            }
            let decision = decide::judge(&turn.request, &turn.clerk, record.clone(), judgement, turn.moment)?;
            let item = StoredItem {
                request: turn.request.id.clone(),
                record,
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
