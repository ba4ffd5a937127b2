//! Requests that come by another way than the page, people without e-mail, other asks, and links between asks.

use crate::desk::{self, Browser, ask, await_mails, change, clerk, history, key, refused, request_page};
use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use domain::checklist;
use domain::word::Kind;
use serde_json::{Value, json};

fn entry(kind: &str, channel: &str) -> Value {
    let mut ask = desk::form("");
    ask["reach"] = json!("telephone");
    ask["telephone"] = json!("512-555-0177");
    json!({ "ask": ask, "kind": kind, "channel": channel, "written_on": "2026-11-20" })
}

fn enter(staff: &mut Browser, form: &Value) -> Result<Value> {
    staff.post("/api/practices/lakeside/entries", form, key())?.expect(201)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_request_by_telephone_counts_from_the_day_on_which_it_was_said() -> Result<()> {
    let mut staff = clerk()?;
    let mut form = entry("access", "telephone");
    form["oral_on"] = json!("2026-11-18");

    let entered = enter(&mut staff, &form)?;

    assert_eq!(entered["due"]["received_on"], "2026-11-18");
    assert_eq!(
        (&entered["due"]["due_on"], &entered["due"]["target_on"]),
        (&json!("2026-12-14"), &json!("2026-12-03")),
        "15 business days of the written one, passing over Thanksgiving; the aim is from the oral one"
    );
    let page = request_page(&mut staff, &text(&entered["request"]))?;
    assert_eq!(
        (&page["channel"], &page["oral_on"], &page["written_on"], &page["email"]),
        (
            &json!("telephone"),
            &json!("2026-11-18"),
            &json!("2026-11-20"),
            &json!(null)
        )
    );
    assert_eq!(history(&page), ["entered"]);
    assert_eq!(page["history"][0]["by"], "Dana Reyes");
    Ok(())
}

#[test]
fn every_error_of_an_entry_is_listed_at_once() -> Result<()> {
    let mut staff = clerk()?;
    let form = json!({ "oral_on": "2099-01-01", "ask": { "reach": "telephone" } });

    let refused = staff.post("/api/practices/lakeside/entries", &form, key())?;

    let fields: Vec<_> = refused.errors().into_iter().map(|(field, _)| field).collect();
    assert_eq!(
        fields,
        [
            "kind",
            "channel",
            "oral_on",
            "ask.given_name",
            "ask.family_name",
            "ask.birth_month",
            "ask.telephone",
            "ask.extent",
            "ask.access",
            "ask.language"
        ]
    );
    Ok(())
}

#[test]
fn who_has_no_email_comes_back_with_receipt_number_and_pin() -> Result<()> {
    let mut form = desk::form("");
    form["reach"] = json!("mail");
    form["address"] = json!("12 Elm Street\nAustin, TX 78701");
    let mut patient = Browser::new()?;
    let submitted = patient
        .post("/api/practices/lakeside/requests", &form, key())?
        .expect(201)?;
    assert_eq!(submitted["challenge"], json!(null));
    let (receipt, pin) = (text(&submitted["receipt"]), text(&submitted["pin"]));
    assert_eq!(pin.len(), 8);
    let tried = |browser: &mut Browser, receipt: &str, pin: &str| {
        let form = json!({ "receipt": receipt, "pin": pin });
        browser.post("/api/practices/lakeside/pins", &form, desk::With::default())
    };

    let mut later = Browser::new()?;
    let wrong = tried(&mut later, &receipt, "00000000")?;
    let nobodys = desk::fresh_key().replace('-', "");
    let unknown = tried(&mut later, &nobodys, &pin)?;
    assert_eq!((wrong.status, unknown.status), (422, 422));
    assert_eq!(
        wrong.bytes, unknown.bytes,
        "what is not there is answered as what is not yours"
    );
    assert_eq!(wrong.errors(), [("pin".to_owned(), "pin_wrong".to_owned())]);
    let spaced = format!("{} {}", &pin[..4], &pin[4..]);
    tried(&mut later, &receipt.to_lowercase(), &spaced)?.expect(200)?;
    let status = later.get("/api/status")?.expect(200)?;
    assert_eq!(status["receipt"], receipt.as_str());

    let message = json!({ "text": "Please call before noon." });
    assert_eq!(later.post("/api/status/messages", &message, key())?.status, 204);
    let page = request_page(&mut clerk()?, &text(&submitted["request"]))?;
    assert_eq!(page["tasks"][0]["kind"], "answer_message");
    for _ in 0..5 {
        tried(&mut later, &receipt, "00000000")?;
    }
    let spent = tried(&mut later, &receipt, &pin)?;
    assert_eq!(spent.errors(), [("pin".to_owned(), "pin_spent".to_owned())]);
    Ok(())
}

#[test]
fn an_attorneys_letter_is_logged_with_its_checklist_and_starts_no_access_clock() -> Result<()> {
    let mut staff = clerk()?;
    let mut form = entry("authorization", "fax");
    let refusal = staff.post("/api/practices/lakeside/entries", &form, key())?;
    assert_eq!(refusal.errors(), [("sender".to_owned(), "sender_missing".to_owned())]);
    form["sender"] = json!("Hart & Hart, attorneys");
    let request = text(&enter(&mut staff, &form)?["request"]);

    let page = request_page(&mut staff, &request)?;
    assert_eq!(page["clock"]["reading"]["state"], "not_counted");
    assert_eq!(
        (page["next"].clone(), page["requester"]["name"].clone()),
        (json!("route"), json!("Hart & Hart, attorneys"))
    );
    let patient = desk::fresh_patient()?;
    let verification = json!({ "patient": patient, "evidence": ["id_seen"] });
    assert_eq!(
        refused(&mut staff, &request, "verification", &verification)?,
        (409, "not-access".to_owned())
    );
    let routing = json!({ "to": "Release of information, second floor", "checked": ["what", "signed", "nonsense"] });
    assert_eq!(refused(&mut staff, &request, "routing", &routing)?.0, 422);
    let routing = json!({ "to": "Release of information, second floor", "checked": ["what", "signed"] });
    let seen = desk::version_of(&mut staff, &request)?;
    let open = staff.post(
        &format!("/api/requests/{request}/routing"),
        &routing,
        desk::version(seen),
    )?;
    assert_eq!(open.errors(), [("missing".to_owned(), "point_open".to_owned())]);
    let points = checklist::of(Kind::Authorization).iter().map(|point| point.name);
    let (missing, checked): (Vec<_>, Vec<_>) = points.partition(|name| *name == "ends");
    let routing = json!({ "to": "Release of information, second floor", "checked": checked, "missing": missing });
    let page = change(&mut staff, &request, "routing", &routing)?;
    let words = page["history"]
        .as_array()
        .and_then(|lines| lines.last()?["words"].as_str());
    assert!(words.is_some_and(|words| words.contains("Defective") && words.contains("an end that has not passed")));
    assert_eq!(
        (page["work"].clone(), page["outcome"].clone()),
        (json!("closed"), json!("routed_elsewhere"))
    );
    Ok(())
}

#[test]
fn asks_for_one_record_count_from_the_earliest_and_block_nothing() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;
    let mut form = entry("access", "mail");
    form["written_on"] = json!("2026-11-10");
    let earlier = enter(&mut staff, &form)?;

    let unknown = refused(
        &mut staff,
        &asked.request,
        "links",
        &json!({ "receipt": "ZZZZ-ZZZZ-ZZ" }),
    )?;
    assert_eq!(unknown.0, 422);
    let receipt = json!({ "receipt": text(&earlier["receipt"]) });
    let strangers = refused(&mut staff, &asked.request, "links", &receipt)?;
    assert_eq!(strangers.0, 422, "whose record they ask for is not known yet");
    form["written_on"] = json!("2026-11-05");
    let earliest = enter(&mut staff, &form)?;
    let patient = desk::fresh_patient()?;
    for request in [&asked.request, &text(&earlier["request"]), &text(&earliest["request"])] {
        desk::verify(&mut staff, request, &patient)?;
    }
    let page = change(
        &mut staff,
        &asked.request,
        "links",
        &json!({ "receipt": text(&earlier["receipt"]).to_lowercase() }),
    )?;
    assert_eq!(page["clock"]["due"]["received_on"], "2026-11-10");
    assert_eq!(page["linked"][0]["receipt"], earlier["receipt"]);
    let other = request_page(&mut staff, &text(&earlier["request"]))?;
    assert_eq!(other["linked"][0]["receipt"], asked.receipt.as_str());
    assert_eq!(
        (page["work"].clone(), other["work"].clone()),
        (json!("gathering"), json!("gathering"))
    );
    let due_on: NaiveDate = text(&page["clock"]["due"]["due_on"]).parse()?;
    assert_eq!(due_on, "2026-11-10".parse::<NaiveDate>()? + Days::new(30));
    let listed = staff.get("/api/practices/lakeside/worklist")?.expect(200)?;
    let row = listed["rows"].as_array().into_iter().flatten();
    let row = row.into_iter().find(|row| row["request"] == asked.request.as_str());
    assert_eq!(row.context("the row")?["clock"]["due"]["due_on"], due_on.to_string());

    let again = refused(&mut staff, &asked.request, "links", &receipt)?;
    assert_eq!(again.0, 422, "they are linked");
    // Who asks a third time is linked to either of the two, and known to both.
    let receipt = json!({ "receipt": text(&earlier["receipt"]) });
    let third = change(&mut staff, &text(&earliest["request"]), "links", &receipt)?;
    let all = [&asked.receipt, &text(&earlier["receipt"]), &text(&earliest["receipt"])];
    for request in [&asked.request, &text(&earlier["request"]), &text(&third["request"])] {
        let page = request_page(&mut staff, request)?;
        let others = page["linked"].as_array().context("links")?.iter();
        let mut known: Vec<_> = others.map(|other| text(&other["receipt"])).collect();
        known.push(text(&page["receipt"]));
        known.sort();
        let mut expected: Vec<_> = all.iter().map(|receipt| receipt.to_string()).collect();
        expected.sort();
        assert_eq!(known, expected);
        assert_eq!(page["clock"]["due"]["received_on"], "2026-11-05");
    }
    // One that was entered wrongly leaves the others as they were.
    let corrected = json!({
        "kind": "subpoena", "sender": "Hart & Hart, attorneys", "given_name": "One A",
        "family_name": "Mhvtestveteran", "birth_month": "3", "birth_day": "1", "birth_year": "1948",
        "written_on": "2026-11-05", "reason": "It is a subpoena, as its second page shows."
    });
    let mut officer = desk::sign_in("officer@lakeside.example")?;
    change(&mut officer, &text(&third["request"]), "correction", &corrected)?;
    let page = request_page(&mut staff, &asked.request)?;
    assert_eq!(page["linked"].as_array().map(Vec::len), Some(1));
    assert_eq!(page["clock"]["due"]["received_on"], "2026-11-10");
    // And so does one that is about somebody else after all, by the officer where another is due later by it.
    let other = desk::fresh_patient()?;
    let matched = json!({ "patient": other, "evidence": ["id_seen"] });
    let (status, _) = refused(&mut staff, &text(&earlier["request"]), "verification", &matched)?;
    assert_eq!(status, 409);
    desk::verify(&mut officer, &text(&earlier["request"]), &other)?;
    for request in [&asked.request, &text(&earlier["request"])] {
        let page = request_page(&mut staff, request)?;
        assert_eq!(page["linked"], json!([]));
    }
    let page = request_page(&mut staff, &asked.request)?;
    assert_eq!(page["clock"]["due"]["received_on"], page["written_on"]);
    let lines = history(&page);
    assert_eq!(lines.iter().filter(|line| *line == "unlinked").count(), 2);
    Ok(())
}

