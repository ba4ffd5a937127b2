//! Bad input, stale and repeated calls, and calls from elsewhere.

use crate::desk::{
    self, Browser, With, ask, await_mails, await_package, clerk, code_of, form, fresh_email, fresh_patient, ready,
    verify,
};
use anyhow::{Context, Result};
use serde_json::json;
use std::thread;

#[test]
fn every_error_of_a_form_comes_at_once() -> Result<()> {
    let mut patient = Browser::new()?;

    let answer = patient.post(
        "/api/practices/lakeside/requests",
        &json!({ "birth_month": "2", "location": "paris" }),
        desk::key(),
    )?;

    assert_eq!(answer.status, 422);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    let fields: Vec<_> = answer.errors().into_iter().map(|(field, _)| field).collect();
    assert_eq!(
        fields,
        [
            "given_name",
            "family_name",
            "birth_day",
            "email",
            "location",
            "extent",
            "access",
            "language"
        ]
    );
    Ok(())
}

#[test]
fn a_body_that_is_no_form_is_refused_and_one_that_is_too_large() -> Result<()> {
    let mut patient = Browser::new()?;
    let path = "/api/practices/lakeside/requests";
    let headers = |browser: &Browser| {
        vec![
            ("origin".to_owned(), browser.origin.clone()),
            ("x-access-desk".to_owned(), "1".to_owned()),
            ("idempotency-key".to_owned(), desk::fresh_key()),
        ]
    };

    for body in [&b"not json"[..], b"[]", b"", b"{\"email\": 1}", b"\xff\xfe"] {
        let headers = headers(&patient);
        assert_eq!(patient.post_with(path, body, headers)?.status, 400, "{body:?}");
    }
    let large = vec![b' '; 200 * 1024];
    let headers = headers(&patient);
    assert_eq!(patient.post_with(path, &large, headers)?.status, 413);
    Ok(())
}

#[test]
fn a_change_from_another_page_or_without_a_key_is_refused() -> Result<()> {
    let mut patient = Browser::new()?;
    let path = "/api/practices/lakeside/requests";
    let body = serde_json::to_vec(&form(&fresh_email()))?;
    let ours = ("origin".to_owned(), patient.origin.clone());
    let marked = ("x-access-desk".to_owned(), "1".to_owned());
    let keyed = ("idempotency-key".to_owned(), desk::fresh_key());
    let foreign = ("origin".to_owned(), "https://evil.example".to_owned());

    for (headers, status) in [
        (vec![marked.clone(), keyed.clone()], 403),
        (vec![ours.clone(), keyed.clone()], 403),
        (vec![foreign, marked.clone(), keyed.clone()], 403),
        (vec![ours.clone(), marked.clone()], 400),
        (
            vec![
                ours.clone(),
                marked.clone(),
                ("idempotency-key".to_owned(), "short".to_owned()),
            ],
            400,
        ),
        (vec![ours, marked, keyed], 201),
    ] {
        assert_eq!(
            patient.post_with(path, &body, headers.clone())?.status,
            status,
            "{headers:?}"
        );
    }
    Ok(())
}

#[test]
fn a_repeated_submission_is_one_request_and_another_body_under_its_key_is_refused() -> Result<()> {
    let mut patient = Browser::new()?;
    let email = fresh_email();
    let path = "/api/practices/lakeside/requests";
    let with = desk::key();

    let first = patient.post(path, &form(&email), with.clone())?;
    let again = patient.post(path, &form(&email), with.clone())?;
    let mut other = form(&email);
    other["given_name"] = json!("Other");
    let refused = patient.post(path, &other, with)?;

    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.bytes, again.bytes);
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["type"], "urn:access-desk:problem:key-reused");
    await_mails(&email, 1)?;
    Ok(())
}

