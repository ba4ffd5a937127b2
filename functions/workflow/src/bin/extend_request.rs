//! The one extension of the time to answer.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::extend_request()
}
