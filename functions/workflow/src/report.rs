//! Reports for the officer: of what was answered in some months, found by the month of the answer.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::session;
use crate::world::World;
use crate::zone;
use chrono::NaiveDate;
use domain::id::RequestId;
use domain::practice::{Member, Practice};
use domain::report::{self, Period, Tally};
use domain::request::Request;
use domain::wire::report::DenialLog;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

const ROWS: i32 = 200;

/// `GET /api/practices/{practice}/reports`. Reads the requests that were answered in the period and those that are open:
/// neither grows with what was closed before.
pub async fn report(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (member, period) = asked(world, call).await?;
    let mut tally = Tally::new(period);
    for month in period.months() {
        for request in world.table.answered_in(&member.practice, &month).await? {
            tally.answered(&request);
        }
    }
    let mut after: Option<(NaiveDate, RequestId)> = None;
    loop {
        let page = world.table.worklist(&member.practice, after, ROWS).await?;
        for request in &page.rows {
            tally.open(request, zone::day(call.now, &request.received.time_zone));
        }
        let last = page.rows.last().filter(|_| page.next.is_some());
        after = last.map(|last: &Request| (last.act_on(), last.id.clone()));
        if after.is_none() {
            return Reply::json(200, &tally.report());
        }
    }
}

/// `GET /api/practices/{practice}/denials`. Found by the month of the letter; answers of before those rows were written, by
/// the month of the answer. The history is read of those requests alone that denied something.
pub async fn denials(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (member, period) = asked(world, call).await?;
    let mut requests = BTreeMap::new();
    for month in period.months() {
        let answered = world.table.answered_in(&member.practice, &month).await?;
        let denied = answered.into_iter().filter(report::has_denial);
        requests.extend(denied.map(|request| (request.id.clone(), request)));
        for id in world.table.denied_in(&member.practice, &month).await? {
            if let Entry::Vacant(place) = requests.entry(id) {
                let request = world.table.request(place.key()).await?.ok_or(Failure::NotFound)?;
                place.insert(request);
            }
        }
    }
    let mut denials = Vec::new();
    for request in requests.values() {
        let events = world.table.history(request).await?;
        denials.extend(report::denials(request, &events, period));
    }
    denials.sort_by_key(|denial| denial.letter_on);
    let (from, until) = period.ends();
    Reply::json(200, &DenialLog { from, until, denials })
}

/// Who asks, and for which months; this one where none is named.
pub async fn asked(world: &World, call: &Call) -> Result<(Member, Period), Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let chosen = |name| call.query(name).filter(|text| !text.is_empty());
    let named = match (chosen("from"), chosen("until")) {
        (Some(from), until) => Some(Period::parse(from, until.unwrap_or(from)).ok_or(Failure::Malformed)?),
        (None, Some(_)) => return Err(Failure::Malformed),
        (None, None) => None,
    };
    session::note_access(world, call, &member, None).await?;
    let period = match named {
        Some(period) => period,
        None => {
            let practice: Option<Practice> = world.table.practice(&member.practice).await?;
            let practice = practice.ok_or(Failure::NotFound)?;
            Period::of(zone::latest_day(call.now, &practice))
        }
    };
    Ok((member, period))
}