#[test]
fn eight_submissions_at_once_under_one_key_are_one_request() -> Result<()> {
    let email = fresh_email();
    let with = desk::key();

    let answers: Vec<_> = thread::scope(|scope| {
        let calls: Vec<_> = (0..8)
            .map(|_| {
                let (with, form) = (with.clone(), form(&email));
                scope.spawn(move || Browser::new()?.post("/api/practices/lakeside/requests", &form, with))
            })
            .collect();
        calls
            .into_iter()
            .map(|call| call.join().expect("no panic"))
            .collect::<Result<_>>()
    })?;

    for answer in &answers {
        assert_eq!(answer.status, 201);
        assert_eq!(answer.bytes, answers[0].bytes);
    }
    Ok(())
}

#[test]
fn a_wrong_code_is_counted_and_a_spent_one_never_opens() -> Result<()> {
    let mut asked = ask()?;
    let code = code_of(&await_mails(&asked.email, 1)?)?;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let path = format!("/api/challenges/{}/proof", asked.challenge);

    for left in [4, 3, 2, 1, 0] {
        let answer = asked.patient.post(&path, &json!({ "code": wrong }), With::default())?;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.json()["tries_left"], left);
    }
    let right = asked.patient.post(&path, &json!({ "code": code }), With::default())?;

    assert_eq!(right.errors(), [("code".to_owned(), "code_spent".to_owned())]);
    assert!(asked.patient.cookies.is_empty());
    Ok(())
}

#[test]
fn many_tries_at_once_get_no_more_than_five() -> Result<()> {
    let asked = ask()?;
    let path = format!("/api/challenges/{}/proof", asked.challenge);

    let statuses: Vec<_> = thread::scope(|scope| {
        let calls: Vec<_> = (0..12)
            .map(|number| {
                let (path, code) = (path.clone(), format!("{number:06}"));
                scope.spawn(move || Browser::new()?.post(&path, &json!({ "code": code }), With::default()))
            })
            .collect();
        calls
            .into_iter()
            .map(|call| call.join().expect("no panic"))
            .collect::<Result<_>>()
    })?;

    let mut counted: Vec<_> = statuses
        .iter()
        .filter(|answer| answer.errors().iter().any(|(_, code)| code == "code_wrong"))
        .map(|answer| answer.json()["tries_left"].as_u64())
        .collect();
    counted.sort();
    assert_eq!(
        counted,
        [Some(1), Some(2), Some(3), Some(4)],
        "the fifth and later ones were told that it is spent"
    );
    Ok(())
}

#[test]
fn a_code_works_once() -> Result<()> {
    let mut asked = ask()?;
    desk::prove(&mut asked)?;
    let code = code_of(&await_mails(&asked.email, 1)?)?;
    let mut other = Browser::new()?;

    let replayed = other.post(
        &format!("/api/challenges/{}/proof", asked.challenge),
        &json!({ "code": code }),
        With::default(),
    )?;

    assert_eq!(replayed.errors(), [("code".to_owned(), "code_spent".to_owned())]);
    Ok(())
}

#[test]
fn a_second_code_too_soon_is_refused() -> Result<()> {
    let mut asked = ask()?;

    let answer = asked.patient.post(
        &format!("/api/challenges/{}/resend", asked.challenge),
        &json!({}),
        With::default(),
    )?;

    assert_eq!(answer.status, 429);
    Ok(())
}

#[test]
fn a_stale_version_is_told_who_changed_what() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;
    let seen = desk::version_of(&mut staff, &asked.request)?;
    let patient = fresh_patient()?;
    let passcode = verify(&mut staff, &asked.request, &patient)?;

    let path = format!("/api/requests/{}/verification", asked.request);
    let body = json!({ "patient": patient, "evidence": ["id_seen"] });
    let stale = staff.post(&path, &body, desk::version(seen))?;
    let missing = staff.post(&path, &body, desk::key())?;
    let current = desk::version_of(&mut staff, &asked.request)?;
    let again = staff.post(&path, &body, desk::version(current))?.expect(200)?;
    let early = format!("/api/requests/{}/closure", asked.request);
    let early = staff.post(&early, &json!({}), desk::version(current + 1))?;

    assert_eq!(stale.status, 412);
    assert_eq!(stale.json()["changed_by"], "Dana Reyes");
    assert_eq!(stale.json()["changed"], "verified");
    assert_eq!(missing.status, 428);
    assert_ne!(
        again["passcode"],
        passcode.as_str(),
        "who asks may be checked again before the release"
    );
    assert_eq!(early.status, 409);
    Ok(())
}

