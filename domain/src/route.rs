//! The API as a table. The template's routes, the client's calls, the functions' dispatch and the
//! authorisation tests follow from it.

use crate::practice::{Clerk, Clinician, Designator, Member, Officer, Reader, Reviewer};
use std::fmt;

/// One Lambda function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Function {
    SubmitRequest,
    QueryRequests,
    VerifyRequester,
    SignIn,
    ManagePractice,
    ManageRecords,
    InspectRecord,
    FulfilRequest,
    AssemblePackage,
    DeliverRecords,
    SendNotices,
    SweepDeadlines,
    DenyRequest,
    ExtendRequest,
    ManageWork,
    TrackNotices,
    RenderLetter,
    ReviewDenial,
}

impl Function {
    pub const ALL: [Self; 18] = [
        Self::SubmitRequest,
        Self::QueryRequests,
        Self::VerifyRequester,
        Self::SignIn,
        Self::ManagePractice,
        Self::ManageRecords,
        Self::InspectRecord,
        Self::FulfilRequest,
        Self::AssemblePackage,
        Self::DeliverRecords,
        Self::SendNotices,
        Self::SweepDeadlines,
        Self::DenyRequest,
        Self::ExtendRequest,
        Self::ManageWork,
        Self::TrackNotices,
        Self::RenderLetter,
        Self::ReviewDenial,
    ];

    /// The name of the binary, of its zip and of the function's code in the template.
    pub fn name(self) -> &'static str {
        match self {
            Self::SubmitRequest => "submit_request",
            Self::QueryRequests => "query_requests",
            Self::VerifyRequester => "verify_requester",
            Self::SignIn => "sign_in",
            Self::ManagePractice => "manage_practice",
            Self::ManageRecords => "manage_records",
            Self::InspectRecord => "inspect_record",
            Self::FulfilRequest => "fulfil_request",
            Self::AssemblePackage => "assemble_package",
            Self::DeliverRecords => "deliver_records",
            Self::SendNotices => "send_notices",
            Self::SweepDeadlines => "sweep_deadlines",
            Self::DenyRequest => "deny_request",
            Self::ExtendRequest => "extend_request",
            Self::ManageWork => "manage_work",
            Self::TrackNotices => "track_notices",
            Self::RenderLetter => "render_letter",
            Self::ReviewDenial => "review_denial",
        }
    }

    /// The logical id of the function in the template.
    pub fn resource(self) -> &'static str {
        match self {
            Self::SubmitRequest => "SubmitRequest",
            Self::QueryRequests => "QueryRequests",
            Self::VerifyRequester => "VerifyRequester",
            Self::SignIn => "SignIn",
            Self::ManagePractice => "ManagePractice",
            Self::ManageRecords => "ManageRecords",
            Self::InspectRecord => "InspectRecord",
            Self::FulfilRequest => "FulfilRequest",
            Self::AssemblePackage => "AssemblePackage",
            Self::DeliverRecords => "DeliverRecords",
            Self::SendNotices => "SendNotices",
            Self::SweepDeadlines => "SweepDeadlines",
            Self::DenyRequest => "DenyRequest",
            Self::ExtendRequest => "ExtendRequest",
            Self::ManageWork => "ManageWork",
            Self::TrackNotices => "TrackNotices",
            Self::RenderLetter => "RenderLetter",
            Self::ReviewDenial => "ReviewDenial",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

impl Method {
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// Who may call. Which practice, request or delivery is theirs is checked by the use case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    Anyone,
    /// A person who proved the contact of one request.
    Requester,
    /// A person who proved the second factor of one delivery.
    Recipient,
    /// Anyone who works for some practice.
    Member,
    /// An active member of the practice who may see its requests.
    Reader,
    /// One who may do the desk's work.
    Clerk,
    /// One who may make determinations.
    Clinician,
    /// One who may approve.
    Officer,
    /// One who may review.
    Reviewer,
    /// One who may say who reviews: the officer, and a reviewer who takes it.
    Designator,
}

impl Caller {
    /// Whether a member of the practice may call, as the row says at this moment; none of the others is a member.
    pub fn admits(self, member: &Member) -> bool {
        match self {
            Self::Anyone | Self::Requester | Self::Recipient | Self::Member => false,
            Self::Reader => Reader::of(member).is_some(),
            Self::Clerk => Clerk::of(member).is_some(),
            Self::Clinician => Clinician::of(member).is_some(),
            Self::Officer => Officer::of(member).is_some(),
            Self::Reviewer => Reviewer::of(member).is_some(),
            Self::Designator => Designator::of(member).is_some(),
        }
    }

    /// Whose session the call must carry.
    pub fn session(self) -> Option<Session> {
        match self {
            Self::Anyone => None,
            Self::Requester => Some(Session::Requester),
            Self::Recipient => Some(Session::Recipient),
            Self::Member
            | Self::Reader
            | Self::Clerk
            | Self::Clinician
            | Self::Officer
            | Self::Reviewer
            | Self::Designator => Some(Session::Staff),
        }
    }

    /// Whether the caller is someone of the practice.
    pub fn is_staff(self) -> bool {
        self.session() == Some(Session::Staff)
    }
}

/// Whose session it is. Each kind has a cookie of its own, so that a clerk who looks at a patient's page stays signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Session {
    Staff,
    Requester,
    Recipient,
}

