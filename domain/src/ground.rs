//! Why a record may be withheld, and why not: the nine federal grounds with their conditions as questions, and what is
//! taken for a ground and is none. 45 CFR 164.524(a)(2) and (3) are the whole list; a state's law may make it shorter and
//! never longer, 45 CFR 160.203(b).

use crate::word::Ground;

/// One condition of a ground, as a question with yes and no.
#[derive(Debug, PartialEq, Eq)]
pub struct Condition {
    /// Its wire name, with the ground's before it.
    pub id: &'static str,
    pub question: &'static str,
    /// The answer with which the ground stands.
    pub holds: bool,
    /// With the other answer: why it may not be withheld, and what to do.
    pub otherwise: &'static str,
    pub citation: &'static str,
    /// Two letters of the state whose law asks for it; none where the federal rule does.
    pub state: Option<&'static str>,
}

/// Where the answers lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Something is not answered yet.
    Open,
    /// It may be withheld, if the officer approves.
    May,
    MayNot(&'static Condition),
    /// Whether the standard is met is a licensed professional's to judge, 45 CFR 164.524(a)(3).
    ProfessionalDecides,
}

/// What is taken for a ground and is none.
#[derive(Debug, PartialEq, Eq)]
pub struct NoGround {
    pub id: &'static str,
    pub says: &'static str,
    /// Why not, and what to do.
    pub why: &'static str,
    pub citation: &'static str,
}

/// What a state's law says of a ground, for whoever approves it.
#[derive(Debug, PartialEq, Eq)]
pub struct StateNote {
    pub state: &'static str,
    pub ground: Ground,
    pub says: &'static str,
    pub citation: &'static str,
    /// Someone has read it in the law itself.
    pub is_read: bool,
}

