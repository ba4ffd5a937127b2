//! What went out, how it is known, and what becomes of it when something else is said.

use super::*;
use crate::decide::ending::Undoable;
use crate::person::{Address, Telephone};
use crate::record::Inspection;
use crate::word::Access;

fn early() -> NaiveDate {
    "2026-11-24".parse().unwrap()
}

fn answered_early(request: &Request) -> Request {
    Request {
        answered_on: Some(early()),
        ..request.clone()
    }
}

fn by_paper(work: Work) -> Request {
    Request {
        way: Way::Paper,
        ..at(work)
    }
}

#[test]
fn opening_one_file_is_a_collection_where_the_link_works() {
    let ready = at(Work::Ready);
    let collected = view(&ready, &delivery(), moment()).unwrap().unwrap().next;
    assert_eq!((collected.work, collected.version), (Work::Delivered, ready.version));
    assert!(view(&collected, &delivery(), moment()).unwrap().is_none(), "once");
    let off = Delivery {
        revoked: true,
        ..delivery()
    };
    assert_eq!(
        view(&ready, &off, moment()).err(),
        Some(Refusal::DeliveryClosed(DeliveryState::Revoked))
    );
}

#[test]
fn the_link_to_what_went_before_is_switched_off_by_a_further_release() {
    assert!(superseded(Some(&delivery())).is_some_and(|off| off.revoked && off.id == delivery().id));
    let off = Delivery {
        revoked: true,
        ..delivery()
    };
    assert!(superseded(Some(&off)).is_none());
    let (_, off) = revoke(&at(Work::Ready), &clerk(), &delivery(), moment()).unwrap();
    assert!(off.revoked);
}

#[test]
fn a_new_link_takes_no_answer_back() {
    for request in [
        at(Work::Ready),
        at(Work::Delivered),
        by_paper(Work::Ready),
        by_paper(Work::Delivered),
    ] {
        let reissued = renewed(&answered_early(&request), &delivery(), Renewal::Package).unwrap();

        assert_eq!(reissued.decision.next.answered_on, Some(early()), "{:?}", request.way);
    }
    let reissued = renewed(&by_paper(Work::Ready), &delivery(), Renewal::Package).unwrap();
    assert_eq!(reissued.decision.next.answered_on, None);
}

#[test]
fn a_record_that_is_packed_once_more_for_a_link_goes_by_no_email() {
    let again = renewed(&emailed(Work::Ready), &delivery(), Renewal::Assembly(job())).unwrap();

    let (decision, _) = package_ready(&again.decision.next, &job(), packed(), moment()).unwrap();

    assert_eq!(decision.next.emailing, None);
    assert_eq!(kinds(&decision.next), [TaskKind::HandOverRecord]);
}

#[test]
fn a_record_that_is_looked_at_here_is_inspected_and_a_denial_stays_one() {
    for (handing, outcome, expected) in [
        (Handing::Inspected, Outcome::Released, Outcome::Inspected),
        (Handing::Inspected, Outcome::ReleasedInPart, Outcome::ReleasedInPart),
        (Handing::InPerson, Outcome::Released, Outcome::Released),
        (Handing::Posted, Outcome::ReleasedInPart, Outcome::ReleasedInPart),
    ] {
        let request = Request {
            outcome: Some(outcome),
            access: Access::Inspection,
            ..by_paper(Work::Ready)
        };
        let handed = ending::hand_over(&request, (&clerk(), None), handed(handing), moment()).unwrap();

        assert_eq!(handed.next.outcome, Some(expected), "{handing:?} {outcome:?}");
    }
}

#[test]
fn what_has_gone_is_not_taken_back_and_what_had_gone_before_neither() {
    assert!(ending::undoable(&queued(), false).is_some());
    assert_eq!(ending::undoable(&answered_early(&queued()), false), None);
    assert_eq!(ending::undoable(&at(Work::Ready), false), None);
    for (work, delivery, can) in [
        (Work::Assembling, None, true),
        (Work::Assembling, DeliveryId::parse("d"), false),
    ] {
        let request = Request { delivery, ..at(work) };
        assert_eq!(ending::undoable(&request, false).is_some(), can);
    }
    let undone = ending::undo(&at(Work::Assembling), (&clerk(), None), (None, false), moment());
    assert_eq!(kinds(&undone.ok().unwrap().0.next), [], "nothing of a review is owed");
}

