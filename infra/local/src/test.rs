//! `test`: everything that must hold before a change lands.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};

use crate::build;
use crate::check;
use crate::conformance;
use crate::failure::{During, Failure, Result};
use crate::install::{self, Tools};
use crate::instance::{Instance, Running};
use crate::localstack;
use crate::page;
use crate::place::Place;
use crate::progress::Progress;
use crate::shell;
use crate::stack::{self, Member, Ports};
use crate::up;
use crate::variables;

const AFTER_BUILDING: [&str; 8] = [
    "local AWS",
    "deploying",
    "seeding",
    "browser tests",
    "integration tests",
    DOCUMENT,
    PERMISSIONS,
    LOGS,
];
const DOCUMENT: &str = "the API as its document says";
/// What is looked at when everything has run.
const PERMISSIONS: &str = "permissions used";
const LOGS: &str = "nobody in the logs";
/// Any free ones: the deployment of `up` may be running.
const PORTS: Ports = Ports { gateway: 0, page: 0 };

pub fn test(place: &Place) -> Result<()> {
    let mut progress = Progress::default();
    let installed = install::install(place, &mut progress);
    let ready = installed.and_then(|tools| {
        progress.step("packages for the tests", || {
            install::for_tests(place)?;
            conformance::install(place)?;
            install::for_letters(place)
        })?;
        Ok(tools)
    });
    let tools = match ready {
        Ok(tools) => tools,
        Err(failure) => {
            eprintln!("{failure}");
            return progress.finish();
        }
    };
    let functions = progress.attempt("functions", || {
        build::functions(place, &tools)?;
        build::pack(place, &tools)
    });
    let page = progress.attempt("page", || page::build(place, &tools));
    let meanwhile = Meanwhile::start(place)?;
    let deployed = match (functions, page) {
        (Some(release), Some(())) => on_own_aws(place, &tools, &mut progress, &release),
        _ => {
            AFTER_BUILDING.into_iter().for_each(|step| progress.not_run(step));
            Ok(())
        }
    };
    progress.attempt("what needs no deployment", || meanwhile.finish());
    deployed?;
    progress.finish()
}

/// What must hold without a deployment, in a process of its own, which gives way to the tests on one: those wait for most
/// of their time.
struct Meanwhile {
    child: Child,
    log: PathBuf,
}

/// A quarter of a processor for it where the others want all of it.
const NICENESS: &str = "5";

impl Meanwhile {
    fn start(place: &Place) -> Result<Self> {
        let program = env::current_exe().during("finding cargo desk itself")?;
        let log = place.target.join("undeployed.log");
        let out = File::create(&log).during(format_args!("making {}", log.display()))?;
        let errors = out.try_clone().during("sharing the log")?;
        let child = Command::new("nice")
            .args(["-n", NICENESS])
            .arg(program)
            .arg("undeployed")
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(errors)
            .spawn()
            .during("starting what needs no deployment")?;
        Ok(Self { child, log })
    }

    /// Waits for it, and shows what it said.
    fn finish(mut self) -> Result<()> {
        let status = self.child.wait().during("waiting for what needs no deployment")?;
        let said = fs::read(&self.log).during(format_args!("reading {}", self.log.display()))?;
        println!("{}", String::from_utf8_lossy(&said));
        if status.success() {
            Ok(())
        } else {
            Err(Failure::new(format!("what needs no deployment ended with {status}")))
        }
    }
}

/// What needs no deployment: the checks, every state of a request, letters as PDF, LocalStack.
pub fn undeployed(place: &Place) -> Result<()> {
    let mut progress = Progress::default();
    let tools = install::install(place, &mut progress)?;
    check::steps(place, &tools, &mut progress);
    progress.attempt("letters as PDF", || letters(place));
    match localstack::python() {
        Some(python) => {
            progress.attempt("LocalStack", || on_localstack(place, &python));
        }
        None => eprintln!(
            "\n!!! NO PYTHON 3.13 ON THIS MACHINE: THE TESTS ON LOCALSTACK ARE LEFT OUT.\n\
             !!! Install it (pyenv install 3.13) to run them.\n"
        ),
    }
    progress.attempt("scenarios, and every state of a request", || check::every_state(place));
    progress.finish()
}

