//! All tests but those on LocalStack. `over_http` talks to the deployed template as a browser would; `in_process` runs the same
//! use cases against a DynamoDB engine of its own, so that it can say what time it is; `contract` is what that engine
//! must keep so that it may stand for Amazon's.

#[expect(dead_code, reason = "what a run left behind is searched by another binary")]
mod canary;
mod contract;
mod desk;
mod directing;
mod emailing;
mod engine;
mod evidence;
mod failing;
mod in_process;
mod later;
mod misdirecting;
mod over_http;
mod papers;
mod printing;
mod reports;
mod reviewing;
mod story;
mod template;

/// The store that the contract is tried on: the engine inside this process.
async fn store() -> anyhow::Result<workflow::world::World> {
    engine::table_alone().await
}
