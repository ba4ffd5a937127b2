//! Upload links, the ledger of records, and judgements on them.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::manage_records()
}
