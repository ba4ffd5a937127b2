//! Sends the notices of the outbox. A notice that comes twice is sent once: one sender holds it at a time, and
//! it is marked when the provider has taken it. Only a sender that dies between those two sends twice.

use crate::change;
use crate::failure::Failure;
use crate::printing;
use crate::store::dynamo::Write;
use crate::store::item::{NoticeKind, NoticeState, Report, StoredHold, StoredNotice};
use crate::store::{self, StoreError};
use crate::track;
use crate::world::World;
use crate::zone;
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{
    Attachment, AttachmentContentDisposition, AttachmentContentTransferEncoding, Body, Content, Destination,
    EmailContent, Message, MessageTag,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::chain::Hash;
use domain::decide::work::{self, About, Lost};
use domain::decide::{Decision, Moment, directive, emailing, ending};
use domain::email::{self, Email, Told};
use domain::event::{self, Happened};
use domain::id::{ChallengeId, DeliveryId, NoticeId, RequestId};
use domain::misdirection;
use domain::person::Email as Address;
use domain::practice::Practice;
use domain::request::Request;
use domain::review;
use domain::word::Work;
use std::time::Duration;
use tokio::time::sleep;

/// A sender that is not done by then has died.
const HOLD_SECONDS: i64 = 60;
/// The same of one that reads a package and sends it.
const RECORD_HOLD_SECONDS: i64 = 180;
/// A code that is older than it works is not worth sending.
const CODE_MINUTES: i64 = 10;
/// So long a message waits that can be taken back: with a letter, or with a record, which nothing calls back.
pub const WAIT_SECONDS: i64 = 20;
/// So long a message waits for the PDF of its letter.
const PRINT_MINUTES: i64 = 60;
/// A letter is printed in a second or two.
const LOOKS: usize = 6;
const LOOK: Duration = Duration::from_millis(500);
const ATTEMPTS: usize = 8;
/// So long the provider may take to say what became of a message.
const REPORT_DAYS: i64 = 3;
/// Bytes of a name that fit into one encoded word of 75 characters.
const ENCODED_WORD_BYTES: usize = 45;

pub async fn send(world: &World, request: &RequestId, notice: &NoticeId, now: DateTime<Utc>) -> Result<(), Failure> {
    let queued = world.table.notice(request, notice).await?;
    let Some(notice) = queued.filter(|notice| notice.state == NoticeState::Queued) else {
        return Ok(());
    };
    let printed = is_printed(world, &notice, now).await?;
    // The sweep brings it up when its time has come.
    if notice.due_at.is_some_and(|due_at| due_at > now) {
        return Ok(());
    }
    if printed == Printed::Waits {
        // Nothing failed, so that nobody is alarmed: the sweep brings it up in a minute.
        tracing::info!(
            notice.id = notice.id.as_str(),
            "a notice waits for the PDF of its letter"
        );
        return Ok(());
    }
    let hold = hold(&notice, now);
    if !world.table.hold_notice(&hold, now).await? {
        // Another sender has it, or had it and died; in that case the stream brings it back after the hold.
        return Err(Failure::Busy);
    }
    let (message, contact) = match attempt(world, &notice, now).await {
        Ok(attempt) => attempt,
        Err(failure) => {
            world.table.drop_hold(&hold).await?;
            return Err(failure);
        }
    };
    // From here on it is held, whatever happens: it must not go twice.
    let id = notice.id.as_str();
    match message {
        Attempt::Taken(message) => {
            let taken = StoredNotice {
                report: owed(world, &notice.kind).then(|| Report {
                    due_at: now + TimeDelta::days(REPORT_DAYS),
                    contact,
                }),
                ..notice.clone()
            };
            note_sent(world, &taken, message, now).await?;
            tracing::info!(notice.id = id, "a notice was sent");
            if let Printed::Never { letter } = printed {
                leave_print(world, &notice.request, letter, now).await?;
            }
        }
        Attempt::Lapsed => {
            world.table.finish_notice(&notice, NoticeState::Lapsed, None).await?;
            tracing::warn!(notice.id = id, "a notice lapsed before it was sent");
        }
        Attempt::Refused => {
            tracing::error!(notice.id = id, "a notice was refused for good");
            give_up(world, &notice, now).await?;
        }
    }
    Ok(())
}

/// What is known of the PDF of the letter that a message speaks of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Printed {
    /// Or there is no letter.
    There,
    Waits,
    /// It did not come in time.
    Never {
        letter: u64,
    },
}

