//! What people read of a record that went to someone wrong, in English: staff alone read it.

use crate::text::date;
use crate::wire::misdirection::DutyCard;
use crate::word::Language;
use crate::word::misdirection::{Conclusion, Exception, Factor, Recall, Whom};

/// The question about a factor, 45 CFR 164.402(2).
pub fn factor(factor: Factor) -> &'static str {
    match factor {
        Factor::Information => "What was in it: how much harm can it do, and does it tell whose it is?",
        Factor::Recipient => "Who got it: must that person keep it to themselves, too?",
        Factor::Seen => "Was it really opened or looked at?",
        Factor::Mitigation => "What was done since: is the risk smaller now?",
    }
}

/// The same in a word or two.
pub fn factor_in_short(factor: Factor) -> &'static str {
    match factor {
        Factor::Information => "What was in it",
        Factor::Recipient => "Who got it",
        Factor::Seen => "Whether it was seen",
        Factor::Mitigation => "What was done since",
    }
}

/// 45 CFR 164.402(1).
pub fn exception(exception: Exception) -> &'static str {
    match exception {
        Exception::GoodFaith => {
            "Someone who works for us came upon it by mistake, in good faith and within their work, and it went no further"
        }
        Exception::AmongStaff => {
            "It went by mistake from one of us to another one of us who may see records, and no further"
        }
        Exception::NotRetained => "We have good reason to believe that who got it could not keep any of it",
    }
}

pub fn recall(recall: Recall) -> &'static str {
    match recall {
        Recall::Asked => "We asked for it back",
        Recall::GivenBack => "They say: given back",
        Recall::Destroyed => "They say: destroyed",
        Recall::NotLookedAt => "They say: not looked at",
    }
}

pub fn conclusion(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Excepted => "No breach: an exception of the law",
        Conclusion::LowProbability => "No breach: a low probability that it was misused",
        Conclusion::Breach => "A breach",
    }
}

pub fn whom(whom: Whom) -> &'static str {
    match whom {
        Whom::Person => "The person, in writing",
        Whom::Secretary => "The Secretary of Health and Human Services",
        Whom::Media => "The media of the state",
        Whom::AttorneyGeneral => "The Attorney General of Texas",
    }
}

/// How the day was counted.
pub fn working(duty: &DutyCard) -> String {
    let (from, due_on) = (date(duty.from, Language::English), date(duty.due_on, Language::English));
    let unread = if duty.is_verified {
        ""
    } else {
        " This was read in review and not in the law itself: ask counsel."
    };
    format!(
        "{from} + {} calendar days = {due_on} ({}).{unread}",
        duty.days, duty.citation
    )
}
