//! The record that the patient directed to a third party, 45 CFR 164.524(c)(3)(ii): when it is noted that it went, the patient
//! is told what went to whom, and what was withheld, by a letter of the same event.

use super::{Decision, Refusal, add_task, complete, has_task};
use crate::event::{Event, Happened};
use crate::letter::{Answer, Letter, directive};
use crate::practice::Practice;
use crate::request::{Request, Requester};
use crate::word::{Handing, Outcome, TaskKind, Work};
use chrono::NaiveDate;

/// What the letter of a release says of the patient's consent, 42 CFR 2.32: what was said of it, where a record goes out on
/// one, and nothing in any other letter, which would tell of a program from which nothing comes.
pub fn consent(on_consent: bool, said: Option<String>) -> Result<Option<String>, Refusal> {
    match (on_consent, said) {
        (true, None) => Err(Refusal::ConsentMissing),
        (true, said) => Ok(said),
        (false, _) => Ok(None),
    }
}

/// What the patient is to be told once that hand-over is noted; `None` where no record goes to a third party by it.
pub fn letter(
    request: &Request,
    practice: &Practice,
    events: &[Event],
    handing: Handing,
    on: NaiveDate,
) -> Option<Answer> {
    let Requester::Directed { to, place } = &request.requester else {
        return None;
    };
    if !tells(request) {
        return None;
    }
    let last = events.iter().rev().find_map(|event| match &event.happened {
        Happened::Released { letter, .. } => Some(letter),
        _ => None,
    });
    let release = last.filter(|release| release.files > 0)?;
    let to = (to.clone(), place.clone(), handing);
    Some(directive::sent(request, practice, release, to, on))
}

/// The hand-over with that letter. Without an e-mail address the letter is a task for today.
pub fn told(handed: Decision, letter: Answer) -> Result<Decision, Refusal> {
    complete(Letter::Answer(&letter))?;
    let Decision { mut next, mut event } = handed;
    if let Happened::HandedOver { letter: told, .. } = &mut event.happened {
        *told = Some(Box::new(letter));
        if next.contact.email.is_none() {
            add_task(&mut next, TaskKind::PostLetter, event.on);
        }
    }
    Ok(Decision { next, event })
}

/// The record went to the third party, and the letter about it is still to be posted to the patient.
pub fn waits_for_letter(request: &Request) -> bool {
    request.work == Work::Delivered && is_directed(request) && has_task(request, TaskKind::PostLetter)
}

/// Whether a hand-over that is noted now takes a record to a third party.
pub fn tells(request: &Request) -> bool {
    is_directed(request) && is_out(request) && !waits_for_letter(request)
}

/// Whether a message with a letter is about a record that went to a third party.
pub fn is_told(request: &Request) -> bool {
    is_directed(request) && is_out(request) && request.work != Work::Ready
}

fn is_directed(request: &Request) -> bool {
    match &request.requester {
        Requester::Directed { .. } => true,
        Requester::Patient | Requester::Representative { .. } | Requester::Other { .. } => false,
    }
}

