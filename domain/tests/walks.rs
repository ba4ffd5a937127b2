//! Long ways through the life of a request, taken by chance from seeds that stay the same: what the model leaves out so
//! that it comes to an end. Four records, everyone of a small practice with and without a licence, reviews, corrections,
//! fees, what staff type wrongly, and days that pass. Anyone tries anything at any time; the transitions are those of
//! production, `domain::decide`.
//!
//! What must never be is looked at after each step, from a ledger of its own of who did what. A walk that breaks it is
//! shown with its seed and the way to it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::chain::Hash;
use domain::decide::holding::{self, Held, Standing};
use domain::decide::work::{self, About, Lost};
use domain::decide::{self, Decision, Matched, Moment, NewRequest, Packed, ReleaseCommand, Renewal};
use domain::decide::{correcting, emailing, ending, fee as decide_fee, review as decide_review};
use domain::delivery::{self, Delivery, Package};
use domain::event::{self, Event, Happened};
use domain::fee::{Asked, Choice, Line, Medium, Method, Part, Schedule};
use domain::ground;
use domain::id::{DeliveryId, JobId, MemberId, NoticeId, PatientId, PracticeId, RecordId, RequestId};
use domain::letter::check::missing;
use domain::letter::{self, Answer, Extent, Letter, Release, Says};
use domain::parse;
use domain::person::{Contact, Email, PersonName};
use domain::practice::{Authority, Clerk, Clinician, Member, Officer, Practice, Reviewer, Right};
use domain::record::{self, Inspection, Item, Items, Patient, Record, State};
use domain::request::{Agreed, Received, Request, Requester};
use domain::review::{self, Case, Finding};
use domain::wire::{self, DeliveryState, Placement};
use domain::word::{
    Access, Category, Channel, Ending, Evidence, Extends, Format, Ground, Handing, Judgement, Outcome, Relation, Role,
    Sensitivity, TaskKind, Way, Work,
};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher};
use std::iter;
use std::mem;

const WALKS: u64 = 120;
/// What is tried in a walk; most of it is refused.
const TRIES: usize = 2000;
/// Past every limit.
const LAST_DAY: i64 = 100;

const TELEPHONE: &str = "512-555-0140";
/// What no letter to a representative may hold.
const HIDDEN: &str = "Quiet care";
/// What was said in confidence, which no letter may hold at all.
const IN_TRUST: &str = "Told in trust";

/// A generator of numbers by shifts, after Marsaglia: the same from the same seed on every machine.
struct Chance(u64);

impl Chance {
    fn of(seed: u64) -> Self {
        Self((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let high = usize::try_from(self.0 >> 33).expect("31 bits");
        high % end
    }

    fn is_one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    fn deed(&mut self) -> Deed {
        let deeds = DEEDS.iter().flat_map(|(deed, often)| iter::repeat_n(*deed, *often));
        let deeds: Vec<Deed> = deeds.collect();
        self.one(&deeds)
    }

    fn some<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| self.one(of))
    }
}

/// What may be tried.
#[derive(Clone, Copy)]
enum Deed {
    Verify,
    Judge,
    Withhold,
    Determine,
    Approve,
    Release,
    Pack,
    FailToPack,
    Reissue,
    Revoke,
    Take,
    SayWhetherItOpens,
    Extend,
    Answer,
    HandOver,
    Close,
    Reopen,
    Undo,
    Correct,
    ChangeContact,
    Arrange,
    Message,
    Mail,
    Prove,
    Quote,
    AnswerQuote,
    Pay,
    AskReview,
    AssignReview,
    DecideReview,
    HandOverReview,
    ChangeMember,
    Warn,
    Wait,
}

/// With how often each is tried beside the others: what leads to a review oftener than what leads away from it.
const DEEDS: [(Deed, usize); 34] = [
    (Deed::Verify, 5),
    (Deed::Judge, 5),
    (Deed::Withhold, 8),
    (Deed::Determine, 6),
    (Deed::Approve, 6),
    (Deed::Release, 6),
    (Deed::Pack, 6),
    (Deed::FailToPack, 2),
    (Deed::Reissue, 2),
    (Deed::Revoke, 1),
    (Deed::Take, 2),
    (Deed::SayWhetherItOpens, 1),
    (Deed::Extend, 6),
    (Deed::Answer, 1),
    (Deed::HandOver, 2),
    (Deed::Close, 1),
    (Deed::Reopen, 3),
    (Deed::Undo, 1),
    (Deed::Correct, 1),
    (Deed::ChangeContact, 1),
    (Deed::Arrange, 1),
    (Deed::Message, 1),
    (Deed::Mail, 3),
    (Deed::Prove, 1),
    (Deed::Quote, 1),
    (Deed::AnswerQuote, 1),
    (Deed::Pay, 1),
    (Deed::AskReview, 8),
    (Deed::AssignReview, 6),
    (Deed::DecideReview, 8),
    (Deed::HandOverReview, 2),
    (Deed::ChangeMember, 4),
    (Deed::Warn, 1),
    (Deed::Wait, 3),
];

struct World {
    seed: u64,
    day: i64,
    practice: Practice,
    patient: Patient,
    members: Vec<Member>,
    records: Vec<Record>,
    request: Request,
    items: Items,
    events: Vec<Event>,
    deliveries: Vec<(Delivery, Vec<RecordId>)>,
    jobs: Vec<(JobId, Vec<RecordId>)>,
    notices: Vec<(NoticeId, About)>,
    /// Who proposed, judged, approved or reviewed what: kept here as it was done, and not read out of the history.
    took_part: BTreeMap<RecordId, BTreeSet<MemberId>>,
    /// What reviews gave.
    given: BTreeSet<RecordId>,
    /// Messages that were refused or came back.
    lost: BTreeSet<NoticeId>,
}

fn parsed<T>(text: &str, parse: fn(&str) -> Option<T>) -> T {
    parse(text).expect("an id")
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 2).expect("a day")
}

fn at(day: i64) -> DateTime<Utc> {
    let on = first_day() + TimeDelta::days(day);
    on.and_hms_opt(15, 0, 0).expect("a time").and_utc()
}

fn member(id: &str, roles: &[Role], licence: &str) -> Member {
    Member {
        id: parsed(id, MemberId::parse),
        practice: parsed("p", PracticeId::parse),
        name: id.to_owned(),
        roles: roles.to_vec(),
        licence: licence.to_owned(),
        active: true,
    }
}

fn a_record(id: &str, sensitivity: Sensitivity, bytes: &str) -> Record {
    Record {
        id: parsed(id, RecordId::parse),
        practice: parsed("p", PracticeId::parse),
        patient: parsed("q", PatientId::parse),
        name: format!("{id}.pdf"),
        size: 1,
        crc32: 0,
        category: Category::VisitNotes,
        service_date: None,
        sensitivity,
        state: State::Inspected(Inspection {
            format: Format::Pdf,
            sha256: Hash::of(bytes.as_bytes()),
            concerns: Vec::new(),
            names_person: None,
        }),
    }
}

fn contact(email: &str) -> Contact {
    Contact {
        email: Email::parse("email", email).ok(),
        ..Contact::default()
    }
}

fn a_mother() -> Requester {
    Requester::Representative {
        name: PersonName::parse("Her", "Mother").expect("a name"),
        relation: Relation::Parent,
    }
}

