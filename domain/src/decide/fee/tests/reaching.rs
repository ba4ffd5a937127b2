//! Who must be told of a fee by a person, and what a choice leaves to arrange.

use super::*;
use crate::person::Contact;

fn without_email(request: Request) -> Request {
    Request {
        contact: Contact::default(),
        ..request
    }
}

fn kinds(request: &Request) -> Vec<TaskKind> {
    request.tasks.iter().map(|task| task.kind).collect()
}

#[test]
fn who_has_no_email_is_told_of_a_fee_by_a_person_and_of_nothing_else() {
    let free = Asked {
        method: Method::Free,
        ..pages(10)
    };
    let quoted = |request: &Request, asked: &Asked| {
        let decision = quote(request, &clerk(), asked, &practice(), moment()).unwrap();
        kinds(&decision.next)
    };
    let by_mail = without_email(paper(Work::Gathering));

    assert_eq!(quoted(&by_mail, &pages(10)), [TaskKind::ReachRequester]);
    assert_eq!(quoted(&by_mail, &free), []);
    assert_eq!(quoted(&paper(Work::Gathering), &pages(10)), []);
    assert_eq!(quoted(&paper(Work::Gathering), &free), []);
}

#[test]
fn what_goes_by_no_link_is_arranged_by_a_person() {
    for (choice, has_email, expected) in [
        (Choice::Agreed, true, vec![]),
        (Choice::Agreed, false, vec![]),
        (Choice::FreeCopy, true, vec![]),
        (Choice::FreeCopy, false, vec![TaskKind::ArrangeFree]),
        (Choice::Look, true, vec![TaskKind::ArrangeFree]),
        (Choice::Look, false, vec![TaskKind::ArrangeFree]),
    ] {
        let quoted = Request {
            tasks: vec![],
            ..quoted(&paper(Work::Gathering), 10)
        };
        let asked = if has_email { quoted } else { without_email(quoted) };
        let chosen = answer(&asked, choice, moment()).unwrap().next;

        assert_eq!(kinds(&chosen), expected, "{choice:?} {has_email}");
        let goes_by_link = chosen.agreed.is_some_and(|agreed| agreed.way == Way::Download);
        assert_eq!(goes_by_link, choice == Choice::FreeCopy, "{choice:?}");
    }
}

#[test]
fn a_yes_is_taken_back_until_it_is_paid_and_nothing_where_nothing_is_owed() {
    let agreed = answer(&quoted(&paper(Work::Gathering), 10), Choice::Agreed, moment()).unwrap();
    let paid = note_paid(&agreed.next, &clerk(), moment()).unwrap().next;
    let free = Asked {
        method: Method::Free,
        ..pages(10)
    };
    let free = quote(&paper(Work::Gathering), &clerk(), &free, &practice(), moment()).unwrap();
    for choice in [Choice::FreeCopy, Choice::Look] {
        assert!(answer(&agreed.next, choice, moment()).is_ok());
        for request in [&paid, &free.next] {
            assert_eq!(
                answer(request, choice, moment()).err(),
                Some(Refusal::NoFeeAsked),
                "{choice:?}"
            );
        }
    }
    assert_eq!(
        waive(&paid, &clerk(), moment()).err(),
        Some(Refusal::NoFeeOwed),
        "what is paid is not owed"
    );
}
