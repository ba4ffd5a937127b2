//! LocalStack, a second local AWS whose S3 is the stricter one: it refuses links that expired or were touched, small
//! parts, and what a locked bucket must refuse. It needs Python 3.13; where there is none, its tests are left out.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::install;
use crate::instance;
use crate::place::Place;
use crate::process::{Process, wait};
use crate::shell;

/// A LocalStack that runs.
pub struct LocalStack {
    process: Process,
    pub endpoint: String,
}

/// The Python that LocalStack runs on, if this machine has it: on the path or under pyenv.
pub fn python() -> Option<PathBuf> {
    let named = PathBuf::from("python3.13");
    let pyenv = env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".pyenv")))
        .map(|root| root.join("versions"));
    let versions = pyenv
        .and_then(|folder| folder.read_dir().ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin/python3.13")));
    // A shim of pyenv may stand on the path for a version that is not chosen.
    std::iter::once(named)
        .chain(versions)
        .find(|python| shell::works(&python.to_string_lossy(), &["-c", "import ensurepip, venv"]))
}

pub fn install(place: &Place, python: &Path) -> Result<PathBuf> {
    let requirements = place.local().join("requirements-localstack.txt");
    let pins = install::read(&requirements)?;
    install::once(place, "localstack", &pins, |folder| {
        install::fill_venv(place, python, folder, &requirements, "localstack")
    })
}

/// Starts it in a folder of its own.
pub fn start(venv: &Path, folder: &Path) -> Result<LocalStack> {
    let port = instance::port(0)?;
    let log = folder.join("localstack.log");
    let process = Process::start(
        Command::new(venv.join("bin/python"))
            .args(["-m", "localstack.runtime.main"])
            .current_dir(folder)
            .env("FILESYSTEM_ROOT", folder)
            .env("GATEWAY_LISTEN", format!("127.0.0.1:{port}"))
            .env("SERVICES", "s3")
            // By default it takes links that expired or were touched.
            .env("S3_SKIP_SIGNATURE_VALIDATION", "0")
            .env("OVERRIDE_IN_DOCKER", "0")
            .env("DISABLE_EVENTS", "1")
            .env("SKIP_SSL_CERT_DOWNLOAD", "1"),
        &log,
    )?;
    let started = LocalStack {
        process,
        endpoint: instance::origin(port),
    };
    let is_ready = || install::read(&log).is_ok_and(|text| text.lines().any(|line| line == "Ready."));
    wait(|| is_ready() || !started.process.is_alive());
    if is_ready() {
        return Ok(started);
    }
    started.stop()?;
    Err(Failure::new(format!("LocalStack didn't start:\n{}", shell::tail(&log))))
}

impl LocalStack {
    pub fn stop(&self) -> Result<()> {
        self.process.stop()
    }
}
