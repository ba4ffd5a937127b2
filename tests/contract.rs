//! What the table promises to the use cases. Each of the test binaries says by its `store` on which engine, so that the
//! one inside the process, which most tests use, keeps what Amazon's own keeps.

use crate::desk;
use crate::store;
use crate::story::{asked, at, call, id, json_of, link, practice};
use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::chain::{self, Hash};
use domain::decide::work::receive_message;
use domain::id::{DeliveryId, RequestId};
use domain::request::Request;
use domain::route::Name;
use domain::word::Work;
use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;
use workflow::store::StoreError;
use workflow::store::dynamo::{Table, Tried, Write};
use workflow::store::item::{
    DeliveryWhat, NoticeKind, NoticeState, StoredEvent, StoredHold, StoredJob, StoredNotice, StoredPractice,
    StoredRepeat, StoredRequest, request_pk,
};
use workflow::world::World;
use workflow::{change, submit, zone};

const AT_ONCE: usize = 16;
/// A row holds 400 KB, and a query answers with 1 MB at a time.
const TOO_LARGE: usize = 420_000;
const LARGE: usize = 200_000;
/// So many that are large take two pages.
const PAGEFUL: u32 = 8;

fn now() -> DateTime<Utc> {
    at("2026-11-24T15:00:00Z")
}

async fn request(world: &World) -> Result<Request> {
    let submitted = asked(world, now()).await?;
    world.table.request(&submitted.request).await?.context("the request")
}

/// Who sends the keys.
const ACTOR: &str = "dana";

fn repeat(key: &str, at: DateTime<Utc>) -> StoredRepeat {
    StoredRepeat {
        actor: ACTOR.to_owned(),
        key: key.to_owned(),
        fingerprint: "f".to_owned(),
        status: 204,
        answer: String::new(),
        passcode: None,
        made_at_s: at.timestamp(),
        ends_at_s: (at + TimeDelta::hours(24)).timestamp(),
    }
}

/// One change of a request, with its key and what comes with it.
async fn change(
    world: &World,
    previous: &Request,
    key: &str,
    now: DateTime<Utc>,
    others: Vec<Write>,
) -> Result<(), StoreError> {
    let moment = zone::moment(now, &previous.received.time_zone);
    let decision = receive_message(previous, "Is it ready?".to_owned(), moment);
    let (contact, due_on) = (change::contact(world, previous), previous.due().target_on);
    let repeat = repeat(key, now);
    world
        .table
        .commit(Some(previous), &decision, contact, due_on, Some(&repeat), others)
        .await
}

/// What each of so many at once ends with.
async fn at_once<F>(attempt: impl Fn(usize) -> F) -> Result<Vec<F::Output>>
where
    F: Future<Output: Send> + Send + 'static,
{
    let running: Vec<_> = (0..AT_ONCE).map(|number| tokio::spawn(attempt(number))).collect();
    let mut ended = Vec::new();
    for attempt in running {
        ended.push(attempt.await?);
    }
    Ok(ended)
}

