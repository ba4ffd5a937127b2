//! Files on their way in: chosen, described, read, sent and checked, each with its own progress.

mod queue;

use super::desk::Desk;
use crate::component::button::{Button, Look};
use crate::component::file_input::{FileInput, SendFile};
use crate::text::staff;
use domain::text;
use domain::word::{Category, Language};
use leptos::prelude::*;
use queue::{Entry, Phase, Queue};

#[component]
pub fn Upload(desk: Desk) -> AnyView {
    let queue = Queue::new(desk);
    let take = Callback::new(move |files: Vec<SendFile>| queue.add(files));
    let waiting = Memo::new(move |_| queue.count_of(Phase::Chosen));
    let send = Callback::new(move |()| queue.send());
    let label = Signal::derive(move || ["Upload ", &staff::counted(waiting.get(), "file", "files")].concat());
    view! {
        <h3>"Add records"</h3>
        <FileInput id="files" label="Choose files" hint=staff::UPLOAD_HINT on_files=take/>
        {move || queue.problem.get().map(|problem| view! { <p class="error" role="alert">{problem}</p> })}
        <ul class="uploads">
            <For each=move || queue.entries.get() key=|entry| entry.number children=move |entry| line(queue, entry)/>
        </ul>
        {move || (waiting.get() > 0).then(|| view! {
            <Button look=Look::Outlined label on_press=send busy=queue.busy/>
        })}
    }
    .into_any()
}

fn line(queue: Queue, entry: Entry) -> AnyView {
    let size = text::size(entry.size);
    let name = entry.name.clone();
    view! {
        <li class="upload">
            <p><strong class="file-name">{name}</strong>" "<span class="hint">{size}</span></p>
            {move || state(queue, &entry)}
        </li>
    }
    .into_any()
}

fn state(queue: Queue, entry: &Entry) -> AnyView {
    let problem = entry.problem;
    let number = entry.number;
    match entry.phase.get() {
        Phase::Chosen => describe(queue, entry),
        Phase::Reading => view! { <p class="waiting">"Reading the file"</p> }.into_any(),
        Phase::Sending => {
            let (percent, label) = (entry.percent, ["Sending ", &entry.name].concat());
            view! {
                <p class="waiting">"Sending, "{percent}" %"</p>
                <progress max="100" value=percent aria-label=label></progress>
            }
            .into_any()
        }
        Phase::Checking => view! { <p class="waiting">"Sent. Checking what it is and whose"</p> }.into_any(),
        Phase::Failed => {
            let again = Callback::new(move |()| queue.retry(number));
            let remove = Callback::new(move |()| queue.remove(number));
            view! {
                <p class="error">{problem}</p>
                <div class="buttons">
                    <Button look=Look::Outlined label="Try again".to_owned() on_press=again/>
                    <Button look=Look::Plain label="Leave it out".to_owned() on_press=remove/>
                </div>
            }
            .into_any()
        }
    }
}

/// Category and date of service, both optional.
fn describe(queue: Queue, entry: &Entry) -> AnyView {
    let (number, category, date) = (entry.number, entry.category, entry.service_date);
    let ids = ["category", "date"].map(|part| [part, "-", &number.to_string()].concat());
    let [category_id, date_id] = ids;
    let choices = Category::ALL
        .map(|choice| {
            let selected = move || category.with(|category| category == choice.wire());
            view! { <option value=choice.wire() prop:selected=selected>{text::category(choice, Language::English)}</option> }
        })
        .into_iter()
        .collect_view();
    let problem = entry.problem;
    let remove = Callback::new(move |()| queue.remove(number));
    view! {
        {move || problem.get().map(|problem| view! { <p class="error">{problem}</p> })}
        <div class="describe">
            <div>
                <label for=category_id.clone()>"Category (optional)"</label>
                <select id=category_id class="input" on:change=move |event| category.set(event_target_value(&event))>
                    {choices}
                </select>
            </div>
            <div>
                <label for=date_id.clone()>"Date of service (optional)"</label>
                <input
                    id=date_id
                    type="date"
                    class="input"
                    prop:value=date
                    on:input=move |event| date.set(event_target_value(&event))
                />
            </div>
            <Button look=Look::Plain label="Leave it out".to_owned() on_press=remove/>
        </div>
    }
    .into_any()
}
