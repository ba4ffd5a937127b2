//! RadioButtons and Checkboxes. The first control carries the wire name as its id, so that an error's link
//! lands there.

use super::field::{Label, error_text, fieldset, group, part};
use crate::el::{El, el, is_checked, p};
use crate::form::{Answer, Answers, Errors};
use wasm_bindgen::JsValue;

pub struct Choice {
    value: String,
    label: String,
    /// What explains it.
    hint: Option<El>,
}

impl Choice {
    pub fn new(value: &str, label: &str) -> Self {
        Self {
            value: value.to_owned(),
            label: label.to_owned(),
            hint: None,
        }
    }

    pub fn hint(self, text: &str) -> Self {
        self.hint_of(p(text))
    }

    pub fn hint_of(self, hint: El) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }
}

/// One choice of few.
pub fn radio_buttons(label: Label, choices: Vec<Choice>, answer: &Answer, errors: Errors) -> El {
    fieldset(label, vec![label.id], errors, radios(label.id, choices, answer))
}

/// The controls alone.
pub fn radios(name: &str, choices: Vec<Choice>, answer: &Answer) -> Vec<El> {
    let radio = |(index, choice): (usize, Choice)| {
        let (shown, chosen, own) = (answer.clone(), answer.clone(), choice.value.clone());
        let value = choice.value.clone();
        let input = el("input")
            .attr("type", "radio")
            .attr("value", &choice.value)
            .live_property("checked", move || JsValue::from_bool(shown.get() == own))
            .on("change", move |_| chosen.set(value.clone()));
        line(name, index, input, choice)
    };
    choices.into_iter().enumerate().map(radio).collect()
}

/// Any number of choices.
pub fn checkboxes(label: Label, choices: Vec<Choice>, answers: &Answers, errors: Errors) -> El {
    let checkbox = |(index, choice): (usize, Choice)| {
        let (shown, chosen, own) = (answers.clone(), answers.clone(), choice.value.clone());
        let value = choice.value.clone();
        let input = el("input")
            .attr("type", "checkbox")
            .attr("value", &choice.value)
            .live_property("checked", move || JsValue::from_bool(shown.contains(&own)))
            .on("change", move |event| chosen.toggle(&value, is_checked(&event)));
        line(label.id, index, input, choice)
    };
    let boxes = choices.into_iter().enumerate().map(checkbox).collect();
    fieldset(label, vec![label.id], errors, boxes)
}

/// One box of its own: `yes`, or nothing.
pub fn checkbox(label: Label, answer: Answer, errors: Errors) -> El {
    let Label { id, text, hint } = label;
    let shown = answer.clone();
    let input = el("input")
        .attr("type", "checkbox")
        .live_property("checked", move || JsValue::from_bool(shown.get() == "yes"))
        .on("change", move |event| {
            let yes = if is_checked(&event) { "yes" } else { "" };
            answer.set(yes.to_owned());
        });
    let choice = Choice::new("yes", text);
    let choice = if hint.is_empty() { choice } else { choice.hint(hint) };
    group(vec![id], errors)
        .live(move || error_text(id, &[id], errors))
        .add(line(id, 0, input, choice))
}

fn line(name: &str, index: usize, input: El, choice: Choice) -> El {
    let id = if index == 0 {
        name.to_owned()
    } else {
        part(name, &index.to_string())
    };
    // The question itself may have a hint, by the same id.
    let hint_id = part(&id, "about");
    let input = input.id(&id).attr("name", name);
    let input = if choice.hint.is_some() {
        input.attr("aria-describedby", &hint_id)
    } else {
        input
    };
    el("div")
        .class("choice")
        .add(input)
        .add(el("label").attr("for", &id).text(&choice.label))
        .add_some(choice.hint.map(|hint| hint.class("hint").id(&hint_id)))
}
