//! Enter a request that came by telephone, fax, mail or in person: when and how it came, then the questions of the
//! patients' form.

use super::ask::receipt::{answered_by, number_and_pin};
use super::ask::{Device, Draft, reach, record, unanswered, who};
use super::worklist::{failed, know_me, nav};
use super::{entitle, entitle_form, h1, h2, skeleton};
use crate::address::Place;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, button, button_link, submit_button};
use crate::component::choices::{Choice, radio_buttons};
use crate::component::error_summary::error_summary;
use crate::component::failure_view::action_failed;
use crate::component::field::{Kind as Input, Label, field};
use crate::el::{El, el, p};
use crate::form::Answer;
use crate::load::{Load, load, reload, spawn};
use crate::session::session;
use crate::text::{ask, say};
use domain::field::FieldError;
use domain::id::PracticeId;
use domain::parse;
use domain::route::Name;
use domain::text;
use domain::wire::{EnterRequest, Entered, PracticeCard};
use domain::word::{Channel, Kind, Language, of};
use leptos::prelude::*;

const ENGLISH: Language = Language::English;
const TITLE: &str = "Enter a request";
const NO_CLOCK: &str = "The 30 days of an access request don’t start for this. It is logged, gone through with its checklist, and passed on to who answers it.";

/// What this page knows. The questions of the patients' form are a form of their own.
#[derive(Clone, Copy)]
struct Entry {
    draft: Draft,
    form: RwSignal<EnterRequest>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    entered: RwSignal<Option<Entered>>,
}

impl Entry {
    fn new(card: PracticeCard) -> Self {
        let form = EnterRequest {
            kind: "access".to_owned(),
            written_on: today(),
            ..EnterRequest::default()
        };
        Self {
            draft: Draft {
                card: StoredValue::new(card),
                form: RwSignal::new(unanswered(Device::Shared, ENGLISH)),
                errors: RwSignal::new(Vec::new()),
                device: Device::Shared,
            },
            form: RwSignal::new(form),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            entered: RwSignal::new(None),
        }
    }

    fn practice(self) -> PracticeId {
        self.draft.card.with_value(|card| card.practice.clone())
    }
}

fn today() -> String {
    browser::today().to_string()
}

pub fn enter(practice: PracticeId) -> El {
    entitle(TITLE);
    let session = session();
    know_me(session, practice.clone());
    // Who may not enter anything is told so before anything is typed.
    let asked = practice.clone();
    let opened = move || {
        let practice = asked.clone();
        async move {
            if session.me.with_untracked(Option::is_none) {
                session.me.set(Some(api::me().await?));
            }
            api::practice(&practice).await
        }
    };
    let state = load(opened());
    el("div").class("wide").add(nav(&practice)).live(move || {
        let again = opened.clone();
        Some(state.with(|card| match card {
            Load::Waiting => el("div").add(h1(TITLE)).add(skeleton(8)),
            Load::Failed(failure) => {
                let retry = move || reload(state, again());
                el("div").add(h1(TITLE)).add(failed(failure, retry))
            }
            Load::Ready(card) if !untrack(|| session.may(&card.practice, Name::EnterRequest)) => {
                el("div").add(h1(TITLE)).add(not_yours())
            }
            Load::Ready(card) => open(card.clone()),
        }))
    })
}

fn not_yours() -> El {
    el("div")
        .add(p("You can’t enter requests at this practice.").class("lead"))
        .add(p(
            "Clerks and privacy officers do. If you should, too, ask the privacy officer to change your role.",
        ))
}

/// Blank, or the receipt of what was just entered.
fn open(card: PracticeCard) -> El {
    let blank = RwSignal::new(0_u32);
    el("div").live(move || {
        blank.track();
        let entry = Entry::new(card.clone());
        Some(el("div").live(move || {
            Some(match entry.entered.get() {
                Some(entered) => receipt(entry, &entered, blank),
                None => questions(entry),
            })
        }))
    })
}

fn label(id: &'static str, text: &'static str, hint: &'static str) -> Label {
    Label { id, text, hint }
}

