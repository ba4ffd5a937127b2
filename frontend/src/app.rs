//! The frame around every page: header, place, and the region that reads results out.

use crate::address::{self, Place};
use crate::api;
use crate::browser;
use crate::component::button::{Look, busy_button};
use crate::el::{El, el, react};
use crate::load::spawn;
use crate::page;
use crate::page::ask::Device;
use crate::session::{self, Session, language, session};
use crate::text::{common, say};
use domain::word::Language;
use leptos::prelude::*;

/// One of the two programs that the page is.
#[derive(Clone, Copy)]
pub struct Side {
    for_staff: bool,
    masthead: &'static str,
    header: fn(El) -> El,
    at: fn(Place) -> El,
}

pub const PATIENTS: Side = Side {
    for_staff: false,
    masthead: "masthead",
    header: patient_header,
    at: patient_page,
};

pub const STAFF: Side = Side {
    for_staff: true,
    masthead: "masthead staff",
    header: staff_header,
    at: staff_page,
};

pub fn build(side: Side) {
    let session = Session::provide(side.for_staff);
    address::keep_focus(session.address);
    let place = Memo::new(move |_| session.address.with(|address| Place::parse(&address.path)));
    react(move || {
        let asked = session.address.with(|address| address.query("lang"));
        if let Some(language) = asked.and_then(|tag| session::parse(&tag)) {
            session.choose(language);
        }
    });
    react(move || {
        session.language.track();
        browser::set_language(language());
    });
    let header = move || {
        session.language.track();
        Some(header(side))
    };
    let content = move || {
        session.language.track();
        Some((side.at)(place.get()))
    };
    el("div").live(header).mount();
    el("main")
        .id("content")
        .class(if side.for_staff { "staff" } else { "" })
        .attr("tabindex", "-1")
        .live(content)
        .mount();
    el("div")
        .id(browser::LIVE_REGION)
        .class("unseen")
        .attr("role", "status")
        .attr("aria-live", "polite")
        .mount();
}

fn patient_page(place: Place) -> El {
    match place {
        Place::Home => page::home::home(),
        Place::Ask(practice) => page::ask::ask(&practice, Device::Own),
        Place::Kiosk(practice) => page::ask::ask(&practice, Device::Shared),
        Place::Find(practice) => page::find::find(practice),
        Place::HowToAsk(practice) => page::how_to_ask::how_to_ask(practice),
        Place::Status(practice) => page::status::status(practice),
        Place::Delivery(delivery) => page::delivery::delivery(delivery),
        Place::SignIn
        | Place::Worklist(_)
        | Place::Request(..)
        | Place::Evidence(..)
        | Place::Enter(_)
        | Place::Morning(_)
        | Place::Members(_)
        | Place::Reports(_)
        | Place::Fees(_)
        | Place::Papers(_)
        | Place::Missing => page::home::missing(),
    }
}

fn staff_page(place: Place) -> El {
    match place {
        Place::SignIn => page::sign_in::sign_in(),
        Place::Worklist(practice) => page::worklist::worklist(practice),
        Place::Request(practice, request) => page::request::request(practice, request),
        Place::Evidence(practice, request) => page::evidence::evidence(practice, request),
        Place::Enter(practice) => page::enter::enter(practice),
        Place::Morning(practice) => page::morning::morning(practice),
        Place::Members(practice) => page::members::members(practice),
        Place::Reports(practice) => page::reports::reports(practice),
        Place::Fees(practice) => page::fees::fees(practice),
        Place::Papers(practice) => page::papers::papers(practice),
        Place::Home
        | Place::Ask(_)
        | Place::Kiosk(_)
        | Place::Find(_)
        | Place::HowToAsk(_)
        | Place::Status(_)
        | Place::Delivery(_)
        | Place::Missing => page::home::missing(),
    }
}

fn header(side: Side) -> El {
    let skip = el("a")
        .class("skip")
        .attr("href", "#content")
        .text(say(common::SKIP, language()))
        .on("click", |event| {
            event.prevent_default();
            browser::focus("content");
        });
    let row = (side.header)(el("div").class("wrap"));
    el("div").add(skip).add(el("header").class(side.masthead).add(row))
}

fn patient_header(row: El) -> El {
    let session = session();
    let language = language();
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
        let practice = session.address.with(|address| Place::parse(&address.path).desk());
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
