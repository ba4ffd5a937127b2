//! The API as a table. The template's routes, the client's calls, the functions' dispatch and the
//! authorisation tests follow from it.

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
}

impl Function {
    pub const ALL: [Self; 12] = [
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
    /// An active member of the practice that the request belongs to.
    Member,
    /// A person who proved the second factor of one delivery.
    Recipient,
}

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
pub const ALL: [Route; 26] = {
    use Caller::{Anyone, Member, Recipient, Requester};
    use Function::{
        DeliverRecords, FulfilRequest, ManagePractice, ManageRecords, QueryRequests, SignIn, SubmitRequest,
        VerifyRequester,
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
        row(Name::Worklist, Get, "/api/practices/{practice}/worklist", QueryRequests, Member, Safe),
        row(Name::RequestPage, Get, "/api/requests/{request}", QueryRequests, Member, Safe),
        row(Name::Candidates, Post, "/api/requests/{request}/candidates", VerifyRequester, Member, Safe),
        row(Name::Verify, Post, "/api/requests/{request}/verification", VerifyRequester, Member, KeyAndVersion),
        row(Name::GrantUploads, Post, "/api/requests/{request}/uploads", ManageRecords, Member, Key),
        row(Name::Records, Get, "/api/requests/{request}/records", ManageRecords, Member, Safe),
        row(Name::JudgeRecord, Post, "/api/requests/{request}/records/{record}/judgement", ManageRecords, Member, KeyAndVersion),
        row(Name::DiscardRecord, Post, "/api/requests/{request}/records/{record}/discard", ManageRecords, Member, KeyAndVersion),
        row(Name::Release, Post, "/api/requests/{request}/release", FulfilRequest, Member, KeyAndVersion),
        row(Name::Close, Post, "/api/requests/{request}/closure", FulfilRequest, Member, KeyAndVersion),
        row(Name::ReissueDelivery, Post, "/api/requests/{request}/deliveries", FulfilRequest, Member, KeyAndVersion),
        row(Name::RevokeDelivery, Post, "/api/requests/{request}/deliveries/{delivery}/revocation", FulfilRequest, Member, KeyAndVersion),
        row(Name::ProveDelivery, Post, "/api/deliveries/{delivery}/proof", DeliverRecords, Anyone, Safe),
        row(Name::DeliveryPage, Get, "/api/deliveries/{delivery}", DeliverRecords, Recipient, Safe),
        row(Name::Claim, Post, "/api/deliveries/{delivery}/claims", DeliverRecords, Recipient, Safe),
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
            if route.caller == Caller::Member && route.method == Method::Post {
                let searches = matches!(route.name, Name::Candidates);
                assert_eq!(route.repeat == Repeat::Safe, searches, "{:?}", route.name);
            }
            if route.method == Method::Get {
                assert_eq!(route.repeat, Repeat::Safe, "{:?}", route.name);
            }
        }
    }
}
