//! A second look at what was withheld: the way to ask for it, and how it stands.

use super::talk::Talk;
use crate::api;
use crate::component::button::{Look, busy_button};
use crate::component::failure_view::action_failed;
use crate::el::{El, el, p};
use crate::load::spawn;
use crate::page::section;
use crate::text::{fill, review, say};
use domain::text;
use domain::wire::Status;
use domain::word::Language;
use leptos::prelude::*;

pub fn second_look(status: &Status, talk: Talk, language: Language) -> Option<El> {
    let part = || section(say(review::TITLE, language)).id("second-look");
    if let Some(by) = status.review_by {
        let by = fill(say(review::BY, language), &[&text::date(by, language)]);
        return Some(
            part()
                .add(p(say(review::WHAT, language)))
                .add(p(&by).class("strong"))
                .live(move || {
                    let failure = talk.failure.get();
                    failure.as_ref().map(|failure| action_failed(failure, language))
                })
                .add(el("div").class("buttons").add(ask(talk, language))),
        );
    }
    let review = status.review.as_ref()?;
    let asked = fill(say(review::ASKED, language), &[&text::date(review.asked_on, language)]);
    let stands = match (review.outcome, review.is_assigned) {
        (Some(outcome), _) => p(text::review::outcome(outcome, language)).class("strong"),
        (None, true) => p(say(review::LOOKING, language)),
        (None, false) => p(say(review::WAITING, language)),
    };
    let more = match review.outcome {
        Some(_) => p(say(review::SEE_LETTER, language)),
        None => p(&fill(
            say(review::BY, language),
            &[&text::date(review.due_on, language)],
        ))
        .class("strong"),
    };
    Some(part().add(p(&asked)).add(stands).add(more))
}

fn ask(talk: Talk, language: Language) -> El {
    let label = move || {
        let label = if talk.busy.get() { review::ASKING } else { review::ASK };
        say(label, language).to_owned()
    };
    busy_button(Look::Outlined, talk.busy, label, move || {
        if !talk.begin() {
            return;
        }
        spawn(async move {
            let answer = api::ask_review().await;
            talk.settle(answer, say(review::DONE, language));
        });
    })
}
