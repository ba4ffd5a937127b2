//! The home of staff: the open requests of a practice, the most urgent first.

use super::sign_in::signed_out;
use super::{entitle, h1, link, skeleton};
use crate::address::Place;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::button::{Look, busy_button, button};
use crate::component::clock_view::{clock_bar, left, tone};
use crate::component::dialog::dialog;
use crate::component::failure_view::failure_view;
use crate::component::table::{Column, cell, row_heading, table, unseen_caption};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, p};
use crate::load::{Load, Loading, load, reload, spawn};
use crate::session::{Session, session};
use crate::text::staff;
use domain::id::PracticeId;
use domain::text;
use domain::wire::{self, WorklistRow};
use domain::word::Language;
use leptos::prelude::*;

const KEYS: &str = "keys";

pub fn worklist(practice: PracticeId) -> El {
    entitle("Requests");
    know_me(session(), practice.clone());
    let asked = practice.clone();
    let list = load(async move { api::worklist(&asked, None).await });
    browser::on_keys(on_key);
    el("div")
        .class("wide")
        .add(h1("Requests"))
        .live(move || {
            let again = practice.clone();
            let retry = move || {
                let practice = again.clone();
                reload(list, async move { api::worklist(&practice, None).await });
            };
            Some(list.with(|found| match found {
                Load::Waiting => skeleton(8),
                Load::Failed(failure) => failed(failure, retry),
                Load::Ready(page) if page.rows.is_empty() => empty(&practice),
                Load::Ready(page) => rows(&practice, list, page),
            }))
        })
        .add(dialog(KEYS, || "Keys".to_owned(), "Close", vec![key_list()]))
}

/// Who is signed in, and what the practice is called, for the header.
pub fn know_me(session: Session, practice: PracticeId) {
    spawn(async move {
        if session.me.with_untracked(Option::is_none)
            && let Ok(me) = api::me().await
        {
            session.me.set(Some(me));
        }
        let name = session.me.with_untracked(|me| {
            let memberships = &me.as_ref()?.memberships;
            let found = memberships.iter().find(|membership| membership.practice == practice)?;
            Some(found.practice_name.clone())
        });
        session.practice_name.set(name);
    });
}

/// In place of a staff page.
pub fn failed(failure: &Failure, retry: impl Fn() + 'static) -> El {
    match failure.status() {
        401 => signed_out(),
        403 => el("div")
            .add(p("Your role has no work here.").class("lead"))
            .add(p("Clerks and privacy officers work on requests. If you should, too, ask the privacy officer to change your role."))
            .add(el("p").add(link(&Place::SignIn.path(), "Choose another practice"))),
        404 => el("div")
            .add(p("You can’t see this.").class("lead"))
            .add(p(
                "It may not exist, or you may not be a member of this practice. Ask the privacy officer to add you.",
            ))
            .add(el("p").add(link(&Place::SignIn.path(), "Choose another practice"))),
        _ => failure_view(failure, retry),
    }
}

fn empty(practice: &PracticeId) -> El {
    let form = Place::Ask(practice.clone()).path();
    el("div")
        .class("empty")
        .add(p("No open requests.").class("lead"))
        .add(p(
            "Requests from patients appear here, the most urgent first. Give patients this link to ask for their records:",
        ))
        .add(el("p").add(link(&form, &form)))
}

fn rows(practice: &PracticeId, list: Loading<wire::Worklist>, page: &wire::Worklist) -> El {
    let count = staff::counted(page.rows.len(), "open request", "open requests");
    let shown = if page.next.is_some() {
        " shown, the most urgent first"
    } else {
        ", the most urgent first"
    };
    let keys = button(Look::Link, "Keys", || browser::open_dialog(KEYS));
    let columns = [
        Column("Due", false),
        Column("Patient", false),
        Column("Next", false),
        Column("Wants", false),
        Column("E-mail", false),
        Column("Location", false),
        Column("Receipt", false),
    ];
    let lines = page.rows.iter().map(|line| row(practice, line));
    el("div")
        .add(p(&count).class("aside").text(shown).add(keys))
        .add(table(
            "worklist",
            unseen_caption("Open requests by due date"),
            &columns,
            lines,
        ))
        .add_some(
            page.next
                .as_ref()
                .map(|after| more(practice.clone(), list, after.clone())),
        )
}

fn row(practice: &PracticeId, row: &WorklistRow) -> El {
    let href = Place::Request(practice.clone(), row.request.clone()).path();
    let proof = match row.contact_proven {
        true => tag(Tone::Plain, "Confirmed"),
        false => tag(Tone::Soon, "Not confirmed"),
    };
    let clock = el("td")
        .class(&["clock-cell ", tone(row.clock.reading).class()].concat())
        .add(
            el("span")
                .class("left")
                .text(&left(row.clock.reading, Language::English)),
        )
        .add(el("span").class("due").text(&browser::short_date(row.clock.due.due_on)))
        .add(clock_bar(&row.clock));
    let location = row.location_name.as_deref().unwrap_or("Not sure");
    el("tr")
        .add(clock)
        .add(row_heading().add(link(&href, &row.patient_name)))
        .add(cell("Next").text(text::work(row.work)))
        .add(cell("Wants").text(text::access(row.access, Language::English)))
        .add(cell("E-mail").add(proof))
        .add(cell("Location").text(location))
        .add(cell("Receipt").class("receipt").text(&row.receipt))
}

fn more(practice: PracticeId, list: Loading<wire::Worklist>, after: String) -> El {
    let busy = RwSignal::new(false);
    let label = move || if busy.get() { "Loading" } else { "Show more" }.to_owned();
    busy_button(Look::Outlined, busy, label, move || {
        busy.set(true);
        let (practice, after) = (practice.clone(), after.clone());
        spawn(async move {
            let answer = api::worklist(&practice, Some(&after)).await;
            busy.try_set(false);
            let Ok(next) = answer else {
                browser::announce("The rest could not be loaded. Try again.");
                return;
            };
            browser::announce(&staff::counted(next.rows.len(), "more request", "more requests"));
            list.try_update(|list| {
                if let Load::Ready(list) = list {
                    list.rows.extend(next.rows);
                    list.next = next.next;
                }
            });
        });
    })
}

fn on_key(key: &str) {
    match key {
        "j" => browser::move_focus(".worklist tbody a", 1),
        "k" => browser::move_focus(".worklist tbody a", -1),
        "?" => browser::open_dialog(KEYS),
        _ => {}
    }
}

fn key_list() -> El {
    let keys = [
        ("j", "Next request"),
        ("k", "Request before"),
        ("Enter", "Open the request"),
        ("?", "Show these keys"),
    ];
    el("dl").class("summary").add_all(keys.map(|(key, what)| {
        el("div")
            .class("summary-row")
            .add(el("dt").add(el("kbd").text(key)))
            .add(el("dd").text(what))
    }))
}
