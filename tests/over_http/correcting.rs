//! What was entered wrongly is corrected: by whom, what it does to the clock, and what must be done again.

use crate::desk::{
    self, Browser, ask, cards, change, clerk, fresh_minor, fresh_patient, history, key, lines, note, request_page,
    sign_in, upload, verify,
};
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// What stands, as a form.
fn entry() -> Value {
    json!({
        "kind": "access", "requester": "self", "given_name": "One A", "family_name": "Mhvtestveteran",
        "birth_month": "3", "birth_day": "1", "birth_year": "1948", "written_on": "2026-11-20"
    })
}

fn with(parts: &Value) -> Value {
    let mut form = entry();
    for (name, part) in parts.as_object().into_iter().flatten() {
        form[name] = part.clone();
    }
    form
}

/// A request as a clerk enters it from a fax.
fn entered(staff: &mut Browser, kind: &str) -> Result<String> {
    let mut ask = desk::form("");
    ask["reach"] = json!("telephone");
    ask["telephone"] = json!("512-555-0177");
    let form = json!({
        "ask": ask, "kind": kind, "channel": "fax", "written_on": "2026-11-20", "sender": "Hart & Hart, attorneys"
    });
    let entered = staff
        .post("/api/practices/lakeside/entries", &form, key())?
        .expect(201)?;
    Ok(entered["request"].as_str().context("a request")?.to_owned())
}

fn errors(staff: &mut Browser, request: &str, form: &Value) -> Result<Vec<(String, String)>> {
    let version = desk::version(desk::version_of(staff, request)?);
    let answer = staff.post(&format!("/api/requests/{request}/correction"), form, version)?;
    assert_eq!(answer.status, 422, "{}", String::from_utf8_lossy(&answer.bytes));
    Ok(answer.errors())
}

