//! Requests as rows: the clock first. At phone width each is a card.

use crate::address::Place;
use crate::browser;
use crate::component::clock_view::{clock_bar, goes_by, left_to_staff};
use crate::component::table::{Column, cell, row_heading, table, unseen_caption};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, is_checked};
use crate::form::Answers;
use crate::page::link;
use crate::text::staff;
use domain::clock::is_counted;
use domain::id::PracticeId;
use domain::text;
use domain::wire::{Reading, TaskCard, WorklistRow};
use domain::word::Access;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The links of the rows, by which the keys move.
pub const LINKS: &str = ".worklist tbody a";
const ROW: &str = "row-";
const TICK: &str = "tick-";

/// `ticked` are the requests that are chosen; without it, rows can't be.
pub fn rows(practice: &PracticeId, caption: &str, rows: &[WorklistRow], ticked: Option<RwSignal<Vec<String>>>) -> El {
    let columns = [
        Column("Due", false),
        Column("Patient", false),
        Column("Asks for", false),
        Column("Location", false),
        Column("Stage", false),
        Column("Waits for", false),
        Column("Assigned to", false),
        Column("Tasks", false),
    ];
    let lines = rows.iter().map(|line| row(practice, line, ticked));
    table("worklist", unseen_caption(caption), &columns, lines)
}

fn row(practice: &PracticeId, row: &WorklistRow, ticked: Option<RwSignal<Vec<String>>>) -> El {
    let href = Place::Request(practice.clone(), row.request.clone()).path();
    let name = link(&href, &row.patient_name).id(&[ROW, row.request.as_str()].concat());
    let heading = row_heading()
        .add(name)
        .add(el("span").class("hint receipt").text(&row.receipt));
    let asks_for = cell("Asks for").text(staff::kind_in_short(row.kind));
    let asks_for = match row.access {
        Access::Inspection => asks_for.text(", to look at it"),
        Access::Copy => asks_for,
    };
    let assignee = match &row.assignee {
        Some(member) => el("span").text(&member.name),
        None => el("span").class("hint").text("Nobody"),
    };
    el("tr")
        .add(clock(row, ticked))
        .add(heading)
        .add(asks_for)
        .add(cell("Location").text(row.location_name.as_deref().unwrap_or("Not sure")))
        .add(cell("Stage").text(text::work(row.work)))
        .add(
            cell("Waits for")
                .text(text::waits_for(row.waits_for))
                .add_some(review(row))
                .add_some(misdirected(row)),
        )
        .add(cell("Assigned to").add(assignee))
        .add(tasks(&row.tasks))
}

/// By when what was withheld is to be looked at again.
fn review(row: &WorklistRow) -> Option<El> {
    let review = row.review.as_ref().filter(|review| review.outcome.is_none())?;
    let words = ["Review by ", &browser::short_date(review.due_on)].concat();
    Some(if matches!(review.reading, Reading::Overdue(_)) {
        tag(Tone::Late, &words)
    } else {
        el("span").class("hint").text(&words)
    })
}

/// By when what went to someone wrong is to be dealt with.
fn misdirected(row: &WorklistRow) -> Option<El> {
    let due = row.misdirected.as_ref()?;
    let words = ["Wrong release, by ", &browser::short_date(due.act_on)].concat();
    Some(if matches!(due.reading, Reading::Overdue(_)) {
        tag(Tone::Late, &words)
    } else {
        el("span").class("hint").text(&words)
    })
}

fn clock(row: &WorklistRow, ticked: Option<RwSignal<Vec<String>>>) -> El {
    let (tone, on) = goes_by(&row.clock);
    let left = el("span").class("left").text(&left_to_staff(&row.clock));
    let due = is_counted(&row.clock).then(|| {
        let on = browser::short_date(on);
        el("span").class("due").text(&on)
    });
    el("td")
        .class(&["clock-cell ", tone.class()].concat())
        .add_some(ticked.map(|ticked| tick(row, ticked)))
        .add(left)
        .add_some(due)
        .add_some(is_counted(&row.clock).then(|| clock_bar(&row.clock, on)))
}

fn tick(row: &WorklistRow, ticked: RwSignal<Vec<String>>) -> El {
    let id = [TICK, row.request.as_str()].concat();
    let answers = Answers::own(ticked);
    let (shown, request) = (answers.clone(), row.request.as_str().to_owned());
    let own = request.clone();
    let words = ["Tick ", &row.patient_name, ", ", &row.receipt].concat();
    let input = el("input")
        .attr("type", "checkbox")
        .id(&id)
        .attr("aria-label", &words)
        .live_property("checked", move || JsValue::from_bool(shown.contains(&own)))
        .on("change", move |event| answers.toggle(&request, is_checked(&event)));
    // The label makes what can be touched larger than the box.
    el("label").class("tick").attr("for", &id).add(input)
}

/// Ticks the row whose link has the focus.
pub fn tick_focused() {
    let focused = browser::focused().unwrap_or_default();
    if let Some(request) = focused.strip_prefix(ROW) {
        browser::click(&[TICK, request].concat());
    }
}

/// How many, and which; what failed stands out.
fn tasks(tasks: &[TaskCard]) -> El {
    let tags = tasks.iter().map(|task| {
        let (words, is_failure) = staff::task_in_short(task.kind);
        tag(if is_failure { Tone::Late } else { Tone::Plain }, words)
    });
    let cell = cell("Tasks");
    if tasks.is_empty() {
        return cell.add(el("span").class("hint").text("None"));
    }
    cell.add(el("span").class("tags").add_all(tags))
}
