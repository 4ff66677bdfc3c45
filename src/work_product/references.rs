//! The bibliography: entries of reference lists and the citations of them, in every form the field uses.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Document, NodeId, NodeKind, visible};
use crate::source::TextRange;

use super::anchors::Anchors;
use super::links::{Link, Target};
use super::outline::{Outline, Role};

/// Entries and citations of a document.
#[derive(Debug, Clone, Default)]
pub struct References {
    /// Sections of the outline that list references, and what lies below them.
    pub sections: Vec<usize>,
    /// The entries, in order.
    pub entries: Vec<ReferenceEntry>,
    /// The citations, in order.
    pub citations: Vec<Citation>,
    tags: HashSet<String>,
}

/// One entry of a reference list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceEntry {
    /// The tag without brackets; the number, where the list is numbered.
    pub tag: String,
    /// Bytes of the tag.
    pub tag_range: TextRange,
    /// Bytes of the whole entry, tag included.
    pub range: TextRange,
    /// Index of the section it stands in.
    pub section: usize,
    /// Anchors that lead to it.
    pub ids: Vec<String>,
}

/// A citation in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The tag without brackets.
    pub tag: String,
    /// Bytes of the tag.
    pub range: TextRange,
    /// Where it leads, if it is a link.
    pub fragment: Option<String>,
}

static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\s*\[\s*([^\[\]\n]{1,60}?)\s*\]").expect("valid pattern"));

static BARE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\\?\[([A-Za-z][A-Za-z0-9 ._:/+-]{1,48}[A-Za-z0-9])\\?\]").expect("valid pattern"));

/// `[R2]`, `[MQTT-SN-3.2.2.4-1]`: identifiers of requirements look like tags.
static REQUIREMENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:(?:CR)?[RDO]\d+|.*-\d+(?:\.\d+)+-\d+|REQ[-_ ]?.*)$").expect("valid pattern"));

static HTML_TERM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)<dt\b[^>]*>\s*(?:<[^>]+>\s*)*\[([^\[\]<>]{1,60})\]").expect("valid pattern"));

/// A tag as it is compared: case, white space and punctuation make no difference.
#[must_use]
pub fn folded(tag: &str) -> String {
    tag.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl References {
    /// Reads the reference lists and the citations of a document.
    #[must_use]
    pub fn new(document: &Document, outline: &Outline, anchors: &Anchors, links: &[Link], text: &str) -> Self {
        let mut references = Self { sections: sections(outline), ..Self::default() };
        let mut reader = Reader { document, outline, anchors, text, entries: Vec::new() };
        for &section in &references.sections {
            reader.section(section);
        }
        references.entries = reader.entries;
        references.entries.sort_by_key(|entry| entry.tag_range);
        references.tags = references.entries.iter().map(|entry| folded(&entry.tag)).collect();
        references.citations = citations(document, links, text);
        let own: HashSet<TextRange> = references.entries.iter().map(|entry| entry.tag_range).collect();
        references.citations.retain(|citation| !own.contains(&citation.range));
        references
    }

    /// Whether an entry has this tag.
    #[must_use]
    pub fn defines(&self, tag: &str) -> bool {
        self.tags.contains(&folded(tag))
    }
}

impl ReferenceEntry {
    /// The entry stands in a numbered list.
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        self.tag.bytes().all(|b| b.is_ascii_digit())
    }
}

impl Citation {
    /// The tag names a requirement of the document, not a publication.
    #[must_use]
    pub fn is_requirement(&self) -> bool {
        REQUIREMENT.is_match(&self.tag)
    }
}

/// Sections that list references, and the sections below them.
fn sections(outline: &Outline) -> Vec<usize> {
    let mut found = vec![false; outline.sections.len()];
    for (index, section) in outline.sections.iter().enumerate() {
        let title = section.title.to_ascii_lowercase();
        let named = title.ends_with("references") || title.starts_with("references") || title.contains("bibliography");
        let here = named && matches!(section.role, Role::Section | Role::Appendix);
        found[index] = here || section.parent.is_some_and(|parent| found[parent]);
    }
    (0..found.len()).filter(|&index| found[index]).collect()
}

struct Reader<'a> {
    document: &'a Document,
    outline: &'a Outline,
    anchors: &'a Anchors,
    text: &'a str,
    entries: Vec<ReferenceEntry>,
}

