//! What a copy costs, from the quote to the record that goes out without it.

use crate::desk::{
    self, Browser, With, ask_with, await_mails, change, clerk, history, key, prove, refused, request_page, sign_in,
    version, version_of,
};
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// 40 pages, of which California allows 25 cents each.
fn paper() -> Value {
    json!({ "medium": "paper", "method": "cost", "pages": "40", "page_price": "0.50" })
}

fn asked_for_paper() -> Result<desk::Asked> {
    let mut asked = ask_with(|form| {
        form["location"] = json!("oakland");
        form["way"] = json!("paper");
        form["address"] = json!("1 Main Street\nOakland, CA 94612");
    })?;
    prove(&mut asked)?;
    Ok(asked)
}

fn answer(patient: &mut Browser, choice: &str) -> Result<u16> {
    Ok(patient
        .post("/api/status/fee", &json!({ "choice": choice }), key())?
        .status)
}

#[test]
fn a_quoted_patient_chooses_the_free_copy_and_gets_her_record_with_no_time_lost() -> Result<()> {
    let mut asked = asked_for_paper()?;
    let mut staff = clerk()?;
    let before = request_page(&mut staff, &asked.request)?;
    assert_eq!(before.get("fee"), None, "most requests are free");

    let path = format!("/api/requests/{}/letter", asked.request);
    let mut shown = |fee: &Value| -> Result<Value> {
        let form = json!({ "kind": "fee", "fee": fee });
        staff.post(&path, &form, With::default())?.expect(200)
    };
    let free = shown(&json!({ "medium": "paper", "method": "free" }))?;
    assert_eq!(free["heading"], "No letter");
    let shown = shown(&paper())?;
    assert_eq!(shown["heading"], "What your copy would cost");
    let wrong = json!({ "kind": "fee", "fee": { "medium": "stone", "method": "cost" } });
    assert_eq!(staff.post(&path, &wrong, With::default())?.status, 422);
    let page = change(&mut staff, &asked.request, "fee", &paper())?;
    assert_eq!(page["fee"]["quote"]["total"], 1_000);
    assert_eq!(page["fee"]["standing"], "asked");
    let working = page["fee"]["quote"]["working"].as_array().context("a working")?;
    let won: Vec<&Value> = working.iter().filter(|step| step["won"] == true).collect();
    assert_eq!(won.len(), 1);
    assert_eq!(page["clock"], before["clock"], "no clock waits for a fee");
    let mails = await_mails(&asked.email, 2)?;
    let told = format!("{:?}", mails.last().context("an e-mail")?);
    assert!(!told.contains('$') && !told.contains("Mhvtestveteran"), "{told}");

    let status = desk::eventually("the letter", || {
        let status = asked.patient.get("/api/status")?.expect(200)?;
        Ok((!desk::answers(&status).is_empty()).then_some(status))
    })?;
    let letter = status["letters"][0]["text"].as_str().context("a letter")?;
    assert_eq!(shown["text"], letter, "the clerk read exactly what went");
    for element in [
        "about $10.00",
        "Paper: 40 pages",
        "is free",
        "time to answer goes on",
        "Call",
    ] {
        assert!(letter.contains(element), "{element}: {letter}");
    }
    assert_eq!(status["fee"]["quote"]["total"], 1_000);

    assert_eq!(answer(&mut asked.patient, "free_copy")?, 204);
    assert_eq!(answer(&mut asked.patient, "agreed")?, 409, "the answer stands");
    let page = request_page(&mut staff, &asked.request)?;
    assert_eq!(page["agreed"]["way"], "download");
    assert_eq!(page["clock"], before["clock"]);
    let patient = desk::fresh_patient()?;
    desk::verify(&mut staff, &asked.request, &patient)?;
    desk::upload(&mut staff, &asked.request, &[desk::note("visit.txt")])?;
    desk::release(&mut staff, &asked.request)?;
    desk::await_package(&mut staff, &asked.request)?;
    let page = request_page(&mut staff, &asked.request)?;
    assert_eq!(page["work"], "ready", "it lies there, and nothing was paid");
    let told = history(&page);
    assert!(
        told.contains(&"fee_quoted".to_owned()) && told.contains(&"fee_free_copy".to_owned()),
        "{told:?}"
    );
    Ok(())
}

