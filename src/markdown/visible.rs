//! What a reader sees of a block, with every character led back to the source.

use std::ops::Range;

use crate::source::TextRange;

use super::tree::{Document, NodeId, NodeKind};

/// Visible text and where its pieces come from.
#[derive(Debug, Clone, Default)]
pub struct Visible {
    /// The text: no markup, breaks as spaces.
    pub text: String,
    /// Start of each piece: offset in `text`, offset in the source. Within a piece both run alike.
    pieces: Vec<(u32, u32)>,
    /// Ranges of `text` that are code.
    pub code: Vec<Range<usize>>,
    end: u32,
}

impl Visible {
    /// The source of a range of the visible text.
    #[must_use]
    pub fn source(&self, range: Range<usize>) -> TextRange {
        let start = self.offset(range.start);
        let end = if range.end > range.start { self.offset(range.end - 1) + 1 } else { start };
        TextRange::new(start, end)
    }

    fn offset(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|&(visible, _)| visible as usize <= at);
        match index.checked_sub(1).map(|i| self.pieces[i]) {
            Some((visible, source)) => (source as usize + at - visible as usize).min(self.end as usize),
            None => self.end as usize,
        }
    }

    /// Whether `at` lies in a code span.
    #[must_use]
    pub fn is_code(&self, at: usize) -> bool {
        let next = self.code.partition_point(|range| range.end <= at);
        self.code.get(next).is_some_and(|range| range.contains(&at))
    }

    /// Whether a range of the visible text shares a character with a code span.
    #[must_use]
    pub fn overlaps_code(&self, range: Range<usize>) -> bool {
        let next = self.code.partition_point(|code| code.end <= range.start);
        self.code.get(next).is_some_and(|code| code.start < range.end)
    }

    /// Adds the visible text of `id`, which stands behind all that was added before.
    pub fn append(&mut self, document: &Document, id: NodeId, text: &str) {
        self.end = document.range(id).end;
        push(document, id, text, self);
        for node in document.descendants(id) {
            push(document, node, text, self);
        }
    }

    fn piece(&mut self, source: usize) {
        let visible = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.pieces.push((visible, u32::try_from(source).unwrap_or(u32::MAX)));
    }

    /// Pushes `literal`, which the source writes as `slice`, with escapes and entities.
    fn escaped(&mut self, literal: &str, slice: &str, start: usize) {
        let mut source = 0;
        self.piece(start);
        for c in literal.chars() {
            let rest = slice.get(source..).unwrap_or_default();
            if rest.starts_with(c) {
                if self
                    .pieces
                    .last()
                    .is_none_or(|&(visible, from)| from as usize + self.text.len() - visible as usize != start + source)
                {
                    self.piece(start + source);
                }
                source += c.len_utf8();
            } else if rest.starts_with('\\') && rest[1..].starts_with(c) {
                source += 1;
                self.piece(start + source);
                source += c.len_utf8();
            } else if rest.starts_with('&') {
                self.piece(start + source);
                source += rest.find(';').map_or(rest.len(), |at| at + 1);
            }
            self.text.push(c);
        }
    }
}

/// The visible text of `id`. Alternative text of images is left out.
#[must_use]
pub fn visible(document: &Document, id: NodeId, text: &str) -> Visible {
    let mut visible = Visible::default();
    visible.append(document, id, text);
    visible
}

fn push(document: &Document, node: NodeId, text: &str, visible: &mut Visible) {
    let range = document.range(node);
    match document.kind(node) {
        NodeKind::Text { literal } => {
            let in_image =
                document.parent(node).is_some_and(|above| matches!(document.kind(above), NodeKind::Image { .. }));
            if in_image {
                return;
            }
            let slice = text.get(range.as_usize()).unwrap_or_default();
            match literal {
                None => {
                    visible.piece(range.start as usize);
                    visible.text.push_str(slice);
                }
                Some(literal) => visible.escaped(literal, slice, range.start as usize),
            }
        }
        // Words and dashes of a formula are no more prose than those of code.
        NodeKind::Code { literal } | NodeKind::Math { literal, .. } => {
            let slice = text.get(range.as_usize()).unwrap_or_default();
            let inner = slice.find(literal.as_ref()).unwrap_or(0);
            visible.piece(range.start as usize + inner);
            let from = visible.text.len();
            visible.text.push_str(literal);
            visible.code.push(from..visible.text.len());
        }
        NodeKind::SoftBreak | NodeKind::HardBreak => {
            visible.piece(range.start as usize);
            visible.text.push(' ');
        }
        _ => {}
    }
}