fn error(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

#[test]
fn a_clerk_corrects_a_receipt_to_an_earlier_day_and_the_officer_alone_to_a_later_one() -> Result<()> {
    let mut staff = clerk()?;
    let mut officer = sign_in("officer@lakeside.example")?;
    let request = entered(&mut staff, "access")?;

    let page = change(
        &mut staff,
        &request,
        "correction",
        &with(&json!({ "oral_on": "2026-11-18" })),
    )?;
    let due = &page["clock"]["due"];
    assert_eq!(
        (&due["received_on"], &due["due_on"], &due["target_on"]),
        (&json!("2026-11-18"), &json!("2026-12-14"), &json!("2026-12-03"))
    );
    assert_eq!(history(&page), ["entered", "corrected"]);
    let line = lines(&page)[1];
    assert_eq!(
        (&line["by"], &line["before"]["oral_on"], &line["before"]["written_on"]),
        (&json!("Dana Reyes"), &json!(null), &json!("2026-11-20"))
    );

    let later = entry();
    assert_eq!(
        errors(&mut staff, &request, &later)?,
        [error("reason", "officer_corrects")]
    );
    assert_eq!(
        errors(&mut officer, &request, &later)?,
        [error("reason", "rationale_missing")]
    );
    let reason = json!({ "reason": "The call was another patient\u{2019}s." });
    let page = change(&mut officer, &request, "correction", &with(&reason))?;
    let due = &page["clock"]["due"];
    assert_eq!(
        (&due["received_on"], &due["due_on"], &due["target_on"]),
        (&json!("2026-11-20"), &json!("2026-12-14"), &json!("2026-12-05"))
    );
    assert_eq!(lines(&page)[2]["words"], reason["reason"]);
    assert_eq!(
        errors(&mut officer, &request, &entry())?,
        [error("kind", "nothing_corrected")]
    );
    Ok(())
}

#[test]
fn a_request_for_a_record_does_not_vanish_by_another_name_and_another_ask_becomes_one() -> Result<()> {
    let mut staff = clerk()?;
    let mut officer = sign_in("officer@lakeside.example")?;
    let request = entered(&mut staff, "access")?;
    let subpoena = with(&json!({ "kind": "subpoena", "sender": "Hart & Hart, attorneys" }));

    assert_eq!(
        errors(&mut staff, &request, &subpoena)?,
        [error("reason", "officer_corrects")]
    );
    let mut reasoned = subpoena.clone();
    reasoned["reason"] = json!("It is a subpoena, as its second page shows.");
    let page = change(&mut officer, &request, "correction", &reasoned)?;
    assert_eq!(
        (&page["kind"], &page["next"], &page["clock"]["reading"]["state"]),
        (&json!("subpoena"), &json!("route"), &json!("not_counted"))
    );

    let page = change(&mut staff, &request, "correction", &entry())?;
    assert_eq!(
        (&page["next"], &page["clock"]["due"]["due_on"]),
        (&json!("verify"), &json!("2026-12-14")),
        "from the receipt that stands"
    );
    let before = &lines(&page)[2]["before"];
    assert_eq!(
        (&before["kind"], &before["requester"]["name"]),
        (&json!("subpoena"), &json!("Hart & Hart, attorneys"))
    );
    verify(&mut staff, &request, &fresh_patient()?)?;
    Ok(())
}

#[test]
fn who_asks_is_made_sure_of_again_and_what_was_decided_of_files_with_it() -> Result<()> {
    let mut staff = clerk()?;
    let request = entered(&mut staff, "access")?;
    let patient = fresh_minor()?;
    verify(&mut staff, &request, &patient)?;
    let ids = upload(&mut staff, &request, &[note("visit.txt")])?;
    let path = format!("records/{}/withholding", ids[0]);
    let u1 = json!({ "ground": "u1", "what": "Notes", "reason": "Kept apart.", "duration": "Until June 1, 2027", "extent": "whole", "conditions": ["u1_own", "u1_apart", "u1_other"] });
    assert_eq!(change(&mut staff, &request, &path, &u1)?["next"], "approve");

    let mother = with(&json!({
        "requester": "representative", "relation": "parent",
        "requester_given_name": "Ana", "requester_family_name": "L\u{f3}pez"
    }));
    let page = change(&mut staff, &request, "correction", &mother)?;
    assert_eq!(
        (&page["work"], &page["patient"], &page["evidence"], &page["next"]),
        (&json!("received"), &json!(null), &json!([]), &json!("verify"))
    );
    assert_eq!(page["requester"]["family_name"], "L\u{f3}pez");
    assert_eq!(
        (&page["contact_proven"], &page["tasks"][0]["kind"]),
        (&json!(false), &json!("reach_requester")),
        "how the other one is reached is anew to find out"
    );
    let form = json!({ "patient": patient, "evidence": ["id_seen"], "authority": "" });
    let version = desk::version(desk::version_of(&mut staff, &request)?);
    let refusal = staff.post(&format!("/api/requests/{request}/verification"), &form, version)?;
    assert_eq!(refusal.errors(), [error("authority", "authority_missing")]);
    let form = json!({ "patient": patient, "evidence": ["id_seen"], "authority": "Birth certificate" });
    change(&mut staff, &request, "verification", &form)?;

    let card = cards(&mut staff, &request, &ids)?.remove(0);
    assert_eq!(
        (&card["placement"], &card["withholding"]),
        (&json!("in"), &json!(null)),
        "the file is there, and nothing is decided of it"
    );
    Ok(())
}

#[test]
fn what_was_uploaded_before_a_correction_goes_when_another_patient_is_meant() -> Result<()> {
    let mut staff = clerk()?;
    let request = entered(&mut staff, "access")?;
    let wrong = fresh_patient()?;
    verify(&mut staff, &request, &wrong)?;
    upload(&mut staff, &request, &[note("visit.txt")])?;
    let records = |staff: &mut Browser| -> Result<usize> {
        let list = staff.get(&format!("/api/requests/{request}/records"))?.expect(200)?;
        Ok(list["records"].as_array().context("records")?.len())
    };
    assert_eq!(records(&mut staff)?, 1);

    change(
        &mut staff,
        &request,
        "correction",
        &with(&json!({ "given_name": "Two B" })),
    )?;
    assert_eq!(records(&mut staff)?, 0, "of nobody");
    verify(&mut staff, &request, &fresh_patient()?)?;
    assert_eq!(records(&mut staff)?, 0, "of the other patient");
    let other = entered(&mut staff, "access")?;
    verify(&mut staff, &other, &wrong)?;
    let list = staff.get(&format!("/api/requests/{other}/records"))?.expect(200)?;
    assert_eq!(
        list["records"],
        json!([]),
        "nor does it stay with the one that was not meant"
    );
    Ok(())
}

#[test]
fn the_requester_is_not_told_what_was_entered_before_and_a_stale_page_is_refused() -> Result<()> {
    let mut asked = ask()?;
    desk::prove(&mut asked)?;
    let mut staff = clerk()?;
    let seen = desk::version_of(&mut staff, &asked.request)?;
    let form = with(&json!({ "given_name": "Two B", "reason": "She spelled it.", "written_on": "2026-11-02" }));

    change(&mut staff, &asked.request, "correction", &form)?;

    let status = asked.patient.get("/api/status")?.expect(200)?;
    assert_eq!(history(&status), ["submitted", "contact_proven"]);
    assert_eq!(status["clock"]["due"]["due_on"], "2026-11-24");
    let stale = staff.post(
        &format!("/api/requests/{}/correction", asked.request),
        &entry(),
        desk::version(seen),
    )?;
    assert_eq!((stale.status, &stale.json()["changed"]), (412, &json!("corrected")));
    Ok(())
}

#[test]
fn whoever_asks_after_a_correction_reads_nothing_of_what_went_on_with_the_one_before() -> Result<()> {
    let mut staff = clerk()?;
    let request = entered(&mut staff, "access")?;
    let message = |text: &str| json!({ "text": text, "asks": "" });
    change(&mut staff, &request, "messages", &message("For the patient alone."))?;
    let mother = with(&json!({
        "requester": "representative", "relation": "parent",
        "requester_given_name": "Ana", "requester_family_name": "L\u{f3}pez"
    }));
    change(&mut staff, &request, "correction", &mother)?;
    change(&mut staff, &request, "messages", &message("For the mother."))?;
    // A letter of the name that is spelled as it is written does not make another of her.
    let spelled = with(&json!({
        "requester": "representative", "relation": "parent", "given_name": "One B",
        "requester_given_name": "Ana", "requester_family_name": "L\u{f3}pez"
    }));
    change(&mut staff, &request, "correction", &spelled)?;
    let told = staff
        .post(
            &format!("/api/requests/{request}/pin"),
            &json!({ "evidence": ["id_seen"] }),
            key(),
        )?
        .expect(200)?;
    let receipt = request_page(&mut staff, &request)?["receipt"].clone();

    let mut mother = Browser::new()?;
    let form = json!({ "receipt": receipt, "pin": told["pin"] });
    mother
        .post("/api/practices/lakeside/pins", &form, desk::With::default())?
        .expect(200)?;
    let status = mother.get("/api/status")?.expect(200)?;

    assert_eq!(history(&status), ["entered", "message_sent"]);
    assert_eq!(lines(&status)[1]["words"], "For the mother.");
    Ok(())
}

#[test]
fn mental_health_care_brings_its_own_limit_and_that_there_is_none_after_all_is_the_officers_to_say() -> Result<()> {
    let mut staff = clerk()?;
    let mut officer = sign_in("officer@lakeside.example")?;
    let request = entered(&mut staff, "access")?;
    let page = request_page(&mut staff, &request)?;
    assert_eq!(
        (&page["clock"]["due"]["due_on"], &page["clock"]["due"]["target_on"]),
        (&json!("2026-12-14"), &json!("2026-12-05")),
        "while nobody has said, it is the aim"
    );

    let none = with(&json!({ "mental_health": "no" }));
    assert_eq!(
        errors(&mut staff, &request, &none)?,
        [error("reason", "officer_corrects")],
        "it makes the day to act by later"
    );
    let yes = with(&json!({ "mental_health": "yes" }));
    let page = change(&mut staff, &request, "correction", &yes)?;
    assert_eq!(
        (&page["clock"]["due"]["due_on"], &page["mental_health"]),
        (&json!("2026-12-05"), &json!(true))
    );
    let citations = page["clock"]["due"]["working"].as_array().context("the working")?;
    let winner = citations
        .iter()
        .find(|figure| figure["wins"] == true)
        .context("a winner")?;
    assert_eq!(winner["citation"], "Tex. Health & Safety Code 611.008");

    let mut no = with(&json!({ "mental_health": "no" }));
    assert_eq!(
        errors(&mut staff, &request, &no)?,
        [error("reason", "officer_corrects")]
    );
    no["reason"] = json!("The notes are of a dietitian.");
    let page = change(&mut officer, &request, "correction", &no)?;
    assert_eq!(
        (&page["clock"]["due"]["due_on"], &page["clock"]["due"]["target_on"]),
        (&json!("2026-12-14"), &json!("2026-12-11"))
    );
    assert_eq!(lines(&page)[2]["before"]["mental_health"], true);
    Ok(())
}

#[test]
fn every_error_of_a_correction_is_listed_at_once() -> Result<()> {
    let mut staff = clerk()?;
    let request = entered(&mut staff, "access")?;
    let form = json!({ "kind": "directive", "written_on": "2099-01-01", "given_name": "One" });

    let fields: Vec<_> = errors(&mut staff, &request, &form)?
        .into_iter()
        .map(|(field, _)| field)
        .collect();

    assert_eq!(
        fields,
        [
            "recipient",
            "recipient_place",
            "family_name",
            "birth_month",
            "written_on"
        ]
    );
    let page = request_page(&mut staff, &request)?;
    assert_eq!(history(&page), ["entered"]);
    Ok(())
}
