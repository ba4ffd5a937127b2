//! Verbs on the deployed desk: what a patient and a clerk do, over HTTP, at the page's own origin. What they say of
//! people is noted, and no answer's head, address or error may say it again.

use crate::canary;
use anyhow::{Context, Result, bail, ensure};
use domain::id::{MemberId, PatientId, PracticeId};
use domain::person::PersonName;
use domain::record::Patient;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use ureq::Agent;
use workflow::store::item::{StoredPatient, Whose};
use workflow::world::World;

/// How long something that happens by itself may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// One browser: its cookies, and nothing else.
pub struct Browser {
    pub origin: String,
    agent: Agent,
    pub cookies: BTreeMap<String, String>,
}

pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    pub fn expect(self, status: u16) -> Result<Value> {
        ensure!(
            self.status == status,
            "expected {status}, got {}: {}",
            self.status,
            String::from_utf8_lossy(&self.bytes)
        );
        Ok(self.json())
    }

    /// The codes of a 422, with the fields.
    pub fn errors(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.json()["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|error| (text(&error["field"]), text(&error["code"])))
            .collect()
    }
}

/// What a change carries.
#[derive(Default, Clone)]
pub struct With {
    pub key: Option<String>,
    pub version: Option<u64>,
}

pub fn key() -> With {
    With {
        key: Some(fresh_key()),
        version: None,
    }
}

pub fn version(version: u64) -> With {
    With {
        version: Some(version),
        ..key()
    }
}

