//! Who asks, for what, and how they are reached.

mod arrange;
mod contact;
pub mod correct;
mod link;
mod pin;
mod scans;

use super::desk::Desk;
use super::owner;
use super::section;
use crate::address::Place;
use crate::browser;
use crate::component::clock_view::{has_limit, working};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, p};
use crate::text::staff;
use chrono::NaiveDate;
use domain::clock::is_counted;
use domain::route::Name;
use domain::text;
use domain::wire::{AgreedCard, HistoryLine, LinkedCard, RequestPage, RequesterCard};
use domain::word::{Access, Language, Way, Work};
use leptos::prelude::*;

const ENGLISH: Language = Language::English;

pub fn who(desk: Desk) -> El {
    let is_access = desk.page.with_untracked(|page| page.kind.is_access());
    let is_open = desk.part(|page| page.work != Work::Closed);
    let can_arrange = desk.part(|page| matches!(page.work, Work::Received | Work::Gathering | Work::Ready));
    let can_correct = desk.part(|page| matches!(page.work, Work::Received | Work::Gathering));
    let may_correct = desk.may(Name::Correct);
    let may_arrange = is_access && desk.may(Name::Arrange);
    let may_link = is_access && desk.may(Name::LinkRequest);
    let may_change = desk.may(Name::ChangeContact);
    let (may_attach, may_tell) = (desk.may(Name::AttachScan), desk.may(Name::GivePin));
    let is_lost = RwSignal::new(false);
    section("Who asks, and for what")
        .id("who")
        .add(owner::owner(desk))
        .live(move || Some(desk.page.with(|page| facts(desk, page, is_lost))))
        .live(move || scans::lost(is_lost))
        .add_some(may_attach.then(|| scans::attach(desk)))
        .live(move || (may_correct && can_correct.get()).then(|| correct::correct(desk)))
        .live(move || (may_change && is_open.get()).then(|| contact::change(desk)))
        .add_some(may_tell.then(|| pin::tell(desk)))
        .live(move || (may_arrange && can_arrange.get()).then(|| arrange::arrange(desk)))
        .live(move || (may_link && is_open.get()).then(|| link::link(desk)))
}

fn facts(desk: Desk, page: &RequestPage, is_lost: RwSignal<bool>) -> El {
    let said = |text: &str| el("span").text(text);
    let location = page.location_name.as_deref().unwrap_or("Not sure: look at all");
    let asked = page.kind.is_access();
    let rows = [
        Some(("Asked", said(text::kind(page.kind)))),
        Some(("Who asks", said(&requester(&page.requester)))),
        Some((
            "Patient",
            said(&patient(&page.given_name, &page.family_name, page.birth_date)),
        )),
        Some(("Reached by", reached(page))),
        page.interpreter
            .then(|| ("Interpreter", tag(Tone::Soon, "Wants an interpreter"))),
        asked.then(|| ("Wants", said(&staff::scope(&page.scope)))),
        asked.then(|| ("Asked to get it", said(&wanted(page)))),
        page.agreed.as_ref().map(|agreed| ("Agreed", said(&arranged(agreed)))),
        page.tell_above.map(|cents| {
            let words = ["Ask before a fee above ", &domain::fee::money(cents)].concat();
            ("Fees", said(&words))
        }),
        Some(("Came", said(&came(page)))),
        (!page.scans.is_empty()).then(|| ("Scans", scans::list(desk, page, is_lost))),
        Some(("Location", said(location))),
        Some(("Letters in", said(text::language(page.language)))),
        Some(("Receipt number", said(&page.receipt))),
        (!page.linked.is_empty()).then(|| ("Linked to", linked(page))),
        Some(("Waits for", said(text::waits_for(page.waits_for)))),
    ];
    let rows = rows.into_iter().flatten().map(|(key, value)| {
        el("div")
            .class("summary-row")
            .add(el("dt").text(key))
            .add(el("dd").add(value))
    });
    el("div")
        .add(el("dl").class("summary").add_all(rows))
        .add_some(is_counted(&page.clock).then(|| working(&page.clock.due)))
}

