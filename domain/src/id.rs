//! Identifiers, one type a kind, so that a record's id can't be passed for a request's.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// An identifier of kind `K`: 1 to 64 characters of `a-z`, `0-9`, `-`, so that it is safe in a URL, in a
/// storage key and in a file name.
pub struct Id<K> {
    text: String,
    kind: PhantomData<fn() -> K>,
}

pub enum Practice {}
pub enum Location {}
pub enum Member {}
pub enum Patient {}
pub enum Request {}
pub enum Record {}
pub enum Delivery {}
pub enum Challenge {}
pub enum Job {}
pub enum Notice {}
pub enum Scan {}
pub enum Policy {}
pub enum Training {}

pub type PracticeId = Id<Practice>;
pub type LocationId = Id<Location>;
/// The subject that the sign-in provider gives a person who works for a practice.
pub type MemberId = Id<Member>;
pub type PatientId = Id<Patient>;
pub type RequestId = Id<Request>;
pub type RecordId = Id<Record>;
pub type DeliveryId = Id<Delivery>;
/// One e-mailed code and its tries.
pub type ChallengeId = Id<Challenge>;
pub type JobId = Id<Job>;
pub type NoticeId = Id<Notice>;
/// What came on paper, as a picture of it.
pub type ScanId = Id<Scan>;
/// One version of what a practice has in writing.
pub type PolicyId = Id<Policy>;
pub type TrainingId = Id<Training>;

impl<K> Id<K> {
    pub const MAX_LENGTH: usize = 64;

    /// `None` where the text is not an identifier.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=Self::MAX_LENGTH).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        fits.then(|| Self {
            text: text.to_owned(),
            kind: PhantomData,
        })
    }

    /// An identifier of 26 characters from 16 random bytes, in Crockford's base 32.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self {
            text: base32(&bytes),
            kind: PhantomData,
        }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Crockford's base 32 in lower case: no `i`, `l`, `o`, `u`, which are misheard on the telephone.
pub fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(buffer >> bits) as usize & 31]));
        }
        buffer &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(buffer << (5 - bits)) as usize & 31]));
    }
    text
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            kind: PhantomData,
        }
    }
}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<K> Eq for Id<K> {}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not an identifier"))
    }
}

#[cfg(feature = "schema")]
impl<K> schemars::JsonSchema for Id<K> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[a-z0-9-]{1,64}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_safe_in_a_url_a_key_and_a_file_name() {
        for text in ["", "A", "a/b", "a b", "a#b", "../a", "é", "a_b", &"a".repeat(65)] {
            assert_eq!(RequestId::parse(text), None, "{text:?}");
        }
        for text in ["a", "lakeside", "0b1f-22", &"a".repeat(64)] {
            assert_eq!(RequestId::parse(text).map(|id| id.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn random_bytes_become_26_characters_that_parse() {
        let id = RequestId::from_random([0xff; 16]);

        assert_eq!(id.as_str(), "zzzzzzzzzzzzzzzzzzzzzzzzzw");
        assert_eq!(RequestId::parse(id.as_str()), Some(id));
        assert_eq!(base32(&[0, 1, 2, 3, 4]), "000g40r4");
    }
}
