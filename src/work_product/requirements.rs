//! The normative statements of a document: sentences that hold a key word, with what the document calls them.

use std::cell::OnceCell;
use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use crate::markdown::{NodeId, NodeKind};
use crate::source::{TextRange, collapsed};

use super::WorkProduct;
use super::identifiers::{Candidate, Identifier, Series, of_heading, of_row, of_sentence};
use super::key_words::{KeyWord, Word};
use super::outline::{Outline, Role};
use super::passages::{Passage, PassageKind};
use super::sentences::sentences;

/// A sentence, or a row of a table, that makes demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its bytes.
    pub range: TextRange,
    /// What a reader sees of it, white space collapsed.
    pub text: String,
    /// Its key words, in order.
    pub key_words: Vec<Word>,
    /// What the document calls it.
    pub identifier: Option<Identifier>,
    /// The section it stands in; a heading that is a mere tag makes none.
    pub section: Option<usize>,
    /// What leads to the list it stands in: `A conforming Consumer:`.
    pub lead_in: Option<String>,
    /// The items of the list it leads to.
    pub items: Vec<String>,
    /// The conformance clauses that hold implementations to it, as indices.
    pub clauses: Vec<usize>,
}

/// The normative statements of a work product, in order.
#[must_use]
pub fn statements(work: &WorkProduct) -> Vec<Statement> {
    statements_in(work, TextRange::new(0, work.text().len()))
}

/// The normative statements of a part of a work product, in order.
#[must_use]
pub fn statements_in(work: &WorkProduct, part: TextRange) -> Vec<Statement> {
    let mut reader =
        Reader { work, led: OnceCell::new(), found: Vec::new(), candidates: Vec::new(), clauses: HashMap::new() };
    let normative: Vec<&KeyWord> = work.key_words.normative().filter(|word| part.contains(word.range)).collect();
    for words in normative.chunk_by(|a, b| a.passage == b.passage) {
        if let Some(passage) = words.first().and_then(|word| work.passages.get(word.passage)) {
            reader.passage(passage, words);
        }
    }
    reader.finish()
}

/// Lists with the paragraphs that lead to them.
fn led(work: &WorkProduct) -> HashMap<NodeId, NodeId> {
    let document = &work.document;
    let paragraph = |&node: &NodeId| matches!(document.kind(node), NodeKind::Paragraph);
    let list = |node: &NodeId| matches!(document.kind(*node), NodeKind::List { .. });
    let pairs = document.descendants(document.root()).filter(paragraph);
    pairs.filter_map(|node| Some((document.next_sibling(node).filter(list)?, node))).collect()
}

struct Reader<'a> {
    work: &'a WorkProduct,
    /// Lists with the paragraphs that lead to them.
    led: OnceCell<HashMap<NodeId, NodeId>>,
    found: Vec<Statement>,
    candidates: Vec<Option<Candidate>>,
    clauses: HashMap<usize, Vec<usize>>,
}

