//! The client of the API: the only place with HTTP. Methods are the rows of `domain::route`.

use crate::intent;
use crate::json;
use domain::field::FieldError;
use domain::id::{ChallengeId, DeliveryId, MemberId, PracticeId, RecordId, RequestId, ScanId};
use domain::letter::Print;
use domain::route::{self, Name, Repeat};
use domain::wire::evidence::EvidencePage;
use domain::wire::fee::{AnswerFee, Fees, NoteFee, QuoteFee, SetFees};
use domain::wire::misdirection::{
    AccountMisdirection, AssessMisdirection, DecideMisdirection, Misdirect, RecallMisdirection, TellBreach, WriteBreach,
};
use domain::wire::papers::{Attest, EnterTraining, PaperWritten, PapersPage, TrainingEntered, WritePaper};
use domain::wire::report::{DenialLog, DisclosureLog, PatientDisclosures, Report};
use domain::wire::retention::Hold;
use domain::wire::review::{AssignReview, DecideReview, EnterReview, ReviewPage};
use domain::wire::{
    AddTask, AnswerRequest, Approve, Arrange, Assign, AssignMany, AssignedMany, AttachScan, CalendarAddress,
    CandidateList, Candidates, Challenged, ChangeContact, ChangeMember, Claimed, ConfirmArrival, ContactProven,
    CorrectRequest, DeliveryPage, DeliveryProven, Determine, EnterRequest, Entered, ExplainDelay, Extend, FindRequest,
    Found, GivePin, GrantUploads, Granted, HandOver, JudgeRecord, LetterPdf, LetterPreview, Link, LinkRequest, Me,
    Members, Morning, PinGiven, PracticeCard, PreviewLetter, Problem, ProveContact, ProveDelivery, ProvePin,
    RecordList, ReleaseRecord, Reopen, RequestPage, RouteRequest, ScanGranted, SearchRequests, SendMessage, SignedOut,
    Status, SubmitRequest, Submitted, TakePackage, UploadFile, Verify, WithPasscode, WithholdRecord, Worklist,
    WriteNote,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Display;
use std::pin::Pin;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, File, Headers, ProgressEvent, RequestCredentials, RequestInit, Response, XmlHttpRequest};

const TIME_LIMIT_MILLISECONDS: u32 = 30_000;

/// Why a call has no answer that the page can use.
#[derive(Clone)]
pub enum Failure {
    /// Nothing came back. Whether it arrived is not known; the same key makes another try safe.
    Offline,
    Refused(Box<Problem>),
    /// Something came back that is not the API's.
    Unreadable,
}

impl Failure {
    pub fn status(&self) -> u16 {
        match self {
            Self::Refused(problem) => problem.status,
            Self::Offline | Self::Unreadable => 0,
        }
    }

    pub fn errors(&self) -> Vec<FieldError> {
        match self {
            Self::Refused(problem) => problem.errors.clone(),
            Self::Offline | Self::Unreadable => Vec::new(),
        }
    }

    pub fn tries_left(&self) -> Option<u32> {
        match self {
            Self::Refused(problem) => problem.tries_left,
            Self::Offline | Self::Unreadable => None,
        }
    }
}

