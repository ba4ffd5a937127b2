//! What is installed outside the source tree, each part once for its pins.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use sha2::{Digest, Sha256};

use crate::failure::{During, Failure, Result};
use crate::inputs;
use crate::place::Place;
use crate::progress::Progress;
use crate::shell;
use crate::wasm;

/// Where the installed things are.
pub struct Tools {
    venv: PathBuf,
    npm: PathBuf,
    bindgen: PathBuf,
    pub inputs: PathBuf,
    pub wasm: wasm::Toolchain,
}

impl Tools {
    pub fn python(&self) -> PathBuf {
        self.venv.join("bin/python")
    }

    pub fn venv(&self, program: &str) -> PathBuf {
        self.venv.join("bin").join(program)
    }

    /// The search path with the environment's programs first: cargo-lambda finds its linker there.
    pub fn path(&self) -> String {
        format!(
            "{}:{}",
            self.venv.join("bin").display(),
            env::var_os("PATH").unwrap_or_default().display()
        )
    }

    pub fn npm(&self, program: &str) -> PathBuf {
        self.npm.join("node_modules/.bin").join(program)
    }

    pub fn node_modules(&self) -> PathBuf {
        self.npm.join("node_modules")
    }

    pub fn wasm_bindgen(&self) -> PathBuf {
        self.bindgen.join("bin/wasm-bindgen")
    }
}

/// A program that comes from the system, and the Debian package that has it.
struct SystemProgram {
    name: &'static str,
    check: &'static [&'static str],
    package: &'static str,
}

const TO_RUN: [SystemProgram; 2] = [
    SystemProgram {
        name: "cc",
        check: &["--version"],
        package: "build-essential",
    },
    SystemProgram {
        name: "python3",
        check: &["-c", "import ensurepip, venv"],
        package: "python3-venv",
    },
];

const TO_TEST: [SystemProgram; 4] = [
    SystemProgram {
        name: "chromium",
        check: &["--version"],
        package: "chromium",
    },
    SystemProgram {
        name: "7z",
        check: &["i"],
        package: "p7zip-full",
    },
    SystemProgram {
        name: "qpdf",
        check: &["--version"],
        package: "qpdf",
    },
    SystemProgram {
        name: "pdfinfo",
        check: &["-v"],
        package: "poppler-utils",
    },
];

/// What LocalStack's DynamoDB runs on: Java 17 or newer, which an older one does not have this module of.
const FOR_DYNAMODB: [SystemProgram; 1] = [SystemProgram {
    name: "java",
    check: &["--describe-module", "jdk.random"],
    package: "openjdk-17-jre-headless",
}];

/// Installs what is missing to build and run.
pub fn install(place: &Place, progress: &mut Progress) -> Result<Tools> {
    progress.step("system packages", || system(place, &TO_RUN))?;
    thread::scope(|scope| {
        // A compile of minutes, begun first and awaited last.
        let building = scope.spawn(|| bindgen(place));
        let venv = progress.step("Python packages", || {
            python(place, "python", &place.local().join("requirements.txt"))
        })?;
        let npm = progress.step("npm packages", || npm(place, "npm", &place.local()))?;
        let inputs = progress.step("sample records", || inputs::fetch(place, &venv.join("bin/python")))?;
        let wasm = progress.step("the WASM target", || wasm::Toolchain::install(place))?;
        let bindgen = progress.step("wasm-bindgen", || {
            building
                .join()
                .unwrap_or_else(|_| Err(Failure::new("the build of wasm-bindgen panicked")))
        })?;
        Ok(Tools {
            venv,
            npm,
            bindgen,
            inputs,
            wasm,
        })
    })
}

/// Installs what only the tests need besides.
pub fn for_tests(place: &Place) -> Result<()> {
    system(place, &TO_TEST)
}

/// Installs the Python packages that read letters back.
pub fn for_letters(place: &Place) -> Result<PathBuf> {
    python(place, "letters", &place.local().join("requirements-letters.txt"))
}

/// Installs the Java that LocalStack's DynamoDB runs on.
pub fn java(place: &Place) -> Result<()> {
    system(place, &FOR_DYNAMODB)
}

fn system(place: &Place, programs: &[SystemProgram]) -> Result<()> {
    let missing: Vec<&str> = programs
        .iter()
        .filter(|program| !shell::works(program.name, program.check))
        .map(|program| program.package)
        .collect();
    if !missing.is_empty() {
        apt(place, &missing)?;
    }
    for (program, needed) in [("node", "Node 20 or newer"), ("npm", "npm"), ("git", "git")] {
        if !shell::works(program, &["--version"]) {
            return Err(Failure::new(format!("{program} is missing: install {needed}")));
        }
    }
    Ok(())
}

