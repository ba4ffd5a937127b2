//! Close the request, when the answer has arrived.

use super::desk::Desk;
use crate::api;
use crate::component::button::{Button, Look};
use crate::component::dialog::{Dialog, DialogHandle};
use domain::wire::NextAction;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[component]
pub fn Close(desk: Desk, dialog: DialogHandle) -> AnyView {
    let is_next = desk.part(|page| page.next == NextAction::Close);
    let open = Callback::new(move |()| dialog.open());
    let confirm = Callback::new(move |()| {
        dialog.close();
        close(desk);
    });
    view! {
        {move || is_next.get().then(|| view! {
            <section id="close">
                <h2>"Close"</h2>
                <p>"The patient has the record. When you close the request, it leaves the list of open requests. Its history stays."</p>
                <Button look=Look::Outlined label="Close the request".to_owned() on_press=open busy=desk.busy/>
            </section>
        })}
        <Dialog handle=dialog id="close-title" title="Close this request?".to_owned() back="Go back">
            <p>"It leaves the list of open requests. No new link can be sent after that."</p>
            <Button look=Look::Filled label="Close the request".to_owned() on_press=confirm busy=desk.busy/>
        </Dialog>
    }
    .into_any()
}

fn close(desk: Desk) {
    if !desk.begin() {
        return;
    }
    let (request, version) = (desk.request(), desk.version());
    spawn_local(async move {
        let answer = api::close(&request, version).await;
        desk.settle(answer, "The request is closed.");
    });
}
