//! Headings as sections: numbers, levels, roles, bodies.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Document, NodeId, NodeKind, visible};
use crate::source::{TextRange, collapsed};

use super::label::{Label, LabelKind};

/// All headings of a document, in order.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// The sections.
    pub sections: Vec<Section>,
    /// Markdown level of the top numbered sections: 1 in Technical Committee templates, 2 in `CoSAI`'s.
    pub base_level: u8,
    /// Index of the title.
    pub title: Option<usize>,
    /// Index of the table of contents.
    pub contents: Option<usize>,
}

/// A heading with what stands below it.
#[derive(Debug, Clone)]
pub struct Section {
    /// The heading.
    pub node: NodeId,
    /// Bytes of the heading.
    pub range: TextRange,
    /// Markdown level, 1 to 6.
    pub level: u8,
    /// Section level as the template counts it, from 1; 0 where the heading is no section.
    pub depth: u8,
    /// What the heading is for.
    pub role: Role,
    /// The cover label or role list it names, if any.
    pub label: Option<Label>,
    /// Visible text, white space collapsed.
    pub text: String,
    /// Visible text without number and keyword.
    pub title: String,
    /// Bytes of the inlines, without `#` and attributes.
    pub text_range: TextRange,
    /// The number written before the title.
    pub number: Option<Number>,
    /// From the end of the heading to the next heading of any level.
    pub body: TextRange,
    /// From the start of the heading to the next heading of the same or a higher level.
    pub extent: TextRange,
    /// Blocks between this heading and the next.
    pub blocks: Vec<NodeId>,
    /// The section this one belongs to.
    pub parent: Option<usize>,
}

/// What a heading is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The title of the document.
    Title,
    /// `OASIS Committee Note` and the like, above the title.
    Banner,
    /// A line of the cover page: stage, date, a label.
    Cover,
    /// The table of contents.
    Contents,
    /// A section of the body.
    Section,
    /// An appendix or annex, or a part of one.
    Appendix,
    /// `###### [RFC2119]`: an entry of a reference list.
    ReferenceEntry,
    /// `###### Table 1-1. Title`: a caption.
    Caption,
}

/// The number of a section as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// `Appendix` or `Annex`, if written.
    pub keyword: Option<String>,
    /// The components: `A.1` is `["A", "1"]`.
    pub parts: Vec<String>,
    /// What stands between number and title: `.`, `:`, `-` or nothing.
    pub separator: String,
    /// Bytes of number and separator, keyword included.
    pub range: TextRange,
}

impl Number {
    /// `2.1`, without keyword and separator.
    #[must_use]
    pub fn dotted(&self) -> String {
        self.parts.join(".")
    }

    /// Whether the first component is a letter or the keyword says appendix or annex.
    #[must_use]
    pub fn is_appendix(&self) -> bool {
        self.keyword.is_some() || self.parts.first().is_some_and(|p| p.starts_with(char::is_alphabetic))
    }
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:(?P<keyword>(?i:appendix|annex))\s+(?P<after>[A-Z]|\d{1,3})(?P<rest>(?:\.\d{1,3})*)
          |(?P<digits>\d{1,3}(?:\.\d{1,3})*)
          |(?P<letter>[A-Z](?:\.\d{1,3})+))
          (?P<separator>\s*[.:)]|\s+[-\u{2013}\u{2014}])?(?:\s+|$)",
    )
    .expect("valid pattern")
});

static DATE_LIKE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\d{1,2}[\s-]+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b").expect("valid pattern")
});

static REFERENCE_ENTRY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\[[^\]]+\]$").expect("valid pattern"));

static CAPTION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:Figure|Fig\.|Table|Listing|Example)\s+[\dA-Z]").expect("valid pattern"));

static BANNER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^OASIS (?:Committee|Project) Note$").expect("valid pattern"));

/// Deepest Markdown level a numbered top section may have and still set the base.
const MAX_BASE: u8 = 3;