impl Reader<'_> {
    fn passage(&mut self, passage: Passage<'_>, words: &[&KeyWord]) {
        let row = (passage.kind == PassageKind::Cell).then(|| self.row(passage.node)).flatten();
        if let Some(row) = row {
            self.row_statement(row, words);
            return;
        }
        let parts = sentences(passage.text(), |at| passage.is_code(at));
        let mut rest = words;
        for (index, part) in parts.iter().enumerate() {
            let own;
            (own, rest) = rest.split_at(rest.partition_point(|word| word.at.start < part.end));
            if !own.is_empty() {
                self.sentence(passage, &parts, index, own);
            }
        }
    }

    fn row(&self, cell: NodeId) -> Option<NodeId> {
        let document = &self.work.document;
        document.ancestors(cell).find(|&above| matches!(document.kind(above), NodeKind::TableRow { .. }))
    }

    /// The row of a table is one statement, whichever of its cells make demands.
    fn row_statement(&mut self, row: NodeId, words: &[&KeyWord]) {
        let document = &self.work.document;
        let range = document.range(row);
        let words: Vec<Word> = words.iter().map(|word| word.word).collect();
        if let Some(last) = self.found.last_mut().filter(|last| last.range == range) {
            last.key_words.extend(words);
            return;
        }
        let cells: Vec<NodeId> = document.children(row).collect();
        let shown: Vec<String> =
            cells.iter().map(|&cell| self.work.plain(cell)).filter(|text| !text.is_empty()).collect();
        let section = self.work.outline.section_at(range.start);
        let candidate = cells.first().and_then(|&cell| of_row(self.work, cell));
        let candidate = candidate.or_else(|| of_heading(self.work, section?));
        self.push(range, shown.join(" | "), words, section, candidate);
    }

    fn sentence(&mut self, passage: Passage<'_>, parts: &[Range<usize>], index: usize, words: &[&KeyWord]) {
        let part = parts[index].clone();
        let range = passage.source(part.clone());
        let section = self.work.outline.section_at(passage.range.start);
        let next = parts.get(index + 1).cloned();
        let candidate =
            of_sentence(self.work, passage, part.clone(), next, index == 0).or_else(|| of_heading(self.work, section?));
        let text = collapsed(&passage.text()[part]).into_owned();
        let begun = candidate.as_ref().map_or(text.as_str(), |candidate| candidate.behind(&text)).to_owned();
        self.push(range, text, words.iter().map(|word| word.word).collect(), section, candidate);
        let lead_in = if index == 0 { self.lead_in(passage, &begun) } else { None };
        let items = if index + 1 == parts.len() { self.items(passage) } else { Vec::new() };
        if let Some(statement) = self.found.last_mut() {
            statement.lead_in = lead_in;
            statement.items = items;
        }
    }

    fn push(
        &mut self,
        range: TextRange,
        text: String,
        key_words: Vec<Word>,
        section: Option<usize>,
        candidate: Option<Candidate>,
    ) {
        let section = section.and_then(|section| titled(&self.work.outline, section));
        let clauses = section.map_or(Vec::new(), |section| self.clauses_of(section));
        self.found.push(Statement {
            range,
            text,
            key_words,
            identifier: None,
            section,
            lead_in: None,
            items: Vec::new(),
            clauses,
        });
        self.candidates.push(candidate);
    }

    fn clauses_of(&mut self, section: usize) -> Vec<usize> {
        let work = self.work;
        let found = || work.conformance.of_section(&work.outline, section);
        self.clauses.entry(section).or_insert_with(found).clone()
    }

    /// What leads to the lists a sentence stands in, where the sentence needs it: it has no beginning of its own.
    fn lead_in(&self, passage: Passage<'_>, text: &str) -> Option<String> {
        let whole = text.starts_with(char::is_uppercase) && !Word::ALL.iter().any(|word| text.starts_with(word.name()));
        if whole || !self.begins_item(passage.node) {
            return None;
        }
        let document = &self.work.document;
        let mut leads: Vec<String> = Vec::new();
        let before = self.led.get_or_init(|| led(self.work));
        for above in document.ancestors(passage.node) {
            let Some(&lead) = before.get(&above) else { continue };
            let lead = last_sentence(&self.work.plain(lead));
            if lead.ends_with(['.', '!', '?']) {
                break;
            }
            leads.push(lead);
        }
        leads.reverse();
        (!leads.is_empty()).then(|| leads.join(" "))
    }

    /// Whether a paragraph is the first of a list item.
    fn begins_item(&self, node: NodeId) -> bool {
        let document = &self.work.document;
        let item = document.parent(node).filter(|&above| matches!(document.kind(above), NodeKind::Item { .. }));
        item.is_some_and(|item| document.children(item).next() == Some(node))
    }

    /// The items of the list a paragraph leads to, by their first paragraphs.
    fn items(&self, passage: Passage<'_>) -> Vec<String> {
        let document = &self.work.document;
        let list = document.next_sibling(passage.node);
        let list = list.filter(|&list| matches!(document.kind(list), NodeKind::List { .. }));
        let leads = passage.kind == PassageKind::Paragraph && passage.text().trim_end().ends_with(':');
        match list.filter(|_| leads) {
            Some(list) => {
                let first = |item| document.children(item).next();
                document.children(list).filter_map(first).map(|block| self.work.plain(block)).collect()
            }
            None => Vec::new(),
        }
    }

    /// What looks like an identifier is one only among its like.
    fn finish(mut self) -> Vec<Statement> {
        let series = Series::new(self.candidates.iter().flatten());
        for (statement, candidate) in self.found.iter_mut().zip(self.candidates) {
            statement.identifier =
                candidate.filter(|candidate| series.holds(candidate)).map(|candidate| candidate.identifier);
        }
        self.found
    }
}

fn last_sentence(text: &str) -> String {
    let last = sentences(text, |_| false).pop();
    last.map_or(String::new(), |range| text[range].to_owned())
}

/// The nearest heading, from `index` upward, that is more than the tag of a requirement or a caption.
fn titled(outline: &Outline, index: usize) -> Option<usize> {
    (0..=index).rev().find(|&i| {
        let section = &outline.sections[i];
        !section.is_tag() && !matches!(section.role, Role::Caption | Role::ReferenceEntry)
    })
}
