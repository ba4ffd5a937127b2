//! What goes to the requester by a person's hand: posted, handed over, looked at here, or sent by plain e-mail.

use super::desk::Desk;
use super::preview::on_demand;
use super::section;
use super::sheet::{Sheet, fold, sheet};
use crate::api;
use crate::browser;
use crate::component::button::{Look, busy_button};
use crate::component::choices::{Choice, radio_buttons};
use crate::component::field::{Kind, Label, field, text_area};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use crate::load::spawn;
use crate::text::{fill, staff};
use domain::parse;
use domain::route::Name;
use domain::text;
use domain::wire::{
    BoundCard, DeliveryState, HandOver, NextAction, PreviewLetter, RequestPage, RequesterCard, TakePackage,
};
use domain::word::{Access, Handing, Outcome, TaskKind, Way, Work, wire};
use leptos::prelude::*;

pub fn hand_over(desk: Desk) -> El {
    let work = desk.part(|page| page.work);
    let next = desk.part(|page| page.next);
    let why = desk.part(|page| page.not_emailed);
    let tells = desk.part(|page| {
        let is_directed = matches!(page.requester, RequesterCard::Directed { .. });
        is_directed && page.work == Work::Delivered && page.tasks.iter().any(|task| task.kind == TaskKind::PostLetter)
    });
    let will_tell = desk.part(|page| {
        let is_directed = matches!(page.requester, RequesterCard::Directed { .. });
        let is_out = matches!(page.work, Work::Ready | Work::Delivered);
        is_directed && is_out && page.outcome != Some(Outcome::Denied)
    });
    let is_in_doubt = desk.part(|page| page.tasks.iter().any(|task| task.kind == TaskKind::AskArrival));
    let is_to_post = desk.part(|page| page.tasks.iter().any(|task| task.kind == TaskKind::PostLetter));
    el("div").live(move || {
        let (work, next) = (work.get(), next.get());
        let is_next = next == NextAction::HandOver;
        let is_posted = is_to_post.get() && matches!(work, Work::Received | Work::Gathering);
        // What goes by itself is handed over by nobody.
        let is_out = matches!(work, Work::Ready | Work::Delivered | Work::Answered);
        if !(is_out || is_posted) || next == NextAction::WaitForEmail {
            return None;
        }
        let part = section("Hand it over").id("hand-over");
        if !desk.may(Name::HandOver) {
            return is_next.then(|| part.add(p(staff::FOR_DESK).class("aside")));
        }
        let take = (is_out && work != Work::Answered).then(|| take_package(desk, TakePackage { bound: false }));
        let bound = desk.page.with_untracked(bound).filter(|_| take.is_some());
        let form = fold("hand-over", "Note that it went to the requester").add(form(
            desk,
            is_posted,
            will_tell.get() && !tells.get(),
        ));
        let form = if is_next { form.attr("open", "") } else { form };
        let why = why
            .get()
            .map(|why| p(&[text::not_emailed(why), "."].concat()).class("strong"));
        Some(
            part.add_some(why)
                .add(p(what_to_do(work, is_in_doubt.get(), tells.get())))
                .add_all(bound.into_iter().flat_map(|bound| print(desk, bound)))
                .add_some(take)
                .add(form),
        )
    })
}

fn what_to_do(work: Work, is_in_doubt: bool, tells: bool) -> &'static str {
    if tells {
        return "The record went to the third party. Print the letter to the patient below, which says so, and post it. Then note here how it went.";
    }
    if is_in_doubt {
        return "Nobody told us whether our e-mail arrived. Ask the requester. If it came, note that here. If it did not, send it in another way first.";
    }
    match work {
        Work::Received | Work::Gathering | Work::Answered => {
            "Print the letter below and post it, or hand it over. Then note here how it went."
        }
        Work::Ready | Work::Delivered | Work::Assembling | Work::Closed => {
            "For a requester who does not use the link: print the record, copy the package, or look at it together. Then note here how it went."
        }
    }
}

