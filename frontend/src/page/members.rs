//! Who works here. The officer switches members off and on, and says who takes over.

use super::worklist::{failed, know_me, nav};
use super::{entitle, h1, skeleton};
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::urgent;
use crate::component::button::{Look, busy_button, button};
use crate::component::dialog::dialog;
use crate::component::failure_view::action_failed;
use crate::component::select::select;
use crate::component::table::{Column, cell, row_heading, table, unseen_caption};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, p};
use crate::form::Answer;
use crate::load::{Load, Loading, load, reload, spawn};
use crate::session::{Session, session};
use domain::id::PracticeId;
use domain::route::Name;
use domain::text;
use domain::wire::{ChangeMember, MemberCard, Members};
use domain::word::Language;
use leptos::prelude::*;

const TITLE: &str = "Members";
const DIALOG: &str = "member-dialog";

#[derive(Clone, Copy)]
struct Office {
    session: Session,
    practice: StoredValue<PracticeId>,
    list: Loading<Members>,
    /// Whom the dialog is about.
    about: RwSignal<Option<MemberCard>>,
    takes_over: RwSignal<String>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Office {
    fn reload(self) {
        let practice = self.practice.get_value();
        reload(self.list, async move { api::members(&practice).await });
    }

    fn may_change(self) -> bool {
        self.practice
            .with_value(|practice| self.session.may(practice, Name::ChangeMember))
    }

    fn is_me(self, member: &MemberCard) -> bool {
        self.session
            .me
            .with(|me| me.as_ref().is_some_and(|me| me.member == member.member))
    }
}

pub fn members(practice: PracticeId) -> El {
    entitle(TITLE);
    let session = session();
    know_me(session, practice.clone());
    let asked = practice.clone();
    let office = Office {
        session,
        practice: StoredValue::new(practice.clone()),
        list: load(async move { api::members(&asked).await }),
        about: RwSignal::new(None),
        takes_over: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    let title = move || {
        let about = office.about.get();
        let verb = if is_active(&about) { "Switch off " } else { "Switch on " };
        [verb, &name(&about), "?"].concat()
    };
    let question = vec![el("div").live(move || Some(change(office, &office.about.get()?)))];
    el("div")
        .class("wide")
        .add(nav(&practice))
        .add(h1(TITLE))
        .live(move || Some(trouble(&office.failure.get()?)))
        .live(move || {
            Some(office.list.with(|list| match list {
                Load::Waiting => skeleton(5),
                Load::Failed(failure) => failed(failure, move || office.reload()),
                Load::Ready(list) => listed(office, list),
            }))
        })
        .add(dialog(DIALOG, title, "Go back", question))
}

fn name(about: &Option<MemberCard>) -> String {
    about.as_ref().map(|member| member.name.clone()).unwrap_or_default()
}

fn is_active(about: &Option<MemberCard>) -> bool {
    about.as_ref().is_some_and(|member| member.active)
}

fn listed(office: Office, list: &Members) -> El {
    let may_change = office.may_change();
    let lead = if may_change {
        "Who works here. Someone who is switched off can’t open anything of this practice, from the next click on."
    } else {
        "Who works here. The privacy officer switches members on and off."
    };
    let mut columns = vec![Column("Name", false), Column("Role", false), Column("State", false)];
    if may_change {
        columns.push(Column("Change", false));
    }
    let rows = list.members.iter().map(|member| row(office, member, may_change));
    el("div")
        .add(p(lead))
        .add(table("members", unseen_caption(TITLE), &columns, rows))
        .add(p("New members are added where people sign in, by whoever runs Access Desk for you.").class("hint"))
}

fn row(office: Office, member: &MemberCard, may_change: bool) -> El {
    let roles: Vec<&str> = member.roles.iter().map(|role| text::role(*role)).collect();
    let state = if member.active {
        tag(Tone::Good, "Active")
    } else {
        tag(Tone::Plain, "Switched off")
    };
    let is_me = office.is_me(member);
    let heading = row_heading().text(&member.name).text(if is_me { " (you)" } else { "" });
    let row = el("tr")
        .add(heading)
        .add(cell("Role").text(&roles.join(", ")))
        .add(cell("State").add(state));
    if !may_change {
        return row;
    }
    // Who switched herself off could not undo it.
    row.add(cell("Change").add_some((!is_me).then(|| change_button(office, member))))
}

fn change_button(office: Office, member: &MemberCard) -> El {
    let about = member.clone();
    let words = if member.active { "Switch off" } else { "Switch on" };
    let which = el("span").class("unseen").text(" ").text(&member.name);
    button(Look::Link, words, move || {
        office.failure.set(None);
        office.takes_over.set(String::new());
        office.about.set(Some(about.clone()));
        browser::open_dialog(DIALOG);
    })
    .id(&["change-", member.member.as_str()].concat())
    .add(which)
}

/// What will happen, and to whom the work goes.
fn change(office: Office, member: &MemberCard) -> El {
    let words = member.name.clone();
    if !member.active {
        return el("div")
            .add(p("From then on, this person can sign in here again, with the same roles. Work that went to others stays with them."))
            .add(confirm(office, member, Look::Filled, ["Switch ", &words, " on"].concat()));
    }
    let others = office.list.with_untracked(|list| match list {
        Load::Ready(list) => list
            .members
            .iter()
            .filter(|other| other.active && other.member != member.member)
            .cloned()
            .collect(),
        Load::Waiting | Load::Failed(_) => Vec::new(),
    });
    let others = others.iter().map(|other| (other.member.as_str(), other.name.as_str()));
    let choices = std::iter::once(("", "Nobody yet: it is to be assigned again")).chain(others);
    el("div")
        .add(p("From the next click on, this person can’t open anything of this practice. What was done stays in the history under this name."))
        .add(
            el("div")
                .class("group")
                .add(el("label").attr("for", "takes_over").text("Who takes over the open requests and tasks?"))
                .add(select("takes_over", choices, Answer::own(office.takes_over))),
        )
        .add(confirm(office, member, Look::Warning, ["Switch ", &words, " off"].concat()))
}

fn confirm(office: Office, member: &MemberCard, look: Look, label: String) -> El {
    let (id, is_off) = (member.member.clone(), member.active);
    let state = if is_off {
        " is switched off."
    } else {
        " is switched on."
    };
    let done = [member.name.as_str(), state].concat();
    busy_button(
        look,
        office.busy,
        move || label.clone(),
        move || {
            let form = ChangeMember {
                active: if is_off { "no" } else { "yes" }.to_owned(),
                takes_over: office.takes_over.get_untracked(),
            };
            let (practice, id, done) = (office.practice.get_value(), id.clone(), done.clone());
            office.busy.set(true);
            spawn(async move {
                let answer = api::change_member(&practice, &id, &form).await;
                office.busy.try_set(false);
                browser::close_dialog(DIALOG);
                match answer {
                    Ok(()) => {
                        browser::announce(&done);
                        office.reload();
                    }
                    Err(failure) => {
                        office.failure.try_set(Some(failure));
                    }
                }
            });
        },
    )
}

fn trouble(failure: &Failure) -> El {
    match (failure.errors().first(), failure.status()) {
        (Some(error), _) => urgent(text::error(error.code, Language::English)),
        (None, 401 | 403 | 404) => urgent("Nothing was changed").add(failed(failure, || {})),
        (None, 409) => urgent("This can’t be changed now").add(p("A practice needs an officer who is active.")),
        (None, _) => action_failed(failure, Language::English),
    }
}