impl World {
    fn begin(seed: u64, chance: &mut Chance) -> Self {
        let practice = Practice {
            id: parsed("p", PracticeId::parse),
            name: "Lakeside".to_owned(),
            contact: "the privacy officer".to_owned(),
            telephone: TELEPHONE.to_owned(),
            fees: Schedule {
                page: 10,
                ask_above: 500,
                ..Schedule::default()
            },
            locations: Vec::new(),
        };
        let patient = Patient {
            id: parsed("q", PatientId::parse),
            practice: practice.id.clone(),
            name: PersonName::parse("One", "Patient").expect("a name"),
            birth_date: NaiveDate::from_ymd_opt(2010, 3, 1).expect("a day"),
            contacts: Vec::new(),
        };
        let text = |text: &str| text.to_owned();
        let form = wire::SubmitRequest {
            given_name: text("One"),
            family_name: text("Patient"),
            birth_month: text("3"),
            birth_day: text("1"),
            birth_year: text("2010"),
            requester: text("self"),
            reach: text("email"),
            email: text("one@patient.example"),
            extent: text("whole"),
            access: text(chance.one(&["copy", "copy", "copy", "inspection"])),
            language: text(chance.one(&["en", "es"])),
            ..wire::SubmitRequest::default()
        };
        let states: &[&str] = chance.one(&[&[][..], &["TX"], &["WA"], &["NY", "CA"], &["TX", "WA", "NY"]]);
        let received = Received {
            at: at(0),
            on: first_day(),
            time_zone: text("America/Chicago"),
            states: states.iter().map(|state| text(state)).collect(),
        };
        let new = NewRequest {
            id: parsed("r", RequestId::parse),
            practice: practice.id.clone(),
            receipt: text("7K3M-92QF-4D"),
        };
        let ask = parse::submit(&form, &[], received.on).unwrap_or_else(|errors| panic!("{} errors", errors.len()));
        let Decision {
            next: mut request,
            event,
        } = decide::submit(ask, new, received);
        if chance.is_one_in(2) {
            request.requester = a_mother();
        }
        if chance.is_one_in(3) {
            request.contact = Contact::default();
        }
        request.way = chance.one(&[Way::Download, Way::Download, Way::Paper, Way::Email]);
        request.mental_health = chance.one(&[None, None, Some(true), Some(false)]);
        request.tell_above = chance.one(&[None, Some(200), Some(900)]);
        let copied = chance.one(&["a visit", "a copy"]);
        Self {
            seed,
            day: 0,
            practice,
            patient,
            members: vec![
                member("clerk", &[Role::Clerk], ""),
                member("nurse", &[Role::Clerk, Role::Reviewer], "RN 1"),
                member("clinician", &[Role::Clinician], "MD 2"),
                member("doctor", &[Role::Clinician, Role::Reviewer], "MD 3"),
                member("officer", &[Role::Officer], ""),
                member("owner", &[Role::Officer, Role::Clinician, Role::Reviewer], "MD 4"),
                member("outsider", &[Role::Reviewer], "MD 5"),
                member("unlicensed", &[Role::Reviewer], " "),
            ],
            records: vec![
                a_record("visit", Sensitivity::Ordinary, "a visit"),
                a_record("notes", Sensitivity::PsychotherapyNotes, "notes"),
                a_record("hidden", Sensitivity::ProtectedCare, "hidden"),
                a_record("copy", Sensitivity::Ordinary, copied),
            ],
            request,
            items: Items::new(),
            events: vec![event],
            deliveries: Vec::new(),
            jobs: Vec::new(),
            notices: Vec::new(),
            took_part: BTreeMap::new(),
            given: BTreeSet::new(),
            lost: BTreeSet::new(),
        }
    }

    fn moment(&self) -> Moment {
        Moment {
            at: at(self.day),
            on: first_day() + TimeDelta::days(self.day),
        }
    }

    /// Someone, if who came along may do such things.
    fn someone<R: Right>(&self, chance: &mut Chance) -> Option<Authority<R>> {
        Authority::of(&chance.one(&self.members))
    }

    fn ledger(&self) -> Vec<(Record, Placement)> {
        let now = self.moment().at;
        let place = |record: &Record| record::placement(record, &self.request, self.items.get(&record.id), now);
        self.records
            .iter()
            .map(|record| (record.clone(), place(record)))
            .collect()
    }

    fn current(&self) -> Option<Delivery> {
        let id = self.request.delivery.as_ref()?;
        let known = self.deliveries.iter().find(|(delivery, _)| delivery.id == *id);
        known.map(|(delivery, _)| delivery.clone())
    }

    fn store(&mut self, delivery: Option<Delivery>) {
        let Some(delivery) = delivery else { return };
        for (known, _) in &mut self.deliveries {
            if known.id == delivery.id {
                *known = delivery;
                return;
            }
        }
        let contents = self.jobs.last().map(|(_, contents)| contents.clone());
        self.deliveries.push((delivery, contents.unwrap_or_default()));
    }

    fn queue(&mut self, about: About, id: Option<NoticeId>) {
        if self.request.contact.email.is_some() {
            let id = id.unwrap_or_else(|| self.next_notice());
            self.notices.push((id, about));
        }
    }

    fn next_notice(&self) -> NoticeId {
        parsed(&format!("n{}", self.events.len()), NoticeId::parse)
    }

    fn next_delivery(&self) -> DeliveryId {
        parsed(&format!("d{}", self.events.len()), DeliveryId::parse)
    }

    fn next_job(&self) -> JobId {
        parsed(&format!("j{}", self.events.len()), JobId::parse)
    }

    fn case<'a>(&'a self, ledger: &'a [(Record, Placement)]) -> Case<'a> {
        Case {
            events: &self.events,
            ledger,
            items: &self.items,
            members: &self.members,
        }
    }

