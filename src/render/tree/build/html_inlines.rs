//! Elements of HTML in a line.

use std::fmt::Write as _;

use scraper::Node;

use crate::render::tree::{Inline, InlineKind, MAX_DEPTH};

use super::Builder;
use super::elements::{is_element, silent, style};
use super::html::{Fragment, Slot, TreeNode, attribute, is_slot, name};
use super::images::{Shown, written_width};
use super::line::push_text;
use super::links::{Written, push_anchor, push_styled};

impl Builder<'_> {
    /// What stands in an element, on one line; blocks in it are set side by side.
    pub(super) fn html_line(&mut self, fragment: &mut Fragment, parent: TreeNode<'_>, line: &mut Vec<Inline>) {
        if self.inline_depth >= MAX_DEPTH {
            return self.flat_line(fragment, parent, line);
        }
        self.inline_depth += 1;
        for child in parent.children() {
            self.html_inline(fragment, child, line);
        }
        self.inline_depth -= 1;
    }

    /// A node of HTML on a line.
    pub(super) fn html_inline(&mut self, fragment: &mut Fragment, node: TreeNode<'_>, line: &mut Vec<Inline>) {
        let source = fragment.source;
        match node.value() {
            Node::Text(text) => push_text(line, text, source),
            Node::Element(_) if is_slot(&node) => match fragment.take(&node) {
                Some(Slot::Inline(inline)) => self.inline(inline, line),
                Some(Slot::Block(block)) => line.extend(self.flat_inlines(block)),
                None => {}
            },
            Node::Element(element) => self.html_element(fragment, node, element.name(), line),
            _ => {}
        }
    }

    fn html_element(&mut self, fragment: &mut Fragment, node: TreeNode<'_>, element: &str, line: &mut Vec<Inline>) {
        let source = fragment.source;
        let push = |line: &mut Vec<Inline>, kind| line.push(Inline { source, kind, ..Inline::default() });
        if silent(element).is_some() {
            return self.say_lost(element, source);
        }
        self.say_scripts(&node, fragment);
        let ids = self.html_ids(&node);
        let title = attribute(&node, "title");
        match element {
            "br" => push(line, InlineKind::Break),
            "wbr" => push(line, InlineKind::BreakOpportunity),
            "img" => {
                let url = attribute(&node, "src").unwrap_or_default();
                let alt = attribute(&node, "alt").unwrap_or_default();
                let width = written_width(attribute(&node, "width"), attribute(&node, "style"));
                let image = self.image(Shown { url, alt, title, width, ids, source });
                line.push(image);
            }
            "a" if attribute(&node, "href").is_some() => {
                let url = attribute(&node, "href").unwrap_or_default();
                let written = Written { url, title, ids, source };
                self.link(written, line, |builder| builder.html_inner(fragment, node));
            }
            name if is_element(name) => {
                let inner = self.html_inner(fragment, node);
                let title = title.map(str::to_owned);
                push_styled(line, style(name).unwrap_or_default(), title, ids, source, inner);
            }
            // A placeholder of the author's: `<port_name>`.
            name => {
                push_text(line, &format!("<{}>", written(&node, name)), source);
                push_anchor(line, ids, source);
                self.html_line(fragment, node, line);
            }
        }
    }

    fn html_inner(&mut self, fragment: &mut Fragment, node: TreeNode<'_>) -> Vec<Inline> {
        let mut inner = Vec::new();
        self.html_line(fragment, node, &mut inner);
        inner
    }

    fn flat_line(&mut self, fragment: &mut Fragment, parent: TreeNode<'_>, line: &mut Vec<Inline>) {
        for below in parent.descendants().skip(1) {
            match below.value() {
                Node::Text(text) => push_text(line, text, fragment.source),
                Node::Element(_) if is_slot(&below) => match fragment.take(&below) {
                    Some(Slot::Inline(node) | Slot::Block(node)) => line.extend(self.flat_inlines(node)),
                    None => {}
                },
                Node::Element(element) if matches!(element.name(), "br" | "wbr" | "img") => {
                    self.html_element(fragment, below, element.name(), line);
                }
                _ => {}
            }
        }
    }

    /// The ids an element gives.
    pub(super) fn html_ids(&mut self, node: &TreeNode<'_>) -> Vec<String> {
        let named = attribute(node, "name").filter(|_| name(node) == Some("a"));
        let both = [attribute(node, "id"), named];
        both.into_iter().flatten().filter(|id| self.ids.claim(id)).map(str::to_owned).collect()
    }

    /// Says that what an element does when it is clicked is lost.
    pub(super) fn say_scripts(&mut self, node: &TreeNode<'_>, fragment: &Fragment) {
        let Node::Element(element) = node.value() else { return };
        if element.attrs().any(|(attribute, _)| attribute.starts_with("on")) {
            let message =
                format!("`<{}>` does nothing in the deliverable: scripts have no place in it", element.name());
            self.lost(fragment.source, message, "take the script out");
        }
    }
}

/// A start tag without its brackets.
fn written(node: &TreeNode<'_>, name: &str) -> String {
    let mut tag = name.to_owned();
    if let Node::Element(element) = node.value() {
        for (attribute, value) in element.attrs() {
            tag.push(' ');
            tag.push_str(attribute);
            if !value.is_empty() {
                let _ = write!(tag, "=\"{value}\"");
            }
        }
    }
    tag
}