pub fn fresh_key() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let nanos = std::time::UNIX_EPOCH.elapsed().unwrap_or_default().as_nanos();
    format!("{nanos:032x}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

#[expect(clippy::disallowed_methods, reason = "where the deployment is")]
pub fn variable(name: &str) -> Result<String> {
    std::env::var(name).with_context(|| format!("{name} is not set: run the tests with `cargo desk test`"))
}

impl Browser {
    pub fn new() -> Result<Self> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        Ok(Self {
            origin: variable("ORIGIN")?,
            agent: config.into(),
            cookies: BTreeMap::new(),
        })
    }

    pub fn get(&mut self, path: &str) -> Result<Answer> {
        let url = self.url(path);
        let mut request = self.agent.get(&url);
        if let Some(cookies) = self.cookie_header() {
            request = request.header("cookie", cookies);
        }
        let response = request.call()?;
        self.read(&url, response)
    }

    pub fn post(&mut self, path: &str, body: &Value, with: With) -> Result<Answer> {
        canary::note(body)?;
        let mut headers = vec![
            ("origin".to_owned(), self.origin.clone()),
            ("x-access-desk".to_owned(), "1".to_owned()),
        ];
        headers.extend(with.key.map(|key| ("idempotency-key".to_owned(), key)));
        headers.extend(
            with.version
                .map(|version| ("if-match".to_owned(), format!("\"{version}\""))),
        );
        self.post_with(path, &serde_json::to_vec(body)?, headers)
    }

    pub fn post_with(&mut self, path: &str, body: &[u8], headers: Vec<(String, String)>) -> Result<Answer> {
        let url = self.url(path);
        let mut request = self.agent.post(&url).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if let Some(cookies) = self.cookie_header() {
            request = request.header("cookie", cookies);
        }
        let response = request.send(body)?;
        self.read(&url, response)
    }

    /// A form of another site, such as the pool's sign-in page.
    pub fn post_form(&mut self, url: &str, pairs: &[(String, String)]) -> Result<Answer> {
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let response = self.agent.post(url).send_form(pairs)?;
        self.read(url, response)
    }

    pub fn put(&mut self, url: &str, headers: &[(String, String)], bytes: &[u8]) -> Result<Answer> {
        let mut request = self.agent.put(url);
        for (name, value) in headers {
            if name != "content-length" && name != "host" {
                request = request.header(name, value);
            }
        }
        let response = request.send(bytes)?;
        self.read(url, response)
    }

    fn url(&self, path: &str) -> String {
        if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.origin)
        }
    }

    fn cookie_header(&self) -> Option<String> {
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn read(&mut self, url: &str, mut response: ureq::http::Response<ureq::Body>) -> Result<Answer> {
        for cookie in response.headers().get_all("set-cookie") {
            let cookie = cookie.to_str()?;
            let (name, rest) = cookie.split_once('=').context("a cookie without a name")?;
            let value = rest.split(';').next().unwrap_or_default();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect();
        let answer = Answer {
            status: response.status().as_u16(),
            headers,
            bytes: response.body_mut().with_config().limit(1 << 30).read_to_vec()?,
        };
        says_nothing(url, &answer)?;
        Ok(answer)
    }
}

/// Neither the address nor the head of an answer says anything of anyone, and no error does.
fn says_nothing(url: &str, answer: &Answer) -> Result<()> {
    let canaries = canary::here();
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let place = format!("answer {} of {address}", answer.status);
    ensure!(
        canaries.find(address.as_bytes()).is_none() && canaries.find(query.as_bytes()).is_none(),
        "the address of an {place} says something of someone"
    );
    for (name, value) in &answer.headers {
        ensure!(
            canaries.find(value.as_bytes()).is_none(),
            "the header {name} of an {place} says something of someone"
        );
    }
    ensure!(
        answer.status < 400 || canaries.find(&answer.bytes).is_none(),
        "the error in an {place} says something of someone"
    );
    Ok(())
}

// ------------------------------------------------------------------------------------- patient

pub fn form(email: &str) -> Value {
    json!({
        "given_name": "One A", "family_name": "Mhvtestveteran",
        "birth_month": "3", "birth_day": "1", "birth_year": "1948",
        "email": email, "location": "austin", "extent": "whole", "access": "copy", "language": "en"
    })
}

/// An address that no other test uses.
pub fn fresh_email() -> String {
    format!("p{}@patient.example", fresh_key())
}

pub struct Asked {
    pub patient: Browser,
    pub email: String,
    pub request: String,
    pub receipt: String,
    pub challenge: String,
}

/// A patient sends a request.
pub fn ask() -> Result<Asked> {
    ask_with(|_| {})
}

pub fn ask_with(change: impl FnOnce(&mut Value)) -> Result<Asked> {
    let mut patient = Browser::new()?;
    let email = fresh_email();
    let mut form = form(&email);
    change(&mut form);
    let answer = patient
        .post("/api/practices/lakeside/requests", &form, key())?
        .expect(201)?;
    let text = |name: &str| answer[name].as_str().map(str::to_owned).context(name.to_owned());
    Ok(Asked {
        request: text("request")?,
        receipt: text("receipt")?,
        challenge: text("challenge")?,
        patient,
        email,
    })
}

/// The e-mails to an address, oldest first: subject and text.
pub fn mails(email: &str) -> Result<Vec<(String, String)>> {
    let text = |message: &Value, name: &str| message[name].as_str().unwrap_or_default().to_owned();
    let messages = messages(email)?;
    let mails = messages
        .iter()
        .map(|message| (text(message, "Subject"), text(message, "BodyText")));
    Ok(mails.collect())
}

/// The e-mails to an address as the local AWS shows them, oldest first.
pub fn messages(email: &str) -> Result<Vec<Value>> {
    let answer: Value = ureq::get(variable("MAIL")?).call()?.body_mut().read_json()?;
    let is_to = |message: &&Value| {
        let to = message["To"].as_array();
        to.is_some_and(|to| to.iter().any(|to| to == email))
    };
    let accounts = answer["messages"].as_object().into_iter();
    let messages = accounts.flat_map(|by_account| by_account.values());
    let messages = messages.filter_map(Value::as_array).flatten();
    Ok(messages.filter(is_to).cloned().collect())
}

/// Waits until `count` e-mails have come to an address.
pub fn await_mails(email: &str, count: usize) -> Result<Vec<(String, String)>> {
    eventually("e-mails", || {
        let mails = mails(email)?;
        Ok((mails.len() >= count).then_some(mails))
    })
}

/// The letters of a page but the one that says that the request came.
pub fn answers(page: &Value) -> Vec<Value> {
    let letters = page["letters"].as_array().into_iter().flatten();
    letters.filter(|letter| letter["seq"] != 1).cloned().collect()
}

/// The newest code that was sent to an address.
pub fn code_of(mails: &[(String, String)]) -> Result<String> {
    let newest = mails.iter().rev().find_map(|(_, text)| text.split_once("code is "));
    let (_, rest) = newest.context("no code")?;
    Ok(rest[..6].to_owned())
}

/// The patient proves her e-mail address.
pub fn prove(asked: &mut Asked) -> Result<()> {
    let code = code_of(&await_mails(&asked.email, 1)?)?;
    let path = format!("/api/challenges/{}/proof", asked.challenge);
    asked
        .patient
        .post(&path, &json!({ "code": code }), With::default())?
        .expect(200)?;
    Ok(())
}

pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if begun.elapsed() > PATIENCE {
            bail!("{what} did not come within {PATIENCE:?}");
        }
        thread::sleep(Duration::from_millis(100));
    }
}

// --------------------------------------------------------------------------------------- staff

