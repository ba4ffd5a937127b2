//! A record that went to someone wrong, as a case of its own: stopped, called back, assessed, decided, and told of,
//! 45 CFR 164.400 to 164.414. Compares dates, never instants. What is overdue is derived from the day of discovery.

use crate::clock;
use crate::disclosure::Misdirection;
use crate::id::DeliveryId;
use crate::letter::Answer;
use crate::person::Email;
use crate::request::Request;
use crate::word::Stage;
use crate::word::misdirection::{Conclusion, Exception, Factor, Recall, Risk, Whom};
use chrono::{Datelike, Days, NaiveDate, TimeDelta};

/// At most so many days after its discovery a breach is told, 45 CFR 164.404(b), 164.406(b) and 164.408(b); or after the end
/// of that year, 45 CFR 164.408(c).
pub const TELL_DAYS: u32 = 60;
/// The Attorney General of Texas is told at most so many days after. Read in review, and not in the law itself: it counts for
/// the day to act by alone.
pub const TEXAS_DAYS: u32 = 30;
/// From so many people on the Secretary is told with them, and not after the year, 45 CFR 164.408(b).
pub const SECRETARY_PEOPLE: u32 = 500;
/// Of more people than that, in one state, the media are told, 45 CFR 164.406(a).
pub const MEDIA_RESIDENTS: u32 = 500;
/// From so many residents on the Attorney General of Texas is told.
pub const TEXAS_RESIDENTS: u32 = 250;
/// The law says "without unreasonable delay" and gives no number before the last day. These are the desk's own: to decide,
/// and to write to the person.
pub const DECIDE_DAYS: u32 = 10;
pub const WRITE_DAYS: u32 = 30;
/// Of one request. The row that holds them is limited.
pub const CASES: usize = 20;

/// One wrong release, as its request holds it. What people wrote about it is in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The number of the event that opened it.
    pub number: u64,
    /// The link that it went by, where it did.
    pub delivery: Option<DeliveryId>,
    pub went_on: NaiveDate,
    /// The first day on which it was known, or would have been with reasonable diligence, 45 CFR 164.404(a)(2). Day 0.
    pub discovered_on: NaiveDate,
    /// Its line stands in the accounting of 45 CFR 164.528: once, and never changed.
    pub is_accounted: bool,
    /// Where a link went, as the request had it then: no notice of it goes to the same address.
    pub address: Option<Email>,
    pub assessed: Option<Assessed>,
    pub decided: Option<Decided>,
    pub letter: Option<Sent>,
    pub told: Vec<Told>,
    /// How far its time had run when that was last told.
    pub warned: Option<Stage>,
}

/// What was found, without the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assessed {
    Exception(Exception),
    /// Those that were judged, each at most once.
    Factors(Vec<(Factor, Risk)>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub on: NaiveDate,
    pub finding: Finding,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    Excepted(Exception),
    LowProbability,
    Breach(Affected),
}

impl Finding {
    pub fn conclusion(self) -> Conclusion {
        match self {
            Self::Excepted(_) => Conclusion::Excepted,
            Self::LowProbability => Conclusion::LowProbability,
            Self::Breach(_) => Conclusion::Breach,
        }
    }
}

/// How many people's information it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Affected {
    pub people: u32,
    /// Of the state where most of them live.
    pub residents: u32,
    pub texans: u32,
}

/// The letter to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The number of the event that holds it.
    pub seq: u64,
    pub on: NaiveDate,
    /// It is posted: no electronic notice was agreed on, or what was sent so came back.
    pub by_post: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub whom: Whom,
    pub on: NaiveDate,
}

/// Someone who must be told, and until when, with how that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    pub whom: Whom,
    /// Day 0.
    pub from: NaiveDate,
    pub days: u32,
    pub due_on: NaiveDate,
    /// Never later.
    pub act_on: NaiveDate,
    pub citation: &'static str,
    /// It was read in the law.
    pub is_verified: bool,
    pub told_on: Option<NaiveDate>,
}

