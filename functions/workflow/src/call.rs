//! One call, and the answer to it, without HTTP: what the use cases see.

use crate::failure::Failure;
use crate::secret::Seed;
use chrono::{DateTime, Utc};
use domain::id::Id;
use domain::route::Route;
use domain::wire::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub struct Call {
    pub route: &'static Route,
    /// The identifiers of the path, in their order.
    pub ids: Vec<String>,
    pub query: Vec<(String, String)>,
    pub cookies: Vec<(String, String)>,
    pub idempotency_key: Option<String>,
    pub if_match: Option<String>,
    pub body: Vec<u8>,
    pub now: DateTime<Utc>,
    pub seed: Seed,
}

impl Call {
    /// The `index`-th identifier of the path. One that can't exist is not found.
    pub fn id<K>(&self, index: usize) -> Result<Id<K>, Failure> {
        self.ids
            .get(index)
            .and_then(|text| Id::parse(text))
            .ok_or(Failure::NotFound)
    }

    /// A JSON object. A list would be read as the fields in their order, which nobody means.
    pub fn form<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        if self.body.trim_ascii_start().first() != Some(&b'{') {
            return Err(Failure::Malformed);
        }
        serde_json::from_slice(&self.body).map_err(|_| Failure::Malformed)
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies
            .iter()
            .find(|(cookie, _)| cookie == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The key of a change that must not happen twice: 16 to 64 letters, digits and hyphens.
    pub fn key(&self) -> Result<&str, Failure> {
        self.idempotency_key
            .as_deref()
            .filter(|key| (16..=64).contains(&key.len()))
            .filter(|key| key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
            .ok_or(Failure::KeyMissing)
    }

    /// The version that the caller saw.
    pub fn version(&self) -> Result<u64, Failure> {
        self.if_match
            .as_deref()
            .and_then(|tag| tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok())
            .ok_or(Failure::VersionMissing)
    }
}

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub media_type: &'static str,
    pub body: Vec<u8>,
    /// Whole `Set-Cookie` values.
    pub cookies: Vec<String>,
    pub location: Option<String>,
}

impl Reply {
    pub fn json<T: Serialize>(status: u16, body: &T) -> Result<Self, Failure> {
        let body = serde_json::to_vec(body).map_err(|_| Failure::Broken("an answer is not JSON"))?;
        Ok(Self::bytes(status, body))
    }

    /// JSON that was written before.
    pub fn bytes(status: u16, body: Vec<u8>) -> Self {
        Self {
            status,
            media_type: "application/json",
            body,
            cookies: Vec::new(),
            location: None,
        }
    }

    pub fn empty() -> Self {
        Self::bytes(204, Vec::new())
    }

    pub fn redirect(location: String) -> Self {
        Self {
            location: Some(location),
            ..Self::bytes(303, Vec::new())
        }
    }

    pub fn problem(problem: &Problem) -> Self {
        Self {
            media_type: "application/problem+json",
            ..Self::bytes(problem.status, serde_json::to_vec(problem).unwrap_or_default())
        }
    }

    pub fn with_cookie(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }
}
