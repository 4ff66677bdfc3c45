//! How the cover says that the document is to be cited, taken apart.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Document, NodeId, NodeKind, Visible, visible};
use crate::source::TextRange;

use super::cover::{DatePart, Part};
use super::date::dates;
use super::label::LabelKind;
use super::outline::Outline;

/// What stands below the label `Citation format`.
#[derive(Debug, Clone, Default)]
pub struct CitationFormat {
    /// The label.
    pub label: TextRange,
    /// From the tag, or what comes first without one, to the end.
    pub range: TextRange,
    /// `JADN-v1.0`, its brackets left out.
    pub tag: Option<Part>,
    /// The title.
    pub title: Option<Part>,
    /// The title stands in italics.
    pub italic: bool,
    /// The names behind `Edited by`, as they are written.
    pub editors: Option<Part>,
    /// Each of the names.
    pub names: Vec<Part>,
    /// The date, or what stands in its place.
    pub date: Option<DatePart>,
    /// `OASIS Committee Specification 01`.
    pub stage: Option<Part>,
    /// Address of this stage.
    pub uri: Option<Part>,
    /// `Latest stage` or `Latest version`.
    pub latest_label: Option<Part>,
    /// Address of the latest stage.
    pub latest: Option<Part>,
    /// It ends with a full stop.
    pub closed: bool,
}

static INTRODUCTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*When\s+referencing\s+this\b.{0,40}?\bcitation\s+format\s+should\s+be\s+used\s*[:.]?")
        .expect("valid pattern")
});

static TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*\[\s*(?P<tag>[^\[\]]{1,80}?)\s*\]").expect("valid pattern"));

static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("[\"\u{201c}]([^\"\u{201c}\u{201d}]{3,300})[\"\u{201d}]").expect("valid pattern"));

static EDITED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\bedited\s+by\s*:?\s+").expect("valid pattern"));

/// What authors write in place of a date that is still to come, or of a day.
static NO_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)\.\s+(?P<date>
            (?:(?i:dd|xx|tbd|date)\b|\[|\$|%|[A-Z][a-z]+\s+\d{1,2},?\s+\d{4}|\d{1,2}\s|(?:January|February|March|April
              |May|June|July|August|September|October|November|December)\b)[^.]{0,40})",
    )
    .expect("valid pattern")
});

static STAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)\b(?:
            (?:OASIS\s+)?(?:(?:Committee|Project)\s+(?:Specification|Note)(?:\s+Public\s+Review)?(?:\s+Draft)?
              |Technical\s+Report(?:\s+Draft)?|Working\s+Draft|Approved\s+Errata)
            (?:\s+\d+)?(?:\s*/\s*Public\s+Review\s+Draft(?:\s+\d+)?)?
          |OASIS\s+(?:Candidate\s+(?:OASIS\s+)?)?Standard(?:\s+\d+)?)\b",
    )
    .expect("valid pattern")
});

static URL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"https?://[^\s<>\\]+").expect("valid pattern"));

static LATEST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?P<label>latest\s+(?:stage|version))\s*[:.]?").expect("valid pattern"));

static NAME_END: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s*(?:,|;|&|\band\b)\s*").expect("valid pattern"));

/// What may stand behind a comma and is no name.
const SUFFIXES: [&str; 6] = ["jr", "sr", "ii", "iii", "ed", "eds"];

/// The paragraphs below the label as one text, led back to the source.
struct Joined {
    text: String,
    parts: Vec<(usize, Visible)>,
}

impl Joined {
    fn new(document: &Document, blocks: &[NodeId], text: &str) -> Self {
        let mut joined = Self { text: String::new(), parts: Vec::new() };
        let nodes = blocks.iter().flat_map(|&block| std::iter::once(block).chain(document.descendants(block)));
        for node in nodes.filter(|&node| *document.kind(node) == NodeKind::Paragraph) {
            let seen = visible(document, node, text);
            if !joined.text.is_empty() {
                joined.text.push('\n');
            }
            joined.parts.push((joined.text.len(), seen));
            if let Some((_, seen)) = joined.parts.last() {
                joined.text.push_str(&seen.text);
            }
        }
        joined
    }

