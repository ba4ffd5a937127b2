//! Everything secret that the desk hands out is derived from one stored key, so that nothing secret lies in
//! the table: codes and passcodes are computed again when they come back, and contacts are looked up by a
//! keyed hash.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::{ChallengeId, Id, PracticeId, RequestId};
use domain::person::Email;
use ring::hmac;
use subtle::ConstantTimeEq;

/// The stored key. A function that makes and checks nothing secret is not given it.
pub struct Secret(Option<hmac::Key>);

impl Secret {
    pub fn new(key: &str) -> Self {
        Self((!key.is_empty()).then(|| hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes())))
    }

    /// The 6 digits of the `issue`-th code of a challenge.
    pub fn code(&self, challenge: &ChallengeId, issue: u32) -> String {
        self.digits(&["code", challenge.as_str(), &issue.to_string()], 6)
    }

    /// The 8 digits of the `number`-th passcode of a request.
    pub fn passcode(&self, request: &RequestId, number: u32) -> String {
        self.digits(&["passcode", request.as_str(), &number.to_string()], 8)
    }

    /// The 8 digits that open a request's status page together with its receipt number, until its contact is changed.
    pub fn pin(&self, request: &RequestId, contact_epoch: u32) -> String {
        self.digits(&["pin", request.as_str(), &contact_epoch.to_string()], 8)
    }

    /// By what a contact is found, without storing whom it belongs to in the clear.
    pub fn contact(&self, practice: &PracticeId, email: &Email) -> String {
        hex(self.sign(&["contact", practice.as_str(), email.as_str()]).as_ref())
    }

    /// By what a session's row is found.
    pub fn session(&self, token: &str) -> String {
        hex(self.sign(&["session", token]).as_ref())
    }

    /// Seals a value that travels through the browser, so that it comes back as it went.
    pub fn seal(&self, value: &str) -> String {
        let tag = URL_SAFE_NO_PAD.encode(self.sign(&["seal", value]).as_ref());
        format!("{value}.{tag}")
    }

    /// The value of a seal that is whole.
    pub fn unseal<'a>(&self, sealed: &'a str) -> Option<&'a str> {
        let (value, _) = sealed.rsplit_once('.')?;
        same(&self.seal(value), sealed).then_some(value)
    }

    fn digits(&self, parts: &[&str], count: u32) -> String {
        let tag = self.sign(parts);
        let number = tag.as_ref()[..16]
            .iter()
            .fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
        format!("{:0width$}", number % 10_u128.pow(count), width = count as usize)
    }

    fn sign(&self, parts: &[&str]) -> hmac::Tag {
        let key = self
            .0
            .as_ref()
            .expect("a function that uses the key is given it, which a test of the template shows");
        let mut context = hmac::Context::with_key(key);
        for part in parts {
            // The length keeps two lists of parts apart that read the same when joined.
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part.as_bytes());
        }
        context.sign()
    }
}

/// Compares in constant time.
pub fn same(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The randomness of one call, read at the edge. Each label gives another value; the same label the same.
pub struct Seed([u8; 32]);

impl Seed {
    pub fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    pub fn id<K>(&self, label: &str) -> Id<K> {
        Id::from_random(self.bytes(label))
    }

    /// A token of 256 bits for a cookie.
    pub fn token(&self, label: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>(label))
    }

    pub fn bytes<const LENGTH: usize>(&self, label: &str) -> [u8; LENGTH] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let tag = hmac::sign(&key, label.as_bytes());
        let mut bytes = [0; LENGTH];
        bytes.copy_from_slice(&tag.as_ref()[..LENGTH]);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret::new("a key of the tests, never of a practice")
    }

    #[test]
    fn codes_have_their_digits_and_differ_by_issue_and_challenge() {
        let (one, two) = (ChallengeId::parse("one").unwrap(), ChallengeId::parse("two").unwrap());
        let code = secret().code(&one, 1);

        assert_eq!(code.len(), 6);
        assert!(code.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(code, secret().code(&one, 1));
        assert_ne!(code, secret().code(&one, 2));
        assert_ne!(code, secret().code(&two, 1));
        assert_ne!(code, Secret::new("another").code(&one, 1));
        let request = RequestId::parse("one").unwrap();
        assert_eq!(secret().passcode(&request, 1).len(), 8);
        assert_ne!(secret().pin(&request, 0), secret().passcode(&request, 1));
    }

    #[test]
    fn a_seal_that_was_touched_opens_nothing() {
        let sealed = secret().seal("state.nonce");

        assert_eq!(secret().unseal(&sealed), Some("state.nonce"));
        for broken in [
            "state.nonce",
            "",
            ".",
            &sealed[1..],
            &sealed.replace("nonce", "Nonce"),
            &format!("{sealed}x"),
        ] {
            assert_eq!(secret().unseal(broken), None, "{broken}");
        }
        assert_eq!(Secret::new("another").unseal(&sealed), None);
    }

    #[test]
    fn a_seed_gives_each_label_its_own_value() {
        let seed = Seed::new([7; 32]);

        assert_eq!(seed.token("a"), seed.token("a"));
        assert_ne!(seed.token("a"), seed.token("b"));
        assert_ne!(seed.token("a"), Seed::new([8; 32]).token("a"));
    }
}
