//! The desk's daily work on a request: whose it is, notes, messages, tasks, contacts, links, and what the post says.

use super::{
    Decision, Moment, Others, Refusal, add_task, at_stage, by, decision, directive, emailing, end_tasks, ending, fee,
    goes_by_itself, has_task, misdirecting, number, review,
};
use crate::clock;
use crate::email::Changed;
use crate::event::{Actor, Happened};
use crate::id::{MemberId, NoticeId, RequestId, ScanId};
use crate::misdirection::Case;
use crate::parse;
use crate::person::Contact;
use crate::practice::{Clerk, Reader};
use crate::request::{Agreed, Linked, Request};
use crate::review as request_review;
use crate::task::{Assignee, TASKS, Task};
use crate::word::{Evidence, Outcome, Stage, TaskKind, Way, Work};

const OPEN: [Work; 6] = [
    Work::Received,
    Work::Gathering,
    Work::Assembling,
    Work::Ready,
    Work::Delivered,
    Work::Answered,
];

/// Whose it is. No decision of anyone is made stale by it.
pub fn assign(request: &Request, clerk: &Clerk, to: Option<Assignee>, moment: Moment) -> Result<Decision, Refusal> {
    at_stage(request, &OPEN)?;
    Ok(assigned(request, by(clerk), to, moment))
}

/// A member works here no more: what was theirs, the request or a task of it, goes over. Without a successor somebody
/// must be found. `None` where nothing is theirs.
pub fn reassign(request: &Request, from: &MemberId, to: Option<Assignee>, moment: Moment) -> Option<Decision> {
    let is_theirs = |who: &Option<Assignee>| who.as_ref().is_some_and(|who| who.id == *from);
    let whole = is_theirs(&request.assignee);
    if !whole && !request.tasks.iter().any(|task| is_theirs(&task.owner)) {
        return None;
    }
    let left = if whole { to.clone() } else { request.assignee.clone() };
    let happened = Happened::Assigned { to: left.clone() };
    Some(decision(request, moment, Actor::Desk, happened, |next| {
        for task in &mut next.tasks {
            if is_theirs(&task.owner) {
                task.owner.clone_from(&to);
            }
        }
        next.assignee.clone_from(&left);
        if whole && to.is_none() {
            add_task(next, TaskKind::AssignAgain, moment.on);
        }
    }))
}

fn assigned(request: &Request, actor: Actor, to: Option<Assignee>, moment: Moment) -> Decision {
    let left = request.assignee.clone();
    decision(request, moment, actor, Happened::Assigned { to: to.clone() }, |next| {
        for task in &mut next.tasks {
            if task.owner.is_some() && task.owner == left {
                task.owner.clone_from(&to);
            }
        }
        next.assignee.clone_from(&to);
        end_tasks(next, &[TaskKind::AssignAgain]);
    })
}

/// A note among staff, at any time.
pub fn note(request: &Request, reader: &Reader, text: String, moment: Moment) -> Decision {
    decision(request, moment, by(reader), Happened::NoteWritten { text }, |_| {})
}

/// Why a record does not go out though everything is ready: what only waits may be information blocking, 45 CFR 171.103.
pub fn explain_delay(request: &Request, clerk: &Clerk, reason: String, moment: Moment) -> Result<Decision, Refusal> {
    at_stage(request, &[Work::Gathering])?;
    let happened = Happened::DelayExplained { reason: reason.clone() };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.delay = Some(reason);
    }))
}

/// Tells how far the clock has run: once for each stage, and the last one alone where earlier ones were missed. `None`
/// where there is nothing new to tell.
pub fn warn(request: &Request, moment: Moment) -> Option<Decision> {
    request.warn_of_clock_on()?;
    let stage = clock::stage(&clock::read(request.due(), None, moment.on))?;
    if request.warned >= Some(stage) {
        return None;
    }
    let happened = Happened::ClockWarned { stage };
    Some(decision(request, moment, Actor::Desk, happened, |next| {
        next.warned = Some(stage);
        match stage {
            Stage::Soon | Stage::Today => {}
            Stage::Overdue => add_task(next, TaskKind::AnswerLate, moment.on),
        }
    }))
}

