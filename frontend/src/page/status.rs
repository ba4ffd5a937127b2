//! Where a request stands, to the person who asked: the same four things every time, and what we wrote to each other.

mod fee;
mod review;
mod talk;

use super::printed::{Fetch, printed};
use super::{column, contact, entitle, h1, section, skeleton};
use crate::address::Place;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, busy_button, button, button_link};
use crate::component::clock_view::{clock_view, details, has_limit};
use crate::component::error_summary::error_summary;
use crate::component::failure_view::{action_failed, failure_view};
use crate::component::history_list::history_list;
use crate::component::step_indicator::step_indicator;
use crate::el::{El, el, p};
use crate::load::{Load, load, reload, spawn};
use crate::session::{language, session};
use crate::text::{ask, common, fill, say, status};
use domain::id::PracticeId;
use domain::text;
use domain::wire::{self, LetterView, Reading};
use domain::word::{Access, Language, Way, Work};
use leptos::prelude::*;
use std::rc::Rc;
use talk::Talk;

pub fn status(practice: PracticeId) -> El {
    let language = language();
    let title = say(status::TITLE, language);
    entitle(title);
    let session = session();
    let state = load(api::status());
    // Outside what is built again, so that nothing typed is lost.
    let talk = Talk::new(state);
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
                standing(status, talk, &find)
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

fn standing(status: &wire::Status, talk: Talk, find: &str) -> El {
    let language = language();
    let is_late = matches!(status.clock.reading, Reading::Overdue(_));
    let receipt = [say(ask::RECEIPT, language), ": ", &status.receipt].concat();
    let stands = section(say(status::STANDS, language))
        .add(p(stage(status, language)).class("lead"))
        .add_some(steps(status, language));
    let time = has_limit(&status.clock).then(|| section(say(status::TIME, language)).add(clock_view(&status.clock)));
    column()
        .add(error_summary("error-summary", talk.errors))
        .add(h1(say(status::TITLE, language)))
        .add(p(&receipt).class("aside"))
        .add_some(is_late.then(|| late(language)))
        .add_some(status.asks_arrival.then(|| talk::arrival(talk, language)))
        .add_some(
            status
                .fee
                .as_ref()
                .map(|quoted| fee::fee(quoted, status.stage, talk, language)),
        )
        .add(stands)
        .add_all(answers(status).map(|letter| letter_view(letter, language)))
        .add_some(review::second_look(status, talk, language))
        .add(section(say(status::NEXT, language)).add_all(next(status, language)))
        .add(section(say(status::NEED, language)).add_all(need(status, language)))
        .add(section(say(common::WHOM_TO_CALL, language)).add(contact(&status.practice, language)))
        .add_some(time)
        .add_all(acknowledgements(status).map(|letter| acknowledgement(letter, language)))
        .add(talk::write(talk, language))
        .add(section(say(status::HISTORY, language)).add(history_list(&status.history, |_| None)))
        .add(leave(find))
}

fn stage(status: &wire::Status, language: Language) -> &'static str {
    match (status.stage, status.way) {
        // Another ask is passed on: nothing is gathered for it.
        (Work::Gathering | Work::Assembling | Work::Ready, _) if !status.kind.is_access() => {
            text::stage(Work::Received, language)
        }
        (Work::Ready, _) if status.letter_only => say(status::LETTER_READY, language),
        (Work::Delivered, _) if status.letter_only => text::stage(Work::Answered, language),
        (Work::Delivered, Way::Paper | Way::InPerson | Way::Email) => say(status::STEP_DONE, language),
        (stage, _) => text::stage(stage, language),
    }
}

