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
    let compiled = tools
        .wasm
        .target(place)
        .join(TARGET)
        .join(PROFILE)
        .join("frontend.wasm");
    let code = fs::read(&compiled).during(format_args!("reading {}", compiled.display()))?;
    let index = read(&place.root.join("frontend/index.html"))?;
    let style = read(&place.root.join("frontend/style.css"))?;
    let stamp = stamp(tools, &code, &index, &style);
    let stamp_file = place.target.join("page.stamp");
    if place.page().exists() && fs::read_to_string(&stamp_file).is_ok_and(|found| found == stamp) {
        return Ok(());
    }
    let work = place.target.join("page.work");
    empty(&work)?;
    assemble(place, tools, &compiled, &index, &style, &work)?;
    if place.page().exists() {
        fs::remove_dir_all(place.page()).during("removing the old page")?;
    }
    fs::rename(work.join("page"), place.page()).during("putting the page in its place")?;
    write(&stamp_file, &stamp)
}

fn stamp(tools: &Tools, code: &[u8], index: &str, style: &str) -> String {
    let parts = [
        digest(code, 64),
        digest(index.as_bytes(), 64),
        digest(style.as_bytes(), 64),
        tools.wasm_bindgen().display().to_string(),
        tools.node_modules().display().to_string(),
        digest(include_bytes!("page.rs"), 64),
    ];
    parts.join("\n")
}

fn assemble(place: &Place, tools: &Tools, compiled: &Path, index: &str, style: &str, work: &Path) -> Result<()> {
    let log = log(place, "page");
    let page = work.join("page");
    empty(&page)?;

    shell::quietly(
        Command::new(tools.wasm_bindgen())
            .args([
                "--target",
                "web",
                "--no-typescript",
                "--omit-default-module-path",
                "--out-name",
                "app",
            ])
            .arg("--out-dir")
            .arg(work)
            .arg(compiled),
        &log,
    )?;
    let small = work.join("small.wasm");
    shell::quietly(
        Command::new(tools.npm("wasm-opt"))
            .arg("-Oz")
            .args(WASM_FEATURES)
            .arg(work.join("app_bg.wasm"))
            .arg("-o")
            .arg(&small),
        &log,
    )?;
    let wasm_name = keep(
        &page,
        "app",
        "wasm",
        &fs::read(&small).during("reading the smaller WASM")?,
    )?;

    // The policy of the page allows no script inside it, so starting the program is a script of its own.
    let start = format!(
        "import start from './app.js';\nstart({{ module_or_path: new URL('./{wasm_name}', import.meta.url) }});\n"
    );
    write(&work.join("start.js"), &start)?;
    let script = esbuild(tools, work, &["start.js", "--bundle", "--format=esm"])?;
    let script_name = keep(&page, "app", "js", &script)?;
    write(&work.join("style.css"), style)?;
    let sheet = esbuild(tools, work, &["style.css"])?;
    let style_name = keep(&page, "style", "css", &sheet)?;

    let mut filled = index.to_owned();
    for (placeholder, name) in [
        ("{{script}}", &script_name),
        ("{{wasm}}", &wasm_name),
        ("{{style}}", &style_name),
    ] {
        if !filled.contains(placeholder) {
            return Err(Failure::new(format!("frontend/index.html doesn't use {placeholder}")));
        }
        filled = filled.replace(placeholder, name);
    }
    write(&page.join("index.html"), &filled)?;
    shell::quietly(
        Command::new("node").arg(place.local().join("compress.mjs")).arg(&page),
        &log,
    )
}

fn esbuild(tools: &Tools, work: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = work.join("esbuild.out");
    shell::answer(
        Command::new(tools.npm("esbuild"))
            .args(arguments)
            .args(["--minify", "--target=es2022", "--log-level=warning"])
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
