//! Check that the person who asks is the patient, by proportionate means.

use super::desk::Desk;
use super::{section, skeleton};
use crate::api;
use crate::browser;
use crate::component::button::{Look, button, submit_button};
use crate::component::choices::{Choice, checkboxes, radios};
use crate::component::clock_view::details;
use crate::component::error_summary::error_summary;
use crate::component::failure_view::failure_view;
use crate::component::field::{Kind, Label, error_text, field, group};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, p, react};
use crate::form::{Answer, Answers, Errors};
use crate::load::{Load, Loading, load, reload, spawn};
use crate::text::staff;
use domain::parse;
use domain::route::Name;
use domain::text;
use domain::wire::{self, Candidate, CandidateList, Candidates, RequesterCard};
use domain::word::{Evidence, Language, Work};
use leptos::prelude::*;
use std::rc::Rc;

const SECTION: &str = "verify";

pub fn verify(desk: Desk) -> El {
    let found = desk.part(|page| (page.patient.clone(), page.evidence.clone()));
    let may = desk.may(Name::Verify);
    let may_ask_again = desk.part(|page| page.work == Work::Gathering);
    let again = RwSignal::new(false);
    section("Is it who they say?")
        .id(SECTION)
        .attr("tabindex", "-1")
        .live(move || {
            let is_again = again.get() && may_ask_again.get();
            Some(match found.get() {
                (Some(patient), evidence) if !is_again || !may => {
                    let ask = (may && may_ask_again.get()).then(|| {
                        button(Look::Outlined, "Check again who asks", move || {
                            again.set(true);
                            browser::focus_soon(SECTION);
                        })
                    });
                    verified(&patient, evidence).add_some(ask)
                }
                (patient, _) if may => question(desk, again, patient.is_some()),
                (..) => p(staff::FOR_DESK).class("aside"),
            })
        })
}

fn verified(patient: &Candidate, evidence: Vec<Evidence>) -> El {
    let lines = evidence
        .into_iter()
        .map(|evidence| el("li").text(text::evidence(evidence)));
    let confirmed = el("p")
        .add(tag(Tone::Good, "Confirmed"))
        .text(" ")
        .text(&person(patient));
    el("div").add(confirmed).add(el("ul").add_all(lines))
}

fn person(patient: &Candidate) -> String {
    let born = browser::birth_date(patient.birth_date, Language::English);
    [patient.given_name.as_str(), " ", &patient.family_name, ", born ", &born].concat()
}

/// `again` is set while it is asked once more, of a patient who `is_known`.
fn question(desk: Desk, again: RwSignal<bool>, is_known: bool) -> El {
    let form = RwSignal::new(wire::Verify::default());
    let errors: Errors = RwSignal::new(Vec::new());
    let search = RwSignal::new(Candidates::default());
    let request = desk.request();
    let asked = request.clone();
    let found = load(async move { api::candidates(&asked, &Candidates::default()).await });
    let look: Rc<dyn Fn()> = Rc::new(move || {
        let (request, wanted) = (request.clone(), search.get_untracked());
        found.set(Load::Waiting);
        reload(found, async move { api::candidates(&request, &wanted).await });
    });
    let ways = Evidence::ALL
        .map(|evidence| Choice::new(evidence.wire(), text::evidence(evidence)))
        .into();
    let evidence = Label {
        id: "evidence",
        text: "How did you make sure?",
        hint: "Choose all that you did",
    };
    let asked = el("form")
        .id("verify-form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            confirm(desk, form, errors, again);
        })
        .add(who_fits(found, form, errors, look.clone()))
        .add(checkboxes(
            evidence,
            ways,
            &Answers::of(form, |form| &mut form.evidence),
            errors,
        ))
        .add_some(paper(desk, form, errors))
        .add(submit_button(Look::Outlined, desk.busy, || {
            "Confirm who asks".to_owned()
        }));
    el("div")
        .add(p(
            "Choose the patient, and say how you made sure. What is enough depends on the case; a photo ID is never a must.",
        ))
        .add_some(is_known.then(|| {
            p("When you confirm, there is a new passcode to hand over. The one before stops working. If it is another patient, the files that you uploaded for this request are taken off the list: upload them again.").class("strong")
        }))
        .add(error_summary("verify-errors", errors))
        .add(asked)
        .add(search_again(search, found, look))
        .add_some(is_known.then(|| button(Look::Plain, "Go back", move || again.set(false))))
}