impl Session {
    pub const ALL: [Self; 3] = [Self::Staff, Self::Requester, Self::Recipient];

    pub fn cookie(self) -> &'static str {
        match self {
            Self::Staff => "__Host-staff",
            Self::Requester => "__Host-requester",
            Self::Recipient => "__Host-recipient",
        }
    }
}

/// Sent by our page on every change; another site's page can't.
pub const PAGE_HEADER: &str = "x-access-desk";

/// What a repeated call must carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Changes nothing, or is safe to repeat by its nature.
    Safe,
    /// `Idempotency-Key` required.
    Key,
    /// `Idempotency-Key` and `If-Match` required.
    KeyAndVersion,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    PracticeCard,
    Submit,
    FindRequest,
    ResendCode,
    ProveContact,
    Status,
    LeaveStatus,
    BeginSignIn,
    FinishSignIn,
    SignOut,
    Me,
    Worklist,
    RequestPage,
    Candidates,
    Verify,
    GrantUploads,
    Records,
    JudgeRecord,
    DiscardRecord,
    Release,
    Close,
    ReissueDelivery,
    RevokeDelivery,
    ProveDelivery,
    DeliveryPage,
    Claim,
    EnterRequest,
    ProvePin,
    WriteToPractice,
    ConfirmArrival,
    Search,
    Morning,
    CalendarAddress,
    Calendar,
    Members,
    ChangeMember,
    Assign,
    AssignMany,
    WriteNote,
    ExplainDelay,
    SendMessage,
    AddTask,
    FinishTask,
    ChangeContact,
    LinkRequest,
    Arrange,
    WithholdRecord,
    Determine,
    Approve,
    PreviewLetter,
    Answer,
    RouteRequest,
    Extend,
    Reopen,
    Undo,
    TakePackage,
    HandOver,
    ViewFile,
    ViewBound,
    GivePin,
    AttachScan,
    ViewScan,
    Correct,
    ViewLetter,
    ViewOwnLetter,
    Report,
    Denials,
    Disclosures,
    PatientDisclosures,
    Misdirect,
    AccountMisdirection,
    RecallMisdirection,
    AssessMisdirection,
    DecideMisdirection,
    WriteBreach,
    TellBreach,
    AskReview,
    EnterReview,
    ReviewPage,
    AssignReview,
    DecideReview,
    TellReview,
    QuoteFee,
    NoteFee,
    AnswerFee,
    Fees,
    SetFees,
    Hold,
    Evidence,
    Papers,
    WritePaper,
    Attest,
    EnterTraining,
}

