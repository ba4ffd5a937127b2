//! Every state that one request can come to: three who act on it, the desk's own jobs, a mail provider that loses and
//! repeats, members who decide on what is stale or never finish, and days that pass. The transitions are those of
//! production, `domain::decide`; the model adds what the store adds, which is that a decision of a member commits only
//! on the version that it was made on, and one of the desk on whatever it finds.
//!
//! What must never be is looked at in each state and at each step. A state that breaks it is shown with the way to it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::chain::Hash;
use domain::clock;
use domain::decide::ending::{self, Undoable};
use domain::decide::holding::{self, Standing};
use domain::decide::work::{self, About, Lost};
use domain::decide::{self, Decision, Matched, Moment, NewRequest, Packed, Refusal, ReleaseCommand, Renewal, emailing};
use domain::delivery::{self, Delivery, Package};
use domain::event::{Actor, Happened};
use domain::ground;
use domain::id::{DeliveryId, JobId, MemberId, NoticeId, PatientId, PracticeId, RecordId, RequestId};
use domain::letter::{self, Letter, Says};
use domain::parse;
use domain::person::PersonName;
use domain::practice::{Authority, Clerk, Clinician, Location, Member, Officer, Practice, Right};
use domain::record::{self, Inspection, Item, Items, Patient, Record, State};
use domain::request::{Agreed, Received, Request};
use domain::wire::{self, DeliveryState, NextAction, Obstacle, Placement};
use domain::word::{
    Category, Ending, Evidence, Extends, Format, Ground, Handing, Judgement, Role, Sensitivity, TaskKind, Way, Work,
};
use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher};
use std::mem;
use std::rc::Rc;

/// In days after the receipt: what the law of a state beside the federal rule says, counted by hand.
#[derive(Clone, Copy)]
struct StateLimit {
    code: &'static str,
    first: i64,
    /// As far as its own extension reaches.
    most: i64,
}

/// RCW 70.02.080: 15 working days, and 21 where that was said inside them. From Friday, January 2, 2026, with January 19 a
/// holiday, they end on January 26 and February 3.
const WASHINGTON: StateLimit = StateLimit {
    code: "WA",
    first: 24,
    most: 32,
};
const FIRST: i64 = 30;
const LAST: i64 = 60;

/// What is repeated without end in life is done so often here.
#[derive(Clone, Copy)]
struct Bounds {
    releases: u8,
    letters: u8,
    /// Taking up again, and taking back.
    reopenings: u8,
    links: u8,
    /// From either side.
    messages: u8,
    /// Whether the officer may extend at all. How often is the law's to say.
    extends: bool,
}

/// Of so many, the newest ones, the provider still says something.
const MESSAGES: usize = 2;

/// What a way through the states begins with.
#[derive(Clone, Copy)]
struct Scene {
    /// The patient, or the mother for her.
    is_own: bool,
    way: Way,
    has_email: bool,
    /// Of the second of two records; the first is ordinary.
    sensitivity: Sensitivity,
    ground: Ground,
    state: Option<StateLimit>,
    /// The days that are looked at, after the receipt.
    days: &'static [i64],
    bounds: Bounds,
}

struct Cast {
    scene: Scene,
    practice: Practice,
    patient: Patient,
    records: [Record; 2],
    clerk: Clerk,
    clinician: Clinician,
    officer: Officer,
}

/// What a member does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Command {
    Verify,
    Withhold,
    Keep,
    Determine(bool),
    Approve(bool),
    Release,
    Extend(Extends),
    Answer(Ending),
    HandOver(Handing),
    Close,
    Reopen,
    Undo,
    Revoke,
    Reissue,
    Ask,
}

impl Command {
    const OF_CLERK: [Self; 14] = [
        Self::Verify,
        Self::Withhold,
        Self::Keep,
        Self::Release,
        Self::Answer(Ending::NotHeld),
        Self::Answer(Ending::Withdrawn),
        Self::HandOver(Handing::Posted),
        Self::HandOver(Handing::Inspected),
        Self::Close,
        Self::Reopen,
        Self::Undo,
        Self::Revoke,
        Self::Reissue,
        Self::Ask,
    ];
    const OF_OTHERS: [Self; 6] = [
        Self::Determine(true),
        Self::Determine(false),
        Self::Approve(true),
        Self::Approve(false),
        Self::Extend(Extends::Federal),
        Self::Extend(Extends::State),
    ];
}

/// What a member holds in hand, between reading and saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hand {
    Empty,
    Fresh(Command),
    /// What was read has changed: whatever it is, it must not commit.
    Stale,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mail {
    Queued,
    Sent,
    Arrived,
    Lost,
    /// Taken back, or overtaken.
    Lapsed,
}

#[derive(Clone)]
struct Notice {
    id: NoticeId,
    about: About,
    mail: Mail,
    /// The provider was given up waiting for.
    is_reported: bool,
}

/// A job of the desk, which may run once more at any time.
#[derive(Clone)]
struct Job {
    id: JobId,
    delivery: DeliveryId,
    contents: u8,
}

#[derive(Clone)]
struct World {
    days: &'static [i64],
    day: usize,
    request: Request,
    items: Items,
    deliveries: Vec<(Delivery, u8)>,
    jobs: Vec<Job>,
    notices: Vec<Notice>,
    hands: [Hand; 2],
    /// Records in the last release, as a bit each.
    contents: u8,
    releases: u8,
    letters: u8,
    reopenings: u8,
    links: u8,
    extensions: u8,
    /// Bounds of what the requester says.
    messages: u8,
    way: Option<Rc<Step>>,
}

