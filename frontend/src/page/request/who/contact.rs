//! Another way to reach the requester, after proof.

use super::super::desk::Desk;
use super::super::sheet::{Sheet, fold, sheet};
use crate::api;
use crate::component::choices::{Choice, checkbox, checkboxes, radio_buttons};
use crate::component::field::{Kind, Label, field, text_area};
use crate::el::{El, p};
use crate::form::{Answer, Answers, Errors};
use domain::parse;
use domain::text;
use domain::wire::ChangeContact;
use domain::word::Evidence;
use leptos::prelude::*;

pub fn change(desk: Desk) -> El {
    let [reach, email, telephone, address, confidential] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let evidence = RwSignal::new(Vec::<String>::new());
    let errors: Errors = RwSignal::new(Vec::new());
    desk.page.with_untracked(|page| {
        let way = match (&page.email, &page.telephone) {
            (Some(_), _) => "email",
            (None, Some(_)) => "telephone",
            (None, None) => "mail",
        };
        reach.set(way.to_owned());
        email.set(page.email.clone().unwrap_or_default());
        telephone.set(page.telephone.clone().unwrap_or_default());
        address.set(page.address.clone().unwrap_or_default());
        confidential.set(if page.is_confidential { "yes" } else { "" }.to_owned());
    });
    let label = |id, text, hint| Label { id, text, hint };
    let ways = vec![
        Choice::new("email", "By e-mail"),
        Choice::new("telephone", "By telephone"),
        Choice::new("mail", "By mail"),
    ];
    let proofs = Evidence::ALL
        .map(|evidence| Choice::new(evidence.wire(), text::evidence(evidence)))
        .into();
    let fields = vec![
        p(
            "Change it only when you made sure who wants it. The e-mail address that is there is told what was changed, unless the contact is confidential. Where there is none, nobody is told by itself: call or write to the requester as before.",
        ),
        radio_buttons(
            label("contact-reach", "How do we reach the requester first?", ""),
            ways,
            &Answer::own(reach),
            errors,
        ),
        field(
            label("contact-email", "E-mail address", "Empty if there is none"),
            Kind::EMAIL,
            Answer::own(email),
            errors,
        ),
        field(
            label("contact-telephone", "Telephone", "Empty if there is none"),
            Kind::TEXT,
            Answer::own(telephone),
            errors,
        ),
        text_area(
            label("contact-address", "Mailing address", "Empty if there is none"),
            Answer::own(address),
            errors,
        ),
        checkbox(
            label(
                "contact-confidential",
                "Reach the requester only in these ways",
                "The requester asked for it: 45 CFR 164.522(b)",
            ),
            Answer::own(confidential),
            errors,
        ),
        checkboxes(
            label("contact-evidence", "How did you make sure?", "Choose all that you did"),
            proofs,
            &Answers::own(evidence),
            errors,
        ),
    ];
    let what = Sheet {
        name: "contact",
        button: "Change the contact",
        done: "The contact is changed.",
        clear: Vec::new(),
    };
    let form = sheet(desk, what, errors, fields, move || {
        let form = ChangeContact {
            reach: reach.get_untracked(),
            email: email.get_untracked(),
            telephone: telephone.get_untracked(),
            address: address.get_untracked(),
            confidential: confidential.get_untracked(),
            evidence: evidence.get_untracked(),
        };
        parse::change_contact(&form)?;
        Ok(api::change_contact(&desk.request(), desk.version(), &form))
    });
    fold("contact", "Change how to reach the requester").add(form)
}
