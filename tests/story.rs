//! A request's story, told by the use cases themselves in a world of their own, at the time that a test says.

use crate::desk;
use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use domain::chain::Hash;
use domain::delivery::{Delivery, Package};
use domain::event::Happened;
use domain::fee::Schedule;
use domain::id::{Id, RequestId};
use domain::letter::{self, Letter, Print};
use domain::person::PersonName;
use domain::practice::{Location, Member, Practice};
use domain::record::{Patient, Record, State};
use domain::route::{self, Name};
use domain::wire;
use domain::word::{Category, Language, Role, Sensitivity, Work};
use serde_json::{Value, json};
use workflow::call::{Call, Reply};
use workflow::failure::Failure;
use workflow::secret::Seed;
use workflow::store::item::{NoticeState, StoredMember, StoredPatient, StoredPractice, StoredRecord, Whose};
use workflow::world::World;
use workflow::{assemble, contact, inspect, printing, release, session, submit, uploads, verify, work};

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub fn call(name: Name, ids: &[&str], body: &Value, now: DateTime<Utc>) -> Call {
    Call {
        route: route::of(name),
        ids: ids.iter().map(|id| (*id).to_owned()).collect(),
        query: Vec::new(),
        cookies: Vec::new(),
        idempotency_key: Some(desk::fresh_key()),
        if_match: None,
        body: body.to_string().into_bytes(),
        now,
        seed: workflow::edge::seed(),
    }
}

