//! Why a record does not go out: a conversation, one question at a time, with the letter beside it. The way out is as
//! near as the way on.

mod answers;
mod questions;

use super::desk::Desk;
use super::ledger::judged;
use super::preview::on_demand;
use crate::api;
use crate::browser;
use crate::component::button::{Look, busy_button, button, submit_button};
use crate::component::error_summary::error_summary;
use crate::el::{El, el, p};
use answers::{Answers, Step};
use domain::field::{Code, FieldError};
use domain::letter::passage;
use domain::parse;
use domain::request::Requester;
use domain::text;
use domain::wire::{Placement, PreviewLetter, RecordCard, RequesterCard};
use domain::word::Judgement;
use leptos::prelude::*;
pub use questions::state_law;
use questions::{asks_duration, question};

const PLACE: &str = "leave-out";
const ERRORS: &str = "leave-out-errors";

/// Begins to ask about a record.
pub fn ask(asked: RwSignal<Option<RecordCard>>, record: &RecordCard) {
    asked.set(Some(record.clone()));
    browser::focus_soon(PLACE);
}

pub fn leave_out(desk: Desk, asked: RwSignal<Option<RecordCard>>) -> El {
    el("div").live(move || {
        let record = asked.get()?;
        Some(talk(desk, asked, record))
    })
}

fn talk(desk: Desk, asked: RwSignal<Option<RecordCard>>, record: RecordCard) -> El {
    let answers = Answers::new(record.placement == Placement::Protected);
    let title = ["What about ", &record.name, "?"].concat();
    let shown = record.clone();
    let form = el("form").attr("novalidate", "").on("submit", move |event| {
        event.prevent_default();
        go_on(desk, asked, answers, &record);
    });
    let form = form
        .add(error_summary(ERRORS, answers.errors))
        .live({
            let shown = shown.clone();
            move || Some(question(desk, answers, &shown))
        })
        .add(buttons(desk, asked, answers, shown.clone()));
    el("div")
        .class("talk")
        .id(PLACE)
        .attr("tabindex", "-1")
        .add(el("h3").class("file-name").text(&title))
        .add(
            el("div")
                .class("beside")
                .add(form)
                .add(el("div").live(move || letter(desk, answers)).add(on_demand(
                    desk,
                    "Show the whole letter as it stands",
                    || PreviewLetter {
                        kind: "release".to_owned(),
                        ..PreviewLetter::default()
                    },
                ))),
        )
}

/// The next question, or the change itself. Only its own change ends the conversation: where someone else was faster,
/// what was typed stays.
fn go_on(desk: Desk, asked: RwSignal<Option<RecordCard>>, answers: Answers, record: &RecordCard) {
    let step = answers.step.get_untracked();
    if step == Step::Why {
        let form = answers.judgement();
        match form.judgement.as_str() {
            answers::WITHHOLD => return to(answers, Step::Ground),
            answers::OTHER => return to(answers, Step::NoGround),
            _ => {}
        }
        match parse::judgement(&form) {
            Ok(judgement) => judge(desk, asked, answers, record, judgement),
            Err(error) => answers.errors.set(vec![error]),
        }
        return;
    }
    if step == Step::Conditions {
        let states = desk.page.with_untracked(|page| page.states.clone());
        let wrong = answers.open(&states);
        if !wrong.is_empty() {
            return answers.errors.set(wrong);
        }
    }
    let form = answers.withholding();
    let mut wrong = parse::withhold(&form).err().unwrap_or_default();
    if step == Step::Reason && form.duration.trim().is_empty() && asks_duration(desk, answers) {
        wrong.push(FieldError::new("duration", Code::DurationMissing));
    }
    let here: Vec<_> = wrong
        .into_iter()
        .filter(|error| step.fields().contains(&error.field.as_str()))
        .collect();
    if !here.is_empty() {
        return answers.errors.set(here);
    }
    match step.next() {
        Some(next) => to(answers, next),
        None => {
            let change = api::withhold_record(&desk.request(), &record.record, desk.version(), &form);
            let done = "Proposed. It goes nowhere until those who must judge have judged.";
            desk.submit(change, answers.errors, done, Box::new(move || end(asked)));
        }
    }
}

fn judge(desk: Desk, asked: RwSignal<Option<RecordCard>>, answers: Answers, record: &RecordCard, judgement: Judgement) {
    let (change, done) = judged(desk, record, judgement);
    desk.submit(change, answers.errors, &done, Box::new(move || end(asked)));
}

fn end(asked: RwSignal<Option<RecordCard>>) {
    asked.try_set(None);
}

fn to(answers: Answers, step: Step) {
    answers.errors.set(Vec::new());
    answers.step.set(step);
    browser::focus_soon(PLACE);
}

/// On, out and back.
fn buttons(desk: Desk, asked: RwSignal<Option<RecordCard>>, answers: Answers, record: RecordCard) -> El {
    let on = move || {
        let is_last = match answers.step.get() {
            Step::Why => answers
                .why
                .with(|why| !why.is_empty() && why != answers::WITHHOLD && why != answers::OTHER),
            step => step.next().is_none(),
        };
        match (is_last, answers.step.get()) {
            (true, Step::Why) => "Leave it out",
            (true, _) => "Propose to withhold it",
            (false, _) => "Continue",
        }
        .to_owned()
    };
    let can_release = record.placement != Placement::Protected;
    let out = move || {
        // What goes out anyway needs no decision.
        if record.placement == Placement::In {
            asked.set(None);
            browser::announce("It goes out. Nothing was changed.");
            browser::focus_soon("records");
        } else {
            judge(desk, asked, answers, &record, Judgement::Keep);
        }
    };
    let release = can_release.then(|| busy_button(Look::Outlined, desk.busy, || "Release it instead".to_owned(), out));
    let first = answers.first;
    let back = move || {
        let before = answers.step.get().before().filter(|_| answers.step.get() != first);
        Some(match before {
            Some(before) => button(Look::Plain, "Back", move || to(answers, before)),
            None => button(Look::Plain, "Close", move || {
                asked.set(None);
                browser::focus_soon("records");
            }),
        })
    };
    let go_on = move || (answers.step.get() != Step::NoGround).then(|| submit_button(Look::Outlined, desk.busy, on));
    el("div").class("buttons").live(go_on).add_some(release).live(back)
}

/// What the letter will say of it, as far as it is answered.
fn letter(desk: Desk, answers: Answers) -> Option<El> {
    let ground = answers.chosen()?;
    match answers.step.get() {
        Step::Why | Step::NoGround => return None,
        Step::Ground | Step::Conditions | Step::Extent | Step::What | Step::Reason | Step::Check => {}
    }
    let language = desk.page.with_untracked(|page| page.language);
    let requester = desk.page.with_untracked(|page| match &page.requester {
        RequesterCard::Patient => Requester::Patient,
        // Nothing more is asked of them here than that they are others.
        RequesterCard::Representative { .. } | RequesterCard::Directed { .. } | RequesterCard::Other { .. } => {
            Requester::Other { name: String::new() }
        }
    });
    let said = match answers.told(ground, &requester) {
        Some(told) => el("div").class("letter").text(&passage(&told, language)),
        None => p("Nothing. The letter does not show that it exists."),
    };
    let written = ["The letter is in ", text::language(language), "."].concat();
    Some(
        el("div")
            .add(p("What the letter will say of it").class("strong"))
            .add(p(&written).class("hint"))
            .add(said),
    )
}
