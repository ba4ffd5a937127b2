//! Giving several requests to someone at once.

use super::Board;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::urgent;
use crate::component::button::{Look, busy_button, button};
use crate::component::failure_view::action_failed;
use crate::component::select::select;
use crate::el::{El, el, p};
use crate::form::Answer;
use crate::load::{Load, spawn};
use crate::text::staff;
use domain::parse;
use domain::text;
use domain::wire::{AssignMany, AssignedMany};
use domain::word::Language;
use leptos::prelude::*;

/// Not a member, so that nobody is given work, or loses it, without being chosen.
pub const UNCHOSEN: &str = "?";

/// While something is ticked.
pub fn bar(board: Board) -> Option<El> {
    let count = board.selected.with(Vec::len);
    if count == 0 {
        return None;
    }
    let member = board.member;
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let people = board.members.with(|members| match members {
        Load::Ready(list) => list.members.iter().filter(|member| member.active).cloned().collect(),
        Load::Waiting | Load::Failed(_) => Vec::new(),
    });
    let people = people
        .iter()
        .map(|member| (member.member.as_str(), member.name.as_str()));
    let choices = [(UNCHOSEN, "Choose a member"), ("", "Nobody")]
        .into_iter()
        .chain(people);
    let press = move || {
        let form = AssignMany {
            member: member.get_untracked(),
            requests: board.selected.get_untracked(),
        };
        trouble.set(None);
        if let Err(faults) = parse::assign_many(&form) {
            let words = faults
                .first()
                .map_or("", |fault| text::error(fault.code, Language::English));
            trouble.set(Some(Trouble::Fault(words)));
            return;
        }
        busy.set(true);
        spawn(async move {
            let answer = api::assign_many(&board.practice(), &form).await;
            busy.try_set(false);
            match answer {
                Ok(assigned) => settle(board, &assigned),
                Err(failure) => {
                    trouble.try_set(Some(Trouble::Failed(failure)));
                }
            }
        });
    };
    let assign = busy_button(Look::Filled, busy, || "Assign".to_owned(), press);
    let clear = button(Look::Plain, "Untick all", move || board.selected.set(Vec::new()));
    let words = [&staff::counted(count, "request", "requests"), " ticked"].concat();
    Some(
        el("section")
            .class("bulk")
            .attr("aria-label", "Ticked requests")
            .add(p(&words).class("strong"))
            .add(el("label").attr("for", "member").text("Assign to"))
            .add(select("member", choices, Answer::own(member)))
            .add(assign)
            .add(clear)
            .live(move || Some(trouble.get()?.shown())),
    )
}

#[derive(Clone)]
enum Trouble {
    Fault(&'static str),
    Failed(Failure),
}

impl Trouble {
    fn shown(&self) -> El {
        match self {
            Self::Fault(words) => p(words).class("error").attr("role", "alert"),
            Self::Failed(failure) => match failure.errors().first() {
                Some(error) => urgent(text::error(error.code, Language::English)),
                None => action_failed(failure, Language::English),
            },
        }
    }
}

fn settle(board: Board, assigned: &AssignedMany) {
    let mut done = staff::counted(assigned.assigned as usize, "request assigned.", "requests assigned.");
    if !assigned.left.is_empty() {
        let left = staff::counted(assigned.left.len(), "was", "were");
        done = [&done, " ", &left, " not: closed, or no longer there."].concat();
    }
    browser::announce(&done);
    board.member.set(UNCHOSEN.to_owned());
    board.found.set(None);
    board.done.set(Some(done));
    board.refresh();
}
