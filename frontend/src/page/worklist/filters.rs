//! Filters of the worklist. They stand in the address and never name a patient; a view is a name for some of them.

use super::Board;
use crate::address::{Address, Place};
use crate::browser;
use crate::component::button::{Look, button, submit_button};
use crate::component::clock_view::details;
use crate::component::field::{Kind as Input, input};
use crate::component::select::select;
use crate::el::{El, el};
use crate::form::Answer;
use crate::load::Load;
use crate::page::link;
use crate::text::staff;
use domain::text;
use domain::word::{Kind, WaitsFor, Work};
use leptos::prelude::*;

const NAMES: [&str; 6] = ["clock", "assignee", "location", "work", "kind", "waits"];
/// As it stands in the address.
pub const MINE: &str = "assignee=me";
const NAME: &str = "view-name";

/// The filters of an address, always in the same order.
pub fn query(address: &Address) -> String {
    let parts: Vec<String> = NAMES
        .into_iter()
        .filter_map(|name| {
            let value = address.query(name).filter(|value| !value.is_empty())?;
            let value = String::from(js_sys::encode_uri_component(&value));
            Some([name, "=", &value].concat())
        })
        .collect();
    parts.join("&")
}

pub fn filters(board: Board) -> El {
    let saved = Saved::new(board);
    let is_filtered = board.filters.with_untracked(|filters| !filters.is_empty());
    let fold = details("Filters").class("filters");
    let fold = if is_filtered { fold.attr("open", "") } else { fold };
    el("div")
        .live(move || Some(views(saved)))
        .add(fold.live(move || Some(selects(board))).live(move || saving(saved)))
}

/// One click each: what is looked at most, then what this browser keeps.
fn views(saved: Saved) -> El {
    let board = saved.board;
    let path = Place::Worklist(board.practice()).path();
    let filters = board.filters.get();
    let chip = |(index, (name, query)): (usize, (&str, &str))| {
        let href = [path.as_str(), "?", query].concat();
        let chip = link(&href, name)
            .class("chip")
            .id(&["view-", &index.to_string()].concat());
        if filters == query {
            chip.attr("aria-current", "true")
        } else {
            chip
        }
    };
    let own = saved.list.get();
    let own = own.iter().map(|(name, query)| (name.as_str(), query.as_str()));
    let standing = [
        ("All", ""),
        ("Mine", MINE),
        ("Nobody’s", "assignee=none"),
        ("Overdue", "clock=overdue"),
        ("Due today", "clock=today"),
        ("Due soon", "clock=soon"),
        ("Reviews", "waits=review"),
    ];
    el("nav")
        .class("chips")
        .attr("aria-label", "Views")
        .add_all(standing.into_iter().chain(own).enumerate().map(chip))
}

fn selects(board: Board) -> El {
    let own = |pairs: Vec<(&str, &str)>| {
        let owned = |(value, words): (&str, &str)| (value.to_owned(), words.to_owned());
        pairs.into_iter().map(owned).collect::<Vec<_>>()
    };
    let places = board.card.with(|card| match card {
        Load::Ready(card) => {
            let places = card.locations.iter();
            own(places
                .map(|place| (place.location.as_str(), place.name.as_str()))
                .collect())
        }
        Load::Waiting | Load::Failed(_) => Vec::new(),
    });
    let mut people = own(vec![("me", "Me"), ("none", "Nobody")]);
    board.members.with(|members| {
        if let Load::Ready(list) = members {
            let active = list.members.iter().filter(|member| member.active);
            people.extend(own(active
                .map(|member| (member.member.as_str(), member.name.as_str()))
                .collect()));
        }
    });
    let stages = Work::WIRE.into_iter().filter(|(_, work)| *work != Work::Closed);
    let stages = own(stages.map(|(wire, work)| (wire, text::work(work))).collect());
    let kinds = own(Kind::WIRE.map(|(wire, kind)| (wire, staff::kind_in_short(kind))).into());
    let waits = own(WaitsFor::WIRE
        .map(|(wire, waits)| (wire, text::waits_for(waits)))
        .into());
    let clocks = own(vec![
        ("overdue", "Overdue"),
        ("today", "Today"),
        ("soon", "In 7 days or fewer"),
    ]);
    el("div")
        .class("describe")
        .add(filter(board, "location", "Location", places))
        .add(filter(board, "assignee", "Assigned to", people))
        .add(filter(board, "work", "Stage", stages))
        .add(filter(board, "kind", "Asks for", kinds))
        .add(filter(board, "waits", "Waits for", waits))
        .add(filter(board, "clock", "Due", clocks))
}