/// A message to the requester, also when the request is closed. What is asked in it stops no clock.
pub fn send_message(
    request: &Request,
    clerk: &Clerk,
    (text, asks): (String, bool),
    moment: Moment,
) -> Result<Decision, Refusal> {
    let happened = Happened::MessageSent { text, asks };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.is_asked = asks;
        end_tasks(next, &[TaskKind::AnswerMessage]);
        if next.contact.email.is_none() {
            add_task(next, TaskKind::ReachRequester, moment.on);
        }
    }))
}

/// The requester wrote, also when the request is closed.
pub fn receive_message(request: &Request, text: String, moment: Moment) -> Decision {
    let happened = Happened::MessageReceived { text };
    decision(request, moment, Actor::Requester, happened, |next| {
        next.is_asked = false;
        // Whoever writes here was reached.
        stop_asking(next);
        add_task(next, TaskKind::AnswerMessage, moment.on);
    })
}

pub fn add_own_task(
    request: &Request,
    clerk: &Clerk,
    command: parse::NewTask,
    owner: Option<Assignee>,
    moment: Moment,
) -> Result<Decision, Refusal> {
    at_stage(request, &OPEN)?;
    let own = request.tasks.iter().filter(|task| task.kind == TaskKind::Own);
    if own.count() >= TASKS {
        return Err(Refusal::TooManyTasks);
    }
    let task = Task {
        number: number(&Request {
            seq: request.seq + 1,
            ..request.clone()
        }),
        kind: TaskKind::Own,
        text: command.text,
        owner,
        due_on: command.due_on,
    };
    let happened = Happened::TaskAdded { task: task.clone() };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.tasks.push(task)
    }))
}

/// A task is done. What protected care asks of the officer ends with her decision, and what is to be posted or handed over
/// when it is noted how that went: not with a tick.
pub fn finish_task(request: &Request, reader: &Reader, number: u64, moment: Moment) -> Result<Decision, Refusal> {
    let task = request.tasks.iter().find(|task| task.number == number);
    match task.map(|task| task.kind) {
        None => return Err(Refusal::NoSuchTask),
        Some(TaskKind::DecideProtected) => return Err(Refusal::OfficerDecides),
        Some(TaskKind::PostLetter | TaskKind::HandOverRecord | TaskKind::PostReview) => {
            return Err(Refusal::HandOverFirst);
        }
        // They end with what they ask for.
        Some(TaskKind::DesignateReviewer) => return Err(Refusal::OfficerDesignates),
        Some(TaskKind::ReviewLate) => return Err(Refusal::ReviewOpen),
        Some(TaskKind::ReleaseReviewed) => return Err(Refusal::ReviewGave),
        Some(TaskKind::WrongRelease | TaskKind::PostBreach) => return Err(Refusal::CaseFirst),
        // What is found out there may close the request.
        Some(TaskKind::AskArrival) if is_in_doubt(request) => return Err(Refusal::HandOverFirst),
        Some(
            TaskKind::Own
            | TaskKind::ReachRequester
            | TaskKind::RepackRecord
            | TaskKind::AnswerMessage
            | TaskKind::HelpOpen
            | TaskKind::AssignAgain
            | TaskKind::AskArrival
            | TaskKind::AnswerLate
            | TaskKind::ArrangeFree
            | TaskKind::TellFormer
            | TaskKind::PrintFailed
            | TaskKind::OpenSuspended
            | TaskKind::FileDenial
            | TaskKind::NoteDenial,
        ) => {}
    }
    let happened = Happened::TaskDone { number };
    Ok(decision(request, moment, by(reader), happened, |next| {
        next.tasks.retain(|task| task.number != number);
    }))
}

