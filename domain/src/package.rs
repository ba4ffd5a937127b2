//! What is in a package and under which name. Pure: the same release gives the same names and the same bytes.

use crate::id::RecordId;
use crate::letter::{self, Letter, Reader, Release};
use crate::record::{Inspection, Record};
use crate::text as words;
use crate::word::{Category, Concern, Format, Language};
use chrono::NaiveDate;
use html_escape::{encode_double_quoted_attribute, encode_text};
use std::collections::BTreeSet;

/// A record as it goes out.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    pub record: RecordId,
    /// Inside the package, with `/`.
    pub path: String,
    pub size: u64,
    pub crc32: u32,
    pub inspection: Inspection,
    pub category: Category,
    pub service_date: Option<NaiveDate>,
}

/// What the page to start with tells of a record.
pub struct Listed<'a> {
    pub path: &'a str,
    pub size: u64,
    pub category: Category,
    pub service_date: Option<NaiveDate>,
    /// The file opens only with a password, which the desk does not have.
    pub locked: bool,
}

impl File {
    pub fn listed(&self) -> Listed<'_> {
        Listed {
            path: &self.path,
            size: self.size,
            category: self.category,
            service_date: self.service_date,
            locked: self.is_locked(),
        }
    }

    pub fn is_locked(&self) -> bool {
        self.inspection.concerns.contains(&Concern::Encrypted)
    }
}

/// A file that the desk writes itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    pub path: &'static str,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

pub const START: &str = "START-HERE.html";
pub const LETTER_TEXT: &str = "letter.txt";
pub const LETTER_HTML: &str = "letter.html";
pub const MANIFEST: &str = "manifest.json";

/// What stands in front of the one PDF of a record.
pub struct Binding {
    pub language: Language,
    pub title: String,
    pub intro: String,
    /// Before the list of what is bound; each line of it ends with `page` and a number.
    pub inside: String,
    pub page: &'static str,
    /// Before the list of what is not.
    pub outside: String,
}

pub fn binding(letter: &Release) -> Binding {
    let Release {
        practice,
        receipt,
        contact,
        telephone,
        ..
    } = letter;
    let (title, intro, inside, page, outside) = match letter.language {
        Language::English => (
            format!("Record to read and print, {receipt}"),
            format!(
                "From {practice}. This PDF puts files of {} together, so that you can read or print them in one go. {} is in \
                 the zip file beside it: our letter, and every file as it was kept.",
                match letter.reader {
                    Reader::Requester => "your record",
                    Reader::ThirdParty => "the record",
                },
                match letter.reader {
                    Reader::Requester => "All that we give you",
                    Reader::ThirdParty => "All that we send you",
                },
            ),
            "In this PDF",
            "page",
            format!(
                "Not in this PDF, because it can’t show them whole or would get too large. They are in the zip file. If \
                 you can’t open that, call {contact} at {telephone}:"
            ),
        ),
        Language::Spanish => (
            format!("Expediente para leer e imprimir, {receipt}"),
            format!(
                "De {practice}. Este PDF reúne archivos {} para que pueda leerlos o imprimirlos de una vez. {} está en el \
                 archivo zip que lo acompaña: nuestra carta y cada archivo tal como se guardó.",
                match letter.reader {
                    Reader::Requester => "de su expediente",
                    Reader::ThirdParty => "del expediente",
                },
                match letter.reader {
                    Reader::Requester => "Todo lo que le damos",
                    Reader::ThirdParty => "Todo lo que le enviamos",
                },
            ),
            "En este PDF",
            "página",
            format!(
                "No están en este PDF porque no puede mostrarlos completos o sería demasiado grande. Están en el archivo \
                 zip. Si no puede abrirlo, llame a {contact} al {telephone}:"
            ),
        ),
    };
    Binding {
        language: letter.language,
        title,
        intro,
        inside: inside.to_owned(),
        page,
        outside,
    }
}

/// How the list in front calls a record: by its number in the package, what it is, and its date. The name of the file
/// may be in letters that the list can't write.
pub fn bound_line(path: &str, category: Category, service_date: Option<NaiveDate>, language: Language) -> String {
    let name = path.trim_start_matches("records/");
    let number = name.split('_').next().unwrap_or_default();
    let what = words::category(category, language);
    match service_date {
        Some(date) => format!("{number}  {what}, {}", words::date(date, language)),
        None => format!("{number}  {what}"),
    }
}

