//! What a copy costs. Most requests are free, and then it is one line.

use super::desk::Desk;
use super::preview::on_demand;
use super::section;
use super::sheet::{Sheet, fold, sheet};
use crate::api;
use crate::component::button::{Look, busy_button};
use crate::component::choices::{Choice, checkbox, radio_buttons};
use crate::component::clock_view::details;
use crate::component::field::{Kind, Label, field};
use crate::el::{El, el, p, react};
use crate::form::{Answer, Errors};
use domain::fee::{self, Fee, Medium, Method, Quote, Standing, Terms, money, parse, states};
use domain::route::Name;
use domain::text;
use domain::wire::PreviewLetter;
use domain::wire::fee::{NoteFee, QuoteFee};
use domain::word::{Access, Kind as Ask, Language, Work, of};
use leptos::prelude::*;

const AMOUNT: Kind = Kind {
    mode: "decimal",
    class: "input medium",
    ..Kind::TEXT
};
const COUNT: Kind = Kind {
    mode: "numeric",
    class: "input medium",
    ..Kind::TEXT
};

pub fn fee(desk: Desk) -> El {
    let may_quote = desk.may(Name::QuoteFee);
    let quoted = desk.part(|page| page.fee.clone());
    let is_early = desk.part(|page| matches!(page.work, Work::Received | Work::Gathering));
    let is_copy = desk.part(|page| page.access == Access::Copy);
    let stands = move || {
        Some(match quoted.get() {
            None if is_copy.get() => p("No fee. Electronic copies are free here."),
            None => p("No fee. To look at the record is always free."),
            Some(fee) => standing(desk, &fee, may_quote, is_early.get()),
        })
    };
    // Another way takes another copy.
    let way = desk.part(|page| page.fee_terms.way);
    let form = move || {
        way.get();
        (may_quote && is_early.get() && is_copy.get()).then(|| untrack(|| quote_form(desk)))
    };
    section("Fee").id("fee").live(stands).live(form)
}

/// One line, where a fee was quoted.
pub fn in_short(desk: Desk) -> Option<El> {
    desk.page.with(|page| page.fee.as_ref().map(|fee| p(&in_words(fee))))
}

fn in_words(fee: &Fee) -> String {
    let total = money(fee.quote.total);
    match fee.standing {
        Standing::Asked => [
            "Fee: ",
            &total,
            " was quoted. The requester has not answered. Nothing is charged without a yes, and no time stops.",
        ]
        .concat(),
        Standing::NotNeeded | Standing::Agreed if fee.paid_on.is_some() && fee.owed() == 0 => {
            ["Fee: ", &total, ", paid."].concat()
        }
        Standing::NotNeeded if fee.quote.total == 0 => "Fee: none.".to_owned(),
        Standing::NotNeeded => ["Fee: ", &total, ". The requester wants no question about so little."].concat(),
        Standing::Agreed => ["Fee: ", &total, ". The requester said yes."].concat(),
        Standing::FreeCopy => "Fee: none. The requester chose the free electronic copy.".to_owned(),
        Standing::Look => "Fee: none. The requester wants to look at the record for free.".to_owned(),
        Standing::Waived => "Fee: none. It was waived.".to_owned(),
        Standing::Lapsed => "Fee: none. The one before was for a copy that is not made any more.".to_owned(),
    }
}

fn standing(desk: Desk, fee: &Fee, may_note: bool, is_early: bool) -> El {
    let note = |words: &'static str, note: &'static str, done: &'static str| {
        busy_button(
            Look::Outlined,
            desk.busy,
            move || words.to_owned(),
            move || {
                let form = NoteFee { note: note.to_owned() };
                desk.make(api::note_fee(&desk.request(), desk.version(), &form), done);
            },
        )
    };
    let is_owed = fee.owed() > 0;
    let back = (fee.to_give_back() > 0).then(|| {
        let back = money(fee.to_give_back());
        p(&["The requester paid more than that: give ", &back, " back."].concat())
    });
    let is_asked = fee.standing == Standing::Asked;
    let has_free_copy = fee.quote.medium != Medium::Electronic;
    let said = (may_note && is_early && is_asked).then(|| {
        el("div").add(p("What the requester said on the telephone:")).add(
            el("div")
                .class("buttons")
                .add(note("Yes to the fee", "agreed", "The yes is noted."))
                .add_some(has_free_copy.then(|| note("The free electronic copy", "free_copy", "The answer is noted.")))
                .add(note("To look at it for free", "look", "The answer is noted.")),
        )
    });
    let money = (may_note && (is_owed || is_asked)).then(|| {
        el("div")
            .class("buttons")
            .add_some(is_owed.then(|| note("Note that it was paid", "paid", "The payment is noted.")))
            .add(note("Waive the fee", "waived", "The fee is waived."))
    });
    el("div")
        .add(p(&in_words(fee)).class("strong"))
        .add_some(back)
        .add_some(said)
        .add_some(money)
        .add(details("How the fee was worked out").add(worked_out(&fee.quote)))
}

