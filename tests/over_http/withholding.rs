//! Keeping records back on a ground, and what the requester sees of it.

use crate::desk::{
    self, Browser, ask, ask_with, await_package, change, clerk, fresh_minor, fresh_patient, history, judge, note,
    refused, release, request_page, sign_in, upload, upload_as, verify,
};
use anyhow::{Context, Result};
use domain::ground;
use domain::word::{Ground, of};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// With every condition of the ground answered as it must be.
fn proposal(name: &str) -> Value {
    let ground = of(name, &Ground::WIRE).expect("a ground");
    let conditions: Vec<_> = ground::conditions(ground, &[]).map(|asked| asked.id).collect();
    json!({
        "ground": name, "what": "The note of a talk on March 3", "extent": "whole",
        "reason": "Dr. Hart looked at it with care.", "duration": "Until June 1, 2027",
        "conditions": conditions
    })
}

fn hold(ids: &[String], index: usize, what: &str) -> String {
    format!("records/{}/{what}", ids[index])
}

fn card(staff: &mut Browser, request: &str, id: &str) -> Result<Value> {
    desk::cards(staff, request, &[id.to_owned()])?.pop().context("a card")
}

/// The files of a package by their paths.
fn package(patient: &mut Browser, delivery: &str, passcode: &str) -> Result<BTreeMap<String, Vec<u8>>> {
    desk::open(patient, delivery, passcode)?.expect(200)?;
    let claimed = desk::claim(patient, delivery)?.expect(200)?;
    let zip = patient.get(claimed["url"].as_str().context("a link")?)?;
    desk::unpacked(&zip.bytes)
}

fn letter_in(files: &BTreeMap<String, Vec<u8>>) -> Result<String> {
    let letter = files.get("letter.txt").context("the letter")?;
    Ok(String::from_utf8(letter.clone())?)
}

#[test]
fn a_reviewable_ground_needs_the_professional_then_the_officer_and_the_rest_goes_out() -> Result<()> {
    let mut asked = ask()?;
    let mut staff = clerk()?;
    let (mut clinician, mut officer) = (
        sign_in("clinician@lakeside.example")?,
        sign_in("officer@lakeside.example")?,
    );
    let passcode = verify(&mut staff, &asked.request, &fresh_patient()?)?;
    let ids = upload(&mut staff, &asked.request, &[note("open.txt"), note("talk.txt")])?;

    let page = change(
        &mut staff,
        &asked.request,
        &hold(&ids, 1, "withholding"),
        &proposal("r1"),
    )?;
    assert_eq!(
        (page["waits_for"].clone(), page["next"].clone()),
        (json!("clinician"), json!("determine"))
    );
    assert_eq!(
        refused(&mut staff, &asked.request, "release", &json!({}))?,
        (409, "obstacles".to_owned())
    );
    let approval = hold(&ids, 1, "approval");
    assert_eq!(
        refused(&mut officer, &asked.request, &approval, &json!({ "stands": "yes" }))?,
        (409, "not-waiting".to_owned()),
        "the officer can't come first"
    );
    let found = json!({ "stands": "yes", "rationale": "He wrote that he would kill himself." });
    let page = change(&mut clinician, &asked.request, &hold(&ids, 1, "determination"), &found)?;
    assert_eq!(page["waits_for"], "officer");
    change(
        &mut officer,
        &asked.request,
        &approval,
        &json!({ "stands": "yes", "note": "Counsel read the law of the state." }),
    )?;
    let held = card(&mut staff, &asked.request, &ids[1])?;
    assert_eq!(held["placement"], "withheld");
    assert_eq!(held["withholding"]["determined_by"], "Dr. Amal Hart");
    assert_eq!(held["withholding"]["approved_by"], "Robin Vale");

    let preview = staff
        .post(
            &format!("/api/requests/{}/letter", asked.request),
            &json!({ "kind": "release" }),
            desk::With::default(),
        )?
        .expect(200)?;
    let page = release(&mut staff, &asked.request)?;
    assert_eq!(page["outcome"], "released_in_part");
    assert_eq!(
        page["letters"][0]["text"], preview["text"],
        "what was shown is what goes out"
    );
    let delivery = await_package(&mut staff, &asked.request)?;

    let files = package(&mut asked.patient, &delivery, &passcode)?;
    let letter = letter_in(&files)?;
    assert_eq!(Some(letter.as_str()), preview["text"].as_str());
    for element in [
        "It has 1 file",
        "The note of a talk on March 3",
        "Dr. Hart looked at it with care.",
        "45 CFR 164.524(a)(3)(i)",
        "ask for a review",
        "512-555-0140",
        "Office for Civil Rights",
    ] {
        assert!(letter.contains(element), "{element}");
    }
    assert!(
        !letter.contains("kill himself"),
        "the professional's own words stay with staff"
    );
    assert!(files.keys().all(|path| !path.contains("talk")), "the file stays");
    let records = files.keys().filter(|path| path.starts_with("records/"));
    assert_eq!(records.count(), 1);
    Ok(())
}

