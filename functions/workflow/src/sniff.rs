//! What a file is, by its content, and what about it a person must look at. Reads the bytes as they come and
//! keeps no more of them than the kinds that must be read whole ask for.

use chrono::NaiveDate;
use dicom_object::OpenFileOptions;
use domain::person::{PersonName, folded};
use domain::word::{Concern, Format};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde::Deserialize;

/// Kept from the beginning of every file; a DICOM file's patient stands in it.
const HEAD: usize = 1 << 20;
const TAIL: usize = 2048;
/// Documents that name their patient are read whole up to this size.
const WHOLE: usize = 64 << 20;
const PDF_ENCRYPT: &[u8] = b"/Encrypt";

pub struct Sniffer {
    format: Option<Format>,
    head: Vec<u8>,
    /// All of it, for kinds that must be read whole.
    whole: Vec<u8>,
    tail: Vec<u8>,
    size: u64,
    encrypted: bool,
    binary: bool,
}

/// What was found.
pub struct Findings {
    pub format: Format,
    pub concerns: Vec<Concern>,
    /// The person that the file names, where that is not the patient.
    pub names_person: Option<String>,
}

/// Whom a file says it is about.
struct Subject {
    given: String,
    family: String,
    birth_date: Option<NaiveDate>,
}

impl Sniffer {
    pub fn new() -> Self {
        Self {
            format: None,
            head: Vec::new(),
            whole: Vec::new(),
            tail: Vec::new(),
            size: 0,
            encrypted: false,
            binary: false,
        }
    }

    pub fn feed(&mut self, chunk: &[u8]) {
        self.size += chunk.len() as u64;
        if self.head.len() < HEAD {
            let room = HEAD - self.head.len();
            self.head.extend_from_slice(&chunk[..chunk.len().min(room)]);
        }
        self.binary |= chunk.contains(&0);
        // The tail of before with this chunk, so that a word across two chunks is seen.
        let mut recent = std::mem::take(&mut self.tail);
        recent.extend_from_slice(chunk);
        self.encrypted |= contains(&recent, PDF_ENCRYPT);
        let keep = recent.len().saturating_sub(TAIL);
        self.tail = recent.split_off(keep);
        if self.whole.len() <= WHOLE && !self.binary {
            self.whole.extend_from_slice(chunk);
        }
    }

    pub fn finish(mut self, patient: &PersonName, birth_date: NaiveDate) -> Findings {
        self.format = self.kind();
        let format = self.format.unwrap_or(Format::Other);
        let mut concerns = Vec::new();
        let mut names_person = None;
        match format {
            Format::Pdf => {
                if self.encrypted {
                    concerns.push(Concern::Encrypted);
                }
                if !contains(&self.tail, b"%%EOF") {
                    concerns.push(Concern::Damaged);
                }
            }
            Format::Png if !contains(&self.tail, b"IEND") => concerns.push(Concern::Damaged),
            Format::Jpeg if !contains(&self.tail, &[0xff, 0xd9]) => concerns.push(Concern::Damaged),
            Format::Other => concerns.push(Concern::UnknownKind),
            Format::Text if self.is_broken_xml() => concerns.push(Concern::Damaged),
            Format::Png | Format::Jpeg | Format::Heic | Format::Tiff | Format::Text => {}
            Format::Dicom | Format::ClinicalDocument | Format::FhirBundle => match self.subjects(format) {
                Ok(subjects) => {
                    names_person = subjects
                        .iter()
                        .find(|subject| !subject.is(patient, birth_date))
                        .map(Subject::in_words);
                    if names_person.is_some() {
                        concerns.push(Concern::OtherPerson);
                    }
                }
                Err(concern) => concerns.push(concern),
            },
        }
        Findings {
            format,
            concerns,
            names_person,
        }
    }

