//! A legal hold: nothing of the request may be let go.

use super::{Decision, Moment, Refusal, by, decision};
use crate::event::Happened;
use crate::parse::keeping::Command;
use crate::practice::Officer;
use crate::request::Request;
use crate::retention::LegalHold;

/// Put on and taken off in every state: a complaint may come years after the answer. Nothing else of the request changes.
pub fn hold(request: &Request, officer: &Officer, command: Command, moment: Moment) -> Result<Decision, Refusal> {
    match (&request.hold, command) {
        (None, Command::Place { reason }) => {
            let hold = LegalHold {
                reason: reason.clone(),
                by: officer.name().to_owned(),
                on: moment.on,
            };
            let happened = Happened::HoldPlaced { reason };
            Ok(decision(request, moment, by(officer), happened, |next| {
                next.hold = Some(hold)
            }))
        }
        (Some(_), Command::Lift { reason }) => {
            let happened = Happened::HoldLifted { reason };
            Ok(decision(request, moment, by(officer), happened, |next| {
                next.hold = None
            }))
        }
        (Some(_), Command::Place { .. }) => Err(Refusal::HeldAlready),
        (None, Command::Lift { .. }) => Err(Refusal::NotHeld),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::{at, moment, officer};
    use crate::word::Work;

    fn place() -> Command {
        Command::Place {
            reason: "A complaint to OCR".to_owned(),
        }
    }

    fn lift() -> Command {
        Command::Lift {
            reason: "OCR has closed it".to_owned(),
        }
    }

    #[test]
    fn a_request_is_held_and_let_go_in_every_state_and_nothing_else_of_it_changes() {
        for work in [
            Work::Received,
            Work::Gathering,
            Work::Assembling,
            Work::Ready,
            Work::Delivered,
            Work::Answered,
            Work::Closed,
        ] {
            let before = at(work);

            let held = hold(&before, &officer(), place(), moment()).ok().unwrap();
            let lifted = hold(&held.next, &officer(), lift(), moment()).ok().unwrap();

            let found = held.next.hold.as_ref().unwrap();
            assert_eq!((found.reason.as_str(), found.on), ("A complaint to OCR", moment().on));
            assert_eq!(held.event.happened.words(), Some("A complaint to OCR"));
            assert_eq!(lifted.event.happened.words(), Some("OCR has closed it"));
            let unchanged = Request {
                seq: before.seq + 2,
                ..before
            };
            assert_eq!(lifted.next, unchanged, "{work:?}");
            for event in [held.event, lifted.event] {
                assert!(!event.happened.is_for_requester() && !event.happened.makes_stale());
            }
        }
    }

    #[test]
    fn a_hold_is_put_on_once_and_taken_off_where_there_is_one() {
        let held = hold(&at(Work::Closed), &officer(), place(), moment())
            .ok()
            .unwrap()
            .next;

        assert_eq!(
            hold(&held, &officer(), place(), moment()).err(),
            Some(Refusal::HeldAlready)
        );
        assert_eq!(
            hold(&at(Work::Closed), &officer(), lift(), moment()).err(),
            Some(Refusal::NotHeld)
        );
    }
}
