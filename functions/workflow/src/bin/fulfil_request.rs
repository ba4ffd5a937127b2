//! Releasing, closing, and links to what was released.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::fulfil_request()
}
