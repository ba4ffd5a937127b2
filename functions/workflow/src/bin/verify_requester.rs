//! Codes, the match with the patient index, and the decision who asks.

use domain::route::Name;
use workflow::edge;
use workflow::failure::Failure;
use workflow::{contact, verify};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    edge::serve(|world, call| {
        Box::pin(async move {
            match call.route.name {
                Name::FindRequest => contact::find(world, call).await,
                Name::ResendCode => contact::resend(world, call).await,
                Name::ProveContact => contact::prove(world, call).await,
                Name::LeaveStatus => contact::leave(world, call).await,
                Name::Candidates => verify::candidates(world, call).await,
                Name::Verify => verify::verify(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    })
    .await
}
