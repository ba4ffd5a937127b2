//! The closed vocabularies of the field. They are the same on the wire, in the rules and in storage, which
//! is why they alone derive serde.

use serde::{Deserialize, Serialize};

/// Where the work on a request stands. Whether it is late is the clock's to say, never this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    Received,
    Gathering,
    Assembling,
    Ready,
    Delivered,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Released,
}

/// What the person wants to do with the record, 45 CFR 164.524(a)(1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// A copy, by download.
    Copy,
    /// To look at the record at the practice.
    Inspection,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "es")]
    Spanish,
}

impl Language {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }
}

/// What part of the record set a record belongs to, 45 CFR 164.501.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    VisitNotes,
    TestResults,
    Imaging,
    Photographs,
    Medications,
    Billing,
    Other,
}

impl Category {
    pub const ALL: [Self; 7] = [
        Self::VisitNotes,
        Self::TestResults,
        Self::Imaging,
        Self::Photographs,
        Self::Medications,
        Self::Billing,
        Self::Other,
    ];

    pub fn wire(self) -> &'static str {
        match self {
            Self::VisitNotes => "visit_notes",
            Self::TestResults => "test_results",
            Self::Imaging => "imaging",
            Self::Photographs => "photographs",
            Self::Medications => "medications",
            Self::Billing => "billing",
            Self::Other => "other",
        }
    }
}

/// What a member may do. Read from the member's row at every call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Clerk,
    /// May make determinations; holds a licence.
    Clinician,
    /// Decides reviews.
    Reviewer,
    /// Approves denials and extensions; settings; audit.
    Officer,
}

/// How the desk made sure that the requester is the patient, 45 CFR 164.514(h): proportionate, no fixed
/// method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The proven e-mail is the one on file.
    ContactOnFile,
    /// Called back at the telephone number on file.
    CallBack,
    /// Knew something about a visit that is not on the request.
    VisitFact,
    /// A photo ID was seen and not copied.
    IdSeen,
    /// A member of the practice knows the person.
    KnownInPerson,
}

impl Evidence {
    pub const ALL: [Self; 5] = [
        Self::ContactOnFile,
        Self::CallBack,
        Self::VisitFact,
        Self::IdSeen,
        Self::KnownInPerson,
    ];

    pub fn wire(self) -> &'static str {
        match self {
            Self::ContactOnFile => "contact_on_file",
            Self::CallBack => "call_back",
            Self::VisitFact => "visit_fact",
            Self::IdSeen => "id_seen",
            Self::KnownInPerson => "known_in_person",
        }
    }
}

/// What a record's file is, by its content and never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Pdf,
    Png,
    Jpeg,
    Heic,
    Tiff,
    Dicom,
    /// A C-CDA or C32 document.
    ClinicalDocument,
    FhirBundle,
    Text,
    /// Anything else: word processing, video, an archive.
    Other,
}

impl Format {
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Heic => "image/heic",
            Self::Tiff => "image/tiff",
            Self::Dicom => "application/dicom",
            Self::ClinicalDocument => "application/xml",
            Self::FhirBundle => "application/fhir+json",
            Self::Text => "text/plain",
            Self::Other => "application/octet-stream",
        }
    }

    /// The ending of a file of this format, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Heic => "heic",
            Self::Tiff => "tif",
            Self::Dicom => "dcm",
            Self::ClinicalDocument => "xml",
            Self::FhirBundle => "json",
            Self::Text => "txt",
            Self::Other => "bin",
        }
    }
}

/// Something about an inspected file that a person must look at before it may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// The file names another person than the patient.
    OtherPerson,
    /// The file opens only with a password.
    Encrypted,
    /// The file ends early, is malformed, or can't be read as what it says it is.
    Damaged,
    /// Whose file it is could not be looked up in it.
    NotChecked,
    /// What it is could not be told.
    UnknownKind,
}

/// Why an uploaded file can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    Empty,
    /// Another size or checksum than what was granted.
    NotAsGranted,
    /// The upload was granted and its time ran out.
    DidNotArrive,
}

/// What a member decided about a record that raised a concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// It is this patient's record and goes out with the rest.
    Keep,
    /// It is not part of this patient's record set: another person's, or a file that was put here by mistake.
    SetAside,
}
