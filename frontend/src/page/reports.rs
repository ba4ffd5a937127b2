//! What the officer reports of a period: how timely the answers were, how requests ended, what was withheld and what went
//! out. Each part
//! can be had as a table for a spreadsheet, which is made here of what is shown.

use super::morning::for_officers;
use super::worklist::{failed, know_me, nav};
use super::{entitle, h1, link, section, skeleton};
use crate::address::Place;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::button::{Look, button};
use crate::component::select::select;
use crate::component::table::{Column, cell, row_heading, table, unseen_caption};
use crate::el::{El, el, p};
use crate::form::Answer;
use crate::load::{Load, Loading, load, reload};
use crate::session::{Session, session};
use crate::text::staff::counted;
use domain::disclosure::{accounting_csv, is_accounted, log_csv};
use domain::id::PracticeId;
use domain::report::{NO_REASON, days, denials_csv, dollars, fees, report_csv};
use domain::text;
use domain::wire::report::{Denial, DenialLog, DisclosureCard, DisclosureLog, Report};
use domain::word::Language;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;

const TITLE: &str = "Reports";
/// How far back the choice of months goes: what must be kept is kept for six years, 45 CFR 164.530(j).
const YEARS: i32 = 6;

pub fn reports(practice: PracticeId) -> El {
    entitle(TITLE);
    let session = session();
    know_me(session, practice.clone());
    let period = Memo::new(move |_| period(session));
    let page = practice.clone();
    el("div")
        .class("wide")
        .add(nav(&practice))
        .add(h1(TITLE))
        .live(move || Some(choose(session)))
        .live(move || Some(shown(&page, period.get())))
        .add(poster(&practice))
}

/// What patients must find on the site and in the lobby, Texas Health and Safety Code 181.105.
fn poster(practice: &PracticeId) -> El {
    let place = Place::HowToAsk(practice.clone()).path();
    section("What must be posted")
        .add(p("How to ask for a record and how to complain, for your website and for each lobby. Texas asks for it (Health and Safety Code 181.105).").class("hint"))
        .add(el("p").add(link(&place, "Open the instructions for patients, to link to or to print")))
}

/// The months of the address: this one where none is named, and the first alone where the last one comes before it.
fn period(session: Session) -> (String, String) {
    let named = |name| {
        session
            .address
            .with(|address| address.query(name))
            .filter(|month| !month.is_empty())
    };
    let from = named("from").unwrap_or_else(this_month);
    let until = named("until").filter(|until| *until >= from);
    (from.clone(), until.unwrap_or(from))
}

fn this_month() -> String {
    let today = browser::today().to_string();
    today.get(..7).unwrap_or_default().to_owned()
}

/// `2026-01` and `January 2026`, the newest first.
fn months() -> Vec<(String, String)> {
    let newest = this_month();
    let (year, month) = newest.split_once('-').unwrap_or_default();
    let (year, month): (i32, u32) = (year.parse().unwrap_or_default(), month.parse().unwrap_or(1));
    let of_year = |of: i32| {
        let last = if of == year { month } else { 12 };
        (0..last).rev().map(move |month0| {
            let number = month0 + 1;
            let zero = if number < 10 { "-0" } else { "-" };
            let value = [of.to_string().as_str(), zero, &number.to_string()].concat();
            let name = text::month(month0, Language::English);
            (value, [name, " ", &of.to_string()].concat())
        })
    };
    (0..=YEARS).flat_map(|back| of_year(year - back)).collect()
}

fn choose(session: Session) -> El {
    let (from, until) = period(session);
    let months = months();
    let choices = |least: &str| -> Vec<(String, String)> {
        let later = months.iter().filter(|(value, _)| value.as_str() >= least);
        later.cloned().collect()
    };
    el("div")
        .class("describe")
        .add(month(session, "from", "From", from.clone(), &choices("")))
        .add(month(session, "until", "To", until, &choices(&from)))
}

fn month(session: Session, name: &'static str, label: &str, value: String, choices: &[(String, String)]) -> El {
    let answer = Answer::new(
        move || value.clone(),
        move |value| {
            let href = session
                .address
                .with_untracked(|address| address.with_query(name, &value));
            session.go(&href);
        },
    );
    let choices = choices.iter().map(|(value, words)| (value.as_str(), words.as_str()));
    el("div")
        .add(el("label").attr("for", name).text(label))
        .add(select(name, choices, answer))
}

