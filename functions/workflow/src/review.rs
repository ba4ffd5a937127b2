//! The review of a denial, from the ask to the letter with its outcome.

use crate::call::{Call, Reply};
use crate::change::{self, Effects, Turn};
use crate::ending::{shown, with_notice};
use crate::failure::Failure;
use crate::page;
use crate::records::Ledger;
use crate::session;
use crate::store::dynamo::Write;
use crate::store::item::StoredItem;
use crate::world::World;
use crate::zone;
use chrono::{DateTime, Utc};
use domain::clock;
use domain::decide::{Moment, Refusal, review as decide};
use domain::event::{Event, Happened};
use domain::field::{Code, FieldError};
use domain::letter::Says;
use domain::letter::review::Found;
use domain::parse;
use domain::practice::{Authority, Member, Officer, Practice};
use domain::record::{Record, Withholding};
use domain::request::Request;
use domain::review::{Case, Finding};
use domain::wire;
use domain::wire::review::{ReviewCard, ReviewItem, ReviewMember, ReviewPage, ReviewStatus};
use domain::word::Role;

/// What a decision looks at.
struct Loaded {
    events: Vec<Event>,
    ledger: Ledger,
    members: Vec<Member>,
}

impl Loaded {
    async fn of(world: &World, request: &Request, now: DateTime<Utc>) -> Result<Self, Failure> {
        Ok(Self {
            events: world.table.history(request).await?,
            ledger: Ledger::load(world, request, now).await?,
            members: world.table.members(&request.practice).await?,
        })
    }

    fn case(&self) -> Case<'_> {
        Case {
            events: &self.events,
            ledger: &self.ledger.records,
            items: &self.ledger.items,
            members: &self.members,
        }
    }
}

/// `POST /api/status/review`: the requester asks.
pub async fn ask(world: &World, call: &Call) -> Result<Reply, Failure> {
    let seen = session::requester(world, call).await?;
    let loaded = Loaded::of(world, &seen, call.now).await?;
    change::by_requester(world, call, |request, moment| {
        // What was loaded is of this very state.
        if request.seq != seen.seq {
            return Err(Failure::Busy);
        }
        Ok(decide::ask(request, loaded.case(), moment)?)
    })
    .await
}

/// `POST /api/requests/{request}/review`: the requester asked by another way.
pub async fn enter(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::review::EnterReview = call.form()?;
            let came = parse::review::enter(&form, turn.moment.on).map_err(Failure::invalid)?;
            let loaded = load(world, call, turn).await?;
            let decision =
                decide::ask_for_requester(&turn.request, &turn.authority()?, loaded.case(), came, turn.moment)
                    .map_err(|refusal| match refusal {
                        Refusal::AskedBeforeDenial => {
                            Failure::invalid(vec![FieldError::new("asked_on", Code::AskedBeforeDenial)])
                        }
                        refusal => refusal.into(),
                    })?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

async fn load(world: &World, call: &Call, turn: &Turn) -> Result<Loaded, Failure> {
    Loaded::of(world, &turn.request, call.now).await
}

/// `POST /api/requests/{request}/review/reviewer`.
pub async fn assign(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::review::AssignReview = call.form()?;
            let to = parse::review::assign(&form).map_err(|error| Failure::invalid(vec![error]))?;
            let loaded = load(world, call, turn).await?;
            let officer: Option<Officer> = Authority::of(&turn.member);
            let decision = decide::assign(
                &turn.request,
                &turn.authority()?,
                officer.as_ref(),
                (&to, loaded.case()),
                turn.moment,
            )?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// The letter of a decision as it would be written now: its heading and its text.
pub async fn preview(
    world: &World,
    member: &Member,
    request: &Request,
    (form, practice, moment): (&wire::review::DecideReview, &Practice, Moment),
) -> Result<(String, String), Failure> {
    let findings = parse::review::decide(form).map_err(Failure::invalid)?;
    let loaded = Loaded::of(world, request, moment.at).await?;
    let by = session::authority(member)?;
    let reviewed =
        decide::decide(request, &by, loaded.case(), (findings, practice), moment).map_err(in_the_findings)?;
    let letter = reviewed.decision.event.happened.letter();
    letter.map(shown).ok_or(Failure::Broken("a review without its letter"))
}

fn in_the_findings(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::FindingsIncomplete => Failure::invalid(vec![FieldError::new("findings", Code::FindingsIncomplete)]),
        refusal => refusal.into(),
    }
}

/// `POST /api/requests/{request}/review/decision`.
pub async fn decide(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::review::DecideReview = call.form()?;
            let findings = parse::review::decide(&form).map_err(Failure::invalid)?;
            let loaded = load(world, call, turn).await?;
            let practice = page::practice(world, &turn.request).await?;
            let reviewed = decide::decide(
                &turn.request,
                &turn.authority()?,
                loaded.case(),
                (findings, &practice),
                turn.moment,
            )
            .map_err(in_the_findings)?;
            let (decision, mut effects) = with_notice(call, reviewed.decision)?;
            for (record, item) in &reviewed.items {
                let stored = StoredItem::new(&decision.next.id, record, Some(item));
                effects.writes.push(Write::any(&stored)?);
            }
            Ok((decision, effects))
        })
    })
    .await
}

