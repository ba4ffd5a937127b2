//! Buttons that say when they are at work, and do not act twice meanwhile.

use crate::el::{El, el};
use leptos::prelude::*;

/// How a button looks. One filled button a page: the one next action.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Filled,
    Outlined,
    /// For what takes something away.
    Warning,
    Plain,
    /// Beside text, in tables.
    Small,
    Link,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Filled => "button",
            Self::Outlined => "button outlined",
            Self::Warning => "button warning",
            Self::Plain => "button plain",
            Self::Small => "button outlined small",
            Self::Link => "link",
        }
    }
}

pub fn button(look: Look, label: &str, press: impl Fn() + 'static) -> El {
    bare(look, "button").text(label).on("click", move |_| press())
}

/// While `busy`, pressing does nothing.
pub fn busy_button(
    look: Look,
    busy: RwSignal<bool>,
    label: impl Fn() -> String + 'static,
    press: impl Fn() + 'static,
) -> El {
    let act = move || {
        if !busy.get_untracked() {
            press();
        }
    };
    working(bare(look, "button"), busy)
        .live_text(label)
        .on("click", move |_| act())
}

/// Sends the form that it stands in. The form looks after `busy`.
pub fn submit_button(look: Look, busy: RwSignal<bool>, label: impl Fn() -> String + 'static) -> El {
    working(bare(look, "submit"), busy).live_text(label)
}

/// A link that looks like a button.
pub fn button_link(href: &str, label: &str) -> El {
    el("a").class("button").attr("href", href).text(label)
}

fn bare(look: Look, kind: &str) -> El {
    el("button").attr("type", kind).class(look.class())
}

fn working(button: El, busy: RwSignal<bool>) -> El {
    button
        .live_attr("aria-disabled", move || Some(busy.get().to_string()))
        .live(move || {
            busy.get()
                .then(|| el("span").class("spinner").attr("aria-hidden", "true"))
        })
}
