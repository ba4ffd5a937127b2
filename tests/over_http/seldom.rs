//! What functions do seldom, and are permitted to do all the same: a session that is kept open, a message that could not
//! be sent at first, work that was left over.

use crate::desk::{self, Browser, With, await_mails, eventually};
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use domain::id::{Id, MemberId, PracticeId, RequestId};
use domain::practice::{Member, Practice};
use domain::request::Request;
use domain::route::{self, Caller, Function, Method, Repeat, Route};
use domain::task::Assignee;
use domain::word::{Role, TaskKind, Work};
use serde_json::json;
use std::collections::BTreeMap;
use workflow::edge;
use workflow::store::item::{
    NoticeKind, NoticeState, StoredHandover, StoredMember, StoredNotice, StoredPractice, StoredRequest, Whose,
};
use workflow::world::World;

fn fresh<K>() -> Id<K> {
    edge::seed().id("id")
}

struct Stage {
    world: World,
    runtime: tokio::runtime::Runtime,
    like: Request,
    practice: Practice,
}

impl Stage {
    fn new() -> Result<Self> {
        let asked = desk::ask()?;
        let world = World::new(edge::settings());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let id = RequestId::parse(&asked.request).context("an id")?;
        let like = runtime.block_on(world.table.request(&id))?.context("the request")?;
        let practice = runtime.block_on(world.table.practice(&like.practice))?;
        Ok(Self {
            practice: practice.context("the practice")?,
            world,
            runtime,
            like,
        })
    }

    /// A request like the one that was asked, at a practice of its own.
    fn request(&self, practice: &PracticeId, change: impl FnOnce(&mut Request)) -> Result<RequestId> {
        let mut request = Request {
            id: fresh(),
            practice: practice.clone(),
            ..self.like.clone()
        };
        change(&mut request);
        let email = request.contact.email.as_ref().context("an address")?;
        let contact = self.world.secret.contact(&request.practice, email);
        let row = StoredRequest::new(&request, contact, request.received.on);
        self.runtime.block_on(self.world.table.put_row(&row))?;
        Ok(request.id)
    }

    fn practice(&self, id: &PracticeId) -> Result<()> {
        let practice = Practice {
            id: id.clone(),
            ..self.practice.clone()
        };
        Ok(self
            .runtime
            .block_on(self.world.table.put_row(&StoredPractice::from(&practice)))?)
    }

    fn member(&self, practice: &PracticeId, roles: &[Role], active: bool) -> Result<MemberId> {
        let member = Member {
            id: fresh(),
            practice: practice.clone(),
            name: "A Member".to_owned(),
            roles: roles.to_vec(),
            licence: "MD 1 TX".to_owned(),
            active,
        };
        self.runtime
            .block_on(self.world.table.put_row(&StoredMember::from(&member)))?;
        Ok(member.id)
    }

    fn notice(&self, request: &RequestId) -> Result<StoredNotice> {
        let notice = StoredNotice {
            id: fresh(),
            request: request.clone(),
            kind: NoticeKind::Message,
            state: NoticeState::Queued,
            queued_at: edge::now(),
            due_at: None,
            message: None,
            report: None,
        };
        self.runtime.block_on(self.world.table.put_row(&notice))?;
        Ok(notice)
    }

    fn is_sent(&self, notice: &StoredNotice) -> Result<Option<()>> {
        let stored = self.world.table.notice(&notice.request, &notice.id);
        let stored = self.runtime.block_on(stored)?.context("the notice")?;
        Ok((stored.state == NoticeState::Sent).then_some(()))
    }

    /// A member's session that was used last a while ago.
    fn left_alone(&self, member: MemberId, seen_at: DateTime<Utc>) -> Result<(Browser, String)> {
        let browser = desk::with_session(&self.world, &self.runtime, Whose::Staff { member })?;
        let token = browser.cookies.values().next().context("a cookie")?;
        let hash = self.world.secret.session(token);
        let mut session = self.runtime.block_on(self.world.table.session(&hash))?.context("it")?;
        session.opened_at = seen_at;
        session.seen_at = seen_at;
        self.runtime.block_on(self.world.table.put_row(&session))?;
        Ok((browser, hash))
    }
}