const fn condition(
    id: &'static str,
    (question, holds): (&'static str, bool),
    otherwise: &'static str,
    citation: &'static str,
) -> Condition {
    Condition {
        id,
        question,
        holds,
        otherwise,
        citation,
        state: None,
    }
}

const U1: [Condition; 3] = [
    condition(
        "u1_own",
        (
            "Did a mental health professional write them to record or analyze what was said in counseling?",
            true,
        ),
        "Then they are an ordinary part of the record. Release them.",
        "45 CFR 164.501",
    ),
    condition(
        "u1_apart",
        ("Are they kept apart from the rest of the record?", true),
        "Notes that lie in the chart are part of it, whatever they say. Release them.",
        "45 CFR 164.501",
    ),
    condition(
        "u1_other",
        (
            "Does the file hold anything else: medicines, start and stop times, the kind of treatment and how often, test results, or a summary of diagnosis, function, plan, symptoms, prognosis or progress?",
            false,
        ),
        "None of that is ever psychotherapy notes. Upload it as a file of its own, which goes out, and withhold the notes alone.",
        "45 CFR 164.501",
    ),
];

const U2: [Condition; 3] = [
    condition(
        "u2_compiled",
        (
            "Was this put together for a civil, criminal or administrative case, or in sound expectation of one?",
            true,
        ),
        "That a case is going on is no ground. Release it.",
        "45 CFR 164.524(a)(1)(ii)",
    ),
    condition(
        "u2_chart",
        (
            "Is it a part of the chart, or of the bills, that would be there without the case?",
            false,
        ),
        "The ordinary record stays open, also to someone who sues. Release it.",
        "45 CFR 164.524(a)(1)(ii)",
    ),
    Condition {
        state: Some("WA"),
        ..condition(
            "u2_solely",
            ("Was it compiled for the case and used for nothing else?", true),
            "In Washington only what is used solely for a case may be withheld. Release it.",
            "RCW 70.02.090",
        )
    },
];

const U3: [Condition; 2] = [
    condition(
        "u3_custody",
        (
            "Is the patient an inmate, and do we act under the direction of the place of custody?",
            true,
        ),
        "This ground is for places of custody alone. Release it.",
        "45 CFR 164.524(a)(2)(ii)",
    ),
    condition(
        "u3_danger",
        (
            "Would a copy put the health, safety, security, custody or rehabilitation of an inmate at risk, or the safety of staff or of those who transport inmates?",
            true,
        ),
        "Then the inmate gets a copy. Release it.",
        "45 CFR 164.524(a)(2)(ii)",
    ),
];

const U4: [Condition; 4] = [
    condition(
        "u4_treatment",
        ("Was it made in a study that includes treatment?", true),
        "A study without treatment gives no ground. Release it.",
        "45 CFR 164.524(a)(2)(iii)",
    ),
    condition(
        "u4_running",
        ("Is the study still going on?", true),
        "Access comes back when the study ends. Release it.",
        "45 CFR 164.524(a)(2)(iii)",
    ),
    condition(
        "u4_agreed",
        ("Did the patient agree to wait when consenting to take part?", true),
        "Without that consent nothing is suspended. Release it.",
        "45 CFR 164.524(a)(2)(iii)",
    ),
    condition(
        "u4_told",
        (
            "Was the patient told then that access comes back when the study ends?",
            true,
        ),
        "Without that promise nothing is suspended. Release it.",
        "45 CFR 164.524(a)(2)(iii)",
    ),
];

const U5: [Condition; 1] = [condition(
    "u5_agency",
    (
        "Is this the record of a federal agency, or of one who keeps it for an agency?",
        true,
    ),
    "The Privacy Act is for federal agencies. A private practice can’t use this ground. Release it.",
    "45 CFR 164.524(a)(2)(iv)",
)];

const U6: [Condition; 3] = [
    condition(
        "u6_provider",
        ("Did it come from a health care provider?", false),
        "What another provider told us is part of the record, in confidence or not. Release it.",
        "45 CFR 164.524(a)(2)(v)",
    ),
    condition(
        "u6_promise",
        ("Did we promise the one who told us to keep it in confidence?", true),
        "Without a promise there is no ground. Release it.",
        "45 CFR 164.524(a)(2)(v)",
    ),
    condition(
        "u6_reveals",
        ("Would the patient likely learn from it who told us?", true),
        "Then nobody is given away by it. Release it.",
        "45 CFR 164.524(a)(2)(v)",
    ),
];

const R1: [Condition; 1] = [condition(
    "r1_danger",
    (
        "Is the concern about someone’s life or physical safety, and not that someone may be upset?",
        true,
    ),
    "Being upset, worried or hurt in one’s feelings is no ground. Release it.",
    "45 CFR 164.524(a)(3)(i)",
)];

const R2: [Condition; 2] = [
    condition(
        "r2_names",
        (
            "Does it speak of another person, who is not a health care provider?",
            true,
        ),
        "What it says of a doctor, a nurse or a colleague is no ground. Release it.",
        "45 CFR 164.524(a)(3)(ii)",
    ),
    condition(
        "r2_harm",
        (
            "Is the concern substantial harm to that person, more than a quarrel or embarrassment?",
            true,
        ),
        "Less than substantial harm is no ground. Release it.",
        "45 CFR 164.524(a)(3)(ii)",
    ),
];

const R3: [Condition; 1] = [condition(
    "r3_harm",
    (
        "Is the concern substantial harm to the patient, or to another person, if this representative gets it?",
        true,
    ),
    "A representative gets what the patient would get. Release it.",
    "45 CFR 164.524(a)(3)(iii)",
)];

const N3: [Condition; 1] = [condition(
    "n3_scope",
    (
        "Is it about care that this person does not decide on for the patient? Or did a professional judge that this person should not be treated as the representative, since there may be abuse, neglect or danger?",
        true,
    ),
    "Then this person is treated as the patient. Release it.",
    "45 CFR 164.502(g)(3) and (g)(5)",
)];

/// What must hold for a ground, in the order in which it is asked.
fn everywhere(ground: Ground) -> &'static [Condition] {
    match ground {
        Ground::U1 => &U1,
        Ground::U2 => &U2,
        Ground::U3 => &U3,
        Ground::U4 => &U4,
        Ground::U5 => &U5,
        Ground::U6 => &U6,
        Ground::R1 => &R1,
        Ground::R2 => &R2,
        Ground::R3 => &R3,
        Ground::N3 => &N3,
    }
}

/// The same in these states.
pub fn conditions(ground: Ground, states: &[String]) -> impl Iterator<Item = &'static Condition> {
    everywhere(ground).iter().filter(move |condition| {
        condition
            .state
            .is_none_or(|state| states.iter().any(|other| other == state))
    })
}

pub fn condition_of(ground: Ground, id: &str) -> Option<&'static Condition> {
    everywhere(ground).iter().find(|condition| condition.id == id)
}

