//! What was answered, row by row, with the way to change it.

use leptos::prelude::*;

pub struct Row {
    pub key: &'static str,
    pub value: String,
    /// The address that leads back to the question.
    pub change: Option<String>,
}

#[component]
pub fn SummaryList(rows: Vec<Row>, #[prop(optional)] change_label: &'static str) -> AnyView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let change = row.change.map(|href| {
                view! {
                    <dd class="summary-change">
                        <a href=href>{change_label}<span class="unseen">" "{row.key}</span></a>
                    </dd>
                }
            });
            view! { <div class="summary-row"><dt>{row.key}</dt><dd>{row.value}</dd>{change}</div> }.into_any()
        })
        .collect_view();
    view! { <dl class="summary">{rows}</dl> }.into_any()
}
