//! The officer's reports, of what other hands did at the same desk.

use crate::desk::{self, ask, await_package, change, clerk, fresh_patient, note, release, sign_in, upload, verify};
use anyhow::{Context, Result};
use serde_json::json;

#[test]
fn what_was_withheld_is_in_the_log_with_who_decided_and_without_the_patient() -> Result<()> {
    let mut asked = ask()?;
    desk::prove(&mut asked)?;
    let (mut staff, mut clinician, mut officer) = (
        clerk()?,
        sign_in("clinician@lakeside.example")?,
        sign_in("officer@lakeside.example")?,
    );
    let before = officer.get("/api/practices/lakeside/reports")?.expect(200)?;
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    let ids = upload(&mut staff, &asked.request, &[note("talk.txt"), note("visit.txt")])?;
    let path = |what: &str| format!("records/{}/{what}", ids[0]);
    let proposal = json!({ "ground": "r1", "what": "A note", "reason": "Danger to life.", "extent": "whole" });
    change(&mut staff, &asked.request, &path("withholding"), &proposal)?;
    let found = json!({ "stands": "yes", "rationale": "She said what she would do." });
    change(&mut clinician, &asked.request, &path("determination"), &found)?;
    change(
        &mut officer,
        &asked.request,
        &path("approval"),
        &json!({ "stands": "yes" }),
    )?;
    release(&mut staff, &asked.request)?;
    await_package(&mut staff, &asked.request)?;

    let answer = desk::eventually("the denial in the log", || {
        let answer = officer.get("/api/practices/lakeside/denials")?;
        let text = String::from_utf8_lossy(&answer.bytes).into_owned();
        Ok(text.contains(&asked.request).then_some(answer))
    })?;
    let text = String::from_utf8_lossy(&answer.bytes).into_owned();
    let log = answer.expect(200)?;
    let denials = log["denials"].as_array().context("denials")?;
    let ours: Vec<_> = denials
        .iter()
        .filter(|it| it["request"] == asked.request.as_str())
        .collect();
    assert_eq!(ours.len(), 1);
    assert_eq!(
        (&ours[0]["ground"], &ours[0]["citation"], &ours[0]["in_part"]),
        (&json!("r1"), &json!("45 CFR 164.524(a)(3)(i)"), &json!(false))
    );
    for name in [
        "determined_by",
        "licence",
        "determined_on",
        "approved_by",
        "approved_on",
        "letter_on",
    ] {
        assert!(ours[0][name].as_str().is_some_and(|text| !text.is_empty()), "{name}");
    }
    assert!(
        !text.contains("Danger to life"),
        "what was written may name the patient"
    );
    let after = officer.get("/api/practices/lakeside/reports")?.expect(200)?;
    let number = |report: &serde_json::Value| report["answered"].as_u64().unwrap_or_default();
    assert!(number(&after) > number(&before));
    let ended = after["outcomes"].as_array().context("outcomes")?;
    assert!(ended.iter().any(|it| it["outcome"] == "released_in_part"));
    Ok(())
}

#[test]
fn a_period_that_is_none_is_refused() -> Result<()> {
    let mut officer = sign_in("officer@lakeside.example")?;
    for query in ["from=2026-13", "from=2025-01&until=2026-01", "until=2026-01"] {
        for report in ["reports", "denials"] {
            let path = format!("/api/practices/lakeside/{report}?{query}");
            assert_eq!(officer.get(&path)?.status, 400, "{path}");
        }
    }
    Ok(())
}
