//! The records ledger: every file of the patient, in or out, and why.

use super::desk::{Desk, is_waiting};
use super::upload::upload;
use super::{section, skeleton};
use crate::api;
use crate::browser;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, button};
use crate::component::failure_view::failure_view;
use crate::component::table::{Column, cell, row_heading, table};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, p, react};
use crate::load::{Load, spawn};
use crate::text::staff;
use domain::text;
use domain::wire::{JudgeRecord, Placement, RecordCard, RecordList};
use domain::word::{Judgement, Language, Work};
use leptos::prelude::*;

pub fn ledger(desk: Desk) -> El {
    let work = desk.part(|page| page.work);
    // Files that arrived before this page was opened may still be under inspection.
    react(move || {
        let waits = desk
            .records
            .with(|records| matches!(records, Load::Ready(list) if is_waiting(list)));
        if waits && work.get() == Work::Gathering {
            desk.follow_inspection();
        }
    });
    let list = move || {
        Some(desk.records.with(|records| match records {
            Load::Waiting => skeleton(4),
            Load::Failed(failure) => failure_view(failure, move || desk.refresh_records()),
            Load::Ready(list) if list.records.is_empty() => empty(),
            Load::Ready(list) => ledger_table(desk, list, work.get()),
        }))
    };
    section("Records")
        .id("records")
        .live(list)
        .live(move || (work.get() == Work::Gathering).then(|| upload(desk)))
}

fn empty() -> El {
    el("div").class("empty").add(p("No records yet.").class("lead")).add(p(
        "Every file that the practice holds about this patient is listed here. Add the first ones below.",
    ))
}

fn ledger_table(desk: Desk, list: &RecordList, work: Work) -> El {
    let judged = |record: &&RecordCard| record.placement == Placement::NeedsJudgement;
    let open = list.records.iter().filter(judged).count();
    let columns = [
        Column("File", false),
        Column("Kind", false),
        Column("Date of service", false),
        Column("Size", true),
        Column("In this request", false),
    ];
    let caption = el("caption").text(&staff::records(list.records.len()));
    let rows = list.records.iter().map(|record| row(desk, record, work));
    el("div")
        .add_some((open > 0).then(|| decide(open)))
        .add(table("ledger", caption, &columns, rows))
}

fn decide(open: usize) -> El {
    let title = [&staff::counted(open, "file needs", "files need"), " your decision"].concat();
    alert(Weight::Notice, &title).id("decide").attr("tabindex", "-1").add(p(
        "Look at each, then keep it or set it aside. Nothing goes out before that.",
    ))
}

fn row(desk: Desk, record: &RecordCard, work: Work) -> El {
    let date = record
        .service_date
        .map_or_else(|| "Not dated".to_owned(), browser::short_date);
    let category = text::category(record.category, Language::English);
    let name = row_heading()
        .add(el("span").class("file-name").text(&record.name))
        .add(el("span").class("hint").text(category));
    el("tr")
        .add(name)
        .add(cell("Kind").text(staff::kind(record)))
        .add(cell("Date of service").text(&date))
        .add(cell("Size").class("number").text(&text::size(record.size)))
        .add(stand(desk, record, work))
}

fn stand(desk: Desk, record: &RecordCard, work: Work) -> El {
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
        .map(|concern| el("li").text(text::concern(*concern)));
    let concerns = (!record.concerns.is_empty()).then(|| el("ul").class("concerns").add_all(concerns));
    let names = record
        .names_person
        .as_ref()
        .map(|name| p("The name in the file: ").add(el("strong").text(name)));
    cell("In this request")
        .class("wide-cell")
        .add(tag(tone, placement))
        .add_some(concerns)
        .add_some(names)
        .add_some((work == Work::Gathering).then(|| judgements(desk, record)))
}

/// The answers that would change something.
fn judgements(desk: Desk, record: &RecordCard) -> El {
    let (keep, set_aside, look) = match record.placement {
        Placement::NeedsJudgement => (true, true, Look::Small),
        Placement::In => (false, true, Look::Link),
        Placement::SetAside => (true, false, Look::Link),
        Placement::Waiting | Placement::NotAskedFor | Placement::Rejected => (false, false, Look::Link),
    };
    let answer = |judgement, label| judge_button(look, desk, record, judgement, label);
    el("div")
        .class("buttons")
        .add_some(keep.then(|| answer(Judgement::Keep, "It is this patient’s: keep")))
        .add_some(set_aside.then(|| answer(Judgement::SetAside, "Not this patient’s: set aside")))
}

fn judge_button(look: Look, desk: Desk, record: &RecordCard, judgement: Judgement, label: &str) -> El {
    let id = record.record.clone();
    let wire = match judgement {
        Judgement::Keep => "keep",
        Judgement::SetAside => "set_aside",
    };
    let press = move || {
        if !desk.begin() {
            return;
        }
        let (request, version, record) = (desk.request(), desk.version(), id.clone());
        let form = JudgeRecord {
            judgement: wire.to_owned(),
        };
        spawn(async move {
            let answer = api::judge_record(&request, &record, version, &form).await;
            desk.settle(answer, "Noted.");
        });
    };
    let which = el("span").class("unseen").text(" (").text(&record.name).text(")");
    button(look, label, press).add(which)
}
