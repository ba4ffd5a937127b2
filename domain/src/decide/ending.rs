//! Everything but a release that ends a request, holds its answer up lawfully, or takes an end back.

use super::{
    Decision, Moment, Refusal, add_task, at_stage, by, complete, decision, directive, emailing, end_tasks, has_task,
    review,
};
use crate::checklist;
use crate::clock::{self, Extension};
use crate::delivery::Delivery;
use crate::event::{Actor, Happened};
use crate::id::NoticeId;
use crate::letter::{Answer, Letter, Says};
use crate::misdirection;
use crate::parse::{HandOver, Route};
use crate::practice::{Clerk, Officer};
use crate::request::{Request, Requester};
use crate::review as request_review;
use crate::wire::Placement;
use crate::word::{Access, Ending, Extends, Handing, Outcome, TaskKind, Way, Work};
use chrono::NaiveDate;

/// Whose limit an extension to that day moves, where one may be given today, 45 CFR 164.524(b)(2)(ii).
pub fn may_extend(request: &Request, until: NaiveDate, moment: Moment) -> Result<Extends, Refusal> {
    at_stage(request, &[Work::Received, Work::Gathering])?;
    let ask = request.clock_ask();
    let mut is_any = false;
    // A state's ends where the federal one begins.
    for of in [Extends::State, Extends::Federal] {
        let Some(may) = clock::extendable(&ask, of, moment.on) else {
            continue;
        };
        is_any = true;
        if may.after < until && until <= may.last {
            return Ok(of);
        }
    }
    Err(if is_any {
        Refusal::UntilTooLate
    } else {
        Refusal::MayNotExtend
    })
}

/// An extension, once of each kind. Its letter must go inside the first limit, and moves nothing before it went: without an e-mail address
/// it is a task for today.
pub fn extend(request: &Request, officer: &Officer, letter: Answer, moment: Moment) -> Result<Decision, Refusal> {
    let Says::Extension { of, until, .. } = letter.says else {
        return Err(Refusal::MayNotExtend);
    };
    if may_extend(request, until, moment)? != of {
        return Err(Refusal::UntilTooLate);
    }
    complete(Letter::Answer(&letter))?;
    let happened = Happened::Extended {
        letter: Box::new(letter),
    };
    Ok(decision(request, moment, by(officer), happened, |next| {
        next.version += 1;
        next.extensions.push(Extension {
            of,
            until,
            on: moment.on,
            given_on: None,
            letter: next.seq,
        });
        if next.contact.email.is_none() {
            add_task(next, TaskKind::PostLetter, moment.on);
        }
    }))
}

/// Whether the request can end so now, with its patient's records as they stand: no letter says what the desk knows to be
/// otherwise. What a review gave has still to go out, 45 CFR 164.524(d)(4): only who asks can do without it.
pub fn may_answer(request: &Request, ending: Ending, records: &[Placement]) -> Result<(), Refusal> {
    if !request.kind.is_access() {
        return Err(Refusal::NotAccess);
    }
    match ending {
        Ending::NotHeld | Ending::NoAuthority | Ending::Unverified if request_review::gave_more(request) => {
            return Err(Refusal::ReviewGave);
        }
        Ending::NotHeld | Ending::NoAuthority | Ending::Unverified => {
            at_stage(request, &[Work::Received, Work::Gathering])?;
        }
        Ending::Withdrawn => at_stage(request, &[Work::Received, Work::Gathering, Work::Ready])?,
    }
    match ending {
        Ending::NotHeld if records.iter().any(|placement| is_held(*placement)) => Err(Refusal::RecordsHeld),
        Ending::Unverified if request.patient.is_some() => Err(Refusal::IsVerified),
        Ending::NoAuthority if request.requester == Requester::Patient => Err(Refusal::PatientAsks),
        Ending::NotHeld | Ending::Unverified | Ending::NoAuthority | Ending::Withdrawn => Ok(()),
    }
}

/// Whether a record is something of what was asked for that is released, withheld with a letter, or still to be decided. Of
/// what this requester may not know, no answer tells.
fn is_held(placement: Placement) -> bool {
    match placement {
        Placement::In
        | Placement::Withheld
        | Placement::Waiting
        | Placement::Rejected
        | Placement::NeedsJudgement
        | Placement::Protected
        | Placement::WaitsForDetermination
        | Placement::WaitsForApproval => true,
        Placement::SetAside
        | Placement::Duplicate
        | Placement::OutsideRecordSet
        | Placement::NotAskedFor
        | Placement::NotTheirs => false,
    }
}

