//! What a correction makes of a link to another request, and of clocks that are no clocks of access.

use super::*;
use crate::decide::{Matched, verify, work};
use crate::record::Patient;

/// What a correction makes of the request, and of the ones that it is linked to.
fn put_right(request: &Request, others: &[Request], change: fn(&mut Entry)) -> (Request, Vec<Request>) {
    let mut entry = request.entry();
    change(&mut entry);
    let command = parse::Correct {
        entry,
        reason: "It says so.".to_owned(),
    };
    let corrected = correct(
        request,
        &clerk(),
        Some(&officer()),
        (command, others, &Items::new()),
        moment(),
    )
    .unwrap();
    let after = |(_, theirs): (&Request, Decision)| theirs.next;
    (
        corrected.decision.next,
        corrected.others.into_iter().map(after).collect(),
    )
}

/// Three asks for one record, of which each knows the two others.
fn three() -> [Request; 3] {
    let (first, second) = pair();
    let third = Request {
        id: RequestId::parse("third").unwrap(),
        receipt: "T".to_owned(),
        received: Received {
            on: day("2026-11-05"),
            ..second.received.clone()
        },
        linked: Vec::new(),
        ..second.clone()
    };
    let (third, others) = work::link(&third, &clerk(), &first, (&[], from_ref(&second)), moment()).unwrap();
    let [first, second] = others.try_into().ok().unwrap();
    [first.1.next, second.1.next, third.next]
}

fn others(request: &Request) -> Vec<&str> {
    request.linked.iter().map(|other| other.request.as_str()).collect()
}

#[test]
fn a_link_stays_where_one_person_still_asks_for_one_patients_record() {
    type Change = fn(&mut Entry);
    let cases: [(&str, Change, bool); 5] = [
        (
            "an earlier day",
            |entry| *entry = days(entry.clone(), "", "2026-11-10"),
            true,
        ),
        ("another patient", |entry| entry.birth_date = day("1950-01-01"), false),
        (
            "another name",
            |entry| entry.name = PersonName::parse("Two", "Mhvtestveteran").unwrap(),
            false,
        ),
        ("another kind", |entry| entry.kind = Kind::Amendment, false),
        ("what it holds", |entry| entry.mental_health = Some(true), true),
    ];
    for (what, change, stays) in cases {
        let (request, other) = pair();

        let (next, theirs) = put_right(&request, from_ref(&other), change);

        assert_eq!(!next.linked.is_empty(), stays, "{what}");
        let is_cut = theirs.first().is_some_and(|theirs| theirs.linked.is_empty());
        assert_eq!(is_cut, !stays, "{what}");
    }
}

#[test]
fn a_link_stays_where_a_name_becomes_the_one_of_the_other_request() {
    let (mut request, other) = pair();
    request.name = PersonName::parse("Oen", "Mhvtestveteran").unwrap();
    let command = parse::Correct {
        entry: Entry {
            name: other.name.clone(),
            ..request.entry()
        },
        reason: String::new(),
    };

    let corrected = correct(
        &request,
        &clerk(),
        None,
        (command, from_ref(&other), &Items::new()),
        moment(),
    )
    .unwrap();

    assert!(!corrected.decision.next.linked.is_empty() && corrected.others.is_empty());
}

#[test]
fn the_other_request_of_a_link_that_is_cut_has_a_new_version() {
    let (request, other) = pair();

    let (_, theirs) = put_right(&request, from_ref(&other), |entry| entry.birth_date = day("1950-01-01"));

    assert_eq!(theirs[0].version, other.version + 1);
}

#[test]
fn a_third_ask_is_linked_to_both_and_its_earlier_receipt_counts_for_all() {
    let [first, second, third] = three();

    assert_eq!(others(&first), ["other", "third"]);
    assert_eq!(others(&second), [first.id.as_str(), "third"]);
    assert_eq!(others(&third), [first.id.as_str(), "other"]);
    for request in [&first, &second, &third] {
        assert_eq!(request.due().received_on, day("2026-11-05"), "{}", request.id);
    }
    let again = work::link(&first, &clerk(), &third, (&[], &[]), moment()).err();
    assert_eq!(again, Some(Refusal::LinkDoesNotFit), "they are linked");
}

