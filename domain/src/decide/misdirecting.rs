//! A record that went to someone wrong: its case, from the stop to the last notice, 45 CFR 164.400 to 164.414. It runs in
//! every state of its request, since it may be found out years later. Anyone of the desk stops; all that follows is the
//! officer's.

use super::{Decision, Moment, Refusal, add_task, by, complete, decision, emailing, end_tasks, has_task, work};
use crate::delivery::{self, Delivery};
use crate::disclosure::Misdirection;
use crate::event::{Actor, Happened};
use crate::id::NoticeId;
use crate::letter::breach::Notice;
use crate::letter::{self, Answer, Letter, Says};
use crate::misdirection::{self, Affected, Assessment, CASES, Case, Decided, Finding, Opened, Sent, Step, Told};
use crate::parse::misdirecting as parse;
use crate::practice::{Clerk, Officer, Practice};
use crate::request::{Request, Requester};
use crate::wire::DeliveryState;
use crate::word::misdirection::{Addressee, Recall, Whom};
use crate::word::{TaskKind, Work};
use chrono::NaiveDate;

/// Stops it: the link is switched off with it, if it still works, and what waits to go by plain e-mail does not. The case is
/// there from now on, and a task of the officers. `current` is the link that the case names.
pub fn open(
    request: &Request,
    clerk: &Clerk,
    opened: Opened,
    current: Option<&Delivery>,
    moment: Moment,
) -> Result<(Decision, Option<Delivery>), Refusal> {
    let is_of_link = |case: &&Case| case.delivery.is_some() && case.delivery == opened.delivery;
    if request.misdirections.iter().filter(is_of_link).any(Case::is_open) {
        return Err(Refusal::CaseOpen);
    }
    if request.misdirections.len() >= CASES {
        return Err(Refusal::TooManyCases);
    }
    if opened.delivery.as_ref() != current.map(|delivery| &delivery.id) {
        return Err(Refusal::NotInForce);
    }
    let revoked = current
        .filter(|delivery| delivery::state(delivery, moment.at) == DeliveryState::Open)
        .map(|delivery| Delivery {
            revoked: true,
            ..delivery.clone()
        });
    let is_in_force = opened.delivery.is_some() && opened.delivery == request.delivery;
    let number = request.seq + 1;
    let case = Case {
        number,
        delivery: opened.delivery.clone(),
        went_on: opened.wrong.on,
        discovered_on: opened.discovered_on,
        is_accounted: opened.account().is_some(),
        address: current.and_then(|_| request.contact.email.clone()),
        assessed: None,
        decided: None,
        letter: None,
        told: Vec::new(),
        warned: None,
    };
    let happened = Happened::WrongRelease {
        case: number,
        step: Step::Opened(opened),
    };
    let decision = decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        if is_in_force && emailing::waiting(next).is_some() {
            emailing::leave_to_a_person(next, moment.on);
        }
        next.misdirections.push(case);
        settle(next, moment.on);
    });
    Ok((decision, revoked))
}

/// It is known who got it: its line is written now, once.
pub fn account(
    request: &Request,
    officer: &Officer,
    number: u64,
    known: parse::Known,
    moment: Moment,
) -> Result<Decision, Refusal> {
    let case = find(request, number)?;
    if case.is_accounted {
        return Err(Refusal::AlreadyAccounted);
    }
    let line: Misdirection = known.on(case.went_on);
    let step = Step::Accounted(line);
    Ok(stepped(request, officer, (number, step), moment, |case| {
        case.is_accounted = true;
    }))
}

/// What was asked of who got it, or what that person attests. It may come when all else is done.
pub fn recall(
    request: &Request,
    officer: &Officer,
    number: u64,
    (recall, on, words): (Recall, NaiveDate, String),
    moment: Moment,
) -> Result<Decision, Refusal> {
    find(request, number)?;
    let step = Step::Recalled { recall, on, words };
    Ok(stepped(request, officer, (number, step), moment, |_| {}))
}

/// The exception, or the factors as far as they are judged. The last assessment before the decision counts.
pub fn assess(
    request: &Request,
    officer: &Officer,
    number: u64,
    assessment: Assessment,
    moment: Moment,
) -> Result<Decision, Refusal> {
    let case = find(request, number)?;
    if case.decided.is_some() {
        return Err(Refusal::CaseDecided);
    }
    let assessed = assessment.assessed();
    let step = Step::Assessed(assessment);
    Ok(stepped(request, officer, (number, step), moment, |case| {
        case.assessed = Some(assessed);
    }))
}

/// A breach of so many people, or none. It is presumed to be one: none takes an exception, or all four factors judged to be
/// low, 45 CFR 164.402(2). What was found to be none may still be found to be one; a breach stays one, and whoever was to be
/// told of it is told.
pub fn decide(
    request: &Request,
    officer: &Officer,
    number: u64,
    (affected, reason): (Option<Affected>, String),
    moment: Moment,
) -> Result<Decision, Refusal> {
    let case = find(request, number)?;
    let finding = match affected {
        Some(affected) => Finding::Breach(affected),
        None if case.breach().is_some() => return Err(Refusal::BreachStays),
        None if case.decided.is_some() => return Err(Refusal::CaseDecided),
        None => match case.exception() {
            Some(exception) => Finding::Excepted(exception),
            None if case.shows_low_probability() => Finding::LowProbability,
            None => return Err(Refusal::BreachPresumed),
        },
    };
    let decided = Decided { on: moment.on, finding };
    let next = Case {
        decided: Some(decided.clone()),
        ..case.clone()
    };
    if case.breach().is_some() && !tells_all(&next, case) {
        return Err(Refusal::BreachStays);
    }
    let step = Step::Decided { finding, reason };
    Ok(stepped(request, officer, (number, step), moment, |case| {
        case.decided = Some(decided);
    }))
}

