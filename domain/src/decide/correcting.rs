//! What was entered wrongly is put right while nothing was decided. The clock never improves by it, unless the officer
//! says why.

use super::{Decision, Moment, Others, Refusal, add_task, at_stage, by, decision, end_tasks, review};
use crate::clock;
use crate::event::Happened;
use crate::parse;
use crate::person::PersonName;
use crate::practice::{Clerk, Officer};
use crate::record::{Item, Items};
use crate::request::{Entry, Linked, Pending, Request};
use crate::word::{TaskKind, Work};
use chrono::NaiveDate;

/// A request as it was meant.
#[derive(Clone, PartialEq, Eq)]
pub struct Corrected<'a> {
    pub decision: Decision,
    /// Those that it is linked to, where their clocks or links change with it.
    pub others: Others<'a>,
    /// Who asks must be made sure of again, and what was judged of the records was judged for somebody else.
    pub is_anew: bool,
}

/// `others` are the requests that this one is linked to, `items` what was decided about its records.
pub fn correct<'a>(
    request: &Request,
    clerk: &Clerk,
    officer: Option<&Officer>,
    (command, others, items): (parse::Correct, &'a [Request], &Items),
    moment: Moment,
) -> Result<Corrected<'a>, Refusal> {
    at_stage(request, &[Work::Received, Work::Gathering])?;
    let parse::Correct { entry, reason } = command;
    let before = request.entry();
    if entry == before {
        return Err(Refusal::NothingCorrected);
    }
    let is_other = !is_same_person(&before, &entry);
    let is_anew = request.patient.is_some() && is_other;
    let asks_another = before.requester != entry.requester;
    // Another's ask, or one of another kind, has no clock in common with this one.
    let fits = |others: &[Request]| {
        let is_patient = |other: &Request| patient(&other.entry()) == patient(&entry);
        let is_same_patient = patient(&before) == patient(&entry) || others.iter().any(is_patient);
        others.iter().all(|other| other.requester == entry.requester) && is_same_patient
    };
    let stays_linked = entry.kind.is_access() && (others.is_empty() || fits(others));
    let unlinked = if stays_linked {
        Vec::new()
    } else {
        request.linked.clone()
    };
    let stops_access = before.kind.is_access() && !entry.kind.is_access();
    let written_later = is_later(before.written_on, entry.written_on);
    let has_reason = !reason.is_empty();
    let happened = Happened::Corrected {
        before: Box::new(before),
        reason,
        unlinked: unlinked.clone(),
    };
    let decision = decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        put(next, entry);
        if is_anew {
            make_sure_again(next);
        }
        // Whoever was warned of plain e-mail was someone else.
        if let (true, Some(agreed)) = (is_other, &mut next.agreed) {
            agreed.risk_accepted = false;
        }
        if asks_another {
            leave_behind(next, moment);
        }
        if !stays_linked {
            next.linked.clear();
        }
    });
    let moved = makes_later(request, &decision.next, others, clerk, moment);
    // No clerk puts an end to what others judged.
    let overturns = is_anew && items.values().any(Item::was_judged);
    if stops_access || written_later || moved || overturns {
        if officer.is_none() {
            return Err(Refusal::OfficerCorrects);
        }
        if !has_reason {
            return Err(Refusal::ReasonMissing);
        }
    }
    Ok(Corrected {
        others: following(others, &decision.next, clerk, moment),
        decision,
        is_anew,
    })
}

/// What becomes of those that a request is linked to, where it was corrected, or matched to another patient.
pub fn following<'a>(others: &'a [Request], next: &Request, clerk: &Clerk, moment: Moment) -> Others<'a> {
    let follow = |other: &'a Request| Some((other, follow(other, next, clerk, moment)?));
    others.iter().filter_map(follow).collect()
}

/// Whether by that change it, or one that it is linked to, would be due later.
pub(super) fn makes_later(before: &Request, next: &Request, others: &[Request], clerk: &Clerk, moment: Moment) -> bool {
    let others = following(others, next, clerk, moment);
    moves_later(before, next) || others.iter().any(|(before, theirs)| moves_later(before, &theirs.next))
}

fn is_same_person(before: &Entry, after: &Entry) -> bool {
    before.requester == after.requester && patient(before) == patient(after)
}

fn patient(entry: &Entry) -> (&PersonName, NaiveDate) {
    (&entry.name, entry.birth_date)
}

