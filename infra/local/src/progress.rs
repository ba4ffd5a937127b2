//! What a person sees while steps run, and the table at the end.

use std::fmt;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    Failed,
    /// A step that it needs failed.
    NotRun,
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Passed => "passed",
            Self::Failed => "FAILED",
            Self::NotRun => "not run",
        })
    }
}

struct Step {
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

#[derive(Default)]
pub struct Progress {
    steps: Vec<Step>,
}

impl Progress {
    /// Runs a step and shows how long it took.
    pub fn step<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        eprintln!("· {name}");
        let began = Instant::now();
        let result = work();
        let took = began.elapsed();
        let outcome = if result.is_ok() {
            Outcome::Passed
        } else {
            Outcome::Failed
        };
        eprintln!("  {outcome} after {}", seconds(took));
        self.steps.push(Step { name, outcome, took });
        result
    }

    /// Runs a step whose failure others needn't care about; says why it failed at once.
    pub fn attempt<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        self.step(name, work).inspect_err(|failure| eprintln!("{failure}")).ok()
    }

    pub fn not_run(&mut self, name: &'static str) {
        self.steps.push(Step {
            name,
            outcome: Outcome::NotRun,
            took: Duration::ZERO,
        });
    }

    pub fn all_passed(&self) -> bool {
        self.steps.iter().all(|step| step.outcome == Outcome::Passed)
    }

    /// The steps and their times, and the time of all of them. The last line counts them; one that could not run has failed.
    pub fn table(&self) -> String {
        let line = |name, outcome: &dyn fmt::Display, took| format!("{name:<44} {outcome:<8} {:>9}", seconds(took));
        let steps = self.steps.iter();
        let mut lines: Vec<String> = steps.map(|step| line(step.name, &step.outcome, step.took)).collect();
        lines.push(line("all of it", &"", self.total()));
        let passed = self.steps.iter().filter(|step| step.outcome == Outcome::Passed).count();
        lines.push(format!("{passed} passed, {} failed", self.steps.len() - passed));
        lines.join("\n")
    }

    /// Prints the table and fails if any step did.
    pub fn finish(self) -> Result<()> {
        println!("\n{}", self.table());
        if self.all_passed() {
            Ok(())
        } else {
            Err(Failure::shown())
        }
    }

    pub fn total(&self) -> Duration {
        self.steps.iter().map(|step| step.took).sum()
    }
}

pub fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_could_not_run_counts_as_failed() {
        let mut progress = Progress::default();
        progress.attempt("one", || Ok(()));
        progress.attempt("two", || Err::<(), _>(Failure::new("told to")));
        progress.not_run("three");

        let table = progress.table();

        assert_eq!(table.lines().last(), Some("1 passed, 2 failed"));
        let total = seconds(progress.total());
        assert!(table.contains("all of it") && table.contains(&total), "{table}");
        assert!(!progress.all_passed());
    }
}
