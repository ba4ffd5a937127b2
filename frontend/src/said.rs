//! What a form says, read off the page as a person reads it: each question with its answer.

use crate::browser::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlInputElement};

/// Whatever was answered, in the order of the page; a question and its answer may stand there as a pair already.
const ANSWERS: &str =
    "dt, input:checked, input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea, select";

#[derive(Clone)]
pub struct Said {
    /// What was pressed.
    pub act: String,
    pub answers: Vec<(String, String)>,
}

/// What the person says by the click, or by the form, that is being handled now.
pub fn now() -> Option<Said> {
    let at = web_sys::window()?.event().dyn_into::<web_sys::Event>().ok()?;
    let at: Element = at.target()?.dyn_into().ok()?;
    let form = at.closest("form").ok().flatten();
    let pressed = match at.closest("button").ok().flatten() {
        Some(button) => Some(button),
        None => form.as_ref().and_then(|form| find(form, "[type=submit]")),
    };
    Some(Said {
        act: pressed.map(|pressed| words(&pressed)).unwrap_or_default(),
        answers: form.map(|form| answers(&form)).unwrap_or_default(),
    })
}

fn answers(form: &Element) -> Vec<(String, String)> {
    let mut said: Vec<(String, String)> = Vec::new();
    let Ok(found) = form.query_selector_all(ANSWERS) else {
        return said;
    };
    for element in (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()) {
        let (question, answer) = read(&element);
        match said.last_mut() {
            _ if answer.is_empty() => {}
            // Several boxes of one question, or the parts of a date.
            Some((last, answers)) if *last == question => *answers = [answers.as_str(), ", ", &answer].concat(),
            _ => said.push((question, answer)),
        }
    }
    said
}

fn read(element: &Element) -> (String, String) {
    let legend = element.closest("fieldset").ok().flatten();
    let legend = legend.and_then(|fieldset| find(&fieldset, "legend"));
    let legend = legend.map(|legend| words(&legend)).unwrap_or_default();
    let label = document().query_selector(&["label[for=\"", &element.id(), "\"]"].concat());
    let label = label.ok().flatten().map(|label| words(&label)).unwrap_or_default();
    match element.tag_name().as_str() {
        "DT" => {
            let answer = element.next_element_sibling();
            (words(element), answer.map(|answer| words(&answer)).unwrap_or_default())
        }
        "SELECT" => {
            let chosen = find(element, "option:checked").map(|chosen| words(&chosen));
            (label, chosen.filter(|_| !value(element).is_empty()).unwrap_or_default())
        }
        "INPUT" if is_ticked(element) && legend.is_empty() => (label, "Yes".to_owned()),
        "INPUT" if is_ticked(element) => (legend, label),
        _ if legend.is_empty() => (label, value(element)),
        _ => ([&legend, ": ", label.as_str()].concat(), value(element)),
    }
}

fn is_ticked(element: &Element) -> bool {
    element
        .dyn_ref::<HtmlInputElement>()
        .is_some_and(HtmlInputElement::checked)
}

fn value(element: &Element) -> String {
    let value = js_sys::Reflect::get(element, &JsValue::from_str("value"));
    let value = value.ok().and_then(|value| value.as_string());
    value.map(|value| value.trim().to_owned()).unwrap_or_default()
}

fn find(element: &Element, selector: &str) -> Option<Element> {
    element.query_selector(selector).ok().flatten()
}

fn words(element: &Element) -> String {
    element.text_content().unwrap_or_default().trim().to_owned()
}