/// Another way to reach the requester, after proof. A new address is not confirmed yet.
pub fn change_contact(
    request: &Request,
    clerk: &Clerk,
    command: parse::ChangeContact,
    moment: Moment,
) -> Result<Decision, Refusal> {
    if !request_review::is_open(request) && !request.misdirections.iter().any(Case::is_open) {
        at_stage(request, &OPEN)?;
    }
    let is_on_file = request.contact_proven;
    if command.evidence.contains(&Evidence::ContactOnFile) && !is_on_file {
        return Err(Refusal::ContactNotOnFile);
    }
    let happened = Happened::ContactChanged {
        evidence: command.evidence,
    };
    let contact: Contact = command.contact;
    let former = without_word(&request.contact, &contact);
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        let is_other = next.contact.email != contact.email;
        if is_other {
            next.contact_proven = false;
        }
        next.contact = contact;
        next.contact_epoch += 1;
        match former {
            // Whoever had it may be the one who asks: each that was there since it was last told hears of it.
            Some(former) => add_told(next, TaskKind::TellFormer, &former, moment),
            // Word of it might come to whom it must not.
            None if next.contact.is_confidential => end_tasks(next, &[TaskKind::TellFormer]),
            None => {}
        }
        if is_other {
            not_to_another_address(next, moment);
        }
        end_tasks(next, &[TaskKind::ReachRequester]);
        if is_other {
            end_tasks(next, &[TaskKind::AskArrival]);
            if review::waits_for_letter(next) {
                add_task(next, TaskKind::PostReview, moment.on);
            }
            misdirecting::post_instead(next, moment.on);
            // What waits to be read goes to the new address, or by mail.
            if next.contact.email.is_some() {
                answer_by_mail(next, moment);
            } else if next.work == Work::Answered {
                not_answered(next);
                add_task(next, TaskKind::PostLetter, moment.on);
            } else if ending::is_extending(next) {
                add_task(next, TaskKind::PostLetter, moment.on);
            }
        } else {
            stop_asking(next);
        }
    }))
}

/// The contact that was there, where something of it was changed, no e-mail says so to it, and word of it may go there.
fn without_word(before: &Contact, after: &Contact) -> Option<String> {
    if before.email.is_some() || before.is_confidential || after.is_confidential {
        return None;
    }
    Changed::between(before, after)?;
    let telephone = before.telephone.as_ref().map(|it| it.as_str());
    let address = before.address.as_ref().map(|it| it.as_str());
    let known: Vec<_> = telephone.into_iter().chain(address).collect();
    (!known.is_empty()).then(|| known.join(", "))
}

/// A task that says what it is about, each thing once more where it is open already.
fn add_told(next: &mut Request, kind: TaskKind, about: &str, moment: Moment) {
    add_task(next, kind, moment.on);
    if let Some(task) = next.tasks.iter_mut().find(|task| task.kind == kind) {
        if !task.text.is_empty() {
            task.text.push_str("; ");
        }
        task.text.push_str(about);
    }
}

/// Plain e-mail was agreed on for the address that was there: whoever has another one is asked anew.
fn not_to_another_address(next: &mut Request, moment: Moment) {
    if let Some(agreed) = &mut next.agreed {
        agreed.risk_accepted = false;
    }
    if emailing::is_on_its_way(next) {
        emailing::leave_to_a_person(next, moment.on);
    }
}

/// The answer that lies there goes, or goes once more, by mail.
fn answer_by_mail(next: &mut Request, moment: Moment) {
    match next.work {
        Work::Ready if goes_by_itself(next) => {
            next.answered_on.get_or_insert(moment.on);
            end_tasks(next, &[TaskKind::HandOverRecord]);
        }
        Work::Answered => {
            next.answered_on.get_or_insert(moment.on);
            end_tasks(next, &[TaskKind::PostLetter]);
        }
        Work::Received | Work::Gathering | Work::Assembling | Work::Ready | Work::Delivered | Work::Closed => {}
    }
}

/// The PIN is told again to someone who was made sure of.
pub fn give_pin(
    request: &Request,
    clerk: &Clerk,
    evidence: Vec<Evidence>,
    moment: Moment,
) -> Result<Decision, Refusal> {
    if evidence.contains(&Evidence::ContactOnFile) && !request.contact_proven {
        return Err(Refusal::ContactNotOnFile);
    }
    Ok(decision(
        request,
        moment,
        by(clerk),
        Happened::PinGiven { evidence },
        |_| {},
    ))
}

/// A picture of what came on paper lies with the request, at any stage.
pub fn attach_scan(request: &Request, clerk: &Clerk, scan: ScanId, of: &parse::Scan, moment: Moment) -> Decision {
    let happened = Happened::ScanAttached {
        scan,
        file: of.name.clone(),
        media_type: of.media_type.to_owned(),
    };
    decision(request, moment, by(clerk), happened, |_| {})
}