/// What is asked of each part.
#[derive(Clone)]
struct Asked {
    practice: PracticeId,
    from: String,
    until: String,
}

type Reply<T> = Pin<Box<dyn Future<Output = api::Answer<T>>>>;

fn shown(practice: &PracticeId, (from, until): (String, String)) -> El {
    let asked = Asked {
        practice: practice.clone(),
        from,
        until,
    };
    let report: fn(Asked) -> Reply<Report> =
        |it| Box::pin(async move { api::report(&it.practice, &it.from, &it.until).await });
    let denials: fn(Asked) -> Reply<DenialLog> =
        |it| Box::pin(async move { api::denials(&it.practice, &it.from, &it.until).await });
    let disclosures: fn(Asked) -> Reply<DisclosureLog> =
        |it| Box::pin(async move { api::disclosures(&it.practice, &it.from, &it.until).await });
    let first = load(report(asked.clone()));
    // Whoever may not see the first is told so once.
    let is_there = Memo::new(move |_| first.with(|found| matches!(found, Load::Ready(_))));
    let top = part(first, asked.clone(), report, |_, report| figures(report));
    let others = move || {
        is_there.get().then(|| {
            el("div")
                .add(part(load(denials(asked.clone())), asked.clone(), denials, denial_log))
                .add(part(
                    load(disclosures(asked.clone())),
                    asked.clone(),
                    disclosures,
                    disclosure_log,
                ))
        })
    };
    el("div").add(top).live(others)
}

/// One part of the page, in the states of its call.
fn part<T>(state: Loading<T>, asked: Asked, call: fn(Asked) -> Reply<T>, show: fn(&PracticeId, &T) -> El) -> El
where
    T: Send + Sync + 'static,
{
    el("div").live(move || {
        let again = asked.clone();
        Some(state.with(|found| match found {
            Load::Waiting => skeleton(5),
            Load::Failed(failure) => trouble(&asked.practice, failure, move || reload(state, call(again.clone()))),
            Load::Ready(found) => show(&asked.practice, found),
        }))
    })
}

fn trouble(practice: &PracticeId, failure: &Failure, retry: impl Fn() + 'static) -> El {
    if failure.status() != 403 {
        return failed(failure, retry);
    }
    for_officers(practice)
}

