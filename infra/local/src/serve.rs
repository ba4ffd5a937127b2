//! The origin server: the page's files, and the API behind the same address, as the distribution serves them.

use std::convert::Infallible;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use http_body_util::{Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use crate::failure::{During, Failure, Result};
use crate::openapi;

type Body = Either<Full<Bytes>, Incoming>;

/// They are about one connection, not about the message (RFC 9110, section 7.6.1).
const OF_THE_CONNECTION: [&str; 8] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

struct Origin {
    gateway_port: u16,
    api_id: String,
    page: PathBuf,
    policy: HeaderValue,
}

/// Serves until it is stopped. Started in the background by `up` and `test`.
pub fn serve(options: &[&str]) -> Result<()> {
    let [
        "--port",
        port,
        "--gateway-port",
        gateway_port,
        "--api",
        api_id,
        "--page",
        page,
    ] = options
    else {
        return Err(Failure::new(
            "usage: desk serve --port N --gateway-port N --api ID --page FOLDER",
        ));
    };
    let port: u16 = port.parse().during("reading --port")?;
    let gateway_port: u16 = gateway_port.parse().during("reading --gateway-port")?;
    let origin = Origin {
        gateway_port,
        api_id: (*api_id).to_owned(),
        page: PathBuf::from(page),
        policy: content_security_policy(gateway_port)?,
    };
    tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .during("starting the server")?
        .block_on(accept(port, Arc::new(origin)))
}

async fn accept(port: u16, origin: Arc<Origin>) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .during(format_args!("listening on port {port}"))?;
    loop {
        let (stream, peer) = listener.accept().await.during("accepting a connection")?;
        let origin = Arc::clone(&origin);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let origin = Arc::clone(&origin);
                async move { Ok::<_, Infallible>(answer(&origin, peer, request).await) }
            });
            // A browser may leave at any time.
            let _left = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(origin: &Origin, peer: SocketAddr, request: Request<Incoming>) -> Response<Body> {
    let path = request.uri().path();
    let mut response = if path == "/api" || path.starts_with("/api/") {
        forward(origin, peer, request).await.unwrap_or_else(|failure| {
            eprintln!("{failure}");
            text(StatusCode::BAD_GATEWAY, "The API can't be reached.")
        })
    } else if request.method() == Method::GET || request.method() == Method::HEAD {
        file(origin, &request)
    } else {
        text(StatusCode::METHOD_NOT_ALLOWED, "Not here.")
    };
    protect(&origin.policy, response.headers_mut());
    response
}

/// What infra/template.yaml has in PageHeaders, but for HSTS, which needs TLS.
fn protect(policy: &HeaderValue, headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

fn content_security_policy(gateway_port: u16) -> Result<HeaderValue> {
    let gateway = crate::instance::origin(gateway_port);
    HeaderValue::from_str(&format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self' {gateway}; form-action 'self' {gateway}; base-uri 'none'; frame-ancestors 'none'"
    ))
    .during("writing the content security policy")
}

/// Passes a call to the deployed API, as it came. Redirects are the browser's to follow.
async fn forward(origin: &Origin, peer: SocketAddr, request: Request<Incoming>) -> Result<Response<Body>> {
    let (mut parts, body) = request.into_parts();
    let call = parts.uri.path_and_query().map_or("/", |call| call.as_str());
    parts.uri = format!("/_aws/execute-api/{}/$default{call}", origin.api_id)
        .parse()
        .during("forming the API's address")?;
    drop_connection_headers(&mut parts.headers);
    let gateway = format!("127.0.0.1:{}", origin.gateway_port);
    parts.headers.insert(
        header::HOST,
        HeaderValue::from_str(&gateway).during("naming the gateway")?,
    );
    let forwarded = HeaderValue::from_str(&peer.ip().to_string()).during("naming the caller")?;
    parts.headers.insert("x-forwarded-for", forwarded);

    let stream = TcpStream::connect(&gateway).await.during("reaching the local AWS")?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .during("greeting the local AWS")?;
    tokio::spawn(connection);
    let response = sender
        .send_request(Request::from_parts(parts, body))
        .await
        .during("calling the API")?;
    let (mut parts, body) = response.into_parts();
    drop_connection_headers(&mut parts.headers);
    Ok(Response::from_parts(parts, Either::Right(body)))
}

fn drop_connection_headers(headers: &mut HeaderMap) {
    for name in OF_THE_CONNECTION {
        headers.remove(name);
    }
}

fn file(origin: &Origin, request: &Request<Incoming>) -> Response<Body> {
    let Some(name) = file_name(request.uri().path()) else {
        return text(StatusCode::NOT_FOUND, "Not found.");
    };
    let takes_brotli = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accepted| {
            accepted
                .split(',')
                .any(|coding| coding.trim().split(';').next() == Some("br"))
        });
    let path = origin.page.join(name);
    let packed = takes_brotli
        .then(|| fs::read(path.with_added_extension("br")).ok())
        .flatten();
    let is_packed = packed.is_some();
    let Some(content) = packed.or_else(|| fs::read(&path).ok()) else {
        return text(StatusCode::NOT_FOUND, "Not found.");
    };
    let length = content.len();
    let content = if request.method() == Method::HEAD {
        Bytes::new()
    } else {
        Bytes::from(content)
    };
    let mut response = Response::new(Either::Left(Full::new(content)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(&path)));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    // The names of all others change with their content.
    let cache = if ["index.html", openapi::FILE].contains(&name) {
        "no-cache"
    } else {
        "public, max-age=31536000, immutable"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if is_packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

/// The file that a path asks for. A path without an extension is one of the page's own addresses.
fn file_name(path: &str) -> Option<&str> {
    let name = path.strip_prefix('/')?;
    if !name.rsplit('/').next().is_some_and(|last| last.contains('.')) {
        return Some("index.html");
    }
    let is_plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    (is_plain && !name.starts_with('.')).then_some(name)
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("ico") => "image/x-icon",
        _ => "application/octet-stream",
    }
}

fn text(status: StatusCode, words: &'static str) -> Response<Body> {
    let mut response = Response::new(Either::Left(Full::new(Bytes::from_static(words.as_bytes()))));
    *response.status_mut() = status;
    response.headers_mut().insert(
        HeaderName::from_static("content-type"),
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_of_the_page_is_the_page_and_a_file_is_a_file() {
        assert_eq!(file_name("/"), Some("index.html"));
        assert_eq!(file_name("/lakeside/status"), Some("index.html"));
        assert_eq!(file_name("/app-0123.wasm"), Some("app-0123.wasm"));
        assert_eq!(file_name("/openapi.json"), Some(openapi::FILE));
    }

    #[test]
    fn nothing_outside_the_folder_is_a_file() {
        for path in ["/../secret.key", "/.stamp", "/a/b.js", "/%2e%2e/a.js", "x.js"] {
            assert_eq!(file_name(path), None, "{path}");
        }
    }
}