#[test]
fn an_extension_is_the_officers_to_take_back_until_its_letter_has_gone() {
    let before = at(Work::Gathering);
    let extended = ending::extend(&before, &officer(), extension("2027-01-10"), moment()).unwrap();
    let extended = extended.next;
    let letter = extended.seq;
    let undo = |request: &Request, officer: Option<&Officer>| {
        ending::undo(request, (&clerk(), officer), (Some(&delivery()), true), moment())
    };

    assert_eq!(ending::undoable(&extended, true), Some(Undoable::Extension { letter }));
    assert_eq!(ending::undoable(&extended, false), None, "its message has gone");
    assert!(ending::undoes(&extended, letter) && !ending::undoes(&extended, letter - 1));
    assert_eq!(undo(&extended, None).err(), Some(Refusal::OfficerDecides));
    let (undone, off) = undo(&extended, Some(&officer())).ok().unwrap();
    assert!(off.is_none(), "a link that works has nothing to do with it");
    assert!(undone.event.happened == Happened::ExtensionUndone { letter });
    assert!(undone.event.happened.makes_stale());
    let undone = undone.next;
    assert_eq!(
        (undone.work, undone.extensions.len(), undone.version),
        (Work::Gathering, 0, extended.version + 1)
    );
    assert!(ending::extension_given(&undone, letter, notice(), moment()).is_none());
    assert!(ending::extend(&undone, &officer(), extension("2027-01-10"), moment()).is_ok());

    let given = ending::extension_given(&extended, letter, notice(), moment())
        .unwrap()
        .next;
    assert_eq!(undo(&given, Some(&officer())).err(), Some(Refusal::NothingToUndo));
    assert_eq!(ending::undoable(&before, true), None);
    assert!(!ending::undoes(&before, letter));
}

#[test]
fn who_had_a_contact_without_an_e_mail_address_is_told_of_its_change_by_a_person() {
    let contact = |telephone: &str, address: &str| Contact {
        email: None,
        telephone: Telephone::parse("telephone", telephone).ok(),
        address: Address::parse("address", address).ok(),
        ..Contact::default()
    };
    let changed = |request: &Request, contact: Contact| {
        let command = parse::ChangeContact {
            contact,
            evidence: vec![Evidence::IdSeen],
        };
        work::change_contact(request, &clerk(), command, moment()).unwrap().next
    };
    let told = |request: &Request| {
        let task = request.tasks.iter().find(|task| task.kind == TaskKind::TellFormer);
        task.map(|task| task.text.clone())
    };
    let by = |contact| Request {
        contact,
        ..at(Work::Gathering)
    };
    let before = by(contact("512-555-0101", "1 Old Road"));

    assert_eq!(told(&changed(&before, contact("512-555-0101", "1 Old Road"))), None);
    let once = changed(&before, contact("512-555-0102", "1 Old Road"));
    assert_eq!(told(&once).as_deref(), Some("512-555-0101, 1 Old Road"));
    let twice = changed(&once, contact("", "2 New Road"));
    assert_eq!(
        told(&twice).as_deref(),
        Some("512-555-0101, 1 Old Road; 512-555-0102, 1 Old Road")
    );
    let task = twice
        .tasks
        .iter()
        .find(|task| task.kind == TaskKind::TellFormer)
        .unwrap();
    let done = work::finish_task(&twice, &reader(), task.number, moment())
        .unwrap()
        .next;
    assert_eq!(told(&done), None);
    let with_email = Contact {
        email: Email::parse("email", "two@patient.example").ok(),
        ..contact("512-555-0101", "")
    };
    let taken_over = changed(&by(contact("512-555-0101", "")), with_email);
    assert_eq!(
        told(&taken_over).as_deref(),
        Some("512-555-0101"),
        "also where it stays: codes go elsewhere now"
    );
    let in_confidence = Contact {
        is_confidential: true,
        ..contact("512-555-0103", "")
    };
    assert_eq!(
        told(&changed(&twice, in_confidence)),
        None,
        "what was still to be told is not"
    );

    // An e-mail says it there, and where word might come to someone else, none goes.
    let emailed = Contact {
        email: Email::parse("email", "one@patient.example").ok(),
        ..contact("512-555-0101", "")
    };
    assert_eq!(told(&changed(&by(emailed), contact("512-555-0102", ""))), None);
    let with_email = Contact {
        email: Email::parse("email", "two@patient.example").ok(),
        ..contact("512-555-0101", "")
    };
    let then_emailed = Request {
        contact: with_email,
        ..once
    };
    let next = changed(&then_emailed, contact("512-555-0104", ""));
    assert_eq!(told(&next), told(&then_emailed), "who was still to be told is");
    for (was, is) in [(true, false), (false, true)] {
        let unsafe_for = |telephone, is_confidential| Contact {
            is_confidential,
            ..contact(telephone, "")
        };
        let next = changed(&by(unsafe_for("512-555-0101", was)), unsafe_for("512-555-0102", is));
        assert_eq!(told(&next), None);
    }
}

