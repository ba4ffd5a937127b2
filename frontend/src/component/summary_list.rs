//! What was answered, row by row, with the way to change it.

use crate::el::{El, el};

pub struct Row {
    pub key: &'static str,
    pub value: String,
    /// The words and the address that lead back to the question.
    pub change: Option<(&'static str, String)>,
}

pub fn summary_list(rows: impl IntoIterator<Item = Row>) -> El {
    el("dl").class("summary").add_all(rows.into_iter().map(|row| {
        let change = row.change.map(|(label, href)| {
            let topic = el("span").class("unseen").text(" ").text(row.key);
            let link = el("a").attr("href", &href).text(label).add(topic);
            el("dd").class("summary-change").add(link)
        });
        el("div")
            .class("summary-row")
            .add(el("dt").text(row.key))
            .add(el("dd").text(&row.value))
            .add_some(change)
    }))
}