impl Outline {
    /// Reads the headings at the top level of `document`.
    #[must_use]
    pub fn new(document: &Document, text: &str) -> Self {
        let mut outline = Self { sections: headings(document, text), ..Self::default() };
        outline.find_title();
        outline.contents = outline.sections.iter().position(|s| {
            s.title.trim_start_matches(['[', ' ']).eq_ignore_ascii_case("table of contents")
                || s.title.eq_ignore_ascii_case("contents")
        });
        outline.drop_counts();
        outline.base_level = outline.base();
        outline.assign_roles();
        outline.assign_extents(text.len());
        outline
    }

    /// A logo right above `---` is a heading without text; like a banner, it is passed over.
    fn find_title(&mut self) {
        let first = self.sections.iter().position(|s| !s.text.is_empty() && !BANNER.is_match(&s.text));
        self.title = first.filter(|&i| self.sections[i].level == 1 && self.sections[i].number.is_none());
    }

    /// `18 Control Domains` counts; it is not section 18.
    fn drop_counts(&mut self) {
        let is_single = |s: &Section| {
            s.level <= MAX_BASE && s.number.as_ref().is_some_and(|n| n.parts.len() == 1 && n.keyword.is_none())
        };
        let bare = |s: &Section| s.number.as_ref().is_some_and(|n| n.separator.is_empty());
        let singles = self.sections.iter().filter(|s| is_single(s)).count();
        let bare_ones = self.sections.iter().filter(|s| is_single(s) && bare(s)).count();
        if bare_ones == 0 || (bare_ones * 2 > singles && singles > 1) {
            return;
        }
        let mut last = 0;
        for section in self.sections.iter_mut().filter(|s| is_single(s)) {
            let value = section.number.as_ref().and_then(|n| n.parts.first()?.parse::<u32>().ok()).unwrap_or(0);
            if bare(section) && value != last + 1 {
                section.number = None;
                section.title.clone_from(&section.text);
            } else {
                last = value;
            }
        }
    }

    /// The number of a section, where it is one: `#### 1. Preparation` below 1.3.2 counts steps.
    #[must_use]
    pub fn section_number(&self, index: usize) -> Option<&Number> {
        let section = self.sections.get(index)?;
        let number = section.number.as_ref()?;
        let counts_steps = number.parts.len() == 1 && number.keyword.is_none() && section.level != self.base_level;
        (matches!(section.role, Role::Section | Role::Appendix) && !counts_steps).then_some(number)
    }

    fn base(&self) -> u8 {
        let numbered = self.sections.iter().filter(|s| {
            s.level <= MAX_BASE && s.number.as_ref().is_some_and(|n| n.parts.len() == 1 && n.keyword.is_none())
        });
        if let Some(base) = numbered.map(|s| s.level).min() {
            return base;
        }
        let cover_end = self.contents.unwrap_or(0);
        let body = self.sections.iter().enumerate().filter(|(i, s)| {
            Some(*i) != self.title && *i >= cover_end && Some(*i) != self.contents && s.label.is_none()
        });
        body.map(|(_, s)| s.level).min().unwrap_or(1)
    }

    /// Index of the first section of the body.
    #[must_use]
    pub fn first_body(&self) -> usize {
        let numbered = |s: &Section| s.level == self.base_level && s.number.as_ref().is_some_and(|n| !n.is_appendix());
        let from = self.contents.map_or(0, |i| i + 1);
        let first = self.sections.iter().skip(from).position(numbered).map(|i| i + from);
        let opening = |s: &Section| {
            let title = s.title.to_ascii_lowercase();
            ["introduction", "scope", "executive summary"].contains(&title.as_str())
        };
        let named = self.sections.iter().skip(from).position(opening).map(|i| i + from);
        let start = [first, named].into_iter().flatten().min();
        start.or(self.contents.map(|contents| contents + 1)).unwrap_or_else(|| self.behind_cover())
    }

