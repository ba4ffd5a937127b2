//! The page of Access Desk, rendered in the browser. It is two programs, for patients and for staff, so that
//! nobody waits for what is only the others'.

mod address;
mod api;
mod app;
mod browser;
mod checksum;
mod component;
mod el;
mod form;
mod intent;
mod json;
mod load;
mod page;
mod said;
mod session;
mod text;

/// The pages for patients: everywhere but under `/staff`.
pub fn patients() {
    start(|| app::build(app::PATIENTS));
}

/// The pages for staff: `/staff` and what is under it.
pub fn staff() {
    start(|| app::build(app::STAFF));
}

fn start(build: fn()) {
    browser::clear_body();
    leptos::mount::mount_to_body(build);
}