#[test]
fn a_professional_who_finds_no_danger_lets_it_go_out_and_so_does_the_officer() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;
    let (mut clinician, mut officer) = (
        sign_in("clinician@lakeside.example")?,
        sign_in("officer@lakeside.example")?,
    );
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    let ids = upload(&mut staff, &asked.request, &[note("one.txt"), note("two.txt")])?;
    change(
        &mut staff,
        &asked.request,
        &hold(&ids, 0, "withholding"),
        &proposal("r1"),
    )?;
    change(
        &mut staff,
        &asked.request,
        &hold(&ids, 1, "withholding"),
        &proposal("u2"),
    )?;

    let found = json!({ "stands": "no", "rationale": "It would only upset her." });
    change(&mut clinician, &asked.request, &hold(&ids, 0, "determination"), &found)?;
    change(
        &mut officer,
        &asked.request,
        &hold(&ids, 1, "approval"),
        &json!({ "stands": "no" }),
    )?;

    for id in &ids {
        assert_eq!(card(&mut staff, &asked.request, id)?["placement"], "in");
    }
    assert_eq!(release(&mut staff, &asked.request)?["outcome"], "released");
    Ok(())
}

#[test]
fn where_everything_is_withheld_a_letter_alone_goes_out() -> Result<()> {
    let mut asked = ask()?;
    desk::prove(&mut asked)?;
    let mut staff = clerk()?;
    let mut officer = sign_in("officer@lakeside.example")?;
    let passcode = verify(&mut staff, &asked.request, &fresh_patient()?)?;
    let ids = upload_as(
        &mut staff,
        &asked.request,
        &[note("therapy.txt")],
        "psychotherapy_notes",
    )?;
    assert_eq!(
        card(&mut staff, &asked.request, &ids[0])?["placement"],
        "needs_judgement"
    );
    change(
        &mut staff,
        &asked.request,
        &hold(&ids, 0, "withholding"),
        &proposal("u1"),
    )?;
    change(
        &mut officer,
        &asked.request,
        &hold(&ids, 0, "approval"),
        &json!({ "stands": "yes", "note": "Counsel read the law of the state." }),
    )?;

    assert_eq!(release(&mut staff, &asked.request)?["outcome"], "denied");
    let delivery = await_package(&mut staff, &asked.request)?;
    let mails = desk::await_mails(&asked.email, 2)?;
    assert!(mails[1].0.contains("Our answer is ready"), "{}", mails[1].0);
    let status = asked.patient.get("/api/status")?.expect(200)?;
    assert_eq!(
        (&status["letter_only"], desk::answers(&status)),
        (&json!(true), vec![]),
        "what is withheld is told behind the passcode alone"
    );
    let files = package(&mut asked.patient, &delivery, &passcode)?;
    assert!(files.keys().all(|path| !path.starts_with("records/")));
    let letter = letter_in(&files)?;
    assert!(letter.contains("We can\u{2019}t give you this record") && !letter.contains("ask for a review"));
    Ok(())
}

#[test]
fn of_a_part_the_rest_must_go_out_in_its_place() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;
    let mut officer = sign_in("officer@lakeside.example")?;
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    let ids = upload(&mut staff, &asked.request, &[note("whole.txt"), note("redacted.txt")])?;
    let part = |rest: &str| {
        let mut form = proposal("u2");
        form["extent"] = json!("part");
        form["rest"] = json!(rest);
        form
    };
    let path = hold(&ids, 0, "withholding");

    assert_eq!(refused(&mut staff, &asked.request, &path, &part(""))?.0, 422);
    assert_eq!(
        refused(&mut staff, &asked.request, &path, &part(&ids[0]))?.0,
        422,
        "not itself"
    );
    let judgement = hold(&ids, 1, "judgement");
    for (said, kind) in [("set_aside", "nobodys-doubt"), ("duplicate", "not-the-same")] {
        assert_eq!(
            refused(&mut staff, &asked.request, &judgement, &json!({ "judgement": said }))?,
            (409, kind.to_owned()),
            "no clerk leaves out a page of the chart"
        );
    }
    judge(&mut officer, &asked.request, &ids[1], "set_aside")?;
    assert_eq!(
        refused(&mut staff, &asked.request, &path, &part(&ids[1]))?.0,
        422,
        "nor what stays here"
    );
    judge(&mut staff, &asked.request, &ids[1], "keep")?;
    change(&mut staff, &asked.request, &path, &part(&ids[1]))?;

    assert_eq!(
        card(&mut staff, &asked.request, &ids[0])?["withholding"]["rest"],
        "redacted.txt"
    );
    Ok(())
}

