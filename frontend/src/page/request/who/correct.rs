//! What was entered wrongly, put right: what is asked, by whom, about whom, and when it came.

use super::super::desk::Desk;
use super::super::sheet::{Sheet, fold, sheet};
use crate::api;
use crate::component::choices::{Choice, radio_buttons};
use crate::component::field::{Kind as Input, Label, field, text_area};
use crate::component::memorable_date::{DateBox, memorable_date};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use chrono::{Datelike, NaiveDate};
use domain::parse;
use domain::text;
use domain::wire::{CorrectRequest, RequestPage, RequesterCard};
use domain::word::{Kind, Language, Relation, of, wire};
use leptos::prelude::*;

const ENGLISH: Language = Language::English;
const REPRESENTATIVE: &str = "representative";

/// One line of the form.
type Part = fn(&mut CorrectRequest) -> &mut String;

/// What this form knows.
#[derive(Clone, Copy)]
struct Draft {
    form: RwSignal<CorrectRequest>,
    errors: Errors,
}

/// The form as it was filled in.
pub fn entered(page: &RequestPage) -> CorrectRequest {
    let day = |on: Option<NaiveDate>| on.map(|on| on.to_string()).unwrap_or_default();
    let form = CorrectRequest {
        kind: wire(&page.kind, &Kind::WIRE).to_owned(),
        requester: "self".to_owned(),
        given_name: page.given_name.clone(),
        family_name: page.family_name.clone(),
        birth_month: page.birth_date.month().to_string(),
        birth_day: page.birth_date.day().to_string(),
        birth_year: page.birth_date.year().to_string(),
        oral_on: day(page.oral_on),
        written_on: day(page.written_on),
        mental_health: match page.mental_health {
            None => "",
            Some(true) => "yes",
            Some(false) => "no",
        }
        .to_owned(),
        ..CorrectRequest::default()
    };
    match page.requester.clone() {
        RequesterCard::Patient => form,
        RequesterCard::Representative {
            given_name,
            family_name,
            relation,
        } => CorrectRequest {
            requester: REPRESENTATIVE.to_owned(),
            relation: wire(&relation, &Relation::WIRE).to_owned(),
            requester_given_name: given_name,
            requester_family_name: family_name,
            ..form
        },
        RequesterCard::Directed { to, place } => CorrectRequest {
            recipient: to,
            recipient_place: place,
            ..form
        },
        RequesterCard::Other { name } => CorrectRequest { sender: name, ..form },
    }
}

pub fn correct(desk: Desk) -> El {
    let draft = Draft {
        form: RwSignal::new(desk.page.with_untracked(entered)),
        errors: RwSignal::new(Vec::new()),
    };
    let Draft { form, errors } = draft;
    let kind = Memo::new(move |_| form.with(|form| of(&form.kind, &Kind::WIRE)));
    let kinds = Kind::WIRE
        .map(|(name, kind)| Choice::new(name, text::kind(kind)))
        .into();
    let is_known = desk.part(|page| page.patient.is_some());
    let again = || {
        p("If you change who asks or whom it is about, who asks must be confirmed again, and what was decided about single files is decided anew.")
            .class("inset")
    };
    let fields = vec![
        p("Everything stands here as it was entered. Change what is wrong; the history keeps what was there before."),
        el("div").live(move || is_known.get().then(again)),
        radio_buttons(
            label("correct-kind", "What is asked?", ""),
            kinds,
            &Answer::of(form, |form| &mut form.kind),
            errors,
        ),
        el("div").live(move || Some(requester(draft, kind.get()?))),
        line(draft, ("correct-given_name", "The patient’s first name", ""), |form| {
            &mut form.given_name
        }),
        line(draft, ("correct-family_name", "The patient’s last name", ""), |form| {
            &mut form.family_name
        }),
        born(draft),
        day(
            draft,
            (
                "correct-oral_on",
                "Said on",
                "Empty if it was not asked by word of mouth",
            ),
            |form| &mut form.oral_on,
        ),
        day(
            draft,
            (
                "correct-written_on",
                "Came in writing on",
                "The day on which it reached any office of the practice. Empty if it was not written",
            ),
            |form| &mut form.written_on,
        ),
        radio_buttons(
            label(
                "correct-mental_health",
                "Does the record hold mental-health care?",
                "Some states have a shorter limit for it. Until someone says so, we aim for it.",
            ),
            vec![
                Choice::new("", "Nobody has looked"),
                Choice::new("yes", "Yes"),
                Choice::new("no", "No"),
            ],
            &Answer::of(form, |form| &mut form.mental_health),
            errors,
        ),
        text_area(
            label(
                "correct-reason",
                "Why?",
                "Needed where the request is due later for it, or is no request for a record any more. Only the privacy officer corrects that.",
            ),
            Answer::of(form, |form| &mut form.reason),
            errors,
        ),
    ];
    let what = Sheet {
        name: "correct",
        button: "Correct it",
        done: "It is corrected.",
        clear: Vec::new(),
    };
    let form = sheet(desk, what, errors, fields, move || {
        let form = form.get_untracked();
        let (entered_on, today) = desk.page.with_untracked(|page| {
            let today = page.clock.today;
            (page.history.first().map_or(today, |line| line.on), today)
        });
        parse::correct(&form, entered_on, today)?;
        Ok(api::correct(&desk.request(), desk.version(), &form))
    });
    fold("correct", "Correct what was entered").add(form)
}

