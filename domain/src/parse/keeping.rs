//! What an officer says of a legal hold.

use super::{keep, words, yes_or_no};
use crate::field::{Code, FieldError};
use crate::wire::retention::Hold;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Place { reason: String },
    Lift { reason: String },
}

/// A reason stands in the history, whichever way it goes.
pub fn hold(form: &Hold) -> Result<Command, Vec<FieldError>> {
    let mut errors = Vec::new();
    let holds = keep(yes_or_no("holds", &form.holds), &mut errors);
    let reason = keep(words("reason", &form.reason, Code::RationaleMissing), &mut errors);
    match (holds, reason) {
        (Some(true), Some(reason)) => Ok(Command::Place { reason }),
        (Some(false), Some(reason)) => Ok(Command::Lift { reason }),
        _ => Err(errors),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_says_which_way_it_goes_and_why_and_everything_missing_is_said_at_once() {
        let form = |holds: &str, reason: &str| Hold {
            holds: holds.to_owned(),
            reason: reason.to_owned(),
        };
        let reason = || "A complaint".to_owned();

        assert_eq!(
            hold(&form("yes", " A complaint ")),
            Ok(Command::Place { reason: reason() })
        );
        assert_eq!(hold(&form("no", "A complaint")), Ok(Command::Lift { reason: reason() }));
        for (form, fields) in [
            (form("", ""), &["holds", "reason"][..]),
            (form("yes", " "), &["reason"]),
            (form("maybe", "x"), &["holds"]),
        ] {
            let errors = hold(&form).err().unwrap();
            let found: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
            assert_eq!(found, fields);
        }
    }
}
