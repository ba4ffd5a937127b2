//! The second look at a denial, from the ask on the status page to the file that was withheld.

use crate::desk::{
    self, Asked, Browser, With, ask, await_package, change, clerk, fresh_patient, member, note, refused, release,
    request_page, sign_in, upload, verify,
};
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// A request of which one of two files is withheld, with its package collected.
struct Denied {
    asked: Asked,
    staff: Browser,
    officer: Browser,
    reviewer: Browser,
    passcode: String,
    delivery: String,
    records: Vec<String>,
}

impl Denied {
    fn new() -> Result<Self> {
        let mut asked = ask()?;
        desk::prove(&mut asked)?;
        let mut staff = clerk()?;
        let mut clinician = sign_in("clinician@lakeside.example")?;
        let mut officer = sign_in("officer@lakeside.example")?;
        let passcode = verify(&mut staff, &asked.request, &fresh_patient()?)?;
        let records = upload(&mut staff, &asked.request, &[note("open.txt"), note("talk.txt")])?;
        let hold = |what: &str| format!("records/{}/{what}", records[1]);
        let proposal = json!({
            "ground": "r1", "what": "The note of a talk on March 3", "extent": "whole", "conditions": ["r1_danger"],
            "reason": "Dr. Hart looked at it with care.", "duration": "Until June 1, 2027"
        });
        change(&mut staff, &asked.request, &hold("withholding"), &proposal)?;
        let found = json!({ "stands": "yes", "rationale": "He wrote that he would kill himself." });
        change(&mut clinician, &asked.request, &hold("determination"), &found)?;
        change(
            &mut officer,
            &asked.request,
            &hold("approval"),
            &json!({ "stands": "yes" }),
        )?;
        release(&mut staff, &asked.request)?;
        let delivery = await_package(&mut staff, &asked.request)?;
        desk::open(&mut asked.patient, &delivery, &passcode)?.expect(200)?;
        desk::claim(&mut asked.patient, &delivery)?.expect(200)?;
        Ok(Self {
            asked,
            staff,
            officer,
            reviewer: sign_in("reviewer@lakeside.example")?,
            passcode,
            delivery,
            records,
        })
    }

    fn status(&mut self) -> Result<Value> {
        self.asked.patient.get("/api/status")?.expect(200)
    }

    fn ask(&mut self) -> Result<()> {
        let asked = self.asked.patient.post("/api/status/review", &json!({}), desk::key())?;
        asked.expect(204)?;
        Ok(())
    }

    fn take(&mut self) -> Result<Value> {
        let me = json!({ "member": member("reviewer@lakeside.example")? });
        change(&mut self.reviewer, &self.asked.request, "review/reviewer", &me)
    }

    fn findings(&self, stands: &str) -> Value {
        let rationale = "He is well now, and asked for it calmly.";
        json!({ "findings": [{ "record": self.records[1], "stands": stands, "rationale": rationale }] })
    }

    fn page(&mut self) -> Result<Value> {
        request_page(&mut self.staff, &self.asked.request)
    }
}

#[test]
fn what_a_review_overturns_is_in_the_second_package_and_the_first_link_ends_with_it() -> Result<()> {
    let mut denied = Denied::new()?;
    change(&mut denied.staff, &denied.asked.request, "closure", &json!({}))?;
    assert!(denied.status()?["review_by"].is_string());
    denied.ask()?;
    assert_eq!(
        refused_to_ask(&mut denied)?,
        "urn:access-desk:problem:review-open",
        "once is enough"
    );
    let page = denied.page()?;
    assert_eq!(
        (&page["work"], &page["waits_for"]),
        (&json!("closed"), &json!("review"))
    );
    denied.take()?;

    let form = denied.findings("no");
    let path = format!("/api/requests/{}/letter", denied.asked.request);
    let preview = json!({ "kind": "review", "review": form });
    let shown = denied.reviewer.post(&path, &preview, With::default())?.expect(200)?;
    assert_eq!(denied.staff.post(&path, &preview, With::default())?.status, 403);
    let part = json!({ "kind": "review", "review": { "findings": [] } });
    assert_eq!(denied.reviewer.post(&path, &part, With::default())?.status, 422);
    let page = change(&mut denied.reviewer, &denied.asked.request, "review/decision", &form)?;
    assert_eq!(page["review"]["outcome"], "overturned");
    assert_eq!(page["letters"][0]["text"], shown["text"], "exactly what goes");
    let page = denied.page()?;
    assert_eq!(page["work"], "gathering");
    assert_eq!(
        page["clock"]["reading"]["state"], "answered",
        "the answer that was given stays"
    );
    assert!(
        page["tasks"]
            .as_array()
            .is_some_and(|tasks| tasks.iter().any(|task| task["kind"] == "release_reviewed"))
    );
    // What she was given before is still hers until there is more.
    desk::claim(&mut denied.asked.patient, &denied.delivery)?.expect(200)?;
    let withheld = format!("records/{}/withholding", denied.records[1]);
    let again = json!({ "ground": "r1", "what": "A note", "reason": "It would harm.", "duration": "Until June 1, 2027", "extent": "whole", "conditions": ["r1_danger"] });
    assert_eq!(
        refused(&mut denied.staff, &denied.asked.request, &withheld, &again)?,
        (409, "review-gave".to_owned())
    );

    let page = release(&mut denied.staff, &denied.asked.request)?;
    assert_eq!(page["outcome"], "released");
    let second = await_package(&mut denied.staff, &denied.asked.request)?;
    assert_ne!(second, denied.delivery);
    desk::open(&mut denied.asked.patient, &second, &denied.passcode)?.expect(200)?;
    let claimed = desk::claim(&mut denied.asked.patient, &second)?.expect(200)?;
    let zip = denied.asked.patient.get(claimed["url"].as_str().context("a link")?)?;
    let files = desk::unpacked(&zip.bytes)?;
    let records: Vec<_> = files.keys().filter(|path| path.starts_with("records/")).collect();
    assert_eq!(records.len(), 2, "{records:?}");
    assert!(
        records.iter().any(|path| path.contains("talk")),
        "what was withheld is there"
    );
    let letter = String::from_utf8(files["letter.txt"].clone())?;
    assert!(letter.contains("whole record") && !letter.contains("ask for a review"));
    desk::open(&mut denied.asked.patient, &denied.delivery, &denied.passcode)?.expect(200)?;
    let first = desk::claim(&mut denied.asked.patient, &denied.delivery)?;
    assert_eq!(first.status, 409, "the link before it ended");

    // The letter of the outcome arrives by itself, and is hers to read and to print.
    let mails = desk::await_mails(&denied.asked.email, 4)?;
    assert!(
        mails.iter().all(|(_, body)| !body.contains("talk")),
        "no e-mail says what it was"
    );
    let letters = desk::eventually("the letter", || {
        let letters = desk::answers(&denied.status()?);
        Ok((!letters.is_empty()).then_some(letters))
    })?;
    let text = letters[0]["text"].as_str().unwrap_or_default();
    for element in [
        "You will get more of your record",
        "The note of a talk on March 3. You will get this.",
        "512-555-0140",
        "Office for Civil Rights",
    ] {
        assert!(text.contains(element), "{element}: {text}");
    }
    for kept in ["calmly", "Lindqvist", "Hart"] {
        assert!(!text.contains(kept), "{kept}: {text}");
    }
    Ok(())
}

