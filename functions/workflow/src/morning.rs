//! What an officer looks at first: what is late, what is nobody's, what failed, and what waits for her.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::page;
use crate::session;
use crate::world::World;
use chrono::NaiveDate;
use domain::clock;
use domain::decide;
use domain::id::RequestId;
use domain::request::Request;
use domain::wire::{Morning, MorningList, MorningPlace, Reading};
use domain::word::{TaskKind, WaitsFor, Work};

const ROWS: i32 = 200;
/// Each list shows so many and counts them all; the worklist shows the rest.
const SHOWN: usize = 25;

/// `GET /api/practices/{practice}/morning`. Reads the open requests, whose number does not grow with those that are
/// closed.
pub async fn morning(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    session::note_access(world, call, &member, None).await?;
    let practice = world.table.practice(&member.practice).await?.ok_or(Failure::NotFound)?;
    let mut morning = Morning {
        open: 0,
        places: Vec::new(),
        overdue: MorningList::default(),
        due_today: MorningList::default(),
        unassigned: MorningList::default(),
        bounced: MorningList::default(),
        stuck: MorningList::default(),
        approvals: MorningList::default(),
        misdirected: MorningList::default(),
    };
    let mut after: Option<(NaiveDate, RequestId)> = None;
    loop {
        let page = world.table.worklist(&practice.id, after, ROWS).await?;
        for request in &page.rows {
            let row = page::row(request, &practice, call.now);
            let is_overdue = matches!(row.clock.reading, Reading::Overdue(_));
            let is_today = clock::is_for_today(&row.clock);
            morning.open += 1;
            let place = place(&mut morning.places, row.location_name.clone());
            place.open += 1;
            place.overdue += u32::from(is_overdue);
            place.due_today += u32::from(is_today);
            let has = |kind| request.tasks.iter().any(|task| task.kind == kind);
            let waits = decide::waits_for(request);
            for (list, belongs) in [
                (&mut morning.overdue, is_overdue),
                (&mut morning.due_today, is_today),
                (&mut morning.unassigned, request.assignee.is_none()),
                (&mut morning.bounced, has(TaskKind::ReachRequester)),
                (
                    &mut morning.stuck,
                    decide::is_stuck(request) && !has(TaskKind::ReachRequester),
                ),
                // What is closed but for a wrong release stands in the list of those.
                (
                    &mut morning.approvals,
                    waits == WaitsFor::Officer && !(request.work == Work::Closed && has(TaskKind::WrongRelease)),
                ),
                (&mut morning.misdirected, row.misdirected.is_some()),
            ] {
                if !belongs {
                    continue;
                }
                list.count += 1;
                if list.rows.len() < SHOWN {
                    list.rows.push(row.clone());
                }
            }
        }
        after = page.rows.last().filter(|_| page.next.is_some()).map(position);
        if after.is_none() {
            return Reply::json(200, &morning);
        }
    }
}

fn position(request: &Request) -> (NaiveDate, RequestId) {
    (request.act_on(), request.id.clone())
}

fn place(places: &mut Vec<MorningPlace>, location_name: Option<String>) -> &mut MorningPlace {
    let known = places.iter().position(|place| place.location_name == location_name);
    let index = known.unwrap_or_else(|| {
        places.push(MorningPlace {
            location_name,
            open: 0,
            overdue: 0,
            due_today: 0,
        });
        places.len() - 1
    });
    &mut places[index]
}
