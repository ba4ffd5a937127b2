//! A record that goes by plain e-mail: once, whole, to the address that it was agreed for, or to a person's hands.

use crate::engine::{self, Outbox};
use crate::story::{changing, packed_for_email};
use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::chain::Hash;
use domain::delivery::Delivery;
use domain::id::RequestId;
use domain::request::Request;
use domain::route::Name;
use domain::wire::{NextAction, NotEmailed, RequestPage, What};
use domain::word::{TaskKind, Work};
use serde_json::{Value, json};
use std::sync::Arc;
use workflow::call::Reply;
use workflow::failure::Failure;
use workflow::page::Parts;
use workflow::store::item::{NoticeKind, NoticeState, StoredNotice};
use workflow::track::Fate;
use workflow::world::World;
use workflow::{aws, ending, notice, reissue, track, work};

fn now() -> DateTime<Utc> {
    "2026-11-24T15:00:00Z".parse().expect("an instant")
}

/// When the message may go.
fn due() -> DateTime<Utc> {
    now() + TimeDelta::seconds(20)
}

/// A packed request in a world whose e-mails go to an outbox.
struct Story {
    world: World,
    outbox: Outbox,
    request: RequestId,
    opened: Reply,
}

async fn story(size: usize) -> Result<Story> {
    let (settings, outbox) = (engine::quiet().await?, Outbox::default());
    let calls = Arc::new(engine::Calls::default());
    let world = engine::mailing(&settings, &aws::http_client(), &outbox, &calls);
    let (request, opened) = packed_for_email(&world, size, now()).await?;
    Ok(Story {
        world,
        outbox,
        request,
        opened,
    })
}

impl Story {
    async fn current(&self) -> Result<Request> {
        self.world.table.request(&self.request).await?.context("the request")
    }

    async fn page(&self) -> Result<RequestPage> {
        Ok(Parts::load(&self.world, self.current().await?).await?.build(due()))
    }

    /// The messages with the record.
    async fn notices(&self) -> Result<Vec<StoredNotice>> {
        let mut notices = self.world.table.notices(&self.request).await?;
        notices.retain(|notice| matches!(notice.kind, NoticeKind::Record { .. }));
        Ok(notices)
    }

    async fn notice(&self) -> Result<StoredNotice> {
        self.notices().await?.pop().context("a message with the record")
    }

    async fn send(&self, at: DateTime<Utc>) -> Result<(), Failure> {
        let notice = self.notice().await.map_err(|_| Failure::NotFound)?;
        notice::send(&self.world, &self.request, &notice.id, at).await
    }

    async fn told(&self, fate: Fate) -> Result<()> {
        Ok(track::track(&self.world, &self.request, &self.notice().await?.id, fate, due()).await?)
    }

    async fn delivery(&self) -> Result<Delivery> {
        let deliveries = self.world.table.deliveries(&self.request).await?;
        deliveries.into_iter().next().context("a delivery")
    }

    async fn count(&self, what: What) -> Result<usize> {
        let events = self.world.table.events(&self.request).await?;
        Ok(events.iter().filter(|event| event.happened.what() == what).count())
    }

    async fn tasks(&self) -> Result<Vec<TaskKind>> {
        Ok(self.current().await?.tasks.iter().map(|task| task.kind).collect())
    }

    fn mails(&self) -> Vec<Value> {
        let outbox = self.outbox.lock().expect("no test panics with it");
        outbox
            .iter()
            .filter_map(|mail| serde_json::from_str(mail).ok())
            .collect()
    }
}

const BOTH: [TaskKind; 2] = [TaskKind::ReachRequester, TaskKind::HandOverRecord];

