//! Entries that the text names without citing them.

use std::collections::{BTreeMap, BTreeSet};
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

/// One way to write a tag.
struct Spelling {
    folded: String,
    /// Index of the tag.
    tag: usize,
}

/// The spellings of all tags by their first two letters or digits, which stand together wherever a tag is written. Most
/// words begin no tag, and to pass over them has to be cheap.
struct Openings {
    /// For each two bytes, in whatever case, a bit that says whether a tag may begin with them.
    known: [u64; 1 << 10],
    by_pair: BTreeMap<[u8; 2], Vec<Spelling>>,
    /// Those that begin otherwise.
    others: Vec<Spelling>,
}

impl Openings {
    fn new(tags: &[&str]) -> Self {
        let known = [0; 1 << 10];
        let mut openings = Self { known, by_pair: BTreeMap::new(), others: Vec::new() };
        for (tag, written) in tags.iter().enumerate() {
            for folded in spellings(written) {
                let pair = folded.as_bytes().first_chunk().filter(|pair| pair.iter().all(u8::is_ascii_alphanumeric));
                let Some(&pair) = pair else {
                    openings.others.push(Spelling { folded, tag });
                    continue;
                };
                let [first, second] = pair.map(|byte| [byte, byte.to_ascii_uppercase()]);
                for pair in first.into_iter().flat_map(|first| second.map(|second| [first, second])) {
                    let pair = u16::from_be_bytes(pair);
                    openings.known[usize::from(pair >> 6)] |= 1 << (pair & 63);
                }
                openings.by_pair.entry(pair).or_default().push(Spelling { folded, tag });
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
        let mut pair = 0_u16;
        for (at, &byte) in text.as_bytes().iter().enumerate() {
            pair = (pair << 8) | u16::from(byte);
            if self.known[usize::from(pair >> 6)] >> (pair & 63) & 1 == 1 {
                let pair = pair.to_be_bytes().map(|byte| byte.to_ascii_lowercase());
                spelled(at - 1, self.by_pair.get(&pair).map_or(&[], Vec::as_slice));
            }
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
