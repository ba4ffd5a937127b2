//! What makes stale what others have in hand: each decision of staff about the record, its answer or who asks, and
//! nothing that can stand beside another's decision.

use super::*;
use crate::fee::{Asked, Line, Medium, Method, Part, Schedule};
use crate::practice::Practice;
use crate::wire::Reading;

#[test]
fn a_decision_is_made_on_what_stands_and_a_note_beside_it() {
    let beside = [
        "grant_uploads",
        "prove_contact",
        "assign",
        "note",
        "send_message",
        "receive_message",
        "add_own_task",
        "take_package",
        "mail_lost",
    ];
    for (name, command) in COMMANDS {
        for work in WORKS {
            let request = at(work);
            let Ok(Decision { next, .. }) = command(&request) else {
                continue;
            };

            let moves = u64::from(!beside.contains(&name));
            assert_eq!(next.version, request.version + moves, "{name} at {work:?}");
        }
    }
}

#[test]
fn a_request_begins_with_its_first_version() {
    assert_eq!((submitted().next.version, submitted().next.seq), (1, 1));
}

#[test]
fn what_closes_a_request_makes_stale_whoever_says_it() {
    let answered = at(Work::Answered);
    let closed = work::letter_arrived(&answered, notice(), moment()).unwrap().next;
    assert_eq!(closed.version, answered.version + 1, "a letter arrived");

    let lettered = Request {
        outcome: Some(Outcome::NotHeld),
        ..closed
    };
    let lost = work::mail_lost(&lettered, Lost::Bounced(About::Answer), notice(), moment()).next;
    assert_eq!(lost.version, lettered.version + 1, "it came back");

    let delivered = at(Work::Delivered);
    let helped = work::confirm_arrival(&delivered, false, moment()).unwrap().next;
    assert_eq!(helped.version, delivered.version, "what can't be opened is a task");

    let other = Request {
        kind: Kind::Subpoena,
        ..at(Work::Received)
    };
    let elsewhere = parse::Route {
        to: "Counsel".to_owned(),
        checked: vec![],
        missing: vec![],
    };
    let routed = ending::route(&other, &clerk(), elsewhere, moment()).unwrap();
    assert_eq!(routed.next.version, other.version + 1, "it went elsewhere");
}

#[test]
fn a_record_that_comes_back_makes_stale_what_was_decided_since_it_arrived() {
    for (request, moves) in [(queued(), 0), (gone(&queued()), 0), (arrived(&gone(&queued())), 1)] {
        assert_eq!(
            came_back(&request).version,
            request.version + moves,
            "{:?}",
            request.work
        );
    }
}

#[test]
fn both_of_two_linked_requests_have_a_new_version() {
    let request = at(Work::Gathering);
    let other = Request {
        id: RequestId::parse("other").unwrap(),
        version: 7,
        ..at(Work::Gathering)
    };

    let (one, two) = link(&request, &other).unwrap();

    assert_eq!((one.next.version, two.next.version), (request.version + 1, 8));
}

#[test]
fn a_fee_is_quoted_answered_and_waived_on_what_stands_and_a_payment_noted_beside_it() {
    let practice = Practice {
        id: PracticeId::parse("p").unwrap(),
        name: "Lakeside".to_owned(),
        contact: "the privacy officer".to_owned(),
        telephone: "512-555-0140".to_owned(),
        fees: Schedule {
            page: 10,
            ..Schedule::default()
        },
        locations: vec![],
    };
    let asked = Asked {
        medium: Medium::Paper,
        method: Method::Cost,
        lines: vec![Line {
            part: Part::Paper,
            count: 40,
            each: 10,
        }],
        benefits_claim: false,
        earlier_copy: false,
        copy_pages: 0,
    };
    let gathering = Request {
        way: Way::Paper,
        ..at(Work::Gathering)
    };
    let quoted = fee::quote(&gathering, &clerk(), &asked, &practice, moment())
        .unwrap()
        .next;
    assert_eq!(quoted.version, gathering.version + 1);
    let agreed = fee::answer(&quoted, crate::fee::Choice::Agreed, moment()).unwrap().next;
    assert_eq!(agreed.version, quoted.version + 1);
    let waived = fee::waive(&agreed, &clerk(), moment()).unwrap().next;
    assert_eq!(waived.version, agreed.version + 1);
    let paid = fee::note_paid(&agreed, &clerk(), moment()).unwrap().next;
    assert_eq!(paid.version, agreed.version);
}

/// What came by another way than the page counts from the day on which it came, and not from the day of its entry.
#[test]
fn what_a_clerk_enters_counts_from_the_day_on_which_it_came() {
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
    let came_on = "2026-10-20".parse().unwrap();
    let command = parse::Enter {
        ask: parse::submit(&form, &[], moment().on).ok().unwrap(),
        kind: Kind::Access,
        intake: Intake {
            channel: Channel::Mail,
            oral_on: None,
            written_on: Some(came_on),
        },
        received_on: came_on,
    };
    let new = NewRequest {
        id: RequestId::parse("r").unwrap(),
        practice: PracticeId::parse("p").unwrap(),
        receipt: "7K3M-92QF-4D".to_owned(),
    };
    let received = submitted().next.received;

    let next = enter(command, new, received, &clerk(), moment()).next;

    assert_eq!((next.received.on, next.version), (came_on, 1));
    let clock = crate::clock::read(next.due(), None, moment().on);
    assert_eq!(clock.reading, Reading::Overdue(6), "30 days from October 20");
}
