//! A record that went to someone wrong, told by the use cases themselves at the time that a test says: what is stopped, what
//! the officer does, what becomes of the letter, and who sees what.

use crate::engine::{self, Outbox};
use crate::story::{as_session, asked, at, call, codes, id, json_of, link};
use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use domain::chain::Hash;
use domain::decide::Decision;
use domain::event::{Actor, Event, Happened};
use domain::id::RequestId;
use domain::practice::Member;
use domain::request::Request;
use domain::route::Name;
use domain::wire::What;
use domain::word::misdirection::Whom;
use domain::word::{Outcome, Outgoing, Role, TaskKind, Work};
use serde_json::{Value, json};
use workflow::call::{Call, Reply};
use workflow::failure::Failure;
use workflow::store::dynamo::Table;
use workflow::store::item::{DeliveryWhat, NoticeKind, StoredMember, StoredNotice, Whose};
use workflow::track::Fate;
use workflow::world::{Settings, World};
use workflow::{change, letters, misdirecting, morning, notice, session, status, sweep, track, work, worklist};

fn now() -> DateTime<Utc> {
    at("2026-11-24T15:00:00Z")
}

/// A practice with a clerk and an officer, and a closed request whose record was given by a link on November 20.
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
    let officer = Member {
        id: id("vale"),
        practice: id("lakeside"),
        name: "Robin Vale".to_owned(),
        roles: vec![Role::Officer],
        licence: String::new(),
        active: true,
    };
    world.table.put_row(&StoredMember::from(&officer)).await?;
    for queued in world.table.notices(&request).await? {
        notice::send(&world, &request, &queued.id, now()).await?;
    }
    let row = world.table.request(&request).await?.context("the request")?;
    let link = link("link", &request, 1, at("2026-12-20T15:00:00Z"));
    let decision = Decision {
        next: Request {
            seq: row.seq + 1,
            work: Work::Closed,
            outcome: Some(Outcome::Released),
            answered_on: Some("2026-11-20".parse()?),
            patient: Some(id("ana")),
            delivery: Some(id("link")),
            contact_proven: true,
            ..row.clone()
        },
        event: Event {
            request: request.clone(),
            seq: row.seq + 1,
            at: now(),
            on: "2026-11-20".parse()?,
            actor: Actor::Desk,
            happened: Happened::PackageReady {
                delivery: id("link"),
                sha256: Hash::START,
                size: 1,
                bound: None,
            },
        },
    };
    let writes = Table::delivery_writes(None, &link, DeliveryWhat::Opened, now())?;
    change::commit(&world, Some(&row), &decision, None, writes).await?;
    Ok(Staged { world, request })
}

fn breach_letter(electronic: &str) -> Value {
    json!({
        "addressee": "patient", "electronic": electronic, "happened": "Two envelopes were mixed up.",
        "kinds": "Your name and one visit note.", "protect": "Read the bills that you get.",
        "doing": "We asked for it back."
    })
}

fn headings(status: &Value) -> Vec<&str> {
    let letters = status["letters"].as_array().into_iter().flatten();
    letters.filter_map(|letter| letter["heading"].as_str()).collect()
}

impl Staged {
    /// What the accounting of 45 CFR 164.528 says: the day, and who got it.
    async fn accounted(&self) -> Result<Vec<(String, String)>> {
        let lines = self.world.table.disclosed_by(&self.request).await?;
        let wrong = lines.into_iter().filter(|line| line.how == Outgoing::Misdirected);
        Ok(wrong.map(|line| (line.on.to_string(), line.to)).collect())
    }

    async fn row(&self) -> Result<Request> {
        self.world.table.request(&self.request).await?.context("the request")
    }

    async fn session(&self, whose: Whose, at: DateTime<Utc>) -> Result<Reply> {
        let opening = call(Name::Me, &[], &Value::Null, at);
        let (row, cookie) = session::open(&self.world, &opening, whose);
        self.world.table.put_row(&row).await?;
        Ok(Reply::empty().with_cookie(cookie))
    }

