//! The table. Reads of single rows are consistent; every change of a request is one conditional transaction.

use super::denied::{self, StoredDenial};
use super::disclosed::{self, StoredDisclosure};
use super::item::{
    self, DeliveryEventBody, DeliveryWhat, EVENT_PREFIX, ITEM_PREFIX, MEMBER_PREFIX, NoticeState, RECORD_PREFIX, Row,
    Stored, StoredChallenge, StoredDelivery, StoredEvent, StoredHandover, StoredHold, StoredItem, StoredJob,
    StoredMember, StoredNotice, StoredPatient, StoredPractice, StoredProgress, StoredReceipt, StoredRecord,
    StoredRepeat, StoredRequest, StoredSession, StoredWarning,
};
use super::papers::{self, StoredPolicy, StoredTraining};
use super::{StoreError, aws};
use crate::zone;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::builders::PutBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Put, ReturnValue, TransactWriteItem, Update};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::chain::{self, Hash};
use domain::decide::Decision;
use domain::delivery::Delivery;
use domain::disclosure::{self, Disclosure};
use domain::event::Event;
use domain::id::{ChallengeId, DeliveryId, JobId, MemberId, NoticeId, PatientId, PracticeId, RecordId, RequestId};
use domain::papers::{Papers, PolicyVersion, Training};
use domain::practice::{Member, Practice};
use domain::record::{Items, Patient, Record};
use domain::request::Request;
use std::time::Duration;

pub struct Table {
    client: Client,
    name: String,
}

/// One row of a transaction.
pub struct Write(Act);

enum Act {
    Put(Row, Condition),
    /// One more message of a kind to a contact.
    CountMail {
        pk: String,
        ends_at_s: i64,
    },
}

enum Condition {
    New,
    /// No row, or one that ended before this second and is not deleted yet.
    NewOrEnded(i64),
    /// The row's `seq` is still this.
    Seq(u64),
    /// The row's `version` and `seq` are still these.
    Version(u64, u64),
    /// The challenge's code is still this one, and has not come back.
    Unproven(u32),
    /// The challenge's code is still this one.
    Issue(u32),
    /// The record was not taken yet.
    NotTaken,
    /// The notice is still in this state.
    Notice(NoticeState),
    /// Nobody holds it at this second.
    Free(i64),
    /// The row is as it was read: each attribute that it has.
    As(Row),
    Any,
}

impl Write {
    fn put<T: Stored>(stored: &T, condition: Condition) -> Result<Self, StoreError> {
        Ok(Self(Act::Put(item::to_row(stored)?, condition)))
    }

    /// A row that must not be there yet.
    pub fn new<T: Stored>(stored: &T) -> Result<Self, StoreError> {
        Self::put(stored, Condition::New)
    }

    /// The idempotency row, which is new or takes the place of one whose time is over.
    pub fn first(repeat: &StoredRepeat) -> Result<Self, StoreError> {
        Self::put(repeat, Condition::NewOrEnded(repeat.made_at_s))
    }

    /// A row that may replace another of its key.
    pub fn any<T: Stored>(stored: &T) -> Result<Self, StoreError> {
        Self::put(stored, Condition::Any)
    }

    /// A row in the place of one that is still as it was read: nobody's change in between is lost.
    pub fn over<T: Stored>(next: &T, read: &T) -> Result<Self, StoreError> {
        Self::put(next, Condition::As(item::to_row(read)?))
    }

    /// A challenge whose `issue`-th code is in force and has not come back.
    pub fn unproven(next: &StoredChallenge, issue: u32) -> Result<Self, StoreError> {
        Self::put(next, Condition::Unproven(issue))
    }

    /// A challenge whose `issue`-th code is in force.
    pub fn issued(next: &StoredChallenge, issue: u32) -> Result<Self, StoreError> {
        Self::put(next, Condition::Issue(issue))
    }

    /// A record that is discarded, if it was not taken meanwhile.
    pub fn discarded(record: &StoredRecord) -> Result<Self, StoreError> {
        Self::put(record, Condition::NotTaken)
    }

    /// A notice in its new state, if it is still in the one before.
    pub fn settled(notice: &StoredNotice, before: NoticeState) -> Result<Self, StoreError> {
        Self::put(notice, Condition::Notice(before))
    }

    /// Holds a notice, if no sender has it.
    pub fn hold(hold: &StoredHold, now: DateTime<Utc>) -> Result<Self, StoreError> {
        Self::put(hold, Condition::Free(now.timestamp()))
    }

    /// Counts a message to a contact.
    pub fn count_mail(kind: &str, contact: &str, now: DateTime<Utc>) -> Self {
        Self(Act::CountMail {
            pk: item::mailed_pk(kind, contact, now),
            ends_at_s: (now + TimeDelta::hours(2)).timestamp(),
        })
    }
}

/// A page of a list, and where the next one begins.
pub struct Page<T> {
    pub rows: Vec<T>,
    pub next: Option<String>,
}

impl Table {
    pub fn new(client: Client, name: &str) -> Self {
        Self {
            client,
            name: name.to_owned(),
        }
    }

    // ------------------------------------------------------------------------------- reading

