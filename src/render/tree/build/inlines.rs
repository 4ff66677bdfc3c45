//! Text, marks, links, pictures, notes.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{LinkForm, NodeId, NodeKind, Tag, first_tag};
use crate::render::tree::{Inline, InlineKind, MAX_DEPTH, TextStyle};
use crate::source::TextRange;

use super::Builder;
use super::attributes::{Attributes, attributes, directive, leading};
use super::elements::{is_element, silent, style};
use super::images::{Shown, written_width};
use super::line::{self, part, push_text, since_bracket};
use super::links::{Written, push_anchor, push_styled};

/// The end of `[text]{#id}`, as pandoc reads it.
static SPAN_END: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\]\{([^{}\n]*)\}").expect("valid pattern"));

impl Builder<'_> {
    /// The inlines below a node.
    pub(super) fn inlines(&mut self, parent: NodeId) -> Vec<Inline> {
        let nodes = self.children(parent);
        self.inline_nodes(&nodes)
    }

    /// Inlines side by side.
    pub(super) fn inline_nodes(&mut self, nodes: &[NodeId]) -> Vec<Inline> {
        let mut line = Vec::with_capacity(nodes.len());
        for &node in nodes {
            self.inline(node, &mut line);
        }
        line
    }

    pub(super) fn inline(&mut self, node: NodeId, line: &mut Vec<Inline>) {
        let source = self.source(node);
        let push = |line: &mut Vec<Inline>, kind| line.push(Inline { source, kind, ..Inline::default() });
        match self.kind(node) {
            NodeKind::Text { .. } => self.text(self.prose.document.literal(node, self.prose.text), source, line),
            NodeKind::SoftBreak => push(line, InlineKind::SoftBreak),
            NodeKind::HardBreak => push(line, InlineKind::Break),
            NodeKind::Code { literal } => push(line, InlineKind::Code(literal.to_string())),
            NodeKind::Math { literal, .. } => push(line, InlineKind::Math(literal.trim().to_owned())),
            NodeKind::Emphasis => self.styled(node, TextStyle::Emphasis, line),
            NodeKind::Strong => self.styled(node, TextStyle::Strong, line),
            NodeKind::Strikethrough => self.styled(node, TextStyle::Strike, line),
            NodeKind::Subscript => self.styled(node, TextStyle::Subscript, line),
            NodeKind::Superscript => self.styled(node, TextStyle::Superscript, line),
            NodeKind::Element { name } => {
                let style = style(name).unwrap_or_default();
                self.styled(node, style, line);
            }
            NodeKind::HtmlInline => self.tag(node, line),
            NodeKind::Link { url, title, form } => {
                let ids = if *form == LinkForm::Html { self.tag_ids(node) } else { Vec::new() };
                let written = Written { url, title: Some(title), ids, source };
                self.link(written, line, |builder| builder.nested(node));
            }
            NodeKind::Image { url, title } => self.image_node(node, url, title, line),
            NodeKind::FootnoteReference { name } => {
                let reference = self.note_reference(name, source);
                line.push(reference);
            }
            _ => {}
        }
    }

    /// The inlines in a mark; what is nested too deep stands in its parent.
    fn nested(&mut self, node: NodeId) -> Vec<Inline> {
        if self.inline_depth >= MAX_DEPTH {
            return self.flat_inlines(node);
        }
        self.inline_depth += 1;
        let inlines = self.inlines(node);
        self.inline_depth -= 1;
        inlines
    }

    fn styled(&mut self, node: NodeId, style: TextStyle, line: &mut Vec<Inline>) {
        let source = self.source(node);
        let ids = self.tag_ids(node);
        let title = self.start_tag(node).and_then(|tag| tag.attribute("title").map(str::to_owned));
        if self.inline_depth >= MAX_DEPTH {
            line.extend(self.flat_inlines(node));
            return push_anchor(line, ids, source);
        }
        let inlines = self.nested(node);
        push_styled(line, style, title, ids, source, inlines);
    }

    /// Text with the attributes that stand behind images and bracketed spans.
    fn text(&mut self, text: &str, source: TextRange, line: &mut Vec<Inline>) {
        let mut from = 0;
        if text.starts_with('{')
            && let Some((found, length)) = leading(text)
            && self.attach(&found, line)
        {
            from = length;
        }
        if text.contains("]{") {
            for end in SPAN_END.captures_iter(text) {
                let Some((whole, inner)) = end.get(0).zip(end.get(1)) else { continue };
                if whole.start() < from {
                    continue;
                }
                let Some(found) = attributes(inner.as_str()) else { continue };
                push_text(line, &text[from..whole.start()], part(text, source, from, whole.start()));
                from = whole.end();
                self.span(&found, line, part(text, source, whole.start(), whole.end()));
            }
        }
        push_text(line, &text[from..], part(text, source, from, text.len()));
    }

    /// A bracketed span, its text on the line already.
    fn span(&mut self, found: &Attributes, line: &mut Vec<Inline>, source: TextRange) {
        let ids: Vec<String> = found.id.iter().filter(|id| self.ids.claim(id)).cloned().collect();
        if let Some(inlines) = since_bracket(line) {
            push_styled(line, line::style(found), None, ids, source, inlines);
        } else {
            push_text(line, "]", TextRange::empty(source.start as usize));
            push_anchor(line, ids, source);
        }
    }

    /// Gives attributes to the image, link or code right before them; `false` where there is none.
    fn attach(&mut self, found: &Attributes, line: &mut [Inline]) -> bool {
        let Some(last) = line.last_mut() else { return false };
        if !matches!(last.kind, InlineKind::Image(_) | InlineKind::Link { .. } | InlineKind::Code(_)) {
            return false;
        }
        if let Some(id) = found.id.as_ref().filter(|id| self.ids.claim(id)) {
            last.ids.push(id.clone());
        }
        if let Some(image) = line::image(last) {
            image.width = found.width.or(image.width);
        }
        true
    }

    /// A tag without its partner: its ids stay, and a name that is no element's is a placeholder of the author's.
    fn tag(&mut self, node: NodeId, line: &mut Vec<Inline>) {
        let (slice, source) = (self.slice(node), self.source(node));
        if slice.starts_with("<!") || slice.starts_with("<?") {
            return self.comment(slice, line);
        }
        let found = first_tag(slice);
        let Some(tag) = found.filter(|tag| is_element(&tag.name)) else {
            return push_text(line, slice, source);
        };
        if tag.closing {
            return;
        }
        if tag.name == "wbr" {
            line.push(Inline { source, kind: InlineKind::BreakOpportunity, ..Inline::default() });
        }
        self.say_lost(&tag.name, source);
        let ids = self.claim_tag(&tag);
        push_anchor(line, ids, source);
    }

    /// A comment may carry attributes of the image before it.
    fn comment(&mut self, slice: &str, line: &mut Vec<Inline>) {
        let Some(found) = directive(slice) else { return };
        let last = line.iter().rposition(|inline| match &inline.kind {
            InlineKind::Text(text) => !text.trim().is_empty(),
            kind => !matches!(kind, InlineKind::SoftBreak | InlineKind::Break | InlineKind::Anchor),
        });
        if let Some(before) = last.and_then(|last| line.get_mut(..=last))
            && self.attach(&found, before)
        {
            return;
        }
        if let Some(id) = found.id.filter(|id| self.ids.claim(id)) {
            line.push(Inline { ids: vec![id], ..Inline::default() });
        }
    }

    /// Says what is lost with an element, if anything is.
    pub(super) fn say_lost(&mut self, name: &str, source: TextRange) {
        if let Some(what) = silent(name).filter(|what| !what.is_empty()) {
            let message = format!("`<{name}>` is left out: {what} has no place in a deliverable");
            self.lost(source, message, "say it in Markdown, or show a picture");
        }
    }

    fn image_node(&mut self, node: NodeId, url: &str, title: &str, line: &mut Vec<Inline>) {
        let tag = self.start_tag(node);
        let alt = self.prose.document.plain_text(node, self.prose.text);
        let attribute = |name: &str| tag.as_ref().and_then(|tag| tag.attribute(name));
        let width = written_width(attribute("width"), attribute("style"));
        let ids = self.tag_ids(node);
        let source = self.source(node);
        let image = self.image(Shown { url, alt: &alt, title: Some(title), width, ids, source });
        line.push(image);
    }

    /// The tag a folded element begins with.
    fn start_tag(&self, node: NodeId) -> Option<Tag> {
        first_tag(self.slice(node))
    }

    /// The ids an element of HTML gives.
    fn tag_ids(&mut self, node: NodeId) -> Vec<String> {
        self.start_tag(node).map_or_else(Vec::new, |tag| self.claim_tag(&tag))
    }

    fn claim_tag(&mut self, tag: &Tag) -> Vec<String> {
        let named = tag.attribute("name").filter(|_| tag.name == "a");
        let both = [tag.attribute("id"), named];
        both.into_iter().flatten().filter(|id| self.ids.claim(id)).map(str::to_owned).collect()
    }
}
