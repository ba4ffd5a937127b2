//! Programs that run on in the background, known again by more than their number.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::failure::{During, Failure, Result};
use crate::shell;

/// For what starts in seconds, also on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(180);
/// For what was told to end.
const PATIENCE_AT_THE_END: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);

/// A process that we started. Its number may be given to another one later; its start and its words are not.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Process {
    id: u32,
    started: String,
    words: String,
}

impl Process {
    /// Starts a program that outlives this one, with its output in a log.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let out = File::create(log).during(format_args!("making {}", log.display()))?;
        let errors = out.try_clone().during("sharing the log")?;
        let name = command.get_program().to_string_lossy().into_owned();
        let child = shell::clean(command)
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(errors)
            .process_group(0)
            .spawn()
            .during(format_args!("starting {name}"))?;
        let id = child.id();
        // Its command line is there a moment after it starts.
        wait(|| identity(id).is_none_or(|(_, words)| !words.is_empty()));
        let (started, words) =
            identity(id).ok_or_else(|| Failure::new(format!("{name} ended at once:\n{}", shell::tail(log))))?;
        Ok(Self { id, started, words })
    }

    pub fn is_alive(&self) -> bool {
        identity(self.id).is_some_and(|(started, words)| started == self.started && words == self.words)
    }

    /// Asks the process to end, waits until it has, and insists if it doesn't.
    pub fn stop(&self) -> Result<()> {
        for signal in ["TERM", "KILL"] {
            if !self.is_alive() {
                return Ok(());
            }
            let kill = format!("kill -{signal} {}", self.id);
            // It may have ended in between.
            let _gone = shell::answer(Command::new("sh").args(["-c", &kill]), "");
            wait_for(PATIENCE_AT_THE_END, || !self.is_alive());
        }
        if self.is_alive() {
            return Err(Failure::new(format!("process {} doesn't end: {}", self.id, self.words)));
        }
        Ok(())
    }
}

/// Waits until something is so, for a while, and says whether it is.
pub fn wait(until: impl Fn() -> bool) -> bool {
    wait_for(PATIENCE, until)
}

fn wait_for(patience: Duration, until: impl Fn() -> bool) -> bool {
    let deadline = Instant::now() + patience;
    while Instant::now() < deadline {
        if until() {
            return true;
        }
        sleep(PAUSE);
    }
    until()
}

/// When a running process started, in ticks since the machine did, and its command line.
fn identity(id: u32) -> Option<(String, String)> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name, in brackets, may hold anything; the state is the first field after it, the start the twentieth.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    if fields.first() == Some(&"Z") {
        return None;
    }
    let words = fs::read(format!("/proc/{id}/cmdline")).ok()?;
    let words = String::from_utf8_lossy(&words).replace('\0', " ").trim_end().to_owned();
    Some(((*fields.get(19)?).to_owned(), words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sleeper() -> Process {
        let log = std::env::temp_dir().join(format!("desk-sleeper-{}.log", std::process::id()));
        let process = Process::start(Command::new("sleep").arg("60"), &log).expect("sleep starts");
        assert!(wait(
            || identity(process.id).is_some_and(|(_, words)| words == "sleep 60")
        ));
        Process {
            words: "sleep 60".to_owned(),
            ..process
        }
    }

    #[test]
    fn a_process_that_we_started_is_known_and_stopped() {
        let process = sleeper();
        assert!(process.is_alive());

        process.stop().expect("sleep ends when told to");

        assert!(!process.is_alive());
    }

    #[test]
    fn another_process_with_the_same_number_is_left_alone() {
        let process = sleeper();
        let earlier = Process {
            started: "1".to_owned(),
            ..process.clone()
        };

        earlier.stop().expect("there is nothing to stop");

        assert!(!earlier.is_alive() && process.is_alive());
        process.stop().expect("sleep ends when told to");
    }
}
