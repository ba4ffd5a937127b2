//! What a member says of one record in a request, and taking a file off the list that never became one.

use crate::call::{Call, Reply};
use crate::change::{self, Effects, Turn};
use crate::failure::Failure;
use crate::records::Ledger;
use crate::store::dynamo::Write;
use crate::store::item::{StoredItem, StoredRecord};
use crate::world::World;
use domain::decide::holding::{self, Held, Standing};
use domain::decide::{self, Decision};
use domain::parse;
use domain::practice::{Authority, Officer};
use domain::record::{Record, State};
use domain::wire;

/// `POST /api/requests/{request}/records/{record}/judgement`.
pub async fn judge(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::JudgeRecord = call.form()?;
            let judgement = parse::judgement(&form).map_err(|error| Failure::invalid(vec![error]))?;
            let item = Item::load(world, call, turn).await?;
            let officer: Option<Officer> = Authority::of(&turn.member);
            let held = holding::judge(
                &turn.request,
                &turn.authority()?,
                officer.as_ref(),
                item.standing(turn),
                judgement,
                turn.moment,
            )?;
            item.kept(held)
        })
    })
    .await
}

/// `POST /api/requests/{request}/records/{record}/discard`.
pub async fn discard(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let record = record(world, call, turn).await?;
            let decision = decide::discard(&turn.request, &turn.authority()?, &record, turn.moment)?;
            let discarded = Record {
                state: State::Discarded,
                ..record
            };
            let effects = Effects {
                writes: vec![Write::discarded(&StoredRecord::from(&discarded))?],
                ..Effects::default()
            };
            Ok((decision, effects))
        })
    })
    .await
}

/// The record that the path names, of the request's patient.
async fn record(world: &World, call: &Call, turn: &Turn) -> Result<Record, Failure> {
    let id = call.id(1)?;
    let patient = decide::may_add_records(&turn.request)?;
    world
        .table
        .record(&turn.request.practice, patient, &id)
        .await?
        .filter(|record| record.state.is_listed())
        .ok_or(Failure::NotFound)
}

/// The record that the path names, as it stands in the request.
pub struct Item {
    pub record: Record,
    pub ledger: Ledger,
}

impl Item {
    pub async fn load(world: &World, call: &Call, turn: &Turn) -> Result<Self, Failure> {
        Ok(Self {
            record: record(world, call, turn).await?,
            ledger: Ledger::load(world, &turn.request, call.now).await?,
        })
    }

    pub fn standing(&self, turn: &Turn) -> Standing<'_> {
        Standing::of(&self.record, &turn.request, (&self.ledger.records, &self.ledger.items))
    }

    /// The decision, with the record's row in the request.
    pub fn kept(&self, (decision, item): Held) -> Result<(Decision, Effects), Failure> {
        let stored = StoredItem::new(&decision.next.id, &self.record.id, item.as_ref());
        let effects = Effects {
            writes: vec![Write::any(&stored)?],
            ..Effects::default()
        };
        Ok((decision, effects))
    }
}
