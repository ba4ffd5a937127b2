//! What each route takes and answers: the one table beside domain/src/route.rs that the document of the API is made of.
//! Its types stand where they are answered, so that the compiler knows them, and a schema is made of each.

use domain::route::Name;
use domain::wire;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

pub const JSON: &str = "application/json";

/// The schema of one type, made among those that it names.
pub type Described = fn(&mut SchemaGenerator) -> Schema;

/// What one route takes and answers.
pub struct Operation {
    pub summary: &'static str,
    /// The body, and one that could be sent.
    pub form: Option<(Described, Value)>,
    pub status: u16,
    /// The body of a success, where it has one.
    pub answer: Option<Described>,
    /// Of the answer.
    pub media_type: &'static str,
    /// Statuses of problems that do not follow from the route's row, its path or its having a form.
    pub problems: &'static [u16],
    pub query: &'static [Query],
}

/// A parameter of the query.
pub struct Query {
    pub name: &'static str,
    pub description: &'static str,
    /// What it may be, where that is a closed list.
    pub words: &'static [&'static str],
}

const fn query(name: &'static str, description: &'static str, words: &'static [&'static str]) -> Query {
    Query {
        name,
        description,
        words,
    }
}

const WORKLIST: [Query; 7] = [
    query("after", "The `next` of the page before.", &[]),
    query("location", "A location’s id.", &[]),
    query("assignee", "A member’s id, or `none`.", &[]),
    query("work", "A stage of the work.", &[]),
    query("kind", "A kind of ask.", &[]),
    query("waits", "Whom a request waits for.", &[]),
    query("clock", "How near the due date is.", &["overdue", "today", "soon"]),
];

const PERIOD: [Query; 2] = [
    query("from", "The first month, `2026-01`; without one, this month.", &[]),
    query(
        "until",
        "The last month, at most the twelfth; without one, the first.",
        &[],
    ),
];

const PRINT: [Query; 1] = [query("print", "Large print.", &["large"])];

const CALLBACK: [Query; 2] = [
    query("code", "What the sign-in page gives for the tokens.", &[]),
    query("state", "What the sign-in began with.", &[]),
];

/// A call whose body is not read.
fn call(summary: &'static str) -> Operation {
    Operation {
        summary,
        form: None,
        status: 204,
        answer: None,
        media_type: JSON,
        problems: &[],
        query: &[],
    }
}

fn form<T: JsonSchema>(summary: &'static str, example: Value) -> Operation {
    Operation {
        form: Some((SchemaGenerator::subschema_for::<T>, example)),
        ..call(summary)
    }
}

impl Operation {
    fn answers<T: JsonSchema>(self, status: u16) -> Self {
        Self {
            status,
            answer: Some(SchemaGenerator::subschema_for::<T>),
            ..self
        }
    }

    /// The page of the request after the change.
    fn answers_page(self) -> Self {
        self.answers::<wire::RequestPage>(200)
    }

    /// RFC 5545.
    fn answers_calendar(self) -> Self {
        Self {
            status: 200,
            media_type: "text/calendar",
            ..self.answers::<String>(200)
        }
    }

    fn redirects(self) -> Self {
        Self { status: 303, ..self }
    }

    fn or(self, problems: &'static [u16]) -> Self {
        Self { problems, ..self }
    }

    fn narrowed_by(self, query: &'static [Query]) -> Self {
        Self { query, ..self }
    }
}