/// The PDF of the link that is in force: those before it were switched off.
fn bound(page: &RequestPage) -> Option<BoundCard> {
    let mut in_force = page
        .deliveries
        .iter()
        .filter(|delivery| delivery.state != DeliveryState::Revoked);
    in_force.next()?.bound
}

fn print(desk: Desk, bound: BoundCard) -> [El; 2] {
    let (pages, files) = (bound.pages.to_string(), bound.files.to_string());
    let what = fill(
        "{} pages, from {} files. The list in front names what is not in it: print that from the package, and our letter too.",
        &[&pages, &files],
    );
    [p(&what).class("hint"), take_package(desk, TakePackage { bound: true })]
}

fn take_package(desk: Desk, form: TakePackage) -> El {
    let (label, done) = if form.bound {
        (
            "Open as one PDF to print",
            "The PDF opens. It is noted in the history that you took it.",
        )
    } else {
        (
            "Save the package",
            "The package is being saved. It is noted in the history that you took it.",
        )
    };
    let label = move || label.to_owned();
    busy_button(Look::Outlined, desk.busy, label, move || {
        if !desk.begin() {
            return;
        }
        let request = desk.request();
        spawn(async move {
            match api::take_package(&request, form).await {
                Ok(link) => {
                    desk.busy.try_set(false);
                    browser::announce(done);
                    if form.bound {
                        browser::open_tab(&link.url);
                    } else {
                        browser::go_to(&link.url);
                    }
                }
                Err(failure) => desk.settle(Err(failure), ""),
            }
        });
    })
}

/// `is_posted`: a letter goes while the work goes on, and the day on which it went counts. `tells`: the patient is told by a
/// letter that the record went.
fn form(desk: Desk, is_posted: bool, tells: bool) -> El {
    let [handing, note, on] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    let meant = desk.page.with_untracked(meant);
    let meant = if is_posted { Handing::Posted } else { meant };
    handing.set(wire(&meant, &Handing::WIRE).to_owned());
    let choices = Handing::WIRE
        .into_iter()
        .filter(|(_, handing)| !is_posted || *handing != Handing::Inspected)
        .map(|(name, handing)| Choice::new(name, text::handing(handing)))
        .collect();
    let mut fields = vec![
        radio_buttons(
            Label {
                id: "handing-handing",
                text: "How did it go?",
                hint: "",
            },
            choices,
            &Answer::own(handing),
            errors,
        ),
        text_area(
            Label {
                id: "handing-note",
                text: "To whom, or who looked at what?",
                hint: "For example: Posted to the address above by certified mail",
            },
            Answer::own(note),
            errors,
        ),
    ];
    if is_posted {
        fields.push(field(
            Label {
                id: "handing-on",
                text: "On which day did it go?",
                hint: "Leave it empty for today. The extension counts from this day.",
            },
            Kind::DATE,
            Answer::own(on),
            errors,
        ));
    }
    if tells {
        fields.push(on_demand(desk, "Read the letter to the patient first", move || {
            PreviewLetter {
                kind: "directive".to_owned(),
                handing: handing.get(),
                ..PreviewLetter::default()
            }
        }));
    }
    let what = Sheet {
        name: "handing",
        button: "Note that it went",
        done: "It is noted how it went.",
        clear: vec![note, on],
    };
    sheet(desk, what, errors, fields, move || {
        let form = HandOver {
            handing: handing.get_untracked(),
            note: note.get_untracked(),
            on: on.get_untracked(),
        };
        parse::hand_over(&form)?;
        Ok(api::hand_over(&desk.request(), desk.version(), &form))
    })
}

/// As it was agreed or asked for, or else by mail.
fn meant(page: &RequestPage) -> Handing {
    let way = page.agreed.as_ref().map_or(page.way, |agreed| agreed.way);
    match (page.access, way) {
        (Access::Inspection, _) => Handing::Inspected,
        (Access::Copy, Way::InPerson) => Handing::InPerson,
        (Access::Copy, Way::Email) => Handing::Emailed,
        (Access::Copy, Way::Paper | Way::Download) => Handing::Posted,
    }
}