/// Whether the PDF of the letter that a message speaks of lies there; else it is ordered. A letter is whole without it, as
/// text and as HTML: where none came in time, it is a task, people look why, and the message goes.
async fn is_printed(world: &World, notice: &StoredNotice, now: DateTime<Utc>) -> Result<Printed, Failure> {
    let Some(seq) = letter(world, notice).await? else {
        return Ok(Printed::There);
    };
    if printing::is_there(world, &notice.request, seq).await? {
        return Ok(Printed::There);
    }
    if now - notice.queued_at >= TimeDelta::minutes(PRINT_MINUTES) {
        tracing::error!(notice.id = notice.id.as_str(), "the PDF of a letter did not come");
        return Ok(Printed::Never { letter: seq });
    }
    printing::order(world, &notice.request, seq).await?;
    // What could go at once is not left to the sweep, which comes each minute.
    let looks = if notice.due_at.is_none() { LOOKS } else { 0 };
    for _ in 0..looks {
        sleep(LOOK).await;
        if printing::is_there(world, &notice.request, seq).await? {
            return Ok(Printed::There);
        }
    }
    Ok(Printed::Waits)
}

/// Someone prints the letter for who needs it on paper.
async fn leave_print(world: &World, request: &RequestId, letter: u64, now: DateTime<Utc>) -> Result<(), Failure> {
    let event = world.table.event(request, letter).await?.ok_or(StoreError::Missing)?;
    let heading = event
        .happened
        .letter()
        .map(|letter| letter.heading())
        .unwrap_or_default();
    for _ in 0..ATTEMPTS {
        let current = world.table.request(request).await?.ok_or(Failure::NotFound)?;
        let moment = zone::moment(now, &current.received.time_zone);
        let decision = work::print_failed(&current, (letter, heading), moment);
        match change::commit(world, Some(&current), &decision, None, Vec::new()).await {
            Err(Failure::Store(StoreError::Conflict)) => {}
            result => return result,
        }
    }
    Err(Failure::Busy)
}

/// The number of the event with the letter that a message speaks of.
async fn letter(world: &World, notice: &StoredNotice) -> Result<Option<u64>, Failure> {
    match &notice.kind {
        NoticeKind::Letter { seq, .. } => Ok(Some(*seq)),
        NoticeKind::Ready { delivery, .. } | NoticeKind::Record { delivery } => {
            let delivery = world.table.delivery(delivery).await?.ok_or(StoreError::Missing)?;
            let events = world.table.events(&notice.request).await?;
            Ok(event::release_of(&events, delivery.package.manifest).map(|(seq, _)| seq))
        }
        NoticeKind::Acknowledgement { .. }
        | NoticeKind::Code { .. }
        | NoticeKind::Message
        | NoticeKind::ContactChanged { .. }
        | NoticeKind::CouldOpen { .. } => Ok(None),
    }
}

/// Whether the provider reports what becomes of a message, and whether someone must know. A code can be asked for again.
fn owed(world: &World, kind: &NoticeKind) -> bool {
    let matters = match kind {
        NoticeKind::Ready { .. } | NoticeKind::Record { .. } | NoticeKind::Letter { .. } | NoticeKind::Message => true,
        NoticeKind::Acknowledgement { .. }
        | NoticeKind::Code { .. }
        | NoticeKind::ContactChanged { .. }
        | NoticeKind::CouldOpen { .. } => false,
    };
    matters && world.settings.mail_events.is_some()
}

/// One sender has the notice from now on.
pub fn hold(notice: &StoredNotice, now: DateTime<Utc>) -> StoredHold {
    let seconds = if matches!(notice.kind, NoticeKind::Record { .. }) {
        RECORD_HOLD_SECONDS
    } else {
        HOLD_SECONDS
    };
    StoredHold {
        request: notice.request.clone(),
        notice: notice.id.clone(),
        until_s: (now + TimeDelta::seconds(seconds)).timestamp(),
    }
}

