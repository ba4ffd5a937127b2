//! What the law of a state adds to a letter that withholds something. Only what was read of a state in force stands here:
//! Arkansas's second doctor is told of by an older summary alone, and what Arizona asks beyond the reason in writing is a
//! note in the chart, which is a task.

use super::{Head, Withheld};
use crate::request::Request;
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
    /// Texas: a statement, signed and dated, says which part of a mental-health record is withheld, why and for how long;
    /// another professional who treats the patient may see it, and each request is decided anew, Tex. Health & Safety Code
    /// 611.0045. The part, the reason and the time stand with each thing that is withheld.
    MentalHealth,
    /// Texas: a denial is signed and dated, Tex. Occ. Code 159.006.
    Signature,
}

impl Addition {
    /// In the order in which a letter says them.
    pub const ALL: [Self; 4] = [
        Self::ReviewCommittee,
        Self::OtherProvider,
        Self::MentalHealth,
        Self::Signature,
    ];

    /// Two letters.
    pub fn state(self) -> &'static str {
        match self {
            Self::ReviewCommittee => "NY",
            Self::OtherProvider => "WA",
            Self::MentalHealth | Self::Signature => "TX",
        }
    }

    /// Whether it is said only where a professional found that harm is likely.
    fn is_of_harm(self) -> bool {
        match self {
            Self::ReviewCommittee | Self::OtherProvider => true,
            Self::MentalHealth | Self::Signature => false,
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
            (Self::MentalHealth, Language::English) => format!(
                "In Texas, another professional who treats you may look at what we kept back of a mental health record. Call \
                 {contact} at {telephone} to tell us who that is. Each time that you ask, we decide again."
            ),
            (Self::MentalHealth, Language::Spanish) => format!(
                "En Texas, otro profesional que lo atiende puede ver lo que no dimos de un expediente de salud mental. Llame \
                 a {contact} al {telephone} y díganos quién es. Cada vez que usted lo pida, decidimos de nuevo."
            ),
            (Self::Signature, Language::English) => format!("Signed: {contact}, for {practice}. Date: {date}."),
            (Self::Signature, Language::Spanish) => format!("Firma: {contact}, por {practice}. Fecha: {date}."),
        }
    }
}

/// What the states that hold the record add to a letter that withholds these things. To another than the patient nothing
/// tells whether the record holds mental-health care.
pub fn of_request(request: &Request, withheld: &[Withheld]) -> Vec<Addition> {
    additions(&request.received.states, request.told_ask().mental_health, withheld)
}

/// Whether a letter must say for how long something is kept back: where the record is not known to hold no mental-health
/// care.
pub fn asks_duration(states: &[String], mental_health: Option<bool>) -> bool {
    mental_health != Some(false) && states.iter().any(|state| state == Addition::MentalHealth.state())
}

fn additions(states: &[String], mental_health: Option<bool>, withheld: &[Withheld]) -> Vec<Addition> {
    let is_of_harm = withheld.iter().any(|item| item.ground.is_reviewable());
    let asked = |addition: &Addition| {
        states.iter().any(|state| state == addition.state())
            && (is_of_harm || !addition.is_of_harm())
            && (*addition != Addition::MentalHealth || mental_health != Some(false))
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
            duration: "Until June 1, 2027".to_owned(),
        };
        for (state, of_harm, of_notes) in [
            ("NY", vec![Addition::ReviewCommittee], vec![]),
            ("WA", vec![Addition::OtherProvider], vec![]),
            (
                "TX",
                vec![Addition::MentalHealth, Addition::Signature],
                vec![Addition::MentalHealth, Addition::Signature],
            ),
            ("AZ", vec![], vec![]),
            ("AR", vec![], vec![]),
            ("CA", vec![], vec![]),
        ] {
            let states = [state.to_owned()];

            assert_eq!(additions(&states, None, &[withheld(Ground::R2)]), of_harm, "{state}");
            assert_eq!(
                additions(&states, Some(true), &[withheld(Ground::U1)]),
                of_notes,
                "{state}"
            );
            assert_eq!(additions(&states, None, &[]), [], "{state}: nothing is withheld");
        }
        let both = ["TX".to_owned(), "NY".to_owned()];
        assert_eq!(
            additions(&both, Some(false), &[withheld(Ground::U1), withheld(Ground::R1)]),
            [Addition::ReviewCommittee, Addition::Signature]
        );
    }
}
