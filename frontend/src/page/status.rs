//! Where a request stands, to the person who asked: the same four things every time.

use super::{contact, entitle, skeleton};
use crate::address::Place;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Alert, Weight};
use crate::component::button::{Button, Look};
use crate::component::clock_view::ClockView;
use crate::component::failure_view::FailureView;
use crate::component::history_list::HistoryList;
use crate::component::step_indicator::StepIndicator;
use crate::load::{Load, load, reload};
use crate::session::{language, session};
use crate::text::{ask, common, fill, say, status};
use domain::id::PracticeId;
use domain::text;
use domain::wire::{self, Reading};
use domain::word::{Access, Language, Work};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[component]
pub fn Status(practice: PracticeId) -> AnyView {
    let language = language();
    let title = say(status::TITLE, language);
    entitle(title);
    let session = session();
    let state = load(api::status());
    let retry = Callback::new(move |()| reload(state, api::status()));
    let find = Place::Find(practice).path();
    (move || match state.get() {
        Load::Waiting => view! { <div class="column"><h1>{title}</h1>{skeleton(6)}</div> }.into_any(),
        Load::Failed(failure) if matches!(failure.status(), 401 | 403 | 404) => signed_out(&find, language),
        Load::Failed(failure) => view! {
            <div class="column"><h1>{title}</h1><FailureView failure on_retry=retry/></div>
        }
        .into_any(),
        Load::Ready(status) => {
            session.practice_name.set(Some(status.practice.name.clone()));
            session.suggest(status.language);
            view! { <Standing status find=find.clone()/> }.into_any()
        }
    })
    .into_any()
}

fn signed_out(find: &str, language: Language) -> AnyView {
    entitle(say(status::SIGNED_OUT_TITLE, language));
    view! {
        <div class="column">
            <h1>{say(status::SIGNED_OUT_TITLE, language)}</h1>
            <p>{say(status::SIGNED_OUT, language)}</p>
            <p><a class="button" href=find.to_owned()>{say(status::SIGNED_OUT_LINK, language)}</a></p>
        </div>
    }
    .into_any()
}

#[component]
fn Standing(status: wire::Status, find: String) -> AnyView {
    let language = language();
    let steps = vec![
        say(status::STEP_RECEIVED, language),
        say(status::STEP_GATHER, language),
        say(status::STEP_PACK, language),
        say(status::STEP_READY, language),
        say(status::STEP_DONE, language),
    ];
    let current = match status.stage {
        Work::Received | Work::Gathering => 1,
        Work::Assembling => 2,
        Work::Ready => 3,
        Work::Delivered | Work::Closed => 5,
    };
    let is_late = matches!(status.clock.reading, Reading::Overdue(_));
    let receipt = [say(ask::RECEIPT, language), ": ", &status.receipt].concat();
    view! {
        <div class="column">
            <h1>{say(status::TITLE, language)}</h1>
            <p class="aside">{receipt}</p>
            {is_late.then(|| late(language))}
            <section>
                <h2>{say(status::STANDS, language)}</h2>
                <p class="lead">{text::stage(status.stage, language)}</p>
                <StepIndicator label=say(status::STANDS, language) steps current/>
            </section>
            <section>
                <h2>{say(status::NEXT, language)}</h2>
                {next(&status, language)}
            </section>
            <section>
                <h2>{say(status::NEED, language)}</h2>
                {need(&status, language)}
            </section>
            <section>
                <h2>{say(common::WHOM_TO_CALL, language)}</h2>
                {contact(&status.practice, language)}
            </section>
            <section>
                <h2>{say(status::TIME, language)}</h2>
                <ClockView clock=status.clock/>
            </section>
            <section>
                <h2>{say(status::HISTORY, language)}</h2>
                <HistoryList lines=status.history/>
            </section>
            <Leave find/>
        </div>
    }
    .into_any()
}

