//! The idempotency key of one intended action: the same on every try of it, also after a reload, until an
//! answer comes; a new one when something else is sent.

use crate::browser;
use crate::checksum;

/// Where the tab keeps the key. `name` tells actions apart: the path that is posted to.
fn slot(name: &str) -> String {
    ["intent ", name].concat()
}

/// The key for sending `body` to `name`.
pub fn key(name: &str, body: &str) -> String {
    let digest = checksum::hexadecimal(checksum::of_bytes(body.as_bytes()));
    let kept = browser::stored(&slot(name));
    if let Some(key) = kept.as_deref().and_then(|kept| kept.strip_prefix(&digest)) {
        return key.to_owned();
    }
    let key = browser::random_key();
    browser::store(&slot(name), &[digest.as_str(), key.as_str()].concat());
    key
}

/// An answer came: the next sending is another action.
pub fn answered(name: &str) {
    browser::forget(&slot(name));
}
