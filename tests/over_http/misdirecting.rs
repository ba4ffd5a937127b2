//! A record that went to someone wrong, over HTTP: stopped by a clerk at the link, and dealt with by the officer.

use crate::desk::{self, change, claim, key, open, refused, request_page, sign_in};
use anyhow::{Context, Result};
use serde_json::json;

#[test]
fn a_clerk_stops_a_link_at_once_and_the_officer_tells_who_must_know() -> Result<()> {
    let mut ready = desk::ready()?;
    let mut officer = sign_in("officer@lakeside.example")?;
    let request = ready.asked.request.clone();
    open(&mut ready.asked.patient, &ready.delivery, &ready.passcode)?.expect(200)?;

    let stop = json!({ "delivery": ready.delivery });
    let path = format!("/api/requests/{request}/misdirections");
    // Without a version: whatever else was done meanwhile.
    let page = ready.staff.post(&path, &stop, key())?.expect(200)?;
    let card = &page["misdirections"][0];
    let case = card["number"].as_u64().context("a number")?;
    assert_eq!(page["deliveries"][0]["state"], "revoked");
    assert_eq!(card["discovered_on"], page["clock"]["today"]);
    assert_eq!(
        claim(&mut ready.asked.patient, &ready.delivery)?.status,
        409,
        "it works no more"
    );
    let twice = ready.staff.post(&path, &stop, key())?;
    assert_eq!(twice.status, 409);

    let step = |what: &str| format!("misdirections/{case}/{what}");
    let today = page["clock"]["today"].clone();
    let decision = json!({ "breach": "yes", "reason": "He read it." });
    assert_eq!(
        refused(&mut ready.staff, &request, &step("decision"), &decision)?.0,
        403
    );
    let none = json!({ "breach": "no", "reason": "It is nothing." });
    assert_eq!(
        refused(&mut officer, &request, &step("decision"), &none)?.0,
        422,
        "it is presumed"
    );
    let known = json!({ "to": "Another patient", "what": "One visit note", "why": "A wrong address." });
    change(&mut officer, &request, &step("recipient"), &known)?;
    assert_eq!(
        refused(&mut officer, &request, &step("recipient"), &known)?,
        (409, "already-accounted".to_owned())
    );
    let attested = json!({ "recall": "destroyed", "on": today, "words": "He says that he deleted it." });
    change(&mut officer, &request, &step("recall"), &attested)?;
    let seen = json!({ "seen": "high", "seen_why": "He told us what it says." });
    change(&mut officer, &request, &step("assessment"), &seen)?;
    let page = change(&mut officer, &request, &step("decision"), &decision)?;
    let whom: Vec<_> = page["misdirections"][0]["duties"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|duty| duty["whom"].clone())
        .collect();
    assert_eq!(whom, ["person", "secretary"]);

    let mut letter = json!({
        "addressee": "patient", "electronic": "yes", "happened": "A link went to a wrong address.",
        "kinds": "Your name and one visit note.", "protect": "Read the bills that you get.",
        "doing": "We switched the link off."
    });
    assert_eq!(
        refused(&mut officer, &request, &step("letter"), &letter)?.0,
        422,
        "the link went there"
    );
    letter["electronic"] = json!("no");
    let preview = json!({ "kind": "breach", "misdirection": case, "breach": letter });
    let shown = officer.post(
        &format!("/api/requests/{request}/letter"),
        &preview,
        desk::With::default(),
    )?;
    let shown = shown.expect(200)?["text"].clone();
    let page = change(&mut officer, &request, &step("letter"), &letter)?;
    assert_eq!(page["letters"][0]["text"], shown, "what was read is what is sent");
    let status = ready.asked.patient.get("/api/status")?;
    assert!(
        !String::from_utf8_lossy(&status.bytes).contains("wrong address"),
        "it is posted"
    );
    for whom in ["person", "secretary"] {
        let told = json!({ "whom": whom, "on": today, "note": "As the law asks." });
        change(&mut officer, &request, &step("notices"), &told)?;
    }
    let page = request_page(&mut officer, &request)?;
    assert_eq!(page["misdirections"][0]["due"], json!(null));
    assert_eq!(page["tasks"].as_array().map(Vec::len), Some(0));
    Ok(())
}
