//! What waits for its time, and what was cut off and is done later.

use crate::desk;
use crate::engine::{self, Outbox};
use crate::story::{as_session, asked, at, call, id, json_of, link, staff};
use anyhow::{Context, Result, bail};
use chrono::{DateTime, TimeDelta, Utc};
use domain::decide::{self, Moment};
use domain::email::Changed;
use domain::event::Happened;
use domain::id::RequestId;
use domain::practice::{Clerk, Member};
use domain::request::Request;
use domain::route::Name;
use domain::task::Assignee;
use domain::wire::What;
use domain::word::{Outcome, Role, TaskKind, Work};
use serde_json::{Value, json};
use workflow::page::Parts;
use workflow::store::dynamo::Table;
use workflow::store::item::{
    DeliveryWhat, NoticeKind, NoticeState, StoredHandover, StoredMember, StoredNotice, StoredPractice, StoredRequest,
};
use workflow::track::Fate;
use workflow::world::{Settings, World};
use workflow::{change, claim, ending, enter, members, notice, submit, sweep, track, work, worklist, zone};

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
async fn whoever_took_a_record_is_asked_once_two_days_later_whether_it_could_be_opened() -> Result<()> {
    let outbox = Outbox::default();
    let world = engine::mailing_alone(&engine::table_inside(None).await?, &outbox);
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let request = submitted.request;
    let row = world.table.request(&request).await?.context("the request")?;
    let ready = Request {
        work: Work::Ready,
        outcome: Some(Outcome::Released),
        delivery: Some(id("d1")),
        passcodes: 1,
        ..row
    };
    let row = StoredRequest::new(&ready, "someone".to_owned(), ready.due().target_on);
    world.table.put_row(&row).await?;
    let delivery = link("d1", &request, 1, now + TimeDelta::days(30));
    let rows = Table::delivery_writes(None, &delivery, DeliveryWhat::Opened, now)?;
    world.table.transact(rows, false).await?;
    let passcode = world.secret.passcode(&request, 1);
    for day in [0, 1] {
        let on = now + TimeDelta::days(day);
        let prove = call(Name::ProveDelivery, &["d1"], &json!({ "passcode": passcode }), on);
        let opened = claim::prove(&world, &prove).await?;
        claim::claim(
            &world,
            &as_session(call(Name::Claim, &["d1"], &Value::Null, on), &opened),
        )
        .await?;
    }

    let notices = world.table.notices(&request).await?;
    let is_question = |notice: &&StoredNotice| matches!(notice.kind, NoticeKind::CouldOpen { .. });
    let questions: Vec<_> = notices.iter().filter(is_question).collect();
    let [question] = questions[..] else {
        bail!("{} questions wait", questions.len())
    };
    assert_eq!(question.due_at, Some(now + TimeDelta::days(2)));
    let sent = || outbox.lock().expect("no test panics with it").clone();
    let before = sent().len();
    for (at, mails) in [
        (now + TimeDelta::hours(47), 0),
        (now + TimeDelta::hours(49), 1),
        (now + TimeDelta::hours(50), 1),
    ] {
        notice::send(&world, &request, &question.id, at).await?;
        assert_eq!(sent().len() - before, mails, "at {at}");
    }
    let last = sent().pop().context("the question")?;
    assert!(last.contains("Could you open it?"), "the question itself");
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
async fn what_was_assigned_a_moment_before_a_member_was_switched_off_goes_over_as_well() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let request = asked(&world, now).await?.request;
    let order = StoredHandover {
        practice: id("lakeside"),
        member: id("kim"),
        takes_over: None,
        began_at: now,
        finished: false,
    };
    world.table.put_row(&order).await?;
    members::hand_over(&world, &order, now).await?;
    // It was on its way, and the first pass did not see it.
    let row = world.table.request(&request).await?.context("the request")?;
    let dana = world
        .table
        .member(&id("lakeside"), &id("dana"))
        .await?
        .context("dana")?;
    let clerk = Clerk::of(&dana).context("a clerk")?;
    let kim = Assignee {
        id: id("kim"),
        name: "Kim".to_owned(),
    };
    let moment = zone::moment(now, &row.received.time_zone);
    let decision = decide::work::assign(&row, &clerk, Some(kim), moment)?;
    change::commit(&world, Some(&row), &decision, None, Vec::new()).await?;
    let state = async || -> Result<(bool, bool)> {
        let row = world.table.request(&request).await?.context("the request")?;
        let order = world.table.handover(&id("lakeside"), &id("kim")).await?;
        Ok((row.assignee.is_some(), order.context("the order")?.finished))
    };
    assert_eq!(state().await?, (true, false));

    sweep::sweep(&world, now + TimeDelta::seconds(30)).await?;
    assert_eq!(state().await?, (false, false), "another may be on its way");
    sweep::sweep(&world, now + TimeDelta::seconds(60)).await?;
    assert_eq!(state().await?, (false, true));
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

/// A world whose mail provider takes every message, and is to say what becomes of it where `reports` says so.
async fn mailing(reports: bool) -> Result<World> {
    let settings = Settings {
        mail_from: "desk@practice.example".to_owned(),
        mail_events: reports.then(|| "events".to_owned()),
        ..engine::table_inside(None).await?
    };
    Ok(engine::mailing_alone(&settings, &Outbox::default()))
}

/// Everything that waits is sent.
async fn send_all(world: &World, request: &RequestId, now: DateTime<Utc>) -> Result<()> {
    for queued in world.table.notices(request).await? {
        notice::send(world, request, &queued.id, now).await?;
    }
    Ok(())
}

/// A change by the clerk of the request as it stands.
async fn changed(world: &World, name: Name, request: &RequestId, form: Value, now: DateTime<Utc>) -> Result<()> {
    let version = world.table.request(request).await?.context("the request")?.version;
    let opened = staff(world, now).await?;
    let mut change = as_session(call(name, &[request.as_str()], &form, now), &opened);
    change.if_match = Some(format!("\"{version}\""));
    match name {
        Name::Answer => ending::answer(world, &change).await?,
        Name::HandOver => ending::hand_over(world, &change).await?,
        Name::Reopen => ending::reopen(world, &change).await?,
        Name::ChangeContact => work::change_contact(world, &change).await?,
        _ => work::message(world, &change).await?,
    };
    Ok(())
}

/// A request that is answered by a letter, whose message the provider took 20 seconds later.
async fn lettered(world: &World, now: DateTime<Utc>) -> Result<RequestId> {
    let request = asked(world, now).await?.request;
    send_all(world, &request, now).await?;
    changed(world, Name::Answer, &request, json!({ "ending": "not_held" }), now).await?;
    send_all(world, &request, now + TimeDelta::seconds(20)).await?;
    Ok(request)
}

async fn letter_of(world: &World, request: &RequestId) -> Result<StoredNotice> {
    let notices = world.table.notices(request).await?;
    let mut letters = notices
        .into_iter()
        .filter(|notice| matches!(notice.kind, NoticeKind::Letter { .. }));
    letters.next().context("a letter's message")
}

async fn tasks(world: &World, request: &RequestId) -> Result<Vec<TaskKind>> {
    let current = world.table.request(request).await?.context("the request")?;
    Ok(current.tasks.iter().map(|task| task.kind).collect())
}

#[tokio::test]
async fn what_the_provider_never_reports_on_is_somebodys_after_three_days_and_once() -> Result<()> {
    let world = mailing(true).await?;
    let now = at("2026-11-24T15:00:00Z");
    let request = lettered(&world, now).await?;
    let due = now + TimeDelta::seconds(21) + TimeDelta::days(3);

    sweep::sweep(&world, due - TimeDelta::seconds(2)).await?;
    assert_eq!(tasks(&world, &request).await?, vec![]);
    for minutes in [0, 1, 60 * 24 * 30] {
        sweep::sweep(&world, due + TimeDelta::minutes(minutes)).await?;
        assert_eq!(tasks(&world, &request).await?, [TaskKind::AskArrival], "{minutes}");
    }
    let events = world.table.events(&request).await?;
    let told = events
        .iter()
        .filter(|event| event.happened.what() == What::MailUnreported);
    assert_eq!(told.count(), 1);

    let letter = letter_of(&world, &request).await?;
    assert_eq!(letter.state, NoticeState::Sent);
    for _ in 0..2 {
        track::track(&world, &request, &letter.id, Fate::Delivered, due + TimeDelta::days(31)).await?;
    }
    let current = world.table.request(&request).await?.context("the request")?;
    assert_eq!((current.work, current.tasks), (Work::Closed, vec![]), "late is as good");
    Ok(())
}

/// What was told of a request's clock.
async fn told(world: &World, request: &RequestId) -> Result<Vec<What>> {
    let events = world.table.events(request).await?;
    let warnings = events.iter().filter_map(|event| match event.happened {
        Happened::ClockWarned { .. } => Some(event.happened.what()),
        _ => None,
    });
    Ok(warnings.collect())
}

/// The sweep says by an error that messages wait that nothing sends here.
async fn swept(world: &World, on: &str) {
    sweep::sweep(world, at(&format!("{on}T18:00:00Z"))).await.ok();
}

/// Received in Texas on November 24: the aim is December 9, and the limit December 16.
#[tokio::test]
async fn each_stage_of_a_clock_is_told_once_and_what_was_missed_is_made_up_for() -> Result<()> {
    let world = engine::table_alone().await?;
    let request = asked(&world, at("2026-11-24T15:00:00Z")).await?.request;
    for (on, expected) in [
        ("2026-12-01", vec![]),
        ("2026-12-02", vec![What::DueSoon]),
        ("2026-12-02", vec![What::DueSoon]),
        ("2026-12-08", vec![What::DueSoon]),
        ("2026-12-09", vec![What::DueSoon, What::DueToday]),
        ("2026-12-16", vec![What::DueSoon, What::DueToday]),
        ("2026-12-17", vec![What::DueSoon, What::DueToday, What::Overdue]),
        ("2027-12-17", vec![What::DueSoon, What::DueToday, What::Overdue]),
    ] {
        swept(&world, on).await;
        assert_eq!(told(&world, &request).await?, expected, "{on}");
    }
    assert!(tasks(&world, &request).await?.contains(&TaskKind::AnswerLate));

    let unswept = engine::table_alone().await?;
    let request = asked(&unswept, at("2026-11-24T15:00:00Z")).await?.request;
    swept(&unswept, "2026-12-20").await;
    assert_eq!(told(&unswept, &request).await?, [What::Overdue], "the last one alone");
    Ok(())
}

#[tokio::test]
async fn an_answer_ends_the_warnings_and_one_that_comes_back_begins_them_anew() -> Result<()> {
    let world = mailing(true).await?;
    let now = at("2026-11-24T15:00:00Z");
    let request = lettered(&world, now).await?;
    swept(&world, "2026-12-20").await;
    assert_eq!(told(&world, &request).await?, vec![], "it is answered");

    let letter = letter_of(&world, &request).await?;
    track::track(&world, &request, &letter.id, Fate::Bounced, at("2026-12-21T15:00:00Z")).await?;
    swept(&world, "2026-12-21").await;
    assert_eq!(told(&world, &request).await?, [What::Overdue], "it was no answer");
    assert!(tasks(&world, &request).await?.contains(&TaskKind::AnswerLate));

    let form = json!({ "handing": "in_person", "note": "To her." });
    changed(&world, Name::HandOver, &request, form, at("2026-12-22T15:00:00Z")).await?;
    assert_eq!(tasks(&world, &request).await?, vec![], "late is as good");
    assert_eq!(
        world
            .table
            .warnings(at("2030-01-01T00:00:00Z").date_naive())
            .await?
            .len(),
        0
    );
    Ok(())
}

#[tokio::test]
async fn a_message_that_did_not_go_within_a_day_is_somebodys_and_goes_no_more() -> Result<()> {
    let outbox = Outbox::default();
    let settings = Settings {
        mail_from: "desk@practice.example".to_owned(),
        ..engine::table_inside(None).await?
    };
    let world = engine::mailing_alone(&settings, &outbox);
    let now = at("2026-11-24T15:00:00Z");
    let request = asked(&world, now).await?.request;
    send_all(&world, &request, now).await?;
    changed(&world, Name::Answer, &request, json!({ "ending": "not_held" }), now).await?;
    let sent = outbox.lock().expect("an outbox").len();
    let letter = letter_of(&world, &request).await?;
    let after_a_day = now + TimeDelta::seconds(21) + TimeDelta::days(1);

    sweep::sweep(&world, after_a_day - TimeDelta::seconds(2)).await?;
    assert_eq!(tasks(&world, &request).await?, vec![]);
    // A sender that has it at this moment sends it: nobody is told otherwise.
    let held = world
        .table
        .hold_notice(&notice::hold(&letter, after_a_day), after_a_day)
        .await?;
    assert!(held);
    assert!(sweep::sweep(&world, after_a_day).await.is_err());
    assert_eq!(tasks(&world, &request).await?, vec![]);
    let free = after_a_day + TimeDelta::minutes(5);
    assert!(sweep::sweep(&world, free).await.is_err(), "the alarm hears of it");
    sweep::sweep(&world, free).await?;

    assert_eq!(
        tasks(&world, &request).await?,
        [TaskKind::ReachRequester, TaskKind::PostLetter]
    );
    let current = world.table.request(&request).await?.context("the request")?;
    assert_eq!(
        (current.work, current.answered_on),
        (Work::Answered, None),
        "it is no answer yet"
    );
    assert_eq!(letter_of(&world, &request).await?.state, NoticeState::Failed);
    send_all(&world, &request, free).await?;
    assert_eq!(outbox.lock().expect("an outbox").len(), sent, "a person posts it");
    Ok(())
}

#[tokio::test]
async fn nobody_asks_about_a_message_that_nothing_waits_for_any_more() -> Result<()> {
    let now = at("2026-11-24T15:00:00Z");
    let later = now + TimeDelta::hours(1);
    let due = now + TimeDelta::seconds(21) + TimeDelta::days(3);
    for case in ["delivered", "came back", "handed over", "reopened", "another address"] {
        let world = mailing(true).await?;
        let request = lettered(&world, now).await?;
        let letter = letter_of(&world, &request).await?;
        match case {
            "delivered" => track::track(&world, &request, &letter.id, Fate::Delivered, later).await?,
            "came back" => track::track(&world, &request, &letter.id, Fate::Bounced, later).await?,
            "handed over" => {
                let form = json!({ "handing": "in_person", "note": "To her." });
                changed(&world, Name::HandOver, &request, form, later).await?;
            }
            "reopened" => {
                let form = json!({ "reason": "More was found." });
                changed(&world, Name::Reopen, &request, form, later).await?;
            }
            _ => {
                let form = json!({ "reach": "email", "email": "new@patient.example", "evidence": ["id_seen"] });
                changed(&world, Name::ChangeContact, &request, form, later).await?;
                send_all(&world, &request, later).await?;
            }
        }

        sweep::sweep(&world, due).await?;

        let kinds = tasks(&world, &request).await?;
        assert!(!kinds.contains(&TaskKind::AskArrival), "{case}: {kinds:?}");
        assert_eq!(world.table.unreported(due).await?.len(), 0, "{case}: done with");
        let owed = world.table.unreported(due + TimeDelta::days(1)).await?.len();
        assert_eq!(
            owed,
            usize::from(case == "another address"),
            "{case}: of what went later"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_question_that_may_not_have_arrived_is_asked_about_until_it_is_answered() -> Result<()> {
    let now = at("2026-11-24T15:00:00Z");
    let due = now + TimeDelta::seconds(1) + TimeDelta::days(3);
    for (asks, answers, expected) in [
        ("yes", false, vec![TaskKind::AskArrival]),
        ("yes", true, vec![TaskKind::AnswerMessage]),
        ("", false, vec![]),
    ] {
        let world = mailing(true).await?;
        let submitted = asked(&world, now).await?;
        let request = submitted.request;
        let form = json!({ "text": "Which years?", "asks": asks });
        changed(&world, Name::SendMessage, &request, form, now).await?;
        send_all(&world, &request, now).await?;
        if answers {
            let current = world.table.request(&request).await?.context("the request")?;
            let moment = Moment {
                at: now,
                on: now.date_naive(),
            };
            let decision = domain::decide::work::receive_message(&current, "All.".to_owned(), moment);
            change::commit(&world, Some(&current), &decision, None, Vec::new()).await?;
        }

        sweep::sweep(&world, due).await?;

        assert_eq!(tasks(&world, &request).await?, expected, "{asks} {answers}");
    }
    Ok(())
}

#[tokio::test]
async fn nobody_asks_where_the_provider_reports_nothing_or_about_a_code() -> Result<()> {
    let now = at("2026-11-24T15:00:00Z");
    let much_later = now + TimeDelta::days(90);

    let silent = mailing(false).await?;
    let request = lettered(&silent, now).await?;
    assert_eq!(letter_of(&silent, &request).await?.state, NoticeState::Sent);
    sweep::sweep(&silent, much_later).await?;
    assert_eq!(tasks(&silent, &request).await?, vec![]);

    let world = mailing(true).await?;
    let request = asked(&world, now).await?.request;
    send_all(&world, &request, now).await?;
    let sent = world.table.notices(&request).await?;
    assert!(sent.iter().all(|notice| notice.state == NoticeState::Sent) && sent.len() == 1);
    assert_eq!(world.table.unreported(much_later).await?.len(), 0);
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
                changed: Changed::Email,
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

#[tokio::test]
async fn an_address_that_stays_is_told_what_else_was_changed_and_its_bounce_is_somebodys() -> Result<()> {
    let now = at("2026-11-24T15:00:00Z");
    let (telephone, address) = ("512-555-0199", "1 Main St, Austin");
    for (telephone, address, confidential, expected) in [
        (telephone, "", "", Some(Changed::Telephone)),
        ("", address, "", Some(Changed::Address)),
        (telephone, address, "", Some(Changed::TelephoneAndAddress)),
        ("", "", "", None),
        (telephone, "", "yes", None),
    ] {
        let world = engine::table_alone().await?;
        let request = asked(&world, now).await?.request;
        let form = json!({
            "reach": "email", "email": "one@patient.example", "telephone": telephone, "address": address,
            "confidential": confidential, "evidence": ["call_back"]
        });

        changed(&world, Name::ChangeContact, &request, form, now).await?;

        let notices = world.table.notices(&request).await?;
        let told = notices.iter().find_map(|notice| match &notice.kind {
            NoticeKind::ContactChanged { to, changed } => Some((notice, to.as_str(), *changed)),
            _ => None,
        });
        assert_eq!(
            told.map(|(_, to, changed)| (to, changed)),
            expected.map(|changed| ("one@patient.example", changed))
        );
        if let Some((notice, ..)) = told {
            track::track(&world, &request, &notice.id, Fate::Bounced, now).await?;
            assert_eq!(tasks(&world, &request).await?, [TaskKind::ReachRequester]);
        }
    }
    Ok(())
}
