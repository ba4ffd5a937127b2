//! The page that gives the record. Before the passcode it is the same page whatever is behind it, and
//! nothing is asked of the API.

mod content;
mod passcode;

use crate::api;
use crate::browser;
use crate::el::{El, el, react};
use crate::load::{Load, Loading, reload};
use crate::session::session;
use content::content;
use domain::id::DeliveryId;
use domain::wire::DeliveryPage;
use leptos::prelude::*;
use passcode::passcode;

/// A delivery, and whether this tab sent its passcode.
#[derive(Clone, Copy)]
struct Door {
    id: StoredValue<DeliveryId>,
    is_proven: RwSignal<bool>,
    page: Loading<DeliveryPage>,
}

impl Door {
    fn slot(self) -> String {
        self.id.with_value(|id| ["proven ", id.as_str()].concat())
    }

    /// The passcode was right: shows what is behind it, also after a reload of the tab.
    fn open(self) {
        browser::store(&self.slot(), "1");
        self.page.set(Load::Waiting);
        self.is_proven.set(true);
        self.ask();
    }

    fn ask(self) {
        let id = self.id.get_value();
        reload(self.page, async move { api::delivery_page(&id).await });
    }

    /// The session is over: back to the passcode.
    fn shut(self) {
        browser::forget(&self.slot());
        self.is_proven.set(false);
    }
}

pub fn delivery(delivery: DeliveryId) -> El {
    let session = session();
    let door = Door {
        id: StoredValue::new(delivery),
        is_proven: RwSignal::new(false),
        page: RwSignal::new(Load::Waiting),
    };
    if browser::stored(&door.slot()).is_some() {
        door.open();
    }
    react(move || {
        door.page.with(|page| match page {
            Load::Failed(failure) if matches!(failure.status(), 401 | 403 | 404) => door.shut(),
            Load::Ready(page) => {
                session.practice_name.set(Some(page.practice.name.clone()));
                session.suggest(page.language);
            }
            Load::Failed(_) | Load::Waiting => {}
        });
    });
    el("div").live(move || {
        Some(if door.is_proven.get() {
            content(door)
        } else {
            passcode(door)
        })
    })
}
