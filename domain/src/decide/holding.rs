//! What becomes of single records: kept, left out, or withheld on a ground with the judgements that it needs.

use super::{Decision, Moment, Refusal, by, decision, end_tasks, may_add_records, review};
use crate::event::Happened;
use crate::ground;
use crate::parse;
use crate::practice::{Clerk, Clinician, Officer};
use crate::record::{self, Approval, Determination, Item, Record, Withholding};
use crate::request::{Pending, Request};
use crate::wire::Placement;
use crate::word::{Access, Ground, Judgement, Sensitivity, TaskKind};

/// A decision, and what it makes of the record in this request: nothing, where a ground fell.
pub type Held = (Decision, Option<Item>);

/// A record as it stands in a request, with what was decided about it.
#[derive(Clone, Copy)]
pub struct Standing<'a> {
    pub record: &'a Record,
    pub before: Option<&'a Item>,
    /// Whether other records still wait for the officer to say what this requester may know.
    pub others_protected: bool,
}

/// What a member says of a record: that it goes out although it raised a concern, or why it does not belong here.
/// What a requester must not know of, what was judged before, and what leaves the record set is the officer's to decide.
pub fn judge(
    request: &Request,
    clerk: &Clerk,
    officer: Option<&Officer>,
    item: Standing<'_>,
    judgement: Judgement,
    moment: Moment,
) -> Result<Held, Refusal> {
    may_add_records(request)?;
    let Standing { record, before, .. } = item;
    if judgement != Judgement::Keep {
        review::stays_given(request, &record.id)?;
    }
    if officer.is_none() && needs_officer(request, item, judgement) {
        return Err(Refusal::OfficerDecides);
    }
    let happened = Happened::RecordJudged {
        record: record.id.clone(),
        file: record.name.clone(),
        judgement,
    };
    let after = Some(Item::Judged(judgement));
    let decision = decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.pending = pending(next.pending, before, after.as_ref());
        if record::is_protected(record, request) && !item.others_protected {
            end_tasks(next, &[TaskKind::DecideProtected]);
        }
    });
    Ok((decision, after))
}

fn needs_officer(request: &Request, item: Standing<'_>, judgement: Judgement) -> bool {
    let was_judged = match item.before {
        Some(Item::Withheld(withholding)) => withholding.determination.is_some() || withholding.approval.is_some(),
        Some(Item::Judged(_)) | None => false,
    };
    let leaves_the_set = match judgement {
        Judgement::Keep => false,
        Judgement::OutsideRecordSet => true,
        // Notes that are kept apart are withheld, with a letter, or they go out.
        Judgement::SetAside | Judgement::Duplicate => item.record.sensitivity == Sensitivity::PsychotherapyNotes,
    };
    record::is_protected(item.record, request) || was_judged || leaves_the_set
}

/// Proposes to keep a record back. It goes nowhere until those who must judge have judged.
pub fn withhold(
    request: &Request,
    clerk: &Clerk,
    Standing { record, before, .. }: Standing<'_>,
    rest: Option<Placement>,
    command: parse::Withhold,
    moment: Moment,
) -> Result<Held, Refusal> {
    may_add_records(request)?;
    review::stays_given(request, &record.id)?;
    if !fits(command.ground, request, record) {
        return Err(Refusal::GroundDoesNotFit);
    }
    let is_told = |name: &str| command.conditions.iter().any(|told| told == name);
    let asked = || ground::conditions(command.ground, &request.received.states);
    let open: Vec<_> = asked()
        .filter(|asked| !is_told(asked.id))
        .map(|asked| asked.id)
        .collect();
    if !open.is_empty() {
        return Err(Refusal::ConditionsOpen(open));
    }
    let conditions: Vec<_> = asked().map(|asked| asked.id.to_owned()).collect();
    if command.rest.is_some() && (rest != Some(Placement::In) || command.rest.as_ref() == Some(&record.id)) {
        return Err(Refusal::RestDoesNotGoOut);
    }
    let happened = Happened::Withheld {
        record: record.id.clone(),
        file: record.name.clone(),
        ground: command.ground,
        reason: command.reason.clone(),
        conditions: conditions.clone(),
        rest: command.rest.clone(),
    };
    let after = Some(Item::Withheld(Box::new(Withholding {
        ground: command.ground,
        what: command.what,
        reason: command.reason,
        rest: command.rest,
        conditions,
        determination: None,
        approval: None,
    })));
    let decision = decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.pending = pending(next.pending, before, after.as_ref());
    });
    Ok((decision, after))
}

