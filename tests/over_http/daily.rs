//! The clerk's day: whose work it is, notes, tasks, the list and its filters, the search, the officer's morning, and a
//! member who leaves.

use crate::desk::{
    self, Asked, Browser, With, ask, ask_with, await_mails, change, clerk, eventually, history, key, refused,
    request_page, sign_in, variable,
};
use anyhow::{Context, Result};
use domain::id::{MemberId, PracticeId};
use domain::practice::Member;
use domain::word::Role;
use serde_json::{Value, json};
use workflow::store::item::{NoticeKind, NoticeState, StoredMember};
use workflow::world::World;

fn me(staff: &mut Browser) -> Result<String> {
    let me = staff.get("/api/me")?.expect(200)?;
    Ok(me["member"].as_str().context("a member")?.to_owned())
}

fn assign(staff: &mut Browser, request: &str, member: &str) -> Result<Value> {
    let path = format!("/api/requests/{request}/assignment");
    staff.post(&path, &json!({ "member": member }), key())?.expect(200)
}

#[test]
fn an_assigned_request_is_found_by_its_filters_and_makes_no_work_stale() -> Result<()> {
    let asked = ask_with(|form| form["location"] = json!("oakland"))?;
    let mut staff = clerk()?;
    let own = me(&mut staff)?;
    let seen = desk::version_of(&mut staff, &asked.request)?;
    let page = assign(&mut staff, &asked.request, &own)?;
    assert_eq!(page["assignee"]["name"], "Dana Reyes");
    assert_eq!(page["version"], seen, "an assignment makes nothing stale");

    for (query, is_in) in [
        (format!("assignee={own}"), true),
        ("assignee=none".to_owned(), false),
        ("location=oakland".to_owned(), true),
        ("location=austin".to_owned(), false),
        (format!("assignee={own}&work=received&kind=access&waits=desk"), true),
        ("work=gathering".to_owned(), false),
        ("kind=subpoena".to_owned(), false),
        ("clock=overdue".to_owned(), false),
    ] {
        let found = desk::listed(&mut staff, &query)?;
        assert_eq!(found.contains(&asked.request), is_in, "{query}");
    }
    for unknown in ["work=nonsense", "clock=late", "assignee=A%20B", "waits=x"] {
        let answer = staff.get(&format!("/api/practices/lakeside/worklist?{unknown}"))?;
        assert_eq!(
            answer.status, 400,
            "{unknown}: a list that is longer than it says would be believed"
        );
    }
    Ok(())
}

#[test]
fn many_are_assigned_at_once_and_what_can_not_be_is_named() -> Result<()> {
    let (one, two) = (ask()?, ask()?);
    let mut staff = clerk()?;
    let own = me(&mut staff)?;
    withdraw(&mut staff, &two)?;
    let form = json!({ "member": own, "requests": [one.request, two.request, "nobody"] });

    let answer = staff
        .post("/api/practices/lakeside/assignments", &form, key())?
        .expect(200)?;

    assert_eq!(answer, json!({ "assigned": 1, "left": [two.request, "nobody"] }));
    let stranger = json!({ "member": "nobody-here", "requests": [one.request] });
    let refusal = staff.post("/api/practices/lakeside/assignments", &stranger, key())?;
    assert_eq!(refusal.errors(), [("member".to_owned(), "member_unknown".to_owned())]);
    Ok(())
}

