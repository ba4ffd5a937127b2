//! The form on the practice's own tablet: begins with the language, and clears itself when the patient is done or has
//! gone away.

use super::{Draft, column, h1};
use crate::browser;
use crate::component::button::{Look, button};
use crate::el::{El, el};
use crate::load::spawn;
use crate::page::entitle;
use crate::session::{language, session};
use crate::text::{ask, fill, say};
use domain::word::Language;
use leptos::prelude::*;

/// The step that has the questions; the address without a step is the start.
pub const QUESTIONS: &str = "ask";
const RECEIPT_SECONDS: u32 = 60;
const FORM_SECONDS: u32 = 180;
/// From here on it is said that the page will clear itself.
const WARNING_SECONDS: u32 = 30;

/// Both languages at once, since nobody knows yet who comes. What the one before left is gone.
pub fn start(draft: Draft) -> El {
    let session = session();
    draft.clear(language());
    browser::forget_all();
    let title = [
        say(ask::TITLE, Language::English),
        " · ",
        say(ask::TITLE, Language::Spanish),
    ]
    .concat();
    entitle(&title);
    let begin = |language: Language| {
        button(Look::Filled, say(ask::KIOSK_START, language), move || {
            session.choose(language);
            session.replace(&draft.address(QUESTIONS));
        })
        .attr("lang", language.tag())
    };
    let line = |language: Language| el("span").attr("lang", language.tag()).text(say(ask::TITLE, language));
    let heading = h1("").add(line(Language::English)).add(line(Language::Spanish));
    let name = draft.card.with_value(|card| card.name.clone());
    column()
        .class("column kiosk")
        .add(heading)
        .add(el("p").class("lead").text(&name))
        .add(begin(Language::English))
        .add(begin(Language::Spanish))
}

/// The way back to the start, which clears everything.
pub fn done(draft: Draft, language: Language) -> El {
    let session = session();
    let finish = button(Look::Filled, say(ask::KIOSK_DONE, language), move || {
        session.replace(&draft.address(""));
    });
    el("div").class("buttons").add(finish)
}

/// A step that goes back to the start by itself when nobody touches it.
pub fn watched(draft: Draft, step: El) -> El {
    let language = language();
    let session = session();
    let is_receipt = session.query("step").get_untracked().as_deref() == Some("code");
    let limit = if is_receipt { RECEIPT_SECONDS } else { FORM_SECONDS };
    let touched = RwSignal::new(browser::now_s());
    let left = RwSignal::new(limit);
    let words = move |left: u32| fill(say(ask::KIOSK_CLEARS, language), &[&left.to_string()]);
    spawn(async move {
        loop {
            browser::sleep(1000).await;
            let Some(touched) = touched.try_get_untracked() else {
                return;
            };
            let idle = browser::now_s().saturating_sub(touched);
            if idle >= limit {
                session.replace(&draft.address(""));
                return;
            }
            if limit - idle == WARNING_SECONDS {
                browser::announce(&words(WARNING_SECONDS));
            }
            left.try_set(limit - idle);
        }
    });
    let touch = move |_| touched.set(browser::now_s());
    let warning = move || {
        let left = left.get();
        let is_near = is_receipt || left <= WARNING_SECONDS;
        is_near.then(|| el("p").class("column strong clears").text(&words(left)))
    };
    el("div")
        .on("pointerdown", touch)
        .on("keydown", touch)
        .on("input", touch)
        .add(step)
        .live(warning)
}