fn put(next: &mut Request, entry: Entry) {
    next.kind = entry.kind;
    next.requester = entry.requester;
    next.name = entry.name;
    next.birth_date = entry.birth_date;
    next.intake.oral_on = entry.oral_on;
    next.intake.written_on = entry.written_on;
    next.received.on = entry.received_on;
    next.mental_health = entry.mental_health;
}

/// The patient was matched to what was wrong, and a passcode was given to whom it said.
fn make_sure_again(next: &mut Request) {
    next.work = Work::Received;
    next.patient = None;
    next.evidence = Vec::new();
    next.pending = Pending::default();
    end_tasks(next, &[TaskKind::DecideProtected]);
    review::drop_review(next);
}

/// What was proven by the one who asked before, and said to that one, opens nothing to the one who asks now.
fn leave_behind(next: &mut Request, moment: Moment) {
    next.contact_epoch += 1;
    next.contact_proven = false;
    next.is_asked = false;
    next.fee = None;
    end_tasks(next, &[TaskKind::AskArrival, TaskKind::ArrangeFree]);
    add_task(next, TaskKind::ReachRequester, moment.on);
}

/// One that it is linked to: it hears of another receipt, and of a link that does not fit any more.
fn follow(other: &Request, next: &Request, clerk: &Clerk, moment: Moment) -> Option<Decision> {
    let place = other.linked.iter().position(|known| known.request == next.id)?;
    let known = other.linked[place].clone();
    if next.linked.is_empty() {
        let happened = Happened::Unlinked { from: known };
        return Some(decision(other, moment, by(clerk), happened, |other| {
            other.version += 1;
            other.linked.remove(place);
        }));
    }
    let to = Linked {
        received_on: next.received.on,
        ..known.clone()
    };
    (to != known).then(|| {
        let happened = Happened::Linked { to: vec![to.clone()] };
        decision(other, moment, by(clerk), happened, |other| {
            other.version += 1;
            other.linked[place] = to;
        })
    })
}

/// Whether a request counts from a later day, is due later, or is not due any more.
fn moves_later(before: &Request, after: &Request) -> bool {
    let (before, after) = (before.due(), after.due());
    after.received_on > before.received_on || clock::runs_later(&before, &after)
}

