//! The forms of a record that went to someone wrong.

use super::{for_letter, keep, line, optional_line, optional_words, words, yes_or_no};
use crate::disclosure::Misdirection;
use crate::field::{Code, FieldError};
use crate::id::DeliveryId;
use crate::iso;
use crate::letter::check;
use crate::misdirection::{Affected, Assessment, MEDIA_RESIDENTS, Opened, TEXAS_RESIDENTS, Weighed};
use crate::wire::misdirection as wire;
use crate::word::misdirection::{Addressee, Exception, Factor, Recall, Risk, Whom};
use crate::word::of;
use chrono::NaiveDate;

/// Characters of one part of the letter to the person.
const PART_LIMIT: usize = 1_500;
/// People; more live nowhere.
const PEOPLE_LIMIT: u32 = 400_000_000;

/// The link that a form names, if it names one.
pub fn delivery(form: &wire::Misdirect) -> Result<Option<DeliveryId>, FieldError> {
    match form.delivery.trim() {
        "" => Ok(None),
        id => DeliveryId::parse(id)
            .map(Some)
            .ok_or_else(|| FieldError::new("delivery", Code::DeliveryUnknown)),
    }
}

/// How a case begins. `made_on` is the day of its link, where it has one, which says when it went out unless the form does.
/// Nothing went out after `today`, the day at the location, and nothing is discovered before it went out. Without who got it,
/// the rest may wait; and where the recipient can be found need not be known, 45 CFR 164.528(b)(2)(ii).
pub fn open(form: &wire::Misdirect, made_on: Option<NaiveDate>, today: NaiveDate) -> Result<Opened, Vec<FieldError>> {
    let mut errors = Vec::new();
    let delivery = keep(delivery(form), &mut errors);
    let on = match (form.on.trim(), made_on) {
        ("", Some(made_on)) => Ok(made_on),
        (text, _) => past(text, today).ok_or_else(|| FieldError::new("on", Code::WentOnNotReal)),
    };
    let on = keep(on, &mut errors);
    let discovered_on = match form.discovered_on.trim() {
        "" => Some(today),
        text => past(text, today),
    };
    let discovered_on = discovered_on
        .ok_or_else(|| FieldError::new("discovered_on", Code::DiscoveredOnNotReal))
        .and_then(|discovered_on| match on {
            Some(on) if discovered_on < on => Err(FieldError::new("discovered_on", Code::DiscoveredBefore)),
            Some(_) | None => Ok(discovered_on),
        });
    let discovered_on = keep(discovered_on, &mut errors);
    let wrong = if form.to.trim().is_empty() {
        let place = keep(optional_line("place", &form.place), &mut errors);
        let what = keep(optional_line("what", &form.what), &mut errors);
        let why = keep(optional_words("why", &form.why), &mut errors);
        place.zip(what).zip(why).map(|((place, what), why)| Known {
            to: String::new(),
            place,
            what,
            why,
        })
    } else {
        known([&form.to, &form.place, &form.what, &form.why], &mut errors)
    };
    match (delivery, on, discovered_on, wrong) {
        (Some(delivery), Some(on), Some(discovered_on), Some(wrong)) if errors.is_empty() => Ok(Opened {
            delivery,
            discovered_on,
            wrong: wrong.on(on),
        }),
        _ => Err(errors),
    }
}

/// What the accounting says of it but the day, which the case has.
#[derive(Clone, PartialEq, Eq)]
pub struct Known {
    pub to: String,
    pub place: String,
    pub what: String,
    pub why: String,
}

impl Known {
    pub fn on(self, on: NaiveDate) -> Misdirection {
        let Self { to, place, what, why } = self;
        Misdirection {
            on,
            to,
            place,
            what,
            why,
        }
    }
}

/// Who got it, and what and why, for the accounting of 45 CFR 164.528(b)(2).
pub fn account(form: &wire::AccountMisdirection) -> Result<Known, Vec<FieldError>> {
    let mut errors = Vec::new();
    let known = known([&form.to, &form.place, &form.what, &form.why], &mut errors);
    known.ok_or(errors)
}

