//! What a copy may cost, 45 CFR 164.524(c)(4). A quote has five kinds of parts and no other can be said: there is no word
//! here for looking a record up, for making sure who asks, for keeping it or for a vendor's work. Money is whole cents.

pub mod parse;
pub mod states;

use crate::iso;
use crate::request::Request;
use crate::word::Way;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use states::{Rule, State};

pub type Cents = u32;

/// The most that a flat fee may be, all in, for an electronic copy of what is kept electronically.
pub const FLAT_LIMIT: Cents = 650;
pub const CITATION: &str = "45 CFR 164.524(c)(4)";
/// The flat fee is HHS's own guidance on it.
pub const FLAT_CITATION: &str = "45 CFR 164.524(c)(4), HHS guidance on a flat fee";

/// What the copy is made on. Which parts a fee may have hangs on it, see [`Asked::misfit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    Electronic,
    Paper,
    /// A disc or a stick that the requester asked for.
    Media,
}

impl Medium {
    pub const WIRE: [(&'static str, Self); 3] = [
        ("electronic", Self::Electronic),
        ("paper", Self::Paper),
        ("media", Self::Media),
    ];

    /// Whether a copy on it goes in that way: nothing on paper goes by a link, and nothing electronic by mail.
    pub fn fits(self, way: Way) -> bool {
        match (self, way) {
            (Self::Electronic, Way::Download | Way::Email | Way::InPerson)
            | (Self::Paper | Self::Media, Way::Paper | Way::InPerson) => true,
            (Self::Electronic, Way::Paper) | (Self::Paper | Self::Media, Way::Download | Way::Email) => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Free,
    /// What this copy costs.
    Cost,
    /// One small amount for any electronic copy.
    Flat,
}

impl Method {
    pub const WIRE: [(&'static str, Self); 3] = [("free", Self::Free), ("cost", Self::Cost), ("flat", Self::Flat)];
}

/// What may be charged for. There is nothing else, also where a state's law has more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Minutes of making the copy, by the hour.
    Labor,
    /// Pages.
    Paper,
    /// Discs and the like.
    Media,
    /// Only where mailing was asked for.
    Postage,
    /// A summary that was agreed on together with its price, 45 CFR 164.524(c)(2)(iii).
    Summary,
    /// All in.
    Flat,
}

/// One line of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Line {
    pub part: Part,
    pub count: u32,
    /// Cents for one, and for labor for an hour.
    pub each: Cents,
}

impl Line {
    /// A part of a cent is nobody's to pay.
    pub fn cents(&self) -> Cents {
        let product = self.count.saturating_mul(self.each);
        match self.part {
            Part::Labor => product / 60,
            Part::Paper | Part::Media | Part::Postage | Part::Summary | Part::Flat => product,
        }
    }
}

pub fn sum(lines: &[Line]) -> Cents {
    lines.iter().fold(0, |sum, line| sum.saturating_add(line.cents()))
}

/// What a practice charges at most. One that has said nothing charges nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Schedule {
    /// For an hour of making copies.
    pub labor: Cents,
    /// For a page.
    pub page: Cents,
    /// For a disc or a stick.
    pub media: Cents,
    /// Where the practice uses one.
    pub flat: Option<Cents>,
    /// A fee above it needs the requester's yes, also where the requester said a higher amount: see [`needs_yes`].
    pub ask_above: Cents,
}

impl Schedule {
    /// By which a form says over which prices it was filled in.
    pub fn mark(&self) -> String {
        let flat = self.flat.map_or_else(|| "none".to_owned(), |flat| flat.to_string());
        let (labor, page, media) = (self.labor, self.page, self.media);
        format!("{labor}-{page}-{media}-{flat}-{}", self.ask_above)
    }
}

/// What a quote is held to besides the cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Terms {
    pub schedule: Schedule,
    /// Whose law may cap it.
    pub states: Vec<String>,
    /// How the copy goes, as it was agreed on or else asked for.
    pub way: Way,
}

impl Terms {
    /// Mailing was asked for or agreed on.
    pub fn is_mailed(&self) -> bool {
        self.way == Way::Paper
    }
}

/// What staff say of the copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub medium: Medium,
    pub method: Method,
    pub lines: Vec<Line>,
    /// For a claim of public benefits; asked only where that makes it free.
    pub benefits_claim: bool,
    /// The requester has had a copy of this record before; asked only where the first one is free.
    pub earlier_copy: bool,
    /// How many pages an electronic copy has. It is the measure of a state's cap and no price: without it, such a cap allows
    /// nothing.
    pub copy_pages: u32,
}

