//! A letter as PDF, in ordinary and in large print. One that nobody asked for yet is made first, which takes a second or
//! two.

use crate::api::{Answer, Failure};
use crate::browser;
use crate::component::button::{Look, busy_button};
use crate::component::failure_view::action_failed;
use crate::el::{El, el};
use crate::load::spawn;
use crate::text::{common, say};
use domain::letter::Print;
use domain::wire::{LetterPdf, LetterView};
use domain::word::Language;
use leptos::prelude::*;
use std::pin::Pin;
use std::rc::Rc;

const POLL_MILLISECONDS: i32 = 1_000;
/// Half a minute; then the person is told to try again.
const POLLS: u32 = 30;

/// Asks for the link to a letter.
pub type Fetch = Rc<dyn Fn(Print) -> Pin<Box<dyn Future<Output = Answer<LetterPdf>>>>>;

/// The buttons that open it in a tab of its own.
pub fn printed(letter: &LetterView, language: Language, fetch: Fetch) -> El {
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let open = |print, words| {
        let fetch = fetch.clone();
        let press = move || {
            busy.set(true);
            failure.set(None);
            let fetch = fetch.clone();
            spawn(async move {
                let link = link(&fetch, print).await;
                busy.try_set(false);
                match link {
                    Ok(url) => browser::open_tab(&url),
                    Err(other) => {
                        failure.try_set(Some(other));
                    }
                }
            });
        };
        let which = el("span").class("unseen").text(" ").text(&letter.heading);
        busy_button(Look::Outlined, busy, move || say(words, language).to_owned(), press).add(which)
    };
    let buttons = el("div")
        .class("buttons")
        .add(open(Print::Ordinary, common::PDF))
        .add(open(Print::Large, common::PDF_LARGE));
    el("div")
        .add(buttons)
        .live(move || failure.with(|failure| failure.as_ref().map(|failure| action_failed(failure, language))))
}

async fn link(fetch: &Fetch, print: Print) -> Answer<String> {
    for _ in 0..POLLS {
        if let Some(url) = fetch(print).await?.url {
            return Ok(url);
        }
        browser::sleep(POLL_MILLISECONDS).await;
    }
    Err(Failure::Unreadable)
}
