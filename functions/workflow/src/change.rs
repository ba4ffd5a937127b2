//! One change of a request by staff: who may, what key, which version; then a decision, and one transaction.
//! The use case in between is load and decide.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::notice;
use crate::page::Parts;
use crate::session;
use crate::store::StoreError;
use crate::store::dynamo::{Table, Write};
use crate::store::item::StoredRepeat;
use crate::world::World;
use crate::zone;
use chrono::{DateTime, TimeDelta, Utc};
use domain::chain::Hash;
use domain::decide::{Decision, Moment};
use domain::delivery::Delivery;
use domain::id::RequestId;
use domain::practice::{Authority, Member, Right};
use domain::request::Request;
use domain::route::Repeat;
use domain::wire::{RequestPage, WithPasscode};
use serde::Serialize;
use std::future::Future;
use std::pin::Pin;

/// A change that others overtook without touching its version is decided again so many times.
const ATTEMPTS: usize = 8;
/// A key answers its repetition for so long.
const REPEAT_HOURS: i64 = 24;

const KEPT_BYTES: usize = 300_000;
/// In place of an answer that is not kept.
const TOO_LONG: &str = "";

/// A change that happens once for its actor's key, however often it is sent.
pub struct Once<'a> {
    world: &'a World,
    call: &'a Call,
    actor: String,
    key: &'a str,
    fingerprint: String,
}

impl<'a> Once<'a> {
    pub fn new(world: &'a World, call: &'a Call, actor: &str) -> Result<Self, Failure> {
        Ok(Self {
            world,
            call,
            actor: actor.to_owned(),
            key: call.key()?,
            fingerprint: fingerprint(call),
        })
    }

    /// What the key answered, where it was used within a day and with the same body.
    pub async fn kept(&self) -> Result<Option<StoredRepeat>, Failure> {
        let repeat = self.world.table.repeat(&self.actor, self.key).await?;
        match repeat.filter(|repeat| repeat.ends_at_s > self.call.now.timestamp()) {
            Some(repeat) if repeat.fingerprint != self.fingerprint => Err(Failure::KeyReused),
            repeat => Ok(repeat),
        }
    }

    /// The row that keeps an answer for the key.
    pub fn keep<T: Serialize>(&self, status: u16, answer: &T, passcode: Option<u32>) -> Result<StoredRepeat, Failure> {
        Ok(StoredRepeat {
            actor: self.actor.clone(),
            key: self.key.to_owned(),
            fingerprint: self.fingerprint.clone(),
            status,
            answer: serde_json::to_string(answer).map_err(|_| Failure::Broken("an answer is not JSON"))?,
            passcode,
            made_at_s: self.call.now.timestamp(),
            ends_at_s: (self.call.now + TimeDelta::hours(REPEAT_HOURS)).timestamp(),
        })
    }
}

/// A request that a member may change now.
pub struct Turn {
    pub member: Member,
    pub request: Request,
    pub moment: Moment,
}

impl Turn {
    /// What the member may do.
    pub fn authority<R: Right>(&self) -> Result<Authority<R>, Failure> {
        session::authority(&self.member)
    }
}

/// What a decision brings with it besides the request and its event.
#[derive(Default)]
pub struct Effects {
    pub writes: Vec<Write>,
    /// Deliveries as the decision leaves them, for the page.
    pub deliveries: Vec<Delivery>,
    /// The passcode that the answer shows.
    pub passcode: Option<u32>,
    /// Whether a letter's message waits now, where the decision changes that.
    pub letter_waits: Option<bool>,
}

/// Loads what a decision needs and decides.
pub type Decide = for<'a> fn(&'a World, &'a Call, &'a Turn) -> Deciding<'a>;
pub type Deciding<'a> = Pin<Box<dyn Future<Output = Result<(Decision, Effects), Failure>> + Send + 'a>>;

