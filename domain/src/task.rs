//! Something that a person must do about a request, with an owner and a due date. Open tasks are part of the request;
//! what became of them is in its history.

use crate::id::MemberId;
use crate::word::TaskKind;
use chrono::NaiveDate;

/// Open tasks of one request. The row that holds them is limited, and so is anyone's attention.
pub const TASKS: usize = 30;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Of its own among the tasks of its request; as a rule the number of the event that made it.
    pub number: u64,
    pub kind: TaskKind,
    /// What a member wrote; empty for what the desk found itself.
    pub text: String,
    pub owner: Option<Assignee>,
    pub due_on: NaiveDate,
}

/// A member whose work something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignee {
    pub id: MemberId,
    pub name: String,
}
