//! The records ledger: every file of the patient, in or out, and why.

use super::desk::{Desk, is_waiting};
use super::leave_out::{self, leave_out};
use super::upload::upload;
use super::{section, skeleton};
use crate::api::{self, Change};
use crate::browser;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, button};
use crate::component::failure_view::failure_view;
use crate::component::table::{Column, cell, row_heading, table};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, p, react};
use crate::load::Load;
use crate::text::staff;
use domain::id::RecordId;
use domain::route::Name;
use domain::text;
use domain::wire::{JudgeRecord, Placement, RecordCard, RecordList, RecordState, WithholdingCard};
use domain::word::{Judgement, Language, Sensitivity, Work, wire};
use leptos::prelude::*;

/// Before the answer and the record in the id of a button.
const ANSWER: &str = "answer-";
const KEEP: &str = "keep";
const THEIRS: &str = "It is this patient’s: keep";
const RELEASE: &str = "Release it instead";

/// What is asked about which record, if anything is.
type Asked = RwSignal<Option<RecordCard>>;

pub fn ledger(desk: Desk) -> El {
    let work = desk.part(|page| page.work);
    let asked: Asked = RwSignal::new(None);
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
            Load::Ready(list) => ledger_table(desk, list, work.get(), asked),
        }))
    };
    let add = move || {
        (work.get() == Work::Gathering).then(|| match desk.may(Name::GrantUploads) {
            true => upload(desk),
            false => p(staff::FOR_DESK).class("aside"),
        })
    };
    section("Records")
        .id("records")
        .live(list)
        .add(leave_out(desk, asked))
        .live(add)
}

fn empty() -> El {
    el("div").class("empty").add(p("No records yet.").class("lead")).add(p(
        "Every file that the practice holds about this patient is listed here. Add the first ones below.",
    ))
}

fn ledger_table(desk: Desk, list: &RecordList, work: Work, asked: Asked) -> El {
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
    let can_decide = work == Work::Gathering && desk.may(Name::JudgeRecord);
    let rows = list.records.iter().map(|record| {
        let answers = can_decide.then(|| answers(desk, record, asked));
        row(record, work, answers)
    });
    el("div").add_some((open > 0).then(|| decide(open))).add(
        table("ledger", caption, &columns, rows)
            .id("ledger")
            .attr("tabindex", "-1"),
    )
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
        "Look at each, then send it or leave it out. Nothing goes out before that.",
    ))
}

fn row(record: &RecordCard, work: Work, answers: Option<El>) -> El {
    let date = record
        .service_date
        .map_or_else(|| "Not dated".to_owned(), browser::short_date);
    let category = text::category(record.category, Language::English);
    let sensitivity = (record.sensitivity != Sensitivity::Ordinary)
        .then(|| el("span").class("hint").text(text::sensitivity(record.sensitivity)));
    let name = row_heading()
        .add(el("span").class("file-name").text(&record.name))
        .add(el("span").class("hint").text(category))
        .add_some(sensitivity);
    el("tr")
        .add(name)
        .add(cell("Kind").text(staff::kind(record)))
        .add(cell("Date of service").text(&date))
        .add(cell("Size").class("number").text(&text::size(record.size)))
        .add(stand(record, work).add_some(answers))
}