/// Runs a change: `decide` loads what it needs and decides; it is called again where something else happened
/// to the request meanwhile that does not make the decision stale.
pub async fn run(world: &World, call: &Call, decide: Decide) -> Result<Reply, Failure> {
    call.key()?;
    let version = match call.route.repeat {
        Repeat::KeyAndVersion => Some(call.version()?),
        Repeat::Key | Repeat::Safe => None,
    };
    for _ in 0..ATTEMPTS {
        let (member, request) = session::member_of_request(world, call).await?;
        let once = Once::new(world, call, member.id.as_str())?;
        if let Some(repeat) = once.kept().await? {
            // One that an earlier version of the page kept may not be read by this one.
            let page = match serde_json::from_str(&repeat.answer) {
                Ok(kept) => kept,
                Err(_) => Parts::load(world, request.clone()).await?.build(call.now),
            };
            return answer(world, &request, page, repeat.passcode);
        }
        if version.is_some_and(|version| version != request.version) {
            return Err(stale(world, &request).await?);
        }
        let turn = Turn {
            moment: zone::moment(call.now, &request.received.time_zone),
            member,
            request,
        };
        let (decision, mut effects) = decide(world, call, &turn).await?;
        let taken_back = notice::taken_back(world, &turn.request, &decision.next, call.now).await?;
        effects.writes.extend(taken_back);
        let page = page_after(world, call, &decision, effects.deliveries, effects.letter_waits).await?;
        let repeat = shortened(once.keep(200, &page, effects.passcode)?);
        match commit(world, Some(&turn.request), &decision, Some(&repeat), effects.writes).await {
            Ok(()) => return answer(world, &turn.request, page, effects.passcode),
            Err(Failure::Store(StoreError::Conflict | StoreError::Repeated)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}

/// A row holds 400 KB. A page that is longer, after a long history, is not kept: its repetition shows the request as it
/// stands then.
fn shortened(repeat: StoredRepeat) -> StoredRepeat {
    if repeat.answer.len() <= KEPT_BYTES {
        return repeat;
    }
    StoredRepeat {
        answer: TOO_LONG.to_owned(),
        ..repeat
    }
}

async fn stale(world: &World, request: &Request) -> Result<Failure, Failure> {
    let events = world.table.events(&request.id).await?;
    let last = events.into_iter().rev().find(|event| event.happened.makes_stale());
    let (by, what) = match last {
        Some(event) => {
            let by = match event.actor {
                domain::event::Actor::Member { name, .. } => Some(name),
                domain::event::Actor::Requester | domain::event::Actor::Desk => None,
            };
            (by, Some(event.happened.what()))
        }
        None => (None, None),
    };
    Ok(Failure::Stale { by, what })
}

/// The page as the decision leaves it.
async fn page_after(
    world: &World,
    call: &Call,
    decision: &Decision,
    deliveries: Vec<Delivery>,
    letter_waits: Option<bool>,
) -> Result<RequestPage, Failure> {
    let mut parts = Parts::load(world, decision.next.clone()).await?;
    parts.letter_waits = letter_waits.unwrap_or(parts.letter_waits);
    parts.events.push(decision.event.clone());
    for delivery in deliveries {
        parts.put_delivery(delivery);
    }
    Ok(parts.build(call.now))
}

fn answer(world: &World, request: &Request, page: RequestPage, passcode: Option<u32>) -> Result<Reply, Failure> {
    match passcode {
        Some(number) => {
            let passcode = world.secret.passcode(&request.id, number);
            Reply::json(200, &WithPasscode { passcode, page })
        }
        None => Reply::json(200, &page),
    }
}

/// Commits a decision: the one transaction of a change.
pub async fn commit(
    world: &World,
    previous: Option<&Request>,
    decision: &Decision,
    repeat: Option<&StoredRepeat>,
    writes: Vec<Write>,
) -> Result<(), Failure> {
    let next = &decision.next;
    let (contact, due_on) = (contact(world, next), next.act_on());
    Ok(world
        .table
        .commit(previous, decision, contact, due_on, repeat, writes)
        .await?)
}

/// The rows of a second request that the same transaction changes.
pub fn writes(world: &World, previous: &Request, decision: &Decision) -> Result<Vec<Write>, Failure> {
    let next = &decision.next;
    let (contact, due_on) = (contact(world, next), next.act_on());
    Ok(Table::request_writes(Some(previous), decision, contact, due_on)?)
}

/// By what a request is found by its requester. One without an e-mail address is found by its receipt number alone.
pub fn contact(world: &World, request: &Request) -> String {
    match &request.contact.email {
        Some(email) => world.secret.contact(&request.practice, email),
        None => format!("NONE#{}", request.id),
    }
}

/// A change that a job or a message from outside makes, decided again as often as others come between. `decide` answers
/// none where nothing is left to do; whether it decided is the result.
pub async fn by_itself(
    world: &World,
    request: &RequestId,
    now: DateTime<Utc>,
    decide: impl Fn(&Request, Moment) -> Option<Decision>,
    writes: impl Fn() -> Result<Vec<Write>, Failure>,
) -> Result<bool, Failure> {
    for _ in 0..ATTEMPTS {
        let current = world.table.request(request).await?.ok_or(Failure::NotFound)?;
        let moment = zone::moment(now, &current.received.time_zone);
        let Some(decision) = decide(&current, moment) else {
            return Ok(false);
        };
        match commit(world, Some(&current), &decision, None, writes()?).await {
            Ok(()) => return Ok(true),
            Err(Failure::Store(StoreError::Conflict)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}

/// A change that the requester makes on the status page: once for its key, and answered without a body.
pub async fn by_requester(
    world: &World,
    call: &Call,
    decide: impl Fn(&Request, Moment) -> Result<Decision, Failure>,
) -> Result<Reply, Failure> {
    call.key()?;
    for _ in 0..ATTEMPTS {
        let request = session::requester(world, call).await?;
        let once = Once::new(world, call, request.id.as_str())?;
        if once.kept().await?.is_some() {
            return Ok(Reply::empty());
        }
        let moment = zone::moment(call.now, &request.received.time_zone);
        let decision = decide(&request, moment)?;
        let repeat = once.keep(204, &(), None)?;
        match commit(world, Some(&request), &decision, Some(&repeat), Vec::new()).await {
            Ok(()) => return Ok(Reply::empty()),
            Err(Failure::Store(StoreError::Conflict | StoreError::Repeated)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}

/// What a key is bound to: the same method, path and body.
fn fingerprint(call: &Call) -> String {
    let mut bytes = call.route.method.name().as_bytes().to_vec();
    for id in &call.ids {
        bytes.extend_from_slice(id.as_bytes());
        bytes.push(0);
    }
    bytes.extend_from_slice(call.route.path.as_bytes());
    bytes.push(0);
    bytes.extend_from_slice(&call.body);
    Hash::of(&bytes).to_string()
}
