//! What each figure of a date's working says of itself, and which one wins.

use super::tests::{ask, day, extended, in_state, states, winners};
use super::*;

fn standings(due: &Due) -> Vec<Standing> {
    due.working.iter().map(|figure| figure.standing).collect()
}

#[test]
fn each_figure_says_why_it_is_no_limit() {
    let texas = states(&["TX"]);
    let of_texas = |mental_health| {
        due(&Ask {
            states: &texas,
            mental_health,
            ..ask("2026-01-02")
        })
    };
    // Both of Texas's limits pass over a holiday, and counting every weekday is earlier.
    let weekdays = [
        Standing::Limit,
        Standing::Limit,
        Standing::EveryWeekday,
        Standing::Limit,
        Standing::EveryWeekday,
    ];
    assert_eq!(standings(&of_texas(Some(false))), weekdays);
    let perhaps = of_texas(None);
    assert_eq!(perhaps.working.last().unwrap().standing, Standing::PerhapsMentalHealth);
    assert_eq!(of_texas(Some(true)).working.last().unwrap().standing, Standing::Limit);

    let unverified = in_state("MA", Access::Copy, "2026-01-02");
    assert_eq!(standings(&unverified), [Standing::Limit, Standing::Unverified]);

    let california = states(&["CA"]);
    let oral = due(&Ask {
        states: &california,
        written_on: None,
        ..ask("2026-01-02")
    });
    assert_eq!(standings(&oral), [Standing::Limit, Standing::OralAsk]);
}

#[test]
fn one_figure_alone_gives_a_date_where_two_come_to_it() {
    let both = states(&["CA", "LA"]);

    let due = due(&Ask {
        states: &both,
        ..ask("2026-01-02")
    });

    let same_day = due.working.iter().filter(|figure| figure.due_on == due.due_on);
    assert_eq!(
        same_day.count(),
        2,
        "California's limit, and what is said of Louisiana's"
    );
    assert_eq!(winners(&due), 1);
}

/// Nebraska's limit for copies runs from a written ask. An oral one makes a target of the very day from which the federal
/// limit was moved.
#[test]
fn what_was_moved_gives_no_date_any_more() {
    let nebraska = states(&["NE"]);

    let due = due(&Ask {
        states: &nebraska,
        written_on: None,
        ..extended("2026-01-02", "2026-02-20", "2026-01-20")
    });

    assert_eq!(
        standings(&due),
        [Standing::Moved, Standing::Extension, Standing::OralAsk]
    );
    assert_eq!((due.due_on, due.target_on), (day("2026-02-20"), day("2026-02-01")));
    let wins: Vec<bool> = due.working.iter().map(|figure| figure.wins).collect();
    assert_eq!(wins, [false, true, true]);
}

#[test]
fn an_extension_cites_the_law_that_gives_it() {
    let washington = states(&["WA"]);
    let due = due(&Ask {
        states: &washington,
        ..extended("2025-12-05", "2026-01-30", "2025-12-10")
    });

    let cited = due
        .working
        .iter()
        .filter(|figure| figure.standing == Standing::Extension);
    let cited: Vec<_> = cited.map(|figure| figure.citation.as_str()).collect();
    assert_eq!(cited, [EXTENSION_CITATION, "RCW 70.02.080"]);
}

/// Washington: 15 working days end on December 29, and 21 on January 7.
#[test]
fn the_holidays_of_an_extension_are_those_up_to_its_day() {
    let washington = states(&["WA"]);
    for (until, due_on, holidays) in [
        ("2025-12-31", "2025-12-31", &["2025-12-25"][..]),
        ("2026-01-01", "2026-01-01", &["2025-12-25", "2026-01-01"]),
        ("2026-01-20", "2026-01-07", &["2025-12-25", "2026-01-01"]),
    ] {
        let due = due(&Ask {
            states: &washington,
            ..extended("2025-12-05", until, "2025-12-10")
        });

        let figure = due
            .working
            .iter()
            .rev()
            .find(|figure| figure.standing == Standing::Extension);
        let figure = figure.unwrap();
        let holidays: Vec<_> = holidays.iter().map(|holiday| day(holiday)).collect();
        assert_eq!((figure.due_on, &figure.holidays), (day(due_on), &holidays), "{until}");
    }
}

#[test]
fn an_extension_to_the_day_of_the_limit_moves_nothing() {
    let due = due(&extended("2026-01-02", "2026-02-01", "2026-01-20"));

    assert_eq!(standings(&due), [Standing::Limit]);
}

#[test]
fn a_state_whose_limits_are_of_other_access_is_told_of() {
    for (state, access, found) in [
        ("NY", Access::Copy, Some(StateFound::ForAnotherAccess)),
        ("NY", Access::Inspection, None),
        ("DE", Access::Inspection, Some(StateFound::ForAnotherAccess)),
        ("FL", Access::Copy, Some(StateFound::NoNumber)),
        ("IL", Access::Copy, Some(StateFound::ThirtyDays)),
        ("HI", Access::Copy, Some(StateFound::NotBinding)),
    ] {
        let due = in_state(state, access, "2026-01-02");

        let told = due.states.first().map(|note| note.found);
        assert_eq!(told, found, "{state} {access:?}");
    }
}

/// 45 CFR 164.526(b)(2): the extension of access is none of an amendment's.
#[test]
fn an_amendment_has_sixty_days_of_its_own_law_and_no_extension_of_access_moves_them() {
    for asked in [ask("2026-01-02"), extended("2026-01-02", "2026-03-20", "2026-01-20")] {
        let due = due(&Ask {
            kind: Kind::Amendment,
            ..asked
        });

        assert_eq!(standings(&due), [Standing::Limit]);
        assert_eq!(due.working[0].citation, "45 CFR 164.526(b)(2)(i)");
        assert_eq!(due.due_on, day("2026-03-03"));
    }
}
