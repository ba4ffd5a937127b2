//! What happened when something did not come, what is safe, and what to do.

use super::alert::{Alert, Weight};
use super::button::{Button, Look};
use crate::api::Failure;
use crate::session::language;
use crate::text::{common, say};
use leptos::prelude::*;

/// In place of something that could not be loaded.
#[component]
pub fn FailureView(failure: Failure, on_retry: Callback<()>) -> AnyView {
    let language = language();
    view! {
        <Alert weight=Weight::Trouble title=title(&failure, language)>
            <p>{say(common::NOTHING_CHANGED, language)}</p>
            <Button look=Look::Outlined label=say(common::TRY_AGAIN, language).to_owned() on_press=on_retry/>
        </Alert>
    }
    .into_any()
}

/// In one sentence.
pub fn title(failure: &Failure, language: domain::word::Language) -> &'static str {
    match failure {
        Failure::Offline => say(common::OFFLINE, language),
        Failure::Refused(problem) if problem.status == 429 => say(common::TOO_OFTEN, language),
        Failure::Refused(_) | Failure::Unreadable => say(common::OUR_FAULT, language),
    }
}
