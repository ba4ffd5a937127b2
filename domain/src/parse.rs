//! Forms into commands. Every error of a form is listed, in the order of its questions; the same list is the
//! page's summary and the body of a 422.

pub mod keeping;
pub mod misdirecting;
pub mod papers;
pub mod review;

use crate::checklist;
use crate::fee::{self, Cents};
use crate::field::{Code, FieldError};
use crate::ground;
use crate::id::{LocationId, MemberId, PatientId, RecordId, RequestId};
use crate::iso;
use crate::letter::{NotHeld, check};
use crate::person::{Address, Contact, Email, NAME_LIMIT, PersonName, Telephone, birth_date, folded};
use crate::practice::Practice;
use crate::request::{Agreed, Entry, Intake, Requester, Scope, receipt_folded};
use crate::wire;
use crate::word::{
    Access, Category, Channel, Ending, Evidence, Ground, Handing, Judgement, Kind, Language, Relation, Sensitivity,
    Way, of,
};
use chrono::NaiveDate;

pub const FILES_AT_ONCE: usize = 50;
/// What one PUT to the store takes.
pub const FILE_SIZE_LIMIT: u64 = 5 * 1024 * 1024 * 1024;
const FILE_NAME_LIMIT: usize = 200;
const SCAN_SIZE_LIMIT: u64 = 20_000_000;
/// Characters of what a person writes: a note, a message, a reason.
const WORDS_LIMIT: usize = 4_000;
/// Characters of one line: to whom, which format, when to come.
const LINE_LIMIT: usize = 200;
/// Characters of the reason for one withheld item.
const REASON_LIMIT: usize = 600;
pub const ASSIGNED_AT_ONCE: usize = 50;

#[derive(Clone, PartialEq, Eq)]
pub struct Submit {
    pub name: PersonName,
    pub birth_date: NaiveDate,
    pub requester: Requester,
    pub contact: Contact,
    pub interpreter: bool,
    pub location: Option<LocationId>,
    pub scope: Scope,
    pub access: Access,
    pub way: Way,
    pub format: String,
    /// Up to what no question about a fee is wanted.
    pub tell_above: Option<Cents>,
    pub language: Language,
}

/// `locations` are the ids that the practice offers; `today` is the latest day anywhere in the practice.
pub fn submit(
    form: &wire::SubmitRequest,
    locations: &[LocationId],
    today: NaiveDate,
) -> Result<Submit, Vec<FieldError>> {
    let mut errors = Vec::new();
    let name = PersonName::parse(&form.given_name, &form.family_name)
        .map_err(|mut found| errors.append(&mut found))
        .ok();
    let birth_date = keep(
        birth_date(&form.birth_month, &form.birth_day, &form.birth_year, today),
        &mut errors,
    );
    let asking = Asking {
        requester: &form.requester,
        relation: &form.relation,
        given_name: &form.requester_given_name,
        family_name: &form.requester_family_name,
        recipient: &form.recipient,
        recipient_place: &form.recipient_place,
    };
    let requester = requester(&asking).map_err(|mut found| errors.append(&mut found)).ok();
    let reached = Reached {
        reach: &form.reach,
        email: &form.email,
        telephone: &form.telephone,
        address: &form.address,
        confidential: &form.confidential,
    };
    let contact = contact(&reached).map_err(|mut found| errors.append(&mut found)).ok();
    let location = keep(location(&form.location, locations), &mut errors);
    let scope = scope(form).map_err(|mut found| errors.append(&mut found)).ok();
    let access = keep(
        of(
            &form.access,
            &[("copy", Access::Copy), ("inspection", Access::Inspection)],
        )
        .ok_or_else(|| FieldError::new("access", Code::AccessMissing)),
        &mut errors,
    );
    let way = keep(way(&form.way), &mut errors);
    errors.extend(
        way.zip(contact.as_ref())
            .and_then(|(way, contact)| unreachable(way, contact)),
    );
    let format = keep(optional_line("format", &form.format), &mut errors);
    let tell_above = keep(fee::parse::tell_above(&form.tell_above), &mut errors);
    let language = keep(
        of(&form.language, &[("en", Language::English), ("es", Language::Spanish)])
            .ok_or_else(|| FieldError::new("language", Code::LanguageUnknown)),
        &mut errors,
    );
    let who = name.zip(birth_date).zip(requester).zip(contact);
    let what = location.zip(scope).zip(access).zip(way).zip(format);
    match (who, what, tell_above.zip(language)) {
        (
            Some((((name, birth_date), requester), contact)),
            Some(((((location, scope), access), way), format)),
            Some((tell_above, language)),
        ) if errors.is_empty() => Ok(Submit {
            name,
            birth_date,
            requester,
            contact,
            interpreter: is_yes(&form.interpreter),
            location,
            scope,
            access,
            way,
            format,
            tell_above,
            language,
        }),
        _ => Err(errors),
    }
}

/// What a way of handing over needs to be known of the requester.
fn unreachable(way: Way, contact: &Contact) -> Option<FieldError> {
    match way {
        Way::Paper if contact.address.is_none() => Some(FieldError::new("address", Code::AddressMissing)),
        Way::Email if contact.email.is_none() => Some(FieldError::new("email", Code::EmailMissing)),
        Way::Download | Way::Paper | Way::InPerson | Way::Email => None,
    }
}

/// The boxes of who asks.
struct Asking<'a> {
    requester: &'a str,
    relation: &'a str,
    given_name: &'a str,
    family_name: &'a str,
    recipient: &'a str,
    recipient_place: &'a str,
}

/// Who asks. A representative has a name and a relation; a directive names whom and where, 45 CFR 164.524(c)(3)(ii).
fn requester(form: &Asking<'_>) -> Result<Requester, Vec<FieldError>> {
    let mut errors = Vec::new();
    let requester = match form.requester {
        "" | "self" => Some(Requester::Patient),
        "representative" => {
            let name = PersonName::parse(form.given_name, form.family_name)
                .map_err(|found| {
                    errors.extend(found.into_iter().map(|error| FieldError {
                        field: format!("requester_{}", error.field),
                        ..error
                    }));
                })
                .ok();
            let relation = of(form.relation, &Relation::WIRE);
            if relation.is_none() {
                errors.push(FieldError::new("relation", Code::RelationMissing));
            }
            name.zip(relation)
                .map(|(name, relation)| Requester::Representative { name, relation })
        }
        "directive" => {
            let to = keep(line("recipient", form.recipient, Code::RecipientMissing), &mut errors);
            let place = keep(
                line("recipient_place", form.recipient_place, Code::RecipientPlaceMissing),
                &mut errors,
            );
            to.zip(place).map(|(to, place)| Requester::Directed { to, place })
        }
        _ => {
            errors.push(FieldError::new("requester", Code::RequesterMissing));
            None
        }
    };
    requester.ok_or(errors)
}

/// The boxes of a contact.
struct Reached<'a> {
    reach: &'a str,
    email: &'a str,
    telephone: &'a str,
    address: &'a str,
    confidential: &'a str,
}

/// What was chosen must be there; of the others, what was typed must be right.
fn contact(form: &Reached<'_>) -> Result<Contact, Vec<FieldError>> {
    let mut errors = Vec::new();
    if !matches!(form.reach, "" | "email" | "telephone" | "mail") {
        return Err(vec![FieldError::new("reach", Code::ReachMissing)]);
    }
    let wants =
        |way: &str, text: &str| form.reach == way || form.reach.is_empty() && way == "email" || !text.trim().is_empty();
    let email = wants("email", form.email)
        .then(|| keep(Email::parse("email", form.email), &mut errors))
        .flatten();
    let telephone = wants("telephone", form.telephone)
        .then(|| keep(Telephone::parse("telephone", form.telephone), &mut errors))
        .flatten();
    let address = wants("mail", form.address)
        .then(|| keep(Address::parse("address", form.address), &mut errors))
        .flatten();
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Contact {
        email,
        telephone,
        address,
        is_confidential: is_yes(form.confidential),
    })
}

