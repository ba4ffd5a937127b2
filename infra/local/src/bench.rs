//! `bench`: what four endpoints cost as they ship, beside handlers that do the same work in Node and Python, in one
//! run on one local AWS; and whether the worklist costs the same however many requests were ever closed.

mod compare;
mod letters;
mod list;
mod ratio;
mod rows;
mod scene;
mod side;

use std::fs;

use crate::build;
use crate::failure::{During, Result};
use crate::figures::{megabytes, milliseconds, page_bytes, tenths};
use crate::install;
use crate::page;
use crate::place::Place;
use crate::progress::Progress;
use crate::recorder::Recorder;
use crate::runtime_api::{self, Cost};
use crate::test;
use rows::Rows;
use scene::Scene;
use side::{Endpoint, Programs, Side};

/// Calls of each start; the first is counted apart.
const EVENTS: usize = 200;
/// Starts of each side, which take turns; the best counts, as the one that was disturbed least.
const STARTS: usize = 5;
/// Further starts, with one call each.
const SHORT_STARTS: usize = 10;
/// Closed requests in the table while page 1 of the worklist is read.
const CLOSED: [usize; 2] = [1_000, 100_000];

pub fn print(place: &Place) -> Result<()> {
    let mut progress = Progress::default();
    let tools = install::install(place, &mut progress)?;
    let release = progress.step("functions", || {
        build::functions(place, &tools)?;
        build::pack(place, &tools)
    })?;
    progress.step("page", || page::build(place, &tools))?;
    progress.step("functions as they ship", || build::ship(place, &tools))?;
    let programs = progress.step("handlers to compare with", || Programs::build(place, &tools))?;
    let letters = progress.step("letters to compare with", || letters::Sides::build(place, &tools))?;
    let (costs, lists) = test::on_fresh_aws(place, &tools, &mut progress, &release, |variables| {
        let recorder = Recorder::start(&variables["AWS_ENDPOINT_URL"])?;
        let scene = Scene::set(&programs, Rows::make(place, &tools, variables)?, needed())?;
        let mut costs = Vec::new();
        for endpoint in Endpoint::ALL {
            eprintln!("  {}", endpoint.name());
            let calls = compare::answers(&programs, &scene, &recorder, endpoint)?;
            costs.push((endpoint, calls, measure(&programs, &scene, endpoint)?));
        }
        let mut lists = Vec::new();
        let mut closed = 0;
        for wanted in CLOSED {
            eprintln!("  worklist beside {wanted} closed requests");
            scene.add_closed(wanted - closed)?;
            closed = wanted;
            lists.push((wanted, list::measure(&programs, &scene, &recorder)?));
        }
        Ok((costs, lists))
    })?;
    println!(
        "\nBest of {STARTS} starts of {EVENTS} calls and {SHORT_STARTS} of one, Rust, Node and Python in turn, on one \
         local AWS.\n\n\
         | Endpoint | | CPU to first `/next` | first call | warm call | peak memory | zip | calls to AWS |\n\
         |---|---|---|---|---|---|---|---|"
    );
    for (endpoint, calls, sides) in &costs {
        for (side, cost) in Side::ALL.iter().zip(sides) {
            let zip = programs.zip(*side, *endpoint);
            let bytes = fs::metadata(&zip)
                .during(format_args!("looking at {}", zip.display()))?
                .len();
            println!(
                "| {} | {} | {} | {} | {} | {} MiB | {} | {calls} |",
                endpoint.name(),
                side.name(),
                milliseconds(cost.start_us),
                milliseconds(cost.first_us),
                milliseconds(cost.warm_us),
                tenths(cost.peak_kib * 10 / 1_024),
                megabytes(bytes),
            );
        }
    }
    ratio::print(&costs);
    list::print(&lists)?;
    letters.print()?;
    page_bytes(place)
}

/// The part about letters alone, which needs no local AWS.
pub fn print_letters(place: &Place) -> Result<()> {
    let mut progress = Progress::default();
    let tools = install::install(place, &mut progress)?;
    progress.step("the function as it ships", || build::ship_letters(place, &tools))?;
    progress
        .step("letters to compare with", || letters::Sides::build(place, &tools))?
        .print()
}

/// How many requests are released, and how many deliveries are claimed.
fn needed() -> (usize, usize) {
    let requests = compare::EVENTS + STARTS * EVENTS + SHORT_STARTS;
    let deliveries = 1 + STARTS + SHORT_STARTS;
    (Side::ALL.len() * requests, Side::ALL.len() * deliveries)
}

/// The best of each side's starts, which take turns.
fn measure(programs: &Programs, scene: &Scene<'_>, endpoint: Endpoint) -> Result<Vec<Cost>> {
    let mut best: Vec<Option<Cost>> = vec![None; Side::ALL.len()];
    for events in [EVENTS; STARTS].into_iter().chain([1; SHORT_STARTS]) {
        for (side, best) in Side::ALL.into_iter().zip(&mut best) {
            let turn = scene.turn(endpoint, events);
            let program = programs.program(side, endpoint);
            let event = |number| scene.event(endpoint, turn, number);
            let measured = runtime_api::measure(&program, scene.variables(), events, event)?;
            for answer in &measured.answers {
                compare::success(side, endpoint, answer)?;
            }
            *best = Some(match *best {
                None => measured.cost,
                Some(best) if events > 1 => best.best(measured.cost),
                Some(best) => best.best_start(measured.cost),
            });
        }
    }
    Ok(best.into_iter().flatten().collect())
}