    pub async fn practice(&self, practice: &PracticeId) -> Result<Option<Practice>, StoreError> {
        let stored = self
            .get::<StoredPractice>(item::practice_pk(practice), item::SETTINGS_SK)
            .await?;
        let practice = stored.map(Practice::from);
        let places = practice.iter().flat_map(|practice| &practice.locations);
        // Every date would be a guess.
        if places.into_iter().any(|place| !zone::is_known(&place.time_zone)) {
            return Err(StoreError::Unreadable("a time zone"));
        }
        Ok(practice)
    }

    pub async fn member(&self, practice: &PracticeId, member: &MemberId) -> Result<Option<Member>, StoreError> {
        let stored = self
            .get::<StoredMember>(item::practice_pk(practice), &item::member_sk(member))
            .await?;
        Ok(stored.map(Member::from))
    }

    /// Everyone who works or worked for a practice.
    pub async fn members(&self, practice: &PracticeId) -> Result<Vec<Member>, StoreError> {
        let stored = self
            .prefix::<StoredMember>(item::practice_pk(practice), MEMBER_PREFIX)
            .await?;
        Ok(stored.into_iter().map(Member::from).collect())
    }

    /// All that a practice has in writing, and who was trained.
    pub async fn papers(&self, practice: &PracticeId) -> Result<Papers, StoreError> {
        let policies = self
            .prefix::<StoredPolicy>(item::practice_pk(practice), papers::POLICY_PREFIX)
            .await?;
        let trainings = self
            .prefix::<StoredTraining>(item::practice_pk(practice), papers::TRAINING_PREFIX)
            .await?;
        Ok(Papers {
            policies: policies.into_iter().map(PolicyVersion::from).collect(),
            trainings: trainings.into_iter().map(Training::from).collect(),
        })
    }

    /// The memberships of one person.
    pub async fn memberships(&self, member: &MemberId) -> Result<Vec<Member>, StoreError> {
        let stored = self
            .index::<StoredMember>("party", item::memberships_key(member))
            .await?;
        Ok(stored.into_iter().map(Member::from).collect())
    }

    pub async fn request(&self, request: &RequestId) -> Result<Option<Request>, StoreError> {
        self.get::<StoredRequest>(item::request_pk(request), item::REQUEST_SK)
            .await?
            .map(Request::try_from)
            .transpose()
    }

    /// Requests that came with a contact, by its keyed hash.
    pub async fn requests_of(&self, practice: &PracticeId, contact: &str) -> Result<Vec<Request>, StoreError> {
        self.index::<StoredRequest>("party", item::contact_key(practice, contact))
            .await?
            .into_iter()
            .map(Request::try_from)
            .collect()
    }

    /// The request of a receipt number, folded.
    pub async fn request_of(&self, practice: &PracticeId, receipt: &str) -> Result<Option<Request>, StoreError> {
        let pointer = self
            .get::<StoredReceipt>(item::receipt_pk(practice, receipt), item::ALONE_SK)
            .await?;
        match pointer {
            Some(pointer) => self.request(&pointer.request).await,
            None => Ok(None),
        }
    }

    /// Requests whose patient's family name begins so, folded, with two letters or more; with a given name, those of
    /// that family name whose given name begins so. At most `limit`, and whether there are more.
    pub async fn requests_named(
        &self,
        practice: &PracticeId,
        family: &str,
        given: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<Request>, bool), StoreError> {
        let begins = match given {
            Some(given) => format!("{family}#{given}"),
            None => family.to_owned(),
        };
        // One more than is shown: that a page ends at its limit does not say that something follows.
        let one_more = i32::try_from(limit + 1).unwrap_or(i32::MAX);
        let answer = self
            .client
            .query()
            .table_name(&self.name)
            .index_name("patient")
            .limit(one_more)
            .key_condition_expression("patient_pk = :pk AND begins_with(patient_sk, :begins)")
            .expression_attribute_values(":pk", text(item::name_key(practice, family)))
            .expression_attribute_values(":begins", text(begins))
            .send()
            .await
            .map_err(aws("searching requests"))?;
        let rows = answer.items.unwrap_or_default();
        // A page of large rows ends before its limit.
        let more = rows.len() > limit || answer.last_evaluated_key.is_some();
        let shown = rows
            .into_iter()
            .take(limit)
            .map(|row| Request::try_from(item::from_row::<StoredRequest>(row)?))
            .collect::<Result<_, _>>()?;
        Ok((shown, more))
    }