/// What a route takes and answers. 409 is a refusal of the rules, 503 a change that others overtook too often.
#[rustfmt::skip]
pub fn of(name: Name) -> Operation {
    match name {
        Name::PracticeCard => call("What anyone may know of a practice").answers::<wire::PracticeCard>(200),
        Name::Submit => form::<wire::SubmitRequest>("Ask for a record", ask()).answers::<wire::Submitted>(201),
        Name::FindRequest => form::<wire::FindRequest>(
            "Come back to a request by its receipt number and e-mail address",
            json!({ "receipt": RECEIPT, "email": EMAIL }),
        ).answers::<wire::Challenged>(202).or(&[429]),
        Name::ResendCode => call("Send another code").answers::<wire::Challenged>(202).or(&[429]),
        Name::ProveContact => form::<wire::ProveContact>("Prove an e-mail address by its code", json!({ "code": "123456" }))
            .answers::<wire::ContactProven>(200).or(&[503]),
        Name::Status => call("Where the requester’s request stands").answers::<wire::Status>(200),
        Name::LeaveStatus => call("End the requester’s and the recipient’s sessions"),
        Name::BeginSignIn => call("Go to the sign-in page").redirects(),
        Name::FinishSignIn => call("Come back from the sign-in page").redirects().narrowed_by(&CALLBACK),
        Name::SignOut => call("End the member’s session").answers::<wire::SignedOut>(200),
        Name::Me => call("Who is signed in, and where they work").answers::<wire::Me>(200),
        Name::Worklist => call("Open requests by due date").answers::<wire::Worklist>(200).or(&[400]).narrowed_by(&WORKLIST),
        Name::RequestPage => call("One request").answers_page(),
        Name::Candidates => form::<wire::Candidates>("Patients of the index who may be meant", json!({}))
            .answers::<wire::CandidateList>(200),
        Name::Verify => form::<wire::Verify>(
            "Decide who asks",
            json!({ "patient": "one-mhvtestveteran", "evidence": ["id_seen", "visit_fact"] }),
        ).answers::<wire::WithPasscode>(200).or(&[409]),
        Name::Correct => form::<wire::CorrectRequest>("Correct what was entered wrongly", correction()).answers_page().or(&[409]),
        Name::GrantUploads => form::<wire::GrantUploads>("Links to upload records with", files()).answers::<wire::Granted>(201).or(&[409]),
        Name::Records => call("The ledger: every record of the patient").answers::<wire::RecordList>(200),
        Name::JudgeRecord => form::<wire::JudgeRecord>("Judge the concerns about a record", json!({ "judgement": "keep" }))
            .answers_page().or(&[409]),
        Name::DiscardRecord => call("Take a file off the list that never became a record").answers_page().or(&[409]),
        Name::Release => form::<wire::ReleaseRecord>(
            "Release everything that may go out",
            json!({ "not_held": [{ "what": "The films of 2019", "ask": "Bayside Imaging, 555-0100" }] }),
        ).answers_page().or(&[409]),
        Name::Close => call("Close a request whose answer arrived").answers_page().or(&[409]),
        Name::ReissueDelivery => call("Make a new link and passcode").answers::<wire::WithPasscode>(200).or(&[409]),
        Name::RevokeDelivery => call("Switch a link off").answers_page().or(&[409]),
        Name::ProveDelivery => form::<wire::ProveDelivery>("Open a link with its passcode", json!({ "passcode": "12345678" }))
            .answers::<wire::DeliveryProven>(200),
        Name::DeliveryPage => call("What lies behind a link").answers::<wire::DeliveryPage>(200),
        Name::Claim => call("Download the package").answers::<wire::Claimed>(200).or(&[409, 503]),
        Name::ViewFile => call("Look at one file").answers::<wire::Link>(200).or(&[409, 503]),
        Name::ViewBound => call("Look at the record as one PDF").answers::<wire::Link>(200).or(&[409, 503]),
        Name::EnterRequest => form::<wire::EnterRequest>(
            "Enter what came by another way than the page",
            json!({ "ask": ask_by_telephone(), "kind": "access", "channel": "telephone", "oral_on": "2026-01-05" }),
        ).answers::<wire::Entered>(201),
        Name::ProvePin => form::<wire::ProvePin>(
            "Come back to a request by its receipt number and PIN",
            json!({ "receipt": RECEIPT, "pin": "123456" }),
        ).answers::<wire::ContactProven>(200),
        Name::WriteToPractice => form::<wire::SendMessage>("Write to the practice", json!({ "text": "Please call after six." })).or(&[429]),
        Name::ConfirmArrival => form::<wire::ConfirmArrival>("Say whether the record can be opened", json!({ "opened": "yes" })).or(&[409]),
        Name::Search => form::<wire::SearchRequests>("Search any request", json!({ "family_name": "Mhv" })).answers::<wire::Found>(200),
        Name::Morning => call("What an officer looks at first").answers::<wire::Morning>(200),
        Name::Report => call("How timely the answers of a period were, and how its requests ended")
            .answers::<wire::report::Report>(200).or(&[400]).narrowed_by(&PERIOD),
        Name::Denials => call("What was withheld in the answers of a period")
            .answers::<wire::report::DenialLog>(200).or(&[400]).narrowed_by(&PERIOD),
        Name::Disclosures => call("What went out in a period, to whom and when")
            .answers::<wire::report::DisclosureLog>(200).or(&[400]).narrowed_by(&PERIOD),
        Name::PatientDisclosures => call("What went out of the record of a request’s patient")
            .answers::<wire::report::PatientDisclosures>(200),
        Name::Misdirect => form::<wire::misdirection::Misdirect>(
            "Open the case of a record that went to someone wrong",
            json!({ "on": "2026-01-05", "to": "Another patient", "what": "A visit note", "why": "Two envelopes were mixed up." }),
        ).answers_page().or(&[409]),
        Name::AccountMisdirection => form::<wire::misdirection::AccountMisdirection>(
            "Write down who got it",
            json!({ "to": "Another patient", "what": "A visit note", "why": "Two envelopes were mixed up." }),
        ).answers_page().or(&[409]),
        Name::RecallMisdirection => form::<wire::misdirection::RecallMisdirection>(
            "Note what was asked of who got it, and what that person attests",
            json!({ "recall": "given_back", "on": "2026-01-06", "words": "She brought it back." }),
        ).answers_page().or(&[409]),
        Name::AssessMisdirection => form::<wire::misdirection::AssessMisdirection>(
            "Judge the four factors, or name an exception",
            json!({ "seen": "low", "seen_why": "The link was never opened." }),
        ).answers_page().or(&[409]),
        Name::DecideMisdirection => form::<wire::misdirection::DecideMisdirection>(
            "Decide whether it is a breach",
            json!({ "breach": "yes", "reason": "He read it.", "people": "1" }),
        ).answers_page().or(&[409]),
        Name::WriteBreach => form::<wire::misdirection::WriteBreach>(
            "Write to the person whose information it is",
            json!({
                "addressee": "patient", "electronic": "no", "happened": "Two envelopes were mixed up.",
                "kinds": "Your name and one visit note.", "protect": "Read the bills that you get.", "doing": "We asked for it back.",
            }),
        ).answers_page().or(&[409]),
        Name::TellBreach => form::<wire::misdirection::TellBreach>(
            "Note that someone was told of a breach",
            json!({ "whom": "secretary", "on": "2026-01-06", "note": "On the page of the department." }),
        ).answers_page().or(&[409]),
        Name::Hold => form::<wire::retention::Hold>(
            "Put a request under a legal hold, or take the hold off",
            json!({ "holds": "yes", "reason": "A complaint to the Office for Civil Rights." }),
        ).answers_page().or(&[409]),
        Name::Evidence => call("Everything that is kept of a request, for a complaint or an investigation")
            .answers::<wire::evidence::Evidence>(200),
        Name::CalendarAddress => call("Where the due dates of the caller’s requests lie as a calendar").answers::<wire::CalendarAddress>(200),
        Name::Calendar => call("The due dates of a member’s requests, for a calendar program").answers_calendar(),
        Name::Members => call("Who works for the practice").answers::<wire::Members>(200),
        Name::ChangeMember => form::<wire::ChangeMember>("Switch a member on or off", json!({ "active": "yes" })).answers::<wire::MemberCard>(200).or(&[409]),
        Name::Assign => form::<wire::Assign>("Give a request to a member, or to nobody", json!({ "member": "" })).answers_page().or(&[409]),
        Name::AssignMany => form::<wire::AssignMany>(
            "Give requests to a member, or to nobody",
            json!({ "member": "", "requests": ["0000000000000000000000000g"] }),
        ).answers::<wire::AssignedMany>(200),
        Name::WriteNote => form::<wire::WriteNote>("Write a note that only staff see", json!({ "text": "Called back." })).answers_page(),
        Name::ExplainDelay => form::<wire::ExplainDelay>(
            "Say why a record that is ready does not go out yet",
            json!({ "reason": "She comes on Friday to look at it first." }),
        ).answers_page().or(&[409]),
        Name::SendMessage => form::<wire::SendMessage>("Write to the requester", json!({ "text": "Which year?", "asks": "yes" }))
            .answers_page().or(&[409]),
        Name::AddTask => form::<wire::AddTask>("Add a task", json!({ "text": "Call the archive", "due_on": "2030-01-31" }))
            .answers_page().or(&[409]),
        Name::FinishTask => call("Finish a task").answers_page().or(&[409]),
        Name::ChangeContact => form::<wire::ChangeContact>(
            "Change how the requester is reached",
            json!({ "reach": "telephone", "telephone": TELEPHONE, "evidence": ["id_seen"] }),
        ).answers_page().or(&[409]),
        Name::LinkRequest => form::<wire::LinkRequest>("Link two asks for the same record", json!({ "receipt": RECEIPT }))
            .answers_page().or(&[409]),
        Name::Arrange => form::<wire::Arrange>("Agree on another way or format", json!({ "way": "paper" })).answers_page().or(&[409]),
        Name::WithholdRecord => form::<wire::WithholdRecord>(
            "Propose to keep a record back on a ground",
            json!({ "ground": "r1", "what": "A note", "reason": "Danger to life.", "duration": "Until June 1, 2027", "extent": "whole", "conditions": ["r1_danger"] }),
        ).answers_page().or(&[409]),
        Name::Determine => form::<wire::Determine>(
            "A licensed professional judges a ground",
            json!({ "stands": "yes", "rationale": "She said what she would do." }),
        ).answers_page().or(&[409]),
        Name::Approve => form::<wire::Approve>("The officer approves a ground", json!({ "stands": "yes", "note": "Counsel read it." })).answers_page().or(&[409]),
        Name::PreviewLetter => form::<wire::PreviewLetter>("The letter that would be sent now", json!({ "kind": "release" }))
            .answers::<wire::LetterPreview>(200).or(&[409]),
        Name::Answer => form::<wire::AnswerRequest>("End a request by a letter without a record", json!({ "ending": "not_held" }))
            .answers_page().or(&[409]),
        Name::RouteRequest => form::<wire::RouteRequest>(
            "Hand another kind of ask to whoever answers it",
            json!({ "to": "The practice’s counsel", "checked": ["issuer", "due", "counsel"], "missing": ["notice"] }),
        ).answers_page().or(&[409]),
        Name::Extend => form::<wire::Extend>(
            "The one extension",
            json!({ "reason": "Films lie in another city.", "until": "2030-01-31" }),
        ).answers_page().or(&[409]),
        Name::Reopen => form::<wire::Reopen>("Open a request again", json!({ "reason": "More was found." })).answers_page().or(&[409]),
        Name::Undo => call("Take back what was decided last and has not gone out").answers_page().or(&[409]),
        Name::TakePackage => form::<wire::TakePackage>("The package or the one PDF, to print it or to hand it over", json!({ "bound": false })).answers::<wire::Link>(200).or(&[409]),
        Name::HandOver => form::<wire::HandOver>(
            "The record or letter went to the requester outside the page",
            json!({ "handing": "posted", "note": "To her address." }),
        ).answers_page().or(&[409]),
        Name::AskReview => call("Ask for a second look at what was withheld").or(&[409, 503]),
        Name::ReviewPage => call("What is looked at again, and who may").answers::<wire::review::ReviewPage>(200),
        Name::EnterReview => form::<wire::review::EnterReview>(
            "The requester asked for a review by another way than the page",
            json!({ "channel": "telephone", "asked_on": "2030-01-31" }),
        ).answers_page().or(&[409]),
        Name::AssignReview => form::<wire::review::AssignReview>("Say who reviews", json!({ "member": "" })).answers_page().or(&[409]),
        Name::DecideReview => form::<wire::review::DecideReview>(
            "A reviewer decides on the standard of each ground",
            json!({ "findings": [{ "record": "0000000000000000000000000g", "stands": "no", "rationale": "No danger is left." }] }),
        ).answers_page().or(&[409]),
        Name::TellReview => form::<wire::HandOver>(
            "The letter of the review went to the requester outside the page",
            json!({ "handing": "posted", "note": "To her address." }),
        ).answers_page().or(&[409]),
        Name::QuoteFee => form::<wire::fee::QuoteFee>(
            "Quote what a copy costs",
            json!({ "medium": "electronic", "method": "cost", "labor_minutes": "10", "labor_rate": "20.00" }),
        ).answers_page().or(&[409]),
        Name::NoteFee => form::<wire::fee::NoteFee>("Note an answer to a quote, a payment, or that the fee is waived", json!({ "note": "waived" }))
            .answers_page().or(&[409]),
        Name::AnswerFee => form::<wire::fee::AnswerFee>("Answer a quote", json!({ "choice": "look" })).or(&[409]),
        Name::Fees => call("What the practice charges for copies").answers::<wire::fee::Fees>(200),
        Name::SetFees => form::<wire::fee::SetFees>(
            "Set what the practice charges for copies",
            json!({ "labor": "20.00", "page": "0.10", "media": "3.00", "flat": "6.50" }),
        ).answers::<wire::fee::Fees>(200).or(&[409]),
        Name::Papers => call("What the practice has in writing, and who was trained").answers::<wire::papers::PapersPage>(200),
        Name::WritePaper => form::<wire::papers::WritePaper>(
            "Enter a new version of a policy, of the records open to access, or of who handles requests",
            json!({ "subject": "record_sets", "title": "Paper charts", "text": "The charts in the archive.", "from": "2030-01-31" }),
        ).answers::<wire::papers::PaperWritten>(201),
        Name::Attest => form::<wire::papers::Attest>(
            "Say that one has read a policy, or was trained",
            json!({ "subject": "fees", "on": "2026-01-05", "words": "An hour with the privacy officer." }),
        ).answers::<wire::papers::TrainingEntered>(201),
        Name::EnterTraining => form::<wire::papers::EnterTraining>(
            "Enter a training that was held elsewhere",
            json!({ "member": "", "subject": "fees", "on": "2026-01-05", "words": "A course of the county." }),
        ).answers::<wire::papers::TrainingEntered>(201),
        Name::GivePin => form::<wire::GivePin>("Tell the requester her PIN again", json!({ "evidence": ["id_seen"] }))
            .answers::<wire::PinGiven>(200),
        Name::AttachScan => form::<wire::AttachScan>(
            "A link to upload a picture of what came on paper",
            json!({ "name": "letter.pdf", "size": 5, "crc32": "3610a686" }),
        ).answers::<wire::ScanGranted>(201),
        Name::ViewLetter => call("A letter as PDF").answers::<wire::LetterPdf>(200).narrowed_by(&PRINT),
        Name::ViewOwnLetter => call("A letter as PDF, for the requester").answers::<wire::LetterPdf>(200).narrowed_by(&PRINT),
        Name::ViewScan => call("Look at a picture of what came on paper").answers::<wire::Link>(200),
    }
}

