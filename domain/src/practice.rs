//! A covered entity, its places and the people who work for it.

use crate::fee::Schedule;
use crate::id::{LocationId, MemberId, PracticeId};
use crate::wire::{LocationCard, PracticeCard};
use crate::word::Role;
use std::marker::PhantomData;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    pub id: PracticeId,
    pub name: String,
    /// Name or title of the person to ask, 45 CFR 164.530(a)(1).
    pub contact: String,
    pub telephone: String,
    pub locations: Vec<Location>,
    pub fees: Schedule,
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

    /// The states of its places.
    pub fn states(&self) -> Vec<String> {
        self.locations.iter().map(|location| location.state.clone()).collect()
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
    /// Kind, number and state of a professional licence; empty where there is none.
    pub licence: String,
    pub active: bool,
}

/// What a member must be to do something.
pub trait Right {
    const ROLES: &'static [Role];
}

/// Seeing requests and records.
pub enum Reading {}
/// The desk's work.
pub enum DeskWork {}
/// Determinations of a licensed professional, 45 CFR 164.524(a)(3).
pub enum Determining {}
/// Approving what is withheld, extensions, and the practice's own settings.
pub enum Approving {}
/// Looking again at what was withheld, 45 CFR 164.524(a)(4).
pub enum Reviewing {}
/// Saying who does that.
pub enum Designating {}

impl Right for Reading {
    const ROLES: &'static [Role] = &[Role::Clerk, Role::Officer, Role::Clinician, Role::Reviewer];
}

impl Right for DeskWork {
    const ROLES: &'static [Role] = &[Role::Clerk, Role::Officer];
}

impl Right for Determining {
    const ROLES: &'static [Role] = &[Role::Clinician];
}

impl Right for Approving {
    const ROLES: &'static [Role] = &[Role::Officer];
}

impl Right for Reviewing {
    const ROLES: &'static [Role] = &[Role::Reviewer];
}

impl Right for Designating {
    const ROLES: &'static [Role] = &[Role::Officer, Role::Reviewer];
}

/// A member who may do something at one practice: what the decisions ask for, and what only a member's row gives.
pub struct Authority<R> {
    member: Member,
    right: PhantomData<fn() -> R>,
}

pub type Reader = Authority<Reading>;
pub type Clerk = Authority<DeskWork>;
pub type Clinician = Authority<Determining>;
pub type Officer = Authority<Approving>;
pub type Reviewer = Authority<Reviewing>;
pub type Designator = Authority<Designating>;

impl Member {
    /// Whether all that the member does here is to review: maybe someone from outside, who sees no other request.
    pub fn only_reviews(&self) -> bool {
        !self.roles.is_empty() && self.roles.iter().all(|role| *role == Role::Reviewer)
    }
}

impl<R: Right> Authority<R> {
    /// `None` where the member is not active or holds no role that may.
    pub fn of(member: &Member) -> Option<Self> {
        let may = member.active && member.roles.iter().any(|role| R::ROLES.contains(role));
        may.then(|| Self {
            member: member.clone(),
            right: PhantomData,
        })
    }
}

impl<R> Authority<R> {
    pub fn member(&self) -> &MemberId {
        &self.member.id
    }

    pub fn practice(&self) -> &PracticeId {
        &self.member.practice
    }

    pub fn name(&self) -> &str {
        &self.member.name
    }

    pub fn licence(&self) -> &str {
        &self.member.licence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_active_member_of_the_right_role_holds_an_authority() {
        for (roles, active, may) in [
            (vec![Role::Clerk], true, [true, true, false, false]),
            (vec![Role::Officer], true, [true, true, false, true]),
            (vec![Role::Reviewer, Role::Clerk], true, [true, true, false, false]),
            (vec![Role::Clinician], true, [true, false, true, false]),
            (vec![Role::Reviewer], true, [true, false, false, false]),
            (vec![], true, [false; 4]),
            (vec![Role::Clerk, Role::Clinician, Role::Officer], false, [false; 4]),
        ] {
            let member = Member {
                id: MemberId::parse("m").unwrap(),
                practice: PracticeId::parse("p").unwrap(),
                name: "A Member".to_owned(),
                roles,
                licence: String::new(),
                active,
            };
            let holds = [
                Reader::of(&member).is_some(),
                Clerk::of(&member).is_some(),
                Clinician::of(&member).is_some(),
                Officer::of(&member).is_some(),
            ];
            assert_eq!(holds, may, "{member:?}");
        }
    }
}
