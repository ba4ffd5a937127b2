//! What is behind the passcode: the record, what is in it, the letter, and how long it is there.

use super::Door;
use crate::address::Place;
use crate::api::{self, Answer, Failure};
use crate::browser;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, busy_button};
use crate::component::clock_view::details;
use crate::component::failure_view::{action_failed, failure_view};
use crate::component::table::{Column, cell, row_heading, table, unseen_caption};
use crate::el::{El, el, p};
use crate::load::{Load, spawn};
use crate::page::status::leave;
use crate::page::{column, contact, entitle, h1, section, skeleton};
use crate::session::language;
use crate::text::{Pair, common, delivery, fill, say};
use domain::text;
use domain::wire::{BoundCard, DeliveredFile, DeliveryPage, DeliveryState, Link};
use domain::word::Language;
use leptos::prelude::*;

pub fn content(door: Door) -> El {
    let language = language();
    let title = say(delivery::READY, language);
    el("div").live(move || {
        Some(door.page.with(|page| match page {
            Load::Waiting => column().add(h1(title)).add(skeleton(6)),
            Load::Failed(failure) => column().add(h1(title)).add(failure_view(failure, move || door.ask())),
            Load::Ready(page) => behind(door, page, language),
        }))
    })
}

fn behind(door: Door, page: &DeliveryPage, language: Language) -> El {
    match page.state {
        DeliveryState::Open => record(door, page, language),
        // A download that was begun may be taken up again after the last one was counted.
        DeliveryState::Exhausted if page.resumable_until.is_some() => record(door, page, language),
        DeliveryState::Exhausted => ended(page, delivery::EXHAUSTED, delivery::EXHAUSTED_TEXT, language),
        DeliveryState::Expired => ended(page, delivery::EXPIRED, delivery::EXPIRED_TEXT, language),
        DeliveryState::Revoked => ended(page, delivery::REVOKED, delivery::REVOKED_TEXT, language),
    }
}

/// The link no longer gives the record: what to do instead.
fn ended(page: &DeliveryPage, title: Pair, text: Pair, language: Language) -> El {
    let title = say(title, language);
    entitle(title);
    let until = text::date(page.expires_on, language);
    column()
        .add(h1(title))
        .add(p(&fill(say(text, language), &[&until])).class("lead"))
        .add(section(say(common::WHOM_TO_CALL, language)).add(contact(&page.practice, language)))
}

fn record(door: Door, page: &DeliveryPage, language: Language) -> El {
    // Where no record goes out, the letter is the whole answer.
    let is_letter = page.files.is_empty();
    let title = if is_letter { delivery::ANSWER } else { delivery::READY };
    let title = say(title, language);
    entitle(title);
    let letter = section(say(delivery::LETTER, language)).add(el("div").class("letter").text(&page.letter));
    let check = details(say(delivery::CHECK, language))
        .add(p(say(delivery::CHECK_TEXT, language)))
        .add(p(&page.sha256).class("digest"));
    let top = column()
        .add(h1(title))
        .add(p(&fill(say(delivery::FROM, language), &[&page.practice.name])).class("aside"));
    let parts = if is_letter {
        top.add(letter.class("letter-alone"))
            .add(download(door, page, delivery::SAVE_ANSWER, language))
    } else {
        top.add(download(door, page, delivery::DOWNLOAD, language))
            .add(section(say(delivery::INSIDE, language)).add_all(inside(door, page, language)))
            .add(letter)
    };
    parts
        .add(section(say(common::WHOM_TO_CALL, language)).add(contact(&page.practice, language)))
        .add(check)
        .add(leave(&Place::Home.path()))
}

/// The button, and what it costs.
fn download(door: Door, page: &DeliveryPage, words: Pair, language: Language) -> El {
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let claims_left = RwSignal::new(page.claims_left);
    let started_until = RwSignal::new(None);
    let resumable_until = page.resumable_until;
    let size = text::size(page.size).replace(' ', "\u{a0}");
    let words = fill(say(words, language), &[&size]);
    let label = move || {
        if busy.get() {
            return say(delivery::DOWNLOADING, language).to_owned();
        }
        words.clone()
    };
    let get = busy_button(Look::Filled, busy, label, move || {
        busy.set(true);
        failure.set(None);
        let id = door.id.get_value();
        spawn(async move {
            let answer = api::claim(&id).await;
            busy.try_set(false);
            match answer {
                Ok(claimed) => {
                    claims_left.try_set(claimed.claims_left);
                    started_until.try_set(Some(claimed.resumable_until));
                    browser::announce(say(delivery::STARTED, language));
                    browser::go_to(&claimed.url);
                }
                // It ended meanwhile, or the session did: the page that comes says so.
                Err(refused) if (400..429).contains(&refused.status()) => door.ask(),
                Err(other) => {
                    failure.try_set(Some(other));
                }
            }
        });
    });
    let left = move || {
        let left = claims_left.get();
        let words = if left == 1 {
            delivery::CLAIM_LEFT
        } else {
            delivery::CLAIMS_LEFT
        };
        fill(say(words, language), &[&left.to_string()])
    };
    let until = text::date(page.expires_on, language);
    el("div")
        .class("download")
        .add(p(&fill(say(delivery::UNTIL, language), &[&until])).class("strong"))
        .add(el("p").live_text(left))
        .live(move || {
            let in_words = |until| browser::instant_in_words(until, language);
            let Some(until) = started_until.get() else {
                let until = in_words(resumable_until?);
                return Some(p(&fill(say(delivery::RESUME, language), &[&until])));
            };
            let text = fill(say(delivery::STARTED_TEXT, language), &[&in_words(until)]);
            Some(alert(Weight::Good, say(delivery::STARTED, language)).add(p(&text)))
        })
        .live(move || failure.with(|failure| failure.as_ref().map(|failure| action_failed(failure, language))))
        .add(get)
        .add(p(say(delivery::PRIVATE, language)).class("hint"))
}

