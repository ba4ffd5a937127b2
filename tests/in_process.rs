//! The use cases at the time that a test says, and killed wherever it likes.

use crate::desk;
use crate::engine::{self, Kill};
use crate::story::{
    RECORD, as_session, asked, at, call, codes, granted, id, json_of, link, notices, outcome, package_key, patient,
    practice, released, run_job, staff, verified,
};
use anyhow::{Context, Result, bail};
use chrono::{DateTime, TimeDelta, Utc};
use domain::id::ChallengeId;
use domain::record::{Patient, State};
use domain::route::Name;
use domain::wire;
use domain::word::Work;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use workflow::call::Reply;
use workflow::failure::Failure;
use workflow::store::dynamo::Table;
use workflow::store::item::{DeliveryWhat, NoticeState, StoredPatient, StoredRecord, Whose};
use workflow::world::World;
use workflow::{
    claim, contact, inspect, judge, notice, pin, records, reissue, session, sign_in, status, submit, sweep, uploads,
    verify, worklist,
};

async fn prove(world: &World, challenge: &str, code: &str, now: DateTime<Utc>) -> Result<Reply, Failure> {
    contact::prove(
        world,
        &call(Name::ProveContact, &[challenge], &json!({ "code": code }), now),
    )
    .await
}

fn challenge_of(submitted: &wire::Submitted) -> Result<&ChallengeId> {
    submitted.challenge.as_ref().context("a challenge")
}

#[tokio::test]
async fn a_code_works_for_ten_minutes_and_a_new_one_takes_its_place() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let (challenge, first) = (
        challenge_of(&submitted)?.as_str(),
        world.secret.code(challenge_of(&submitted)?, 1),
    );

    let late = prove(&world, challenge, &first, now + TimeDelta::minutes(10)).await;
    assert_eq!(codes(late.err().context("it is over")?), ["code_expired"]);

    let soon = now + TimeDelta::seconds(29);
    let resend = |now| call(Name::ResendCode, &[challenge], &json!({}), now);
    assert!(matches!(
        contact::resend(&world, &resend(soon)).await,
        Err(Failure::TooManyCodes)
    ));
    let later = now + TimeDelta::minutes(11);
    let reply = contact::resend(&world, &resend(later)).await?;
    assert_eq!(json_of(&reply)["resends_left"], 2);

    let old = prove(&world, challenge, &first, later).await;
    assert_eq!(codes(old.err().context("it was replaced")?), ["code_wrong"]);
    let second = world.secret.code(challenge_of(&submitted)?, 2);
    let proven = prove(&world, challenge, &second, later + TimeDelta::minutes(9)).await?;
    assert_eq!(json_of(&proven)["receipt"], submitted.receipt.as_str());
    Ok(())
}

#[tokio::test]
async fn no_more_than_four_codes_are_sent() -> Result<()> {
    let world = engine::table_alone().await?;
    let mut now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let mut left = Vec::new();
    for _ in 0..5 {
        now += TimeDelta::minutes(1);
        let resend = call(Name::ResendCode, &[challenge_of(&submitted)?.as_str()], &json!({}), now);
        left.push(
            contact::resend(&world, &resend)
                .await
                .ok()
                .map(|reply| json_of(&reply)["resends_left"].as_u64()),
        );
    }

    assert_eq!(left, [Some(Some(2)), Some(Some(1)), Some(Some(0)), None, None]);
    Ok(())
}

#[tokio::test]
async fn a_contact_gets_six_codes_an_hour_whoever_asks_for_them() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let find = async |receipt: &str, now: DateTime<Utc>| {
        let form = json!({ "email": "one@patient.example", "receipt": receipt });
        let found = contact::find(&world, &call(Name::FindRequest, &["lakeside"], &form, now)).await;
        found.map(|reply| (reply.status, json_of(&reply)["resends_left"].clone()))
    };
    let mailed = async || {
        notices(&world, &submitted.request)
            .await
            .map(|notices| notices.len() - 1)
    };

    for _ in 0..9 {
        assert_eq!(find("0000-0000-00", now).await?, (202, json!(3)), "a guess");
    }
    assert_eq!(mailed().await?, 0, "a stranger's guesses use nothing up");
    for _ in 0..9 {
        assert_eq!(
            find(&submitted.receipt, now).await?,
            (202, json!(3)),
            "as a guess is answered"
        );
    }
    assert_eq!(mailed().await?, 6);
    find(&submitted.receipt, now + TimeDelta::hours(1)).await?;
    assert_eq!(mailed().await?, 7);
    Ok(())
}

