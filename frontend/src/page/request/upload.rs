//! Files on their way in: chosen, described, read, sent and checked, each with its own progress.

mod queue;

use super::desk::Desk;
use crate::component::button::{Look, busy_button, button};
use crate::component::field::{Kind, Label, input};
use crate::component::file_input::file_input;
use crate::component::select::select;
use crate::el::{El, el, p};
use crate::form::Answer;
use crate::text::staff;
use domain::text;
use domain::word::{Category, Language, Sensitivity};
use leptos::prelude::*;
use queue::{Entry, FILES, PROBLEM, Phase, Queue};
use std::rc::Rc;

pub fn upload(desk: Desk) -> El {
    let queue = Queue::new(desk);
    let files = Label {
        id: FILES,
        text: "Choose files",
        hint: staff::UPLOAD_HINT,
    };
    let send = move || {
        let count = queue.count_of(Phase::Chosen);
        let label = ["Upload ", &staff::counted(count, "file", "files")].concat();
        (count > 0).then(|| busy_button(Look::Outlined, queue.busy, move || label.clone(), move || queue.send()))
    };
    el("div")
        .add(el("h3").text("Add records"))
        .add(file_input(files, Rc::new(move |files| queue.add(files))))
        .live(move || {
            queue.problem.get().map(|problem| {
                p(problem)
                    .class("error")
                    .id(PROBLEM)
                    .attr("role", "alert")
                    .attr("tabindex", "-1")
            })
        })
        .live(move || {
            Some(
                el("ul")
                    .class("uploads")
                    .add_all(queue.entries.get().into_iter().map(|entry| line(queue, entry))),
            )
        })
        .live(send)
}

fn line(queue: Queue, entry: Entry) -> El {
    let name = el("p")
        .add(el("strong").class("file-name").text(&entry.name))
        .text(" ")
        .add(el("span").class("hint").text(&text::size(entry.size)));
    el("li")
        .class("upload")
        .id(&entry.id())
        .attr("tabindex", "-1")
        .add(name)
        .live(move || Some(state(queue, &entry)))
}

fn state(queue: Queue, entry: &Entry) -> El {
    match entry.phase.get() {
        Phase::Chosen => describe(queue, entry),
        Phase::Reading => p("Reading the file").class("waiting"),
        Phase::Sending => sending(entry),
        Phase::Checking => p("Sent. Checking what it is and whose").class("waiting"),
        Phase::Failed => failed(queue, entry),
    }
}

fn sending(entry: &Entry) -> El {
    let percent = entry.percent;
    let bar = el("progress")
        .attr("max", "100")
        .attr("aria-label", &["Sending ", &entry.name].concat())
        .live_attr("value", move || Some(percent.get().to_string()));
    let words = el("p")
        .class("waiting")
        .live_text(move || ["Sending, ", &percent.get().to_string(), " %"].concat());
    el("div").add(words).add(bar)
}

fn failed(queue: Queue, entry: &Entry) -> El {
    let number = entry.number;
    let buttons = el("div")
        .class("buttons")
        .add_some(
            entry
                .is_fit
                .then(|| button(Look::Outlined, "Try again", move || queue.retry(number))),
        )
        .add(leave_out(queue, entry));
    el("div").add_some(problem(entry)).add(buttons)
}

fn leave_out(queue: Queue, entry: &Entry) -> El {
    let number = entry.number;
    let which = el("span").class("unseen").text(" (").text(&entry.name).text(")");
    button(Look::Plain, "Leave it out", move || queue.leave_out(number)).add(which)
}

fn problem(entry: &Entry) -> Option<El> {
    entry.problem.get().map(|problem| p(problem).class("error"))
}

/// Category, date of service and what is special about it, all optional.
fn describe(queue: Queue, entry: &Entry) -> El {
    let number = entry.number;
    let id = |part: &str| [part, "-", &number.to_string()].concat();
    let (category_id, date_id, sensitivity_id) = (id("category"), id("date"), id("sensitivity"));
    let categories = Category::ALL.map(|choice| (choice.wire(), text::category(choice, Language::English)));
    let sensitivities = Sensitivity::WIRE.map(|(name, choice)| (name, text::sensitivity(choice)));
    let kind = Kind {
        class: "input",
        ..Kind::DATE
    };
    let labelled =
        |id: &str, text: &str, control: El| el("div").add(el("label").attr("for", id).text(text)).add(control);
    let category = select(&category_id, categories, Answer::own(entry.category));
    let date = input(&date_id, kind, Answer::own(entry.service_date));
    let sensitivity = select(&sensitivity_id, sensitivities, Answer::own(entry.sensitivity));
    let row = el("div")
        .class("describe")
        .add(labelled(&category_id, "Category (optional)", category))
        .add(labelled(&date_id, "Date of service (optional)", date))
        .add(labelled(&sensitivity_id, "Sensitivity", sensitivity))
        .add(leave_out(queue, entry));
    el("div").add_some(problem(entry)).add(row)
}
