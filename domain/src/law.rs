//! The limits of time as data: the federal one, those of the states, and what was found where there is none. A figure that
//! nobody read in the law itself is a target and never a limit. Which version a request is held to is kept with it.

use crate::word::{Access, Unit};

/// A version of the rules. A request is held to the one that was in force at its receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    November2026,
}

impl Version {
    pub const ALL: [Self; 1] = [Self::November2026];
    pub const NEWEST: Self = Self::November2026;

    pub fn name(self) -> &'static str {
        match self {
            Self::November2026 => "2026-11",
        }
    }

    /// `None` for one that is not known here: no other stands in for it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.name() == name)
    }

    /// The limits of the states.
    fn of_states(self) -> &'static [Limit] {
        match self {
            Self::November2026 => &OF_STATES,
        }
    }
}

/// One limit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub citation: &'static str,
    /// Two letters; none of the federal limits.
    pub state: Option<&'static str>,
    pub covers: Covers,
    pub days: u32,
    pub unit: Unit,
    pub starts: Starts,
    /// Days in the same unit, from the same day, that the state's own extension reaches to.
    pub extended_days: Option<u32>,
    /// Read in the law, so that missing it is a breach.
    pub is_verified: bool,
}

/// What is asked for where a limit runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covers {
    Anything,
    Copy,
    Inspection,
    /// An electronic copy of what is kept electronically.
    ElectronicCopy,
    /// What a professional who treats mental illness keeps, copied or looked at.
    MentalHealth,
}

impl Covers {
    /// Whether the limit runs for such an ask; `None` where nobody has said what the record holds.
    pub fn runs(self, access: Access, is_electronic: bool, mental_health: Option<bool>) -> Option<bool> {
        match self {
            Self::Anything => Some(true),
            Self::Copy => Some(access == Access::Copy),
            Self::Inspection => Some(access == Access::Inspection),
            Self::ElectronicCopy => Some(access == Access::Copy && is_electronic),
            Self::MentalHealth => mental_health,
        }
    }
}

/// The day that a limit counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Starts {
    /// The first ask, oral or written.
    Receipt,
    /// The written one.
    Written,
}

/// 45 CFR 164.524(b)(2)(i): act no later than 30 days after receipt.
pub const FEDERAL: Limit = Limit {
    citation: "45 CFR 164.524(b)(2)(i)",
    state: None,
    covers: Covers::Anything,
    days: 30,
    unit: Unit::Calendar,
    starts: Starts::Receipt,
    extended_days: Some(60),
    is_verified: true,
};

/// 45 CFR 164.524(b)(2)(ii): at most 30 days more, once.
pub const EXTENSION_CITATION: &str = "45 CFR 164.524(b)(2)(ii)";

/// 45 CFR 164.526(b)(2): 60 days to act on a request for amendment.
pub const AMENDMENT: Limit = Limit {
    citation: "45 CFR 164.526(b)(2)(i)",
    days: 60,
    extended_days: None,
    ..FEDERAL
};

const fn calendar(state: &'static str, covers: Covers, days: u32, starts: Starts, citation: &'static str) -> Limit {
    Limit {
        citation,
        state: Some(state),
        covers,
        days,
        unit: Unit::Calendar,
        starts,
        extended_days: None,
        is_verified: true,
    }
}

const fn working(state: &'static str, covers: Covers, days: u32, starts: Starts, citation: &'static str) -> Limit {
    Limit {
        unit: Unit::Working,
        ..calendar(state, covers, days, starts, citation)
    }
}

const fn business(state: &'static str, covers: Covers, days: u32, starts: Starts, citation: &'static str) -> Limit {
    Limit {
        unit: Unit::Business,
        ..calendar(state, covers, days, starts, citation)
    }
}

const fn extended(limit: Limit, days: u32) -> Limit {
    Limit {
        extended_days: Some(days),
        ..limit
    }
}

const fn unverified(limit: Limit) -> Limit {
    Limit {
        is_verified: false,
        ..limit
    }
}

