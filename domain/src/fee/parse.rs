//! Forms about fees into commands. Every amount has a bound, so that no sum can run over.

use super::{Asked, Cents, Choice, FLAT_LIMIT, Line, Medium, Method, Part, Schedule, Terms, states};
use crate::field::{Code, FieldError};
use crate::wire::fee::{AnswerFee, NoteFee, QuoteFee, SetFees};
use crate::word::of;

/// A hundred hours.
const MINUTES: u32 = 6_000;
const PAGES: u32 = 100_000;
const PIECES: u32 = 1_000;
/// Cents an hour, a page, a piece.
const RATE: Cents = 10_000;
const PAGE: Cents = 200;
const PIECE: Cents = 5_000;
const POSTAGE: Cents = 50_000;
const SUMMARY: Cents = 100_000;
const THRESHOLD: Cents = 100_000;

struct Fields(Vec<FieldError>);

impl Fields {
    fn wrong(&mut self, field: &str, code: Code) {
        self.0.push(FieldError::new(field, code));
    }

    fn count(&mut self, field: &str, text: &str, most: u32) -> u32 {
        match count(text) {
            None => self.wrong(field, Code::CountNotRead),
            Some(count) if count > most => self.wrong(field, Code::CountTooLarge),
            Some(count) => return count,
        }
        0
    }

    fn amount(&mut self, field: &str, text: &str, most: Cents) -> Cents {
        match amount(text) {
            None => self.wrong(field, Code::AmountNotRead),
            Some(cents) if cents > most => self.wrong(field, Code::AmountTooLarge),
            Some(cents) => return cents,
        }
        0
    }
}

/// A whole number; empty is none at all.
fn count(text: &str) -> Option<u32> {
    let text = text.trim();
    match text.len() {
        0 => Some(0),
        1..=9 if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        _ => None,
    }
}