fn figures(report: &Report) -> El {
    let name = ["access-desk-report-", &report.from, "-to-", &report.until, ".csv"].concat();
    let csv = report_csv(report);
    let none = || "–".to_owned();
    let time = [
        ("Answered", report.answered.to_string()),
        ("Median days", report.median_tenths.map_or_else(none, days)),
        (
            "9 of 10 within, days",
            report.p90_days.map_or_else(none, |days| days.to_string()),
        ),
        ("With an extension", report.extended.to_string()),
    ];
    let open = [
        ("Open today", report.open.to_string()),
        ("With an extension", report.open_extended.to_string()),
    ];
    let overdue: Vec<_> = report
        .overdue
        .iter()
        .map(|it| {
            let latest = ["latest by ", &counted(it.most_days as usize, "day", "days")].concat();
            ([text::waits_for(it.waits_for), " (", &latest, ")"].concat(), it.count)
        })
        .collect();
    let delays: Vec<_> = report
        .delays
        .iter()
        .map(|it| {
            let reason = if it.reason.is_empty() { NO_REASON } else { &it.reason };
            let latest = ["latest by ", &counted(it.most_days as usize, "day", "days")].concat();
            ([reason, " (", &latest, ")"].concat(), it.count)
        })
        .collect();
    let sum = |cents| ["$", &dollars(cents)].concat();
    let sums = fees(&report.fees).map(|(name, money)| (name, sum(money.cents)));
    let mut fee_counts: Vec<_> = fees(&report.fees)
        .map(|(name, money)| (name.to_owned(), money.count))
        .into();
    fee_counts.push(("Chose a way without a fee".to_owned(), report.fees.chose_free));
    let reviews = &report.reviews;
    let review_days = [
        ("Asked for", reviews.asked.to_string()),
        ("Median days", reviews.median_tenths.map_or_else(none, days)),
        ("Open today", reviews.open.to_string()),
        ("Open and late", reviews.open_late.to_string()),
    ];
    let review_counts = vec![
        ("Upheld".to_owned(), reviews.upheld),
        ("Overturned".to_owned(), reviews.overturned),
        ("Overturned in part".to_owned(), reviews.overturned_in_part),
    ];
    let on_time = vec![("On time".to_owned(), report.on_time), ("Late".to_owned(), report.late)];
    let outcomes = report
        .outcomes
        .iter()
        .map(|it| (text::outcome(it.outcome).to_owned(), it.count));
    let kinds = report.kinds.iter().map(|it| (text::kind(it.kind).to_owned(), it.count));
    let channels = report
        .channels
        .iter()
        .map(|it| (text::channel(it.channel).to_owned(), it.count));
    el("div")
        .add(
            section("Time to answer")
                .add(p("Asks for access that were answered in this time. Days count from the day an ask came to the day of the answer; late is after the legal due date. What was withdrawn is left out.").class("hint"))
                .add(numbers(&time))
                .add(chart("On time or late", on_time)),
        )
        .add(
            section("Overdue today")
                .add(p("Whatever months are chosen.").class("hint"))
                .add(numbers(&open))
                .add(chart("Waits for", overdue))
                .add(chart("Reason given for the delay", delays)),
        )
        .add(
            section("Fees")
                .id("fees")
                .add(p("Of the asks that were answered in this time, as each fee stands today.").class("hint"))
                .add(numbers(&sums))
                .add(chart("What became of the fee", fee_counts)),
        )
        .add(
            section("Reviews of denials")
                .id("reviews")
                .add(p("Of the asks that were answered in this time, whenever the review was asked for. What is open counts as of today, whatever months are chosen.").class("hint"))
                .add(numbers(&review_days))
                .add(chart("How the review ended", review_counts)),
        )
        .add(section("How they ended").add(chart("Ending", outcomes.collect())))
        .add(section("What was asked").add(chart("Kind", kinds.collect())))
        .add(section("How they came").add(chart("Way", channels.collect())))
        .add(
            button(Look::Small, "Save these figures (CSV)", move || {
                browser::save_file(&name, &csv);
            })
            .id("save-figures"),
        )
}

fn numbers(pairs: &[(&str, String)]) -> El {
    let figure = |(name, value): &(&str, String)| {
        let part = el("span").add(el("span").class("figure").text(value)).text(name);
        el("li").add(part)
    };
    el("ul").class("figures").add_all(pairs.iter().map(figure))
}

/// A table whose numbers are drawn as bars, too. A bar says nothing that the number does not.
fn chart(heading: &'static str, rows: Vec<(String, u32)>) -> El {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(0);
    if most == 0 {
        return p("None.").class("aside");
    }
    let columns = [Column(heading, false), Column("Number", true)];
    let rows = rows.into_iter().map(|(name, count)| {
        let bar = el("div").class("chart-bar").attr("aria-hidden", "true");
        let width = [(count * 100 / most).to_string().as_str(), "%"].concat();
        browser::set_style(&bar.element(), "width", &width);
        el("tr")
            .add(row_heading().text(&name).add(bar))
            .add(cell("Number").class("number").text(&count.to_string()))
    });
    table("chart", unseen_caption(heading), &columns, rows)
}

fn denial_log(practice: &PracticeId, log: &DenialLog) -> El {
    let part = section("What was withheld")
        .id("denials")
        .add(p("Each item that a letter of this time kept back on a ground of 45 CFR 164.524, also where that was overturned since. The receipt number opens the request, which has the reasons and the letter.").class("hint"));
    if log.denials.is_empty() {
        return part.add(p("Nothing was withheld in this time.").class("aside"));
    }
    let columns = [
        Column("Receipt number", false),
        Column("Ground", false),
        Column("Determined", false),
        Column("Approved", false),
        Column("Letter", false),
        Column("What became of it", false),
    ];
    let rows = log.denials.iter().map(|denial| row(practice, denial));
    let name = ["access-desk-denials-", &log.from, "-to-", &log.until, ".csv"].concat();
    let csv = denials_csv(log);
    part.add(table("denials", unseen_caption("What was withheld"), &columns, rows))
        .add(
            button(Look::Small, "Save this log (CSV)", move || {
                browser::save_file(&name, &csv)
            })
            .id("save-denials"),
        )
}

