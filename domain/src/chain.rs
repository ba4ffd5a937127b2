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

/// One event of a history as it is kept.
pub struct Link<'a> {
    /// 1 for the first.
    pub seq: u64,
    pub body: &'a str,
    /// The head after it, in hexadecimal digits.
    pub head: &'a str,
}

/// Where a history is not the one that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// No event of this number is there.
    Missing(u64),
    /// This event, or its link to the one before it, is another one.
    Changed(u64),
}

impl Broken {
    pub fn at(self) -> u64 {
        match self {
            Self::Missing(seq) | Self::Changed(seq) => seq,
        }
    }
}

/// Whether the events follow each other from the first to the head, which is that of event `last`.
pub fn check(links: &[Link<'_>], last: u64, head: Hash) -> Result<(), Broken> {
    let mut found = Hash::START;
    for (seq, link) in (1..).zip(links) {
        if link.seq != seq {
            return Err(Broken::Missing(seq));
        }
        found = next(found, link.body.as_bytes());
        if found.to_string() != link.head {
            return Err(Broken::Changed(seq));
        }
    }
    let count = links.len() as u64;
    if count < last {
        return Err(Broken::Missing(count + 1));
    }
    if found == head {
        Ok(())
    } else {
        Err(Broken::Changed(last))
    }
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
    fn a_broken_chain_says_at_which_event() {
        let bodies = ["a", "b", "c"];
        let heads: Vec<_> = bodies
            .iter()
            .scan(Hash::START, |head, body| {
                *head = next(*head, body.as_bytes());
                Some(*head)
            })
            .collect();
        let texts: Vec<_> = heads.iter().map(Hash::to_string).collect();
        let link = |place: usize, body| Link {
            seq: place as u64 + 1,
            body,
            head: &texts[place],
        };
        let whole = || vec![link(0, "a"), link(1, "b"), link(2, "c")];
        // Whoever forges an event with a link that fits breaks the one after it.
        let forged = next(heads[0], b"x").to_string();
        let relinked = Link {
            seq: 2,
            body: "x",
            head: &forged,
        };

        for (links, head, broken) in [
            (whole(), heads[2], None),
            (
                vec![link(0, "x"), link(1, "b"), link(2, "c")],
                heads[2],
                Some(Broken::Changed(1)),
            ),
            (
                vec![link(0, "a"), link(1, "x"), link(2, "c")],
                heads[2],
                Some(Broken::Changed(2)),
            ),
            (
                vec![link(0, "a"), relinked, link(2, "c")],
                heads[2],
                Some(Broken::Changed(3)),
            ),
            (vec![link(0, "a"), link(2, "c")], heads[2], Some(Broken::Missing(2))),
            (vec![link(1, "b"), link(2, "c")], heads[2], Some(Broken::Missing(1))),
            (vec![link(0, "a"), link(1, "b")], heads[2], Some(Broken::Missing(3))),
            (vec![], heads[2], Some(Broken::Missing(1))),
            (whole(), heads[1], Some(Broken::Changed(3))),
        ] {
            assert_eq!(check(&links, 3, head).err(), broken);
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
