//! What the practice has in writing, and who was trained: 45 CFR 164.530(b), (i) and (j), and 164.524(e). Rows are added,
//! and nothing here changes or deletes one.

use crate::call::{Call, Reply};
use crate::change::Once;
use crate::failure::Failure;
use crate::session;
use crate::store::StoreError;
use crate::store::dynamo::Write;
use crate::store::item::Stored;
use crate::store::papers::{StoredPolicy, StoredTraining};
use crate::submit;
use crate::world::World;
use crate::zone;
use chrono::NaiveDate;
use domain::decide::Moment;
use domain::id::PracticeId;
use domain::papers::{self, Learned};
use domain::parse::papers as parse;
use domain::practice::{Officer, Reader};
use domain::wire::papers::{Attest, EnterTraining, PaperWritten, TrainingEntered, WritePaper};
use serde::Serialize;

/// `GET /api/practices/{practice}/papers`.
pub async fn list(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let today = today(world, call, &member.practice).await?;
    let papers = world.table.papers(&member.practice).await?;
    let members = world.table.members(&member.practice).await?;
    Reply::json(200, &papers::page::page(&papers, &members, &member, today))
}

/// `POST /api/practices/{practice}/papers`.
pub async fn write(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let officer: Officer = session::authority(&member)?;
    let once = Once::new(world, call, officer.member().as_str())?;
    if let Some(repeat) = once.kept().await? {
        return Ok(submit::repeated(repeat));
    }
    let form: WritePaper = call.form()?;
    let now = moment(world, call, officer.practice()).await?;
    let versions = world.table.papers(officer.practice()).await?.policies;
    let draft = parse::paper(&form, &versions, now.on).map_err(Failure::invalid)?;
    let version = papers::write(&officer, call.seed.id("policy"), draft, (&versions, now));
    let answer = PaperWritten {
        version: version.id.clone(),
    };
    add(world, &once, &StoredPolicy::new(officer.practice(), &version), &answer).await
}

/// `POST /api/practices/{practice}/attestations`. Who has said so of a version before is answered the same.
pub async fn attest(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let reader: Reader = session::authority(&member)?;
    let once = Once::new(world, call, reader.member().as_str())?;
    if let Some(repeat) = once.kept().await? {
        return Ok(submit::repeated(repeat));
    }
    let form: Attest = call.form()?;
    let now = moment(world, call, reader.practice()).await?;
    let papers = world.table.papers(reader.practice()).await?;
    let (learned, on) = parse::attestation(&form, &papers, now.on).map_err(Failure::invalid)?;
    if let Learned::Read(version) = &learned
        && let Some(before) = papers::read(&papers.trainings, reader.member(), version)
    {
        let training = before.id.clone();
        return Reply::json(201, &TrainingEntered { training });
    }
    let training = papers::attest(&reader, call.seed.id("training"), learned, on, now);
    let answer = TrainingEntered {
        training: training.id.clone(),
    };
    add(
        world,
        &once,
        &StoredTraining::new(reader.practice(), &training),
        &answer,
    )
    .await
}

/// `POST /api/practices/{practice}/trainings`.
pub async fn enter_training(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let officer: Officer = session::authority(&member)?;
    let once = Once::new(world, call, officer.member().as_str())?;
    if let Some(repeat) = once.kept().await? {
        return Ok(submit::repeated(repeat));
    }
    let form: EnterTraining = call.form()?;
    let now = moment(world, call, officer.practice()).await?;
    let members = world.table.members(officer.practice()).await?;
    let held = parse::held(&form, &members, now.on).map_err(Failure::invalid)?;
    let training = papers::enter_training(&officer, call.seed.id("training"), held, now);
    let answer = TrainingEntered {
        training: training.id.clone(),
    };
    add(
        world,
        &once,
        &StoredTraining::new(officer.practice(), &training),
        &answer,
    )
    .await
}

/// One row more, with the answer of its key.
async fn add<T: Stored, A: Serialize>(world: &World, once: &Once<'_>, row: &T, answer: &A) -> Result<Reply, Failure> {
    let repeat = once.keep(201, answer, None)?;
    let writes = vec![Write::first(&repeat)?, Write::new(row)?];
    match world.table.transact(writes, true).await {
        Ok(()) => Ok(submit::repeated(repeat)),
        // The same call at the same instant.
        Err(StoreError::Repeated) => match once.kept().await? {
            Some(kept) => Ok(submit::repeated(kept)),
            None => Err(Failure::Busy),
        },
        Err(StoreError::Conflict) => Err(Failure::Busy),
        Err(error) => Err(error.into()),
    }
}

async fn moment(world: &World, call: &Call, practice: &PracticeId) -> Result<Moment, Failure> {
    Ok(Moment {
        at: call.now,
        on: today(world, call, practice).await?,
    })
}

/// The day at the practice: where its places lie in several zones, the later one.
async fn today(world: &World, call: &Call, practice: &PracticeId) -> Result<NaiveDate, Failure> {
    let practice = world.table.practice(practice).await?.ok_or(Failure::NotFound)?;
    Ok(zone::latest_day(call.now, &practice))
}
