//! What is entered of a practice's papers and trainings.

use super::{keep, line, member, optional_date, words};
use crate::field::{Code, FieldError};
use crate::id::PolicyId;
use crate::iso;
use crate::papers::{self, Learned, Papers, Person, PolicyVersion, Standing, Subject, Topic};
use crate::person::{Telephone, folded};
use crate::practice::Member;
use crate::wire::papers::{Attest, EnterTraining, WritePaper};
use crate::word::of;
use chrono::{Datelike, Days, NaiveDate};

/// Characters of a policy: some six pages.
const TEXT_LIMIT: usize = 20_000;
/// A year that was typed wrong could never be taken back.
const AHEAD: Days = Days::new(366);
/// The year of the law (HIPAA, Public Law 104-191). What is older is none of its papers.
const FIRST_YEAR: i32 = 1996;

/// A version as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub topic: Topic,
    pub text: String,
    pub telephone: Option<Telephone>,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    pub paper: String,
}

/// A version that was in effect before `today` must say where it was in writing, and may not take the place of what was
/// already known here to be in effect.
pub fn paper(form: &WritePaper, versions: &[PolicyVersion], today: NaiveDate) -> Result<Draft, Vec<FieldError>> {
    let mut errors = Vec::new();
    let topic = topic(&form.subject, &form.title, Subject::is_titled, &mut errors);
    let is_of = |subject| topic.as_ref().is_some_and(|topic| topic.subject == subject);
    let text = keep(text(&form.text, !is_of(Subject::Handlers)), &mut errors);
    let telephone = match form.telephone.trim() {
        number if is_of(Subject::Handlers) && !number.is_empty() => {
            keep(Telephone::parse("telephone", number), &mut errors)
        }
        _ => None,
    };
    let from = keep(first_day(&form.from, today), &mut errors);
    let ends = topic.as_ref().is_some_and(|topic| !topic.subject.is_policy());
    let until = match keep(optional_date("until", &form.until, Code::UntilNotReal), &mut errors) {
        Some(Some(until)) if ends && from.is_some_and(|from| until < from) => {
            errors.push(FieldError::new("until", Code::UntilBeforeFrom));
            None
        }
        until => until.flatten().filter(|_| ends),
    };
    let is_past = from.is_some_and(|from| from < today);
    let paper = if is_past {
        keep(line("paper", &form.paper, Code::PaperPlaceMissing), &mut errors)
    } else {
        Some(String::new())
    };
    if let (Some(topic), Some(from)) = (&topic, from)
        && papers::rewrites(versions, topic, from, today)
    {
        errors.push(FieldError::new("from", Code::PaperFromTaken));
    }
    match (topic, text, from, paper) {
        (Some(topic), Some(text), Some(from), Some(paper)) if errors.is_empty() => Ok(Draft {
            topic,
            text,
            telephone,
            from,
            until,
            paper,
        }),
        _ => Err(errors),
    }
}

/// A training that was held elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub member: Person,
    pub learned: Learned,
    pub on: NaiveDate,
}

fn topic(subject: &str, title: &str, is_titled: fn(Subject) -> bool, errors: &mut Vec<FieldError>) -> Option<Topic> {
    let Some(subject) = of(subject, &Subject::WIRE) else {
        errors.push(FieldError::new("subject", Code::PaperSubjectMissing));
        return None;
    };
    if !is_titled(subject) {
        return Some(Topic::of(subject));
    }
    let title = keep(line("title", title, Code::PaperTitleMissing), errors)?;
    // Titles are told apart by their letters and digits.
    if folded(&title).is_empty() {
        errors.push(FieldError::new("title", Code::PaperTitleMissing));
        return None;
    }
    Some(Topic { subject, title })
}

fn text(text: &str, is_needed: bool) -> Result<String, FieldError> {
    let text: String = text
        .trim()
        .chars()
        .filter(|letter| *letter == '\n' || !letter.is_control())
        .collect();
    if text.is_empty() && is_needed {
        return Err(FieldError::new("text", Code::PaperTextMissing));
    }
    if text.chars().count() > TEXT_LIMIT {
        return Err(FieldError::new("text", Code::PaperTextTooLong));
    }
    Ok(text)
}