    /// Where nothing else tells the body from the cover: the first section that is no label. Where the cover stands
    /// in a file of its own, its stage and date are no sections either.
    fn behind_cover(&self) -> usize {
        let of_cover = |kind: LabelKind| kind.is_stage() || kind == LabelKind::TechnicalCommittee;
        let covers = |s: &Section| s.label.as_ref().is_some_and(|label| of_cover(label.kind));
        let covered = self.sections.iter().rposition(covers).map_or(0, |index| index + 1);
        let mut rest = self.sections.iter().skip(covered);
        let first = rest.position(|s| s.role != Role::Title && s.label.is_none());
        first.map_or(self.sections.len(), |index| index + covered)
    }

    fn assign_roles(&mut self) {
        let first_body = self.first_body();
        let (base, title, contents) = (self.base_level, self.title, self.contents);
        let mut appendix_level = None;
        for (index, section) in self.sections.iter_mut().enumerate() {
            section.role = if Some(index) == title {
                Role::Title
            } else if Some(index) == contents {
                Role::Contents
            } else if BANNER.is_match(&section.text) {
                Role::Banner
            } else if REFERENCE_ENTRY.is_match(&section.text) {
                Role::ReferenceEntry
            } else if CAPTION.is_match(&section.text) {
                Role::Caption
            } else if index < first_body {
                Role::Cover
            } else {
                if appendix_level.is_some_and(|level| section.level <= level) {
                    appendix_level = None;
                }
                if section.starts_appendix() {
                    appendix_level.get_or_insert(section.level);
                }
                if appendix_level.is_some() { Role::Appendix } else { Role::Section }
            };
            if matches!(section.role, Role::Section | Role::Appendix) {
                section.depth = (section.level + 1).saturating_sub(base).max(1);
            }
        }
    }

    fn assign_extents(&mut self, len: usize) {
        let starts: Vec<(u8, u32)> = self.sections.iter().map(|s| (s.level, s.range.start)).collect();
        let mut above: Vec<usize> = Vec::new();
        let mut ends = vec![u32::try_from(len).unwrap_or(u32::MAX); starts.len()];
        for (index, &(level, start)) in starts.iter().enumerate() {
            while let Some(&last) = above.last() {
                if starts[last].0 < level {
                    break;
                }
                ends[last] = start;
                above.pop();
            }
            self.sections[index].parent = above.last().copied();
            above.push(index);
        }
        for (section, end) in self.sections.iter_mut().zip(ends) {
            section.extent = TextRange { start: section.range.start, end };
        }
    }

    /// The sections that belong directly to `index`.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.sections[index].extent.end;
        (index + 1..self.sections.len())
            .take_while(move |&i| self.sections[i].range.start < end)
            .filter(move |&i| self.sections[i].parent == Some(index))
    }

    /// The section that holds a byte offset.
    #[must_use]
    pub fn section_at(&self, offset: u32) -> Option<usize> {
        self.sections.partition_point(|s| s.range.start <= offset).checked_sub(1)
    }

    /// The sections of body and appendices, with their indices.
    pub fn body(&self) -> impl Iterator<Item = (usize, &Section)> {
        let in_body = |s: &Section| matches!(s.role, Role::Section | Role::Appendix);
        self.sections.iter().enumerate().filter(move |(_, s)| in_body(s))
    }
}

static TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\*?(?:Figure|Table|Example|Listing)\b").expect("valid pattern"));

impl Section {
    /// A caption or the id of a requirement, a heading only to get an anchor.
    #[must_use]
    pub fn is_tag(&self) -> bool {
        let word = || !self.text.contains(' ') && !self.text.starts_with(char::is_uppercase);
        let shouted = || !self.text.contains(' ') && !self.text.contains(char::is_lowercase);
        let bracketed = self.level >= 4 && self.text.starts_with('[');
        let below = self.level >= 5 && (TAG.is_match(&self.text) || shouted());
        self.number.is_none() && (bracketed || below || (self.level == 6 && word()))
    }

    fn starts_appendix(&self) -> bool {
        self.number.as_ref().is_some_and(Number::is_appendix)
            || self.title.eq_ignore_ascii_case("appendix")
            || self.title.eq_ignore_ascii_case("appendices")
    }
}

