//! A state in one or two words.

use crate::el::{El, el};

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

pub fn tag(tone: Tone, text: &str) -> El {
    el("span").class(&["tag ", tone.class()].concat()).text(text)
}
