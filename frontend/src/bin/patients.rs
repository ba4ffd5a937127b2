//! The pages for patients.

fn main() {
    frontend::patients();
}