/// The package that lies there and can still be had.
pub struct Lies {
    /// Bytes.
    pub size: u64,
    /// The message that would take it to the requester.
    pub notice: NoticeId,
}

/// What was agreed about form and manner. A fee for a copy that is not made then lapses, and what lies there goes at once
/// where it can go by itself in the way that is agreed now.
pub fn arrange(
    request: &Request,
    clerk: &Clerk,
    (agreed, lies): (Agreed, Option<Lies>),
    moment: Moment,
) -> Result<Decision, Refusal> {
    at_stage(request, &[Work::Received, Work::Gathering, Work::Ready])?;
    let lapsing = request.fee.as_ref().filter(|fee| fee.is_for_another_way(agreed.way));
    let happened = Happened::Arranged {
        agreed: agreed.clone(),
        lapsed: lapsing.map(|fee| fee.quote.total),
    };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        if lapsing.is_some() {
            fee::lapse(next);
        }
        next.agreed = Some(agreed);
        if next.work != Work::Ready {
            return;
        }
        if goes_by_itself(next) {
            next.emailing = None;
            if !goes_by_itself(request) {
                answer_by_mail(next, moment);
            }
            return;
        }
        match lies {
            Some(lies) if emailing::goes(next, lies.size) => {
                if !emailing::is_on_its_way(next) {
                    emailing::begin(next, lies.notice);
                }
            }
            _ => emailing::leave_to_a_person(next, moment.on),
        }
    }))
}

/// How many asks for one record can be linked to each other: all of them change in one transaction.
const LINKED: usize = 8;

/// Asks for the same record: the earliest receipt counts for all. None is blocked by it. `own` and `theirs` are the
/// requests to which this one and the other are linked already.
pub fn link<'a>(
    request: &Request,
    clerk: &Clerk,
    other: &'a Request,
    (own, theirs): (&'a [Request], &'a [Request]),
    moment: Moment,
) -> Result<(Decision, Others<'a>), Refusal> {
    at_stage(request, &OPEN)?;
    // Another's ask, or one about another patient, is nothing that this requester may learn of.
    let is_alike = |other: &Request| {
        request.patient == other.patient && request.requester == other.requester && other.kind.is_access()
    };
    let fits = request.practice == other.practice
        && request.id != other.id
        && !is_linked_to(request, &other.id)
        && request.patient.is_some()
        && request.kind.is_access()
        && is_alike(other);
    if !fits {
        return Err(Refusal::LinkDoesNotFit);
    }
    // One whose name was put right waits to be matched anew, and may turn out to be about somebody else.
    if !own.iter().chain(theirs).all(is_alike) {
        return Err(Refusal::LinkedUnlike);
    }
    if 2 + own.len() + theirs.len() > LINKED {
        return Err(Refusal::TooManyLinked);
    }
    let joined = |from: &Request, first: &Request, rest: &[Request]| {
        let to: Vec<_> = [first].into_iter().chain(rest).map(as_linked).collect();
        decision(from, moment, by(clerk), Happened::Linked { to: to.clone() }, |next| {
            next.version += 1;
            next.linked.extend(to);
        })
    };
    let on_their_side = [other].into_iter().chain(theirs);
    let changed = on_their_side
        .map(|from| (from, joined(from, request, own)))
        .chain(own.iter().map(|from| (from, joined(from, other, theirs))));
    Ok((joined(request, other, theirs), changed.collect()))
}

fn is_linked_to(request: &Request, other: &RequestId) -> bool {
    request.linked.iter().any(|linked| linked.request == *other)
}

fn as_linked(request: &Request) -> Linked {
    Linked {
        request: request.id.clone(),
        receipt: request.receipt.clone(),
        received_on: request.received.on,
    }
}

/// Staff take the package to print it or to hand it over.
pub fn take_package(request: &Request, clerk: &Clerk, way: Way, moment: Moment) -> Result<Decision, Refusal> {
    at_stage(request, &[Work::Ready, Work::Delivered])?;
    Ok(decision(
        request,
        moment,
        by(clerk),
        Happened::PackageTaken { way },
        |_| {},
    ))
}