#[derive(Debug)]
pub struct Route {
    pub name: Name,
    pub method: Method,
    /// Segments in braces are identifiers.
    pub path: &'static str,
    pub function: Function,
    pub caller: Caller,
    pub repeat: Repeat,
}

const fn row(
    name: Name,
    method: Method,
    path: &'static str,
    function: Function,
    caller: Caller,
    repeat: Repeat,
) -> Route {
    Route {
        name,
        method,
        path,
        function,
        caller,
        repeat,
    }
}

#[rustfmt::skip]
pub const ALL: [Route; 93] = {
    use Caller::{Anyone, Clerk, Clinician, Designator, Member, Officer, Reader, Recipient, Requester, Reviewer};
    use Function::{
        DeliverRecords, DenyRequest, ExtendRequest, FulfilRequest, ManagePractice, ManageRecords, ManageWork, QueryRequests,
        ReviewDenial, SignIn, SubmitRequest, VerifyRequester,
    };
    use Method::{Get, Post};
    use Repeat::{Key, KeyAndVersion, Safe};
    [
        row(Name::PracticeCard, Get, "/api/practices/{practice}", ManagePractice, Anyone, Safe),
        row(Name::Submit, Post, "/api/practices/{practice}/requests", SubmitRequest, Anyone, Key),
        row(Name::FindRequest, Post, "/api/practices/{practice}/challenges", VerifyRequester, Anyone, Key),
        row(Name::ResendCode, Post, "/api/challenges/{challenge}/resend", VerifyRequester, Anyone, Safe),
        row(Name::ProveContact, Post, "/api/challenges/{challenge}/proof", VerifyRequester, Anyone, Safe),
        row(Name::Status, Get, "/api/status", QueryRequests, Requester, Safe),
        row(Name::LeaveStatus, Post, "/api/status/leave", VerifyRequester, Anyone, Safe),
        row(Name::BeginSignIn, Get, "/api/sign-in", SignIn, Anyone, Safe),
        row(Name::FinishSignIn, Get, "/api/sign-in/callback", SignIn, Anyone, Safe),
        row(Name::SignOut, Post, "/api/sign-out", SignIn, Anyone, Safe),
        row(Name::Me, Get, "/api/me", SignIn, Member, Safe),
        row(Name::Worklist, Get, "/api/practices/{practice}/worklist", QueryRequests, Reader, Safe),
        row(Name::RequestPage, Get, "/api/requests/{request}", QueryRequests, Reader, Safe),
        row(Name::Candidates, Post, "/api/requests/{request}/candidates", VerifyRequester, Clerk, Safe),
        row(Name::Verify, Post, "/api/requests/{request}/verification", VerifyRequester, Clerk, KeyAndVersion),
        row(Name::Correct, Post, "/api/requests/{request}/correction", VerifyRequester, Clerk, KeyAndVersion),
        row(Name::GrantUploads, Post, "/api/requests/{request}/uploads", ManageRecords, Clerk, Key),
        row(Name::Records, Get, "/api/requests/{request}/records", ManageRecords, Reader, Safe),
        row(Name::JudgeRecord, Post, "/api/requests/{request}/records/{record}/judgement", ManageRecords, Clerk, KeyAndVersion),
        row(Name::DiscardRecord, Post, "/api/requests/{request}/records/{record}/discard", ManageRecords, Clerk, KeyAndVersion),
        row(Name::Release, Post, "/api/requests/{request}/release", FulfilRequest, Clerk, KeyAndVersion),
        row(Name::Close, Post, "/api/requests/{request}/closure", FulfilRequest, Clerk, KeyAndVersion),
        row(Name::ReissueDelivery, Post, "/api/requests/{request}/deliveries", FulfilRequest, Clerk, KeyAndVersion),
        row(Name::RevokeDelivery, Post, "/api/requests/{request}/deliveries/{delivery}/revocation", FulfilRequest, Clerk, KeyAndVersion),
        row(Name::ProveDelivery, Post, "/api/deliveries/{delivery}/proof", DeliverRecords, Anyone, Safe),
        row(Name::DeliveryPage, Get, "/api/deliveries/{delivery}", DeliverRecords, Recipient, Safe),
        row(Name::Claim, Post, "/api/deliveries/{delivery}/claims", DeliverRecords, Recipient, Safe),
        row(Name::ViewFile, Post, "/api/deliveries/{delivery}/files/{record}", DeliverRecords, Recipient, Safe),
        row(Name::ViewBound, Post, "/api/deliveries/{delivery}/bound", DeliverRecords, Recipient, Safe),
        row(Name::EnterRequest, Post, "/api/practices/{practice}/entries", SubmitRequest, Clerk, Key),
        row(Name::ProvePin, Post, "/api/practices/{practice}/pins", VerifyRequester, Anyone, Safe),
        row(Name::WriteToPractice, Post, "/api/status/messages", ManageWork, Requester, Key),
        row(Name::ConfirmArrival, Post, "/api/status/arrival", ManageWork, Requester, Key),
        row(Name::Search, Post, "/api/practices/{practice}/searches", QueryRequests, Reader, Safe),
        row(Name::Morning, Get, "/api/practices/{practice}/morning", QueryRequests, Officer, Safe),
        row(Name::Report, Get, "/api/practices/{practice}/reports", QueryRequests, Officer, Safe),
        row(Name::Denials, Get, "/api/practices/{practice}/denials", QueryRequests, Officer, Safe),
        row(Name::Disclosures, Get, "/api/practices/{practice}/disclosures", QueryRequests, Officer, Safe),
        row(Name::PatientDisclosures, Get, "/api/requests/{request}/disclosures", QueryRequests, Officer, Safe),
        // Whoever sees it first stops it, whatever else happened meanwhile.
        row(Name::Misdirect, Post, "/api/requests/{request}/misdirections", ManageWork, Clerk, Key),
        row(Name::AccountMisdirection, Post, "/api/requests/{request}/misdirections/{misdirection}/recipient", ManageWork, Officer, KeyAndVersion),
        row(Name::RecallMisdirection, Post, "/api/requests/{request}/misdirections/{misdirection}/recall", ManageWork, Officer, KeyAndVersion),
        row(Name::AssessMisdirection, Post, "/api/requests/{request}/misdirections/{misdirection}/assessment", ManageWork, Officer, KeyAndVersion),
        row(Name::DecideMisdirection, Post, "/api/requests/{request}/misdirections/{misdirection}/decision", ManageWork, Officer, KeyAndVersion),
        row(Name::WriteBreach, Post, "/api/requests/{request}/misdirections/{misdirection}/letter", ManageWork, Officer, KeyAndVersion),
        row(Name::TellBreach, Post, "/api/requests/{request}/misdirections/{misdirection}/notices", ManageWork, Officer, KeyAndVersion),
        row(Name::Hold, Post, "/api/requests/{request}/hold", ManageWork, Officer, Key),
        row(Name::Evidence, Get, "/api/requests/{request}/evidence", DeliverRecords, Officer, Safe),
        row(Name::CalendarAddress, Get, "/api/practices/{practice}/calendar", QueryRequests, Reader, Safe),
        row(Name::Calendar, Get, "/api/calendars/{calendar}", QueryRequests, Anyone, Safe),
        row(Name::Members, Get, "/api/practices/{practice}/members", ManagePractice, Reader, Safe),
        row(Name::ChangeMember, Post, "/api/practices/{practice}/members/{member}", ManagePractice, Officer, Key),
        row(Name::Assign, Post, "/api/requests/{request}/assignment", ManageWork, Clerk, Key),
        row(Name::AssignMany, Post, "/api/practices/{practice}/assignments", ManageWork, Clerk, Key),
        row(Name::WriteNote, Post, "/api/requests/{request}/notes", ManageWork, Reader, Key),
        row(Name::ExplainDelay, Post, "/api/requests/{request}/delays", ManageWork, Clerk, Key),
        row(Name::SendMessage, Post, "/api/requests/{request}/messages", ManageWork, Clerk, Key),
        row(Name::AddTask, Post, "/api/requests/{request}/tasks", ManageWork, Clerk, Key),
        row(Name::FinishTask, Post, "/api/requests/{request}/tasks/{task}/completion", ManageWork, Reader, Key),
        row(Name::ChangeContact, Post, "/api/requests/{request}/contact", ManageWork, Clerk, KeyAndVersion),
        row(Name::GivePin, Post, "/api/requests/{request}/pin", VerifyRequester, Clerk, Key),
        row(Name::AttachScan, Post, "/api/requests/{request}/scans", ManageRecords, Clerk, Key),
        row(Name::ViewScan, Post, "/api/requests/{request}/scans/{scan}", ManageRecords, Reader, Safe),
        row(Name::ViewLetter, Get, "/api/requests/{request}/letters/{seq}", DeliverRecords, Reader, Safe),
        row(Name::ViewOwnLetter, Get, "/api/status/letters/{seq}", DeliverRecords, Requester, Safe),
        row(Name::LinkRequest, Post, "/api/requests/{request}/links", ManageWork, Clerk, KeyAndVersion),
        row(Name::Arrange, Post, "/api/requests/{request}/arrangement", ManageWork, Clerk, KeyAndVersion),
        row(Name::WithholdRecord, Post, "/api/requests/{request}/records/{record}/withholding", DenyRequest, Clerk, KeyAndVersion),
        row(Name::Determine, Post, "/api/requests/{request}/records/{record}/determination", DenyRequest, Clinician, KeyAndVersion),
        row(Name::Approve, Post, "/api/requests/{request}/records/{record}/approval", DenyRequest, Officer, KeyAndVersion),
        row(Name::PreviewLetter, Post, "/api/requests/{request}/letter", DenyRequest, Reader, Safe),
        row(Name::Answer, Post, "/api/requests/{request}/answer", DenyRequest, Clerk, KeyAndVersion),
        row(Name::RouteRequest, Post, "/api/requests/{request}/routing", DenyRequest, Clerk, KeyAndVersion),
        row(Name::Extend, Post, "/api/requests/{request}/extension", ExtendRequest, Officer, KeyAndVersion),
        row(Name::Reopen, Post, "/api/requests/{request}/reopening", FulfilRequest, Clerk, KeyAndVersion),
        row(Name::Undo, Post, "/api/requests/{request}/undoing", FulfilRequest, Clerk, KeyAndVersion),
        row(Name::TakePackage, Post, "/api/requests/{request}/package", FulfilRequest, Clerk, Key),
        row(Name::HandOver, Post, "/api/requests/{request}/hand-over", FulfilRequest, Clerk, KeyAndVersion),
        row(Name::AskReview, Post, "/api/status/review", ReviewDenial, Requester, Key),
        row(Name::ReviewPage, Get, "/api/requests/{request}/review", ReviewDenial, Reader, Safe),
        row(Name::EnterReview, Post, "/api/requests/{request}/review", ReviewDenial, Clerk, KeyAndVersion),
        row(Name::AssignReview, Post, "/api/requests/{request}/review/reviewer", ReviewDenial, Designator, KeyAndVersion),
        row(Name::DecideReview, Post, "/api/requests/{request}/review/decision", ReviewDenial, Reviewer, KeyAndVersion),
        row(Name::TellReview, Post, "/api/requests/{request}/review/hand-over", ReviewDenial, Clerk, KeyAndVersion),
        row(Name::QuoteFee, Post, "/api/requests/{request}/fee", ManageWork, Clerk, KeyAndVersion),
        row(Name::NoteFee, Post, "/api/requests/{request}/fee/notes", ManageWork, Clerk, KeyAndVersion),
        row(Name::AnswerFee, Post, "/api/status/fee", ManageWork, Requester, Key),
        row(Name::Fees, Get, "/api/practices/{practice}/fees", ManagePractice, Reader, Safe),
        row(Name::SetFees, Post, "/api/practices/{practice}/fees", ManagePractice, Officer, Key),
        row(Name::Papers, Get, "/api/practices/{practice}/papers", ManagePractice, Reader, Safe),
        row(Name::WritePaper, Post, "/api/practices/{practice}/papers", ManagePractice, Officer, Key),
        row(Name::Attest, Post, "/api/practices/{practice}/attestations", ManagePractice, Reader, Key),
        row(Name::EnterTraining, Post, "/api/practices/{practice}/trainings", ManagePractice, Officer, Key),
    ]
};

