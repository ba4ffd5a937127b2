//! How long a request is kept, its legal hold, and the evidence of all of it, told by the use cases themselves.

use crate::engine;
use crate::story::{as_session, asked, at, call, changing, id, json_of, run_job, staff, verified};
use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use domain::id::RequestId;
use domain::papers::{Person, PolicyVersion, Subject, Topic};
use domain::practice::Member;
use domain::request::Request;
use domain::route::Name;
use domain::word::{Outcome, Role, Work};
use serde_json::{Value, json};
use workflow::call::Reply;
use workflow::failure::Failure;
use workflow::store::item::{self, StoredMember, StoredRequest};
use workflow::store::papers::StoredPolicy;
use workflow::world::World;
use workflow::{evidence, keeping, status, work, worklist};

fn now() -> DateTime<Utc> {
    at("2026-11-24T15:00:00Z")
}

async fn officer(world: &World, roles: Vec<Role>) -> Result<Reply> {
    let member = Member {
        id: id("dana"),
        practice: id("lakeside"),
        name: "Dana Reyes".to_owned(),
        roles,
        licence: String::new(),
        active: true,
    };
    world.table.put_row(&StoredMember::from(&member)).await?;
    staff(world, now()).await
}

async fn hold(world: &World, opened: &Reply, request: &str, holds: &str, reason: &str) -> Result<Value, Failure> {
    let form = json!({ "holds": holds, "reason": reason });
    let hold = as_session(call(Name::Hold, &[request], &form, now()), opened);
    Ok(json_of(&keeping::hold(world, &hold).await?))
}

async fn gathered(world: &World, opened: &Reply, request: &str) -> Result<Value, Failure> {
    let read = as_session(call(Name::Evidence, &[request], &Value::Null, now()), opened);
    Ok(json_of(&evidence::evidence(world, &read).await?))
}

/// As if it had been answered and closed on the day of its receipt.
async fn closed(world: &World, request: &RequestId) -> Result<()> {
    let current = world.table.request(request).await?.context("the request")?;
    let on = current.received.on;
    let closed = Request {
        work: Work::Closed,
        outcome: Some(Outcome::Released),
        answered_on: Some(on),
        ..current
    };
    let row = StoredRequest::new(&closed, "someone".to_owned(), on);
    Ok(world.table.put_row(&row).await?)
}

