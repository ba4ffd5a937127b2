//! Decide first, act second. Each function takes a request as it stands and a command, and answers with the
//! request as it shall stand and the event that says so, or refuses. Pure and total; a use case carries the
//! decision out and makes no choice of its own.

use crate::chain::Hash;
use crate::clock;
use crate::delivery::{self, Delivery, Package};
use crate::event::{Actor, Event, Happened};
use crate::id::{DeliveryId, JobId, NoticeId, PatientId, PracticeId, RecordId, RequestId};
use crate::letter::Release;
use crate::parse;
use crate::practice::Clerk;
use crate::record::{Patient, Record, State};
use crate::request::{Received, Request};
use crate::wire::{DeliveryState, NextAction, Obstacle};
use crate::word::{Evidence, Judgement, Outcome, Work};
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
}

/// What a new request is called.
pub struct NewRequest {
    pub id: RequestId,
    pub practice: PracticeId,
    pub receipt: String,
}

/// A request counts from its receipt, whatever is still to be proven or completed.
pub fn submit(command: parse::Submit, new: NewRequest, received: Received) -> Decision {
    let moment = Moment {
        at: received.at,
        on: received.on,
    };
    let empty = Request {
        id: new.id,
        practice: new.practice,
        receipt: new.receipt,
        version: 0,
        seq: 0,
        head: Hash::START,
        law: clock::LAW.to_owned(),
        work: Work::Received,
        outcome: None,
        name: command.name,
        birth_date: command.birth_date,
        email: command.email,
        contact_proven: false,
        language: command.language,
        access: command.access,
        scope: command.scope,
        location: command.location,
        received,
        patient: None,
        evidence: Vec::new(),
        passcodes: 0,
        job: None,
        delivery: None,
        answered_on: None,
    };
    decision(&empty, moment, Actor::Requester, Happened::Submitted, |next| {
        next.version += 1
    })
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
pub fn verify(
    request: &Request,
    clerk: &Clerk,
    patient: &Patient,
    evidence: Vec<Evidence>,
    withdrawn: Vec<RecordId>,
    moment: Moment,
) -> Result<Decision, Refusal> {
    at_stage(request, &[Work::Received, Work::Gathering])?;
    let is_on_file = request.contact_proven && patient.contacts.contains(&request.email);
    if evidence.contains(&Evidence::ContactOnFile) && !is_on_file {
        return Err(Refusal::ContactNotOnFile);
    }
    let patient = patient.id.clone();
    let happened = Happened::Verified {
        patient: patient.clone(),
        evidence: evidence.clone(),
        withdrawn,
    };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.work = Work::Gathering;
        next.patient = Some(patient);
        next.evidence = evidence;
        next.passcodes += 1;
    }))
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
    moment: Moment,
) -> Result<Decision, Refusal> {
    may_add_records(request)?;
    let happened = Happened::UploadsGranted { records };
    Ok(decision(request, moment, by(clerk), happened, |_| {}))
}

/// What a member says of a record that raised a concern, or that does not belong here.
pub fn judge(
    request: &Request,
    clerk: &Clerk,
    record: &Record,
    judgement: Judgement,
    moment: Moment,
) -> Result<Decision, Refusal> {
    may_add_records(request)?;
    let happened = Happened::RecordJudged {
        record: record.id.clone(),
        file: record.name.clone(),
        judgement,
    };
    Ok(decision(request, moment, by(clerk), happened, |next| next.version += 1))
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
    match request.work {
        Work::Received => vec![Obstacle::NotVerified],
        Work::Gathering => among_records,
        Work::Assembling | Work::Ready | Work::Delivered | Work::Closed => vec![Obstacle::AlreadyReleased],
    }
}

/// What is released, and the letter that goes with it.
pub struct ReleaseCommand {
    /// What stands in the way among the records.
    pub obstacles: Vec<Obstacle>,
    /// Names the list of every file that goes out.
    pub manifest: Hash,
    pub letter: Release,
    pub job: JobId,
}

/// Everything that can go out goes out. A late answer goes out too.
pub fn release(request: &Request, clerk: &Clerk, command: ReleaseCommand, moment: Moment) -> Result<Decision, Refusal> {
    let obstacles = obstacles(request, command.obstacles);
    if !obstacles.is_empty() {
        return Err(Refusal::Obstacles(obstacles));
    }
    let happened = Happened::Released {
        manifest: command.manifest,
        letter: Box::new(command.letter),
    };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.work = Work::Assembling;
        next.outcome = Some(Outcome::Released);
        next.job = Some(command.job);
    }))
}

