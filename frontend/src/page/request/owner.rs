//! Whose work the request is.

use super::desk::Desk;
use super::sheet::{Sheet, fold, sheet};
use crate::api;
use crate::component::button::{Look, button};
use crate::component::failure_view::failure_view;
use crate::component::field::{Label, labelled};
use crate::component::select::select;
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use crate::load::Load;
use domain::field::{Code, FieldError};
use domain::parse;
use domain::route::Name;
use domain::wire::Assign;
use domain::word::Work;
use leptos::prelude::*;

pub fn owner(desk: Desk) -> El {
    let may = desk.may(Name::Assign);
    let can_change = desk.part(|page| page.work != Work::Closed);
    let me = desk.me();
    let line = move || {
        let assignee = desk.page.with(|page| page.assignee.clone());
        let owner = assignee.as_ref().map_or("", |owner| owner.member.as_str());
        let who = match &assignee {
            Some(_) if owner == me => el("p").add(el("strong").text("Assigned to you")),
            Some(owner) => el("p").text("Assigned to ").add(el("strong").text(&owner.name)),
            None => el("p").add(el("strong").text("Assigned to nobody")),
        };
        let to_me = me.clone();
        let take = (owner != me).then(|| button(Look::Small, "Assign to me", move || assign(desk, &to_me)));
        let leave = assignee
            .is_some()
            .then(|| button(Look::Link, "Assign to nobody", move || assign(desk, "")));
        let buttons = el("div").class("buttons").add_some(take).add_some(leave);
        let buttons = (may && can_change.get()).then_some(buttons);
        Some(el("div").class("owner").add(who).add_some(buttons))
    };
    el("div")
        .live(line)
        .live(move || (may && can_change.get()).then(|| to_another(desk)))
}

fn assign(desk: Desk, member: &str) {
    let form = Assign {
        member: member.to_owned(),
    };
    let done = if member.is_empty() {
        "The request is nobody’s now."
    } else {
        "Assigned."
    };
    desk.make(api::assign(&desk.request(), &form), done);
}

fn to_another(desk: Desk) -> El {
    let member = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let label = Label {
        id: "assign-member",
        text: "Whose work is it?",
        hint: "",
    };
    let what = Sheet {
        name: "assign",
        button: "Assign",
        done: "Assigned.",
        clear: vec![member],
    };
    let fields = vec![member_field(desk, label, member, errors)];
    let form = sheet(desk, what, errors, fields, move || {
        let form = Assign {
            member: member.get_untracked(),
        };
        match parse::member("member", &form.member).map_err(|error| vec![error])? {
            Some(_) => Ok(api::assign(&desk.request(), &form)),
            None => Err(vec![FieldError::new("member", Code::MemberUnknown)]),
        }
    });
    needing_members(desk, fold("assign", "Assign to someone else")).add(form)
}

/// Loads whom to choose from when it is opened.
pub fn needing_members(desk: Desk, part: El) -> El {
    part.on("toggle", move |_| desk.need_members())
}

/// One member of the practice, or nobody.
pub fn member_field(desk: Desk, label: Label, member: RwSignal<String>, errors: Errors) -> El {
    el("div").live(move || {
        Some(desk.members.with(|members| match members {
            None | Some(Load::Waiting) => p("Loading who works here").class("waiting"),
            Some(Load::Failed(failure)) => failure_view(failure, move || desk.need_members()),
            Some(Load::Ready(list)) => {
                let active = list.members.iter().filter(|member| member.active);
                let choices = active.map(|member| (member.member.as_str(), member.name.as_str()));
                let choices = std::iter::once(("", "Nobody yet")).chain(choices);
                labelled(label, select(label.id, choices, Answer::own(member)), errors)
            }
        }))
    })
}
