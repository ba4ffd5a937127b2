//! Staff sign-in, and the choice of a practice for those who work for several.

use super::{entitle, skeleton};
use crate::address::Place;
use crate::api;
use crate::browser;
use crate::component::failure_view::FailureView;
use crate::load::{Load, load, reload};
use crate::session::session;
use domain::wire::Me;
use leptos::prelude::*;

#[component]
pub fn SignIn() -> AnyView {
    entitle("Staff sign-in");
    let session = session();
    session.practice_name.set(None);
    let state = load(api::me());
    let retry = Callback::new(move |()| reload(state, api::me()));
    Effect::new(move |_| {
        if let Load::Ready(me) = state.get() {
            if let [only] = me.memberships.as_slice() {
                session.replace(&Place::Worklist(only.practice.clone()).path());
            }
            session.me.set(Some(me));
        }
    });
    view! {
        <div class="column">
            <h1>"Staff sign-in"</h1>
            {move || match state.get() {
                Load::Waiting => skeleton(3),
                Load::Ready(me) => practices(&me),
                Load::Failed(failure) if matches!(failure.status(), 401 | 403) => signed_out(),
                Load::Failed(failure) => view! { <FailureView failure on_retry=retry/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// The way in. Leaves the page for the API, which leads to the sign-in provider.
pub fn signed_out() -> AnyView {
    view! {
        <p>"Sign in to see the requests of your practice."</p>
        <p><a class="button" rel="external" href=api::sign_in_path()>"Sign in"</a></p>
    }
    .into_any()
}

fn practices(me: &Me) -> AnyView {
    if me.memberships.is_empty() {
        let reload = move |_| browser::reload();
        return view! {
            <p class="lead">"You are signed in, but no practice has added you yet."</p>
            <p>"Ask the privacy officer of your practice to add you as a member. Then load this page again."</p>
            <p><button type="button" class="button outlined" on:click=reload>"Load this page again"</button></p>
        }
        .into_any();
    }
    let links = me
        .memberships
        .iter()
        .map(|membership| {
            let href = Place::Worklist(membership.practice.clone()).path();
            view! { <li><a href=href>{membership.practice_name.clone()}</a></li> }.into_any()
        })
        .collect_view();
    view! {
        <p>"Choose the practice that you want to work for now."</p>
        <ul class="links">{links}</ul>
    }
    .into_any()
}
