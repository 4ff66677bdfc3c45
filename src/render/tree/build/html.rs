//! Raw HTML, parsed once by a browser's rules, with the Markdown that stands in it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use scraper::{Html, Node};

use crate::markdown::{NodeId, NodeKind, first_tag, tags};
use crate::render::tree::{Block, BlockKind};
use crate::source::TextRange;

use super::attributes::{directive, is_page_break};
use super::blocks::paragraph_of;
use super::elements::{is_block, silent};
use super::{Builder, push_block};

/// Larger fragments and deeper ones are shown as text.
const MAX_FRAGMENT: usize = 4 * 1024 * 1024;
const MAX_OPEN: usize = 128;
/// A parser opens styles anew in every paragraph they reach into, so few may be open at a time.
const MAX_STYLES: usize = 16;

/// Where Markdown stands in the fragment that is parsed.
const SLOT: &str = "proofmark-slot";

/// What stands side by side in a run of raw HTML.
pub(super) enum Part<'a> {
    Raw(Cow<'a, str>),
    Block(NodeId),
    Inline(NodeId),
}

/// Markdown in raw HTML.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    Block(NodeId),
    Inline(NodeId),
}

/// A node of the parsed fragment.
pub(super) type TreeNode<'a> = ego_tree::NodeRef<'a, Node>;

/// A fragment being read.
pub(super) struct Fragment {
    /// Where it is written.
    pub source: TextRange,
    slots: Vec<Option<Slot>>,
    /// Nodes that hold blocks.
    holders: HashSet<ego_tree::NodeId>,
}

impl Fragment {
    /// Takes the Markdown of a slot; a slot is shown once, whatever the document says.
    pub fn take(&mut self, node: &TreeNode<'_>) -> Option<Slot> {
        let index: usize = attribute(node, "n")?.parse().ok()?;
        self.slots.get_mut(index)?.take()
    }

    /// Whether a slot holds a block.
    fn is_block_slot(&self, node: &TreeNode<'_>) -> bool {
        let index = attribute(node, "n").and_then(|index| index.parse::<usize>().ok());
        matches!(index.and_then(|index| self.slots.get(index)), Some(Some(Slot::Block(_))))
    }

    /// Whether a node is a block, or holds one.
    pub fn is_block(&self, node: &TreeNode<'_>) -> bool {
        self.holders.contains(&node.id())
    }
}

/// Whether a tag is that of an element that stands on lines of its own.
pub(super) fn is_block_tag(slice: &str) -> bool {
    first_tag(slice).is_some_and(|tag| is_block(&tag.name))
}

/// The name of an element.
pub(super) fn name<'a>(node: &TreeNode<'a>) -> Option<&'a str> {
    match node.value() {
        Node::Element(element) => Some(element.name()),
        _ => None,
    }
}

/// The value of an attribute.
pub(super) fn attribute<'a>(node: &TreeNode<'a>, wanted: &str) -> Option<&'a str> {
    match node.value() {
        Node::Element(element) => element.attr(wanted),
        _ => None,
    }
}

/// Whether a node is a slot.
pub(super) fn is_slot(node: &TreeNode<'_>) -> bool {
    name(node) == Some(SLOT)
}