/// Whether everyone who was to be told is told by then still.
fn tells_all(next: &Case, before: &Case) -> bool {
    let duties = next.duties();
    before.duties().iter().all(|duty| {
        let same = duties.iter().find(|next| next.whom == duty.whom);
        same.is_some_and(|next| next.due_on <= duty.due_on)
    })
}

/// The letter to the person whose information it is, or who acts for her: never to who got it, 45 CFR 164.404(c) and (d).
/// By e-mail only where she agreed to that, and never to the address that the record itself went to.
pub fn write(
    request: &Request,
    officer: &Officer,
    (number, command): (u64, parse::Letter),
    practice: &Practice,
    moment: Moment,
) -> Result<Decision, Refusal> {
    let letter = letter(request, practice, (number, &command), moment.on)?;
    let is_electronic = command.is_electronic;
    let seq = request.seq + 1;
    let step = Step::Written {
        letter: Box::new(letter),
        is_electronic,
    };
    Ok(stepped(request, officer, (number, step), moment, |case| {
        case.letter = Some(Sent {
            seq,
            on: moment.on,
            by_post: !is_electronic,
        });
    }))
}

/// The same letter, if it may be written now.
pub fn letter(
    request: &Request,
    practice: &Practice,
    (number, command): (u64, &parse::Letter),
    on: NaiveDate,
) -> Result<Answer, Refusal> {
    let case = find(request, number)?;
    if case.breach().is_none() {
        return Err(Refusal::NoBreach);
    }
    if case.letter.is_some() || case.told_on(Whom::Person).is_some() {
        return Err(Refusal::BreachWritten);
    }
    let patient = request.name.full();
    let is_represented = request.requester.is_representative();
    let recipient = match command.to {
        Addressee::Patient => patient.clone(),
        Addressee::Representative if is_represented => request.addressee(),
        Addressee::Representative => return Err(Refusal::NotRepresented),
        Addressee::Other => command.name.clone(),
    };
    if command.is_electronic && !reaches(request, case, command.to) {
        return Err(Refusal::NoElectronicNotice);
    }
    let notice = Notice {
        went_on: case.went_on,
        discovered_on: case.discovered_on,
        patient: (command.to == Addressee::Representative).then_some(patient),
        happened: command.happened.clone(),
        kinds: command.kinds.clone(),
        protect: command.protect.clone(),
        doing: command.doing.clone(),
        address: address(request, practice),
    };
    let letter = Answer {
        recipient,
        ..letter::answer(request, practice, Says::Breach(notice), on)
    };
    complete(Letter::Answer(&letter))?;
    Ok(letter)
}

/// Whether the address on the request is that of whom the letter is for, and not the one that the link went to.
fn reaches(request: &Request, case: &Case, to: Addressee) -> bool {
    let is_theirs = match (&request.requester, to) {
        (Requester::Patient | Requester::Directed { .. }, Addressee::Patient)
        | (Requester::Representative { .. }, Addressee::Representative) => true,
        (Requester::Patient | Requester::Directed { .. }, Addressee::Representative | Addressee::Other)
        | (Requester::Representative { .. }, Addressee::Patient | Addressee::Other)
        | (Requester::Other { .. }, Addressee::Patient | Addressee::Representative | Addressee::Other) => false,
    };
    let email = request.contact.email.as_ref();
    let is_free = email.is_some_and(|email| case.address.as_ref() != Some(email));
    is_theirs && is_free && request.contact_proven
}

/// Where the practice gets mail: the place that was asked, or the first one.
fn address(request: &Request, practice: &Practice) -> String {
    let asked = request.location.as_ref().and_then(|id| practice.location(id));
    let place = asked.or_else(|| practice.locations.first());
    place.map_or_else(String::new, |place| place.address.clone())
}

/// Someone was told, on that day. The person by her letter alone.
pub fn tell(
    request: &Request,
    officer: &Officer,
    number: u64,
    (whom, on, note): (Whom, NaiveDate, String),
    moment: Moment,
) -> Result<Decision, Refusal> {
    let case = find(request, number)?;
    if case.breach().is_none() {
        return Err(Refusal::NoBreach);
    }
    let mut duties = case.duties().into_iter();
    if !duties.any(|duty| duty.whom == whom && duty.told_on.is_none()) {
        return Err(Refusal::NothingToTell);
    }
    match (whom, &case.letter) {
        (Whom::Person, None) => return Err(Refusal::BreachNotWritten),
        (Whom::Person, Some(letter)) if on < letter.on => return Err(Refusal::ToldBeforeLetter),
        (Whom::Person, Some(_)) => {}
        (Whom::Secretary | Whom::Media | Whom::AttorneyGeneral, _) if on < case.discovered_on => {
            return Err(Refusal::ToldBeforeLetter);
        }
        (Whom::Secretary | Whom::Media | Whom::AttorneyGeneral, _) => {}
    }
    let step = Step::Told { whom, on, note };
    let mut decision = stepped(request, officer, (number, step), moment, |case| {
        case.told.push(Told { whom, on });
    });
    if whom == Whom::Person {
        work::stop_asking(&mut decision.next);
    }
    Ok(decision)
}

