//! What was answered so far about a record that shall not go out.

use crate::form::{Answer, Errors};
use domain::field::{Code, FieldError};
use domain::ground::{Condition, Verdict, conditions, verdict};
use domain::iso;
use domain::letter::Withheld;
use domain::record::Withholding;
use domain::request::Requester;
use domain::wire::{JudgeRecord, WithholdRecord};
use domain::word::{Ground, of, wire};
use leptos::prelude::*;

/// The answer to the first question that leads to a ground.
pub const WITHHOLD: &str = "withhold";
/// The answer that leads to what is taken for a ground.
pub const OTHER: &str = "other_reason";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Why,
    /// What is taken for a ground and is none. Nothing follows but the way out.
    NoGround,
    Ground,
    Conditions,
    Extent,
    What,
    Reason,
    Check,
}

impl Step {
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Why => Some(Self::Ground),
            Self::NoGround => None,
            Self::Ground => Some(Self::Conditions),
            Self::Conditions => Some(Self::Extent),
            Self::Extent => Some(Self::What),
            Self::What => Some(Self::Reason),
            Self::Reason => Some(Self::Check),
            Self::Check => None,
        }
    }

    pub fn before(self) -> Option<Self> {
        match self {
            Self::Why => None,
            Self::NoGround | Self::Ground => Some(Self::Why),
            Self::Conditions => Some(Self::Ground),
            Self::Extent => Some(Self::Conditions),
            Self::What => Some(Self::Extent),
            Self::Reason => Some(Self::What),
            Self::Check => Some(Self::Reason),
        }
    }

    /// The wire names of what is asked.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Why => &["judgement"],
            Self::NoGround | Self::Conditions => &[],
            Self::Ground => &["ground"],
            Self::Extent => &["extent", "rest"],
            Self::What => &["what"],
            Self::Reason => &["reason", "duration", "ends_on"],
            Self::Check => &["ground", "extent", "rest", "what", "reason", "duration", "ends_on"],
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
    /// What was chosen that is no ground.
    pub no_ground: RwSignal<String>,
    /// The conditions that were answered, with yes and with no.
    pub yes: RwSignal<Vec<String>>,
    pub no: RwSignal<Vec<String>>,
    pub extent: RwSignal<String>,
    pub rest: RwSignal<String>,
    pub what: RwSignal<String>,
    pub reason: RwSignal<String>,
    /// Of a study that still runs.
    pub ends_on: RwSignal<String>,
    /// How long, where the law of a state asks for that.
    pub duration: RwSignal<String>,
}

impl Answers {
    /// Of protected care there is but one ground, and nothing of it may be told.
    pub fn new(is_protected: bool) -> Self {
        let [why, ground, no_ground, extent, rest, what, reason, duration, ends_on] =
            std::array::from_fn(|_| RwSignal::new(String::new()));
        let first = if is_protected {
            ground.set(wire(&Ground::N3, &Ground::WIRE).to_owned());
            Step::Conditions
        } else {
            Step::Why
        };
        Self {
            first,
            step: RwSignal::new(first),
            errors: RwSignal::new(Vec::new()),
            why,
            ground,
            no_ground,
            yes: RwSignal::new(Vec::new()),
            no: RwSignal::new(Vec::new()),
            extent,
            rest,
            what,
            reason,
            ends_on,
            duration,
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
            duration: self.duration.get_untracked(),
            extent: self.extent.get_untracked(),
            rest: self.rest.get_untracked(),
            ends_on: self.ends_on.get_untracked(),
            // All of them: the conversation goes on only where each one holds.
            conditions: [self.yes.get_untracked(), self.no.get_untracked()].concat(),
        }
    }

    pub fn chosen(self) -> Option<Ground> {
        self.ground.with(|ground| of(ground, &Ground::WIRE))
    }

    fn is_answered(self, condition: &Condition) -> Option<bool> {
        let among = |list: RwSignal<Vec<String>>| list.with(|list| list.iter().any(|id| id == condition.id));
        match (among(self.yes), among(self.no)) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            (false, false) => None,
        }
    }

    pub fn verdict(self, states: &[String]) -> Verdict {
        match self.chosen() {
            Some(ground) => verdict(ground, states, |condition| self.is_answered(condition)),
            None => Verdict::Open,
        }
    }

    /// What does not hold, or is not answered.
    pub fn open(self, states: &[String]) -> Vec<FieldError> {
        let Some(ground) = self.ground.with_untracked(|ground| of(ground, &Ground::WIRE)) else {
            return Vec::new();
        };
        conditions(ground, states)
            .filter(|condition| untrack(|| self.is_answered(condition)) != Some(condition.holds))
            .map(|condition| FieldError::new(condition.id, Code::ConditionOpen))
            .collect()
    }

    pub fn answer(self, condition: &'static Condition) -> Answer {
        let get = move || match self.is_answered(condition) {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => String::new(),
        };
        let set = move |answer: String| {
            for (list, word) in [(self.yes, "yes"), (self.no, "no")] {
                list.update(|list| {
                    list.retain(|id| id != condition.id);
                    if answer == word {
                        list.push(condition.id.to_owned());
                    }
                });
            }
        };
        Answer::new(get, set)
    }

    /// What the letter may say of it on this ground.
    pub fn told(self, ground: Ground, requester: &Requester) -> Option<Withheld> {
        let withholding = Withholding {
            ground,
            what: self.what.get(),
            reason: self.reason.get(),
            duration: self.duration.get(),
            rest: None,
            ends_on: iso::day(self.ends_on.get().trim()).filter(|_| ground == Ground::U4),
            conditions: Vec::new(),
            determination: None,
            approval: None,
        };
        withholding.told(requester)
    }
}