impl Builder<'_> {
    /// A block of raw HTML on its own: a comment, a directive, or elements.
    pub(super) fn html_block(&mut self, node: NodeId) -> Vec<Block> {
        let (slice, source) = (self.slice(node), self.source(node));
        if is_page_break(slice) {
            return self.page_break(source);
        }
        if let Some(found) = directive(slice) {
            let ids: Vec<String> = found.id.into_iter().filter(|id| self.ids.claim(id)).collect();
            return if ids.is_empty() { Vec::new() } else { vec![Block { source, ids, kind: BlockKind::Anchor }] };
        }
        let raw = self.raw_source(node);
        let mut blocks = self.raw(&[Part::Raw(raw)], source);
        if let Some(captioned) = self.prose.arrangement.captions.get(&node).filter(|captioned| captioned.node != node) {
            let caption = self.caption(captioned);
            super::html_tables::put_caption(&mut blocks, caption, source);
        }
        blocks
    }

    /// A paragraph or a cell with tags of blocks in it.
    pub(super) fn mixed(&mut self, nodes: &[NodeId], source: TextRange) -> Vec<Block> {
        let parts: Vec<Part<'_>> = nodes
            .iter()
            .map(|&node| match self.kind(node) {
                NodeKind::HtmlInline => Part::Raw(self.slice(node).into()),
                _ => Part::Inline(node),
            })
            .collect();
        self.raw(&parts, source)
    }

    /// The blocks of a run of raw HTML with Markdown in it.
    pub(super) fn raw(&mut self, parts: &[Part<'_>], source: TextRange) -> Vec<Block> {
        let mut html = String::new();
        let mut slots = Vec::new();
        let on_lines = parts.iter().any(|part| matches!(part, Part::Block(_)));
        for part in parts {
            match part {
                Part::Raw(raw) => html.push_str(raw),
                Part::Block(node) => slot(&mut html, &mut slots, Slot::Block(*node)),
                Part::Inline(node) => slot(&mut html, &mut slots, Slot::Inline(*node)),
            }
            if on_lines {
                html.push('\n');
            }
        }
        if html.len() > MAX_FRAGMENT || too_deep(&html) {
            return self.as_text(parts, source);
        }
        let parsed = Html::parse_fragment(&html);
        let mut fragment = Fragment { source, slots, holders: HashSet::new() };
        fragment.mark(&parsed);
        let mut blocks = self.flow(&mut fragment, *parsed.root_element());
        // Markdown that the parser lost, in a comment left open for one, still appears.
        let lost: Vec<Slot> = fragment.slots.iter_mut().filter_map(Option::take).collect();
        for slot in lost {
            for block in self.slot(slot, source) {
                push_block(&mut blocks, block);
            }
        }
        blocks
    }

    /// Markdown as blocks.
    pub(super) fn slot(&mut self, slot: Slot, source: TextRange) -> Vec<Block> {
        match slot {
            Slot::Block(node) => self.blocks(&[node]),
            Slot::Inline(node) => {
                let inlines = self.inline_nodes(&[node]);
                paragraph_of(inlines, source).into_iter().collect()
            }
        }
    }

    /// Raw HTML that is too large or too deep, as it is written.
    fn as_text(&mut self, parts: &[Part<'_>], source: TextRange) -> Vec<Block> {
        let message = "the HTML is shown as it is written: it is too large, or nested too deep";
        self.lost(source, message, "write it in Markdown, or in smaller pieces");
        let mut blocks = Vec::new();
        for part in parts {
            let made = match part {
                Part::Raw(raw) if raw.trim().is_empty() => Vec::new(),
                Part::Raw(raw) => {
                    let kind = BlockKind::Code { language: None, text: raw.trim_matches('\n').to_owned() };
                    vec![Block { source, ids: Vec::new(), kind }]
                }
                Part::Block(node) => self.slot(Slot::Block(*node), source),
                Part::Inline(node) => self.slot(Slot::Inline(*node), source),
            };
            for block in made {
                push_block(&mut blocks, block);
            }
        }
        blocks
    }

    /// The source of an HTML block without the markers of the quotes around it.
    pub(super) fn raw_source(&self, block: NodeId) -> Cow<'static, str> {
        let source = self.slice(block);
        let quote = |&above: &NodeId| matches!(self.kind(above), NodeKind::BlockQuote | NodeKind::Alert { .. });
        let depth = self.document().ancestors(block).filter(quote).count();
        if depth == 0 || !source.contains('>') {
            return Cow::Owned(source.to_owned());
        }
        let mut lines = source.split_inclusive('\n');
        let mut plain = lines.next().unwrap_or_default().to_owned();
        for mut line in lines {
            for _ in 0..depth {
                line = line.trim_start_matches([' ', '\t']).strip_prefix('>').unwrap_or(line);
            }
            plain.push_str(line);
        }
        Cow::Owned(plain)
    }
}

fn slot(html: &mut String, slots: &mut Vec<Option<Slot>>, slot: Slot) {
    let _ = write!(html, "<{SLOT} n={}></{SLOT}>", slots.len());
    slots.push(Some(slot));
}

impl Fragment {
    /// Marks what is or holds a block; each node is marked once.
    fn mark(&mut self, html: &Html) {
        for node in html.tree.nodes() {
            let block = match name(&node) {
                Some(SLOT) => self.is_block_slot(&node),
                Some(element) => is_block(element),
                None => {
                    matches!(node.value(), Node::Comment(comment) if is_page_break(&format!("<!--{}-->", &**comment)))
                }
            };
            if !block {
                continue;
            }
            for above in std::iter::once(node).chain(node.ancestors()) {
                let hidden = name(&above).and_then(silent).is_some();
                if hidden || !self.holders.insert(above.id()) {
                    break;
                }
            }
        }
    }
}

/// Whether more elements are open at a time than a parser can be trusted with.
fn too_deep(html: &str) -> bool {
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut depth, mut styles) = (0_usize, 0_usize);
    for tag in tags(html) {
        if ["br", "img", "hr", "col", "input", "li", "td", "th", "tr", "p", "wbr"].contains(&tag.name.as_str()) {
            continue;
        }
        let is_style = super::elements::style(&tag.name).is_some();
        let count = open.entry(tag.name).or_default();
        if !tag.closing {
            *count += 1;
            depth += 1;
            styles += usize::from(is_style);
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
            styles -= usize::from(is_style);
        }
        if depth > MAX_OPEN || styles > MAX_STYLES {
            return true;
        }
    }
    false
}
