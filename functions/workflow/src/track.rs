//! What the mail provider says of a message that it took: it was handed over, or it came back.

use crate::change;
use crate::failure::Failure;
use crate::notice;
use crate::store::StoreError;
use crate::store::dynamo::Write;
use crate::store::item::{NoticeKind, NoticeState, StoredNotice};
use crate::world::World;
use crate::zone;
use chrono::{DateTime, Utc};
use domain::decide::work::{self, Lost};
use domain::decide::{self, Decision, Moment};
use domain::decide::{emailing, ending, misdirecting};
use domain::id::{NoticeId, RequestId};
use domain::misdirection;
use domain::request::Request;
use domain::review;
use serde_json::Value;

/// The tags that every message carries, by which its events find it.
pub const REQUEST_TAG: &str = "request";
pub const NOTICE_TAG: &str = "notice";

const ATTEMPTS: usize = 8;

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Delivered,
    Bounced,
}

/// The events of one call: the provider's own, wrapped by the topic that brings them.
pub fn read(event: &Value) -> Vec<(RequestId, NoticeId, Fate)> {
    let records = event["Records"].as_array().into_iter().flatten();
    let messages = records.filter_map(|record| serde_json::from_str(record["Sns"]["Message"].as_str()?).ok());
    messages.filter_map(|message: Value| fate(&message)).collect()
}

fn fate(message: &Value) -> Option<(RequestId, NoticeId, Fate)> {
    let fate = match message["eventType"].as_str()? {
        "Delivery" => Fate::Delivered,
        // An answer of a person who is away reads like this. Other soft bounces come when the provider has given up.
        "Bounce"
            if message["bounce"]["bounceType"] == "Transient" && message["bounce"]["bounceSubType"] == "General" =>
        {
            return None;
        }
        "Bounce" | "Complaint" | "Reject" => Fate::Bounced,
        _ => return None,
    };
    let tag = |name: &str| message["mail"]["tags"][name][0].as_str();
    Some((
        RequestId::parse(tag(REQUEST_TAG)?)?,
        NoticeId::parse(tag(NOTICE_TAG)?)?,
        fate,
    ))
}

/// Once for each message and fate, however often and in whatever order they come: what came back stays so.
pub async fn track(
    world: &World,
    request: &RequestId,
    notice: &NoticeId,
    fate: Fate,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    for _ in 0..ATTEMPTS {
        let Some(notice) = world.table.notice(request, notice).await? else {
            return Ok(());
        };
        let state = match (fate, notice.state) {
            (Fate::Delivered, NoticeState::Queued | NoticeState::Sent) => NoticeState::Delivered,
            (Fate::Bounced, NoticeState::Queued | NoticeState::Sent | NoticeState::Delivered) => NoticeState::Bounced,
            (Fate::Delivered, NoticeState::Delivered) => return Ok(()),
            // It went out all the same, while its sender heard nothing: that a record did must be known.
            (Fate::Delivered, NoticeState::Lapsed) if is_record(&notice) => NoticeState::Delivered,
            (Fate::Bounced, NoticeState::Lapsed) if is_record(&notice) => NoticeState::Bounced,
            (_, NoticeState::Bounced | NoticeState::Lapsed | NoticeState::Failed) => return Ok(()),
        };
        let next = StoredNotice {
            state,
            ..notice.clone()
        };
        // Two that come at once are one: the second finds the notice changed.
        let writes = vec![Write::settled(&next, notice.state)?];
        let current = world.table.request(request).await?.ok_or(Failure::NotFound)?;
        let moment = zone::moment(now, &current.received.time_zone);
        match settle(world, &current, decision(&current, &notice, fate, moment), writes).await {
            Err(Failure::Store(StoreError::Conflict)) => {}
            result => return result,
        }
    }
    Err(Failure::Busy)
}

/// Commits a message's fate, with what it does to the request where it does something.
async fn settle(
    world: &World,
    current: &Request,
    decision: Option<Decision>,
    writes: Vec<Write>,
) -> Result<(), Failure> {
    match decision {
        Some(decision) => change::commit(world, Some(current), &decision, None, writes).await,
        None => Ok(world.table.transact(writes, false).await?),
    }
}

fn is_record(notice: &StoredNotice) -> bool {
    matches!(notice.kind, NoticeKind::Record { .. })
}