/// Signs a member in at the pool's own page.
pub fn sign_in(email: &str) -> Result<Browser> {
    let mut staff = Browser::new()?;
    let begun = staff.get("/api/sign-in")?;
    ensure!(
        begun.status == 303,
        "the sign-in begins with a redirect, not {}",
        begun.status
    );
    let page = staff.agent.get(location(&begun)?).call()?.body_mut().read_to_string()?;
    let mut fields = hidden_fields(&page);
    fields.push(("username".to_owned(), email.to_owned()));
    fields.push(("password".to_owned(), variable("PASSWORD")?));
    let login = format!("{}/login", variable("SIGN_IN_ORIGIN")?);
    let signed = staff.post_form(&login, &fields)?;
    let callback = location(&signed)?.to_owned();
    let finished = staff.get(&callback)?;
    ensure!(
        finished.status == 303,
        "the sign-in ends with a redirect, not {}",
        finished.status
    );
    ensure!(location(&finished)?.ends_with("/staff"), "to {}", location(&finished)?);
    Ok(staff)
}

/// A browser with the session of a member whom the sign-in pool does not know.
pub fn signed_in(world: &World, runtime: &tokio::runtime::Runtime, member: MemberId) -> Result<Browser> {
    with_session(world, runtime, Whose::Staff { member })
}

/// A browser with a session that is put into the table as it is.
pub fn with_session(world: &World, runtime: &tokio::runtime::Runtime, whose: Whose) -> Result<Browser> {
    let call = workflow::call::Call {
        route: domain::route::of(domain::route::Name::Status),
        ids: Vec::new(),
        query: Vec::new(),
        cookies: Vec::new(),
        idempotency_key: None,
        if_match: None,
        body: Vec::new(),
        now: workflow::edge::now(),
        seed: workflow::edge::seed(),
    };
    let (row, cookie) = workflow::session::open(world, &call, whose);
    runtime.block_on(world.table.put_row(&row))?;
    let (name, rest) = cookie.split_once('=').context("a cookie")?;
    let value = rest.split(';').next().unwrap_or_default();
    let mut browser = Browser::new()?;
    browser.cookies.insert(name.to_owned(), value.to_owned());
    Ok(browser)
}

/// Publishes a message to a topic of the local AWS.
pub fn publish(topic: &str, message: &str) -> Result<()> {
    let endpoint = variable("AWS_ENDPOINT_URL")?;
    let form = [
        ("Action", "Publish"),
        ("Version", "2010-03-31"),
        ("TopicArn", topic),
        ("Message", message),
    ];
    // The local AWS looks at the scope of a signature, and at no more of it.
    let scope = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sns/aws4_request, SignedHeaders=host, Signature=0";
    ureq::post(&endpoint).header("authorization", scope).send_form(form)?;
    Ok(())
}

pub fn clerk() -> Result<Browser> {
    sign_in("clerk@lakeside.example")
}

/// The id of a member of the seed.
pub fn member(email: &str) -> Result<String> {
    let members: Vec<Value> = serde_json::from_str(&variable("MEMBERS")?)?;
    let found = members.iter().find(|member| member["email"] == email);
    let sub = found.and_then(|member| member["sub"].as_str());
    Ok(sub.context("the member")?.to_owned())
}

pub fn location(answer: &Answer) -> Result<&str> {
    answer
        .headers
        .get("location")
        .map(String::as_str)
        .context("no location")
}

fn hidden_fields(page: &str) -> Vec<(String, String)> {
    page.split("<input type=\"hidden\" name=\"")
        .skip(1)
        .filter_map(|rest| {
            let (name, rest) = rest.split_once("\" value=\"")?;
            let (value, _) = rest.split_once('"')?;
            Some((name.to_owned(), value.replace("&amp;", "&")))
        })
        .collect()
}

pub fn request_page(staff: &mut Browser, request: &str) -> Result<Value> {
    staff.get(&format!("/api/requests/{request}"))?.expect(200)
}

pub fn version_of(staff: &mut Browser, request: &str) -> Result<u64> {
    request_page(staff, request)?["version"].as_u64().context("a version")
}

/// A patient of the index whom no other test touches.
pub fn fresh_patient() -> Result<String> {
    fresh_patient_born("1950-01-01")
}

/// One who is a minor until 2038.
pub fn fresh_minor() -> Result<String> {
    fresh_patient_born("2020-02-03")
}

