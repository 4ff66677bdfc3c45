//! The running text of a document, block by block, as a reader sees it.

use crate::markdown::{Document, NodeId, NodeKind, Visible, visible};
use crate::source::TextRange;

/// A block that holds text itself: a paragraph, a heading, a table cell, a term.
#[derive(Debug, Clone)]
pub struct Passage {
    /// The block.
    pub node: NodeId,
    /// What kind of block it is.
    pub kind: PassageKind,
    /// Its bytes.
    pub range: TextRange,
    /// The block stands directly in the document, in no list, quotation or table.
    pub top: bool,
    /// Its visible text.
    pub visible: Visible,
}

/// Where a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// A paragraph, in a list item or a quotation too.
    Paragraph,
    /// A heading.
    Heading,
    /// A table cell.
    Cell,
    /// A term of a definition list.
    Term,
}

impl Passage {
    /// The text a reader sees.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.visible.text
    }

    /// The source of a range of the visible text.
    #[must_use]
    pub fn source(&self, range: std::ops::Range<usize>) -> TextRange {
        self.visible.source(range)
    }

    /// Whether the byte at `at` of the text lies in a code span.
    #[must_use]
    pub fn is_code(&self, at: usize) -> bool {
        self.visible.is_code(at)
    }

    /// Whether a range of the text shares a character with a code span.
    #[must_use]
    pub fn overlaps_code(&self, range: std::ops::Range<usize>) -> bool {
        self.visible.overlaps_code(range)
    }
}

/// All passages of a document, in order.
#[must_use]
pub fn passages(document: &Document, text: &str) -> Vec<Passage> {
    let mut found = Vec::new();
    for node in document.descendants(document.root()) {
        let kind = match document.kind(node) {
            NodeKind::Paragraph => PassageKind::Paragraph,
            NodeKind::Heading { .. } => PassageKind::Heading,
            NodeKind::TableCell => PassageKind::Cell,
            NodeKind::DescriptionTerm => PassageKind::Term,
            _ => continue,
        };
        // A cell of a folded HTML table may hold paragraphs of its own, which speak for themselves.
        if document.children(node).any(|child| document.kind(child).is_block()) {
            continue;
        }
        found.push(Passage {
            node,
            kind,
            range: document.range(node),
            top: document.parent(node) == Some(document.root()),
            visible: visible(document, node, text),
        });
    }
    found
}