fn decision(request: &Request, notice: &StoredNotice, fate: Fate, moment: Moment) -> Option<Decision> {
    if let (NoticeKind::Record { delivery }, NoticeState::Lapsed) = (&notice.kind, notice.state) {
        return Some(emailing::sent(request, delivery.clone(), notice.id.clone(), moment));
    }
    match fate {
        Fate::Bounced => {
            // That the old address is gone is what its owner wanted to say.
            if notice::is_to_former(notice, request) {
                return None;
            }
            let lost = Lost::Bounced(notice::about(notice, request));
            Some(work::mail_lost(request, lost, notice.id.clone(), moment))
        }
        Fate::Delivered => match &notice.kind {
            NoticeKind::Letter { seq, .. } if review::is_letter(request, *seq) => {
                decide::review::letter_arrived(request, notice.id.clone(), moment)
            }
            NoticeKind::Letter { seq, .. } if misdirection::is_letter(request, *seq) => {
                misdirecting::letter_arrived(request, *seq, notice.id.clone(), moment)
            }
            NoticeKind::Letter { extends: false, .. } => work::letter_arrived(request, notice.id.clone(), moment),
            NoticeKind::Record { delivery } => emailing::arrived(request, delivery.clone(), notice.id.clone(), moment),
            // The provider's word may be quicker than the sender's own.
            NoticeKind::Letter { extends: true, seq } => {
                ending::extension_given(request, *seq, notice.id.clone(), moment)
                    .or_else(|| arrived(request, notice, moment))
            }
            NoticeKind::Acknowledgement { .. }
            | NoticeKind::Code { .. }
            | NoticeKind::Ready { .. }
            | NoticeKind::Message
            | NoticeKind::ContactChanged { .. }
            | NoticeKind::CouldOpen { .. } => arrived(request, notice, moment),
        },
    }
}

/// Nobody was told to ask about one that arrives in time.
fn arrived(request: &Request, notice: &StoredNotice, moment: Moment) -> Option<Decision> {
    if notice.report.is_some() {
        return None;
    }
    work::mail_arrived(request, notice::about(notice, request), notice.id.clone(), moment)
}

/// The provider's time to say what became of a message is over. Someone must ask, where it went to the contact that the
/// request still has; and what the provider says after all is taken as ever.
pub async fn give_up_waiting(
    world: &World,
    request: &RequestId,
    notice: &NoticeId,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    for _ in 0..ATTEMPTS {
        let Some(mut notice) = world.table.notice(request, notice).await? else {
            return Ok(());
        };
        let Some(report) = notice.report.take().filter(|_| notice.state == NoticeState::Sent) else {
            return Ok(());
        };
        let writes = vec![Write::settled(&notice, NoticeState::Sent)?];
        let current = world.table.request(request).await?.ok_or(Failure::NotFound)?;
        let moment = zone::moment(now, &current.received.time_zone);
        let about = notice::about(&notice, &current);
        let is_theirs = report.contact == change::contact(world, &current);
        let decision = is_theirs.then(|| work::mail_unreported(&current, about, notice.id.clone(), moment));
        match settle(world, &current, decision.flatten(), writes).await {
            Err(Failure::Store(StoreError::Conflict)) => {}
            result => return result,
        }
    }
    Err(Failure::Busy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(message: &Value) -> Value {
        json!({ "Records": [{ "Sns": { "Message": message.to_string() } }] })
    }

    #[test]
    fn an_event_is_read_by_its_tags_and_what_is_none_of_ours_is_left() {
        let tags = json!({ "request": ["r1"], "notice": ["n1"] });
        for (kind, (bounce, subtype), expected) in [
            ("Delivery", ("", ""), Some(Fate::Delivered)),
            ("Bounce", ("Permanent", "General"), Some(Fate::Bounced)),
            ("Bounce", ("Undetermined", "Undetermined"), Some(Fate::Bounced)),
            ("Bounce", ("Transient", "General"), None),
            ("Bounce", ("Transient", "MailboxFull"), Some(Fate::Bounced)),
            ("Complaint", ("", ""), Some(Fate::Bounced)),
            ("Reject", ("", ""), Some(Fate::Bounced)),
            ("Open", ("", ""), None),
        ] {
            let bounced = json!({ "bounceType": bounce, "bounceSubType": subtype });
            let message = json!({ "eventType": kind, "bounce": bounced, "mail": { "tags": tags } });
            let fates: Vec<_> = read(&event(&message)).into_iter().map(|(_, _, fate)| fate).collect();
            assert_eq!(fates.first().copied(), expected, "{kind} {bounce} {subtype}");
        }
        let untagged = json!({ "eventType": "Delivery", "mail": { "tags": {} } });
        assert!(read(&event(&untagged)).is_empty());
        assert!(read(&json!({ "Records": [{ "Sns": { "Message": "no JSON" } }] })).is_empty());
    }
}