#[tokio::test]
async fn an_address_that_is_flooded_gets_six_acknowledgements_and_every_request_counts() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    practice(&world).await?;
    let mut mailed = 0;
    for number in 0..9 {
        let submission = call(Name::Submit, &["lakeside"], &desk::form("one@patient.example"), now);
        let reply = submit::submit(&world, &submission).await?;
        assert_eq!(reply.status, 201, "{number}");
        let submitted: wire::Submitted = serde_json::from_slice(&reply.body)?;
        mailed += notices(&world, &submitted.request).await?.len();
        assert!(world.table.request(&submitted.request).await?.is_some());
    }

    assert_eq!(mailed, 6);
    Ok(())
}

#[tokio::test]
async fn after_an_answer_that_was_lost_another_code_opens() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let challenge = challenge_of(&submitted)?.as_str();
    let first = world.secret.code(challenge_of(&submitted)?, 1);
    prove(&world, challenge, &first, now).await?;

    let replayed = prove(&world, challenge, &first, now).await;
    let later = now + TimeDelta::minutes(1);
    contact::resend(&world, &call(Name::ResendCode, &[challenge], &json!({}), later)).await?;
    let second = world.secret.code(challenge_of(&submitted)?, 2);
    let opened = prove(&world, challenge, &second, later).await;

    assert_eq!(codes(replayed.err().context("it is used")?), ["code_spent"]);
    assert_eq!(opened?.status, 200);
    Ok(())
}

