//! Staff sign-in and sign-out.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::sign_in()
}
