//! The questions, one group at a time, every error at once.

use super::{Device, Draft, Sent, column, entitle_form, h1, h2, link, reach, record, who};
use crate::address::Place;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, submit_button};
use crate::component::clock_view::details;
use crate::component::error_summary::error_summary;
use crate::component::field::Label;
use crate::el::{El, el, p, react};
use crate::session::{language, session};
use crate::text::{Pair, ask, common, fill, how_to_ask, say};
use domain::word::Language;
use leptos::prelude::*;

pub(super) fn questions(draft: Draft, sent: Option<&Sent>) -> El {
    let language = language();
    let session = session();
    entitle_form(say(ask::TITLE, language), draft.errors);
    let name = draft.card.with_value(|card| card.name.clone());
    let form = el("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            let faults = draft.faults();
            let is_fine = faults.is_empty();
            draft.errors.set(faults);
            if is_fine {
                session.go(&draft.address("check"));
            }
        })
        .add(who::requester(draft, who::choices(language), language))
        .add(who::patient(draft, language))
        .add_some(who::location(draft, language))
        .add(h2(say(ask::ABOUT_RECORD, language)))
        .add(record::extent(draft, language))
        .add(record::way(draft, language))
        .add(record::format(draft, language))
        .add(record::fee(draft, language))
        .add(h2(say(ask::CONTACT, language)))
        .add(reach::reach(draft, language))
        .add(record::letters(draft, language))
        .add(submit_button(Look::Filled, RwSignal::new(false), move || {
            say(common::CONTINUE, language).to_owned()
        }));
    column()
        .add(error_summary("error-summary", draft.errors))
        .add(h1(say(ask::TITLE, language)))
        .add_some(sent.map(|sent| unfinished(draft, sent, language)))
        .add(p(&fill(say(ask::LEAD, language), &[&name])).class("lead"))
        .add_some((draft.device == Device::Own).then(|| asked_already(draft, language)))
        .add_some((draft.device == Device::Own).then(|| instructions(draft, language)))
        .add(form)
}

fn asked_already(draft: Draft, language: Language) -> El {
    let find = Place::Find(draft.practice()).path();
    p(say(ask::ASKED_ALREADY, language))
        .class("aside")
        .text(" ")
        .add(link(&find, say(ask::FIND_LINK, language)))
}

fn instructions(draft: Draft, language: Language) -> El {
    let place = Place::HowToAsk(draft.practice()).path();
    el("p")
        .class("aside")
        .add(link(&place, say(how_to_ask::LINK, language)))
}

fn unfinished(draft: Draft, sent: &Sent, language: Language) -> El {
    let title = fill(say(ask::UNFINISHED, language), &[&sent.submitted.receipt]);
    let words = match sent.submitted.challenge {
        Some(_) => ask::UNFINISHED_LINK,
        None => ask::UNFINISHED_PIN,
    };
    let go_on = link(&draft.address("code"), say(words, language));
    alert(Weight::Notice, &title).add(el("p").add(go_on))
}

pub fn label(id: &'static str, text: Pair, hint: Option<Pair>, language: Language) -> Label {
    Label {
        id,
        text: say(text, language),
        hint: hint.map_or("", |hint| say(hint, language)),
    }
}

/// What few people need, one click away; open where it is used.
pub fn more(summary: Pair, is_used: impl Fn() -> bool + 'static, language: Language) -> El {
    let more = details(say(summary, language)).class("more");
    let element = more.element();
    react(move || {
        if is_used() {
            element.set_attribute("open", "").ok();
        }
    });
    more
}
