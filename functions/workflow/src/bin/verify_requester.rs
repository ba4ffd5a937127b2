//! Codes, the match with the patient index, and the decision who asks.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::verify_requester()
}
