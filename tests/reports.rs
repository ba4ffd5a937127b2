//! Reports of months that have passed, on an engine that can say what time it is.

use crate::engine;
use crate::story::{as_session, asked, at, call, id, json_of, staff};
use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, Utc};
use domain::practice::Member;
use domain::request::Request;
use domain::route::Name;
use domain::word::{Outcome, Role, Work};
use serde_json::{Value, json};
use workflow::call::Reply;
use workflow::failure::Failure;
use workflow::report;
use workflow::store::item::{StoredMember, StoredRequest};
use workflow::world::World;

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
