//! Staff sign-in, and the choice of a practice for those who work for several.

use super::{column, entitle, h1, link, skeleton};
use crate::address::Place;
use crate::api;
use crate::browser;
use crate::component::button::{Look, button, button_link};
use crate::component::failure_view::failure_view;
use crate::el::{El, el, p, react};
use crate::load::{Load, load, reload};
use crate::session::session;
use domain::wire::Me;
use leptos::prelude::*;

/// Where the tab keeps what a person who was signed out had asked for.
const WANTED: &str = "wanted";

pub fn sign_in() -> El {
    entitle("Staff sign-in");
    let session = session();
    session.practice_name.set(None);
    let state = load(api::me());
    react(move || {
        let found = state.with(|state| match state {
            Load::Ready(me) => Some(me.clone()),
            Load::Waiting | Load::Failed(_) => None,
        });
        if let (Some(_), Some(path)) = (&found, browser::stored(WANTED)) {
            browser::forget(WANTED);
            session.replace(&path);
        } else if let Some([only]) = found.as_ref().map(|me| me.memberships.as_slice()) {
            session.replace(&Place::Worklist(only.practice.clone()).path());
        }
        session.me.set(found);
    });
    column().add(h1("Staff sign-in")).live(move || {
        Some(state.with(|found| match found {
            Load::Waiting => skeleton(3),
            Load::Ready(me) => practices(me),
            Load::Failed(failure) if matches!(failure.status(), 401 | 403) => signed_out(),
            Load::Failed(failure) => failure_view(failure, move || reload(state, api::me())),
        }))
    })
}

/// The way in. Leaves the page for the API, which leads to the sign-in provider.
pub fn signed_out() -> El {
    let path = session().address.with_untracked(|address| address.path.clone());
    let way_in = button_link(&api::sign_in_path(), "Sign in")
        .attr("rel", "external")
        .on("click", move |_| {
            if Place::parse(&path) != Place::SignIn {
                browser::store(WANTED, &path);
            }
        });
    el("div")
        .add(p("Sign in to see the requests of your practice."))
        .add(el("p").add(way_in))
}

fn practices(me: &Me) -> El {
    if me.memberships.is_empty() {
        return el("div")
            .add(p("You are signed in, but no practice has added you yet.").class("lead"))
            .add(p(
                "Ask the privacy officer of your practice to add you as a member. Then load this page again.",
            ))
            .add(button(Look::Outlined, "Load this page again", browser::reload));
    }
    let links = me.memberships.iter().map(|membership| {
        let href = Place::Worklist(membership.practice.clone()).path();
        el("li").add(link(&href, &membership.practice_name))
    });
    el("div")
        .add(p("Choose the practice that you want to work for now."))
        .add(el("ul").class("links").add_all(links))
}
