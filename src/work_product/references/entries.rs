//! The entries of reference lists, in the forms the field uses.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Document, NodeId, NodeKind, visible};
use crate::source::TextRange;
use crate::work_product::{Anchors, Outline};

use super::{List, ReferenceEntry};

static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\s*\[\s*([^\[\]\n]{1,60}?)\s*\]").expect("valid pattern"));

static HTML_TERM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)<dt\b[^>]*>\s*(?:<[^>]+>\s*)*\[([^\[\]<>]{1,60})\]").expect("valid pattern"));

/// Longest term of a definition list that is a tag without brackets.
const MAX_TERM: usize = 60;

/// Reads the entries of the sections that belong to lists.
pub(super) struct Reader<'a> {
    pub(super) document: &'a Document,
    pub(super) outline: &'a Outline,
    pub(super) anchors: &'a Anchors,
    pub(super) text: &'a str,
    pub(super) lists: &'a [List],
    pub(super) entries: Vec<ReferenceEntry>,
}

/// Where entries being read stand.
#[derive(Clone, Copy)]
struct Place {
    section: usize,
    list: usize,
}

impl Reader<'_> {
    /// Reads a section that belongs to a list.
    pub(super) fn section(&mut self, index: usize, list: usize) {
        let place = Place { section: index, list };
        let section = &self.outline.sections[index];
        let before = self.entries.len();
        self.tagged(section.node, place, section.range.cover(section.body));
        if self.entries.len() > before {
            if let (Some(entry), Some((github, pandoc))) = (self.entries.last_mut(), self.anchors.slugs.get(index)) {
                entry.ids.extend([github.clone(), pandoc.clone()]);
            }
            return;
        }
        // Anchors that stand alone belong to the entry below them.
        let mut anchors: Vec<String> = Vec::new();
        for &block in &section.blocks {
            let entries = self.entries.len();
            self.block(block, place);
            if self.entries.len() > entries {
                self.entries[entries].ids.append(&mut anchors);
            } else if self.is_anchor(block) {
                anchors.extend(self.ids(self.document.range(block)));
            } else {
                self.continued(block, before);
            }
        }
    }

    /// A paragraph below an entry is part of it.
    fn continued(&mut self, block: NodeId, from: usize) {
        let range = self.document.range(block);
        let goes_on = matches!(
            self.document.kind(block),
            NodeKind::Paragraph | NodeKind::List { .. } | NodeKind::BlockQuote | NodeKind::CodeBlock { .. }
        );
        if let Some(entry) = self.entries.get_mut(from..).and_then(<[_]>::last_mut).filter(|_| goes_on) {
            entry.range = entry.range.cover(range);
        }
    }

    fn is_anchor(&self, block: NodeId) -> bool {
        let slice = self.text.get(self.document.range(block).as_usize()).unwrap_or_default().trim();
        slice.starts_with("<a ") && slice.ends_with('>') && slice.matches("</a>").count() <= 1 && slice.len() < 200
    }

    fn block(&mut self, block: NodeId, place: Place) {
        match self.document.kind(block) {
            NodeKind::Paragraph | NodeKind::DescriptionTerm => {
                self.tagged(block, place, self.document.range(block));
            }
            NodeKind::List { start, .. } => self.list(block, *start, place),
            NodeKind::Table { .. } => {
                for row in self.document.children(block) {
                    if let Some(cell) = self.document.children(row).next() {
                        self.tagged(cell, place, self.document.range(row));
                    }
                }
            }
            NodeKind::BlockQuote | NodeKind::DescriptionList => {
                let below: Vec<NodeId> = self.document.children(block).collect();
                for child in below {
                    self.block(child, place);
                }
            }
            NodeKind::DescriptionItem => self.definition(block, place),
            NodeKind::HtmlBlock => self.html(block, place),
            _ => {}
        }
    }

    /// In a numbered list the number is the tag of an item that has no other.
    fn list(&mut self, list: NodeId, start: Option<usize>, place: Place) {
        for (offset, item) in self.document.children(list).enumerate() {
            let Some(first) = self.document.children(item).next() else { continue };
            let before = self.entries.len();
            let range = self.document.range(item);
            self.tagged(first, place, range);
            if let (Some(start), true) = (start, self.entries.len() == before) {
                let number = TextRange::new(range.start as usize, self.document.range(first).start as usize);
                self.push(start.saturating_add(offset).to_string(), number, range, place);
            }
        }
    }

    /// The term of a definition is a tag with or without brackets.
    fn definition(&mut self, item: NodeId, place: Place) {
        let range = self.document.range(item);
        let Some(term) = self.document.children(item).next() else { return };
        let before = self.entries.len();
        self.tagged(term, place, range);
        if self.entries.len() > before {
            return;
        }
        let seen = visible(self.document, term, self.text);
        let tag = seen.text.trim();
        let from = seen.text.len() - seen.text.trim_start().len();
        if !tag.is_empty() && tag.len() <= MAX_TERM {
            self.push(tag.to_owned(), seen.source(from..from + tag.len()), range, place);
        }
    }

    fn html(&mut self, block: NodeId, place: Place) {
        let range = self.document.range(block);
        let slice = self.text.get(range.as_usize()).unwrap_or_default();
        if !slice.contains("<dt") {
            return;
        }
        let terms: Vec<regex::Captures<'_>> = HTML_TERM.captures_iter(slice).collect();
        for (index, found) in terms.iter().enumerate() {
            let next = terms.get(index + 1).and_then(|next| next.get(0)).map_or(slice.len(), |next| next.start());
            if let (Some(whole), Some(tag)) = (found.get(0), found.get(1)) {
                let entry = range.inside(whole.start()..next);
                self.push(tag.as_str().to_owned(), range.inside(tag.range()), entry, place);
            }
        }
    }

    /// Records the entry of a block whose visible text begins with a tag.
    fn tagged(&mut self, node: NodeId, place: Place, range: TextRange) {
        let slice = self.text.get(self.document.range(node).as_usize()).unwrap_or_default();
        if !slice.contains('[') {
            return;
        }
        let seen = visible(self.document, node, self.text);
        if let Some(tag) = TAG.captures(&seen.text).and_then(|found| found.get(1)) {
            self.push(tag.as_str().to_owned(), seen.source(tag.range()), range, place);
        }
    }

    fn push(&mut self, tag: String, tag_range: TextRange, range: TextRange, place: Place) {
        let kind = self.lists.get(place.list).and_then(|list| list.kind);
        let ids = self.ids(range);
        self.entries.push(ReferenceEntry {
            tag,
            tag_range,
            range,
            section: place.section,
            list: place.list,
            kind,
            ids,
        });
    }

    /// The ids given in a range.
    fn ids(&self, range: TextRange) -> Vec<String> {
        let explicit = &self.document.explicit_ids;
        let from = explicit.partition_point(|id| id.range.start < range.start);
        let inside = explicit[from..].iter().take_while(|id| id.range.end <= range.end);
        inside.map(|id| id.id.to_string()).collect()
    }
}
