//! What the tests say of people, and where that may never turn up: in a log, an address, a header or an error.

use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::path::Path;
use std::sync::{LazyLock, Mutex, MutexGuard};

/// Said by the seed, the browser tests and the sample records, which go past `note`.
const FIXED: [&str; 15] = [
    // Of every family name in the browser tests, with whatever follows it.
    "Quill",
    "Tess Patient",
    "Mhvtestveteran",
    "Hermiston71",
    "Johnnie679",
    "Ana María",
    "López",
    "Walker",
    "1948-03-01",
    "1950-01-01",
    "1972-06-20",
    "1984-09-12",
    "1990-01-05",
    "2020-02-03",
    // Of every address of a patient, with whatever a test put before it.
    "@patient.example",
];

/// The fields of forms that hold what is someone's own.
const PERSONAL: [&str; 24] = [
    "given_name",
    "family_name",
    "birth_date",
    "requester_given_name",
    "requester_family_name",
    "recipient",
    "recipient_place",
    "sender",
    "email",
    "telephone",
    "address",
    "appointment",
    "format",
    "text",
    "what",
    "reason",
    "rationale",
    "note",
    "more",
    "to",
    "authority",
    "passcode",
    "pin",
    "code",
];

/// Shorter ones are found in anything.
const SHORTEST: usize = 5;
/// Shorter ones of small letters and digits alone may be a part of an id, which is random.
const SHORTEST_OF_ANY: usize = 9;

static HERE: LazyLock<Mutex<Canaries>> = LazyLock::new(|| Mutex::new(Canaries::new(std::iter::empty())));

/// Notes what a form says of someone, here and in the list of the whole run.
pub fn note(form: &Value) -> Result<()> {
    let mut said = Vec::new();
    collect(form, false, &mut said);
    let mut known = here();
    said.retain(|text| known.add(text));
    if said.is_empty() {
        return Ok(());
    }
    let Some(path) = list() else {
        return Ok(());
    };
    let mut lines = String::new();
    for text in said {
        lines.push_str(&Value::from(text).to_string());
        lines.push('\n');
    }
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    Ok(file.write_all(lines.as_bytes())?)
}

/// Where the list of the run is, which one test alone may do without.
#[expect(clippy::disallowed_methods, reason = "where the deployment is")]
fn list() -> Option<String> {
    std::env::var("CANARIES").ok()
}

fn collect(value: &Value, is_personal: bool, said: &mut Vec<String>) {
    match value {
        Value::String(text) if is_personal && is_telling(text) => said.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| collect(value, is_personal, said)),
        Value::Object(fields) => {
            for (name, value) in fields {
                collect(value, PERSONAL.contains(&name.as_str()), said);
            }
            let text = |name: &str| fields.get(name).and_then(Value::as_str);
            if let (Some(year), Some(month), Some(day)) = (text("birth_year"), text("birth_month"), text("birth_day")) {
                said.push(format!("{year}-{month:0>2}-{day:0>2}"));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether a text is long and odd enough that it is nowhere by chance.
fn is_telling(text: &str) -> bool {
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.len() >= if is_plain { SHORTEST_OF_ANY } else { SHORTEST }
}

/// Everything that was said of people up to now, in this process.
pub fn here() -> MutexGuard<'static, Canaries> {
    HERE.lock().expect("no test panics with it")
}

/// Everything that was said of people in the whole run.
pub fn of_the_run(list: &Path) -> Result<Canaries> {
    let text = std::fs::read_to_string(list).with_context(|| list.display().to_string())?;
    let said: Vec<String> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    Ok(Canaries::new(said.iter().map(String::as_str)))
}

/// Texts to look for, by the bytes that they begin with.
pub struct Canaries {
    known: HashSet<String>,
    by_start: HashMap<[u8; SHORTEST], Vec<Vec<u8>>>,
}

impl Canaries {
    fn new<'a>(said: impl Iterator<Item = &'a str>) -> Self {
        let mut canaries = Self {
            known: HashSet::new(),
            by_start: HashMap::new(),
        };
        for text in FIXED.into_iter().chain(said) {
            canaries.add(text);
        }
        canaries
    }

    /// Whether it was new.
    fn add(&mut self, text: &str) -> bool {
        let is_new = self.known.insert(text.to_owned());
        // As it is, and as JSON writes it, which differs where it holds more than plain characters.
        let quoted = Value::from(text).to_string();
        for bytes in [text.as_bytes(), &quoted.as_bytes()[1..quoted.len() - 1]] {
            if let Some(start) = bytes.first_chunk().filter(|_| is_new) {
                let known = self.by_start.entry(*start).or_default();
                if !known.iter().any(|known| known == bytes) {
                    known.push(bytes.to_vec());
                }
            }
        }
        is_new
    }

    pub fn count(&self) -> usize {
        self.known.len()
    }

    /// Where the first of them begins.
    pub fn find(&self, text: &[u8]) -> Option<usize> {
        text.windows(SHORTEST).enumerate().find_map(|(at, start)| {
            let known = self.by_start.get(start)?;
            let found = known.iter().any(|canary| text[at..].starts_with(canary));
            found.then_some(at)
        })
    }
}
