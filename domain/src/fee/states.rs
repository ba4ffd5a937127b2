//! What each of 51 jurisdictions lets a physician's practice charge for a copy, as data. Parts for searching, handling and
//! certifying are left out of them: the federal rule bars those from a patient's own fee. Where only prices were found and
//! not from which page on they hold, the lowest price stands for all pages.

use super::{Cents, Medium, money};

/// One jurisdiction.
#[derive(Debug)]
pub struct State {
    /// Two letters.
    pub code: &'static str,
    pub citation: &'static str,
    /// The figures were read in the law.
    pub is_verified: bool,
    pub rules: &'static [Rule],
    pub first_copy_free: bool,
    /// The law that makes a copy for a claim of public benefits free.
    pub free_for_benefits: Option<&'static str>,
    /// What staff should know that is no figure; empty for none.
    pub note: &'static str,
}

/// One cap.
#[derive(Debug)]
pub enum Rule {
    /// By the page.
    Pages(Medium, Tariff),
    /// In all.
    Most(Medium, Cents),
    /// For each disc or stick.
    Each(Cents),
    /// For an hour of labor.
    Hour(Cents),
}

/// A price by the page.
#[derive(Debug)]
pub struct Tariff {
    /// For the first pages together, and how many those are.
    pub first: (Cents, u32),
    /// Up to which page, and for how much each; the last one has no end.
    pub steps: &'static [(u32, Cents)],
    /// No more than that in all.
    pub most: Option<Cents>,
    /// The law adds what the post asks.
    pub postage_is_extra: bool,
}

const NO_END: u32 = u32::MAX;

impl Tariff {
    /// What it allows for so many pages, and how that comes about.
    pub fn price(&self, pages: u32) -> (Cents, String) {
        let (first, covered) = self.first;
        let mut cents = if pages == 0 { 0 } else { first };
        let mut parts = Vec::new();
        if cents > 0 {
            parts.push(money(cents));
        }
        let mut done = covered.min(pages);
        for (until, each) in self.steps {
            let more = pages.min(*until).saturating_sub(done);
            if more > 0 {
                cents = cents.saturating_add(more.saturating_mul(*each));
                parts.push(format!("{more} × {}", money(*each)));
                done += more;
            }
        }
        if parts.is_empty() {
            parts.push(money(0));
        }
        let sum = parts.join(" + ");
        match self.most.filter(|most| *most < cents) {
            Some(most) => (most, format!("{sum}, at most {}", money(most))),
            None => (cents, sum),
        }
    }

    /// The highest price of a page by itself.
    fn highest(&self) -> Cents {
        self.steps.iter().map(|(_, each)| *each).max().unwrap_or_default()
    }
}

pub fn of(code: &str) -> Option<&'static State> {
    ALL.iter().find(|state| state.code == code)
}

/// The most that any of these states allows for one page of paper; none where one of them has no such price.
pub fn highest_page(codes: &[String]) -> Option<Cents> {
    let page = |code: &String| {
        of(code)?.rules.iter().find_map(|rule| match rule {
            Rule::Pages(Medium::Paper, tariff) => Some(tariff.highest()),
            Rule::Pages(..) | Rule::Most(..) | Rule::Each(_) | Rule::Hour(_) => None,
        })
    };
    let pages: Option<Vec<Cents>> = codes.iter().map(page).collect();
    pages?.into_iter().max()
}

/// The most that any of these states allows for an hour of labor; none where one of them says nothing.
pub fn highest_hour(codes: &[String]) -> Option<Cents> {
    let hour = |code: &String| {
        of(code)?.rules.iter().find_map(|rule| match rule {
            Rule::Hour(most) => Some(*most),
            Rule::Pages(..) | Rule::Most(..) | Rule::Each(_) => None,
        })
    };
    let hours: Option<Vec<Cents>> = codes.iter().map(hour).collect();
    hours?.into_iter().max()
}

const fn by_page(steps: &'static [(u32, Cents)]) -> Tariff {
    Tariff {
        first: (0, 0),
        steps,
        most: None,
        postage_is_extra: false,
    }
}

