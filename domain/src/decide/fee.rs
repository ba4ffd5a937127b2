//! What a copy costs. A fee is told before the copy is made, and nothing waits for it: no clock, no letter, and no record in
//! the free electronic form.

use super::{Decision, Moment, Refusal, add_task, at_stage, by, decision};
use crate::event::{Actor, Happened};
use crate::fee::{self, Asked, Choice, Fee, Part, Standing};
use crate::letter::{self, Says};
use crate::practice::{Clerk, Practice};
use crate::request::{Agreed, Request};
use crate::word::{Access, TaskKind, Way, Work};

const BEFORE: [Work; 2] = [Work::Received, Work::Gathering];

/// A quote, with the letter that tells it. One that is lower than what the requester said yes to needs no new yes. To a
/// third party the patient's rate does not bind (Ciox v. Azar); the desk offers it all the same.
pub fn quote(
    request: &Request,
    clerk: &Clerk,
    asked: &Asked,
    practice: &Practice,
    moment: Moment,
) -> Result<Decision, Refusal> {
    at_stage(request, &BEFORE)?;
    if !request.kind.is_access() {
        return Err(Refusal::NotAccess);
    }
    if request.access == Access::Inspection {
        return Err(Refusal::LookingIsFree);
    }
    let terms = fee::terms(request, practice.fees);
    let has_postage = asked.lines.iter().any(|line| line.part == Part::Postage);
    if has_postage && !terms.is_mailed {
        return Err(Refusal::PostageNotAsked);
    }
    let quote = fee::figure(asked, &terms);
    let before = request.fee.as_ref().and_then(|fee| fee.agreed);
    let standing = match before {
        _ if quote.total <= terms.schedule.ask_above => Standing::NotNeeded,
        Some(agreed) if quote.total <= agreed => Standing::Agreed,
        Some(_) | None => Standing::Asked,
    };
    let letter = (quote.total > 0).then(|| {
        let says = Says::FeeEstimate {
            lines: quote.lines.clone(),
            total: quote.total,
            asks: standing == Standing::Asked,
        };
        Box::new(letter::answer(request, practice, says, moment.on))
    });
    let is_told = letter.is_some();
    let happened = Happened::FeeQuoted {
        quote: Box::new(quote.clone()),
        letter,
    };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.fee = Some(Fee {
            quote,
            standing,
            agreed: before,
            paid_on: None,
        });
        if is_told && next.contact.email.is_none() {
            add_task(next, TaskKind::ReachRequester, moment.on);
        }
    }))
}

/// The requester's answer on the status page.
pub fn answer(request: &Request, choice: Choice, moment: Moment) -> Result<Decision, Refusal> {
    answered(request, Actor::Requester, choice, moment)
}

/// The same as it was told on the telephone.
pub fn note_answer(request: &Request, clerk: &Clerk, choice: Choice, moment: Moment) -> Result<Decision, Refusal> {
    answered(request, by(clerk), choice, moment)
}

fn answered(request: &Request, actor: Actor, choice: Choice, moment: Moment) -> Result<Decision, Refusal> {
    at_stage(request, &BEFORE)?;
    let fee = request.fee.as_ref().ok_or(Refusal::NoFeeAsked)?;
    let may_choose = match (fee.standing, choice) {
        (Standing::Asked, _) => true,
        // A yes can be taken back, until it is paid.
        (Standing::NotNeeded | Standing::Agreed, Choice::FreeCopy | Choice::Look) => fee.owed() > 0,
        (Standing::NotNeeded | Standing::Agreed, Choice::Agreed)
        | (Standing::FreeCopy | Standing::Look | Standing::Waived, _) => false,
    };
    if !may_choose {
        return Err(Refusal::NoFeeAsked);
    }
    let total = fee.quote.total;
    let happened = Happened::FeeAnswered { choice, cents: total };
    Ok(decision(request, moment, actor, happened, |next| {
        next.version += 1;
        if choice == Choice::FreeCopy {
            go_by_link(next);
        }
        if let Some(fee) = &mut next.fee {
            fee.standing = match choice {
                Choice::Agreed => Standing::Agreed,
                Choice::FreeCopy => Standing::FreeCopy,
                Choice::Look => Standing::Look,
            };
            fee.agreed = (choice == Choice::Agreed).then_some(total);
        }
        match choice {
            Choice::Agreed => {}
            Choice::FreeCopy if next.contact.email.is_some() => {}
            Choice::FreeCopy | Choice::Look => add_task(next, TaskKind::ArrangeFree, moment.on),
        }
    }))
}

/// The electronic copy is the way agreed on now. What was asked for first stays, and so does the clock.
fn go_by_link(next: &mut Request) {
    let before = next.agreed.take();
    next.agreed = Some(Agreed {
        way: Way::Download,
        format: String::new(),
        appointment: String::new(),
        risk_accepted: before.is_some_and(|agreed| agreed.risk_accepted),
    });
}

/// Nothing is to be paid any more, at any stage.
pub fn waive(request: &Request, clerk: &Clerk, moment: Moment) -> Result<Decision, Refusal> {
    let fee = request.fee.as_ref().filter(|fee| match fee.standing {
        Standing::Asked => true,
        Standing::NotNeeded | Standing::Agreed => fee.owed() > 0,
        Standing::FreeCopy | Standing::Look | Standing::Waived => false,
    });
    let cents = fee.ok_or(Refusal::NoFeeOwed)?.quote.total;
    Ok(decision(request, moment, by(clerk), Happened::FeeWaived { cents }, |next| {
        next.version += 1;
        if let Some(fee) = &mut next.fee {
            fee.standing = Standing::Waived;
        }
    }))
}

/// It was paid. That is noted, and changes nothing else.
pub fn note_paid(request: &Request, clerk: &Clerk, moment: Moment) -> Result<Decision, Refusal> {
    let owed = request.fee.as_ref().map_or(0, Fee::owed);
    if owed == 0 {
        return Err(Refusal::NoFeeOwed);
    }
    let happened = Happened::FeePaid { cents: owed };
    Ok(decision(request, moment, by(clerk), happened, |next| {
        if let Some(fee) = &mut next.fee {
            fee.paid_on = Some(moment.on);
        }
    }))
}
