//! Come back to a request: receipt number and e-mail address, then a code.

use super::code::CodeForm;
use super::{contact, entitle_form};
use crate::address::Place;
use crate::api::{self, Failure};
use crate::browser;
use crate::component::alert::{Alert, Weight};
use crate::component::button::{Look, SubmitButton};
use crate::component::error_summary::ErrorSummary;
use crate::component::failure_view;
use crate::component::field::{Field, Kind};
use crate::form::{Answer, Errors};
use crate::load::{Load, Loading, load};
use crate::session::{Session, language, session};
use crate::text::{ask, common, fill, say};
use domain::id::{ChallengeId, PracticeId};
use domain::parse;
use domain::wire::{FindRequest, PracticeCard};
use domain::word::Language;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::SubmitEvent;

#[derive(Clone, Copy)]
struct Search {
    session: Session,
    practice: StoredValue<PracticeId>,
    card: Loading<PracticeCard>,
    form: RwSignal<FindRequest>,
    errors: Errors,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Failure>>,
}

impl Search {
    /// Where the tab keeps the challenge of the code that was sent.
    fn slot(self) -> String {
        self.practice
            .with_value(|practice| ["find ", practice.as_str()].concat())
    }

    fn path(self) -> String {
        Place::Find(self.practice.get_value()).path()
    }
}

#[component]
pub fn Find(practice: PracticeId) -> AnyView {
    let language = language();
    let session = session();
    let asked = practice.clone();
    let search = Search {
        session,
        practice: StoredValue::new(practice),
        card: load(async move { api::practice(&asked).await }),
        form: RwSignal::new(FindRequest::default()),
        errors: RwSignal::new(Vec::new()),
        busy: RwSignal::new(false),
        trouble: RwSignal::new(None),
    };
    Effect::new(move |_| {
        if let Load::Ready(card) = search.card.get() {
            session.practice_name.set(Some(card.name));
        }
    });
    let step = session.query("step");
    (move || {
        let challenge = browser::stored(&search.slot()).and_then(|text| ChallengeId::parse(&text));
        match (step.get().as_deref(), challenge) {
            (Some("code"), Some(challenge)) => enter_code(search, challenge, language),
            (Some(_) | None, _) => questions(search, language),
        }
    })
    .into_any()
}

fn questions(search: Search, language: Language) -> AnyView {
    let Search { form, errors, busy, .. } = search;
    entitle_form(say(ask::FIND_TITLE, language), errors);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(search);
    };
    let email = Kind::new("email", Some("email"), Some("email"), "input");
    let receipt = Kind::new("text", None, Some("off"), "input medium receipt");
    view! {
        <div class="column">
            <ErrorSummary id="error-summary" errors/>
            <h1>{say(ask::FIND_TITLE, language)}</h1>
            <p class="lead">{say(ask::FIND_LEAD, language)}</p>
            <form novalidate=true on:submit=on_submit>
                <Field
                    id="receipt"
                    label=say(ask::RECEIPT, language)
                    hint=say(ask::RECEIPT_HINT, language)
                    kind=receipt
                    answer=Answer::of(form, |form| &mut form.receipt)
                    errors
                />
                <Field
                    id="email"
                    label=say(ask::EMAIL, language)
                    kind=email
                    answer=Answer::of(form, |form| &mut form.email)
                    errors
                />
                {move || search.trouble.get().map(|failure| trouble(&failure, language))}
                <SubmitButton look=Look::Filled label=say(ask::SEND_CODE, language).to_owned() busy/>
            </form>
            <h2>{say(ask::LOST_RECEIPT, language)}</h2>
            <p>{say(ask::LOST_RECEIPT_TEXT, language)}</p>
            {move || call(search, language)}
        </div>
    }
    .into_any()
}

fn send(search: Search) {
    if search.busy.get_untracked() {
        return;
    }
    let form = search.form.get_untracked();
    let faults = parse::find(&form).err().unwrap_or_default();
    let is_fine = faults.is_empty();
    search.errors.set(faults);
    search.trouble.set(None);
    if !is_fine {
        return;
    }
    search.busy.set(true);
    let practice = search.practice.get_value();
    spawn_local(async move {
        let answer = api::find_request(&practice, &form).await;
        search.busy.try_set(false);
        match answer {
            Ok(challenged) => {
                browser::store(&search.slot(), challenged.challenge.as_str());
                search.session.go(&[search.path().as_str(), "?step=code"].concat());
            }
            Err(failure) if !failure.errors().is_empty() => search.errors.set(failure.errors()),
            Err(failure) => search.trouble.set(Some(failure)),
        }
    });
}

fn enter_code(search: Search, challenge: ChallengeId, language: Language) -> AnyView {
    let errors = RwSignal::new(Vec::new());
    entitle_form(say(ask::FIND_CODE_TITLE, language), errors);
    let typed = search.form.with_untracked(|form| form.email.trim().to_owned());
    let email = if typed.is_empty() {
        say(ask::YOUR_ADDRESS, language).to_owned()
    } else {
        typed
    };
    let on_proven = Callback::new(move |()| {
        browser::forget(&search.slot());
        search.session.go(&Place::Status(search.practice.get_value()).path());
    });
    view! {
        <div class="column">
            <p><a class="back" href=search.path()>{say(common::BACK, language)}</a></p>
            <h1>{say(ask::FIND_CODE_TITLE, language)}</h1>
            <p>{fill(say(ask::FIND_CODE_LEAD, language), &[&email])}</p>
            <CodeForm challenge errors on_proven/>
            <h2>{say(common::WHOM_TO_CALL, language)}</h2>
            {move || call(search, language)}
        </div>
    }
    .into_any()
}

fn call(search: Search, language: Language) -> Option<AnyView> {
    match search.card.get() {
        Load::Ready(card) => Some(contact(&card, language)),
        Load::Waiting | Load::Failed(_) => None,
    }
}

fn trouble(failure: &Failure, language: Language) -> AnyView {
    view! {
        <Alert weight=Weight::Trouble title=failure_view::title(failure, language) urgent=true>
            <p>{say(common::NOTHING_CHANGED, language)}</p>
        </Alert>
    }
    .into_any()
}
