//! The header that stays: patient, clock, and the one next action.

use super::Dialogs;
use super::desk::Desk;
use crate::address::Place;
use crate::browser;
use crate::component::button::{Button, Look, SubmitButton};
use crate::component::clock_view::{ClockBar, in_words, tone};
use crate::load::Load;
use crate::text::staff;
use domain::text;
use domain::wire::NextAction;
use domain::word::Language;
use leptos::prelude::*;

#[component]
pub fn Header(desk: Desk, dialogs: Dialogs) -> AnyView {
    let back = desk
        .page
        .with_untracked(|page| Place::Worklist(page.practice.clone()).path());
    let name = desk
        .page
        .with_untracked(|page| [page.given_name.as_str(), " ", &page.family_name].concat());
    let clock = desk.part(|page| page.clock.clone());
    view! {
        <div class="sticky">
            <div class="wide">
                <div class="sticky-who">
                    <a class="back" href=back>"Requests"</a>
                    <h1>{name}</h1>
                </div>
                {move || {
                    let clock = clock.get();
                    let class = ["clock small ", tone(clock.reading).class()].concat();
                    let words = in_words(&clock, Language::English);
                    view! {
                        <div class=class>
                            <p class="clock-words">{words}</p>
                            <ClockBar clock/>
                        </div>
                    }
                }}
                <div class="sticky-next">{next(desk, dialogs)}</div>
            </div>
        </div>
    }
    .into_any()
}

fn next(desk: Desk, dialogs: Dialogs) -> AnyView {
    let action = desk.part(|page| page.next);
    (move || match action.get() {
        NextAction::Verify => {
            view! { <SubmitButton look=Look::Filled label="Confirm who asks".to_owned() busy=desk.busy form="verify-form"/> }
                .into_any()
        }
        NextAction::AddRecords => release_or_add(desk, dialogs),
        NextAction::Close => {
            let press = Callback::new(move |()| dialogs.close.open());
            view! { <Button look=Look::Filled label="Close the request".to_owned() on_press=press/> }.into_any()
        }
        next @ (NextAction::WaitForPackage | NextAction::WaitForCollection | NextAction::Nothing) => {
            view! { <p class="waiting">{text::next(next)}</p> }.into_any()
        }
    })
    .into_any()
}

/// What the filled button does while records are gathered.
#[derive(Clone, PartialEq)]
enum Gathering {
    Add,
    Wait,
    Decide,
    Release(usize),
}

fn release_or_add(desk: Desk, dialogs: Dialogs) -> AnyView {
    let stand = Memo::new(move |_| {
        desk.records.with(|records| match records {
            Load::Ready(list) if list.obstacles.is_empty() => Gathering::Release(list.releasable as usize),
            Load::Ready(list) if super::desk::is_waiting(list) => Gathering::Wait,
            Load::Ready(list) if list.obstacles.contains(&domain::wire::Obstacle::ConcernsOpen) => Gathering::Decide,
            Load::Ready(_) | Load::Waiting | Load::Failed(_) => Gathering::Add,
        })
    });
    (move || match stand.get() {
        Gathering::Release(count) => {
            let label = ["Release ", &staff::records(count)].concat();
            let press = Callback::new(move |()| dialogs.release.open());
            view! { <Button look=Look::Filled label on_press=press busy=desk.busy/> }.into_any()
        }
        Gathering::Wait => view! { <p class="waiting">"Checking the files"</p> }.into_any(),
        Gathering::Decide => {
            let press = Callback::new(|()| {
                browser::focus("decide");
            });
            view! { <Button look=Look::Filled label="Decide about files".to_owned() on_press=press/> }.into_any()
        }
        Gathering::Add => {
            let press = Callback::new(|()| browser::click("files"));
            view! { <Button look=Look::Filled label="Add records".to_owned() on_press=press/> }.into_any()
        }
    })
    .into_any()
}
