//! Who asks, and for what.

use super::desk::Desk;
use crate::component::clock_view::Working;
use crate::component::summary_list::{Row, SummaryList};
use crate::component::tag::{Tag, Tone};
use crate::text::staff;
use domain::text;
use domain::wire::RequestPage;
use domain::word::Language;
use leptos::prelude::*;

#[component]
pub fn Who(desk: Desk) -> AnyView {
    let is_proven = desk.part(|page| page.contact_proven);
    let proof = move || {
        if is_proven.get() {
            return view! { <p><Tag tone=Tone::Good text="E-mail confirmed"/>" The person entered the code that we sent."</p> }
                .into_any();
        }
        view! { <p><Tag tone=Tone::Soon text="E-mail not confirmed"/>" "{staff::CLOCK_RUNS}</p> }.into_any()
    };
    view! {
        <section id="who">
            <h2>"Who asks"</h2>
            {move || desk.page.with(|page| view! { <SummaryList rows=rows(page)/> })}
            {proof}
            {move || view! { <Working due=desk.page.with(|page| page.clock.due.clone())/> }}
        </section>
    }
    .into_any()
}

fn rows(page: &RequestPage) -> Vec<Row> {
    let english = Language::English;
    let pairs = [
        ("Name", [page.given_name.as_str(), " ", &page.family_name].concat()),
        ("Date of birth", text::date(page.birth_date, english)),
        ("E-mail address", page.email.clone()),
        ("Wants", staff::scope(&page.scope)),
        ("How", text::access(page.access, english).to_owned()),
        (
            "Location",
            page.location_name
                .clone()
                .unwrap_or_else(|| "Not sure: look at all".to_owned()),
        ),
        ("Letters in", text::language(page.language).to_owned()),
        ("Receipt number", page.receipt.clone()),
    ];
    pairs
        .into_iter()
        .map(|(key, value)| Row {
            key,
            value,
            change: None,
        })
        .collect()
}
