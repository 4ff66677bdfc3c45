//! Blocks: headings, paragraphs, lists, quotes, code.

use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{NodeId, NodeKind};
use crate::work_product::{Role, Section};

use super::emit::Emitter;
use super::text::{literal, push_literal};

static PAGE_BREAK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^\s*<!--\s*\\?(?:newpage|pagebreak)\s*-->\s*$").expect("valid pattern"));

/// Lines of code longer than this are set smaller.
const CODE_COLUMNS: usize = 84;
/// Longer lines than this would be too small; they wrap.
const MAX_CODE_COLUMNS: usize = 108;
/// Usual size of code, in points.
const CODE_SIZE: f64 = 8.5;
/// Size of code whose lines wrap.
const WRAPPED_CODE_SIZE: f64 = 8.0;
/// A word in code that may be wider than the page.
const CODE_WORD: usize = 60;

impl<'a> Emitter<'a> {
    /// Writes blocks one after the other.
    pub fn blocks(&mut self, nodes: &[NodeId], separator: &str) {
        let mut index = 0;
        while let Some(&node) = nodes.get(index) {
            if index > 0 {
                self.raw(separator);
            }
            self.mark(node);
            if let Some(pair) = self.pair(nodes, index) {
                self.figure(&pair);
                index += 2;
            } else {
                self.block(node);
                index += 1;
            }
        }
    }

    /// Writes the children of a container.
    pub fn children(&mut self, node: NodeId, separator: &str) {
        let children: Vec<NodeId> = self.document().children(node).collect();
        self.anchors_in(node);
        self.blocks(&children, separator);
    }

    fn block(&mut self, node: NodeId) {
        // Headings and HTML put their ids themselves.
        if !matches!(self.kind(node), NodeKind::Heading { .. } | NodeKind::HtmlBlock) {
            self.anchors_in(node);
        }
        match self.kind(node) {
            NodeKind::Heading { level, .. } => self.heading(node, *level),
            NodeKind::Paragraph => self.paragraph(node),
            NodeKind::BlockQuote => self.container("#quote(block: true)[", "]", node, "\n\n"),
            NodeKind::Alert { kind, title } => {
                let title = title.as_deref().map_or_else(|| alert_title(kind).to_owned(), str::to_owned);
                let shown = self.drawable(&title, self.document().range(node));
                let open = format!("#alert({}, {})[", literal(kind), literal(&shown));
                self.container(&open, "]", node, "\n\n");
            }
            NodeKind::List { start, tight } => self.list(node, *start, *tight),
            NodeKind::DescriptionList => self.terms(node),
            NodeKind::CodeBlock { info, literal, .. } => self.code_block(node, info, literal),
            NodeKind::HtmlBlock => self.html_block(node),
            NodeKind::ThematicBreak => self.raw("#thematic-break"),
            NodeKind::Table { alignments } => self.table(node, alignments),
            // Set where they are referred to.
            NodeKind::FootnoteDefinition { .. } | NodeKind::FrontMatter => {}
            kind if kind.is_block() => self.children(node, "\n\n"),
            _ => self.inlines(node),
        }
    }

    fn container(&mut self, open: &str, close: &str, node: NodeId, separator: &str) {
        if self.enter() {
            self.raw(open);
            self.children(node, separator);
            self.raw(close);
        } else {
            self.flat(node);
        }
        self.leave();
    }

    fn paragraph(&mut self, node: NodeId) {
        match self.only_image(node) {
            Some((image, width)) if self.depth == 0 => self.standing_picture(image, width),
            _ => self.inlines(node),
        }
    }

    fn heading(&mut self, node: NodeId, markdown_level: u8) {
        let publication = self.publication;
        let section = publication.section_of(node);
        let Some((index, section)) = section.and_then(|i| Some((i, publication.work.outline.sections.get(i)?))) else {
            self.anchors_in(node);
            return self.wrapped_line("#minor-heading[", node);
        };
        match section.role {
            _ if self.says_nothing(node) => self.raw("#metadata(none)"),
            Role::Banner => self.wrapped_line("#banner[", node),
            Role::ReferenceEntry | Role::Caption => self.wrapped_line("#minor-heading[", node),
            Role::Cover if self.is_stage_line(section) => self.wrapped_line("#stage-line[", node),
            _ => self.section_heading(index, section, node, markdown_level),
        }
        self.section_label(index);
        self.raw("\n");
        self.anchors_in(node);
    }

    /// A heading that says nothing is no heading, but links may lead to it.
    fn says_nothing(&self, node: NodeId) -> bool {
        let document = self.document();
        let picture = document.descendants(node).any(|below| matches!(document.kind(below), NodeKind::Image { .. }));
        !picture && self.publication.work.plain(node).is_empty()
    }

    fn wrapped_line(&mut self, open: &str, node: NodeId) {
        self.raw(open);
        self.inlines(node);
        self.raw("]");
    }

    /// The stage and the date stand below the title in headings, but nothing belongs to them.
    fn is_stage_line(&self, section: &Section) -> bool {
        let cover = &self.publication.work.cover;
        let stage = cover.stage.as_ref().map(|part| part.range);
        let date = cover.date.as_ref().map(|part| part.range);
        let project = cover.project_line.as_ref().filter(|line| line.heading).map(|line| line.range);
        stage == Some(section.text_range) || date == Some(section.text_range) || project == Some(section.range)
    }