#[test]
fn a_repeated_change_answers_as_it_did_and_happens_once() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;
    let seen = desk::version_of(&mut staff, &asked.request)?;
    let path = format!("/api/requests/{}/verification", asked.request);
    let patient = fresh_patient()?;
    let body = json!({ "patient": patient, "evidence": ["call_back"] });
    let with = desk::version(seen);

    let first = staff.post(&path, &body, with.clone())?;
    let again = staff.post(&path, &body, with.clone())?;
    let other = staff.post(&path, &json!({ "patient": patient, "evidence": ["id_seen"] }), with)?;

    assert_eq!((first.status, again.status), (200, 200));
    assert_eq!(first.bytes, again.bytes);
    assert_eq!(first.json()["passcode"].as_str().map(str::len), Some(8));
    assert_eq!(
        first.json()["page"],
        desk::request_page(&mut staff, &asked.request)?,
        "what it answered is so"
    );
    assert_eq!(other.json()["type"], "urn:access-desk:problem:key-reused");
    let history = desk::request_page(&mut staff, &asked.request)?["history"].clone();
    let verified = history
        .as_array()
        .context("history")?
        .iter()
        .filter(|line| line["what"] == "verified");
    assert_eq!(verified.count(), 1);
    Ok(())
}

#[test]
fn of_eight_releases_at_once_one_wins() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    let note = desk::File {
        name: "note.txt".to_owned(),
        bytes: b"A note\n".to_vec(),
        category: "visit_notes",
        service_date: "",
    };
    desk::upload(&mut staff, &asked.request, &[note])?;
    let seen = desk::version_of(&mut staff, &asked.request)?;
    let path = format!("/api/requests/{}/release", asked.request);

    let statuses: Vec<u16> = thread::scope(|scope| {
        let calls: Vec<_> = (0..8)
            .map(|_| {
                let (path, cookies) = (path.clone(), staff.cookies.clone());
                scope.spawn(move || -> Result<u16> {
                    let mut clerk = Browser::new()?;
                    clerk.cookies = cookies;
                    Ok(clerk.post(&path, &json!({}), desk::version(seen))?.status)
                })
            })
            .collect();
        calls
            .into_iter()
            .map(|call| call.join().expect("no panic"))
            .collect::<Result<_>>()
    })?;

    let won = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!(won, 1, "{statuses:?}");
    assert!(
        statuses.iter().all(|status| [200, 409, 412].contains(status)),
        "{statuses:?}"
    );
    await_package(&mut staff, &asked.request)?;
    let page = desk::request_page(&mut staff, &asked.request)?;
    let count = |what: &str| {
        page["history"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|line| line["what"] == what)
            .count()
    };
    assert_eq!((count("released"), count("package_ready")), (1, 1));
    Ok(())
}

#[test]
fn nothing_that_fails_says_whose_it_is() -> Result<()> {
    let ready = ready()?;
    let mut stranger = Browser::new()?;

    for path in [
        format!("/api/requests/{}", ready.asked.request),
        format!("/api/requests/{}/records", ready.asked.request),
        format!("/api/deliveries/{}", ready.delivery),
        "/api/practices/lakeside/worklist".to_owned(),
        "/api/me".to_owned(),
        "/api/status".to_owned(),
    ] {
        let answer = stranger.get(&path)?;
        assert_eq!(answer.status, 401, "{path}");
        assert!(answer.headers["cache-control"].contains("no-store"), "{path}");
    }
    assert_eq!(stranger.get("/api/practices/nowhere")?.status, 404);
    assert_eq!(stranger.get("/api/nothing")?.status, 404);
    Ok(())
}
