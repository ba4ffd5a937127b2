//! The request page of staff, as the state and the history make it.

use crate::failure::Failure;
use crate::misdirecting;
use crate::notice;
use crate::review;
use crate::store::item::{NoticeKind, NoticeState, StoredProgress};
use crate::world::World;
use crate::zone;
use chrono::{DateTime, NaiveDate, Utc};
use domain::clock;
use domain::decide;
use domain::decide::{emailing, ending};
use domain::delivery::{self, Bound, Delivery};
use domain::event::{self, Actor, Event, Happened};
use domain::fee;
use domain::letter;
use domain::practice::Practice;
use domain::record::Patient;
use domain::request::{Entry, Linked, Request, Requester};
use domain::retention;
use domain::task::{Assignee, Task};
use domain::wire::retention::Keep;
use domain::wire::{
    AgreedCard, AssigneeCard, BoundCard, Clock, DeliveryCard, Due, EntryCard, Extendable, ExtensionCard, HistoryLine,
    JobProgress, LetterView, LinkedCard, NotEmailed, RequestPage, RequesterCard, ScanCard, TaskCard, What, WorklistRow,
};
use domain::word::{Extends, Work};

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
    /// A letter's message has not gone yet.
    pub letter_waits: bool,
}

impl Parts {
    pub async fn load(world: &World, request: Request) -> Result<Self, Failure> {
        let events = world.table.history(&request).await?;
        Self::with_events(world, request, events).await
    }

    /// The same where the history was read already.
    pub async fn with_events(world: &World, request: Request, events: Vec<Event>) -> Result<Self, Failure> {
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
        let notices = world.table.notices(&request.id).await?;
        // That an address is gone which was changed anyway is no trouble of the requester's, and what never went is none.
        let to_requester = notices.iter().filter(|notice| {
            !matches!(notice.kind, NoticeKind::ContactChanged { .. }) && notice.state != NoticeState::Lapsed
        });
        // What waits comes after what was queued in the same second, and everything after the acknowledgement.
        let newest = to_requester.max_by_key(|notice| {
            let acknowledges = matches!(notice.kind, NoticeKind::Acknowledgement { .. });
            (notice.queued_at, notice.due_at, !acknowledges)
        });
        let mail_failed = newest.is_some_and(|newest| {
            events
                .iter()
                .any(|event| event.happened.lost_mail() == Some(&newest.id))
        });
        let letter_waits = !notice::to_undo(&notices, &request).is_empty();
        Ok(Self {
            deliveries: world.table.deliveries(&request.id).await?,
            records: u32::try_from(records).unwrap_or(u32::MAX),
            practice,
            request,
            patient,
            events,
            progress,
            mail_failed,
            letter_waits,
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
        let clock = clock(request, now);
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
            kind: request.kind,
            requester: requester(&request.requester),
            email: request.contact.email.as_ref().map(|email| email.as_str().to_owned()),
            telephone: request.contact.telephone.as_ref().map(|it| it.as_str().to_owned()),
            address: request.contact.address.as_ref().map(|it| it.as_str().to_owned()),
            is_confidential: request.contact.is_confidential,
            interpreter: request.interpreter,
            contact_proven: request.contact_proven,
            language: request.language,
            access: request.access,
            scope: request.scope.wire(),
            way: request.way,
            format: request.format.clone(),
            agreed: request.agreed.as_ref().map(|agreed| AgreedCard {
                way: agreed.way,
                format: agreed.format.clone(),
                appointment: agreed.appointment.clone(),
                risk_accepted: agreed.risk_accepted,
            }),
            tell_above: request.tell_above,
            channel: request.intake.channel,
            oral_on: request.intake.oral_on,
            written_on: request.intake.written_on,
            mental_health: request.mental_health,
            linked: request.linked.iter().map(linked).collect(),
            location_name: location.map(|location| location.name.clone()),
            states: request.received.states.clone(),
            extensions: extensions(request, clock.today),
            extendable: extendable(request, Extends::Federal, clock.today),
            state_extendable: extendable(request, Extends::State, clock.today),
            clock,
            assignee: request.assignee.as_ref().map(assignee),
            tasks: request.tasks.iter().map(task).collect(),
            waits_for: decide::waits_for(request),
            can_undo: ending::undoable(request, self.letter_waits).is_some(),
            letters: letters(&self.events, true),
            scans: scans(&self.events),
            patient: self.patient.as_ref().map(|patient| {
                let email = request.contact.email.as_ref();
                patient.candidate(&request.name, request.birth_date, email, self.records)
            }),
            evidence: request.evidence.clone(),
            next: decide::next_action(request),
            job: self.progress.as_ref().map(|progress| JobProgress {
                done: progress.done,
                total: progress.total,
            }),
            deliveries: self
                .deliveries
                .iter()
                .map(|delivery| card(delivery, &request.received.time_zone, now))
                .collect(),
            not_emailed: self.not_emailed(),
            mail_failed: self.mail_failed,
            reviewable: domain::review::reviewable(request, &self.events).is_ok(),
            review: review::card(request, now),
            fee: request.fee.clone(),
            fee_terms: fee::terms(request, self.practice.fees),
            misdirections: misdirecting::cards(request, &self.events, zone::day(now, &request.received.time_zone)),
            keep: self.keep(),
            history: history(&self.events, true),
        }
    }
}

impl Parts {
    /// How long the request must be kept. What can still be fetched by a link will be told of after today.
    pub fn keep(&self) -> Keep {
        let links = self.deliveries.iter().filter(|delivery| !delivery.revoked);
        let zone = &self.request.received.time_zone;
        let links: Vec<_> = links.map(|delivery| zone::day(delivery.expires_at, zone)).collect();
        retention::keep(&self.request, &self.events, &links)
    }