    /// `None` where it can't be done by whom and when it was tried.
    fn attempt(&mut self, chance: &mut Chance) -> Option<()> {
        let moment = self.moment();
        match chance.deed() {
            Deed::Verify => self.verify(chance),
            Deed::Judge => self.judge(chance),
            Deed::Withhold => self.withhold(chance),
            Deed::Determine => self.determine(chance),
            Deed::Approve => self.approve(chance),
            Deed::Release => self.release(chance),
            Deed::Pack => self.pack(chance),
            Deed::FailToPack => {
                let (job, _) = self.jobs.last()?;
                let decision = decide::assembly_failed(&self.request, job, moment).ok()?;
                self.commit(decision, |_| {})
            }
            Deed::Reissue => self.reissue(chance),
            Deed::Revoke => {
                let current = self.current()?;
                let clerk = self.someone(chance)?;
                let (decision, off) = decide::revoke(&self.request, &clerk, &current, moment).ok()?;
                self.commit(decision, |world| world.store(Some(off)))
            }
            Deed::Take => {
                let (delivery, _) = chance.some(&self.deliveries)?;
                let (decision, taken, _) = decide::claim(&self.request, &delivery, moment).ok()?;
                self.store(Some(taken));
                self.commit(decision?, |_| {})
            }
            Deed::SayWhetherItOpens => {
                let decision = work::confirm_arrival(&self.request, chance.is_one_in(2), moment).ok()?;
                self.commit(decision, |_| {})
            }
            Deed::Extend => self.extend(chance),
            Deed::Answer => self.answer(chance),
            Deed::HandOver => {
                let handing = chance.one(&[Handing::Posted, Handing::InPerson, Handing::Inspected]);
                let on = moment.on - TimeDelta::days(i64::try_from(chance.below(4)).expect("few"));
                let handing = parse::HandOver {
                    handing,
                    note: String::new(),
                    on,
                };
                let member = chance.one(&self.members);
                let clerk: Clerk = Authority::of(&member)?;
                let officer: Option<Officer> = Authority::of(&member);
                let who = (&clerk, officer.as_ref());
                let decision = ending::hand_over(&self.request, who, handing, moment).ok()?;
                self.commit(decision, |_| {})
            }
            Deed::Close => {
                let decision = decide::close(&self.request, &self.someone(chance)?, moment).ok()?;
                self.commit(decision, |_| {})
            }
            Deed::Reopen => {
                let (clerk, why) = (self.someone(chance)?, "A page was missing.".to_owned());
                let current = self.current();
                let (decision, off) = ending::reopen(&self.request, &clerk, current.as_ref(), why, moment).ok()?;
                self.commit(decision, |world| world.store(off))
            }
            Deed::Undo => {
                let (clerk, current) = (self.someone(chance)?, self.current());
                let what = (current.as_ref(), chance.is_one_in(2));
                let officer: Option<Officer> = Authority::of(&chance.one(&self.members));
                let (decision, off) = ending::undo(&self.request, (&clerk, officer.as_ref()), what, moment).ok()?;
                self.commit(decision, |world| world.store(off))
            }
            Deed::Correct => self.correct(chance),
            Deed::ChangeContact => {
                let email = chance.one(&["", "one@patient.example", "other@patient.example"]);
                let command = parse::ChangeContact {
                    contact: contact(email),
                    evidence: vec![Evidence::IdSeen],
                };
                let decision = work::change_contact(&self.request, &self.someone(chance)?, command, moment).ok()?;
                self.commit(decision, |_| {})
            }
            Deed::Arrange => {
                let agreed = Agreed {
                    way: chance.one(&[Way::Download, Way::Paper, Way::InPerson, Way::Email]),
                    format: String::new(),
                    appointment: chance.one(&["", "Monday at 10"]).to_owned(),
                    risk_accepted: chance.is_one_in(2),
                };
                let lies = self.current().map(|current| work::Lies {
                    size: current.package.size,
                    notice: self.next_notice(),
                });
                let clerk = self.someone(chance)?;
                let decision = work::arrange(&self.request, &clerk, (agreed, lies), moment).ok()?;
                self.commit(decision, World::queue_record)
            }
            Deed::Message => {
                if chance.is_one_in(2) {
                    let decision = work::receive_message(&self.request, "2025.".to_owned(), moment);
                    return self.commit(decision, |_| {});
                }
                let said = ("Which year?".to_owned(), chance.is_one_in(2));
                let decision = work::send_message(&self.request, &self.someone(chance)?, said, moment).ok()?;
                self.commit(decision, |world| world.queue(About::Message, None))
            }
            Deed::Mail => self.mail(chance),
            Deed::Prove => {
                let decision = decide::prove_contact(&self.request, moment)?;
                self.commit(decision, |_| {})
            }
            Deed::Quote => self.quote(chance),
            Deed::AnswerQuote => {
                let choice = chance.one(&[Choice::Agreed, Choice::Agreed, Choice::FreeCopy, Choice::Look]);
                let decision = decide_fee::answer(&self.request, choice, moment).ok()?;
                self.commit(decision, |_| {})
            }
            Deed::Pay => {
                let clerk = self.someone(chance)?;
                let decision = match chance.is_one_in(4) {
                    true => decide_fee::waive(&self.request, &clerk, moment),
                    false => decide_fee::note_paid(&self.request, &clerk, moment),
                };
                self.commit(decision.ok()?, |_| {})
            }
            Deed::AskReview => self.ask_review(chance),
            Deed::AssignReview => self.assign_review(chance),
            Deed::DecideReview => self.decide_review(chance),
            Deed::HandOverReview => {
                let (clerk, how) = (self.someone(chance)?, (Handing::Posted, String::new()));
                let decision = decide_review::hand_over(&self.request, &clerk, how, moment).ok()?;
                self.commit(decision, |_| {})
            }
            Deed::ChangeMember => self.change_member(chance),
            Deed::Warn => {
                let decision =
                    work::warn(&self.request, moment).or_else(|| decide_review::warn(&self.request, moment))?;
                self.commit(decision, |_| {})
            }
            Deed::Wait => {
                self.day = (self.day + 1 + i64::try_from(chance.below(6)).expect("few")).min(LAST_DAY);
                Some(())
            }
        }
    }

    fn verify(&mut self, chance: &mut Chance) -> Option<()> {
        let needs_paper = self.request.requester.needs_paper();
        let member = chance.one(&self.members);
        let officer: Option<Officer> = Authority::of(&member);
        let matched = Matched {
            linked: &[],
            patient: &self.patient,
            evidence: vec![Evidence::IdSeen],
            authority: if needs_paper { "Birth certificate" } else { "" }.to_owned(),
            withdrawn: Vec::new(),
            protected: self
                .records
                .iter()
                .any(|record| record::is_protected(record, &self.request)),
            items: &self.items,
            officer: officer.as_ref(),
        };
        if self.request.patient.is_some() && !chance.is_one_in(10) {
            return None;
        }
        let decision = decide::verify(&self.request, &Authority::of(&member)?, matched, self.moment()).ok()?;
        self.commit(decision, |_| {})
    }

    /// One on which this is likely to be done, and now and then any other.
    fn a_record(&self, chance: &mut Chance, is_likely: impl Fn(Option<&Item>) -> bool) -> Option<Record> {
        let often = if review::undecided(&self.request).is_some() {
            2
        } else {
            12
        };
        if chance.is_one_in(often) {
            return Some(chance.one(&self.records));
        }
        let likely = self
            .records
            .iter()
            .filter(|record| is_likely(self.items.get(&record.id)));
        chance.some(&likely.cloned().collect::<Vec<_>>())
    }

    /// Of the record, as it stands.
    fn standing<'a>(&'a self, record: &'a Record) -> Standing<'a> {
        Standing::of(record, &self.request, (&self.ledger(), &self.items))
    }

    fn hold(&mut self, record: &RecordId, (decision, item): Held, by: Option<&MemberId>) -> Option<()> {
        self.commit(decision, |world| {
            match item {
                Some(item) => world.items.insert(record.clone(), item),
                None => world.items.remove(record),
            };
            let took_part = world.took_part.entry(record.clone()).or_default();
            took_part.extend(by.cloned());
        })
    }

    fn judge(&mut self, chance: &mut Chance) -> Option<()> {
        let record = self.a_record(chance, |item| item.is_none())?;
        let judgement = chance.one(&[
            Judgement::Keep,
            Judgement::Keep,
            Judgement::SetAside,
            Judgement::Duplicate,
            Judgement::OutsideRecordSet,
        ]);
        let member = chance.one(&self.members);
        let officer: Option<Officer> = Authority::of(&member);
        let (clerk, standing) = (Authority::of(&member)?, self.standing(&record));
        let moment = self.moment();
        let held = holding::judge(&self.request, &clerk, officer.as_ref(), standing, judgement, moment).ok()?;
        self.hold(&record.id, held, None)
    }

    fn withhold(&mut self, chance: &mut Chance) -> Option<()> {
        let record = self.a_record(chance, |item| item.is_none())?;
        let ground = match chance.is_one_in(2) {
            true => chance.one(&Ground::WIRE).1,
            false => chance.one(&[Ground::R1, Ground::R2]),
        };
        let is_hidden = record.sensitivity == Sensitivity::ProtectedCare;
        let what = if is_hidden { HIDDEN } else { "A page of 2025" };
        let (what, reason) = match chance.below(16) {
            _ if ground == Ground::U6 => (IN_TRUST, IN_TRUST),
            0 => ("", "Dr. Rivera read it."),
            1 => (what, ""),
            2 => (what, "You owe us for the visit."),
            3 => (what, "You may ask for a review."),
            _ => (what, "Dr. Rivera read it."),
        };
        let rest = chance.is_one_in(8).then(|| chance.one(&self.records).id);
        let placed = self
            .ledger()
            .into_iter()
            .find(|(other, _)| Some(&other.id) == rest.as_ref());
        let mut conditions: Vec<String> = ground::conditions(ground, &self.request.received.states)
            .map(|condition| condition.id.to_owned())
            .collect();
        if chance.is_one_in(10) {
            conditions.pop();
        }
        let command = parse::Withhold {
            ground,
            what: what.to_owned(),
            reason: reason.to_owned(),
            duration: chance.one(&["", "Until June 1, 2027", "Until June 1, 2027"]).to_owned(),
            rest,
            ends_on: chance.one(&[None, Some(first_day()), Some(first_day() + TimeDelta::days(LAST_DAY))]),
            conditions,
        };
        let member = chance.one(&self.members);
        let officer: Option<Officer> = Authority::of(&member);
        let clerk: Clerk = Authority::of(&member)?;
        let (standing, place) = (self.standing(&record), placed.map(|(_, placement)| placement));
        let (what, moment) = ((command, place), self.moment());
        let held = holding::withhold(&self.request, &clerk, officer.as_ref(), standing, what, moment).ok()?;
        self.hold(&record.id, held, Some(clerk.member()))
    }

