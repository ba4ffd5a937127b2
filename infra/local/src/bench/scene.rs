//! What is measured with: a table that no function listens to, a practice, its members, and requests at each stage.
//! One request goes its whole way through the functions themselves; the others are copies of it.

use std::collections::BTreeMap;
use std::process::Command;

use domain::route::Function;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::side::{Endpoint, Programs};
use crate::build;
use crate::failure::{During, Failure, Result};
use crate::http_event::{self, HttpCall};
use crate::install::{self, Tools};
use crate::place::Place;
use crate::runtime_api;
use crate::shell;
use crate::stack::Member;

/// The practice where requests come in and records go out.
const PRACTICE: &str = "lakeside";
const CLERK: &str = "clerk@lakeside.example";
/// The practice whose worklist is read: nothing else happens there.
const LISTED: &str = "summit";
const LISTED_CLERK: &str = "clerk@summit.example";
const PATIENT: &str = "johnnie-hermiston";
/// More than the page of 50.
pub const OPEN: usize = 60;

pub struct Scene<'a> {
    programs: &'a Programs,
    rows: Rows<'a>,
    origin: String,
    clerk: String,
    listed_clerk: String,
    /// Requests that can be released, all at the same version.
    gathering: Vec<String>,
    version: u64,
    /// Deliveries that can be claimed, and the token of each.
    deliveries: Vec<(String, String)>,
    closed: Name,
}

/// What a request is called by.
struct Name {
    request: String,
    receipt: String,
}

/// What a function answered.
pub struct Answer {
    pub status: u64,
    pub body: Value,
    /// Bytes of the body.
    pub bytes: usize,
}

impl Answer {
    pub fn read(text: &str) -> Result<Self> {
        let answer: Value = serde_json::from_str(text).during("reading an answer")?;
        let body = answer["body"].as_str().unwrap_or_default();
        Ok(Self {
            status: answer["statusCode"].as_u64().unwrap_or(0),
            body: serde_json::from_str(body).unwrap_or(Value::Null),
            bytes: body.len(),
        })
    }

    fn text(&self, field: &str) -> Result<String> {
        self.body[field]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| Failure::new(format!("an answer of status {} has no {field}", self.status)))
    }
}

/// The program that makes and copies rows, and what every function is given.
struct Rows<'a> {
    place: &'a Place,
    tools: &'a Tools,
    variables: BTreeMap<&'static str, String>,
}

impl Rows<'_> {
    fn run<T: DeserializeOwned>(&self, command: &str, given: &Value) -> Result<T> {
        let mut program = Command::new(self.tools.python());
        program
            .arg(self.place.local().join("bench/rows.py"))
            .arg(command)
            .envs(&self.variables);
        let answer = shell::answer(&mut program, &given.to_string())?;
        serde_json::from_str(&answer).during("reading which rows were made")
    }

    fn table(&self) -> &str {
        &self.variables["TABLE"]
    }

    fn session(&self, whose: &Value) -> Result<String> {
        let tokens: [String; 1] = self.run("sessions", &json!({ "table": self.table(), "whose": [whose] }))?;
        let [token] = tokens;
        Ok(token)
    }
}

impl<'a> Scene<'a> {
    /// Makes the rows: `releases` requests that can be released, and `deliveries` that can be claimed.
    pub fn set(
        place: &'a Place,
        tools: &'a Tools,
        programs: &'a Programs,
        deployed: &BTreeMap<&'static str, String>,
        (releases, deliveries): (usize, usize),
    ) -> Result<Self> {
        let mut variables = deployed.clone();
        for (name, value) in [
            ("TABLE", "bench"),
            ("RECORDS_BUCKET", "bench-records"),
            ("PACKAGES_BUCKET", "bench-packages"),
            ("LETTERS_BUCKET", "bench-letters"),
            // What Node would say at each start, of its own version.
            ("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true"),
        ] {
            variables.insert(name, value.to_owned());
        }
        let buckets = ["RECORDS_BUCKET", "PACKAGES_BUCKET", "LETTERS_BUCKET"].map(|name| variables[name].clone());
        let rows = Rows {
            place,
            tools,
            variables,
        };
        let table = json!({ "like": deployed["TABLE"], "name": rows.table(), "buckets": buckets });
        rows.run::<Value>("table", &table)?;
        shell::quietly(
            Command::new(build::seed(place)).envs(&rows.variables),
            &install::log(place, "bench"),
        )?;
        let mut scene = Self {
            programs,
            origin: rows.variables["ORIGIN"].clone(),
            clerk: clerk(&rows, CLERK)?,
            listed_clerk: clerk(&rows, LISTED_CLERK)?,
            rows,
            gathering: Vec::new(),
            version: 0,
            deliveries: Vec::new(),
            closed: Name {
                request: String::new(),
                receipt: String::new(),
            },
        };
        scene.play(releases, deliveries)?;
        let asked: Vec<String> = (0..OPEN)
            .map(|number| scene.submission(LISTED, "open", number))
            .collect();
        scene.ask(Function::SubmitRequest, &asked, 201)?;
        Ok(scene)
    }

