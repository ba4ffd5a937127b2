//! `up` and `down`: from a checkout to an address in a browser, and back.

use std::env;
use std::process::Command;

use crate::build;
use crate::failure::{During, Failure, Result};
use crate::install::{self, Tools};
use crate::instance::{Instance, Running};
use crate::page;
use crate::place::Place;
use crate::process::{Process, wait};
use crate::progress::{Progress, seconds};
use crate::shell;
use crate::stack::{self, MEMBERS, PASSWORD, Ports};

const PORTS: Ports = Ports {
    gateway: 4566,
    page: 8080,
};

/// What `up` does with the data of the last time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    Kept,
    Wiped,
}

pub fn up(place: &Place, data: Data) -> Result<()> {
    let mut progress = Progress::default();
    let tools = install::install(place, &mut progress)?;
    progress.step("functions", || build::functions(place, &tools))?;
    let release = progress.step("packing", || build::pack(place, &tools))?;
    progress.step("page", || page::build(place, &tools))?;
    let mut running = progress.step("local AWS", || start(place, &tools, data))?;
    let instance = instance(place)?;
    progress.step("deploying", || {
        stack::deploy(place, &tools, &instance, &mut running, &release)
    })?;
    progress.step("seeding", || {
        let members = stack::members(place, &tools, &running)?;
        stack::seed(place, &tools, &instance, &running, &members)
    })?;
    progress.step("serving", || serve(place, &instance, &mut running))?;
    greet(&progress, &running);
    Ok(())
}

pub fn down(place: &Place) -> Result<()> {
    let instance = instance(place)?;
    match instance.running()? {
        Some(running) if running.aws.is_alive() || running.page.as_ref().is_some_and(Process::is_alive) => {
            stack::stop(&instance, &running)?;
            eprintln!("stopped; the data stays in {}", instance.folder().display());
        }
        _ => eprintln!("nothing runs"),
    }
    Ok(())
}

/// The deployment of `up`, one for each machine and user.
pub fn instance(place: &Place) -> Result<Instance> {
    Instance::open(place.cache.join("state/up"))
}

/// What `up` runs now.
pub fn running(place: &Place) -> Result<Running> {
    instance(place)?
        .running()?
        .filter(|running| running.aws.is_alive())
        .ok_or_else(|| Failure::new("nothing runs: cargo desk up"))
}

fn start(place: &Place, tools: &Tools, data: Data) -> Result<Running> {
    let kept = instance(place)?;
    let earlier = kept.running()?;
    if let Some(running) = &earlier {
        if data == Data::Kept && running.aws.is_alive() && stack::is_ready(running.gateway_port) {
            return Ok(running.clone());
        }
        stack::stop(&kept, running)?;
    }
    if data == Data::Wiped {
        kept.remove()?;
        return stack::start(place, tools, &instance(place)?, PORTS);
    }
    // The ports of the last time, so that bookmarks and links in mail stay good.
    let wanted = earlier.map_or(PORTS, |running| Ports {
        gateway: running.gateway_port,
        page: running.page_port,
    });
    stack::start(place, tools, &kept, wanted)
}

/// Starts the origin server of an instance, in the place of one that runs.
pub fn serve(place: &Place, instance: &Instance, running: &mut Running) -> Result<()> {
    if let Some(page) = &running.page {
        page.stop()?;
    }
    let program = env::current_exe().during("finding this program")?;
    let log = instance.file("page.log");
    let page = Process::start(
        Command::new(program)
            .arg("serve")
            .args(["--port", &running.page_port.to_string()])
            .args(["--gateway-port", &running.gateway_port.to_string()])
            .args(["--api", &running.outputs()?.api_id])
            .arg("--page")
            .arg(place.page()),
        &log,
    )?;
    running.page = Some(page.clone());
    instance.note(running)?;
    let port = running.page_port;
    wait(|| !page.is_alive() || crate::mail::get(port, "/").is_ok());
    if page.is_alive() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "the page is not served; {}:\n{}",
        log.display(),
        shell::tail(&log)
    )))
}

fn greet(progress: &Progress, running: &Running) {
    println!("\n{}", progress.table());
    println!("\nAccess Desk is ready after {}.\n", seconds(progress.total()));
    println!("  patients   {}/", running.page_origin());
    println!("  staff      {}/staff", running.page_origin());
    println!("  sign in as {}", MEMBERS.join("\n             "));
    println!("  password   {PASSWORD}");
    println!("  local AWS  {} (access key and secret: test)", running.gateway());
    println!("\n  cargo desk mail   shows what would have been e-mailed");
    println!("  cargo desk down   stops it; the data stays");
}
