//! The evidence of a request as a document for people, of the same value.

use super::facts::requester_card;
use crate::fee::money;
use crate::text;
use crate::wire::evidence::{
    Block, DayCard, Document, EventCard, Evidence, Fact, ItemCard, JudgedCard, MessageCard, MessageKind, MessageState,
    ReleasedCard, Section,
};
use crate::wire::report::DisclosureCard;
use crate::wire::{RequestPage, What};
use crate::word::{Judgement, Language};
use chrono::{DateTime, NaiveDate, Utc};

const LANGUAGE: Language = Language::English;

/// What stands on the first page.
const FOR_OFFICER: &str = "For the privacy officer alone. This may name records that the requester must not even know of (45 CFR 164.502(g)), and what staff wrote among themselves. Do not send it to the requester, and do not put it into the patient’s chart. Give an investigator what is asked for.";

pub fn empty() -> Document {
    Document {
        title: String::new(),
        notice: Vec::new(),
        sections: Vec::new(),
    }
}

pub fn document(evidence: &Evidence) -> Document {
    let request = &evidence.request;
    let made = [
        "Made by ",
        &evidence.made_by,
        " on ",
        &instant(evidence.made_at),
        ", of what the desk held at that moment.",
    ];
    Document {
        title: ["Evidence of request ", &request.receipt].concat(),
        notice: vec![FOR_OFFICER.to_owned(), made.concat()],
        sections: vec![
            section("practice", "The practice", practice(evidence)),
            section("request", "The request as it stands", stands(request)),
            section("dates", "Its dates and how they were worked out", dates(request)),
            section("keeping", "How long it is kept", keeping(request)),
            section(
                "chain",
                "Whether the history is the one that was written",
                chain(evidence),
            ),
            section("history", "The history", history(evidence)),
            section("letters", "The letters", letters(evidence)),
            section("messages", "E-mails and what became of them", messages(evidence)),
            section("withheld", "What was decided about single records", withheld(evidence)),
            section("fee", "The fee", fee(request)),
            section("review", "The review", review(request)),
            section(
                "went-out",
                "What went out",
                went_out(&evidence.went_out, "Nothing went out."),
            ),
            section(
                "accounting",
                "The accounting of disclosures of this patient (45 CFR 164.528)",
                went_out(&evidence.accounting, "Nothing stands in the accounting."),
            ),
            section(
                "files",
                "Each file that was released, with its checksum",
                files(evidence),
            ),
            section("papers", "What the practice had in writing", papers(evidence)),
        ],
    }
}

fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: ["evidence-", id].concat(),
        heading: heading.to_owned(),
        blocks,
    }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.to_owned())
}