fn known([to, place, what, why]: [&String; 4], errors: &mut Vec<FieldError>) -> Option<Known> {
    let to = keep(line("to", to, Code::WentToMissing), errors);
    let place = keep(optional_line("place", place), errors);
    let what = keep(line("what", what, Code::WentWhatMissing), errors);
    let why = keep(words("why", why, Code::RationaleMissing), errors);
    let (((to, place), what), why) = to.zip(place).zip(what).zip(why)?;
    Some(Known { to, place, what, why })
}

/// What was done to get it back, on which day, and in what words.
pub fn recall(
    form: &wire::RecallMisdirection,
    today: NaiveDate,
) -> Result<(Recall, NaiveDate, String), Vec<FieldError>> {
    let mut errors = Vec::new();
    let recall = of(&form.recall, &Recall::WIRE).ok_or_else(|| FieldError::new("recall", Code::RecallMissing));
    let recall = keep(recall, &mut errors);
    let on = keep(noted_on(&form.on, today), &mut errors);
    let words = keep(words("words", &form.words, Code::WordsMissing), &mut errors);
    match (recall, on, words) {
        (Some(recall), Some(on), Some(words)) => Ok((recall, on, words)),
        _ => Err(errors),
    }
}

/// An exception with its reason, or the factors that were judged, each with its reason. One that is not judged may wait.
pub fn assess(form: &wire::AssessMisdirection) -> Result<Assessment, Vec<FieldError>> {
    let mut errors = Vec::new();
    if !matches!(form.exception.as_str(), "" | "none") {
        let exception =
            of(&form.exception, &Exception::WIRE).ok_or_else(|| FieldError::new("exception", Code::ExceptionUnknown));
        let exception = keep(exception, &mut errors);
        let words = words("exception_why", &form.exception_why, Code::RationaleMissing);
        let words = keep(words, &mut errors);
        let both = exception.zip(words);
        return both.map_or(Err(errors), |(exception, words)| {
            Ok(Assessment::Exception { exception, words })
        });
    }
    let mut weighed = Vec::new();
    for factor in Factor::ALL {
        let (risk, why) = form.of(factor);
        let (name, why_name) = (factor.wire(), format!("{}_why", factor.wire()));
        if risk.is_empty() && why.trim().is_empty() {
            continue;
        }
        let risk = of(risk, &Risk::WIRE).ok_or_else(|| FieldError::new(name, Code::RiskMissing));
        let risk = keep(risk, &mut errors);
        let words = keep(words(&why_name, why, Code::RationaleMissing), &mut errors);
        if let Some((risk, words)) = risk.zip(words) {
            weighed.push(Weighed { factor, risk, words });
        }
    }
    if weighed.is_empty() && errors.is_empty() {
        errors.push(FieldError::new(Factor::Information.wire(), Code::RiskMissing));
    }
    if errors.is_empty() {
        Ok(Assessment::Factors(weighed))
    } else {
        Err(errors)
    }
}

/// What the officer decides: a breach of so many people, or none; and why, which is kept, 45 CFR 164.414(b).
pub fn decide(form: &wire::DecideMisdirection) -> Result<(Option<Affected>, String), Vec<FieldError>> {
    let mut errors = Vec::new();
    let is_breach = keep(yes_or_no("breach", &form.breach), &mut errors);
    let reason = keep(words("reason", &form.reason, Code::RationaleMissing), &mut errors);
    let affected = if is_breach == Some(true) {
        affected(form).map_err(|mut found| errors.append(&mut found)).ok()
    } else {
        None
    };
    match reason {
        Some(reason) if errors.is_empty() => Ok((affected, reason)),
        _ => Err(errors),
    }
}

