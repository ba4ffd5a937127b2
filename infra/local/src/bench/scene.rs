//! What is measured with: a practice, its members, and requests at each stage. One request goes its whole way through
//! the functions themselves; the others are copies of it.

use std::cell::Cell;
use std::collections::BTreeMap;

use domain::route::Function;
use serde_json::json;

use super::rows::{Copies, Rows};
use super::side::{Endpoint, Programs};
use crate::failure::{Failure, Result};
use crate::http_event::{self, Answer, HttpCall};
use crate::runtime_api;

/// The practice where requests come in and records go out.
const PRACTICE: &str = "lakeside";
const CLERK: &str = "clerk@lakeside.example";
/// The practice whose worklist is read: nothing else happens there.
const LISTED: &str = "summit";
const LISTED_CLERK: &str = "clerk@summit.example";
const PATIENT: &str = "johnnie-hermiston";
/// Open requests of the listed practice: more than the page of 50.
const OPEN: usize = 60;

pub struct Scene<'a> {
    programs: &'a Programs,
    rows: Rows<'a>,
    /// Cookies of sessions.
    clerk: String,
    listed_clerk: String,
    /// Requests that can be released, all at the same version.
    gathering: Vec<String>,
    version: u64,
    /// Deliveries that can be claimed, each with the cookie of its recipient.
    deliveries: Vec<(String, String)>,
    closed: Name,
    next: Cell<Turn>,
}

/// What one start of one side uses, and no other: a claim or a release happens once.
#[derive(Clone, Copy, Default)]
pub struct Turn {
    number: usize,
    request: usize,
    delivery: usize,
}

/// What a request is called by.
#[derive(Default)]
struct Name {
    request: String,
    receipt: String,
}

