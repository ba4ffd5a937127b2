//! What a requester sees of her request: where it stands, what happens next, and whom to ring.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::page;
use crate::review;
use crate::session;
use crate::store::item::{NoticeKind, NoticeState};
use crate::world::World;
use crate::zone;
use domain::decide;
use domain::delivery;
use domain::event::{self, Event, Happened};
use domain::request::Request;
use domain::wire::{DeliveryState, LetterView, Status};
use domain::word::{Outcome, Work};

/// `GET /api/status`.
pub async fn status(world: &World, call: &Call) -> Result<Reply, Failure> {
    let request = session::requester(world, call).await?;
    let practice = page::practice(world, &request).await?;
    let events = events(world, &request).await?;
    let letters = letters(world, &request, &events).await?;
    let outcome = request.review.as_ref().and_then(|review| review.decided.as_ref());
    let outcome_waits = outcome.is_some_and(|decided| letters.iter().all(|letter| letter.seq != decided.letter));
    let mut answers = events.iter().rev();
    let answer = answers.find(|event| matches!(event.happened, Happened::Answered { .. }));
    let is_shown = |event: &Event| letters.iter().any(|letter| letter.seq == event.seq);
    let answer_waits = request.work == Work::Answered && !answer.is_none_or(is_shown);
    let delivery = match &request.delivery {
        Some(delivery) => world.table.delivery(delivery).await?,
        None => None,
    };
    let open = delivery.filter(|delivery| delivery::state(delivery, call.now) == DeliveryState::Open);
    let time_zone = &request.received.time_zone;
    Reply::json(
        200,
        &Status {
            receipt: request.receipt.clone(),
            practice: practice.card(),
            stage: request.work,
            access: request.access,
            language: request.language,
            clock: page::clock_told(&request, call.now),
            history: page::history(&events, false),
            delivery_expires_on: open.as_ref().map(|delivery| zone::day(delivery.expires_at, time_zone)),
            delivery: open.map(|delivery| delivery.id),
            kind: request.kind,
            way: decide::agreed_way(&request),
            appointment: request
                .agreed
                .as_ref()
                .map_or_else(String::new, |agreed| agreed.appointment.clone()),
            is_asked: request.is_asked,
            // What went to someone else arrives there.
            asks_arrival: request.work == Work::Delivered && !decide::directive::is_told(&request),
            letter_only: request.outcome == Some(Outcome::Denied),
            letters,
            answer_waits,
            review_by: domain::review::reviewable(&request, &events)
                .ok()
                .map(|_| domain::review::due_on(zone::day(call.now, time_zone))),
            review: review::status(&request, outcome_waits),
            fee: request.fee.clone(),
        },
    )
}

/// The history as far as the requester may know of it.
pub async fn events(world: &World, request: &Request) -> Result<Vec<Event>, Failure> {
    let history = world.table.history(request).await?;
    Ok(event::of_requester(&history, &request.requester))
}

/// The letters of those events that the requester has: one whose message waits can still be taken back, and is none yet.
pub async fn letters(world: &World, request: &Request, events: &[Event]) -> Result<Vec<LetterView>, Failure> {
    let notices = world.table.notices(&request.id).await?;
    let waiting = notices.iter().filter_map(|notice| match (&notice.kind, notice.state) {
        (NoticeKind::Letter { seq, .. }, NoticeState::Queued) => Some(*seq),
        _ => None,
    });
    let waiting: Vec<u64> = waiting.collect();
    let shown = events.iter().filter(|event| !waiting.contains(&event.seq));
    Ok(page::letters(&shown.cloned().collect::<Vec<_>>(), false))
}
