//! The home of staff: the open requests of a practice, the most urgent first, filtered by what stands in the address.

mod assign;
mod filters;
pub mod rows;
mod search;

use super::sign_in::signed_out;
use super::{entitle, h1, link, skeleton};
use crate::address::Place;
use crate::api::{self, Answer, Failure};
use crate::browser;
use crate::component::alert::{Weight, alert, urgent};
use crate::component::button::{Look, busy_button, button};
use crate::component::dialog::dialog;
use crate::component::error_summary::error_summary;
use crate::component::failure_view::failure_view;
use crate::el::{El, el, p, react};
use crate::form::Errors;
use crate::load::{Load, Loading, load, spawn};
use crate::session::{Session, session};
use crate::text::staff;
use domain::id::PracticeId;
use domain::route::Name;
use domain::wire::{CalendarAddress, Found, Members, PracticeCard, Worklist, WorklistRow};
use leptos::prelude::*;

const KEYS: &str = "keys";
const CALENDAR: &str = "calendar";

/// What the parts of this page share.
#[derive(Clone, Copy)]
struct Board {
    session: Session,
    practice: StoredValue<PracticeId>,
    /// The filters as the address has them.
    filters: Memo<String>,
    list: Loading<Worklist>,
    /// Which asking for the list was the last: an earlier one may be answered later.
    turn: StoredValue<u32>,
    card: Loading<PracticeCard>,
    members: Loading<Members>,
    /// What a search found, in place of the list.
    found: RwSignal<Option<Found>>,
    errors: Errors,
    /// Requests that are ticked, and to whom they shall go.
    selected: RwSignal<Vec<String>>,
    member: RwSignal<String>,
    /// What was done to them.
    done: RwSignal<Option<String>>,
    /// The address of the own calendar, once it was asked for.
    calendar: RwSignal<Option<Answer<CalendarAddress>>>,
}

impl Board {
    fn practice(self) -> PracticeId {
        self.practice.get_value()
    }

    /// The newest, with what is there shown until it comes.
    fn refresh(self) {
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        self.selected.set(Vec::new());
        let filters = self.filters.get_untracked();
        spawn(async move {
            let answer = self.ask(&filters, None).await;
            if self.turn.try_get_value() == Some(turn) {
                self.list.try_set(match answer {
                    Ok(list) => Load::Ready(list),
                    Err(failure) => Load::Failed(failure),
                });
            }
        });
    }

    async fn ask(self, filters: &str, after: Option<&str>) -> Answer<Worklist> {
        let practice = self.practice();
        if filters.split('&').all(|filter| filter != filters::MINE) {
            return api::worklist(&practice, filters, after).await;
        }
        // The address says "me", so that a view means the same to everyone; the API wants to know who that is.
        let me = match self.session.me.get_untracked() {
            Some(me) => me,
            None => api::me().await?,
        };
        let mine = ["assignee=", me.member.as_str()].concat();
        let resolved = filters
            .split('&')
            .map(|filter| if filter == filters::MINE { &mine } else { filter });
        let resolved: Vec<&str> = resolved.collect();
        api::worklist(&practice, &resolved.join("&"), after).await
    }

    /// Whether the member may give work to someone.
    fn may_assign(self) -> bool {
        self.practice
            .with_value(|practice| self.session.may(practice, Name::AssignMany))
    }
}