/// The message has gone, unless the provider's word about it came first. That a record went is said in its request's
/// history, in the same transaction, and so is it of the letter of an extension, which counts from then on.
async fn note_sent(
    world: &World,
    notice: &StoredNotice,
    message: Option<String>,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let is_told = matches!(
        notice.kind,
        NoticeKind::Record { .. } | NoticeKind::Letter { extends: true, .. }
    );
    if !is_told {
        return Ok(world.table.finish_notice(notice, NoticeState::Sent, message).await?);
    }
    let sent = StoredNotice {
        state: NoticeState::Sent,
        message: message.clone(),
        ..notice.clone()
    };
    for _ in 0..ATTEMPTS {
        let request = world.table.request(&notice.request).await?.ok_or(Failure::NotFound)?;
        let moment = zone::moment(now, &request.received.time_zone);
        let Some(decision) = went(&request, notice, moment) else {
            return Ok(world.table.finish_notice(notice, NoticeState::Sent, message).await?);
        };
        let writes = vec![Write::settled(&sent, notice.state)?];
        match change::commit(world, Some(&request), &decision, None, writes).await {
            Err(Failure::Store(StoreError::Conflict)) => {}
            result => return result,
        }
        let current = world.table.notice(&notice.request, &notice.id).await?;
        if current.is_none_or(|current| current.state != notice.state) {
            return Ok(());
        }
    }
    Err(Failure::Busy)
}

/// What a request's history says of a message that went.
fn went(request: &Request, notice: &StoredNotice, moment: Moment) -> Option<Decision> {
    match &notice.kind {
        NoticeKind::Record { delivery } => Some(emailing::sent(request, delivery.clone(), notice.id.clone(), moment)),
        NoticeKind::Letter { extends: true, seq } => ending::extension_given(request, *seq, notice.id.clone(), moment),
        NoticeKind::Letter { extends: false, .. }
        | NoticeKind::Acknowledgement { .. }
        | NoticeKind::Code { .. }
        | NoticeKind::Ready { .. }
        | NoticeKind::Message
        | NoticeKind::ContactChanged { .. }
        | NoticeKind::CouldOpen { .. } => None,
    }
}

/// What takes a message with a record off the outbox where a decision ends its way. Held as by a sender, so that none
/// has it at this moment: what is not sent stays unsent.
pub async fn taken_back(
    world: &World,
    before: &Request,
    after: &Request,
    now: DateTime<Utc>,
) -> Result<Vec<Write>, Failure> {
    let Some(id) = emailing::waiting(before).filter(|id| !emailing::is_by(after, id)) else {
        return Ok(Vec::new());
    };
    let notice = world.table.notice(&before.id, id).await?;
    notice.map_or(Ok(Vec::new()), |notice| lapsing(notice, now))
}

/// The messages that must still wait for what was decided last to be taken back: none where one of them has gone. There is a
/// second one where another address was given meanwhile.
pub fn to_undo<'a>(notices: &'a [StoredNotice], request: &Request) -> Vec<&'a StoredNotice> {
    let letters = notices.iter().filter_map(|notice| match &notice.kind {
        NoticeKind::Letter { seq, .. } => ending::undoes(request, *seq).then_some((*seq, notice)),
        NoticeKind::Acknowledgement { .. }
        | NoticeKind::Code { .. }
        | NoticeKind::Ready { .. }
        | NoticeKind::Record { .. }
        | NoticeKind::Message
        | NoticeKind::ContactChanged { .. }
        | NoticeKind::CouldOpen { .. } => None,
    });
    let newest = letters.clone().map(|(seq, _)| seq).max();
    let of_newest = letters
        .filter(|(seq, _)| Some(*seq) == newest)
        .map(|(_, notice)| notice);
    let mut waiting = Vec::new();
    for notice in of_newest {
        match notice.state {
            NoticeState::Queued => waiting.push(notice),
            NoticeState::Lapsed => {}
            NoticeState::Sent | NoticeState::Delivered | NoticeState::Bounced | NoticeState::Failed => {
                return Vec::new();
            }
        }
    }
    waiting
}

/// The writes by which a message that waits lapses.
pub fn lapsing(notice: StoredNotice, now: DateTime<Utc>) -> Result<Vec<Write>, Failure> {
    let hold = Write::hold(&hold(&notice, now), now)?;
    let lapsed = StoredNotice {
        state: NoticeState::Lapsed,
        ..notice
    };
    Ok(vec![Write::settled(&lapsed, NoticeState::Queued)?, hold])
}

/// What became of a message.
enum Attempt {
    /// The provider has it, under this id.
    Taken(Option<String>),
    /// The provider will never take it.
    Refused,
    /// Its time is over.
    Lapsed,
}