struct Step {
    before: Option<Rc<Step>>,
    what: String,
}

fn parsed<T>(text: &str, parse: fn(&str) -> Option<T>) -> T {
    parse(text).expect("an id")
}

fn received_on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 2).expect("a day")
}

/// So many days after it.
fn day(after: i64) -> NaiveDate {
    received_on() + TimeDelta::days(after)
}

fn received_at() -> DateTime<Utc> {
    received_on().and_hms_opt(15, 0, 0).expect("a time").and_utc()
}

fn member<R: Right>(id: &str, role: Role) -> Authority<R> {
    let member = Member {
        id: parsed(id, MemberId::parse),
        practice: parsed("p", PracticeId::parse),
        name: "A Member".to_owned(),
        roles: vec![role],
        licence: "MD, Texas A1234".to_owned(),
        active: true,
    };
    Authority::of(&member).expect("a right")
}

fn a_record(id: &str, name: &str, sensitivity: Sensitivity) -> Record {
    Record {
        id: parsed(id, RecordId::parse),
        practice: parsed("p", PracticeId::parse),
        patient: parsed("q", PatientId::parse),
        name: name.to_owned(),
        size: 1,
        crc32: 0,
        category: Category::VisitNotes,
        service_date: None,
        sensitivity,
        state: State::Inspected(Inspection {
            format: Format::Pdf,
            sha256: Hash::of(id.as_bytes()),
            concerns: Vec::new(),
            names_person: None,
        }),
    }
}

impl Cast {
    fn of(scene: Scene) -> Self {
        let practice = Practice {
            id: parsed("p", PracticeId::parse),
            name: "Lakeside".to_owned(),
            contact: "Privacy Officer".to_owned(),
            telephone: "555-0100".to_owned(),
            fees: domain::fee::Schedule::default(),
            locations: Vec::<Location>::new(),
        };
        let patient = Patient {
            id: parsed("q", PatientId::parse),
            practice: practice.id.clone(),
            name: PersonName::parse("One", "Patient").expect("a name"),
            birth_date: NaiveDate::from_ymd_opt(2010, 3, 1).expect("a day"),
            contacts: Vec::new(),
        };
        Self {
            scene,
            practice,
            patient,
            records: [
                a_record("a", "visit.pdf", Sensitivity::Ordinary),
                a_record("b", "hidden.pdf", scene.sensitivity),
            ],
            clerk: member("clerk", Role::Clerk),
            clinician: member("clinician", Role::Clinician),
            officer: member("officer", Role::Officer),
        }
    }

    fn begin(&self) -> World {
        let text = |text: &str| text.to_owned();
        let form = wire::SubmitRequest {
            given_name: text("One"),
            family_name: text("Patient"),
            birth_month: text("3"),
            birth_day: text("1"),
            birth_year: text("2010"),
            requester: text(if self.scene.is_own { "self" } else { "representative" }),
            relation: text(if self.scene.is_own { "" } else { "parent" }),
            requester_given_name: text(if self.scene.is_own { "" } else { "Her" }),
            requester_family_name: text(if self.scene.is_own { "" } else { "Mother" }),
            reach: text(if self.scene.has_email { "email" } else { "mail" }),
            email: text(if self.scene.has_email {
                "one@patient.example"
            } else {
                ""
            }),
            address: text(if self.scene.has_email {
                ""
            } else {
                "1 Main Street, Austin"
            }),
            extent: text("whole"),
            access: text("copy"),
            language: text("en"),
            ..wire::SubmitRequest::default()
        };
        let received = Received {
            at: received_at(),
            on: received_on(),
            time_zone: text("America/Chicago"),
            states: self.scene.state.iter().map(|state| text(state.code)).collect(),
        };
        let new = NewRequest {
            id: parsed("r", RequestId::parse),
            practice: self.practice.id.clone(),
            receipt: text("7K3M-92QF-4D"),
        };
        let ask = parse::submit(&form, &[], received.on).unwrap_or_else(|errors| panic!("{} errors", errors.len()));
        let mut request = decide::submit(ask, new, received).next;
        if self.scene.way != Way::Download {
            request.agreed = Some(Agreed {
                way: self.scene.way,
                format: String::new(),
                appointment: String::new(),
                risk_accepted: true,
            });
        }
        World {
            days: self.scene.days,
            day: 0,
            request,
            items: Items::new(),
            deliveries: Vec::new(),
            jobs: Vec::new(),
            notices: Vec::new(),
            hands: [Hand::Empty; 2],
            contents: 0,
            releases: 0,
            letters: 0,
            reopenings: 0,
            links: 0,
            extensions: 0,
            messages: 0,
            way: None,
        }
    }
}

impl World {
    fn moment(&self) -> Moment {
        let days = TimeDelta::days(self.days[self.day]);
        Moment {
            at: received_at() + days,
            on: received_on() + days,
        }
    }

    fn placements(&self, cast: &Cast) -> Vec<Placement> {
        let place = |record| record::placement(record, &self.request, self.items.get(&record.id), self.moment().at);
        cast.records.iter().map(place).collect()
    }

    fn ledger(&self, cast: &Cast) -> Vec<(Record, Placement)> {
        cast.records.iter().cloned().zip(self.placements(cast)).collect()
    }

