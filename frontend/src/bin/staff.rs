//! The pages for staff.

fn main() {
    frontend::staff();
}