/// Where these answers, by the conditions' ids, lead.
pub fn verdict(ground: Ground, states: &[String], answer: impl Fn(&Condition) -> Option<bool>) -> Verdict {
    let mut is_open = false;
    for condition in conditions(ground, states) {
        match answer(condition) {
            Some(answer) if answer == condition.holds => {}
            Some(_) => return Verdict::MayNot(condition),
            None => is_open = true,
        }
    }
    if is_open {
        Verdict::Open
    } else if ground.is_reviewable() {
        Verdict::ProfessionalDecides
    } else {
        Verdict::May
    }
}

/// Whether the officer must say on what legal reading it is approved: whether state law gives more access than the
/// federal rule is a question of law, and no state's table answers it. What a parent may see of a minor's care is state law
/// altogether, 45 CFR 164.502(g)(3)(ii).
pub fn needs_legal_note(ground: Ground) -> bool {
    match ground {
        Ground::U1 | Ground::U2 | Ground::N3 => true,
        Ground::U3 | Ground::U4 | Ground::U5 | Ground::U6 => false,
        Ground::R1 | Ground::R2 | Ground::R3 => false,
    }
}

const fn no_ground(id: &'static str, says: &'static str, why: &'static str, citation: &'static str) -> NoGround {
    NoGround {
        id,
        says,
        why,
        citation,
    }
}

pub const NO_GROUNDS: [NoGround; 16] = [
    no_ground(
        "unpaid_bill",
        "A bill is not paid",
        "A debt for care never holds a record back, and neither does an unpaid fee for the copy: it can go out free by link. Release it, and leave the bill to those who collect it.",
        "45 CFR 164.524(a) and (c)(4)",
    ),
    no_ground(
        "litigation",
        "There is a lawsuit, or there may be one",
        "A case closes only what was put together for it. The ordinary chart stays open to the person who sues. Release it.",
        "45 CFR 164.524(a)(1)(ii)",
    ),
    no_ground(
        "law_enforcement",
        "The police or a prosecutor has an interest in it",
        "Nothing in the rule lets an investigation as such hold back a person’s own record. Release it. If an officer handed you an order, give it to the privacy officer.",
        "45 CFR 164.524(a)",
    ),
    no_ground(
        "no_reason",
        "No reason was given",
        "Nobody needs a reason to see the own record, and we may not ask for one. Release it.",
        "45 CFR 164.524(a)(1)",
    ),
    no_ground(
        "other_provider",
        "It came from another provider",
        "What we hold and use is part of our record set, whoever wrote it. Release it.",
        "45 CFR 164.501",
    ),
    no_ground(
        "archived",
        "It is archived, stored elsewhere, or with a vendor",
        "A record that is kept for us counts as ours, and the time for it is the same. Get it and release it.",
        "45 CFR 164.501 and 164.524(b)(2)",
    ),
    no_ground(
        "upset",
        "The patient could be upset",
        "Only danger to life or physical safety counts, and only if a licensed professional judges so. Release it; a clinician may offer to talk about it.",
        "45 CFR 164.524(a)(3)(i)",
    ),
    no_ground(
        "best_interest",
        "It would be in the patient’s best interest, or a state law lets us refuse for mental health",
        "A state’s wider reason to refuse gives less access than the federal rule and does not stand against it. Release it.",
        "45 CFR 160.203",
    ),
    no_ground(
        "app",
        "We don’t trust the app or the e-mail it should go to",
        "Where it goes is the patient’s choice. Explain the risk in a sentence, and send it as asked.",
        "45 CFR 164.524(c)(2)",
    ),
    no_ground(
        "form",
        "The form is not signed, has no date, or is not ours",
        "A form may not stand in the way once it is clear who asks and for what. Release it.",
        "45 CFR 164.524(b)(1)",
    ),
    no_ground(
        "not_seen",
        "The doctor has not looked at it yet",
        "There is no waiting for a doctor’s look. Release it now; who worries about a danger can be asked for a judgment today.",
        "45 CFR 164.524(b)(2)",
    ),
    no_ground(
        "colleague",
        "It criticizes a doctor or a colleague",
        "What it says of a health care provider is no harm that counts. Release it.",
        "45 CFR 164.524(a)(3)(ii)",
    ),
    no_ground(
        "complaint",
        "The patient could complain about us",
        "To hold a record back for that could be retaliation. Release it.",
        "45 CFR 164.530(g)",
    ),
    no_ground(
        "work",
        "It is too long, or too much work",
        "You may talk about what is really wanted, and extend the time once, in writing. You may not cut it. Release it.",
        "45 CFR 164.524(b)(2) and (c)(3)",
    ),
    no_ground(
        "vendor",
        "Our vendor, or our own policy, does not allow it",
        "The practice answers for its vendor, and no policy stands above the rule. Release it.",
        "45 CFR 164.524(a) and 164.504(e)",
    ),
    no_ground(
        "office_notes",
        "These are office notes, or a draft",
        "What is used to decide about care is part of the record set, however it is called. Release it.",
        "45 CFR 164.501",
    ),
];

