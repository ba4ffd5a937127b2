//! A revocable claim to a package: how often and how long it works. The control is this row, not a URL's
//! timer.

use crate::chain::Hash;
use crate::id::{DeliveryId, PracticeId, RequestId};
use crate::wire::DeliveryState;
use crate::word::Language;
use chrono::{DateTime, TimeDelta, Utc};

/// Downloads that may be begun.
pub const CLAIMS: u32 = 5;
/// Days that a delivery stays open.
pub const OPEN_DAYS: i64 = 30;
/// An interrupted download may be taken up again for so long without using a claim.
pub const RESUME_HOURS: i64 = 24;

#[derive(Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub practice: PracticeId,
    pub request: RequestId,
    pub language: Language,
    /// The number of the passcode that opens it, counted per request.
    pub passcode: u32,
    pub expires_at: DateTime<Utc>,
    pub revoked: bool,
    /// Downloads begun.
    pub claimed: u32,
    pub last_claim_at: Option<DateTime<Utc>>,
    pub package: Package,
    /// The number of the last event of the delivery's own history.
    pub seq: u64,
    pub head: Hash,
}

/// The assembled copy of the record.
#[derive(Clone, PartialEq, Eq)]
pub struct Package {
    /// Where it lies in the packages bucket.
    pub key: String,
    pub file_name: String,
    /// Bytes.
    pub size: u64,
    pub sha256: Hash,
    /// Names the manifest, which stays when the package is gone.
    pub manifest: Hash,
    /// What of the record has pages, as one PDF, where it was worth binding.
    pub bound: Option<Bound>,
}

/// One PDF beside the package, to read and to print. It is cleared away with the package.
#[derive(Clone, PartialEq, Eq)]
pub struct Bound {
    /// Where it lies in the packages bucket.
    pub key: String,
    /// Bytes.
    pub size: u64,
    pub sha256: Hash,
    pub pages: u32,
    /// How many records are in it.
    pub records: u32,
}

/// What a claim does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Uses one of the claims left.
    New,
    /// Takes up a download that was begun less than 24 hours ago.
    Resumed,
}

pub fn state(delivery: &Delivery, now: DateTime<Utc>) -> DeliveryState {
    if delivery.revoked {
        DeliveryState::Revoked
    } else if delivery.expires_at <= now {
        DeliveryState::Expired
    } else if claims_left(delivery) == 0 && resumable_until(delivery, now).is_none() {
        DeliveryState::Exhausted
    } else {
        DeliveryState::Open
    }
}

pub fn claims_left(delivery: &Delivery) -> u32 {
    CLAIMS.saturating_sub(delivery.claimed)
}

/// Until when the last download may be taken up again, if that is still to come; never past the expiry.
pub fn resumable_until(delivery: &Delivery, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let until = (delivery.last_claim_at? + TimeDelta::hours(RESUME_HOURS)).min(delivery.expires_at);
    (now < until).then_some(until)
}

/// What a claim now would do, or the state that forbids it.
pub fn claim(delivery: &Delivery, now: DateTime<Utc>) -> Result<Claim, DeliveryState> {
    match state(delivery, now) {
        DeliveryState::Open if resumable_until(delivery, now).is_some() => Ok(Claim::Resumed),
        DeliveryState::Open => Ok(Claim::New),
        closed @ (DeliveryState::Exhausted | DeliveryState::Expired | DeliveryState::Revoked) => Err(closed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn delivery() -> Delivery {
        Delivery {
            id: DeliveryId::parse("d").unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            request: RequestId::parse("r").unwrap(),
            language: Language::English,
            passcode: 1,
            expires_at: at("2026-12-24T12:00:00Z"),
            revoked: false,
            claimed: 0,
            last_claim_at: None,
            package: Package {
                key: "package/r/x.zip".to_owned(),
                file_name: "x.zip".to_owned(),
                size: 1,
                sha256: Hash::START,
                manifest: Hash::START,
                bound: None,
            },
            seq: 1,
            head: Hash::START,
        }
    }

    #[test]
    fn a_delivery_works_until_it_expires_is_used_up_or_revoked() {
        let now = at("2026-11-24T12:00:00Z");
        let last = |claimed, last_claim_at| Delivery {
            claimed,
            last_claim_at: Some(at(last_claim_at)),
            ..delivery()
        };
        for (delivery, now, expected) in [
            (delivery(), now, Ok(Claim::New)),
            (delivery(), at("2026-12-24T11:59:59Z"), Ok(Claim::New)),
            (delivery(), at("2026-12-24T12:00:00Z"), Err(DeliveryState::Expired)),
            (last(1, "2026-11-24T11:00:00Z"), now, Ok(Claim::Resumed)),
            (last(1, "2026-11-23T12:00:00Z"), now, Ok(Claim::New)),
            (last(5, "2026-11-23T12:00:01Z"), now, Ok(Claim::Resumed)),
            (last(5, "2026-11-23T12:00:00Z"), now, Err(DeliveryState::Exhausted)),
            (
                last(1, "2026-12-24T11:00:00Z"),
                at("2026-12-24T12:00:00Z"),
                Err(DeliveryState::Expired),
            ),
        ] {
            assert_eq!(claim(&delivery, now), expected);
            let revoked = Delivery {
                revoked: true,
                ..delivery
            };
            assert_eq!(claim(&revoked, now), Err(DeliveryState::Revoked));
        }
    }

    #[test]
    fn resuming_never_outlives_the_delivery() {
        let late = Delivery {
            claimed: 1,
            last_claim_at: Some(at("2026-12-24T00:00:00Z")),
            ..delivery()
        };

        assert_eq!(
            resumable_until(&late, at("2026-12-24T01:00:00Z")),
            Some(late.expires_at)
        );
        assert_eq!(resumable_until(&delivery(), at("2026-12-24T01:00:00Z")), None);
    }
}
