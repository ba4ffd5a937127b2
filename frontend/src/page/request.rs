//! One request, for staff: a header that stays, then everything about it, with one filled button.

mod close;
mod desk;
mod header;
mod ledger;
mod links;
mod passcode;
mod release;
mod upload;
mod verify;
mod who;

use super::worklist::{failed, know_me};
use super::{entitle, h1, link, section, skeleton};
use crate::api;
use crate::component::alert::{Weight, alert};
use crate::component::history_list::history_list;
use crate::el::{El, el};
use crate::load::{Load, load, reload};
use crate::session::session;
use crate::text::staff;
use desk::{Desk, troubles};
use domain::id::{PracticeId, RequestId};
use domain::wire::RequestPage;
use domain::word::Work;
use leptos::prelude::*;

/// The dialogs that ask before what can't be taken back.
const RELEASE_DIALOG: &str = "release-dialog";
const AGAIN_DIALOG: &str = "again-dialog";
const CLOSE_DIALOG: &str = "close-dialog";

pub fn request(practice: PracticeId, request: RequestId) -> El {
    entitle("Request");
    know_me(session(), practice);
    let asked = request.clone();
    let state = load(async move { api::request_page(&asked).await });
    el("div").live(move || {
        let request = request.clone();
        let retry = move || {
            let request = request.clone();
            reload(state, async move { api::request_page(&request).await });
        };
        let frame = || el("div").class("wide").add(h1("Request"));
        Some(state.with(|found| match found {
            Load::Waiting => frame().add(skeleton(8)),
            Load::Failed(failure) => frame().add(failed(failure, retry)),
            Load::Ready(page) => open(page.clone()),
        }))
    })
}

/// Built once, so that what is typed stays when the request changes.
fn open(page: RequestPage) -> El {
    entitle(&[page.given_name.as_str(), " ", &page.family_name].concat());
    let desk = Desk::new(page);
    let mail_failed = desk.part(|page| page.mail_failed && page.work != Work::Closed);
    let is_verified = desk.part(|page| page.patient.is_some());
    let history = section("What has happened").live(move || Some(desk.page.with(|page| history_list(&page.history))));
    let parts = el("div")
        .class("wide request")
        .live(move || troubles(desk))
        .live(move || mail_failed.get().then(|| alert(Weight::Trouble, staff::MAIL_FAILED)))
        .add(passcode::handover(desk))
        .add(who::who(desk))
        .add(verify::verify(desk))
        .live(move || is_verified.get().then(|| gathering(desk)))
        .add(history);
    el("div").class("opened").add(header::header(desk)).add(parts)
}

/// What comes after it is known who asks.
fn gathering(desk: Desk) -> El {
    el("div")
        .add(ledger::ledger(desk))
        .add(release::release(desk))
        .add(links::links(desk))
        .add(close::close(desk))
}
