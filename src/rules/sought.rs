//! Which passages the patterns of all rules can match in, found out in one go.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rayon::prelude::*;

use crate::work_product::{Passage, Passages};

use super::running_text::{Pattern, Phrases};
use super::{cover, links, notices, placeholders, prose, structure};

/// The patterns of phrases that few documents hold, and few passages of these. One that stands in no table is looked for
/// by itself.
fn patterns() -> impl Iterator<Item = &'static Phrases> {
    let tables =
        [cover::PHRASES, links::PHRASES, notices::PHRASES, placeholders::PHRASES, prose::PHRASES, structure::PHRASES];
    tables.into_iter().flatten().copied()
}

/// The literals of all these patterns.
struct Literals {
    indices: BTreeMap<&'static [u8], usize>,
    automaton: Option<AhoCorasick>,
}

static LITERALS: LazyLock<Literals> = LazyLock::new(|| {
    let all: BTreeSet<&'static [u8]> =
        patterns().filter_map(|pattern| pattern.literals.as_ref()).flatten().map(Vec::as_slice).collect();
    let automaton =
        AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(&all).ok();
    Literals { indices: all.into_iter().enumerate().map(|(index, literal)| (literal, index)).collect(), automaton }
});

/// The passages of a document that hold the literals of patterns.
#[derive(Default)]
pub(super) struct Sought {
    /// For each literal the passages, by their places.
    passages: Vec<Vec<usize>>,
}

/// Passages looked through by one thread at a time.
const SHARE: usize = 500;

impl Sought {
    /// Looks for all literals at once.
    pub fn new(passages: &Passages) -> Self {
        let Some(automaton) = &LITERALS.automaton else { return Self { passages: Vec::new() } };
        let shares: Vec<Range<usize>> =
            (0..passages.len()).step_by(SHARE).map(|from| from..(from + SHARE).min(passages.len())).collect();
        let hits: Vec<Vec<(usize, usize)>> =
            shares.into_par_iter().map(|share| hits(automaton, passages, share)).collect();
        let mut found = vec![Vec::new(); LITERALS.indices.len()];
        for (literal, passage) in hits.into_iter().flatten() {
            if found[literal].last() != Some(&passage) {
                found[literal].push(passage);
            }
        }
        Self { passages: found }
    }

    /// The places of the passages that `pattern` may match in; `None` where it has not been looked for.
    pub fn passages(&self, pattern: &Pattern) -> Option<BTreeSet<usize>> {
        let mut all = BTreeSet::new();
        for literal in pattern.literals.as_ref()? {
            all.extend(self.passages.get(*LITERALS.indices.get(literal.as_slice())?)?);
        }
        Some(all)
    }
}

/// The literals in a share of the passages, with the places of the passages they stand in.
fn hits(automaton: &AhoCorasick, passages: &Passages, share: Range<usize>) -> Vec<(usize, usize)> {
    let edge = |passage: Option<Passage<'_>>| passage.map(|passage| (passage.start(), passage.end()));
    let (Some((from, _)), Some((_, to))) =
        (edge(passages.get(share.start)), edge(share.end.checked_sub(1).and_then(|last| passages.get(last))))
    else {
        return Vec::new();
    };
    let text = passages.text().get(from..to).unwrap_or_default();
    let hit = |found: aho_corasick::Match| Some((found.pattern().as_usize(), passages.at(from + found.start())?.index));
    automaton.find_overlapping_iter(text).filter_map(hit).collect()
}

#[cfg(test)]
mod tests {
    use crate::work_product::from_text;

    use super::*;

    #[test]
    fn every_phrase_has_literals_to_look_for() {
        assert!(LITERALS.automaton.is_some());
        for pattern in patterns() {
            assert!(pattern.literals.is_some(), "{pattern:?}");
        }
    }

    #[test]
    fn a_passage_is_found_wherever_it_stands() {
        let todo = placeholders::PHRASES.iter().find(|pattern| pattern.is_match("TODO")).unwrap();
        let text = "A paragraph.\n\n".repeat(SHARE) + "Todo and TODO.\n\n" + &"Text.\n\n".repeat(SHARE) + "A TODO.\n";
        let work = from_text("document.md", text, None).unwrap();
        let found = Sought::new(&work.passages).passages(todo).unwrap();
        assert_eq!(found, BTreeSet::from([SHARE, 2 * SHARE + 1]));
    }
}