#[tokio::test]
async fn a_record_that_arrives_after_it_was_taken_off_the_list_is_listed_again() -> Result<()> {
    let world = World::new(engine::quiet().await?);
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let opened = verified(&world, &submitted.request, now).await?;
    let bytes = b"late\n".to_vec();
    let record = granted(&patient()?, "late", &bytes, now);
    world.table.put_row(&StoredRecord::from(&record)).await?;
    let request = submitted.request.as_str();
    let listed = async || -> Result<usize> {
        let list = as_session(call(Name::Records, &[request], &Value::Null, now), &opened);
        let list = json_of(&records::list(&world, &list).await?);
        Ok(list["records"].as_array().map_or(0, Vec::len))
    };

    let mut discard = as_session(call(Name::DiscardRecord, &[request, "late"], &json!({}), now), &opened);
    discard.if_match = Some("\"2\"".to_owned());
    judge::discard(&world, &discard).await?;
    assert_eq!(listed().await?, 0);
    let key = uploads::object_key(&record.practice, &record.patient, &record.id);
    world.records().put(&key, "application/octet-stream", bytes).await?;
    inspect::inspect(&world, &key).await?;

    assert_eq!(listed().await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_search_that_is_sent_twice_is_one_challenge() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let form = json!({ "email": "one@patient.example", "receipt": submitted.receipt });
    let key = desk::fresh_key();
    let find = async |form: &Value| {
        let mut find = call(Name::FindRequest, &["lakeside"], form, now);
        find.idempotency_key = Some(key.clone());
        contact::find(&world, &find).await
    };

    let (first, again) = (find(&form).await?, find(&form).await?);

    assert_eq!(json_of(&first), json_of(&again));
    let other = json!({ "email": "two@patient.example", "receipt": submitted.receipt });
    assert!(matches!(find(&other).await, Err(Failure::KeyReused)));
    Ok(())
}

#[tokio::test]
async fn a_repeated_grant_gives_no_more_time() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let request = submitted.request.as_str();
    let opened = verified(&world, &submitted.request, now).await?;
    let form = json!({ "files": [
        { "name": "a.txt", "size": 3, "crc32": "00000001", "category": "visit_notes", "service_date": "" }
    ]});
    let key = desk::fresh_key();
    let grant = async |now: DateTime<Utc>| {
        let mut grant = as_session(call(Name::GrantUploads, &[request], &form, now), &opened);
        grant.idempotency_key = Some(key.clone());
        let granted = uploads::grant(&world, &grant).await;
        granted.map(|reply| {
            let url = json_of(&reply)["uploads"][0]["url"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
            let seconds = url
                .split("X-Amz-Expires=")
                .nth(1)
                .and_then(|rest| rest.split('&').next());
            seconds.and_then(|seconds| seconds.parse::<u32>().ok())
        })
    };

    assert_eq!(grant(now).await?, Some(900));
    assert_eq!(grant(now + TimeDelta::minutes(10)).await?, Some(300));
    assert!(matches!(
        grant(now + TimeDelta::minutes(15)).await,
        Err(Failure::GrantOver)
    ));
    let events = world.table.events(&submitted.request).await?;
    let granted = events
        .iter()
        .filter(|event| event.happened.what() == wire::What::UploadsGranted);
    assert_eq!(granted.count(), 1);
    Ok(())
}

#[tokio::test]
async fn what_was_uploaded_under_the_wrong_patient_does_not_stay_with_that_one() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let request = submitted.request.as_str();
    let opened = verified(&world, &submitted.request, now).await?;
    let right = Patient {
        id: id("right"),
        ..patient()?
    };
    world.table.put_row(&StoredPatient::from(&right)).await?;
    let own = granted(&patient()?, "own", b"x", now);
    world.table.put_row(&StoredRecord::from(&own)).await?;
    let file =
        json!({ "name": "a.txt", "size": 3, "crc32": "00000001", "category": "visit_notes", "service_date": "" });
    let form = json!({ "files": [file, file] });
    let grant = as_session(call(Name::GrantUploads, &[request], &form, now), &opened);
    let links = json_of(&uploads::grant(&world, &grant).await?)["uploads"].clone();
    let uploaded: Vec<_> = links
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|link| link["record"].as_str())
        .collect();
    let mut discard = as_session(
        call(Name::DiscardRecord, &[request, uploaded[0]], &json!({}), now),
        &opened,
    );
    discard.if_match = Some("\"2\"".to_owned());
    judge::discard(&world, &discard).await?;
    let listed = async |patient: &Patient| -> Result<usize> {
        let records = world.table.records(&patient.practice, &patient.id).await?;
        Ok(records.iter().filter(|record| record.state.is_listed()).count())
    };
    assert_eq!(listed(&patient()?).await?, 2);

    let form = json!({ "patient": "right", "evidence": ["id_seen"] });
    let mut again = as_session(call(Name::Verify, &[request], &form, now), &opened);
    again.if_match = Some("\"3\"".to_owned());
    verify::verify(&world, &again).await?;

    assert_eq!(listed(&patient()?).await?, 1, "what was there before stays");
    assert_eq!(listed(&right).await?, 0);
    for record in uploaded {
        let record = world.table.record(&own.practice, &own.patient, &id(record)).await?;
        let state = record.context("the row stays")?.state;
        assert!(
            state == State::Withdrawn,
            "it can't arrive there any more, listed or not"
        );
    }
    let current = world.table.request(&submitted.request).await?.context("the request")?;
    assert_eq!(current.patient, Some(right.id));
    Ok(())
}

