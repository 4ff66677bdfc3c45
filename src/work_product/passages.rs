//! The running text of a document, block by block, as a reader sees it.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;
use regex::Regex;

use crate::markdown::{Document, NodeId, NodeKind, Visible};
use crate::source::TextRange;

use super::words::Words;

/// The passages of a document, in order. Their text is kept in one piece, so that looking for words in all of them
/// is one search.
#[derive(Debug, Clone, Default)]
pub struct Passages {
    visible: Visible,
    list: Vec<Entry>,
    words: OnceLock<Words>,
}

#[derive(Debug, Clone)]
struct Entry {
    node: NodeId,
    kind: PassageKind,
    range: TextRange,
    top: bool,
    text: Range<usize>,
}

/// A block that holds text itself: a paragraph, a heading, a table cell, a term.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// The block.
    pub node: NodeId,
    /// What kind of block it is.
    pub kind: PassageKind,
    /// Its bytes.
    pub range: TextRange,
    /// The block stands directly in the document, in no list, quotation or table.
    pub top: bool,
    /// Its place among the passages.
    pub index: usize,
    visible: &'a Visible,
    start: usize,
    end: usize,
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

/// Stands between two passages. No passage contains it: breaks are spaces.
const SEPARATOR: char = '\n';

impl Passages {
    /// The passages of a document.
    #[must_use]
    pub fn new(document: &Document, text: &str) -> Self {
        let mut passages = Self::default();
        for node in document.descendants(document.root()) {
            let kind = match document.kind(node) {
                NodeKind::Paragraph => PassageKind::Paragraph,
                NodeKind::Heading { .. } => PassageKind::Heading,
                NodeKind::TableCell => PassageKind::Cell,
                NodeKind::DescriptionTerm => PassageKind::Term,
                _ => continue,
            };
            // A cell of a folded HTML table may hold paragraphs of its own, which speak for themselves.
            if !document.children(node).any(|child| document.kind(child).is_block()) {
                passages.push(document, node, kind, text);
            }
        }
        passages
    }

    fn push(&mut self, document: &Document, node: NodeId, kind: PassageKind, text: &str) {
        let start = self.visible.text.len();
        self.visible.append(document, node, text);
        let end = self.visible.text.len();
        self.visible.text.push(SEPARATOR);
        let top = document.parent(node) == Some(document.root());
        self.list.push(Entry { node, kind, range: document.range(node), top, text: start..end });
    }

    /// The text of all passages, each on a line of its own.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.visible.text
    }

    /// The words of [`Passages::text`], gathered when first asked for.
    pub fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::new(self.text()))
    }

    /// A passage by its place.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Passage<'_>> {
        let entry = self.list.get(index)?;
        Some(Passage {
            node: entry.node,
            kind: entry.kind,
            range: entry.range,
            top: entry.top,
            index,
            visible: &self.visible,
            start: entry.text.start,
            end: entry.text.end,
        })
    }

    /// Number of passages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is no running text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All passages, in order.
    pub fn iter(&self) -> impl Iterator<Item = Passage<'_>> {
        (0..self.list.len()).filter_map(|index| self.get(index))
    }

    /// The passage that holds a range of the source.
    #[must_use]
    pub fn holding(&self, range: TextRange) -> Option<Passage<'_>> {
        let behind = self.list.partition_point(|entry| entry.range.start <= range.start);
        self.get(behind.checked_sub(1)?).filter(|passage| passage.range.contains(range))
    }

    /// The passage of a block that is one.
    #[must_use]
    pub fn of(&self, node: NodeId) -> Option<Passage<'_>> {
        self.get(self.list.binary_search_by_key(&node, |entry| entry.node).ok()?)
    }

    /// The passages whose text contains `words`.
    pub fn saying<'a>(&'a self, words: &str) -> impl Iterator<Item = Passage<'a>> {
        let mut hits = memmem::find_iter(self.text().as_bytes(), words).peekable();
        std::iter::from_fn(move || {
            let passage = self.at(hits.next()?)?;
            while hits.next_if(|&hit| hit < passage.end()).is_some() {}
            Some(passage)
        })
    }

    /// The passages in whose text `regex` may match. All text is searched at once, and what is found may reach from one
    /// passage into the next.
    pub fn holding_match<'a>(&'a self, regex: &Regex) -> impl Iterator<Item = Passage<'a>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let hit = Some(self.text()).filter(|text| from <= text.len()).and_then(|text| regex.find_at(text, from))?;
            let passage = self.at(hit.start())?;
            from = passage.end() + 1;
            Some(passage)
        })
    }

    /// The passage that holds the byte at `at` of [`Passages::text`].
    #[must_use]
    pub fn at(&self, at: usize) -> Option<Passage<'_>> {
        self.get(self.list.partition_point(|entry| entry.text.end < at))
    }
}

impl<'a> Passage<'a> {
    /// The text a reader sees.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.visible.text.get(self.start..self.end).unwrap_or_default()
    }

    /// Where its text begins in [`Passages::text`].
    #[must_use]
    pub fn start(&self) -> usize {
        self.start
    }

    /// Where its text ends in [`Passages::text`].
    #[must_use]
    pub fn end(&self) -> usize {
        self.end
    }

    /// The source of a range of the text.
    #[must_use]
    pub fn source(&self, range: Range<usize>) -> TextRange {
        let found = self.visible.source(self.start + range.start..self.start + range.end);
        let limit = self.range.end as usize;
        TextRange::new((found.start as usize).min(limit), (found.end as usize).min(limit))
    }

    /// Whether the byte at `at` of the text lies in a code span.
    #[must_use]
    pub fn is_code(&self, at: usize) -> bool {
        self.visible.is_code(self.start + at)
    }

    /// Whether a range of the text shares a character with a code span.
    #[must_use]
    pub fn overlaps_code(&self, range: Range<usize>) -> bool {
        self.visible.overlaps_code(self.start + range.start..self.start + range.end)
    }
}
