//! What the practice has in writing, over HTTP. It stays where it is put, so that each test writes under a title of its own.

use crate::desk::{self, Browser, clerk, key, sign_in};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use workflow::edge;

const PAPERS: &str = "/api/practices/lakeside/papers";

/// At most the practice's own day, which may be the one before that of the world's clock.
fn yesterday() -> Option<String> {
    edge::now().date_naive().pred_opt().map(|day| day.to_string())
}

/// A policy that no other test has.
fn policy(title: &str) -> Value {
    json!({ "subject": "other", "title": title, "text": "We look twice.", "from": yesterday(), "paper": "A binder" })
}

fn paper(staff: &mut Browser, version: &str) -> Result<Value> {
    let page = staff.get(PAPERS)?.expect(200)?;
    let papers = page["papers"].as_array().context("papers")?;
    let found = papers.iter().find(|paper| paper["version"] == version);
    Ok(found.context("the paper")?.clone())
}

fn asks(staff: &mut Browser, version: &str) -> Result<bool> {
    let page = staff.get(PAPERS)?.expect(200)?;
    let open = page["to_read"].as_array().context("a list")?;
    Ok(open.iter().any(|other| other == version))
}

#[test]
fn an_officers_policy_is_read_by_a_clerk_and_the_officer_sees_it() -> Result<()> {
    let (mut officer, mut staff) = (sign_in("officer@lakeside.example")?, clerk()?);
    let title = format!("Policy {}", desk::fresh_key());

    let written = officer.post(PAPERS, &policy(&title), key())?.expect(201)?;
    let version = written["version"].as_str().context("a version")?;
    assert_eq!(paper(&mut staff, version)?["standing"], "in_force");
    assert!(asks(&mut staff, version)?);

    let (path, key) = ("/api/practices/lakeside/attestations", desk::fresh_key());
    let once = || desk::With {
        key: Some(key.clone()),
        version: None,
    };
    let read = json!({ "version": version });
    let first = staff.post(path, &read, once())?.expect(201)?;
    assert_eq!(
        staff.post(path, &read, once())?.expect(201)?,
        first,
        "sent twice, written once"
    );
    assert!(!asks(&mut staff, version)?);

    let page = officer.get(PAPERS)?.expect(200)?;
    let lines = page["trainings"].as_array().context("trainings")?;
    let ours: Vec<_> = lines.iter().filter(|line| line["version"] == version).collect();
    assert_eq!(ours.len(), 1);
    assert_eq!(ours[0]["member"], desk::member("clerk@lakeside.example")?.as_str());

    let next = officer
        .post(PAPERS, &policy(&title.to_uppercase()), desk::key())?
        .expect(201)?;
    let next = next["version"].as_str().context("a version")?;
    assert!(asks(&mut staff, next)?, "a new version asks anew");
    assert_eq!(paper(&mut staff, version)?["standing"], "superseded");
    staff
        .post(path, &json!({ "version": next }), desk::key())?
        .expect(201)?;
    Ok(())
}

#[test]
fn a_clerk_enters_no_policy_and_no_training_of_another_and_each_error_is_listed() -> Result<()> {
    let (mut officer, mut staff) = (sign_in("officer@lakeside.example")?, clerk()?);
    let held = json!({
        "member": desk::member("clinician@lakeside.example")?,
        "subject": "fees", "on": "2026-01-05", "words": "A course of the county.",
    });
    let trainings = "/api/practices/lakeside/trainings";

    assert_eq!(staff.post(PAPERS, &policy("None of hers"), key())?.status, 403);
    assert_eq!(staff.post(trainings, &held, key())?.status, 403);
    officer.post(trainings, &held, key())?.expect(201)?;
    for (path, expected) in [(PAPERS, 3), (trainings, 4), ("/api/practices/lakeside/attestations", 3)] {
        let wrong = officer.post(path, &json!({}), key())?.expect(422)?;
        assert_eq!(wrong["errors"].as_array().map(Vec::len), Some(expected), "{path}");
    }
    let mut other = sign_in("officer@summit.example")?;
    assert_eq!(other.get(PAPERS)?.status, 404);
    Ok(())
}
