//! What is kept: rows in DynamoDB, files in S3. There is one adapter of each, and the tests run it against a
//! real engine, so that no second implementation has to be kept true.

pub mod dynamo;
pub mod item;
pub mod s3;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The row was changed, or made, by someone else meanwhile.
    #[error("the row has changed")]
    Conflict,
    /// The idempotency key has been used.
    #[error("the key has been used")]
    Repeated,
    #[error("a stored row can't be read: {0}")]
    Unreadable(&'static str),
    #[error("an object is missing")]
    Missing,
    #[error("{action} failed")]
    Aws {
        action: &'static str,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl StoreError {
    pub(crate) fn aws(action: &'static str) -> impl FnOnce(Box<dyn std::error::Error + Send + Sync>) -> Self {
        move |source| Self::Aws { action, source }
    }
}
