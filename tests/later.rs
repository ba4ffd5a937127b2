//! What waits for its time, and what was cut off and is done later.

use crate::desk;
use crate::engine;
use crate::story::{as_session, asked, at, call, id, json_of, staff};
use anyhow::{Context, Result};
use chrono::TimeDelta;
use domain::practice::Member;
use domain::route::Name;
use domain::word::{Role, TaskKind, Work};
use serde_json::json;
use workflow::page::Parts;
use workflow::store::item::{NoticeKind, NoticeState, StoredHandover, StoredMember, StoredNotice, StoredPractice};
use workflow::track::Fate;
use workflow::{enter, members, notice, submit, sweep, track, work, worklist};

#[tokio::test]
async fn the_question_whether_it_can_be_opened_waits_two_days_and_lapses_when_it_is_pointless() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let (request, due_at) = (submitted.request, now + TimeDelta::days(2));
    let delivery = id("d");
    let waiting = StoredNotice {
        due_at: Some(due_at),
        ..submit::notice(
            &call(Name::Claim, &["d"], &json!({}), now),
            &request,
            NoticeKind::CouldOpen { delivery },
        )
    };
    world.table.put_row(&waiting).await?;
    let state = async || -> Result<NoticeState> {
        let stored = world.table.notice(&request, &waiting.id).await?;
        Ok(stored.context("the notice")?.state)
    };
    let is_due = async |at| -> Result<bool> {
        let undone = world.table.undone(now - TimeDelta::days(1), at).await?;
        Ok(undone.iter().any(|(_, sk)| sk.ends_with(waiting.id.as_str())))
    };

    notice::send(&world, &request, &waiting.id, due_at - TimeDelta::seconds(1)).await?;
    assert_eq!(state().await?, NoticeState::Queued, "not a second before");
    assert!(!is_due(due_at - TimeDelta::seconds(1)).await?);
    assert!(is_due(due_at + TimeDelta::seconds(1)).await?);
    notice::send(&world, &request, &waiting.id, due_at).await?;
    assert_eq!(
        state().await?,
        NoticeState::Lapsed,
        "nothing was taken that could be opened"
    );
    assert!(!is_due(due_at + TimeDelta::days(1)).await?);
    Ok(())
}

#[tokio::test]
async fn a_handing_over_of_work_that_was_cut_off_is_done_by_the_sweep() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let opened = staff(&world, now).await?;
    let form = json!({ "member": "dana" });
    let assigning = as_session(call(Name::Assign, &[submitted.request.as_str()], &form, now), &opened);
    work::assign(&world, &assigning).await?;
    // The member's row and the order are there; then everything stopped.
    world
        .table
        .put_row(&StoredMember::from(&Member {
            id: id("dana"),
            practice: id("lakeside"),
            name: "Dana Reyes".to_owned(),
            roles: vec![Role::Clerk],
            licence: String::new(),
            active: false,
        }))
        .await?;
    let order = StoredHandover {
        practice: id("lakeside"),
        member: id("dana"),
        takes_over: None,
        began_at: now,
        finished: false,
    };
    world.table.put_row(&order).await?;

    let later = now + TimeDelta::minutes(2);
    for _ in 0..2 {
        // Nothing reads the stream of this table: the acknowledgement stays, and the sweep says so only after a day.
        sweep::sweep(&world, later).await?;
    }

    let request = world.table.request(&submitted.request).await?.context("the request")?;
    assert!(request.assignee.is_none());
    assert_eq!(
        request.tasks.iter().map(|task| task.kind).collect::<Vec<_>>(),
        [TaskKind::AssignAgain]
    );
    let stored = world.table.handover(&id("lakeside"), &id("dana")).await?;
    assert!(stored.context("the order")?.finished);
    let events = world.table.events(&submitted.request).await?;
    assert_eq!(events.len(), 3, "once");
    Ok(())
}

