//! The request page of staff, as the state and the history make it.

use crate::failure::Failure;
use crate::store::item::{NoticeState, StoredProgress};
use crate::world::World;
use crate::zone;
use chrono::{DateTime, Utc};
use domain::clock;
use domain::decide;
use domain::delivery::{self, Delivery};
use domain::event::{Actor, Event};
use domain::practice::Practice;
use domain::record::Patient;
use domain::request::Request;
use domain::wire::{DeliveryCard, HistoryLine, JobProgress, RequestPage, What};
use domain::word::Work;

/// Everything that the page shows.
pub struct Parts {
    pub practice: Practice,
    pub request: Request,
    pub patient: Option<Patient>,
    pub records: u32,
    pub events: Vec<Event>,
    pub deliveries: Vec<Delivery>,
    pub progress: Option<StoredProgress>,
    pub mail_failed: bool,
}

impl Parts {
    pub async fn load(world: &World, request: Request) -> Result<Self, Failure> {
        let practice = practice(world, &request).await?;
        let patient = match &request.patient {
            Some(patient) => world.table.patient(&request.practice, patient).await?,
            None => None,
        };
        let records = match &patient {
            Some(patient) => world.table.records(&request.practice, &patient.id).await?.len(),
            None => 0,
        };
        let progress = match (&request.job, request.work) {
            (Some(job), Work::Assembling) => world.table.progress(&request.id, job).await?,
            _ => None,
        };
        let newest = world.table.notices(&request.id).await?;
        let newest = newest.into_iter().max_by_key(|notice| notice.queued_at);
        let mail_failed = newest.is_some_and(|notice| notice.state == NoticeState::Failed);
        Ok(Self {
            events: world.table.events(&request.id).await?,
            deliveries: world.table.deliveries(&request.id).await?,
            records: u32::try_from(records).unwrap_or(u32::MAX),
            practice,
            request,
            patient,
            progress,
            mail_failed,
        })
    }

    /// A delivery as a decision makes it.
    pub fn put_delivery(&mut self, delivery: Delivery) {
        match self.deliveries.iter_mut().find(|known| known.id == delivery.id) {
            Some(known) => *known = delivery,
            None => self.deliveries.push(delivery),
        }
    }

    pub fn build(&self, now: DateTime<Utc>) -> RequestPage {
        let request = &self.request;
        let location = request.location.as_ref().and_then(|id| self.practice.location(id));
        RequestPage {
            request: request.id.clone(),
            version: request.version,
            practice: request.practice.clone(),
            practice_name: self.practice.name.clone(),
            receipt: request.receipt.clone(),
            work: request.work,
            outcome: request.outcome,
            given_name: request.name.given().to_owned(),
            family_name: request.name.family().to_owned(),
            birth_date: request.birth_date,
            email: request.email.as_str().to_owned(),
            contact_proven: request.contact_proven,
            language: request.language,
            access: request.access,
            scope: request.scope.wire(),
            location_name: location.map(|location| location.name.clone()),
            clock: clock(request, now),
            patient: self
                .patient
                .as_ref()
                .map(|patient| patient.candidate(&request.name, request.birth_date, &request.email, self.records)),
            evidence: request.evidence.clone(),
            next: decide::next_action(request.work),
            job: self.progress.as_ref().map(|progress| JobProgress {
                done: progress.done,
                total: progress.total,
            }),
            deliveries: self
                .deliveries
                .iter()
                .map(|delivery| card(delivery, &request.received.time_zone, now))
                .collect(),
            mail_failed: self.mail_failed,
            history: history(&self.events, true),
        }
    }
}

pub async fn practice(world: &World, request: &Request) -> Result<Practice, Failure> {
    world
        .table
        .practice(&request.practice)
        .await?
        .ok_or(Failure::Broken("a request's practice is missing"))
}

/// The clock of a request as of now, at its location.
pub fn clock(request: &Request, now: DateTime<Utc>) -> domain::wire::Clock {
    let received = &request.received;
    let due = clock::due(received.on, &received.time_zone);
    clock::read(due, request.answered_on, zone::day(now, &received.time_zone))
}

fn card(delivery: &Delivery, time_zone: &str, now: DateTime<Utc>) -> DeliveryCard {
    DeliveryCard {
        delivery: delivery.id.clone(),
        state: delivery::state(delivery, now),
        expires_on: zone::day(delivery.expires_at, time_zone),
        claims_left: delivery::claims_left(delivery),
        claimed: delivery.claimed,
    }
}

/// The lines of a history. Who did it and to which file is for staff alone, and so is what the desk does by itself.
pub fn history(events: &[Event], for_staff: bool) -> Vec<HistoryLine> {
    let mut told = false;
    events
        .iter()
        .filter(|event| for_staff || event.happened.is_for_requester())
        // That staff looked a second time is no news to her.
        .filter(|event| {
            let again = told && event.happened.what() == What::Verified;
            told |= event.happened.what() == What::Verified;
            for_staff || !again
        })
        .map(|event| HistoryLine {
            at: event.at,
            on: event.on,
            what: event.happened.what(),
            by: match &event.actor {
                Actor::Member { name, .. } if for_staff => Some(name.clone()),
                Actor::Member { .. } | Actor::Requester | Actor::Desk => None,
            },
            file: event.happened.file().filter(|_| for_staff).map(str::to_owned),
        })
        .collect()
}
