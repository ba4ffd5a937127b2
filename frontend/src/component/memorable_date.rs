//! A date that people know by heart, in three boxes, which are typed faster than picked.

use super::field::{Kind, Label, fieldset, input};
use crate::el::{El, el};
use crate::form::{Answer, Errors, error_of};

/// One box of the three.
pub struct DateBox {
    pub id: &'static str,
    pub label: &'static str,
    pub autocomplete: &'static str,
    pub answer: Answer,
}

/// `boxes` are month, day and year.
pub fn memorable_date(label: Label, boxes: [DateBox; 3], errors: Errors) -> El {
    let names = boxes.each_ref().map(|part| part.id);
    let parts = boxes.map(|part| date_box(part, errors));
    fieldset(
        label,
        names.into(),
        errors,
        vec![el("div").class("date-parts").add_all(parts)],
    )
}

fn date_box(part: DateBox, errors: Errors) -> El {
    let id = part.id;
    let (class, limit) = if id.ends_with("year") {
        ("input year", "4")
    } else {
        ("input two", "2")
    };
    let kind = Kind {
        class,
        mode: "numeric",
        ..Kind::text(part.autocomplete)
    };
    el("div")
        .class("date-part")
        .add(el("label").attr("for", id).text(part.label))
        .add(
            input(id, kind, part.answer)
                .attr("maxlength", limit)
                .live_attr("aria-invalid", move || {
                    Some(error_of(errors, &[id]).is_some().to_string())
                }),
        )
}
