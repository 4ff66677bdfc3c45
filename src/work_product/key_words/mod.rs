//! BCP 14 key words in running text: where they make demands, and the clause that gives them their meaning.

mod clause;
mod usage;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::Document;
use crate::source::TextRange;

use super::informative::{Informative, InformativeParts};
use super::label::LabelKind;
use super::links::Link;
use super::outline::{Outline, Role};
use super::passages::Passages;
use super::references::References;

/// A key word of BCP 14.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// `MUST`
    Must,
    /// `MUST NOT`
    MustNot,
    /// `REQUIRED`
    Required,
    /// `SHALL`
    Shall,
    /// `SHALL NOT`
    ShallNot,
    /// `SHOULD`
    Should,
    /// `SHOULD NOT`
    ShouldNot,
    /// `RECOMMENDED`
    Recommended,
    /// `NOT RECOMMENDED`
    NotRecommended,
    /// `MAY`
    May,
    /// `OPTIONAL`
    Optional,
}

impl Word {
    /// All of them, in the order of BCP 14.
    pub const ALL: [Self; 11] = [
        Self::Must,
        Self::MustNot,
        Self::Required,
        Self::Shall,
        Self::ShallNot,
        Self::Should,
        Self::ShouldNot,
        Self::Recommended,
        Self::NotRecommended,
        Self::May,
        Self::Optional,
    ];

    /// As BCP 14 writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Must => "MUST",
            Self::MustNot => "MUST NOT",
            Self::Required => "REQUIRED",
            Self::Shall => "SHALL",
            Self::ShallNot => "SHALL NOT",
            Self::Should => "SHOULD",
            Self::ShouldNot => "SHOULD NOT",
            Self::Recommended => "RECOMMENDED",
            Self::NotRecommended => "NOT RECOMMENDED",
            Self::May => "MAY",
            Self::Optional => "OPTIONAL",
        }
    }

    /// A word that only permits demands nothing of anybody.
    #[must_use]
    pub fn permits(self) -> bool {
        matches!(self, Self::May | Self::Optional)
    }

    fn parse(written: &str) -> Option<Self> {
        let mut parts = written.split_whitespace();
        let (first, second) = (parts.next()?, parts.next());
        let is = |word: &&Self| {
            let mut name = word.name().split(' ');
            name.next() == Some(first) && name.next() == second
        };
        Self::ALL.iter().find(is).copied()
    }
}

/// What a key word does where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It makes a demand.
    Normative,
    /// It stands where nothing is demanded.
    Informative(Informative),
    /// It stands in a heading or a caption.
    Heading,
    /// It is spoken of, not used: `all MUST requirements`.
    Mention,
}

/// A key word in capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyWord {
    /// Which one.
    pub word: Word,
    /// Its bytes.
    pub range: TextRange,
    /// The passage it stands in.
    pub passage: usize,
    /// Its bytes in the text of the passage.
    pub at: Range<usize>,
    /// The section it stands in.
    pub section: Option<usize>,
    /// What it does there.
    pub standing: Standing,
}

/// Whose words a clause lends their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// BCP 14: RFC 2119 and RFC 8174.
    Bcp14,
    /// The ISO/IEC Directives, where `shall` is the word and `must` is none.
    Iso,
}

/// The paragraph that says how the key words are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyWordsClause {
    /// By whose rules.
    pub mode: Mode,
    /// The passage.
    pub passage: usize,
    /// Its bytes.
    pub range: TextRange,
    /// The key words it lists.
    pub listed: BTreeSet<Word>,
}

/// The key words of a document.
#[derive(Debug, Clone, Default)]
pub struct KeyWords {
    /// What gives them their meaning; one clause in a sound specification.
    pub clauses: Vec<KeyWordsClause>,
    /// Where they stand, in order. Code, quotations, legal text, the lists of references and the
    /// clauses themselves are left out.
    pub uses: Vec<KeyWord>,
    /// Sections whose words are not the document's own.
    silent: Vec<bool>,
}

/// What the key words are read against.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub document: &'a Document,
    pub outline: &'a Outline,
    pub passages: &'a Passages,
    pub references: &'a References,
    pub links: &'a [Link],
    pub informative: &'a InformativeParts,
}

static KEY_WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?-u:\b)(?:MUST|SHALL|SHOULD|MAY|REQUIRED|RECOMMENDED|OPTIONAL|NOT[ \t\u{a0}]+RECOMMENDED)(?-u:\b)(?:[ \t\u{a0}]+NOT(?-u:\b))?",
    )
    .expect("valid pattern")
});

impl KeyWords {
    /// Finds the key words.
    pub(super) fn new(context: Context<'_>) -> Self {
        let silent = silent_sections(context);
        let mut found = Self { clauses: clause::clauses(context, &silent), uses: Vec::new(), silent };
        let text = context.passages.text();
        let mut from = 0;
        while let Some(hit) = KEY_WORD.find_at(text, from) {
            let Some(passage) = context.passages.at(hit.start()) else { break };
            let section = context.outline.section_at(passage.range.start);
            let explains = found.clauses.binary_search_by_key(&passage.index, |clause| clause.passage).is_ok();
            if !explains && !section.is_some_and(|section| found.is_silent(section)) {
                usage::in_passage(context, passage, section, &mut found.uses);
            }
            from = passage.end() + 1;
            if from > text.len() {
                break;
            }
        }
        found
    }

    /// Whether the words of a section are not the document's own: lists of references, legal text, contents.
    #[must_use]
    pub fn is_silent(&self, section: usize) -> bool {
        self.silent.get(section).copied().unwrap_or_default()
    }

    /// Those that make demands.
    pub fn normative(&self) -> impl Iterator<Item = &KeyWord> {
        self.uses.iter().filter(|found| found.standing == Standing::Normative)
    }

    /// The clause of a mode.
    #[must_use]
    pub fn clause(&self, mode: Mode) -> Option<&KeyWordsClause> {
        self.clauses.iter().find(|clause| clause.mode == mode)
    }
}

/// See [`KeyWords::is_silent`].
fn silent_sections(context: Context<'_>) -> Vec<bool> {
    let sections = &context.outline.sections;
    let mut silent = vec![false; sections.len()];
    for (index, section) in sections.iter().enumerate() {
        let kind = section.label.as_ref().map(|label| label.kind);
        silent[index] = LEGAL.is_match(section.title.trim_end_matches([':', '.']))
            || section.role == Role::Contents
            || matches!(kind, Some(LabelKind::Notices | LabelKind::CitationFormat))
            || section.parent.is_some_and(|parent| silent[parent] && sections[parent].role != Role::Contents);
    }
    for &index in &context.references.sections {
        silent[index] = true;
    }
    silent
}

/// `License and Notices`; not `License Expression`.
static LEGAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?: notices? | disclaimers? | licen[sc]e(?:(?:,|\sand)\s.*)? | copyright(?:\s(?:notice|and\s.*))?
          | legal(?:\s(?:notices?|disclaimers?))? | intellectual\sproperty.* )$",
    )
    .expect("valid pattern")
});