/// The package lies there and can be delivered.
pub fn package_ready(
    request: &Request,
    job: &JobId,
    delivery: DeliveryId,
    package: Package,
    moment: Moment,
) -> Result<(Decision, Delivery), Refusal> {
    at_stage(request, &[Work::Assembling])?;
    if request.job.as_ref() != Some(job) {
        return Err(Refusal::OtherJob);
    }
    let happened = Happened::PackageReady {
        delivery: delivery.clone(),
        sha256: package.sha256,
        size: package.size,
    };
    let opened = open(request, delivery.clone(), request.passcodes, package, moment);
    let decision = decision(request, moment, Actor::Desk, happened, |next| {
        next.version += 1;
        next.work = Work::Ready;
        next.delivery = Some(delivery);
        next.answered_on.get_or_insert(moment.on);
    });
    Ok((decision, opened))
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
    }))
}

/// The provider refused a message for good. No staff work is made stale by it.
pub fn mail_failed(request: &Request, notice: NoticeId, moment: Moment) -> Decision {
    let happened = Happened::MailFailed { notice };
    decision(request, moment, Actor::Desk, happened, |_| {})
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
        match renewal {
            Renewal::Package => {
                next.work = Work::Ready;
                next.delivery = Some(delivery);
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
    at_stage(request, &[Work::Ready, Work::Delivered, Work::Closed])?;
    in_force(request, current)?;
    if current.revoked {
        return Err(Refusal::DeliveryClosed(DeliveryState::Revoked));
    }
    let happened = Happened::DeliveryRevoked {
        delivery: current.id.clone(),
    };
    let decision = decision(request, moment, by(clerk), happened, |next| next.version += 1);
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
    let collected = (request.work == Work::Ready).then(|| {
        let happened = Happened::Collected {
            delivery: current.id.clone(),
        };
        decision(request, moment, Actor::Requester, happened, |next| {
            next.work = Work::Delivered
        })
    });
    Ok((collected, claimed, claim))
}

/// The answer has arrived, and nothing is left to do.
pub fn close(request: &Request, clerk: &Clerk, moment: Moment) -> Result<Decision, Refusal> {
    at_stage(request, &[Work::Delivered])?;
    Ok(decision(request, moment, by(clerk), Happened::Closed, |next| {
        next.version += 1;
        next.work = Work::Closed;
    }))
}

/// The one thing to do next on a request.
pub fn next_action(work: Work) -> NextAction {
    match work {
        Work::Received => NextAction::Verify,
        Work::Gathering => NextAction::AddRecords,
        Work::Assembling => NextAction::WaitForPackage,
        Work::Ready => NextAction::WaitForCollection,
        Work::Delivered => NextAction::Close,
        Work::Closed => NextAction::Nothing,
    }
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

fn by(clerk: &Clerk) -> Actor {
    Actor::Member {
        id: clerk.member().clone(),
        name: clerk.name().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::MemberId;
    use crate::letter::tests::letter;
    use crate::practice::Member;
    use crate::record::Inspection;
    use crate::wire;
    use crate::word::{Category, Format, Language, Rejection, Role};

    const WORKS: [Work; 6] = [
        Work::Received,
        Work::Gathering,
        Work::Assembling,
        Work::Ready,
        Work::Delivered,
        Work::Closed,
    ];

    fn moment() -> Moment {
        Moment {
            at: "2026-11-25T15:00:00Z".parse().unwrap(),
            on: "2026-11-25".parse().unwrap(),
        }
    }

    fn clerk() -> Clerk {
        Clerk::of(&Member {
            id: MemberId::parse("m").unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            name: "Dana Clerk".to_owned(),
            roles: vec![Role::Clerk],
            active: true,
        })
        .unwrap()
    }

    fn submitted() -> Decision {
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
        }
    }

    fn job() -> JobId {
        JobId::parse("j").unwrap()
    }

    fn at(work: Work) -> Request {
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

    fn delivery() -> Delivery {
        open(
            &at(Work::Ready),
            DeliveryId::parse("d").unwrap(),
            1,
            package(),
            moment(),
        )
    }

    type Command = (&'static str, fn(&Request) -> Result<Decision, Refusal>);

    fn record(state: State) -> Record {
        Record {
            id: RecordId::parse("x").unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            patient: PatientId::parse("q").unwrap(),
            name: "scan.pdf".to_owned(),
            size: 1,
            crc32: 0,
            category: Category::Imaging,
            service_date: None,
            state,
        }
    }

    fn patient() -> Patient {
        Patient {
            id: PatientId::parse("q").unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            name: submitted().next.name,
            birth_date: submitted().next.birth_date,
            contacts: vec![submitted().next.email],
        }
    }

    fn renewed(request: &Request, current: &Delivery, renewal: Renewal) -> Result<Reissued, Refusal> {
        let new = DeliveryId::parse("new").unwrap();
        reissue(request, &clerk(), current, new, renewal, moment())
    }

    const COMMANDS: [Command; 13] = [
        ("verify", |request| {
            verify(request, &clerk(), &patient(), vec![Evidence::IdSeen], vec![], moment())
        }),
        ("judge", |request| {
            let record = record(State::Rejected(Rejection::Empty));
            judge(request, &clerk(), &record, Judgement::Keep, moment())
        }),
        ("grant_uploads", |request| {
            let record = RecordId::parse("x").unwrap();
            grant_uploads(request, &clerk(), vec![record], moment())
        }),
        ("discard", |request| {
            let record = record(State::Rejected(Rejection::Empty));
            discard(request, &clerk(), &record, moment())
        }),
        ("release", |request| {
            let command = ReleaseCommand {
                obstacles: vec![],
                manifest: Hash::of(b"manifest"),
                letter: letter(Language::English),
                job: job(),
            };
            release(request, &clerk(), command, moment())
        }),
        ("package_ready", |request| {
            let delivery = DeliveryId::parse("d").unwrap();
            package_ready(request, &job(), delivery, package(), moment()).map(|(decision, _)| decision)
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
        ("mail_failed", |request| {
            Ok(mail_failed(request, NoticeId::parse("n").unwrap(), moment()))
        }),
    ];

    #[test]
    fn each_command_is_taken_at_its_own_stages_and_at_no_other() {
        use Work::{Assembling, Closed, Delivered, Gathering, Ready, Received};
        for ((name, command), allowed) in COMMANDS.into_iter().zip([
            &[(Received, Gathering), (Gathering, Gathering)][..],
            &[(Gathering, Gathering)],
            &[(Gathering, Gathering)],
            &[(Gathering, Gathering)],
            &[(Gathering, Assembling)],
            &[(Assembling, Ready)],
            &[(Ready, Ready), (Delivered, Ready)],
            &[(Ready, Assembling), (Delivered, Assembling)],
            &[(Assembling, Gathering)],
            &[(Ready, Ready), (Delivered, Delivered), (Closed, Closed)],
            &[(Delivered, Closed)],
            &WORKS.map(|work| (work, work)),
            &WORKS.map(|work| (work, work)),
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
            let refusal = verify(request, &clerk(), patient, evidence, vec![], moment()).err();

            assert_eq!(refusal, expected);
        }
    }

    #[test]
    fn what_was_answered_stays_answered_whatever_comes_after() {
        let ready = |request: &Request, moment| {
            let delivery = DeliveryId::parse("d").unwrap();
            package_ready(request, &job(), delivery, package(), moment)
                .unwrap()
                .0
                .next
        };
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
        let taken = Inspection {
            format: Format::Pdf,
            sha256: Hash::START,
            concerns: vec![],
            names_person: None,
        };
        for (state, expected) in [
            (State::Inspected(taken), Some(Refusal::RecordTaken)),
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
        let command = || ReleaseCommand {
            obstacles: vec![Obstacle::ConcernsOpen, Obstacle::UploadsUnderWay],
            manifest: Hash::START,
            letter: letter(Language::English),
            job: job(),
        };
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

        let refusal = package_ready(
            &at(Work::Assembling),
            &other,
            DeliveryId::parse("d").unwrap(),
            package(),
            moment(),
        );

        assert_eq!(refusal.err(), Some(Refusal::OtherJob));
    }
}
