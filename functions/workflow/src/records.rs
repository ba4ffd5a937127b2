//! The staff ledger of a request: every record of the patient, in, or out with its reason.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::session;
use crate::world::World;
use chrono::{DateTime, Utc};
use domain::decide;
use domain::id::RecordId;
use domain::letter::KeptBack;
use domain::record::{self, Item, Items, Record, State, Withholding};
use domain::request::Request;
use domain::wire::{Obstacle, Placement, RecordCard, RecordList, RecordState, WithholdingCard};
use domain::word::Rejection;
use std::collections::BTreeSet;

/// The records of a request's patient with where each stands.
pub struct Ledger {
    pub records: Vec<(Record, Placement)>,
    pub items: Items,
}

impl Ledger {
    pub async fn load(world: &World, request: &Request, now: DateTime<Utc>) -> Result<Self, Failure> {
        let items = world.table.items(&request.id).await?;
        let records = match &request.patient {
            Some(patient) => world.table.records(&request.practice, patient).await?,
            None => Vec::new(),
        };
        let records = records
            .into_iter()
            .filter(|record| record.state.is_listed())
            .map(|record| {
                let placement = record::placement(&record, request, items.get(&record.id), now);
                (record, placement)
            })
            .collect();
        Ok(Self { records, items })
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

    /// What goes out in place of something of which a part is withheld.
    pub fn rests(&self) -> BTreeSet<RecordId> {
        let rests = self.items.values().filter_map(|item| match item {
            Item::Withheld(withholding) => withholding.rest.clone(),
            Item::Judged(_) => None,
        });
        rests.collect()
    }

    pub fn placements(&self) -> impl Iterator<Item = Placement> {
        self.records.iter().map(|(_, placement)| *placement)
    }

    pub fn placement(&self, id: &RecordId) -> Option<Placement> {
        self.records
            .iter()
            .find(|(record, _)| record.id == *id)
            .map(|(_, placement)| *placement)
    }

    /// Why the records can't be answered for now, each by itself and all together.
    pub fn obstacles(&self) -> Vec<Obstacle> {
        let mut obstacles = record::obstacles(self.placements());
        obstacles.extend(record::contradictions(&self.records, &self.items));
        obstacles
    }

    /// Whether a record goes out that may on the patient's written consent alone.
    pub fn goes_on_consent(&self, request: &Request) -> bool {
        let places = self
            .records
            .iter()
            .map(|(record, placement)| (record.sensitivity, *placement));
        record::goes_on_consent(request.kind, places)
    }

    /// What the letter tells of what does not go out.
    pub fn kept_back(&self, request: &Request) -> KeptBack {
        record::kept_back(request, &self.records, &self.items)
    }

    pub fn name(&self, id: &RecordId) -> Option<String> {
        let (record, _) = self.records.iter().find(|(record, _)| record.id == *id)?;
        Some(record.name.clone())
    }
}

/// `GET /api/requests/{request}/records`.
pub async fn list(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (member, request) = session::member_of_request(world, call).await?;
    session::note_access(world, call, &member, Some(&request)).await?;
    let ledger = Ledger::load(world, &request, call.now).await?;
    let sizes: Vec<u64> = ledger.released().map(|(record, _)| record.size).collect();
    Reply::json(
        200,
        &RecordList {
            records: ledger
                .records
                .iter()
                .map(|(record, placement)| card(record, *placement, &ledger, call.now))
                .collect(),
            releasable: u32::try_from(sizes.len()).unwrap_or(u32::MAX),
            releasable_size: sizes.iter().sum(),
            obstacles: decide::obstacles(&request, ledger.obstacles()),
        },
    )
}

fn card(record: &Record, placement: Placement, ledger: &Ledger, now: DateTime<Utc>) -> RecordCard {
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
    let (judgement, withholding) = match ledger.items.get(&record.id) {
        Some(Item::Judged(judgement)) => (Some(*judgement), None),
        Some(Item::Withheld(withholding)) => (None, Some(withheld(withholding, ledger))),
        None => (None, None),
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
        sensitivity: record.sensitivity,
        judgement,
        withholding,
        placement,
    }
}

fn withheld(withholding: &Withholding, ledger: &Ledger) -> WithholdingCard {
    let determination = withholding.determination.as_ref();
    WithholdingCard {
        ground: withholding.ground,
        what: withholding.what.clone(),
        reason: withholding.reason.clone(),
        duration: withholding.duration.clone(),
        rest: withholding.rest.as_ref().and_then(|rest| ledger.name(rest)),
        ends_on: withholding.ends_on,
        determined_by: determination.map(|found| found.name.clone()),
        rationale: determination.map(|found| found.rationale.clone()),
        approved_by: withholding.approval.as_ref().map(|approval| approval.name.clone()),
        conditions: withholding.conditions.clone(),
        legal_note: withholding
            .approval
            .as_ref()
            .map_or_else(String::new, |approval| approval.note.clone()),
    }
}
