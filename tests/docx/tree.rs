//! What the publishable tree holds, counted and told in order.

use proofmark::render::tree::{
    Block, BlockKind, Caption, Inline, InlineKind, Picture, Position, Table, Target, TextStyle, Tree,
};

/// What a tree holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub headings: usize,
    pub tables: usize,
    pub header_rows: usize,
    pub pictures: usize,
    pub references: usize,
    pub notes: usize,
    pub links: usize,
    pub code: usize,
    pub items: usize,
    pub boxes: usize,
    pub captions: usize,
}

/// Goes through a tree in the order of the text.
#[derive(Default)]
pub struct Walk {
    pub counts: Counts,
    /// What the tree says; words that a writer puts included.
    pub words: String,
    quotations: usize,
    in_link: bool,
}

impl Walk {
    /// The text before the notes, and what the notes say.
    pub fn of(tree: &Tree) -> (Self, Self) {
        let mut text = Self::default();
        text.blocks(&tree.cover);
        if !tree.contents.entries.is_empty() {
            text.say(&tree.contents.title);
            text.counts.links += tree.contents.entries.len();
            for entry in &tree.contents.entries {
                text.say(&entry.number);
                text.say(&entry.title);
            }
        }
        text.blocks(&tree.body);
        let mut notes = Self::default();
        notes.counts.notes = tree.notes.len();
        for note in &tree.notes {
            notes.blocks(&note.blocks);
        }
        (text, notes)
    }

    fn say(&mut self, text: &str) {
        self.words.push(' ');
        self.words.push_str(text);
        self.words.push(' ');
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.words.push(' ');
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Anchor | BlockKind::Rule | BlockKind::PageBreak | BlockKind::Math(_) => {}
            BlockKind::Heading(heading) => {
                self.counts.headings += 1;
                self.inlines(&heading.inlines);
            }
            BlockKind::Paragraph(inlines) => self.inlines(inlines),
            BlockKind::Quote(blocks) | BlockKind::Division { blocks, .. } => self.blocks(blocks),
            BlockKind::Alert { title, blocks, .. } => {
                self.say(title);
                self.blocks(blocks);
            }
            BlockKind::List { items, .. } => {
                for item in items {
                    self.counts.items += 1;
                    self.counts.boxes += usize::from(item.checked.is_some());
                    self.blocks(&item.blocks);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    for term in &definition.terms {
                        self.inlines(term);
                        self.words.push(' ');
                    }
                    definition.details.iter().for_each(|details| self.blocks(details));
                }
            }
            BlockKind::Code { text, .. } => {
                self.counts.code += 1;
                self.say(text);
            }
            BlockKind::Diagram { .. } => self.counts.pictures += 1,
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure { blocks, caption, .. } => {
                self.caption(caption.as_ref(), Position::Above);
                self.blocks(blocks);
                self.caption(caption.as_ref(), Position::Below);
            }
            BlockKind::Details { summary, blocks, .. } => {
                self.inlines(summary);
                self.words.push(' ');
                self.blocks(blocks);
            }
        }
    }

    fn table(&mut self, table: &Table) {
        self.counts.tables += 1;
        self.counts.header_rows += table.header_rows;
        self.caption(table.caption.as_ref(), Position::Above);
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            self.blocks(&cell.blocks);
        }
        self.caption(table.caption.as_ref(), Position::Below);
    }

    fn caption(&mut self, caption: Option<&Caption>, position: Position) {
        if let Some(caption) = caption.filter(|caption| caption.position == position) {
            self.counts.captions += 1;
            self.words.push(' ');
            self.inlines(&caption.inlines);
            self.words.push(' ');
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Anchor | InlineKind::BreakOpportunity | InlineKind::Math(_) => {}
                InlineKind::Text(text) | InlineKind::Code(text) => self.words.push_str(text),
                InlineKind::SoftBreak | InlineKind::Break => self.words.push(' '),
                InlineKind::Styled { style: TextStyle::Quotation, inlines, .. } => {
                    let (before, after) =
                        if self.quotations.is_multiple_of(2) { ('“', '”') } else { ('‘', '’') };
                    self.words.push(before);
                    self.quotations += 1;
                    self.inlines(inlines);
                    self.quotations -= 1;
                    self.words.push(after);
                }
                InlineKind::Styled { inlines, .. } => self.inlines(inlines),
                InlineKind::Link { target, inlines, .. } => {
                    self.counts.links += usize::from(leads(target));
                    self.in_link = true;
                    self.inlines(inlines);
                    self.in_link = false;
                }
                InlineKind::Note(_) => self.counts.references += 1,
                InlineKind::Image(image) => match &image.picture {
                    Picture::Resource(_) => self.counts.pictures += 1,
                    Picture::Logo { .. } => {
                        let alt = image.alt.trim();
                        self.words.push_str(if alt.is_empty() { "OASIS Open" } else { alt });
                    }
                    Picture::Missing { address: None } if image.alt.trim().is_empty() => {}
                    Picture::Missing { address } => {
                        self.counts.links += usize::from(address.is_some() && !self.in_link);
                        // Without words the name of the file stands in.
                        let name = address.as_deref().and_then(|address| address.rsplit('/').next());
                        let alt = image.alt.trim();
                        let words = if alt.is_empty() { name.unwrap_or_default() } else { alt };
                        self.words.extend(["[", words, "]"]);
                    }
                },
            }
        }
    }
}

/// Addresses of more than 2,000 bytes lead nowhere in a word processor.
fn leads(target: &Target) -> bool {
    match target {
        Target::Anchor(_) => true,
        Target::Address(address) | Target::Relative(address) => address.len() <= 2000,
    }
}