/// What became of it, and which of the request's contacts it was for.
async fn attempt(world: &World, notice: &StoredNotice, now: DateTime<Utc>) -> Result<(Attempt, String), Failure> {
    let request = world.table.request(&notice.request).await?.ok_or(Failure::NotFound)?;
    let practice = world
        .table
        .practice(&request.practice)
        .await?
        .ok_or(Failure::NotFound)?;
    let contact = change::contact(world, &request);
    let Some(email) = compose(world, notice, &request, &practice, now).await? else {
        return Ok((Attempt::Lapsed, contact));
    };
    let Some(address) = to(notice, &request) else {
        return Ok((Attempt::Lapsed, contact));
    };
    let attached = match &notice.kind {
        NoticeKind::Record { delivery } => match attached(world, delivery).await? {
            None => return Ok((Attempt::Refused, contact)),
            attached => attached,
        },
        NoticeKind::Acknowledgement { .. }
        | NoticeKind::Code { .. }
        | NoticeKind::Ready { .. }
        | NoticeKind::Letter { .. }
        | NoticeKind::Message
        | NoticeKind::ContactChanged { .. }
        | NoticeKind::CouldOpen { .. } => None,
    };
    let attempt = deliver(world, &practice, notice, address, (email, attached)).await?;
    Ok((attempt, contact))
}

/// The package, or none where what lies there is not what was assembled, to the byte. Its name says the receipt number
/// and nobody's.
async fn attached(world: &World, delivery: &DeliveryId) -> Result<Option<Attachment>, Failure> {
    let delivery = world.table.delivery(delivery).await?.ok_or(StoreError::Missing)?;
    let bytes = world.packages().get(&delivery.package.key).await?;
    if Hash::of(&bytes) != delivery.package.sha256 {
        tracing::error!("a package is not the one that was assembled");
        return Ok(None);
    }
    let attachment = Attachment::builder()
        .raw_content(Blob::new(bytes))
        .file_name(delivery.package.file_name)
        .content_type("application/zip")
        .content_disposition(AttachmentContentDisposition::Attachment)
        // The provider's own default is for text.
        .content_transfer_encoding(AttachmentContentTransferEncoding::Base64)
        .build()
        .map_err(|_| Failure::Broken("an attachment is incomplete"))?;
    Ok(Some(attachment))
}

/// Where a message goes: to the requester, or to the address that was hers before.
fn to<'a>(notice: &'a StoredNotice, request: &'a Request) -> Option<&'a str> {
    match &notice.kind {
        NoticeKind::ContactChanged { to, .. } => Some(to),
        NoticeKind::Acknowledgement { .. }
        | NoticeKind::Code { .. }
        | NoticeKind::Ready { .. }
        | NoticeKind::Record { .. }
        | NoticeKind::Letter { .. }
        | NoticeKind::Message
        | NoticeKind::CouldOpen { .. } => request.contact.email.as_ref().map(Address::as_str),
    }
}

/// Whether it goes to an address that is the requester's no more.
pub fn is_to_former(notice: &StoredNotice, request: &Request) -> bool {
    let is_theirs = |to: &str| request.contact.email.as_ref().map(Address::as_str) == Some(to);
    matches!(&notice.kind, NoticeKind::ContactChanged { to, .. } if !is_theirs(to))
}

/// Nothing that the desk can do will send this message: staff must reach the requester in another way.
async fn give_up(world: &World, notice: &StoredNotice, now: DateTime<Utc>) -> Result<(), Failure> {
    lose(world, notice, now, || Ok(vec![Write::any(&failed(notice))?])).await
}

/// The same of a message that waits for too long, if no sender has it at this moment.
pub async fn give_up_stuck(
    world: &World,
    request: &RequestId,
    notice: &NoticeId,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let queued = world.table.notice(request, notice).await?;
    let Some(notice) = queued.filter(|notice| notice.state == NoticeState::Queued) else {
        return Ok(());
    };
    let writes = || {
        let failed = Write::settled(&failed(&notice), NoticeState::Queued)?;
        Ok(vec![failed, Write::hold(&hold(&notice, now), now)?])
    };
    lose(world, &notice, now, writes).await
}

fn failed(notice: &StoredNotice) -> StoredNotice {
    StoredNotice {
        state: NoticeState::Failed,
        ..notice.clone()
    }
}

