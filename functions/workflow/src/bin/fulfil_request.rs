//! Releasing, closing, and links to what was released.

use domain::route::Name;
use workflow::edge;
use workflow::failure::Failure;
use workflow::{close, reissue, release};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    edge::serve(|world, call| {
        Box::pin(async move {
            match call.route.name {
                Name::Release => release::release(world, call).await,
                Name::Close => close::close(world, call).await,
                Name::ReissueDelivery => reissue::reissue(world, call).await,
                Name::RevokeDelivery => reissue::revoke(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    })
    .await
}
