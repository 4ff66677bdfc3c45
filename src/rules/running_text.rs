//! Looking for words in running text: the one way for rules of every topic.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::NodeKind;
use crate::rules::Checker;
use crate::source::TextRange;
use crate::work_product::{Passage, WorkProduct};

/// The places where `pattern` occurs in running text outside code, with what is written there.
///
/// All text is searched at once, and only a passage that holds a match is looked at again by itself: the start and
/// the end of a passage are those of a line, `(?m)^` and `(?m)$`.
pub fn find<'a>(checker: &Checker<'a>, pattern: &Regex) -> Vec<(Passage<'a>, Range<usize>, TextRange)> {
    let passages = &checker.work.passages;
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(hit) = pattern.find_at(passages.text(), from) {
        let Some(passage) = passages.at(hit.start()) else { break };
        for place in pattern.find_iter(passage.text()) {
            if !passage.overlaps_code(place.range()) {
                found.push((passage, place.range(), passage.source(place.range())));
            }
        }
        from = passage.end() + 1;
        if from > passages.text().len() {
            break;
        }
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

/// A pattern for [`find`]. Its `\b` is that of ASCII: with the one of Unicode, a single letter beyond ASCII anywhere
/// in the text would make the whole search slow.
pub fn pattern(expression: &str) -> Regex {
    Regex::new(&expression.replace(r"\b", r"(?-u:\b)")).expect("valid pattern")
}

/// Whether a place is all that its passage says, but for a full stop.
pub fn is_all(passage: Passage<'_>, place: &Range<usize>) -> bool {
    let text = passage.text();
    let rest = |part: Option<&str>| part.is_some_and(|part| part.trim().trim_matches('.').is_empty());
    rest(text.get(..place.start)) && rest(text.get(place.end..))
}

/// A pattern that matches any of some phrases, whatever their case and white space.
pub fn any_of(phrases: &[&str]) -> Regex {
    let words = |phrase: &&str| {
        let parts: Vec<String> = phrase.split_whitespace().map(regex::escape).collect();
        parts.join(r"\s+").replace('"', "[\"\u{201c}\u{201d}]")
    };
    let all: Vec<String> = phrases.iter().map(words).collect();
    pattern(&format!("(?i)(?:{})", all.join("|")))
}

/// A phrase list, compiled when first asked for.
pub type Phrases = LazyLock<Regex>;
