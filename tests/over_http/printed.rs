//! Letters as PDF, made by the deployed function.

use crate::desk::{self, Answer, Browser, ask, await_mails, change, clerk, eventually, sign_in};
use anyhow::{Context, Result, ensure};
use chrono::Days;
use serde_json::{Value, json};

/// The number of the newest letter on the request's page.
fn newest(page: &Value) -> Result<u64> {
    page["letters"][0]["seq"].as_u64().context("a letter's number")
}

/// Waits until it is made. The file.
fn pdf(browser: &mut Browser, path: &str) -> Result<Answer> {
    let url = eventually("the PDF of a letter", || {
        let answer = browser.get(path)?.expect(200)?;
        Ok(answer["url"].as_str().map(str::to_owned))
    })?;
    let file = Browser::new()?.get(&url)?;
    ensure!(
        file.status == 200 && file.bytes.starts_with(b"%PDF-1.7"),
        "{}",
        file.status
    );
    Ok(file)
}

#[test]
fn the_pdf_of_a_letter_is_there_before_its_message_goes_for_whoever_may_read_it() -> Result<()> {
    let mut asked = ask()?;
    desk::prove(&mut asked)?;
    let mut staff = clerk()?;
    let page = change(&mut staff, &asked.request, "answer", &json!({ "ending": "not_held" }))?;
    let seq = newest(&page)?;
    let path = format!("/api/requests/{}/letters/{seq}", asked.request);
    let own = format!("/api/status/letters/{seq}");

    let ordinary = pdf(&mut staff, &path)?;
    let large = pdf(&mut staff, &format!("{path}?print=large"))?;
    let mails = desk::mails(&asked.email)?;
    assert_eq!(mails.len(), 1, "the PDF came while the message waited");
    let early = asked.patient.get(&own)?;
    assert_eq!(early.status, 404, "it can still be taken back");
    await_mails(&asked.email, 2)?;

    assert_ne!(ordinary.bytes, large.bytes);
    assert_eq!(pdf(&mut asked.patient, &own)?.bytes, ordinary.bytes);
    assert_eq!(
        pdf(&mut asked.patient, &format!("{own}?print=large"))?.bytes,
        large.bytes
    );
    let missing = asked.patient.get("/api/status/letters/99")?;
    assert_eq!((early.status, early.bytes), (missing.status, missing.bytes));
    let mut foreign = sign_in("officer@summit.example")?;
    let (theirs, nothing) = (
        foreign.get(&path)?,
        foreign.get("/api/requests/00000000000000000000000000/letters/1")?,
    );
    assert_eq!((theirs.status, theirs.bytes), (nothing.status, nothing.bytes));
    assert_eq!(nothing.status, 404);
    Ok(())
}

#[test]
fn the_letter_that_a_request_came_is_there_at_once_for_both_and_holds_no_code() -> Result<()> {
    let mut asked = ask()?;
    desk::prove(&mut asked)?;
    let mut staff = clerk()?;
    let status = asked.patient.get("/api/status")?.expect(200)?;
    let page = desk::request_page(&mut staff, &asked.request)?;

    assert_eq!(status["letters"], page["letters"]);
    let said = status["letters"][0]["text"].as_str().context("a letter")?;
    assert!(
        said.contains("We have your request") && said.contains("We must answer by"),
        "{said}"
    );
    let code = desk::code_of(&desk::mails(&asked.email)?)?;
    assert!(!said.contains(&code));
    let own = pdf(&mut asked.patient, "/api/status/letters/1")?;
    let path = format!("/api/requests/{}/letters/1", asked.request);
    assert_eq!(pdf(&mut staff, &path)?.bytes, own.bytes);
    Ok(())
}

#[test]
fn the_letter_to_who_has_no_email_is_made_for_the_first_who_asks() -> Result<()> {
    let mut staff = clerk()?;
    let mut form = desk::form("");
    form["reach"] = json!("telephone");
    form["telephone"] = json!("512-555-0177");
    let written_on = workflow::edge::now().date_naive() - Days::new(3);
    let entry = json!({ "ask": form, "kind": "access", "channel": "fax", "written_on": written_on.to_string() });
    let entered = staff
        .post("/api/practices/lakeside/entries", &entry, desk::key())?
        .expect(201)?;
    let request = entered["request"].as_str().context("a request")?;
    let page = change(&mut staff, request, "answer", &json!({ "ending": "not_held" }))?;
    let path = format!("/api/requests/{request}/letters/{}", newest(&page)?);

    assert_eq!(staff.get(&path)?.expect(200)?, json!({ "url": null }));
    pdf(&mut staff, &path)?;

    Ok(())
}
