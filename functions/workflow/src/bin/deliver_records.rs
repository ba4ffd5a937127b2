//! The delivery page and its claims.

use domain::route::Name;
use workflow::claim;
use workflow::edge;
use workflow::failure::Failure;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    edge::serve(|world, call| {
        Box::pin(async move {
            match call.route.name {
                Name::ProveDelivery => claim::prove(world, call).await,
                Name::DeliveryPage => claim::page(world, call).await,
                Name::Claim => claim::claim(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    })
    .await
}
