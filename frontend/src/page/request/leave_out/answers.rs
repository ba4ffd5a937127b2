//! What was answered so far about a record that shall not go out.

use crate::form::Errors;
use domain::letter::Withheld;
use domain::record::Withholding;
use domain::wire::{JudgeRecord, WithholdRecord};
use domain::word::{Ground, wire};
use leptos::prelude::*;

/// The answer to the first question that leads to a ground.
pub const WITHHOLD: &str = "withhold";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Why,
    Ground,
    Extent,
    What,
    Reason,
    Check,
}

impl Step {
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Why => Some(Self::Ground),
            Self::Ground => Some(Self::Extent),
            Self::Extent => Some(Self::What),
            Self::What => Some(Self::Reason),
            Self::Reason => Some(Self::Check),
            Self::Check => None,
        }
    }

    pub fn before(self) -> Option<Self> {
        match self {
            Self::Why => None,
            Self::Ground => Some(Self::Why),
            Self::Extent => Some(Self::Ground),
            Self::What => Some(Self::Extent),
            Self::Reason => Some(Self::What),
            Self::Check => Some(Self::Reason),
        }
    }

    /// The wire names of what is asked.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Why => &["judgement"],
            Self::Ground => &["ground"],
            Self::Extent => &["extent", "rest"],
            Self::What => &["what"],
            Self::Reason => &["reason"],
            Self::Check => &["ground", "extent", "rest", "what", "reason"],
        }
    }
}

#[derive(Clone, Copy)]
pub struct Answers {
    pub first: Step,
    pub step: RwSignal<Step>,
    pub errors: Errors,
    pub why: RwSignal<String>,
    pub ground: RwSignal<String>,
    pub extent: RwSignal<String>,
    pub rest: RwSignal<String>,
    pub what: RwSignal<String>,
    pub reason: RwSignal<String>,
}

impl Answers {
    /// Of protected care there is but one ground, and nothing of it may be told.
    pub fn new(is_protected: bool) -> Self {
        let [why, ground, extent, rest, what, reason] = std::array::from_fn(|_| RwSignal::new(String::new()));
        let first = if is_protected {
            ground.set(wire(&Ground::N3, &Ground::WIRE).to_owned());
            Step::Extent
        } else {
            Step::Why
        };
        Self {
            first,
            step: RwSignal::new(first),
            errors: RwSignal::new(Vec::new()),
            why,
            ground,
            extent,
            rest,
            what,
            reason,
        }
    }

    pub fn judgement(self) -> JudgeRecord {
        JudgeRecord {
            judgement: self.why.get_untracked(),
        }
    }

    pub fn withholding(self) -> WithholdRecord {
        WithholdRecord {
            ground: self.ground.get_untracked(),
            what: self.what.get_untracked(),
            reason: self.reason.get_untracked(),
            extent: self.extent.get_untracked(),
            rest: self.rest.get_untracked(),
        }
    }

    /// What the letter may say of it on this ground.
    pub fn told(self, ground: Ground) -> Option<Withheld> {
        let withholding = Withholding {
            ground,
            what: self.what.get(),
            reason: self.reason.get(),
            rest: None,
            determination: None,
            approval: None,
        };
        withholding.told()
    }
}
