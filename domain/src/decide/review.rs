//! The review of a denial: asked for, given to a licensed professional who took no part, decided, and told in writing,
//! 45 CFR 164.524(a)(4) and (d)(4).

use super::{Decision, Moment, Refusal, add_task, by, decision, emailing, end_tasks, has_task};
use crate::event::{Actor, Happened};
use crate::id::{MemberId, NoticeId, RecordId};
use crate::letter;
use crate::letter::Says;
use crate::letter::review::{Found, Outcome};
use crate::practice::{Clerk, Designator, Officer, Practice, Reviewer};
use crate::record::{Item, Withholding};
use crate::request::Request;
use crate::review::{self, Case, Decided, Finding, Review};
use crate::task::Assignee;
use crate::word::{Channel, Handing, Judgement, ReviewOutcome, Stage, TaskKind, WaitsFor, Work};
use chrono::NaiveDate;

/// The requester asks for it on the status page.
pub fn ask(request: &Request, case: Case<'_>, moment: Moment) -> Result<Decision, Refusal> {
    asked(request, Actor::Requester, case, (Channel::Web, moment.on), moment)
}

/// The requester asked by another way than the page, on the day on which that came.
pub fn ask_for_requester(
    request: &Request,
    clerk: &Clerk,
    case: Case<'_>,
    came: (Channel, NaiveDate),
    moment: Moment,
) -> Result<Decision, Refusal> {
    asked(request, by(clerk), case, came, moment)
}

fn asked(
    request: &Request,
    actor: Actor,
    case: Case<'_>,
    (channel, asked_on): (Channel, NaiveDate),
    moment: Moment,
) -> Result<Decision, Refusal> {
    let denial = review::reviewable(request, case.events)?;
    if emailing::waiting(request).is_some() {
        // The letter has not gone, and can still be taken back.
        return Err(Refusal::NothingToReview);
    }
    if asked_on < denial.on {
        return Err(Refusal::AskedBeforeDenial);
    }
    let items: Vec<RecordId> = case.withheld().map(|(record, _)| record.id.clone()).collect();
    if items.is_empty() {
        return Err(Refusal::NothingToReview);
    }
    let someone_may = case.someone_may(&items);
    let happened = Happened::ReviewAsked {
        denial: denial.seq,
        items: items.clone(),
        channel,
        asked_on,
    };
    Ok(decision(request, moment, actor, happened, |next| {
        next.review = Some(Review {
            denial: denial.seq,
            asked_on,
            items,
            reviewer: None,
            decided: None,
            warned: None,
        });
        if !someone_may {
            add_task(next, TaskKind::DesignateReviewer, moment.on);
        }
    }))
}

