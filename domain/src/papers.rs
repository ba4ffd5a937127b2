//! What a practice has in writing: its policies, the records that are open to access, who receives and processes requests,
//! and who was trained. 45 CFR 164.530(b), (i) and (j), and 164.524(e). Nothing here is ever changed or deleted; a version
//! ends when another one takes its place.

pub mod page;

use crate::decide::Moment;
use crate::id::{MemberId, PolicyId, TrainingId};
use crate::parse::papers::{Draft, Held};
use crate::person::{Telephone, folded};
use crate::practice::{Authority, Officer, Reader};
use crate::retention::six_years_after;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// What a paper is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    AccessRequests,
    /// Denials, and the second look at them.
    Denials,
    Fees,
    Verification,
    WrongReleases,
    Retention,
    /// Anything else, under a title of its own.
    Other,
    /// The designated record sets that are open to access, 45 CFR 164.524(e)(1).
    RecordSets,
    /// The titles of the persons or offices that receive and process requests, 45 CFR 164.524(e)(2).
    Handlers,
}

impl Subject {
    pub const WIRE: [(&'static str, Self); 9] = [
        ("access_requests", Self::AccessRequests),
        ("denials", Self::Denials),
        ("fees", Self::Fees),
        ("verification", Self::Verification),
        ("wrong_releases", Self::WrongReleases),
        ("retention", Self::Retention),
        ("other", Self::Other),
        ("record_sets", Self::RecordSets),
        ("handlers", Self::Handlers),
    ];

    /// Whether there may be several papers of it, each under a title: of a policy, of the system or place that holds
    /// records, of a person's position or an office. A person's name is none.
    pub fn is_titled(self) -> bool {
        match self {
            Self::Other | Self::RecordSets | Self::Handlers => true,
            Self::AccessRequests
            | Self::Denials
            | Self::Fees
            | Self::Verification
            | Self::WrongReleases
            | Self::Retention => false,
        }
    }

    /// Whether it tells members what to do, so that each of them is asked to read it. The other papers say what is so.
    pub fn is_policy(self) -> bool {
        match self {
            Self::AccessRequests
            | Self::Denials
            | Self::Fees
            | Self::Verification
            | Self::WrongReleases
            | Self::Retention
            | Self::Other => true,
            Self::RecordSets | Self::Handlers => false,
        }
    }
}

/// Of what there is one paper in force at a time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Topic {
    pub subject: Subject,
    /// What tells papers of one subject apart, where it may have several; else empty.
    pub title: String,
}

impl Topic {
    pub fn of(subject: Subject) -> Self {
        Self {
            subject,
            title: String::new(),
        }
    }

    /// Whether they are about the same: a title may be typed a little differently.
    pub fn is_same(&self, other: &Self) -> bool {
        self.subject == other.subject && folded(&self.title) == folded(&other.title)
    }
}

/// A member, as the name was when the line was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: MemberId,
    pub name: String,
}

impl Person {
    fn of<R>(authority: &Authority<R>) -> Self {
        Self {
            id: authority.member().clone(),
            name: authority.name().to_owned(),
        }
    }
}

/// One version of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyVersion {
    pub id: PolicyId,
    pub topic: Topic,
    /// May be empty of a handler alone.
    pub text: String,
    /// Of a handler, where it has one.
    pub telephone: Option<Telephone>,
    /// The first day on which it is in effect.
    pub from: NaiveDate,
    /// The last day, where that was said; a policy has none, and is in effect until another one takes its place.
    pub until: Option<NaiveDate>,
    /// Of one that was in effect before it was entered: where it was in writing until then. Else empty.
    pub paper: String,
    pub entered_at: DateTime<Utc>,
    /// The day of that at the practice.
    pub entered_on: NaiveDate,
    pub by: Person,
}

impl PolicyVersion {
    /// Of two versions that begin on the same day, the one that was entered last counts.
    fn order(&self) -> (NaiveDate, DateTime<Utc>, &PolicyId) {
        (self.from, self.entered_at, &self.id)
    }
}

/// What a member learned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Learned {
    /// A version of a policy was read, and the member will work by it.
    Read(PolicyId),
    /// A training about something, with what it was.
    Trained { topic: Topic, words: String },
}

