//! What a form says, read off the page as a person reads it: each question with its answer.

use crate::browser::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlInputElement};

/// Stands at what holds the answers that its buttons send, where that is no form; its value is the id of where they are
/// instead, if they are elsewhere.
pub const SAID: &str = "data-said";
/// Stands at a list of questions and answers that were given before.
pub const ANSWERED: &str = "data-answered";

/// Whatever was answered, in the order of the page.
const ANSWERS: &str = "[data-answered] dt, input:checked, \
                       input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea, select";

#[derive(Clone)]
pub struct Said {
    /// What was pressed.
    pub act: String,
    pub answers: Vec<(String, String)>,
}

/// What the person says by the click, or by the form, that is being handled now.
pub fn now() -> Option<Said> {
    let event = web_sys::window()?.event().dyn_into::<Event>().ok()?;
    let at: Element = event.target()?.dyn_into().ok()?;
    let place = at.closest("form, [data-said]").ok().flatten();
    let button = at.closest("button").ok().flatten();
    let sent = place.as_ref().filter(|place| {
        let sends = button.as_ref().is_none_or(|button| is(button, "[type=submit]"));
        sends || place.has_attribute(SAID)
    });
    let pressed = button.or_else(|| find(sent?, "[type=submit]"));
    let elsewhere = sent.and_then(|place| document().get_element_by_id(&place.get_attribute(SAID)?));
    let said = Said {
        act: pressed.map(|pressed| words(&pressed)).unwrap_or_default(),
        answers: elsewhere.as_ref().or(sent).map(answers).unwrap_or_default(),
    };
    let says_nothing = said.act.is_empty() && said.answers.is_empty();
    (!says_nothing).then_some(said)
}

fn answers(place: &Element) -> Vec<(String, String)> {
    let mut said: Vec<(String, String)> = Vec::new();
    let Ok(found) = place.query_selector_all(ANSWERS) else {
        return said;
    };
    let mut last = None;
    for element in (0..found.length()).filter_map(|index| found.get(index)?.dyn_into::<Element>().ok()) {
        let of = element.closest("fieldset").ok().flatten();
        let (question, answer) = read(&element, of.as_ref());
        if answer.is_empty() {
            continue;
        }
        match said.last_mut() {
            // Several boxes of one question, or the parts of a date.
            Some((_, answers)) if of.is_some() && of == last => {
                *answers = [answers.as_str(), ", ", &answer].concat();
            }
            _ => said.push((question, answer)),
        }
        last = of;
    }
    said
}

/// The question is that of the fieldset, where there is one.
fn read(element: &Element, fieldset: Option<&Element>) -> (String, String) {
    let legend = fieldset.and_then(|fieldset| find(fieldset, "legend"));
    let label = document().query_selector(&["label[for=\"", &element.id(), "\"]"].concat());
    let label = label.ok().flatten().map(|label| words(&label)).unwrap_or_default();
    let question = legend.as_ref().map_or_else(|| label.clone(), words);
    match element.tag_name().as_str() {
        "DT" => {
            let answer = element.next_element_sibling();
            (words(element), answer.map(|answer| words(&answer)).unwrap_or_default())
        }
        "SELECT" => {
            let chosen = find(element, "option:checked").filter(|_| !value(element).is_empty());
            (question, chosen.map(|chosen| words(&chosen)).unwrap_or_default())
        }
        "INPUT" if is(element, ":checked") && legend.is_none() => (label, "Yes".to_owned()),
        "INPUT" if is(element, ":checked") => (question, label),
        _ => (question, value(element)),
    }
}

fn is(element: &Element, selector: &str) -> bool {
    element.matches(selector).unwrap_or(false)
}

fn value(element: &Element) -> String {
    let value = match element.dyn_ref::<HtmlInputElement>() {
        Some(input) => Some(input.value()),
        None => js_sys::Reflect::get(element, &JsValue::from_str("value"))
            .ok()
            .and_then(|value| value.as_string()),
    };
    value.map(|value| value.trim().to_owned()).unwrap_or_default()
}

fn find(element: &Element, selector: &str) -> Option<Element> {
    element.query_selector(selector).ok().flatten()
}

fn words(element: &Element) -> String {
    element.text_content().unwrap_or_default().trim().to_owned()
}
