//! Patients' new requests.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::submit_request()
}