/// Deploys to a local AWS of its own, which is removed afterwards unless something failed.
fn on_own_aws(place: &Place, tools: &Tools, progress: &mut Progress, release: &str) -> Result<()> {
    let folder = env::temp_dir().join(format!("access-desk-test-{}", process::id()));
    let instance = Instance::open(folder)?;
    let prepared = prepare(place, tools, &instance, progress, release);
    if let Some((running, members)) = prepared {
        // In the browser first, while the lists hold what is seeded and no more.
        progress.attempt("browser tests", || browser(place, tools, &instance, &running, &members));
        progress.attempt("integration tests", || {
            integration(place, tools, &instance, &running, &members)
        });
        // After the others, since it leaves hundreds of requests behind.
        progress.attempt(DOCUMENT, || {
            let variables = stack::environment(tools, &instance, &running, &members)?;
            conformance::check(place, &instance, &running, &variables)
        });
        for (step, name) in [(PERMISSIONS, "permission"), (LOGS, "log")] {
            progress.attempt(step, || {
                afterwards(place, &stack::environment(tools, &instance, &running, &members)?, name)
            });
        }
    } else {
        for step in ["browser tests", "integration tests", DOCUMENT, PERMISSIONS, LOGS] {
            progress.not_run(step);
        }
    }
    if let Some(running) = instance.running()? {
        stack::stop(&instance, &running)?;
    }
    if progress.all_passed() {
        return instance.remove();
    }
    eprintln!("kept for a look: {}", instance.folder().display());
    Ok(())
}

/// Runs some work with what the tests are given, on a fresh local AWS that is removed afterwards.
pub fn on_fresh_aws<T>(
    place: &Place,
    tools: &Tools,
    progress: &mut Progress,
    release: &str,
    work: impl FnOnce(&BTreeMap<&'static str, String>) -> Result<T>,
) -> Result<T> {
    let folder = env::temp_dir().join(format!("access-desk-figures-{}", process::id()));
    let instance = Instance::open(folder)?;
    let result = match prepare(place, tools, &instance, progress, release) {
        Some((running, members)) => {
            let variables = stack::environment(tools, &instance, &running, &members)?;
            progress.step("measuring", || work(&variables))
        }
        None => Err(Failure::new("the local AWS did not start")),
    };
    if let Some(running) = instance.running()? {
        stack::stop(&instance, &running)?;
    }
    instance.remove()?;
    result
}

fn prepare(
    place: &Place,
    tools: &Tools,
    instance: &Instance,
    progress: &mut Progress,
    release: &str,
) -> Option<(Running, Vec<Member>)> {
    let mut running = progress.attempt("local AWS", || stack::start(place, tools, instance, PORTS))?;
    progress.attempt("deploying", || {
        stack::deploy(place, tools, instance, &mut running, release)?;
        up::serve(place, instance, &mut running)
    })?;
    let members = progress.attempt("seeding", || {
        let members = stack::members(place, tools, &running)?;
        stack::seed(place, tools, instance, &running, &members)?;
        Ok(members)
    })?;
    Some((running, members))
}

fn integration(place: &Place, tools: &Tools, instance: &Instance, running: &Running, members: &[Member]) -> Result<()> {
    // With what each test counted: points, cells, changes.
    let arguments = ["test", "--package", "tests", "--test", "line", "--", "--show-output"];
    shell::openly(check::cargo(place, &arguments).envs(stack::environment(tools, instance, running, members)?))
}

/// What everything that ran before left behind.
fn afterwards(place: &Place, variables: &BTreeMap<&'static str, String>, name: &str) -> Result<()> {
    let arguments = [
        "test",
        "--package",
        "tests",
        "--test",
        "afterwards",
        "--",
        "--nocapture",
        name,
    ];
    shell::openly(check::cargo(place, &arguments).envs(variables))
}

/// Every letter as PDF, read back by other code than what made it.
fn letters(place: &Place) -> Result<()> {
    let arguments = ["test", "--package", "tests", "--test", "letters"];
    let python = install::for_letters(place)?.join("bin/python");
    shell::openly(check::cargo(place, &arguments).env("PIKEPDF", python))
}

/// The tests of files, links and rows on LocalStack.
fn on_localstack(place: &Place, python: &Path) -> Result<()> {
    let installed = localstack::install(place, python)?;
    let instance = Instance::open(env::temp_dir().join(format!("access-desk-localstack-{}", process::id())))?;
    let stack = localstack::start(&installed, instance.folder())?;
    let mut arguments = vec!["test", "--package", "tests", "--test", "localstack"];
    if !stack.has_dynamodb() {
        arguments.extend(["--", "--skip", "contract::", "--skip", "what_the_table_deletes"]);
    }
    let tested = shell::openly(
        check::cargo(place, &arguments)
            .env("LOCALSTACK", &stack.endpoint)
            .env("LOCALSTACK_SERVICES", stack.services),
    );
    stack.stop()?;
    tested?;
    instance.remove()
}

fn browser(place: &Place, tools: &Tools, instance: &Instance, running: &Running, members: &[Member]) -> Result<()> {
    let script = place.root.join("tests/browser/run.mjs");
    if !script.exists() {
        return Err(Failure::new("tests/browser/run.mjs is missing"));
    }
    shell::openly(
        Command::new("node")
            .arg(script)
            .current_dir(&place.root)
            .envs(stack::environment(tools, instance, running, members)?)
            .envs(variables::browser(tools)),
    )
}
