//! What a copy costs, and the ways that cost nothing, to the person who asked.

use super::talk::Talk;
use crate::api;
use crate::component::button::{Look, busy_button};
use crate::component::failure_view::action_failed;
use crate::el::{El, el, p};
use crate::load::spawn;
use crate::page::section;
use crate::text::{Pair, fill, say, status};
use domain::fee::{Fee, Medium, Standing, money, sum};
use domain::text;
use domain::wire;
use domain::wire::fee::AnswerFee;
use domain::word::{Language, Work};
use leptos::prelude::*;

pub fn fee(fee: &Fee, stage: Work, talk: Talk, language: Language) -> El {
    let total = money(fee.quote.total);
    let line = |words: Pair| p(&fill(say(words, language), &[&total]));
    let shown = section(say(status::FEE, language)).id("fee");
    let is_early = matches!(stage, Work::Received | Work::Gathering);
    let is_over = matches!(stage, Work::Answered | Work::Closed);
    // What the fee is for is not offered as free.
    let has_free_copy = fee.quote.medium != Medium::Electronic;
    let free = is_early.then(|| {
        line(if has_free_copy {
            status::FEE_FREE
        } else {
            status::FEE_FREE_LOOK
        })
    });
    let choices = |may_agree| choices(talk, (may_agree, is_early && has_free_copy, is_early), language);
    match fee.standing {
        Standing::NotNeeded | Standing::Agreed if fee.paid_on.is_some() && fee.owed() == 0 => {
            shown.add(line(status::FEE_PAID))
        }
        Standing::NotNeeded | Standing::Agreed if fee.owed() == 0 => shown.add(line(status::FEE_NONE)),
        Standing::Waived | Standing::Lapsed => shown.add(line(status::FEE_NONE)),
        Standing::Asked if is_over => shown.add(line(status::FEE_NONE)),
        Standing::Asked => shown
            .add(line(status::FEE_ASK).class("strong"))
            .add_all(parts(fee, language))
            .add_some(free)
            .add(choices(true))
            .add(line(status::FEE_WRITE)),
        Standing::NotNeeded => shown
            .add(line(status::FEE_SMALL))
            .add_all(parts(fee, language))
            .add_some(free)
            .add(choices(false)),
        Standing::Agreed => shown.add(line(status::FEE_AGREED)).add_some(free).add(choices(false)),
        Standing::FreeCopy => shown.add(line(status::FEE_COPY_CHOSEN)),
        Standing::Look => shown.add(line(status::FEE_LOOK_CHOSEN)),
    }
}

/// Whether an answer is open.
pub fn is_asked(status: &wire::Status) -> bool {
    let is_over = matches!(status.stage, Work::Answered | Work::Closed);
    !is_over && status.fee.as_ref().is_some_and(|fee| fee.standing == Standing::Asked)
}

fn parts(fee: &Fee, language: Language) -> Vec<El> {
    let lines = &fee.quote.lines;
    let items = lines.iter().map(|line| el("li").text(&text::fee::line(line, language)));
    let mut shown = vec![p(say(status::FEE_PARTS, language)), el("ul").add_all(items)];
    if fee.quote.total < sum(lines) {
        let most = fill(say(status::FEE_MOST, language), &[&money(fee.quote.total)]);
        shown.push(p(&most));
    }
    shown
}

/// The buttons: for the yes, for the copy that costs nothing, and for looking at the record.
fn choices(talk: Talk, (may_agree, may_copy, may_look): (bool, bool, bool), language: Language) -> El {
    let choice = |look, words: Pair, choice: &'static str| {
        let words = say(words, language);
        busy_button(
            look,
            talk.busy,
            move || words.to_owned(),
            move || {
                if !talk.begin() {
                    return;
                }
                let form = AnswerFee {
                    choice: choice.to_owned(),
                };
                spawn(async move {
                    let answer = api::answer_fee(&form).await;
                    talk.settle(answer, say(status::FEE_NOTED, language));
                });
            },
        )
    };
    let yes = may_agree.then(|| choice(Look::Outlined, status::FEE_YES, "agreed"));
    let failure = talk.failure;
    el("div")
        .live(move || failure.with(|failure| failure.as_ref().map(|failure| action_failed(failure, language))))
        .add(
            el("div")
                .class("buttons")
                .add_some(yes)
                .add_some(may_copy.then(|| choice(Look::Outlined, status::FEE_COPY, "free_copy")))
                .add_some(may_look.then(|| choice(Look::Outlined, status::FEE_LOOK, "look"))),
        )
}