impl Reader<'_> {
    fn section(&mut self, index: usize) {
        let section = &self.outline.sections[index];
        let entries = self.entries.len();
        self.tagged(section.node, index, section.range.cover(section.body));
        if self.entries.len() > entries {
            if let (Some(entry), Some((github, pandoc))) = (self.entries.last_mut(), self.anchors.slugs.get(index)) {
                entry.ids.extend([github.clone(), pandoc.clone()]);
            }
            return;
        }
        for &block in &section.blocks {
            self.block(block, index);
        }
    }

    fn block(&mut self, block: NodeId, section: usize) {
        match self.document.kind(block) {
            NodeKind::Paragraph | NodeKind::DescriptionTerm => {
                self.tagged(block, section, self.document.range(block));
            }
            NodeKind::List { start, .. } => {
                let start = *start;
                for (offset, item) in self.document.children(block).enumerate() {
                    let before = self.entries.len();
                    let first = self.document.children(item).next();
                    if let Some(first) = first {
                        self.tagged(first, section, self.document.range(item));
                    }
                    if let (Some(start), true, Some(first)) = (start, self.entries.len() == before, first) {
                        let range = self.document.range(item);
                        let number = TextRange::new(range.start as usize, self.document.range(first).start as usize);
                        self.push(start.saturating_add(offset).to_string(), number, range, section);
                    }
                }
            }
            NodeKind::Table { .. } => {
                for row in self.document.children(block) {
                    if let Some(cell) = self.document.children(row).next() {
                        self.tagged(cell, section, self.document.range(row));
                    }
                }
            }
            NodeKind::BlockQuote | NodeKind::DescriptionList | NodeKind::DescriptionItem => {
                let below: Vec<NodeId> = self.document.children(block).collect();
                for child in below {
                    self.block(child, section);
                }
            }
            NodeKind::HtmlBlock => self.html(block, section),
            _ => {}
        }
    }

    fn html(&mut self, block: NodeId, section: usize) {
        let range = self.document.range(block);
        let slice = self.text.get(range.as_usize()).unwrap_or_default();
        if !slice.contains("<dt") {
            return;
        }
        for found in HTML_TERM.captures_iter(slice) {
            if let (Some(whole), Some(tag)) = (found.get(0), found.get(1)) {
                self.push(tag.as_str().to_owned(), range.inside(tag.range()), range.inside(whole.range()), section);
            }
        }
    }

    /// Records the entry of a block whose visible text begins with a tag.
    fn tagged(&mut self, node: NodeId, section: usize, range: TextRange) {
        let slice = self.text.get(self.document.range(node).as_usize()).unwrap_or_default();
        if !slice.contains('[') {
            return;
        }
        let seen = visible(self.document, node, self.text);
        if let Some(tag) = TAG.captures(&seen.text).and_then(|found| found.get(1)) {
            self.push(tag.as_str().to_owned(), seen.source(tag.range()), range, section);
        }
    }

    fn push(&mut self, tag: String, tag_range: TextRange, range: TextRange, section: usize) {
        let explicit = &self.document.explicit_ids;
        let from = explicit.partition_point(|id| id.range.start < range.start);
        let inside = explicit[from..].iter().take_while(|id| id.range.end <= range.end);
        let ids = inside.map(|id| id.id.to_string()).collect();
        self.entries.push(ReferenceEntry { tag, tag_range, range, section, ids });
    }
}

fn citations(document: &Document, links: &[Link], text: &str) -> Vec<Citation> {
    let mut found: Vec<Citation> = links.iter().filter_map(|link| linked(link, text)).collect();
    if text.contains('[') {
        for node in document.descendants(document.root()) {
            if matches!(document.kind(node), NodeKind::Text { .. }) {
                bare(document, node, text, &mut found);
            }
        }
    }
    found.sort_by_key(|citation| citation.range);
    found
}

/// `[[X](#x)]`, `\[[X](#x)\]`, `[[X]](#x)`.
fn linked(link: &Link, text: &str) -> Option<Citation> {
    let Target::Fragment(fragment) = link.target() else {
        return None;
    };
    let shown = link.text.trim();
    let range = link.range.as_usize();
    let before = text.get(..range.start)?.ends_with('[');
    let after = text.get(range.end..)?.trim_start_matches('\\').starts_with(']');
    let inner = shown.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if inner.is_none() && !(before && after) {
        return None;
    }
    let tag = inner.unwrap_or(shown).trim();
    let at = text.get(range.clone())?.find(tag)?;
    if tag.is_empty() || tag.len() > 60 {
        return None;
    }
    Some(Citation {
        tag: tag.to_owned(),
        range: link.range.inside(at..at + tag.len()),
        fragment: Some(fragment.to_owned()),
    })
}

