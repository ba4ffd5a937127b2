//! Open tasks: their numbers, their owners, and what ends them.

use super::*;
use crate::task::TASKS;
use crate::word::Stage;

fn assignee(id: &str) -> Assignee {
    Assignee {
        id: MemberId::parse(id).unwrap(),
        name: id.to_owned(),
    }
}

fn own(request: &Request, owner: Option<Assignee>) -> Result<Decision, Refusal> {
    let task = parse::NewTask {
        text: "Call the archive".to_owned(),
        member: None,
        due_on: moment().on,
    };
    work::add_own_task(request, &clerk(), task, owner, moment())
}

fn owners(request: &Request) -> Vec<Option<Assignee>> {
    request.tasks.iter().map(|task| task.owner.clone()).collect()
}

#[test]
fn a_task_is_called_by_its_event_and_two_of_one_event_are_told_apart() {
    let request = at(Work::Gathering);
    let added = own(&request, None).unwrap();
    assert_eq!(added.next.tasks[0].number, added.event.seq);

    let lettered = Request {
        outcome: Some(Outcome::NotHeld),
        ..at(Work::Answered)
    };
    let lost = work::mail_lost(&lettered, Lost::Bounced(About::Answer), notice(), moment());
    let numbers: Vec<_> = lost.next.tasks.iter().map(|task| task.number).collect();
    assert_eq!(numbers, [lost.event.seq, lost.event.seq + 1]);
    let more = own(&lost.next, None).unwrap();
    assert_eq!(more.next.tasks[2].number, lost.event.seq + 2, "no number twice");
    let later = Request { seq: 90, ..more.next };
    assert_eq!(own(&later, None).unwrap().next.tasks[3].number, 91);
}

#[test]
fn members_have_so_many_tasks_of_their_own_on_a_request_and_no_more() {
    let mut request = work::receive_message(&at(Work::Gathering), "Hello".to_owned(), moment()).next;
    for _ in 0..TASKS {
        request = own(&request, None).unwrap().next;
    }

    assert_eq!(own(&request, None).err(), Some(Refusal::TooManyTasks));
    let number = request.tasks[1].number;
    let one_less = work::finish_task(&request, &reader(), number, moment()).unwrap().next;
    assert_eq!(one_less.tasks.len(), TASKS, "the other ones stay");
    assert!(one_less.tasks.iter().all(|task| task.number != number));
    assert!(own(&one_less, None).is_ok());
    assert_eq!(
        work::finish_task(&one_less, &reader(), number, moment()).err(),
        Some(Refusal::NoSuchTask)
    );
}

#[test]
fn who_is_given_a_request_has_its_tasks_and_nobody_elses() {
    let mut request = Request {
        assignee: Some(assignee("one")),
        ..at(Work::Gathering)
    };
    for owner in [Some(assignee("one")), Some(assignee("other")), None] {
        request = own(&request, owner).unwrap().next;
    }

    let given = work::assign(&request, &clerk(), Some(assignee("two")), moment())
        .unwrap()
        .next;
    assert_eq!(owners(&given), [Some(assignee("two")), Some(assignee("other")), None]);
    let nobodys = Request {
        assignee: None,
        ..request
    };
    let taken = work::assign(&nobodys, &clerk(), Some(assignee("two")), moment())
        .unwrap()
        .next;
    assert_eq!(owners(&taken), owners(&nobodys));
}

#[test]
fn who_leaves_is_followed_in_the_request_or_in_a_task_alone() {
    let one = MemberId::parse("one").unwrap();
    let whole = Request {
        assignee: Some(assignee("one")),
        ..at(Work::Gathering)
    };
    let followed = work::reassign(&whole, &one, Some(assignee("two")), moment())
        .unwrap()
        .next;
    assert_eq!((followed.assignee, followed.tasks), (Some(assignee("two")), vec![]));
    let left = work::reassign(&whole, &one, None, moment()).unwrap().next;
    assert_eq!(kinds(&left), [TaskKind::AssignAgain]);

    let others = Request {
        assignee: Some(assignee("other")),
        ..at(Work::Gathering)
    };
    let with_task = own(&others, Some(assignee("one"))).unwrap().next;
    let left = work::reassign(&with_task, &one, None, moment()).unwrap().next;
    assert_eq!(left.assignee, Some(assignee("other")));
    assert_eq!((kinds(&left), owners(&left)), (vec![TaskKind::Own], vec![None]));
    assert!(work::reassign(&others, &one, None, moment()).is_none());
}