impl Case {
    pub fn breach(&self) -> Option<Affected> {
        match self.decided.as_ref()?.finding {
            Finding::Breach(affected) => Some(affected),
            Finding::Excepted(_) | Finding::LowProbability => None,
        }
    }

    pub fn told_on(&self, whom: Whom) -> Option<NaiveDate> {
        let told = self.told.iter().find(|told| told.whom == whom);
        told.map(|told| told.on)
    }

    /// Who must be told. As long as nobody has decided it is presumed to be a breach, 45 CFR 164.402(2), of one person.
    pub fn duties(&self) -> Vec<Duty> {
        let affected = match &self.decided {
            None => Affected {
                people: 1,
                residents: 1,
                texans: 0,
            },
            Some(Decided {
                finding: Finding::Breach(affected),
                ..
            }) => *affected,
            Some(_) => return Vec::new(),
        };
        let is_decided = self.decided.is_some();
        let from = self.discovered_on;
        let mut duties = vec![Duty {
            act_on: after(from, WRITE_DAYS),
            ..self.duty(Whom::Person, from, TELL_DAYS, "45 CFR 164.404(b)")
        }];
        if is_decided {
            duties.push(if affected.people >= SECRETARY_PEOPLE {
                self.duty(Whom::Secretary, from, TELL_DAYS, "45 CFR 164.408(b)")
            } else {
                self.duty(Whom::Secretary, end_of_year(from), TELL_DAYS, "45 CFR 164.408(c)")
            });
        }
        if affected.residents > MEDIA_RESIDENTS {
            duties.push(self.duty(Whom::Media, from, TELL_DAYS, "45 CFR 164.406"));
        }
        if affected.texans >= TEXAS_RESIDENTS {
            let citation = "Tex. Bus. & Com. Code 521.053(i)";
            duties.push(Duty {
                is_verified: false,
                ..self.duty(Whom::AttorneyGeneral, from, TEXAS_DAYS, citation)
            });
        }
        duties
    }

    fn duty(&self, whom: Whom, from: NaiveDate, days: u32, citation: &'static str) -> Duty {
        let due_on = after(from, days);
        Duty {
            whom,
            from,
            days,
            due_on,
            act_on: due_on,
            citation,
            is_verified: true,
            told_on: self.told_on(whom),
        }
    }

    fn untold(&self) -> impl Iterator<Item = Duty> {
        self.duties().into_iter().filter(|duty| duty.told_on.is_none())
    }

    /// Whether something is still to happen: the decision, or that someone is told. A breach without its notices is open.
    pub fn is_open(&self) -> bool {
        self.decided.is_none() || self.untold().next().is_some()
    }

    /// The day to act by; none where nothing is left to do.
    pub fn act_on(&self) -> Option<NaiveDate> {
        if self.decided.is_none() {
            return Some(after(self.discovered_on, DECIDE_DAYS));
        }
        self.untold().map(|duty| duty.act_on).min()
    }

    /// The last day that the law gives; where it is told of a day alone that was not read in it, that day.
    pub fn due_on(&self) -> Option<NaiveDate> {
        let verified = self.untold().filter(|duty| duty.is_verified);
        verified.map(|duty| duty.due_on).min().or_else(|| self.act_on())
    }

    /// The day on which it is to be told next how far its time has run.
    pub fn warn_on(&self) -> Option<NaiveDate> {
        match self.warned {
            None => Some(self.act_on()? - TimeDelta::days(clock::SOON_DAYS)),
            Some(Stage::Soon) => self.act_on(),
            Some(Stage::Today) => Some(self.due_on()? + TimeDelta::days(1)),
            Some(Stage::Overdue) => None,
        }
    }

    /// How far its time has run, where that is to be told.
    pub fn stage(&self, today: NaiveDate) -> Option<Stage> {
        let (act_on, due_on) = (self.act_on()?, self.due_on()?);
        if today > due_on {
            return Some(Stage::Overdue);
        }
        match (act_on - today).num_days() {
            ..=0 => Some(Stage::Today),
            1..=clock::SOON_DAYS => Some(Stage::Soon),
            _ => None,
        }
    }

