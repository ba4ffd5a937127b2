//! What is behind the passcode: the record, what is in it, the letter, and how long it is there.

use super::Door;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Alert, Weight};
use crate::component::button::{Button, Look};
use crate::component::failure_view::{self, FailureView};
use crate::load::Load;
use crate::page::{contact, entitle, skeleton};
use crate::session::language;
use crate::text::{common, delivery, fill, say};
use domain::text;
use domain::wire::{DeliveryPage, DeliveryState};
use domain::word::Language;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[component]
pub fn Content(door: Door) -> AnyView {
    let language = language();
    let retry = Callback::new(move |()| door.ask());
    (move || match door.page.get() {
        Load::Waiting => view! {
            <div class="column"><h1>{say(delivery::READY, language)}</h1>{skeleton(6)}</div>
        }
        .into_any(),
        Load::Failed(failure) => view! {
            <div class="column"><h1>{say(delivery::READY, language)}</h1><FailureView failure on_retry=retry/></div>
        }
        .into_any(),
        Load::Ready(page) => match page.state {
            DeliveryState::Open => view! { <Record door page/> }.into_any(),
            // A download that was begun may be taken up again after the last one was counted.
            DeliveryState::Exhausted if page.resumable_until.is_some() => view! { <Record door page/> }.into_any(),
            DeliveryState::Exhausted => ended(&page, delivery::EXHAUSTED, delivery::EXHAUSTED_TEXT, language),
            DeliveryState::Expired => ended(&page, delivery::EXPIRED, delivery::EXPIRED_TEXT, language),
            DeliveryState::Revoked => ended(&page, delivery::REVOKED, delivery::REVOKED_TEXT, language),
        },
    })
    .into_any()
}

/// The link no longer gives the record: what to do instead.
fn ended(page: &DeliveryPage, title: crate::text::Pair, text: crate::text::Pair, language: Language) -> AnyView {
    let title = say(title, language);
    entitle(title);
    view! {
        <div class="column">
            <h1>{title}</h1>
            <p class="lead">{fill(say(text, language), &[&text::date(page.expires_on, language)])}</p>
            <h2>{say(common::WHOM_TO_CALL, language)}</h2>
            {contact(&page.practice, language)}
        </div>
    }
    .into_any()
}

#[component]
fn Record(door: Door, page: DeliveryPage) -> AnyView {
    let language = language();
    entitle(say(delivery::READY, language));
    view! {
        <div class="column">
            <h1>{say(delivery::READY, language)}</h1>
            <p class="aside">{fill(say(delivery::FROM, language), &[&page.practice.name])}</p>
            <Download door page=page.clone()/>
            <section>
                <h2>{say(delivery::INSIDE, language)}</h2>
                {inside(&page, language)}
            </section>
            <section>
                <h2>{say(delivery::LETTER, language)}</h2>
                <div class="letter">{page.letter.clone()}</div>
            </section>
            <section>
                <h2>{say(common::WHOM_TO_CALL, language)}</h2>
                {contact(&page.practice, language)}
            </section>
            <details>
                <summary>{say(delivery::CHECK, language)}</summary>
                <p>{say(delivery::CHECK_TEXT, language)}</p>
                <p class="digest">{page.sha256.clone()}</p>
            </details>
        </div>
    }
    .into_any()
}

/// The button, and what it costs.
#[component]
fn Download(door: Door, page: DeliveryPage) -> AnyView {
    let language = language();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let claims_left = RwSignal::new(page.claims_left);
    let started_until = RwSignal::new(None);
    let press = Callback::new(move |()| {
        busy.set(true);
        failure.set(None);
        let id = door.id.get_value();
        spawn_local(async move {
            let answer = api::claim(&id).await;
            busy.try_set(false);
            match answer {
                Ok(claimed) => {
                    claims_left.try_set(claimed.claims_left);
                    started_until.try_set(Some(claimed.resumable_until));
                    browser::announce(say(delivery::STARTED, language));
                    browser::go_to(&claimed.url);
                }
                // It ended meanwhile, or the session did: the page that comes says so.
                Err(refused) if (400..429).contains(&refused.status()) => door.ask(),
                Err(other) => {
                    failure.try_set(Some(other));
                }
            }
        });
    });
    let size = text::size(page.size).replace(' ', "\u{a0}");
    let label = Signal::derive(move || {
        if busy.get() {
            return say(delivery::DOWNLOADING, language).to_owned();
        }
        fill(say(delivery::DOWNLOAD, language), &[&size])
    });
    let left = move || {
        let left = claims_left.get();
        let words = if left == 1 {
            delivery::CLAIM_LEFT
        } else {
            delivery::CLAIMS_LEFT
        };
        fill(say(words, language), &[&left.to_string()])
    };
    let resumable = page.resumable_until;
    let note = move || {
        started_until.get().map_or_else(
            || resumable.map(|until| resume(until, language)),
            |until| Some(started(until, language)),
        )
    };
    view! {
        <div class="download">
            <p class="strong">{fill(say(delivery::UNTIL, language), &[&text::date(page.expires_on, language)])}</p>
            <p>{left}</p>
            {note}
            {move || failure.get().map(|failure| {
                let title = failure_view::title(&failure, language);
                view! { <Alert weight=Weight::Trouble title urgent=true><p>{say(common::NOTHING_CHANGED, language)}</p></Alert> }
            })}
            <Button look=Look::Filled label on_press=press busy/>
            <p class="hint">{say(delivery::PRIVATE, language)}</p>
        </div>
    }
    .into_any()
}

fn started(until: chrono::DateTime<chrono::Utc>, language: Language) -> AnyView {
    let until = browser::instant_in_words(until, language);
    view! {
        <Alert weight=Weight::Good title=say(delivery::STARTED, language)>
            <p>{fill(say(delivery::STARTED_TEXT, language), &[&until])}</p>
        </Alert>
    }
    .into_any()
}

fn resume(until: chrono::DateTime<chrono::Utc>, language: Language) -> AnyView {
    let until = browser::instant_in_words(until, language);
    view! { <p>{fill(say(delivery::RESUME, language), &[&until])}</p> }.into_any()
}

fn inside(page: &DeliveryPage, language: Language) -> AnyView {
    let count = if page.files.len() == 1 {
        delivery::ONE_FILE
    } else {
        delivery::FILES
    };
    let count = fill(
        say(count, language),
        &[&page.files.len().to_string(), &text::size(page.size)],
    );
    let rows = page
        .files
        .iter()
        .map(|file| {
            let date = file.service_date.map_or_else(
                || say(delivery::NO_DATE, language).to_owned(),
                |date| text::date(date, language),
            );
            view! {
                <tr>
                    <th scope="row" class="file-name">{file.path.clone()}</th>
                    <td data-label=say(delivery::KIND, language)>{file.format.name()}</td>
                    <td data-label=say(delivery::DATE, language)>{date}</td>
                    <td data-label=say(delivery::SIZE, language) class="number">{text::size(file.size)}</td>
                </tr>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <p>{count}</p>
        <p>{say(delivery::HOW_TO_OPEN, language)}</p>
        <table class="files">
            <caption class="unseen">{say(delivery::INSIDE, language)}</caption>
            <thead>
                <tr>
                    <th scope="col">{say(delivery::FILE, language)}</th>
                    <th scope="col">{say(delivery::KIND, language)}</th>
                    <th scope="col">{say(delivery::DATE, language)}</th>
                    <th scope="col" class="number">{say(delivery::SIZE, language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
