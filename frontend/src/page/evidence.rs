//! Everything that is kept of one request, as one document to print or to save, for the officer.

use super::worklist::{failed, know_me};
use super::{back, entitle, h1, h2, skeleton};
use crate::address::Place;
use crate::api;
use crate::browser;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, button};
use crate::el::{El, el, p};
use crate::load::{Load, load, reload};
use crate::session::session;
use domain::evidence::html::html;
use domain::id::{PracticeId, RequestId};
use domain::wire::evidence::{Block, Document, EvidencePage, Fact, Section};
use leptos::prelude::*;

const TITLE: &str = "Evidence of a request";

pub fn evidence(practice: PracticeId, request: RequestId) -> El {
    entitle(TITLE);
    know_me(session(), practice.clone());
    let asked = request.clone();
    let state = load(async move { api::evidence(&asked).await });
    let way_back = Place::Request(practice, request.clone()).path();
    el("div")
        .class("wide evidence")
        .add(back(&way_back, "The request"))
        .live(move || {
            Some(state.with(|found| match found {
                Load::Waiting => el("div").add(h1(TITLE)).add(skeleton(8)),
                Load::Failed(failure) => {
                    let request = request.clone();
                    let again = move || {
                        let request = request.clone();
                        reload(state, async move { api::evidence(&request).await });
                    };
                    el("div").add(h1(TITLE)).add(failed(failure, again))
                }
                Load::Ready((page, whole)) => shown(page, whole),
            }))
        })
}

fn shown(page: &EvidencePage, whole: &str) -> El {
    let document = &page.document;
    entitle(&document.title);
    let notice = document.notice.iter().map(|words| p(words));
    el("div")
        .add(h1(&document.title))
        .add(alert(Weight::Notice, "For the privacy officer alone").add_all(notice))
        .add(tools(document, whole))
        .add(contents(document))
        .add_all(document.sections.iter().map(section))
}

fn tools(document: &Document, whole: &str) -> El {
    let (file, json) = (html(document), browser::indented_without(whole, "document"));
    el("div")
        .class("buttons tools")
        .add(button(Look::Filled, "Print it", browser::print))
        .add(button(Look::Outlined, "Save as a file (HTML)", move || {
            browser::save_file("access-desk-evidence.html", &file);
        }))
        .add(button(Look::Outlined, "Save as data (JSON)", move || {
            browser::save_file("access-desk-evidence.json", &json);
        }))
}

/// Leads to each part without leaving the page, which would load everything anew.
fn contents(document: &Document) -> El {
    let lines = document.sections.iter().map(|section| {
        let id = section.id.clone();
        let link = el("a").attr("href", &["#", &id].concat()).text(&section.heading);
        el("li").add(link.on("click", move |event| {
            event.prevent_default();
            browser::focus(&id);
        }))
    });
    el("nav")
        .attr("aria-label", "Contents")
        .add(h2("Contents"))
        .add(el("ol").add_all(lines))
}

fn section(section: &Section) -> El {
    el("section")
        .add(h2(&section.heading).id(&section.id).attr("tabindex", "-1"))
        .add_all(section.blocks.iter().map(block))
}

fn block(block: &Block) -> El {
    match block {
        Block::Heading(words) => el("h3").text(words),
        Block::Paragraph(words) => p(words),
        Block::Text(words) => el("div").class("letter").text(words),
        Block::Facts(facts) => el("dl").class("summary").add_all(facts.iter().map(fact)),
    }
}

fn fact(fact: &Fact) -> El {
    el("div")
        .class("summary-row")
        .add(el("dt").text(&fact.name))
        .add(el("dd").text(&fact.value))
}
