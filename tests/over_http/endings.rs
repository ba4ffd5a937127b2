//! Every other way in which a request ends, and taking an end back.

use crate::desk::{
    self, ask, ask_with, await_mails, await_package, change, clerk, eventually, fresh_patient, history, note, refused,
    release, request_page, sign_in, upload, verify,
};
use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

fn day(value: &Value) -> Result<NaiveDate> {
    Ok(value.as_str().context("a date")?.parse()?)
}

#[test]
fn what_is_not_held_is_answered_with_a_letter_that_can_be_taken_back_until_it_goes() -> Result<()> {
    let mut asked = ask()?;
    desk::prove(&mut asked)?;
    let mut staff = clerk()?;
    let form = json!({ "ending": "not_held", "more": "Bayside Imaging in Oakland has your films." });

    let page = change(&mut staff, &asked.request, "answer", &form)?;
    assert_eq!(
        (page["work"].clone(), page["outcome"].clone()),
        (json!("answered"), json!("not_held"))
    );
    assert_eq!(page["can_undo"], true);
    let page = change(&mut staff, &asked.request, "undoing", &json!({}))?;
    assert_eq!(
        (page["work"].clone(), page["outcome"].clone()),
        (json!("received"), json!(null))
    );
    assert_eq!(
        desk::answers(&page),
        Vec::<Value>::new(),
        "what was taken back is no letter"
    );
    change(&mut staff, &asked.request, "answer", &form)?;
    let waits = asked.patient.get("/api/status")?.expect(200)?;
    assert_eq!(
        (desk::answers(&waits), &waits["answer_waits"]),
        (Vec::new(), &json!(true))
    );

    let mails = await_mails(&asked.email, 2)?;
    assert!(mails[1].0.contains("We wrote you a letter"), "{}", mails[1].0);
    assert!(!mails[1].1.contains("Bayside"), "the letter itself is no e-mail");
    assert_eq!(
        desk::mails(&asked.email)?.len(),
        2,
        "the one that was taken back never goes"
    );
    assert_eq!(
        refused(&mut staff, &asked.request, "undoing", &json!({}))?,
        (409, "nothing-to-undo".to_owned())
    );
    let status = asked.patient.get("/api/status")?.expect(200)?;
    assert_eq!(status.get("answer_waits"), None);
    let letter = status["letters"][0]["text"].as_str().unwrap_or_default();
    assert!(letter.contains("Bayside Imaging") && letter.contains("Office for Civil Rights"));
    Ok(())
}

#[test]
fn an_extension_is_the_officers_once_and_never_past_the_sixtieth_day() -> Result<()> {
    let mut asked = ask()?;
    desk::prove(&mut asked)?;
    let mut staff = clerk()?;
    let mut officer = sign_in("officer@lakeside.example")?;
    let page = request_page(&mut officer, &asked.request)?;
    let (may, limit) = (&page["extendable"], &page["clock"]["due"]["due_on"]);
    let last = day(&may["last"])?;
    let received = day(&page["clock"]["due"]["received_on"])?;
    assert_eq!(
        (day(&may["after"])?, last),
        (received + Days::new(30), received + Days::new(60))
    );
    assert_eq!(&may["stays"], limit, "Texas gives no extension of its own");
    assert!(day(limit)? < received + Days::new(30));
    let form = |until: NaiveDate| json!({ "reason": "Your films lie in another city.", "until": until.to_string() });

    let path = format!("/api/requests/{}/extension", asked.request);
    let seen = desk::version_of(&mut staff, &asked.request)?;
    assert_eq!(staff.post(&path, &form(last), desk::version(seen))?.status, 403);
    let late = officer.post(&path, &form(last + Days::new(1)), desk::version(seen))?;
    assert_eq!(late.errors(), [("until".to_owned(), "until_too_late".to_owned())]);
    let unpaid = json!({ "reason": "Your bill is unpaid.", "until": last.to_string() });
    let typed = officer.post(&path, &unpaid, desk::version(seen))?;
    assert_eq!(typed.errors(), [("reason".to_owned(), "not_for_letters".to_owned())]);
    let page = change(&mut officer, &asked.request, "extension", &form(last))?;
    assert_eq!(&page["clock"]["due"]["due_on"], limit);
    assert_eq!(page["extensions"][0]["until"], last.to_string());
    assert_eq!(
        page["extensions"][0]["given"],
        json!({ "state": "waits", "day": (received + Days::new(30)).to_string() })
    );
    let extended = |page: &Value| {
        let figures = page["clock"]["due"]["working"].as_array().cloned().unwrap_or_default();
        figures.into_iter().find(|figure| figure["standing"] == "extension")
    };
    assert_eq!(extended(&page), None, "nothing moves before the letter has gone");
    assert_eq!(page["work"], "received", "the work goes on");
    assert_eq!(
        refused(&mut officer, &asked.request, "extension", &form(last))?,
        (409, "may-not-extend".to_owned())
    );
    let early = asked.patient.get("/api/status")?.expect(200)?;
    assert_eq!(
        desk::answers(&early),
        Vec::<Value>::new(),
        "no letter before its message has gone"
    );

    // Until then it can be taken back, by who decided it.
    assert_eq!(page["can_undo"], true);
    assert_eq!(
        refused(&mut staff, &asked.request, "undoing", &json!({}))?,
        (409, "officer-decides".to_owned())
    );
    let page = change(&mut officer, &asked.request, "undoing", &json!({}))?;
    assert_eq!(
        (
            page["extensions"].clone(),
            page["can_undo"].clone(),
            &page["clock"]["due"]["due_on"]
        ),
        (json!(null), json!(false), limit)
    );
    assert_eq!(
        desk::answers(&page),
        Vec::<Value>::new(),
        "what was taken back is no letter"
    );
    let page = change(&mut officer, &asked.request, "extension", &form(last))?;
    assert_eq!(page["extensions"][0]["given"]["state"], "waits");
    await_mails(&asked.email, 2)?;
    let page = eventually("the extension that counts", || {
        let page = request_page(&mut officer, &asked.request)?;
        Ok((page["extensions"][0]["given"]["state"] == "counts").then_some(page))
    })?;
    assert_eq!(day(&extended(&page).context("the extension")?["due_on"])?, last);
    assert!(history(&page).contains(&"extension_given".to_owned()));
    let status = asked.patient.get("/api/status")?.expect(200)?;
    assert!(
        status["letters"][0]["text"]
            .as_str()
            .is_some_and(|text| text.contains("another city") && text.contains("Tex. Occ. Code 159.006"))
    );
    Ok(())
}

