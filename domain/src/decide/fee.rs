//! What a copy costs. A fee is told before the copy is made, and nothing waits for it: no clock, no letter, and no record in
//! the free electronic form.

use super::{Decision, Moment, Refusal, add_task, at_stage, by, complete, decision};
use crate::event::{Actor, Happened};
use crate::fee::{self, Asked, Choice, Fee, Medium, Method, Part, Standing};
use crate::letter::{self, Letter, Says};
use crate::practice::{Clerk, Practice};
use crate::request::{Agreed, Request};
use crate::word::{Access, TaskKind, Way, Work};

const BEFORE: [Work; 2] = [Work::Received, Work::Gathering];
const OPEN: [Work; 5] = [
    Work::Received,
    Work::Gathering,
    Work::Assembling,
    Work::Ready,
    Work::Delivered,
];

/// A quote, with the letter that tells it. One that is lower than what the requester said yes to, and for a copy on the same
/// medium, needs no new yes. To a third party the patient's rate does not bind (Ciox v. Azar); the desk offers it all the
/// same.
pub fn quote(
    request: &Request,
    clerk: &Clerk,
    asked: &Asked,
    practice: &Practice,
    moment: Moment,
) -> Result<Decision, Refusal> {
    at_stage(request, &BEFORE)?;
    if !request.kind.is_access() {
        return Err(Refusal::NotAccess);
    }
    if request.access == Access::Inspection {
        return Err(Refusal::LookingIsFree);
    }
    let terms = fee::terms(request, practice.fees);
    let has_postage = asked.lines.iter().any(|line| line.part == Part::Postage);
    if has_postage && !terms.is_mailed() {
        return Err(Refusal::PostageNotAsked);
    }
    if asked.method != Method::Free && !asked.medium.fits(terms.way) {
        return Err(Refusal::MediumNotAgreed);
    }
    if asked.misfit().is_some() {
        return Err(Refusal::FeePartNotHere);
    }
    let quote = fee::figure(asked, &terms);
    let same = request.fee.as_ref().filter(|fee| fee.quote.medium == quote.medium);
    let before = same.and_then(|fee| fee.agreed);
    let standing = match before {
        _ if !fee::needs_yes(quote.total, request, &terms.schedule) => Standing::NotNeeded,
        Some(agreed) if quote.total <= agreed => Standing::Agreed,
        Some(_) | None => Standing::Asked,
    };
    let (paid, paid_on) = request.fee.as_ref().map_or((0, None), |fee| (fee.paid, fee.paid_on));
    let letter = (quote.total > 0).then(|| {
        let says = Says::FeeEstimate {
            lines: quote.lines.clone(),
            total: quote.total,
            asks: standing == Standing::Asked,
            medium: quote.medium,
        };
        Box::new(letter::answer(request, practice, says, moment.on))
    });
    if let Some(letter) = &letter {
        complete(Letter::Answer(letter))?;
    }
    let is_told = letter.is_some();
    let happened = Happened::FeeQuoted {
        quote: Box::new(quote.clone()),
        letter,
    };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.fee = Some(Fee {
            quote,
            standing,
            agreed: before,
            paid_on,
            paid,
        });
        if is_told && next.contact.email.is_none() {
            add_task(next, TaskKind::ReachRequester, moment.on);
        }
    }))
}

/// The requester's answer on the status page.
pub fn answer(request: &Request, choice: Choice, moment: Moment) -> Result<Decision, Refusal> {
    answered(request, Actor::Requester, choice, moment)
}

/// The same as it was told on the telephone.
pub fn note_answer(request: &Request, clerk: &Clerk, choice: Choice, moment: Moment) -> Result<Decision, Refusal> {
    answered(request, by(clerk), choice, moment)
}

