//! A message about the page as a whole, with its weight in words and in a mark, not in colour alone.

use crate::el::{El, el, p};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Notice,
    Good,
    Trouble,
}

pub fn alert(weight: Weight, title: &str) -> El {
    let class = match weight {
        Weight::Notice => "alert",
        Weight::Good => "alert good",
        Weight::Trouble => "alert trouble",
    };
    el("div").class(class).add(p(title).class("alert-title"))
}

/// Something went wrong just now: read out as soon as it appears.
pub fn urgent(title: &str) -> El {
    alert(Weight::Trouble, title).attr("role", "alert")
}