#[tokio::test]
async fn a_record_goes_whole_and_once_and_is_delivered_once_by_the_providers_word() -> Result<()> {
    let story = story(1).await?;
    let waits = story.page().await?;
    assert_eq!(
        (waits.next, waits.can_undo, waits.not_emailed),
        (NextAction::WaitForEmail, true, None)
    );
    assert_eq!(story.current().await?.answered_on, None, "nothing has gone");
    story.send(due() - TimeDelta::seconds(1)).await?;
    assert_eq!(story.mails().len(), 0, "it can still be taken back");

    for _ in 0..2 {
        story.send(due()).await?;
    }

    let mails = story.mails();
    assert_eq!(mails.len(), 1);
    let simple = &mails[0]["Content"]["Simple"];
    let attached = &simple["Attachments"][0];
    let bytes = STANDARD.decode(attached["RawContent"].as_str().context("the package")?)?;
    let package = story.delivery().await?.package;
    assert_eq!((Hash::of(&bytes), bytes.len() as u64), (package.sha256, package.size));
    let receipt = story.current().await?.receipt;
    assert_eq!(attached["FileName"], format!("record-{receipt}.zip"));
    assert_eq!(
        (&attached["ContentTransferEncoding"], &attached["ContentType"]),
        (&json!("BASE64"), &json!("application/zip"))
    );
    assert_eq!(mails[0]["Destination"]["ToAddresses"], json!(["one@patient.example"]));
    let said = [&simple["Subject"], &simple["Body"], &attached["FileName"]]
        .map(Value::to_string)
        .concat();
    for name in ["Ana", "Lopez", "Mhvtestveteran", "1948"] {
        assert!(!said.contains(name), "{name}");
    }
    let letters = crate::desk::unpacked(&bytes)?;
    assert!(letters.contains_key("letter.txt"), "the letter goes with it");
    let gone = story.page().await?;
    assert_eq!(
        (gone.work, gone.next, gone.can_undo),
        (Work::Ready, NextAction::WaitForEmail, false)
    );
    assert!(story.current().await?.answered_on.is_some());

    for fate in [Fate::Delivered, Fate::Delivered] {
        story.told(fate).await?;
    }
    assert_eq!(
        (story.current().await?.work, story.tasks().await?),
        (Work::Delivered, vec![])
    );
    for fate in [Fate::Bounced, Fate::Delivered, Fate::Bounced] {
        story.told(fate).await?;
    }
    let back = story.page().await?;
    assert_eq!(
        (back.work, back.next, back.mail_failed),
        (Work::Ready, NextAction::HandOver, true)
    );
    assert_eq!(
        (story.current().await?.answered_on, story.tasks().await?),
        (None, BOTH.to_vec())
    );
    assert!(
        back.letters
            .iter()
            .any(|letter| letter.text.contains("Your record is here")),
        "to print"
    );
    let counts = (
        story.count(What::Emailed).await?,
        story.count(What::MailArrived).await?,
        story.count(What::MailBounced).await?,
    );
    assert_eq!(counts, (1, 1, 1));
    Ok(())
}

#[tokio::test]
async fn the_providers_word_that_comes_before_it_is_noted_that_it_took_the_record_counts_once() -> Result<()> {
    for (fate, work, counts) in [
        (Fate::Delivered, Work::Delivered, (1, 0, 0)),
        (Fate::Bounced, Work::Ready, (0, 0, 1)),
    ] {
        let story = story(1).await?;

        story.told(fate).await?;
        story.send(due()).await?;
        story.told(Fate::Delivered).await?;

        assert_eq!(story.current().await?.work, work);
        assert_eq!(story.mails().len(), 0, "it had gone");
        let counted = (
            story.count(What::Emailed).await?,
            story.count(What::MailArrived).await?,
            story.count(What::MailBounced).await?,
        );
        assert_eq!(counted, counts, "{fate:?}");
    }
    Ok(())
}