pub type Answer<T> = Result<T, Failure>;
/// A change of a request by staff, which is answered with the request as it stands then. Nothing is sent before it is
/// awaited.
pub type Change = Pin<Box<dyn Future<Output = Answer<RequestPage>>>>;
type Parts<'a> = &'a [&'a dyn Display];

/// The address that begins a sign-in, for the browser to go to.
pub fn sign_in_path() -> String {
    route::path(Name::BeginSignIn, &[])
}

pub async fn practice(practice: &PracticeId) -> Answer<PracticeCard> {
    get(Name::PracticeCard, &[practice]).await
}

pub async fn submit(practice: &PracticeId, form: &SubmitRequest) -> Answer<Submitted> {
    post(Name::Submit, &[practice], None, form).await
}

pub async fn find_request(practice: &PracticeId, form: &FindRequest) -> Answer<Challenged> {
    post(Name::FindRequest, &[practice], None, form).await
}

pub async fn resend_code(challenge: &ChallengeId) -> Answer<Challenged> {
    post(Name::ResendCode, &[challenge], None, &Empty {}).await
}

pub async fn prove_contact(challenge: &ChallengeId, form: &ProveContact) -> Answer<ContactProven> {
    post(Name::ProveContact, &[challenge], None, form).await
}

pub async fn prove_pin(practice: &PracticeId, form: &ProvePin) -> Answer<ContactProven> {
    post(Name::ProvePin, &[practice], None, form).await
}

pub async fn status() -> Answer<Status> {
    get(Name::Status, &[]).await
}

pub async fn own_letter(seq: u64, print: Print) -> Answer<LetterPdf> {
    letter_pdf(Name::ViewOwnLetter, &[&seq], print).await
}

pub async fn write_to_practice(form: &SendMessage) -> Answer<()> {
    post(Name::WriteToPractice, &[], None, form).await
}

pub async fn ask_review() -> Answer<()> {
    post(Name::AskReview, &[], None, &Empty {}).await
}

pub async fn confirm_arrival(form: &ConfirmArrival) -> Answer<()> {
    post(Name::ConfirmArrival, &[], None, form).await
}

pub async fn answer_fee(form: &AnswerFee) -> Answer<()> {
    post(Name::AnswerFee, &[], None, form).await
}

pub async fn view_file(delivery: &DeliveryId, record: &RecordId) -> Answer<Link> {
    post(Name::ViewFile, &[delivery, record], None, &Empty {}).await
}

pub async fn view_bound(delivery: &DeliveryId) -> Answer<Link> {
    post(Name::ViewBound, &[delivery], None, &Empty {}).await
}

pub async fn leave_status() -> Answer<()> {
    post(Name::LeaveStatus, &[], None, &Empty {}).await
}

pub async fn sign_out() -> Answer<SignedOut> {
    post(Name::SignOut, &[], None, &Empty {}).await
}

pub async fn me() -> Answer<Me> {
    get(Name::Me, &[]).await
}

/// `filters` is a query, `kind=access&clock=overdue`.
pub async fn worklist(practice: &PracticeId, filters: &str, after: Option<&str>) -> Answer<Worklist> {
    let mut path = [route::path(Name::Worklist, &[practice]).as_str(), "?", filters].concat();
    if let Some(after) = after {
        path.push_str("&after=");
        path.push_str(&String::from(js_sys::encode_uri_component(after)));
    }
    read(&send(Name::Worklist, &path, None, None).await?)
}

pub async fn search(practice: &PracticeId, form: &SearchRequests) -> Answer<Found> {
    post(Name::Search, &[practice], None, form).await
}

pub async fn assign_many(practice: &PracticeId, form: &AssignMany) -> Answer<AssignedMany> {
    post(Name::AssignMany, &[practice], None, form).await
}

pub async fn enter_request(practice: &PracticeId, form: &EnterRequest) -> Answer<Entered> {
    post(Name::EnterRequest, &[practice], None, form).await
}

pub async fn morning(practice: &PracticeId) -> Answer<Morning> {
    get(Name::Morning, &[practice]).await
}

pub async fn calendar_address(practice: &PracticeId) -> Answer<CalendarAddress> {
    get(Name::CalendarAddress, &[practice]).await
}

pub async fn change_member(practice: &PracticeId, member: &MemberId, form: &ChangeMember) -> Answer<()> {
    post(Name::ChangeMember, &[practice, member], None, form).await
}

pub async fn request_page(request: &RequestId) -> Answer<RequestPage> {
    get(Name::RequestPage, &[request]).await
}

pub async fn candidates(request: &RequestId, form: &Candidates) -> Answer<CandidateList> {
    post(Name::Candidates, &[request], None, form).await
}

pub async fn verify(request: &RequestId, version: u64, form: &Verify) -> Answer<WithPasscode> {
    post(Name::Verify, &[request], Some(version), form).await
}

pub async fn grant_uploads(request: &RequestId, files: Vec<UploadFile>) -> Answer<Granted> {
    post(Name::GrantUploads, &[request], None, &GrantUploads { files }).await
}

pub async fn records(request: &RequestId) -> Answer<RecordList> {
    get(Name::Records, &[request]).await
}

pub async fn review_page(request: &RequestId) -> Answer<ReviewPage> {
    get(Name::ReviewPage, &[request]).await
}

pub fn enter_review(request: &RequestId, version: u64, form: &EnterReview) -> Change {
    change(Name::EnterReview, &[request], Some(version), form)
}

pub fn assign_review(request: &RequestId, version: u64, form: &AssignReview) -> Change {
    change(Name::AssignReview, &[request], Some(version), form)
}

pub fn decide_review(request: &RequestId, version: u64, form: &DecideReview) -> Change {
    change(Name::DecideReview, &[request], Some(version), form)
}

pub fn tell_review(request: &RequestId, version: u64, form: &HandOver) -> Change {
    change(Name::TellReview, &[request], Some(version), form)
}

pub fn judge_record(request: &RequestId, record: &RecordId, version: u64, form: &JudgeRecord) -> Change {
    change(Name::JudgeRecord, &[request, record], Some(version), form)
}

pub fn discard_record(request: &RequestId, record: &RecordId, version: u64) -> Change {
    change(Name::DiscardRecord, &[request, record], Some(version), &Empty {})
}

pub fn withhold_record(request: &RequestId, record: &RecordId, version: u64, form: &WithholdRecord) -> Change {
    change(Name::WithholdRecord, &[request, record], Some(version), form)
}

pub fn determine(request: &RequestId, record: &RecordId, version: u64, form: &Determine) -> Change {
    change(Name::Determine, &[request, record], Some(version), form)
}

pub fn approve(request: &RequestId, record: &RecordId, version: u64, form: &Approve) -> Change {
    change(Name::Approve, &[request, record], Some(version), form)
}

pub async fn preview_letter(request: &RequestId, form: &PreviewLetter) -> Answer<LetterPreview> {
    post(Name::PreviewLetter, &[request], None, form).await
}

pub fn answer(request: &RequestId, version: u64, form: &AnswerRequest) -> Change {
    change(Name::Answer, &[request], Some(version), form)
}

pub fn route_request(request: &RequestId, version: u64, form: &RouteRequest) -> Change {
    change(Name::RouteRequest, &[request], Some(version), form)
}

pub fn extend(request: &RequestId, version: u64, form: &Extend) -> Change {
    change(Name::Extend, &[request], Some(version), form)
}

pub fn reopen(request: &RequestId, version: u64, form: &Reopen) -> Change {
    change(Name::Reopen, &[request], Some(version), form)
}

pub fn undo(request: &RequestId, version: u64) -> Change {
    change(Name::Undo, &[request], Some(version), &Empty {})
}

pub fn release(request: &RequestId, version: u64, form: &ReleaseRecord) -> Change {
    change(Name::Release, &[request], Some(version), form)
}

pub async fn take_package(request: &RequestId, form: TakePackage) -> Answer<Link> {
    post(Name::TakePackage, &[request], None, &form).await
}

pub fn hand_over(request: &RequestId, version: u64, form: &HandOver) -> Change {
    change(Name::HandOver, &[request], Some(version), form)
}

pub fn close(request: &RequestId, version: u64) -> Change {
    change(Name::Close, &[request], Some(version), &Empty {})
}

pub async fn members(practice: &PracticeId) -> Answer<Members> {
    get(Name::Members, &[practice]).await
}

pub async fn report(practice: &PracticeId, from: &str, until: &str) -> Answer<Report> {
    of_period(Name::Report, practice, from, until).await
}

pub async fn denials(practice: &PracticeId, from: &str, until: &str) -> Answer<DenialLog> {
    of_period(Name::Denials, practice, from, until).await
}

pub async fn disclosures(practice: &PracticeId, from: &str, until: &str) -> Answer<DisclosureLog> {
    of_period(Name::Disclosures, practice, from, until).await
}

pub async fn patient_disclosures(request: &RequestId) -> Answer<PatientDisclosures> {
    get(Name::PatientDisclosures, &[request]).await
}

/// What the page shows of it, and the whole as it came.
pub async fn evidence(request: &RequestId) -> Answer<(EvidencePage, String)> {
    let text = send(Name::Evidence, &route::path(Name::Evidence, &[request]), None, None).await?;
    Ok((read(&text)?, text))
}

pub fn hold(request: &RequestId, form: &Hold) -> Change {
    change(Name::Hold, &[request], None, form)
}

pub fn misdirect(request: &RequestId, form: &Misdirect) -> Change {
    change(Name::Misdirect, &[request], None, form)
}

pub fn account_misdirection(request: &RequestId, case: u64, version: u64, form: &AccountMisdirection) -> Change {
    change(Name::AccountMisdirection, &[request, &case], Some(version), form)
}

pub fn recall_misdirection(request: &RequestId, case: u64, version: u64, form: &RecallMisdirection) -> Change {
    change(Name::RecallMisdirection, &[request, &case], Some(version), form)
}

pub fn assess_misdirection(request: &RequestId, case: u64, version: u64, form: &AssessMisdirection) -> Change {
    change(Name::AssessMisdirection, &[request, &case], Some(version), form)
}

pub fn decide_misdirection(request: &RequestId, case: u64, version: u64, form: &DecideMisdirection) -> Change {
    change(Name::DecideMisdirection, &[request, &case], Some(version), form)
}

pub fn write_breach(request: &RequestId, case: u64, version: u64, form: &WriteBreach) -> Change {
    change(Name::WriteBreach, &[request, &case], Some(version), form)
}

pub fn tell_breach(request: &RequestId, case: u64, version: u64, form: &TellBreach) -> Change {
    change(Name::TellBreach, &[request, &case], Some(version), form)
}

async fn of_period<T: DeserializeOwned>(name: Name, practice: &PracticeId, from: &str, until: &str) -> Answer<T> {
    let path = route::path(name, &[practice]);
    let path = [path.as_str(), "?from=", from, "&until=", until].concat();
    read(&send(name, &path, None, None).await?)
}

pub fn assign(request: &RequestId, form: &Assign) -> Change {
    change(Name::Assign, &[request], None, form)
}

pub fn write_note(request: &RequestId, form: &WriteNote) -> Change {
    change(Name::WriteNote, &[request], None, form)
}

pub fn explain_delay(request: &RequestId, form: &ExplainDelay) -> Change {
    change(Name::ExplainDelay, &[request], None, form)
}

pub fn send_message(request: &RequestId, form: &SendMessage) -> Change {
    change(Name::SendMessage, &[request], None, form)
}

pub fn add_task(request: &RequestId, form: &AddTask) -> Change {
    change(Name::AddTask, &[request], None, form)
}

pub fn finish_task(request: &RequestId, number: u64) -> Change {
    change(Name::FinishTask, &[request, &number], None, &Empty {})
}

pub fn change_contact(request: &RequestId, version: u64, form: &ChangeContact) -> Change {
    change(Name::ChangeContact, &[request], Some(version), form)
}

pub fn correct(request: &RequestId, version: u64, form: &CorrectRequest) -> Change {
    change(Name::Correct, &[request], Some(version), form)
}

pub async fn give_pin(request: &RequestId, form: &GivePin) -> Answer<PinGiven> {
    post(Name::GivePin, &[request], None, form).await
}

pub async fn letter(request: &RequestId, seq: u64, print: Print) -> Answer<LetterPdf> {
    letter_pdf(Name::ViewLetter, &[request, &seq], print).await
}

async fn letter_pdf(name: Name, parts: Parts<'_>, print: Print) -> Answer<LetterPdf> {
    let query = match print {
        Print::Ordinary => "",
        Print::Large => "?print=large",
    };
    let path = [route::path(name, parts).as_str(), query].concat();
    read(&send(name, &path, None, None).await?)
}

pub async fn attach_scan(request: &RequestId, form: &AttachScan) -> Answer<ScanGranted> {
    post(Name::AttachScan, &[request], None, form).await
}

pub async fn view_scan(request: &RequestId, scan: &ScanId) -> Answer<Link> {
    post(Name::ViewScan, &[request, scan], None, &Empty {}).await
}

pub fn link_request(request: &RequestId, version: u64, form: &LinkRequest) -> Change {
    change(Name::LinkRequest, &[request], Some(version), form)
}

pub fn arrange(request: &RequestId, version: u64, form: &Arrange) -> Change {
    change(Name::Arrange, &[request], Some(version), form)
}

pub fn quote_fee(request: &RequestId, version: u64, form: &QuoteFee) -> Change {
    change(Name::QuoteFee, &[request], Some(version), form)
}

pub fn note_fee(request: &RequestId, version: u64, form: &NoteFee) -> Change {
    change(Name::NoteFee, &[request], Some(version), form)
}

pub async fn fees(practice: &PracticeId) -> Answer<Fees> {
    get(Name::Fees, &[practice]).await
}

pub async fn set_fees(practice: &PracticeId, form: &SetFees) -> Answer<Fees> {
    post(Name::SetFees, &[practice], None, form).await
}

pub async fn papers(practice: &PracticeId) -> Answer<PapersPage> {
    get(Name::Papers, &[practice]).await
}

pub async fn write_paper(practice: &PracticeId, form: &WritePaper) -> Answer<PaperWritten> {
    post(Name::WritePaper, &[practice], None, form).await
}

pub async fn attest(practice: &PracticeId, form: &Attest) -> Answer<TrainingEntered> {
    post(Name::Attest, &[practice], None, form).await
}

pub async fn enter_training(practice: &PracticeId, form: &EnterTraining) -> Answer<TrainingEntered> {
    post(Name::EnterTraining, &[practice], None, form).await
}

pub async fn reissue_delivery(request: &RequestId, version: u64) -> Answer<WithPasscode> {
    post(Name::ReissueDelivery, &[request], Some(version), &Empty {}).await
}

pub fn revoke_delivery(request: &RequestId, delivery: &DeliveryId, version: u64) -> Change {
    change(Name::RevokeDelivery, &[request, delivery], Some(version), &Empty {})
}

pub async fn prove_delivery(delivery: &DeliveryId, form: &ProveDelivery) -> Answer<DeliveryProven> {
    post(Name::ProveDelivery, &[delivery], None, form).await
}

pub async fn delivery_page(delivery: &DeliveryId) -> Answer<DeliveryPage> {
    get(Name::DeliveryPage, &[delivery]).await
}

pub async fn claim(delivery: &DeliveryId) -> Answer<Claimed> {
    post(Name::Claim, &[delivery], None, &Empty {}).await
}

/// Puts a file where it was granted; tells the bytes that went. Not to the API: no header of ours goes along.
pub async fn put(
    url: &str,
    headers: &[(String, String)],
    file: &File,
    on_progress: impl Fn(f64) + 'static,
) -> Answer<()> {
    let request = XmlHttpRequest::new().map_err(|_| Failure::Offline)?;
    request.open("PUT", url).map_err(|_| Failure::Offline)?;
    for (name, value) in headers {
        request.set_request_header(name, value).map_err(|_| Failure::Offline)?;
    }
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| on_progress(event.loaded()));
    if let Ok(body) = request.upload() {
        body.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    }
    let ended = js_sys::Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    request.send_with_opt_blob(Some(file)).map_err(|_| Failure::Offline)?;
    JsFuture::from(ended).await.map_err(|_| Failure::Offline)?;
    match request.status() {
        Ok(200..=299) => Ok(()),
        Ok(1..) => Err(Failure::Unreadable),
        Ok(0) | Err(_) => Err(Failure::Offline),
    }
}

