//! Blocks: headings, paragraphs, lists, quotations, terms.

use std::fmt::Write as _;

use crate::render::tree::{
    Alignment, Block, BlockKind, Definition, Heading, HeadingRole, Inline, InlineKind, Item, Numbering, Ordinal,
};
use crate::work_product::LabelKind;

use super::emit::Emitter;
use super::text::literal;

/// What a list or a quotation takes of the width, in points.
const INDENT: f64 = 18.0;

impl<'a> Emitter<'a> {
    /// Writes the blocks of cover or body, wide tables on pages of their own.
    pub fn pages(&mut self, blocks: &'a [Block]) {
        let (mut rest, mut before) = (blocks, None);
        while let Some((first, after)) = rest.split_first() {
            self.raw("\n\n");
            let (wide, following) = self.wide_run(rest);
            if let Some(sheet) = wide {
                let (on_it, behind) = rest.split_at(following.min(rest.len()));
                let width = self.sheet_width(sheet);
                let outside = std::mem::replace(&mut self.available, width);
                self.raw(&sheet.open());
                self.blocks(on_it, "\n\n");
                self.raw("]");
                self.available = outside;
                (rest, before) = (behind, on_it.last());
                continue;
            }
            // A heading or a new page parts the text better than a line across.
            let parted = |next: Option<&Block>| {
                next.is_none_or(|next| matches!(next.kind, BlockKind::PageBreak | BlockKind::Heading(_)))
            };
            let begins_page = before.is_none_or(|before| before.kind == BlockKind::PageBreak);
            if first.kind != BlockKind::Rule || !(begins_page || parted(after.first())) {
                self.block(first);
            }
            (rest, before) = (after, Some(first));
        }
    }

