//! A covered entity, its places and the people who work for it.

use crate::id::{LocationId, MemberId, PracticeId};
use crate::wire::{LocationCard, PracticeCard};
use crate::word::Role;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    pub id: PracticeId,
    pub name: String,
    /// Name or title of the person to ask, 45 CFR 164.530(a)(1).
    pub contact: String,
    pub telephone: String,
    pub locations: Vec<Location>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    pub id: LocationId,
    pub name: String,
    pub address: String,
    /// Two letters.
    pub state: String,
    /// IANA name.
    pub time_zone: String,
}

impl Practice {
    pub fn card(&self) -> PracticeCard {
        PracticeCard {
            practice: self.id.clone(),
            name: self.name.clone(),
            contact: self.contact.clone(),
            telephone: self.telephone.clone(),
            locations: self
                .locations
                .iter()
                .map(|location| LocationCard {
                    location: location.id.clone(),
                    name: location.name.clone(),
                    address: location.address.clone(),
                })
                .collect(),
        }
    }

    pub fn location(&self, id: &LocationId) -> Option<&Location> {
        self.locations.iter().find(|location| location.id == *id)
    }
}

/// One person at one practice, as the row says at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    pub practice: PracticeId,
    pub name: String,
    pub roles: Vec<Role>,
    pub active: bool,
}

/// A member who may work on the requests of one practice: the authority that the use cases ask for.
#[derive(Clone, PartialEq, Eq)]
pub struct Clerk {
    member: MemberId,
    practice: PracticeId,
    name: String,
}

impl Clerk {
    /// `None` where the member is not active or holds no role that may do the desk's work.
    pub fn of(member: &Member) -> Option<Self> {
        let may = member.active
            && member.roles.iter().any(|role| match role {
                Role::Clerk | Role::Officer => true,
                Role::Clinician | Role::Reviewer => false,
            });
        may.then(|| Self {
            member: member.id.clone(),
            practice: member.practice.clone(),
            name: member.name.clone(),
        })
    }

    pub fn member(&self) -> &MemberId {
        &self.member
    }

    pub fn practice(&self) -> &PracticeId {
        &self.practice
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_active_clerk_or_officer_may_do_the_desks_work() {
        for (roles, active, may) in [
            (vec![Role::Clerk], true, true),
            (vec![Role::Officer], true, true),
            (vec![Role::Reviewer, Role::Clerk], true, true),
            (vec![Role::Clerk], false, false),
            (vec![Role::Clinician], true, false),
            (vec![Role::Reviewer], true, false),
            (vec![], true, false),
        ] {
            let member = Member {
                id: MemberId::parse("m").unwrap(),
                practice: PracticeId::parse("p").unwrap(),
                name: "A Member".to_owned(),
                roles,
                active,
            };
            assert_eq!(Clerk::of(&member).is_some(), may, "{member:?}");
        }
    }
}
