//! Links to upload records with. Each is bound to its key, size and checksum, and lives for minutes.

use crate::call::{Call, Reply};
use crate::change;
use crate::failure::Failure;
use crate::session;
use crate::store::StoreError;
use crate::store::dynamo::Write;
use crate::store::item::{StoredRecord, StoredRepeat};
use crate::store::s3::UPLOAD_MINUTES;
use crate::world::World;
use chrono::TimeDelta;
use domain::decide;
use domain::id::{PatientId, PracticeId, RecordId};
use domain::parse;
use domain::record::{Record, State};
use domain::request::Request;
use domain::wire;

/// After a link's time is over, a file that was sent at the last moment may still arrive.
const GRACE_MINUTES: i64 = 10;

/// `POST /api/requests/{request}/uploads`.
pub async fn grant(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (clerk, request) = session::clerk_of_request(world, call).await?;
    let key = call.key()?;
    let fingerprint = change::fingerprint(call);
    if let Some(reply) = repeated(world, call, &request, key, &fingerprint).await? {
        return Ok(reply);
    }
    let form: wire::GrantUploads = call.form()?;
    let files = parse::uploads(&form).map_err(Failure::invalid)?;
    let patient = decide::may_add_records(&request)?;
    let until = call.now + TimeDelta::minutes(i64::try_from(UPLOAD_MINUTES).unwrap_or(0) + GRACE_MINUTES);
    let records: Vec<_> = files
        .into_iter()
        .enumerate()
        .map(|(index, file)| Record {
            id: call.seed.id(&format!("record {index}")),
            practice: request.practice.clone(),
            patient: patient.clone(),
            name: file.name,
            size: file.size,
            crc32: file.crc32,
            category: file.category,
            service_date: file.service_date,
            state: State::Expected { until },
        })
        .collect();
    let ids: Vec<_> = records.iter().map(|record| record.id.clone()).collect();
    let repeat = StoredRepeat {
        actor: clerk.member().to_string(),
        key: key.to_owned(),
        fingerprint: fingerprint.clone(),
        status: 201,
        // The links are not kept: they are made again from the records.
        answer: serde_json::to_string(&ids).map_err(|_| Failure::Broken("ids are not JSON"))?,
        passcode: None,
        made_at_s: call.now.timestamp(),
        ends_at_s: change::repeat_ends_at_s(call),
    };
    let mut writes = vec![Write::first(&repeat)?];
    for record in &records {
        writes.push(Write::new(&StoredRecord::from(record))?);
    }
    match world.table.transact(writes, true).await {
        Ok(()) => answer(world, &records).await,
        Err(StoreError::Repeated) => repeated(world, call, &request, key, &fingerprint)
            .await?
            .ok_or(Failure::Busy),
        Err(error) => Err(error.into()),
    }
}

/// Where a record's file lies in the records bucket.
pub fn object_key(practice: &PracticeId, patient: &PatientId, record: &RecordId) -> String {
    format!("upload/{practice}/{patient}/{record}")
}

/// Whose file lies at a key.
pub fn from_object_key(key: &str) -> Option<(PracticeId, PatientId, RecordId)> {
    let mut parts = key.strip_prefix("upload/")?.split('/');
    let ids = (
        PracticeId::parse(parts.next()?)?,
        PatientId::parse(parts.next()?)?,
        RecordId::parse(parts.next()?)?,
    );
    parts.next().is_none().then_some(ids)
}

async fn repeated(
    world: &World,
    call: &Call,
    request: &Request,
    key: &str,
    fingerprint: &str,
) -> Result<Option<Reply>, Failure> {
    let actor = session::staff(world, call).await?;
    let Some(repeat) = change::kept(world, call, actor.as_str(), key).await? else {
        return Ok(None);
    };
    let repeat = change::same_body(repeat, fingerprint)?;
    let ids: Vec<RecordId> = serde_json::from_str(&repeat.answer).map_err(|_| Failure::Broken("a kept answer"))?;
    let patient = request
        .patient
        .as_ref()
        .ok_or(Failure::Broken("a request without a patient"))?;
    let mut records = Vec::with_capacity(ids.len());
    for id in ids {
        let record = world.table.record(&request.practice, patient, &id).await?;
        records.push(record.ok_or(Failure::Broken("a granted record is missing"))?);
    }
    answer(world, &records).await.map(Some)
}

async fn answer(world: &World, records: &[Record]) -> Result<Reply, Failure> {
    let objects = world.records();
    let mut uploads = Vec::with_capacity(records.len());
    for record in records {
        let key = object_key(&record.practice, &record.patient, &record.id);
        let signed = objects.sign_upload(&key, record.size, record.crc32).await?;
        uploads.push(wire::Upload {
            record: record.id.clone(),
            url: signed.url,
            headers: signed.headers,
        });
    }
    Reply::json(201, &wire::Granted { uploads })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_whose_file_it_is_and_nothing_else_does() {
        let (practice, patient, record) = (
            PracticeId::parse("lakeside").unwrap(),
            PatientId::parse("p1").unwrap(),
            RecordId::parse("r1").unwrap(),
        );
        let key = object_key(&practice, &patient, &record);

        assert_eq!(from_object_key(&key), Some((practice, patient, record)));
        for other in [
            "",
            "upload/",
            "upload/a/b",
            "upload/a/b/c/d",
            "upload/A/b/c",
            "x/a/b/c",
            "upload/a//c",
        ] {
            assert_eq!(from_object_key(other), None, "{other}");
        }
    }
}
