//! Release: what goes out, what does not and why, and how far the package is.

use super::desk::Desk;
use crate::api;
use crate::component::button::{Button, Look};
use crate::component::dialog::{Dialog, DialogHandle};
use crate::load::Load;
use crate::text::staff;
use domain::text;
use domain::wire::{Obstacle, Placement, RecordList};
use domain::word::Work;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[component]
pub fn Release(desk: Desk, dialog: DialogHandle) -> AnyView {
    let work = desk.part(|page| page.work);
    let title = Signal::derive(move || [&release_label(desk), "?"].concat());
    let confirm = Callback::new(move |()| {
        dialog.close();
        release(desk);
    });
    let label = Signal::derive(move || release_label(desk));
    view! {
        <section id="release">
            <h2>"Release"</h2>
            {move || match work.get() {
                Work::Received | Work::Gathering => before(desk, dialog),
                Work::Assembling => progress(desk),
                Work::Ready | Work::Delivered | Work::Closed => after(desk),
            }}
            <Dialog handle=dialog id="release-title" title back="Go back">
                {move || summary(desk)}
                <p>"The desk then packs the record and sends the patient a link. Once the patient has downloaded it, it can’t be taken back."</p>
                <Button look=Look::Filled label on_press=confirm busy=desk.busy/>
            </Dialog>
        </section>
    }
    .into_any()
}

fn release_label(desk: Desk) -> String {
    desk.records.with(|records| match records {
        Load::Ready(list) => ["Release ", &staff::records(list.releasable as usize)].concat(),
        Load::Waiting | Load::Failed(_) => "Release".to_owned(),
    })
}

fn release(desk: Desk) {
    if !desk.begin() {
        return;
    }
    let (request, version) = (desk.request(), desk.version());
    spawn_local(async move {
        let answer = api::release(&request, version).await;
        desk.settle(answer, "Released. The package is being made.");
    });
}

fn before(desk: Desk, dialog: DialogHandle) -> AnyView {
    let obstacles = desk.records.with(|records| match records {
        Load::Ready(list) => list.obstacles.clone(),
        Load::Waiting | Load::Failed(_) => Vec::new(),
    });
    let is_ready = desk.records.with(|records| matches!(records, Load::Ready(_)));
    if !is_ready {
        return super::skeleton(2);
    }
    if obstacles.is_empty() {
        let label = Signal::derive(move || release_label(desk));
        let press = Callback::new(move |()| dialog.open());
        return view! {
            {summary(desk)}
            <Button look=Look::Outlined label on_press=press busy=desk.busy/>
        }
        .into_any();
    }
    view! {
        <p>"Before you can release:"</p>
        <ul>{obstacles.into_iter().map(obstacle).collect_view()}</ul>
        {summary(desk)}
    }
    .into_any()
}

fn obstacle(obstacle: Obstacle) -> AnyView {
    view! { <li>{text::obstacle(obstacle)}</li> }.into_any()
}

/// In, and out with its reason.
fn summary(desk: Desk) -> AnyView {
    desk.records.with(|records| match records {
        Load::Ready(list) => split(list),
        Load::Waiting | Load::Failed(_) => ().into_any(),
    })
}

fn split(list: &RecordList) -> AnyView {
    let size = text::size(list.releasable_size);
    let out = [&staff::records(list.releasable as usize), ", ", &size].concat();
    let reasons = [
        Placement::NotAskedFor,
        Placement::SetAside,
        Placement::NeedsJudgement,
        Placement::Waiting,
        Placement::Rejected,
    ];
    let lines = reasons
        .into_iter()
        .filter_map(|reason| {
            let names: Vec<&str> = list
                .records
                .iter()
                .filter(|record| record.placement == reason)
                .map(|record| record.name.as_str())
                .collect();
            let count = staff::counted(names.len(), "file", "files");
            let line = [text::placement(reason), " (", &count, "): ", &names.join(", ")].concat();
            (!names.is_empty()).then(|| view! { <li class="file-name">{line}</li> })
        })
        .collect::<Vec<_>>();
    let stays = (!lines.is_empty()).then(|| view! { <p class="strong">"Does not go out"</p> <ul>{lines}</ul> });
    view! {
        <p><span class="strong">"Goes out: "</span>{out}</p>
        {stays}
    }
    .into_any()
}

fn progress(desk: Desk) -> AnyView {
    let job = desk.part(|page| page.job.clone());
    let (done, total) = (
        move || job.with(|job| job.as_ref().map_or(0, |job| job.done)),
        move || job.with(|job| job.as_ref().map_or(0, |job| job.total)),
    );
    view! {
        <p class="waiting">"Packing the record: "{done}" of "{total}" done"</p>
        <progress max=move || total().max(1).to_string() value=move || done().to_string() aria-label="Packing the record"></progress>
        <p>"You can leave this page. The desk goes on and e-mails the patient when the record is ready."</p>
    }
    .into_any()
}

fn after(desk: Desk) -> AnyView {
    view! {
        <p>"Released. The patient gets exactly this:"</p>
        {summary(desk)}
    }
    .into_any()
}
