//! A legal hold, and the evidence of a request, on the deployed template.

use crate::desk::{self, clerk, history, key, sign_in};
use anyhow::{Context, Result};
use serde_json::json;

#[test]
fn the_evidence_of_a_released_request_is_whole_and_the_officers_alone() -> Result<()> {
    let ready = desk::ready()?;
    let (mut staff, mut officer) = (clerk()?, sign_in("officer@lakeside.example")?);
    let path = format!("/api/requests/{}/evidence", ready.asked.request);

    assert_eq!(staff.get(&path)?.status, 403);
    let found = officer.get(&path)?.expect(200)?;

    assert_eq!(found["chain"]["holds"], true);
    let events = found["events"].as_array().context("events")?;
    assert!(
        events
            .iter()
            .all(|event| event["hash"].as_str().is_some_and(|hash| hash.len() == 64))
    );
    assert!(events.iter().any(|event| event["what"] == "package_ready"));
    let files = found["released"][0]["files"]
        .as_array()
        .context("the manifest's files")?;
    assert!(files.iter().any(|file| file["path"] == "START-HERE.html"));
    let letters = found["letters"].as_array().context("letters")?;
    let mut texts = letters.iter().filter_map(|letter| letter["text"].as_str());
    assert!(texts.any(|letter| letter.contains("Your record is here")));
    assert!(found["messages"].as_array().is_some_and(|messages| messages.len() >= 2));
    assert_eq!(found["request"]["keep"]["standing"], "open");
    let first = found["document"]["notice"][0].as_str().context("a first page")?;
    assert!(first.starts_with("For the privacy officer alone"));
    Ok(())
}

#[test]
fn an_officer_holds_a_request_and_lets_it_go_with_a_reason_each_time() -> Result<()> {
    let asked = desk::ask()?;
    let (mut staff, mut officer) = (clerk()?, sign_in("officer@lakeside.example")?);
    let path = format!("/api/requests/{}/hold", asked.request);
    let form = |holds: &str, reason: &str| json!({ "holds": holds, "reason": reason });

    assert_eq!(staff.post(&path, &form("yes", "A complaint"), key())?.status, 403);
    let nothing = officer.post(&path, &json!({}), key())?;
    let fields: Vec<_> = nothing.errors().into_iter().map(|(field, _)| field).collect();
    assert_eq!(
        (nothing.status, fields),
        (422, vec!["holds".to_owned(), "reason".to_owned()])
    );
    assert_eq!(officer.post(&path, &form("no", "None is there"), key())?.status, 409);
    let held = officer.post(&path, &form("yes", "A complaint"), key())?.expect(200)?;
    assert_eq!(held["keep"]["standing"], "held");
    assert_eq!(officer.post(&path, &form("yes", "Another"), key())?.status, 409);
    let seen = staff.get(&format!("/api/requests/{}", asked.request))?.expect(200)?;
    assert_eq!(seen["keep"]["hold"]["reason"], "A complaint");

    let lifted = officer.post(&path, &form("no", "It is closed"), key())?.expect(200)?;

    assert!(lifted["keep"]["hold"].is_null());
    let told = history(&lifted);
    assert_eq!(told[told.len() - 2..], ["hold_placed", "hold_lifted"]);
    Ok(())
}