impl Asked {
    /// The first part that this copy has no place for: pages are of paper and discs of media alone, so that an electronic
    /// copy has no price by the page (T61), nothing electronic is mailed, and a flat fee is the whole of an electronic
    /// copy's.
    pub fn misfit(&self) -> Option<Part> {
        let fits = |part: Part| match part {
            Part::Labor | Part::Summary => self.method == Method::Cost,
            Part::Paper => self.method == Method::Cost && self.medium == Medium::Paper,
            Part::Media => self.method == Method::Cost && self.medium == Medium::Media,
            Part::Postage => self.method == Method::Cost && self.medium != Medium::Electronic,
            Part::Flat => self.method == Method::Flat && self.medium == Medium::Electronic,
        };
        match self.method {
            Method::Free => None,
            Method::Cost | Method::Flat => self.lines.iter().map(|line| line.part).find(|part| !fits(*part)),
        }
    }
}

/// What is charged, and how that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quote {
    pub medium: Medium,
    pub method: Method,
    /// They make up the cost.
    pub lines: Vec<Line>,
    /// The lowest of all that was considered.
    pub total: Cents,
    pub working: Vec<Step>,
}

/// One figure that was considered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    pub of: Of,
    /// Two letters; empty of what is no state's.
    pub state: String,
    pub cents: Cents,
    /// In figures alone, for people of any language.
    pub arithmetic: String,
    pub citation: String,
    /// Read in the law. A cap that nobody read there counts where it is the lower one.
    pub is_verified: bool,
    pub won: bool,
}

/// Whose figure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Of {
    Cost,
    /// The practice's own prices.
    Schedule,
    /// A state's cap.
    State,
    /// A state's first copy.
    FirstCopy,
    /// A state's copy for a claim of public benefits.
    Benefits,
}

/// What the requester chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    Agreed,
    /// The electronic copy, which costs nothing.
    FreeCopy,
    /// To look at the record, which costs nothing.
    Look,
}

impl Choice {
    pub const WIRE: [(&'static str, Self); 3] = [
        ("agreed", Self::Agreed),
        ("free_copy", Self::FreeCopy),
        ("look", Self::Look),
    ];
}

/// How a fee stands. Nothing waits for it but the copy that it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The requester was asked.
    Asked,
    /// It is no more than the requester wants to be asked about, or nothing.
    NotNeeded,
    Agreed,
    FreeCopy,
    Look,
    Waived,
    /// It was for a copy that is not made any more: another way was agreed on.
    Lapsed,
}

/// The fee of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fee {
    pub quote: Quote,
    pub standing: Standing,
    /// The most that the requester has said yes to.
    pub agreed: Option<Cents>,
    /// A note, and a condition of nothing.
    #[serde(default, deserialize_with = "iso::read_optional_day")]
    pub paid_on: Option<NaiveDate>,
    /// What was paid so far, also for a quote before this one.
    #[serde(default)]
    pub paid: Cents,
}

impl Fee {
    /// What is still to be paid as it stands.
    pub fn owed(&self) -> Cents {
        match self.standing {
            Standing::NotNeeded | Standing::Agreed => self.quote.total.saturating_sub(self.paid),
            Standing::Asked | Standing::FreeCopy | Standing::Look | Standing::Waived | Standing::Lapsed => 0,
        }
    }

