//! Many members at the same requests at once: what was answered has happened once, what was refused has not, and every
//! history tells how its request came to stand as it does.

use crate::desk::{self, Answer, Browser, With};
use anyhow::{Context, Result, bail, ensure};
use chrono::{NaiveDate, TimeDelta};
use domain::chain::{self, Hash};
use domain::clock;
use domain::decide::{self, Decision, Matched, NewRequest};
use domain::event::{Actor, Event, Happened};
use domain::fee::Schedule;
use domain::id::{Id, PatientId, RecordId, RequestId};
use domain::letter::{Answer as Letter, Says};
use domain::parse;
use domain::person::PersonName;
use domain::practice::{Clerk, Location, Member, Practice};
use domain::record::{Inspection, Item, Items, Patient, Record, State};
use domain::request::{Request, receipt_number};
use domain::task::Assignee;
use domain::wire::What;
use domain::word::{Category, Evidence, Extends, Format, Ground, Outcome, Role, Sensitivity, TaskKind, Work};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};
use workflow::store::dynamo::{Table, Write};
use workflow::store::item::{
    self, NoticeKind, StoredMember, StoredPatient, StoredPractice, StoredReceipt, StoredRecord,
};
use workflow::world::World;
use workflow::{edge, uploads, zone};

const REQUESTS: usize = 200;
const CLIENTS: usize = 32;
/// Those who sign in; the clients share their sessions, as one person's tabs do.
const MEMBERS: usize = 4;

/// What a client does to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Release,
    Withhold,
    Extend,
    Withdraw,
    WithdrawAgain,
    Assign,
    AssignAgain,
}

const ACTS: [Act; 7] = [
    Act::Release,
    Act::Withhold,
    Act::Extend,
    Act::Withdraw,
    Act::WithdrawAgain,
    Act::Assign,
    Act::AssignAgain,
];

impl Act {
    fn what(self) -> What {
        match self {
            Self::Release => What::Released,
            Self::Withhold => What::Withheld,
            Self::Extend => What::Extended,
            Self::Withdraw | Self::WithdrawAgain => What::Answered,
            Self::Assign | Self::AssignAgain => What::Assigned,
        }
    }

    /// Whose it is makes nobody's decision stale, and needs no version.
    fn needs_version(self) -> bool {
        !matches!(self, Self::Assign | Self::AssignAgain)
    }

    /// Where it goes, and what is sent there. The marker comes back in the event that it makes.
    fn call(self, case: &Case, marker: &str, colleague: &Member) -> (String, Value) {
        let request = &case.request;
        match self {
            Self::Release => (format!("/api/requests/{request}/release"), json!({})),
            Self::Withhold => (
                format!("/api/requests/{request}/records/{}/withholding", case.record),
                json!({ "ground": "u1", "what": "Notes", "reason": marker, "duration": "Until June 1, 2027", "extent": "whole", "conditions": ["u1_own", "u1_apart", "u1_other"] }),
            ),
            Self::Extend => {
                let until = case.extendable_after + TimeDelta::days(10);
                let body = json!({ "reason": marker, "until": until.to_string() });
                (format!("/api/requests/{request}/extension"), body)
            }
            Self::Withdraw | Self::WithdrawAgain => {
                let body = json!({ "ending": "withdrawn", "more": marker });
                (format!("/api/requests/{request}/answer"), body)
            }
            Self::Assign | Self::AssignAgain => {
                let body = json!({ "member": colleague.id });
                (format!("/api/requests/{request}/assignment"), body)
            }
        }
    }
}

/// A request at which all of it is done.
struct Case {
    request: RequestId,
    record: RecordId,
    extendable_after: NaiveDate,
}

/// A change that was answered with 200.
struct Won {
    case: usize,
    act: Act,
    member: usize,
    marker: String,
    colleague: String,
    /// The number of its event, as the page that was answered shows it.
    seq: usize,
}

#[derive(Default)]
struct Tally {
    won: Vec<Won>,
    /// How often each status was answered, with the kind of problem.
    answers: BTreeMap<(u16, String), usize>,
    /// How many changes were sent once more under their key.
    repeated: usize,
}

