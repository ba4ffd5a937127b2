//! Reports of months that have passed, and the morning's figures, on an engine that can say what time it is.

use crate::engine;
use crate::story::{as_session, asked, at, call, id, json_of, released, run_job, staff};
use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, Utc};
use domain::chain::Hash;
use domain::decide::Decision;
use domain::event::{Actor, Event, Happened};
use domain::letter::{Extent, Release, Withheld};
use domain::practice::Member;
use domain::request::{Received, Request, Requester};
use domain::review::Review;
use domain::route::Name;
use domain::word::{Access, Ground, Language, Outcome, Outgoing, Role, Way, Work};
use serde_json::{Value, json};
use std::time::Duration;
use workflow::call::Reply;
use workflow::failure::Failure;
use workflow::store::dynamo::Table;
use workflow::store::item::{StoredMember, StoredRequest};
use workflow::world::World;
use workflow::{disclosures, misdirecting, morning, report};

async fn officer(world: &World, now: DateTime<Utc>) -> Result<Reply> {
    let member = Member {
        id: id("dana"),
        practice: id("lakeside"),
        name: "Dana Reyes".to_owned(),
        roles: vec![Role::Officer],
        licence: String::new(),
        active: true,
    };
    world.table.put_row(&StoredMember::from(&member)).await?;
    staff(world, now).await
}

/// Requests like one that was asked on November 24, by the day of their answer.
async fn answered(world: &World, now: DateTime<Utc>, days: &[&str]) -> Result<()> {
    let like = asked(world, now).await?.request;
    let like = world.table.request(&like).await?.context("the request")?;
    for (number, day) in days.iter().enumerate() {
        let on: NaiveDate = day.parse()?;
        let request = Request {
            id: id(&format!("r{number}")),
            work: Work::Closed,
            outcome: Some(Outcome::Released),
            answered_on: Some(on),
            ..like.clone()
        };
        let row = StoredRequest::new(&request, "someone".to_owned(), on);
        world.table.put_row(&row).await?;
    }
    Ok(())
}

async fn report_of(
    world: &World,
    opened: &Reply,
    now: DateTime<Utc>,
    query: &[(&str, &str)],
) -> Result<Value, Failure> {
    let mut call = as_session(call(Name::Report, &["lakeside"], &Value::Null, now), opened);
    call.query = query
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Ok(json_of(&report::report(world, &call).await?))
}

#[tokio::test]
async fn a_report_counts_what_was_answered_in_its_months_and_what_is_overdue_today() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    answered(
        &world,
        now,
        &["2026-11-30", "2026-12-01", "2026-12-24", "2026-12-31", "2027-01-01"],
    )
    .await?;
    let today = at("2027-01-02T15:00:00Z");
    let opened = officer(&world, today).await?;

    let december = report_of(&world, &opened, today, &[("from", "2026-12")]).await?;
    let both = report_of(&world, &opened, today, &[("from", "2026-11"), ("until", "2026-12")]).await?;
    let this_month = report_of(&world, &opened, today, &[]).await?;

    // Of Texas, which gives fifteen business days for an electronic copy: until December 16.
    let figures =
        |report: &Value| ["answered", "on_time", "late", "median_tenths", "p90_days"].map(|name| report[name].clone());
    assert_eq!(
        figures(&december),
        [json!(3), json!(1), json!(2), json!(300), json!(37)]
    );
    assert_eq!(figures(&both), [json!(4), json!(2), json!(2), json!(185), json!(37)]);
    assert_eq!(figures(&this_month)[0], json!(1));
    assert_eq!(this_month["from"], "2027-01");
    assert_eq!(
        (december["open"].clone(), december["overdue"][0]["waits_for"].clone()),
        (json!(1), json!("desk")),
        "the one that was asked is open still"
    );
    Ok(())
}

