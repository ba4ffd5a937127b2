//! Who asks: patients of the index that fit, and the decision that the requester is one of them,
//! 45 CFR 164.514(h).

use crate::call::{Call, Reply};
use crate::change::{self, Effects, Turn};
use crate::failure::Failure;
use crate::session;
use crate::store::dynamo::Write;
use crate::store::item::StoredRecord;
use crate::work::linked;
use crate::world::World;
use chrono::NaiveDate;
use domain::decide::{self, Matched, Refusal, correcting};
use domain::event::Happened;
use domain::field::{Code, FieldError};
use domain::parse;
use domain::person::folded;
use domain::practice::{Authority, Officer};
use domain::record::{self, Patient, Record, State};
use domain::wire::{self, CandidateList};

/// A transaction takes 100 rows, and some are the request's own.
const OTHERS: usize = 90;

/// `POST /api/requests/{request}/candidates`: a POST since it carries names, which belong in no URL.
pub async fn candidates(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (member, request) = session::member_of_request(world, call).await?;
    let form: wire::Candidates = call.form()?;
    let typed = parse::optional_date("birth_date", &form.birth_date, Code::BirthDateNotReal)
        .map_err(|error| Failure::invalid(vec![error]))?;
    session::note_access(world, call, &member, Some(&request)).await?;
    let birth_date: NaiveDate = typed.unwrap_or(request.birth_date);
    let family = folded(&form.family_name);
    let mut candidates = Vec::new();
    for patient in world.table.patients_born(&member.practice, birth_date).await? {
        if !folded(patient.name.family()).starts_with(&family) {
            continue;
        }
        let records = world.table.records(&member.practice, &patient.id).await?.len();
        let records = u32::try_from(records).unwrap_or(u32::MAX);
        let email = request.contact.email.as_ref();
        candidates.push(patient.candidate(&request.name, request.birth_date, email, records));
    }
    candidates.sort_by_key(|candidate| {
        let fits = [
            candidate.name_matches,
            candidate.birth_date_matches,
            candidate.contact_matches,
        ];
        std::cmp::Reverse(fits.into_iter().filter(|fit| *fit).count())
    });
    Reply::json(200, &CandidateList { candidates })
}

/// `POST /api/requests/{request}/verification`.
pub async fn verify(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let form: wire::Verify = call.form()?;
            let command = parse::verify(&form).map_err(Failure::invalid)?;
            let practice = &turn.request.practice;
            let patient = world
                .table
                .patient(practice, &command.patient)
                .await?
                .ok_or_else(|| Failure::invalid(vec![FieldError::new("patient", Code::PatientUnknown)]))?;
            let withdrawn = withdrawn(world, turn, &patient).await?;
            let records = world.table.records(practice, &patient.id).await?;
            let items = world.table.items(&turn.request.id).await?;
            let officer: Option<Officer> = Authority::of(&turn.member);
            let linked = linked(world, &turn.request).await?;
            let matched = Matched {
                items: &items,
                linked: &linked,
                officer: officer.as_ref(),
                patient: &patient,
                evidence: command.evidence,
                authority: command.authority,
                withdrawn: withdrawn.iter().map(|record| record.id.clone()).collect(),
                protected: records
                    .iter()
                    .any(|record| record.state.is_listed() && record::is_protected(record, &turn.request)),
            };
            let clerk = turn.authority()?;
            let decision = decide::verify(&turn.request, &clerk, matched, turn.moment).map_err(|refusal| {
                let (field, code) = match refusal {
                    Refusal::ContactNotOnFile => ("evidence", Code::ContactNotOnFile),
                    Refusal::AuthorityMissing => ("authority", Code::AuthorityMissing),
                    Refusal::OfAge => ("authority", Code::PatientOfAge),
                    refusal => return refusal.into(),
                };
                Failure::invalid(vec![FieldError::new(field, code)])
            })?;
            let mut writes = withdrawn
                .iter()
                .map(|record| Write::any(&StoredRecord::from(record)))
                .collect::<Result<Vec<_>, _>>()?;
            for (other, theirs) in correcting::following(&linked, &decision.next, &clerk, turn.moment) {
                writes.extend(change::writes(world, other, &theirs)?);
            }
            if writes.len() > OTHERS {
                return Err(Refusal::TooManyToWithdraw.into());
            }
            let effects = Effects {
                writes,
                passcode: Some(decision.next.passcodes),
                ..Effects::default()
            };
            Ok((decision, effects))
        })
    })
    .await
}

/// What was uploaded for the request under another patient than it is about: it must not stay in that one's record. Under
/// whom tells the history, since a correction leaves the request without a patient.
async fn withdrawn(world: &World, turn: &Turn, patient: &Patient) -> Result<Vec<Record>, Failure> {
    let request = &turn.request;
    if request.patient.as_ref() == Some(&patient.id) {
        return Ok(Vec::new());
    }
    let mut withdrawn = Vec::new();
    let mut before = None;
    for event in world.table.events(&request.id).await? {
        let records = match event.happened {
            Happened::Verified { patient, .. } => {
                before = Some(patient);
                continue;
            }
            Happened::UploadsGranted { records } => records,
            _ => continue,
        };
        let Some(before) = before.as_ref().filter(|before| **before != patient.id) else {
            continue;
        };
        for id in records {
            let record = world.table.record(&request.practice, before, &id).await?;
            // Also what was taken off the list: it may still arrive.
            let record = record.filter(|record| record.state != State::Withdrawn);
            withdrawn.extend(record.map(|record| Record {
                state: State::Withdrawn,
                ..record
            }));
        }
    }
    Ok(withdrawn)
}
