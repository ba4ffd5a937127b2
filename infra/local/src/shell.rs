//! Running other programs, quietly or in the open.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::{During, Failure, Result};

const TAIL_LINES: usize = 40;

/// Runs a program with its output in a log; a failure shows the log's end.
pub fn quietly(command: &mut Command, log: &Path) -> Result<()> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).during(format_args!("making {}", folder.display()))?;
    }
    let mut out = OpenOptions::new()
        .create(true)
        .append(true)
        .open(log)
        .during(format_args!("opening {}", log.display()))?;
    let line = line(command);
    writeln!(out, "\n$ {line}").during(format_args!("writing {}", log.display()))?;
    let errors = out.try_clone().during("sharing the log")?;
    let status = clean(command)
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(errors)
        .status()
        .during(format_args!("starting {line}"))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{line}\nended with {status}; the end of {}:\n{}",
        log.display(),
        tail(log)
    )))
}

/// Runs a program with its output on the terminal.
pub fn openly(command: &mut Command) -> Result<()> {
    let line = line(command);
    let status = clean(command)
        .stdin(Stdio::null())
        .status()
        .during(format_args!("starting {line}"))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("{line}\nended with {status}")))
}

/// Runs a program, gives it `input`, and returns what it printed.
pub fn answer(command: &mut Command, input: &str) -> Result<String> {
    let line = line(command);
    let mut child = clean(command)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .during(format_args!("starting {line}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ended early says why below.
        let _closed = stdin.write_all(input.as_bytes());
    }
    let output = child.wait_with_output().during(format_args!("waiting for {line}"))?;
    if output.status.success() {
        return String::from_utf8(output.stdout).during(format_args!("reading what {line} printed"));
    }
    Err(Failure::new(format!(
        "{line}\nended with {}:\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr).trim_end()
    )))
}

/// Whether a program is there and says that it is well.
pub fn works(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Takes away what `cargo run` told this program about itself: an inner cargo would see a changed
/// environment, and compile again what it has.
pub fn clean(command: &mut Command) -> &mut Command {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "CARGO" {
            command.env_remove(name);
        }
    }
    command
}

/// The last lines of a log.
pub fn tail(log: &Path) -> String {
    let text = fs::read(log)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
}

fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
