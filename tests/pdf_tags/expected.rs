//! What a tree asks for: how many of each tag, and the text in reading order.

use std::collections::HashSet;

use proofmark::render::Publication;
use proofmark::render::tree::{Block, BlockKind, HeadingRole, Inline, InlineKind, Picture, Target, TextStyle, Tree};

use super::reader::Tag;

/// Numbers and text of a tree.
#[derive(Default)]
pub struct Expected<'t> {
    /// Headings that the contents list.
    pub listed: usize,
    headings: usize,
    tables: usize,
    figures: usize,
    notes: usize,
    links: usize,
    code: usize,
    formulas: usize,
    lists: usize,
    quotes: usize,
    /// All text, a note where it is first referred to, a caption before what it names.
    pub text: String,
    tree: Option<&'t Tree>,
    seen: HashSet<usize>,
    /// Links to files of the package lead somewhere.
    published: bool,
    /// In a figure a picture has at least its caption to say.
    captioned: bool,
}

impl<'t> Expected<'t> {
    /// Of a publication.
    pub fn of(publication: &'t Publication<'_>) -> Self {
        let tree = &publication.tree;
        let published = publication.metadata.canonical.is_some();
        let mut expected = Self { tree: Some(tree), published, ..Self::default() };
        expected.blocks(&tree.cover);
        if !tree.contents.entries.is_empty() {
            expected.headings += 1;
            expected.say(&tree.contents.title);
        }
        expected.blocks(&tree.body);
        expected
    }

    /// Names of tags with their number.
    pub fn counts(&self) -> [(&'static str, usize); 9] {
        [
            ("H1 H2 H3 H4 H5 H6", self.headings),
            ("Table", self.tables),
            ("Figure", self.figures),
            ("Note", self.notes),
            ("Link", self.links),
            ("Code", self.code),
            ("Formula", self.formulas),
            ("L", self.lists),
            ("BlockQuote", self.quotes),
        ]
    }

    fn say(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push(' ');
    }

    fn blocks(&mut self, blocks: &'t [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'t Block) {
        match &block.kind {
            BlockKind::Heading(heading) => {
                let ranked = matches!(heading.role, HeadingRole::Label | HeadingRole::Section | HeadingRole::Appendix);
                self.headings += usize::from(ranked);
                self.listed += usize::from(ranked && heading.listed);
                self.inlines(&heading.inlines);
            }
            BlockKind::Paragraph(inlines) => self.inlines(inlines),
            BlockKind::Quote(blocks) => {
                self.quotes += 1;
                self.blocks(blocks);
            }
            BlockKind::Alert { title, blocks, .. } => {
                self.say(title);
                self.blocks(blocks);
            }
            BlockKind::List { items, .. } => {
                self.lists += 1;
                for item in items {
                    match item.checked {
                        Some(true) => self.say("☑"),
                        Some(false) => self.say("☐"),
                        None => {}
                    }
                    self.blocks(&item.blocks);
                }
            }
            BlockKind::Definitions(definitions) => {
                self.lists += 1;
                for definition in definitions {
                    for term in &definition.terms {
                        self.inlines(term);
                    }
                    for details in &definition.details {
                        self.blocks(details);
                    }
                }
            }
            BlockKind::Code { text, .. } => {
                self.code += 1;
                self.say(text);
            }
            BlockKind::Diagram { .. } => self.figures += 1,
            BlockKind::Math(_) => self.formulas += 1,
            BlockKind::Table(table) => {
                self.tables += 1;
                if let Some(caption) = &table.caption {
                    self.inlines(&caption.inlines);
                }
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    self.blocks(&cell.blocks);
                }
            }
            BlockKind::Figure { blocks, caption, .. } => {
                if let Some(caption) = caption {
                    self.inlines(&caption.inlines);
                }
                self.captioned = caption.is_some();
                self.blocks(blocks);
                self.captioned = false;
            }
            BlockKind::Details { summary, blocks, .. } => {
                self.inlines(summary);
                self.blocks(blocks);
            }
            BlockKind::Division { blocks, .. } => self.blocks(blocks),
            BlockKind::Anchor | BlockKind::Rule | BlockKind::PageBreak => {}
        }
        self.text.push(' ');
    }

    fn inlines(&mut self, inlines: &'t [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'t Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.text.push_str(text),
            InlineKind::Code(code) => {
                self.code += 1;
                self.text.push_str(code);
            }
            InlineKind::Styled { style, inlines, .. } => {
                let quoted = *style == TextStyle::Quotation;
                self.text.push_str(if quoted { "“" } else { "" });
                self.inlines(inlines);
                self.text.push_str(if quoted { "”" } else { "" });
            }
            InlineKind::Link { target, inlines, .. } => {
                let leads = !matches!(target, Target::Relative(_)) || self.published;
                self.links += usize::from(leads);
                self.inlines(inlines);
            }
            InlineKind::Image(image) => match &image.picture {
                Picture::Resource(_) => self.figures += usize::from(!image.alt.is_empty() || self.captioned),
                Picture::Logo { .. } => self.figures += 1,
                Picture::Missing { .. } if image.alt.is_empty() => self.text.push_str("picture"),
                Picture::Missing { .. } => self.text.push_str(&image.alt),
            },
            InlineKind::Note(index) => self.note(*index),
            InlineKind::Math(_) => self.formulas += 1,
            InlineKind::SoftBreak | InlineKind::Break => self.text.push(' '),
            InlineKind::Anchor | InlineKind::BreakOpportunity => {}
        }
    }

    fn note(&mut self, index: usize) {
        let number = (index + 1).to_string();
        self.text.push_str(&number);
        self.links += 1;
        let note = self.tree.and_then(|tree| tree.notes.get(index));
        if let Some(note) = note.filter(|_| self.seen.insert(index)) {
            self.notes += 1;
            self.links += 1;
            self.say(&number);
            self.blocks(&note.blocks);
        }
    }
}

/// What the tags say, but for what is generated: marks of items, drawn letters.
pub fn said(tag: &Tag) -> String {
    let mut out = tag.text.clone();
    for child in &tag.children {
        let generated = matches!(child.name.as_str(), "Figure" | "Formula");
        let mark = tag.name == "LI" && child.name == "Lbl" && is_mark(&child.says());
        if !generated && !mark {
            out.push_str(&said(child));
        }
        out.push(' ');
    }
    out
}

/// A bullet or a number, not a term.
fn is_mark(label: &str) -> bool {
    let label = label.trim();
    label.chars().count() <= 1 || (label.ends_with('.') && label.chars().count() <= 6)
}

/// Without white space, which a PDF has only by accident, and what no one sees; hyphens share their glyph.
pub fn squeezed(text: &str) -> String {
    let seen = |c: &char| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    text.chars().filter(seen).map(|c| if matches!(c, '\u{2010}' | '\u{2011}') { '-' } else { c }).collect()
}
