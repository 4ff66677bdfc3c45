//! Entries that the text names without citing them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::source::TextRange;

use super::{References, folded};

/// What ends a word.
fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ',' | ';' | '"' | '`' | '|' | '#')
}

/// Most words a tag is written in: `RFC 2119`, `OASIS Naming Directives`.
const MAX_WORDS: usize = 4;

/// A version at the end of a tag: `CVRF-v1.2`.
static VERSION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(.*\pL.*?)[-_. ]v(?:ersion)?[-_. ]?(\d[\d.]*)$").expect("valid pattern"));

/// The spellings of a tag in running text, folded: `CVRF-v1.2` is `CVRF v1.2`, `CVRF 1.2` and `CVRF Version 1.2`.
fn spellings(tag: &str) -> Vec<String> {
    let mut spellings = vec![folded(tag)];
    if let Some(found) = VERSION.captures(tag)
        && let (Some(name), Some(version)) = (found.get(1), found.get(2))
    {
        let (name, version) = (folded(name.as_str()), folded(version.as_str()));
        spellings.extend(["", "v", "version"].map(|word| format!("{name}{word}{version}")));
    }
    spellings.sort();
    spellings.dedup();
    spellings.retain(|spelling| !spelling.is_empty());
    spellings
}

/// Number of different bytes for [`kind`].
const KINDS: usize = 37;

/// Letters and digits of ASCII from 1, whatever their case; 0 for everything else.
static KIND: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'0'..=b'9' => byte - b'0' + 1,
            b'a'..=b'z' => byte - b'a' + 11,
            b'A'..=b'Z' => byte - b'A' + 11,
            _ => 0,
        };
        byte += 1;
    }
    table
}

fn kind(byte: u8) -> usize {
    usize::from(KIND[usize::from(byte)])
}

/// One way to write a tag.
struct Spelling {
    folded: String,
    /// Index of the tag.
    tag: usize,
}

/// The spellings of all tags by their first two letters or digits, which stand together wherever a tag is written. Most
/// words begin no tag, and to pass over them has to be cheap.
struct Openings {
    by_pair: Vec<Vec<Spelling>>,
    /// For each pair whether there is any.
    known: [bool; KINDS * KINDS],
    /// Those that begin otherwise.
    others: Vec<Spelling>,
}

impl Openings {
    fn new(tags: &[&str]) -> Self {
        let by_pair = std::iter::repeat_with(Vec::new).take(KINDS * KINDS).collect();
        let mut openings = Self { by_pair, known: [false; KINDS * KINDS], others: Vec::new() };
        for (tag, written) in tags.iter().enumerate() {
            for folded in spellings(written) {
                let pair = match *folded.as_bytes() {
                    [first, second, ..] if kind(first) > 0 && kind(second) > 0 => {
                        Some(kind(first) * KINDS + kind(second))
                    }
                    _ => None,
                };
                let spelling = Spelling { folded, tag };
                match pair {
                    Some(pair) => {
                        openings.known[pair] = true;
                        openings.by_pair[pair].push(spelling);
                    }
                    None => openings.others.push(spelling),
                }
            }
        }
        openings
    }

    /// Adds the tags that words of a text spell.
    fn find(&self, text: &str, named: &mut BTreeSet<usize>) {
        let mut spelled = |at: usize, spellings: &[Spelling]| {
            let starts = text.get(..at).is_some_and(starts_word);
            for spelling in spellings.iter().filter(|_| starts) {
                if !named.contains(&spelling.tag) && begins_with(&text[at..], &spelling.folded) {
                    named.insert(spelling.tag);
                }
            }
        };
        // The letter or digit right before, where it is the first of a run of them.
        let (mut first, mut before) = (0, 0);
        for (at, &byte) in text.as_bytes().iter().enumerate() {
            let this = kind(byte);
            let pair = first * KINDS + this;
            if self.known[pair] {
                spelled(at - 1, &self.by_pair[pair]);
            }
            first = if before == 0 { this } else { 0 };
            before = this;
        }
        if !self.others.is_empty() {
            for (at, _) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                spelled(at, &self.others);
            }
        }
    }
}

/// Whether a word starts behind `before`.
fn starts_word(before: &str) -> bool {
    let last = before.chars().rev().find(|&c| c.is_alphanumeric() || separates(c));
    last.is_none_or(separates)
}

/// Which of some tags are named by words of the text outside of the entries, by their index.
#[must_use]
pub fn mentions(references: &References, tags: &[&str], text: &str) -> BTreeSet<usize> {
    let openings = Openings::new(tags);
    let mut named = BTreeSet::new();
    let mut from = 0;
    let ends = references.entries.iter().map(|entry| entry.range).chain([TextRange::new(text.len(), text.len())]);
    for range in ends {
        openings.find(text.get(from..(range.start as usize).max(from)).unwrap_or_default(), &mut named);
        from = from.max(range.end as usize);
    }
    named
}

/// Whether a text begins with words that are `folded` when case and punctuation are left out.
fn begins_with(text: &str, folded: &str) -> bool {
    let mut wanted = folded.chars();
    let mut words = 1;
    let mut apart = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            words += usize::from(std::mem::take(&mut apart));
            if words > MAX_WORDS || !c.to_lowercase().all(|c| wanted.next() == Some(c)) {
                return false;
            }
        } else if separates(c) {
            if wanted.as_str().is_empty() {
                return true;
            }
            apart = true;
        }
    }
    wanted.as_str().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(tags: &[&str], text: &str) -> Vec<usize> {
        mentions(&References::default(), tags, text).into_iter().collect()
    }

    #[test]
    fn words_name_tags_in_any_spelling() {
        let tags = ["RFC8174", "CVRF-v1.2", "Naming-Directives", "Ökonomie", "X"];
        assert_eq!(named(&tags, "see RFC 8174, CVRF Version 1.2 and **naming** directives"), [0, 1, 2]);
        assert_eq!(named(&tags, "“RFC 8174” or CVRF 1.2"), [0, 1]);
        assert_eq!(named(&tags, "die\u{a0}Ökonomie, X"), [3, 4]);
        assert!(named(&tags, "RFC81741, aRFC8174, CVRF 1.2.1, /info/rfc8174, naming of all directives").is_empty());
    }

    #[test]
    fn a_tag_has_few_words() {
        assert_eq!(named(&["abcde"], "ab c d e"), [0]);
        assert!(named(&["abcdef"], "ab c d e f").is_empty());
    }
}
