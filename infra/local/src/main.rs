//! `cargo desk`: installs, builds, runs and tests Access Desk on one machine.

mod bench;
mod build;
mod check;
mod conformance;
mod failure;
mod fetch;
mod figures;
mod http_event;
mod inputs;
mod install;
mod instance;
mod localstack;
mod mail;
mod openapi;
mod operations;
mod page;
mod place;
mod process;
mod progress;
mod recorder;
mod routes;
mod runtime_api;
mod serve;
mod shell;
mod ship;
mod stack;
mod test;
mod up;
mod variables;
mod wasm;
mod watch;

use std::process::ExitCode;

use failure::{Failure, Result};
use place::Place;

const USAGE: &str = "\
usage: cargo desk COMMAND

  up [--fresh]              install, build, start, deploy, seed and serve; --fresh wipes the data first
  down                      stop what `up` started; the data stays
  check                     formatting, lints, unit tests and the template's checks
  test                      everything: check, and beside it the browser, integration and API tests on an own local AWS
  watch                     run the functions under `cargo lambda watch` against the local AWS of `up`
  mail [--to ADDRESS] [--json]
                            the e-mail that would have been sent, newest last
  env                       what the tests are given, as lines for a shell
  ship                      build what goes to AWS: the functions' zips, small, and the page; takes a while
  figures                   sizes and costs of what ships, measured; builds it first, which takes a while
  bench [letters]           the same work in Rust, Node and Python, measured side by side; takes long; letters: as PDF
                            alone, beside WeasyPrint
  routes [--check]          write the routes of domain/src/route.rs into infra/template.yaml
  openapi [--check]         write the document of the API, infra/openapi.json, from the routes and the wire types
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.is_shown() {
                eprintln!("cargo desk: {failure}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let place = Place::find()?;
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["up"] => up::up(&place, up::Data::Kept),
        ["up", "--fresh"] => up::up(&place, up::Data::Wiped),
        ["down"] => up::down(&place),
        ["check"] => check::check(&place),
        ["test"] => test::test(&place),
        ["watch"] => watch::watch(&place),
        ["mail", options @ ..] => mail::print(&place, options),
        ["env"] => variables::print(&place),
        ["ship"] => ship::ship(&place),
        ["figures"] => figures::print(&place),
        ["bench"] => bench::print(&place),
        ["bench", "letters"] => bench::print_letters(&place),
        ["routes"] => routes::write(&place),
        ["routes", "--check"] => routes::check(&place),
        ["openapi"] => openapi::write(&place),
        ["openapi", "--check"] => openapi::check(&place),
        // Started by `up` and `test` themselves.
        ["serve", options @ ..] => serve::serve(options),
        ["undeployed"] => test::undeployed(&place),
        _ => Err(Failure::new(format!("no such command\n\n{USAGE}"))),
    }
}