    fn determine(&mut self, chance: &mut Chance) -> Option<()> {
        let record = self.a_record(chance, |item| match item {
            Some(Item::Withheld(withholding)) => withholding.waits() == Some(Placement::WaitsForDetermination),
            Some(Item::Judged(_)) | None => false,
        })?;
        let clinician: Clinician = self.someone(chance)?;
        let found = (!chance.is_one_in(4), "As I judge it.".to_owned());
        let standing = self.standing(&record);
        let held = holding::determine(&self.request, &clinician, standing, found, self.moment()).ok()?;
        self.hold(&record.id, held, Some(clinician.member()))
    }

    fn approve(&mut self, chance: &mut Chance) -> Option<()> {
        let record = self.a_record(chance, |item| match item {
            Some(Item::Withheld(withholding)) => withholding.waits() == Some(Placement::WaitsForApproval),
            Some(Item::Judged(_)) | None => false,
        })?;
        let officer: Officer = self.someone(chance)?;
        let found = (
            !chance.is_one_in(4),
            chance.one(&["", "Counsel read the law."]).to_owned(),
        );
        let standing = self.standing(&record);
        let held = holding::approve(&self.request, &officer, standing, found, self.moment()).ok()?;
        self.hold(&record.id, held, Some(officer.member()))
    }

    /// As the use case puts it together.
    fn release(&mut self, chance: &mut Chance) -> Option<()> {
        let ledger = self.ledger();
        let places = || ledger.iter().map(|(_, placement)| *placement);
        let mut obstacles = record::obstacles(places());
        obstacles.extend(record::contradictions(&ledger, &self.items));
        let with = |sought: Placement| ledger.iter().filter(move |(_, placement)| *placement == sought);
        let contents: Vec<RecordId> = with(Placement::In).map(|(record, _)| record.id.clone()).collect();
        let kept_back = record::kept_back(&self.request, &ledger, &self.items);
        let files = u32::try_from(contents.len()).expect("few");
        let size = (files, u64::from(files));
        let (job, moment) = (self.next_job(), self.moment());
        let command = ReleaseCommand {
            obstacles,
            manifest: Hash::of(&[0]),
            letter: letter::release(&self.request, &self.practice, size, kept_back, moment.on),
            outcome: record::outcome(places()),
            job: job.clone(),
            on_consent: false,
        };
        let off = decide::superseded(self.current().as_ref());
        let clerk: Clerk = self.someone(chance)?;
        let decision = decide::release(&self.request, &clerk, command, moment).ok()?;
        self.commit(decision, |world| {
            world.store(off);
            world.jobs.push((job, contents));
            // Who sends the letter takes part in what it denies.
            for (record, item) in &world.items {
                if matches!(item, Item::Withheld(withholding) if withholding.ground.is_reviewable()) {
                    let took_part = world.took_part.entry(record.clone()).or_default();
                    took_part.insert(clerk.member().clone());
                }
            }
        })
    }

    /// The job makes the package, be it one that was ordered long ago.
    fn pack(&mut self, chance: &mut Chance) -> Option<()> {
        let (job, contents) = match chance.is_one_in(4) {
            true => chance.some(&self.jobs)?,
            false => self.jobs.last()?.clone(),
        };
        let packed = Packed {
            package: Package {
                key: "package/r/x.zip".to_owned(),
                file_name: "record.zip".to_owned(),
                size: 10,
                sha256: Hash::of(&[1]),
                manifest: Hash::of(&[0]),
                bound: None,
            },
            delivery: self.next_delivery(),
            notice: self.next_notice(),
        };
        let (decision, opened) = decide::package_ready(&self.request, &job, packed, self.moment()).ok()?;
        self.commit(decision, |world| {
            world.deliveries.push((opened, contents));
            if decide::goes_by_itself(&world.request) {
                world.queue(About::Answer, None);
            }
            world.queue_record();
        })
    }

    /// The message with the record in it, where one waits that is not there yet.
    fn queue_record(&mut self) {
        if let Some(id) = emailing::waiting(&self.request).cloned()
            && self.notices.iter().all(|(known, _)| *known != id)
        {
            self.notices.push((id, About::Record));
        }
    }

    fn reissue(&mut self, chance: &mut Chance) -> Option<()> {
        let (current, new) = (self.current()?, self.next_delivery());
        let contents = self
            .deliveries
            .iter()
            .find(|(known, _)| known.id == current.id)?
            .1
            .clone();
        let job = chance.is_one_in(2).then(|| self.next_job());
        let renewal = job.clone().map_or(Renewal::Package, Renewal::Assembly);
        let clerk = self.someone(chance)?;
        let reissued = decide::reissue(&self.request, &clerk, &current, new, renewal, self.moment()).ok()?;
        self.commit(reissued.decision, |world| {
            world.store(reissued.replaced);
            world
                .deliveries
                .extend(reissued.opened.map(|opened| (opened, contents.clone())));
            world.jobs.extend(job.map(|job| (job, contents)));
            world.queue(About::Answer, None);
        })
    }

    fn extend(&mut self, chance: &mut Chance) -> Option<()> {
        let reason = chance
            .one(&["Films are away.", "", "You owe us for the visit."])
            .to_owned();
        let until = first_day() + TimeDelta::days(20 + i64::try_from(chance.below(50)).expect("few"));
        let of = match chance.is_one_in(4) {
            true => chance.one(&[Extends::Federal, Extends::State]),
            false => ending::may_extend(&self.request, until, self.moment()).ok()?,
        };
        let letter = letter::extension(&self.request, &self.practice, (of, reason, until), self.moment().on);
        let decision = ending::extend(&self.request, &self.someone(chance)?, letter, self.moment()).ok()?;
        let letter = decision.next.seq;
        self.commit(decision, |world| world.queue(About::Extension { letter }, None))
    }

    fn answer(&mut self, chance: &mut Chance) -> Option<()> {
        // An end like this is rare, or few walks came to anything else.
        if !chance.is_one_in(4) {
            return None;
        }
        let says = Says::Ending {
            ending: chance.one(&Ending::WIRE).1,
            more: chance
                .one(&["Ask the hospital.", "", "Your lawsuit is known."])
                .to_owned(),
        };
        let letter = letter::answer(&self.request, &self.practice, says, self.moment().on);
        // Whose records there are is known with the patient.
        let placements: Vec<Placement> = match self.request.patient {
            Some(_) => self.ledger().into_iter().map(|(_, placement)| placement).collect(),
            None => Vec::new(),
        };
        let what = (letter, &placements[..]);
        let member = chance.one(&self.members);
        let clerk: Clerk = Authority::of(&member)?;
        let officer: Option<Officer> = Authority::of(&member);
        let decision = ending::answer(&self.request, (&clerk, officer.as_ref()), what, self.moment()).ok()?;
        self.commit(decision, |world| world.queue(About::Answer, None))
    }

    fn correct(&mut self, chance: &mut Chance) -> Option<()> {
        let mut entry = self.request.entry();
        match chance.below(4) {
            0 => {
                let days = i64::try_from(chance.below(9)).expect("few") - 4;
                entry.received_on = (entry.received_on + TimeDelta::days(days)).min(self.moment().on);
                entry.written_on = Some(entry.received_on);
            }
            1 => entry.mental_health = chance.one(&[None, Some(true), Some(false)]),
            2 => entry.requester = chance.one(&[Requester::Patient, a_mother()]),
            _ => return None,
        }
        let member = chance.one(&self.members);
        let officer: Option<Officer> = Authority::of(&member);
        let reason = chance.one(&["", "The stamp says so."]).to_owned();
        let what = (parse::Correct { entry, reason }, &[][..], &self.items);
        let (clerk, moment) = (Authority::of(&member)?, self.moment());
        let corrected = correcting::correct(&self.request, &clerk, officer.as_ref(), what, moment).ok()?;
        self.commit(corrected.decision, |world| {
            if corrected.is_anew {
                world.items.clear();
            }
        })
    }

