//! Everything but a release that ends a request, and taking an end back: letters without a record, routing, handing over,
//! reopening, undoing.

use crate::call::{Call, Reply};
use crate::change::{self, Effects, Turn};
use crate::failure::Failure;
use crate::fee;
use crate::misdirecting;
use crate::notice;
use crate::page;
use crate::records::Ledger;
use crate::release;
use crate::review;
use crate::session;
use crate::store::dynamo::{Table, Write};
use crate::store::item::{DeliveryWhat, NoticeKind, StoredNotice};
use crate::submit;
use crate::world::World;
use crate::zone;
use chrono::TimeDelta;
use domain::decide::{self, Decision, Refusal, directive, ending};
use domain::delivery::Delivery;
use domain::event::Happened;
use domain::field::{Code, FieldError};
use domain::letter::{self, Letter, Says};
use domain::parse;
use domain::practice::{Authority, Officer};
use domain::request::Request;
use domain::wire::{self, Placement};

/// `POST /api/requests/{request}/answer`.
pub async fn answer(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::AnswerRequest = call.form()?;
            let (ending, more) = parse::answer(&form).map_err(Failure::invalid)?;
            let practice = page::practice(world, &turn.request).await?;
            let letter = letter::answer(&turn.request, &practice, Says::Ending { ending, more }, turn.moment.on);
            let records = placements(world, &turn.request, call).await?;
            let officer: Option<Officer> = Authority::of(&turn.member);
            let who = (&turn.authority()?, officer.as_ref());
            let decision =
                ending::answer(&turn.request, who, (letter, &records), turn.moment).map_err(in_the_answer)?;
            with_notice(call, decision)
        })
    })
    .await
}

/// Where the records of a request's patient stand.
async fn placements(world: &World, request: &Request, call: &Call) -> Result<Vec<Placement>, Failure> {
    let ledger = Ledger::load(world, request, call.now).await?;
    Ok(ledger.placements().collect())
}

/// `POST /api/requests/{request}/extension`.
pub async fn extend(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::Extend = call.form()?;
            let (reason, until) = parse::extend(&form.reason, &form.until).map_err(Failure::invalid)?;
            let practice = page::practice(world, &turn.request).await?;
            let of = ending::may_extend(&turn.request, until, turn.moment).map_err(in_the_extension)?;
            let letter = letter::extension(&turn.request, &practice, (of, reason, until), turn.moment.on);
            let decision =
                ending::extend(&turn.request, &turn.authority()?, letter, turn.moment).map_err(in_the_extension)?;
            with_notice(call, decision)
        })
    })
    .await
}

fn in_the_extension(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::UntilTooLate => Failure::invalid(vec![FieldError::new("until", Code::UntilTooLate)]),
        refusal => in_the_letter("reason", refusal),
    }
}

fn in_the_handing(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::HandedBeforeWritten => Failure::invalid(vec![FieldError::new("on", Code::HandedBeforeWritten)]),
        Refusal::OfficerDecides => Failure::invalid(vec![FieldError::new("on", Code::OfficerCorrects)]),
        refusal => refusal.into(),
    }
}

fn in_the_answer(refusal: Refusal) -> Failure {
    in_the_letter("more", refusal)
}

/// What may not stand in a letter is told where it was typed.
fn in_the_letter(field: &str, refusal: Refusal) -> Failure {
    match refusal {
        Refusal::LetterIncomplete(missing) if missing.iter().all(|element| element.is_typed()) => {
            Failure::invalid(vec![FieldError::new(field, Code::NotForLetters)])
        }
        refusal => refusal.into(),
    }
}

/// The message that a letter lies on the status page, which waits a little.
pub fn with_notice(call: &Call, decision: Decision) -> Result<(Decision, Effects), Failure> {
    let mut effects = Effects::default();
    let next = &decision.next;
    let extends = matches!(decision.event.happened, Happened::Extended { .. });
    if next.contact.email.is_some() {
        let kind = NoticeKind::Letter { seq: next.seq, extends };
        let notice = StoredNotice {
            due_at: Some(call.now + TimeDelta::seconds(notice::WAIT_SECONDS)),
            ..submit::notice(call, &next.id, kind)
        };
        effects.writes.push(Write::new(&notice)?);
        effects.letter_waits = Some(ending::undoes(next, next.seq));
    }
    Ok((decision, effects))
}

