//! A patient's new request.

use domain::route::Name;
use workflow::edge;
use workflow::failure::Failure;
use workflow::submit;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    edge::serve(|world, call| {
        Box::pin(async move {
            match call.route.name {
                Name::Submit => submit::submit(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    })
    .await
}