#[test]
fn how_far_the_clock_has_run_is_told_once_for_each_stage_until_the_answer() {
    let mut request = at(Work::Gathering);
    let mut told = Vec::new();
    let mut on = moment().on;
    while on < "2027-01-10".parse().unwrap() {
        let today = Moment { on, ..moment() };
        if let Some(decision) = work::warn(&request, today) {
            request = decision.next;
            told.push((on.to_string(), request.warned.unwrap()));
        }
        on = on.succ_opt().unwrap();
    }
    let stages = [
        ("2026-12-17".to_owned(), Stage::Soon),
        ("2026-12-24".to_owned(), Stage::Today),
        ("2026-12-25".to_owned(), Stage::Overdue),
    ];
    assert_eq!(told, stages);
    assert_eq!(kinds(&request), [TaskKind::AnswerLate]);

    let answered = ended(&request, Ending::NotHeld).unwrap().next;
    assert_eq!((kinds(&answered), answered.warned), (vec![], Some(Stage::Overdue)));
    let (back, _) = ending::reopen(&answered, &clerk(), None, "Found more.".to_owned(), moment())
        .ok()
        .unwrap();
    assert_eq!(back.next.warned, None, "an answer that is taken back is due anew");
    let extended = Request {
        warned: Some(Stage::Soon),
        ..at(Work::Gathering)
    };
    let extended = ending::extend(&extended, &officer(), extension("2027-01-10"), moment()).unwrap();
    assert_eq!(extended.next.warned, Some(Stage::Soon), "no day has moved yet");
    let given = ending::extension_given(&extended.next, extended.event.seq, notice(), moment()).unwrap();
    assert_eq!(given.next.warned, None, "another day is told anew");
    let on = |day: &str| Moment {
        on: day.parse().unwrap(),
        ..moment()
    };
    assert!(work::warn(&given.next, on("2027-01-02")).is_none());
    let warned = work::warn(&given.next, on("2027-01-03")).unwrap();
    assert_eq!(warned.next.warned, Some(Stage::Soon));
}

#[test]
fn what_changes_no_date_is_not_told_anew() {
    let warned = Request {
        warned: Some(Stage::Soon),
        ..at(Work::Gathering)
    };
    let noted = work::note(&warned, &reader(), "Called.".to_owned(), moment()).next;

    assert_eq!(noted.warned, Some(Stage::Soon));
}

#[test]
fn what_ends_with_what_it_asks_for_is_not_ticked_and_all_else_is() {
    for kind in [
        TaskKind::Own,
        TaskKind::ReachRequester,
        TaskKind::PostLetter,
        TaskKind::HandOverRecord,
        TaskKind::RepackRecord,
        TaskKind::DecideProtected,
        TaskKind::AnswerMessage,
        TaskKind::HelpOpen,
        TaskKind::AssignAgain,
        TaskKind::AskArrival,
        TaskKind::AnswerLate,
        TaskKind::DesignateReviewer,
        TaskKind::ReviewLate,
        TaskKind::PostReview,
        TaskKind::ReleaseReviewed,
        TaskKind::ArrangeFree,
        TaskKind::TellFormer,
        TaskKind::PrintFailed,
        TaskKind::OpenSuspended,
        TaskKind::WrongRelease,
        TaskKind::PostBreach,
        TaskKind::FileDenial,
        TaskKind::NoteDenial,
    ] {
        let mut request = at(Work::Gathering);
        add_task(&mut request, kind, moment().on);
        let number = request.tasks[0].number;

        let ticked = work::finish_task(&request, &reader(), number, moment());

        assert_eq!(ticked.is_err(), kind.ends_itself(), "{kind:?}");
    }
}