#[test]
fn notes_and_tasks_stay_among_staff_and_a_task_is_done_once() -> Result<()> {
    let mut asked = ask()?;
    desk::prove(&mut asked)?;
    let mut staff = clerk()?;
    let base = format!("/api/requests/{}", asked.request);
    let note = json!({ "text": "She sounded worried." });
    staff.post(&format!("{base}/notes"), &note, key())?.expect(200)?;
    let task = json!({ "text": "Ask the archive", "member": me(&mut staff)?, "due_on": "2026-12-01" });
    let page = staff.post(&format!("{base}/tasks"), &task, key())?.expect(200)?;
    let number = page["tasks"][0]["number"].as_u64().context("a number")?;
    assert_eq!(page["tasks"][0]["owner"]["name"], "Dana Reyes");

    let done = format!("{base}/tasks/{number}/completion");
    let page = staff.post(&done, &json!({}), key())?.expect(200)?;
    assert_eq!(page["tasks"], json!([]));
    assert_eq!(staff.post(&done, &json!({}), key())?.status, 409);
    assert_eq!(
        history(&page),
        ["submitted", "contact_proven", "note_written", "task_added", "task_done"]
    );
    let status = asked.patient.get("/api/status")?;
    let shown = String::from_utf8_lossy(&status.bytes).into_owned();
    assert!(!shown.contains("worried") && !shown.contains("archive"));
    Ok(())
}

#[test]
fn messages_go_both_ways_also_when_the_request_is_closed() -> Result<()> {
    let mut asked = ask()?;
    desk::prove(&mut asked)?;
    let mut staff = clerk()?;
    let base = format!("/api/requests/{}", asked.request);
    let question = json!({ "text": "Which years do you need?", "asks": "yes" });
    let page = staff.post(&format!("{base}/messages"), &question, key())?.expect(200)?;
    assert_eq!(page["waits_for"], "requester");
    assert_eq!(
        page["clock"]["reading"]["state"], "on_time",
        "no clock waits for an answer"
    );
    await_mails(&asked.email, 2)?;
    let status = asked.patient.get("/api/status")?.expect(200)?;
    assert_eq!(status["is_asked"], true);
    let lines = status["history"].as_array().context("a history")?;
    assert_eq!(lines.last().context("a line")?["words"], "Which years do you need?");

    let sent = key();
    let once = sent.key.clone();
    let reply = json!({ "text": "All of them." });
    assert_eq!(asked.patient.post("/api/status/messages", &reply, sent)?.status, 204);
    let again = With {
        key: once,
        version: None,
    };
    assert_eq!(asked.patient.post("/api/status/messages", &reply, again)?.status, 204);
    let page = request_page(&mut staff, &asked.request)?;
    assert_eq!(
        (page["waits_for"].clone(), page["tasks"][0]["kind"].clone()),
        (json!("desk"), json!("answer_message"))
    );
    let received = history(&page)
        .into_iter()
        .filter(|what| what == "message_received")
        .count();
    assert_eq!(received, 1, "a message that was sent twice is one");
    withdraw(&mut staff, &asked)?;
    assert_eq!(asked.patient.post("/api/status/messages", &reply, key())?.status, 204);
    assert_eq!(
        request_page(&mut staff, &asked.request)?["tasks"][0]["kind"],
        "answer_message"
    );
    let answer = json!({ "text": "You can ask again at any time.", "asks": "" });
    let page = staff.post(&format!("{base}/messages"), &answer, key())?.expect(200)?;
    assert_eq!(
        (page["work"].clone(), page["tasks"].clone()),
        (json!("closed"), json!([]))
    );
    let status = asked.patient.get("/api/status")?.expect(200)?;
    let lines = status["history"].as_array().context("a history")?;
    assert_eq!(
        lines.last().context("a line")?["words"],
        "You can ask again at any time."
    );
    Ok(())
}