/// Who looks at it again: whom the officer designates, or a reviewer who takes it.
pub fn assign(
    request: &Request,
    designator: &Designator,
    officer: Option<&Officer>,
    (to, case): (&MemberId, Case<'_>),
    moment: Moment,
) -> Result<Decision, Refusal> {
    let review = review::undecided(request).ok_or(Refusal::NoReviewOpen)?;
    let is_own = designator.member() == to;
    let is_free = review.reviewer.is_none();
    if officer.is_none() && !(is_own && is_free) {
        return Err(Refusal::OfficerDesignates);
    }
    let member = case.members.iter().find(|member| member.id == *to);
    let member = member.ok_or(Refusal::MayNotReview)?;
    if case.bar(member, &review.items).is_some() {
        return Err(Refusal::MayNotReview);
    }
    let to = Assignee {
        id: member.id.clone(),
        name: member.name.clone(),
    };
    let happened = Happened::ReviewAssigned {
        to: to.clone(),
        licence: member.licence.clone(),
    };
    Ok(decision(request, moment, by(designator), happened, |next| {
        next.version += 1;
        if let Some(review) = &mut next.review {
            review.reviewer = Some(to);
        }
        end_tasks(next, &[TaskKind::DesignateReviewer]);
    }))
}

/// The reviewer works here no more: the officer designates another one. `None` where no open review is theirs.
pub fn release_reviewer(request: &Request, from: &MemberId, moment: Moment) -> Option<Decision> {
    let reviewer = review::undecided(request)?.reviewer.as_ref()?;
    (reviewer.id == *from).then(|| {
        decision(request, moment, Actor::Desk, Happened::ReviewUnassigned, |next| {
            if let Some(review) = &mut next.review {
                review.reviewer = None;
            }
            for task in &mut next.tasks {
                if task.kind == TaskKind::ReviewLate {
                    task.owner = None;
                }
            }
            add_task(next, TaskKind::DesignateReviewer, moment.on);
        })
    })
}

/// The reviewer decides about each record, on the standard of its ground alone. What is overturned goes out with the
/// practice's next release: the request is back where the desk can make it. The answer that was given stays given.
pub fn decide(
    request: &Request,
    reviewer: &Reviewer,
    case: Case<'_>,
    (findings, practice): (Vec<Finding>, &Practice),
    moment: Moment,
) -> Result<Reviewed, Refusal> {
    let review = review::undecided(request).ok_or(Refusal::NoReviewOpen)?;
    match request.work {
        Work::Gathering | Work::Ready | Work::Delivered | Work::Closed => {}
        work @ (Work::Received | Work::Assembling | Work::Answered) => return Err(Refusal::WrongStage(work)),
    }
    let is_theirs = review
        .reviewer
        .as_ref()
        .is_some_and(|theirs| theirs.id == *reviewer.member());
    if !is_theirs {
        return Err(Refusal::OtherReviewer);
    }
    // Whether the member may is looked at again: the licence may have gone, or something was done since.
    let member = case.members.iter().find(|member| member.id == *reviewer.member());
    if member.is_none_or(|member| case.bar(member, &review.items).is_some()) {
        return Err(Refusal::MayNotReview);
    }
    let found = in_order(review, case, findings)?;
    let overturned: Vec<RecordId> = of(&found, false);
    let outcome = match (overturned.is_empty(), of(&found, true).is_empty()) {
        (true, _) => ReviewOutcome::Upheld,
        (false, true) => ReviewOutcome::Overturned,
        (false, false) => ReviewOutcome::OverturnedInPart,
    };
    let told = found.iter().map(|(finding, withholding)| Found {
        ground: withholding.ground,
        what: withholding.what.clone(),
        stands: finding.stands,
    });
    let says = Says::ReviewOutcome(Outcome {
        asked_on: review.asked_on,
        found: told.collect(),
    });
    let letter = letter::answer(request, practice, says, moment.on);
    let happened = Happened::ReviewDecided {
        findings: found.into_iter().map(|(finding, _)| finding).collect(),
        licence: reviewer.licence().to_owned(),
        letter: Box::new(letter),
    };
    let items = overturned
        .iter()
        .map(|record| (record.clone(), Item::Judged(Judgement::Keep)))
        .collect();
    let decision = decision(request, moment, by(reviewer), happened, |next| {
        next.version += 1;
        let letter = next.seq;
        let gives = !overturned.is_empty();
        if let Some(review) = &mut next.review {
            review.decided = Some(Decided {
                on: moment.on,
                outcome,
                overturned,
                letter,
                notified_on: None,
            });
        }
        end_tasks(next, &[TaskKind::ReviewLate, TaskKind::DesignateReviewer]);
        if gives {
            take_up(next, moment.on);
        }
        if next.contact.email.is_none() {
            add_task(next, TaskKind::PostReview, moment.on);
        }
    });
    Ok(Reviewed { decision, items })
}

/// A decided review, and what it makes of the records that go out now.
pub struct Reviewed {
    pub decision: Decision,
    pub items: Vec<(RecordId, Item)>,
}

/// One finding for each record, in the order in which they were asked about.
fn in_order<'a>(
    review: &Review,
    case: Case<'a>,
    findings: Vec<Finding>,
) -> Result<Vec<(Finding, &'a Withholding)>, Refusal> {
    if findings.len() != review.items.len() {
        return Err(Refusal::FindingsIncomplete);
    }
    let withheld: Vec<_> = case.withheld().collect();
    let of = |id: &RecordId| {
        let finding = findings.iter().find(|finding| finding.record == *id)?;
        let (_, withholding) = withheld.iter().find(|(record, _)| record.id == *id)?;
        Some((finding.clone(), *withholding))
    };
    let found: Option<Vec<_>> = review.items.iter().map(of).collect();
    found.ok_or(Refusal::FindingsIncomplete)
}

fn of(found: &[(Finding, &Withholding)], stands: bool) -> Vec<RecordId> {
    let chosen = found.iter().filter(|(finding, _)| finding.stands == stands);
    chosen.map(|(finding, _)| finding.record.clone()).collect()
}

