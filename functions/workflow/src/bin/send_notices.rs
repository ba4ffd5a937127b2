//! Sends what is in the outbox.

use domain::id::NoticeId;
use workflow::store::item::NOTICE_PREFIX;
use workflow::{notice, stream};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    stream::serve_rows(NOTICE_PREFIX, |world, request, id, now| {
        Box::pin(async move {
            match NoticeId::parse(id) {
                Some(notice) => notice::send(world, &request, &notice, now).await,
                None => Ok(()),
            }
        })
    })
    .await
}
