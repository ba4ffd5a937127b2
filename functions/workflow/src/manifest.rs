//! The list of every file in a package with its hash: an object in the packages bucket, named by its own hash,
//! and a file of the package. It stays when the package is gone.

use crate::failure::Failure;
use chrono::NaiveDate;
use domain::chain::Hash;
use domain::id::{RecordId, RequestId};
use domain::package::{Document, File};
use domain::word::{Category, Format};
use serde::{Deserialize, Serialize};

const SCHEMA: u32 = 1;

#[derive(Serialize, Deserialize)]
pub struct Manifest {
    pub schema: u32,
    pub practice: String,
    pub receipt: String,
    pub released_on: NaiveDate,
    /// In the order of the package, without the manifest itself.
    pub files: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
pub struct Entry {
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// 8 hexadecimal digits.
    pub crc32: String,
    pub sha256: String,
    pub media_type: String,
    /// Of a record of the patient; none for what the desk wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Source>,
}

#[derive(Serialize, Deserialize)]
pub struct Source {
    pub id: RecordId,
    pub format: Format,
    pub category: Category,
    pub service_date: Option<NaiveDate>,
    /// It opens only with a password.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
}

impl Manifest {
    pub fn new(practice: &str, receipt: &str, released_on: NaiveDate, documents: &[Document], files: &[File]) -> Self {
        let written = documents.iter().map(|document| Entry {
            path: document.path.to_owned(),
            size: document.bytes.len() as u64,
            crc32: crc32_text(crc32fast::hash(&document.bytes)),
            sha256: Hash::of(&document.bytes).to_string(),
            media_type: document.media_type.to_owned(),
            record: None,
        });
        let records = files.iter().map(|file| Entry {
            path: file.path.clone(),
            size: file.size,
            crc32: crc32_text(file.crc32),
            sha256: file.inspection.sha256.to_string(),
            media_type: file.inspection.format.media_type().to_owned(),
            record: Some(Source {
                id: file.record.clone(),
                format: file.inspection.format,
                category: file.category,
                service_date: file.service_date,
                locked: file.is_locked(),
            }),
        });
        Self {
            schema: SCHEMA,
            practice: practice.to_owned(),
            receipt: receipt.to_owned(),
            released_on,
            files: written.chain(records).collect(),
        }
    }

    pub fn encode(&self) -> Result<Vec<u8>, Failure> {
        serde_json::to_vec_pretty(self).map_err(|_| Failure::Broken("a manifest is not JSON"))
    }

    /// A manifest that is the one of that hash.
    pub fn decode(bytes: &[u8], hash: Hash) -> Result<Self, Failure> {
        if Hash::of(bytes) != hash {
            return Err(Failure::Broken("a manifest is not the one that was released"));
        }
        serde_json::from_slice(bytes).map_err(|_| Failure::Broken("a manifest can't be read"))
    }
}

impl Entry {
    pub fn crc32(&self) -> Result<u32, Failure> {
        u32::from_str_radix(&self.crc32, 16).map_err(|_| Failure::Broken("a manifest's checksum"))
    }
}

/// Where a manifest lies in the packages bucket.
pub fn object_key(request: &RequestId, hash: Hash) -> String {
    format!("manifest/{request}/{hash}.json")
}

fn crc32_text(crc32: u32) -> String {
    format!("{crc32:08x}")
}
