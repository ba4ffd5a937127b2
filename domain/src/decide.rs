//! Decide first, act second. Each function takes a request as it stands and a command, and answers with the
//! request as it shall stand and the event that says so, or refuses. Pure and total; a use case carries the
//! decision out and makes no choice of its own.

pub mod correcting;
pub mod directive;
pub mod emailing;
pub mod ending;
pub mod fee;
pub mod holding;
pub mod keeping;
pub mod misdirecting;
pub mod review;
pub mod work;

use crate::chain::Hash;
use crate::delivery::{self, Delivery, Package};
use crate::event::{Actor, Event, Happened};
use crate::id::{DeliveryId, JobId, NoticeId, PatientId, PracticeId, RecordId, RequestId};
use crate::law::{self, Version};
use crate::letter::check::{self, Element};
use crate::letter::{Letter, Release, acknowledgement, state};
use crate::parse;
use crate::practice::{Authority, Clerk, Officer, Practice};
use crate::record::{Item, Items, Patient, Record, State};
use crate::request::{Intake, Pending, Received, Request, Requester};
use crate::task::Task;
use crate::wire::{DeliveryState, NextAction, Obstacle};
use crate::word::{Channel, Evidence, Ground, Kind, Outcome, Relation, TaskKind, WaitsFor, Way, Work};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// Now, and the day that it is at the request's location.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub at: DateTime<Utc>,
    pub on: NaiveDate,
}

/// What one conditional transaction commits.
#[derive(Clone, PartialEq, Eq)]
pub struct Decision {
    pub next: Request,
    pub event: Event,
}

/// Other requests that change in the same transaction: each as it stands, and what becomes of it.
pub type Others<'a> = Vec<(&'a Request, Decision)>;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the request is at another stage")]
    WrongStage(Work),
    #[error("the record can't be released yet")]
    Obstacles(Vec<Obstacle>),
    #[error("the delivery is not the one in force")]
    NotInForce,
    #[error("the delivery is not open")]
    DeliveryClosed(DeliveryState),
    #[error("the contact is not confirmed, or not on file")]
    ContactNotOnFile,
    #[error("too many files were uploaded under another patient")]
    TooManyToWithdraw,
    #[error("the record was taken")]
    RecordTaken,
    #[error("the job is not the one that the request waits for")]
    OtherJob,
    #[error("no paper shows that this person may ask")]
    AuthorityMissing,
    #[error("a parent asks for someone who is of age")]
    OfAge,
    #[error("another kind of ask")]
    NotAccess,
    #[error("the officer decides about protected care")]
    OfficerDecides,
    #[error("nothing leaves in doubt whose the file is")]
    NobodysDoubt,
    #[error("no other file that goes out is the same")]
    NotTheSame,
    #[error("records of what was asked for are here")]
    RecordsHeld,
    #[error("it is known who asks")]
    IsVerified,
    #[error("the patient may ask for the own record")]
    PatientAsks,
    #[error("as many records are withheld as one letter holds")]
    TooManyWithheld,
    #[error("nobody asked to look at the record, or agreed to")]
    NoInspectionAsked,
    #[error("the study has ended, and access returned with it")]
    StudyEnded,
    #[error("the ground does not fit this request")]
    GroundDoesNotFit,
    #[error("conditions of the ground are not answered")]
    ConditionsOpen(Vec<&'static str>),
    #[error("nobody said for how long")]
    DurationMissing,
    #[error("no legal reading is given")]
    LegalNoteMissing,
    #[error("the file in its place does not go out")]
    RestDoesNotGoOut,
    #[error("the record waits for no such judgement")]
    NotWaiting,
    #[error("no extension can be given any more")]
    MayNotExtend,
    #[error("the day of completion is not one that the law allows")]
    UntilTooLate,
    #[error("a letter can't go before it is written")]
    HandedBeforeWritten,
    #[error("nothing can be taken back")]
    NothingToUndo,
    #[error("too many tasks are open")]
    TooManyTasks,
    #[error("no such task is open")]
    NoSuchTask,
    #[error("it ends when it is noted how it went")]
    HandOverFirst,
    #[error("the professional's licence is not on file")]
    LicenceMissing,
    #[error("the requester can't open what was sent")]
    HelpFirst,
    #[error("a request is linked to another one of its practice")]
    LinkDoesNotFit,
    #[error("one of those that would be linked is not known to ask for the same record")]
    LinkedUnlike,
    #[error("too many requests would be linked to each other")]
    TooManyLinked,
    #[error("nothing is other than it stands")]
    NothingCorrected,
    #[error("the officer corrects what makes a request due later")]
    OfficerCorrects,
    #[error("no reason is given for it")]
    ReasonMissing,
    #[error("too many files were judged for who asked before")]
    TooManyJudged,
    #[error("nothing is withheld that can be reviewed")]
    NothingToReview,
    #[error("a review is open")]
    ReviewOpen,
    #[error("this denial was reviewed")]
    ReviewDecided,
    #[error("no review is open")]
    NoReviewOpen,
    #[error("a review can't be asked for before its denial")]
    AskedBeforeDenial,
    #[error("the member may not review this")]
    MayNotReview,
    #[error("the officer designates who reviews")]
    OfficerDesignates,
    #[error("someone else reviews this")]
    OtherReviewer,
    #[error("there is not one finding for each record")]
    FindingsIncomplete,
    #[error("a review gave this record to the requester")]
    ReviewGave,
    #[error("looking at a record costs nothing")]
    LookingIsFree,
    #[error("nobody is asked about a fee")]
    NoFeeAsked,
    #[error("no fee is to be paid")]
    NoFeeOwed,
    #[error("the requester did not ask for mailing")]
    PostageNotAsked,
    #[error("a case of this link is open")]
    CaseOpen,
    #[error("too much went wrong by this request")]
    TooManyCases,
    #[error("no such case is there")]
    NoSuchCase,
    #[error("it stands in the accounting")]
    AlreadyAccounted,
    #[error("the case is decided")]
    CaseDecided,
    #[error("it is presumed to be a breach")]
    BreachPresumed,
    #[error("a breach stays one, of no fewer people")]
    BreachStays,
    #[error("it was not decided to be a breach")]
    NoBreach,
    #[error("the person was written to")]
    BreachWritten,
    #[error("the person was not written to")]
    BreachNotWritten,
    #[error("nobody acts for the patient")]
    NotRepresented,
    #[error("no electronic notice can go there")]
    NoElectronicNotice,
    #[error("nobody must tell them, or they were told")]
    NothingToTell,
    #[error("nobody is told before the letter")]
    ToldBeforeLetter,
    #[error("it ends with its case")]
    CaseFirst,
    #[error("a fee for what the copy is not made on")]
    FeePartNotHere,
    #[error("the copy does not go in this form")]
    MediumNotAgreed,
    #[error("the electronic copy is what the fee is for")]
    CopyNotFree,
    #[error("the request is under a legal hold")]
    HeldAlready,
    #[error("no legal hold is on the request")]
    NotHeld,
    #[error("nobody saw the patient's written consent")]
    ConsentMissing,
    #[error("the letter lacks what it must say, or says what it may not: {0:?}")]
    LetterIncomplete(Vec<Element>),
}

/// What a new request is called.
pub struct NewRequest {
    pub id: RequestId,
    pub practice: PracticeId,
    pub receipt: String,
}

/// A request counts from its receipt, whatever is still to be proven or completed.
pub fn submit(ask: parse::Submit, new: NewRequest, received: Received) -> Decision {
    let kind = match ask.requester {
        Requester::Directed { .. } => Kind::Directive,
        Requester::Patient | Requester::Representative { .. } | Requester::Other { .. } => Kind::Access,
    };
    let intake = Intake {
        channel: Channel::Web,
        oral_on: None,
        written_on: Some(received.on),
    };
    let (on, at) = (received.on, received.at);
    let empty = empty(ask, new, kind, intake, received);
    decision(
        &empty,
        Moment { at, on },
        Actor::Requester,
        Happened::Submitted { letter: None },
        |next| next.version += 1,
    )
}

/// What came by another way than the page counts from the first day on which it was said or came in writing.
pub fn enter(command: parse::Enter, new: NewRequest, received: Received, clerk: &Clerk, moment: Moment) -> Decision {
    let received = Received {
        on: command.received_on,
        ..received
    };
    let happened = Happened::Entered {
        intake: command.intake.clone(),
        letter: None,
    };
    let empty = empty(command.ask, new, command.kind, command.intake, received);
    decision(&empty, moment, by(clerk), happened, |next| next.version += 1)
}

/// The same beginning of a request with the letter that acknowledges it. Without a whole letter it begins as well.
pub fn acknowledged(begun: Decision, practice: &Practice) -> Decision {
    let acknowledgement = acknowledgement::of(&begun.next, practice, begun.event.on).map(Box::new);
    let happened = match begun.event.happened {
        Happened::Submitted { .. } => Happened::Submitted {
            letter: acknowledgement,
        },
        Happened::Entered { intake, .. } => Happened::Entered {
            intake,
            letter: acknowledgement,
        },
        other => other,
    };
    Decision {
        event: Event {
            happened,
            ..begun.event
        },
        ..begun
    }
}

fn empty(ask: parse::Submit, new: NewRequest, kind: Kind, intake: Intake, received: Received) -> Request {
    Request {
        id: new.id,
        practice: new.practice,
        receipt: new.receipt,
        version: 0,
        seq: 0,
        head: Hash::START,
        law: Version::NEWEST,
        kind,
        work: Work::Received,
        outcome: None,
        name: ask.name,
        birth_date: ask.birth_date,
        requester: ask.requester,
        contact: ask.contact,
        contact_epoch: 0,
        contact_proven: false,
        language: ask.language,
        interpreter: ask.interpreter,
        access: ask.access,
        scope: ask.scope,
        way: ask.way,
        format: ask.format,
        agreed: None,
        tell_above: ask.tell_above,
        location: ask.location,
        received,
        mental_health: None,
        intake,
        linked: Vec::new(),
        extensions: Vec::new(),
        patient: None,
        evidence: Vec::new(),
        assignee: None,
        tasks: Vec::new(),
        pending: Pending::default(),
        is_asked: false,
        passcodes: 0,
        job: None,
        delivery: None,
        emailing: None,
        answered_on: None,
        warned: None,
        review: None,
        delay: None,
        fee: None,
        misdirections: Vec::new(),
        hold: None,
    }
}

/// The code came back. `None` where the contact is proven already. Staff work is not made stale by it.
pub fn prove_contact(request: &Request, moment: Moment) -> Option<Decision> {
    (!request.contact_proven).then(|| {
        decision(request, moment, Actor::Requester, Happened::ContactProven, |next| {
            next.contact_proven = true;
        })
    })
}

/// The requester is the patient, as far as is reasonable to know, 45 CFR 164.514(h). A passcode is given out
/// with it, and one that was given out before opens nothing. Until the release, who asks may be decided again:
/// nothing has gone out.
pub fn verify(request: &Request, clerk: &Clerk, matched: Matched<'_>, moment: Moment) -> Result<Decision, Refusal> {
    at_stage(request, &[Work::Received, Work::Gathering])?;
    if !request.kind.is_access() {
        return Err(Refusal::NotAccess);
    }
    let Matched {
        patient,
        evidence,
        authority,
        withdrawn,
        protected,
        items,
        linked,
        officer,
    } = matched;
    let is_other = request.patient.as_ref().is_some_and(|before| *before != patient.id);
    if is_other && officer.is_none() && items.values().any(Item::was_judged) {
        // Nothing of it would hold any more.
        return Err(Refusal::OfficerDecides);
    }
    let email = request.contact.email.as_ref();
    let is_on_file = request.contact_proven && email.is_some_and(|email| patient.contacts.contains(email));
    if evidence.contains(&Evidence::ContactOnFile) && !is_on_file {
        return Err(Refusal::ContactNotOnFile);
    }
    if request.requester.needs_paper() && authority.is_empty() {
        return Err(Refusal::AuthorityMissing);
    }
    if asks_as_parent(&request.requester) && is_of_age(patient, &request.received.states, moment.on) {
        return Err(Refusal::OfAge);
    }
    let patient = patient.id.clone();
    // What another patient's record is asked for has no clock in common with this.
    let is_apart = |other: &Request| other.patient.as_ref().is_some_and(|other| *other != patient);
    let unlinked = if linked.iter().any(is_apart) {
        request.linked.clone()
    } else {
        Vec::new()
    };
    let happened = Happened::Verified {
        patient: patient.clone(),
        evidence: evidence.clone(),
        authority,
        withdrawn,
        unlinked: unlinked.clone(),
    };
    let decision = decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.work = Work::Gathering;
        if !unlinked.is_empty() {
            next.linked.clear();
        }
        if next.patient.as_ref() != Some(&patient) {
            // What was decided about another patient's records is of no account any more.
            next.pending = Pending::default();
            end_tasks(next, &[TaskKind::DecideProtected]);
            review::drop_review(next);
        }
        next.patient = Some(patient);
        next.evidence = evidence;
        next.passcodes += 1;
        next.is_asked = false;
        if protected {
            ask_officer(next, moment);
        }
    });
    if officer.is_none() && correcting::makes_later(request, &decision.next, linked, clerk, moment) {
        return Err(Refusal::OfficerDecides);
    }
    Ok(decision)
}

