//! The frame around every page: header, place, and the region that reads results out.

use crate::address::{self, Place};
use crate::api;
use crate::browser;
use crate::component::button::{Look, busy_button};
use crate::el::{El, el, react};
use crate::load::spawn;
use crate::page;
use crate::session::{self, Session, session};
use crate::text::{common, say};
use domain::word::Language;
use leptos::prelude::*;

pub fn build() {
    let session = Session::provide();
    address::keep_focus(session.address);
    let place = Memo::new(move |_| session.address.with(|address| Place::parse(&address.path)));
    react(move || {
        let asked = session.address.with(|address| address.query("lang"));
        if let Some(language) = asked.and_then(|tag| session::parse(&tag)) {
            session.choose(language);
        }
    });
    react(move || {
        let for_staff = place.with(Place::is_for_staff);
        let language = session.language.get();
        browser::set_language(if for_staff { Language::English } else { language });
    });
    let header = move || Some(header(place.with(Place::is_for_staff), session.language.get()));
    let content = move || {
        session.language.track();
        Some(at(place.get()))
    };
    el("div").live(header).mount();
    el("main")
        .id("content")
        .attr("tabindex", "-1")
        .live_class("staff", move || place.with(Place::is_for_staff))
        .live(content)
        .mount();
    el("div")
        .id(browser::LIVE_REGION)
        .class("unseen")
        .attr("role", "status")
        .attr("aria-live", "polite")
        .mount();
}

fn at(place: Place) -> El {
    match place {
        Place::Home => page::home::home(),
        Place::Ask(practice) => page::ask::ask(&practice),
        Place::Find(practice) => page::find::find(practice),
        Place::Status(practice) => page::status::status(practice),
        Place::Delivery(delivery) => page::delivery::delivery(delivery),
        Place::SignIn => page::sign_in::sign_in(),
        Place::Worklist(practice) => page::worklist::worklist(practice),
        Place::Request(practice, request) => page::request::request(practice, request),
        Place::Missing => page::home::missing(),
    }
}

fn header(for_staff: bool, language: Language) -> El {
    let language = if for_staff { Language::English } else { language };
    let skip = el("a")
        .class("skip")
        .attr("href", "#content")
        .text(say(common::SKIP, language))
        .on("click", |event| {
            event.prevent_default();
            browser::focus("content");
        });
    let row = el("div").class("wrap");
    let row = if for_staff {
        staff_header(row)
    } else {
        patient_header(row, language)
    };
    let header = el("header").class(if for_staff { "masthead staff" } else { "masthead" });
    el("div").add(skip).add(header.add(row))
}

fn patient_header(row: El, language: Language) -> El {
    let session = session();
    let other = match language {
        Language::English => Language::Spanish,
        Language::Spanish => Language::English,
    };
    let name = move || {
        session
            .practice_name
            .get()
            .unwrap_or_else(|| common::PRODUCT.to_owned())
    };
    let link = el("a")
        .attr("lang", other.tag())
        .attr("hreflang", other.tag())
        .live_attr("href", move || {
            Some(session.address.with(|address| address.with_query("lang", other.tag())))
        })
        .text(say(common::OTHER_LANGUAGE, language));
    let nav = el("nav").attr("aria-label", say(common::LANGUAGES, language)).add(link);
    row.add(el("p").class("brand").live_text(name)).add(nav)
}

fn staff_header(row: El) -> El {
    let session = session();
    let home = move || {
        let practice = session.address.with(|address| match Place::parse(&address.path) {
            Place::Worklist(practice) | Place::Request(practice, _) => Some(practice),
            Place::Home
            | Place::Ask(_)
            | Place::Find(_)
            | Place::Status(_)
            | Place::Delivery(_)
            | Place::SignIn
            | Place::Missing => None,
        });
        let place = practice.map_or(Place::SignIn, Place::Worklist);
        Some(place.path())
    };
    let brand = el("p")
        .class("brand")
        .add(el("a").live_attr("href", home).text(common::PRODUCT))
        .live(move || {
            let name = session.practice_name.get()?;
            Some(el("span").class("practice").text(&name))
        });
    row.add(brand).live(move || {
        let me = session.me.get()?;
        Some(
            el("div")
                .class("who")
                .add(el("span").text(&me.name))
                .add(sign_out_button()),
        )
    })
}

fn sign_out_button() -> El {
    let busy = RwSignal::new(false);
    busy_button(
        Look::Plain,
        busy,
        || "Sign out".to_owned(),
        move || {
            busy.set(true);
            spawn(async move {
                let answer = api::sign_out().await;
                busy.try_set(false);
                match answer {
                    // The sign-in provider ends its own session there, and comes back.
                    Ok(signed_out) => browser::go_to(&signed_out.location),
                    Err(_) => browser::announce("You are still signed in. Try again."),
                }
            });
        },
    )
}
