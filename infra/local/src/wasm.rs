//! Rust for the browser: the stable toolchain's target, or Debian's own toolchain where that can't be had.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::install::{apt, log};
use crate::place::Place;
use crate::shell;

pub const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-22";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// rustup's, with the target added.
    Stock,
    /// Debian's, which builds the standard library from source.
    Debian,
}

impl Toolchain {
    pub fn install(place: &Place) -> Result<Self> {
        if has_target() {
            return Ok(Self::Stock);
        }
        let log = log(place, "wasm-target");
        let added = shell::quietly(Command::new("rustup").args(["target", "add", TARGET]), &log);
        if added.is_ok() && has_target() {
            return Ok(Self::Stock);
        }
        if !Path::new(DEBIAN_CARGO).exists() || !Path::new(DEBIAN_LINKER).exists() {
            apt(place, &DEBIAN_PACKAGES).map_err(|failure| {
                Failure::new(format!(
                    "`rustup target add {TARGET}` failed (see {}), and then: {failure}",
                    log.display()
                ))
            })?;
        }
        Ok(Self::Debian)
    }

    /// `cargo VERB` for the browser's target.
    pub fn cargo(self, place: &Place, verb: &str) -> Command {
        let mut command = match self {
            Self::Stock => Command::new("cargo"),
            Self::Debian => Command::new(DEBIAN_CARGO),
        };
        command.arg(verb).args(["--target", TARGET]).current_dir(&place.root);
        command.env("CARGO_TARGET_DIR", self.target(place));
        if self == Self::Debian {
            command
                .args([
                    "-Z",
                    "build-std=std,panic_abort",
                    "-Z",
                    "build-std-features=optimize_for_size",
                ])
                .env("RUSTC", "/usr/bin/rustc")
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER)
                .env_remove("RUSTUP_TOOLCHAIN");
        }
        command
    }

    /// The strictest verb that the toolchain has.
    pub fn linter(self) -> &'static str {
        match self {
            Self::Stock => "clippy",
            Self::Debian => "check",
        }
    }

    /// Each compiler has its own target directory, so that neither rebuilds the other's work.
    pub fn target(self, place: &Place) -> PathBuf {
        match self {
            Self::Stock => place.target.clone(),
            Self::Debian => place.target.join("debian"),
        }
    }
}

fn has_target() -> bool {
    shell::answer(
        Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]),
        "",
    )
    .is_ok_and(|folder| Path::new(folder.trim()).exists())
}
