//! The review of a denial, told by the use cases themselves at the time that a test says: how long it takes, what becomes of
//! its letter, and who sees what.

use crate::engine::{self, Outbox};
use crate::story::{as_session, asked, at, call, granted, id, json_of, patient};
use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use domain::chain::Hash;
use domain::decide::Decision;
use domain::decide::holding::WITHHELD;
use domain::event::{Actor, Event, Happened};
use domain::id::RequestId;
use domain::letter::{self, KeptBack, Withheld};
use domain::practice::Member;
use domain::record::{Approval, Determination, Inspection, Item, Record, State, Withholding};
use domain::request::Request;
use domain::route::Name;
use domain::wire::What;
use domain::word::{Format, Ground, Judgement, Outcome, Role, TaskKind, Work};
use serde_json::{Value, json};
use workflow::call::{Call, Reply};
use workflow::failure::Failure;
use workflow::store::item::{
    NoticeKind, NoticeState, StoredHandover, StoredItem, StoredMember, StoredNotice, StoredPatient, StoredRecord, Whose,
};
use workflow::track::Fate;
use workflow::world::{Settings, World};
use workflow::{change, members, notice, page, review, session, status, sweep, track, worklist};

fn now() -> DateTime<Utc> {
    at("2026-11-24T15:00:00Z")
}

/// A record that is withheld because it endangers someone, as Dr. Hart judged and Robin Vale approved.
pub async fn withhold_note(world: &World, row: &Request) -> Result<()> {
    let on = row.received.on;
    let mut record = granted(&patient()?, "note", b"x", now());
    record.state = State::Inspected(Inspection {
        format: Format::Text,
        sha256: Hash::START,
        concerns: vec![],
        names_person: None,
    });
    world.table.put_row(&StoredRecord::from(&record)).await?;
    world.table.put_row(&StoredPatient::from(&patient()?)).await?;
    let item = Item::Withheld(Box::new(Withholding {
        ground: Ground::R1,
        what: "A note".to_owned(),
        reason: "It would harm.".to_owned(),
        duration: "Until June 1, 2027".to_owned(),
        rest: None,
        ends_on: None,
        conditions: Vec::new(),
        determination: Some(Determination {
            by: id("hart"),
            name: "Dr. Amal Hart".to_owned(),
            licence: "MD 2 TX".to_owned(),
            on,
            rationale: "He said so.".to_owned(),
        }),
        approval: Some(Approval {
            by: id("vale"),
            name: "Robin Vale".to_owned(),
            on,
            note: String::new(),
        }),
    }));
    world
        .table
        .put_row(&StoredItem::new(&row.id, &record.id, Some(&item)))
        .await?;
    Ok(())
}

/// A letter that says so.
pub async fn denied(world: &World, row: &Request) -> Result<Request> {
    withhold_note(world, row).await?;
    let on = row.received.on;
    let practice = page::practice(world, row).await?;
    let withheld = vec![Withheld {
        ground: Ground::R1,
        what: "A note".to_owned(),
        reason: "It would harm.".to_owned(),
        ends_on: None,
        duration: "Until June 1, 2027".to_owned(),
    }];
    let kept_back = KeptBack {
        withheld,
        left_out: false,
        untold: false,
        not_held: Vec::new(),
    };
    let letter = letter::release(row, &practice, (1, 1), kept_back, on);
    let next = Request {
        seq: row.seq + 1,
        patient: Some(patient()?.id),
        outcome: Some(Outcome::ReleasedInPart),
        answered_on: Some(on),
        ..row.clone()
    };
    let event = Event {
        request: row.id.clone(),
        seq: next.seq,
        at: now(),
        on,
        actor: Actor::Desk,
        happened: Happened::Released {
            manifest: Hash::START,
            letter: Box::new(letter),
        },
    };
    let decision = Decision { next, event };
    change::commit(world, Some(row), &decision, None, Vec::new()).await?;
    world.table.request(&row.id).await?.context("the request")
}

/// A practice with everyone in it, and a closed request that was denied in part.
struct Staged {
    world: World,
    request: RequestId,
}