fn questions(entry: Entry) -> El {
    let Entry { draft, form, busy, .. } = entry;
    let errors = draft.errors;
    entitle_form(TITLE, errors);
    let kind = Memo::new(move |_| form.with(|form| of(&form.kind, &Kind::WIRE)));
    let is_walk_in = Memo::new(move |_| form.with(|form| of(&form.channel, &Channel::WIRE) == Some(Channel::WalkIn)));
    let id_seen = || {
        p("Did you see an ID? You say so on the request page, when you confirm who asks. Make no copy of it.")
            .class("inset")
    };
    let fields = el("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            send(entry);
        })
        .add(h2("How it came"))
        .add(radio_buttons(
            label("channel", "How did it come?", ""),
            Channel::WIRE
                .map(|(wire, channel)| Choice::new(wire, text::channel(channel)))
                .into(),
            &channel(entry),
            errors,
        ))
        .live(move || is_walk_in.get().then(id_seen))
        .add(field(
            label(
                "oral_on",
                "Said on",
                "The day on which it was asked by word of mouth. Leave it empty if it was not.",
            ),
            Input::DATE,
            Answer::of(form, |form| &mut form.oral_on),
            errors,
        ))
        .add(field(
            label(
                "written_on",
                "Came in writing on",
                "The day on which it reached any office of the practice, not the day on the letter",
            ),
            Input::DATE,
            Answer::of(form, |form| &mut form.written_on),
            errors,
        ))
        .add(radio_buttons(
            label("kind", "What is asked?", ""),
            Kind::WIRE
                .map(|(wire, kind)| Choice::new(wire, text::kind(kind)))
                .into(),
            &Answer::of(form, |form| &mut form.kind),
            errors,
        ))
        .live(move || Some(about(entry, kind.get()?)))
        .live(move || {
            let failure = entry.failure.get()?;
            Some(match failure.status() {
                401 | 403 | 404 => alert(Weight::Trouble, "It was not entered").add(failed(&failure, || {})),
                _ => action_failed(&failure, ENGLISH),
            })
        })
        .add(submit_button(Look::Filled, busy, move || {
            if busy.get() { "Entering the request" } else { TITLE }.to_owned()
        }));
    el("div")
        .add(error_summary("error-summary", errors))
        .add(h1(TITLE))
        .add(
            p("For what came by telephone, fax, mail or in person. Ask the questions as they stand, or answer them from the letter.")
                .class("lead"),
        )
        .add(fields)
}

/// What comes by telephone was said, and not written: the day moves along, unless it was changed.
fn channel(entry: Entry) -> Answer {
    let form = entry.form;
    Answer::new(
        move || form.with(|form| form.channel.clone()),
        move |chosen| {
            form.update(|form| {
                let is_said = of(&chosen, &Channel::WIRE) == Some(Channel::Telephone);
                let (full, empty) = if is_said {
                    (&mut form.oral_on, &mut form.written_on)
                } else {
                    (&mut form.written_on, &mut form.oral_on)
                };
                if full.is_empty() && *empty == today() {
                    std::mem::swap(full, empty);
                }
                form.channel = chosen;
            });
        },
    )
}

/// The questions that the kind needs.
fn about(entry: Entry, kind: Kind) -> El {
    let draft = entry.draft;
    let hint = say(ask::PATIENT_NAME_HINT, ENGLISH);
    let requester = match kind {
        Kind::Access => {
            let mut choices = who::choices(ENGLISH);
            // Sent to someone else is a kind of its own here.
            choices.pop();
            who::requester(draft, choices, ENGLISH)
        }
        Kind::Directive => who::recipient(draft, ENGLISH),
        Kind::Authorization | Kind::Subpoena | Kind::Treatment | Kind::Amendment | Kind::Complaint => {
            let sender = field(
                label(
                    "sender",
                    "Who sent it?",
                    "A person, a firm, a court or another practice",
                ),
                Input::TEXT,
                Answer::of(entry.form, |form| &mut form.sender),
                draft.errors,
            );
            el("div").add(alert(Weight::Notice, NO_CLOCK)).add(sender)
        }
    };
    let parts = el("div")
        .add(requester)
        .add(h2("About the patient"))
        .add_all(who::person(draft, hint, |_| "off", ENGLISH))
        .add_some(who::location(draft, ENGLISH));
    let parts = if kind.is_access() {
        parts
            .add(h2("What is wanted"))
            .add(record::extent(draft, ENGLISH))
            .add(record::way(draft, ENGLISH))
            .add(record::format(draft, ENGLISH))
            .add(record::fee(draft, ENGLISH))
    } else {
        parts
    };
    parts
        .add(h2("How to reach who asks"))
        .add(reach::reach(draft, ENGLISH))
        .add(record::letters(draft, ENGLISH))
}

