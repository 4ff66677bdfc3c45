//! The proof that edits changed nothing but the nodes they touched.
//!
//! Both trees are written down as seen from the new text: every node that no edit touches with its
//! kind and its place, and, inside touched blocks, every visible character outside of the edits.
//! Nodes that an edit touches, even at a border, may change, vanish or appear; all else must be equal.

use crate::markdown::{Document, NodeId, NodeKind, visible};
use crate::source::{Edit, TextRange};

/// Whether `after`, made from `before` by `edits`, is the same tree but for the nodes the edits touch.
/// The edits are sorted and do not overlap.
pub(super) fn preserved(before: (&Document, &str), edits: &[Edit], after: (&Document, &str)) -> bool {
    let old = Edited::new(edits, false);
    let new = Edited::new(edits, true);
    facts(before.0, before.1, &old) == facts(after.0, after.1, &new)
}

/// Where the edits lie in one of the two texts, and how far what follows each of them moves.
struct Edited {
    ranges: Vec<TextRange>,
    /// What to add to an offset behind as many edits.
    shifts: Vec<i64>,
}

impl Edited {
    fn new(edits: &[Edit], images: bool) -> Self {
        let mut ranges = Vec::with_capacity(edits.len());
        let mut shifts = vec![0];
        let mut shift = 0_i64;
        for edit in edits {
            let start = i64::from(edit.range.start) + if images { shift } else { 0 };
            let (old, new) = (as_i64(edit.range.len()), as_i64(edit.text.len()));
            ranges.push(range(start, start + if images { new } else { old }));
            shift += new - old;
            shifts.push(if images { 0 } else { shift });
        }
        Self { ranges, shifts }
    }

    /// Whether an edit shares a byte or a border with `range`.
    fn touches(&self, range: TextRange) -> bool {
        let first = self.ranges.partition_point(|edit| edit.end < range.start);
        self.ranges.get(first).is_some_and(|edit| edit.start <= range.end)
    }

    /// Whether an edit covers the byte at `offset`.
    fn covers(&self, offset: u32) -> bool {
        let first = self.ranges.partition_point(|edit| edit.end <= offset);
        self.ranges.get(first).is_some_and(|edit| edit.start <= offset)
    }

    /// `offset`, which no edit covers, as an offset in the new text.
    fn moved(&self, offset: u32) -> i64 {
        let behind = self.ranges.partition_point(|edit| edit.end <= offset);
        i64::from(offset) + self.shifts.get(behind).copied().unwrap_or_default()
    }
}

fn as_i64(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn range(start: i64, end: i64) -> TextRange {
    let clamp = |value: i64| usize::try_from(value).unwrap_or_default();
    TextRange::new(clamp(start), clamp(end))
}

/// One thing that must be the same before and after.
#[derive(Debug, PartialEq)]
enum Fact<'a> {
    Node(&'a NodeKind, i64, i64),
    Character(char, i64),
    Definition(&'a str, &'a str, &'a str, i64),
    Id(&'a str, i64),
}

fn facts<'a>(document: &'a Document, text: &str, edited: &Edited) -> Vec<Fact<'a>> {
    let mut facts = Vec::new();
    for block in document.blocks() {
        let touched = edited.touches(trimmed(document, block, text));
        for node in std::iter::once(block).chain(document.descendants(block)) {
            node_facts(document, node, text, edited, touched, &mut facts);
        }
    }
    for definition in document.definitions.iter().filter(|definition| !edited.touches(definition.range)) {
        let place = edited.moved(definition.range.start);
        facts.push(Fact::Definition(&definition.label, &definition.url, &definition.title, place));
    }
    for id in document.explicit_ids.iter().filter(|id| !edited.touches(id.range)) {
        facts.push(Fact::Id(&id.id, edited.moved(id.range.start)));
    }
    facts
}

/// The range of a node. The blank lines a parser counts to the end of a block are nobody's.
fn trimmed(document: &Document, node: NodeId, text: &str) -> TextRange {
    let range = document.range(node);
    if !document.kind(node).is_block() {
        return range;
    }
    let slice = text.get(range.as_usize()).unwrap_or_default();
    range.inside(0..slice.trim_end().len())
}

fn node_facts<'a>(
    document: &'a Document,
    node: NodeId,
    text: &str,
    edited: &Edited,
    in_touched: bool,
    facts: &mut Vec<Fact<'a>>,
) {
    let (kind, range) = (document.kind(node), trimmed(document, node, text));
    // How a paragraph's characters are cut into text nodes is the parser's affair.
    if in_touched && matches!(kind, NodeKind::Text { .. }) {
        let seen = visible(document, node, text);
        for (at, c) in seen.text.char_indices() {
            let place = seen.source(at..at + c.len_utf8()).start;
            if !edited.covers(place) {
                facts.push(Fact::Character(c, edited.moved(place)));
            }
        }
    } else if !edited.touches(range) {
        facts.push(Fact::Node(kind, edited.moved(range.start), edited.moved(range.end)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;
    use crate::source::apply;

    fn holds(text: &str, edits: &[(usize, usize, &str)]) -> bool {
        let edits: Vec<Edit> =
            edits.iter().map(|&(start, end, new)| Edit::replace(TextRange::new(start, end), new)).collect();
        let after = apply(text, &edits).unwrap();
        preserved((&parse(text).unwrap(), text), &edits, (&parse(&after).unwrap(), &after))
    }

    #[test]
    fn honest_edits_pass() {
        assert!(holds("a foo\\-bar *b* c\n\nnext\n", &[(5, 6, "")]), "a backslash");
        assert!(holds("# T\n\n## **Title**\n\ntext\n", &[(8, 10, ""), (15, 17, "")]), "emphasis around a heading");
        assert!(holds("one\n\ntwo\n\nthree\n", &[(5, 10, "")]), "a block deleted");
        assert!(holds("one\n\nthree\n", &[(5, 5, "two\n\n")]), "a block inserted");
        assert!(holds("one  \n\ntwo\n", &[(3, 5, "")]), "trailing spaces");
        assert!(holds("| a | b |\n|---|---|\n| x\\-y | *z* |\n", &[(23, 24, "")]), "a cell");
        assert!(holds("- a\n- b\\-c\n- d\n\nend\n", &[(7, 8, "")]), "a list item");
        assert!(holds("- a\n   \n<br>\n\nb\n", &[(4, 7, "")]), "a line of spaces behind a list");
        assert!(holds("- a\n\n \n# b\n", &[(5, 6, "")]), "a line of spaces before a heading");
        assert!(holds("one\n", &[(4, 4, "\ntwo\n")]), "a block at the end");
    }

    #[test]
    fn edits_with_side_effects_fail() {
        assert!(!holds("a\n\n*b* c\n\n# d\n", &[(0, 1, "```\na")]), "a fence swallows the rest");
        assert!(!holds("see \\*x* and y\n", &[(4, 5, "")]), "emphasis appears");
        assert!(!holds("[a]\n\ntext\n\n[a]: http://e.example\n\nend\n", &[(11, 33, "")]), "a link dies");
        assert!(!holds("a\n\nb <b>x\n\nc\n", &[(0, 1, "<!--")]), "a comment swallows the rest");
        assert!(!holds("| a | b |\n|---|---|\n| *x* | y |\n", &[(10, 19, "")]), "a table falls apart");
    }
}
