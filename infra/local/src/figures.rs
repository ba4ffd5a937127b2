//! `figures`: how large the functions and the page are as they ship, and what a function costs, measured on a
//! local AWS of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use domain::route::Function;
use serde_json::json;

use crate::build;
use crate::failure::{During, Result};
use crate::http_event::{self, HttpCall};
use crate::install;
use crate::openapi;
use crate::page;
use crate::place::Place;
use crate::progress::Progress;
use crate::runtime_api::{self, Cost, Program};
use crate::test;

/// Events that each function is fed; the first is counted apart.
const EVENTS: usize = 1_000;
/// Starts of each function; the best counts, as the one that was disturbed least.
const STARTS: usize = 5;

pub fn print(place: &Place) -> Result<()> {
    let mut progress = Progress::default();
    let tools = install::install(place, &mut progress)?;
    let release = progress.step("functions", || {
        build::functions(place, &tools)?;
        build::pack(place, &tools)
    })?;
    progress.step("page", || page::build(place, &tools))?;
    progress.step("functions as they ship", || build::ship(place, &tools))?;
    let (shipped, sizes) = (place.shipped(), sizes(place)?);
    let costs = test::on_fresh_aws(place, &tools, &mut progress, &release, |variables| {
        Function::ALL
            .iter()
            .map(|function| cost(&shipped, *function, variables))
            .collect::<Result<Vec<_>>>()
    })?;
    println!("| Function | bootstrap | zip | CPU to first `/next` | first event | warm event | peak memory |");
    println!("|---|---|---|---|---|---|---|");
    for ((function, (bootstrap, zip)), cost) in Function::ALL.iter().zip(sizes).zip(costs) {
        println!(
            "| `{}` | {} | {} | {} | {} | {} | {} MiB |",
            function.name(),
            megabytes(bootstrap),
            megabytes(zip),
            milliseconds(cost.start_us),
            milliseconds(cost.first_us),
            milliseconds(cost.warm_us),
            tenths(cost.peak_kib * 10 / 1_024),
        );
    }
    page_bytes(place)
}

/// Bytes of each bootstrap, plain and zipped.
fn sizes(place: &Place) -> Result<Vec<(u64, u64)>> {
    Function::ALL
        .iter()
        .map(|function| {
            let bootstrap = size(&place.shipped().join(function.name()).join("bootstrap"))?;
            Ok((
                bootstrap,
                size(&place.shipped_zips().join(format!("{}.zip", function.name())))?,
            ))
        })
        .collect()
}

fn cost(shipped: &Path, function: Function, variables: &BTreeMap<&'static str, String>) -> Result<Cost> {
    let bootstrap = Program::of(shipped.join(function.name()).join("bootstrap"));
    let origin = variables.get("ORIGIN").cloned().unwrap_or_default();
    let event = |number| event(function, &origin, number);
    let mut best = runtime_api::measure(&bootstrap, variables, EVENTS, event)?.cost;
    for _ in 1..STARTS {
        best = best.best_start(runtime_api::measure(&bootstrap, variables, 1, event)?.cost);
    }
    Ok(best)
}

