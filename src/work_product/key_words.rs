//! BCP 14 key words in running text: where they make demands, and the clause that gives them their meaning.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::{Document, NodeKind};
use crate::source::TextRange;

use super::informative::{Informative, InformativeParts};
use super::label::LabelKind;
use super::links::{Link, Target};
use super::outline::{Outline, Role};
use super::passages::{Passage, PassageKind, Passages};

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
        let mut found = Self { clauses: clauses(context, &silent), uses: Vec::new(), silent };
        let text = context.passages.text();
        let mut from = 0;
        while let Some(hit) = KEY_WORD.find_at(text, from) {
            let Some(passage) = context.passages.at(hit.start()) else { break };
            let section = context.outline.section_at(passage.range.start);
            let explains = found.clauses.binary_search_by_key(&passage.index, |clause| clause.passage).is_ok();
            if !explains && !section.is_some_and(|section| found.is_silent(section)) {
                in_passage(context, passage, section, &mut found.uses);
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
        silent[index] = SILENT.is_match(section.title.trim_end_matches([':', '.']))
            || section.role == Role::Contents
            || matches!(kind, Some(LabelKind::Notices | LabelKind::CitationFormat))
            || section.parent.is_some_and(|parent| silent[parent] && sections[parent].role != Role::Contents);
    }
    silent
}

/// `Normative References` and `License and Notices`; not `Document Property - References`, `License Expression`.
static SILENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?:
            (?:(?:normative|informative|non-normative|informational|other|general|additional|further|example|external|cited)\s){0,2}
              (?:references|bibliography|reading)(?:\s(?:and|/)\s(?:references|bibliography))?
          | notices?|disclaimers?|licen[sc]e|licen[sc]e(?:,|\sand)\s.*|copyright(?:\snotice|\sand\s.*)?|legal(?:\snotices?|\sdisclaimers?)?
          | intellectual\sproperty.*
        )$",
    )
    .expect("valid pattern")
});

fn in_passage(context: Context<'_>, passage: Passage<'_>, section: Option<usize>, uses: &mut Vec<KeyWord>) {
    let informative = context.informative.of_passage(context.document, passage, section);
    let quoted = || {
        let quote = |above| matches!(context.document.kind(above), NodeKind::BlockQuote);
        context.document.ancestors(passage.node).any(quote)
    };
    if informative.is_none_or(|informative| informative.why != super::Why::Comment) && quoted() {
        return;
    }
    let of_place = match informative {
        _ if passage.kind == PassageKind::Heading => Standing::Heading,
        Some(informative) if informative.why == super::Why::Record => Standing::Mention,
        Some(informative) => Standing::Informative(informative),
        None => Standing::Normative,
    };
    let text = passage.text();
    for hit in KEY_WORD.find_iter(text) {
        // `MAY NOT` and `OPTIONAL NOT` are none of the eleven: the word alone is.
        let Some(word) = Word::parse(hit.as_str()).or_else(|| Word::parse(first_word(hit.as_str()))) else { continue };
        let at = hit.start()
            ..hit.start() + if word.name().contains(' ') { hit.len() } else { first_word(hit.as_str()).len() };
        let range = passage.source(at.clone());
        if passage.overlaps_code(at.clone()) || in_citation(context.links, range) {
            continue;
        }
        let (before, after) = (&text[..at.start], &text[at.end..]);
        if is_other(word, before, after) {
            continue;
        }
        let standing = if is_mention(word, before, after) { Standing::Mention } else { of_place };
        uses.push(KeyWord { word, range, passage: passage.index, at, section, standing });
    }
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or(text)
}

/// The text of a link to another document is often its title.
fn in_citation(links: &[Link], range: TextRange) -> bool {
    let first = links.partition_point(|link| link.range.end <= range.start);
    let link = links.get(first).filter(|link| link.range.contains(range));
    link.is_some_and(|link| !matches!(link.target(), Target::Fragment(_)))
}