    /// The source of a range, as far as it lies in one paragraph.
    fn source(&self, range: Range<usize>) -> TextRange {
        let index = self.parts.partition_point(|(at, _)| *at <= range.start);
        let Some((at, seen)) = index.checked_sub(1).and_then(|index| self.parts.get(index)) else {
            return TextRange::empty(0);
        };
        let start = (range.start - at).min(seen.text.len());
        let end = range.end.saturating_sub(*at).clamp(start, seen.text.len());
        seen.source(start..end)
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// A range without white space and the characters of `trim` at its ends.
    fn part(&self, range: Range<usize>, trim: &[char]) -> Option<(Part, Range<usize>)> {
        let outer = |c: char| c.is_whitespace() || trim.contains(&c);
        let slice = self.slice(range.clone());
        let start = range.start + slice.len() - slice.trim_start_matches(outer).len();
        let inner = slice.trim_matches(outer);
        let at = start..start + inner.len();
        let text = inner.split_whitespace().collect::<Vec<_>>().join(" ");
        (!inner.is_empty()).then(|| (Part { text, range: self.source(at.clone()) }, at))
    }
}

impl CitationFormat {
    /// Reads the citation of a cover.
    #[must_use]
    pub fn new(document: &Document, outline: &Outline, text: &str) -> Option<Self> {
        let is_citation = |kind| kind == LabelKind::CitationFormat;
        let section =
            outline.sections.iter().find(|s| s.label.as_ref().is_some_and(|label| is_citation(label.kind)))?;
        let joined = Joined::new(document, &section.blocks, text);
        let mut citation = Self { label: section.text_range, ..Self::default() };
        let start = INTRODUCTION.find(&joined.text).map_or(0, |found| found.end());
        let (whole, at) = joined.part(start..joined.text.len(), &[])?;
        let last = joined.part(at.end.saturating_sub(1)..at.end, &[]).map_or(whole.range, |(part, _)| part.range);
        citation.range = whole.range.cover(last);
        citation.closed = whole.text.ends_with('.');
        let after_tag = citation.read_tag(&joined, start);
        let after_title = citation.read_title(document, &section.blocks, &joined, after_tag, text);
        citation.read_rest(&joined, after_title);
        Some(citation)
    }

    fn read_tag(&mut self, joined: &Joined, start: usize) -> usize {
        let Some(found) = TAG.captures(joined.slice(start..joined.text.len())) else { return start };
        let (Some(whole), Some(tag)) = (found.get(0), found.name("tag")) else { return start };
        self.tag = joined.part(start + tag.start()..start + tag.end(), &[]).map(|(part, _)| part);
        start + whole.end()
    }

    /// The first words in italics, else in quotation marks, else what stands before `Edited by`.
    fn read_title(
        &mut self,
        document: &Document,
        blocks: &[NodeId],
        joined: &Joined,
        start: usize,
        text: &str,
    ) -> usize {
        let rest = joined.slice(start..joined.text.len());
        let mut nodes = blocks.iter().flat_map(|&block| document.descendants(block));
        if let Some(node) = nodes.find(|&node| *document.kind(node) == NodeKind::Emphasis) {
            let seen = visible(document, node, text);
            let shown = seen.text.trim_end_matches(|c: char| c.is_whitespace() || c == '.');
            let plain = seen.text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.title = Some(Part { text: plain, range: document.range(node) });
            self.italic = true;
            return rest.find(shown).map_or(start, |at| start + at + shown.len());
        }
        let edited = EDITED.find(rest).map(|found| found.start());
        if let Some(quoted) = QUOTED.captures(rest).and_then(|found| found.get(1))
            && edited.is_none_or(|edited| quoted.start() < edited)
        {
            self.title = joined.part(start + quoted.start()..start + quoted.end(), &['.', ',']).map(|(part, _)| part);
            return start + quoted.end();
        }
        let Some(edited) = edited else { return start };
        self.title = joined.part(start..start + edited, &['.', ',']).map(|(part, _)| part);
        start + edited
    }

    fn read_rest(&mut self, joined: &Joined, from: usize) {
        let rest = joined.slice(from..joined.text.len());
        let moved = |range: Range<usize>| from + range.start..from + range.end;
        let latest = LATEST.captures_iter(rest).last();
        let latest_at = latest.as_ref().and_then(|found| found.get(0)).map(|found| found.range());
        if let Some(label) = latest.as_ref().and_then(|found| found.name("label")) {
            self.latest_label = joined.part(moved(label.range()), &[]).map(|(part, _)| part);
        }
        let mut first_url = None;
        for found in URL.find_iter(rest) {
            let url = joined.part(moved(found.range()), &['.', ',', ';', ')', ']']).map(|(part, _)| part);
            if latest_at.as_ref().is_some_and(|latest| found.start() >= latest.end) {
                self.latest = self.latest.take().or(url);
            } else if first_url.is_none() {
                first_url = Some(found.start());
                self.uri = url;
            }
        }
        let addresses = first_url.into_iter().chain(latest_at.map(|at| at.start)).min().unwrap_or(rest.len());
        let before = rest.get(..addresses).unwrap_or(rest);
        let stage = STAGE.find(before).map(|found| found.range());
        self.stage = stage.clone().and_then(|stage| joined.part(moved(stage), &[])).map(|(part, _)| part);
        let date = dates(before).into_iter().next();
        let names_end = [date.as_ref().map(|date| date.range.start), stage.as_ref().map(|stage| stage.start)];
        let mut end = names_end.into_iter().flatten().chain([before.len()]).min().unwrap_or(0);
        if let Some(date) = date {
            let text = before.get(date.range.clone()).unwrap_or_default().to_owned();
            let range = joined.source(moved(date.range));
            self.date = Some(DatePart { text, range, date: date.date, canonical: date.canonical });
        } else if let Some(stub) = before.get(..end).and_then(|text| NO_DATE.captures(text)?.name("date")) {
            let part = joined.part(moved(stub.range()), &['.', ',']).map(|(part, _)| part);
            self.date = part.map(|part| DatePart { text: part.text, range: part.range, date: None, canonical: false });
            end = stub.start();
        }
        if let Some(edited) = EDITED.find(before).filter(|edited| edited.end() <= end) {
            self.read_names(joined, from + edited.end()..from + end);
        }
    }

