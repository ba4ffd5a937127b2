//! The start page, and the page for an address that leads nowhere.

use super::entitle;
use crate::address::Place;
use crate::session::language;
use crate::text::{common, say};
use leptos::prelude::*;

#[component]
pub fn Home() -> AnyView {
    let language = language();
    let title = say(common::HOME_TITLE, language);
    entitle(title);
    view! {
        <div class="column">
            <h1>{title}</h1>
            <p class="lead">{say(common::HOME_LEAD, language)}</p>
            <h2>{say(common::HOME_PATIENT, language)}</h2>
            <p>{say(common::HOME_PATIENT_TEXT, language)}</p>
            <h2>{say(common::HOME_STAFF, language)}</h2>
            <p><a href=Place::SignIn.path()>{say(common::HOME_STAFF_LINK, language)}</a></p>
        </div>
    }
    .into_any()
}

#[component]
pub fn Missing() -> AnyView {
    let language = language();
    let title = say(common::MISSING_TITLE, language);
    entitle(title);
    view! {
        <div class="column">
            <h1>{title}</h1>
            <p>{say(common::MISSING_TEXT, language)}</p>
            <p><a href="/">{say(common::MISSING_LINK, language)}</a></p>
        </div>
    }
    .into_any()
}