    /// Open requests of a practice by due date, `limit` a page, from after the sort key `after`.
    pub async fn worklist(
        &self,
        practice: &PracticeId,
        after: Option<(NaiveDate, RequestId)>,
        limit: i32,
    ) -> Result<Page<Request>, StoreError> {
        let mut query = self
            .client
            .query()
            .table_name(&self.name)
            .index_name("worklist")
            .limit(limit)
            .expression_attribute_values(":pk", text(item::worklist_key(practice)));
        query = match after {
            Some((due_on, request)) => query
                .key_condition_expression("worklist_pk = :pk AND worklist_sk > :after")
                .expression_attribute_values(":after", text(format!("{due_on}#{request}"))),
            None => query.key_condition_expression("worklist_pk = :pk"),
        };
        let answer = query.send().await.map_err(aws("listing the open requests"))?;
        let more = answer.last_evaluated_key.is_some();
        let stored = answer
            .items
            .unwrap_or_default()
            .into_iter()
            .map(item::from_row::<StoredRequest>)
            .collect::<Result<Vec<_>, _>>()?;
        let next = stored
            .last()
            .filter(|_| more)
            .map(|last| format!("{}.{}", last.due_on, last.id));
        Ok(Page {
            rows: stored.into_iter().map(Request::try_from).collect::<Result<_, _>>()?,
            next,
        })
    }

    /// The requests of a practice that were denied something in a month, `2026-01`, also where that was overturned since.
    pub async fn denied_in(&self, practice: &PracticeId, month: &str) -> Result<Vec<RequestId>, StoreError> {
        let denials = self
            .index::<StoredDenial>("calendar", denied::denied_key(practice, month))
            .await?;
        Ok(denials.into_iter().map(|denial| denial.request).collect())
    }

    /// The requests of a practice that were answered in a month, `2026-01`, by the day.
    pub async fn answered_in(&self, practice: &PracticeId, month: &str) -> Result<Vec<Request>, StoreError> {
        self.index::<StoredRequest>("calendar", item::answered_key(practice, month))
            .await?
            .into_iter()
            .map(Request::try_from)
            .collect()
    }

    /// What went out of a practice in a month, `2026-01`, by the day.
    pub async fn disclosed_in(&self, practice: &PracticeId, month: &str) -> Result<Vec<Disclosure>, StoreError> {
        let stored = self
            .index::<StoredDisclosure>("calendar", disclosed::disclosed_key(practice, month))
            .await?;
        Ok(stored.into_iter().map(Disclosure::from).collect())
    }

    /// What went out by a request.
    pub async fn disclosed_by(&self, request: &RequestId) -> Result<Vec<Disclosure>, StoreError> {
        let stored = self
            .prefix::<StoredDisclosure>(item::request_pk(request), disclosed::PREFIX)
            .await?;
        Ok(stored.into_iter().map(Disclosure::from).collect())
    }

    /// What went out of a patient's record, by the day.
    pub async fn disclosed_of(
        &self,
        practice: &PracticeId,
        patient: &PatientId,
    ) -> Result<Vec<Disclosure>, StoreError> {
        let stored = self
            .index::<StoredDisclosure>("party", disclosed::disclosed_of_key(practice, patient))
            .await?;
        Ok(stored.into_iter().map(Disclosure::from).collect())
    }

    /// The whole history of a request, oldest first.
    pub async fn events(&self, request: &RequestId) -> Result<Vec<Event>, StoreError> {
        self.chain(item::request_pk(request))
            .await?
            .iter()
            .map(item::event)
            .collect()
    }

    /// The events of a request as far as this state of it goes: one that came after the state was read is left for the
    /// next look, so that no page tells of a change that it does not show.
    pub async fn history(&self, request: &Request) -> Result<Vec<Event>, StoreError> {
        let mut events = self.events(&request.id).await?;
        events.retain(|event| event.seq <= request.seq);
        Ok(events)
    }

    pub async fn event(&self, request: &RequestId, seq: u64) -> Result<Option<Event>, StoreError> {
        self.get::<StoredEvent>(item::request_pk(request), &item::event_sk(seq))
            .await?
            .as_ref()
            .map(item::event)
            .transpose()
    }

    /// The events of a request or a delivery as they were hashed.
    pub async fn chain(&self, owner: String) -> Result<Vec<StoredEvent>, StoreError> {
        self.prefix(owner, EVENT_PREFIX).await
    }

    pub async fn items(&self, request: &RequestId) -> Result<Items, StoreError> {
        let stored = self
            .prefix::<StoredItem>(item::request_pk(request), ITEM_PREFIX)
            .await?;
        Ok(stored
            .into_iter()
            .filter_map(|stored| Some((stored.record.clone(), stored.item()?)))
            .collect())
    }

    pub async fn patient(&self, practice: &PracticeId, patient: &PatientId) -> Result<Option<Patient>, StoreError> {
        self.get::<StoredPatient>(item::patient_pk(practice, patient), item::PROFILE_SK)
            .await?
            .map(Patient::try_from)
            .transpose()
    }

    /// Patients of a practice that were born on that day.
    pub async fn patients_born(&self, practice: &PracticeId, on: NaiveDate) -> Result<Vec<Patient>, StoreError> {
        self.index::<StoredPatient>("patient", item::born_key(practice, on))
            .await?
            .into_iter()
            .map(Patient::try_from)
            .collect()
    }

    pub async fn records(&self, practice: &PracticeId, patient: &PatientId) -> Result<Vec<Record>, StoreError> {
        self.prefix::<StoredRecord>(item::patient_pk(practice, patient), RECORD_PREFIX)
            .await?
            .into_iter()
            .map(Record::try_from)
            .collect()
    }