fn linked(page: &RequestPage) -> El {
    let other = |linked: &LinkedCard| {
        let place = Place::Request(page.practice.clone(), linked.request.clone());
        let when = [", received ", &text::date(linked.received_on, ENGLISH)].concat();
        el("li").add(super::link(&place.path(), &linked.receipt)).text(&when)
    };
    let counts = match page.linked.len() {
        1 => "The earlier receipt counts for both.",
        _ => "The earliest receipt counts for all of them.",
    };
    el("div")
        .add(el("ul").add_all(page.linked.iter().map(other)))
        .text(counts)
}

fn patient(given_name: &str, family_name: &str, birth_date: NaiveDate) -> String {
    let born = browser::birth_date(birth_date, ENGLISH);
    [given_name, " ", family_name, ", born ", &born].concat()
}

/// What was entered before it was corrected, for the history.
pub fn before(line: &HistoryLine) -> Option<String> {
    let before = line.before.as_ref()?;
    let words = [
        "Before: ",
        text::kind(before.kind),
        ". Who asks: ",
        &requester(&before.requester),
        ". Patient: ",
        &patient(&before.given_name, &before.family_name, before.birth_date),
        ". Came",
        &days(before.oral_on, before.written_on),
        match before.mental_health {
            None => ".",
            Some(true) => ". Mental-health care: yes.",
            Some(false) => ". Mental-health care: no.",
        },
    ];
    Some(words.concat())
}

fn requester(requester: &RequesterCard) -> String {
    match requester {
        RequesterCard::Patient => "The patient".to_owned(),
        RequesterCard::Representative {
            given_name,
            family_name,
            relation,
        } => [given_name, " ", family_name, ": ", text::relation(*relation, ENGLISH)].concat(),
        RequesterCard::Directed { to, place } => ["The patient, who wants it sent to ", to, " at ", place].concat(),
        RequesterCard::Other { name } => name.clone(),
    }
}

/// Each way of reaching the person on a line of its own.
fn reached(page: &RequestPage) -> El {
    let line = |text: &str| el("span").class("line").text(text);
    let email = page.email.as_ref().map(|email| {
        let (tone, words) = match page.contact_proven {
            true => (Tone::Good, "Confirmed"),
            false => (Tone::Soon, "Not confirmed"),
        };
        line(email).text(" ").add(tag(tone, words))
    });
    let only = page
        .is_confidential
        .then(|| el("span").class("line").add(tag(Tone::Late, "Reach only in this way")));
    let clock = (page.email.is_some() && !page.contact_proven && has_limit(&page.clock))
        .then(|| el("span").class("line hint").text(staff::CLOCK_RUNS));
    el("div")
        .add_some(email)
        .add_some(page.telephone.as_deref().map(line))
        .add_some(
            page.address
                .as_deref()
                .map(|address| line(address).class("line address")),
        )
        .add_some(only)
        .add_some(clock)
}

fn wanted(page: &RequestPage) -> String {
    match page.access {
        Access::Inspection => text::access(page.access, ENGLISH).to_owned(),
        Access::Copy => way_and_format(page.way, &page.format),
    }
}

fn way_and_format(way: Way, format: &str) -> String {
    let way = text::way(way, ENGLISH);
    if format.is_empty() {
        return way.to_owned();
    }
    [way, ", as: ", format].concat()
}

fn arranged(agreed: &AgreedCard) -> String {
    let mut words = way_and_format(agreed.way, &agreed.format);
    if !agreed.appointment.is_empty() {
        words.push_str(". To come: ");
        words.push_str(&agreed.appointment);
    }
    if agreed.risk_accepted {
        words.push_str(". The risk of plain e-mail was explained and accepted.");
    }
    words
}

fn came(page: &RequestPage) -> String {
    [text::channel(page.channel), ",", &days(page.oral_on, page.written_on)].concat()
}

/// There is one of the two at least.
fn days(oral_on: Option<NaiveDate>, written_on: Option<NaiveDate>) -> String {
    let said = oral_on.map(|on| [" said on ", &text::date(on, ENGLISH)].concat());
    let written = written_on.map(|on| [" in writing on ", &text::date(on, ENGLISH)].concat());
    let days: Vec<_> = said.into_iter().chain(written).collect();
    days.join(",")
}

/// The warning that comes before plain e-mail.
fn risk() -> El {
    p(
        "Explain it first: plain e-mail is like a postcard. Others may read it on its way, and in the mailbox. Send it so only when the requester wants it all the same. The desk then sends it by itself, to the e-mail address above if it is confirmed.",
    )
}