/// `POST /api/requests/{request}/letter`: exactly what would be sent now.
pub async fn preview(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (member, request) = session::member_of_request(world, call).await?;
    let form: wire::PreviewLetter = call.form()?;
    session::note_access(world, call, &member, Some(&request)).await?;
    let practice = page::practice(world, &request).await?;
    let moment = zone::moment(call.now, &request.received.time_zone);
    let on = moment.on;
    let (heading, text) = match form.kind.as_str() {
        "release" => {
            let said = parse::releasing(&form.not_held, &form.consent).map_err(Failure::invalid)?;
            let ledger = Ledger::load(world, &request, call.now).await?;
            let (letter, _) = release::letter(&ledger, &request, &practice, said, on)?;
            shown(Letter::Release(&letter))
        }
        "extension" => {
            let (reason, until) = parse::extend(&form.reason, &form.until).map_err(Failure::invalid)?;
            let of = ending::may_extend(&request, until, moment).map_err(in_the_extension)?;
            let letter = letter::extension(&request, &practice, (of, reason, until), on);
            decide::complete(Letter::Answer(&letter)).map_err(in_the_extension)?;
            shown(Letter::Answer(&letter))
        }
        "fee" => fee::preview(&member, &request, &practice, (&form.fee, moment))?,
        "review" => {
            Box::pin(review::preview(
                world,
                &member,
                &request,
                (&form.review, &practice, moment),
            ))
            .await?
        }
        "directive" => {
            let handing = parse::handing(&form.handing).map_err(|error| Failure::invalid(vec![error]))?;
            let events = world.table.history(&request).await?;
            let letter = directive::letter(&request, &practice, &events, handing, on).ok_or(Failure::NotFound)?;
            decide::complete(Letter::Answer(&letter))?;
            shown(Letter::Answer(&letter))
        }
        "breach" => {
            let of = (form.misdirection, &form.breach);
            shown(Letter::Answer(&misdirecting::preview(&request, &practice, of, on)?))
        }
        ending => {
            let form = wire::AnswerRequest {
                ending: ending.to_owned(),
                more: form.more.clone(),
            };
            let (ending, more) = parse::answer(&form).map_err(Failure::invalid)?;
            ending::may_answer(&request, ending, &placements(world, &request, call).await?)?;
            let letter = letter::answer(&request, &practice, Says::Ending { ending, more }, on);
            decide::complete(Letter::Answer(&letter)).map_err(in_the_answer)?;
            shown(Letter::Answer(&letter))
        }
    };
    Reply::json(200, &wire::LetterPreview { heading, text })
}

pub fn shown(letter: Letter<'_>) -> (String, String) {
    (letter.heading().to_owned(), letter::text(letter))
}

/// `POST /api/requests/{request}/routing`.
pub async fn route(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let form: wire::RouteRequest = call.form()?;
            let to = parse::route(&form, turn.request.kind).map_err(Failure::invalid)?;
            let decision = ending::route(&turn.request, &turn.authority()?, to, turn.moment)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// `POST /api/requests/{request}/hand-over`.
pub async fn hand_over(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::HandOver = call.form()?;
            let handing = parse::hand_over_on(&form, turn.moment.on).map_err(Failure::invalid)?;
            let (how, request) = (handing.handing, &turn.request);
            let officer: Option<Officer> = Authority::of(&turn.member);
            let who = (&turn.authority()?, officer.as_ref());
            let decision = ending::hand_over(request, who, handing, turn.moment).map_err(in_the_handing)?;
            if !directive::tells(request) {
                return Ok((decision, Effects::default()));
            }
            let practice = page::practice(world, request).await?;
            let events = world.table.history(request).await?;
            match directive::letter(request, &practice, &events, how, turn.moment.on) {
                Some(letter) => with_notice(call, directive::told(decision, letter)?),
                None => Ok((decision, Effects::default())),
            }
        })
    })
    .await
}

/// `POST /api/requests/{request}/reopening`.
pub async fn reopen(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::Reopen = call.form()?;
            let reason = parse::reopen(&form).map_err(|error| Failure::invalid(vec![error]))?;
            let current = current(world, turn).await?;
            let (decision, revoked) =
                ending::reopen(&turn.request, &turn.authority()?, current.as_ref(), reason, turn.moment)?;
            Ok((decision, switched_off(call, current.as_ref(), revoked)?))
        })
    })
    .await
}

/// The link in force.
pub async fn current(world: &World, turn: &Turn) -> Result<Option<Delivery>, Failure> {
    match &turn.request.delivery {
        Some(delivery) => Ok(world.table.delivery(delivery).await?),
        None => Ok(None),
    }
}

/// What goes with a decision that switches the link off.
pub fn switched_off(call: &Call, current: Option<&Delivery>, revoked: Option<Delivery>) -> Result<Effects, Failure> {
    let mut effects = Effects::default();
    if let Some(revoked) = revoked {
        effects.writes = Table::delivery_writes(current, &revoked, DeliveryWhat::Revoked, call.now)?;
        effects.deliveries.push(revoked);
    }
    Ok(effects)
}

/// `POST /api/requests/{request}/undoing`: only while nothing has gone out. The message that waited goes with it, in the
/// same transaction, so that it can't leave meanwhile.
pub async fn undo(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let notices = world.table.notices(&turn.request.id).await?;
            let waiting = notice::to_undo(&notices, &turn.request);
            let current = current(world, turn).await?;
            let standing = (current.as_ref(), !waiting.is_empty());
            let officer: Option<Officer> = Authority::of(&turn.member);
            let who = (&turn.authority()?, officer.as_ref());
            let (decision, revoked) = ending::undo(&turn.request, who, standing, turn.moment)?;
            let mut effects = switched_off(call, current.as_ref(), revoked)?;
            effects.letter_waits = Some(false);
            for notice in waiting {
                effects.writes.extend(notice::lapsing(notice.clone(), call.now)?);
            }
            Ok((decision, effects))
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::letter::check::Element;

    #[test]
    fn what_may_not_stand_in_a_letter_is_told_where_it_was_typed_and_what_we_left_out_is_not() {
        let told = |missing| match in_the_answer(Refusal::LetterIncomplete(missing)) {
            Failure::Invalid { errors, .. } => errors,
            _ => Vec::new(),
        };

        assert_eq!(told(vec![Element::D16]), [FieldError::new("more", Code::NotForLetters)]);
        assert_eq!(told(vec![Element::D16, Element::D9]), []);
        let late = in_the_extension(Refusal::UntilTooLate).problem().errors;
        assert_eq!(late, [FieldError::new("until", Code::UntilTooLate)]);
        let typed = in_the_extension(Refusal::LetterIncomplete(vec![Element::D16]))
            .problem()
            .errors;
        assert_eq!(typed, [FieldError::new("reason", Code::NotForLetters)]);
    }
}