#[test]
fn any_request_is_found_by_name_or_receipt_number_also_when_it_is_closed() -> Result<()> {
    let asked = ask_with(|form| form["family_name"] = json!("Zzyzx-Quint\u{e9}"))?;
    let mut staff = clerk()?;
    withdraw(&mut staff, &asked)?;
    let found = |staff: &mut Browser, form: Value| -> Result<Vec<String>> {
        let answer = staff
            .post("/api/practices/lakeside/searches", &form, With::default())?
            .expect(200)?;
        let rows = answer["rows"].as_array().into_iter().flatten();
        Ok(rows
            .filter_map(|row| row["request"].as_str().map(str::to_owned))
            .collect())
    };

    for form in [
        json!({ "family_name": "zzyzx quinte" }),
        json!({ "family_name": "ZZ" }),
        json!({ "family_name": "Zzyzx-Quint\u{e9}", "given_name": "one" }),
        json!({ "receipt": asked.receipt.to_lowercase() }),
    ] {
        assert!(found(&mut staff, form.clone())?.contains(&asked.request), "{form}");
    }
    let other = json!({ "family_name": "Zzyzx-Quint\u{e9}", "given_name": "Two" });
    assert!(found(&mut staff, other)?.is_empty());
    let short = staff.post(
        "/api/practices/lakeside/searches",
        &json!({ "family_name": "z" }),
        With::default(),
    )?;
    assert_eq!(
        short.errors(),
        [("family_name".to_owned(), "search_too_short".to_owned())]
    );
    Ok(())
}

/// A member with a session, whom no other test uses.
fn fresh_member(world: &World, runtime: &tokio::runtime::Runtime) -> Result<(String, Browser)> {
    let id = format!("m{}", desk::fresh_key());
    let member = MemberId::parse(&id).context("an id")?;
    let row = StoredMember::from(&Member {
        id: member.clone(),
        practice: PracticeId::parse("lakeside").context("an id")?,
        name: "Kim Temp".to_owned(),
        roles: vec![Role::Clerk],
        licence: String::new(),
        active: true,
    });
    runtime.block_on(world.table.put_row(&row))?;
    let browser = desk::signed_in(world, runtime, member)?;
    Ok((id, browser))
}

#[test]
fn a_member_who_is_switched_off_is_refused_at_the_next_call_and_the_work_goes_over() -> Result<()> {
    let world = World::new(workflow::edge::settings());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (id, mut temp) = fresh_member(&world, &runtime)?;
    let (one, two) = (ask()?, ask()?);
    let mut officer = sign_in("officer@lakeside.example")?;
    assign(&mut temp, &one.request, &id)?;
    assign(&mut temp, &two.request, &id)?;
    let task = json!({ "text": "Call her", "member": id, "due_on": "2026-12-01" });
    temp.post(&format!("/api/requests/{}/tasks", one.request), &task, key())?
        .expect(200)?;

    let own = me(&mut officer)?;
    let path = |member: &str| format!("/api/practices/lakeside/members/{member}");
    let itself = officer.post(&path(&own), &json!({ "active": "no" }), key())?;
    assert_eq!(itself.errors(), [("active".to_owned(), "member_unknown".to_owned())]);
    let form = json!({ "active": "no", "takes_over": own });
    let changed = officer.post(&path(&id), &form, key())?.expect(200)?;
    assert_eq!(changed["active"], false);

    let refused_at_once = temp.get(&format!("/api/requests/{}", one.request))?.status;
    assert_eq!(refused_at_once, 403);
    for request in [&one.request, &two.request] {
        let page = request_page(&mut officer, request)?;
        assert_eq!(page["assignee"]["name"], "Robin Vale");
    }
    assert_eq!(
        request_page(&mut officer, &one.request)?["tasks"][0]["owner"]["name"],
        "Robin Vale"
    );
    let listed = officer.get("/api/practices/lakeside/members")?.expect(200)?;
    let members = listed["members"].as_array().context("members")?;
    let gone = members.iter().find(|member| member["member"] == id.as_str());
    assert_eq!(gone.context("the member")?["active"], false);
    Ok(())
}

