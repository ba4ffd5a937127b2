//! The closed vocabularies of the field. They are the same on the wire, in the rules and in storage, which
//! is why they alone derive serde.

pub mod misdirection;

use serde::{Deserialize, Serialize};

/// Where the work on a request stands. Whether it is late is the clock's to say, never this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Work {
    Received,
    Gathering,
    Assembling,
    Ready,
    Delivered,
    /// A letter without a record is on its way, or waits to be posted.
    Answered,
    Closed,
}

impl Work {
    pub const WIRE: [(&'static str, Self); 7] = [
        ("received", Self::Received),
        ("gathering", Self::Gathering),
        ("assembling", Self::Assembling),
        ("ready", Self::Ready),
        ("delivered", Self::Delivered),
        ("answered", Self::Answered),
        ("closed", Self::Closed),
    ];
}

/// How a request ended, from its items or from what staff found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Released,
    /// Some items are withheld on a ground, the rest is released, 45 CFR 164.524(d)(1).
    ReleasedInPart,
    /// Every item is withheld on a ground.
    Denied,
    /// The practice does not hold it, 45 CFR 164.524(d)(3).
    NotHeld,
    /// Who asks may not act for the patient, 45 CFR 164.502(g).
    NoAuthority,
    /// Who asks could not be told, 45 CFR 164.514(h).
    Unverified,
    /// The record was looked at.
    Inspected,
    Withdrawn,
    /// Another kind of ask, handed to who answers it.
    RoutedElsewhere,
}

/// What is asked. Access and directives are answered here; the others are logged and routed with a checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 45 CFR 164.524.
    Access,
    /// To a third party whom the individual names, 45 CFR 164.524(c)(3)(ii).
    Directive,
    /// An attorney's or insurer's letter with the patient's authorization, 45 CFR 164.508.
    Authorization,
    /// 45 CFR 164.512(e).
    Subpoena,
    /// Another provider's, for treatment, 45 CFR 164.506(c).
    Treatment,
    /// 45 CFR 164.526.
    Amendment,
    /// 45 CFR 164.530(d).
    Complaint,
}

impl Kind {
    pub const WIRE: [(&'static str, Self); 7] = [
        ("access", Self::Access),
        ("directive", Self::Directive),
        ("authorization", Self::Authorization),
        ("subpoena", Self::Subpoena),
        ("treatment", Self::Treatment),
        ("amendment", Self::Amendment),
        ("complaint", Self::Complaint),
    ];

    /// Whether the limit of 45 CFR 164.524(b)(2) runs.
    pub fn is_access(self) -> bool {
        match self {
            Self::Access | Self::Directive => true,
            Self::Authorization | Self::Subpoena | Self::Treatment | Self::Amendment | Self::Complaint => false,
        }
    }
}

/// How far a clock has run, as it is told once each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The day to act by is near.
    Soon,
    /// It is there.
    Today,
    /// The legal due date has passed.
    Overdue,
}

/// Whose limit an extension moves, which the day that it promises tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Extends {
    /// The 30 days of 45 CFR 164.524(b)(2)(i), and with them what a state's own law lets its letter move.
    #[default]
    Federal,
    /// The shorter limit of a state alone.
    State,
}

/// How the days of a limit are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Every day.
    Calendar,
    /// Without weekends and holidays.
    Working,
    /// The same, as Texas calls it.
    Business,
}

/// How a request reached the practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Web,
    Telephone,
    Fax,
    Mail,
    WalkIn,
}

impl Channel {
    /// Those that a clerk enters.
    pub const WIRE: [(&'static str, Self); 4] = [
        ("telephone", Self::Telephone),
        ("fax", Self::Fax),
        ("mail", Self::Mail),
        ("walk_in", Self::WalkIn),
    ];
}

/// What makes someone the patient's personal representative, 45 CFR 164.502(g).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    Parent,
    Guardian,
    /// Of a patient who has died.
    Executor,
    /// For health care.
    PowerOfAttorney,
}

impl Relation {
    pub const WIRE: [(&'static str, Self); 4] = [
        ("parent", Self::Parent),
        ("guardian", Self::Guardian),
        ("executor", Self::Executor),
        ("power_of_attorney", Self::PowerOfAttorney),
    ];
}

/// How a copy is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By a link that expires.
    Download,
    /// On paper, by mail.
    Paper,
    /// At the practice.
    InPerson,
    /// By plain e-mail, after a warning of its risk, 45 CFR 164.524(c)(3).
    Email,
}

