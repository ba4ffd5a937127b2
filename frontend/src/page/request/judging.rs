//! What waits for a licensed professional or for the officer, one record after the other.

use super::desk::Desk;
use super::leave_out::state_law;
use super::section;
use super::sheet::{Sheet, sheet};
use crate::api;
use crate::component::button::{Look, busy_button};
use crate::component::choices::{Choice, radio_buttons};
use crate::component::error_summary::error_summary;
use crate::component::field::{Label, text_area};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use crate::load::Load;
use crate::said::SAID;
use crate::text::staff;
use domain::field::{Code, FieldError};
use domain::ground::{condition_of, needs_legal_note, state_notes};
use domain::parse;
use domain::route::Name;
use domain::text;
use domain::wire::{Approve, Determine, Placement, RecordCard, WithholdingCard};
use domain::word::{Ground, Language, Work};
use leptos::prelude::*;

/// Where each of them starts.
pub const DETERMINE: &str = "for-clinician";
pub const APPROVE: &str = "for-officer";

pub fn judging(desk: Desk) -> El {
    // What is typed stays while the record that it is about waits.
    let waiting = |placement| {
        Memo::new(move |_| {
            let is_open = desk.page.with(|page| page.work == Work::Gathering);
            first(desk, placement).filter(|_| is_open)
        })
    };
    let (to_determine, to_approve) = (
        waiting(Placement::WaitsForDetermination),
        waiting(Placement::WaitsForApproval),
    );
    el("div")
        .live(move || {
            let (card, count) = to_determine.get()?;
            let body = match desk.may(Name::Determine) {
                true => determine(desk, card),
                false => p("A licensed professional of the practice judges it. Nobody else may, and nothing of it goes out meanwhile.").class("aside"),
            };
            Some(part("For a licensed professional", DETERMINE, count).add(body))
        })
        .live(move || {
            let (card, count) = to_approve.get()?;
            let body = match desk.may(Name::Approve) {
                true => approve(desk, card),
                false => p("The privacy officer approves it or releases it. Nothing of it goes out meanwhile.").class("aside"),
            };
            Some(part("For the privacy officer", APPROVE, count).add(body))
        })
}

fn part(heading: &str, id: &str, count: usize) -> El {
    let waiting = [
        &staff::counted(count, "record waits", "records wait"),
        " for a judgment.",
    ]
    .concat();
    section(heading).id(id).attr("tabindex", "-1").add(p(&waiting))
}

/// The first record that waits so, and how many do.
fn first(desk: Desk, placement: Placement) -> Option<(RecordCard, usize)> {
    desk.records.with(|records| match records {
        Load::Ready(list) => {
            let waiting = || list.records.iter().filter(|record| record.placement == placement);
            Some((waiting().next()?.clone(), waiting().count()))
        }
        Load::Waiting | Load::Failed(_) => None,
    })
}

fn determine(desk: Desk, card: RecordCard) -> El {
    let [stands, rationale] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    let question = match card.withholding.as_ref().map(|withholding| withholding.ground) {
        Some(Ground::R1) => {
            "In your professional judgment, is access reasonably likely to endanger the life or physical safety of the patient or of another person?"
        }
        Some(Ground::R2) => {
            "In your professional judgment, is access reasonably likely to cause substantial harm to another person whom it names, who is not a provider?"
        }
        Some(Ground::R3) => {
            "In your professional judgment, is access by this representative reasonably likely to cause substantial harm to the patient or to another person?"
        }
        Some(Ground::U1 | Ground::U2 | Ground::U3 | Ground::U4 | Ground::U5 | Ground::U6 | Ground::N3) | None => {
            "In your professional judgment, is the standard of this ground met?"
        }
    };
    let choices = vec![
        Choice::new("yes", "Yes: it is withheld, if the officer approves"),
        Choice::new("no", "No: it goes out"),
    ];
    let why = Label {
        id: "determine-rationale",
        text: "Why?",
        hint: "For the file, not for the letter. Say what in the record or the person leads you to it. That someone may be upset is not enough.",
    };
    let fields = vec![
        about(&card),
        radio_buttons(
            Label {
                id: "determine-stands",
                text: question,
                hint: "",
            },
            choices,
            &Answer::own(stands),
            errors,
        ),
        text_area(why, Answer::own(rationale), errors),
    ];
    let what = Sheet {
        name: "determine",
        button: "Record my judgment",
        done: "Your judgment is recorded.",
        clear: Vec::new(),
    };
    sheet(desk, what, errors, fields, move || {
        let form = Determine {
            stands: stands.get_untracked(),
            rationale: rationale.get_untracked(),
        };
        parse::determine(&form)?;
        Ok(api::determine(&desk.request(), &card.record, desk.version(), &form))
    })
}