/// The records of a release under their names, oldest first, those without a date last. `rests` go out in place of something of
/// which a part is withheld: what such a file was called when it was uploaded may tell of that part.
pub fn files<'a>(
    records: impl IntoIterator<Item = (&'a Record, &'a Inspection)>,
    rests: &BTreeSet<RecordId>,
) -> Vec<File> {
    let mut records: Vec<_> = records.into_iter().collect();
    records.sort_by(|(left, _), (right, _)| {
        let key = |record: &Record| (record.service_date.is_none(), record.service_date);
        key(left).cmp(&key(right)).then_with(|| left.id.cmp(&right.id))
    });
    let digits = records.len().to_string().len().max(3);
    records
        .into_iter()
        .enumerate()
        .map(|(index, (record, inspection))| File {
            record: record.id.clone(),
            path: path(
                (index + 1, digits),
                record,
                inspection.format,
                rests.contains(&record.id),
            ),
            size: record.size,
            crc32: record.crc32,
            inspection: inspection.clone(),
            category: record.category,
            service_date: record.service_date,
        })
        .collect()
}

/// `records/001_2024-03-05_visit_notes_scan.pdf`: the number makes it unique, and the ending is that of the
/// content, whatever the upload was called.
fn path((number, digits): (usize, usize), record: &Record, format: Format, is_rest: bool) -> String {
    let date = record.service_date.map(|date| format!("_{date}")).unwrap_or_default();
    format!(
        "records/{number:0digits$}{date}_{}_{}.{}",
        record.category.wire(),
        if is_rest {
            NAMELESS.to_owned()
        } else {
            stem(&record.name)
        },
        extension(&record.name, format)
    )
}

