//! Staff sign-in and sign-out.

use domain::route::Name;
use workflow::edge;
use workflow::failure::Failure;
use workflow::sign_in;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    edge::serve(|world, call| {
        Box::pin(async move {
            match call.route.name {
                Name::BeginSignIn => sign_in::begin(world, call).await,
                Name::FinishSignIn => sign_in::finish(world, call).await,
                Name::SignOut => sign_in::sign_out(world, call).await,
                Name::Me => sign_in::me(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    })
    .await
}