/// The limits of the states for a patient's own ask at a physician's practice. A state without a row has the federal limit
/// alone.
static OF_STATES: [Limit; 18] = [
    calendar(
        "CA",
        Covers::Copy,
        15,
        Starts::Written,
        "Cal. Health & Safety Code 123110",
    ),
    working(
        "CA",
        Covers::Inspection,
        5,
        Starts::Written,
        "Cal. Health & Safety Code 123110",
    ),
    calendar("DE", Covers::Copy, 45, Starts::Receipt, "10 Del. C. 3926"),
    unverified(calendar("LA", Covers::Copy, 15, Starts::Receipt, "La. R.S. 40:1165.1")),
    // A provider is liable after that many days of a request.
    working(
        "MD",
        Covers::Anything,
        21,
        Starts::Receipt,
        "Md. Code Health-Gen. 4-304, 4-309",
    ),
    // The board speaks of two to three weeks.
    unverified(calendar(
        "MA",
        Covers::Anything,
        21,
        Starts::Receipt,
        "243 CMR 2.07(13)",
    )),
    extended(
        calendar("NE", Covers::Inspection, 10, Starts::Written, "Neb. Rev. Stat. 71-8403"),
        21,
    ),
    calendar("NE", Covers::Copy, 30, Starts::Written, "Neb. Rev. Stat. 71-8403"),
    working("NV", Covers::Inspection, 10, Starts::Receipt, "NRS 629.061"),
    // No number of its own for copies was read.
    unverified(working("NV", Covers::Copy, 10, Starts::Receipt, "NRS 629.061")),
    unverified(calendar(
        "NY",
        Covers::Inspection,
        10,
        Starts::Written,
        "N.Y. Pub. Health Law 18",
    )),
    calendar("SC", Covers::Copy, 45, Starts::Receipt, "S.C. Code 44-115-30"),
    working("TN", Covers::Anything, 10, Starts::Written, "Tenn. Code 63-2-101"),
    business("TX", Covers::Anything, 15, Starts::Written, "Tex. Occ. Code 159.006"),
    business(
        "TX",
        Covers::ElectronicCopy,
        15,
        Starts::Written,
        "Tex. Health & Safety Code 181.102",
    ),
    calendar(
        "TX",
        Covers::MentalHealth,
        15,
        Starts::Written,
        "Tex. Health & Safety Code 611.008",
    ),
    extended(working("WA", Covers::Copy, 15, Starts::Written, "RCW 70.02.080"), 21),
    extended(
        working("WA", Covers::Inspection, 15, Starts::Written, "RCW 70.02.080"),
        21,
    ),
];

/// The limits of a state, by the version of the rules that counts.
pub fn limits_of(state: &str, version: Version) -> impl Iterator<Item = Limit> {
    let limits = version.of_states().iter().copied();
    limits.filter(move |limit| limit.state == Some(state))
}

/// California gives an attorney with the patient's authorization copies within 5 days: read in a review of this, and by nobody
/// here in the law itself. Whether the sender is an attorney nobody says, so that it is a day to act by.
const ATTORNEY: Limit = unverified(calendar(
    "CA",
    Covers::Anything,
    5,
    Starts::Receipt,
    "Cal. Evid. Code 1158, where an attorney asks",
));

/// The limits of a state for what comes with the patient's authorization.
pub fn limits_of_authorization(state: &str, version: Version) -> impl Iterator<Item = Limit> {
    let limits = match version {
        Version::November2026 => [ATTORNEY],
    };
    limits.into_iter().filter(move |limit| limit.state == Some(state))
}

/// What was found about a state's limit for a patient's own ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Two letters.
    pub code: &'static str,
    pub name: &'static str,
    pub found: Found,
    pub citation: &'static str,
    /// Whether the number, or that there is none, was read.
    pub is_verified: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Shorter than the federal limit, at least for one kind of access: it has its limit here.
    Shorter,
    /// Thirty days, as the federal one.
    ThirtyDays,
    /// Longer: the federal one counts.
    Longer,
    /// Of others, or of other asks.
    NotBinding,
    NoNumber,
}

const fn state(
    code: &'static str,
    name: &'static str,
    found: Found,
    citation: &'static str,
    is_verified: bool,
) -> State {
    State {
        code,
        name,
        found,
        citation,
        is_verified,
    }
}