#[tokio::test]
async fn a_message_that_is_refused_for_good_is_told_to_staff_and_tried_no_more() -> Result<()> {
    let now = at("2026-11-24T15:00:00Z");
    let settings = engine::quiet().await?;
    let world = World::new(settings.clone());
    let submitted = asked(&world, now).await?;
    let undone = world
        .table
        .undone(DateTime::UNIX_EPOCH, now + TimeDelta::seconds(1))
        .await?;
    let notice = id(undone[0].1.strip_prefix("NOTICE#").context("a notice")?);

    for (answer, message, state) in [
        ("TooManyRequestsException", "one@patient.example", NoticeState::Queued),
        // Of an account that may not send to anyone yet.
        (
            "MessageRejected",
            "Email address is not verified: one@patient.example",
            NoticeState::Queued,
        ),
        ("MessageRejected", "one@patient.example", NoticeState::Failed),
        ("MessageRejected", "one@patient.example", NoticeState::Failed),
    ] {
        let world = engine::refused_by(&settings, "/v2/email/outbound-emails", answer, message);
        let sent = notice::send(&world, &submitted.request, &notice, now).await;

        assert_eq!(sent.is_err(), state == NoticeState::Queued, "{answer}");
        if let Err(failure) = sent {
            let cause = failure.to_string();
            assert!(
                cause.contains(answer) && !cause.contains("one@patient.example"),
                "{cause}"
            );
        }
        let now = world.table.notice(&submitted.request, &notice).await?;
        assert_eq!(now.context("the notice")?.state, state);
    }
    let events = world.table.events(&submitted.request).await?;
    let failed = events
        .iter()
        .filter(|event| event.happened.what() == wire::What::MailFailed);
    assert_eq!(failed.count(), 1);
    Ok(())
}

#[tokio::test]
async fn a_session_ends_when_it_lies_idle_and_after_its_time() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    let code = world.secret.code(challenge_of(&submitted)?, 1);
    let opened = prove(&world, challenge_of(&submitted)?.as_str(), &code, now).await?;
    let look = |minutes| {
        let now = now + TimeDelta::minutes(minutes);
        as_session(call(Name::Status, &[], &Value::Null, now), &opened)
    };

    for minutes in [1, 29, 58, 87, 116] {
        status::status(&world, &look(minutes)).await?;
    }
    assert!(
        matches!(status::status(&world, &look(120)).await, Err(Failure::NotSignedIn)),
        "2 hours are over"
    );

    let staff = call(Name::Me, &[], &Value::Null, now);
    let (session, cookie) = session::open(&world, &staff, Whose::Staff { member: id("dana") });
    world.table.put_row(&session).await?;
    let opened = Reply::empty().with_cookie(cookie);
    let look = |minutes| {
        let now = now + TimeDelta::minutes(minutes);
        as_session(call(Name::Me, &[], &Value::Null, now), &opened)
    };
    sign_in::me(&world, &look(29)).await?;
    assert!(
        matches!(sign_in::me(&world, &look(59)).await, Err(Failure::NotSignedIn)),
        "idle for 30 minutes"
    );
    Ok(())
}

#[tokio::test]
async fn the_day_of_receipt_is_the_locations_own() -> Result<()> {
    let world = engine::table_alone().await?;

    let submitted = asked(&world, at("2026-11-25T05:30:00Z")).await?;

    assert_eq!(submitted.due.received_on.to_string(), "2026-11-24");
    assert_eq!(
        submitted.due.due_on.to_string(),
        "2026-12-16",
        "15 business days in Texas"
    );
    assert_eq!(submitted.due.time_zone, "America/Chicago");
    Ok(())
}