#[test]
fn a_calendar_says_when_what_is_ones_own_is_due_and_whose_it_is_to_nobody() -> Result<()> {
    let world = World::new(workflow::edge::settings());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (id, mut temp) = fresh_member(&world, &runtime)?;
    let (own, anothers) = (ask()?, ask()?);
    assign(&mut temp, &own.request, &id)?;
    let page = request_page(&mut temp, &own.request)?;
    let address = temp.get("/api/practices/lakeside/calendar")?.expect(200)?;
    let url = address["url"].as_str().context("an address")?;
    let path = url.strip_prefix(&variable("PAGE_ORIGIN")?).context("of our own page")?;

    let mut program = Browser::new()?;
    let feed = program.get(path)?;

    assert_eq!(feed.status, 200);
    assert!(feed.headers["content-type"].starts_with("text/calendar"));
    let feed = String::from_utf8(feed.bytes)?;
    let receipt = |page: &Value| page["receipt"].as_str().map(str::to_owned).context("a receipt");
    let day = |name: &str| page["clock"]["due"][name].as_str().unwrap_or_default().replace('-', "");
    for element in [
        receipt(&page)?,
        format!("DTSTART;VALUE=DATE:{}", day("due_on")),
        format!("DTSTART;VALUE=DATE:{}", day("target_on")),
    ] {
        assert!(feed.contains(&element), "{element}");
    }
    assert_eq!(feed.matches("BEGIN:VEVENT").count(), 2, "the aim and the limit");
    let other = request_page(&mut temp, &anothers.request)?;
    assert!(!feed.contains(&receipt(&other)?), "only what is assigned to them");
    assert!(!feed.contains("Mhvtestveteran"), "and nothing of the patient");

    let forged = path.replace(&id, "dana");
    assert_eq!(program.get(&forged)?.status, 404);
    let mut officer = sign_in("officer@lakeside.example")?;
    let member = format!("/api/practices/lakeside/members/{id}");
    officer.post(&member, &json!({ "active": "no" }), key())?.expect(200)?;
    assert_eq!(program.get(path)?.status, 404, "it ends with its member");
    Ok(())
}

#[test]
fn why_what_is_ready_does_not_go_out_is_kept_among_staff() -> Result<()> {
    let mut asked = ask()?;
    desk::prove(&mut asked)?;
    let mut staff = clerk()?;
    desk::verify(&mut staff, &asked.request, &desk::fresh_patient()?)?;
    let path = format!("/api/requests/{}/delays", asked.request);
    let empty = staff.post(&path, &json!({ "reason": " " }), key())?;
    assert_eq!(empty.errors(), [("reason".to_owned(), "rationale_missing".to_owned())]);

    let reason = json!({ "reason": "She comes on Friday to look at it first." });
    let page = staff.post(&path, &reason, key())?.expect(200)?;

    let said = page["history"]
        .as_array()
        .and_then(|lines| lines.last())
        .context("a line")?;
    assert_eq!(
        (&said["what"], &said["words"]),
        (&json!("delay_explained"), &reason["reason"])
    );
    let status = asked.patient.get("/api/status")?.expect(200)?;
    let told = status.to_string();
    assert!(!told.contains(reason["reason"].as_str().context("a reason")?));
    Ok(())
}

#[test]
fn work_that_nobody_takes_over_is_a_task_of_its_own() -> Result<()> {
    let world = World::new(workflow::edge::settings());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (id, mut temp) = fresh_member(&world, &runtime)?;
    let asked = ask()?;
    let mut officer = sign_in("officer@lakeside.example")?;
    assign(&mut temp, &asked.request, &id)?;

    officer
        .post(
            &format!("/api/practices/lakeside/members/{id}"),
            &json!({ "active": "no" }),
            key(),
        )?
        .expect(200)?;

    let page = request_page(&mut officer, &asked.request)?;
    assert_eq!(
        (page["assignee"].clone(), page["tasks"][0]["kind"].clone()),
        (json!(null), json!("assign_again"))
    );
    let morning = officer.get("/api/practices/lakeside/morning")?.expect(200)?;
    assert!(morning["open"].as_u64().is_some_and(|open| open > 0));
    let own = me(&mut officer)?;
    let page = assign(&mut officer, &asked.request, &own)?;
    assert_eq!(page["tasks"], json!([]));
    Ok(())
}

