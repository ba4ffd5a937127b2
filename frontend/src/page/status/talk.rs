//! What the requester tells us: a message, and whether the record could be opened.

use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, busy_button, submit_button};
use crate::component::failure_view::action_failed;
use crate::component::field::{Label, text_area};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use crate::load::{Loading, reload, spawn};
use crate::page::{link, section};
use crate::text::{Pair, say, status};
use domain::parse;
use domain::wire::{ConfirmArrival, SendMessage, Status};
use domain::word::Language;
use leptos::prelude::*;

/// The message, whose id is its wire name.
const TEXT: &str = "text";

#[derive(Clone, Copy)]
pub struct Talk {
    state: Loading<Status>,
    form: RwSignal<SendMessage>,
    pub errors: Errors,
    pub busy: RwSignal<bool>,
    pub failure: RwSignal<Option<Failure>>,
    is_sent: RwSignal<bool>,
}

impl Talk {
    pub fn new(state: Loading<Status>) -> Self {
        Self {
            state,
            form: RwSignal::new(SendMessage::default()),
            errors: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            is_sent: RwSignal::new(false),
        }
    }

    pub fn begin(self) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        self.failure.set(None);
        self.is_sent.set(false);
        self.busy.set(true);
        true
    }

    /// Says how it went; the page then shows how the request stands.
    pub fn settle(self, answer: Result<(), Failure>, done: &str) -> bool {
        self.busy.try_set(false);
        match answer {
            Ok(()) => {
                browser::announce(done);
                reload(self.state, api::status());
                return true;
            }
            Err(failure) if !failure.errors().is_empty() => {
                self.errors.try_set(failure.errors());
            }
            Err(failure) => {
                self.failure.try_set(Some(failure));
            }
        }
        false
    }
}

/// Beside what we need: the way to the answer.
pub fn asked(language: Language) -> El {
    let answer = link("#text", say(status::NEED_ANSWER_LINK, language)).on("click", |event| {
        event.prevent_default();
        browser::focus(TEXT);
    });
    p(say(status::NEED_ANSWER, language))
        .class("strong")
        .text(" ")
        .add(answer)
}

pub fn write(talk: Talk, language: Language) -> El {
    let Talk {
        form,
        errors,
        busy,
        failure,
        is_sent,
        ..
    } = talk;
    let label = Label {
        id: TEXT,
        text: say(status::MESSAGE, language),
        hint: say(status::MESSAGE_HINT, language),
    };
    let sent = move || is_sent.get().then(|| alert(Weight::Good, say(status::SENT, language)));
    let form = el("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            send(talk, language);
        })
        .add(text_area(label, Answer::of(form, |form| &mut form.text), errors))
        .live(move || failure.with(|failure| failure.as_ref().map(|failure| action_failed(failure, language))))
        .add(submit_button(Look::Outlined, busy, move || {
            let label = if busy.get() { status::SENDING } else { status::SEND };
            say(label, language).to_owned()
        }));
    section(say(status::MESSAGES, language)).live(sent).add(form)
}

fn send(talk: Talk, language: Language) {
    let form = talk.form.get_untracked();
    let faults: Vec<_> = parse::message(&form).err().into_iter().collect();
    let is_fine = faults.is_empty();
    talk.errors.set(faults);
    if !is_fine || !talk.begin() {
        return;
    }
    spawn(async move {
        let answer = api::write_to_practice(&form).await;
        if talk.settle(answer, say(status::SENT, language)) {
            talk.form.try_set(SendMessage::default());
            talk.is_sent.try_set(true);
        }
    });
}

/// Asked once the record was taken.
pub fn arrival(talk: Talk, language: Language) -> El {
    let answer = |look, words: Pair, opened: &'static str, done: Pair| {
        let (words, done) = (say(words, language), say(done, language));
        let press = move || {
            if !talk.begin() {
                return;
            }
            let form = ConfirmArrival {
                opened: opened.to_owned(),
            };
            spawn(async move {
                let answer = api::confirm_arrival(&form).await;
                talk.settle(answer, done);
            });
        };
        busy_button(look, talk.busy, move || words.to_owned(), press)
    };
    section(say(status::ARRIVAL, language)).add(
        el("div")
            .class("buttons")
            .add(answer(
                Look::Outlined,
                status::ARRIVAL_YES,
                "yes",
                status::ARRIVAL_THANKS,
            ))
            .add(answer(Look::Outlined, status::ARRIVAL_NO, "no", status::ARRIVAL_HELP)),
    )
}