#[test]
fn whatever_function_a_member_calls_keeps_her_session_open() -> Result<()> {
    let stage = Stage::new()?;
    let practice: PracticeId = fresh();
    stage.practice(&practice)?;
    let roles = [Role::Clerk, Role::Officer, Role::Clinician];
    let member = stage.member(&practice, &roles, true)?;
    let request = stage.request(&practice, |request| request.work = Work::Gathering)?;
    let mut called = BTreeMap::new();
    for route in &route::ALL {
        let is_staffs = match route.caller {
            Caller::Anyone | Caller::Requester | Caller::Recipient => false,
            Caller::Member
            | Caller::Reader
            | Caller::Clerk
            | Caller::Clinician
            | Caller::Officer
            | Caller::Reviewer
            | Caller::Designator => true,
        };
        if is_staffs {
            called.entry(route.function.name()).or_insert(route);
        }
    }
    let by_itself = Function::ALL
        .iter()
        .filter(|function| route::ALL.iter().all(|row| row.function != **function));
    assert_eq!(
        called.len() + by_itself.count(),
        Function::ALL.len(),
        "each function that members call"
    );

    for (function, route) in called {
        let before = edge::now() - TimeDelta::minutes(20);
        let (mut browser, hash) = stage.left_alone(member.clone(), before)?;
        call(&mut browser, route, &practice, &request).context(function)?;

        let session = stage.runtime.block_on(stage.world.table.session(&hash))?;
        assert!(session.context("the session")?.seen_at > before, "{function}");
    }
    Ok(())
}

/// Calls a route with an empty form: who calls is looked at before that.
fn call(browser: &mut Browser, route: &Route, practice: &PracticeId, request: &RequestId) -> Result<()> {
    let path = route
        .path
        .replace("{practice}", practice.as_str())
        .replace("{request}", request.as_str());
    let path = path.replace(['{', '}'], "");
    let answer = match route.method {
        Method::Get => browser.get(&path)?,
        Method::Post => {
            let with = match route.repeat {
                Repeat::Safe => With::default(),
                Repeat::Key => desk::key(),
                Repeat::KeyAndVersion => desk::version(0),
            };
            browser.post(&path, &json!({}), with)?
        }
    };
    ensure!(answer.status < 500 && answer.status != 401, "{path}: {}", answer.status);
    Ok(())
}

#[test]
fn a_message_that_could_not_be_sent_is_let_go_of_and_goes_out_later() -> Result<()> {
    let stage = Stage::new()?;
    let email = stage.like.contact.email.as_ref().context("an address")?;
    let acknowledged = await_mails(email.as_str(), 1)?.len();
    let (nowhere, elsewhere): (PracticeId, PracticeId) = (fresh(), fresh());
    stage.practice(&elsewhere)?;

    let stuck = stage.notice(&stage.request(&nowhere, |_| {})?)?;
    let next = stage.notice(&stage.request(&elsewhere, |_| {})?)?;
    eventually("the message behind it", || stage.is_sent(&next))?;
    assert_eq!(await_mails(email.as_str(), acknowledged + 1)?.len(), acknowledged + 1);
    stage.practice(&nowhere)?;

    eventually("the message", || stage.is_sent(&stuck))?;
    assert_eq!(await_mails(email.as_str(), acknowledged + 2)?.len(), acknowledged + 2);
    Ok(())
}

#[test]
fn work_that_was_not_handed_over_to_the_end_is_handed_over_by_the_sweep() -> Result<()> {
    let stage = Stage::new()?;
    let practice: PracticeId = fresh();
    stage.practice(&practice)?;
    let left = stage.member(&practice, &[Role::Clerk], false)?;
    let request = stage.request(&practice, |request| {
        request.assignee = Some(Assignee {
            id: left.clone(),
            name: "A Member".to_owned(),
        });
    })?;
    let handover = StoredHandover {
        practice,
        member: left,
        takes_over: None,
        began_at: edge::now() - TimeDelta::minutes(1),
        finished: false,
    };
    stage.runtime.block_on(stage.world.table.put_row(&handover))?;

    let after = eventually("the sweep", || {
        let row = stage.runtime.block_on(stage.world.table.request(&request))?;
        Ok(row.filter(|row| row.assignee.is_none()))
    })?;
    assert!(after.tasks.iter().any(|task| task.kind == TaskKind::AssignAgain));
    Ok(())
}