/// A practice of its own, so that nobody else's list is flooded.
struct Stage {
    world: World,
    runtime: tokio::runtime::Runtime,
    practice: Practice,
    members: Vec<Member>,
}

#[test]
fn of_many_changes_at_once_each_one_answered_happened_once_and_every_history_tells_the_state() -> Result<()> {
    let begun = Instant::now();
    let stage = Stage::new()?;
    let cases = stage.cases()?;
    let staged = begun.elapsed();

    let tally = race(&stage, &cases)?;
    let raced = begun.elapsed() - staged;

    let refused: Vec<_> = tally
        .answers
        .keys()
        .filter(|(status, kind)| match status {
            200 | 409 | 412 => false,
            503 => kind != "busy",
            _ => true,
        })
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
    let settled = stage.settled(&cases)?;
    let mut events = 0;
    for (number, (row, history)) in settled.iter().enumerate() {
        let won: Vec<_> = tally.won.iter().filter(|won| won.case == number).collect();
        check_chain(row, history).with_context(|| row.id.to_string())?;
        let told: Vec<_> = history.iter().map(item::event).collect::<Result<_, _>>()?;
        stage.check_replay(row, &told).with_context(|| row.id.to_string())?;
        check_wins(&stage, &told, &won).with_context(|| row.id.to_string())?;
        stage.check_letters(row, &told).with_context(|| row.id.to_string())?;
        events += told.len();
    }
    report(&tally, events, staged, raced);
    for act in ACTS {
        assert!(tally.won.iter().any(|won| won.act == act), "{act:?} never won");
    }
    assert!(
        tally.answers.keys().any(|(status, _)| *status == 412),
        "nobody was late"
    );
    Ok(())
}

fn report(tally: &Tally, events: usize, staged: Duration, raced: Duration) {
    let answers: usize = tally.answers.values().sum();
    println!("{REQUESTS} requests staged in {staged:.1?}; {answers} changes by {CLIENTS} clients in {raced:.1?}");
    for ((status, kind), count) in &tally.answers {
        println!("  {count:5} × {status} {kind}");
    }
    for act in ACTS {
        let count = tally.won.iter().filter(|won| won.act == act).count();
        println!("  {count:5} won: {act:?}");
    }
    println!(
        "  {:5} sent twice under one key, answered with the same bytes",
        tally.repeated
    );
    println!("  {events:5} events, every chain whole, every history replayed to its row");
}

// --------------------------------------------------------------------------------------- racing

fn race(stage: &Stage, cases: &[Case]) -> Result<Tally> {
    let mut browsers = Vec::new();
    for member in &stage.members {
        browsers.push(desk::signed_in(&stage.world, &stage.runtime, member.id.clone())?);
    }
    // All that is done to one request stands side by side, so that the clients meet at it; and each of it comes first at
    // some of them.
    let calls = (0..cases.len()).flat_map(|case| {
        let mut acts = ACTS;
        acts.rotate_left(case % ACTS.len());
        acts.map(|act| (case, act))
    });
    let queue = Mutex::new(calls.collect::<VecDeque<_>>());
    let tally = Mutex::new(Tally::default());
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let member = client % MEMBERS;
                let (queue, tally, cookies) = (&queue, &tally, browsers[member].cookies.clone());
                scope.spawn(move || -> Result<()> {
                    let mut browser = Browser::new()?;
                    browser.cookies = cookies;
                    loop {
                        let next = queue.lock().expect("no client panics with it").pop_front();
                        let Some((case, act)) = next else {
                            return Ok(());
                        };
                        change(stage, &mut browser, member, (case, &cases[case]), act, tally)?;
                    }
                })
            })
            .collect();
        clients
            .into_iter()
            .try_for_each(|client| client.join().expect("no panic"))
    })?;
    Ok(tally.into_inner()?)
}

