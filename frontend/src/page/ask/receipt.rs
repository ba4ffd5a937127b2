//! The receipt: the number, the day by which we answer, and the code that proves the e-mail address.

use super::{Draft, Sent, sent_slot};
use crate::address::Place;
use crate::browser;
use crate::component::clock_view::Working;
use crate::component::panel::Panel;
use crate::page::code::CodeForm;
use crate::page::{contact, entitle_form};
use crate::session::{language, session};
use crate::text::{ask, common, fill, say};
use domain::text;
use leptos::prelude::*;

#[component]
pub fn Receipt(draft: Draft, sent: Sent) -> AnyView {
    let language = language();
    let session = session();
    let errors = RwSignal::new(Vec::new());
    entitle_form(say(ask::SENT_TITLE, language), errors);
    let practice = draft.practice();
    let on_proven = Callback::new(move |()| {
        browser::forget(&sent_slot(&practice));
        session.go(&Place::Status(practice.clone()).path());
    });
    let Sent { submitted, email } = sent;
    let due_on = text::date(submitted.due.due_on, language);
    let card = draft.card.get_value();
    view! {
        <div class="column">
            <h1>{say(ask::SENT_TITLE, language)}</h1>
            <Panel label=say(ask::RECEIPT, language) value=submitted.receipt>
                <p>{say(ask::RECEIPT_KEEP, language)}</p>
            </Panel>
            <p>{say(ask::COUNTS_NOW, language)}</p>
            <p class="strong">{fill(say(ask::MUST_ANSWER, language), &[&due_on])}</p>
            <Working due=submitted.due/>
            <h2>{say(ask::CODE_TITLE, language)}</h2>
            <p>{fill(say(ask::CODE_LEAD, language), &[&email])}</p>
            <CodeForm challenge=submitted.challenge errors on_proven/>
            <h2>{say(common::WHOM_TO_CALL, language)}</h2>
            {contact(&card, language)}
        </div>
    }
    .into_any()
}
