//! Who asks, and for what.

use super::desk::Desk;
use super::section;
use crate::browser;
use crate::component::clock_view::working;
use crate::component::summary_list::{Row, summary_list};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el};
use crate::text::staff;
use domain::text;
use domain::wire::RequestPage;
use domain::word::Language;
use leptos::prelude::*;

pub fn who(desk: Desk) -> El {
    section("Who asks").id("who").live(move || Some(desk.page.with(asked)))
}

fn asked(page: &RequestPage) -> El {
    let (tone, words, more) = match page.contact_proven {
        true => (
            Tone::Good,
            "E-mail confirmed",
            " The person entered the code that we sent.",
        ),
        false => (Tone::Soon, "E-mail not confirmed", staff::CLOCK_RUNS),
    };
    let proof = el("p").add(tag(tone, words)).text(" ").text(more);
    el("div")
        .add(summary_list(rows(page)))
        .add(proof)
        .add(working(&page.clock.due))
}

fn rows(page: &RequestPage) -> impl Iterator<Item = Row> {
    let english = Language::English;
    let location = page.location_name.as_deref().unwrap_or("Not sure: look at all");
    let pairs = [
        ("Name", [page.given_name.as_str(), " ", &page.family_name].concat()),
        ("Date of birth", browser::birth_date(page.birth_date, english)),
        ("E-mail address", page.email.clone().unwrap_or_default()),
        ("Wants", staff::scope(&page.scope)),
        ("How", text::access(page.access, english).to_owned()),
        ("Location", location.to_owned()),
        ("Letters in", text::language(page.language).to_owned()),
        ("Receipt number", page.receipt.clone()),
    ];
    pairs.into_iter().map(|(key, value)| Row {
        key,
        value,
        change: None,
    })
}
