//! What the fonts can show. A letter must not fail since a name holds a character that they lack, and PDF/UA-1 allows
//! none without a glyph (ISO 14289-1, 7.21.8): such a one becomes a box.

use typst::text::{Coverage, Font};

/// Stands for a character that can't be shown.
pub const BOX: char = '\u{25a1}';

/// The characters that every font of the engine has.
pub struct Glyphs {
    coverages: Vec<Coverage>,
}

impl Glyphs {
    pub fn of(fonts: &[Font]) -> Self {
        Self {
            coverages: fonts.iter().map(|font| font.info().coverage.clone()).collect(),
        }
    }

    /// The text as the fonts can show it, to be read by eyes and by machines alike.
    pub fn shown(&self, text: &str) -> String {
        text.chars().filter_map(|character| self.glyph(character)).collect()
    }

    fn glyph(&self, character: char) -> Option<char> {
        match character {
            _ if character.is_whitespace() => Some(if character == '\u{a0}' { character } else { ' ' }),
            _ if character.is_control() || only_shapes(character) => None,
            // Privately agreed on with nobody, so that a machine can't read it; or itself the mark of what was lost.
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{fff0}'..='\u{ffff}' => Some(BOX),
            _ if self.has(character) => Some(character),
            _ => Some(BOX),
        }
    }

    fn has(&self, character: char) -> bool {
        self.coverages
            .iter()
            .all(|coverage| coverage.contains(character.into()))
    }
}

/// Whether a character is nothing by itself: joiners, directions, variants of the one before, and tones of skin.
fn only_shapes(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{1f3fb}'..='\u{1f3ff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}
