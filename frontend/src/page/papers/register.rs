//! Who has read what, and who was trained in what. Both can be printed by themselves, and had as tables for a spreadsheet.

use super::super::section;
use crate::browser;
use crate::component::button::{Look, button};
use crate::component::table::{Column, cell, row_heading, table, unseen_caption};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, p};
use domain::papers::page::{readers_csv, trainings_csv};
use domain::text::papers::{about, learned};
use domain::wire::papers::{PapersPage, ReadCard, ReaderCard, TrainingCard};

const READERS: &str = "Who has read what";
const TRAININGS: &str = "Trainings and what was read";

/// Everyone who works here, with the policies in effect.
pub fn readers(page: &PapersPage) -> El {
    let part = section(READERS).id("readers");
    let missing = page
        .readers
        .iter()
        .filter(|reader| reader.policies.iter().any(|policy| policy.read_on.is_none()))
        .count();
    let count = match missing {
        0 => "Everyone has read what is in effect.".to_owned(),
        1 => "1 member has something to read.".to_owned(),
        many => [&many.to_string(), " members have something to read."].concat(),
    };
    let columns = [
        Column("Member", false),
        Column("Still to read", false),
        Column("Has read", false),
    ];
    let rows = page.readers.iter().map(reader);
    let csv = readers_csv(page);
    let name = ["access-desk-readers-", &page.today.to_string(), ".csv"].concat();
    let part = part
        .add(p(&count).class("hint"))
        .add(table("readers", unseen_caption(READERS), &columns, rows));
    let on_paper = part.element();
    part.add(
        el("div")
            .class("buttons")
            .add(button(Look::Small, "Print this table", move || browser::print_only(&on_paper)).id("print-readers"))
            .add(
                button(Look::Small, "Save this table (CSV)", move || {
                    browser::save_file(&name, &csv);
                })
                .id("save-readers"),
            ),
    )
}

fn reader(reader: &ReaderCard) -> El {
    let named = |is_read: bool| {
        let policies = reader
            .policies
            .iter()
            .filter(move |policy| policy.read_on.is_some() == is_read);
        policies.map(policy)
    };
    let nothing = named(false).next().is_none();
    let open = cell("Still to read").class("wide-cell").add_all(named(false));
    let open = open.add_some(nothing.then(|| tag(Tone::Good, "Nothing")));
    el("tr")
        .add(row_heading().text(&reader.name))
        .add(open)
        .add(cell("Has read").class("wide-cell").add_all(named(true)))
}

fn policy(policy: &ReadCard) -> El {
    let name = about(policy.subject, &policy.title);
    match policy.read_on {
        Some(on) => p(&[&name, ", ", &browser::short_date(on)].concat()),
        None => p(&name),
    }
}

/// 45 CFR 164.530(b)(2)(ii).
pub fn trainings(page: &PapersPage, is_officer: bool) -> El {
    let part = section(TRAININGS).id("trainings");
    let hint = if is_officer {
        "The register of 45 CFR 164.530(b). Lines of members who were switched off stay."
    } else {
        "What is written down of you."
    };
    let part = part.add(p(hint).class("hint"));
    if page.trainings.is_empty() {
        return part.add(p("Nothing is written down yet.").class("aside"));
    }
    let columns = [
        Column("Day", false),
        Column("Member", false),
        Column("What", false),
        Column("Entered by", false),
        Column("Kept", false),
    ];
    let rows = page.trainings.iter().map(line);
    let csv = trainings_csv(page);
    let name = ["access-desk-trainings-", &page.today.to_string(), ".csv"].concat();
    let part = part.add(table("trainings", unseen_caption(TRAININGS), &columns, rows));
    let on_paper = part.element();
    part.add(
        el("div")
            .class("buttons")
            .add(
                button(Look::Small, "Print this register", move || {
                    browser::print_only(&on_paper)
                })
                .id("print-trainings"),
            )
            .add(
                button(Look::Small, "Save this register (CSV)", move || {
                    browser::save_file(&name, &csv);
                })
                .id("save-trainings"),
            ),
    )
}

fn line(training: &TrainingCard) -> El {
    let entered = [&training.entered_by, ", ", &browser::short_date(training.entered_on)].concat();
    let what = cell("What").class("wide-cell").add(p(&learned(training)));
    let what = match training.words.as_str() {
        "" => what,
        words => what.add(p(words).class("hint")),
    };
    let kept = match training.keep.until {
        Some(until) => ["Until ", &browser::short_date(until)].concat(),
        None => "No end yet".to_owned(),
    };
    el("tr")
        .add(row_heading().text(&browser::short_date(training.on)))
        .add(cell("Member").text(&training.member_name))
        .add(what)
        .add(cell("Entered by").text(&entered))
        .add(cell("Kept").text(&kept))
}
