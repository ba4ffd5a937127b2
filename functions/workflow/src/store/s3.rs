//! The files of one bucket.

use super::{StoreError, aws, broken_off};
use aws_sdk_s3::Client;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{ChecksumMode, CompletedMultipartUpload, CompletedPart};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use std::time::Duration;

pub struct Objects {
    client: Client,
    bucket: String,
}

/// What is known of an object without reading it.
pub struct Head {
    /// Bytes.
    pub size: u64,
    /// Of the whole object, where it was uploaded with one.
    pub crc32: Option<u32>,
    pub written_at: Option<DateTime<Utc>>,
}

/// A link and the headers that it demands.
pub struct Signed {
    pub url: String,
    pub headers: Vec<(String, String)>,
}

/// An upload in parts that is under way.
pub struct Multipart {
    key: String,
    id: String,
    parts: Vec<CompletedPart>,
}

/// How an object that is looked at is called, and what it is.
pub struct Shown<'a> {
    /// Of letters, digits and dots.
    pub file_name: &'a str,
    pub media_type: &'a str,
}

impl Objects {
    pub fn new(client: Client, bucket: &str) -> Self {
        Self {
            client,
            bucket: bucket.to_owned(),
        }
    }

    /// A link that works for a while, to put one object of exactly this size and checksum, where none lies yet.
    pub async fn sign_upload(&self, key: &str, size: u64, crc32: u32, works: Duration) -> Result<Signed, StoreError> {
        let size = i64::try_from(size).map_err(|_| StoreError::Unreadable("a size"))?;
        let request = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .content_length(size)
            .content_type("application/octet-stream")
            .checksum_crc32(crc32_text(crc32))
            .if_none_match("*")
            .presigned(expiry(works)?)
            .await
            .map_err(aws("signing an upload"))?;
        Ok(Signed {
            url: request.uri().to_owned(),
            headers: request
                .headers()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        })
    }

    /// A link that works for a while, to get one object as a file of that name. Costs no call.
    pub async fn sign_download(&self, key: &str, file_name: &str, works: Duration) -> Result<String, StoreError> {
        let request = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .response_content_disposition(format!("attachment; filename=\"{file_name}\""))
            .response_content_type("application/zip")
            .response_cache_control("no-store")
            .presigned(expiry(works)?)
            .await
            .map_err(aws("signing a download"))?;
        Ok(request.uri().to_owned())
    }

    /// A link that works for a while, to look at one object. What a browser can't show safely is saved instead.
    pub async fn sign_view(&self, key: &str, shown: &Shown<'_>, works: Duration) -> Result<String, StoreError> {
        let safe = matches!(
            shown.media_type,
            "application/pdf" | "image/png" | "image/jpeg" | "text/plain"
        );
        let manner = if safe { "inline" } else { "attachment" };
        let name = shown.file_name;
        let request = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .response_content_disposition(format!("{manner}; filename=\"{name}\""))
            .response_content_type(shown.media_type)
            .response_cache_control("no-store")
            .presigned(expiry(works)?)
            .await
            .map_err(aws("signing a view"))?;
        Ok(request.uri().to_owned())
    }

    pub async fn head(&self, key: &str) -> Result<Option<Head>, StoreError> {
        let answer = self
            .client
            .head_object()
            .bucket(&self.bucket)
            .key(key)
            .checksum_mode(ChecksumMode::Enabled)
            .send()
            .await;
        match answer {
            Ok(head) => Ok(Some(Head {
                size: head
                    .content_length
                    .and_then(|size| u64::try_from(size).ok())
                    .unwrap_or(0),
                crc32: head.checksum_crc32.as_deref().and_then(crc32),
                written_at: head.last_modified.and_then(|at| DateTime::from_timestamp(at.secs(), 0)),
            })),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_not_found()) => Ok(None),
            Err(error) => Err(aws("looking at an object")(error)),
        }
    }

    /// The bytes of an object as they come.
    pub async fn stream(&self, key: &str) -> Result<ByteStream, StoreError> {
        let answer = self.client.get_object().bucket(&self.bucket).key(key).send().await;
        match answer {
            Ok(object) => Ok(object.body),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_no_such_key()) => {
                Err(StoreError::Missing)
            }
            Err(error) => Err(aws("reading an object")(error)),
        }
    }

    /// A small object whole.
    pub async fn get(&self, key: &str) -> Result<Vec<u8>, StoreError> {
        let body = self.stream(key).await?;
        let bytes = body.collect().await.map_err(broken_off)?;
        Ok(bytes.to_vec())
    }

    pub async fn put(&self, key: &str, media_type: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        self.client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .content_type(media_type)
            // A bucket whose objects are locked takes none without a checksum.
            .checksum_crc32(crc32_text(crc32fast::hash(&bytes)))
            .body(ByteStream::from(bytes))
            .send()
            .await
            .map(|_| ())
            .map_err(aws("writing an object"))
    }

    pub async fn begin(&self, key: &str, media_type: &str) -> Result<Multipart, StoreError> {
        let answer = self
            .client
            .create_multipart_upload()
            .bucket(&self.bucket)
            .key(key)
            .content_type(media_type)
            .send()
            .await
            .map_err(aws("beginning an upload"))?;
        Ok(Multipart {
            key: key.to_owned(),
            id: answer
                .upload_id
                .ok_or(StoreError::Unreadable("an upload without an id"))?,
            parts: Vec::new(),
        })
    }

    /// The next part: at least 5 MiB, unless it is the last.
    pub async fn part(&self, upload: &mut Multipart, bytes: Vec<u8>) -> Result<(), StoreError> {
        let number = i32::try_from(upload.parts.len() + 1).map_err(|_| StoreError::Unreadable("a part number"))?;
        let answer = self
            .client
            .upload_part()
            .bucket(&self.bucket)
            .key(&upload.key)
            .upload_id(&upload.id)
            .part_number(number)
            .body(ByteStream::from(bytes))
            .send()
            .await
            .map_err(aws("writing a part"))?;
        upload.parts.push(
            CompletedPart::builder()
                .part_number(number)
                .set_e_tag(answer.e_tag)
                .build(),
        );
        Ok(())
    }

    pub async fn complete(&self, upload: Multipart) -> Result<(), StoreError> {
        self.client
            .complete_multipart_upload()
            .bucket(&self.bucket)
            .key(&upload.key)
            .upload_id(&upload.id)
            .multipart_upload(
                CompletedMultipartUpload::builder()
                    .set_parts(Some(upload.parts))
                    .build(),
            )
            .send()
            .await
            .map(|_| ())
            .map_err(aws("completing an upload"))
    }

    pub async fn abort(&self, upload: Multipart) -> Result<(), StoreError> {
        self.client
            .abort_multipart_upload()
            .bucket(&self.bucket)
            .key(&upload.key)
            .upload_id(&upload.id)
            .send()
            .await
            .map(|_| ())
            .map_err(aws("aborting an upload"))
    }
}

/// A CRC-32 as S3 writes it: its 4 bytes, the most significant first, in base 64.
fn crc32(text: &str) -> Option<u32> {
    let bytes = STANDARD.decode(text).ok()?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

fn crc32_text(crc32: u32) -> String {
    STANDARD.encode(crc32.to_be_bytes())
}

fn expiry(works: Duration) -> Result<PresigningConfig, StoreError> {
    PresigningConfig::expires_in(works).map_err(|_| StoreError::Unreadable("an expiry"))
}
