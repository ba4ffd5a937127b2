//! From the request to the downloaded record, on the real files.

use crate::desk::{
    self, Answer, File, With, ask, ask_with, await_mails, await_package, clerk, code_of, file, fresh_patient, judge,
    mails, prove, ready, release, request_page, upload, verify,
};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::process::Command;

#[test]
fn a_request_ends_as_a_package_that_every_reader_opens_and_whose_hashes_match() -> Result<()> {
    let mut asked = ask()?;
    prove(&mut asked)?;
    let mut staff = clerk()?;
    let passcode = verify(&mut staff, &asked.request, &fresh_patient()?)?;
    let files = composite()?;
    let ids = upload(&mut staff, &asked.request, &files)?;
    let cards = desk::cards(&mut staff, &asked.request, &ids)?;
    for (file, card) in files.iter().zip(&cards) {
        let concerns = expected_concerns(&file.name);
        assert_eq!(card["concerns"], json!(concerns), "{}", file.name);
        assert_eq!(
            card["placement"],
            if concerns.is_empty() { "in" } else { "needs_judgement" },
            "{}",
            file.name
        );
    }
    let seen = desk::version_of(&mut staff, &asked.request)?;
    let path = format!("/api/requests/{}/release", asked.request);
    let refused = staff.post(&path, &json!({}), desk::version(seen))?;
    assert_eq!(refused.json()["obstacles"], json!(["concerns_open"]));
    for (file, id) in files.iter().zip(&ids) {
        if file.name == "va_ccd_other_patient.xml" {
            judge(&mut staff, &asked.request, id, "set_aside")?;
        } else if !expected_concerns(&file.name).is_empty() {
            judge(&mut staff, &asked.request, id, "keep")?;
        }
    }
    release(&mut staff, &asked.request)?;
    let delivery = await_package(&mut staff, &asked.request)?;

    let mails = await_mails(&asked.email, 2)?;
    let (_, ready) = &mails[1];
    assert!(
        ready.contains(&format!("{}/d/{delivery}", asked.patient.origin)),
        "{ready}"
    );
    assert!(!ready.contains(&passcode), "the passcode never travels with the link");
    desk::open(&mut asked.patient, &delivery, &passcode)?.expect(200)?;
    let page = asked.patient.get(&format!("/api/deliveries/{delivery}"))?.expect(200)?;
    let url = desk::claim(&mut asked.patient, &delivery)?.expect(200)?["url"]
        .as_str()
        .context("a link")?
        .to_owned();
    let zip = asked.patient.get(&url)?;
    assert_eq!(zip.status, 200);
    assert_eq!(hash(&zip.bytes), page["sha256"].as_str().unwrap_or_default());
    assert_eq!(zip.bytes.len() as u64, page["size"].as_u64().unwrap_or_default());
    let disposition = zip
        .headers
        .get("content-disposition")
        .map(String::as_str)
        .unwrap_or_default();
    assert_eq!(
        disposition,
        format!("attachment; filename=\"record-{}.zip\"", asked.receipt)
    );
    check_package(&zip.bytes, &files)?;
    let bound = format!("/api/deliveries/{delivery}/bound");
    let link = asked.patient.post(&bound, &json!({}), With::default())?.expect(200)?;
    let pdf = asked.patient.get(link["url"].as_str().context("a link")?)?;
    check_bound(&pdf, &page)?;
    assert_eq!(request_page(&mut staff, &asked.request)?["work"], "delivered");
    let seen = desk::version_of(&mut staff, &asked.request)?;
    let closed = staff
        .post(
            &format!("/api/requests/{}/closure", asked.request),
            &json!({}),
            desk::version(seen),
        )?
        .expect(200)?;
    let history: Vec<_> = closed["history"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|line| line["what"].as_str())
        .filter(|what| !matches!(*what, "record_kept" | "record_set_aside"))
        .collect();
    assert_eq!(
        history,
        [
            "submitted",
            "contact_proven",
            "verified",
            "uploads_granted",
            "released",
            "package_ready",
            "collected",
            "closed"
        ]
    );
    Ok(())
}