    fn read_names(&mut self, joined: &Joined, range: Range<usize>) {
        let Some((list, at)) = joined.part(range, &['.', ',']) else { return };
        self.editors = Some(list);
        let shown = joined.slice(at.clone());
        let mut start = 0;
        let ends =
            NAME_END.find_iter(shown).map(|found| found.range()).chain(std::iter::once(shown.len()..shown.len()));
        for end in ends {
            if let Some((name, _)) = joined.part(at.start + start..at.start + end.start, &[]) {
                let folded = name.text.trim_matches(['.', '(', ')']).to_ascii_lowercase();
                if !SUFFIXES.contains(&folded.as_str()) {
                    self.names.push(name);
                }
            }
            start = end.end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work_product::from_text;

    fn read(citation: &str) -> CitationFormat {
        let text = format!("# T\n\n#### Citation format:\n{citation}\n\n# 1 Introduction\n\nText.\n");
        from_text("a.md", text, None).unwrap().citation.unwrap()
    }

    fn shown(part: Option<&Part>) -> &str {
        part.map_or("", |part| &part.text)
    }

    #[test]
    fn the_form_of_the_templates() {
        let read = read(
            "When referencing this specification the following citation format should be used:\n\n**[Kites-v1.2]**\n\n\
             _Kites Version 1.2_. Edited by Dr. Ada Marlowe, Jo van Rao,and T. Lindqvist. 05 March 2026. OASIS Committee \
             Specification 02. https://example.org/cs02/kites.html. Latest stage: https://example.org/kites.html.",
        );
        assert_eq!((shown(read.tag.as_ref()), shown(read.title.as_ref())), ("Kites-v1.2", "Kites Version 1.2"));
        let names: Vec<&str> = read.names.iter().map(|name| name.text.as_str()).collect();
        assert_eq!(names, ["Dr. Ada Marlowe", "Jo van Rao", "T. Lindqvist"]);
        assert_eq!(read.date.as_ref().map(|date| date.text.as_str()), Some("05 March 2026"));
        assert_eq!(shown(read.stage.as_ref()), "OASIS Committee Specification 02");
        assert_eq!(shown(read.uri.as_ref()), "https://example.org/cs02/kites.html");
        assert_eq!((shown(read.latest_label.as_ref()), read.closed, read.italic), ("Latest stage", true, true));
        assert_eq!(shown(read.latest.as_ref()), "https://example.org/kites.html");
    }

    #[test]
    fn dates_still_to_come_end_the_names() {
        let read =
            read("[Kites] _Kites_. Edited by A. Marlowe. DD MONTH 2026. OASIS Standard. https://example.org/k.html");
        assert_eq!(shown(read.editors.as_ref()), "A. Marlowe");
        assert_eq!(read.date.map(|date| (date.text, date.date)), Some(("DD MONTH 2026".to_owned(), None)));
        assert_eq!((shown(read.stage.as_ref()), read.closed), ("OASIS Standard", false));
    }

    #[test]
    fn other_styles() {
        let quoted = read("- [Kites] \"Kites, Version 1.2\", OASIS Committee Note Draft 04, 24 May 2026.");
        assert_eq!(shown(quoted.title.as_ref()), "Kites, Version 1.2");
        assert_eq!(shown(quoted.stage.as_ref()), "OASIS Committee Note Draft 04");
        assert!(quoted.names.is_empty() && quoted.date.is_some() && !quoted.italic);
        let empty = from_text("a.md", "# T\n\n#### Citation format:\n\n# 1 A\n".to_owned(), None).unwrap();
        assert!(empty.citation.is_none());
    }
}
