//! Stands in for crates.io's `hypher`, by `[patch]` in the root manifest, for the typesetter of letters. The original carries
//! 1.1 MB of patterns that say where words of 40 languages may be cut. A letter is set without hyphens, so that none is asked
//! for.

use std::iter::Empty;

/// A language whose words may be cut: none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {}

impl Lang {
    pub fn from_iso(_: [u8; 2]) -> Option<Self> {
        None
    }
}

pub fn hyphenate(_: &str, lang: Lang) -> Empty<&str> {
    match lang {}
}