/// One line of the register, 45 CFR 164.530(b)(2)(ii).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    pub id: TrainingId,
    pub member: Person,
    pub learned: Learned,
    pub on: NaiveDate,
    pub entered_at: DateTime<Utc>,
    pub entered_on: NaiveDate,
    /// The member, or the officer for what was held elsewhere.
    pub by: Person,
}

/// All that a practice has in writing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Papers {
    pub policies: Vec<PolicyVersion>,
    pub trainings: Vec<Training>,
}

/// The versions that are in effect on a day: of each topic the one that began last.
pub fn in_force(versions: &[PolicyVersion], day: NaiveDate) -> Vec<&PolicyVersion> {
    let mut found: Vec<&PolicyVersion> = versions
        .iter()
        .filter(|version| version.from <= day && ended_on(version, versions).is_none_or(|ended| day < ended))
        .collect();
    found.sort_by(|left, right| left.topic.cmp(&right.topic));
    found
}

/// The first day on which a version is no longer in effect, which may not have come yet: another one takes its place, or
/// its last day is over. It is the day on which the version itself begins where that never is in effect.
pub fn ended_on(version: &PolicyVersion, versions: &[PolicyVersion]) -> Option<NaiveDate> {
    versions
        .iter()
        .filter(|other| other.topic.is_same(&version.topic) && other.order() > version.order())
        .map(|other| other.from)
        .chain(version.until.and_then(|until| until.succ_opt()))
        .min()
}

/// Where a version stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    InForce,
    Coming,
    Former,
    /// Another one was entered for the same day, so that it was or will be in effect on none.
    Superseded,
}

pub fn standing(version: &PolicyVersion, versions: &[PolicyVersion], day: NaiveDate) -> Standing {
    match ended_on(version, versions) {
        Some(ended) if ended == version.from => Standing::Superseded,
        _ if version.from > day => Standing::Coming,
        Some(ended) if ended <= day => Standing::Former,
        Some(_) | None => Standing::InForce,
    }
}

/// Whether a version that is entered on `today` and begins on `from` would change what this desk already knew to be in
/// effect on a day that has passed: history is added to, and never rewritten.
pub fn rewrites(versions: &[PolicyVersion], topic: &Topic, from: NaiveDate, today: NaiveDate) -> bool {
    let same = || versions.iter().filter(|version| version.topic.is_same(topic));
    let ends = same()
        .map(|version| version.from)
        .filter(|other| *other > from)
        .fold(today, NaiveDate::min);
    same().any(|version| from < today && version.from.max(version.entered_on) < ends)
}

/// How long a paper is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// It is or will be in effect, and has no end yet.
    InEffect,
    /// Six years from the day on which it was written down here, or last in effect, whichever is later.
    Until { counted_from: NaiveDate, until: NaiveDate },
}

/// 45 CFR 164.530(j)(2).
fn six_years(counted_from: NaiveDate) -> Keep {
    let until = six_years_after(counted_from);
    Keep::Until { counted_from, until }
}

/// How long a version is kept, as it is known on a day.
pub fn keep(version: &PolicyVersion, versions: &[PolicyVersion], day: NaiveDate) -> Keep {
    match ended_on(version, versions).filter(|ended| *ended <= day) {
        Some(ended) => six_years(ended.max(version.entered_on)),
        None => Keep::InEffect,
    }
}

/// How long a line of the register is kept: that someone read a version, as long as the version at least.
pub fn keep_training(training: &Training, versions: &[PolicyVersion], day: NaiveDate) -> Keep {
    let read = match &training.learned {
        Learned::Read(id) => versions.iter().find(|version| version.id == *id),
        Learned::Trained { .. } => None,
    };
    match read.map(|version| keep(version, versions, day)) {
        Some(Keep::InEffect) => Keep::InEffect,
        Some(Keep::Until { counted_from, .. }) => six_years(counted_from.max(training.entered_on)),
        None => six_years(training.entered_on),
    }
}

/// A version that the officer enters.
///
/// It is entered after all that are there of its topic: instants are whole seconds, and of two of one second none would be the
/// last.
pub fn write(
    officer: &Officer,
    id: PolicyId,
    draft: Draft,
    (versions, now): (&[PolicyVersion], Moment),
) -> PolicyVersion {
    let before = versions.iter().filter(|version| version.topic.is_same(&draft.topic));
    let after = before.map(|version| version.entered_at + TimeDelta::seconds(1)).max();
    PolicyVersion {
        id,
        topic: draft.topic,
        text: draft.text,
        telephone: draft.telephone,
        from: draft.from,
        until: draft.until,
        paper: draft.paper,
        entered_at: after.map_or(now.at, |after| after.max(now.at)),
        entered_on: now.on,
        by: Person::of(officer),
    }
}

