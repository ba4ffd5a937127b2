//! The pages, one file each.

pub mod ask;
pub mod code;
pub mod delivery;
pub mod enter;
pub mod evidence;
pub mod fees;
pub mod find;
pub mod home;
pub mod how_to_ask;
pub mod members;
pub mod morning;
pub mod papers;
pub mod printed;
pub mod reports;
pub mod request;
pub mod sign_in;
pub mod status;
pub mod worklist;

use crate::browser;
use crate::el::{El, el, p, react};
use crate::form::Errors;
use crate::session::language;
use crate::text::{common, fill, say};
use domain::wire::PracticeCard;
use domain::word::Language;
use leptos::prelude::*;

/// A page for patients: one column.
fn column() -> El {
    el("div").class("column")
}

/// The heading of a page.
fn h1(text: &str) -> El {
    el("h1").text(text)
}

fn h2(text: &str) -> El {
    el("h2").text(text)
}

/// A part of a page with its heading.
fn section(heading: &str) -> El {
    el("section").add(h2(heading))
}

fn link(href: &str, text: &str) -> El {
    el("a").attr("href", href).text(text)
}

/// The way back to the step before.
fn back(href: &str, text: &str) -> El {
    el("p").add(link(href, text).class("back"))
}

/// Names the document after the page.
fn entitle(title: &str) {
    browser::set_title(&[title, " · ", common::PRODUCT].concat());
}

/// Names the document after the page, and says first when there are errors in its form.
fn entitle_form(title: &'static str, errors: Errors) {
    let prefix = say(common::ERROR_TITLE, language());
    react(move || {
        let prefix = if errors.with(Vec::is_empty) { "" } else { prefix };
        entitle(&[prefix, title].concat());
    });
}

/// The shape of what comes.
fn skeleton(lines: usize) -> El {
    el("div")
        .class("skeleton")
        .attr("aria-busy", "true")
        .add(p(say(common::LOADING, language())).class("unseen"))
        .add_all((0..lines).map(|_| el("div").class("bone")))
}

/// Whom to ring.
fn contact(card: &PracticeCard, language: Language) -> El {
    let is_dialled = |character: &char| character.is_ascii_digit() || *character == '+';
    let number: String = card.telephone.chars().filter(is_dialled).collect();
    let who = fill(say(common::CALL, language), &[&card.contact, &card.name]);
    el("p")
        .class("contact")
        .add(el("span").text(&who))
        .add(link(&["tel:", &number].concat(), &card.telephone).class("telephone"))
}
