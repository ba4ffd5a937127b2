//! Letters as PDF that anyone can have read aloud: tagged, with language, title and headings, held to PDF/UA-1
//! (ISO 14289-1), in ordinary and in large print. The same letter gives the same bytes.

mod engine;
mod glyphs;
mod page;

use domain::letter::{Letter, Print};
use engine::Engine;
use std::sync::LazyLock;

/// Fonts, library and template are read once a process.
static ENGINE: LazyLock<Option<Engine>> = LazyLock::new(Engine::new);

/// Why there is no PDF. What the typesetter says of it would repeat the letter's words.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Unprintable {
    #[error("the fonts can't be read")]
    Fonts,
    #[error("a letter can't be written as data")]
    Data,
    #[error("a letter can't be laid out")]
    Layout,
    #[error("a letter can't be written as PDF/UA-1")]
    Export,
}

/// The letter as PDF.
pub fn pdf(letter: Letter<'_>, print: Print) -> Result<Vec<u8>, Unprintable> {
    let engine = ENGINE.as_ref().ok_or(Unprintable::Fonts)?;
    engine.print(page::data(letter, print, engine.glyphs())?)
}

/// The text as a letter shows it: what the fonts lack is a box.
pub fn shown(text: &str) -> String {
    ENGINE
        .as_ref()
        .map_or_else(String::new, |engine| engine.glyphs().shown(text))
}
