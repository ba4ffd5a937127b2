//! Looks at each uploaded file on its arrival.

use workflow::{inspect, stream};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    stream::serve_objects(|world, key| Box::pin(inspect::inspect(world, key))).await
}