fn send(entry: Entry) {
    if entry.busy.get_untracked() {
        return;
    }
    let form = EnterRequest {
        ask: entry.draft.form.get_untracked(),
        ..entry.form.get_untracked()
    };
    let faults = parse::enter(&form, &entry.draft.offered(), browser::today()).err();
    let faults = faults.unwrap_or_default();
    let is_fine = faults.is_empty();
    entry.draft.errors.set(on_this_page(faults));
    entry.failure.set(None);
    if !is_fine {
        return;
    }
    entry.busy.set(true);
    spawn(async move {
        let answer = api::enter_request(&entry.practice(), &form).await;
        entry.busy.try_set(false);
        match answer {
            Ok(entered) => {
                entry.entered.try_set(Some(entered));
                browser::soon(browser::focus_heading);
            }
            Err(failure) if !failure.errors().is_empty() => {
                entry.draft.errors.try_set(on_this_page(failure.errors()));
            }
            Err(failure) => {
                entry.failure.try_set(Some(failure));
            }
        }
    });
}

/// The questions of the patients' form have no `ask.` before their ids.
fn on_this_page(errors: Vec<FieldError>) -> Vec<FieldError> {
    let here = |error: FieldError| match error.field.strip_prefix("ask.") {
        Some(field) => FieldError::new(field, error.code),
        None => error,
    };
    errors.into_iter().map(here).collect()
}

const ACKNOWLEDGEMENT: &str =
    "For a requester without e-mail: open “We have your request” among the letters of the request page, and print it.";

fn receipt(entry: Entry, entered: &Entered, blank: RwSignal<u32>) -> El {
    let title = "The request is entered";
    entitle(title);
    let href = Place::Request(entry.practice(), entered.request.clone()).path();
    let clock = if entered.kind.is_access() {
        // On the day that was entered, which need not be today.
        let [_, by_when, working] = answered_by(ask::COUNTS, &entered.due, ENGLISH);
        let received_on = text::date(entered.due.received_on, ENGLISH);
        let counts = ["Your request counts as received on ", &received_on, "."].concat();
        el("div").add(p(&counts)).add(by_when).add(working)
    } else {
        alert(Weight::Notice, NO_CLOCK)
    };
    let next = if entered.kind.is_access() {
        "Confirm who asks, on the request page."
    } else {
        "Go through its checklist on the request page, and pass it on."
    };
    let another = button(Look::Plain, "Enter another request", move || {
        blank.update(|count| *count += 1);
        browser::soon(browser::focus_heading);
    });
    let buttons = el("div")
        .class("buttons")
        .add(button_link(&href, "Open the request"))
        .add(another);
    el("div")
        .add(h1(title))
        .add(p(
            "Tell the requester both, or print this page and hand it over. Don’t send both in the same e-mail.",
        ))
        .add_all(number_and_pin(&entered.receipt, &entered.pin, ENGLISH))
        .add(clock)
        .add(h2("What next"))
        .add(
            el("ul")
                .add(el("li").text(next))
                .add_some(entered.kind.is_access().then(|| el("li").text(ACKNOWLEDGEMENT)))
                .add(el("li").text("Attach the scan of the letter or fax there, or write a note of what was said.")),
        )
        .add(buttons)
}