/// Whether a day of receipt becomes a later one, or none: some clocks run from the written one.
fn is_later(before: Option<NaiveDate>, after: Option<NaiveDate>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => after > before,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::ending;
    use crate::decide::tests::{at, clerk, extension, link, moment, officer};
    use crate::fee::{self, Fee};
    use crate::id::{NoticeId, PatientId, RequestId};
    use crate::request::{Agreed, Received, Requester};
    use crate::task::Task;
    use crate::wire::Reading;
    use crate::word::{Evidence, Extends, Kind, Relation, Way};
    use std::slice::from_ref;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn days(mut entry: Entry, oral_on: &str, written_on: &str) -> Entry {
        let day = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        (entry.oral_on, entry.written_on) = (day(oral_on), day(written_on));
        entry.received_on = entry.oral_on.into_iter().chain(entry.written_on).min().unwrap();
        entry
    }

    fn came(oral_on: &str, written_on: &str) -> Request {
        let mut request = at(Work::Received);
        let entry = days(request.entry(), oral_on, written_on);
        put(&mut request, entry);
        request
    }

    fn correct_as(
        request: &Request,
        officer: Option<&Officer>,
        entry: Entry,
        reason: &str,
    ) -> Result<Corrected<'static>, Refusal> {
        let command = parse::Correct {
            entry,
            reason: reason.to_owned(),
        };
        correct(request, &clerk(), officer, (command, &[], &Items::new()), moment())
    }

    /// What a clerk, the officer without a reason and the officer with one are answered.
    fn answers(request: &Request, entry: &Entry) -> [Option<Refusal>; 3] {
        let officer = officer();
        [
            (None, "It says so."),
            (Some(&officer), ""),
            (Some(&officer), "It says so."),
        ]
        .map(|(officer, reason)| correct_as(request, officer, entry.clone(), reason).err())
    }

    const ANYONES: [Option<Refusal>; 3] = [None, None, None];
    const OFFICERS: [Option<Refusal>; 3] = [Some(Refusal::OfficerCorrects), Some(Refusal::ReasonMissing), None];

    #[test]
    fn a_clerk_moves_a_receipt_to_an_earlier_day_and_the_officer_alone_to_a_later_one() {
        for (before, after, expected) in [
            (("", "2026-11-24"), ("", "2026-11-20"), ANYONES),
            (("", "2026-11-24"), ("2026-11-20", "2026-11-24"), ANYONES),
            (("2026-11-20", ""), ("2026-11-20", "2026-11-24"), ANYONES),
            (("2026-11-22", "2026-11-20"), ("2026-11-23", "2026-11-20"), ANYONES),
            (("2026-11-22", "2026-11-20"), ("", "2026-11-20"), ANYONES),
            (("2026-11-20", ""), ("", "2026-11-20"), ANYONES),
            (("", "2026-11-20"), ("", "2026-11-21"), OFFICERS),
            (("2026-11-20", "2026-11-24"), ("", "2026-11-24"), OFFICERS),
            (("2026-11-20", ""), ("2026-11-21", ""), OFFICERS),
            // Some clocks run from the written one.
            (("2026-11-20", "2026-11-22"), ("2026-11-20", "2026-11-23"), OFFICERS),
            (("2026-11-20", "2026-11-22"), ("2026-11-20", ""), OFFICERS),
        ] {
            let request = came(before.0, before.1);
            let entry = days(request.entry(), after.0, after.1);

            assert_eq!(answers(&request, &entry), expected, "{before:?} to {after:?}");
            let corrected = correct_as(&request, Some(&officer()), entry.clone(), "It says so.").unwrap();
            let next = corrected.decision.next;
            assert_eq!(next.received.on, entry.received_on);
            assert_eq!(
                (next.intake.oral_on, next.intake.written_on),
                (entry.oral_on, entry.written_on)
            );
            assert_eq!(next.received.at, request.received.at, "when it was entered stays");
        }
    }

    /// Where nobody has said what a record holds, the shorter limit is the day to act by. To say that it does not hold makes
    /// that day later.
    #[test]
    fn the_day_to_act_by_is_made_later_by_the_officer_alone() {
        let mut request = came("", "2026-11-20");
        for (state, before, after, expected) in [
            ("TX", None, Some(false), OFFICERS),
            ("TX", None, Some(true), ANYONES),
            ("TX", Some(true), Some(false), OFFICERS),
            ("TX", Some(false), Some(true), ANYONES),
            ("OR", None, Some(false), ANYONES),
        ] {
            request.received.states = vec![state.to_owned()];
            request.mental_health = before;
            let entry = Entry {
                mental_health: after,
                ..request.entry()
            };

            assert_eq!(answers(&request, &entry), expected, "{state}: {before:?} to {after:?}");
        }
    }

    #[test]
    fn that_a_record_holds_mental_health_care_shows_in_no_date_that_another_than_the_patient_is_told() {
        let parent = Requester::Representative {
            name: PersonName::parse("Ana", "Mhvtestveteran").unwrap(),
            relation: Relation::Parent,
        };
        let mut request = came("", "2026-11-20");
        request.received.states = vec!["TX".to_owned()];
        for (requester, due_on) in [(Requester::Patient, "2026-12-05"), (parent, "2026-12-14")] {
            let asked = |mental_health| Request {
                requester: requester.clone(),
                mental_health,
                ..request.clone()
            };
            let told = asked(Some(true)).due_told();

            assert_eq!(told.due_on, day(due_on), "{requester:?}");
            let as_unknown = told == asked(None).due_told();
            assert_eq!(as_unknown, requester != Requester::Patient, "{requester:?}");
            assert_eq!(asked(Some(true)).due().due_on, day("2026-12-05"), "staff go by it");
        }
    }

    #[test]
    fn a_request_leaves_its_clock_by_the_officer_alone() {
        let directed = Requester::Directed {
            to: "Her sister".to_owned(),
            place: "1 Main St".to_owned(),
        };
        let other = Requester::Other {
            name: "Hart & Hart".to_owned(),
        };
        for (before, after, expected) in [
            (Kind::Access, Kind::Directive, ANYONES),
            (Kind::Directive, Kind::Access, ANYONES),
            (Kind::Access, Kind::Subpoena, OFFICERS),
            (Kind::Access, Kind::Amendment, OFFICERS),
            (Kind::Directive, Kind::Complaint, OFFICERS),
            (Kind::Subpoena, Kind::Access, ANYONES),
            (Kind::Amendment, Kind::Access, ANYONES),
            (Kind::Subpoena, Kind::Complaint, ANYONES),
            (Kind::Amendment, Kind::Complaint, OFFICERS),
            (Kind::Complaint, Kind::Amendment, ANYONES),
        ] {
            let of = |kind: Kind| match kind {
                Kind::Access => Requester::Patient,
                Kind::Directive => directed.clone(),
                _ => other.clone(),
            };
            let request = Request {
                kind: before,
                requester: of(before),
                ..at(Work::Received)
            };
            let entry = Entry {
                kind: after,
                requester: of(after),
                ..request.entry()
            };

            assert_eq!(answers(&request, &entry), expected, "{before:?} to {after:?}");
        }
        let extended = Request {
            extensions: vec![clock::Extension::given(
                Extends::Federal,
                day("2027-01-20"),
                moment().on,
            )],
            ..at(Work::Received)
        };
        let entry = Entry {
            kind: Kind::Amendment,
            requester: other,
            ..extended.entry()
        };
        assert_eq!(answers(&extended, &entry), OFFICERS, "also where the day is earlier");
    }

    #[test]
    fn what_becomes_a_request_for_a_record_counts_from_the_receipt_that_stands() {
        let request = Request {
            kind: Kind::Subpoena,
            requester: Requester::Other {
                name: "Hart & Hart".to_owned(),
            },
            ..came("", "2026-11-10")
        };
        let entry = Entry {
            kind: Kind::Access,
            requester: Requester::Patient,
            ..request.entry()
        };

        let next = correct_as(&request, None, entry, "").unwrap().decision.next;

        let clock = clock::read(next.due(), next.answered_on, day("2026-12-11"));
        assert_eq!(clock.due.due_on, day("2026-12-10"));
        assert_eq!(clock.reading, Reading::Overdue(1));
    }

    #[test]
    fn who_asks_is_made_sure_of_again_where_that_changed_and_only_then() {
        let request = Request {
            contact_proven: true,
            is_asked: true,
            fee: Some(Fee {
                quote: fee::figure(
                    &fee::Asked {
                        medium: fee::Medium::Paper,
                        method: fee::Method::Free,
                        lines: vec![],
                        benefits_claim: false,
                        earlier_copy: false,
                        copy_pages: 0,
                    },
                    &fee::terms(&at(Work::Gathering), fee::Schedule::default()),
                ),
                standing: fee::Standing::Asked,
                agreed: None,
                paid_on: None,
                paid: 0,
            }),
            agreed: Some(Agreed {
                way: Way::Email,
                format: String::new(),
                appointment: String::new(),
                risk_accepted: true,
            }),
            evidence: vec![Evidence::IdSeen],
            pending: Pending {
                determinations: 1,
                approvals: 1,
            },
            tasks: vec![Task {
                number: 1,
                kind: TaskKind::DecideProtected,
                text: String::new(),
                owner: None,
                due_on: moment().on,
            }],
            ..at(Work::Gathering)
        };
        let entry = request.entry();
        let name = |given: &str| PersonName::parse(given, "Mhvtestveteran").unwrap();
        for (entry, anew) in [
            (days(entry.clone(), "", "2026-11-20"), false),
            (
                Entry {
                    name: name("Two"),
                    ..entry.clone()
                },
                true,
            ),
            (
                Entry {
                    birth_date: day("1949-03-01"),
                    ..entry.clone()
                },
                true,
            ),
            (
                Entry {
                    requester: Requester::Representative {
                        name: name("Ana"),
                        relation: Relation::Parent,
                    },
                    ..entry.clone()
                },
                true,
            ),
        ] {
            let corrected = correct_as(&request, None, entry.clone(), "").unwrap();

            let next = corrected.decision.next;
            assert_eq!(corrected.is_anew, anew);
            assert!(next.entry() == entry);
            let stands = (
                next.work,
                next.patient.is_some(),
                next.evidence.is_empty(),
                next.pending,
            );
            let expected = if anew {
                (Work::Received, false, true, Pending::default())
            } else {
                (Work::Gathering, true, false, request.pending)
            };
            assert_eq!(stands, expected);
            let asks_another = entry.requester != Requester::Patient;
            let tasks: Vec<_> = next.tasks.iter().map(|task| task.kind).collect();
            let expected = match (anew, asks_another) {
                (false, _) => vec![TaskKind::DecideProtected],
                (true, false) => vec![],
                (true, true) => vec![TaskKind::ReachRequester],
            };
            assert_eq!(tasks, expected);
            // What the one before had proven, was told and agreed to is nothing to another.
            assert_eq!(
                (next.contact_epoch, next.contact_proven, next.is_asked),
                if asks_another {
                    (1, false, false)
                } else {
                    (0, true, true)
                }
            );
            assert_eq!(next.fee.is_some(), !asks_another);
            assert_eq!(next.agreed.is_some_and(|agreed| agreed.risk_accepted), !anew);
        }
        let unmatched = at(Work::Received);
        let entry = Entry {
            name: name("Two"),
            ..unmatched.entry()
        };
        assert!(!correct_as(&unmatched, None, entry, "").unwrap().is_anew);
    }

    #[test]
    fn the_history_keeps_what_was_there_and_who_put_it_right() {
        let request = at(Work::Gathering);
        let entry = days(request.entry(), "", "2026-11-20");

        let corrected = correct_as(&request, None, entry, "The fax says so.").unwrap();

        let event = corrected.decision.event;
        assert!(event.happened.before() == Some(&request.entry()));
        assert_eq!(event.happened.words(), Some("The fax says so."));
        assert!(!event.happened.is_for_requester() && event.happened.makes_stale());
        assert!(event.actor == by(&clerk()));
        assert_eq!(corrected.decision.next.version, request.version + 1);
        assert_eq!(
            correct_as(&request, None, request.entry(), "").err(),
            Some(Refusal::NothingCorrected)
        );
    }

    fn pair() -> (Request, Request) {
        let request = at(Work::Gathering);
        let other = Request {
            id: RequestId::parse("other").unwrap(),
            received: Received {
                on: day("2026-11-22"),
                ..request.received.clone()
            },
            patient: Some(PatientId::parse("q").unwrap()),
            ..at(Work::Gathering)
        };
        let (one, two) = link(&request, &other).unwrap();
        (one.next, two.next)
    }

    #[test]
    fn an_earlier_receipt_counts_for_the_linked_request_too() {
        let (request, other) = pair();
        let command = parse::Correct {
            entry: days(request.entry(), "", "2026-11-10"),
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

        let (_, theirs) = &corrected.others[0];
        for next in [&corrected.decision.next, &theirs.next] {
            assert_eq!(next.due().received_on, day("2026-11-10"));
        }
        assert_eq!(
            (theirs.next.version, theirs.next.seq),
            (other.version + 1, other.seq + 1)
        );
    }

    #[test]
    fn a_link_that_does_not_fit_any_more_is_cut_and_improves_no_clock_without_the_officer() {
        let (request, other) = pair();
        assert_eq!(request.due().received_on, day("2026-11-22"), "by the link");
        fn put_right<'a>(
            request: &Request,
            other: &'a Request,
            officer: Option<&Officer>,
        ) -> Result<Corrected<'a>, Refusal> {
            let requester = Requester::Representative {
                name: PersonName::parse("Ana", "Lopez").unwrap(),
                relation: Relation::Parent,
            };
            let command = parse::Correct {
                entry: Entry {
                    requester,
                    ..request.entry()
                },
                reason: "Her mother asks.".to_owned(),
            };
            correct(
                request,
                &clerk(),
                officer,
                (command, from_ref(other), &Items::new()),
                moment(),
            )
        }

        // The later of the two counted from the earlier.
        assert_eq!(put_right(&request, &other, None).err(), Some(Refusal::OfficerCorrects));
        // And so does the one that is left.
        assert_eq!(put_right(&other, &request, None).err(), Some(Refusal::OfficerCorrects));
        let corrected = put_right(&request, &other, Some(&officer())).unwrap();
        let theirs = &corrected.others[0].1.next;
        assert!(corrected.decision.next.linked.is_empty() && theirs.linked.is_empty());
        assert_eq!(theirs.due().received_on, day("2026-11-22"));
    }

    #[test]
    fn an_extension_that_came_after_the_real_first_limit_is_none() {
        let later = Moment {
            on: day("2026-12-15"),
            ..moment()
        };
        let extended = ending::extend(&at(Work::Gathering), &officer(), extension("2027-01-20"), later)
            .unwrap()
            .next;
        let notice = NoticeId::parse("n1").unwrap();
        let extended = ending::extension_given(&extended, extended.extensions[0].letter, notice, later)
            .unwrap()
            .next;
        assert_eq!(extended.due().due_on, day("2027-01-20"));
        for (written_on, due_on) in [("2026-11-15", "2027-01-14"), ("2026-11-14", "2026-12-14")] {
            let entry = days(extended.entry(), "", written_on);

            let next = correct_as(&extended, None, entry, "").unwrap().decision.next;

            assert_eq!(next.due().due_on, day(due_on), "received {written_on}");
        }
    }

    mod links;
}
