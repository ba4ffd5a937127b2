//! The files on their way in. Read one by one, granted together, sent three at a time.

use crate::api::{self, Failure};
use crate::browser;
use crate::checksum;
use crate::component::failure_view;
use crate::el::react;
use crate::load::{Load, spawn};
use crate::page::request::desk::Desk;
use domain::id::RecordId;
use domain::parse;
use domain::text;
use domain::wire::{GrantUploads, Placement, RecordState, UploadFile};
use domain::word::{Category, Language, Sensitivity, wire};
use leptos::prelude::*;
use web_sys::File;

/// Where the page offers to choose files, and where it says what is wrong with all of them.
pub const FILES: &str = "files";
pub const PROBLEM: &str = "files-problem";
const AT_ONCE: usize = 3;
const ENGLISH: Language = Language::English;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Chosen,
    Reading,
    Sending,
    Checking,
    Failed,
}

#[derive(Clone)]
pub struct Entry {
    pub number: u32,
    file: StoredValue<File, LocalStorage>,
    pub name: String,
    pub size: u64,
    /// Whether it can be taken at all.
    pub is_fit: bool,
    pub category: RwSignal<String>,
    pub service_date: RwSignal<String>,
    pub sensitivity: RwSignal<String>,
    pub phase: RwSignal<Phase>,
    pub percent: RwSignal<u32>,
    pub problem: RwSignal<Option<&'static str>>,
    /// What it became, once it was granted; of one that failed, what is left of it in the ledger.
    record: RwSignal<Option<RecordId>>,
}

#[derive(Clone, Copy)]
pub struct Queue {
    pub entries: RwSignal<Vec<Entry>>,
    pub busy: RwSignal<bool>,
    /// Of the files as a whole.
    pub problem: RwSignal<Option<&'static str>>,
    next: StoredValue<u32>,
    desk: Desk,
}

impl Queue {
    pub fn new(desk: Desk) -> Self {
        let queue = Self {
            entries: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            problem: RwSignal::new(None),
            next: StoredValue::new(0),
            desk,
        };
        react(move || queue.reconcile());
        // A file that is half sent would be lost.
        react(move || {
            let under_way = queue.count_of(Phase::Reading) + queue.count_of(Phase::Sending);
            browser::hold(browser::UPLOAD, under_way > 0);
        });
        on_cleanup(|| browser::hold(browser::UPLOAD, false));
        queue
    }

    pub fn add(self, files: Vec<File>) {
        self.problem.set(None);
        let fresh: Vec<Entry> = files.into_iter().map(|file| self.entry(file)).collect();
        let is_fit = fresh.iter().all(|entry| entry.is_fit);
        self.entries.update(|entries| entries.extend(fresh));
        if !is_fit {
            self.show_problem();
        }
    }

    fn entry(self, file: File) -> Entry {
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        let mut entry = Entry {
            number,
            name: file.name(),
            size: file.size() as u64,
            file: StoredValue::new_local(file),
            is_fit: true,
            category: RwSignal::new(Category::Other.wire().to_owned()),
            service_date: RwSignal::new(String::new()),
            sensitivity: RwSignal::new(wire(&Sensitivity::Ordinary, &Sensitivity::WIRE).to_owned()),
            phase: RwSignal::new(Phase::Chosen),
            percent: RwSignal::new(0),
            problem: RwSignal::new(None),
            record: RwSignal::new(None),
        };
        // What can't be taken, such as an empty file, would hold up all the others.
        let form = GrantUploads {
            files: vec![entry.form("00000000".to_owned())],
        };
        if let Some(error) = parse::uploads(&form).err().and_then(|errors| errors.into_iter().next()) {
            entry.is_fit = false;
            entry.problem.set(Some(text::error(error.code, ENGLISH)));
            entry.phase.set(Phase::Failed);
        }
        entry
    }

    /// Goes to the first problem: at a file, or of all of them.
    fn show_problem(self) {
        let entries = self.entries.get_untracked();
        let wrong = entries.iter().find(|entry| entry.problem.get_untracked().is_some());
        browser::focus_soon(wrong.map_or_else(|| PROBLEM.to_owned(), Entry::id));
    }

    pub fn count_of(self, phase: Phase) -> usize {
        self.entries
            .with(|entries| entries.iter().filter(|entry| entry.phase.get() == phase).count())
    }

    /// The person leaves a file out. The focus goes on to the next one.
    pub fn leave_out(self, number: u32) {
        let entries = self.entries.get_untracked();
        let mut others = entries.iter().skip_while(|entry| entry.number != number).skip(1);
        browser::focus_soon(others.next().map_or_else(|| FILES.to_owned(), Entry::id));
        if let Some(entry) = entries.iter().find(|entry| entry.number == number) {
            self.discard(entry);
        }
        self.remove(number);
    }

    /// What was granted for a file that failed would hold up the release. Where taking it off the list does not
    /// get through, the ledger still offers it.
    fn discard(self, entry: &Entry) {
        let Some(record) = entry.record.get_untracked() else {
            return;
        };
        entry.record.set(None);
        let (request, version) = (self.desk.request(), self.desk.version());
        spawn(async move {
            if let Ok(page) = api::discard_record(&request, &record, version).await {
                self.desk.page.try_set(page);
                self.desk.refresh_records();
            }
        });
    }

    fn remove(self, number: u32) {
        self.entries
            .update(|entries| entries.retain(|entry| entry.number != number));
    }