    /// One request from its receipt to its close, with copies taken on the way.
    fn play(&mut self, releases: usize, deliveries: usize) -> Result<()> {
        let submitted = self.one(Function::SubmitRequest, self.submission(PRACTICE, "model", 0), 201)?;
        let (request, receipt) = (submitted.text("request")?, submitted.text("receipt")?);
        let change = |scene: &Self, what: &str, version: u64, body: &Value| {
            scene.change(&request, what, ("model", version), &body.to_string())
        };
        let verification = json!({ "patient": PATIENT, "evidence": ["id_seen"] });
        let verified = change(self, "verification", 1, &verification);
        self.one(Function::VerifyRequester, verified, 200)?;
        let ledger = self.call(
            "GET",
            &format!("/api/requests/{request}/records"),
            &self.clerk,
            ("", 0),
            "",
        );
        let ledger = self.one(Function::ManageRecords, ledger, 200)?;
        self.version = 2;
        for record in ledger.body["records"].as_array().into_iter().flatten() {
            if let ("needs_judgement", Some(id)) = (
                record["placement"].as_str().unwrap_or_default(),
                record["record"].as_str(),
            ) {
                let judgement = change(
                    self,
                    &format!("records/{id}/judgement"),
                    self.version,
                    &json!({ "judgement": "keep" }),
                );
                self.one(Function::ManageRecords, judgement, 200)?;
                self.version += 1;
            }
        }
        let whole = [(format!("REQUEST#{request}"), "")];
        let copies = self.copies(&whole, &[&request, &receipt], (None, releases))?;
        self.gathering = copies
            .into_iter()
            .filter_map(|names| names.into_iter().next())
            .collect();

        self.one(
            Function::FulfilRequest,
            change(self, "release", self.version, &json!({})),
            200,
        )?;
        let page = self.assembled(&request)?;
        let delivery = page.body["deliveries"][0]["delivery"]
            .as_str()
            .ok_or_else(|| Failure::new("the model request has no delivery"))?
            .to_owned();
        let both = [(format!("REQUEST#{request}"), ""), (format!("DELIVERY#{delivery}"), "")];
        for names in self.copies(&both, &[&delivery, &request, &receipt], (None, deliveries))? {
            let id = names.into_iter().next().unwrap_or_default();
            let token = self.recipient(&id)?;
            self.deliveries.push((id, token));
        }

        let token = self.recipient(&delivery)?;
        let claim = self.claim(&delivery, &token);
        self.one(Function::DeliverRecords, claim, 200)?;
        let version = page.body["version"].as_u64().unwrap_or(0);
        self.one(
            Function::FulfilRequest,
            change(self, "closure", version, &json!({})),
            200,
        )?;
        self.closed = Name { request, receipt };
        Ok(())
    }

    /// Puts so many more closed requests beside the open ones of the listed practice.
    pub fn add_closed(&self, count: usize) -> Result<()> {
        let Name { request, receipt } = &self.closed;
        let row = [(format!("REQUEST#{request}"), "REQUEST")];
        let moved = Some((PRACTICE, LISTED));
        self.copies(&row, &[request, receipt], (moved, count)).map(|_| ())
    }

    fn copies(
        &self,
        rows: &[(String, &str)],
        names: &[&str],
        (replaced, count): (Option<(&str, &str)>, usize),
    ) -> Result<Vec<Vec<String>>> {
        let replaced: BTreeMap<&str, &str> = replaced.into_iter().collect();
        self.rows.run(
            "copies",
            &json!({
                "table": self.rows.table(), "rows": rows, "names": names, "replaced": replaced,
                // The package itself is not copied.
                "kept": ["package_key", "file_name"], "count": count
            }),
        )
    }

    fn recipient(&self, delivery: &str) -> Result<String> {
        self.rows.session(&json!({ "kind": "recipient", "delivery": delivery }))
    }

