//! The second look at what was withheld: that it was asked for, who may do it and who may not, the reviewer's questions,
//! and what came of it.

use super::desk::Desk;
use super::preview::on_demand;
use super::section;
use super::sheet::{Sheet, fold, sheet};
use crate::api;
use crate::browser;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, busy_button, button, submit_button};
use crate::component::choices::{Choice, radio_buttons};
use crate::component::error_summary::error_summary;
use crate::component::failure_view::failure_view;
use crate::component::field::{Kind, Label, field, text_area};
use crate::el::{El, el, p, react};
use crate::form::{Answer, Errors};
use crate::load::{Load, Loading, reload};
use crate::said::{ANSWERED, SAID};
use crate::text::{fill, staff};
use domain::field::FieldError;
use domain::parse;
use domain::route::Name;
use domain::text;
use domain::wire::review::{
    AssignReview, DecideReview, EnterReview, FindingForm, ReviewCard, ReviewItem, ReviewMember, ReviewPage,
};
use domain::wire::{HandOver, PreviewLetter, Reading};
use domain::word::{Channel, Handing, Language, TaskKind};
use leptos::prelude::*;

/// Where it starts.
pub const REVIEW: &str = "review";
const ENGLISH: Language = Language::English;
/// The questions to the reviewer.
const STANDS: &str = "decide-stands";
const RATIONALE: &str = "decide-rationale";
/// Where the questions about the next record begin.
const QUESTION: &str = "decide-question";

pub fn review(desk: Desk) -> El {
    let stands = desk.part(|page| (page.reviewable, page.review.clone()));
    let known: Loading<ReviewPage> = RwSignal::new(Load::Waiting);
    react(move || {
        let (reviewable, review) = stands.get();
        if reviewable || review.is_some() {
            let request = desk.request();
            reload(known, async move { api::review_page(&request).await });
        }
    });
    el("div").live(move || {
        let (reviewable, card) = stands.get();
        let part = section("A second look at what was withheld")
            .id(REVIEW)
            .attr("tabindex", "-1");
        match card {
            Some(card) => Some(
                part.add(how_it_stands(&card))
                    .add(body(desk, card, known))
                    .add_some(reviewable.then(|| ask_again(desk))),
            ),
            None if reviewable => Some(part.add(p(
                "A part is withheld on a ground that another licensed professional judges again if the requester asks. The letter and the status page say so.",
            )).add_some(desk.may(Name::EnterReview).then(|| enter(desk)))),
            None => None,
        }
    })
}

/// What the header offers, where the review is what comes next.
pub fn next(desk: Desk, nothing_else: bool) -> Option<El> {
    let card = desk.page.with(|page| page.review.clone())?;
    if card.outcome.is_some() {
        let waits = card.notified_on.is_none() && nothing_else;
        return waits.then(|| p("The letter about the review is on its way").class("waiting"));
    }
    let go = |label| {
        button(Look::Filled, label, || {
            browser::focus(REVIEW);
        })
    };
    let is_mine = card.reviewer.as_ref().is_some_and(|it| it.member.as_str() == desk.me());
    if is_mine && desk.may(Name::DecideReview) {
        return Some(go("Decide the review"));
    }
    if card.reviewer.is_none() && desk.may(Name::AssignReview) && nothing_else {
        return Some(go("Say who reviews"));
    }
    nothing_else.then(|| p("Waiting for a reviewer").class("waiting"))
}

fn row(key: &str, value: &str) -> El {
    el("div")
        .class("summary-row")
        .add(el("dt").text(key))
        .add(el("dd").text(value))
}

fn how_it_stands(card: &ReviewCard) -> El {
    let date = |day| text::date(day, ENGLISH);
    let (due, counted) = (date(card.due_on), |days, one, many| {
        staff::counted(days as usize, one, many)
    });
    let due = match card.reading {
        Reading::OnTime(days) | Reading::DueSoon(days) => {
            [&due, " · ", &counted(days, "day left", "days left")].concat()
        }
        Reading::DueToday => [&due, " · today"].concat(),
        Reading::Overdue(days) => [&due, " · ", &counted(days, "day late", "days late")].concat(),
        Reading::Answered | Reading::AnsweredLate(_) | Reading::NotCounted => due,
    };
    let reviewer = card.reviewer.as_ref().map_or("Nobody yet", |reviewer| &reviewer.name);
    el("dl")
        .class("summary")
        .add(row("Asked on", &date(card.asked_on)))
        .add(row("To be decided by", &due))
        .add(row("Reviewer", reviewer))
        .add_some(
            card.outcome
                .map(|outcome| row("Outcome", text::review::outcome(outcome, ENGLISH))),
        )
        .add_some(card.decided_on.map(|on| row("Decided on", &date(on))))
        .add_some(card.outcome.map(|_| match card.notified_on {
            Some(on) => row("Told", &["The letter reached the requester on ", &date(on)].concat()),
            None => row("Told", "The letter has not reached the requester yet"),
        }))
}

