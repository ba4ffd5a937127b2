//! One PDF of the records that have pages, to read on a screen and to print: PDF documents, photographs and plain
//! text, in the order of the package, behind a list of what is in it and what is not. A record is bound only where
//! nothing of it would be lost; the others are named. The same records give the same bytes.

mod document;
mod picture;
mod sheet;
mod writing;

use domain::package::Binding;
use domain::word::Format;
use lopdf::{Bookmark, Dictionary, Document, Object, ObjectId, dictionary};
use sheet::Sheets;

/// Bytes of records that are bound: all of them, and what is made of them, are in memory at once.
pub const ROOM: u64 = 48 << 20;
const PIXELS: usize = 256 << 20;
/// One record alone is better looked at as it is.
const WORTH_BINDING: usize = 2;

/// Pages on their way into one PDF.
pub struct Binder {
    document: Document,
    tree: ObjectId,
    pages: Vec<ObjectId>,
    /// What is bound: its line in the list, and which page it begins on, counted from nought behind the list.
    bound: Vec<(String, usize)>,
    /// What is not.
    left_out: Vec<String>,
    room: u64,
    /// Bytes that pixels may still take once they are unpacked, which takes its time.
    pixels: usize,
}

/// A PDF that is done.
pub struct Bound {
    pub bytes: Vec<u8>,
    pub pages: u32,
    /// How many records are in it.
    pub records: u32,
}

/// Why a record is not bound. Nothing is told of it: the file may be anyone's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotBound;

/// Pages of one record, with the objects that they rest on, numbered past those that were there.
struct Leaves {
    pages: Vec<ObjectId>,
}

impl Binder {
    pub fn new() -> Self {
        let mut document = Document::with_version("1.7");
        let tree = document.new_object_id();
        Self {
            document,
            tree,
            pages: Vec::new(),
            bound: Vec::new(),
            left_out: Vec::new(),
            room: ROOM,
            pixels: PIXELS,
        }
    }

    /// Whether a record of this kind and size may have pages here, so that it is worth reading.
    pub fn takes(&self, format: Format, size: u64) -> bool {
        let has_pages = match format {
            Format::Pdf | Format::Jpeg | Format::Png | Format::Text => true,
            Format::Heic
            | Format::Tiff
            | Format::Dicom
            | Format::ClinicalDocument
            | Format::FhirBundle
            | Format::Other => false,
        };
        has_pages && size <= self.room
    }

    /// Binds a record, or names it among those that are not.
    pub fn add(&mut self, line: String, format: Format, bytes: &[u8]) {
        self.room = self.room.saturating_sub(bytes.len() as u64);
        let leaves = self.leaves(format, bytes);
        match leaves {
            Ok(leaves) => {
                self.bound.push((line, self.pages.len()));
                self.pages.extend(leaves.pages);
            }
            Err(NotBound) => self.left_out.push(line),
        }
    }

    fn leaves(&mut self, format: Format, bytes: &[u8]) -> Result<Leaves, NotBound> {
        match format {
            Format::Pdf => document::leaves(&mut self.document, self.tree, bytes),
            Format::Jpeg => Ok(picture::jpeg(bytes)?.leaf(&mut self.document, self.tree)),
            Format::Png => {
                let picture = picture::png(bytes, self.pixels)?;
                self.pixels -= picture.unpacked().min(self.pixels);
                Ok(picture.leaf(&mut self.document, self.tree))
            }
            Format::Text => writing::leaves(&mut self.document, self.tree, bytes),
            Format::Heic
            | Format::Tiff
            | Format::Dicom
            | Format::ClinicalDocument
            | Format::FhirBundle
            | Format::Other => Err(NotBound),
        }
    }

    /// Names a record that is not bound.
    pub fn leave_out(&mut self, line: String) {
        self.left_out.push(line);
    }

