//! The three forms, of which one is open at a time: a version of a paper, an own training, and someone's training that was
//! held elsewhere.

use super::super::h2;
use super::{Office, Open};
use crate::api;
use crate::component::button::{Look, button, submit_button};
use crate::component::field::{Kind, Label, field, labelled, text_area};
use crate::component::select::select;
use crate::el::{El, el, p};
use crate::form::Answer;
use chrono::NaiveDate;
use domain::iso;
use domain::papers::Subject;
use domain::text::papers::subject;
use domain::wire::papers::{Attest, EnterTraining, PapersPage};
use domain::word::of;
use leptos::prelude::*;

/// The form that is open.
pub fn opened(office: Office, page: &PapersPage) -> El {
    let members: Vec<(String, String)> = page
        .readers
        .iter()
        .map(|reader| (reader.member.to_string(), reader.name.clone()))
        .collect();
    let today = page.today;
    el("div").live(move || match office.open.get() {
        Open::Nothing => None,
        Open::Paper => Some(paper(office, today)),
        Open::OwnTraining => Some(own_training(office)),
        Open::HeldTraining => Some(held_training(office, &members)),
    })
}

fn form(office: Office, heading: &str, send: fn(Office)) -> El {
    el("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            if !office.busy.get_untracked() {
                send(office);
            }
        })
        .add(h2(heading))
}

fn ending(office: Office, words: &'static str) -> El {
    el("div")
        .class("buttons")
        .add(submit_button(Look::Outlined, office.busy, move || words.to_owned()))
        .add(button(Look::Plain, "Go back", move || office.turn_to(Open::Nothing)))
}

fn subjects(office: Office, answer: Answer, is_offered: fn(Subject) -> bool) -> El {
    let choices = Subject::WIRE.into_iter().filter(|(_, value)| is_offered(*value));
    let choices = choices.map(|(name, value)| (name, subject(value)));
    let choices = std::iter::once(("", "Choose one")).chain(choices);
    let label = Label {
        id: "subject",
        text: "What it is about",
        hint: "",
    };
    labelled(label, select("subject", choices, answer), office.errors)
}

fn title(office: Office, text: &'static str, hint: &'static str, answer: Answer) -> El {
    field(
        Label {
            id: "title",
            text,
            hint,
        },
        Kind::TEXT,
        answer,
        office.errors,
    )
}

fn paper(office: Office, today: NaiveDate) -> El {
    let (draft, errors) = (office.paper, office.errors);
    let chosen = Memo::new(move |_| draft.with(|draft| of(&draft.subject, &Subject::WIRE)));
    let is_past = Memo::new(move |_| draft.with(|draft| iso::day(&draft.from).is_some_and(|from| from < today)));
    form(office, "Enter a policy or another paper", send_paper)
        .id("paper-form")
        .add(p("It stays as you enter it. To change it, enter a new version.").class("hint"))
        .add(subjects(office, Answer::of(draft, |draft| &mut draft.subject), |_| {
            true
        }))
        .live(move || Some(title_of(office, chosen.get()?)))
        .live(move || {
            let hint = match chosen.get() {
                Some(Subject::Handlers) => "What they do with requests. You may leave it empty.",
                Some(Subject::RecordSets) => {
                    "Which records are kept there, of those that decisions about patients are made with."
                }
                Some(
                    Subject::AccessRequests
                    | Subject::Denials
                    | Subject::Fees
                    | Subject::Verification
                    | Subject::WrongReleases
                    | Subject::Retention
                    | Subject::Other,
                )
                | None => "Who does what, by when, and how. Name no patient.",
            };
            let label = Label {
                id: "text",
                text: "Text",
                hint,
            };
            Some(text_area(label, Answer::of(draft, |draft| &mut draft.text), errors))
        })
        .live(move || (chosen.get() == Some(Subject::Handlers)).then(|| telephone(office)))
        .add(field(
            Label {
                id: "from",
                text: "First day of its effect",
                hint: "Today or later. If it was in effect on paper before, its first day then.",
            },
            Kind::DATE,
            Answer::of(draft, |draft| &mut draft.from),
            errors,
        ))
        .live(move || {
            let ends = chosen.get().is_some_and(|chosen| !chosen.is_policy());
            ends.then(|| last_day(office))
        })
        .live(move || is_past.get().then(|| kept_on_paper(office)))
        .add(ending(office, "Enter this version"))
}

