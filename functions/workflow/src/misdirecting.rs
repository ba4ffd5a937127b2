//! The case of a record that went to someone wrong, from the stop to the last notice.

use crate::call::{Call, Reply};
use crate::change::{self, Effects, Turn};
use crate::ending::{switched_off, with_notice};
use crate::failure::Failure;
use crate::page;
use crate::world::World;
use chrono::NaiveDate;
use domain::clock;
use domain::decide::{Refusal, misdirecting as decide};
use domain::delivery::Delivery;
use domain::event::{Actor, Event, Happened};
use domain::field::{Code, FieldError};
use domain::id::DeliveryId;
use domain::letter::Answer;
use domain::misdirection::{Assessment, Case, Duty, Step};
use domain::parse::misdirecting as parse;
use domain::practice::Practice;
use domain::request::Request;
use domain::wire::misdirection as wire;
use domain::wire::misdirection::{DutyCard, FactorCard, MisdirectionCard, MisdirectionDue, RecallCard};

/// `POST /api/requests/{request}/misdirections`: the stop, by anyone of the desk.
pub async fn open(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::Misdirect = call.form()?;
            let named = parse::delivery(&form).map_err(|error| Failure::invalid(vec![error]))?;
            let current = match &named {
                Some(named) => Some(of_request(world, turn, named).await?),
                None => None,
            };
            let made_on = match &named {
                Some(named) => made_on(&world.table.history(&turn.request).await?, named),
                None => None,
            };
            let opened = parse::open(&form, made_on, turn.moment.on).map_err(Failure::invalid)?;
            let (decision, revoked) =
                decide::open(&turn.request, &turn.authority()?, opened, current.as_ref(), turn.moment)?;
            Ok((decision, switched_off(call, current.as_ref(), revoked)?))
        })
    })
    .await
}

/// The link that a form names. Another request's is none.
async fn of_request(world: &World, turn: &Turn, named: &DeliveryId) -> Result<Delivery, Failure> {
    let delivery = world.table.delivery(named).await?;
    let unknown = || Failure::invalid(vec![FieldError::new("delivery", Code::DeliveryUnknown)]);
    delivery
        .filter(|delivery| delivery.request == turn.request.id)
        .ok_or_else(unknown)
}

/// The day on which the link was made, from the history.
fn made_on(events: &[Event], named: &DeliveryId) -> Option<NaiveDate> {
    let made = events.iter().find(|event| match &event.happened {
        Happened::PackageReady { delivery, .. } | Happened::DeliveryReissued { delivery, .. } => delivery == named,
        _ => false,
    });
    made.map(|event| event.on)
}

/// `POST /api/requests/{request}/misdirections/{misdirection}/recipient`.
pub async fn account(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let form: wire::AccountMisdirection = call.form()?;
            let known = parse::account(&form).map_err(Failure::invalid)?;
            let number = number(call)?;
            let decision = decide::account(&turn.request, &turn.authority()?, number, known, turn.moment)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// `POST /api/requests/{request}/misdirections/{misdirection}/recall`.
pub async fn recall(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let form: wire::RecallMisdirection = call.form()?;
            let recall = parse::recall(&form, turn.moment.on).map_err(Failure::invalid)?;
            let number = number(call)?;
            let decision = decide::recall(&turn.request, &turn.authority()?, number, recall, turn.moment)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// `POST /api/requests/{request}/misdirections/{misdirection}/assessment`.
pub async fn assess(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let form: wire::AssessMisdirection = call.form()?;
            let assessment = parse::assess(&form).map_err(Failure::invalid)?;
            let number = number(call)?;
            let decision = decide::assess(&turn.request, &turn.authority()?, number, assessment, turn.moment)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// `POST /api/requests/{request}/misdirections/{misdirection}/decision`.
pub async fn decide(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let form: wire::DecideMisdirection = call.form()?;
            let decided = parse::decide(&form).map_err(Failure::invalid)?;
            let number = number(call)?;
            let decision = decide::decide(&turn.request, &turn.authority()?, number, decided, turn.moment)
                .map_err(at_its_field)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// `POST /api/requests/{request}/misdirections/{misdirection}/letter`. By e-mail where she agreed to that; else it is printed
/// and posted, which is a task.
pub async fn write(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::WriteBreach = call.form()?;
            let command = parse::write(&form).map_err(Failure::invalid)?;
            let practice = page::practice(world, &turn.request).await?;
            let (number, is_electronic) = (number(call)?, command.is_electronic);
            let decision = decide::write(
                &turn.request,
                &turn.authority()?,
                (number, command),
                &practice,
                turn.moment,
            )
            .map_err(at_its_field)?;
            if !is_electronic {
                return Ok((decision, Effects::default()));
            }
            let (decision, effects) = with_notice(call, decision)?;
            let effects = Effects {
                // Nothing that was decided about the request itself can be taken back for it.
                letter_waits: None,
                ..effects
            };
            Ok((decision, effects))
        })
    })
    .await
}

/// The letter of a breach as it would be written now.
pub fn preview(
    request: &Request,
    practice: &Practice,
    (number, form): (u64, &wire::WriteBreach),
    on: NaiveDate,
) -> Result<Answer, Failure> {
    let command = parse::write(form).map_err(Failure::invalid)?;
    decide::letter(request, practice, (number, &command), on).map_err(at_its_field)
}

