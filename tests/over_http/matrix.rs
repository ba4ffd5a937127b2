//! Every route, by everyone who may come, at a request of the own practice, of another and at none, in every state:
//! what is answered, against a table of what should be.

use crate::desk::{self, Answer, Browser, With, sign_in};
use anyhow::{Context, Result};
use chrono::TimeDelta;
use domain::chain::Hash;
use domain::delivery::{Delivery, Package};
use domain::id::{DeliveryId, Id, MemberId, PatientId, RecordId, RequestId};
use domain::misdirection::{self, Affected};
use domain::practice::Member;
use domain::record::{Approval, Determination, Inspection, Item, Record, State, Withholding};
use domain::request::Request;
use domain::review::{Decided, Review};
use domain::route::{self, Caller, Method, Name, Repeat, Route};
use domain::task::{Assignee, Task};
use domain::word::{Category, Format, Ground, Language, ReviewOutcome, Role, Sensitivity, TaskKind, Work};
use serde_json::{Value, json};
use workflow::edge;
use workflow::store::dynamo::Table;
use workflow::store::item::{DeliveryWhat, StoredItem, StoredMember, StoredRecord, StoredRequest, Whose};
use workflow::world::World;

const WORKS: [Work; 7] = [
    Work::Received,
    Work::Gathering,
    Work::Assembling,
    Work::Ready,
    Work::Delivered,
    Work::Answered,
    Work::Closed,
];

/// Who comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Stranger,
    /// Of this very request.
    Requester,
    /// Of this very delivery.
    Recipient,
    Clerk,
    Officer,
    Clinician,
    Reviewer,
}

const ALL: [Who; 7] = [
    Who::Stranger,
    Who::Requester,
    Who::Recipient,
    Who::Clerk,
    Who::Officer,
    Who::Clinician,
    Who::Reviewer,
];

/// A request in some state, with all that a route could name.
struct Case {
    request: RequestId,
    delivery: DeliveryId,
    record: RecordId,
    /// Of the index, with that one record.
    patient: String,
    /// The practice's.
    reviewer: String,
    scan: String,
}

/// A scan, a member, a challenge that never was.
const NONE: &str = "00000000000000000000000000";

struct Stage {
    world: World,
    runtime: tokio::runtime::Runtime,
    like: Request,
}

impl Stage {
    fn new() -> Result<Self> {
        let asked = desk::ask()?;
        let world = World::new(edge::settings());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let id = RequestId::parse(&asked.request).context("an id")?;
        let like = runtime.block_on(world.table.request(&id))?.context("the request")?;
        Ok(Self { world, runtime, like })
    }

    fn case(&self, work: Work) -> Result<Case> {
        let (request, delivery, record) = (fresh(), fresh(), fresh());
        let is_out = matches!(work, Work::Ready | Work::Delivered | Work::Closed);
        let patient = desk::fresh_patient()?;
        let about = PatientId::parse(&patient).context("an id")?;
        let row = Request {
            id: request.clone(),
            version: 7,
            work,
            patient: (work != Work::Received).then(|| about.clone()),
            delivery: is_out.then(|| delivery.clone()),
            passcodes: 1,
            tasks: vec![Task {
                number: 1,
                kind: TaskKind::Own,
                text: "Call the archive".to_owned(),
                owner: None,
                due_on: self.like.received.on,
            }],
            ..self.like.clone()
        };
        self.put(&row)?;
        let link = Delivery {
            id: delivery.clone(),
            practice: row.practice.clone(),
            request: request.clone(),
            language: Language::English,
            passcode: 1,
            expires_at: edge::now() + TimeDelta::days(1),
            revoked: false,
            claimed: 0,
            last_claim_at: None,
            package: Package {
                key: format!("package/{request}/none.zip"),
                file_name: "record.zip".to_owned(),
                size: 1,
                sha256: Hash::START,
                manifest: Hash::START,
                bound: None,
            },
            seq: 0,
            head: Hash::START,
        };
        let note = Record {
            id: record.clone(),
            practice: row.practice.clone(),
            patient: about,
            name: "note.txt".to_owned(),
            size: 1,
            crc32: 0,
            category: Category::Other,
            service_date: None,
            sensitivity: Sensitivity::Ordinary,
            state: State::Inspected(Inspection {
                format: Format::Text,
                sha256: Hash::START,
                concerns: vec![],
                names_person: None,
            }),
        };
        self.runtime.block_on(async {
            self.world.table.put_row(&StoredRecord::from(&note)).await?;
            let rows = Table::delivery_writes(None, &link, DeliveryWhat::Opened, edge::now())?;
            self.world.table.transact(rows, false).await
        })?;
        Ok(Case {
            request,
            delivery,
            record,
            patient,
            reviewer: desk::member("reviewer@lakeside.example")?,
            scan: NONE.to_owned(),
        })
    }

