//! Brings up again what was to happen by itself and did not.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::sweep_deadlines()
}
