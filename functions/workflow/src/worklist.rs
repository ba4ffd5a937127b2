//! The open requests of a practice, one of them, and the search for any.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::page::{self, Parts};
use crate::session;
use crate::world::World;
use chrono::{DateTime, NaiveDate, Utc};
use domain::clock::{self, Aim};
use domain::decide;
use domain::id::{LocationId, MemberId, RequestId};
use domain::parse;
use domain::request::Request;
use domain::review;
use domain::wire::{Found, Reading, SearchRequests, Worklist};
use domain::word::{Kind, WaitsFor, Work, of};

const ROWS: i32 = 50;
/// Pages that one call looks through for rows that pass its filters; then it answers with what it has, and with where
/// to go on.
const PAGES: usize = 20;
/// What one search shows of those that it fits.
const FOUND: usize = 50;

/// `GET /api/practices/{practice}/worklist`.
pub async fn worklist(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let mut after = match call.query("after") {
        Some(text) => Some(cursor(text).ok_or(Failure::Malformed)?),
        None => None,
    };
    let filter = Filter::of(call)?;
    session::note_access(world, call, &member, None).await?;
    let practice = world.table.practice(&member.practice).await?.ok_or(Failure::NotFound)?;
    let mut rows = Vec::new();
    let mut next = None;
    for _ in 0..PAGES {
        let page = world.table.worklist(&member.practice, after.clone(), ROWS).await?;
        let passing = page
            .rows
            .iter()
            .filter(|request| session::may_see(&member, request))
            .filter(|request| filter.passes(request, call.now));
        rows.extend(passing.map(|request| page::row(request, &practice, call.now)));
        next = page.next;
        after = next.as_deref().and_then(cursor);
        // A page is never cut, so that its end is where the next one begins.
        if after.is_none() || rows.len() >= ROWS as usize {
            break;
        }
    }
    Reply::json(200, &Worklist { rows, next })
}

/// What a list is narrowed to. A filter that is not known is refused: a list that is longer than its heading says would
/// be believed.
#[derive(Default)]
struct Filter {
    location: Option<LocationId>,
    assignee: Option<Option<MemberId>>,
    work: Option<Work>,
    kind: Option<Kind>,
    waits: Option<WaitsFor>,
    clock: Option<ClockFilter>,
}

#[derive(Clone, Copy)]
enum ClockFilter {
    Overdue,
    Today,
    Soon,
}

impl Filter {
    fn of(call: &Call) -> Result<Self, Failure> {
        let mut filter = Self::default();
        let chosen = |name| call.query(name).filter(|text| !text.is_empty());
        if let Some(text) = chosen("location") {
            filter.location = Some(LocationId::parse(text).ok_or(Failure::Malformed)?);
        }
        filter.assignee = match chosen("assignee") {
            None => None,
            Some("none") => Some(None),
            Some(text) => Some(Some(MemberId::parse(text).ok_or(Failure::Malformed)?)),
        };
        if let Some(text) = chosen("work") {
            filter.work = Some(of(text, &Work::WIRE).ok_or(Failure::Malformed)?);
        }
        if let Some(text) = chosen("kind") {
            filter.kind = Some(of(text, &Kind::WIRE).ok_or(Failure::Malformed)?);
        }
        if let Some(text) = chosen("waits") {
            filter.waits = Some(of(text, &WaitsFor::WIRE).ok_or(Failure::Malformed)?);
        }
        if let Some(text) = chosen("clock") {
            let names = [
                ("overdue", ClockFilter::Overdue),
                ("today", ClockFilter::Today),
                ("soon", ClockFilter::Soon),
            ];
            filter.clock = Some(of(text, &names).ok_or(Failure::Malformed)?);
        }
        Ok(filter)
    }

    fn passes(&self, request: &Request, now: DateTime<Utc>) -> bool {
        let location = self.location.is_none() || self.location == request.location;
        let assignee = match &self.assignee {
            None => true,
            Some(wanted) => *wanted == request.assignee.as_ref().map(|assignee| assignee.id.clone()),
        };
        let clock = self.clock.is_none_or(|wanted| {
            let clock = page::clock(request, now);
            match wanted {
                ClockFilter::Overdue => matches!(clock.reading, Reading::Overdue(_)),
                ClockFilter::Today => clock::is_for_today(&clock),
                ClockFilter::Soon => {
                    matches!(
                        clock::aim(&clock),
                        Aim::Limit(Reading::DueSoon(_)) | Aim::Target(Reading::DueSoon(_))
                    )
                }
            }
        });
        location
            && assignee
            && clock
            && self.work.is_none_or(|work| work == request.work)
            && self.kind.is_none_or(|kind| kind == request.kind)
            && self.waits.is_none_or(|waits| match waits {
                // Also one on which the desk has something to do meanwhile.
                WaitsFor::Review => review::undecided(request).is_some(),
                waits => waits == decide::waits_for(request),
            })
    }
}

/// `GET /api/requests/{request}`.
pub async fn request(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (member, request) = session::member_of_request(world, call).await?;
    session::note_access(world, call, &member, Some(&request)).await?;
    let parts = Parts::load(world, request).await?;
    Reply::json(200, &parts.build(call.now))
}

/// `POST /api/practices/{practice}/searches`: a POST since it carries names, which belong in no URL. Closed requests are
/// found as well.
pub async fn search(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let form: SearchRequests = call.form()?;
    let search = parse::search(&form).map_err(Failure::invalid)?;
    session::note_access(world, call, &member, None).await?;
    let practice = world.table.practice(&member.practice).await?.ok_or(Failure::NotFound)?;
    let (mut found, mut more) = (Vec::new(), false);
    if let Some(receipt) = &search.receipt {
        found.extend(world.table.request_of(&practice.id, receipt).await?);
    }
    if let Some(family) = search.family_name.filter(|_| found.is_empty()) {
        let given = search.given_name.as_deref();
        (found, more) = world.table.requests_named(&practice.id, &family, given, FOUND).await?;
    }
    found.sort_by_key(|request| std::cmp::Reverse(request.received.on));
    let rows = found
        .iter()
        .filter(|request| session::may_see(&member, request))
        .map(|request| page::row(request, &practice, call.now))
        .collect();
    Reply::json(200, &Found { rows, more })
}

fn cursor(text: &str) -> Option<(NaiveDate, RequestId)> {
    let (due_on, request) = text.split_once('.')?;
    Some((due_on.parse().ok()?, RequestId::parse(request)?))
}
