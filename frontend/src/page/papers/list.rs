//! The papers by subject and title, each with the version in effect, those that come and the former ones.

use super::super::section;
use super::{Office, Open};
use crate::component::button::{Look, button};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, p};
use domain::papers::{Standing, Subject};
use domain::person::folded;
use domain::text;
use domain::text::papers::{about, standing};
use domain::wire::papers::{PaperCard, PapersPage, WritePaper};
use domain::word::{Language, wire};
use leptos::prelude::*;

/// 45 CFR 164.530(i).
pub fn policies(office: Office, page: &PapersPage, may_write: bool) -> El {
    let part = section("Policies").id("policies");
    let papers = page.papers.iter().filter(|paper| paper.subject.is_policy()).collect();
    let hint = "What members work by. A new version takes the place of the one before from its first day on. Nothing is changed or deleted (45 CFR 164.530(i) and (j)).";
    listed(office, part, hint, papers, may_write)
}

/// 45 CFR 164.524(e).
pub fn documents(office: Office, page: &PapersPage, may_write: bool) -> El {
    let part = section("Which records patients may see, and who handles requests").id("documents");
    let papers = page.papers.iter().filter(|paper| !paper.subject.is_policy()).collect();
    let hint = "The designated record sets, by system or place, and the positions or offices that receive and process requests (45 CFR 164.524(e)).";
    listed(office, part, hint, papers, may_write)
}

fn listed(office: Office, part: El, hint: &str, papers: Vec<&PaperCard>, may_write: bool) -> El {
    let part = part.add(p(hint).class("hint"));
    if papers.is_empty() {
        let words = if may_write {
            "Nothing is in writing yet. Enter the first one above."
        } else {
            "Nothing is in writing yet. The privacy officer enters it."
        };
        return part.add(p(words).class("aside"));
    }
    // The papers of one topic follow one another, as they are answered.
    let topics =
        papers.chunk_by(|one, other| one.subject == other.subject && folded(&one.title) == folded(&other.title));
    part.add_all(topics.map(|versions| topic(office, versions, may_write)))
}

fn topic(office: Office, versions: &[&PaperCard], may_write: bool) -> El {
    let latest = versions.first().copied();
    let heading = latest
        .map(|paper| about(paper.subject, &paper.title))
        .unwrap_or_default();
    let again = latest
        .filter(|_| may_write)
        .map(|paper| new_version(office, paper, &heading));
    el("div")
        .class("paper")
        .add(el("h3").text(&heading))
        .add_all(versions.iter().map(|paper| version(paper)))
        .add_some(again)
}

fn new_version(office: Office, paper: &PaperCard, heading: &str) -> El {
    let form = WritePaper {
        subject: wire(&paper.subject, &Subject::WIRE).to_owned(),
        title: paper.title.clone(),
        text: paper.text.clone(),
        telephone: paper.telephone.clone().unwrap_or_default(),
        ..WritePaper::default()
    };
    let which = el("span").class("unseen").text(" of ").text(heading);
    button(Look::Small, "Write a new version", move || {
        office.paper.set(form.clone());
        office.turn_to(Open::Paper);
    })
    .add(which)
}

/// One version, folded; what is in effect is unfolded on paper and by a click.
fn version(paper: &PaperCard) -> El {
    let day = |day| text::date(day, Language::English);
    let tone = match paper.standing {
        Standing::InForce => Tone::Good,
        Standing::Coming => Tone::Soon,
        Standing::Former | Standing::Superseded => Tone::Plain,
    };
    let span = match (paper.ended_on, paper.until) {
        (_, Some(until)) => ["From ", &day(paper.from), " until ", &day(until)].concat(),
        (Some(ended), None) => ["From ", &day(paper.from), ", replaced on ", &day(ended)].concat(),
        (None, None) => ["From ", &day(paper.from)].concat(),
    };
    let entered = ["Entered on ", &day(paper.entered_on), " by ", &paper.entered_by, "."].concat();
    let words = (!paper.text.is_empty()).then(|| p(&paper.text).class("paper-text"));
    let telephone = paper
        .telephone
        .as_ref()
        .map(|number| p(&["Telephone: ", number].concat()));
    let before =
        (!paper.paper.is_empty()).then(|| p(&["In writing before that: ", &paper.paper, "."].concat()).class("hint"));
    el("details")
        .add(
            el("summary")
                .text(&span)
                .text(" ")
                .add(tag(tone, standing(paper.standing))),
        )
        .add_some(words)
        .add_some(telephone)
        .add(p(&entered).class("hint"))
        .add_some(before)
        .add(p(&paper.keep.working).class("hint"))
}