/// A request that its requester took back, and whose letter has arrived.
fn withdraw(staff: &mut Browser, asked: &Asked) -> Result<()> {
    let world = World::new(workflow::edge::settings());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    change(staff, &asked.request, "answer", &json!({ "ending": "withdrawn" }))?;
    eventually("the end", || {
        mail_event(&world, &runtime, &asked.request, "Delivery")?;
        let page = request_page(staff, &asked.request)?;
        Ok((page["work"] == "closed").then_some(()))
    })
}

/// What the mail provider would say of a message, by its topic.
fn mail_event(world: &World, runtime: &tokio::runtime::Runtime, request: &str, kind: &str) -> Result<()> {
    let id = domain::id::Id::parse(request).context("an id")?;
    let notices = runtime.block_on(world.table.notices(&id))?;
    let newest = notices
        .into_iter()
        // What was taken back went nowhere.
        .filter(|notice| notice.state != NoticeState::Lapsed)
        // What waits comes after what was queued in the same second, and everything after the acknowledgement.
        .max_by_key(|notice| {
            let acknowledges = matches!(notice.kind, NoticeKind::Acknowledgement { .. });
            (notice.queued_at, notice.due_at, !acknowledges)
        })
        .context("a notice")?;
    let bounce = json!({ "bounceType": "Permanent" });
    let tags = json!({ "request": [request], "notice": [newest.id.as_str()] });
    let message = json!({ "eventType": kind, "bounce": bounce, "mail": { "tags": tags } });
    desk::publish(&variable("MAIL_TOPIC")?, &message.to_string())
}

#[test]
fn a_link_that_comes_back_puts_the_request_back_on_the_list_with_its_letter_to_print() -> Result<()> {
    let world = World::new(workflow::edge::settings());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut ready = desk::ready()?;
    await_mails(&ready.asked.email, 2)?;
    let before = request_page(&mut ready.staff, &ready.asked.request)?;
    assert_eq!(
        (before["clock"]["reading"]["state"].clone(), before["waits_for"].clone()),
        (json!("answered"), json!("requester"))
    );

    // Twice, and out of order: it came back once.
    for kind in ["Bounce", "Bounce", "Delivery"] {
        mail_event(&world, &runtime, &ready.asked.request, kind)?;
    }
    let page = eventually("the bounce", || {
        let page = request_page(&mut ready.staff, &ready.asked.request)?;
        Ok((page["mail_failed"] == true).then_some(page))
    })?;
    assert_eq!(page["tasks"][0]["kind"], "reach_requester");
    assert_eq!(
        (page["waits_for"].clone(), page["clock"]["reading"]["state"].clone()),
        (json!("desk"), json!("on_time"))
    );
    assert!(
        page["letters"][0]["text"]
            .as_str()
            .is_some_and(|text| text.contains("Your record is here"))
    );
    assert_eq!(history(&page).iter().filter(|what| *what == "mail_bounced").count(), 1);
    let mut officer = sign_in("officer@lakeside.example")?;
    let morning = officer.get("/api/practices/lakeside/morning")?.expect(200)?;
    assert!(
        morning["bounced"]["rows"]
            .as_array()
            .is_some_and(|bounced| !bounced.is_empty())
    );
    let posted = json!({ "handing": "posted", "note": "Letter and disc to her address." });
    let page = change(&mut ready.staff, &ready.asked.request, "hand-over", &posted)?;
    assert_eq!(page["tasks"], json!([]));
    Ok(())
}

#[test]
fn a_letter_that_arrived_closes_the_request_and_one_that_came_back_does_not() -> Result<()> {
    let world = World::new(workflow::edge::settings());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut staff = clerk()?;
    let asked = [ask()?, ask()?];
    for asked in &asked {
        change(&mut staff, &asked.request, "answer", &json!({ "ending": "not_held" }))?;
    }
    for (asked, (kind, work)) in asked.iter().zip([("Delivery", "closed"), ("Bounce", "answered")]) {
        await_mails(&asked.email, 2)?;
        mail_event(&world, &runtime, &asked.request, kind)?;
        let page = eventually("the event", || {
            let page = request_page(&mut staff, &asked.request)?;
            let known = history(&page).iter().any(|what| what.starts_with("mail_"));
            Ok(known.then_some(page))
        })?;
        assert_eq!(page["work"], work, "{kind} {:?}", history(&page));
        let early = refused(&mut staff, &asked.request, "closure", &json!({}))?;
        assert_eq!(early.0, 409, "nobody closes what has not arrived");
    }
    Ok(())
}

