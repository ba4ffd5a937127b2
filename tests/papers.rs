//! What a practice has in writing and who was trained, on an engine that can say what time it is.

use crate::engine;
use crate::story::{as_session, at, call, codes, id, json_of, practice};
use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use domain::papers::in_force;
use domain::practice::Member;
use domain::route::Name;
use domain::word::Role;
use serde_json::{Value, json};
use workflow::call::{Call, Reply};
use workflow::failure::Failure;
use workflow::papers;
use workflow::session;
use workflow::store::item::{StoredMember, Whose};
use workflow::world::World;

/// Opens the session of a member of some role.
async fn member(world: &World, who: &str, role: Role, active: bool, now: DateTime<Utc>) -> Result<Reply> {
    let member = Member {
        id: id(who),
        practice: id("lakeside"),
        name: format!("Member {who}"),
        roles: vec![role],
        licence: String::new(),
        active,
    };
    world.table.put_row(&StoredMember::from(&member)).await?;
    let opening = call(Name::Me, &[], &Value::Null, now);
    let (row, cookie) = session::open(world, &opening, Whose::Staff { member: id(who) });
    world.table.put_row(&row).await?;
    Ok(Reply::empty().with_cookie(cookie))
}

fn sent(name: Name, body: &Value, opened: &Reply, now: DateTime<Utc>) -> Call {
    as_session(call(name, &["lakeside"], body, now), opened)
}

async fn page(world: &World, opened: &Reply, now: DateTime<Utc>) -> Result<Value, Failure> {
    let call = sent(Name::Papers, &Value::Null, opened, now);
    Ok(json_of(&papers::list(world, &call).await?))
}

fn fees(from: &str) -> Value {
    json!({ "subject": "fees", "text": "Electronic copies are free.", "from": from })
}

async fn write(world: &World, opened: &Reply, now: DateTime<Utc>, body: &Value) -> Result<String> {
    let reply = papers::write(world, &sent(Name::WritePaper, body, opened, now)).await?;
    assert_eq!(reply.status, 201);
    Ok(json_of(&reply)["version"].as_str().context("a version")?.to_owned())
}

/// The standing of each version, the newest first.
fn standings(page: &Value) -> Vec<&str> {
    let papers = page["papers"].as_array().into_iter().flatten();
    papers.filter_map(|paper| paper["standing"].as_str()).collect()
}

#[tokio::test]
async fn a_new_version_takes_the_place_of_the_one_before_on_its_day_and_is_asked_anew() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    practice(&world).await?;
    let officer = member(&world, "olive", Role::Officer, true, now).await?;
    let clerk = member(&world, "kim", Role::Clerk, true, now).await?;
    let first = write(&world, &officer, now, &fees("2026-11-24")).await?;
    let next = write(&world, &officer, now, &fees("2026-12-01")).await?;

    let before = page(&world, &clerk, now).await?;
    assert_eq!(standings(&before), ["coming", "in_force"]);
    assert_eq!(before["to_read"], json!([first]));
    let read = json!({ "version": first });
    let reply = papers::attest(&world, &sent(Name::Attest, &read, &clerk, now)).await?;
    let again = papers::attest(&world, &sent(Name::Attest, &read, &clerk, now)).await?;
    assert_eq!(
        (reply.status, json_of(&reply)),
        (again.status, json_of(&again)),
        "said twice, written once"
    );
    assert_eq!(page(&world, &clerk, now).await?["to_read"], json!([]));
    assert_eq!(world.table.papers(&id("lakeside")).await?.trainings.len(), 1);

    let later = at("2026-12-01T15:00:00Z");
    let clerk = member(&world, "kim", Role::Clerk, true, later).await?;
    let after = page(&world, &clerk, later).await?;
    assert_eq!(standings(&after), ["in_force", "former"]);
    assert_eq!(after["to_read"], json!([next]), "a new version asks anew");
    let old = &after["papers"][1];
    assert_eq!(
        (&old["ended_on"], &old["keep"]["until"]),
        (&json!("2026-12-01"), &json!("2032-12-01"))
    );
    let refused = papers::attest(&world, &sent(Name::Attest, &read, &clerk, later)).await;
    assert_eq!(codes(refused.err().context("a refusal")?), ["paper_replaced"]);
    let versions = world.table.papers(&id("lakeside")).await?.policies;
    for (on, expected) in [("2026-11-30", &first), ("2026-12-01", &next)] {
        let found = in_force(&versions, on.parse()?);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].id.as_str(), expected, "{on}");
    }
    Ok(())
}

