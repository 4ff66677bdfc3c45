//! Blocks.

use crate::render::tree::{AlertKind, Alignment, Block, BlockKind, Inline};

use super::writer::Writer;

impl<'p> Writer<'p> {
    pub(super) fn blocks(&mut self, blocks: &'p [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// Blocks of which an only paragraph is set without white around it.
    pub(super) fn snug(&mut self, blocks: &'p [Block]) {
        let mut paragraphs = blocks.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph(_)));
        let alone = paragraphs.next().is_some() && paragraphs.next().is_none();
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(inlines) if alone => {
                    self.anchors(&block.ids);
                    self.inlines(inlines);
                }
                _ => self.block(block),
            }
        }
    }

    pub(super) fn block(&mut self, block: &'p Block) {
        let ids = &block.ids;
        match &block.kind {
            BlockKind::Anchor => self.anchors(ids),
            BlockKind::Heading(heading) => self.heading(block, heading),
            BlockKind::Paragraph(inlines) => {
                self.start("p", ids, &[]);
                self.inlines(inlines);
                self.push("</p>\n");
            }
            BlockKind::Quote(blocks) => self.around("blockquote", ids, &[], blocks),
            BlockKind::Alert { kind, title, blocks } => self.alert(ids, *kind, title, blocks),
            BlockKind::List { numbering, tight, items } => self.list(ids, *numbering, *tight, items),
            BlockKind::Definitions(definitions) => self.definitions(ids, definitions),
            BlockKind::Code { language, text } => {
                self.anchors(ids);
                self.code(language.as_deref(), text);
            }
            BlockKind::Diagram { svg, code, alt, width } => {
                self.anchors(ids);
                self.diagram(svg, code, alt, *width);
            }
            BlockKind::Math(tex) => self.displayed_formula(block, tex),
            BlockKind::Table(table) => self.table(ids, table),
            BlockKind::Figure { kind, blocks, caption } => self.figure(ids, *kind, blocks, caption.as_ref()),
            BlockKind::Details { summary, open, blocks } => self.details(ids, summary, *open, blocks),
            BlockKind::Division { alignment, blocks } => match alignment_class(*alignment) {
                Some(class) => self.around("div", ids, &[("class", class)], blocks),
                None => self.around("div", ids, &[], blocks),
            },
            BlockKind::Rule => {
                self.anchors(ids);
                self.push("<hr>\n");
            }
            BlockKind::PageBreak => self.start_and_end("div", ids, "page-break"),
        }
    }

    fn around(&mut self, element: &str, ids: &[String], attributes: &[(&str, &str)], blocks: &'p [Block]) {
        self.start(element, ids, attributes);
        self.push("\n");
        self.blocks(blocks);
        self.end(element);
        self.push("\n");
    }

    fn start_and_end(&mut self, element: &str, ids: &[String], class: &str) {
        self.start(element, ids, &[("class", class)]);
        self.end(element);
        self.push("\n");
    }

    fn alert(&mut self, ids: &[String], kind: AlertKind, title: &str, blocks: &'p [Block]) {
        let class = format!("alert alert-{}", kind.name());
        self.start("div", ids, &[("class", &class), ("role", "note")]);
        self.push("<p class=\"alert-title\">");
        self.text(title);
        self.push("</p>\n");
        self.blocks(blocks);
        self.push("</div>\n");
    }

    fn details(&mut self, ids: &[String], summary: &'p [Inline], open: bool, blocks: &'p [Block]) {
        self.start("details", ids, if open { &[("open", "")] } else { &[] });
        self.push("<summary>");
        self.inlines(summary);
        self.push("</summary>\n");
        self.blocks(blocks);
        self.push("</details>\n");
    }
}

/// The class of text that is not set from the left.
pub(super) fn alignment_class(alignment: Alignment) -> Option<&'static str> {
    match alignment {
        Alignment::None => None,
        Alignment::Left => Some("align-left"),
        Alignment::Center => Some("align-center"),
        Alignment::Right => Some("align-right"),
    }
}
