//! What happened, the newest first. The API lists it as it happened.

use crate::browser;
use crate::el::{El, el};
use crate::session::language;
use domain::text;
use domain::wire::HistoryLine;

/// `before` says what a correction changed, where that is told.
pub fn history_list(lines: &[HistoryLine], before: fn(&HistoryLine) -> Option<String>) -> El {
    let language = language();
    el("ol").class("history").add_all(lines.iter().rev().map(|line| {
        let mut when = text::date(line.on, language);
        if let Some(by) = &line.by {
            when = [when.as_str(), " · ", &browser::hour_in_words(line.at), " · ", by].concat();
        }
        let mut what = text::what(line.what, language).to_owned();
        if let Some(file) = &line.file {
            what = [what.as_str(), ": ", file].concat();
        }
        el("li")
            .add(el("span").class("history-what").text(&what))
            .add(el("span").class("history-when").text(&when))
            .add_some(
                line.words
                    .as_deref()
                    .map(|words| el("span").class("history-words").text(words)),
            )
            .add_some(before(line).map(|words| el("span").class("history-words").text(&words)))
    }))
}
