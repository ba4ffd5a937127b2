//! The papers as they are shown to a member, and as tables.

use super::{Keep, Learned, Papers, PolicyVersion, Topic, Training, ended_on, in_force, read_on, standing, to_read};
use crate::csv;
use crate::practice::{Member, Officer, Reader};
use crate::text::papers as text;
use crate::wire::papers::{KeepCard, PaperCard, PapersPage, ReadCard, ReaderCard, TrainingCard};
use chrono::NaiveDate;
use std::cmp::Reverse;

/// All papers, for everyone; what the others have read and were trained in, for the officer alone.
pub fn page(papers: &Papers, members: &[Member], caller: &Member, today: NaiveDate) -> PapersPage {
    let versions = &papers.policies;
    let is_officer = Officer::of(caller).is_some();
    let mut shown: Vec<&PolicyVersion> = versions.iter().collect();
    shown.sort_by(|left, right| {
        let topics = left.topic.key().cmp(&right.topic.key());
        topics.then_with(|| right.order().cmp(&left.order()))
    });
    let mut readers: Vec<&Member> = members
        .iter()
        .filter(|member| member.id == caller.id || (is_officer && Reader::of(member).is_some()))
        .collect();
    readers.sort_by(|left, right| left.name.cmp(&right.name));
    let mut trainings: Vec<&Training> = papers
        .trainings
        .iter()
        .filter(|training| is_officer || training.member.id == caller.id)
        .collect();
    trainings.sort_by_key(|training| Reverse((training.on, training.entered_at)));
    PapersPage {
        today,
        papers: shown
            .into_iter()
            .map(|version| paper(version, versions, today))
            .collect(),
        to_read: to_read(papers, &caller.id, today)
            .into_iter()
            .map(|version| version.id.clone())
            .collect(),
        readers: readers
            .into_iter()
            .map(|member| reader(papers, member, today))
            .collect(),
        trainings: trainings
            .into_iter()
            .map(|training| line(training, versions, today))
            .collect(),
    }
}

fn paper(version: &PolicyVersion, versions: &[PolicyVersion], today: NaiveDate) -> PaperCard {
    PaperCard {
        version: version.id.clone(),
        subject: version.topic.subject,
        title: version.topic.title.clone(),
        text: version.text.clone(),
        telephone: version.telephone.as_ref().map(|it| it.as_str().to_owned()),
        from: version.from,
        until: version.until,
        standing: standing(version, versions, today),
        ended_on: ended_on(version, versions),
        paper: version.paper.clone(),
        entered_on: version.entered_on,
        entered_by: version.by.name.clone(),
        keep: keep(super::keep(version, versions, today)),
    }
}

fn keep(keep: Keep) -> KeepCard {
    KeepCard {
        until: match keep {
            Keep::InEffect => None,
            Keep::Until { until, .. } => Some(until),
        },
        working: text::keep(keep),
    }
}

fn reader(papers: &Papers, member: &Member, today: NaiveDate) -> ReaderCard {
    let policies = in_force(&papers.policies, today).into_iter();
    let policies = policies.filter(|version| version.topic.subject.is_policy());
    ReaderCard {
        member: member.id.clone(),
        name: member.name.clone(),
        policies: policies
            .map(|version| ReadCard {
                version: version.id.clone(),
                subject: version.topic.subject,
                title: version.topic.title.clone(),
                from: version.from,
                read_on: read_on(&papers.trainings, &member.id, &version.id),
            })
            .collect(),
    }
}

fn line(training: &Training, versions: &[PolicyVersion], today: NaiveDate) -> TrainingCard {
    let (read, topic, words) = match &training.learned {
        Learned::Read(id) => {
            let read = versions.iter().find(|version| version.id == *id);
            (read, read.map(|version| &version.topic), "")
        }
        Learned::Trained { topic, words } => (None, Some(topic), words.as_str()),
    };
    TrainingCard {
        training: training.id.clone(),
        member: training.member.id.clone(),
        member_name: training.member.name.clone(),
        version: read.map(|version| version.id.clone()),
        version_from: read.map(|version| version.from),
        subject: topic.map_or(super::Subject::Other, |topic| topic.subject),
        title: topic.map(|topic| topic.title.clone()).unwrap_or_default(),
        words: words.to_owned(),
        on: training.on,
        entered_on: training.entered_on,
        entered_by: training.by.name.clone(),
        keep: keep(super::keep_training(training, versions, today)),
    }
}

/// Who has read what of the policies that are in effect.
pub fn readers_csv(page: &PapersPage) -> String {
    let rows = page.readers.iter().flat_map(|reader| {
        reader.policies.iter().map(|policy| {
            vec![
                reader.name.clone(),
                text::about(policy.subject, &policy.title),
                policy.from.to_string(),
                policy.read_on.map(|on| on.to_string()).unwrap_or_default(),
            ]
        })
    });
    let headings = ["Member", "Policy", "In effect from", "Read on"];
    csv::document(&headings, rows.collect::<Vec<_>>())
}

