//! `bench`: what four endpoints cost as they ship, beside handlers that do the same work in Node and Python, in one
//! run on one local AWS; and whether the worklist costs the same however many requests were ever closed.

mod compare;
mod scene;
mod side;

use std::fs;

use crate::build;
use crate::failure::{During, Failure, Result};
use crate::figures::{kilobytes, megabytes, milliseconds, page_bytes, tenths};
use crate::install;
use crate::page;
use crate::place::Place;
use crate::progress::Progress;
use crate::recorder::{AwsCall, Recorder};
use crate::runtime_api::{self, Cost};
use crate::test;
use scene::{Answer, OPEN, Scene};
use side::{Endpoint, Programs, Side};

/// Calls of each start; the first is counted apart.
const EVENTS: usize = 200;
/// Starts of each side, which take turns; the best counts, as the one that was disturbed least.
const STARTS: usize = 5;
/// Starts of each side on one endpoint that are measured, and one that is compared.
const RUNS: usize = Side::ALL.len() * (STARTS + 1);
/// Closed requests in the table while page 1 of the worklist is read.
const CLOSED: [usize; 2] = [1_000, 100_000];

/// How often a peer's figure must hold ours.
struct Aim {
    start: u64,
    warm: u64,
    memory: u64,
}

const AIM: Aim = Aim {
    start: 50,
    warm: 5,
    memory: 8,
};

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
    let (costs, lists) = test::on_fresh_aws(place, &tools, &mut progress, &release, |variables| {
        let recorder = Recorder::start(&variables["AWS_ENDPOINT_URL"])?;
        let scene = Scene::set(place, &tools, &programs, variables, (RUNS * EVENTS, RUNS))?;
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
            lists.push((wanted, list(&programs, &scene, &recorder)?));
        }
        Ok((costs, lists))
    })?;
    println!(
        "\nBest of {STARTS} starts of {EVENTS} calls each, Rust, Node and Python in turn, on one local AWS.\n\n\
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
    ratios(&costs);
    worklists(&lists)?;
    page_bytes(place)
}

/// The best of each side's starts, which take turns.
fn measure(programs: &Programs, scene: &Scene<'_>, endpoint: Endpoint) -> Result<Vec<Cost>> {
    let mut best: Vec<Option<Cost>> = vec![None; Side::ALL.len()];
    let mut run = Side::ALL.len();
    for _ in 0..STARTS {
        for (side, best) in Side::ALL.into_iter().zip(&mut best) {
            let program = programs.program(side, endpoint);
            let event = |number| scene.event(endpoint, run, EVENTS, number);
            let measured = runtime_api::measure(&program, scene.variables(), EVENTS, event)?;
            for answer in &measured.answers {
                compare::succeeded(side, endpoint, &Answer::read(answer)?)?;
            }
            *best = Some(best.map_or(measured.cost, |best| best.best(measured.cost)));
            run += 1;
        }
    }
    Ok(best.into_iter().flatten().collect())
}

fn ratios(costs: &[(Endpoint, usize, Vec<Cost>)]) {
    println!(
        "\nHow often the peer's figure holds ours. Aims against Node: start {}, warm call {}, memory {}.\n\n\
         | Endpoint | | start | first call | warm call | memory | aims |\n|---|---|---|---|---|---|---|",
        AIM.start, AIM.warm, AIM.memory
    );
    for (endpoint, _, sides) in costs {
        let [ours, peers @ ..] = sides.as_slice() else {
            continue;
        };
        for (side, theirs) in Side::ALL.iter().skip(1).zip(peers) {
            let ratio = |theirs: u64, ours: u64| theirs * 10 / ours.max(1);
            let (start, warm) = (
                ratio(theirs.start_us, ours.start_us),
                ratio(theirs.warm_us, ours.warm_us),
            );
            let memory = ratio(theirs.peak_kib, ours.peak_kib);
            let missed: Vec<&str> = [
                ("start", start, AIM.start),
                ("warm call", warm, AIM.warm),
                ("memory", memory, AIM.memory),
            ]
            .into_iter()
            .filter_map(|(name, ratio, aim)| (ratio < aim * 10).then_some(name))
            .collect();
            let verdict = match (side, missed.as_slice()) {
                (Side::Node, []) => "met".to_owned(),
                (Side::Node, missed) => format!("missed: {}", missed.join(", ")),
                (Side::Rust | Side::Python, _) => String::new(),
            };
            println!(
                "| {} | {} | {}x | {}x | {}x | {}x | {verdict} |",
                endpoint.name(),
                side.name(),
                tenths(start),
                tenths(ratio(theirs.first_us, ours.first_us)),
                tenths(warm),
                tenths(memory),
            );
        }
    }
}

/// What page 1 of the worklist took.
#[derive(PartialEq, Eq)]
struct List {
    calls: usize,
    queries: usize,
    /// Items that the engine looked at.
    examined: u64,
    rows: usize,
    /// Bytes of the engine's answer to the query.
    read: usize,
    /// Bytes of the function's answer.
    answered: usize,
}

fn list(programs: &Programs, scene: &Scene<'_>, recorder: &Recorder) -> Result<List> {
    let mut variables = scene.variables().clone();
    variables.insert("AWS_ENDPOINT_URL", recorder.endpoint());
    let program = programs.program(Side::Rust, Endpoint::Worklist);
    let event = |number| scene.event(Endpoint::Worklist, 0, EVENTS, number);
    recorder.take();
    let measured = runtime_api::measure(&program, &variables, 1, event)?;
    let calls = recorder.take();
    let answer = measured.answers.first().map_or("{}", String::as_str);
    let answer = Answer::read(answer)?;
    compare::succeeded(Side::Rust, Endpoint::Worklist, &answer)?;
    let queries: Vec<&AwsCall> = calls.iter().filter(|call| call.operation == "Query").collect();
    let examined = |query: &&AwsCall| query.answer["ScannedCount"].as_u64();
    Ok(List {
        calls: calls.len(),
        queries: queries.len(),
        examined: queries.iter().filter_map(examined).sum(),
        rows: answer.body["rows"].as_array().map_or(0, Vec::len),
        read: queries.iter().map(|query| query.bytes).sum(),
        answered: answer.bytes,
    })
}

fn worklists(lists: &[(usize, List)]) -> Result<()> {
    println!(
        "\nPage 1 of a worklist of {OPEN} open requests.\n\n\
         | Closed requests in the table | calls to AWS | queries | items examined | rows | read | answered |\n\
         |---|---|---|---|---|---|---|"
    );
    for (closed, list) in lists {
        println!(
            "| {closed} | {} | {} | {} | {} | {} | {} |",
            list.calls,
            list.queries,
            list.examined,
            list.rows,
            kilobytes(list.read as u64),
            kilobytes(list.answered as u64),
        );
    }
    if lists.windows(2).all(|pair| pair[0].1 == pair[1].1) {
        println!("\nEqual to the byte.");
        return Ok(());
    }
    Err(Failure::new("the worklist costs more the more requests were closed"))
}