/// The lines, and everything that was considered.
fn worked_out(quote: &Quote) -> El {
    let lines = quote
        .lines
        .iter()
        .map(|line| el("li").text(&text::fee::line(line, Language::English)));
    let steps = quote.working.iter().map(|step| {
        let words = text::fee::step(step);
        let item = el("li").text(&words);
        if step.won {
            item.class("strong").text(". This is the lowest, and counts")
        } else {
            item
        }
    });
    el("div")
        .add_some((!quote.lines.is_empty()).then(|| el("ul").add_all(lines)))
        .add(el("ul").add_all(steps))
}

fn quote_form(desk: Desk) -> El {
    let terms = desk.page.with_untracked(|page| page.fee_terms.clone());
    let schedule = terms.schedule;
    let way = terms.way;
    let media = [
        (Medium::Paper, Choice::new("paper", "Paper")),
        (Medium::Media, Choice::new("media", "A disc or a stick")),
        (
            Medium::Electronic,
            Choice::new("electronic", "Nothing: it is electronic"),
        ),
    ];
    let media: Vec<Choice> = media
        .into_iter()
        .filter_map(|(medium, choice)| medium.fits(way).then_some(choice))
        .collect();
    let (medium, method) = if Medium::Paper.fits(way) {
        ("paper", "cost")
    } else {
        ("electronic", "free")
    };
    let form = RwSignal::new(QuoteFee {
        medium: medium.to_owned(),
        method: method.to_owned(),
        labor_rate: dollars(schedule.labor),
        page_price: dollars(schedule.page),
        media_price: dollars(schedule.media),
        ..QuoteFee::default()
    });
    let errors: Errors = RwSignal::new(Vec::new());
    let what = Sheet {
        name: "fee",
        button: "Tell the requester this fee",
        done: "The fee is quoted.",
        clear: Vec::new(),
    };
    let kind = Memo::new(move |_| form.with(|form| (of(&form.method, &Method::WIRE), of(&form.medium, &Medium::WIRE))));
    let medium = Memo::new(move |_| form.with(|form| of(&form.medium, &Medium::WIRE)));
    react(move || {
        let method = match medium.get() {
            Some(Medium::Electronic) => "free",
            Some(Medium::Paper | Medium::Media) | None => "cost",
        };
        // What was typed for another medium is not shown any more, and must not be sent.
        untrack(|| {
            form.update(|form| {
                method.clone_into(&mut form.method);
                let parts = [
                    &mut form.pages,
                    &mut form.media,
                    &mut form.postage,
                    &mut form.copy_pages,
                ];
                parts.into_iter().for_each(String::clear);
            });
        });
    });
    let (told, asked) = (terms.clone(), terms.clone());
    let has_flat = schedule.flat.is_some();
    let goes_by_pages = fee::asks_about_pages(&terms.states);
    let pages = el("div").live(move || {
        let counts = match kind.get() {
            (Some(Method::Cost | Method::Flat), Some(Medium::Electronic)) => goes_by_pages,
            _ => false,
        };
        counts.then(|| copy_pages(form, errors))
    });
    let fields = vec![
        radio_buttons(
            label(
                "fee-medium",
                "What is the copy made on?",
                "As the copy goes out now. For another one, note first under “Who asks” what the requester agreed to.",
            ),
            media,
            &Answer::of(form, |form| &mut form.medium),
            errors,
        ),
        el("div").live(move || {
            Some(methods(
                form,
                errors,
                has_flat && kind.get().1 == Some(Medium::Electronic),
            ))
        }),
        el("div").live(move || match kind.get() {
            (Some(Method::Cost), medium) => Some(parts(form, errors, medium, told.is_mailed())),
            (Some(Method::Free | Method::Flat) | None, _) => None,
        }),
        questions(form, errors, &terms),
        pages,
        el("div")
            .attr("aria-live", "polite")
            .live(move || Some(total(&form.get(), &asked))),
        on_demand(desk, "Read the letter first", move || PreviewLetter {
            kind: "fee".to_owned(),
            fee: form.get(),
            ..PreviewLetter::default()
        }),
    ];
    let sent = terms.clone();
    let shown = sheet(desk, what, errors, fields, move || {
        let form = form.get_untracked();
        parse::quote(&form, &sent)?;
        Ok(api::quote_fee(&desk.request(), desk.version(), &form))
    });
    let is_directive = desk.page.with_untracked(|page| page.kind == Ask::Directive);
    let directive = is_directive.then(|| {
        p("The record goes to someone else. The law's limit on fees is for the patient's own copy (Ciox v. Azar), but this desk offers the same fee here.").class("hint")
    });
    let silent = (schedule == fee::Schedule::default())
        .then(|| p("Your practice has set no prices, so that every copy is free.").class("hint"));
    fold("fee", "Quote a fee")
        .add(p("Only the work of copying, paper or a disc, postage and an agreed summary may be charged (45 CFR 164.524(c)(4)). The time to answer goes on meanwhile, and no record is held back for a fee.").class("hint"))
        .add_some(directive)
        .add_some(silent)
        .add_all(notes(&terms))
        .add(shown)
}

