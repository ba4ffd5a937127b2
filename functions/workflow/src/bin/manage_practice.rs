//! What anyone may know of a practice.

use domain::route::Name;
use workflow::edge;
use workflow::failure::Failure;
use workflow::practice;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    edge::serve(|world, call| {
        Box::pin(async move {
            match call.route.name {
                Name::PracticeCard => practice::card(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    })
    .await
}