/// Whether a record lies there or went out.
fn is_out(request: &Request) -> bool {
    let has_record = match request.outcome {
        Some(Outcome::Released | Outcome::ReleasedInPart | Outcome::Inspected) => true,
        Some(
            Outcome::Denied
            | Outcome::NotHeld
            | Outcome::NoAuthority
            | Outcome::Unverified
            | Outcome::Withdrawn
            | Outcome::RoutedElsewhere,
        )
        | None => false,
    };
    has_record && matches!(request.work, Work::Ready | Work::Delivered | Work::Closed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Hash;
    use crate::decide::ending::hand_over;
    use crate::decide::tests::{at, clerk, handed, moment, release_command};
    use crate::decide::work::{self, About, Lost};
    use crate::decide::{self, ReleaseCommand, close, waits_for};
    use crate::disclosure;
    use crate::event::Actor;
    use crate::fee::Schedule;
    use crate::id::{NoticeId, PracticeId};
    use crate::letter::check::Element;
    use crate::letter::{self, KeptBack, Reader, Release, Says, Withheld, text};
    use crate::word::{Access, Ground, WaitsFor};

    fn practice() -> Practice {
        Practice {
            id: PracticeId::parse("p").unwrap(),
            name: "Lakeside Family Medicine".to_owned(),
            contact: "the privacy officer".to_owned(),
            telephone: "512-555-0140".to_owned(),
            locations: vec![],
            fees: Schedule::default(),
        }
    }

    fn directed(work: Work, outcome: Outcome) -> Request {
        Request {
            requester: Requester::Directed {
                to: "Rivera and Cole".to_owned(),
                place: "1 Main St, Austin".to_owned(),
            },
            outcome: Some(outcome),
            ..at(work)
        }
    }

    fn released(request: &Request, files: u32) -> Event {
        let kept_back = KeptBack {
            withheld: vec![Withheld {
                ground: Ground::R1,
                what: "The notes of March 3".to_owned(),
                reason: "Dr. Rivera looked at them.".to_owned(),
                ends_on: None,
                duration: String::new(),
            }],
            left_out: false,
            untold: false,
            not_held: vec![],
        };
        let letter = letter::release(request, &practice(), (files, 4_200), kept_back, moment().on);
        Event {
            request: request.id.clone(),
            seq: 5,
            at: moment().at,
            on: moment().on,
            actor: Actor::Desk,
            happened: Happened::Released {
                manifest: Hash::of(b"manifest"),
                letter: Box::new(letter),
            },
        }
    }

    fn hand(request: &Request, handing: Handing) -> Result<Decision, Refusal> {
        let events = [released(request, 3)];
        let decision = hand_over(request, (&clerk(), None), handed(handing), moment())?;
        match letter(request, &practice(), &events, handing, moment().on) {
            Some(letter) => told(decision, letter),
            None => Ok(decision),
        }
    }

    #[test]
    fn no_letter_tells_of_a_record_of_which_nothing_went() {
        let request = directed(Work::Ready, Outcome::ReleasedInPart);
        for (files, tells) in [(1, true), (0, false)] {
            let events = [released(&request, files)];
            let letter = letter(&request, &practice(), &events, Handing::Posted, moment().on);
            assert_eq!(letter.is_some(), tells, "{files} files");
        }
    }

    #[test]
    fn the_letter_with_the_record_is_for_the_third_party_and_a_denial_of_all_for_the_patient() {
        let request = directed(Work::Ready, Outcome::ReleasedInPart);
        for (files, reader, recipient) in [
            (3, Reader::ThirdParty, "Rivera and Cole"),
            (0, Reader::Requester, "One Mhvtestveteran"),
        ] {
            let Happened::Released { letter, .. } = released(&request, files).happened else {
                panic!("a release");
            };
            assert_eq!((letter.reader, letter.recipient.as_str()), (reader, recipient));
            assert_eq!(letter.withheld.len(), 1, "what a review goes by");
            assert_eq!(complete(Letter::Release(&letter)), Ok(()));
        }
    }

    /// A release of that letter, where a record of a substance-use program is in it or not.
    fn release_of(request: &Request, consent: Option<&str>, on_consent: bool) -> Result<Decision, Refusal> {
        let Happened::Released { letter, .. } = released(request, 3).happened else {
            panic!("a release");
        };
        let command = ReleaseCommand {
            letter: Release {
                consent: consent.map(str::to_owned),
                ..*letter
            },
            on_consent,
            ..release_command(vec![])
        };
        decide::release(request, &clerk(), command, moment())
    }

    #[test]
    fn a_record_of_a_substance_use_program_goes_to_a_third_party_on_the_written_consent_alone() {
        let request = Request {
            work: Work::Gathering,
            ..directed(Work::Gathering, Outcome::Released)
        };
        let lacks = || Some(Refusal::LetterIncomplete(vec![Element::P5]));
        assert_eq!(release_of(&request, None, true).err(), Some(Refusal::ConsentMissing));
        assert_eq!(release_of(&request, Some(" "), true).err(), lacks());
        assert_eq!(release_of(&request, Some("All of it"), false).err(), lacks());
        assert!(release_of(&request, None, false).is_ok());

        let decision = release_of(&request, Some("All of it"), true).unwrap();
        let written = text(decision.event.happened.letter().unwrap());
        assert!(written.contains(directive::STATEMENT), "{written}");
        assert!(written.contains("what the consent covers: All of it"), "{written}");
    }

    #[test]
    fn what_the_patient_is_told_of_it_has_no_statement() {
        let mut request = directed(Work::Gathering, Outcome::Released);
        let released = release_of(&request, Some("All of it"), true).unwrap();
        request.work = Work::Ready;

        let told = letter(&request, &practice(), &[released.event], Handing::Posted, moment().on).unwrap();

        assert!(!text(Letter::Answer(&told)).contains("part 2"));
    }

    #[test]
    fn the_patient_is_told_what_went_to_whom_when_it_is_noted_that_it_went() {
        let decision = hand(&directed(Work::Ready, Outcome::ReleasedInPart), Handing::Posted).unwrap();

        let letter = decision.event.happened.letter().unwrap();
        let written = text(letter);
        for words in [
            "To: One Mhvtestveteran",
            "by mail to Rivera and Cole, 1 Main St, Austin",
            "It has 3 files",
            "The notes of March 3",
            "ask for a review",
            "Office for Civil Rights",
        ] {
            assert!(written.contains(words), "{words}: {written}");
        }
        assert_eq!((decision.next.work, decision.next.tasks.len()), (Work::Delivered, 0));
    }

    #[test]
    fn nobody_else_is_told_and_a_letter_alone_is_no_record() {
        let others = [
            at(Work::Ready),
            directed(Work::Ready, Outcome::Denied),
            directed(Work::Answered, Outcome::NotHeld),
        ];
        let own = Request {
            requester: Requester::Patient,
            ..directed(Work::Delivered, Outcome::Released)
        };
        assert!(!is_told(&own) && !tells(&own), "it went to the patient");
        for request in others {
            assert!(!is_told(&request));
            let decision = hand(&request, Handing::InPerson).unwrap();
            assert!(decision.event.happened.letter().is_none());
        }
    }

    #[test]
    fn without_an_e_mail_address_the_letter_is_posted_and_that_is_no_second_disclosure() {
        let mut ready = directed(Work::Ready, Outcome::Released);
        ready.contact.email = None;
        let sent = hand(&ready, Handing::Posted).unwrap();
        assert!(disclosure::of(&ready, &sent.next, &sent.event).is_some());
        assert!(has_task(&sent.next, TaskKind::PostLetter));
        assert_eq!(
            close(&sent.next, &clerk(), moment()).err(),
            Some(Refusal::HandOverFirst)
        );
        assert_eq!(
            hand(&sent.next, Handing::Inspected).err(),
            Some(Refusal::NoInspectionAsked)
        );

        let posted = hand(&sent.next, Handing::Posted).unwrap();

        assert!(posted.event.happened.letter().is_none());
        assert!(disclosure::of(&sent.next, &posted.next, &posted.event).is_none());
        assert_eq!((posted.next.work, posted.next.tasks.len()), (Work::Delivered, 0));
        assert!(close(&posted.next, &clerk(), moment()).is_ok());
    }

    #[test]
    fn a_letter_to_the_patient_that_comes_back_is_a_persons_task_also_when_the_request_is_closed() {
        let notice = || NoticeId::parse("n").unwrap();
        for work in [Work::Delivered, Work::Closed] {
            let request = directed(work, Outcome::ReleasedInPart);
            assert!(is_told(&request) && !is_told(&at(work)));

            let lost = work::mail_lost(&request, Lost::Bounced(About::Directive), notice(), moment()).next;
            assert!(has_task(&lost, TaskKind::ReachRequester));
            assert_eq!((lost.work, waits_for(&lost)), (work, WaitsFor::Desk));
            assert_eq!(lost.answered_on, request.answered_on);

            let unreported = work::mail_unreported(&request, About::Directive, notice(), moment()).unwrap();
            assert!(has_task(&unreported.next, TaskKind::AskArrival));
        }
        let delivered = directed(Work::Delivered, Outcome::Released);
        assert_eq!(
            work::confirm_arrival(&delivered, true, moment()).err(),
            Some(Refusal::WrongStage(Work::Delivered)),
            "it arrived with someone else"
        );
    }

    #[test]
    fn the_letter_that_waits_for_the_post_is_posted_and_nothing_that_can_be_looked_at() {
        let mut request = Request {
            access: Access::Inspection,
            ..directed(Work::Delivered, Outcome::Released)
        };
        add_task(&mut request, TaskKind::PostLetter, moment().on);
        let noted = |handing| hand_over(&request, (&clerk(), None), handed(handing), moment());

        assert_eq!(
            noted(Handing::Inspected).err(),
            Some(Refusal::WrongStage(Work::Delivered))
        );
        assert!(!has_task(&noted(Handing::Posted).unwrap().next, TaskKind::PostLetter));
    }

    #[test]
    fn a_letter_that_lacks_something_is_not_committed() {
        let request = directed(Work::Ready, Outcome::Released);
        let decision = hand_over(&request, (&clerk(), None), handed(Handing::Posted), moment()).unwrap();
        let events = [released(&request, 3)];
        let mut letter = letter(&request, &practice(), &events, Handing::Posted, moment().on).unwrap();
        if let Says::DirectiveFulfilled(sent) = &mut letter.says {
            sent.place.clear();
        }

        let refused = told(decision, letter).err();

        assert!(matches!(refused, Some(Refusal::LetterIncomplete(_))));
    }
}