    async fn by(&self, member: &str, (name, case): (Name, &str), form: &Value, at: DateTime<Utc>) -> Result<Call> {
        let opened = self.session(Whose::Staff { member: id(member) }, at).await?;
        let mut change = as_session(call(name, &[self.request.as_str(), case], form, at), &opened);
        change.if_match = Some(format!("\"{}\"", self.row().await?.version));
        Ok(change)
    }

    async fn open(&self, form: &Value) -> Result<Value> {
        let call = self.by("dana", (Name::Misdirect, ""), form, now()).await?;
        Ok(json_of(&misdirecting::open(&self.world, &call).await?))
    }

    async fn step(&self, by: &str, name: Name, form: &Value) -> Result<Result<Value, Failure>> {
        let cases = self.row().await?.misdirections;
        let case = cases.last().context("a case")?.number.to_string();
        let call = self.by(by, (name, &case), form, now()).await?;
        let world = &self.world;
        let reply = match name {
            Name::AccountMisdirection => misdirecting::account(world, &call).await,
            Name::RecallMisdirection => misdirecting::recall(world, &call).await,
            Name::AssessMisdirection => misdirecting::assess(world, &call).await,
            Name::DecideMisdirection => misdirecting::decide(world, &call).await,
            Name::WriteBreach => misdirecting::write(world, &call).await,
            _ => misdirecting::tell(world, &call).await,
        };
        Ok(reply.map(|reply| json_of(&reply)))
    }

    async fn officer(&self, name: Name, form: &Value) -> Result<Value> {
        Ok(self.step("vale", name, form).await??)
    }

    /// A case without a link that was decided to be a breach.
    async fn breach(&self) -> Result<()> {
        self.open(&json!({ "on": "2026-11-20" })).await?;
        let form = json!({ "breach": "yes", "reason": "He read it." });
        self.officer(Name::DecideMisdirection, &form).await?;
        Ok(())
    }

    async fn requester(&self, name: Name, ids: &[&str]) -> Result<Call> {
        let whose = Whose::Requester {
            request: self.request.clone(),
            epoch: 0,
        };
        let opened = self.session(whose, now()).await?;
        Ok(as_session(call(name, ids, &json!({}), now()), &opened))
    }

    async fn status(&self) -> Result<Value> {
        let call = self.requester(Name::Status, &[]).await?;
        Ok(json_of(&status::status(&self.world, &call).await?))
    }

    async fn letter(&self) -> Result<Option<StoredNotice>> {
        let notices = self.world.table.notices(&self.request).await?;
        Ok(notices
            .into_iter()
            .find(|notice| matches!(notice.kind, NoticeKind::Letter { .. })))
    }

    async fn tasks(&self) -> Result<Vec<TaskKind>> {
        Ok(self.row().await?.tasks.iter().map(|task| task.kind).collect())
    }

    async fn is_listed(&self) -> Result<bool> {
        let opened = self.session(Whose::Staff { member: id("dana") }, now()).await?;
        let listing = as_session(call(Name::Worklist, &["lakeside"], &json!({}), now()), &opened);
        let listed = json_of(&worklist::worklist(&self.world, &listing).await?);
        Ok(listed["rows"].as_array().is_some_and(|rows| !rows.is_empty()))
    }

    async fn history(&self) -> Result<Vec<What>> {
        let events = self.world.table.events(&self.request).await?;
        Ok(events.iter().map(|event| event.happened.what()).collect())
    }
}