/// A body without fields.
#[derive(Serialize)]
struct Empty {}

async fn get<T: DeserializeOwned>(name: Name, parts: Parts<'_>) -> Answer<T> {
    read(&send(name, &route::path(name, parts), None, None).await?)
}

async fn post<T: DeserializeOwned>(
    name: Name,
    parts: Parts<'_>,
    version: Option<u64>,
    form: &impl Serialize,
) -> Answer<T> {
    let body = serde_json::to_string(form).map_err(|_| Failure::Unreadable)?;
    read(&send(name, &route::path(name, parts), version, Some(body)).await?)
}

fn change(name: Name, parts: Parts<'_>, version: Option<u64>, form: &impl Serialize) -> Change {
    changed(
        name,
        route::path(name, parts),
        version,
        serde_json::to_string(form).ok(),
    )
}

/// Not generic, so that all changes share one piece of code.
fn changed(name: Name, path: String, version: Option<u64>, body: Option<String>) -> Change {
    Box::pin(async move {
        let body = body.ok_or(Failure::Unreadable)?;
        read(&send(name, &path, version, Some(body)).await?)
    })
}

fn read<T: DeserializeOwned>(text: &str) -> Answer<T> {
    let text = if text.is_empty() { "null" } else { text };
    json::read(text).map_err(|_| Failure::Unreadable)
}

