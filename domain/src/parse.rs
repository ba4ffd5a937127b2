//! Forms into commands. Every error of a form is listed, in the order of its questions; the same list is the
//! page's summary and the body of a 422.

use crate::field::{Code, FieldError};
use crate::id::{LocationId, PatientId};
use crate::iso;
use crate::person::{Email, PersonName, birth_date};
use crate::practice::Practice;
use crate::request::{Scope, receipt_folded};
use crate::wire;
use crate::word::{Access, Category, Evidence, Judgement, Language};
use chrono::NaiveDate;

pub const FILES_AT_ONCE: usize = 50;
/// What one PUT to the store takes.
pub const FILE_SIZE_LIMIT: u64 = 5 * 1024 * 1024 * 1024;
const FILE_NAME_LIMIT: usize = 200;

#[derive(Clone, PartialEq, Eq)]
pub struct Submit {
    pub name: PersonName,
    pub birth_date: NaiveDate,
    pub email: Email,
    pub location: Option<LocationId>,
    pub scope: Scope,
    pub access: Access,
    pub language: Language,
}

/// `locations` are the ids that the practice offers; `today` is the latest day anywhere in the practice.
pub fn submit(
    form: &wire::SubmitRequest,
    locations: &[LocationId],
    today: NaiveDate,
) -> Result<Submit, Vec<FieldError>> {
    let mut errors = Vec::new();
    let name = PersonName::parse(&form.given_name, &form.family_name)
        .map_err(|mut found| errors.append(&mut found))
        .ok();
    let birth_date = keep(
        birth_date(&form.birth_month, &form.birth_day, &form.birth_year, today),
        &mut errors,
    );
    let email = keep(Email::parse("email", &form.email), &mut errors);
    let location = keep(location(&form.location, locations), &mut errors);
    let scope = scope(form).map_err(|mut found| errors.append(&mut found)).ok();
    let access = keep(
        one_of(
            &form.access,
            &[("copy", Access::Copy), ("inspection", Access::Inspection)],
        )
        .ok_or_else(|| FieldError::new("access", Code::AccessMissing)),
        &mut errors,
    );
    let language = keep(
        one_of(&form.language, &[("en", Language::English), ("es", Language::Spanish)])
            .ok_or_else(|| FieldError::new("language", Code::LanguageUnknown)),
        &mut errors,
    );
    match (name, birth_date, email, location, scope, access, language) {
        (Some(name), Some(birth_date), Some(email), Some(location), Some(scope), Some(access), Some(language)) => {
            Ok(Submit {
                name,
                birth_date,
                email,
                location,
                scope,
                access,
                language,
            })
        }
        _ => Err(errors),
    }
}

/// The ids of the locations that the page offers.
pub fn locations(practice: &Practice) -> Vec<LocationId> {
    practice.locations.iter().map(|location| location.id.clone()).collect()
}

fn location(text: &str, offered: &[LocationId]) -> Result<Option<LocationId>, FieldError> {
    if text.is_empty() {
        return Ok(None);
    }
    LocationId::parse(text)
        .filter(|id| offered.contains(id))
        .map(Some)
        .ok_or_else(|| FieldError::new("location", Code::LocationUnknown))
}

fn scope(form: &wire::SubmitRequest) -> Result<Scope, Vec<FieldError>> {
    match form.extent.as_str() {
        "whole" => return Ok(Scope::Whole),
        "part" => {}
        _ => return Err(vec![FieldError::new("extent", Code::ExtentMissing)]),
    }
    let mut errors = Vec::new();
    let from = keep(optional_date("from", &form.from, Code::FromNotReal), &mut errors).flatten();
    let until = keep(optional_date("until", &form.until, Code::UntilNotReal), &mut errors).flatten();
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        errors.push(FieldError::new("until", Code::UntilBeforeFrom));
    }
    let mut categories = Vec::new();
    for text in &form.categories {
        match category(text) {
            Some(category) if categories.contains(&category) => {}
            Some(category) => categories.push(category),
            None => errors.push(FieldError::new("categories", Code::CategoryUnknown)),
        }
    }
    if errors.is_empty() {
        Ok(Scope::Part {
            from,
            until,
            categories,
        })
    } else {
        Err(errors)
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct Find {
    /// Folded: capitals and digits alone.
    pub receipt: String,
    pub email: Email,
}

pub fn find(form: &wire::FindRequest) -> Result<Find, Vec<FieldError>> {
    let receipt = receipt_folded(&form.receipt);
    let email = Email::parse("email", &form.email);
    match (receipt.is_empty(), email) {
        (false, Ok(email)) => Ok(Find { receipt, email }),
        (true, Ok(_)) => Err(vec![FieldError::new("receipt", Code::ReceiptMissing)]),
        (false, Err(error)) => Err(vec![error]),
        (true, Err(error)) => Err(vec![FieldError::new("receipt", Code::ReceiptMissing), error]),
    }
}

/// Six digits; blanks and hyphens are dropped.
pub fn code(form: &wire::ProveContact) -> Result<String, FieldError> {
    let digits = without_gaps(&form.code);
    let code = if digits.is_empty() {
        Code::CodeMissing
    } else if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Code::CodeNotSixDigits
    } else {
        return Ok(digits);
    };
    Err(FieldError::new("code", code))
}