    /// Whether it calls itself XML and is not. What is too large to hold is not looked at.
    fn is_broken_xml(&self) -> bool {
        let text = self.whole.trim_ascii_start();
        if !text.starts_with(b"<?xml") || self.size > WHOLE as u64 {
            return false;
        }
        let mut reader = quick_xml::Reader::from_reader(text);
        let mut depth = 0_usize;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Start(_)) => depth += 1,
                Ok(quick_xml::events::Event::End(_)) => depth = depth.saturating_sub(1),
                Ok(quick_xml::events::Event::Eof) => return depth != 0,
                Ok(_) => {}
                Err(_) => return true,
            }
        }
    }

    fn kind(&self) -> Option<Format> {
        let head = self.head.as_slice();
        let brand = head.get(4..12);
        // Before the others: what stands before its mark is free, and some begin as a TIFF does.
        if head.get(128..132) == Some(b"DICM") {
            return Some(Format::Dicom);
        }
        if contains(head.get(..1024.min(head.len()))?, b"%PDF-") {
            return Some(Format::Pdf);
        }
        if head.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Format::Png);
        }
        if head.starts_with(&[0xff, 0xd8, 0xff]) {
            return Some(Format::Jpeg);
        }
        if brand.is_some_and(|brand| {
            brand.starts_with(b"ftyp")
                && [b"heic", b"heix", b"hevc", b"mif1"]
                    .iter()
                    .any(|known| brand.ends_with(*known))
        }) {
            return Some(Format::Heic);
        }
        if head.starts_with(b"II*\0") || head.starts_with(b"MM\0*") {
            return Some(Format::Tiff);
        }
        if self.binary || !is_text(head) {
            return None;
        }
        let start = String::from_utf8_lossy(&head[..head.len().min(65_536)]);
        let start = start.trim_start_matches('\u{feff}').trim_start();
        if start.starts_with('<') && (start.contains("<ClinicalDocument") || start.contains(":ClinicalDocument")) {
            return Some(Format::ClinicalDocument);
        }
        if start.starts_with('{') && start.contains("\"resourceType\"") && start.contains("\"Bundle\"") {
            return Some(Format::FhirBundle);
        }
        Some(Format::Text)
    }

    fn subjects(&self, format: Format) -> Result<Vec<Subject>, Concern> {
        if format == Format::Dicom {
            return dicom(&self.head, self.size);
        }
        if self.whole.len() as u64 != self.size {
            return Err(Concern::NotChecked);
        }
        if format == Format::FhirBundle {
            fhir(&self.whole)
        } else {
            clinical_document(&self.whole)
        }
    }
}

impl Default for Sniffer {
    fn default() -> Self {
        Self::new()
    }
}

impl Subject {
    /// The same family name, the same first given name, and the same date of birth, as far as the file has
    /// them.
    fn is(&self, patient: &PersonName, birth_date: NaiveDate) -> bool {
        let first = |names: &str| folded(names.split([' ', '^']).next().unwrap_or_default());
        let same = |mine: String, theirs: String| mine.is_empty() || mine == theirs;
        same(folded(&self.family), folded(patient.family()))
            && same(first(&self.given), first(patient.given()))
            && self.birth_date.is_none_or(|date| date == birth_date)
            && !(self.family.is_empty() && self.given.is_empty())
    }

    fn in_words(&self) -> String {
        let name = format!("{} {}", self.given.trim(), self.family.trim());
        let name = name.trim();
        let name = if name.is_empty() {
            "a person without a name"
        } else {
            name
        };
        match self.birth_date {
            Some(date) => format!("{name}, born {date}"),
            None => name.to_owned(),
        }
    }
}

/// The patients that a C-CDA's header names (`recordTarget/patientRole/patient`).
fn clinical_document(bytes: &[u8]) -> Result<Vec<Subject>, Concern> {
    let mut reader = Reader::from_reader(bytes);
    let mut path: Vec<String> = Vec::new();
    let mut subjects = Vec::new();
    let mut present: Option<Subject> = None;
    let mut names = 0;
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(|_| Concern::Damaged)? {
            Event::Start(element) => {
                path.push(element.local_name().as_ref().to_owned());
                if is_patient(&path) {
                    present = Some(Subject {
                        given: String::new(),
                        family: String::new(),
                        birth_date: None,
                    });
                    names = 0;
                }
                if path.last().is_some_and(|last| last == "name") {
                    names += 1;
                }
                if let Some(subject) = present.as_mut() {
                    birth_time(subject, &path, &element);
                }
            }
            Event::Empty(element) => {
                path.push(element.local_name().as_ref().to_owned());
                if let Some(subject) = present.as_mut() {
                    birth_time(subject, &path, &element);
                }
                path.pop();
            }
            Event::Text(text) => {
                if let Some(subject) = present.as_mut().filter(|_| names == 1) {
                    match path.as_slice() {
                        [.., patient, name, part] if patient == "patient" && name == "name" => match part.as_str() {
                            "given" if subject.given.is_empty() => subject.given.push_str(text.trim()),
                            "family" => subject.family.push_str(text.trim()),
                            _ => {}
                        },
                        _ => {}
                    }
                }
            }
            Event::End(_) => {
                if is_patient(&path) {
                    subjects.extend(present.take());
                }
                path.pop();
            }
            Event::Eof if path.is_empty() => return Ok(subjects),
            Event::Eof => return Err(Concern::Damaged),
            _ => {}
        }
        buffer.clear();
    }
}

