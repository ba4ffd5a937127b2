//! `check`: what must hold at every commit, without a local AWS.

use std::process::Command;

use crate::failure::{Failure, Result};
use crate::install::{self, Tools};
use crate::openapi;
use crate::place::Place;
use crate::progress::Progress;
use crate::routes;
use crate::shell;

pub fn check(place: &Place) -> Result<()> {
    let mut progress = Progress::default();
    let tools = install::install(place, &mut progress)?;
    steps(place, &tools, &mut progress);
    progress.finish()
}

/// Runs every check, also after one failed. The package selection is the same everywhere, so that the
/// dependencies are compiled once.
pub fn steps(place: &Place, tools: &Tools, progress: &mut Progress) {
    progress.attempt("formatting", || {
        shell::openly(&mut cargo(place, &["fmt", "--all", "--check"]))
    });
    progress.attempt("lints", || {
        let natively = [
            "clippy",
            "--quiet",
            "--workspace",
            "--exclude",
            "frontend",
            "--all-targets",
            "--",
        ];
        shell::openly(cargo(place, &natively).args(["--deny", "warnings"]))
    });
    progress.attempt("lints of the front end", || {
        let verb = tools.wasm.linter();
        shell::openly(
            tools
                .wasm
                .cargo(place, verb)
                .args(["--quiet", "--package", "frontend"])
                .env("RUSTFLAGS", "-Dwarnings"),
        )
    });
    progress.attempt("unit tests", || {
        shell::openly(&mut cargo(
            place,
            &[
                "test",
                "--quiet",
                "--workspace",
                "--exclude",
                "frontend",
                "--lib",
                // The functions' own programs have no tests: they name what the library does.
                "--bin",
                "desk",
                // Every letter as text.
                "--test",
                "golden",
            ],
        ))
    });
    progress.attempt("template", || {
        shell::openly(Command::new(tools.venv("cfn-lint")).arg(place.template()))?;
        routes::check(place)
    });
    progress.attempt("one typesetter", || one_typesetter(place));
    progress.attempt("document of the API", || openapi::check(place));
}

/// The rules in what a practice meets, on long ways taken by chance, and in each state that a request can come to:
/// millions, so that they are built to be fast.
pub fn every_state(place: &Place) -> Result<()> {
    shell::openly(&mut cargo(
        place,
        &[
            "test",
            "--quiet",
            "--release",
            "--package",
            "domain",
            "--test",
            "scenarios",
            "--test",
            "walks",
            "--test",
            "model",
            "--",
            "--nocapture",
        ],
    ))
}

/// No function but the one that prints letters carries Typst: it is heavier than all else together.
fn one_typesetter(place: &Place) -> Result<()> {
    let carries = |package: &str| {
        let arguments = [
            "tree",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--package",
            package,
        ];
        let tree = shell::answer(&mut cargo(place, &arguments), "")?;
        Ok::<_, Failure>(tree.lines().any(|line| line.starts_with("typst")))
    };
    match (carries("workflow")?, carries("letters")?) {
        (false, true) => Ok(()),
        (true, _) => Err(Failure::new(
            "the functions of workflow carry Typst: only functions/letters may",
        )),
        (false, false) => Err(Failure::new(
            "functions/letters carries no Typst: this check looks for another name",
        )),
    }
}

pub fn cargo(place: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command
        .args(arguments)
        .current_dir(&place.root)
        .env("CARGO_TARGET_DIR", &place.target);
    command
}