    pub async fn record(
        &self,
        practice: &PracticeId,
        patient: &PatientId,
        record: &RecordId,
    ) -> Result<Option<Record>, StoreError> {
        self.get::<StoredRecord>(item::patient_pk(practice, patient), &item::record_sk(record))
            .await?
            .map(Record::try_from)
            .transpose()
    }

    pub async fn delivery(&self, delivery: &DeliveryId) -> Result<Option<Delivery>, StoreError> {
        self.get::<StoredDelivery>(item::delivery_pk(delivery), item::DELIVERY_SK)
            .await?
            .map(Delivery::try_from)
            .transpose()
    }

    /// The deliveries of a request, oldest first.
    pub async fn deliveries(&self, request: &RequestId) -> Result<Vec<Delivery>, StoreError> {
        let mut deliveries: Vec<Delivery> = self
            .index::<StoredDelivery>("party", item::deliveries_key(request))
            .await?
            .into_iter()
            .map(Delivery::try_from)
            .collect::<Result<_, _>>()?;
        // The index knows the passcodes alone, and a second release keeps the first one's.
        deliveries.sort_by_key(|delivery| (delivery.passcode, delivery.expires_at));
        Ok(deliveries)
    }

    pub async fn job(&self, request: &RequestId, job: &JobId) -> Result<Option<StoredJob>, StoreError> {
        self.get(item::request_pk(request), &item::job_sk(job)).await
    }

    pub async fn handover(
        &self,
        practice: &PracticeId,
        member: &MemberId,
    ) -> Result<Option<StoredHandover>, StoreError> {
        self.get(
            item::practice_pk(practice),
            &format!("{}{member}", item::HANDOVER_PREFIX),
        )
        .await
    }

    /// How far a job is, once it has begun.
    pub async fn progress(&self, request: &RequestId, job: &JobId) -> Result<Option<StoredProgress>, StoreError> {
        self.get(item::request_pk(request), &item::progress_sk(job)).await
    }

    /// The messages of a request.
    pub async fn notices(&self, request: &RequestId) -> Result<Vec<StoredNotice>, StoreError> {
        self.prefix(item::request_pk(request), item::NOTICE_PREFIX).await
    }

    pub async fn notice(&self, request: &RequestId, notice: &NoticeId) -> Result<Option<StoredNotice>, StoreError> {
        self.get(item::request_pk(request), &item::notice_sk(notice)).await
    }

    pub async fn challenge(&self, challenge: &ChallengeId) -> Result<Option<StoredChallenge>, StoreError> {
        self.get(item::challenge_pk(challenge), item::ALONE_SK).await
    }

    pub async fn session(&self, hash: &str) -> Result<Option<StoredSession>, StoreError> {
        self.get(item::session_pk(hash), item::ALONE_SK).await
    }

    pub async fn repeat(&self, actor: &str, key: &str) -> Result<Option<StoredRepeat>, StoreError> {
        self.get(item::repeat_pk(actor, key), item::ALONE_SK).await
    }

    // ------------------------------------------------------------------------------- writing

    /// One transaction: the idempotency row first, since it outranks the version; then the request, its event,
    /// and what else belongs to the decision.
    pub async fn commit(
        &self,
        previous: Option<&Request>,
        decision: &Decision,
        contact: String,
        due_on: NaiveDate,
        repeat: Option<&StoredRepeat>,
        others: Vec<Write>,
    ) -> Result<(), StoreError> {
        let mut writes = Vec::with_capacity(others.len() + 3);
        if let Some(repeat) = repeat {
            writes.push(Write::first(repeat)?);
        }
        writes.extend(Self::request_writes(previous, decision, contact, due_on)?);
        writes.extend(others);
        self.transact(writes, repeat.is_some()).await
    }

    /// The rows of a request after a decision: itself under its version, the event with the next link of the chain, and when
    /// its clock is to be told of, where that changed.
    pub fn request_writes(
        previous: Option<&Request>,
        decision: &Decision,
        contact: String,
        due_on: NaiveDate,
    ) -> Result<Vec<Write>, StoreError> {
        let mut next = decision.next.clone();
        let body = item::event_body(&decision.event)?;
        next.head = chain::next(next.head, body.as_bytes());
        let event = StoredEvent {
            owner: item::request_pk(&next.id),
            seq: decision.event.seq,
            body,
            head: next.head.to_string(),
        };
        let condition = previous.map_or(Condition::New, |request| {
            Condition::Version(request.version, request.seq)
        });
        let row = StoredRequest::new(&next, contact, due_on);
        let mut writes = vec![Write::put(&row, condition)?, Write::new(&event)?];
        if let Some(line) = previous.and_then(|before| disclosure::of(before, &next, &decision.event)) {
            writes.push(Write::new(&StoredDisclosure::of_event(decision.event.seq, line))?);
        }
        if let Some(denial) = StoredDenial::of_event(&next.practice, &decision.event) {
            writes.push(Write::new(&denial)?);
        }
        let warn_on = next.warn_on();
        if warn_on != previous.and_then(Request::warn_on) {
            writes.push(Write::any(&StoredWarning {
                request: next.id,
                on: warn_on,
            })?);
        }
        Ok(writes)
    }