const fn first(first: (Cents, u32), steps: &'static [(u32, Cents)]) -> Tariff {
    Tariff {
        first,
        ..by_page(steps)
    }
}

const fn and_postage(tariff: Tariff) -> Tariff {
    Tariff {
        postage_is_extra: true,
        ..tariff
    }
}

const fn at_most(tariff: Tariff, most: Cents) -> Tariff {
    Tariff {
        most: Some(most),
        ..tariff
    }
}

const fn paper(tariff: Tariff) -> Rule {
    Rule::Pages(Medium::Paper, tariff)
}

/// Read in the law.
const fn read(code: &'static str, citation: &'static str, rules: &'static [Rule]) -> State {
    State {
        code,
        citation,
        is_verified: true,
        rules,
        first_copy_free: false,
        free_for_benefits: None,
        note: "",
    }
}

/// Found elsewhere than in the law, or found older than it may be.
const fn found(code: &'static str, citation: &'static str, rules: &'static [Rule]) -> State {
    State {
        is_verified: false,
        ..read(code, citation, rules)
    }
}

/// No figure binds a patient's own ask: the federal rule stands alone.
const fn none(code: &'static str, citation: &'static str) -> State {
    found(code, citation, &[])
}

const fn benefits(state: State, citation: &'static str) -> State {
    State {
        free_for_benefits: Some(citation),
        ..state
    }
}

const fn note(state: State, note: &'static str) -> State {
    State { note, ..state }
}

