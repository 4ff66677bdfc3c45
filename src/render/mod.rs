//! The publishable form of a work product, and its writers.

#[cfg(feature = "docx")]
pub mod docx;
pub mod html;
#[cfg(feature = "pdf")]
pub mod pdf;

mod diagram;
#[cfg(any(feature = "docx", feature = "pdf"))]
mod fonts;
mod formula;
mod numbering;
mod publication;
mod resources;
mod svg;
pub mod tree;

pub use publication::{ContentsEntry, Metadata, PageSize, Publication, PublicationOptions, Style};
pub use resources::{MediaType, Resource, place_in_package};
