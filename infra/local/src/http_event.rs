//! The events that are handed to functions, and what they answer: those of an HTTP API in payload format 2.0.

use serde_json::{Value, json};

use crate::failure::{During, Failure, Result};

/// A call as the page makes it.
#[derive(Clone, Copy)]
pub struct HttpCall<'a> {
    pub method: &'a str,
    pub path: &'a str,
    /// The page's.
    pub origin: &'a str,
    /// 16 to 64 letters, digits and hyphens.
    pub idempotency_key: &'a str,
    /// The version that the caller saw.
    pub version: u64,
    /// Names and values, as a browser sends them.
    pub cookies: &'a str,
    pub body: &'a str,
}

impl HttpCall<'_> {
    pub fn event(&self) -> String {
        let Self { method, path, .. } = self;
        json!({
            "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "",
            "headers": {
                "origin": self.origin, "x-access-desk": "1", "content-type": "application/json",
                "if-match": format!("\"{}\"", self.version), "idempotency-key": self.idempotency_key,
                "cookie": self.cookies
            },
            "requestContext": {
                "accountId": "0", "apiId": "measured", "domainName": "127.0.0.1", "domainPrefix": "measured",
                "http": {
                    "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "-"
                },
                "requestId": "measured", "routeKey": "$default", "stage": "$default",
                "time": "24/Nov/2026:00:00:00 +0000", "timeEpoch": 1_795_478_400_000_u64
            },
            "body": self.body, "isBase64Encoded": false
        })
        .to_string()
    }
}

/// The event of a new row in the table's stream.
pub fn new_row(request: &str, sk: &str) -> String {
    let keys = json!({ "pk": { "S": format!("REQUEST#{request}") }, "sk": { "S": sk } });
    json!({ "Records": [{ "eventName": "INSERT", "dynamodb": { "Keys": keys, "SequenceNumber": "1" } }] }).to_string()
}

/// What a function answered to a call.
pub struct Answer {
    pub status: u64,
    pub body: Value,
    /// Bytes of the body.
    pub bytes: usize,
}

impl Answer {
    pub fn read(text: &str) -> Result<Self> {
        let answer: Value = serde_json::from_str(text).during("reading an answer")?;
        let body = answer["body"].as_str().unwrap_or_default();
        Ok(Self {
            status: answer["statusCode"].as_u64().unwrap_or(0),
            body: serde_json::from_str(body).unwrap_or(Value::Null),
            bytes: body.len(),
        })
    }

    /// The answer, if it is of that status.
    pub fn of_status(self, status: u64, who: &str) -> Result<Self> {
        if self.status == status {
            return Ok(self);
        }
        let Self { status, body, .. } = self;
        Err(Failure::new(format!("{who} answered with {status}: {body}")))
    }

    pub fn text(&self, field: &str) -> Result<String> {
        self.body[field]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| Failure::new(format!("an answer of status {} has no {field}", self.status)))
    }
}