    fn current(&self) -> Option<&Delivery> {
        let id = self.request.delivery.as_ref()?;
        self.deliveries
            .iter()
            .map(|(delivery, _)| delivery)
            .find(|delivery| delivery.id == *id)
    }

    fn store(&mut self, delivery: Option<Delivery>) {
        let Some(delivery) = delivery else { return };
        for (known, _) in &mut self.deliveries {
            if known.id == delivery.id {
                *known = delivery;
                return;
            }
        }
        self.deliveries.push((delivery, self.contents));
    }

    fn is_letter_waiting(&self) -> bool {
        let about = match ending::undoable(&self.request, true) {
            Some(Undoable::Extension { letter }) => About::Extension { letter },
            Some(Undoable::Ending | Undoable::Release) | None => About::Answer,
        };
        let last = self.notices.iter().rev().find(|notice| notice.about == about);
        last.is_some_and(|notice| notice.mail == Mail::Queued)
    }

    /// What a member decides on what stands here, with what it commits beside the request.
    fn decide(&self, cast: &Cast, command: Command) -> Result<(Decision, World), Refusal> {
        let (request, moment) = (&self.request, self.moment());
        let mut world = self.clone();
        let ledger = self.ledger(cast);
        let item = Standing::of(&cast.records[1], request, (&ledger, &self.items));
        let hold = |world: &mut World, (decision, item): holding::Held| {
            let id = cast.records[1].id.clone();
            match item {
                Some(item) => world.items.insert(id, item),
                None => world.items.remove(&id),
            };
            decision
        };
        let decision = match command {
            Command::Verify => {
                let matched = Matched {
                    linked: &[],
                    patient: &cast.patient,
                    evidence: vec![Evidence::IdSeen],
                    authority: if cast.scene.is_own { "" } else { "Birth certificate" }.to_owned(),
                    withdrawn: Vec::new(),
                    protected: cast.records.iter().any(|record| record::is_protected(record, request)),
                    items: &self.items,
                    officer: None,
                };
                decide::verify(request, &cast.clerk, matched, moment)?
            }
            Command::Withhold => {
                let command = withholding(cast.scene.ground);
                let held = holding::withhold(request, &cast.clerk, None, item, (command, None), moment)?;
                hold(&mut world, held)
            }
            Command::Keep => {
                let held = holding::judge(request, &cast.clerk, None, item, Judgement::Keep, moment)?;
                hold(&mut world, held)
            }
            Command::Determine(stands) => {
                let found = (stands, "As I judge it.".to_owned());
                let held = holding::determine(request, &cast.clinician, item, found, moment)?;
                hold(&mut world, held)
            }
            Command::Approve(stands) => {
                let held = holding::approve(
                    request,
                    &cast.officer,
                    item,
                    (stands, "Counsel read the law.".to_owned()),
                    moment,
                )?;
                hold(&mut world, held)
            }
            Command::Release => {
                let (command, job, contents) = self.release(cast)?;
                world.contents = contents;
                world.jobs.push(job);
                decide::release(request, &cast.clerk, command, moment)?
            }
            Command::Extend(of) => {
                let until = match of {
                    Extends::Federal => clock::last_extension(received_on()),
                    Extends::State => day(FIRST),
                };
                if ending::may_extend(request, until, moment)? != of {
                    return Err(Refusal::MayNotExtend);
                }
                let letter = letter::extension(
                    request,
                    &cast.practice,
                    (of, "Films are away.".to_owned(), until),
                    moment.on,
                );
                let decision = ending::extend(request, &cast.officer, letter, moment)?;
                world.extensions += 1;
                world.queue(
                    About::Extension {
                        letter: decision.next.seq,
                    },
                    None,
                );
                decision
            }
            Command::Answer(ending) => {
                let says = Says::Ending {
                    ending,
                    more: "Ask the hospital.".to_owned(),
                };
                let letter = letter::answer(request, &cast.practice, says, moment.on);
                let decision = ending::answer(
                    request,
                    (&cast.clerk, Some(&cast.officer)),
                    (letter, &self.placements(cast)),
                    moment,
                )?;
                world.letters += 1;
                world.queue(About::Answer, None);
                decision
            }
            Command::HandOver(handing) => {
                let handing = parse::HandOver {
                    handing,
                    note: String::new(),
                    on: moment.on,
                };
                ending::hand_over(request, (&cast.clerk, Some(&cast.officer)), handing, moment)?
            }
            Command::Close => decide::close(request, &cast.clerk, moment)?,
            Command::Reopen => {
                let reason = "A page was missing.".to_owned();
                let (decision, off) = ending::reopen(request, &cast.clerk, self.current(), reason, moment)?;
                world.store(off);
                world.reopenings += 1;
                decision
            }
            Command::Undo => {
                let waiting = self.is_letter_waiting();
                let who = (&cast.clerk, Some(&cast.officer));
                let (decision, off) = ending::undo(request, who, (self.current(), waiting), moment)?;
                world.store(off);
                let extension = match decision.event.happened {
                    Happened::ExtensionUndone { letter } => Some(About::Extension { letter }),
                    _ => None,
                };
                world.extensions -= u8::from(extension.is_some());
                for notice in &mut world.notices {
                    let is_taken_back = extension.map_or_else(
                        || matches!(notice.about, About::Answer | About::Record),
                        |extension| notice.about == extension,
                    );
                    if notice.mail == Mail::Queued && is_taken_back {
                        notice.mail = Mail::Lapsed;
                    }
                }
                decision
            }
            Command::Revoke => {
                let current = self.current().ok_or(Refusal::NotInForce)?;
                let (decision, off) = decide::revoke(request, &cast.clerk, current, moment)?;
                world.store(Some(off));
                decision
            }
            Command::Reissue => {
                let current = self.current().ok_or(Refusal::NotInForce)?;
                let id = parsed(&format!("d{}", self.deliveries.len()), DeliveryId::parse);
                let reissued = decide::reissue(request, &cast.clerk, current, id, Renewal::Package, moment)?;
                world.store(reissued.replaced);
                world.store(reissued.opened);
                world.links += 1;
                world.queue(About::Answer, None);
                reissued.decision
            }
            Command::Ask => {
                let decision = work::send_message(request, &cast.clerk, ("Which year?".to_owned(), true), moment)?;
                world.messages += 1;
                decision
            }
        };
        Ok((decision, world))
    }

