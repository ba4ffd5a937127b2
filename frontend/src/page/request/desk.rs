//! What the parts of the request page share: the request as it stands, its records, and what went wrong.

use super::link;
use super::stale::{anew, stale};
use crate::api::{self, Change, Failure};
use crate::browser;
use crate::component::alert::urgent;
use crate::el::{El, el, p};
use crate::form::Errors;
use crate::load::{Load, Loading, spawn};
use crate::said::{self, Said};
use crate::session::{Session, session};
use crate::text::staff;
use domain::id::RequestId;
use domain::route::Name;
use domain::text;
use domain::wire::{DeliveryCard, DeliveryState, Members, Placement, Problem, RecordList, RequestPage};
use domain::word::{Language, Work};
use leptos::prelude::*;

/// Where the page says what went wrong.
const TROUBLE: &str = "trouble";
/// The problem of what can't be done where the request stands now.
const WRONG_STAGE: &str = "urn:access-desk:problem:stage";
const POLL_MILLISECONDS: i32 = 1_500;
/// Five minutes of looking; then the person is asked to look again.
const POLLS: u32 = 200;

#[derive(Clone, Copy)]
pub struct Desk {
    pub page: RwSignal<RequestPage>,
    pub records: Loading<RecordList>,
    /// Loaded when someone is to be chosen from them.
    pub members: RwSignal<Option<Load<Members>>>,
    session: Session,
    /// Shown once, until the person says that it was handed over.
    pub passcode: RwSignal<Option<String>>,
    /// The same of the PIN, which can be told again.
    pub pin: RwSignal<Option<String>>,
    pub busy: RwSignal<bool>,
    pub trouble: RwSignal<Option<Failure>>,
    /// What the last change asked for, as the person said it.
    pub said: RwSignal<Option<Said>>,
    /// The same, of one that met a change that it did not know of.
    pub kept: RwSignal<Option<Said>>,
    /// How many lines the history had when the last change was sent.
    pub seen: RwSignal<usize>,
    /// The request as it stands, after a change met one that it did not know of.
    pub newer: RwSignal<Load<RequestPage>>,
    is_polling: RwSignal<bool>,
}

impl Desk {
    pub fn new(page: RequestPage) -> Self {
        let desk = Self {
            page: RwSignal::new(page),
            records: RwSignal::new(Load::Waiting),
            members: RwSignal::new(None),
            session: session(),
            passcode: RwSignal::new(None),
            pin: RwSignal::new(None),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
            said: RwSignal::new(None),
            kept: RwSignal::new(None),
            seen: RwSignal::new(0),
            newer: RwSignal::new(Load::Waiting),
            is_polling: RwSignal::new(false),
        };
        desk.refresh_records();
        desk.follow_assembly();
        desk
    }

    pub fn request(self) -> RequestId {
        self.page.with_untracked(|page| page.request.clone())
    }

    pub fn version(self) -> u64 {
        self.page.with_untracked(|page| page.version)
    }

