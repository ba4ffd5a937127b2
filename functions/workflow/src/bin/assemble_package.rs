//! Assembles the package of each release.

use domain::id::JobId;
use workflow::store::item::JOB_PREFIX;
use workflow::{assemble, stream};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    stream::serve_rows(JOB_PREFIX, |world, request, id, now| {
        Box::pin(async move {
            match JobId::parse(id) {
                Some(job) => assemble::assemble(world, &request, &job, now).await,
                None => Ok(()),
            }
        })
    })
    .await
}