    /// What the provider says of a message, in any order, and of what is long past too.
    fn mail(&mut self, chance: &mut Chance) -> Option<()> {
        let (notice, about) = chance.some(&self.notices)?;
        let (request, moment, id) = (&self.request, self.moment(), notice.clone());
        let delivery = request.delivery.clone();
        let delivery = delivery.unwrap_or_else(|| parsed("gone", DeliveryId::parse));
        let is_letter = about == About::Answer && request.work == Work::Answered;
        let decision = match (chance.below(8), about) {
            (0, About::Record) => Some(emailing::sent(request, delivery, id, moment)),
            (1, _) => {
                let lost = chance.one(&[Lost::Bounced, Lost::Refused])(about);
                Some(work::mail_lost(request, lost, id, moment))
            }
            (2, _) => work::mail_unreported(request, about, id, moment),
            // What came back was taken before: the outbox sends nothing twice.
            (3.., About::Extension { letter }) if !self.lost.contains(&notice) => {
                ending::extension_given(request, letter, id, moment)
            }
            (_, About::Record) => emailing::arrived(request, delivery, id, moment),
            (_, About::Review) => decide_review::letter_arrived(request, id, moment),
            _ if is_letter => work::letter_arrived(request, id, moment),
            _ => work::mail_arrived(request, about, id, moment),
        };
        self.commit(decision?, |world| {
            let last = world.events.last();
            world
                .lost
                .extend(last.and_then(|event| event.happened.lost_mail()).cloned());
        })
    }

    fn quote(&mut self, chance: &mut Chance) -> Option<()> {
        let (medium, part) = match chance.is_one_in(2) {
            true => (Medium::Paper, Part::Paper),
            false => (Medium::Electronic, Part::Labor),
        };
        let line = Line {
            part,
            count: u32::try_from(chance.below(120)).expect("few"),
            each: 10,
        };
        let asked = Asked {
            medium,
            method: Method::Cost,
            lines: vec![line],
            benefits_claim: false,
            earlier_copy: true,
            copy_pages: 200,
        };
        let clerk = self.someone(chance)?;
        let decision = decide_fee::quote(&self.request, &clerk, &asked, &self.practice, self.moment()).ok()?;
        self.commit(decision, |world| world.queue(About::Other, None))
    }

    fn ask_review(&mut self, chance: &mut Chance) -> Option<()> {
        let (ledger, moment) = (self.ledger(), self.moment());
        let decision = if chance.is_one_in(2) {
            decide_review::ask(&self.request, self.case(&ledger), moment)
        } else {
            let came_on = moment.on - TimeDelta::days(i64::try_from(chance.below(4)).expect("few"));
            let (clerk, came) = (self.someone(chance)?, (Channel::Mail, came_on));
            decide_review::ask_for_requester(&self.request, &clerk, self.case(&ledger), came, moment)
        };
        self.commit(decision.ok()?, |_| {})
    }

    fn assign_review(&mut self, chance: &mut Chance) -> Option<()> {
        let (ledger, member) = (self.ledger(), chance.one(&self.members));
        let officer: Option<Officer> = Authority::of(&member);
        let to = match chance.is_one_in(2) {
            true => chance.one(&self.members).id,
            false => member.id.clone(),
        };
        let (by, what) = (Authority::of(&member)?, (&to, self.case(&ledger)));
        let decision = decide_review::assign(&self.request, &by, officer.as_ref(), what, self.moment()).ok()?;
        self.commit(decision, |_| {})
    }

    fn decide_review(&mut self, chance: &mut Chance) -> Option<()> {
        let ledger = self.ledger();
        let mut findings: Vec<Finding> = review::undecided(&self.request)?
            .items
            .iter()
            .map(|record| Finding {
                record: record.clone(),
                stands: chance.is_one_in(2),
                rationale: "I read it.".to_owned(),
            })
            .collect();
        if chance.is_one_in(8) {
            findings.pop();
        }
        let reviewer: Reviewer = self.someone(chance)?;
        let what = (findings, &self.practice);
        let reviewed = decide_review::decide(&self.request, &reviewer, self.case(&ledger), what, self.moment()).ok()?;
        let given: Vec<RecordId> = reviewed.items.iter().map(|(record, _)| record.clone()).collect();
        self.commit(reviewed.decision, |world| {
            world.items.extend(reviewed.items);
            world.given.extend(given);
            world.queue(About::Review, None);
        })?;
        for record in self.request.review.iter().flat_map(|review| &review.items) {
            let took_part = self.took_part.entry(record.clone()).or_default();
            took_part.insert(reviewer.member().clone());
        }
        Some(())
    }

    /// Someone leaves or comes back, or a licence lapses or is shown.
    fn change_member(&mut self, chance: &mut Chance) -> Option<()> {
        let index = chance.below(self.members.len());
        let member = &mut self.members[index];
        if chance.is_one_in(2) {
            member.licence = chance.one(&["", "MD 9", "MD 9"]).to_owned();
            return Some(());
        }
        member.active = !member.active || chance.is_one_in(2);
        let (id, is_gone) = (member.id.clone(), !member.active);
        let decision = is_gone.then(|| decide_review::release_reviewer(&self.request, &id, self.moment()));
        self.commit(decision??, |_| {})
    }
}

impl World {
    /// What one transaction leaves.
    fn commit(&mut self, decision: Decision, change: impl FnOnce(&mut Self)) -> Option<()> {
        let was = mem::replace(&mut self.request, decision.next);
        let held = self.items.clone();
        self.events.push(decision.event);
        change(self);
        // Another person is meant: what the one before was given says nothing of this one.
        if self.request.review.is_none() {
            self.given.clear();
        }
        self.must_follow(&was);
        self.must_leave_to_others(&was, &held);
        self.must_hold();
        Some(())
    }

    fn must(&self, holds: bool, what: &str) {
        assert!(holds, "{what}\nseed {}, {}\n{:?}", self.seed, self.told(), self.request);
    }

    fn told(&self) -> String {
        let told = |event: &Event| format!("{} {:?}", event.on, event.happened.what());
        self.events.iter().map(told).collect::<Vec<_>>().join("\n")
    }

    /// What holds of each step.
    fn must_follow(&self, was: &Request) {
        let is = &self.request;
        let Some(event) = self.events.last() else { return };
        self.must(
            is.seq == was.seq + 1 && event.seq == is.seq,
            "each change has its one event",
        );
        self.must(is.version >= was.version, "a version goes back");
        self.must_not_be_later(was, event);
        match &event.happened {
            Happened::Released { letter, .. } => self.must_release(letter, event),
            Happened::Extended { letter } => {
                self.must_say(Letter::Answer(letter), event);
                let dates = |request: &Request| (request.due().target_on, request.due().due_on);
                self.must(dates(was) == dates(is), "an extension counts before its letter went");
                self.must_not_tell_of_mental_health(was, letter);
            }
            Happened::Answered { letter } => {
                let takes_back = self.request.outcome == Some(Outcome::Withdrawn);
                self.must(
                    takes_back || self.given.is_empty(),
                    "what a review gave is not held any more",
                );
                self.must_end(was, letter);
                self.must_say(Letter::Answer(letter), event);
            }
            Happened::HandedOver {
                handing: Handing::Inspected,
                ..
            } => {
                let agreed = was.agreed.as_ref();
                let visit = agreed.is_some_and(|agreed| agreed.way == Way::InPerson && !agreed.appointment.is_empty());
                self.must(
                    was.access == Access::Inspection || visit,
                    "a look at the record answers who asked for a copy",
                );
            }
            Happened::FeeQuoted {
                letter: Some(letter), ..
            } => self.must_say(Letter::Answer(letter), event),
            Happened::ReviewAsked {
                denial,
                items,
                asked_on,
                ..
            } => self.must_review(was, (*denial, items, *asked_on)),
            Happened::ReviewAssigned { to, .. } => {
                let items = is.review.iter().flat_map(|review| &review.items);
                self.must_be_a_stranger(&to.id, items);
                self.must(is.answered_on == was.answered_on, "a reviewer moves the answer");
            }
            Happened::ReviewDecided { findings, letter, .. } => {
                self.must_say(Letter::Answer(letter), event);
                self.must_be_decided(was, event, findings);
            }
            _ => {}
        }
    }