pub fn worklist(practice: PracticeId) -> El {
    entitle("Requests");
    let session = session();
    know_me(session, practice.clone());
    let (card, members) = (practice.clone(), practice.clone());
    let board = Board {
        session,
        practice: StoredValue::new(practice.clone()),
        filters: Memo::new(move |_| session.address.with(filters::query)),
        list: RwSignal::new(Load::Waiting),
        turn: StoredValue::new(0),
        card: load(async move { api::practice(&card).await }),
        members: load(async move { api::members(&members).await }),
        found: RwSignal::new(None),
        errors: RwSignal::new(Vec::new()),
        selected: RwSignal::new(Vec::new()),
        member: RwSignal::new(assign::UNCHOSEN.to_owned()),
        done: RwSignal::new(None),
        calendar: RwSignal::new(None),
    };
    react(move || {
        board.filters.track();
        board.found.set(None);
        board.done.set(None);
        board.refresh();
    });
    browser::on_keys(on_key);
    let is_in = Memo::new(move |_| board.list.with(|list| matches!(list, Load::Ready(_))));
    let tools = move || {
        is_in.get().then(|| {
            el("div")
                .class("tools")
                .add(search::search(board))
                .add(filters::filters(board))
        })
    };
    el("div")
        .class("wide")
        .add(nav(&practice))
        .add(error_summary("error-summary", board.errors))
        .add(h1("Requests"))
        .live(tools)
        .live(move || Some(alert(Weight::Good, &board.done.get()?)))
        .live(move || Some(content(board)))
        .live(move || assign::bar(board))
        .add(dialog(KEYS, || "Keys".to_owned(), "Close", vec![key_list()]))
        .add(dialog(CALENDAR, || "Your due dates in a calendar".to_owned(), "Close", vec![
            p("Your calendar program can show when what is assigned to you must be answered. Subscribe to this address in it."),
            el("div").live(move || Some(calendar(board))),
        ]))
}

