//! What the practice charges for copies at most. The officer sets it.

use super::request::fee::dollars;
use super::worklist::{failed, know_me, nav};
use super::{entitle_form, h1, skeleton};
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, submit_button};
use crate::component::error_summary::error_summary;
use crate::component::failure_view::action_failed;
use crate::component::field::{Kind, Label, field};
use crate::component::summary_list::{Row, summary_list};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use crate::load::{Load, Loading, load, reload, spawn};
use crate::session::session;
use domain::fee::{Schedule, money, parse, states};
use domain::id::PracticeId;
use domain::route::Name;
use domain::wire::fee::{Fees, SetFees};
use domain::word::Language;
use leptos::prelude::*;

const TITLE: &str = "Fees for copies";
const AMOUNT: Kind = Kind {
    mode: "decimal",
    class: "input medium",
    ..Kind::TEXT
};

#[derive(Clone, Copy)]
struct Office {
    practice: StoredValue<PracticeId>,
    list: Loading<Fees>,
    form: RwSignal<SetFees>,
    errors: Errors,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    done: RwSignal<bool>,
}

pub fn fees(practice: PracticeId) -> El {
    let session = session();
    know_me(session, practice.clone());
    let asked = practice.clone();
    let errors: Errors = RwSignal::new(Vec::new());
    entitle_form(TITLE, errors);
    let office = Office {
        practice: StoredValue::new(practice.clone()),
        list: load(async move { api::fees(&asked).await }),
        form: RwSignal::new(SetFees::default()),
        errors,
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
        done: RwSignal::new(false),
    };
    let may = practice.clone();
    el("div")
        .class("wide")
        .add(nav(&practice))
        .add(error_summary("error-summary", errors))
        .add(h1(TITLE))
        .live(move || office.done.get().then(|| alert(Weight::Good, "The prices are kept")))
        .live(move || {
            let may_set = session.may(&may, Name::SetFees);
            Some(office.list.with(|list| match list {
                Load::Waiting => skeleton(5),
                Load::Failed(failure) => failed(failure, move || {
                    let practice = office.practice.get_value();
                    reload(office.list, async move { api::fees(&practice).await });
                }),
                Load::Ready(fees) if may_set => settings(office, fees),
                Load::Ready(fees) => shown(&fees.schedule),
            }))
        })
}

fn lead() -> El {
    p(
        "Looking at a record is free, and so is an electronic copy, unless you quote a fee for it. For paper, a disc or a stick you may charge the work of copying, the material, postage where mailing was asked for, and a summary that was agreed on: nothing else (45 CFR 164.524(c)(4)). No quote ever goes above these prices, what the copy costs, or what your state allows.",
    )
}

fn shown(schedule: &Schedule) -> El {
    let row = |key, value: String| Row {
        key,
        value,
        change: None,
    };
    let flat = schedule.flat.map_or_else(|| "None".to_owned(), money);
    el("div")
        .add(lead())
        .add(summary_list([
            row("An hour of copying", money(schedule.labor)),
            row("A page", money(schedule.page)),
            row("A disc or a stick", money(schedule.media)),
            row("Flat fee", flat),
            row("Ask above", money(schedule.ask_above)),
        ]))
        .add(p("The privacy officer sets these prices.").class("hint"))
}

fn settings(office: Office, fees: &Fees) -> El {
    let schedule = &fees.schedule;
    office.form.set(SetFees {
        labor: dollars(schedule.labor),
        page: dollars(schedule.page),
        media: dollars(schedule.media),
        flat: dollars(schedule.flat.unwrap_or_default()),
        ask_above: dollars(schedule.ask_above),
        seen: fees.mark.clone(),
    });
    let states = fees.states.clone();
    let Office {
        form,
        errors,
        busy,
        failure,
        ..
    } = office;
    let ask = |id, text, hint, part: fn(&mut SetFees) -> &mut String| {
        field(Label { id, text, hint }, AMOUNT, Answer::of(form, part), errors)
    };
    let cap = states::highest_page(&fees.states);
    let cap = cap.map(|cents| p(&["Your state allows at most ", &money(cents), " a page."].concat()).class("hint"));
    el("form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            send(office, &states);
        })
        .add(lead())
        .add(ask(
            "labor",
            "Dollars for an hour of copying",
            "Leave it empty to charge nothing for it. The same goes for each price.",
            |form| &mut form.labor,
        ))
        .add_some(cap)
        .add(ask("page", "Dollars for a page", "", |form| &mut form.page))
        .add(ask("media", "Dollars for a disc or a stick", "", |form| {
            &mut form.media
        }))
        .add(ask(
            "flat",
            "Flat fee for an electronic copy, in dollars",
            "At most 6.50, all in. Leave it empty to have none.",
            |form| &mut form.flat,
        ))
        .add(ask(
            "ask_above",
            "Ask for a yes above, in dollars",
            "Up to here a fee needs no yes, if the requester said so when asking, and only up to what the requester said. It is always told first. Leave it empty to ask for a yes to any fee.",
            |form| &mut form.ask_above,
        ))
        .live(move || {
            failure.with(|failure| {
                failure
                    .as_ref()
                    .map(|failure| action_failed(failure, Language::English))
            })
        })
        .add(submit_button(Look::Filled, busy, || "Keep these prices".to_owned()))
}

fn send(office: Office, states: &[String]) {
    let form = office.form.get_untracked();
    let wrong = parse::schedule(&form, states).err().unwrap_or_default();
    let is_fine = wrong.is_empty();
    office.errors.set(wrong);
    office.done.set(false);
    if !is_fine || office.busy.get_untracked() {
        return;
    }
    office.failure.set(None);
    office.busy.set(true);
    let practice = office.practice.get_value();
    spawn(async move {
        let answer = api::set_fees(&practice, &form).await;
        office.busy.try_set(false);
        match answer {
            Ok(fees) => {
                office.list.try_set(Load::Ready(fees));
                office.done.try_set(true);
                browser::announce("The prices are kept");
            }
            Err(failure) if !failure.errors().is_empty() => {
                office.errors.try_set(failure.errors());
            }
            Err(failure) => {
                office.failure.try_set(Some(failure));
            }
        }
    });
}
