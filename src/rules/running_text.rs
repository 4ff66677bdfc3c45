//! Looking for words in running text: the one way for rules of every topic.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::{Captures, Match, Regex};

use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::rules::literals::{Literals, required};
use crate::source::TextRange;
use crate::work_product::{Passage, WorkProduct};

/// A pattern for [`find`], made by [`pattern`] or [`any_of`] alone.
///
/// Its `\b` is that of ASCII: with the one of Unicode, a single letter beyond ASCII anywhere in the text would make the
/// whole search slow.
#[derive(Debug)]
pub struct Pattern {
    expression: String,
    /// Most patterns are of phrases that no text holds, and are never compiled.
    regex: OnceLock<Regex>,
    /// What every match holds one of, where that tells something.
    pub(super) literals: Option<Literals>,
}

impl Pattern {
    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| Regex::new(&self.expression).expect("valid pattern"))
    }

    /// The first match in a text.
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.regex().find(text)
    }

    /// All matches in a text.
    pub fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        self.regex().find_iter(text)
    }

    /// The groups of the first match in a text.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex().captures(text)
    }

    /// Whether a text holds a match.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex().is_match(text)
    }
}

/// The places where `pattern` occurs in running text outside code, with what is written there.
///
/// The start and the end of a passage are those of a line, `(?m)^` and `(?m)$`.
pub fn find<'a>(checker: &Checker<'a>, pattern: &Pattern) -> Vec<(Passage<'a>, Range<usize>, TextRange)> {
    let mut found = Vec::new();
    let mut look = |passage: Passage<'a>| {
        for place in pattern.find_iter(passage.text()) {
            if !passage.overlaps_code(place.range()) {
                found.push((passage, place.range(), passage.source(place.range())));
            }
        }
    };
    match checker.sought.passages(pattern) {
        Some(passages) => passages.into_iter().filter_map(|index| checker.work.passages.get(index)).for_each(look),
        None => checker.work.passages.holding_match(pattern.regex()).for_each(&mut look),
    }
    found
}

/// The code spans of a document: what a text on writing documents shows in them, it need not mean.
pub fn code_spans(work: &WorkProduct) -> impl Iterator<Item = &str> {
    let document = &work.document;
    let spans = document.descendants(document.root());
    let spans = spans.filter(|&node| matches!(document.kind(node), NodeKind::Code { .. }));
    spans.map(|node| work.slice(document.range(node)))
}

/// The bounds of the sentence around a place in a text.
pub fn sentence(text: &str, place: &Range<usize>) -> (usize, usize) {
    let from = text.get(..place.start).and_then(|before| before.rfind(". ")).map_or(0, |at| at + 2);
    let to = text.get(place.end..).and_then(|after| after.find(". ")).map_or(text.len(), |at| place.end + at);
    (from, to)
}

/// A pattern from a regular expression.
pub fn pattern(expression: &str) -> Pattern {
    let expression = expression.replace(r"\b", r"(?-u:\b)");
    let literals = required(&regex_syntax::parse(&expression).expect("valid pattern"));
    Pattern { expression, regex: OnceLock::new(), literals }
}

/// Whether a place is all that its passage says, but for a full stop.
pub fn is_all(passage: Passage<'_>, place: &Range<usize>) -> bool {
    let text = passage.text();
    let rest = |part: Option<&str>| part.is_some_and(|part| part.trim().trim_matches('.').is_empty());
    rest(text.get(..place.start)) && rest(text.get(place.end..))
}

/// A pattern that matches any of some phrases, whatever their case and white space.
pub fn any_of(phrases: &[&str]) -> Pattern {
    let words = |phrase: &&str| {
        let parts: Vec<String> = phrase.split_whitespace().map(regex::escape).collect();
        parts.join(r"\s+").replace('"', "[\"\u{201c}\u{201d}]")
    };
    let all: Vec<String> = phrases.iter().map(words).collect();
    pattern(&format!("(?i)(?:{})", all.join("|")))
}

/// A phrase list, compiled when first asked for.
pub type Phrases = LazyLock<Pattern>;