fn content(board: Board) -> El {
    if let Some(found) = board.found.get() {
        return search::result(board, &found);
    }
    board.list.with(|list| match list {
        Load::Waiting => skeleton(8),
        Load::Failed(failure) => failed(failure, move || board.refresh()),
        Load::Ready(page) if page.rows.is_empty() => empty(board),
        Load::Ready(page) => listed(board, page),
    })
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

/// The pages of a practice's desk. The officer has more.
pub fn nav(practice: &PracticeId) -> El {
    let session = session();
    let here = session.address.with_untracked(|address| address.path.clone());
    let practice = practice.clone();
    let item = move |place: Place, words: &str| {
        let path = place.path();
        let item = link(&path, words);
        if path == here {
            item.attr("aria-current", "page")
        } else {
            item
        }
    };
    el("div").live(move || {
        let may = |name| session.may(&practice, name);
        let (morning, enter, reports) = (may(Name::Morning), may(Name::EnterRequest), may(Name::Report));
        Some(
            el("nav")
                .class("tabs")
                .attr("aria-label", "Pages")
                .add_some(morning.then(|| item(Place::Morning(practice.clone()), "Morning")))
                .add(item(Place::Worklist(practice.clone()), "Requests"))
                .add_some(enter.then(|| item(Place::Enter(practice.clone()), "Enter a request")))
                .add(item(Place::Members(practice.clone()), "Members"))
                .add_some(reports.then(|| item(Place::Reports(practice.clone()), "Reports")))
                .add(item(Place::Fees(practice.clone()), "Fees"))
                .add(item(Place::Papers(practice.clone()), "Policies and training")),
        )
    })
}

/// In place of a staff page.
pub fn failed(failure: &Failure, retry: impl Fn() + 'static) -> El {
    match failure.status() {
        401 => signed_out(),
        403 => el("div")
            .add(p("You can’t work on requests here.").class("lead"))
            .add(p("Clerks, licensed professionals, reviewers and privacy officers can, as long as they are switched on. If you should, too, ask the privacy officer of the practice."))
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

fn empty(board: Board) -> El {
    let practice = board.practice();
    if !board.filters.get().is_empty() {
        return el("div")
            .class("empty")
            .add(p("No open request fits these filters.").class("lead"))
            .add(el("p").add(link(&Place::Worklist(practice).path(), "Show all open requests")));
    }
    if only_reviews(board) {
        return el("div")
            .class("empty")
            .add(p("No review waits for you.").class("lead"))
            .add(p(
                "When a requester asks for a second look at what was withheld, it appears here until someone else has it. You see no other requests.",
            ));
    }
    let form = Place::Ask(practice).path();
    el("div")
        .class("empty")
        .add(p("No open requests.").class("lead"))
        .add(p(
            "Requests from patients appear here, the most urgent first. Give patients this link to ask for their records:",
        ))
        .add(el("p").add(link(&form, &form)))
}

/// Whether who is signed in comes for reviews alone.
fn only_reviews(board: Board) -> bool {
    let may = |name| board.practice.with_value(|practice| board.session.may(practice, name));
    may(Name::DecideReview) && !may(Name::EnterRequest) && !may(Name::Determine)
}

fn listed(board: Board, page: &Worklist) -> El {
    let count = match only_reviews(board) {
        true => staff::counted(page.rows.len(), "review waits for you", "reviews wait for you"),
        false => staff::counted(page.rows.len(), "open request", "open requests"),
    };
    let shown = if page.next.is_some() {
        " shown, the most urgent first"
    } else {
        ", the most urgent first"
    };
    let refresh = button(Look::Link, "Refresh", move || board.refresh()).id("refresh");
    let keys = button(Look::Link, "Keys", || browser::open_dialog(KEYS));
    let print = button(Look::Link, "Print", browser::print);
    let calendar = button(Look::Link, "Calendar", move || {
        browser::open_dialog(CALENDAR);
        let practice = board.practice();
        spawn(async move {
            let answer = api::calendar_address(&practice).await;
            board.calendar.try_set(Some(answer));
        });
    });
    let line = p(&count).class("aside").text(shown);
    let line = line.add(refresh).add(print).add(calendar).add(keys);
    el("div")
        .add(line)
        .add(ticked(board, "Open requests by due date", &page.rows))
        .add_some(page.next.as_ref().map(|after| more(board, after.clone())))
}

/// Where the own calendar lies.
fn calendar(board: Board) -> El {
    board.calendar.with(|calendar| match calendar {
        None => skeleton(1),
        Some(Err(_)) => urgent("The address could not be loaded. Close this and try again."),
        Some(Ok(calendar)) => el("div")
            .add(p(&calendar.url).class("digest"))
            .add(p("Whoever has the address sees the receipt numbers and the dates, and nothing of the patients. Keep it to yourself. It ends when you are switched off.").class("aside")),
    })
}

/// Rows that can be ticked by who may give work to someone.
fn ticked(board: Board, caption: &str, found: &[WorklistRow]) -> El {
    let tick = board.may_assign().then_some(board.selected);
    rows::rows(&board.practice(), caption, found, tick)
}

fn more(board: Board, after: String) -> El {
    let busy = RwSignal::new(false);
    let label = move || if busy.get() { "Loading" } else { "Show more" }.to_owned();
    busy_button(Look::Outlined, busy, label, move || {
        busy.set(true);
        let (turn, after) = (board.turn.get_value(), after.clone());
        spawn(async move {
            let answer = board.ask(&board.filters.get_untracked(), Some(&after)).await;
            busy.try_set(false);
            let Ok(next) = answer else {
                browser::announce("The rest could not be loaded. Try again.");
                return;
            };
            if board.turn.try_get_value() != Some(turn) {
                return;
            }
            browser::announce(&staff::counted(next.rows.len(), "more request", "more requests"));
            board.list.try_update(|list| {
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
        "j" => browser::move_focus(rows::LINKS, 1),
        "k" => browser::move_focus(rows::LINKS, -1),
        "x" => rows::tick_focused(),
        "r" => browser::click("refresh"),
        "/" => {
            browser::focus(search::FIELD);
        }
        "?" => browser::open_dialog(KEYS),
        _ => {}
    }
}

fn key_list() -> El {
    let keys = [
        ("j", "Next request"),
        ("k", "Request before"),
        ("Enter", "Open the request"),
        ("x", "Tick the request, to assign it"),
        ("/", "Find a request"),
        ("r", "Refresh the list"),
        ("?", "Show these keys"),
    ];
    el("dl").class("summary").add_all(keys.map(|(key, what)| {
        el("div")
            .class("summary-row")
            .add(el("dt").add(el("kbd").text(key)))
            .add(el("dd").text(what))
    }))
}
