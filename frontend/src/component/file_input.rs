//! Files, chosen or dropped.

use super::field::{Label, part};
use crate::browser;
use crate::el::{El, el, p};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, FileList, HtmlInputElement};

pub fn file_input(label: Label, take: Rc<dyn Fn(Vec<File>)>) -> El {
    let Label { id, text, hint } = label;
    let over = RwSignal::new(false);
    let drop = take.clone();
    let input = el("input")
        .id(id)
        .attr("type", "file")
        .attr("multiple", "")
        .attr("aria-describedby", &part(id, "hint"))
        .on("change", move |event| {
            let input = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            take(list(input.and_then(|input| input.files())));
            browser::empty_input(id);
        });
    el("div")
        .class("drop")
        .live_class("over", move || over.get())
        .on("dragover", move |event| {
            event.prevent_default();
            over.set(true);
        })
        .on("dragleave", move |_| over.set(false))
        .on("drop", move |event| {
            event.prevent_default();
            over.set(false);
            let data = event
                .dyn_into::<DragEvent>()
                .ok()
                .and_then(|event| event.data_transfer());
            drop(list(data.and_then(|data| data.files())));
        })
        .add(el("label").attr("for", id).text(text))
        .add(p(hint).class("hint").id(&part(id, "hint")))
        .add(input)
}

fn list(files: Option<FileList>) -> Vec<File> {
    let Some(files) = files else {
        return Vec::new();
    };
    (0..files.length()).filter_map(|index| files.item(index)).collect()
}
