//! Repairs of comrak 0.59's positions. Each one says which fault it answers.

use comrak::nodes::NodeValue;

use crate::source::TextRange;

use super::tree::{Document, NodeKind};

/// Positions seen so far that later ones depend on; nodes arrive in document order.
#[derive(Default)]
pub(super) struct Shifts {
    /// The table cell being read: its range in the parsed text.
    cell: Option<(usize, usize)>,
}

impl Shifts {
    /// The true range of a node that comrak places at `range`.
    pub fn repair(&mut self, value: &NodeValue, text: &str, range: (usize, usize)) -> (usize, usize) {
        if matches!(value, NodeValue::TableCell) {
            self.cell = Some(range);
            return range;
        }
        if value.block() {
            self.cell = None;
            return range;
        }
        match self.cell {
            Some(cell) => escaped_pipes(text, cell, range),
            None => range,
        }
    }
}

/// comrak strips the backslash of `\|` in table cells before it parses the inlines, so every inline
/// behind one is placed a byte too far left.
fn escaped_pipes(text: &str, cell: (usize, usize), range: (usize, usize)) -> (usize, usize) {
    let Some(content) = text.get(cell.0..cell.1) else {
        return range;
    };
    if !content.contains("\\|") || range.0 < cell.0 {
        return range;
    }
    let at = |unescaped: usize| {
        let bytes = content.as_bytes();
        let (mut source, mut seen) = (0, 0);
        while seen < unescaped && source < bytes.len() {
            let pipe = bytes[source] == b'\\' && bytes.get(source + 1) == Some(&b'|');
            source += if pipe { 2 } else { 1 };
            seen += 1;
        }
        cell.0 + source
    };
    (at(range.0 - cell.0), at(range.1.saturating_sub(cell.0)))
}

/// Repairs that need the whole tree: tight definition terms are one byte long, items reach beyond
/// their list, the empty document ends before it begins.
pub(super) fn clamp(document: &mut Document, len: usize) {
    let nodes = &mut document.nodes;
    if let Some(root) = nodes.first_mut() {
        root.range = TextRange::new(0, len);
    }
    for index in (1..nodes.len()).rev() {
        let node = &nodes[index];
        let (is_inline, range, parent) = (!node.kind.is_block(), node.range, node.parent);
        let Some(parent) = parent else { continue };
        let above = &mut nodes[parent.0 as usize];
        let in_term = matches!(above.kind, NodeKind::DescriptionTerm)
            || (is_inline && above.range.len() <= 1 && matches!(above.kind, NodeKind::Paragraph));
        if in_term {
            above.range = if above.range.len() <= 1 { range } else { above.range.cover(range) };
        }
    }
    for index in 1..nodes.len() {
        let Some(parent) = nodes[index].parent else { continue };
        let outer = nodes[parent.0 as usize].range;
        let range = &mut nodes[index].range;
        range.start = range.start.clamp(outer.start, outer.end);
        range.end = range.end.clamp(range.start, outer.end);
    }
}
