//! Repairs of comrak 0.59's positions. Each one says which fault it answers.

use comrak::nodes::{NodeValue, Sourcepos};

use crate::source::TextRange;

use super::convert::Lines;
use super::definitions;
use super::tree::{Definition, Document, NodeKind};

/// Positions seen so far that later ones depend on; nodes arrive in document order.
#[derive(Default)]
pub(super) struct Shifts {
    cell: Option<Cell>,
}

/// The table cell being read.
struct Cell {
    start: usize,
    /// Offsets of its escaped pipes in the cell as comrak reads it: without their backslashes.
    pipes: Vec<usize>,
}

impl Shifts {
    /// The true range of a node that comrak places at `range`.
    pub fn repair(&mut self, value: &NodeValue, text: &str, range: (usize, usize)) -> (usize, usize) {
        if matches!(value, NodeValue::TableCell) {
            self.cell = Cell::with_pipes(text, range);
            return range;
        }
        if value.block() {
            self.cell = None;
            return range;
        }
        match &self.cell {
            Some(cell) if range.0 >= cell.start => (cell.source(range.0), cell.source(range.1)),
            _ => range,
        }
    }
}

/// comrak strips the backslash of `\|` in table cells before it parses the inlines, so every inline
/// behind one is placed a byte too far left.
impl Cell {
    fn with_pipes(text: &str, (start, end): (usize, usize)) -> Option<Self> {
        let content = text.get(start..end).filter(|content| content.contains("\\|"))?;
        let pipes = content.match_indices("\\|").enumerate().map(|(before, (at, _))| at - before).collect();
        Some(Self { start, pipes })
    }

    fn source(&self, offset: usize) -> usize {
        let seen = offset.saturating_sub(self.start);
        offset + self.pipes.partition_point(|&pipe| pipe < seen)
    }
}

/// comrak takes reference definitions off the front of a paragraph but counts the lines of what is
/// left from the first definition on: its inlines, and the paragraph itself, begin too early.
pub(super) struct Paragraphs<'a> {
    text: &'a str,
    /// Starts and ends of the definitions, in order.
    definitions: Vec<(usize, usize)>,
    glued: Option<Glued>,
}

/// The block being read, which begins with definitions.
struct Glued {
    first_line: usize,
    /// Lines taken by definitions.
    taken: usize,
    /// For each line of the block, the bytes before its text: indentation and markers of quotes.
    offsets: Vec<usize>,
}

impl<'a> Paragraphs<'a> {
    pub fn new(text: &'a str, definitions: &[Definition]) -> Self {
        let definitions = definitions.iter().map(|d| (d.range.start as usize, d.range.end as usize)).collect();
        Self { text, definitions, glued: None }
    }

    /// Whether blocks of this kind can begin with definitions.
    pub fn concerns(&self, value: &NodeValue) -> bool {
        !self.definitions.is_empty()
            && matches!(
                value,
                NodeValue::Paragraph | NodeValue::Heading(comrak::nodes::NodeHeading { setext: true, .. })
            )
    }

    /// A block below `quotes` block quotes begins.
    pub fn enter(&mut self, value: &NodeValue, pos: Sourcepos, quotes: usize, lines: &Lines) {
        self.glued = None;
        if !self.concerns(value) {
            return;
        }
        let start = lines.start(pos.start.line) + pos.start.column.saturating_sub(1);
        let end = lines.start(pos.end.line + 1).min(self.text.len());
        let Some(after) = self.definitions_end(start, end) else {
            return;
        };
        let taken = lines.line_of(after.saturating_sub(1)) + 1 - pos.start.line;
        if pos.start.line + taken > pos.end.line {
            return;
        }
        let mut offsets = vec![pos.start.column.saturating_sub(1)];
        for line in pos.start.line + 1..=pos.end.line {
            let slice = self.text.get(lines.start(line)..lines.start(line + 1)).unwrap_or_default();
            offsets.push(prefix(slice, quotes));
        }
        self.glued = Some(Glued { first_line: pos.start.line, taken, offsets });
    }

    /// The end of the definitions that stand at `start`, if there are any.
    fn definitions_end(&self, start: usize, end: usize) -> Option<usize> {
        if !self.text.get(start..end)?.contains("]:") {
            return None;
        }
        let (mut at, mut last) = (start, None);
        while at < end && self.text.as_bytes().get(at) == Some(&b'[') {
            let known = self.definitions.binary_search_by_key(&at, |&(start, _)| start);
            let stop = match known {
                Ok(index) => self.definitions[index].1,
                Err(_) => match definitions::repeated(self.text.get(at..end)?) {
                    Some(len) => at + len,
                    None => break,
                },
            };
            last = Some(stop);
            let rest = self.text.get(stop..end)?;
            let gap = rest.bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'>')).count();
            at = stop + gap;
        }
        last
    }

    /// The true position of a node in the block.
    pub fn repair(&self, mut pos: Sourcepos) -> Sourcepos {
        let Some(glued) = &self.glued else { return pos };
        let shift = |line: &mut usize, column: &mut usize| {
            let index = line.saturating_sub(glued.first_line);
            let target = index + glued.taken;
            if let (Some(old), Some(new)) = (glued.offsets.get(index), glued.offsets.get(target)) {
                *column = (*column + new).saturating_sub(*old);
                *line = glued.first_line + target;
            }
        };
        shift(&mut pos.start.line, &mut pos.start.column);
        shift(&mut pos.end.line, &mut pos.end.column);
        pos
    }
}

/// Bytes of indentation and quote markers before the text of a paragraph's line.
fn prefix(line: &str, mut quotes: usize) -> usize {
    let blank = |b: &u8| matches!(b, b' ' | b'\t');
    let bytes = line.as_bytes();
    let mut at = 0;
    loop {
        at += bytes.iter().skip(at).take_while(|b| blank(b)).count();
        if quotes == 0 || bytes.get(at) != Some(&b'>') {
            return at;
        }
        quotes -= 1;
        at += 1;
    }
}

/// Repairs that need the whole tree: tight definition terms are one byte long, items reach beyond
/// their list, the empty document ends before it begins.
///
/// Whatever else may be wrong with a position: it lies on character boundaries, and in its parent.
pub(super) fn clamp(document: &mut Document, source: &str) {
    let len = source.len();
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
        while !source.is_char_boundary(range.start as usize) {
            range.start -= 1;
        }
        while !source.is_char_boundary(range.end as usize) {
            range.end += 1;
        }
    }
}