    /// What a release on this ledger is, as the use case puts it together.
    fn release(&self, cast: &Cast) -> Result<(ReleaseCommand, Job, u8), Refusal> {
        let placements = self.placements(cast);
        let ledger = self.ledger(cast);
        let mut obstacles: Vec<Obstacle> = record::obstacles(placements.iter().copied());
        obstacles.extend(record::contradictions(&ledger, &self.items));
        let in_force = decide::obstacles(&self.request, obstacles.clone());
        if !in_force.is_empty() {
            return Err(Refusal::Obstacles(in_force));
        }
        let mut contents: u8 = 0;
        for (index, (_, placement)) in ledger.iter().enumerate() {
            if *placement == Placement::In {
                contents |= 1 << index;
            }
        }
        let kept_back = record::kept_back(&self.request, &ledger, &self.items);
        let files = (contents.count_ones(), u64::from(contents.count_ones()));
        let id: JobId = parsed(&format!("j{}", self.jobs.len()), JobId::parse);
        let command = ReleaseCommand {
            obstacles,
            manifest: Hash::of(&[contents]),
            letter: letter::release(&self.request, &cast.practice, files, kept_back, self.moment().on),
            outcome: record::outcome(placements),
            job: id.clone(),
            on_consent: false,
        };
        let job = Job {
            id,
            delivery: parsed(&format!("d{}", self.deliveries.len()), DeliveryId::parse),
            contents,
        };
        Ok((command, job, contents))
    }

    fn queue(&mut self, about: About, id: Option<NoticeId>) {
        // What can't go by mail is a person's.
        if self.request.contact.email.is_none() {
            return;
        }
        let id = id.unwrap_or_else(|| parsed(&format!("n{}", self.notices.len()), NoticeId::parse));
        self.notices.push(Notice {
            id,
            about,
            mail: Mail::Queued,
            is_reported: false,
        });
    }

    fn is_within_bounds(&self, bounds: Bounds, command: Command) -> bool {
        match command {
            Command::Release => self.releases < bounds.releases,
            Command::Answer(_) => self.letters < bounds.letters,
            Command::Reopen | Command::Undo => self.reopenings < bounds.reopenings,
            Command::Reissue => self.links < bounds.links,
            Command::Ask => self.messages < bounds.messages,
            // Once more with the same paper changes a passcode and nothing else.
            Command::Verify => self.request.work == Work::Received,
            Command::Withhold | Command::Keep => true,
            Command::Determine(_) | Command::Approve(_) => true,
            Command::Extend(_) => bounds.extends,
            Command::HandOver(_) | Command::Close | Command::Revoke => true,
        }
    }
}

fn withholding(ground: Ground) -> parse::Withhold {
    parse::Withhold {
        ground,
        what: "A page of 2025".to_owned(),
        reason: "It names another person.".to_owned(),
        duration: "Until June 1, 2027".to_owned(),
        rest: None,
        ends_on: None,
        conditions: ground::conditions(ground, &[])
            .map(|asked| asked.id.to_owned())
            .collect(),
    }
}

/// Every step from here, as the world after it.
fn steps(cast: &Cast, world: &World) -> Vec<World> {
    let mut next = Vec::new();
    members(cast, world, &mut next);
    requester(cast, world, &mut next);
    desk(cast, world, &mut next);
    provider(cast, world, &mut next);
    if world.day + 1 < cast.scene.days.len() {
        let mut later = world.clone();
        later.day += 1;
        // In a hand, what was read yesterday is decided anew today: its version is still the same.
        next.push(later.said("a day passes"));
    }
    next
}

/// Both read, decide, and say it later, or never.
fn members(cast: &Cast, world: &World, next: &mut Vec<World>) {
    let commands: [&[Command]; 2] = [&Command::OF_CLERK, &Command::OF_OTHERS];
    for (who, commands) in commands.into_iter().enumerate() {
        match world.hands[who] {
            Hand::Empty => {
                for command in commands {
                    if world.is_within_bounds(cast.scene.bounds, *command) && world.decide(cast, *command).is_ok() {
                        let mut holding = world.clone();
                        holding.hands[who] = Hand::Fresh(*command);
                        next.push(holding.said(format_args!("{command:?} is begun")));
                    }
                }
            }
            hand => {
                // The browser is closed, or the function dies before it commits.
                let mut dropped = world.clone();
                dropped.hands[who] = Hand::Empty;
                next.push(dropped.said("what was begun is dropped"));
                let Hand::Fresh(command) = hand else { continue };
                let Ok((decision, mut after)) = world.decide(cast, command) else {
                    continue;
                };
                match command {
                    Command::Undo => after.reopenings += 1,
                    Command::Release => after.releases += 1,
                    _ => {}
                }
                after.hands[who] = Hand::Empty;
                next.push(world.committed(cast, after, decision, format_args!("{command:?}")));
            }
        }
    }
}