fn notes(terms: &Terms) -> Vec<El> {
    let found = terms.states.iter().filter_map(|code| states::of(code));
    found
        .filter(|state| !state.note.is_empty())
        .map(|state| p(state.note).class("hint"))
        .collect()
}

const fn label(id: &'static str, text: &'static str, hint: &'static str) -> Label {
    Label { id, text, hint }
}

/// As a field takes it; nothing where there is no price.
pub fn dollars(cents: fee::Cents) -> String {
    if cents == 0 {
        return String::new();
    }
    money(cents).trim_start_matches('$').to_owned()
}

fn methods(form: RwSignal<QuoteFee>, errors: Errors, has_flat: bool) -> El {
    let mut choices = vec![
        Choice::new("cost", "What this copy costs"),
        Choice::new("free", "No fee"),
    ];
    if has_flat {
        choices.push(Choice::new("flat", "The flat fee of your practice, all in"));
    }
    radio_buttons(
        label("fee-method", "How is the fee worked out?", ""),
        choices,
        &Answer::of(form, |form| &mut form.method),
        errors,
    )
}

fn parts(form: RwSignal<QuoteFee>, errors: Errors, medium: Option<Medium>, is_mailed: bool) -> El {
    let ask = |it, kind, part: fn(&mut QuoteFee) -> &mut String| field(it, kind, Answer::of(form, part), errors);
    let mut fields = vec![
        ask(
            label(
                "fee-labor_minutes",
                "Minutes to make the copy",
                "Only the copying. Not the time to find the record, to look through it or to make sure who asks.",
            ),
            COUNT,
            |form| &mut form.labor_minutes,
        ),
        ask(label("fee-labor_rate", "Dollars an hour", ""), AMOUNT, |form| {
            &mut form.labor_rate
        }),
    ];
    match medium {
        Some(Medium::Paper) => fields.extend([
            ask(label("fee-pages", "Pages", ""), COUNT, |form| &mut form.pages),
            ask(label("fee-page_price", "Dollars a page", ""), AMOUNT, |form| {
                &mut form.page_price
            }),
        ]),
        Some(Medium::Media) => fields.extend([
            ask(label("fee-media", "Discs or sticks", ""), COUNT, |form| &mut form.media),
            ask(label("fee-media_price", "Dollars each", ""), AMOUNT, |form| {
                &mut form.media_price
            }),
        ]),
        Some(Medium::Electronic) | None => {}
    }
    if is_mailed && medium != Some(Medium::Electronic) {
        fields.push(ask(label("fee-postage", "Postage in dollars", ""), AMOUNT, |form| {
            &mut form.postage
        }));
    }
    let summary = details("The requester agreed to a summary")
        .add(ask(
            label(
                "fee-summary",
                "Price of the summary in dollars",
                "A summary never takes the place of the record.",
            ),
            AMOUNT,
            |form| &mut form.summary,
        ))
        .add(checkbox(
            label(
                "fee-summary_agreed",
                "The requester said yes to the summary and to this price",
                "",
            ),
            Answer::of(form, |form| &mut form.summary_agreed),
            errors,
        ));
    el("div").add_all(fields).add(summary)
}

/// Asked only where a cap goes by it.
fn copy_pages(form: RwSignal<QuoteFee>, errors: Errors) -> El {
    let question = label(
        "fee-copy_pages",
        "How many pages does the copy have?",
        "The law of your state caps an electronic copy by that. Left empty, nothing can be charged.",
    );
    field(question, COUNT, Answer::of(form, |form| &mut form.copy_pages), errors)
}

/// Asked only where the answer makes the copy free.
fn questions(form: RwSignal<QuoteFee>, errors: Errors, terms: &Terms) -> El {
    let benefits = fee::asks_about_benefits(&terms.states).then(|| {
        checkbox(
            label(
                "fee-benefits_claim",
                "It is for a claim of public benefits, such as Social Security",
                "Then the copy is free in your state. Ask nothing more about the reason.",
            ),
            Answer::of(form, |form| &mut form.benefits_claim),
            errors,
        )
    });
    let earlier = fee::asks_about_earlier_copy(&terms.states).then(|| {
        checkbox(
            label(
                "fee-earlier_copy",
                "The patient has had a copy of this record before",
                "The first copy is free in your state.",
            ),
            Answer::of(form, |form| &mut form.earlier_copy),
            errors,
        )
    });
    el("div").add_some(benefits).add_some(earlier)
}

/// What it comes to while it is typed, and why a cap applies.
fn total(form: &QuoteFee, terms: &Terms) -> El {
    match parse::quote(form, terms) {
        Ok(asked) => {
            let quote = fee::figure(&asked, terms);
            el("div")
                .class("panel")
                .add(p(&["Fee: ", &money(quote.total)].concat()).class("strong"))
                .add(worked_out(&quote))
        }
        Err(_) => p("The fee stands here when the form is filled in.").class("hint"),
    }
}
