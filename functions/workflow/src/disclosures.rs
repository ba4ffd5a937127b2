//! What went out of the practice, to whom and when: the log.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::report::asked;
use crate::session;
use crate::world::World;
use domain::disclosure::Disclosure;
use domain::wire::report::{DisclosureLog, PatientDisclosures};

/// `GET /api/practices/{practice}/disclosures`.
pub async fn log(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (member, period) = asked(world, call).await?;
    let mut disclosures = Vec::new();
    for month in period.months() {
        let lines = world.table.disclosed_in(&member.practice, &month).await?;
        disclosures.extend(lines.iter().map(Disclosure::card));
    }
    let (from, until) = period.ends();
    Reply::json(
        200,
        &DisclosureLog {
            from,
            until,
            disclosures,
        },
    )
}

/// `GET /api/requests/{request}/disclosures`: what went out by the request, and of the patient that it is about, where one
/// was found, by other requests, too.
pub async fn of_patient(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (member, request) = session::member_of_request(world, call).await?;
    session::note_access(world, call, &member, Some(&request)).await?;
    let mut lines = world.table.disclosed_by(&request.id).await?;
    if let Some(patient) = &request.patient {
        let others = world.table.disclosed_of(&request.practice, patient).await?;
        lines.extend(others.into_iter().filter(|line| line.request != request.id));
    }
    lines.sort_by_key(|line| (line.on, line.at));
    let disclosures = lines.iter().map(Disclosure::card).collect();
    Reply::json(200, &PatientDisclosures { disclosures })
}
