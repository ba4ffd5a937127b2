//! Every letter of the request, to be read in full and printed by itself.

use super::desk::Desk;
use super::preview::text_of;
use super::section;
use crate::browser;
use crate::component::button::{Look, button};
use crate::component::clock_view::details;
use crate::el::{El, el};
use domain::text;
use domain::wire::LetterView;
use domain::word::Language;
use leptos::prelude::*;

pub fn letters(desk: Desk) -> El {
    let letters = desk.part(|page| page.letters.clone());
    el("div").live(move || {
        let letters = letters.get();
        (!letters.is_empty()).then(|| section("Letters").id("letters").add_all(letters.iter().map(letter)))
    })
}

fn letter(letter: &LetterView) -> El {
    let when = text::date(letter.on, Language::English);
    let words = text_of(&letter.text);
    let printed = words.element();
    details(&[letter.heading.as_str(), " · ", &when].concat())
        .class("fold")
        .add(words)
        .add(button(Look::Outlined, "Print this letter", move || {
            browser::print_only(&printed);
        }))
}
