//! comrak's tree to ours: byte ranges instead of lines and columns, owned data instead of an arena.

use std::sync::Arc;

use comrak::nodes::{AstNode, ListType, NodeLink, NodeValue, Sourcepos, TableAlignment};
use comrak::options::BrokenLinkReference;
use comrak::{Arena, Options, ResolvedReference};

use crate::source::TextRange;

use super::definitions;
use super::lift::Lifted;
use super::math;
use super::spans;
use super::tree::{Alignment, Document, LinkForm, Node, NodeId, NodeKind};

/// The document of `source`, whose parser-ready form is `lifted`.
pub(super) fn document(source: &str, lifted: &Lifted<'_>) -> Document {
    if lifted.text.contains('$')
        && let Some(document) = read(source, lifted, true)
    {
        return document;
    }
    read(source, lifted, false).unwrap_or_else(Document::empty)
}

/// Reads dollar signs around formulas, or as the signs they are; `None` where they cannot be around formulas.
fn read(source: &str, lifted: &Lifted<'_>, formulas: bool) -> Option<Document> {
    let text: &str = &lifted.text;
    let definitions = definitions::scan(text);
    let by_label = definitions::by_label(&definitions);
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.description_lists = true;
    options.extension.alerts = true;
    options.extension.math_dollars = formulas;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    options.parse.leave_footnote_definitions = true;
    if !by_label.is_empty() {
        options.parse.broken_link_callback = Some(Arc::new(move |link: BrokenLinkReference<'_>| {
            let (url, title) = by_label.get(&definitions::normalize(link.original))?;
            Some(ResolvedReference { url: url.clone(), title: title.clone() })
        }));
    }
    let paragraphs = spans::Paragraphs::new(text, &definitions);
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, text, &options);
    let mut converter = Converter {
        source,
        lifted,
        lines: Lines::new(text),
        nodes: Vec::with_capacity(text.len() / 24 + 8),
        shifts: spans::Shifts::default(),
        paragraphs,
        no_formula: false,
    };
    converter.subtree(root, None);
    if converter.no_formula {
        return None;
    }
    let mut document = Document {
        nodes: converter.nodes,
        explicit_ids: Vec::new(),
        comments: Vec::new(),
        definitions,
        data_uris: lifted.data_uris.clone(),
    };
    for definition in &mut document.definitions {
        let range = definition.range;
        definition.range =
            TextRange::new(lifted.source_offset(range.start as usize), lifted.source_offset(range.end as usize));
    }
    spans::clamp(&mut document, source);
    if lifted.is_cut() {
        definitions::restore(&mut document, source, lifted);
    }
    Some(document)
}

/// Starts of the lines of the parsed text.
pub(super) struct Lines {
    starts: Vec<usize>,
    len: usize,
}

impl Lines {
    fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (index, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n')) {
                starts.push(index + 1);
            }
        }
        Self { starts, len: text.len() }
    }

    /// Offset of the first byte of a line, from 1.
    pub(super) fn start(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.len)
    }

    /// The line, from 1, that holds `offset`.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).max(1)
    }

    /// comrak's positions are 1-based, columns in bytes, the end inclusive.
    fn range(&self, pos: Sourcepos) -> (usize, usize) {
        let start = self.start(pos.start.line) + pos.start.column.saturating_sub(1);
        let end = self.start(pos.end.line) + pos.end.column;
        (start.min(self.len), end.min(self.len))
    }
}

struct Converter<'a> {
    source: &'a str,
    lifted: &'a Lifted<'a>,
    lines: Lines,
    nodes: Vec<Node>,
    shifts: spans::Shifts,
    paragraphs: spans::Paragraphs<'a>,
    /// Something between dollar signs is no formula.
    no_formula: bool,
}