fn requester(cast: &Cast, world: &World, next: &mut Vec<World>) {
    let (request, moment) = (&world.request, world.moment());
    if request.contact.email.is_some()
        && let Some(decision) = decide::prove_contact(request, moment)
    {
        next.push(world.committed(cast, world.clone(), decision, "the code comes back"));
    }
    // Any link that was ever sent may be tried.
    for (delivery, _) in &world.deliveries {
        if let Ok((decision, claimed, _)) = decide::claim(request, delivery, moment) {
            let mut after = world.clone();
            after.store(Some(claimed));
            match decision {
                Some(decision) => next.push(world.committed(cast, after, decision, "the record is taken")),
                None => next.push(after.said("the record is taken again")),
            }
        }
    }
    for opened in [true, false] {
        if let Ok(decision) = work::confirm_arrival(request, opened, moment) {
            next.push(world.committed(cast, world.clone(), decision, format_args!("it opens: {opened}")));
        }
    }
    if world.messages < cast.scene.bounds.messages {
        let mut after = world.clone();
        after.messages += 1;
        let decision = work::receive_message(request, "2025.".to_owned(), moment);
        next.push(world.committed(cast, after, decision, "the requester writes"));
    }
}

/// The desk's own: each job may run again at any time, and nothing of it may happen twice.
fn desk(cast: &Cast, world: &World, next: &mut Vec<World>) {
    let (request, moment) = (&world.request, world.moment());
    for job in &world.jobs {
        let notice: NoticeId = parsed(&format!("n{}", world.notices.len()), NoticeId::parse);
        let packed = Packed {
            package: Package {
                key: "package/r/x.zip".to_owned(),
                file_name: "record.zip".to_owned(),
                size: 10,
                sha256: Hash::of(&[job.contents]),
                manifest: Hash::of(&[job.contents]),
                bound: None,
            },
            delivery: job.delivery.clone(),
            notice: notice.clone(),
        };
        if let Ok((decision, opened)) = decide::package_ready(request, &job.id, packed, moment) {
            let mut after = world.clone();
            after.deliveries.push((opened, job.contents));
            if decide::goes_by_itself(&decision.next) {
                after.queue(About::Answer, Some(notice));
            } else if emailing::is_by(&decision.next, &notice) {
                after.queue(About::Record, Some(notice));
            }
            next.push(world.committed(cast, after, decision, "the package is made"));
        }
        if let Ok(decision) = decide::assembly_failed(request, &job.id, moment) {
            next.push(world.committed(cast, world.clone(), decision, "the package can't be made"));
        }
    }
    if let Some(decision) = work::warn(request, moment) {
        next.push(world.committed(cast, world.clone(), decision, "the sweep warns"));
    }
}

/// The mail provider: takes, refuses, hands over, brings back, says nothing; in any order, and of what is long past too.
fn provider(cast: &Cast, world: &World, next: &mut Vec<World>) {
    let (request, moment) = (&world.request, world.moment());
    let old = world.notices.len().saturating_sub(MESSAGES);
    for (index, notice) in world.notices.iter().enumerate().skip(old) {
        let with = |mail: Mail| {
            let mut after = world.clone();
            after.notices[index].mail = mail;
            after
        };
        let id = || notice.id.clone();
        let delivery = || {
            request
                .delivery
                .clone()
                .unwrap_or_else(|| parsed("gone", DeliveryId::parse))
        };
        let mut say = |after: World, decision: Option<Decision>, what: &str| match decision {
            Some(decision) => next.push(world.committed(cast, after, decision, what)),
            None => next.push(after.said(what)),
        };
        match notice.mail {
            Mail::Queued if notice.about == About::Record && emailing::waiting(request) != Some(&notice.id) => {
                say(with(Mail::Lapsed), None, "a message is not sent any more");
            }
            Mail::Queued => {
                let sent = match notice.about {
                    About::Record => Some(emailing::sent(request, delivery(), id(), moment)),
                    About::Extension { letter } => ending::extension_given(request, letter, id(), moment),
                    About::Answer
                    | About::Review
                    | About::Breach(_)
                    | About::Directive
                    | About::Message
                    | About::Other => None,
                };
                say(with(Mail::Sent), sent, "a message goes");
                let lost = work::mail_lost(request, Lost::Refused(notice.about), id(), moment);
                say(with(Mail::Lost), Some(lost), "a message is refused");
            }
            Mail::Sent | Mail::Arrived => {
                let lost = work::mail_lost(request, Lost::Bounced(notice.about), id(), moment);
                say(with(Mail::Lost), Some(lost), "a message comes back");
                if notice.mail == Mail::Arrived {
                    continue;
                }
                let is_letter = notice.about == About::Answer && request.work == Work::Answered;
                let arrived = match notice.about {
                    About::Record => emailing::arrived(request, delivery(), id(), moment),
                    _ if is_letter => work::letter_arrived(request, id(), moment),
                    about => work::mail_arrived(request, about, id(), moment),
                };
                say(with(Mail::Arrived), arrived, "a message arrives");
                if !notice.is_reported {
                    let mut after = world.clone();
                    after.notices[index].is_reported = true;
                    let silent = work::mail_unreported(request, notice.about, id(), moment);
                    say(after, silent, "nothing is heard of a message");
                }
            }
            Mail::Lost | Mail::Lapsed => {}
        }
    }
}