    /// A session of a member whom the sign-in pool does not know.
    fn member(&self, practice: &str, roles: &[Role], active: bool) -> Result<Browser> {
        let member = Member {
            id: fresh(),
            practice: Id::parse(practice).context("an id")?,
            name: "A member of the matrix".to_owned(),
            roles: roles.to_vec(),
            licence: "MD 1 TX".to_owned(),
            active,
        };
        let row = StoredMember::from(&member);
        self.runtime.block_on(self.world.table.put_row(&row))?;
        desk::signed_in(&self.world, &self.runtime, member.id)
    }

    fn put(&self, request: &Request) -> Result<()> {
        let email = request.contact.email.as_ref().context("an address")?;
        let contact = self.world.secret.contact(&request.practice, email);
        let row = StoredRequest::new(request, contact, request.received.on);
        Ok(self.runtime.block_on(self.world.table.put_row(&row))?)
    }

    /// The record is proposed to be withheld.
    fn withhold(&self, case: &Case, ground: Ground) -> Result<()> {
        let item = Item::Withheld(Box::new(Withholding {
            ground,
            what: "A note".to_owned(),
            reason: "It would harm.".to_owned(),
            duration: "Until June 1, 2027".to_owned(),
            rest: None,
            ends_on: None,
            conditions: Vec::new(),
            determination: None,
            approval: None,
        }));
        let row = StoredItem::new(&case.request, &case.record, Some(&item));
        Ok(self.runtime.block_on(self.world.table.put_row(&row))?)
    }

    /// Its record is withheld, and looked at again as far as a route needs.
    fn review(&self, case: &Case, name: Name) -> Result<()> {
        let today = self.like.received.on;
        let by = || MemberId::parse("nobody").context("an id");
        let item = Item::Withheld(Box::new(Withholding {
            ground: Ground::R1,
            what: "A note".to_owned(),
            reason: "It would harm.".to_owned(),
            duration: "Until June 1, 2027".to_owned(),
            rest: None,
            ends_on: None,
            conditions: Vec::new(),
            determination: Some(Determination {
                by: by()?,
                name: String::new(),
                licence: String::new(),
                on: today,
                rationale: String::new(),
            }),
            approval: Some(Approval {
                by: by()?,
                name: String::new(),
                on: today,
                note: String::new(),
            }),
        }));
        let row = StoredItem::new(&case.request, &case.record, Some(&item));
        self.runtime.block_on(self.world.table.put_row(&row))?;
        let reviewer = Assignee {
            id: MemberId::parse(&case.reviewer).context("an id")?,
            name: String::new(),
        };
        let decided = Decided {
            on: today,
            outcome: ReviewOutcome::Upheld,
            overturned: vec![],
            letter: 1,
            notified_on: None,
        };
        let request = self.runtime.block_on(self.world.table.request(&case.request))?;
        self.put(&Request {
            review: Some(Review {
                denial: 1,
                asked_on: today,
                items: vec![case.record.clone()],
                given: vec![],
                reviewer: (name != Name::AssignReview).then_some(reviewer),
                decided: (name == Name::TellReview).then_some(decided),
                warned: None,
            }),
            ..request.context("the request")?
        })
    }

