//! Withholding on a ground, and answers without a record.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::deny_request()
}
