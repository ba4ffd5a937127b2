//! What a clerk may do with a record alone, and what goes out in the place of one that is withheld.

use super::*;
use crate::wire::Placement;
use crate::word::Sensitivity;

fn judged_by_a_clerk(before: &Item) -> Option<Refusal> {
    let record = inspected(vec![]);
    let standing = standing(&record, Some(before));
    judge(
        &at(Work::Gathering),
        &clerk(),
        None,
        standing,
        Judgement::Keep,
        moment(),
    )
    .err()
}

fn judged(ground: Ground, is_determined: bool, is_approved: bool) -> Item {
    let determined = crate::record::Determination {
        by: MemberId::parse("c").unwrap(),
        name: "Dr. C".to_owned(),
        licence: "MD 2".to_owned(),
        on: moment().on,
        rationale: "Danger.".to_owned(),
    };
    let approved = crate::record::Approval {
        by: MemberId::parse("o").unwrap(),
        name: "O".to_owned(),
        on: moment().on,
        note: String::new(),
    };
    Item::Withheld(Box::new(crate::record::Withholding {
        determination: is_determined.then_some(determined),
        approval: is_approved.then_some(approved),
        ..withholding(ground)
    }))
}

#[test]
fn no_clerk_overturns_what_anyone_judged() {
    for (item, expected) in [
        (judged(Ground::R1, false, false), None),
        (judged(Ground::R1, true, false), Some(Refusal::OfficerDecides)),
        (judged(Ground::U1, false, true), Some(Refusal::OfficerDecides)),
        (judged(Ground::R1, true, true), Some(Refusal::OfficerDecides)),
    ] {
        assert_eq!(judged_by_a_clerk(&item), expected);
    }
}

/// 45 CFR 164.524(d)(1): what goes out in the place of a record is another file, and one that does go out.
#[test]
fn in_the_place_of_what_is_withheld_goes_another_file_that_goes_out() {
    let record = inspected(vec![]);
    let other = RecordId::parse("other").unwrap();
    for (rest, place, expected) in [
        (None, None, None),
        (Some(other.clone()), Some(Placement::In), None),
        (
            Some(other.clone()),
            Some(Placement::Withheld),
            Some(Refusal::RestDoesNotGoOut),
        ),
        (Some(other), None, Some(Refusal::RestDoesNotGoOut)),
        (
            Some(record.id.clone()),
            Some(Placement::In),
            Some(Refusal::RestDoesNotGoOut),
        ),
    ] {
        let command = parse::Withhold {
            rest,
            ..command(Ground::R1)
        };
        let held = withhold(
            &at(Work::Gathering),
            &clerk(),
            None,
            standing(&record, None),
            (command, place),
            moment(),
        );
        assert_eq!(held.err(), expected, "{place:?}");
    }
}

#[test]
fn protected_care_is_decided_when_all_of_it_is() {
    let request = grant_uploads(&representative(Work::Gathering), &clerk(), vec![], true, moment())
        .unwrap()
        .next;
    let plain = inspected(vec![]);
    let protected = Record {
        sensitivity: Sensitivity::ProtectedCare,
        ..inspected(vec![])
    };
    let (plainly, hidden) = (withheld(Ground::U1), withheld(Ground::N3));
    for (record, others_protected, is_decided) in [
        (&plain, false, false),
        (&plain, true, false),
        (&protected, true, false),
        (&protected, false, true),
    ] {
        let standing = |before| Standing {
            record,
            before,
            others_protected,
            same_goes_out: false,
            others_withheld: 0,
        };
        let (officer, clerk) = (officer(), clerk());
        let kept = judge(
            &request,
            &clerk,
            Some(&officer),
            standing(None),
            Judgement::Keep,
            moment(),
        );
        assert_eq!(kept.ok().unwrap().0.next.tasks.is_empty(), is_decided);
        let before = if record == &protected { &hidden } else { &plainly };
        for stands in [true, false] {
            let said = (stands, "Counsel read the law.".to_owned());
            let approved = approve(&request, &officer, standing(Some(before)), said, moment());
            assert_eq!(approved.ok().unwrap().0.next.tasks.is_empty(), is_decided);
        }
    }
}

#[test]
fn what_the_officer_lets_out_of_protected_care_may_be_known() {
    let protected = Record {
        sensitivity: Sensitivity::ProtectedCare,
        ..inspected(vec![])
    };
    let plain = inspected(vec![]);
    for (record, ground, expected) in [
        (&protected, Ground::N3, Some(Item::Judged(Judgement::Keep))),
        (&plain, Ground::U1, None),
    ] {
        let before = withheld(ground);
        let standing = standing(record, Some(&before));
        let said = (false, String::new());
        let (_, item) = approve(&representative(Work::Gathering), &officer(), standing, said, moment())
            .ok()
            .unwrap();
        assert!(item == expected);
    }
}

#[test]
fn what_was_judged_stays_judged_for_the_same_patient_and_for_no_other() {
    let request = Request {
        pending: Pending {
            determinations: 1,
            approvals: 0,
        },
        ..representative(Work::Gathering)
    };
    let request = grant_uploads(&request, &clerk(), vec![], true, moment()).unwrap().next;
    for (id, stays) in [("q", true), ("another", false)] {
        let patient = Patient {
            id: PatientId::parse(id).unwrap(),
            ..minor()
        };
        let matched = Matched {
            linked: &[],
            authority: "Birth certificate".to_owned(),
            ..matched(&patient, vec![Evidence::IdSeen])
        };
        let next = verify(&request, &clerk(), matched, moment()).unwrap().next;

        assert_eq!(next.pending == request.pending, stays, "{id}");
        assert_eq!(has_task(&next, TaskKind::DecideProtected), stays, "{id}");
        assert_eq!(next.passcodes, request.passcodes + 1);
    }
}