fn bare(document: &Document, node: NodeId, text: &str, found: &mut Vec<Citation>) {
    let range = document.range(node);
    let slice = text.get(range.as_usize()).unwrap_or_default();
    if !slice.contains('[') {
        return;
    }
    let in_link = |id: NodeId| matches!(document.kind(id), NodeKind::Link { .. } | NodeKind::Image { .. });
    let linked = document.ancestors(node).take_while(|&id| !document.kind(id).is_block()).any(in_link);
    for captures in BARE.captures_iter(slice) {
        let (Some(whole), Some(tag)) = (captures.get(0), captures.get(1)) else {
            continue;
        };
        let around: Range<usize> = range.inside(whole.range()).as_usize();
        if !linked && stands_alone(text, &around) {
            let range = range.inside(tag.range());
            found.push(Citation { tag: tag.as_str().to_owned(), range, fragment: None });
        }
    }
}

/// Not `a[i]`, `[x](y`, `[x]: y`, `![x]`, nor the inside of `[[x]]`.
fn stands_alone(text: &str, around: &Range<usize>) -> bool {
    // A text that begins with an escape is placed behind its backslash.
    let before = text.get(..around.start).map(|before| before.strip_suffix('\\').unwrap_or(before));
    let before = before.and_then(|before| before.chars().next_back());
    let after = text.get(around.end..).and_then(|after| after.chars().next());
    !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '[' | ']' | '!' | '_' | '.' | '$' | '\\'))
        && !after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '[' | '{' | ':' | ']' | '_'))
}

/// The first two letters or digits of a word as one number, where both are ASCII.
fn opening(word: &str) -> Option<usize> {
    let mut chars = word.chars().filter(|c| c.is_alphanumeric());
    let (first, second) = (chars.next()?, chars.next()?);
    (first.is_ascii() && second.is_ascii())
        .then(|| first.to_ascii_lowercase() as usize * 128 + second.to_ascii_lowercase() as usize)
}

/// Most words a tag is written in: `RFC 2119`, `OASIS Naming Directives`.
const MAX_WORDS: usize = 4;

/// Which of some tags, given in folded form, are named by words of the text outside of the entries.
#[must_use]
pub fn mentions(references: &References, tags: &BTreeSet<String>, text: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    // Most words begin no tag, and need not be folded to know it.
    let mut openings = vec![false; 128 * 128];
    for opening in tags.iter().filter_map(|tag| opening(tag)) {
        openings[opening] = true;
    }
    let mut from = 0;
    let ends = references.entries.iter().map(|entry| entry.range).chain([TextRange::new(text.len(), text.len())]);
    for range in ends {
        let between = text.get(from..(range.start as usize).max(from)).unwrap_or_default();
        let words: Vec<&str> = between
            .split(|c: char| {
                c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ',' | ';' | '"' | '`' | '|' | '#')
            })
            .filter(|word| word.contains(char::is_alphanumeric))
            .collect();
        for (index, word) in words.iter().enumerate() {
            if opening(word).is_some_and(|opening| !openings[opening]) {
                continue;
            }
            let mut joined = String::new();
            for next in words.iter().skip(index).take(MAX_WORDS) {
                joined.push_str(&folded(next));
                if let Some(tag) = tags.get(&joined) {
                    named.insert(tag.clone());
                }
                let longer = tags.range(joined.clone()..).next();
                if !longer.is_some_and(|tag| tag.starts_with(&joined)) {
                    break;
                }
            }
        }
        from = from.max(range.end as usize);
    }
    named
}

#[cfg(test)]
mod tests {
    use crate::work_product::from_text;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let work = from_text("a.md", text.to_owned(), None).unwrap();
        for entry in &work.references.entries {
            assert!(work.slice(entry.tag_range).contains(&entry.tag));
        }
        (
            work.references.entries.iter().map(|e| e.tag.clone()).collect(),
            work.references.citations.iter().map(|c| c.tag.clone()).collect(),
        )
    }

    #[test]
    fn entries_in_every_form() {
        let text = "# T\n\n## 1. References\n\n###### [RFC2119]\nBradner\n\n###### [Other]\nX\n\n";
        assert_eq!(read(text).0, ["RFC2119", "Other"]);
        let text = "# T\n\n## 1. References\n\n**[A]** <a id=\"a\"></a> x\n\n\
            **\\[**<span id=\"B1\" class=\"anchor\"></span>**B1\\]** y\n\n- [C] z\n\n| Tag | T |\n|--|--|\n| [D] | u |\n";
        assert_eq!(read(text).0, ["A", "B1", "C", "D"]);
        assert_eq!(read("# T\n\n## 1. References\n\n1. First\n2. Second\n").0, ["1", "2"]);
    }

    #[test]
    fn citations_in_every_form() {
        let text = "# T\n\nSee [[A](#a)], [[B]](#b), \\[[C](#c)\\], [RFC8322] and [RFC 791](#d), not a[i] or [x](y) or `[E]`.\n";
        assert_eq!(read(text).1, ["A", "B", "C", "RFC8322"]);
    }
}
