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
use domain::id::RecordId;
use domain::text;
use domain::wire::{JudgeRecord, Placement, RecordCard, RecordList, RecordState};
use domain::word::{Concern, Judgement, Language, Work};
use leptos::prelude::*;

/// Before the answer and the record in the id of a button.
const ANSWER: &str = "answer-";
const KEEP: &str = "keep";
const THEIRS: &str = "It is this patient’s: keep";

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
    let open = list.records.iter().filter(needs_judgement).count();
    follow_focus(list);
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

fn needs_judgement(record: &&RecordCard) -> bool {
    record.placement == Placement::NeedsJudgement
}

/// A decision takes its own button away: the focus goes on to the next file that needs one. Where none is
/// left, it stays in this section.
fn follow_focus(list: &RecordList) {
    let focused = browser::focused().unwrap_or_default();
    let Some((_, record)) = focused.strip_prefix(ANSWER).and_then(|rest| rest.split_once('-')) else {
        return;
    };
    let from_here = list.records.iter().skip_while(|other| other.record.as_str() != record);
    if let Some(next) = from_here.chain(&list.records).find(needs_judgement) {
        let next = answer_id(KEEP, &next.record);
        browser::soon(move || {
            if !browser::is_there(&focused) {
                browser::focus(&next);
            }
        });
    }
}

/// By what a button of a file is found again when the table is built anew.
fn answer_id(answer: &str, record: &RecordId) -> String {
    [ANSWER, answer, "-", record.as_str()].concat()
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
        _ => Tone::Plain,
    };
    let placement = match (record.placement, work) {
        (Placement::In, Work::Assembling | Work::Ready) => "Released",
        (Placement::In, Work::Delivered | Work::Closed) => "Went out",
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
        .add_some((work == Work::Gathering).then(|| answers(desk, record)))
}

/// The answers that would change something. Where only the file is in doubt and not whose it is, sending it is
/// the obvious one.
fn answers(desk: Desk, record: &RecordCard) -> El {
    let is_about_person = |concern: &Concern| match concern {
        Concern::OtherPerson | Concern::NotChecked | Concern::UnknownKind => true,
        Concern::Encrypted | Concern::Damaged => false,
    };
    let keep = |look, label| judge_button(look, desk, record, Judgement::Keep, label);
    let set_aside = |look| judge_button(look, desk, record, Judgement::SetAside, "Not this patient’s: set aside");
    let buttons = match record.placement {
        Placement::NeedsJudgement if record.concerns.iter().any(is_about_person) => {
            vec![keep(Look::Small, THEIRS), set_aside(Look::Small)]
        }
        Placement::NeedsJudgement => vec![keep(Look::Small, "Send it as it is"), set_aside(Look::Link)],
        Placement::In => vec![set_aside(Look::Link)],
        Placement::SetAside => vec![keep(Look::Link, THEIRS)],
        // Its category or date may be wrong, or it belongs to what was asked for all the same.
        Placement::NotAskedFor => vec![keep(Look::Link, "It was asked for: send it")],
        _ => vec![],
    };
    // What never became part of the record can go.
    let is_taken = matches!(record.state, RecordState::Inspected(_));
    el("div")
        .class("buttons")
        .add_all(buttons)
        .add_some((!is_taken).then(|| discard_button(desk, record)))
}

fn discard_button(desk: Desk, record: &RecordCard) -> El {
    let id = record.record.clone();
    let done = [&record.name, " is removed from the list."].concat();
    let press = move || {
        if !desk.begin() {
            return;
        }
        let (request, version, record, done) = (desk.request(), desk.version(), id.clone(), done.clone());
        spawn(async move {
            let answer = api::discard_record(&request, &record, version).await;
            desk.settle(answer, &done);
        });
    };
    answer_button(Look::Link, "Remove from the list", "discard", record, press)
}

fn judge_button(look: Look, desk: Desk, record: &RecordCard, judgement: Judgement, label: &str) -> El {
    let (wire, done) = match judgement {
        Judgement::Keep => (KEEP, " is kept. It goes out."),
        _ => ("set_aside", " is set aside. It does not go out."),
    };
    let id = record.record.clone();
    let done = [&record.name, done].concat();
    let press = move || {
        if !desk.begin() {
            return;
        }
        let (request, version, record, done) = (desk.request(), desk.version(), id.clone(), done.clone());
        let form = JudgeRecord {
            judgement: wire.to_owned(),
        };
        spawn(async move {
            let answer = api::judge_record(&request, &record, version, &form).await;
            desk.settle(answer, &done);
        });
    };
    answer_button(look, label, wire, record, press)
}

/// A button of one file, which says to a screen reader which.
fn answer_button(look: Look, label: &str, answer: &str, record: &RecordCard, press: impl Fn() + 'static) -> El {
    let which = el("span").class("unseen").text(" (").text(&record.name).text(")");
    button(look, label, press)
        .id(&answer_id(answer, &record.record))
        .add(which)
}