    /// No letter says what the desk knows to be otherwise.
    fn must_end(&self, was: &Request, letter: &Answer) {
        let Says::Ending { ending, .. } = letter.says else {
            return self.must(false, "an end with another letter");
        };
        let is_open = |record: &Record| match self.items.get(&record.id) {
            Some(Item::Judged(judgement)) => *judgement == Judgement::Keep,
            Some(Item::Withheld(withholding)) => {
                withholding.approval.is_none() || !self.leaves_no_trace(withholding.ground)
            }
            None => true,
        };
        let is_so = match ending {
            Ending::NotHeld => was.patient.is_none() || !self.records.iter().any(is_open),
            Ending::Unverified => was.patient.is_none(),
            Ending::NoAuthority => was.requester != Requester::Patient,
            Ending::Withdrawn => true,
        };
        self.must(is_so, "an end that is not so");
    }

    /// What a professional or the officer judged to be withheld is the officer's alone to undo, and nobody changes what is
    /// under review but who decides it.
    fn must_leave_to_others(&self, was: &Request, held: &Items) {
        let Some(event) = self.events.last() else { return };
        let is_decided = matches!(event.happened, Happened::ReviewDecided { .. });
        let under_review = review::undecided(was).filter(|_| self.request.review.is_some());
        for (record, before) in held
            .iter()
            .filter(|(record, item)| self.items.get(*record) != Some(*item))
        {
            let was_judged = match before {
                Item::Withheld(withholding) => withholding.determination.is_some() || withholding.approval.is_some(),
                Item::Judged(_) => false,
            };
            self.must(
                is_decided || !was_judged || self.is_by_officer(event),
                "what was judged is undone by someone else",
            );
            self.must(
                is_decided || !under_review.is_some_and(|review| review.items.contains(record)),
                "what is under review is changed",
            );
        }
    }

    fn is_by_officer(&self, event: &Event) -> bool {
        let mut members = self.members.iter();
        let by = members.find(|member| Some(&member.id) == event.actor.member());
        by.is_some_and(|member| member.roles.contains(&Role::Officer))
    }

    /// Whether a message takes the letter of that extension.
    fn takes(&self, notice: &NoticeId, letter: u64) -> bool {
        self.notices.contains(&(notice.clone(), About::Extension { letter }))
    }

    /// 45 CFR 164.524(b)(2): 30 days, and 60 with the one extension, whose letter goes inside the first 30; a state's own
    /// reaches no further than the first 30. Nothing but such a letter and an officer's correction makes a request due
    /// later.
    fn must_not_be_later(&self, was: &Request, event: &Event) {
        let (before, due) = (was.due(), self.request.due());
        let mut is_given = false;
        for known in &was.extensions {
            let mut extensions = self.request.extensions.iter();
            let Some(now) = extensions.find(|now| now.letter == known.letter) else {
                continue;
            };
            let is_heard = match (known.given_on, now.given_on, &event.happened) {
                (None, Some(on), Happened::ExtensionGiven { notice }) => {
                    is_given = true;
                    on == event.on && !self.lost.contains(notice) && self.takes(notice, now.letter)
                }
                (None, Some(on), Happened::HandedOver { on: said, .. }) => {
                    is_given = true;
                    on == said.unwrap_or(event.on) && known.on <= on && on <= event.on
                }
                (Some(_), None, Happened::MailBounced { .. } | Happened::MailFailed { .. }) => true,
                (known, now, _) => known == now,
            };
            self.must(is_heard, "an extension counts without its letter");
            let is_lost = event
                .happened
                .lost_mail()
                .is_some_and(|notice| self.takes(notice, now.letter));
            self.must(
                !is_lost || now.given_on.is_none(),
                "an extension counts whose letter came back",
            );
            self.must(
                (known.of, known.until, known.on, known.letter) == (now.of, now.until, now.on, now.letter),
                "an extension is another one",
            );
        }
        let is_gone = self.request.extensions.len() < was.extensions.len();
        let is_taken_back = match event.happened {
            Happened::ExtensionUndone { letter } => {
                let of = was.extensions.iter().find(|extension| extension.letter == letter);
                self.is_by_officer(event) && of.is_some_and(|extension| extension.given_on.is_none())
            }
            _ => false,
        };
        self.must(is_gone == is_taken_back, "an extension is gone");
        let may_move = match &event.happened {
            Happened::Extended { .. } => {
                let in_time = event.on <= before.received_on + TimeDelta::days(30);
                self.must(in_time, "an extension after its time");
                false
            }
            Happened::ExtensionGiven { .. } | Happened::HandedOver { .. } => is_given,
            Happened::Corrected { reason, .. } => self.is_by_officer(event) && !reason.is_empty(),
            _ => false,
        };
        self.must(
            may_move || (due.due_on <= before.due_on && due.target_on <= before.target_on),
            "a request is due later",
        );
        let first = due.received_on + TimeDelta::days(30);
        let counts = self.request.extensions.iter().any(|extension| {
            extension.of == Extends::Federal && extension.given_on.is_some_and(|given_on| given_on <= first)
        });
        let last = due.received_on + TimeDelta::days(if counts { 60 } else { 30 });
        self.must(
            due.target_on <= due.due_on && due.due_on <= last,
            "a later date than the law gives",
        );
        for of in [Extends::Federal, Extends::State] {
            let extends = |event: &&Event| match &event.happened {
                Happened::Extended { letter } => matches!(letter.says, Says::Extension { of: is, .. } if is == of),
                _ => false,
            };
            let back = event::taken_back(&self.events);
            let lettered = self.events.iter().filter(extends);
            let written = lettered.filter(|event| !back.contains(&event.seq)).count();
            self.must(written <= 1, "a second extension");
            let known = self.request.extensions.iter().filter(|extension| extension.of == of);
            self.must(known.count() == written, "an extension without a letter of its kind");
        }
        let has_moved = (before.target_on, before.due_on) != (due.target_on, due.due_on);
        self.must(
            !has_moved || self.request.warned.is_none(),
            "a day that moved is never told of again",
        );
    }

    /// What goes with every letter, and what may be in none.
    fn must_say(&self, letter: Letter<'_>, event: &Event) {
        self.must(missing(letter).is_empty(), "a letter lacks what it must say");
        let text = letter::text(letter);
        self.must(text.contains(TELEPHONE), "a letter without the telephone number");
        self.must(
            !text.contains("You owe us") && !text.contains("Your lawsuit"),
            "a letter says what is no ground",
        );
        let is_denial = match letter {
            Letter::Release(letter) => !letter.withheld.is_empty(),
            Letter::Answer(letter) => match letter.says {
                Says::Ending { ending, .. } => ending != Ending::Withdrawn,
                Says::ReviewOutcome(_) | Says::DirectiveFulfilled(_) => true,
                Says::Extension { .. } | Says::FeeEstimate { .. } => false,
                Says::Acknowledgement(_) | Says::Breach(_) => false,
            },
        };
        self.must(
            !is_denial || text.contains("Office for Civil Rights"),
            "a denial that does not say where to complain",
        );
        self.must(
            !self.is_hidden() || !text.contains(HIDDEN),
            "a trace of what the requester may not know",
        );
        self.must(!text.contains(IN_TRUST), "a letter says what was said in confidence");
        self.must(
            event.happened.letter().is_some(),
            "a letter that its event does not hold",
        );
    }

