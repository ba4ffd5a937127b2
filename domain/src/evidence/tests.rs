use super::*;
use crate::decide::tests::at;
use crate::evidence::html::html;
use crate::id::{MemberId, NoticeId, PolicyId, PracticeId, RequestId, TrainingId};
use crate::letter::tests::letter;
use crate::papers::{Learned, Person, PolicyVersion, Subject, Topic, Training};
use crate::record::{Approval, Determination};
use crate::retention;
use crate::wire::evidence::{Block, MessageKind, MessageState};
use crate::wire::{Clock, NextAction, Reading, RequesterCard, What};
use crate::word::{Ground, Language, Outgoing, WaitsFor, Work};
use chrono::NaiveDate;

const EVIL: &str = "<script>alert(1)</script> & \"<b>\"";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn practice() -> Practice {
    Practice {
        id: PracticeId::parse("p").unwrap(),
        name: "Lakeside Family Medicine".to_owned(),
        contact: "the privacy officer".to_owned(),
        telephone: "512-555-0140".to_owned(),
        locations: Vec::new(),
        fees: crate::fee::Schedule::default(),
    }
}

fn happened() -> Vec<(&'static str, Happened)> {
    let note = || NoticeId::parse("n").unwrap();
    let released = |manifest: &[u8]| Happened::Released {
        manifest: Hash::of(manifest),
        letter: Box::new(letter(Language::English)),
    };
    vec![
        ("2026-11-24", Happened::Submitted { letter: None }),
        ("2026-11-25", Happened::NoteWritten { text: EVIL.to_owned() }),
        ("2026-11-28", released(b"first")),
        ("2026-11-28", Happened::Undone),
        ("2026-12-01", released(b"second")),
        ("2026-12-02", Happened::MailArrived { notice: note() }),
        ("2026-12-05", Happened::Closed),
    ]
}

/// A history of a request, and the request that names its head.
fn kept() -> (Request, Vec<Kept>) {
    let mut request = Request {
        answered_on: Some(day("2026-12-01")),
        ..at(Work::Closed)
    };
    let mut head = Hash::START;
    let mut kept = Vec::new();
    for (seq, (on, happened)) in (1..).zip(happened()) {
        let body = format!("the bytes of event {seq}");
        head = chain::next(head, body.as_bytes());
        let event = Event {
            request: request.id.clone(),
            seq,
            at: format!("{on}T15:00:00Z").parse().unwrap(),
            on: day(on),
            actor: Actor::Member {
                id: MemberId::parse("m").unwrap(),
                name: "Dana Reyes".to_owned(),
            },
            happened,
        };
        kept.push(Kept {
            seq,
            body,
            head: head.to_string(),
            event: Some(event),
        });
    }
    request.seq = kept.len() as u64;
    request.head = head;
    (request, kept)
}

fn page(request: &Request, events: &[Event]) -> RequestPage {
    RequestPage {
        request: request.id.clone(),
        version: request.version,
        practice: request.practice.clone(),
        practice_name: String::new(),
        receipt: request.receipt.clone(),
        work: request.work,
        outcome: None,
        given_name: EVIL.to_owned(),
        family_name: "Mhvtestveteran".to_owned(),
        birth_date: request.birth_date,
        kind: request.kind,
        requester: RequesterCard::Patient,
        email: None,
        telephone: None,
        address: None,
        is_confidential: false,
        interpreter: false,
        contact_proven: false,
        language: request.language,
        access: request.access,
        scope: request.scope.wire(),
        way: request.way,
        format: String::new(),
        agreed: None,
        channel: request.intake.channel,
        oral_on: None,
        written_on: None,
        mental_health: None,
        linked: Vec::new(),
        location_name: None,
        states: Vec::new(),
        clock: Clock {
            due: request.due(),
            today: day("2026-12-05"),
            reading: Reading::Answered,
            target: Reading::Answered,
        },
        tell_above: None,
        extensions: Vec::new(),
        extendable: None,
        state_extendable: None,
        misdirections: Vec::new(),
        assignee: None,
        tasks: Vec::new(),
        waits_for: WaitsFor::Nobody,
        can_undo: false,
        letters: Vec::new(),
        scans: Vec::new(),
        patient: None,
        evidence: Vec::new(),
        next: NextAction::Nothing,
        job: None,
        deliveries: Vec::new(),
        not_emailed: None,
        mail_failed: false,
        reviewable: false,
        review: None,
        fee: None,
        fee_terms: crate::fee::terms(request, crate::fee::Schedule::default()),
        keep: retention::keep(request, events, &[]),
        history: Vec::new(),
    }
}