fn filter(board: Board, name: &'static str, label: &str, choices: Vec<(String, String)>) -> El {
    let address = board.session.address;
    let answer = Answer::new(
        move || address.with(|address| address.query(name)).unwrap_or_default(),
        move |value| {
            let href = address.with_untracked(|address| address.with_query(name, &value));
            board.session.go(&href);
        },
    );
    let choices = choices.iter().map(|(value, words)| (value.as_str(), words.as_str()));
    let choices = std::iter::once(("", "Any")).chain(choices);
    el("div")
        .add(el("label").attr("for", name).text(label))
        .add(select(name, choices, answer))
}

/// The views that this browser keeps: a name and its filters, line by line.
#[derive(Clone, Copy)]
struct Saved {
    board: Board,
    list: RwSignal<Vec<(String, String)>>,
    name: RwSignal<String>,
}

impl Saved {
    fn new(board: Board) -> Self {
        let kept = browser::kept(&slot(board)).unwrap_or_default();
        let mut lines = kept.lines();
        let mut list = Vec::new();
        while let (Some(name), Some(query)) = (lines.next(), lines.next()) {
            list.push((name.to_owned(), query.to_owned()));
        }
        Self {
            board,
            list: RwSignal::new(list),
            name: RwSignal::new(String::new()),
        }
    }

    fn change(self, change: impl FnOnce(&mut Vec<(String, String)>)) {
        self.list.update(change);
        let lines = self.list.with_untracked(|list| {
            let lines = list.iter().flat_map(|(name, query)| [name.as_str(), query.as_str()]);
            lines.collect::<Vec<_>>().join("\n")
        });
        browser::keep(&slot(self.board), &lines);
    }

    fn save(self) {
        let name = self.name.get_untracked().trim().to_owned();
        let query = self.board.filters.get_untracked();
        if name.is_empty() {
            browser::focus(NAME);
            return;
        }
        self.change(|list| {
            list.retain(|(other, _)| *other != name);
            list.push((name, query));
        });
        self.name.set(String::new());
        browser::announce("The view is kept in this browser.");
    }
}

fn slot(board: Board) -> String {
    board
        .practice
        .with_value(|practice| ["views ", practice.as_str()].concat())
}

/// Keeping these filters under a name, or no longer.
fn saving(saved: Saved) -> Option<El> {
    let filters = saved.board.filters.get();
    if filters.is_empty() {
        return None;
    }
    let is_kept = saved.list.with(|list| list.iter().any(|(_, query)| *query == filters));
    if is_kept {
        return Some(button(Look::Link, "Remove this view from this browser", move || {
            saved.change(|list| list.retain(|(_, query)| *query != filters));
        }));
    }
    let name = input(NAME, Input::TEXT, Answer::own(saved.name)).attr("maxlength", "40");
    Some(
        el("form")
            .class("describe")
            .attr("novalidate", "")
            .on("submit", move |event| {
                event.prevent_default();
                saved.save();
            })
            .add(
                el("div")
                    .add(el("label").attr("for", NAME).text("Keep these filters as a view named"))
                    .add(name),
            )
            .add(submit_button(Look::Small, RwSignal::new(false), || {
                "Keep the view".to_owned()
            })),
    )
}
