//! The page: from the front end's crate to files that a browser may keep for ever, and one that names them.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::failure::{During, Failure, Result};
use crate::install::{Tools, digest, log, read, write};
use crate::openapi;
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

/// Code of fewer kinds of branches, made small twice; functions of one name side by side compress better.
const SMALLER: [&str; 6] = [
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--reorder-functions-by-name",
    "--minify-imports-and-exports-and-modules",
];
/// What the last of these calls the one module that is imported.
const SHORT_MODULE: &str = "a";

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
    let stamp = stamp(place, tools, &compiled, &source)?;
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
fn stamp(place: &Place, tools: &Tools, compiled: &Path, source: &Path) -> Result<String> {
    let mut parts = vec![
        tools.wasm_bindgen().display().to_string(),
        tools.node_modules().display().to_string(),
        digest(include_bytes!("page.rs"), 64),
    ];
    let programs = PROGRAMS.map(|program| compiled.join(program).with_extension("wasm"));
    let sources = ["index.html", "start.js", "style.css"].map(|name| source.join(name));
    for path in programs.iter().chain(&sources).chain([&place.openapi()]) {
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
        let short = shrink(tools, work, program)?;
        rename(&work.join(format!("{program}.js")), program, &short)?;
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
    // Under its own name, since it is looked for by that.
    write(&page.join(openapi::FILE), &openapi::served(place)?)?;
    shell::quietly(
        Command::new("node").arg(place.local().join("compress.mjs")).arg(&page),
        &log,
    )
}

/// What a program and its script share, by the name that wasm-bindgen gave it and the short one that it has now.
#[derive(Deserialize)]
struct Short {
    /// Module, name, short name.
    imports: Vec<(String, String, String)>,
    exports: Vec<(String, String)>,
}

/// Makes `{program}.wasm` from what wasm-bindgen left. wasm-bindgen's names hold a hash each, which no compression
/// takes away, so short ones come in their place.
fn shrink(tools: &Tools, work: &Path, program: &str) -> Result<Short> {
    let names = shell::answer(
        Command::new(tools.npm("wasm-opt"))
            .args(SMALLER)
            .args(WASM_FEATURES)
            .arg(work.join(format!("{program}_bg.wasm")))
            .arg("-o")
            .arg(work.join(format!("{program}.wasm"))),
        "",
    )?;
    serde_json::from_str(&names).during("reading the short names of wasm-opt")
}

/// The short names in the script, too.
fn rename(script: &Path, program: &str, short: &Short) -> Result<()> {
    let mut text = read(script)?;
    let module = (format!("\"./{program}_bg.js\":"), format!("\"{SHORT_MODULE}\":"));
    let imports = short.imports.iter();
    let imports = imports.map(|(_, name, short)| (format!(" {name}:"), format!(" {short}:")));
    for (from, to) in imports.chain([module]) {
        if !text.contains(&from) {
            return Err(Failure::new(format!("{} doesn't define{from}", script.display())));
        }
        text = text.replace(&from, &to);
    }
    for (name, short) in &short.exports {
        let from = format!("wasm.{name}");
        let to = format!("wasm.{short}");
        text = in_place_of(&text, &from, &to);
    }
    write(script, &text)
}

/// The text with `to` wherever `from` is not the beginning of a longer name.
fn in_place_of(text: &str, from: &str, to: &str) -> String {
    let mut pieces = text.split(from);
    let mut renamed = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let goes_on = piece.starts_with(|next: char| next.is_ascii_alphanumeric() || matches!(next, '_' | '$'));
        renamed.push_str(if goes_on { from } else { to });
        renamed.push_str(piece);
    }
    renamed
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_not_taken_for_the_beginning_of_a_longer_one() {
        let text = "wasm.call(wasm.call_13, wasm.call$, wasm.call.length)";
        assert_eq!(
            in_place_of(text, "wasm.call", "wasm.b"),
            "wasm.b(wasm.call_13, wasm.call$, wasm.b.length)"
        );
    }
}
