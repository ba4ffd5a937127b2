//! What an officer writes down of a record that went to someone wrong.

use super::{keep, line, optional_line, words};
use crate::disclosure::Misdirection;
use crate::field::{Code, FieldError};
use crate::iso;
use crate::wire::report::Misdirect;
use chrono::NaiveDate;

/// Nothing went out after `today`, the day at the location. Where the recipient can be found need not be known,
/// 45 CFR 164.528(b)(2)(ii).
pub fn misdirection(form: &Misdirect, today: NaiveDate) -> Result<Misdirection, Vec<FieldError>> {
    let mut errors = Vec::new();
    let on = iso::day(form.on.trim()).filter(|on| *on <= today);
    let on = keep(
        on.ok_or_else(|| FieldError::new("on", Code::WentOnNotReal)),
        &mut errors,
    );
    let to = keep(line("to", &form.to, Code::WentToMissing), &mut errors);
    let place = keep(optional_line("place", &form.place), &mut errors);
    let what = keep(line("what", &form.what, Code::WentWhatMissing), &mut errors);
    let why = keep(words("why", &form.why, Code::RationaleMissing), &mut errors);
    match (on, to, place, what, why) {
        (Some(on), Some(to), Some(place), Some(what), Some(why)) => Ok(Misdirection {
            on,
            to,
            place,
            what,
            why,
        }),
        _ => Err(errors),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Misdirect {
        Misdirect {
            on: "2026-11-24".to_owned(),
            to: " Another patient ".to_owned(),
            place: String::new(),
            what: "One visit note".to_owned(),
            why: "Two envelopes were mixed up.".to_owned(),
        }
    }

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    #[test]
    fn a_wrong_release_of_today_or_before_is_written_down_without_an_address_if_none_is_known() {
        let parsed = misdirection(&form(), today()).ok().unwrap();

        assert_eq!((parsed.to.as_str(), parsed.place.as_str()), ("Another patient", ""));
        assert_eq!(parsed.on, today());
    }

    #[test]
    fn everything_that_is_missing_is_said_at_once() {
        let empty = misdirection(&Misdirect::default(), today()).err().unwrap();
        let fields: Vec<_> = empty.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["on", "to", "what", "why"]);

        for on in ["2026-11-25", "yesterday", ""] {
            let wrong = misdirection(
                &Misdirect {
                    on: on.to_owned(),
                    ..form()
                },
                today(),
            )
            .err()
            .unwrap();
            assert_eq!(wrong, [FieldError::new("on", Code::WentOnNotReal)], "{on}");
        }
    }
}