    /// Whether this requester may not know that something is withheld on that ground: of a source in confidence the patient
    /// alone is told.
    fn leaves_no_trace(&self, ground: Ground) -> bool {
        match ground {
            Ground::N3 => true,
            Ground::U6 => self.request.requester != Requester::Patient,
            Ground::U1 | Ground::U2 | Ground::U3 | Ground::U4 | Ground::U5 => false,
            Ground::R1 | Ground::R2 | Ground::R3 => false,
        }
    }

    /// Whether this requester may not know of the hidden record: the officer has not said that it may be known.
    fn is_hidden(&self) -> bool {
        let is_open = |record: &Record| self.items.get(&record.id) == Some(&Item::Judged(Judgement::Keep));
        let mut hidden = self
            .records
            .iter()
            .filter(|record| record.sensitivity == Sensitivity::ProtectedCare);
        self.request.requester != Requester::Patient && hidden.any(|record| !is_open(record))
    }

    /// That a record holds mental-health care, which moves a date in Texas, is the patient's own to know.
    fn must_not_tell_of_mental_health(&self, was: &Request, letter: &Answer) {
        let Says::Extension { of, reason, until, .. } = &letter.says else {
            return self.must(false, "an extension with another letter");
        };
        let unknown = Request {
            mental_health: None,
            ..was.clone()
        };
        let what = (*of, reason.clone(), *until);
        let as_if = letter::extension(&unknown, &self.practice, what, letter.written_on);
        self.must(
            self.request.requester == Requester::Patient || as_if == *letter,
            "a date tells of mental-health care",
        );
    }

    /// 45 CFR 164.524(d)(1) and (2): what is not withheld goes out, and what is withheld is in the letter, with every
    /// judgement that it needs; and of what this requester may not know there is nothing.
    fn must_release(&self, letter: &Release, event: &Event) {
        let contents: &[RecordId] = self.jobs.last().map_or(&[], |(_, contents)| contents);
        let mut told = Vec::new();
        let mut kept = Vec::new();
        for record in &self.records {
            let goes = contents.contains(&record.id);
            match self.items.get(&record.id) {
                Some(Item::Withheld(withholding)) => {
                    self.must(!goes, "a record is both released and withheld");
                    self.must(
                        withholding.approval.is_some(),
                        "a record is withheld that nobody approved",
                    );
                    let is_judged = !withholding.ground.is_reviewable() || withholding.determination.is_some();
                    self.must(is_judged, "no professional judged");
                    let names = withholding.told(&self.request.requester);
                    self.must(
                        names.is_none() == self.leaves_no_trace(withholding.ground),
                        "a trace of what may not be known, or none of what may",
                    );
                    told.extend(names);
                    kept.push(record);
                }
                Some(Item::Judged(Judgement::Keep)) => self.must(goes, "a record is kept back on no ground"),
                Some(Item::Judged(_)) => self.must(!goes, "a record goes out that was left out"),
                None => {
                    self.must(goes, "a record is kept back on no ground");
                    let is_plain = record.sensitivity == Sensitivity::Ordinary;
                    let is_own = record.sensitivity == Sensitivity::ProtectedCare
                        && self.request.requester == Requester::Patient;
                    self.must(is_plain || is_own, "a record goes out that nobody looked at");
                }
            }
            self.must(
                goes || !self.given.contains(&record.id),
                "what a review gave does not go out",
            );
        }
        for kept in kept {
            let mut out = self.records.iter().filter(|record| contents.contains(&record.id));
            self.must(
                out.all(|record| record.state != kept.state),
                "what is withheld goes out under another name",
            );
        }
        self.must(letter.withheld == told, "the letter does not name what is withheld");
        let mut in_trust = told.iter().filter(|item| item.ground == Ground::U6);
        self.must(
            in_trust.all(|item| item.what.is_empty() && item.reason.is_empty()),
            "a letter holds what was said in confidence",
        );
        let is_whole = contents.len() + told.len() == self.records.len();
        self.must(
            is_whole || letter.left_out || letter.extent != Extent::Whole,
            "a part is called the whole",
        );
        let is_left_out = |record: &Record| {
            self.items.get(&record.id) == Some(&Item::Judged(Judgement::OutsideRecordSet))
                && (record.sensitivity != Sensitivity::ProtectedCare || self.request.requester == Requester::Patient)
        };
        self.must(
            letter.left_out == self.records.iter().any(is_left_out),
            "the letter tells of what is left out where it may not, or not where it must",
        );
        self.must(
            u64::from(letter.files) == contents.len() as u64,
            "the letter counts other files",
        );
        self.must_say(Letter::Release(letter), event);
        self.must_say_of_denial(letter);
    }

    /// 45 CFR 164.524(d)(2)(ii) and (iii), and what states add.
    fn must_say_of_denial(&self, letter: &Release) {
        let text = letter::text(Letter::Release(letter));
        let says = |sought: &str| text.contains(sought);
        let is_denial = !letter.withheld.is_empty();
        let is_reviewable = letter.withheld.iter().any(|item| item.ground.is_reviewable());
        let asks = says("ask for a review") || says("pedir una revisión");
        self.must(
            !is_denial || asks == is_reviewable,
            "a review is promised where there is none, or not where there is",
        );
        let own = self.request.mental_health;
        let own = own.filter(|_| self.request.requester == Requester::Patient);
        let is_in = |state: &str| self.request.received.states.iter().any(|other| other == state);
        for (state, adds, where_said) in [
            ("TX", is_denial, ["Signed: ", "Firma: "]),
            ("TX", is_denial && own != Some(false), ["In Texas", "En Texas"]),
            ("WA", is_reviewable, ["In Washington", "En Washington"]),
            ("NY", is_reviewable, ["Medical Record Access Review Committee"; 2]),
        ] {
            let is_said = where_said.iter().any(|words| says(words));
            self.must(is_said == (adds && is_in(state)), state);
        }
    }

    /// A review is of the denial that stands, once, of all that can be reviewed in it, and not from before it.
    fn must_review(&self, was: &Request, (denial, items, asked_on): (u64, &[RecordId], NaiveDate)) {
        self.must(review::undecided(was).is_none(), "two reviews at a time");
        let last = self.events.iter().rev().find_map(|event| match &event.happened {
            Happened::Released { letter, .. } => Some((event, letter)),
            _ => None,
        });
        let Some((event, letter)) = last else {
            return self.must(false, "a review of no denial");
        };
        self.must(event.seq == denial, "a review of a denial that does not stand");
        self.must(asked_on >= event.on, "a review is asked for before its denial");
        let held = self.items.iter().filter_map(|(record, item)| match item {
            Item::Withheld(withholding) if withholding.ground.is_reviewable() => Some(record.clone()),
            Item::Withheld(_) | Item::Judged(_) => None,
        });
        let (held, items): (BTreeSet<_>, BTreeSet<_>) = (held.collect(), items.iter().cloned().collect());
        let told = letter.withheld.iter().filter(|item| item.ground.is_reviewable());
        self.must(
            held == items && told.count() == items.len(),
            "a review of other records",
        );
        let of_it = self.events.iter().filter(|event| match event.happened {
            Happened::ReviewAsked { denial: of, .. } => of == denial,
            _ => false,
        });
        self.must(of_it.count() == 1, "a denial is reviewed twice");
    }

