//! The parts of a document that demand nothing, because the document says so or by their nature.

use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Document, NodeKind};
use crate::profiles::Generation;
use crate::source::TextRange;

use super::outline::{Outline, Role, Section};
use super::passages::{Passage, PassageKind, Passages};

/// Why a part demands nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is the cover page.
    Cover,
    /// Its heading says so: `Use Cases (informative)`.
    Heading,
    /// It says so: `This section is non-normative.`
    Statement,
    /// It is an appendix; in the templates of 2025 only annexes make demands.
    Appendix,
    /// It is an example, and the document says that examples are informative.
    Example,
    /// It is a note, and the document says that notes are informative.
    Note,
    /// It is a comment of the form the document says is informative.
    Comment,
    /// It is a record: acknowledgements, history.
    Record,
}

/// That a part demands nothing, and where that is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Informative {
    /// Why.
    pub why: Why,
    /// Where it is said.
    pub range: TextRange,
}

/// What demands nothing, section by section, and what the document says of its examples, notes and comments.
#[derive(Debug, Clone, Default)]
pub struct InformativeParts {
    sections: Vec<Option<Informative>>,
    examples: Option<TextRange>,
    notes: Option<TextRange>,
    comments: Option<TextRange>,
}

static HINT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)normative|informative|informational|integral part").expect("valid pattern"));

/// What a section says of itself, in its first words.
static STATEMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^\W{0,3}(?:all\s)?(?:this|the)\s(?:(?:following\s)?(?:contents?|text|material|information)\s(?:in|of)\s(?:this|the)\s)?
          (?:(?:entire|whole|following|present)\s)?(?:sub-?)?(?:section|clause|chapter|appendix|annex)s?\b
          (?:\sand\s(?:all\s)?(?:of\s)?its\s(?:sub-?)?sections)?,?\s
          (?: (?P<apart>(?:does\snot\sform|is\snot)\san\sintegral\spart)
            | (?P<integral>(?:forms|is)\san\sintegral\spart)
            | (?:is|are|contains?|provides?|gives?|offers?)\s
              (?:(?:purely|strictly|only|entirely|wholly|solely|considered|for|to\sbe|as|intended|provided|included)\s){0,4}
              (?P<what>non-?\s?normative|not\snormative|informative|informational|normative)\b )",
    )
    .expect("valid pattern")
});

/// `Examples and notes in this document are informative only.`
static DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:examples|notes)\b[^.:]{0,80}\bare\s[^.:]{0,30}?(?:non-?normative|not normative|informative|informational)\b")
        .expect("valid pattern")
});

static COMMENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:informative|non-?normative) comments?\s*:\s*$").expect("valid pattern"));

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:[(\[]|\s[-\u{2013}\u{2014}]\s)\s*(?P<what>non-?\s?normative|not normative|informative|informational|normative)\s*[)\]]?$")
        .expect("valid pattern")
});

/// A heading that is no more than that.
static APART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:non-?\s?normative|informative)\s(?:comments?|notes?|text|examples?|guidance|information|content)$",
    )
    .expect("valid pattern")
});

static EXAMPLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*examples?\s*(?:\d+\s*)?(?:\([^)]{0,80}\)\s*)?(?:[:.]|$)").expect("valid pattern")
});

static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*notes?\s*(?:\d+\s*)?(?:to entry\s*)?(?:[:.\u{2013}\u{2014}-]|$)").expect("valid pattern")
});

/// Passages below a heading in which a section may speak of itself.
const FIRST_PASSAGES: usize = 2;

/// What a section says of itself.
#[derive(Debug, Clone, Copy)]
enum Said {
    Normative,
    Informative(Informative),
}

impl InformativeParts {
    /// Finds them.
    #[must_use]
    pub fn new(document: &Document, outline: &Outline, passages: &Passages, generation: Generation) -> Self {
        let mut parts = Self::default();
        let mut said: Vec<Option<Said>> = outline.sections.iter().map(of_heading).collect();
        parts.read(document, outline, passages, &mut said);
        for (index, section) in outline.sections.iter().enumerate() {
            let above = section.parent.and_then(|parent| parts.sections.get(parent).copied().flatten());
            let inherited = above.filter(|above| above.why != Why::Cover);
            let own = match said[index] {
                Some(Said::Normative) => None,
                Some(Said::Informative(here)) => Some(here),
                None => by_nature(section, generation).or(inherited),
            };
            parts.sections.push(own);
        }
        parts
    }