    /// A record of it went to someone wrong, as far as a route needs.
    fn misdirect(&self, case: &Case, name: Name) -> Result<()> {
        let before = self.like.received.on - TimeDelta::days(3);
        let request = self.runtime.block_on(self.world.table.request(&case.request))?;
        let affected = Affected {
            people: 1,
            residents: 1,
            texans: 1,
        };
        let decided = misdirection::Decided {
            on: before,
            finding: misdirection::Finding::Breach(affected),
        };
        self.put(&Request {
            misdirections: vec![misdirection::Case {
                number: 1,
                delivery: None,
                went_on: before,
                discovered_on: before,
                is_accounted: false,
                address: None,
                assessed: None,
                decided: matches!(name, Name::WriteBreach | Name::TellBreach).then_some(decided),
                letter: None,
                told: vec![],
                warned: None,
            }],
            ..request.context("the request")?
        })
    }

    /// Takes a case off the worklist that other tests look at.
    fn put_away(&self, case: &Case) -> Result<()> {
        self.put(&Request {
            id: case.request.clone(),
            work: Work::Closed,
            ..self.like.clone()
        })
    }
}

fn fresh<K>() -> Id<K> {
    edge::seed().id("id")
}

/// The status that a person of the own practice gets, by the route and the state.
fn expected(route: &Route, who: Who, work: Work) -> u16 {
    let is_staff = matches!(who, Who::Clerk | Who::Officer | Who::Clinician | Who::Reviewer);
    let admitted = match route.caller {
        Caller::Anyone => return anyone(route.name),
        Caller::Requester if who != Who::Requester => return 401,
        Caller::Requester => true,
        Caller::Recipient => {
            let open = match route.name {
                // The package of these cases is not there, which is said as of a link that has ended.
                Name::Claim => 409,
                // Nothing of it was bound.
                Name::ViewBound => 404,
                // Nor is its manifest, which is our fault and never the recipient's.
                _ => 500,
            };
            return if who == Who::Recipient { open } else { 401 };
        }
        _ if !is_staff => return 401,
        Caller::Member => true,
        // Who does nothing but reviews sees no request that waits for none.
        Caller::Reader if who == Who::Reviewer && route.path.contains("{request}") => return 404,
        Caller::Reader => true,
        Caller::Clerk => matches!(who, Who::Clerk | Who::Officer),
        Caller::Clinician => who == Who::Clinician,
        Caller::Officer => who == Who::Officer,
        Caller::Reviewer => who == Who::Reviewer,
        Caller::Designator => matches!(who, Who::Officer | Who::Reviewer),
    };
    if !admitted {
        return 403;
    }
    use Work::{Answered, Assembling, Closed, Delivered, Gathering, Ready, Received};
    const OPEN: [Work; 6] = [Received, Gathering, Assembling, Ready, Delivered, Answered];
    let (status, works): (u16, &[Work]) = match route.name {
        Name::Verify => (200, &[Received, Gathering]),
        Name::GrantUploads => (201, &[Gathering]),
        Name::JudgeRecord
        | Name::Release
        | Name::WithholdRecord
        | Name::Determine
        | Name::Approve
        | Name::ExplainDelay => (200, &[Gathering]),
        // A record that was taken stays, in any state.
        Name::DiscardRecord => (200, &[]),
        Name::Close => (200, &[Delivered]),
        Name::ReissueDelivery | Name::TakePackage => (200, &[Ready, Delivered]),
        Name::RevokeDelivery => (200, &[Ready, Delivered, Closed]),
        Name::Assign | Name::AddTask | Name::ChangeContact => (200, &OPEN),
        Name::Arrange | Name::Answer => (200, &[Received, Gathering, Ready]),
        Name::Extend | Name::Correct | Name::QuoteFee => (200, &[Received, Gathering]),
        // Nobody was asked about a fee.
        Name::AnswerFee => (204, &[]),
        Name::NoteFee => (200, &[]),
        // These ask for their own record: nothing to route.
        Name::RouteRequest => (200, &[]),
        Name::Reopen => (200, &[Delivered, Answered, Closed]),
        Name::Undo => (200, &[Assembling]),
        Name::HandOver => (200, &[Ready, Delivered, Answered]),
        Name::ConfirmArrival => (204, &[Delivered]),
        Name::AttachScan => (201, &WORKS),
        // These were denied nothing.
        Name::AskReview | Name::EnterReview => (200, &[]),
        Name::DecideReview => (200, &[Gathering, Ready, Delivered, Closed]),
        // A scan that never was, and an event that is no letter.
        Name::ViewScan | Name::ViewLetter | Name::ViewOwnLetter => (404, &WORKS),
        Name::WriteToPractice => (204, &WORKS),
        // The forms of these are empty, and the receipt number is of no request.
        Name::EnterRequest | Name::AssignMany | Name::LinkRequest => (422, &WORKS),
        Name::WritePaper | Name::Attest | Name::EnterTraining => (201, &WORKS),
        // A member that never was.
        Name::ChangeMember => (404, &WORKS),
        _ => (200, &WORKS),
    };
    if works.contains(&work) { status } else { 409 }
}

