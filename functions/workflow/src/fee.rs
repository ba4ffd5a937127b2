//! What copies cost: the practice's prices, a quote, and what becomes of it.

use crate::call::{Call, Reply};
use crate::change::{self, Effects, Once};
use crate::ending::shown as shown_letter;
use crate::failure::Failure;
use crate::page;
use crate::session;
use crate::store::StoreError;
use crate::store::dynamo::Write;
use crate::store::item::{NoticeKind, StoredPractice};
use crate::submit;
use crate::world::World;
use domain::decide::{Moment, fee};
use domain::fee::parse::{self, Note};
use domain::fee::terms;
use domain::practice::{Member, Officer, Practice};
use domain::request::Request;
use domain::wire::fee::{AnswerFee, Fees, NoteFee, QuoteFee, SetFees};

/// `GET /api/practices/{practice}/fees`.
pub async fn list(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let practice = world.table.practice(&member.practice).await?.ok_or(Failure::NotFound)?;
    Reply::json(200, &shown(&practice))
}

/// `POST /api/practices/{practice}/fees`. Quotes that were made stay as they were told. Another officer's prices are not
/// overwritten unseen.
pub async fn set(world: &World, call: &Call) -> Result<Reply, Failure> {
    let member = session::member(world, call, &call.id(0)?).await?;
    let officer: Officer = session::authority(&member)?;
    let once = Once::new(world, call, officer.member().as_str())?;
    if let Some(repeat) = once.kept().await? {
        return Ok(submit::repeated(repeat));
    }
    let practice = world.table.practice(officer.practice()).await?;
    let practice = practice.ok_or(Failure::NotFound)?;
    let form: SetFees = call.form()?;
    let fees = parse::schedule(&form, &practice.states()).map_err(Failure::invalid)?;
    if !form.seen.is_empty() && form.seen != practice.fees.mark() {
        return Err(Failure::Changed);
    }
    let read = StoredPractice::from(&practice);
    let changed = Practice { fees, ..practice };
    let repeat = once.keep(200, &shown(&changed), None)?;
    let writes = vec![
        Write::first(&repeat)?,
        Write::over(&StoredPractice::from(&changed), &read)?,
    ];
    match world.table.transact(writes, true).await {
        Ok(()) | Err(StoreError::Repeated) => Ok(submit::repeated(repeat)),
        Err(StoreError::Conflict) => Err(Failure::Changed),
        Err(error) => Err(error.into()),
    }
}

fn shown(practice: &Practice) -> Fees {
    Fees {
        schedule: practice.fees,
        mark: practice.fees.mark(),
        states: practice.states(),
    }
}

/// `POST /api/requests/{request}/fee`.
pub async fn quote(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: QuoteFee = call.form()?;
            let practice = page::practice(world, &turn.request).await?;
            let asked = parse::quote(&form, &terms(&turn.request, practice.fees)).map_err(Failure::invalid)?;
            let decision = fee::quote(&turn.request, &turn.authority()?, &asked, &practice, turn.moment)?;
            let mut effects = Effects::default();
            let is_told = decision.event.happened.letter().is_some();
            if is_told && turn.request.contact.email.is_some() {
                let kind = NoticeKind::Letter {
                    seq: decision.next.seq,
                    extends: true,
                };
                effects
                    .writes
                    .push(Write::new(&submit::notice(call, &turn.request.id, kind))?);
            }
            Ok((decision, effects))
        })
    })
    .await
}

/// The letter of a quote as it would be written now: its heading and its text.
pub fn preview(
    member: &Member,
    request: &Request,
    practice: &Practice,
    (form, moment): (&QuoteFee, Moment),
) -> Result<(String, String), Failure> {
    let asked = parse::quote(form, &terms(request, practice.fees)).map_err(Failure::invalid)?;
    let decision = fee::quote(request, &session::authority(member)?, &asked, practice, moment)?;
    Ok(match decision.event.happened.letter() {
        Some(letter) => shown_letter(letter),
        None => (
            "No letter".to_owned(),
            "This costs nothing, and no letter goes: the requester\u{2019}s page says that the copy is free."
                .to_owned(),
        ),
    })
}

/// `POST /api/requests/{request}/fee/notes`.
pub async fn note(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let form: NoteFee = call.form()?;
            let note = parse::note(&form).map_err(|error| Failure::invalid(vec![error]))?;
            let (request, clerk) = (&turn.request, turn.authority()?);
            let decision = match note {
                Note::Answered(choice) => fee::note_answer(request, &clerk, choice, turn.moment)?,
                Note::Waived => fee::waive(request, &clerk, turn.moment)?,
                Note::Paid => fee::note_paid(request, &clerk, turn.moment)?,
            };
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// `POST /api/status/fee`.
pub async fn answer(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::by_requester(world, call, |request, moment| {
        let form: AnswerFee = call.form()?;
        let choice = parse::answer(&form).map_err(|error| Failure::invalid(vec![error]))?;
        Ok(fee::answer(request, choice, moment)?)
    })
    .await
}

#[cfg(test)]
mod tests {
    use domain::wire::fee::QuoteFee;

    #[test]
    fn t61_what_names_another_fee_is_no_form() {
        let text = |field: &str| format!("{{\"medium\":\"electronic\",\"method\":\"cost\",\"{field}\":\"25\"}}");
        for field in [
            "retrieval",
            "search",
            "verification",
            "handling",
            "line",
            "lines",
            "administration",
        ] {
            assert!(serde_json::from_str::<QuoteFee>(&text(field)).is_err(), "{field}");
        }
        assert!(serde_json::from_str::<QuoteFee>(&text("pages")).is_ok());
    }
}
