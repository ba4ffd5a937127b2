//! The one result that matters, to be read, written down or read out.

use leptos::prelude::*;

#[component]
pub fn Panel(
    label: &'static str,
    #[prop(into)] value: String,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class="panel">
            <p class="panel-label">{label}</p>
            <p class="panel-value">{value}</p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