fn body(desk: Desk, card: ReviewCard, known: Loading<ReviewPage>) -> El {
    // Each keeps what is typed in it while the rest is loaded anew.
    let page = Memo::new(move |_| {
        known.with(|known| match known {
            Load::Ready(page) => Some(page.clone()),
            Load::Waiting | Load::Failed(_) => None,
        })
    });
    let trouble = move || {
        let failure = known.with(|known| match known {
            Load::Failed(failure) => Some(failure.clone()),
            Load::Waiting | Load::Ready(_) => None,
        })?;
        Some(failure_view(&failure, move || {
            let request = desk.request();
            reload(known, async move { api::review_page(&request).await });
        }))
    };
    el("div").live(trouble).live(move || {
        let page = page.get()?;
        Some(match card.outcome {
            Some(_) => decided(desk, &card, &page),
            None => open(desk, &card, page),
        })
    })
}

/// Nobody has decided it yet.
fn open(desk: Desk, card: &ReviewCard, page: ReviewPage) -> El {
    let is_mine = card.reviewer.as_ref().is_some_and(|it| it.member.as_str() == desk.me());
    let items = || {
        el("ul")
            .class("plain")
            .add_all(page.items.iter().map(|item| el("li").add(about(item))))
    };
    if is_mine && desk.may(Name::DecideReview) {
        return questions(desk, page.items);
    }
    el("div").add(items()).add(who_may(desk, card, &page.members))
}

/// A record as it lies before who looks at it again.
fn about(item: &ReviewItem) -> El {
    let ground = [text::ground_for_staff(item.ground), " (", item.ground.citation(), ")"].concat();
    let said = |key: &str, words: &str| (!words.is_empty()).then(|| row(key, words));
    el("div").add(p(&item.name).class("strong file-name")).add(
        el("dl")
            .class("summary")
            .add(row("Ground", &ground))
            .add(row("What", &item.what))
            .add_some(said("Why", &item.reason))
            .add_some(said("The first professional", &item.rationale)),
    )
}

/// Everyone who might, with what stands against them, and the choice of one.
fn who_may(desk: Desk, card: &ReviewCard, members: &[ReviewMember]) -> El {
    let able: Vec<_> = members.iter().filter(|member| member.bar.is_none()).collect();
    let others = members.iter().filter_map(|member| Some((member, member.bar?)));
    let others: Vec<_> = others
        .map(|(member, bar)| el("li").text(&[&member.name, ": ", text::review::bar(bar)].concat()))
        .collect();
    let nobody = able.is_empty().then(|| {
        alert(Weight::Trouble, "Nobody here may review it").add(p(
            "It takes a licensed professional who took no part in withholding it. Designate one, also from outside: add that person as a member with the role of reviewer, with the licence.",
        ))
    });
    let me = desk.me();
    let may_take = able.iter().any(|member| member.member.as_str() == me);
    // A reviewer takes what nobody has; the officer alone gives it to others.
    let is_officer = desk.may(Name::Approve);
    let take = (card.reviewer.is_none() && may_take && desk.may(Name::AssignReview)).then(|| {
        let form = AssignReview { member: me.clone() };
        busy_button(
            Look::Outlined,
            desk.busy,
            || "Take this review".to_owned(),
            move || {
                let change = api::assign_review(&desk.request(), desk.version(), &form);
                desk.make(change, "The review is yours.");
            },
        )
    });
    let choose = (is_officer && !able.is_empty()).then(|| designate(desk, &able));
    let wait = (take.is_none() && choose.is_none() && nobody.is_none())
        .then(|| p("The officer says who reviews, or a reviewer takes it.").class("aside"));
    let not = (!others.is_empty()).then(|| {
        el("div")
            .add(el("h3").text("Who may not"))
            .add(el("ul").add_all(others))
    });
    el("div")
        .add_some(nobody)
        .add_some(take.map(|take| el("div").class("buttons").add(take)))
        .add_some(choose)
        .add_some(wait)
        .add_some(not)
}