/// Installs Debian packages, or names them where that is not ours to do.
pub fn apt(place: &Place, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    let is_root = shell::answer(Command::new("id").arg("-u"), "").is_ok_and(|id| id.trim() == "0");
    if !is_root || !shell::works("apt-get", &["--version"]) {
        return Err(Failure::new(format!(
            "packages are missing; as root: apt-get install {list}"
        )));
    }
    let log = log(place, "apt");
    let apt = |arguments: &[&str]| {
        shell::quietly(
            Command::new("apt-get")
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive"),
            &log,
        )
    };
    apt(&["update", "--quiet"])?;
    let mut install = vec!["install", "--quiet", "--yes", "--no-install-recommends"];
    install.extend(packages);
    apt(&install)
}

/// A virtual environment with what a file of pins names.
pub fn python(place: &Place, name: &str, requirements: &Path) -> Result<PathBuf> {
    let pins = read(requirements)?;
    once(place, name, &pins, |folder| {
        fill_venv(place, Path::new("python3"), folder, requirements, name)
    })
}

/// Makes a virtual environment of a Python, with what a file of pins names.
pub fn fill_venv(place: &Place, python: &Path, folder: &Path, requirements: &Path, log_name: &str) -> Result<()> {
    let log = log(place, log_name);
    shell::quietly(Command::new(python).args(["-m", "venv"]).arg(folder), &log)?;
    shell::quietly(
        Command::new(folder.join("bin/python"))
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--requirement",
            ])
            .arg(requirements),
        &log,
    )
}

/// The modules that a folder's `package.json` and its lock name.
pub fn npm(place: &Place, name: &str, pins: &Path) -> Result<PathBuf> {
    let package = read(&pins.join("package.json"))?;
    let lock = read(&pins.join("package-lock.json"))?;
    once(place, name, &format!("{package}{lock}"), |folder| {
        write(&folder.join("package.json"), &package)?;
        write(&folder.join("package-lock.json"), &lock)?;
        shell::quietly(
            Command::new("npm")
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .current_dir(folder),
            &log(place, name),
        )
    })
}

/// The tool must be of exactly the version that the front end is locked to.
fn bindgen(place: &Place) -> Result<PathBuf> {
    let lock = read(&place.root.join("Cargo.lock"))?;
    let version = locked_version(&lock, "wasm-bindgen")
        .ok_or_else(|| Failure::new("Cargo.lock has no wasm-bindgen: does the front end still depend on it?"))?;
    once(place, "wasm-bindgen", version, |folder| {
        let build = folder.join("build");
        shell::quietly(
            Command::new("cargo")
                .args(["install", "wasm-bindgen-cli", "--version", version, "--root"])
                .arg(folder)
                .current_dir(folder)
                .env("CARGO_TARGET_DIR", &build)
                // It runs for a second a build: a short compile is worth more than a fast tool.
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
            &log(place, "wasm-bindgen"),
        )?;
        fs::remove_dir_all(&build).during(format_args!("removing {}", build.display()))
    })
}

fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// A folder that `work` fills once for these pins. One that was left half filled is made anew.
pub fn once(place: &Place, name: &str, pins: &str, work: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    fs::create_dir_all(&place.cache).during(format_args!("making {}", place.cache.display()))?;
    let lock_path = place.cache.join(format!("{name}.lock"));
    let lock = File::create(&lock_path).during(format_args!("making {}", lock_path.display()))?;
    lock.lock()
        .during(format_args!("waiting for {}", lock_path.display()))?;
    let folder = place.cache.join(format!("{name}-{}", digest(pins.as_bytes(), 12)));
    let complete = folder.join(".complete");
    if complete.exists() {
        return Ok(folder);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).during(format_args!("removing {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).during(format_args!("making {}", folder.display()))?;
    work(&folder)?;
    write(&complete, pins)?;
    Ok(folder)
}

pub fn log(place: &Place, name: &str) -> PathBuf {
    place.cache.join("log").join(format!("{name}.log"))
}

/// The first digits of a SHA-256.
pub fn digest(bytes: &[u8], digits: usize) -> String {
    let mut hex: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    hex.truncate(digits);
    hex
}

pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).during(format_args!("reading {}", path.display()))
}

pub fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).during(format_args!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.118\"\n";

    #[test]
    fn the_locked_version_is_that_of_the_very_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.118"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }

    #[test]
    fn a_half_filled_folder_is_filled_again_and_a_full_one_left_alone() {
        let cache = env::temp_dir().join(format!("desk-once-{}", std::process::id()));
        let place = Place {
            root: cache.clone(),
            target: cache.clone(),
            cache: cache.clone(),
        };
        let half = once(&place, "thing", "1", |folder| {
            write(&folder.join("rest"), "")?;
            Err(Failure::new("interrupted"))
        });
        assert!(half.is_err());

        let folder = once(&place, "thing", "1", |folder| write(&folder.join("whole"), "")).expect("it can be filled");
        let again = once(&place, "thing", "1", |_| Err(Failure::new("not again"))).expect("it is full");

        assert_eq!(folder, again);
        assert!(folder.join("whole").exists() && !folder.join("rest").exists());
        fs::remove_dir_all(&cache).expect("the folder is ours");
    }
}
