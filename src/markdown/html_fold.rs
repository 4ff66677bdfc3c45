//! Folds inline HTML into the tree: `<sub>x</sub>` becomes a node with children, `<br>` a break.

use std::collections::HashMap;

use super::html::{Tag, tags};
use super::tree::{Document, LinkForm, Node, NodeId, NodeKind};

/// Inline elements that keep their name in the tree.
const ELEMENTS: [&str; 18] = [
    "a", "abbr", "cite", "code", "dfn", "font", "ins", "kbd", "mark", "q", "samp", "small", "span", "tt", "u", "var",
    "bdi", "time",
];

/// Folds every list of siblings that holds raw inline HTML.
pub(super) fn fold(document: &mut Document, text: &str) {
    let mut parents: Vec<NodeId> =
        document.nodes.iter().filter(|node| node.kind == NodeKind::HtmlInline).filter_map(|node| node.parent).collect();
    parents.sort_unstable();
    parents.dedup();
    for parent in parents {
        fold_children(document, parent, text);
    }
}

/// A node waiting for its end tag.
struct Open {
    tag: Tag,
    node: NodeId,
    /// Where its children begin in the list built so far.
    from: usize,
}

/// The start tags not closed yet, innermost last, and how many of each name there are: an end tag that
/// none of them waits for must not cost a look at all of them.
#[derive(Default)]
struct Waiting {
    tags: Vec<Open>,
    counts: HashMap<String, usize>,
}

impl Waiting {
    fn push(&mut self, open: Open) {
        *self.counts.entry(open.tag.name.clone()).or_default() += 1;
        self.tags.push(open);
    }

    /// Takes the innermost tag of this name; those opened inside it and never closed stay raw.
    fn take(&mut self, name: &str) -> Option<Open> {
        if self.counts.get(name).is_none_or(|&count| count == 0) {
            return None;
        }
        while let Some(open) = self.tags.pop() {
            if let Some(count) = self.counts.get_mut(&open.tag.name) {
                *count -= 1;
            }
            if open.tag.name == name {
                return Some(open);
            }
        }
        None
    }
}

fn fold_children(document: &mut Document, parent: NodeId, text: &str) {
    let children: Vec<NodeId> = document.children(parent).collect();
    let mut built: Vec<NodeId> = Vec::with_capacity(children.len());
    let mut open = Waiting::default();
    for child in children {
        let tag = match document.kind(child) {
            NodeKind::HtmlInline => single_tag(text.get(document.range(child).as_usize()).unwrap_or_default()),
            _ => None,
        };
        let Some(tag) = tag else {
            built.push(child);
            continue;
        };
        if tag.closing {
            match open.take(&tag.name) {
                Some(waiting) => close(document, &waiting, child, &mut built),
                None => built.push(child),
            }
        } else if tag.name == "br" || tag.name == "img" {
            void(document, child, &tag);
            built.push(child);
        } else {
            open.push(Open { tag, node: child, from: built.len() });
            built.push(child);
        }
    }
    link(document, parent, &built);
}

fn single_tag(slice: &str) -> Option<Tag> {
    if slice.starts_with("<!") || slice.starts_with("<?") {
        return None;
    }
    let mut found = tags(slice);
    (found.len() == 1).then(|| found.remove(0))
}

fn close(document: &mut Document, open: &Open, end: NodeId, built: &mut Vec<NodeId>) {
    let Some(kind) = kind_of(&open.tag) else {
        built.push(end);
        return;
    };
    let range = document.range(open.node).cover(document.range(end));
    let content = built.split_off(open.from + 1);
    let node = &mut document.nodes[open.node.0 as usize];
    node.kind = kind;
    node.range = range;
    link(document, open.node, &content);
}

fn kind_of(tag: &Tag) -> Option<NodeKind> {
    Some(match tag.name.as_str() {
        "sub" => NodeKind::Subscript,
        "sup" => NodeKind::Superscript,
        "em" | "i" => NodeKind::Emphasis,
        "strong" | "b" => NodeKind::Strong,
        "del" | "s" | "strike" => NodeKind::Strikethrough,
        "a" if tag.attribute("href").is_some() => NodeKind::Link {
            url: tag.attribute("href").unwrap_or_default().into(),
            title: tag.attribute("title").unwrap_or_default().into(),
            form: LinkForm::Html,
        },
        name if ELEMENTS.contains(&name) => NodeKind::Element { name: name.into() },
        _ => return None,
    })
}

fn void(document: &mut Document, id: NodeId, tag: &Tag) {
    if tag.name == "br" {
        document.nodes[id.0 as usize].kind = NodeKind::HardBreak;
        return;
    }
    document.nodes[id.0 as usize].kind = NodeKind::Image {
        url: tag.attribute("src").unwrap_or_default().into(),
        title: tag.attribute("title").unwrap_or_default().into(),
    };
    let alt = tag.attribute("alt").unwrap_or_default();
    if !alt.is_empty() {
        let child = NodeId(u32::try_from(document.nodes.len()).unwrap_or(u32::MAX));
        let range = document.range(id);
        document.nodes.push(Node {
            kind: NodeKind::Text { literal: Some(alt.into()) },
            range,
            parent: Some(id),
            first_child: None,
            next_sibling: None,
            end: NodeId(0),
        });
        document.nodes[id.0 as usize].first_child = Some(child);
    }
}

fn link(document: &mut Document, parent: NodeId, children: &[NodeId]) {
    document.nodes[parent.0 as usize].first_child = children.first().copied();
    for (index, &child) in children.iter().enumerate() {
        let node = &mut document.nodes[child.0 as usize];
        node.parent = Some(parent);
        node.next_sibling = children.get(index + 1).copied();
    }
}
