//! What an officer looks at first in the morning: how many, and which of them must be acted on.

use super::worklist::rows::rows;
use super::worklist::{failed, know_me, nav};
use super::{entitle, h1, h2, link, section, skeleton};
use crate::address::Place;
use crate::api;
use crate::browser;
use crate::component::button::{Look, button};
use crate::component::table::{Column, cell, row_heading, table, unseen_caption};
use crate::el::{El, el, p};
use crate::load::{Load, load, reload};
use crate::session::session;
use crate::text::staff;
use domain::id::PracticeId;
use domain::wire::{Morning, MorningList, MorningPlace};
use leptos::prelude::*;

const TITLE: &str = "Morning";

pub fn morning(practice: PracticeId) -> El {
    entitle(TITLE);
    know_me(session(), practice.clone());
    let asked = practice.clone();
    let state = load(async move { api::morning(&asked).await });
    el("div")
        .class("wide")
        .add(nav(&practice))
        .add(h1(TITLE))
        .live(move || {
            let asked = practice.clone();
            let again = move || {
                let practice = asked.clone();
                reload(state, async move { api::morning(&practice).await });
            };
            Some(state.with(|found| match found {
                Load::Waiting => skeleton(8),
                Load::Failed(failure) if failure.status() == 403 => for_officers(&practice),
                Load::Failed(failure) => failed(failure, again),
                Load::Ready(morning) => shown(&practice, morning, again),
            }))
        })
}

/// In place of a page that only officers see.
pub fn for_officers(practice: &PracticeId) -> El {
    el("div")
        .add(p("This page is for privacy officers.").class("lead"))
        .add(el("p").add(link(&Place::Worklist(practice.clone()).path(), "Go to the requests")))
}

fn shown(practice: &PracticeId, morning: &Morning, again: impl Fn() + 'static) -> El {
    // The last is the filter of the worklist that shows the same, where there is one.
    let lists: [(&'static str, &str, &MorningList, &str); 7] = [
        ("overdue", "Overdue", &morning.overdue, "clock=overdue"),
        ("due-today", "Due today", &morning.due_today, "clock=today"),
        (
            "approvals",
            "Waiting for your approval",
            &morning.approvals,
            "waits=officer",
        ),
        (
            "misdirected",
            "A record went to someone wrong",
            &morning.misdirected,
            "",
        ),
        ("bounced", "The requester can’t be reached", &morning.bounced, ""),
        ("stuck", "Something failed", &morning.stuck, ""),
        ("unassigned", "Assigned to nobody", &morning.unassigned, "assignee=none"),
    ];
    let all = link(&Place::Worklist(practice.clone()).path(), "");
    let open = figure("Open", morning.open, all);
    let figures = lists
        .iter()
        .map(|&(id, name, list, _)| figure(name, list.count, to_list(id)));
    let is_calm = lists.iter().all(|(_, _, list, _)| list.count == 0);
    let calm = is_calm.then(|| p("Nothing is late, stuck or waiting for you.").class("lead good-text"));
    let parts = lists.into_iter().filter(|(_, _, list, _)| list.count > 0);
    let parts = parts.map(|(id, name, list, filter)| {
        section(name)
            .id(id)
            .attr("tabindex", "-1")
            .add(rows(practice, name, &list.rows, None))
            .add_some(rest(practice, list, filter))
    });
    el("div")
        .add(button(Look::Link, "Refresh", again).id("refresh"))
        .add(el("ul").class("figures").add(open).add_all(figures))
        .add_some(calm)
        .add_some((morning.places.len() > 1).then(|| places(&morning.places)))
        .add_all(parts)
}

/// How many a list does not show, and where they are: under the filter of the worklist that fits, or among all.
fn rest(practice: &PracticeId, list: &MorningList, filter: &str) -> Option<El> {
    let left = (list.count as usize)
        .checked_sub(list.rows.len())
        .filter(|left| *left > 0)?;
    let all = Place::Worklist(practice.clone()).path();
    let link = match filter {
        "" => link(&all, "See all open requests"),
        filter => link(&[&all, "?", filter].concat(), "See them all"),
    };
    let left = staff::counted(left, "more request", "more requests");
    Some(p(&left).class("aside").text(". ").add(link))
}

/// A number that leads to its list, if there is one.
fn figure(name: &str, count: u32, link: El) -> El {
    let number = el("span").class("figure").text(&count.to_string());
    let part = if count == 0 { el("span") } else { link };
    el("li").add(part.add(number).text(name))
}

fn to_list(id: &'static str) -> El {
    link(&["#", id].concat(), "").on("click", move |event| {
        event.prevent_default();
        browser::focus(id);
    })
}

fn places(places: &[MorningPlace]) -> El {
    let columns = [
        Column("Location", false),
        Column("Open", true),
        Column("Overdue", true),
        Column("Due today", true),
    ];
    let rows = places.iter().map(|place| {
        let number = |heading, count: u32| cell(heading).class("number").text(&count.to_string());
        el("tr")
            .add(row_heading().text(place.location_name.as_deref().unwrap_or("Not sure")))
            .add(number("Open", place.open))
            .add(number("Overdue", place.overdue))
            .add(number("Due today", place.due_today))
    });
    let caption = unseen_caption("Open requests by location");
    el("section")
        .add(h2("By location"))
        .add(table("places", caption, &columns, rows))
}
