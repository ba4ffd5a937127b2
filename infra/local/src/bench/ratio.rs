//! The peers' figures over ours, and the aims for them.

use super::side::{Endpoint, Side};
use crate::figures::tenths;
use crate::runtime_api::Cost;

/// Against Node. The first call has no aim of its own; no side's may be cheaper than ours.
const AIM: Ratios = Ratios {
    start: 50,
    first: 1,
    warm: 5,
    memory: 8,
};

struct Ratios {
    start: u64,
    first: u64,
    warm: u64,
    memory: u64,
}

/// In tenths.
fn ratios(theirs: Cost, ours: Cost) -> Ratios {
    let ratio = |theirs: u64, ours: u64| theirs * 10 / ours.max(1);
    Ratios {
        start: ratio(theirs.start_us, ours.start_us),
        first: ratio(theirs.first_us, ours.first_us),
        warm: ratio(theirs.warm_us, ours.warm_us),
        memory: ratio(theirs.peak_kib, ours.peak_kib),
    }
}

/// Which aims are missed.
fn missed(ratios: &Ratios) -> Vec<&'static str> {
    [
        ("start", ratios.start, AIM.start),
        ("first call", ratios.first, AIM.first),
        ("warm call", ratios.warm, AIM.warm),
        ("memory", ratios.memory, AIM.memory),
    ]
    .into_iter()
    .filter_map(|(name, ratio, aim)| (ratio < aim * 10).then_some(name))
    .collect()
}

pub fn print(costs: &[(Endpoint, usize, Vec<Cost>)]) {
    println!(
        "\nThe peers' figures over ours. Aims against Node: start {}, warm call {}, memory {}.\n\n\
         | Endpoint | | start | first call | warm call | memory | aims |\n|---|---|---|---|---|---|---|",
        AIM.start, AIM.warm, AIM.memory
    );
    for (endpoint, _, sides) in costs {
        let [ours, peers @ ..] = sides.as_slice() else {
            continue;
        };
        for (side, theirs) in Side::ALL.iter().skip(1).zip(peers) {
            let ratios = ratios(*theirs, *ours);
            let verdict = match (side, missed(&ratios).as_slice()) {
                (Side::Node, []) => "met".to_owned(),
                (Side::Node, missed) => format!("missed: {}", missed.join(", ")),
                (Side::Rust | Side::Python, _) => String::new(),
            };
            println!(
                "| {} | {} | {}x | {}x | {}x | {}x | {verdict} |",
                endpoint.name(),
                side.name(),
                tenths(ratios.start),
                tenths(ratios.first),
                tenths(ratios.warm),
                tenths(ratios.memory),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(start_us: u64, first_us: u64, warm_us: u64, peak_kib: u64) -> Cost {
        Cost {
            start_us,
            first_us,
            warm_us,
            peak_kib,
        }
    }

    #[test]
    fn an_aim_is_met_at_its_very_ratio_and_missed_below() {
        let ours = cost(1_000, 1_000, 1_000, 1_000);

        assert!(missed(&ratios(cost(50_000, 1_000, 5_000, 8_000), ours)).is_empty());
        assert_eq!(
            missed(&ratios(cost(49_999, 1_000, 4_999, 7_999), ours)),
            ["start", "warm call", "memory"]
        );
    }
}
