//! One line of text with its label, hint and error.

use crate::el::{El, el, p, typed};
use crate::form::{Answer, Errors, error_of};
use crate::session::language;
use crate::text::error_in_words;
use wasm_bindgen::JsValue;

/// What is asked. The id is the wire name.
#[derive(Clone, Copy)]
pub struct Label {
    pub id: &'static str,
    pub text: &'static str,
    /// Empty for none.
    pub hint: &'static str,
}

/// What the browser may know of a field: keyboard, autofill, width.
#[derive(Clone, Copy)]
pub struct Kind {
    pub input: &'static str,
    pub mode: &'static str,
    pub autocomplete: &'static str,
    pub class: &'static str,
}

impl Kind {
    pub const TEXT: Self = Self::text("off");
    pub const EMAIL: Self = Self {
        input: "email",
        mode: "email",
        autocomplete: "email",
        class: "input",
    };
    pub const DATE: Self = Self {
        input: "date",
        class: "input medium",
        ..Self::TEXT
    };

    pub const fn text(autocomplete: &'static str) -> Self {
        Self {
            input: "text",
            mode: "text",
            autocomplete,
            class: "input",
        }
    }

    /// Digits, in large type.
    pub const fn code(autocomplete: &'static str) -> Self {
        Self {
            input: "text",
            mode: "numeric",
            autocomplete,
            class: "input code",
        }
    }
}

pub fn field(label: Label, kind: Kind, answer: Answer, errors: Errors) -> El {
    labelled(label, input(label.id, kind, answer), errors)
}

/// Several lines of text.
pub fn text_area(label: Label, answer: Answer, errors: Errors) -> El {
    let value = answer.clone();
    let area = el("textarea")
        .id(label.id)
        .class("input area")
        .attr("name", label.id)
        .attr("rows", "4")
        .live_property("value", move || JsValue::from_str(&value.get()))
        .on("input", move |event| answer.set(typed(&event)));
    labelled(label, area, errors)
}

/// A control with its label, hint and error.
pub fn labelled(label: Label, control: El, errors: Errors) -> El {
    let Label { id, text, hint } = label;
    let has_error = move || error_of(errors, &[id]).is_some();
    group(vec![id], errors)
        .add(el("label").attr("for", id).text(text))
        .add_some(hint_of(id, hint))
        .live(move || error_text(id, &[id], errors))
        .add(
            control
                .live_attr("aria-describedby", move || described_by(id, hint, has_error()))
                .live_attr("aria-invalid", move || Some(has_error().to_string())),
        )
}

/// The control alone.
pub fn input(id: &str, kind: Kind, answer: Answer) -> El {
    let value = answer.clone();
    el("input")
        .id(id)
        .class(kind.class)
        .attr("name", id)
        .attr("type", kind.input)
        .attr("inputmode", kind.mode)
        .attr("autocomplete", kind.autocomplete)
        .attr("spellcheck", "false")
        .live_property("value", move || JsValue::from_str(&value.get()))
        .on("input", move |event| answer.set(typed(&event)))
}

/// A question with what is wrong with it.
pub fn group(names: Vec<&'static str>, errors: Errors) -> El {
    el("div")
        .class("group")
        .live_class("wrong", move || error_of(errors, &names).is_some())
}

pub fn hint_of(id: &str, hint: &str) -> Option<El> {
    (!hint.is_empty()).then(|| p(hint).class("hint").id(&part(id, "hint")))
}

/// The same words as in the summary.
pub fn error_text(id: &str, names: &[&str], errors: Errors) -> Option<El> {
    let error = error_of(errors, names)?;
    Some(
        p(error_in_words(&error, language()))
            .class("error")
            .id(&part(id, "error")),
    )
}

/// The id of a hint or an error.
pub fn part(id: &str, part: &str) -> String {
    [id, "-", part].concat()
}

/// The ids of what explains a field, for `aria-describedby`.
pub fn described_by(id: &str, hint: &str, has_error: bool) -> Option<String> {
    match (hint.is_empty(), has_error) {
        (false, true) => Some([part(id, "hint"), part(id, "error")].join(" ")),
        (false, false) => Some(part(id, "hint")),
        (true, true) => Some(part(id, "error")),
        (true, false) => None,
    }
}

/// Controls under one legend, with hint and error.
pub fn fieldset(label: Label, names: Vec<&'static str>, errors: Errors, controls: Vec<El>) -> El {
    let Label { id, text, hint } = label;
    let (wrong, explained) = (names.clone(), names.clone());
    let set = el("fieldset")
        .live_attr("aria-describedby", move || {
            described_by(id, hint, error_of(errors, &explained).is_some())
        })
        .add(el("legend").text(text))
        .add_some(hint_of(id, hint))
        .live(move || error_text(id, &names, errors))
        .add_all(controls);
    group(wrong, errors).add(set)
}