/// The ending that its content calls for; that of the upload where the content is not known.
fn extension(name: &str, format: Format) -> String {
    let own = name
        .rsplit_once('.')
        .map(|(_, ending)| ending)
        .filter(|ending| (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    match (format, own) {
        (Format::Other, Some(ending)) => ending.to_ascii_lowercase(),
        (format, _) => format.extension().to_owned(),
    }
}

const STEM_LIMIT: usize = 60;
/// What a file is called whose own name can't stand in a package.
const NAMELESS: &str = "file";

/// The name without its ending, of characters that every file system takes.
fn stem(name: &str) -> String {
    let stem = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 && !ending.contains(' ') => stem,
        _ => name,
    };
    let mut safe = String::new();
    for character in stem.chars().take(STEM_LIMIT) {
        if character.is_alphanumeric() {
            safe.push(character);
        } else if !safe.is_empty() && !safe.ends_with('-') {
            safe.push('-');
        }
    }
    let safe = safe.trim_end_matches('-');
    if safe.is_empty() {
        NAMELESS.to_owned()
    } else {
        safe.to_owned()
    }
}

/// The package's own name: no patient in it, since it lands in a list of downloads.
pub fn file_name(letter: &Release) -> String {
    format!("record-{}.zip", letter.receipt)
}

/// The files that the desk adds: the page to start with and the letter.
pub fn documents(letter: &Release, files: &[Listed<'_>]) -> Vec<Document> {
    vec![
        Document {
            path: START,
            media_type: "text/html",
            bytes: start(letter, files).into_bytes(),
        },
        Document {
            path: LETTER_TEXT,
            media_type: "text/plain",
            bytes: letter::text(Letter::Release(letter)).into_bytes(),
        },
        Document {
            path: LETTER_HTML,
            media_type: "text/html",
            bytes: letter::html(Letter::Release(letter)).into_bytes(),
        },
    ]
}

fn start(letter: &Release, files: &[Listed<'_>]) -> String {
    let language = letter.language;
    let (heading, intro, open_letter, caption, columns, unknown, locked) = match language {
        Language::English => (
            "Start here",
            format!(
                "This is {} from {}. If you need help, call {} at {}.",
                match letter.reader {
                    _ if files.is_empty() => "our answer",
                    Reader::Requester => "your record",
                    Reader::ThirdParty => "a record for you",
                },
                letter.practice,
                letter.contact,
                letter.telephone
            ),
            "Read our letter",
            "Your files",
            ["File", "What it is", "Date of service", "Size"],
            "not known",
            "Opens only with a password. If you don’t know it, call us.",
        ),
        Language::Spanish => (
            "Empiece aquí",
            format!(
                "{} de {}. Si necesita ayuda, llame a {} al {}.",
                match letter.reader {
                    _ if files.is_empty() => "Esta es la respuesta",
                    Reader::Requester => "Este es su expediente",
                    Reader::ThirdParty => "Este es un expediente para usted",
                },
                letter.practice,
                letter.contact,
                letter.telephone
            ),
            "Lea nuestra carta",
            "Sus archivos",
            ["Archivo", "Qué es", "Fecha del servicio", "Tamaño"],
            "no se conoce",
            "Se abre solo con una contraseña. Si no la sabe, llámenos.",
        ),
    };
    let mut body = format!(
        "<h1>{heading}</h1>\n<p>{}</p>\n<p><a href=\"{LETTER_HTML}\">{open_letter}</a></p>\n",
        encode_text(&intro)
    );
    if files.is_empty() {
        return letter::page(language, heading, &body);
    }
    body.push_str(&format!("<table>\n<caption>{caption}</caption>\n<thead><tr>"));
    for column in columns {
        body.push_str(&format!("<th scope=\"col\">{column}</th>"));
    }
    body.push_str("</tr></thead>\n<tbody>\n");
    for file in files {
        let date = file
            .service_date
            .map_or_else(|| unknown.to_owned(), |date| words::date(date, language));
        let note = if file.locked {
            format!("<br>{locked}")
        } else {
            String::new()
        };
        body.push_str(&format!(
            "<tr><td><a href=\"{}\">{}</a>{note}</td><td>{}</td><td>{date}</td><td>{}</td></tr>\n",
            encode_double_quoted_attribute(&percent_encoded(file.path)),
            encode_text(file.path.trim_start_matches("records/")),
            encode_text(words::category(file.category, language)),
            words::size(file.size),
        ));
    }
    body.push_str("</tbody>\n</table>\n");
    letter::page(language, heading, &body)
}

/// A path as a relative URL: our own paths hold letters, digits, `/`, `-`, `_` and `.` only, so only letters
/// outside ASCII change.
fn percent_encoded(path: &str) -> String {
    let mut url = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii() {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Hash;
    use crate::id::{PatientId, PracticeId};
    use crate::letter::tests::letter;
    use crate::record::State;

    fn record(id: &str, name: &str, service_date: Option<&str>) -> (Record, Inspection) {
        let inspection = Inspection {
            format: Format::Pdf,
            sha256: Hash::of(name.as_bytes()),
            concerns: vec![],
            names_person: None,
        };
        let record = Record {
            id: RecordId::parse(id).unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            patient: PatientId::parse("q").unwrap(),
            name: name.to_owned(),
            size: 10,
            crc32: 1,
            category: Category::VisitNotes,
            service_date: service_date.map(|date| date.parse().unwrap()),
            sensitivity: crate::word::Sensitivity::Ordinary,
            state: State::Inspected(inspection.clone()),
        };
        (record, inspection)
    }

    fn paths(records: &[(Record, Inspection)]) -> Vec<String> {
        files(
            records.iter().map(|(record, inspection)| (record, inspection)),
            &BTreeSet::new(),
        )
        .into_iter()
        .map(|file| file.path)
        .collect()
    }

    #[test]
    fn names_are_safe_unique_and_oldest_first() {
        let records = [
            record("c", "../../etc/passwd", None),
            record("b", "scan.PDF", Some("2024-03-05")),
            record("a", "scan.PDF", Some("2024-03-05")),
            record("d", "CON", Some("2020-01-01")),
            record("e", "Müller, José (1).txt", Some("2025-01-01")),
            record("f", "...", None),
            record("g", "a\u{202e}fdp.exe", None),
        ];

        assert_eq!(
            paths(&records),
            [
                "records/001_2020-01-01_visit_notes_CON.pdf",
                "records/002_2024-03-05_visit_notes_scan.pdf",
                "records/003_2024-03-05_visit_notes_scan.pdf",
                "records/004_2025-01-01_visit_notes_Müller-José-1.pdf",
                "records/005_visit_notes_etc-passwd.pdf",
                "records/006_visit_notes_file.pdf",
                "records/007_visit_notes_a-fdp.pdf",
            ]
        );
    }

    #[test]
    fn what_goes_out_in_place_of_a_withheld_part_is_not_called_after_it() {
        let records = [
            record("a", "chart.pdf", Some("2024-03-05")),
            record("b", "chart-without-neighbor-statement.pdf", Some("2024-03-06")),
        ];
        let rests = BTreeSet::from([RecordId::parse("b").unwrap()]);
        let files = files(records.iter().map(|(record, inspection)| (record, inspection)), &rests);

        let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "records/001_2024-03-05_visit_notes_chart.pdf",
                "records/002_2024-03-06_visit_notes_file.pdf"
            ]
        );
    }

    #[test]
    fn a_file_of_a_kind_that_is_not_known_keeps_its_own_ending() {
        for (name, expected) in [
            ("Letter.DOCX", "docx"),
            ("x.tar.gz", "gz"),
            ("none", "bin"),
            ("x.", "bin"),
            ("x.a/b", "bin"),
            ("x.toolong", "bin"),
        ] {
            assert_eq!(extension(name, Format::Other), expected, "{name}");
            assert_eq!(extension(name, Format::Pdf), "pdf");
        }
    }

    #[test]
    fn a_thousand_files_sort_by_their_names() {
        let records: Vec<_> = (0..1_000)
            .map(|number| record(&format!("r{number:04}"), "x.pdf", None))
            .collect();

        let paths = paths(&records);

        assert!(paths.is_sorted());
        assert_eq!(paths[999], "records/1000_visit_notes_x.pdf");
    }

    #[test]
    fn what_goes_to_a_third_party_is_nowhere_called_that_ones_own_record() {
        let records = [record("a", "scan.pdf", None)];
        let files = files(
            records.iter().map(|(record, inspection)| (record, inspection)),
            &BTreeSet::new(),
        );
        for (language, own) in [(Language::English, "your record"), (Language::Spanish, "su expediente")] {
            let text = |reader| {
                let letter = Release {
                    reader,
                    patient: Some("Ana Lopez".to_owned()),
                    ..letter(language)
                };
                let listed: Vec<_> = files.iter().map(File::listed).collect();
                let binding = binding(&letter);
                let mut text = [binding.title, binding.intro, binding.inside, binding.outside].join("\n");
                for document in documents(&letter, &listed) {
                    text.push_str(&String::from_utf8(document.bytes).unwrap());
                }
                text.to_lowercase()
            };

            assert!(text(Reader::Requester).contains(own));
            assert!(!text(Reader::ThirdParty).contains(own), "{}", text(Reader::ThirdParty));
        }
    }

    #[test]
    fn the_same_release_gives_the_same_documents() {
        let records = [record("a", "ñ<script>.pdf", None)];
        let files = files(
            records.iter().map(|(record, inspection)| (record, inspection)),
            &BTreeSet::new(),
        );

        let listed: Vec<_> = files.iter().map(File::listed).collect();
        let documents = documents(&letter(Language::English), &listed);

        let names: Vec<_> = documents.iter().map(|document| document.path).collect();
        assert_eq!(names, [START, LETTER_TEXT, LETTER_HTML]);
        let start = String::from_utf8(documents[0].bytes.clone()).unwrap();
        assert!(
            start.contains("href=\"records/001_visit_notes_%C3%B1-script.pdf\""),
            "{start}"
        );
        assert!(!start.contains("<script"));
        assert!(!start.contains("password"));
        let mut locked = files[0].listed();
        locked.locked = true;
        let start = String::from_utf8(super::documents(&letter(Language::English), &[locked])[0].bytes.clone());
        assert!(start.unwrap().contains("Opens only with a password"));
        assert!(documents == super::documents(&letter(Language::English), &listed));
    }
}