    /// Reads what the document says of its parts.
    fn read(&mut self, document: &Document, outline: &Outline, passages: &Passages, said: &mut [Option<Said>]) {
        let mut from = 0;
        while let Some(hit) = HINT.find_at(passages.text(), from) {
            let Some(passage) = passages.at(hit.start()) else { break };
            from = (passage.end() + 1).min(passages.text().len());
            if passage.kind == PassageKind::Paragraph {
                self.declared(document, passage);
                if let Some(section) = outline.section_at(passage.range.start)
                    && said[section].is_none()
                    && opens(outline, passages, passage, section)
                {
                    said[section] = of_statement(passage);
                }
            }
            if from == passages.text().len() {
                break;
            }
        }
    }

    fn declared(&mut self, document: &Document, passage: Passage<'_>) {
        if let Some(found) = DECLARATION.find(passage.text()) {
            let words = found.as_str().to_ascii_lowercase();
            let range = passage.source(found.range());
            if words.contains("examples") {
                self.examples.get_or_insert(range);
            }
            if words.contains("notes") {
                self.notes.get_or_insert(range);
            }
        }
        let before_quote = || {
            let next = document.next_sibling(passage.node);
            next.is_some_and(|next| matches!(document.kind(next), NodeKind::BlockQuote))
        };
        if let Some(found) = COMMENT.find(passage.text())
            && before_quote()
        {
            self.comments.get_or_insert(passage.source(found.range()));
        }
    }

    /// Why a section demands nothing, if it does not.
    #[must_use]
    pub fn of_section(&self, section: usize) -> Option<Informative> {
        self.sections.get(section).copied().flatten()
    }

    /// Why a passage demands nothing, be it for the section it stands in or for what it is itself.
    #[must_use]
    pub fn of_passage(&self, document: &Document, passage: Passage<'_>, section: Option<usize>) -> Option<Informative> {
        if let Some(informative) = section.and_then(|section| self.of_section(section)) {
            return Some(informative);
        }
        let in_quote = || document.ancestors(passage.node).any(|above| *document.kind(above) == NodeKind::BlockQuote);
        let said = |said: Option<TextRange>, why| said.map(|range| Informative { why, range });
        said(self.comments, Why::Comment)
            .filter(|_| in_quote())
            .or_else(|| said(self.examples, Why::Example).filter(|_| EXAMPLE.is_match(passage.text())))
            .or_else(|| said(self.notes, Why::Note).filter(|_| NOTE.is_match(passage.text())))
    }
}

/// Whether a passage is one of the first below its heading.
fn opens(outline: &Outline, passages: &Passages, passage: Passage<'_>, section: usize) -> bool {
    let first = passage.index.saturating_sub(FIRST_PASSAGES);
    let start = outline.sections[section].range.start;
    passages.get(first).is_none_or(|earlier| earlier.range.start <= start)
}

fn of_statement(passage: Passage<'_>) -> Option<Said> {
    let found = STATEMENT.captures(passage.text())?;
    let normative = found.name("integral").is_some()
        || found.name("what").is_some_and(|what| what.as_str().eq_ignore_ascii_case("normative"));
    let range = passage.source(found.get(0)?.range());
    Some(if normative { Said::Normative } else { Said::Informative(Informative { why: Why::Statement, range }) })
}

fn of_heading(section: &Section) -> Option<Said> {
    let informative = Said::Informative(Informative { why: Why::Heading, range: section.text_range });
    if APART.is_match(section.title.trim_end_matches(':')) {
        return Some(informative);
    }
    let what =
        TITLE.captures(&section.title).and_then(|found| found.name("what").map(|what| what.as_str().to_owned()))?;
    if what.eq_ignore_ascii_case("normative") {
        return Some(Said::Normative);
    }
    Some(informative)
}

/// Titles of records of the document's making.
const RECORDS: [&str; 7] = [
    "acknowledgments",
    "acknowledgements",
    "revision history",
    "change history",
    "document history",
    "change log",
    "changelog",
];

/// Deeper sections of these titles describe such records in data.
const MAX_RECORD_DEPTH: u8 = 2;

fn by_nature(section: &Section, generation: Generation) -> Option<Informative> {
    let title = section.title.to_lowercase();
    let appendix = || {
        let keyword = section.number.as_ref().and_then(|number| number.keyword.as_deref());
        generation == Generation::G3 && keyword.is_some_and(|keyword| keyword.eq_ignore_ascii_case("appendix"))
    };
    let record = || {
        RECORDS.contains(&title.as_str())
            || ["changes from", "changes since"].iter().any(|name| title.starts_with(name))
    };
    let why = match section.role {
        Role::Title | Role::Banner | Role::Cover => Why::Cover,
        Role::Section | Role::Appendix if section.depth <= MAX_RECORD_DEPTH && record() => Why::Record,
        Role::Appendix if appendix() => Why::Appendix,
        _ => return None,
    };
    Some(Informative { why, range: section.text_range })
}
