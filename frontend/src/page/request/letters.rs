//! Every letter of the request, to be read in full and printed by itself.

use super::desk::Desk;
use super::preview::text_of;
use super::section;
use crate::api;
use crate::browser;
use crate::component::button::{Look, button};
use crate::component::clock_view::details;
use crate::el::{El, el};
use crate::page::printed::{Fetch, printed};
use domain::text;
use domain::wire::LetterView;
use domain::word::Language;
use leptos::prelude::*;
use std::rc::Rc;

pub fn letters(desk: Desk) -> El {
    let letters = desk.part(|page| page.letters.clone());
    el("div").live(move || {
        let letters = letters.get();
        (!letters.is_empty()).then(|| {
            section("Letters")
                .id("letters")
                .add_all(letters.iter().map(|it| letter(desk, it)))
        })
    })
}

fn letter(desk: Desk, letter: &LetterView) -> El {
    let (request, seq) = (desk.request(), letter.seq);
    let fetch: Fetch = Rc::new(move |print| {
        let request = request.clone();
        Box::pin(async move { api::letter(&request, seq, print).await })
    });
    let when = text::date(letter.on, Language::English);
    let words = text_of(&letter.text);
    let on_paper = words.element();
    details(&[letter.heading.as_str(), " · ", &when].concat())
        .class("fold")
        .add(words)
        .add(printed(letter, Language::English, fetch))
        .add(button(Look::Outlined, "Print this letter", move || {
            browser::print_only(&on_paper);
        }))
}