fn papers() -> Papers {
    let person = || Person {
        id: MemberId::parse("m").unwrap(),
        name: "Dana Reyes".to_owned(),
    };
    let version = |id: &str, from: &str, text: &str| PolicyVersion {
        id: PolicyId::parse(id).unwrap(),
        topic: Topic::of(Subject::Denials),
        text: text.to_owned(),
        telephone: None,
        from: day(from),
        until: None,
        paper: String::new(),
        entered_at: "2025-01-01T15:00:00Z".parse().unwrap(),
        entered_on: day("2025-01-01"),
        by: person(),
    };
    let read = |id: &str, policy: &str, on: &str| Training {
        id: TrainingId::parse(id).unwrap(),
        member: person(),
        learned: Learned::Read(PolicyId::parse(policy).unwrap()),
        on: day(on),
        entered_at: "2026-01-01T15:00:00Z".parse().unwrap(),
        entered_on: day(on),
        by: person(),
    };
    Papers {
        policies: vec![
            version("old", "2025-01-01", "The old words"),
            version("new", "2026-12-01", "The new words"),
            version("later", "2026-12-03", "The later words"),
            PolicyVersion {
                topic: Topic {
                    subject: Subject::Handlers,
                    title: "Front desk".to_owned(),
                },
                until: Some(day("2026-11-30")),
                ..version("desk", "2025-01-01", "")
            },
        ],
        trainings: vec![read("t1", "old", "2026-01-05"), read("t2", "new", "2026-12-20")],
    }
}

fn disclosure(request: &Request, of: &str, how: Outgoing) -> Disclosure {
    Disclosure {
        practice: request.practice.clone(),
        request: RequestId::parse(of).unwrap(),
        receipt: of.to_owned(),
        patient: None,
        at: "2026-12-01T15:00:00Z".parse().unwrap(),
        on: day("2026-12-01"),
        how,
        to: "One".to_owned(),
        place: String::new(),
        by: None,
        what: String::new(),
        why: String::new(),
    }
}

fn protected() -> Items {
    let by = || MemberId::parse("m").unwrap();
    let withholding = Withholding {
        ground: Ground::N3,
        what: "A visit".to_owned(),
        reason: "Hers alone".to_owned(),
        duration: String::new(),
        rest: None,
        ends_on: None,
        conditions: Vec::new(),
        determination: Some(Determination {
            by: by(),
            name: "Dr. Hart".to_owned(),
            licence: "MD 2 TX".to_owned(),
            on: day("2026-11-26"),
            rationale: "She came alone".to_owned(),
        }),
        approval: Some(Approval {
            by: by(),
            name: "Kim Osei".to_owned(),
            on: day("2026-11-27"),
            note: "Counsel read it".to_owned(),
        }),
    };
    Items::from([(RecordId::parse("a").unwrap(), Item::Withheld(Box::new(withholding)))])
}

fn of(request: &Request, kept: &[Kept]) -> Evidence {
    let events: Vec<_> = kept.iter().filter_map(|kept| kept.event.clone()).collect();
    let file = |path: &str| FileCard {
        path: path.to_owned(),
        size: 10,
        sha256: "00".repeat(32),
    };
    let disclosures = [
        disclosure(request, request.id.as_str(), Outgoing::LinkSent),
        disclosure(request, "other", Outgoing::Misdirected),
        disclosure(request, "other", Outgoing::LinkSent),
    ];
    evidence(Sources {
        made_at: "2027-01-05T15:00:00Z".parse().unwrap(),
        made_by: "Kim Osei",
        practice: &practice(),
        request,
        page: page(request, &events),
        kept,
        items: &protected(),
        records: &[],
        messages: vec![MessageCard {
            message: NoticeId::parse("n").unwrap(),
            kind: MessageKind::Ready,
            queued_at: "2026-12-01T15:00:00Z".parse().unwrap(),
            state: MessageState::Arrived,
            told_by: Vec::new(),
        }],
        disclosures: &disclosures,
        files: vec![(3, None), (5, Some(vec![file("record/visit.txt")]))],
        papers: &papers(),
    })
}

