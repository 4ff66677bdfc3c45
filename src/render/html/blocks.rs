//! Paragraphs, headings, lists, quotes, code, diagrams.

use crate::markdown::{NodeId, NodeKind};
use crate::work_product::Role;

use super::code::{language, push_code};
use super::escape::{push_attribute, push_text};
use super::layout::{directive, is_page_break, only_image};
use super::links;
use super::writer::{Task, Writer};

const PAGE_BREAK: &str = "<div class=\"page-break\"></div>\n";

impl Writer<'_> {
    pub(super) fn block(&mut self, node: NodeId) {
        let document = self.document;
        match document.kind(node) {
            NodeKind::Heading { level, .. } => self.heading(node, *level),
            NodeKind::Paragraph => self.paragraph(node),
            NodeKind::BlockQuote => self.wrap(node, "<blockquote>\n", "</blockquote>\n"),
            NodeKind::Alert { kind, title } => self.alert(node, kind, title.as_deref()),
            NodeKind::List { start, .. } => self.list(node, *start),
            NodeKind::Item { checked } => self.item(node, *checked),
            NodeKind::DescriptionList => self.wrap(node, "<dl>\n", "</dl>\n"),
            NodeKind::DescriptionTerm => self.wrap(node, "<dt>", "</dt>\n"),
            NodeKind::DescriptionDetails => self.wrap(node, "<dd>", "</dd>\n"),
            NodeKind::CodeBlock { info, literal, .. } => self.code_block(node, info, literal),
            NodeKind::HtmlBlock => self.html_block(node),
            NodeKind::ThematicBreak => self.out.push_str("<hr>\n"),
            NodeKind::Table { alignments } => self.table(node, alignments),
            NodeKind::FrontMatter | NodeKind::FootnoteDefinition { .. } => {}
            _ => self.push_children(node),
        }
    }

    /// A heading with all its anchors: the first as its id, the others just before it.
    fn heading(&mut self, node: NodeId, level: u8) {
        let section = self.publication.section_of(node);
        let rank = match section.map(|index| &self.publication.work.outline.sections[index]) {
            Some(section) if section.depth > 0 => section.depth + 1,
            Some(section) if section.role == Role::Cover => 2,
            _ => (level + 1).clamp(2, 6),
        };
        let anchors: Vec<String> = match section {
            Some(section) => self.publication.anchors(section).to_vec(),
            None => self.given_ids.get(&node).into_iter().flatten().map(|&id| id.to_owned()).collect(),
        };
        let mut anchors = anchors.into_iter().filter(|id| self.ids.claim(id)).collect::<Vec<_>>().into_iter();
        let own = anchors.next();
        let role = section.map(|index| self.publication.work.outline.sections[index].role);
        self.out.push_str(if role == Some(Role::Cover) {
            "<div class=\"heading cover-label\">"
        } else {
            "<div class=\"heading\">"
        });
        for alias in anchors {
            self.anchor(&alias);
        }
        let element = format!("h{}", rank.min(6));
        self.out.push('<');
        self.out.push_str(&element);
        if let Some(id) = &own {
            push_attribute(&mut self.out, "id", id);
        }
        if rank > 6 {
            push_attribute(&mut self.out, "aria-level", &rank.to_string());
        }
        self.out.push('>');
        let mut close = format!("</{element}>");
        if let Some(id) = own {
            close.push_str("<a class=\"permalink\"");
            push_attribute(&mut close, "href", &links::fragment(&id));
            let title =
                section.map_or(String::new(), |index| self.publication.work.outline.sections[index].text.clone());
            push_attribute(&mut close, "aria-label", &format!("Link to this section: {title}"));
            close.push_str("></a>");
        }
        close.push_str("</div>\n");
        self.wrap(node, "", close);
    }

    /// An empty element that only carries an id.
    pub(super) fn anchor(&mut self, id: &str) {
        self.out.push_str("<span");
        push_attribute(&mut self.out, "id", id);
        self.out.push_str("></span>");
    }

    fn paragraph(&mut self, node: NodeId) {
        let document = self.document;
        if only_image(self.publication.work, node).is_some()
            && (self.layout.captions.contains_key(&node) || self.layout.directives.contains_key(&node))
        {
            self.open_figure(node, "");
            self.close_figure(node);
            self.push_children(node);
            return;
        }
        let parent = document.parent(node);
        let tight = match parent.map(|parent| document.kind(parent)) {
            Some(NodeKind::Item { .. }) => parent
                .and_then(|item| document.parent(item))
                .is_some_and(|list| matches!(document.kind(list), NodeKind::List { tight: true, .. })),
            Some(NodeKind::DescriptionTerm) => true,
            Some(NodeKind::DescriptionDetails) => document.next_sibling(node).is_none(),
            _ => false,
        };
        if tight { self.wrap(node, "", "\n") } else { self.wrap(node, "<p>", "</p>\n") }
    }

    fn open_figure(&mut self, node: NodeId, class: &str) {
        self.out.push_str("<figure");
        if !class.is_empty() {
            push_attribute(&mut self.out, "class", class);
        }
        let id = self.layout.directives.get(&node).and_then(|directive| directive.id.clone());
        if let Some(id) = id.filter(|id| self.ids.claim(id)) {
            push_attribute(&mut self.out, "id", &id);
        }
        self.out.push_str(">\n");
    }

    /// The caption and the end of a figure, to be written after its content.
    fn close_figure(&mut self, node: NodeId) {
        self.tasks.push(Task::Markup("</figure>\n".into()));
        if let Some(&caption) = self.layout.captions.get(&node) {
            self.tasks.push(Task::Markup("</figcaption>".into()));
            self.tasks.push(Task::Children(caption));
            let open = self.caption_tag(caption, "figcaption");
            self.tasks.push(Task::Markup(open.into()));
        }
    }

    /// The start tag of a caption, with the anchor of the heading it may have been.
    pub(super) fn caption_tag(&mut self, caption: NodeId, element: &str) -> String {
        let mut open = format!("<{element}");
        let section = self.publication.section_of(caption);
        let mut anchors = section.map_or(Vec::new(), |section| self.publication.anchors(section).to_vec()).into_iter();
        if let Some(id) = anchors.next().filter(|id| self.ids.claim(id)) {
            push_attribute(&mut open, "id", &id);
        }
        open.push('>');
        for id in anchors.filter(|id| self.ids.claim(id)) {
            open.push_str("<span");
            push_attribute(&mut open, "id", &id);
            open.push_str("></span>");
        }
        open
    }

    fn alert(&mut self, node: NodeId, kind: &str, title: Option<&str>) {
        let mut name = kind.to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let mut open = format!("<div class=\"alert alert-{kind}\" role=\"note\"><p class=\"alert-title\">");
        push_text(&mut open, title.unwrap_or(&name));
        open.push_str("</p>\n");
        self.wrap(node, &open, "</div>\n");
    }

    fn list(&mut self, node: NodeId, start: Option<usize>) {
        let document = self.document;
        let tasks =
            document.children(node).any(|item| matches!(document.kind(item), NodeKind::Item { checked: Some(_) }));
        let class = if tasks { " class=\"tasks\"" } else { "" };
        match start {
            None => self.wrap(node, &format!("<ul{class}>\n"), "</ul>\n"),
            Some(1) => self.wrap(node, &format!("<ol{class}>\n"), "</ol>\n"),
            Some(start) => self.wrap(node, &format!("<ol{class} start=\"{start}\">\n"), "</ol>\n"),
        }
    }

    fn item(&mut self, node: NodeId, checked: Option<bool>) {
        let open = match checked {
            None => "<li>",
            Some(true) => "<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"Done\"> ",
            Some(false) => "<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"To do\"> ",
        };
        self.wrap(node, open, "</li>\n");
    }

    fn code_block(&mut self, node: NodeId, info: &str, literal: &str) {
        let Some(svg) = self.publication.diagrams.get(&node) else {
            self.pre(info, literal);
            return;
        };
        let name = match self.layout.captions.get(&node) {
            Some(&caption) => self.publication.work.plain(caption),
            None => "Diagram".to_owned(),
        };
        self.open_figure(node, "diagram");
        self.out.push_str("<div class=\"drawing\" role=\"img\"");
        push_attribute(&mut self.out, "aria-label", &name);
        if let Some(width) = self.layout.directives.get(&node).and_then(|directive| directive.width.clone()) {
            let unit = if width.ends_with(|c: char| c.is_ascii_digit()) { "px" } else { "" };
            push_attribute(&mut self.out, "style", &format!("width:{width}{unit}"));
        }
        self.out.push('>');
        self.out.push_str(svg);
        // Labels of a picture are no text to everyone; the source is.
        self.out.push_str("</div>\n<details class=\"diagram-source\"><summary>Source of the diagram</summary>\n");
        self.pre(info, literal);
        self.out.push_str("</details>\n");
        self.close_figure(node);
    }

    fn pre(&mut self, info: &str, literal: &str) {
        self.out.push_str("<pre tabindex=\"0\"><code");
        let language = language(info);
        if !language.is_empty() {
            push_attribute(&mut self.out, "class", &format!("language-{language}"));
        }
        self.out.push('>');
        push_code(&mut self.out, literal, info);
        self.out.push_str("</code></pre>\n");
    }

    fn html_block(&mut self, node: NodeId) {
        let source = self.text.get(self.document.range(node).as_usize()).unwrap_or_default();
        if is_page_break(source) {
            self.out.push_str(PAGE_BREAK);
        } else if let Some(id) = directive(source).and_then(|directive| directive.id) {
            if self.ids.claim(&id) {
                self.anchor(&id);
            }
        } else {
            self.raw(&[node]);
        }
    }
}
