//! The delivery page: nothing before the second factor, then what is inside and a way to download it. A GET
//! changes nothing; a claim is a POST, and answers with a link of minutes.

use crate::call::{Call, Reply};
use crate::change;
use crate::failure::Failure;
use crate::manifest::{self, Manifest};
use crate::page;
use crate::secret;
use crate::session;
use crate::store::StoreError;
use crate::store::disclosed::StoredDisclosure;
use crate::store::dynamo::{Table, Tried, Write};
use crate::store::item::{DeliveryWhat, NoticeKind, StoredNotice, Whose};
use crate::store::s3::Shown;
use crate::submit;
use crate::uploads;
use crate::world::World;
use crate::zone;
use chrono::{DateTime, TimeDelta, Utc};
use domain::decide::{self, Decision, Moment, Refusal};
use domain::delivery::{self, Delivery, Package};
use domain::disclosure;
use domain::event;
use domain::field::{Code, FieldError};
use domain::id::{DeliveryId, RecordId};
use domain::letter::{self, Letter};
use domain::parse;
use domain::request::Request;
use domain::wire::{self, Claimed, DeliveredFile, DeliveryPage, DeliveryProven, DeliveryState};
use domain::word::{Format, Outgoing};
use std::time::Duration;

/// Wrong passcodes before a link is locked.
const TRIES: u32 = 10;
/// Tries are remembered for so long, longer than any delivery is open.
const REMEMBER_DAYS: i64 = 60;
const ATTEMPTS: usize = 8;
/// So long after the record was taken it is asked whether it can be opened.
const ASK_AFTER_DAYS: i64 = 2;
/// A download link works for so long.
const LINK_WORKS: Duration = Duration::from_secs(5 * 60);

/// `POST /api/deliveries/{delivery}/proof`. A delivery that does not exist answers as one with another passcode.
pub async fn prove(world: &World, call: &Call) -> Result<Reply, Failure> {
    let id: DeliveryId = call.id(0)?;
    let form: wire::ProveDelivery = call.form()?;
    let typed = parse::passcode(&form).map_err(|error| Failure::invalid(vec![error]))?;
    let ends_at_s = (call.now + TimeDelta::days(REMEMBER_DAYS)).timestamp();
    let Some(tries) = world.table.try_secret(&Tried::Passcode(&id), TRIES, ends_at_s).await? else {
        return Err(wrong(Code::PasscodeSpent, 0));
    };
    let right = match world.table.delivery(&id).await? {
        Some(delivery) => {
            let passcode = world.secret.passcode(&delivery.request, delivery.passcode);
            secret::same(&passcode, &typed)
        }
        None => false,
    };
    if !right {
        let left = TRIES.saturating_sub(tries);
        let code = if left == 0 {
            Code::PasscodeSpent
        } else {
            Code::PasscodeWrong
        };
        return Err(wrong(code, left));
    }
    world.table.forget_tries(&Tried::Passcode(&id)).await?;
    let (session, cookie) = session::open(world, call, Whose::Recipient { delivery: id.clone() });
    world.table.put_row(&session).await?;
    Ok(Reply::json(200, &DeliveryProven { delivery: id })?.with_cookie(cookie))
}

/// `GET /api/deliveries/{delivery}`.
pub async fn page(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (delivery, request) = proven(world, call).await?;
    let practice = page::practice(world, &request).await?;
    let state = delivery::state(&delivery, call.now);
    // A link that gives nothing any more tells nothing either.
    let is_open = state == DeliveryState::Open;
    let (files, letter) = if is_open {
        content(world, &delivery).await?
    } else {
        Default::default()
    };
    Reply::json(
        200,
        &DeliveryPage {
            practice: practice.card(),
            language: delivery.language,
            state,
            expires_at: delivery.expires_at,
            expires_on: zone::day(delivery.expires_at, &request.received.time_zone),
            claims_left: delivery::claims_left(&delivery),
            resumable_until: delivery::resumable_until(&delivery, call.now),
            file_name: delivery.package.file_name.clone(),
            size: delivery.package.size,
            sha256: delivery.package.sha256.to_string(),
            files,
            bound: delivery.package.bound.as_ref().filter(|_| is_open).map(page::bound),
            letter,
        },
    )
}

