//! The publishable form of a work product, and its writers.

pub mod html;
#[cfg(feature = "pdf")]
pub mod pdf;

mod diagram;
mod numbering;
mod publication;
mod resources;
mod svg;
pub mod tree;

pub use publication::{ContentsEntry, Metadata, PageSize, Publication, PublicationOptions, Style};
pub use resources::{MediaType, Resource};