fn title_of(office: Office, chosen: Subject) -> El {
    let answer = Answer::of(office.paper, |draft| &mut draft.title);
    match chosen {
        Subject::RecordSets => title(
            office,
            "System or place",
            "Such as: the electronic chart, the X-ray archive.",
            answer,
        ),
        Subject::Handlers => title(
            office,
            "Position or office",
            "A position and no name, such as: front desk.",
            answer,
        ),
        Subject::Other => title(
            office,
            "Title",
            "A version of the same title takes the place of the one before.",
            answer,
        ),
        Subject::AccessRequests
        | Subject::Denials
        | Subject::Fees
        | Subject::Verification
        | Subject::WrongReleases
        | Subject::Retention => el("div"),
    }
}

fn telephone(office: Office) -> El {
    let label = Label {
        id: "telephone",
        text: "Telephone",
        hint: "You may leave it empty.",
    };
    let kind = Kind {
        input: "tel",
        mode: "tel",
        class: "input medium",
        ..Kind::TEXT
    };
    field(
        label,
        kind,
        Answer::of(office.paper, |draft| &mut draft.telephone),
        office.errors,
    )
}

fn last_day(office: Office) -> El {
    let label = Label {
        id: "until",
        text: "Last day",
        hint: "Leave it empty if no last day is known.",
    };
    field(
        label,
        Kind::DATE,
        Answer::of(office.paper, |draft| &mut draft.until),
        office.errors,
    )
}

fn kept_on_paper(office: Office) -> El {
    let label = Label {
        id: "paper",
        text: "Where it was in writing until now",
        hint: "It is shown as entered today.",
    };
    field(
        label,
        Kind::TEXT,
        Answer::of(office.paper, |draft| &mut draft.paper),
        office.errors,
    )
}

fn send_paper(office: Office) {
    let (practice, form) = (office.practice.get_value(), office.paper.get_untracked());
    office.errors.set(Vec::new());
    office.send("The new version is entered", async move {
        api::write_paper(&practice, &form).await
    });
}

fn own_training(office: Office) -> El {
    let (draft, errors) = (office.own, office.errors);
    let is_other = Memo::new(move |_| draft.with(|draft| draft.subject == "other"));
    form(office, "Say that you were trained", send_own_training)
        .id("own-training-form")
        .add(subjects(
            office,
            Answer::of(draft, |draft| &mut draft.subject),
            Subject::is_policy,
        ))
        .live(move || {
            is_other
                .get()
                .then(|| title(office, "Title", "", Answer::of(draft, |draft| &mut draft.title)))
        })
        .add(field(DAY, Kind::DATE, Answer::of(draft, |draft| &mut draft.on), errors))
        .add(text_area(WORDS, Answer::of(draft, |draft| &mut draft.words), errors))
        .add(ending(office, "I was trained in this and will work by it"))
}

const DAY: Label = Label {
    id: "on",
    text: "Day of the training",
    hint: "",
};
const WORDS: Label = Label {
    id: "words",
    text: "What it was",
    hint: "Who held it, and how long. Name no patient.",
};

fn send_own_training(office: Office) {
    let (practice, form) = (office.practice.get_value(), office.own.get_untracked());
    office.errors.set(Vec::new());
    office.send("Your training is entered", async move {
        let answer = api::attest(&practice, &form).await;
        if answer.is_ok() {
            office.own.try_set(Attest::default());
        }
        answer
    });
}

fn held_training(office: Office, members: &[(String, String)]) -> El {
    let (draft, errors) = (office.held, office.errors);
    let is_other = Memo::new(move |_| draft.with(|draft| draft.subject == "other"));
    let choices = members.iter().map(|(id, name)| (id.as_str(), name.as_str()));
    let choices = std::iter::once(("", "Choose one")).chain(choices);
    let who = Label {
        id: "member",
        text: "Who was trained",
        hint: "",
    };
    let who = labelled(
        who,
        select("member", choices, Answer::of(draft, |draft| &mut draft.member)),
        errors,
    );
    form(office, "Enter a training of someone", send_held_training)
        .id("held-training-form")
        .add(who)
        .add(subjects(
            office,
            Answer::of(draft, |draft| &mut draft.subject),
            Subject::is_policy,
        ))
        .live(move || {
            is_other
                .get()
                .then(|| title(office, "Title", "", Answer::of(draft, |draft| &mut draft.title)))
        })
        .add(field(DAY, Kind::DATE, Answer::of(draft, |draft| &mut draft.on), errors))
        .add(text_area(WORDS, Answer::of(draft, |draft| &mut draft.words), errors))
        .add(ending(office, "Enter this training"))
}

fn send_held_training(office: Office) {
    let (practice, form) = (office.practice.get_value(), office.held.get_untracked());
    office.errors.set(Vec::new());
    office.send("The training is entered", async move {
        let answer = api::enter_training(&practice, &form).await;
        if answer.is_ok() {
            office.held.try_set(EnterTraining::default());
        }
        answer
    });
}
