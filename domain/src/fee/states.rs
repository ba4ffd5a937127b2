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
    /// So much of it, in a hundred.
    pub percent: u32,
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
        let mut sum = parts.join(" + ");
        if self.percent < 100 {
            cents = cents.saturating_mul(self.percent) / 100;
            sum = format!("({sum}) × {} %", self.percent);
        }
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
        percent: 100,
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

const fn half(tariff: Tariff) -> Tariff {
    Tariff { percent: 50, ..tariff }
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
        &[
            paper(by_page(&[(25, 75), (50, 50), (NO_END, 25)])),
            Rule::Pages(Medium::Electronic, half(by_page(&[(25, 75), (50, 50), (NO_END, 25)]))),
        ],
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
    note(
        read("NY", "N.Y. Pub. Health Law 18", &[paper(by_page(&[(NO_END, 75)]))]),
        "In New York nobody goes without a copy because of not being able to pay. Waive the fee then.",
    ),
    none("NC", "N.C.G.S. 90-411"),
    found("ND", "N.D.C.C. 23-12-14", &[paper(first((2_000, 25), &[(NO_END, 75)]))]),
    none("OH", "Ohio Rev. Code 3701.741"),
    note(
        read("OK", "76 O.S. 19", &[paper(by_page(&[(NO_END, 50)]))]),
        "In Oklahoma a print of an image may cost $5.00 or what it takes. Here it counts as a page, which is less.",
    ),
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
            Rule::Pages(Medium::Electronic, at_most(by_page(&[(NO_END, 50)]), 15_000)),
        ],
    ),
    note(
        read(
            "SD",
            "SDCL 36-2-16.4",
            &[
                paper(first((1_000, 10), &[(NO_END, 33)])),
                Rule::Pages(Medium::Electronic, by_page(&[(NO_END, 25)])),
                Rule::Each(1_500),
            ],
        ),
        "In South Dakota a print of an image may cost $10.00. Here it counts as a page, which is less.",
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
    note(
        found("WI", "Wis. Stat. 146.83", &[paper(by_page(&[(NO_END, 30)]))]),
        "In Wisconsin a patient on Medicaid pays at most 25 percent of the price of a page. Lower the price then, if you hear of it.",
    ),
    note(
        none("WY", "Wyo. Bd. of Medicine rules ch. 3 s. 4"),
        "In Wyoming nobody goes without a copy because of not being able to pay. Waive the fee then.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// What was found of each state, in its finder's words: code, status, ceiling of the fee.
    const FOUND: &str = include_str!("../../tests/state_fees.tsv");

    /// Amounts that were found and are no part of a cap, with the reason.
    const LEFT_OUT: [(&str, &str, &[Cents]); 23] = [
        ("AL", "searching", &[500]),
        (
            "AR",
            "labor of retrieving, and leaving it out makes the cap lower",
            &[1_500],
        ),
        ("CA", "microfilm, and leaving it out makes the cap lower", &[50]),
        ("CO", "for third parties", &[1_853]),
        (
            "GA",
            "searching and certifying; higher steps of unknown length",
            &[2_000, 2_588, 75, 65, 750],
        ),
        ("IL", "handling", &[2_000]),
        ("LA", "handling", &[2_500]),
        ("MA", "clerical work", &[2_000]),
        ("MI", "higher steps of unknown length", &[153, 77]),
        ("MN", "retrieving", &[1_000]),
        ("MO", "searching", &[2_485]),
        ("MT", "administration", &[1_500]),
        ("NH", "the superseded rule", &[1_500, 50]),
        ("NJ", "a least fee", &[1_000]),
        ("NM", "searching; higher steps of unknown length", &[2_000, 100, 40]),
        ("NC", "for injury and disability claims alone", &[75, 50, 25, 1_000]),
        ("OR", "for asks with an authorization", &[3_000, 50, 25, 500]),
        ("PA", "searching", &[2_874]),
        ("SC", "clerical work; a higher step of unknown length", &[2_500, 65]),
        ("WA", "clerical work; a bill of unknown outcome", &[2_800, 5_000]),
        ("OK", "the price of a first page in a text of before", &[100]),
        ("VA", "a higher step of unknown length", &[50]),
        (
            "WI",
            "retrieving; higher steps of unknown length",
            &[100, 75, 50, 2_000],
        ),
    ];

    /// The amounts in a text: `$1.40` and `$20-25`, of which the first counts.
    fn amounts(text: &str) -> BTreeSet<Cents> {
        let after = text.split('$').skip(1);
        after
            .map(|rest| {
                let end = rest
                    .find(|it: char| !it.is_ascii_digit() && it != '.')
                    .unwrap_or(rest.len());
                let amount = rest[..end].trim_end_matches('.');
                let (dollars, cents) = amount.split_once('.').unwrap_or((amount, "00"));
                dollars.parse::<Cents>().unwrap() * 100 + cents.parse::<Cents>().unwrap()
            })
            .collect()
    }

    fn figures(state: &State) -> BTreeSet<Cents> {
        let mut figures = amounts(state.note);
        for rule in state.rules {
            match rule {
                Rule::Pages(_, tariff) => {
                    figures.extend(Some(tariff.first.0).filter(|first| *first > 0));
                    figures.extend(tariff.steps.iter().map(|(_, each)| *each));
                    figures.extend(tariff.most);
                }
                Rule::Most(_, most) | Rule::Each(most) | Rule::Hour(most) => {
                    figures.insert(*most);
                }
            }
        }
        figures
    }

    #[test]
    fn every_amount_that_was_found_of_a_state_is_a_cap_or_left_out_for_a_reason() {
        let mut rows = FOUND.lines().skip(1);
        for state in &ALL {
            let row: Vec<&str> = rows.next().unwrap_or_default().split('\t').collect();
            let [code, status, fee] = row[..] else {
                panic!("{}: a row of three", state.code);
            };
            let left_out = LEFT_OUT.iter().filter(|(of, ..)| *of == code);
            let left_out: BTreeSet<Cents> = left_out.flat_map(|(_, _, amounts)| amounts.iter().copied()).collect();
            let found = amounts(fee);
            let figures = figures(state);

            assert_eq!(state.code, code);
            assert!(left_out.is_subset(&found), "{code}: left out, and never found");
            assert_eq!(
                found.difference(&figures).copied().collect::<BTreeSet<_>>(),
                left_out.difference(&figures).copied().collect(),
                "{code}: {fee}"
            );
            assert!(figures.is_subset(&found), "{code}: {figures:?} in {fee}");
            let was_read =
                status.contains("verified") && !status.starts_with("unverified") && !status.contains("secondary");
            assert!(was_read || !state.is_verified, "{code}: {status}");
        }
        assert_eq!(rows.next(), None);
    }

    #[test]
    fn what_was_found_besides_amounts_is_a_rule_or_a_note() {
        let is_said = |words: &str, code: &str| {
            let row = FOUND.lines().find(|row| row.starts_with(code)).unwrap_or_default();
            assert!(row.contains(words), "{code}: {row}");
        };
        for (words, code) in [
            ("no fee when sought by patient", "AZ"),
            ("medically indigent", "MI"),
            ("no fee when to review current care", "MN"),
            ("inability to pay", "NY"),
            ("image $5", "OK"),
            ("image print $10", "SD"),
            ("25 percent of the tariff if on Medicaid", "WI"),
            ("inability to pay", "WY"),
        ] {
            is_said(words, code);
            assert!(!of(code).unwrap().note.is_empty(), "{code}");
        }
        for row in FOUND.lines().skip(1) {
            let (code, fee) = (&row[..2], row.to_lowercase());
            let state = of(code).unwrap();
            let is_free = ["free for", "free relevant copy", "free copy a year"]
                .iter()
                .any(|words| fee.contains(words));
            assert_eq!(state.free_for_benefits.is_some(), is_free, "{row}");
            assert_eq!(state.first_copy_free, fee.contains("first copy free"), "{row}");
            let adds_postage = state
                .rules
                .iter()
                .any(|rule| matches!(rule, Rule::Pages(_, tariff) if tariff.postage_is_extra));
            assert_eq!(
                adds_postage,
                fee.contains("postage") && code != "UT" || fee.contains("mailing"),
                "{row}"
            );
            let halves = state
                .rules
                .iter()
                .any(|rule| matches!(rule, Rule::Pages(_, tariff) if tariff.percent == 50));
            assert_eq!(halves, fee.contains("at 50 percent"), "{row}");
        }
    }
}