fn anyone(name: Name) -> u16 {
    match name {
        Name::PracticeCard | Name::SignOut => 200,
        Name::LeaveStatus => 204,
        Name::BeginSignIn | Name::FinishSignIn => 303,
        // A seal that never was.
        Name::Calendar => 404,
        // The forms of these calls are empty, or name a challenge that never was.
        Name::ResendCode => 429,
        _ => 422,
    }
}

/// What a route is sent: what it takes, where that is allowed at all.
fn body(name: Name, case: &Case) -> Value {
    let Case {
        record,
        patient,
        reviewer,
        ..
    } = case;
    match name {
        Name::DecideReview => json!({ "findings": [
            { "record": record, "stands": "no", "rationale": "No danger is left." }
        ]}),
        Name::Verify => json!({ "patient": patient, "evidence": ["id_seen"] }),
        Name::Correct => json!({
            "kind": "access", "given_name": "Two B", "family_name": "Mhvtestveteran",
            "birth_month": "3", "birth_day": "1", "birth_year": "1948",
            "written_on": (edge::now().date_naive() - TimeDelta::days(3)).to_string()
        }),
        Name::GrantUploads => desk::grant_form(&[desk::File {
            name: "a.txt".to_owned(),
            bytes: b"a\n".to_vec(),
            category: "other",
            service_date: "",
        }]),
        Name::JudgeRecord => json!({ "judgement": "keep" }),
        Name::WithholdRecord => {
            json!({ "ground": "u1", "what": "Notes", "reason": "Kept apart.", "duration": "Until June 1, 2027", "extent": "whole", "conditions": ["u1_own", "u1_apart", "u1_other"] })
        }
        Name::Determine => json!({ "stands": "yes", "rationale": "Danger to life." }),
        Name::Approve => json!({ "stands": "yes", "note": "Counsel read it." }),
        Name::WriteNote | Name::SendMessage | Name::WriteToPractice => json!({ "text": "Called back." }),
        Name::ExplainDelay => json!({ "reason": "She comes on Friday." }),
        Name::Misdirect | Name::AccountMisdirection => misdirection(),
        Name::RecallMisdirection => json!({ "recall": "destroyed", "on": yesterday(), "words": "She tore it up." }),
        Name::AssessMisdirection => json!({ "seen": "low", "seen_why": "The envelope was closed." }),
        Name::DecideMisdirection => json!({ "breach": "yes", "reason": "He read it." }),
        Name::WriteBreach => json!({
            "addressee": "patient", "electronic": "no", "happened": "Two envelopes were mixed up.",
            "kinds": "A visit note.", "protect": "Read your bills.", "doing": "We asked for it back."
        }),
        Name::TellBreach => {
            json!({ "whom": "secretary", "on": yesterday(), "note": "On the department\u{2019}s page." })
        }
        Name::Hold => json!({ "holds": "yes", "reason": "A complaint." }),
        Name::ConfirmArrival => json!({ "opened": "yes" }),
        Name::Search => json!({ "family_name": "Mhv" }),
        Name::AddTask => json!({ "text": "Call the archive", "due_on": "2030-01-31" }),
        Name::ChangeContact => json!({ "reach": "telephone", "telephone": "512-555-0199", "evidence": ["id_seen"] }),
        Name::Arrange => json!({ "way": "paper" }),
        Name::GivePin => json!({ "evidence": ["call_back"] }),
        Name::AttachScan => json!({ "name": "fax.pdf", "size": 4, "crc32": "00000000" }),
        Name::PreviewLetter => json!({ "kind": "release" }),
        // A record is here, and it is known who asks.
        Name::Answer => json!({ "ending": "withdrawn" }),
        Name::RouteRequest => json!({ "to": "Counsel" }),
        Name::Extend => {
            let until = edge::now().date_naive() + TimeDelta::days(40);
            json!({ "reason": "Films in another city.", "until": until.to_string() })
        }
        Name::QuoteFee => json!({ "method": "free" }),
        Name::NoteFee => json!({ "note": "waived" }),
        Name::AnswerFee => json!({ "choice": "agreed" }),
        // As they stand: other tests go by them.
        Name::SetFees => json!({ "labor": "20", "page": "0.25", "media": "3", "flat": "6.50" }),
        // Nobody is asked to read where records lie.
        Name::WritePaper => json!({
            "subject": "record_sets", "title": "The archive", "text": "Charts on paper.",
            "from": edge::now().date_naive() + TimeDelta::days(30)
        }),
        Name::Attest => json!({ "subject": "fees", "on": "2026-01-05", "words": "An hour with the officer." }),
        Name::EnterTraining => {
            json!({ "member": reviewer, "subject": "fees", "on": "2026-01-05", "words": "A course of the county." })
        }
        Name::Reopen => json!({ "reason": "Found more." }),
        Name::HandOver | Name::TellReview => json!({ "handing": "posted", "note": "To her address." }),
        Name::EnterReview => json!({ "channel": "telephone", "asked_on": edge::now().date_naive().pred_opt() }),
        Name::AssignReview => json!({ "member": reviewer }),
        _ => json!({}),
    }
}

