//! Every change and every worker, with something going wrong at each call to AWS in turn: what is done once more ends as
//! what went well the first time, to the byte.

use crate::desk;
use crate::engine::{self, Calls, FAULTS, Fault, Held, Outbox};
use crate::reviewing::denied;
use crate::story::{
    as_session, asked, at, call, granted, id, json_of, link, order, patient, print_letters, put_record, run_job,
    stand_in,
};
use anyhow::{Context, Result, bail, ensure};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::chain::Hash;
use domain::fee::{Fee, Line, Medium, Part, Quote, Standing};
use domain::id::{DeliveryId, JobId, NoticeId, RequestId};
use domain::misdirection;
use domain::practice::Member;
use domain::record::{Inspection, Item, State, Withholding};
use domain::request::{Agreed, Linked, Request};
use domain::review::{Decided, Review};
use domain::route::{self, Method, Name, Repeat};
use domain::task::{Assignee, Task};
use domain::word::{Format, Ground, Kind, ReviewOutcome, Role, TaskKind, Way, Work};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use workflow::call::{Call, Reply};
use workflow::change;
use workflow::failure::Failure;
use workflow::secret::Seed;
use workflow::store::dynamo::Table;
use workflow::store::item::{
    DeliveryWhat, NoticeKind, NoticeState, Report, StoredHandover, StoredItem, StoredMember, StoredNotice,
    StoredPatient, StoredRecord, StoredRequest, StoredWarning, Whose,
};
use workflow::track::Fate;
use workflow::world::{Settings, World};
use workflow::{
    assemble, aws, calendar, claim, close, contact, correct, disclosures, edge, ending, enter, evidence, fee, inspect,
    judge, keeping, letters, members, misdirecting, morning, notice, papers, pin, practice, printing, records, reissue,
    release, report, review, scan, session, sign_in, status, submit, sweep, take, track, uploads, verify, withhold,
    work, worklist,
};

/// So many points are tried at once: most of their time is waiting until the SDK tries again.
const AT_ONCE: usize = 48;
/// A caller tries so often before it gives up.
const TRIES: usize = 4;

fn now() -> DateTime<Utc> {
    at("2026-11-24T15:00:00Z")
}

// ---------------------------------------------------------------------------------- what is done

/// What is done, and how it is done again.
#[derive(Clone)]
enum Deed {
    /// A change that somebody sends.
    Sent(Box<Sent>),
    Assemble(RequestId, JobId),
    Notify(RequestId, NoticeId),
    /// The order to print a letter.
    Print(String),
    /// The same of a message with a record, of which the history tells.
    SendRecord(RequestId, NoticeId),
    Inspect(String),
    Track(RequestId, NoticeId, Fate),
    Sweep,
}

#[derive(Clone)]
struct Sent {
    name: Name,
    ids: Vec<String>,
    cookies: Vec<(String, String)>,
    version: Option<u64>,
    body: Value,
}

impl Sent {
    /// The same call each time, as a browser sends it again.
    fn call(&self) -> Call {
        Call {
            route: route::of(self.name),
            ids: self.ids.clone(),
            query: Vec::new(),
            cookies: self.cookies.clone(),
            idempotency_key: Some(format!("the-key-of-this-{:?}", self.name)),
            if_match: self.version.map(|version| format!("\"{version}\"")),
            body: self.body.to_string().into_bytes(),
            now: now(),
            seed: Seed::new([7; 32]),
        }
    }
}

/// The answer as it is compared: without links, which are signed anew each time.
type Answered = Result<Option<(u16, Value)>, Failure>;

async fn act(world: &World, deed: &Deed) -> Answered {
    match deed {
        Deed::Sent(sent) => {
            let reply = send(world, &sent.call()).await?;
            let mut body = serde_json::from_slice(&reply.body).unwrap_or(Value::Null);
            strip_links(&mut body);
            return Ok(Some((reply.status, body)));
        }
        Deed::Assemble(request, job) => Box::pin(assemble::assemble(world, request, job, now())).await?,
        // One that died holds it until then.
        Deed::Notify(request, notice) | Deed::SendRecord(request, notice) => {
            let sent = Box::pin(notice::send(world, request, notice, now())).await;
            match sent {
                Err(Failure::Busy) => {
                    Box::pin(notice::send(world, request, notice, now() + TimeDelta::seconds(181))).await?
                }
                sent => sent?,
            }
        }
        Deed::Print(order) => Box::pin(printing::render(world, order, stand_in)).await?,
        Deed::Inspect(key) => Box::pin(inspect::inspect(world, key)).await?,
        Deed::Track(request, notice, fate) => Box::pin(track::track(world, request, notice, *fate, now())).await?,
        Deed::Sweep => Box::pin(sweep::sweep(world, now() + TimeDelta::minutes(1))).await?,
    }
    Ok(None)
}

fn strip_links(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("url");
            fields.remove("headers");
            fields.values_mut().for_each(strip_links);
        }
        Value::Array(values) => values.iter_mut().for_each(strip_links),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Each in a box of its own, since all of them together are more than a stack holds.
type Answering<'a> = Pin<Box<dyn Future<Output = Result<Reply, Failure>> + Send + 'a>>;

