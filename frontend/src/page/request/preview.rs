//! A letter as it would go out now, asked for and read before it is sent.

use super::desk::Desk;
use crate::api::{self, Failure};
use crate::component::button::{Look, button};
use crate::component::failure_view::action_failed;
use crate::el::{El, el, p, react};
use crate::load::{Load, spawn};
use domain::text;
use domain::wire::{LetterPreview, PreviewLetter};
use domain::word::Language;
use leptos::prelude::*;

/// The letter that is shown, if one is.
#[derive(Clone, Copy)]
pub struct Preview {
    desk: Desk,
    shown: RwSignal<Option<Load<LetterPreview>>>,
}

impl Preview {
    /// `made_of` reads what the letter depends on: it is shown no longer than that stays.
    pub fn new(desk: Desk, made_of: impl Fn() + 'static) -> Self {
        let preview = Self {
            desk,
            shown: RwSignal::new(None),
        };
        react(move || {
            made_of();
            desk.page.track();
            preview.shown.set(None);
        });
        preview
    }

    pub fn load(self, form: PreviewLetter) {
        let request = self.desk.request();
        self.shown.set(Some(Load::Waiting));
        spawn(async move {
            let next = match api::preview_letter(&request, &form).await {
                Ok(letter) => Load::Ready(letter),
                Err(failure) => Load::Failed(failure),
            };
            self.shown.try_set(Some(next));
        });
    }

    /// The letter, with what can be done when it was read.
    pub fn view(self, then: impl Fn() -> Option<El> + 'static) -> El {
        el("div").attr("aria-live", "polite").live(move || {
            Some(match self.shown.get()? {
                Load::Waiting => p("Writing the letter").class("waiting"),
                Load::Failed(failure) => failed(&failure),
                Load::Ready(letter) => el("div").add(text_of(&letter.text)).add_some(then()),
            })
        })
    }
}

/// A letter that can be asked for at any time.
pub fn on_demand(desk: Desk, label: &str, form: impl Fn() -> PreviewLetter + Copy + 'static) -> El {
    let preview = Preview::new(desk, move || {
        form();
    });
    let ask = button(Look::Link, label, move || preview.load(form()));
    el("div").add(ask).add(preview.view(|| None))
}

/// The words of a letter.
pub fn text_of(text: &str) -> El {
    el("div").class("letter").text(text)
}

fn failed(failure: &Failure) -> El {
    let errors = failure.errors();
    let Some(first) = errors.first() else {
        return action_failed(failure, Language::English);
    };
    p(text::error(first.code, Language::English)).class("error")
}