/// What each function is fed: a submission with its transaction; a practice read; a session that is looked up and
/// not found; and for the others the row or object that is looked up and not found.
fn event(function: Function, origin: &str, number: usize) -> String {
    let nobody = "00000000000000000000000000";
    match function {
        Function::SubmitRequest => {
            let form = json!({
                "given_name": "Measured", "family_name": "Person", "birth_month": "1", "birth_day": "2",
                "birth_year": "1990", "email": format!("m{number}@patient.example"), "extent": "whole",
                "access": "copy", "language": "en"
            });
            call(
                "POST",
                "/api/practices/lakeside/requests",
                origin,
                number,
                &form.to_string(),
            )
        }
        Function::ManagePractice => call("GET", "/api/practices/lakeside", origin, number, ""),
        Function::QueryRequests => call("GET", "/api/practices/lakeside/worklist", origin, number, ""),
        Function::SignIn => call("GET", "/api/me", origin, number, ""),
        Function::ManageRecords => call("GET", &format!("/api/requests/{nobody}/records"), origin, number, ""),
        Function::VerifyRequester => call(
            "POST",
            &format!("/api/requests/{nobody}/candidates"),
            origin,
            number,
            "{}",
        ),
        Function::FulfilRequest => call("POST", &format!("/api/requests/{nobody}/release"), origin, number, "{}"),
        Function::DeliverRecords => call("GET", &format!("/api/deliveries/{nobody}"), origin, number, ""),
        Function::InspectRecord => {
            json!({ "Records": [{ "s3": { "object": { "key": "upload/lakeside/nobody/nothing" } } }] }).to_string()
        }
        Function::RenderLetter => {
            json!({ "Records": [{ "s3": { "object": { "key": format!("render/{nobody}/00000001") } } }] }).to_string()
        }
        Function::AssemblePackage => http_event::new_row(nobody, "JOB#nothing"),
        Function::SendNotices => http_event::new_row(nobody, "NOTICE#nothing"),
        Function::SweepDeadlines => "{}".to_owned(),
        Function::DenyRequest => call("POST", &format!("/api/requests/{nobody}/answer"), origin, number, "{}"),
        Function::ReviewDenial => call("POST", &format!("/api/requests/{nobody}/review"), origin, number, "{}"),
        Function::ExtendRequest => call(
            "POST",
            &format!("/api/requests/{nobody}/extension"),
            origin,
            number,
            "{}",
        ),
        Function::ManageWork => call("POST", &format!("/api/requests/{nobody}/notes"), origin, number, "{}"),
        Function::TrackNotices => {
            let tags = json!({ "request": [nobody], "notice": ["nothing"] });
            let message = json!({ "eventType": "Delivery", "mail": { "tags": tags } }).to_string();
            json!({ "Records": [{ "Sns": { "Message": message } }] }).to_string()
        }
    }
}

fn call(method: &str, path: &str, origin: &str, number: usize, body: &str) -> String {
    HttpCall {
        method,
        path,
        origin,
        idempotency_key: &format!("measured-{number:024}"),
        version: 1,
        cookies: "__Host-staff=nobody; __Host-recipient=nobody",
        body,
    }
    .event()
}

/// Bytes that the page needs before a person can type, in brotli: for each program its own files, and those that
/// both use.
pub fn page_bytes(place: &Place) -> Result<()> {
    let folder = place.page();
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&folder).during(format_args!("reading {}", folder.display()))? {
        let path = entry.during(format_args!("reading {}", folder.display()))?.path();
        if path.extension().is_some_and(|ending| ending == "br") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            files.insert(name, size(&path)?);
        }
    }
    // For programs; no page asks for it.
    files.remove(openapi::FILE);
    println!("\n| Page | brotli |\n|---|---|");
    for (name, bytes) in &files {
        println!("| {name} | {} |", kilobytes(*bytes));
    }
    let is_of = |name: &str, program: &str| name.strip_prefix(program).is_some_and(|rest| rest.starts_with('-'));
    for program in page::PROGRAMS {
        let others = |name: &str| {
            page::PROGRAMS
                .iter()
                .any(|other| *other != program && is_of(name, other))
        };
        let needed = files.iter().filter(|(name, _)| !others(name)).map(|(_, bytes)| bytes);
        println!("| together, for {program} | {} |", kilobytes(needed.sum()));
    }
    Ok(())
}

fn size(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path)
        .during(format_args!("looking at {}", path.display()))?
        .len())
}

pub fn megabytes(bytes: u64) -> String {
    format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000)
}

pub fn kilobytes(bytes: u64) -> String {
    format!("{} KB", tenths(bytes / 100))
}

pub fn milliseconds(microseconds: u64) -> String {
    format!("{}.{:02} ms", microseconds / 1_000, microseconds % 1_000 / 10)
}

pub fn tenths(value: u64) -> String {
    format!("{}.{}", value / 10, value % 10)
}