/// The request as it stands after so many changes: its number moved with each, its history is one unbroken chain.
async fn after_changes(world: &World, before: &Request, changes: u64) -> Result<Request> {
    let current = world.table.request(&before.id).await?.context("the request")?;
    assert_eq!(current.seq, before.seq + changes);
    let mut head = Hash::START;
    let events = world.table.chain(request_pk(&before.id)).await?;
    for (event, seq) in events.iter().zip(1..) {
        head = chain::next(head, event.body.as_bytes());
        assert_eq!((event.seq, &event.head), (seq, &head.to_string()));
    }
    assert_eq!((events.len() as u64, current.head), (current.seq, head));
    Ok(current)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_sixteen_commits_on_one_version_one_wins_and_the_others_leave_nothing() -> Result<()> {
    let world = Arc::new(store().await?);
    let before = request(&world).await?;

    let ended = at_once(|number| {
        let (world, before) = (world.clone(), before.clone());
        async move { change(&world, &before, &format!("key-{number}"), now(), Vec::new()).await }
    })
    .await?;

    let won: Vec<_> = (0..AT_ONCE).filter(|number| ended[*number].is_ok()).collect();
    assert_eq!(won.len(), 1);
    for error in ended.iter().filter_map(|ended| ended.as_ref().err()) {
        assert!(matches!(error, StoreError::Conflict), "{error}");
    }
    for number in 0..AT_ONCE {
        let kept = world.table.repeat(ACTOR, &format!("key-{number}")).await?;
        assert_eq!(kept.is_some(), won == [number], "the key of try {number}");
    }
    after_changes(&world, &before, 1).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_sixteen_commits_with_one_key_one_wins_and_the_others_are_repetitions() -> Result<()> {
    let world = Arc::new(store().await?);
    let before = request(&world).await?;

    let ended = at_once(|_| {
        let (world, before) = (world.clone(), before.clone());
        async move { change(&world, &before, "key", now(), Vec::new()).await }
    })
    .await?;

    assert_eq!(ended.iter().filter(|ended| ended.is_ok()).count(), 1);
    for error in ended.iter().filter_map(|ended| ended.as_ref().err()) {
        assert!(matches!(error, StoreError::Repeated), "{error}");
    }
    after_changes(&world, &before, 1).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_submission_that_is_sent_sixteen_times_at_once_is_one_request() -> Result<()> {
    let world = Arc::new(store().await?);
    practice(&world).await?;
    let key = desk::fresh_key();

    let ended = at_once(|_| {
        let (world, form) = (world.clone(), desk::form("one@patient.example"));
        let mut submission = call(Name::Submit, &["lakeside"], &form, now());
        submission.idempotency_key = Some(key.clone());
        async move { submit::submit(&world, &submission).await }
    })
    .await?;

    let mut answers = BTreeSet::new();
    for reply in ended {
        let reply = reply?;
        assert_eq!(reply.status, 201);
        answers.insert(json_of(&reply).to_string());
    }
    assert_eq!(answers.len(), 1);
    let open = world.table.worklist(&id("lakeside"), None, 50).await?;
    assert_eq!(open.rows.len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_used_is_told_from_a_version_that_is_old() -> Result<()> {
    let world = store().await?;
    let before = request(&world).await?;
    change(&world, &before, "first", now(), Vec::new()).await?;
    let current = after_changes(&world, &before, 1).await?;
    let refused = async |previous: &Request, key: &str| {
        let refused = change(&world, previous, key, now(), Vec::new()).await;
        refused.err().context("it is refused")
    };

    assert!(matches!(refused(&current, "first").await?, StoreError::Repeated));
    assert!(matches!(refused(&before, "second").await?, StoreError::Conflict));
    assert!(
        matches!(refused(&before, "first").await?, StoreError::Repeated),
        "the key outranks the version"
    );
    let there_already = Write::new(&repeat("first", now()))?;
    let refused = change(&world, &current, "third", now(), vec![there_already]).await;
    assert!(
        matches!(refused.err().context("it is refused")?, StoreError::Conflict),
        "only the first row is the key's"
    );

    for key in ["second", "third"] {
        assert!(world.table.repeat(ACTOR, key).await?.is_none(), "{key}");
    }
    after_changes(&world, &before, 1).await?;
    change(&world, &current, "second", now(), Vec::new()).await?;
    after_changes(&world, &before, 2).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_written_over_the_very_state_that_was_read() -> Result<()> {
    let world = store().await?;
    let current = request(&world).await?;
    let write = async |version: u64, seq: u64| -> Result<(), StoreError> {
        let read = Request {
            version,
            seq,
            ..current.clone()
        };
        let moment = zone::moment(now(), &read.received.time_zone);
        let decision = receive_message(&read, "Is it ready?".to_owned(), moment);
        let (contact, due_on) = (change::contact(&world, &read), read.due().target_on);
        // Without its event, which would be refused as well.
        let mut rows = Table::request_writes(Some(&read), &decision, contact, due_on)?;
        rows.truncate(1);
        world.table.transact(rows, false).await
    };
    let (version, seq) = (current.version, current.seq);

    assert!(matches!(write(version + 1, seq).await, Err(StoreError::Conflict)));
    assert!(matches!(write(version, seq + 1).await, Err(StoreError::Conflict)));
    write(version, seq).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_or_too_much_is_refused_whole() -> Result<()> {
    let world = store().await?;
    let before = request(&world).await?;
    let too_many = (0..98).map(|number| Write::new(&job(&before.id, number, 1)));
    let too_large = Write::new(&job(&before.id, 1_000, TOO_LARGE))?;

    for others in [vec![too_large], too_many.collect::<Result<_, _>>()?] {
        let refused = change(&world, &before, "key", now(), others).await;

        let error = refused.err().context("it is refused")?;
        assert!(matches!(error, StoreError::Aws { .. }), "{error}");
        assert!(error.to_string().len() < 200, "it repeats nothing of the row");
    }

    for number in [0, 97, 1_000] {
        let kept = world.table.job(&before.id, &id(&format!("job-{number:04}"))).await?;
        assert!(kept.is_none(), "job {number}");
    }
    assert!(world.table.repeat(ACTOR, "key").await?.is_none());
    let current = after_changes(&world, &before, 0).await?;
    assert!(current == before);
    let most = (0..97).map(|number| Write::new(&job(&before.id, number, 1)));
    change(&world, &before, "key", now(), most.collect::<Result<_, _>>()?).await?;
    after_changes(&world, &before, 1).await?;
    Ok(())
}

/// A job in the outbox, as old as its number in seconds, with so much in it.
fn job(request: &RequestId, number: u32, length: usize) -> StoredJob {
    StoredJob {
        id: id(&format!("job-{number:04}")),
        request: request.clone(),
        manifest: "m".repeat(length),
        delivery: id("d"),
        notice: id("n"),
        queued_at: now() + TimeDelta::hours(1) + TimeDelta::seconds(number.into()),
        finished: false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_gives_what_is_not_done_the_oldest_first_page_after_page() -> Result<()> {
    let world = store().await?;
    let request = asked(&world, now()).await?.request;
    for number in (0..PAGEFUL).rev() {
        world.table.put_row(&job(&request, number, LARGE)).await?;
    }
    let undone = async |from: u32, to: u32| -> Result<Vec<String>> {
        let second = |number: u32| now() + TimeDelta::hours(1) + TimeDelta::seconds(number.into());
        let undone = world.table.undone(second(from), second(to)).await?;
        assert!(undone.iter().all(|(pk, _)| *pk == request_pk(&request)));
        Ok(undone.into_iter().map(|(_, sk)| sk).collect())
    };
    let jobs = |numbers: &[u32]| -> Vec<_> { numbers.iter().map(|number| format!("JOB#job-{number:04}")).collect() };

    assert_eq!(undone(0, PAGEFUL).await?, jobs(&[0, 1, 2, 3, 4, 5, 6, 7]));
    assert_eq!(undone(2, 4).await?, jobs(&[2, 3]), "its end is not in it");
    let finished = StoredJob {
        finished: true,
        ..job(&request, 3, 1)
    };
    world.table.put_row(&finished).await?;
    world
        .table
        .touch_undone(request_pk(&request), "JOB#job-0003", now())
        .await?;
    assert_eq!(
        undone(2, 5).await?,
        jobs(&[2, 4]),
        "touching what is done brings it to life"
    );
    world
        .table
        .touch_undone(request_pk(&request), "JOB#job-0004", now())
        .await?;
    assert_eq!(undone(2, 5).await?, jobs(&[2, 4]), "touching what is not done moves it");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_leaves_the_outbox_once() -> Result<()> {
    let world = store().await?;
    let request = asked(&world, now()).await?.request;
    let notice = StoredNotice {
        id: id("notice"),
        request: request.clone(),
        kind: NoticeKind::Ready {
            delivery: id("d"),
            again: false,
        },
        state: NoticeState::Queued,
        queued_at: now(),
        due_at: Some(now() + TimeDelta::hours(2)),
        message: None,
        report: None,
    };
    world.table.put_row(&notice).await?;
    let waits = async || -> Result<bool> {
        let due = now() + TimeDelta::hours(2);
        Ok(!world.table.undone(due, due + TimeDelta::seconds(1)).await?.is_empty())
    };
    assert!(waits().await?, "it lies there by when it is due");

    let sent = Some("message-1".to_owned());
    world.table.finish_notice(&notice, NoticeState::Sent, sent).await?;
    world.table.finish_notice(&notice, NoticeState::Failed, None).await?;

    let kept = world.table.notice(&request, &notice.id).await?.context("the notice")?;
    assert_eq!(kept.state, NoticeState::Sent, "the first word about it counts");
    assert_eq!(kept.message.as_deref(), Some("message-1"));
    assert!(!waits().await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worklist_gives_what_is_open_by_due_date_page_after_page() -> Result<()> {
    let world = store().await?;
    let first = request(&world).await?;
    let put = async |name: &str, practice: &str, work: Work, due_on: &str| -> Result<()> {
        let request = Request {
            id: id(name),
            practice: id(practice),
            work,
            ..first.clone()
        };
        let row = StoredRequest::new(&request, "contact".to_owned(), due_on.parse()?);
        Ok(world.table.put_row(&row).await?)
    };
    for (name, practice, work, due_on) in [
        ("c", "hillside", Work::Received, "2026-12-09"),
        ("b", "hillside", Work::Received, "2026-12-10"),
        ("a", "hillside", Work::Received, "2026-12-10"),
        ("e", "hillside", Work::Ready, "2027-01-02"),
        ("d", "hillside", Work::Gathering, "2026-12-11"),
        ("closed", "hillside", Work::Closed, "2026-12-01"),
        ("theirs", "lakeside", Work::Received, "2026-12-01"),
    ] {
        put(name, practice, work, due_on).await?;
    }

    assert_eq!(pages_of_two(&world).await?, [vec!["c", "a"], vec!["b", "d"], vec!["e"]]);
    put("b", "hillside", Work::Closed, "2026-12-10").await?;
    put("e", "hillside", Work::Ready, "2026-12-08").await?;
    assert_eq!(
        pages_of_two(&world).await?.concat(),
        ["e", "c", "a", "d"],
        "one that is closed is gone, one with another date moved"
    );
    Ok(())
}

async fn pages_of_two(world: &World) -> Result<Vec<Vec<String>>> {
    let (mut pages, mut after) = (Vec::new(), None);
    loop {
        let page = world.table.worklist(&id("hillside"), after, 2).await?;
        pages.push(page.rows.iter().map(|request| request.id.to_string()).collect());
        let Some(next) = page.next else {
            return Ok(pages);
        };
        let (due_on, request) = next.split_once('.').context("a place in the list")?;
        after = Some((due_on.parse::<NaiveDate>()?, id(request)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_history_comes_whole_and_in_order() -> Result<()> {
    let world = store().await?;
    for seq in (1..=u64::from(PAGEFUL)).rev() {
        let event = StoredEvent {
            owner: "REQUEST#long".to_owned(),
            seq,
            body: "b".repeat(LARGE),
            head: String::new(),
        };
        world.table.put_row(&event).await?;
    }

    let chain = world.table.chain("REQUEST#long".to_owned()).await?;

    let numbers: Vec<_> = chain.iter().map(|event| event.seq).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert!(chain.iter().all(|event| event.body.len() == LARGE));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_number_of_callers_at_once_gets_more_tries_than_there_are() -> Result<()> {
    let world = Arc::new(store().await?);

    let ended = at_once(|_| {
        let world = world.clone();
        async move {
            let delivery: DeliveryId = id("d");
            let tried = Tried::Passcode(&delivery);
            world.table.try_secret(&tried, 5, now().timestamp()).await
        }
    })
    .await?;

    let mut counted = ended.into_iter().collect::<Result<Vec<_>, _>>()?;
    counted.sort_unstable();
    assert_eq!(counted[..AT_ONCE - 5], [None; AT_ONCE - 5]);
    assert_eq!(counted[AT_ONCE - 5..], [Some(1), Some(2), Some(3), Some(4), Some(5)]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sender_at_a_time_holds_a_message() -> Result<()> {
    let world = Arc::new(store().await?);
    let hold = |now: DateTime<Utc>| StoredHold {
        request: id("r"),
        notice: id("n"),
        until_s: (now + TimeDelta::minutes(1)).timestamp(),
    };

    let ended = at_once(|_| {
        let (world, hold) = (world.clone(), hold(now()));
        async move { world.table.hold_notice(&hold, now()).await }
    })
    .await?;

    let held = ended.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(held.into_iter().filter(|held| *held).count(), 1);
    let (soon, later) = (now() + TimeDelta::seconds(59), now() + TimeDelta::minutes(1));
    assert!(!world.table.hold_notice(&hold(soon), soon).await?);
    assert!(world.table.hold_notice(&hold(later), later).await?);
    Ok(())
}

/// The engine deletes what ended when it likes, within days: until then the row is there and must not count.
#[tokio::test(flavor = "multi_thread")]
async fn a_row_whose_time_is_over_does_not_count_though_it_lies_there() -> Result<()> {
    let world = store().await?;
    let before = request(&world).await?;
    change(&world, &before, "key", now(), Vec::new()).await?;
    let current = after_changes(&world, &before, 1).await?;
    let day = TimeDelta::hours(24);

    let still = change(&world, &current, "key", now() + day - TimeDelta::seconds(1), Vec::new()).await;
    change(&world, &current, "key", now() + day, Vec::new()).await?;

    assert!(matches!(still, Err(StoreError::Repeated)));
    after_changes(&world, &before, 2).await?;
    let kept = world.table.repeat(ACTOR, "key").await?.context("the key's new row")?;
    assert_eq!(kept.made_at_s, (now() + day).timestamp());
    Ok(())
}

#[tokio::test]
async fn a_row_takes_the_place_of_one_that_is_still_as_it_was_read_and_of_no_other() -> Result<()> {
    let world = store().await?;
    practice(&world).await?;
    let read = world.table.practice(&id("lakeside")).await?.context("the practice")?;
    let with = |page| {
        let mut changed = read.clone();
        changed.fees.page = page;
        StoredPractice::from(&changed)
    };
    let read_row = StoredPractice::from(&read);

    let first = world
        .table
        .transact(vec![Write::over(&with(7), &read_row)?], false)
        .await;
    let stale = world
        .table
        .transact(vec![Write::over(&with(9), &read_row)?], false)
        .await;

    assert!(first.is_ok(), "{first:?}");
    assert!(matches!(stale, Err(StoreError::Conflict)), "{stale:?}");
    let kept = world.table.practice(&id("lakeside")).await?.context("the practice")?;
    assert_eq!(kept.fees.page, 7);
    let again = world
        .table
        .transact(vec![Write::over(&with(9), &with(7))?], false)
        .await;
    assert!(again.is_ok(), "{again:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn links_come_in_the_order_in_which_they_were_made_also_those_of_one_passcode() -> Result<()> {
    let world = store().await?;
    let request = request(&world).await?;
    for (name, passcode, day) in [("c", 1, 1), ("a", 1, 2), ("d", 2, 3), ("b", 2, 4)] {
        let link = link(name, &request.id, passcode, now() + TimeDelta::days(day));
        let rows = Table::delivery_writes(None, &link, DeliveryWhat::Opened, now())?;
        world.table.transact(rows, false).await?;
    }

    let links = world.table.deliveries(&request.id).await?;

    let names: Vec<_> = links.iter().map(|link| link.id.as_str()).collect();
    assert_eq!(names, ["c", "a", "d", "b"]);
    Ok(())
}