/// A letter without a record ends the request. It is closed when the letter has arrived; where the requester took the
/// request back, nobody asks whether it did.
///
/// Where the papers of who asks were seen, it is the officer's to say that this person is not to be treated as the patient's
/// representative, on a professional's judgment, 45 CFR 164.502(g)(5).
pub fn answer(
    request: &Request,
    (clerk, officer): (&Clerk, Option<&Officer>),
    (letter, records): (Answer, &[Placement]),
    moment: Moment,
) -> Result<Decision, Refusal> {
    let Says::Ending { ending, .. } = &letter.says else {
        return Err(Refusal::WrongStage(request.work));
    };
    let ending = *ending;
    may_answer(request, ending, records)?;
    if ending == Ending::NoAuthority && request.patient.is_some() && officer.is_none() {
        return Err(Refusal::OfficerDecides);
    }
    review::none_open(request)?;
    complete(Letter::Answer(&letter))?;
    let happened = Happened::Answered {
        letter: Box::new(letter),
    };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.outcome = Some(ending.outcome());
        next.is_asked = false;
        next.emailing = None;
        // Nothing is handed over any more, and no letter of before is posted.
        end_tasks(
            next,
            &[
                TaskKind::AskArrival,
                TaskKind::HandOverRecord,
                TaskKind::HelpOpen,
                TaskKind::PostLetter,
            ],
        );
        let goes_by_mail = next.contact.email.is_some();
        if goes_by_mail || ending == Ending::Withdrawn {
            next.answered_on.get_or_insert(moment.on);
        }
        next.work = Work::Answered;
        if !goes_by_mail {
            add_task(next, TaskKind::PostLetter, moment.on);
        }
    }))
}

/// Another kind of ask went to who answers it, with what its checklist came to. No clock of access ran.
pub fn route(
    request: &Request,
    clerk: &Clerk,
    Route { to, checked, missing }: Route,
    moment: Moment,
) -> Result<Decision, Refusal> {
    if request.kind.is_access() {
        return Err(Refusal::WrongStage(request.work));
    }
    at_stage(request, &[Work::Received])?;
    let verdict = checklist::verdict(request.kind, &missing);
    let happened = Happened::Routed { to, checked, verdict };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.work = Work::Closed;
        next.outcome = Some(Outcome::RoutedElsewhere);
        next.answered_on.get_or_insert(moment.on);
        next.tasks.clear();
    }))
}

/// The record or the letter went to the requester outside the page. That the letter of an extension went while it still could
/// count is the officer's to note once it no longer can.
pub fn hand_over(
    request: &Request,
    (clerk, officer): (&Clerk, Option<&Officer>),
    HandOver { handing, note, on }: HandOver,
    moment: Moment,
) -> Result<Decision, Refusal> {
    let is_letter = has_task(request, TaskKind::PostLetter);
    if handing == Handing::Inspected && !may_inspect(request) {
        return Err(Refusal::NoInspectionAsked);
    }
    match (request.work, handing) {
        // The letter of an extension; the work goes on.
        (Work::Received | Work::Gathering, Handing::Posted | Handing::InPerson | Handing::Emailed) if is_letter => {
            if waiting(&request.extensions).any(|extension| on < extension.on) {
                return Err(Refusal::HandedBeforeWritten);
            }
            if officer.is_none() && due_given(request, on) > due_given(request, moment.on) {
                return Err(Refusal::OfficerDecides);
            }
        }
        // What waits is what the patient is told of a record that went to a third party: that can't be looked at.
        (work @ Work::Delivered, Handing::Inspected) if directive::waits_for_letter(request) => {
            return Err(Refusal::WrongStage(work));
        }
        (Work::Answered, Handing::Posted | Handing::InPerson | Handing::Emailed) => {}
        (Work::Ready | Work::Delivered, _) => {}
        (work, _) => return Err(Refusal::WrongStage(work)),
    }
    let happened = Happened::HandedOver {
        handing,
        note,
        on: Some(on).filter(|on| *on != moment.on),
        letter: None,
    };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        if directive::waits_for_letter(request) {
            end_tasks(next, &[TaskKind::PostLetter, TaskKind::ReachRequester]);
            return;
        }
        match next.work {
            Work::Received | Work::Gathering => {
                end_tasks(next, &[TaskKind::PostLetter]);
                give(next, on);
                return;
            }
            Work::Answered => close(next),
            Work::Ready | Work::Delivered | Work::Assembling | Work::Closed => next.work = Work::Delivered,
        }
        next.emailing = None;
        next.answered_on.get_or_insert(moment.on);
        if handing == Handing::Inspected && next.outcome == Some(Outcome::Released) {
            next.outcome = Some(Outcome::Inspected);
        }
        end_tasks(
            next,
            &[
                TaskKind::HandOverRecord,
                TaskKind::PostLetter,
                TaskKind::ReachRequester,
                TaskKind::HelpOpen,
                TaskKind::AskArrival,
            ],
        );
    }))
}

