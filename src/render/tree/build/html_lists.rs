//! Lists of HTML.

use scraper::Node;

use crate::render::tree::{Block, BlockKind, Definition, Item, Numbering, Ordinal};

use super::html::{Fragment, TreeNode, attribute, name};
use super::spans::trim;
use super::{Builder, push_block};

impl Builder<'_> {
    pub(super) fn html_list(&mut self, fragment: &mut Fragment, node: TreeNode<'_>, ordered: bool) -> Vec<Block> {
        let source = fragment.source;
        let ordinal = match attribute(&node, "type") {
            Some("a") => Ordinal::LowerLetter,
            Some("A") => Ordinal::UpperLetter,
            Some("i") => Ordinal::LowerRoman,
            Some("I") => Ordinal::UpperRoman,
            _ => Ordinal::Decimal,
        };
        let mut start = attribute(&node, "start").and_then(number).unwrap_or(1);
        if attribute(&node, "reversed").is_some() {
            self.lost(source, "the list counts upwards: no other format counts down", "write the numbers in the text");
        }
        let numbering = |start| ordered.then_some(Numbering { start, ordinal });
        let mut lists: Vec<Block> = Vec::new();
        let mut items: Vec<Item> = Vec::new();
        for child in node.children() {
            let item = self.list_child(fragment, child);
            let Some(item) = item else { continue };
            // A number of its own begins a list of its own.
            if let Some(own) = attribute(&child, "value").and_then(number).filter(|_| ordered) {
                push_list(&mut lists, numbering(start), std::mem::take(&mut items), fragment);
                start = own;
            }
            items.push(item);
        }
        push_list(&mut lists, numbering(start), items, fragment);
        lists
    }

    /// An item, or what stands in a list without being one.
    fn list_child(&mut self, fragment: &mut Fragment, child: TreeNode<'_>) -> Option<Item> {
        if name(&child) == Some("li") {
            return Some(self.html_item(fragment, child));
        }
        let blank = matches!(child.value(), Node::Text(text) if text.trim().is_empty());
        if blank || matches!(child.value(), Node::Comment(_)) {
            return None;
        }
        let blocks = self.loose_child(fragment, child);
        (!blocks.is_empty()).then(|| Item { source: fragment.source, blocks, ..Item::default() })
    }

    fn html_item(&mut self, fragment: &mut Fragment, node: TreeNode<'_>) -> Item {
        let ids = self.html_ids(&node);
        let checked =
            node.children().find(|child| !matches!(child.value(), Node::Text(text) if text.trim().is_empty()));
        let checked =
            checked.filter(|child| name(child) == Some("input") && attribute(child, "type") == Some("checkbox"));
        let state = checked.map(|checkbox| attribute(&checkbox, "checked").is_some());
        let before = self.diagnostics.len();
        let blocks = self.contained(|builder| builder.flow(fragment, node)).unwrap_or_default();
        if state.is_some() {
            self.diagnostics.truncate(before);
        }
        Item { source: fragment.source, ids, checked: state, blocks }
    }

    /// An item without a list around it.
    pub(super) fn loose_item(&mut self, fragment: &mut Fragment, node: TreeNode<'_>) -> Vec<Block> {
        let item = self.html_item(fragment, node);
        let mut lists = Vec::new();
        push_list(&mut lists, None, vec![item], fragment);
        lists
    }

    /// A child that should not be where it is.
    fn loose_child(&mut self, fragment: &mut Fragment, child: TreeNode<'_>) -> Vec<Block> {
        if fragment.is_block(&child) {
            return self.flow_block(fragment, child);
        }
        let mut run = Vec::new();
        self.html_inline(fragment, child, &mut run);
        super::blocks::paragraph_of(run, fragment.source).into_iter().collect()
    }

    pub(super) fn html_definitions(&mut self, fragment: &mut Fragment, node: TreeNode<'_>) -> Vec<Block> {
        let source = fragment.source;
        let mut definitions: Vec<Definition> = Vec::new();
        let mut others = Vec::new();
        let parts: Vec<TreeNode<'_>> = node
            .children()
            .flat_map(|child| match name(&child) {
                // HTML lets a division group a term with its details.
                Some("div") => child.children().collect::<Vec<_>>(),
                _ => vec![child],
            })
            .collect();
        for part in parts {
            match name(&part) {
                Some("dt") => {
                    let ids = self.html_ids(&part);
                    let mut term = Vec::new();
                    self.html_line(fragment, part, &mut term);
                    let after_details = definitions.last().is_none_or(|last| !last.details.is_empty());
                    if after_details {
                        definitions.push(Definition { source, ..Definition::default() });
                    }
                    if let Some(last) = definitions.last_mut() {
                        last.ids.extend(ids);
                        if trim(&mut term) {
                            last.terms.push(term);
                        }
                    }
                }
                Some("dd") => {
                    let ids = self.html_ids(&part);
                    let blocks = self.contained(|builder| builder.flow(fragment, part)).unwrap_or_default();
                    if definitions.is_empty() {
                        definitions.push(Definition { source, ..Definition::default() });
                    }
                    if let Some(last) = definitions.last_mut() {
                        last.ids.extend(ids);
                        last.details.push(blocks);
                    }
                }
                _ => others.extend(self.loose_child(fragment, part)),
            }
        }
        let mut blocks = Vec::new();
        if !definitions.is_empty() {
            blocks.push(Block { source, ids: Vec::new(), kind: BlockKind::Definitions(definitions) });
        }
        for block in others {
            push_block(&mut blocks, block);
        }
        blocks
    }
}

fn push_list(lists: &mut Vec<Block>, numbering: Option<Numbering>, items: Vec<Item>, fragment: &Fragment) {
    if items.is_empty() {
        return;
    }
    let paragraph = |block: &Block| matches!(block.kind, BlockKind::Paragraph(_));
    let tight = items.iter().all(|item| item.blocks.iter().filter(|block| paragraph(block)).count() < 2);
    let source = fragment.source;
    lists.push(Block { source, ids: Vec::new(), kind: BlockKind::List { numbering, tight, items } });
}

fn number(text: &str) -> Option<usize> {
    text.trim().parse().ok().filter(|&number: &usize| number < 1_000_000)
}
