//! Stands between a function and the local AWS, passes every call on as it came, and notes it.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::thread;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::HeaderValue;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};

use crate::failure::{During, Result};
use crate::instance;

/// One call to AWS.
#[derive(Clone, Debug)]
pub struct AwsCall {
    /// `GetItem`, or `PUT` for a bucket.
    pub operation: String,
    /// What it was sent; null where that is not JSON.
    pub asked: Value,
    /// What DynamoDB answered; null from a bucket.
    pub answer: Value,
    /// Bytes of the answer.
    pub bytes: usize,
}

/// Listens on a port of its own for as long as the program runs.
pub struct Recorder {
    port: u16,
    calls: Arc<Mutex<Vec<AwsCall>>>,
}

impl Recorder {
    pub fn start(gateway: &str) -> Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).during("listening")?;
        listener.set_nonblocking(true).during("listening")?;
        let port = listener.local_addr().during("listening")?.port();
        let calls = Arc::new(Mutex::new(Vec::new()));
        let gateway: Arc<str> = gateway.trim_start_matches("http://").into();
        let noted = Arc::clone(&calls);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .during("starting the recorder")?;
        // It ends with the program: nothing that it holds outlives a run.
        let _detached = thread::spawn(move || {
            if let Err(failure) = runtime.block_on(accept(listener, gateway, noted)) {
                eprintln!("{failure}");
            }
        });
        Ok(Self { port, calls })
    }

    /// Where a function finds it in the place of AWS.
    pub fn endpoint(&self) -> String {
        instance::origin(self.port)
    }

    /// The calls since it was last asked.
    pub fn take(&self) -> Vec<AwsCall> {
        std::mem::take(&mut *self.calls.lock().expect("no holder of the list panics"))
    }
}

async fn accept(listener: std::net::TcpListener, gateway: Arc<str>, calls: Arc<Mutex<Vec<AwsCall>>>) -> Result<()> {
    let listener = TcpListener::from_std(listener).during("listening")?;
    loop {
        let (stream, _) = listener.accept().await.during("accepting a connection")?;
        let (gateway, calls) = (Arc::clone(&gateway), Arc::clone(&calls));
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let (gateway, calls) = (Arc::clone(&gateway), Arc::clone(&calls));
                async move { Ok::<_, Infallible>(answer(&gateway, &calls, request).await) }
            });
            // A function is stopped in the middle of its connection.
            let _stopped = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(gateway: &str, calls: &Mutex<Vec<AwsCall>>, request: Request<Incoming>) -> Response<Full<Bytes>> {
    match pass_on(gateway, calls, request).await {
        Ok(response) => response,
        Err(failure) => {
            eprintln!("{failure}");
            let mut response = Response::new(Full::default());
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            response
        }
    }
}

/// The call keeps its headers, since its signature covers them.
async fn pass_on(
    gateway: &str,
    calls: &Mutex<Vec<AwsCall>>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>> {
    let (mut parts, body) = request.into_parts();
    let body = body.collect().await.during("reading a call")?.to_bytes();
    let operation = parts
        .headers
        .get("x-amz-target")
        .and_then(|target| target.to_str().ok()?.rsplit('.').next())
        .map_or_else(|| parts.method.to_string(), str::to_owned);
    parts.headers.remove(header::EXPECT);
    parts.headers.remove(header::TRANSFER_ENCODING);
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let asked = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let stream = TcpStream::connect(gateway).await.during("reaching the local AWS")?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .during("greeting the local AWS")?;
    tokio::spawn(connection);
    let response = sender
        .send_request(Request::from_parts(parts, Full::new(body)))
        .await
        .during("calling the local AWS")?;
    let (mut parts, body) = response.into_parts();
    let body = body.collect().await.during("reading an answer")?.to_bytes();
    parts.headers.remove(header::CONNECTION);
    parts.headers.remove(header::TRANSFER_ENCODING);
    let call = AwsCall {
        operation,
        asked,
        answer: serde_json::from_slice(&body).unwrap_or(Value::Null),
        bytes: body.len(),
    };
    calls.lock().expect("no holder of the list panics").push(call);
    Ok(Response::from_parts(parts, Full::new(body)))
}