    /// What was paid and is not to be kept.
    pub fn to_give_back(&self) -> Cents {
        match self.standing {
            Standing::NotNeeded | Standing::Agreed => self.paid.saturating_sub(self.quote.total),
            Standing::Asked => 0,
            Standing::FreeCopy | Standing::Look | Standing::Waived | Standing::Lapsed => self.paid,
        }
    }

    /// Whether it is asked or owed for a copy that does not go in that way.
    pub fn is_for_another_way(&self, way: Way) -> bool {
        let counts = match self.standing {
            Standing::Asked | Standing::NotNeeded | Standing::Agreed => self.quote.total > 0,
            Standing::FreeCopy | Standing::Look | Standing::Waived | Standing::Lapsed => false,
        };
        let has_postage = self.quote.lines.iter().any(|line| line.part == Part::Postage);
        counts && (!self.quote.medium.fits(way) || has_postage && way != Way::Paper)
    }
}

/// What a request's fee is held to.
pub fn terms(request: &Request, schedule: Schedule) -> Terms {
    Terms {
        schedule,
        states: request.received.states.clone(),
        way: request.agreed.as_ref().map_or(request.way, |agreed| agreed.way),
    }
}

/// Whether a fee is owed only with a yes to it. Without one, it stands where the requester said that fees up to there need no
/// question, and no higher than the practice goes: what the practice says never takes the place of what the requester
/// did not. It is told in advance in any case.
pub fn needs_yes(total: Cents, request: &Request, schedule: &Schedule) -> bool {
    total > request.tell_above.unwrap_or(0).min(schedule.ask_above)
}

/// The lowest of what the copy costs, what each state allows, and what the practice asks. A summary is no part of the copy:
/// the caps leave it as it was agreed.
pub fn figure(asked: &Asked, terms: &Terms) -> Quote {
    let lines = match asked.method {
        Method::Free => Vec::new(),
        Method::Cost | Method::Flat => asked.lines.clone(),
    };
    let agreed = sum_of(&lines, |part| part == Part::Summary);
    let cost = sum(&lines);
    let mut working = vec![Step {
        of: Of::Cost,
        state: String::new(),
        cents: cost,
        arithmetic: shown(&lines),
        citation: match asked.method {
            Method::Flat => FLAT_CITATION,
            Method::Free | Method::Cost => CITATION,
        }
        .to_owned(),
        is_verified: true,
        won: false,
    }];
    if asked.method != Method::Free {
        working.push(own(&lines, &terms.schedule));
        for state in terms.states.iter().filter_map(|code| states::of(code)) {
            working.extend(caps(state, asked, &lines).map(|step| Step {
                cents: step.cents.saturating_add(agreed),
                ..step
            }));
        }
    }
    let total = working.iter().map(|step| step.cents).min().unwrap_or_default();
    if let Some(winner) = working.iter_mut().find(|step| step.cents == total) {
        winner.won = true;
    }
    Quote {
        medium: asked.medium,
        method: asked.method,
        lines,
        total,
        working,
    }
}

fn sum_of(lines: &[Line], is_in: impl Fn(Part) -> bool) -> Cents {
    let lines: Vec<Line> = lines.iter().copied().filter(|line| is_in(line.part)).collect();
    sum(&lines)
}

/// The same copy at the practice's own prices. Postage is what the post asks, and a summary what was agreed.
fn own(lines: &[Line], schedule: &Schedule) -> Step {
    let priced = |line: &Line| Line {
        each: match line.part {
            Part::Labor => schedule.labor,
            Part::Paper => schedule.page,
            Part::Media => schedule.media,
            Part::Flat => schedule.flat.unwrap_or_default(),
            Part::Postage | Part::Summary => line.each,
        },
        ..*line
    };
    let lines: Vec<Line> = lines.iter().map(priced).collect();
    Step {
        of: Of::Schedule,
        state: String::new(),
        cents: sum(&lines),
        arithmetic: shown(&lines),
        citation: String::new(),
        is_verified: true,
        won: false,
    }
}