/// Of whoever is not the patient, or sends the record to someone else: the paper that says so.
fn paper(desk: Desk, form: RwSignal<wire::Verify>, errors: Errors) -> Option<El> {
    let hint = desk.page.with_untracked(|page| match page.requester {
        RequesterCard::Representative { .. } => {
            Some("For example a birth certificate, a guardianship order, letters testamentary, or a power of attorney for health care")
        }
        RequesterCard::Directed { .. } => Some("The patient’s signed letter, which says to whom and where"),
        RequesterCard::Patient | RequesterCard::Other { .. } => None,
    })?;
    let label = Label {
        id: "authority",
        text: "Which paper shows that this person may act?",
        hint,
    };
    let answer = Answer::of(form, |form| &mut form.authority);
    Some(field(label, Kind::TEXT, answer, errors))
}

fn confirm(desk: Desk, form: RwSignal<wire::Verify>, errors: Errors, again: RwSignal<bool>) {
    let answers = form.get_untracked();
    let faults = parse::verify(&answers).err().unwrap_or_default();
    let is_fine = faults.is_empty();
    errors.set(faults);
    if !is_fine || !desk.begin() {
        return;
    }
    let (request, version) = (desk.request(), desk.version());
    spawn(async move {
        let answer = api::verify(&request, version, &answers).await;
        let answer = answer.map(|verified| {
            desk.passcode.try_set(Some(verified.passcode));
            again.try_set(false);
            verified.page
        });
        match answer {
            Err(failure) if !failure.errors().is_empty() => {
                desk.busy.try_set(false);
                errors.try_set(failure.errors());
            }
            answer => desk.settle(answer, "Confirmed. Give the passcode to the person who asked."),
        }
    });
}

/// The patients of the practice who may be meant.
fn who_fits(found: Loading<CandidateList>, form: RwSignal<wire::Verify>, errors: Errors, look: Rc<dyn Fn()>) -> El {
    let answer = Answer::of(form, |form| &mut form.patient);
    let list = move || {
        Some(found.with(|found| {
            match found {
                Load::Waiting => skeleton(3),
                Load::Failed(failure) => {
                    let look = look.clone();
                    failure_view(failure, move || look())
                }
                Load::Ready(list) if list.candidates.is_empty() => {
                    p("No patient of this practice fits. Search below with another name or date of birth.")
                        .id("patient")
                        .attr("tabindex", "-1")
                }
                Load::Ready(list) => {
                    let choices = list.candidates.iter().map(choice).collect();
                    el("div").add_all(radios("patient", choices, &answer))
                }
            }
        }))
    };
    let set = el("fieldset")
        .add(el("legend").text("Which patient is it?"))
        .live(move || error_text("patient", &["patient"], errors))
        .live(list);
    group(vec!["patient"], errors).add(set)
}

fn choice(candidate: &Candidate) -> Choice {
    let matches = [
        (candidate.name_matches, "Name fits", "Other name"),
        (
            candidate.birth_date_matches,
            "Date of birth fits",
            "Other date of birth",
        ),
        (candidate.contact_matches, "E-mail is on file", "E-mail not on file"),
    ];
    let tags = matches.map(|(fits, yes, no)| match fits {
        true => tag(Tone::Good, yes),
        false => tag(Tone::Soon, no),
    });
    let records = [&staff::records(candidate.records as usize), " on file"].concat();
    let hint = el("p")
        .add(el("span").class("tags").add_all(tags))
        .add(el("span").text(&records));
    Choice::new(candidate.patient.as_str(), &person(candidate)).hint_of(hint)
}

/// For a former name, or a slip in the date.
fn search_again(search: RwSignal<Candidates>, found: Loading<CandidateList>, look: Rc<dyn Fn()>) -> El {
    let errors: Errors = RwSignal::new(Vec::new());
    let part = details("Search with another name or date of birth");
    let opened = part.element();
    react(move || {
        if found.with(|found| matches!(found, Load::Ready(list) if list.candidates.is_empty())) {
            opened.set_attribute("open", "").ok();
        }
    });
    let label = |id, text| Label { id, text, hint: "" };
    let fields = el("form")
        .class("inset")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            look();
        })
        .add(field(
            label("family_name", "Last name"),
            Kind::TEXT,
            Answer::of(search, |search| &mut search.family_name),
            errors,
        ))
        .add(field(
            label("birth_date", "Date of birth"),
            Kind::DATE,
            Answer::of(search, |search| &mut search.birth_date),
            errors,
        ))
        .add(submit_button(Look::Outlined, RwSignal::new(false), || {
            "Search".to_owned()
        }));
    part.add(fields)
}
