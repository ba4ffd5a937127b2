//! Another kind of ask: its checklist, and to whom it goes.

use super::desk::Desk;
use super::section;
use super::sheet::{Sheet, sheet};
use crate::api;
use crate::component::choices::{Choice, checkboxes};
use crate::component::field::{Kind, Label, field};
use crate::el::{El, p};
use crate::form::{Answer, Answers, Errors};
use crate::text::staff;
use domain::checklist;
use domain::parse;
use domain::route::Name;
use domain::wire::RouteRequest;
use domain::word::Work;
use leptos::prelude::*;

pub fn routing(desk: Desk) -> El {
    let kind = desk.page.with_untracked(|page| page.kind);
    let work = desk.part(|page| page.work);
    let form = move || {
        Some(match work.get() {
            Work::Received | Work::Gathering if desk.may(Name::RouteRequest) => checklist_form(desk),
            Work::Received | Work::Gathering => p(staff::FOR_DESK).class("aside"),
            Work::Assembling | Work::Ready | Work::Delivered | Work::Answered | Work::Closed => {
                p("It was passed on. To whom stands in the history.")
            }
        })
    };
    section("Pass it on")
        .id("routing")
        .add(p(domain::text::kind(kind)).class("strong"))
        .live(form)
}

fn checklist_form(desk: Desk) -> El {
    let kind = desk.page.with_untracked(|page| page.kind);
    let to = RwSignal::new(String::new());
    let [checked, missing] = std::array::from_fn(|_| RwSignal::new(Vec::<String>::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    let points = || {
        let points = checklist::of(kind).iter();
        points
            .map(|point| Choice::new(point.name, point.text).hint(point.citation))
            .collect()
    };
    let fields = vec![
        checkboxes(
            Label {
                id: "route-checked",
                text: "What is there?",
                hint: "Each point is checked here or below.",
            },
            points(),
            &Answers::own(checked),
            errors,
        ),
        checkboxes(
            Label {
                id: "route-missing",
                text: "What is not there?",
                hint: "It does not hold it up: whoever answers it sees the list, and so what to tell the sender.",
            },
            points(),
            &Answers::own(missing),
            errors,
        ),
        field(
            Label {
                id: "route-to",
                text: "Who answers it?",
                hint: "A person or an office, by name",
            },
            Kind::TEXT,
            Answer::own(to),
            errors,
        ),
        p("It is closed here when you pass it on. Nothing of the record goes out from this page."),
    ];
    let what = Sheet {
        name: "route",
        button: "Pass it on",
        done: "It is passed on, and closed here.",
        clear: Vec::new(),
    };
    sheet(desk, what, errors, fields, move || {
        let form = RouteRequest {
            to: to.get_untracked(),
            checked: checked.get_untracked(),
            missing: missing.get_untracked(),
        };
        parse::route(&form, kind)?;
        Ok(api::route_request(&desk.request(), desk.version(), &form))
    })
}