impl World {
    fn said(mut self, what: impl fmt::Display) -> Self {
        self.way = Some(Rc::new(Step {
            before: self.way.take(),
            what: what.to_string(),
        }));
        self
    }

    /// What one transaction leaves: the request as decided, and what others have in hand made stale by a new version.
    fn committed(&self, cast: &Cast, mut after: Self, decision: Decision, what: impl fmt::Display) -> Self {
        if decision.next.version != self.request.version {
            for hand in &mut after.hands {
                if *hand != Hand::Empty {
                    *hand = Hand::Stale;
                }
            }
        }
        let event = decision.event;
        after.request = decision.next;
        let after = after.said(what);
        after.must_follow(self, cast, event.seq, &event.actor, &event.happened);
        after
    }

    fn must(&self, holds: bool, what: &str) {
        assert!(holds, "{what}\n{}\n{:?}", self.told(), self.request);
    }

    fn told(&self) -> String {
        let mut lines = Vec::new();
        let mut step = self.way.as_ref();
        while let Some(known) = step {
            lines.push(known.what.as_str());
            step = known.before.as_ref();
        }
        lines.reverse();
        lines.join("\n")
    }

    /// What holds of each step.
    fn must_follow(&self, before: &Self, cast: &Cast, seq: u64, actor: &Actor, happened: &Happened) {
        let (was, is) = (&before.request, &self.request);
        self.must(is.seq == was.seq + 1 && seq == is.seq, "each change has its one event");
        self.must(is.version >= was.version, "a version goes back");
        self.must(is.received == was.received, "the receipt moves");
        let decided = (was.work, was.outcome, was.extensions.len(), &was.patient, was.pending)
            != (is.work, is.outcome, is.extensions.len(), &is.patient, is.pending);
        for is in &is.extensions {
            // One of two may have been taken back.
            let Some(was) = was.extensions.iter().find(|was| was.letter == is.letter) else {
                continue;
            };
            let is_heard = match (was.given_on, is.given_on) {
                (None, Some(on)) => {
                    on == self.moment().on
                        && matches!(happened, Happened::ExtensionGiven { .. } | Happened::HandedOver { .. })
                }
                (Some(_), None) => matches!(happened, Happened::MailBounced { .. } | Happened::MailFailed { .. }),
                (was, is) => was == is,
            };
            self.must(is_heard, "an extension counts without its letter");
        }
        let by_member = match actor {
            Actor::Member { .. } => true,
            Actor::Requester | Actor::Desk => false,
        };
        self.must(
            !decided || !by_member || is.version > was.version,
            "what a member decided makes nothing stale",
        );
        let by_clerk = actor.member() == Some(cast.clerk.member());
        let mut judged = before.items.iter().filter(|(_, item)| item.was_judged());
        self.must(
            !by_clerk || judged.all(|(id, item)| self.items.get(id) == Some(item)),
            "a clerk overturns what was judged",
        );
        if let Happened::Released { letter, .. } = happened {
            self.must_be_lawful(before, cast, letter);
        }
    }

    /// 45 CFR 164.524(d)(1) and (2): what is not withheld goes out, and what is withheld is in the letter, with every
    /// judgement that it needs; and of what this requester may not know there is nothing.
    fn must_be_lawful(&self, before: &Self, cast: &Cast, letter: &letter::Release) {
        let mut told = 0;
        for (index, record) in cast.records.iter().enumerate() {
            let goes = self.contents & (1 << index) != 0;
            match before.items.get(&record.id) {
                Some(Item::Withheld(withholding)) => {
                    self.must(!goes, "a record is both released and withheld");
                    self.must(
                        withholding.approval.is_some(),
                        "a record is withheld that nobody approved",
                    );
                    self.must(
                        !withholding.ground.is_reviewable() || withholding.determination.is_some(),
                        "no professional judged",
                    );
                    told += usize::from(withholding.told(&self.request.requester).is_some());
                }
                Some(Item::Judged(Judgement::Keep)) => self.must(goes, "a record is kept back on no ground"),
                None => {
                    self.must(goes, "a record is kept back on no ground");
                    self.must(
                        record.sensitivity == Sensitivity::Ordinary,
                        "a record goes out that nobody looked at",
                    );
                }
                Some(Item::Judged(_)) => self.must(!goes, "a record goes out that was left out"),
            }
        }
        self.must(
            letter.withheld.len() == told,
            "the letter does not name what is withheld",
        );
        self.must(
            letter.files == self.contents.count_ones(),
            "the letter counts other files",
        );
        let text = letter::text(Letter::Release(letter));
        self.must(
            told == 0 || text.contains("555-0100"),
            "a denial without the telephone number",
        );
        let is_hidden = cast.scene.sensitivity == Sensitivity::ProtectedCare && !cast.scene.is_own;
        let is_open = before.items.get(&cast.records[1].id) == Some(&Item::Judged(Judgement::Keep));
        let has_trace = text.contains("A page of 2025") || letter.files > 1 || !letter.withheld.is_empty();
        self.must(!is_hidden || is_open || !has_trace, "a trace of what she may not know");
    }

