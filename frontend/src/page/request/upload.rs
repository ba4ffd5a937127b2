//! Files on their way in: chosen, described, read, sent and checked, each with its own progress.

mod queue;

use super::desk::Desk;
use crate::component::button::{Look, busy_button, button};
use crate::component::field::{Kind, Label, input};
use crate::component::file_input::file_input;
use crate::el::{El, el, p, typed};
use crate::form::Answer;
use crate::text::staff;
use domain::text;
use domain::word::{Category, Language};
use leptos::prelude::*;
use queue::{Entry, FILES, PROBLEM, Phase, Queue};
use std::rc::Rc;
use wasm_bindgen::JsValue;

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

/// Category and date of service, both optional.
fn describe(queue: Queue, entry: &Entry) -> El {
    let (number, category) = (entry.number, entry.category);
    let id = |part: &str| [part, "-", &number.to_string()].concat();
    let (category_id, date_id) = (id("category"), id("date"));
    let options = Category::ALL.map(|choice| {
        el("option")
            .attr("value", choice.wire())
            .text(text::category(choice, Language::English))
    });
    let select = el("select")
        .id(&category_id)
        .class("input")
        .add_all(options)
        .on("change", move |event| category.set(typed(&event)))
        .live_property("value", move || JsValue::from_str(&category.get()));
    let kind = Kind {
        class: "input",
        ..Kind::DATE
    };
    let labelled =
        |id: &str, text: &str, control: El| el("div").add(el("label").attr("for", id).text(text)).add(control);
    let date = input(&date_id, kind, Answer::own(entry.service_date));
    let row = el("div")
        .class("describe")
        .add(labelled(&category_id, "Category (optional)", select))
        .add(labelled(&date_id, "Date of service (optional)", date))
        .add(leave_out(queue, entry));
    el("div").add_some(problem(entry)).add(row)
}
