//! The closed vocabularies of a record that went to someone wrong, 45 CFR 164.402 to 164.408.

use serde::{Deserialize, Serialize};

/// What is weighed to find out how likely it is that the information was compromised, 45 CFR 164.402(2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// What it was, and how well it tells whose it is, 45 CFR 164.402(2)(i).
    Information,
    /// Who got it, 45 CFR 164.402(2)(ii).
    Recipient,
    /// Whether it was in fact acquired or looked at, 45 CFR 164.402(2)(iii).
    Seen,
    /// How far the risk was lessened, 45 CFR 164.402(2)(iv).
    Mitigation,
}

impl Factor {
    pub const ALL: [Self; 4] = [Self::Information, Self::Recipient, Self::Seen, Self::Mitigation];

    pub fn wire(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Recipient => "recipient",
            Self::Seen => "seen",
            Self::Mitigation => "mitigation",
        }
    }

    pub fn citation(self) -> &'static str {
        match self {
            Self::Information => "45 CFR 164.402(2)(i)",
            Self::Recipient => "45 CFR 164.402(2)(ii)",
            Self::Seen => "45 CFR 164.402(2)(iii)",
            Self::Mitigation => "45 CFR 164.402(2)(iv)",
        }
    }
}

/// How much a factor speaks for a breach. There is nothing in between: what is not low is presumed to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    Low,
    High,
}

impl Risk {
    pub const WIRE: [(&'static str, Self); 2] = [("low", Self::Low), ("high", Self::High)];
}

/// What is no breach at all, 45 CFR 164.402(1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Exception {
    /// Someone of the workforce came by it in good faith and within the work, 45 CFR 164.402(1)(i).
    GoodFaith,
    /// From one who may see such records to another one of the same practice, 45 CFR 164.402(1)(ii).
    AmongStaff,
    /// Who got it could not have kept it, 45 CFR 164.402(1)(iii).
    NotRetained,
}

impl Exception {
    pub const WIRE: [(&'static str, Self); 3] = [
        ("good_faith", Self::GoodFaith),
        ("among_staff", Self::AmongStaff),
        ("not_retained", Self::NotRetained),
    ];

    pub fn citation(self) -> &'static str {
        match self {
            Self::GoodFaith => "45 CFR 164.402(1)(i)",
            Self::AmongStaff => "45 CFR 164.402(1)(ii)",
            Self::NotRetained => "45 CFR 164.402(1)(iii)",
        }
    }
}

/// What was done to get it back, or what who got it attests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Recall {
    Asked,
    GivenBack,
    Destroyed,
    NotLookedAt,
}

impl Recall {
    pub const WIRE: [(&'static str, Self); 4] = [
        ("asked", Self::Asked),
        ("given_back", Self::GivenBack),
        ("destroyed", Self::Destroyed),
        ("not_looked_at", Self::NotLookedAt),
    ];
}

/// What the officer decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// No breach: an exception of 45 CFR 164.402(1).
    Excepted,
    /// No breach: a low probability that it was compromised, 45 CFR 164.402(2).
    LowProbability,
    Breach,
}

/// Who must be told of a breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// Whose information it is, 45 CFR 164.404.
    Person,
    /// The Secretary of Health and Human Services, 45 CFR 164.408.
    Secretary,
    /// 45 CFR 164.406.
    Media,
    /// Of Texas, Business and Commerce Code 521.053(i).
    AttorneyGeneral,
}

impl Whom {
    pub const WIRE: [(&'static str, Self); 4] = [
        ("person", Self::Person),
        ("secretary", Self::Secretary),
        ("media", Self::Media),
        ("attorney_general", Self::AttorneyGeneral),
    ];
}

/// To whom the letter of a breach goes. Never to who got the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    Patient,
    /// Who acts for the patient by this request, 45 CFR 164.502(g) and 164.404(d)(1)(ii).
    Representative,
    /// Someone else whose record it was.
    Other,
}

impl Addressee {
    pub const WIRE: [(&'static str, Self); 3] = [
        ("patient", Self::Patient),
        ("representative", Self::Representative),
        ("other", Self::Other),
    ];
}
