//! Upload links, and what is found in what arrives.

use crate::desk::{self, Browser, File, ask, clerk, file, fresh_patient, grant_form, headers_of, upload, verify};
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// A clerk at a request whose patient is known.
fn gathering() -> Result<(Browser, String)> {
    let asked = ask()?;
    let mut staff = clerk()?;
    verify(&mut staff, &asked.request, &fresh_patient()?)?;
    Ok((staff, asked.request))
}

fn text(name: &str, bytes: &[u8]) -> File {
    File {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
        category: "other",
        service_date: "",
    }
}

fn grant(staff: &mut Browser, request: &str, files: &[File]) -> Result<Vec<Value>> {
    let path = format!("/api/requests/{request}/uploads");
    let granted = staff.post(&path, &grant_form(files), desk::key())?.expect(201)?;
    granted["uploads"].as_array().cloned().context("uploads")
}

#[test]
fn a_link_takes_no_other_bytes_than_were_granted() -> Result<()> {
    let (mut staff, request) = gathering()?;
    let granted = text("note.txt", b"The right bytes\n");
    let upload = grant(&mut staff, &request, std::slice::from_ref(&granted))?.remove(0);
    let url = upload["url"].as_str().context("a link")?;
    let headers = headers_of(&upload);
    let other: Vec<_> = headers
        .iter()
        .filter(|(name, _)| name != "x-amz-checksum-crc32")
        .cloned()
        .chain([("x-amz-checksum-crc32".to_owned(), "AAAAAA==".to_owned())])
        .collect();

    for (headers, bytes, what) in [
        (&headers, &b"Other bytes here\n"[..], "another size"),
        (&headers, b"The wrong bytes\n", "another checksum"),
        (&other, b"The wrong bytes\n", "another checksum header"),
    ] {
        let status = staff.put(url, headers, bytes)?.status;
        assert!(matches!(status, 400 | 403), "{what}: {status}");
    }
    assert_eq!(
        staff
            .put(&url.replace("upload/", "other/"), &headers, &granted.bytes)?
            .status,
        403,
        "another key"
    );
    assert_eq!(staff.put(url, &headers, &granted.bytes)?.status, 200);
    assert_eq!(staff.put(url, &headers, &granted.bytes)?.status, 412, "a second time");
    Ok(())
}

#[test]
fn a_repeated_grant_gives_the_same_records() -> Result<()> {
    let (mut staff, request) = gathering()?;
    let path = format!("/api/requests/{request}/uploads");
    let form = grant_form(&[text("a.txt", b"a\n"), text("b.txt", b"b\n")]);
    let with = desk::key();
    let records = |answer: &Value| -> Vec<Value> {
        answer["uploads"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|upload| upload["record"].clone())
            .collect()
    };

    let first = staff.post(&path, &form, with.clone())?.expect(201)?;
    let again = staff.post(&path, &form, with)?.expect(201)?;

    assert_eq!(records(&first).len(), 2);
    assert_eq!(records(&first), records(&again));
    let list = staff.get(&format!("/api/requests/{request}/records"))?.expect(200)?;
    assert_eq!(list["records"].as_array().map(Vec::len), Some(2));
    assert_eq!(list["obstacles"], json!(["uploads_under_way"]));
    Ok(())
}