fn designate(desk: Desk, able: &[&ReviewMember]) -> El {
    let member = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let choices = able
        .iter()
        .map(|member| Choice::new(member.member.as_str(), &member.name))
        .collect();
    let label = Label {
        id: "designate-member",
        text: "Who looks at it again?",
        hint: "A licensed professional who did not propose, judge or approve it.",
    };
    let what = Sheet {
        name: "designate",
        button: "Designate",
        done: "It is noted who reviews.",
        clear: Vec::new(),
    };
    let fields = vec![radio_buttons(label, choices, &Answer::own(member), errors)];
    sheet(desk, what, errors, fields, move || {
        let form = AssignReview {
            member: member.get_untracked(),
        };
        parse::review::assign(&form).map_err(|error| vec![error])?;
        Ok(api::assign_review(&desk.request(), desk.version(), &form))
    })
}

/// The reviewer's questions, one record after the other; then everything once more before it is sent.
fn questions(desk: Desk, items: Vec<ReviewItem>) -> El {
    let given = RwSignal::new(Vec::<FindingForm>::new());
    let items = StoredValue::new(items);
    let is_asked = Memo::new(move |_| given.with(Vec::len));
    el("div").live(move || {
        let place = is_asked.get();
        let item = items.with_value(|items| items.get(place).cloned());
        Some(match item {
            Some(item) => question(items.with_value(Vec::len), place, &item, given),
            None => check(desk, items, given),
        })
    })
}

fn question(count: usize, place: usize, item: &ReviewItem, given: RwSignal<Vec<FindingForm>>) -> El {
    let [stands, rationale] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    let record = item.record.as_str().to_owned();
    let which = fill("File {} of {}", &[&(place + 1).to_string(), &count.to_string()]);
    let choices = vec![
        Choice::new("yes", "Yes: it stays withheld"),
        Choice::new("no", "No: it goes to the requester"),
    ];
    let fields = [
        radio_buttons(
            Label {
                id: STANDS,
                text: text::review::question(item.ground),
                hint: "",
            },
            choices,
            &Answer::own(stands),
            errors,
        ),
        text_area(
            Label {
                id: RATIONALE,
                text: "Why?",
                hint: "For the file, not for the letter. Nothing but this question counts: not that someone may be upset, and not what the first professional thought.",
            },
            Answer::own(rationale),
            errors,
        ),
    ];
    let form = el("form").attr("novalidate", "").on("submit", move |event| {
        event.prevent_default();
        let finding = FindingForm {
            record: record.clone(),
            stands: stands.get_untracked(),
            rationale: rationale.get_untracked(),
        };
        let alone = DecideReview {
            findings: vec![finding.clone()],
        };
        match parse::review::decide(&alone) {
            Err(wrong) => errors.set(wrong.into_iter().map(of_question).collect()),
            Ok(_) => {
                given.update(|given| given.push(finding));
                browser::focus_soon(QUESTION);
            }
        }
    });
    el("div")
        .add(el("h3").id(QUESTION).attr("tabindex", "-1").text(&which))
        .add(about(item))
        .add(
            form.add(error_summary("decide", errors))
                .add_all(fields)
                .add(submit_button(Look::Outlined, RwSignal::new(false), || {
                    "Continue".to_owned()
                })),
        )
}

/// The one finding of the form, by the ids of the page.
fn of_question(error: FieldError) -> FieldError {
    let field = match error.field.rsplit('.').next() {
        Some("rationale") => RATIONALE,
        _ => STANDS,
    };
    FieldError::new(field, error.code)
}

fn check(desk: Desk, items: StoredValue<Vec<ReviewItem>>, given: RwSignal<Vec<FindingForm>>) -> El {
    let lines = items.with_value(|items| {
        given.with_untracked(|given| {
            let pairs = items.iter().zip(given);
            let line = |(item, finding): (&ReviewItem, &FindingForm)| {
                let decision = match finding.stands.as_str() {
                    "no" => "Goes to the requester",
                    _ => "Stays withheld",
                };
                row(&item.name, &[decision, ". ", &finding.rationale].concat())
            };
            el("dl").class("summary").attr(ANSWERED, "").add_all(pairs.map(line))
        })
    });
    let errors: Errors = RwSignal::new(Vec::new());
    let send = busy_button(
        Look::Outlined,
        desk.busy,
        || "Send my decision".to_owned(),
        move || {
            let form = DecideReview {
                findings: given.get_untracked(),
            };
            let change = api::decide_review(&desk.request(), desk.version(), &form);
            desk.submit(
                change,
                errors,
                "Your decision is noted, and its letter goes out.",
                Box::new(|| ()),
            );
        },
    );
    let again = button(Look::Link, "Start over", move || {
        given.set(Vec::new());
        browser::focus_soon(QUESTION);
    });
    el("div")
        .add(
            el("h3")
                .id(QUESTION)
                .attr("tabindex", "-1")
                .text("Check what you decided"),
        )
        .add(error_summary("decide", errors))
        .add(lines)
        .add(
            p("The letter tells the requester what you decided about each, without your words and without your name.")
                .class("aside"),
        )
        .add(on_demand(desk, "Read the letter first", move || PreviewLetter {
            kind: "review".to_owned(),
            review: DecideReview { findings: given.get() },
            ..PreviewLetter::default()
        }))
        .add(el("div").class("buttons").add(send).add(again))
        .attr(SAID, "")
}