/// All of them, and the District of Columbia.
pub const STATES: [State; 51] = [
    state("AL", "Alabama", Found::NoNumber, "Ala. Admin. Code 540-X-9-.10", true),
    state("AK", "Alaska", Found::NoNumber, "Alaska Stat. 18.23.005", false),
    state("AZ", "Arizona", Found::NoNumber, "A.R.S. 12-2293, 12-2295", true),
    state("AR", "Arkansas", Found::ThirtyDays, "Ark. Code 16-46-106", true),
    state(
        "CA",
        "California",
        Found::Shorter,
        "Cal. Health & Safety Code 123110, 123130",
        true,
    ),
    state("CO", "Colorado", Found::NoNumber, "Colo. Rev. Stat. 25-1-802", false),
    state("CT", "Connecticut", Found::ThirtyDays, "Conn. Gen. Stat. 20-7c", true),
    state("DE", "Delaware", Found::Longer, "10 Del. C. 3926", true),
    state("DC", "District of Columbia", Found::ThirtyDays, "17 DCMR 4612", true),
    state("FL", "Florida", Found::NoNumber, "Fla. Stat. 456.057", true),
    state("GA", "Georgia", Found::ThirtyDays, "O.C.G.A. 31-33-2, 31-33-3", true),
    state("HI", "Hawaii", Found::NotBinding, "HRS 622-57", true),
    state("ID", "Idaho", Found::NoNumber, "", false),
    state("IL", "Illinois", Found::ThirtyDays, "735 ILCS 5/8-2001", true),
    state("IN", "Indiana", Found::ThirtyDays, "IC 16-39-1-1", false),
    state("IA", "Iowa", Found::NoNumber, "Iowa Code 622.10", false),
    state("KS", "Kansas", Found::ThirtyDays, "Kan. Stat. 65-6836", true),
    state("KY", "Kentucky", Found::NoNumber, "KRS 422.317", true),
    state("LA", "Louisiana", Found::Shorter, "La. R.S. 40:1165.1", false),
    state("ME", "Maine", Found::NoNumber, "22 M.R.S. 1711-A, 1711-B", true),
    state(
        "MD",
        "Maryland",
        Found::Shorter,
        "Md. Code Health-Gen. 4-304, 4-309",
        true,
    ),
    state("MA", "Massachusetts", Found::NoNumber, "243 CMR 2.07(13)", true),
    state("MI", "Michigan", Found::ThirtyDays, "MCL 333.26265, 333.26269", true),
    state("MN", "Minnesota", Found::ThirtyDays, "Minn. Stat. 144.292", true),
    state("MS", "Mississippi", Found::NoNumber, "Miss. Code 11-1-52", false),
    state("MO", "Missouri", Found::NoNumber, "RSMo 191.227", true),
    state("MT", "Montana", Found::NotBinding, "Mont. Code 50-16-541", true),
    state("NE", "Nebraska", Found::Shorter, "Neb. Rev. Stat. 71-8403", true),
    state("NV", "Nevada", Found::Shorter, "NRS 629.061, 629.062", true),
    state("NH", "New Hampshire", Found::ThirtyDays, "RSA 332-I:1", true),
    state("NJ", "New Jersey", Found::ThirtyDays, "N.J.A.C. 13:35-6.5", true),
    state("NM", "New Mexico", Found::NoNumber, "NMSA 14-6-3", false),
    state("NY", "New York", Found::Shorter, "N.Y. Pub. Health Law 18", false),
    state("NC", "North Carolina", Found::NoNumber, "N.C.G.S. 90-411", true),
    state("ND", "North Dakota", Found::ThirtyDays, "N.D.C.C. 23-12-14", false),
    state("OH", "Ohio", Found::NoNumber, "Ohio Rev. Code 3701.74, 3701.741", true),
    state("OK", "Oklahoma", Found::NoNumber, "76 O.S. 19", true),
    state("OR", "Oregon", Found::NoNumber, "OAR 847-012-0000", false),
    state("PA", "Pennsylvania", Found::NoNumber, "42 Pa.C.S. 6152, 6155(b)", true),
    state("RI", "Rhode Island", Found::ThirtyDays, "R.I. Gen. Laws 5-37.3", false),
    state(
        "SC",
        "South Carolina",
        Found::Longer,
        "S.C. Code 44-115-30, -70, -80",
        true,
    ),
    state("SD", "South Dakota", Found::NoNumber, "SDCL 36-2-16.4", true),
    state("TN", "Tennessee", Found::Shorter, "Tenn. Code 63-2-101, 63-2-102", true),
    state("TX", "Texas", Found::Shorter, "Tex. Occ. Code 159.006, 159.008", true),
    state("UT", "Utah", Found::ThirtyDays, "Utah Code 78B-5-618", true),
    state("VT", "Vermont", Found::NoNumber, "18 V.S.A. 9419", true),
    state("VA", "Virginia", Found::ThirtyDays, "Va. Code 32.1-127.1:03", false),
    state("WA", "Washington", Found::Shorter, "RCW 70.02.080, .090", true),
    state(
        "WV",
        "West Virginia",
        Found::NoNumber,
        "W. Va. Code 16-29-1, 16-29-2",
        false,
    ),
    state("WI", "Wisconsin", Found::NoNumber, "Wis. Stat. 146.83", true),
    state(
        "WY",
        "Wyoming",
        Found::ThirtyDays,
        "Wyo. Bd. of Medicine Rules ch. 3 sec. 4",
        true,
    ),
];

/// The birthday from which on nobody is a minor, wherever the record is held: until then a parent may be the patient's
/// representative as such, 45 CFR 164.502(g)(3). The higher ages are general knowledge and were not read in the law, so that
/// the highest counts: up to there nobody is refused.
pub fn of_age_at(states: &[String]) -> u32 {
    let ages = states.iter().map(|state| match state.as_str() {
        "MS" => 21,
        "AL" | "NE" => 19,
        _ => 18,
    });
    ages.max().unwrap_or(18)
}