/// The provider handed the letter over. `None` where nothing waits for it.
pub fn letter_arrived(request: &Request, letter: u64, notice: NoticeId, moment: Moment) -> Option<Decision> {
    waits_for_mail(request, letter).then(|| {
        decision(request, moment, Actor::Desk, Happened::MailArrived { notice }, |next| {
            let on = moment.on;
            change(
                next,
                |case| is_letter(case, letter),
                |case| {
                    let whom = Whom::Person;
                    case.told.push(Told { whom, on });
                },
            );
            settle(next, on);
            work::stop_asking(next);
        })
    })
}

/// Whether that letter went by e-mail and is not known to have arrived.
pub(super) fn waits_for_mail(request: &Request, letter: u64) -> bool {
    let mut cases = request.misdirections.iter();
    cases.any(|case| is_letter(case, letter) && case.waits_for_mail())
}

fn is_letter(case: &Case, letter: u64) -> bool {
    case.letter.as_ref().is_some_and(|sent| sent.seq == letter)
}

/// It came back, be it after the provider had said that it arrived: the person has not been told, and it is posted now. What
/// was told by post stays told.
pub(super) fn lose_letter(next: &mut Request, letter: u64, on: NaiveDate) {
    let was_mailed = |case: &Case| is_letter(case, letter) && case.letter.as_ref().is_some_and(|sent| !sent.by_post);
    change(next, was_mailed, |case| {
        case.told.retain(|told| told.whom != Whom::Person);
        if let Some(sent) = &mut case.letter {
            sent.by_post = true;
        }
    });
    settle(next, on);
}

/// The address that a letter went to was another's: it is posted.
pub(super) fn post_instead(next: &mut Request, on: NaiveDate) {
    change(next, Case::waits_for_mail, |case| {
        if let Some(sent) = &mut case.letter {
            sent.by_post = true;
        }
    });
    settle(next, on);
}

/// Tells how far the time of a case has run: once for each stage, one case at a time. `None` where there is nothing new to
/// tell.
pub fn warn(request: &Request, moment: Moment) -> Option<Decision> {
    let mut cases = request.misdirections.iter();
    let (number, stage) = cases.find_map(|case| {
        let stage = case.stage(moment.on)?;
        (case.warned < Some(stage)).then_some((case.number, stage))
    })?;
    let happened = Happened::WrongRelease {
        case: number,
        step: Step::Warned(stage),
    };
    Some(decision(request, moment, Actor::Desk, happened, |next| {
        if let Some(case) = next.misdirections.iter_mut().find(|case| case.number == number) {
            case.warned = Some(stage);
        }
    }))
}

/// Whether a closed request is there for nothing but a case, which is the officer's.
pub(super) fn waits_for_officer(request: &Request) -> bool {
    let is_ours = |kind| matches!(kind, TaskKind::WrongRelease | TaskKind::PostBreach);
    request.work == Work::Closed
        && has_task(request, TaskKind::WrongRelease)
        && request.tasks.iter().all(|task| is_ours(task.kind))
}

fn find(request: &Request, number: u64) -> Result<&Case, Refusal> {
    let mut cases = request.misdirections.iter();
    cases.find(|case| case.number == number).ok_or(Refusal::NoSuchCase)
}

/// What an officer does about a case.
fn stepped(
    request: &Request,
    officer: &Officer,
    (number, step): (u64, Step),
    moment: Moment,
    make: impl FnOnce(&mut Case),
) -> Decision {
    let happened = Happened::WrongRelease { case: number, step };
    decision(request, moment, by(officer), happened, |next| {
        next.version += 1;
        change(next, |case| case.number == number, make);
        settle(next, moment.on);
    })
}

/// Changes the case that is meant, if there is one. Where its dates move, how far its time has run is told anew.
fn change(next: &mut Request, is_meant: impl Fn(&Case) -> bool, make: impl FnOnce(&mut Case)) {
    if let Some(case) = next.misdirections.iter_mut().find(|case| is_meant(case)) {
        let before = (case.act_on(), case.due_on());
        make(case);
        if (case.act_on(), case.due_on()) != before {
            case.warned = None;
        }
    }
}