#[tokio::test]
async fn the_worklist_is_paged_and_holds_open_requests_alone() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    practice(&world).await?;
    for number in 0..120 {
        let form = desk::form(&format!("p{number}@patient.example"));
        let received = now - TimeDelta::days(number % 40);
        submit::submit(&world, &call(Name::Submit, &["lakeside"], &form, received)).await?;
    }
    let opened = staff(&world, now).await?;

    let (mut rows, mut after, mut pages) = (Vec::new(), None::<String>, 0);
    loop {
        let mut look = as_session(call(Name::Worklist, &["lakeside"], &Value::Null, now), &opened);
        look.query.extend(after.map(|after| ("after".to_owned(), after)));
        let page = json_of(&worklist::worklist(&world, &look).await?);
        rows.extend(page["rows"].as_array().context("rows")?.clone());
        pages += 1;
        after = page["next"].as_str().map(str::to_owned);
        if after.is_none() {
            break;
        }
    }

    assert_eq!((rows.len(), pages), (120, 3));
    let due: Vec<_> = rows
        .iter()
        .filter_map(|row| row["clock"]["due"]["target_on"].as_str())
        .collect();
    assert!(due.is_sorted());
    let state = |state: &str| {
        rows.iter()
            .filter(|row| row["clock"]["reading"]["state"] == state)
            .count()
    };
    assert_eq!(
        (
            state("overdue"),
            state("due_today"),
            state("due_soon"),
            state("on_time")
        ),
        (51, 3, 18, 48)
    );
    for broken in ["x", "2026-01-01", "2026-01-01.A", "."] {
        let mut look = as_session(call(Name::Worklist, &["lakeside"], &Value::Null, now), &opened);
        look.query.push(("after".to_owned(), broken.to_owned()));
        assert!(
            matches!(worklist::worklist(&world, &look).await, Err(Failure::Malformed)),
            "{broken}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_search_shows_fifty_of_a_name_and_says_when_there_are_more() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    practice(&world).await?;
    let opened = staff(&world, now).await?;
    let ask = async |number: usize, given: &str| -> Result<()> {
        let mut form = desk::form(&format!("p{number}@patient.example"));
        form["family_name"] = json!("Garc\u{ed}a");
        form["given_name"] = json!(given);
        submit::submit(&world, &call(Name::Submit, &["lakeside"], &form, now)).await?;
        Ok(())
    };
    let search = async |form: Value| -> Result<(usize, Value)> {
        let call = as_session(call(Name::Search, &["lakeside"], &form, now), &opened);
        let found = json_of(&worklist::search(&world, &call).await?);
        Ok((found["rows"].as_array().context("rows")?.len(), found["more"].clone()))
    };
    for number in 0..49 {
        ask(number, "Maria").await?;
    }
    ask(49, "Zoe").await?;

    assert_eq!(search(json!({ "family_name": "garcia" })).await?, (50, json!(false)));
    ask(50, "Zo\u{eb} Ana").await?;
    assert_eq!(search(json!({ "family_name": "garcia" })).await?, (50, json!(true)));
    assert_eq!(search(json!({ "family_name": "ga" })).await?, (50, json!(true)));
    let narrowed = json!({ "family_name": "garcia", "given_name": "zoe" });
    assert_eq!(search(narrowed).await?, (2, json!(false)));
    let begun = json!({ "family_name": "ga", "given_name": "zoe" });
    assert_eq!(
        search(begun).await?,
        (0, json!(false)),
        "the family name is the whole one"
    );
    Ok(())
}

#[tokio::test]
async fn a_receipt_number_that_is_far_too_long_is_one_that_does_not_exist() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    practice(&world).await?;
    let form = json!({ "receipt": "A".repeat(3000), "pin": "123456" });

    let failure = pin::prove(&world, &call(Name::ProvePin, &["lakeside"], &form, now)).await;

    assert_eq!(codes(failure.err().context("no request has it")?), ["pin_wrong"]);
    Ok(())
}

#[tokio::test]
async fn a_delivery_that_expired_or_was_used_up_gives_no_link() -> Result<()> {
    let world = World::new(engine::quiet().await?);
    let now = at("2026-11-24T15:00:00Z");
    let submitted = asked(&world, now).await?;
    world
        .packages()
        .put("package/r/x.zip", "application/zip", b"x".to_vec())
        .await?;
    let delivery = link("d1", &submitted.request, 1, now + TimeDelta::days(30));
    let rows = Table::delivery_writes(None, &delivery, DeliveryWhat::Opened, now)?;
    world.table.transact(rows, false).await?;
    let passcode = world.secret.passcode(&submitted.request, 1);
    let claim_on = async |now: DateTime<Utc>| -> Result<Value, Failure> {
        let prove = call(Name::ProveDelivery, &["d1"], &json!({ "passcode": passcode }), now);
        let opened = claim::prove(&world, &prove).await?;
        let claim = as_session(call(Name::Claim, &["d1"], &Value::Null, now), &opened);
        claim::claim(&world, &claim).await.map(|reply| json_of(&reply))
    };

    for day in 0..5_u32 {
        let left = claim_on(now + TimeDelta::hours(25 * i64::from(day))).await?["claims_left"].clone();
        assert_eq!(left, 4 - day);
    }
    let last = now + TimeDelta::hours(100);
    assert_eq!(
        claim_on(last + TimeDelta::hours(23)).await?["claims_left"],
        0,
        "the last download may be resumed"
    );
    for refused in [last + TimeDelta::hours(24), now + TimeDelta::days(31)] {
        let failure = claim_on(refused).await.err().context("it is over")?;
        assert_eq!(failure.problem().kind, "urn:access-desk:problem:delivery-closed");
    }
    let (first, events) = (
        id::<domain::id::Delivery>("d1"),
        world.table.chain("DELIVERY#d1".to_owned()).await?,
    );
    assert_eq!(world.table.delivery(&first).await?.context("the delivery")?.claimed, 5);
    assert_eq!(events.len(), 7, "opened, five claims, one resumed");
    Ok(())
}

