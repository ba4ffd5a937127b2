//! What is kept: rows in DynamoDB, files in S3. There is one adapter of each, and the tests run it against a
//! real engine, so that no second implementation has to be kept true.

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

pub mod denied;
pub mod disclosed;
pub mod dynamo;
pub mod item;
pub mod misdirection;
pub mod papers;
pub mod review;
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
    #[error("{action} failed: {cause}")]
    Aws { action: &'static str, cause: String },
}

/// A call of AWS that failed. Its message is left out, since it may repeat what was sent; the code and the id of
/// the call lead to it.
pub fn aws<E, R>(action: &'static str) -> impl FnOnce(SdkError<E, R>) -> StoreError
where
    E: ProvideErrorMetadata,
{
    move |error| {
        let cause = match &error {
            SdkError::ConstructionFailure(_) => "the call is incomplete".to_owned(),
            SdkError::TimeoutError(_) => "no answer in time".to_owned(),
            SdkError::DispatchFailure(_) => "no connection".to_owned(),
            SdkError::ServiceError(context) => {
                let meta = context.err().meta();
                let id = meta.extra("aws_request_id");
                format!(
                    "{} in call {}",
                    meta.code().unwrap_or("unnamed"),
                    id.unwrap_or("without id")
                )
            }
            _ => "the answer can't be read".to_owned(),
        };
        StoreError::Aws { action, cause }
    }
}

/// The body of an object that broke off.
pub fn broken_off<E>(_: E) -> StoreError {
    StoreError::Aws {
        action: "reading an object",
        cause: "the body broke off".to_owned(),
    }
}
