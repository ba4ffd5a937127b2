//! Everything that is kept of one request, as one value, for a complaint or an investigation, 45 CFR 160.310: what stands,
//! what happened event by event with the chain that shows that nobody changed it, every letter and message, what was
//! withheld and who decided it, what went out, and what the practice had in writing on each of the days that count.
//!
//! It holds what a requester may not know to exist, 45 CFR 164.502(g), so it is the officer's alone.

mod document;
mod facts;
pub mod html;
mod in_force;

use crate::chain::{self, Hash, Link};
use crate::disclosure::{Disclosure, is_accounted};
use crate::event::{self, Actor, Event, Happened};
use crate::ground;
use crate::id::RecordId;
use crate::letter;
use crate::papers::Papers;
use crate::practice::Practice;
use crate::record::{Item, Items, Record, Withholding};
use crate::request::Request;
use crate::wire::RequestPage;
use crate::wire::evidence::{
    Chain, EventCard, Evidence, Fact, FileCard, ItemCard, JudgedCard, LetterCard, MessageCard, ReleasedCard,
    WithheldCard,
};
use chrono::{DateTime, Utc};

/// How a hash of the history is made, for whoever checks it without us.
const CHAIN_RULE: &str = "SHA-256 of the letters access-desk-event-1, the 32 bytes of the hash before (32 zero bytes at the beginning), and the event’s exact text";

/// An event as it is kept.
pub struct Kept {
    pub seq: u64,
    pub body: String,
    pub head: String,
    /// None where it can't be read any more.
    pub event: Option<Event>,
}

/// All that the evidence is made of.
pub struct Sources<'a> {
    pub made_at: DateTime<Utc>,
    pub made_by: &'a str,
    pub practice: &'a Practice,
    pub request: &'a Request,
    pub page: RequestPage,
    /// As far as the request's state goes, in their order.
    pub kept: &'a [Kept],
    pub items: &'a Items,
    pub records: &'a [Record],
    pub messages: Vec<MessageCard>,
    /// Of the request, and of its patient by other requests.
    pub disclosures: &'a [Disclosure],
    /// What each release sent, by the number of its event; none where its manifest is missing.
    pub files: Vec<(u64, Option<Vec<FileCard>>)>,
    pub papers: &'a Papers,
}

pub fn evidence(sources: Sources<'_>) -> Evidence {
    let Sources { request, kept, .. } = sources;
    let events: Vec<&Event> = kept.iter().filter_map(|kept| kept.event.as_ref()).collect();
    let (mut went_out, mut accounting) = (Vec::new(), Vec::new());
    for line in sources.disclosures {
        if line.request == request.id {
            went_out.push(line.card());
        }
        if is_accounted(line.how) {
            accounting.push(line.card());
        }
    }
    let mut messages = sources.messages;
    messages.sort_by(|one, other| (one.queued_at, &one.message).cmp(&(other.queued_at, &other.message)));
    for message in &mut messages {
        let tell = events
            .iter()
            .filter(|event| event.happened.notice() == Some(&message.message));
        message.told_by = tell.map(|event| event.seq).collect();
    }
    let mut evidence = Evidence {
        made_at: sources.made_at,
        made_by: sources.made_by.to_owned(),
        practice: sources.practice.card(),
        request: RequestPage {
            history: Vec::new(),
            letters: Vec::new(),
            ..sources.page
        },
        chain: checked(kept, request),
        events: kept.iter().map(card).collect(),
        letters: letters(&events),
        messages,
        items: items(sources.items, sources.records, request),
        went_out,
        accounting,
        released: released(&events, sources.files),
        in_force: in_force::in_force(request, &events, sources.papers),
        document: document::empty(),
    };
    evidence.document = document::document(&evidence);
    evidence
}

fn checked(kept: &[Kept], request: &Request) -> Chain {
    let links: Vec<_> = kept
        .iter()
        .map(|kept| Link {
            seq: kept.seq,
            body: &kept.body,
            head: &kept.head,
        })
        .collect();
    let broken = chain::check(&links, request.seq, request.head).err();
    Chain {
        holds: broken.is_none(),
        broken_at: broken.map(chain::Broken::at),
        head: request.head.to_string(),
        rule: CHAIN_RULE.to_owned(),
    }
}