/// The way to the record; none where a letter is the whole answer, or where it is another ask.
fn steps(status: &wire::Status, language: Language) -> Option<El> {
    if status.letter_only {
        return None;
    }
    let current = match status.stage {
        Work::Received | Work::Gathering => 1,
        Work::Assembling => 2,
        Work::Ready => 3,
        Work::Answered => return None,
        Work::Closed if status.delivery.is_none() && answers(status).next().is_some() => return None,
        Work::Delivered | Work::Closed => 5,
    };
    let steps = [
        status::STEP_RECEIVED,
        status::STEP_GATHER,
        status::STEP_PACK,
        status::STEP_READY,
        status::STEP_DONE,
    ];
    let steps = steps.map(|words| say(words, language));
    let shown = || step_indicator(say(status::STANDS, language), &steps, current);
    status.kind.is_access().then(shown)
}

/// Every letter but the one that says that the request came.
fn answers(status: &wire::Status) -> impl Iterator<Item = &LetterView> {
    status.letters.iter().filter(|letter| !letter.acknowledges())
}

fn acknowledgements(status: &wire::Status) -> impl Iterator<Item = &LetterView> {
    status.letters.iter().filter(|letter| letter.acknowledges())
}

/// A letter in full, to be read and printed here.
fn letter_view(letter: &LetterView, language: Language) -> El {
    with_letter(section(&letter.heading), letter, language)
}

/// What it says stands elsewhere on this page as well, so that it is folded.
fn acknowledgement(letter: &LetterView, language: Language) -> El {
    let fold = details(say(status::ACKNOWLEDGEMENT, language)).class("fold");
    with_letter(fold, letter, language)
}

fn with_letter(within: El, letter: &LetterView, language: Language) -> El {
    let seq = letter.seq;
    let fetch: Fetch = Rc::new(move |print| Box::pin(api::own_letter(seq, print)));
    within
        .add(p(&text::date(letter.on, language)).class("aside"))
        .add(el("div").class("letter").text(&letter.text))
        .add(printed(letter, language, fetch))
}

fn late(language: Language) -> El {
    alert(Weight::Trouble, say(status::LATE, language)).add(p(say(status::LATE_TEXT, language)))
}

fn next(status: &wire::Status, language: Language) -> Vec<El> {
    let words = match (status.stage, status.access, status.way) {
        (Work::Ready, ..) if status.letter_only => status::NEXT_LETTER,
        (Work::Delivered | Work::Closed, ..) => status::NEXT_DELIVERED,
        (Work::Answered, ..) if status.answer_waits => status::NEXT_WRITTEN,
        (Work::Answered, ..) => status::NEXT_ANSWERED,
        _ if !status.kind.is_access() => status::NEXT_OTHER,
        (Work::Received, ..) => status::NEXT_RECEIVED,
        (Work::Gathering | Work::Ready, Access::Inspection, _) if !status.appointment.is_empty() => {
            status::NEXT_APPOINTMENT
        }
        (Work::Gathering | Work::Ready, Access::Inspection, _) => status::NEXT_INSPECTION,
        (Work::Gathering, Access::Copy, _) => status::NEXT_GATHERING,
        (Work::Assembling, ..) => status::NEXT_ASSEMBLING,
        (Work::Ready, _, Way::Paper) => status::NEXT_PAPER,
        (Work::Ready, _, Way::InPerson) => status::NEXT_IN_PERSON,
        (Work::Ready, _, Way::Email) => status::NEXT_EMAIL,
        (Work::Ready, _, Way::Download) if status.delivery.is_none() => status::NEXT_NO_LINK,
        (Work::Ready, _, Way::Download) => status::NEXT_READY,
    };
    let expires_on = status.delivery_expires_on.filter(|_| status.stage == Work::Ready);
    let expires_on = expires_on.map(|day| fill(say(status::LINK_UNTIL, language), &[&text::date(day, language)]));
    let appointment =
        (!status.appointment.is_empty()).then(|| fill(say(status::APPOINTMENT, language), &[&status.appointment]));
    let is_open = match status.stage {
        // What goes out after a review comes after the answer.
        Work::Received | Work::Gathering | Work::Assembling => has_limit(&status.clock) && !is_answered(status),
        Work::Ready | Work::Delivered | Work::Answered | Work::Closed => false,
    };
    let by_when = is_open.then(|| {
        let due_on = text::date(status.clock.due.due_on, language);
        let words = match status.clock.reading {
            Reading::Overdue(_) => status::BY_WHEN_LATE,
            Reading::OnTime(_)
            | Reading::DueSoon(_)
            | Reading::DueToday
            | Reading::Answered
            | Reading::AnsweredLate(_)
            | Reading::NotCounted => status::BY_WHEN,
        };
        fill(say(words, language), &[&due_on])
    });
    let strong = |line: String| p(&line).class("strong");
    let mut lines = vec![p(say(words, language))];
    lines.extend(expires_on.map(|line| p(&line)));
    lines.extend(appointment.into_iter().chain(by_when).map(strong));
    lines
}