/// A day that has come everywhere.
fn yesterday() -> String {
    (edge::now().date_naive() - TimeDelta::days(1)).to_string()
}

fn misdirection() -> Value {
    json!({ "on": "2026-01-05", "to": "Another patient", "what": "A note", "why": "Two envelopes were mixed up." })
}

fn send(browser: &mut Browser, route: &Route, case: &Case, practice: &str, body: &Value) -> Result<Answer> {
    let path = route
        .path
        .replace("{practice}", practice)
        .replace("{request}", case.request.as_str())
        .replace("{record}", case.record.as_str())
        .replace("{delivery}", case.delivery.as_str())
        .replace("{task}", "1")
        .replace("{misdirection}", "1")
        .replace("{seq}", "1")
        .replace("{scan}", &case.scan)
        .replace("{member}", NONE)
        .replace("{challenge}", NONE);
    match route.method {
        Method::Get => browser.get(&path),
        Method::Post => {
            let with = match route.repeat {
                Repeat::Safe => With::default(),
                Repeat::Key => desk::key(),
                Repeat::KeyAndVersion => desk::version(7),
            };
            browser.post(&path, body, with)
        }
    }
}

#[test]
fn each_route_answers_each_person_in_each_state_as_the_table_says() -> Result<()> {
    let stage = Stage::new()?;
    let members = [
        (Who::Clerk, "clerk@lakeside.example"),
        (Who::Officer, "officer@lakeside.example"),
        (Who::Clinician, "clinician@lakeside.example"),
        (Who::Reviewer, "reviewer@lakeside.example"),
    ];
    let mut wrong = Vec::new();
    let mut cells = 0;
    for who in ALL {
        let member = members.iter().find(|(other, _)| *other == who).map(|(_, email)| *email);
        let mut staff = member.map(sign_in).transpose()?;
        for work in WORKS {
            for route in &route::ALL {
                // Signing in and out is walked elsewhere: here it would end the sessions of this walk.
                if matches!(route.name, Name::SignOut | Name::BeginSignIn | Name::FinishSignIn) && staff.is_some() {
                    continue;
                }
                let case = stage.case(work)?;
                match route.name {
                    Name::Determine => stage.withhold(&case, Ground::R1)?,
                    Name::Approve => stage.withhold(&case, Ground::U1)?,
                    Name::AssignReview | Name::DecideReview | Name::TellReview => stage.review(&case, route.name)?,
                    Name::AccountMisdirection
                    | Name::RecallMisdirection
                    | Name::AssessMisdirection
                    | Name::DecideMisdirection
                    | Name::WriteBreach
                    | Name::TellBreach => stage.misdirect(&case, route.name)?,
                    _ => {}
                }
                let mut visitor = match who {
                    Who::Requester => Some(desk::with_session(
                        &stage.world,
                        &stage.runtime,
                        Whose::Requester {
                            request: case.request.clone(),
                            epoch: 0,
                        },
                    )?),
                    Who::Recipient => Some(desk::with_session(
                        &stage.world,
                        &stage.runtime,
                        Whose::Recipient {
                            delivery: case.delivery.clone(),
                        },
                    )?),
                    Who::Stranger => Some(Browser::new()?),
                    _ => None,
                };
                let browser = visitor.as_mut().or(staff.as_mut()).context("a browser")?;
                let body = body(route.name, &case);
                let status = send(browser, route, &case, "lakeside", &body)?.status;
                stage.put_away(&case)?;
                let expected = expected(route, who, work);
                if status != expected {
                    wrong.push(format!("{who:?} {work:?} {:?}: {status}, not {expected}", route.name));
                }
                cells += 1;
            }
        }
    }
    println!("{cells} cells");
    assert_eq!(wrong, Vec::<String>::new());
    Ok(())
}

