//! Everything that is kept of one request, read for the officer.

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::manifest::{self, Manifest};
use crate::page::Parts;
use crate::session;
use crate::store::StoreError;
use crate::store::item::{self, NoticeKind, NoticeState, StoredNotice};
use crate::world::World;
use domain::chain::Hash;
use domain::event::Happened;
use domain::evidence::{self, Kept, Sources};
use domain::id::RequestId;
use domain::wire::evidence::{FileCard, MessageCard, MessageKind, MessageState};

/// `GET /api/requests/{request}/evidence`.
pub async fn evidence(world: &World, call: &Call) -> Result<Reply, Failure> {
    let (member, request) = session::member_of_request(world, call).await?;
    session::note_access(world, call, &member, Some(&request)).await?;
    // As far as this state goes: what came later is left for the next look.
    let mut chain = world.table.chain(item::request_pk(&request.id)).await?;
    chain.retain(|stored| stored.seq <= request.seq);
    let kept: Vec<_> = chain
        .into_iter()
        .map(|stored| Kept {
            event: item::event(&stored).ok(),
            seq: stored.seq,
            body: stored.body,
            head: stored.head,
        })
        .collect();
    let events: Vec<_> = kept.iter().filter_map(|kept| kept.event.clone()).collect();
    let mut files = Vec::new();
    for event in &events {
        if let Happened::Released { manifest, .. } = &event.happened {
            files.push((event.seq, listed(world, &request.id, *manifest).await?));
        }
    }
    let mut disclosures = world.table.disclosed_by(&request.id).await?;
    let mut records = Vec::new();
    if let Some(patient) = &request.patient {
        let others = world.table.disclosed_of(&request.practice, patient).await?;
        disclosures.extend(others.into_iter().filter(|line| line.request != request.id));
        records = world.table.records(&request.practice, patient).await?;
    }
    disclosures.sort_by_key(|line| (line.on, line.at));
    let (items, notices) = (
        world.table.items(&request.id).await?,
        world.table.notices(&request.id).await?,
    );
    let papers = world.table.papers(&request.practice).await?;
    let parts = Parts::with_events(world, request, events).await?;
    let evidence = evidence::evidence(Sources {
        made_at: call.now,
        made_by: &member.name,
        practice: &parts.practice,
        request: &parts.request,
        page: parts.build(call.now),
        kept: &kept,
        items: &items,
        records: &records,
        messages: notices.iter().map(message).collect(),
        disclosures: &disclosures,
        files,
        papers: &papers,
    });
    Reply::json(200, &evidence)
}

/// The files of a release, where its manifest is there and the one that was released.
async fn listed(world: &World, request: &RequestId, hash: Hash) -> Result<Option<Vec<FileCard>>, Failure> {
    let bytes = match world.packages().get(&manifest::object_key(request, hash)).await {
        Ok(bytes) => bytes,
        Err(StoreError::Missing) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let list = Manifest::decode(&bytes, hash).ok();
    Ok(list.map(|list| {
        let files = list.files.into_iter();
        files
            .map(|file| FileCard {
                path: file.path,
                size: file.size,
                sha256: file.sha256,
            })
            .collect()
    }))
}

fn message(notice: &StoredNotice) -> MessageCard {
    MessageCard {
        message: notice.id.clone(),
        kind: match &notice.kind {
            NoticeKind::Acknowledgement { .. } => MessageKind::Acknowledgement,
            NoticeKind::Code { .. } => MessageKind::Code,
            NoticeKind::Ready { .. } => MessageKind::Ready,
            NoticeKind::Record { .. } => MessageKind::Record,
            NoticeKind::Letter { .. } => MessageKind::Letter,
            NoticeKind::Message => MessageKind::Message,
            NoticeKind::ContactChanged { .. } => MessageKind::ContactChanged,
            NoticeKind::CouldOpen { .. } => MessageKind::CouldOpen,
        },
        queued_at: notice.queued_at,
        state: match notice.state {
            NoticeState::Queued => MessageState::Queued,
            NoticeState::Sent => MessageState::Sent,
            NoticeState::Delivered => MessageState::Arrived,
            NoticeState::Bounced => MessageState::Bounced,
            NoticeState::Lapsed => MessageState::Lapsed,
            NoticeState::Failed => MessageState::Refused,
        },
        told_by: Vec::new(),
    }
}
