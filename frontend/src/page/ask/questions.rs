//! The questions, one group at a time, every error at once.

use super::{Draft, Sent};
use crate::address::Place;
use crate::component::alert::{Alert, Weight};
use crate::component::button::{Look, SubmitButton};
use crate::component::checkboxes::Checkboxes;
use crate::component::error_summary::ErrorSummary;
use crate::component::field::{Field, Kind};
use crate::component::memorable_date::{DateBox, MemorableDate};
use crate::component::radio_buttons::{Choice, RadioButtons};
use crate::form::{Answer, Answers};
use crate::page::entitle_form;
use crate::session::{language, session};
use crate::text::{ask, common, fill, say};
use domain::text;
use domain::word::{Access, Category, Language};
use leptos::prelude::*;
use web_sys::SubmitEvent;

#[component]
pub fn Questions(draft: Draft, sent: Option<Sent>) -> AnyView {
    let language = language();
    let session = session();
    entitle_form(say(ask::TITLE, language), draft.errors);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let faults = draft.faults();
        let is_fine = faults.is_empty();
        draft.errors.set(faults);
        if is_fine {
            session.go(&draft.address("check"));
        }
    };
    let name = draft.card.with_value(|card| card.name.clone());
    view! {
        <div class="column">
            <ErrorSummary id="error-summary" errors=draft.errors/>
            <h1>{say(ask::TITLE, language)}</h1>
            {sent.map(|sent| unfinished(draft, &sent, language))}
            <p class="lead">{fill(say(ask::LEAD, language), &[&name])}</p>
            <p class="aside">
                {say(ask::ASKED_ALREADY, language)} " "
                <a href=Place::Find(draft.practice()).path()>{say(ask::FIND_LINK, language)}</a>
            </p>
            <form novalidate=true on:submit=on_submit>
                <h2>{say(ask::ABOUT_YOU, language)}</h2>
                {person(draft, language)}
                {location(draft, language)}
                <h2>{say(ask::ABOUT_RECORD, language)}</h2>
                {record(draft, language)}
                <SubmitButton look=Look::Filled label=say(common::CONTINUE, language).to_owned()/>
            </form>
        </div>
    }
    .into_any()
}

fn unfinished(draft: Draft, sent: &Sent, language: Language) -> AnyView {
    view! {
        <Alert weight=Weight::Notice title=fill(say(ask::UNFINISHED, language), &[&sent.submitted.receipt])>
            <p><a href=draft.address("code")>{say(ask::UNFINISHED_LINK, language)}</a></p>
        </Alert>
    }
    .into_any()
}

fn person(draft: Draft, language: Language) -> AnyView {
    let Draft { form, errors, .. } = draft;
    let given = Kind::new("text", None, Some("given-name"), "input");
    let family = Kind::new("text", None, Some("family-name"), "input");
    let email = Kind::new("email", Some("email"), Some("email"), "input");
    let boxes = [
        DateBox {
            id: "birth_month",
            label: say(ask::MONTH, language),
            autocomplete: "bday-month",
            answer: Answer::of(form, |form| &mut form.birth_month),
        },
        DateBox {
            id: "birth_day",
            label: say(ask::DAY, language),
            autocomplete: "bday-day",
            answer: Answer::of(form, |form| &mut form.birth_day),
        },
        DateBox {
            id: "birth_year",
            label: say(ask::YEAR, language),
            autocomplete: "bday-year",
            answer: Answer::of(form, |form| &mut form.birth_year),
        },
    ];
    view! {
        <Field
            id="given_name"
            label=say(ask::GIVEN_NAME, language)
            hint=say(ask::NAME_HINT, language)
            kind=given
            answer=Answer::of(form, |form| &mut form.given_name)
            errors
        />
        <Field
            id="family_name"
            label=say(ask::FAMILY_NAME, language)
            kind=family
            answer=Answer::of(form, |form| &mut form.family_name)
            errors
        />
        <MemorableDate
            legend=say(ask::BIRTH_DATE, language)
            hint=say(ask::BIRTH_DATE_HINT, language)
            boxes
            names=&["birth_month", "birth_day", "birth_year"]
            errors
        />
        <Field
            id="email"
            label=say(ask::EMAIL, language)
            hint=say(ask::EMAIL_HINT, language)
            kind=email
            answer=Answer::of(form, |form| &mut form.email)
            errors
        />
    }
    .into_any()
}

/// Asked only where there is a choice.
fn location(draft: Draft, language: Language) -> Option<AnyView> {
    let mut choices: Vec<Choice> = draft.card.with_value(|card| {
        let places = card.locations.iter();
        places
            .map(|place| Choice::new(place.location.as_str(), &place.name, &place.address))
            .collect()
    });
    if choices.len() < 2 {
        return None;
    }
    choices.push(Choice::new(
        "",
        say(ask::LOCATION_UNSURE, language),
        say(ask::LOCATION_UNSURE_HINT, language),
    ));
    Some(
        view! {
            <RadioButtons
                id="location"
                legend=say(ask::LOCATION, language)
                choices
                answer=Answer::of(draft.form, |form| &mut form.location)
                errors=draft.errors
            />
        }
        .into_any(),
    )
}

fn record(draft: Draft, language: Language) -> AnyView {
    let Draft { form, errors, .. } = draft;
    let extents = vec![
        Choice::new("whole", say(ask::WHOLE, language), say(ask::WHOLE_HINT, language)),
        Choice::new("part", say(ask::PART, language), say(ask::PART_HINT, language)),
    ];
    let ways = vec![
        Choice::new(
            "copy",
            text::access(Access::Copy, language),
            say(ask::COPY_HINT, language),
        ),
        Choice::new(
            "inspection",
            text::access(Access::Inspection, language),
            say(ask::INSPECTION_HINT, language),
        ),
    ];
    let languages = [Language::English, Language::Spanish]
        .map(|language| Choice::new(language.tag(), text::language(language), ""))
        .into();
    let is_part = Memo::new(move |_| form.with(|form| form.extent == "part"));
    view! {
        <RadioButtons
            id="extent"
            legend=say(ask::EXTENT, language)
            choices=extents
            answer=Answer::of(form, |form| &mut form.extent)
            errors
        />
        {move || is_part.get().then(|| scope(draft, language))}
        <RadioButtons
            id="access"
            legend=say(ask::ACCESS, language)
            choices=ways
            answer=Answer::of(form, |form| &mut form.access)
            errors
        />
        <RadioButtons
            id="language"
            legend=say(ask::LETTERS, language)
            choices=languages
            answer=Answer::of(form, |form| &mut form.language)
            errors
        />
    }
    .into_any()
}

fn scope(draft: Draft, language: Language) -> AnyView {
    let Draft { form, errors, .. } = draft;
    let kinds = Category::ALL
        .map(|category| Choice::new(category.wire(), text::category(category, language), ""))
        .into();
    view! {
        <div class="inset">
            <Field
                id="from"
                label=say(ask::FROM, language)
                hint=say(ask::FROM_HINT, language)
                kind=Kind::DATE
                answer=Answer::of(form, |form| &mut form.from)
                errors
            />
            <Field
                id="until"
                label=say(ask::UNTIL, language)
                hint=say(ask::UNTIL_HINT, language)
                kind=Kind::DATE
                answer=Answer::of(form, |form| &mut form.until)
                errors
            />
            <Checkboxes
                id="categories"
                legend=say(ask::CATEGORIES, language)
                hint=say(ask::CATEGORIES_HINT, language)
                choices=kinds
                answers=Answers::of(form, |form| &mut form.categories)
                errors
            />
        </div>
    }
    .into_any()
}
