//! What the practice has in writing, and who was trained: what the member is to read, each paper with its versions, and for
//! the officer who has read what.

mod forms;
mod list;
mod register;

use super::worklist::{failed, know_me, nav};
use super::{entitle_form, h1, section, skeleton};
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Weight, alert, urgent};
use crate::component::button::{Look, busy_button, button};
use crate::component::error_summary::error_summary;
use crate::component::failure_view::action_failed;
use crate::el::{El, el, p};
use crate::form::Errors;
use crate::load::{Load, Loading, load, reload, spawn};
use crate::session::{Session, session};
use domain::id::{PolicyId, PracticeId};
use domain::papers::Standing;
use domain::route::Name;
use domain::text;
use domain::text::papers::about;
use domain::wire::papers::{Attest, EnterTraining, PaperCard, PapersPage, WritePaper};
use domain::word::Language;
use leptos::prelude::*;
use std::future::Future;

const TITLE: &str = "Policies and training";

/// Which form is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Paper,
    OwnTraining,
    HeldTraining,
}

#[derive(Clone, Copy)]
struct Office {
    session: Session,
    practice: StoredValue<PracticeId>,
    list: Loading<PapersPage>,
    open: RwSignal<Open>,
    paper: RwSignal<WritePaper>,
    own: RwSignal<Attest>,
    held: RwSignal<EnterTraining>,
    errors: Errors,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    done: RwSignal<&'static str>,
}

impl Office {
    fn reload(self) {
        let practice = self.practice.get_value();
        reload(self.list, async move { api::papers(&practice).await });
    }

    fn may_write(self) -> bool {
        self.practice
            .with_value(|practice| self.session.may(practice, Name::WritePaper))
    }

    fn turn_to(self, form: Open) {
        self.errors.set(Vec::new());
        self.failure.set(None);
        self.done.set("");
        self.open.set(form);
        let first = match form {
            Open::Nothing => return,
            Open::Paper | Open::OwnTraining => "subject",
            Open::HeldTraining => "member",
        };
        browser::focus_soon(first);
    }

    /// Sends what was entered, and shows what is so then.
    fn send<T: 'static>(self, said: &'static str, answer: impl Future<Output = api::Answer<T>> + 'static) {
        self.failure.set(None);
        self.done.set("");
        self.busy.set(true);
        spawn(async move {
            let answer = answer.await;
            self.busy.try_set(false);
            match answer {
                Ok(_) => {
                    self.open.try_set(Open::Nothing);
                    self.done.try_set(said);
                    browser::announce(said);
                    self.reload();
                }
                Err(failure) if !failure.errors().is_empty() => {
                    self.errors.try_set(failure.errors());
                }
                Err(failure) => {
                    self.failure.try_set(Some(failure));
                }
            }
        });
    }
}

pub fn papers(practice: PracticeId) -> El {
    let session = session();
    know_me(session, practice.clone());
    let asked = practice.clone();
    let errors: Errors = RwSignal::new(Vec::new());
    entitle_form(TITLE, errors);
    let office = Office {
        session,
        practice: StoredValue::new(practice.clone()),
        list: load(async move { api::papers(&asked).await }),
        open: RwSignal::new(Open::Nothing),
        paper: RwSignal::new(WritePaper::default()),
        own: RwSignal::new(Attest::default()),
        held: RwSignal::new(EnterTraining::default()),
        errors,
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
        done: RwSignal::new(""),
    };
    el("div")
        .class("wide")
        .add(nav(&practice))
        .add(error_summary("error-summary", errors))
        .add(h1(TITLE))
        .live(move || {
            let done = office.done.get();
            (!done.is_empty()).then(|| alert(Weight::Good, done))
        })
        .live(move || office.failure.with(|failure| failure.as_ref().map(trouble)))
        .live(move || {
            Some(office.list.with(|list| match list {
                Load::Waiting => skeleton(6),
                Load::Failed(failure) => failed(failure, move || office.reload()),
                Load::Ready(page) => shown(office, page),
            }))
        })
}

fn trouble(failure: &Failure) -> El {
    match failure.status() {
        401 | 403 | 404 => urgent("Nothing was entered").add(failed(failure, || {})),
        _ => action_failed(failure, Language::English),
    }
}

fn shown(office: Office, page: &PapersPage) -> El {
    let may_write = office.may_write();
    el("div")
        .add(to_read(office, page))
        .add(doors(office, may_write))
        .add(forms::opened(office, page))
        .add(list::policies(office, page, may_write))
        .add(list::documents(office, page, may_write))
        .add_some(may_write.then(|| register::readers(page)))
        .add(register::trainings(page, may_write))
}

/// The buttons that open a form.
fn doors(office: Office, may_write: bool) -> El {
    let door = |words, form| button(Look::Small, words, move || office.turn_to(form));
    let paper = move || {
        office.paper.set(WritePaper::default());
        office.turn_to(Open::Paper);
    };
    el("div")
        .class("buttons")
        .add_some(may_write.then(|| button(Look::Small, "Enter a policy or another paper", paper)))
        .add(door("Say that you were trained", Open::OwnTraining))
        .add_some(may_write.then(|| door("Enter a training of someone", Open::HeldTraining)))
}

/// What the member has not said to have read: first what is in effect, then what is coming.
fn to_read(office: Office, page: &PapersPage) -> El {
    let me = office.session.me.with(|me| me.as_ref().map(|me| me.member.clone()));
    let is_read = |version: &PolicyId| {
        page.trainings
            .iter()
            .any(|line| Some(&line.member) == me.as_ref() && line.version.as_ref() == Some(version))
    };
    let coming = page
        .papers
        .iter()
        .filter(|paper| paper.standing == Standing::Coming && paper.subject.is_policy() && !is_read(&paper.version));
    let open: Vec<&PaperCard> = page
        .papers
        .iter()
        .filter(|paper| page.to_read.contains(&paper.version))
        .chain(coming)
        .collect();
    let part = section("For you to read").id("to-read");
    if open.is_empty() {
        return part.add(p("You have read every policy that is in effect or coming.").class("good-text"));
    }
    let cards = open.iter().enumerate().map(|(number, paper)| {
        // One filled button a page: that of the first.
        let look = if number == 0 { Look::Filled } else { Look::Outlined };
        attestable(office, paper, look)
    });
    part.add(p("Read each one, and say so. A new version is asked anew (45 CFR 164.530(b)).").class("hint"))
        .add_all(cards)
}

fn attestable(office: Office, paper: &PaperCard, look: Look) -> El {
    let version = paper.version.clone();
    let which = el("span")
        .class("unseen")
        .text(": ")
        .text(&about(paper.subject, &paper.title));
    let read = busy_button(
        look,
        office.busy,
        || "I have read this and will work by it".to_owned(),
        move || {
            let form = Attest {
                version: version.to_string(),
                ..Attest::default()
            };
            let practice = office.practice.get_value();
            office.errors.set(Vec::new());
            office.send("It is noted that you have read it", async move {
                api::attest(&practice, &form).await
            });
        },
    );
    let from = text::date(paper.from, Language::English);
    let when = match paper.standing {
        Standing::Coming => ["Comes into effect on ", &from].concat(),
        Standing::InForce | Standing::Former | Standing::Superseded => ["In effect from ", &from].concat(),
    };
    el("div")
        .class("panel")
        .add(el("h3").text(&about(paper.subject, &paper.title)))
        .add(p(&when).class("hint"))
        .add(p(&paper.text).class("paper-text"))
        .add(read.add(which))
}