#[tokio::test]
async fn one_click_of_a_clerk_stops_a_link_and_gives_the_rest_to_the_officers() -> Result<()> {
    let staged = staged().await?;
    assert!(!staged.is_listed().await?);

    let page = staged.open(&json!({ "delivery": "link" })).await?;

    let link = staged.world.table.delivery(&id("link")).await?.context("the link")?;
    assert!(link.revoked);
    assert_eq!(page["deliveries"][0]["state"], "revoked");
    let card = &page["misdirections"][0];
    assert_eq!(
        (&card["went_on"], &card["discovered_on"]),
        (&json!("2026-11-20"), &json!("2026-11-24"))
    );
    assert_eq!((&card["to"], &card["opened_by"]), (&json!(""), &json!("Dana Reyes")));
    assert_eq!(card["due"]["act_on"], "2026-12-04", "to decide, ten days after");
    assert_eq!(card["due"]["due_on"], "2027-01-23", "to tell, sixty days after");
    assert_eq!(page["tasks"][0]["kind"], "wrong_release");
    assert!(staged.is_listed().await?, "it is closed, and there is something to do");
    assert_eq!(staged.accounted().await?, [], "nobody knows who got it");

    let again = staged
        .by("dana", (Name::Misdirect, ""), &json!({ "delivery": "link" }), now())
        .await?;
    let again = misdirecting::open(&staged.world, &again)
        .await
        .err()
        .context("it is stopped")?;
    assert_eq!(again.problem().kind, "urn:access-desk:problem:case-open");
    let opened = staged.session(Whose::Staff { member: id("vale") }, now()).await?;
    let looking = as_session(call(Name::Morning, &["lakeside"], &json!({}), now()), &opened);
    let morning = json_of(&morning::morning(&staged.world, &looking).await?);
    assert_eq!(morning["misdirected"]["rows"][0]["misdirected"]["act_on"], "2026-12-04");
    Ok(())
}

#[tokio::test]
async fn the_accounting_has_its_line_once_it_is_known_who_got_it_and_never_another() -> Result<()> {
    let staged = staged().await?;
    staged.open(&json!({ "delivery": "link" })).await?;
    let known = json!({ "to": "Another patient", "what": "One visit note", "why": "Mixed up." });

    staged.officer(Name::AccountMisdirection, &known).await?;

    let other = json!({ "to": "Nobody at all", "what": "Nothing", "why": "It was not so." });
    let refused = staged.step("vale", Name::AccountMisdirection, &other).await?.err();
    let refused = refused.context("it stands")?.problem().kind;
    assert_eq!(refused, "urn:access-desk:problem:already-accounted");
    staged
        .officer(
            Name::DecideMisdirection,
            &json!({ "breach": "yes", "reason": "He read it." }),
        )
        .await?;
    let line = |on: &str, to: &str| (on.to_owned(), to.to_owned());
    assert_eq!(staged.accounted().await?, [line("2026-11-20", "Another patient")]);

    // A second one of the same request is another case, with a line of its own.
    let second = json!({ "on": "2026-11-21", "to": "Her sister", "what": "A bill", "why": "A wrong address." });
    staged.open(&second).await?;
    assert_eq!(staged.row().await?.misdirections.len(), 2);
    assert_eq!(
        staged.accounted().await?,
        [line("2026-11-20", "Another patient"), line("2026-11-21", "Her sister")]
    );
    Ok(())
}

#[tokio::test]
async fn what_a_clerk_may_not_and_what_can_not_be_is_refused() -> Result<()> {
    let staged = staged().await?;
    for (form, expected) in [
        (json!({}), vec!["went_on_not_real"]),
        (json!({ "delivery": "of-another-request" }), vec!["delivery_unknown"]),
        (json!({ "on": "2026-11-25" }), vec!["went_on_not_real"]),
        (
            json!({ "delivery": "link", "discovered_on": "2026-11-19" }),
            vec!["discovered_before"],
        ),
    ] {
        let call = staged.by("dana", (Name::Misdirect, ""), &form, now()).await?;
        let refused = misdirecting::open(&staged.world, &call)
            .await
            .err()
            .context("it can't be")?;
        assert_eq!(codes(refused), expected, "{form}");
    }
    staged.open(&json!({ "on": "2026-11-20" })).await?;
    for (name, form) in [
        (Name::AccountMisdirection, json!({ "to": "A", "what": "B", "why": "C" })),
        (
            Name::RecallMisdirection,
            json!({ "recall": "asked", "on": "2026-11-24", "words": "By telephone." }),
        ),
        (
            Name::AssessMisdirection,
            json!({ "seen": "low", "seen_why": "Closed." }),
        ),
        (Name::DecideMisdirection, json!({ "breach": "yes", "reason": "Read." })),
        (Name::WriteBreach, breach_letter("no")),
        (
            Name::TellBreach,
            json!({ "whom": "secretary", "on": "2026-11-24", "note": "Online." }),
        ),
    ] {
        let refused = staged.step("dana", name, &form).await?;
        assert!(matches!(refused, Err(Failure::NotPermitted)), "{name:?}");
    }
    let none = json!({ "breach": "no", "reason": "It was sealed." });
    let refused = staged
        .step("vale", Name::DecideMisdirection, &none)
        .await?
        .err()
        .context("presumed")?;
    assert_eq!(codes(refused), ["breach_presumed"]);
    Ok(())
}