/// The letter of an extension came back, and another address is known now.
fn with_letter_to_post() -> Request {
    let mut request = at(Work::Gathering);
    add_task(&mut request, TaskKind::PostLetter, moment().on);
    request
}

#[test]
fn a_letter_without_its_pdf_is_named_and_each_one_once_more() {
    let once = work::print_failed(&at(Work::Answered), (7, "We need more time"), moment());
    assert!(once.event.happened == Happened::PrintFailed { letter: 7 });
    let twice = work::print_failed(&once.next, (9, "Our answer"), moment()).next;
    let tasks: Vec<_> = twice.tasks.iter().map(|task| (task.kind, task.text.as_str())).collect();
    assert_eq!(tasks, [(TaskKind::PrintFailed, "We need more time; Our answer")]);
}

#[test]
fn an_extension_that_no_e_mail_takes_any_more_is_posted() {
    let extended = ending::extend(&at(Work::Gathering), &officer(), extension("2027-01-10"), moment());
    let extended = extended.unwrap().next;
    let by_telephone = || parse::ChangeContact {
        contact: Contact {
            telephone: Telephone::parse("telephone", "512-555-0101").ok(),
            ..Contact::default()
        },
        evidence: vec![Evidence::IdSeen],
    };
    let to_post = |request: &Request| {
        let next = work::change_contact(request, &clerk(), by_telephone(), moment())
            .unwrap()
            .next;
        kinds(&next).contains(&TaskKind::PostLetter)
    };
    assert!(to_post(&extended));
    let given = ending::extension_given(&extended, extended.seq, notice(), moment())
        .unwrap()
        .next;
    assert!(!to_post(&given) && !to_post(&at(Work::Gathering)));
}

