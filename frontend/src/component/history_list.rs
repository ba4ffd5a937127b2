//! What happened, the newest first.

use crate::browser;
use crate::session::language;
use domain::text;
use domain::wire::HistoryLine;
use leptos::prelude::*;

#[component]
pub fn HistoryList(lines: Vec<HistoryLine>) -> AnyView {
    let language = language();
    let mut lines = lines;
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    let lines = lines
        .into_iter()
        .map(|line| {
            let by = line
                .by
                .map(|by| [" · ", &browser::hour_in_words(line.at), " · ", &by].concat());
            view! {
                <li>
                    <span class="history-what">{text::what(line.what, language)}</span>
                    <span class="history-when">{text::date(line.on, language)}{by}</span>
                </li>
            }
            .into_any()
        })
        .collect_view();
    view! { <ol class="history">{lines}</ol> }.into_any()
}