    /// Whether all four factors were judged, and all to be low, 45 CFR 164.402(2). One that is missing shows nothing.
    pub fn shows_low_probability(&self) -> bool {
        match &self.assessed {
            Some(Assessed::Factors(found)) => {
                let is_low = |factor| found.contains(&(factor, Risk::Low)) && !found.contains(&(factor, Risk::High));
                Factor::ALL.into_iter().all(is_low)
            }
            Some(Assessed::Exception(_)) | None => false,
        }
    }

    pub fn exception(&self) -> Option<Exception> {
        match &self.assessed {
            Some(Assessed::Exception(exception)) => Some(*exception),
            Some(Assessed::Factors(_)) | None => None,
        }
    }

    /// Whether its letter went by e-mail and is not known to have arrived.
    pub fn waits_for_mail(&self) -> bool {
        let is_mailed = self.letter.as_ref().is_some_and(|letter| !letter.by_post);
        is_mailed && self.told_on(Whom::Person).is_none()
    }

    /// Whether its letter is to be printed and posted.
    pub fn waits_for_post(&self) -> bool {
        let is_posted = self.letter.as_ref().is_some_and(|letter| letter.by_post);
        is_posted && self.told_on(Whom::Person).is_none()
    }
}

fn after(from: NaiveDate, days: u32) -> NaiveDate {
    from + Days::new(u64::from(days))
}

fn end_of_year(on: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(on.year(), 12, 31).unwrap_or(on)
}

/// Whether that event holds the letter of a breach.
pub fn is_letter(request: &Request, seq: u64) -> bool {
    let mut letters = request.misdirections.iter().filter_map(|case| case.letter.as_ref());
    letters.any(|letter| letter.seq == seq)
}

/// The day to act by of those that are open.
pub fn act_on(request: &Request) -> Option<NaiveDate> {
    request.misdirections.iter().filter_map(Case::act_on).min()
}

/// One step of a case, with all that was written.
#[derive(Clone, PartialEq, Eq)]
pub enum Step {
    Opened(Opened),
    /// It is known who got it.
    Accounted(Misdirection),
    Recalled {
        recall: Recall,
        on: NaiveDate,
        words: String,
    },
    Assessed(Assessment),
    Decided {
        finding: Finding,
        reason: String,
    },
    Written {
        letter: Box<Answer>,
        /// She agreed to electronic notice, 45 CFR 164.404(d)(1).
        is_electronic: bool,
    },
    Told {
        whom: Whom,
        on: NaiveDate,
        note: String,
    },
    Warned(Stage),
}

/// How a case begins.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    pub delivery: Option<DeliveryId>,
    pub discovered_on: NaiveDate,
    /// As far as it is known. Without who got it, it is no line of the accounting yet.
    pub wrong: Misdirection,
}

impl Opened {
    /// What the accounting says of it.
    pub fn account(&self) -> Option<&Misdirection> {
        (!self.wrong.to.is_empty()).then_some(&self.wrong)
    }
}

#[derive(Clone, PartialEq, Eq)]
pub enum Assessment {
    Exception { exception: Exception, words: String },
    Factors(Vec<Weighed>),
}

impl Assessment {
    /// The same without the words.
    pub fn assessed(&self) -> Assessed {
        match self {
            Self::Exception { exception, .. } => Assessed::Exception(*exception),
            Self::Factors(weighed) => Assessed::Factors(weighed.iter().map(|it| (it.factor, it.risk)).collect()),
        }
    }
}

/// What was found about one factor.
#[derive(Clone, PartialEq, Eq)]
pub struct Weighed {
    pub factor: Factor,
    pub risk: Risk,
    pub words: String,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub(crate) fn case(discovered: &str) -> Case {
        Case {
            number: 4,
            delivery: None,
            went_on: day(discovered),
            discovered_on: day(discovered),
            is_accounted: false,
            address: None,
            assessed: None,
            decided: None,
            letter: None,
            told: vec![],
            warned: None,
        }
    }

