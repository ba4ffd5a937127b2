//! The functions: from the workspace to one zip for each Lambda.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use domain::route::Function;

use crate::failure::{During, Failure, Result};
use crate::install::{Tools, log};
use crate::place::Place;
use crate::shell;

/// At an address of its own, a program has no pointers to mend before it starts: they are half a megabyte that would be
/// read and written each time. Tables for unwinding are of no use where a panic ends the process; linked at
/// once, as what ships is, they stay all the same.
const FLAGS: &str = "-Crelocation-model=static -Cforce-unwind-tables=no";

/// Builds the functions, and beside them the seed, which shares their dependencies.
pub fn functions(place: &Place, tools: &Tools) -> Result<()> {
    let packages = [
        "--profile",
        "local",
        "--package",
        "workflow",
        "--package",
        "letters",
        "--package",
        "seed",
    ];
    lambda_build(place, tools, &packages, &place.bootstraps(), "functions")
}

/// Builds and packs the functions as they go to AWS: small, and slow to build.
///
/// The name of the release.
pub fn ship(place: &Place, tools: &Tools) -> Result<String> {
    let binaries = place.shipped();
    let options = ["--profile", "shipping", "--package", "workflow"];
    lambda_build(place, tools, &options, &binaries, "shipping")?;
    // By itself: built together, the others would carry what the typesetter asks of the crates that they share.
    ship_letters(place, tools)?;
    zip(tools, place, &binaries, &place.shipped_zips(), SMALLEST)
}

/// The program that prints 200 letters, as they ship.
pub fn two_hundred_letters(place: &Place, tools: &Tools) -> Result<PathBuf> {
    let (to, name) = (place.target.join("examples"), "two_hundred");
    let options = ["--profile", "shipping", "--package", "letters", "--example", name];
    lambda_build(place, tools, &options, &to, "shipping")?;
    Ok(to.join(name).join("bootstrap"))
}

/// Builds the function that prints letters alone, as it ships.
pub fn ship_letters(place: &Place, tools: &Tools) -> Result<()> {
    let options = ["--profile", "shipping", "--package", "letters"];
    lambda_build(place, tools, &options, &place.shipped(), "shipping")
}

fn lambda_build(place: &Place, tools: &Tools, options: &[&str], to: &Path, log_name: &str) -> Result<()> {
    shell::quietly(
        Command::new(tools.venv("cargo-lambda"))
            .args(["lambda", "build"])
            .args(options)
            .arg("--lambda-dir")
            .arg(to)
            .current_dir(&place.root)
            .env("CARGO_TARGET_DIR", &place.target)
            .env("RUSTFLAGS", FLAGS)
            .env("PATH", tools.path()),
        &log(place, log_name),
    )
}

/// The program that fills a deployed stack with the demonstration practice.
pub fn seed(place: &Place) -> PathBuf {
    place.bootstraps().join("seed/bootstrap")
}

/// Packs each function whose binary changed, and returns the name of the release: a hash of all of them.
pub fn pack(place: &Place, tools: &Tools) -> Result<String> {
    zip(tools, place, &place.bootstraps(), &place.zips(), QUICKEST)
}

/// Of a function's zip; the one with the typesetter is the largest by far.
const LARGEST_BYTES: u64 = 30_000_000;
/// zlib's levels.
const QUICKEST: &str = "1";
const SMALLEST: &str = "9";

fn zip(tools: &Tools, place: &Place, binaries: &Path, zips: &Path, level: &str) -> Result<String> {
    fs::create_dir_all(zips).during(format_args!("making {}", zips.display()))?;
    let mut command = Command::new(tools.python());
    command.arg(place.local().join("pack.py")).arg(zips).arg(level);
    for function in Function::ALL {
        let bootstrap = binaries.join(function.name()).join("bootstrap");
        if !bootstrap.exists() {
            return Err(Failure::new(format!(
                "the function {0} has no binary: {0}.rs in functions/workflow/src/bin or functions/letters/src/bin makes it",
                function.name()
            )));
        }
        command.arg(format!("{}={}", function.name(), bootstrap.display()));
    }
    let release = shell::answer(&mut command, "")?.trim().to_owned();
    for function in Function::ALL {
        let zip = zips.join(format!("{}.zip", function.name()));
        let bytes = fs::metadata(&zip)
            .during(format_args!("looking at {}", zip.display()))?
            .len();
        if bytes > LARGEST_BYTES {
            return Err(Failure::new(format!("{} has {bytes} bytes", zip.display())));
        }
    }
    Ok(release)
}