/// The row of a route.
pub fn of(name: Name) -> &'static Route {
    ALL.iter()
        .find(|route| route.name == name)
        .expect("every name has a row, which a test shows")
}

/// The route that a call is for, and the identifiers in its path in their order.
pub fn find<'path>(method: &str, path: &'path str) -> Option<(&'static Route, Vec<&'path str>)> {
    ALL.iter().find_map(|route| {
        let parts = (route.method.name() == method).then(|| matches(route.path, path))??;
        Some((route, parts))
    })
}

fn matches<'path>(pattern: &str, path: &'path str) -> Option<Vec<&'path str>> {
    let mut parts = Vec::new();
    let mut actual = path.split('/');
    for expected in pattern.split('/') {
        let segment = actual.next()?;
        if expected.starts_with('{') {
            parts.push(segment);
        } else if expected != segment {
            return None;
        }
    }
    actual.next().is_none().then_some(parts)
}

/// The path of a route with its identifiers filled in, in their order.
pub fn path(name: Name, parts: &[&dyn fmt::Display]) -> String {
    let mut parts = parts.iter();
    of(name)
        .path
        .split('/')
        .map(|segment| {
            if segment.starts_with('{') {
                parts.next().map_or_else(String::new, ToString::to_string)
            } else {
                segment.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_own_path_and_no_two_share_one() {
        for route in &ALL {
            let (found, parts) = find(route.method.name(), route.path).expect("its own path matches");

            assert_eq!(found.name, route.name, "{} {}", route.method.name(), route.path);
            assert_eq!(parts.len(), route.path.matches('{').count());
            assert_eq!(of(route.name).path, route.path);
        }
    }

    #[test]
    fn a_path_that_is_not_in_the_table_is_not_found() {
        for (method, path) in [
            ("GET", "/api/practices"),
            ("GET", "/api/practices/lakeside/requests"),
            ("POST", "/api/requests/a/release/b"),
            ("DELETE", "/api/me"),
            ("GET", "/api/me/"),
            ("GET", ""),
        ] {
            assert!(find(method, path).is_none(), "{method} {path}");
        }
    }

    #[test]
    fn a_path_is_filled_in_order() {
        let filled = path(Name::JudgeRecord, &[&"one", &"two"]);

        assert_eq!(filled, "/api/requests/one/records/two/judgement");
    }

    #[test]
    fn what_changes_a_request_names_its_version() {
        for route in &ALL {
            if route.caller.is_staff() && route.method == Method::Post {
                let searches = matches!(
                    route.name,
                    Name::Candidates | Name::Search | Name::PreviewLetter | Name::ViewScan
                );
                assert_eq!(route.repeat == Repeat::Safe, searches, "{:?}", route.name);
            }
            if route.method == Method::Get {
                assert_eq!(route.repeat, Repeat::Safe, "{:?}", route.name);
            }
        }
    }
}