/// A word that only looks like a key word: part of a longer word, of a shouted phrase, or the month.
fn is_other(word: Word, before: &str, after: &str) -> bool {
    let joined = before.ends_with(['-', '_', '\u{2011}']) || after.starts_with(['-', '_', '=', '\u{2011}']);
    let month = word == Word::May && (after.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    joined || month || shouts(before.split_whitespace().next_back()) || shouts(after.split_whitespace().next())
}

/// A neighbour in capitals: the word belongs to a shouted phrase, not to a demand.
fn shouts(word: Option<&str>) -> bool {
    let word = word.unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    let modal = ["MUST", "SHALL", "SHOULD", "REQUIRED", "RECOMMENDED", "OPTIONAL"].contains(&word);
    word.len() > 4 && !modal && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// What names requirements by their key word.
const NOUNS: [&str; 7] = ["requirement", "statement", "key word", "keyword", "level", "clause", "condition"];

/// What introduces a key word that is spoken of.
const NAMING: [&str; 8] =
    ["interpreted as", "read as", "key word", "keyword", "key words", "keywords", "the term", "the word"];

fn is_mention(word: Word, before: &str, after: &str) -> bool {
    let quotes = ['"', '“', '”', '‘', '’', '\''];
    if before.ends_with(quotes) || after.starts_with(quotes) {
        return true;
    }
    let before = lower_tail(before.trim_end());
    if NAMING.iter().any(|naming| before.ends_with(naming)) {
        return true;
    }
    let adjective = matches!(word, Word::Required | Word::Recommended | Word::NotRecommended | Word::Optional);
    let noun = after_list(after);
    !adjective && NOUNS.iter().any(|name| noun.starts_with(name))
}

/// What follows a list of key words such as `MUST, SHOULD and MAY`.
fn after_list(mut after: &str) -> &str {
    for _ in Word::ALL {
        let rest = after.trim_start_matches([' ', ',', '/']);
        let rest = rest.strip_prefix("and ").or_else(|| rest.strip_prefix("or ")).unwrap_or(rest).trim_start();
        match starts_with_key_word(rest) {
            Some(len) => after = &rest[len..],
            None => break,
        }
    }
    after.trim_start()
}

fn starts_with_key_word(text: &str) -> Option<usize> {
    let word = Word::ALL.iter().rev().find(|word| text.starts_with(word.name()))?;
    let len = word.name().len();
    (!text[len..].starts_with(char::is_alphanumeric)).then_some(len)
}

/// The end of a text in lower case, as long as the longest phrase looked for.
fn lower_tail(text: &str) -> String {
    let mut from = text.len().saturating_sub(24);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text[from..].to_lowercase()
}

/// How many key words a paragraph lists that explains them.
const LISTED: usize = 4;

fn clauses(context: Context<'_>, silent: &[bool]) -> Vec<KeyWordsClause> {
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let text = context.passages.text();
    for (at, _) in text.match_indices("interpreted").chain(text.match_indices("Directives")) {
        let Some(passage) = context.passages.at(at) else { continue };
        let section = context.outline.section_at(passage.range.start);
        if section.is_some_and(|section| silent[section]) || !seen.insert(passage.index) {
            continue;
        }
        if let Some(clause) = clause(passage) {
            found.push(clause);
        }
    }
    found.sort_by_key(|clause: &KeyWordsClause| clause.passage);
    found
}

fn clause(passage: Passage<'_>) -> Option<KeyWordsClause> {
    let text = passage.text();
    let listed: BTreeSet<Word> = KEY_WORD.find_iter(text).filter_map(|hit| Word::parse(hit.as_str())).collect();
    let lower = text.to_lowercase();
    let words = ["key word", "keyword", "terms", "words"].iter().any(|name| lower.contains(name));
    let rfc = lower.contains("2119") || lower.contains("bcp 14") || lower.contains("bcp14");
    let bcp14 = lower.contains("interpreted") && (listed.len() >= LISTED || rfc && words);
    let iso = lower.contains("directives")
        && (lower.contains("iso") || lower.contains("iec"))
        && lower.contains("shall")
        && (words || lower.contains("verbal form"));
    let mode = match (bcp14, iso) {
        (true, _) => Mode::Bcp14,
        (false, true) => Mode::Iso,
        (false, false) => return None,
    };
    Some(KeyWordsClause { mode, passage: passage.index, range: passage.range, listed })
}
