//! What came on paper: its scans, which lie with the request and are no records.

use super::super::desk::Desk;
use super::super::sheet::fold;
use crate::api::{self, Change, Failure};
use crate::browser;
use crate::checksum;
use crate::component::button::{Look, busy_button};
use crate::component::field::{Label, error_text, group};
use crate::component::file_input::file_input;
use crate::el::{El, el, p};
use crate::form::Errors;
use crate::load::spawn;
use domain::id::ScanId;
use domain::parse;
use domain::wire::{AttachScan, RequestPage, ScanCard};
use leptos::prelude::*;
use std::rc::Rc;
use web_sys::File;

/// Its wire name.
const FIELD: &str = "scan";

/// Those that were attached, each with the way to open it. `is_lost` is set by one that never arrived.
pub fn list(desk: Desk, page: &RequestPage, is_lost: RwSignal<bool>) -> El {
    let line = |scan: &ScanCard| {
        let id = scan.scan.clone();
        let press = move || look(desk, id.clone(), is_lost);
        let which = el("span").class("unseen").text(" ").text(&scan.name);
        let open = busy_button(Look::Link, desk.busy, || "Open".to_owned(), press).add(which);
        let day = el("span").class("hint").text(&browser::short_date(scan.on));
        let line = el("span").class("line").text(&scan.name);
        line.text(" ").add(day).text(" ").add(open)
    };
    el("div").add_all(page.scans.iter().map(line))
}

pub fn lost(is_lost: RwSignal<bool>) -> Option<El> {
    let words = "This scan did not arrive. Attach it again.";
    is_lost.get().then(|| p(words).class("error").attr("role", "alert"))
}

/// In a new tab, so that what is typed here stays.
fn look(desk: Desk, scan: ScanId, is_lost: RwSignal<bool>) {
    if !desk.begin() {
        return;
    }
    is_lost.set(false);
    let request = desk.request();
    spawn(async move {
        match api::view_scan(&request, &scan).await {
            Ok(link) => {
                desk.busy.try_set(false);
                browser::open_tab(&link.url);
            }
            Err(failure) if failure.status() == 404 => {
                desk.busy.try_set(false);
                is_lost.try_set(true);
            }
            Err(failure) => desk.settle(Err(failure), ""),
        }
    });
}

pub fn attach(desk: Desk) -> El {
    let errors: Errors = RwSignal::new(Vec::new());
    let label = Label {
        id: FIELD,
        text: "Choose the scan",
        hint: "PDF, PNG or JPEG, up to 20 MB. It stays with the request. It does not go out with the record.",
    };
    let form = group(vec![FIELD], errors)
        .add(file_input(label, Rc::new(move |files| send(desk, errors, files))))
        .live(move || error_text(FIELD, &[FIELD], errors).map(|error| error.attr("role", "alert")))
        .live(move || desk.busy.get().then(|| p("One moment").class("waiting")));
    fold(FIELD, "Attach a scan of what came on paper").add(form)
}

fn send(desk: Desk, errors: Errors, files: Vec<File>) {
    let wrong = files
        .iter()
        .find_map(|file| parse::scan(&form(file, "00000000".to_owned())).err());
    let is_fine = wrong.is_none();
    errors.set(wrong.unwrap_or_default());
    if is_fine && !files.is_empty() {
        let done = "The scan is attached.";
        let then = || browser::fold_up("scan-fold");
        desk.submit(attached(desk, files), errors, done, Box::new(then));
    }
}

fn form(file: &File, crc32: String) -> AttachScan {
    AttachScan {
        name: file.name(),
        size: file.size() as u64,
        crc32,
    }
}

/// One after the other; the pages of a fax may be files of their own.
fn attached(desk: Desk, files: Vec<File>) -> Change {
    let request = desk.request();
    Box::pin(async move {
        for file in files {
            let crc32 = checksum::of_file(&file).await?;
            let granted = api::attach_scan(&request, &form(&file, crc32)).await?;
            let sent = api::put(&granted.url, &granted.headers, &file, |_| ()).await;
            sent.map_err(|_| Failure::Offline)?;
        }
        api::request_page(&request).await
    })
}
