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

/// Writes the page.
#[must_use]
pub fn write(publication: &Publication<'_>) -> String {
    page::write(publication)
}
