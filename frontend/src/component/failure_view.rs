//! What happened when something did not come, what is safe, and what to do.

use super::alert::{Weight, alert, urgent};
use super::button::{Look, button};
use crate::api::Failure;
use crate::el::{El, p};
use crate::session::language;
use crate::text::{common, say};
use domain::word::Language;

/// In place of something that could not be loaded.
pub fn failure_view(failure: &Failure, retry: impl Fn() + 'static) -> El {
    let language = language();
    alert(Weight::Trouble, title(failure, language))
        .add(p(say(common::NOTHING_CHANGED, language)))
        .add(button(Look::Outlined, say(common::TRY_AGAIN, language), retry))
}

/// Beside an action that did not get through.
pub fn action_failed(failure: &Failure, language: Language) -> El {
    urgent(title(failure, language)).add(p(say(common::NOTHING_CHANGED, language)))
}

/// In one sentence.
pub fn title(failure: &Failure, language: Language) -> &'static str {
    match failure {
        Failure::Offline => say(common::OFFLINE, language),
        Failure::Refused(problem) if problem.status == 429 => say(common::TOO_OFTEN, language),
        Failure::Refused(_) | Failure::Unreadable => say(common::OUR_FAULT, language),
    }
}