fn asks_as_parent(requester: &Requester) -> bool {
    match requester {
        Requester::Representative { relation, .. } => *relation == Relation::Parent,
        Requester::Patient | Requester::Directed { .. } | Requester::Other { .. } => false,
    }
}

/// Whether a parent, as such, acts for the patient no longer, 45 CFR 164.502(g)(3).
fn is_of_age(patient: &Patient, states: &[String], on: NaiveDate) -> bool {
    on.years_since(patient.birth_date)
        .is_some_and(|age| age >= law::of_age_at(states))
}

/// The patient whom a request is about, and how that was found out.
pub struct Matched<'a> {
    pub patient: &'a Patient,
    pub evidence: Vec<Evidence>,
    /// The paper of a representative or a directive.
    pub authority: String,
    /// What was uploaded under another patient.
    pub withdrawn: Vec<RecordId>,
    /// Whether there are records that this requester may not know of.
    pub protected: bool,
    /// What was decided about records until now.
    pub items: &'a Items,
    /// The requests that this one is linked to.
    pub linked: &'a [Request],
    /// Whoever decides it, where that is the officer.
    pub officer: Option<&'a Officer>,
}

/// Never held silently: the officer has it the same day.
fn ask_officer(next: &mut Request, moment: Moment) {
    add_task(next, TaskKind::DecideProtected, moment.on);
}

/// Records may be added while the record is gathered.
pub fn may_add_records(request: &Request) -> Result<&PatientId, Refusal> {
    at_stage(request, &[Work::Gathering])?;
    request.patient.as_ref().ok_or(Refusal::WrongStage(request.work))
}

/// Links to upload these records are given out. No other member's decision is made stale by it; a release at
/// the same time is decided again, and then waits for them.
pub fn grant_uploads(
    request: &Request,
    clerk: &Clerk,
    records: Vec<RecordId>,
    protected: bool,
    moment: Moment,
) -> Result<Decision, Refusal> {
    may_add_records(request)?;
    let happened = Happened::UploadsGranted { records };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        if protected {
            ask_officer(next, moment);
        }
    }))
}

/// Takes a file off the list that never became part of the record: its upload failed, or has not arrived. What was
/// taken stays; and should it arrive after all, it is listed again.
pub fn discard(request: &Request, clerk: &Clerk, record: &Record, moment: Moment) -> Result<Decision, Refusal> {
    may_add_records(request)?;
    match &record.state {
        State::Inspected(_) => return Err(Refusal::RecordTaken),
        State::Rejected(_) | State::Expected { .. } | State::Discarded | State::Withdrawn => {}
    }
    let happened = Happened::RecordDiscarded {
        record: record.id.clone(),
        file: record.name.clone(),
    };
    Ok(decision(request, moment, by(clerk), happened, |next| next.version += 1))
}

/// Why the record can't be released now; empty when it can.
pub fn obstacles(request: &Request, among_records: Vec<Obstacle>) -> Vec<Obstacle> {
    if !request.kind.is_access() {
        return vec![Obstacle::NotAccess];
    }
    match request.work {
        Work::Received => vec![Obstacle::NotVerified],
        Work::Gathering => among_records,
        Work::Assembling | Work::Ready | Work::Delivered | Work::Answered | Work::Closed => {
            vec![Obstacle::AlreadyReleased]
        }
    }
}

/// What is released, and the letter that goes with it.
pub struct ReleaseCommand {
    /// What stands in the way among the records.
    pub obstacles: Vec<Obstacle>,
    /// Names the list of every file that goes out.
    pub manifest: Hash,
    pub letter: Release,
    pub outcome: Outcome,
    pub job: JobId,
    /// Whether a record goes out that may on the patient's written consent alone (`record::goes_on_consent`).
    pub on_consent: bool,
}

/// Everything that can go out goes out. A late answer goes out too.
pub fn release(request: &Request, clerk: &Clerk, command: ReleaseCommand, moment: Moment) -> Result<Decision, Refusal> {
    let obstacles = obstacles(request, command.obstacles);
    if !obstacles.is_empty() {
        return Err(Refusal::Obstacles(obstacles));
    }
    may_release_with(request, &command.letter, command.on_consent)?;
    let opens_on = opens_on(&command.letter);
    let denies = !command.letter.withheld.is_empty();
    let happened = Happened::Released {
        manifest: command.manifest,
        letter: Box::new(command.letter),
    };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.work = Work::Assembling;
        next.outcome = Some(command.outcome);
        next.delay = None;
        next.job = Some(command.job);
        // The package that is made now holds all that was in the one before.
        next.delivery = None;
        // What was asked before is answered by this.
        end_tasks(
            next,
            &[TaskKind::AskArrival, TaskKind::ReleaseReviewed, TaskKind::OpenSuspended],
        );
        if let Some(day) = opens_on {
            add_task(next, TaskKind::OpenSuspended, day);
        }
        if denies {
            for (state, task) in IN_THE_CHART {
                if next.received.states.iter().any(|held_in| held_in == state) {
                    add_task(next, task, moment.on);
                }
            }
        }
    }))
}

/// Where nobody knows when a study ends, that is asked after so many days.
const STUDY_DAYS: TimeDelta = TimeDelta::days(180);

/// The first day on which something that is suspended should be open again, 45 CFR 164.524(a)(2)(iii).
fn opens_on(letter: &Release) -> Option<NaiveDate> {
    let suspended = letter.withheld.iter().filter(|item| item.ground == Ground::U4);
    suspended
        .map(|item| item.ends_on.unwrap_or(letter.released_on + STUDY_DAYS))
        .min()
}
/// What the law of a state asks of a denial beyond its letter: that it is found in the chart.
const IN_THE_CHART: [(&str, TaskKind); 2] = [("TX", TaskKind::FileDenial), ("AZ", TaskKind::NoteDenial)];

/// The link to what was released before, switched off where it still works: a further release takes its place.
pub fn superseded(current: Option<&Delivery>) -> Option<Delivery> {
    ending::switched_off(current)
}
/// A release goes with a letter that says all that it must, what the states that hold the record ask too, and of a consent
/// where it goes on one.
fn may_release_with(request: &Request, letter: &Release, on_consent: bool) -> Result<(), Refusal> {
    let consent = directive::consent(on_consent, letter.consent.clone())?;
    let mut missing = check::missing(Letter::Release(letter));
    let of_states = state::of_request(request, &letter.withheld);
    if letter.states != of_states && !missing.contains(&Element::D15) {
        missing.push(Element::D15);
    }
    if letter.consent != consent && !missing.contains(&Element::P5) {
        missing.push(Element::P5);
    }
    none(missing)
}

/// No letter is committed that lacks something.
pub fn complete(letter: Letter<'_>) -> Result<(), Refusal> {
    none(check::missing(letter))
}

fn none(missing: Vec<Element>) -> Result<(), Refusal> {
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Refusal::LetterIncomplete(missing))
    }
}

/// A package that lies there.
pub struct Packed {
    pub package: Package,
    /// The claim to it that opens.
    pub delivery: DeliveryId,
    /// The message that takes it, or its link, to the requester.
    pub notice: NoticeId,
}

/// The package lies there and can be delivered.
pub fn package_ready(
    request: &Request,
    job: &JobId,
    packed: Packed,
    moment: Moment,
) -> Result<(Decision, Delivery), Refusal> {
    let Packed {
        package,
        delivery,
        notice,
    } = packed;
    at_stage(request, &[Work::Assembling])?;
    if request.job.as_ref() != Some(job) {
        return Err(Refusal::OtherJob);
    }
    let happened = Happened::PackageReady {
        delivery: delivery.clone(),
        sha256: package.sha256,
        size: package.size,
        bound: package.bound.as_ref().map(|bound| bound.sha256),
    };
    let size = package.size;
    let opened = open(request, delivery.clone(), request.passcodes, package, moment);
    let decision = decision(request, moment, Actor::Desk, happened, |next| {
        next.version += 1;
        next.work = Work::Ready;
        next.delivery = Some(delivery);
        if goes_by_itself(next) {
            next.answered_on.get_or_insert(moment.on);
        } else if request.delivery.is_none() && emailing::goes(next, size) {
            // A link that is made anew is what was asked for then.
            emailing::begin(next, notice);
        } else {
            add_task(next, TaskKind::HandOverRecord, moment.on);
        }
    });
    Ok((decision, opened))
}

/// Whether a record that is ready reaches the requester without anyone of the desk by a link in an e-mail. What is
/// itself in the e-mail is another thing (`emailing`); all other ways wait for a person, and so does the clock; and so
/// does what goes to a third party.
pub fn goes_by_itself(request: &Request) -> bool {
    is_for_requester(request) && request.contact.email.is_some() && agreed_way(request) == Way::Download
}

fn is_for_requester(request: &Request) -> bool {
    match &request.requester {
        Requester::Patient | Requester::Representative { .. } => true,
        Requester::Directed { .. } | Requester::Other { .. } => false,
    }
}

/// The way agreed on, or the one asked for.
pub fn agreed_way(request: &Request) -> Way {
    request.agreed.as_ref().map_or(request.way, |agreed| agreed.way)
}

/// The job can't go on, and trying again is of no use. The request goes back to where staff can act: what lies there
/// is looked at and released again.
pub fn assembly_failed(request: &Request, job: &JobId, moment: Moment) -> Result<Decision, Refusal> {
    at_stage(request, &[Work::Assembling])?;
    if request.job.as_ref() != Some(job) {
        return Err(Refusal::OtherJob);
    }
    let happened = Happened::AssemblyFailed { job: job.clone() };
    Ok(decision(request, moment, Actor::Desk, happened, |next| {
        next.version += 1;
        next.work = Work::Gathering;
        next.job = None;
        next.outcome = None;
        add_task(next, TaskKind::RepackRecord, moment.on);
    }))
}

/// What a new link leads to.
pub enum Renewal {
    /// The package that lies there.
    Package,
    /// The same package, which has been cleared away and is assembled once more by this job.
    Assembly(JobId),
}

/// A request with a new link.
pub struct Reissued {
    pub decision: Decision,
    /// None where the job opens it.
    pub opened: Option<Delivery>,
    /// The link that was in force, switched off, if it still worked.
    pub replaced: Option<Delivery>,
}

/// A new link with a new passcode to what was released. The one in force is switched off with it.
pub fn reissue(
    request: &Request,
    clerk: &Clerk,
    current: &Delivery,
    delivery: DeliveryId,
    renewal: Renewal,
    moment: Moment,
) -> Result<Reissued, Refusal> {
    at_stage(request, &[Work::Ready, Work::Delivered])?;
    in_force(request, current)?;
    let happened = Happened::DeliveryReissued {
        delivery: delivery.clone(),
        replaces: Some(current.id.clone()),
    };
    let passcode = request.passcodes + 1;
    let opened = match renewal {
        Renewal::Package => {
            let package = current.package.clone();
            Some(open(request, delivery.clone(), passcode, package, moment))
        }
        Renewal::Assembly(_) => None,
    };
    let decision = decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.passcodes = passcode;
        emailing::forget(next);
        match renewal {
            Renewal::Package => {
                next.work = Work::Ready;
                next.delivery = Some(delivery);
                if goes_by_itself(next) {
                    next.answered_on.get_or_insert(moment.on);
                }
            }
            Renewal::Assembly(job) => {
                next.work = Work::Assembling;
                next.job = Some(job);
            }
        }
    });
    let replaced = (!current.revoked).then(|| Delivery {
        revoked: true,
        ..current.clone()
    });
    Ok(Reissued {
        decision,
        opened,
        replaced,
    })
}

/// Switches the link in force off at once.
pub fn revoke(
    request: &Request,
    clerk: &Clerk,
    current: &Delivery,
    moment: Moment,
) -> Result<(Decision, Delivery), Refusal> {
    // While a further release is prepared, and where the request was taken back, what was given before still lies there.
    at_stage(
        request,
        &[
            Work::Gathering,
            Work::Ready,
            Work::Delivered,
            Work::Answered,
            Work::Closed,
        ],
    )?;
    in_force(request, current)?;
    if current.revoked {
        return Err(Refusal::DeliveryClosed(DeliveryState::Revoked));
    }
    let happened = Happened::DeliveryRevoked {
        delivery: current.id.clone(),
    };
    let decision = decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        // What has left is out of reach, and what waits does not go.
        if emailing::waiting(next).is_some() {
            emailing::leave_to_a_person(next, moment.on);
        }
    });
    let revoked = Delivery {
        revoked: true,
        ..current.clone()
    };
    Ok((decision, revoked))
}

/// A claim of a delivery. The request hears of the first one alone, and no staff work is made stale by it.
pub fn claim(
    request: &Request,
    current: &Delivery,
    moment: Moment,
) -> Result<(Option<Decision>, Delivery, delivery::Claim), Refusal> {
    let claim = delivery::claim(current, moment.at).map_err(Refusal::DeliveryClosed)?;
    let mut claimed = current.clone();
    match claim {
        delivery::Claim::New => {
            claimed.claimed += 1;
            claimed.last_claim_at = Some(moment.at);
        }
        delivery::Claim::Resumed => {}
    }
    Ok((collected(request, current, moment), claimed, claim))
}

/// One file is opened by itself. That uses no claim up, and is a collection as well.
pub fn view(request: &Request, current: &Delivery, moment: Moment) -> Result<Option<Decision>, Refusal> {
    match delivery::state(current, moment.at) {
        DeliveryState::Open => Ok(collected(request, current, moment)),
        closed @ (DeliveryState::Exhausted | DeliveryState::Expired | DeliveryState::Revoked) => {
            Err(Refusal::DeliveryClosed(closed))
        }
    }
}