/// One change; where it comes too late, at every other request once more as that stands then.
fn change(
    stage: &Stage,
    browser: &mut Browser,
    member: usize,
    (number, case): (usize, &Case),
    act: Act,
    tally: &Mutex<Tally>,
) -> Result<()> {
    // Every client hands over to another colleague than its neighbours do.
    let colleague = &stage.members[(member + 1 + usize::from(act == Act::AssignAgain)) % MEMBERS];
    let mut seen = STAGED_VERSION;
    for attempt in 0..2 {
        let marker = format!("marker {}", desk::fresh_key());
        let (path, body) = act.call(case, &marker, colleague);
        let with = if act.needs_version() {
            desk::version(seen)
        } else {
            desk::key()
        };
        let answer = browser.post(&path, &body, with.clone())?;
        let won = won(&answer, |seq| Won {
            case: number,
            act,
            member,
            marker,
            colleague: colleague.name.clone(),
            seq,
        });
        let is_won = won.is_some();
        let again = is_won && number.is_multiple_of(10);
        if again {
            repeat(browser, &path, &body, with, &answer)?;
        }
        {
            let mut tally = tally.lock().expect("no client panics with it");
            *tally.answers.entry((answer.status, kind(&answer))).or_default() += 1;
            tally.repeated += usize::from(again);
            tally.won.extend(won);
        }
        if answer.status != 412 || attempt == 1 || !number.is_multiple_of(2) {
            return Ok(());
        }
        seen = desk::version_of(browser, case.request.as_str())?;
    }
    Ok(())
}

fn won(answer: &Answer, won: impl FnOnce(usize) -> Won) -> Option<Won> {
    (answer.status == 200).then(|| won(answer.json()["history"].as_array().map_or(0, Vec::len)))
}

fn repeat(browser: &mut Browser, path: &str, body: &Value, with: With, first: &Answer) -> Result<()> {
    let again = browser.post(path, body, with)?;
    ensure!(
        (again.status, &again.bytes) == (first.status, &first.bytes),
        "a repetition was answered differently: {}",
        again.status
    );
    Ok(())
}

fn kind(answer: &Answer) -> String {
    let kind = answer.json()["type"].as_str().unwrap_or_default().to_owned();
    kind.rsplit(':').next().unwrap_or_default().to_owned()
}

// -------------------------------------------------------------------------------------- checking

/// No event is missing, and none was changed, removed or put between others.
fn check_chain(row: &Request, history: &[item::StoredEvent]) -> Result<()> {
    let mut head = Hash::START;
    for (index, event) in history.iter().enumerate() {
        head = chain::next(head, event.body.as_bytes());
        ensure!(event.seq == index as u64 + 1, "a gap before event {}", event.seq);
        ensure!(
            event.head == head.to_string(),
            "the chain breaks at event {}",
            event.seq
        );
    }
    ensure!(row.seq == history.len() as u64, "the row counts {} events", row.seq);
    ensure!(row.head == head, "the row's head is not the chain's");
    Ok(())
}

/// Every change that was answered is one event, and no event of a member is without its answer.
fn check_wins(stage: &Stage, events: &[Event], won: &[&Won]) -> Result<()> {
    let mut seen = BTreeSet::new();
    for won in won {
        let event = won.seq.checked_sub(1).and_then(|index| events.get(index));
        let event = event.with_context(|| format!("{:?} left no event {}", won.act, won.seq))?;
        let about = format!("{:?} at event {}", won.act, won.seq);
        ensure!(seen.insert(won.seq), "{about} was answered twice");
        ensure!(event.happened.what() == won.act.what(), "{about} is something else");
        let name = match &event.actor {
            Actor::Member { name, .. } => name,
            Actor::Requester | Actor::Desk => bail!("{about} was done by nobody"),
        };
        ensure!(*name == stage.members[won.member].name, "{about} was done by another");
        let said = match &event.happened {
            Happened::Withheld { reason, .. } => Some((reason, &won.marker)),
            Happened::Extended { letter } | Happened::Answered { letter } => {
                said(letter).map(|said| (said, &won.marker))
            }
            Happened::Assigned { to: Some(to) } => Some((&to.name, &won.colleague)),
            _ => None,
        };
        ensure!(
            said.is_none_or(|(said, sent)| said == sent),
            "{about} says something else than was sent"
        );
    }
    let by_members = events
        .iter()
        .filter(|event| matches!(event.actor, Actor::Member { .. }));
    let staged = 1;
    ensure!(
        by_members.count() == won.len() + staged,
        "an event that nobody was told of"
    );
    Ok(())
}

