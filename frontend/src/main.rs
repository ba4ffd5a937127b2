//! The page of Access Desk: what patients and staff use, rendered in the browser.

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
mod session;
mod text;

fn main() {
    browser::clear_body();
    leptos::mount::mount_to_body(app::build);
}