/// Dollars, with or without their sign and their cents, into cents; empty is none at all.
pub fn amount(text: &str) -> Option<Cents> {
    let text = text.trim();
    let text = text.strip_prefix('$').unwrap_or(text).trim_start();
    if text.is_empty() {
        return Some(0);
    }
    let (dollars, cents) = text.split_once('.').unwrap_or((text, "00"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(cents) || !(is_number(dollars) || dollars.is_empty()) || dollars.len() > 7 {
        return None;
    }
    let cents: Cents = match cents.len() {
        1 => cents.parse::<Cents>().ok()? * 10,
        2 => cents.parse().ok()?,
        _ => return None,
    };
    let dollars: Cents = if dollars.is_empty() { 0 } else { dollars.parse().ok()? };
    Some(dollars * 100 + cents)
}

/// What the copy takes. A line of nothing is no line.
pub fn quote(form: &QuoteFee, terms: &Terms) -> Result<Asked, Vec<FieldError>> {
    let mut fields = Fields(Vec::new());
    let medium = of(&form.medium, &Medium::WIRE);
    // An electronic copy of what is kept electronically is free, unless something else is said.
    let is_free = form.method.is_empty() && medium == Some(Medium::Electronic);
    let method = of(&form.method, &Method::WIRE).or(is_free.then_some(Method::Free));
    if medium.is_none() && method != Some(Method::Free) {
        fields.wrong("medium", Code::FeeMediumMissing);
    }
    let has_fee = method.is_some_and(|method| method != Method::Free);
    if has_fee && medium.is_some_and(|medium| !medium.fits(terms.way)) {
        fields.wrong("medium", Code::MediumNotAgreed);
    }
    if method.is_none() {
        fields.wrong("method", Code::FeeMethodMissing);
    }
    let copy_pages = fields.count("copy_pages", &form.copy_pages, PAGES);
    let lines = match method {
        Some(Method::Cost) => parts(form, medium, terms, &mut fields),
        Some(Method::Flat) => match terms.schedule.flat {
            Some(flat) if medium == Some(Medium::Electronic) => vec![Line {
                part: Part::Flat,
                count: 1,
                each: flat.min(FLAT_LIMIT),
            }],
            _ => {
                fields.wrong("method", Code::FlatNotHere);
                Vec::new()
            }
        },
        Some(Method::Free) | None => Vec::new(),
    };
    if method == Some(Method::Cost) && fields.0.is_empty() && lines.is_empty() {
        fields.wrong("method", Code::FeeNothingCharged);
    }
    match method {
        Some(method) if fields.0.is_empty() => Ok(Asked {
            medium: medium.unwrap_or(Medium::Electronic),
            method,
            lines,
            benefits_claim: form.benefits_claim == "yes",
            earlier_copy: form.earlier_copy == "yes",
            copy_pages,
        }),
        _ => Err(fields.0),
    }
}

fn parts(form: &QuoteFee, medium: Option<Medium>, terms: &Terms, fields: &mut Fields) -> Vec<Line> {
    let line = |part, count, each| Line { part, count, each };
    let minutes = fields.count("labor_minutes", &form.labor_minutes, MINUTES);
    let rate = fields.amount("labor_rate", &form.labor_rate, RATE);
    let pages = fields.count("pages", &form.pages, PAGES);
    let page = fields.amount("page_price", &form.page_price, PAGE);
    let pieces = fields.count("media", &form.media, PIECES);
    let piece = fields.amount("media_price", &form.media_price, PIECE);
    let postage = fields.amount("postage", &form.postage, POSTAGE);
    let summary = fields.amount("summary", &form.summary, SUMMARY);
    // Each medium has its own parts: an electronic copy has no price by the page (T61).
    if pages > 0 && medium.is_some_and(|medium| medium != Medium::Paper) {
        fields.wrong("pages", Code::FeePartNotHere);
    }
    if pieces > 0 && medium.is_some_and(|medium| medium != Medium::Media) {
        fields.wrong("media", Code::FeePartNotHere);
    }
    if postage > 0 && (!terms.is_mailed() || medium == Some(Medium::Electronic)) {
        fields.wrong("postage", Code::PostageNotAsked);
    }
    if summary > 0 && form.summary_agreed != "yes" {
        fields.wrong("summary", Code::SummaryNotAgreed);
    }
    let lines = [
        line(Part::Labor, minutes, rate),
        line(Part::Paper, pages, page),
        line(Part::Media, pieces, piece),
        line(Part::Postage, 1, postage),
        line(Part::Summary, 1, summary),
    ];
    lines.into_iter().filter(|line| line.cents() > 0).collect()
}

/// What a practice charges at most, as far as the law of its states allows it.
pub fn schedule(form: &SetFees, codes: &[String]) -> Result<Schedule, Vec<FieldError>> {
    let mut fields = Fields(Vec::new());
    let labor = fields.amount("labor", &form.labor, RATE);
    if states::highest_hour(codes).is_some_and(|most| labor > most) {
        fields.wrong("labor", Code::PriceAboveState);
    }
    let page = fields.amount("page", &form.page, PAGE);
    if states::highest_page(codes).is_some_and(|most| page > most) {
        fields.wrong("page", Code::PriceAboveState);
    }
    let media = fields.amount("media", &form.media, PIECE);
    let flat = fields.amount("flat", &form.flat, RATE);
    if flat > FLAT_LIMIT {
        fields.wrong("flat", Code::FlatTooHigh);
    }
    let ask_above = fields.amount("ask_above", &form.ask_above, THRESHOLD);
    if !fields.0.is_empty() {
        return Err(fields.0);
    }
    Ok(Schedule {
        labor,
        page,
        media,
        flat: (flat > 0).then_some(flat),
        ask_above,
    })
}

/// Up to what the requester wants no question; none where nothing was said.
pub fn tell_above(text: &str) -> Result<Option<Cents>, FieldError> {
    let wrong = |code| Err(FieldError::new("tell_above", code));
    match amount(text) {
        _ if text.trim().is_empty() => Ok(None),
        None => wrong(Code::AmountNotRead),
        Some(cents) if cents > THRESHOLD => wrong(Code::AmountTooLarge),
        Some(cents) => Ok(Some(cents)),
    }
}

pub fn answer(form: &AnswerFee) -> Result<Choice, FieldError> {
    of(&form.choice, &Choice::WIRE).ok_or_else(|| FieldError::new("choice", Code::FeeChoiceMissing))
}

/// What staff note of a fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// What the requester said on the telephone.
    Answered(Choice),
    Waived,
    Paid,
}

pub fn note(form: &NoteFee) -> Result<Note, FieldError> {
    match form.note.as_str() {
        "waived" => Ok(Note::Waived),
        "paid" => Ok(Note::Paid),
        choice => of(choice, &Choice::WIRE)
            .map(Note::Answered)
            .ok_or_else(|| FieldError::new("note", Code::FeeChoiceMissing)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::Way;

    /// A copy that goes by mail, or else is fetched.
    fn terms(is_mailed: bool) -> Terms {
        Terms {
            schedule: Schedule {
                labor: 2_000,
                page: 25,
                media: 300,
                flat: Some(650),
                ask_above: 0,
            },
            states: vec!["AK".to_owned()],
            way: if is_mailed { Way::Paper } else { Way::InPerson },
        }
    }

    fn codes(form: &QuoteFee, is_mailed: bool) -> Vec<(String, Code)> {
        let wrong = quote(form, &terms(is_mailed)).err().unwrap_or_default();
        wrong.into_iter().map(|error| (error.field, error.code)).collect()
    }

    fn form(method: &str, medium: &str) -> QuoteFee {
        QuoteFee {
            method: method.to_owned(),
            medium: medium.to_owned(),
            ..QuoteFee::default()
        }
    }

    #[test]
    fn amounts_are_read_as_people_write_them_and_nothing_else_is_one() {
        for (text, cents) in [
            ("", Some(0)),
            ("1.45", Some(145)),
            ("$1.45", Some(145)),
            ("$ 3", Some(300)),
            (".5", Some(50)),
            ("0.05", Some(5)),
            ("1.456", None),
            ("-1", None),
            ("1,000", None),
            ("1.", None),
            ("ten", None),
            ("99999999", None),
            ("9999999.99", Some(999_999_999)),
            ("٣", None),
        ] {
            assert_eq!(amount(text), cents, "{text}");
        }
    }

    #[test]
    fn what_a_requester_says_of_fees_is_an_amount_or_nothing_at_all() {
        for (text, said) in [
            ("", Ok(None)),
            ("  ", Ok(None)),
            ("0", Ok(Some(0))),
            ("$25", Ok(Some(2_500))),
            ("1000", Ok(Some(100_000))),
            ("1000.01", Err(Code::AmountTooLarge)),
            ("a lot", Err(Code::AmountNotRead)),
        ] {
            assert_eq!(tell_above(text).map_err(|error| error.code), said, "{text}");
        }
    }

    #[test]
    fn every_error_of_a_quote_is_listed_at_once() {
        let wrong = QuoteFee {
            labor_minutes: "1.5".to_owned(),
            pages: "100001".to_owned(),
            page_price: "2.01".to_owned(),
            media_price: "x".to_owned(),
            postage: "7".to_owned(),
            summary: "40".to_owned(),
            ..form("cost", "paper")
        };

        let expected = [
            ("labor_minutes", Code::CountNotRead),
            ("pages", Code::CountTooLarge),
            ("page_price", Code::AmountTooLarge),
            ("media_price", Code::AmountNotRead),
            ("postage", Code::PostageNotAsked),
            ("summary", Code::SummaryNotAgreed),
        ];
        assert_eq!(
            codes(&wrong, false),
            expected.map(|(field, code)| (field.to_owned(), code))
        );
        assert_eq!(codes(&form("", ""), false).len(), 2);
        assert_eq!(
            codes(&form("cost", "paper"), false),
            [("method".to_owned(), Code::FeeNothingCharged)]
        );
    }

    #[test]
    fn t61_no_copy_has_a_price_for_what_it_is_not_made_on() {
        let parts = QuoteFee {
            labor_minutes: "10".to_owned(),
            labor_rate: "20".to_owned(),
            pages: "40".to_owned(),
            page_price: "1".to_owned(),
            media: "1".to_owned(),
            media_price: "3".to_owned(),
            postage: "7".to_owned(),
            ..QuoteFee::default()
        };
        let not_here = |field: &str| (field.to_owned(), Code::FeePartNotHere);
        for (medium, wrong) in [
            (
                "electronic",
                vec![
                    not_here("pages"),
                    not_here("media"),
                    ("postage".to_owned(), Code::PostageNotAsked),
                ],
            ),
            (
                "paper",
                vec![not_here("media"), ("postage".to_owned(), Code::PostageNotAsked)],
            ),
            (
                "media",
                vec![not_here("pages"), ("postage".to_owned(), Code::PostageNotAsked)],
            ),
        ] {
            let form = QuoteFee {
                medium: medium.to_owned(),
                method: "cost".to_owned(),
                ..parts.clone()
            };
            assert_eq!(codes(&form, false), wrong, "{medium}");
        }
    }

    #[test]
    fn what_the_copy_is_made_on_fits_the_way_in_which_it_goes() {
        for (way, fitting) in [
            (Way::Download, &["electronic"][..]),
            (Way::Email, &["electronic"]),
            (Way::Paper, &["paper", "media"]),
            (Way::InPerson, &["electronic", "paper", "media"]),
        ] {
            let terms = Terms { way, ..terms(false) };
            for (medium, _) in Medium::WIRE {
                let form = QuoteFee {
                    labor_minutes: "10".to_owned(),
                    labor_rate: "20".to_owned(),
                    ..form("cost", medium)
                };
                let wrong = quote(&form, &terms).err().unwrap_or_default();
                let expected = match fitting.contains(&medium) {
                    true => vec![],
                    false => vec![FieldError::new("medium", Code::MediumNotAgreed)],
                };
                assert_eq!(wrong, expected, "{way:?} {medium}");
                let free = QuoteFee {
                    method: "free".to_owned(),
                    ..form
                };
                assert!(quote(&free, &terms).is_ok(), "no fee fits everything");
            }
        }
    }

    #[test]
    fn t60_a_summary_needs_a_yes_to_it_and_to_its_price() {
        let without = QuoteFee {
            summary: "40".to_owned(),
            ..form("cost", "electronic")
        };
        assert_eq!(codes(&without, false), [("summary".to_owned(), Code::SummaryNotAgreed)]);
        let with = QuoteFee {
            summary_agreed: "yes".to_owned(),
            ..without
        };
        assert!(quote(&with, &terms(false)).is_ok());
    }

    #[test]
    fn an_electronic_copy_is_free_unless_something_else_is_said() {
        let free = quote(&form("", "electronic"), &terms(false)).unwrap();
        assert_eq!((free.method, free.lines.len()), (Method::Free, 0));
    }

    #[test]
    fn a_flat_fee_is_only_for_an_electronic_copy_and_never_above_its_limit() {
        for medium in ["paper", "media"] {
            assert_eq!(
                codes(&form("flat", medium), false),
                [("method".to_owned(), Code::FlatNotHere)]
            );
        }
        let high = Terms {
            schedule: Schedule {
                flat: Some(900),
                ..terms(false).schedule
            },
            ..terms(false)
        };
        let flat = quote(&form("flat", "electronic"), &high).unwrap();
        assert_eq!(flat.lines[0].each, FLAT_LIMIT);
    }

    #[test]
    fn a_schedule_above_the_law_is_refused_field_by_field() {
        let form = SetFees {
            labor: "25.01".to_owned(),
            page: "0.26".to_owned(),
            media: "51".to_owned(),
            flat: "6.51".to_owned(),
            ask_above: "x".to_owned(),
            seen: String::new(),
        };
        let wrong = |states: &[&str]| -> Vec<(String, Code)> {
            let states: Vec<String> = states.iter().map(|state| (*state).to_owned()).collect();
            let wrong = schedule(&form, &states).err().unwrap_or_default();
            wrong.into_iter().map(|error| (error.field, error.code)).collect()
        };
        let common = [
            ("media".to_owned(), Code::AmountTooLarge),
            ("flat".to_owned(), Code::FlatTooHigh),
            ("ask_above".to_owned(), Code::AmountNotRead),
        ];
        assert_eq!(wrong(&["AK"]), common);
        assert_eq!(wrong(&["CA"])[0], ("page".to_owned(), Code::PriceAboveState));
        assert_eq!(wrong(&["WV"])[0], ("labor".to_owned(), Code::PriceAboveState));
        assert_eq!(wrong(&["CA", "TX"]), common, "where one place may, the practice may");
    }
}
