//! The page's own words in one place. What the letters and e-mails say too stands in `domain::text`.

pub mod ask;
pub mod clock;
pub mod common;
pub mod delivery;
pub mod how_to_ask;
pub mod review;
pub mod staff;
pub mod status;

use domain::field::{Code, FieldError};
use domain::text;
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

/// What is wrong with an answer. Where two people are named, it says with whose name.
pub fn error_in_words(error: &FieldError, language: Language) -> &'static str {
    match (error.field.as_str(), error.code) {
        ("requester_given_name", Code::GivenNameMissing) => say(ask::OWN_GIVEN_NAME_MISSING, language),
        ("requester_family_name", Code::FamilyNameMissing) => say(ask::OWN_FAMILY_NAME_MISSING, language),
        (_, code) => text::error(code, language),
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
