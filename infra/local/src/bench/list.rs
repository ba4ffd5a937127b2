//! What page 1 of a worklist takes, which must be the same however many requests were ever closed.

use super::compare;
use super::scene::Scene;
use super::side::{Endpoint, Programs, Side};
use crate::failure::{Failure, Result};
use crate::figures::kilobytes;
use crate::recorder::{AwsCall, Recorder};
use crate::runtime_api;

/// What page 1 of the worklist took.
#[derive(PartialEq, Eq)]
pub struct List {
    /// Requests that the practice's part of the index holds.
    listed: usize,
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

/// Reads page 1 with what is in the table now.
pub fn measure(programs: &Programs, scene: &Scene<'_>, recorder: &Recorder) -> Result<List> {
    let mut variables = scene.variables().clone();
    variables.insert("AWS_ENDPOINT_URL", recorder.endpoint());
    let program = programs.program(Side::Rust, Endpoint::Worklist);
    let turn = scene.turn(Endpoint::Worklist, 1);
    let event = |number| scene.event(Endpoint::Worklist, turn, number);
    recorder.take();
    let measured = runtime_api::measure(&program, &variables, 1, event)?;
    let calls = recorder.take();
    let answer = measured.answers.first().map_or("{}", String::as_str);
    let answer = compare::success(Side::Rust, Endpoint::Worklist, answer)?;
    let queries: Vec<&AwsCall> = calls.iter().filter(|call| call.operation == "Query").collect();
    let examined = |query: &&AwsCall| query.answer["ScannedCount"].as_u64();
    Ok(List {
        listed: scene.listed()?,
        calls: calls.len(),
        queries: queries.len(),
        examined: queries.iter().filter_map(examined).sum(),
        rows: answer.body["rows"].as_array().map_or(0, Vec::len),
        read: queries.iter().map(|query| query.bytes).sum(),
        answered: answer.bytes,
    })
}

pub fn print(lists: &[(usize, List)]) -> Result<()> {
    println!(
        "\nPage 1 of a worklist.\n\n\
         | Closed requests in the table | requests in the index | calls to AWS | queries | items examined | rows | read | answered |\n\
         |---|---|---|---|---|---|---|---|"
    );
    for (closed, list) in lists {
        println!(
            "| {closed} | {} | {} | {} | {} | {} | {} | {} |",
            list.listed,
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