fn said(letter: &Letter) -> Option<&String> {
    match &letter.says {
        Says::Extension { reason, .. } => Some(reason),
        Says::Ending { more, .. } => Some(more),
        Says::ReviewOutcome(_) | Says::FeeEstimate { .. } | Says::Breach(_) => None,
        Says::Acknowledgement(_) | Says::DirectiveFulfilled(_) => None,
    }
}

/// How a request stands, told by its history alone.
#[derive(Debug, PartialEq, Eq)]
struct Standing {
    work: Work,
    outcome: Option<Outcome>,
    assignee: Option<Assignee>,
    extension: Option<NaiveDate>,
    version: u64,
    /// What is open, with whose it is, as it came.
    tasks: Vec<(TaskKind, Option<Assignee>)>,
    /// What is kept back, with the ground and the reason.
    withheld: BTreeMap<RecordId, (Ground, String)>,
    waits_for_approval: u32,
}

impl Standing {
    fn add_task(&mut self, kind: TaskKind) {
        if self.tasks.iter().all(|(known, _)| *known != kind) {
            self.tasks.push((kind, self.assignee.clone()));
        }
    }

    fn assign(&mut self, to: Option<&Assignee>) {
        for (_, owner) in &mut self.tasks {
            if owner.is_some() && *owner == self.assignee {
                *owner = to.cloned();
            }
        }
        self.assignee = to.cloned();
    }
}

/// Folds a history, without the rules that made it.
fn replay(events: &[Event], goes_by_mail: bool) -> Result<Standing> {
    let mut standing = Standing {
        work: Work::Received,
        outcome: None,
        assignee: None,
        extension: None,
        version: 0,
        tasks: Vec::new(),
        withheld: BTreeMap::new(),
        waits_for_approval: 0,
    };
    for event in events {
        standing.version += u64::from(event.happened.makes_stale());
        match &event.happened {
            Happened::Submitted { .. } => {}
            Happened::Verified { .. } => standing.work = Work::Gathering,
            Happened::Released { letter, .. } => {
                standing.work = Work::Assembling;
                ensure!(letter.withheld.is_empty(), "what waits for approval is in no letter");
                standing.outcome = Some(Outcome::Released);
            }
            Happened::PackageReady { .. } => {
                standing.work = Work::Ready;
                if !goes_by_mail {
                    standing.add_task(TaskKind::HandOverRecord);
                }
            }
            Happened::Withheld {
                record, ground, reason, ..
            } => {
                standing.withheld.insert(record.clone(), (*ground, reason.clone()));
                standing.waits_for_approval += 1;
            }
            Happened::Extended { letter } => {
                let Says::Extension { until, .. } = letter.says else {
                    bail!("an extension that is none");
                };
                standing.extension = Some(until);
                if !goes_by_mail {
                    standing.add_task(TaskKind::PostLetter);
                }
            }
            Happened::Answered { letter } => {
                let Says::Ending { ending, .. } = letter.says else {
                    bail!("an answer that ends nothing");
                };
                standing.outcome = Some(ending.outcome());
                standing.work = Work::Answered;
                standing
                    .tasks
                    .retain(|(kind, _)| !matches!(kind, TaskKind::HandOverRecord | TaskKind::PostLetter));
                if !goes_by_mail {
                    standing.add_task(TaskKind::PostLetter);
                }
            }
            Happened::ExtensionGiven { .. } => {}
            Happened::Assigned { to } => standing.assign(to.as_ref()),
            other => bail!("nobody here does {:?}", other.what()),
        }
    }
    Ok(standing)
}

// --------------------------------------------------------------------------------------- staging

/// Received and verified.
const STAGED_VERSION: u64 = 2;