fn fact(name: &str, value: &str) -> Fact {
    Fact {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

/// What is empty is left out.
fn facts<const N: usize>(facts: [(&str, String); N]) -> Block {
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    Block::Facts(facts.map(|(name, value)| fact(name, &value)).collect())
}

fn day(day: NaiveDate) -> String {
    text::date(day, LANGUAGE)
}

fn some_day(on: Option<NaiveDate>) -> String {
    on.map(day).unwrap_or_default()
}

/// `2026-11-24 15:04:05 UTC`.
fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

fn yes(is: bool) -> String {
    if is { "Yes" } else { "No" }.to_owned()
}

fn practice(evidence: &Evidence) -> Vec<Block> {
    let practice = &evidence.practice;
    let mut blocks = vec![facts([
        ("Name", practice.name.clone()),
        ("Privacy contact", practice.contact.clone()),
        ("Telephone", practice.telephone.clone()),
    ])];
    let locations = practice.locations.iter();
    blocks.extend(locations.map(|location| {
        facts([
            ("Location", location.name.clone()),
            ("Address", location.address.clone()),
        ])
    }));
    blocks
}

fn stands(request: &RequestPage) -> Vec<Block> {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let scope = match request.scope.whole {
        true => "The whole record".to_owned(),
        false => {
            let categories = request.scope.categories.iter();
            let names: Vec<_> = categories.map(|category| text::category(*category, LANGUAGE)).collect();
            let (from, until) = (some_day(request.scope.from), some_day(request.scope.until));
            ["A part: ", &names.join(", "), " ", &from, " – ", &until].concat()
        }
    };
    let linked: Vec<_> = request.linked.iter().map(|other| other.receipt.as_str()).collect();
    vec![facts([
        ("Receipt number", request.receipt.clone()),
        ("Where it stands", text::work(request.work).to_owned()),
        (
            "How it ended",
            request.outcome.map(text::outcome).unwrap_or_default().to_owned(),
        ),
        ("What was asked", text::kind(request.kind).to_owned()),
        (
            "Patient",
            [request.given_name.as_str(), " ", &request.family_name].concat(),
        ),
        ("Date of birth", day(request.birth_date)),
        ("Who asked", requester_card(&request.requester)),
        ("E-mail", some(&request.email)),
        ("E-mail confirmed", yes(request.contact_proven)),
        ("Telephone", some(&request.telephone)),
        ("Address", some(&request.address)),
        ("Reached in confidence only", yes(request.is_confidential)),
        ("Language", text::language(request.language).to_owned()),
        ("Interpreter", yes(request.interpreter)),
        ("Copy or look", text::access(request.access, LANGUAGE).to_owned()),
        ("How much", scope),
        ("Way", text::way(request.way, LANGUAGE).to_owned()),
        ("Format", request.format.clone()),
        ("How it came", text::channel(request.channel).to_owned()),
        ("Location", some(&request.location_name)),
        ("States whose law counts", request.states.join(", ")),
        ("Linked to", linked.join(", ")),
    ])]
}

fn dates(request: &RequestPage) -> Vec<Block> {
    let due = &request.clock.due;
    let mut blocks = vec![facts([
        ("Asked in words", some_day(request.oral_on)),
        ("Asked in writing", some_day(request.written_on)),
        ("Received (day 0)", day(due.received_on)),
        ("Time zone of that day", due.time_zone.clone()),
        ("The limit in the law", day(due.due_on)),
        ("The day to act by", day(due.target_on)),
        ("Answered", text::evidence::reading(request.clock.reading)),
    ])];
    let extensions = request.extensions.iter().map(text::extension);
    blocks.extend(extensions.chain(text::working(due, LANGUAGE)).map(Block::Paragraph));
    blocks
}

fn keeping(request: &RequestPage) -> Vec<Block> {
    let keep = &request.keep;
    let mut blocks = vec![Block::Paragraph(text::retention::keep(keep))];
    if let Some(hold) = &keep.hold {
        blocks.push(facts([
            ("Legal hold since", day(hold.on)),
            ("Put there by", hold.by.clone()),
            ("Reason", hold.reason.clone()),
        ]));
    }
    blocks.extend(text::retention::working(keep).into_iter().map(Block::Paragraph));
    blocks.push(paragraph(text::retention::KEPT));
    blocks
}

fn chain(evidence: &Evidence) -> Vec<Block> {
    let chain = &evidence.chain;
    let found = match chain.broken_at {
        None => "It holds: every event follows the one before it, from the first to the last, and nothing was changed, removed or put in between.".to_owned(),
        Some(seq) => [
            "It does not hold. The first event that is missing or not as it was written is number ",
            &seq.to_string(),
            ". What stands before it is as it was written.",
        ]
        .concat(),
    };
    vec![
        Block::Paragraph(found),
        facts([
            ("Events", evidence.events.len().to_string()),
            ("Last hash", chain.head.clone()),
        ]),
        paragraph(
            &[
                "How each hash is made: ",
                &chain.rule,
                ". The JSON file has each event’s exact text.",
            ]
            .concat(),
        ),
    ]
}

fn history(evidence: &Evidence) -> Vec<Block> {
    evidence.events.iter().flat_map(event).collect()
}

fn event(event: &EventCard) -> [Block; 2] {
    let what = event.what.map_or("This event can’t be read any more", |what: What| {
        text::what(what, LANGUAGE)
    });
    let mut lines = vec![
        fact("When", &event.at.map(instant).unwrap_or_default()),
        fact("Day at the location", &some_day(event.on)),
        fact("Who", &event.by),
    ];
    lines.extend(event.facts.iter().cloned());
    lines.push(fact("Hash", &event.hash));
    lines.retain(|line| !line.value.is_empty());
    [
        Block::Heading([&event.seq.to_string(), ". ", what].concat()),
        Block::Facts(lines),
    ]
}

fn letters(evidence: &Evidence) -> Vec<Block> {
    let mut blocks = Vec::new();
    for letter in &evidence.letters {
        let heading = [
            &letter.heading,
            " (event ",
            &letter.seq.to_string(),
            ", ",
            &day(letter.on),
            ")",
        ]
        .concat();
        blocks.push(Block::Heading(heading));
        if letter.taken_back {
            blocks.push(paragraph("This letter was taken back before it went out."));
        }
        blocks.push(Block::Text(letter.text.clone()));
    }
    or_none(blocks, "No letter was written.")
}

fn or_none(blocks: Vec<Block>, none: &str) -> Vec<Block> {
    if blocks.is_empty() {
        vec![paragraph(none)]
    } else {
        blocks
    }
}

fn messages(evidence: &Evidence) -> Vec<Block> {
    let mut blocks: Vec<_> = evidence.messages.iter().map(message).collect();
    blocks.insert(0, paragraph("What was written to and fro is in the history with its words. These are the e-mails that the desk sent by itself."));
    blocks
}

fn message(message: &MessageCard) -> Block {
    let kind = match message.kind {
        MessageKind::Acknowledgement => "That the request was received, with a code",
        MessageKind::Code => "A further code",
        MessageKind::Ready => "That the record is ready",
        MessageKind::Record => "The record itself",
        MessageKind::Letter => "That a letter is there",
        MessageKind::Message => "That the practice wrote",
        MessageKind::ContactChanged => "To the address before: that the contact was changed",
        MessageKind::CouldOpen => "Whether the record can be opened",
    };
    let state = match message.state {
        MessageState::Queued => "Waits to be sent",
        MessageState::Sent => "Sent; the mail provider has not said whether it arrived",
        MessageState::Arrived => "Arrived",
        MessageState::Bounced => "Came back",
        MessageState::Lapsed => "Not sent: what it spoke of had passed",
        MessageState::Refused => "Refused by the mail provider",
    };
    let events: Vec<_> = message.told_by.iter().map(u64::to_string).collect();
    facts([
        ("E-mail", message.message.to_string()),
        ("About", kind.to_owned()),
        ("Queued", instant(message.queued_at)),
        ("What became of it", state.to_owned()),
        ("Told by event", events.join(", ")),
    ])
}

fn withheld(evidence: &Evidence) -> Vec<Block> {
    let blocks: Vec<_> = evidence.items.iter().flat_map(item).collect();
    or_none(blocks, "Nothing was withheld or left out.")
}

fn item(item: &ItemCard) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(item.file.clone())];
    if let Some(judgement) = item.judgement {
        let words = match judgement {
            Judgement::Keep => "Looked at, and it goes out",
            Judgement::SetAside => "Left out: not this patient’s record",
            Judgement::Duplicate => "Left out: goes out in another file",
            Judgement::OutsideRecordSet => "Left out: not part of the designated record set",
        };
        blocks.push(paragraph(words));
    }
    if let Some(withheld) = &item.withheld {
        blocks.push(facts([
            ("Ground", text::ground_for_staff(withheld.ground).to_owned()),
            ("Citation", withheld.citation.clone()),
            ("What it is", withheld.what.clone()),
            ("Why", withheld.reason.clone()),
            ("What goes out in its place", withheld.rest.clone().unwrap_or_default()),
        ]));
        blocks.push(Block::Facts(withheld.conditions.clone()));
        blocks.extend(
            withheld
                .determined
                .as_ref()
                .map(|it| judged("Licensed professional", it)),
        );
        blocks.extend(withheld.approved.as_ref().map(|it| judged("Approved by", it)));
    }
    blocks
}

