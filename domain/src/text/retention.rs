//! What staff read of how long a request is kept.

use super::{date, what};
use crate::wire::retention::{Keep, KeepFigure, KeepSince, KeepStanding};
use crate::word::Language;

/// How long, in one sentence.
pub fn keep(keep: &Keep) -> String {
    let until = date(keep.until, Language::English);
    match keep.standing {
        KeepStanding::Held => "Held: nothing of this request may be let go, whatever the date".to_owned(),
        KeepStanding::Open => ["Open: six years begin when it ends. Not before ", &until].concat(),
        KeepStanding::Until => ["Keep until ", &until].concat(),
    }
}

/// Each day that was considered, and the six years from it.
pub fn working(keep: &Keep) -> Vec<String> {
    let line = |figure: &KeepFigure| {
        let since = match figure.since {
            KeepSince::Received => "Received",
            KeepSince::Happened(happened) => what(happened, Language::English),
            KeepSince::LinkEnds => "The last link ends",
        };
        let (on, until) = (
            date(figure.on, Language::English),
            date(figure.until, Language::English),
        );
        let counts = if figure.wins { " (this one counts)" } else { "" };
        [since, ": ", &on, ". Six years later: ", &until, counts].concat()
    };
    let mut lines: Vec<_> = keep.working.iter().map(line).collect();
    lines.push(["The later day counts (", &keep.citation, ")."].concat());
    lines
}

/// What the rule is about, and what it is not.
pub const KEPT: &str = "This is about the papers of the request: its history, letters, messages, scans, the log of what went out, and the list of files with their checksums. The patient’s chart is never touched by it. A package goes after 35 days, also under a hold: it can be made again from what is kept. Nothing here deletes a request by itself.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::What;

    #[test]
    fn a_hold_is_said_whatever_the_date_and_each_day_with_its_six_years() {
        let figure = |since, on: &str, until: &str, wins| KeepFigure {
            since,
            on: on.parse().unwrap(),
            until: until.parse().unwrap(),
            wins,
        };
        let mut shown = Keep {
            standing: KeepStanding::Until,
            until: "2032-12-05".parse().unwrap(),
            citation: "45 CFR 164.530(j)(2)".to_owned(),
            working: vec![
                figure(KeepSince::Received, "2026-11-24", "2032-11-24", false),
                figure(KeepSince::Happened(What::Closed), "2026-12-05", "2032-12-05", true),
            ],
            hold: None,
        };

        assert_eq!(keep(&shown), "Keep until Sunday, December 5, 2032");
        assert_eq!(
            working(&shown),
            [
                "Received: Tuesday, November 24, 2026. Six years later: Wednesday, November 24, 2032",
                "Request closed: Saturday, December 5, 2026. Six years later: Sunday, December 5, 2032 (this one counts)",
                "The later day counts (45 CFR 164.530(j)(2)).",
            ]
        );
        shown.standing = KeepStanding::Held;
        assert!(!keep(&shown).contains("2032"));
    }
}
