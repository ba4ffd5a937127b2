//! A message about the page as a whole, with its weight in words and in a mark, not in colour alone.

use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Notice,
    Good,
    Trouble,
}

#[component]
pub fn Alert(
    weight: Weight,
    #[prop(into)] title: String,
    /// Read out as soon as it appears.
    #[prop(optional)]
    urgent: bool,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let class = match weight {
        Weight::Notice => "alert",
        Weight::Good => "alert good",
        Weight::Trouble => "alert trouble",
    };
    view! {
        <div class=class role=urgent.then_some("alert")>
            <p class="alert-title">{title}</p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