fn stand(record: &RecordCard, work: Work) -> El {
    let tone = match record.placement {
        Placement::In => Tone::Good,
        Placement::NeedsJudgement
        | Placement::Protected
        | Placement::WaitsForDetermination
        | Placement::WaitsForApproval => Tone::Soon,
        Placement::Rejected => Tone::Late,
        Placement::Waiting
        | Placement::SetAside
        | Placement::Duplicate
        | Placement::OutsideRecordSet
        | Placement::Withheld
        | Placement::NotTheirs
        | Placement::NotAskedFor => Tone::Plain,
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
        .add_some(record.withholding.as_ref().map(withheld))
}

/// On which ground, what and why, and who judged.
fn withheld(card: &WithholdingCard) -> El {
    let line = |key: &str, value: &str| p("").class("why").add(el("strong").text(key)).text(value);
    let judged = card.determined_by.as_ref().map(|by| {
        let why = card.rationale.as_deref().unwrap_or_default();
        line("Judged by ", &[by, ": ", why].concat())
    });
    el("div")
        .add(p(text::ground_for_staff(card.ground)).class("why"))
        .add(p(card.ground.citation()).class("why hint"))
        .add(line("What: ", &card.what))
        .add(line("Why: ", &card.reason))
        .add_some(card.rest.as_ref().map(|rest| line("Goes out in its place: ", rest)))
        .add_some(judged)
        .add_some(card.approved_by.as_ref().map(|by| line("Approved by ", by)))
}

/// The answers that would change something. Where only the file is in doubt and not whose it is, sending it is
/// the obvious one.
fn answers(desk: Desk, record: &RecordCard, asked: Asked) -> El {
    let keep = |look, label| judge_button(look, desk, record, asked, (Judgement::Keep, label));
    let aside = (Judgement::SetAside, "Not this patient’s: set aside");
    let set_aside = |look| judge_button(look, desk, record, asked, aside);
    let other = |label| {
        let card = record.clone();
        answer_button(Look::Link, label, "ask", record, move || leave_out::ask(asked, &card))
    };
    let is_officer = desk.may(Name::Approve);
    let buttons = match record.placement {
        Placement::NeedsJudgement if record.concerns.iter().any(|concern| concern.is_about_whose()) => {
            vec![
                keep(Look::Small, THEIRS),
                set_aside(Look::Small),
                other("Another answer"),
            ]
        }
        Placement::NeedsJudgement => vec![
            keep(Look::Small, "Send it as it is"),
            other("Withhold it or leave it out"),
        ],
        Placement::In => vec![other("Withhold it or leave it out")],
        Placement::SetAside => vec![keep(Look::Link, THEIRS)],
        // Its category or date may be wrong, or it belongs to what was asked for all the same.
        Placement::NotAskedFor => vec![keep(Look::Link, "It was asked for: send it")],
        Placement::Duplicate | Placement::OutsideRecordSet => vec![keep(Look::Link, "Send it after all")],
        Placement::Withheld | Placement::WaitsForDetermination | Placement::WaitsForApproval => {
            vec![keep(Look::Link, RELEASE)]
        }
        // What this requester may not know of is the officer's to release.
        Placement::Protected if is_officer => vec![keep(Look::Small, RELEASE), other("Not this person’s to see")],
        Placement::Protected => vec![other("Not this person’s to see")],
        Placement::NotTheirs if is_officer => vec![keep(Look::Link, RELEASE)],
        Placement::NotTheirs | Placement::Waiting | Placement::Rejected => vec![],
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
        let change = api::discard_record(&desk.request(), &id, desk.version());
        desk.make(change, &done);
    };
    answer_button(Look::Link, "Remove from the list", "discard", record, press)
}

/// Answers what is asked about the record, too.
fn judge_button(look: Look, desk: Desk, record: &RecordCard, asked: Asked, answer: (Judgement, &str)) -> El {
    let (card, (judgement, label)) = (record.clone(), answer);
    let name = wire(&judgement, &Judgement::WIRE);
    answer_button(look, label, name, record, move || {
        if asked.with_untracked(|asked| asked.as_ref().is_some_and(|asked| asked.record == card.record)) {
            asked.set(None);
        }
        let (change, done) = judged(desk, &card, judgement);
        desk.make(change, &done);
    })
}

/// What becomes of a record, and what is said then.
pub fn judged(desk: Desk, record: &RecordCard, judgement: Judgement) -> (Change, String) {
    let done = match judgement {
        Judgement::Keep => " goes out.",
        Judgement::SetAside => " is set aside. It does not go out.",
        Judgement::Duplicate | Judgement::OutsideRecordSet => " is left out.",
    };
    let form = JudgeRecord {
        judgement: wire(&judgement, &Judgement::WIRE).to_owned(),
    };
    let change = api::judge_record(&desk.request(), &record.record, desk.version(), &form);
    (change, [&record.name, done].concat())
}

/// A button of one file, which says to a screen reader which.
fn answer_button(look: Look, label: &str, answer: &str, record: &RecordCard, press: impl Fn() + 'static) -> El {
    let which = el("span").class("unseen").text(" (").text(&record.name).text(")");
    button(look, label, press)
        .id(&answer_id(answer, &record.record))
        .add(which)
}
