//! One request, for staff: a header that stays, then everything about it, with one filled button.

mod answers;
mod close;
mod desk;
mod disclosures;
pub mod fee;
mod hand_over;
mod header;
mod judging;
mod keeping;
mod leave_out;
mod ledger;
mod letters;
mod links;
mod owner;
mod passcode;
mod preview;
mod release;
mod review;
mod routing;
mod sheet;
mod stale;
mod talk;
mod tasks;
mod undo;
mod upload;
mod verify;
mod who;
mod wrong;

use super::worklist::{failed, know_me};
use super::{back, entitle, h1, link, section, skeleton};
use crate::address::Place;
use crate::api::{self, Answer};
use crate::component::alert::{Weight, alert};
use crate::el::{El, el};
use crate::load::{Load, load, reload};
use crate::session::{Session, session};
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
    let session = session();
    let state = load(opened(session, practice.clone(), request.clone()));
    el("div").live(move || {
        let (practice, request) = (practice.clone(), request.clone());
        let list = Place::Worklist(practice.clone()).path();
        let retry = move || reload(state, opened(session, practice.clone(), request.clone()));
        let frame = || {
            let top = el("div").class("wide").add(back(&list, "Requests"));
            top.add(h1("Request"))
        };
        Some(state.with(|found| match found {
            Load::Waiting => frame().add(skeleton(8)),
            Load::Failed(failure) => frame().add(failed(failure, retry)),
            Load::Ready(page) => open(page.clone()),
        }))
    })
}

/// The request, and who opens it: what is offered depends on both.
async fn opened(session: Session, practice: PracticeId, request: RequestId) -> Answer<RequestPage> {
    if session.me.with_untracked(Option::is_none) {
        session.me.set(Some(api::me().await?));
    }
    know_me(session, practice);
    api::request_page(&request).await
}

/// Built once, so that what is typed stays when the request changes. Where what was entered of it changes, all but what
/// was written is built anew: everything else hangs on that.
fn open(page: RequestPage) -> El {
    let desk = Desk::new(page);
    let entered = desk.part(who::correct::entered);
    // Read, and not only tracked: what nobody reads is never worked out again.
    let anew = move |part: fn(Desk) -> El| move || entered.with(|_| Some(untrack(|| part(desk))));
    el("div")
        .class("opened")
        .live(anew(head))
        .live(anew(parts))
        .add(el("div").class("wide request").add(talk::talk(desk)))
}

fn head(desk: Desk) -> El {
    desk.page.with_untracked(|page| {
        entitle(&[page.given_name.as_str(), " ", &page.family_name].concat());
    });
    header::header(desk)
}

fn parts(desk: Desk) -> El {
    let is_access = desk.page.with_untracked(|page| page.kind.is_access());
    let mail_failed = desk.part(|page| page.mail_failed && page.work != Work::Closed);
    let body = if is_access {
        answering(desk)
    } else {
        routing::routing(desk)
    };
    el("div")
        .class("wide request")
        .live(move || troubles(desk))
        .live(move || stale::kept(desk))
        .live(move || mail_failed.get().then(|| alert(Weight::Trouble, staff::MAIL_FAILED)))
        .add(undo::undo(desk))
        .add(passcode::handover(desk))
        .add(el("div").class("pair").add(who::who(desk)).add(tasks::tasks(desk)))
        .add(body)
        .add(hand_over::hand_over(desk))
        .add(review::review(desk))
        .add(wrong::wrong(desk))
        .add(letters::letters(desk))
        .add(close::close(desk))
        .add(disclosures::disclosures(desk))
        .add(keeping::keeping(desk))
        .add(answers::answers(desk))
}

/// A record is asked for: who asks, then what goes out.
fn answering(desk: Desk) -> El {
    let is_verified = desk.part(|page| page.patient.is_some());
    // An answer that did not need to know who asks is not asked again.
    let is_asked = desk.part(|page| page.patient.is_some() || matches!(page.work, Work::Received | Work::Gathering));
    el("div")
        .live(move || is_asked.get().then(|| verify::verify(desk)))
        .live(move || is_verified.get().then(|| gathering(desk)))
        .add(fee::fee(desk))
}

/// What comes after it is known who asks.
fn gathering(desk: Desk) -> El {
    el("div")
        .add(ledger::ledger(desk))
        .add(judging::judging(desk))
        .add(release::release(desk))
        .add(links::links(desk))
}
