//! The table of contents as the author wrote it.

use crate::markdown::{Document, NodeId, NodeKind};
use crate::source::{TextRange, collapsed};

use super::links::{Link, Target};
use super::outline::Outline;

/// What stands under the heading of the table of contents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Index of the section that holds it; `None` for a list of links without a heading.
    pub section: Option<usize>,
    /// Bytes of the lines.
    pub range: TextRange,
    /// The lines, in order.
    pub entries: Vec<ContentsEntry>,
}

/// A line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentsEntry {
    /// Visible text, white space collapsed.
    pub text: String,
    /// Bytes of the text.
    pub text_range: TextRange,
    /// Index in the links of the work product of the link the line is.
    pub link: Option<usize>,
    /// How many lists lie around it; 0 outside a list.
    pub nesting: usize,
}

impl Contents {
    /// The table of contents of a document, where it has one.
    #[must_use]
    pub fn new(document: &Document, outline: &Outline, links: &[Link], text: &str) -> Option<Self> {
        let (body, blocks) = match outline.contents.and_then(|index| outline.sections.get(index)) {
            Some(section) => {
                let (mut body, mut blocks) = (section.body, section.blocks.clone());
                // Lines right above a rule became a heading, and are lines of the table all the same.
                let below = outline.sections.iter().skip_while(|s| s.node != section.node).skip(1);
                for cut in below.take_while(|cut| is_lines(document, cut.node)) {
                    body = body.cover(cut.body);
                    blocks.extend(&cut.blocks);
                }
                (body, blocks)
            }
            None => without_heading(document, outline, links)?,
        };
        let mut contents = Self { section: outline.contents, range: body, entries: Vec::new() };
        let from = links.partition_point(|link| link.range.start < body.start);
        for (index, link) in links.iter().enumerate().skip(from).take_while(|(_, link)| link.range.end <= body.end) {
            if link.image {
                continue;
            }
            let inner = document.children(link.node).map(|child| document.range(child)).reduce(TextRange::cover);
            contents.entries.push(ContentsEntry {
                text: collapse(&link.text),
                text_range: inner.unwrap_or(link.range),
                link: Some(index),
                nesting: nesting(document, link.node),
            });
        }
        contents.add_unlinked(document, &blocks, text);
        contents.entries.sort_by_key(|entry| entry.text_range);
        Some(contents)
    }

    /// Items of lists that hold no link are lines too.
    fn add_unlinked(&mut self, document: &Document, blocks: &[NodeId], text: &str) {
        let mut unlinked = Vec::new();
        for &block in blocks {
            if !matches!(document.kind(block), NodeKind::List { .. }) {
                continue;
            }
            for node in document.descendants(block) {
                if *document.kind(node) != NodeKind::Paragraph {
                    continue;
                }
                let range = document.range(node);
                let next = self.entries.partition_point(|entry| entry.text_range.start < range.start);
                if self.entries.get(next).is_some_and(|entry| range.contains(entry.text_range)) {
                    continue;
                }
                unlinked.push(ContentsEntry {
                    text: collapse(&document.plain_text(node, text)),
                    text_range: range,
                    link: None,
                    nesting: nesting(document, node),
                });
            }
        }
        self.entries.append(&mut unlinked);
    }
}

/// A heading made of several lines with a link each by the rule below them.
fn is_lines(document: &Document, node: NodeId) -> bool {
    let links = document.descendants(node).filter(|&below| matches!(document.kind(below), NodeKind::Link { .. }));
    matches!(document.kind(node), NodeKind::Heading { setext: true, .. }) && links.count() > 1
}

/// Fewest links of a list that passes for a table of contents.
const FEWEST: usize = 4;

/// A list before the first section that holds one link to a heading per item.
fn without_heading(document: &Document, outline: &Outline, links: &[Link]) -> Option<(TextRange, Vec<NodeId>)> {
    let end = outline.body().next().map(|(_, section)| section.range.start)?;
    let lists = document.blocks().take_while(|&block| document.range(block).start < end);
    for block in lists.filter(|&block| matches!(document.kind(block), NodeKind::List { .. })) {
        let range = document.range(block);
        let from = links.partition_point(|link| link.range.start < range.start);
        let own = links.iter().skip(from).take_while(|link| link.range.end <= range.end);
        let fragments = own.filter(|link| matches!(link.target(), Target::Fragment(_))).count();
        let items = document.descendants(block).filter(|&n| matches!(document.kind(n), NodeKind::Item { .. })).count();
        if fragments >= FEWEST && fragments == items {
            return Some((range, vec![block]));
        }
    }
    None
}

fn collapse(text: &str) -> String {
    collapsed(text).into_owned()
}

fn nesting(document: &Document, node: NodeId) -> usize {
    document.ancestors(node).filter(|&above| matches!(document.kind(above), NodeKind::List { .. })).count()
}