    /// What holds of each state.
    fn must_hold(&self, cast: &Cast) {
        let request = &self.request;
        let due = request.due();
        self.must(
            usize::from(self.extensions) == request.extensions.len(),
            "an extension that nobody gave",
        );
        let state = cast.scene.state;
        for (of, last) in [
            (Extends::Federal, Some(FIRST)),
            (Extends::State, state.map(|state| state.first)),
        ] {
            let mut all = request.extensions.iter().filter(|extension| extension.of == of);
            let one = all.next();
            self.must(all.next().is_none(), "a second extension");
            let in_time = one.is_none_or(|one| last.is_some_and(|last| one.on <= day(last)));
            self.must(in_time, "an extension after its time");
        }
        // By a letter inside the limit, and the state's by either.
        let given = |of: &[Extends], last: i64| {
            let is_given = |one: &&clock::Extension| one.given_on.is_some_and(|on| on <= day(last));
            request
                .extensions
                .iter()
                .find(|one| of.contains(&one.of) && is_given(one))
        };
        let federal = given(&[Extends::Federal], FIRST).map_or(day(FIRST), |_| day(LAST));
        let of_state = state.map(|state| {
            let moved = given(&[Extends::Federal, Extends::State], state.first);
            moved.map_or(day(state.first), |one| one.until.min(day(state.most)))
        });
        let expected = of_state.into_iter().fold(federal, NaiveDate::min);
        self.must(due.due_on == expected, "a due date that the law does not give");
        let mut pending = (0, 0);
        for item in self.items.values() {
            if let Item::Withheld(withholding) = item {
                match withholding.waits() {
                    Some(Placement::WaitsForDetermination) => pending.0 += 1,
                    Some(Placement::WaitsForApproval) => pending.1 += 1,
                    _ => {}
                }
            }
        }
        self.must(
            pending == (request.pending.determinations, request.pending.approvals),
            "what waits for a judgement is counted wrongly",
        );
        match request.work {
            Work::Received => {}
            Work::Gathering => self.must(request.patient.is_some(), "records of nobody"),
            Work::Assembling => self.must(request.job.is_some() && request.outcome.is_some(), "nothing is packed"),
            Work::Ready => self.must(self.current().is_some(), "ready without a package"),
            Work::Delivered => self.must(request.answered_on.is_some(), "delivered and not answered"),
            Work::Answered => self.must(request.outcome.is_some(), "answered with nothing"),
            Work::Closed => self.must(
                request.answered_on.is_some() && request.outcome.is_some(),
                "closed without an answer",
            ),
        }
        let is_late = request.tasks.iter().any(|task| task.kind == TaskKind::AnswerLate);
        self.must(
            !is_late || request.answered_on.is_none(),
            "answered, and still to answer",
        );
        self.must_open_one_link(cast);
        self.must_have_a_way_on(cast);
    }

    /// One link at most works, it is the one in force, and it leads to nothing that is withheld.
    fn must_open_one_link(&self, cast: &Cast) {
        for (delivery, contents) in &self.deliveries {
            match delivery::state(delivery, self.moment().at) {
                DeliveryState::Open => {}
                DeliveryState::Exhausted | DeliveryState::Expired | DeliveryState::Revoked => continue,
            }
            self.must(
                self.request.delivery.as_ref() == Some(&delivery.id),
                "a link works that is not in force",
            );
            let placements = self.placements(cast);
            for (index, placement) in placements.iter().enumerate() {
                let is_in = contents & (1 << index) != 0;
                let is_kept = matches!(placement, Placement::Withheld | Placement::NotTheirs);
                self.must(!(is_in && is_kept), "a link leads to what is withheld");
            }
        }
    }

    /// What the desk is told to do next can be done: no request comes to rest before it is answered.
    fn must_have_a_way_on(&self, cast: &Cast) {
        let may = |command| self.decide(cast, command).is_ok();
        let stuck = match decide::next_action(&self.request) {
            NextAction::Verify => !may(Command::Verify),
            NextAction::Determine => !may(Command::Determine(true)) || !may(Command::Determine(false)),
            NextAction::Approve => !may(Command::Approve(true)) || !may(Command::Approve(false)),
            NextAction::AddRecords => !may(Command::Release) && !may(Command::Withhold),
            NextAction::HandOver => !may(Command::HandOver(Handing::Posted)),
            NextAction::Close => !may(Command::Close) && !may(Command::HandOver(Handing::Posted)),
            NextAction::WaitForPackage => !self.jobs.iter().any(|job| self.request.job.as_ref() == Some(&job.id)),
            NextAction::WaitForCollection | NextAction::WaitForLetter | NextAction::WaitForEmail => {
                !may(Command::Reissue) && !may(Command::HandOver(Handing::Posted))
            }
            NextAction::Nothing => self.request.work != Work::Closed,
            NextAction::Route => true,
        };
        self.must(!stuck, "what is to be done next can't be done");
    }

