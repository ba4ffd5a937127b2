//! Letters, as text and as HTML from one source. A letter is a value with every element that the law and the
//! desk ask of it, so that an incomplete one can't be made.

use crate::practice::Practice;
use crate::request::{Request, Scope};
use crate::text as words;
use crate::word::{Access, Language};
use chrono::NaiveDate;
use html_escape::encode_text;

/// Tells the requester that the request is accepted and that access is given, 45 CFR 164.524(b)(2)(i)(A).
#[derive(Clone, PartialEq, Eq)]
pub struct Release {
    pub language: Language,
    pub practice: String,
    /// Name or title of the person to ask.
    pub contact: String,
    pub telephone: String,
    pub recipient: String,
    pub receipt: String,
    pub received_on: NaiveDate,
    pub released_on: NaiveDate,
    pub access: Access,
    pub extent: Extent,
    /// Files of the record.
    pub files: u32,
    /// Bytes of the record.
    pub size: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Whole,
    /// Only the dates or kinds that were asked for.
    Part,
}

/// The letter that goes with a release on that day.
pub fn release(request: &Request, practice: &Practice, files: u32, size: u64, released_on: NaiveDate) -> Release {
    Release {
        language: request.language,
        practice: practice.name.clone(),
        contact: practice.contact.clone(),
        telephone: practice.telephone.clone(),
        recipient: request.name.full(),
        receipt: request.receipt.clone(),
        received_on: request.received.on,
        released_on,
        access: request.access,
        extent: match request.scope {
            Scope::Whole => Extent::Whole,
            Scope::Part { .. } => Extent::Part,
        },
        files,
        size,
    }
}

enum Block {
    Line(String),
    Heading(String),
    Paragraph(String),
}

fn blocks(letter: &Release) -> Vec<Block> {
    let language = letter.language;
    let released_on = words::date(letter.released_on, language);
    let received_on = words::date(letter.received_on, language);
    let size = words::size(letter.size);
    let Release {
        practice,
        contact,
        telephone,
        recipient,
        receipt,
        files,
        ..
    } = letter;
    match language {
        Language::English => vec![
            Block::Line(practice.clone()),
            Block::Line(released_on),
            Block::Line(format!("To: {recipient}")),
            Block::Line(format!("Receipt number: {receipt}")),
            Block::Heading("Your record is here".to_owned()),
            Block::Paragraph(format!(
                "On {received_on}, you asked us for your record. We said yes. {}",
                match letter.extent {
                    Extent::Whole => "This is your whole record as we keep it.",
                    Extent::Part => "This is the part of your record that you asked for.",
                }
            )),
            Block::Paragraph(format!(
                "It has {files} {}, {size} in all. Open START-HERE.html first: it lists each file. The list in \
                 manifest.json lets anyone check that no file was changed.",
                if *files == 1 { "file" } else { "files" }
            )),
            Block::Paragraph(
                match letter.access {
                    Access::Copy => {
                        "This copy is yours to keep. Save it in a safe place. Anyone who has the file can read it."
                    }
                    Access::Inspection => {
                        "You asked to look at your record. You can do so here at no cost. You can also come to us \
                         and look at it. Call us to choose a time."
                    }
                }
                .to_owned(),
            ),
            Block::Paragraph(format!(
                "Is something missing, or can’t you open a file? Call {contact} at {telephone}. We will help you, \
                 and we can give you your record in another form."
            )),
        ],
        Language::Spanish => vec![
            Block::Line(practice.clone()),
            Block::Line(released_on),
            Block::Line(format!("Para: {recipient}")),
            Block::Line(format!("Número de recibo: {receipt}")),
            Block::Heading("Aquí está su expediente".to_owned()),
            Block::Paragraph(format!(
                "El {received_on} usted nos pidió su expediente. Dijimos que sí. {}",
                match letter.extent {
                    Extent::Whole => "Este es su expediente completo, tal como lo guardamos.",
                    Extent::Part => "Esta es la parte de su expediente que usted pidió.",
                }
            )),
            Block::Paragraph(format!(
                "Tiene {files} {}, {size} en total. Abra primero START-HERE.html: ahí está la lista de los archivos. \
                 Con la lista en manifest.json, cualquiera puede comprobar que ningún archivo fue cambiado.",
                if *files == 1 { "archivo" } else { "archivos" }
            )),
            Block::Paragraph(
                match letter.access {
                    Access::Copy => {
                        "Esta copia es suya. Guárdela en un lugar seguro. Quien tenga el archivo puede leerlo."
                    }
                    Access::Inspection => {
                        "Usted pidió ver su expediente. Puede verlo aquí sin costo. También puede venir a verlo con \
                         nosotros. Llámenos para elegir una hora."
                    }
                }
                .to_owned(),
            ),
            Block::Paragraph(format!(
                "¿Falta algo, o no puede abrir un archivo? Llame a {contact} al {telephone}. Le ayudaremos, y podemos \
                 darle su expediente en otra forma."
            )),
        ],
    }
}

