//! What the mail provider says of the messages that it took.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::track_notices()
}