    /// One fact of the request; what depends on it is built again only when it changes.
    pub fn part<T>(self, part: fn(&RequestPage) -> T) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.page.with(part))
    }

    /// Whether who is signed in may call the route.
    pub fn may(self, name: Name) -> bool {
        untrack(|| self.page.with(|page| self.session.may(&page.practice, name)))
    }

    /// The id of who is signed in.
    pub fn me(self) -> String {
        let me = self.session.me.get_untracked();
        me.map(|me| me.member.as_str().to_owned()).unwrap_or_default()
    }

    /// Makes a change, unless another one is under way.
    pub fn make(self, change: Change, done: &str) {
        if !self.begin() {
            return;
        }
        let done = done.to_owned();
        spawn(async move {
            let answer = change.await;
            self.settle(answer, &done);
        });
    }

    /// Makes the change that a form asks for. What is wrong with its answers is said in the form.
    pub fn submit(self, change: Change, errors: Errors, done: &str, then: Box<dyn FnOnce()>) {
        if !self.begin() {
            return;
        }
        let done = done.to_owned();
        spawn(async move {
            let answer = change.await;
            let is_done = answer.is_ok();
            match answer {
                Err(failure) if !failure.errors().is_empty() => {
                    self.busy.try_set(false);
                    errors.try_set(failure.errors());
                }
                answer => self.settle(answer, &done),
            }
            if is_done {
                then();
            }
        });
    }

    /// Loads the members of the practice, unless they are there or on their way.
    pub fn need_members(self) {
        let is_there = self
            .members
            .with_untracked(|members| matches!(members, Some(Load::Ready(_) | Load::Waiting)));
        if is_there {
            return;
        }
        self.members.set(Some(Load::Waiting));
        let practice = self.page.with_untracked(|page| page.practice.clone());
        spawn(async move {
            let next = match api::members(&practice).await {
                Ok(members) => Load::Ready(members),
                Err(failure) => Load::Failed(failure),
            };
            self.members.try_set(Some(next));
        });
    }

    /// Begins a change; `false` while another one is under way.
    pub fn begin(self) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        self.trouble.set(None);
        self.said.set(said::now());
        self.kept.set(None);
        self.seen.set(self.page.with_untracked(|page| page.history.len()));
        self.busy.set(true);
        true
    }

    /// Ends a change: shows the request as it stands now, or what went wrong.
    pub fn settle(self, answer: Result<RequestPage, Failure>, done: &str) {
        self.busy.try_set(false);
        match answer {
            Ok(page) => {
                self.page.try_set(page);
                browser::announce(done);
                self.refresh_records();
                self.follow_assembly();
            }
            Err(failure) => self.fail(failure),
        }
    }

    /// Says what went wrong, and goes there: what was pressed may be far below it.
    fn fail(self, failure: Failure) {
        if matches!(&failure, Failure::Refused(problem) if is_stale(problem)) {
            self.look_at_newer();
        }
        self.trouble.try_set(Some(failure));
        browser::focus_soon(TROUBLE);
    }

    fn look_at_newer(self) {
        self.newer.try_set(Load::Waiting);
        let Some((request, _)) = self.standing() else {
            return;
        };
        spawn(async move {
            let next = match api::request_page(&request).await {
                Ok(page) => Load::Ready(page),
                Err(failure) => Load::Failed(failure),
            };
            self.newer.try_set(next);
        });
    }

    /// A form may be built anew with what it is about, and what was typed be gone from it.
    fn keep_said(self) {
        let is_stale = self.trouble.try_with_untracked(|trouble| match trouble {
            Some(Failure::Refused(problem)) => is_stale(problem),
            Some(Failure::Offline | Failure::Unreadable) | None => false,
        });
        let said = self.said.try_get_untracked().flatten();
        if is_stale == Some(true) {
            self.kept.try_set(said.filter(|said| !said.answers.is_empty()));
        }
    }

    /// The newest of everything, with what was typed kept.
    pub fn refresh(self) {
        let request = self.request();
        spawn(async move {
            match api::request_page(&request).await {
                Ok(page) => {
                    self.page.try_set(page);
                    self.keep_said();
                    self.trouble.try_set(None);
                    self.refresh_records();
                    browser::focus_heading();
                }
                Err(failure) => self.fail(failure),
            }
        });
    }

    pub fn refresh_records(self) {
        let is_verified = self.page.try_with_untracked(|page| page.patient.is_some());
        if is_verified == Some(true) {
            spawn(async move {
                while let Some((request, version)) = self.standing() {
                    let next = match api::records(&request).await {
                        Ok(list) => Load::Ready(list),
                        Err(failure) => Load::Failed(failure),
                    };
                    if self.is_at(version) {
                        self.records.try_set(next);
                        return;
                    }
                }
            });
        }
    }

    /// Which state of the request is shown; `None` once the page was left.
    fn standing(self) -> Option<(RequestId, u64)> {
        self.page
            .try_with_untracked(|page| (page.request.clone(), page.version))
    }

    /// Whether that is still the state that is shown: the records of one before it would hide a decision that came since.
    fn is_at(self, version: u64) -> bool {
        self.standing().is_some_and(|(_, shown)| shown == version)
    }

    /// Looks again and again until every upload has been looked at.
    pub fn follow_inspection(self) {
        if self.is_polling.get_untracked() {
            return;
        }
        self.is_polling.set(true);
        spawn(async move {
            for _ in 0..POLLS {
                let Some((request, version)) = self.standing() else {
                    return;
                };
                let answer = api::records(&request).await;
                let is_current = self.is_at(version);
                let is_done = is_current && answer.as_ref().is_ok_and(|list| !is_waiting(list));
                if let (Ok(list), true) = (answer, is_current) {
                    self.records.try_set(Load::Ready(list));
                }
                if is_done {
                    // What was found may have made a task.
                    let answer = api::request_page(&request).await;
                    if let (Ok(page), true) = (answer, self.is_at(version)) {
                        self.page.try_set(page);
                    }
                    browser::announce("Every file has been checked.");
                    break;
                }
                browser::sleep(POLL_MILLISECONDS).await;
            }
            self.is_polling.try_set(false);
        });
    }

    /// Looks again and again while the package is being made.
    fn follow_assembly(self) {
        let is_under_way = move || {
            let work = self.page.try_with_untracked(|page| page.work);
            work == Some(Work::Assembling)
        };
        if !is_under_way() {
            return;
        }
        spawn(async move {
            let request = self.request();
            for _ in 0..POLLS {
                browser::sleep(POLL_MILLISECONDS).await;
                if !is_under_way() {
                    return;
                }
                if let Ok(page) = api::request_page(&request).await {
                    self.page.try_set(page);
                }
            }
        });
    }
}

