//! The open requests of a practice, and one of them.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::page::{self, Parts};
use crate::session;
use crate::world::World;
use chrono::NaiveDate;
use domain::id::RequestId;
use domain::wire::{Worklist, WorklistRow};

const ROWS: i32 = 50;

/// `GET /api/practices/{practice}/worklist`.
pub async fn worklist(world: &World, call: &Call) -> Result<Reply, Failure> {
    let clerk = session::clerk(world, call, &call.id(0)?).await?;
    let after = match call.query("after") {
        Some(text) => Some(cursor(text).ok_or(Failure::Malformed)?),
        None => None,
    };
    session::note_access(world, call, &clerk, None).await?;
    let practice = world.table.practice(clerk.practice()).await?.ok_or(Failure::NotFound)?;
    let page = world.table.worklist(clerk.practice(), after, ROWS).await?;
    let rows = page
        .rows
        .iter()
        .map(|request| WorklistRow {
            request: request.id.clone(),
            receipt: request.receipt.clone(),
            patient_name: request.name.full(),
            access: request.access,
            work: request.work,
            contact_proven: request.contact_proven,
            location_name: request
                .location
                .as_ref()
                .and_then(|id| practice.location(id))
                .map(|location| location.name.clone()),
            clock: page::clock(request, call.now),
        })
        .collect();
    Reply::json(200, &Worklist { rows, next: page.next })
}

/// `GET /api/requests/{request}`.
pub async fn request(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (clerk, request) = session::clerk_of_request(world, call).await?;
    session::note_access(world, call, &clerk, Some(&request)).await?;
    let parts = Parts::load(world, request).await?;
    Reply::json(200, &parts.build(call.now))
}

fn cursor(text: &str) -> Option<(NaiveDate, RequestId)> {
    let (due_on, request) = text.split_once('.')?;
    Some((due_on.parse().ok()?, RequestId::parse(request)?))
}