fn collected(request: &Request, current: &Delivery, moment: Moment) -> Option<Decision> {
    // A link that was replaced brings nothing that is in force.
    let is_in_force = request.delivery.as_ref() == Some(&current.id);
    (request.work == Work::Ready && is_in_force).then(|| {
        let happened = Happened::Collected {
            delivery: current.id.clone(),
        };
        decision(request, moment, Actor::Requester, happened, |next| {
            next.work = Work::Delivered;
            next.answered_on.get_or_insert(moment.on);
            end_tasks(
                next,
                &[TaskKind::HandOverRecord, TaskKind::ReachRequester, TaskKind::AskArrival],
            );
        })
    })
}

/// The answer has arrived, and nothing is left to do.
pub fn close(request: &Request, clerk: &Clerk, moment: Moment) -> Result<Decision, Refusal> {
    at_stage(request, &[Work::Delivered])?;
    if has_task(request, TaskKind::HelpOpen) {
        return Err(Refusal::HelpFirst);
    }
    if directive::waits_for_letter(request) {
        return Err(Refusal::HandOverFirst);
    }
    Ok(decision(request, moment, by(clerk), Happened::Closed, |next| {
        next.version += 1;
        next.work = Work::Closed;
    }))
}

/// The one thing to do next on a request.
pub fn next_action(request: &Request) -> NextAction {
    match request.work {
        Work::Received | Work::Gathering if !request.kind.is_access() => NextAction::Route,
        Work::Received => NextAction::Verify,
        Work::Gathering if request.pending.determinations > 0 => NextAction::Determine,
        Work::Gathering if request.pending.approvals > 0 => NextAction::Approve,
        Work::Gathering => NextAction::AddRecords,
        Work::Assembling => NextAction::WaitForPackage,
        // Whoever asked the requester notes what she said.
        Work::Ready if emailing::is_on_its_way(request) && has_task(request, TaskKind::AskArrival) => {
            NextAction::HandOver
        }
        Work::Ready if emailing::is_on_its_way(request) => NextAction::WaitForEmail,
        Work::Ready if goes_by_itself(request) => NextAction::WaitForCollection,
        Work::Ready => NextAction::HandOver,
        Work::Delivered => NextAction::Close,
        Work::Answered if has_task(request, TaskKind::PostLetter) || has_task(request, TaskKind::AskArrival) => {
            NextAction::HandOver
        }
        Work::Answered => NextAction::WaitForLetter,
        Work::Closed => NextAction::Nothing,
    }
}

/// Whom a request waits for. A task that something automatic left behind is the desk's.
pub fn waits_for(request: &Request) -> WaitsFor {
    if has_task(request, TaskKind::DecideProtected) && !ending::is_moot(request, TaskKind::DecideProtected) {
        return WaitsFor::Officer;
    }
    if let Some(waits_for) = review::waits_for(request) {
        return waits_for;
    }
    if misdirecting::waits_for_officer(request) {
        return WaitsFor::Officer;
    }
    if request.work == Work::Closed && !request.tasks.is_empty() {
        return WaitsFor::Desk;
    }
    match next_action(request) {
        NextAction::Determine => WaitsFor::Clinician,
        NextAction::Approve => WaitsFor::Officer,
        NextAction::WaitForPackage => WaitsFor::Package,
        NextAction::Nothing => WaitsFor::Nobody,
        NextAction::Verify | NextAction::AddRecords | NextAction::Route if request.is_asked => WaitsFor::Requester,
        NextAction::WaitForCollection | NextAction::WaitForLetter | NextAction::WaitForEmail if !is_stuck(request) => {
            WaitsFor::Requester
        }
        NextAction::Verify
        | NextAction::AddRecords
        | NextAction::Route
        | NextAction::Close
        | NextAction::HandOver
        | NextAction::WaitForCollection
        | NextAction::WaitForLetter
        | NextAction::WaitForEmail => WaitsFor::Desk,
    }
}

/// Whether something automatic failed and a person must act.
pub fn is_stuck(request: &Request) -> bool {
    let tasks = request.tasks.iter().filter(|task| !ending::is_moot(request, task.kind));
    tasks.map(|task| task.kind).any(|kind| match kind {
        TaskKind::ReachRequester
        | TaskKind::RepackRecord
        | TaskKind::HelpOpen
        | TaskKind::AssignAgain
        | TaskKind::PrintFailed
        | TaskKind::AskArrival => true,
        TaskKind::AnswerLate
        | TaskKind::ArrangeFree
        | TaskKind::TellFormer
        | TaskKind::FileDenial
        | TaskKind::NoteDenial
        | TaskKind::Own
        | TaskKind::PostLetter
        | TaskKind::HandOverRecord
        | TaskKind::DecideProtected
        | TaskKind::AnswerMessage
        | TaskKind::DesignateReviewer
        | TaskKind::ReviewLate
        | TaskKind::PostReview
        | TaskKind::ReleaseReviewed
        | TaskKind::OpenSuspended
        | TaskKind::WrongRelease
        | TaskKind::PostBreach => false,
    })
}

fn has_task(request: &Request, kind: TaskKind) -> bool {
    request.tasks.iter().any(|task| task.kind == kind)
}

/// A task that the desk found itself, for whoever has the request; one of a kind is enough.
fn add_task(next: &mut Request, kind: TaskKind, due_on: NaiveDate) {
    if has_task(next, kind) {
        return;
    }
    let owner = match kind {
        TaskKind::DecideProtected | TaskKind::DesignateReviewer | TaskKind::WrongRelease | TaskKind::PostBreach => None,
        TaskKind::ReviewLate => next.review.as_ref().and_then(|review| review.reviewer.clone()),
        TaskKind::Own
        | TaskKind::ReachRequester
        | TaskKind::PostLetter
        | TaskKind::HandOverRecord
        | TaskKind::RepackRecord
        | TaskKind::AnswerMessage
        | TaskKind::HelpOpen
        | TaskKind::AssignAgain
        | TaskKind::AskArrival
        | TaskKind::AnswerLate
        | TaskKind::PostReview
        | TaskKind::ReleaseReviewed
        | TaskKind::OpenSuspended
        | TaskKind::FileDenial
        | TaskKind::NoteDenial
        | TaskKind::ArrangeFree
        | TaskKind::TellFormer
        | TaskKind::PrintFailed => next.assignee.clone(),
    };
    next.tasks.push(Task {
        number: number(next),
        kind,
        text: String::new(),
        owner,
        due_on,
    });
}

/// The number of the event that makes a task, or the next one where an event makes more than one.
fn number(next: &Request) -> u64 {
    let newest = next.tasks.iter().map(|task| task.number).max();
    newest.map_or(next.seq, |newest| next.seq.max(newest + 1))
}

fn end_tasks(next: &mut Request, kinds: &[TaskKind]) {
    next.tasks.retain(|task| !kinds.contains(&task.kind));
}

fn decision(
    request: &Request,
    moment: Moment,
    actor: Actor,
    happened: Happened,
    change: impl FnOnce(&mut Request),
) -> Decision {
    let mut next = request.clone();
    next.seq += 1;
    change(&mut next);
    settle_clock(request, &mut next);
    let event = Event {
        request: next.id.clone(),
        seq: next.seq,
        at: moment.at,
        on: moment.on,
        actor,
        happened,
    };
    Decision { next, event }
}

/// An answer ends the task to answer late. A due date that moved, or an answer that came back, begins the warnings anew.
fn settle_clock(request: &Request, next: &mut Request) {
    if next.answered_on.is_some() {
        end_tasks(next, &[TaskKind::AnswerLate]);
    }
    let dates = |request: &Request| {
        let due = request.due();
        (due.target_on, due.due_on)
    };
    let came_back = request.answered_on.is_some() && next.answered_on.is_none();
    if came_back || dates(request) != dates(next) {
        next.warned = None;
    }
}

fn open(request: &Request, id: DeliveryId, passcode: u32, package: Package, moment: Moment) -> Delivery {
    Delivery {
        id,
        practice: request.practice.clone(),
        request: request.id.clone(),
        language: request.language,
        passcode,
        expires_at: moment.at + TimeDelta::days(delivery::OPEN_DAYS),
        revoked: false,
        claimed: 0,
        last_claim_at: None,
        package,
        seq: 0,
        head: Hash::START,
    }
}

fn at_stage(request: &Request, stages: &[Work]) -> Result<(), Refusal> {
    if stages.contains(&request.work) {
        Ok(())
    } else {
        Err(Refusal::WrongStage(request.work))
    }
}

fn in_force(request: &Request, delivery: &Delivery) -> Result<(), Refusal> {
    if request.delivery.as_ref() == Some(&delivery.id) {
        Ok(())
    } else {
        Err(Refusal::NotInForce)
    }
}