pub const ALL: [State; 51] = [
    found(
        "AL",
        "Ala. Admin. Code 540-X-9-.10",
        &[paper(by_page(&[(25, 100), (NO_END, 50)]))],
    ),
    none("AK", "AS 18.23.005"),
    note(
        none("AZ", "A.R.S. 12-2295"),
        "In Arizona a copy is free where the patient wants it to get care. No reason is asked; waive the fee if you hear of it.",
    ),
    found(
        "AR",
        "Ark. Code 16-46-106",
        &[
            paper(by_page(&[(25, 50), (NO_END, 25)])),
            Rule::Most(Medium::Electronic, 7_500),
        ],
    ),
    benefits(
        read(
            "CA",
            "Cal. Health & Safety Code 123110",
            &[paper(by_page(&[(NO_END, 25)]))],
        ),
        "Cal. Health & Safety Code 123110",
    ),
    none("CO", "C.R.S. 25-1-802"),
    benefits(
        read(
            "CT",
            "Conn. Gen. Stat. 20-7c",
            &[paper(and_postage(by_page(&[(NO_END, 65)])))],
        ),
        "Conn. Gen. Stat. 20-7c",
    ),
    found(
        "DE",
        "24 DE Admin. Code 1700",
        &[paper(and_postage(by_page(&[
            (10, 200),
            (20, 100),
            (60, 90),
            (NO_END, 50),
        ])))],
    ),
    none("DC", "17 DCMR 4612"),
    read(
        "FL",
        "F.A.C. 64B8-10.003",
        &[paper(by_page(&[(25, 100), (NO_END, 25)]))],
    ),
    found("GA", "O.C.G.A. 31-33-3", &[paper(by_page(&[(NO_END, 55)]))]),
    none("HI", "HRS 622-57"),
    none("ID", ""),
    read(
        "IL",
        "735 ILCS 5/8-2001",
        &[paper(by_page(&[(25, 75), (50, 50), (NO_END, 25)]))],
    ),
    none("IN", "IC 16-39-9"),
    none("IA", "Iowa Code 622.10"),
    none("KS", "K.S.A. 65-6836"),
    State {
        first_copy_free: true,
        ..read("KY", "KRS 422.317", &[paper(by_page(&[(NO_END, 100)]))])
    },
    read(
        "LA",
        "La. R.S. 40:1165.1",
        &[
            paper(and_postage(by_page(&[(25, 100), (350, 50), (NO_END, 25)]))),
            Rule::Most(Medium::Electronic, 10_000),
        ],
    ),
    found(
        "ME",
        "22 M.R.S. 1711-A",
        &[
            paper(at_most(first((500, 1), &[(NO_END, 45)]), 25_000)),
            Rule::Most(Medium::Electronic, 15_000),
        ],
    ),
    none("MD", "Md. Code Health-Gen. 4-304"),
    benefits(
        read("MA", "M.G.L. c. 112 s. 12CC", &[paper(by_page(&[(NO_END, 25)]))]),
        "M.G.L. c. 112 s. 12CC",
    ),
    note(
        found("MI", "MCL 333.26269", &[paper(by_page(&[(NO_END, 31)]))]),
        "In Michigan a patient who can’t pay gets one copy free. Waive the fee then.",
    ),
    note(
        read("MN", "Minn. Stat. 144.292", &[paper(by_page(&[(NO_END, 75)]))]),
        "In Minnesota a copy is free where the patient wants it to review present care. Waive the fee if you hear of it.",
    ),
    none("MS", "Miss. Code 11-1-52"),
    read(
        "MO",
        "RSMo 191.227",
        &[paper(by_page(&[(NO_END, 57)])), Rule::Most(Medium::Electronic, 10_888)],
    ),
    read("MT", "Mont. Code 50-16-816", &[paper(by_page(&[(NO_END, 50)]))]),
    none("NE", "Neb. Rev. Stat. 71-8404"),
    found("NV", "NRS 629.061", &[paper(by_page(&[(NO_END, 60)]))]),
    read(
        "NH",
        "RSA 332-I:1",
        &[
            paper(first((500, 1), &[(50, 41), (NO_END, 30)])),
            Rule::Most(Medium::Electronic, 5_000),
        ],
    ),
    read(
        "NJ",
        "N.J.A.C. 13:35-6.5",
        &[paper(at_most(by_page(&[(NO_END, 100)]), 10_000))],
    ),
    found("NM", "NMSA 14-6-3", &[paper(by_page(&[(NO_END, 30)]))]),
    read("NY", "N.Y. Pub. Health Law 18", &[paper(by_page(&[(NO_END, 75)]))]),
    none("NC", "N.C.G.S. 90-411"),
    found("ND", "N.D.C.C. 23-12-14", &[paper(first((2_000, 25), &[(NO_END, 75)]))]),
    none("OH", "Ohio Rev. Code 3701.741"),
    read("OK", "76 O.S. 19", &[paper(by_page(&[(NO_END, 50)]))]),
    none("OR", "ORS 192.563"),
    read(
        "PA",
        "42 Pa.C.S. 6152, 6155(b)",
        &[paper(by_page(&[(20, 194), (60, 144), (NO_END, 50)]))],
    ),
    none("RI", "R.I. Gen. Laws 5-37.3"),
    read(
        "SC",
        "S.C. Code 44-115-80",
        &[
            Rule::Most(Medium::Paper, 20_000),
            Rule::Most(Medium::Electronic, 15_000),
        ],
    ),
    read(
        "SD",
        "SDCL 36-2-16.4",
        &[paper(first((1_000, 10), &[(NO_END, 33)])), Rule::Each(1_500)],
    ),
    read(
        "TN",
        "Tenn. Code 63-2-102",
        &[paper(and_postage(first((2_000, 5), &[(NO_END, 50)])))],
    ),
    benefits(
        found("TX", "22 TAC ch. 163", &[paper(first((2_500, 20), &[(NO_END, 50)]))]),
        "Tex. H&S Code 161.202",
    ),
    none("UT", "Utah Code 78B-5-618"),
    benefits(
        read("VT", "18 V.S.A. 9419", &[paper(first((500, 10), &[(NO_END, 50)]))]),
        "18 V.S.A. 9419",
    ),
    benefits(
        found("VA", "Va. Code 8.01-413", &[paper(by_page(&[(NO_END, 25)]))]),
        "Va. Code 8.01-413",
    ),
    read("WA", "WAC 246-08-400", &[paper(by_page(&[(30, 124), (NO_END, 94)]))]),
    benefits(
        read("WV", "W. Va. Code 16-29-2", &[Rule::Hour(2_500)]),
        "W. Va. Code 16-29-2",
    ),
    found("WI", "Wis. Stat. 146.83", &[paper(by_page(&[(NO_END, 30)]))]),
    none("WY", "Wyo. Bd. of Medicine rules ch. 3 s. 4"),
];