/// The officers' tasks are there as long as what they are about, with the first day to act by.
fn settle(next: &mut Request, on: NaiveDate) {
    match misdirection::act_on(next) {
        Some(act_on) => {
            add_task(next, TaskKind::WrongRelease, act_on);
            for task in &mut next.tasks {
                if task.kind == TaskKind::WrongRelease {
                    task.due_on = act_on;
                }
            }
        }
        None => end_tasks(next, &[TaskKind::WrongRelease]),
    }
    if next.misdirections.iter().any(Case::waits_for_post) {
        add_task(next, TaskKind::PostBreach, on);
    } else {
        end_tasks(next, &[TaskKind::PostBreach]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::ending;
    use crate::decide::tests::{at, clerk, delivery, moment, officer, reader};
    use crate::decide::work::{About, Lost};
    use crate::disclosure;
    use crate::id::{DeliveryId, LocationId, PracticeId};
    use crate::misdirection::Weighed;
    use crate::person::{Email, PersonName};
    use crate::practice::{Authority, Location, Member, Reader};
    use crate::request::{Emailing, Reached};
    use crate::word::misdirection::{Exception, Factor, Risk};
    use crate::word::{Relation, Role, Stage, WaitsFor};

    const WORKS: [Work; 7] = [
        Work::Received,
        Work::Gathering,
        Work::Assembling,
        Work::Ready,
        Work::Delivered,
        Work::Answered,
        Work::Closed,
    ];

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Of nobody who is known, unless `to` says it.
    fn opened(delivery: Option<&str>, to: &str) -> Opened {
        Opened {
            delivery: delivery.map(|id| DeliveryId::parse(id).unwrap()),
            discovered_on: day("2026-11-25"),
            wrong: Misdirection {
                on: day("2026-11-24"),
                to: to.to_owned(),
                place: String::new(),
                what: "One visit note".to_owned(),
                why: "Two envelopes were mixed up.".to_owned(),
            },
        }
    }

    /// A request with a case that nobody has decided.
    fn with_case(work: Work) -> Request {
        let decision = open(&at(work), &clerk(), opened(None, ""), None, moment());
        decision.unwrap().0.next
    }

    fn number(request: &Request) -> u64 {
        request.misdirections[0].number
    }

    fn factors(risks: [Option<Risk>; 4]) -> Assessment {
        let weighed = Factor::ALL.into_iter().zip(risks).filter_map(|(factor, risk)| {
            Some(Weighed {
                factor,
                risk: risk?,
                words: "As it was told.".to_owned(),
            })
        });
        Assessment::Factors(weighed.collect())
    }

    fn assessed(request: &Request, assessment: Assessment) -> Request {
        let decision = assess(request, &officer(), number(request), assessment, moment());
        decision.ok().unwrap().next
    }

    fn people(people: u32) -> Option<Affected> {
        Some(Affected {
            people,
            residents: people,
            texans: people,
        })
    }

    fn decided(request: &Request, affected: Option<Affected>) -> Result<Request, Refusal> {
        let reason = "He read it.".to_owned();
        let decision = decide(request, &officer(), number(request), (affected, reason), moment());
        decision.map(|decision| decision.next)
    }

    fn breach(work: Work) -> Request {
        let request = with_case(work);
        Request {
            contact_proven: true,
            ..decided(&request, people(1)).unwrap()
        }
    }

    fn practice() -> Practice {
        Practice {
            id: PracticeId::parse("p").unwrap(),
            name: "Lakeside Family Medicine".to_owned(),
            contact: "the privacy officer".to_owned(),
            telephone: "512-555-0140".to_owned(),
            locations: vec![Location {
                id: LocationId::parse("austin").unwrap(),
                name: "Austin".to_owned(),
                address: "200 Lake Street, Austin, TX 78701".to_owned(),
                state: "TX".to_owned(),
                time_zone: "America/Chicago".to_owned(),
            }],
            fees: Default::default(),
        }
    }

    fn command(to: Addressee, is_electronic: bool) -> parse::Letter {
        parse::Letter {
            to,
            name: "Another Patient".to_owned(),
            is_electronic,
            happened: "Two envelopes were mixed up.".to_owned(),
            kinds: "Your name and one visit note.".to_owned(),
            protect: "Read the bills that you get.".to_owned(),
            doing: "We asked for it back.".to_owned(),
        }
    }

    fn written(request: &Request, to: Addressee, is_electronic: bool) -> Result<Decision, Refusal> {
        let command = (number(request), command(to, is_electronic));
        write(request, &officer(), command, &practice(), moment())
    }

    fn told(request: &Request, whom: Whom, on: &str) -> Result<Request, Refusal> {
        let told = (whom, day(on), "By mail.".to_owned());
        let decision = tell(request, &officer(), number(request), told, moment());
        decision.map(|decision| decision.next)
    }

    fn tasks(request: &Request) -> Vec<(TaskKind, String)> {
        let tasks = request.tasks.iter();
        tasks.map(|task| (task.kind, task.due_on.to_string())).collect()
    }

    fn refused<T>(result: Result<T, Refusal>) -> Option<Refusal> {
        result.err()
    }

    #[test]
    fn it_is_stopped_in_every_state_by_a_clerk_and_is_the_officers_task_from_then_on() {
        for work in WORKS {
            let before = at(work);
            let (decision, revoked) = open(&before, &clerk(), opened(None, ""), None, moment()).unwrap();
            let next = decision.next;

            assert!(revoked.is_none());
            assert_eq!(
                (next.work, next.answered_on),
                (before.work, before.answered_on),
                "{work:?}"
            );
            assert_eq!(tasks(&next), [(TaskKind::WrongRelease, "2026-12-05".to_owned())]);
            assert_eq!(next.tasks[0].owner, None, "it is no single one's");
            assert_eq!(next.version, before.version + 1);
            assert_eq!(next.misdirections[0].number, next.seq);
            assert_eq!(next.warn_on().map(|on| on <= day("2026-11-28")), Some(true));
        }
        assert_eq!(crate::decide::waits_for(&with_case(Work::Closed)), WaitsFor::Officer);
        assert_eq!(
            crate::decide::waits_for(&with_case(Work::Gathering)),
            WaitsFor::Desk,
            "its own clock runs on"
        );
        assert_eq!(with_case(Work::Closed).act_on(), day("2026-12-05"));
    }

    #[test]
    fn a_link_that_works_is_switched_off_with_it_and_one_that_ended_stays_as_it_is() {
        let expired = Delivery {
            expires_at: moment().at,
            ..delivery()
        };
        let revoked = Delivery {
            revoked: true,
            ..delivery()
        };
        for (current, is_switched) in [(delivery(), true), (expired, false), (revoked, false)] {
            for work in WORKS {
                let found = open(&at(work), &clerk(), opened(Some("d"), ""), Some(&current), moment());
                let (decision, off) = found.unwrap();
                assert_eq!(
                    off.map(|off| (off.id, off.revoked)),
                    is_switched.then(|| (current.id.clone(), true))
                );
                assert_eq!(decision.next.misdirections[0].delivery, DeliveryId::parse("d"));
            }
        }
        let other = opened(Some("other"), "");
        let other = open(&at(Work::Ready), &clerk(), other, Some(&delivery()), moment());
        assert_eq!(refused(other), Some(Refusal::NotInForce));
    }

    #[test]
    fn the_sending_of_the_record_stops_where_it_is_of_the_link_that_went_wrong_alone() {
        let mailed = Request {
            emailing: Some(Emailing {
                notice: NoticeId::parse("n").unwrap(),
                reached: Reached::Outbox,
            }),
            ..at(Work::Ready)
        };
        let before = Delivery {
            id: DeliveryId::parse("before").unwrap(),
            ..delivery()
        };
        for (link, current, waits) in [
            (Some("d"), Some(delivery()), false),
            (Some("before"), Some(before), true),
            (None, None, true),
        ] {
            let found = open(&mailed, &clerk(), opened(link, ""), current.as_ref(), moment());
            let next = found.unwrap().0.next;
            assert_eq!(emailing::waiting(&next).is_some(), waits, "{link:?}");
        }
    }

    #[test]
    fn each_step_is_a_version_of_the_request() {
        let stopped = with_case(Work::Closed);
        let found = decided(&stopped, people(1)).unwrap();
        let versions = [at(Work::Closed), stopped, found].map(|request| request.version);
        assert!(versions.windows(2).all(|pair| pair[1] == pair[0] + 1), "{versions:?}");
    }

    #[test]
    fn one_link_has_one_open_case_and_two_wrong_releases_are_two_cases() {
        let link = || opened(Some("d"), "");
        let current = delivery();
        let stop = |request: &Request, opened, current| open(request, &clerk(), opened, current, moment());
        let first = stop(&at(Work::Ready), link(), Some(&current)).unwrap().0.next;

        assert_eq!(refused(stop(&first, link(), Some(&current))), Some(Refusal::CaseOpen));
        let second = stop(&first, opened(None, ""), None).unwrap().0.next;
        let third = stop(&second, opened(None, ""), None).unwrap().0.next;
        let numbers: Vec<_> = third.misdirections.iter().map(|case| case.number).collect();
        assert_eq!(numbers.len(), 3);
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(tasks(&third).len(), 1, "one task for all of them");

        let done = assessed(&first, factors([Some(Risk::Low); 4]));
        let done = decided(&done, None).unwrap();
        assert!(stop(&done, link(), Some(&current)).is_ok(), "the first is done with");
        let full = Request {
            misdirections: vec![first.misdirections[0].clone(); CASES],
            ..at(Work::Closed)
        };
        assert_eq!(
            refused(stop(&full, opened(None, ""), None)),
            Some(Refusal::TooManyCases)
        );
    }

    #[test]
    fn the_accounting_has_one_line_of_a_case_when_it_is_known_who_got_it() {
        let before = at(Work::Closed);
        let line = |before: &Request, decision: &Decision| disclosure::of(before, &decision.next, &decision.event);
        let (known, _) = open(&before, &clerk(), opened(None, "Another patient"), None, moment()).unwrap();
        let told = line(&before, &known).unwrap();
        assert_eq!((told.to.as_str(), told.on), ("Another patient", day("2026-11-24")));
        let again = || parse::Known {
            to: "Someone".to_owned(),
            place: "2 Elm Street".to_owned(),
            what: "One visit note".to_owned(),
            why: "Mixed up.".to_owned(),
        };
        let twice = account(&known.next, &officer(), known.next.seq, again(), moment());
        assert_eq!(refused(twice), Some(Refusal::AlreadyAccounted));

        let (unknown, _) = open(&before, &clerk(), opened(None, ""), None, moment()).unwrap();
        assert!(line(&before, &unknown).is_none());
        let later = account(&unknown.next, &officer(), unknown.next.seq, again(), moment()).unwrap();
        let told = line(&unknown.next, &later).unwrap();
        assert_eq!(
            (told.to.as_str(), told.place.as_str(), told.on),
            ("Someone", "2 Elm Street", day("2026-11-24"))
        );
        let twice = account(&later.next, &officer(), unknown.next.seq, again(), moment());
        assert_eq!(refused(twice), Some(Refusal::AlreadyAccounted));
        // No other step is a line.
        let next = breach(Work::Closed);
        let letter = written(&next, Addressee::Patient, false).unwrap();
        assert!(line(&next, &letter).is_none());
    }

    #[test]
    fn it_is_a_breach_unless_an_exception_is_named_or_all_four_factors_are_low() {
        let low = Some(Risk::Low);
        let high = Some(Risk::High);
        for (assessment, finding) in [
            (None, Err(Refusal::BreachPresumed)),
            (Some(factors([low; 4])), Ok(Finding::LowProbability)),
            (Some(factors([high, low, low, low])), Err(Refusal::BreachPresumed)),
            (Some(factors([low, high, low, low])), Err(Refusal::BreachPresumed)),
            (Some(factors([low, low, high, low])), Err(Refusal::BreachPresumed)),
            (Some(factors([low, low, low, high])), Err(Refusal::BreachPresumed)),
            (Some(factors([None, low, low, low])), Err(Refusal::BreachPresumed)),
            (Some(factors([low, None, low, low])), Err(Refusal::BreachPresumed)),
            (Some(factors([low, low, None, low])), Err(Refusal::BreachPresumed)),
            (Some(factors([low, low, low, None])), Err(Refusal::BreachPresumed)),
            (Some(factors([None; 4])), Err(Refusal::BreachPresumed)),
            (
                Some(Assessment::Exception {
                    exception: Exception::NotRetained,
                    words: "It came back unopened.".to_owned(),
                }),
                Ok(Finding::Excepted(Exception::NotRetained)),
            ),
        ] {
            for work in WORKS {
                let request = with_case(work);
                let request = match assessment.clone() {
                    Some(assessment) => assessed(&request, assessment),
                    None => request,
                };
                let found = decided(&request, None);
                let found = found.map(|next| {
                    assert!(
                        !next.misdirections[0].is_open() && next.tasks.is_empty(),
                        "it is closed"
                    );
                    next.misdirections[0].decided.clone().unwrap().finding
                });
                assert_eq!(found, finding);
                // A breach it may be found to be whatever was assessed.
                assert!(decided(&request, people(1)).unwrap().misdirections[0].is_open());
            }
        }
    }

    #[test]
    fn a_breach_stays_one_of_no_fewer_people_and_what_was_none_may_be_found_to_be_one() {
        let none = assessed(&with_case(Work::Closed), factors([Some(Risk::Low); 4]));
        let none = decided(&none, None).unwrap();
        assert_eq!(refused(decided(&none, None)), Some(Refusal::CaseDecided));
        let again = assess(
            &none,
            &officer(),
            number(&none),
            factors([Some(Risk::High); 4]),
            moment(),
        );
        assert_eq!(refused(again), Some(Refusal::CaseDecided));
        let after_all = decided(&none, people(1)).unwrap();
        assert!(after_all.misdirections[0].is_open());
        assert_eq!(refused(decided(&after_all, None)), Some(Refusal::BreachStays));

        for (before, after, is_let) in [
            (1, 1, true),
            (1, 499, true),
            (300, 1, false),
            (1, 600, true),
            (600, 499, false),
            (501, 500, false),
            (250, 249, false),
            (2, 1, true),
        ] {
            let request = decided(&with_case(Work::Ready), people(before)).unwrap();
            assert_eq!(decided(&request, people(after)).is_ok(), is_let, "{before} {after}");
        }
    }

    #[test]
    fn no_way_closes_a_breach_but_that_everyone_is_told() {
        for work in WORKS {
            let request = breach(work);
            let number = number(&request);
            let is_open = |next: &Request| next.misdirections[0].is_open() && has_task(next, TaskKind::WrongRelease);
            assert!(is_open(&request), "{work:?}");
            for next in [
                recall(
                    &request,
                    &officer(),
                    number,
                    (Recall::Destroyed, day("2026-11-25"), "She says so.".to_owned()),
                    moment(),
                )
                .unwrap()
                .next,
                told(&request, Whom::Secretary, "2026-11-25").unwrap(),
                written(&request, Addressee::Patient, false).unwrap().next,
                written(&request, Addressee::Patient, true).unwrap().next,
            ] {
                assert!(is_open(&next), "{work:?}");
            }
            let letter = written(&request, Addressee::Patient, false).unwrap().next;
            let person = told(&letter, Whom::Person, "2026-11-25").unwrap();
            assert!(is_open(&person));
            let both = told(&person, Whom::Secretary, "2026-11-25").unwrap();
            assert!(!both.misdirections[0].is_open() && both.tasks.is_empty(), "{work:?}");
            for task in &letter.tasks {
                let reader: Reader = Authority::of(&member()).unwrap();
                let ticked = work::finish_task(&letter, &reader, task.number, moment());
                assert_eq!(refused(ticked), Some(Refusal::CaseFirst), "{:?}", task.kind);
            }
        }
    }

    fn member() -> Member {
        Member {
            id: crate::id::MemberId::parse("m").unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            name: "Robin Vale".to_owned(),
            roles: vec![Role::Officer],
            licence: String::new(),
            active: true,
        }
    }

    #[test]
    fn nobody_is_told_who_need_not_be_nor_twice_nor_before_it_was_written() {
        let request = breach(Work::Closed);
        let letter = written(&request, Addressee::Patient, false).unwrap().next;
        let undecided = with_case(Work::Closed);
        for (request, whom, on, refusal) in [
            (&request, Whom::Person, "2026-11-25", Some(Refusal::BreachNotWritten)),
            (&letter, Whom::Person, "2026-11-24", Some(Refusal::ToldBeforeLetter)),
            (&letter, Whom::Person, "2026-11-25", None),
            (&request, Whom::Secretary, "2026-11-24", Some(Refusal::ToldBeforeLetter)),
            (&request, Whom::Secretary, "2026-11-25", None),
            (&request, Whom::Media, "2026-11-25", Some(Refusal::NothingToTell)),
            (
                &request,
                Whom::AttorneyGeneral,
                "2026-11-25",
                Some(Refusal::NothingToTell),
            ),
            (&undecided, Whom::Person, "2026-11-25", Some(Refusal::NoBreach)),
        ] {
            assert_eq!(refused(told(request, whom, on)), refusal, "{whom:?} {on}");
        }
        let once = told(&request, Whom::Secretary, "2026-11-25").unwrap();
        assert_eq!(
            refused(told(&once, Whom::Secretary, "2026-11-25")),
            Some(Refusal::NothingToTell)
        );
    }

    #[test]
    fn the_letter_goes_to_whose_information_it_is_and_by_email_only_to_an_address_that_is_theirs() {
        let patient = breach(Work::Closed);
        let mother = Request {
            requester: Requester::Representative {
                name: PersonName::parse("Ana", "Lopez").ok().unwrap(),
                relation: Relation::Parent,
            },
            ..patient.clone()
        };
        let directed = Request {
            requester: Requester::Directed {
                to: "Dr. Hart".to_owned(),
                place: "1 Elm Street".to_owned(),
            },
            ..patient.clone()
        };
        let counsel = Request {
            requester: Requester::Other {
                name: "Cole and Partners".to_owned(),
            },
            ..patient.clone()
        };
        let (own, rep, other) = (Addressee::Patient, Addressee::Representative, Addressee::Other);
        let one = "One Mhvtestveteran";
        for (request, to, is_electronic, expected) in [
            (&patient, own, false, Ok(one)),
            (&patient, own, true, Ok(one)),
            (&patient, rep, false, Err(Refusal::NotRepresented)),
            (&patient, other, false, Ok("Another Patient")),
            (&patient, other, true, Err(Refusal::NoElectronicNotice)),
            (&mother, own, false, Ok(one)),
            (&mother, own, true, Err(Refusal::NoElectronicNotice)),
            (&mother, rep, false, Ok("Ana Lopez")),
            (&mother, rep, true, Ok("Ana Lopez")),
            (&mother, other, true, Err(Refusal::NoElectronicNotice)),
            (&directed, own, true, Ok(one)),
            (&directed, rep, false, Err(Refusal::NotRepresented)),
            (&counsel, own, false, Ok(one)),
            (&counsel, own, true, Err(Refusal::NoElectronicNotice)),
        ] {
            let found = written(request, to, is_electronic).map(|decision| {
                assert_eq!(decision.event.happened.letter_is_shared(), is_electronic);
                match decision.event.happened.letter() {
                    Some(Letter::Answer(Answer {
                        recipient,
                        says: Says::Breach(notice),
                        ..
                    })) => {
                        let whose = (to == rep).then_some(one);
                        assert_eq!(notice.patient.as_deref(), whose, "{to:?}");
                        recipient.clone()
                    }
                    _ => String::new(),
                }
            });
            assert_eq!(found, expected.map(str::to_owned), "{to:?} {is_electronic}");
        }
    }

    #[test]
    fn no_notice_goes_by_email_to_the_address_that_the_link_went_to_nor_to_one_that_is_not_confirmed() {
        let (stopped, _) = open(
            &at(Work::Ready),
            &clerk(),
            opened(Some("d"), ""),
            Some(&delivery()),
            moment(),
        )
        .unwrap();
        let there = Request {
            contact_proven: true,
            ..decided(&stopped.next, people(1)).unwrap()
        };
        let refusal = Some(Refusal::NoElectronicNotice);
        assert_eq!(
            refused(written(&there, Addressee::Patient, true)),
            refusal,
            "it went there"
        );
        // Another telephone number makes it no other address.
        let called = Request {
            contact_epoch: there.contact_epoch + 1,
            ..there.clone()
        };
        assert_eq!(refused(written(&called, Addressee::Patient, true)), refusal);
        let mut corrected = there;
        corrected.contact.email = Email::parse("email", "right@patient.example").ok();
        assert!(written(&corrected, Addressee::Patient, true).is_ok());
        let unconfirmed = Request {
            contact_proven: false,
            ..corrected.clone()
        };
        assert_eq!(refused(written(&unconfirmed, Addressee::Patient, true)), refusal);
        let mut without = corrected;
        without.contact.email = None;
        assert_eq!(refused(written(&without, Addressee::Patient, true)), refusal);
    }

    #[test]
    fn a_letter_is_written_once_of_a_breach_alone_and_only_whole() {
        assert_eq!(
            refused(written(&with_case(Work::Closed), Addressee::Patient, false)),
            Some(Refusal::NoBreach)
        );
        let request = breach(Work::Closed);
        let once = written(&request, Addressee::Patient, false).unwrap().next;
        assert_eq!(
            refused(written(&once, Addressee::Patient, false)),
            Some(Refusal::BreachWritten)
        );
        let nowhere = Practice {
            locations: vec![],
            ..practice()
        };
        let command = (number(&request), command(Addressee::Patient, false));
        let refusal = refused(write(&request, &officer(), command, &nowhere, moment()));
        assert!(
            matches!(refusal, Some(Refusal::LetterIncomplete(_))),
            "nobody could write to it"
        );
    }

    #[test]
    fn a_letter_is_posted_or_arrives_by_email_and_one_that_came_back_is_posted() {
        let notice = || NoticeId::parse("n").unwrap();
        let request = breach(Work::Closed);
        let posted = written(&request, Addressee::Patient, false).unwrap().next;
        assert!(has_task(&posted, TaskKind::PostBreach));
        let seq = |request: &Request| request.misdirections[0].letter.clone().unwrap().seq;
        assert_eq!(
            letter_arrived(&posted, seq(&posted), notice(), moment()).map(|_| ()),
            None
        );

        let mailing = written(&request, Addressee::Patient, true).unwrap();
        let (mailed, letter) = (mailing.next, mailing.event.seq);
        assert_eq!(seq(&mailed), letter, "the letter is that of its event");
        assert!(misdirection::is_letter(&mailed, letter) && !has_task(&mailed, TaskKind::PostBreach));
        assert_eq!(
            letter_arrived(&mailed, letter - 1, notice(), moment()).map(|_| ()),
            None
        );
        let unreported = work::mail_unreported(&mailed, About::Breach(letter), notice(), moment())
            .unwrap()
            .next;
        for (whom, asks) in [(Whom::Person, false), (Whom::Secretary, true)] {
            let told = told(&unreported, whom, "2026-11-25").unwrap();
            assert_eq!(has_task(&told, TaskKind::AskArrival), asks, "{whom:?}");
        }
        assert!(has_task(&unreported, TaskKind::AskArrival));
        let late = work::mail_arrived(&unreported, About::Message, notice(), moment());
        assert!(late.is_none(), "whether another message came says nothing of it");
        let number = unreported
            .tasks
            .iter()
            .find(|task| task.kind == TaskKind::AskArrival)
            .unwrap()
            .number;
        let ticked = work::finish_task(&unreported, &reader(), number, moment());
        assert_eq!(refused(ticked), Some(Refusal::HandOverFirst));
        let answered = Request {
            work: Work::Answered,
            delivery: None,
            ..mailed.clone()
        };
        assert!(!ending::undoes(&answered, letter) && ending::undoes(&answered, letter - 1));
        let arrived = letter_arrived(&unreported, letter, notice(), moment()).unwrap().next;
        assert_eq!(arrived.misdirections[0].told_on(Whom::Person), Some(moment().on));
        assert!(!has_task(&arrived, TaskKind::AskArrival));
        assert_eq!(arrived.work, Work::Closed, "it answers no request");

        let all = told(&arrived, Whom::Secretary, "2026-11-25").unwrap();
        assert!(!all.misdirections[0].is_open());
        let lost = work::mail_lost(&all, Lost::Bounced(About::Breach(letter)), notice(), moment()).next;
        assert!(lost.misdirections[0].is_open(), "it is open again");
        let kinds: Vec<_> = lost.tasks.iter().map(|task| task.kind).collect();
        assert_eq!(
            kinds,
            [TaskKind::WrongRelease, TaskKind::PostBreach, TaskKind::ReachRequester]
        );
        let told_by_post = told(&lost, Whom::Person, "2026-11-25").unwrap();
        let again = work::mail_lost(&told_by_post, Lost::Bounced(About::Breach(letter)), notice(), moment()).next;
        assert!(!again.misdirections[0].is_open(), "what was told by post stays told");

        let mut moved = mailed;
        post_instead(&mut moved, moment().on);
        assert!(has_task(&moved, TaskKind::PostBreach) && !moved.misdirections[0].waits_for_mail());
    }

    #[test]
    fn the_officers_task_has_the_first_day_to_act_by_and_no_other_task_is_moved() {
        let mut request = with_case(Work::Gathering);
        add_task(&mut request, TaskKind::PrintFailed, day("2027-03-01"));
        let found = decided(&request, people(1)).unwrap();

        assert_ne!(found.misdirections[0].act_on(), request.misdirections[0].act_on());
        let act_on = found.misdirections[0].act_on().unwrap().to_string();
        assert_eq!(
            tasks(&found),
            [
                (TaskKind::WrongRelease, act_on),
                (TaskKind::PrintFailed, "2027-03-01".to_owned())
            ]
        );
    }

    #[test]
    fn each_stage_of_each_case_is_told_once_and_begins_anew_where_its_dates_move() {
        let on = |text: &str| Moment {
            on: day(text),
            ..moment()
        };
        let mut request = with_case(Work::Closed);
        let second = Opened {
            discovered_on: day("2026-12-25"),
            ..opened(None, "")
        };
        request = open(&request, &clerk(), second, None, on("2026-12-25")).unwrap().0.next;
        let mut told = Vec::new();
        for today in [
            "2026-11-27",
            "2026-11-28",
            "2026-12-05",
            "2026-12-28",
            "2027-01-04",
            "2027-01-25",
            "2027-06-01",
        ] {
            while let Some(decision) = warn(&request, on(today)) {
                assert_eq!(decision.next.version, request.version, "nobody's work is made stale");
                if let Happened::WrongRelease {
                    case,
                    step: Step::Warned(stage),
                } = decision.event.happened
                {
                    told.push((today, case == number(&request), stage));
                }
                request = decision.next;
            }
        }
        assert_eq!(
            told,
            [
                ("2026-11-28", true, Stage::Soon),
                ("2026-12-05", true, Stage::Today),
                ("2026-12-28", false, Stage::Soon),
                ("2027-01-04", false, Stage::Today),
                ("2027-01-25", true, Stage::Overdue),
                ("2027-06-01", false, Stage::Overdue),
            ]
        );
        assert_eq!(request.warn_on(), None);
        let breach = decided(&request, people(1)).unwrap();
        assert_eq!(breach.misdirections[0].warned, None, "the day to act by is another one");
    }

    #[test]
    fn every_step_of_a_case_that_is_not_there_is_refused() {
        let request = with_case(Work::Closed);
        let none = 99;
        let known = parse::Known {
            to: "Someone".to_owned(),
            place: String::new(),
            what: "A note".to_owned(),
            why: "Mixed up.".to_owned(),
        };
        let words = || "Words.".to_owned();
        for refusal in [
            refused(account(&request, &officer(), none, known, moment())),
            refused(recall(
                &request,
                &officer(),
                none,
                (Recall::Asked, moment().on, words()),
                moment(),
            )),
            refused(assess(&request, &officer(), none, factors([None; 4]), moment())),
            refused(decide(&request, &officer(), none, (people(1), words()), moment())),
            refused(write(
                &request,
                &officer(),
                (none, command(Addressee::Patient, false)),
                &practice(),
                moment(),
            )),
            refused(tell(
                &request,
                &officer(),
                none,
                (Whom::Person, moment().on, words()),
                moment(),
            )),
        ] {
            assert_eq!(refusal, Some(Refusal::NoSuchCase));
        }
    }
}