fn label(id: &'static str, text: &'static str, hint: &'static str) -> Label {
    Label { id, text, hint }
}

fn line(draft: Draft, (id, text, hint): (&'static str, &'static str, &'static str), part: Part) -> El {
    field(
        label(id, text, hint),
        Input::TEXT,
        Answer::of(draft.form, part),
        draft.errors,
    )
}

fn day(draft: Draft, (id, text, hint): (&'static str, &'static str, &'static str), part: Part) -> El {
    field(
        label(id, text, hint),
        Input::DATE,
        Answer::of(draft.form, part),
        draft.errors,
    )
}

fn born(draft: Draft) -> El {
    let part = |id, label, part: Part| DateBox {
        id,
        label,
        autocomplete: "off",
        answer: Answer::of(draft.form, part),
    };
    let boxes = [
        part("correct-birth_month", "Month", |form| &mut form.birth_month),
        part("correct-birth_day", "Day", |form| &mut form.birth_day),
        part("correct-birth_year", "Year", |form| &mut form.birth_year),
    ];
    let question = label("correct-birth_date", "The patient’s date of birth", "");
    memorable_date(question, boxes, draft.errors)
}

/// Who asks, as the kind has it.
fn requester(draft: Draft, kind: Kind) -> El {
    match kind {
        Kind::Access => {
            let is_other = Memo::new(move |_| draft.form.with(|form| form.requester == REPRESENTATIVE));
            let choices = vec![
                Choice::new("self", "The patient"),
                Choice::new(REPRESENTATIVE, "Someone who acts for the patient"),
            ];
            el("div")
                .add(radio_buttons(
                    label("correct-requester", "Who asks?", ""),
                    choices,
                    &Answer::of(draft.form, |form| &mut form.requester),
                    draft.errors,
                ))
                .live(move || is_other.get().then(|| representative(draft)))
        }
        Kind::Directive => el("div")
            .class("inset")
            .add(line(
                draft,
                ("correct-recipient", "Who shall get the record?", ""),
                |form| &mut form.recipient,
            ))
            .add(line(
                draft,
                ("correct-recipient_place", "Where shall we send it?", ""),
                |form| &mut form.recipient_place,
            )),
        Kind::Authorization | Kind::Subpoena | Kind::Treatment | Kind::Amendment | Kind::Complaint => line(
            draft,
            (
                "correct-sender",
                "Who sent it?",
                "A person, a firm, a court or another practice",
            ),
            |form| &mut form.sender,
        ),
    }
}

fn representative(draft: Draft) -> El {
    let relations = Relation::WIRE
        .map(|(name, relation)| Choice::new(name, text::relation(relation, ENGLISH)))
        .into();
    el("div")
        .class("inset")
        .add(radio_buttons(
            label("correct-relation", "What is this person to the patient?", ""),
            relations,
            &Answer::of(draft.form, |form| &mut form.relation),
            draft.errors,
        ))
        .add(line(
            draft,
            ("correct-requester_given_name", "First name of who asks", ""),
            |form| &mut form.requester_given_name,
        ))
        .add(line(
            draft,
            ("correct-requester_family_name", "Last name of who asks", ""),
            |form| &mut form.requester_family_name,
        ))
}
