//! Assembles the package of each release.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::assemble_package()
}
