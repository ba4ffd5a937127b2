//! Whom an open review leaves a request to, who may see it, and when it is dropped.

use super::*;
use crate::decide::{Matched, verify, waits_for};
use crate::id::PatientId;
use crate::record::Patient;
use crate::word::Evidence;

fn with(request: &Request, kind: TaskKind) -> Request {
    let mut next = request.clone();
    add_task(&mut next, kind, moment().on);
    next
}

fn upheld() -> Denied {
    let denied = Denied::new().asked().assigned();
    let decision = denied.decide("reviewer", &BOTH).unwrap().decision;
    denied.then(decision)
}

#[test]
fn an_answered_request_waits_for_its_review_where_nothing_else_is_to_be_done() {
    let closed = Denied::new().asked().request;
    let delivered = Request {
        work: Work::Delivered,
        ..closed.clone()
    };
    let ready = Request {
        work: Work::Ready,
        ..closed.clone()
    };
    let decided = upheld().request;
    for (request, who) in [
        (closed.clone(), WaitsFor::Review),
        (delivered.clone(), WaitsFor::Review),
        // Its own next step comes first.
        (ready, WaitsFor::Requester),
        (with(&closed, TaskKind::ReviewLate), WaitsFor::Review),
        (with(&closed, TaskKind::FileDenial), WaitsFor::Review),
        (with(&closed, TaskKind::AnswerMessage), WaitsFor::Desk),
        (with(&delivered, TaskKind::AnswerMessage), WaitsFor::Desk),
        (with(&closed, TaskKind::DesignateReviewer), WaitsFor::Officer),
        (decided.clone(), WaitsFor::Requester),
        (with(&decided, TaskKind::PostReview), WaitsFor::Desk),
        (Denied::new().request, WaitsFor::Nobody),
    ] {
        assert_eq!(waits_for(&request), who, "{request:?}");
    }
    let told = letter_arrived(&decided, NoticeId::parse("n").unwrap(), moment()).unwrap();
    assert_eq!(waits_for(&told.next), WaitsFor::Nobody);
}

#[test]
fn whoever_follows_a_reviewer_has_what_is_late_and_others_keep_their_tasks() {
    let assigned = Denied::new().asked().assigned().request;
    let clerks = Assignee {
        id: id("clerk"),
        name: "clerk".to_owned(),
    };
    let mut late = with(&assigned, TaskKind::ReviewLate);
    late.assignee = Some(clerks.clone());
    let late = with(&late, TaskKind::AnswerMessage);

    let left = release_reviewer(&late, &id("reviewer"), moment()).unwrap().next;

    let owner = |kind| left.tasks.iter().find(|task| task.kind == kind).unwrap().owner.clone();
    assert_eq!(owner(TaskKind::ReviewLate), None);
    assert_eq!(owner(TaskKind::AnswerMessage), Some(clerks));
}

#[test]
fn what_a_review_decides_makes_stale_what_others_have_in_hand_and_its_ask_does_not() {
    let denied = Denied::new();
    let before = denied.request.version;
    let asked = denied.asked();
    assert_eq!(asked.request.version, before);
    let assigned = asked.assigned();
    assert_eq!(assigned.request.version, before + 1);
    let left = release_reviewer(&assigned.request, &id("reviewer"), moment()).unwrap();
    assert_eq!(left.next.version, before + 1);
    let decided = assigned.decide("reviewer", &BOTH).unwrap().decision.next;
    assert_eq!(decided.version, before + 2);
    let posted = (Handing::Posted, String::new());
    assert_eq!(
        hand_over(&decided, &clerk(), posted, moment()).unwrap().next.version,
        before + 3
    );
}

#[test]
fn no_letter_of_a_review_is_handed_over_where_none_was_written() {
    for request in [Denied::new().request, Denied::new().asked().assigned().request] {
        let posted = (Handing::Posted, String::new());
        let refused = hand_over(&request, &clerk(), posted, moment()).err();

        assert_eq!(refused, Some(Refusal::NoReviewOpen));
        assert!(letter_arrived(&request, NoticeId::parse("n").unwrap(), moment()).is_none());
    }
}

