//! What is nested too deep stands in its parent, without its marks: hostile nesting must not exhaust the stack.

use crate::markdown::{NodeId, NodeKind};
use crate::render::tree::{Block, Inline};

use super::{Builder, push_block};

impl Builder<'_> {
    /// The leaves below a mark.
    pub(super) fn flat_inlines(&mut self, node: NodeId) -> Vec<Inline> {
        let mut line = Vec::new();
        let document = self.document();
        for below in document.descendants(node) {
            let in_image =
                document.parent(below).is_some_and(|above| matches!(document.kind(above), NodeKind::Image { .. }));
            let leaf = matches!(
                document.kind(below),
                NodeKind::Text { .. }
                    | NodeKind::SoftBreak
                    | NodeKind::HardBreak
                    | NodeKind::Code { .. }
                    | NodeKind::Math { .. }
                    | NodeKind::HtmlInline
                    | NodeKind::Image { .. }
                    | NodeKind::FootnoteReference { .. }
            );
            if leaf && !in_image {
                self.inline(below, &mut line);
            }
        }
        line
    }

    /// The leaves below a container.
    pub(super) fn flat_blocks(&mut self, node: NodeId) -> Vec<Block> {
        let mut blocks = Vec::new();
        let document = self.document();
        for below in document.descendants(node) {
            let leaf = matches!(
                document.kind(below),
                NodeKind::Heading { .. }
                    | NodeKind::Paragraph
                    | NodeKind::CodeBlock { .. }
                    | NodeKind::HtmlBlock
                    | NodeKind::ThematicBreak
                    | NodeKind::Table { .. }
            );
            if leaf && !self.prose.arrangement.hidden.contains(&below) {
                for block in self.block(below) {
                    push_block(&mut blocks, block);
                }
            }
        }
        blocks
    }
}
