//! The typesetter with all that it may read: two fonts, one template, and the letter. It reaches no file, no network
//! and no clock.

use crate::Unprintable;
use crate::glyphs::Glyphs;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

const TEMPLATE: &str = include_str!("letter.typ");
/// Results that no letter used for so many letters are forgotten: a sandbox lives for hours.
const REMEMBERED: usize = 8;

pub struct Engine {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    letter: FileId,
    standards: PdfStandards,
    glyphs: Glyphs,
}

impl Engine {
    /// None where a font can't be read.
    pub fn new() -> Option<Self> {
        let fonts: Vec<Font> = [dejavu::sans::regular(), dejavu::sans::bold()]
            .into_iter()
            .map(|bytes| Font::new(Bytes::new(bytes), 0))
            .collect::<Option<_>>()?;
        Some(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            template: Source::new(file("letter.typ")?, TEMPLATE.to_owned()),
            letter: file("letter.json")?,
            standards: PdfStandards::new(&[PdfStandard::Ua_1]).ok()?,
            glyphs: Glyphs::of(&fonts),
            fonts,
        })
    }

    pub fn glyphs(&self) -> &Glyphs {
        &self.glyphs
    }

    /// The PDF of a letter that is given as data.
    pub fn print(&self, data: String) -> Result<Vec<u8>, Unprintable> {
        let options = PdfOptions {
            // Its hash names the document, so that the same letter is the same document.
            ident: Smart::Custom(data.clone()),
            creator: Smart::Custom(Some("Access Desk".to_owned())),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        let desk = Desk {
            engine: self,
            data: Bytes::from_string(data),
        };
        let laid_out = typst::compile::<PagedDocument>(&desk).output;
        let printed = match laid_out {
            Ok(document) => typst_pdf::pdf(&document, &options).map_err(|_| Unprintable::Export),
            Err(_) => Err(Unprintable::Layout),
        };
        comemo::evict(REMEMBERED);
        printed
    }
}

fn file(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// What the typesetter sees while it works on one letter.
struct Desk<'a> {
    engine: &'a Engine,
    data: Bytes,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.book
    }

    fn main(&self) -> FileId {
        self.engine.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() {
            Ok(self.engine.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.engine.letter {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
