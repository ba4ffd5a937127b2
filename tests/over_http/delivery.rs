//! The link: what it shows, how often it works, and how it ends.

use crate::desk::{self, Answer, Browser, Ready, With, await_mails, claim, open, ready};
use anyhow::{Context, Result};
use serde_json::json;

#[test]
fn before_proof_a_link_answers_the_same_whatever_is_behind_it() -> Result<()> {
    let mut ready = ready()?;
    let mut scanner = Browser::new()?;
    let nothing = desk::fresh_key();
    let nothing = &nothing[..26];

    for (left, typed) in [(9, "12345678"), (8, "x")] {
        let there = open(&mut scanner, &ready.delivery, typed)?;
        let nowhere = open(&mut scanner, nothing, typed)?;
        assert_eq!((there.status, &there.bytes), (nowhere.status, &nowhere.bytes));
        assert_eq!(there.json()["tries_left"], left);
    }
    let page = |browser: &mut Browser, delivery: &str| browser.get(&format!("/d/{delivery}"));
    let (there, nowhere) = (page(&mut scanner, &ready.delivery)?, page(&mut scanner, nothing)?);
    assert_eq!((there.status, &there.bytes), (nowhere.status, &nowhere.bytes));
    let (there, nowhere) = (
        scanner.get(&format!("/api/deliveries/{}", ready.delivery))?,
        scanner.get(&format!("/api/deliveries/{nothing}"))?,
    );
    assert_eq!((there.status, &there.bytes), (nowhere.status, &nowhere.bytes));

    revoke(&mut ready)?.expect(200)?;
    let path = format!("/api/deliveries/{}", ready.delivery);
    assert_eq!(scanner.get(&path)?.bytes, nowhere.bytes, "switched off");
    let (there, nowhere) = (page(&mut scanner, &ready.delivery)?, page(&mut scanner, nothing)?);
    assert_eq!((there.status, &there.bytes), (nowhere.status, &nowhere.bytes));
    let there = open(&mut scanner, &ready.delivery, "87654321")?;
    let nowhere = open(&mut scanner, nothing, "87654321")?;
    assert_eq!((there.status, &there.bytes), (nowhere.status, &nowhere.bytes));
    Ok(())
}

fn revoke(ready: &mut Ready) -> Result<Answer> {
    let seen = desk::version_of(&mut ready.staff, &ready.asked.request)?;
    let path = format!(
        "/api/requests/{}/deliveries/{}/revocation",
        ready.asked.request, ready.delivery
    );
    ready.staff.post(&path, &json!({}), desk::version(seen))
}

#[test]
fn a_mail_scanner_that_opens_the_link_uses_nothing_up() -> Result<()> {
    let mut ready = ready()?;
    for _ in 0..5 {
        Browser::new()?.get(&format!("/d/{}", ready.delivery))?;
        Browser::new()?.get(&format!("/api/deliveries/{}", ready.delivery))?;
    }

    open(&mut ready.asked.patient, &ready.delivery, &ready.passcode)?.expect(200)?;
    for _ in 0..3 {
        let page = ready
            .asked
            .patient
            .get(&format!("/api/deliveries/{}", ready.delivery))?
            .expect(200)?;
        assert_eq!(page["claims_left"], 5);
        assert_eq!(page["state"], "open");
    }
    assert_eq!(
        desk::request_page(&mut ready.staff, &ready.asked.request)?["work"],
        "ready"
    );
    Ok(())
}

#[test]
fn an_interrupted_download_is_taken_up_again_without_a_claim() -> Result<()> {
    let mut ready = ready()?;
    let patient = &mut ready.asked.patient;
    open(patient, &ready.delivery, &ready.passcode)?.expect(200)?;

    let first = claim(patient, &ready.delivery)?.expect(200)?;
    let again = claim(patient, &ready.delivery)?.expect(200)?;

    assert_eq!(
        (first["claims_left"].clone(), again["claims_left"].clone()),
        (json!(4), json!(4))
    );
    let url = again["url"].as_str().context("a link")?;
    assert!(url.contains("X-Amz-Expires=300"), "a link of 5 minutes");
    assert!(!url.contains("Mhvtestveteran"));
    let whole = patient.get(url)?;
    let part = ureq::get(url)
        .header("range", "bytes=100-")
        .call()?
        .body_mut()
        .read_to_vec()?;
    assert_eq!(part, whole.bytes[100..]);
    Ok(())
}

