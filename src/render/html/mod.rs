//! The HTML page: one self-contained file.

mod blocks;
mod code;
mod contents;
mod escape;
mod ids;
mod inlines;
mod layout;
mod links;
mod page;
mod raw;
mod tables;
mod writer;

use super::Publication;

/// A text as it stands in a page, between tags or in an attribute's value between double quotes.
#[must_use]
pub fn escaped(text: &str) -> String {
    escape::escaped(text)
}

/// Writes the page.
#[must_use]
pub fn write(publication: &Publication<'_>) -> String {
    page::write(publication)
}
