//! Tables and buckets that no function listens to, so that a test can run the use cases itself, at the time
//! that it says, and stop them wherever it likes.

use anyhow::{Context, Result, ensure};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, PutRequest, ScalarAttributeType, WriteRequest,
};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use domain::chain::Hash;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
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
    table_at(endpoint, s3_endpoint).await
}

/// Settings of a world with its table on the engine that answers there.
pub async fn table_at(endpoint: String, s3_endpoint: Option<String>) -> Result<Settings> {
    let name = format!("t{}", desk::fresh_key());
    let settings = Settings {
        table: name.clone(),
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
    make_table(&aws::dynamodb(&settings.aws, &aws::http_client()), &settings.table).await?;
    Ok(settings)
}

/// Everything that a world holds: its rows and its files.
#[derive(Clone, Default)]
pub struct Held {
    rows: Vec<HashMap<String, AttributeValue>>,
    files: Vec<(usize, String, Vec<u8>)>,
}

pub async fn held(settings: &Settings, http: &SharedHttpClient, has_buckets: bool) -> Result<Held> {
    let client = aws::dynamodb(&settings.aws, http);
    let (mut rows, mut start) = (Vec::new(), None);
    loop {
        let scan = client.scan().table_name(&settings.table).consistent_read(true);
        let page = scan.set_exclusive_start_key(start).send().await.context("the rows")?;
        rows.extend(page.items.unwrap_or_default());
        start = page.last_evaluated_key;
        if start.is_none() {
            break;
        }
    }
    let mut files = Vec::new();
    if has_buckets {
        let s3 = aws::s3(&settings.aws, http);
        for (number, bucket) in buckets(settings).into_iter().enumerate() {
            let listed = s3.list_objects_v2().bucket(bucket).send().await.context("the files")?;
            for object in listed.contents() {
                let key = object.key().context("a key")?.to_owned();
                let file = s3
                    .get_object()
                    .bucket(bucket)
                    .key(&key)
                    .send()
                    .await
                    .context("a file")?;
                files.push((number, key, file.body.collect().await?.to_vec()));
            }
        }
    }
    Ok(Held { rows, files })
}

/// Another world like one that was held, beside it.
pub async fn copy(settings: &Settings, http: &SharedHttpClient, held: &Held, has_buckets: bool) -> Result<Settings> {
    let name = format!("t{}", desk::fresh_key());
    let copied = Settings {
        table: name.clone(),
        records_bucket: format!("{name}-r"),
        packages_bucket: format!("{name}-p"),
        letters_bucket: format!("{name}-l"),
        ..settings.clone()
    };
    let client = aws::dynamodb(&copied.aws, http);
    make_table(&client, &copied.table).await?;
    for rows in held.rows.chunks(25) {
        let puts = rows.iter().map(|row| {
            let put = PutRequest::builder().set_item(Some(row.clone())).build()?;
            anyhow::Ok(WriteRequest::builder().put_request(put).build())
        });
        let puts = puts.collect::<Result<Vec<_>>>()?;
        let written = client
            .batch_write_item()
            .request_items(&copied.table, puts)
            .send()
            .await;
        let left = written.context("the rows")?.unprocessed_items.unwrap_or_default();
        ensure!(left.is_empty(), "rows were left out");
    }
    if has_buckets {
        let s3 = aws::s3(&copied.aws, http);
        for bucket in buckets(&copied) {
            s3.create_bucket().bucket(bucket).send().await.context("a bucket")?;
        }
        for (number, key, bytes) in &held.files {
            let put = s3.put_object().bucket(buckets(&copied)[*number]).key(key);
            put.body(bytes.clone().into()).send().await.context("a file")?;
        }
    }
    Ok(copied)
}

impl Held {
    /// The keys of the rows that the table deletes by itself.
    pub fn expiring(&self) -> Vec<(String, String)> {
        let rows = self.rows.iter().filter(|row| row.contains_key("expires_at_s"));
        let key =
            |row: &HashMap<String, AttributeValue>, name: &str| row.get(name).and_then(|key| key.as_s().ok()).cloned();
        rows.filter_map(|row| Some((key(row, "pk")?, key(row, "sk")?)))
            .collect()
    }

    /// The rows by their keys, and the hashes of the files, in an order that is the same in every world.
    pub fn told(&self) -> BTreeMap<String, Value> {
        let files = self.files.iter().map(|(bucket, key, bytes)| {
            let hash = Hash::of(bytes).to_string();
            (format!("FILE {bucket} {key}"), Value::from(hash))
        });
        let rows = self.rows.iter().map(|row| {
            let row = Value::Object(row.iter().map(|(name, value)| (name.clone(), plain(value))).collect());
            let key = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            (format!("{} {}", key("pk"), key("sk")), row)
        });
        rows.chain(files).collect()
    }
}

fn plain(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => Value::from(text.as_str()),
        AttributeValue::N(number) => json!({ "number": number }),
        AttributeValue::Bool(value) => Value::from(*value),
        AttributeValue::L(values) => values.iter().map(plain).collect(),
        AttributeValue::M(values) => values
            .iter()
            .map(|(name, value)| (name.clone(), plain(value)))
            .collect(),
        AttributeValue::Null(_) => Value::Null,
        other => Value::from(format!("{other:?}")),
    }
}