    /// Writes blocks one after the other.
    pub fn blocks(&mut self, blocks: &'a [Block], separator: &str) {
        for (index, block) in blocks.iter().enumerate() {
            self.raw(if index > 0 { separator } else { "" });
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        self.mark(block.source);
        // Headings put their ids themselves.
        if let BlockKind::Heading(heading) = &block.kind {
            return self.heading(heading, &block.ids);
        }
        self.anchors(&block.ids);
        let source = block.source;
        match &block.kind {
            BlockKind::Anchor | BlockKind::Heading(_) => self.raw("#metadata(none)"),
            BlockKind::Paragraph(inlines) => self.paragraph(inlines),
            BlockKind::Quote(blocks) => self.container("#quote(block: true)[", blocks),
            BlockKind::Alert { kind, title, blocks } => {
                let title = self.drawable(title, source);
                self.container(&format!("#alert({}, {})[", literal(kind.name()), literal(&title)), blocks);
            }
            BlockKind::List { numbering, tight, items } => self.list(*numbering, *tight, items),
            BlockKind::Definitions(definitions) => self.definitions(definitions),
            BlockKind::Code { language, text } => self.code_block(language.as_deref(), text, source),
            BlockKind::Diagram { svg, code, alt, width } => {
                self.raw("#standing[");
                self.diagram(svg, code, alt, *width, source);
                self.raw("]");
            }
            BlockKind::Math(tex) => self.math(tex, source, true),
            BlockKind::Table(table) => self.table(table, source),
            BlockKind::Figure { kind, blocks, caption } => self.figure(*kind, blocks, caption.as_ref(), source),
            BlockKind::Details { summary, blocks, .. } => self.details(summary, blocks),
            BlockKind::Division { alignment, blocks } => {
                let function = match alignment {
                    Alignment::Center => "#align(center)[",
                    Alignment::Right => "#align(right)[",
                    Alignment::Left | Alignment::None => "#plain[",
                };
                self.container(function, blocks);
            }
            BlockKind::Rule => self.raw("#thematic-break"),
            // A container cannot be torn across pages on demand.
            BlockKind::PageBreak => self.raw(if self.depth == 0 { "#pagebreak(weak: true)" } else { "" }),
        }
    }

    /// Writes blocks in a call; where they are nested too deep, without it.
    fn container(&mut self, open: &str, blocks: &'a [Block]) {
        if self.enter() {
            // Alone in a container, text is no paragraph to Typst.
            let alone = matches!(blocks, [Block { kind: BlockKind::Paragraph(text), .. }] if !is_only_image(text));
            self.raw(open);
            self.raw(if alone { "#par[" } else { "" });
            self.indented(|emitter| emitter.blocks(blocks, "\n\n"));
            self.raw(if alone { "]]" } else { "]" });
        } else {
            self.blocks(blocks, "\n\n");
        }
        self.leave();
    }

    /// Writes with less width.
    fn indented(&mut self, write: impl FnOnce(&mut Self)) {
        let outside = self.available;
        self.available = (outside - INDENT).max(INDENT);
        write(self);
        self.available = outside;
    }

    fn paragraph(&mut self, inlines: &'a [Inline]) {
        if !is_only_image(inlines) {
            return self.inlines(inlines);
        }
        for inline in inlines {
            self.mark(inline.source);
            self.anchors(&inline.ids);
            if let InlineKind::Image(image) = &inline.kind {
                self.raw("#standing[");
                self.image(image, inline.source, "", false);
                self.raw("]");
            }
        }
    }

    fn heading(&mut self, heading: &'a Heading, ids: &'a [String]) {
        self.deferred = Some(Vec::new());
        match heading.role {
            HeadingRole::Title => self.raw("#title["),
            HeadingRole::Banner => self.raw("#banner["),
            HeadingRole::StageLine => self.raw("#stage-line["),
            HeadingRole::ReferenceEntry | HeadingRole::Caption | HeadingRole::Minor => self.raw("#minor-heading["),
            HeadingRole::Label => {
                let level = self.level(heading.rank);
                if self.is_citation(heading) {
                    self.raw("#off-the-title-page\n\n");
                }
                let _ = write!(self.out, "#cover-heading(level: {level})[");
            }
            HeadingRole::Section | HeadingRole::Appendix => {
                let (level, listed) = (self.level(heading.rank), heading.listed);
                let _ = write!(self.out, "#heading(level: {level}, outlined: {listed}, bookmarked: true)[");
            }
        }
        self.inlines(&heading.inlines);
        if heading.role == HeadingRole::Title && heading.inlines.is_empty() {
            self.plain(&self.publication.metadata.title);
        }
        self.raw("]");
        self.label(ids);
    }

    fn is_citation(&self, heading: &Heading) -> bool {
        let section = heading.section.and_then(|index| self.publication.work.outline.sections.get(index));
        section.and_then(|section| section.label.as_ref()).is_some_and(|label| label.kind == LabelKind::CitationFormat)
    }

    /// The level under the headings before: PDF/UA forbids one without the one above it.
    fn level(&mut self, rank: u8) -> usize {
        while self.ranks.last().is_some_and(|&above| above >= rank) {
            self.ranks.pop();
        }
        self.ranks.push(rank);
        self.ranks.len().clamp(1, 6)
    }

    fn list(&mut self, numbering: Option<Numbering>, tight: bool, items: &'a [Item]) {
        let boxes = numbering.is_none() && items.iter().all(|item| item.checked.is_some());
        let open = match numbering {
            Some(Numbering { start, ordinal }) => {
                format!("#enum(tight: {tight}, start: {start}, numbering: {}, ", literal(pattern(ordinal)))
            }
            None if boxes => format!("#task-list(tight: {tight}, "),
            None => format!("#list(tight: {tight}, "),
        };
        let flat = !self.enter();
        self.raw(if flat { "" } else { &open });
        self.indented(|emitter| {
            for item in items {
                emitter.raw(if flat { "\n\n" } else { "[" });
                emitter.item(item, tight);
                emitter.raw(if flat { "" } else { "], " });
            }
        });
        self.raw(if flat { "" } else { ")" });
        self.leave();
    }

    fn item(&mut self, item: &'a Item, tight: bool) {
        self.mark(item.source);
        self.anchors(&item.ids);
        match item.checked {
            Some(true) => self.raw("#ticked;"),
            Some(false) => self.raw("#unticked;"),
            None => {}
        }
        self.body(&item.blocks, tight);
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        let flat = !self.enter();
        self.raw(if flat { "" } else { "#terms(tight: false, " });
        self.indented(|emitter| {
            for definition in definitions {
                emitter.definition(definition, flat);
            }
        });
        self.raw(if flat { "" } else { ")" });
        self.leave();
    }

    fn definition(&mut self, definition: &'a Definition, flat: bool) {
        self.raw(if flat { "\n\n" } else { "terms.item([" });
        self.mark(definition.source);
        self.anchors(&definition.ids);
        for (index, term) in definition.terms.iter().enumerate() {
            self.raw(if index > 0 { "#next-term;" } else { "" });
            self.inlines(term);
        }
        self.raw(if flat { "\n\n" } else { "], [" });
        for (index, details) in definition.details.iter().enumerate() {
            self.raw(if index > 0 { "\n\n" } else { "" });
            self.body(details, false);
        }
        self.raw(if flat { "" } else { "]), " });
    }

    fn details(&mut self, summary: &'a [Inline], blocks: &'a [Block]) {
        self.raw("#minor-heading[");
        self.inlines(summary);
        self.raw("]\n\n");
        self.container("#folded[", blocks);
    }
}

/// Whether a paragraph holds one image and nothing else.
fn is_only_image(inlines: &[Inline]) -> bool {
    let is_image = |inline: &&Inline| matches!(inline.kind, InlineKind::Image(_));
    inlines.iter().filter(is_image).count() == 1
        && inlines.iter().all(|inline| match &inline.kind {
            InlineKind::Image(_) | InlineKind::Anchor | InlineKind::SoftBreak | InlineKind::Break => true,
            InlineKind::Text(text) => text.trim().is_empty(),
            _ => false,
        })
}

fn pattern(ordinal: Ordinal) -> &'static str {
    match ordinal {
        Ordinal::Decimal => "1.",
        Ordinal::LowerLetter => "a.",
        Ordinal::UpperLetter => "A.",
        Ordinal::LowerRoman => "i.",
        Ordinal::UpperRoman => "I.",
    }
}