#[test]
fn what_is_taken_back_by_the_requester_is_closed_and_can_be_taken_up_again() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;

    let page = change(&mut staff, &asked.request, "answer", &json!({ "ending": "withdrawn" }))?;
    assert_eq!(
        (page["work"].clone(), page["outcome"].clone()),
        (json!("answered"), json!("withdrawn"))
    );
    assert_eq!(page["can_undo"], true, "until its letter goes");
    let page = change(&mut staff, &asked.request, "undoing", &json!({}))?;
    assert_eq!(
        (page["work"].clone(), page["can_undo"].clone()),
        (json!("received"), json!(false))
    );
    change(&mut staff, &asked.request, "answer", &json!({ "ending": "withdrawn" }))?;
    let page = change(
        &mut staff,
        &asked.request,
        "reopening",
        &json!({ "reason": "She called: she wants it." }),
    )?;

    assert_eq!(
        (page["work"].clone(), page["outcome"].clone()),
        (json!("received"), json!(null))
    );
    assert_eq!(
        page["clock"]["reading"]["state"], "on_time",
        "the clock runs on from the receipt"
    );
    assert_eq!(
        history(&page),
        ["submitted", "answered", "undone", "answered", "reopened"]
    );
    Ok(())
}

#[test]
fn who_can_not_be_told_or_may_not_ask_hears_what_is_missing() -> Result<()> {
    let mut staff = clerk()?;
    for ending in ["unverified", "no_authority"] {
        let asked = match ending {
            "no_authority" => ask_with(|form| {
                form["requester"] = json!("representative");
                form["relation"] = json!("parent");
                form["requester_given_name"] = json!("Ana");
                form["requester_family_name"] = json!("L\u{f3}pez");
            })?,
            _ => ask()?,
        };
        let empty = refused(&mut staff, &asked.request, "answer", &json!({ "ending": ending }))?;
        assert_eq!(empty.0, 422, "what is missing must be said");
        let form = json!({ "ending": ending, "more": "Bring a photo ID to any of our offices." });
        let page = change(&mut staff, &asked.request, "answer", &form)?;
        assert_eq!(page["outcome"], ending);
        let letter = page["letters"][0]["text"].as_str().unwrap_or_default();
        assert!(letter.contains("Bring a photo ID") && letter.contains("You can ask again"));
    }
    Ok(())
}

