//! What belongs together among blocks: captions with their tables and figures, directives with what
//! they stand beside, raw HTML that opens in one block and closes in another.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{NodeId, NodeKind, Tag, tags};
use crate::work_product::WorkProduct;

/// What a directive says of the picture, diagram or table beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Directive {
    pub id: Option<String>,
    /// A length such as `55%`.
    pub width: Option<String>,
}

/// How the blocks of a document belong together.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The caption of a table, picture or diagram.
    pub captions: HashMap<NodeId, NodeId>,
    /// Directives by the block they belong to.
    pub directives: HashMap<NodeId, Directive>,
    /// Blocks from an HTML block that opens elements to the one that closes them, by the first.
    pub groups: HashMap<NodeId, Vec<NodeId>>,
    /// Blocks that are written elsewhere.
    pub hidden: HashSet<NodeId>,
}

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<kind>Table|Figure|Fig\.|Listing|Example|Diagram)\s+[\dA-Z][\w.\-\u{2013}]*?(?P<end>[.:]?)(?:\s|$)",
    )
    .expect("valid pattern")
});

static DIRECTIVE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^<!--\s*\{([^{}]*)\}\s*-->$").expect("valid pattern"));
static PAGE_BREAK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^<!--\s*\\(?:newpage|pagebreak|clearpage)\s*-->$").expect("valid pattern"));
static WIDTH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\d{1,4}(?:\.\d{1,3})?(?:%|px)?$").expect("valid pattern"));

/// Longest caption, in characters; what is longer is prose.
const MAX_CAPTION: usize = 300;

/// What a caption is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Captioned {
    Table,
    Figure,
}

/// The directive of a comment such as `<!--{#fig-x width=55%}-->`.
pub(super) fn directive(comment: &str) -> Option<Directive> {
    let captures = DIRECTIVE.captures(comment.trim())?;
    let mut directive = Directive::default();
    for word in captures.get(1)?.as_str().split_whitespace() {
        if let Some(id) = word.strip_prefix('#') {
            directive.id = Some(id.to_owned());
        } else if let Some(width) = word.strip_prefix("width=") {
            let width = width.trim_matches(['"', '\'']);
            directive.width = WIDTH.is_match(width).then(|| width.to_owned());
        }
    }
    (directive != Directive::default()).then_some(directive)
}

/// Whether a comment asks for a new page.
pub(super) fn is_page_break(comment: &str) -> bool {
    PAGE_BREAK.is_match(comment.trim())
}

impl Layout {
    /// The layout of `lists` of top-level blocks and of all blocks below them.
    pub fn new(work: &WorkProduct, lists: &[&[NodeId]]) -> Self {
        let mut layout = Self::default();
        for list in lists {
            layout.scan(work, list);
        }
        let document = &work.document;
        for node in document.descendants(document.root()) {
            let holds_blocks = matches!(
                document.kind(node),
                NodeKind::BlockQuote
                    | NodeKind::Alert { .. }
                    | NodeKind::Item { .. }
                    | NodeKind::DescriptionDetails
                    | NodeKind::FootnoteDefinition { .. }
            );
            if holds_blocks {
                let children: Vec<NodeId> = document.children(node).collect();
                layout.scan(work, &children);
            }
        }
        layout
    }

    fn scan(&mut self, work: &WorkProduct, blocks: &[NodeId]) {
        self.find_groups(work, blocks);
        self.find_directives(work, blocks);
        let silent = |block: NodeId| {
            matches!(work.document.kind(block), NodeKind::HtmlBlock)
                && slice(work, block).trim_start().starts_with("<!--")
        };
        let shown: Vec<NodeId> = blocks.iter().copied().filter(|&block| !silent(block)).collect();
        for (index, &block) in shown.iter().enumerate() {
            let Some(wanted) = captioned(work, block) else { continue };
            let before = index.checked_sub(1).map(|before| shown[before]);
            let after = shown.get(index + 1).copied().filter(|_| wanted == Captioned::Figure);
            let free = |&near: &NodeId| !self.hidden.contains(&near) && caption(work, near) == Some(wanted);
            if let Some(caption) = before.filter(free).or_else(|| after.filter(free)) {
                self.captions.insert(block, caption);
                self.hidden.insert(caption);
            }
        }
    }

