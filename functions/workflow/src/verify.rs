//! Who asks: patients of the index that fit, and the decision that the requester is one of them,
//! 45 CFR 164.514(h).

use crate::call::{Call, Reply};
use crate::change::{self, Effects};
use crate::failure::Failure;
use crate::session;
use crate::world::World;
use chrono::NaiveDate;
use domain::decide;
use domain::field::{Code, FieldError};
use domain::parse;
use domain::person::folded;
use domain::wire::{self, CandidateList};

/// `POST /api/requests/{request}/candidates`: a POST since it carries names, which belong in no URL.
pub async fn candidates(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (clerk, request) = session::clerk_of_request(world, call).await?;
    let form: wire::Candidates = call.form()?;
    let typed = parse::optional_date("birth_date", &form.birth_date, Code::BirthDateNotReal)
        .map_err(|error| Failure::invalid(vec![error]))?;
    session::note_access(world, call, &clerk, Some(&request)).await?;
    let birth_date: NaiveDate = typed.unwrap_or(request.birth_date);
    let family = folded(&form.family_name);
    let mut candidates = Vec::new();
    for patient in world.table.patients_born(clerk.practice(), birth_date).await? {
        if !folded(patient.name.family()).starts_with(&family) {
            continue;
        }
        let records = world.table.records(clerk.practice(), &patient.id).await?.len();
        let records = u32::try_from(records).unwrap_or(u32::MAX);
        candidates.push(patient.candidate(&request.name, request.birth_date, &request.email, records));
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
            if world
                .table
                .patient(turn.clerk.practice(), &command.patient)
                .await?
                .is_none()
            {
                return Err(Failure::invalid(vec![FieldError::new("patient", Code::PatientUnknown)]));
            }
            let decision = decide::verify(
                &turn.request,
                &turn.clerk,
                command.patient,
                command.evidence,
                turn.moment,
            )?;
            let effects = Effects {
                passcode: Some(decision.next.passcodes),
                ..Effects::default()
            };
            Ok((decision, effects))
        })
    })
    .await
}