#[tokio::test]
async fn the_same_key_makes_one_row_and_another_body_under_it_is_refused() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    practice(&world).await?;
    let officer = member(&world, "olive", Role::Officer, true, now).await?;
    let sending = |name, body: &Value| {
        let mut call = sent(name, body, &officer, now);
        call.idempotency_key = Some(format!("the-key-of-this-{name:?}"));
        call
    };
    let held = json!({ "member": "olive", "subject": "fees", "on": "2026-11-20", "words": "An hour with counsel." });

    for _ in 0..2 {
        papers::write(&world, &sending(Name::WritePaper, &fees("2026-11-24"))).await?;
        papers::enter_training(&world, &sending(Name::EnterTraining, &held)).await?;
    }
    let other = papers::write(&world, &sending(Name::WritePaper, &fees("2026-11-25"))).await;

    assert!(matches!(other, Err(Failure::KeyReused)));
    let papers = world.table.papers(&id("lakeside")).await?;
    assert_eq!((papers.policies.len(), papers.trainings.len()), (1, 1));
    Ok(())
}

#[tokio::test]
async fn what_was_so_is_not_rewritten_and_an_old_paper_says_where_it_was() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    practice(&world).await?;
    let officer = member(&world, "olive", Role::Officer, true, now).await?;
    write(&world, &officer, now, &fees("2026-11-24")).await?;
    let with_paper = |from: &str| {
        let mut form = fees(from);
        form["paper"] = json!("The blue binder at the front desk");
        form
    };
    write(&world, &officer, now, &with_paper("2019-05-01")).await?;
    let later = at("2026-12-10T15:00:00Z");
    let officer = member(&world, "olive", Role::Officer, true, later).await?;

    for (form, expected) in [
        (fees("2019-01-01"), &["paper_place_missing"][..]),
        (with_paper("2026-12-01"), &["paper_from_taken"]),
        (fees("2028-01-01"), &["paper_from_too_late"]),
        (
            json!({}),
            &["paper_subject_missing", "paper_text_missing", "paper_from_not_real"],
        ),
    ] {
        let refused = papers::write(&world, &sent(Name::WritePaper, &form, &officer, later)).await;
        assert_eq!(codes(refused.err().context("a refusal")?), expected, "{form}");
    }

    let page = page(&world, &officer, later).await?;
    assert_eq!(standings(&page), ["in_force", "former"]);
    let old = &page["papers"][1];
    assert_eq!(
        (&old["paper"], &old["entered_on"]),
        (&json!("The blue binder at the front desk"), &json!("2026-11-24"))
    );
    Ok(())
}

#[tokio::test]
async fn a_member_who_is_switched_off_keeps_what_was_attested_and_is_asked_no_more() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    practice(&world).await?;
    let officer = member(&world, "olive", Role::Officer, true, now).await?;
    let clerk = member(&world, "kim", Role::Clerk, true, now).await?;
    let version = write(&world, &officer, now, &fees("2026-11-24")).await?;
    papers::attest(&world, &sent(Name::Attest, &json!({ "version": version }), &clerk, now)).await?;
    let shown = page(&world, &officer, now).await?;
    let asked = |page: &Value| -> Vec<String> {
        let readers = page["readers"].as_array().into_iter().flatten();
        readers
            .filter_map(|it| it["member"].as_str().map(str::to_owned))
            .collect()
    };
    assert_eq!(asked(&shown), ["dana", "kim", "olive"]);

    member(&world, "kim", Role::Clerk, false, now).await?;

    let shown = page(&world, &officer, now).await?;
    assert_eq!(asked(&shown), ["dana", "olive"]);
    assert_eq!(shown["trainings"][0]["member"], "kim");
    let refused = page(&world, &clerk, now).await;
    assert!(matches!(refused, Err(Failure::NotPermitted)));
    Ok(())
}

#[tokio::test]
async fn a_clerk_sees_the_own_trainings_alone_and_writes_no_paper_and_no_training_of_others() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    practice(&world).await?;
    let officer = member(&world, "olive", Role::Officer, true, now).await?;
    let clerk = member(&world, "kim", Role::Clerk, true, now).await?;
    let own = json!({ "subject": "other", "title": "Phishing", "on": "2026-11-23", "words": "A course." });
    for opened in [&officer, &clerk] {
        papers::attest(&world, &sent(Name::Attest, &own, opened, now)).await?;
    }

    let hers = page(&world, &clerk, now).await?;
    let all = page(&world, &officer, now).await?;

    let lines = |page: &Value| page["trainings"].as_array().map(Vec::len);
    assert_eq!((lines(&hers), lines(&all)), (Some(1), Some(2)));
    assert_eq!(hers["readers"].as_array().map(Vec::len), Some(1));
    let refused = papers::write(&world, &sent(Name::WritePaper, &fees("2026-11-24"), &clerk, now)).await;
    assert!(matches!(refused, Err(Failure::NotPermitted)));
    let held = json!({ "member": "olive", "subject": "fees", "on": "2026-11-20", "words": "Said so." });
    let refused = papers::enter_training(&world, &sent(Name::EnterTraining, &held, &clerk, now)).await;
    assert!(matches!(refused, Err(Failure::NotPermitted)));
    Ok(())
}