/// Tasks about a record that its requester does not want any more.
const MOOT: [TaskKind; 6] = [
    TaskKind::DecideProtected,
    TaskKind::RepackRecord,
    TaskKind::ReleaseReviewed,
    TaskKind::OpenSuspended,
    TaskKind::ArrangeFree,
    TaskKind::AssignAgain,
];

/// Whether a task is nobody's, since the requester took the request back: it ends with the request, and comes up again where
/// that is undone.
pub(super) fn is_moot(request: &Request, kind: TaskKind) -> bool {
    let is_taken_back = request.work == Work::Answered && request.outcome == Some(Outcome::Withdrawn);
    is_taken_back && MOOT.contains(&kind)
}

/// The answer has arrived.
pub(super) fn close(next: &mut Request) {
    next.work = Work::Closed;
    if next.outcome == Some(Outcome::Withdrawn) {
        end_tasks(next, &MOOT);
    }
}

/// Whether looking at the record was asked for, or agreed on with a visit: who asked for a copy is not answered by a look at it,
/// 45 CFR 164.524(c)(2)(i).
pub fn may_inspect(request: &Request) -> bool {
    let visit = request
        .agreed
        .as_ref()
        .is_some_and(|agreed| agreed.way == Way::InPerson && !agreed.appointment.is_empty());
    request.access == Access::Inspection || visit
}

/// The legal date where the letters of extensions that wait went on that day.
fn due_given(request: &Request, on: NaiveDate) -> NaiveDate {
    let mut given = request.clone();
    give(&mut given, on);
    given.due().due_on
}

/// The letters of extensions that wait went on that day.
fn give(request: &mut Request, on: NaiveDate) {
    for extension in &mut request.extensions {
        extension.given_on.get_or_insert(on);
    }
}

/// Whether the letter of an extension is still to go, while the work goes on.
pub(super) fn is_extending(request: &Request) -> bool {
    matches!(request.work, Work::Received | Work::Gathering) && waiting(&request.extensions).next().is_some()
}

/// The extensions whose letters have not gone.
fn waiting(extensions: &[Extension]) -> impl Iterator<Item = &Extension> {
    extensions.iter().filter(|extension| extension.given_on.is_none())
}

/// The provider took the letter of an extension. `None` where it went before, or is none.
pub fn extension_given(request: &Request, letter: u64, notice: NoticeId, moment: Moment) -> Option<Decision> {
    let waits = waiting(&request.extensions).any(|extension| extension.letter == letter);
    waits.then(|| {
        decision(
            request,
            moment,
            Actor::Desk,
            Happened::ExtensionGiven { notice },
            |next| {
                let mut extensions = next.extensions.iter_mut();
                if let Some(extension) = extensions.find(|extension| extension.letter == letter) {
                    extension.given_on = Some(moment.on);
                }
            },
        )
    })
}

/// Takes a request up again. Its receipt stays, and with it the clock: an answer that was none does not stop it. A link
/// that still works is switched off with it, since there may be what must not be there.
pub fn reopen(
    request: &Request,
    clerk: &Clerk,
    current: Option<&Delivery>,
    reason: String,
    moment: Moment,
) -> Result<(Decision, Option<Delivery>), Refusal> {
    at_stage(request, &[Work::Delivered, Work::Answered, Work::Closed])?;
    review::none_open(request)?;
    let decision = decision(request, moment, by(clerk), Happened::Reopened { reason }, |next| {
        next.delivery = None;
        back(next);
    });
    Ok((decision, switched_off(current)))
}