pub fn no_ground_of(id: &str) -> Option<&'static NoGround> {
    NO_GROUNDS.iter().find(|reason| reason.id == id)
}

const STATE_NOTES: [StateNote; 14] = [
    StateNote {
        state: "TX",
        ground: Ground::U1,
        says: "Texas opens confidential mental-health records to the patient. A professional who denies a part signs and dates a statement with the part, the reason and how long it holds.",
        citation: "Tex. Health & Safety Code 611.0045",
        is_read: true,
    },
    StateNote {
        state: "CA",
        ground: Ground::U1,
        says: "California shows no evident exception for psychotherapy notes.",
        citation: "Cal. Health & Safety Code 123110",
        is_read: false,
    },
    StateNote {
        state: "WA",
        ground: Ground::U2,
        says: "Washington lets you withhold only what was compiled and is used solely for a case.",
        citation: "RCW 70.02.090",
        is_read: true,
    },
    StateNote {
        state: "TX",
        ground: Ground::R1,
        says: "Texas speaks of emotional health as well. That is wider than the federal rule and does not help: only life or physical safety counts.",
        citation: "Tex. Occ. Code 159.006",
        is_read: true,
    },
    StateNote {
        state: "CT",
        ground: Ground::R1,
        says: "Connecticut speaks of what is detrimental to mental health. That is wider than the federal rule and does not help: only life or physical safety counts.",
        citation: "Conn. Gen. Stat. 20-7c",
        is_read: true,
    },
    StateNote {
        state: "TX",
        ground: Ground::N3,
        says: "Texas gives a parent, conservator or guardian complete access to a minor’s electronic record, unless a law or a court order restricts it. To hold a part back from a parent needs such a law or order.",
        citation: "Tex. Health & Safety Code ch. 183 (SB 1188, 2025)",
        is_read: true,
    },
    StateNote {
        state: "CA",
        ground: Ground::N3,
        says: "California gives a parent no access to care to which the minor lawfully consented.",
        citation: "Cal. Health & Safety Code 123115(a)",
        is_read: false,
    },
    StateNote {
        state: "CO",
        ground: Ground::N3,
        says: "Colorado asks no facility to give parents a minor’s record of sexually transmitted disease or drug abuse. What binds a single practice is not certain.",
        citation: "Colo. Rev. Stat. 25-1-801",
        is_read: true,
    },
    StateNote {
        state: "DC",
        ground: Ground::N3,
        says: "In the District, a physician may not give a parent what may not be disclosed without the child’s consent.",
        citation: "17 DCMR 4612",
        is_read: true,
    },
    StateNote {
        state: "NY",
        ground: Ground::N3,
        says: "New York lets a parent see the record of care to which the parent consented, or that was given in an emergency.",
        citation: "N.Y. Pub. Health Law 18",
        is_read: false,
    },
    StateNote {
        state: "WV",
        ground: Ground::N3,
        says: "West Virginia asks no one to give parents a minor’s record of birth control, prenatal care, drug rehabilitation or venereal disease without the minor’s written consent.",
        citation: "W. Va. Code 16-29-1",
        is_read: true,
    },
    StateNote {
        state: "AL",
        ground: Ground::N3,
        says: "In Alabama, a person is said to come of age at 19.",
        citation: "Ala. Code 26-1-1",
        is_read: false,
    },
    StateNote {
        state: "NE",
        ground: Ground::N3,
        says: "In Nebraska, a person is said to come of age at 19.",
        citation: "Neb. Rev. Stat. 43-2101",
        is_read: false,
    },
    StateNote {
        state: "MS",
        ground: Ground::N3,
        says: "In Mississippi, a person is said to come of age at 21 for many purposes.",
        citation: "Miss. Code 1-3-27",
        is_read: false,
    },
];