/// A state by its two letters.
pub fn state_of(code: &str) -> Option<State> {
    STATES.into_iter().find(|state| state.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_of_a_state_is_of_one_that_is_listed_and_a_shorter_one_has_its_limit() {
        for limit in OF_STATES {
            let state = state_of(limit.state.unwrap()).unwrap();
            assert_eq!(
                matches!(state.found, Found::Longer),
                limit.days > FEDERAL.days,
                "{}",
                limit.citation
            );
        }
        for state in STATES {
            let is_shorter = limits_of(state.code, Version::NEWEST).any(|limit| limit.days < FEDERAL.days);
            // The board's view in Massachusetts is no law.
            assert_eq!(
                is_shorter,
                state.found == Found::Shorter || state.code == "MA",
                "{}",
                state.name
            );
        }
    }

    /// What was found of each state, a line for each kind of access.
    const FOUND: &str = include_str!("../tests/state_limits.tsv");

    #[test]
    fn the_limits_are_those_that_were_found_and_no_other() {
        let mut held: Vec<String> = Vec::new();
        for limit in OF_STATES {
            let accesses: &[&str] = match limit.covers {
                Covers::Anything => &["copy", "inspection"],
                Covers::Copy => &["copy"],
                Covers::Inspection => &["inspection"],
                Covers::ElectronicCopy => &["electronic_copy_of_ehr"],
                Covers::MentalHealth => &["mental_health_copy", "mental_health_inspection"],
            };
            let unit = match limit.unit {
                Unit::Calendar => "calendar",
                Unit::Working => "working",
                Unit::Business => "business",
            };
            let from = match limit.starts {
                Starts::Receipt => "receipt",
                Starts::Written => "written",
            };
            let state = limit.state.unwrap();
            // Who found it names the board and no section; where the board speaks of it is here.
            let citation = match state {
                "MA" => "board view: two to three weeks",
                _ => limit.citation,
            };
            let extended = limit.extended_days.map_or("-".to_owned(), |days| days.to_string());
            let verified = if limit.is_verified { "yes" } else { "no" };
            held.extend(accesses.iter().map(|access| {
                let days = limit.days;
                format!("{state}\t{access}\t{days}\t{unit}\t{from}\t{extended}\t{verified}\t{citation}")
            }));
        }
        let mut found: Vec<_> = FOUND.lines().skip(1).map(str::to_owned).collect();
        held.sort();
        found.sort();

        assert_eq!(held, found);
    }

    #[test]
    fn a_version_is_found_by_its_name_and_an_unknown_one_is_none() {
        for version in Version::ALL {
            assert_eq!(Version::parse(version.name()), Some(version));
            assert!(limits_of("TX", version).count() > 0, "{version:?}");
        }
        // It stands in the rows of requests.
        assert_eq!(Version::parse("2026-11"), Some(Version::November2026));
        for unknown in ["", "2026-10", "2027-01"] {
            assert_eq!(Version::parse(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn an_amendment_has_sixty_days_and_no_more_are_given_here() {
        assert_eq!((AMENDMENT.days, AMENDMENT.extended_days), (60, None));
        assert_eq!((FEDERAL.days, FEDERAL.extended_days), (30, Some(60)));
    }

    #[test]
    fn a_limit_runs_for_what_it_covers() {
        let runs = |covers: Covers, access, is_electronic| covers.runs(access, is_electronic, None);
        for is_electronic in [false, true] {
            for access in [Access::Copy, Access::Inspection] {
                let (is_copy, is_look) = (access == Access::Copy, access == Access::Inspection);
                assert_eq!(runs(Covers::Anything, access, is_electronic), Some(true));
                assert_eq!(runs(Covers::Copy, access, is_electronic), Some(is_copy));
                assert_eq!(runs(Covers::Inspection, access, is_electronic), Some(is_look));
            }
        }
        assert_eq!(runs(Covers::ElectronicCopy, Access::Copy, true), Some(true));
        assert_eq!(runs(Covers::ElectronicCopy, Access::Copy, false), Some(false));
        assert_eq!(runs(Covers::ElectronicCopy, Access::Inspection, true), Some(false));
        for holds in [None, Some(false), Some(true)] {
            assert_eq!(Covers::MentalHealth.runs(Access::Copy, true, holds), holds);
        }
    }

    #[test]
    fn there_are_fifty_states_and_the_district_each_once() {
        let mut codes: Vec<_> = STATES.iter().map(|state| state.code).collect();
        codes.sort_unstable();
        codes.dedup();

        assert_eq!(codes.len(), 51);
        assert!(codes.contains(&"DC") && codes.iter().all(|code| code.len() == 2));
        assert_eq!(state_of("ZZ"), None);
    }
}
