//! The rule book, `spec/rules/<topic>.md`: one section per rule, embedded in the binary.

use std::path::Path;

use rust_embed::RustEmbed;

use crate::markdown::{Document, NodeId, NodeKind, parse};

#[derive(RustEmbed)]
#[folder = "spec/rules/"]
struct Book;

/// A rule's section in the rule book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Id of the rule: the heading's text.
    pub id: String,
    /// File it stands in, `notices.md`.
    pub file: String,
    /// The section as Markdown, its heading left out.
    pub text: String,
    /// Its examples, in order.
    pub examples: Vec<Example>,
}

impl Section {
    /// The first paragraph, as plain text: what the rule demands.
    #[must_use]
    pub fn opening(&self) -> String {
        let Ok(document) = parse(&self.text) else { return String::new() };
        let first = document.blocks().find(|&block| *document.kind(block) == NodeKind::Paragraph);
        let plain = first.map(|block| document.plain_text(block, &self.text)).unwrap_or_default();
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// An example of the rule book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What it shows.
    pub kind: ExampleKind,
    /// The Markdown, places marked with `⟦` and `⟧`.
    pub text: String,
    /// Options of the comment before it: `<!-- example file=A.md with=images/a.png draft -->`.
    pub options: Vec<String>,
}

/// What an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExampleKind {
    /// A finding, at the marked place.
    Bad,
    /// The bad example before it, after its fix.
    Fixed,
    /// No finding.
    Good,
    /// Files, each under a line `== path`; a finding somewhere among them.
    BadPackage,
    /// Files without a finding.
    GoodPackage,
}

/// All sections, by file and then by place.
#[must_use]
pub fn sections() -> Vec<Section> {
    let mut files: Vec<String> = Book::iter()
        .map(|path| path.to_string())
        .filter(|path| Path::new(path).extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.sort();
    files.iter().flat_map(|file| read(file)).collect()
}

fn read(file: &str) -> Vec<Section> {
    let Some(text) = Book::get(file).and_then(|content| String::from_utf8(content.data.into_owned()).ok()) else {
        return Vec::new();
    };
    let Ok(document) = parse(&text) else { return Vec::new() };
    let mut sections: Vec<Section> = Vec::new();
    let mut options = Vec::new();
    let mut from = 0;
    for block in document.blocks() {
        let range = document.range(block);
        if let NodeKind::Heading { level, .. } = document.kind(block) {
            finish(&mut sections, &text, from, range.start as usize);
            from = range.end as usize;
            let id = rule_id(&document.plain_text(block, &text));
            if *level >= 3 && !id.is_empty() {
                sections.push(Section { id, file: file.to_owned(), text: String::new(), examples: Vec::new() });
            }
        } else if let Some(section) = sections.last_mut() {
            read_block(&document, block, &text, section, &mut options);
        }
    }
    finish(&mut sections, &text, from, text.len());
    sections
}

/// `3.2.1 copyright-year` is the section of `copyright-year`.
fn rule_id(heading: &str) -> String {
    heading.trim().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim().to_owned()
}

fn finish(sections: &mut [Section], text: &str, from: usize, to: usize) {
    if let Some(section) = sections.last_mut()
        && section.text.is_empty()
    {
        text.get(from..to).unwrap_or_default().trim().clone_into(&mut section.text);
    }
}

fn read_block(document: &Document, block: NodeId, text: &str, section: &mut Section, options: &mut Vec<String>) {
    let slice = text.get(document.range(block).as_usize()).unwrap_or_default();
    match document.kind(block) {
        NodeKind::HtmlBlock => {
            let inner = slice.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
            if let Some(rest) = inner.strip_prefix("example ") {
                *options = rest.split_whitespace().map(str::to_owned).collect();
            }
        }
        NodeKind::CodeBlock { info, literal, .. } => {
            let kind = match info.as_ref() {
                "bad" => ExampleKind::Bad,
                "fixed" => ExampleKind::Fixed,
                "good" => ExampleKind::Good,
                "bad-package" => ExampleKind::BadPackage,
                "good-package" => ExampleKind::GoodPackage,
                _ => return,
            };
            let options = std::mem::take(options);
            section.examples.push(Example { kind, text: literal.to_string(), options });
        }
        _ => {}
    }
}
