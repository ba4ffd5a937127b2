//! What the parts of the request page share: the request as it stands, its records, and what went wrong.

use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Alert, Weight};
use crate::component::button::{Button, Look};
use crate::load::{Load, Loading, reload};
use crate::text::staff;
use domain::id::RequestId;
use domain::text;
use domain::wire::{Problem, RecordList, RequestPage};
use domain::word::{Language, Work};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

const POLL_MILLISECONDS: i32 = 1_500;
/// Five minutes of looking; then the person is asked to look again.
const POLLS: u32 = 200;

#[derive(Clone, Copy)]
pub struct Desk {
    pub page: RwSignal<RequestPage>,
    pub records: Loading<RecordList>,
    /// Shown once, until the person says that it was handed over.
    pub passcode: RwSignal<Option<String>>,
    pub busy: RwSignal<bool>,
    pub trouble: RwSignal<Option<Failure>>,
    is_polling: RwSignal<bool>,
}

impl Desk {
    pub fn new(page: RequestPage) -> Self {
        let desk = Self {
            page: RwSignal::new(page),
            records: RwSignal::new(Load::Waiting),
            passcode: RwSignal::new(None),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
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

    /// Begins a change; `false` while another one is under way.
    pub fn begin(self) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        self.trouble.set(None);
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
            Err(failure) => {
                self.trouble.try_set(Some(failure));
            }
        }
    }

    /// The newest of everything, with what was typed kept.
    pub fn refresh(self) {
        let request = self.request();
        spawn_local(async move {
            match api::request_page(&request).await {
                Ok(page) => {
                    self.page.try_set(page);
                    self.trouble.try_set(None);
                    self.refresh_records();
                }
                Err(failure) => {
                    self.trouble.try_set(Some(failure));
                }
            }
        });
    }

    pub fn refresh_records(self) {
        let is_verified = self.page.try_with_untracked(|page| page.patient.is_some());
        if is_verified == Some(true) {
            let request = self.request();
            reload(self.records, async move { api::records(&request).await });
        }
    }

    /// Looks again and again until every upload has been looked at.
    pub fn follow_inspection(self) {
        if self.is_polling.get_untracked() {
            return;
        }
        self.is_polling.set(true);
        spawn_local(async move {
            for _ in 0..POLLS {
                let Some(request) = self.page.try_with_untracked(|page| page.request.clone()) else {
                    return;
                };
                let answer = api::records(&request).await;
                let is_done = answer.as_ref().is_ok_and(|list| !is_waiting(list));
                if let Ok(list) = answer {
                    self.records.try_set(Load::Ready(list));
                }
                if is_done {
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
        spawn_local(async move {
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

pub fn is_waiting(list: &RecordList) -> bool {
    let waits = |record: &domain::wire::RecordCard| matches!(record.placement, domain::wire::Placement::Waiting);
    list.records.iter().any(waits)
}

/// What went wrong, in words, with what to do.
#[component]
pub fn Troubles(desk: Desk) -> AnyView {
    (move || {
        desk.trouble.get().map(|failure| match &failure {
            Failure::Refused(problem) => refused(desk, problem),
            Failure::Offline => plain(staff::OFFLINE),
            Failure::Unreadable => plain(staff::OUR_FAULT),
        })
    })
    .into_any()
}

fn plain(title: &'static str) -> AnyView {
    view! { <Alert weight=Weight::Trouble title urgent=true/> }.into_any()
}

fn refused(desk: Desk, problem: &Problem) -> AnyView {
    match problem.status {
        401 => view! {
            <Alert weight=Weight::Trouble title=staff::SIGNED_OUT urgent=true>
                <p><a href=api::sign_in_path() target="_blank" rel="external noopener">"Sign in (opens a new tab)"</a></p>
            </Alert>
        }
        .into_any(),
        403 | 404 => plain(staff::NOT_ALLOWED),
        409 | 412 => stale(desk, problem),
        422 => {
            let reasons = problem.obstacles.iter().map(|obstacle| text::obstacle(*obstacle));
            let errors = problem.errors.iter().map(|error| text::error(error.code, Language::English));
            let lines: Vec<_> = reasons.chain(errors).map(|line| view! { <li>{line}</li> }).collect();
            view! {
                <Alert weight=Weight::Trouble title="This can’t be done yet" urgent=true>
                    <ul>{lines}</ul>
                </Alert>
            }
            .into_any()
        }
        429 => plain("That was too often in a short while. Wait a minute, then try again."),
        _ => plain(staff::OUR_FAULT),
    }
}

/// Someone was faster: who, what, and the way to go on.
fn stale(desk: Desk, problem: &Problem) -> AnyView {
    let by = problem.changed_by.clone().unwrap_or_else(|| "someone else".to_owned());
    let what = problem.changed.map(|what| text::what(what, Language::English));
    let title = match what {
        Some(what) => ["Changed by ", &by, " meanwhile: ", what].concat(),
        None => ["Changed by ", &by, " meanwhile"].concat(),
    };
    let refresh = Callback::new(move |()| desk.refresh());
    view! {
        <Alert weight=Weight::Notice title urgent=true>
            <p>"Your change was not made. Look at the request as it stands now; what you typed stays."</p>
            <Button look=Look::Outlined label="Show the request as it is now".to_owned() on_press=refresh/>
        </Alert>
    }
    .into_any()
}