/// A review that was asked for later is acted on by its own day, and so it stands elsewhere in the worklist than by the
/// day of its answer.
#[tokio::test]
async fn a_report_of_more_open_requests_than_a_page_ends_and_counts_each_of_them_once() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let like = asked(&world, now).await?.request;
    let like = world.table.request(&like).await?.context("the request")?;
    let late = Request {
        received: Received {
            on: "2026-12-28".parse()?,
            ..like.received.clone()
        },
        ..like.clone()
    };
    let reviewed = Request {
        id: id("0"),
        work: Work::Closed,
        outcome: Some(Outcome::Denied),
        answered_on: Some("2026-11-25".parse()?),
        review: Some(Review {
            denial: 3,
            asked_on: "2026-12-01".parse()?,
            items: Vec::new(),
            reviewer: None,
            decided: None,
            given: Vec::new(),
            warned: None,
        }),
        ..like.clone()
    };
    // With the one that was asked, the review is the last of a page of 200.
    let mut rows: Vec<Request> = (0..198)
        .map(|number| (&like, format!("e{number}")))
        .chain((0..5).map(|number| (&late, format!("l{number}"))))
        .map(|(like, name)| Request {
            id: id(&name),
            ..like.clone()
        })
        .collect();
    rows.push(reviewed);
    for row in &rows {
        let row = StoredRequest::new(row, "someone".to_owned(), row.act_on());
        world.table.put_row(&row).await?;
    }
    let opened = officer(&world, now).await?;

    let report = tokio::time::timeout(Duration::from_secs(60), report_of(&world, &opened, now, &[])).await??;

    assert_eq!(report["open"], 204);
    Ok(())
}

#[tokio::test]
async fn the_morning_counts_also_what_its_lists_do_not_show() -> Result<()> {
    let world = engine::table_alone().await?;
    let like = asked(&world, at("2026-11-24T15:00:00Z")).await?.request;
    let like = world.table.request(&like).await?.context("the request")?;
    for number in 0..29 {
        let request = Request {
            id: id(&format!("o{number}")),
            ..like.clone()
        };
        let row = StoredRequest::new(&request, "someone".to_owned(), request.act_on());
        world.table.put_row(&row).await?;
    }
    let much_later = at("2027-03-01T15:00:00Z");
    let opened = officer(&world, much_later).await?;

    let looking = as_session(call(Name::Morning, &["lakeside"], &Value::Null, much_later), &opened);
    let morning = json_of(&morning::morning(&world, &looking).await?);

    assert_eq!(morning["open"], 30);
    for (list, count, shown) in [("overdue", 30, 25), ("unassigned", 30, 25), ("due_today", 0, 0)] {
        let list = &morning[list];
        let rows = list["rows"].as_array().context("rows")?;
        assert_eq!((&list["count"], rows.len()), (&json!(count), shown));
    }
    Ok(())
}

/// What happened to a request, committed as a decision is.
async fn happens(world: &World, before: Request, on: &str, happened: Happened) -> Result<Request> {
    let is_release = matches!(happened, Happened::Released { .. });
    let next = Request {
        seq: before.seq + 1,
        version: before.version + 1,
        work: if is_release { Work::Closed } else { Work::Gathering },
        outcome: is_release.then_some(Outcome::Denied),
        answered_on: if is_release { Some(on.parse()?) } else { None },
        ..before.clone()
    };
    let event = Event {
        request: next.id.clone(),
        seq: next.seq,
        at: at(&[on, "T15:00:00Z"].concat()),
        on: on.parse()?,
        actor: Actor::Desk,
        happened,
    };
    let act_on = next.act_on();
    let decision = Decision { next, event };
    let writes = Table::request_writes(Some(&before), &decision, "someone".to_owned(), act_on)?;
    world.table.transact(writes, false).await?;
    let read = world.table.request(&before.id).await?;
    read.context("the request")
}

#[tokio::test]
async fn a_denial_that_was_reopened_stays_in_the_log_of_the_month_of_its_letter() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let request = asked(&world, now).await?.request;
    let request = world.table.request(&request).await?.context("the request")?;
    let letter = Release {
        language: Language::English,
        reader: domain::letter::Reader::Requester,
        practice: "Lakeside".to_owned(),
        contact: "the privacy officer".to_owned(),
        telephone: "512-555-0140".to_owned(),
        recipient: "One A Mhvtestveteran".to_owned(),
        patient: None,
        receipt: request.receipt.clone(),
        received_on: request.received.on,
        released_on: "2026-11-30".parse()?,
        access: Access::Copy,
        way: Way::Download,
        extent: Extent::Whole,
        files: 0,
        size: 0,
        withheld: vec![Withheld {
            ground: Ground::U1,
            what: "Notes".to_owned(),
            reason: "They are a therapist’s own.".to_owned(),
            ends_on: None,
            duration: String::new(),
        }],
        left_out: false,
        not_held: Vec::new(),
        states: Vec::new(),
        consent: None,
    };
    let released = Happened::Released {
        manifest: Hash::START,
        letter: Box::new(letter),
    };
    let denied = happens(&world, request, "2026-11-30", released).await?;
    let reason = "More was found.".to_owned();
    happens(&world, denied, "2026-12-10", Happened::Reopened { reason }).await?;
    assert!(world.table.answered_in(&id("lakeside"), "2026-11").await?.is_empty());
    let opened = officer(&world, now).await?;
    let log = async |month: &str| -> Result<Value> {
        let mut call = as_session(call(Name::Denials, &["lakeside"], &Value::Null, now), &opened);
        call.query = [("from".to_owned(), month.to_owned())].into();
        Ok(json_of(&report::denials(&world, &call).await?)["denials"].clone())
    };

    let (november, december) = (log("2026-11").await?, log("2026-12").await?);

    assert_eq!(
        (&november[0]["letter_on"], &november[0]["became"]),
        (&json!("2026-11-30"), &json!("reopened"))
    );
    assert_eq!((november.as_array().map(Vec::len), december), (Some(1), json!([])));
    Ok(())
}