#[tokio::test]
async fn what_no_message_takes_is_not_tried_and_staff_see_why() -> Result<()> {
    let story = story(usize::try_from(domain::decide::emailing::LIMIT)?).await?;

    let page = story.page().await?;
    assert_eq!(
        (page.work, page.next, page.not_emailed),
        (Work::Ready, NextAction::HandOver, Some(NotEmailed::TooLarge))
    );
    assert_eq!(story.tasks().await?, [TaskKind::HandOverRecord]);
    assert!(story.notices().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn the_largest_record_that_a_message_takes_goes_whole() -> Result<()> {
    // Its letter, its list and the page to start with take some of it.
    let story = story(usize::try_from(domain::decide::emailing::LIMIT)? - 20_000).await?;

    story.send(due()).await?;

    let mails = story.mails();
    let attached = &mails[0]["Content"]["Simple"]["Attachments"][0];
    let bytes = STANDARD.decode(attached["RawContent"].as_str().context("the package")?)?;
    assert_eq!(Hash::of(&bytes), story.delivery().await?.package.sha256);
    Ok(())
}

#[tokio::test]
async fn a_record_that_is_refused_for_good_is_a_persons_to_hand_over() -> Result<()> {
    let story = story(1).await?;
    let refusing = engine::refused_by(
        &story.world.settings,
        "/v2/email/outbound-emails",
        "MessageRejected",
        "no",
    );
    let id = story.notice().await?.id;

    for _ in 0..2 {
        notice::send(&refusing, &story.request, &id, due()).await?;
    }

    assert_eq!(story.notice().await?.state, NoticeState::Failed);
    let page = story.page().await?;
    assert_eq!((page.next, page.mail_failed), (NextAction::HandOver, true));
    assert_eq!(
        (story.tasks().await?, story.count(What::MailFailed).await?),
        (BOTH.to_vec(), 1)
    );
    Ok(())
}

#[tokio::test]
async fn a_package_that_is_another_by_then_is_never_sent() -> Result<()> {
    let story = story(1).await?;
    let key = story.delivery().await?.package.key;
    story
        .world
        .packages()
        .put(&key, "application/zip", b"another".to_vec())
        .await?;

    story.send(due()).await?;

    assert_eq!(
        (story.mails().len(), story.notice().await?.state),
        (0, NoticeState::Failed)
    );
    assert_eq!(story.tasks().await?, BOTH);
    Ok(())
}

/// What staff do that ends a message's way.
#[derive(Clone, Copy, Debug)]
enum Ends {
    OtherAddress,
    NoAddress,
    OnPaper,
    Revoked,
    Reissued,
    HandedOver,
    Withdrawn,
    Undone,
}

const ENDS: [Ends; 8] = [
    Ends::OtherAddress,
    Ends::NoAddress,
    Ends::OnPaper,
    Ends::Revoked,
    Ends::Reissued,
    Ends::HandedOver,
    Ends::Withdrawn,
    Ends::Undone,
];

impl Story {
    async fn end(&self, ends: Ends) -> Result<Result<Reply, Failure>> {
        let delivery = self.delivery().await?.id;
        let (name, body) = match ends {
            Ends::OtherAddress => (
                Name::ChangeContact,
                json!({ "reach": "email", "email": "new@patient.example", "evidence": ["id_seen"] }),
            ),
            Ends::NoAddress => (
                Name::ChangeContact,
                json!({ "reach": "telephone", "telephone": "512-555-0199", "evidence": ["id_seen"] }),
            ),
            Ends::OnPaper => (Name::Arrange, json!({ "way": "paper" })),
            Ends::Revoked => (Name::RevokeDelivery, json!({})),
            Ends::Reissued => (Name::ReissueDelivery, json!({})),
            Ends::HandedOver => (Name::HandOver, json!({ "handing": "in_person", "note": "To her." })),
            Ends::Withdrawn => (Name::Answer, json!({ "ending": "withdrawn" })),
            Ends::Undone => (Name::Undo, json!({})),
        };
        let ids = [self.request.as_str(), delivery.as_str()];
        let ids = match ends {
            Ends::Revoked => &ids[..],
            _ => &ids[..1],
        };
        let change = changing(&self.world, &self.opened, (name, ids), &body, now()).await?;
        let world = &self.world;
        Ok(match ends {
            Ends::OtherAddress | Ends::NoAddress => work::change_contact(world, &change).await,
            Ends::OnPaper => work::arrange(world, &change).await,
            Ends::Revoked => reissue::revoke(world, &change).await,
            Ends::Reissued => reissue::reissue(world, &change).await,
            Ends::HandedOver => ending::hand_over(world, &change).await,
            Ends::Withdrawn => ending::answer(world, &change).await,
            Ends::Undone => ending::undo(world, &change).await,
        })
    }
}

#[tokio::test]
async fn what_ends_a_messages_way_takes_it_back_in_the_same_transaction() -> Result<()> {
    for ends in ENDS {
        let story = story(1).await?;

        story.end(ends).await??;

        assert_eq!(story.notice().await?.state, NoticeState::Lapsed, "{ends:?}");
        story.send(due() + TimeDelta::minutes(2)).await?;
        assert_eq!(story.mails().len(), 0, "{ends:?}");
        let (work, task) = match ends {
            Ends::OtherAddress | Ends::NoAddress | Ends::OnPaper | Ends::Revoked => (Work::Ready, true),
            Ends::Reissued => (Work::Ready, false),
            Ends::HandedOver => (Work::Delivered, false),
            Ends::Withdrawn => (Work::Answered, false),
            Ends::Undone => (Work::Gathering, false),
        };
        assert_eq!(story.current().await?.work, work, "{ends:?}");
        assert_eq!(
            story.tasks().await?.contains(&TaskKind::HandOverRecord),
            task,
            "{ends:?}"
        );
        if let Ends::Undone = ends {
            assert!(story.delivery().await?.revoked, "nothing of it can be had");
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_is_being_sent_at_this_moment_can_not_be_taken_back() -> Result<()> {
    let story = story(1).await?;
    let held = notice::hold(&story.notice().await?, now());
    assert!(story.world.table.hold_notice(&held, now()).await?);

    for ends in ENDS {
        assert!(matches!(story.end(ends).await?, Err(Failure::Busy)), "{ends:?}");
    }

    story.world.table.drop_hold(&held).await?;
    story.send(due()).await?;
    assert_eq!((story.mails().len(), story.current().await?.work), (1, Work::Ready));
    Ok(())
}

#[tokio::test]
async fn what_has_gone_to_an_address_that_was_changed_since_answers_nothing() -> Result<()> {
    let story = story(1).await?;
    story.send(due()).await?;
    story.end(Ends::OtherAddress).await??;

    story.told(Fate::Delivered).await?;

    assert_eq!(
        (story.current().await?.work, story.tasks().await?),
        (Work::Ready, vec![TaskKind::HandOverRecord])
    );
    let page = story.page().await?;
    assert_eq!(
        (page.next, page.not_emailed),
        (NextAction::HandOver, Some(NotEmailed::RiskNotAccepted))
    );
    assert_eq!(story.current().await?.answered_on, None, "nor does it stop the clock");
    Ok(())
}

#[tokio::test]
async fn what_went_out_unheard_and_was_taken_back_then_is_told_once() -> Result<()> {
    for fate in [Fate::Delivered, Fate::Bounced] {
        let story = story(1).await?;
        story.end(Ends::OnPaper).await??;
        assert_eq!(story.notice().await?.state, NoticeState::Lapsed);

        for _ in 0..2 {
            story.told(fate).await?;
        }

        assert_eq!(story.count(What::Emailed).await?, 1, "{fate:?}");
        let current = story.current().await?;
        assert_eq!((current.work, current.answered_on), (Work::Ready, None), "{fate:?}");
        assert_eq!(story.tasks().await?, [TaskKind::HandOverRecord], "{fate:?}");
    }
    Ok(())
}

#[tokio::test]
async fn what_came_back_goes_again_when_that_is_agreed_anew() -> Result<()> {
    let story = story(1).await?;
    story.send(due()).await?;
    story.told(Fate::Bounced).await?;
    let agreed = json!({ "way": "email", "risk_accepted": "yes" });
    let arranging = (Name::Arrange, &[story.request.as_str()][..]);
    let arranging = changing(&story.world, &story.opened, arranging, &agreed, due()).await?;
    work::arrange(&story.world, &arranging).await?;

    let mut queued = story.notices().await?;
    queued.retain(|notice| notice.state == NoticeState::Queued);
    assert_eq!(queued.len(), 1);
    notice::send(
        &story.world,
        &story.request,
        &queued[0].id,
        due() + TimeDelta::seconds(20),
    )
    .await?;

    assert_eq!(story.mails().len(), 2);
    assert_eq!(story.page().await?.next, NextAction::WaitForEmail);
    Ok(())
}