#[test]
fn none_that_is_about_another_patient_or_asked_by_another_comes_along() {
    let (first, second) = pair();
    let third = Request {
        id: RequestId::parse("third").unwrap(),
        linked: Vec::new(),
        ..second.clone()
    };
    let along = |second: Request| work::link(&third, &clerk(), &first, (&[], from_ref(&second)), moment()).err();
    type Change = fn(&mut Request);
    let cases: [(&str, Change); 4] = [
        ("another patient", |other| other.patient = PatientId::parse("z")),
        ("to be matched anew", |other| other.patient = None),
        ("another kind", |other| other.kind = Kind::Amendment),
        ("another requester", |other| {
            other.requester = Requester::Other {
                name: "Hart & Hart".to_owned(),
            };
        }),
    ];
    assert_eq!(along(second.clone()), None);
    for (what, change) in cases {
        let mut second = second.clone();
        change(&mut second);
        assert_eq!(along(second), Some(Refusal::LinkedUnlike), "{what}");
    }
}

#[test]
fn two_pairs_become_four_that_know_each_other() {
    let named = |name: &str| Request {
        id: RequestId::parse(name).unwrap(),
        ..at(Work::Gathering)
    };
    let paired = |one: &str, two: &str| {
        let (one, two) = link(&named(one), &named(two)).unwrap();
        (one.next, two.next)
    };
    let ((a, b), (c, d)) = (paired("a", "b"), paired("c", "d"));

    let (next, changed) = work::link(&a, &clerk(), &c, (from_ref(&b), from_ref(&d)), moment()).unwrap();

    let befores: Vec<_> = changed.iter().map(|(before, _)| before.id.as_str()).collect();
    assert_eq!(befores, ["c", "d", "b"]);
    let mut known: Vec<_> = [&next]
        .into_iter()
        .chain(changed.iter().map(|(_, theirs)| theirs))
        .collect();
    known.sort_by_key(|decision| decision.next.id.as_str());
    let known: Vec<_> = known
        .iter()
        .map(|decision| (decision.next.id.as_str(), others(&decision.next)))
        .collect();
    let expected = [
        ("a", vec!["b", "c", "d"]),
        ("b", vec!["a", "c", "d"]),
        ("c", vec!["d", "a", "b"]),
        ("d", vec!["c", "a", "b"]),
    ];
    assert_eq!(known, expected);
}

#[test]
fn eight_asks_can_be_linked_to_each_other_and_a_ninth_cannot() {
    let named = |number: usize| Request {
        id: RequestId::parse(&format!("r{number}")).unwrap(),
        ..at(Work::Gathering)
    };
    let others = |count: usize| (10..10 + count).map(named).collect::<Vec<_>>();
    let linked = |own: usize, theirs: usize| {
        let (own, theirs) = (others(own), others(theirs));
        work::link(&named(1), &clerk(), &named(2), (&own, &theirs), moment()).err()
    };

    assert_eq!((linked(6, 0), linked(0, 6), linked(3, 3)), (None, None, None));
    for (own, theirs) in [(7, 0), (0, 7), (4, 3)] {
        assert_eq!(linked(own, theirs), Some(Refusal::TooManyLinked), "{own} and {theirs}");
    }
}

#[test]
fn one_that_was_entered_wrongly_leaves_and_the_others_stay_linked() {
    let [first, second, third] = three();
    let all = [first, second];

    let (next, theirs) = put_right(&third, &all, |entry| entry.kind = Kind::Amendment);

    assert!(next.linked.is_empty());
    assert_eq!(others(&theirs[0]), ["other"]);
    assert_eq!(others(&theirs[1]), [all[0].id.as_str()]);
    for request in &theirs {
        assert_eq!(request.due().received_on, day("2026-11-22"), "without the earliest");
    }
    let command = parse::Correct {
        entry: Entry {
            kind: Kind::Amendment,
            ..third.entry()
        },
        reason: "It says so.".to_owned(),
    };
    let by_clerk = correct(&third, &clerk(), None, (command, &all, &Items::new()), moment());
    assert_eq!(
        by_clerk.err(),
        Some(Refusal::OfficerCorrects),
        "two are due later by it"
    );
}

