//! What anyone may know of a practice.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::manage_practice()
}