/// Takes away a table that is done with: an engine gets slower with each that it has.
pub async fn remove(settings: &Settings, http: &SharedHttpClient) -> Result<()> {
    let client = aws::dynamodb(&settings.aws, http);
    let deleted = client.delete_table().table_name(&settings.table).send().await;
    deleted.context("the table").map(drop)
}

fn buckets(settings: &Settings) -> [&str; 3] {
    [
        &settings.records_bucket,
        &settings.packages_bucket,
        &settings.letters_bucket,
    ]
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
    make_table(&aws::dynamodb(&settings.aws, &aws::http_client()), &settings.table).await?;
    make_buckets(&settings).await?;
    Ok(settings)
}

pub async fn make_buckets(settings: &Settings) -> Result<()> {
    let s3 = aws::s3(&settings.aws, &aws::http_client());
    for bucket in buckets(settings) {
        s3.create_bucket().bucket(bucket).send().await.context("a bucket")?;
    }
    Ok(())
}

/// The keys and indexes of the template's table, which a test of the template compares with these.
pub const INDEXES: [&str; 4] = ["worklist", "party", "patient", "calendar"];

async fn make_table(client: &Client, name: &str) -> Result<()> {
    let mut table = client
        .create_table()
        .table_name(name)
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
    let world = world_behind(settings, aws::http_client(), move |request, aws| {
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

/// What goes wrong at one call to AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is answered with an error of AWS's own, and took no effect.
    Error,
    /// It is answered that there are too many, and took no effect.
    Throttled,
    /// It is never answered, and took no effect.
    LostBefore,
    /// It is never answered, and took effect.
    LostAfter,
    /// The function is killed before it leaves.
    KilledBefore,
    /// The function is killed after it took effect.
    KilledAfter,
    /// It is answered with a refusal, which nothing tries again by itself.
    Refused,
    /// It and every later one is answered with an error of AWS's own.
    DownFromHere,
}

pub const FAULTS: [Fault; 8] = [
    Fault::Error,
    Fault::Throttled,
    Fault::LostBefore,
    Fault::LostAfter,
    Fault::KilledBefore,
    Fault::KilledAfter,
    Fault::Refused,
    Fault::DownFromHere,
];

/// The path of AWS's API that takes e-mails in, for which no engine stands here.
const MAIL: &str = "/v2/email/outbound-emails";

/// E-mails that went out, as they were sent.
pub type Outbox = Arc<Mutex<Vec<String>>>;

/// The calls to AWS of a world.
#[derive(Default)]
pub struct Calls {
    made: AtomicUsize,
    /// The first one, counted from 0, by which an e-mail went out.
    mailed_at: OnceLock<usize>,
}

impl Calls {
    pub fn made(&self) -> usize {
        self.made.load(Ordering::Relaxed)
    }

    pub fn mailed_at(&self) -> Option<usize> {
        self.mailed_at.get().copied()
    }
}

/// A world whose e-mails go to an outbox; each call to AWS is counted.
pub fn mailing(settings: &Settings, http: &SharedHttpClient, outbox: &Outbox, calls: &Arc<Calls>) -> World {
    let (outbox, calls) = (outbox.clone(), calls.clone());
    world_behind(settings, http.clone(), move |request, aws| {
        let call = calls.made.fetch_add(1, Ordering::Relaxed);
        if is_mail(&request) {
            calls.mailed_at.get_or_init(|| call);
        }
        through(request, aws, &outbox)
    })
}

/// The same of a world that has no buckets: every file that is looked for is there, and what is put there goes nowhere.
pub fn mailing_alone(settings: &Settings, outbox: &Outbox) -> World {
    let outbox = outbox.clone();
    world_behind(settings, aws::http_client(), move |request, aws| {
        if matches!(request.method(), "HEAD" | "PUT") {
            let status = StatusCode::try_from(200).expect("a status");
            return HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::empty())));
        }
        through(request, aws, &outbox)
    })
}

