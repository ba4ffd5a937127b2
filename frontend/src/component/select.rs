//! One choice of a list that is too long to be shown at once.

use crate::el::{El, el, typed};
use crate::form::Answer;
use wasm_bindgen::JsValue;

/// The control alone; each choice is its value and its words.
pub fn select<'a>(id: &str, choices: impl IntoIterator<Item = (&'a str, &'a str)>, answer: Answer) -> El {
    let choices = choices.into_iter();
    let options = choices.map(|(value, words)| el("option").attr("value", value).text(words));
    let shown = answer.clone();
    el("select")
        .id(id)
        .class("input")
        .attr("name", id)
        .add_all(options)
        .on("change", move |event| answer.set(typed(&event)))
        .live_property("value", move || JsValue::from_str(&shown.get()))
}
