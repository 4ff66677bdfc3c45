//! The PDF: Typst in process, tagged, with outline and properties.

use crate::diagnostic::Diagnostic;

use super::Publication;

/// Writes the document.
///
/// # Errors
/// What Typst could not set, at the places in the prose.
pub fn write(_publication: &Publication<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    Ok(Vec::new())
}
