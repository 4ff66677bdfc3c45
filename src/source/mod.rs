//! Texts with their line index, byte ranges, edits, and the project root every path stays inside.

mod digest;
mod edit;
mod range;
mod text;
mod whitespace;
mod workspace;

pub use digest::sha256;
pub use edit::{Applicability, Edit, Fix, apply, compatible};
pub use range::TextRange;
pub use text::{ColumnUnit, Position, Segment, SourceText};
pub use whitespace::collapsed;
pub use workspace::{DiskWorkspace, MemoryWorkspace, ReadError, Workspace, decode, normalize};
