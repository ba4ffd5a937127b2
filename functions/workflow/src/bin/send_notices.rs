//! Sends what is in the outbox.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::send_notices()
}