#[test]
fn a_yes_is_kept_for_less_asked_again_for_more_and_paid_or_waived() -> Result<()> {
    let mut asked = asked_for_paper()?;
    let mut staff = clerk()?;
    change(&mut staff, &asked.request, "fee", &paper())?;
    assert_eq!(answer(&mut asked.patient, "agreed")?, 204);

    let with_pages = |pages: &str| {
        let mut form = paper();
        form["pages"] = json!(pages);
        form
    };
    let page = change(&mut staff, &asked.request, "fee", &with_pages("20"))?;
    assert_eq!(page["fee"]["standing"], "agreed");
    let page = change(&mut staff, &asked.request, "fee", &with_pages("41"))?;
    assert_eq!(page["fee"]["standing"], "asked");
    let page = change(&mut staff, &asked.request, "fee/notes", &json!({ "note": "agreed" }))?;
    assert_eq!(
        (page["fee"]["standing"].clone(), page["fee"]["agreed"].clone()),
        (json!("agreed"), json!(1_025))
    );
    let page = change(&mut staff, &asked.request, "fee/notes", &json!({ "note": "paid" }))?;
    assert!(page["fee"]["paid_on"].is_string());
    let again = refused(&mut staff, &asked.request, "fee/notes", &json!({ "note": "paid" }))?;
    assert_eq!(again, (409, "no-fee-owed".to_owned()));

    change(&mut staff, &asked.request, "fee", &with_pages("60"))?;
    let page = change(&mut staff, &asked.request, "fee/notes", &json!({ "note": "waived" }))?;
    assert_eq!(page["fee"]["standing"], "waived");
    assert_eq!(answer(&mut asked.patient, "agreed")?, 409);
    let status = asked.patient.get("/api/status")?.expect(200)?;
    let lines = status["history"].as_array().context("a history")?;
    let money: Vec<&str> = lines.iter().filter_map(|line| line["words"].as_str()).collect();
    assert!(money.contains(&"$10.25") && money.contains(&"$15.00"), "{money:?}");
    Ok(())
}

#[test]
fn a_fee_is_owed_without_a_yes_up_to_what_the_requester_said_alone() -> Result<()> {
    let mut asked = ask_with(|form| {
        form["location"] = json!("oakland");
        form["way"] = json!("in_person");
        form["tell_above"] = json!("$10");
    })?;
    prove(&mut asked)?;
    let mut staff = clerk()?;
    assert_eq!(request_page(&mut staff, &asked.request)?["tell_above"], 1_000);

    // The practice would ask only above $50, and that does not count for more than what the requester said.
    let page = change(&mut staff, &asked.request, "fee", &paper())?;
    assert_eq!(page["fee"]["standing"], "not_needed");
    let mut more = paper();
    more["pages"] = json!("41");
    let page = change(&mut staff, &asked.request, "fee", &more)?;
    assert_eq!(page["fee"]["standing"], "asked");
    let silent = asked_for_paper()?;
    let page = change(&mut staff, &silent.request, "fee", &paper())?;
    assert_eq!(
        (page["fee"]["standing"].clone(), page.get("tell_above")),
        (json!("asked"), None)
    );

    let mut form = desk::form(&desk::fresh_email());
    form["tell_above"] = json!("1000.01");
    let refused = Browser::new()?.post("/api/practices/lakeside/requests", &form, key())?;
    assert_eq!(
        refused.errors(),
        [("tell_above".to_owned(), "amount_too_large".to_owned())]
    );
    Ok(())
}

#[test]
fn a_fee_is_for_the_copy_that_goes_out_and_lapses_with_it() -> Result<()> {
    let asked = asked_for_paper()?;
    let mut staff = clerk()?;
    change(&mut staff, &asked.request, "fee", &paper())?;
    change(&mut staff, &asked.request, "fee/notes", &json!({ "note": "agreed" }))?;

    let page = change(&mut staff, &asked.request, "arrangement", &json!({ "way": "download" }))?;

    assert_eq!(
        (page["fee"]["standing"].clone(), page["fee"]["agreed"].clone()),
        (json!("lapsed"), Value::Null)
    );
    assert!(history(&page).contains(&"arranged_anew".to_owned()));
    let seen = version_of(&mut staff, &asked.request)?;
    let path = format!("/api/requests/{}/fee", asked.request);
    let errors = staff.post(&path, &paper(), version(seen))?.errors();
    assert_eq!(errors, [("medium".to_owned(), "medium_not_agreed".to_owned())]);
    Ok(())
}

