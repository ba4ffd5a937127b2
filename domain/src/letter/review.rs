//! The outcome of a review, in writing: the decision about each item in plain words, what follows from it, and where to
//! complain, 45 CFR 164.524(d)(4). It need not name who looked.

use crate::text as words;
use crate::word::{Ground, Language};
use chrono::NaiveDate;

/// What the letter of a review says.
#[derive(Clone, PartialEq, Eq)]
pub struct Outcome {
    pub asked_on: NaiveDate,
    pub found: Vec<Found>,
}

/// What was found about one thing that was withheld.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    pub ground: Ground,
    /// What it is, as the first letter said it.
    pub what: String,
    /// It stays withheld.
    pub stands: bool,
}

impl Outcome {
    fn gives(&self) -> bool {
        self.found.iter().any(|found| !found.stands)
    }
}

pub(super) fn heading(outcome: &Outcome, language: Language) -> &'static str {
    match (outcome.gives(), language) {
        (true, Language::English) => "You will get more of your record",
        (true, Language::Spanish) => "Usted recibirá más del expediente",
        (false, Language::English) => "We looked again, and we still can’t give it to you",
        (false, Language::Spanish) => "Lo miramos otra vez, y todavía no podemos dárselo",
    }
}

/// What stands between the first line of the letter and whom to ring.
pub(super) fn say(outcome: &Outcome, language: Language, say: &mut impl FnMut(String)) {
    let asked_on = words::date(outcome.asked_on, language);
    say(match language {
        Language::English => format!(
            "On {asked_on}, you asked us to look again at what we kept back. A licensed professional who had no part in the \
             first decision has looked at it. This is what that person decided:"
        ),
        Language::Spanish => format!(
            "El {asked_on} usted nos pidió que miráramos otra vez lo que no le dimos. Lo miró un profesional con licencia \
             que no participó en la primera decisión. Esto es lo que decidió:"
        ),
    });
    for found in &outcome.found {
        say(decision(found, language));
    }
    if outcome.gives() {
        say(match language {
            Language::English => {
                "We now make your record ready again, with all that you may have. You do not need to ask for it. We will \
                 tell you when it is there."
            }
            Language::Spanish => {
                "Ahora preparamos otra vez el expediente, con todo lo que usted puede tener. No hace falta que lo pida. Le \
                 avisaremos cuando esté listo."
            }
        }
        .to_owned());
    }
}

fn decision(found: &Found, language: Language) -> String {
    let Found { ground, what, stands } = found;
    match (stands, language) {
        (false, Language::English) => format!("{what}. You will get this."),
        (false, Language::Spanish) => format!("{what}. Esto se lo daremos."),
        (true, Language::English) => format!(
            "{what}. We still can’t give you this. {} ({})",
            words::ground(*ground, language),
            ground.citation()
        ),
        (true, Language::Spanish) => format!(
            "{what}. Esto todavía no podemos dárselo. {} ({})",
            words::ground(*ground, language),
            ground.citation()
        ),
    }
}