/// The use cases behind the routes. A test compares them with the table.
fn send<'a>(world: &'a World, call: &'a Call) -> Answering<'a> {
    match call.route.name {
        Name::Submit => Box::pin(submit::submit(world, call)),
        Name::EnterRequest => Box::pin(enter::enter(world, call)),
        Name::FindRequest => Box::pin(contact::find(world, call)),
        Name::ResendCode => Box::pin(contact::resend(world, call)),
        Name::ProveContact => Box::pin(contact::prove(world, call)),
        Name::ProvePin => Box::pin(pin::prove(world, call)),
        Name::GivePin => Box::pin(pin::give(world, call)),
        Name::LeaveStatus => Box::pin(contact::leave(world, call)),
        Name::SignOut => Box::pin(sign_in::sign_out(world, call)),
        Name::Verify => Box::pin(verify::verify(world, call)),
        Name::Correct => Box::pin(correct::correct(world, call)),
        Name::ChangeMember => Box::pin(members::change(world, call)),
        Name::GrantUploads => Box::pin(uploads::grant(world, call)),
        Name::JudgeRecord => Box::pin(judge::judge(world, call)),
        Name::DiscardRecord => Box::pin(judge::discard(world, call)),
        Name::AttachScan => Box::pin(scan::attach(world, call)),
        Name::Release => Box::pin(release::release(world, call)),
        Name::Close => Box::pin(close::close(world, call)),
        Name::ReissueDelivery => Box::pin(reissue::reissue(world, call)),
        Name::RevokeDelivery => Box::pin(reissue::revoke(world, call)),
        Name::Reopen => Box::pin(ending::reopen(world, call)),
        Name::Undo => Box::pin(ending::undo(world, call)),
        Name::HandOver => Box::pin(ending::hand_over(world, call)),
        Name::TakePackage => Box::pin(take::take(world, call)),
        Name::WithholdRecord => Box::pin(withhold::withhold(world, call)),
        Name::Determine => Box::pin(withhold::determine(world, call)),
        Name::Approve => Box::pin(withhold::approve(world, call)),
        Name::Answer => Box::pin(ending::answer(world, call)),
        Name::RouteRequest => Box::pin(ending::route(world, call)),
        Name::Extend => Box::pin(ending::extend(world, call)),
        Name::Assign => Box::pin(work::assign(world, call)),
        Name::AssignMany => Box::pin(work::assign_many(world, call)),
        Name::WriteNote => Box::pin(work::note(world, call)),
        Name::ExplainDelay => Box::pin(work::explain_delay(world, call)),
        Name::Misdirect => Box::pin(misdirecting::open(world, call)),
        Name::AccountMisdirection => Box::pin(misdirecting::account(world, call)),
        Name::RecallMisdirection => Box::pin(misdirecting::recall(world, call)),
        Name::AssessMisdirection => Box::pin(misdirecting::assess(world, call)),
        Name::DecideMisdirection => Box::pin(misdirecting::decide(world, call)),
        Name::WriteBreach => Box::pin(misdirecting::write(world, call)),
        Name::TellBreach => Box::pin(misdirecting::tell(world, call)),
        Name::Hold => Box::pin(keeping::hold(world, call)),
        Name::SendMessage => Box::pin(work::message(world, call)),
        Name::WriteToPractice => Box::pin(work::write_to_practice(world, call)),
        Name::ConfirmArrival => Box::pin(work::confirm_arrival(world, call)),
        Name::QuoteFee => Box::pin(fee::quote(world, call)),
        Name::NoteFee => Box::pin(fee::note(world, call)),
        Name::AnswerFee => Box::pin(fee::answer(world, call)),
        Name::SetFees => Box::pin(fee::set(world, call)),
        Name::WritePaper => Box::pin(papers::write(world, call)),
        Name::Attest => Box::pin(papers::attest(world, call)),
        Name::EnterTraining => Box::pin(papers::enter_training(world, call)),
        Name::AddTask => Box::pin(work::add_task(world, call)),
        Name::FinishTask => Box::pin(work::finish_task(world, call)),
        Name::ChangeContact => Box::pin(work::change_contact(world, call)),
        Name::Arrange => Box::pin(work::arrange(world, call)),
        Name::LinkRequest => Box::pin(work::link(world, call)),
        Name::AskReview => Box::pin(review::ask(world, call)),
        Name::EnterReview => Box::pin(review::enter(world, call)),
        Name::AssignReview => Box::pin(review::assign(world, call)),
        Name::DecideReview => Box::pin(review::decide(world, call)),
        Name::TellReview => Box::pin(review::tell(world, call)),
        Name::ProveDelivery => Box::pin(claim::prove(world, call)),
        Name::Claim => Box::pin(claim::claim(world, call)),
        Name::ViewFile => Box::pin(claim::view(world, call)),
        Name::ViewBound => Box::pin(claim::view_bound(world, call)),
        Name::PracticeCard => Box::pin(practice::card(world, call)),
        Name::Status => Box::pin(status::status(world, call)),
        Name::Me => Box::pin(sign_in::me(world, call)),
        Name::Worklist => Box::pin(worklist::worklist(world, call)),
        Name::RequestPage => Box::pin(worklist::request(world, call)),
        Name::Candidates => Box::pin(verify::candidates(world, call)),
        Name::Records => Box::pin(records::list(world, call)),
        Name::DeliveryPage => Box::pin(claim::page(world, call)),
        Name::Search => Box::pin(worklist::search(world, call)),
        Name::Morning => Box::pin(morning::morning(world, call)),
        Name::Report => Box::pin(report::report(world, call)),
        Name::Denials => Box::pin(report::denials(world, call)),
        Name::Disclosures => Box::pin(disclosures::log(world, call)),
        Name::PatientDisclosures => Box::pin(disclosures::of_patient(world, call)),
        Name::Evidence => Box::pin(evidence::evidence(world, call)),
        Name::CalendarAddress => Box::pin(calendar::address(world, call)),
        Name::Calendar => Box::pin(calendar::feed(world, call)),
        Name::Members => Box::pin(members::list(world, call)),
        Name::ViewScan => Box::pin(scan::view(world, call)),
        Name::ViewLetter => Box::pin(letters::view(world, call)),
        Name::ViewOwnLetter => Box::pin(letters::view_own(world, call)),
        Name::PreviewLetter => Box::pin(ending::preview(world, call)),
        Name::ReviewPage => Box::pin(review::page(world, call)),
        Name::Fees => Box::pin(fee::list(world, call)),
        Name::Papers => Box::pin(papers::list(world, call)),
        // Their other side is the pool's own page.
        Name::BeginSignIn | Name::FinishSignIn => Box::pin(async { Err(Failure::NotFound) }),
    }
}

fn is_of_the_pool(name: Name) -> bool {
    matches!(name, Name::BeginSignIn | Name::FinishSignIn)
}

/// What is only read: who looked is written down, and a letter that was never printed is ordered.
fn is_read(name: Name) -> bool {
    let route = route::of(name);
    let is_asked_in_a_body = matches!(
        name,
        Name::Candidates | Name::PreviewLetter | Name::Search | Name::ViewScan
    );
    (route.method == Method::Get && !is_of_the_pool(name)) || is_asked_in_a_body
}

// ----------------------------------------------------------------------------- what may differ

/// What a second try leaves otherwise than one alone, by design.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trace {
    None,
    /// A try is counted before it is looked at, so that no number of them at once gets more.
    Tries,
    /// The link was given out twice: the delivery's own history says so, and counts one claim.
    TwiceInTheDelivery,
    /// How often a job was begun.
    Runs,
    /// Until when the one that died held it.
    Hold,
    /// And when it was done after that.
    HoldAndLater,
    /// The sweep hands over what was cut off.
    Swept,
}

fn trace_of(deed: &Deed) -> Trace {
    match deed {
        Deed::Sent(sent) => match sent.name {
            Name::ProveContact | Name::ProvePin | Name::ProveDelivery | Name::WriteToPractice => Trace::Tries,
            Name::Claim | Name::ViewFile | Name::ViewBound => Trace::TwiceInTheDelivery,
            Name::ChangeMember => Trace::Swept,
            _ => Trace::None,
        },
        Deed::Assemble(..) => Trace::Runs,
        Deed::Notify(..) => Trace::Hold,
        Deed::SendRecord(..) => Trace::HoldAndLater,
        Deed::Print(_) | Deed::Inspect(_) | Deed::Track(..) | Deed::Sweep => Trace::None,
    }
}