#[tokio::test]
async fn four_low_factors_close_a_case_and_its_reasons_are_kept() -> Result<()> {
    let staged = staged().await?;
    staged.open(&json!({ "delivery": "link" })).await?;
    let attested = json!({ "recall": "not_looked_at", "on": "2026-11-24", "words": "She signed that." });
    staged.officer(Name::RecallMisdirection, &attested).await?;
    let three = json!({
        "information": "low", "information_why": "A name alone.", "recipient": "low", "recipient_why": "A nurse.",
        "seen": "low", "seen_why": "The link was never opened."
    });
    staged.officer(Name::AssessMisdirection, &three).await?;
    let none = json!({ "breach": "no", "reason": "All are low." });
    let refused = staged.step("vale", Name::DecideMisdirection, &none).await?.err();
    assert_eq!(codes(refused.context("one is missing")?), ["breach_presumed"]);
    let mut four = three;
    four["mitigation"] = json!("low");
    four["mitigation_why"] = json!("It is switched off.");
    staged.officer(Name::AssessMisdirection, &four).await?;

    let page = staged.officer(Name::DecideMisdirection, &none).await?;

    let card = &page["misdirections"][0];
    assert_eq!(
        (&card["conclusion"], &card["due"]),
        (&json!("low_probability"), &Value::Null)
    );
    assert_eq!((&card["reason"], &card["duties"]), (&json!("All are low."), &json!([])));
    assert_eq!(card["factors"].as_array().map(Vec::len), Some(4));
    assert_eq!(card["recalls"][0]["words"], "She signed that.");
    assert_eq!(staged.tasks().await?, []);
    assert!(!staged.is_listed().await?);
    Ok(())
}

#[tokio::test]
async fn a_letter_that_is_posted_lies_on_no_page_of_the_requester() -> Result<()> {
    let staged = staged().await?;
    staged.breach().await?;

    let page = staged.officer(Name::WriteBreach, &breach_letter("no")).await?;

    assert_eq!(staged.tasks().await?, [TaskKind::WrongRelease, TaskKind::PostBreach]);
    assert!(staged.letter().await?.is_none(), "no message goes");
    let text = page["letters"][0]["text"].as_str().context("the letter")?;
    for said in [
        "Two envelopes were mixed up.",
        "It went out on Friday, November 20, 2026. We found out on Tuesday, November 24, 2026.",
        "200 Lake Street",
    ] {
        assert!(text.contains(said), "{said}");
    }
    let status = staged.status().await?;
    assert_eq!(headings(&status), ["We have your request"]);
    assert!(!status.to_string().contains("breach") && !status.to_string().contains("envelopes"));
    let seq = page["letters"][0]["seq"].to_string();
    let own = staged.requester(Name::ViewOwnLetter, &[&seq]).await?;
    assert!(matches!(
        letters::view_own(&staged.world, &own).await,
        Err(Failure::NotFound)
    ));

    let person = json!({ "whom": "person", "on": "2026-11-24", "note": "First-class mail." });
    staged.officer(Name::TellBreach, &person).await?;
    assert_eq!(
        staged.tasks().await?,
        [TaskKind::WrongRelease],
        "the Secretary is to be told"
    );
    let secretary = json!({ "whom": "secretary", "on": "2026-11-24", "note": "On the page." });
    let page = staged.officer(Name::TellBreach, &secretary).await?;
    assert_eq!((staged.tasks().await?, staged.is_listed().await?), (vec![], false));
    assert_eq!(page["misdirections"][0]["due"], Value::Null);
    Ok(())
}

