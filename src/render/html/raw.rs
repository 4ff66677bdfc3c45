//! Raw HTML, parsed by a browser's rules and written back through a list of what is allowed.

use std::collections::{HashMap, HashSet};

use scraper::{Html, Node};

use crate::markdown::NodeId;

use super::escape::{push_attribute, push_text};
use super::writer::Writer;

/// Elements kept as they are.
const ALLOWED: [&str; 58] = [
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
    "aside",
];

/// Elements whose content nobody is meant to read.
const SILENT: [&str; 8] = ["script", "style", "template", "iframe", "object", "embed", "title", "head"];

/// Elements that hold only inline content: they give way where blocks stand in them.
const INLINE: [&str; 34] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "p", "pre", "q",
    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "summary", "h1", "h2", "h3", "h4", "h5",
    "h6",
];

/// Larger fragments and deeper ones are shown as text.
const MAX_FRAGMENT: usize = 4 * 1024 * 1024;
const MAX_DEPTH: usize = 256;

/// Where a Markdown block stands in the fragment that is parsed.
const SLOT: &str = "proofmark-slot";

/// A piece of the page.
pub(super) enum Piece {
    /// Markup that is safe.
    Markup(String),
    /// A Markdown block.
    Block(NodeId),
}

/// What stands between two Markdown blocks.
pub(super) enum Part<'a> {
    Raw(std::borrow::Cow<'a, str>),
    Block(NodeId),
}

/// The name under which an element is written, if it may be.
pub(super) fn allowed(name: &str) -> Option<&'static str> {
    match name {
        "h1" => return Some("h2"),
        "font" | "a" => return Some("span"),
        "tt" => return Some("code"),
        "strike" => return Some("s"),
        "center" | "article" | "main" | "header" | "footer" | "nav" => return Some("div"),
        _ => {}
    }
    ALLOWED.iter().find(|known| **known == name).copied()
}

/// The pieces of a run of raw HTML and the Markdown blocks in it.
pub(super) fn pieces(writer: &mut Writer<'_>, parts: &[Part<'_>]) -> Vec<Piece> {
    let mut source = String::new();
    let mut slots: Vec<Option<NodeId>> = Vec::new();
    for part in parts {
        match part {
            Part::Raw(raw) => source.push_str(raw),
            Part::Block(node) => {
                let slot = format!("<{SLOT} n={}></{SLOT}>", slots.len());
                source.push_str(&slot);
                slots.push(Some(*node));
            }
        }
        source.push('\n');
    }
    let mut build = Build { writer, slots, pieces: Vec::new(), markup: String::new() };
    if source.len() > MAX_FRAGMENT || depth(&source) > MAX_DEPTH {
        build.as_text(parts);
    } else {
        build.fragment(&source);
    }
    build.finish()
}

/// How deep the parser's stack may get: an end tag lowers it only where its element is open.
fn depth(source: &str) -> usize {
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in crate::markdown::tags(source) {
        if ["br", "img", "hr", "col", "input", "li", "td", "th", "tr", "p"].contains(&tag.name.as_str()) {
            continue;
        }
        let count = open.entry(tag.name).or_default();
        if !tag.closing {
            *count += 1;
            depth += 1;
            deepest = deepest.max(depth);
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
        }
    }
    deepest
}

struct Build<'w, 'p> {
    writer: &'w mut Writer<'p>,
    slots: Vec<Option<NodeId>>,
    pieces: Vec<Piece>,
    markup: String,
}

/// A node of scraper's tree, whose crate need not be named.
type TreeNode<'a> = <scraper::ElementRef<'a> as std::ops::Deref>::Target;

impl Build<'_, '_> {
    fn fragment(&mut self, source: &str) {
        let html = Html::parse_fragment(source);
        let mut unwrapped = HashSet::new();
        for node in html.tree.nodes() {
            if element_name(&node) == Some(SLOT) {
                let inline = |above: &TreeNode<'_>| element_name(above).is_some_and(|name| INLINE.contains(&name));
                unwrapped.extend(node.ancestors().filter(inline).map(|above| above.id()));
            }
        }
        let root = *html.root_element();
        let mut node = root;
        // Without recursion: the nesting is the author's.
        loop {
            let silent = element_name(&node).is_some_and(|name| SILENT.contains(&name));
            let written = !silent && !unwrapped.contains(&node.id());
            if written {
                self.open(&node);
            }
            if let Some(child) = node.first_child().filter(|_| !silent) {
                node = child;
                continue;
            }
            if written {
                self.close(&node);
            }
            loop {
                if node == root {
                    return;
                }
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                let Some(parent) = node.parent() else { return };
                node = parent;
                if !unwrapped.contains(&node.id()) {
                    self.close(&node);
                }
            }
        }
    }

    fn open(&mut self, node: &TreeNode<'_>) {
        match node.value() {
            Node::Text(text) => push_text(&mut self.markup, text),
            Node::Element(element) => match element.name() {
                SLOT => {
                    let index = element.attr("n").and_then(|n| n.parse::<usize>().ok());
                    if let Some(block) = index.and_then(|index| self.slots.get_mut(index)?.take()) {
                        self.block(block);
                    }
                }
                "img" => {
                    let (url, alt) = (element.attr("src").unwrap_or_default(), element.attr("alt").unwrap_or_default());
                    self.writer.image(&mut self.markup, url, alt, element.attr("title"), element.attr("width"));
                }
                "a" => self.open_link(element),
                name => {
                    if let Some(name) = allowed(name) {
                        self.open_element(node, name, element);
                    }
                }
            },
            _ => {}
        }
    }