    fn section_heading(&mut self, index: usize, section: &Section, node: NodeId, markdown_level: u8) {
        let wanted = match section.depth {
            0 => usize::from(markdown_level).saturating_sub(1).max(1),
            depth => usize::from(depth),
        };
        // PDF/UA forbids a level without the one above it.
        let level = wanted.min(self.level + 1).clamp(1, 6);
        self.level = level;
        let listed = self.listed.contains(&index);
        let cover = section.role == Role::Cover;
        let function = if cover { "cover-heading" } else { "heading" };
        let _ = write!(self.out, "#{function}(level: {level}, outlined: {listed}, bookmarked: true)[");
        self.in_heading = true;
        self.inlines(node);
        self.in_heading = false;
        self.raw("]");
    }

    fn list(&mut self, node: NodeId, start: Option<usize>, tight: bool) {
        let items: Vec<NodeId> = self.document().children(node).collect();
        let task = |item: &NodeId| matches!(self.kind(*item), NodeKind::Item { checked: Some(_) });
        let tasks = start.is_none() && !items.is_empty() && items.iter().all(task);
        let open = match start {
            Some(start) => format!("#enum(tight: {tight}, start: {start}, "),
            None if tasks => format!("#task-list(tight: {tight}, "),
            None => format!("#list(tight: {tight}, "),
        };
        if !self.enter() {
            self.leave();
            return self.flat(node);
        }
        self.raw(&open);
        for item in items {
            self.raw("[");
            self.mark(item);
            match self.kind(item) {
                NodeKind::Item { checked: Some(true) } => self.raw("#ticked;"),
                NodeKind::Item { checked: Some(false) } => self.raw("#unticked;"),
                _ => {}
            }
            self.children(item, if tight { "\n" } else { "\n\n" });
            self.raw("], ");
        }
        self.raw(")");
        self.leave();
    }

    fn terms(&mut self, node: NodeId) {
        if !self.enter() {
            self.leave();
            return self.flat(node);
        }
        self.raw("#terms(tight: false, ");
        let items: Vec<NodeId> = self.document().children(node).collect();
        for item in items {
            let (terms, details): (Vec<NodeId>, Vec<NodeId>) = self
                .document()
                .children(item)
                .partition(|&part| matches!(self.document().kind(part), NodeKind::DescriptionTerm));
            self.raw("terms.item([");
            for term in terms {
                self.children(term, " ");
            }
            self.raw("], [");
            for (index, detail) in details.into_iter().enumerate() {
                self.raw(if index > 0 { "\n\n" } else { "" });
                self.children(detail, "\n\n");
            }
            self.raw("]), ");
        }
        self.raw(")");
        self.leave();
    }

    /// Writes a block of code; one that is a diagram as its picture.
    pub fn code_block(&mut self, node: NodeId, info: &str, code: &str) {
        if let Some(svg) = self.diagram_of(node) {
            return self.diagram(svg, "Diagram", node);
        }
        let range = self.document().range(node);
        let shown = self.drawable(code.trim_end_matches('\n'), range);
        let lines = shown.lines().map(|line| line.chars().count());
        let columns = lines.max().unwrap_or(0).max(1);
        let long = shown.split_whitespace().any(|word| word.chars().count() > CODE_WORD);
        let size = code_size(columns);
        let _ = write!(self.out, "#code-block(size: {size:.2}pt, long: {long}, raw(block: true, ");
        if let Some(language) = language(info) {
            self.raw("lang: ");
            push_literal(&mut self.out, language);
            self.raw(", ");
        }
        push_literal(&mut self.out, &shown);
        self.raw("))");
    }

    /// The drawing of a Mermaid block.
    pub fn diagram_of(&self, node: NodeId) -> Option<&'a str> {
        if self.refused.contains(&node) {
            return None;
        }
        self.publication.diagrams.get(&node).map(String::as_str)
    }

    fn html_block(&mut self, node: NodeId) {
        let html = self.publication.work.slice(self.document().range(node));
        if !PAGE_BREAK.is_match(html) {
            self.html(html, node);
            return self.anchors_in(node);
        }
        // A container cannot be torn across pages on demand.
        if self.depth == 0 {
            self.raw("#pagebreak(weak: true)");
        }
    }
}

/// Size of code with lines of so many columns, in points.
fn code_size(columns: usize) -> f64 {
    if columns <= CODE_COLUMNS {
        return CODE_SIZE;
    }
    if columns > MAX_CODE_COLUMNS {
        return WRAPPED_CODE_SIZE;
    }
    let count = |columns: usize| f64::from(u32::try_from(columns).unwrap_or(u32::MAX));
    CODE_SIZE * count(CODE_COLUMNS) / count(columns)
}

/// The language of a fence, where it is a plain word.
fn language(info: &str) -> Option<&str> {
    let word = info.split(|c: char| c.is_whitespace() || c == ',' || c == '{').next().unwrap_or_default();
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '#' | '_'));
    (plain && !word.is_empty() && !word.eq_ignore_ascii_case("text")).then_some(word)
}

fn alert_title(kind: &str) -> &'static str {
    match kind {
        "tip" => "Tip",
        "important" => "Important",
        "warning" => "Warning",
        "caution" => "Caution",
        _ => "Note",
    }
}
