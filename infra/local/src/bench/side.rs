//! What is measured against what: the functions as they ship, and handlers that do the same work in Node and Python.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use domain::route::Function;

use crate::failure::{During, Result};
use crate::install::{self, Tools};
use crate::place::Place;
use crate::runtime_api::Program;
use crate::shell;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Rust,
    Node,
    Python,
}

impl Side {
    /// The order in which they take turns.
    pub const ALL: [Self; 3] = [Self::Rust, Self::Node, Self::Python];

    pub fn name(self) -> &'static str {
        match self {
            Self::Rust => "Rust",
            Self::Node => "Node",
            Self::Python => "Python",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    Submit,
    Worklist,
    Release,
    Claim,
}

impl Endpoint {
    pub const ALL: [Self; 4] = [Self::Submit, Self::Worklist, Self::Release, Self::Claim];

    /// The name of its handler's file, too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Worklist => "worklist",
            Self::Release => "release",
            Self::Claim => "claim",
        }
    }

    pub fn function(self) -> Function {
        match self {
            Self::Submit => Function::SubmitRequest,
            Self::Worklist => Function::QueryRequests,
            Self::Release => Function::FulfilRequest,
            Self::Claim => Function::DeliverRecords,
        }
    }
}

/// The programs of every side, built.
pub struct Programs {
    shipped: PathBuf,
    shipped_zips: PathBuf,
    node: PathBuf,
    python: PathBuf,
    folder: PathBuf,
}

impl Programs {
    /// Installs what the peers need, and bundles and compiles their handlers as one would for Lambda.
    pub fn build(place: &Place, tools: &Tools) -> Result<Self> {
        let source = place.local().join("bench");
        let folder = place.target.join("bench");
        let modules = install::npm(place, "bench-npm", &source.join("node"))?;
        let venv = install::python(place, "bench-python", &source.join("python/requirements.txt"))?;
        if folder.exists() {
            fs::remove_dir_all(&folder).during(format_args!("removing {}", folder.display()))?;
        }
        let programs = Self {
            shipped: place.shipped(),
            shipped_zips: place.shipped_zips(),
            node: shell::answer(Command::new("node").args(["--print", "process.execPath"]), "")?
                .trim()
                .into(),
            python: venv.join("bin/python"),
            folder,
        };
        for endpoint in Endpoint::ALL {
            let handler = source.join("node").join(endpoint.name()).with_extension("mjs");
            bundle(
                place,
                tools,
                &modules,
                &handler,
                &programs.handler(Side::Node, endpoint),
            )?;
        }
        compile(
            &programs.python,
            &source.join("python"),
            &programs.folder.join("python"),
        )?;
        for endpoint in Endpoint::ALL {
            programs.pack(tools, Side::Node, endpoint)?;
        }
        // One zip for all: each handler is a few lines over what they share.
        programs.pack(tools, Side::Python, Endpoint::Submit)?;
        Ok(programs)
    }

    pub fn program(&self, side: Side, endpoint: Endpoint) -> Program {
        match side {
            Side::Rust => self.function(endpoint.function()),
            // Without the flags for the heap that Lambda gives it: any flag of V8 makes Node's own code cache useless,
            // and its start a tenth dearer.
            Side::Node => Program {
                file: self.node.clone(),
                words: vec![self.handler(side, endpoint)],
            },
            Side::Python => Program {
                file: self.python.clone(),
                words: vec![self.handler(side, endpoint)],
            },
        }
    }

    /// Any of the functions as it ships.
    pub fn function(&self, function: Function) -> Program {
        Program::of(self.shipped.join(function.name()).join("bootstrap"))
    }

    /// What is uploaded to Lambda.
    pub fn zip(&self, side: Side, endpoint: Endpoint) -> PathBuf {
        match side {
            Side::Rust => self.shipped_zips.join(format!("{}.zip", endpoint.function().name())),
            Side::Node => self.folder.join("node").join(endpoint.name()).with_extension("zip"),
            Side::Python => self.folder.join("python.zip"),
        }
    }

    fn handler(&self, side: Side, endpoint: Endpoint) -> PathBuf {
        match side {
            Side::Rust => self.function(endpoint.function()).file,
            Side::Node => self.folder.join("node").join(endpoint.name()).join("index.cjs"),
            Side::Python => self.folder.join("python").join(endpoint.name()).with_extension("py"),
        }
    }

    fn pack(&self, tools: &Tools, side: Side, endpoint: Endpoint) -> Result<()> {
        let handler = self.handler(side, endpoint);
        let folder = handler.parent().unwrap_or(&handler);
        let mut command = Command::new(tools.python());
        command
            .args(["-m", "zipfile", "-c"])
            .arg(self.zip(side, endpoint))
            .args(files(folder)?);
        shell::answer(&mut command, "").map(|_| ())
    }
}

/// One minified file for each handler, without what it does not use.
fn bundle(place: &Place, tools: &Tools, modules: &Path, handler: &Path, to: &Path) -> Result<()> {
    shell::quietly(
        Command::new(tools.npm("esbuild"))
            .arg(handler)
            .args([
                "--bundle",
                "--minify",
                "--platform=node",
                "--target=node20",
                "--format=cjs",
            ])
            // Node's own preference, the CommonJS build, can't be shaken.
            .arg("--main-fields=module,main")
            .arg(format!("--outfile={}", to.display()))
            .env("NODE_PATH", modules.join("node_modules")),
        &install::log(place, "bench"),
    )
}

/// Copies the handlers and compiles them, as Lambda's own runtime finds its modules.
fn compile(python: &Path, from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).during(format_args!("making {}", to.display()))?;
    for path in files(from)? {
        if let (Some("py"), Some(name)) = (path.extension().and_then(|ending| ending.to_str()), path.file_name()) {
            fs::copy(&path, to.join(name)).during(format_args!("copying {}", path.display()))?;
        }
    }
    shell::answer(Command::new(python).args(["-m", "compileall", "-q"]).arg(to), "").map(|_| ())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).during(format_args!("listing {}", folder.display()))? {
        let path = entry.during(format_args!("listing {}", folder.display()))?.path();
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