fn caps<'a>(state: &'static State, asked: &'a Asked, lines: &'a [Line]) -> impl Iterator<Item = Step> + 'a {
    let free = |of, citation: &str, is_verified| Step {
        of,
        state: state.code.to_owned(),
        cents: 0,
        arithmetic: money(0),
        citation: citation.to_owned(),
        is_verified,
        won: false,
    };
    let benefits = state
        .free_for_benefits
        .filter(|_| asked.benefits_claim)
        .map(|citation| free(Of::Benefits, citation, true));
    let first = (state.first_copy_free && !asked.earlier_copy).then(|| {
        let citation = state.citation;
        free(Of::FirstCopy, citation, state.is_verified)
    });
    let caps = state.rules.iter().filter_map(move |rule| {
        let (cents, arithmetic) = cap(rule, asked, lines)?;
        Some(Step {
            of: Of::State,
            state: state.code.to_owned(),
            cents,
            arithmetic,
            citation: state.citation.to_owned(),
            is_verified: state.is_verified,
            won: false,
        })
    });
    benefits.into_iter().chain(first).chain(caps)
}

/// What a rule allows for this copy; none where it is of another kind of copy.
fn cap(rule: &Rule, asked: &Asked, lines: &[Line]) -> Option<(Cents, String)> {
    let medium = asked.medium;
    let count = |part: Part| {
        let lines = lines.iter().filter(move |line| line.part == part);
        lines.fold(0_u32, |sum, line| sum.saturating_add(line.count))
    };
    let postage = sum_of(lines, |part| part == Part::Postage);
    match rule {
        Rule::Pages(of, tariff) if *of == medium => {
            let pages = match medium {
                Medium::Electronic => asked.copy_pages,
                Medium::Paper | Medium::Media => count(Part::Paper),
            };
            let (mut cents, mut arithmetic) = tariff.price(pages);
            if tariff.postage_is_extra && postage > 0 {
                cents = cents.saturating_add(postage);
                arithmetic = format!("{arithmetic} + {}", money(postage));
            }
            Some((cents, arithmetic))
        }
        Rule::Most(of, most) if *of == medium => Some((*most, money(*most))),
        Rule::Each(most) if medium == Medium::Media => {
            let pieces = count(Part::Media);
            Some((pieces.saturating_mul(*most), format!("{pieces} × {}", money(*most))))
        }
        Rule::Hour(most) => {
            let priced = |line: &Line| match line.part {
                Part::Labor => Line {
                    each: line.each.min(*most),
                    ..*line
                },
                Part::Paper | Part::Media | Part::Postage | Part::Summary | Part::Flat => *line,
            };
            let lines: Vec<Line> = lines
                .iter()
                .map(priced)
                .filter(|line| line.part != Part::Summary)
                .collect();
            Some((sum(&lines), shown(&lines)))
        }
        Rule::Pages(..) | Rule::Most(..) | Rule::Each(_) => None,
    }
}

/// `$1.45`.
pub fn money(cents: Cents) -> String {
    format!("${}.{:02}", cents / 100, cents % 100)
}

/// The lines as a sum.
fn shown(lines: &[Line]) -> String {
    if lines.is_empty() {
        return money(0);
    }
    let line = |line: &Line| match (line.part, line.count) {
        (Part::Labor, minutes) => format!("{minutes} min × {}/h", money(line.each)),
        (_, 1) => money(line.each),
        (_, count) => format!("{count} × {}", money(line.each)),
    };
    lines.iter().map(line).collect::<Vec<_>>().join(" + ")
}

/// Whether any of these states makes a copy free for a claim of public benefits: only then is it asked.
pub fn asks_about_benefits(states: &[String]) -> bool {
    let mut states = states.iter().filter_map(|code| states::of(code));
    states.any(|state| state.free_for_benefits.is_some())
}

