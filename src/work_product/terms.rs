//! Lists of acronyms and of terms, entry by entry.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Document, NodeId, NodeKind, visible};
use crate::source::TextRange;

use super::outline::{Outline, Role};

/// Which list a term stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TermKind {
    /// A list of acronyms or abbreviations.
    Acronym,
    /// A list of terms or definitions.
    Term,
}

/// An entry of a list of acronyms or of terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Which list.
    pub kind: TermKind,
    /// The term as written.
    pub text: String,
    /// Bytes of the term.
    pub range: TextRange,
    /// Index of the section whose list it is.
    pub section: usize,
}

/// `ABC: …` and `ABC - …` in an item of a list.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*([A-Z][A-Za-z0-9&/-]{1,11})(?:\s*(?::|=|\s[-\u{2013}\u{2014}])\s|\s{2})").expect("valid pattern")
});

/// Longest term, in bytes.
const MAX_TERM: usize = 60;

/// What the lists of a document define, in order.
#[must_use]
pub fn terms(document: &Document, outline: &Outline, text: &str) -> Vec<Term> {
    let mut found = Vec::new();
    for (index, section) in outline.sections.iter().enumerate() {
        if !matches!(section.role, Role::Section | Role::Appendix) {
            continue;
        }
        let Some(kind) = kind_of(&section.title) else { continue };
        let mut reader = Reader { document, text, kind, section: index, found: &mut found };
        for &block in &section.blocks {
            reader.block(block);
        }
    }
    found
}

fn kind_of(title: &str) -> Option<TermKind> {
    let title = title.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if has(&["acronym", "abbreviation"]) {
        return Some(TermKind::Acronym);
    }
    let defines = ["definitions", "terminology", "glossary", "terms", "definitions of terms", "terms and definitions"];
    (has(&["definitions of terms", "glossary"]) || defines.contains(&title.as_str())).then_some(TermKind::Term)
}

struct Reader<'a> {
    document: &'a Document,
    text: &'a str,
    kind: TermKind,
    section: usize,
    found: &'a mut Vec<Term>,
}

impl Reader<'_> {
    fn block(&mut self, block: NodeId) {
        let document = self.document;
        match document.kind(block) {
            NodeKind::Table { .. } => {
                for row in document.children(block).skip(1) {
                    if let Some(cell) = document.children(row).next() {
                        self.push(cell);
                    }
                }
            }
            NodeKind::Paragraph => self.opening(block, false),
            NodeKind::List { .. } => {
                for item in document.children(block) {
                    if let Some(first) = document.children(item).next() {
                        self.opening(first, true);
                    }
                }
            }
            NodeKind::DescriptionList => {
                for item in document.children(block) {
                    let mut parts = document.children(item);
                    if let Some(term) = parts.find(|&node| *document.kind(node) == NodeKind::DescriptionTerm) {
                        self.push(term);
                    }
                }
            }
            _ => {}
        }
    }

    /// `**Term**: what it means`, or in a list `ABC: what it means`.
    fn opening(&mut self, block: NodeId, in_list: bool) {
        let document = self.document;
        let Some(first) = document.children(block).next() else { return };
        let strong = *document.kind(first) == NodeKind::Strong;
        if strong && document.next_sibling(first).is_some() {
            return self.push(first);
        }
        if strong || !in_list {
            return;
        }
        let seen = visible(document, block, self.text);
        if let Some(lead) = LEAD.captures(&seen.text).and_then(|found| found.get(1)) {
            let range = seen.source(lead.range());
            let (kind, section) = (self.kind, self.section);
            self.found.push(Term { kind, text: lead.as_str().to_owned(), range, section });
        }
    }

    fn push(&mut self, node: NodeId) {
        let seen = visible(self.document, node, self.text);
        let shown = seen.text.trim().trim_end_matches(':').trim_end();
        let start = seen.text.len() - seen.text.trim_start().len();
        if !shown.is_empty() && shown.len() <= MAX_TERM && shown.contains(char::is_alphabetic) {
            let range = seen.source(start..start + shown.len());
            self.found.push(Term { kind: self.kind, text: shown.to_owned(), range, section: self.section });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TermKind::{Acronym, Term};
    use super::{Outline, TermKind, terms};
    use crate::markdown::parse;

    #[test]
    fn entries_are_read_in_every_form() {
        let text = "# 1 Introduction\n\n## 1.1 Acronyms\n\n| Acronym | Meaning |\n|---|---|\n| AB | x |\n\n- CD: y\n- **EF** z\n\n**GH** - w\n\n## 1.2 Terminology\n\nGadget\n: a thing\n";
        let document = parse(text).unwrap();
        let found = terms(&document, &Outline::new(&document, text), text);
        let read: Vec<(&str, TermKind)> = found.iter().map(|term| (term.text.as_str(), term.kind)).collect();
        assert_eq!(read, [("AB", Acronym), ("CD", Acronym), ("EF", Acronym), ("GH", Acronym), ("Gadget", Term)]);
    }
}
