//! The questions about a record that shall not go out.

use super::super::desk::Desk;
use super::super::judging::proposed;
use super::answers::{Answers, OTHER, Step, WITHHOLD};
use crate::component::choices::{Choice, radio_buttons};
use crate::component::field::{Kind, Label, field, labelled, text_area};
use crate::component::select::select;
use crate::el::{El, el, p};
use crate::form::Answer;
use crate::load::Load;
use crate::said::ANSWERED;
use domain::ground::{Condition, NO_GROUNDS, StateNote, Verdict, conditions, no_ground_of, state_notes};
use domain::letter::state::asks_duration as asks_for_duration;
use domain::text;
use domain::wire::{Placement, RecordCard, RequesterCard, WithholdingCard};
use domain::word::{Access, Ground, of};
use leptos::prelude::*;

pub fn question(desk: Desk, answers: Answers, record: &RecordCard) -> El {
    match answers.step.get() {
        Step::Why => why(answers),
        Step::NoGround => no_ground(answers),
        Step::Ground => ground(desk, answers),
        Step::Conditions => asked(desk, answers),
        Step::Extent => extent(desk, answers, record),
        Step::What => what(answers),
        Step::Reason => reason(desk, answers),
        Step::Check => check(desk, answers),
    }
}

fn why(answers: Answers) -> El {
    let choices = vec![
        Choice::new("set_aside", "It is not this patient’s record")
            .hint("Where we found nothing in the file that leaves it in doubt, the privacy officer decides"),
        Choice::new("duplicate", "The same information goes out in another file")
            .hint("Where no other file is the very same, the privacy officer decides"),
        Choice::new("outside_record_set", "It is not part of the designated record set")
            .hint("What nobody uses to decide about the patient’s care or bills: 45 CFR 164.501. The record of another provider that we hold is part of it."),
        Choice::new(WITHHOLD, "The law lets us withhold it").hint("There are few grounds, and each has conditions"),
        Choice::new(OTHER, "For another reason").hint("An unpaid bill, a lawsuit, a doctor who has not looked yet, and so on"),
    ];
    let label = Label {
        id: "judgement",
        text: "Why should it not go out?",
        hint: "",
    };
    radio_buttons(label, choices, &Answer::own(answers.why), answers.errors)
}

fn ground(desk: Desk, answers: Answers) -> El {
    let (representative, access) = desk.page.with_untracked(|page| {
        let representative = matches!(page.requester, RequesterCard::Representative { .. });
        (representative, page.access)
    });
    // The others can't fit, whatever the record says.
    let can_fit = |ground: &Ground| match ground {
        Ground::U5 => false,
        Ground::U3 => access == Access::Copy,
        Ground::R3 | Ground::N3 => representative,
        Ground::U1 | Ground::U2 | Ground::U4 | Ground::U6 | Ground::R1 | Ground::R2 => true,
    };
    let choices = Ground::WIRE.into_iter().filter(|(_, ground)| can_fit(ground));
    let choices = choices
        .map(|(name, ground)| Choice::new(name, text::ground_for_staff(ground)).hint(ground.citation()))
        .collect();
    let label = Label {
        id: "ground",
        text: "Which ground?",
        hint: "",
    };
    radio_buttons(label, choices, &Answer::own(answers.ground), answers.errors)
}

/// What is taken for a ground: why it is none, and what to do.
fn no_ground(answers: Answers) -> El {
    let choices = NO_GROUNDS
        .iter()
        .map(|reason| Choice::new(reason.id, reason.says))
        .collect();
    let label = Label {
        id: "no_ground",
        text: "Which reason?",
        hint: "",
    };
    let why = move || {
        let reason = answers.no_ground.with(|id| no_ground_of(id))?;
        Some(said("You may not withhold it", reason.why, reason.citation))
    };
    el("div")
        .add(radio_buttons(
            label,
            choices,
            &Answer::own(answers.no_ground),
            answers.errors,
        ))
        .add(el("div").attr("role", "status").live(why))
}

/// The conditions of the ground, and where the answers lead.
fn asked(desk: Desk, answers: Answers) -> El {
    let Some(ground) = answers.ground.with_untracked(|ground| of(ground, &Ground::WIRE)) else {
        return el("div");
    };
    let states = desk.page.with_untracked(|page| page.states.clone());
    let questions = conditions(ground, &states).map(|condition| yes_or_no(answers, condition));
    let mut all = el("div");
    for question in questions {
        all = all.add(question);
    }
    for note in state_notes(ground, &states) {
        all = all.add(state_law(note));
    }
    let verdict = move || {
        Some(match answers.verdict(&states) {
            Verdict::Open => return None,
            Verdict::May => p("You may withhold it, if the officer approves.").class("strong"),
            Verdict::ProfessionalDecides => {
                p("A licensed professional must decide whether the standard is met.").class("strong")
            }
            Verdict::MayNot(_) => p("You may not withhold it on this ground. Release it.").class("strong"),
        })
    };
    all.add(el("div").attr("role", "status").live(verdict))
}

fn yes_or_no(answers: Answers, condition: &'static Condition) -> El {
    let answer = answers.answer(condition);
    let choices = vec![Choice::new("yes", "Yes"), Choice::new("no", "No")];
    let label = Label {
        id: condition.id,
        text: condition.question,
        hint: condition.citation,
    };
    let question = radio_buttons(label, choices, &answer, answers.errors);
    let wrong = if condition.holds { "no" } else { "yes" };
    let why =
        move || (answer.get() == wrong).then(|| said("Then you may not", condition.otherwise, condition.citation));
    el("div").add(question).add(el("div").attr("role", "status").live(why))
}

