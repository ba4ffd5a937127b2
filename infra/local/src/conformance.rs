//! The deployed API against its own document: Schemathesis calls each route as the document says it may be called, and
//! looks for a 5xx, and for a status, a media type or a field that the document does not list.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::Result;
use crate::install;
use crate::instance::{Instance, Running};
use crate::openapi;
use crate::place::Place;
use crate::shell;

/// Installs what it needs, besides what `test` needs for all else.
pub fn install(place: &Place) -> Result<PathBuf> {
    let requirements = place.local().join("requirements-openapi.txt");
    let pins = install::read(&requirements)?;
    install::once(place, "openapi", &pins, |folder| {
        install::fill_venv(place, "python3".as_ref(), folder, &requirements, "openapi")
    })
}

/// Checks the document that the instance itself serves.
pub fn check(
    place: &Place,
    instance: &Instance,
    running: &Running,
    variables: &BTreeMap<&'static str, String>,
) -> Result<()> {
    let venv = install(place)?;
    let folder = place.root.join("tests/openapi");
    shell::openly(
        Command::new(venv.join("bin/schemathesis"))
            .arg("--config-file")
            .arg(folder.join("schemathesis.toml"))
            .arg("run")
            .arg(format!("{}/{}", running.page_origin(), openapi::FILE))
            // It leaves its own notes where it runs.
            .current_dir(instance.folder())
            .envs(variables)
            .env("PYTHONPATH", &folder)
            .env("PYTHONDONTWRITEBYTECODE", "1"),
    )
}
