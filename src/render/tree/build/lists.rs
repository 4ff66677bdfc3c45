//! Lists and definition lists of Markdown.

use crate::markdown::{NodeId, NodeKind};
use crate::render::tree::{BlockKind, Definition, Item, Numbering, Ordinal};

use super::Builder;
use super::spans::trim;

impl Builder<'_> {
    pub(super) fn list(&mut self, node: NodeId, start: Option<usize>, tight: bool) -> Option<BlockKind> {
        let numbering = start.map(|start| Numbering { start, ordinal: Ordinal::Decimal });
        let mut items = Vec::new();
        for child in self.children(node) {
            let checked = match self.kind(child) {
                NodeKind::Item { checked } => *checked,
                _ => None,
            };
            items.push(Item { source: self.source(child), ids: Vec::new(), checked, blocks: self.child_blocks(child) });
        }
        (!items.is_empty()).then_some(BlockKind::List { numbering, tight, items })
    }

    pub(super) fn definitions(&mut self, node: NodeId) -> Option<BlockKind> {
        let mut definitions = Vec::new();
        for item in self.children(node) {
            let mut definition = Definition { source: self.source(item), ..Definition::default() };
            for part in self.children(item) {
                match self.kind(part) {
                    NodeKind::DescriptionTerm => {
                        // comrak puts a paragraph into a term.
                        for below in self.children(part) {
                            let mut term = match self.kind(below) {
                                NodeKind::Paragraph => self.inlines(below),
                                _ => self.inline_nodes(&[below]),
                            };
                            if trim(&mut term) {
                                definition.terms.push(term);
                            }
                        }
                    }
                    _ => definition.details.push(self.child_blocks(part)),
                }
            }
            // comrak begins an item with every colon.
            match definitions.last_mut() {
                Some(Definition { details, .. }) if definition.terms.is_empty() => {
                    details.append(&mut definition.details);
                }
                _ => definitions.push(definition),
            }
        }
        (!definitions.is_empty()).then_some(BlockKind::Definitions(definitions))
    }
}