async fn staged() -> Result<Staged> {
    let settings = Settings {
        mail_from: "desk@practice.example".to_owned(),
        mail_events: Some("events".to_owned()),
        ..engine::table_inside(None).await?
    };
    let world = engine::mailing_alone(&settings, &Outbox::default());
    let request = asked(&world, now()).await?.request;
    for (name, roles, licence) in [
        ("hart", vec![Role::Clinician, Role::Reviewer], "MD 2 TX"),
        ("vale", vec![Role::Officer], ""),
        ("jo", vec![Role::Reviewer], "MD 3 TX"),
    ] {
        let member = Member {
            id: id(name),
            practice: id("lakeside"),
            name: name.to_owned(),
            roles,
            licence: licence.to_owned(),
            active: true,
        };
        world.table.put_row(&StoredMember::from(&member)).await?;
    }
    for queued in world.table.notices(&request).await? {
        notice::send(&world, &request, &queued.id, now()).await?;
    }
    let row = world.table.request(&request).await?.context("the request")?;
    let closed = Request {
        work: Work::Closed,
        patient: Some(id("ana")),
        version: row.version,
        ..row.clone()
    };
    // As it would be after its release was collected.
    let decision = Decision {
        next: Request {
            seq: row.seq + 1,
            ..closed
        },
        event: Event {
            request: request.clone(),
            seq: row.seq + 1,
            at: now(),
            on: row.received.on,
            actor: Actor::Desk,
            happened: Happened::Closed,
        },
    };
    change::commit(&world, Some(&row), &decision, None, Vec::new()).await?;
    let row = world.table.request(&request).await?.context("the request")?;
    denied(&world, &row).await?;
    Ok(Staged { world, request })
}

impl Staged {
    async fn row(&self) -> Result<Request> {
        self.world.table.request(&self.request).await?.context("the request")
    }

    async fn session(&self, whose: Whose, at: DateTime<Utc>) -> Result<Reply> {
        let opening = call(Name::Me, &[], &Value::Null, at);
        let (row, cookie) = session::open(&self.world, &opening, whose);
        self.world.table.put_row(&row).await?;
        Ok(Reply::empty().with_cookie(cookie))
    }

    async fn by(&self, member: &str, name: Name, form: &Value, at: DateTime<Utc>) -> Result<Call> {
        let opened = self.session(Whose::Staff { member: id(member) }, at).await?;
        let mut change = as_session(call(name, &[self.request.as_str()], form, at), &opened);
        change.if_match = Some(format!("\"{}\"", self.row().await?.version));
        Ok(change)
    }

    async fn requester(&self, name: Name, at: DateTime<Utc>) -> Result<Call> {
        let whose = Whose::Requester {
            request: self.request.clone(),
            epoch: 0,
        };
        let opened = self.session(whose, at).await?;
        Ok(as_session(call(name, &[], &json!({}), at), &opened))
    }

    async fn ask(&self) -> Result<()> {
        review::ask(&self.world, &self.requester(Name::AskReview, now()).await?).await?;
        Ok(())
    }

    async fn assign(&self, by: &str, to: &str) -> Result<Result<Reply, Failure>> {
        let call = self.by(by, Name::AssignReview, &json!({ "member": to }), now()).await?;
        Ok(review::assign(&self.world, &call).await)
    }

    async fn decide(&self, stands: &str, at: DateTime<Utc>) -> Result<Value> {
        let finding = json!({ "record": "note", "stands": stands, "rationale": "I read it." });
        let form = json!({ "findings": [finding] });
        let call = self.by("jo", Name::DecideReview, &form, at).await?;
        Ok(json_of(&review::decide(&self.world, &call).await?))
    }

    async fn letter(&self) -> Result<StoredNotice> {
        let notices = self.world.table.notices(&self.request).await?;
        let letter = notices
            .into_iter()
            .find(|notice| matches!(notice.kind, NoticeKind::Letter { .. }));
        letter.context("the letter's message")
    }

    async fn tasks(&self) -> Result<Vec<TaskKind>> {
        Ok(self.row().await?.tasks.iter().map(|task| task.kind).collect())
    }

    /// Whether the request stands in the worklist of a member.
    async fn is_listed(&self, member: &str) -> Result<bool> {
        let opened = self.session(Whose::Staff { member: id(member) }, now()).await?;
        let listing = as_session(call(Name::Worklist, &["lakeside"], &json!({}), now()), &opened);
        let listed = json_of(&worklist::worklist(&self.world, &listing).await?);
        Ok(listed["rows"].as_array().is_some_and(|rows| !rows.is_empty()))
    }

    async fn status(&self) -> Result<Value> {
        let call = self.requester(Name::Status, now()).await?;
        Ok(json_of(&status::status(&self.world, &call).await?))
    }
}

