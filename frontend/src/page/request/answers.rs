//! Every other answer than a release: out of the way, and never further than one click.

mod ending;
mod extension;
mod lettered;
mod reopening;

use super::desk::Desk;
use super::section;
use crate::el::{El, el, p};
use domain::route::Name;
use domain::text;
use domain::word::Work;
use leptos::prelude::*;

pub fn answers(desk: Desk) -> El {
    let is_access = desk.page.with_untracked(|page| page.kind.is_access());
    let work = desk.part(|page| page.work);
    let may_answer = desk.may(Name::Answer);
    let may_reopen = desk.may(Name::Reopen);
    let extendable = desk.part(|page| [page.state_extendable, page.extendable]);
    let extensions = desk.part(|page| page.extensions.clone());
    el("div").live(move || {
        let work = work.get();
        let can_end = is_access && matches!(work, Work::Received | Work::Gathering | Work::Ready);
        let can_reopen = matches!(work, Work::Delivered | Work::Answered | Work::Closed);
        let ending = (can_end && may_answer).then(|| ending::ending(desk, work));
        let is_unanswered = matches!(work, Work::Received | Work::Gathering);
        let may = extendable.get();
        let can_extend = is_unanswered && may.iter().any(Option::is_some);
        let extension = can_extend.then(|| extension::extension(desk, may));
        let reopening = (can_reopen && may_reopen).then(|| reopening::reopening(desk));
        let given: Vec<_> = extensions.with(|given| given.iter().map(text::extension).collect());
        let is_any = ending.is_some() || extension.is_some() || reopening.is_some() || !given.is_empty();
        is_any.then(|| {
            section("Other answers")
                .id("answers")
                .add_all(given.iter().map(|words| p(words).class("inset")))
                .add_some(extension)
                .add_some(ending)
                .add_some(reopening)
        })
    })
}