impl<'a> Scene<'a> {
    /// Makes `releases` requests that can be released, and `deliveries` that can be claimed.
    pub fn set(programs: &'a Programs, rows: Rows<'a>, (releases, deliveries): (usize, usize)) -> Result<Self> {
        let mut scene = Self {
            programs,
            clerk: rows.clerk(CLERK)?,
            listed_clerk: rows.clerk(LISTED_CLERK)?,
            rows,
            gathering: Vec::new(),
            version: 0,
            deliveries: Vec::new(),
            closed: Name::default(),
            next: Cell::default(),
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
        let submission = self.submission(PRACTICE, "model", 0);
        let submitted = self.one(Function::SubmitRequest, submission, 201)?;
        let (request, receipt) = (submitted.text("request")?, submitted.text("receipt")?);
        self.gather(&request)?;
        let whole = [(format!("REQUEST#{request}"), "")];
        let copies = self.rows.copy(&Copies {
            rows: &whole,
            names: &[&request, &receipt],
            moved: None,
            count: releases,
        })?;
        self.gathering = copies.into_iter().filter_map(first).collect();

        let release = self.change(&request, "release", ("model", self.version), "{}");
        self.one(Function::FulfilRequest, release, 200)?;
        let page = self.assembled(&request)?;
        let delivery = page.body["deliveries"][0]["delivery"].as_str().unwrap_or_default();
        let [of_request] = whole;
        let copies = self.rows.copy(&Copies {
            rows: &[of_request, (format!("DELIVERY#{delivery}"), "")],
            names: &[delivery, &request, &receipt],
            moved: None,
            count: deliveries,
        })?;
        for id in copies.into_iter().filter_map(first) {
            let cookie = self.rows.recipient(&id)?;
            self.deliveries.push((id, cookie));
        }

        let claim = self.claim(delivery, &self.rows.recipient(delivery)?);
        self.one(Function::DeliverRecords, claim, 200)?;
        let version = page.body["version"].as_u64().unwrap_or(0);
        let closure = self.change(&request, "closure", ("model", version), "{}");
        self.one(Function::FulfilRequest, closure, 200)?;
        self.closed = Name { request, receipt };
        Ok(())
    }

    /// Says who asks, and keeps every record that raises a concern, so that nothing stands in the way of a release.
    fn gather(&mut self, request: &str) -> Result<()> {
        let form = json!({ "patient": PATIENT, "evidence": ["id_seen"] }).to_string();
        let verification = self.change(request, "verification", ("model", 1), &form);
        self.one(Function::VerifyRequester, verification, 200)?;
        self.version = 2;
        let ledger = self.get(&format!("/api/requests/{request}/records"), &self.clerk);
        let ledger = self.one(Function::ManageRecords, ledger, 200)?;
        let records = ledger.body["records"].as_array().into_iter().flatten();
        for record in records.filter(|record| record["placement"] == "needs_judgement") {
            let what = format!("records/{}/judgement", record["record"].as_str().unwrap_or_default());
            let form = json!({ "judgement": "keep" }).to_string();
            let judgement = self.change(request, &what, ("model", self.version), &form);
            self.one(Function::ManageRecords, judgement, 200)?;
            self.version += 1;
        }
        Ok(())
    }

    /// Puts so many more closed requests beside the open ones of the listed practice.
    pub fn add_closed(&self, count: usize) -> Result<()> {
        let Name { request, receipt } = &self.closed;
        let copies = Copies {
            rows: &[(format!("REQUEST#{request}"), "REQUEST")],
            names: &[request, receipt],
            moved: Some((PRACTICE, LISTED)),
            count,
        };
        self.rows.copy(&copies).map(|_| ())
    }

    /// How many requests the listed practice's part of the index holds.
    pub fn listed(&self) -> Result<usize> {
        self.rows.listed(LISTED)
    }

    /// Assembles the package of a release, which succeeds only if its manifest, its letter and its rows are what the
    /// desk itself would have made. The request's page afterwards.
    pub fn assembled(&self, request: &str) -> Result<Answer> {
        for job in self.rows.jobs(request)? {
            let event = http_event::new_row(request, &job);
            let program = self.programs.function(Function::AssemblePackage);
            runtime_api::measure(&program, self.variables(), 1, |_| event.clone())?;
        }
        let page = self.get(&format!("/api/requests/{request}"), &self.clerk);
        let page = self.one(Function::QueryRequests, page, 200)?;
        match page.body["work"].as_str() {
            Some("ready") => Ok(page),
            other => Err(Failure::new(format!(
                "no package can be made of a measured release: the request is {other:?}"
            ))),
        }
    }

    // ------------------------------------------------------------------------------------ events

    /// The rows of one more start of one side.
    pub fn turn(&self, endpoint: Endpoint, events: usize) -> Turn {
        let turn = self.next.get();
        let (requests, deliveries) = match endpoint {
            Endpoint::Submit | Endpoint::Worklist => (0, 0),
            Endpoint::Release => (events, 0),
            Endpoint::Claim => (0, 1),
        };
        self.next.set(Turn {
            number: turn.number + 1,
            request: turn.request + requests,
            delivery: turn.delivery + deliveries,
        });
        turn
    }

    pub fn event(&self, endpoint: Endpoint, turn: Turn, number: usize) -> String {
        match endpoint {
            Endpoint::Submit => self.submission(PRACTICE, &format!("turn{}", turn.number), number),
            Endpoint::Worklist => self.get(&format!("/api/practices/{LISTED}/worklist"), &self.listed_clerk),
            Endpoint::Release => self.change(self.request(turn, number), "release", ("turn", self.version), "{}"),
            Endpoint::Claim => {
                let (delivery, cookie) = &self.deliveries[turn.delivery];
                self.claim(delivery, cookie)
            }
        }
    }

    /// The request that a release is of.
    pub fn request(&self, turn: Turn, number: usize) -> &str {
        &self.gathering[turn.request + number]
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
        let key = format!("submit-{run}-{number:08}");
        self.post(&path, "", (&key, 0), &form.to_string())
    }

    fn change(&self, request: &str, what: &str, (run, version): (&str, u64), body: &str) -> String {
        let key = format!("{run}-{version}-{request}");
        let path = format!("/api/requests/{request}/{what}");
        self.post(&path, &self.clerk, (&key, version), body)
    }

    fn claim(&self, delivery: &str, cookie: &str) -> String {
        self.post(&format!("/api/deliveries/{delivery}/claims"), cookie, ("", 0), "")
    }

    fn get(&self, path: &str, cookies: &str) -> String {
        self.call("GET", path, cookies, ("", 0), "")
    }

    fn post(&self, path: &str, cookies: &str, once: (&str, u64), body: &str) -> String {
        self.call("POST", path, cookies, once, body)
    }

    fn call(&self, method: &str, path: &str, cookies: &str, (key, version): (&str, u64), body: &str) -> String {
        HttpCall {
            method,
            path,
            origin: &self.variables()["ORIGIN"],
            idempotency_key: key,
            version,
            cookies,
            body,
        }
        .event()
    }

    // ----------------------------------------------------------------------------------- answers

    fn one(&self, function: Function, event: String, status: u64) -> Result<Answer> {
        let mut answers = self.ask(function, &[event], status)?;
        answers.pop().ok_or_else(|| Failure::new("a function gave no answer"))
    }

    fn ask(&self, function: Function, events: &[String], status: u64) -> Result<Vec<Answer>> {
        let program = self.programs.function(function);
        let measured = runtime_api::measure(&program, self.variables(), events.len(), |number| {
            events[number].clone()
        })?;
        measured
            .answers
            .iter()
            .map(|text| Answer::read(text)?.of_status(status, function.name()))
            .collect()
    }
}

fn first(names: Vec<String>) -> Option<String> {
    names.into_iter().next()
}
