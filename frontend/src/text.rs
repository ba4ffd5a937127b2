//! The page's own words in one place. What the letters and e-mails say too stands in `domain::text`.

pub mod ask;
pub mod clock;
pub mod common;
pub mod delivery;
pub mod staff;
pub mod status;

use domain::word::Language;

/// English and Spanish, side by side.
pub struct Words(pub &'static str, pub &'static str);

/// Where they stand: a pointer, and not two texts with their lengths, at each of some hundred places.
pub type Pair = &'static Words;

#[inline(never)]
pub fn say(pair: Pair, language: Language) -> &'static str {
    match language {
        Language::English => pair.0,
        Language::Spanish => pair.1,
    }
}

/// Puts each value in place of the next `{}`.
pub fn fill(pattern: &str, values: &[&str]) -> String {
    let mut text = String::new();
    let mut values = values.iter();
    for piece in pattern.split('{') {
        match piece.strip_prefix('}') {
            Some(after) => {
                text.push_str(values.next().copied().unwrap_or_default());
                text.push_str(after);
            }
            None => text.push_str(piece),
        }
    }
    text
}