fn is_patient(path: &[String]) -> bool {
    path.iter()
        .map(String::as_str)
        .eq(["ClinicalDocument", "recordTarget", "patientRole", "patient"])
}

fn birth_time(subject: &mut Subject, path: &[String], element: &quick_xml::events::BytesStart<'_>) {
    let is_ours = matches!(path, [.., patient, time] if patient == "patient" && time == "birthTime");
    if !is_ours {
        return;
    }
    let value = element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.as_ref() == "value");
    subject.birth_date = value.and_then(|value| compact_date(&value.value));
}

/// `YYYYMMDD…`
fn compact_date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..8)?, "%Y%m%d").ok()
}

#[derive(Deserialize)]
struct Bundle {
    #[serde(rename = "resourceType")]
    resource_type: String,
    #[serde(default)]
    entry: Vec<BundleEntry>,
}

#[derive(Deserialize)]
struct BundleEntry {
    #[serde(default)]
    resource: Option<Resource>,
}

/// Only what a Patient has; everything else of a resource is passed over.
#[derive(Deserialize)]
struct Resource {
    #[serde(rename = "resourceType", default)]
    resource_type: String,
    #[serde(default)]
    name: serde_json::Value,
    #[serde(rename = "birthDate", default)]
    birth_date: Option<String>,
}

/// The Patient resources of a FHIR bundle.
fn fhir(bytes: &[u8]) -> Result<Vec<Subject>, Concern> {
    let bundle: Bundle = serde_json::from_slice(bytes).map_err(|_| Concern::Damaged)?;
    if bundle.resource_type != "Bundle" {
        return Err(Concern::Damaged);
    }
    let patients = bundle
        .entry
        .into_iter()
        .filter_map(|entry| entry.resource)
        .filter(|resource| resource.resource_type == "Patient");
    Ok(patients
        .map(|patient| {
            let name = &patient.name[0];
            // A family name is text in R4 and a list of texts in DSTU2.
            let family = name["family"].as_str().or_else(|| name["family"][0].as_str());
            Subject {
                given: name["given"][0].as_str().unwrap_or_default().to_owned(),
                family: family.unwrap_or_default().to_owned(),
                birth_date: patient.birth_date.and_then(|date| date.parse().ok()),
            }
        })
        .collect())
}

/// The patient of a DICOM object, whose name is written `family^given`.
fn dicom(head: &[u8], size: u64) -> Result<Vec<Subject>, Concern> {
    use dicom_dictionary_std::tags::{PATIENT_BIRTH_DATE, PATIENT_NAME, PIXEL_DATA};
    let cut = (head.len() as u64) < size;
    let object = OpenFileOptions::new()
        .read_until(PIXEL_DATA)
        .from_reader(head)
        .map_err(|_| if cut { Concern::NotChecked } else { Concern::Damaged })?;
    let text = |tag| {
        let element = object.element_opt(tag).ok().flatten()?;
        Some(element.to_str().ok()?.trim().to_owned())
    };
    let Some(name) = text(PATIENT_NAME).filter(|name| !name.is_empty()) else {
        return Ok(Vec::new());
    };
    let mut parts = name.split('=').next().unwrap_or_default().split('^');
    let family = parts.next().unwrap_or_default().to_owned();
    Ok(vec![Subject {
        family,
        given: parts.next().unwrap_or_default().to_owned(),
        birth_date: text(PATIENT_BIRTH_DATE).as_deref().and_then(compact_date),
    }])
}

