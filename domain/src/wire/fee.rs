//! Forms about fees. There is no field for a kind of fee that the law does not know, and a form with a field that is not
//! here is refused.

use crate::fee::Schedule;
use serde::{Deserialize, Serialize};

/// `POST /api/requests/{request}/fee`. Amounts are dollars, like `1.45`; empty means none.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct QuoteFee {
    /// `electronic`, `paper` or `media`.
    pub medium: String,
    /// `free`, `cost` or `flat`.
    pub method: String,
    /// Minutes of making the copy, and what an hour of it costs.
    pub labor_minutes: String,
    pub labor_rate: String,
    pub pages: String,
    pub page_price: String,
    pub media: String,
    pub media_price: String,
    /// Only where mailing was asked for.
    pub postage: String,
    /// The price of a summary, with the requester’s yes to both: `yes` or empty.
    pub summary: String,
    pub summary_agreed: String,
    /// `yes` or empty.
    pub benefits_claim: String,
    /// `yes` or empty: the requester has had a copy before.
    pub earlier_copy: String,
    /// How many pages an electronic copy has, where a state's cap goes by that: no price hangs on it.
    pub copy_pages: String,
}

/// `POST /api/requests/{request}/fee/notes`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NoteFee {
    /// What the requester said on the telephone, `agreed`, `free_copy` or `look`; or `waived`; or `paid`.
    pub note: String,
}

/// `POST /api/status/fee`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AnswerFee {
    /// `agreed`, `free_copy` or `look`.
    pub choice: String,
}

/// `POST /api/practices/{practice}/fees`. Amounts are dollars; empty means nothing is charged for it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SetFees {
    pub labor: String,
    pub page: String,
    pub media: String,
    /// Empty where the practice has no flat fee.
    pub flat: String,
    pub ask_above: String,
    /// The `mark` of what was shown when this was filled in; where that is not so any more, the form is refused. May be
    /// empty.
    pub seen: String,
}

/// `GET /api/practices/{practice}/fees`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fees {
    pub schedule: Schedule,
    /// Another one for other prices.
    pub mark: String,
    /// Of the practice's places.
    pub states: Vec<String>,
}
