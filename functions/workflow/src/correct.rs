//! What was entered wrongly is put right: what is asked, by whom, about whom, and when it came.

use crate::call::{Call, Reply};
use crate::change::{self, Effects};
use crate::failure::Failure;
use crate::store::dynamo::Write;
use crate::store::item::StoredItem;
use crate::work::linked;
use crate::world::World;
use crate::zone;
use domain::decide::Refusal;
use domain::decide::correcting;
use domain::field::{Code, FieldError};
use domain::id::RequestId;
use domain::parse;
use domain::practice::{Authority, Officer};
use domain::record::Items;
use domain::wire;

/// A transaction takes 100 rows, and some are the request's own.
const OTHERS: usize = 90;

/// `POST /api/requests/{request}/correction`: with the requests that it is linked to, in one transaction.
pub async fn correct(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::CorrectRequest = call.form()?;
            let received = &turn.request.received;
            let entered_on = zone::day(received.at, &received.time_zone);
            let command = parse::correct(&form, entered_on, turn.moment.on).map_err(Failure::invalid)?;
            let others = linked(world, &turn.request).await?;
            let items = world.table.items(&turn.request.id).await?;
            let officer: Option<Officer> = Authority::of(&turn.member);
            let corrected = correcting::correct(
                &turn.request,
                &turn.authority()?,
                officer.as_ref(),
                (command, &others, &items),
                turn.moment,
            )
            .map_err(in_the_form)?;
            let mut effects = Effects::default();
            for (other, theirs) in &corrected.others {
                effects.writes.extend(change::writes(world, other, theirs)?);
            }
            if corrected.is_anew {
                if effects.writes.len() + items.len() > OTHERS {
                    return Err(Refusal::TooManyJudged.into());
                }
                effects.writes.extend(unjudged(&turn.request.id, &items)?);
            }
            Ok((corrected.decision, effects))
        })
    })
    .await
}

/// Nothing is decided of any record any more.
fn unjudged(request: &RequestId, items: &Items) -> Result<Vec<Write>, Failure> {
    items
        .keys()
        .map(|record| Ok(Write::any(&StoredItem::new(request, record, None))?))
        .collect()
}

fn in_the_form(refusal: Refusal) -> Failure {
    let (field, code) = match refusal {
        Refusal::NothingCorrected => ("kind", Code::NothingCorrected),
        Refusal::OfficerCorrects => ("reason", Code::OfficerCorrects),
        Refusal::ReasonMissing => ("reason", Code::RationaleMissing),
        refusal => return refusal.into(),
    };
    Failure::invalid(vec![FieldError::new(field, code)])
}
