//! A state in one or two words.

use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    Soon,
    Late,
}

impl Tone {
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Soon => "soon",
            Self::Late => "late",
        }
    }
}

#[component]
pub fn Tag(tone: Tone, text: &'static str) -> AnyView {
    view! { <span class=["tag ", tone.class()].concat()>{text}</span> }.into_any()
}