/// Boxed, so that the calls of all routes share one piece of code.
fn send(
    name: Name,
    path: &str,
    version: Option<u64>,
    body: Option<String>,
) -> Pin<Box<dyn Future<Output = Answer<String>>>> {
    Box::pin(exchange(name, path.to_owned(), version, body))
}

async fn exchange(name: Name, path: String, version: Option<u64>, body: Option<String>) -> Answer<String> {
    let path = path.as_str();
    let row = route::of(name);
    let text = body.as_deref().unwrap_or_default();
    let has_key = !matches!(row.repeat, Repeat::Safe);
    let key = has_key.then(|| intent::key(path, text));
    let answer = fetch(row.method.name(), path, headers(key, version), body.as_deref()).await;
    let undecided = match &answer {
        Err(failure) => !(400..500).contains(&failure.status()),
        Ok(_) => false,
    };
    if has_key && !undecided {
        intent::answered(path);
    }
    answer
}

fn headers(key: Option<String>, version: Option<u64>) -> Option<Headers> {
    let headers = Headers::new().ok()?;
    headers.set(route::PAGE_HEADER, "1").ok()?;
    headers.set("content-type", "application/json").ok()?;
    if let Some(key) = key {
        headers.set("idempotency-key", &key).ok()?;
    }
    if let Some(version) = version {
        headers
            .set("if-match", &["\"", &version.to_string(), "\""].concat())
            .ok()?;
    }
    Some(headers)
}

async fn fetch(method: &str, path: &str, headers: Option<Headers>, body: Option<&str>) -> Answer<String> {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIME_LIMIT_MILLISECONDS)));
    if let Some(headers) = headers {
        init.set_headers(&headers);
    }
    if let Some(body) = body {
        init.set_body(&JsValue::from_str(body));
    }
    let window = web_sys::window().ok_or(Failure::Offline)?;
    let answer = JsFuture::from(window.fetch_with_str_and_init(path, &init))
        .await
        .map_err(|_| Failure::Offline)?;
    let answer: Response = answer.dyn_into().map_err(|_| Failure::Unreadable)?;
    let body = answer.text().map_err(|_| Failure::Unreadable)?;
    let text = JsFuture::from(body).await.map_err(|_| Failure::Offline)?;
    let text = text.as_string().unwrap_or_default();
    if answer.ok() {
        return Ok(text);
    }
    match json::read(&text) {
        Ok(problem) => Err(Failure::Refused(Box::new(problem))),
        Err(_) => Err(Failure::Unreadable),
    }
}
