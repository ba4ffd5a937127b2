//! Buttons that say when they are at work, and do not act twice meanwhile.

use leptos::prelude::*;

/// How a button looks. One filled button a page: the one next action.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Filled,
    Outlined,
    /// For what takes something away.
    Warning,
    Plain,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Filled => "button",
            Self::Outlined => "button outlined",
            Self::Warning => "button warning",
            Self::Plain => "button plain",
        }
    }
}

#[component]
pub fn Button(
    look: Look,
    #[prop(into)] label: Signal<String>,
    on_press: Callback<()>,
    /// While it works, the label says so and pressing does nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    #[prop(optional)] id: Option<&'static str>,
) -> AnyView {
    let press = move |_| {
        if !busy.get_untracked() {
            on_press.run(());
        }
    };
    view! {
        <button type="button" id=id class=look.class() aria-disabled=move || busy.get().to_string() on:click=press>
            {move || busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
            {move || label.get()}
        </button>
    }
    .into_any()
}

/// Sends the form that it stands in, or the form named.
#[component]
pub fn SubmitButton(
    look: Look,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional)] form: Option<&'static str>,
) -> AnyView {
    view! {
        <button type="submit" class=look.class() form=form aria-disabled=move || busy.get().to_string()>
            {move || busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
            {move || label.get()}
        </button>
    }
    .into_any()
}