fn judged(who: &str, judged: &JudgedCard) -> Block {
    facts([
        (who, judged.by.clone()),
        ("Licence", judged.licence.clone()),
        ("On", day(judged.on)),
        ("Words", judged.words.clone()),
    ])
}

fn fee(request: &RequestPage) -> Vec<Block> {
    let Some(fee) = &request.fee else {
        return vec![paragraph("No fee was quoted.")];
    };
    let mut blocks = vec![facts([
        ("Asked", money(fee.quote.total)),
        ("Where it stands", text::evidence::fee(fee.standing).to_owned()),
        ("The most that was agreed to", fee.agreed.map(money).unwrap_or_default()),
        ("Paid", money(fee.paid)),
        ("Paid on", some_day(fee.paid_on)),
    ])];
    blocks.extend(
        fee.quote
            .lines
            .iter()
            .map(|line| Block::Paragraph(text::fee::line(line, LANGUAGE))),
    );
    blocks.extend(
        fee.quote
            .working
            .iter()
            .map(|step| Block::Paragraph(text::fee::step(step))),
    );
    blocks
}

fn review(request: &RequestPage) -> Vec<Block> {
    let Some(review) = &request.review else {
        return vec![paragraph("No review was asked for.")];
    };
    let outcome = review.outcome.map(|outcome| text::review::outcome(outcome, LANGUAGE));
    vec![facts([
        ("Asked", day(review.asked_on)),
        ("Due", day(review.due_on)),
        (
            "Reviewer",
            review.reviewer.as_ref().map(|it| it.name.clone()).unwrap_or_default(),
        ),
        ("Outcome", outcome.unwrap_or_default().to_owned()),
        ("Decided", some_day(review.decided_on)),
        ("The requester was told", some_day(review.notified_on)),
    ])]
}