#[tokio::test]
async fn a_closed_request_is_on_the_worklist_again_until_the_outcome_of_its_review_is_known_to_have_arrived()
-> Result<()> {
    let staged = staged().await?;
    assert!(!staged.is_listed("dana").await?);
    let status = staged.status().await?;
    assert_eq!(status["review_by"], "2026-12-24", "30 days from today");

    staged.ask().await?;
    assert!(staged.is_listed("dana").await? && staged.is_listed("jo").await?);
    assert_eq!(staged.row().await?.work, Work::Closed);
    let status = staged.status().await?;
    assert_eq!(status["review_by"], Value::Null);
    assert_eq!(status["review"]["outcome"], Value::Null);
    staged.assign("jo", "jo").await??;
    let page = staged.decide("yes", now()).await?;
    assert_eq!(page["review"]["outcome"], "upheld");
    assert_eq!(
        staged.status().await?["review"]["outcome"],
        Value::Null,
        "its letter waits"
    );
    assert_eq!(crate::desk::answers(&staged.status().await?), Vec::<Value>::new());

    let sent_at = now() + TimeDelta::seconds(20);
    notice::send(&staged.world, &staged.request, &staged.letter().await?.id, sent_at).await?;
    let status = staged.status().await?;
    assert_eq!(status["review"]["outcome"], "upheld");
    let letter = status["letters"][0]["text"].as_str().unwrap_or_default();
    assert!(letter.contains("We still can\u{2019}t give you this.") && !letter.contains("I read it."));
    assert!(staged.is_listed("dana").await?, "nobody knows yet that it arrived");
    track::track(
        &staged.world,
        &staged.request,
        &staged.letter().await?.id,
        Fate::Delivered,
        sent_at,
    )
    .await?;
    assert!(!staged.is_listed("dana").await?);
    let row = staged.row().await?;
    assert_eq!((row.work, row.tasks), (Work::Closed, vec![]));

    // It came back after all.
    track::track(
        &staged.world,
        &staged.request,
        &staged.letter().await?.id,
        Fate::Bounced,
        sent_at,
    )
    .await?;
    assert_eq!(staged.tasks().await?, [TaskKind::ReachRequester, TaskKind::PostReview]);
    assert!(staged.row().await?.answered_on.is_some(), "the record itself was given");
    let told = json!({ "handing": "posted", "note": "To her address." });
    let call = staged.by("dana", Name::TellReview, &told, now()).await?;
    review::tell(&staged.world, &call).await?;
    assert_eq!(staged.tasks().await?, [TaskKind::ReachRequester]);
    assert_eq!(staged.letter().await?.state, NoticeState::Bounced);
    Ok(())
}

#[tokio::test]
async fn each_stage_of_a_review_is_told_once_by_the_sweep() -> Result<()> {
    let staged = staged().await?;
    staged.ask().await?;
    staged.assign("vale", "jo").await??;
    let told = async || -> Result<Vec<What>> {
        let events = staged.world.table.events(&staged.request).await?;
        let warnings = events.iter().filter_map(|event| match event.happened {
            Happened::ReviewWarned { .. } => Some(event.happened.what()),
            _ => None,
        });
        Ok(warnings.collect())
    };
    for (on, expected) in [
        ("2026-12-16", vec![]),
        ("2026-12-17", vec![What::ReviewDueSoon]),
        ("2026-12-18", vec![What::ReviewDueSoon]),
        ("2026-12-24", vec![What::ReviewDueSoon, What::ReviewDueToday]),
        (
            "2026-12-25",
            vec![What::ReviewDueSoon, What::ReviewDueToday, What::ReviewOverdue],
        ),
        (
            "2027-12-25",
            vec![What::ReviewDueSoon, What::ReviewDueToday, What::ReviewOverdue],
        ),
    ] {
        sweep::sweep(&staged.world, at(&format!("{on}T18:00:00Z"))).await.ok();
        assert_eq!(told().await?, expected, "{on}");
    }
    assert_eq!(staged.tasks().await?, [TaskKind::ReviewLate]);
    staged.decide("yes", at("2027-12-25T18:00:00Z")).await?;
    assert_eq!(staged.tasks().await?, [], "a late decision is one");
    Ok(())
}