impl Way {
    pub const WIRE: [(&'static str, Self); 4] = [
        ("download", Self::Download),
        ("paper", Self::Paper),
        ("in_person", Self::InPerson),
        ("email", Self::Email),
    ];

    /// Whether the copy is electronic.
    pub fn is_electronic(self) -> bool {
        match self {
            Self::Download | Self::Email => true,
            Self::Paper | Self::InPerson => false,
        }
    }
}

/// Why a record is kept back from this requester: the nine grounds of 45 CFR 164.524(a)(2) and (3), and N3, care
/// for which this requester does not represent the patient, 45 CFR 164.502(g), which is no denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Psychotherapy notes that are kept apart.
    U1,
    /// Compiled for a legal proceeding.
    U2,
    /// An inmate's copy.
    U3,
    /// Research in progress.
    U4,
    /// The Privacy Act.
    U5,
    /// A source under a promise of confidentiality.
    U6,
    /// Danger to life or physical safety.
    R1,
    /// Substantial harm to another person whom the record names.
    R2,
    /// Substantial harm through the representative.
    R3,
    /// Not this representative's to see.
    N3,
}

impl Ground {
    pub const WIRE: [(&'static str, Self); 10] = [
        ("u1", Self::U1),
        ("u2", Self::U2),
        ("u3", Self::U3),
        ("u4", Self::U4),
        ("u5", Self::U5),
        ("u6", Self::U6),
        ("r1", Self::R1),
        ("r2", Self::R2),
        ("r3", Self::R3),
        ("n3", Self::N3),
    ];

    /// Whether a licensed professional must judge first, and another one judges again when asked,
    /// 45 CFR 164.524(a)(3) and (4).
    pub fn is_reviewable(self) -> bool {
        match self {
            Self::R1 | Self::R2 | Self::R3 => true,
            Self::U1 | Self::U2 | Self::U3 | Self::U4 | Self::U5 | Self::U6 | Self::N3 => false,
        }
    }

    pub fn citation(self) -> &'static str {
        match self {
            Self::U1 => "45 CFR 164.524(a)(1)(i)",
            Self::U2 => "45 CFR 164.524(a)(1)(ii)",
            Self::U3 => "45 CFR 164.524(a)(2)(ii)",
            Self::U4 => "45 CFR 164.524(a)(2)(iii)",
            Self::U5 => "45 CFR 164.524(a)(2)(iv)",
            Self::U6 => "45 CFR 164.524(a)(2)(v)",
            Self::R1 => "45 CFR 164.524(a)(3)(i)",
            Self::R2 => "45 CFR 164.524(a)(3)(ii)",
            Self::R3 => "45 CFR 164.524(a)(3)(iii)",
            Self::N3 => "45 CFR 164.502(g)",
        }
    }
}

/// What a record holds that not every requester may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    Ordinary,
    /// Care that a minor may consent to alone, 45 CFR 164.502(g)(3)(i).
    ProtectedCare,
    /// Kept apart from the rest of the record, 45 CFR 164.501.
    PsychotherapyNotes,
    /// Of a program that treats substance use, 42 CFR 2.11.
    SubstanceUse,
}

impl Sensitivity {
    pub const WIRE: [(&'static str, Self); 4] = [
        ("ordinary", Self::Ordinary),
        ("protected_care", Self::ProtectedCare),
        ("psychotherapy_notes", Self::PsychotherapyNotes),
        ("substance_use", Self::SubstanceUse),
    ];
}

/// How a record, or the way to it, went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outgoing {
    /// A link that needs the passcode.
    LinkSent,
    Downloaded,
    /// The same download once more, after it broke off.
    DownloadedAgain,
    /// A file was looked at without a download.
    Viewed,
    Emailed,
    Posted,
    InPerson,
    Inspected,
    /// To someone wrong.
    Misdirected,
}

/// Why a task is there. Each failure of something automatic has its own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// What a member wrote down.
    Own,
    /// The requester can't be reached by e-mail: call, or print the letter and post it.
    ReachRequester,
    /// The PDF of a letter could not be made: its message went without.
    PrintFailed,
    /// A letter waits to be printed and posted or handed over.
    PostLetter,
    /// The record is to be posted or handed over.
    HandOverRecord,
    /// The package could not be made.
    RepackRecord,
    /// Records that this requester may not know of: the officer decides the same day.
    DecideProtected,
    /// The requester wrote.
    AnswerMessage,
    /// The requester can't open what was sent.
    HelpOpen,
    /// Whose it was may not work any more.
    AssignAgain,
    /// The mail provider never said whether a message arrived.
    AskArrival,
    /// The legal due date has passed without an answer.
    AnswerLate,
    /// A review was asked for, and nobody here may do it: the officer finds someone.
    DesignateReviewer,
    /// The review has taken longer than it should.
    ReviewLate,
    /// The letter with the outcome of the review waits to be posted or handed over.
    PostReview,
    /// The review gave what was withheld: it is to be released.
    ReleaseReviewed,
    /// The requester chose a way that costs nothing.
    ArrangeFree,
    /// The contact was changed, and no e-mail address was there to tell that to: someone calls or writes to the old one.
    TellFormer,
    /// The study should have ended while which access was suspended: what was withheld for it is to be opened.
    OpenSuspended,
    /// A record went to someone wrong: the officer finds out what that was, and who must be told.
    WrongRelease,
    /// The letter of a breach waits to be posted.
    PostBreach,
    /// Texas: a copy of a denial is filed in the chart, Tex. Occ. Code 159.006.
    FileDenial,
    /// Arizona: a denial is noted in the chart, A.R.S. 12-2293.
    NoteDenial,
}