/// What a world holds, without what may differ.
fn compared(held: &Held, trace: Trace) -> BTreeMap<String, Value> {
    let mut told = held.told();
    for (key, row) in &mut told {
        let fields: &[&str] = match trace {
            Trace::Tries if key.starts_with("CODE#") => &["tries"],
            Trace::TwiceInTheDelivery if key.starts_with("DELIVERY#") => &["seq", "head"],
            Trace::Runs if key.contains(" PROGRESS#") => &["runs"],
            Trace::Hold | Trace::HoldAndLater if key.contains(" HOLD#") => &["until_s", "expires_at_s"],
            // Done later, its events are of a later instant.
            Trace::HoldAndLater if key.contains(" DISCLOSURE#") => &["at"],
            Trace::HoldAndLater | Trace::Swept if key.starts_with("REQUEST#") => &["head", "body"],
            Trace::None
            | Trace::Tries
            | Trace::TwiceInTheDelivery
            | Trace::Runs
            | Trace::Hold
            | Trace::HoldAndLater
            | Trace::Swept => &[],
        };
        if let Value::Object(row) = row {
            fields.iter().for_each(|field| {
                row.remove(*field);
            });
        }
    }
    told.retain(|key, _| match trace {
        Trace::Tries => !key.starts_with("TRIES#"),
        Trace::TwiceInTheDelivery => {
            let is_event = key.starts_with("DELIVERY#") && key.contains(" EVENT#");
            // That of an event of the request has no second part.
            let line = key.split_once(" DISCLOSURE#");
            !is_event && !line.is_some_and(|(_, id)| id.contains('#'))
        }
        Trace::None | Trace::Runs | Trace::Hold | Trace::HoldAndLater | Trace::Swept => true,
    });
    told
}

// -------------------------------------------------------------------------------------- trying

struct Scene {
    name: String,
    /// The one way to AWS of a test: to make one takes longer than what it is used for.
    http: SharedHttpClient,
    settings: Settings,
    held: Held,
    deed: Deed,
    has_buckets: bool,
}

/// What a scene ends with when all goes well, how many calls to AWS that takes, and by which of them an e-mail goes.
struct Ending {
    answered: Option<(u16, Value)>,
    held: BTreeMap<String, Value>,
    mails: Vec<String>,
    calls: usize,
    mailed_at: Option<usize>,
}

async fn without_fault(scene: &Scene) -> Result<Ending> {
    let settings = engine::copy(&scene.settings, &scene.http, &scene.held, scene.has_buckets).await?;
    let (outbox, calls) = (Outbox::default(), Arc::new(Calls::default()));
    let world = engine::mailing(&settings, &scene.http, &outbox, &calls);
    let answered = act(&world, &scene.deed).await?;
    let (calls, mailed_at) = (calls.made(), calls.mailed_at());
    if trace_of(&scene.deed) == Trace::Swept {
        sweep::sweep(&world, now() + TimeDelta::minutes(1)).await?;
    }
    let held = engine::held(&settings, &scene.http, scene.has_buckets).await?;
    engine::remove(&settings, &scene.http).await?;
    Ok(Ending {
        answered,
        held: compared(&held, trace_of(&scene.deed)),
        mails: mails(&outbox),
        calls,
        mailed_at,
    })
}

fn mails(outbox: &Outbox) -> Vec<String> {
    outbox.lock().expect("no test panics with it").clone()
}

/// One point: something goes wrong there, and the same is done until it is answered, and then once more.
async fn try_point(scene: &Scene, well: &Ending, point: (usize, Fault)) -> Result<()> {
    let settings = engine::copy(&scene.settings, &scene.http, &scene.held, scene.has_buckets).await?;
    let (outbox, trace) = (Outbox::default(), trace_of(&scene.deed));
    let deed = scene.deed.clone();
    let first = engine::with_fault(&settings, &scene.http, &outbox, point, |world| async move {
        act(&world, &deed).await
    })
    .await;
    let world = engine::mailing(&settings, &scene.http, &outbox, &Arc::default());
    let mut answer = first.unwrap_or(Err(Failure::Busy));
    for _ in 0..TRIES {
        let is_answered = match &answer {
            Ok(_) => true,
            Err(failure) => failure.problem().status < 500,
        };
        if is_answered {
            break;
        }
        answer = act(&world, &scene.deed).await;
    }
    let again = act(&world, &scene.deed).await;
    if trace == Trace::Swept {
        sweep::sweep(&world, now() + TimeDelta::minutes(1)).await?;
    }
    let held = compared(&engine::held(&settings, &scene.http, scene.has_buckets).await?, trace);
    engine::remove(&settings, &scene.http).await?;
    for key in held.keys().chain(well.held.keys()) {
        let (is, should_be) = (held.get(key), well.held.get(key));
        ensure!(is == should_be, "{key} is another: {}", difference(is, should_be));
    }
    let mut sent = mails(&outbox);
    if may_go_twice(well, point) && sent.len() == 2 {
        sent.dedup();
    }
    ensure!(
        sent == well.mails,
        "{} e-mails went out, not {}",
        sent.len(),
        well.mails.len()
    );
    let is_keyed = match &scene.deed {
        Deed::Sent(sent) => route::of(sent.name).repeat != Repeat::Safe || is_read(sent.name),
        Deed::Assemble(..)
        | Deed::Notify(..)
        | Deed::SendRecord(..)
        | Deed::Print(_)
        | Deed::Inspect(_)
        | Deed::Track(..)
        | Deed::Sweep => true,
    };
    if is_keyed {
        for answer in [answer, again] {
            let answer = answer?;
            ensure!(
                answer == well.answered,
                "it was answered otherwise: {:?}",
                answer.map(|it| it.0)
            );
        }
    }
    Ok(())
}

/// Only where the provider took a message, and who sent it could not write that down, does it go once more.
fn may_go_twice(well: &Ending, (at, fault): (usize, Fault)) -> bool {
    let Some(mailed_at) = well.mailed_at else {
        return false;
    };
    match fault {
        Fault::LostAfter => at == mailed_at,
        Fault::KilledAfter => at >= mailed_at,
        Fault::KilledBefore | Fault::Refused | Fault::DownFromHere => at > mailed_at,
        Fault::Error | Fault::Throttled | Fault::LostBefore => false,
    }
}

/// The fields in which two rows differ.
fn difference(is: Option<&Value>, should_be: Option<&Value>) -> String {
    let (Some(is), Some(should_be)) = (is, should_be) else {
        return if is.is_some() {
            "it should not be there"
        } else {
            "it is missing"
        }
        .to_owned();
    };
    let names = is.as_object().into_iter().chain(should_be.as_object()).flatten();
    let mut names: Vec<_> = names.map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| is.get(name) != should_be.get(name));
    names.join(", ")
}

