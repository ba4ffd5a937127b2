//! The review of a denial: asked for, given to a licensed professional who took no part, decided, and told in writing,
//! 45 CFR 164.524(a)(4) and (d)(4).

use super::{Decision, Moment, Refusal, add_task, by, complete, decision, emailing, end_tasks, has_task};
use crate::event::{Actor, Happened};
use crate::id::{MemberId, NoticeId, RecordId};
use crate::letter;
use crate::letter::review::{Found, Outcome};
use crate::letter::{Letter, Says};
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
            given: review::given(request).cloned().collect(),
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
    complete(Letter::Answer(&letter))?;
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
    end_tasks(next, &[TaskKind::PostReview, TaskKind::AskArrival]);
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
    // What is filed in the chart holds up nobody.
    let others = request.tasks.iter().any(|task| {
        !matches!(
            task.kind,
            TaskKind::ReviewLate | TaskKind::OpenSuspended | TaskKind::FileDenial | TaskKind::NoteDenial
        )
    });
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

/// What someone looks at again stays as it was denied until that is decided: else there would be nothing to decide about. The
/// rest of the record goes out meanwhile.
pub(super) fn not_under_review(request: &Request, record: &RecordId) -> Result<(), Refusal> {
    match review::undecided(request) {
        Some(review) if review.items.contains(record) => Err(Refusal::ReviewOpen),
        Some(_) | None => Ok(()),
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

/// A release was taken back that came after a review: what the review gave has still to go out, and what was answered before
/// stays answered.
pub(super) fn still_to_release(next: &mut Request, answered_on: Option<NaiveDate>, on: NaiveDate) {
    if review::gave_more(next) && next.work == Work::Gathering {
        next.answered_on = answered_on;
        add_task(next, TaskKind::ReleaseReviewed, on);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::{at, clerk, moment, submitted};
    use crate::decide::{ending, holding, superseded, work};
    use crate::event::Event;
    use crate::letter::tests::letter as release_letter;
    use crate::letter::{Letter, Withheld, text};
    use crate::practice::{Authority, Member, Right};
    use crate::record::tests::{inspected, withholding};
    use crate::record::{Approval, Determination, Items, Record};
    use crate::wire::Placement;
    use crate::wire::review::Bar;
    use crate::word::{Ending, Ground, Language, Outcome as Ended, Role};

    fn id(text: &str) -> MemberId {
        MemberId::parse(text).unwrap()
    }

    fn record_id(text: &str) -> RecordId {
        RecordId::parse(text).unwrap()
    }

    fn member(name: &str, roles: &[Role], licence: &str) -> Member {
        Member {
            id: id(name),
            practice: submitted().next.practice,
            name: name.to_owned(),
            roles: roles.to_vec(),
            licence: licence.to_owned(),
            active: true,
        }
    }

    fn held_by<R: Right>(member: &Member) -> Authority<R> {
        Authority::of(member).unwrap()
    }

    /// Everyone of the practice: the reviewer may, and all others have something against them.
    fn members() -> Vec<Member> {
        vec![
            member("clerk", &[Role::Clerk, Role::Reviewer], "RN 1"),
            member("clinician", &[Role::Clinician, Role::Reviewer], "MD 2"),
            member("officer", &[Role::Officer, Role::Reviewer], "MD 3"),
            member("unlicensed", &[Role::Reviewer], " "),
            member("doctor", &[Role::Clinician], "MD 4"),
            Member {
                active: false,
                ..member("gone", &[Role::Reviewer], "MD 5")
            },
            member("reviewer", &[Role::Reviewer], "MD 6"),
        ]
    }

    fn held(ground: Ground) -> Item {
        Item::Withheld(Box::new(Withholding {
            determination: ground.is_reviewable().then(|| Determination {
                by: id("clinician"),
                name: "Dr. C".to_owned(),
                licence: "MD 2".to_owned(),
                on: moment().on,
                rationale: "Danger.".to_owned(),
            }),
            approval: Some(Approval {
                by: id("officer"),
                name: "O".to_owned(),
                on: moment().on,
                note: String::new(),
            }),
            ..withholding(ground)
        }))
    }

    fn event(seq: u64, by: &str, happened: Happened) -> Event {
        Event {
            request: submitted().next.id,
            seq,
            at: moment().at,
            on: moment().on,
            actor: Actor::Member {
                id: id(by),
                name: by.to_owned(),
            },
            happened,
        }
    }

    fn withheld_by(by: &str, record: &str, ground: Ground) -> Event {
        let happened = Happened::Withheld {
            record: record_id(record),
            file: "scan.pdf".to_owned(),
            ground,
            reason: "It would harm.".to_owned(),
            conditions: Vec::new(),
            rest: None,
        };
        event(2, by, happened)
    }

    fn released(seq: u64, grounds: &[Ground]) -> Event {
        let mut letter = release_letter(Language::English);
        letter.withheld = grounds
            .iter()
            .map(|ground| Withheld {
                ground: *ground,
                what: "A page".to_owned(),
                reason: "It would harm.".to_owned(),
                ends_on: None,
                duration: "Until June 1, 2027".to_owned(),
            })
            .collect();
        let happened = Happened::Released {
            manifest: crate::chain::Hash::of(b"manifest"),
            letter: Box::new(letter),
        };
        event(seq, "clerk", happened)
    }

    /// A denial as it stands: two pages on grounds that can be reviewed, and one on a ground that can't.
    struct Denied {
        request: Request,
        events: Vec<Event>,
        ledger: Vec<(Record, Placement)>,
        items: Items,
        members: Vec<Member>,
    }

    impl Denied {
        fn new() -> Self {
            let held_on = [("one", Ground::R1), ("two", Ground::R2), ("kept", Ground::U2)];
            let record = |name: &str| Record {
                id: record_id(name),
                ..inspected(vec![])
            };
            Self {
                request: Request {
                    outcome: Some(Ended::ReleasedInPart),
                    answered_on: Some(moment().on),
                    seq: 9,
                    ..at(Work::Closed)
                },
                events: vec![
                    withheld_by("clerk", "one", Ground::R1),
                    withheld_by("clerk", "two", Ground::R2),
                    released(7, &[Ground::R1, Ground::R2, Ground::U2]),
                ],
                ledger: held_on
                    .iter()
                    .map(|(name, _)| (record(name), Placement::Withheld))
                    .collect(),
                items: held_on
                    .iter()
                    .map(|(name, ground)| (record_id(name), held(*ground)))
                    .collect(),
                members: members(),
            }
        }

        fn case(&self) -> Case<'_> {
            Case {
                events: &self.events,
                ledger: &self.ledger,
                items: &self.items,
                members: &self.members,
            }
        }

        fn member(&self, name: &str) -> &Member {
            self.members.iter().find(|member| member.id == id(name)).unwrap()
        }

        fn then(mut self, decision: Decision) -> Self {
            self.request = decision.next;
            self.events.push(decision.event);
            self
        }

        fn asked(self) -> Self {
            let decision = ask(&self.request, self.case(), moment()).unwrap();
            self.then(decision)
        }

        fn assign(&self, by: &str, to: &str) -> Result<Decision, Refusal> {
            let by = self.member(by);
            let officer: Option<Officer> = Authority::of(by);
            let to = id(to);
            assign(
                &self.request,
                &held_by(by),
                officer.as_ref(),
                (&to, self.case()),
                moment(),
            )
        }

        fn assigned(self) -> Self {
            let decision = self.asked_and_assigned();
            self.then(decision)
        }

        fn asked_and_assigned(&self) -> Decision {
            self.assign("officer", "reviewer").unwrap()
        }

        fn decide(&self, by: &str, findings: &[(&str, bool)]) -> Result<Reviewed, Refusal> {
            let findings = findings.iter().map(|(record, stands)| Finding {
                record: record_id(record),
                stands: *stands,
                rationale: "I read it.".to_owned(),
            });
            let practice = Practice {
                id: self.request.practice.clone(),
                name: "Lakeside Family Medicine".to_owned(),
                contact: "the privacy officer".to_owned(),
                telephone: "512-555-0140".to_owned(),
                fees: crate::fee::Schedule::default(),
                locations: vec![],
            };
            let found = (findings.collect(), &practice);
            decide(&self.request, &held_by(self.member(by)), self.case(), found, moment())
        }
    }

    const BOTH: [(&str, bool); 2] = [("one", true), ("two", true)];

    /// T58 of the scenarios: the clinician who denied is named as reviewer.
    #[test]
    fn t58_whoever_took_part_in_the_denial_is_no_reviewer() {
        let denied = Denied::new().asked();

        for (name, bar) in [
            ("clerk", Some(Bar::TookPart)),
            ("clinician", Some(Bar::TookPart)),
            ("officer", Some(Bar::TookPart)),
            ("unlicensed", Some(Bar::NoLicence)),
            ("doctor", Some(Bar::NotReviewer)),
            ("gone", Some(Bar::NotActive)),
            ("reviewer", None),
        ] {
            let items = &denied.request.review.as_ref().unwrap().items;
            assert_eq!(denied.case().bar(denied.member(name), items), bar, "{name}");
            let refusal = denied.assign("officer", name).err();
            assert_eq!(refusal, bar.map(|_| Refusal::MayNotReview), "{name}");
        }
        // What the items say is not all: who judged it the other way, and was judged past, took part as well.
        let mut judged = Denied::new().asked();
        let happened = Happened::Determined {
            record: record_id("two"),
            file: "scan.pdf".to_owned(),
            stands: false,
            rationale: "No danger.".to_owned(),
            licence: "MD 6".to_owned(),
        };
        judged.events.insert(0, event(1, "reviewer", happened));
        assert_eq!(judged.assign("officer", "reviewer").err(), Some(Refusal::MayNotReview));
        // So did who sent the letter that denied it, but nobody who sent another one.
        for (ground, refused) in [(Ground::R1, Some(Refusal::MayNotReview)), (Ground::U2, None)] {
            let mut sent = Denied::new().asked();
            sent.events.insert(0, released(1, &[ground]));
            sent.events[0].actor = event(1, "reviewer", Happened::Closed).actor;
            assert_eq!(sent.assign("officer", "reviewer").err(), refused, "{ground:?}");
        }
        // And what was done after the review was given decides, too.
        let mut assigned = Denied::new().asked().assigned();
        assigned.events.push(withheld_by("reviewer", "one", Ground::R1));
        assert_eq!(assigned.decide("reviewer", &BOTH).err(), Some(Refusal::MayNotReview));
    }

    /// T59 of the scenarios: the reviewer overturns the denial.
    #[test]
    fn t59_what_a_review_overturns_goes_out_and_is_told_in_writing() {
        let denied = Denied::new().asked().assigned();

        let reviewed = denied.decide("reviewer", &[("two", true), ("one", false)]).unwrap();
        let Decision { next, event } = &reviewed.decision;
        assert_eq!((next.work, next.outcome), (Work::Gathering, None));
        assert_eq!(
            next.answered_on, denied.request.answered_on,
            "what was answered stays answered"
        );
        assert_eq!(next.delivery, denied.request.delivery, "what she has stays hers");
        assert!(next.tasks.iter().any(|task| task.kind == TaskKind::ReleaseReviewed));
        assert!(reviewed.items == vec![(record_id("one"), Item::Judged(Judgement::Keep))]);
        let decided = next.review.as_ref().unwrap().decided.as_ref().unwrap();
        assert_eq!(
            (decided.outcome, decided.letter, decided.notified_on),
            (ReviewOutcome::OverturnedInPart, event.seq, None)
        );
        let Some(letter @ Letter::Answer(_)) = event.happened.letter() else {
            panic!("a letter goes with it");
        };
        let written = text(letter);
        for element in [
            "You will get more of your record",
            "You will get this.",
            "We still can’t give you this.",
            "45 CFR 164.524(a)(3)(ii)",
            "call the privacy officer at 512-555-0140",
            "Office for Civil Rights",
        ] {
            assert!(written.contains(element), "{element}: {written}");
        }
        assert!(
            !written.contains("reviewer") && !written.contains("I read it."),
            "{written}"
        );

        // The entity must act on it: nobody keeps it back again.
        let one = &denied.ledger[0].0;
        let standing = holding::Standing {
            record: one,
            before: None,
            others_protected: false,
            same_goes_out: false,
            others_withheld: 0,
        };
        let command = crate::parse::Withhold {
            ground: Ground::R1,
            what: "A page".to_owned(),
            reason: "It would harm.".to_owned(),
            duration: "Until June 1, 2027".to_owned(),
            rest: None,
            ends_on: None,
            conditions: vec!["r1_danger".to_owned()],
        };
        assert_eq!(
            holding::withhold(next, &clerk(), None, standing, (command, None), moment()).err(),
            Some(Refusal::ReviewGave)
        );
        for judgement in [Judgement::SetAside, Judgement::Duplicate, Judgement::OutsideRecordSet] {
            let officer = crate::decide::tests::officer();
            let judged = holding::judge(next, &clerk(), Some(&officer), standing, judgement, moment());
            assert_eq!(judged.err(), Some(Refusal::ReviewGave), "{judgement:?}");
        }
        let task = next
            .tasks
            .iter()
            .find(|task| task.kind == TaskKind::ReleaseReviewed)
            .unwrap();
        let done = work::finish_task(next, &held_by(denied.member("clerk")), task.number, moment());
        assert_eq!(done.err(), Some(Refusal::ReviewGave), "a tick is no release");
    }

    /// A package that was to be made anew could not be, and the desk has the request again while someone looks at the denial.
    #[test]
    fn what_is_under_review_is_changed_by_nobody_and_the_rest_goes_out_meanwhile() {
        let mut denied = Denied::new().asked().assigned();
        denied.request.work = Work::Gathering;
        let officer = crate::decide::tests::officer();
        for (place, (record, _)) in denied.ledger.iter().enumerate() {
            for before in [denied.items.get(&record.id), None] {
                let standing = holding::Standing {
                    before,
                    ..holding::Standing::of(record, &denied.request, (&denied.ledger, &denied.items))
                };
                let request = &denied.request;
                let proposal = (crate::decide::tests::command(Ground::R1), None);
                let refusals = [
                    holding::judge(request, &clerk(), Some(&officer), standing, Judgement::Keep, moment()).err(),
                    holding::withhold(request, &clerk(), Some(&officer), standing, proposal, moment()).err(),
                    holding::determine(
                        request,
                        &held_by(denied.member("clinician")),
                        standing,
                        (false, "No.".to_owned()),
                        moment(),
                    )
                    .err(),
                    holding::approve(request, &officer, standing, (false, String::new()), moment()).err(),
                ];
                let is_reviewed = refusals.iter().all(|refusal| *refusal == Some(Refusal::ReviewOpen));
                let is_open = refusals.contains(&Some(Refusal::ReviewOpen));
                assert_eq!((is_reviewed, is_open), (place < 2, place < 2), "{refusals:?}");
            }
        }

        let command = crate::decide::tests::release_command(vec![]);
        let released = crate::decide::release(&denied.request, &clerk(), command, moment()).unwrap();
        let mut denied = denied.then(released);
        assert_eq!(
            denied.decide("reviewer", &BOTH).err(),
            Some(Refusal::WrongStage(Work::Assembling))
        );
        denied.request.job = Some(crate::decide::tests::job());
        let (ready, _) = crate::decide::package_ready(
            &denied.request,
            &crate::decide::tests::job(),
            crate::decide::tests::packed(),
            moment(),
        )
        .unwrap();
        let denied = denied.then(ready);
        assert!(denied.decide("reviewer", &BOTH).is_ok(), "it can still be decided");
    }

    #[test]
    fn what_is_upheld_leaves_the_request_where_it_is_and_on_the_worklist_until_that_is_known() {
        for work in [Work::Ready, Work::Delivered, Work::Closed] {
            let mut denied = Denied::new();
            denied.request.work = work;
            let denied = denied.asked().assigned();

            let reviewed = denied.decide("reviewer", &BOTH).unwrap();
            let next = reviewed.decision.next;
            assert_eq!((next.work, next.outcome), (work, Some(Ended::ReleasedInPart)));
            assert!(reviewed.items.is_empty());
            assert!(review::is_open(&next) && review::undecided(&next).is_none());
            let notice = NoticeId::parse("n").unwrap();
            let told = letter_arrived(&next, notice.clone(), moment()).unwrap().next;
            assert!(!review::is_open(&told));
            assert!(letter_arrived(&told, notice.clone(), moment()).is_none(), "once");
            // It came back after all: someone must reach her.
            let lost = work::mail_lost(&told, work::Lost::Bounced(work::About::Review), notice, moment()).next;
            assert!(review::is_open(&lost));
            assert_eq!(lost.work, work);
            assert_eq!(lost.answered_on, told.answered_on, "the answer itself arrived");
            let handed = hand_over(&lost, &clerk(), (Handing::Posted, "To her.".to_owned()), moment()).unwrap();
            assert!(!review::is_open(&handed.next));
            assert!(handed.next.tasks.iter().all(|task| task.kind != TaskKind::PostReview));
        }
    }

    #[test]
    fn a_review_is_asked_for_where_a_denial_stands_that_can_be_reviewed() {
        use Work::{Answered, Assembling, Closed, Delivered, Gathering, Ready, Received};
        let refusal = |change: &dyn Fn(&mut Denied)| {
            let mut denied = Denied::new();
            change(&mut denied);
            ask(&denied.request, denied.case(), moment()).err()
        };
        for work in [Ready, Delivered, Closed] {
            assert_eq!(refusal(&|denied| denied.request.work = work), None, "{work:?}");
        }
        for work in [Received, Gathering, Assembling, Answered] {
            let refused = refusal(&|denied| denied.request.work = work);
            assert_eq!(refused, Some(Refusal::WrongStage(work)));
        }
        for outcome in [Ended::Released, Ended::Withdrawn, Ended::NotHeld] {
            let refused = refusal(&|denied| denied.request.outcome = Some(outcome));
            assert_eq!(refused, Some(Refusal::NothingToReview), "{outcome:?}");
        }
        let unreviewable = refusal(&|denied| denied.events[2] = released(7, &[Ground::U2]));
        assert_eq!(unreviewable, Some(Refusal::NothingToReview));
    }

    #[test]
    fn only_what_is_withheld_on_a_ground_that_can_be_reviewed_is_looked_at() {
        let denied = Denied::new().asked();

        let review = denied.request.review.as_ref().unwrap();
        assert_eq!(review.items, [record_id("one"), record_id("two")]);
        assert_eq!(review.denial, 7);
        for findings in [
            &[("one", true)][..],
            &[("one", true), ("two", true), ("kept", false)],
            &[("one", true), ("kept", false)],
            &[("one", true), ("one", false)],
        ] {
            let denied = Denied::new().asked().assigned();
            let refusal = denied.decide("reviewer", findings).err();
            assert_eq!(refusal, Some(Refusal::FindingsIncomplete), "{findings:?}");
        }
    }

    #[test]
    fn what_a_review_gave_is_still_to_be_released_when_its_release_is_taken_back() {
        let denied = Denied::new().asked().assigned();
        let given = denied.decide("reviewer", &[("one", false), ("two", true)]).unwrap();
        let mut released = given.decision.next;
        released.work = Work::Assembling;
        released.delivery = None;
        end_tasks(&mut released, &[TaskKind::ReleaseReviewed]);

        let undone = ending::undo(&released, (&clerk(), None), (None, false), moment())
            .unwrap()
            .0
            .next;
        assert_eq!(undone.work, Work::Gathering);
        assert_eq!(undone.answered_on, denied.request.answered_on, "no clock begins again");
        assert!(undone.tasks.iter().any(|task| task.kind == TaskKind::ReleaseReviewed));
        let lost = Request {
            work: Work::Ready,
            ..released
        };
        let lost = work::mail_lost(
            &lost,
            work::Lost::Bounced(work::About::Answer),
            NoticeId::parse("n").unwrap(),
            moment(),
        );
        assert_eq!(lost.next.answered_on, denied.request.answered_on);
    }

    #[test]
    fn a_letter_of_a_review_that_may_be_lost_is_asked_about_until_that_is_noted() {
        let denied = Denied::new().asked().assigned();
        let decided = denied.decide("reviewer", &BOTH).unwrap().decision.next;
        let notice = NoticeId::parse("n").unwrap();

        let doubted = work::mail_unreported(&decided, work::About::Review, notice, moment())
            .unwrap()
            .next;
        let task = doubted
            .tasks
            .iter()
            .find(|task| task.kind == TaskKind::AskArrival)
            .unwrap();
        let ticked = work::finish_task(&doubted, &held_by(denied.member("clerk")), task.number, moment());
        assert_eq!(ticked.err(), Some(Refusal::HandOverFirst));
        let noted = hand_over(
            &doubted,
            &clerk(),
            (Handing::Emailed, "She has it.".to_owned()),
            moment(),
        )
        .unwrap();
        assert!(noted.next.tasks.is_empty() && !review::is_open(&noted.next));
        // Whoever has another address now has not read it.
        let command = crate::parse::ChangeContact {
            contact: crate::person::Contact::default(),
            evidence: vec![],
        };
        let moved = work::change_contact(&decided, &clerk(), command, moment())
            .unwrap()
            .next;
        assert!(moved.tasks.iter().any(|task| task.kind == TaskKind::PostReview));
    }

    #[test]
    fn a_denial_is_reviewed_once_and_a_new_one_anew() {
        let asked = Denied::new().asked();
        assert_eq!(
            ask(&asked.request, asked.case(), moment()).err(),
            Some(Refusal::ReviewOpen)
        );

        let assigned = asked.assigned();
        let decision = assigned.decide("reviewer", &BOTH).unwrap().decision;
        let mut decided = assigned.then(decision);
        assert_eq!(
            ask(&decided.request, decided.case(), moment()).err(),
            Some(Refusal::ReviewDecided)
        );

        decided.events.push(released(30, &[Ground::R1]));
        let anew = ask(&decided.request, decided.case(), moment()).unwrap();
        let review = anew.next.review.clone().unwrap();
        assert_eq!((review.denial, review.decided), (30, None));
        // Who looked at it a second time is no stranger to it the third time.
        assert!(
            anew.next
                .tasks
                .iter()
                .any(|task| task.kind == TaskKind::DesignateReviewer)
        );
    }

    #[test]
    fn what_a_review_gave_no_letter_without_a_record_stands_for() {
        let denied = Denied::new().asked().assigned();
        let given = denied.decide("reviewer", &[("one", false), ("two", true)]).unwrap();

        for ending in [Ending::NotHeld, Ending::NoAuthority, Ending::Unverified] {
            let refusal = ending::may_answer(&given.decision.next, ending, &[]).err();
            assert_eq!(refusal, Some(Refusal::ReviewGave), "{ending:?}");
        }
        assert_eq!(ending::may_answer(&given.decision.next, Ending::Withdrawn, &[]), Ok(()));
    }

    #[test]
    fn what_one_review_gave_nobody_keeps_back_after_the_next_one() {
        let denied = Denied::new().asked().assigned();
        let given = denied.decide("reviewer", &[("one", false), ("two", true)]).unwrap();
        let mut denied = denied.then(given.decision);
        denied.items.extend(given.items);
        denied.request = Request {
            work: Work::Closed,
            outcome: Some(Ended::ReleasedInPart),
            ..denied.request
        };
        denied.events.push(released(30, &[Ground::R2]));
        denied.ledger[0].1 = Placement::In;
        denied.members.push(member("second", &[Role::Reviewer], "MD 7"));

        let asked = denied.asked();
        assert_eq!(asked.request.review.as_ref().unwrap().items, [record_id("two")]);
        let assigned = asked.assign("officer", "second").unwrap();
        let assigned = asked.then(assigned);
        let upheld = assigned.decide("second", &[("two", true)]).unwrap().decision.next;
        for request in [&assigned.request, &upheld] {
            let gathering = Request {
                work: Work::Gathering,
                ..request.clone()
            };
            let standing = holding::Standing {
                record: &assigned.ledger[0].0,
                before: None,
                others_protected: false,
                same_goes_out: false,
                others_withheld: 0,
            };
            let officer = crate::decide::tests::officer();
            let judgement = Judgement::SetAside;
            let judged = holding::judge(&gathering, &clerk(), Some(&officer), standing, judgement, moment());
            assert_eq!(judged.err(), Some(Refusal::ReviewGave));
            assert!(review::gave_more(request));
        }
    }

    #[test]
    fn where_nobody_may_review_the_officer_finds_someone() {
        let mut denied = Denied::new();
        denied.members.retain(|member| member.id != id("reviewer"));
        let mut denied = denied.asked();
        assert_eq!(crate::decide::waits_for(&denied.request), WaitsFor::Officer);
        let task = &denied.request.tasks[0];
        assert_eq!((task.kind, task.owner.is_none()), (TaskKind::DesignateReviewer, true));

        denied.members = members();
        let assigned = denied.assign("officer", "reviewer").unwrap().next;
        assert!(assigned.tasks.is_empty());
        assert_eq!(crate::decide::waits_for(&assigned), WaitsFor::Review);
        // Whom she designated works here no more.
        let left = release_reviewer(&assigned, &id("reviewer"), moment()).unwrap().next;
        assert!(left.review.as_ref().unwrap().reviewer.is_none());
        assert_eq!(crate::decide::waits_for(&left), WaitsFor::Officer);
        assert!(release_reviewer(&assigned, &id("clerk"), moment()).is_none());
    }

    #[test]
    fn a_reviewer_takes_what_nobody_has_and_the_officer_alone_gives_it_to_others() {
        let denied = Denied::new().asked();
        assert_eq!(denied.decide("reviewer", &BOTH).err(), Some(Refusal::OtherReviewer));
        assert_eq!(
            denied.assign("unlicensed", "reviewer").err(),
            Some(Refusal::OfficerDesignates)
        );
        assert!(denied.assign("reviewer", "reviewer").is_ok());

        let mut given = denied.assigned();
        given.members.push(member("second", &[Role::Reviewer], "MD 7"));
        assert_eq!(
            given.assign("second", "second").err(),
            Some(Refusal::OfficerDesignates),
            "nobody takes what another one has"
        );
        assert!(given.assign("officer", "second").is_ok());
        assert_eq!(given.decide("second", &BOTH).err(), Some(Refusal::OtherReviewer));
    }

    #[test]
    fn nothing_is_taken_back_while_someone_looks_at_it_again() {
        for work in [Work::Ready, Work::Delivered, Work::Closed] {
            let mut denied = Denied::new();
            denied.request.work = work;
            let request = denied.asked().request;

            assert_eq!(ending::undoable(&request, true), None);
            if work != Work::Ready {
                let reopened = ending::reopen(&request, &clerk(), None, "More.".to_owned(), moment());
                assert_eq!(reopened.err(), Some(Refusal::ReviewOpen), "{work:?}");
            }
        }
        assert!(superseded(None).is_none());
    }

    #[test]
    fn what_came_by_another_way_counts_from_its_day_and_never_before_the_denial() {
        let denied = Denied::new();
        let on = |day: &str| {
            let later = Moment {
                on: "2026-12-20".parse().unwrap(),
                ..moment()
            };
            let came = (Channel::Telephone, day.parse().unwrap());
            ask_for_requester(&denied.request, &clerk(), denied.case(), came, later)
        };

        let review = on("2026-12-01").unwrap().next.review.unwrap();
        assert_eq!(review.due_on(), "2026-12-31".parse().unwrap());
        assert_eq!(on("2026-11-24").err(), Some(Refusal::AskedBeforeDenial));
    }

    #[test]
    fn how_far_its_time_has_run_is_told_once_for_each_stage() {
        let mut request = Denied::new().asked().assigned().request;
        assert_eq!(request.act_on(), "2026-12-25".parse().unwrap());
        let mut told = Vec::new();
        let mut day: NaiveDate = moment().on;
        while day < "2027-02-01".parse().unwrap() {
            let today = Moment { on: day, ..moment() };
            let is_time = request.warn_on().is_some_and(|on| on <= day);
            let decision = warn(&request, today);
            assert_eq!(
                decision.is_some(),
                is_time,
                "{day}: looked at when there is something to tell"
            );
            if let Some(decision) = decision {
                request = decision.next;
                told.push((day.to_string(), request.review.as_ref().unwrap().warned.unwrap()));
            }
            day = day.succ_opt().unwrap();
        }

        assert_eq!(
            told,
            [
                ("2026-12-18".to_owned(), Stage::Soon),
                ("2026-12-25".to_owned(), Stage::Today),
                ("2026-12-26".to_owned(), Stage::Overdue)
            ]
        );
        let late = request
            .tasks
            .iter()
            .find(|task| task.kind == TaskKind::ReviewLate)
            .unwrap();
        assert_eq!(late.owner.as_ref().map(|owner| owner.id.clone()), Some(id("reviewer")));
    }

    #[test]
    fn the_letter_says_the_same_in_both_languages_and_names_whom_to_ring() {
        for language in [Language::English, Language::Spanish] {
            for stands in [true, false] {
                let says = Says::ReviewOutcome(Outcome {
                    asked_on: moment().on,
                    found: vec![Found {
                        ground: Ground::R1,
                        what: "The note of March 3".to_owned(),
                        stands,
                    }],
                });
                let letter = crate::letter::tests::answer(language, says);
                let written = text(Letter::Answer(&letter));

                for element in [
                    "The note of March 3",
                    &crate::text::date(moment().on, language),
                    "the privacy officer",
                    "512-555-0140",
                    "Office for Civil Rights",
                ] {
                    assert!(written.contains(element), "{language:?} {stands}: {element}");
                }
                assert_eq!(written.contains("164.524(a)(3)(i)"), stands);
            }
        }
    }

    mod waiting;
}
