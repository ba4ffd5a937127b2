//! A form as a page owns it: what was typed, and what is wrong with it.

use domain::field::FieldError;
use leptos::prelude::*;

pub type Errors = RwSignal<Vec<FieldError>>;

/// One answer of a form, for a component: what it is, and how to change it.
#[derive(Clone, Copy)]
pub struct Answer {
    pub get: Signal<String>,
    pub set: Callback<String>,
}

impl Answer {
    pub fn of<F>(form: RwSignal<F>, part: fn(&mut F) -> &mut String) -> Self
    where
        F: Clone + Send + Sync + 'static,
    {
        Self {
            get: Signal::derive(move || part(&mut form.get()).clone()),
            set: Callback::new(move |text| form.update(|form| *part(form) = text)),
        }
    }
}

/// Several answers of one question.
#[derive(Clone, Copy)]
pub struct Answers {
    pub get: Signal<Vec<String>>,
    pub set: Callback<Vec<String>>,
}

impl Answers {
    pub fn of<F>(form: RwSignal<F>, part: fn(&mut F) -> &mut Vec<String>) -> Self
    where
        F: Clone + Send + Sync + 'static,
    {
        Self {
            get: Signal::derive(move || part(&mut form.get()).clone()),
            set: Callback::new(move |list| form.update(|form| *part(form) = list)),
        }
    }

    /// Takes a value in or out.
    pub fn toggle(self, value: &str, on: bool) {
        let mut list = self.get.get_untracked();
        list.retain(|other| other != value);
        if on {
            list.push(value.to_owned());
        }
        self.set.run(list);
    }
}

/// What is wrong with one field.
pub fn error_of(errors: Errors, field: &'static str) -> Signal<Option<FieldError>> {
    first(errors, move |name| name == field)
}

/// What is wrong with a question that has several fields.
pub fn error_of_any(errors: Errors, fields: &'static [&'static str]) -> Signal<Option<FieldError>> {
    first(errors, move |name| fields.contains(&name))
}

fn first(errors: Errors, is_meant: impl Fn(&str) -> bool + Send + Sync + 'static) -> Signal<Option<FieldError>> {
    Signal::derive(move || errors.with(|errors| errors.iter().find(|error| is_meant(&error.field)).cloned()))
}
