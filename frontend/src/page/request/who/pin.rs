//! The PIN, told again to a requester who lost it, after proof.

use super::super::desk::Desk;
use super::super::sheet::{Sheet, fold, sheet};
use crate::api::{self, Change};
use crate::component::choices::{Choice, checkboxes};
use crate::component::field::Label;
use crate::el::{El, p};
use crate::form::{Answers, Errors};
use domain::parse;
use domain::text;
use domain::wire::GivePin;
use domain::word::Evidence;
use leptos::prelude::*;

pub fn tell(desk: Desk) -> El {
    let evidence = RwSignal::new(Vec::<String>::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let label = Label {
        id: "pin-evidence",
        text: "How did you make sure who wants it?",
        hint: "Choose all that you did",
    };
    let proofs = Evidence::ALL
        .map(|evidence| Choice::new(evidence.wire(), text::evidence(evidence)))
        .into();
    let fields = vec![
        p("With the receipt number, the PIN shows where the request stands. It does not open the record."),
        checkboxes(label, proofs, &Answers::own(evidence), errors),
    ];
    let what = Sheet {
        name: "pin",
        button: "Show the PIN",
        done: "The PIN is shown.",
        clear: Vec::new(),
    };
    let form = sheet(desk, what, errors, fields, move || {
        let form = GivePin {
            evidence: evidence.get_untracked(),
        };
        parse::give_pin(&form)?;
        Ok(told(desk, form, evidence))
    });
    fold("pin", "Tell the PIN again").add(form)
}

/// How it was made sure is asked anew each time.
fn told(desk: Desk, form: GivePin, evidence: RwSignal<Vec<String>>) -> Change {
    let request = desk.request();
    Box::pin(async move {
        let given = api::give_pin(&request, &form).await?;
        desk.pin.try_set(Some(given.pin));
        evidence.try_set(Vec::new());
        api::request_page(&request).await
    })
}
