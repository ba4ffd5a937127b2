//! Puts two practices, a member for each role, patients, real records and a few requests into a local stack,
//! with the functions' own code. Running it again changes nothing that is there.

mod papers;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::fee::Schedule;
use domain::id::{PatientId, PracticeId, RecordId};
use domain::person::{Email, PersonName};
use domain::practice::{Location, Member, Practice};
use domain::record::{Patient, Record, State};
use domain::route::{self, Name};
use domain::wire::SubmitRequest;
use domain::word::{Category, Role, Sensitivity};
use serde::Deserialize;
use std::error::Error;
use std::path::{Path, PathBuf};
use workflow::call::Call;
use workflow::secret::Seed;
use workflow::store::StoreError;
use workflow::store::dynamo::Write;
use workflow::store::item::{NoticeState, StoredMember, StoredNotice, StoredPatient, StoredPractice, StoredRecord};
use workflow::world::World;
use workflow::{edge, inspect, submit, uploads};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A person of the sign-in pool.
#[derive(Deserialize)]
struct Account {
    email: String,
    sub: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let world = World::new(edge::settings());
    let now = edge::now();
    let accounts: Vec<Account> = serde_json::from_str(&variable("MEMBERS")?)?;
    for practice in [lakeside()?, summit()?] {
        world.table.put_row(&StoredPractice::from(&practice)).await?;
        for member in members(&practice.id, &accounts)? {
            if world.table.member(&practice.id, &member.id).await?.is_none() {
                world.table.put_row(&StoredMember::from(&member)).await?;
            }
        }
    }
    papers::put(&world, &id_of("lakeside")?, now).await?;
    for patient in patients()? {
        world.table.put_row(&StoredPatient::from(&patient)).await?;
    }
    let inputs = PathBuf::from(variable("INPUTS")?);
    for (number, (patient, file, category, service_date)) in RECORDS.into_iter().enumerate() {
        let record = RecordId::parse(&format!("seeded-{number}")).ok_or("a record's id")?;
        let patient = id_of(patient)?;
        if world
            .table
            .record(&id_of("lakeside")?, &patient, &record)
            .await?
            .is_none()
        {
            let date = service_date.parse()?;
            put_record(&world, (record, patient), &inputs.join(file), (category, date), now).await?;
        }
    }
    for (number, asked) in ASKED.iter().enumerate() {
        ask(&world, number, asked, now).await?;
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "a program of the desk's own, which is its own edge"
)]
fn variable(name: &str) -> Result<String> {
    std::env::var(name).map_err(|_| format!("{name} is not set").into())
}

fn id_of<K>(text: &str) -> Result<domain::id::Id<K>> {
    domain::id::Id::parse(text).ok_or_else(|| format!("{text} is not an id").into())
}

fn lakeside() -> Result<Practice> {
    Ok(Practice {
        id: id_of::<domain::id::Practice>("lakeside")?,
        name: "Lakeside Family Medicine".to_owned(),
        contact: "Morgan Ellis".to_owned(),
        telephone: "512-555-0140".to_owned(),
        locations: vec![
            location(
                "austin",
                "Austin",
                "200 Lake Street, Austin, TX 78701",
                "TX",
                "America/Chicago",
            )?,
            location(
                "oakland",
                "Oakland",
                "18 Grand Avenue, Oakland, CA 94612",
                "CA",
                "America/Los_Angeles",
            )?,
        ],
        fees: Schedule {
            labor: 2_000,
            page: 25,
            media: 300,
            flat: Some(650),
            ask_above: 5_000,
        },
    })
}

fn summit() -> Result<Practice> {
    Ok(Practice {
        id: id_of::<domain::id::Practice>("summit")?,
        name: "Summit Skin Clinic".to_owned(),
        contact: "Robin Vale".to_owned(),
        telephone: "303-555-0188".to_owned(),
        locations: vec![location(
            "denver",
            "Denver",
            "77 Peak Road, Denver, CO 80202",
            "CO",
            "America/Denver",
        )?],
        // Copies cost nothing there.
        fees: Schedule::default(),
    })
}

fn location(id: &str, name: &str, address: &str, state: &str, time_zone: &str) -> Result<Location> {
    Ok(Location {
        id: id_of::<domain::id::Location>(id)?,
        name: name.to_owned(),
        address: address.to_owned(),
        state: state.to_owned(),
        time_zone: time_zone.to_owned(),
    })
}

/// `clerk@lakeside.example` is a clerk of lakeside.
fn members(practice: &PracticeId, accounts: &[Account]) -> Result<Vec<Member>> {
    let host = format!("@{practice}.example");
    let mut members = Vec::new();
    for account in accounts {
        let Some(role) = account.email.strip_suffix(&host) else {
            continue;
        };
        let (name, role, licence) = match role {
            "clerk" => ("Dana Reyes", Role::Clerk, ""),
            "clinician" => ("Dr. Amal Hart", Role::Clinician, "MD, Texas K4417"),
            "reviewer" => ("Dr. Jo Lindqvist", Role::Reviewer, "MD, Texas L0925"),
            "officer" => ("Robin Vale", Role::Officer, ""),
            other => return Err(format!("no role for {other}").into()),
        };
        members.push(Member {
            id: id_of::<domain::id::Member>(&account.sub)?,
            practice: practice.clone(),
            name: name.to_owned(),
            roles: vec![role],
            licence: licence.to_owned(),
            active: true,
        });
    }
    Ok(members)
}