#[tokio::test]
async fn a_hold_overrides_the_date_and_its_end_leaves_the_one_that_was_there() -> Result<()> {
    let world = engine::table_alone().await?;
    let submitted = asked(&world, now()).await?;
    let request = submitted.request.as_str();
    let opened = officer(&world, vec![Role::Officer]).await?;
    closed(&world, &submitted.request).await?;

    let before = {
        let page = as_session(call(Name::RequestPage, &[request], &Value::Null, now()), &opened);
        json_of(&worklist::request(&world, &page).await?)
    };
    let held = hold(&world, &opened, request, "yes", "A complaint to OCR").await?;
    let again = hold(&world, &opened, request, "yes", "Another complaint").await;
    let lifted = hold(&world, &opened, request, "no", "OCR has closed it").await?;

    let keep = |page: &Value| (page["keep"]["standing"].clone(), page["keep"]["until"].clone());
    assert_eq!(keep(&before), (json!("until"), json!("2032-11-24")));
    assert_eq!(keep(&held).0, "held");
    assert_eq!(held["keep"]["hold"]["reason"], "A complaint to OCR");
    assert_eq!(held["keep"]["hold"]["by"], "Dana Reyes");
    assert!(matches!(again, Err(Failure::Refused(_))));
    assert_eq!(keep(&lifted), keep(&before));
    let lines = lifted["history"].as_array().context("a history")?;
    let told: Vec<_> = lines
        .iter()
        .rev()
        .take(2)
        .map(|line| (&line["what"], &line["words"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!("hold_lifted"), &json!("OCR has closed it")),
            (&json!("hold_placed"), &json!("A complaint to OCR")),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn the_evidence_is_the_officers_and_its_reading_is_noted() -> Result<()> {
    let settings = engine::table_inside(None).await?;
    let world = World::new(settings.clone());
    let submitted = asked(&world, now()).await?;
    let request = submitted.request.as_str();

    for roles in [
        vec![Role::Clerk],
        vec![Role::Clinician],
        vec![Role::Clerk, Role::Reviewer],
    ] {
        let opened = officer(&world, roles).await?;
        assert!(matches!(
            gathered(&world, &opened, request).await,
            Err(Failure::NotPermitted)
        ));
    }
    let opened = officer(&world, vec![Role::Officer]).await?;
    gathered(&world, &opened, request).await?;

    let held = engine::held(&settings, &world.http, false).await?;
    let rows = held.told();
    let noted = rows.iter().filter(|(key, row)| {
        key.starts_with("ACCESS#lakeside")
            && row["route"] == "/api/requests/{request}/evidence"
            && row["request"] == request
    });
    assert_eq!(noted.count(), 1);
    Ok(())
}

#[tokio::test]
async fn the_evidence_has_the_whole_history_and_says_where_it_was_changed() -> Result<()> {
    let world = engine::table_alone().await?;
    let submitted = asked(&world, now()).await?;
    let request = submitted.request.as_str();
    let opened = verified(&world, &submitted.request, now()).await?;
    let words = json!({ "text": "Called <b>back</b>." });
    work::note(
        &world,
        &changing(&world, &opened, (Name::WriteNote, &[request]), &words, now()).await?,
    )
    .await?;
    let policy = PolicyVersion {
        id: id("access"),
        topic: Topic::of(Subject::AccessRequests),
        text: "How we answer".to_owned(),
        telephone: None,
        from: "2026-01-01".parse()?,
        until: None,
        paper: String::new(),
        entered_at: now(),
        entered_on: "2026-11-24".parse()?,
        by: Person {
            id: id("dana"),
            name: "Dana Reyes".to_owned(),
        },
    };
    world
        .table
        .put_row(&StoredPolicy::new(&id("lakeside"), &policy))
        .await?;
    let opened = officer(&world, vec![Role::Officer]).await?;

    let whole = gathered(&world, &opened, request).await?;

    assert_eq!(whole["chain"]["holds"], true);
    let what = |found: &Value| -> Vec<Value> {
        let events = found["events"].as_array().cloned().unwrap_or_default();
        events.into_iter().map(|event| event["what"].clone()).collect()
    };
    assert_eq!(what(&whole), ["submitted", "verified", "note_written"]);
    assert_eq!(whole["events"][2]["facts"][0]["value"], "Called <b>back</b>.");
    assert_eq!(whole["events"][2]["by"], "Dana Reyes");
    assert_eq!(whole["in_force"]["papers"][0]["text"], "How we answer");
    assert_eq!(whole["in_force"]["days"][0]["papers"][0], "access");
    assert_eq!(whole["messages"][0]["kind"], "acknowledgement");
    assert_eq!(whole["request"]["clock"]["due"]["received_on"], "2026-11-24");
    let first = whole["document"]["notice"][0].as_str().context("a first page")?;
    assert!(first.starts_with("For the privacy officer alone"));

    let mut events = world.table.chain(item::request_pk(&submitted.request)).await?;
    events[1].body = events[1].body.replace("id_seen", "call_back");
    world.table.put_row(&events[1]).await?;
    let changed = gathered(&world, &opened, request).await?;
    assert_eq!(
        (&changed["chain"]["holds"], &changed["chain"]["broken_at"]),
        (&json!(false), &json!(2))
    );
    events[1].body = "not what was written".to_owned();
    world.table.put_row(&events[1]).await?;
    let unreadable = gathered(&world, &opened, request).await?;
    assert_eq!(unreadable["chain"]["broken_at"], 2);
    assert_eq!(
        what(&unreadable),
        [json!("submitted"), Value::Null, json!("note_written")]
    );
    Ok(())
}

#[tokio::test]
async fn a_requester_is_told_nothing_of_a_hold() -> Result<()> {
    let world = engine::table_alone().await?;
    let submitted = asked(&world, now()).await?;
    let opened = officer(&world, vec![Role::Officer]).await?;
    hold(&world, &opened, submitted.request.as_str(), "yes", "A complaint to OCR").await?;
    let challenge = submitted.challenge.context("a challenge")?;
    let code = json!({ "code": world.secret.code(&challenge, 1) });
    let proof = call(Name::ProveContact, &[challenge.as_str()], &code, now());
    let proven = workflow::contact::prove(&world, &proof).await?;

    let read = as_session(call(Name::Status, &[], &Value::Null, now()), &proven);
    let told = String::from_utf8(status::status(&world, &read).await?.body)?;

    for word in ["legal hold", "\"hold\"", "complaint to OCR"] {
        assert!(!told.contains(word), "{word}");
    }
    Ok(())
}

/// 45 CFR 164.530(j)(2): of a request only what opens or counts something for a while ends by itself.
#[tokio::test]
async fn no_row_that_must_be_kept_of_a_request_ends_by_itself() -> Result<()> {
    let settings = engine::quiet().await?;
    let world = World::new(settings.clone());
    let request = crate::story::released(&world, now()).await?;
    run_job(&world, &request, now()).await?;
    let opened = officer(&world, vec![Role::Officer]).await?;
    hold(&world, &opened, request.as_str(), "yes", "A complaint to OCR").await?;
    let whole = gathered(&world, &opened, request.as_str()).await?;

    let held = engine::held(&settings, &world.http, true).await?;
    let ending = held.expiring();

    assert!(!ending.is_empty());
    for (pk, sk) in ending {
        let of_request = pk.starts_with("REQUEST#") && (sk.starts_with("HOLD#") || sk.starts_with("PROGRESS#"));
        let alone = ["CODE#", "SESSION#", "IDEMPOTENCY#", "MAILED#", "TRIES#"];
        assert!(
            of_request || alone.iter().any(|begins| pk.starts_with(begins)),
            "{pk} {sk}"
        );
    }
    let files = whole["released"][0]["files"]
        .as_array()
        .context("the files of the manifest")?;
    assert!(
        files.len() > 3
            && files
                .iter()
                .all(|file| file["sha256"].as_str().is_some_and(|hash| hash.len() == 64))
    );
    let letters = whole["letters"].as_array().map(Vec::len);
    assert_eq!(letters, Some(2), "that it came, and with the record");
    Ok(())
}
