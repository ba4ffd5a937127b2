//! Dates and instants as they travel: `2026-11-24`, `2026-11-24T15:04:05Z`. Reads only what chrono writes: its own
//! reader, which takes far more, would be a twentieth of the page.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A day from `YYYY-MM-DD`; the zeros of the month and the day may be missing.
pub fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let year = number(parts.next().filter(|year| year.len() == 4)?)?;
    let month = number(parts.next().filter(|month| month.len() <= 2)?)?;
    let day = number(parts.next().filter(|day| day.len() <= 2)?)?;
    if parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (seconds, fraction) = time.split_once('.').unwrap_or((time, ""));
    let mut parts = seconds.split(':').map(number);
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || fraction.len() > 9 || (fraction.is_empty() && time.contains('.')) {
        return None;
    }
    let mut nanoseconds = 0;
    for digit in fraction.bytes().chain(std::iter::repeat(b'0')).take(9) {
        nanoseconds = nanoseconds * 10 + u32::from(digit.checked_sub(b'0').filter(|digit| *digit <= 9)?);
    }
    let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nanoseconds)?;
    Some(day(date)?.and_time(time).and_utc())
}

/// Digits alone, at most nine of them.
fn number(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > 9 {
        return None;
    }
    text.bytes().try_fold(0, |value, byte| {
        byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0'))
    })
}

pub fn read_day<'de, D: Deserializer<'de>>(source: D) -> Result<NaiveDate, D::Error> {
    read(source, day)
}

pub fn read_days<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<NaiveDate>, D::Error> {
    let texts = Vec::<String>::deserialize(source)?;
    let days: Option<_> = texts.iter().map(|text| day(text)).collect();
    days.ok_or_else(|| D::Error::custom("not a date"))
}

pub fn read_optional_day<'de, D: Deserializer<'de>>(source: D) -> Result<Option<NaiveDate>, D::Error> {
    read_optional(source, day)
}

pub fn read_instant<'de, D: Deserializer<'de>>(source: D) -> Result<DateTime<Utc>, D::Error> {
    read(source, instant)
}

pub fn read_optional_instant<'de, D: Deserializer<'de>>(source: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    read_optional(source, instant)
}

fn read<'de, D: Deserializer<'de>, T>(source: D, parse: fn(&str) -> Option<T>) -> Result<T, D::Error> {
    parse(&String::deserialize(source)?).ok_or_else(|| D::Error::custom("not a date"))
}

fn read_optional<'de, D: Deserializer<'de>, T>(source: D, parse: fn(&str) -> Option<T>) -> Result<Option<T>, D::Error> {
    match Option::<String>::deserialize(source)? {
        Some(text) => parse(&text).map(Some).ok_or_else(|| D::Error::custom("not a date")),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn every_day_is_read_as_chrono_writes_it() {
        let first = NaiveDate::from_ymd_opt(1895, 1, 1).unwrap();
        for date in first.iter_days().take(100_000) {
            assert_eq!(day(&date.to_string()), Some(date));
        }
        assert_eq!(day("2026-3-1"), NaiveDate::from_ymd_opt(2026, 3, 1));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "-",
            "2026",
            "2026-11",
            "2026-11-",
            "2026-11-31",
            "2027-02-29",
            "2026-13-01",
            "2026-00-10",
            "26-11-24",
            "02026-11-24",
            "2026-11-24-",
            "2026-011-24",
            "2026-11-024",
            "+026-11-24",
            "2026 -11-24",
            "2026-11-24T",
            "２026-11-24",
            "2026-1l-24",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn every_instant_is_read_as_chrono_writes_it() {
        let first = NaiveDate::from_ymd_opt(2026, 11, 24)
            .unwrap()
            .and_hms_opt(0, 0, 0)
            .unwrap();
        for step in 0..50_000 {
            for nanoseconds in [0, 5_000_000, 123_456_000, 123_456_789, 999_999_999] {
                let at = (first + TimeDelta::seconds(step * 97) + TimeDelta::nanoseconds(nanoseconds)).and_utc();
                let text = at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
                assert_eq!(instant(&text), Some(at), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "",
            "Z",
            "TZ",
            "2026-11-24",
            "2026-11-24Z",
            "2026-11-24T15:04Z",
            "2026-11-24T15:04:05",
            "2026-11-24T24:00:00Z",
            "2026-11-24T15:60:00Z",
            "2026-11-24T15:04:05.Z",
            "2026-11-24T15:04:05.1234567890Z",
            "2026-11-24T15:04:05.12a4Z",
            "2026-11-24T15:04:05:06Z",
            "2026-11-24T15:04:05+00:00",
            "2026-11-31T15:04:05Z",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }
}