/// Runs some work in a world in which one call to AWS, counted from 0, goes wrong. What it ended with, or none where it
/// was killed.
pub async fn with_fault<T, F>(
    settings: &Settings,
    http: &SharedHttpClient,
    outbox: &Outbox,
    (at, fault): (usize, Fault),
    work: impl FnOnce(World) -> F,
) -> Option<T>
where
    F: Future<Output = T>,
{
    let dead = Arc::new(Notify::new());
    let (killed, calls, outbox) = (dead.clone(), AtomicUsize::new(0), outbox.clone());
    let world = world_behind(settings, http.clone(), move |request, aws| {
        let call = calls.fetch_add(1, Ordering::Relaxed);
        if call < at || (call > at && !matches!(fault, Fault::KilledBefore | Fault::KilledAfter | Fault::DownFromHere))
        {
            return through(request, aws, &outbox);
        }
        let killed = killed.clone();
        match fault {
            Fault::Error | Fault::DownFromHere => HttpConnectorFuture::ready(Ok(answer(500, "InternalServerError"))),
            Fault::Throttled => HttpConnectorFuture::ready(Ok(throttled(&request))),
            Fault::Refused => HttpConnectorFuture::ready(Ok(answer(403, "AccessDeniedException"))),
            Fault::LostBefore => HttpConnectorFuture::ready(Err(lost())),
            Fault::LostAfter => {
                let answer = through(request, aws, &outbox);
                HttpConnectorFuture::new(async move {
                    let _lost = answer.await;
                    Err(lost())
                })
            }
            Fault::KilledBefore => HttpConnectorFuture::new(async move {
                killed.notify_one();
                std::future::pending().await
            }),
            Fault::KilledAfter => {
                let answer = through(request, aws, &outbox);
                HttpConnectorFuture::new(async move {
                    let _lost = answer.await;
                    killed.notify_one();
                    std::future::pending().await
                })
            }
        }
    });
    tokio::select! {
        result = work(world) => Some(result),
        () = dead.notified() => None,
    }
}

fn is_mail(request: &HttpRequest) -> bool {
    request.uri().contains(MAIL)
}

fn through(request: HttpRequest, aws: &SharedHttpConnector, outbox: &Outbox) -> HttpConnectorFuture {
    if !is_mail(&request) {
        return aws.call(request);
    }
    let body = request.body().bytes().map(String::from_utf8_lossy).unwrap_or_default();
    outbox.lock().expect("no test panics with it").push(body.into_owned());
    let status = StatusCode::try_from(200).expect("a status");
    let taken = SdkBody::from("{\"MessageId\":\"taken\"}");
    HttpConnectorFuture::ready(Ok(HttpResponse::new(status, taken)))
}

fn lost() -> ConnectorError {
    ConnectorError::timeout("the answer was lost".into())
}

/// Each service says in its own way that there are too many calls.
fn throttled(request: &HttpRequest) -> HttpResponse {
    if is_mail(request) {
        return answer(429, "TooManyRequestsException");
    }
    if request.headers().contains_key("x-amz-target") {
        return answer(400, "ThrottlingException");
    }
    let body = SdkBody::from("<Error><Code>SlowDown</Code><Message>Slower.</Message></Error>");
    HttpResponse::new(StatusCode::try_from(503).expect("a status"), body)
}

fn answer(status: u16, error: &'static str) -> HttpResponse {
    let body = SdkBody::from(format!("{{\"__type\":\"{error}\",\"message\":\"no\"}}"));
    let mut answer = HttpResponse::new(StatusCode::try_from(status).expect("a status"), body);
    answer.headers_mut().insert("x-amzn-errortype", error);
    answer
}

/// A world in which one path of AWS's API answers with an error of that name, whose message says `names`.
pub fn refused_by(settings: &Settings, path: &'static str, error: &'static str, names: &'static str) -> World {
    world_behind(settings, aws::http_client(), move |request, aws| {
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
    world_behind(settings, aws::http_client(), move |request, aws| {
        let headers: Vec<_> = request.headers().iter().map(|(name, _)| name).collect();
        let call = format!("{} {} {}", request.method(), request.uri(), headers.join(" "));
        seen.lock().expect("no test panics with it").push(call);
        aws.call(request)
    })
}

type Way = dyn Fn(HttpRequest, &SharedHttpConnector) -> HttpConnectorFuture + Send + Sync;

fn world_behind(
    settings: &Settings,
    inner: SharedHttpClient,
    way: impl Fn(HttpRequest, &SharedHttpConnector) -> HttpConnectorFuture + Send + Sync + 'static,
) -> World {
    let client = Between {
        inner,
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
