//! Upload links, the ledger of records, and judgements on them.

use domain::route::Name;
use workflow::edge;
use workflow::failure::Failure;
use workflow::{judge, records, uploads};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    edge::serve(|world, call| {
        Box::pin(async move {
            match call.route.name {
                Name::GrantUploads => uploads::grant(world, call).await,
                Name::Records => records::list(world, call).await,
                Name::JudgeRecord => judge::judge(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    })
    .await
}
