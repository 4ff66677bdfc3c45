//! What Typst sees: our files and our fonts, nothing of the machine.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::fonts::FONTS;

/// The look of every document: page, headings, tables, code.
const TEMPLATE: &str = include_str!("../../../assets/typst/template.typ");

/// OASIS's name, drawn; it stands in for the logo.
const WORD_MARK: &[u8] = include_bytes!("../../../assets/typst/word-mark.svg");

/// The colours of code; each has a contrast of at least 4.5 to 1 on the shade behind it.
const CODE_THEME: &[u8] = include_bytes!("../../../assets/typst/code.tmTheme");

/// Header cells in a table's body are named with functions that Typst does not yet promise to keep.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = std::iter::once(Feature::A11yExtras).collect();
    LazyHash::new(Library::builder().with_features(features).build())
});
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// One document in memory. There is no file system, no network, no package, no clock.
pub(super) struct Files {
    main: Source,
    template: Source,
    others: BTreeMap<String, Bytes>,
}

impl Files {
    /// A document with its pictures by name.
    pub fn new(main: String, mut others: BTreeMap<String, Bytes>) -> Option<Self> {
        others.insert("word-mark.svg".to_owned(), Bytes::new(WORD_MARK));
        others.insert("code.tmTheme".to_owned(), Bytes::new(CODE_THEME));
        Some(Self {
            main: Source::new(file_id("main.typ")?, main),
            template: Source::new(file_id("template.typ")?, TEMPLATE.to_owned()),
            others,
        })
    }

    /// The generated text.
    pub fn main_source(&self) -> &Source {
        &self.main
    }
}

fn file_id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

impl World for Files {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else if id == self.template.id() {
            Ok(self.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.vpath().get_without_slash();
        let known = matches!(id.root(), VirtualRoot::Project).then(|| self.others.get(name)).flatten();
        known.cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
