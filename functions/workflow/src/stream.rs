//! Events that come without a caller: changed rows from the table's stream, arrivals in a bucket, and the clock.
//! What is taken from them is where to look; what is so is read from the table.

use crate::edge;
use crate::failure::Failure;
use crate::world::World;
use domain::id::{Id, RequestId};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;

pub type Work<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;
/// The work on one row: its request and its own id.
pub type RowHandler = for<'a> fn(&'a World, RequestId, &'a str) -> Work<'a>;
/// The work on one object that arrived.
pub type ObjectHandler = for<'a> fn(&'a World, &'a str) -> Work<'a>;

/// Serves a function that works on rows of requests whose sort key begins with `prefix`.
pub fn serve_rows(prefix: &'static str, handler: RowHandler) -> Result<(), Error> {
    let world = edge::start();
    edge::block_on(lambda_runtime::run(service_fn(
        move |event: LambdaEvent<Value>| async move {
            rows(world, prefix, handler, &event.payload).await.map_err(Error::from)
        },
    )))
}

/// Serves a function that works on objects as they arrive.
pub fn serve_objects(handler: ObjectHandler) -> Result<(), Error> {
    let world = edge::start();
    edge::block_on(lambda_runtime::run(service_fn(
        move |event: LambdaEvent<Value>| async move { objects(world, handler, &event.payload).await },
    )))
}

/// The work of a schedule.
pub type ScheduleHandler = for<'a> fn(&'a World) -> Work<'a>;

/// Serves a function that a schedule calls.
pub fn serve_schedule(handler: ScheduleHandler) -> Result<(), Error> {
    let world = edge::start();
    edge::block_on(lambda_runtime::run(service_fn(
        move |_: LambdaEvent<Value>| async move {
            handler(world).await.map_err(|failure| {
                report(&failure);
                Error::from(failure)
            })
        },
    )))
}

/// The work on a whole event.
pub type EventHandler = for<'a> fn(&'a World, &'a Value) -> Work<'a>;

/// Serves a function that is told of what happened elsewhere.
pub fn serve_events(handler: EventHandler) -> Result<(), Error> {
    let world = edge::start();
    edge::block_on(lambda_runtime::run(service_fn(
        move |event: LambdaEvent<Value>| async move {
            handler(world, &event.payload).await.map_err(|failure| {
                report(&failure);
                Error::from(failure)
            })
        },
    )))
}

/// Every row is tried. Where one fails the whole batch comes again, in halves: work that was done is seen to be
/// done, and not every stream honors a list of the rows that failed.
async fn rows(world: &World, prefix: &str, handler: RowHandler, event: &Value) -> Result<(), Failure> {
    let mut result = Ok(());
    let mut records: Vec<_> = event["Records"].as_array().into_iter().flatten().collect();
    records.sort_by_key(|record| takes_long(record));
    for record in records {
        let keys = &record["dynamodb"]["Keys"];
        let Some((request, id)) = row(&keys["pk"]["S"], &keys["sk"]["S"], prefix) else {
            continue;
        };
        if record["eventName"] == "REMOVE" {
            continue;
        }
        if let Err(failure) = handler(world, request, id).await {
            report(&failure);
            result = Err(failure);
        }
    }
    result
}

/// A message with a record in it takes seconds: someone may wait for a code behind it.
fn takes_long(record: &Value) -> bool {
    record["dynamodb"]["NewImage"]["kind"]["M"]["kind"]["S"] == "record"
}

fn row<'a>(pk: &Value, sk: &'a Value, prefix: &str) -> Option<(RequestId, &'a str)> {
    let request = Id::parse(pk.as_str()?.strip_prefix("REQUEST#")?)?;
    Some((request, sk.as_str()?.strip_prefix(prefix)?))
}

async fn objects(world: &World, handler: ObjectHandler, event: &Value) -> Result<(), Error> {
    for record in event["Records"].as_array().into_iter().flatten() {
        // Our keys hold letters, digits, hyphens and slashes alone, so that nothing in them is encoded.
        let Some(key) = record["s3"]["object"]["key"].as_str() else {
            continue;
        };
        let key = key.replace("%2F", "/");
        if let Err(failure) = handler(world, &key).await {
            report(&failure);
            return Err(failure.into());
        }
    }
    Ok(())
}

fn report(failure: &Failure) {
    let cause = edge::chain(failure);
    match failure {
        Failure::Busy => tracing::warn!(cause, "left for another try"),
        _ => tracing::error!(cause, "left for another try"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::item::{self, NoticeKind, NoticeState, StoredNotice};
    use chrono::DateTime;
    use domain::id::{ChallengeId, DeliveryId, NoticeId};
    use serde_json::json;

    #[test]
    fn only_rows_of_the_kind_are_worked_on() {
        let found = |pk: &str, sk: &str| {
            let (pk, sk) = (Value::from(pk), Value::from(sk));
            row(&pk, &sk, "JOB#").map(|(request, id)| (request.to_string(), id.to_owned()))
        };

        assert_eq!(found("REQUEST#r1", "JOB#j1"), Some(("r1".to_owned(), "j1".to_owned())));
        assert_eq!(found("REQUEST#r1", "NOTICE#n1"), None);
        assert_eq!(found("PATIENT#p#q", "JOB#j1"), None);
        assert_eq!(found("REQUEST#A", "JOB#j1"), None);
    }

    #[test]
    fn a_message_with_a_record_is_sent_after_the_others_of_its_batch() {
        for (kind, long) in [
            (
                NoticeKind::Record {
                    delivery: DeliveryId::parse("d").unwrap(),
                },
                true,
            ),
            (
                NoticeKind::Code {
                    challenge: ChallengeId::parse("c").unwrap(),
                    issue: 2,
                },
                false,
            ),
        ] {
            let row = item::to_row(&notice(kind)).unwrap();
            let kind = row["kind"].as_m().unwrap()["kind"].as_s().unwrap();
            let record = json!({ "dynamodb": { "NewImage": { "kind": { "M": { "kind": { "S": kind } } } } } });

            assert_eq!(takes_long(&record), long, "{kind}");
        }
    }

    fn notice(kind: NoticeKind) -> StoredNotice {
        StoredNotice {
            id: NoticeId::parse("n").unwrap(),
            request: RequestId::parse("r").unwrap(),
            kind,
            state: NoticeState::Queued,
            queued_at: DateTime::UNIX_EPOCH,
            due_at: None,
            message: None,
            report: None,
        }
    }
}