/// The call with the session that a reply opened.
pub fn as_session(mut call: Call, reply: &Reply) -> Call {
    for cookie in &reply.cookies {
        if let Some((name, rest)) = cookie.split_once('=') {
            let value = rest.split(';').next().unwrap_or_default();
            call.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
    call
}

pub fn json_of(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap_or(Value::Null)
}

pub fn codes(failure: Failure) -> Vec<String> {
    let problem = failure.problem();
    let value = serde_json::to_value(problem.errors).unwrap_or_default();
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|error| error["code"].as_str().map(str::to_owned))
        .collect()
}

pub fn id<K>(text: &str) -> Id<K> {
    Id::parse(text).expect("an id")
}

pub async fn practice(world: &World) -> Result<()> {
    let practice = Practice {
        id: id("lakeside"),
        name: "Lakeside Family Medicine".to_owned(),
        contact: "the privacy officer".to_owned(),
        telephone: "512-555-0140".to_owned(),
        locations: vec![Location {
            id: id("austin"),
            name: "Austin".to_owned(),
            address: "200 Lake Street".to_owned(),
            state: "TX".to_owned(),
            time_zone: "America/Chicago".to_owned(),
        }],
        fees: Schedule {
            labor: 2_000,
            page: 50,
            media: 300,
            flat: Some(650),
            ask_above: 0,
        },
    };
    world.table.put_row(&StoredPractice::from(&practice)).await?;
    let member = Member {
        id: id("dana"),
        practice: practice.id,
        name: "Dana Reyes".to_owned(),
        roles: vec![Role::Clerk],
        licence: String::new(),
        active: true,
    };
    Ok(world.table.put_row(&StoredMember::from(&member)).await?)
}

/// A request in a world of its own. It is called the same in every world, so that what comes of it can be compared
/// byte for byte.
pub async fn asked(world: &World, now: DateTime<Utc>) -> Result<wire::Submitted> {
    practice(world).await?;
    let form = desk::form("one@patient.example");
    let mut submission = call(Name::Submit, &["lakeside"], &form, now);
    submission.seed = Seed::new([8; 32]);
    let reply = submit::submit(world, &submission).await?;
    Ok(serde_json::from_slice(&reply.body)?)
}

pub async fn staff(world: &World, now: DateTime<Utc>) -> Result<Reply> {
    let call = call(Name::Me, &[], &Value::Null, now);
    let (session, cookie) = session::open(world, &call, Whose::Staff { member: id("dana") });
    world.table.put_row(&session).await?;
    Ok(Reply::empty().with_cookie(cookie))
}

pub const RECORD: &str = "A note that is long enough to be worth a package.\n";

/// A request with three inspected records, released, in a world that nothing listens to.
pub async fn released(world: &World, now: DateTime<Utc>) -> Result<RequestId> {
    let submitted = asked(world, now).await?;
    let request = submitted.request;
    let opened = verified(world, &request, now).await?;
    for number in 0..3 {
        put_record(world, &patient()?, number, now).await?;
    }
    release(world, &request, &opened, now).await?;
    Ok(request)
}

async fn release(world: &World, request: &RequestId, opened: &Reply, now: DateTime<Utc>) -> Result<()> {
    let mut releasing = as_session(call(Name::Release, &[request.as_str()], &json!({}), now), opened);
    releasing.if_match = Some(etag(world, request).await?);
    // The same names in every world, so that their packages can be compared.
    releasing.seed = Seed::new([9; 32]);
    release::release(world, &releasing).await?;
    Ok(())
}

/// A change by a member, of the request as it stands.
pub async fn changing(
    world: &World,
    opened: &Reply,
    (name, ids): (Name, &[&str]),
    body: &Value,
    now: DateTime<Utc>,
) -> Result<Call> {
    let mut change = as_session(call(name, ids, body, now), opened);
    change.if_match = Some(etag(world, &id(ids[0])).await?);
    Ok(change)
}

async fn etag(world: &World, request: &RequestId) -> Result<String> {
    let version = world.table.request(request).await?.context("the request")?.version;
    Ok(format!("\"{version}\""))
}

/// A request that is packed, with a record of so many bytes, whose requester confirmed her address and wants it by plain
/// e-mail. With it the clerk's session.
pub async fn packed_for_email(world: &World, size: usize, now: DateTime<Utc>) -> Result<(RequestId, Reply)> {
    let submitted = asked(world, now).await?;
    let request = submitted.request;
    let challenge = submitted.challenge.context("a challenge")?;
    let code = json!({ "code": world.secret.code(&challenge, 1) });
    contact::prove(world, &call(Name::ProveContact, &[challenge.as_str()], &code, now)).await?;
    let opened = verified(world, &request, now).await?;
    put_bytes(
        world,
        &patient()?,
        "record",
        RECORD.repeat(size.div_ceil(RECORD.len())).into_bytes(),
        now,
    )
    .await?;
    let agreed = json!({ "way": "email", "risk_accepted": "yes" });
    let arranging = changing(world, &opened, (Name::Arrange, &[request.as_str()]), &agreed, now).await?;
    work::arrange(world, &arranging).await?;
    release(world, &request, &opened, now).await?;
    run_job(world, &request, now).await?;
    print_letters(world, &request).await?;
    Ok((request, opened))
}

pub fn patient() -> Result<Patient> {
    Ok(Patient {
        id: id("ana"),
        practice: id("lakeside"),
        name: PersonName::parse("Ana", "Lopez").map_err(|_| anyhow::anyhow!("a name"))?,
        birth_date: "1948-03-01".parse()?,
        contacts: Vec::new(),
    })
}

/// Who asks is checked. The clerk's session.
pub async fn verified(world: &World, request: &RequestId, now: DateTime<Utc>) -> Result<Reply> {
    world.table.put_row(&StoredPatient::from(&patient()?)).await?;
    let opened = staff(world, now).await?;
    let form = json!({ "patient": "ana", "evidence": ["id_seen"] });
    let mut verification = as_session(call(Name::Verify, &[request.as_str()], &form, now), &opened);
    verification.if_match = Some("\"1\"".to_owned());
    verify::verify(world, &verification).await?;
    Ok(opened)
}

pub fn granted(patient: &Patient, id_text: &str, bytes: &[u8], now: DateTime<Utc>) -> Record {
    Record {
        id: id(id_text),
        practice: patient.practice.clone(),
        patient: patient.id.clone(),
        name: format!("{id_text}.txt"),
        size: bytes.len() as u64,
        crc32: crc32fast::hash(bytes),
        category: Category::VisitNotes,
        service_date: None,
        sensitivity: Sensitivity::Ordinary,
        state: State::Expected {
            until: now + TimeDelta::hours(1),
        },
    }
}

/// A link to a package that nobody opened yet.
pub fn link(name: &str, request: &RequestId, passcode: u32, expires_at: DateTime<Utc>) -> Delivery {
    Delivery {
        id: id(name),
        practice: id("lakeside"),
        request: request.clone(),
        language: Language::English,
        passcode,
        expires_at,
        revoked: false,
        claimed: 0,
        last_claim_at: None,
        package: Package {
            key: "package/r/x.zip".to_owned(),
            file_name: "record.zip".to_owned(),
            size: 1,
            sha256: Hash::START,
            manifest: Hash::START,
            bound: None,
        },
        seq: 0,
        head: Hash::START,
    }
}

pub async fn put_record(world: &World, patient: &Patient, number: usize, now: DateTime<Utc>) -> Result<()> {
    let bytes = format!("{number} {RECORD}").into_bytes();
    put_bytes(world, patient, &format!("record-{number}"), bytes, now).await
}

async fn put_bytes(world: &World, patient: &Patient, name: &str, bytes: Vec<u8>, now: DateTime<Utc>) -> Result<()> {
    let record = granted(patient, name, &bytes, now);
    world.table.put_row(&StoredRecord::from(&record)).await?;
    let key = uploads::object_key(&record.practice, &record.patient, &record.id);
    world.records().put(&key, "application/octet-stream", bytes).await?;
    Ok(inspect::inspect(world, &key).await?)
}

pub async fn run_job(world: &World, request: &RequestId, now: DateTime<Utc>) -> Result<()> {
    let job = world
        .table
        .request(request)
        .await?
        .and_then(|request| request.job)
        .context("a job")?;
    Ok(assemble::assemble(world, request, &job, now).await?)
}

/// Carries out the order to print each letter of a request. What is printed is a stand-in: its typesetting has tests of its
/// own.
pub async fn print_letters(world: &World, request: &RequestId) -> Result<()> {
    for event in world.table.events(request).await? {
        if event.happened.letter().is_some() {
            printing::render(world, &order(request, event.seq), stand_in).await?;
        }
    }
    Ok(())
}

/// The name of an order to print.
pub fn order(request: &RequestId, seq: u64) -> String {
    format!("render/{request}/{seq:08}")
}

pub fn stand_in(letter: Letter<'_>, print: Print) -> Result<Vec<u8>, Failure> {
    Ok(format!("{print:?} {}", letter::text(letter)).into_bytes())
}

pub async fn package_key(world: &World, request: &RequestId) -> Result<String> {
    let delivery = world.table.deliveries(request).await?.pop().context("a delivery")?;
    Ok(delivery.package.key)
}

/// What a finished job leaves: work, the package's hash, the events, and how many deliveries and notices.
pub async fn outcome(world: &World, request: &RequestId) -> Result<(Work, Vec<String>, (usize, usize), Vec<u8>)> {
    let current = world.table.request(request).await?.context("the request")?;
    let events = world.table.events(request).await?;
    let what = events
        .iter()
        .map(|event| format!("{:?}", event.happened.what()))
        .collect();
    let deliveries = world.table.deliveries(request).await?;
    let bytes = match deliveries.first() {
        Some(delivery) => world.packages().get(&delivery.package.key).await?,
        None => Vec::new(),
    };
    if let (
        Some(delivery),
        Some(Happened::PackageReady {
            sha256, size, bound, ..
        }),
    ) = (deliveries.first(), events.last().map(|event| &event.happened))
    {
        assert_eq!((*sha256, *size), (Hash::of(&bytes), bytes.len() as u64));
        assert_eq!(delivery.package.sha256, *sha256);
        if let Some(pdf) = &delivery.package.bound {
            let bytes = world.packages().get(&pdf.key).await?;
            assert_eq!((Some(pdf.sha256), pdf.size), (*bound, bytes.len() as u64));
            assert_eq!(pdf.sha256, Hash::of(&bytes));
        }
    }
    let sent = (deliveries.len(), notices(world, request).await?.len());
    Ok((current.work, what, sent, bytes))
}

/// How many messages a contact was sent, of all requests.
pub async fn notices(world: &World, request: &RequestId) -> Result<Vec<NoticeState>> {
    let notices = world.table.notices(request).await?;
    Ok(notices.into_iter().map(|notice| notice.state).collect())
}
