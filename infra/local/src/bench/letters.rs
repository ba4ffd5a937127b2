//! Letters as PDF, as they ship, beside WeasyPrint's PDF/UA-1 of the same letters' HTML.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;

use crate::build;
use crate::failure::{During, Failure, Result};
use crate::figures::{megabytes, milliseconds, tenths};
use crate::install::{self, Tools};
use crate::place::Place;
use crate::shell;

/// Runs of each side, which take turns; the best counts.
const RUNS: usize = 3;
/// Aims: the CPU of one letter, how often that goes into WeasyPrint's, and the size of the function.
const LETTER_MICROSECONDS: u64 = 12_000;
const TIMES: u64 = 6;
const FUNCTION_BYTES: u64 = 30_000_000;

/// What the programs and the peer's modules are.
pub struct Sides {
    ours: PathBuf,
    theirs: PathBuf,
    script: PathBuf,
    folder: PathBuf,
    function: PathBuf,
}

#[derive(Clone, Copy, Deserialize)]
struct Cost {
    first_us: u64,
    all_us: u64,
    letters: u64,
}

impl Cost {
    fn each(self) -> u64 {
        self.all_us / self.letters.max(1)
    }
}

impl Sides {
    pub fn build(place: &Place, tools: &Tools) -> Result<Self> {
        let source = place.local().join("bench/letters");
        let venv = install::python(place, "bench-letters", &source.join("requirements.txt"))?;
        Ok(Self {
            ours: build::two_hundred_letters(place, tools)?,
            theirs: venv.join("bin/python"),
            script: source.join("weasy.py"),
            folder: place.target.join("bench-letters"),
            function: place.shipped().join("render_letter/bootstrap"),
        })
    }

    /// Measures both in turn, prints the figures, and says what misses its aim.
    pub fn print(&self) -> Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).during(format_args!("removing {}", self.folder.display()))?;
        }
        fs::create_dir_all(&self.folder).during(format_args!("making {}", self.folder.display()))?;
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            ours.push(run(Command::new(&self.ours).arg(&self.folder))?);
            theirs.push(run(Command::new(&self.theirs).arg(&self.script).arg(&self.folder))?);
        }
        let best = |costs: &[Cost]| {
            let each = costs.iter().map(|cost| cost.each()).min();
            let first = costs.iter().map(|cost| cost.first_us).min();
            each.zip(first).ok_or_else(|| Failure::new("no letter was printed"))
        };
        let ((each, first), (their_each, their_first)) = (best(&ours)?, best(&theirs)?);
        println!("\n| Letters as PDF/UA-1 | first letter | each of 200 |\n|---|---|---|");
        println!("| Rust, Typst | {} | {} |", milliseconds(first), milliseconds(each));
        println!(
            "| Python, WeasyPrint | {} | {} |",
            milliseconds(their_first),
            milliseconds(their_each)
        );
        let times = their_each * 10 / each.max(1);
        println!("\nEach of WeasyPrint's letters takes {} times ours.", tenths(times));
        let bytes = fs::metadata(&self.function)
            .during(format_args!("looking at {}", self.function.display()))?
            .len();
        println!("`render_letter` has {}.", megabytes(bytes));
        for (misses, what) in [
            (each > LETTER_MICROSECONDS, "a letter takes more than 12 ms"),
            (times < TIMES * 10, "WeasyPrint takes less than 6 times as much"),
            (bytes > FUNCTION_BYTES, "the function has more than 30 MB"),
        ] {
            if misses {
                println!("missed: {what}");
            }
        }
        Ok(())
    }
}

fn run(command: &mut Command) -> Result<Cost> {
    serde_json::from_str(&shell::answer(command, "")?).during("reading what letters cost")
}