/// The composite patient: an 88-page PDF, a C-CDA, a FHIR bundle, two photographs, a CT slice, an encrypted
/// PDF, and a document of another patient.
fn composite() -> Result<Vec<File>> {
    [
        ("va_blue_button.pdf", "visit_notes"),
        ("ccd_1.xml", "visit_notes"),
        ("johnnie_hermiston.json", "other"),
        ("astronaut.png", "photographs"),
        ("retina.jpg", "photographs"),
        ("ct_small.dcm", "imaging"),
        ("encrypted.pdf", "billing"),
        ("va_ccd_other_patient.xml", "visit_notes"),
    ]
    .into_iter()
    .map(|(name, category)| file(name, category))
    .collect()
}

/// Everything that names somebody names somebody else than the patient of the PDF.
fn expected_concerns(name: &str) -> Vec<&'static str> {
    match name {
        "encrypted.pdf" => vec!["encrypted"],
        "ccd_1.xml" | "johnnie_hermiston.json" | "ct_small.dcm" | "va_ccd_other_patient.xml" => vec!["other_person"],
        _ => vec![],
    }
}

fn check_package(bytes: &[u8], files: &[File]) -> Result<()> {
    let path = std::env::temp_dir().join(format!("{}.zip", desk::fresh_key()));
    std::fs::write(&path, bytes)?;
    for command in [["unzip", "-tq"], ["7z", "t"]] {
        let output = Command::new(command[0]).arg(command[1]).arg(&path).output()?;
        assert!(
            output.status.success(),
            "{command:?}: {}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
    std::fs::remove_file(&path)?;
    let contents = desk::unpacked(bytes)?;
    let manifest: Value = serde_json::from_slice(&contents["manifest.json"])?;
    let mut listed = BTreeMap::new();
    for entry in manifest["files"].as_array().context("files")? {
        listed.insert(
            entry["path"].as_str().unwrap_or_default().to_owned(),
            entry["sha256"].as_str().unwrap_or_default().to_owned(),
        );
    }
    listed.insert("manifest.json".to_owned(), hash(&contents["manifest.json"]));
    let found: BTreeMap<_, _> = contents
        .iter()
        .map(|(name, bytes)| (name.clone(), hash(bytes)))
        .collect();
    assert_eq!(found, listed, "every file is in the manifest with its own hash");
    for file in files {
        let inside = found.values().any(|hash| *hash == self::hash(&file.bytes));
        assert_eq!(inside, file.name != "va_ccd_other_patient.xml", "{}", file.name);
    }
    for name in contents.keys() {
        assert!(!name.contains("va_ccd") && !name.contains(".."), "{name}");
    }
    for name in ["START-HERE.html", "letter.txt", "letter.html"] {
        assert!(found.contains_key(name), "{name}");
    }
    Ok(())
}

/// The one PDF is whole to a reader that did not write it, opens in the browser, and shows what was bound.
fn check_bound(pdf: &Answer, page: &Value) -> Result<()> {
    assert_eq!(pdf.status, 200);
    assert_eq!(
        pdf.headers.get("content-disposition").map(String::as_str),
        Some("inline; filename=\"record.pdf\"")
    );
    let path = std::env::temp_dir().join(format!("{}.pdf", desk::fresh_key()));
    std::fs::write(&path, &pdf.bytes)?;
    let tool = |program: &str, before: &[&str], after: &[&str]| -> Result<String> {
        let output = Command::new(program).args(before).arg(&path).args(after).output()?;
        assert!(
            output.status.success(),
            "{program} {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    tool("qpdf", &["--check"], &[])?;
    let about = tool("pdfinfo", &[], &[])?;
    let list = tool("pdftotext", &["-l", "1", "-layout"], &["-"])?;
    std::fs::remove_file(&path)?;
    // The 88 pages of the document, two photographs, and the list in front.
    assert_eq!(
        page["bound"],
        json!({ "pages": 91, "files": 3, "size": pdf.bytes.len() })
    );
    assert!(
        about.lines().any(|line| line.split_whitespace().eq(["Pages:", "91"])),
        "{about}"
    );
    let numbered = |line: &&str| line.trim_start().starts_with("00");
    let (outside, inside) = list.split_once("In this PDF").context("the list")?;
    assert_eq!(
        (
            inside.lines().filter(numbered).count(),
            outside.lines().filter(numbered).count()
        ),
        (3, 4)
    );
    Ok(())
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_request_counts_from_its_receipt_though_its_code_never_comes_back() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;

    let list = staff.get("/api/practices/lakeside/worklist")?.expect(200)?;
    let page = request_page(&mut staff, &asked.request)?;

    let mut rows = list["rows"].as_array().context("rows")?.clone();
    let mut next = list["next"].as_str().map(str::to_owned);
    while let Some(after) = next {
        let more = staff
            .get(&format!("/api/practices/lakeside/worklist?after={after}"))?
            .expect(200)?;
        rows.extend(more["rows"].as_array().context("rows")?.iter().cloned());
        next = more["next"].as_str().map(str::to_owned);
    }
    let row = rows
        .iter()
        .find(|row| row["request"] == asked.request.as_str())
        .context("on the worklist")?;
    assert_eq!(row["contact_proven"], false);
    assert_eq!(page["clock"]["reading"]["state"], "on_time");
    assert_eq!(page["clock"]["target"], json!({ "state": "on_time", "days": 15 }));
    assert_eq!(
        page["clock"]["due"]["working"][0]["citation"],
        "45 CFR 164.524(b)(2)(i)"
    );
    // What is answered stands at the day of its review or of what went wrong with it.
    let due: Vec<_> = rows
        .iter()
        .filter(|row| row["review"].is_null() && row["misdirected"].is_null())
        .filter_map(|row| row["clock"]["due"]["target_on"].as_str())
        .collect();
    assert!(due.is_sorted(), "the worklist is sorted by due date: {due:?}");
    Ok(())
}

#[test]
fn the_status_page_tells_the_requester_and_nobody_else() -> Result<()> {
    let mut asked = ask()?;
    assert_eq!(asked.patient.get("/api/status")?.status, 401);

    prove(&mut asked)?;
    let status = asked.patient.get("/api/status")?.expect(200)?;

    assert_eq!(status["receipt"], asked.receipt.as_str());
    assert_eq!(status["stage"], "received");
    assert_eq!(status["practice"]["telephone"], "512-555-0140");
    let mut page = status.clone();
    let letters = page["letters"].take();
    let text = page.to_string();
    assert!(!text.contains("Mhvtestveteran") && !text.contains("1948"), "{text}");
    assert!(
        !letters.to_string().contains("1948"),
        "a letter is to a name and no more"
    );
    let history = status["history"].as_array().context("history")?;
    assert!(history.iter().all(|line| line["by"].is_null()));
    asked
        .patient
        .post("/api/status/leave", &json!({}), With::default())?
        .expect(204)?;
    assert_eq!(asked.patient.get("/api/status")?.status, 401);
    Ok(())
}

#[test]
fn a_requester_comes_back_with_the_receipt_number_and_a_stranger_learns_nothing() -> Result<()> {
    let asked = ask()?;
    await_mails(&asked.email, 1)?;
    let mut later = desk::Browser::new()?;
    let find = |browser: &mut desk::Browser, receipt: &str, email: &str| {
        let form = json!({ "receipt": receipt, "email": email });
        browser
            .post("/api/practices/lakeside/challenges", &form, desk::key())?
            .expect(202)
    };

    let wrong = find(&mut later, "AAAA-AAAA-AA", &asked.email)?;
    let found = find(
        &mut later,
        &asked.receipt.to_lowercase().replace('-', " "),
        &asked.email,
    )?;

    let shape = |answer: &Value| {
        (
            answer["resends_left"].clone(),
            answer.as_object().map(serde_json::Map::len),
        )
    };
    assert_eq!(shape(&wrong), shape(&found));
    let mails = await_mails(&asked.email, 2)?;
    let code = code_of(&mails)?;
    let proof = |challenge: &Value| {
        format!(
            "/api/challenges/{}/proof",
            challenge["challenge"].as_str().unwrap_or_default()
        )
    };
    let refused = later.post(&proof(&wrong), &json!({ "code": code }), With::default())?;
    assert_eq!(refused.errors(), [("code".to_owned(), "code_wrong".to_owned())]);
    later
        .post(&proof(&found), &json!({ "code": code }), With::default())?
        .expect(200)?;
    assert_eq!(
        later.get("/api/status")?.expect(200)?["receipt"],
        asked.receipt.as_str()
    );
    assert_eq!(
        desk::mails(&asked.email)?.len(),
        2,
        "nothing was sent for the wrong receipt"
    );
    Ok(())
}

#[test]
fn what_was_not_asked_for_stays_out_of_the_package() -> Result<()> {
    let asked = ask_with(|form| {
        form["extent"] = json!("part");
        form["categories"] = json!(["imaging"]);
        form["from"] = json!("2024-01-01");
    })?;
    let mut staff = clerk()?;
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    let text = |name: &str, category, service_date| File {
        name: name.to_owned(),
        bytes: format!("{name}\n").into_bytes(),
        category,
        service_date,
    };
    let files = [
        text("in.txt", "imaging", "2024-01-01"),
        text("early.txt", "imaging", "2023-12-31"),
        text("bill.txt", "billing", "2024-05-05"),
        text("undated.txt", "imaging", ""),
    ];

    let ids = upload(&mut staff, &asked.request, &files)?;

    let placements: Vec<_> = desk::cards(&mut staff, &asked.request, &ids)?
        .iter()
        .map(|card| card["placement"].clone())
        .collect();
    assert_eq!(
        placements,
        [json!("in"), json!("not_asked_for"), json!("not_asked_for"), json!("in")]
    );
    release(&mut staff, &asked.request)?;
    await_package(&mut staff, &asked.request)?;
    Ok(())
}

#[test]
fn every_event_is_chained_to_the_one_before_it() -> Result<()> {
    let mut ready = ready()?;
    desk::open(&mut ready.asked.patient, &ready.delivery, &ready.passcode)?.expect(200)?;
    desk::claim(&mut ready.asked.patient, &ready.delivery)?.expect(200)?;
    let world = workflow::world::World::new(workflow::edge::settings());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;

    for owner in [
        format!("REQUEST#{}", ready.asked.request),
        format!("DELIVERY#{}", ready.delivery),
    ] {
        let events = runtime.block_on(world.table.chain(owner.clone()))?;
        assert!(events.len() >= 2, "{owner}");
        let mut head = domain::chain::Hash::START;
        for (index, event) in events.iter().enumerate() {
            head = domain::chain::next(head, event.body.as_bytes());
            assert_eq!(event.seq, index as u64 + 1, "{owner}");
            assert_eq!(event.head, head.to_string(), "{owner} {}", event.seq);
        }
    }
    let request = domain::id::RequestId::parse(&ready.asked.request).context("an id")?;
    let request = runtime
        .block_on(world.table.request(&request))?
        .context("the request")?;
    let events = runtime.block_on(world.table.chain(format!("REQUEST#{}", request.id)))?;
    assert_eq!(
        events.last().map(|event| event.head.clone()),
        Some(request.head.to_string())
    );
    Ok(())
}

#[test]
fn an_e_mail_names_no_patient() -> Result<()> {
    let ready = ready()?;

    for (subject, text) in mails(&ready.asked.email)? {
        for private in ["Mhvtestveteran", "1948", "March", "note.txt"] {
            assert!(
                !subject.contains(private) && !text.contains(private),
                "{subject}\n{text}"
            );
        }
        assert!(text.contains("512-555-0140"), "{text}");
    }
    Ok(())
}