/// The letter as plain text, in lines of one paragraph each.
pub fn text(letter: &Release) -> String {
    let mut text = String::new();
    for block in blocks(letter) {
        match block {
            Block::Line(line) => {
                text.push_str(&line);
                text.push('\n');
            }
            Block::Heading(words) | Block::Paragraph(words) => {
                text.push('\n');
                text.push_str(&words);
                text.push('\n');
            }
        }
    }
    text
}

/// The letter as a page of its own, without scripts or anything from elsewhere.
pub fn html(letter: &Release) -> String {
    let mut body = String::new();
    for block in blocks(letter) {
        match block {
            Block::Line(line) => body.push_str(&format!("<p class=\"line\">{}</p>\n", encode_text(&line))),
            Block::Heading(words) => body.push_str(&format!("<h1>{}</h1>\n", encode_text(&words))),
            Block::Paragraph(words) => body.push_str(&format!("<p>{}</p>\n", encode_text(&words))),
        }
    }
    page(letter.language, &title(letter), &body)
}

fn title(letter: &Release) -> String {
    match letter.language {
        Language::English => format!("Letter from {}", letter.practice),
        Language::Spanish => format!("Carta de {}", letter.practice),
    }
}

/// A page that opens anywhere: no script, no picture, no font from elsewhere. `body` is HTML, `title` text.
pub(crate) fn page(language: Language, title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>\nbody {{ font: 1.125rem/1.5 system-ui, sans-serif; color: #1b2430; background: #fff; max-width: 42rem; \
         margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }}\n.line {{ margin: 0; }}\n\
         table {{ border-collapse: collapse; width: 100%; }}\nth, td {{ text-align: left; padding: 0.5rem 0.75rem 0.5rem 0; \
         border-bottom: 1px solid #8a94a3; vertical-align: top; }}\na {{ color: #0b5c7a; }}\n</style>\n</head>\n<body>\n\
         <main>\n{body}</main>\n</body>\n</html>\n",
        language.tag(),
        encode_text(title),
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn letter(language: Language) -> Release {
        Release {
            language,
            practice: "Lakeside Family Medicine".to_owned(),
            contact: "the privacy officer".to_owned(),
            telephone: "512-555-0140".to_owned(),
            recipient: "One <b>Mhvtestveteran</b>".to_owned(),
            receipt: "7K3M-92QF-4D".to_owned(),
            received_on: "2026-11-24".parse().unwrap(),
            released_on: "2026-12-01".parse().unwrap(),
            access: Access::Copy,
            extent: Extent::Whole,
            files: 7,
            size: 4_200_000,
        }
    }

    #[test]
    fn a_release_letter_reads_so() {
        assert_eq!(
            text(&letter(Language::English)),
            "Lakeside Family Medicine\n\
             Tuesday, December 1, 2026\n\
             To: One <b>Mhvtestveteran</b>\n\
             Receipt number: 7K3M-92QF-4D\n\
             \n\
             Your record is here\n\
             \n\
             On Tuesday, November 24, 2026, you asked us for your record. We said yes. This is your whole record as we keep \
             it.\n\
             \n\
             It has 7 files, 4.2 MB in all. Open START-HERE.html first: it lists each file. The list in manifest.json lets \
             anyone check that no file was changed.\n\
             \n\
             This copy is yours to keep. Save it in a safe place. Anyone who has the file can read it.\n\
             \n\
             Is something missing, or can’t you open a file? Call the privacy officer at 512-555-0140. We will help you, \
             and we can give you your record in another form.\n"
        );
    }

    #[test]
    fn a_name_never_becomes_markup() {
        for language in [Language::English, Language::Spanish] {
            let html = html(&letter(language));

            assert!(html.contains("One &lt;b&gt;Mhvtestveteran&lt;/b&gt;"));
            assert!(!html.contains("<b>"));
            assert!(html.contains(&format!("<html lang=\"{}\">", language.tag())));
        }
    }

    #[test]
    fn every_release_letter_names_whom_to_ring_and_both_dates() {
        for language in [Language::English, Language::Spanish] {
            for (access, extent) in [(Access::Copy, Extent::Whole), (Access::Inspection, Extent::Part)] {
                let letter = Release {
                    access,
                    extent,
                    ..letter(language)
                };
                let written = text(&letter);
                for element in [
                    &letter.practice,
                    &letter.contact,
                    &letter.telephone,
                    &letter.receipt,
                    &words::date(letter.received_on, language),
                    &words::date(letter.released_on, language),
                ] {
                    assert!(written.contains(element.as_str()), "{element}");
                }
            }
        }
    }
}
