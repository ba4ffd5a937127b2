//! Where HTTP, the clock, the environment and the randomness end: turns an invocation into a `Call`, and a
//! `Reply` or a `Failure` into the answer.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::secret::Seed;
use crate::world::{Aws, Settings, SignIn, World};
use chrono::{DateTime, SubsecRound, Utc};
use domain::route::{self, Method, PAGE_HEADER};
use lambda_http::http::HeaderMap;
use lambda_http::http::header::{COOKIE, HeaderName};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Error, Request, RequestExt, Response, service_fn};
use ring::rand::{SecureRandom, SystemRandom};
use std::future::Future;
use std::pin::Pin;
use std::time::Instant;
use tracing::Instrument;

/// The work of one function on one call.
pub type Handler = for<'a> fn(&'a World, &'a Call) -> Answer<'a>;
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Reply, Failure>> + Send + 'a>>;

/// Bytes of the largest body that a form can have.
const BODY_LIMIT: usize = 128 * 1024;

/// Serves a function that answers calls of the API.
///
/// Neither generic nor `async`, so that everything under it is compiled once, with the library, and not again
/// for each binary.
pub fn serve(handler: Handler) -> Result<(), Error> {
    let world = start();
    block_on(async move {
        lambda_http::run(service_fn(move |request: Request| async move {
            Ok::<_, Error>(respond(world, handler, request).await)
        }))
        .await
    })
}

/// One thread is all that a function has to do.
pub(crate) fn block_on(work: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(work)
}

/// What every function does once: logging and the way out to AWS.
pub fn start() -> &'static World {
    tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::INFO)
        .with_current_span(true)
        .with_span_list(false)
        .with_target(false)
        .without_time()
        .init();
    let settings = settings();
    // An empty origin would be met by an empty header.
    assert!(
        !settings.table.is_empty() && !settings.page_origin.is_empty(),
        "TABLE and PAGE_ORIGIN must be set"
    );
    Box::leak(Box::new(World::new(settings)))
}

#[expect(clippy::disallowed_methods, reason = "this is the edge that reads the clock")]
pub fn now() -> DateTime<Utc> {
    // Whole seconds, so that instants compare as their texts do.
    Utc::now().trunc_subsecs(0)
}

pub fn seed() -> Seed {
    let mut random = [0; 32];
    SystemRandom::new()
        .fill(&mut random)
        .expect("the system's randomness does not fail once it has begun");
    Seed::new(random)
}

#[expect(clippy::disallowed_methods, reason = "this is the edge that reads the environment")]
pub fn settings() -> Settings {
    let read = |name: &str| std::env::var(name).unwrap_or_default();
    let optional = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    Settings {
        table: read("TABLE"),
        records_bucket: read("RECORDS_BUCKET"),
        packages_bucket: read("PACKAGES_BUCKET"),
        letters_bucket: read("LETTERS_BUCKET"),
        page_origin: read("PAGE_ORIGIN"),
        hmac_key: read("HMAC_KEY"),
        sign_in: SignIn {
            origin: read("SIGN_IN_ORIGIN"),
            issuer: read("ISSUER"),
            keys_url: read("KEYS_URL"),
            client_id: read("POOL_CLIENT_ID"),
        },
        mail_from: read("MAIL_FROM"),
        mail_events: Some(read("MAIL_EVENTS")).filter(|name| !name.is_empty()),
        aws: Aws {
            region: read("AWS_REGION"),
            access_key_id: read("AWS_ACCESS_KEY_ID"),
            secret_access_key: read("AWS_SECRET_ACCESS_KEY"),
            session_token: optional("AWS_SESSION_TOKEN"),
            endpoint: optional("AWS_ENDPOINT_URL"),
            s3_endpoint: optional("AWS_ENDPOINT_URL_S3"),
        },
    }
}

async fn respond(world: &World, handler: Handler, request: Request) -> Response<Body> {
    let begun = Instant::now();
    let correlation = correlation(&request);
    let reply = match read(world, request, now()) {
        Ok(call) => {
            let span = tracing::info_span!(
                "call",
                correlation.id = correlation,
                route = call.route.path,
                method = call.route.method.name()
            );
            answer(world, handler, call, begun).instrument(span).await
        }
        Err(failure) => {
            let problem = failure.problem();
            tracing::info!(
                correlation.id = correlation,
                status = problem.status,
                outcome = problem.kind,
                "refused"
            );
            Reply::problem(&problem)
        }
    };
    http(reply, &correlation)
}

