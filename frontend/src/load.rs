//! Something that comes over the network, in its three states.

use crate::api::Failure;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

#[derive(Clone)]
pub enum Load<T> {
    Waiting,
    Ready(T),
    Failed(Failure),
}

pub type Loading<T> = RwSignal<Load<T>>;

/// Starts at once. What comes after the page was left is dropped.
pub fn load<T, F>(call: F) -> Loading<T>
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let state = RwSignal::new(Load::Waiting);
    reload(state, call);
    state
}

/// Again, with what is there shown until the answer comes.
pub fn reload<T, F>(state: Loading<T>, call: F)
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    spawn(async move {
        let next = match call.await {
            Ok(value) => Load::Ready(value),
            Err(failure) => Load::Failed(failure),
        };
        state.try_set(next);
    });
}

/// Runs beside everything else. Boxed, so that all tasks share one piece of code.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    spawn_local(task);
}
