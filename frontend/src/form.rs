//! A form as a page owns it: what was typed, and what is wrong with it.

use domain::field::FieldError;
use leptos::prelude::*;
use std::rc::Rc;

pub type Errors = RwSignal<Vec<FieldError>>;

/// One answer of a form, for a component: what it is, and how to change it.
#[derive(Clone)]
pub struct Answer {
    get: Rc<dyn Fn() -> String>,
    set: Rc<dyn Fn(String)>,
}

impl Answer {
    pub fn of<F: Clone + Send + Sync + 'static>(form: RwSignal<F>, part: fn(&mut F) -> &mut String) -> Self {
        Self {
            get: Rc::new(move || std::mem::take(part(&mut form.get()))),
            set: Rc::new(move |text| form.update(|form| *part(form) = text)),
        }
    }

    /// An answer that is kept in more than one part.
    pub fn new(get: impl Fn() -> String + 'static, set: impl Fn(String) + 'static) -> Self {
        Self {
            get: Rc::new(get),
            set: Rc::new(set),
        }
    }

    /// A signal that is a form of its own.
    pub fn own(text: RwSignal<String>) -> Self {
        Self::of(text, |text| text)
    }

    pub fn get(&self) -> String {
        (self.get)()
    }

    pub fn set(&self, text: String) {
        (self.set)(text);
    }
}

/// Several answers of one question.
#[derive(Clone)]
pub struct Answers {
    get: Rc<dyn Fn() -> Vec<String>>,
    set: Rc<dyn Fn(Vec<String>)>,
}

impl Answers {
    pub fn of<F: Clone + Send + Sync + 'static>(form: RwSignal<F>, part: fn(&mut F) -> &mut Vec<String>) -> Self {
        Self {
            get: Rc::new(move || std::mem::take(part(&mut form.get()))),
            set: Rc::new(move |list| form.update(|form| *part(form) = list)),
        }
    }

    /// A signal that is a form of its own.
    pub fn own(list: RwSignal<Vec<String>>) -> Self {
        Self::of(list, |list| list)
    }

    pub fn contains(&self, value: &str) -> bool {
        (self.get)().iter().any(|other| other == value)
    }

    /// Takes a value in or out.
    pub fn toggle(&self, value: &str, on: bool) {
        let mut list = untrack(|| (self.get)());
        list.retain(|other| other != value);
        if on {
            list.push(value.to_owned());
        }
        (self.set)(list);
    }
}

/// What is wrong with a question, which may have several fields.
pub fn error_of(errors: Errors, fields: &[&str]) -> Option<FieldError> {
    errors.with(|errors| {
        errors
            .iter()
            .find(|error| fields.contains(&error.field.as_str()))
            .cloned()
    })
}