async fn lose(
    world: &World,
    notice: &StoredNotice,
    now: DateTime<Utc>,
    writes: impl Fn() -> Result<Vec<Write>, Failure>,
) -> Result<(), Failure> {
    change::by_itself(
        world,
        &notice.request,
        now,
        |request, moment| {
            let lost = Lost::Refused(about(notice, request));
            Some(work::mail_lost(request, lost, notice.id.clone(), moment))
        },
        writes,
    )
    .await
    .map(|_| ())
}

/// What the request is told by this message. A link that was replaced answers nothing any more, nor does the letter of a
/// request that was taken up again.
pub fn about(notice: &StoredNotice, request: &Request) -> About {
    match &notice.kind {
        NoticeKind::Letter { extends: true, seq } => About::Extension { letter: *seq },
        NoticeKind::Letter { seq, .. } if review::is_letter(request, *seq) => About::Review,
        NoticeKind::Letter { seq, .. } if misdirection::is_letter(request, *seq) => About::Breach(*seq),
        NoticeKind::Letter { extends: false, .. } if directive::is_told(request) => About::Directive,
        NoticeKind::Letter { extends: false, .. } if matches!(request.work, Work::Answered | Work::Closed) => {
            About::Answer
        }
        NoticeKind::Ready { delivery, .. } if request.delivery.as_ref() == Some(delivery) => About::Answer,
        NoticeKind::Record { .. } if emailing::is_by(request, &notice.id) => About::Record,
        NoticeKind::Message => About::Message,
        NoticeKind::Acknowledgement { .. }
        | NoticeKind::Code { .. }
        | NoticeKind::Ready { .. }
        | NoticeKind::Record { .. }
        | NoticeKind::Letter { extends: false, .. }
        | NoticeKind::ContactChanged { .. }
        | NoticeKind::CouldOpen { .. } => About::Other,
    }
}

/// The e-mail of a notice, or none where its time is over.
async fn compose(
    world: &World,
    notice: &StoredNotice,
    request: &Request,
    practice: &Practice,
    now: DateTime<Utc>,
) -> Result<Option<Email>, Failure> {
    let language = request.language;
    match &notice.kind {
        NoticeKind::Acknowledgement { challenge } => {
            let in_force = in_force(world, challenge, 1, now).await?;
            let code = in_force.then(|| world.secret.code(challenge, 1));
            let due = request.due_told();
            Ok(Some(email::acknowledgement(
                practice,
                language,
                &request.receipt,
                due.received_on,
                request.kind.is_access().then_some(due.due_on),
                code.as_deref(),
            )))
        }
        NoticeKind::Code { challenge, issue } => {
            let in_force = in_force(world, challenge, *issue, now).await?;
            let code = world.secret.code(challenge, *issue);
            Ok(in_force.then(|| email::code(practice, language, &code)))
        }
        NoticeKind::Ready { delivery, again } => {
            let delivery = world.table.delivery(delivery).await?.ok_or(StoreError::Missing)?;
            let link = format!("{}/d/{}", world.settings.page_origin, delivery.id);
            let expires_on = zone::day(delivery.expires_at, &request.received.time_zone);
            let works = !delivery.revoked && now < delivery.expires_at;
            Ok(works.then(|| {
                let outcome = Told::of(request.outcome);
                email::ready(
                    practice,
                    language,
                    &request.receipt,
                    &link,
                    expires_on,
                    (outcome, *again),
                )
            }))
        }
        NoticeKind::Record { delivery } => {
            let goes = emailing::waiting(request) == Some(&notice.id);
            let delivery = world.table.delivery(delivery).await?.ok_or(StoreError::Missing)?;
            let (file, told) = (&delivery.package.file_name, Told::of(request.outcome));
            Ok(goes.then(|| email::record(practice, language, &request.receipt, file, told)))
        }
        NoticeKind::Letter { seq, .. } => {
            let event = world.table.event(&request.id, *seq).await?.ok_or(StoreError::Missing)?;
            let closes = match event.happened {
                Happened::Answered { .. } => matches!(request.work, Work::Answered | Work::Closed),
                _ => true,
            };
            let find = find(world, practice);
            Ok(closes.then(|| email::letter(practice, language, &request.receipt, &find)))
        }
        NoticeKind::Message => Ok(Some(email::message(
            practice,
            language,
            &request.receipt,
            &find(world, practice),
        ))),
        NoticeKind::ContactChanged { changed, .. } => Ok(Some(email::contact_changed(
            practice,
            language,
            &request.receipt,
            *changed,
        ))),
        NoticeKind::CouldOpen { delivery } => {
            let asks = request.work == Work::Delivered && request.delivery.as_ref() == Some(delivery);
            let find = find(world, practice);
            Ok(asks.then(|| email::could_open(practice, language, &request.receipt, &find)))
        }
    }
}

