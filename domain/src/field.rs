//! What can be wrong with one answer of a form. The texts, by language, stand in `text`.

use serde::{Deserialize, Serialize};

/// One answer that can't be taken. `field` is the wire name, which is also the DOM id of the control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    pub field: String,
    pub code: Code,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    GivenNameMissing,
    FamilyNameMissing,
    NameTooLong,
    NameHasControlCharacter,
    BirthDateMissing,
    BirthDateIncomplete,
    BirthDateNotReal,
    BirthYearShort,
    BirthDateInFuture,
    BirthDateTooLongAgo,
    EmailMissing,
    EmailIncomplete,
    EmailTooLong,
    LocationUnknown,
    ExtentMissing,
    FromNotReal,
    UntilNotReal,
    UntilBeforeFrom,
    CategoryUnknown,
    AccessMissing,
    LanguageUnknown,
    ReceiptMissing,
    CodeMissing,
    CodeNotSixDigits,
    CodeWrong,
    CodeExpired,
    CodeSpent,
    PasscodeMissing,
    PasscodeWrong,
    PasscodeSpent,
    EvidenceMissing,
    EvidenceUnknown,
    ContactNotOnFile,
    PatientMissing,
    PatientUnknown,
    FilesMissing,
    FilesTooMany,
    FileNameMissing,
    FileNameTooLong,
    FileEmpty,
    FileTooLarge,
    FileChecksumMissing,
    FileDateNotReal,
    JudgementMissing,
}

impl FieldError {
    pub fn new(field: impl Into<String>, code: Code) -> Self {
        Self {
            field: field.into(),
            code,
        }
    }
}
