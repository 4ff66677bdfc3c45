//! The HTML page: one self-contained file.

use super::Publication;

/// Writes the page.
#[must_use]
pub fn write(publication: &Publication<'_>) -> String {
    publication.metadata.title.clone()
}
