//! The start page, and the page for an address that leads nowhere.

use super::{column, entitle, h1, h2, link};
use crate::address::Place;
use crate::el::{El, el, p};
use crate::session::language;
use crate::text::{common, say};

pub fn home() -> El {
    let language = language();
    let title = say(common::HOME_TITLE, language);
    entitle(title);
    let sign_in = link(&Place::SignIn.path(), say(common::HOME_STAFF_LINK, language));
    column()
        .add(h1(title))
        .add(p(say(common::HOME_LEAD, language)).class("lead"))
        .add(h2(say(common::HOME_PATIENT, language)))
        .add(p(say(common::HOME_PATIENT_TEXT, language)))
        .add(h2(say(common::HOME_STAFF, language)))
        .add(el("p").add(sign_in))
}

pub fn missing() -> El {
    let language = language();
    let title = say(common::MISSING_TITLE, language);
    entitle(title);
    column()
        .add(h1(title))
        .add(p(say(common::MISSING_TEXT, language)))
        .add(el("p").add(link("/", say(common::MISSING_LINK, language))))
}
