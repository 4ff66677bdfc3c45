//! The bibliography: lists of references, their entries, and the citations of them.

mod citations;
mod entries;
mod lists;
mod mentions;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::Document;
use crate::source::TextRange;

use super::anchors::Anchors;
use super::links::Link;
use super::outline::Outline;

pub use lists::{List, ListKind};
pub use mentions::mentions;

/// Lists, entries and citations of a document.
#[derive(Debug, Clone, Default)]
pub struct References {
    /// Sections of the outline that list references, and what lies below them.
    pub sections: Vec<usize>,
    /// The headings that open a list.
    pub lists: Vec<List>,
    /// The entries, in order.
    pub entries: Vec<ReferenceEntry>,
    /// The citations, in order.
    pub citations: Vec<Citation>,
    /// Some of the entries have numbers for tags.
    numbered: bool,
    by_tag: HashMap<String, usize>,
    by_anchor: HashMap<String, usize>,
    by_rfc: HashMap<u32, usize>,
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
    /// Index of the list it stands in.
    pub list: usize,
    /// What the list says of it.
    pub kind: Option<ListKind>,
    /// Anchors that lead to it.
    pub ids: Vec<String>,
}

/// A citation in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The tag without brackets; the text of a link without brackets.
    pub tag: String,
    /// Bytes of the tag.
    pub range: TextRange,
    /// The tag stands in brackets.
    pub bracketed: bool,
    /// Index of the link it is, if it is one.
    pub link: Option<usize>,
    /// Where it leads, if it is a link.
    pub fragment: Option<String>,
    /// The entry its tag names.
    pub by_tag: Option<usize>,
    /// The entry its link leads to.
    pub by_anchor: Option<usize>,
}

/// `[R2]`, `[MQTT-SN-3.2.2.4-1]`: identifiers of requirements look like tags.
static REQUIREMENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:(?:CR)?[RDO]\d+|.*-\d+(?:\.\d+)+-\d+|REQ[-_ ]?.*)$").expect("valid pattern"));

static RFC_TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^\[?(?:IETF[ -]?)?RFC[ -]?0*(\d{1,5})\]?$").expect("valid pattern"));

static RFC_ADDRESS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)/rfc0*(\d{1,5})\b").expect("valid pattern"));