fn went_out(lines: &[DisclosureCard], none: &str) -> Vec<Block> {
    let blocks = lines.iter().map(|line| {
        facts([
            ("Day", day(line.on)),
            ("Written down", instant(line.at)),
            ("Receipt number", line.receipt.clone()),
            ("How", text::outgoing(line.how).to_owned()),
            ("To", line.to.clone()),
            ("Address", line.place.clone()),
            ("Done by", line.by.clone().unwrap_or_default()),
            ("What", line.what.clone()),
            ("Why", line.why.clone()),
        ])
    });
    or_none(blocks.collect(), none)
}

fn files(evidence: &Evidence) -> Vec<Block> {
    let blocks: Vec<_> = evidence.released.iter().flat_map(released).collect();
    or_none(blocks, "No record was released.")
}

fn released(released: &ReleasedCard) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(["The release of event ", &released.seq.to_string()].concat()),
        facts([("Manifest (SHA-256)", released.manifest.clone())]),
    ];
    if released.taken_back {
        blocks.push(paragraph("This release was taken back before it went out."));
    }
    match &released.files {
        None => blocks.push(paragraph(
            "The manifest is missing, or it is not the one that was released.",
        )),
        Some(files) => {
            let files = files.iter();
            let files = files.map(|file| fact(&[&file.path, " (", &text::size(file.size), ")"].concat(), &file.sha256));
            blocks.push(Block::Facts(files.collect()));
        }
    }
    blocks
}

fn papers(evidence: &Evidence) -> Vec<Block> {
    let in_force = &evidence.in_force;
    let mut blocks: Vec<_> = in_force
        .days
        .iter()
        .flat_map(|day| in_force_on(day, evidence))
        .collect();
    for paper in &in_force.papers {
        blocks.push(Block::Heading(
            [&paper.name, ", in effect from ", &day(paper.from)].concat(),
        ));
        blocks.push(facts([
            ("Last day", some_day(paper.until)),
            ("Telephone", paper.telephone.clone().unwrap_or_default()),
            ("Entered", day(paper.entered_on)),
            ("By", paper.by.clone()),
            ("Where it was in writing before", paper.was_at.clone()),
        ]));
        if !paper.text.is_empty() {
            blocks.push(Block::Text(paper.text.clone()));
        }
    }
    if !in_force.trainings.is_empty() {
        blocks.push(Block::Heading("Trainings".to_owned()));
        let lines = in_force.trainings.iter();
        let lines = lines.map(|it| fact(&[&it.member, ", ", &day(it.on)].concat(), &it.what));
        blocks.push(Block::Facts(lines.collect()));
    }
    blocks
}

fn in_force_on(on: &DayCard, evidence: &Evidence) -> [Block; 2] {
    let named = on
        .papers
        .iter()
        .filter_map(|id| evidence.in_force.papers.iter().find(|paper| paper.paper == *id));
    let named: Vec<_> = named
        .map(|paper| [&paper.name, " (from ", &day(paper.from), ")"].concat())
        .collect();
    let papers = match named.as_slice() {
        [] => "Nothing of that day is in the desk".to_owned(),
        named => named.join("; "),
    };
    [
        Block::Heading(day(on.on)),
        facts([
            ("Why this day", on.why.join("; ")),
            ("In effect", papers),
            ("Who received and processed requests", on.handlers.join("; ")),
        ]),
    ]
}
