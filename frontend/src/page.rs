//! The pages, one file each.

pub mod ask;
pub mod code;
pub mod delivery;
pub mod find;
pub mod home;
pub mod request;
pub mod sign_in;
pub mod status;
pub mod worklist;

use crate::browser;
use crate::form::Errors;
use crate::session::language;
use crate::text::{common, say};
use domain::wire::PracticeCard;
use domain::word::Language;
use leptos::prelude::*;

/// Names the document after the page.
fn entitle(title: &str) {
    browser::set_title(&[title, " · ", common::PRODUCT].concat());
}

/// Names the document after the page, and says first when there are errors in its form.
fn entitle_form(title: &'static str, errors: Errors) {
    let prefix = say(common::ERROR_TITLE, language());
    Effect::new(move |_| {
        if errors.with(Vec::is_empty) {
            entitle(title);
        } else {
            entitle(&[prefix, title].concat());
        }
    });
}

/// The shape of what comes.
fn skeleton(lines: usize) -> AnyView {
    let language = language();
    let lines = (0..lines).map(|_| view! { <div class="bone"></div> }).collect_view();
    view! {
        <div class="skeleton" aria-busy="true">
            <p class="unseen">{say(common::LOADING, language)}</p>
            {lines}
        </div>
    }
    .into_any()
}

/// Whom to ring.
fn contact(card: &PracticeCard, language: Language) -> AnyView {
    let digits: String = card
        .telephone
        .chars()
        .filter(|character| character.is_ascii_digit() || *character == '+')
        .collect();
    view! {
        <p class="contact">
            <span>{crate::text::fill(say(common::CALL, language), &[&card.contact, &card.name])}</span>
            <a class="telephone" href=["tel:", &digits].concat()>{card.telephone.clone()}</a>
        </p>
    }
    .into_any()
}
