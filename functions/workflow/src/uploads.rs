//! Links to upload records with. Each is bound to its key, size and checksum, and lives for minutes.

use crate::call::{Call, Reply};
use crate::change::{self, Once};
use crate::failure::Failure;
use crate::session;
use crate::store::StoreError;
use crate::store::dynamo::Write;
use crate::store::item::{StoredRecord, StoredRepeat};
use crate::world::World;
use crate::zone;
use chrono::TimeDelta;
use domain::decide;
use domain::id::{PatientId, PracticeId, RecordId};
use domain::parse;
use domain::practice::Clerk;
use domain::record::{self, Record, State};
use domain::request::Request;
use domain::wire;

/// An upload link works for so long.
const UPLOAD_MINUTES: i64 = 15;
/// After a link's time is over, a file that was sent at the last moment may still arrive.
const GRACE_MINUTES: i64 = 10;
const ATTEMPTS: usize = 8;

/// `POST /api/requests/{request}/uploads`.
pub async fn grant(world: &World, call: &Call) -> Result<Reply, Failure> {
    call.key()?;
    for _ in 0..ATTEMPTS {
        let (member, request) = session::member_of_request(world, call).await?;
        let clerk: Clerk = session::authority(&member)?;
        let once = Once::new(world, call, member.id.as_str())?;
        let patient = decide::may_add_records(&request)?;
        if let Some(repeat) = once.kept().await? {
            return again(world, call, &request, patient, &repeat).await;
        }
        let form: wire::GrantUploads = call.form()?;
        let files = parse::uploads(&form).map_err(Failure::invalid)?;
        let until = call.now + TimeDelta::minutes(UPLOAD_MINUTES + GRACE_MINUTES);
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
                sensitivity: file.sensitivity,
                state: State::Expected { until },
            })
            .collect();
        let ids: Vec<_> = records.iter().map(|record| record.id.clone()).collect();
        // The links are not kept: they are made again from the records.
        let repeat = once.keep(201, &ids, None)?;
        let moment = zone::moment(call.now, &request.received.time_zone);
        let protected = records.iter().any(|record| record::is_protected(record, &request));
        let decision = decide::grant_uploads(&request, &clerk, ids, protected, moment)?;
        let writes = records
            .iter()
            .map(|record| Write::new(&StoredRecord::from(record)))
            .collect::<Result<_, _>>()?;
        match change::commit(world, Some(&request), &decision, Some(&repeat), writes).await {
            Ok(()) => return answer(world, call, &records).await,
            Err(Failure::Store(StoreError::Conflict | StoreError::Repeated)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}

/// The same links once more, for as long as they may be used.
async fn again(
    world: &World,
    call: &Call,
    request: &Request,
    patient: &PatientId,
    repeat: &StoredRepeat,
) -> Result<Reply, Failure> {
    let ids: Vec<RecordId> = serde_json::from_str(&repeat.answer).map_err(|_| Failure::Broken("a kept answer"))?;
    let mut records = Vec::with_capacity(ids.len());
    for id in ids {
        let record = world.table.record(&request.practice, patient, &id).await?;
        records.push(record.ok_or(Failure::GrantOver)?);
    }
    answer(world, call, &records).await
}

async fn answer(world: &World, call: &Call, records: &[Record]) -> Result<Reply, Failure> {
    let objects = world.records();
    let mut uploads = Vec::with_capacity(records.len());
    for record in records {
        let State::Expected { until } = record.state else {
            return Err(Failure::GrantOver);
        };
        let works = (until - TimeDelta::minutes(GRACE_MINUTES) - call.now)
            .to_std()
            .unwrap_or_default();
        if works.is_zero() {
            return Err(Failure::GrantOver);
        }
        let key = object_key(&record.practice, &record.patient, &record.id);
        let signed = objects.sign_upload(&key, record.size, record.crc32, works).await?;
        uploads.push(wire::Upload {
            record: record.id.clone(),
            url: signed.url,
            headers: signed.headers,
        });
    }
    Reply::json(201, &wire::Granted { uploads })
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
