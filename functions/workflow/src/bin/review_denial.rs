//! The second look at a denial.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::review_denial()
}