/// Patients of the sample records, and neighbors by name and date of birth who must not be mistaken for them.
fn patients() -> Result<Vec<Patient>> {
    let patient = |practice: &str, id: &str, given: &str, family: &str, born: &str, contact: &str| -> Result<Patient> {
        Ok(Patient {
            id: id_of::<domain::id::Patient>(id)?,
            practice: id_of(practice)?,
            name: PersonName::parse(given, family).map_err(|_| "a name")?,
            birth_date: born.parse()?,
            contacts: vec![Email::parse("email", contact).map_err(|_| "a contact")?],
        })
    };
    Ok(vec![
        patient(
            "lakeside",
            "one-mhvtestveteran",
            "One A",
            "Mhvtestveteran",
            "1948-03-01",
            "one@patient.example",
        )?,
        patient(
            "lakeside",
            "two-mhvtestveteran",
            "Two B",
            "Mhvtestveteran",
            "1948-03-01",
            "two@patient.example",
        )?,
        patient(
            "lakeside",
            "johnnie-hermiston",
            "Johnnie679",
            "Hermiston71",
            "1972-06-20",
            "johnnie@patient.example",
        )?,
        patient(
            "lakeside",
            "ana-lopez",
            "Ana María",
            "López",
            "1984-09-12",
            "ana@patient.example",
        )?,
        // A minor, whose mother asks.
        patient(
            "lakeside",
            "sofia-lopez",
            "Sofía",
            "López",
            "2010-05-04",
            "ana@patient.example",
        )?,
        patient(
            "summit",
            "one-summit",
            "One A",
            "Mhvtestveteran",
            "1948-03-01",
            "one@patient.example",
        )?,
    ])
}

const RECORDS: [(&str, &str, Category, &str); 2] = [
    (
        "johnnie-hermiston",
        "johnnie_hermiston.json",
        Category::VisitNotes,
        "2019-05-01",
    ),
    ("johnnie-hermiston", "retina.jpg", Category::Photographs, "2019-05-02"),
];

/// What is known of a file, as an upload would bring it; then looked at as on its arrival.
async fn put_record(
    world: &World,
    (id, patient): (RecordId, PatientId),
    file: &Path,
    (category, service_date): (Category, NaiveDate),
    now: DateTime<Utc>,
) -> Result<()> {
    let bytes = std::fs::read(file)?;
    let record = Record {
        id,
        practice: id_of("lakeside")?,
        patient,
        name: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        size: bytes.len() as u64,
        crc32: crc32fast::hash(&bytes),
        category,
        service_date: Some(service_date),
        sensitivity: Sensitivity::Ordinary,
        state: State::Expected {
            until: now + TimeDelta::hours(1),
        },
    };
    let key = uploads::object_key(&record.practice, &record.patient, &record.id);
    world.table.put_row(&StoredRecord::from(&record)).await?;
    world.records().put(&key, "application/octet-stream", bytes).await?;
    inspect::inspect(world, &key).await?;
    Ok(())
}

/// A request as its form was typed, and how many days ago.
struct Asked {
    given_name: &'static str,
    family_name: &'static str,
    born: [&'static str; 3],
    email: &'static str,
    location: &'static str,
    days_ago: u64,
    language: &'static str,
}

/// One of each state of the clock.
const ASKED: [Asked; 4] = [
    Asked {
        given_name: "Johnnie679",
        family_name: "Hermiston71",
        born: ["6", "20", "1972"],
        email: "johnnie@patient.example",
        location: "austin",
        days_ago: 33,
        language: "en",
    },
    Asked {
        given_name: "Ana María",
        family_name: "López",
        born: ["9", "12", "1984"],
        email: "ana@patient.example",
        location: "oakland",
        days_ago: 30,
        language: "es",
    },
    Asked {
        given_name: "Two",
        family_name: "Mhvtestveteran",
        born: ["3", "1", "1948"],
        email: "two@patient.example",
        location: "austin",
        days_ago: 26,
        language: "en",
    },
    Asked {
        given_name: "Lee",
        family_name: "Walker",
        born: ["1", "5", "1990"],
        email: "lee@patient.example",
        location: "",
        days_ago: 1,
        language: "en",
    },
];

async fn ask(world: &World, number: usize, asked: &Asked, now: DateTime<Utc>) -> Result<()> {
    let seed = |number: usize| Seed::new([u8::try_from(number).unwrap_or(u8::MAX); 32]);
    let request = seed(number).id("request");
    if world.table.request(&request).await?.is_some() {
        return Ok(());
    }
    let [month, day, year] = asked.born.map(str::to_owned);
    let form = SubmitRequest {
        given_name: asked.given_name.to_owned(),
        family_name: asked.family_name.to_owned(),
        birth_month: month,
        birth_day: day,
        birth_year: year,
        email: asked.email.to_owned(),
        location: asked.location.to_owned(),
        extent: "whole".to_owned(),
        access: "copy".to_owned(),
        language: asked.language.to_owned(),
        ..SubmitRequest::default()
    };
    let call = Call {
        route: route::of(Name::Submit),
        ids: vec!["lakeside".to_owned()],
        query: Vec::new(),
        cookies: Vec::new(),
        idempotency_key: Some(format!("seeded-request-{number:04}")),
        if_match: None,
        body: serde_json::to_vec(&form)?,
        now: now - Days::new(asked.days_ago),
        seed: seed(number),
    };
    submit::submit(world, &call).await?;
    // A message of weeks ago that waits would be given up by the first sweep that comes by.
    for waiting in world.table.notices(&request).await? {
        let fresh = StoredNotice {
            queued_at: now,
            ..waiting
        };
        match world
            .table
            .transact(vec![Write::settled(&fresh, NoticeState::Queued)?], false)
            .await
        {
            Ok(()) | Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