#[test]
fn a_link_that_was_touched_opens_nothing() -> Result<()> {
    let mut ready = ready()?;
    let patient = &mut ready.asked.patient;
    open(patient, &ready.delivery, &ready.passcode)?.expect(200)?;
    let url = claim(patient, &ready.delivery)?.expect(200)?["url"]
        .as_str()
        .context("a link")?
        .to_owned();

    for broken in [
        url.replace("X-Amz-Expires=300", "X-Amz-Expires=3000"),
        url.replace("/package/", "/manifest/"),
        url.replace("record-", "other-"),
        url.split('?').next().unwrap_or_default().to_owned(),
    ] {
        assert_eq!(patient.get(&broken)?.status, 403, "{broken}");
    }
    assert_eq!(patient.put(&url, &[], b"other bytes")?.status, 403);
    Ok(())
}

#[test]
fn a_wrong_passcode_is_counted_and_ten_lock_the_link_until_a_new_one_is_made() -> Result<()> {
    let mut ready = ready()?;
    for left in (0..10).rev() {
        let answer = open(&mut ready.asked.patient, &ready.delivery, "00000000")?;
        assert_eq!(answer.json()["tries_left"], left);
    }
    let locked = open(&mut ready.asked.patient, &ready.delivery, &ready.passcode)?;
    assert_eq!(locked.errors(), [("passcode".to_owned(), "passcode_spent".to_owned())]);

    let seen = desk::version_of(&mut ready.staff, &ready.asked.request)?;
    let path = format!("/api/requests/{}/deliveries", ready.asked.request);
    let with = desk::version(seen);
    let reissued = ready.staff.post(&path, &json!({}), with.clone())?.expect(200)?;
    let again = ready.staff.post(&path, &json!({}), with)?.expect(200)?;
    assert_eq!(reissued, again);
    let deliveries = reissued["page"]["deliveries"].as_array().context("deliveries")?;
    assert_eq!(deliveries[0]["state"], "revoked");
    let new = deliveries[1]["delivery"].as_str().context("a delivery")?;
    let passcode = reissued["passcode"].as_str().context("a passcode")?;
    assert_ne!(passcode, ready.passcode);

    await_mails(&ready.asked.email, 3)?;
    let patient = &mut ready.asked.patient;
    assert_eq!(
        open(patient, new, &ready.passcode)?.status,
        422,
        "the old passcode does not open the new link"
    );
    open(patient, new, passcode)?.expect(200)?;
    claim(patient, new)?.expect(200)?;
    Ok(())
}

#[test]
fn a_revoked_link_says_what_to_do_and_gives_nothing() -> Result<()> {
    let mut ready = ready()?;
    open(&mut ready.asked.patient, &ready.delivery, &ready.passcode)?.expect(200)?;
    revoke(&mut ready)?.expect(200)?;

    let page = ready
        .asked
        .patient
        .get(&format!("/api/deliveries/{}", ready.delivery))?
        .expect(200)?;
    let refused = claim(&mut ready.asked.patient, &ready.delivery)?;

    assert_eq!(page["state"], "revoked");
    assert_eq!(
        (&page["files"], &page["letter"]),
        (&json!([]), &json!("")),
        "it gives nothing away"
    );
    assert_eq!(page["practice"]["telephone"], "512-555-0140");
    assert_eq!(refused.status, 409);
    assert_eq!(refused.json()["type"], "urn:access-desk:problem:delivery-closed");
    let twice = revoke(&mut ready)?;
    assert_eq!(twice.status, 409);
    Ok(())
}

#[test]
fn the_session_of_one_link_opens_no_other() -> Result<()> {
    let (mut mine, other) = (ready()?, ready()?);
    open(&mut mine.asked.patient, &mine.delivery, &mine.passcode)?.expect(200)?;

    let patient = &mut mine.asked.patient;
    let page = patient.get(&format!("/api/deliveries/{}", other.delivery))?;
    let claimed = claim(patient, &other.delivery)?;
    let missing = patient.get("/api/deliveries/00000000000000000000000000")?;

    assert_eq!((page.status, claimed.status), (401, 401));
    assert_eq!(page.bytes, missing.bytes);
    let leak = patient.post(
        &format!("/api/deliveries/{}/proof", other.delivery),
        &json!({ "passcode": mine.passcode }),
        With::default(),
    )?;
    assert_eq!(leak.status, 422);
    Ok(())
}