#[tokio::test]
async fn an_entry_that_is_sent_twice_is_one_request_with_the_same_pin() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    crate::story::practice(&world).await?;
    let opened = staff(&world, now).await?;
    let mut ask = desk::form("");
    ask["reach"] = json!("telephone");
    ask["telephone"] = json!("512-555-0177");
    let form = json!({ "ask": ask, "kind": "access", "channel": "walk_in", "written_on": "2026-11-24" });
    let entry = as_session(call(Name::EnterRequest, &["lakeside"], &form, now), &opened);

    let first = json_of(&enter::enter(&world, &entry).await?);
    let second = json_of(&enter::enter(&world, &entry).await?);

    assert_eq!(first, second);
    assert_eq!(first["pin"].as_str().map(str::len), Some(8));
    let listing = as_session(call(Name::Worklist, &["lakeside"], &json!({}), now), &opened);
    let listed = json_of(&worklist::worklist(&world, &listing).await?);
    assert_eq!(listed["rows"].as_array().map(Vec::len), Some(1));
    Ok(())
}

#[tokio::test]
async fn a_member_can_be_switched_on_again_and_keeps_nothing_of_what_went_over() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let practice = world.table.practice(&id("lakeside")).await?.context("the practice")?;
    world.table.put_row(&StoredPractice::from(&practice)).await?;
    let member = |name: &str, roles: Vec<Role>| {
        StoredMember::from(&Member {
            id: id(name),
            practice: id("lakeside"),
            name: name.to_owned(),
            roles,
            licence: String::new(),
            active: true,
        })
    };
    world.table.put_row(&member("kim", vec![Role::Clerk])).await?;
    world
        .table
        .put_row(&member("dana", vec![Role::Clerk, Role::Officer]))
        .await?;
    let opened = staff(&world, now).await?;
    let assigning = as_session(
        call(
            Name::Assign,
            &[submitted.request.as_str()],
            &json!({ "member": "kim" }),
            now,
        ),
        &opened,
    );
    work::assign(&world, &assigning).await?;
    let change = async |form: serde_json::Value| -> Result<()> {
        let call = as_session(call(Name::ChangeMember, &["lakeside", "kim"], &form, now), &opened);
        members::change(&world, &call).await?;
        Ok(())
    };

    change(json!({ "active": "no", "takes_over": "dana" })).await?;
    change(json!({ "active": "yes" })).await?;

    let request = world.table.request(&submitted.request).await?.context("the request")?;
    assert_eq!(request.assignee.map(|assignee| assignee.name), Some("dana".to_owned()));
    assert_eq!(request.work, Work::Received);
    let kim = world.table.member(&id("lakeside"), &id("kim")).await?.context("kim")?;
    assert!(kim.active);
    Ok(())
}

#[tokio::test]
async fn a_page_tells_of_no_change_that_came_after_its_state_was_read() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let queued = world.table.notices(&submitted.request).await?;
    let acknowledgement = &queued.first().context("a notice")?.id;
    let before = world.table.request(&submitted.request).await?.context("the request")?;

    track::track(&world, &submitted.request, acknowledgement, Fate::Bounced, now).await?;

    let after = world.table.request(&submitted.request).await?.context("the request")?;
    for (request, lines, failed) in [(before, 1, false), (after, 2, true)] {
        let page = Parts::load(&world, request).await?.build(now);
        assert_eq!(
            (page.history.len(), page.tasks.len(), page.mail_failed),
            (lines, lines - 1, failed)
        );
    }
    Ok(())
}

#[tokio::test]
async fn that_an_old_address_is_gone_is_no_trouble_of_the_requesters() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let request = &submitted.request;
    let told = StoredNotice {
        due_at: Some(now),
        ..submit::notice(
            &call(Name::ChangeContact, &[request.as_str()], &json!({}), now),
            request,
            NoticeKind::ContactChanged {
                to: "old@patient.example".to_owned(),
            },
        )
    };
    world.table.put_row(&told).await?;

    track::track(&world, request, &told.id, Fate::Bounced, now).await?;

    let stored = world.table.notice(request, &told.id).await?.context("the notice")?;
    assert_eq!(stored.state, NoticeState::Bounced);
    let current = world.table.request(request).await?.context("the request")?;
    let page = Parts::load(&world, current).await?.build(now);
    assert_eq!((page.mail_failed, page.tasks.len()), (false, 0));
    Ok(())
}