#[test]
fn an_earlier_receipt_is_told_to_all_that_are_linked() {
    let [first, second, third] = three();

    let (_, theirs) = put_right(&first, &[second, third], |entry| {
        *entry = days(entry.clone(), "", "2026-11-01");
    });

    let heard: Vec<_> = theirs.iter().map(|request| request.id.as_str()).collect();
    assert_eq!(heard, ["other", "third"]);
    for request in &theirs {
        assert_eq!(request.due().received_on, day("2026-11-01"));
        assert_eq!(request.linked.len(), 2);
    }
}

#[test]
fn a_name_may_become_that_of_any_request_that_is_linked() {
    let [first, mut second, third] = three();
    second.name = PersonName::parse("Two", "Mhvtestveteran").unwrap();
    let all = [second, third];

    let (next, theirs) = put_right(&first, &all, |entry| {
        entry.name = PersonName::parse("Two", "Mhvtestveteran").unwrap();
    });

    assert_eq!((next.linked.len(), theirs.len()), (2, 0));
}

/// What has no clock of its own still counts from its receipt, should it turn out to be a request for a record.
#[test]
fn the_receipt_of_another_kind_of_ask_is_moved_to_a_later_day_by_the_officer_alone() {
    let subpoena = Request {
        kind: Kind::Subpoena,
        requester: Requester::Other {
            name: "Hart & Hart".to_owned(),
        },
        ..came("2026-11-10", "")
    };

    let later = days(subpoena.entry(), "2026-11-12", "");
    assert_eq!(answers(&subpoena, &later), OFFICERS);
    let earlier = days(subpoena.entry(), "2026-11-08", "");
    assert_eq!(answers(&subpoena, &earlier), ANYONES);
}

#[test]
fn access_is_given_up_by_the_officer_alone_also_where_no_day_moves() {
    let extended = Request {
        extensions: vec![clock::Extension::given(
            Extends::Federal,
            day("2027-01-23"),
            moment().on,
        )],
        ..at(Work::Received)
    };
    let entry = Entry {
        kind: Kind::Amendment,
        requester: Requester::Other {
            name: "Hart & Hart".to_owned(),
        },
        ..extended.entry()
    };

    assert_eq!(answers(&extended, &entry), OFFICERS);
}

#[test]
fn a_request_that_is_about_another_patient_after_all_leaves_its_links_and_no_clock_runs_later_by_a_clerk() {
    let [first, second, third] = three();
    let verify_as = |request: &Request, id: &str, linked: &[Request], officer: Option<&Officer>| {
        let patient = Patient {
            id: PatientId::parse(id).unwrap(),
            ..crate::decide::tests::patient()
        };
        let matched = Matched {
            patient: &patient,
            evidence: vec![Evidence::IdSeen],
            authority: String::new(),
            withdrawn: Vec::new(),
            protected: false,
            items: &Items::new(),
            linked,
            officer,
        };
        verify(request, &clerk(), matched, moment())
    };
    let same = third.patient.clone().unwrap();
    let others = [first.clone(), second.clone()];

    // Once more as before, nothing is cut.
    let again = verify_as(&third, same.as_str(), &others, None).unwrap();
    assert_eq!(again.next.linked.len(), 2);
    // The third is the earliest: the two others are due later without it.
    let refused = verify_as(&third, "z", &others, None).err();
    assert_eq!(refused, Some(Refusal::OfficerDecides));
    let apart = verify_as(&third, "z", &others, Some(&officer())).unwrap();
    let Happened::Verified { unlinked, .. } = &apart.event.happened else {
        panic!("verified");
    };
    assert_eq!((apart.next.linked.len(), unlinked.len()), (0, 2));
    let left = following(&others, &apart.next, &clerk(), moment());
    for (_, theirs) in &left {
        assert_eq!(theirs.next.linked.len(), 1, "to each other");
        assert!(matches!(theirs.event.happened, Happened::Unlinked { .. }));
    }
    // One that counted from an earlier ask of somebody else's counts from its own.
    let others = [second, third];
    assert_eq!(
        verify_as(&first, "z", &others, None).err(),
        Some(Refusal::OfficerDecides)
    );
    // One that was never matched says nothing of another patient.
    let unmatched = others.map(|other| Request { patient: None, ..other });
    assert_eq!(verify_as(&first, "z", &unmatched, None).unwrap().next.linked.len(), 2);
}