/// Blanks and hyphens are dropped. Any other text is a try, so that a shape gives nothing away.
pub fn passcode(form: &wire::ProveDelivery) -> Result<String, FieldError> {
    let digits = without_gaps(&form.passcode);
    if digits.is_empty() {
        return Err(FieldError::new("passcode", Code::PasscodeMissing));
    }
    Ok(digits)
}

fn without_gaps(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace() && !matches!(character, '-' | '–'))
        .collect()
}

#[derive(Clone, PartialEq, Eq)]
pub struct Verify {
    pub patient: PatientId,
    /// At least one, none twice.
    pub evidence: Vec<Evidence>,
}

pub fn verify(form: &wire::Verify) -> Result<Verify, Vec<FieldError>> {
    let mut errors = Vec::new();
    let patient = match form.patient.as_str() {
        "" => Err(FieldError::new("patient", Code::PatientMissing)),
        text => PatientId::parse(text).ok_or_else(|| FieldError::new("patient", Code::PatientUnknown)),
    };
    let patient = keep(patient, &mut errors);
    let mut evidence = Vec::new();
    for text in &form.evidence {
        match Evidence::ALL.into_iter().find(|evidence| evidence.wire() == text) {
            Some(known) if evidence.contains(&known) => {}
            Some(known) => evidence.push(known),
            None => errors.push(FieldError::new("evidence", Code::EvidenceUnknown)),
        }
    }
    if form.evidence.is_empty() {
        errors.push(FieldError::new("evidence", Code::EvidenceMissing));
    }
    match patient {
        Some(patient) if errors.is_empty() => Ok(Verify { patient, evidence }),
        _ => Err(errors),
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub size: u64,
    pub crc32: u32,
    pub category: Category,
    pub service_date: Option<NaiveDate>,
}

/// Errors go to `files`, or to `files.{index}.{part}`.
pub fn uploads(form: &wire::GrantUploads) -> Result<Vec<File>, Vec<FieldError>> {
    if form.files.is_empty() {
        return Err(vec![FieldError::new("files", Code::FilesMissing)]);
    }
    if form.files.len() > FILES_AT_ONCE {
        return Err(vec![FieldError::new("files", Code::FilesTooMany)]);
    }
    let mut errors = Vec::new();
    let files: Vec<_> = form
        .files
        .iter()
        .enumerate()
        .filter_map(|(index, form)| file(index, form).map_err(|mut found| errors.append(&mut found)).ok())
        .collect();
    if errors.is_empty() { Ok(files) } else { Err(errors) }
}

fn file(index: usize, form: &wire::UploadFile) -> Result<File, Vec<FieldError>> {
    let field = |part: &str| format!("files.{index}.{part}");
    let mut errors = Vec::new();
    let name = file_name(&form.name);
    if name.is_empty() {
        errors.push(FieldError::new(field("name"), Code::FileNameMissing));
    } else if name.chars().count() > FILE_NAME_LIMIT {
        errors.push(FieldError::new(field("name"), Code::FileNameTooLong));
    }
    if form.size == 0 {
        errors.push(FieldError::new(field("size"), Code::FileEmpty));
    } else if form.size > FILE_SIZE_LIMIT {
        errors.push(FieldError::new(field("size"), Code::FileTooLarge));
    }
    let digits = form.crc32.len() == 8 && form.crc32.bytes().all(|byte| byte.is_ascii_hexdigit());
    let crc32 = digits.then(|| u32::from_str_radix(&form.crc32, 16).ok()).flatten();
    if crc32.is_none() {
        errors.push(FieldError::new(field("crc32"), Code::FileChecksumMissing));
    }
    let category = if form.category.is_empty() {
        Some(Category::Other)
    } else {
        category(&form.category)
    };
    if category.is_none() {
        errors.push(FieldError::new(field("category"), Code::CategoryUnknown));
    }
    let service_date = keep(
        optional_date(&field("service_date"), &form.service_date, Code::FileDateNotReal),
        &mut errors,
    );
    match (crc32, category, service_date) {
        (Some(crc32), Some(category), Some(service_date)) if errors.is_empty() => Ok(File {
            name,
            size: form.size,
            crc32,
            category,
            service_date,
        }),
        _ => Err(errors),
    }
}

/// The last part of a path, without control characters.
fn file_name(text: &str) -> String {
    text.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|character| !character.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

pub fn judgement(form: &wire::JudgeRecord) -> Result<Judgement, FieldError> {
    one_of(
        &form.judgement,
        &[("keep", Judgement::Keep), ("set_aside", Judgement::SetAside)],
    )
    .ok_or_else(|| FieldError::new("judgement", Code::JudgementMissing))
}

fn category(text: &str) -> Option<Category> {
    Category::ALL.into_iter().find(|category| category.wire() == text)
}

/// `YYYY-MM-DD`, or nothing.
pub fn optional_date(field: &str, text: &str, code: Code) -> Result<Option<NaiveDate>, FieldError> {
    match text.trim() {
        "" => Ok(None),
        text => iso::day(text).map(Some).ok_or_else(|| FieldError::new(field, code)),
    }
}

fn one_of<T: Copy>(text: &str, choices: &[(&str, T)]) -> Option<T> {
    choices
        .iter()
        .find(|(wire, _)| *wire == text)
        .map(|(_, choice)| *choice)
}

fn keep<T>(result: Result<T, FieldError>, errors: &mut Vec<FieldError>) -> Option<T> {
    result.map_err(|error| errors.push(error)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn form() -> wire::SubmitRequest {
        wire::SubmitRequest {
            given_name: "One".to_owned(),
            family_name: "Mhvtestveteran".to_owned(),
            birth_month: "3".to_owned(),
            birth_day: "1".to_owned(),
            birth_year: "1948".to_owned(),
            email: "one@patient.example".to_owned(),
            extent: "whole".to_owned(),
            access: "copy".to_owned(),
            language: "en".to_owned(),
            ..wire::SubmitRequest::default()
        }
    }

    fn codes(errors: Vec<FieldError>) -> Vec<(String, Code)> {
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn an_empty_form_lists_every_question_in_order() {
        let errors = submit(&wire::SubmitRequest::default(), &[], today()).err().unwrap();

        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "given_name",
                "family_name",
                "birth_month",
                "email",
                "extent",
                "access",
                "language"
            ]
        );
    }

    #[test]
    fn a_whole_record_ignores_what_was_typed_for_a_part() {
        let mut form = form();
        form.from = "not a date".to_owned();
        form.categories = vec!["nonsense".to_owned()];

        let parsed = submit(&form, &[], today()).ok().unwrap();

        assert_eq!(parsed.scope, Scope::Whole);
        assert_eq!(parsed.location, None);
    }

    #[test]
    fn a_part_lists_every_error_of_its_dates_and_categories() {
        let mut form = form();
        form.extent = "part".to_owned();
        form.from = "2024-02-30".to_owned();
        form.until = "x".to_owned();
        form.categories = vec!["imaging".to_owned(), "x".to_owned()];
        let errors = submit(&form, &[], today()).err().unwrap();
        assert_eq!(
            codes(errors),
            [
                ("from".to_owned(), Code::FromNotReal),
                ("until".to_owned(), Code::UntilNotReal),
                ("categories".to_owned(), Code::CategoryUnknown),
            ]
        );

        form.from = "2024-03-01".to_owned();
        form.until = "2024-02-29".to_owned();
        form.categories = vec!["imaging".to_owned(), "imaging".to_owned()];
        let errors = submit(&form, &[], today()).err().unwrap();
        assert_eq!(codes(errors), [("until".to_owned(), Code::UntilBeforeFrom)]);
    }

    #[test]
    fn a_location_must_be_one_of_the_practice() {
        let offered = [LocationId::parse("austin").unwrap()];
        let mut form = form();
        form.location = "austin".to_owned();
        assert_eq!(
            submit(&form, &offered, today()).ok().unwrap().location.as_ref(),
            offered.first()
        );

        for unknown in ["oakland", "Austin", "../austin"] {
            form.location = unknown.to_owned();
            let errors = submit(&form, &offered, today()).err().unwrap();
            assert_eq!(codes(errors), [("location".to_owned(), Code::LocationUnknown)]);
        }
    }

    #[test]
    fn a_code_may_be_typed_with_gaps() {
        let typed = |code: &str| self::code(&wire::ProveContact { code: code.to_owned() });

        assert_eq!(typed(" 123-456 ").ok().as_deref(), Some("123456"));
        assert_eq!(typed("").unwrap_err().code, Code::CodeMissing);
        for wrong in ["12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(typed(wrong).unwrap_err().code, Code::CodeNotSixDigits, "{wrong}");
        }
    }

    #[test]
    fn a_passcode_is_never_judged_by_its_shape() {
        let typed = |passcode: &str| passcode_of(passcode);
        fn passcode_of(text: &str) -> Result<String, FieldError> {
            passcode(&wire::ProveDelivery {
                passcode: text.to_owned(),
            })
        }

        assert_eq!(typed(" 1234–5678").ok().as_deref(), Some("12345678"));
        assert_eq!(typed("x").ok().as_deref(), Some("x"));
        assert_eq!(typed(" - ").unwrap_err().code, Code::PasscodeMissing);
    }

    #[test]
    fn each_file_names_what_is_wrong_with_it() {
        let good = wire::UploadFile {
            name: "C:\\scans\\scan.PDF".to_owned(),
            size: 1,
            crc32: "0000abCD".to_owned(),
            category: "imaging".to_owned(),
            service_date: "2024-02-29".to_owned(),
        };
        let bad = wire::UploadFile {
            name: "/".to_owned(),
            size: 0,
            crc32: "+0000abc".to_owned(),
            category: "x".to_owned(),
            service_date: "2023-02-29".to_owned(),
        };
        let large = wire::UploadFile {
            size: FILE_SIZE_LIMIT + 1,
            name: "n".repeat(201),
            ..good.clone()
        };

        let files = uploads(&wire::GrantUploads {
            files: vec![good.clone()],
        })
        .ok()
        .unwrap();
        assert_eq!((files[0].name.as_str(), files[0].crc32), ("scan.PDF", 0xabcd));

        let errors = uploads(&wire::GrantUploads {
            files: vec![good.clone(), bad, large],
        })
        .err()
        .unwrap();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "files.1.name",
                "files.1.size",
                "files.1.crc32",
                "files.1.category",
                "files.1.service_date",
                "files.2.name",
                "files.2.size"
            ]
        );

        let many = wire::GrantUploads {
            files: vec![good; FILES_AT_ONCE + 1],
        };
        assert_eq!(
            codes(uploads(&many).err().unwrap()),
            [("files".to_owned(), Code::FilesTooMany)]
        );
        let none = uploads(&wire::GrantUploads::default()).err().unwrap();
        assert_eq!(codes(none), [("files".to_owned(), Code::FilesMissing)]);
    }

    #[test]
    fn verifying_needs_a_patient_and_evidence() {
        let parsed = |patient: &str, evidence: &[&str]| {
            verify(&wire::Verify {
                patient: patient.to_owned(),
                evidence: evidence.iter().map(|text| (*text).to_owned()).collect(),
            })
        };

        assert!(parsed("p1", &["id_seen", "id_seen"]).is_ok_and(|verify| verify.evidence == [Evidence::IdSeen]));
        let codes: Vec<_> = parsed("", &[]).err().unwrap().iter().map(|error| error.code).collect();
        assert_eq!(codes, [Code::PatientMissing, Code::EvidenceMissing]);
        let codes: Vec<_> = parsed("P", &["x"])
            .err()
            .unwrap()
            .iter()
            .map(|error| error.code)
            .collect();
        assert_eq!(codes, [Code::PatientUnknown, Code::EvidenceUnknown]);
    }
}