    /// Why the record that lies there and is to go by plain e-mail is not on its way.
    fn not_emailed(&self) -> Option<NotEmailed> {
        let request = &self.request;
        if request.work != Work::Ready || emailing::is_on_its_way(request) {
            return None;
        }
        let deliveries = self.deliveries.iter();
        let mut current = deliveries.filter(|delivery| request.delivery.as_ref() == Some(&delivery.id));
        emailing::why_not(request, current.next()?.package.size)
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
pub fn clock(request: &Request, now: DateTime<Utc>) -> Clock {
    let today = zone::day(now, &request.received.time_zone);
    clock::read(request.due(), request.answered_on, today)
}

/// The same as whoever asks is told it.
pub fn clock_told(request: &Request, now: DateTime<Utc>) -> Clock {
    let today = zone::day(now, &request.received.time_zone);
    clock::read(request.due_told(), request.answered_on, today)
}

/// A request's row in a list. Its clock comes without the working, which nobody reads there.
pub fn row(request: &Request, practice: &Practice, now: DateTime<Utc>) -> WorklistRow {
    let clock = clock(request, now);
    let location = request.location.as_ref().and_then(|id| practice.location(id));
    WorklistRow {
        request: request.id.clone(),
        receipt: request.receipt.clone(),
        patient_name: request.name.full(),
        access: request.access,
        work: request.work,
        contact_proven: request.contact_proven,
        location_name: location.map(|location| location.name.clone()),
        clock: Clock {
            due: Due {
                working: Vec::new(),
                states: Vec::new(),
                ..clock.due
            },
            ..clock
        },
        kind: request.kind,
        waits_for: decide::waits_for(request),
        assignee: request.assignee.as_ref().map(assignee),
        tasks: request.tasks.iter().map(task).collect(),
        review: review::card(request, now),
        misdirected: misdirecting::first_due(request, zone::day(now, &request.received.time_zone)),
    }
}

fn extendable(request: &Request, of: Extends, today: NaiveDate) -> Option<Extendable> {
    match request.work {
        Work::Received | Work::Gathering => clock::extendable(&request.clock_ask(), of, today),
        Work::Assembling | Work::Ready | Work::Delivered | Work::Answered | Work::Closed => None,
    }
}

fn linked(other: &Linked) -> LinkedCard {
    LinkedCard {
        request: other.request.clone(),
        receipt: other.receipt.clone(),
        received_on: other.received_on,
    }
}

fn extensions(request: &Request, today: NaiveDate) -> Vec<ExtensionCard> {
    let ask = request.clock_ask();
    let card = |extension: &clock::Extension| ExtensionCard {
        of: extension.of,
        until: extension.until,
        given: clock::given(&ask, extension, today),
    };
    request.extensions.iter().map(card).collect()
}

pub fn assignee(assignee: &Assignee) -> AssigneeCard {
    AssigneeCard {
        member: assignee.id.clone(),
        name: assignee.name.clone(),
    }
}

fn task(task: &Task) -> TaskCard {
    TaskCard {
        number: task.number,
        kind: task.kind,
        text: task.text.clone(),
        owner: task.owner.as_ref().map(assignee),
        due_on: task.due_on,
    }
}

fn requester(requester: &Requester) -> RequesterCard {
    match requester {
        Requester::Patient => RequesterCard::Patient,
        Requester::Representative { name, relation } => RequesterCard::Representative {
            given_name: name.given().to_owned(),
            family_name: name.family().to_owned(),
            relation: *relation,
        },
        Requester::Directed { to, place } => RequesterCard::Directed {
            to: to.clone(),
            place: place.clone(),
        },
        Requester::Other { name } => RequesterCard::Other { name: name.clone() },
    }
}

fn entry(entry: &Entry) -> EntryCard {
    EntryCard {
        kind: entry.kind,
        requester: requester(&entry.requester),
        given_name: entry.name.given().to_owned(),
        family_name: entry.name.family().to_owned(),
        birth_date: entry.birth_date,
        oral_on: entry.oral_on,
        written_on: entry.written_on,
        mental_health: entry.mental_health,
    }
}

fn scans(events: &[Event]) -> Vec<ScanCard> {
    let card = |event: &Event| match &event.happened {
        Happened::ScanAttached { scan, file, .. } => Some(ScanCard {
            scan: scan.clone(),
            name: file.clone(),
            on: event.on,
        }),
        _ => None,
    };
    events.iter().filter_map(card).collect()
}

/// The letters of a history, the newest first. What was taken back before it went out is no letter; and the one that
/// lies with a record the requester reads there.
pub fn letters(events: &[Event], for_staff: bool) -> Vec<LetterView> {
    let back = event::taken_back(events);
    let letters = events.iter().rev().filter_map(|event| {
        let letter = event.happened.letter()?;
        let is_shown = (for_staff || event.happened.letter_is_shared()) && !back.contains(&event.seq);
        is_shown.then(|| LetterView {
            seq: event.seq,
            on: letter.written_on(),
            heading: letter.heading().to_owned(),
            text: letter::text(letter),
        })
    });
    letters.collect()
}

fn card(delivery: &Delivery, time_zone: &str, now: DateTime<Utc>) -> DeliveryCard {
    DeliveryCard {
        delivery: delivery.id.clone(),
        state: delivery::state(delivery, now),
        expires_on: zone::day(delivery.expires_at, time_zone),
        claims_left: delivery::claims_left(delivery),
        claimed: delivery.claimed,
        bound: delivery.package.bound.as_ref().map(bound),
    }
}

pub fn bound(bound: &Bound) -> BoundCard {
    BoundCard {
        pages: bound.pages,
        files: bound.records,
        size: bound.size,
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
            words: event
                .happened
                .words()
                .filter(|_| for_staff || event.happened.words_are_shared())
                .map(|words| match event.happened.verdict().filter(|_| for_staff) {
                    Some(verdict) => format!("{words}. {verdict}"),
                    None => words.to_owned(),
                })
                .or_else(|| event.happened.cents().map(fee::money)),
            before: event.happened.before().filter(|_| for_staff).map(entry),
        })
        .collect()
}
