//! The worklist, one request, and a requester's own status.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::query_requests()
}