impl TaskKind {
    /// Whether it ends with what it asks for, and never with a tick.
    pub fn ends_itself(self) -> bool {
        match self {
            Self::DecideProtected
            | Self::PostLetter
            | Self::HandOverRecord
            | Self::PostReview
            | Self::DesignateReviewer
            | Self::ReviewLate
            | Self::ReleaseReviewed
            | Self::WrongRelease
            | Self::PostBreach => true,
            Self::Own
            | Self::ReachRequester
            | Self::RepackRecord
            | Self::AnswerMessage
            | Self::HelpOpen
            | Self::AssignAgain
            | Self::AskArrival
            | Self::AnswerLate
            | Self::ArrangeFree
            | Self::TellFormer
            | Self::PrintFailed
            | Self::OpenSuspended
            | Self::FileDenial
            | Self::NoteDenial => false,
        }
    }
}

/// What a review came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReviewOutcome {
    Upheld,
    Overturned,
    OverturnedInPart,
}

/// What became of a denial that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Became {
    Stands,
    /// Someone looks at it a second time.
    InReview,
    Upheld,
    Overturned,
    /// The request was reopened, and not answered again yet.
    Reopened,
    /// A later answer gave what this one kept back.
    GivenLater,
}

/// Whom a request waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// A clerk.
    Desk,
    Clinician,
    Officer,
    Requester,
    /// The package is being made.
    Package,
    Nobody,
    /// A licensed professional who looks again at what was withheld.
    Review,
}

impl WaitsFor {
    pub const WIRE: [(&'static str, Self); 7] = [
        ("desk", Self::Desk),
        ("clinician", Self::Clinician),
        ("officer", Self::Officer),
        ("requester", Self::Requester),
        ("package", Self::Package),
        ("nobody", Self::Nobody),
        ("review", Self::Review),
    ];
}

/// Why a request is answered without a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    NotHeld,
    NoAuthority,
    Unverified,
    Withdrawn,
}

impl Ending {
    pub const WIRE: [(&'static str, Self); 4] = [
        ("not_held", Self::NotHeld),
        ("no_authority", Self::NoAuthority),
        ("unverified", Self::Unverified),
        ("withdrawn", Self::Withdrawn),
    ];

    pub fn outcome(self) -> Outcome {
        match self {
            Self::NotHeld => Outcome::NotHeld,
            Self::NoAuthority => Outcome::NoAuthority,
            Self::Unverified => Outcome::Unverified,
            Self::Withdrawn => Outcome::Withdrawn,
        }
    }
}

/// How something reached the requester outside the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Handing {
    Posted,
    InPerson,
    /// Looked at the record at the practice.
    Inspected,
    /// By plain e-mail, whose risk was accepted.
    Emailed,
}

impl Handing {
    pub const WIRE: [(&'static str, Self); 4] = [
        ("posted", Self::Posted),
        ("in_person", Self::InPerson),
        ("inspected", Self::Inspected),
        ("emailed", Self::Emailed),
    ];
}

/// What the person wants to do with the record, 45 CFR 164.524(a)(1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// A copy, by download.
    Copy,
    /// To look at the record at the practice.
    Inspection,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

impl Concern {
    /// Whether it leaves in doubt whose the file is, and not only whether it can be read.
    pub fn is_about_whose(self) -> bool {
        match self {
            Self::OtherPerson | Self::NotChecked | Self::UnknownKind => true,
            Self::Encrypted | Self::Damaged => false,
        }
    }
}

/// Why an uploaded file can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// It is this patient's record and goes out with the rest.
    Keep,
    /// It is not part of this patient's record set: another person's, or a file that was put here by mistake.
    SetAside,
    /// The same information goes out in another file, 45 CFR 164.524(c)(1).
    Duplicate,
    /// Not part of the designated record set, 45 CFR 164.501.
    OutsideRecordSet,
}

impl Judgement {
    pub const WIRE: [(&'static str, Self); 4] = [
        ("keep", Self::Keep),
        ("set_aside", Self::SetAside),
        ("duplicate", Self::Duplicate),
        ("outside_record_set", Self::OutsideRecordSet),
    ];
}

/// The value of a wire name.
pub fn of<T: Copy>(text: &str, names: &[(&str, T)]) -> Option<T> {
    names.iter().find(|(name, _)| *name == text).map(|(_, value)| *value)
}

/// The wire name of a value.
pub fn wire<T: PartialEq>(value: &T, names: &[(&'static str, T)]) -> &'static str {
    names
        .iter()
        .find(|(_, other)| other == value)
        .map_or("", |(name, _)| name)
}