#[test]
fn a_changed_contact_tells_the_old_one_unless_it_is_unsafe() -> Result<()> {
    let mut staff = clerk()?;
    for confidential in ["", "yes"] {
        let mut asked = ask()?;
        desk::prove(&mut asked)?;
        let new = desk::fresh_email();
        let mut form = json!({ "reach": "email", "email": new, "confidential": confidential });
        let refusal = refused(&mut staff, &asked.request, "contact", &form)?;
        assert_eq!(refusal.0, 422, "a change needs proof");
        form["evidence"] = json!(["call_back"]);
        let page = change(&mut staff, &asked.request, "contact", &form)?;
        assert_eq!(
            (page["email"].clone(), page["contact_proven"].clone()),
            (json!(new), json!(false))
        );
        let old = asked.patient.get("/api/status")?.status;
        assert_eq!(old, 401, "who had the old address sees nothing of the request any more");

        // A message goes to the new address alone; it comes after whatever goes to the old one.
        let message = json!({ "text": "Which years do you need?", "asks": "yes" });
        staff
            .post(&format!("/api/requests/{}/messages", asked.request), &message, key())?
            .expect(200)?;
        let mails = await_mails(&new, 1)?;
        assert!(
            !mails[0].1.contains("Which years"),
            "a message is read on the status page"
        );
        if confidential.is_empty() {
            let old = await_mails(&asked.email, 2)?;
            assert!(old[1].0.contains("contact"), "{}", old[1].0);
            assert!(!old[1].1.contains(&new));
        } else {
            assert_eq!(desk::mails(&asked.email)?.len(), 1);
        }
        let page = request_page(&mut staff, &asked.request)?;
        assert_eq!(page["waits_for"], "requester");
    }
    Ok(())
}