#[tokio::test]
async fn what_the_stream_lost_is_brought_up_again_until_it_is_done() -> Result<()> {
    let world = engine::table_alone().await?;
    let now = at("2026-11-24T15:00:00Z");
    asked(&world, now).await?;
    let undone = async |minutes| {
        let to = now + TimeDelta::minutes(minutes) - TimeDelta::minutes(5);
        world.table.undone(DateTime::UNIX_EPOCH, to).await
    };

    assert_eq!(undone(4).await?.len(), 0, "the stream has its chance first");
    let stuck = undone(6).await?;
    assert_eq!(stuck.len(), 1);
    sweep::sweep(&world, now + TimeDelta::minutes(6)).await?;
    assert_eq!(undone(6).await?, stuck, "touching it does not make it done");

    let (pk, sk) = &stuck[0];
    let request = id(pk.strip_prefix("REQUEST#").context("a request")?);
    let notice = id(sk.strip_prefix("NOTICE#").context("a notice")?);
    let notice = world.table.notice(&request, &notice).await?.context("the notice")?;
    world.table.finish_notice(&notice, NoticeState::Sent, None).await?;
    assert_eq!(undone(6).await?.len(), 0);
    Ok(())
}

// ------------------------------------------------------------------------------- killed and run again

#[tokio::test]
async fn a_job_that_is_killed_at_any_call_and_run_again_ends_the_same() -> Result<()> {
    let now = at("2026-11-24T15:00:00Z");
    let settings = engine::quiet().await?;
    let world = World::new(settings);
    let request = released(&world, now).await?;
    run_job(&world, &request, now).await?;
    let (work, events, sent, package) = outcome(&world, &request).await?;
    assert_eq!((work, sent), (Work::Ready, (1, 2)), "the acknowledgement and the link");
    let mut points = 0;
    for number in 0.. {
        let mut finished = 0;
        for kill in [Kill::Before(number), Kill::After(number)] {
            let settings = engine::quiet().await?;
            let world = World::new(settings.clone());
            let request = released(&world, now).await?;
            let asked = request.clone();
            let ended = engine::until_killed(
                &settings,
                kill,
                |world| async move { run_job(&world, &asked, now).await },
            )
            .await?;
            run_job(&world, &request, now).await?;
            run_job(&world, &request, now).await?;

            let again = outcome(&world, &request).await?;
            assert_eq!((again.0, &again.1, again.2), (work, &events, sent), "{kill:?}");
            assert!(again.3 == package, "{kill:?}: other bytes");
            points += 1;
            finished += usize::from(ended);
        }
        if finished == 2 {
            println!("killed and run again at {} points", points - 2);
            assert!(points > 20, "{points}");
            return Ok(());
        }
        if number > 200 {
            bail!("the job never ends");
        }
    }
    Ok(())
}

#[tokio::test]
async fn two_jobs_at_once_make_one_package() -> Result<()> {
    let now = at("2026-11-24T15:00:00Z");
    let world = World::new(engine::quiet().await?);
    let request = released(&world, now).await?;

    let (one, two) = tokio::join!(run_job(&world, &request, now), run_job(&world, &request, now));

    one?;
    two?;
    let (work, events, sent, _) = outcome(&world, &request).await?;
    assert_eq!((work, sent), (Work::Ready, (1, 2)));
    assert_eq!(events.iter().filter(|what| *what == "PackageReady").count(), 1);
    Ok(())
}

