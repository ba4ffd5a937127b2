//! What anyone may know of a practice.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::world::World;

/// `GET /api/practices/{practice}`.
pub async fn card(world: &World, call: &Call) -> Result<Reply, Failure> {
    let practice = world.table.practice(&call.id(0)?).await?.ok_or(Failure::NotFound)?;
    Reply::json(200, &practice.card())
}
