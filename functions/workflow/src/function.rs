//! Which use case answers what, function by function. They stand here and not in the binaries so that the
//! library compiles them once; a binary links the one that it names.

use crate::call::Call;
use crate::edge::Answer;
use crate::failure::Failure;
use crate::store::item::{JOB_PREFIX, NOTICE_PREFIX};
use crate::stream::Work;
use crate::world::World;
use crate::{
    assemble, calendar, claim, close, contact, correct, disclosures, edge, ending, enter, evidence, fee, inspect,
    judge, keeping, letters, members, misdirecting, morning, notice, papers, pin, practice, records, reissue, release,
    report, review, scan, sign_in, status, stream, submit, sweep, take, track, uploads, verify, withhold, work,
    worklist,
};
use domain::id::{JobId, NoticeId, RequestId};
use domain::route::Name;
use serde_json::Value;

type Result = std::result::Result<(), lambda_http::Error>;

/// Patients' new requests.
pub fn submit_request() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::Submit => submit::submit(world, call).await,
                Name::EnterRequest => enter::enter(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// The worklist, one request, and a requester's own status.
pub fn query_requests() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::Status => status::status(world, call).await,
                Name::Worklist => worklist::worklist(world, call).await,
                Name::RequestPage => worklist::request(world, call).await,
                Name::Search => worklist::search(world, call).await,
                Name::Morning => morning::morning(world, call).await,
                Name::Report => report::report(world, call).await,
                Name::Denials => report::denials(world, call).await,
                Name::Disclosures => disclosures::log(world, call).await,
                Name::PatientDisclosures => disclosures::of_patient(world, call).await,
                Name::CalendarAddress => calendar::address(world, call).await,
                Name::Calendar => calendar::feed(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// Codes, the match with the patient index, and the decision who asks.
pub fn verify_requester() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::FindRequest => contact::find(world, call).await,
                Name::ResendCode => contact::resend(world, call).await,
                Name::ProveContact => contact::prove(world, call).await,
                Name::ProvePin => pin::prove(world, call).await,
                Name::GivePin => pin::give(world, call).await,
                Name::LeaveStatus => contact::leave(world, call).await,
                Name::Candidates => verify::candidates(world, call).await,
                Name::Verify => verify::verify(world, call).await,
                Name::Correct => correct::correct(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// Staff sign-in and sign-out.
pub fn sign_in() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::BeginSignIn => sign_in::begin(world, call).await,
                Name::FinishSignIn => sign_in::finish(world, call).await,
                Name::SignOut => sign_in::sign_out(world, call).await,
                Name::Me => sign_in::me(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// What anyone may know of a practice.
pub fn manage_practice() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::PracticeCard => practice::card(world, call).await,
                Name::Members => members::list(world, call).await,
                Name::ChangeMember => members::change(world, call).await,
                Name::Fees => fee::list(world, call).await,
                Name::SetFees => fee::set(world, call).await,
                Name::Papers => papers::list(world, call).await,
                Name::WritePaper => papers::write(world, call).await,
                Name::Attest => papers::attest(world, call).await,
                Name::EnterTraining => papers::enter_training(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// Upload links, the ledger of records, and judgements on them.
pub fn manage_records() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::GrantUploads => uploads::grant(world, call).await,
                Name::Records => records::list(world, call).await,
                Name::JudgeRecord => judge::judge(world, call).await,
                Name::DiscardRecord => judge::discard(world, call).await,
                Name::AttachScan => scan::attach(world, call).await,
                Name::ViewScan => scan::view(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// Releasing, closing, and links to what was released.
pub fn fulfil_request() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::Release => release::release(world, call).await,
                Name::Close => close::close(world, call).await,
                Name::ReissueDelivery => reissue::reissue(world, call).await,
                Name::RevokeDelivery => reissue::revoke(world, call).await,
                Name::Reopen => ending::reopen(world, call).await,
                Name::Undo => ending::undo(world, call).await,
                Name::TakePackage => take::take(world, call).await,
                Name::HandOver => ending::hand_over(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// Withholding on a ground, and answers without a record.
pub fn deny_request() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::WithholdRecord => withhold::withhold(world, call).await,
                Name::Determine => withhold::determine(world, call).await,
                Name::Approve => withhold::approve(world, call).await,
                Name::PreviewLetter => ending::preview(world, call).await,
                Name::Answer => ending::answer(world, call).await,
                Name::RouteRequest => ending::route(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// The one extension.
pub fn extend_request() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::Extend => ending::extend(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// The second look at a denial.
pub fn review_denial() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::AskReview => review::ask(world, call).await,
                Name::ReviewPage => review::page(world, call).await,
                Name::EnterReview => review::enter(world, call).await,
                Name::AssignReview => review::assign(world, call).await,
                Name::DecideReview => review::decide(world, call).await,
                Name::TellReview => review::tell(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// Whose work it is, notes, messages, tasks, contacts, agreements, and what went to someone wrong.
pub fn manage_work() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::Assign => work::assign(world, call).await,
                Name::AssignMany => work::assign_many(world, call).await,
                Name::WriteNote => work::note(world, call).await,
                Name::ExplainDelay => work::explain_delay(world, call).await,
                Name::Misdirect => misdirecting::open(world, call).await,
                Name::AccountMisdirection => misdirecting::account(world, call).await,
                Name::RecallMisdirection => misdirecting::recall(world, call).await,
                Name::AssessMisdirection => misdirecting::assess(world, call).await,
                Name::DecideMisdirection => misdirecting::decide(world, call).await,
                Name::WriteBreach => misdirecting::write(world, call).await,
                Name::TellBreach => misdirecting::tell(world, call).await,
                Name::Hold => keeping::hold(world, call).await,
                Name::SendMessage => work::message(world, call).await,
                Name::WriteToPractice => work::write_to_practice(world, call).await,
                Name::ConfirmArrival => work::confirm_arrival(world, call).await,
                Name::AddTask => work::add_task(world, call).await,
                Name::FinishTask => work::finish_task(world, call).await,
                Name::ChangeContact => work::change_contact(world, call).await,
                Name::Arrange => work::arrange(world, call).await,
                Name::LinkRequest => work::link(world, call).await,
                Name::QuoteFee => fee::quote(world, call).await,
                Name::NoteFee => fee::note(world, call).await,
                Name::AnswerFee => fee::answer(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// What the mail provider says of the messages that it took.
pub fn track_notices() -> Result {
    fn handle<'a>(world: &'a World, event: &'a Value) -> Work<'a> {
        Box::pin(async move {
            for (request, notice, fate) in track::read(event) {
                track::track(world, &request, &notice, fate, edge::now()).await?;
            }
            Ok(())
        })
    }
    stream::serve_events(handle)
}

/// The delivery page and its claims, letters as PDF, and the evidence of a request, which reads what was released.
pub fn deliver_records() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::ProveDelivery => claim::prove(world, call).await,
                Name::DeliveryPage => claim::page(world, call).await,
                Name::Claim => claim::claim(world, call).await,
                Name::ViewFile => claim::view(world, call).await,
                Name::ViewBound => claim::view_bound(world, call).await,
                Name::ViewLetter => letters::view(world, call).await,
                Name::Evidence => evidence::evidence(world, call).await,
                Name::ViewOwnLetter => letters::view_own(world, call).await,
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// Looks at each uploaded file on its arrival.
pub fn inspect_record() -> Result {
    fn handle<'a>(world: &'a World, key: &'a str) -> Work<'a> {
        Box::pin(inspect::inspect(world, key))
    }
    stream::serve_objects(handle)
}

/// Assembles the package of each release.
pub fn assemble_package() -> Result {
    fn handle<'a>(world: &'a World, request: RequestId, id: &'a str) -> Work<'a> {
        Box::pin(async move {
            match JobId::parse(id) {
                Some(job) => assemble::assemble(world, &request, &job, edge::now()).await,
                None => Ok(()),
            }
        })
    }
    stream::serve_rows(JOB_PREFIX, handle)
}

/// Sends what is in the outbox.
pub fn send_notices() -> Result {
    fn handle<'a>(world: &'a World, request: RequestId, id: &'a str) -> Work<'a> {
        Box::pin(async move {
            match NoticeId::parse(id) {
                Some(notice) => notice::send(world, &request, &notice, edge::now()).await,
                None => Ok(()),
            }
        })
    }
    stream::serve_rows(NOTICE_PREFIX, handle)
}

/// Brings up again what was to happen by itself and did not.
pub fn sweep_deadlines() -> Result {
    fn handle(world: &World) -> Work<'_> {
        Box::pin(sweep::sweep(world, edge::now()))
    }
    stream::serve_schedule(handle)
}