/// The link, if it still worked.
pub(super) fn switched_off(current: Option<&Delivery>) -> Option<Delivery> {
    current.filter(|delivery| !delivery.revoked).map(|delivery| Delivery {
        revoked: true,
        ..delivery.clone()
    })
}

/// Takes back what was decided last while nothing of it has gone out: a release that is still packed or whose message
/// with the record waits, or a letter whose message waits. A link that works is switched off with it, be it an earlier
/// release's: what is decided next may keep back what it leads to. An extension is the officer's, and so is taking it back.
pub fn undo(
    request: &Request,
    (clerk, officer): (&Clerk, Option<&Officer>),
    (current, is_letter_waiting): (Option<&Delivery>, bool),
    moment: Moment,
) -> Result<(Decision, Option<Delivery>), Refusal> {
    let last = undoable(request, is_letter_waiting).ok_or(Refusal::NothingToUndo)?;
    if let Undoable::Extension { letter } = last {
        let officer = officer.ok_or(Refusal::OfficerDecides)?;
        let happened = Happened::ExtensionUndone { letter };
        let decision = decision(request, moment, by(officer), happened, |next| {
            next.version += 1;
            next.extensions.retain(|extension| extension.letter != letter);
        });
        return Ok((decision, None));
    }
    let decision = decision(request, moment, by(clerk), Happened::Undone, |next| {
        next.delivery = None;
        end_tasks(next, &[TaskKind::FileDenial, TaskKind::NoteDenial]);
        let answered_on = next.answered_on;
        back(next);
        review::still_to_release(next, answered_on, moment.on);
    });
    Ok((decision, switched_off(current)))
}

/// What was decided last and can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undoable {
    Release,
    /// A letter that ends the request.
    Ending,
    /// The number of the event that the extension's letter is of.
    Extension {
        letter: u64,
    },
}

/// What of a request can be taken back, where its letter waits to go or not (`undoes`).
pub fn undoable(request: &Request, is_letter_waiting: bool) -> Option<Undoable> {
    match request.work {
        // With a link out there, the job makes one anew.
        Work::Assembling => request.delivery.is_none().then_some(Undoable::Release),
        // What is to be posted can be read on the status page already. What lay ready before is not taken back with it: such a
        // request is taken up again.
        Work::Answered => (is_letter_waiting && request.delivery.is_none()).then_some(Undoable::Ending),
        // What she had before is not taken back with it.
        Work::Ready => {
            let waits = emailing::waiting(request).is_some();
            (waits && request.answered_on.is_none() && request.review.is_none()).then_some(Undoable::Release)
        }
        Work::Received | Work::Gathering => {
            let newest = waiting(&request.extensions).last().filter(|_| is_letter_waiting);
            newest.map(|extension| Undoable::Extension {
                letter: extension.letter,
            })
        }
        Work::Delivered | Work::Closed => None,
    }
}

/// Whether the letter of that event is the one whose message must still wait for its decision to be taken back. That of a
/// breach or of a review is not taken back with an ending.
pub fn undoes(request: &Request, letter: u64) -> bool {
    match undoable(request, true) {
        Some(Undoable::Extension { letter: waits }) => letter == waits,
        Some(Undoable::Ending) => {
            !misdirection::is_letter(request, letter) && !request_review::is_letter(request, letter)
        }
        Some(Undoable::Release) | None => false,
    }
}

