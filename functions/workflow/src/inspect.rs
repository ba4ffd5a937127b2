//! Looks at an uploaded file on its arrival: is it the one that was granted, what is it, whose is it, and what
//! is its hash. Looked at once; a second notice of the same arrival changes nothing.

use crate::failure::Failure;
use crate::sniff::Sniffer;
use crate::store::{self, StoreError};
use crate::uploads;
use crate::world::World;
use domain::chain::Hash;
use domain::record::{Inspection, Patient, Record, State};
use domain::word::{Concern, Format, Rejection};
use ring::digest::{Context, SHA256};

/// `key` is that of the object that arrived.
pub async fn inspect(world: &World, key: &str) -> Result<(), Failure> {
    let Some((practice, patient, record)) = uploads::from_object_key(key) else {
        tracing::warn!("an object that no grant names was passed over");
        return Ok(());
    };
    let Some(record) = world.table.record(&practice, &patient, &record).await? else {
        tracing::warn!("an object without a record was passed over");
        return Ok(());
    };
    match record.state {
        State::Expected { .. } | State::Discarded => {}
        State::Inspected(_) | State::Rejected(_) | State::Withdrawn => return Ok(()),
    }
    let patient = world
        .table
        .patient(&practice, &patient)
        .await?
        .ok_or(Failure::Broken("a record's patient is missing"))?;
    let state = look(world, key, &record, &patient).await?;
    let kind = match &state {
        State::Inspected(inspection) => inspection.format.extension(),
        _ => "rejected",
    };
    let settled = world
        .table
        .settle_record(&Record {
            state,
            ..record.clone()
        })
        .await?;
    tracing::info!(record.id = record.id.as_str(), kind, settled, "a record was inspected");
    Ok(())
}

async fn look(world: &World, key: &str, record: &Record, patient: &Patient) -> Result<State, Failure> {
    let objects = world.records();
    let head = objects.head(key).await?.ok_or(StoreError::Missing)?;
    if head.size == 0 {
        return Ok(State::Rejected(Rejection::Empty));
    }
    if head.size != record.size || head.crc32.is_some_and(|crc32| crc32 != record.crc32) {
        return Ok(State::Rejected(Rejection::NotAsGranted));
    }
    let mut body = objects.stream(key).await?;
    let mut sniffer = Sniffer::new();
    let (mut sha256, mut crc32) = (Context::new(&SHA256), crc32fast::Hasher::new());
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(store::broken_off)?;
        sha256.update(&chunk);
        crc32.update(&chunk);
        sniffer.feed(&chunk);
    }
    if crc32.finalize() != record.crc32 {
        return Ok(State::Rejected(Rejection::NotAsGranted));
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(sha256.finish().as_ref());
    let mut findings = sniffer.finish(&patient.name, patient.birth_date);
    if findings.format == Format::Text && !has_ending_of_text(&record.name) {
        findings.concerns.push(Concern::UnknownKind);
    }
    Ok(State::Inspected(Inspection {
        format: findings.format,
        sha256: Hash::from_bytes(hash),
        concerns: findings.concerns,
        names_person: findings.names_person,
    }))
}

/// Whether a name says that text is inside. A picture or a document that is found to be text is not what it was.
fn has_ending_of_text(name: &str) -> bool {
    let Some((_, ending)) = name.rsplit_once('.') else {
        return true;
    };
    [
        "csv", "htm", "html", "hl7", "json", "log", "md", "rtf", "text", "tsv", "txt", "xml",
    ]
    .iter()
    .any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_is_text_is_not_what_it_says() {
        for (name, expected) in [
            ("notes.TXT", true),
            ("notes", true),
            ("a.b.xml", true),
            ("scan.gif", false),
            ("letter.docx", false),
        ] {
            assert_eq!(has_ending_of_text(name), expected, "{name}");
        }
    }
}