fn answered(request: &Request, actor: Actor, choice: Choice, moment: Moment) -> Result<Decision, Refusal> {
    match choice {
        Choice::Agreed => at_stage(request, &OPEN)?,
        // Later on the copy is made, and what else becomes of it is a matter of talking.
        Choice::FreeCopy | Choice::Look => at_stage(request, &BEFORE)?,
    }
    let fee = request.fee.as_ref().ok_or(Refusal::NoFeeAsked)?;
    if choice == Choice::FreeCopy && fee.quote.medium == Medium::Electronic {
        return Err(Refusal::CopyNotFree);
    }
    let may_choose = match (fee.standing, choice) {
        (Standing::Asked, _) => true,
        // A yes can be taken back, until it is paid.
        (Standing::NotNeeded | Standing::Agreed, Choice::FreeCopy | Choice::Look) => fee.owed() > 0,
        (Standing::NotNeeded | Standing::Agreed, Choice::Agreed)
        | (Standing::FreeCopy | Standing::Look | Standing::Waived | Standing::Lapsed, _) => false,
    };
    if !may_choose {
        return Err(Refusal::NoFeeAsked);
    }
    let total = fee.quote.total;
    let happened = Happened::FeeAnswered { choice, cents: total };
    Ok(decision(request, moment, actor, happened, |next| {
        next.version += 1;
        if choice == Choice::FreeCopy {
            go_by_link(next);
        }
        if let Some(fee) = &mut next.fee {
            fee.standing = match choice {
                Choice::Agreed => Standing::Agreed,
                Choice::FreeCopy => Standing::FreeCopy,
                Choice::Look => Standing::Look,
            };
            fee.agreed = (choice == Choice::Agreed).then_some(total);
        }
        match choice {
            Choice::Agreed => {}
            Choice::FreeCopy if next.contact.email.is_some() => {}
            Choice::FreeCopy | Choice::Look => add_task(next, TaskKind::ArrangeFree, moment.on),
        }
    }))
}

/// The electronic copy is the way agreed on now. What was asked for first stays, and so does the clock.
fn go_by_link(next: &mut Request) {
    let before = next.agreed.take();
    next.agreed = Some(Agreed {
        way: Way::Download,
        format: String::new(),
        appointment: String::new(),
        risk_accepted: before.is_some_and(|agreed| agreed.risk_accepted),
    });
}

/// Nothing is to be paid any more, at any stage.
pub fn waive(request: &Request, clerk: &Clerk, moment: Moment) -> Result<Decision, Refusal> {
    let fee = request.fee.as_ref().filter(|fee| match fee.standing {
        Standing::Asked => true,
        Standing::NotNeeded | Standing::Agreed => fee.owed() > 0,
        Standing::FreeCopy | Standing::Look | Standing::Waived | Standing::Lapsed => false,
    });
    let cents = fee.ok_or(Refusal::NoFeeOwed)?.quote.total;
    Ok(decision(
        request,
        moment,
        by(clerk),
        Happened::FeeWaived { cents },
        |next| {
            next.version += 1;
            if let Some(fee) = &mut next.fee {
                fee.standing = Standing::Waived;
            }
        },
    ))
}

/// Another way was agreed on: what was asked or agreed for a copy that is not made any more is owed no more, and a yes to
/// it is none to another copy.
pub(super) fn lapse(next: &mut Request) {
    if let Some(fee) = &mut next.fee {
        fee.standing = Standing::Lapsed;
        fee.agreed = None;
    }
}