/// Whether a ground can be used here at all, as far as that follows from who asks and for what.
fn fits(ground: Ground, request: &Request, record: &Record) -> bool {
    let representative = request.requester.is_representative();
    let by_paper = request.requester.needs_paper();
    // Protected care is no denial, and a denial would tell of it.
    if record::is_protected(record, request) {
        return ground == Ground::N3;
    }
    match ground {
        Ground::U3 => request.access == Access::Copy,
        Ground::U5 => false,
        Ground::R3 => representative,
        Ground::N3 => by_paper,
        Ground::U1 | Ground::U2 | Ground::U4 | Ground::U6 | Ground::R1 | Ground::R2 => true,
    }
}

/// A licensed professional judges whether the ground's standard is met. If not, the record stands as if nobody had
/// proposed to withhold it.
pub fn determine(
    request: &Request,
    clinician: &Clinician,
    Standing { record, before, .. }: Standing<'_>,
    (stands, rationale): (bool, String),
    moment: Moment,
) -> Result<Held, Refusal> {
    may_add_records(request)?;
    if clinician.licence().trim().is_empty() {
        return Err(Refusal::LicenceMissing);
    }
    let withholding = waiting(before, Placement::WaitsForDetermination)?;
    let happened = Happened::Determined {
        record: record.id.clone(),
        file: record.name.clone(),
        stands,
        rationale: rationale.clone(),
        licence: clinician.licence().to_owned(),
    };
    let after = stands.then(|| {
        Item::Withheld(Box::new(Withholding {
            determination: Some(Determination {
                by: clinician.member().clone(),
                name: clinician.name().to_owned(),
                licence: clinician.licence().to_owned(),
                on: moment.on,
                rationale,
            }),
            ..withholding.clone()
        }))
    });
    let decision = decision(request, moment, by(clinician), happened, |next| {
        next.version += 1;
        next.pending = pending(next.pending, before, after.as_ref());
    });
    Ok((decision, after))
}

/// The officer approves what is withheld, on a legal reading where the ground needs one, or lets it go out.
pub fn approve(
    request: &Request,
    officer: &Officer,
    item: Standing<'_>,
    (stands, note): (bool, String),
    moment: Moment,
) -> Result<Held, Refusal> {
    may_add_records(request)?;
    let Standing { record, before, .. } = item;
    let withholding = waiting(before, Placement::WaitsForApproval)?;
    if stands && note.is_empty() && ground::needs_legal_note(withholding.ground) {
        return Err(Refusal::LegalNoteMissing);
    }
    let happened = Happened::Approved {
        record: record.id.clone(),
        file: record.name.clone(),
        stands,
        note: note.clone(),
    };
    let is_protected = record::is_protected(record, request);
    let after = if stands {
        Some(Item::Withheld(Box::new(Withholding {
            approval: Some(Approval {
                by: officer.member().clone(),
                name: officer.name().to_owned(),
                on: moment.on,
                note,
            }),
            ..withholding.clone()
        })))
    } else {
        // Of protected care this is the officer's word that it may be known.
        is_protected.then_some(Item::Judged(Judgement::Keep))
    };
    let decision = decision(request, moment, by(officer), happened, |next| {
        next.version += 1;
        next.pending = pending(next.pending, before, after.as_ref());
        if is_protected && !item.others_protected {
            end_tasks(next, &[TaskKind::DecideProtected]);
        }
    });
    Ok((decision, after))
}

fn waiting(item: Option<&Item>, stage: Placement) -> Result<&Withholding, Refusal> {
    match item {
        Some(Item::Withheld(withholding)) if withholding.placement() == stage => Ok(withholding),
        Some(Item::Withheld(_) | Item::Judged(_)) | None => Err(Refusal::NotWaiting),
    }
}

/// How many items wait, after one of them changed.
fn pending(pending: Pending, before: Option<&Item>, after: Option<&Item>) -> Pending {
    let (was, is) = (before.map_or((0, 0), waits), after.map_or((0, 0), waits));
    Pending {
        determinations: (pending.determinations + is.0).saturating_sub(was.0),
        approvals: (pending.approvals + is.1).saturating_sub(was.1),
    }
}

fn waits(item: &Item) -> (u32, u32) {
    match item {
        Item::Judged(_) => (0, 0),
        Item::Withheld(withholding) => match withholding.placement() {
            Placement::WaitsForDetermination => (1, 0),
            Placement::WaitsForApproval => (0, 1),
            _ => (0, 0),
        },
    }
}