/// `POST /api/requests/{request}/review/hand-over`: the letter went outside the page.
pub async fn tell(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let form: wire::HandOver = call.form()?;
            let handing = parse::hand_over(&form).map_err(Failure::invalid)?;
            let decision = decide::hand_over(&turn.request, &turn.authority()?, handing, turn.moment)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// `GET /api/requests/{request}/review`.
pub async fn page(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (member, request) = session::member_of_request(world, call).await?;
    session::note_access(world, call, &member, Some(&request)).await?;
    let loaded = Loaded::of(world, &request, call.now).await?;
    let case = loaded.case();
    let records: Vec<_> = match &request.review {
        Some(review) => review.items.clone(),
        None => case.withheld().map(|(record, _)| record.id.clone()).collect(),
    };
    let mut members: Vec<_> = loaded
        .members
        .iter()
        .filter(|member| member.active)
        .filter(|member| member.roles.contains(&Role::Reviewer) || !member.licence.trim().is_empty())
        .map(|member| ReviewMember {
            member: member.id.clone(),
            name: member.name.clone(),
            bar: case.bar(member, &records),
        })
        .collect();
    members.sort_by(|left, right| (left.bar.is_some(), &left.name).cmp(&(right.bar.is_some(), &right.name)));
    let items = match decided(&loaded.events, &request) {
        Some(items) => items
            .map(|(finding, found)| again(finding, found, &loaded.ledger))
            .collect(),
        None => case.withheld().map(|(record, held)| at_first(record, held)).collect(),
    };
    Reply::json(200, &ReviewPage { items, members })
}

/// What was found about each record, with what the letter says of it.
fn decided<'a>(
    events: &'a [Event],
    request: &Request,
) -> Option<impl Iterator<Item = (&'a Finding, &'a Found)> + use<'a>> {
    let letter = request.review.as_ref()?.decided.as_ref()?.letter;
    let event = events.iter().find(|event| event.seq == letter)?;
    match &event.happened {
        Happened::ReviewDecided { findings, letter, .. } => match &letter.says {
            Says::ReviewOutcome(outcome) => Some(findings.iter().zip(&outcome.found)),
            Says::Extension { .. } | Says::FeeEstimate { .. } | Says::Ending { .. } | Says::Breach(_) => None,
            Says::Acknowledgement(_) | Says::DirectiveFulfilled(_) => None,
        },
        _ => None,
    }
}

fn again(finding: &Finding, found: &Found, ledger: &Ledger) -> ReviewItem {
    ReviewItem {
        record: finding.record.clone(),
        name: ledger.name(&finding.record).unwrap_or_default(),
        ground: found.ground,
        what: found.what.clone(),
        reason: String::new(),
        rationale: String::new(),
        stands: Some(finding.stands),
        found: Some(finding.rationale.clone()),
    }
}

fn at_first(record: &Record, held: &Withholding) -> ReviewItem {
    let determination = held.determination.as_ref();
    ReviewItem {
        record: record.id.clone(),
        name: record.name.clone(),
        ground: held.ground,
        what: held.what.clone(),
        reason: held.reason.clone(),
        rationale: determination.map_or_else(String::new, |found| found.rationale.clone()),
        stands: None,
        found: None,
    }
}

/// A review in short, as of now.
pub fn card(request: &Request, now: DateTime<Utc>) -> Option<ReviewCard> {
    let review = request.review.as_ref()?;
    let decided = review.decided.as_ref();
    let today = zone::day(now, &request.received.time_zone);
    Some(ReviewCard {
        asked_on: review.asked_on,
        due_on: review.due_on(),
        reading: clock::reading(review.due_on(), decided.map(|decided| decided.on), today),
        reviewer: review.reviewer.as_ref().map(page::assignee),
        outcome: decided.map(|decided| decided.outcome),
        decided_on: decided.map(|decided| decided.on),
        notified_on: decided.and_then(|decided| decided.notified_on),
    })
}

/// What the requester sees of it. The outcome is hers to know when its letter has gone.
pub fn status(request: &Request, letter_waits: bool) -> Option<ReviewStatus> {
    let review = request.review.as_ref()?;
    Some(ReviewStatus {
        asked_on: review.asked_on,
        due_on: review.due_on(),
        is_assigned: review.reviewer.is_some(),
        outcome: review
            .decided
            .as_ref()
            .filter(|_| !letter_waits)
            .map(|decided| decided.outcome),
    })
}