    /// The rows of a delivery after something happened to it: itself and the line of its history.
    pub fn delivery_writes(
        previous: Option<&Delivery>,
        next: &Delivery,
        what: DeliveryWhat,
        at: DateTime<Utc>,
    ) -> Result<Vec<Write>, StoreError> {
        let seq = next.seq + 1;
        let body = serde_json::to_string(&DeliveryEventBody {
            delivery: next.id.clone(),
            seq,
            at,
            what,
        })
        .map_err(|_| StoreError::Unreadable("an event can't be written"))?;
        let head: Hash = chain::next(next.head, body.as_bytes());
        let stored = StoredDelivery {
            seq,
            head: head.to_string(),
            ..StoredDelivery::from(next)
        };
        let event = StoredEvent {
            owner: item::delivery_pk(&next.id),
            seq,
            body,
            head: head.to_string(),
        };
        let condition = previous.map_or(Condition::New, |delivery| Condition::Seq(delivery.seq));
        Ok(vec![Write::put(&stored, condition)?, Write::new(&event)?])
    }

    /// All of the rows or none. Where `first_is_repeat`, a first row that is there already is a repetition.
    pub async fn transact(&self, writes: Vec<Write>, first_is_repeat: bool) -> Result<(), StoreError> {
        let items = writes
            .into_iter()
            .map(|write| self.act(write))
            .collect::<Result<Vec<_>, _>>()?;
        let mut collisions = 0;
        loop {
            let transaction = self
                .client
                .transact_write_items()
                .set_transact_items(Some(items.clone()));
            let Err(error) = transaction.send().await else {
                return Ok(());
            };
            let cancelled = match error.as_service_error() {
                Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => cancelled,
                _ => return Err(aws("committing")(error)),
            };
            let codes: Vec<_> = cancelled
                .cancellation_reasons()
                .iter()
                .map(|reason| reason.code().unwrap_or_default())
                .collect();
            if first_is_repeat && codes.first() == Some(&CHECK_FAILED) {
                return Err(StoreError::Repeated);
            }
            if codes.contains(&CHECK_FAILED) {
                return Err(StoreError::Conflict);
            }
            if !codes.iter().any(|code| AGAIN.contains(code)) {
                return Err(aws("committing")(error));
            }
            if collisions == COLLISIONS {
                return Err(StoreError::Conflict);
            }
            collisions += 1;
            after_collision(collisions).await;
        }
    }

    fn act(&self, write: Write) -> Result<TransactWriteItem, StoreError> {
        let incomplete = |_| StoreError::Unreadable("a write is incomplete");
        let item = TransactWriteItem::builder();
        Ok(match write.0 {
            Act::Put(row, condition) => {
                let put = self.put(row, condition).build().map_err(incomplete)?;
                item.put(put).build()
            }
            Act::CountMail { pk, ends_at_s } => {
                let update = Update::builder()
                    .table_name(&self.name)
                    .key("pk", text(pk))
                    .key("sk", text(item::ALONE_SK.to_owned()))
                    .update_expression("SET mails = if_not_exists(mails, :zero) + :one, expires_at_s = :ends")
                    .expression_attribute_values(":zero", number(0_u32))
                    .expression_attribute_values(":one", number(1_u32))
                    .expression_attribute_values(":ends", AttributeValue::N(ends_at_s.to_string()));
                item.update(update.build().map_err(incomplete)?).build()
            }
        })
    }

    fn put(&self, row: Row, condition: Condition) -> PutBuilder {
        let put = Put::builder().table_name(&self.name).set_item(Some(row));
        match condition {
            Condition::Any => put,
            Condition::New => put.condition_expression("attribute_not_exists(pk)"),
            Condition::NewOrEnded(now_s) => put
                .condition_expression("attribute_not_exists(pk) OR ends_at_s <= :now")
                .expression_attribute_values(":now", AttributeValue::N(now_s.to_string())),
            Condition::Seq(seq) => put
                .condition_expression("seq = :seq")
                .expression_attribute_values(":seq", number(seq)),
            Condition::Version(version, seq) => put
                .condition_expression("#version = :version AND seq = :seq")
                .expression_attribute_names("#version", "version")
                .expression_attribute_values(":version", number(version))
                .expression_attribute_values(":seq", number(seq)),
            Condition::Unproven(issue) => put
                .condition_expression("issue = :issue AND proven = :no")
                .expression_attribute_values(":issue", number(issue))
                .expression_attribute_values(":no", AttributeValue::Bool(false)),
            Condition::Issue(issue) => put
                .condition_expression("issue = :issue")
                .expression_attribute_values(":issue", number(issue)),
            Condition::NotTaken => put
                .condition_expression("#state.#state <> :inspected")
                .expression_attribute_names("#state", "state")
                .expression_attribute_values(":inspected", text("inspected".to_owned())),
            Condition::Free(now_s) => put
                .condition_expression("attribute_not_exists(pk) OR until_s <= :now")
                .expression_attribute_values(":now", AttributeValue::N(now_s.to_string())),
            // What a row of before an attribute lacks was read as its default.
            Condition::As(read) => {
                let mut condition = "attribute_exists(pk)".to_owned();
                let mut put = put;
                for (number, (name, value)) in read.into_iter().enumerate() {
                    condition.push_str(&format!(
                        " AND (attribute_not_exists(#a{number}) OR #a{number} = :a{number})"
                    ));
                    put = put
                        .expression_attribute_names(format!("#a{number}"), name)
                        .expression_attribute_values(format!(":a{number}"), value);
                }
                put.condition_expression(condition)
            }
            Condition::Notice(before) => put
                .condition_expression("#state = :before")
                .expression_attribute_names("#state", "state")
                .expression_attribute_values(":before", text(before.wire().to_owned())),
        }
    }