fn fresh_patient_born(on: &str) -> Result<String> {
    let id = format!("p{}", fresh_key());
    let patient = Patient {
        id: PatientId::parse(&id).context("an id")?,
        practice: PracticeId::parse("lakeside").context("an id")?,
        name: PersonName::parse("Tess", "Patient").map_err(|_| anyhow::anyhow!("a name"))?,
        birth_date: on.parse()?,
        contacts: Vec::new(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let world = World::new(workflow::edge::settings());
    runtime.block_on(world.table.put_row(&StoredPatient::from(&patient)))?;
    Ok(id)
}

/// The clerk decides who asks. The passcode for the patient.
pub fn verify(staff: &mut Browser, request: &str, patient: &str) -> Result<String> {
    let seen = version_of(staff, request)?;
    let answer = staff
        .post(
            &format!("/api/requests/{request}/verification"),
            &json!({ "patient": patient, "evidence": ["id_seen", "visit_fact"] }),
            version(seen),
        )?
        .expect(200)?;
    Ok(answer["passcode"].as_str().context("a passcode")?.to_owned())
}

/// A change of a request as it stands now, and the page after it.
pub fn change(staff: &mut Browser, request: &str, what: &str, body: &Value) -> Result<Value> {
    let seen = version_of(staff, request)?;
    staff
        .post(&format!("/api/requests/{request}/{what}"), body, version(seen))?
        .expect(200)
}

/// The same where it is refused: the status and its kind.
pub fn refused(staff: &mut Browser, request: &str, what: &str, body: &Value) -> Result<(u16, String)> {
    let seen = version_of(staff, request)?;
    let answer = staff.post(&format!("/api/requests/{request}/{what}"), body, version(seen))?;
    let kind = answer.json()["type"].as_str().unwrap_or_default().to_owned();
    let kind = kind.rsplit(':').next().unwrap_or_default().to_owned();
    Ok((answer.status, kind))
}

/// What happened to a request, as it is shown, but for what the sweep says of its clocks: that may come at any minute.
pub fn lines(page: &Value) -> Vec<&Value> {
    let is_of_sweep =
        |what: &str| what.ends_with("due_soon") || what.ends_with("due_today") || what.ends_with("overdue");
    page["history"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|line| !line["what"].as_str().is_some_and(is_of_sweep))
        .collect()
}

/// The same, each by its name.
pub fn history(page: &Value) -> Vec<String> {
    let names = lines(page).into_iter().filter_map(|line| line["what"].as_str());
    names.map(str::to_owned).collect()
}

/// The open requests that pass some filters, on all pages.
pub fn listed(staff: &mut Browser, query: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut after = String::new();
    loop {
        let page = staff
            .get(&format!("/api/practices/lakeside/worklist?{query}{after}"))?
            .expect(200)?;
        let rows = page["rows"].as_array().into_iter().flatten();
        found.extend(rows.filter_map(|row| row["request"].as_str().map(str::to_owned)));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return Ok(found),
        }
    }
}

/// A note that nobody else has.
pub fn note(name: &str) -> File {
    File {
        name: name.to_owned(),
        bytes: format!("A note called {name} with {}\n", fresh_key()).into_bytes(),
        category: "visit_notes",
        service_date: "2024-02-29",
    }
}

/// The files of a package by their paths, as Python's reader finds them. Nothing is said of a broken one but that it is.
pub fn unpacked(zip: &[u8]) -> Result<BTreeMap<String, Vec<u8>>> {
    let script = "import sys, json, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n\
                  print(json.dumps({n: z.read(n).hex() for n in z.namelist()}))";
    let path = std::env::temp_dir().join(format!("{}.zip", fresh_key()));
    std::fs::write(&path, zip)?;
    let output = Command::new("python3").args(["-c", script]).arg(&path).output()?;
    std::fs::remove_file(&path)?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files: BTreeMap<String, String> = serde_json::from_slice(&output.stdout)?;
    files.into_iter().map(|(name, hex)| Ok((name, unhex(&hex)?))).collect()
}

fn unhex(text: &str) -> Result<Vec<u8>> {
    (0..text.len())
        .step_by(2)
        .map(|at| Ok(u8::from_str_radix(&text[at..at + 2], 16)?))
        .collect()
}

/// A file to upload: its name, bytes, category and date of service.
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
    pub category: &'static str,
    pub service_date: &'static str,
}

pub fn input(name: &str) -> Result<Vec<u8>> {
    let path = std::path::Path::new(&variable("INPUTS")?).join(name);
    std::fs::read(&path).with_context(|| path.display().to_string())
}

pub fn file(name: &str, category: &'static str) -> Result<File> {
    Ok(File {
        name: name.to_owned(),
        bytes: input(name)?,
        category,
        service_date: "",
    })
}