pub fn state_law(note: &StateNote) -> El {
    let read = if note.is_read {
        ""
    } else {
        " Nobody here has read it in the law itself: ask counsel."
    };
    el("div")
        .class("inset")
        .add(p(&[note.says, read, " (", note.citation, ")"].concat()))
}

fn said(what: &str, why: &str, citation: &str) -> El {
    el("div")
        .class("inset")
        .add(p(what).class("strong"))
        .add(p(why))
        .add(p(citation).class("hint"))
}

fn extent(desk: Desk, answers: Answers, record: &RecordCard) -> El {
    let choices = vec![
        Choice::new("whole", "All of this file"),
        Choice::new("part", "A part of it").hint("The rest must go out: as a file of its own, without that part"),
    ];
    let label = Label {
        id: "extent",
        text: "How much of it?",
        hint: "",
    };
    let this = record.record.clone();
    let rest = move || {
        (answers.extent.get() == "part").then(|| {
            desk.records.with(|records| match records {
                Load::Ready(list) => {
                    let others = list
                        .records
                        .iter()
                        .filter(|other| other.placement == Placement::In && other.record != this);
                    let choices = others.map(|other| (other.record.as_str(), other.name.as_str()));
                    let choices = std::iter::once(("", "Choose a file")).chain(choices);
                    let label = Label {
                        id: "rest",
                        text: "Which file goes out in its place?",
                        hint: "If it is not there yet, close this and upload it first",
                    };
                    el("div").class("inset").add(labelled(
                        label,
                        select(label.id, choices, Answer::own(answers.rest)),
                        answers.errors,
                    ))
                }
                Load::Waiting | Load::Failed(_) => p("Loading").class("waiting"),
            })
        })
    };
    el("div")
        .add(radio_buttons(
            label,
            choices,
            &Answer::own(answers.extent),
            answers.errors,
        ))
        .live(rest)
}

const FOR_THE_FILE: &str = "For the file. The letter to the patient says only that someone spoke in confidence, and one to anyone else says nothing of it.";

fn is_in_confidence(answers: Answers) -> bool {
    let ground = answers.ground.with_untracked(|ground| of(ground, &Ground::WIRE));
    ground == Some(Ground::U6)
}

fn what(answers: Answers) -> El {
    let label = Label {
        id: "what",
        text: "What is withheld?",
        hint: if is_in_confidence(answers) {
            FOR_THE_FILE
        } else {
            "As the letter shall say it, in plain words, in the language of the letter. For example: Notes of the visit on March 3, 2024"
        },
    };
    field(label, Kind::TEXT, Answer::own(answers.what), answers.errors)
}

fn reason(desk: Desk, answers: Answers) -> El {
    let label = Label {
        id: "reason",
        text: "What is the reason?",
        hint: if is_in_confidence(answers) {
            FOR_THE_FILE
        } else {
            "As the letter shall say it, in plain words, in the language of the letter. It must not give away what is withheld."
        },
    };
    let ends = Label {
        id: "ends_on",
        text: "When should the study end? (leave empty if nobody knows)",
        hint: "The letter says this day, and on it a task reminds you to open the record again.",
    };
    let is_study = answers.ground.with_untracked(|ground| of(ground, &Ground::WIRE)) == Some(Ground::U4);
    let ends = is_study.then(|| field(ends, Kind::DATE, Answer::own(answers.ends_on), answers.errors));
    let duration = asks_duration(desk, answers).then(|| {
        let label = Label {
            id: "duration",
            text: "How long do we keep it back?",
            hint: "As the letter shall say it. For example: until June 1, 2027. Tex. Health & Safety Code 611.0045 asks for it. If the record holds no mental-health care, correct that first.",
        };
        field(label, Kind::TEXT, Answer::own(answers.duration), answers.errors)
    });
    el("div")
        .add(text_area(label, Answer::own(answers.reason), answers.errors))
        .add_some(duration)
        .add_some(ends)
}

/// Whether the letter must say for how long.
pub fn asks_duration(desk: Desk, answers: Answers) -> bool {
    let is_told = answers
        .ground
        .with_untracked(|ground| of(ground, &Ground::WIRE))
        .is_some_and(|ground| ground != Ground::N3);
    is_told
        && desk.page.with_untracked(|page| {
            let is_own = matches!(page.requester, RequesterCard::Patient);
            asks_for_duration(&page.states, page.mental_health.filter(|_| is_own))
        })
}

/// What comes of it, before it is proposed.
fn check(desk: Desk, answers: Answers) -> El {
    let ground = answers.ground.with_untracked(|ground| of(ground, &Ground::WIRE));
    let next = match ground {
        Some(ground) if ground.is_reviewable() => {
            "A licensed professional judges whether this ground fits. If so, the officer approves it. If not, the record goes out."
        }
        Some(_) | None => "The officer approves it, or lets the record go out.",
    };
    el("div")
        .add_some(answered(desk, answers))
        .add(p("What happens next").class("strong"))
        .add(p(next))
        .add(p("Everything else goes out all the same."))
}

/// All that was answered, as those will see it who judge it.
fn answered(desk: Desk, answers: Answers) -> Option<El> {
    let form = answers.withholding();
    let rest = desk.records.with_untracked(|records| match records {
        Load::Ready(list) => {
            let file = list.records.iter().find(|file| file.record.as_str() == form.rest);
            file.map(|file| file.name.clone())
        }
        Load::Waiting | Load::Failed(_) => None,
    });
    let card = WithholdingCard {
        ground: answers.chosen()?,
        what: form.what,
        reason: form.reason,
        duration: form.duration,
        rest: rest.filter(|_| form.extent == "part"),
        ends_on: form.ends_on.parse().ok(),
        determined_by: None,
        rationale: None,
        approved_by: None,
        conditions: form.conditions,
        legal_note: String::new(),
    };
    Some(proposed(&card).attr(ANSWERED, ""))
}