/// The provider refused a message for good, or it came back. Someone must reach the requester in another way; and where
/// the message was the answer, there is none yet.
pub fn mail_lost(request: &Request, happened: Lost, notice: NoticeId, moment: Moment) -> Decision {
    let is_record = emailing::is_by(request, &notice);
    let (happened, about) = match happened {
        Lost::Refused(about) => (Happened::MailFailed { notice }, about),
        Lost::Bounced(about) => (Happened::MailBounced { notice }, about),
    };
    let has_letter = match request.outcome {
        Some(Outcome::NotHeld | Outcome::NoAuthority | Outcome::Unverified | Outcome::Withdrawn) => true,
        Some(
            Outcome::Released
            | Outcome::ReleasedInPart
            | Outcome::Denied
            | Outcome::Inspected
            | Outcome::RoutedElsewhere,
        )
        | None => false,
    };
    decision(request, moment, Actor::Desk, happened, |next| {
        match about {
            About::Answer | About::Record | About::Review | About::Breach(_) => {
                end_tasks(next, &[TaskKind::AskArrival]);
            }
            About::Extension { .. } | About::Message | About::Directive | About::Other => stop_asking(next),
        }
        if let About::Extension { letter } = about {
            // A letter that came back was not given: it must be, anew, inside the first limit.
            for extension in next
                .extensions
                .iter_mut()
                .filter(|extension| extension.letter == letter)
            {
                extension.given_on = None;
            }
        }
        match (about, next.work) {
            (About::Record, _) if is_record => emailing::lose(next, moment),
            // Also after the provider had said that it arrived.
            (About::Answer, Work::Answered | Work::Closed) if has_letter => {
                next.version += 1;
                next.work = Work::Answered;
                not_answered(next);
                add_task(next, TaskKind::ReachRequester, moment.on);
                add_task(next, TaskKind::PostLetter, moment.on);
            }
            (About::Answer, Work::Ready) => {
                if !request_review::gave_more(next) {
                    next.answered_on = None;
                }
                add_task(next, TaskKind::ReachRequester, moment.on);
            }
            (About::Extension { .. }, Work::Received | Work::Gathering) => {
                add_task(next, TaskKind::ReachRequester, moment.on);
                add_task(next, TaskKind::PostLetter, moment.on);
            }
            (About::Review, _) => {
                review::lose_letter(next);
                add_task(next, TaskKind::ReachRequester, moment.on);
                add_task(next, TaskKind::PostReview, moment.on);
            }
            (About::Breach(letter), _) => {
                misdirecting::lose_letter(next, letter, moment.on);
                add_task(next, TaskKind::ReachRequester, moment.on);
            }
            // It may be the only word of what was withheld.
            (About::Directive, _) => add_task(next, TaskKind::ReachRequester, moment.on),
            // What staff wrote is read by nobody, be it after the end.
            (About::Message, Work::Closed) => add_task(next, TaskKind::ReachRequester, moment.on),
            (_, Work::Closed) => {}
            (About::Answer | About::Record | About::Extension { .. } | About::Message | About::Other, _) => {
                add_task(next, TaskKind::ReachRequester, moment.on);
            }
        }
    })
}

/// The answer did not get there, and the clock runs again. Who took the request back is owed none.
fn not_answered(next: &mut Request) {
    if next.outcome != Some(Outcome::Withdrawn) {
        next.answered_on = None;
    }
}

/// The PDF of the letter of that event did not come, and its message went without: the letter is whole on the page, and who
/// needs it on paper gets it from a person.
pub fn print_failed(request: &Request, (letter, heading): (u64, &str), moment: Moment) -> Decision {
    let happened = Happened::PrintFailed { letter };
    decision(request, moment, Actor::Desk, happened, |next| {
        add_told(next, TaskKind::PrintFailed, heading, moment);
    })
}

/// How a message was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    Refused(About),
    Bounced(About),
}

/// What a message was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The link to the record, or the letter that answers the request.
    Answer,
    /// The message with the record in it.
    Record,
    /// A letter that goes while the work goes on, by its event's number: of the extension, which must be given in writing,
    /// or of a fee.
    Extension {
        letter: u64,
    },
    /// The letter with the outcome of a review.
    Review,
    /// The letter of a breach, by the number of its event.
    Breach(u64),
    /// What the practice wrote, which may ask something.
    Message,
    /// The letter to the patient about a record that went to a third party.
    Directive,
    Other,
}

