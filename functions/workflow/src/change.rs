//! One change of a request by staff: who may, what key, which version; then a decision, and one transaction.
//! The use case in between is load and decide.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::page::Parts;
use crate::session;
use crate::store::StoreError;
use crate::store::dynamo::Write;
use crate::store::item::StoredRepeat;
use crate::world::World;
use crate::zone;
use chrono::TimeDelta;
use domain::chain::Hash;
use domain::clock;
use domain::decide::{Decision, Moment};
use domain::delivery::Delivery;
use domain::practice::Clerk;
use domain::request::Request;
use domain::wire::{Reissued, RequestPage};
use std::future::Future;
use std::pin::Pin;

/// A change that others overtook without touching its version is decided again so many times.
const ATTEMPTS: usize = 8;
/// A key answers its repetition for so long.
const REPEAT_HOURS: i64 = 24;

pub struct Change<'a> {
    world: &'a World,
    call: &'a Call,
    key: String,
    fingerprint: String,
    version: u64,
}

/// A request that a clerk may change now.
pub struct Turn {
    pub clerk: Clerk,
    pub request: Request,
    pub moment: Moment,
}

/// What a decision brings with it besides the request and its event.
#[derive(Default)]
pub struct Effects {
    pub writes: Vec<Write>,
    /// Deliveries as the decision leaves them, for the page.
    pub deliveries: Vec<Delivery>,
    /// The passcode that the answer shows.
    pub passcode: Option<u32>,
}

/// Loads what a decision needs and decides.
pub type Decide = for<'a> fn(&'a World, &'a Call, &'a Turn) -> Deciding<'a>;
pub type Deciding<'a> = Pin<Box<dyn Future<Output = Result<(Decision, Effects), Failure>> + Send + 'a>>;

/// Runs a change: `decide` loads what it needs and decides; it is called again where something else happened
/// to the request meanwhile that does not make the decision stale.
pub async fn run(world: &World, call: &Call, decide: Decide) -> Result<Reply, Failure> {
    let change = Change {
        world,
        call,
        key: call.key()?.to_owned(),
        fingerprint: fingerprint(call),
        version: call.version()?,
    };
    for _ in 0..ATTEMPTS {
        let (clerk, request) = session::clerk_of_request(world, call).await?;
        if let Some(repeat) = kept(world, call, clerk.member().as_str(), &change.key).await? {
            return change.repeated(&request, repeat);
        }
        change.must_be_current(&request).await?;
        let turn = Turn {
            moment: zone::moment(call.now, &request.received.time_zone),
            clerk,
            request,
        };
        let (decision, effects) = decide(world, call, &turn).await?;
        match change.commit(&turn, decision, effects).await {
            Err(Failure::Store(StoreError::Conflict | StoreError::Repeated)) => {}
            result => return result,
        }
    }
    Err(Failure::Busy)
}

impl Change<'_> {
    async fn must_be_current(&self, request: &Request) -> Result<(), Failure> {
        if request.version == self.version {
            return Ok(());
        }
        let last = self.world.table.event(&request.id, request.seq).await?;
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
        Err(Failure::Stale { by, what })
    }

    async fn commit(&self, turn: &Turn, decision: Decision, effects: Effects) -> Result<Reply, Failure> {
        let mut parts = Parts::load(self.world, decision.next.clone()).await?;
        parts.events.push(decision.event.clone());
        for delivery in effects.deliveries {
            parts.put_delivery(delivery);
        }
        let page = parts.build(self.call.now);
        let repeat = StoredRepeat {
            actor: turn.clerk.member().to_string(),
            key: self.key.clone(),
            fingerprint: self.fingerprint.clone(),
            status: 200,
            answer: serde_json::to_string(&page).map_err(|_| Failure::Broken("a page is not JSON"))?,
            passcode: effects.passcode,
            made_at_s: self.call.now.timestamp(),
            ends_at_s: repeat_ends_at_s(self.call),
        };
        commit(
            self.world,
            Some(&turn.request),
            &decision,
            Some(&repeat),
            effects.writes,
        )
        .await?;
        self.answer(&turn.request, page, effects.passcode)
    }

    fn repeated(&self, request: &Request, repeat: StoredRepeat) -> Result<Reply, Failure> {
        let repeat = same_body(repeat, &self.fingerprint)?;
        let page = serde_json::from_str(&repeat.answer).map_err(|_| Failure::Broken("a kept answer"))?;
        self.answer(request, page, repeat.passcode)
    }

    fn answer(&self, request: &Request, page: RequestPage, passcode: Option<u32>) -> Result<Reply, Failure> {
        match passcode {
            Some(number) => {
                let passcode = self.world.secret.passcode(&request.id, number);
                Reply::json(200, &Reissued { passcode, page })
            }
            None => Reply::json(200, &page),
        }
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
    let contact = world.secret.contact(&next.practice, &next.email);
    let due_on = clock::due(next.received.on, &next.received.time_zone).due_on;
    Ok(world
        .table
        .commit(previous, decision, contact, due_on, repeat, writes)
        .await?)
}

/// What a key is bound to: the same method, path and body.
pub fn fingerprint(call: &Call) -> String {
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

pub fn repeat_ends_at_s(call: &Call) -> i64 {
    (call.now + TimeDelta::hours(REPEAT_HOURS)).timestamp()
}

/// What an actor's key answered, if that is still kept.
pub async fn kept(world: &World, call: &Call, actor: &str, key: &str) -> Result<Option<StoredRepeat>, Failure> {
    let repeat = world.table.repeat(actor, key).await?;
    Ok(repeat.filter(|repeat| repeat.ends_at_s > call.now.timestamp()))
}

/// A kept answer, if the key comes with the body that it came with.
pub fn same_body(repeat: StoredRepeat, fingerprint: &str) -> Result<StoredRepeat, Failure> {
    if repeat.fingerprint == fingerprint {
        Ok(repeat)
    } else {
        Err(Failure::KeyReused)
    }
}