fn card(kept: &Kept) -> EventCard {
    let event = kept.event.as_ref();
    EventCard {
        seq: kept.seq,
        at: event.map(|event| event.at),
        on: event.map(|event| event.on),
        what: event.map(|event| event.happened.what()),
        by: event.map(by).unwrap_or_default(),
        facts: event.map(|event| facts::of(&event.happened)).unwrap_or_default(),
        body: kept.body.clone(),
        hash: kept.head.clone(),
    }
}

fn by(event: &Event) -> String {
    match &event.actor {
        Actor::Requester => "The requester".to_owned(),
        Actor::Member { name, .. } => name.clone(),
        Actor::Desk => "The desk itself".to_owned(),
    }
}

fn letters(events: &[&Event]) -> Vec<LetterCard> {
    let back = event::taken_back(events.iter().copied());
    let cards = events.iter().filter_map(|event| {
        let letter = event.happened.letter()?;
        Some(LetterCard {
            seq: event.seq,
            on: letter.written_on(),
            heading: letter.heading().to_owned(),
            text: letter::text(letter),
            taken_back: back.contains(&event.seq),
        })
    });
    cards.collect()
}

fn released(events: &[&Event], files: Vec<(u64, Option<Vec<FileCard>>)>) -> Vec<ReleasedCard> {
    let back = event::taken_back(events.iter().copied());
    let manifest = |seq| {
        events.iter().find_map(|event| match &event.happened {
            Happened::Released { manifest, .. } if event.seq == seq => Some(*manifest),
            _ => None,
        })
    };
    files
        .into_iter()
        .map(|(seq, files)| ReleasedCard {
            seq,
            manifest: manifest(seq).as_ref().map(Hash::to_string).unwrap_or_default(),
            files,
            taken_back: back.contains(&seq),
        })
        .collect()
}

fn items(items: &Items, records: &[Record], request: &Request) -> Vec<ItemCard> {
    let name = |id: &RecordId| {
        let known = records.iter().find(|record| record.id == *id);
        known.map_or_else(|| id.to_string(), |record| record.name.clone())
    };
    items
        .iter()
        .map(|(id, item)| ItemCard {
            record: id.clone(),
            file: name(id),
            judgement: match item {
                Item::Judged(judgement) => Some(*judgement),
                Item::Withheld(_) => None,
            },
            withheld: match item {
                Item::Judged(_) => None,
                Item::Withheld(withheld) => Some(withheld_card(withheld, request, &name)),
            },
        })
        .collect()
}

fn withheld_card(withheld: &Withholding, request: &Request, name: &impl Fn(&RecordId) -> String) -> WithheldCard {
    let conditions = ground::conditions(withheld.ground, &request.received.states);
    WithheldCard {
        ground: withheld.ground,
        citation: withheld.ground.citation().to_owned(),
        what: withheld.what.clone(),
        reason: withheld.reason.clone(),
        rest: withheld.rest.as_ref().map(name),
        conditions: conditions
            .map(|condition| {
                let is_found = withheld.conditions.iter().any(|found| found == condition.id);
                Fact {
                    name: condition.question.to_owned(),
                    value: match (is_found, condition.holds) {
                        (true, true) => "Yes",
                        (true, false) => "No",
                        (false, _) => "Not noted",
                    }
                    .to_owned(),
                }
            })
            .collect(),
        determined: withheld.determination.as_ref().map(|it| JudgedCard {
            by: it.name.clone(),
            licence: it.licence.clone(),
            on: it.on,
            words: it.rationale.clone(),
        }),
        approved: withheld.approval.as_ref().map(|it| JudgedCard {
            by: it.name.clone(),
            licence: String::new(),
            on: it.on,
            words: it.note.clone(),
        }),
    }
}

#[cfg(test)]
mod tests;
