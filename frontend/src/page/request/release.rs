//! Release: what goes out, what does not and why, and how far the package is.

use super::desk::Desk;
use super::{RELEASE_DIALOG, section, skeleton};
use crate::api;
use crate::browser;
use crate::component::button::{Look, busy_button};
use crate::component::dialog::dialog;
use crate::el::{El, el, p};
use crate::load::{Load, spawn};
use crate::text::staff;
use domain::text;
use domain::wire::{Placement, RecordList};
use domain::word::Work;
use leptos::prelude::*;

const GOES_OUT: &str = "Goes out: ";

pub fn release(desk: Desk) -> El {
    let work = desk.part(|page| page.work);
    let stage = move || {
        Some(match work.get() {
            Work::Received | Work::Gathering => before(desk),
            Work::Assembling => progress(desk),
            Work::Ready | Work::Delivered | Work::Answered | Work::Closed => after(desk),
        })
    };
    let confirm = busy_button(
        Look::Filled,
        desk.busy,
        move || label(desk),
        move || {
            browser::close_dialog(RELEASE_DIALOG);
            send(desk);
        },
    );
    let question = vec![
        el("div").live(move || summary(desk, GOES_OUT)),
        p(
            "The desk then packs the record and sends the patient a link. Once the patient has downloaded it, it can’t be taken back.",
        ),
        confirm,
    ];
    let title = move || [&label(desk), "?"].concat();
    section("Release")
        .id("release")
        .live(stage)
        .add(dialog(RELEASE_DIALOG, title, "Go back", question))
}

fn label(desk: Desk) -> String {
    desk.records.with(|records| match records {
        Load::Ready(list) => ["Release ", &staff::records(list.releasable as usize)].concat(),
        Load::Waiting | Load::Failed(_) => "Release".to_owned(),
    })
}

fn send(desk: Desk) {
    if !desk.begin() {
        return;
    }
    let (request, version) = (desk.request(), desk.version());
    spawn(async move {
        let answer = api::release(&request, version).await;
        desk.settle(answer, "Released. The package is being made.");
    });
}

fn before(desk: Desk) -> El {
    let obstacles = desk.records.with(|records| match records {
        Load::Ready(list) => Some(list.obstacles.clone()),
        Load::Waiting | Load::Failed(_) => None,
    });
    let Some(obstacles) = obstacles else {
        return skeleton(2);
    };
    if obstacles.is_empty() {
        let ask = busy_button(
            Look::Outlined,
            desk.busy,
            move || label(desk),
            || {
                browser::open_dialog(RELEASE_DIALOG);
            },
        );
        return el("div").add_some(summary(desk, GOES_OUT)).add(ask);
    }
    let lines = obstacles
        .into_iter()
        .map(|obstacle| el("li").text(text::obstacle(obstacle)));
    el("div")
        .add(p("Before you can release:"))
        .add(el("ul").add_all(lines))
        .add_some(summary(desk, GOES_OUT))
}

/// In, and out with its reason.
fn summary(desk: Desk, goes: &str) -> Option<El> {
    desk.records.with(|records| match records {
        Load::Ready(list) => Some(split(list, goes)),
        Load::Waiting | Load::Failed(_) => None,
    })
}

fn split(list: &RecordList, goes: &str) -> El {
    let size = text::size(list.releasable_size);
    let out = [&staff::records(list.releasable as usize), ", ", &size].concat();
    let reasons = [
        Placement::NotAskedFor,
        Placement::SetAside,
        Placement::NeedsJudgement,
        Placement::Waiting,
        Placement::Rejected,
    ];
    let stays: Vec<El> = reasons.into_iter().filter_map(|reason| staying(list, reason)).collect();
    let stays = (!stays.is_empty()).then(|| {
        el("div")
            .add(p("Does not go out").class("strong"))
            .add(el("ul").add_all(stays))
    });
    let goes = el("p").add(el("span").class("strong").text(goes)).text(&out);
    el("div").add(goes).add_some(stays)
}

fn staying(list: &RecordList, reason: Placement) -> Option<El> {
    let held = list.records.iter().filter(|record| record.placement == reason);
    let names: Vec<&str> = held.map(|record| record.name.as_str()).collect();
    let count = staff::counted(names.len(), "file", "files");
    let line = [text::placement(reason), " (", &count, "): ", &names.join(", ")].concat();
    (!names.is_empty()).then(|| el("li").class("file-name").text(&line))
}

fn progress(desk: Desk) -> El {
    let job = move || {
        desk.page
            .with(|page| page.job.as_ref().map_or((0, 0), |job| (job.done, job.total)))
    };
    let words = move || {
        let (done, total) = job();
        [
            "Packing the record: ",
            &done.to_string(),
            " of ",
            &total.to_string(),
            " done",
        ]
        .concat()
    };
    let bar = el("progress")
        .attr("aria-label", "Packing the record")
        .live_attr("max", move || Some(job().1.max(1).to_string()))
        .live_attr("value", move || Some(job().0.to_string()));
    el("div").add(el("p").class("waiting").live_text(words)).add(bar).add(p(
        "You can leave this page. The desk goes on and e-mails the patient when the record is ready.",
    ))
}

fn after(desk: Desk) -> El {
    el("div")
        .add(p("Released. The package for the patient holds exactly this:"))
        .add_some(summary(desk, "In it: "))
}
