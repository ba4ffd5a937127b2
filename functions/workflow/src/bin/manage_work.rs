//! Whose work a request is, notes, messages, tasks, contacts, agreements.

fn main() -> Result<(), lambda_http::Error> {
    workflow::function::manage_work()
}