#[test]
fn another_telephone_or_place_is_told_to_the_address_that_stays() -> Result<()> {
    let mut staff = clerk()?;
    let asked = ask()?;
    let form = json!({
        "reach": "email", "email": asked.email, "telephone": "512-555-0199", "address": "1 Main St, Austin",
        "evidence": ["call_back"]
    });

    let page = change(&mut staff, &asked.request, "contact", &form)?;

    assert_eq!(page["telephone"], "512-555-0199");
    let (subject, body) = await_mails(&asked.email, 2)?.swap_remove(1);
    assert!(subject.contains("contact"), "{subject}");
    assert!(body.contains("telephone number and the mailing address") && !body.contains("no more e-mail"));
    assert!(
        !body.contains("0199") && !body.contains("Main St"),
        "it tells nothing of them"
    );
    Ok(())
}

#[test]
fn a_scan_lies_with_the_request_and_is_no_record() -> Result<()> {
    let mut staff = clerk()?;
    let request = text(&enter(&mut staff, &entry("access", "fax"))?["request"]);
    let path = format!("/api/requests/{request}/scans");
    let bytes = b"%PDF-1.4 a fax";
    let form = json!({
        "name": "C:\\fax\\page one.pdf", "size": bytes.len(), "crc32": format!("{:08x}", crc32fast::hash(bytes))
    });
    let refusal = staff.post(
        &path,
        &json!({ "name": "a.exe", "size": 4, "crc32": "00000000" }),
        key(),
    )?;
    assert_eq!(refusal.errors(), [("scan".to_owned(), "scan_not_shown".to_owned())]);
    let granted = staff.post(&path, &form, key())?.expect(201)?;
    let scan = format!("{path}/{}", text(&granted["scan"]));
    let early = staff.post(&scan, &json!({}), desk::With::default())?;
    assert_eq!(early.status, 404, "it has not arrived");
    let put = staff.put(&text(&granted["url"]), &desk::headers_of(&granted), bytes)?;
    assert_eq!(put.status, 200);

    let link = staff.post(&scan, &json!({}), desk::With::default())?.expect(200)?;
    let seen = staff.get(&text(&link["url"]))?;
    assert_eq!((seen.status, seen.bytes.as_slice()), (200, bytes.as_slice()));
    assert!(seen.headers["content-disposition"].starts_with("inline; filename=\"scan\""));
    assert!(
        !text(&link["url"]).contains("page"),
        "what it was called belongs in no URL"
    );
    let page = request_page(&mut staff, &request)?;
    assert_eq!(page["scans"][0]["name"], "page one.pdf");
    let list = staff.get(&format!("/api/requests/{request}/records"))?.expect(200)?;
    assert_eq!(list["records"], json!([]));
    Ok(())
}

#[test]
fn a_pin_that_was_lost_is_told_again_to_whoever_is_made_sure_of() -> Result<()> {
    let mut staff = clerk()?;
    let entered = enter(&mut staff, &entry("access", "walk_in"))?;
    let path = format!("/api/requests/{}/pin", text(&entered["request"]));
    let refusal = staff.post(&path, &json!({}), key())?;
    assert_eq!(
        refusal.errors(),
        [("evidence".to_owned(), "evidence_missing".to_owned())]
    );

    let told = staff
        .post(&path, &json!({ "evidence": ["call_back"] }), key())?
        .expect(200)?;

    assert_eq!(told["pin"], entered["pin"]);
    let page = request_page(&mut staff, &text(&entered["request"]))?;
    assert_eq!(history(&page), ["entered", "pin_given"]);
    Ok(())
}
