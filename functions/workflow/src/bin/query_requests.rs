//! The worklist, one request, and a requester's own status.

use domain::route::Name;
use workflow::edge;
use workflow::failure::Failure;
use workflow::{status, worklist};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    edge::serve(|world, call| {
        Box::pin(async move {
            match call.route.name {
                Name::Status => status::status(world, call).await,
                Name::Worklist => worklist::worklist(world, call).await,
                Name::RequestPage => worklist::request(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    })
    .await
}
