//! The staff ledger of a request: every record of the patient, in, or out with its reason.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::session;
use crate::world::World;
use chrono::{DateTime, Utc};
use domain::decide;
use domain::record::{self, Judgements, Record, State};
use domain::request::Request;
use domain::wire::{Placement, RecordCard, RecordList, RecordState};
use domain::word::Rejection;

/// The records of a request's patient with where each stands.
pub struct Ledger {
    pub records: Vec<(Record, Placement)>,
    pub judgements: Judgements,
}

impl Ledger {
    pub async fn load(world: &World, request: &Request, now: DateTime<Utc>) -> Result<Self, Failure> {
        let judgements = world.table.judgements(&request.id).await?;
        let records = match &request.patient {
            Some(patient) => world.table.records(&request.practice, patient).await?,
            None => Vec::new(),
        };
        let records = records
            .into_iter()
            .filter(|record| record.state.is_listed())
            .map(|record| {
                let judgement = judgements.get(&record.id).copied();
                let placement = record::placement(&record, &request.scope, judgement, now);
                (record, placement)
            })
            .collect();
        Ok(Self { records, judgements })
    }

    /// What goes out.
    pub fn released(&self) -> impl Iterator<Item = (&Record, &record::Inspection)> {
        self.records
            .iter()
            .filter_map(|(record, placement)| match &record.state {
                State::Inspected(inspection) if *placement == Placement::In => Some((record, inspection)),
                _ => None,
            })
    }

    pub fn placements(&self) -> impl Iterator<Item = Placement> {
        self.records.iter().map(|(_, placement)| *placement)
    }
}

/// `GET /api/requests/{request}/records`.
pub async fn list(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (clerk, request) = session::clerk_of_request(world, call).await?;
    session::note_access(world, call, &clerk, Some(&request)).await?;
    let ledger = Ledger::load(world, &request, call.now).await?;
    let sizes: Vec<u64> = ledger.released().map(|(record, _)| record.size).collect();
    Reply::json(
        200,
        &RecordList {
            records: ledger
                .records
                .iter()
                .map(|(record, placement)| card(record, *placement, &ledger.judgements, call.now))
                .collect(),
            releasable: u32::try_from(sizes.len()).unwrap_or(u32::MAX),
            releasable_size: sizes.iter().sum(),
            obstacles: decide::obstacles(&request, record::obstacles(ledger.placements())),
        },
    )
}

fn card(record: &Record, placement: Placement, judgements: &Judgements, now: DateTime<Utc>) -> RecordCard {
    let (state, concerns, names_person) = match &record.state {
        State::Expected { until } if *until < now => (RecordState::Rejected(Rejection::DidNotArrive), Vec::new(), None),
        State::Expected { .. } => (RecordState::Expected, Vec::new(), None),
        State::Inspected(inspection) => (
            RecordState::Inspected(inspection.format),
            inspection.concerns.clone(),
            inspection.names_person.clone(),
        ),
        State::Rejected(rejection) => (RecordState::Rejected(*rejection), Vec::new(), None),
        State::Discarded | State::Withdrawn => (RecordState::Rejected(Rejection::DidNotArrive), Vec::new(), None),
    };
    RecordCard {
        record: record.id.clone(),
        name: record.name.clone(),
        size: record.size,
        category: record.category,
        service_date: record.service_date,
        state,
        concerns,
        names_person,
        judgement: judgements.get(&record.id).copied(),
        placement,
    }
}
