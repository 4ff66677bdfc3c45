//! The stage directory as it is published: writing it, its manifest and its zip, and reading it back.

mod archive;
mod assemble;
mod fonts;
mod html;
mod manifest;
mod neighbours;
mod odt;
mod pdf;
mod pdf_text;
mod read;
mod stage;
mod word_html;
mod write;

pub use archive::{ArchiveTime, zip};
pub use assemble::{Assembled, Formats, assemble, assemble_as, stem_of};
pub use fonts::{font_families, font_family, is_named};
pub use html::HtmlFacts;
pub use manifest::{Item, MANIFEST, Manifest, Release, manifest};
pub use neighbours::Neighbours;
pub use odt::{OdtFault, odt_faults};
pub use pdf::PdfFacts;
pub use read::{Link, Package, PackageError};
pub use stage::{REVIEW_FILES, StageError, StagePlace, complete, is_reviewed, uri_blocks};
pub use word_html::{generator, vml_images};
pub use write::{WriteError, write_directory};