    fn open_link(&mut self, element: &scraper::node::Element) {
        match element.attr("href").and_then(|url| self.writer.destination(url)) {
            Some(url) => {
                self.markup.push_str("<a");
                push_attribute(&mut self.markup, "href", &url);
            }
            None => self.markup.push_str("<span"),
        }
        self.id(element);
        self.markup.push('>');
    }

    fn open_element(&mut self, node: &TreeNode<'_>, name: &str, element: &scraper::node::Element) {
        if name == "table" && !in_table(node) {
            self.markup.push_str(&self.writer.table_wrap(None));
        }
        self.markup.push('<');
        self.markup.push_str(name);
        self.id(element);
        let mut classes = Vec::new();
        for (attribute, value) in element.attrs() {
            match attribute {
                "align" if matches!(value.to_ascii_lowercase().as_str(), "left" | "center" | "right") => {
                    classes.push(format!("align-{}", value.to_ascii_lowercase()));
                }
                "style" if breaks_page(value) => classes.push("page-break".to_owned()),
                _ if attribute_allowed(name, attribute, value) => push_attribute(&mut self.markup, attribute, value),
                _ => {}
            }
        }
        if !classes.is_empty() {
            push_attribute(&mut self.markup, "class", &classes.join(" "));
        }
        self.markup.push('>');
    }

    fn id(&mut self, element: &scraper::node::Element) {
        let name = || element.attr("name").filter(|_| element.name() == "a");
        if let Some(id) = element.attr("id").or_else(name)
            && self.writer.ids.claim(id)
        {
            push_attribute(&mut self.markup, "id", id);
        }
    }

    fn close(&mut self, node: &TreeNode<'_>) {
        let Some(name) = element_name(node) else { return };
        if name == "a" {
            let Node::Element(element) = node.value() else { return };
            let link = element.attr("href").is_some_and(|url| self.writer.destination(url).is_some());
            self.markup.push_str(if link { "</a>" } else { "</span>" });
            return;
        }
        let Some(name) = allowed(name) else { return };
        if ["br", "hr", "col", "wbr"].contains(&name) {
            return;
        }
        self.markup.push_str("</");
        self.markup.push_str(name);
        self.markup.push('>');
        if name == "table" && !in_table(node) {
            self.markup.push_str("</div>");
        }
    }

    fn block(&mut self, block: NodeId) {
        self.pieces.push(Piece::Markup(std::mem::take(&mut self.markup)));
        self.pieces.push(Piece::Block(block));
    }

    fn as_text(&mut self, parts: &[Part<'_>]) {
        for part in parts {
            match part {
                Part::Raw(raw) => {
                    self.markup.push_str("<pre tabindex=\"0\"><code>");
                    push_text(&mut self.markup, raw);
                    self.markup.push_str("</code></pre>");
                }
                Part::Block(node) => self.block(*node),
            }
        }
        self.slots.clear();
    }

    /// Blocks that the parser lost, in a comment left open for one, still appear.
    fn finish(mut self) -> Vec<Piece> {
        let lost: Vec<NodeId> = self.slots.iter().flatten().copied().collect();
        for block in lost {
            self.block(block);
        }
        self.pieces.push(Piece::Markup(self.markup));
        self.pieces
    }
}

fn element_name<'a>(node: &TreeNode<'a>) -> Option<&'a str> {
    match node.value() {
        Node::Element(element) => Some(element.name()),
        _ => None,
    }
}

fn in_table(node: &TreeNode<'_>) -> bool {
    node.ancestors().any(|above| element_name(&above).is_some_and(|name| name == "table" || INLINE.contains(&name)))
}

fn breaks_page(style: &str) -> bool {
    let style: String = style.to_ascii_lowercase().split_whitespace().collect();
    ["page-break-after:always", "page-break-before:always", "break-after:page", "break-before:page"]
        .iter()
        .any(|wanted| style.contains(wanted))
}

/// Attributes that say something and do nothing.
fn attribute_allowed(element: &str, attribute: &str, value: &str) -> bool {
    let number = || !value.is_empty() && value.len() <= 4 && value.bytes().all(|b| b.is_ascii_digit());
    match attribute {
        "colspan" | "rowspan" => matches!(element, "td" | "th") && number() && !value.starts_with('0'),
        "span" => matches!(element, "col" | "colgroup") && number() && !value.starts_with('0'),
        "scope" => element == "th" && ["row", "col", "rowgroup", "colgroup"].contains(&value),
        "start" => element == "ol" && number(),
        "value" => element == "li" && number(),
        "type" => element == "ol" && ["1", "a", "A", "i", "I"].contains(&value),
        "reversed" => element == "ol",
        "open" => element == "details",
        "title" | "lang" => true,
        "dir" => ["ltr", "rtl", "auto"].contains(&value),
        "datetime" => element == "time",
        _ => false,
    }
}

/// ` id`, ` title` and their like of an inline element's tag.
pub(super) fn push_inline_attributes(writer: &mut Writer<'_>, out: &mut String, slice: &str, element: &str) {
    let end = slice.find('>').map_or(slice.len(), |at| at + 1);
    let Some(tag) = crate::markdown::tags(&slice[..end]).into_iter().next() else { return };
    let named = tag.attribute("id").or_else(|| tag.attribute("name").filter(|_| tag.name == "a"));
    if let Some(id) = named
        && writer.ids.claim(id)
    {
        push_attribute(out, "id", id);
    }
    for (attribute, value) in &tag.attributes {
        if attribute_allowed(element, attribute, value) {
            push_attribute(out, attribute, value);
        }
    }
}