/// The register of trainings, 45 CFR 164.530(b)(2)(ii).
pub fn trainings_csv(page: &PapersPage) -> String {
    let rows = page.trainings.iter().map(|training| {
        vec![
            training.on.to_string(),
            training.member_name.clone(),
            text::learned(training),
            training.words.clone(),
            training.entered_on.to_string(),
            training.entered_by.clone(),
            training.keep.until.map(|on| on.to_string()).unwrap_or_default(),
        ]
    });
    let headings = [
        "Day",
        "Member",
        "What",
        "In words",
        "Entered on",
        "Entered by",
        "Keep until",
    ];
    csv::document(&headings, rows.collect::<Vec<_>>())
}

impl Topic {
    /// Typed a little differently, it sorts the same.
    fn key(&self) -> (super::Subject, String) {
        (self.subject, crate::person::folded(&self.title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{MemberId, PolicyId, PracticeId, TrainingId};
    use crate::papers::{Person, Standing, Subject};
    use crate::word::Role;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn member(id: &str, role: Role, active: bool) -> Member {
        Member {
            id: MemberId::parse(id).unwrap(),
            practice: PracticeId::parse("lakeside").unwrap(),
            name: format!("Member {id}"),
            roles: vec![role],
            licence: String::new(),
            active,
        }
    }

    fn person(id: &str) -> Person {
        Person {
            id: MemberId::parse(id).unwrap(),
            name: format!("Member {id}"),
        }
    }

    fn version(id: &str, subject: Subject, from: &str) -> PolicyVersion {
        PolicyVersion {
            id: PolicyId::parse(id).unwrap(),
            topic: Topic::of(subject),
            text: "What we do.".to_owned(),
            telephone: None,
            from: day(from),
            until: None,
            paper: String::new(),
            entered_at: "2026-01-01T15:00:00Z".parse().unwrap(),
            entered_on: day("2026-01-01"),
            by: person("olive"),
        }
    }

    fn training(id: &str, who: &str, learned: Learned, on: &str) -> Training {
        Training {
            id: TrainingId::parse(id).unwrap(),
            member: person(who),
            learned,
            on: day(on),
            entered_at: "2026-03-01T15:00:00Z".parse().unwrap(),
            entered_on: day("2026-03-01"),
            by: person(who),
        }
    }

    fn papers() -> Papers {
        let read = |id: &str| Learned::Read(PolicyId::parse(id).unwrap());
        let held = Learned::Trained {
            topic: Topic::of(Subject::Retention),
            words: "=An hour with counsel".to_owned(),
        };
        Papers {
            policies: vec![
                version("new", Subject::Fees, "2026-06-01"),
                version("old", Subject::Fees, "2026-01-01"),
                version("access", Subject::AccessRequests, "2026-01-01"),
            ],
            trainings: vec![
                training("t1", "dana", read("old"), "2026-02-01"),
                training("t2", "gone", held, "2026-02-02"),
            ],
        }
    }

    fn members() -> Vec<Member> {
        vec![
            member("olive", Role::Officer, true),
            member("dana", Role::Clerk, true),
            member("gone", Role::Clerk, false),
        ]
    }

    #[test]
    fn the_officer_sees_who_has_read_what_and_a_clerk_sees_the_own() {
        let (papers, members) = (papers(), members());
        for (caller, today, to_read, readers, trainings) in [
            (
                &members[0],
                "2026-03-01",
                &["access", "old"][..],
                &["dana", "olive"][..],
                2,
            ),
            (&members[1], "2026-03-01", &["access"], &["dana"], 1),
            (&members[1], "2026-06-01", &["access", "new"], &["dana"], 1),
        ] {
            let page = page(&papers, &members, caller, day(today));

            let found: Vec<_> = page.to_read.iter().map(PolicyId::as_str).collect();
            assert_eq!(found, to_read, "{today}");
            let found: Vec<_> = page.readers.iter().map(|reader| reader.member.as_str()).collect();
            assert_eq!(found, readers, "one who was switched off is not asked");
            assert_eq!(page.trainings.len(), trainings, "what she was trained in stays");
            let shown: Vec<_> = page.papers.iter().map(|paper| paper.version.as_str()).collect();
            assert_eq!(shown, ["access", "new", "old"]);
        }
    }

    #[test]
    fn a_former_version_says_until_when_it_is_kept_and_why() {
        let page = page(&papers(), &members(), &members()[0], day("2026-06-01"));

        let old = page
            .papers
            .iter()
            .find(|paper| paper.version.as_str() == "old")
            .unwrap();
        assert_eq!(
            (old.standing, old.ended_on),
            (Standing::Former, Some(day("2026-06-01")))
        );
        assert_eq!(old.keep.until, Some(day("2032-06-01")));
        assert!(old.keep.working.contains("164.530(j)"), "{}", old.keep.working);
    }

    #[test]
    fn both_tables_hold_a_line_for_each_and_run_no_formula() {
        let page = page(&papers(), &members(), &members()[0], day("2026-03-01"));

        let readers = readers_csv(&page);
        assert_eq!(readers.lines().count(), 1 + 2 * 2, "{readers}");
        assert!(
            readers.contains("Member dana,Fees for copies,2026-01-01,2026-02-01"),
            "{readers}"
        );
        assert!(
            readers.contains("Member olive,Fees for copies,2026-01-01,\r\n"),
            "{readers}"
        );
        let trainings = trainings_csv(&page);
        assert_eq!(trainings.lines().count(), 3, "{trainings}");
        assert!(trainings.contains("'=An hour with counsel"), "{trainings}");
    }
}