    /// Assembles the package of a release, which succeeds only if its manifest, its letter and its rows are what the
    /// desk itself would have made. The request's page afterwards.
    pub fn assembled(&self, request: &str) -> Result<Answer> {
        let given = json!({ "table": self.rows.table(), "pk": format!("REQUEST#{request}"), "prefix": "JOB#" });
        let jobs: Vec<String> = self.rows.run("keys", &given)?;
        for job in &jobs {
            let event = http_event::new_row(request, job);
            let program = self.programs.function(Function::AssemblePackage);
            runtime_api::measure(&program, self.variables(), 1, |_| event.clone())?;
        }
        let page = self.call("GET", &format!("/api/requests/{request}"), &self.clerk, ("", 0), "");
        let page = self.one(Function::QueryRequests, page, 200)?;
        match page.body["work"].as_str() {
            Some("ready") => Ok(page),
            other => Err(Failure::new(format!(
                "the package of a measured release can't be assembled: {other:?}"
            ))),
        }
    }

    // ------------------------------------------------------------------------------------ events

    /// The event of one call. `run` is one start of one side, and no two calls have a number of it in common.
    pub fn event(&self, endpoint: Endpoint, run: usize, events: usize, number: usize) -> String {
        match endpoint {
            Endpoint::Submit => self.submission(PRACTICE, &format!("run{run}"), number),
            Endpoint::Worklist => {
                let path = format!("/api/practices/{LISTED}/worklist");
                self.call("GET", &path, &self.listed_clerk, ("", 0), "")
            }
            Endpoint::Release => {
                let request = &self.gathering[run * events + number];
                self.change(request, "release", ("run", self.version), "{}")
            }
            Endpoint::Claim => {
                let (delivery, token) = &self.deliveries[run];
                self.claim(delivery, token)
            }
        }
    }

    /// The request that a release is of.
    pub fn released(&self, run: usize, events: usize, number: usize) -> &str {
        &self.gathering[run * events + number]
    }

    pub fn variables(&self) -> &BTreeMap<&'static str, String> {
        &self.rows.variables
    }

    fn submission(&self, practice: &str, run: &str, number: usize) -> String {
        let form = json!({
            "given_name": "Johnnie679", "family_name": "Hermiston71", "birth_month": "6", "birth_day": "20",
            "birth_year": "1972", "email": format!("{run}.{number}@patient.example"), "location": "",
            "extent": "whole", "access": "copy", "language": "en"
        });
        let path = format!("/api/practices/{practice}/requests");
        self.call(
            "POST",
            &path,
            "",
            (&format!("submit-{run}-{number:08}"), 0),
            &form.to_string(),
        )
    }

    fn change(&self, request: &str, what: &str, (run, version): (&str, u64), body: &str) -> String {
        let path = format!("/api/requests/{request}/{what}");
        let key = format!("{run}-{version}-{request}");
        self.call("POST", &path, &self.clerk, (&key, version), body)
    }

    fn claim(&self, delivery: &str, token: &str) -> String {
        let path = format!("/api/deliveries/{delivery}/claims");
        self.call("POST", &path, &format!("__Host-recipient={token}"), ("", 0), "")
    }

    fn call(&self, method: &str, path: &str, cookies: &str, (key, version): (&str, u64), body: &str) -> String {
        HttpCall {
            method,
            path,
            origin: &self.origin,
            idempotency_key: key,
            version,
            cookies,
            body,
        }
        .event()
    }

    fn one(&self, function: Function, event: String, status: u64) -> Result<Answer> {
        let mut answers = self.ask(function, &[event], status)?;
        answers.pop().ok_or_else(|| Failure::new("a function gave no answer"))
    }

    fn ask(&self, function: Function, events: &[String], status: u64) -> Result<Vec<Answer>> {
        let program = self.programs.function(function);
        let measured = runtime_api::measure(&program, self.variables(), events.len(), |number| {
            events[number].clone()
        })?;
        let answers: Vec<Answer> = measured
            .answers
            .iter()
            .map(|text| Answer::read(text))
            .collect::<Result<_>>()?;
        match answers.iter().find(|answer| answer.status != status) {
            Some(other) => Err(Failure::new(format!(
                "{} answered with {}: {}",
                function.name(),
                other.status,
                other.body
            ))),
            None => Ok(answers),
        }
    }
}

/// The cookie of a member's session.
fn clerk(rows: &Rows<'_>, email: &str) -> Result<String> {
    let members: Vec<Member> = serde_json::from_str(&rows.variables["MEMBERS"]).during("reading the members")?;
    let member = members
        .into_iter()
        .find(|member| member.email == email)
        .ok_or_else(|| Failure::new(format!("{email} is no member")))?;
    let token = rows.session(&json!({ "kind": "staff", "member": member.sub }))?;
    Ok(format!("__Host-staff={token}"))
}