fn way(text: &str) -> Result<Way, FieldError> {
    match text {
        "" => Ok(Way::Download),
        text => of(text, &Way::WIRE).ok_or_else(|| FieldError::new("way", Code::WayMissing)),
    }
}

fn is_yes(text: &str) -> bool {
    text == "yes"
}

/// `yes` or `no`, and nothing else.
fn yes_or_no(field: &str, text: &str) -> Result<bool, FieldError> {
    of(text, &[("yes", true), ("no", false)]).ok_or_else(|| FieldError::new(field, Code::YesOrNoMissing))
}

/// One line that must be there.
fn line(field: &str, text: &str, missing: Code) -> Result<String, FieldError> {
    match optional_line(field, text)? {
        line if line.is_empty() => Err(FieldError::new(field, missing)),
        line => Ok(line),
    }
}

fn optional_line(field: &str, text: &str) -> Result<String, FieldError> {
    let text = text.trim();
    if text.chars().count() > LINE_LIMIT {
        return Err(FieldError::new(field, Code::LineTooLong));
    }
    Ok(text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect())
}

/// What a person writes, in several lines.
fn words(field: &str, text: &str, missing: Code) -> Result<String, FieldError> {
    match optional_words(field, text)? {
        words if words.is_empty() => Err(FieldError::new(field, missing)),
        words => Ok(words),
    }
}

/// What a letter says in staff's own words.
fn for_letter(field: &str, typed: String, missing: Code) -> Result<String, FieldError> {
    if check::is_words(&typed) {
        Ok(typed)
    } else {
        Err(FieldError::new(field, missing))
    }
}

fn optional_words(field: &str, text: &str) -> Result<String, FieldError> {
    let text: String = text
        .trim()
        .chars()
        .filter(|letter| *letter == '\n' || !letter.is_control())
        .collect();
    if text.chars().count() > WORDS_LIMIT {
        return Err(FieldError::new(field, Code::WordsTooLong));
    }
    Ok(text)
}

#[derive(Clone, PartialEq, Eq)]
pub struct Enter {
    pub ask: Submit,
    pub kind: Kind,
    pub intake: Intake,
    /// The first day on which it reached the practice.
    pub received_on: NaiveDate,
}

/// What a clerk enters. `today` is the latest day anywhere in the practice: nothing was received after it.
pub fn enter(form: &wire::EnterRequest, locations: &[LocationId], today: NaiveDate) -> Result<Enter, Vec<FieldError>> {
    let mut errors = Vec::new();
    let kind = keep(
        of(&form.kind, &Kind::WIRE).ok_or_else(|| FieldError::new("kind", Code::KindMissing)),
        &mut errors,
    );
    let channel = keep(
        of(&form.channel, &Channel::WIRE).ok_or_else(|| FieldError::new("channel", Code::ChannelMissing)),
        &mut errors,
    );
    let (oral_on, written_on, received_on) = received(&form.oral_on, &form.written_on, today, &mut errors);
    let is_access = kind.is_none_or(Kind::is_access);
    let sender = if is_access {
        None
    } else {
        keep(line("sender", &form.sender, Code::SenderMissing), &mut errors)
    };
    // Who sends another ask is named; whom the record is about and how the sender is reached is asked as ever.
    let mut ask = form.ask.clone();
    match kind {
        Some(Kind::Directive) => ask.requester = "directive".to_owned(),
        Some(kind) if !kind.is_access() => {
            ask.requester = String::new();
            ask.extent = "whole".to_owned();
            ask.access = "copy".to_owned();
        }
        _ => {}
    }
    let ask = submit(&ask, locations, today)
        .map_err(|found| {
            errors.extend(found.into_iter().map(|error| FieldError {
                field: format!("ask.{}", error.field),
                ..error
            }));
        })
        .ok();
    match (ask, kind, channel, received_on) {
        (Some(mut ask), Some(kind), Some(channel), Some(received_on)) if errors.is_empty() => {
            if let Some(name) = sender {
                ask.requester = Requester::Other { name };
            }
            Ok(Enter {
                ask,
                kind,
                intake: Intake {
                    channel,
                    oral_on,
                    written_on,
                },
                received_on,
            })
        }
        _ => Err(errors),
    }
}

/// The days on which it was said and came in writing, and the first of both.
fn received(
    oral_on: &str,
    written_on: &str,
    today: NaiveDate,
    errors: &mut Vec<FieldError>,
) -> (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>) {
    let mut date = |field: &str, text: &str| {
        let date = keep(optional_date(field, text, Code::ReceivedNotReal), errors).flatten();
        if date.is_some_and(|date| date > today) {
            errors.push(FieldError::new(field, Code::ReceivedInFuture));
        }
        date
    };
    let (oral, written) = (date("oral_on", oral_on), date("written_on", written_on));
    let first = oral.into_iter().chain(written).min();
    if first.is_none() && oral_on.trim().is_empty() && written_on.trim().is_empty() {
        errors.push(FieldError::new("oral_on", Code::ReceivedMissing));
    }
    (oral, written, first)
}

/// What was entered, put right.
#[derive(Clone, PartialEq, Eq)]
pub struct Correct {
    pub entry: Entry,
    /// May be empty where nothing is due later for it.
    pub reason: String,
}

/// `today` is the day at the request's location. What the desk entered on a day had come by then, so that no day after
/// it is the day of receipt.
pub fn correct(
    form: &wire::CorrectRequest,
    entered_on: NaiveDate,
    today: NaiveDate,
) -> Result<Correct, Vec<FieldError>> {
    let mut errors = Vec::new();
    let kind = keep(
        of(&form.kind, &Kind::WIRE).ok_or_else(|| FieldError::new("kind", Code::KindMissing)),
        &mut errors,
    );
    let requester = asker(form, kind).map_err(|mut found| errors.append(&mut found)).ok();
    let name = PersonName::parse(&form.given_name, &form.family_name)
        .map_err(|mut found| errors.append(&mut found))
        .ok();
    let birth_date = keep(
        birth_date(&form.birth_month, &form.birth_day, &form.birth_year, today),
        &mut errors,
    );
    let (oral_on, written_on, received_on) = received(&form.oral_on, &form.written_on, today, &mut errors);
    if received_on.is_some_and(|on| on > entered_on) {
        let field = if oral_on == received_on {
            "oral_on"
        } else {
            "written_on"
        };
        // A day in the future is told as one.
        if errors.iter().all(|error| error.field != field) {
            errors.push(FieldError::new(field, Code::ReceivedAfterEntry));
        }
    }
    let mental_health = of(&form.mental_health, &[("yes", true), ("no", false)]);
    let reason = keep(optional_words("reason", &form.reason), &mut errors);
    let what = kind.zip(requester).zip(name).zip(birth_date);
    match (what, received_on, reason) {
        (Some((((kind, requester), name), birth_date)), Some(received_on), Some(reason)) if errors.is_empty() => {
            let entry = Entry {
                kind,
                requester,
                name,
                birth_date,
                oral_on,
                written_on,
                received_on,
                mental_health,
            };
            Ok(Correct { entry, reason })
        }
        _ => Err(errors),
    }
}