/// What a member says of herself.
pub fn attest(reader: &Reader, id: TrainingId, learned: Learned, on: NaiveDate, now: Moment) -> Training {
    Training {
        id,
        member: Person::of(reader),
        learned,
        on,
        entered_at: now.at,
        entered_on: now.on,
        by: Person::of(reader),
    }
}

/// A training that was held elsewhere.
pub fn enter_training(officer: &Officer, id: TrainingId, held: Held, now: Moment) -> Training {
    Training {
        id,
        member: held.member,
        learned: held.learned,
        on: held.on,
        entered_at: now.at,
        entered_on: now.on,
        by: Person::of(officer),
    }
}

/// What a member said to have read a version by.
pub fn read<'a>(trainings: &'a [Training], member: &MemberId, version: &PolicyId) -> Option<&'a Training> {
    trainings
        .iter()
        .find(|training| training.member.id == *member && training.learned == Learned::Read(version.clone()))
}

/// When a member said to have read a version.
pub fn read_on(trainings: &[Training], member: &MemberId, version: &PolicyId) -> Option<NaiveDate> {
    read(trainings, member, version).map(|training| training.on)
}

/// The policies in force on a day that a member has not said to have read. A new version asks anew.
pub fn to_read<'a>(papers: &'a Papers, member: &MemberId, day: NaiveDate) -> Vec<&'a PolicyVersion> {
    in_force(&papers.policies, day)
        .into_iter()
        .filter(|version| version.topic.subject.is_policy())
        .filter(|version| read_on(&papers.trainings, member, &version.id).is_none())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A version of a subject: its name, the day from which it is in effect, and the day on which it was entered.
    fn version(subject: Subject, name: &str, from: &str, entered: &str) -> PolicyVersion {
        PolicyVersion {
            id: PolicyId::parse(name).unwrap(),
            topic: Topic::of(subject),
            text: name.to_owned(),
            telephone: None,
            from: day(from),
            until: None,
            paper: String::new(),
            entered_at: format!("{entered}T15:00:00Z").parse().unwrap(),
            entered_on: day(entered),
            by: Person {
                id: MemberId::parse("olive").unwrap(),
                name: "Olive Grant".to_owned(),
            },
        }
    }

    fn fees(name: &str, from: &str, entered: &str) -> PolicyVersion {
        version(Subject::Fees, name, from, entered)
    }

    fn read(member: &str, policy: &str, on: &str) -> Training {
        let person = Person {
            id: MemberId::parse(member).unwrap(),
            name: member.to_owned(),
        };
        Training {
            id: TrainingId::parse("t").unwrap(),
            member: person.clone(),
            learned: Learned::Read(PolicyId::parse(policy).unwrap()),
            on: day(on),
            entered_at: format!("{on}T15:00:00Z").parse().unwrap(),
            entered_on: day(on),
            by: person,
        }
    }

    #[test]
    fn on_each_day_the_version_that_began_last_is_in_force() {
        let versions = [
            fees("b", "2026-06-01", "2026-05-20"),
            fees("a", "2026-01-01", "2026-01-01"),
            fees("d", "2026-09-01", "2026-08-02"),
            fees("c", "2026-09-01", "2026-08-01"),
            version(Subject::Retention, "r", "2026-02-01", "2026-02-01"),
        ];
        for (on, expected) in [
            ("2025-12-31", &[][..]),
            ("2026-01-01", &["a"]),
            ("2026-01-31", &["a"]),
            ("2026-02-01", &["a", "r"]),
            ("2026-05-31", &["a", "r"]),
            ("2026-06-01", &["b", "r"]),
            ("2026-08-31", &["b", "r"]),
            ("2026-09-01", &["d", "r"]),
            ("2036-01-01", &["d", "r"]),
        ] {
            let found: Vec<_> = in_force(&versions, day(on))
                .into_iter()
                .map(|version| version.id.as_str())
                .collect();
            assert_eq!(found, expected, "{on}");
        }
        assert!(in_force(&[], day("2026-01-01")).is_empty());
    }

    #[test]
    fn of_two_that_are_entered_in_one_second_the_second_one_counts() {
        use crate::decide::tests::{moment, officer};
        let mut versions = vec![fees("before", "2026-01-01", "2026-01-01")];
        for name in ["m", "a", "z"] {
            let draft = Draft {
                topic: Topic::of(Subject::Fees),
                text: name.to_owned(),
                telephone: None,
                from: moment().on,
                until: None,
                paper: String::new(),
            };
            let version = write(&officer(), PolicyId::parse(name).unwrap(), draft, (&versions, moment()));

            versions.push(version);
            let found: Vec<_> = in_force(&versions, moment().on)
                .into_iter()
                .map(|it| it.id.as_str())
                .collect();
            assert_eq!(found, [name]);
        }
        assert_eq!(
            versions[1].entered_at,
            moment().at,
            "as it was, where nothing was entered then"
        );
        assert!(versions.iter().skip(1).all(|version| version.entered_on == moment().on));
    }

    #[test]
    fn titles_tell_other_policies_apart_however_they_are_typed() {
        let other = |name: &str, title: &str, from: &str| PolicyVersion {
            topic: Topic {
                subject: Subject::Other,
                title: title.to_owned(),
            },
            ..version(Subject::Other, name, from, from)
        };
        let versions = [
            other("a", "Photos of patients", "2026-01-01"),
            other("b", "photos of  Patients", "2026-03-01"),
            other("c", "Working from home", "2026-02-01"),
        ];

        let found: Vec<_> = in_force(&versions, day("2026-03-01"))
            .into_iter()
            .map(|version| version.id.as_str())
            .collect();

        assert_eq!(found, ["c", "b"]);
    }

    #[test]
    fn a_version_is_coming_then_in_force_then_former() {
        let versions = [
            fees("a", "2026-01-01", "2026-01-01"),
            fees("b", "2026-06-01", "2026-05-20"),
            fees("lost", "2026-09-01", "2026-08-01"),
            fees("c", "2026-09-01", "2026-08-02"),
        ];
        for (on, expected) in [
            (
                "2026-05-31",
                [
                    Standing::InForce,
                    Standing::Coming,
                    Standing::Superseded,
                    Standing::Coming,
                ],
            ),
            (
                "2026-06-01",
                [
                    Standing::Former,
                    Standing::InForce,
                    Standing::Superseded,
                    Standing::Coming,
                ],
            ),
            (
                "2026-09-01",
                [
                    Standing::Former,
                    Standing::Former,
                    Standing::Superseded,
                    Standing::InForce,
                ],
            ),
        ] {
            assert_eq!(
                versions.each_ref().map(|one| standing(one, &versions, day(on))),
                expected,
                "{on}"
            );
        }
    }

    #[test]
    fn what_the_desk_knew_to_be_in_force_is_not_rewritten() {
        let today = day("2026-11-24");
        let entered_today = [fees("a", "2024-01-01", "2026-11-24")];
        let entered_before = [fees("a", "2024-01-01", "2026-03-01")];
        let coming = [fees("a", "2027-01-01", "2026-03-01")];
        for (versions, from, expected) in [
            (&[][..], "2019-05-01", false),
            (&entered_today, "2020-01-01", false),
            (&entered_today, "2025-01-01", false),
            (&entered_before, "2020-01-01", false),
            (&entered_before, "2024-01-01", true),
            (&entered_before, "2025-01-01", true),
            (&entered_before, "2026-11-23", true),
            (&entered_before, "2026-11-24", false),
            (&entered_before, "2026-12-01", false),
            (&coming, "2025-01-01", false),
        ] {
            let topic = Topic::of(Subject::Fees);
            assert_eq!(
                rewrites(versions, &topic, day(from), today),
                expected,
                "{from} {versions:?}"
            );
            assert!(!rewrites(versions, &Topic::of(Subject::Retention), day(from), today));
        }
    }

    #[test]
    fn a_version_is_kept_six_years_from_the_day_it_was_replaced() {
        for (replaced, until) in [
            ("2026-06-01", "2032-06-01"),
            ("2028-02-29", "2034-03-01"),
            ("2026-12-31", "2032-12-31"),
        ] {
            let versions = [fees("a", "2026-01-01", "2026-01-01"), fees("b", replaced, "2026-01-02")];
            let before = day(replaced).pred_opt().unwrap();

            assert_eq!(keep(&versions[0], &versions, before), Keep::InEffect);
            assert_eq!(
                keep(&versions[0], &versions, day(replaced)),
                Keep::Until {
                    counted_from: day(replaced),
                    until: day(until),
                }
            );
            assert_eq!(keep(&versions[1], &versions, day(replaced)), Keep::InEffect);
        }
    }

    #[test]
    fn a_former_paper_that_is_entered_late_is_kept_six_years_from_its_entry() {
        let versions = [
            fees("new", "2024-01-01", "2026-11-24"),
            fees("old", "2016-01-01", "2026-11-24"),
        ];

        let kept = keep(&versions[1], &versions, day("2026-11-24"));

        assert_eq!(
            kept,
            Keep::Until {
                counted_from: day("2026-11-24"),
                until: day("2032-11-24"),
            }
        );
    }

    #[test]
    fn that_someone_read_a_version_is_kept_as_long_as_the_version() {
        let versions = [
            fees("a", "2026-01-01", "2026-01-01"),
            fees("b", "2026-06-01", "2026-05-20"),
        ];
        let until = |counted: &str, until: &str| Keep::Until {
            counted_from: day(counted),
            until: day(until),
        };
        let held = Training {
            learned: Learned::Trained {
                topic: Topic::of(Subject::Fees),
                words: String::new(),
            },
            ..read("dana", "a", "2026-02-01")
        };
        for (training, on, expected) in [
            (read("dana", "a", "2026-02-01"), "2026-05-31", Keep::InEffect),
            (
                read("dana", "a", "2026-02-01"),
                "2026-06-01",
                until("2026-06-01", "2032-06-01"),
            ),
            (read("dana", "b", "2026-05-25"), "2026-06-01", Keep::InEffect),
            (held, "2026-02-01", until("2026-02-01", "2032-02-01")),
        ] {
            assert_eq!(
                keep_training(&training, &versions, day(on)),
                expected,
                "{on} {training:?}"
            );
        }
    }

    #[test]
    fn a_new_version_asks_everyone_anew_and_other_papers_ask_nobody() {
        let papers = Papers {
            policies: vec![
                fees("a", "2026-01-01", "2026-01-01"),
                fees("b", "2026-06-01", "2026-05-20"),
                version(Subject::RecordSets, "sets", "2026-01-01", "2026-01-01"),
                version(Subject::Handlers, "who", "2026-01-01", "2026-01-01"),
            ],
            trainings: vec![read("dana", "a", "2026-02-01"), read("kim", "b", "2026-05-25")],
        };
        for (member, on, expected) in [
            ("dana", "2026-05-31", &[][..]),
            ("dana", "2026-06-01", &["b"]),
            ("kim", "2026-05-31", &["a"]),
            ("kim", "2026-06-01", &[]),
            ("rosa", "2025-12-31", &[]),
        ] {
            let member = MemberId::parse(member).unwrap();
            let found: Vec<_> = to_read(&papers, &member, day(on))
                .into_iter()
                .map(|version| version.id.as_str())
                .collect();
            assert_eq!(found, expected, "{member} {on}");
        }
    }

    #[test]
    fn what_has_a_last_day_is_over_after_it_and_kept_from_there() {
        let who = |name: &str, from: &str, until: Option<&str>| PolicyVersion {
            topic: Topic {
                subject: Subject::Handlers,
                title: "Front desk".to_owned(),
            },
            until: until.map(day),
            ..version(Subject::Handlers, name, from, from)
        };
        let versions = [
            who("a", "2026-01-01", Some("2026-06-30")),
            who("b", "2026-09-01", Some("2026-12-31")),
            who("c", "2026-10-01", None),
        ];
        for (on, expected) in [
            ("2025-12-31", None),
            ("2026-06-30", Some("a")),
            ("2026-07-01", None),
            ("2026-09-30", Some("b")),
            ("2026-10-01", Some("c")),
            ("2040-01-01", Some("c")),
        ] {
            let found = in_force(&versions, day(on));
            assert_eq!(found.first().map(|version| version.id.as_str()), expected, "{on}");
            assert!(found.len() < 2, "{on}");
        }
        assert_eq!(standing(&versions[0], &versions, day("2026-07-01")), Standing::Former);
        assert_eq!(
            keep(&versions[0], &versions, day("2026-07-01")),
            Keep::Until {
                counted_from: day("2026-07-01"),
                until: day("2032-07-01"),
            }
        );
    }
}