    /// A directive belongs to the picture, diagram or table after it, else to the one before.
    fn find_directives(&mut self, work: &WorkProduct, blocks: &[NodeId]) {
        for (index, &block) in blocks.iter().enumerate() {
            if !matches!(work.document.kind(block), NodeKind::HtmlBlock) {
                continue;
            }
            let Some(found) = directive(slice(work, block)) else { continue };
            let after = blocks.get(index + 1).copied().filter(|&near| captioned(work, near).is_some());
            let before =
                || index.checked_sub(1).map(|before| blocks[before]).filter(|&near| captioned(work, near).is_some());
            if let Some(target) = after.or_else(before) {
                self.directives.insert(target, found);
                self.hidden.insert(block);
            }
        }
    }

    fn find_groups(&mut self, work: &WorkProduct, blocks: &[NodeId]) {
        let mut open: Vec<(String, usize)> = Vec::new();
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for (index, &block) in blocks.iter().enumerate() {
            if !matches!(work.document.kind(block), NodeKind::HtmlBlock) {
                continue;
            }
            for tag in tags(slice(work, block)) {
                if !tag.closing {
                    if !is_void(&tag) && open.len() < 64 {
                        open.push((tag.name, index));
                    }
                } else if let Some(at) = open.iter().rposition(|(name, _)| *name == tag.name) {
                    let start = open[at].1;
                    open.truncate(at);
                    if start < index {
                        spans.push((start, index));
                    }
                }
            }
        }
        spans.sort_unstable();
        let mut end_of_last = None;
        for (start, _) in spans.iter().copied() {
            if end_of_last.is_some_and(|end| start < end) {
                continue;
            }
            let end = reach(&spans, start);
            end_of_last = Some(end);
            let members = &blocks[start..=end];
            self.groups.insert(members[0], members.to_vec());
            self.hidden
                .extend(members.iter().skip(1).filter(|&&m| matches!(work.document.kind(m), NodeKind::HtmlBlock)));
            self.hidden.extend(members.iter().skip(1));
        }
    }
}

/// The last block that spans starting at `start`, or touching them, lead to.
fn reach(spans: &[(usize, usize)], start: usize) -> usize {
    let from = spans.partition_point(|&(first, _)| first < start);
    let mut end = start;
    for &(first, last) in &spans[from..] {
        if first > end && first != start {
            break;
        }
        end = end.max(last);
    }
    end
}

fn is_void(tag: &Tag) -> bool {
    ["br", "hr", "img", "input", "link", "meta", "col", "source", "wbr", "p", "li", "td", "tr", "th"]
        .contains(&tag.name.as_str())
}

fn slice(work: &WorkProduct, block: NodeId) -> &str {
    work.slice(work.document.range(block))
}

/// What kind of caption a block may have.
fn captioned(work: &WorkProduct, block: NodeId) -> Option<Captioned> {
    match work.document.kind(block) {
        NodeKind::Table { .. } => Some(Captioned::Table),
        NodeKind::CodeBlock { info, .. } if super::code::language(info).eq_ignore_ascii_case("mermaid") => {
            Some(Captioned::Figure)
        }
        NodeKind::Paragraph if only_image(work, block).is_some() => Some(Captioned::Figure),
        _ => None,
    }
}

/// The picture of a paragraph that holds nothing else.
pub(super) fn only_image(work: &WorkProduct, paragraph: NodeId) -> Option<NodeId> {
    let document = &work.document;
    let mut image = None;
    for child in document.children(paragraph) {
        match document.kind(child) {
            NodeKind::Image { .. } if image.is_none() => image = Some(child),
            NodeKind::SoftBreak | NodeKind::HardBreak | NodeKind::HtmlInline => {}
            NodeKind::Text { .. } if document.literal(child, work.text()).trim().is_empty() => {}
            _ => return None,
        }
    }
    image
}

/// What a block is the caption of: `**Table 1. Title**`, `Figure 2: Title`, `###### Table 3-1. Title`.
fn caption(work: &WorkProduct, block: NodeId) -> Option<Captioned> {
    let document = &work.document;
    let marked = match document.kind(block) {
        NodeKind::Heading { .. } => true,
        NodeKind::Paragraph => {
            let mut children = document.children(block);
            let first = children.next().map(|child| document.kind(child));
            matches!(first, Some(NodeKind::Strong | NodeKind::Emphasis)) && children.next().is_none()
        }
        _ => return None,
    };
    if document.range(block).len() > 4 * MAX_CAPTION {
        return None;
    }
    let text = work.plain(block);
    let found = CAPTION.captures(&text)?;
    let ended = found.name("end").is_some_and(|end| !end.as_str().is_empty());
    if text.chars().count() > MAX_CAPTION || !(marked || ended) {
        return None;
    }
    let table = found.name("kind").is_some_and(|kind| kind.as_str() == "Table");
    Some(if table { Captioned::Table } else { Captioned::Figure })
}
