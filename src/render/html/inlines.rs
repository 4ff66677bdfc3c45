//! Text, marks, links, pictures, notes.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{LinkForm, NodeId, NodeKind, tags};

use super::escape::{push_attribute, push_text};
use super::layout::directive;
use super::raw;
use super::writer::{Task, Writer};

/// `[text]{#id}`, as pandoc reads it.
static SPAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:\[(?P<text>[^\[\]]*))?\]\{(?:#|id="?)(?P<id>[^\s{}"]+)[^{}]*\}"#).expect("valid pattern")
});

impl Writer<'_> {
    pub(super) fn inline(&mut self, node: NodeId) {
        let document = self.document;
        match document.kind(node) {
            NodeKind::Text { .. } => self.text_node(node),
            NodeKind::SoftBreak => self.out.push('\n'),
            NodeKind::HardBreak => self.out.push_str("<br>\n"),
            NodeKind::Code { literal } | NodeKind::Math { literal, .. } => {
                self.out.push_str("<code>");
                push_text(&mut self.out, literal);
                self.out.push_str("</code>");
            }
            NodeKind::Emphasis => self.wrap(node, "<em>", "</em>"),
            NodeKind::Strong => self.wrap(node, "<strong>", "</strong>"),
            NodeKind::Strikethrough => self.wrap(node, "<del>", "</del>"),
            NodeKind::Subscript => self.wrap(node, "<sub>", "</sub>"),
            NodeKind::Superscript => self.wrap(node, "<sup>", "</sup>"),
            NodeKind::Element { name } => self.element(node, name),
            NodeKind::HtmlInline => self.tag(node),
            NodeKind::Link { url, title, form } => self.link(node, url, title, *form),
            NodeKind::Image { url, title } => self.image_node(node, url, title),
            NodeKind::FootnoteReference { name } => self.footnote_reference(name),
            _ => self.push_children(node),
        }
    }

    fn text_node(&mut self, node: NodeId) {
        let literal = self.document.literal(node, self.text);
        if !literal.contains("]{") {
            push_text(&mut self.out, literal);
            return;
        }
        let mut from = 0;
        for found in SPAN.captures_iter(literal) {
            let (Some(whole), Some(id)) = (found.get(0), found.name("id")) else { continue };
            push_text(&mut self.out, &literal[from..whole.start()]);
            from = whole.end();
            self.out.push_str("<span");
            if self.ids.claim(id.as_str()) {
                push_attribute(&mut self.out, "id", id.as_str());
            }
            self.out.push('>');
            push_text(&mut self.out, found.name("text").map_or("]", |text| text.as_str()));
            self.out.push_str("</span>");
        }
        push_text(&mut self.out, &literal[from..]);
    }

    fn slice(&self, node: NodeId) -> &str {
        self.text.get(self.document.range(node).as_usize()).unwrap_or_default()
    }

    fn element(&mut self, node: NodeId, name: &str) {
        let Some(name) = raw::allowed(name) else {
            self.push_children(node);
            return;
        };
        let mut open = format!("<{name}");
        let slice = self.slice(node).to_owned();
        raw::push_inline_attributes(self, &mut open, &slice, name);
        if open == "<span" {
            self.push_children(node);
            return;
        }
        open.push('>');
        self.wrap(node, &open, format!("</{name}>"));
    }

    /// A tag without its partner: its id stays, and a name that is no element's is a placeholder of the author's.
    fn tag(&mut self, node: NodeId) {
        let slice = self.slice(node).to_owned();
        if slice.starts_with("<!") || slice.starts_with("<?") {
            return;
        }
        let found = tags(&slice).into_iter().next();
        let Some(tag) = found.filter(|tag| is_element(&tag.name)) else {
            push_text(&mut self.out, &slice);
            return;
        };
        if tag.name == "wbr" {
            self.out.push_str("<wbr>");
        }
        let named = tag.attribute("id").or_else(|| tag.attribute("name").filter(|_| tag.name == "a"));
        if let Some(id) = named.filter(|_| !tag.closing)
            && self.ids.claim(id)
        {
            self.out.push_str("<span");
            push_attribute(&mut self.out, "id", id);
            self.out.push_str("></span>");
        }
    }

    fn link(&mut self, node: NodeId, url: &str, title: &str, form: LinkForm) {
        let destination = self.destination(url).filter(|_| self.links_open == 0);
        let mut attributes = String::new();
        if form == LinkForm::Html {
            let slice = self.slice(node).to_owned();
            raw::push_inline_attributes(self, &mut attributes, &slice, "a");
        } else if !title.is_empty() && destination.is_some() {
            push_attribute(&mut attributes, "title", title);
        }
        match destination {
            Some(url) => {
                let mut open = "<a".to_owned();
                push_attribute(&mut open, "href", &url);
                open.push_str(&attributes);
                open.push('>');
                self.out.push_str(&open);
                self.links_open += 1;
                self.tasks.push(Task::EndLink);
                self.push_children(node);
            }
            None if attributes.is_empty() => self.push_children(node),
            None => self.wrap(node, &format!("<span{attributes}>"), "</span>"),
        }
    }

    fn image_node(&mut self, node: NodeId, url: &str, title: &str) {
        let document = self.document;
        let alt = document.plain_text(node, self.text);
        let written = tags(self.slice(node)).into_iter().next().filter(|tag| tag.name == "img");
        let beside = document.next_sibling(node).filter(|&next| *document.kind(next) == NodeKind::HtmlInline);
        let beside = beside.and_then(|next| directive(self.slice(next)));
        let id = beside.as_ref().and_then(|directive| directive.id.clone());
        let id = id.filter(|id| self.ids.claim(id));
        let width = beside.and_then(|directive| directive.width);
        let width = width.or_else(|| written.as_ref()?.attribute("width").map(str::to_owned)).or_else(|| {
            let paragraph = document.parent(node)?;
            self.layout.directives.get(&paragraph)?.width.clone()
        });
        let mut markup = String::new();
        self.image(&mut markup, url, &alt, Some(title), width.as_deref());
        if let Some(id) = id {
            self.out.push_str("<span");
            push_attribute(&mut self.out, "id", &id);
            self.out.push_str("></span>");
        }
        self.out.push_str(&markup);
    }

    fn footnote_reference(&mut self, name: &str) {
        let key = name.to_lowercase();
        let Some(note) = self.notes.get_mut(key.as_str()) else { return };
        let wanted = match note.references.len() {
            0 => format!("reference-{}", note.number),
            more => format!("reference-{}-{}", note.number, more + 1),
        };
        let id = self.ids.fresh(&wanted);
        note.references.push(id.clone());
        let (target, number) = (note.id.clone(), note.number);
        let shown = if self.links_open > 0 {
            format!("<sup id=\"{id}\">{number}</sup>")
        } else {
            format!(
                "<sup class=\"note\"><a href=\"#{target}\" id=\"{id}\" role=\"doc-noteref\" \
                 aria-label=\"Footnote {number}\">{number}</a></sup>"
            )
        };
        self.out.push_str(&shown);
    }
}

/// Whether HTML has an element of this name.
fn is_element(name: &str) -> bool {
    const OTHER: [&str; 44] = [
        "a", "address", "area", "article", "audio", "base", "big", "body", "button", "canvas", "center", "data",
        "datalist", "dialog", "embed", "fieldset", "font", "footer", "form", "frame", "h1", "head", "header", "html",
        "iframe", "img", "input", "label", "legend", "link", "main", "map", "meta", "nav", "noscript", "object",
        "option", "script", "select", "strike", "style", "svg", "tt", "video",
    ];
    raw::allowed(name).is_some() || OTHER.contains(&name) || ["template", "textarea", "title"].contains(&name)
}
