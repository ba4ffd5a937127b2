//! The one result that matters, to be read, written down or read out.

use crate::el::{El, el, p};

pub fn panel(label: &str, value: &str) -> El {
    el("div")
        .class("panel")
        .add(p(label).class("panel-label"))
        .add(p(value).class("panel-value"))
}
