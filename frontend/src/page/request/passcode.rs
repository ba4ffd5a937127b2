//! The passcode for the patient: shown once, with how to hand it over.

use super::desk::Desk;
use crate::browser;
use crate::component::button::{Button, Look};
use crate::component::panel::Panel;
use crate::text::staff;
use leptos::prelude::*;

const HEADING: &str = "passcode-heading";

#[component]
pub fn PasscodePanel(desk: Desk) -> AnyView {
    Effect::new(move |_| {
        if desk.passcode.with(Option::is_some) {
            request_animation_frame(|| {
                browser::focus(HEADING);
            });
        }
    });
    (move || {
        let passcode = desk.passcode.get()?;
        let done = Callback::new(move |()| {
            desk.passcode.set(None);
            browser::focus_heading();
        });
        Some(view! {
            <section class="handover">
                <h2 id=HEADING tabindex="-1">"Give the patient this passcode"</h2>
                <Panel label="Passcode" value=passcode>
                    <p>{staff::HAND_OVER}</p>
                    <p>{staff::ONLY_NOW}</p>
                </Panel>
                <Button look=Look::Outlined label="I gave it to the patient".to_owned() on_press=done/>
            </section>
        })
    })
    .into_any()
}
