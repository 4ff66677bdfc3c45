//! Elements of HTML as blocks.

use scraper::Node;

use crate::render::tree::{Alignment, Block, BlockKind, Heading, HeadingRole, Inline, InlineKind, TextStyle};

use super::attributes::{breaks_page, style_property};
use super::blocks::paragraph_of;
use super::code::text_of;
use super::html::{Fragment, Slot, TreeNode, attribute, is_slot, name};
use super::links::push_styled;
use super::spans::trim;
use super::{Builder, elements, push_block};

/// Most elements around a node that are looked at; no more are open in a fragment.
const MAX_ABOVE: usize = 160;

impl Builder<'_> {
    /// What stands in an element, as blocks.
    pub(super) fn flow(&mut self, fragment: &mut Fragment, parent: TreeNode<'_>) -> Vec<Block> {
        let mut flow = Flow::default();
        for child in parent.children() {
            self.flow_child(fragment, child, &mut flow);
        }
        flow.end(fragment)
    }

    /// One of the nodes in an element.
    pub(super) fn flow_child(&mut self, fragment: &mut Fragment, child: TreeNode<'_>, flow: &mut Flow) {
        if fragment.is_block(&child) {
            flow.end_run(fragment);
            flow.extend(self.flow_block(fragment, child));
        } else {
            self.html_inline(fragment, child, &mut flow.run);
        }
    }

    pub(super) fn flow_block(&mut self, fragment: &mut Fragment, node: TreeNode<'_>) -> Vec<Block> {
        let source = fragment.source;
        if is_slot(&node) {
            return fragment.take(&node).map_or_else(Vec::new, |slot| self.slot(slot, source));
        }
        if matches!(node.value(), Node::Comment(_)) {
            return self.page_break(source);
        }
        self.contained(|builder| builder.element(fragment, node)).unwrap_or_else(|| self.flat_html(fragment, node))
    }

    fn element(&mut self, fragment: &mut Fragment, node: TreeNode<'_>) -> Vec<Block> {
        let Some(element) = name(&node) else { return Vec::new() };
        let ids = self.html_ids(&node);
        self.say_scripts(&node, fragment);
        let blocks = match element {
            "hr" => vec![Block { source: fragment.source, kind: BlockKind::Rule, ..Block::default() }],
            "pre" => self.preformatted(fragment, node),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.html_heading(fragment, node, element),
            "blockquote" => self.wrapped(fragment, node, BlockKind::Quote),
            "ul" | "ol" | "menu" | "dir" => self.html_list(fragment, node, element == "ol"),
            "li" => self.loose_item(fragment, node),
            "dl" => self.html_definitions(fragment, node),
            "table" => self.html_table(fragment, node),
            "figure" => self.html_figure(fragment, node),
            "details" => self.html_details(fragment, node),
            name if elements::style(name).is_some() => self.style_of_blocks(fragment, node, name),
            _ => self.division(fragment, node),
        };
        with_ids(ids, blocks, fragment)
    }

    fn wrapped(
        &mut self,
        fragment: &mut Fragment,
        node: TreeNode<'_>,
        kind: impl FnOnce(Vec<Block>) -> BlockKind,
    ) -> Vec<Block> {
        let blocks = self.flow(fragment, node);
        if blocks.is_empty() {
            return Vec::new();
        }
        vec![Block { source: fragment.source, kind: kind(blocks), ..Block::default() }]
    }

    /// An element that only groups; what it says of alignment and pages stays.
    fn division(&mut self, fragment: &mut Fragment, node: TreeNode<'_>) -> Vec<Block> {
        let source = fragment.source;
        if attribute(&node, "style").is_some_and(breaks_page) {
            let mut blocks = self.flow(fragment, node);
            // It stands where the author's empty division stood.
            let outer = std::mem::replace(&mut self.depth, 0);
            let page = if outer == 1 { self.page_break(source) } else { Vec::new() };
            self.depth = outer;
            blocks.splice(0..0, page);
            return blocks;
        }
        let alignment = alignment(&node);
        let blocks = self.flow(fragment, node);
        if alignment == Alignment::None || blocks.is_empty() {
            return blocks;
        }
        vec![Block { source, ids: Vec::new(), kind: BlockKind::Division { alignment, blocks } }]
    }

    fn html_heading(&mut self, fragment: &mut Fragment, node: TreeNode<'_>, element: &str) -> Vec<Block> {
        let source = fragment.source;
        let rank = element.as_bytes().get(1).map_or(2, |digit| (digit - b'0').max(2));
        let mut inlines = Vec::new();
        self.html_line(fragment, node, &mut inlines);
        if !trim(&mut inlines) {
            return paragraph_of(inlines, source).into_iter().collect();
        }
        let heading = Heading { rank, role: HeadingRole::Minor, inlines, ..Heading::default() };
        vec![Block { source, ids: Vec::new(), kind: BlockKind::Heading(heading) }]
    }

    /// Preformatted text: its lines and spaces stay, its links do not.
    fn preformatted(&mut self, fragment: &mut Fragment, node: TreeNode<'_>) -> Vec<Block> {
        let source = fragment.source;
        let mut text = String::new();
        let mut ids = Vec::new();
        let mut links = false;
        let mut language = None;
        let mut moved = Vec::new();
        for below in node.descendants() {
            match below.value() {
                Node::Text(part) => text.push_str(part),
                Node::Element(_) if is_slot(&below) => moved.extend(fragment.take(&below)),
                Node::Element(element) => {
                    ids.extend(self.html_ids(&below));
                    links |= element.name() == "a" && element.attr("href").is_some();
                    if element.name() == "br" {
                        text.push('\n');
                    }
                    language = language
                        .or_else(|| element.attr("class")?.split(' ').find_map(|c| c.strip_prefix("language-")));
                }
                _ => {}
            }
        }
        if links {
            let help = "write the text without `<pre>`, or the addresses in full";
            self.lost(source, "links in preformatted text are shown as text", help);
        }
        let text = text_of(text.strip_prefix('\n').unwrap_or(&text));
        let language = language.map(str::to_ascii_lowercase);
        let mut blocks = vec![Block { source, ids, kind: BlockKind::Code { language, text } }];
        for slot in moved {
            blocks.extend(self.slot(slot, source));
        }
        blocks
    }

    /// A style or a link around blocks: it goes into each of their paragraphs.
    fn style_of_blocks(&mut self, fragment: &mut Fragment, node: TreeNode<'_>, element: &str) -> Vec<Block> {
        let source = fragment.source;
        let mut blocks = self.flow(fragment, node);
        let style = elements::style(element).unwrap_or_default();
        let url = attribute(&node, "href").filter(|_| element == "a" && !self.in_link).map(str::to_owned);
        for block in &mut blocks {
            let BlockKind::Paragraph(inlines) = &mut block.kind else { continue };
            let inner = std::mem::take(inlines);
            if let Some(target) = url.as_deref().and_then(|url| self.destination(url, source)) {
                let free =
                    inner.iter().all(|inline| !matches!(inline.kind, InlineKind::Link { .. } | InlineKind::Note(_)));
                if free {
                    let kind = InlineKind::Link { target, title: None, inlines: inner };
                    inlines.push(Inline { source, ids: Vec::new(), kind });
                    continue;
                }
            }
            if style == TextStyle::Plain {
                *inlines = inner;
            } else {
                push_styled(inlines, style, None, Vec::new(), source, inner);
            }
        }
        blocks
    }

    /// What is nested too deep, as paragraphs in its parent.
    fn flat_html(&mut self, fragment: &mut Fragment, node: TreeNode<'_>) -> Vec<Block> {
        let mut flow = Flow::default();
        for below in node.descendants() {
            let silent = |above: &TreeNode<'_>| name(above).is_some_and(|name| elements::silent(name).is_some());
            if below.ancestors().take(MAX_ABOVE).any(|above| silent(&above)) {
                continue;
            }
            match below.value() {
                Node::Text(text) => super::line::push_text(&mut flow.run, text, fragment.source),
                Node::Element(_) if is_slot(&below) => match fragment.take(&below) {
                    Some(Slot::Inline(node)) => self.inline(node, &mut flow.run),
                    Some(Slot::Block(node)) => {
                        flow.end_run(fragment);
                        flow.extend(self.slot(Slot::Block(node), fragment.source));
                    }
                    None => {}
                },
                Node::Element(element) if elements::is_block(element.name()) => flow.end_run(fragment),
                Node::Element(element) if matches!(element.name(), "br" | "img" | "wbr") => {
                    self.html_inline(fragment, below, &mut flow.run);
                }
                _ => {}
            }
        }
        flow.end(fragment)
    }
}