async fn answer(world: &World, handler: Handler, call: Call, begun: Instant) -> Reply {
    let reply = match handler(world, &call).await {
        Ok(reply) => reply,
        Err(failure) => {
            let problem = failure.problem();
            if failure.is_ours() {
                tracing::error!(outcome = problem.kind, cause = chain(&failure), "the call failed");
            }
            Reply::problem(&problem)
        }
    };
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(status = reply.status, duration_ms, "answered");
    reply
}

/// The failure and its causes. Causes of AWS name operations and codes, never what was stored: the bodies of
/// rows and requests are not part of them.
pub(crate) fn chain(failure: &Failure) -> String {
    let mut text = failure.to_string();
    let mut cause = std::error::Error::source(failure);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

fn read(world: &World, request: Request, now: DateTime<Utc>) -> Result<Call, Failure> {
    let method = request.method().as_str().to_owned();
    let path = request.uri().path().to_owned();
    let (route, ids) = route::find(&method, &path).ok_or(Failure::NotFound)?;
    let headers = request.headers();
    if route.method == Method::Post {
        from_our_page(headers, &world.settings.page_origin)?;
    }
    let call = Call {
        route,
        ids: ids.into_iter().map(str::to_owned).collect(),
        query: request
            .query_string_parameters()
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        cookies: cookies(headers),
        idempotency_key: header(headers, "idempotency-key"),
        if_match: header(headers, "if-match"),
        body: match request.into_body() {
            Body::Text(text) => text.into_bytes(),
            Body::Binary(bytes) => bytes,
            _ => Vec::new(),
        },
        now,
        seed: seed(),
    };
    if call.body.len() > BODY_LIMIT {
        return Err(Failure::TooLarge);
    }
    Ok(call)
}

/// A change comes from our own page: its origin is ours, and it carries the header that no form or link of
/// another site can carry.
fn from_our_page(headers: &HeaderMap, page_origin: &str) -> Result<(), Failure> {
    let ours =
        header(headers, "origin").is_some_and(|origin| origin == page_origin) && header(headers, PAGE_HEADER).is_some();
    if ours { Ok(()) } else { Err(Failure::ForeignOrigin) }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn correlation(request: &Request) -> String {
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.request_id.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

fn http(reply: Reply, correlation: &str) -> Response<Body> {
    let mut response = Response::builder()
        .status(reply.status)
        .header("cache-control", "no-store")
        .header("x-content-type-options", "nosniff")
        .header("referrer-policy", "no-referrer");
    if !correlation.is_empty() {
        response = response.header(HeaderName::from_static("x-correlation-id"), correlation);
    }
    if !reply.body.is_empty() {
        response = response.header("content-type", reply.media_type);
    }
    if let Some(location) = reply.location {
        response = response.header("location", location);
    }
    for cookie in reply.cookies {
        response = response.header("set-cookie", cookie);
    }
    // Our bodies are JSON, which is text.
    let body = String::from_utf8(reply.body).map_or(Body::Empty, Body::Text);
    response
        .body(body)
        .expect("statuses and header values are our own and well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_change_must_come_from_our_own_page() {
        let ours = "https://desk.example";
        for (pairs, accepted) in [
            (&[("origin", "https://desk.example"), ("x-access-desk", "1")][..], true),
            (&[("origin", "https://desk.example")], false),
            (&[("x-access-desk", "1")], false),
            (&[("origin", "https://evil.example"), ("x-access-desk", "1")], false),
            (&[("origin", "null"), ("x-access-desk", "1")], false),
            (&[], false),
        ] {
            assert_eq!(from_our_page(&headers(pairs), ours).is_ok(), accepted, "{pairs:?}");
        }
    }

    #[test]
    fn cookies_come_in_one_header_or_in_several() {
        let read = cookies(&headers(&[("cookie", "a=1; b=2=3"), ("cookie", "c=4")]));

        let expected = [("a", "1"), ("b", "2=3"), ("c", "4")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(read, expected);
    }
}
