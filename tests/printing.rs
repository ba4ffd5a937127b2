//! The PDF of a letter: there before the message that speaks of it goes, and for whoever may read that letter alone.

use crate::engine::{self, Outbox};
use crate::story::{as_session, asked, at, call, id, json_of, order, print_letters, staff, stand_in};
use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use domain::event::Happened;
use domain::id::{NoticeId, RequestId};
use domain::letter::Print;
use domain::route::Name;
use domain::wire;
use domain::word::TaskKind;
use serde_json::{Value, json};
use std::sync::Arc;
use workflow::call::{Call, Reply};
use workflow::failure::Failure;
use workflow::store::item::{NoticeKind, NoticeState, Whose};
use workflow::world::World;
use workflow::{aws, ending, letters, notice, printing, session, work};

fn now() -> DateTime<Utc> {
    at("2026-11-24T15:00:00Z")
}

/// When the letter's message may go.
fn due() -> DateTime<Utc> {
    now() + TimeDelta::seconds(20)
}

/// A request that is answered by a letter, whose message waits.
struct Story {
    world: World,
    outbox: Outbox,
    request: RequestId,
    notice: NoticeId,
    seq: u64,
    clerk: Reply,
}

impl Story {
    /// How many tasks and events say that there is no PDF.
    async fn print_failed(&self) -> Result<(usize, usize)> {
        let request = self.world.table.request(&self.request).await?.context("the request")?;
        let events = self.world.table.events(&self.request).await?;
        let tasks = request.tasks.iter().filter(|task| task.kind == TaskKind::PrintFailed);
        let letter = self.seq;
        let told = events
            .iter()
            .filter(|event| event.happened == Happened::PrintFailed { letter });
        Ok((tasks.count(), told.count()))
    }
}

async fn story() -> Result<Story> {
    let (settings, outbox) = (engine::quiet().await?, Outbox::default());
    let world = engine::mailing(&settings, &aws::http_client(), &outbox, &Arc::default());
    let request = asked(&world, now()).await?.request;
    let clerk = staff(&world, now()).await?;
    let note = json!({ "text": "She called." });
    work::note(
        &world,
        &as_session(call(Name::WriteNote, &[request.as_str()], &note, now()), &clerk),
    )
    .await?;
    let form = json!({ "ending": "not_held" });
    let mut answering = as_session(call(Name::Answer, &[request.as_str()], &form, now()), &clerk);
    answering.if_match = Some("\"1\"".to_owned());
    ending::answer(&world, &answering).await?;
    let notices = world.table.notices(&request).await?.into_iter();
    let mut letters = notices.filter_map(|notice| match notice.kind {
        NoticeKind::Letter { seq, .. } => Some((notice.id, seq)),
        _ => None,
    });
    let (notice, seq) = letters.next().context("a letter's message")?;
    Ok(Story {
        world,
        outbox,
        request,
        notice,
        seq,
        clerk,
    })
}

impl Story {
    async fn send(&self, at: DateTime<Utc>) -> Result<(), Failure> {
        notice::send(&self.world, &self.request, &self.notice, at).await
    }

    async fn state(&self) -> Result<NoticeState> {
        let notice = self.world.table.notice(&self.request, &self.notice).await?;
        Ok(notice.context("the message")?.state)
    }

    fn sent(&self) -> usize {
        self.outbox.lock().expect("no test panics with it").len()
    }

    async fn is_ordered(&self) -> Result<bool> {
        let order = order(&self.request, self.seq);
        Ok(self.world.packages().head(&order).await?.is_some())
    }

    fn asking(&self, opened: &Reply, ids: &[&str], print: &str) -> Call {
        let name = if ids.len() == 2 {
            Name::ViewLetter
        } else {
            Name::ViewOwnLetter
        };
        let mut asking = as_session(call(name, ids, &Value::Null, due()), opened);
        asking.query = vec![("print".to_owned(), print.to_owned())];
        asking
    }

    async fn by_clerk(&self, seq: &str, print: &str) -> Result<wire::LetterPdf, Failure> {
        let ids = [self.request.as_str(), seq];
        let reply = letters::view(&self.world, &self.asking(&self.clerk, &ids, print)).await?;
        serde_json::from_value(json_of(&reply)).map_err(|_| Failure::Malformed)
    }

