//! Sends the notices of the outbox. A notice that comes twice is sent once: one sender holds it at a time, and
//! it is marked when the provider has taken it. Only a sender that dies between those two sends twice.

use crate::failure::Failure;
use crate::store::StoreError;
use crate::store::item::{NoticeKind, NoticeState, StoredNotice};
use crate::world::World;
use crate::zone;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message};
use chrono::{DateTime, TimeDelta, Utc};
use domain::clock;
use domain::email::{self, Email};
use domain::id::{NoticeId, RequestId};
use domain::practice::Practice;
use domain::request::Request;

/// A sender that is not done by then has died.
const HOLD_SECONDS: i64 = 60;
/// A code that is older than it works is not worth sending.
const CODE_MINUTES: i64 = 10;

pub async fn send(world: &World, request: &RequestId, notice: &NoticeId, now: DateTime<Utc>) -> Result<(), Failure> {
    let queued = world.table.notice(request, notice).await?;
    let Some(notice) = queued.filter(|notice| notice.state == NoticeState::Queued) else {
        return Ok(());
    };
    let until = now + TimeDelta::seconds(HOLD_SECONDS);
    if !world.table.hold_notice(&notice, now, until).await? {
        // Another sender has it, or had it and died; in that case the stream brings it back after the hold.
        return Err(Failure::Busy);
    }
    let request = world.table.request(request).await?.ok_or(Failure::NotFound)?;
    let practice = world
        .table
        .practice(&request.practice)
        .await?
        .ok_or(Failure::NotFound)?;
    let Some(email) = compose(world, &notice, &request, &practice, now).await? else {
        world.table.finish_notice(&notice, NoticeState::Lapsed, None).await?;
        tracing::warn!(notice.id = notice.id.as_str(), "a notice lapsed before it was sent");
        return Ok(());
    };
    let message = deliver(world, &practice, &request, email).await?;
    world.table.finish_notice(&notice, NoticeState::Sent, message).await?;
    tracing::info!(notice.id = notice.id.as_str(), "a notice was sent");
    Ok(())
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
            let code = world.secret.code(challenge, 1);
            let received = &request.received;
            let due_on = clock::due(received.on, &received.time_zone).due_on;
            let receipt = &request.receipt;
            Ok(Some(email::acknowledgement(
                practice,
                language,
                receipt,
                received.on,
                due_on,
                &code,
            )))
        }
        NoticeKind::Code { challenge, issue } => {
            let fresh = now - notice.queued_at < TimeDelta::minutes(CODE_MINUTES);
            let code = world.secret.code(challenge, *issue);
            Ok(fresh.then(|| email::code(practice, language, &code)))
        }
        NoticeKind::Ready { delivery } => {
            let delivery = world.table.delivery(delivery).await?.ok_or(StoreError::Missing)?;
            let link = format!("{}/d/{}", world.settings.page_origin, delivery.id);
            let expires_on = zone::day(delivery.expires_at, &request.received.time_zone);
            let works = !delivery.revoked && now < delivery.expires_at;
            Ok(works.then(|| email::ready(practice, language, &request.receipt, &link, expires_on)))
        }
    }
}

async fn deliver(
    world: &World,
    practice: &Practice,
    request: &Request,
    email: Email,
) -> Result<Option<String>, Failure> {
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
        .build();
    let sender = format!(
        "\"{}\" <{}>",
        practice.name.replace(['"', '\\'], ""),
        world.settings.mail_from
    );
    let answer = world
        .ses()
        .send_email()
        .from_email_address(sender)
        .destination(Destination::builder().to_addresses(request.email.as_str()).build())
        .content(EmailContent::builder().simple(message).build())
        .send()
        .await
        .map_err(|error| StoreError::aws("sending an e-mail")(Box::new(error)))?;
    Ok(answer.message_id)
}
