//! The delivery page and its claims.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::deliver_records()
}
