//! `env`: what the integration and browser tests are given, for running one of them against the deployment of
//! `up`: `eval "$(cargo desk env)"; cargo test -p tests NAME`.

use std::collections::BTreeMap;

use crate::failure::Result;
use crate::install::{self, Tools};
use crate::place::Place;
use crate::progress::Progress;
use crate::stack;
use crate::up;

pub fn print(place: &Place) -> Result<()> {
    let running = up::running(place)?;
    let tools = install::install(place, &mut Progress::default())?;
    let members = stack::members(place, &tools, &running)?;
    let environment = stack::environment(&tools, &up::instance(place)?, &running, &members)?;
    for (name, value) in environment.into_iter().chain(browser(&tools)) {
        println!("export {name}='{}'", value.replace('\'', "'\\''"));
    }
    Ok(())
}

/// What the browser tests need besides.
pub fn browser(tools: &Tools) -> BTreeMap<&'static str, String> {
    let modules = tools.node_modules();
    let module = |path: &str| modules.join(path).display().to_string();
    BTreeMap::from([
        ("CHROMIUM", "/usr/bin/chromium".to_owned()),
        ("NODE_PATH", modules.display().to_string()),
        ("PLAYWRIGHT", module("playwright-core/index.mjs")),
        ("AXE", module("axe-core/axe.min.js")),
        ("ESBUILD", module("esbuild/lib/main.js")),
        (
            "SCREEN_READER",
            module("@guidepup/virtual-screen-reader/lib/esm/index.browser.js"),
        ),
    ])
}