fn by<R>(who: &Authority<R>) -> Actor {
    Actor::Member {
        id: who.member().clone(),
        name: who.name().to_owned(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::holding::{Standing, approve, determine, judge, withhold};
    use super::work::{About, Lost};
    use super::*;
    use crate::clock;
    use crate::ground;
    use crate::id::{MemberId, NoticeId};
    use crate::letter::tests::{answer, letter};
    use crate::letter::{self, Answer, Says};
    use crate::person::{Contact, Email, PersonName};
    use crate::practice::{Clinician, Member, Reader, Right};
    use crate::record::tests::{inspected, record, withholding};
    use crate::request::{Agreed, Entry};
    use crate::task::Assignee;
    use crate::wire;
    use crate::word::{Ending, Extends, Ground, Handing, Judgement, Language, Rejection, Role};

    const WORKS: [Work; 7] = [
        Work::Received,
        Work::Gathering,
        Work::Assembling,
        Work::Ready,
        Work::Delivered,
        Work::Answered,
        Work::Closed,
    ];

    pub(crate) fn moment() -> Moment {
        Moment {
            at: "2026-11-25T15:00:00Z".parse().unwrap(),
            on: "2026-11-25".parse().unwrap(),
        }
    }

    fn routed(to: &str) -> parse::Route {
        parse::Route {
            to: to.to_owned(),
            checked: Vec::new(),
            missing: Vec::new(),
        }
    }

    pub(crate) fn handed(handing: Handing) -> parse::HandOver {
        parse::HandOver {
            handing,
            note: "To her.".to_owned(),
            on: moment().on,
        }
    }

    fn member<R: Right>(role: Role) -> Authority<R> {
        Authority::of(&Member {
            id: MemberId::parse("m").unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            name: "Dana Clerk".to_owned(),
            roles: vec![role],
            licence: "MD, Texas A1234".to_owned(),
            active: true,
        })
        .unwrap()
    }

    pub(crate) fn clerk() -> Clerk {
        member(Role::Clerk)
    }

    pub(crate) fn officer() -> Officer {
        member(Role::Officer)
    }

    pub(crate) fn clinician() -> Clinician {
        member(Role::Clinician)
    }

    pub(crate) fn reader() -> Reader {
        member(Role::Clinician)
    }

    pub(crate) fn submitted() -> Decision {
        let form = wire::SubmitRequest {
            given_name: "One".to_owned(),
            family_name: "Mhvtestveteran".to_owned(),
            birth_month: "3".to_owned(),
            birth_day: "1".to_owned(),
            birth_year: "1948".to_owned(),
            email: "one@patient.example".to_owned(),
            extent: "whole".to_owned(),
            access: "copy".to_owned(),
            language: "en".to_owned(),
            ..wire::SubmitRequest::default()
        };
        let received = Received {
            at: "2026-11-24T15:00:00Z".parse().unwrap(),
            on: "2026-11-24".parse().unwrap(),
            time_zone: "America/Chicago".to_owned(),
            states: Vec::new(),
        };
        let new = NewRequest {
            id: RequestId::parse("r").unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            receipt: "7K3M-92QF-4D".to_owned(),
        };
        submit(parse::submit(&form, &[], received.on).ok().unwrap(), new, received)
    }

    fn package() -> Package {
        Package {
            key: "package/r/x.zip".to_owned(),
            file_name: "record.zip".to_owned(),
            size: 10,
            sha256: Hash::of(b"zip"),
            manifest: Hash::of(b"manifest"),
            bound: None,
        }
    }

    pub(crate) fn packed() -> Packed {
        Packed {
            package: package(),
            delivery: DeliveryId::parse("d").unwrap(),
            notice: notice(),
        }
    }

    pub(crate) fn job() -> JobId {
        JobId::parse("j").unwrap()
    }

    /// Of two that are linked to no other.
    pub(crate) fn link(one: &Request, other: &Request) -> Result<(Decision, Decision), Refusal> {
        let (decision, mut others) = work::link(one, &clerk(), other, (&[], &[]), moment())?;
        Ok((decision, others.remove(0).1))
    }

    pub(crate) fn at(work: Work) -> Request {
        let delivery = matches!(work, Work::Ready | Work::Delivered | Work::Closed);
        Request {
            work,
            patient: (work != Work::Received).then(|| PatientId::parse("q").unwrap()),
            passcodes: u32::from(work != Work::Received),
            job: Some(job()),
            delivery: delivery.then(|| DeliveryId::parse("d").unwrap()),
            ..submitted().next
        }
    }

    pub(crate) fn delivery() -> Delivery {
        open(
            &at(Work::Ready),
            DeliveryId::parse("d").unwrap(),
            1,
            package(),
            moment(),
        )
    }

    /// Of whom a parent may ask.
    pub(crate) fn minor() -> Patient {
        Patient {
            birth_date: "2012-03-01".parse().unwrap(),
            ..patient()
        }
    }

    type Command = (&'static str, fn(&Request) -> Result<Decision, Refusal>);

    pub(crate) fn patient() -> Patient {
        Patient {
            id: PatientId::parse("q").unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            name: submitted().next.name,
            birth_date: submitted().next.birth_date,
            contacts: submitted().next.contact.email.into_iter().collect(),
        }
    }

    fn renewed(request: &Request, current: &Delivery, renewal: Renewal) -> Result<Reissued, Refusal> {
        let new = DeliveryId::parse("new").unwrap();
        reissue(request, &clerk(), current, new, renewal, moment())
    }

    pub(crate) static NO_ITEMS: Items = Items::new();

    pub(crate) fn matched(patient: &Patient, evidence: Vec<Evidence>) -> Matched<'_> {
        Matched {
            linked: &[],
            patient,
            evidence,
            authority: String::new(),
            withdrawn: vec![],
            protected: false,
            items: &NO_ITEMS,
            officer: None,
        }
    }

    pub(crate) fn release_command(obstacles: Vec<Obstacle>) -> ReleaseCommand {
        ReleaseCommand {
            obstacles,
            manifest: Hash::of(b"manifest"),
            letter: letter(Language::English),
            outcome: Outcome::Released,
            job: job(),
            on_consent: false,
        }
    }

    fn written(says: Says) -> Answer {
        answer(Language::English, says)
    }

    pub(crate) fn extension(until: &str) -> Answer {
        written(Says::Extension {
            of: Extends::Federal,
            reason: "Films in another city.".to_owned(),
            until: until.parse().unwrap(),
            working: vec!["Received, and 30 days more.".to_owned()],
        })
    }

    fn ended(request: &Request, ending: Ending) -> Result<Decision, Refusal> {
        let letter = written(Says::Ending {
            ending,
            more: "Ask Bayside Imaging.".to_owned(),
        });
        ending::answer(request, (&clerk(), Some(&officer())), (letter, &[]), moment())
    }

    fn standing<'a>(record: &'a Record, before: Option<&'a Item>) -> Standing<'a> {
        Standing {
            record,
            before,
            others_protected: false,
            same_goes_out: false,
            others_withheld: 0,
        }
    }

    pub(crate) fn command(ground: Ground) -> parse::Withhold {
        parse::Withhold {
            ground,
            what: "A page".to_owned(),
            reason: "It would harm.".to_owned(),
            duration: "Until June 1, 2027".to_owned(),
            rest: None,
            ends_on: None,
            conditions: ground::conditions(ground, &[])
                .map(|asked| asked.id.to_owned())
                .collect(),
        }
    }

    pub(crate) fn approved() -> (bool, String) {
        (true, "Counsel read the law of the state.".to_owned())
    }

    fn withheld(ground: Ground) -> Item {
        Item::Withheld(Box::new(withholding(ground)))
    }

    fn notice() -> NoticeId {
        NoticeId::parse("n").unwrap()
    }

    const COMMANDS: [Command; 33] = [
        ("verify", |request| {
            let patient = patient();
            verify(request, &clerk(), matched(&patient, vec![Evidence::IdSeen]), moment())
        }),
        ("correct", |request| {
            let entry = Entry {
                name: PersonName::parse("Two", "Mhvtestveteran").unwrap(),
                ..request.entry()
            };
            let command = parse::Correct {
                entry,
                reason: String::new(),
            };
            correcting::correct(request, &clerk(), None, (command, &[], &Items::new()), moment())
                .map(|corrected| corrected.decision)
        }),
        ("judge", |request| {
            let record = record(State::Rejected(Rejection::Empty));
            judge(
                request,
                &clerk(),
                None,
                standing(&record, None),
                Judgement::Keep,
                moment(),
            )
            .map(|(decision, _)| decision)
        }),
        ("grant_uploads", |request| {
            let record = RecordId::parse("x").unwrap();
            grant_uploads(request, &clerk(), vec![record], false, moment())
        }),
        ("discard", |request| {
            let record = record(State::Rejected(Rejection::Empty));
            discard(request, &clerk(), &record, moment())
        }),
        ("withhold", |request| {
            let record = inspected(vec![]);
            withhold(
                request,
                &clerk(),
                None,
                standing(&record, None),
                (command(Ground::U1), None),
                moment(),
            )
            .map(|(decision, _)| decision)
        }),
        ("determine", |request| {
            let (record, before) = (inspected(vec![]), withheld(Ground::R1));
            let found = (true, "Danger.".to_owned());
            determine(request, &clinician(), standing(&record, Some(&before)), found, moment())
                .map(|(decision, _)| decision)
        }),
        ("approve", |request| {
            let (record, before) = (inspected(vec![]), withheld(Ground::U1));
            approve(
                request,
                &officer(),
                standing(&record, Some(&before)),
                approved(),
                moment(),
            )
            .map(|(decision, _)| decision)
        }),
        ("release", |request| {
            release(request, &clerk(), release_command(vec![]), moment())
        }),
        ("package_ready", |request| {
            package_ready(request, &job(), packed(), moment()).map(|(decision, _)| decision)
        }),
        ("reissue", |request| {
            renewed(request, &delivery(), Renewal::Package).map(|reissued| reissued.decision)
        }),
        ("reissue what was cleared away", |request| {
            renewed(request, &delivery(), Renewal::Assembly(job())).map(|reissued| reissued.decision)
        }),
        ("assembly_failed", |request| assembly_failed(request, &job(), moment())),
        ("revoke", |request| {
            revoke(request, &clerk(), &delivery(), moment()).map(|(decision, _)| decision)
        }),
        ("close", |request| close(request, &clerk(), moment())),
        ("prove_contact", |request| Ok(prove_contact(request, moment()).unwrap())),
        ("extend", |request| {
            ending::extend(request, &officer(), extension("2027-01-10"), moment())
        }),
        ("answer: not held", |request| ended(request, Ending::NotHeld)),
        ("answer: withdrawn", |request| ended(request, Ending::Withdrawn)),
        ("hand_over", |request| {
            let handing = handed(Handing::Posted);
            ending::hand_over(request, (&clerk(), None), handing, moment())
        }),
        ("reopen", |request| {
            ending::reopen(request, &clerk(), None, "Found more.".to_owned(), moment()).map(|(decision, _)| decision)
        }),
        ("undo a letter", |request| {
            ending::undo(request, (&clerk(), None), (Some(&delivery()), true), moment()).map(|(decision, _)| decision)
        }),
        ("assign", |request| {
            let to = Assignee {
                id: MemberId::parse("m").unwrap(),
                name: "Dana Clerk".to_owned(),
            };
            work::assign(request, &clerk(), Some(to), moment())
        }),
        ("note", |request| {
            Ok(work::note(request, &reader(), "Called.".to_owned(), moment()))
        }),
        ("send_message", |request| {
            work::send_message(request, &clerk(), ("Which years?".to_owned(), true), moment())
        }),
        ("receive_message", |request| {
            Ok(work::receive_message(request, "All.".to_owned(), moment()))
        }),
        ("add_own_task", |request| {
            let task = parse::NewTask {
                text: "Call the archive".to_owned(),
                member: None,
                due_on: moment().on,
            };
            work::add_own_task(request, &clerk(), task, None, moment())
        }),
        ("change_contact", |request| {
            let command = parse::ChangeContact {
                contact: Contact::default(),
                evidence: vec![Evidence::IdSeen],
            };
            work::change_contact(request, &clerk(), command, moment())
        }),
        ("arrange", |request| {
            let agreed = Agreed {
                way: Way::Paper,
                format: String::new(),
                appointment: String::new(),
                risk_accepted: false,
            };
            work::arrange(request, &clerk(), (agreed, None), moment())
        }),
        ("link", |request| {
            let other = Request {
                id: RequestId::parse("other").unwrap(),
                ..at(Work::Gathering)
            };
            link(request, &other).map(|(decision, _)| decision)
        }),
        ("take_package", |request| {
            work::take_package(request, &clerk(), Way::Paper, moment())
        }),
        ("mail_lost", |request| {
            Ok(work::mail_lost(
                request,
                Lost::Refused(About::Other),
                notice(),
                moment(),
            ))
        }),
        ("confirm_arrival", |request| {
            work::confirm_arrival(request, true, moment())
        }),
    ];

    #[test]
    fn each_command_is_taken_at_its_own_stages_and_at_no_other() {
        use Work::{Answered, Assembling, Closed, Delivered, Gathering, Ready, Received};
        let everywhere = WORKS.map(|work| (work, work));
        let while_open: Vec<_> = everywhere.into_iter().filter(|(work, _)| *work != Closed).collect();
        let gathering = [(Gathering, Gathering)];
        let linked: Vec<_> = while_open
            .iter()
            .copied()
            .filter(|(work, _)| *work != Received)
            .collect();
        for ((name, command), allowed) in COMMANDS.into_iter().zip([
            &[(Received, Gathering), (Gathering, Gathering)][..],
            &[(Received, Received), (Gathering, Received)],
            &gathering,
            &gathering,
            &gathering,
            &gathering,
            &gathering,
            &gathering,
            &[(Gathering, Assembling)],
            &[(Assembling, Ready)],
            &[(Ready, Ready), (Delivered, Ready)],
            &[(Ready, Assembling), (Delivered, Assembling)],
            &[(Assembling, Gathering)],
            &[(Ready, Ready), (Delivered, Delivered), (Closed, Closed)],
            &[(Delivered, Closed)],
            &everywhere,
            &[(Received, Received), (Gathering, Gathering)],
            &[(Received, Answered), (Gathering, Answered)],
            &[(Received, Answered), (Gathering, Answered), (Ready, Answered)],
            &[(Ready, Delivered), (Delivered, Delivered), (Answered, Closed)],
            &[(Delivered, Gathering), (Answered, Gathering), (Closed, Gathering)],
            &[(Assembling, Gathering), (Answered, Gathering)],
            &while_open,
            &everywhere,
            &everywhere,
            &everywhere,
            &while_open,
            &while_open,
            &[(Received, Received), (Gathering, Gathering), (Ready, Ready)],
            &linked,
            &[(Ready, Ready), (Delivered, Delivered)],
            &everywhere,
            &[(Delivered, Closed)],
        ]) {
            for work in WORKS {
                let result = command(&at(work)).map(|decision| decision.next.work);
                let expected = allowed.iter().find(|(from, _)| *from == work).map(|(_, to)| *to);

                assert_eq!(result.ok(), expected, "{name} at {work:?}");
            }
        }
    }

    #[test]
    fn every_decision_makes_one_event_and_keeps_the_receipt() {
        for (name, command) in COMMANDS {
            for work in WORKS {
                let request = at(work);
                let Ok(Decision { next, event }) = command(&request) else {
                    continue;
                };

                assert_eq!((next.seq, event.seq), (request.seq + 1, request.seq + 1), "{name}");
                assert_eq!(next.received, request.received, "{name} moves no clock");
                assert_eq!((next.id, next.receipt), (request.id, request.receipt), "{name}");
            }
        }
    }

    #[test]
    fn what_the_requester_does_never_makes_staff_work_stale() {
        let ready = at(Work::Ready);

        let (collected, claimed, kind) = claim(&ready, &delivery(), moment()).unwrap();
        let collected = collected.unwrap().next;
        assert_eq!((collected.work, collected.version), (Work::Delivered, ready.version));
        assert_eq!((claimed.claimed, kind), (1, delivery::Claim::New));

        let (again, resumed, kind) = claim(&collected, &claimed, moment()).unwrap();
        assert!(again.is_none());
        assert_eq!((resumed.claimed, kind), (1, delivery::Claim::Resumed));

        let proven = prove_contact(&ready, moment()).unwrap().next;
        assert_eq!(proven.version, ready.version);
        assert!(prove_contact(&proven, moment()).is_none());
    }

    #[test]
    fn a_contact_is_evidence_only_where_it_is_confirmed_and_on_file() {
        let proven = Request {
            contact_proven: true,
            ..at(Work::Received)
        };
        let stranger = Patient {
            contacts: vec![],
            ..patient()
        };
        for (request, patient, expected) in [
            (&proven, &patient(), None),
            (&at(Work::Received), &patient(), Some(Refusal::ContactNotOnFile)),
            (&proven, &stranger, Some(Refusal::ContactNotOnFile)),
        ] {
            let evidence = vec![Evidence::ContactOnFile, Evidence::IdSeen];
            let refusal = verify(request, &clerk(), matched(patient, evidence), moment()).err();

            assert_eq!(refusal, expected);
        }
    }

    #[test]
    fn what_was_answered_stays_answered_whatever_comes_after() {
        let ready = |request: &Request, moment| package_ready(request, &job(), packed(), moment).unwrap().0.next;
        let first = ready(&at(Work::Assembling), moment());
        assert_eq!(
            first.answered_on,
            Some(moment().on),
            "access was given, whenever it is taken"
        );

        let again = renewed(&first, &delivery(), Renewal::Assembly(job()))
            .unwrap()
            .decision
            .next;
        let later = Moment {
            on: "2027-03-01".parse().unwrap(),
            ..moment()
        };
        assert_eq!(ready(&again, later).answered_on, Some(moment().on));
    }

    #[test]
    fn a_file_that_was_taken_stays_and_one_that_was_not_can_go() {
        for (state, expected) in [
            (inspected(vec![]).state, Some(Refusal::RecordTaken)),
            (State::Rejected(Rejection::NotAsGranted), None),
            (State::Expected { until: moment().at }, None),
        ] {
            let refusal = discard(&at(Work::Gathering), &clerk(), &record(state), moment()).err();

            assert_eq!(refusal, expected);
        }
    }

    #[test]
    fn a_job_that_fails_for_good_gives_the_request_back() {
        let first = Request {
            outcome: Some(Outcome::Released),
            ..at(Work::Assembling)
        };
        let next = assembly_failed(&first, &job(), moment()).unwrap().next;
        assert_eq!((next.work, next.outcome, next.job), (Work::Gathering, None, None));

        let once_more = renewed(&at(Work::Delivered), &delivery(), Renewal::Assembly(job())).unwrap();
        assert!(once_more.opened.is_none() && once_more.replaced.is_some_and(|replaced| replaced.revoked));
        let next = assembly_failed(&once_more.decision.next, &job(), moment())
            .unwrap()
            .next;
        assert_eq!(
            next.work,
            Work::Gathering,
            "a link to what can't be made any more is of no use"
        );

        let other = JobId::parse("other").unwrap();
        assert_eq!(assembly_failed(&first, &other, moment()).err(), Some(Refusal::OtherJob));
    }

    #[test]
    fn a_release_waits_for_every_obstacle() {
        let command = || release_command(vec![Obstacle::ConcernsOpen, Obstacle::UploadsUnderWay]);
        for (work, expected) in [
            (Work::Received, vec![Obstacle::NotVerified]),
            (Work::Gathering, vec![Obstacle::ConcernsOpen, Obstacle::UploadsUnderWay]),
            (Work::Closed, vec![Obstacle::AlreadyReleased]),
        ] {
            let refusal = release(&at(work), &clerk(), command(), moment()).err();
            assert_eq!(refusal, Some(Refusal::Obstacles(expected)));
        }
    }

    #[test]
    fn only_the_link_in_force_is_replaced_or_switched_off() {
        let ready = at(Work::Ready);
        let old = Delivery {
            id: DeliveryId::parse("old").unwrap(),
            ..delivery()
        };

        assert_eq!(
            revoke(&ready, &clerk(), &old, moment()).err(),
            Some(Refusal::NotInForce)
        );
        assert_eq!(renewed(&ready, &old, Renewal::Package).err(), Some(Refusal::NotInForce));

        let Reissued {
            decision,
            opened,
            replaced,
        } = renewed(&ready, &delivery(), Renewal::Package).unwrap();
        let opened = opened.unwrap();
        assert!(replaced.is_some_and(|replaced| replaced.revoked && replaced.id == delivery().id));
        assert_eq!(decision.next.delivery.as_ref(), Some(&opened.id));
        assert_eq!((decision.next.passcodes, opened.passcode), (2, 2));
        assert_eq!(opened.expires_at, moment().at + TimeDelta::days(30));

        let (_, revoked) = revoke(&ready, &clerk(), &delivery(), moment()).unwrap();
        let reissued = renewed(&ready, &revoked, Renewal::Package).unwrap();
        assert!(
            reissued.replaced.is_none(),
            "what is off already is not switched off again"
        );
        assert_eq!(
            revoke(&ready, &clerk(), &revoked, moment()).err(),
            Some(Refusal::DeliveryClosed(DeliveryState::Revoked))
        );
        assert_eq!(
            claim(&ready, &revoked, moment()).err(),
            Some(Refusal::DeliveryClosed(DeliveryState::Revoked))
        );
    }

    #[test]
    fn a_package_of_another_job_is_refused() {
        let other = JobId::parse("other").unwrap();

        let refusal = package_ready(&at(Work::Assembling), &other, packed(), moment());

        assert_eq!(refusal.err(), Some(Refusal::OtherJob));
    }

    fn representative(work: Work) -> Request {
        Request {
            requester: Requester::Representative {
                name: PersonName::parse("Ana", "Mhvtestveteran").unwrap(),
                relation: Relation::Parent,
            },
            ..at(work)
        }
    }

    #[test]
    fn a_ground_fits_only_who_asks_and_what_is_asked() {
        let (own, mother) = (at(Work::Gathering), representative(Work::Gathering));
        let inspection = Request {
            access: crate::word::Access::Inspection,
            ..at(Work::Gathering)
        };
        let refusal = |request: &Request, ground| {
            let record = inspected(vec![]);
            withhold(
                request,
                &clerk(),
                None,
                standing(&record, None),
                (command(ground), None),
                moment(),
            )
            .err()
        };
        for (_, ground) in Ground::WIRE {
            let representative_only = matches!(ground, Ground::R3 | Ground::N3);
            let never = ground == Ground::U5;
            assert_eq!(
                refusal(&own, ground).is_some(),
                representative_only || never,
                "{ground:?}"
            );
            assert_eq!(refusal(&mother, ground).is_some(), never, "{ground:?}");
            let copies_only = ground == Ground::U3;
            assert_eq!(
                refusal(&inspection, ground).is_some(),
                representative_only || never || copies_only,
                "{ground:?}"
            );
        }
    }

    /// A program that sends what it likes answers each question as staff on the page do.
    #[test]
    fn a_ground_is_proposed_only_where_each_of_its_conditions_holds() {
        for (_, ground) in Ground::WIRE.into_iter().filter(|(_, ground)| *ground != Ground::U5) {
            for state in ["OR", "WA"] {
                let mut mother = representative(Work::Gathering);
                mother.received.states = vec![state.to_owned()];
                let asked: Vec<_> = ground::conditions(ground, &mother.received.states)
                    .map(|asked| asked.id)
                    .collect();
                let refusal = |told: Vec<&str>| {
                    let command = parse::Withhold {
                        conditions: told.into_iter().map(str::to_owned).collect(),
                        ..command(ground)
                    };
                    let record = inspected(vec![]);
                    withhold(
                        &mother,
                        &clerk(),
                        None,
                        standing(&record, None),
                        (command, None),
                        moment(),
                    )
                    .err()
                };
                assert_eq!(refusal(asked.clone()), None, "{ground:?} in {state}");
                assert_eq!(refusal(vec![]), Some(Refusal::ConditionsOpen(asked.clone())));
                for open in &asked {
                    let others = asked.iter().copied().filter(|id| id != open).collect();
                    assert_eq!(refusal(others), Some(Refusal::ConditionsOpen(vec![open])));
                }
            }
        }
    }

    /// Tex. Health & Safety Code 611.0045: a mental-health record is withheld for a time that the statement names.
    #[test]
    fn a_texas_record_that_may_hold_mental_health_care_is_withheld_for_a_time() {
        for (state, mental_health, ground, expected) in [
            ("TX", None, Ground::R1, Some(Refusal::DurationMissing)),
            ("TX", Some(true), Ground::U1, Some(Refusal::DurationMissing)),
            ("TX", Some(false), Ground::R1, None),
            ("CA", Some(true), Ground::R1, None),
        ] {
            let mut request = at(Work::Gathering);
            request.received.states = vec![state.to_owned()];
            request.mental_health = mental_health;
            let record = inspected(vec![]);
            let proposed = |duration: &str| {
                let command = parse::Withhold {
                    duration: duration.to_owned(),
                    ..command(ground)
                };
                withhold(
                    &request,
                    &clerk(),
                    None,
                    standing(&record, None),
                    (command, None),
                    moment(),
                )
                .err()
            };

            assert_eq!(proposed(""), expected, "{state} {mental_health:?}");
            assert_eq!(proposed("until June 1, 2027"), None, "{state} {mental_health:?}");
        }
    }

    #[test]
    fn a_denial_is_found_in_the_chart_where_the_law_of_the_state_asks_for_it() {
        for (state, expected) in [
            ("TX", vec![TaskKind::FileDenial]),
            ("AZ", vec![TaskKind::NoteDenial]),
            ("OR", vec![]),
        ] {
            let mut request = at(Work::Gathering);
            request.received.states = vec![state.to_owned()];
            for (mut command, expected) in [(denial(Ground::U1), expected), (release_command(vec![]), vec![])] {
                command.letter.states = state::of_request(&request, &command.letter.withheld);

                let released = release(&request, &clerk(), command, moment()).unwrap().next;

                let kinds: Vec<_> = released.tasks.iter().map(|task| task.kind).collect();
                assert_eq!(kinds, expected, "{state}");
                let (undone, _) = ending::undo(&released, (&clerk(), None), (None, false), moment()).unwrap();
                assert_eq!(undone.next.tasks, vec![], "nothing went out");
            }
        }
    }

    #[test]
    fn notes_what_was_made_for_a_case_and_a_minors_care_are_approved_on_a_legal_reading_alone() {
        let record = inspected(vec![]);
        for (name, ground) in Ground::WIRE.into_iter().filter(|(name, _)| !name.starts_with('r')) {
            let before = withheld(ground);
            let refusal = |said: (bool, String)| {
                let standing = standing(&record, Some(&before));
                approve(&at(Work::Gathering), &officer(), standing, said, moment()).err()
            };
            let needs_reading = ["u1", "u2", "n3"].contains(&name);
            assert_eq!(
                refusal((true, String::new())),
                needs_reading.then_some(Refusal::LegalNoteMissing),
                "{name}"
            );
            assert_eq!(refusal(approved()), None);
            assert_eq!(
                refusal((false, String::new())),
                None,
                "to let it go out needs no reading"
            );
        }
    }

    #[test]
    fn the_counts_of_what_waits_follow_every_step_of_a_withholding() {
        let record = inspected(vec![]);
        let request = at(Work::Gathering);
        let (decision, item) = withhold(
            &request,
            &clerk(),
            None,
            standing(&record, None),
            (command(Ground::R1), None),
            moment(),
        )
        .unwrap();
        let request = decision.next;
        assert_eq!((request.pending.determinations, request.pending.approvals), (1, 0));
        assert_eq!(waits_for(&request), WaitsFor::Clinician);
        assert_eq!(
            approve(
                &request,
                &officer(),
                standing(&record, item.as_ref()),
                approved(),
                moment()
            )
            .err(),
            Some(Refusal::NotWaiting),
            "not before the professional has judged"
        );

        let found = (true, "Danger to life.".to_owned());
        let (decision, item) = determine(
            &request,
            &clinician(),
            standing(&record, item.as_ref()),
            found,
            moment(),
        )
        .ok()
        .unwrap();
        let request = decision.next;
        assert_eq!((request.pending.determinations, request.pending.approvals), (0, 1));
        assert_eq!(waits_for(&request), WaitsFor::Officer);

        let (decision, item) = approve(
            &request,
            &officer(),
            standing(&record, item.as_ref()),
            approved(),
            moment(),
        )
        .ok()
        .unwrap();
        let request = decision.next;
        assert_eq!((request.pending.determinations, request.pending.approvals), (0, 0));

        let kept = |officer: Option<&Officer>| {
            judge(
                &request,
                &clerk(),
                officer,
                standing(&record, item.as_ref()),
                Judgement::Keep,
                moment(),
            )
        };
        assert_eq!(
            kept(None).err(),
            Some(Refusal::OfficerDecides),
            "no clerk overturns what a professional found"
        );
        let (decision, _) = kept(Some(&officer())).ok().unwrap();
        assert_eq!(decision.next.pending, Pending::default());
    }

    #[test]
    fn nothing_leaves_the_record_set_by_a_clerk_alone() {
        let request = at(Work::Gathering);
        let notes = Record {
            sensitivity: crate::word::Sensitivity::PsychotherapyNotes,
            ..inspected(vec![])
        };
        let plain = inspected(vec![]);
        let doubtful = inspected(vec![crate::word::Concern::OtherPerson]);
        let broken = inspected(vec![crate::word::Concern::Damaged]);
        for (record, judgement, expected) in [
            (&plain, Judgement::SetAside, Some(Refusal::NobodysDoubt)),
            (&broken, Judgement::SetAside, Some(Refusal::NobodysDoubt)),
            (&doubtful, Judgement::SetAside, None),
            (&plain, Judgement::Duplicate, Some(Refusal::NotTheSame)),
            (&doubtful, Judgement::Duplicate, Some(Refusal::NotTheSame)),
            (&plain, Judgement::OutsideRecordSet, Some(Refusal::OfficerDecides)),
            (&notes, Judgement::Keep, None),
            (&notes, Judgement::SetAside, Some(Refusal::OfficerDecides)),
            (&notes, Judgement::Duplicate, Some(Refusal::OfficerDecides)),
        ] {
            let refusal = judge(&request, &clerk(), None, standing(record, None), judgement, moment()).err();
            assert_eq!(refusal, expected, "{judgement:?}");
            assert!(
                judge(
                    &request,
                    &clerk(),
                    Some(&officer()),
                    standing(record, None),
                    judgement,
                    moment()
                )
                .is_ok()
            );
        }
    }

    #[test]
    fn a_professional_without_a_licence_on_file_determines_nothing() {
        let (record, before) = (inspected(vec![]), withheld(Ground::R1));
        let clinician: Clinician = Authority::of(&Member {
            id: MemberId::parse("c").unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            name: "Dr. C".to_owned(),
            roles: vec![Role::Clinician],
            licence: " ".to_owned(),
            active: true,
        })
        .unwrap();
        let found = (true, "Danger.".to_owned());
        let standing = standing(&record, Some(&before));
        assert_eq!(
            determine(&at(Work::Gathering), &clinician, standing, found, moment()).err(),
            Some(Refusal::LicenceMissing)
        );
    }

    #[test]
    fn a_link_that_was_replaced_or_reopened_collects_nothing() {
        let ready = at(Work::Ready);
        let old = Delivery {
            id: DeliveryId::parse("old").unwrap(),
            ..delivery()
        };
        let (collected, ..) = claim(&ready, &old, moment()).unwrap();
        assert!(collected.is_none());

        let closed = at(Work::Closed);
        let reason = || "The wrong file.".to_owned();
        let (decision, revoked) = ending::reopen(&closed, &clerk(), Some(&delivery()), reason(), moment())
            .ok()
            .unwrap();
        assert!(revoked.is_some_and(|delivery| delivery.revoked) && decision.next.delivery.is_none());
    }

    #[test]
    fn a_directive_goes_to_the_third_party_by_a_person() {
        let directed = Request {
            requester: Requester::Directed {
                to: "Her sister".to_owned(),
                place: "1 Main St".to_owned(),
            },
            ..at(Work::Assembling)
        };
        let (decision, _) = package_ready(&directed, &job(), packed(), moment()).ok().unwrap();
        assert_eq!(decision.next.answered_on, None);
        assert_eq!(next_action(&decision.next), NextAction::HandOver);
    }

    #[test]
    fn a_letter_that_comes_back_after_it_arrived_opens_its_request_again() {
        let answered = ended(&at(Work::Gathering), Ending::NotHeld).unwrap().next;
        let closed = work::letter_arrived(&answered, notice(), moment()).unwrap().next;
        let next = work::mail_lost(&closed, Lost::Bounced(About::Answer), notice(), moment()).next;
        assert_eq!((next.work, next.answered_on), (Work::Answered, None));
        assert_eq!(next_action(&next), NextAction::HandOver);
        let number = next
            .tasks
            .iter()
            .find(|task| task.kind == TaskKind::PostLetter)
            .unwrap()
            .number;
        assert_eq!(
            work::finish_task(&next, &reader(), number, moment()).err(),
            Some(Refusal::HandOverFirst)
        );
    }

    #[test]
    fn a_message_that_was_never_reported_on_is_asked_about_where_something_waits_for_it() {
        let asked = |work| Request {
            is_asked: true,
            ..at(work)
        };
        let [received, gathering, assembling, ready, delivered, answered, _] = WORKS;
        for (about, waits) in [
            (About::Answer, &[ready, answered][..]),
            (About::Extension { letter: 1 }, &[received, gathering]),
            (
                About::Message,
                &[received, gathering, assembling, ready, delivered, answered],
            ),
            (About::Other, &[]),
        ] {
            for work in WORKS {
                let decision = work::mail_unreported(&asked(work), about, notice(), moment());
                assert_eq!(decision.is_some(), waits.contains(&work), "{about:?} at {work:?}");
                let Some(Decision { next, event }) = decision else {
                    continue;
                };
                assert_eq!((next.work, next.version), (work, asked(work).version));
                assert_eq!(next.tasks[0].kind, TaskKind::AskArrival);
                assert!(is_stuck(&next) && !event.happened.is_for_requester() && !event.happened.makes_stale());
            }
        }
        assert!(
            work::mail_unreported(&at(gathering), About::Message, notice(), moment()).is_none(),
            "nothing was asked"
        );
    }

    #[test]
    fn what_the_provider_says_late_ends_the_asking() {
        let unreported = |work| {
            let lettered = Request {
                outcome: Some(Outcome::NotHeld),
                ..at(work)
            };
            work::mail_unreported(&lettered, About::Answer, notice(), moment())
                .unwrap()
                .next
        };
        let answered = unreported(Work::Answered);
        assert_eq!(
            (next_action(&answered), waits_for(&answered)),
            (NextAction::HandOver, WaitsFor::Desk)
        );
        assert_eq!(
            work::finish_task(&answered, &reader(), answered.tasks[0].number, moment()).err(),
            Some(Refusal::HandOverFirst),
            "what was found out may close it"
        );
        let handing = handed(Handing::Emailed);
        let told = ending::hand_over(&answered, (&clerk(), None), handing, moment())
            .unwrap()
            .next;
        assert_eq!((told.work, told.tasks), (Work::Closed, vec![]));
        let arrived = work::letter_arrived(&answered, notice(), moment()).unwrap().next;
        assert_eq!((arrived.work, arrived.tasks), (Work::Closed, vec![]));
        let bounced = work::mail_lost(&answered, Lost::Bounced(About::Answer), notice(), moment()).next;
        let kinds: Vec<_> = bounced.tasks.iter().map(|task| task.kind).collect();
        assert_eq!(kinds, [TaskKind::ReachRequester, TaskKind::PostLetter]);

        let ready = unreported(Work::Ready);
        assert_eq!(ready.answered_on, at(Work::Ready).answered_on, "the link was sent");
        assert_eq!(waits_for(&ready), WaitsFor::Desk);
        let number = ready.tasks[0].number;
        assert!(work::finish_task(&ready, &reader(), number, moment()).is_ok());
        assert!(
            work::mail_arrived(&ready, About::Other, notice(), moment()).is_none(),
            "a code that came says nothing of the link"
        );
        let arrived = work::mail_arrived(&ready, About::Answer, notice(), moment())
            .unwrap()
            .next;
        assert_eq!((arrived.work, &arrived.tasks), (Work::Ready, &vec![]));
        assert!(
            work::mail_arrived(&arrived, About::Answer, notice(), moment()).is_none(),
            "once"
        );
        let wrote = |request: &Request| work::receive_message(request, "Hello".to_owned(), moment()).next;
        assert!(wrote(&ready).tasks.iter().all(|task| task.kind != TaskKind::AskArrival));
        assert!(
            has_task(&wrote(&answered), TaskKind::AskArrival),
            "the letter closes the request, and must be known to be there"
        );
    }

    #[test]
    fn a_lost_extension_letter_is_posted_while_the_work_goes_on() {
        let extended = ending::extend(&at(Work::Gathering), &officer(), extension("2027-01-10"), moment())
            .unwrap()
            .next;
        let letter = extended.extensions[0].letter;
        let (first, moved) = ("2026-12-24", "2027-01-10");
        let due = |request: &Request| request.due().due_on.to_string();
        assert_eq!(due(&extended), first, "the letter has not gone");
        let given = |request: &Request| ending::extension_given(request, letter, notice(), moment());
        let sent = given(&extended).unwrap();
        assert_eq!(
            (due(&sent.next), sent.next.version),
            (moved.to_owned(), extended.version)
        );
        assert!(given(&sent.next).is_none(), "once");
        assert!(ending::extension_given(&extended, letter + 1, notice(), moment()).is_none());

        let lost = work::mail_lost(
            &sent.next,
            Lost::Bounced(About::Extension { letter }),
            notice(),
            moment(),
        )
        .next;

        assert_eq!(due(&lost), first, "it came back");
        assert!(lost.tasks.iter().any(|task| task.kind == TaskKind::PostLetter));
        let officer = officer();
        let posted = |on: &str, officer: Option<&Officer>| {
            let late = Moment {
                on: "2027-01-05".parse().unwrap(),
                ..moment()
            };
            let handing = parse::HandOver {
                on: on.parse().unwrap(),
                ..handed(Handing::Posted)
            };
            ending::hand_over(&lost, (&clerk(), officer), handing, late)
        };
        assert_eq!(
            posted("2026-12-24", None).err(),
            Some(Refusal::OfficerDecides),
            "it could not count any more if it went today"
        );
        for (on, due_on) in [("2026-11-25", moved), ("2026-12-24", moved), ("2026-12-25", first)] {
            let officer = Some(&officer).filter(|_| due_on == moved);
            let posted = posted(on, officer).unwrap().next;
            assert_eq!((posted.work, posted.answered_on), (Work::Gathering, None));
            assert!(posted.tasks.iter().all(|task| task.kind != TaskKind::PostLetter));
            assert_eq!(due(&posted), due_on, "posted on {on}");
        }
        assert_eq!(posted("2026-11-24", None).err(), Some(Refusal::HandedBeforeWritten));
    }

    #[test]
    fn no_link_lets_an_extension_reach_past_the_sixtieth_day_of_the_earlier_ask() {
        let extended = Request {
            extensions: vec![clock::Extension::given(
                Extends::Federal,
                "2027-01-20".parse().unwrap(),
                moment().on,
            )],
            ..at(Work::Gathering)
        };
        let earlier = Request {
            id: RequestId::parse("other").unwrap(),
            received: Received {
                on: "2026-11-01".parse().unwrap(),
                ..extended.received.clone()
            },
            ..at(Work::Gathering)
        };
        let (decision, _) = link(&extended, &earlier).unwrap();
        assert_eq!(decision.next.due().due_on.to_string(), "2026-12-31");

        let anothers = Request {
            requester: representative(Work::Gathering).requester,
            ..earlier
        };
        assert_eq!(link(&extended, &anothers).err(), Some(Refusal::LinkDoesNotFit));
    }

    #[test]
    fn a_new_address_gets_what_waits_to_be_read() {
        let lost = work::mail_lost(&at(Work::Ready), Lost::Bounced(About::Answer), notice(), moment()).next;
        let command = parse::ChangeContact {
            contact: Contact {
                email: Some(Email::parse("email", "new@patient.example").unwrap()),
                ..Contact::default()
            },
            evidence: vec![Evidence::IdSeen],
        };
        let next = work::change_contact(&lost, &clerk(), command, moment()).unwrap().next;
        assert_eq!((next.answered_on, next.contact_epoch), (Some(moment().on), 1));
        assert!(next.tasks.is_empty());
    }

    #[test]
    fn nobody_closes_while_the_requester_can_not_open_it() {
        let stuck = work::confirm_arrival(&at(Work::Delivered), false, moment())
            .unwrap()
            .next;
        assert_eq!(close(&stuck, &clerk(), moment()).err(), Some(Refusal::HelpFirst));
    }

    #[test]
    fn a_professional_who_finds_no_danger_lets_the_record_go_out() {
        let (record, before) = (inspected(vec![]), withheld(Ground::R2));
        let request = Request {
            pending: Pending {
                determinations: 1,
                approvals: 0,
            },
            ..at(Work::Gathering)
        };
        let found = (false, "Only upsetting.".to_owned());
        let (decision, item) = determine(
            &request,
            &clinician(),
            standing(&record, Some(&before)),
            found,
            moment(),
        )
        .ok()
        .unwrap();

        assert!(item.is_none(), "it stands as if nobody had proposed it");
        assert_eq!(decision.next.pending, Pending::default());
    }

    #[test]
    fn protected_care_is_the_officers_to_decide_and_a_task_the_same_day() {
        let request = representative(Work::Gathering);
        let id = RecordId::parse("x").unwrap();
        let next = grant_uploads(&request, &clerk(), vec![id], true, moment())
            .unwrap()
            .next;
        assert_eq!(waits_for(&next), WaitsFor::Officer);
        assert_eq!(next.tasks[0].due_on, moment().on);
        assert_eq!(
            work::finish_task(&next, &reader(), next.tasks[0].number, moment()).err(),
            Some(Refusal::OfficerDecides)
        );

        let protected = Record {
            sensitivity: crate::word::Sensitivity::ProtectedCare,
            ..inspected(vec![])
        };
        let judged = |officer: Option<&Officer>| {
            judge(
                &next,
                &clerk(),
                officer,
                standing(&protected, None),
                Judgement::Keep,
                moment(),
            )
        };
        assert_eq!(judged(None).err(), Some(Refusal::OfficerDecides));
        assert_eq!(judged(Some(&officer())).ok().unwrap().0.next.tasks, vec![]);

        let refusal = withhold(
            &next,
            &clerk(),
            None,
            standing(&protected, None),
            (command(Ground::R3), None),
            moment(),
        )
        .err();
        assert_eq!(refusal, Some(Refusal::GroundDoesNotFit), "a denial would tell of it");
        let (decision, item) = withhold(
            &next,
            &clerk(),
            None,
            standing(&protected, None),
            (command(Ground::N3), None),
            moment(),
        )
        .unwrap();
        let (decision, _) = approve(
            &decision.next,
            &officer(),
            standing(&protected, item.as_ref()),
            approved(),
            moment(),
        )
        .ok()
        .unwrap();
        assert_eq!(decision.next.tasks, vec![]);
    }

    #[test]
    fn a_representative_and_a_directive_need_their_paper() {
        let directed = Request {
            requester: Requester::Directed {
                to: "Her sister".to_owned(),
                place: "1 Main St".to_owned(),
            },
            ..at(Work::Received)
        };
        let patient = minor();
        for request in [representative(Work::Received), directed] {
            let verified = |authority: &str| {
                let matched = Matched {
                    linked: &[],
                    authority: authority.to_owned(),
                    ..matched(&patient, vec![Evidence::IdSeen])
                };
                verify(&request, &clerk(), matched, moment())
            };
            assert_eq!(verified("").err(), Some(Refusal::AuthorityMissing));
            assert!(verified("Birth certificate").is_ok());
        }
    }

    /// 45 CFR 164.502(g)(3); who acts for an adult by another paper is no parent as such.
    #[test]
    fn a_parent_asks_for_a_minor_alone_up_to_the_birthday_in_each_state() {
        let asks = |relation, state: &str, born: &str| {
            let mut request = representative(Work::Received);
            request.received.states = vec!["TX".to_owned(), state.to_owned()];
            if let Requester::Representative { relation: of, .. } = &mut request.requester {
                *of = relation;
            }
            let patient = Patient {
                birth_date: born.parse().unwrap(),
                ..patient()
            };
            let matched = Matched {
                linked: &[],
                authority: "A paper".to_owned(),
                ..matched(&patient, vec![Evidence::IdSeen])
            };
            verify(&request, &clerk(), matched, moment()).err()
        };
        assert_eq!(moment().on, "2026-11-25".parse().unwrap());
        for (state, last, first) in [
            ("CA", "2008-11-26", "2008-11-25"),
            ("AL", "2007-11-26", "2007-11-25"),
            ("NE", "2007-11-26", "2007-11-25"),
            ("MS", "2005-11-26", "2005-11-25"),
        ] {
            assert_eq!(asks(Relation::Parent, state, last), None, "{state}");
            assert_eq!(asks(Relation::Parent, state, first), Some(Refusal::OfAge), "{state}");
        }
        for relation in [Relation::Guardian, Relation::Executor, Relation::PowerOfAttorney] {
            assert_eq!(asks(relation, "TX", "1948-03-01"), None, "{relation:?}");
        }
    }

    #[test]
    fn an_extension_is_given_once_and_never_past_sixty_days() {
        let request = at(Work::Gathering);
        let extended = |request: &Request, until, on: &str| {
            let moment = Moment {
                on: on.parse().unwrap(),
                ..moment()
            };
            ending::extend(request, &officer(), extension(until), moment)
        };
        for (until, on, refusal) in [
            ("2026-12-24", "2026-12-01", Some(Refusal::UntilTooLate)),
            ("2026-12-25", "2026-12-01", None),
            ("2027-01-23", "2026-12-24", None),
            ("2027-01-24", "2026-12-24", Some(Refusal::UntilTooLate)),
            ("2027-01-23", "2026-12-25", Some(Refusal::MayNotExtend)),
        ] {
            assert_eq!(extended(&request, until, on).err(), refusal, "{until} on {on}");
        }
        let once = extended(&request, "2027-01-10", "2026-12-01").unwrap().next;
        assert_eq!(once.due().due_on.to_string(), "2026-12-24", "until its letter has gone");
        assert_eq!(
            extended(&once, "2027-01-20", "2026-12-02").err(),
            Some(Refusal::MayNotExtend)
        );
    }

    /// What is suspended for a study is opened when that ends, 45 CFR 164.524(a)(2)(iii).
    #[test]
    fn what_waits_for_a_study_is_a_task_on_the_day_on_which_that_should_end() {
        let released = |grounds: &[(Ground, Option<&str>)]| {
            let mut command = release_command(vec![]);
            let withheld = grounds.iter().map(|(ground, ends_on)| letter::Withheld {
                ground: *ground,
                what: "A page".to_owned(),
                reason: "We looked at it.".to_owned(),
                duration: String::new(),
                ends_on: ends_on.map(|day| day.parse().unwrap()),
            });
            command.letter.withheld = withheld.collect();
            release(&at(Work::Gathering), &clerk(), command, moment()).unwrap().next
        };
        let due = |request: &Request| -> Vec<_> {
            let tasks = request.tasks.iter().map(|task| (task.kind, task.due_on.to_string()));
            tasks.collect()
        };
        let on = |day: &str| vec![(TaskKind::OpenSuspended, day.to_owned())];
        for (grounds, expected) in [
            (&[(Ground::U2, None)][..], vec![]),
            (&[(Ground::U4, Some("2027-06-30"))], on("2027-06-30")),
            (
                &[(Ground::U4, Some("2027-06-30")), (Ground::U4, Some("2027-03-31"))],
                on("2027-03-31"),
            ),
            // From the letter's day, since nobody knows.
            (&[(Ground::U4, None)], on("2027-05-30")),
        ] {
            assert_eq!(due(&released(grounds)), expected, "{grounds:?}");
        }

        let suspended = released(&[(Ground::U4, Some("2027-06-30"))]);
        let (undone, _) = ending::undo(&suspended, (&clerk(), None), (None, false), moment()).unwrap();
        assert_eq!(due(&undone.next), [], "the next letter says anew what is suspended");
        let task = suspended.tasks[0].number;
        assert!(work::finish_task(&suspended, &reader(), task, moment()).is_ok());
    }

    #[test]
    fn t53_an_extension_past_the_sixtieth_day_is_refused() {
        let late = Moment {
            on: "2026-12-22".parse().unwrap(),
            ..moment()
        };
        let extended = ending::extend(&at(Work::Gathering), &officer(), extension("2027-01-28"), late);

        assert_eq!(extended.err(), Some(Refusal::UntilTooLate), "on day 28 to day 65");
    }

    #[test]
    fn t54_a_second_extension_is_refused() {
        let once = ending::extend(&at(Work::Gathering), &officer(), extension("2027-01-10"), moment()).unwrap();
        let twice = ending::extend(&once.next, &officer(), extension("2027-01-20"), moment());

        assert_eq!(twice.err(), Some(Refusal::MayNotExtend));
    }

    fn denial(ground: Ground) -> ReleaseCommand {
        let mut command = release_command(vec![]);
        command.letter.withheld = vec![letter::Withheld {
            ground,
            what: "The notes of March 3".to_owned(),
            reason: "Dr. Rivera looked at them.".to_owned(),
            ends_on: None,
            duration: "Until June 1, 2027".to_owned(),
        }];
        command
    }

    fn lacking(refused: Result<Decision, Refusal>) -> Vec<Element> {
        match refused.err() {
            Some(Refusal::LetterIncomplete(missing)) => missing,
            None => Vec::new(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn t56_a_denial_without_the_contacts_telephone_is_refused() {
        let released = |telephone: &str| {
            let mut command = denial(Ground::U1);
            telephone.clone_into(&mut command.letter.telephone);
            release(&at(Work::Gathering), &clerk(), command, moment())
        };

        assert_eq!(lacking(released("512-555-0140")), []);
        assert_eq!(lacking(released("")), [Element::D9]);
    }

    #[test]
    fn no_letter_is_committed_that_lacks_something_or_says_what_it_may_not() {
        let gathering = at(Work::Gathering);
        let mut answer = written(Says::Ending {
            ending: Ending::NotHeld,
            more: "Pay your bill first.".to_owned(),
        });
        let typed = ending::answer(&gathering, (&clerk(), None), (answer.clone(), &[]), moment());
        assert_eq!(lacking(typed), [Element::D16]);
        answer.says = Says::Ending {
            ending: Ending::Unverified,
            more: String::new(),
        };
        let empty = ending::answer(&at(Work::Received), (&clerk(), None), (answer, &[]), moment());
        assert_eq!(lacking(empty), [Element::D4]);

        let mut unasked = extension("2027-01-10");
        unasked.contact.clear();
        let extended = ending::extend(&gathering, &officer(), unasked, moment());
        assert_eq!(lacking(extended), [Element::K6]);
    }

    #[test]
    fn a_denial_says_what_the_states_that_hold_the_record_ask() {
        let mut texan = at(Work::Gathering);
        texan.received.states = vec!["TX".to_owned(), "WA".to_owned()];
        let released = |states: Vec<state::Addition>| {
            let mut command = denial(Ground::U1);
            command.letter.states = states;
            lacking(release(&texan, &clerk(), command, moment()))
        };

        let asked = vec![state::Addition::MentalHealth, state::Addition::Signature];
        assert_eq!(released(asked), []);
        assert_eq!(released(vec![state::Addition::Signature]), [Element::D15]);
        assert_eq!(released(vec![]), [Element::D15]);
    }

    #[test]
    fn without_an_email_address_an_answer_waits_for_someone_to_post_it() {
        let mailed = ended(&at(Work::Gathering), Ending::NotHeld).unwrap().next;
        assert_eq!(mailed.answered_on, Some(moment().on));
        assert!(mailed.tasks.is_empty());
        let closed = work::letter_arrived(&mailed, notice(), moment()).unwrap().next;
        assert_eq!(closed.work, Work::Closed);

        let by_post = Request {
            contact: Contact::default(),
            ..at(Work::Gathering)
        };
        let next = ended(&by_post, Ending::NotHeld).unwrap().next;
        assert_eq!((next.answered_on, next_action(&next)), (None, NextAction::HandOver));
        assert!(work::letter_arrived(&next, notice(), moment()).is_none());
        let handing = handed(Handing::Posted);
        let posted = ending::hand_over(&next, (&clerk(), None), handing, moment())
            .unwrap()
            .next;
        assert_eq!((posted.work, posted.answered_on), (Work::Closed, Some(moment().on)));
        assert!(posted.tasks.is_empty());
    }

    #[test]
    fn an_answer_that_came_back_is_none_yet() {
        let ready = Request {
            answered_on: Some(moment().on),
            ..at(Work::Ready)
        };
        let next = work::mail_lost(&ready, Lost::Bounced(About::Answer), notice(), moment()).next;
        assert_eq!(next.answered_on, None);
        assert_eq!((waits_for(&next), is_stuck(&next)), (WaitsFor::Desk, true));

        let collected = Request {
            answered_on: Some(moment().on),
            ..at(Work::Delivered)
        };
        let next = work::mail_lost(&collected, Lost::Bounced(About::Answer), notice(), moment()).next;
        assert_eq!(next.answered_on, Some(moment().on), "she has it");
    }

    #[test]
    fn what_staff_wrote_after_the_end_and_nobody_read_is_a_persons() {
        for (about, tasks) in [(About::Message, vec![TaskKind::ReachRequester]), (About::Other, vec![])] {
            let lost = work::mail_lost(&at(Work::Closed), Lost::Bounced(about), notice(), moment()).next;
            let kinds: Vec<_> = lost.tasks.iter().map(|task| task.kind).collect();
            assert_eq!((lost.work, kinds), (Work::Closed, tasks), "{about:?}");
        }
    }

    #[test]
    fn a_record_on_paper_is_answered_when_it_is_posted() {
        let paper = Request {
            agreed: Some(Agreed {
                way: Way::Paper,
                format: String::new(),
                appointment: String::new(),
                risk_accepted: false,
            }),
            ..at(Work::Assembling)
        };
        let (decision, _) = package_ready(&paper, &job(), packed(), moment()).ok().unwrap();
        let next = decision.next;
        assert_eq!((next.answered_on, next_action(&next)), (None, NextAction::HandOver));
        let handing = handed(Handing::Posted);
        let next = ending::hand_over(&next, (&clerk(), None), handing, moment())
            .unwrap()
            .next;
        assert_eq!((next.work, next.answered_on), (Work::Delivered, Some(moment().on)));
    }

    #[test]
    fn two_asks_for_one_record_count_from_the_earlier() {
        let request = at(Work::Gathering);
        let other = Request {
            id: RequestId::parse("other").unwrap(),
            received: Received {
                on: "2026-11-10".parse().unwrap(),
                ..request.received.clone()
            },
            ..at(Work::Gathering)
        };
        let (one, two) = link(&request, &other).unwrap();

        for next in [&one.next, &two.next] {
            assert_eq!(next.due().received_on.to_string(), "2026-11-10");
        }
        assert_eq!(one.next.work, request.work, "a link blocks nothing");
        assert_eq!(link(&request, &request).err(), Some(Refusal::LinkDoesNotFit));
    }

    #[test]
    fn what_goes_elsewhere_is_routed_and_never_verified_answered_or_released() {
        for kind in [
            Kind::Authorization,
            Kind::Subpoena,
            Kind::Treatment,
            Kind::Amendment,
            Kind::Complaint,
        ] {
            let request = Request {
                kind,
                ..at(Work::Received)
            };
            let patient = patient();
            let verified = verify(&request, &clerk(), matched(&patient, vec![Evidence::IdSeen]), moment());
            assert_eq!(verified.err(), Some(Refusal::NotAccess));
            assert_eq!(ended(&request, Ending::NotHeld).err(), Some(Refusal::NotAccess));
            let routed = ending::route(&request, &clerk(), routed("Counsel"), moment())
                .unwrap()
                .next;
            assert_eq!(
                (routed.work, routed.outcome),
                (Work::Closed, Some(Outcome::RoutedElsewhere))
            );
        }
        let own = at(Work::Received);
        assert!(ending::route(&own, &clerk(), routed("Counsel"), moment()).is_err());
    }

    #[test]
    fn a_disabled_members_work_goes_over_with_its_tasks() {
        let assignee = |id: &str| Assignee {
            id: MemberId::parse(id).unwrap(),
            name: id.to_owned(),
        };
        let assigned = work::assign(&at(Work::Received), &clerk(), Some(assignee("one")), moment())
            .unwrap()
            .next;
        let wrote = work::receive_message(&assigned, "Hello".to_owned(), moment()).next;
        assert_eq!(wrote.tasks[0].owner, Some(assignee("one")));

        let one = MemberId::parse("one").unwrap();
        let handed = work::reassign(&wrote, &one, Some(assignee("two")), moment())
            .unwrap()
            .next;
        assert_eq!(
            (&handed.assignee, &handed.tasks[0].owner),
            (&Some(assignee("two")), &Some(assignee("two")))
        );
        assert!(
            work::reassign(&handed, &one, None, moment()).is_none(),
            "nothing is theirs any more"
        );
        let left = work::reassign(&wrote, &one, None, moment()).unwrap().next;
        assert!(left.assignee.is_none() && is_stuck(&left));
        assert!(left.tasks.iter().all(|task| task.owner.is_none()));
    }

    fn by_email(risk_accepted: bool) -> Agreed {
        Agreed {
            way: Way::Email,
            format: String::new(),
            appointment: String::new(),
            risk_accepted,
        }
    }

    /// A request whose record may go by plain e-mail.
    fn emailed(work: Work) -> Request {
        Request {
            agreed: Some(by_email(true)),
            contact_proven: true,
            ..at(work)
        }
    }

    /// Its package is ready, and the message with it waits.
    fn queued() -> Request {
        let (decision, _) = package_ready(&emailed(Work::Assembling), &job(), packed(), moment())
            .ok()
            .unwrap();
        decision.next
    }

    fn gone(request: &Request) -> Request {
        emailing::sent(request, delivery().id, notice(), moment()).next
    }

    fn arrived(request: &Request) -> Request {
        emailing::arrived(request, delivery().id, notice(), moment())
            .unwrap()
            .next
    }

    fn came_back(request: &Request) -> Request {
        work::mail_lost(request, Lost::Bounced(About::Record), notice(), moment()).next
    }

    fn kinds(request: &Request) -> Vec<TaskKind> {
        request.tasks.iter().map(|task| task.kind).collect()
    }

    #[test]
    fn a_record_goes_by_plain_email_only_where_it_was_warned_of_confirmed_and_small_enough() {
        use crate::wire::NotEmailed::{NotConfirmed, RiskNotAccepted, TooLarge};
        let fine = emailed(Work::Assembling);
        let with = |change: fn(&mut Request)| {
            let mut request = fine.clone();
            change(&mut request);
            request
        };
        let asked_alone = with(|request| {
            request.agreed = None;
            request.way = Way::Email;
        });
        let not_accepted = with(|request| request.agreed = Some(by_email(false)));
        let unproven = with(|request| request.contact_proven = false);
        let without = with(|request| request.contact.email = None);
        let directed = with(|request| {
            request.requester = Requester::Directed {
                to: "Her sister".to_owned(),
                place: "1 Main St".to_owned(),
            };
        });
        for (request, size, goes, why) in [
            (&fine, emailing::LIMIT, true, None),
            (&fine, emailing::LIMIT + 1, false, Some(TooLarge)),
            (&asked_alone, 1, false, Some(RiskNotAccepted)),
            (&not_accepted, 1, false, Some(RiskNotAccepted)),
            (&unproven, 1, false, Some(NotConfirmed)),
            (&without, 1, false, Some(NotConfirmed)),
            (&directed, 1, false, None),
            (&at(Work::Assembling), 1, false, None),
        ] {
            assert_eq!(
                (emailing::goes(request, size), emailing::why_not(request, size)),
                (goes, why)
            );
            let packed = Packed {
                package: Package { size, ..package() },
                ..packed()
            };
            let next = package_ready(request, &job(), packed, moment()).ok().unwrap().0.next;
            assert_eq!(emailing::waiting(&next).is_some(), goes);
            let by_hand = !goes && !goes_by_itself(request);
            assert_eq!(kinds(&next).contains(&TaskKind::HandOverRecord), by_hand);
        }
    }

    #[test]
    fn a_record_that_was_never_reported_on_is_asked_about_and_noted_by_a_person() {
        let unreported = |request: &Request| work::mail_unreported(request, About::Record, notice(), moment());
        let asked = unreported(&gone(&queued())).unwrap().next;

        assert_eq!(
            (next_action(&asked), waits_for(&asked)),
            (NextAction::HandOver, WaitsFor::Desk)
        );
        let task = asked
            .tasks
            .iter()
            .find(|task| task.kind == TaskKind::AskArrival)
            .unwrap();
        assert_eq!(
            work::finish_task(&asked, &reader(), task.number, moment()).err(),
            Some(Refusal::HandOverFirst)
        );
        let handing = handed(Handing::Emailed);
        let noted = ending::hand_over(&asked, (&clerk(), None), handing, moment())
            .ok()
            .unwrap()
            .next;
        assert_eq!((noted.work, kinds(&noted)), (Work::Delivered, vec![]));
        let late = arrived(&asked);
        assert_eq!((late.work, kinds(&late)), (Work::Delivered, vec![]));
        assert!(unreported(&late).is_none());
    }

    #[test]
    fn the_clock_stops_when_the_record_has_gone_and_what_arrived_is_delivered() {
        let queued = queued();
        assert_eq!(
            (queued.answered_on, next_action(&queued)),
            (None, NextAction::WaitForEmail)
        );

        let gone = gone(&queued);
        assert_eq!(
            (gone.answered_on, next_action(&gone)),
            (Some(moment().on), NextAction::WaitForEmail)
        );
        assert_eq!((gone.work, gone.version), (Work::Ready, queued.version));
        assert_eq!(waits_for(&gone), WaitsFor::Requester);

        let there = arrived(&gone);
        assert_eq!((there.work, next_action(&there)), (Work::Delivered, NextAction::Close));
        assert!(
            emailing::arrived(&there, delivery().id, notice(), moment()).is_none(),
            "once"
        );
    }

    #[test]
    fn the_provider_that_speaks_before_it_is_noted_that_it_took_the_record_says_both() {
        let decision = emailing::arrived(&queued(), delivery().id, notice(), moment()).unwrap();

        assert!(matches!(decision.event.happened, Happened::RecordEmailed { .. }));
        assert_eq!(
            (decision.next.work, decision.next.answered_on),
            (Work::Delivered, Some(moment().on))
        );
    }

    #[test]
    fn a_record_that_comes_back_is_a_persons_to_hand_over_at_any_time() {
        let closed = close(&arrived(&gone(&queued())), &clerk(), moment()).unwrap().next;
        for request in [queued(), gone(&queued()), arrived(&gone(&queued())), closed] {
            let next = came_back(&request);
            assert_eq!((next.work, next.answered_on), (Work::Ready, None));
            assert_eq!(kinds(&next), [TaskKind::ReachRequester, TaskKind::HandOverRecord]);
            assert_eq!(
                (next_action(&next), waits_for(&next)),
                (NextAction::HandOver, WaitsFor::Desk)
            );
            assert!(
                emailing::arrived(&next, delivery().id, notice(), moment()).is_none(),
                "what came back stays so"
            );
            let once_more = came_back(&next);
            assert_eq!((once_more.work, kinds(&once_more).len()), (Work::Ready, 2));
        }
    }

    #[test]
    fn who_has_the_record_otherwise_has_it_whatever_becomes_of_the_email() {
        let (collected, ..) = claim(&gone(&queued()), &delivery(), moment()).unwrap();
        let collected = collected.unwrap().next;
        let lost = came_back(&collected);
        assert_eq!((lost.work, lost.answered_on), (Work::Delivered, Some(moment().on)));
        assert_eq!(kinds(&lost), [TaskKind::ReachRequester]);
        let closed = came_back(&close(&collected, &clerk(), moment()).unwrap().next);
        assert_eq!((closed.work, kinds(&closed)), (Work::Closed, vec![]));
        let later = came_back(&arrived(&collected));
        assert_eq!((later.work, later.answered_on), (Work::Delivered, Some(moment().on)));

        let opened = work::confirm_arrival(&arrived(&gone(&queued())), true, moment())
            .unwrap()
            .next;
        let lost = came_back(&opened);
        assert_eq!((lost.work, kinds(&lost)), (Work::Closed, vec![]));
    }

    #[test]
    fn what_was_agreed_for_one_address_is_not_agreed_for_another() {
        let change = |request: &Request, email: &str| {
            let command = parse::ChangeContact {
                contact: Contact {
                    email: Some(Email::parse("email", email).unwrap()),
                    ..Contact::default()
                },
                evidence: vec![Evidence::IdSeen],
            };
            work::change_contact(request, &clerk(), command, moment()).unwrap().next
        };
        for request in [queued(), gone(&queued())] {
            let next = change(&request, "new@patient.example");
            assert_eq!(
                (next.emailing.clone(), next_action(&next)),
                (None, NextAction::HandOver)
            );
            assert_eq!(kinds(&next), [TaskKind::HandOverRecord]);
            assert_eq!(next.answered_on, None, "what went there is no answer");
            assert_eq!(change(&request, "one@patient.example").emailing, request.emailing);
            assert!(emailing::arrived(&next, delivery().id, notice(), moment()).is_none());
        }
        let before_release = change(&emailed(Work::Gathering), "new@patient.example");
        let proven = prove_contact(&before_release, moment()).unwrap().next;
        assert!(!emailing::goes(&proven, 1), "she is asked anew");
        let agreed = work::arrange(&proven, &clerk(), (by_email(true), None), moment())
            .unwrap()
            .next;
        assert!(emailing::goes(&agreed, 1));
    }

    #[test]
    fn what_lies_there_goes_by_plain_email_once_that_is_agreed_and_not_twice() {
        let lies = |size, name: &str| {
            Some(work::Lies {
                size,
                notice: NoticeId::parse(name).unwrap(),
            })
        };
        let arranged =
            |request: &Request, agreed, lies| work::arrange(request, &clerk(), (agreed, lies), moment()).unwrap().next;
        let paper = || Agreed {
            way: Way::Paper,
            ..by_email(false)
        };
        let by_paper = Request {
            agreed: Some(paper()),
            ..emailed(Work::Assembling)
        };
        let on_paper = package_ready(&by_paper, &job(), packed(), moment())
            .ok()
            .unwrap()
            .0
            .next;
        assert_eq!(kinds(&on_paper), [TaskKind::HandOverRecord]);

        let next = arranged(&on_paper, by_email(true), lies(1, "first"));
        assert_eq!(
            (kinds(&next), emailing::waiting(&next)),
            (vec![], NoticeId::parse("first").as_ref())
        );
        let again = arranged(&next, by_email(true), lies(1, "second"));
        assert_eq!(emailing::waiting(&again), NoticeId::parse("first").as_ref());
        for lies in [None, lies(emailing::LIMIT + 1, "first")] {
            let next = arranged(&on_paper, by_email(true), lies);
            assert_eq!((kinds(&next), next.emailing), (vec![TaskKind::HandOverRecord], None));
        }

        let back = arranged(&next, paper(), None);
        assert_eq!(
            (kinds(&back), back.emailing, back.answered_on),
            (vec![TaskKind::HandOverRecord], None, None)
        );
        let by_link = Agreed {
            way: Way::Download,
            ..by_email(false)
        };
        let linked = arranged(&next, by_link, lies(1, "second"));
        assert_eq!((linked.emailing.clone(), linked.answered_on), (None, Some(moment().on)));
        assert_eq!(next_action(&linked), NextAction::WaitForCollection);
        let returned = came_back(&gone(&queued()));
        assert!(emailing::waiting(&arranged(&returned, by_email(true), lies(1, "anew"))).is_some());
    }

    #[test]
    fn what_staff_do_takes_the_message_back_as_long_as_it_waits() {
        let (undone, off) = ending::undo(&queued(), (&clerk(), None), (Some(&delivery()), false), moment())
            .ok()
            .unwrap();
        assert_eq!(
            (undone.next.work, undone.next.emailing, undone.next.delivery),
            (Work::Gathering, None, None)
        );
        assert!(off.is_some_and(|delivery| delivery.revoked));
        let refusal = ending::undo(&gone(&queued()), (&clerk(), None), (Some(&delivery()), false), moment());
        assert_eq!(refusal.err(), Some(Refusal::NothingToUndo), "it has left");

        let revoked = revoke(&queued(), &clerk(), &delivery(), moment()).unwrap().0.next;
        assert_eq!(
            (revoked.emailing.clone(), next_action(&revoked)),
            (None, NextAction::HandOver)
        );
        let after = revoke(&gone(&queued()), &clerk(), &delivery(), moment())
            .unwrap()
            .0
            .next;
        assert_eq!(arrived(&after).work, Work::Delivered, "what has left is out of reach");

        let reissued = renewed(&queued(), &delivery(), Renewal::Package).unwrap().decision.next;
        let handing = handed(Handing::InPerson);
        let handed = ending::hand_over(&queued(), (&clerk(), None), handing, moment())
            .unwrap()
            .next;
        let withdrawn = ended(&queued(), Ending::Withdrawn).unwrap().next;
        let there = arrived(&gone(&queued()));
        let reopened = ending::reopen(&there, &clerk(), None, "The wrong file.".to_owned(), moment());
        for next in [reissued, handed, withdrawn, reopened.ok().unwrap().0.next] {
            assert_eq!(next.emailing, None);
        }
    }

    #[test]
    fn a_changed_email_address_is_not_a_confirmed_one() {
        let proven = Request {
            contact_proven: true,
            ..at(Work::Ready)
        };
        let change = |email: &str| {
            let command = parse::ChangeContact {
                contact: Contact {
                    email: Some(Email::parse("email", email).unwrap()),
                    ..Contact::default()
                },
                evidence: vec![Evidence::IdSeen],
            };
            work::change_contact(&proven, &clerk(), command, moment()).unwrap().next
        };
        assert!(!change("new@patient.example").contact_proven);
        assert!(change("one@patient.example").contact_proven);
    }

    mod going_out;
    mod keeping_back;
    mod staleness;
    mod tasks;
    mod whose_turn;
}
