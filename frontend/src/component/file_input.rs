//! Files, chosen or dropped.

use crate::browser;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, File, FileList, HtmlInputElement};

#[component]
pub fn FileInput(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    on_files: Callback<Vec<SendFile>>,
) -> AnyView {
    let over = RwSignal::new(false);
    let on_change = move |event: Event| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        on_files.run(list(input.and_then(|input| input.files())));
        browser::empty_input(id);
    };
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        on_files.run(list(event.data_transfer().and_then(|data| data.files())));
    };
    let on_over = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let hint_id = [id, "-hint"].concat();
    view! {
        <div class="drop" class:over=over on:drop=on_drop on:dragover=on_over on:dragleave=move |_| over.set(false)>
            <label for=id>{label}</label>
            <p class="hint" id=hint_id.clone()>{hint}</p>
            <input id=id type="file" multiple=true aria-describedby=hint_id on:change=on_change/>
        </div>
    }
    .into_any()
}

/// A file of the browser. The page has one thread, which is where it stays.
pub type SendFile = send_wrapper::SendWrapper<File>;

fn list(files: Option<FileList>) -> Vec<SendFile> {
    let Some(files) = files else {
        return Vec::new();
    };
    (0..files.length())
        .filter_map(|index| files.item(index))
        .map(send_wrapper::SendWrapper::new)
        .collect()
}