pub fn grant_form(files: &[File]) -> Value {
    let files: Vec<_> = files
        .iter()
        .map(|file| {
            json!({
                "name": file.name, "size": file.bytes.len(), "crc32": format!("{:08x}", crc32fast::hash(&file.bytes)),
                "category": file.category, "service_date": file.service_date
            })
        })
        .collect();
    json!({ "files": files })
}

pub fn headers_of(upload: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    upload["headers"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|pair| (text(&pair[0]), text(&pair[1])))
        .collect()
}

/// Uploads files and waits until each has been looked at. The ids of their records.
pub fn upload(staff: &mut Browser, request: &str, files: &[File]) -> Result<Vec<String>> {
    upload_as(staff, request, files, "ordinary")
}

/// The same of files that not every requester may see.
pub fn upload_as(staff: &mut Browser, request: &str, files: &[File], sensitivity: &str) -> Result<Vec<String>> {
    let mut form = grant_form(files);
    for file in form["files"].as_array_mut().into_iter().flatten() {
        file["sensitivity"] = json!(sensitivity);
    }
    let granted = staff
        .post(&format!("/api/requests/{request}/uploads"), &form, key())?
        .expect(201)?;
    let mut ids = Vec::new();
    for (file, upload) in files.iter().zip(granted["uploads"].as_array().context("uploads")?) {
        let url = upload["url"].as_str().context("a link")?;
        let answer = staff.put(url, &headers_of(upload), &file.bytes)?;
        ensure!(
            answer.status == 200,
            "{}: {}",
            file.name,
            String::from_utf8_lossy(&answer.bytes)
        );
        ids.push(upload["record"].as_str().context("a record")?.to_owned());
    }
    eventually("the inspection", || {
        let cards = cards(staff, request, &ids)?;
        Ok(cards
            .iter()
            .all(|card| card["state"]["state"] != "expected")
            .then_some(()))
    })?;
    Ok(ids)
}

/// The ledger's cards of some records, in their order.
pub fn cards(staff: &mut Browser, request: &str, ids: &[String]) -> Result<Vec<Value>> {
    let list = staff.get(&format!("/api/requests/{request}/records"))?.expect(200)?;
    let cards = list["records"].as_array().context("records")?;
    ids.iter()
        .map(|id| {
            let card = cards.iter().find(|card| card["record"] == id.as_str());
            card.cloned().context("a card")
        })
        .collect()
}

pub fn judge(staff: &mut Browser, request: &str, record: &str, judgement: &str) -> Result<()> {
    let seen = version_of(staff, request)?;
    let path = format!("/api/requests/{request}/records/{record}/judgement");
    staff
        .post(&path, &json!({ "judgement": judgement }), version(seen))?
        .expect(200)?;
    Ok(())
}

pub fn release(staff: &mut Browser, request: &str) -> Result<Value> {
    let seen = version_of(staff, request)?;
    staff
        .post(&format!("/api/requests/{request}/release"), &json!({}), version(seen))?
        .expect(200)
}

/// Waits until the package is ready. The newest delivery.
pub fn await_package(staff: &mut Browser, request: &str) -> Result<String> {
    eventually("the package", || {
        let page = request_page(staff, request)?;
        let newest = page["deliveries"].as_array().and_then(|deliveries| deliveries.last());
        Ok(newest
            .filter(|_| page["work"] == "ready")
            .map(|delivery| delivery["delivery"].as_str().unwrap_or_default().to_owned()))
    })
}

/// A request that is released and ready with one small record. The delivery and its passcode.
pub struct Ready {
    pub asked: Asked,
    pub staff: Browser,
    pub passcode: String,
    pub delivery: String,
}

pub fn ready() -> Result<Ready> {
    let asked = ask()?;
    let mut staff = clerk()?;
    let passcode = verify(&mut staff, &asked.request, &fresh_patient()?)?;
    let text = File {
        name: "note.txt".to_owned(),
        bytes: format!("A note of {}\n", asked.receipt).into_bytes(),
        category: "visit_notes",
        service_date: "2024-02-29",
    };
    upload(&mut staff, &asked.request, &[text])?;
    release(&mut staff, &asked.request)?;
    let delivery = await_package(&mut staff, &asked.request)?;
    Ok(Ready {
        asked,
        staff,
        passcode,
        delivery,
    })
}

pub fn open(patient: &mut Browser, delivery: &str, passcode: &str) -> Result<Answer> {
    patient.post(
        &format!("/api/deliveries/{delivery}/proof"),
        &json!({ "passcode": passcode }),
        With::default(),
    )
}

pub fn claim(patient: &mut Browser, delivery: &str) -> Result<Answer> {
    patient.post(
        &format!("/api/deliveries/{delivery}/claims"),
        &json!({}),
        With::default(),
    )
}