#[test]
fn each_real_file_is_known_by_its_content() -> Result<()> {
    let (mut staff, request) = gathering()?;
    let mut files: Vec<File> = [
        "va_blue_button.pdf",
        "va_blue_button.txt",
        "ccda_nullflavor.xml",
        "c32_sample.xml",
        "broken.xml",
        "dicomdir_no_extension",
        "mr_small.dcm",
        "encrypted.pdf",
        "astronaut.png",
        "retina.jpg",
    ]
    .into_iter()
    .map(|name| file(name, "other"))
    .collect::<Result<_>>()?;
    files.push(text("program.pdf", b"MZ\x90\x00\x03\x00\x00\x00"));
    let whole = desk::input("va_blue_button.pdf")?;
    files.push(text("cut.pdf", &whole[..whole.len() / 2]));

    let ids = upload(&mut staff, &request, &files)?;

    let cards = desk::cards(&mut staff, &request, &ids)?;
    let found: Vec<_> = files
        .iter()
        .zip(&cards)
        .map(|(file, card)| {
            (
                file.name.as_str(),
                card["state"]["detail"].as_str().unwrap_or_default(),
                card["concerns"].clone(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("va_blue_button.pdf", "pdf", json!([])),
            ("va_blue_button.txt", "text", json!([])),
            ("ccda_nullflavor.xml", "clinical_document", json!(["other_person"])),
            ("c32_sample.xml", "clinical_document", json!(["other_person"])),
            ("broken.xml", "text", json!(["damaged"])),
            ("dicomdir_no_extension", "dicom", json!(["other_person"])),
            ("mr_small.dcm", "dicom", json!(["other_person"])),
            ("encrypted.pdf", "pdf", json!(["encrypted"])),
            ("astronaut.png", "png", json!([])),
            ("retina.jpg", "jpeg", json!([])),
            ("program.pdf", "other", json!(["unknown_kind"])),
            ("cut.pdf", "pdf", json!(["damaged"])),
        ]
    );
    Ok(())
}

#[test]
fn a_file_that_did_not_arrive_holds_the_release_up_until_it_is_off_the_list() -> Result<()> {
    let (mut staff, request) = gathering()?;
    let good = upload(&mut staff, &request, &[text("note.txt", b"A note\n")])?.remove(0);
    // Granted, and never sent.
    let bad = grant(&mut staff, &request, &[text("lost.txt", b"lost\n")])?.remove(0)["record"]
        .as_str()
        .context("a record")?
        .to_owned();
    let discard = |staff: &mut Browser, record: &str| {
        let seen = desk::version_of(staff, &request)?;
        let path = format!("/api/requests/{request}/records/{record}/discard");
        staff.post(&path, &json!({}), desk::version(seen))
    };
    let list = |staff: &mut Browser| staff.get(&format!("/api/requests/{request}/records"))?.expect(200);

    assert_eq!(list(&mut staff)?["obstacles"], json!(["uploads_under_way"]));
    let kept = discard(&mut staff, &good)?;
    assert_eq!(kept.json()["type"], "urn:access-desk:problem:record-taken");
    let page = discard(&mut staff, &bad)?.expect(200)?;

    let last = page["history"]
        .as_array()
        .and_then(|lines| lines.last())
        .context("a line")?;
    assert_eq!(
        (&last["what"], &last["file"]),
        (&json!("record_discarded"), &json!("lost.txt"))
    );
    let list = list(&mut staff)?;
    assert_eq!(list["obstacles"], json!([]));
    assert_eq!(list["records"].as_array().map(Vec::len), Some(1));
    assert_eq!(discard(&mut staff, &bad)?.status, 404);
    Ok(())
}

#[test]
fn files_that_can_not_be_taken_are_named_one_by_one() -> Result<()> {
    let (mut staff, request) = gathering()?;
    let path = format!("/api/requests/{request}/uploads");
    let form = json!({ "files": [
        { "name": "a.txt", "size": 1, "crc32": "00000000" },
        { "name": "", "size": 0, "crc32": "x" },
    ] });

    let answer = staff.post(&path, &form, desk::key())?;

    assert_eq!(answer.status, 422);
    let fields: Vec<_> = answer.errors().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["files.1.name", "files.1.size", "files.1.crc32"]);
    let list = staff.get(&format!("/api/requests/{request}/records"))?.expect(200)?;
    assert_eq!(list["records"], json!([]));
    Ok(())
}

#[test]
fn records_are_added_only_when_the_patient_is_known() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;
    let path = format!("/api/requests/{}/uploads", asked.request);

    let answer = staff.post(&path, &grant_form(&[text("a.txt", b"a\n")]), desk::key())?;

    assert_eq!(answer.status, 409);
    Ok(())
}