#[test]
fn no_letter_says_what_the_desk_knows_to_be_otherwise() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;
    let form = |ending: &str| json!({ "ending": ending, "more": "Bring a photo ID to any of our offices." });
    let mut kind = |ending: &str| -> Result<(u16, String)> {
        let shown = staff.post(
            &format!("/api/requests/{}/letter", asked.request),
            &json!({ "kind": ending, "more": "Bring a photo ID to any of our offices." }),
            desk::With::default(),
        )?;
        assert_eq!(shown.status, 409, "what can't be sent is not shown");
        refused(&mut staff, &asked.request, "answer", &form(ending))
    };
    assert_eq!(kind("no_authority")?, (409, "patient-asks".to_owned()));

    let mut staff = clerk()?;
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    upload(&mut staff, &asked.request, &[note("one.txt")])?;

    assert_eq!(kind("unverified")?, (409, "is-verified".to_owned()));
    assert_eq!(kind("not_held")?, (409, "records-held".to_owned()));
    Ok(())
}

/// 45 CFR 164.524(d)(3).
#[test]
fn a_release_says_what_of_it_is_not_here_and_where_to_ask() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    upload(&mut staff, &asked.request, &[note("one.txt")])?;
    let pointers = |ask: &str| json!([{ "what": "The films of 2019", "ask": ask }, { "what": "Old bills", "ask": "" }]);
    let wrong = json!({ "not_held": pointers("Pay your bill first") });
    assert_eq!(refused(&mut staff, &asked.request, "release", &wrong)?.0, 422);

    let told = pointers("Bayside Imaging, 510-555-0100");
    let preview = staff
        .post(
            &format!("/api/requests/{}/letter", asked.request),
            &json!({ "kind": "release", "not_held": told }),
            desk::With::default(),
        )?
        .expect(200)?;
    let page = change(&mut staff, &asked.request, "release", &json!({ "not_held": told }))?;

    let letter = page["letters"][0]["text"].as_str().unwrap_or_default();
    assert_eq!(Some(letter), preview["text"].as_str());
    for element in [
        "we do not have it: The films of 2019. You can ask here: Bayside Imaging, 510-555-0100.",
        "we do not have it: Old bills. We do not know who has it.",
    ] {
        assert!(letter.contains(element), "{letter}");
    }
    Ok(())
}

#[test]
fn a_release_can_be_taken_back_while_it_is_packed_and_a_record_on_paper_is_handed_over() -> Result<()> {
    let asked = ask_with(|form| {
        form["way"] = json!("paper");
        form["address"] = json!("12 Elm Street, Austin, TX 78701");
    })?;
    let mut staff = clerk()?;
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    upload(&mut staff, &asked.request, &[note("one.txt")])?;
    let agreed = json!({ "way": "email" });
    assert_eq!(
        refused(&mut staff, &asked.request, "arrangement", &agreed)?.0,
        422,
        "the risk comes first"
    );
    let agreed = json!({ "way": "paper", "format": "Large print", "appointment": "" });
    change(&mut staff, &asked.request, "arrangement", &agreed)?;
    release(&mut staff, &asked.request)?;
    await_package(&mut staff, &asked.request)?;

    let page = request_page(&mut staff, &asked.request)?;
    assert_eq!(
        (page["next"].clone(), page["tasks"][0]["kind"].clone()),
        (json!("hand_over"), json!("hand_over_record"))
    );
    assert_eq!(
        page["clock"]["reading"]["state"], "on_time",
        "nothing is answered before it is posted"
    );
    assert_eq!(desk::mails(&asked.email)?.len(), 1, "no link is mailed");
    let taken = staff
        .post(
            &format!("/api/requests/{}/package", asked.request),
            &json!({}),
            desk::key(),
        )?
        .expect(200)?;
    let zip = staff.get(taken["url"].as_str().context("a link")?)?;
    assert_eq!((zip.status, zip.bytes.starts_with(b"PK")), (200, true));
    let seen = json!({ "handing": "inspected", "note": "She looked at all of it." });
    assert_eq!(
        refused(&mut staff, &asked.request, "hand-over", &seen)?,
        (409, "no-inspection-asked".to_owned()),
        "a copy was asked for"
    );
    let empty = refused(&mut staff, &asked.request, "hand-over", &json!({ "handing": "posted" }))?;
    assert_eq!(empty.0, 422, "to whom must be said");
    let posted = json!({ "handing": "posted", "note": "To the address on the request, first class." });
    let page = change(&mut staff, &asked.request, "hand-over", &posted)?;
    assert_eq!(
        (page["work"].clone(), page["tasks"].clone()),
        (json!("delivered"), json!([]))
    );
    assert_eq!(page["clock"]["reading"]["state"], "answered");
    assert!(history(&page).contains(&"package_taken".to_owned()));
    Ok(())
}