/// What was found, and that the letter went where no e-mail takes it.
fn decided(desk: Desk, card: &ReviewCard, page: &ReviewPage) -> El {
    let lines = page.items.iter().map(|item| {
        let decision = match item.stands {
            Some(false) => "Goes to the requester",
            Some(true) | None => "Stays withheld",
        };
        let found = item.found.as_deref().unwrap_or_default();
        row(&item.what, &[decision, ". ", found].concat())
    });
    let by_hand = desk.page.with(|page| {
        page.tasks
            .iter()
            .any(|task| matches!(task.kind, TaskKind::PostReview | TaskKind::AskArrival))
    });
    let by_hand = by_hand && card.notified_on.is_none() && desk.may(Name::TellReview);
    el("div")
        .add(el("dl").class("summary").add_all(lines))
        .add_some(by_hand.then(|| tell(desk)))
}

fn tell(desk: Desk) -> El {
    let [handing, note] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    let choices = Handing::WIRE
        .into_iter()
        .filter(|(_, handing)| *handing != Handing::Inspected)
        .map(|(name, handing)| Choice::new(name, text::handing(handing)))
        .collect();
    let fields = vec![
        p("Print the letter below and post it, or hand it over. Then note here how it went."),
        radio_buttons(
            Label {
                id: "told-handing",
                text: "How did the letter go?",
                hint: "",
            },
            choices,
            &Answer::own(handing),
            errors,
        ),
        text_area(
            Label {
                id: "told-note",
                text: "To whom?",
                hint: "For example: Posted to the address above by certified mail",
            },
            Answer::own(note),
            errors,
        ),
    ];
    let what = Sheet {
        name: "told",
        button: "Note that it went",
        done: "It is noted how it went.",
        clear: vec![note],
    };
    sheet(desk, what, errors, fields, move || {
        let form = HandOver {
            handing: handing.get_untracked(),
            note: note.get_untracked(),
            ..HandOver::default()
        };
        parse::hand_over(&form)?;
        Ok(api::tell_review(&desk.request(), desk.version(), &form))
    })
}

/// A new denial can be reviewed anew.
fn ask_again(desk: Desk) -> El {
    el("div")
        .add(p("A newer letter withholds something that can be looked at again."))
        .add_some(desk.may(Name::EnterReview).then(|| enter(desk)))
}

/// What was asked by another way than the page.
fn enter(desk: Desk) -> El {
    let [channel, asked_on] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    let choices = Channel::WIRE
        .map(|(name, channel)| Choice::new(name, text::channel(channel)))
        .into();
    let today = desk.page.with_untracked(|page| page.clock.today);
    asked_on.set(today.to_string());
    let fields = vec![
        radio_buttons(
            Label {
                id: "enter-review-channel",
                text: "How did they ask?",
                hint: "",
            },
            choices,
            &Answer::own(channel),
            errors,
        ),
        field(
            Label {
                id: "enter-review-asked_on",
                text: "On which day?",
                hint: "",
            },
            Kind::DATE,
            Answer::own(asked_on),
            errors,
        ),
    ];
    let what = Sheet {
        name: "enter-review",
        button: "Enter it",
        done: "It is noted that a second look was asked for.",
        clear: Vec::new(),
    };
    let form = sheet(desk, what, errors, fields, move || {
        let form = EnterReview {
            channel: channel.get_untracked(),
            asked_on: asked_on.get_untracked(),
        };
        parse::review::enter(&form, today)?;
        Ok(api::enter_review(&desk.request(), desk.version(), &form))
    });
    fold("enter-review", "The requester asked for a second look").add(form)
}
