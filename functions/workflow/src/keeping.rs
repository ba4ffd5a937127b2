//! A legal hold on a request.

use crate::call::{Call, Reply};
use crate::change::{self, Effects};
use crate::failure::Failure;
use crate::world::World;
use domain::decide::keeping;
use domain::parse::keeping::hold as parse;
use domain::wire::retention::Hold;

/// `POST /api/requests/{request}/hold`.
pub async fn hold(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let form: Hold = call.form()?;
            let command = parse(&form).map_err(Failure::invalid)?;
            let decision = keeping::hold(&turn.request, &turn.authority()?, command, turn.moment)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}
