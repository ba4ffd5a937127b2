//! Closing a request whose answer has arrived.

use crate::call::{Call, Reply};
use crate::change::{self, Effects};
use crate::failure::Failure;
use crate::world::World;
use domain::decide;

/// `POST /api/requests/{request}/closure`.
pub async fn close(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, _, turn| {
        Box::pin(async move {
            let decision = decide::close(&turn.request, &turn.authority()?, turn.moment)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}