#[test]
fn a_record_that_was_wanted_by_plain_email_goes_by_itself_and_is_delivered_when_it_arrived() -> Result<()> {
    let world = World::new(workflow::edge::settings());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut asked = ask_with(|form| form["way"] = json!("email"))?;
    desk::prove(&mut asked)?;
    let mut staff = clerk()?;
    desk::verify(&mut staff, &asked.request, &desk::fresh_patient()?)?;
    desk::upload(&mut staff, &asked.request, &[desk::note("visit.txt")])?;
    let accepted = json!({ "way": "email", "risk_accepted": "yes" });
    change(&mut staff, &asked.request, "arrangement", &accepted)?;
    desk::release(&mut staff, &asked.request)?;
    desk::await_package(&mut staff, &asked.request)?;
    let waits = request_page(&mut staff, &asked.request)?;
    assert_eq!(
        (waits["next"].clone(), waits["can_undo"].clone()),
        (json!("wait_for_email"), json!(true))
    );
    assert_eq!(
        (waits["tasks"].clone(), waits["clock"]["reading"]["state"].clone()),
        (json!([]), json!("on_time"))
    );

    let message = eventually("the record", || {
        let messages = desk::messages(&asked.email)?;
        Ok(messages
            .into_iter()
            .find(|message| message["Attachments"][0].is_object()))
    })?;

    let attached = &message["Attachments"][0];
    assert_eq!(attached["FileName"], format!("record-{}.zip", asked.receipt));
    let path = format!("/api/requests/{}/package", asked.request);
    let link = staff.post(&path, &json!({}), key())?.expect(200)?;
    let package = staff.get(link["url"].as_str().context("a link")?)?.bytes;
    assert_eq!(attached["Sha256"], domain::chain::Hash::of(&package).to_string());
    let files = desk::unpacked(&package)?;
    assert!(
        ["START-HERE.html", "letter.txt"]
            .iter()
            .all(|file| files.contains_key(*file))
    );
    let text = format!("{}{}", message["Subject"], message["BodyText"]);
    assert!(text.contains(&asked.receipt) && !text.contains("Mhvtestveteran"));
    let gone = eventually("the note that it went", || {
        let page = request_page(&mut staff, &asked.request)?;
        Ok(history(&page).contains(&"emailed".to_owned()).then_some(page))
    })?;
    assert_eq!(
        (gone["work"].clone(), gone["next"].clone()),
        (json!("ready"), json!("wait_for_email"))
    );
    assert_eq!(
        (gone["can_undo"].clone(), gone["clock"]["reading"]["state"].clone()),
        (json!(false), json!("answered"))
    );
    let status = asked.patient.get("/api/status")?.expect(200)?;
    let told = status["history"].as_array().context("a history")?;
    assert!(told.iter().any(|line| line["what"] == "emailed"));

    for _ in 0..2 {
        mail_event(&world, &runtime, &asked.request, "Delivery")?;
    }
    let there = eventually("its arrival", || {
        let page = request_page(&mut staff, &asked.request)?;
        Ok((page["work"] == "delivered").then_some(page))
    })?;
    assert_eq!(
        (there["next"].clone(), there["tasks"].clone()),
        (json!("close"), json!([]))
    );
    assert_eq!(history(&there).iter().filter(|what| *what == "mail_arrived").count(), 1);
    let records = desk::messages(&asked.email)?;
    assert_eq!(
        records
            .iter()
            .filter(|message| message["Attachments"][0].is_object())
            .count(),
        1
    );
    Ok(())
}