    async fn by_requester(&self, seq: &str) -> Result<wire::LetterPdf, Failure> {
        let whose = Whose::Requester {
            request: self.request.clone(),
            epoch: 0,
        };
        let opening = call(Name::Me, &[], &Value::Null, due());
        let (row, cookie) = session::open(&self.world, &opening, whose);
        self.world.table.put_row(&row).await?;
        let opened = Reply::empty().with_cookie(cookie);
        let reply = letters::view_own(&self.world, &self.asking(&opened, &[seq], "")).await?;
        serde_json::from_value(json_of(&reply)).map_err(|_| Failure::Malformed)
    }
}

#[tokio::test]
async fn the_message_of_a_letter_goes_when_its_pdf_is_there_and_not_before() -> Result<()> {
    let story = story().await?;
    assert!(!story.is_ordered().await?);

    story.send(now()).await?;
    assert!(story.is_ordered().await?, "at first sight, while it can be taken back");
    story.send(due()).await?;
    assert_eq!((story.state().await?, story.sent()), (NoticeState::Queued, 0));
    for _ in 0..2 {
        print_letters(&story.world, &story.request).await?;
    }
    for _ in 0..2 {
        story.send(due()).await?;
    }

    assert_eq!((story.state().await?, story.sent()), (NoticeState::Sent, 1));
    for print in Print::ALL {
        let key = printing::object_key(&story.request, story.seq, print);
        let bytes = story.world.letters().get(&key).await?;
        assert!(bytes.starts_with(format!("{print:?} Lakeside").as_bytes()));
    }
    Ok(())
}

#[tokio::test]
async fn a_letter_that_can_not_be_printed_keeps_its_message_back_for_an_hour_and_no_longer() -> Result<()> {
    let story = story().await?;
    let order = order(&story.request, story.seq);

    let printed = printing::render(&story.world, &order, |_, _| Err(Failure::Broken("no"))).await;
    assert!(printed.is_err());
    let minutes = |minutes| now() + TimeDelta::minutes(minutes);
    story.send(minutes(59)).await?;
    assert_eq!((story.state().await?, story.sent()), (NoticeState::Queued, 0));
    assert_eq!(story.print_failed().await?, (0, 0));
    for _ in 0..2 {
        story.send(minutes(60)).await?;
    }

    assert_eq!((story.state().await?, story.sent()), (NoticeState::Sent, 1));
    assert_eq!(story.print_failed().await?, (1, 1), "someone sees to it, once");
    Ok(())
}

#[tokio::test]
async fn a_letter_is_read_by_whoever_may_and_made_for_the_first_who_asks() -> Result<()> {
    let story = story().await?;
    let seq = story.seq.to_string();

    assert!(
        matches!(story.by_requester(&seq).await, Err(Failure::NotFound)),
        "while it can be taken back, it is no letter of hers"
    );
    assert!(!story.is_ordered().await?);
    assert_eq!(story.by_clerk(&seq, "").await?.url, None);
    assert!(story.is_ordered().await?);
    printing::render(&story.world, &order(&story.request, story.seq), stand_in).await?;
    story.send(due()).await?;

    let mut links = vec![
        story.by_clerk(&seq, "").await?.url.context("a link")?,
        story.by_clerk(&seq, "large").await?.url.context("a link")?,
        story.by_requester(&seq).await?.url.context("a link")?,
    ];
    links.retain(|link| link.contains("/pdf/") && link.contains("X-Amz-Expires=300"));
    assert_eq!(links.len(), 3);
    assert!(links[1].contains("-large.pdf") && !links[0].contains("-large.pdf"));
    for link in links {
        assert!(link.contains("inline") && !link.contains("Mhvtestveteran"), "{link}");
    }
    // The first letter says that the request came.
    assert_eq!(
        story.by_requester("1").await?.url,
        None,
        "it is made for the first who asks"
    );
    // The event between them is no letter, nor is what is no number.
    for other in ["2", "99", "x", "-1", ""] {
        assert!(
            matches!(story.by_clerk(other, "").await, Err(Failure::NotFound)),
            "{other}"
        );
        assert!(
            matches!(story.by_requester(other).await, Err(Failure::NotFound)),
            "{other}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn an_order_that_names_no_letter_makes_nothing() -> Result<()> {
    let story = story().await?;

    for order in [order(&story.request, 2), order(&id("nobody"), 1), "render/x".to_owned()] {
        printing::render(&story.world, &order, |_, _| Err(Failure::Broken("no"))).await?;
    }

    assert!(!printing::is_there(&story.world, &story.request, 2).await?);
    Ok(())
}
