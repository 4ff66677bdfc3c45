//! Entries that the text names without citing them.

use std::collections::BTreeSet;
use std::ops::Bound;

use crate::source::TextRange;

use super::{References, folded};

/// The first two letters or digits of a word as one number, where both are ASCII.
fn opening(word: &str) -> Option<usize> {
    let mut first = None;
    for byte in word.bytes() {
        if !byte.is_ascii() {
            return None;
        }
        if byte.is_ascii_alphanumeric() {
            let byte = usize::from(byte.to_ascii_lowercase());
            let Some(first) = first.replace(byte) else { continue };
            return Some(first * 128 + byte);
        }
    }
    None
}

/// The words of a text: what stands between white space, brackets and separators.
fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    let separates =
        |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ',' | ';' | '"' | '`' | '|' | '#');
    text.split(separates).filter(|word| word.contains(char::is_alphanumeric))
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
        let mut words = words(between);
        while let Some(word) = words.next() {
            if opening(word).is_some_and(|opening| !openings[opening]) {
                continue;
            }
            let mut joined = String::new();
            for next in std::iter::once(word).chain(words.clone()).take(MAX_WORDS) {
                joined.push_str(&folded(next));
                if let Some(tag) = tags.get(&joined) {
                    named.insert(tag.clone());
                }
                let longer = tags.range::<str, _>((Bound::Included(joined.as_str()), Bound::Unbounded)).next();
                if !longer.is_some_and(|tag| tag.starts_with(&joined)) {
                    break;
                }
            }
        }
        from = from.max(range.end as usize);
    }
    named
}