/// Protected care of a minor, whose mother in California asks.
#[test]
fn what_a_mother_may_not_know_leaves_no_trace_and_the_officer_decides_the_same_day() -> Result<()> {
    let mut asked = ask_with(|form| {
        form["requester"] = json!("representative");
        form["relation"] = json!("parent");
        form["requester_given_name"] = json!("Ana");
        form["requester_family_name"] = json!("L\u{f3}pez");
        form["location"] = json!("oakland");
    })?;
    desk::prove(&mut asked)?;
    let mut staff = clerk()?;
    let mut officer = sign_in("officer@lakeside.example")?;
    let seen = desk::version_of(&mut staff, &asked.request)?;
    let adult = json!({ "patient": fresh_patient()?, "evidence": ["id_seen"], "authority": "Birth certificate seen" });
    let path = format!("/api/requests/{}/verification", asked.request);
    let unseen = json!({ "patient": fresh_minor()?, "evidence": ["id_seen"], "authority": "" });
    for (form, code) in [(unseen, "authority_missing"), (adult, "patient_of_age")] {
        let refusal = staff.post(&path, &form, desk::version(seen))?;
        assert_eq!(refusal.errors(), [("authority".to_owned(), code.to_owned())]);
    }
    let form = json!({
        "patient": fresh_minor()?, "evidence": ["id_seen"], "authority": "Birth certificate seen"
    });
    let verified = staff.post(&path, &form, desk::version(seen))?.expect(200)?;
    let passcode = verified["passcode"].as_str().context("a passcode")?.to_owned();
    let open = upload(&mut staff, &asked.request, &[note("school.txt")])?;
    let secret = upload_as(&mut staff, &asked.request, &[note("clinic.txt")], "protected_care")?;

    let page = request_page(&mut staff, &asked.request)?;
    let task = &page["tasks"][0];
    assert_eq!(
        (task["kind"].clone(), task["due_on"].clone()),
        (json!("decide_protected"), page["clock"]["today"].clone())
    );
    assert_eq!(page["waits_for"], "officer");
    assert!(desk::listed(&mut officer, "waits=officer")?.contains(&asked.request));
    let morning = officer.get("/api/practices/lakeside/morning")?.expect(200)?;
    assert!(
        morning["approvals"]["rows"]
            .as_array()
            .is_some_and(|waits| !waits.is_empty())
    );
    let judgement = hold(&secret, 0, "judgement");
    assert_eq!(
        refused(&mut staff, &asked.request, &judgement, &json!({ "judgement": "keep" }))?,
        (409, "officer-decides".to_owned())
    );
    assert_eq!(
        refused(
            &mut staff,
            &asked.request,
            &hold(&secret, 0, "withholding"),
            &proposal("r3")
        )?,
        (409, "ground-does-not-fit".to_owned()),
        "a denial would tell of it"
    );
    change(
        &mut staff,
        &asked.request,
        &hold(&secret, 0, "withholding"),
        &proposal("n3"),
    )?;
    let unread = refused(
        &mut officer,
        &asked.request,
        &hold(&secret, 0, "approval"),
        &json!({ "stands": "yes" }),
    )?;
    assert_eq!(unread.0, 422, "what a parent may see is the state's law");
    let page = change(
        &mut officer,
        &asked.request,
        &hold(&secret, 0, "approval"),
        &json!({ "stands": "yes", "note": "Counsel read the law of the state." }),
    )?;
    assert_eq!(page["tasks"], json!([]));
    assert_eq!(card(&mut staff, &asked.request, &secret[0])?["placement"], "not_theirs");
    release(&mut staff, &asked.request)?;
    let delivery = await_package(&mut staff, &asked.request)?;

    let status = asked.patient.get("/api/status")?.bytes;
    let files = package(&mut asked.patient, &delivery, &passcode)?;
    let shown = asked.patient.get(&format!("/api/deliveries/{delivery}"))?.bytes;
    let unread = asked
        .patient
        .post(
            &format!("/api/deliveries/{delivery}/files/{}", secret[0]),
            &json!({}),
            desk::With::default(),
        )?
        .status;
    assert_eq!(unread, 404);
    let mails = desk::mails(&asked.email)?;
    let mut everything: Vec<(String, Vec<u8>)> = files.clone().into_iter().collect();
    everything.push(("status".to_owned(), status));
    everything.push(("delivery".to_owned(), shown));
    for (subject, text) in mails {
        everything.push((subject, text.into_bytes()));
    }
    for (name, bytes) in &everything {
        let text = String::from_utf8_lossy(bytes);
        for trace in [
            secret[0].as_str(),
            "clinic",
            "164.502",
            "The note of a talk",
            "withheld",
            "whole record",
            "can\u{2019}t give you",
        ] {
            // The acknowledgement says what was asked for, before anything was known.
            let is_asked = trace == "whole record" && name == "status";
            assert!(
                is_asked || !name.contains(trace) && !text.contains(trace),
                "{name}: {trace}"
            );
        }
    }
    let records: Vec<_> = files.keys().filter(|path| path.starts_with("records/")).collect();
    assert_eq!(records.len(), open.len());
    assert!(records[0].contains("/001_"), "no number is left out: {}", records[0]);
    Ok(())
}

