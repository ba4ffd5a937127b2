//! What the evidence of a request says that nothing else does.

use crate::fee::Standing;
use crate::wire::Reading;

/// How a request stood to its limit when it was last looked at.
pub fn reading(reading: Reading) -> String {
    match reading {
        Reading::OnTime(days) | Reading::DueSoon(days) => ["Not yet; ", &days_of(days), " left"].concat(),
        Reading::DueToday => "Not yet; due today".to_owned(),
        Reading::Overdue(days) => ["Not yet; ", &days_of(days), " late"].concat(),
        Reading::Answered => "In time".to_owned(),
        Reading::AnsweredLate(days) => [&days_of(days), " late"].concat(),
        Reading::NotCounted => "No limit of access runs".to_owned(),
    }
}

fn days_of(days: u32) -> String {
    let unit = if days == 1 { " day" } else { " days" };
    [&days.to_string(), unit].concat()
}

pub fn fee(standing: Standing) -> &'static str {
    match standing {
        Standing::Asked => "The requester was asked",
        Standing::NotNeeded => "Told in advance; no yes is needed",
        Standing::Agreed => "The requester said yes",
        Standing::FreeCopy => "The requester took the free electronic copy instead",
        Standing::Look => "The requester came to look instead",
        Standing::Waived => "The practice waived it",
        Standing::Lapsed => "It ended, since the copy went another way",
    }
}
