//! What the law of a state adds to a letter that withholds something. Only what was read of a state in force stands here:
//! Arkansas's second doctor is told of by an older summary alone, and what Arizona asks beyond the reason in writing is a
//! note in the chart.

use super::{Head, Withheld};
use crate::text as words;
use crate::word::Language;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addition {
    /// New York: an appeal to the state's committee, N.Y. Pub. Health Law 18.
    ReviewCommittee,
    /// Washington: another provider, whom the patient chooses, may examine the record, RCW 70.02.090.
    OtherProvider,
    /// Texas: a denial is signed and dated, Tex. Occ. Code 159.006.
    Signature,
}

impl Addition {
    /// In the order in which a letter says them.
    pub const ALL: [Self; 3] = [Self::ReviewCommittee, Self::OtherProvider, Self::Signature];

    /// Two letters.
    pub fn state(self) -> &'static str {
        match self {
            Self::ReviewCommittee => "NY",
            Self::OtherProvider => "WA",
            Self::Signature => "TX",
        }
    }

    /// Whether it is said only where a professional found that harm is likely.
    fn is_of_harm(self) -> bool {
        match self {
            Self::ReviewCommittee | Self::OtherProvider => true,
            Self::Signature => false,
        }
    }

    pub(super) fn text(self, head: &Head<'_>) -> String {
        let Head {
            contact,
            telephone,
            practice,
            ..
        } = head;
        let date = words::date(head.written_on, head.language);
        match (self, head.language) {
            (Self::ReviewCommittee, Language::English) => format!(
                "New York has a Medical Record Access Review Committee. You can appeal to it as well. Call {contact} at \
                 {telephone}, and we will tell you how."
            ),
            (Self::ReviewCommittee, Language::Spanish) => format!(
                "Nueva York tiene un comité que revisa lo que no se da: Medical Record Access Review Committee. Usted \
                 también puede apelar ante él. Llame a {contact} al {telephone} y le diremos cómo."
            ),
            (Self::OtherProvider, Language::English) => format!(
                "In Washington, you can choose another health care provider to look at what we kept back. Call {contact} \
                 at {telephone} to tell us who that is."
            ),
            (Self::OtherProvider, Language::Spanish) => format!(
                "En Washington, usted puede elegir a otro profesional de la salud para que vea lo que no le dimos. Llame a \
                 {contact} al {telephone} y díganos quién es."
            ),
            (Self::Signature, Language::English) => format!("Signed: {contact}, for {practice}. Date: {date}."),
            (Self::Signature, Language::Spanish) => format!("Firma: {contact}, por {practice}. Fecha: {date}."),
        }
    }
}

/// What the states that hold the record add to a letter that withholds these things.
pub fn additions(states: &[String], withheld: &[Withheld]) -> Vec<Addition> {
    let is_of_harm = withheld.iter().any(|item| item.ground.is_reviewable());
    let asked = |addition: &Addition| {
        states.iter().any(|state| state == addition.state()) && (is_of_harm || !addition.is_of_harm())
    };
    if withheld.is_empty() {
        return Vec::new();
    }
    Addition::ALL.into_iter().filter(asked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::Ground;

    #[test]
    fn each_state_adds_its_own_and_only_where_its_law_asks() {
        let withheld = |ground| Withheld {
            ground,
            what: "A page".to_owned(),
            reason: "Dr. Rivera looked at it.".to_owned(),
            ends_on: None,
        };
        for (state, of_harm, of_notes) in [
            ("NY", vec![Addition::ReviewCommittee], vec![]),
            ("WA", vec![Addition::OtherProvider], vec![]),
            ("TX", vec![Addition::Signature], vec![Addition::Signature]),
            ("AZ", vec![], vec![]),
            ("AR", vec![], vec![]),
            ("CA", vec![], vec![]),
        ] {
            let states = [state.to_owned()];

            assert_eq!(additions(&states, &[withheld(Ground::R2)]), of_harm, "{state}");
            assert_eq!(additions(&states, &[withheld(Ground::U1)]), of_notes, "{state}");
            assert_eq!(additions(&states, &[]), [], "{state}: nothing is withheld");
        }
        let both = ["TX".to_owned(), "NY".to_owned()];
        assert_eq!(
            additions(&both, &[withheld(Ground::U1), withheld(Ground::R1)]),
            [Addition::ReviewCommittee, Addition::Signature]
        );
    }
}
