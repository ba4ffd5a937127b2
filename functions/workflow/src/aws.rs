//! The AWS clients. Credentials come straight from the function's environment, and only the roots that sign
//! AWS's own certificates are trusted: both keep start-up short.

use crate::world::Aws;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region, SharedAsyncSleep, SharedHttpClient};
use aws_sdk_s3::config::{RequestChecksumCalculation, ResponseChecksumValidation};
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::HttpConnectorSettings;
use aws_types::SdkConfig;
use std::time::Duration;

/// Amazon Root CA 1 to 4 and Starfield Services Root CA G2, which sign every AWS endpoint.
const ROOTS: &[u8] = include_bytes!("../roots/amazon.pem");
const CONNECT_SECONDS: u64 = 2;
const ATTEMPT_SECONDS: u64 = 8;
/// A message with a record in it is of up to 40 MB.
const MAIL_SECONDS: u64 = 40;
/// The pool answers the sign-in's two calls within a function's 15 seconds, or not at all.
const READ_SECONDS: u64 = 4;
const ATTEMPTS: u32 = 3;

pub fn http_client() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .tls_context(trust())
        .build_https()
}

/// A way to call what is not AWS's API, but is signed by the same roots: the pool's sign-in page.
pub fn connector() -> Connector {
    let settings = HttpConnectorSettings::builder()
        .connect_timeout(Duration::from_secs(CONNECT_SECONDS))
        .read_timeout(Duration::from_secs(READ_SECONDS))
        .build();
    Connector::builder()
        .connector_settings(settings)
        .sleep_impl(sleep())
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .tls_context(trust())
        .build()
}

fn trust() -> TlsContext {
    let roots = TrustStore::empty().with_native_roots(false).with_pem_certificate(ROOTS);
    TlsContext::builder()
        .with_trust_store(roots)
        .build()
        .expect("the roots are well formed, which a test shows")
}

pub fn dynamodb(aws: &Aws, http: &SharedHttpClient) -> aws_sdk_dynamodb::Client {
    aws_sdk_dynamodb::Client::new(&shared(aws, http, Some(ATTEMPT_SECONDS)))
}

/// Without a limit on an attempt: a part of a package may take longer than a row.
pub fn s3(aws: &Aws, http: &SharedHttpClient) -> aws_sdk_s3::Client {
    let endpoint = aws.s3_endpoint.as_ref().or(aws.endpoint.as_ref());
    let mut config = aws_sdk_s3::config::Builder::from(&shared(aws, http, None));
    config.set_endpoint_url(endpoint.cloned());
    let config = config
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
        .force_path_style(endpoint.is_some())
        .build();
    aws_sdk_s3::Client::from_conf(config)
}

/// Tries once: a message that went out though its answer was lost would go out again.
pub fn ses(aws: &Aws, http: &SharedHttpClient) -> aws_sdk_sesv2::Client {
    let config = aws_sdk_sesv2::config::Builder::from(&shared(aws, http, Some(MAIL_SECONDS)))
        .retry_config(RetryConfig::disabled())
        .build();
    aws_sdk_sesv2::Client::from_conf(config)
}

/// What the clients have in common.
fn shared(aws: &Aws, http: &SharedHttpClient, attempt_seconds: Option<u64>) -> SdkConfig {
    let credentials = Credentials::new(
        &aws.access_key_id,
        &aws.secret_access_key,
        aws.session_token.clone(),
        None,
        "environment",
    );
    let mut timeout = TimeoutConfig::builder().connect_timeout(Duration::from_secs(CONNECT_SECONDS));
    timeout.set_operation_attempt_timeout(attempt_seconds.map(Duration::from_secs));
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(http.clone())
        .region(Region::new(aws.region.clone()))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .sleep_impl(sleep())
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
        .timeout_config(timeout.build());
    config.set_endpoint_url(aws.endpoint.clone());
    config.build()
}

fn sleep() -> SharedAsyncSleep {
    SharedAsyncSleep::new(TokioSleep::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roots_are_well_formed_and_five() {
        let text = std::str::from_utf8(ROOTS).unwrap();

        assert_eq!(text.matches("BEGIN CERTIFICATE").count(), 5);
        let _client = http_client();
    }
}
