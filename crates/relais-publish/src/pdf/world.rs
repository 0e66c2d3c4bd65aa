use std::sync::OnceLock;

use typst::{
    Library, LibraryExt, World, WorldExt,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Dict, Duration},
    syntax::{FileId, Source},
    text::{Font, FontBook},
    utils::LazyHash,
};

/// The fonts compiled into the program.
pub(super) struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Fonts {
    pub(super) fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Fonts> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            let fonts: Vec<_> = typst_assets::fonts()
                .flat_map(|data| Font::iter(Bytes::new(data)))
                .collect();
            Self {
                book: LazyHash::new(FontBook::from_fonts(&fonts)),
                fonts,
            }
        })
    }

    /// Whether some font has a sign for this character.
    pub(super) fn can_print(&self, c: char) -> bool {
        self.fonts
            .iter()
            .any(|font| font.info().coverage.contains(u32::from(c)))
    }
}

/// All that a template can see: itself, the fonts and its inputs. There are no files, no packages, no network and no
/// clock, whatever a template asks for.
pub(super) struct Enclosed {
    library: LazyHash<Library>,
    template: Source,
    fonts: &'static Fonts,
}

impl Enclosed {
    pub(super) fn new(template: &'static str, inputs: Dict) -> Self {
        Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            template: Source::detached(template),
            fonts: Fonts::embedded(),
        }
    }

    /// The line of the template that a fault speaks of, counted from one.
    pub(super) fn line(&self, fault: &SourceDiagnostic) -> Option<usize> {
        let at = self.range(fault.span)?.start;
        self.template.lines().byte_to_line(at).map(|line| line + 1)
    }
}

impl World for Enclosed {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() {
            Ok(self.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