    /// The PDF, or none where too little is bound for one.
    pub fn finish(mut self, binding: &Binding) -> Option<Bound> {
        if self.bound.len() < WORTH_BINDING {
            return None;
        }
        let front = self.front(binding);
        let marks = std::iter::once((binding.title.clone(), front.pages.first().copied()));
        let marks: Vec<_> = marks
            .chain(
                self.bound
                    .iter()
                    .map(|(line, page)| (line.clone(), self.pages.get(*page).copied())),
            )
            .collect();
        let records = u32::try_from(self.bound.len()).ok()?;
        let all: Vec<_> = front.pages.into_iter().chain(self.pages).collect();
        let pages = u32::try_from(all.len()).ok()?;
        let mut document = self.document;
        for (title, page) in marks {
            document.add_bookmark(Bookmark::new(title, [0.0; 3], 0, page?), None);
        }
        let tree = dictionary! {
            "Type" => "Pages",
            "Kids" => all.iter().map(|page| Object::Reference(*page)).collect::<Vec<_>>(),
            "Count" => i64::from(pages),
        };
        document.objects.insert(self.tree, tree.into());
        let outline = document.build_outline()?;
        let catalog = document.add_object(dictionary! {
            "Type" => "Catalog",
            "Pages" => self.tree,
            "Outlines" => outline,
            "PageMode" => "UseOutlines",
            "Lang" => Object::string_literal(binding.language.tag()),
            "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        });
        let info = document.add_object(dictionary! { "Title" => text_string(&binding.title) });
        document.trailer.set("Root", catalog);
        document.trailer.set("Info", info);
        document.prune_objects();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).ok()?;
        Some(Bound { bytes, pages, records })
    }

    /// The list in front. It takes as many pages whatever numbers stand in it.
    fn front(&mut self, binding: &Binding) -> Leaves {
        let length = sheet::list(binding, &self.bound, &self.left_out, 0).len();
        let sheets: Sheets = sheet::list(binding, &self.bound, &self.left_out, length);
        sheets.leaves(&mut self.document, self.tree)
    }
}

impl Default for Binder {
    fn default() -> Self {
        Self::new()
    }
}

/// A page of its own making, in points.
fn page(tree: ObjectId, (width, height): (f64, f64), resources: Dictionary, contents: ObjectId) -> Dictionary {
    dictionary! {
        "Type" => "Page",
        "Parent" => tree,
        "MediaBox" => vec![0.into(), 0.into(), real(width), real(height)],
        "Resources" => resources,
        "Contents" => contents,
    }
}

/// A number as a PDF has it, to a thousandth.
fn real(number: f64) -> Object {
    #[expect(clippy::cast_possible_truncation, reason = "a page is some hundred points wide")]
    Object::Real(((number * 1000.0).round() / 1000.0) as f32)
}

/// A string of text for people, which may hold any letter: UTF-16 where ASCII does not do (ISO 32000-1, 7.9.2.2).
fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::string_literal(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::word::Language;
    use lopdf::content::Content;

    fn binding() -> Binding {
        Binding {
            language: Language::English,
            title: "Record to read and print, 1234".to_owned(),
            intro: "From Łukasz’s practice.".to_owned(),
            inside: "In this PDF".to_owned(),
            page: "page",
            outside: "Not in this PDF".to_owned(),
        }
    }

    /// A PDF as another program writes it: what its pages share stands above them. `more` is of its catalog, and
    /// `note` lies on its first page.
    fn pdf(pages: usize, more: Dictionary, note: Option<Dictionary>) -> Vec<u8> {
        saved(written(pages, more, note))
    }

    fn saved(mut document: Document) -> Vec<u8> {
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn written(pages: usize, more: Dictionary, note: Option<Dictionary>) -> Document {
        let mut document = Document::with_version("1.5");
        let tree = document.new_object_id();
        let note = note.map(|note| document.add_object(note));
        let kids: Vec<Object> = (0..pages)
            .map(|number| {
                let drawn = document.add_object(lopdf::Stream::new(dictionary! {}, format!("% {number}").into_bytes()));
                let mut page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => drawn };
                if let (0, Some(note)) = (number, note) {
                    page.set("Annots", vec![Object::Reference(note)]);
                }
                document.add_object(page).into()
            })
            .collect();
        let above = dictionary! {
            "Type" => "Pages",
            "Count" => i64::try_from(pages).unwrap(),
            "Kids" => kids,
            "MediaBox" => vec![0.into(), 0.into(), 300.into(), 400.into()],
            "Rotate" => 90,
        };
        document.objects.insert(tree, above.into());
        let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => tree };
        catalog.extend(&more);
        let catalog = document.add_object(catalog);
        document.trailer.set("Root", catalog);
        document
    }