/// The records of a delivery's package, and the letter that lies with them.
async fn content(world: &World, delivery: &Delivery) -> Result<(Vec<DeliveredFile>, String), Failure> {
    let list = list(world, delivery).await?;
    let events = world.table.events(&delivery.request).await?;
    let letter =
        event::release_of(&events, delivery.package.manifest).map(|(_, letter)| letter::text(Letter::Release(letter)));
    Ok((
        list.files.into_iter().filter_map(file).collect(),
        letter.unwrap_or_default(),
    ))
}

/// What is in a delivery's package.
async fn list(world: &World, delivery: &Delivery) -> Result<Manifest, Failure> {
    let hash = delivery.package.manifest;
    let key = manifest::object_key(&delivery.request, hash);
    Manifest::decode(&world.packages().get(&key).await?, hash)
}

/// `POST /api/deliveries/{delivery}/claims`.
pub async fn claim(world: &World, call: &Call) -> Result<Reply, Failure> {
    for _ in 0..ATTEMPTS {
        let (current, request) = proven(world, call).await?;
        let moment = zone::moment(call.now, &request.received.time_zone);
        let (collected, claimed, claim) = decide::claim(&request, &current, moment)?;
        if world.packages().head(&current.package.key).await?.is_none() {
            tracing::error!(
                delivery.id = current.id.as_str(),
                "the package of an open delivery is gone"
            );
            return Err(Refusal::DeliveryClosed(DeliveryState::Expired).into());
        }
        let what = match claim {
            delivery::Claim::New => DeliveryWhat::Claimed,
            delivery::Claim::Resumed => DeliveryWhat::Resumed,
        };
        let mut writes = Table::delivery_writes(Some(&current), &claimed, what, call.now)?;
        let how = match claim {
            delivery::Claim::New => Outgoing::Downloaded,
            delivery::Claim::Resumed => Outgoing::DownloadedAgain,
        };
        writes.push(line(&request, &current, how, moment)?);
        match commit(world, call, &request, collected, writes).await {
            Ok(()) => return answer(world, &claimed, call.now).await,
            Err(Failure::Store(StoreError::Conflict)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}

/// `POST /api/deliveries/{delivery}/files/{record}`: one file by itself, to look at.
pub async fn view(world: &World, call: &Call) -> Result<Reply, Failure> {
    look(world, call, &View::File(call.id(1)?)).await
}

/// `POST /api/deliveries/{delivery}/bound`: the record as one PDF, to look at.
pub async fn view_bound(world: &World, call: &Call) -> Result<Reply, Failure> {
    look(world, call, &View::Bound).await
}

/// What of a package is looked at without a download.
enum View {
    File(RecordId),
    Bound,
}

/// Answers with the link to what is looked at. It uses no claim up; the first one is a collection all the same.
async fn look(world: &World, call: &Call, view: &View) -> Result<Reply, Failure> {
    for _ in 0..ATTEMPTS {
        let (current, request) = proven(world, call).await?;
        let moment = zone::moment(call.now, &request.received.time_zone);
        let collected = decide::view(&request, &current, moment)?;
        let url = match view {
            View::File(record) => file_link(world, &request, &current, record).await?,
            View::Bound => bound_link(world, &current.package).await?,
        };
        let mut writes = Table::delivery_writes(Some(&current), &current, DeliveryWhat::Viewed, call.now)?;
        writes.push(line(&request, &current, Outgoing::Viewed, moment)?);
        match commit(world, call, &request, collected, writes).await {
            Ok(()) => return Reply::json(200, &wire::Link { url }),
            Err(Failure::Store(StoreError::Conflict)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}

/// The line of the log of what went out, beside the delivery's own event.
fn line(request: &Request, before: &Delivery, how: Outgoing, moment: Moment) -> Result<Write, Failure> {
    let line = disclosure::of_link(request, how, moment.at, moment.on);
    let row = StoredDisclosure::of_link(&before.id, before.seq + 1, line);
    Ok(Write::new(&row)?)
}

async fn file_link(
    world: &World,
    request: &Request,
    delivery: &Delivery,
    wanted: &RecordId,
) -> Result<String, Failure> {
    let list = list(world, delivery).await?;
    let is_wanted = |entry: &manifest::Entry| entry.record.as_ref().is_some_and(|source| source.id == *wanted);
    let entry = list.files.into_iter().find(is_wanted).ok_or(Failure::NotFound)?;
    let patient = request
        .patient
        .as_ref()
        .ok_or(Failure::Broken("a delivery without a patient"))?;
    let name = plain_name(&entry.path);
    let shown = Shown {
        file_name: &name,
        media_type: &entry.media_type,
    };
    let key = uploads::object_key(&request.practice, patient, wanted);
    Ok(world.records().sign_view(&key, &shown, LINK_WORKS).await?)
}

/// A link to the one PDF of a package, as long as it lies there.
pub async fn bound_link(world: &World, package: &Package) -> Result<String, Failure> {
    let bound = package.bound.as_ref().ok_or(Failure::NotFound)?;
    let objects = world.packages();
    if objects.head(&bound.key).await?.is_none() {
        return Err(Refusal::DeliveryClosed(DeliveryState::Expired).into());
    }
    let shown = Shown {
        file_name: "record.pdf",
        media_type: Format::Pdf.media_type(),
    };
    Ok(objects.sign_view(&bound.key, &shown, LINK_WORKS).await?)
}

/// The number of a file and its ending: what it was called belongs in no URL.
fn plain_name(path: &str) -> String {
    let name = path.trim_start_matches("records/");
    let number = name.split('_').next().unwrap_or("file");
    match name.rsplit_once('.') {
        Some((_, ending)) => format!("{number}.{ending}"),
        None => number.to_owned(),
    }
}

/// Where the record is collected for the first time, the question whether it can be opened waits for two days.
async fn commit(
    world: &World,
    call: &Call,
    request: &Request,
    collected: Option<Decision>,
    mut writes: Vec<Write>,
) -> Result<(), Failure> {
    let Some(decision) = collected else {
        return Ok(world.table.transact(writes, false).await?);
    };
    let delivery = decision
        .next
        .delivery
        .clone()
        .filter(|_| request.contact.email.is_some());
    if let Some(delivery) = delivery {
        let asked = StoredNotice {
            due_at: Some(call.now + TimeDelta::days(ASK_AFTER_DAYS)),
            ..submit::notice(call, &request.id, NoticeKind::CouldOpen { delivery })
        };
        writes.push(Write::new(&asked)?);
    }
    change::commit(world, Some(request), &decision, None, writes).await
}

async fn answer(world: &World, claimed: &Delivery, now: DateTime<Utc>) -> Result<Reply, Failure> {
    let package = &claimed.package;
    let url = world
        .packages()
        .sign_download(&package.key, &package.file_name, LINK_WORKS)
        .await?;
    Reply::json(
        200,
        &Claimed {
            url,
            claims_left: delivery::claims_left(claimed),
            resumable_until: delivery::resumable_until(claimed, now).unwrap_or(now),
        },
    )
}

async fn proven(world: &World, call: &Call) -> Result<(Delivery, Request), Failure> {
    let id: DeliveryId = call.id(0)?;
    session::recipient(world, call, &id).await?;
    let delivery = world.table.delivery(&id).await?.ok_or(Failure::NotFound)?;
    let request = world.table.request(&delivery.request).await?.ok_or(Failure::NotFound)?;
    Ok((delivery, request))
}

fn file(entry: manifest::Entry) -> Option<DeliveredFile> {
    let source = entry.record?;
    Some(DeliveredFile {
        record: source.id,
        path: entry.path,
        size: entry.size,
        format: source.format,
        service_date: source.service_date,
    })
}

fn wrong(code: Code, left: u32) -> Failure {
    Failure::Invalid {
        errors: vec![FieldError::new("passcode", code)],
        tries_left: Some(left),
    }
}