impl Stage {
    fn new() -> Result<Self> {
        let world = World::new(edge::settings());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let id = format!("race-{}", edge::seed().id::<domain::id::Practice>("practice"));
        let practice = Practice {
            id: Id::parse(&id).context("an id")?,
            name: "A practice of many hands".to_owned(),
            contact: "the privacy officer".to_owned(),
            telephone: "512-555-0140".to_owned(),
            locations: vec![Location {
                id: Id::parse("austin").context("an id")?,
                name: "Austin".to_owned(),
                address: "200 Lake Street".to_owned(),
                state: "TX".to_owned(),
                time_zone: "America/Chicago".to_owned(),
            }],
            fees: Schedule::default(),
        };
        let members: Vec<_> = (0..MEMBERS)
            .map(|number| Member {
                id: fresh::<domain::id::Member>(),
                practice: practice.id.clone(),
                name: format!("Member {number}"),
                roles: vec![Role::Clerk, Role::Officer],
                licence: String::new(),
                active: true,
            })
            .collect();
        runtime.block_on(async {
            world.table.put_row(&StoredPractice::from(&practice)).await?;
            for member in &members {
                world.table.put_row(&StoredMember::from(member)).await?;
            }
            anyhow::Ok(())
        })?;
        Ok(Self {
            world,
            runtime,
            practice,
            members,
        })
    }

    fn cases(&self) -> Result<Vec<Case>> {
        (0..REQUESTS)
            .map(|number| self.runtime.block_on(self.case(number)))
            .collect()
    }

    /// A request with its whole history, and one record that can go out. Every fourth has an e-mail address.
    async fn case(&self, number: usize) -> Result<Case> {
        let (now, world) = (edge::now(), &self.world);
        let mut form = desk::form(&desk::fresh_email());
        if !number.is_multiple_of(4) {
            form["reach"] = json!("telephone");
            form["email"] = json!("");
            form["telephone"] = json!("512-555-0199");
        }
        let form = serde_json::from_value(form)?;
        let today = zone::latest_day(now, &self.practice);
        let ask = parse::submit(&form, &parse::locations(&self.practice), today)
            .map_err(|errors| anyhow::anyhow!("{errors:?}"))?;
        let seed = edge::seed();
        let new = NewRequest {
            id: seed.id("request"),
            practice: self.practice.id.clone(),
            receipt: receipt_number(seed.bytes("receipt")),
        };
        let received = zone::received(now, &self.practice, ask.location.as_ref());
        let time_zone = received.time_zone.clone();
        let patient = Patient {
            id: fresh::<domain::id::Patient>(),
            practice: self.practice.id.clone(),
            name: PersonName::parse("Tess", "Patient").map_err(|_| anyhow::anyhow!("a name"))?,
            birth_date: "1950-01-01".parse()?,
            contacts: Vec::new(),
        };
        let submitted = decide::submit(ask, new, received);
        let staged = after(&submitted)?;
        let matched = Matched {
            linked: &[],
            patient: &patient,
            evidence: vec![Evidence::IdSeen],
            authority: String::new(),
            withdrawn: Vec::new(),
            protected: false,
            items: &Items::new(),
            officer: None,
        };
        let clerk = Clerk::of(&self.members[0]).context("a clerk")?;
        let verified = decide::verify(&staged, &clerk, matched, zone::moment(now, &time_zone))?;
        let record = self.record(&patient.id, number).await?;
        let contact = |request: &Request| match &request.contact.email {
            Some(email) => world.secret.contact(&request.practice, email),
            None => format!("NONE#{}", request.id),
        };
        let mut rows: Vec<Write> = Table::request_writes(None, &submitted, contact(&staged), staged.due().target_on)?;
        rows.push(Write::new(&StoredReceipt::of(&staged))?);
        rows.push(Write::new(&StoredPatient::from(&patient))?);
        rows.push(Write::new(&StoredRecord::from(&record))?);
        world.table.transact(rows, false).await?;
        let rows = Table::request_writes(Some(&staged), &verified, contact(&staged), staged.due().target_on)?;
        world.table.transact(rows, false).await?;
        Ok(Case {
            request: staged.id.clone(),
            record: record.id,
            extendable_after: clock::extendable(&staged.clock_ask(), Extends::Federal, staged.received.on)
                .context("an extension")?
                .after,
        })
    }

