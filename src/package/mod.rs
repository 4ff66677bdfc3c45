//! The stage directory as it is published: writing it, its manifest and its zip, and reading it back.

mod archive;
mod assemble;
mod html;
mod manifest;
mod neighbours;
mod pdf;
mod pdf_text;
mod read;
mod write;

pub use archive::{ArchiveTime, zip};
pub use assemble::{Assembled, Formats, assemble, stem_of};
pub use html::HtmlFacts;
pub use manifest::{Item, MANIFEST, Manifest, manifest};
pub use neighbours::Neighbours;
pub use pdf::PdfFacts;
pub use read::{Link, Package, PackageError};
pub use write::{WriteError, write_directory};