fn back(next: &mut Request) {
    next.version += 1;
    next.work = if next.patient.is_some() {
        Work::Gathering
    } else {
        Work::Received
    };
    next.outcome = None;
    next.job = None;
    next.emailing = None;
    next.answered_on = None;
    // The letter that goes next says anew what is suspended.
    end_tasks(next, &[TaskKind::OpenSuspended]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::{at, clerk, moment};
    use crate::person::PersonName;
    use crate::request::Agreed;
    use crate::word::Relation;
    use chrono::Days;

    #[test]
    fn what_is_here_is_never_answered_as_not_held() {
        use Placement::{
            Duplicate, In, NeedsJudgement, NotAskedFor, NotTheirs, OutsideRecordSet, Protected, Rejected, SetAside,
            Waiting, WaitsForApproval, WaitsForDetermination, Withheld,
        };
        let refusal = |records: &[Placement]| may_answer(&at(Work::Gathering), Ending::NotHeld, records).err();
        assert_eq!(refusal(&[]), None);
        for gone in [SetAside, Duplicate, OutsideRecordSet, NotAskedFor, NotTheirs] {
            assert_eq!(refusal(&[gone]), None, "{gone:?}");
            for held in [
                In,
                Withheld,
                Waiting,
                Rejected,
                NeedsJudgement,
                Protected,
                WaitsForDetermination,
                WaitsForApproval,
            ] {
                assert_eq!(refusal(&[gone, held]), Some(Refusal::RecordsHeld), "{held:?}");
            }
        }
        let records = [In];
        assert_eq!(may_answer(&at(Work::Gathering), Ending::Withdrawn, &records), Ok(()));
    }

    fn handed(handing: Handing, note: &str) -> HandOver {
        HandOver {
            handing,
            note: note.to_owned(),
            on: moment().on,
        }
    }

    #[test]
    fn a_look_at_the_record_answers_who_asked_for_one_or_agreed_to_one_and_nobody_else() {
        let seen = |request: &Request| {
            let handing = handed(Handing::Inspected, "She looked at all of it.");
            hand_over(request, (&clerk(), None), handing, moment()).map(|decision| decision.next.outcome)
        };
        for work in [Work::Ready, Work::Delivered] {
            let copy = Request {
                outcome: Some(Outcome::Released),
                ..at(work)
            };
            assert_eq!(seen(&copy), Err(Refusal::NoInspectionAsked));
            let posted = handed(Handing::Posted, "To her address.");
            let before = moment().on - Days::new(1);
            for (on, told) in [(moment().on, None), (before, Some(before))] {
                let posted = HandOver { on, ..posted.clone() };
                let noted = hand_over(&copy, (&clerk(), None), posted, moment()).unwrap();
                assert!(
                    matches!(noted.event.happened, Happened::HandedOver { on, .. } if on == told),
                    "the day is kept where it is another than that of the note"
                );
            }
            for (way, appointment, expected) in [
                (Way::Paper, "Monday at 10", Err(Refusal::NoInspectionAsked)),
                (Way::InPerson, "", Err(Refusal::NoInspectionAsked)),
                (Way::InPerson, "Monday at 10", Ok(Some(Outcome::Inspected))),
            ] {
                let agreed = Agreed {
                    way,
                    format: String::new(),
                    appointment: appointment.to_owned(),
                    risk_accepted: false,
                };
                let agreed = Request {
                    agreed: Some(agreed),
                    ..copy.clone()
                };
                assert_eq!(seen(&agreed), expected, "{way:?}");
            }
            let asked = Request {
                access: Access::Inspection,
                ..copy
            };
            assert_eq!(seen(&asked), Ok(Some(Outcome::Inspected)));
        }
    }

    #[test]
    fn who_is_known_is_not_answered_as_unknown_and_the_patient_needs_no_paper() {
        let mother = |work| Request {
            requester: Requester::Representative {
                name: PersonName::parse("Ana", "Mhvtestveteran").unwrap(),
                relation: Relation::Parent,
            },
            ..at(work)
        };
        for (request, ending, expected) in [
            (at(Work::Received), Ending::Unverified, Ok(())),
            (at(Work::Gathering), Ending::Unverified, Err(Refusal::IsVerified)),
            (mother(Work::Gathering), Ending::Unverified, Err(Refusal::IsVerified)),
            (at(Work::Received), Ending::NoAuthority, Err(Refusal::PatientAsks)),
            (at(Work::Gathering), Ending::NoAuthority, Err(Refusal::PatientAsks)),
            (mother(Work::Received), Ending::NoAuthority, Ok(())),
            (mother(Work::Gathering), Ending::NoAuthority, Ok(())),
        ] {
            assert_eq!(
                may_answer(&request, ending, &[]),
                expected,
                "{ending:?} at {:?}",
                request.work
            );
        }
    }
}
