//! Check that the person who asks is the patient, by proportionate means.

use super::desk::Desk;
use crate::api;
use crate::component::button::{Button, Look, SubmitButton};
use crate::component::checkboxes::Checkboxes;
use crate::component::error_summary::ErrorSummary;
use crate::component::failure_view::FailureView;
use crate::component::field::{ErrorText, Field, Kind};
use crate::component::radio_buttons::Choice;
use crate::component::tag::{Tag, Tone};
use crate::form::{Answer, Answers, Errors, error_of};
use crate::load::{Load, Loading, load, reload};
use crate::text::staff;
use domain::parse;
use domain::text;
use domain::wire::{self, Candidate, CandidateList, Candidates};
use domain::word::{Evidence, Language};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::SubmitEvent;

#[component]
pub fn Verify(desk: Desk) -> AnyView {
    let patient = desk.part(|page| page.patient.clone());
    view! {
        <section id="verify">
            <h2>"Is it the patient?"</h2>
            {move || match patient.get() {
                Some(patient) => verified(desk, &patient),
                None => view! { <Question desk/> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

fn verified(desk: Desk, patient: &Candidate) -> AnyView {
    let evidence = desk.page.with_untracked(|page| page.evidence.clone());
    let lines = evidence
        .into_iter()
        .map(|evidence| view! { <li>{text::evidence(evidence)}</li> })
        .collect_view();
    view! {
        <p><Tag tone=Tone::Good text="Confirmed"/>" "{person(patient)}</p>
        <ul>{lines}</ul>
    }
    .into_any()
}

fn person(patient: &Candidate) -> String {
    let born = text::date(patient.birth_date, Language::English);
    [patient.given_name.as_str(), " ", &patient.family_name, ", born ", &born].concat()
}

#[component]
fn Question(desk: Desk) -> AnyView {
    let form = RwSignal::new(wire::Verify::default());
    let errors: Errors = RwSignal::new(Vec::new());
    let search = RwSignal::new(Candidates::default());
    let request = desk.request();
    let asked = request.clone();
    let found = load(async move { api::candidates(&asked, &Candidates::default()).await });
    let look = Callback::new(move |()| {
        let (request, wanted) = (request.clone(), search.get_untracked());
        found.set(Load::Waiting);
        reload(found, async move { api::candidates(&request, &wanted).await });
    });
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        confirm(desk, form, errors);
    };
    let ways = Evidence::ALL
        .map(|evidence| Choice::new(evidence.wire(), text::evidence(evidence), ""))
        .into();
    view! {
        <p>"Choose the patient, and say how you made sure. What is enough depends on the case; a photo ID is never a must."</p>
        <ErrorSummary id="verify-errors" errors/>
        <form id="verify-form" novalidate=true on:submit=on_submit>
            <Found found form errors on_retry=look/>
            <Checkboxes
                id="evidence"
                legend="How did you make sure?"
                hint="Choose all that you did"
                choices=ways
                answers=Answers::of(form, |form| &mut form.evidence)
                errors
            />
            <SubmitButton look=Look::Outlined label="Confirm who asks".to_owned() busy=desk.busy/>
        </form>
        <Search search on_search=look/>
    }
    .into_any()
}

fn confirm(desk: Desk, form: RwSignal<wire::Verify>, errors: Errors) {
    let answers = form.get_untracked();
    let faults = parse::verify(&answers).err().unwrap_or_default();
    let is_fine = faults.is_empty();
    errors.set(faults);
    if !is_fine || !desk.begin() {
        return;
    }
    let (request, version) = (desk.request(), desk.version());
    spawn_local(async move {
        let answer = api::verify(&request, version, &answers).await;
        let answer = answer.map(|verified| {
            desk.passcode.try_set(Some(verified.passcode));
            verified.page
        });
        desk.settle(answer, "Confirmed. Give the patient the passcode.");
    });
}

/// The patients of the practice who may be meant.
#[component]
fn Found(
    found: Loading<CandidateList>,
    form: RwSignal<wire::Verify>,
    errors: Errors,
    on_retry: Callback<()>,
) -> AnyView {
    let error = error_of(errors, "patient");
    let answer = Answer::of(form, |form| &mut form.patient);
    let list = move || {
        match found.get() {
        Load::Waiting => super::skeleton(3),
        Load::Failed(failure) => view! { <FailureView failure on_retry/> }.into_any(),
        Load::Ready(list) if list.candidates.is_empty() => {
            view! { <p id="patient" tabindex="-1">"No patient of this practice fits. Search below with another name or date of birth."</p> }
                .into_any()
        }
        Load::Ready(list) => list
            .candidates
            .into_iter()
            .enumerate()
            .map(|(index, candidate)| choice(index, &candidate, answer))
            .collect_view()
            .into_any(),
    }
    };
    view! {
        <div class="group" class:wrong=move || error.get().is_some()>
            <fieldset>
                <legend>"Which patient is it?"</legend>
                <ErrorText id="patient" error/>
                {list}
            </fieldset>
        </div>
    }
    .into_any()
}

fn choice(index: usize, candidate: &Candidate, answer: Answer) -> AnyView {
    let id = if index == 0 {
        "patient".to_owned()
    } else {
        ["patient-", &index.to_string()].concat()
    };
    let value = candidate.patient.as_str().to_owned();
    let own = value.clone();
    let matches = [
        (candidate.name_matches, "Name fits", "Other name"),
        (
            candidate.birth_date_matches,
            "Date of birth fits",
            "Other date of birth",
        ),
        (candidate.contact_matches, "E-mail is on file", "E-mail not on file"),
    ];
    let matches = matches
        .into_iter()
        .map(|(fits, yes, no)| match fits {
            true => view! { <Tag tone=Tone::Good text=yes/> }.into_any(),
            false => view! { <Tag tone=Tone::Soon text=no/> }.into_any(),
        })
        .collect_view();
    let hint = [id.as_str(), "-hint"].concat();
    view! {
        <div class="choice">
            <input
                type="radio"
                id=id.clone()
                name="patient"
                aria-describedby=hint.clone()
                prop:checked=move || answer.get.with(|answer| *answer == own)
                on:change=move |_| answer.set.run(value.clone())
            />
            <label for=id>{person(candidate)}</label>
            <p class="hint tags" id=hint>{matches}" "{staff::records(candidate.records as usize)}" on file"</p>
        </div>
    }
    .into_any()
}

/// For a former name, or a slip in the date.
#[component]
fn Search(search: RwSignal<Candidates>, on_search: Callback<()>) -> AnyView {
    let errors: Errors = RwSignal::new(Vec::new());
    view! {
        <details>
            <summary>"Search with another name or date of birth"</summary>
            <div class="inset">
                <Field
                    id="family_name"
                    label="Last name"
                    kind=Kind::TEXT
                    answer=Answer::of(search, |search| &mut search.family_name)
                    errors
                />
                <Field
                    id="birth_date"
                    label="Date of birth"
                    kind=Kind::DATE
                    answer=Answer::of(search, |search| &mut search.birth_date)
                    errors
                />
                <Button look=Look::Outlined label="Search".to_owned() on_press=on_search/>
            </div>
        </details>
    }
    .into_any()
}