fn late(language: Language) -> AnyView {
    view! {
        <Alert weight=Weight::Trouble title=say(status::LATE, language)>
            <p>{say(status::LATE_TEXT, language)}</p>
        </Alert>
    }
    .into_any()
}

fn next(status: &wire::Status, language: Language) -> AnyView {
    let words = match (status.stage, status.access) {
        (Work::Received, _) => say(status::NEXT_RECEIVED, language).to_owned(),
        (Work::Gathering | Work::Ready, Access::Inspection) => say(status::NEXT_INSPECTION, language).to_owned(),
        (Work::Gathering, Access::Copy) => say(status::NEXT_GATHERING, language).to_owned(),
        (Work::Assembling, _) => say(status::NEXT_ASSEMBLING, language).to_owned(),
        (Work::Ready, Access::Copy) => status.delivery_expires_on.map_or_else(
            || say(status::NEXT_READY, language).to_owned(),
            |day| fill(say(status::NEXT_READY_UNTIL, language), &[&text::date(day, language)]),
        ),
        (Work::Delivered | Work::Closed, _) => say(status::NEXT_DELIVERED, language).to_owned(),
    };
    let is_open = match status.stage {
        Work::Received | Work::Gathering | Work::Assembling => true,
        Work::Ready | Work::Delivered | Work::Closed => false,
    };
    let by_when = is_open.then(|| {
        let due_on = text::date(status.clock.due.due_on, language);
        view! { <p class="strong">{fill(say(status::BY_WHEN, language), &[&due_on])}</p> }
    });
    view! { <p>{words}</p> {by_when} }.into_any()
}

fn need(status: &wire::Status, language: Language) -> AnyView {
    if let Some(delivery) = &status.delivery {
        let href = Place::Delivery(delivery.clone()).path();
        return view! {
            <p>{say(status::NEED_OPEN, language)}</p>
            <p><a class="button" href=href>{say(status::OPEN, language)}</a></p>
        }
        .into_any();
    }
    let (first, second) = match (status.stage, status.access) {
        (Work::Received, Access::Copy) => (status::NEED_NOTHING, Some(status::NEED_VERIFY)),
        (Work::Gathering | Work::Assembling, Access::Copy) => (status::NEED_NOTHING, Some(status::NEED_KEEP_PASSCODE)),
        (Work::Gathering | Work::Ready, Access::Inspection) => (status::NEED_CALL, None),
        (Work::Received | Work::Assembling, Access::Inspection)
        | (Work::Ready, Access::Copy)
        | (Work::Delivered | Work::Closed, _) => (status::NEED_NOTHING, None),
    };
    let second = second.map(|words| view! { <p>{say(words, language)}</p> });
    view! { <p>{say(first, language)}</p> {second} }.into_any()
}

/// Ends the session of this page.
#[component]
fn Leave(find: String) -> AnyView {
    let language = language();
    let session = session();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let press = Callback::new(move |()| {
        busy.set(true);
        failure.set(None);
        let find = find.clone();
        spawn_local(async move {
            let answer = api::leave_status().await;
            busy.try_set(false);
            match answer {
                Ok(()) => session.go(&find),
                Err(other) => failure.set(Some(other)),
            }
        });
    });
    let label = Signal::derive(move || {
        let label = if busy.get() { status::LEAVING } else { status::LEAVE };
        say(label, language).to_owned()
    });
    let print = Callback::new(|()| browser::print());
    view! {
        <section class="leave">
            <p>{say(status::LEAVE_TEXT, language)}</p>
            {move || failure.get().map(|failure| {
                let title = crate::component::failure_view::title(&failure, language);
                view! { <Alert weight=Weight::Trouble title urgent=true/> }
            })}
            <div class="buttons">
                <Button look=Look::Outlined label on_press=press busy/>
                <Button look=Look::Plain label=say(common::PRINT, language).to_owned() on_press=print/>
            </div>
        </section>
    }
    .into_any()
}