#[test]
fn what_was_withdrawn_waits_for_its_letter_and_nobody_asks_whether_it_came() {
    let mut ready = Request {
        delivery: None,
        ..at(Work::Ready)
    };
    for kind in [
        TaskKind::HandOverRecord,
        TaskKind::DecideProtected,
        TaskKind::WrongRelease,
    ] {
        add_task(&mut ready, kind, moment().on);
    }

    let withdrawn = ended(&ready, Ending::Withdrawn).unwrap().next;

    assert_eq!(withdrawn.work, Work::Answered);
    assert_eq!(
        kinds(&withdrawn),
        [TaskKind::DecideProtected, TaskKind::WrongRelease],
        "nothing is handed over any more, and the rest may still be taken back with it"
    );
    assert_eq!(ending::undoable(&withdrawn, true), Some(Undoable::Ending));
    let had = Request {
        delivery: DeliveryId::parse("d"),
        ..withdrawn.clone()
    };
    assert_eq!(ending::undoable(&had, true), None, "what she had before stays hers");
    assert!(
        revoke(
            &had,
            &clerk(),
            &Delivery {
                id: DeliveryId::parse("d").unwrap(),
                ..delivery()
            },
            moment()
        )
        .is_ok()
    );
    assert_eq!(
        waits_for(&withdrawn),
        waits_for(&had),
        "and nobody decides about what was taken back"
    );
    let without = Request {
        tasks: Vec::new(),
        misdirections: Vec::new(),
        ..withdrawn.clone()
    };
    let mut protected = without.clone();
    add_task(&mut protected, TaskKind::DecideProtected, moment().on);
    add_task(&mut protected, TaskKind::RepackRecord, moment().on);
    assert_eq!(waits_for(&protected), waits_for(&without));
    let not_held = Request {
        outcome: Some(Outcome::NotHeld),
        ..protected
    };
    assert_eq!(waits_for(&not_held), WaitsFor::Officer, "only she can do without it");
    assert_eq!(
        ended(&with_letter_to_post(), Ending::Withdrawn)
            .map(|it| kinds(&it.next))
            .ok(),
        Some(vec![])
    );
    let arrived = work::letter_arrived(&withdrawn, notice(), moment()).unwrap().next;
    let unreported = work::mail_unreported(&withdrawn, About::Answer, notice(), moment());
    let unreported = unreported.unwrap().next;
    for next in [&arrived, &unreported] {
        assert_eq!((next.work, next.version), (Work::Closed, withdrawn.version + 1));
        assert_eq!(kinds(next), [TaskKind::WrongRelease], "a breach does not end with it");
    }
    let lost = work::mail_lost(&withdrawn, Lost::Bounced(About::Answer), notice(), moment()).next;
    let unheard = work::mail_unreported(&lost, About::Answer, notice(), moment());
    let unheard = unheard.unwrap().next;
    assert_eq!(
        unheard.work,
        Work::Answered,
        "its letter is still to be posted, whatever an earlier message did"
    );
    assert_eq!(lost.answered_on, withdrawn.answered_on, "and nothing is owed meanwhile");
    let other = Request {
        outcome: Some(Outcome::NotHeld),
        ..withdrawn.clone()
    };
    let asked = work::mail_unreported(&other, About::Answer, notice(), moment())
        .unwrap()
        .next;
    assert_eq!((asked.work, asked.version), (Work::Answered, other.version));
    assert!(kinds(&asked).contains(&TaskKind::AskArrival));
}

#[test]
fn a_message_about_an_earlier_package_says_nothing_of_the_one_that_goes_now() {
    let going = gone(&queued());
    let old = NoticeId::parse("old").unwrap();

    let lost = work::mail_lost(&going, Lost::Bounced(About::Record), old, moment()).next;

    assert_eq!((&lost.emailing, lost.answered_on), (&going.emailing, going.answered_on));
    assert_eq!(kinds(&lost), [TaskKind::ReachRequester]);
}

#[test]
fn a_link_that_comes_back_after_the_record_was_taken_opens_nothing_again() {
    for outcome in [
        Outcome::Released,
        Outcome::ReleasedInPart,
        Outcome::Denied,
        Outcome::Inspected,
    ] {
        let closed = Request {
            outcome: Some(outcome),
            ..answered_early(&at(Work::Closed))
        };
        let lost = work::mail_lost(&closed, Lost::Bounced(About::Answer), notice(), moment()).next;

        assert_eq!(
            (lost.work, lost.answered_on),
            (Work::Closed, Some(early())),
            "{outcome:?}"
        );
        assert_eq!(kinds(&lost), []);
    }
}

#[test]
fn nobody_is_asked_about_a_record_that_was_taken_by_its_link_meanwhile() {
    let (collected, ..) = claim(&gone(&queued()), &delivery(), moment()).unwrap();
    let unreported = |request: &Request| work::mail_unreported(request, About::Record, notice(), moment());

    assert!(unreported(&collected.unwrap().next).is_none());
    assert!(unreported(&at(Work::Ready)).is_none(), "none is on its way");
    assert!(unreported(&gone(&queued())).is_some());
}

