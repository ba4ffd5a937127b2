//! What the practice had in writing on the days that count for a request: on that of its receipt, of each decision and of the
//! answer. 45 CFR 164.530(i) and (j), and 164.524(e).

use crate::event::{Event, Happened};
use crate::papers::{self, Learned, Papers, PolicyVersion, Subject, Topic, Training};
use crate::request::Request;
use crate::text;
use crate::wire::evidence::{DayCard, InForce, PaperCard, TrainingCard};
use crate::word::Language;
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub fn in_force(request: &Request, events: &[&Event], papers: &Papers) -> InForce {
    let mut days: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    days.entry(request.received.on).or_default().push("Received".to_owned());
    for event in events.iter().filter(|event| is_decision(&event.happened)) {
        let what = text::what(event.happened.what(), Language::English);
        let why = ["Event ", &event.seq.to_string(), ": ", what].concat();
        days.entry(event.on).or_default().push(why);
    }
    if let Some(answered_on) = request.answered_on {
        days.entry(answered_on).or_default().push("Answered".to_owned());
    }
    let last = days.keys().next_back().copied().unwrap_or(request.received.on);
    let days: Vec<_> = days.into_iter().map(|(on, why)| day(on, why, papers)).collect();
    let is_named = |version: &PolicyVersion| days.iter().any(|day| day.papers.contains(&version.id));
    let mut versions: Vec<_> = papers.policies.iter().filter(|version| is_named(version)).collect();
    versions.sort_by(|one, other| (&one.topic, one.from, &one.id).cmp(&(&other.topic, other.from, &other.id)));
    let mut trainings: Vec<_> = papers
        .trainings
        .iter()
        .filter(|training| training.on <= last)
        .filter(|training| match &training.learned {
            Learned::Read(id) => versions.iter().any(|version| version.id == *id),
            Learned::Trained { .. } => true,
        })
        .collect();
    trainings.sort_by(|one, other| (one.on, &one.member.name, &one.id).cmp(&(other.on, &other.member.name, &other.id)));
    InForce {
        trainings: trainings
            .into_iter()
            .map(|training| trained(training, &versions))
            .collect(),
        papers: versions.into_iter().map(card).collect(),
        days,
    }
}

/// Whether by it something of the request was decided, by a person and for the requester.
fn is_decision(happened: &Happened) -> bool {
    matches!(
        happened,
        Happened::Verified { .. }
            | Happened::Determined { .. }
            | Happened::Approved { .. }
            | Happened::Released { .. }
            | Happened::Extended { .. }
            | Happened::Answered { .. }
            | Happened::Routed { .. }
            | Happened::FeeQuoted { .. }
            | Happened::ReviewDecided { .. }
    )
}

fn day(on: NaiveDate, why: Vec<String>, papers: &Papers) -> DayCard {
    let versions = papers::in_force(&papers.policies, on);
    let handlers = versions
        .iter()
        .filter(|version| version.topic.subject == Subject::Handlers);
    DayCard {
        on,
        why,
        handlers: handlers.map(|version| version.topic.title.clone()).collect(),
        papers: versions.iter().map(|version| version.id.clone()).collect(),
    }
}

fn card(version: &PolicyVersion) -> PaperCard {
    let telephone = version.telephone.as_ref();
    PaperCard {
        paper: version.id.clone(),
        name: name(&version.topic),
        from: version.from,
        until: version.until,
        entered_on: version.entered_on,
        by: version.by.name.clone(),
        was_at: version.paper.clone(),
        telephone: telephone.map(|telephone| telephone.as_str().to_owned()),
        text: version.text.clone(),
    }
}

fn trained(training: &Training, versions: &[&PolicyVersion]) -> TrainingCard {
    let what = match &training.learned {
        Learned::Trained { topic, words } if words.is_empty() => ["Training: ", &name(topic)].concat(),
        Learned::Trained { topic, words } => ["Training: ", &name(topic), ". ", words].concat(),
        Learned::Read(id) => {
            let version = versions.iter().find(|version| version.id == *id);
            let of = version.map(|version| [name(&version.topic), text::date(version.from, Language::English)]);
            let [name, from] = of.unwrap_or_default();
            ["Read: ", &name, ", in effect from ", &from].concat()
        }
    };
    TrainingCard {
        member: training.member.name.clone(),
        on: training.on,
        what,
    }
}

fn name(topic: &Topic) -> String {
    text::papers::about(topic.subject, &topic.title)
}