/// Where they live is asked only where it says who else must be told.
fn affected(form: &wire::DecideMisdirection) -> Result<Affected, Vec<FieldError>> {
    let mut errors = Vec::new();
    let people = match form.people.trim() {
        "" => Ok(1),
        text => count("people", text, 1, PEOPLE_LIMIT),
    };
    let people = keep(people, &mut errors).unwrap_or_default();
    let mut residents = |field: &str, text: &str, from: u32| {
        if people < from {
            Some(people)
        } else {
            keep(count(field, text, 0, people), &mut errors)
        }
    };
    let of_one_state = residents("residents", &form.residents, MEDIA_RESIDENTS + 1);
    let texans = residents("texans", &form.texans, TEXAS_RESIDENTS);
    match (of_one_state, texans) {
        (Some(of_one_state), Some(texans)) if errors.is_empty() => Ok(Affected {
            people,
            // Texas is one of them.
            residents: of_one_state.max(texans),
            texans,
        }),
        _ => Err(errors),
    }
}

fn count(field: &str, text: &str, least: u32, most: u32) -> Result<u32, FieldError> {
    let digits = text.trim();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| is_number);
    match number {
        None => Err(FieldError::new(field, Code::CountNotRead)),
        Some(number) if number < least => Err(FieldError::new(field, Code::CountNotRead)),
        Some(number) if number > most => Err(FieldError::new(field, Code::CountTooLarge)),
        Some(number) => Ok(number),
    }
}

/// What the letter of a breach says, and to whom it goes.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: Addressee,
    /// Of another one.
    pub name: String,
    pub is_electronic: bool,
    pub happened: String,
    pub kinds: String,
    pub protect: String,
    pub doing: String,
}

pub fn write(form: &wire::WriteBreach) -> Result<Letter, Vec<FieldError>> {
    let mut errors = Vec::new();
    let to =
        of(&form.addressee, &Addressee::WIRE).ok_or_else(|| FieldError::new("addressee", Code::BreachAddresseeMissing));
    let to = keep(to, &mut errors);
    let name = match to {
        Some(Addressee::Other) => line("name", &form.name, Code::WentToMissing),
        Some(Addressee::Patient | Addressee::Representative) | None => Ok(String::new()),
    };
    let name = keep(name, &mut errors);
    let is_electronic = keep(yes_or_no("electronic", &form.electronic), &mut errors);
    let mut part = |field: &str, text: &str| {
        let typed = optional_words(field, text).and_then(|typed| match typed.chars().count() {
            0..=PART_LIMIT => for_letter(field, typed, Code::BreachPartMissing),
            _ => Err(FieldError::new(field, Code::WordsTooLong)),
        });
        keep(typed, &mut errors)
    };
    let happened = part("happened", &form.happened);
    let kinds = part("kinds", &form.kinds);
    let protect = part("protect", &form.protect);
    let doing = part("doing", &form.doing);
    let parts = happened.zip(kinds).zip(protect.zip(doing));
    match (to, name, is_electronic, parts) {
        (Some(to), Some(name), Some(is_electronic), Some(((happened, kinds), (protect, doing))))
            if errors.is_empty() && (to != Addressee::Other || check::is_words(&name)) =>
        {
            Ok(Letter {
                to,
                name,
                is_electronic,
                happened,
                kinds,
                protect,
                doing,
            })
        }
        (Some(Addressee::Other), Some(_), ..) if errors.is_empty() => {
            Err(vec![FieldError::new("name", Code::WentToMissing)])
        }
        _ => Err(errors),
    }
}

/// Who was told, on which day, and how.
pub fn tell(form: &wire::TellBreach, today: NaiveDate) -> Result<(Whom, NaiveDate, String), Vec<FieldError>> {
    let mut errors = Vec::new();
    let whom = of(&form.whom, &Whom::WIRE).ok_or_else(|| FieldError::new("whom", Code::WhomMissing));
    let whom = keep(whom, &mut errors);
    let on = keep(noted_on(&form.on, today), &mut errors);
    let note = keep(words("note", &form.note, Code::HandingNoteMissing), &mut errors);
    match (whom, on, note) {
        (Some(whom), Some(on), Some(note)) => Ok((whom, on, note)),
        _ => Err(errors),
    }
}

