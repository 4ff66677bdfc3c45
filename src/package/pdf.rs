//! What a PDF says of itself.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, LoadOptions, Object};

use super::pdf_text;

/// Most bytes one stream of a PDF may unpack to.
pub(super) const MAX_STREAM: usize = 64 << 20;

/// Facts of a PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PdfFacts {
    /// `Title` of the document information.
    pub title: Option<String>,
    /// `Author` of the document information.
    pub author: Option<String>,
    /// `Lang` of the catalog.
    pub lang: Option<String>,
    /// `MarkInfo` says the document is tagged, and it has a structure tree.
    pub tagged: bool,
    /// It has an outline.
    pub outline: bool,
    /// Number of pages.
    pub pages: usize,
    /// Parts of standards the metadata claim: `PDF/UA-1`, `PDF/A-2`.
    pub claims: Vec<String>,
    /// Text of the first page, white space collapsed; empty where none can be read.
    pub first_page: String,
    /// Text of the last page.
    pub last_page: String,
    /// The lines of every page, in the order they are drawn; words set apart by movement alone run together.
    pub lines: Vec<Vec<String>>,
    /// Names of the fonts, with the prefix of a subset where there is one.
    pub fonts: BTreeSet<String>,
}

impl PdfFacts {
    /// Reads a PDF.
    ///
    /// # Errors
    /// Where the bytes are no PDF that can be read.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        if !bytes.get(..1024.min(bytes.len())).unwrap_or_default().windows(5).any(|window| window == b"%PDF-") {
            return Err("is not a PDF".to_owned());
        }
        // The reader is not ours: whatever it does on damaged input must not end the program.
        let read = catch_unwind(AssertUnwindSafe(|| facts(bytes)));
        read.unwrap_or_else(|_| Err("cannot be read: it is damaged".to_owned()))
    }
}

fn facts(bytes: &[u8]) -> Result<PdfFacts, String> {
    let options = LoadOptions { max_decompressed_size: Some(MAX_STREAM), ..LoadOptions::default() };
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|error| format!("cannot be read: {error}"))?;
    if document.is_encrypted() {
        return Err("is encrypted".to_owned());
    }
    let catalog = document.catalog().map_err(|error| format!("cannot be read: {error}"))?;
    let pages = document.get_pages();
    if pages.is_empty() {
        return Err("has no pages".to_owned());
    }
    let info = dictionary(&document, document.trailer.get(b"Info").ok());
    let marked = dictionary(&document, catalog.get(b"MarkInfo").ok())
        .is_some_and(|marks| marks.get(b"Marked").and_then(Object::as_bool).unwrap_or(false));
    let outlines = dictionary(&document, catalog.get(b"Outlines").ok());
    let text = |number: Option<&u32>| {
        let page = number.and_then(|number| document.extract_text_with_limit(&[*number], MAX_STREAM).ok());
        page.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    Ok(PdfFacts {
        title: info.and_then(|info| string(&document, info, b"Title")),
        author: info.and_then(|info| string(&document, info, b"Author")),
        lang: string(&document, catalog, b"Lang"),
        tagged: marked && catalog.has(b"StructTreeRoot"),
        outline: outlines.is_some_and(|outlines| outlines.has(b"First")),
        pages: pages.len(),
        claims: claims(&document, catalog),
        first_page: text(pages.keys().next()),
        last_page: text(pages.keys().next_back()),
        lines: pdf_text::lines(&document),
        fonts: pdf_text::fonts(&document),
    })
}

pub(super) fn dictionary<'a>(document: &'a Document, object: Option<&'a Object>) -> Option<&'a Dictionary> {
    document.dereference(object?).ok()?.1.as_dict().ok()
}

fn string(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    let object = document.dereference(dictionary.get(key).ok()?).ok()?.1;
    let text = lopdf::decode_text_string(object).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn claims(document: &Document, catalog: &Dictionary) -> Vec<String> {
    let stream = catalog.get(b"Metadata").ok().and_then(|object| document.dereference(object).ok()?.1.as_stream().ok());
    let xmp = stream.and_then(|stream| stream.get_plain_content_with_limit(MAX_STREAM).ok()).unwrap_or_default();
    let xmp = String::from_utf8_lossy(&xmp);
    let part = |prefix: &str| {
        let rest = &xmp[xmp.find(prefix)? + prefix.len()..];
        rest.trim_start_matches(['>', '=', '"', '\'', ' ']).chars().next().filter(char::is_ascii_digit)
    };
    let ua = part("pdfuaid:part").map(|part| format!("PDF/UA-{part}"));
    let archival = part("pdfaid:part").map(|part| format!("PDF/A-{part}"));
    ua.into_iter().chain(archival).collect()
}
