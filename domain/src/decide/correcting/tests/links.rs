//! What a correction makes of a link to another request, and of clocks that are no clocks of access.

use super::*;

fn put_right(change: fn(&mut Entry)) -> Corrected {
    let (request, other) = pair();
    let mut entry = request.entry();
    change(&mut entry);
    let command = parse::Correct {
        entry,
        reason: "It says so.".to_owned(),
    };
    correct(
        &request,
        &clerk(),
        Some(&officer()),
        (command, Some(&other), &Items::new()),
        moment(),
    )
    .unwrap()
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
        let corrected = put_right(change);

        assert_eq!(corrected.decision.next.linked.is_some(), stays, "{what}");
        let theirs = corrected.other.map(|theirs| theirs.next);
        assert_eq!(theirs.is_some_and(|theirs| theirs.linked.is_none()), !stays, "{what}");
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
        (command, Some(&other), &Items::new()),
        moment(),
    )
    .unwrap();

    assert!(corrected.decision.next.linked.is_some() && corrected.other.is_none());
}

#[test]
fn the_other_request_of_a_link_that_is_cut_has_a_new_version() {
    let (_, other) = pair();
    let theirs = put_right(|entry| entry.birth_date = day("1950-01-01")).other.unwrap();

    assert_eq!(theirs.next.version, other.version + 1);
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
