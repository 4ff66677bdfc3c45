//! Entries that the text names without citing them.

use std::collections::{BTreeSet, HashSet};

use crate::source::TextRange;

use super::{References, folded};

/// Most words a tag is written in: `RFC 2119`, `OASIS Naming Directives`.
const MAX_WORDS: usize = 4;

/// Which of some tags, given in folded form, are named by words of the text outside of the entries.
#[must_use]
pub fn mentions(references: &References, tags: &BTreeSet<String>, text: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    // Most words begin no tag, and need not be folded to know it.
    let initials: HashSet<char> = tags.iter().filter_map(|tag| tag.chars().next()).collect();
    let mut from = 0;
    let ends = references.entries.iter().map(|entry| entry.range).chain([TextRange::new(text.len(), text.len())]);
    for range in ends {
        let between = text.get(from..(range.start as usize).max(from)).unwrap_or_default();
        let words: Vec<&str> = between
            .split(|c: char| {
                c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ',' | ';' | '"' | '`' | '|' | '#')
            })
            .filter(|word| word.contains(char::is_alphanumeric))
            .collect();
        for (index, word) in words.iter().enumerate() {
            let initial = word.chars().find(|c| c.is_alphanumeric()).and_then(|c| c.to_lowercase().next());
            if !initial.is_some_and(|initial| initials.contains(&initial)) {
                continue;
            }
            let mut joined = String::new();
            for next in words.iter().skip(index).take(MAX_WORDS) {
                joined.push_str(&folded(next));
                if let Some(tag) = tags.get(&joined) {
                    named.insert(tag.clone());
                }
                let longer = tags.range(joined.clone()..).next();
                if !longer.is_some_and(|tag| tag.starts_with(&joined)) {
                    break;
                }
            }
        }
        from = from.max(range.end as usize);
    }
    named
}
