//! The due dates of a member's requests as a calendar that other programs subscribe to, RFC 5545. Whoever has its address
//! reads it, and it says receipt numbers and days alone; it ends when the member is switched off.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::page;
use crate::session;
use crate::world::World;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::id::{MemberId, PracticeId, RequestId};
use domain::practice::{Member, Reader};
use domain::request::Request;
use domain::route::{self, Name};
use domain::wire::CalendarAddress;
use domain::word::Work;
use icalendar::{Alarm, Calendar, Component, Event, EventLike};

const ROWS: i32 = 200;
/// What is sealed for a calendar is of no use elsewhere.
const SEALED: &str = "calendar";
/// An all-day event begins at midnight: at nine in the morning of the day before.
const ALARM_HOURS: i64 = -15;

/// `GET /api/practices/{practice}/calendar`: where the caller's calendar lies.
pub async fn address(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let sealed = world
        .secret
        .seal(&format!("{SEALED}.{}.{}", member.practice, member.id));
    let path = route::path(Name::Calendar, &[&sealed]);
    Reply::json(
        200,
        &CalendarAddress {
            url: format!("{}{path}", world.settings.page_origin),
        },
    )
}

/// `GET /api/calendars/{calendar}`: what is assigned to the member and not answered.
pub async fn feed(world: &World, call: &Call) -> Result<Reply, Failure> {
    let sealed = call.ids.first().ok_or(Failure::NotFound)?;
    let (practice, member) = world.secret.unseal(sealed).and_then(whose).ok_or(Failure::NotFound)?;
    let member = world.table.member(&practice, &member).await?;
    let member: Member = member
        .filter(|member| Reader::of(member).is_some())
        .ok_or(Failure::NotFound)?;
    session::note_access(world, call, &member, None).await?;
    let mut calendar = Calendar::new();
    calendar.name("Access Desk: my requests");
    let mut after: Option<(NaiveDate, RequestId)> = None;
    loop {
        let page = world.table.worklist(&practice, after, ROWS).await?;
        let theirs = page.rows.iter().filter(|request| is_theirs(request, &member));
        for request in theirs {
            calendar.extend(events(world, request, call.now));
        }
        let last = page.rows.last().filter(|_| page.next.is_some());
        after = last.map(|last| (last.act_on(), last.id.clone()));
        if after.is_none() {
            break;
        }
    }
    Ok(Reply {
        media_type: "text/calendar; charset=utf-8",
        ..Reply::bytes(200, calendar.to_string().into_bytes())
    })
}

fn whose(value: &str) -> Option<(PracticeId, MemberId)> {
    let mut parts = value.split('.');
    parts.next().filter(|kind| *kind == SEALED)?;
    let whose = (PracticeId::parse(parts.next()?)?, MemberId::parse(parts.next()?)?);
    parts.next().is_none().then_some(whose)
}

fn is_theirs(request: &Request, member: &Member) -> bool {
    let is_assigned = request
        .assignee
        .as_ref()
        .is_some_and(|assignee| assignee.id == member.id);
    is_assigned && request.answered_on.is_none() && request.work != Work::Closed
}

/// The day to act by and the legal due date, or the one day that is both.
fn events(world: &World, request: &Request, now: DateTime<Utc>) -> Vec<Event> {
    let due = page::clock(request, now).due;
    if due.working.is_empty() {
        return Vec::new();
    }
    let link = format!(
        "{}/staff/{}/requests/{}",
        world.settings.page_origin, request.practice, request.id
    );
    let event = |on: NaiveDate, kind: &str, words: &str| {
        let summary = format!("{} {words}", request.receipt);
        Event::new()
            .uid(&format!("{}-{kind}@access-desk", request.id))
            .timestamp(now)
            .all_day(on)
            .summary(&summary)
            .url(&link)
            .alarm(Alarm::display(&summary, Duration::hours(ALARM_HOURS)))
            .done()
    };
    let limit = event(due.due_on, "limit", "must be answered: the limit");
    if due.target_on == due.due_on {
        return vec![limit];
    }
    vec![event(due.target_on, "aim", "should be answered: our aim"), limit]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_sealed_for_a_calendar_names_a_member() {
        let found = |value: &str| whose(value).map(|(practice, member)| format!("{practice} {member}"));

        assert_eq!(found("calendar.lakeside.dana").as_deref(), Some("lakeside dana"));
        for other in [
            "lakeside.dana",
            "calendar.lakeside",
            "calendar.lakeside.dana.x",
            "state.lakeside.dana",
            "calendar..dana",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }
}