/// `POST /api/requests/{request}/misdirections/{misdirection}/notices`.
pub async fn tell(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |_, call, turn| {
        Box::pin(async move {
            let form: wire::TellBreach = call.form()?;
            let told = parse::tell(&form, turn.moment.on).map_err(Failure::invalid)?;
            let number = number(call)?;
            let decision =
                decide::tell(&turn.request, &turn.authority()?, number, told, turn.moment).map_err(at_its_field)?;
            Ok((decision, Effects::default()))
        })
    })
    .await
}

/// The case that is meant.
fn number(call: &Call) -> Result<u64, Failure> {
    let number = call.ids.get(1).and_then(|text| text.parse().ok());
    number.ok_or(Failure::NotFound)
}

/// What a form answered so that it can't be is told there.
fn at_its_field(refusal: Refusal) -> Failure {
    let (field, code) = match refusal {
        Refusal::BreachPresumed => ("breach", Code::BreachPresumed),
        Refusal::NotRepresented => ("addressee", Code::NotRepresented),
        Refusal::NoElectronicNotice => ("electronic", Code::NoElectronicNotice),
        Refusal::ToldBeforeLetter => ("on", Code::ToldBeforeLetter),
        refusal => return refusal.into(),
    };
    Failure::invalid(vec![FieldError::new(field, code)])
}

/// The cases of a request as of that day, with what was written in its history.
pub fn cards(request: &Request, events: &[Event], today: NaiveDate) -> Vec<MisdirectionCard> {
    let cases = request.misdirections.iter();
    cases.map(|case| card(case, events, today)).collect()
}

fn card(case: &Case, events: &[Event], today: NaiveDate) -> MisdirectionCard {
    let mut card = MisdirectionCard {
        number: case.number,
        delivery: case.delivery.clone(),
        went_on: case.went_on,
        discovered_on: case.discovered_on,
        to: String::new(),
        place: String::new(),
        what: String::new(),
        why: String::new(),
        opened_by: String::new(),
        recalls: Vec::new(),
        exception: None,
        exception_why: String::new(),
        factors: Vec::new(),
        is_low: case.shows_low_probability(),
        conclusion: case.decided.as_ref().map(|decided| decided.finding.conclusion()),
        decided_on: case.decided.as_ref().map(|decided| decided.on),
        reason: String::new(),
        people: 0,
        residents: 0,
        texans: 0,
        letter: case.letter.as_ref().map(|letter| letter.seq),
        by_post: case.waits_for_post(),
        duties: case.duties().iter().map(|duty| duty_card(duty, today)).collect(),
        due: due(case, today),
    };
    if let Some(affected) = case.breach() {
        (card.people, card.residents, card.texans) = (affected.people, affected.residents, affected.texans);
    }
    for event in events {
        if let Happened::WrongRelease { case: of, step } = &event.happened
            && *of == case.number
        {
            put(&mut card, step, &event.actor);
        }
    }
    card
}

/// What a step wrote. The last words of a kind count.
fn put(card: &mut MisdirectionCard, step: &Step, actor: &Actor) {
    let wrong = match step {
        Step::Opened(opened) => {
            if let Actor::Member { name, .. } = actor {
                card.opened_by.clone_from(name);
            }
            &opened.wrong
        }
        Step::Accounted(wrong) => wrong,
        Step::Recalled { recall, on, words } => {
            card.recalls.push(RecallCard {
                recall: *recall,
                on: *on,
                words: words.clone(),
            });
            return;
        }
        Step::Assessed(Assessment::Exception { exception, words }) => {
            card.exception = Some(*exception);
            card.exception_why.clone_from(words);
            card.factors.clear();
            return;
        }
        Step::Assessed(Assessment::Factors(weighed)) => {
            card.exception = None;
            card.exception_why.clear();
            let factors = weighed.iter().map(|it| FactorCard {
                factor: it.factor,
                risk: it.risk,
                words: it.words.clone(),
            });
            card.factors = factors.collect();
            return;
        }
        Step::Decided { reason, .. } => {
            card.reason.clone_from(reason);
            return;
        }
        Step::Written { .. } | Step::Told { .. } | Step::Warned(_) => return,
    };
    card.to.clone_from(&wrong.to);
    card.place.clone_from(&wrong.place);
    card.what.clone_from(&wrong.what);
    card.why.clone_from(&wrong.why);
}

fn duty_card(duty: &Duty, today: NaiveDate) -> DutyCard {
    DutyCard {
        whom: duty.whom,
        from: duty.from,
        days: duty.days,
        due_on: duty.due_on,
        act_on: duty.act_on,
        citation: duty.citation.to_owned(),
        is_verified: duty.is_verified,
        told_on: duty.told_on,
        reading: clock::reading(duty.due_on, duty.told_on, today),
    }
}

fn due(case: &Case, today: NaiveDate) -> Option<MisdirectionDue> {
    let due_on = case.due_on()?;
    Some(MisdirectionDue {
        act_on: case.act_on()?,
        due_on,
        reading: clock::reading(due_on, None, today),
    })
}

/// The case of a request that is to be dealt with first.
pub fn first_due(request: &Request, today: NaiveDate) -> Option<MisdirectionDue> {
    let open = request.misdirections.iter().filter_map(|case| due(case, today));
    open.min_by_key(|due| due.act_on)
}
