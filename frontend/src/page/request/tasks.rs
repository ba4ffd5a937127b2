//! What a person must do besides the next step, each with an owner and a day.

use super::desk::Desk;
use super::owner::{member_field, needing_members};
use super::section;
use super::sheet::{Sheet, fold, sheet};
use crate::api;
use crate::browser;
use crate::component::button::{Look, button};
use crate::component::field::{Kind, Label, field};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use chrono::NaiveDate;
use domain::parse;
use domain::route::Name;
use domain::text;
use domain::wire::{AddTask, TaskCard};
use domain::word::{TaskKind, Work};
use leptos::prelude::*;

pub fn tasks(desk: Desk) -> El {
    let list = move || {
        Some(desk.page.with(|page| {
            match page.tasks.as_slice() {
                [] => p("No tasks.").class("aside"),
                tasks => el("ul")
                    .class("tasks")
                    .add_all(tasks.iter().map(|task| line(desk, task, page.clock.today))),
            }
        }))
    };
    let may_add = desk.may(Name::AddTask);
    let is_open = desk.part(|page| page.work != Work::Closed);
    section("Tasks")
        .id("tasks")
        .live(list)
        .live(move || (may_add && is_open.get()).then(|| add(desk)))
}

fn line(desk: Desk, task: &TaskCard, today: NaiveDate) -> El {
    let words = match task.kind {
        TaskKind::Own => task.text.as_str(),
        kind => text::task(kind),
    };
    let owner = task.owner.as_ref().map_or("nobody yet", |owner| owner.name.as_str());
    let due = ["By ", &browser::short_date(task.due_on), " · ", owner].concat();
    let late = (task.due_on < today).then(|| tag(Tone::Late, "Overdue"));
    let number = task.number;
    let press = move || desk.make(api::finish_task(&desk.request(), number), "The task is done.");
    let which = el("span").class("unseen").text(": ").text(words);
    let done = (!task.kind.ends_itself()).then(|| button(Look::Small, "Done", press).add(which));
    // What the task is about, where the desk found it itself.
    let about = (task.kind != TaskKind::Own && !task.text.is_empty()).then(|| p(&task.text).class("task-words"));
    let said = el("div")
        .add(p(words).class("task-words"))
        .add_some(about)
        .add(el("p").class("hint").add_some(late).text(" ").text(&due));
    el("li").class("task").add(said).add_some(done)
}

fn add(desk: Desk) -> El {
    let [words, member, due_on] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    let label = |id, text| Label { id, text, hint: "" };
    let fields = vec![
        field(
            label("task-text", "What is to be done?"),
            Kind::TEXT,
            Answer::own(words),
            errors,
        ),
        field(
            label("task-due_on", "By when?"),
            Kind::DATE,
            Answer::own(due_on),
            errors,
        ),
        member_field(desk, label("task-member", "Who does it?"), member, errors),
    ];
    let what = Sheet {
        name: "task",
        button: "Add the task",
        done: "The task is in the list.",
        clear: vec![words, member, due_on],
    };
    let form = sheet(desk, what, errors, fields, move || {
        let form = AddTask {
            text: words.get_untracked(),
            member: member.get_untracked(),
            due_on: due_on.get_untracked(),
        };
        parse::task(&form)?;
        Ok(api::add_task(&desk.request(), &form))
    });
    needing_members(desk, fold("task", "Add a task")).add(form)
}
