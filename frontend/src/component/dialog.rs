//! A question that must be answered before going on. The browser keeps the focus in it, and Escape closes it.

use super::button::{Button, Look};
use leptos::html;
use leptos::prelude::*;

/// Shows and hides a dialog.
#[derive(Clone, Copy)]
pub struct DialogHandle(NodeRef<html::Dialog>);

impl DialogHandle {
    pub fn new() -> Self {
        Self(NodeRef::new())
    }

    pub fn open(self) {
        if let Some(dialog) = self.0.get_untracked() {
            dialog.show_modal().ok();
        }
    }

    pub fn close(self) {
        if let Some(dialog) = self.0.get_untracked() {
            dialog.close();
        }
    }
}

#[component]
pub fn Dialog(
    handle: DialogHandle,
    /// Of the heading, which names the dialog.
    id: &'static str,
    #[prop(into)] title: Signal<String>,
    /// The way out.
    back: &'static str,
    children: Children,
) -> AnyView {
    view! {
        <dialog node_ref=handle.0 aria-labelledby=id>
            <h2 id=id>{move || title.get()}</h2>
            {children()}
            <Button look=Look::Plain label=back.to_owned() on_press=Callback::new(move |()| handle.close())/>
        </dialog>
    }
    .into_any()
}
