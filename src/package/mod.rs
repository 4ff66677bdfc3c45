//! The stage directory as it is published: writing it, its manifest and its zip, and reading it back.

mod archive;
mod assemble;
mod html;
mod manifest;
mod pdf;
mod read;
mod stage;
mod write;

pub use archive::{ArchiveTime, zip};
pub use assemble::{Assembled, Formats, assemble, assemble_as, stem_of};
pub use html::HtmlFacts;
pub use manifest::{Item, MANIFEST, Manifest, Release, manifest};
pub use pdf::PdfFacts;
pub use read::{Package, PackageError};
pub use stage::{REVIEW_FILES, StageError, StagePlace, complete, is_reviewed, uri_blocks};
pub use write::{WriteError, write_directory};
