//! The records ledger: every file of the patient, in or out, and why.

use super::desk::{Desk, is_waiting};
use super::upload::Upload;
use crate::api;
use crate::browser;
use crate::component::alert::{Alert, Weight};
use crate::component::failure_view::FailureView;
use crate::component::tag::{Tag, Tone};
use crate::load::Load;
use crate::text::staff;
use domain::text;
use domain::wire::{JudgeRecord, Placement, RecordCard, RecordList};
use domain::word::{Judgement, Language, Work};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[component]
pub fn Ledger(desk: Desk) -> AnyView {
    let work = desk.part(|page| page.work);
    let retry = Callback::new(move |()| desk.refresh_records());
    // Files that arrived before this page was opened may still be under inspection.
    Effect::new(move |_| {
        let waits = desk
            .records
            .with(|records| matches!(records, Load::Ready(list) if is_waiting(list)));
        if waits && work.get() == Work::Gathering {
            desk.follow_inspection();
        }
    });
    view! {
        <section id="records">
            <h2>"Records"</h2>
            {move || match desk.records.get() {
                Load::Waiting => super::skeleton(4),
                Load::Failed(failure) => view! { <FailureView failure on_retry=retry/> }.into_any(),
                Load::Ready(list) if list.records.is_empty() => view! {
                    <div class="empty">
                        <p class="lead">"No records yet."</p>
                        <p>"Every file that the practice holds about this patient is listed here. Add the first ones below."</p>
                    </div>
                }
                .into_any(),
                Load::Ready(list) => table(desk, list, work.get()),
            }}
            {move || (work.get() == Work::Gathering).then(|| view! { <Upload desk/> })}
        </section>
    }
    .into_any()
}

fn table(desk: Desk, list: RecordList, work: Work) -> AnyView {
    let open = list
        .records
        .iter()
        .filter(|record| matches!(record.placement, Placement::NeedsJudgement))
        .count();
    let decide = (open > 0).then(|| {
        let title = [&staff::counted(open, "file needs", "files need"), " your decision"].concat();
        view! {
            <div id="decide" tabindex="-1">
                <Alert weight=Weight::Notice title>
                    <p>"Look at each, then keep it or set it aside. Nothing goes out before that."</p>
                </Alert>
            </div>
        }
    });
    let total = staff::records(list.records.len());
    let rows = list
        .records
        .into_iter()
        .map(|record| row(desk, record, work))
        .collect_view();
    view! {
        {decide}
        <table class="ledger">
            <caption>{total}</caption>
            <thead>
                <tr>
                    <th scope="col">"File"</th>
                    <th scope="col">"Kind"</th>
                    <th scope="col">"Date of service"</th>
                    <th scope="col" class="number">"Size"</th>
                    <th scope="col">"In this request"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(desk: Desk, record: RecordCard, work: Work) -> AnyView {
    let date = record
        .service_date
        .map_or_else(|| "Not dated".to_owned(), browser::short_date);
    let kind = staff::kind(&record);
    let category = text::category(record.category, Language::English);
    let size = text::size(record.size);
    let name = record.name.clone();
    view! {
        <tr>
            <th scope="row">
                <span class="file-name">{name}</span>
                <span class="hint">{category}</span>
            </th>
            <td data-label="Kind">{kind}</td>
            <td data-label="Date of service">{date}</td>
            <td data-label="Size" class="number">{size}</td>
            <td data-label="In this request" class="wide-cell">{stand(desk, record, work)}</td>
        </tr>
    }
    .into_any()
}

fn stand(desk: Desk, record: RecordCard, work: Work) -> AnyView {
    let tone = match record.placement {
        Placement::In => Tone::Good,
        Placement::NeedsJudgement => Tone::Soon,
        Placement::Rejected => Tone::Late,
        Placement::Waiting | Placement::SetAside | Placement::NotAskedFor => Tone::Plain,
    };
    let placement = match (record.placement, work) {
        (Placement::In, Work::Assembling | Work::Ready | Work::Delivered | Work::Closed) => "Went out",
        (placement, _) => text::placement(placement),
    };
    let concerns = record
        .concerns
        .iter()
        .map(|concern| view! { <li>{text::concern(*concern)}</li> })
        .collect_view();
    let has_concerns = !record.concerns.is_empty();
    let names = record
        .names_person
        .as_ref()
        .map(|name| view! { <p>"The name in the file: "<strong>{name.clone()}</strong></p> });
    let may_judge = work == Work::Gathering
        && matches!(
            record.placement,
            Placement::In | Placement::NeedsJudgement | Placement::SetAside | Placement::NotAskedFor
        );
    let judge = may_judge.then(|| judgements(desk, record));
    view! {
        <Tag tone text=placement/>
        {has_concerns.then(|| view! { <ul class="concerns">{concerns}</ul> })}
        {names}
        {judge}
    }
    .into_any()
}

/// The two answers. The one that holds is not offered again.
fn judgements(desk: Desk, record: RecordCard) -> AnyView {
    let keep = (record.judgement != Some(Judgement::Keep)
        && matches!(record.placement, Placement::NeedsJudgement | Placement::SetAside))
    .then(|| judgement(desk, &record, "keep", "It is this patient’s: keep"));
    let set_aside = (record.judgement != Some(Judgement::SetAside)
        && !matches!(record.placement, Placement::NotAskedFor))
    .then(|| judgement(desk, &record, "set_aside", "Not this patient’s: set aside"));
    view! { <div class="buttons">{keep}{set_aside}</div> }.into_any()
}

fn judgement(desk: Desk, record: &RecordCard, wire: &'static str, label: &'static str) -> AnyView {
    let id = record.record.clone();
    let class = match record.placement {
        Placement::NeedsJudgement => "button outlined small",
        Placement::In | Placement::Waiting | Placement::SetAside | Placement::NotAskedFor | Placement::Rejected => {
            "link"
        }
    };
    let press = move |_| {
        if !desk.begin() {
            return;
        }
        let (request, version, record) = (desk.request(), desk.version(), id.clone());
        let form = JudgeRecord {
            judgement: wire.to_owned(),
        };
        spawn_local(async move {
            let answer = api::judge_record(&request, &record, version, &form).await;
            desk.settle(answer, "Noted.");
        });
    };
    view! {
        <button type="button" class=class aria-disabled=move || desk.busy.get().to_string() on:click=press>
            {label}<span class="unseen">" ("{record.name.clone()}")"</span>
        </button>
    }
    .into_any()
}
