//! What is agreed on: the way, the form and format, when to come.

use super::super::desk::Desk;
use super::super::sheet::{Sheet, fold, sheet};
use super::risk;
use crate::api;
use crate::component::choices::{Choice, checkbox, radio_buttons};
use crate::component::field::{Kind, Label, field};
use crate::el::{El, el};
use crate::form::{Answer, Errors};
use domain::parse;
use domain::text;
use domain::wire::Arrange;
use domain::word::{Language, Way, wire};
use leptos::prelude::*;

pub fn arrange(desk: Desk) -> El {
    let [way, format, appointment, risk_accepted] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    desk.page.with_untracked(|page| {
        let agreed = page.agreed.as_ref();
        way.set(wire(&agreed.map_or(page.way, |agreed| agreed.way), &Way::WIRE).to_owned());
        format.set(agreed.map_or(&page.format, |agreed| &agreed.format).clone());
        appointment.set(agreed.map(|agreed| agreed.appointment.clone()).unwrap_or_default());
    });
    let label = |id, text, hint| Label { id, text, hint };
    let ways = Way::WIRE
        .map(|(name, way)| Choice::new(name, text::way(way, Language::English)))
        .into();
    let mail = move || {
        let asked = label(
            "arrange-risk_accepted",
            "I explained the risk, and the requester accepts it",
            "",
        );
        (way.get() == "email").then(|| {
            el("div")
                .class("inset")
                .add(risk())
                .add(checkbox(asked, Answer::own(risk_accepted), errors))
        })
    };
    let fields = vec![
        radio_buttons(
            label("arrange-way", "How does the requester get it?", ""),
            ways,
            &Answer::own(way),
            errors,
        ),
        el("div").live(mail),
        field(
            label(
                "arrange-format",
                "Form and format (optional)",
                "What was asked for, if we can make it; else what you agreed on",
            ),
            Kind::TEXT,
            Answer::own(format),
            errors,
        ),
        field(
            label("arrange-appointment", "When and where to come (optional)", ""),
            Kind::TEXT,
            Answer::own(appointment),
            errors,
        ),
    ];
    let what = Sheet {
        name: "arrange",
        button: "Keep what was agreed",
        done: "It is noted what was agreed.",
        clear: Vec::new(),
    };
    let form = sheet(desk, what, errors, fields, move || {
        let mut form = Arrange {
            way: way.get_untracked(),
            format: format.get_untracked(),
            appointment: appointment.get_untracked(),
            risk_accepted: risk_accepted.get_untracked(),
        };
        // The box is there for plain e-mail alone.
        if form.way != "email" {
            form.risk_accepted.clear();
        }
        parse::arrange(&form)?;
        Ok(api::arrange(&desk.request(), desk.version(), &form))
    });
    fold("arrange", "Agree how the requester gets it").add(form)
}
