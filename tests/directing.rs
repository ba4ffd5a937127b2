//! The acknowledgement of a request, and what becomes of a record that the patient directed to a third party: the letter
//! that goes with it, and the one that tells the patient.

use crate::engine::{self, Outbox};
use crate::reviewing::withhold_note;
use crate::story::{
    as_session, call, changing, granted, json_of, patient, practice, print_letters, put_record, run_job, staff,
};
use crate::{desk, story};
use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use domain::chain::Hash;
use domain::id::RequestId;
use domain::letter;
use domain::record::{Inspection, Record, State};
use domain::route::Name;
use domain::wire;
use domain::word::{Format, Sensitivity, TaskKind};
use serde_json::{Value, json};
use workflow::call::Reply;
use workflow::failure::Failure;
use workflow::store::item::{NoticeKind, StoredPatient, StoredRecord, Whose};
use workflow::world::World;
use workflow::{aws, ending, letters, notice, release, session, status, submit, verify};

fn now() -> DateTime<Utc> {
    story::at("2026-11-24T15:00:00Z")
}

/// A world whose mail goes nowhere.
async fn world() -> Result<World> {
    let (settings, outbox) = (engine::quiet().await?, Outbox::default());
    Ok(engine::mailing(
        &settings,
        &aws::http_client(),
        &outbox,
        &Default::default(),
    ))
}

async fn asked(world: &World, form: &Value) -> Result<wire::Submitted> {
    practice(world).await?;
    let reply = submit::submit(world, &call(Name::Submit, &["lakeside"], form, now())).await?;
    Ok(serde_json::from_slice(&reply.body)?)
}

fn directive(reach: &str) -> Value {
    let mut form = desk::form(if reach == "email" { "one@patient.example" } else { "" });
    form["requester"] = json!("directive");
    form["recipient"] = json!("Rivera and Cole");
    form["recipient_place"] = json!("1 Main St, Austin");
    form["reach"] = json!(reach);
    form["address"] = json!("2 Elm Street, Austin");
    form
}

async fn as_requester(world: &World, request: &RequestId) -> Result<Reply> {
    let whose = Whose::Requester {
        request: request.clone(),
        epoch: 0,
    };
    let (row, cookie) = session::open(world, &call(Name::Me, &[], &Value::Null, now()), whose);
    world.table.put_row(&row).await?;
    Ok(Reply::empty().with_cookie(cookie))
}

async fn own_letters(world: &World, request: &RequestId) -> Result<Vec<Value>> {
    let opened = as_requester(world, request).await?;
    let asking = as_session(call(Name::Status, &[], &Value::Null, now()), &opened);
    let page = json_of(&status::status(world, &asking).await?);
    Ok(page["letters"].as_array().context("letters")?.clone())
}