#[test]
fn it_holds_every_event_letter_message_decision_and_file() {
    let (request, kept) = kept();

    let found = of(&request, &kept);

    assert!(found.chain.holds && found.chain.broken_at.is_none());
    assert_eq!(found.events.len(), 7);
    assert_eq!(found.events[4].hash, kept[4].head);
    assert_eq!(found.events[4].body, "the bytes of event 5");
    assert_eq!(found.events[1].facts[0].value, EVIL);
    let letters: Vec<_> = found.letters.iter().map(|it| (it.seq, it.taken_back)).collect();
    assert_eq!(letters, [(3, true), (5, false)]);
    assert!(found.letters[1].text.contains("Your record is here"));
    assert_eq!(found.messages[0].told_by, [6]);
    let withheld = found.items[0].withheld.as_ref().unwrap();
    assert_eq!(withheld.determined.as_ref().unwrap().licence, "MD 2 TX");
    assert_eq!(withheld.approved.as_ref().unwrap().words, "Counsel read it");
    let released: Vec<_> = found
        .released
        .iter()
        .map(|it| (it.seq, it.taken_back, it.files.is_some()))
        .collect();
    assert_eq!(released, [(3, true, false), (5, false, true)]);
    assert_eq!(found.released[1].manifest, Hash::of(b"second").to_string());
}

#[test]
fn the_log_is_the_requests_own_and_the_accounting_is_the_patients() {
    let (request, kept) = kept();

    let found = of(&request, &kept);

    let went_out: Vec<_> = found.went_out.iter().map(|line| line.how).collect();
    let accounting: Vec<_> = found
        .accounting
        .iter()
        .map(|line| (line.receipt.as_str(), line.how))
        .collect();
    assert_eq!(went_out, [Outgoing::LinkSent]);
    assert_eq!(accounting, [("other", Outgoing::Misdirected)]);
}

#[test]
fn a_history_that_was_tampered_with_says_at_which_event_and_still_shows_the_rest() {
    let (request, mut kept) = kept();
    kept[2].body = "other bytes".to_owned();
    kept[2].event = None;

    let found = of(&request, &kept);

    assert_eq!((found.chain.holds, found.chain.broken_at), (false, Some(3)));
    assert_eq!(found.events.len(), 7);
    assert_eq!(found.events[2].what, None);
    assert_eq!(found.events[3].what, Some(What::Undone));
    assert!(html(&found.document).contains("not as it was written is number 3"));
}

#[test]
fn the_papers_are_those_of_the_days_that_count() {
    let (request, kept) = kept();

    let found = of(&request, &kept).in_force;

    let days: Vec<_> = found
        .days
        .iter()
        .map(|day| {
            (
                day.on.to_string(),
                day.papers.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
            )
        })
        .collect();
    let expected = [
        ("2026-11-24", &["old", "desk"][..]),
        ("2026-11-28", &["old", "desk"]),
        ("2026-12-01", &["new"]),
    ];
    assert_eq!(days, expected.map(|(on, papers)| (on.to_owned(), papers.to_vec())));
    let handlers: Vec<_> = found.days.iter().map(|day| day.handlers.join(", ")).collect();
    assert_eq!(handlers, ["Front desk", "Front desk", ""]);
    let papers: Vec<_> = found.papers.iter().map(|paper| paper.text.as_str()).collect();
    assert_eq!(papers, ["The old words", "The new words", ""]);
    let trainings: Vec<_> = found.trainings.iter().map(|it| it.on).collect();
    assert_eq!(
        trainings,
        [day("2026-01-05")],
        "one that came after the answer is left out"
    );
}

#[test]
fn no_text_becomes_markup_and_the_same_value_gives_the_same_bytes() {
    let (request, kept) = kept();
    let file = html(&of(&request, &kept).document);

    assert_eq!(file, html(&of(&request, &kept).document));
    assert!(!file.contains("<script") && !file.contains("<b>"));
    assert!(file.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; "));
    for elsewhere in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!file.contains(elsewhere), "{elsewhere}");
    }
}

#[test]
fn the_first_page_says_whose_it_is_and_the_contents_lead_to_every_part() {
    let (request, kept) = kept();
    let document = of(&request, &kept).document;
    let file = html(&document);

    assert!(document.notice[0].starts_with("For the privacy officer alone"));
    let first = file.find("For the privacy officer alone").unwrap();
    assert!(first < file.find("Contents").unwrap());
    for section in &document.sections {
        assert!(file.contains(&format!("href=\"#{}\"", section.id)), "{}", section.id);
        assert!(
            file.contains(&format!("<section id=\"{}\">", section.id)),
            "{}",
            section.id
        );
        let is_empty = section
            .blocks
            .iter()
            .all(|block| matches!(block, Block::Facts(facts) if facts.is_empty()));
        assert!(!is_empty, "{} says nothing", section.id);
    }
}