impl<'a> Converter<'a> {
    fn parsed(&self) -> &'a str {
        &self.lifted.text
    }

    fn subtree<'t>(&mut self, root: &'t AstNode<'t>, parent: Option<NodeId>) {
        // An explicit stack: hostile nesting must not exhaust the machine's.
        let mut stack = vec![(root, parent)];
        let mut last_child: Vec<Option<NodeId>> = Vec::new();
        while let Some((ast, parent)) = stack.pop() {
            let Some(id) = self.push(ast, parent) else {
                continue;
            };
            last_child.push(None);
            debug_assert_eq!(last_child.len(), self.nodes.len());
            if let Some(parent) = parent {
                match last_child[parent.0 as usize].replace(id) {
                    Some(previous) => self.nodes[previous.0 as usize].next_sibling = Some(id),
                    None => self.nodes[parent.0 as usize].first_child = Some(id),
                }
            }
            let before = stack.len();
            stack.extend(ast.children().map(|child| (child, Some(id))));
            stack[before..].reverse();
        }
    }

    fn push<'t>(&mut self, ast: &'t AstNode<'t>, parent: Option<NodeId>) -> Option<NodeId> {
        let data = ast.data();
        if data.value.block() {
            let quotes = if self.paragraphs.concerns(&data.value) { quotes_above(ast) } else { 0 };
            self.paragraphs.enter(&data.value, data.sourcepos, quotes, &self.lines);
        }
        let (start, end) = self.lines.range(self.paragraphs.repair(data.sourcepos));
        let start = match data.value {
            // comrak counts a byte order mark everywhere but here.
            NodeValue::FrontMatter(_) if self.parsed().starts_with('\u{feff}') => start.max('\u{feff}'.len_utf8()),
            _ => start,
        };
        let (start, end) = self.shifts.repair(&data.value, self.parsed(), (start, end));
        let range = TextRange::new(self.lifted.source_offset(start), self.lifted.source_offset(end));
        if let NodeValue::Math(formula) = &data.value {
            let before = self.parsed().get(..start).and_then(|text| text.chars().next_back());
            let after = self.parsed().get(end..).and_then(|text| text.chars().next());
            self.no_formula |= !math::is_formula(before, &formula.literal, after);
        }
        let kind = self.kind(&data.value, (start, end), range)?;
        let id = NodeId(u32::try_from(self.nodes.len()).ok()?);
        self.nodes.push(Node { kind, range, parent, first_child: None, next_sibling: None, end: NodeId(0) });
        Some(id)
    }

    fn kind(&self, value: &NodeValue, parsed: (usize, usize), range: TextRange) -> Option<NodeKind> {
        let slice = self.parsed().get(parsed.0..parsed.1).unwrap_or_default();
        Some(match value {
            NodeValue::Document => NodeKind::Document,
            NodeValue::FrontMatter(_) => NodeKind::FrontMatter,
            NodeValue::Heading(heading) => NodeKind::Heading { level: heading.level, setext: heading.setext },
            NodeValue::Paragraph => NodeKind::Paragraph,
            NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => NodeKind::BlockQuote,
            NodeValue::Alert(alert) => {
                NodeKind::Alert { kind: alert_kind(alert.alert_type), title: alert.title.as_deref().map(Into::into) }
            }
            NodeValue::List(list) => {
                NodeKind::List { start: (list.list_type == ListType::Ordered).then_some(list.start), tight: list.tight }
            }
            NodeValue::Item(_) => NodeKind::Item { checked: None },
            NodeValue::TaskItem(task) => NodeKind::Item { checked: Some(task.symbol.is_some()) },
            NodeValue::DescriptionList => NodeKind::DescriptionList,
            NodeValue::DescriptionItem(_) => NodeKind::DescriptionItem,
            NodeValue::DescriptionTerm => NodeKind::DescriptionTerm,
            NodeValue::DescriptionDetails => NodeKind::DescriptionDetails,
            NodeValue::CodeBlock(code) => NodeKind::CodeBlock {
                info: code.info.as_str().into(),
                fenced: code.fenced,
                closed: code.closed,
                literal: code.literal.as_str().into(),
            },
            NodeValue::HtmlBlock(_) => NodeKind::HtmlBlock,
            NodeValue::ThematicBreak => NodeKind::ThematicBreak,
            NodeValue::Table(table) => {
                NodeKind::Table { alignments: table.alignments.iter().map(|&a| alignment(a)).collect() }
            }
            NodeValue::TableRow(header) => NodeKind::TableRow { header: *header },
            NodeValue::TableCell => NodeKind::TableCell,
            NodeValue::FootnoteDefinition(note) => NodeKind::FootnoteDefinition { name: note.name.as_str().into() },
            NodeValue::Text(literal) => NodeKind::Text { literal: (literal != slice).then(|| literal.as_ref().into()) },
            NodeValue::SoftBreak => NodeKind::SoftBreak,
            NodeValue::LineBreak => NodeKind::HardBreak,
            NodeValue::Code(code) => NodeKind::Code { literal: code.literal.as_str().into() },
            NodeValue::Math(formula) => {
                NodeKind::Math { literal: formula.literal.as_str().into(), display: formula.display_math }
            }
            NodeValue::HtmlInline(_) => NodeKind::HtmlInline,
            NodeValue::Emph => NodeKind::Emphasis,
            NodeValue::Strong => NodeKind::Strong,
            NodeValue::Strikethrough => NodeKind::Strikethrough,
            NodeValue::Link(link) => self.link(link, slice, range),
            NodeValue::Image(link) => NodeKind::Image {
                url: self.lifted.restore(&link.url, range, self.source).into(),
                title: link.title.as_str().into(),
            },
            NodeValue::FootnoteReference(note) => NodeKind::FootnoteReference { name: note.name.as_str().into() },
            // Extensions that are switched off.
            _ => return None,
        })
    }

    fn link(&self, link: &NodeLink, slice: &str, range: TextRange) -> NodeKind {
        let form = match slice.as_bytes() {
            [b'[', .., b')'] => LinkForm::Inline,
            [b'[', ..] => LinkForm::Reference,
            [b'<', ..] => LinkForm::Angle,
            _ => LinkForm::Bare,
        };
        NodeKind::Link {
            url: self.lifted.restore(&link.url, range, self.source).into(),
            title: link.title.as_str().into(),
            form,
        }
    }
}

fn quotes_above<'t>(ast: &'t AstNode<'t>) -> usize {
    ast.ancestors()
        .skip(1)
        .filter(|above| matches!(above.data().value, NodeValue::BlockQuote | NodeValue::Alert(_)))
        .count()
}

fn alignment(alignment: TableAlignment) -> Alignment {
    match alignment {
        TableAlignment::None => Alignment::None,
        TableAlignment::Left => Alignment::Left,
        TableAlignment::Center => Alignment::Center,
        TableAlignment::Right => Alignment::Right,
    }
}

fn alert_kind(kind: comrak::nodes::AlertType) -> &'static str {
    use comrak::nodes::AlertType;
    match kind {
        AlertType::Note => "note",
        AlertType::Tip => "tip",
        AlertType::Important => "important",
        AlertType::Warning => "warning",
        AlertType::Caution => "caution",
    }
}
