//! The officer's reports, of what other hands did at the same desk.

use crate::desk::{
    self, ask, await_package, change, claim, clerk, fresh_patient, history, key, note, open, release, sign_in, upload,
    verify,
};
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
    let proposal = json!({ "ground": "r1", "what": "A note", "reason": "Danger to life.", "duration": "Until June 1, 2027", "extent": "whole", "conditions": ["r1_danger"] });
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
    assert_eq!(ours[0]["became"], "stands");
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
fn a_report_counts_and_sums_the_fees_of_what_was_answered() -> Result<()> {
    let mut asked = desk::ask_with(|form| {
        form["location"] = json!("oakland");
        form["way"] = json!("in_person");
    })?;
    desk::prove(&mut asked)?;
    let (mut staff, mut officer) = (clerk()?, sign_in("officer@lakeside.example")?);
    let before = officer.get("/api/practices/lakeside/reports")?.expect(200)?;
    let fee = json!({ "medium": "paper", "method": "cost", "pages": "40", "page_price": "0.25" });
    change(&mut staff, &asked.request, "fee", &fee)?;
    change(&mut staff, &asked.request, "fee/notes", &json!({ "note": "agreed" }))?;
    change(&mut staff, &asked.request, "fee/notes", &json!({ "note": "paid" }))?;
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    upload(&mut staff, &asked.request, &[note("visit.txt")])?;
    release(&mut staff, &asked.request)?;
    await_package(&mut staff, &asked.request)?;
    change(
        &mut staff,
        &asked.request,
        "hand-over",
        &json!({ "handing": "in_person", "note": "She came." }),
    )?;

    let after = desk::eventually("the answer in the report", || {
        let report = officer.get("/api/practices/lakeside/reports")?.expect(200)?;
        Ok((report["fees"] != before["fees"]).then_some(report))
    })?;
    for figure in ["quoted", "agreed", "paid"] {
        let sum = |report: &serde_json::Value| report["fees"][figure]["cents"].as_u64().unwrap_or_default();
        assert!(sum(&after) >= sum(&before) + 1_000, "{figure}");
    }
    assert!(after["reviews"]["asked"].is_number() && after["delays"].is_array());
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

#[test]
fn what_went_out_is_in_the_log_and_what_went_to_someone_wrong_in_the_accounting() -> Result<()> {
    let mut ready = desk::ready()?;
    let mut officer = sign_in("officer@lakeside.example")?;
    open(&mut ready.asked.patient, &ready.delivery, &ready.passcode)?.expect(200)?;
    claim(&mut ready.asked.patient, &ready.delivery)?.expect(200)?;
    let path = format!("/api/requests/{}", ready.asked.request);
    let today = officer.get(&path)?.expect(200)?["clock"]["today"].clone();
    let wrong = json!({
        "on": today, "to": "Another patient", "place": "", "what": "One visit note", "why": "Two envelopes were mixed up."
    });

    let nothing = officer.post(&format!("{path}/misdirections"), &json!({}), key())?;
    let page = officer
        .post(&format!("{path}/misdirections"), &wrong, key())?
        .expect(200)?;

    let fields: Vec<_> = nothing.errors().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["on"], "the rest may wait until it is known");
    assert_eq!(history(&page).last().map(String::as_str), Some("misdirected"));
    let lines = |log: &serde_json::Value| -> Vec<(String, String)> {
        let text = |it: &serde_json::Value| it.as_str().unwrap_or_default().to_owned();
        let lines = log["disclosures"].as_array().into_iter().flatten();
        lines
            .filter(|line| line["request"] == ready.asked.request.as_str())
            .map(|line| (text(&line["how"]), text(&line["to"])))
            .collect()
    };
    let of_patient = desk::eventually("the lines of the patient", || {
        let log = officer.get(&format!("{path}/disclosures"))?.expect(200)?;
        Ok((lines(&log).len() == 3).then_some(log))
    })?;
    let of_month = officer.get("/api/practices/lakeside/disclosures")?.expect(200)?;
    let expected = ["downloaded", "link_sent", "misdirected"];
    for log in [of_patient, of_month] {
        let mut found = lines(&log);
        found.sort_unstable();
        let how: Vec<_> = found.iter().map(|(how, _)| how.as_str()).collect();
        assert_eq!(how, expected);
        assert_eq!(found[2].1, "Another patient");
        assert!(!found[0].1.is_empty() && found[0].1 == found[1].1, "to who asked");
    }
    let status = ready.asked.patient.get("/api/status")?;
    assert!(!String::from_utf8_lossy(&status.bytes).contains("envelopes"));
    Ok(())
}
