//! Where a request stands, to the person who asked: the same four things every time.

use super::{column, contact, entitle, h1, section, skeleton};
use crate::address::Place;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, busy_button, button, button_link};
use crate::component::clock_view::clock_view;
use crate::component::failure_view::{action_failed, failure_view};
use crate::component::history_list::history_list;
use crate::component::step_indicator::step_indicator;
use crate::el::{El, el, p};
use crate::load::{Load, load, reload, spawn};
use crate::session::{language, session};
use crate::text::{ask, common, fill, say, status};
use domain::id::PracticeId;
use domain::text;
use domain::wire::{self, Reading};
use domain::word::{Access, Language, Work};
use leptos::prelude::*;

pub fn status(practice: PracticeId) -> El {
    let language = language();
    let title = say(status::TITLE, language);
    entitle(title);
    let session = session();
    let state = load(api::status());
    let retry = move || reload(state, api::status());
    let find = Place::Find(practice).path();
    el("div").live(move || {
        Some(state.with(|state| match state {
            Load::Waiting => column().add(h1(title)).add(skeleton(6)),
            Load::Failed(failure) if matches!(failure.status(), 401 | 403 | 404) => signed_out(&find, language),
            Load::Failed(failure) => column().add(h1(title)).add(failure_view(failure, retry)),
            Load::Ready(status) => {
                session.practice_name.set(Some(status.practice.name.clone()));
                session.suggest(status.language);
                standing(status, &find)
            }
        }))
    })
}

fn signed_out(find: &str, language: Language) -> El {
    let title = say(status::SIGNED_OUT_TITLE, language);
    entitle(title);
    column()
        .add(h1(title))
        .add(p(say(status::SIGNED_OUT, language)))
        .add(el("p").add(button_link(find, say(status::SIGNED_OUT_LINK, language))))
}

fn standing(status: &wire::Status, find: &str) -> El {
    let language = language();
    let steps = [
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
        Work::Delivered | Work::Answered | Work::Closed => 5,
    };
    let is_late = matches!(status.clock.reading, Reading::Overdue(_));
    let receipt = [say(ask::RECEIPT, language), ": ", &status.receipt].concat();
    let stands = section(say(status::STANDS, language))
        .add(p(text::stage(status.stage, language)).class("lead"))
        .add(step_indicator(say(status::STANDS, language), &steps, current));
    column()
        .add(h1(say(status::TITLE, language)))
        .add(p(&receipt).class("aside"))
        .add_some(is_late.then(|| late(language)))
        .add(stands)
        .add(section(say(status::NEXT, language)).add_all(next(status, language)))
        .add(section(say(status::NEED, language)).add_all(need(status, language)))
        .add(section(say(common::WHOM_TO_CALL, language)).add(contact(&status.practice, language)))
        .add(section(say(status::TIME, language)).add(clock_view(&status.clock)))
        .add(section(say(status::HISTORY, language)).add(history_list(&status.history)))
        .add(leave(find))
}

fn late(language: Language) -> El {
    alert(Weight::Trouble, say(status::LATE, language)).add(p(say(status::LATE_TEXT, language)))
}

fn next(status: &wire::Status, language: Language) -> Vec<El> {
    let words = match (status.stage, status.access) {
        (Work::Received, _) => say(status::NEXT_RECEIVED, language).to_owned(),
        (Work::Gathering | Work::Ready, Access::Inspection) => say(status::NEXT_INSPECTION, language).to_owned(),
        (Work::Gathering, Access::Copy) => say(status::NEXT_GATHERING, language).to_owned(),
        (Work::Assembling, _) => say(status::NEXT_ASSEMBLING, language).to_owned(),
        (Work::Ready, Access::Copy) if status.delivery.is_none() => say(status::NEXT_NO_LINK, language).to_owned(),
        (Work::Ready, Access::Copy) => status.delivery_expires_on.map_or_else(
            || say(status::NEXT_READY, language).to_owned(),
            |day| fill(say(status::NEXT_READY_UNTIL, language), &[&text::date(day, language)]),
        ),
        (Work::Delivered | Work::Answered | Work::Closed, _) => say(status::NEXT_DELIVERED, language).to_owned(),
    };
    let is_open = match status.stage {
        Work::Received | Work::Gathering | Work::Assembling => true,
        Work::Ready | Work::Delivered | Work::Answered | Work::Closed => false,
    };
    let by_when = is_open.then(|| {
        let due_on = text::date(status.clock.due.due_on, language);
        p(&fill(say(status::BY_WHEN, language), &[&due_on])).class("strong")
    });
    [Some(p(&words)), by_when].into_iter().flatten().collect()
}

fn need(status: &wire::Status, language: Language) -> Vec<El> {
    let line = |words| p(say(words, language));
    let open = status.delivery.as_ref().map(|delivery| {
        let href = Place::Delivery(delivery.clone()).path();
        el("p").add(button_link(&href, say(status::OPEN, language)))
    });
    let still_open = status.delivery_expires_on.map(|day| {
        let until = text::date(day, language);
        p(&fill(say(status::STILL_OPEN, language), &[&until]))
    });
    match (status.stage, status.access, open) {
        (Work::Received, Access::Copy, _) => vec![line(status::NEED_NOTHING), line(status::NEED_VERIFY)],
        (Work::Gathering | Work::Assembling, Access::Copy, _) => {
            vec![line(status::NEED_NOTHING), line(status::NEED_KEEP_PASSCODE)]
        }
        (Work::Received | Work::Gathering | Work::Assembling, Access::Inspection, _)
        | (Work::Ready, Access::Inspection, None) => vec![line(status::NEED_NOTHING), line(status::MAY_CALL)],
        (Work::Ready, Access::Copy, Some(open)) => vec![line(status::NEED_OPEN), open],
        // Who asked to look at the record can look at it here, too.
        (Work::Ready, Access::Inspection, Some(open)) => vec![line(status::MAY_CALL), line(status::NEED_OPEN), open],
        (Work::Ready, Access::Copy, None) => vec![line(status::NEED_NEW_LINK)],
        (Work::Delivered | Work::Answered | Work::Closed, _, Some(open)) => {
            let still_open = still_open.unwrap_or_else(|| line(status::NEED_OPEN));
            vec![line(status::NEED_NOTHING), still_open, open]
        }
        (Work::Delivered | Work::Answered | Work::Closed, _, None) => {
            vec![line(status::NEED_NOTHING), line(status::NEED_AGAIN)]
        }
    }
}

/// Ends the sessions of whoever looked at her request or her record in this browser, and goes elsewhere.
pub fn leave(then: &str) -> El {
    let language = language();
    let session = session();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let then = then.to_owned();
    let label = move || {
        let label = if busy.get() { status::LEAVING } else { status::LEAVE };
        say(label, language).to_owned()
    };
    let leave = busy_button(Look::Outlined, busy, label, move || {
        busy.set(true);
        failure.set(None);
        let then = then.clone();
        spawn(async move {
            let answer = api::leave_status().await;
            busy.try_set(false);
            match answer {
                Ok(()) => session.go(&then),
                Err(other) => failure.set(Some(other)),
            }
        });
    });
    let print = button(Look::Plain, say(common::PRINT, language), browser::print);
    el("section")
        .class("leave")
        .add(p(say(status::LEAVE_TEXT, language)))
        .live(move || failure.with(|failure| failure.as_ref().map(|failure| action_failed(failure, language))))
        .add(el("div").class("buttons").add(leave).add(print))
}