fn first_day(text: &str, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    let from = iso::day(text.trim()).filter(|from| from.year() >= FIRST_YEAR);
    let from = from.ok_or_else(|| FieldError::new("from", Code::PaperFromNotReal))?;
    if today.checked_add_days(AHEAD).is_some_and(|last| from > last) {
        return Err(FieldError::new("from", Code::PaperFromTooLate));
    }
    Ok(from)
}

/// What a member says of herself, and the day of it. A version that was read must be in effect or on its way.
pub fn attestation(form: &Attest, papers: &Papers, today: NaiveDate) -> Result<(Learned, NaiveDate), Vec<FieldError>> {
    if form.version.is_empty() {
        return training(&form.subject, &form.title, &form.on, &form.words, today);
    }
    let versions = &papers.policies;
    let read = PolicyId::parse(&form.version).and_then(|id| versions.iter().find(|version| version.id == id));
    let read = read.filter(|version| version.topic.subject.is_policy());
    match read.map(|version| (version, papers::standing(version, versions, today))) {
        Some((version, Standing::InForce | Standing::Coming)) => Ok((Learned::Read(version.id.clone()), today)),
        Some((_, Standing::Former | Standing::Superseded)) | None => {
            Err(vec![FieldError::new("version", Code::PaperReplaced)])
        }
    }
}

fn training(
    subject: &str,
    title: &str,
    on: &str,
    said: &str,
    today: NaiveDate,
) -> Result<(Learned, NaiveDate), Vec<FieldError>> {
    let mut errors = Vec::new();
    let topic = topic(subject, title, |subject| subject == Subject::Other, &mut errors);
    let on = iso::day(on.trim()).filter(|on| on.year() >= FIRST_YEAR && *on <= today);
    let on = keep(
        on.ok_or_else(|| FieldError::new("on", Code::TrainingDayNotReal)),
        &mut errors,
    );
    let said = keep(words("words", said, Code::WordsMissing), &mut errors);
    match (topic, on, said) {
        (Some(topic), Some(on), Some(words)) => Ok((Learned::Trained { topic, words }, on)),
        _ => Err(errors),
    }
}