fn row(practice: &PracticeId, denial: &Denial) -> El {
    let place = Place::Request(practice.clone(), denial.request.clone()).path();
    let day = |day: Option<_>| day.map(browser::short_date).unwrap_or_default();
    let extent = if denial.in_part {
        "A part of the file"
    } else {
        "The whole file"
    };
    let ground = cell("Ground")
        .class("wide-cell")
        .add(p(text::ground_for_staff(denial.ground)))
        .add(p(&[&denial.citation, " · ", extent].concat()).class("hint"));
    el("tr")
        .add(row_heading().class("receipt").add(link(&place, &denial.receipt)))
        .add(ground)
        .add(who(
            "Determined",
            &[&denial.determined_by, &denial.licence],
            day(denial.determined_on),
        ))
        .add(who("Approved", &[&denial.approved_by], day(denial.approved_on)))
        .add(cell("Letter").text(&day(denial.letter_on)))
        .add(cell("What became of it").text(text::became(denial.became)))
}

fn disclosure_log(practice: &PracticeId, log: &DisclosureLog) -> El {
    let part = section("What went out")
        .id("disclosures")
        .add(p("Each link, download, mailing and hand-over of a record in this time.").class("hint"));
    let months = [log.from.as_str(), "-to-", &log.until, ".csv"].concat();
    let wrong = log.disclosures.iter().filter(|line| is_accounted(line.how)).count();
    let words = match wrong {
        0 => "Nothing in it went to someone wrong. The accounting of 45 CFR 164.528, without what patients got or directed themselves, is empty.".to_owned(),
        _ => [&counted(wrong, "release", "releases"), " to someone wrong: the accounting of 45 CFR 164.528."].concat(),
    };
    if log.disclosures.is_empty() {
        return part.add(p("Nothing went out in this time.").class("aside"));
    }
    let (all, accounting) = (log_csv(log), accounting_csv(log));
    let (all_name, accounting_name) = (
        ["access-desk-releases-", &months].concat(),
        ["access-desk-accounting-", &months].concat(),
    );
    part.add(went_out(practice, &log.disclosures)).add(p(&words)).add(
        el("div")
            .class("buttons")
            .add(
                button(Look::Small, "Save this log (CSV)", move || {
                    browser::save_file(&all_name, &all)
                })
                .id("save-releases"),
            )
            .add(
                button(Look::Small, "Save the accounting (CSV)", move || {
                    browser::save_file(&accounting_name, &accounting);
                })
                .id("save-accounting"),
            ),
    )
}

/// Lines of the log, the newest first.
pub fn went_out(practice: &PracticeId, lines: &[DisclosureCard]) -> El {
    let columns = [
        Column("Day", false),
        Column("Receipt number", false),
        Column("How", false),
        Column("To whom", false),
        Column("Done by", false),
    ];
    let rows = lines.iter().rev().map(|line| {
        let place = Place::Request(practice.clone(), line.request.clone()).path();
        let how = cell("How").add(p(text::outgoing(line.how)));
        let how = match line.what.as_str() {
            "" => how,
            what => how.add(p(what).class("hint")).add(p(&line.why).class("hint")),
        };
        let to = cell("To whom").class("wide-cell").add(p(&line.to));
        let to = match line.place.as_str() {
            "" => to,
            place => to.add(p(place).class("hint")),
        };
        el("tr")
            .add(row_heading().text(&browser::short_date(line.on)))
            .add(cell("Receipt number").class("receipt").add(link(&place, &line.receipt)))
            .add(how.class("wide-cell"))
            .add(to)
            .add(cell("Done by").text(line.by.as_deref().unwrap_or("")))
    });
    table("disclosures", unseen_caption("What went out"), &columns, rows)
}

/// Who decided, under which licence, and when; nobody where the ground asks for none.
fn who(heading: &'static str, names: &[&Option<String>], day: String) -> El {
    let names = names.iter().filter_map(|name| name.as_deref());
    let lines: Vec<_> = names.map(p).collect();
    if lines.is_empty() {
        return cell(heading).text("Not needed");
    }
    cell(heading).add(el("div").add_all(lines).add(p(&day).class("hint")))
}
