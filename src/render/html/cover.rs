//! The cover: the page's header, then what stands below each label.

use crate::render::tree::{Block, BlockKind, HeadingRole};

use super::writer::Writer;

impl<'p> Writer<'p> {
    pub(super) fn header(&mut self, opening: &'p [Block]) {
        self.push("<header>\n");
        if self.publication.options.draft {
            self.push("<p class=\"draft\" role=\"note\">Draft \u{2014} not approved for publication</p>\n");
        }
        self.blocks(opening);
        self.push("</header>\n");
    }

    /// The labels, each beside what belongs to it where there is room.
    pub(super) fn labels(&mut self, mut blocks: &'p [Block]) {
        while let Some((first, rest)) = blocks.split_first() {
            if !is_label(first) {
                self.block(first);
                blocks = rest;
                continue;
            }
            let end = rest.iter().position(|block| matches!(block.kind, BlockKind::Heading(_))).unwrap_or(rest.len());
            let (body, after) = rest.split_at(end);
            self.push("<div class=\"label\">\n");
            self.block(first);
            self.push("<div>\n");
            self.blocks(body);
            self.push("</div>\n</div>\n");
            blocks = after;
        }
    }
}

fn is_label(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Heading(heading) if heading.role == HeadingRole::Label)
}
