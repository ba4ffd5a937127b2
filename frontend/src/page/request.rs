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
use super::{entitle, skeleton};
use crate::api;
use crate::component::dialog::DialogHandle;
use crate::component::history_list::HistoryList;
use crate::load::{Load, load, reload};
use crate::session::session;
use close::Close;
use desk::{Desk, Troubles};
use domain::id::{PracticeId, RequestId};
use domain::wire::RequestPage;
use header::Header;
use ledger::Ledger;
use leptos::prelude::*;
use links::Links;
use passcode::PasscodePanel;
use release::Release;
use verify::Verify;
use who::Who;

/// The questions that are asked before what can't be taken back.
#[derive(Clone, Copy)]
struct Dialogs {
    release: DialogHandle,
    close: DialogHandle,
}

#[component]
pub fn Request(practice: PracticeId, request: RequestId) -> AnyView {
    entitle("Request");
    know_me(session(), practice);
    let asked = request.clone();
    let state = load(async move { api::request_page(&asked).await });
    let retry = Callback::new(move |()| {
        let asked = request.clone();
        reload(state, async move { api::request_page(&asked).await });
    });
    (move || match state.get() {
        Load::Waiting => view! { <div class="wide"><h1>"Request"</h1>{skeleton(8)}</div> }.into_any(),
        Load::Failed(failure) => {
            view! { <div class="wide"><h1>"Request"</h1>{failed(failure, retry)}</div> }.into_any()
        }
        Load::Ready(page) => view! { <Open page/> }.into_any(),
    })
    .into_any()
}

/// Built once, so that what is typed stays when the request changes.
#[component]
fn Open(page: RequestPage) -> AnyView {
    entitle(&[page.given_name.as_str(), " ", &page.family_name].concat());
    let desk = Desk::new(page);
    let dialogs = Dialogs {
        release: DialogHandle::new(),
        close: DialogHandle::new(),
    };
    let is_verified = desk.part(|page| page.patient.is_some());
    view! {
        <Header desk dialogs/>
        <div class="wide request">
            <Troubles desk/>
            <PasscodePanel desk/>
            <Who desk/>
            <Verify desk/>
            {move || is_verified.get().then(|| view! {
                <Ledger desk/>
                <Release desk dialog=dialogs.release/>
                <Links desk/>
                <Close desk dialog=dialogs.close/>
            })}
            <section id="history">
                <h2>"What has happened"</h2>
                {move || view! { <HistoryList lines=desk.page.with(|page| page.history.clone())/> }}
            </section>
        </div>
    }
    .into_any()
}