/// A training that was held elsewhere: of whom, what it was, and its day. Somebody who works here no longer may have had it.
pub fn held(form: &EnterTraining, members: &[Member], today: NaiveDate) -> Result<Held, Vec<FieldError>> {
    let mut errors = Vec::new();
    let known = keep(member("member", &form.member), &mut errors).map(|id| {
        let found = members.iter().find(|member| Some(&member.id) == id.as_ref());
        found.ok_or_else(|| FieldError::new("member", Code::MemberUnknown))
    });
    let known = known.and_then(|found| keep(found, &mut errors));
    match training(&form.subject, &form.title, &form.on, &form.words, today) {
        Ok((learned, on)) => match known {
            Some(member) => Ok(Held {
                member: Person {
                    id: member.id.clone(),
                    name: member.name.clone(),
                },
                learned,
                on,
            }),
            None => Err(errors),
        },
        Err(mut others) => {
            errors.append(&mut others);
            Err(errors)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::MemberId;
    use crate::word::Role;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn today() -> NaiveDate {
        day("2026-11-24")
    }

    fn form(subject: &str, from: &str) -> WritePaper {
        WritePaper {
            subject: subject.to_owned(),
            text: " We answer within 30 days.\r\n".to_owned(),
            from: from.to_owned(),
            ..WritePaper::default()
        }
    }

    fn version(id: &str, subject: Subject, from: &str) -> PolicyVersion {
        PolicyVersion {
            id: PolicyId::parse(id).unwrap(),
            topic: Topic::of(subject),
            text: "What we do.".to_owned(),
            telephone: None,
            from: day(from),
            until: None,
            paper: String::new(),
            entered_at: format!("{from}T15:00:00Z").parse().unwrap(),
            entered_on: day(from),
            by: Person {
                id: MemberId::parse("olive").unwrap(),
                name: "Olive Grant".to_owned(),
            },
        }
    }

    type Change = fn(&mut WritePaper);

    fn wrong<T>(result: Result<T, Vec<FieldError>>) -> Vec<(String, Code)> {
        let errors = result.err().unwrap_or_default();
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn a_version_of_today_or_of_the_coming_year_is_taken() {
        for from in ["2026-11-24", "2026-12-01", "2027-11-25"] {
            let draft = paper(&form("fees", from), &[], today()).unwrap();

            assert_eq!(
                (draft.from, draft.text.as_str()),
                (day(from), "We answer within 30 days.")
            );
            assert_eq!(draft.topic, Topic::of(Subject::Fees));
        }
    }

    #[test]
    fn every_error_of_a_version_is_listed_at_once() {
        let odd = |change: Change| {
            let mut form = form("fees", "2026-11-24");
            change(&mut form);
            wrong(paper(&form, &[version("a", Subject::Fees, "2026-01-01")], today()))
        };
        let error = |field: &str, code| (field.to_owned(), code);
        assert_eq!(
            wrong(paper(&WritePaper::default(), &[], today())),
            [
                error("subject", Code::PaperSubjectMissing),
                error("text", Code::PaperTextMissing),
                error("from", Code::PaperFromNotReal),
            ]
        );
        let cases: [(Change, &[(&str, Code)]); 12] = [
            (
                |form| form.subject = "lunch".to_owned(),
                &[("subject", Code::PaperSubjectMissing)],
            ),
            (
                |form| form.subject = "other".to_owned(),
                &[("title", Code::PaperTitleMissing)],
            ),
            (
                |form| (form.subject, form.title) = ("other".to_owned(), "?!".to_owned()),
                &[("title", Code::PaperTitleMissing)],
            ),
            (
                |form| form.text = " \n ".to_owned(),
                &[("text", Code::PaperTextMissing)],
            ),
            (
                |form| form.text = "a".repeat(20_001),
                &[("text", Code::PaperTextTooLong)],
            ),
            (
                |form| form.from = "2026-02-30".to_owned(),
                &[("from", Code::PaperFromNotReal)],
            ),
            (
                |form| form.from = "0026-02-03".to_owned(),
                &[("from", Code::PaperFromNotReal)],
            ),
            (
                |form| form.from = "2027-11-26".to_owned(),
                &[("from", Code::PaperFromTooLate)],
            ),
            (
                |form| form.from = "2025-06-01".to_owned(),
                &[("paper", Code::PaperPlaceMissing)],
            ),
            (
                |form| (form.from, form.paper) = ("2026-02-01".to_owned(), "A binder".to_owned()),
                &[("from", Code::PaperFromTaken)],
            ),
            (
                |form| {
                    *form = WritePaper {
                        subject: "handlers".to_owned(),
                        title: "Front desk".to_owned(),
                        telephone: "12".to_owned(),
                        until: "2026-11-23".to_owned(),
                        text: String::new(),
                        ..form.clone()
                    };
                },
                &[
                    ("telephone", Code::TelephoneIncomplete),
                    ("until", Code::UntilBeforeFrom),
                ],
            ),
            (
                |form| {
                    (form.subject, form.title, form.until) =
                        ("record_sets".to_owned(), "Charts".to_owned(), "soon".to_owned());
                },
                &[("until", Code::UntilNotReal)],
            ),
        ];
        for (number, (change, expected)) in cases.into_iter().enumerate() {
            let expected: Vec<_> = expected.iter().map(|(field, code)| error(field, *code)).collect();
            assert_eq!(odd(change), expected, "case {number}");
        }
    }

    #[test]
    fn a_paper_of_years_ago_says_where_it_was_in_writing() {
        let old = WritePaper {
            paper: " The blue binder at the front desk ".to_owned(),
            ..form("fees", "2019-05-01")
        };

        let draft = paper(&old, &[version("a", Subject::Fees, "2026-01-01")], today()).unwrap();

        assert_eq!(
            (draft.from, draft.paper.as_str()),
            (day("2019-05-01"), "The blue binder at the front desk")
        );
    }

    #[test]
    fn an_office_needs_a_title_and_no_text_and_a_policy_has_no_last_day() {
        let office = WritePaper {
            title: "Medical records office".to_owned(),
            text: String::new(),
            telephone: "512-555-0140".to_owned(),
            until: "2026-12-31".to_owned(),
            ..form("handlers", "2026-11-24")
        };
        let draft = paper(&office, &[], today()).unwrap();
        assert_eq!(draft.until, Some(day("2026-12-31")));
        assert_eq!(
            draft.telephone.map(|it| it.as_str().to_owned()).as_deref(),
            Some("512-555-0140")
        );

        let policy = WritePaper {
            subject: "fees".to_owned(),
            text: "What we do.".to_owned(),
            ..office
        };
        let draft = paper(&policy, &[], today()).unwrap();
        assert_eq!(
            (draft.until, draft.telephone, draft.topic.title.as_str()),
            (None, None, "")
        );
    }

    #[test]
    fn what_is_in_effect_or_coming_can_be_read_and_nothing_else() {
        let papers = Papers {
            policies: vec![
                version("old", Subject::Fees, "2026-01-01"),
                version("now", Subject::Fees, "2026-06-01"),
                version("next", Subject::Fees, "2026-12-01"),
                version("sets", Subject::RecordSets, "2026-01-01"),
            ],
            trainings: vec![],
        };
        for (id, is_taken) in [
            ("now", true),
            ("next", true),
            ("old", false),
            ("sets", false),
            ("nothing", false),
            ("No id", false),
        ] {
            let form = Attest {
                version: id.to_owned(),
                ..Attest::default()
            };
            let read = attestation(&form, &papers, today());
            assert_eq!(read.is_ok(), is_taken, "{id}");
            match read {
                Ok((learned, on)) => assert_eq!((learned, on), (Learned::Read(PolicyId::parse(id).unwrap()), today())),
                Err(errors) => assert_eq!(errors, [FieldError::new("version", Code::PaperReplaced)], "{id}"),
            }
        }
    }

    #[test]
    fn a_training_has_a_subject_a_day_that_is_not_to_come_and_words() {
        let form = Attest {
            subject: "other".to_owned(),
            title: "Phishing".to_owned(),
            on: "2026-11-24".to_owned(),
            words: "An hour, held by counsel.".to_owned(),
            ..Attest::default()
        };
        let (learned, on) = attestation(&form, &Papers::default(), today()).unwrap();
        assert!(matches!(learned, Learned::Trained { topic, .. } if topic.title == "Phishing"));
        assert_eq!(on, today());

        let nothing = wrong(attestation(&Attest::default(), &Papers::default(), today()));
        let fields: Vec<_> = nothing.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["subject", "on", "words"]);
        for on in ["2026-11-25", "1026-11-24", "today"] {
            let odd = Attest {
                on: on.to_owned(),
                ..form.clone()
            };
            assert_eq!(
                wrong(attestation(&odd, &Papers::default(), today())),
                [("on".to_owned(), Code::TrainingDayNotReal)],
                "{on}"
            );
        }
    }

    #[test]
    fn a_training_held_elsewhere_is_of_somebody_who_works_or_worked_here() {
        let member = Member {
            id: MemberId::parse("kim").unwrap(),
            practice: crate::id::PracticeId::parse("lakeside").unwrap(),
            name: "Kim Doe".to_owned(),
            roles: vec![Role::Clerk],
            licence: String::new(),
            active: false,
        };
        let form = |who: &str| EnterTraining {
            member: who.to_owned(),
            subject: "fees".to_owned(),
            title: String::new(),
            on: "2026-10-01".to_owned(),
            words: "A course of the county.".to_owned(),
        };
        let members = [member];
        assert!(held(&form("kim"), &members, today()).is_ok());
        for who in ["", "Kim", "someone"] {
            let empty = EnterTraining {
                member: who.to_owned(),
                ..EnterTraining::default()
            };
            assert_eq!(
                wrong(held(&form(who), &members, today())),
                [("member".to_owned(), Code::MemberUnknown)]
            );
            let fields: Vec<_> = wrong(held(&empty, &members, today()));
            assert_eq!(fields.len(), 4, "{fields:?}");
        }
    }
}