#[test]
fn what_was_withheld_from_another_patient_is_no_denial_of_this_one() {
    let asked = Denied::new().asked().request;
    let late = with(&with(&asked, TaskKind::ReviewLate), TaskKind::DesignateReviewer);
    let gathering = Request {
        work: Work::Gathering,
        ..late
    };
    for (patient, is_dropped) in [("q", false), ("another", true)] {
        let patient = Patient {
            id: PatientId::parse(patient).unwrap(),
            practice: gathering.practice.clone(),
            name: gathering.name.clone(),
            birth_date: gathering.birth_date,
            contacts: vec![],
        };
        let matched = Matched {
            linked: &[],
            patient: &patient,
            evidence: vec![Evidence::IdSeen],
            authority: String::new(),
            withdrawn: vec![],
            protected: false,
            items: &Items::new(),
            officer: None,
        };
        let next = verify(&gathering, &clerk(), matched, moment()).unwrap().next;

        assert_eq!(next.review.is_none(), is_dropped);
        assert_eq!(next.tasks.is_empty(), is_dropped);
    }
}

#[test]
fn who_does_nothing_but_reviews_sees_what_is_theirs_or_nobodys_and_only_while_it_is_open() {
    let denied = Denied::new();
    let sees = |request: &Request, name: &str| review::is_for(request, denied.member(name));
    assert!(!sees(&denied.request, "reviewer"));
    let asked = Denied::new().asked();
    assert!(sees(&asked.request, "reviewer") && sees(&asked.request, "unlicensed"));
    let assigned = asked.assigned();
    assert!(sees(&assigned.request, "reviewer") && !sees(&assigned.request, "unlicensed"));
    let decided = upheld();
    assert!(sees(&decided.request, "reviewer"));
    let told = letter_arrived(&decided.request, NoticeId::parse("n").unwrap(), moment()).unwrap();
    assert!(!sees(&told.next, "reviewer"));
}

#[test]
fn the_letter_of_a_review_is_the_one_of_its_decision() {
    let decided = upheld().request;

    assert!(review::is_letter(&decided, decided.seq));
    assert!(!review::is_letter(&decided, decided.seq - 1));
    let assigned = Denied::new().asked().assigned().request;
    assert!(!review::is_letter(&assigned, assigned.seq));
}

#[test]
fn a_review_that_was_decided_is_not_late_any_more() {
    let late = with(&Denied::new().asked().assigned().request, TaskKind::ReviewLate);
    let denied = Denied {
        request: late,
        ..Denied::new()
    };

    let decided = denied.decide("reviewer", &BOTH).unwrap().decision.next;

    assert_eq!(decided.tasks, []);
    assert_eq!(decided.review.as_ref().unwrap().warn_on(), None);
    let later = Moment {
        on: "2027-03-01".parse().unwrap(),
        ..moment()
    };
    assert!(warn(&decided, later).is_none());
}

#[test]
fn a_letter_without_a_release_is_no_denial_that_can_be_reviewed() {
    let mut denied = Denied::new();
    denied
        .events
        .retain(|event| !matches!(event.happened, Happened::Released { .. }));

    assert_eq!(
        ask(&denied.request, denied.case(), moment()).err(),
        Some(Refusal::NothingToReview)
    );
}

/// What was withheld on a ledger that has changed since is no part of the review.
#[test]
fn what_is_not_withheld_any_more_is_not_looked_at_again() {
    let mut denied = Denied::new();
    denied.ledger[0].1 = Placement::In;
    assert_eq!(denied.asked().request.review.unwrap().items, [record_id("two")]);
    let mut none = Denied::new();
    for (_, placement) in &mut none.ledger {
        *placement = Placement::WaitsForApproval;
    }
    assert_eq!(
        ask(&none.request, none.case(), moment()).err(),
        Some(Refusal::NothingToReview)
    );
}
