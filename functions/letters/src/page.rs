//! A letter as the data that the template is given.

use crate::Unprintable;
use crate::glyphs::Glyphs;
use chrono::Datelike;
use domain::letter::{self, Block, Letter, Print};
use serde::Serialize;

/// A longer word is allowed to break anywhere: in large print no line holds much more.
const WORD: usize = 24;

#[derive(Serialize)]
struct Page {
    title: String,
    practice: String,
    language: &'static str,
    year: i32,
    month: u32,
    day: u32,
    large: bool,
    blocks: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    kind: &'static str,
    /// Texts that stand one after another; between two of them a line may end.
    runs: Vec<String>,
}

pub fn data(letter: Letter<'_>, print: Print, glyphs: &Glyphs) -> Result<String, Unprintable> {
    let on = letter.written_on();
    let mut blocks = Vec::new();
    let (mut line, mut heading) = ("practice", "title");
    for block in letter::blocks(letter) {
        let (kind, text) = match &block {
            Block::Line(text) => (std::mem::replace(&mut line, "line"), text),
            Block::Heading(text) => (std::mem::replace(&mut heading, "heading"), text),
            Block::Paragraph(text) => ("paragraph", text),
        };
        let runs = runs(&glyphs.shown(text));
        blocks.push(Part { kind, runs });
    }
    let page = Page {
        title: glyphs.shown(&letter.title()),
        practice: glyphs.shown(letter.practice()),
        language: letter.language().tag(),
        year: on.year(),
        month: on.month(),
        day: on.day(),
        large: print == Print::Large,
        blocks,
    };
    serde_json::to_string(&page).map_err(|_| Unprintable::Data)
}

/// The text, cut where a word is too long for a line.
fn runs(text: &str) -> Vec<String> {
    let mut runs = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let is_long = word.chars().count() > WORD;
        for character in word.chars() {
            if is_long && !is_mark(character) {
                runs.push(String::new());
            }
            if let Some(run) = runs.last_mut() {
                run.push(character);
            }
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// Whether a character belongs to the one before it.
fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{20d0}'..='\u{20ff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_that_no_line_holds_is_cut_and_nothing_is_lost() {
        let long = "e\u{301}".repeat(40);
        let text = format!("For {long} and others");

        let cut = runs(&text);

        assert_eq!(cut.concat(), text);
        assert_eq!(cut[0], "For ");
        assert!(cut.iter().all(|run| !run.starts_with('\u{301}')));
        assert_eq!(
            runs("A plain sentence of plain words."),
            ["A plain sentence of plain words."]
        );
    }
}