    /// A record that lies there and was inspected.
    async fn record(&self, patient: &PatientId, number: usize) -> Result<Record> {
        let bytes = format!("Note {number}\n").into_bytes();
        let record = Record {
            id: fresh::<domain::id::Record>(),
            practice: self.practice.id.clone(),
            patient: patient.clone(),
            name: "note.txt".to_owned(),
            size: bytes.len() as u64,
            crc32: crc32fast::hash(&bytes),
            category: Category::VisitNotes,
            service_date: None,
            sensitivity: Sensitivity::Ordinary,
            state: State::Inspected(Inspection {
                format: Format::Text,
                sha256: Hash::of(&bytes),
                concerns: vec![],
                names_person: None,
            }),
        };
        let key = uploads::object_key(&record.practice, &record.patient, &record.id);
        self.world.records().put(&key, "text/plain", bytes).await?;
        Ok(record)
    }

    /// The rows and histories, when every package that was released is there: each pair of one moment, since the letter of
    /// an extension goes by itself.
    fn settled(&self, cases: &[Case]) -> Result<Vec<(Request, Vec<item::StoredEvent>)>> {
        let mut settled = Vec::new();
        for case in cases {
            settled.push(desk::eventually("the packages", || {
                let row = || self.runtime.block_on(self.world.table.request(&case.request));
                let before = row()?;
                let history = self.world.table.chain(item::request_pk(&case.request));
                let history = self.runtime.block_on(history)?;
                let after = row()?.filter(|row| row.work != Work::Assembling && before.as_ref() == Some(row));
                Ok(after.map(|row| (row, history)))
            })?);
        }
        Ok(settled)
    }

    fn check_replay(&self, row: &Request, events: &[Event]) -> Result<()> {
        let told = replay(events, row.contact.email.is_some())?;
        let items = self.runtime.block_on(self.world.table.items(&row.id))?;
        let withheld = items.into_iter().map(|(record, item)| match item {
            Item::Withheld(held) => Ok((record, (held.ground, held.reason))),
            Item::Judged(_) => bail!("nobody here judges"),
        });
        let stands = Standing {
            work: row.work,
            outcome: row.outcome,
            assignee: row.assignee.clone(),
            extension: row.extensions.first().map(|extension| extension.until),
            version: row.version,
            tasks: row.tasks.iter().map(|task| (task.kind, task.owner.clone())).collect(),
            withheld: withheld.collect::<Result<_>>()?,
            waits_for_approval: row.pending.approvals,
        };
        ensure!(told == stands, "the history tells {told:?}, the row {stands:?}");
        Ok(())
    }

    /// Every letter has one message, and no message is without its letter.
    fn check_letters(&self, row: &Request, events: &[Event]) -> Result<()> {
        let notices = self.runtime.block_on(self.world.table.notices(&row.id))?;
        let mut told: Vec<_> = notices
            .iter()
            .filter_map(|notice| match &notice.kind {
                NoticeKind::Letter { seq, .. } => Some(*seq),
                _ => None,
            })
            .collect();
        told.sort_unstable();
        let letters = events
            .iter()
            .filter(|event| matches!(event.happened, Happened::Extended { .. } | Happened::Answered { .. }));
        let due: Vec<_> = letters
            .filter(|_| row.contact.email.is_some())
            .map(|event| event.seq)
            .collect();
        ensure!(told == due, "letters {due:?} have messages {told:?}");
        Ok(())
    }
}

/// The request as a decision leaves it in the table.
fn after(decision: &Decision) -> Result<Request> {
    let mut next = decision.next.clone();
    next.head = chain::next(next.head, item::event_body(&decision.event)?.as_bytes());
    Ok(next)
}

fn fresh<K>() -> Id<K> {
    edge::seed().id("id")
}
