//! What is to be done next on a request, and by whom.

use super::*;

fn with(request: &Request, kind: TaskKind) -> Request {
    let mut next = request.clone();
    add_task(&mut next, kind, moment().on);
    next
}

fn waiting_for(determinations: u32, approvals: u32) -> Request {
    Request {
        pending: Pending {
            determinations,
            approvals,
        },
        ..at(Work::Gathering)
    }
}

/// Its package goes nowhere by itself.
fn on_paper(work: Work) -> Request {
    Request {
        way: Way::Paper,
        ..at(work)
    }
}

#[test]
fn there_is_one_thing_to_do_next_and_one_who_does_it() {
    let elsewhere = |work| Request {
        kind: Kind::Subpoena,
        ..at(work)
    };
    for (request, action, who) in [
        (at(Work::Received), NextAction::Verify, WaitsFor::Desk),
        (elsewhere(Work::Received), NextAction::Route, WaitsFor::Desk),
        (elsewhere(Work::Gathering), NextAction::Route, WaitsFor::Desk),
        (at(Work::Gathering), NextAction::AddRecords, WaitsFor::Desk),
        (waiting_for(1, 0), NextAction::Determine, WaitsFor::Clinician),
        (waiting_for(2, 1), NextAction::Determine, WaitsFor::Clinician),
        (waiting_for(0, 1), NextAction::Approve, WaitsFor::Officer),
        (waiting_for(0, 2), NextAction::Approve, WaitsFor::Officer),
        (at(Work::Assembling), NextAction::WaitForPackage, WaitsFor::Package),
        (at(Work::Ready), NextAction::WaitForCollection, WaitsFor::Requester),
        (on_paper(Work::Ready), NextAction::HandOver, WaitsFor::Desk),
        (queued(), NextAction::WaitForEmail, WaitsFor::Requester),
        (
            with(&queued(), TaskKind::AskArrival),
            NextAction::HandOver,
            WaitsFor::Desk,
        ),
        // Of a link that is not collected there is nothing to note.
        (
            with(&at(Work::Ready), TaskKind::AskArrival),
            NextAction::WaitForCollection,
            WaitsFor::Desk,
        ),
        (at(Work::Delivered), NextAction::Close, WaitsFor::Desk),
        (at(Work::Answered), NextAction::WaitForLetter, WaitsFor::Requester),
        (
            with(&at(Work::Answered), TaskKind::PostLetter),
            NextAction::HandOver,
            WaitsFor::Desk,
        ),
        (
            with(&at(Work::Answered), TaskKind::AskArrival),
            NextAction::HandOver,
            WaitsFor::Desk,
        ),
        (at(Work::Closed), NextAction::Nothing, WaitsFor::Nobody),
        (
            with(&at(Work::Closed), TaskKind::AnswerMessage),
            NextAction::Nothing,
            WaitsFor::Desk,
        ),
        (
            with(&at(Work::Gathering), TaskKind::AnswerMessage),
            NextAction::AddRecords,
            WaitsFor::Desk,
        ),
    ] {
        assert_eq!(
            (next_action(&request), waits_for(&request)),
            (action, who),
            "{request:?}"
        );
    }
}

#[test]
fn a_request_waits_for_who_was_asked_something_and_not_for_who_can_not_be_reached() {
    for work in [Work::Received, Work::Gathering] {
        let asked = Request {
            is_asked: true,
            ..at(work)
        };
        assert_eq!(waits_for(&asked), WaitsFor::Requester, "{work:?}");
    }
    let asked = Request {
        is_asked: true,
        ..waiting_for(1, 0)
    };
    assert_eq!(waits_for(&asked), WaitsFor::Clinician);
    let unreached = with(&at(Work::Answered), TaskKind::ReachRequester);
    assert_eq!(waits_for(&unreached), WaitsFor::Desk);
}

#[test]
fn an_officer_who_must_decide_comes_before_everyone() {
    let protected = with(&waiting_for(1, 0), TaskKind::DecideProtected);

    assert_eq!(waits_for(&protected), WaitsFor::Officer);
}

#[test]
fn a_request_is_stuck_where_something_automatic_left_a_task_behind() {
    for (kind, stuck) in [
        (TaskKind::ReachRequester, true),
        (TaskKind::RepackRecord, true),
        (TaskKind::HelpOpen, true),
        (TaskKind::AssignAgain, true),
        (TaskKind::AskArrival, true),
        (TaskKind::Own, false),
        (TaskKind::PostLetter, false),
        (TaskKind::HandOverRecord, false),
        (TaskKind::DecideProtected, false),
        (TaskKind::AnswerMessage, false),
        (TaskKind::AnswerLate, false),
        (TaskKind::ReleaseReviewed, false),
        (TaskKind::ArrangeFree, false),
        (TaskKind::TellFormer, false),
        (TaskKind::PrintFailed, true),
    ] {
        assert_eq!(is_stuck(&with(&at(Work::Ready), kind)), stuck, "{kind:?}");
    }
    assert!(!is_stuck(&at(Work::Ready)));
}