fn is_answered(status: &wire::Status) -> bool {
    matches!(status.clock.reading, Reading::Answered | Reading::AnsweredLate(_))
}

fn need(status: &wire::Status, language: Language) -> Vec<El> {
    let line = |words| p(say(words, language));
    let open = status.delivery.as_ref().map(|delivery| {
        let href = Place::Delivery(delivery.clone()).path();
        let label = if status.letter_only {
            status::OPEN_LETTER
        } else {
            status::OPEN
        };
        el("p").add(button_link(&href, say(label, language)))
    });
    let still_open = status.delivery_expires_on.map(|day| {
        let until = text::date(day, language);
        p(&fill(say(status::STILL_OPEN, language), &[&until]))
    });
    let is_look = status.access == Access::Inspection;
    let may_call = match status.appointment.is_empty() {
        true => status::MAY_CALL,
        false => status::MAY_CHANGE,
    };
    let by_link = status.way == Way::Download && !is_look && status.kind.is_access();
    let (first, more) = match (status.stage, open) {
        // Who asked to look at the record can look at it here, too.
        (Work::Ready, Some(open)) if status.letter_only => (None, vec![line(status::NEED_OPEN_LETTER), open]),
        (Work::Ready, Some(open)) => (is_look.then_some(may_call), vec![line(status::NEED_OPEN), open]),
        (Work::Ready, None) if by_link => (None, vec![line(status::NEED_NEW_LINK)]),
        (Work::Received | Work::Gathering | Work::Assembling | Work::Ready, _) if is_look => {
            (Some(status::NEED_NOTHING), vec![line(may_call)])
        }
        // What was given before a review gave more.
        (Work::Gathering, Some(open)) => {
            let still_open = still_open.unwrap_or_else(|| line(status::NEED_OPEN));
            (Some(status::NEED_NOTHING), vec![still_open, open])
        }
        (Work::Received, _) if by_link => (Some(status::NEED_NOTHING), vec![line(status::NEED_VERIFY)]),
        (Work::Gathering | Work::Assembling, _) if by_link => {
            (Some(status::NEED_NOTHING), vec![line(status::NEED_KEEP_PASSCODE)])
        }
        (Work::Received | Work::Gathering | Work::Assembling | Work::Ready | Work::Answered, None)
        | (Work::Received | Work::Assembling, Some(_)) => (Some(status::NEED_NOTHING), vec![]),
        (Work::Delivered | Work::Answered | Work::Closed, Some(open)) => {
            let still_open = still_open.unwrap_or_else(|| line(status::NEED_OPEN));
            (Some(status::NEED_NOTHING), vec![still_open, open])
        }
        (Work::Delivered | Work::Closed, None) if !status.kind.is_access() => (Some(status::NEED_NOTHING), vec![]),
        (Work::Delivered | Work::Closed, None) => (Some(status::NEED_NOTHING), vec![line(status::NEED_AGAIN)]),
    };
    // What we asked comes before that there is nothing else.
    let first = if status.is_asked {
        Some(talk::asked(language))
    } else if fee::is_asked(status) {
        Some(line(status::FEE_NEED).class("strong"))
    } else {
        first.map(line)
    };
    first.into_iter().chain(more).collect()
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