    /// A row outside a transaction, whatever was there.
    pub async fn put_row<T: Stored>(&self, stored: &T) -> Result<(), StoreError> {
        self.client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item::to_row(stored)?))
            .send()
            .await
            .map(|_| ())
            .map_err(aws("putting a row"))
    }

    /// What was found in an uploaded file, if it was not known yet; one that was discarded is listed again.
    /// `false` where it was known.
    pub async fn settle_record(&self, record: &Record) -> Result<bool, StoreError> {
        let row = item::to_row(&StoredRecord::from(record))?;
        let result = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(row))
            .condition_expression("#state.#state IN (:expected, :discarded)")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":expected", text("expected".to_owned()))
            .expression_attribute_values(":discarded", text("discarded".to_owned()))
            .send()
            .await;
        match result {
            Ok(_) => Ok(true),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_conditional_check_failed_exception()) =>
            {
                Ok(false)
            }
            Err(error) => Err(aws("settling a record")(error)),
        }
    }

    /// Counts one try of a challenge's present code before it is looked at, so that no number of callers at
    /// once gets more tries than `limit`. The row as it now is, or none where no try is left.
    pub async fn try_code(
        &self,
        challenge: &ChallengeId,
        issued_after: DateTime<Utc>,
        limit: u32,
    ) -> Result<Option<StoredChallenge>, StoreError> {
        let update = self
            .update(item::challenge_pk(challenge), item::ALONE_SK)
            .update_expression("SET tries = tries + :one")
            .condition_expression("tries < :limit AND proven = :no AND issued_at > :after")
            .expression_attribute_values(":one", number(1_u32))
            .expression_attribute_values(":limit", number(limit))
            .expression_attribute_values(":no", AttributeValue::Bool(false))
            .expression_attribute_values(":after", instant(issued_after)?)
            .return_values(ReturnValue::AllNew);
        self.conditionally(update, "counting a try").await
    }

    /// How many messages of a kind went to a contact within this hour.
    pub async fn mailed(&self, kind: &str, contact: &str, now: DateTime<Utc>) -> Result<u32, StoreError> {
        let answer = self
            .client
            .get_item()
            .table_name(&self.name)
            .key("pk", text(item::mailed_pk(kind, contact, now)))
            .key("sk", text(item::ALONE_SK.to_owned()))
            .consistent_read(true)
            .send()
            .await
            .map_err(aws("counting messages"))?;
        let mails = answer.item.and_then(|row| row.get("mails")?.as_n().ok()?.parse().ok());
        Ok(mails.unwrap_or(0))
    }

    /// Counts that a job is begun, before it does anything that it could die of. How often it was, with this time.
    pub async fn begin_run(&self, progress: &StoredProgress) -> Result<u32, StoreError> {
        let update = self
            .update(progress.pk(), &progress.sk())
            .update_expression(
                "SET #schema = :schema, #request = :request, job = :job, done = :zero, #total = :total, \
                 ends_at_s = :ends, expires_at_s = :ends, runs = if_not_exists(runs, :zero) + :one",
            )
            .expression_attribute_names("#schema", "schema")
            .expression_attribute_names("#request", "request")
            .expression_attribute_names("#total", "total")
            .expression_attribute_values(":schema", number(item::SCHEMA))
            .expression_attribute_values(":request", text(progress.request.to_string()))
            .expression_attribute_values(":job", text(progress.job.to_string()))
            .expression_attribute_values(":zero", number(0_u32))
            .expression_attribute_values(":one", number(1_u32))
            .expression_attribute_values(":total", number(progress.total))
            .expression_attribute_values(":ends", AttributeValue::N(progress.ends_at_s.to_string()))
            .return_values(ReturnValue::AllNew);
        let begun = self.conditionally::<StoredProgress>(update, "beginning a job").await?;
        Ok(begun.map_or(0, |progress| progress.runs))
    }

    /// Counts one try of something secret before it is looked at, whether or not that exists. How many tries are
    /// counted now, or none where no try is left.
    pub async fn try_secret(&self, tried: &Tried<'_>, limit: u32, ends_at_s: i64) -> Result<Option<u32>, StoreError> {
        let update = self
            .update(tried.pk(), item::ALONE_SK)
            .update_expression("SET tries = if_not_exists(tries, :zero) + :one, expires_at_s = :ends")
            .condition_expression("attribute_not_exists(tries) OR tries < :limit")
            .expression_attribute_values(":zero", number(0_u32))
            .expression_attribute_values(":one", number(1_u32))
            .expression_attribute_values(":limit", number(limit))
            .expression_attribute_values(":ends", AttributeValue::N(ends_at_s.to_string()))
            .return_values(ReturnValue::AllNew);
        let row = self.row_if(update, "counting a try").await?;
        let tries = row.and_then(|row| row.get("tries")?.as_n().ok()?.parse().ok());
        Ok(tries)
    }

    /// Forgets the wrong tries after a right one.
    pub async fn forget_tries(&self, tried: &Tried<'_>) -> Result<(), StoreError> {
        self.update(tried.pk(), item::ALONE_SK)
            .update_expression("SET tries = :zero")
            .expression_attribute_values(":zero", number(0_u32))
            .send()
            .await
            .map(|_| ())
            .map_err(aws("forgetting tries"))
    }

    /// Holds a notice until an instant, so that one sender has it at a time.
    pub async fn hold_notice(&self, hold: &StoredHold, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let result = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item::to_row(hold)?))
            .condition_expression("attribute_not_exists(pk) OR until_s <= :now")
            .expression_attribute_values(":now", AttributeValue::N(now.timestamp().to_string()))
            .send()
            .await;
        match result {
            Ok(_) => Ok(true),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(PutItemError::is_conditional_check_failed_exception) =>
            {
                Ok(false)
            }
            Err(error) => Err(aws("holding a notice")(error)),
        }
    }

    /// Lets go of a notice that could not be sent now.
    pub async fn drop_hold(&self, hold: &StoredHold) -> Result<(), StoreError> {
        self.delete(hold.pk(), &hold.sk(), "letting go of a notice").await
    }

    /// The notice is done with, unless the provider's word about it came first.
    pub async fn finish_notice(
        &self,
        notice: &StoredNotice,
        state: NoticeState,
        message: Option<String>,
    ) -> Result<(), StoreError> {
        let next = StoredNotice {
            state,
            message,
            ..notice.clone()
        };
        match self.transact(vec![Write::settled(&next, notice.state)?], false).await {
            Err(StoreError::Conflict) => Ok(()),
            result => result,
        }
    }

    /// Keys of what is in the outbox between two instants and not done, the oldest first.
    pub async fn undone(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<(String, String)>, StoreError> {
        let query = self.between(item::OUTBOX, from, to);
        let key = |row: &Row, name: &str| row.get(name).and_then(|value| value.as_s().ok().cloned());
        let rows = self.rows(query).await?;
        Ok(rows
            .iter()
            .filter_map(|row| Some((key(row, "pk")?, key(row, "sk")?)))
            .collect())
    }

    /// Messages that the provider should have reported on by now and did not, the oldest first.
    pub async fn unreported(&self, now: DateTime<Utc>) -> Result<Vec<StoredNotice>, StoreError> {
        self.all(self.between(item::REPORTS, DateTime::UNIX_EPOCH, now)).await
    }

    /// The requests whose clock is to be told of by then, the oldest first.
    pub async fn warnings(&self, until: NaiveDate) -> Result<Vec<StoredWarning>, StoreError> {
        let after = until + Days::new(1);
        let query = self
            .client
            .query()
            .index_name("party")
            .key_condition_expression("party_pk = :pk AND party_sk < :after")
            .expression_attribute_values(":pk", text(item::WARNINGS.to_owned()))
            .expression_attribute_values(":after", text(after.to_string()));
        self.all(query).await
    }

    /// A part of one of the lists that are sorted by an instant.
    fn between(&self, list: &str, from: DateTime<Utc>, to: DateTime<Utc>) -> QueryFluentBuilder {
        self.client
            .query()
            .index_name("party")
            .key_condition_expression("party_pk = :pk AND party_sk BETWEEN :from AND :to")
            .expression_attribute_values(":pk", text(list.to_owned()))
            .expression_attribute_values(":from", text(item::outbox_instant(from)))
            .expression_attribute_values(":to", text(item::outbox_instant(to)))
    }

    /// Touches a row that is not done, so that the stream brings it once more.
    pub async fn touch_undone(&self, pk: String, sk: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let update = self
            .update(pk, sk)
            .update_expression("SET touched_at = :now")
            .condition_expression("party_pk = :outbox")
            .expression_attribute_values(":now", instant(now)?)
            .expression_attribute_values(":outbox", text(item::OUTBOX.to_owned()))
            .return_values(ReturnValue::AllNew);
        self.row_if(update, "touching a row").await.map(|_| ())
    }

    /// The session was used now.
    pub async fn touch_session(&self, hash: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let update = self
            .update(item::session_pk(hash), item::ALONE_SK)
            .update_expression("SET seen_at = :now")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":now", instant(now)?)
            .return_values(ReturnValue::AllNew);
        self.row_if(update, "touching a session").await.map(|_| ())
    }

    pub async fn close_session(&self, hash: &str) -> Result<(), StoreError> {
        self.delete(item::session_pk(hash), item::ALONE_SK, "closing a session")
            .await
    }

    // -------------------------------------------------------------------------------- helpers

    async fn get<T: Stored>(&self, pk: String, sk: &str) -> Result<Option<T>, StoreError> {
        self.client
            .get_item()
            .table_name(&self.name)
            .key("pk", text(pk))
            .key("sk", text(sk.to_owned()))
            .consistent_read(true)
            .send()
            .await
            .map_err(aws("getting a row"))?
            .item
            .map(item::from_row)
            .transpose()
    }

    async fn delete(&self, pk: String, sk: &str, action: &'static str) -> Result<(), StoreError> {
        self.client
            .delete_item()
            .table_name(&self.name)
            .key("pk", text(pk))
            .key("sk", text(sk.to_owned()))
            .send()
            .await
            .map(|_| ())
            .map_err(aws(action))
    }

    async fn prefix<T: Stored>(&self, pk: String, prefix: &str) -> Result<Vec<T>, StoreError> {
        let query = self
            .client
            .query()
            .consistent_read(true)
            .key_condition_expression("pk = :pk AND begins_with(sk, :prefix)")
            .expression_attribute_values(":pk", text(pk))
            .expression_attribute_values(":prefix", text(prefix.to_owned()));
        self.all(query).await
    }

    async fn index<T: Stored>(&self, index: &str, key: String) -> Result<Vec<T>, StoreError> {
        let query = self
            .client
            .query()
            .index_name(index)
            .key_condition_expression("#pk = :pk")
            .expression_attribute_names("#pk", format!("{index}_pk"))
            .expression_attribute_values(":pk", text(key));
        self.all(query).await
    }

    async fn all<T: Stored>(&self, query: QueryFluentBuilder) -> Result<Vec<T>, StoreError> {
        self.rows(query).await?.into_iter().map(item::from_row).collect()
    }

    /// What a query finds, page after page.
    async fn rows(&self, query: QueryFluentBuilder) -> Result<Vec<Row>, StoreError> {
        let query = query.table_name(&self.name);
        let mut rows = Vec::new();
        let mut start = None;
        loop {
            let answer = query
                .clone()
                .set_exclusive_start_key(start)
                .send()
                .await
                .map_err(aws("listing rows"))?;
            rows.extend(answer.items.unwrap_or_default());
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(rows);
            }
        }
    }

    fn update(&self, pk: String, sk: &str) -> UpdateItemFluentBuilder {
        self.client
            .update_item()
            .table_name(&self.name)
            .key("pk", text(pk))
            .key("sk", text(sk.to_owned()))
    }

    async fn conditionally<T: Stored>(
        &self,
        update: UpdateItemFluentBuilder,
        action: &'static str,
    ) -> Result<Option<T>, StoreError> {
        self.row_if(update, action).await?.map(item::from_row).transpose()
    }

    /// The row after an update, or none where its condition did not hold.
    async fn row_if(&self, update: UpdateItemFluentBuilder, action: &'static str) -> Result<Option<Row>, StoreError> {
        let mut collisions = 0;
        loop {
            let error = match update.clone().send().await {
                Ok(answer) => return Ok(Some(answer.attributes.unwrap_or_default())),
                Err(error) => error,
            };
            match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(_)) => return Ok(None),
                Some(UpdateItemError::TransactionConflictException(_)) if collisions < COLLISIONS => {
                    collisions += 1;
                    after_collision(collisions).await;
                }
                _ => return Err(aws(action)(error)),
            }
        }
    }
}