/// Blocks in the making, with the line that is not ended yet.
#[derive(Default)]
pub(super) struct Flow {
    pub run: Vec<Inline>,
    blocks: Vec<Block>,
}

impl Flow {
    pub fn extend(&mut self, blocks: Vec<Block>) {
        for block in blocks {
            push_block(&mut self.blocks, block);
        }
    }

    /// Ends the line.
    pub fn end_run(&mut self, fragment: &Fragment) {
        let run = std::mem::take(&mut self.run);
        self.extend(paragraph_of(run, fragment.source).into_iter().collect());
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The blocks.
    pub fn end(mut self, fragment: &Fragment) -> Vec<Block> {
        self.end_run(fragment);
        join_items(self.blocks)
    }
}

/// Puts ids on the only block, else on a division around several.
fn with_ids(ids: Vec<String>, mut blocks: Vec<Block>, fragment: &Fragment) -> Vec<Block> {
    if ids.is_empty() {
        return blocks;
    }
    match blocks.first_mut() {
        Some(first) => {
            first.ids.splice(0..0, ids);
        }
        None => blocks.push(Block { source: fragment.source, ids, kind: BlockKind::Anchor }),
    }
    blocks
}

/// How an element is aligned.
pub(super) fn alignment(node: &TreeNode<'_>) -> Alignment {
    let styled = attribute(node, "style").and_then(|style| style_property(style, "text-align"));
    let word = styled.or_else(|| attribute(node, "align")).unwrap_or_default();
    match word.trim().to_ascii_lowercase().as_str() {
        _ if name(node) == Some("center") => Alignment::Center,
        "left" | "start" | "justify" => Alignment::Left,
        "center" | "middle" => Alignment::Center,
        "right" | "end" => Alignment::Right,
        _ => Alignment::None,
    }
}

/// Items side by side without a list around them are one list.
fn join_items(blocks: Vec<Block>) -> Vec<Block> {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match (joined.last_mut().map(|last| &mut last.kind), block) {
            (
                Some(BlockKind::List { numbering: None, tight: true, items }),
                Block { kind: BlockKind::List { numbering: None, tight: true, items: more }, source, ids },
            ) if ids.is_empty() && more.len() == 1 && more.iter().all(|item| item.source == source) => {
                items.extend(more);
            }
            (_, block) => joined.push(block),
        }
    }
    joined
}
