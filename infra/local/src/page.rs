//! The page: from the front end's crate to files that a browser may keep for ever, and one that names them.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::{During, Failure, Result};
use crate::install::{Tools, digest, log, read, write};
use crate::place::Place;
use crate::shell;
use crate::wasm::TARGET;

const PROFILE: &str = "wasm-release";
/// The programs that the page is, by the names of the front end's binaries.
pub const PROGRAMS: [&str; 2] = ["patients", "staff"];
const HASH_DIGITS: usize = 16;

/// What the compiler may have used; browsers have had all of it since 2022.
const WASM_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds `target/page`, or leaves it where nothing changed.
pub fn build(place: &Place, tools: &Tools) -> Result<()> {
    let log = log(place, "page");
    shell::quietly(
        tools
            .wasm
            .cargo(place, "build")
            .args(["--profile", PROFILE, "--package", "frontend"]),
        &log,
    )?;
    let compiled = tools.wasm.target(place).join(TARGET).join(PROFILE);
    let source = place.root.join("frontend");
    let stamp = stamp(tools, &compiled, &source)?;
    let stamp_file = place.target.join("page.stamp");
    if place.page().exists() && fs::read_to_string(&stamp_file).is_ok_and(|found| found == stamp) {
        return Ok(());
    }
    let work = place.target.join("page.work");
    empty(&work)?;
    assemble(place, tools, &compiled, &source, &work)?;
    if place.page().exists() {
        fs::remove_dir_all(place.page()).during("removing the old page")?;
    }
    fs::rename(work.join("page"), place.page()).during("putting the page in its place")?;
    write(&stamp_file, &stamp)
}

/// What the page is made of: it changes when the page would.
fn stamp(tools: &Tools, compiled: &Path, source: &Path) -> Result<String> {
    let mut parts = vec![
        tools.wasm_bindgen().display().to_string(),
        tools.node_modules().display().to_string(),
        digest(include_bytes!("page.rs"), 64),
    ];
    let programs = PROGRAMS.map(|program| compiled.join(program).with_extension("wasm"));
    let sources = ["index.html", "start.js", "style.css"].map(|name| source.join(name));
    for path in programs.iter().chain(&sources) {
        let content = fs::read(path).during(format_args!("reading {}", path.display()))?;
        parts.push(digest(&content, 64));
    }
    Ok(parts.join("\n"))
}

fn assemble(place: &Place, tools: &Tools, compiled: &Path, source: &Path, work: &Path) -> Result<()> {
    let log = log(place, "page");
    let page = work.join("page");
    empty(&page)?;

    let mut names = Vec::new();
    for program in PROGRAMS {
        let code = format!("{program}.wasm");
        shell::quietly(
            Command::new(tools.wasm_bindgen())
                .args(["--target", "web", "--no-typescript", "--omit-default-module-path"])
                .args(["--out-name", program, "--out-dir"])
                .arg(work)
                .arg(compiled.join(&code)),
            &log,
        )?;
        shell::quietly(
            Command::new(tools.npm("wasm-opt"))
                .arg("-Oz")
                .args(WASM_FEATURES)
                .arg(work.join(format!("{program}_bg.wasm")))
                .arg("-o")
                .arg(work.join(&code)),
            &log,
        )?;
        let small = fs::read(work.join(&code)).during("reading the smaller WASM")?;
        names.push((code, keep(&page, program, "wasm", &small)?));
        let script = format!("{program}.js");
        let small = esbuild(tools, work, &script)?;
        names.push((script, keep(&page, program, "js", &small)?));
    }
    write(&work.join("start.js"), &fill(&source.join("start.js"), &names)?)?;
    write(&work.join("style.css"), &read(&source.join("style.css"))?)?;
    let script = keep(&page, "start", "js", &esbuild(tools, work, "start.js")?)?;
    let style = keep(&page, "style", "css", &esbuild(tools, work, "style.css")?)?;
    let names = [("start.js".to_owned(), script), ("style.css".to_owned(), style)];
    write(&page.join("index.html"), &fill(&source.join("index.html"), &names)?)?;
    shell::quietly(
        Command::new("node").arg(place.local().join("compress.mjs")).arg(&page),
        &log,
    )
}

/// The file with each `{{name}}` replaced by the name under which that file is kept.
fn fill(template: &Path, names: &[(String, String)]) -> Result<String> {
    let mut filled = read(template)?;
    for (name, kept) in names {
        let placeholder = format!("{{{{{name}}}}}");
        if !filled.contains(&placeholder) {
            return Err(Failure::new(format!(
                "{} doesn't use {placeholder}",
                template.display()
            )));
        }
        filled = filled.replace(&placeholder, kept);
    }
    Ok(filled)
}

/// One file of `work`, without what only people read.
fn esbuild(tools: &Tools, work: &Path, name: &str) -> Result<Vec<u8>> {
    let output = work.join("esbuild.out");
    shell::answer(
        Command::new(tools.npm("esbuild"))
            .arg(name)
            .args([
                "--bundle",
                "--format=esm",
                "--minify",
                "--target=es2022",
                "--log-level=warning",
            ])
            .arg(format!("--outfile={}", output.display()))
            .current_dir(work),
        "",
    )?;
    fs::read(&output).during(format_args!("reading {}", output.display()))
}

/// Writes a file under a name that changes with its content, and returns the name.
fn keep(page: &Path, name: &str, extension: &str, content: &[u8]) -> Result<String> {
    let name = format!("{name}-{}.{extension}", digest(content, HASH_DIGITS));
    fs::write(page.join(&name), content).during(format_args!("writing {name}"))?;
    Ok(name)
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).during(format_args!("removing {}", folder.display()))?;
    }
    fs::create_dir_all(folder).during(format_args!("making {}", folder.display()))
}