/// Text in any of the usual encodings: no control characters but those that lay text out.
fn is_text(head: &[u8]) -> bool {
    !head.is_empty()
        && head
            .iter()
            .all(|byte| *byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patient() -> (PersonName, NaiveDate) {
        let name = PersonName::parse("Ana María", "López").unwrap();
        (name, "1948-03-01".parse().unwrap())
    }

    fn found(bytes: &[u8]) -> (Format, Vec<Concern>, Option<String>) {
        let mut whole = Sniffer::new();
        whole.feed(bytes);
        let mut pieces = Sniffer::new();
        for piece in bytes.chunks(3) {
            pieces.feed(piece);
        }
        let (name, birth_date) = patient();
        let finish = |sniffer: Sniffer| {
            let findings = sniffer.finish(&name, birth_date);
            (findings.format, findings.concerns, findings.names_person)
        };
        let (whole, pieces) = (finish(whole), finish(pieces));
        assert_eq!(whole, pieces, "the same in one piece and in many");
        whole
    }

    fn clinical(patient: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><recordTarget><patientRole>{patient}\
             </patientRole></recordTarget><author><assignedPerson><name><family>Doctor</family></name></assignedPerson>\
             </author></ClinicalDocument>"
        )
    }

    #[test]
    fn a_file_is_what_its_content_says() {
        for (bytes, format, concerns) in [
            (&b"%PDF-1.7\nx\n%%EOF\n"[..], Format::Pdf, vec![]),
            (
                b"%PDF-1.7\n/Encrypt 5 0 R\n%%EOF",
                Format::Pdf,
                vec![Concern::Encrypted],
            ),
            (b"%PDF-1.7\nx", Format::Pdf, vec![Concern::Damaged]),
            (b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82", Format::Png, vec![]),
            (b"\x89PNG\r\n\x1a\n....", Format::Png, vec![Concern::Damaged]),
            (b"\xff\xd8\xff\xe0...\xff\xd9", Format::Jpeg, vec![]),
            (b"\xff\xd8\xff\xe0...", Format::Jpeg, vec![Concern::Damaged]),
            (b"\0\0\0\x18ftypheic\0\0", Format::Heic, vec![]),
            (b"II*\0....", Format::Tiff, vec![]),
            ("Notes: caf\u{e9}\r\n".as_bytes(), Format::Text, vec![]),
            (b"Notes: caf\xe9\r\n", Format::Text, vec![]),
            (b"<html></html>", Format::Text, vec![]),
            (b"<?xml version=\"1.0\"?><a><b/></a>", Format::Text, vec![]),
            (
                b"<?xml version=\"1.0\"?><a><b></a>",
                Format::Text,
                vec![Concern::Damaged],
            ),
            (b"<?xml version=\"1.0\"?><a>", Format::Text, vec![Concern::Damaged]),
            (
                b"{\"resourceType\": \"Bundle\", ",
                Format::FhirBundle,
                vec![Concern::Damaged],
            ),
            (
                b"<ClinicalDocument><recordTarget>",
                Format::ClinicalDocument,
                vec![Concern::Damaged],
            ),
        ] {
            let (found_format, found_concerns, _) = found(bytes);
            assert_eq!(
                (found_format, found_concerns),
                (format, concerns),
                "{:?}",
                String::from_utf8_lossy(bytes)
            );
        }
        for unknown in [
            &b"MZ\x90\0\x03\0\0\0"[..],
            b"PK\x03\x04\x14\0",
            b"\xff\xfe<\0?\0x\0m\0l\0",
        ] {
            assert_eq!(found(unknown), (Format::Other, vec![Concern::UnknownKind], None));
        }
    }

    #[test]
    fn a_clinical_document_of_the_patient_raises_no_concern_and_another_persons_does() {
        let mine = "<patient><name use=\"L\"><given>Ana</given><given>M.</given><family>LOPEZ</family></name>\
                    <name><given>Annie</given><family>Other</family></name><birthTime value=\"194803010000\"/></patient>";
        let born_else = mine.replace("19480301", "19480302");
        let other = mine.replace("LOPEZ", "Jones");

        assert_eq!(
            found(clinical(mine).as_bytes()),
            (Format::ClinicalDocument, vec![], None)
        );
        for (theirs, named) in [
            (born_else, "Ana LOPEZ, born 1948-03-02"),
            (other, "Ana Jones, born 1948-03-01"),
        ] {
            assert_eq!(
                found(clinical(&theirs).as_bytes()),
                (
                    Format::ClinicalDocument,
                    vec![Concern::OtherPerson],
                    Some(named.to_owned())
                )
            );
        }
    }

    #[test]
    fn any_other_patient_in_a_bundle_raises_a_concern() {
        let bundle =
            |patients: &str| format!("{{\"resourceType\":\"Bundle\",\"entry\":[{{\"fullUrl\":\"x\"}},{patients}]}}");
        let mine = "{\"resource\":{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"López\",\"given\":[\"Ana\",\"M\"]}],\"birthDate\":\"1948-03-01\"}}";
        let old_form =
            "{\"resource\":{\"resourceType\":\"Patient\",\"name\":[{\"family\":[\"Lopez\"],\"given\":[\"Ana\"]}]}}";
        let other = mine.replace("1948", "1950");
        let doctor = "{\"resource\":{\"resourceType\":\"Practitioner\",\"name\":\"Dr. Who\"}}";

        for patients in [mine, old_form, &format!("{mine},{doctor}")] {
            assert_eq!(
                found(bundle(patients).as_bytes()),
                (Format::FhirBundle, vec![], None),
                "{patients}"
            );
        }
        assert_eq!(
            found(bundle(&format!("{mine},{other}")).as_bytes()),
            (
                Format::FhirBundle,
                vec![Concern::OtherPerson],
                Some("Ana López, born 1950-03-01".to_owned())
            )
        );
    }
}