fn inside(door: Door, page: &DeliveryPage, language: Language) -> Vec<El> {
    let view = View {
        door,
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    let count = if page.files.len() == 1 {
        delivery::ONE_FILE
    } else {
        delivery::FILES
    };
    let count = fill(
        say(count, language),
        &[&page.files.len().to_string(), &text::size(page.size)],
    );
    let columns = [
        Column(say(delivery::FILE, language), false),
        Column(say(delivery::KIND, language), false),
        Column(say(delivery::DATE, language), false),
        Column(say(delivery::SIZE, language), true),
        Column(say(delivery::VIEW, language), false),
    ];
    let caption = unseen_caption(say(delivery::INSIDE, language));
    let rows = page.files.iter().map(|file| row(view, file, language));
    let failed = el("div").live(move || {
        let failure = view.failure.get()?;
        Some(action_failed(&failure, language))
    });
    let mut inside = vec![p(&count), p(say(delivery::HOW_TO_OPEN, language)), failed];
    if let Some(bound) = page.bound {
        inside.extend(as_one(view, bound, page.files.len(), language));
    }
    inside.push(table("files", caption, &columns, rows));
    inside
}

/// The files that have pages, opened as one PDF.
fn as_one(view: View, bound: BoundCard, files: usize, language: Language) -> [El; 2] {
    let label = fill(
        say(delivery::AS_ONE, language),
        &[&bound.pages.to_string(), &text::size(bound.size).replace(' ', "\u{a0}")],
    );
    let all = usize::try_from(bound.files).is_ok_and(|bound| bound == files);
    let hint = if all {
        say(delivery::AS_ONE_ALL, language).to_owned()
    } else {
        fill(
            say(delivery::AS_ONE_SOME, language),
            &[&bound.files.to_string(), &files.to_string()],
        )
    };
    let open = busy_button(
        Look::Outlined,
        view.busy,
        move || label.clone(),
        move || {
            let id = view.door.id.get_value();
            view.open(async move { api::view_bound(&id).await });
        },
    );
    [open, p(&hint).class("hint")]
}

/// Opening one file by itself, or all as one, which uses up no download.
#[derive(Clone, Copy)]
struct View {
    door: Door,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl View {
    fn open(self, link: impl Future<Output = Answer<Link>> + 'static) {
        self.busy.set(true);
        self.failure.set(None);
        spawn(async move {
            let answer = link.await;
            self.busy.try_set(false);
            match answer {
                Ok(link) => browser::go_to(&link.url),
                Err(refused) if (400..429).contains(&refused.status()) => self.door.ask(),
                Err(other) => {
                    self.failure.try_set(Some(other));
                }
            }
        });
    }
}

fn view_button(view: View, file: &DeliveredFile, language: Language) -> El {
    let record = file.record.clone();
    let which = el("span").class("unseen").text(" ").text(&file.path);
    let label = move || say(delivery::VIEW, language).to_owned();
    let press = move || {
        let (id, record) = (view.door.id.get_value(), record.clone());
        view.open(async move { api::view_file(&id, &record).await });
    };
    busy_button(Look::Link, view.busy, label, press).add(which)
}

fn row(view: View, file: &DeliveredFile, language: Language) -> El {
    let date = file.service_date.map_or_else(
        || say(delivery::NO_DATE, language).to_owned(),
        |date| text::date(date, language),
    );
    let size = cell(say(delivery::SIZE, language)).class("number");
    el("tr")
        .add(row_heading().class("file-name").text(&file.path))
        .add(cell(say(delivery::KIND, language)).text(text::format(file.format, language)))
        .add(cell(say(delivery::DATE, language)).text(&date))
        .add(size.text(&text::size(file.size)))
        .add(cell("").add(view_button(view, file, language)))
}
