//! The HTML page: one self-contained file.

mod blocks;
mod code;
mod contents;
mod cover;
mod escape;
mod figures;
mod head;
mod headings;
mod inlines;
mod lists;
mod math;
mod notes;
mod page;
mod pictures;
mod tables;
mod writer;

use crate::diagnostic::Diagnostic;

use super::Publication;

/// A text as it stands in a page, between tags or in an attribute's value between double quotes.
#[must_use]
pub fn escaped(text: &str) -> String {
    escape::escaped(text)
}

/// A page as it is published.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The file.
    pub html: String,
    /// What could not be shown as it is meant.
    pub diagnostics: Vec<Diagnostic>,
}

/// Writes the page.
#[must_use]
pub fn write(publication: &Publication<'_>) -> Page {
    page::write(publication)
}
