//! Releasing everything that can go out: the letter and the list of files are settled here, with the decision;
//! the package is assembled from them afterwards.

use crate::call::{Call, Reply};
use crate::change;
use crate::ending::{current, switched_off};
use crate::failure::Failure;
use crate::manifest::{self, Manifest};
use crate::page;
use crate::records::Ledger;
use crate::store::dynamo::Write;
use crate::store::item::StoredJob;
use crate::world::World;
use chrono::NaiveDate;
use domain::chain::Hash;
use domain::decide::{self, Refusal, ReleaseCommand, directive};
use domain::field::{Code, FieldError};
use domain::letter::{self, KeptBack, Release, check};
use domain::package;
use domain::parse;
use domain::practice::Practice;
use domain::record;
use domain::request::Request;
use domain::wire;

/// `POST /api/requests/{request}/release`.
pub async fn release(world: &World, call: &Call) -> Result<Reply, Failure> {
    change::run(world, call, |world, call, turn| {
        Box::pin(async move {
            let request = &turn.request;
            let form: wire::ReleaseRecord = call.form()?;
            let said = parse::releasing(&form.not_held, &form.consent).map_err(Failure::invalid)?;
            let ledger = Ledger::load(world, request, call.now).await?;
            let obstacles = ledger.obstacles();
            // Looked at before anything is written, and again by the decision.
            let standing = decide::obstacles(request, obstacles.clone());
            if !standing.is_empty() {
                return Err(Refusal::Obstacles(standing).into());
            }
            let practice = page::practice(world, request).await?;
            let (letter, files) = letter(&ledger, request, &practice, said, turn.moment.on)?;
            let listed: Vec<_> = files.iter().map(package::File::listed).collect();
            let documents = package::documents(&letter, &listed);
            let list = Manifest::new(&practice.name, &request.receipt, turn.moment.on, &documents, &files);
            let bytes = list.encode()?;
            let hash = Hash::of(&bytes);
            // Put before the fact that names it: a manifest that no event names is nothing.
            world
                .packages()
                .put(&manifest::object_key(&request.id, hash), "application/json", bytes)
                .await?;
            let job = StoredJob {
                id: call.seed.id("job"),
                request: request.id.clone(),
                manifest: hash.to_string(),
                delivery: call.seed.id("delivery"),
                notice: call.seed.id("ready notice"),
                queued_at: call.now,
                finished: false,
            };
            let command = ReleaseCommand {
                obstacles,
                manifest: hash,
                letter,
                outcome: record::outcome(ledger.placements()),
                job: job.id.clone(),
                on_consent: ledger.goes_on_consent(request),
            };
            let decision = decide::release(request, &turn.authority()?, command, turn.moment)?;
            let current = current(world, turn).await?;
            let superseded = decide::superseded(current.as_ref());
            let mut effects = switched_off(call, current.as_ref(), superseded)?;
            effects.writes.push(Write::new(&job)?);
            Ok((decision, effects))
        })
    })
    .await
}

/// The letter of a release as the ledger stands, and the files that go with it.
pub fn letter(
    ledger: &Ledger,
    request: &Request,
    practice: &Practice,
    said: parse::Releasing,
    on: NaiveDate,
) -> Result<(Release, Vec<package::File>), Failure> {
    let files = package::files(ledger.released(), &ledger.rests());
    let count = u32::try_from(files.len()).map_err(|_| Failure::Broken("too many files"))?;
    let size = files.iter().map(|file| file.size).sum();
    let kept_back = KeptBack {
        not_held: said.not_held,
        ..ledger.kept_back(request)
    };
    let consent = directive::consent(ledger.goes_on_consent(request), said.consent).map_err(in_the_consent)?;
    let letter = Release {
        consent,
        ..letter::release(request, practice, (count, size), kept_back, on)
    };
    let tells = |consent: &str| check::tells_of(consent, &letter.withheld, letter.language);
    if letter.consent.as_deref().is_some_and(tells) {
        return Err(Failure::invalid(vec![FieldError::new(
            "consent.scope",
            Code::ConsentTells,
        )]));
    }
    Ok((letter, files))
}

fn in_the_consent(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::ConsentMissing => Failure::invalid(vec![FieldError::new("consent.seen", Code::ConsentUnseen)]),
        refusal => refusal.into(),
    }
}