#[test]
fn two_who_decide_the_same_item_learn_of_each_other() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;
    let mut officer = sign_in("officer@lakeside.example")?;
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    let ids = upload(&mut staff, &asked.request, &[note("one.txt")])?;
    let seen = desk::version_of(&mut staff, &asked.request)?;
    let path = format!("/api/requests/{}/records/{}", asked.request, ids[0]);

    staff
        .post(&format!("{path}/withholding"), &proposal("u2"), desk::version(seen))?
        .expect(200)?;
    let second = officer.post(
        &format!("{path}/judgement"),
        &json!({ "judgement": "keep" }),
        desk::version(seen),
    )?;

    assert_eq!(second.status, 412);
    let problem = second.json();
    assert_eq!(
        (&problem["changed_by"], &problem["changed"]),
        (&json!("Dana Reyes"), &json!("withheld"))
    );
    let page = request_page(&mut staff, &asked.request)?;
    assert_eq!(history(&page).iter().filter(|what| *what == "withheld").count(), 1);
    Ok(())
}

/// An ask that skips the conversation, and a reason that is none.
#[test]
fn a_ground_stands_on_its_conditions_alone_and_an_unpaid_bill_is_none() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    let ids = upload(&mut staff, &asked.request, &[note("notes.txt"), note("open.txt")])?;
    let path = format!("/api/requests/{}/{}", asked.request, hold(&ids, 0, "withholding"));
    let mut errors = |form: &Value| -> Result<Vec<(String, String)>> {
        let seen = desk::version_of(&mut staff, &asked.request)?;
        let problem = staff.post(&path, form, desk::version(seen))?.expect(422)?;
        let errors = problem["errors"].as_array().context("errors")?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(errors
            .iter()
            .map(|error| (text(&error["field"]), text(&error["code"])))
            .collect())
    };
    let open = |field: &str| (field.to_owned(), "condition_open".to_owned());

    let mut form = proposal("u1");
    form["conditions"] = json!(["u1_apart", "r1_danger"]);
    assert_eq!(errors(&form)?, [open("u1_own"), open("u1_other")]);
    let mut form = proposal("u6");
    form["conditions"] = json!([]);
    assert_eq!(
        errors(&form)?,
        [open("u6_provider"), open("u6_promise"), open("u6_reveals")]
    );
    let mut form = proposal("u1");
    for reason in &ground::NO_GROUNDS {
        form["ground"] = json!(reason.id);
        assert_eq!(
            errors(&form)?,
            [("ground".to_owned(), "no_ground".to_owned())],
            "{}",
            reason.id
        );
    }

    change(
        &mut staff,
        &asked.request,
        &hold(&ids, 0, "withholding"),
        &proposal("u1"),
    )?;
    let mut officer = sign_in("officer@lakeside.example")?;
    let approval = hold(&ids, 0, "approval");
    let silent = json!({ "stands": "yes", "note": "  " });
    assert_eq!(refused(&mut officer, &asked.request, &approval, &silent)?.0, 422);
    change(
        &mut officer,
        &asked.request,
        &approval,
        &json!({ "stands": "yes", "note": "Counsel read the law of the state." }),
    )?;
    let held = card(&mut officer, &asked.request, &ids[0])?;
    assert_eq!(held["withholding"]["legal_note"], "Counsel read the law of the state.");
    assert_eq!(
        held["withholding"]["conditions"],
        json!(["u1_own", "u1_apart", "u1_other"])
    );
    Ok(())
}
