//! Tables and buckets that no function listens to, so that a test can run the use cases itself, at the time
//! that it says, and stop them wherever it likes.

use anyhow::{Context, Result};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType,
};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use workflow::aws;
use workflow::world::{Aws, Settings, World};

use crate::desk;

/// A world of its own on DynamoDB inside this process; it has no buckets.
pub async fn table_alone() -> Result<World> {
    Ok(World::new(table_inside(None).await?))
}

/// Settings of a world with its table inside this process.
pub async fn table_inside(s3_endpoint: Option<String>) -> Result<Settings> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let endpoint = format!("http://{}", listener.local_addr()?);
    tokio::spawn(dynoxide::server::serve_on(listener, dynoxide::Database::memory()?));
    let name = format!("t{}", desk::fresh_key());
    let settings = Settings {
        table: "desk".to_owned(),
        page_origin: "https://desk.example".to_owned(),
        hmac_key: "a key of the tests, never of a practice".to_owned(),
        records_bucket: format!("{name}-r"),
        packages_bucket: format!("{name}-p"),
        letters_bucket: format!("{name}-l"),
        aws: Aws {
            region: "us-east-1".to_owned(),
            access_key_id: "test".to_owned(),
            secret_access_key: "test".to_owned(),
            session_token: None,
            endpoint: Some(endpoint),
            s3_endpoint,
        },
        ..Settings::default()
    };
    make_table(&settings).await?;
    Ok(settings)
}

/// Settings of a world of its own on the local AWS, with a table and buckets that nothing listens to.
pub async fn quiet() -> Result<Settings> {
    let name = format!("quiet-{}", desk::fresh_key());
    let settings = Settings {
        table: name.clone(),
        records_bucket: format!("{name}-r"),
        packages_bucket: format!("{name}-p"),
        letters_bucket: format!("{name}-l"),
        ..workflow::edge::settings()
    };
    make_table(&settings).await?;
    make_buckets(&settings).await?;
    Ok(settings)
}

pub async fn make_buckets(settings: &Settings) -> Result<()> {
    let s3 = aws::s3(&settings.aws, &aws::http_client());
    for bucket in [
        &settings.records_bucket,
        &settings.packages_bucket,
        &settings.letters_bucket,
    ] {
        s3.create_bucket().bucket(bucket).send().await.context("a bucket")?;
    }
    Ok(())
}

/// The keys and indexes of the template's table, which a test of the template compares with these.
pub const INDEXES: [&str; 3] = ["worklist", "party", "patient"];

async fn make_table(settings: &Settings) -> Result<()> {
    let client: Client = aws::dynamodb(&settings.aws, &aws::http_client());
    let mut table = client
        .create_table()
        .table_name(&settings.table)
        .billing_mode(BillingMode::PayPerRequest)
        .key_schema(key("pk", KeyType::Hash)?)
        .key_schema(key("sk", KeyType::Range)?)
        .attribute_definitions(text("pk")?)
        .attribute_definitions(text("sk")?);
    for index in INDEXES {
        let (pk, sk) = (format!("{index}_pk"), format!("{index}_sk"));
        table = table
            .attribute_definitions(text(&pk)?)
            .attribute_definitions(text(&sk)?)
            .global_secondary_indexes(
                GlobalSecondaryIndex::builder()
                    .index_name(index)
                    .key_schema(key(&pk, KeyType::Hash)?)
                    .key_schema(key(&sk, KeyType::Range)?)
                    .projection(Projection::builder().projection_type(ProjectionType::All).build())
                    .build()?,
            );
    }
    table.send().await.context("the table")?;
    Ok(())
}

fn key(name: &str, kind: KeyType) -> Result<KeySchemaElement> {
    Ok(KeySchemaElement::builder()
        .attribute_name(name)
        .key_type(kind)
        .build()?)
}

fn text(name: &str) -> Result<AttributeDefinition> {
    Ok(AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(ScalarAttributeType::S)
        .build()?)
}

/// Where in its run a function is killed.
#[derive(Clone, Copy, Debug)]
pub enum Kill {
    /// Before this call to AWS, counted from 0, leaves.
    Before(usize),
    /// After this call to AWS took effect, with its answer lost.
    After(usize),
}

/// Runs some work in a world of its settings until it ends or is killed. Whether it ended.
pub async fn until_killed<F>(settings: &Settings, kill: Kill, work: impl FnOnce(World) -> F) -> Result<bool>
where
    F: Future<Output = Result<()>>,
{
    let dead = Arc::new(Notify::new());
    let (killed, calls) = (dead.clone(), AtomicUsize::new(0));
    let world = world_behind(settings, move |request, aws| {
        let call = calls.fetch_add(1, Ordering::Relaxed);
        let killed = killed.clone();
        match kill {
            Kill::Before(at) if call >= at => HttpConnectorFuture::new(async move {
                killed.notify_one();
                std::future::pending().await
            }),
            Kill::After(at) if call >= at => {
                let answer = aws.call(request);
                HttpConnectorFuture::new(async move {
                    let _lost = answer.await;
                    killed.notify_one();
                    std::future::pending().await
                })
            }
            Kill::Before(_) | Kill::After(_) => aws.call(request),
        }
    });
    tokio::select! {
        result = work(world) => result.map(|()| true),
        () = dead.notified() => Ok(false),
    }
}

/// A world in which one path of AWS's API answers with an error of that name, whose message says `names`.
pub fn refused_by(settings: &Settings, path: &'static str, error: &'static str, names: &'static str) -> World {
    world_behind(settings, move |request, aws| {
        if !request.uri().contains(path) {
            return aws.call(request);
        }
        HttpConnectorFuture::new(async move {
            let body = SdkBody::from(format!("{{\"message\":\"no: {names}\"}}"));
            let status = StatusCode::try_from(400).expect("a status");
            let mut answer = HttpResponse::new(status, body);
            answer.headers_mut().insert("x-amzn-errortype", error);
            Ok(answer)
        })
    })
}

/// A world that tells every call to AWS to `seen`: its method, its path and its headers' names.
pub fn watched(settings: &Settings, seen: Arc<Mutex<Vec<String>>>) -> World {
    world_behind(settings, move |request, aws| {
        let headers: Vec<_> = request.headers().iter().map(|(name, _)| name).collect();
        let call = format!("{} {} {}", request.method(), request.uri(), headers.join(" "));
        seen.lock().expect("no test panics with it").push(call);
        aws.call(request)
    })
}

type Way = dyn Fn(HttpRequest, &SharedHttpConnector) -> HttpConnectorFuture + Send + Sync;

fn world_behind(
    settings: &Settings,
    way: impl Fn(HttpRequest, &SharedHttpConnector) -> HttpConnectorFuture + Send + Sync + 'static,
) -> World {
    let client = Between {
        inner: aws::http_client(),
        way: Arc::new(way),
    };
    World::with_http(settings.clone(), SharedHttpClient::new(client))
}

/// An HTTP client that has its own way with each call.
#[derive(Clone)]
struct Between {
    inner: SharedHttpClient,
    way: Arc<Way>,
}

struct BetweenConnector {
    inner: SharedHttpConnector,
    way: Arc<Way>,
}

impl HttpClient for Between {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(BetweenConnector {
            inner: self.inner.http_connector(settings, components),
            way: self.way.clone(),
        })
    }
}

impl HttpConnector for BetweenConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        (self.way)(request, &self.inner)
    }
}

impl fmt::Debug for Between {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Between")
    }
}

impl fmt::Debug for BetweenConnector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BetweenConnector")
    }
}