#[test]
fn an_inspection_is_logged_with_who_looked_at_what() -> Result<()> {
    let asked = ask_with(|form| {
        form["access"] = json!("inspection");
        form["way"] = json!("in_person");
    })?;
    let mut staff = clerk()?;
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    upload(&mut staff, &asked.request, &[note("one.txt")])?;
    let agreed = json!({ "way": "in_person", "appointment": "Monday at 10, Austin, room 2" });
    change(&mut staff, &asked.request, "arrangement", &agreed)?;
    release(&mut staff, &asked.request)?;
    await_package(&mut staff, &asked.request)?;
    let seen = json!({ "handing": "inspected", "note": "She looked at all of it, with Dana Reyes in the room." });
    let page = change(&mut staff, &asked.request, "hand-over", &seen)?;

    assert_eq!(
        (page["outcome"].clone(), page["work"].clone()),
        (json!("inspected"), json!("delivered"))
    );
    let words = page["history"].as_array().into_iter().flatten().rev();
    let words: Vec<_> = words.filter_map(|line| line["words"].as_str()).collect();
    assert!(words[0].contains("Dana Reyes in the room"));
    Ok(())
}

#[test]
fn what_was_collected_is_asked_about_and_closes_when_it_can_be_opened() -> Result<()> {
    for (opened, work, task) in [("yes", "closed", None), ("no", "delivered", Some("help_open"))] {
        let mut ready = desk::ready()?;
        desk::prove(&mut ready.asked)?;
        desk::open(&mut ready.asked.patient, &ready.delivery, &ready.passcode)?.expect(200)?;
        desk::claim(&mut ready.asked.patient, &ready.delivery)?.expect(200)?;
        let status = ready.asked.patient.get("/api/status")?.expect(200)?;
        assert_eq!(status["asks_arrival"], true);
        let answer = ready
            .asked
            .patient
            .post("/api/status/arrival", &json!({ "opened": opened }), desk::key())?;
        assert_eq!(answer.status, 204);

        let page = request_page(&mut ready.staff, &ready.asked.request)?;
        assert_eq!(page["work"], work);
        assert_eq!(page["tasks"][0]["kind"].as_str(), task);
    }
    Ok(())
}

#[test]
fn one_file_can_be_looked_at_by_itself_without_using_a_download_up() -> Result<()> {
    let mut ready = desk::ready()?;
    desk::open(&mut ready.asked.patient, &ready.delivery, &ready.passcode)?.expect(200)?;
    let path = format!("/api/deliveries/{}", ready.delivery);
    let page = ready.asked.patient.get(&path)?.expect(200)?;
    let record = page["files"][0]["record"].as_str().context("a record")?.to_owned();

    let view = |patient: &mut desk::Browser| -> Result<desk::Answer> {
        let link = patient
            .post(&format!("{path}/files/{record}"), &json!({}), desk::With::default())?
            .expect(200)?;
        patient.get(link["url"].as_str().context("a link")?)
    };
    let seen = view(&mut ready.asked.patient)?;
    view(&mut ready.asked.patient)?;
    assert_eq!(seen.status, 200);
    assert!(String::from_utf8_lossy(&seen.bytes).contains(&ready.asked.receipt));
    let disposition = seen
        .headers
        .get("content-disposition")
        .map(String::as_str)
        .unwrap_or_default();
    assert!(disposition.starts_with("inline; filename=\"001.txt\""), "{disposition}");
    let after = ready.asked.patient.get(&path)?.expect(200)?;
    assert_eq!(after["claims_left"], page["claims_left"]);
    assert_eq!(
        request_page(&mut ready.staff, &ready.asked.request)?["work"],
        "delivered"
    );
    Ok(())
}

#[test]
fn a_link_to_what_was_wrong_ends_when_the_request_is_taken_up_again() -> Result<()> {
    let mut ready = desk::ready()?;
    desk::open(&mut ready.asked.patient, &ready.delivery, &ready.passcode)?.expect(200)?;
    desk::claim(&mut ready.asked.patient, &ready.delivery)?.expect(200)?;
    let reason = json!({ "reason": "A file of another patient went out." });

    let page = change(&mut ready.staff, &ready.asked.request, "reopening", &reason)?;

    assert_eq!(page["deliveries"][0]["state"], "revoked");
    assert_eq!(
        page["clock"]["reading"]["state"], "on_time",
        "nothing is answered any more"
    );
    assert_eq!(desk::claim(&mut ready.asked.patient, &ready.delivery)?.status, 409);
    release(&mut ready.staff, &ready.asked.request)?;
    let again = desk::eventually("the package", || {
        let page = request_page(&mut ready.staff, &ready.asked.request)?;
        Ok((page["work"] == "ready").then_some(page))
    })?;
    let states: Vec<_> = again["deliveries"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|link| &link["state"])
        .collect();
    assert!(
        states.contains(&&json!("open")) && states.contains(&&json!("revoked")),
        "{states:?}"
    );
    Ok(())
}