/// A tag as it is compared: case, white space and punctuation make no difference.
#[must_use]
pub fn folded(tag: &str) -> String {
    tag.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The number of the RFC that a text is the name of: `RFC 2119`, `[RFC0791]`.
#[must_use]
pub fn rfc_number(tag: &str) -> Option<u32> {
    RFC_TAG.captures(tag.trim())?.get(1)?.as_str().parse().ok()
}

impl References {
    /// Reads the reference lists and the citations of a document.
    #[must_use]
    pub fn new(document: &Document, outline: &Outline, anchors: &Anchors, links: &[Link], text: &str) -> Self {
        let (lists, list_of) = lists::lists(outline);
        let mut references = Self { lists, ..Self::default() };
        let mut reader =
            entries::Reader { document, outline, anchors, text, lists: &references.lists, entries: Vec::new() };
        for (section, list) in list_of.into_iter().enumerate() {
            if let Some(list) = list {
                references.sections.push(section);
                reader.section(section, list);
            }
        }
        references.entries = reader.entries;
        references.entries.sort_by_key(|entry| entry.tag_range);
        references.index(text);
        let mut citations = citations::citations(document, links, &references, text);
        let own: HashSet<TextRange> = references.entries.iter().map(|entry| entry.tag_range).collect();
        citations.retain(|citation| !own.contains(&citation.range));
        references.citations = citations;
        references
    }

    fn index(&mut self, text: &str) {
        self.numbered = self.entries.iter().any(ReferenceEntry::is_numeric);
        for (index, entry) in self.entries.iter().enumerate() {
            self.by_tag.entry(folded(&entry.tag)).or_insert(index);
            for id in &entry.ids {
                self.by_anchor.entry(id.to_lowercase()).or_insert(index);
            }
            let slice = text.get(entry.range.as_usize()).unwrap_or_default();
            let addresses = RFC_ADDRESS.captures_iter(slice).filter_map(|found| found.get(1)?.as_str().parse().ok());
            for number in rfc_number(&entry.tag).into_iter().chain(addresses) {
                self.by_rfc.entry(number).or_insert(index);
            }
        }
    }

    /// The entry with this tag.
    #[must_use]
    pub fn entry_of_tag(&self, tag: &str) -> Option<usize> {
        self.by_tag.get(&folded(tag)).copied()
    }

    /// The entry a fragment leads to, whatever its case.
    #[must_use]
    pub fn entry_of_anchor(&self, fragment: &str) -> Option<usize> {
        self.by_anchor.get(&fragment.to_lowercase()).copied()
    }

    /// The entry of an RFC, by its tag or by an address in it.
    #[must_use]
    pub fn entry_of_rfc(&self, number: u32) -> Option<usize> {
        self.by_rfc.get(&number).copied()
    }

    /// Whether the lists hold the work that a tag names, under this tag or another.
    #[must_use]
    pub fn defines(&self, tag: &str) -> bool {
        self.entry_of_tag(tag).is_some() || rfc_number(tag).is_some_and(|number| self.entry_of_rfc(number).is_some())
    }
}

impl ReferenceEntry {
    /// The entry stands in a numbered list.
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        self.tag.bytes().all(|b| b.is_ascii_digit())
    }

    /// What stands for a tag is the address of the work.
    #[must_use]
    pub fn is_address(&self) -> bool {
        self.tag.contains("://")
    }

    /// Bytes of the entry behind its tag and the brackets and emphasis that close it.
    #[must_use]
    pub fn body(&self, text: &str) -> TextRange {
        let whole = TextRange { start: self.tag_range.end, end: self.range.end.max(self.tag_range.end) };
        let slice = text.get(whole.as_usize()).unwrap_or_default();
        let closed = slice.trim_start_matches(['\\', ']']);
        let body = ["**", "__"].into_iter().find_map(|marks| closed.strip_prefix(marks)).unwrap_or(closed).trim_start();
        let from = slice.len() - body.len();
        whole.inside(from..from + body.trim_end().len())
    }
}

impl Citation {
    /// The tag names a requirement of the document, not a publication.
    #[must_use]
    pub fn is_requirement(&self) -> bool {
        REQUIREMENT.is_match(&self.tag)
    }

    /// The entry it cites: the one its tag names, else the one it leads to.
    #[must_use]
    pub fn entry(&self) -> Option<usize> {
        self.by_tag.or(self.by_anchor)
    }
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
        let text = "# T\n\nSee [[A](#a)], [[B]](#b), \\[[C](#c)\\], [RFC8322] and [RFC 791](#d), [RFC 2045 section 6.8], not [E, F], a[i] or [x](y) or `[E]`.\n";
        assert_eq!(read(text).1, ["A", "B", "C", "RFC8322", "RFC 791", "RFC 2045"]);
    }

    #[test]
    fn citations_know_the_entries_they_name_and_reach() {
        let text = "# T\n\nSee [[A](#b)], [the book](#b), [2] and [1, 3], not a[1].\n\n## 1. References\n\n\
            **[A]** <a id=\"a\"></a>x\n\n<a id=\"b\"></a>\n\n**[B]** y\n\nmore y\n\n1. One\n2. Two\n";
        let work = from_text("a.md", text.to_owned(), None).unwrap();
        let known: Vec<_> = work.references.citations.iter().map(|c| (c.tag.as_str(), c.by_tag, c.by_anchor)).collect();
        let expected = [
            ("A", Some(0), Some(1)),
            ("the book", None, Some(1)),
            ("2", Some(3), None),
            ("1", Some(2), None),
            ("3", None, None),
        ];
        assert_eq!(known, expected);
        let entry = &work.references.entries[1];
        assert_eq!(work.slice(entry.body(work.text())), "y\n\nmore y");
        assert!(work.references.defines("[a]") && !work.references.defines("C"));
    }

    #[test]
    fn definitions_list_references_without_brackets() {
        let text = "# T\n\n## 1. Normative References\n\nRFC2119\n:   Bradner\n\n## 2. References Type\n\n[X] y\n";
        assert_eq!(read(text).0, ["RFC2119"]);
    }
}