/// The same of a first copy.
pub fn asks_about_earlier_copy(states: &[String]) -> bool {
    let mut states = states.iter().filter_map(|code| states::of(code));
    states.any(|state| state.first_copy_free)
}

/// Whether a cap goes by the pages of an electronic copy.
pub fn asks_about_pages(states: &[String]) -> bool {
    let mut states = states.iter().filter_map(|code| states::of(code));
    states.any(|state| {
        let mut rules = state.rules.iter();
        rules.any(|rule| matches!(rule, Rule::Pages(Medium::Electronic, _)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) const PRICES: Schedule = Schedule {
        labor: 3_000,
        page: 200,
        media: 1_000,
        flat: Some(650),
        ask_above: 0,
    };

    #[test]
    fn each_price_is_in_the_mark_of_the_prices() {
        assert_eq!(PRICES.mark(), "3000-200-1000-650-0");
        let without = Schedule {
            flat: None,
            ask_above: 500,
            ..PRICES
        };
        assert_eq!(without.mark(), "3000-200-1000-none-500");
    }

    fn line(part: Part, count: u32, each: Cents) -> Line {
        Line { part, count, each }
    }

    fn asked(medium: Medium, lines: Vec<Line>) -> Asked {
        Asked {
            medium,
            method: Method::Cost,
            lines,
            benefits_claim: false,
            earlier_copy: false,
            copy_pages: 0,
        }
    }

    #[test]
    fn each_part_has_its_place_in_a_copy_of_its_kind_alone() {
        use Medium::{Electronic, Media, Paper};
        let media = [Paper, Media, Electronic];
        for (part, method, fits) in [
            (Part::Labor, Method::Cost, &media[..]),
            (Part::Summary, Method::Cost, &media),
            (Part::Paper, Method::Cost, &[Paper]),
            (Part::Media, Method::Cost, &[Media]),
            (Part::Postage, Method::Cost, &[Paper, Media]),
            (Part::Flat, Method::Cost, &[]),
            (Part::Labor, Method::Flat, &[]),
            (Part::Summary, Method::Flat, &[]),
            (Part::Paper, Method::Flat, &[]),
            (Part::Media, Method::Flat, &[]),
            (Part::Postage, Method::Flat, &[]),
            (Part::Flat, Method::Flat, &[Electronic]),
        ] {
            for medium in media {
                let asked = Asked {
                    method,
                    ..asked(medium, vec![line(part, 1, 100)])
                };
                let misfit = (!fits.contains(&medium)).then_some(part);
                assert_eq!(asked.misfit(), misfit, "{part:?}, {method:?}, {medium:?}");
            }
        }
    }

    fn terms(states: &[&str]) -> Terms {
        Terms {
            schedule: PRICES,
            states: states.iter().map(|state| (*state).to_owned()).collect(),
            way: Way::Paper,
        }
    }

    fn pages(count: u32) -> Asked {
        asked(Medium::Paper, vec![line(Part::Paper, count, 200)])
    }

    #[test]
    fn each_of_51_jurisdictions_has_one_row() {
        let mut codes: Vec<&str> = states::ALL.iter().map(|state| state.code).collect();
        codes.sort_unstable();
        codes.dedup();

        assert_eq!(codes.len(), 51);
    }

    #[test]
    fn every_states_cap_for_100_pages_of_paper_is_this() {
        let all = [
            ("AL", 6_250),
            ("AK", 20_000),
            ("AZ", 20_000),
            ("AR", 3_125),
            ("CA", 2_500),
            ("CO", 20_000),
            ("CT", 6_500),
            ("DE", 8_600),
            ("DC", 20_000),
            ("FL", 4_375),
            ("GA", 5_500),
            ("HI", 20_000),
            ("ID", 20_000),
            ("IL", 4_375),
            ("IN", 20_000),
            ("IA", 20_000),
            ("KS", 20_000),
            ("KY", 0),
            ("LA", 6_250),
            ("ME", 4_955),
            ("MD", 20_000),
            ("MA", 2_500),
            ("MI", 3_100),
            ("MN", 7_500),
            ("MS", 20_000),
            ("MO", 5_700),
            ("MT", 5_000),
            ("NE", 20_000),
            ("NV", 6_000),
            ("NH", 4_009),
            ("NJ", 10_000),
            ("NM", 3_000),
            ("NY", 7_500),
            ("NC", 20_000),
            ("ND", 7_625),
            ("OH", 20_000),
            ("OK", 5_000),
            ("OR", 20_000),
            ("PA", 11_640),
            ("RI", 20_000),
            ("SC", 20_000),
            ("SD", 3_970),
            ("TN", 6_750),
            ("TX", 6_500),
            ("UT", 20_000),
            ("VT", 5_000),
            ("VA", 2_500),
            ("WA", 10_300),
            ("WV", 20_000),
            ("WI", 3_000),
            ("WY", 20_000),
        ];
        assert_eq!(all.len(), 51);
        for (state, total) in all {
            assert_eq!(figure(&pages(100), &terms(&[state])).total, total, "{state}");
        }
    }

    #[test]
    fn a_cap_of_the_whole_of_a_piece_and_of_an_hour_hold() {
        let hours = line(Part::Labor, 600, 3_000);
        for (state, medium, lines, total) in [
            ("AR", Medium::Electronic, vec![hours], 7_500),
            ("LA", Medium::Electronic, vec![hours], 10_000),
            ("ME", Medium::Electronic, vec![hours], 15_000),
            ("MO", Medium::Electronic, vec![hours], 10_888),
            ("NH", Medium::Electronic, vec![hours], 5_000),
            ("SC", Medium::Paper, vec![hours], 20_000),
            ("WV", Medium::Paper, vec![hours], 25_000),
            ("SD", Medium::Media, vec![line(Part::Media, 2, 1_000), hours], 3_000),
            ("NJ", Medium::Paper, vec![line(Part::Paper, 400, 200)], 10_000),
            ("ME", Medium::Paper, vec![line(Part::Paper, 4_000, 200)], 25_000),
        ] {
            assert_eq!(figure(&asked(medium, lines), &terms(&[state])).total, total, "{state}");
        }
    }

    #[test]
    fn of_several_states_the_lowest_cap_counts_also_one_that_nobody_read() {
        let quote = figure(&pages(100), &terms(&["NY", "VA", "TX"]));

        assert_eq!(quote.total, 2_500);
        let won: Vec<_> = quote.working.iter().filter(|step| step.won).collect();
        assert_eq!((won.len(), won[0].state.as_str(), won[0].is_verified), (1, "VA", false));
    }

    #[test]
    fn t63_the_first_copy_is_free_in_kentucky_and_a_later_one_has_a_cap() {
        assert_eq!(figure(&pages(30), &terms(&["KY"])).total, 0);
        let later = Asked {
            earlier_copy: true,
            ..pages(30)
        };
        assert_eq!(figure(&later, &terms(&["KY"])).total, 3_000);
    }

    #[test]
    fn an_electronic_copy_has_no_price_by_the_page_and_in_three_states_a_cap_by_it() {
        let hours = line(Part::Labor, 600, 3_000);
        for (state, pages, total) in [
            ("SC", 100, 5_000),
            ("SC", 1_000, 15_000),
            ("SD", 100, 2_500),
            ("SD", 0, 0),
            // Half of $18.75 + $12.50 + $12.50.
            ("IL", 100, 2_187),
            ("AK", 100, 30_000),
        ] {
            let asked = Asked {
                copy_pages: pages,
                ..asked(Medium::Electronic, vec![hours])
            };
            let quote = figure(&asked, &terms(&[state]));
            assert_eq!(quote.total, total, "{state} {pages}");
            assert_eq!(quote.lines, [hours], "{state} {pages}");
        }
        for state in &states::ALL {
            let asks = ["IL", "SC", "SD"].contains(&state.code);
            assert_eq!(asks_about_pages(&[state.code.to_owned()]), asks, "{}", state.code);
        }
    }

    #[test]
    fn a_copy_for_a_benefits_claim_is_free_in_eight_states_and_is_asked_about_there_alone() {
        for state in &states::ALL {
            let codes = [state.code.to_owned()];
            let is_free = ["CA", "TX", "CT", "MA", "VT", "VA", "WV"].contains(&state.code);
            let claim = Asked {
                benefits_claim: true,
                earlier_copy: true,
                ..pages(10)
            };

            assert_eq!(asks_about_benefits(&codes), is_free, "{}", state.code);
            assert_eq!(
                figure(&claim, &terms(&[state.code])).total == 0,
                is_free,
                "{}",
                state.code
            );
        }
    }

    #[test]
    fn postage_is_added_where_the_law_says_so_and_a_summary_stands_outside_the_caps() {
        let mailed = |state| {
            let lines = vec![line(Part::Paper, 10, 200), line(Part::Postage, 1, 700)];
            figure(&asked(Medium::Paper, lines), &terms(&[state])).total
        };
        assert_eq!((mailed("CT"), mailed("CA"), mailed("AK")), (1_350, 250, 2_700));

        let lines = vec![line(Part::Paper, 10, 200), line(Part::Summary, 1, 4_000)];
        assert_eq!(figure(&asked(Medium::Paper, lines), &terms(&["CA"])).total, 4_250);
    }

    #[test]
    fn a_practice_that_has_said_nothing_charges_nothing() {
        let silent = Terms {
            schedule: Schedule::default(),
            ..terms(&["AK"])
        };
        assert_eq!(figure(&pages(100), &silent).total, 0);
    }

    /// A generator of numbers that are the same each time.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, end: u32) -> u32 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            u32::try_from(self.0 >> 33).unwrap_or_default() % end
        }
    }

    #[test]
    fn the_lines_make_up_the_cost_and_the_total_is_never_above_anything_that_was_considered() {
        let mut numbers = Numbers(7);
        for round in 0..20_000 {
            let state = states::ALL[numbers.below(51) as usize].code;
            let other = states::ALL[numbers.below(51) as usize].code;
            let lines = vec![
                line(Part::Labor, numbers.below(6_001), numbers.below(10_001)),
                line(Part::Paper, numbers.below(100_001), numbers.below(201)),
                line(Part::Media, numbers.below(1_001), numbers.below(5_001)),
                line(Part::Postage, 1, numbers.below(50_001)),
                line(Part::Summary, 1, numbers.below(100_001)),
            ];
            let asked = Asked {
                medium: [Medium::Electronic, Medium::Paper, Medium::Media][numbers.below(3) as usize],
                method: [Method::Free, Method::Cost][numbers.below(2) as usize],
                benefits_claim: numbers.below(2) == 1,
                earlier_copy: numbers.below(2) == 1,
                copy_pages: numbers.below(100_001),
                lines,
            };
            let terms = terms(&[state, other]);

            let quote = figure(&asked, &terms);

            let cost: u64 = quote.lines.iter().map(|line| u64::from(line.cents())).sum();
            assert_eq!(cost, u64::from(quote.working[0].cents), "round {round}");
            assert!(
                quote.working.iter().all(|step| quote.total <= step.cents),
                "round {round}"
            );
            let won: Vec<_> = quote.working.iter().filter(|step| step.won).collect();
            assert!(won.len() == 1 && won[0].cents == quote.total, "round {round}");
            if asked.method == Method::Free {
                assert_eq!(quote.total, 0);
            }
            // One state more never makes it dearer.
            let fewer = Terms {
                states: vec![state.to_owned()],
                ..terms
            };
            assert!(quote.total <= figure(&asked, &fewer).total, "round {round}");
        }
    }

    mod arithmetic;
}