/// The desk has it again, with what goes out now among the rest. The link to what was given before works on until the new
/// package takes its place.
fn take_up(next: &mut Request, on: NaiveDate) {
    next.work = Work::Gathering;
    next.outcome = None;
    next.job = None;
    next.emailing = None;
    end_tasks(
        next,
        &[TaskKind::HandOverRecord, TaskKind::AskArrival, TaskKind::HelpOpen],
    );
    add_task(next, TaskKind::ReleaseReviewed, on);
}

/// The provider handed the letter with the outcome over. `None` where nothing waits for it.
pub fn letter_arrived(request: &Request, notice: NoticeId, moment: Moment) -> Option<Decision> {
    waits_for_letter(request).then(|| {
        decision(request, moment, Actor::Desk, Happened::MailArrived { notice }, |next| {
            tell(next, moment.on)
        })
    })
}

/// The letter with the outcome went to the requester outside the page.
pub fn hand_over(
    request: &Request,
    clerk: &Clerk,
    (handing, note): (Handing, String),
    moment: Moment,
) -> Result<Decision, Refusal> {
    if !waits_for_letter(request) {
        return Err(Refusal::NoReviewOpen);
    }
    let happened = Happened::ReviewHandedOver { handing, note };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        tell(next, moment.on);
    }))
}

/// Whether the outcome was written and has not arrived yet.
pub fn waits_for_letter(request: &Request) -> bool {
    review::undecided(request).is_none() && review::is_open(request)
}

fn tell(next: &mut Request, on: NaiveDate) {
    if let Some(decided) = next.review.as_mut().and_then(|review| review.decided.as_mut()) {
        decided.notified_on = Some(on);
    }
    end_tasks(next, &[TaskKind::PostReview]);
}

/// Tells how far the time of a review has run: once for each stage. `None` where there is nothing new to tell.
pub fn warn(request: &Request, moment: Moment) -> Option<Decision> {
    let review = review::undecided(request)?;
    let stage = review.stage(moment.on)?;
    if review.warned >= Some(stage) {
        return None;
    }
    let happened = Happened::ReviewWarned { stage };
    Some(decision(request, moment, Actor::Desk, happened, |next| {
        if let Some(review) = &mut next.review {
            review.warned = Some(stage);
        }
        match stage {
            Stage::Soon | Stage::Today => {}
            Stage::Overdue => add_task(next, TaskKind::ReviewLate, moment.on),
        }
    }))
}

/// Whom an open review leaves a request to, where the request itself waits for nobody else.
pub(super) fn waits_for(request: &Request) -> Option<WaitsFor> {
    if has_task(request, TaskKind::DesignateReviewer) {
        return Some(WaitsFor::Officer);
    }
    let is_answered = matches!(request.work, Work::Delivered | Work::Closed);
    let others = request.tasks.iter().any(|task| task.kind != TaskKind::ReviewLate);
    if !is_answered || others || !review::is_open(request) {
        return None;
    }
    Some(if waits_for_letter(request) {
        WaitsFor::Requester
    } else {
        WaitsFor::Review
    })
}

/// Another patient is meant, or another person asks: what was withheld from the one before is no denial of this one.
pub(super) fn drop_review(next: &mut Request) {
    next.review = None;
    end_tasks(
        next,
        &[
            TaskKind::DesignateReviewer,
            TaskKind::ReviewLate,
            TaskKind::PostReview,
            TaskKind::ReleaseReviewed,
        ],
    );
}

/// What a review gave to the requester is kept back by nobody any more.
pub(super) fn stays_given(request: &Request, record: &RecordId) -> Result<(), Refusal> {
    if review::gave(request, record) {
        Err(Refusal::ReviewGave)
    } else {
        Ok(())
    }
}

/// What stands is not changed while someone looks at it again.
pub(super) fn none_open(request: &Request) -> Result<(), Refusal> {
    match review::undecided(request) {
        Some(_) => Err(Refusal::ReviewOpen),
        None => Ok(()),
    }
}

/// The letter came back, be it after the provider had said that it arrived: the outcome has not been told.
pub(super) fn lose_letter(next: &mut Request) {
    if let Some(decided) = next.review.as_mut().and_then(|review| review.decided.as_mut()) {
        decided.notified_on = None;
    }
}