fn another_contact(request: &Request, email: &str) -> Request {
    let command = parse::ChangeContact {
        contact: Contact {
            email: Email::parse("email", email).ok(),
            ..Contact::default()
        },
        evidence: vec![Evidence::IdSeen],
    };
    work::change_contact(request, &clerk(), command, moment()).unwrap().next
}

#[test]
fn who_has_no_address_any_more_is_sent_the_letter_by_post_and_nothing_else() {
    for (work, answered_on, expected) in [
        (Work::Gathering, None, vec![]),
        (Work::Delivered, Some(early()), vec![]),
        (Work::Answered, None, vec![TaskKind::PostLetter]),
    ] {
        let next = another_contact(&answered_early(&at(work)), "");

        assert_eq!(kinds(&next), expected, "{work:?}");
        if work != Work::Gathering {
            assert_eq!(next.answered_on, answered_on, "{work:?}");
        }
    }
}

#[test]
fn a_new_address_answers_nothing_that_does_not_go_there() {
    let next = another_contact(&by_paper(Work::Ready), "new@patient.example");

    assert_eq!(next.answered_on, None);
}

#[test]
fn a_contact_that_was_never_proven_is_evidence_for_nothing() {
    let of = |evidence: Evidence, contact_proven: bool| {
        let request = Request {
            contact_proven,
            ..at(Work::Gathering)
        };
        let command = parse::ChangeContact {
            contact: Contact::default(),
            evidence: vec![evidence],
        };
        let changed = work::change_contact(&request, &clerk(), command, moment()).err();
        let pin = work::give_pin(&request, &clerk(), vec![evidence], moment()).err();
        assert_eq!(changed, pin);
        pin
    };

    assert_eq!(of(Evidence::ContactOnFile, false), Some(Refusal::ContactNotOnFile));
    assert_eq!(of(Evidence::ContactOnFile, true), None);
    assert_eq!(of(Evidence::IdSeen, false), None);
    assert_eq!(of(Evidence::IdSeen, true), None);
}

#[test]
fn two_asks_belong_together_where_one_person_asks_for_one_patients_record() {
    let request = representative(Work::Gathering);
    let other = Request {
        id: RequestId::parse("other").unwrap(),
        ..request.clone()
    };
    type Change = fn(&mut Request);
    let another: [(&str, Change); 4] = [
        ("practice", |other| other.practice = PracticeId::parse("p2").unwrap()),
        ("patient", |other| other.patient = PatientId::parse("q2")),
        ("requester", |other| other.requester = Requester::Patient),
        ("kind", |other| other.kind = Kind::Subpoena),
    ];
    let refused = |one: &Request, other: &Request| link(one, other).err();
    assert_eq!(refused(&request, &other), None);
    for (what, change) in another {
        for is_first in [true, false] {
            let (mut one, mut two) = (request.clone(), other.clone());
            change(if is_first { &mut one } else { &mut two });
            assert_eq!(refused(&one, &two), Some(Refusal::LinkDoesNotFit), "another {what}");
        }
    }
    let of_nobody = |request: &Request| Request {
        patient: None,
        ..request.clone()
    };
    for (one, two) in [
        (request.clone(), request.clone()),
        (of_nobody(&request), of_nobody(&other)),
    ] {
        assert_eq!(refused(&one, &two), Some(Refusal::LinkDoesNotFit));
    }
}

#[test]
fn a_file_that_was_inspected_is_part_of_the_record_whatever_was_found_in_it() {
    let state = match inspected(vec![]).state {
        State::Inspected(inspection) => State::Inspected(Inspection {
            names_person: Some("Ana".to_owned()),
            ..inspection
        }),
        other => other,
    };
    let refusal = discard(&at(Work::Gathering), &clerk(), &record(state), moment()).err();

    assert_eq!(refusal, Some(Refusal::RecordTaken));
}