    /// What makes two states one: everything that a decision asks for. Numbers that only grow, and days on which
    /// something was noted, are none of it.
    fn key(&self, seed: u8) -> u64 {
        let mut hasher = DefaultHasher::new();
        let request = &self.request;
        let mut tasks: Vec<u8> = request.tasks.iter().map(|task| task.kind as u8).collect();
        tasks.sort_unstable();
        (
            seed,
            self.day,
            request.work as u8,
            request.outcome.map(|outcome| outcome as u8),
            tasks,
        )
            .hash(&mut hasher);
        (
            request.contact_proven,
            request.is_asked,
            request
                .extensions
                .iter()
                .map(|extension| (extension.of as u8, extension.given_on))
                .collect::<Vec<_>>(),
            request.patient.is_some(),
        )
            .hash(&mut hasher);
        (request.answered_on.is_some(), request.warned.map(|stage| stage as u8)).hash(&mut hasher);
        let reached = request.emailing.as_ref();
        let reached = reached.map(|emailing| (emailing.notice.as_str(), emailing.reached as u8));
        (
            request.job.as_ref().map(JobId::as_str),
            request.delivery.as_ref().map(DeliveryId::as_str),
            reached,
        )
            .hash(&mut hasher);
        for item in self.items.values() {
            match item {
                Item::Judged(judgement) => (0_u8, *judgement as u8).hash(&mut hasher),
                Item::Withheld(held) => {
                    (
                        1_u8,
                        held.ground as u8,
                        held.determination.is_some(),
                        held.approval.is_some(),
                    )
                        .hash(&mut hasher);
                }
            }
        }
        for (delivery, contents) in &self.deliveries {
            (delivery.revoked, delivery.expires_at, *contents).hash(&mut hasher);
        }
        for job in &self.jobs {
            (job.delivery.as_str(), job.contents).hash(&mut hasher);
        }
        for notice in self.notices.iter().rev().take(MESSAGES) {
            let about = mem::discriminant(&notice.about);
            (about, notice.mail as u8, notice.is_reported).hash(&mut hasher);
        }
        for hand in self.hands {
            match hand {
                Hand::Empty => 100_usize.hash(&mut hasher),
                Hand::Stale => 101_usize.hash(&mut hasher),
                Hand::Fresh(command) => {
                    let all = Command::OF_CLERK.iter().chain(&Command::OF_OTHERS);
                    all.take_while(|known| **known != command).count().hash(&mut hasher);
                }
            }
        }
        (
            self.contents,
            self.releases,
            self.letters,
            self.reopenings,
            self.links,
            self.messages,
        )
            .hash(&mut hasher);
        hasher.finish()
    }
}

/// How many states there are, and steps between them.
fn explore(scene: Scene) -> (usize, usize) {
    let cast = Cast::of(scene);
    let first = cast.begin();
    let mut known = HashSet::from([(first.key(0), first.key(1))]);
    let mut open = vec![first];
    let mut taken = 0;
    while let Some(world) = open.pop() {
        world.must_hold(&cast);
        for next in steps(&cast, &world) {
            taken += 1;
            if known.insert((next.key(0), next.key(1))) {
                open.push(next);
            }
        }
    }
    (known.len(), taken)
}

/// Fewer states than `at_least` would say that the scene does not come to what it is there for.
fn all_hold(name: &str, scene: Scene, at_least: usize) {
    let (states, steps) = explore(scene);
    println!("{name}: {states} states, {steps} steps, and nothing that must not be");
    assert!(states >= at_least, "{name}: {states} states alone");
}

const OWN: Scene = Scene {
    is_own: true,
    way: Way::Download,
    has_email: true,
    sensitivity: Sensitivity::PsychotherapyNotes,
    ground: Ground::R1,
    state: None,
    // The first, the last of the federal limit, and one after the extended one.
    days: &[0, 30, 61],
    bounds: Bounds {
        releases: 1,
        letters: 1,
        reopenings: 0,
        links: 1,
        messages: 0,
        extends: true,
    },
};

#[test]
fn a_first_answer() {
    all_hold("a first answer", OWN, 2_000_000);
}

#[test]
fn an_answer_that_is_taken_up_again() {
    let bounds = Bounds {
        releases: 2,
        letters: 0,
        reopenings: 2,
        links: 0,
        messages: 0,
        extends: false,
    };
    all_hold("taken up again", Scene { bounds, ..OWN }, 800_000);
}

#[test]
fn a_record_in_an_email() {
    let scene = Scene {
        way: Way::Email,
        ground: Ground::U1,
        bounds: Bounds { links: 0, ..OWN.bounds },
        ..OWN
    };
    all_hold("by e-mail", scene, 400_000);
}

#[test]
fn paper_for_one_without_email() {
    let scene = Scene {
        way: Way::Paper,
        has_email: false,
        bounds: Bounds {
            releases: 2,
            letters: 2,
            reopenings: 2,
            ..OWN.bounds
        },
        ..OWN
    };
    all_hold("on paper", scene, 1_500_000);
}

#[test]
fn a_mother_and_what_she_may_not_know() {
    let scene = Scene {
        is_own: false,
        sensitivity: Sensitivity::ProtectedCare,
        ground: Ground::N3,
        bounds: Bounds {
            messages: 1,
            links: 0,
            ..OWN.bounds
        },
        ..OWN
    };
    all_hold("a mother", scene, 2_000_000);
}

#[test]
fn a_state_with_an_extension_of_its_own() {
    let bounds = Bounds {
        releases: 0,
        letters: 0,
        links: 0,
        reopenings: 1,
        ..OWN.bounds
    };
    let scene = Scene {
        sensitivity: Sensitivity::Ordinary,
        ground: Ground::U1,
        state: Some(WASHINGTON),
        // The first, the last of the state's limit, one after that, and one after everything.
        days: &[0, 24, 27, 61],
        bounds,
        ..OWN
    };
    all_hold("Washington", scene, 1_000_000);
}
