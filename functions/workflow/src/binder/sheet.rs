//! Pages of lines, in the two faces that every reader has (ISO 32000-1, 9.6.2.2).

use super::{Leaves, page};
use domain::package::Binding;
use encoding_rs::WINDOWS_1252;
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, ObjectId, Stream, dictionary};

/// US letter, in points.
const WIDTH: f64 = 612.0;
const HEIGHT: f64 = 792.0;
const MARGIN: i64 = 36;
const TOP: i64 = 756;
const BOTTOM: i64 = 36;
/// Letters of a line of the list: our own words, of which so many fit.
const LETTERS: usize = 80;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Plain,
    Typewriter,
}

impl Face {
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "Helvetica",
            Self::Typewriter => "Courier",
        }
    }

    /// Points: of the letters, and from line to line.
    fn size(self) -> (i64, i64) {
        match self {
            Self::Plain => (11, 17),
            Self::Typewriter => (10, 12),
        }
    }
}

pub struct Sheets {
    face: Face,
    sheets: Vec<Vec<Vec<u8>>>,
}

impl Sheets {
    pub fn new(face: Face) -> Self {
        Self {
            face,
            sheets: vec![Vec::new()],
        }
    }

    pub fn len(&self) -> usize {
        self.sheets.len()
    }

    /// Whether there is nothing to read on them.
    pub fn is_blank(&self) -> bool {
        let is_blank = |line: &Vec<u8>| line.iter().all(|letter| *letter == b' ');
        self.sheets.iter().flatten().all(is_blank)
    }

    /// Begins the next page.
    pub fn turn(&mut self) {
        self.sheets.push(Vec::new());
    }

    /// Letters in Windows-1252.
    pub fn line(&mut self, letters: Vec<u8>) {
        let (_, step) = self.face.size();
        let room = usize::try_from((TOP - BOTTOM) / step).unwrap_or(1);
        if self.sheets.last().is_none_or(|sheet| sheet.len() >= room) {
            self.turn();
        }
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.push(letters);
        }
    }

    /// The same for words of our own; a letter that the faces lack is a question mark.
    fn words(&mut self, text: &str) {
        for piece in wrapped(text) {
            let letter = |character: char| {
                let one = character.to_string();
                let (bytes, _, is_lossy) = WINDOWS_1252.encode(&one);
                if is_lossy { b'?' } else { bytes[0] }
            };
            self.line(piece.chars().map(letter).collect());
        }
    }

    pub fn leaves(self, target: &mut Document, tree: ObjectId) -> Leaves {
        let font = target.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "Type1",
            "BaseFont" => self.face.name(),
            "Encoding" => "WinAnsiEncoding",
        });
        let (size, step) = self.face.size();
        let leaf = |lines: Vec<Vec<u8>>| {
            let mut operations = vec![
                Operation::new("BT", vec![]),
                Operation::new("Tf", vec!["Face".into(), size.into()]),
                Operation::new("TL", vec![step.into()]),
                Operation::new("Td", vec![MARGIN.into(), (TOP - size).into()]),
            ];
            for line in lines {
                operations.push(Operation::new("Tj", vec![Object::string_literal(line)]));
                operations.push(Operation::new("T*", vec![]));
            }
            operations.push(Operation::new("ET", vec![]));
            // Of our own operations nothing can fail to be written.
            let drawn = Content { operations }.encode().unwrap_or_default();
            let contents = target.add_object(Stream::new(dictionary! {}, drawn));
            let resources = dictionary! { "Font" => dictionary! { "Face" => font } };
            target.add_object(page(tree, (WIDTH, HEIGHT), resources, contents))
        };
        Leaves {
            pages: self.sheets.into_iter().map(leaf).collect(),
        }
    }
}

/// What is not bound; and what is, and on which page it begins, behind `front` pages.
pub fn list(binding: &Binding, bound: &[(String, usize)], left_out: &[String], front: usize) -> Sheets {
    let mut sheets = Sheets::new(Face::Plain);
    sheets.words(&binding.title);
    sheets.words("");
    sheets.words(&binding.intro);
    sheets.words("");
    // First, so that nobody prints this and takes it for all there is.
    if !left_out.is_empty() {
        sheets.words(&binding.outside);
        for line in left_out {
            sheets.words(line);
        }
        sheets.words("");
    }
    sheets.words(&binding.inside);
    for (line, page) in bound {
        sheets.words(&format!("{line}  ·  {} {}", binding.page, front + page + 1));
    }
    sheets
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last().map_or(0, |line| line.chars().count());
        if line > 0 && line + 1 + word.chars().count() > LETTERS {
            lines.push(word.to_owned());
            continue;
        }
        if let Some(last) = lines.last_mut() {
            if line > 0 {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}
