//! Names, dates of birth and contacts of people. `Debug` prints the type's name alone, so that no log can
//! hold them.

use crate::field::{Code, FieldError};
use chrono::{Datelike, NaiveDate};
use std::fmt;

pub(crate) const NAME_LIMIT: usize = 100;
const EMAIL_LIMIT: usize = 254;
/// Of the part before the @, RFC 5321 section 4.5.3.1.1.
const LOCAL_LIMIT: usize = 64;
/// The oldest person on record lived 122 years.
const AGE_LIMIT_YEARS: i32 = 130;

#[derive(Clone, PartialEq, Eq)]
pub struct PersonName {
    given: String,
    family: String,
}

impl PersonName {
    /// Both parts trimmed, not empty, at most 100 characters each. Errors go to `given_name` and `family_name`.
    pub fn parse(given: &str, family: &str) -> Result<Self, Vec<FieldError>> {
        let (given, family) = (given.trim(), family.trim());
        let errors: Vec<_> = [
            part("given_name", given, Code::GivenNameMissing),
            part("family_name", family, Code::FamilyNameMissing),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            given: given.to_owned(),
            family: family.to_owned(),
        })
    }

    pub fn given(&self) -> &str {
        &self.given
    }

    pub fn family(&self) -> &str {
        &self.family
    }

    /// Given name first.
    pub fn full(&self) -> String {
        format!("{} {}", self.given, self.family)
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PersonName")
    }
}

fn part(field: &str, text: &str, missing: Code) -> Option<FieldError> {
    let code = if text.is_empty() {
        missing
    } else if text.chars().count() > NAME_LIMIT {
        Code::NameTooLong
    } else if text.chars().any(char::is_control) {
        Code::NameHasControlCharacter
    } else {
        return None;
    };
    Some(FieldError::new(field, code))
}

/// An address of the shape `local@domain.tld`, trimmed and in lower case. Whether it works only a code can
/// tell.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        let code = if text.is_empty() {
            Code::EmailMissing
        } else if text.len() > EMAIL_LIMIT {
            Code::EmailTooLong
        } else if !has_email_shape(text) {
            Code::EmailIncomplete
        } else {
            return Ok(Self(text.to_ascii_lowercase()));
        };
        Err(FieldError::new(field, code))
    }

    /// One that was taken before, by whatever rule held then.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Email")
    }
}

const TELEPHONE_LIMIT: usize = 40;
const ADDRESS_LIMIT: usize = 400;

/// A telephone number as it was given, with at least 7 digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Telephone(String);

impl Telephone {
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b" +-().,#/".contains(&byte));
        let code = if text.is_empty() {
            Code::TelephoneMissing
        } else if digits < 7 || !plain || text.len() > TELEPHONE_LIMIT {
            Code::TelephoneIncomplete
        } else {
            return Ok(Self(text.to_owned()));
        };
        Err(FieldError::new(field, code))
    }

    pub fn stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Telephone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Telephone")
    }
}

/// A postal address in its lines.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        // A search for two letters would weigh a kilobyte in the page.
        let text: String = text.trim().chars().filter(|letter| *letter != '\r').collect();
        let code = if text.is_empty() {
            Code::AddressMissing
        } else if text.chars().count() > ADDRESS_LIMIT
            || text.chars().any(|letter| letter != '\n' && letter.is_control())
        {
            Code::AddressTooLong
        } else {
            return Ok(Self(text));
        };
        Err(FieldError::new(field, code))
    }

    pub fn stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Address")
    }
}

/// How a requester is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub email: Option<Email>,
    pub telephone: Option<Telephone>,
    pub address: Option<Address>,
    /// In no other way than these, 45 CFR 164.522(b): no older contact is told of anything.
    pub is_confidential: bool,
}

/// A dot-atom at a host name, RFC 5321: what every mail provider takes. Quoted names and letters beyond ASCII are
/// refused by some, and nobody would hear of it.
fn has_email_shape(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else {
        return false;
    };
    let all = |part: &str, marks: &[u8]| {
        part.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || marks.contains(&byte))
    };
    let atoms = |part: &str| part.split('.').all(|atom| !atom.is_empty());
    let label = |label: &str| !label.starts_with('-') && !label.ends_with('-');
    local.len() <= LOCAL_LIMIT
        && all(local, b".!#$%&'*+/=?^_`{|}~-")
        && atoms(local)
        && all(host, b".-")
        && host.contains('.')
        && atoms(host)
        && host.split('.').all(label)
}

