//! A record that went to someone wrong.

use super::{Decision, Moment, by, decision};
use crate::disclosure::Misdirection;
use crate::event::Happened;
use crate::practice::Officer;
use crate::request::Request;

/// Written down for the accounting of 45 CFR 164.528, in every state: it may be found out years later. It changes nothing
/// else of the request.
pub fn misdirect(request: &Request, officer: &Officer, misdirection: Misdirection, moment: Moment) -> Decision {
    let happened = Happened::Misdirected { misdirection };
    decision(request, moment, by(officer), happened, |_| {})
}