/// The provider handed the letter over that answers the request, which closes it. `None` where nothing waits for it.
pub fn letter_arrived(request: &Request, notice: NoticeId, moment: Moment) -> Option<Decision> {
    is_letter_on_its_way(request).then(|| {
        decision(request, moment, Actor::Desk, Happened::MailArrived { notice }, |next| {
            next.version += 1;
            end_tasks(next, &[TaskKind::AskArrival]);
            ending::close(next);
        })
    })
}

/// Whether the letter that answers the request went by e-mail, and closes it when it arrives.
fn is_letter_on_its_way(request: &Request) -> bool {
    request.work == Work::Answered && !has_task(request, TaskKind::PostLetter)
}

/// The provider handed another message over, late: nobody needs to ask any more. `None` where nobody was to ask about it.
pub fn mail_arrived(request: &Request, about: About, notice: NoticeId, moment: Moment) -> Option<Decision> {
    let happened = Happened::MailArrived { notice };
    let decision = decision(request, moment, Actor::Desk, happened, stop_asking);
    (waits_for_mail(request, about) && decision.next.tasks != request.tasks).then_some(decision)
}

/// Whether an answer arrived is asked until that is known.
pub(super) fn stop_asking(next: &mut Request) {
    if !is_in_doubt(next) {
        end_tasks(next, &[TaskKind::AskArrival]);
    }
}

/// Whether the answer itself, a letter or the record, or the outcome of a review, was sent and may have got lost.
fn is_in_doubt(request: &Request) -> bool {
    match request.work {
        _ if review::waits_for_letter(request) => true,
        _ if request.misdirections.iter().any(Case::waits_for_mail) => true,
        Work::Answered => true,
        Work::Ready => emailing::is_on_its_way(request),
        Work::Received | Work::Gathering | Work::Assembling | Work::Delivered | Work::Closed => false,
    }
}

/// The provider took a message and never said what became of it: someone must ask, but of the answer to who took the request
/// back. `None` where the request does not wait any more for what it was about.
pub fn mail_unreported(request: &Request, about: About, notice: NoticeId, moment: Moment) -> Option<Decision> {
    waits_for_mail(request, about).then(|| {
        decision(
            request,
            moment,
            Actor::Desk,
            Happened::MailUnreported { notice },
            |next| {
                let was_taken_back = next.outcome == Some(Outcome::Withdrawn);
                if about == About::Answer && was_taken_back && is_letter_on_its_way(next) {
                    next.version += 1;
                    ending::close(next);
                } else {
                    add_task(next, TaskKind::AskArrival, moment.on);
                }
            },
        )
    })
}

fn waits_for_mail(request: &Request, about: About) -> bool {
    match about {
        About::Answer => matches!(request.work, Work::Ready | Work::Answered),
        About::Record => request.work == Work::Ready && emailing::is_on_its_way(request),
        About::Extension { .. } => matches!(request.work, Work::Received | Work::Gathering),
        About::Review => review::waits_for_letter(request),
        About::Breach(letter) => misdirecting::waits_for_mail(request, letter),
        About::Message => request.is_asked && request.work != Work::Closed,
        About::Directive => true,
        About::Other => false,
    }
}

/// The requester says whether what was taken can be opened. Then the answer has arrived, or someone must help.
pub fn confirm_arrival(request: &Request, opened: bool, moment: Moment) -> Result<Decision, Refusal> {
    at_stage(request, &[Work::Delivered])?;
    if directive::is_told(request) {
        // It went to someone else.
        return Err(Refusal::WrongStage(request.work));
    }
    let happened = Happened::ArrivalConfirmed { opened };
    Ok(decision(request, moment, Actor::Requester, happened, |next| {
        if opened {
            next.version += 1;
            next.work = Work::Closed;
            // She has it: a message that comes back after that says nothing.
            next.emailing = None;
        } else {
            add_task(next, TaskKind::HelpOpen, moment.on);
        }
    }))
}