/// A date of birth from what was typed into three boxes. The error's field is the box to mend.
pub fn birth_date(month: &str, day: &str, year: &str, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    let (month, day, year) = (month.trim(), day.trim(), year.trim());
    if month.is_empty() && day.is_empty() && year.is_empty() {
        return Err(FieldError::new("birth_month", Code::BirthDateMissing));
    }
    for (field, text) in [("birth_month", month), ("birth_day", day), ("birth_year", year)] {
        if text.is_empty() {
            return Err(FieldError::new(field, Code::BirthDateIncomplete));
        }
    }
    let not_real = || FieldError::new("birth_month", Code::BirthDateNotReal);
    let date = match (number(month), number(day), number(year)) {
        (Some(month), Some(day), Some(year)) => {
            NaiveDate::from_ymd_opt(i32::try_from(year).map_err(|_| not_real())?, month, day)
        }
        _ => None,
    }
    .ok_or_else(not_real)?;
    if date.year() < 1_000 {
        return Err(FieldError::new("birth_year", Code::BirthYearShort));
    }
    if date > today {
        return Err(FieldError::new("birth_year", Code::BirthDateInFuture));
    }
    if date.year() < today.year() - AGE_LIMIT_YEARS {
        return Err(FieldError::new("birth_year", Code::BirthDateTooLongAgo));
    }
    Ok(date)
}

fn number(text: &str) -> Option<u32> {
    let digits = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

/// A name as it is compared and indexed: lower case, letters and digits only, Latin letters without their
/// marks.
pub fn folded(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|character| character.is_alphanumeric())
        .map(plain_letter)
        .collect()
}

fn plain_letter(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        'ý' | 'ÿ' => 'y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn both_parts_of_a_name_are_reported_at_once() {
        let errors = PersonName::parse(" ", "").unwrap_err();

        let fields: Vec<_> = errors.iter().map(|error| (error.field.as_str(), error.code)).collect();
        assert_eq!(
            fields,
            [
                ("given_name", Code::GivenNameMissing),
                ("family_name", Code::FamilyNameMissing)
            ]
        );
    }

    #[test]
    fn a_name_keeps_its_own_letters_and_never_prints() {
        let name = PersonName::parse(" María José ", "O'Brien-Núñez").unwrap();

        assert_eq!(name.full(), "María José O'Brien-Núñez");
        assert_eq!(format!("{name:?}"), "PersonName");
        assert!(PersonName::parse("a\u{0}b", "c").is_err());
        assert!(PersonName::parse(&"a".repeat(101), "c").is_err());
    }

    #[test]
    fn an_email_needs_both_sides_and_a_dot() {
        for text in [
            "a",
            "a@",
            "@b.c",
            "a@b",
            "a b@c.d",
            "a@b..c",
            "<a@b.c>",
            "a@b.c,d@e.f",
            "a..b@c.d",
            ".a@b.c",
            "a@-b.c",
            "é@b.c",
            "a@é.c",
            &format!("{}@b.c", "a".repeat(65)),
        ] {
            assert!(Email::parse("email", text).is_err(), "{text}");
        }
        assert_eq!(
            Email::parse("email", " Ann.Lee@Mail.Example ").unwrap().as_str(),
            "ann.lee@mail.example"
        );
    }

    #[test]
    fn a_birth_date_says_which_box_to_mend() {
        let today = day(2026, 11, 24);
        for (typed, field, code) in [
            (("", "", ""), "birth_month", Code::BirthDateMissing),
            (("3", "", "1948"), "birth_day", Code::BirthDateIncomplete),
            (("3", "1", ""), "birth_year", Code::BirthDateIncomplete),
            (("2", "30", "1980"), "birth_month", Code::BirthDateNotReal),
            (("x", "1", "1980"), "birth_month", Code::BirthDateNotReal),
            (("-3", "1", "1980"), "birth_month", Code::BirthDateNotReal),
            (("11", "25", "2026"), "birth_year", Code::BirthDateInFuture),
            (("1", "1", "1895"), "birth_year", Code::BirthDateTooLongAgo),
            (("1", "1", "48"), "birth_year", Code::BirthYearShort),
        ] {
            let error = birth_date(typed.0, typed.1, typed.2, today).unwrap_err();
            assert_eq!((error.field.as_str(), error.code), (field, code), "{typed:?}");
        }
        assert_eq!(birth_date("03", " 1 ", "1948", today), Ok(day(1948, 3, 1)));
        assert_eq!(birth_date("11", "24", "2026", today), Ok(today));
    }

    #[test]
    fn names_are_compared_without_marks_case_and_punctuation() {
        assert_eq!(folded("O'Brien-Núñez"), "obriennunez");
        assert_eq!(folded("MHVTESTVETERAN"), "mhvtestveteran");
        assert_eq!(folded("山田"), "山田");
    }
}