/// Where a requester comes back to her request.
fn find(world: &World, practice: &Practice) -> String {
    format!("{}/p/{}/find", world.settings.page_origin, practice.id)
}

/// Whether a challenge's code can still be used: it is the newest, it has not come back, and its time is not over.
async fn in_force(world: &World, challenge: &ChallengeId, issue: u32, now: DateTime<Utc>) -> Result<bool, Failure> {
    let challenge = world.table.challenge(challenge).await?;
    Ok(challenge.is_some_and(|challenge| {
        let fresh = now - challenge.issued_at < TimeDelta::minutes(CODE_MINUTES);
        challenge.issue == issue && !challenge.proven && fresh
    }))
}

async fn deliver(
    world: &World,
    practice: &Practice,
    notice: &StoredNotice,
    address: &str,
    (email, attached): (Email, Option<Attachment>),
) -> Result<Attempt, Failure> {
    let incomplete = |_| Failure::Broken("an e-mail is incomplete");
    let text = |data: String| {
        Content::builder()
            .data(data)
            .charset("UTF-8")
            .build()
            .map_err(incomplete)
    };
    let message = Message::builder()
        .subject(text(email.subject)?)
        .body(Body::builder().text(text(email.body)?).build())
        .set_attachments(attached.map(|attached| vec![attached]))
        .build();
    let answer = world
        .ses()
        .send_email()
        .from_email_address(sender(&practice.name, &world.settings.mail_from))
        .destination(Destination::builder().to_addresses(address).build())
        .content(EmailContent::builder().simple(message).build())
        .set_configuration_set_name(world.settings.mail_events.clone())
        .email_tags(tag(track::REQUEST_TAG, notice.request.as_str())?)
        .email_tags(tag(track::NOTICE_TAG, notice.id.as_str())?)
        .send()
        .await;
    match answer {
        Ok(answer) => Ok(Attempt::Taken(answer.message_id)),
        Err(error) if error.as_service_error().is_some_and(is_for_good) => Ok(Attempt::Refused),
        Err(error) => Err(store::aws("sending an e-mail")(error).into()),
    }
}

/// The provider's events about a message carry its tags: identifiers alone.
fn tag(name: &str, value: &str) -> Result<MessageTag, Failure> {
    MessageTag::builder()
        .name(name)
        .value(value)
        .build()
        .map_err(|_| Failure::Broken("a tag is incomplete"))
}

/// Whether the provider refuses this message itself. While an account may not send to anyone yet, or its sender is not
/// confirmed, it also speaks of the message; that passes.
fn is_for_good(error: &SendEmailError) -> bool {
    match error {
        SendEmailError::BadRequestException(_) => true,
        SendEmailError::MessageRejected(rejected) => !rejected.message().unwrap_or_default().contains("not verified"),
        _ => false,
    }
}

/// A sender with the practice's name. A header holds ASCII alone: other names go in encoded words, RFC 2047.
fn sender(name: &str, address: &str) -> String {
    if name.is_ascii() {
        return format!("\"{}\" <{address}>", name.replace(['"', '\\'], ""));
    }
    let mut words = Vec::new();
    let mut word = String::new();
    for character in name.chars() {
        if word.len() + character.len_utf8() > ENCODED_WORD_BYTES {
            words.push(std::mem::take(&mut word));
        }
        word.push(character);
    }
    words.push(word);
    let encoded: Vec<_> = words
        .iter()
        .map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word)))
        .collect();
    format!("{} <{address}>", encoded.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_ascii_whatever_the_practice_is_called() {
        for (name, expected) in [
            (
                "Lakeside Family Medicine",
                "\"Lakeside Family Medicine\" <desk@x.example>",
            ),
            ("Dr. \"Q\"\\ Practice", "\"Dr. Q Practice\" <desk@x.example>"),
            ("Clínica", "=?UTF-8?B?Q2zDrW5pY2E=?= <desk@x.example>"),
        ] {
            assert_eq!(sender(name, "desk@x.example"), expected);
        }
        let long = sender(&"ñ".repeat(60), "desk@x.example");
        assert!(long.is_ascii());
        assert!(long.split(' ').all(|word| word.len() <= 75), "{long}");
    }
}