fn text(letter: &Value) -> &str {
    letter["text"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn a_request_is_acknowledged_by_a_letter_of_its_own_event_without_a_secret() -> Result<()> {
    for reach in ["email", "telephone"] {
        let world = engine::mailing_alone(&engine::table_inside(None).await?, &Outbox::default());
        let mut form = desk::form(if reach == "email" { "one@patient.example" } else { "" });
        form["reach"] = json!(reach);
        form["telephone"] = json!("512-555-0177");
        let submitted = asked(&world, &form).await?;

        let letters = own_letters(&world, &submitted.request).await?;
        let [letter] = letters.as_slice() else {
            anyhow::bail!("{} letters", letters.len());
        };
        let said = text(letter);
        for words in [
            "We have your request",
            "your whole record",
            "Tex. Occ. Code 159.006",
            "the privacy officer at 512-555-0140",
            submitted.receipt.as_str(),
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        let mut secrets = vec![world.secret.pin(&submitted.request, 0)];
        if let Some(challenge) = &submitted.challenge {
            secrets.push(world.secret.code(challenge, 1));
        }
        assert!(secrets.iter().all(|secret| !said.contains(secret.as_str())));
        assert_eq!(world.table.events(&submitted.request).await?.len(), 1);

        let opened = as_requester(&world, &submitted.request).await?;
        let asking = as_session(call(Name::ViewOwnLetter, &["1"], &Value::Null, now()), &opened);
        assert!(json_of(&letters::view_own(&world, &asking).await?)["url"].is_string());
    }
    Ok(())
}

/// A request of which the patient's signed paper was seen, and the clerk's session.
async fn verified(world: &World, form: &Value) -> Result<(RequestId, Reply)> {
    let request = asked(world, form).await?.request;
    world.table.put_row(&StoredPatient::from(&patient()?)).await?;
    let opened = staff(world, now()).await?;
    let form = json!({ "patient": "ana", "evidence": ["id_seen"], "authority": "Her signed letter" });
    let verifying = changing(world, &opened, (Name::Verify, &[request.as_str()]), &form, now()).await?;
    verify::verify(world, &verifying).await?;
    Ok((request, opened))
}

async fn release_with(world: &World, (request, opened): (&RequestId, &Reply), form: &Value) -> Result<Reply, Failure> {
    let releasing = changing(world, opened, (Name::Release, &[request.as_str()]), form, now()).await;
    release::release(world, &releasing.map_err(|_| Failure::Broken("no such request"))?).await
}

/// A directive whose record is packed, and the clerk's session.
async fn packed(world: &World, reach: &str) -> Result<(RequestId, Reply)> {
    let (request, opened) = verified(world, &directive(reach)).await?;
    put_record(world, &patient()?, 1, now()).await?;
    release_with(world, (&request, &opened), &json!({})).await?;
    run_job(world, &request, now()).await?;
    Ok((request, opened))
}

/// A record of a substance-use program that was taken.
async fn put_of_program(world: &World) -> Result<()> {
    let record = Record {
        sensitivity: Sensitivity::SubstanceUse,
        state: State::Inspected(Inspection {
            format: Format::Text,
            sha256: Hash::of(b"counseling"),
            concerns: vec![],
            names_person: None,
        }),
        ..granted(&patient()?, "counseling", b"counseling", now())
    };
    Ok(world.table.put_row(&StoredRecord::from(&record)).await?)
}

async fn previewed(world: &World, (request, opened): (&RequestId, &Reply), consent: &Value) -> Result<String, Failure> {
    let form = json!({ "kind": "release", "consent": consent });
    let asking = as_session(call(Name::PreviewLetter, &[request.as_str()], &form, now()), opened);
    let shown = ending::preview(world, &asking).await?;
    Ok(text(&json_of(&shown)).to_owned())
}

/// The fields of the form that can't be taken.
fn wrong<T>(answer: Result<T, Failure>) -> Vec<String> {
    match answer.err() {
        Some(Failure::Invalid { errors, .. }) => errors.into_iter().map(|error| error.field).collect(),
        Some(_) | None => Vec::new(),
    }
}

async fn letter_of_release(world: &World, request: &RequestId) -> Result<String> {
    let events = world.table.events(request).await?;
    let last = events.last().context("an event")?;
    Ok(letter::text(last.happened.letter().context("a letter")?))
}

/// 42 CFR 2.31 and 2.32.
#[tokio::test]
async fn a_record_of_a_substance_use_program_goes_to_a_third_party_on_the_consent_that_was_seen() -> Result<()> {
    let world = engine::mailing_alone(&engine::table_inside(None).await?, &Outbox::default());
    let (request, opened) = verified(&world, &directive("email")).await?;
    put_of_program(&world).await?;
    let release_on = async |consent: &Value| {
        let form = json!({ "consent": consent });
        release_with(&world, (&request, &opened), &form).await
    };
    let scope = "Counseling of 2025, for her claim";
    for (consent, field) in [
        (json!({}), "consent.seen"),
        (json!({ "scope": scope }), "consent.seen"),
        (json!({ "seen": "yes", "scope": " . " }), "consent.scope"),
    ] {
        let before = world.table.events(&request).await?.len();
        assert_eq!(wrong(release_on(&consent).await), [field], "{consent}");
        assert_eq!(wrong(previewed(&world, (&request, &opened), &consent).await), [field]);
        assert_eq!(world.table.events(&request).await?.len(), before);
    }

    let consent = json!({ "seen": "yes", "scope": scope });
    let shown = previewed(&world, (&request, &opened), &consent).await?;
    release_on(&consent).await?;

    let written = letter_of_release(&world, &request).await?;
    assert_eq!(shown, written);
    for words in [
        "To: Rivera and Cole\n",
        "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
        "what the consent covers: Counseling of 2025, for her claim",
    ] {
        assert!(written.contains(words), "{words}: {written}");
    }
    Ok(())
}

/// The rationale is his; that there is one, and what it is about, the third party may not learn from the words of a consent.
#[tokio::test]
async fn a_consent_that_tells_of_something_withheld_is_told_where_it_was_typed() -> Result<()> {
    let world = engine::mailing_alone(&engine::table_inside(None).await?, &Outbox::default());
    let (request, opened) = verified(&world, &directive("email")).await?;
    put_of_program(&world).await?;
    let row = world.table.request(&request).await?.context("the request")?;
    withhold_note(&world, &row).await?;

    for (scope, expected) in [
        ("All but what 45 CFR 164.524(a)(3)(i) keeps back", vec!["consent.scope"]),
        ("Counseling of 2025, for her claim", vec![]),
    ] {
        let consent = json!({ "seen": "yes", "scope": scope });
        let form = json!({ "consent": consent });
        assert_eq!(wrong(previewed(&world, (&request, &opened), &consent).await), expected);
        assert_eq!(wrong(release_with(&world, (&request, &opened), &form).await), expected);
    }
    let written = letter_of_release(&world, &request).await?;
    assert!(written.contains("Counseling of 2025"), "{written}");
    Ok(())
}

#[tokio::test]
async fn the_patient_gets_the_same_record_without_a_consent_and_without_a_statement() -> Result<()> {
    let world = engine::mailing_alone(&engine::table_inside(None).await?, &Outbox::default());
    let (request, opened) = verified(&world, &desk::form("one@patient.example")).await?;
    put_of_program(&world).await?;

    release_with(&world, (&request, &opened), &json!({})).await?;

    let written = letter_of_release(&world, &request).await?;
    assert!(
        written.contains("your whole record") && !written.contains("part 2"),
        "{written}"
    );
    Ok(())
}

async fn hand_over(world: &World, opened: &Reply, request: &RequestId) -> Result<()> {
    let form = json!({ "handing": "posted", "note": "By certified mail" });
    let noting = changing(world, opened, (Name::HandOver, &[request.as_str()]), &form, now()).await?;
    ending::hand_over(world, &noting).await?;
    Ok(())
}

#[tokio::test]
async fn the_third_party_gets_a_letter_of_its_own_and_the_patient_is_told_that_it_went() -> Result<()> {
    let world = world().await?;
    let (request, opened) = packed(&world, "email").await?;
    let row = world.table.request(&request).await?.context("the request")?;
    let delivery = row.delivery.context("a delivery")?;
    let package = world.table.delivery(&delivery).await?.context("a delivery")?.package;
    let files = desk::unpacked(&world.packages().get(&package.key).await?)?;
    for name in ["letter.txt", "letter.html", "START-HERE.html"] {
        let said = String::from_utf8(files[name].clone())?;
        assert!(!said.to_lowercase().contains("your record"), "{name}: {said}");
    }
    let letter = String::from_utf8(files["letter.txt"].clone())?;
    assert!(letter.contains("To: Rivera and Cole\n") && letter.contains("One A Mhvtestveteran asked us"));

    let form = json!({ "kind": "directive", "handing": "posted" });
    let preview = changing(
        &world,
        &opened,
        (Name::PreviewLetter, &[request.as_str()]),
        &form,
        now(),
    )
    .await?;
    let shown = json_of(&ending::preview(&world, &preview).await?);
    hand_over(&world, &opened, &request).await?;

    assert_eq!(own_letters(&world, &request).await?.len(), 1, "its message waits");
    print_letters(&world, &request).await?;
    for queued in world.table.notices(&request).await? {
        if matches!(queued.kind, NoticeKind::Letter { .. }) {
            notice::send(&world, &request, &queued.id, now() + TimeDelta::seconds(20)).await?;
        }
    }
    let letters = own_letters(&world, &request).await?;
    assert_eq!(letters.len(), 2);
    for words in [
        "To: One A Mhvtestveteran",
        "by mail to Rivera and Cole, 1 Main St, Austin",
        "It has 1 file,",
        "Office for Civil Rights",
    ] {
        assert!(text(&letters[0]).contains(words), "{words}: {}", text(&letters[0]));
    }
    let stored = world.table.events(&request).await?;
    let last = stored.last().context("an event")?;
    let read_back = last.happened.letter().context("a letter")?;
    assert_eq!(letter::text(read_back), text(&letters[0]));
    assert_eq!(shown["text"], text(&letters[0]), "exactly what went");
    Ok(())
}

#[tokio::test]
async fn a_patient_without_an_e_mail_address_gets_that_letter_by_mail() -> Result<()> {
    let world = world().await?;
    let (request, opened) = packed(&world, "mail").await?;
    let has_task = async || -> Result<bool> {
        let row = world.table.request(&request).await?.context("the request")?;
        Ok(row.tasks.iter().any(|task| task.kind == TaskKind::PostLetter))
    };
    hand_over(&world, &opened, &request).await?;
    assert!(has_task().await?);

    hand_over(&world, &opened, &request).await?;

    assert!(!has_task().await?);
    let events = world.table.events(&request).await?;
    let told = events.iter().filter(|event| event.happened.letter().is_some());
    assert_eq!(
        told.count(),
        3,
        "the acknowledgement, the release and one letter to the patient"
    );
    let log = world.table.disclosed_by(&request).await?;
    assert_eq!(log.len(), 1, "posting the letter is no second disclosure");
    Ok(())
}
