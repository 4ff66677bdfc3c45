//! Markdown text to a document tree with exact byte ranges. Knows nothing of OASIS.

mod convert;
mod definitions;
mod front_matter;
pub mod grid;
mod html;
mod html_fold;
mod ids;
mod lift;
mod math;
mod order;
mod slug;
mod spans;
mod tree;
mod visible;
mod yaml;

pub use front_matter::{Entry, FrontMatter, front_matter};
pub use html::{Tag, first_tag, tags};
pub use slug::{SlugDialect, Slugger, github_slug, pandoc_slug};
pub use tree::{Alignment, Comment, Definition, Document, ExplicitId, IdForm, LinkForm, Node, NodeId, NodeKind};
pub use visible::{Visible, visible};
pub use yaml::{YamlError, YamlNode, YamlValue, parse_yaml};

/// Deepest nesting of blocks that is parsed; beyond it, parsing would be slow and the tree useless.
pub const MAX_NESTING: usize = 200;

/// Parses a whole text.
///
/// # Errors
/// [`TooDeep`] where a line opens more than [`MAX_NESTING`] block quotes or list items.
pub fn parse(text: &str) -> Result<Document, TooDeep> {
    if let Some(offset) = too_deep(text) {
        return Err(TooDeep { offset });
    }
    let lifted = lift::lift(text);
    let mut document = convert::document(text, &lifted);
    html_fold::fold(&mut document, text);
    ids::collect(&mut document, text);
    order::arrange(&mut document);
    Ok(document)
}

/// A line nests blocks too deeply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("blocks are nested more than {MAX_NESTING} deep")]
pub struct TooDeep {
    /// Byte offset of the line.
    pub offset: usize,
}

fn too_deep(text: &str) -> Option<usize> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if line.len() > MAX_NESTING && markers(line.as_bytes()) > MAX_NESTING {
            return Some(offset);
        }
        offset += line.len();
    }
    None
}

/// Block quotes and list items a line opens: their markers stand at its front, before any other text.
fn markers(line: &[u8]) -> usize {
    let mut count = 0;
    let mut kinds = [false; 256];
    for (index, &byte) in line.iter().enumerate() {
        let spaced = line.get(index + 1).is_none_or(u8::is_ascii_whitespace);
        match byte {
            b' ' | b'\t' => continue,
            b'>' => count += 1,
            b'-' | b'*' | b'+' if spaced => count += 1,
            b'\r' | b'\n' => break,
            _ => return count,
        }
        kinds[byte as usize] = true;
    }
    // `* * *` and `- - -` are rules, however long.
    let rule = kinds[b'*' as usize] != kinds[b'-' as usize] && !kinds[b'>' as usize] && !kinds[b'+' as usize];
    if rule { 0 } else { count }
}
