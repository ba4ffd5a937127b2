//! A question that must be answered before going on. The browser keeps the focus in it, and Escape closes it.

use super::button::{Look, button};
use crate::browser;
use crate::el::{El, el};

/// `id` is the dialog's, by which it is opened.
pub fn dialog(id: &'static str, title: impl Fn() -> String + 'static, back: &str, content: Vec<El>) -> El {
    let heading = [id, "-title"].concat();
    el("dialog")
        .id(id)
        .attr("aria-labelledby", &heading)
        .add(el("h2").id(&heading).live_text(title))
        .add_all(content)
        .add(button(Look::Plain, back, move || browser::close_dialog(id)))
}
