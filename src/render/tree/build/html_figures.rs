//! Figures and folded parts of HTML.

use crate::render::tree::{Block, BlockKind, Caption, FigureKind, Inline, InlineKind, Position};

use super::Builder;
use super::blocks::bare;
use super::html::{Fragment, TreeNode, attribute, name};
use super::html_flow::Flow;
use super::html_tables::put_caption;
use super::spans::{are_images, trim};

impl Builder<'_> {
    pub(super) fn html_details(&mut self, fragment: &mut Fragment, node: TreeNode<'_>) -> Vec<Block> {
        let source = fragment.source;
        let mut summary = Vec::new();
        let mut flow = Flow::default();
        for child in node.children() {
            if name(&child) == Some("summary") && summary.is_empty() {
                self.html_line(fragment, child, &mut summary);
            } else {
                self.flow_child(fragment, child, &mut flow);
            }
        }
        if !trim(&mut summary) {
            summary.push(Inline { source, kind: InlineKind::Text("Details".to_owned()), ..Inline::default() });
        }
        let open = attribute(&node, "open").is_some();
        let blocks = flow.end(fragment);
        vec![Block { source, ids: Vec::new(), kind: BlockKind::Details { summary, open, blocks } }]
    }

    pub(super) fn html_figure(&mut self, fragment: &mut Fragment, node: TreeNode<'_>) -> Vec<Block> {
        let source = fragment.source;
        let mut caption: Option<Caption> = None;
        let mut flow = Flow::default();
        for child in node.children() {
            if name(&child) == Some("figcaption") && caption.is_none() {
                flow.end_run(fragment);
                let position = if flow.is_empty() { Position::Above } else { Position::Below };
                caption = self.html_caption(fragment, child, position);
            } else {
                self.flow_child(fragment, child, &mut flow);
            }
        }
        let mut blocks = flow.end(fragment);
        let named = matches!(
            blocks.as_slice(),
            [Block { kind: BlockKind::Table(_), .. } | Block { kind: BlockKind::Figure { .. }, .. }]
        );
        match caption {
            Some(caption) if named || blocks.is_empty() => {
                put_caption(&mut blocks, caption, source);
                blocks
            }
            None if named || blocks.is_empty() => blocks,
            caption => {
                let kind = figure_kind(&blocks);
                vec![Block { source, ids: Vec::new(), kind: BlockKind::Figure { kind, blocks, caption } }]
            }
        }
    }

    /// The caption of a figure or a table; nothing where it says nothing.
    pub(super) fn html_caption(
        &mut self,
        fragment: &mut Fragment,
        node: TreeNode<'_>,
        position: Position,
    ) -> Option<Caption> {
        let ids = self.html_ids(&node);
        let mut inlines = Vec::new();
        self.html_line(fragment, node, &mut inlines);
        trim(&mut inlines).then(|| Caption { source: fragment.source, ids, position, inlines: bare(inlines) })
    }
}

/// What a figure shows.
fn figure_kind(blocks: &[Block]) -> FigureKind {
    match blocks {
        [Block { kind: BlockKind::Code { .. }, .. }] => FigureKind::Listing,
        [Block { kind: BlockKind::Diagram { .. }, .. }] => FigureKind::Diagram,
        blocks
            if blocks
                .iter()
                .all(|block| matches!(&block.kind, BlockKind::Paragraph(inlines) if are_images(inlines))) =>
        {
            FigureKind::Picture
        }
        _ => FigureKind::Other,
    }
}