/// Who asks, as the kind has it: who sends another ask is named, and a directive says to whom and where.
fn asker(form: &wire::CorrectRequest, kind: Option<Kind>) -> Result<Requester, Vec<FieldError>> {
    let mut asking = Asking {
        requester: &form.requester,
        relation: &form.relation,
        given_name: &form.requester_given_name,
        family_name: &form.requester_family_name,
        recipient: &form.recipient,
        recipient_place: &form.recipient_place,
    };
    match kind {
        Some(kind) if !kind.is_access() => line("sender", &form.sender, Code::SenderMissing)
            .map(|name| Requester::Other { name })
            .map_err(|error| vec![error]),
        Some(Kind::Access) if form.requester == "directive" => {
            Err(vec![FieldError::new("requester", Code::RequesterMissing)])
        }
        Some(Kind::Directive) => {
            asking.requester = "directive";
            requester(&asking)
        }
        _ => requester(&asking),
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct Pin {
    /// Folded: capitals and digits alone.
    pub receipt: String,
    pub pin: String,
}

pub fn pin(form: &wire::ProvePin) -> Result<Pin, Vec<FieldError>> {
    let receipt = receipt_folded(&form.receipt);
    let pin = without_gaps(&form.pin);
    let mut errors = Vec::new();
    if receipt.is_empty() {
        errors.push(FieldError::new("receipt", Code::ReceiptMissing));
    }
    if pin.is_empty() {
        errors.push(FieldError::new("pin", Code::PinMissing));
    }
    if errors.is_empty() {
        Ok(Pin { receipt, pin })
    } else {
        Err(errors)
    }
}

/// What a search looks for: the request of a receipt number, or where there is none, those of patients whose family name
/// begins so.
#[derive(Clone, PartialEq, Eq)]
pub struct Search {
    /// Folded: capitals and digits alone.
    pub receipt: Option<String>,
    /// Folded, two letters or more.
    pub family_name: Option<String>,
    /// Folded. The family name is the whole one then.
    pub given_name: Option<String>,
}

pub fn search(form: &wire::SearchRequests) -> Result<Search, Vec<FieldError>> {
    let receipt = receipt_folded(&form.receipt);
    let mut errors = Vec::new();
    // They go into a key of the table, and no name is longer.
    let mut name = |field: &str, text: &str| {
        let name = folded(text);
        if name.chars().count() > NAME_LIMIT {
            errors.push(FieldError::new(field, Code::NameTooLong));
        }
        name
    };
    let family = name("family_name", &form.family_name);
    let given = name("given_name", &form.given_name);
    let search = Search {
        receipt: (!receipt.is_empty()).then_some(receipt),
        family_name: (family.chars().count() >= 2).then_some(family),
        given_name: (!given.is_empty()).then_some(given),
    };
    if search.receipt.is_none() && search.family_name.is_none() {
        errors.push(FieldError::new("family_name", Code::SearchTooShort));
    }
    if errors.is_empty() { Ok(search) } else { Err(errors) }
}

/// A member's id, or nothing.
pub fn member(field: &str, text: &str) -> Result<Option<MemberId>, FieldError> {
    match text {
        "" => Ok(None),
        text => MemberId::parse(text)
            .map(Some)
            .ok_or_else(|| FieldError::new(field, Code::MemberUnknown)),
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct AssignMany {
    pub member: Option<MemberId>,
    pub requests: Vec<RequestId>,
}

pub fn assign_many(form: &wire::AssignMany) -> Result<AssignMany, Vec<FieldError>> {
    let mut errors = Vec::new();
    let member = keep(member("member", &form.member), &mut errors);
    let requests: Option<Vec<_>> = form.requests.iter().map(|text| RequestId::parse(text)).collect();
    let requests = requests.filter(|requests| (1..=ASSIGNED_AT_ONCE).contains(&requests.len()));
    if requests.is_none() {
        errors.push(FieldError::new("requests", Code::RequestsMissing));
    }
    match (member, requests) {
        (Some(member), Some(requests)) if errors.is_empty() => Ok(AssignMany { member, requests }),
        _ => Err(errors),
    }
}

pub fn note(form: &wire::WriteNote) -> Result<String, FieldError> {
    words("text", &form.text, Code::WordsMissing)
}

pub fn delay(form: &wire::ExplainDelay) -> Result<String, FieldError> {
    words("reason", &form.reason, Code::RationaleMissing)
}

/// The words, and whether they ask something.
pub fn message(form: &wire::SendMessage) -> Result<(String, bool), FieldError> {
    Ok((words("text", &form.text, Code::WordsMissing)?, is_yes(&form.asks)))
}

pub fn arrival(form: &wire::ConfirmArrival) -> Result<bool, FieldError> {
    yes_or_no("opened", &form.opened)
}

#[derive(Clone, PartialEq, Eq)]
pub struct NewTask {
    pub text: String,
    pub member: Option<MemberId>,
    pub due_on: NaiveDate,
}

pub fn task(form: &wire::AddTask) -> Result<NewTask, Vec<FieldError>> {
    let mut errors = Vec::new();
    let text = keep(line("text", &form.text, Code::WordsMissing), &mut errors);
    let member = keep(member("member", &form.member), &mut errors);
    let due_on = keep(optional_date("due_on", &form.due_on, Code::DueNotReal), &mut errors).flatten();
    if due_on.is_none() && errors.iter().all(|error| error.field != "due_on") {
        errors.push(FieldError::new("due_on", Code::DueNotReal));
    }
    match (text, member, due_on) {
        (Some(text), Some(member), Some(due_on)) if errors.is_empty() => Ok(NewTask { text, member, due_on }),
        _ => Err(errors),
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct ChangeContact {
    pub contact: Contact,
    /// At least one, none twice.
    pub evidence: Vec<Evidence>,
}

pub fn change_contact(form: &wire::ChangeContact) -> Result<ChangeContact, Vec<FieldError>> {
    let mut errors = Vec::new();
    let reached = Reached {
        reach: &form.reach,
        email: &form.email,
        telephone: &form.telephone,
        address: &form.address,
        confidential: &form.confidential,
    };
    let contact = contact(&reached).map_err(|mut found| errors.append(&mut found)).ok();
    let evidence = evidence(&form.evidence, &mut errors);
    match contact {
        Some(contact) if errors.is_empty() => Ok(ChangeContact { contact, evidence }),
        _ => Err(errors),
    }
}

pub fn give_pin(form: &wire::GivePin) -> Result<Vec<Evidence>, Vec<FieldError>> {
    let mut errors = Vec::new();
    let evidence = evidence(&form.evidence, &mut errors);
    if errors.is_empty() { Ok(evidence) } else { Err(errors) }
}

/// A picture of what came on paper.
#[derive(Clone, PartialEq, Eq)]
pub struct Scan {
    pub name: String,
    pub media_type: &'static str,
    pub size: u64,
    pub crc32: u32,
}

/// What every browser shows by itself, of a size that a fax has.
pub fn scan(form: &wire::AttachScan) -> Result<Scan, Vec<FieldError>> {
    let name = file_name(&form.name);
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    let media_type = of(
        &ending,
        &[
            ("pdf", "application/pdf"),
            ("png", "image/png"),
            ("jpg", "image/jpeg"),
            ("jpeg", "image/jpeg"),
        ],
    );
    let size = (1..=SCAN_SIZE_LIMIT).contains(&form.size).then_some(form.size);
    let fits = name.chars().count() <= FILE_NAME_LIMIT;
    match (media_type, size, crc32(&form.crc32)) {
        (Some(media_type), Some(size), Some(crc32)) if fits => Ok(Scan {
            name,
            media_type,
            size,
            crc32,
        }),
        _ => Err(vec![FieldError::new("scan", Code::ScanNotShown)]),
    }
}

fn crc32(text: &str) -> Option<u32> {
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits.then(|| u32::from_str_radix(text, 16).ok()).flatten()
}

/// Plain e-mail goes only after its risk was explained, 45 CFR 164.524(c)(3) as the department reads it.
pub fn arrange(form: &wire::Arrange) -> Result<Agreed, Vec<FieldError>> {
    let mut errors = Vec::new();
    let way = keep(way(&form.way), &mut errors);
    let format = keep(optional_line("format", &form.format), &mut errors);
    let appointment = keep(optional_line("appointment", &form.appointment), &mut errors);
    let risk_accepted = is_yes(&form.risk_accepted);
    if way == Some(Way::Email) && !risk_accepted {
        errors.push(FieldError::new("risk_accepted", Code::RiskNotAccepted));
    }
    match (way, format, appointment) {
        (Some(way), Some(format), Some(appointment)) if errors.is_empty() => Ok(Agreed {
            way,
            format,
            appointment,
            risk_accepted,
        }),
        _ => Err(errors),
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct Withhold {
    pub ground: Ground,
    pub what: String,
    pub reason: String,
    /// Empty where it was not said.
    pub duration: String,
    pub rest: Option<RecordId>,
    /// When the study should end, where that is known.
    pub ends_on: Option<NaiveDate>,
    /// The conditions that hold, by their names.
    pub conditions: Vec<String>,
}

pub fn withhold(form: &wire::WithholdRecord) -> Result<Withhold, Vec<FieldError>> {
    let mut errors = Vec::new();
    let no_ground = || match ground::no_ground_of(&form.ground) {
        Some(_) => Code::NoGround,
        None => Code::GroundMissing,
    };
    let ground = keep(
        of(&form.ground, &Ground::WIRE).ok_or_else(|| FieldError::new("ground", no_ground())),
        &mut errors,
    );
    // Of a federal agency's records only, 45 CFR 164.524(a)(2)(iv).
    if ground == Some(Ground::U5) {
        errors.push(FieldError::new("ground", Code::GroundNotOurs));
    }
    let what = line("what", &form.what, Code::WhatMissing);
    let what = keep(
        what.and_then(|what| for_letter("what", what, Code::WhatMissing)),
        &mut errors,
    );
    let reason = words("reason", &form.reason, Code::ReasonMissing);
    let reason = reason.and_then(|reason| for_letter("reason", reason, Code::ReasonMissing));
    let reason = keep(reason, &mut errors);
    // All the reasons of a letter lie in one row.
    if reason
        .as_ref()
        .is_some_and(|reason| reason.chars().count() > REASON_LIMIT)
    {
        errors.push(FieldError::new("reason", Code::ReasonTooLong));
    }
    let duration = keep(optional_line("duration", &form.duration), &mut errors);
    for (field, typed) in [("what", &what), ("reason", &reason), ("duration", &duration)] {
        let may_stand = |typed: &String| ground.is_none_or(|ground| check::may_say(typed, ground));
        if !typed.as_ref().is_none_or(may_stand) {
            errors.push(FieldError::new(field, Code::NotForLetters));
        }
    }
    let rest = match form.extent.as_str() {
        "whole" => Some(None),
        "part" => {
            let rest = RecordId::parse(&form.rest).ok_or_else(|| FieldError::new("rest", Code::RestMissing));
            keep(rest, &mut errors).map(Some)
        }
        _ => {
            errors.push(FieldError::new("extent", Code::WithholdExtentMissing));
            None
        }
    };
    let ends_on = keep(
        optional_date("ends_on", &form.ends_on, Code::ReceivedNotReal),
        &mut errors,
    );
    match (ground, what, reason.zip(duration), rest, ends_on) {
        (Some(ground), Some(what), Some((reason, duration)), Some(rest), Some(ends_on)) if errors.is_empty() => {
            Ok(Withhold {
                ground,
                what,
                reason,
                duration,
                rest,
                // Of a suspension alone, 45 CFR 164.524(a)(2)(iii).
                ends_on: ends_on.filter(|_| ground == Ground::U4),
                conditions: form.conditions.clone(),
            })
        }
        _ => Err(errors),
    }
}

/// So many things that are not held a letter names at most: it is one row.
const NOT_HELD_LIMIT: usize = 20;

/// What a clerk says with a release.
#[derive(Clone, PartialEq, Eq)]
pub struct Releasing {
    pub not_held: Vec<NotHeld>,
    /// What the patient's written consent covers, where one was seen.
    pub consent: Option<String>,
}

/// The same of a release and of the look at its letter before it.
pub fn releasing(pointers: &[wire::NotHeldForm], consented: &wire::ConsentForm) -> Result<Releasing, Vec<FieldError>> {
    match (not_held(pointers), consent(consented)) {
        (Ok(not_held), Ok(consent)) => Ok(Releasing { not_held, consent }),
        (not_held, consent) => Err([not_held.err(), consent.err()]
            .into_iter()
            .flatten()
            .flatten()
            .collect()),
    }
}

/// That the patient's written consent was seen, and what it covers, 42 CFR 2.31 and 2.32. It may well speak of a lawsuit or
/// of bills: it is no reason to withhold anything.
fn consent(form: &wire::ConsentForm) -> Result<Option<String>, Vec<FieldError>> {
    let mut errors = Vec::new();
    let is_seen = is_yes(&form.seen);
    let scope = keep(optional_words("consent.scope", &form.scope), &mut errors);
    let Some(scope) = scope else { return Err(errors) };
    match (is_seen, check::is_words(&scope)) {
        (true, true) => Ok(Some(scope)),
        (true, false) => Err(vec![FieldError::new("consent.scope", Code::ConsentScopeMissing)]),
        (false, true) => Err(vec![FieldError::new("consent.seen", Code::ConsentUnseen)]),
        (false, false) => Ok(None),
    }
}

/// What a release says is not held here. The fields are named by their place: `not_held.0.what`.
fn not_held(form: &[wire::NotHeldForm]) -> Result<Vec<NotHeld>, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut pointers = Vec::new();
    for (index, pointer) in form.iter().enumerate() {
        let field = |name: &str| format!("not_held.{index}.{name}");
        let what = line(&field("what"), &pointer.what, Code::WhatMissing);
        let what = what.and_then(|what| for_letter(&field("what"), what, Code::WhatMissing));
        let what = keep(what, &mut errors);
        let ask = keep(optional_line(&field("ask"), &pointer.ask), &mut errors);
        for (name, typed) in [("what", &what), ("ask", &ask)] {
            if typed.as_deref().is_some_and(check::words::speaks) {
                errors.push(FieldError::new(field(name), Code::NotForLetters));
            }
        }
        if let (Some(what), Some(ask)) = (what, ask) {
            pointers.push(NotHeld { what, ask });
        }
    }
    if form.len() > NOT_HELD_LIMIT {
        errors.push(FieldError::new("not_held", Code::NotHeldTooMany));
    }
    if errors.is_empty() { Ok(pointers) } else { Err(errors) }
}

/// Whether the standard is met, and why.
pub fn determine(form: &wire::Determine) -> Result<(bool, String), Vec<FieldError>> {
    let mut errors = Vec::new();
    let stands = keep(yes_or_no("stands", &form.stands), &mut errors);
    let rationale = keep(words("rationale", &form.rationale, Code::RationaleMissing), &mut errors);
    stands.zip(rationale).ok_or(errors)
}

/// Whether it is withheld, and on what legal reading, which may be empty.
pub fn approve(form: &wire::Approve) -> Result<(bool, String), Vec<FieldError>> {
    let mut errors = Vec::new();
    let stands = keep(yes_or_no("stands", &form.stands), &mut errors);
    let note = keep(optional_words("note", &form.note), &mut errors);
    stands.zip(note).ok_or(errors)
}

/// How the request ends, and what the letter adds.
pub fn answer(form: &wire::AnswerRequest) -> Result<(Ending, String), Vec<FieldError>> {
    let mut errors = Vec::new();
    let ending = keep(ending(&form.ending), &mut errors);
    let more = keep(optional_words("more", &form.more), &mut errors);
    // What is missing must be said; where nobody knows who holds the record, there is nothing to point to.
    let needs_more = matches!(ending, Some(Ending::NoAuthority | Ending::Unverified));
    let says_too_little = |more: &String| !check::is_words(more) && (needs_more || !more.is_empty());
    if more.as_ref().is_some_and(says_too_little) {
        errors.push(FieldError::new("more", Code::MoreMissing));
    }
    match (ending, more) {
        (Some(ending), Some(more)) if errors.is_empty() => Ok((ending, more)),
        _ => Err(errors),
    }
}

pub fn ending(text: &str) -> Result<Ending, FieldError> {
    of(text, &Ending::WIRE).ok_or_else(|| FieldError::new("ending", Code::EndingMissing))
}

/// The reason, and the day of completion.
pub fn extend(reason: &str, until: &str) -> Result<(String, NaiveDate), Vec<FieldError>> {
    let mut errors = Vec::new();
    let reason = words("reason", reason, Code::ReasonMissing);
    let reason = reason.and_then(|reason| for_letter("reason", reason, Code::ReasonMissing));
    let reason = keep(reason, &mut errors);
    let until = keep(optional_date("until", until, Code::UntilNotReal), &mut errors).flatten();
    if until.is_none() && errors.iter().all(|error| error.field != "until") {
        errors.push(FieldError::new("until", Code::UntilMissing));
    }
    match (reason, until) {
        (Some(reason), Some(until)) if errors.is_empty() => Ok((reason, until)),
        _ => Err(errors),
    }
}

/// To whom another ask goes, and what was found of its checklist.
#[derive(Clone, PartialEq, Eq)]
pub struct Route {
    pub to: String,
    /// The points that are there, by their names, and those that are not.
    pub checked: Vec<String>,
    pub missing: Vec<String>,
}

/// Each point of the kind's checklist is answered, once.
pub fn route(form: &wire::RouteRequest, kind: Kind) -> Result<Route, Vec<FieldError>> {
    let mut errors = Vec::new();
    let to = keep(line("to", &form.to, Code::RouteToMissing), &mut errors);
    let points = checklist::of(kind);
    let told = || form.checked.iter().chain(&form.missing);
    let is_answered = |point: &checklist::Point| told().filter(|name| *name == point.name).count() == 1;
    if !points.iter().all(is_answered) {
        errors.push(FieldError::new("missing", Code::PointOpen));
    }
    if told().any(|name| points.iter().all(|point| point.name != name)) {
        errors.push(FieldError::new("checked", Code::PointUnknown));
    }
    match to {
        Some(to) if errors.is_empty() => Ok(Route {
            to,
            checked: form.checked.clone(),
            missing: form.missing.clone(),
        }),
        _ => Err(errors),
    }
}

pub fn reopen(form: &wire::Reopen) -> Result<String, FieldError> {
    words("reason", &form.reason, Code::ReasonMissing)
}

pub fn handing(name: &str) -> Result<Handing, FieldError> {
    of(name, &Handing::WIRE).ok_or_else(|| FieldError::new("handing", Code::HandingMissing))
}

/// How it went, and to whom or what was looked at.
pub fn hand_over(form: &wire::HandOver) -> Result<(Handing, String), Vec<FieldError>> {
    let mut errors = Vec::new();
    let handing = keep(self::handing(&form.handing), &mut errors);
    let note = keep(words("note", &form.note, Code::HandingNoteMissing), &mut errors);
    handing.zip(note).ok_or(errors)
}

/// The same of what the desk sends, with the day on which a letter went.
pub fn hand_over_on(form: &wire::HandOver, today: NaiveDate) -> Result<HandOver, Vec<FieldError>> {
    let mut errors = Vec::new();
    let handing = hand_over(form).map_err(|mut found| errors.append(&mut found)).ok();
    let on = optional_date("on", &form.on, Code::ReceivedNotReal);
    let on = keep(on.map(|on| on.unwrap_or(today)), &mut errors);
    if on.is_some_and(|on| on > today) {
        errors.push(FieldError::new("on", Code::ReceivedInFuture));
    }
    match (handing, on) {
        (Some((handing, note)), Some(on)) if errors.is_empty() => Ok(HandOver { handing, note, on }),
        _ => Err(errors),
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct HandOver {
    pub handing: Handing,
    pub note: String,
    pub on: NaiveDate,
}

/// Whether the member is active, and who takes over.
pub fn change_member(form: &wire::ChangeMember) -> Result<(bool, Option<MemberId>), Vec<FieldError>> {
    let mut errors = Vec::new();
    let active = keep(yes_or_no("active", &form.active), &mut errors);
    let takes_over = keep(member("takes_over", &form.takes_over), &mut errors);
    active.zip(takes_over).ok_or(errors)
}

/// The ids of the locations that the page offers.
pub fn locations(practice: &Practice) -> Vec<LocationId> {
    practice.locations.iter().map(|location| location.id.clone()).collect()
}

fn location(text: &str, offered: &[LocationId]) -> Result<Option<LocationId>, FieldError> {
    if text.is_empty() {
        return Ok(None);
    }
    LocationId::parse(text)
        .filter(|id| offered.contains(id))
        .map(Some)
        .ok_or_else(|| FieldError::new("location", Code::LocationUnknown))
}

fn scope(form: &wire::SubmitRequest) -> Result<Scope, Vec<FieldError>> {
    match form.extent.as_str() {
        "whole" => return Ok(Scope::Whole),
        "part" => {}
        _ => return Err(vec![FieldError::new("extent", Code::ExtentMissing)]),
    }
    let mut errors = Vec::new();
    let from = keep(optional_date("from", &form.from, Code::FromNotReal), &mut errors).flatten();
    let until = keep(optional_date("until", &form.until, Code::UntilNotReal), &mut errors).flatten();
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        errors.push(FieldError::new("until", Code::UntilBeforeFrom));
    }
    let mut categories = Vec::new();
    for text in &form.categories {
        match category(text) {
            Some(category) if categories.contains(&category) => {}
            Some(category) => categories.push(category),
            None => errors.push(FieldError::new("categories", Code::CategoryUnknown)),
        }
    }
    if errors.is_empty() {
        Ok(Scope::Part {
            from,
            until,
            categories,
        })
    } else {
        Err(errors)
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct Find {
    /// Folded: capitals and digits alone.
    pub receipt: String,
    pub email: Email,
}

pub fn find(form: &wire::FindRequest) -> Result<Find, Vec<FieldError>> {
    let receipt = receipt_folded(&form.receipt);
    let email = Email::parse("email", &form.email);
    match (receipt.is_empty(), email) {
        (false, Ok(email)) => Ok(Find { receipt, email }),
        (true, Ok(_)) => Err(vec![FieldError::new("receipt", Code::ReceiptMissing)]),
        (false, Err(error)) => Err(vec![error]),
        (true, Err(error)) => Err(vec![FieldError::new("receipt", Code::ReceiptMissing), error]),
    }
}

/// Six digits; blanks and hyphens are dropped.
pub fn code(form: &wire::ProveContact) -> Result<String, FieldError> {
    let digits = without_gaps(&form.code);
    let code = if digits.is_empty() {
        Code::CodeMissing
    } else if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Code::CodeNotSixDigits
    } else {
        return Ok(digits);
    };
    Err(FieldError::new("code", code))
}

/// Blanks and hyphens are dropped. Any other text is a try, so that a shape gives nothing away.
pub fn passcode(form: &wire::ProveDelivery) -> Result<String, FieldError> {
    let digits = without_gaps(&form.passcode);
    if digits.is_empty() {
        return Err(FieldError::new("passcode", Code::PasscodeMissing));
    }
    Ok(digits)
}

fn without_gaps(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace() && !matches!(character, '-' | '–'))
        .collect()
}

#[derive(Clone, PartialEq, Eq)]
pub struct Verify {
    pub patient: PatientId,
    /// At least one, none twice.
    pub evidence: Vec<Evidence>,
    pub authority: String,
}

pub fn verify(form: &wire::Verify) -> Result<Verify, Vec<FieldError>> {
    let mut errors = Vec::new();
    let patient = match form.patient.as_str() {
        "" => Err(FieldError::new("patient", Code::PatientMissing)),
        text => PatientId::parse(text).ok_or_else(|| FieldError::new("patient", Code::PatientUnknown)),
    };
    let patient = keep(patient, &mut errors);
    let evidence = evidence(&form.evidence, &mut errors);
    let authority = keep(optional_line("authority", &form.authority), &mut errors);
    match (patient, authority) {
        (Some(patient), Some(authority)) if errors.is_empty() => Ok(Verify {
            patient,
            evidence,
            authority,
        }),
        _ => Err(errors),
    }
}

fn evidence(texts: &[String], errors: &mut Vec<FieldError>) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    for text in texts {
        match Evidence::ALL.into_iter().find(|evidence| evidence.wire() == text) {
            Some(known) if evidence.contains(&known) => {}
            Some(known) => evidence.push(known),
            None => errors.push(FieldError::new("evidence", Code::EvidenceUnknown)),
        }
    }
    if texts.is_empty() {
        errors.push(FieldError::new("evidence", Code::EvidenceMissing));
    }
    evidence
}

#[derive(Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub size: u64,
    pub crc32: u32,
    pub category: Category,
    pub service_date: Option<NaiveDate>,
    pub sensitivity: Sensitivity,
}

/// Errors go to `files`, or to `files.{index}.{part}`.
pub fn uploads(form: &wire::GrantUploads) -> Result<Vec<File>, Vec<FieldError>> {
    if form.files.is_empty() {
        return Err(vec![FieldError::new("files", Code::FilesMissing)]);
    }
    if form.files.len() > FILES_AT_ONCE {
        return Err(vec![FieldError::new("files", Code::FilesTooMany)]);
    }
    let mut errors = Vec::new();
    let files: Vec<_> = form
        .files
        .iter()
        .enumerate()
        .filter_map(|(index, form)| file(index, form).map_err(|mut found| errors.append(&mut found)).ok())
        .collect();
    if errors.is_empty() { Ok(files) } else { Err(errors) }
}

fn file(index: usize, form: &wire::UploadFile) -> Result<File, Vec<FieldError>> {
    let field = |part: &str| format!("files.{index}.{part}");
    let mut errors = Vec::new();
    let name = file_name(&form.name);
    if name.is_empty() {
        errors.push(FieldError::new(field("name"), Code::FileNameMissing));
    } else if name.chars().count() > FILE_NAME_LIMIT {
        errors.push(FieldError::new(field("name"), Code::FileNameTooLong));
    }
    if form.size == 0 {
        errors.push(FieldError::new(field("size"), Code::FileEmpty));
    } else if form.size > FILE_SIZE_LIMIT {
        errors.push(FieldError::new(field("size"), Code::FileTooLarge));
    }
    let crc32 = crc32(&form.crc32);
    if crc32.is_none() {
        errors.push(FieldError::new(field("crc32"), Code::FileChecksumMissing));
    }
    let category = if form.category.is_empty() {
        Some(Category::Other)
    } else {
        category(&form.category)
    };
    if category.is_none() {
        errors.push(FieldError::new(field("category"), Code::CategoryUnknown));
    }
    let service_date = keep(
        optional_date(&field("service_date"), &form.service_date, Code::FileDateNotReal),
        &mut errors,
    );
    let sensitivity = match form.sensitivity.as_str() {
        "" => Some(Sensitivity::Ordinary),
        text => of(text, &Sensitivity::WIRE),
    };
    if sensitivity.is_none() {
        errors.push(FieldError::new(field("sensitivity"), Code::SensitivityUnknown));
    }
    match (crc32, category, service_date, sensitivity) {
        (Some(crc32), Some(category), Some(service_date), Some(sensitivity)) if errors.is_empty() => Ok(File {
            name,
            size: form.size,
            crc32,
            category,
            service_date,
            sensitivity,
        }),
        _ => Err(errors),
    }
}

/// The last part of a path, without control characters.
fn file_name(text: &str) -> String {
    text.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|character| !character.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

pub fn judgement(form: &wire::JudgeRecord) -> Result<Judgement, FieldError> {
    of(&form.judgement, &Judgement::WIRE).ok_or_else(|| FieldError::new("judgement", Code::JudgementMissing))
}

fn category(text: &str) -> Option<Category> {
    Category::ALL.into_iter().find(|category| category.wire() == text)
}

/// `YYYY-MM-DD`, or nothing.
pub fn optional_date(field: &str, text: &str, code: Code) -> Result<Option<NaiveDate>, FieldError> {
    match text.trim() {
        "" => Ok(None),
        text => iso::day(text).map(Some).ok_or_else(|| FieldError::new(field, code)),
    }
}

fn keep<T>(result: Result<T, FieldError>, errors: &mut Vec<FieldError>) -> Option<T> {
    result.map_err(|error| errors.push(error)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_is_said_to_be_seen_and_what_it_covers_or_neither() {
        let said = |seen: &str, scope: &str| {
            let form = wire::ConsentForm {
                seen: seen.to_owned(),
                scope: scope.to_owned(),
            };
            releasing(&[], &form).map(|said| said.consent)
        };
        let wrong = |field: &str, code| Some(vec![FieldError::new(field, code)]);
        assert_eq!(said("", " ").ok(), Some(None));
        assert_eq!(
            said("yes", " For her lawsuit ").ok(),
            Some(Some("For her lawsuit".to_owned()))
        );
        assert_eq!(
            said("yes", ".").err(),
            wrong("consent.scope", Code::ConsentScopeMissing)
        );
        assert_eq!(said("", "All").err(), wrong("consent.seen", Code::ConsentUnseen));
        let long = "x".repeat(WORDS_LIMIT + 1);
        assert_eq!(said("yes", &long).err(), wrong("consent.scope", Code::WordsTooLong));
    }

    #[test]
    fn a_release_tells_every_error_of_its_form() {
        let pointer = wire::NotHeldForm::default();
        let consent = wire::ConsentForm {
            seen: "yes".to_owned(),
            ..wire::ConsentForm::default()
        };
        let errors = releasing(&[pointer], &consent).err().unwrap();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["not_held.0.what", "consent.scope"]);
    }

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    fn form() -> wire::SubmitRequest {
        wire::SubmitRequest {
            given_name: "One".to_owned(),
            family_name: "Mhvtestveteran".to_owned(),
            birth_month: "3".to_owned(),
            birth_day: "1".to_owned(),
            birth_year: "1948".to_owned(),
            email: "one@patient.example".to_owned(),
            extent: "whole".to_owned(),
            access: "copy".to_owned(),
            language: "en".to_owned(),
            ..wire::SubmitRequest::default()
        }
    }

    fn codes(errors: Vec<FieldError>) -> Vec<(String, Code)> {
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn each_point_of_a_checklist_is_answered_once() {
        let names = |list: &[&str]| -> Vec<String> { list.iter().map(|name| (*name).to_owned()).collect() };
        for (checked, missing, expected) in [
            (&["entry", "author", "clock"][..], &[][..], None),
            (&["entry"], &["author", "clock"], None),
            (&[], &[], Some(("missing", Code::PointOpen))),
            (&["entry", "author"], &[], Some(("missing", Code::PointOpen))),
            (
                &["entry", "author", "clock"],
                &["clock"],
                Some(("missing", Code::PointOpen)),
            ),
            (
                &["entry", "author", "clock", "signed"],
                &[],
                Some(("checked", Code::PointUnknown)),
            ),
        ] {
            let form = wire::RouteRequest {
                to: "The doctor".to_owned(),
                checked: names(checked),
                missing: names(missing),
            };

            let errors = route(&form, Kind::Amendment).err().unwrap_or_default();

            let expected: Vec<_> = expected
                .into_iter()
                .map(|(field, code)| FieldError::new(field, code))
                .collect();
            assert!(errors == expected, "{checked:?} {missing:?}");
        }
    }

    #[test]
    fn an_empty_form_lists_every_question_in_order() {
        let errors = submit(&wire::SubmitRequest::default(), &[], today()).err().unwrap();

        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "given_name",
                "family_name",
                "birth_month",
                "email",
                "extent",
                "access",
                "language"
            ]
        );
    }

    #[test]
    fn what_is_mailed_needs_an_address_and_what_is_e_mailed_an_e_mail() {
        let mut form = form();
        form.way = "paper".to_owned();
        let errors = submit(&form, &[], today()).err().unwrap();
        assert_eq!(codes(errors), [("address".to_owned(), Code::AddressMissing)]);
        form.address = "1 Main St".to_owned();
        assert!(submit(&form, &[], today()).is_ok());

        form.way = "email".to_owned();
        form.reach = "mail".to_owned();
        form.email = String::new();
        let errors = submit(&form, &[], today()).err().unwrap();
        assert_eq!(codes(errors), [("email".to_owned(), Code::EmailMissing)]);
    }

    #[test]
    fn who_asks_and_how_to_reach_her_are_asked_as_far_as_it_was_chosen() {
        let mut form = form();
        form.requester = "representative".to_owned();
        form.reach = "telephone".to_owned();
        form.email = "no address".to_owned();
        let errors = submit(&form, &[], today()).err().unwrap();
        assert_eq!(
            codes(errors),
            [
                ("requester_given_name".to_owned(), Code::GivenNameMissing),
                ("requester_family_name".to_owned(), Code::FamilyNameMissing),
                ("relation".to_owned(), Code::RelationMissing),
                ("email".to_owned(), Code::EmailIncomplete),
                ("telephone".to_owned(), Code::TelephoneMissing),
            ]
        );
        form.requester = "directive".to_owned();
        form.reach = "pigeon".to_owned();
        let errors = submit(&form, &[], today()).err().unwrap();
        assert_eq!(
            codes(errors),
            [
                ("recipient".to_owned(), Code::RecipientMissing),
                ("recipient_place".to_owned(), Code::RecipientPlaceMissing),
                ("reach".to_owned(), Code::ReachMissing),
            ]
        );
    }

    #[test]
    fn a_ground_of_federal_agencies_is_refused_and_a_part_needs_its_rest() {
        let form = wire::WithholdRecord {
            ground: "u5".to_owned(),
            extent: "part".to_owned(),
            ..wire::WithholdRecord::default()
        };
        let errors = withhold(&form).err().unwrap();
        assert_eq!(
            codes(errors),
            [
                ("ground".to_owned(), Code::GroundNotOurs),
                ("what".to_owned(), Code::WhatMissing),
                ("reason".to_owned(), Code::ReasonMissing),
                ("rest".to_owned(), Code::RestMissing),
            ]
        );
    }

    #[test]
    fn what_may_not_stand_in_a_letter_is_told_where_it_was_typed() {
        let form = |ground: &str, what: &str, reason: &str| wire::WithholdRecord {
            ground: ground.to_owned(),
            what: what.to_owned(),
            reason: reason.to_owned(),
            extent: "whole".to_owned(),
            ..wire::WithholdRecord::default()
        };
        let told = |form: &wire::WithholdRecord| withhold(form).err().map(codes).unwrap_or_default();
        let error = |field: &str, code| (field.to_owned(), code);

        assert_eq!(told(&form("u1", "The notes of March 3", "They are kept apart.")), []);
        assert_eq!(
            told(&form("u1", "Notes on the lawsuit", "You owe us for it.")),
            [error("what", Code::NotForLetters), error("reason", Code::NotForLetters)]
        );
        assert_eq!(told(&form("u2", "Notes on the lawsuit", "Made for it.")), []);
        let promise = form("u1", "Notes", "You can ask for a review.");
        assert_eq!(told(&promise), [error("reason", Code::NotForLetters)]);
        assert_eq!(
            told(&form("r1", "-", "...")),
            [error("what", Code::WhatMissing), error("reason", Code::ReasonMissing)]
        );
        let errors = extend("...", "2027-01-10").err().map(codes);
        assert_eq!(errors, Some(vec![error("reason", Code::ReasonMissing)]));
        for ending in ["not_held", "unverified"] {
            let form = wire::AnswerRequest {
                ending: ending.to_owned(),
                more: "-".to_owned(),
            };
            assert_eq!(
                answer(&form).err().map(codes),
                Some(vec![error("more", Code::MoreMissing)])
            );
        }
    }

    #[test]
    fn a_whole_record_ignores_what_was_typed_for_a_part() {
        let mut form = form();
        form.from = "not a date".to_owned();
        form.categories = vec!["nonsense".to_owned()];

        let parsed = submit(&form, &[], today()).ok().unwrap();

        assert_eq!(parsed.scope, Scope::Whole);
        assert_eq!(parsed.location, None);
    }

    #[test]
    fn a_part_lists_every_error_of_its_dates_and_categories() {
        let mut form = form();
        form.extent = "part".to_owned();
        form.from = "2024-02-30".to_owned();
        form.until = "x".to_owned();
        form.categories = vec!["imaging".to_owned(), "x".to_owned()];
        let errors = submit(&form, &[], today()).err().unwrap();
        assert_eq!(
            codes(errors),
            [
                ("from".to_owned(), Code::FromNotReal),
                ("until".to_owned(), Code::UntilNotReal),
                ("categories".to_owned(), Code::CategoryUnknown),
            ]
        );

        form.from = "2024-03-01".to_owned();
        form.until = "2024-02-29".to_owned();
        form.categories = vec!["imaging".to_owned(), "imaging".to_owned()];
        let errors = submit(&form, &[], today()).err().unwrap();
        assert_eq!(codes(errors), [("until".to_owned(), Code::UntilBeforeFrom)]);
    }

    #[test]
    fn a_location_must_be_one_of_the_practice() {
        let offered = [LocationId::parse("austin").unwrap()];
        let mut form = form();
        form.location = "austin".to_owned();
        assert_eq!(
            submit(&form, &offered, today()).ok().unwrap().location.as_ref(),
            offered.first()
        );

        for unknown in ["oakland", "Austin", "../austin"] {
            form.location = unknown.to_owned();
            let errors = submit(&form, &offered, today()).err().unwrap();
            assert_eq!(codes(errors), [("location".to_owned(), Code::LocationUnknown)]);
        }
    }

    #[test]
    fn a_code_may_be_typed_with_gaps() {
        let typed = |code: &str| self::code(&wire::ProveContact { code: code.to_owned() });

        assert_eq!(typed(" 123-456 ").ok().as_deref(), Some("123456"));
        assert_eq!(typed("").unwrap_err().code, Code::CodeMissing);
        for wrong in ["12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(typed(wrong).unwrap_err().code, Code::CodeNotSixDigits, "{wrong}");
        }
    }

    #[test]
    fn a_passcode_is_never_judged_by_its_shape() {
        let typed = |passcode: &str| passcode_of(passcode);
        fn passcode_of(text: &str) -> Result<String, FieldError> {
            passcode(&wire::ProveDelivery {
                passcode: text.to_owned(),
            })
        }

        assert_eq!(typed(" 1234–5678").ok().as_deref(), Some("12345678"));
        assert_eq!(typed("x").ok().as_deref(), Some("x"));
        assert_eq!(typed(" - ").unwrap_err().code, Code::PasscodeMissing);
    }

    #[test]
    fn each_file_names_what_is_wrong_with_it() {
        let good = wire::UploadFile {
            name: "C:\\scans\\scan.PDF".to_owned(),
            size: 1,
            crc32: "0000abCD".to_owned(),
            category: "imaging".to_owned(),
            service_date: "2024-02-29".to_owned(),
            sensitivity: String::new(),
        };
        let bad = wire::UploadFile {
            name: "/".to_owned(),
            size: 0,
            crc32: "+0000abc".to_owned(),
            category: "x".to_owned(),
            service_date: "2023-02-29".to_owned(),
            sensitivity: "x".to_owned(),
        };
        let large = wire::UploadFile {
            size: FILE_SIZE_LIMIT + 1,
            name: "n".repeat(201),
            ..good.clone()
        };

        let files = uploads(&wire::GrantUploads {
            files: vec![good.clone()],
        })
        .ok()
        .unwrap();
        assert_eq!((files[0].name.as_str(), files[0].crc32), ("scan.PDF", 0xabcd));

        let errors = uploads(&wire::GrantUploads {
            files: vec![good.clone(), bad, large],
        })
        .err()
        .unwrap();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "files.1.name",
                "files.1.size",
                "files.1.crc32",
                "files.1.category",
                "files.1.service_date",
                "files.1.sensitivity",
                "files.2.name",
                "files.2.size"
            ]
        );

        let many = wire::GrantUploads {
            files: vec![good; FILES_AT_ONCE + 1],
        };
        assert_eq!(
            codes(uploads(&many).err().unwrap()),
            [("files".to_owned(), Code::FilesTooMany)]
        );
        let none = uploads(&wire::GrantUploads::default()).err().unwrap();
        assert_eq!(codes(none), [("files".to_owned(), Code::FilesMissing)]);
    }

    #[test]
    fn a_search_takes_no_more_than_a_name() {
        let searched = |family: &str, given: &str| {
            let form = wire::SearchRequests {
                family_name: family.to_owned(),
                given_name: given.to_owned(),
                receipt: String::new(),
            };
            search(&form).map_err(codes)
        };
        let error = |field: &str, code| (field.to_owned(), code);
        let (fits, too_long) = ("é".repeat(100), "é".repeat(101));

        assert!(searched(&fits, &fits).is_ok());
        assert!(searched("Lopez", " ").is_ok_and(|search| search.given_name.is_none()));
        assert_eq!(
            searched(&too_long, &too_long).err().unwrap(),
            [
                error("family_name", Code::NameTooLong),
                error("given_name", Code::NameTooLong)
            ]
        );
        assert_eq!(
            searched("e", "ana").err().unwrap(),
            [error("family_name", Code::SearchTooShort)]
        );
    }

    fn correction() -> wire::CorrectRequest {
        wire::CorrectRequest {
            kind: "access".to_owned(),
            given_name: "One".to_owned(),
            family_name: "Mhvtestveteran".to_owned(),
            birth_month: "3".to_owned(),
            birth_day: "1".to_owned(),
            birth_year: "1948".to_owned(),
            written_on: "2026-11-20".to_owned(),
            ..wire::CorrectRequest::default()
        }
    }

    fn corrected(form: &wire::CorrectRequest) -> Result<Correct, Vec<(String, Code)>> {
        let day = |text: &str| text.parse().unwrap();
        correct(form, day("2026-11-24"), day("2026-11-26")).map_err(codes)
    }

    #[test]
    fn every_error_of_a_correction_is_listed_at_once() {
        let form = wire::CorrectRequest {
            requester: "representative".to_owned(),
            oral_on: "2026-11-31".to_owned(),
            written_on: "2026-11-27".to_owned(),
            reason: "x".repeat(4_001),
            ..wire::CorrectRequest::default()
        };

        let errors = corrected(&form).err().unwrap();

        let expected = [
            ("kind", Code::KindMissing),
            ("requester_given_name", Code::GivenNameMissing),
            ("requester_family_name", Code::FamilyNameMissing),
            ("relation", Code::RelationMissing),
            ("given_name", Code::GivenNameMissing),
            ("family_name", Code::FamilyNameMissing),
            ("birth_month", Code::BirthDateMissing),
            ("oral_on", Code::ReceivedNotReal),
            ("written_on", Code::ReceivedInFuture),
            ("reason", Code::WordsTooLong),
        ];
        assert_eq!(errors, expected.map(|(field, code)| (field.to_owned(), code)));
    }

    #[test]
    fn nothing_was_received_after_it_was_entered() {
        for (oral_on, written_on, expected) in [
            ("", "2026-11-24", None),
            ("2026-11-24", "2026-11-26", None),
            ("", "2026-11-25", Some(("written_on", Code::ReceivedAfterEntry))),
            ("2026-11-25", "2026-11-26", Some(("oral_on", Code::ReceivedAfterEntry))),
            ("", "2026-11-27", Some(("written_on", Code::ReceivedInFuture))),
            ("", "", Some(("oral_on", Code::ReceivedMissing))),
        ] {
            let form = wire::CorrectRequest {
                oral_on: oral_on.to_owned(),
                written_on: written_on.to_owned(),
                ..correction()
            };
            let expected = expected.map(|(field, code)| vec![(field.to_owned(), code)]);
            assert_eq!(corrected(&form).err(), expected, "{oral_on} {written_on}");
        }
    }

    #[test]
    fn who_asks_is_asked_as_the_kind_has_it() {
        let form = |kind: &str, requester: &str, named: bool| {
            let named = |text: &str| if named { text.to_owned() } else { String::new() };
            corrected(&wire::CorrectRequest {
                kind: kind.to_owned(),
                requester: requester.to_owned(),
                sender: named("Hart & Hart"),
                recipient: named("Her sister"),
                recipient_place: named("1 Main St"),
                ..correction()
            })
        };
        let requester = |kind: &str, requester: &str| form(kind, requester, true).map(|form| form.entry.requester);

        assert_eq!(requester("access", ""), Ok(Requester::Patient));
        assert_eq!(
            requester("subpoena", "self"),
            Ok(Requester::Other {
                name: "Hart & Hart".to_owned()
            })
        );
        assert_eq!(
            requester("directive", "self"),
            Ok(Requester::Directed {
                to: "Her sister".to_owned(),
                place: "1 Main St".to_owned()
            })
        );
        let error = |field: &str, code| (field.to_owned(), code);
        assert_eq!(
            requester("access", "directive"),
            Err(vec![error("requester", Code::RequesterMissing)])
        );
        assert_eq!(
            form("complaint", "", false).err().unwrap(),
            [error("sender", Code::SenderMissing)]
        );
        assert_eq!(
            form("directive", "", false).err().unwrap(),
            [
                error("recipient", Code::RecipientMissing),
                error("recipient_place", Code::RecipientPlaceMissing)
            ]
        );
    }

    #[test]
    fn verifying_needs_a_patient_and_evidence() {
        let parsed = |patient: &str, evidence: &[&str]| {
            verify(&wire::Verify {
                patient: patient.to_owned(),
                evidence: evidence.iter().map(|text| (*text).to_owned()).collect(),
                authority: String::new(),
            })
        };

        assert!(parsed("p1", &["id_seen", "id_seen"]).is_ok_and(|verify| verify.evidence == [Evidence::IdSeen]));
        let codes: Vec<_> = parsed("", &[]).err().unwrap().iter().map(|error| error.code).collect();
        assert_eq!(codes, [Code::PatientMissing, Code::EvidenceMissing]);
        let codes: Vec<_> = parsed("P", &["x"])
            .err()
            .unwrap()
            .iter()
            .map(|error| error.code)
            .collect();
        assert_eq!(codes, [Code::PatientUnknown, Code::EvidenceUnknown]);
    }
}
