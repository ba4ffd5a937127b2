//! Pictures of what came on paper: they lie with the request, and are no part of the patient's record.

use crate::call::{Call, Reply};
use crate::change::{self, Once};
use crate::failure::Failure;
use crate::session;
use crate::store::StoreError;
use crate::store::s3::Shown;
use crate::world::World;
use crate::zone;
use domain::decide::work;
use domain::event::Happened;
use domain::id::{RequestId, ScanId};
use domain::parse;
use domain::practice::Clerk;
use domain::wire;
use std::time::Duration;

const ATTEMPTS: usize = 8;
const UPLOAD_WORKS: Duration = Duration::from_secs(15 * 60);
const LINK_WORKS: Duration = Duration::from_secs(5 * 60);

/// `POST /api/requests/{request}/scans`. The link is made again for a repetition, and never kept.
pub async fn attach(world: &World, call: &Call) -> Result<Reply, Failure> {
    call.key()?;
    for _ in 0..ATTEMPTS {
        let (member, request) = session::member_of_request(world, call).await?;
        let clerk: Clerk = session::authority(&member)?;
        let once = Once::new(world, call, member.id.as_str())?;
        let form: wire::AttachScan = call.form()?;
        let scan = parse::scan(&form).map_err(Failure::invalid)?;
        let kept = once.kept().await?;
        let id: ScanId = match &kept {
            Some(repeat) => serde_json::from_str(&repeat.answer).map_err(|_| Failure::Broken("a kept answer"))?,
            None => call.seed.id("scan"),
        };
        let key = object_key(&request.id, &id);
        let signed = world
            .records()
            .sign_upload(&key, scan.size, scan.crc32, UPLOAD_WORKS)
            .await?;
        let reply = Reply::json(
            201,
            &wire::ScanGranted {
                scan: id.clone(),
                url: signed.url,
                headers: signed.headers,
            },
        );
        if kept.is_some() {
            return reply;
        }
        let repeat = once.keep(201, &id, None)?;
        let moment = zone::moment(call.now, &request.received.time_zone);
        let decision = work::attach_scan(&request, &clerk, id, &scan, moment);
        match change::commit(world, Some(&request), &decision, Some(&repeat), Vec::new()).await {
            Ok(()) => return reply,
            Err(Failure::Store(StoreError::Conflict | StoreError::Repeated)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Err(Failure::Busy)
}

/// `POST /api/requests/{request}/scans/{scan}`. One whose upload did not finish is not found.
pub async fn view(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (member, request) = session::member_of_request(world, call).await?;
    let wanted: ScanId = call.id(1)?;
    session::note_access(world, call, &member, Some(&request)).await?;
    let events = world.table.events(&request.id).await?;
    let found = events.iter().find_map(|event| match &event.happened {
        Happened::ScanAttached { scan, media_type, .. } if *scan == wanted => Some(media_type),
        _ => None,
    });
    let media_type = found.ok_or(Failure::NotFound)?;
    let (objects, key) = (world.records(), object_key(&request.id, &wanted));
    objects.head(&key).await?.ok_or(Failure::NotFound)?;
    // What it was called belongs in no URL.
    let shown = Shown {
        file_name: "scan",
        media_type,
    };
    let url = objects.sign_view(&key, &shown, LINK_WORKS).await?;
    Reply::json(200, &wire::Link { url })
}

fn object_key(request: &RequestId, scan: &ScanId) -> String {
    format!("scan/{request}/{scan}")
}