fn noted_on(text: &str, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    past(text, today).ok_or_else(|| FieldError::new("on", Code::NotedOnNotReal))
}

/// A day that is not still to come.
fn past(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    iso::day(text.trim()).filter(|on| *on <= today)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> wire::Misdirect {
        wire::Misdirect {
            on: "2026-11-24".to_owned(),
            to: " Another patient ".to_owned(),
            what: "One visit note".to_owned(),
            why: "Two envelopes were mixed up.".to_owned(),
            ..wire::Misdirect::default()
        }
    }

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn fields<T>(parsed: Result<T, Vec<FieldError>>) -> Vec<(String, Code)> {
        let errors = parsed.err().unwrap_or_default();
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    fn told(errors: &[(&str, Code)]) -> Vec<(String, Code)> {
        errors
            .iter()
            .map(|(field, code)| ((*field).to_owned(), *code))
            .collect()
    }

    #[test]
    fn what_went_out_today_or_before_is_opened_without_an_address_if_none_is_known() {
        let opened = open(&form(), None, today()).ok().unwrap();

        assert_eq!(
            (opened.wrong.to.as_str(), opened.wrong.place.as_str()),
            ("Another patient", "")
        );
        assert_eq!((opened.wrong.on, opened.discovered_on), (today(), today()));
        assert!(opened.account().is_some());
    }

    #[test]
    fn a_link_alone_is_enough_and_its_day_is_that_of_the_release() {
        let alone = wire::Misdirect {
            delivery: "link".to_owned(),
            ..wire::Misdirect::default()
        };
        let made_on = "2026-11-01".parse().unwrap();

        let opened = open(&alone, Some(made_on), today()).ok().unwrap();

        assert_eq!((opened.wrong.on, opened.discovered_on), (made_on, today()));
        assert!(opened.account().is_none(), "nobody knows yet who got it");
        assert_eq!(opened.delivery, DeliveryId::parse("link"));
    }

    #[test]
    fn everything_that_is_wrong_with_an_opening_is_said_at_once() {
        type Change = fn(&mut wire::Misdirect);
        for (change, expected) in [
            ((|it| it.on.clear()) as Change, vec![("on", Code::WentOnNotReal)]),
            (|it| it.on = "2026-11-25".to_owned(), vec![("on", Code::WentOnNotReal)]),
            (|it| it.on = "yesterday".to_owned(), vec![("on", Code::WentOnNotReal)]),
            (
                |it| it.discovered_on = "2026-11-25".to_owned(),
                vec![("discovered_on", Code::DiscoveredOnNotReal)],
            ),
            (
                |it| it.discovered_on = "soon".to_owned(),
                vec![("discovered_on", Code::DiscoveredOnNotReal)],
            ),
            (
                |it| it.discovered_on = "2026-11-23".to_owned(),
                vec![("discovered_on", Code::DiscoveredBefore)],
            ),
            (
                |it| it.delivery = "../x".to_owned(),
                vec![("delivery", Code::DeliveryUnknown)],
            ),
            (|it| it.what.clear(), vec![("what", Code::WentWhatMissing)]),
            (
                |it| {
                    it.on.clear();
                    it.what.clear();
                    it.why.clear();
                    it.place = "x".repeat(201);
                },
                vec![
                    ("on", Code::WentOnNotReal),
                    ("place", Code::LineTooLong),
                    ("what", Code::WentWhatMissing),
                    ("why", Code::RationaleMissing),
                ],
            ),
        ] {
            let mut form = form();
            change(&mut form);
            assert_eq!(fields(open(&form, None, today())), told(&expected));
        }
        let day = |text: &str| wire::Misdirect {
            discovered_on: text.to_owned(),
            ..form()
        };
        assert!(open(&day("2026-11-24"), None, today()).is_ok(), "on the day itself");
    }

    #[test]
    fn who_got_it_is_told_with_what_it_was_and_why() {
        let empty = account(&wire::AccountMisdirection::default());
        let missing = [
            ("to", Code::WentToMissing),
            ("what", Code::WentWhatMissing),
            ("why", Code::RationaleMissing),
        ];
        assert_eq!(fields(empty), told(&missing));
    }

    #[test]
    fn what_was_done_to_get_it_back_has_a_day_and_words() {
        let form = |recall: &str, on: &str, words: &str| wire::RecallMisdirection {
            recall: recall.to_owned(),
            on: on.to_owned(),
            words: words.to_owned(),
        };
        for (name, value) in Recall::WIRE {
            let parsed = recall(&form(name, "2026-11-24", "By telephone."), today())
                .ok()
                .unwrap();
            assert_eq!((parsed.0, parsed.1), (value, today()));
        }
        let all = [
            ("recall", Code::RecallMissing),
            ("on", Code::NotedOnNotReal),
            ("words", Code::WordsMissing),
        ];
        assert_eq!(fields(recall(&form("", "2026-11-25", " "), today())), told(&all));
    }

    #[test]
    fn an_exception_is_named_with_its_reason_and_factors_each_with_theirs() {
        for (name, exception) in Exception::WIRE {
            let form = wire::AssessMisdirection {
                exception: name.to_owned(),
                exception_why: "She gave it back unopened.".to_owned(),
                ..wire::AssessMisdirection::default()
            };
            let assessed = assess(&form).ok().unwrap();
            let words = "She gave it back unopened.".to_owned();
            assert!(assessed == Assessment::Exception { exception, words });
        }
        let part = wire::AssessMisdirection {
            exception: "none".to_owned(),
            seen: "low".to_owned(),
            seen_why: "The link was never opened.".to_owned(),
            ..wire::AssessMisdirection::default()
        };
        let Some(Assessment::Factors(weighed)) = assess(&part).ok() else {
            panic!("one factor");
        };
        assert_eq!(weighed.len(), 1);
        assert_eq!((weighed[0].factor, weighed[0].risk), (Factor::Seen, Risk::Low));

        type Change = fn(&mut wire::AssessMisdirection);
        for (change, expected) in [
            ((|_| {}) as Change, vec![("information", Code::RiskMissing)]),
            (
                |it| it.exception = "luck".to_owned(),
                vec![
                    ("exception", Code::ExceptionUnknown),
                    ("exception_why", Code::RationaleMissing),
                ],
            ),
            (
                |it| it.recipient = "low".to_owned(),
                vec![("recipient_why", Code::RationaleMissing)],
            ),
            (
                |it| it.mitigation_why = "It was burned.".to_owned(),
                vec![("mitigation", Code::RiskMissing)],
            ),
            (
                |it| {
                    it.information = "middling".to_owned();
                    it.seen = "high".to_owned();
                },
                vec![
                    ("information", Code::RiskMissing),
                    ("information_why", Code::RationaleMissing),
                    ("seen_why", Code::RationaleMissing),
                ],
            ),
        ] {
            let mut form = wire::AssessMisdirection::default();
            change(&mut form);
            assert_eq!(fields(assess(&form)), told(&expected));
        }
    }

    #[test]
    fn a_breach_is_of_one_person_unless_more_are_told_and_where_they_live_is_asked_of_many() {
        let form = |people: &str, residents: &str, texans: &str| wire::DecideMisdirection {
            breach: "yes".to_owned(),
            reason: "He read it.".to_owned(),
            people: people.to_owned(),
            residents: residents.to_owned(),
            texans: texans.to_owned(),
        };
        for ((people, residents, texans), expected) in [
            (("", "", ""), (1, 1, 1)),
            (("249", "", ""), (249, 249, 249)),
            (("250", "", "0"), (250, 250, 0)),
            (("500", "", "250"), (500, 500, 250)),
            (("600", "501", "2"), (600, 501, 2)),
            (("600", "2", "501"), (600, 501, 501)),
        ] {
            let (affected, _) = decide(&form(people, residents, texans)).ok().unwrap();
            let affected = affected.unwrap();
            assert_eq!((affected.people, affected.residents, affected.texans), expected);
        }
        for (wrong, expected) in [
            (form("0", "", ""), vec![("people", Code::CountNotRead)]),
            (form("-1", "", ""), vec![("people", Code::CountNotRead)]),
            (form("+1", "", ""), vec![("people", Code::CountNotRead)]),
            (form("400000001", "", ""), vec![("people", Code::CountTooLarge)]),
            (form("99999999999", "", ""), vec![("people", Code::CountNotRead)]),
            (form("250", "", ""), vec![("texans", Code::CountNotRead)]),
            (form("250", "", "251"), vec![("texans", Code::CountTooLarge)]),
            (
                form("501", "", ""),
                vec![("residents", Code::CountNotRead), ("texans", Code::CountNotRead)],
            ),
            (
                wire::DecideMisdirection::default(),
                vec![("breach", Code::YesOrNoMissing), ("reason", Code::RationaleMissing)],
            ),
        ] {
            assert_eq!(fields(decide(&wrong)), told(&expected));
        }
        let none = wire::DecideMisdirection {
            breach: "no".to_owned(),
            people: "many".to_owned(),
            ..form("", "", "")
        };
        assert_eq!(decide(&none).ok().unwrap().0, None, "what is none has no people");
    }

    #[test]
    fn each_part_of_the_letter_and_to_whom_it_goes_must_be_there() {
        let form = wire::WriteBreach {
            addressee: "patient".to_owned(),
            electronic: "no".to_owned(),
            happened: "Two envelopes were mixed up.".to_owned(),
            kinds: "A visit note.".to_owned(),
            protect: "Read your bills.".to_owned(),
            doing: "We asked for it back.".to_owned(),
            ..wire::WriteBreach::default()
        };
        assert!(write(&form).is_ok());
        type Change = fn(&mut wire::WriteBreach);
        for (change, expected) in [
            (
                (|it| it.addressee = "who got it".to_owned()) as Change,
                vec![("addressee", Code::BreachAddresseeMissing)],
            ),
            (
                |it| it.addressee = "other".to_owned(),
                vec![("name", Code::WentToMissing)],
            ),
            (
                |it| {
                    it.addressee = "other".to_owned();
                    it.name = " . ".to_owned();
                },
                vec![("name", Code::WentToMissing)],
            ),
            (|it| it.electronic.clear(), vec![("electronic", Code::YesOrNoMissing)]),
            (
                |it| it.kinds = " ... ".to_owned(),
                vec![("kinds", Code::BreachPartMissing)],
            ),
            (|it| it.doing = "x".repeat(1_501), vec![("doing", Code::WordsTooLong)]),
            (
                |it| *it = wire::WriteBreach::default(),
                vec![
                    ("addressee", Code::BreachAddresseeMissing),
                    ("electronic", Code::YesOrNoMissing),
                    ("happened", Code::BreachPartMissing),
                    ("kinds", Code::BreachPartMissing),
                    ("protect", Code::BreachPartMissing),
                    ("doing", Code::BreachPartMissing),
                ],
            ),
        ] {
            let mut form = form.clone();
            change(&mut form);
            assert_eq!(fields(write(&form)), told(&expected));
        }
    }

    #[test]
    fn who_was_told_has_a_day_that_has_come() {
        for (name, whom) in Whom::WIRE {
            let form = wire::TellBreach {
                whom: name.to_owned(),
                on: "2026-11-24".to_owned(),
                note: "First-class mail.".to_owned(),
            };
            assert_eq!(tell(&form, today()).ok().unwrap().0, whom);
            let late = wire::TellBreach {
                on: "2026-11-25".to_owned(),
                ..form
            };
            assert_eq!(fields(tell(&late, today())), told(&[("on", Code::NotedOnNotReal)]));
        }
        let all = [
            ("whom", Code::WhomMissing),
            ("on", Code::NotedOnNotReal),
            ("note", Code::HandingNoteMissing),
        ];
        assert_eq!(fields(tell(&wire::TellBreach::default(), today())), told(&all));
    }
}