fn approve(desk: Desk, card: RecordCard) -> El {
    let shown = about(&card);
    let note = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let ground = card.withholding.as_ref().map(|withholding| withholding.ground);
    let states = desk.page.with_untracked(|page| page.states.clone());
    let law = ground.map(|ground| {
        let mut law = el("div");
        for note in state_notes(ground, &states) {
            law = law.add(state_law(note));
        }
        law
    });
    let label = Label {
        id: "note",
        text: "On what legal reading?",
        hint: "For the file. A state’s law may open what the federal rule closes: say what you read, or who told you.",
    };
    let asks = ground.is_some_and(needs_legal_note);
    let reading = asks.then(|| {
        el("div")
            .add(error_summary("approve-errors", errors))
            .add(text_area(label, Answer::own(note), errors))
    });
    let answer = move |look, label: &'static str, stands: &'static str, done: &'static str| {
        let record = card.record.clone();
        busy_button(
            look,
            desk.busy,
            move || label.to_owned(),
            move || {
                let form = Approve {
                    stands: stands.to_owned(),
                    note: note.get_untracked(),
                };
                if asks && stands == "yes" && form.note.trim().is_empty() {
                    errors.set(vec![FieldError::new("note", Code::LegalNoteMissing)]);
                    return;
                }
                let change = api::approve(&desk.request(), &record, desk.version(), &form);
                desk.submit(change, errors, done, Box::new(|| {}));
            },
        )
    };
    let buttons = el("div")
        .class("buttons")
        .add(answer(
            Look::Outlined,
            "Approve withholding it",
            "yes",
            "Approved. It is withheld.",
        ))
        .add(answer(Look::Outlined, "Release it", "no", "It goes out."));
    el("div")
        .attr(SAID, "")
        .add(shown)
        .add_some(law)
        .add_some(reading)
        .add(buttons)
}

/// The record, the ground and what was said, as it lies before whoever judges.
fn about(card: &RecordCard) -> El {
    el("div")
        .add(p(&card.name).class("strong file-name"))
        .add_some(card.withholding.as_ref().map(proposed))
}

/// The ground and what is said of it.
pub fn proposed(card: &WithholdingCard) -> El {
    let line = |key: &str, value: &str| {
        el("div")
            .class("summary-row")
            .add(el("dt").text(key))
            .add(el("dd").text(value))
    };
    let ground = [text::ground_for_staff(card.ground), " (", card.ground.citation(), ")"].concat();
    el("dl")
        .class("summary")
        .add(line("Ground", &ground))
        .add(line("What", &card.what))
        .add(line("Why", &card.reason))
        .add_some((!card.duration.is_empty()).then(|| line("How long", &card.duration)))
        .add_some(card.rest.as_deref().map(|rest| line("Goes out in its place", rest)))
        .add_some(
            card.ends_on
                .map(|day| line("The study should end on", &text::date(day, Language::English))),
        )
        .add_some(card.determined_by.as_deref().map(|by| line("Judged by", by)))
        .add_some(card.rationale.as_deref().map(|why| line("Rationale", why)))
        .add_some((!card.conditions.is_empty()).then(|| line("Was asked, and holds", &held(card))))
}

/// The conditions of the ground that were asked about, with their answers.
fn held(card: &WithholdingCard) -> String {
    let known = card.conditions.iter().filter_map(|id| condition_of(card.ground, id));
    let held = known.map(|asked| {
        let answer = if asked.holds { " Yes." } else { " No." };
        [asked.question, answer].concat()
    });
    held.collect::<Vec<_>>().join(" ")
}