#[tokio::test]
async fn a_letter_by_email_tells_the_person_when_it_arrives_and_no_more_when_it_comes_back() -> Result<()> {
    let staged = staged().await?;
    staged.breach().await?;
    staged.officer(Name::WriteBreach, &breach_letter("yes")).await?;
    let waiting = staged.status().await?;
    assert_eq!(headings(&waiting), ["We have your request"], "its message waits");
    let told = async || -> Result<bool> {
        let cases = staged.row().await?.misdirections;
        Ok(cases[0].told_on(Whom::Person).is_some())
    };

    let sent_at = now() + TimeDelta::seconds(20);
    let notice = staged.letter().await?.context("its message")?.id;
    notice::send(&staged.world, &staged.request, &notice, sent_at).await?;
    let letters = staged.status().await?["letters"].clone();
    assert_eq!(letters[0]["heading"], "Health information went to the wrong person");
    assert!(!told().await?, "nobody knows yet that it arrived");
    track::track(&staged.world, &staged.request, &notice, Fate::Delivered, sent_at).await?;
    assert!(told().await?);
    assert_eq!(staged.row().await?.work, Work::Closed);
    track::track(&staged.world, &staged.request, &notice, Fate::Bounced, sent_at).await?;
    assert!(!told().await?);
    let tasks = staged.tasks().await?;
    assert!(tasks.contains(&TaskKind::PostBreach) && tasks.contains(&TaskKind::WrongRelease));
    let history = staged.history().await?;
    assert_eq!(history.iter().filter(|what| **what == What::BreachWritten).count(), 1);
    Ok(())
}

#[tokio::test]
async fn no_notice_of_a_breach_goes_by_email_to_where_the_link_went() -> Result<()> {
    let staged = staged().await?;
    staged.open(&json!({ "delivery": "link" })).await?;
    staged
        .officer(
            Name::DecideMisdirection,
            &json!({ "breach": "yes", "reason": "He read it." }),
        )
        .await?;

    let refused = staged
        .step("vale", Name::WriteBreach, &breach_letter("yes"))
        .await?
        .err();

    assert_eq!(codes(refused.context("it went there")?), ["no_electronic_notice"]);
    assert!(staged.letter().await?.is_none());
    Ok(())
}

#[tokio::test]
async fn each_stage_of_a_case_is_told_once_by_the_sweep_also_of_a_closed_request() -> Result<()> {
    let staged = staged().await?;
    staged.open(&json!({ "delivery": "link" })).await?;
    let told = async || -> Result<Vec<What>> {
        let history = staged.history().await?;
        let is_warning = |what: &What| {
            matches!(
                what,
                What::WrongReleaseDueSoon | What::WrongReleaseDueToday | What::WrongReleaseOverdue
            )
        };
        Ok(history.into_iter().filter(is_warning).collect())
    };
    let (soon, today, late) = (
        What::WrongReleaseDueSoon,
        What::WrongReleaseDueToday,
        What::WrongReleaseOverdue,
    );
    for (on, expected) in [
        ("2026-11-26", vec![]),
        ("2026-11-27", vec![soon]),
        ("2026-12-03", vec![soon]),
        ("2026-12-04", vec![soon, today]),
        ("2027-01-23", vec![soon, today]),
        ("2027-01-24", vec![soon, today, late]),
        ("2027-06-24", vec![soon, today, late]),
    ] {
        sweep::sweep(&staged.world, at(&format!("{on}T18:00:00Z"))).await.ok();
        assert_eq!(told().await?, expected, "{on}");
    }
    Ok(())
}

#[tokio::test]
async fn stopping_twice_with_one_key_is_stopping_once_and_a_tick_ends_no_case() -> Result<()> {
    let staged = staged().await?;
    let stop = staged
        .by("dana", (Name::Misdirect, ""), &json!({ "delivery": "link" }), now())
        .await?;
    for _ in 0..2 {
        assert_eq!(misdirecting::open(&staged.world, &stop).await?.status, 200);
    }
    let row = staged.row().await?;
    assert_eq!(row.misdirections.len(), 1);

    let number = row.tasks[0].number.to_string();
    let tick = staged
        .by("vale", (Name::FinishTask, &number), &json!({}), now())
        .await?;
    let refused = work::finish_task(&staged.world, &tick)
        .await
        .err()
        .context("it stays")?;
    assert_eq!(refused.problem().kind, "urn:access-desk:problem:case-first");
    Ok(())
}