const RECEIPT: &str = "7K3M-92QF-4D";
const EMAIL: &str = "one@patient.example";
const TELEPHONE: &str = "512-555-0199";

fn ask() -> Value {
    json!({
        "given_name": "One A", "family_name": "Mhvtestveteran",
        "birth_month": "3", "birth_day": "1", "birth_year": "1948",
        "email": EMAIL, "location": "austin", "extent": "whole", "access": "copy", "language": "en",
    })
}

fn correction() -> Value {
    json!({
        "kind": "access", "requester": "self",
        "given_name": "One B", "family_name": "Mhvtestveteran",
        "birth_month": "3", "birth_day": "1", "birth_year": "1948",
        "oral_on": "2026-01-05", "reason": "The note of the call says so.",
    })
}

fn ask_by_telephone() -> Value {
    json!({
        "given_name": "One A", "family_name": "Mhvtestveteran",
        "birth_month": "3", "birth_day": "1", "birth_year": "1948",
        "reach": "telephone", "telephone": TELEPHONE,
        "location": "austin", "extent": "whole", "access": "copy", "language": "en",
    })
}

fn files() -> Value {
    json!({
        "files": [
            { "name": "visit.txt", "size": 5, "crc32": "3610a686", "category": "visit_notes", "service_date": "2024-05-05" },
        ],
    })
}
