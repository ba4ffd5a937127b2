//! `watch`: the functions rebuilt as they change, called by `cargo lambda invoke`, on the local AWS of `up`.

use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::install;
use crate::place::Place;
use crate::progress::Progress;
use crate::shell;
use crate::stack;
use crate::up;

pub fn watch(place: &Place) -> Result<()> {
    let running = up::running(place)?;
    let tools = install::install(place, &mut Progress::default())?;
    let environment = stack::environment(&tools, &up::instance(place)?, &running, &[])?;
    eprintln!("functions on http://[::1]:9000; in another terminal, for example:");
    eprintln!(
        "  PATH={}:$PATH cargo lambda invoke submit_request --data-file tests/events/submit_request.json",
        tools.venv("").display()
    );
    let mut watch = Command::new(tools.venv("cargo-lambda"));
    watch
        .args(["lambda", "watch", "--package", "workflow", "--package", "letters"])
        // Where `cargo lambda invoke` looks; reached from this machine only.
        .args(["--invoke-address", "::1", "--invoke-port", "9000"])
        .current_dir(&place.root)
        .env("CARGO_TARGET_DIR", &place.target)
        .env("PATH", tools.path())
        .envs(environment);
    // This process becomes the other, so that stopping one stops both.
    let error = shell::clean(&mut watch).exec();
    Err(Failure::new(format!("starting cargo lambda watch: {error}")))
}