/// The reasons that a transaction is refused for.
const CHECK_FAILED: &str = "ConditionalCheckFailed";
const AGAIN: [&str; 3] = [
    "TransactionConflict",
    "ThrottlingError",
    "ProvisionedThroughputExceeded",
];
/// Two that touch a row at the same instant collide, whatever they want of it; the engine leaves it to us to try
/// again.
const COLLISIONS: u32 = 6;

async fn after_collision(collisions: u32) {
    tokio::time::sleep(Duration::from_millis(5 << collisions)).await;
}

/// What is tried. Tries are counted apart from it, so that one that does not exist counts as well.
pub enum Tried<'a> {
    Passcode(&'a DeliveryId),
    /// A PIN of a practice's receipt number, folded, within this hour.
    Pin(&'a PracticeId, &'a str, DateTime<Utc>),
    /// What a requester writes within this hour.
    Message(&'a RequestId, DateTime<Utc>),
}

impl Tried<'_> {
    fn pk(&self) -> String {
        match self {
            Self::Passcode(delivery) => format!("TRIES#{delivery}"),
            Self::Message(request, now) => format!("TRIES#MESSAGE#{request}#{}", now.format("%Y-%m-%dT%H")),
            Self::Pin(practice, receipt, now) => {
                format!("TRIES#PIN#{practice}#{receipt}#{}", now.format("%Y-%m-%dT%H"))
            }
        }
    }
}

fn text(value: String) -> AttributeValue {
    AttributeValue::S(value)
}

fn number(value: impl Into<u64>) -> AttributeValue {
    AttributeValue::N(value.into().to_string())
}

/// An instant as the rows hold it, so that text compares as time does.
fn instant(value: DateTime<Utc>) -> Result<AttributeValue, StoreError> {
    serde_dynamo::to_attribute_value(value).map_err(|_| StoreError::Unreadable("an instant"))
}
