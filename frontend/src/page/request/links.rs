//! The links that were given to the patient: how long they work, switching one off, sending a new one.

use super::desk::Desk;
use crate::api;
use crate::component::button::{Button, Look};
use crate::component::dialog::{Dialog, DialogHandle};
use crate::component::tag::{Tag, Tone};
use crate::text::staff;
use domain::id::DeliveryId;
use domain::text;
use domain::wire::{DeliveryCard, DeliveryState};
use domain::word::{Language, Work};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[component]
pub fn Links(desk: Desk) -> AnyView {
    let is_there = desk.part(|page| !page.deliveries.is_empty());
    (move || is_there.get().then(|| view! { <Given desk/> })).into_any()
}

#[component]
fn Given(desk: Desk) -> AnyView {
    let (again, off) = (DialogHandle::new(), DialogHandle::new());
    let meant = RwSignal::new(None::<DeliveryId>);
    let may_send = desk.part(|page| matches!(page.work, Work::Ready | Work::Delivered));
    let reissue = Callback::new(move |()| {
        again.close();
        reissue(desk);
    });
    let revoke = Callback::new(move |()| {
        off.close();
        if let Some(delivery) = meant.get_untracked() {
            revoke(desk, delivery);
        }
    });
    let switch_off = Callback::new(move |delivery: DeliveryId| {
        meant.set(Some(delivery));
        off.open();
    });
    let open = Callback::new(move |()| again.open());
    view! {
        <section id="links">
            <h2>"Links for the patient"</h2>
            <table class="ledger">
                <caption class="unseen">"Links for the patient"</caption>
                <thead>
                    <tr>
                        <th scope="col">"State"</th>
                        <th scope="col">"Works until"</th>
                        <th scope="col">"Downloads"</th>
                        <th scope="col"><span class="unseen">"Switch off"</span></th>
                    </tr>
                </thead>
                <tbody>
                    {move || desk.page.with(|page| {
                        page.deliveries.iter().map(|delivery| row(delivery, switch_off)).collect_view()
                    })}
                </tbody>
            </table>
            {move || may_send.get().then(|| view! {
                <Button look=Look::Outlined label="Send a new link".to_owned() on_press=open busy=desk.busy/>
            })}
            <Dialog handle=again id="again-title" title="Send a new link?".to_owned() back="Go back">
                <p>"The old link stops working at once. The patient gets the new link by e-mail, and you get a new passcode to hand over."</p>
                <Button look=Look::Filled label="Send a new link".to_owned() on_press=reissue busy=desk.busy/>
            </Dialog>
            <Dialog handle=off id="off-title" title="Switch this link off?".to_owned() back="Go back">
                <p>"The patient can’t download with it any more. What was downloaded stays with the patient."</p>
                <Button look=Look::Warning label="Switch the link off".to_owned() on_press=revoke busy=desk.busy/>
            </Dialog>
        </section>
    }
    .into_any()
}

fn row(delivery: &DeliveryCard, switch_off: Callback<DeliveryId>) -> AnyView {
    let tone = match delivery.state {
        DeliveryState::Open => Tone::Good,
        DeliveryState::Exhausted | DeliveryState::Expired | DeliveryState::Revoked => Tone::Plain,
    };
    let until = text::date(delivery.expires_on, Language::English);
    let id = delivery.delivery.clone();
    let off = (delivery.state == DeliveryState::Open).then(|| {
        let label = "Switch off".to_owned();
        let press = Callback::new(move |()| switch_off.run(id.clone()));
        view! { <Button look=Look::Plain label on_press=press/> }
    });
    view! {
        <tr>
            <th scope="row"><Tag tone text=staff::delivery_state(delivery.state)/></th>
            <td data-label="Works until">{until}</td>
            <td data-label="Downloads">{staff::downloads(delivery)}</td>
            <td>{off}</td>
        </tr>
    }
    .into_any()
}

fn reissue(desk: Desk) {
    if !desk.begin() {
        return;
    }
    let (request, version) = (desk.request(), desk.version());
    spawn_local(async move {
        let answer = api::reissue_delivery(&request, version).await;
        let answer = answer.map(|reissued| {
            desk.passcode.try_set(Some(reissued.passcode));
            reissued.page
        });
        desk.settle(answer, "A new link is on its way. Give the patient the passcode.");
    });
}

fn revoke(desk: Desk, delivery: DeliveryId) {
    if !desk.begin() {
        return;
    }
    let (request, version) = (desk.request(), desk.version());
    spawn_local(async move {
        let answer = api::revoke_delivery(&request, &delivery, version).await;
        desk.settle(answer, "The link is switched off.");
    });
}