#[test]
fn what_the_law_does_not_know_can_not_be_charged() -> Result<()> {
    let asked = asked_for_paper()?;
    let mut staff = clerk()?;
    let path = format!("/api/requests/{}/fee", asked.request);
    for field in ["search", "retrieval", "handling", "verification"] {
        let mut form = paper();
        form[field] = json!("25");
        let seen = version_of(&mut staff, &asked.request)?;
        assert_eq!(staff.post(&path, &form, version(seen))?.status, 400, "{field}");
    }
    let seen = version_of(&mut staff, &asked.request)?;
    let wrong = json!({ "medium": "paper", "method": "cost", "pages": "x", "page_price": "9", "summary": "40" });
    let errors = staff.post(&path, &wrong, version(seen))?.errors();
    let expected = [
        ("pages", "count_not_read"),
        ("page_price", "amount_too_large"),
        ("summary", "summary_not_agreed"),
    ];
    assert_eq!(
        errors,
        expected.map(|(field, code)| (field.to_owned(), code.to_owned()))
    );

    // T61: no price by the page for what has no pages.
    let by_link = desk::ask()?;
    let seen = version_of(&mut staff, &by_link.request)?;
    let pdf = json!({
        "medium": "electronic",
        "method": "cost",
        "pages": "40",
        "page_price": "1",
        "media": "1",
        "media_price": "3",
    });
    let path = format!("/api/requests/{}/fee", by_link.request);
    let errors = staff.post(&path, &pdf, version(seen))?.errors();
    assert_eq!(
        errors,
        ["pages", "media"].map(|field| (field.to_owned(), "fee_part_not_here".to_owned()))
    );

    // To look at a record is free, and nobody is asked for postage who did not ask for mail.
    let looking = ask_with(|form| form["access"] = json!("inspection"))?;
    let refusal = refused(
        &mut staff,
        &looking.request,
        "fee",
        &json!({ "medium": "paper", "method": "free" }),
    )?;
    assert_eq!(refusal, (409, "looking-is-free".to_owned()));
    let mut mailed = paper();
    mailed["postage"] = json!("7.45");
    assert_eq!(refused(&mut staff, &by_link.request, "fee", &mailed)?.0, 422);
    Ok(())
}

#[test]
fn a_fee_for_the_electronic_copy_does_not_call_it_free() -> Result<()> {
    let mut asked = desk::ask()?;
    prove(&mut asked)?;
    let mut staff = clerk()?;

    let page = change(
        &mut staff,
        &asked.request,
        "fee",
        &json!({ "medium": "electronic", "method": "flat" }),
    )?;

    assert_eq!(page["fee"]["quote"]["total"], 650);
    let letter = desk::eventually("the letter", || {
        let status = asked.patient.get("/api/status")?.expect(200)?;
        let letters = status["letters"].as_array().context("letters")?;
        let quoted = letters
            .iter()
            .filter_map(|letter| letter["text"].as_str())
            .find(|text| text.contains("What your copy would cost"));
        Ok(quoted.map(str::to_owned))
    })?;
    assert!(
        letter.contains("look at your record here is free") && !letter.contains("electronic copy is free"),
        "{letter}"
    );
    let refusal = asked
        .patient
        .post("/api/status/fee", &json!({ "choice": "free_copy" }), key())?;
    assert_eq!(refusal.status, 409);
    assert_eq!(answer(&mut asked.patient, "look")?, 204);
    Ok(())
}

#[test]
fn the_officer_sets_prices_that_the_law_allows_and_no_one_else_does() -> Result<()> {
    let path = "/api/practices/summit/fees";
    let mut officer = sign_in("officer@summit.example")?;
    let mut clerk = sign_in("clerk@summit.example")?;
    let form = json!({ "labor": "20", "page": "0.10", "media": "$3.00", "flat": "6.50", "ask_above": "" });
    assert_eq!(clerk.post(path, &form, key())?.status, 403);
    let wrong = json!({ "labor": "x", "page": "2.01", "media": "51", "flat": "6.51", "ask_above": "-1" });
    let errors = officer.post(path, &wrong, key())?.errors();
    let fields: Vec<&str> = errors.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["labor", "page", "media", "flat", "ask_above"]);
    assert_eq!(errors[3].1, "flat_too_high");

    let set = officer.post(path, &form, key())?.expect(200)?;
    let schedule = json!({ "labor": 2_000, "page": 10, "media": 300, "flat": 650, "ask_above": 0 });
    assert_eq!(set["schedule"], schedule);
    assert_eq!(clerk.get(path)?.expect(200)?["schedule"], schedule);
    // What another officer set meanwhile is not overwritten unseen.
    let stale = json!({ "labor": "25", "seen": "0-0-0-none-0" });
    assert_eq!(officer.post(path, &stale, key())?.status, 409);
    assert_eq!(clerk.get(path)?.expect(200)?["schedule"], schedule);
    officer
        .post(path, &json!({ "seen": set["mark"] }), key())?
        .expect(200)?;
    assert_eq!(clerk.get(path)?.expect(200)?["schedule"]["flat"], Value::Null);
    Ok(())
}