fn headings(document: &Document, text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for node in document.blocks() {
        let NodeKind::Heading { level, .. } = *document.kind(node) else {
            if let Some(section) = sections.last_mut() {
                section.blocks.push(node);
            }
            continue;
        };
        let range = document.range(node);
        if let Some(section) = sections.last_mut() {
            section.body.end = range.start;
        }
        sections.push(section(document, node, level, text));
    }
    sections
}

fn section(document: &Document, node: NodeId, level: u8, text: &str) -> Section {
    let range = document.range(node);
    let seen = visible(document, node, text);
    let shown = seen.text.trim();
    let lead = seen.text.len() - seen.text.trim_start().len();
    let words = collapsed(shown).into_owned();
    let captures = NUMBER.captures(shown).filter(|_| !DATE_LIKE.is_match(shown));
    let (number, title) = match captures {
        Some(found) => {
            let end = found.get(0).map_or(0, |m| m.end());
            let keyword = found.name("keyword").map(|m| m.as_str().to_owned());
            let dotted = match (found.name("after"), found.name("digits").or(found.name("letter"))) {
                (Some(after), _) => format!("{}{}", after.as_str(), found.name("rest").map_or("", |m| m.as_str())),
                (None, Some(digits)) => digits.as_str().to_owned(),
                (None, None) => String::new(),
            };
            let written = shown[..end].trim_end().len();
            let number = Number {
                keyword,
                parts: dotted.split('.').map(str::to_owned).collect(),
                separator: found.name("separator").map_or(String::new(), |m| m.as_str().trim().to_owned()),
                range: seen.source(lead..lead + written),
            };
            (Some(number), shown[end..].to_owned())
        }
        None => (None, shown.to_owned()),
    };
    let title = collapsed(&title).into_owned();
    let inlines = document.children(node).map(|child| document.range(child));
    let text_range = inlines.reduce(TextRange::cover).unwrap_or(TextRange::empty(range.end as usize));
    Section {
        node,
        range,
        level,
        depth: 0,
        role: Role::Section,
        label: Label::of_heading(&title),
        text: words,
        title,
        text_range,
        number,
        body: TextRange::new(range.end as usize, text.len()),
        extent: range,
        blocks: Vec::new(),
        parent: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;

    fn outline(text: &str) -> Outline {
        Outline::new(&parse(text).unwrap(), text)
    }

    fn numbers(text: &str) -> Vec<Option<String>> {
        let outline = outline(text);
        (0..outline.sections.len()).map(|index| outline.section_number(index).map(Number::dotted)).collect()
    }

    #[test]
    fn numbers_in_every_spelling() {
        let text = "# T\n\n## 1\\. A\n\n### **1.1. B**\n\n### 1.2 C\n\n## Appendix A. D\n\n### A.1 E\n\n## Annex B F\n\n## Appendix 1 G\n";
        let read: Vec<String> = numbers(text).into_iter().flatten().collect();
        assert_eq!(read, ["1", "1.1", "1.2", "A", "A.1", "B", "1"]);
    }

    #[test]
    fn dates_counts_and_steps_are_no_numbers() {
        assert_eq!(numbers("# T\n\n## 30 November 2021\n\n## 1. A\n"), [None, None, Some("1".to_owned())]);
        assert_eq!(numbers("# T\n\n## 1. A\n\n## 18 Domains\n")[2], None);
        assert_eq!(numbers("# T\n\n## 1. A\n\n#### 1. Step\n")[2], None);
    }

    #[test]
    fn levels_count_from_the_first_numbered_one() {
        let depths = |text: &str| outline(text).sections.iter().map(|s| s.depth).collect::<Vec<_>>();
        assert_eq!(depths("# T\n\n## 1. A\n\n### 1.1. B\n"), [0, 1, 2]);
        assert_eq!(depths("# 1 A\n\n## 1.1 B\n"), [1, 2]);
    }
}
