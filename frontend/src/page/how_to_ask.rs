//! How to ask for a record, what it costs, and how to complain: what a practice posts on its site and in its lobby, as
//! Texas Health and Safety Code 181.105 asks for. Anyone may read it, and on paper it is a poster.

use super::home::missing;
use super::{column, contact, entitle, h1, link, section, skeleton};
use crate::address::Place;
use crate::api;
use crate::browser;
use crate::component::button::{Look, button, button_link};
use crate::component::failure_view::failure_view;
use crate::el::{El, el, p};
use crate::load::{Load, reload};
use crate::session::{language, session};
use crate::text::{Pair, ask, fill, how_to_ask, say};
use domain::id::PracticeId;
use domain::wire::PracticeCard;
use domain::word::Language;
use leptos::prelude::*;

pub fn how_to_ask(practice: PracticeId) -> El {
    let session = session();
    let title = say(how_to_ask::TITLE, language());
    entitle(title);
    let card = RwSignal::new(Load::Waiting);
    let begin = move || {
        let practice = practice.clone();
        reload(card, async move { api::practice(&practice).await });
    };
    begin();
    el("div").live(move || {
        Some(card.with(|card| match card {
            Load::Waiting => column().add(h1(title)).add(skeleton(8)),
            Load::Failed(failure) if failure.status() == 404 => missing(),
            Load::Failed(failure) => column().add(h1(title)).add(failure_view(failure, begin.clone())),
            Load::Ready(card) => {
                session.practice_name.set(Some(card.name.clone()));
                instructions(card, language())
            }
        }))
    })
}

fn instructions(card: &PracticeCard, language: Language) -> El {
    let words = |pair: Pair| say(pair, language);
    let part = |heading: Pair, texts: &[Pair]| {
        let texts = texts.iter().map(|text| p(words(text)));
        section(words(heading)).add_all(texts)
    };
    let needs = [
        how_to_ask::WHAT_NAME,
        how_to_ask::WHAT_PART,
        how_to_ask::WHAT_FORM,
        how_to_ask::WHAT_PROOF,
    ];
    let needs = needs.iter().map(|need| el("li").text(words(need)));
    column()
        .class("column poster")
        .add(h1(words(how_to_ask::TITLE)))
        .add(p(&fill(words(how_to_ask::LEAD), &[&card.name])).class("lead"))
        .add(ways(card, language))
        .add(section(words(how_to_ask::WHAT)).add(el("ul").add_all(needs)))
        .add(part(how_to_ask::TIME, &[how_to_ask::TIME_TEXT, how_to_ask::TIME_NO]))
        .add(part(how_to_ask::COST, &[how_to_ask::COST_TEXT]))
        .add(part(how_to_ask::LANGUAGES, &[how_to_ask::LANGUAGES_TEXT]))
        .add(complaint(card, language))
        .add(button(Look::Small, words(how_to_ask::PRINT), browser::print))
}

/// Each way to ask. The address of the page is written out, since nobody can follow a link on a wall.
fn ways(card: &PracticeCard, language: Language) -> El {
    let place = Place::Ask(card.practice.clone()).path();
    let heading = |pair: Pair| el("h3").text(say(pair, language));
    let places = card.locations.iter();
    let places = places.map(|place| {
        let name = el("span").class("strong line").text(&place.name);
        el("li").add(name).add(el("span").class("line").text(&place.address))
    });
    section(say(how_to_ask::WAYS, language))
        .add(heading(how_to_ask::ONLINE))
        .add(
            el("p")
                .class("on-screen")
                .add(button_link(&place, say(ask::TITLE, language))),
        )
        .add(p(&[browser::host().as_str(), &place].concat()).class("on-paper web-address"))
        .add(heading(how_to_ask::CALL))
        .add(contact(card, language))
        .add(heading(how_to_ask::VISIT))
        .add(el("ul").class("locations").add_all(places))
}

fn complaint(card: &PracticeCard, language: Language) -> El {
    let portal = ["https://", how_to_ask::HHS_PORTAL].concat();
    let office = el("p")
        .add(el("span").class("line").attr("lang", "en").text(how_to_ask::HHS))
        .add(link(&portal, how_to_ask::HHS_PORTAL));
    section(say(how_to_ask::COMPLAIN, language))
        .add(p(say(how_to_ask::COMPLAIN_US, language)))
        .add(contact(card, language))
        .add(p(say(how_to_ask::COMPLAIN_HHS, language)))
        .add(office)
}
