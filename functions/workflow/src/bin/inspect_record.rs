//! Looks at each uploaded file on its arrival.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::inspect_record()
}