#[tokio::test]
async fn who_does_nothing_but_reviews_sees_what_waits_for_them_and_nothing_else() -> Result<()> {
    let staged = staged().await?;
    let page = async || -> Result<u16> {
        let call = staged.by("jo", Name::RequestPage, &json!({}), now()).await?;
        Ok(match worklist::request(&staged.world, &call).await {
            Ok(reply) => reply.status,
            Err(failure) => failure.problem().status,
        })
    };
    assert_eq!(page().await?, 404, "no review was asked for");
    assert!(!staged.is_listed("jo").await?);

    staged.ask().await?;
    assert_eq!(page().await?, 200);
    let second = Member {
        id: id("outside"),
        practice: id("lakeside"),
        name: "From outside".to_owned(),
        roles: vec![Role::Reviewer],
        licence: "MD 9 TX".to_owned(),
        active: true,
    };
    staged.world.table.put_row(&StoredMember::from(&second)).await?;
    staged.assign("vale", "outside").await??;
    assert_eq!(page().await?, 404, "it is another one's");
    assert!(staged.is_listed("outside").await? && !staged.is_listed("jo").await?);
    Ok(())
}

#[tokio::test]
async fn the_review_of_a_member_who_is_switched_off_is_nobodys_and_the_officers_to_give() -> Result<()> {
    let staged = staged().await?;
    staged.ask().await?;
    staged.assign("vale", "jo").await??;
    let order = StoredHandover {
        practice: id("lakeside"),
        member: id("jo"),
        takes_over: None,
        began_at: now(),
        finished: false,
    };
    for _ in 0..2 {
        members::hand_over(&staged.world, &order, now()).await?;
    }
    let row = staged.row().await?;
    assert_eq!(row.review.context("the review")?.reviewer, None);
    assert_eq!(staged.tasks().await?, [TaskKind::DesignateReviewer]);
    let events = staged.world.table.events(&staged.request).await?;
    let left = events
        .iter()
        .filter(|event| event.happened == Happened::ReviewUnassigned)
        .count();
    assert_eq!(left, 1, "once");
    Ok(())
}

#[tokio::test]
async fn asking_twice_with_one_key_is_asking_once() -> Result<()> {
    let staged = staged().await?;
    let asking = staged.requester(Name::AskReview, now()).await?;
    for _ in 0..2 {
        assert_eq!(review::ask(&staged.world, &asking).await?.status, 204);
    }
    let other = staged.requester(Name::AskReview, now()).await?;
    let refused = review::ask(&staged.world, &other).await.err().context("it is open")?;
    assert_eq!(refused.problem().kind, "urn:access-desk:problem:review-open");
    let events = staged.world.table.events(&staged.request).await?;
    let asks = events
        .iter()
        .filter(|event| matches!(event.happened, Happened::ReviewAsked { .. }))
        .count();
    assert_eq!(asks, 1);
    Ok(())
}

/// As much as one request can have withheld, all of it given by one decision.
#[tokio::test]
async fn a_review_of_everything_that_can_be_withheld_is_decided_in_one_transaction() -> Result<()> {
    let staged = staged().await?;
    let (record, item) = {
        let items = staged.world.table.items(&staged.request).await?;
        let item = items.values().next().cloned().context("what is withheld")?;
        let records = staged.world.table.records(&id("lakeside"), &id("ana")).await?;
        (records.into_iter().next().context("a record")?, item)
    };
    for number in 1..WITHHELD {
        let other = Record {
            id: id(&format!("note{number}")),
            ..record.clone()
        };
        staged.world.table.put_row(&StoredRecord::from(&other)).await?;
        let row = StoredItem::new(&staged.request, &other.id, Some(&item));
        staged.world.table.put_row(&row).await?;
    }
    staged.ask().await?;
    staged.assign("vale", "jo").await??;
    let under_review = staged.row().await?.review.context("a review")?.items;
    assert_eq!(under_review.len(), WITHHELD);

    let rationale = "\u{1f642}".repeat(600);
    let findings: Vec<_> = under_review
        .iter()
        .map(|record| json!({ "record": record, "stands": "no", "rationale": rationale }))
        .collect();
    let call = staged
        .by("jo", Name::DecideReview, &json!({ "findings": findings }), now())
        .await?;
    let page = json_of(&review::decide(&staged.world, &call).await?);

    assert_eq!(page["review"]["outcome"], "overturned");
    let items = staged.world.table.items(&staged.request).await?;
    assert!(items.values().all(|item| *item == Item::Judged(Judgement::Keep)));
    Ok(())
}
