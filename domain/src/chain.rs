//! The hash chain of an append-only history: each link covers the one before it and the exact bytes of its
//! event, so that no event can be changed, removed or put between others unseen.

use sha2::{Digest, Sha256};
use std::fmt;

/// A SHA-256.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hash([u8; 32]);

impl Hash {
    /// What the first event of a history follows.
    pub const START: Self = Self([0; 32]);

    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// From 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// The head of a chain after one more event.
pub fn next(head: Hash, event: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(b"access-desk-event-1");
    hasher.update(head.0);
    hasher.update(event);
    Hash(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_a_history_changes_its_head() {
        let head = |events: &[&[u8]]| events.iter().fold(Hash::START, |head, event| next(head, event));
        let whole = head(&[b"a", b"b", b"c"]);

        for other in [
            head(&[b"a", b"b"]),
            head(&[b"a", b"c", b"b"]),
            head(&[b"a", b"b", b"d"]),
            head(&[b"a", b"bc"]),
            head(&[b"a", b"b", b"c", b"c"]),
            head(&[b"b", b"c"]),
        ] {
            assert_ne!(other, whole);
        }
    }

    #[test]
    fn a_hash_survives_its_text() {
        let hash = Hash::of(b"");

        assert_eq!(
            hash.to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
        assert_eq!(Hash::parse("e3"), None);
        assert_eq!(Hash::parse(&"+1".repeat(32)), None);
    }
}