/// What the law of these states says of a ground.
pub fn state_notes(ground: Ground, states: &[String]) -> impl Iterator<Item = &'static StateNote> {
    STATE_NOTES
        .iter()
        .filter(move |note| note.ground == ground && states.iter().any(|state| state == note.state))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn states(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// Every ground with every combination of answers.
    #[test]
    fn a_ground_stands_with_all_of_its_answers_and_with_no_others() {
        for (name, ground) in Ground::WIRE {
            for states in [states(&[]), states(&["WA"])] {
                let asked: Vec<_> = conditions(ground, &states).collect();
                for chosen in 0..3_u32.pow(u32::try_from(asked.len()).unwrap()) {
                    let answer = |condition: &Condition| {
                        let at = asked.iter().position(|other| other.id == condition.id).unwrap();
                        match chosen / 3_u32.pow(u32::try_from(at).unwrap()) % 3 {
                            0 => None,
                            1 => Some(true),
                            _ => Some(false),
                        }
                    };
                    let wrong = asked.iter().find(|asked| answer(asked) == Some(!asked.holds));
                    let open = asked.iter().any(|asked| answer(asked).is_none());
                    let expected = match (wrong, open) {
                        (Some(wrong), _) => Verdict::MayNot(wrong),
                        (None, true) => Verdict::Open,
                        (None, false) if name.starts_with('r') => Verdict::ProfessionalDecides,
                        (None, false) => Verdict::May,
                    };
                    assert_eq!(verdict(ground, &states, answer), expected, "{name} {chosen}");
                }
            }
        }
    }

    #[test]
    fn names_are_of_their_ground_and_stand_once() {
        let mut known = HashSet::new();
        for (name, ground) in Ground::WIRE {
            for condition in conditions(ground, &states(&["WA"])) {
                assert!(condition.id.starts_with(&format!("{name}_")), "{}", condition.id);
                assert!(known.insert(condition.id), "{}", condition.id);
                assert!(condition.question.ends_with('?') && !condition.otherwise.is_empty());
            }
        }
        for reason in &NO_GROUNDS {
            assert!(known.insert(reason.id), "{}", reason.id);
            assert!(!Ground::WIRE.iter().any(|(name, _)| *name == reason.id));
            assert_eq!(no_ground_of(reason.id), Some(reason));
        }
    }

    #[test]
    fn a_state_asks_more_where_it_opens_more_and_never_less() {
        let ids = |states: &[String]| conditions(Ground::U2, states).map(|asked| asked.id).collect::<Vec<_>>();

        assert_eq!(ids(&states(&["TX"])), ["u2_compiled", "u2_chart"]);
        assert_eq!(ids(&states(&["OR", "WA"])), ["u2_compiled", "u2_chart", "u2_solely"]);
        assert_eq!(state_notes(Ground::U1, &states(&["TX", "CA"])).count(), 2);
        assert_eq!(state_notes(Ground::U1, &states(&["WA"])).count(), 0);
    }

    /// Law.md, J.5 and J.6: what is kept from a parent is decided with the state's rule beside it.
    #[test]
    fn care_that_is_not_a_parents_to_see_needs_a_legal_reading_beside_the_states_rule() {
        assert!(needs_legal_note(Ground::N3));
        for (state, citation, is_read) in [
            ("TX", "ch. 183", true),
            ("CA", "123115(a)", false),
            ("CO", "25-1-801", true),
            ("DC", "17 DCMR 4612", true),
            ("NY", "Pub. Health Law 18", false),
            ("WV", "16-29-1", true),
        ] {
            let notes: Vec<_> = state_notes(Ground::N3, &states(&[state])).collect();
            assert_eq!(notes.len(), 1, "{state}");
            assert!(
                notes[0].citation.contains(citation) && notes[0].is_read == is_read,
                "{state}"
            );
        }
        assert_eq!(state_notes(Ground::N3, &states(&["OR"])).count(), 0);
    }

    #[test]
    fn a_condition_is_found_by_its_name_under_its_own_ground_in_every_state() {
        for (_, ground) in Ground::WIRE {
            for condition in everywhere(ground) {
                assert_eq!(condition_of(ground, condition.id), Some(condition));
            }
        }
        assert_eq!(condition_of(Ground::U2, "r1_danger"), None);
        assert_eq!(condition_of(Ground::U2, ""), None);
    }
}