/// The link that the patient can use now.
pub fn open_delivery(page: &RequestPage) -> Option<&DeliveryCard> {
    page.deliveries
        .iter()
        .find(|delivery| delivery.state == DeliveryState::Open)
}

pub fn is_waiting(list: &RecordList) -> bool {
    list.records.iter().any(|record| record.placement == Placement::Waiting)
}

/// What went wrong, in words, with what to do.
pub fn troubles(desk: Desk) -> Option<El> {
    let words = match desk.trouble.get()? {
        Failure::Refused(problem) => refused(desk, &problem),
        Failure::Offline => urgent(staff::OFFLINE),
        Failure::Unreadable => urgent(staff::OUR_FAULT),
    };
    Some(words.id(TROUBLE).attr("tabindex", "-1"))
}

/// Whether the request is not where the page shows it.
fn is_stale(problem: &Problem) -> bool {
    problem.status == 412 || problem.status == 409 && problem.kind == WRONG_STAGE
}

fn refused(desk: Desk, problem: &Problem) -> El {
    match problem.status {
        401 => {
            let sign_in = link(&api::sign_in_path(), "Sign in (opens a new tab)")
                .attr("target", "_blank")
                .attr("rel", "external noopener");
            urgent(staff::SIGNED_OUT).add(el("p").add(sign_in))
        }
        403 | 404 => urgent(staff::NOT_ALLOWED),
        _ if is_stale(problem) => stale(desk, problem),
        409 if problem.obstacles.is_empty() => urgent(&problem.title).add(p(&problem.detail)).add(anew(desk)),
        409 | 422 => {
            let reasons = problem.obstacles.iter().map(|obstacle| text::obstacle(*obstacle));
            let errors = problem
                .errors
                .iter()
                .map(|error| text::error(error.code, Language::English));
            let lines = reasons.chain(errors).map(|line| el("li").text(line));
            urgent("This can’t be done yet").add(el("ul").add_all(lines))
        }
        429 => urgent(staff::TOO_OFTEN),
        _ => urgent(staff::OUR_FAULT),
    }
}