#[tokio::test]
async fn months_that_are_none_and_a_report_for_a_clerk_are_refused() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    asked(&world, now).await?;
    let clerk = staff(&world, now).await?;

    let refused = report_of(&world, &clerk, now, &[]).await;

    assert!(matches!(refused, Err(Failure::NotPermitted)));
    let opened = officer(&world, now).await?;
    for query in [
        &[("from", "2026-13")][..],
        &[("from", "2026-02"), ("until", "2026-01")],
        &[("from", "2025-01"), ("until", "2026-01")],
        &[("until", "2026-01")],
        &[("from", "x")],
    ] {
        let refused = report_of(&world, &opened, now, query).await;
        assert!(matches!(refused, Err(Failure::Malformed)), "{query:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_that_came_back_is_in_no_month() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    answered(&world, now, &["2026-12-01"]).await?;
    let answer = world.table.request(&id("r0")).await?.context("the request")?;
    let came_back = Request {
        answered_on: None,
        work: Work::Gathering,
        ..answer
    };

    let row = StoredRequest::new(&came_back, "someone".to_owned(), "2026-12-16".parse()?);
    world.table.put_row(&row).await?;

    assert!(world.table.answered_in(&id("lakeside"), "2026-12").await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn the_log_keeps_who_got_it_also_when_that_is_corrected_later() -> Result<()> {
    let world = World::new(engine::quiet().await?);
    let now = at("2026-11-24T15:00:00Z");
    let request = released(&world, now).await?;

    assert!(world.table.disclosed_by(&request).await?.is_empty(), "nothing has gone");
    run_job(&world, &request, now).await?;
    let current = world.table.request(&request).await?.context("the request")?;
    let other = Request {
        requester: Requester::Other {
            name: "Somebody else".to_owned(),
        },
        ..current.clone()
    };
    let row = StoredRequest::new(&other, "someone".to_owned(), current.received.on);
    world.table.put_row(&row).await?;

    let lines = world.table.disclosed_by(&request).await?;
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.how, line.to.as_str(), line.place.as_str()))
        .collect();
    assert_eq!(
        told,
        [(Outgoing::LinkSent, "One A Mhvtestveteran", "one@patient.example")]
    );
    assert_eq!(world.table.disclosed_in(&id("lakeside"), "2026-11").await?, lines);
    assert_eq!(world.table.disclosed_of(&id("lakeside"), &id("ana")).await?, lines);
    assert!(world.table.disclosed_in(&id("hillside"), "2026-11").await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_wrong_release_is_one_line_of_its_own_day_however_often_it_is_sent() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let opened = officer(&world, now).await?;
    let form = json!({ "on": "2026-10-31", "to": "Another patient", "what": "A note", "why": "Mixed up." });
    let mut wrong = as_session(
        call(Name::Misdirect, &[submitted.request.as_str()], &form, now),
        &opened,
    );

    misdirecting::open(&world, &wrong).await?;
    wrong.seed = workflow::edge::seed();
    misdirecting::open(&world, &wrong).await?;

    let lines = world.table.disclosed_in(&id("lakeside"), "2026-10").await?;
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (lines[0].how, lines[0].to.as_str(), lines[0].by.as_deref()),
        (Outgoing::Misdirected, "Another patient", Some("Dana Reyes"))
    );
    let of = as_session(
        call(
            Name::PatientDisclosures,
            &[submitted.request.as_str()],
            &Value::Null,
            now,
        ),
        &opened,
    );
    let of = json_of(&disclosures::of_patient(&world, &of).await?);
    assert_eq!(
        of["disclosures"].as_array().map(Vec::len),
        Some(1),
        "also before a patient was found"
    );
    Ok(())
}
