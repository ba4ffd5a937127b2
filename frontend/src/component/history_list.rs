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
        let when = match &line.by {
            // With the hour goes the day of whoever reads, who may be in another zone than the practice.
            Some(by) => [&browser::instant_in_words(line.at, language), " · ", by].concat(),
            None => text::date(line.on, language),
        };
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