fn refused_to_ask(denied: &mut Denied) -> Result<String> {
    let answer = denied
        .asked
        .patient
        .post("/api/status/review", &json!({}), desk::key())?;
    assert_eq!(answer.status, 409);
    Ok(answer.json()["type"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn what_a_review_upholds_stays_withheld_and_is_reviewed_no_more() -> Result<()> {
    let mut denied = Denied::new()?;
    let today = denied.page()?["clock"]["today"].clone();
    let came = json!({ "channel": "telephone", "asked_on": today });
    let page = change(&mut denied.staff, &denied.asked.request, "review", &came)?;
    assert_eq!(page["review"]["asked_on"], today);
    denied.take()?;
    let form = denied.findings("yes");
    let page = change(&mut denied.reviewer, &denied.asked.request, "review/decision", &form)?;
    assert_eq!(page["review"]["outcome"], "upheld");

    let page = denied.page()?;
    assert_eq!(
        (&page["work"], &page["outcome"]),
        (&json!("delivered"), &json!("released_in_part"))
    );
    assert_eq!(page["reviewable"], false);
    assert_eq!(refused_to_ask(&mut denied)?, "urn:access-desk:problem:review-decided");
    let cards = desk::cards(&mut denied.staff, &denied.asked.request, &denied.records[1..])?;
    assert_eq!(cards[0]["placement"], "withheld");
    Ok(())
}

#[test]
fn whoever_took_part_and_whoever_is_of_another_practice_is_refused() -> Result<()> {
    let mut denied = Denied::new()?;
    denied.ask()?;
    let request = denied.asked.request.clone();
    let shown = denied
        .officer
        .get(&format!("/api/requests/{request}/review"))?
        .expect(200)?;
    let bars: Vec<_> = shown["members"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|member| (member["name"].clone(), member["bar"].clone()))
        .collect();
    assert!(bars.contains(&(json!("Dr. Amal Hart"), json!("took_part"))), "{bars:?}");
    assert!(bars.contains(&(json!("Dr. Jo Lindqvist"), Value::Null)), "{bars:?}");
    for email in [
        "clinician@lakeside.example",
        "clerk@lakeside.example",
        "officer@lakeside.example",
    ] {
        let to = json!({ "member": member(email)? });
        assert_eq!(
            refused(&mut denied.officer, &request, "review/reviewer", &to)?,
            (409, "may-not-review".to_owned()),
            "{email}"
        );
    }
    let form = denied.findings("no");
    assert_eq!(
        refused(&mut denied.reviewer, &request, "review/decision", &form)?,
        (409, "other-reviewer".to_owned()),
        "nobody gave it to her yet"
    );
    for stranger in ["clerk@summit.example", "officer@summit.example"] {
        let mut stranger = sign_in(stranger)?;
        let path = format!("/api/requests/{request}/review");
        assert_eq!(stranger.get(&path)?.status, 404);
        for verb in ["", "/reviewer", "/decision", "/hand-over"] {
            let answer = stranger.post(&format!("{path}{verb}"), &json!({}), desk::version(1))?;
            assert_eq!(answer.status, 404, "{verb}");
        }
    }
    Ok(())
}

#[test]
fn a_decision_that_is_sent_twice_is_one_and_another_under_its_key_is_refused() -> Result<()> {
    let mut denied = Denied::new()?;
    denied.ask()?;
    let page = denied.take()?;
    let seen = page["version"].as_u64().context("a version")?;
    let path = format!("/api/requests/{}/review/decision", denied.asked.request);
    let with = desk::version(seen);
    let mut send = |stands: &str| {
        let form = denied.findings(stands);
        denied.reviewer.post(&path, &form, with.clone())
    };

    let first = send("no")?.expect(200)?;
    let again = send("no")?.expect(200)?;
    assert_eq!(first, again);
    assert_eq!(send("yes")?.status, 422);
    let events = desk::history(&denied.page()?);
    assert_eq!(events.iter().filter(|what| *what == "review_decided").count(), 1);
    Ok(())
}