#[test]
fn what_is_anothers_is_answered_as_what_is_not_there_on_every_route() -> Result<()> {
    let stage = Stage::new()?;
    let mut strangers = vec![
        ("a clerk of another practice", sign_in("clerk@summit.example")?),
        ("an officer of another practice", sign_in("officer@summit.example")?),
    ];
    for (who, role) in [
        ("a clinician of another practice", Role::Clinician),
        ("a reviewer of another practice", Role::Reviewer),
    ] {
        strangers.push((who, stage.member("summit", &[role], true)?));
    }
    strangers.push((
        "the recipient of another delivery",
        desk::with_session(&stage.world, &stage.runtime, Whose::Recipient { delivery: fresh() })?,
    ));
    let nothing = Case {
        request: fresh(),
        delivery: fresh(),
        record: fresh(),
        patient: String::new(),
        reviewer: String::new(),
        scan: NONE.to_owned(),
    };
    let mut pairs = 0;
    for work in WORKS {
        let case = stage.case(work)?;
        for (who, browser) in &mut strangers {
            for route in &route::ALL {
                let is_theirs = match route.caller {
                    Caller::Anyone | Caller::Requester => false,
                    _ => route.path.contains('{'),
                };
                if !is_theirs {
                    continue;
                }
                let body = body(route.name, &case);
                let theirs = send(browser, route, &case, "lakeside", &body)?;
                let missing = send(browser, route, &nothing, "nowhere", &body)?;
                assert!(matches!(theirs.status, 401 | 404), "{who} {}", route.path);
                let (theirs, missing) = ((theirs.status, theirs.bytes), (missing.status, missing.bytes));
                assert!(theirs == missing, "{who} {work:?} {}", route.path);
                pairs += 1;
            }
        }
        stage.put_away(&case)?;
    }
    println!("{pairs} pairs");
    assert!(pairs > 200, "{pairs}");
    Ok(())
}

