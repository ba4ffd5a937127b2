//! Plain text, as a typewriter would have it.

use super::sheet::{Face, Sheets};
use super::{Leaves, NotBound};
use encoding_rs::WINDOWS_1252;
use lopdf::{Document, ObjectId};

const COLUMNS: usize = 90;
const TAB: usize = 8;
/// More is read better on a screen, by itself.
const SHEETS: usize = 1_000;
/// How text begins that is written for machines.
const FOR_MACHINES: [&str; 4] = ["<", "{", "[", "MSH|"];

/// Pages of a text. Not where a letter of it would be missing, or where it is no text for people.
pub fn leaves(target: &mut Document, tree: ObjectId, bytes: &[u8]) -> Result<Leaves, NotBound> {
    let text = std::str::from_utf8(bytes).map_err(|_| NotBound)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if FOR_MACHINES.iter().any(|start| text.trim_start().starts_with(start)) {
        return Err(NotBound);
    }
    let mut sheets = Sheets::new(Face::Typewriter);
    for (number, part) in text.split('\u{c}').enumerate() {
        if number > 0 {
            sheets.turn();
        }
        for line in part.lines() {
            for piece in pieces(line)? {
                sheets.line(piece);
            }
            if sheets.len() > SHEETS {
                return Err(NotBound);
            }
        }
    }
    if sheets.is_blank() {
        return Err(NotBound);
    }
    Ok(sheets.leaves(target, tree))
}

/// A line in pieces that fit on a page.
fn pieces(line: &str) -> Result<Vec<Vec<u8>>, NotBound> {
    let mut flat = String::new();
    let mut column = 0;
    for character in line.chars() {
        if character == '\t' {
            let gap = TAB - column % TAB;
            flat.extend(std::iter::repeat_n(' ', gap));
            column += gap;
        } else if character.is_control() {
            return Err(NotBound);
        } else {
            flat.push(character);
            column += 1;
        }
    }
    let (letters, _, is_lossy) = WINDOWS_1252.encode(&flat);
    if is_lossy {
        return Err(NotBound);
    }
    let mut rest = letters.as_ref();
    let mut pieces = Vec::new();
    while rest.len() > COLUMNS {
        // Between two words, where there are two.
        let gap = rest[..=COLUMNS]
            .iter()
            .rposition(|letter| *letter == b' ')
            .filter(|gap| *gap > 0);
        let (piece, after) = rest.split_at(gap.unwrap_or(COLUMNS));
        pieces.push(piece.to_vec());
        rest = if gap.is_some() { &after[1..] } else { after };
    }
    pieces.push(rest.to_vec());
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_broken_between_words_and_loses_no_letter() {
        let long = "word ".repeat(40);
        let broken = pieces(&long).unwrap();
        assert!(broken.iter().all(|piece| piece.len() <= COLUMNS));
        assert_eq!(broken.join(&b' '), long.as_bytes());
        let solid = "x".repeat(200);
        assert_eq!(pieces(&solid).unwrap().concat(), solid.as_bytes());
        assert_eq!(pieces("a\tb").unwrap(), [b"a       b".to_vec()]);
        assert_eq!(pieces("").unwrap(), [b"".to_vec()]);
        assert_eq!(pieces("Café – 5 €").unwrap(), [b"Caf\xe9 \x96 5 \x80".to_vec()]);
        for lost in ["Łódź", "日本", "a\u{1b}[0m"] {
            assert_eq!(pieces(lost), Err(NotBound), "{lost}");
        }
    }
}