    fn breach(discovered: &str, people: u32, residents: u32, texans: u32) -> Case {
        let affected = Affected {
            people,
            residents,
            texans,
        };
        Case {
            decided: Some(Decided {
                on: day(discovered),
                finding: Finding::Breach(affected),
            }),
            ..case(discovered)
        }
    }

    fn dates(case: &Case) -> Vec<(Whom, String)> {
        let duties = case.duties().into_iter();
        duties.map(|duty| (duty.whom, duty.due_on.to_string())).collect()
    }

    #[test]
    fn the_person_is_told_within_sixty_days_of_the_discovery_and_no_date_rolls_on() {
        for (discovered, due) in [
            ("2026-11-25", "2027-01-24"),
            ("2027-01-01", "2027-03-02"),
            ("2028-01-01", "2028-03-01"),
            // A Sunday stays one.
            ("2026-12-02", "2027-01-31"),
        ] {
            let person = &breach(discovered, 1, 1, 1).duties()[0];
            assert_eq!((person.whom, person.due_on.to_string().as_str()), (Whom::Person, due));
            assert_eq!((person.from, person.days), (day(discovered), 60));
            assert_eq!(person.act_on, day(discovered) + Days::new(30));
            assert_eq!(person.citation, "45 CFR 164.404(b)");
        }
    }

    #[test]
    fn the_secretary_is_told_with_the_people_from_five_hundred_on_and_else_after_the_year() {
        for (discovered, people, from, due, citation) in [
            ("2026-11-25", 500, "2026-11-25", "2027-01-24", "45 CFR 164.408(b)"),
            ("2026-11-25", 501, "2026-11-25", "2027-01-24", "45 CFR 164.408(b)"),
            ("2026-11-25", 499, "2026-12-31", "2027-03-01", "45 CFR 164.408(c)"),
            ("2026-01-01", 1, "2026-12-31", "2027-03-01", "45 CFR 164.408(c)"),
            ("2026-12-31", 1, "2026-12-31", "2027-03-01", "45 CFR 164.408(c)"),
            // The sixtieth day of a leap year.
            ("2027-06-30", 1, "2027-12-31", "2028-02-29", "45 CFR 164.408(c)"),
        ] {
            let duties = breach(discovered, people, 1, 0).duties();
            let duty = duties.iter().find(|duty| duty.whom == Whom::Secretary).unwrap();
            assert_eq!(
                (duty.from, duty.due_on, duty.citation),
                (day(from), day(due), citation),
                "{discovered} {people}"
            );
            assert!(duty.is_verified && duty.act_on == duty.due_on);
        }
    }

    #[test]
    fn the_media_and_the_attorney_general_are_told_where_so_many_live_in_one_state() {
        let person = (Whom::Person, "2027-01-24".to_owned());
        let secretary = (Whom::Secretary, "2027-01-24".to_owned());
        let media = (Whom::Media, "2027-01-24".to_owned());
        let texas = (Whom::AttorneyGeneral, "2026-12-25".to_owned());
        for (residents, texans, more) in [
            (500, 0, vec![]),
            (501, 0, vec![media.clone()]),
            (500, 249, vec![]),
            (500, 250, vec![texas.clone()]),
            (501, 501, vec![media, texas]),
        ] {
            let expected: Vec<_> = [person.clone(), secretary.clone()].into_iter().chain(more).collect();
            assert_eq!(dates(&breach("2026-11-25", 600, residents, texans)), expected);
        }
        let texas = breach("2026-11-25", 600, 250, 250).duties();
        assert!(!texas[2].is_verified, "it was read in review alone");
    }

