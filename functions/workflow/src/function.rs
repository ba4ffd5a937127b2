//! Which use case answers what, function by function. They stand here and not in the binaries so that the
//! library compiles them once; a binary links the one that it names.

use crate::call::Call;
use crate::edge::Answer;
use crate::failure::Failure;
use crate::store::item::{JOB_PREFIX, NOTICE_PREFIX};
use crate::stream::Work;
use crate::world::World;
use crate::{
    assemble, claim, close, contact, edge, inspect, judge, notice, practice, records, reissue, release, sign_in,
    status, stream, submit, sweep, uploads, verify, worklist,
};
use domain::id::{JobId, NoticeId, RequestId};
use domain::route::Name;

type Result = std::result::Result<(), lambda_http::Error>;

/// Patients' new requests.
pub fn submit_request() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::Submit => submit::submit(world, call).await,
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
                Name::LeaveStatus => contact::leave(world, call).await,
                Name::Candidates => verify::candidates(world, call).await,
                Name::Verify => verify::verify(world, call).await,
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
                _ => Err(Failure::NotFound),
            }
        })
    }
    edge::serve(handle)
}

/// The delivery page and its claims.
pub fn deliver_records() -> Result {
    fn handle<'a>(world: &'a World, call: &'a Call) -> Answer<'a> {
        Box::pin(async move {
            match call.route.name {
                Name::ProveDelivery => claim::prove(world, call).await,
                Name::DeliveryPage => claim::page(world, call).await,
                Name::Claim => claim::claim(world, call).await,
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
