//! The frame around every page: header, place, footer, and the region that reads results out.

use crate::address::{self, Place};
use crate::api;
use crate::browser;
use crate::component::button::{Button, Look};
use crate::page::ask::Ask;
use crate::page::delivery::Delivery;
use crate::page::find::Find;
use crate::page::home::{Home, Missing};
use crate::page::request::Request;
use crate::page::sign_in::SignIn;
use crate::page::status::Status;
use crate::page::worklist::Worklist;
use crate::session::{self, Session, session};
use crate::text::{common, say};
use domain::word::Language;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[component]
pub fn App() -> AnyView {
    let session = Session::provide();
    address::keep_focus(session.address);
    let place = Memo::new(move |_| session.address.with(|address| Place::parse(&address.path)));
    Effect::new(move |_| {
        let asked = session.address.with(|address| address.query("lang"));
        if let Some(language) = asked.and_then(|tag| session::parse(&tag)) {
            session.choose(language);
        }
    });
    Effect::new(move |_| {
        let for_staff = place.with(Place::is_for_staff);
        let language = session.language.get();
        browser::set_language(if for_staff { Language::English } else { language });
    });
    view! {
        {move || header(place.with(Place::is_for_staff), session.language.get())}
        <main id="content" tabindex="-1" class:staff=move || place.with(Place::is_for_staff)>
            {move || {
                let _ = session.language.get();
                page(place.get())
            }}
        </main>
        <div id=browser::LIVE_REGION class="unseen" role="status" aria-live="polite"></div>
    }
    .into_any()
}

fn page(place: Place) -> AnyView {
    match place {
        Place::Home => view! { <Home/> }.into_any(),
        Place::Ask(practice) => view! { <Ask practice/> }.into_any(),
        Place::Find(practice) => view! { <Find practice/> }.into_any(),
        Place::Status(practice) => view! { <Status practice/> }.into_any(),
        Place::Delivery(delivery) => view! { <Delivery delivery/> }.into_any(),
        Place::SignIn => view! { <SignIn/> }.into_any(),
        Place::Worklist(practice) => view! { <Worklist practice/> }.into_any(),
        Place::Request(practice, request) => view! { <Request practice request/> }.into_any(),
        Place::Missing => view! { <Missing/> }.into_any(),
    }
}

fn header(for_staff: bool, language: Language) -> AnyView {
    let language = if for_staff { Language::English } else { language };
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        browser::focus("content");
    };
    view! {
        <a class="skip" href="#content" on:click=skip>{say(common::SKIP, language)}</a>
        <header class="masthead" class:staff=for_staff>
            <div class="wrap">
                {if for_staff { staff_header() } else { patient_header(language) }}
            </div>
        </header>
    }
    .into_any()
}

fn patient_header(language: Language) -> AnyView {
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
    let href = move || session.address.with(|address| address.with_query("lang", other.tag()));
    view! {
        <p class="brand">{name}</p>
        <nav aria-label=say(common::LANGUAGES, language)>
            <a href=href lang=other.tag() hreflang=other.tag()>{say(common::OTHER_LANGUAGE, language)}</a>
        </nav>
    }
    .into_any()
}

fn staff_header() -> AnyView {
    let session = session();
    let busy = RwSignal::new(false);
    let sign_out = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let answer = api::sign_out().await;
            busy.set(false);
            match answer {
                Ok(()) => {
                    session.me.set(None);
                    session.practice_name.set(None);
                    session.go(&Place::SignIn.path());
                    browser::announce("You are signed out.");
                }
                Err(_) => browser::announce("You are still signed in. Try again."),
            }
        });
    });
    let home = move || {
        let practice = session.address.with(|address| match Place::parse(&address.path) {
            Place::Worklist(practice) | Place::Request(practice, _) => Some(practice),
            _ => None,
        });
        practice.map_or_else(|| Place::SignIn.path(), |practice| Place::Worklist(practice).path())
    };
    let who = move || {
        session.me.get().map(|me| {
            view! {
                <div class="who">
                    <span>{me.name}</span>
                    <Button look=Look::Plain label="Sign out".to_owned() on_press=sign_out busy/>
                </div>
            }
        })
    };
    view! {
        <p class="brand">
            <a href=home>{common::PRODUCT}</a>
            {move || session.practice_name.get().map(|name| view! { <span class="practice">{name}</span> })}
        </p>
        {who}
    }
    .into_any()
}