    #[test]
    fn what_nobody_decided_is_presumed_to_be_a_breach_of_one_person_and_what_is_none_asks_for_nothing() {
        let open = case("2026-11-25");
        assert_eq!(dates(&open), [(Whom::Person, "2027-01-24".to_owned())]);
        assert_eq!(open.act_on(), Some(day("2026-12-05")), "the desk's own ten days");
        assert_eq!(open.due_on(), Some(day("2027-01-24")));
        assert!(open.is_open());

        for finding in [Finding::LowProbability, Finding::Excepted(Exception::AmongStaff)] {
            let none = Case {
                decided: Some(Decided {
                    on: day("2026-11-26"),
                    finding,
                }),
                ..case("2026-11-25")
            };
            assert!(!none.is_open() && none.duties().is_empty());
            assert_eq!((none.act_on(), none.due_on(), none.warn_on()), (None, None, None));
        }
    }

    #[test]
    fn a_breach_is_open_until_everyone_was_told_and_the_next_one_is_due_then() {
        let mut case = breach("2026-11-25", 600, 501, 250);
        for (whom, act_on, due_on) in [
            (Whom::AttorneyGeneral, Some("2026-12-25"), Some("2027-01-24")),
            (Whom::Person, Some("2026-12-25"), Some("2027-01-24")),
            (Whom::Media, Some("2027-01-24"), Some("2027-01-24")),
            (Whom::Secretary, Some("2027-01-24"), Some("2027-01-24")),
        ] {
            assert!(case.is_open());
            assert_eq!(
                (case.act_on(), case.due_on()),
                (act_on.map(day), due_on.map(day)),
                "{whom:?}"
            );
            let on = day("2026-12-01");
            case.told.push(Told { whom, on });
        }
        assert!(!case.is_open());
        assert_eq!(case.act_on(), None);
    }

    #[test]
    fn only_what_was_read_in_the_law_is_missed() {
        let mut case = breach("2026-11-25", 300, 300, 300);
        assert_eq!(
            case.stage(day("2026-12-26")),
            Some(Stage::Today),
            "Texas has passed, the law has not"
        );
        case.told.push(Told {
            whom: Whom::Person,
            on: day("2026-12-01"),
        });
        assert_eq!(case.due_on(), Some(day("2027-03-01")), "of the Secretary");
    }

    #[test]
    fn how_far_its_time_has_run_is_told_by_stages() {
        let open = case("2026-11-25");
        for (today, stage) in [
            ("2026-11-27", None),
            ("2026-11-28", Some(Stage::Soon)),
            ("2026-12-04", Some(Stage::Soon)),
            ("2026-12-05", Some(Stage::Today)),
            ("2027-01-24", Some(Stage::Today)),
            ("2027-01-25", Some(Stage::Overdue)),
        ] {
            assert_eq!(open.stage(day(today)), stage, "{today}");
        }
        for (warned, on) in [
            (None, Some("2026-11-28")),
            (Some(Stage::Soon), Some("2026-12-05")),
            (Some(Stage::Today), Some("2027-01-25")),
            (Some(Stage::Overdue), None),
        ] {
            let case = Case { warned, ..open.clone() };
            assert_eq!(case.warn_on(), on.map(day), "{warned:?}");
        }
    }

    #[test]
    fn low_probability_takes_all_four_factors_and_all_of_them_low() {
        let all = Factor::ALL.map(|factor| (factor, Risk::Low));
        let with = |found: Vec<_>| Case {
            assessed: Some(Assessed::Factors(found)),
            ..case("2026-11-25")
        };
        assert!(with(all.into()).shows_low_probability());
        assert!(!case("2026-11-25").shows_low_probability());
        for place in 0..4 {
            let mut missing = all.to_vec();
            missing.remove(place);
            assert!(!with(missing).shows_low_probability(), "{place} is missing");
            let mut high = all.to_vec();
            high[place].1 = Risk::High;
            assert!(!with(high.clone()).shows_low_probability(), "{place} is high");
            high.push(all[place]);
            assert!(!with(high).shows_low_probability(), "{place} is both");
        }
    }
}
