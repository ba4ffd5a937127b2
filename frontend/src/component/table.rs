//! Tables: rows at full width, cards at phone width, where each cell carries its heading.

use crate::el::{El, el};

/// A column with its heading, and whether it holds numbers.
pub struct Column(pub &'static str, pub bool);

pub fn table(class: &str, caption: El, columns: &[Column], rows: impl IntoIterator<Item = El>) -> El {
    let headings = columns.iter().map(|Column(name, is_number)| {
        let heading = el("th").attr("scope", "col").text(name);
        if *is_number { heading.class("number") } else { heading }
    });
    el("table")
        .class(class)
        .add(caption)
        .add(el("thead").add(el("tr").add_all(headings)))
        .add(el("tbody").add_all(rows))
}

/// A caption for those who can't see the heading above.
pub fn unseen_caption(text: &str) -> El {
    el("caption").class("unseen").text(text)
}

/// The cell that names its row.
pub fn row_heading() -> El {
    el("th").attr("scope", "row")
}

pub fn cell(heading: &str) -> El {
    el("td").attr("data-label", heading)
}