    /// 45 CFR 164.524(a)(4): a licensed professional who did not take part in the decision to deny.
    fn must_be_a_stranger<'a>(&self, reviewer: &MemberId, records: impl IntoIterator<Item = &'a RecordId>) {
        let member = self.members.iter().find(|member| member.id == *reviewer);
        let may = member.is_some_and(|member| {
            member.active && member.roles.contains(&Role::Reviewer) && !member.licence.trim().is_empty()
        });
        self.must(may, "a review by someone who is no reviewer with a licence");
        for record in records {
            let took_part = self.took_part.get(record).is_some_and(|who| who.contains(reviewer));
            self.must(!took_part, "a review by someone who took part");
        }
    }

    fn must_be_decided(&self, was: &Request, event: &Event, findings: &[Finding]) {
        let is = &self.request;
        let (Some(by), Some(review)) = (event.actor.member(), &was.review) else {
            return self.must(false, "a review that nobody decides");
        };
        self.must_be_a_stranger(by, &review.items);
        let assigned = review.reviewer.as_ref().map(|reviewer| &reviewer.id);
        self.must(assigned == Some(by), "someone else decides a review");
        let found: Vec<&RecordId> = findings.iter().map(|finding| &finding.record).collect();
        self.must(
            found == review.items.iter().collect::<Vec<_>>(),
            "not one finding for each record",
        );
        self.must(is.answered_on == was.answered_on, "a review moves the answer");
        let gives = findings.iter().any(|finding| !finding.stands);
        let stays = (is.work, is.outcome) == (was.work, was.outcome);
        self.must(
            if gives { is.work == Work::Gathering } else { stays },
            "what a review gives can't go out, or what it leaves moves",
        );
        for finding in findings {
            let is_withheld = matches!(self.items.get(&finding.record), Some(Item::Withheld(_)));
            self.must(is_withheld == finding.stands, "a finding that changes nothing");
        }
    }

    /// What holds of each state.
    fn must_hold(&self) {
        let request = &self.request;
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
        for given in &self.given {
            let is_kept = self.items.get(given) == Some(&Item::Judged(Judgement::Keep));
            self.must(is_kept, "what a review gave is kept back again");
        }
        let is_closed = request.work == Work::Closed;
        self.must(
            !is_closed || (request.answered_on.is_some() && request.outcome.is_some()),
            "closed without an answer",
        );
        self.must(
            request.work != Work::Delivered || request.answered_on.is_some(),
            "delivered and not answered",
        );
        let is_late = request.tasks.iter().any(|task| task.kind == TaskKind::AnswerLate);
        self.must(
            !is_late || request.answered_on.is_none(),
            "answered, and still to answer",
        );
        self.must_deny_in_writing();
        self.must_open_one_link();
        self.must_charge_what_was_agreed();
    }

    /// As long as an answer with something withheld stands, so does the letter that says so.
    fn must_deny_in_writing(&self) {
        let is_denied = match self.request.outcome {
            Some(Outcome::Denied | Outcome::ReleasedInPart) => true,
            Some(_) | None => false,
        };
        if !is_denied {
            return;
        }
        let told: Vec<_> = self
            .records
            .iter()
            .filter_map(|record| match self.items.get(&record.id)? {
                Item::Withheld(withholding) => withholding.told(&self.request.requester),
                Item::Judged(_) => None,
            })
            .collect();
        let last = self.events.iter().rev().find_map(|event| match &event.happened {
            Happened::Released { letter, .. } => Some(letter),
            _ => None,
        });
        self.must(
            last.is_some_and(|letter| letter.withheld == told),
            "a denial without its letter",
        );
    }

    /// One link at most works, and once an answer stands it leads to nothing that the answer withholds.
    fn must_open_one_link(&self) {
        let is_answered = matches!(self.request.work, Work::Ready | Work::Delivered | Work::Closed);
        for (delivery, contents) in &self.deliveries {
            match delivery::state(delivery, self.moment().at) {
                DeliveryState::Open => {}
                DeliveryState::Exhausted | DeliveryState::Expired | DeliveryState::Revoked => continue,
            }
            let is_in_force = self.request.delivery.as_ref() == Some(&delivery.id);
            self.must(is_in_force, "a link works that is not in force");
            let mut items = contents.iter().filter_map(|record| self.items.get(record));
            let leads_astray = items.any(|item| match item {
                Item::Withheld(_) => true,
                Item::Judged(judgement) => *judgement != Judgement::Keep,
            });
            self.must(!is_answered || !leads_astray, "a link leads to what is withheld");
        }
    }

    /// What is owed was told, and is little or was said yes to.
    fn must_charge_what_was_agreed(&self) {
        let Some(fee) = &self.request.fee else { return };
        let total = fee.quote.total;
        let unasked = self.request.tell_above.unwrap_or(0).min(self.practice.fees.ask_above);
        let may_charge = total <= unasked || fee.agreed.is_some_and(|agreed| total <= agreed);
        self.must(fee.owed() == 0 || may_charge, "a fee that nobody agreed to");
        self.must(fee.owed() <= total, "more is owed than was told");
        let way = self
            .request
            .agreed
            .as_ref()
            .map_or(self.request.way, |agreed| agreed.way);
        self.must(
            fee.owed() == 0 || fee.quote.medium.fits(way),
            "a fee for a copy that is not made",
        );
    }

    /// What makes two states one, roughly: enough to count how much of the space the walks see.
    fn key(&self) -> u64 {
        let request = &self.request;
        let tasks: BTreeSet<u8> = request.tasks.iter().map(|task| task.kind as u8).collect();
        let items = self.items.iter().map(|(record, item)| match item {
            Item::Judged(judgement) => (record.as_str(), 0, *judgement as u8),
            Item::Withheld(held) => (
                record.as_str(),
                1 + held.placement(&request.requester) as u8,
                held.ground as u8,
            ),
        });
        let review = request.review.as_ref().map(|review| {
            let decided = review.decided.as_ref();
            (
                review.items.len(),
                review.reviewer.is_some(),
                decided.map(|decided| (decided.overturned.len(), decided.notified_on.is_some())),
                review.warned.map(|stage| stage as u8),
            )
        });
        let fee = request.fee.as_ref().map(|fee| (fee.standing as u8, fee.owed() > 0));
        let extensions = request.extensions.iter();
        let extensions = extensions.map(|extension| (extension.of as u8, extension.given_on.is_some()));
        let mut hasher = DefaultHasher::new();
        (request.work as u8, request.outcome.map(|outcome| outcome as u8), tasks).hash(&mut hasher);
        (items.collect::<Vec<_>>(), review, fee).hash(&mut hasher);
        (
            request.requester == Requester::Patient,
            request.contact.email.is_some(),
            extensions.collect::<Vec<_>>(),
            request.answered_on.is_some(),
            request.warned.map(|stage| stage as u8),
            request.emailing.as_ref().map(|emailing| emailing.reached as u8),
        )
            .hash(&mut hasher);
        hasher.finish()
    }
}

#[test]
fn no_walk_comes_to_what_must_never_be() {
    let (mut steps, mut states) = (0, HashSet::new());
    let mut done: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..WALKS {
        let mut chance = Chance::of(seed);
        let mut world = World::begin(seed, &mut chance);
        for _ in 0..TRIES {
            if world.attempt(&mut chance).is_some() {
                states.insert(world.key());
            }
        }
        steps += world.events.len();
        for event in &world.events {
            *done.entry(format!("{:?}", event.happened.what())).or_default() += 1;
        }
    }
    println!(
        "{WALKS} walks, {steps} steps, {} states, and nothing that must not be",
        states.len()
    );
    println!("{done:?}");

    // A walk that never came by says nothing.
    for (what, times) in [
        ("Extended", 20),
        ("ExtensionGiven", 10),
        ("ExtensionUndone", 5),
        ("HandedOver", 20),
        ("Withheld", 200),
        ("Released", 200),
        ("PackageReady", 100),
        ("Corrected", 50),
        ("FeeQuoted", 50),
        ("ReviewAsked", 50),
        ("ReviewAssigned", 50),
        ("ReviewUnassigned", 5),
        ("ReviewDecided", 25),
        ("ReviewTold", 20),
    ] {
        let came_by = done.get(what).copied().unwrap_or_default();
        assert!(came_by >= times, "{what}: {came_by} times");
    }
}