/// It was paid. That is noted, and changes nothing else.
pub fn note_paid(request: &Request, clerk: &Clerk, moment: Moment) -> Result<Decision, Refusal> {
    let owed = request.fee.as_ref().map_or(0, Fee::owed);
    if owed == 0 {
        return Err(Refusal::NoFeeOwed);
    }
    let happened = Happened::FeePaid { cents: owed };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        if let Some(fee) = &mut next.fee {
            fee.paid_on = Some(moment.on);
            fee.paid = fee.paid.saturating_add(owed);
        }
    }))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::decide::tests::{at, clerk, moment};
    use crate::decide::{self, obstacles};
    use crate::fee::parse;
    use crate::fee::{Line, Schedule};
    use crate::id::PracticeId;
    use crate::letter::{Letter, text};
    use crate::request::Requester;
    use crate::wire::fee::QuoteFee;
    use crate::word::{Kind, Language};

    const WORKS: [Work; 7] = [
        Work::Received,
        Work::Gathering,
        Work::Assembling,
        Work::Ready,
        Work::Delivered,
        Work::Answered,
        Work::Closed,
    ];

    pub(in crate::decide) fn practice() -> Practice {
        Practice {
            id: PracticeId::parse("p").unwrap(),
            name: "Lakeside Family Medicine".to_owned(),
            contact: "the privacy officer".to_owned(),
            telephone: "512-555-0140".to_owned(),
            locations: vec![],
            fees: Schedule {
                labor: 2_000,
                page: 100,
                media: 300,
                flat: Some(650),
                ask_above: 0,
            },
        }
    }

    fn pages(count: u32) -> Asked {
        Asked {
            medium: Medium::Paper,
            method: Method::Cost,
            lines: vec![Line {
                part: Part::Paper,
                count,
                each: 100,
            }],
            benefits_claim: false,
            earlier_copy: false,
            copy_pages: 0,
        }
    }

    fn paper(work: Work) -> Request {
        Request {
            way: Way::Paper,
            ..at(work)
        }
    }

    fn quoted(request: &Request, count: u32) -> Request {
        quote(request, &clerk(), &pages(count), &practice(), moment())
            .unwrap()
            .next
    }

    fn standing(request: &Request) -> Standing {
        request.fee.as_ref().unwrap().standing
    }

    #[test]
    fn a_fee_is_quoted_before_the_work_and_answered_then_and_at_no_other_stage() {
        for work in WORKS {
            let request = paper(work);
            let is_early = matches!(work, Work::Received | Work::Gathering);
            assert_eq!(
                quote(&request, &clerk(), &pages(10), &practice(), moment()).is_ok(),
                is_early,
                "{work:?}"
            );
            let asked = Request {
                fee: quoted(&paper(Work::Gathering), 10).fee,
                ..paper(work)
            };
            let is_open = !matches!(work, Work::Answered | Work::Closed);
            for (choice, may) in [
                (Choice::Agreed, is_open),
                (Choice::FreeCopy, is_early),
                (Choice::Look, is_early),
            ] {
                assert_eq!(answer(&asked, choice, moment()).is_ok(), may, "{work:?} {choice:?}");
            }
            assert!(
                waive(&asked, &clerk(), moment()).is_ok(),
                "{work:?}: a fee is waived at any time"
            );
        }
    }

    #[test]
    fn t62_nothing_can_be_charged_for_looking_at_a_record() {
        let looking = Request {
            access: Access::Inspection,
            ..paper(Work::Gathering)
        };
        for (_, method) in Method::WIRE {
            let asked = Asked { method, ..pages(10) };
            let refused = quote(&looking, &clerk(), &asked, &practice(), moment()).err();
            assert_eq!(refused, Some(Refusal::LookingIsFree), "{method:?}");
        }
    }

    #[test]
    fn t61_a_pdf_has_no_fee_for_pages_beyond_what_may_be_charged() {
        // $1 a page and nothing for finding it; where the practice has a flat fee, that is $6.50 at most.
        let terms = fee::terms(&at(Work::Gathering), practice().fees);
        let form = QuoteFee {
            medium: "electronic".to_owned(),
            method: "flat".to_owned(),
            ..QuoteFee::default()
        };
        let asked = parse::quote(&form, &terms).unwrap();
        let flat = quote(&at(Work::Gathering), &clerk(), &asked, &practice(), moment()).unwrap();

        assert_eq!(flat.next.fee.unwrap().quote.total, 650);
    }

    #[test]
    fn t61_a_dollar_a_page_for_a_pdf_is_refused_and_each_medium_has_its_own_parts_alone() {
        let line = |part| Line {
            part,
            count: 1,
            each: 100,
        };
        for (_, medium) in Medium::WIRE {
            for (part, fits) in [
                (Part::Labor, true),
                (Part::Summary, true),
                (Part::Paper, medium == Medium::Paper),
                (Part::Media, medium == Medium::Media),
                (Part::Postage, medium != Medium::Electronic),
                (Part::Flat, false),
            ] {
                let asked = Asked {
                    medium,
                    lines: vec![line(Part::Labor), line(part)],
                    ..pages(0)
                };
                let request = match medium {
                    Medium::Electronic => at(Work::Gathering),
                    Medium::Paper | Medium::Media => paper(Work::Gathering),
                };
                let refused = quote(&request, &clerk(), &asked, &practice(), moment()).err();
                let expected = match part {
                    _ if fits => None,
                    Part::Postage => Some(Refusal::PostageNotAsked),
                    Part::Labor | Part::Summary | Part::Paper | Part::Media | Part::Flat => {
                        Some(Refusal::FeePartNotHere)
                    }
                };
                assert_eq!(refused, expected, "{medium:?} {part:?}");
            }
        }
    }

    #[test]
    fn a_fee_for_the_electronic_copy_does_not_call_it_free_and_names_what_is() {
        let flat = Asked {
            medium: Medium::Electronic,
            method: Method::Flat,
            lines: vec![Line {
                part: Part::Flat,
                count: 1,
                each: 650,
            }],
            ..pages(0)
        };
        for (language, never, free) in [
            (
                Language::English,
                ["electronic copy is free", "free electronic copy"],
                "record here is free",
            ),
            (
                Language::Spanish,
                ["copia electrónica es gratis", "copia electrónica gratuita"],
                "aquí es gratis",
            ),
        ] {
            let request = Request {
                language,
                ..at(Work::Gathering)
            };
            let quoted = quote(&request, &clerk(), &flat, &practice(), moment()).unwrap();
            let letter = text(quoted.event.happened.letter().unwrap());
            assert!(letter.contains("$6.50") && letter.contains(free), "{letter}");
            for words in never {
                assert!(!letter.contains(words), "{words}: {letter}");
            }
            let chosen = answer(&quoted.next, Choice::FreeCopy, moment()).err();
            assert_eq!(chosen, Some(Refusal::CopyNotFree));
            assert!(answer(&quoted.next, Choice::Look, moment()).is_ok());
        }
    }

    #[test]
    fn t19_a_bill_for_care_is_no_part_of_a_fee_and_no_obstacle() {
        let asked = quoted(&paper(Work::Gathering), 10);

        assert_eq!(obstacles(&asked, vec![]), []);
        let decision = quote(&paper(Work::Gathering), &clerk(), &pages(10), &practice(), moment()).unwrap();
        let letter = text(decision.event.happened.letter().unwrap());
        assert!(letter.contains("nothing to do with any bill for care"), "{letter}");
    }

    #[test]
    fn t20_who_was_quoted_a_fee_and_does_not_pay_still_gets_the_record_and_nothing_closes() {
        let asked = quoted(&paper(Work::Gathering), 10);
        let agreed = answer(&asked, Choice::Agreed, moment()).unwrap().next;
        for request in [&asked, &agreed] {
            assert_eq!(obstacles(request, vec![]), []);
            assert_eq!(request.work, Work::Gathering);
            let free = answer(request, Choice::FreeCopy, moment()).unwrap().next;
            assert!(decide::goes_by_itself(&free), "the electronic copy goes by its link");
            assert_eq!(free.fee.as_ref().unwrap().owed(), 0);
            assert_eq!(obstacles(&free, vec![]), []);
        }
    }

    /// Everything that can happen to a fee, in every order of three.
    #[test]
    fn nothing_about_a_fee_moves_a_clock_a_due_date_a_warning_or_an_obstacle() {
        type Step = fn(&Request) -> Option<Request>;
        let steps: [Step; 8] = [
            |request| Some(quote(request, &clerk(), &pages(10), &practice(), moment()).ok()?.next),
            |request| Some(quote(request, &clerk(), &pages(500), &practice(), moment()).ok()?.next),
            |request| Some(answer(request, Choice::Agreed, moment()).ok()?.next),
            |request| Some(answer(request, Choice::FreeCopy, moment()).ok()?.next),
            |request| Some(answer(request, Choice::Look, moment()).ok()?.next),
            |request| Some(note_answer(request, &clerk(), Choice::Agreed, moment()).ok()?.next),
            |request| Some(waive(request, &clerk(), moment()).ok()?.next),
            |request| Some(note_paid(request, &clerk(), moment()).ok()?.next),
        ];
        let mut walked = 0;
        for states in [vec![], vec!["CA".to_owned()], vec!["TX".to_owned(), "WA".to_owned()]] {
            for work in [Work::Received, Work::Gathering] {
                for way in [Way::Paper, Way::InPerson, Way::Download] {
                    let mut first = Request { way, ..at(work) };
                    first.received.states.clone_from(&states);
                    let mut reached = vec![first.clone()];
                    for _ in 0..3 {
                        let next: Vec<Request> = reached
                            .iter()
                            .flat_map(|request| steps.iter().filter_map(|step| step(request)))
                            .collect();
                        for request in &next {
                            assert!(request.due() == first.due() && request.due_told() == first.due_told());
                            assert_eq!(request.warn_on(), first.warn_on());
                            assert_eq!((request.warned, request.answered_on), (first.warned, first.answered_on));
                            assert_eq!((request.work, request.outcome), (first.work, first.outcome));
                            assert_eq!(obstacles(request, vec![]), obstacles(&first, vec![]));
                            walked += 1;
                        }
                        reached = next;
                    }
                }
            }
        }
        assert!(walked > 500, "{walked}");
    }

    #[test]
    fn a_higher_quote_needs_a_new_yes_and_a_lower_one_needs_none() {
        let agreed = answer(&quoted(&paper(Work::Gathering), 10), Choice::Agreed, moment())
            .unwrap()
            .next;
        assert_eq!(agreed.fee.as_ref().unwrap().owed(), 1_000);

        assert_eq!(standing(&quoted(&agreed, 10)), Standing::Agreed);
        assert_eq!(standing(&quoted(&agreed, 9)), Standing::Agreed);
        let higher = quoted(&agreed, 11);
        assert_eq!(standing(&higher), Standing::Asked);
        assert_eq!(higher.fee.as_ref().unwrap().owed(), 0, "nothing is owed without a yes");
        assert_eq!(standing(&quoted(&higher, 10)), Standing::Agreed);
        let disc = Asked {
            medium: Medium::Media,
            lines: vec![Line {
                part: Part::Media,
                count: 1,
                each: 300,
            }],
            ..pages(0)
        };
        let disc = quote(&agreed, &clerk(), &disc, &practice(), moment()).unwrap().next;
        assert_eq!(standing(&disc), Standing::Asked, "the yes was to paper");
    }

    #[test]
    fn a_fee_needs_a_yes_above_what_the_requester_said_and_above_what_the_practice_says() {
        for (said, practices, pages_free) in [
            (None, 0, 0),
            (None, 5_000, 0),
            (Some(0), 5_000, 0),
            (Some(1_000), 0, 0),
            (Some(1_000), 5_000, 10),
            (Some(5_000), 1_000, 10),
            (Some(5_000), 5_000, 50),
        ] {
            let mut practice = practice();
            practice.fees.ask_above = practices;
            let request = Request {
                tell_above: said,
                ..paper(Work::Gathering)
            };
            for count in [1, 10, 11, 40, 50, 51] {
                let quoted = quote(&request, &clerk(), &pages(count), &practice, moment()).unwrap();
                let fee = quoted.next.fee.unwrap();
                let expected = if count <= pages_free {
                    (Standing::NotNeeded, count * 100)
                } else {
                    (Standing::Asked, 0)
                };
                assert_eq!((fee.standing, fee.owed()), expected, "{said:?} {practices} {count}");
            }
        }
    }

    #[test]
    fn a_fee_that_stands_without_a_yes_is_told_all_the_same_and_can_be_turned_down() {
        let mut practice = practice();
        practice.fees.ask_above = 1_000;
        let request = Request {
            tell_above: Some(1_000),
            ..paper(Work::Gathering)
        };
        let decision = |count| quote(&request, &clerk(), &pages(count), &practice, moment()).unwrap();

        assert_eq!(standing(&decision(10).next), Standing::NotNeeded);
        assert!(decision(10).event.happened.letter().is_some());
        assert_eq!(standing(&decision(11).next), Standing::Asked);
        let free = answer(&decision(10).next, Choice::FreeCopy, moment()).unwrap().next;
        assert_eq!(standing(&free), Standing::FreeCopy);
    }

    #[test]
    fn what_costs_nothing_has_no_letter_and_asks_nobody() {
        let asked = Asked {
            method: Method::Free,
            ..pages(10)
        };
        let decision = quote(&paper(Work::Gathering), &clerk(), &asked, &practice(), moment()).unwrap();

        assert_eq!(standing(&decision.next), Standing::NotNeeded);
        assert!(decision.event.happened.letter().is_none());
        assert_eq!(
            waive(&decision.next, &clerk(), moment()).err(),
            Some(Refusal::NoFeeOwed)
        );
    }

    #[test]
    fn a_payment_is_noted_once_and_nothing_else_changes() {
        let agreed = answer(&quoted(&paper(Work::Gathering), 10), Choice::Agreed, moment())
            .unwrap()
            .next;
        let paid = note_paid(&agreed, &clerk(), moment()).unwrap().next;

        assert_eq!(paid.fee.as_ref().unwrap().owed(), 0);
        assert_eq!((paid.version, paid.work), (agreed.version, agreed.work));
        assert_eq!(note_paid(&paid, &clerk(), moment()).err(), Some(Refusal::NoFeeOwed));
        assert!(
            note_paid(&quoted(&paper(Work::Gathering), 10), &clerk(), moment()).is_err(),
            "nobody owes without a yes"
        );
    }

    #[test]
    fn what_was_paid_counts_for_a_later_quote_and_what_is_too_much_is_to_be_given_back() {
        let agreed = answer(&quoted(&paper(Work::Gathering), 10), Choice::Agreed, moment()).unwrap();
        let paid = note_paid(&agreed.next, &clerk(), moment()).unwrap().next;
        let stands = |request: &Request| {
            let fee = request.fee.as_ref().unwrap();
            (fee.owed(), fee.to_give_back())
        };

        assert_eq!(stands(&quoted(&paid, 6)), (0, 400));
        let higher = answer(&quoted(&paid, 12), Choice::Agreed, moment()).unwrap().next;
        assert_eq!(stands(&higher), (200, 0));
        assert_eq!(stands(&note_paid(&higher, &clerk(), moment()).unwrap().next), (0, 0));
        assert_eq!(stands(&waive(&higher, &clerk(), moment()).unwrap().next), (0, 1_000));
    }

    fn agreed(request: &Request, way: Way) -> Decision {
        let agreed = Agreed {
            way,
            format: String::new(),
            appointment: String::new(),
            risk_accepted: true,
        };
        decide::work::arrange(request, &clerk(), (agreed, None), moment()).unwrap()
    }

    #[test]
    fn a_copy_that_goes_by_a_link_is_not_quoted_as_paper_or_a_disc() {
        for way in [Way::Download, Way::Email] {
            let request = Request {
                way,
                ..at(Work::Gathering)
            };
            for medium in [Medium::Paper, Medium::Media] {
                let asked = Asked {
                    medium,
                    lines: vec![Line {
                        part: Part::Labor,
                        count: 10,
                        each: 100,
                    }],
                    ..pages(0)
                };
                let quoted = |request: &Request| quote(request, &clerk(), &asked, &practice(), moment()).err();
                assert_eq!(quoted(&request), Some(Refusal::MediumNotAgreed), "{way:?} {medium:?}");
                assert_eq!(quoted(&agreed(&request, Way::InPerson).next), None);
            }
        }
    }

    #[test]
    fn a_fee_lapses_with_the_way_that_it_was_for_and_the_event_says_so() {
        let asked = quoted(&paper(Work::Gathering), 10);
        let yes = answer(&asked, Choice::Agreed, moment()).unwrap().next;
        let paid = note_paid(&yes, &clerk(), moment()).unwrap().next;
        let waived = waive(&asked, &clerk(), moment()).unwrap().next;
        for (request, back) in [(&asked, 0), (&yes, 0), (&paid, 1_000)] {
            let kept = agreed(request, Way::InPerson);
            assert_eq!(kept.next.fee, request.fee, "paper can be handed over as well");
            let decision = agreed(request, Way::Download);
            let fee = decision.next.fee.as_ref().unwrap();
            assert_eq!(
                (fee.standing, fee.owed(), fee.to_give_back()),
                (Standing::Lapsed, 0, back)
            );
            let Happened::Arranged { lapsed, .. } = decision.event.happened else {
                panic!("an arrangement");
            };
            assert_eq!(lapsed, Some(1_000));
            let again = quoted(&agreed(&decision.next, Way::Paper).next, 10);
            assert_eq!(standing(&again), Standing::Asked, "the yes was to the copy of before");
        }
        assert_eq!(agreed(&waived, Way::Download).next.fee, waived.fee);
        let mut free = asked;
        free.fee.as_mut().unwrap().quote.total = 0;
        assert_eq!(
            agreed(&free, Way::Download).next.fee,
            free.fee,
            "nothing is asked for it"
        );
    }

    #[test]
    fn postage_that_is_not_paid_any_more_is_in_no_fee() {
        let mailed = Asked {
            lines: vec![
                Line {
                    part: Part::Paper,
                    count: 10,
                    each: 100,
                },
                Line {
                    part: Part::Postage,
                    count: 1,
                    each: 700,
                },
            ],
            ..pages(0)
        };
        let asked = quote(&paper(Work::Gathering), &clerk(), &mailed, &practice(), moment());

        let fetched = agreed(&asked.unwrap().next, Way::InPerson).next;

        assert_eq!(standing(&fetched), Standing::Lapsed);
    }

    #[test]
    fn postage_is_only_for_what_the_requester_asked_us_to_mail() {
        let asked = Asked {
            lines: vec![Line {
                part: Part::Postage,
                count: 1,
                each: 700,
            }],
            ..pages(0)
        };
        let refused = |request: &Request| quote(request, &clerk(), &asked, &practice(), moment()).err();

        assert_eq!(refused(&at(Work::Gathering)), Some(Refusal::PostageNotAsked));
        assert_eq!(refused(&paper(Work::Gathering)), None);
    }

    #[test]
    fn the_same_quote_is_offered_for_a_third_party_and_none_for_another_ask() {
        let directive = Request {
            kind: Kind::Directive,
            requester: Requester::Directed {
                to: "An attorney".to_owned(),
                place: "1 Main Street".to_owned(),
            },
            ..paper(Work::Gathering)
        };
        assert_eq!(quoted(&directive, 10).fee, quoted(&paper(Work::Gathering), 10).fee);
        let other = Request {
            kind: Kind::Subpoena,
            ..paper(Work::Gathering)
        };
        let refused = quote(&other, &clerk(), &pages(10), &practice(), moment()).err();
        assert_eq!(refused, Some(Refusal::NotAccess));
    }

    #[test]
    fn the_letter_has_every_line_the_ways_that_cost_nothing_and_whom_to_call() {
        for language in [Language::English, Language::Spanish] {
            let mut request = Request {
                language,
                ..paper(Work::Gathering)
            };
            request.received.states = vec!["CA".to_owned()];
            let decision = quote(&request, &clerk(), &pages(40), &practice(), moment()).unwrap();
            let Some(Letter::Answer(letter)) = decision.event.happened.letter() else {
                panic!("a letter");
            };
            let written = text(Letter::Answer(letter));
            let words = match language {
                Language::English => [
                    "is free",
                    "only if you say yes",
                    "time to answer goes on",
                    "any bill for care",
                ],
                Language::Spanish => ["es gratis", "si usted dice que sí", "sigue corriendo", "ninguna cuenta"],
            };
            // 40 pages at $1.00, of which California allows 25 cents each.
            for element in ["$40.00", "$1.00", "$10.00", "512-555-0140"].into_iter().chain(words) {
                assert!(written.contains(element), "{element}: {written}");
            }
            for never in ["search", "retriev", "vendor", "búsqueda"] {
                assert!(!written.to_lowercase().contains(never), "{never}");
            }
        }
    }

    mod reaching;
}