    /// A file that failed goes in anew, as another record.
    pub fn retry(self, number: u32) {
        let entries = self.entries.get_untracked();
        if let Some(entry) = entries.iter().find(|entry| entry.number == number) {
            self.discard(entry);
            entry.phase.set(Phase::Chosen);
            entry.problem.set(None);
            self.send();
        }
    }

    pub fn send(self) {
        if self.busy.get_untracked() {
            return;
        }
        let entries = self.entries.get_untracked();
        let chosen: Vec<Entry> = entries
            .into_iter()
            .filter(|entry| entry.phase.get_untracked() == Phase::Chosen)
            .collect();
        self.busy.set(true);
        self.problem.set(None);
        if let Some(first) = chosen.first() {
            browser::focus_soon(first.id());
        }
        spawn(async move {
            let read = self.read(chosen).await;
            if !read.is_empty() {
                self.grant(read).await;
            }
            self.busy.try_set(false);
        });
    }

    /// The checksum of each file. One that can't be read stays behind.
    async fn read(self, chosen: Vec<Entry>) -> Vec<(Entry, UploadFile)> {
        let mut read = Vec::new();
        for entry in chosen {
            entry.phase.try_set(Phase::Reading);
            match checksum::of_file(&entry.file.get_value()).await {
                Ok(crc32) => {
                    let form = entry.form(crc32);
                    read.push((entry, form));
                }
                Err(_) => entry.fail(text::error(domain::field::Code::FileChecksumMissing, ENGLISH)),
            }
        }
        read
    }

    async fn grant(self, read: Vec<(Entry, UploadFile)>) {
        let (entries, files): (Vec<Entry>, Vec<UploadFile>) = read.into_iter().unzip();
        let granted = match api::grant_uploads(&self.desk.request(), files).await {
            Ok(granted) => granted,
            Err(failure) => return self.refused(&entries, &failure),
        };
        let waiting: Vec<_> = entries.into_iter().zip(granted.uploads).collect();
        let waiting = StoredValue::new(waiting);
        for _ in 0..AT_ONCE {
            spawn(async move {
                while let Some(Some((entry, upload))) = waiting.try_update_value(Vec::pop) {
                    self.put(entry, upload).await;
                }
            });
        }
    }

    /// Each file gets its own words; what is about all of them stands above.
    fn refused(self, entries: &[Entry], failure: &Failure) {
        for entry in entries {
            entry.phase.try_set(Phase::Chosen);
        }
        let errors = failure.errors();
        if errors.is_empty() {
            self.problem.try_set(Some(failure_view::title(failure, ENGLISH)));
        }
        for error in errors {
            let words = text::error(error.code, ENGLISH);
            let mut parts = error.field.split('.').skip(1);
            let entry = parts
                .next()
                .and_then(|index| index.parse::<usize>().ok())
                .and_then(|index| entries.get(index));
            match entry {
                Some(entry) => entry.problem.try_set(Some(words)),
                None => self.problem.try_set(Some(words)),
            };
        }
        self.show_problem();
    }

    async fn put(self, entry: Entry, upload: domain::wire::Upload) {
        entry.record.try_set(Some(upload.record.clone()));
        entry.phase.try_set(Phase::Sending);
        let (percent, size) = (entry.percent, entry.size.max(1));
        let on_progress = move |sent: f64| {
            let share = (sent as u64).saturating_mul(100) / size;
            percent.try_set(u32::try_from(share.min(100)).unwrap_or(100));
        };
        match api::put(&upload.url, &upload.headers, &entry.file.get_value(), on_progress).await {
            Ok(()) => {
                entry.phase.try_set(Phase::Checking);
                self.desk.follow_inspection();
            }
            Err(_) => entry.fail("The file did not get through. Nothing of it was kept. Try again."),
        }
    }

    /// What the ledger shows as looked at is no longer on its way.
    fn reconcile(self) {
        let verdicts: Vec<(RecordId, Option<&'static str>)> = self.desk.records.with(|records| match records {
            Load::Ready(list) => list
                .records
                .iter()
                .filter(|record| record.placement != Placement::Waiting)
                .map(|record| match record.state {
                    RecordState::Rejected(rejection) => (record.record.clone(), Some(text::rejection(rejection))),
                    RecordState::Inspected(_) | RecordState::Expected => (record.record.clone(), None),
                })
                .collect(),
            Load::Waiting | Load::Failed(_) => Vec::new(),
        });
        let mut done = Vec::new();
        for entry in self.entries.get_untracked() {
            let record = entry.record.get_untracked();
            let is_open = entry.phase.get_untracked() == Phase::Checking;
            let verdict = verdicts.iter().find(|(id, _)| is_open && Some(id) == record.as_ref());
            match verdict {
                Some((_, Some(words))) => entry.fail(words),
                Some((_, None)) => done.push((entry.number, entry.name)),
                None => {}
            }
        }
        for (number, name) in done {
            self.remove(number);
            browser::announce(&[&name, " is in the list of records."].concat());
        }
    }
}

impl Entry {
    /// Where it stands in the page.
    pub fn id(&self) -> String {
        ["upload-", &self.number.to_string()].concat()
    }

    fn form(&self, crc32: String) -> UploadFile {
        UploadFile {
            name: self.name.clone(),
            size: self.size,
            crc32,
            category: self.category.try_get_untracked().unwrap_or_default(),
            service_date: self.service_date.try_get_untracked().unwrap_or_default(),
            sensitivity: self.sensitivity.try_get_untracked().unwrap_or_default(),
        }
    }

    fn fail(&self, words: &'static str) {
        browser::announce(&[self.name.as_str(), ": ", words].concat());
        self.problem.try_set(Some(words));
        self.phase.try_set(Phase::Failed);
    }
}