#[tokio::test]
async fn a_record_that_changed_after_its_release_never_goes_out() -> Result<()> {
    let now = at("2026-11-24T15:00:00Z");
    let world = World::new(engine::quiet().await?);
    let request = released(&world, now).await?;
    let key = uploads::object_key(&id("lakeside"), &id("ana"), &id("record-1"));
    let changed = format!("1 {RECORD}").replace("long", "LONG").into_bytes();
    world.records().put(&key, "application/octet-stream", changed).await?;

    run_job(&world, &request, now).await?;

    let (work, events, sent, _) = outcome(&world, &request).await?;
    assert_eq!((work, sent), (Work::Gathering, (0, 1)));
    assert_eq!(
        events.last().map(String::as_str),
        Some("AssemblyFailed"),
        "staff see why"
    );
    let undone = world
        .table
        .undone(DateTime::UNIX_EPOCH, now + TimeDelta::days(1))
        .await?;
    assert!(undone.iter().all(|(_, sk)| !sk.starts_with("JOB#")), "nothing tries on");
    Ok(())
}

#[tokio::test]
async fn what_a_locked_bucket_keeps_comes_with_its_checksum() -> Result<()> {
    let now = at("2026-11-24T15:00:00Z");
    let settings = engine::quiet().await?;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let world = engine::watched(&settings, seen.clone());
    let request = released(&world, now).await?;
    run_job(&world, &request, now).await?;

    let calls = seen.lock().expect("no test panics with it").clone();
    let letters: Vec<_> = calls
        .iter()
        .filter(|call| call.starts_with("PUT ") && call.contains(&settings.letters_bucket))
        .collect();
    assert_eq!(letters.len(), 3, "the letter twice, and the page to start with");
    for letter in letters {
        assert!(letter.contains("x-amz-checksum-crc32"), "{letter}");
    }
    Ok(())
}

#[tokio::test]
async fn a_link_that_is_made_anew_outlasts_its_package() -> Result<()> {
    let now = at("2026-11-24T15:00:00Z");
    let world = World::new(engine::quiet().await?);
    let request = released(&world, now).await?;
    run_job(&world, &request, now).await?;
    let first = outcome(&world, &request).await?;
    let anew = async |now: DateTime<Utc>| -> Result<Work> {
        let opened = staff(&world, now).await?;
        let mut reissuing = as_session(
            call(Name::ReissueDelivery, &[request.as_str()], &json!({}), now),
            &opened,
        );
        let version = world.table.request(&request).await?.context("the request")?.version;
        reissuing.if_match = Some(format!("\"{version}\""));
        reissue::reissue(&world, &reissuing).await?;
        Ok(world.table.request(&request).await?.context("the request")?.work)
    };

    assert_eq!(
        anew(now + TimeDelta::days(1)).await?,
        Work::Ready,
        "the package lies there long enough"
    );
    let written = world.packages().head(&package_key(&world, &request).await?).await?;
    let later = written.and_then(|head| head.written_at).context("the package")? + TimeDelta::days(400);
    assert_eq!(
        anew(later).await?,
        Work::Assembling,
        "it would be cleared away before the link ends"
    );
    run_job(&world, &request, later).await?;

    let (work, _, sent, bytes) = outcome(&world, &request).await?;
    assert_eq!((work, sent), (Work::Ready, (3, 4)));
    assert!(bytes == first.3, "what was released, to the byte");
    let current = world.table.request(&request).await?.context("the request")?;
    let delivery = current.delivery.context("a delivery")?;
    let delivery = world.table.delivery(&delivery).await?.context("the delivery")?;
    assert_eq!((delivery.passcode, delivery.revoked), (3, false));
    assert_eq!(delivery.expires_at, later + TimeDelta::days(30));
    Ok(())
}