    fn plain(pages: usize) -> Vec<u8> {
        pdf(pages, dictionary! {}, None)
    }

    fn bind(files: &[(Format, Vec<u8>)]) -> Option<Bound> {
        let mut binder = Binder::new();
        for (number, (format, bytes)) in files.iter().enumerate() {
            binder.add(format!("{:03}  Visit notes", number + 1), *format, bytes);
        }
        binder.finish(&binding())
    }

    /// Whether a file is bound, beside two others that are.
    fn is_bound(format: Format, bytes: Vec<u8>) -> bool {
        let bound = bind(&[(Format::Pdf, plain(1)), (Format::Pdf, plain(1)), (format, bytes)]).unwrap();
        bound.records == 3
    }

    /// The letters that a page shows.
    fn words(document: &Document, page: ObjectId) -> String {
        let content = Content::decode(&document.get_page_content(page)).unwrap();
        let shown = content.operations.iter().filter(|operation| operation.operator == "Tj");
        let lines =
            shown.map(|operation| String::from_utf8_lossy(operation.operands[0].as_str().unwrap()).into_owned());
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn pages_come_in_their_order_with_what_they_had_and_the_list_says_where() {
        let files = [
            (Format::Pdf, plain(2)),
            (Format::Dicom, b"DICM".to_vec()),
            (Format::Text, b"A note\x0cSecond page".to_vec()),
        ];

        let bound = bind(&files).unwrap();

        assert_eq!((bound.pages, bound.records), (5, 2));
        assert!(
            bound.bytes == bind(&files).unwrap().bytes,
            "the same files, the same bytes"
        );
        let document = Document::load_mem(&bound.bytes).unwrap();
        let pages: Vec<_> = document.page_iter().collect();
        assert_eq!(pages.len(), 5);
        let front = words(&document, pages[0]);
        assert_eq!(
            front.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>(),
            [
                "Record to read and print, 1234",
                "From ?ukasz\u{fffd}s practice.",
                "Not in this PDF",
                "002  Visit notes",
                "In this PDF",
                "001  Visit notes  \u{fffd}  page 2",
                "003  Visit notes  \u{fffd}  page 4",
            ]
        );
        let second = document.get_dictionary(pages[2]).unwrap();
        assert_eq!(second.get(b"Rotate").unwrap().as_i64().unwrap(), 90, "from above it");
        assert_eq!(second.get(b"MediaBox").unwrap().as_array().unwrap().len(), 4);
        assert_eq!(document.get_page_content(pages[2]).trim_ascii(), b"% 1");
        assert_eq!(words(&document, pages[3]), "A note");
        assert_eq!(words(&document, pages[4]), "Second page");
        let marks = document.get_toc().unwrap().toc;
        let marks: Vec<_> = marks.iter().map(|mark| (mark.title.as_str(), mark.page)).collect();
        assert_eq!(
            marks,
            [
                ("Record to read and print, 1234", 1),
                ("001  Visit notes", 2),
                ("003  Visit notes", 4)
            ]
        );
    }

    #[test]
    fn one_record_alone_is_not_bound() {
        assert!(bind(&[(Format::Pdf, plain(9)), (Format::Pdf, b"broken".to_vec())]).is_none());
        assert!(bind(&[]).is_none());
    }

    #[test]
    fn what_would_lose_something_is_left_out() {
        let form = |form: Dictionary| pdf(1, dictionary! { "AcroForm" => form }, None);
        let layers = |usual: Dictionary| pdf(1, dictionary! { "OCProperties" => dictionary! { "D" => usual } }, None);
        let room = || vec![0.into(), 0.into(), 10.into(), Object::from(10)];
        let field = |field: Dictionary| {
            let mut note = dictionary! { "Type" => "Annot", "Subtype" => "Widget" };
            for (key, value) in field {
                note.set(key, value);
            }
            saved(written(1, dictionary! {}, Some(note)))
        };
        let drawn = || {
            let mut document = written(
                1,
                dictionary! {},
                Some(dictionary! { "Subtype" => "Widget", "Rect" => room() }),
            );
            let look = document.add_object(lopdf::Stream::new(dictionary! {}, b"0 g".to_vec()));
            let note = document.get_dictionary_mut((2, 0)).unwrap();
            note.set("AP", dictionary! { "N" => look });
            saved(document)
        };
        let states = || dictionary! { "N" => dictionary! { "On" => Object::Null } };
        // The tree of pages is the first object.
        let tree = |key: &str, value: Object| {
            let mut document = written(3, dictionary! {}, None);
            document.get_dictionary_mut((1, 0)).unwrap().set(key, value);
            saved(document)
        };
        let leaf_with_leaves = {
            let mut document = written(2, dictionary! {}, None);
            let page = document.page_iter().next().unwrap();
            let page = document.get_dictionary_mut(page).unwrap();
            page.remove(b"Type");
            page.set("Kids", Vec::<Object>::new());
            saved(document)
        };
        let cut = |bytes: Vec<u8>| bytes[..bytes.len() * 2 / 3].to_vec();
        for (name, bytes, expected) in [
            ("plain", plain(1), true),
            ("cut off", cut(plain(3)), false),
            ("a page that can't be found", tree("Count", 4.into()), false),
            ("as many pages as it says", tree("Count", 3.into()), true),
            ("a page with pages below it", leaf_with_leaves, false),
            ("no pages", plain(0), false),
            (
                "a form that is filled",
                form(dictionary! { "Fields" => Vec::<Object>::new() }),
                true,
            ),
            (
                "a form of another kind",
                form(dictionary! { "XFA" => Object::string_literal("x") }),
                false,
            ),
            (
                "a form drawn when opened",
                form(dictionary! { "NeedAppearances" => true }),
                false,
            ),
            ("layers", layers(dictionary! {}), true),
            (
                "hidden layers",
                layers(dictionary! { "OFF" => vec![Object::from(1)] }),
                false,
            ),
            (
                "layers that are off",
                layers(dictionary! { "BaseState" => "OFF" }),
                false,
            ),
            (
                "a portfolio",
                pdf(1, dictionary! { "Collection" => dictionary! {} }, None),
                false,
            ),
            (
                "files inside",
                pdf(
                    1,
                    dictionary! { "Names" => dictionary! { "EmbeddedFiles" => dictionary! {} } },
                    None,
                ),
                false,
            ),
            ("a field that is drawn", drawn(), true),
            (
                "a field without a look",
                field(dictionary! { "Rect" => room(), "AP" => dictionary! {} }),
                false,
            ),
            (
                "a field with looks",
                field(dictionary! { "Rect" => room(), "AP" => states() }),
                false,
            ),
            (
                "a field in one of its looks",
                field(dictionary! { "Rect" => room(), "AP" => states(), "AS" => "On" }),
                true,
            ),
            (
                "a file pinned to a page",
                field(dictionary! { "Subtype" => "FileAttachment" }),
                false,
            ),
            (
                "a field that is not drawn yet",
                field(dictionary! { "Rect" => room() }),
                false,
            ),
            (
                "a field that is hidden",
                field(dictionary! { "Rect" => room(), "F" => 2 }),
                true,
            ),
            (
                "a signature that is not seen",
                field(dictionary! { "Rect" => vec![Object::from(0); 4] }),
                true,
            ),
        ] {
            assert_eq!(is_bound(Format::Pdf, bytes), expected, "{name}");
        }
        for (text, expected) in [
            ("Seen on Monday.", true),
            ("", false),
            (" \n ", false),
            ("<html>", false),
            ("{\"a\": 1}", false),
            ("{\\rtf1 x}", false),
            ("日本", false),
        ] {
            assert_eq!(is_bound(Format::Text, text.as_bytes().to_vec()), expected, "{text}");
        }
        assert!(!is_bound(Format::Jpeg, b"\xff\xd8\xff".to_vec()));
        assert!(!is_bound(Format::Png, b"\x89PNG\r\n\x1a\n".to_vec()));
    }

    #[test]
    fn a_note_keeps_its_link_and_loses_what_it_would_start() {
        let note = |action: &str| {
            let action = dictionary! { "S" => action, "JS" => Object::string_literal("app.alert(1)") };
            let note = dictionary! { "Type" => "Annot", "Subtype" => "Link", "A" => action };
            let bound = bind(&[
                (Format::Pdf, pdf(1, dictionary! {}, Some(note))),
                (Format::Pdf, plain(1)),
            ])
            .unwrap();
            let document = Document::load_mem(&bound.bytes).unwrap();
            let page = document.page_iter().nth(1).unwrap();
            document.get_page_annotations(page).unwrap()[0].has(b"A")
        };
        assert!(note("URI") && note("GoTo"));
        assert!(!note("JavaScript") && !note("Launch") && !note("SubmitForm"));
    }

    #[test]
    fn what_a_document_names_and_never_had_stays_nothing() {
        let drawn = |missing: ObjectId| {
            let mut document = written(1, dictionary! {}, None);
            let page = document.page_iter().next().unwrap();
            let own = document.get_dictionary(page).unwrap().get(b"Contents").unwrap().clone();
            let contents = vec![own, Object::Reference(missing)];
            document.get_dictionary_mut(page).unwrap().set("Contents", contents);
            saved(document)
        };
        // Far more objects than it has, all of them another record's.
        let bound = bind(&[(Format::Pdf, plain(40)), (Format::Pdf, drawn((30, 0)))]).unwrap();
        let document = Document::load_mem(&bound.bytes).unwrap();
        let last = document.page_iter().last().unwrap();
        let contents = document.get_dictionary(last).unwrap().get(b"Contents").unwrap();
        assert_eq!(contents.as_array().unwrap()[1], Object::Null);
        assert_eq!(document.get_page_content(last).trim_ascii(), b"% 0");
    }

    #[test]
    fn what_could_not_be_read_to_the_end_is_left_out() {
        let whole = plain(1);
        let at = |mark: &[u8]| whole.windows(mark.len()).position(|part| part == mark).unwrap();
        let with = |at: usize, bytes: &[u8]| {
            let mut broken = whole.clone();
            broken[at..at + bytes.len()].copy_from_slice(bytes);
            broken
        };
        assert!(
            is_bound(Format::Pdf, with(at(b"% 0"), b"% 7")),
            "the same length, another word"
        );
        assert!(
            !is_bound(Format::Pdf, with(at(b"/Length"), b"/Lenght")),
            "a stream without its length"
        );
        assert!(
            !is_bound(Format::Pdf, with(at(b"<</Type/Page/"), b"[[")),
            "a page that is no dictionary"
        );
    }

    #[test]
    fn what_pages_share_is_there_once() {
        let mut document = written(200, dictionary! {}, None);
        let many: Dictionary = (0..200)
            .map(|number| (format!("F{number}").into_bytes(), Object::from(number)))
            .collect();
        document.get_dictionary_mut((1, 0)).unwrap().set("Resources", many);
        let alone = saved(document);
        let bound = bind(&[(Format::Pdf, alone.clone()), (Format::Pdf, plain(1))]).unwrap();
        assert_eq!(bound.pages, 202);
        assert!(
            bound.bytes.len() < 3 * alone.len(),
            "{} of {}",
            bound.bytes.len(),
            alone.len()
        );
    }

    #[test]
    fn what_is_too_large_together_is_not_read() {
        let mut binder = Binder::new();
        assert!(binder.takes(Format::Pdf, ROOM) && !binder.takes(Format::Pdf, ROOM + 1));
        binder.add("001".to_owned(), Format::Text, b"A note");
        assert!(!binder.takes(Format::Pdf, ROOM) && binder.takes(Format::Pdf, ROOM - 6));
        assert!(!binder.takes(Format::Dicom, 1));
    }
}