/// Tries a scene at every point. How many there were.
async fn try_all(scenes: Vec<Scene>) -> Result<usize> {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut points = JoinSet::new();
    let mut told = Vec::new();
    for scene in scenes {
        let well = Box::pin(without_fault(&scene))
            .await
            .with_context(|| scene.name.clone())?;
        let is_read = matches!(&scene.deed, Deed::Sent(sent) if is_read(sent.name));
        ensure!(
            is_read || well.held != compared(&scene.held, trace_of(&scene.deed)),
            "{} changes nothing",
            scene.name
        );
        told.push(format!("{} {}", scene.name, well.calls));
        let (scene, well) = (Arc::new(scene), Arc::new(well));
        for at in 0..well.calls {
            for fault in FAULTS {
                let (scene, well, turns) = (scene.clone(), well.clone(), turns.clone());
                points.spawn(Box::pin(async move {
                    let _turn = turns.acquire().await?;
                    let tried = try_point(&scene, &well, (at, fault)).await;
                    tried.with_context(|| format!("{}, {fault:?} at call {at}", scene.name))
                }));
            }
        }
    }
    let (mut count, mut wrong) = (0, Vec::new());
    while let Some(tried) = points.join_next().await {
        count += 1;
        if let Err(error) = tried? {
            wrong.push(format!("{error:#}"));
        }
    }
    println!("{count} points; calls to AWS of each: {}", told.join(", "));
    wrong.sort();
    ensure!(
        wrong.is_empty(),
        "{} points are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    Ok(count)
}

// -------------------------------------------------------------------------------------- staging

/// Some minutes before what is done, so that a code may be sent again.
fn before() -> DateTime<Utc> {
    now() - TimeDelta::minutes(5)
}

fn assignee() -> Assignee {
    Assignee {
        id: id("eve"),
        name: "Eve Hart".to_owned(),
    }
}

/// The state that a change needs.
fn state_for(name: Name) -> Work {
    match name {
        Name::Verify | Name::RouteRequest => Work::Received,
        Name::Undo => Work::Assembling,
        Name::RevokeDelivery | Name::TakePackage | Name::HandOver => Work::Ready,
        Name::Close | Name::Reopen | Name::ConfirmArrival => Work::Delivered,
        Name::AskReview | Name::EnterReview | Name::AssignReview | Name::DecideReview | Name::TellReview => {
            Work::Delivered
        }
        _ => Work::Gathering,
    }
}

/// An engine, and the way to it.
type Base<'a> = (&'a Settings, &'a SharedHttpClient);

/// A practice with two members, a request that was acknowledged, and another one.
struct Staged {
    world: World,
    settings: Settings,
    request: Request,
    challenge: String,
    other: Request,
    /// The cookies of a member, of the requester and of the recipient.
    cookies: Vec<(String, String)>,
}

async fn staged((settings, http): Base<'_>, has_buckets: bool) -> Result<Staged> {
    let settings = engine::copy(settings, http, &Held::default(), has_buckets).await?;
    let world = World::with_http(settings.clone(), http.clone());
    let submitted = asked(&world, before()).await?;
    for (member, name) in [("dana", "Dana Reyes"), ("eve", "Eve Hart")] {
        let member = Member {
            id: id(member),
            practice: id("lakeside"),
            name: name.to_owned(),
            roles: vec![Role::Clerk, Role::Officer, Role::Clinician, Role::Reviewer],
            licence: "MD 1 TX".to_owned(),
            active: true,
        };
        world.table.put_row(&StoredMember::from(&member)).await?;
    }
    world.table.put_row(&StoredPatient::from(&patient()?)).await?;
    let mut second = call(
        Name::Submit,
        &["lakeside"],
        &desk::form("two@patient.example"),
        before(),
    );
    second.seed = Seed::new([5; 32]);
    let second = json_of(&submit::submit(&world, &second).await?);
    let other = id(second["request"].as_str().context("a request")?);
    let mut cookies = Vec::new();
    for (number, whose) in [
        Whose::Staff { member: id("dana") },
        Whose::Requester {
            request: submitted.request.clone(),
            epoch: 0,
        },
        Whose::Recipient { delivery: id("link") },
    ]
    .into_iter()
    .enumerate()
    {
        let mut opening = call(Name::Me, &[], &Value::Null, now());
        opening.seed = Seed::new([u8::try_from(number)?; 32]);
        let (row, cookie) = session::open(&world, &opening, whose);
        world.table.put_row(&row).await?;
        cookies.extend(as_session(opening, &Reply::empty().with_cookie(cookie)).cookies);
    }
    let request = world.table.request(&submitted.request).await?;
    let other = world.table.request(&other).await?;
    Ok(Staged {
        request: request.context("the request")?,
        other: other.context("the other request")?,
        challenge: submitted.challenge.context("a challenge")?.to_string(),
        world,
        settings,
        cookies,
    })
}

impl Staged {
    async fn put(&self, request: &Request) -> Result<()> {
        let contact = match &request.contact.email {
            Some(email) => self.world.secret.contact(&request.practice, email),
            None => format!("NONE#{}", request.id),
        };
        let row = StoredRequest::new(request, contact, request.due().target_on);
        Ok(self.world.table.put_row(&row).await?)
    }

    /// The request as its records are gathered.
    async fn gathering(&self) -> Result<Request> {
        let row = Request {
            version: 7,
            work: Work::Gathering,
            patient: Some(id("ana")),
            passcodes: 1,
            ..self.request.clone()
        };
        self.put(&row).await?;
        Ok(row)
    }

    async fn scene(self, name: &str, deed: Deed, has_buckets: bool) -> Result<Scene> {
        Ok(Scene {
            name: name.to_owned(),
            held: engine::held(&self.settings, &self.world.http, has_buckets).await?,
            http: self.world.http.clone(),
            settings: self.settings,
            deed,
            has_buckets,
        })
    }
}

/// A change, with the rows alone that it needs.
async fn change(base: Base<'_>, name: Name) -> Result<Scene> {
    let staged = staged(base, false).await?;
    let work = state_for(name);
    let is_out = matches!(work, Work::Ready | Work::Delivered);
    let mut row = Request {
        version: 7,
        work,
        patient: (work != Work::Received).then(|| id("ana")),
        delivery: is_out.then(|| id("link")),
        passcodes: 1,
        assignee: Some(assignee()),
        tasks: vec![Task {
            number: 1,
            kind: TaskKind::Own,
            text: "Call the archive".to_owned(),
            owner: Some(assignee()),
            due_on: staged.request.received.on,
        }],
        ..staged.request.clone()
    };
    match name {
        Name::RouteRequest => row.kind = Kind::Subpoena,
        Name::GivePin | Name::ProvePin => row.contact.email = None,
        Name::NoteFee | Name::AnswerFee => row.fee = Some(quoted()),
        Name::Correct => {
            // The other one of a link changes with it.
            let linked = |other: &Request| Linked {
                request: other.id.clone(),
                receipt: other.receipt.clone(),
                received_on: other.received.on,
            };
            let other = Request {
                linked: vec![linked(&row)],
                ..staged.other.clone()
            };
            row.linked.push(linked(&other));
            staged.put(&other).await?;
        }
        Name::LinkRequest => {
            // Both are known to ask for the same record.
            (row.work, row.patient) = (Work::Gathering, Some(id("ana")));
            let other = Request {
                work: Work::Gathering,
                patient: Some(id("ana")),
                ..staged.other.clone()
            };
            staged.put(&other).await?;
        }
        _ => {}
    }
    row.review = under_review(name);
    row.misdirections = misdirected(name);
    // Its letter goes by e-mail, so that a message goes with it.
    row.contact_proven |= name == Name::WriteBreach;
    staged.put(&row).await?;
    if is_review(name) {
        denied(&staged.world, &row).await?;
    } else {
        record(&staged.world, name, &row.id).await?;
    }
    let link = link("link", &row.id, 1, now() + TimeDelta::days(1));
    let writes = Table::delivery_writes(None, &link, DeliveryWhat::Opened, before())?;
    staged.world.table.transact(writes, false).await?;
    let deed = sent(&staged, name);
    staged.scene(&format!("{name:?}"), deed, false).await
}

fn is_review(name: Name) -> bool {
    matches!(
        name,
        Name::AskReview | Name::EnterReview | Name::AssignReview | Name::DecideReview | Name::TellReview
    )
}

/// How far a review is that a change needs.
fn under_review(name: Name) -> Option<Review> {
    let today = now().date_naive();
    let asked = Review {
        denial: 1,
        asked_on: today,
        items: vec![id("note")],
        given: vec![],
        reviewer: None,
        decided: None,
        warned: None,
    };
    let dana = Assignee {
        id: id("dana"),
        name: "Dana Reyes".to_owned(),
    };
    match name {
        Name::AssignReview => Some(asked),
        Name::DecideReview => Some(Review {
            reviewer: Some(dana),
            ..asked
        }),
        Name::TellReview => Some(Review {
            reviewer: Some(dana),
            decided: Some(Decided {
                on: today,
                outcome: ReviewOutcome::Upheld,
                overturned: vec![],
                letter: 1,
                notified_on: None,
            }),
            ..asked
        }),
        _ => None,
    }
}

/// How far the case of a wrong release is that a change needs.
fn misdirected(name: Name) -> Vec<misdirection::Case> {
    let today = now().date_naive();
    let decided = match name {
        Name::AccountMisdirection | Name::RecallMisdirection | Name::AssessMisdirection => None,
        Name::DecideMisdirection => None,
        Name::WriteBreach | Name::TellBreach => Some(misdirection::Decided {
            on: today,
            finding: misdirection::Finding::Breach(misdirection::Affected {
                people: 1,
                residents: 1,
                texans: 1,
            }),
        }),
        _ => return Vec::new(),
    };
    vec![misdirection::Case {
        number: 1,
        delivery: None,
        went_on: today,
        discovered_on: today,
        is_accounted: false,
        address: None,
        assessed: None,
        decided,
        letter: None,
        told: vec![],
        warned: None,
    }]
}

/// A fee that the requester was asked about.
fn quoted() -> Fee {
    Fee {
        quote: Quote {
            medium: Medium::Paper,
            method: domain::fee::Method::Cost,
            lines: vec![Line {
                part: Part::Paper,
                count: 40,
                each: 10,
            }],
            total: 400,
            working: vec![],
        },
        standing: Standing::Asked,
        agreed: None,
        paid_on: None,
        paid: 0,
    }
}

/// The record that a change is about.
async fn record(world: &World, name: Name, request: &RequestId) -> Result<()> {
    if name == Name::Answer {
        // What is here is not answered as not held.
        return Ok(());
    }
    let mut record = granted(&patient()?, "note", b"x", now());
    if name != Name::DiscardRecord {
        record.state = State::Inspected(Inspection {
            format: Format::Text,
            sha256: Hash::START,
            concerns: vec![],
            names_person: None,
        });
    }
    world.table.put_row(&StoredRecord::from(&record)).await?;
    let ground = match name {
        Name::Determine => Ground::R1,
        Name::Approve | Name::Correct => Ground::U1,
        _ => return Ok(()),
    };
    let item = Item::Withheld(Box::new(Withholding {
        ground,
        what: "A note".to_owned(),
        reason: "It would harm.".to_owned(),
        duration: "Until June 1, 2027".to_owned(),
        rest: None,
        ends_on: None,
        conditions: Vec::new(),
        determination: None,
        approval: None,
    }));
    Ok(world
        .table
        .put_row(&StoredItem::new(request, &record.id, Some(&item)))
        .await?)
}

fn sent(staged: &Staged, name: Name) -> Deed {
    let (request, route) = (&staged.request, route::of(name));
    let challenge = &staged.challenge;
    let code = domain::id::ChallengeId::parse(challenge).map(|challenge| staged.world.secret.code(&challenge, 1));
    let body = match name {
        Name::Submit => desk::form("three@patient.example"),
        Name::EnterRequest => {
            let mut ask = desk::form("");
            ask["reach"] = json!("telephone");
            ask["telephone"] = json!("512-555-0177");
            json!({ "ask": ask, "kind": "access", "channel": "fax", "written_on": "2026-11-20" })
        }
        Name::FindRequest => json!({ "email": "one@patient.example", "receipt": request.receipt }),
        Name::ProveContact => json!({ "code": code }),
        Name::ProvePin => {
            json!({ "receipt": request.receipt, "pin": staged.world.secret.pin(&request.id, request.contact_epoch) })
        }
        Name::ProveDelivery => json!({ "passcode": staged.world.secret.passcode(&request.id, 1) }),
        Name::GivePin => json!({ "evidence": ["call_back"] }),
        Name::Verify => json!({ "patient": "ana", "evidence": ["id_seen"] }),
        Name::Correct => json!({
            "kind": "access", "given_name": "Two B", "family_name": "Mhvtestveteran",
            "birth_month": "3", "birth_day": "1", "birth_year": "1948", "written_on": "2026-11-20"
        }),
        Name::ChangeMember => json!({ "active": "no", "takes_over": "dana" }),
        Name::GrantUploads => json!({ "files": [
            { "name": "a.txt", "size": 3, "crc32": "00000001", "category": "visit_notes", "service_date": "" }
        ]}),
        Name::JudgeRecord => json!({ "judgement": "keep" }),
        Name::AttachScan => json!({ "name": "fax.pdf", "size": 4, "crc32": "00000000" }),
        Name::WithholdRecord => {
            json!({ "ground": "u1", "what": "Notes", "reason": "Kept apart.", "duration": "Until June 1, 2027", "extent": "whole", "conditions": ["u1_own", "u1_apart", "u1_other"] })
        }
        Name::Determine => json!({ "stands": "yes", "rationale": "Danger to life." }),
        Name::Approve => json!({ "stands": "yes", "note": "Counsel read it." }),
        Name::Answer => json!({ "ending": "not_held" }),
        Name::RouteRequest => json!({ "to": "Counsel", "checked": ["issuer", "due", "notice", "counsel"] }),
        Name::Extend => json!({ "reason": "Films in another city.", "until": "2027-01-03" }),
        Name::Reopen => json!({ "reason": "Found more." }),
        Name::HandOver => json!({ "handing": "posted", "note": "To her address." }),
        Name::Assign => json!({ "member": "dana" }),
        Name::AssignMany => json!({ "member": "dana", "requests": [request.id, staged.other.id] }),
        Name::WriteNote | Name::SendMessage | Name::WriteToPractice => json!({ "text": "Called back." }),
        Name::ExplainDelay => json!({ "reason": "She comes on Friday." }),
        Name::Misdirect => json!({
            "delivery": "link", "on": "2026-01-05", "to": "Another patient", "what": "A note", "why": "Mixed up."
        }),
        Name::AccountMisdirection => json!({ "to": "Another patient", "what": "A note", "why": "Mixed up." }),
        Name::RecallMisdirection => json!({ "recall": "destroyed", "on": "2026-11-24", "words": "She tore it up." }),
        Name::AssessMisdirection => json!({ "seen": "low", "seen_why": "The link was never opened." }),
        Name::DecideMisdirection => json!({ "breach": "yes", "reason": "He read it." }),
        Name::WriteBreach => json!({
            "addressee": "patient", "electronic": "yes", "happened": "Two envelopes were mixed up.",
            "kinds": "A visit note.", "protect": "Read your bills.", "doing": "We asked for it back."
        }),
        Name::TellBreach => json!({ "whom": "secretary", "on": "2026-11-24", "note": "On the page." }),
        Name::Hold => json!({ "holds": "yes", "reason": "A complaint." }),
        Name::ConfirmArrival => json!({ "opened": "yes" }),
        Name::QuoteFee => {
            json!({ "medium": "electronic", "method": "cost", "labor_minutes": "10", "labor_rate": "20" })
        }
        Name::NoteFee => json!({ "note": "waived" }),
        Name::AnswerFee => json!({ "choice": "free_copy" }),
        Name::SetFees => json!({ "labor": "20", "page": "0.10" }),
        Name::WritePaper => json!({ "subject": "fees", "text": "Electronic copies are free.", "from": "2026-11-24" }),
        Name::Attest => json!({ "subject": "fees", "on": "2026-01-05", "words": "An hour with counsel." }),
        Name::EnterTraining => {
            json!({ "member": "eve", "subject": "fees", "on": "2026-01-05", "words": "A course of the county." })
        }
        Name::AddTask => json!({ "text": "Call the archive", "due_on": "2030-01-31" }),
        Name::ChangeContact => json!({ "reach": "telephone", "telephone": "512-555-0199", "evidence": ["id_seen"] }),
        Name::Arrange => json!({ "way": "paper" }),
        Name::LinkRequest => json!({ "receipt": staged.other.receipt }),
        Name::EnterReview => json!({ "channel": "telephone", "asked_on": "2026-11-24" }),
        Name::AssignReview => json!({ "member": "dana" }),
        Name::DecideReview => json!({ "findings": [
            { "record": "note", "stands": "no", "rationale": "No danger is left." }
        ]}),
        Name::TellReview => json!({ "handing": "posted", "note": "To her address." }),
        Name::Search => json!({ "family_name": "Mhv" }),
        Name::PreviewLetter => json!({ "kind": "withdrawn" }),
        _ => json!({}),
    };
    let named = route.path.split('/').filter_map(|part| {
        Some(match part {
            "{practice}" => "lakeside",
            "{request}" => request.id.as_str(),
            "{record}" => "note",
            "{delivery}" => "link",
            "{challenge}" => challenge,
            "{member}" => "eve",
            "{task}" | "{misdirection}" => "1",
            _ => return None,
        })
    });
    Deed::Sent(Box::new(Sent {
        name,
        ids: named.map(str::to_owned).collect(),
        cookies: staged.cookies.clone(),
        version: (route.repeat == Repeat::KeyAndVersion).then_some(7),
        body,
    }))
}

/// What touches files: a release, its package, and the links to that.
async fn of_files(base: Base<'_>) -> Result<Vec<Scene>> {
    let mut scenes = Vec::new();
    for name in OF_FILES {
        let mut staged = staged(base, true).await?;
        // Two are bound into one PDF.
        for number in 0..2 {
            put_record(&staged.world, &patient()?, number, before()).await?;
        }
        staged.gathering().await?;
        if name != Name::Release {
            let link = packed(&mut staged).await?;
            print_letters(&staged.world, &staged.request.id).await?;
            as_recipient(&mut staged, link).await?;
        }
        let mut deed = sent(&staged, name);
        if let (Deed::Sent(sent), Some(link)) = (&mut deed, &staged.request.delivery) {
            sent.version = sent.version.map(|_| staged.request.version);
            for part in &mut sent.ids {
                match part.as_str() {
                    "link" => *part = link.to_string(),
                    "note" => *part = "record-0".to_owned(),
                    _ => {}
                }
            }
        }
        scenes.push(staged.scene(&format!("{name:?}"), deed, true).await?);
    }
    Ok(scenes)
}

/// Takes the session of the link's recipient for that of another one.
async fn as_recipient(staged: &mut Staged, link: DeliveryId) -> Result<()> {
    let whose = Whose::Recipient { delivery: link };
    let opening = call(Name::Me, &[], &Value::Null, now());
    let (session, cookie) = session::open(&staged.world, &opening, whose);
    staged.world.table.put_row(&session).await?;
    staged.cookies.retain(|(cookie, _)| !cookie.contains("recipient"));
    let opened = as_session(opening, &Reply::empty().with_cookie(cookie));
    staged.cookies.extend(opened.cookies);
    Ok(())
}

/// Releases and packs what is staged. The link to it.
async fn packed(staged: &mut Staged) -> Result<DeliveryId> {
    let Deed::Sent(releasing) = sent(staged, Name::Release) else {
        bail!("a release is sent");
    };
    let mut releasing = releasing.call();
    // Other names than those that what is done later makes.
    releasing.seed = Seed::new([9; 32]);
    release::release(&staged.world, &releasing).await?;
    run_job(&staged.world, &staged.request.id, before()).await?;
    let row = staged
        .world
        .table
        .request(&staged.request.id)
        .await?
        .context("the request")?;
    staged.request = row;
    staged.request.delivery.clone().context("a link")
}

/// What is read of a request that was released, in part as its link is open and in part from the bucket; and its letters
/// before they are printed.
async fn of_reads(base: Base<'_>) -> Result<Vec<Scene>> {
    let mut scenes = Vec::new();
    let reads = route::ALL.iter().map(|route| route.name).filter(|name| is_read(*name));
    let reads = reads.map(|name| (name, true));
    for (name, is_printed) in reads.chain([(Name::ViewLetter, false), (Name::ViewOwnLetter, false)]) {
        let mut staged = staged(base, true).await?;
        put_record(&staged.world, &patient()?, 0, before()).await?;
        let row = staged.gathering().await?;
        let Deed::Sent(mut attaching) = sent(&staged, Name::AttachScan) else {
            bail!("a scan is sent");
        };
        attaching.version = None;
        let attached = json_of(&scan::attach(&staged.world, &attaching.call()).await?);
        let scan = attached["scan"].as_str().context("a scan")?;
        let key = format!("scan/{}/{scan}", row.id);
        staged
            .world
            .records()
            .put(&key, "application/pdf", b"%PDF".to_vec())
            .await?;
        staged.request = staged.world.table.request(&row.id).await?.context("the request")?;
        let link = packed(&mut staged).await?;
        as_recipient(&mut staged, link.clone()).await?;
        if is_printed {
            print_letters(&staged.world, &row.id).await?;
        }
        let mut deed = sent(&staged, name);
        if let Deed::Sent(sent) = &mut deed {
            let asking = Sent {
                name: Name::CalendarAddress,
                ids: vec!["lakeside".to_owned()],
                ..(**sent).clone()
            };
            let address = json_of(&calendar::address(&staged.world, &asking.call()).await?);
            let address = address["url"].as_str().context("an address")?.to_owned();
            let named = route::of(name).path.split('/').filter_map(|part| match part {
                "{delivery}" => Some(link.to_string()),
                "{calendar}" => address.rsplit('/').next().map(str::to_owned),
                "{scan}" => Some(scan.to_owned()),
                "{seq}" => Some("1".to_owned()),
                "{practice}" => Some("lakeside".to_owned()),
                "{request}" => Some(row.id.to_string()),
                _ => None,
            });
            sent.ids = named.collect();
        }
        scenes.push(staged.scene(&format!("{name:?}"), deed, true).await?);
    }
    Ok(scenes)
}

/// What happens by itself.
async fn by_itself(base: Base<'_>) -> Result<Vec<Scene>> {
    // Each in a place of its own: together they would not fit on a stack.
    let mut scenes = vec![Box::pin(of_a_package(base)).await?, Box::pin(of_an_upload(base)).await?];
    scenes.extend(Box::pin(of_letters(base)).await?);
    scenes.extend(Box::pin(of_messages(base)).await?);
    scenes.extend(Box::pin(of_emailed_records(base)).await?);
    scenes.extend(Box::pin(of_sweeps(base)).await?);
    scenes.push(Box::pin(of_a_clock(base)).await?);
    Ok(scenes)
}

async fn of_a_package(base: Base<'_>) -> Result<Scene> {
    let assembling = staged(base, true).await?;
    for number in 0..2 {
        put_record(&assembling.world, &patient()?, number, before()).await?;
    }
    let row = assembling.gathering().await?;
    let Deed::Sent(releasing) = sent(&assembling, Name::Release) else {
        bail!("a release is sent");
    };
    Box::pin(release::release(&assembling.world, &releasing.call())).await?;
    let current = assembling.world.table.request(&row.id).await?.context("the request")?;
    let deed = Deed::Assemble(row.id, current.job.context("a job")?);
    assembling.scene("assemble_package", deed, true).await
}

async fn of_an_upload(base: Base<'_>) -> Result<Scene> {
    let inspecting = staged(base, true).await?;
    let bytes = b"A note of someone else's making\n".to_vec();
    let record = granted(&patient()?, "arrived", &bytes, now());
    inspecting.world.table.put_row(&StoredRecord::from(&record)).await?;
    let key = uploads::object_key(&record.practice, &record.patient, &record.id);
    inspecting
        .world
        .records()
        .put(&key, "application/octet-stream", bytes)
        .await?;
    inspecting.scene("inspect_record", Deed::Inspect(key), true).await
}

async fn of_messages(base: Base<'_>) -> Result<Vec<Scene>> {
    let mut scenes = Vec::new();
    let notifying = staged(base, false).await?;
    let notice = acknowledgement(&notifying).await?;
    let deed = Deed::Notify(notice.request.clone(), notice.id.clone());
    scenes.push(notifying.scene("send_notices", deed, false).await?);

    let bounced = staged(base, false).await?;
    let notice = acknowledgement(&bounced).await?;
    let sent = StoredNotice {
        state: NoticeState::Sent,
        ..notice
    };
    bounced.world.table.put_row(&sent).await?;
    let deed = Deed::Track(sent.request, sent.id, Fate::Bounced);
    scenes.push(bounced.scene("track_notices (came back)", deed, false).await?);

    let arrived = staged(base, false).await?;
    let row = Request {
        work: Work::Answered,
        ..arrived.request.clone()
    };
    arrived.put(&row).await?;
    let letter = StoredNotice {
        kind: NoticeKind::Letter { seq: 1, extends: false },
        state: NoticeState::Sent,
        ..acknowledgement(&arrived).await?
    };
    arrived.world.table.put_row(&letter).await?;
    let deed = Deed::Track(letter.request, letter.id, Fate::Delivered);
    scenes.push(arrived.scene("track_notices (arrived)", deed, false).await?);
    Ok(scenes)
}

async fn of_sweeps(base: Base<'_>) -> Result<Vec<Scene>> {
    let mut scenes = Vec::new();
    let sweeping = staged(base, false).await?;
    let row = Request {
        assignee: Some(assignee()),
        ..sweeping.request.clone()
    };
    sweeping.put(&row).await?;
    let handover = StoredHandover {
        practice: id("lakeside"),
        member: id("eve"),
        takes_over: None,
        began_at: before(),
        finished: false,
    };
    sweeping.world.table.put_row(&handover).await?;
    scenes.push(sweeping.scene("sweep_deadlines", Deed::Sweep, false).await?);

    let silent = staged(base, false).await?;
    let row = Request {
        work: Work::Answered,
        ..silent.request.clone()
    };
    silent.put(&row).await?;
    let letter = StoredNotice {
        kind: NoticeKind::Letter { seq: 1, extends: false },
        state: NoticeState::Sent,
        report: Some(Report {
            due_at: before(),
            contact: change::contact(&silent.world, &silent.request),
        }),
        ..acknowledgement(&silent).await?
    };
    silent.world.table.put_row(&letter).await?;
    scenes.push(silent.scene("sweep_deadlines (never told)", Deed::Sweep, false).await?);
    Ok(scenes)
}

/// A request whose limit has passed.
async fn of_a_clock(base: Base<'_>) -> Result<Scene> {
    let overdue = staged(base, false).await?;
    let mut row = overdue.request.clone();
    row.received.on = row.received.on - Days::new(60);
    overdue.put(&row).await?;
    let warning = StoredWarning {
        on: row.warn_on(),
        request: row.id,
    };
    overdue.world.table.put_row(&warning).await?;
    overdue.scene("sweep_deadlines (overdue)", Deed::Sweep, false).await
}

/// A letter without a record: printed, and its message sent.
async fn of_letters(base: Base<'_>) -> Result<Vec<Scene>> {
    let mut scenes = Vec::new();
    for what in ["render_letter", "send_notices (a letter)"] {
        let answered = staged(base, true).await?;
        let row = Request {
            version: 7,
            work: Work::Gathering,
            patient: Some(id("ana")),
            ..answered.request.clone()
        };
        answered.put(&row).await?;
        let Deed::Sent(answering) = sent(&answered, Name::Answer) else {
            bail!("an answer is sent");
        };
        let mut answering = answering.call();
        answering.now = before();
        Box::pin(ending::answer(&answered.world, &answering)).await?;
        let letter = answered.world.table.notices(&row.id).await?.into_iter();
        let mut letters = letter.filter_map(|notice| match notice.kind {
            NoticeKind::Letter { seq, .. } => Some((notice.id, seq)),
            _ => None,
        });
        let (notice, seq) = letters.next().context("a letter's message")?;
        let deed = if what == "render_letter" {
            Deed::Print(order(&row.id, seq))
        } else {
            print_letters(&answered.world, &row.id).await?;
            Deed::Notify(row.id, notice)
        };
        scenes.push(answered.scene(what, deed, true).await?);
    }
    Ok(scenes)
}

/// A record that goes by plain e-mail: packed, sent, and what the provider says of it.
async fn of_emailed_records(base: Base<'_>) -> Result<Vec<Scene>> {
    let mut scenes = Vec::new();
    for what in ["assemble_package", "send_notices", "arrived", "came back", "taken back"] {
        let mut staged = staged(base, true).await?;
        put_record(&staged.world, &patient()?, 0, before()).await?;
        staged.request = Request {
            version: 7,
            work: Work::Gathering,
            patient: Some(id("ana")),
            passcodes: 1,
            contact_proven: true,
            agreed: Some(Agreed {
                way: Way::Email,
                format: String::new(),
                appointment: String::new(),
                risk_accepted: true,
            }),
            ..staged.request.clone()
        };
        staged.put(&staged.request).await?;
        let request = staged.request.id.clone();
        if what == "assemble_package" {
            let Deed::Sent(releasing) = sent(&staged, Name::Release) else {
                bail!("a release is sent");
            };
            release::release(&staged.world, &releasing.call()).await?;
            let current = staged.world.table.request(&request).await?.context("the request")?;
            let deed = Deed::Assemble(request, current.job.context("a job")?);
            scenes.push(staged.scene("assemble_package (for e-mail)", deed, true).await?);
            continue;
        }
        packed(&mut staged).await?;
        print_letters(&staged.world, &staged.request.id).await?;
        let notice = staged.request.emailing.clone().context("a message")?.notice;
        let deed = match what {
            "send_notices" => Deed::SendRecord(request, notice),
            "taken back" => {
                let Deed::Sent(mut undoing) = sent(&staged, Name::Undo) else {
                    bail!("it is sent");
                };
                undoing.version = Some(staged.request.version);
                Deed::Sent(undoing)
            }
            fate => {
                let world = engine::mailing(
                    &staged.settings,
                    &staged.world.http,
                    &Outbox::default(),
                    &Arc::default(),
                );
                notice::send(&world, &request, &notice, before() + TimeDelta::minutes(1)).await?;
                let fate = if fate == "arrived" {
                    Fate::Delivered
                } else {
                    Fate::Bounced
                };
                Deed::Track(request, notice, fate)
            }
        };
        scenes.push(staged.scene(&format!("a record by e-mail: {what}"), deed, true).await?);
    }
    Ok(scenes)
}

async fn acknowledgement(staged: &Staged) -> Result<StoredNotice> {
    let notices = staged.world.table.notices(&staged.request.id).await?;
    notices.into_iter().next().context("an acknowledgement")
}

// ---------------------------------------------------------------------------------------- tests

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_change_that_fails_at_any_call_and_is_sent_again_ends_the_same() -> Result<()> {
    let (settings, http) = (engine::table_inside(None).await?, aws::http_client());
    let mut scenes = Vec::new();
    for route in &route::ALL {
        let is_of_files = OF_FILES.contains(&route.name);
        if !is_read(route.name) && !is_of_the_pool(route.name) && !is_of_files {
            let scene = Box::pin(change((&settings, &http), route.name)).await;
            scenes.push(scene.with_context(|| format!("{:?}", route.name))?);
        }
    }
    assert_eq!(scenes.len(), 61, "every row of the table that changes something");

    let points = try_all(scenes).await?;

    assert!(points > 1_000, "{points}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_read_while_a_call_fails_is_answered_the_same_when_it_is_asked_again() -> Result<()> {
    let (settings, http) = (
        engine::table_inside(edge::settings().aws.endpoint).await?,
        aws::http_client(),
    );
    let scenes = Box::pin(of_reads((&settings, &http))).await?;
    assert_eq!(scenes.len(), 25 + 2, "every row of the table that is left");

    let points = try_all(scenes).await?;

    assert!(points > 500, "{points}");
    Ok(())
}

const OF_FILES: [Name; 5] = [
    Name::Release,
    Name::ReissueDelivery,
    Name::Claim,
    Name::ViewFile,
    Name::ViewBound,
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_change_of_files_and_every_worker_that_fails_at_any_call_ends_the_same() -> Result<()> {
    let (settings, http) = (
        engine::table_inside(edge::settings().aws.endpoint).await?,
        aws::http_client(),
    );
    let mut scenes = Box::pin(of_files((&settings, &http))).await?;
    scenes.extend(Box::pin(by_itself((&settings, &http))).await?);

    let points = try_all(scenes).await?;

    assert!(points > 500, "{points}");
    Ok(())
}
