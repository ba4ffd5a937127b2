//! Staff take the package of a record that goes another way than by its link: to print it, or to hand it over.

use crate::call::{Call, Reply};
use crate::change::{self, Once};
use crate::claim;
use crate::failure::Failure;
use crate::session;
use crate::store::StoreError;
use crate::world::World;
use crate::zone;
use domain::decide::{self, Refusal, work};
use domain::practice::Clerk;
use domain::wire::{self, TakePackage};
use std::time::Duration;

const ATTEMPTS: usize = 8;
/// The link works for so long.
const LINK_WORKS: Duration = Duration::from_secs(5 * 60);

/// `POST /api/requests/{request}/package`. The link is made again for a repetition, and never kept.
pub async fn take(world: &World, call: &Call) -> Result<Reply, Failure> {
    call.key()?;
    let form: TakePackage = call.form()?;
    for _ in 0..ATTEMPTS {
        let (member, request) = session::member_of_request(world, call).await?;
        let clerk: Clerk = session::authority(&member)?;
        let once = Once::new(world, call, member.id.as_str())?;
        let moment = zone::moment(call.now, &request.received.time_zone);
        let decision = work::take_package(&request, &clerk, decide::agreed_way(&request), moment)?;
        let id = request.delivery.as_ref().ok_or(Refusal::WrongStage(request.work))?;
        let delivery = world.table.delivery(id).await?;
        let package = delivery
            .ok_or(Failure::Broken("the delivery in force is missing"))?
            .package;
        let url = if form.bound {
            claim::bound_link(world, &package).await?
        } else {
            let objects = world.packages();
            objects
                .sign_download(&package.key, &package.file_name, LINK_WORKS)
                .await?
        };
        let reply = Reply::json(200, &wire::Link { url });
        if once.kept().await?.is_some() {
            return reply;
        }
        let repeat = once.keep(200, &(), None)?;
        match change::commit(world, Some(&request), &decision, Some(&repeat), Vec::new()).await {
            Ok(()) => return reply,
            Err(Failure::Store(StoreError::Conflict | StoreError::Repeated)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}