/// Within a practice, too: what a path names is of the request that it names, or is not there.
#[test]
fn what_is_another_requests_is_answered_as_what_is_not_there() -> Result<()> {
    let stage = Stage::new()?;
    let mut staff = sign_in("clerk@lakeside.example")?;
    let mut decides = stage.member("lakeside", &[Role::Clerk, Role::Officer, Role::Clinician], true)?;
    let mut pairs = 0;
    for work in WORKS {
        let (own, mut other) = (stage.case(work)?, stage.case(work)?);
        let scan = json!({ "name": "fax.pdf", "size": 4, "crc32": "00000000" });
        let attached = staff.post(&format!("/api/requests/{}/scans", other.request), &scan, desk::key())?;
        let attached = attached.expect(201)?;
        other.scan = attached["scan"].as_str().context("a scan")?.to_owned();
        let at_own = |record, delivery, scan| Case {
            request: own.request.clone(),
            record,
            delivery,
            scan,
            patient: own.patient.clone(),
            reviewer: own.reviewer.clone(),
        };
        let others = at_own(other.record.clone(), other.delivery.clone(), other.scan.clone());
        let missing = at_own(fresh(), fresh(), NONE.to_owned());
        for route in &route::ALL {
            let is_named = ["{record}", "{delivery}", "{scan}"]
                .iter()
                .any(|part| route.path.contains(part));
            if !route.path.contains("{request}") || !is_named {
                continue;
            }
            let body = body(route.name, &own);
            let others = send(&mut decides, route, &others, "lakeside", &body)?;
            let missing = send(&mut decides, route, &missing, "lakeside", &body)?;
            assert!(
                matches!(others.status, 404 | 409),
                "{work:?} {}: {}",
                route.path,
                others.status
            );
            assert!(
                (others.status, &others.bytes) == (missing.status, &missing.bytes),
                "{work:?} {}",
                route.path
            );
            pairs += 1;
        }
        stage.put_away(&own)?;
        stage.put_away(&other)?;
    }
    println!("{pairs} pairs");
    assert_eq!(pairs, 7 * WORKS.len());
    Ok(())
}

/// Who is of the practice and has no role there, and who was switched off with the session still open.
#[test]
fn a_member_without_a_role_or_switched_off_does_and_sees_nothing() -> Result<()> {
    let stage = Stage::new()?;
    let every = [Role::Clerk, Role::Officer, Role::Clinician, Role::Reviewer];
    let mut members = [
        ("without a role", stage.member("lakeside", &[], true)?),
        ("switched off", stage.member("lakeside", &every, false)?),
    ];
    let mut tried = 0;
    for work in WORKS {
        let case = stage.case(work)?;
        for (who, browser) in &mut members {
            for route in &route::ALL {
                let is_of_staff = match route.caller {
                    Caller::Anyone | Caller::Requester | Caller::Recipient | Caller::Member => false,
                    Caller::Reader
                    | Caller::Clerk
                    | Caller::Clinician
                    | Caller::Officer
                    | Caller::Reviewer
                    | Caller::Designator => true,
                };
                if !is_of_staff {
                    continue;
                }
                let answer = send(browser, route, &case, "lakeside", &body(route.name, &case))?;
                assert!(
                    matches!(answer.status, 401 | 403 | 404),
                    "{who} {work:?} {}: {}",
                    route.path,
                    answer.status
                );
                tried += 1;
            }
        }
        let unchanged = stage.runtime.block_on(stage.world.table.request(&case.request))?;
        let unchanged = unchanged.context("the request")?;
        assert_eq!((unchanged.version, unchanged.work), (7, work));
        stage.put_away(&case)?;
    }
    println!("{tried} tries");
    assert!(tried > 900, "{tried}");
    Ok(())
}
